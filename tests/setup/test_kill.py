"""Grading that is killed at any moment: the next run ends with the gradebook of an undisturbed one."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from school.grading import gradebook, release
from school.grading.course import Course
from school.grading.files import put_folder

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "grading"))  # the small task that the other tests of grading use
from probe import probe  # noqa: E402

MODULE = "01-probe"
TIMES = 60


@pytest.fixture
def kit(tmp_path) -> Path:
    """A released task, six submissions of all kinds, one of them with a coach's points already."""
    folder = tmp_path / "kit"
    (folder / "solutions" / MODULE).mkdir(parents=True)
    shutil.copy(HERE.parents[1] / "nbgrader_config.py", folder)
    nbformat.write(probe(), folder / "solutions" / MODULE / f"{MODULE}.ipynb")
    course = Course.here(folder)
    put_folder(release.generate(course, MODULE, folder / "fresh", enter=True), course.assignments(MODULE))
    released = nbformat.read(course.assignments(MODULE) / f"{MODULE}.ipynb", 4)
    sources = {"anna": "sales = 45.5", "bo": "sales = 45", "cleo": "sales = ...", "dan": "import os; os._exit(1)"}
    for student in (*sources, "eve", "zoe"):
        notebook = nbformat.from_dict(released)
        for cell in notebook.cells:
            if cell.get("id") == "sales-answer":
                cell.source = sources.get(student, "sales = 1 / 0")
        place = course.submitted(student, MODULE)
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{MODULE}.ipynb")
        (place / "timestamp.txt").write_text("2026-03-01 10:00:00 UTC\n", encoding="utf-8")
    with course.gradebook() as book:
        book.add_student("anna")
        book.add_submission(MODULE, "anna")
        gradebook.mark(book, MODULE, "anna", "words", 2.5, "Good.")
    return folder


@pytest.mark.timeout(1500)
def test_killed_at_many_moments_nothing_is_lost(kit):
    seed = random.SystemRandom().randrange(10**6)
    done = subprocess.run(
        [sys.executable, str(HERE / "kill_runs.py"), str(kit), str(TIMES), str(seed)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == [], (seed, told)
    assert told["hits"]["grader"] + told["hits"]["below"] >= 50, told
    assert told["ended"] >= 30, told
    assert told["left"] == 0, "processes were left behind"


@pytest.mark.timeout(600)
@pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare on PATH")
def test_on_a_full_disk_nothing_is_lost(kit, tmp_path):
    """A disk of our own is filled, really; whatever did not fit, the next run with room ends as an undisturbed one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    own_space = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*own_space, "true"], capture_output=True).returncode:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no user space of one's own here")
    command = [*own_space, sys.executable, str(HERE / "full_disk_runs.py"), str(kit), str(disk)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == [], told
    assert told["full"] >= 4, f"the disk was hardly ever full: {told}"
    complaints = [line for line in done.stderr.splitlines() if line.startswith(("Problem", "OSError"))]
    assert len(complaints) == told["full"]
    assert all("space left" in line or "disk is full" in line for line in complaints), complaints
