"""One graded cohort for all tests that read it, and small kits for those that change things."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from probe import probe

from school.grading import gradebook, release, roster
from school.grading.course import Course
from school.grading.demo import Demo
from school.grading.files import put_folder
from school.grading.roster import Student

KIT = Path(__file__).parents[2]
MODULE = "04-costs-and-break-even"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:  # nbgrader 0.9.6 with SQLAlchemy 2.1; nothing is wrong
            item.add_marker(pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Demo:
    """Module 4's twelve people after the whole cycle, in a path with a space. Read it, do not change it."""
    done = Demo(Course.here(KIT), MODULE, tmp_path_factory.mktemp("graded cohort") / "kit", 12)
    done.said = [step for step in done.run() if step.problem]
    return done


@pytest.fixture(scope="session")
def kits(tmp_path_factory) -> Path:
    """Two small kits with one small task, to be copied: `new`, and `released` with the task in its gradebook."""
    both = tmp_path_factory.mktemp("small kits")
    new = both / "new"
    (new / "solutions" / "01-probe").mkdir(parents=True)
    shutil.copy(KIT / "nbgrader_config.py", new)
    nbformat.write(probe(), new / "solutions" / "01-probe" / "01-probe.ipynb")
    shutil.copytree(new, both / "released")
    with open(both / "released" / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.Execute.timeout = 3\n")  # the loop that a test grades need not run for half a minute
    course = Course.here(both / "released")
    put_folder(release.generate(course, "01-probe", both / "fresh", enter=True), course.assignments("01-probe"))
    return both


@pytest.fixture
def kit(kits, tmp_path, monkeypatch) -> Path:
    """A small kit of one's own, and the working directory in it."""
    monkeypatch.setattr("school.grading.course.PATIENCE", 0.2)
    monkeypatch.chdir(shutil.copytree(kits / "new", tmp_path / "a kit"))
    return Path.cwd()


@pytest.fixture
def course(kit) -> Course:
    return Course.here(kit)


@pytest.fixture
def marked(kits, tmp_path, monkeypatch) -> Callable[[dict[str, Student]], Course]:
    """Makes a small kit with students, where anna's work is marked, bo's waits for a coach, and nothing was run."""

    def made(students: dict[str, Student]) -> Course:
        monkeypatch.chdir(shutil.copytree(kits / "released", tmp_path / "a kit"))
        course = Course.here()
        roster.write(course.cohort / "students.csv", list(students.values()))
        gradebook.enter_students(course, students)
        with course.gradebook() as book:
            for student in ("anna", "bo"):
                book.add_submission("01-probe", student)
                for grade in book.find_submission("01-probe", student).notebooks[0].grades:
                    grade.auto_score, grade.needs_manual_grade = 1.0, grade.name == "words" and student == "bo"
            book.db.commit()
        return course

    return made
