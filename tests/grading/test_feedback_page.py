"""The feedback page calls the questions by the headings that the student knows."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader import utils

from school.grading.feedback_page import FeedbackExporter, titles

TASKS = sorted((Path(__file__).parents[2] / "solutions").glob("*/*.ipynb"))


def graded(name: str):
    about = {"grade": True, "solution": False, "grade_id": name, "score": 1, "points": 2}
    cell = new_code_cell("check()")
    cell.metadata["nbgrader"] = nbformat.from_dict(about)
    return cell


@pytest.mark.parametrize("path", TASKS, ids=lambda path: path.stem)
def test_each_question_of_the_course_has_a_name_of_its_own(path: Path):
    notebook = nbformat.read(path, as_version=4)
    named = titles(notebook)
    questions = [one.metadata.nbgrader.grade_id for one in notebook.cells if utils.is_grade(one) or utils.is_task(one)]
    assert set(named) == set(questions)
    assert len(set(named.values())) == len(questions)
    assert not any("point" in title and "(" in title for title in named.values())


def test_questions_under_one_heading_are_counted_and_a_heading_is_only_text():
    notebook = new_notebook(
        cells=[
            graded("lonely"), new_markdown_cell("# Task\n\n## 1. Rent & <b>wages</b> (3 points)\n\nText"), graded("rent"),
            new_markdown_cell("## Mix"), graded("one"), new_markdown_cell("### Further"), graded("two"),
        ]
    )  # fmt: skip
    assert titles(notebook) == {"rent": "Rent & <b>wages</b>", "one": "Mix (1 of 2)", "two": "Mix (2 of 2)"}


def test_a_title_is_escaped(monkeypatch):
    nbgraders = lambda *_given, **_more: ('<a href="#rent">Test cell</a>', {})  # noqa: E731
    monkeypatch.setattr("nbconvert.exporters.HTMLExporter.from_notebook_node", nbgraders)
    notebook = new_notebook(cells=[new_markdown_cell(r"## <img src=x> \1"), graded("rent")])
    page, _resources = FeedbackExporter().from_notebook_node(notebook)
    assert page == r'<a href="#rent">&lt;img src=x&gt; \1</a>'
