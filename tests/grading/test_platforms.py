"""What Moodle and Canvas give out is filled in and read back; feedback goes back as they take it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime, timedelta

import openpyxl
import pytest

from school.commands import export as command
from school.commands import feedback as feedback_command
from school.errors import Problem
from school.grading import export, feedback, platforms
from school.grading.course import Course
from school.grading.gradebook import Points, Row
from school.grading.platforms import Form, Task
from school.grading.policy import Late
from school.grading.roster import Student

MODULE = "01-probe"
STUDENTS = {
    one.id: one
    for one in (
        Student("anna", "Anna", "Ivanova", "anna@school.example"),
        Student("bo", "Bo", "=1+1", "bo@school.example"),
        Student("vera", "Вера", "Иванова", "vera@school.example", ("canvas:14",)),
        Student("zoe", "Zoe", "Zett", "zoe@school.example"),
    )
}
# As Moodle 4 writes a task's grading worksheet; names in one column, the mail address after it.
WORKSHEET = """\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 10001","Anna Ivanova",anna@school.example,"Submitted for grading",,6.00,Yes,"Sunday, 1 March 2026, 6:00 PM",-,
"Participant 10002","Bo =1+1",bo@school.example,"No submission",3.00,6.00,Yes,-,-,"- see me, please"
"Participant 10003","Вера Иванова",vera@school.example,"Submitted for grading",,6.00,Yes,-,-,
"Participant 10009","Olga Nobody",olga@school.example,"No submission",,6.00,Yes,-,-,
"""
# As Moodle's gradebook exports itself as a plain text file.
MOODLE_BOOK = """"First name","Last name","ID number","Email address","Assignment: Probe (Real)","Quiz: Other (Real)","Course total (Real)","Last downloaded from this course"
Anna,Ivanova,anna,anna@school.example,-,7.00,7.00,1772388000
Вера,Иванова,vera,vera@school.example,2.00,-,2.00,1772388000
"""
# As Canvas exports its gradebook: a row about posting, a row of points, its own test student, computed columns.
CANVAS_BOOK = """Student,ID,SIS User ID,SIS Login ID,Section,Notes,Probe (501),Other task (502),Current Score,Final Score
,,,,,,Manual Posting,,,
    Points Possible,,,,,,6.00,10.00,(read only),(read only)
"Ivanova, Anna",12,,anna@school.example,Spring,likes boats,,8.00,80.00,40.00
"=1+1, Bo",13,,bo@school.example,Spring,,EX,,,
"Иванова, Вера",14,,somebody,Spring,,1.00,,,
"Zett, Zoe",15,,zoe@school.example,Spring,,2.50,,,
"Student, Test",99,,,Spring,,,,,
"""


def probe(**changes) -> Task:
    marks = {"anna": 5.25, "bo": 6.0, "vera": 0.0}
    return Task(**{**dict(module=MODULE, title="Probe", most=6.0, marks=marks, waiting=("zoe",)), **changes})


def form(text, tmp_path, name="downloaded.csv") -> Form:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return Form.read(tmp_path / name)


def read_back(table) -> list[dict[str, str]]:
    """The table as a file of CSV, read by Python's own reader."""
    return list(csv.DictReader(io.StringIO(export.as_csv(table), newline="")))


# --- there and back ---


def test_moodles_worksheet(tmp_path):
    before = form(WORKSHEET, tmp_path)
    filled = platforms.fill_moodle(before, [probe()], STUDENTS)
    after = read_back(filled.table)
    assert list(after[0]) == before.head
    assert [row["Grade"] for row in after] == ["5.25", "6.0", "0.0", ""]
    untouched = [name for name in before.head if name not in ("Grade", "Full name")]
    was = list(csv.DictReader(io.StringIO(WORKSHEET.lstrip("\ufeff"))))
    assert [[row[name] for name in untouched] for row in after] == [[row[name] for name in untouched] for row in was]
    assert (filled.written, filled.strangers, filled.absent) == (3, ("Olga Nobody",), ())
    # what was filled in is a worksheet again
    (tmp_path / "filled.csv").write_text(export.as_csv(filled.table), encoding="utf-8")
    assert platforms.fill_moodle(Form.read(tmp_path / "filled.csv"), [probe()], STUDENTS).table == [
        [str(cell) if at != 4 else cell for at, cell in enumerate(row)] for row in filled.table
    ]


