"""A student's copy of the course as one zip: lessons, tasks as handed out, and what it takes to work them.

`make start` works in it. What gives answers away stays behind: `solutions/`, the tests, and the parts
of `school` with which a school makes new modules and demonstrations.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from school.errors import Problem

NAME = "social-venture-course"
FILE = f"downloads/{NAME}.zip"
TAKEN = (
    "Makefile",
    "pyproject.toml",
    "uv.lock",
    "environment.yml",
    "nbgrader_config.py",
    "LICENSE*",
    "course/*.ipynb",
    "assignments/*/*",
    "book/*.md",
    "book/**/*.md",
    "src/venture/**/*",
    "src/school/**/*",
)
LEFT = ("src/school/skeleton", "src/school/dev", "course/my-work")
ANSWERS = (b"BEGIN SOLUTION", b"BEGIN HIDDEN TESTS")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes
README = """# Your copy of the course

Lessons are in `course`, tasks in `assignments`.
You need Python 3.11 or newer. Open a terminal in this folder and type one line.

| Your computer | What you type |
|---|---|
| Linux | `make start` |
| macOS, not tried yet | `make start` |
| Windows, not tried yet | `py -m pip install --user uv` once, then `py -m uv run --locked school start` |
| Any, if you have uv | `uv run --locked school start` |

The first start fetches what is missing (about 450 MB on disk); after that the course works without internet.
Your answers are in the notebooks, once you save them with Ctrl + S. Nothing is sent anywhere.
A newer copy of the course: unpack it beside this one, and take your notebooks and `course/my-work` along.

The lessons are CC BY 4.0, the program is BSD 3-Clause; see the files LICENSE and LICENSE-CONTENT.
"""


def contents(root: Path) -> dict[str, bytes]:
    """Every file of the copy by its path, without the folder that holds them all.

    Raises:
        Problem: a file with a solution would go along, or a lesson's task is not released yet.
    """
    files = {"README.md": README.encode()}
    for pattern in TAKEN:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root).as_posix()
            hidden = any(part.startswith(".") or part == "__pycache__" for part in Path(name).parts)
            if path.is_file() and not hidden and not name.startswith(LEFT):
                files[name] = path.read_bytes()
    for name, data in files.items():
        if name.endswith(".ipynb") and any(mark in data for mark in ANSWERS):
            raise Problem(f"{name} holds a solution.", "Make the students' copy anew with `school release`.")
    return files


def write(root: Path, site: Path) -> Path:
    """Write the copy into the built site."""
    target = site / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in sorted(contents(root).items()):
            out.writestr(zipfile.ZipInfo(f"{NAME}/{name}", FIRST_DAY), data, zipfile.ZIP_DEFLATED, 9)
    return target
