"""`school plans`, `school monitor` and `school jury` as they are typed: what they say, what they write, how they end."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from test_plans_collect import case, course, put  # noqa: F401  (a fixture)
from typer.testing import CliRunner

from school.cli import app
from school.errors import Problem


@pytest.fixture
def school(course, monkeypatch):  # noqa: F811
    monkeypatch.chdir(course.root)

    def run(*words, code=0):
        done = CliRunner().invoke(app, words)
        problem = done.exception if isinstance(done.exception, Problem) else None
        if done.exception and not problem and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert (1 if problem else done.exit_code) == code, done.output + str(problem or "")
        return " ".join((done.output + str(problem or "")).split(" "))

    run.course = course
    return run


def test_coaching_from_the_first_file_to_the_sheet(school):
    course = school.course  # noqa: F811
    assert "Take them in with: school plans collect" in school("plans", code=1)
    put(course, "anna/plan.yaml", case("children"))
    put(course, "boris/plan.yaml", "name: [")
    said = school("plans", "collect", "--from", "in", code=1)
    assert "✓ anna/plan.yaml → anna collected" in said and "✗ boris/plan.yaml → boris refused" in said
    assert "1 plan taken in, 1 refused" in said and "no plan yet of 2" in said
    (course.root / "in" / "boris" / "plan.yaml").unlink()
    assert "unchanged" in school("plans", "collect", "--from", "in")
    assert "coaching-1.yaml" in school("plans", "freeze", "coaching 1")
    assert "A note on products" in school("plans", "note", "Anna Petrova", "products", "Ask three [parents].")
    assert "Did you mean “products”" in school("plans", "note", "anna", "prodcts", "x", code=1)
    assert "No plan of clara was collected" in school("plans", "show", "clara", code=1)
    assert "nothing has changed" in school("plans", "show", "anna", "--no-open")
    assert "cohort/plans/plans.html" in school("plans", "--page", "--no-open")
    assert "cohort/plans/sheets.html" in school("plans", "sheet", "--no-open")
    sheet = (course.cohort / "plans" / "sheets.html").read_text("utf-8")
    assert "Ask three [parents]." in sheet


def test_monitoring_from_the_agreement_to_the_fund(school):
    course = school.course  # noqa: F811
    text = case("clothing", start=f"{datetime.date.today() - datetime.timedelta(days=70):%Y-%m}")
    put(course, "boris/plan.yaml", text[: text.index("\nactuals:")] + "\n")
    school("plans", "collect", "--from", "in")
    assert "school plans freeze" in school("monitor", "template", "boris", code=1)
    assert "no agreement with a venture yet" in school("monitor", code=1)
    school("plans", "freeze", "v1.0")
    assert "was begun: read it through" in school("monitor", "template", "boris")
    path = course.cohort / "monitor" / "boris" / "boris_actuals.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    for column in range(3, 9):
        book["Months"].cell(9, column).value = "many" if column == 3 else 2
    sent = course.root / "boris_actuals.xlsx"
    book.save(sent)
    said = school("monitor", "read", "--from", "boris_actuals.xlsx", code=1)
    assert "Months!C9: “many” is no number" in said and "0 tables taken in, 1 refused" in said
    book["Months"].cell(9, 3).value = 2
    book.save(sent)
    assert "taken: month 1" in school("monitor", "read", "--from", "boris_actuals.xlsx")
    said = school("monitor", "--page", "--no-open")
    assert "■ act" in said and "cohort/monitor/fund.html" in said
    assert "Straight Seam" in (course.cohort / "monitor" / "fund.html").read_text("utf-8")


def test_a_pitch_day_from_the_event_to_the_certificates(school):
    course = school.course  # noqa: F811
    assert "Begin it with: school jury begin" in school("jury", code=1)
    assert "was begun" in school("jury", "begin")
    assert "stays as it is" in school("jury", "begin")
    assert "for Juror 1" in school("jury", "sheets")
    place = course.cohort / "jury" / "sheets"
    for path in place.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for row in (8, 9, 10):  # the three ventures, below the sample
            for column in range(3, 10):
                book["Scores"].cell(row, column).value = 7
        book.save(path)
    assert "3 sheets taken in" in school("jury", "read", "--from", "cohort/jury/sheets")
    assert "shares place 1" in school("jury", "--page", "--no-open")
    assert "Fewer than two jurors have scored the sample" in school("jury", "calibrate", code=1)
    assert "10:00 to 10:30" in school("jury", "timetable", "--no-open")
    school("jury", "certificates", "--places", "--no-open")
    told = (course.cohort / "jury" / "certificates.html").read_text("utf-8")
    assert told.count("First place, shared") == 3
