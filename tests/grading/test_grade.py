"""Grading a cohort of difficult submissions: each ends in a grade or in a reason, and none stops the others."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from rich.console import Console

from school.commands import export as export_command
from school.commands import feedback as feedback_command
from school.commands import grade as grade_command
from school.errors import Problem
from school.grading import backup, export, grade, gradebook, release, run
from school.grading.course import Course

MODULE = "01-probe"
pytestmark = pytest.mark.timeout(300)


def cell(notebook, name):
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name)


@pytest.fixture
def released(kits, tmp_path, monkeypatch) -> Course:
    """A small kit whose task is released."""
    monkeypatch.chdir(shutil.copytree(kits / "released", tmp_path / "a kit"))
    return Course.here()


def submit(course, student: str, **sources: str) -> nbformat.NotebookNode:
    """A submission with these answer cells' sources; names as in the notebook, with _ for -."""
    notebook = nbformat.read(course.assignments(MODULE) / f"{MODULE}.ipynb", 4)
    for name, source in sources.items():
        cell(notebook, name.replace("_", "-")).source = source
    save(course, student, notebook)
    return notebook


def save(course, student, notebook):
    place = course.submitted(student, MODULE)
    place.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, place / f"{MODULE}.ipynb")
    (place / "timestamp.txt").write_text("2026-03-01 10:00:00 UTC\n", encoding="utf-8")


def rows(course):
    with course.gradebook() as book:
        return {row.student.id: row for row in gradebook.rows(book, course, MODULE)}


RIGHT = {"sales_answer": "sales = 45.5", "pick_answer": "pick = 'b'", "words": "My words."}


@pytest.fixture
def difficult(released):
    """Everything that goes wrong in a cohort, between two good submissions."""
    submit(released, "a-good", **RIGHT)
    submit(released, "b-dies", **RIGHT | {"sales_answer": "import os; os._exit(1)"})
    submit(released, "c-loops", **RIGHT | {"sales_answer": "while True: pass"})
    (released.submitted("d-broken", MODULE)).mkdir(parents=True)
    (released.submitted("d-broken", MODULE) / f"{MODULE}.ipynb").write_text("{", encoding="utf-8")
    released.submitted("e-empty", MODULE).mkdir(parents=True)
    tagged = submit(released, "f-tagged", sales_answer="sales = 1")
    for one in tagged.cells:
        one.metadata["tags"] = ["skip-execution"]
    save(released, "f-tagged", tagged)
    twice = submit(released, "g-twice", **RIGHT)
    twice.cells += [nbformat.from_dict(one) for one in twice.cells]
    save(released, "g-twice", twice)
    noisy = submit(released, "h-noisy", **RIGHT)
    noisy.cells.insert(1, new_code_cell("import warnings; warnings.warn('mine'); print(1 / 0)"))
    save(released, "h-noisy", noisy)
    submit(released, "z-good", **RIGHT)
    return released


def test_a_difficult_cohort(difficult, capsys):
    with pytest.raises(Problem, match=r"2 not graded \(d-broken, e-empty\); the others are"):
        grade_command.command(["01"])
    shown = capsys.readouterr().out
    got = rows(difficult)
    assert {got[name].state for name in ("d-broken", "e-empty")} == {"not graded"}
    assert re.search(r"e-empty +– +– +not graded", shown)
    (empty,) = (
        row for row in csv.DictReader(export.table(list(got.values())).splitlines()) if row["student_id"] == "e-empty"
    )
    assert (empty["state"], empty["points"], empty["by_checks"], empty["sales"]) == ("not graded", "", "", "")
    assert {name: (row.total, row.waiting) for name, row in got.items() if row.points} == {
        "a-good": (3, ("words",)),
        "b-dies": (0, ("sales", "pick", "words")),
        "c-loops": (1, ("words",)),
        "f-tagged": (0, ()),
        "g-twice": (3, ("words",)),
        "h-noisy": (3, ("words",)),
        "z-good": (3, ("words",)),
    }
    said = {
        one.student: "; ".join(one.problems)
        for one in grade.grade(difficult, MODULE, grade.handed_in(difficult, MODULE))
    }
    assert said["a-good"] == said["z-good"] == ""
    assert said["b-dies"] == (
        "“sales-answer” ended Python itself; what came after it was not run; "
        "mark “sales”, “pick” by hand: the notebook ended before it"
    )
    assert "“sales-answer” stops with CellTimeout" in said["c-loops"]
    assert "is not a notebook" in said["d-broken"]
    assert "no 01-probe.ipynb in cohort/submitted/e-empty/01-probe" in said["e-empty"]
    assert "the cell “sales-answer” was there twice" in said["g-twice"]
    assert "a cell of their own stops with ZeroDivisionError" in said["h-noisy"]


