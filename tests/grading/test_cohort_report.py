"""The report on cohorts that nbgrader has graded."""

from __future__ import annotations

import shutil

import pytest

from school.commands import report as command
from school.errors import Problem
from school.grading import roster
from school.grading.course import Course
from school.grading.roster import Student
from school.report import data

MODULE = "01-probe"
STUDENTS = {
    one.id: one
    for one in (Student("anna", "Anna", "Ivanova", "a@school.example"), Student("bo", "Bo", "Two"), Student("cy", "Cy"))
}


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


def test_before_there_is_anything(graded):
    shutil.rmtree(graded.cohort)
    with pytest.raises(Problem, match="There is no gradebook yet"):
        command.command(open_it=False)
