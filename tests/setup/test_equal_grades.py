"""Forty submissions graded by stock nbgrader and by us: every score is equal, but for named and reasoned exceptions."""

from __future__ import annotations

import logging
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from school.grading import grade, personas, release
from school.grading.apart import evaluate
from school.grading.course import Course
from school.grading.files import put_folder

KIT = Path(__file__).parents[2]
MODULE = "04-costs-and-break-even"
pytestmark = pytest.mark.timeout(1500)

# Where the scores differ, and why ours is the one to keep. Stock's is None where it gives no grade at all.
EXCEPTIONS = {
    "deleted-cell": "stock has no task cell to put back from a lost answer; we give the other questions their points",
    "doubled": "stock refuses a notebook with a doubled cell, by accident or not",
    "reordered": "stock runs checks before the answers when cells were moved",
    "tag-skip": "stock runs no check with this tag, and gives full points to what did not run",
    "silenced": "stock takes a check that shows nothing for passed",
    "memory-hog": "stock has no limit of its own, and what becomes of it depends on the machine; here it waits for a person",
}


def cell(notebook, name: str):
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name)


def front(source: str) -> Callable:
    return lambda notebook: notebook.cells.insert(2, new_code_cell(source))


def answer(name: str, source: str) -> Callable:
    def edit(notebook) -> None:
        cell(notebook, name).source = source

    return edit


def doubled(notebook) -> None:
    notebook.cells.append(nbformat.from_dict(cell(notebook, "rent-answer")))


def reordered(notebook) -> None:
    moved = cell(notebook, "mix-answer")
    notebook.cells.remove(moved)
    notebook.cells.append(moved)


def metadata(notebook) -> None:
    cell(notebook, "rent").metadata.nbgrader["points"] = 99
    cell(notebook, "rent").metadata["collapsed"] = True
    notebook.metadata["authors"] = ["x"]


def tags(notebook) -> None:
    for one in notebook.cells:
        one.metadata["tags"] = ["skip-execution"]


# Each is a right notebook with one thing changed.
CHANGED = {
    "unicode": front("größe = 'Ünïcödé 漢字 Привет'\nprint(größe)"),
    "prints": front("for number in range(50):\n    print(number)"),
    "prints-endlessly": front("while True:\n    print('x' * 100)"),
    "raises": front("1 / 0"),
    "loops": answer("rent-answer", "while True:\n    pass"),
    "memory-hog": front("kept = []\nwhile True:\n    kept.append(b'x' * 100_000_000)"),
    "syntax": answer("mix-answer", "bundle_margin = 18,32 bundles"),
    "half-done": answer("mix-answer", "bundle_margin = 18.32\nbundles = 23"),
    "comma": answer("mix-answer", "bundle_margin = 18,32\nbundles = 23\nbags = 322"),
    "as-text": answer("mix-answer", "bundle_margin = '18,32'\nbundles = '23 bundles'\nbags = '322'"),
    "computed": answer("mix-answer", "import math\nbundle_margin = 4 * 1.45 + 14 * .58 + 4 * 1.1\nbundles = math.ceil(420 / bundle_margin)\nbags = 14 * bundles"),
    "numpy": answer("mix-answer", "import numpy as np\nbundle_margin, bundles, bags = np.float64(18.32), np.int64(23), np.array([322])[0]"),
    "fraction": answer("rent-answer", "from fractions import Fraction\nbreak_even_children = Fraction(57)"),
    "decimal": answer("rent-answer", "from decimal import Decimal\nbreak_even_children = Decimal(57)"),
    "list": answer("rent-answer", "break_even_children = [57]"),
    "none": answer("rent-answer", "break_even_children = None"),
    "truth": answer("rent-answer", "break_even_children = True"),
    "nan": answer("rent-answer", "break_even_children = float('nan')"),
    "formula-excel": answer("sales-answer", "break_even_sales = '=fixed / (price − variable) × price'"),
    "formula-wrong": answer("sales-answer", "break_even_sales = 'fixed / price * 2'"),
    "formula-code": answer("sales-answer", "break_even_sales = '__import__(\"os\").getcwd()'"),
    "formula-number": answer("sales-answer", "break_even_sales = 927"),
    "letter": answer("step-answer", "why_81_is_worse = ' C) the 81st coat'"),
    "two-letters": answer("step-answer", "why_81_is_worse = 'b or c'"),
    "system-exit": front("import sys\nsys.exit(1)"),
    "input": front("name = input('Your name?')"),
    "magic": front("%timeit -n1 -r1 1 + 1\n!echo hello"),
    "metadata": metadata,
    "doubled": doubled,
    "reordered": reordered,
    "tag-skip": lambda notebook: (tags(notebook), answer("rent-answer", "break_even_children = 1")(notebook)),
    "silenced": lambda notebook: (front("get_ipython().ast_node_interactivity = 'none'")(notebook), answer("rent-answer", "break_even_children = 1")(notebook)),
    "always-equal": answer("rent-answer", "class Yes(float):\n    def __sub__(self, other): return 0.0\n    def __float__(self): return self\nbreak_even_children = Yes(57)"),
    "os-exit": front("import os\nos._exit(0)"),
}  # fmt: skip