def test_what_is_graded_is_skipped_until_it_changes_and_a_broken_off_run_goes_on(released):
    for student in ("anna", "bo"):
        submit(released, student, **RIGHT)
    run = grade.grade(released, MODULE, ["anna", "bo"])
    assert not next(run).skipped
    run.close()  # broken off after the first
    assert [one.skipped for one in grade.grade(released, MODULE, ["anna", "bo"])] == [True, False]
    with released.gradebook() as book:
        gradebook.mark(book, MODULE, "anna", "words", 2.5, "Good.")
    submit(released, "bo", **RIGHT | {"sales_answer": "sales = 45"})
    assert [one.skipped for one in grade.grade(released, MODULE, ["anna", "bo"])] == [True, False]
    assert [row.total for row in rows(released).values()] == [5.5, 2]
    assert [one.skipped for one in grade.grade(released, MODULE, ["anna"], force=True)] == [False]
    assert rows(released)["anna"].total == 5.5, "the coach's points stay"


def test_a_graded_file_that_the_disk_never_got_is_made_again(released):
    """After a power cut a file may be there with its name and nothing in it, or with half."""
    for student in ("anna", "bo", "cleo"):
        submit(released, student, **RIGHT)
    everyone = ["anna", "bo", "cleo"]
    list(grade.grade(released, MODULE, everyone))
    before = {name: row.of for name, row in rows(released).items()}
    place = {name: released.autograded(name, MODULE) / f"{MODULE}.ipynb" for name in everyone}
    content = place["anna"].read_bytes()
    for name, left in (("anna", b""), ("bo", content[:500])):
        place[name].chmod(0o644)
        place[name].write_bytes(left)
    again = {one.student: one.skipped for one in grade.grade(released, MODULE, everyone)}
    assert again == {"anna": False, "bo": False, "cleo": True}
    assert place["anna"].read_bytes() == content
    assert {name: row.of for name, row in rows(released).items()} == before


def test_what_the_kernel_itself_writes_stays_off_the_terminal(released, capfd):
    submit(released, "anna", **RIGHT | {"sales_answer": "import os; os.write(2, b'Traceback'); sales = 45.5"})
    assert [one.graded for one in grade.grade(released, MODULE, ["anna"])] == [True]
    assert "Traceback" not in capfd.readouterr().err
    assert rows(released)["anna"].auto == 3


def test_an_answer_cannot_silence_its_check(released):
    """One line in an answer switches off what cells show; nbgrader alone gives full points then."""
    submit(
        released,
        "eve",
        sales_answer='get_ipython().ast_node_interactivity = "none"\nsales = 1',
        pick_answer="pick = 'a'",
    )
    (outcome,) = grade.grade(released, MODULE, ["eve"])
    assert outcome.problems == ()
    assert rows(released)["eve"].of == {"sales": 0, "pick": 0, "words": 0}