def test_moodles_worksheet_in_another_language(tmp_path):
    russian = (
        WORKSHEET.replace("Identifier", "Идентификатор")
        .replace("Maximum Grade", "Максимальная оценка")
        .replace(",Grade,", ",Оценка,")
    )
    filled = platforms.fill_moodle(form(russian, tmp_path), [probe()], STUDENTS)
    assert read_back(filled.table)[0]["Оценка"] == "5.25"
    finnish = WORKSHEET.replace(",Grade,", ",Arviointi,").replace("6.00", "6,00").replace(",6,00,", ',"6,00",')
    filled = platforms.fill_moodle(form(finnish, tmp_path), [probe()], STUDENTS, column="Arviointi")
    assert read_back(filled.table)[0]["Arviointi"] == "5.25"


def test_moodles_gradebook(tmp_path):
    filled = platforms.fill_moodle(form(MOODLE_BOOK, tmp_path), [probe()], STUDENTS)
    assert read_back(filled.table) == [
        {
            "First name": "Anna",
            "Last name": "Ivanova",
            "ID number": "anna",
            "Email address": "anna@school.example",
            "Last downloaded from this course": "1772388000",
            "Assignment: Probe (Real)": "5.25",
        },
        {
            "First name": "Вера",
            "Last name": "Иванова",
            "ID number": "vera",
            "Email address": "vera@school.example",
            "Last downloaded from this course": "1772388000",
            "Assignment: Probe (Real)": "0.0",
        },
    ]
    assert filled.absent == ("bo",)