@pytest.fixture(scope="module")
def kit(tmp_path_factory) -> Path:
    """The module's twelve people and the changed notebooks, handed in."""
    folder = tmp_path_factory.mktemp("equal") / "ours"
    (folder / "solutions").mkdir(parents=True)
    shutil.copy(KIT / "nbgrader_config.py", folder)
    with open(folder / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.Execute.timeout = 5\n")
    shutil.copytree(KIT / "solutions" / MODULE, folder / "solutions" / MODULE)
    course = Course.here(folder)
    put_folder(release.generate(course, MODULE, folder / "fresh", enter=True), course.assignments(MODULE))
    master = course.master(MODULE)
    released = nbformat.read(course.assignments(MODULE) / f"{MODULE}.ipynb", 4)
    people = {one.kind: one for one in personas.of_module(course, MODULE)}
    notebooks = {kind: personas.fill(one, released, master) for kind, one in people.items()}
    for name, edit in CHANGED.items():
        done = personas.fill(people["perfect"], released, master)
        edit(done)
        notebooks[f"{name}-2" if name in notebooks else name] = done
    for name, notebook in notebooks.items():
        place = course.submitted(name, MODULE)
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{MODULE}.ipynb")
    return folder


def by_us(kit: Path) -> dict[str, dict]:
    course = Course.here(kit)
    students = grade.handed_in(course, MODULE)
    way = grade.Way(sandboxed=not evaluate.no_sandbox())
    assert all(one.graded for one in grade.grade(course, MODULE, students, way=way))
    return scores(course)


def by_stock(kit: Path) -> dict[str, dict]:
    """nbgrader as it comes: the folders are the kit's, nothing else is."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    there = kit.with_name("stock")
    shutil.copytree(kit, there)
    folders = Course.here(there).config.CourseDirectory
    config = Config(
        {
            "CourseDirectory": {
                "root": str(there),
                "source_directory": "solutions",
                "submitted_directory": "cohort/submitted",
                "autograded_directory": "cohort/autograded",
                "db_url": folders.db_url,
                "course_id": folders.course_id,
            },
            "Execute": {"timeout": 5},
        }
    )
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    # one student at a time: a doubled cell ends a whole run
    for student in sorted(one.name for one in (there / "cohort" / "submitted").iterdir()):
        api.autograde(MODULE, student, force=True, create=True)
    return scores(Course.here(there))


def scores(course: Course) -> dict[str, dict]:
    with course.gradebook() as book:
        return {
            one.student.id: {grade.name: grade.auto_score for notebook in one.notebooks for grade in notebook.grades}
            for one in book.assignment_submissions(MODULE)
        }


def test_every_score_is_equal_but_for_the_exceptions(kit):
    handed_in = {one.name for one in (kit / "cohort" / "submitted").iterdir()}
    assert len(handed_in) >= 40
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, before[1]))  # stock sets no limit, and this machine needs one
    try:
        theirs = by_stock(kit)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    ours = by_us(kit)
    assert set(ours) == handed_in
    unequal = {name: (ours[name], theirs.get(name)) for name in sorted(ours) if ours[name] != theirs.get(name)}
    unexplained = {name: pair for name, pair in unequal.items() if name not in EXCEPTIONS}
    assert unexplained == {}
    print(f"{len(ours) - len(unequal)} equal, {len(unequal)} exceptions: {', '.join(unequal)}")
    assert set(EXCEPTIONS) - set(unequal) <= {"memory-hog"}, "an exception that is none any more"