def test_an_exported_name_is_never_a_formula(released, monkeypatch, capsys):
    (released.cohort / "students.csv").write_text(
        'id,first_name,last_name,email\nanna,"=HYPERLINK(""http://x"")","Иванова, А.",+7@x\nzoe,Zoe,,\n',
        encoding="utf-8",
    )
    submit(released, "anna", **RIGHT)
    list(grade.grade(released, MODULE, grade.prepare(released, MODULE)))
    export_command.command()
    content = (released.cohort / "grades.csv").read_text(encoding="utf-8-sig")
    anna, zoe = sorted(csv.DictReader(content.splitlines()), key=lambda row: row["student_id"])
    assert (anna["first_name"], anna["last_name"], anna["email"]) == (
        '\'=HYPERLINK("http://x")',
        "Иванова, А.",
        "'+7@x",
    )
    assert (anna["state"], anna["to_mark_by_hand"], anna["sales"], anna["words"]) == (
        "to mark by hand",
        "words",
        "2.0",
        "0.0",
    )
    assert (zoe["state"], zoe["points"], zoe["max_points"], zoe["sales"]) == ("not handed in", "", "6.0", "")
    feedback_command.command("01")
    assert "these pages show 0 points there: anna" in " ".join(capsys.readouterr().out.split())
    assert (released.feedback("anna", MODULE) / f"{MODULE}.html").is_file()


