"""nbgrader's formgrader in a real browser: its Autograde button goes through the sandbox, and no student's script runs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from school.grading import feedback, release
from school.grading.apart import evaluate
from school.grading.course import Course
from school.grading.files import put_folder

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "grading"))  # the small task that the tests of grading use
from probe import probe  # noqa: E402

MODULE = "01-probe"
HOSTILE = "window.ran = true; document.title = 'ran'; parent.document.title = 'ran'"
PAGE = f'<script>{HOSTILE}</script><img src=x onerror="{HOSTILE}"><svg onload="{HOSTILE}"></svg><iframe srcdoc="<script>{HOSTILE}</script>"></iframe>'


@pytest.fixture
def course(tmp_path) -> Course:
    """A released task and one submission, which attacks the grader and whoever looks at it."""
    if why := evaluate.no_sandbox():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"No sandbox here: {why}")
    kit = tmp_path / "a kit"
    (kit / "solutions" / MODULE).mkdir(parents=True)
    shutil.copy(HERE.parents[1] / "nbgrader_config.py", kit)
    nbformat.write(probe(), kit / "solutions" / MODULE / f"{MODULE}.ipynb")
    course = Course.here(kit)
    put_folder(release.generate(course, MODULE, tmp_path / "fresh", enter=True), course.assignments(MODULE))
    notebook = nbformat.read(course.assignments(MODULE) / f"{MODULE}.ipynb", 4)
    for cell in notebook.cells:
        if cell.id == "sales-answer":
            cell.source = (
                f"try:\n    open({str(kit / 'stolen')!r}, 'w').write('x')\nexcept OSError:\n    pass\nsales = 45.5"
            )
        elif cell.id == "words":
            cell.source = f"**My words.** {PAGE}"
    notebook.cells.insert(
        2,
        new_code_cell(
            f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({PAGE!r}), Javascript({HOSTILE!r}))"
        ),
    )
    place = course.submitted("eve", MODULE)
    place.mkdir(parents=True)
    nbformat.write(notebook, place / f"{MODULE}.ipynb")
    return course


@pytest.mark.timeout(240)
def test_the_autograde_button_grades_in_the_sandbox_and_no_script_runs(course, browser, serve, free_port):
    address = serve(["school", "start", "--no-browser", "--port", str(free_port)], cwd=course.root)
    base = address.partition("/lab")[0]
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    try:
        page.goto(address)  # the token opens the door
        page.locator(".jp-NotebookPanel, .jp-Launcher").first.wait_for(timeout=60_000)
        page.goto(f"{base}/formgrader/manage_submissions/{MODULE}")
        page.locator("td.autograde a").first.click()
        page.get_by_text(f"Successfully autograded '{MODULE}' for student 'eve'").wait_for(timeout=90_000)

        with course.gradebook() as book:
            submitted = book.find_submission_notebook(MODULE, MODULE, "eve")
            assert {one.name: one.auto_score for one in submitted.grades} == {"sales": 2, "pick": 0, "words": None}
            number = submitted.id
        assert not (course.root / "stolen").exists()

        page.goto(f"{base}/formgrader/submissions/{number}/?index=0")
        page.get_by_text("My words.").wait_for()
        page.wait_for_timeout(500)
        assert page.title() != "ran"
        assert [frame.evaluate("window.ran") for frame in page.frames] == [None] * len(page.frames)

        (told,) = feedback.write(course, MODULE, ["eve"])
        assert not told.problem
        page.goto((course.feedback("eve", MODULE) / f"{MODULE}.html").as_uri())
        page.get_by_text("My words.").wait_for()
        page.wait_for_timeout(500)
        assert page.title() != "ran"
        assert page.evaluate("window.ran") is None
    finally:
        page.close()
