"""What this machine has for grading, tried out and not looked up."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from school.errors import Problem
from school.grading.apart import sandbox
from school.grading.apart.box import Box, Limits, NoBox
from school.grading.course import Course

ROOM = 2 * 2**30  # bytes free that a cohort of a hundred needs with back-ups and feedback


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``sign`` as in `school.grading.show`."""

    sign: str
    what: str


# What code in the sandbox tries, and what it must find. Each is run as a cell of a notebook.
TRIALS = {
    "reaches no network": (
        "import socket\ntry:\n    socket.create_connection(('1.1.1.1', 53), 2)\n    found = 'a way out'\n"
        "except OSError:\n    found = ''"
    ),
    "sees none of the kit's files": (
        "import os\nfound = [name for name in {secret!r} if os.path.exists(name)]\nfound = ', '.join(found)"
    ),
    "cannot change the system": (
        "import os\nfound = ''\nfor place in ('/usr', '/kit', '/etc', '/'):\n    try:\n"
        "        open(os.path.join(place, 'mark'), 'w')\n        found = place\n    except OSError:\n        pass"
    ),
    "is not the administrator": "import os\nfound = 'root' if 0 in (os.getuid(), os.geteuid()) else ''",
    "sees no other process": (
        "import os\nfound = ''\nfor pid in (os.getppid(), 1):\n    try:\n        os.kill(-1, 0)\n"
        "        found = 'others'\n    except OSError:\n        pass"
    ),
    "has an end to its processes": (
        "import os, time\nfound = 'none'\nfor number in range(200):\n    try:\n        if os.fork() == 0:\n"
        "            time.sleep(2)\n            os._exit(0)\n    except OSError:\n        found = ''\n        break"
    ),
    "has an end to its disk": (
        "found = 'none'\ntry:\n    with open('large', 'wb') as file:\n        for part in range(400):\n"
        "            file.write(bytes(2**20))\nexcept OSError:\n    found = ''"
    ),
}


def look(course: Course | None) -> Iterator[Finding]:
    """Each finding as it is made."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("✓" if sys.version_info >= (3, 11) else "✗", f"Python {python}")
    yield from _sandbox(course)
    if course is not None:
        yield from _gradebook(course)
    for name, use in (("distributed", "grading on several machines"), ("psycopg", "a gradebook in PostgreSQL")):
        there = _importable(name)
        yield Finding("✓" if there else "·", f"{use}: {'ready' if there else 'not installed (uv sync --group scale)'}")


def _sandbox(course: Course | None) -> Iterator[Finding]:
    if why := sandbox.missing():
        yield Finding("✗", f"sandbox: {why}. {sandbox.WAY_ON}")
        return
    secrets = [str(path) for path in (course.root, course.solutions(), course.cohort)] if course else []
    box = Box(True)
    try:
        for what, trial in TRIALS.items():
            source = trial.replace("{secret!r}", repr(secrets))
            ran = box.run(
                [{"cell": 0, "source": source}, {"cell": 1, "give": ["found"]}], Limits(seconds=20, disk_megabytes=64)
            )
            found = ran.cells.get(1, {}).get("values", {}).get("found", ran.why or "no answer")
            yield Finding(*(("✗", f"sandbox: a submission {what}: no, it finds {found}")
                            if found else ("✓", f"sandbox: a submission {what}")))  # fmt: skip
    except NoBox as error:
        yield Finding("✗", f"sandbox: {str(error).rstrip('.')}. {_likely_cause()} {sandbox.WAY_ON}")
    finally:
        box.close()


def _likely_cause() -> str:
    """Why bubblewrap is there and does not work: nearly always because new user namespaces are forbidden."""
    return (
        "Often the system forbids user namespaces: in a container start it with the right to make them, on Ubuntu 24.04 "
        "and later allow them for bwrap (sysctl kernel.apparmor_restrict_unprivileged_userns=0)."
    )


def _gradebook(course: Course) -> Iterator[Finding]:
    try:
        course.needs_gradebook()
        yield Finding("✓", "the gradebook can be written")
    except Problem as problem:
        yield Finding("✗", str(problem))
    free = shutil.disk_usage(course.root).free
    yield Finding("✓" if free > ROOM else "!", f"{free / 2**30:.0f} GB free on the disk")


def _importable(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        return False
    return True