def test_canvas_gradebook(tmp_path):
    filled = platforms.fill_canvas(form(CANVAS_BOOK, tmp_path), [probe()], STUDENTS)
    assert filled.table[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Probe (501)"]
    assert filled.table[1] == ["    Points Possible", "", "", "", "", "6.00"]
    after = {row["ID"]: row for row in read_back(filled.table)}
    assert {number: row["Probe (501)"] for number, row in after.items() if number} == {
        "12": "5.25",
        "13": "EX",  # excused in Canvas, and so it stays
        "14": "0.0",  # found by Canvas's number
        "15": "2.50",  # not marked to the end here: what Canvas has goes back, an empty cell would erase it
    }
    assert after["13"]["Student"] == "'=1+1, Bo"
    assert (filled.strangers, filled.kept, filled.written) == (("Student, Test",), ("bo",), 2)


def test_canvas_with_semicolons_and_two_names(tmp_path):
    text = (
        "LastName;FirstName;ID;SIS Login ID;Section;Probe (501)\n    Points Possible;;;;;6,00\nIvanova;Anna;12;x;S;\n"
    )
    assert platforms.fill_canvas(form(text, tmp_path), [probe()], STUDENTS).table[2] == [
        "Ivanova",
        "Anna",
        "12",
        "x",
        "S",
        5.25,
    ]


def test_two_people_with_one_address_are_told_apart_or_nobody_gets_a_mark(tmp_path):
    students = {**STUDENTS, "ira": Student("ira", "Ira", "Ivanova", "anna@school.example")}
    marks = {"anna": 5.0, "ira": 2.0}
    sisters = WORKSHEET.replace("Bo =1+1", "Ira Ivanova").replace("bo@school", "anna@school")
    filled = platforms.fill_moodle(form(sisters, tmp_path), [probe(marks=marks)], students)
    assert [row["Grade"] for row in read_back(filled.table)][:2] == ["5.0", "2.0"]
    twice = WORKSHEET.replace("bo@school", "anna@school")
    with pytest.raises(Problem, match=r"two rows that fit anna; the second is “Bo =1\+1”"):
        platforms.fill_moodle(form(twice, tmp_path), [probe()], STUDENTS)
    with pytest.raises(Problem, match="two rows that fit anna"):
        platforms.fill_canvas(form(CANVAS_BOOK.replace("bo@school", "anna@school"), tmp_path), [probe()], STUDENTS)


@pytest.mark.parametrize("fill", [platforms.fill_moodle, platforms.fill_canvas])
def test_other_points_there_are_refused_or_converted(tmp_path, fill):
    text = (WORKSHEET if fill is platforms.fill_moodle else CANVAS_BOOK).replace("6.00", "100.00")
    with pytest.raises(Problem, match=r"Probe is out of 100 there and out of 6 here.*--scale"):
        fill(form(text, tmp_path), [probe()], STUDENTS)
    table = fill(form(text, tmp_path), [probe()], STUDENTS, scale=True).table
    assert 87.5 in [cell for row in table for cell in row]


@pytest.mark.parametrize(
    ("fill", "text", "says"),
    [
        (platforms.fill_moodle, "a,b\n1,2\n", "neither Moodle's grading worksheet nor its gradebook"),
        (platforms.fill_canvas, "a,b\n1,2\n", "not Canvas's gradebook"),
        (platforms.fill_canvas, CANVAS_BOOK.replace("Probe", "Else"), "no column for Probe"),
        (platforms.fill_canvas, CANVAS_BOOK.replace("Other task", "Probe"), "several columns for Probe"),
        (platforms.fill_moodle, MOODLE_BOOK.replace("Probe", "Else"), "no column for Probe"),
        (platforms.fill_canvas, CANVAS_BOOK.replace("6.00,", "many,"), "“many” is no number of points"),
        (platforms.fill_moodle, WORKSHEET + '"x","y"' + ",1" * 20, "row 6 has 22 columns"),
        (platforms.fill_moodle, "Identifier\n", "has no rows"),
        (platforms.fill_moodle, 'a,b\n"x,2\n', "is no CSV table"),
    ],
)
def test_a_table_that_cannot_be_filled_in(tmp_path, fill, text, says):
    with pytest.raises(Problem, match=says):
        fill(form(text, tmp_path), [probe()], STUDENTS)


def test_a_spreadsheet_or_nothing_is_no_table(tmp_path):
    with pytest.raises(Problem, match="is a spreadsheet"):
        Form.read(tmp_path / "x.xlsx")
    with pytest.raises(Problem, match="cannot be read"):
        Form.read(tmp_path / "gone.csv")
    with pytest.raises(Problem, match="is a worksheet for one task"):
        platforms.fill_moodle(form(WORKSHEET, tmp_path), [probe(), probe(module="02-x")], STUDENTS)


def test_without_a_table_of_the_platform():
    moodle = read_back(platforms.moodle([probe()], STUDENTS).table)
    assert [(row["ID number"], row["Email address"], row["Probe"]) for row in moodle] == [
        ("anna", "anna@school.example", "5.25"),
        ("bo", "bo@school.example", "6.0"),
        ("vera", "vera@school.example", "0.0"),
    ]
    assert moodle[1]["Last name"] == "'=1+1"
    table = platforms.canvas([probe()], STUDENTS).table
    assert table[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Probe"]
    assert table[1][0].strip() == "Points Possible" and table[1][5] == 6.0
    assert table[-1] == ["Иванова, Вера", "14", "", "vera@school.example", "", 0.0]
    assert (
        platforms.fill_canvas(Form("made", [[str(c) for c in row] for row in table]), [probe()], STUDENTS).written == 3
    )


# --- which marks are final ---


def row(student="anna", points=(), **about) -> Row:
    return Row(STUDENTS[student], MODULE, 6.0, points=tuple(points), **about)


def test_only_final_marks_are_written():
    done = Points("sales", 2, 3, False, False)
    waits = Points("words", 0, 3, True, True)
    rows = [row("anna", [done]), row("bo", [done, waits]), row("vera", waits_for_grading=True), row("zoe")]
    task = Task.of(MODULE, "Probe", rows)
    assert (task.marks, task.waiting) == ({"anna": 2}, ("bo", "vera"))


def test_a_workbook_holds_texts_and_numbers(tmp_path):
    late = row(
        "bo",
        [Points("sales", 2.5, 3, False, False)],
        handed_in=datetime(2026, 3, 1),
        late=timedelta(hours=2),
    )
    export.write([late], tmp_path / "g.xlsx", Late(extra_hours={"bo": 3}))
    sheet = openpyxl.load_workbook(tmp_path / "g.xlsx").active
    told = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert told["last_name"].value == "'=1+1" and told["last_name"].data_type == "s"
    assert (told["sales"].value, told["late_hours"].value) == (2.5, 0)


# --- the commands, on a gradebook of nbgrader's ---


@pytest.fixture
def graded(marked) -> Course:
    """A small kit where anna's work is marked, bo's waits, and nothing was run for it."""
    return marked(STUDENTS)


def test_the_command_fills_in_a_worksheet(graded, tmp_path, capsys):
    (tmp_path / "w.csv").write_text(WORKSHEET, encoding="utf-8")
    command.command(["01"], platform="moodle", template=tmp_path / "w.csv")
    written = (graded.cohort / "grades-moodle.csv").read_text(encoding="utf-8")
    told = {row["Email address"]: row["Grade"] for row in csv.DictReader(io.StringIO(written))}
    assert told == {
        "anna@school.example": "3.0",
        "bo@school.example": "3.00",
        "vera@school.example": "",
        "olga@school.example": "",
    }
    said = capsys.readouterr().out
    assert "not marked to the end, so not written: bo" in said
    assert "in the platform's table and not on our list: Olga Nobody" in said
    assert "1 marks for Moodle in cohort/grades-moodle.csv" in said


def test_the_command_writes_workbooks(graded):
    command.command(["01"], platform="canvas", to=graded.cohort / "c.xlsx")
    sheet = openpyxl.load_workbook(graded.cohort / "c.xlsx").active
    assert [cell.value for cell in sheet[3]] == ["Ivanova, Anna", None, None, "anna@school.example", None, 3]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (dict(platform="blackboard"), "“blackboard” is no platform"),
        (dict(scale=True), "belong to --for"),
        (dict(platform="moodle", template="gone.csv"), "cannot be read"),
    ],
)
def test_the_command_refuses(graded, options, says):
    if "template" in options:
        options["template"] = graded.root / options["template"]
    with pytest.raises(Problem, match=says):
        command.command(["01"], **options)
    with pytest.raises(Problem, match=r"neither \.csv nor \.xlsx"):
        command.command(["01"], to=graded.cohort / "g.ods")


