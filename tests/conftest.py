"""What tests of every kind share. The folder of a test gives it its marker: tests/unit -> unit, tests/setup -> long."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KIT = HERE.parent
# In this order: quick first; the browser late, for its event loop runs on until the end of the session.
MARKERS = {"unit": "unit", "content": "content", "grading": "grading", "browser": "browser", "setup": "long"}
# These first, the longest at the front: side by side a long file at the end leaves the other workers with nothing to do.
# While the first test of the book builds it, the others need not wait for it either.
LONGEST = [
    "unit/test_workbook.py", "unit/test_document.py", "unit/test_model.py", "unit/test_book_cases.py",
    "grading/test_grade.py", "grading/test_release.py", "grading/test_fair.py", "grading/test_apart.py",
    "grading/test_hostile.py", "grading/test_scale.py", "grading/test_plan_handed_in.py",
    "browser/test_book.py", "browser/test_lesson.py", "browser/test_book_safe.py", "browser/test_book_small_kit.py",
    "browser/test_book_speed.py", "browser/test_book_address.py", "browser/test_formgrader.py",
]  # fmt: skip
# nbgrader and our tests call programs by name: those of this environment come first.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
# The tests start hundreds of Pythons. What one has compiled the next one reads, also where somebody has switched that off.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# A copy of the kit builds its book without a network: the page's Python was fetched at set-up.
os.environ.setdefault("SCHOOL_CACHE", str(KIT / "_build" / "runtime-cache"))


@pytest.hookimpl(tryfirst=True)  # before -m selects by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def folder(item: pytest.Item) -> str:
        return item.path.relative_to(HERE).parts[0]

    def turn(item: pytest.Item) -> tuple[int, int]:
        return list(MARKERS).index(folder(item)), places.get(item.path, len(places))

    places = {HERE / name: place for place, name in enumerate(LONGEST)}
    if gone := [path for path in places if not path.is_file()]:
        raise pytest.UsageError(f"{gone[0]} is not there: mend LONGEST in tests/conftest.py.")

    for item in items:
        if folder(item) not in MARKERS:
            raise pytest.UsageError(f"{item.path}: tests live in tests/{{{','.join(MARKERS)}}}/, which marks them.")
        item.add_marker(MARKERS[folder(item)])
    items.sort(key=turn)


@pytest.fixture
def kit_copy(tmp_path: Path) -> Path:
    """The kit as a fresh clone has it, with what is not committed yet, at a path with a space."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=KIT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    copy = tmp_path / "a kit" / "social venture"
    for name in filter(None, listed.split("\0")):
        if (KIT / name).is_file():  # a file that git knows may have been deleted here
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(KIT / name, copy / name)
    subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
    subprocess.run(["git", "add", "--all"], cwd=copy, check=True)
    return copy


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Headless Chromium, driven by playwright. Without one the test is skipped; where CI=true it fails."""
    from playwright.sync_api import sync_playwright

    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if not found:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("No Chromium on PATH. Install it (Debian: apt install chromium) or set CHROMIUM to its path.")
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu", *quiet])
        yield chromium
        chromium.close()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Runs a command that prints its address and stays, in its own folder; gives the address.

    serve(["school", "start", "--no-browser"], cwd=kit) -> "http://127.0.0.1:8888/lab/…"
    `serve.stop()` ends all of them, and the end of the test does so too.
    """
    running: list[subprocess.Popen] = []

    def start(command: list[str], cwd: Path, env: dict[str, str] | None = None) -> str:
        process = subprocess.Popen(
            command, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        running.append(process)
        said = []
        for line in process.stdout:
            said.append(line)
            if address := re.search(r"http://\S+", line):
                # Nobody reads on, and a full pipe would stop the command.
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return address[0]
        pytest.fail(f"{command} printed no address:\n{''.join(said)}")

    def stop() -> None:
        for process in running:
            if process.poll() is not None:
                continue
            os.killpg(process.pid, signal.SIGTERM)  # with its children: it leads a group of its own
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        running.clear()

    start.stop = stop
    yield start
    stop()