class Page(HTMLParser):
    """A page's scripts, attributes that run something, and frames."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "object", "embed"):
            self.runs.append(tag)
        self.runs += [
            name for name, value in attrs if name.startswith("on") or (value or "").lower().startswith("javascript:")
        ]


def test_a_students_script_does_not_run_in_the_feedback(released):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> <a href='javascript:alert(1)'>x</a>"
    submit(
        released,
        "eve",
        **RIGHT
        | {
            "words": f"**bold**\n\n{hostile}",
            "sales_answer": (
                "from IPython.display import HTML, SVG, Javascript, Markdown, display\n"
                f"display(HTML({hostile!r}), Markdown({hostile!r}), Javascript('alert(2)'))\n"
                'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(3)"><script>alert(3)</script></svg>\'))\n'
                f"sales = 45.5  # {hostile}"
            ),
        },
    )
    assert [one.graded for one in grade.grade(released, MODULE, ["eve"])] == [True]
    feedback_command.command("01")
    page = (released.feedback("eve", MODULE) / f"{MODULE}.html").read_text(encoding="utf-8")
    assert "<strong>bold</strong>" in page
    assert Page(page).runs == []
    assert rows(released)["eve"].auto == 3


def test_commands_out_of_order_say_what_comes_first(kit, course):
    with pytest.raises(Problem, match=r"does not know the task 01-probe.*school release 01-probe"):
        grade_command.command(["01"])
    release.generate(course, MODULE, kit / "fresh", enter=True)
    with pytest.raises(Problem, match=r"Nobody has handed in 01-probe.*school collect"):
        grade_command.command(["01"])
    with pytest.raises(Problem, match=r"No submission of 01-probe has been graded.*school grade"):
        feedback_command.command("01")
    submit_folder = course.submitted("anna", MODULE)
    submit_folder.mkdir(parents=True)
    with pytest.raises(Problem, match="zoe has not handed in"):
        grade_command.command(["01"], student="zoe")
    with pytest.raises(Problem, match="holds no grades yet"):
        export_command.command()
    with pytest.raises(Problem, match="there is no such folder"):
        export_command.command(to=kit / "nowhere" / "g.csv")


def test_a_locked_gradebook_is_one_line(kit, course):
    release.generate(course, MODULE, kit / "fresh", enter=True)
    course.submitted("anna", MODULE).mkdir(parents=True)
    with sqlite3.connect(kit / "cohort" / "gradebook.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Problem, match=r"cohort/gradebook.db is locked: another program is writing to it"):
            grade_command.command(["01"])
    (kit / "cohort" / "gradebook.db").write_bytes(b"no database" * 100)
    with pytest.raises(Problem, match=r"cohort/gradebook.db cannot be used"):
        grade_command.command(["01"])


def test_the_plain_nbgrader_commands_do_the_same(released):
    notebook = submit(released, "anna", **RIGHT)
    notebook.cells = [one for one in notebook.cells if one.id not in ("sales", "pick-answer")]
    save(released, "anna", notebook)
    for words in ("autograde 01-probe", "generate_feedback 01-probe", "generate_solution 01-probe", "db upgrade"):
        run = subprocess.run([sys.executable, "-m", "nbgrader", *words.split()], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    assert rows(released)["anna"].of == {"sales": 2, "pick": 0, "words": 0}
    page = (released.feedback("anna", MODULE) / f"{MODULE}.html").read_text(encoding="utf-8")
    assert "HIDDEN TESTS" not in page
    assert sorted(path.name for path in released.root.iterdir()) == [
        "assignments",
        "cohort",
        "nbgrader_config.py",
        "solutions",
    ]


def test_harmless():
    assert [export.harmless(text) for text in ("=1+1", "+7", "-x", "@x", "\tx", "x=1", "", "Ann")] == [
        "'=1+1",
        "'+7",
        "'-x",
        "'@x",
        "'\tx",
        "x=1",
        "",
        "Ann",
    ]


def test_a_corrected_check_shows_what_would_change_before_it_changes_it(released, capsys):
    submit(released, "anna", **RIGHT | {"sales_answer": "sales = 45"})
    submit(released, "bo", **RIGHT)
    grade_command.command(["01"])
    with released.gradebook() as book:
        gradebook.mark(book, MODULE, "anna", "words", 2.5, "Good.")
    master = released.solutions(MODULE) / f"{MODULE}.ipynb"
    master.write_text(
        master.read_text(encoding="utf-8").replace("(1, 'Nearly.')", "(1.5, 'Nearly.')"), encoding="utf-8"
    )
    release.generate(released, MODULE, released.root / "fresh", enter=True)
    capsys.readouterr()

    grade_command.command(["01"], dry_run=True)
    assert "anna: “sales” has 1, would have 1.5" in capsys.readouterr().out
    assert rows(released)["anna"].of["sales"] == 1

    with pytest.raises(Problem, match=r"1 points that stand in the gradebook would be others now.*--yes"):
        grade_command.command(["01"])
    assert rows(released)["anna"].of["sales"] == 1

    grade_command.command(["01"], yes=True)
    assert rows(released)["anna"].of == {"sales": 1.5, "pick": 1, "words": 2.5}
    assert rows(released)["bo"].total == 3


def test_each_run_begins_with_a_copy_of_the_gradebook(released):
    submit(released, "anna", **RIGHT)
    list(grade.grade(released, MODULE, ["anna"]))
    list(grade.grade(released, MODULE, ["anna"]))
    (copy,) = (released.cohort / "backups").iterdir()
    with sqlite3.connect(copy) as before:
        assert before.execute("select count(*) from submitted_assignment").fetchone() == (0,)
    for _turn in range(22):
        backup.make(released)
    assert len(list((released.cohort / "backups").iterdir())) == backup.KEPT


def test_all_that_was_handed_in_is_graded_without_naming_it(released, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    with pytest.raises(Problem, match="Nobody has handed in anything"):
        grade_command.command()
    submit(released, "anna", **RIGHT)
    grade_command.command()
    assert "✓ 1 graded" in capsys.readouterr().out


@pytest.mark.parametrize("width", [80, 109, 110, 140])
def test_the_progress_is_whole_in_a_window_of_any_width(width, released, monkeypatch):
    """With the longest name of a task and a hundred people."""
    name = "01-from-a-problem-to-a-model"
    done = [grade.Outcome("vera", number != 3, problems=("look",) if number % 9 == 0 else ()) for number in range(100)]
    monkeypatch.setattr(grade, "warm_up", lambda *_given: None)
    monkeypatch.setattr(grade, "prepare", lambda *_given: [""] * 100)
    monkeypatch.setattr(grade, "grade", lambda *_given, **_named: iter(done))
    monkeypatch.setattr(gradebook, "rows", lambda *_given: [])
    console = Console(width=width, force_terminal=True, color_system=None, file=io.StringIO(), legacy_windows=False)
    run.one_task(console, released, name, "", False, grade.Way())
    line = next(one for one in reversed(re.split(r"[\r\n]", console.file.getvalue())) if "100/100" in one)
    shown = f"{name} " if width >= 110 else "01 "
    counts = "✓ 87 graded  ! 12 need a look  ✗ 1 failed" if width >= 110 else "✓ 87  ! 12  ✗ 1"
    assert shown in line and counts in line and re.search(r"\d:\d\d:\d\d left \d:\d\d:\d\d", line), line
