"""Every kind of person gets what a fair teacher would give, through the whole real cycle."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import nbformat
import pytest
from sqlalchemy import event

from school.grading import gradebook, personas
from school.grading.course import Course
from school.grading.demo import Demo
from school.report import data, measures, page

KIT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(400)  # the first of these tests waits for the cohort

# kind -> points for rent /3, margin /1, bundles /1, bags /1, formula /3, choice /2, written /5
FAIR = {
    "perfect": (3, 1, 1, 1, 3, 2, 5),
    "divides-by-price": (1, 0, 1, 1, 0, 2, 2),
    "rounds-down": (2, 1, 0.5, 1, 3, 2, 4),
    "fixed-never-changes": (1, 1, 1, 1, 3, 0, 1),
    "one-break-even": (1.5, 1, 1, 1, 3, 2, 4),
    "adds-break-evens": (3, 0, 0, 0, 3, 2, 3),
    "pieces-not-money": (3, 1, 1, 1, 1.5, 2, 5),
    "forgets-own-pay": (1, 1, 1, 1, 3, 2, 3),
    "blank": (0, 0, 0, 0, 0, 0, 0),
    "raises": (0, 1, 0, 0, 3, 2, 4),
    "deleted-cell": (3, 0, 0, 0, 3, 2, 5),
    "late": (3, 1, 1, 1, 3, 2, 4),
}


@pytest.mark.parametrize("kind", FAIR)
def test_each_kind_gets_what_is_fair(demo, kind):
    member = next(one for one in demo.cohort if one.persona.kind == kind)
    row = demo.rows()[member.student.id]
    assert tuple(one.score for one in row.points) == FAIR[kind]
    assert tuple(one.question for one in row.points) == (
        "rent",
        "mix-margin",
        "mix-bundles",
        "mix-bags",
        "sales",
        "step",
        "words",
    )
    assert row.waiting == ()
    assert row.late == (timedelta(hours=26) if kind == "late" else timedelta())


def test_the_cohort_is_complete_and_nothing_went_wrong(demo):
    assert [one.persona.kind for one in demo.cohort] == list(FAIR)
    assert demo.said == []
    assert demo.unfair() == []


def test_what_a_coach_should_look_at_is_said(demo):
    told = {one.persona.kind: "; ".join(demo.problems[one.student.id]) for one in demo.cohort}
    assert "“mix-answer” stops with ZeroDivisionError" in told.pop("raises")
    deleted = told.pop("deleted-cell")
    assert "check cell “rent” was missing and was put back" in deleted
    assert "answer cell “mix-answer” was missing" in deleted
    assert not any(told.values())


def test_a_grade_that_is_not_fair_is_named(demo, monkeypatch):
    member = demo.cohort[0]
    monkeypatch.setitem(member.fair, "rent", 2.5)
    assert demo.unfair() == ["perfect: question “rent” got 3.0, fair is 2.5"]


# --- what comes back to students and goes to the office ---


def feedback_page(demo, kind: str) -> str:
    member = next(one for one in demo.cohort if one.persona.kind == kind)
    return (demo.course.feedback(member.student.id, demo.module) / f"{demo.module}.html").read_text(encoding="utf-8")


def test_feedback_gives_reasons_and_comments(demo):
    page = feedback_page(demo, "rounds-down")
    assert "56 children still bring a small loss: round up, never down." in page
    assert "It follows from your number of bundles, so it counts." in page
    assert "With 42.3 you need 43 children, not 42." in page


def test_feedback_calls_the_questions_by_their_headings(demo):
    page = feedback_page(demo, "perfect")
    assert '<a href="#rent">The rent goes up</a>' in page
    assert '<a href="#mix-bags">Another mix (3 of 3)</a>' in page
    assert "Test cell" not in page and "Grade cell" not in page


@pytest.mark.parametrize("kind", FAIR)
def test_feedback_shows_no_hidden_test_and_asks_no_third_party(demo, kind):
    page = feedback_page(demo, kind)
    for secret in ("HIDDEN TESTS", "score_number", "score_formula", "score_choice", "from venture.models"):
        assert secret not in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "MathJax" not in page


def test_grades_are_a_table_with_a_row_for_each(demo):
    text = (demo.course.cohort / "grades.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert len(rows) == 12
    rita = next(row for row in rows if row["last_name"] == "Rounddown")
    assert (rita["points"], rita["max_points"], rita["by_checks"], rita["by_coach"], rita["mix-bundles"]) == (
        "13.5",
        "16.0",
        "9.5",
        "4.0",
        "0.5",
    )
    assert next(row for row in rows if row["last_name"] == "Late")["late_hours"] == "26.0"
    assert {row["state"] for row in rows} == {"marked"}


def test_plain_nbgrader_exports_the_same_table(demo, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--to", str(tmp_path / "g.csv")],
        cwd=demo.folder,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "g.csv").read_bytes() == (demo.course.cohort / "grades.csv").read_bytes()


def test_the_personas_never_reach_students(demo):
    assert [path.name for path in demo.course.assignments(demo.module).iterdir()] == [f"{demo.module}.ipynb"]
    assert not list(demo.course.cohort.rglob("personas*"))


def test_two_copies_of_an_answer_count_once(demo):
    """The restored notebook that was graded has each of the task's cells once, in the task's order."""
    member = next(one for one in demo.cohort if one.persona.kind == "deleted-cell")
    graded = nbformat.read(demo.course.autograded(member.student.id, demo.module) / f"{demo.module}.ipynb", 4)
    names = [
        cell.metadata.nbgrader.grade_id for cell in graded.cells if cell.metadata.get("nbgrader", {}).get("grade_id")
    ]
    master = demo.course.master(demo.module)
    assert names == [cell.metadata.nbgrader.grade_id for cell in master.cells if "nbgrader" in cell.metadata]


# --- any other task, without people of its own ---


def test_a_task_without_personas_gets_general_ones_and_fair_grades(course, tmp_path):
    run = Demo(course, "01-probe", tmp_path / "demo", 7)
    said = [step for step in run.run() if step.problem]
    assert said == []
    assert run.unfair() == []
    assert [one.persona.kind for one in run.cohort] == [
        "perfect",
        "blank",
        "raises",
        "deleted-cell",
        "late",
        "perfect",
        "blank",
    ]
    rows = [run.rows()[one.student.id] for one in run.cohort]
    assert [row.total for row in rows] == [6, 0, 4, 4, 6, 6, 0]
    assert rows[5].student.last_name == "Perfect 2"


def test_fewer_than_the_kinds_are_the_first_ones(course, tmp_path):
    few = Demo(course, "01-probe", tmp_path / "demo", 2)
    assert [one.persona.kind for one in few.cohort] == ["perfect", "blank"]


@pytest.mark.parametrize("module", Course.here(KIT).modules())
def test_the_people_of_every_task_fit_it(module):
    """A name in personas.toml that the task does not have would be passed over in silence."""
    course = Course.here(KIT)
    master = course.master(module)
    names = {cell.metadata.nbgrader.grade_id for cell in master.cells if "nbgrader" in cell.metadata}
    typed = "\n".join(cell.source for cell in master.cells)
    for one in personas.of_module(course, module):
        assert {*one.fair, *one.cells, *one.deletes, *one.written} <= names, one.kind
        assert all(re.search(rf"(?m)^{name} = ", typed) for name in one.answers), one.kind


# --- what the instructor's report says of them ---


def test_the_invented_people_do_what_they_are_known_for(demo):
    cohort = data.read(demo.course)
    (task,) = cohort.tasks
    assert (task.number, len(task.here), task.most) == ("4", 12, 16)
    found = {(slip.question, slip.text): {who.first_name for who in slip.students} for slip in measures.slips(task)}
    named = {key: who for key, who in found.items() if key[1].endswith(".")}
    divided = next(
        who
        for (question, text), who in named.items()
        if question == "sales" and text.startswith("You divided by the price")
    )
    assert divided == {"Petr"}
    assert next(who for (_q, text), who in named.items() if text.startswith("The steps are right, but 56")) == {"Rita"}
    somebody = next(who for (_q, text), who in named.items() if "somebody is not paid: the teachers" in text)
    assert somebody == {"Fedor", "Oleg"}
    assert found[("rent", "no answer")] == {"Bella"}
    by_name = {one.student.first_name: " ".join(one.reasons) for one in measures.to_call(cohort)}
    assert "0\u00a0% of the points" in by_name["Bella"] and "late by 1 day 2 h" in by_name["Lena"]
    assert "Perla" not in by_name
    (same,) = measures.alike(task)  # who takes the solution's words has the solution's words
    assert {"Perla", "Lena", "Adam"} <= {who.first_name for who in same.students} and same.share == 1
    assert not cohort.unread
    assert "How did you come to this answer?" in page.html(cohort)


def test_the_gradebook_is_read_at_once_and_says_the_same(demo):
    asked = []
    with demo.course.gradebook() as book:
        note = lambda *_args: asked.append(1)  # noqa: E731
        event.listen(book.engine, "before_cursor_execute", note)
        rows = gradebook.rows(book, demo.course, demo.module)
        event.remove(book.engine, "before_cursor_execute", note)
    assert len(asked) < 10
    points = [(row.student.id, one) for row in rows for one in row.points]
    assert len(points) > 5 * len(asked)
    with demo.course.gradebook() as book:
        for student, one in points:  # as nbgrader gives them, one by one
            grade = book.find_grade(one.question, demo.module, demo.module, student)
            assert (one.score, one.most, one.waits) == (grade.score, grade.max_score, grade.needs_manual_grade)