# --- feedback ---


def test_feedback_as_zips(graded, monkeypatch, tmp_path, capsys):
    for student in ("anna", "bo"):
        place = graded.feedback(student, MODULE)
        place.mkdir(parents=True)
        (place / f"{MODULE}.html").write_text(f"<p>{student}", encoding="utf-8")
        (place / "secret").symlink_to("/etc/passwd")
    pages = [feedback.Written(one, graded.feedback(one, MODULE) / f"{MODULE}.html") for one in ("anna", "bo")]
    monkeypatch.setattr(feedback, "graded", lambda course, module: ["anna", "bo"])
    monkeypatch.setattr(feedback, "write", lambda course, module, students, each: iter(pages))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("Anna Ivanova_10001_assignsubmission_file_/x.ipynb", b"x")
        archive.writestr("Olga Nobody_10009_assignsubmission_file_/x.ipynb", b"x")
    feedback_command.command("01", zips=True, moodle=tmp_path / "all.zip")
    with zipfile.ZipFile(graded.cohort / "feedback-zips" / MODULE / "bo.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {f"bo/{MODULE}.html": b"<p>bo"}
    with zipfile.ZipFile(graded.cohort / "feedback-zips" / f"{MODULE}-moodle.zip") as archive:
        assert archive.namelist() == [f"Anna Ivanova_10001_assignsubmission_file_/{MODULE}.html"]
    assert "not in Moodle's download, so not in the zip for it: bo" in capsys.readouterr().out
    (tmp_path / "empty").mkdir()
    with pytest.raises(Problem, match="holds no folder as Moodle names them"):
        feedback.write_moodle(graded, MODULE, ["anna"], tmp_path / "empty")
