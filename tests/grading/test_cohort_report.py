"""The report on cohorts that nbgrader has graded."""

from __future__ import annotations

import shutil

import pytest

from school.commands import report as command
from school.errors import Problem
from school.grading import gradebook, roster
from school.grading.course import Course
from school.grading.roster import Student
from school.report import data, measures, page

MODULE = "01-probe"
STUDENTS = {
    one.id: one
    for one in (Student("anna", "Anna", "Ivanova", "a@school.example"), Student("bo", "Bo", "Two"), Student("cy", "Cy"))
}


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


@pytest.fixture
def graded(marked) -> Course:
    """A small kit with three students: one marked, one who waits for a coach, one who sent nothing."""
    return marked(STUDENTS)


def test_the_command_writes_one_file_into_the_cohorts_folder(graded, monkeypatch, capsys):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("school.screen.can_show_a_browser", lambda: True)
    before = {path for path in graded.root.rglob("*") if path.is_file()}
    command.command(open_it=False)
    assert not opened
    command.command(open_it=True)
    assert opened == [(graded.cohort / "report.html").resolve().as_uri()]
    new = {path for path in graded.root.rglob("*") if path.is_file()} - before
    assert new == {graded.cohort / "report.html"}
    assert "3 students, 1 task: cohort/report.html" in capsys.readouterr().out


def test_who_stands_where(graded):
    graded.submitted("cy", MODULE).mkdir(parents=True)
    cohort = data.read(graded)
    assert {one.student.id: one.state for one in cohort.tasks[0].papers.values()} == {
        "anna": "marked",
        "bo": "to mark by hand",
        "cy": "not graded",
    }
    assert cohort.tasks[0].share("anna") == 0.5 and cohort.tasks[0].share("bo") is None
    # no notebook was graded here, so there are no answers to read: said, and nothing stops
    assert set(cohort.unread) == {"anna, 01-probe", "bo, 01-probe"}
    # who is taken off the list is in no figure
    roster.write(graded.cohort / "students.csv", [STUDENTS["bo"]])
    assert [one.id for one in data.read(graded).students] == ["bo"]


def test_the_gradebook_is_read_at_once_and_says_the_same(demo):
    from sqlalchemy import event

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


def test_before_there_is_anything(graded):
    shutil.rmtree(graded.cohort)
    with pytest.raises(Problem, match="There is no gradebook yet"):
        command.command(open_it=False)
