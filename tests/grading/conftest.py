"""One graded cohort for all tests that read it, and small kits for those that change things."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from school.grading import release
from school.grading.course import Course
from school.grading.demo import Demo
from school.grading.files import put_folder

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


def probe() -> nbformat.NotebookNode:
    """A task of two questions and a written answer."""

    def marked(cell, name, **about):
        cell["id"] = name
        cell.metadata["nbgrader"] = {
            "grade": False,
            "solution": False,
            "locked": False,
            "task": False,
            "schema_version": 3,
            "grade_id": name,
            **about,
        }
        return cell

    cells = [
        new_markdown_cell("# Probe\n\nHow much are 7 units at 6.5?"),
        marked(new_code_cell("from venture.checks import check_choice, check_number"), "start", locked=True),
        marked(
            new_code_cell("# Change this.\n### BEGIN SOLUTION\nsales = 45.5  # 7 × 6.5\n### END SOLUTION"),
            "sales-answer",
            solution=True,
        ),
        marked(
            new_code_cell(
                "check_number(sales, low=0, mistakes={13.5: 'You added.'})\n### BEGIN HIDDEN TESTS\n"
                "from venture.checks import score_number\n\nscore_number(sales, 7 * 6.5, 2, mistakes={45: (1, 'Nearly.')})\n"
                "### END HIDDEN TESTS"
            ),
            "sales",
            grade=True,
            locked=True,
            points=2,
        ),
        marked(new_code_cell("### BEGIN SOLUTION\npick = 'b'\n### END SOLUTION"), "pick-answer", solution=True),
        marked(
            new_code_cell(
                "check_choice(pick)\n### BEGIN HIDDEN TESTS\nfrom venture.checks import score_choice\n\n"
                "score_choice(pick, 'b', 1)\n### END HIDDEN TESTS"
            ),
            "pick",
            grade=True,
            locked=True,
            points=1,
        ),
        marked(
            new_markdown_cell("A sample answer that nobody may see before the coach."),
            "words",
            grade=True,
            solution=True,
            points=3,
        ),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id") or f"text-{number}"
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    )
