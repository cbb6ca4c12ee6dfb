"""A student's copy goes out only when it gives nothing away, and never over someone's work."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from school.commands import release as command
from school.errors import Problem
from school.grading import leaks, rehearsal, release
from school.grading.course import Course
from school.grading.files import scratch

MODULE = "01-probe"


def cell(notebook, name):
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name)


@pytest.fixture
def no_kernels(monkeypatch):
    """The rehearsal as if both runs had gone well; it is tried for real in the tests without this."""
    good = {"sales": rehearsal.Rehearsed(2, 0, 2), "words": rehearsal.Rehearsed(None, 0, 3)}
    monkeypatch.setattr(rehearsal, "rehearse", lambda course, module: good)
    return good


@pytest.fixture
def fresh(course, tmp_path):
    return release.generate(course, MODULE, tmp_path / "fresh")


@pytest.fixture
def copy(fresh):
    return nbformat.read(fresh / f"{MODULE}.ipynb", 4)


# --- the whole command ---


def test_release_writes_the_copy_and_enters_it_and_check_agrees(kit, course, capsys):
    command.command()
    out = capsys.readouterr().out
    assert re.search(r"01-probe: assignments/ written; 3 points by the checks, 3 by\s+the coach", out)
    path = kit / "assignments" / MODULE / f"{MODULE}.ipynb"
    notebook = nbformat.read(path, 4)
    assert cell(notebook, "sales-answer").source == "# Change this.\nsales = ..."
    assert cell(notebook, "pick-answer").source == "pick = ..."
    assert cell(notebook, "words").source.startswith("✎")
    assert cell(notebook, "sales").source == "check_number(sales, low=0, mistakes={13.5: 'You added.'})"
    with sqlite3.connect(kit / "cohort" / "gradebook.db") as book:
        assert book.execute("select name from assignment").fetchall() == [(MODULE,)]
    before = path.read_bytes()
    command.command(check=True)
    assert "up to date" in capsys.readouterr().out
    cell(notebook, "sales").source = "check_number(sales)"
    nbformat.write(notebook, path)
    with pytest.raises(Problem, match="not ready"):
        command.command(check=True)
    assert "assignments/01-probe is not what solutions/ gives" in " ".join(capsys.readouterr().out.split())
    assert path.read_bytes() != before


def test_check_needs_no_gradebook_and_makes_none(kit, no_kernels):
    with pytest.raises(Problem):
        command.command(check=True)
    assert not (kit / "cohort" / "gradebook.db").exists()
    assert not list((kit / "cohort").iterdir())


def test_the_kit_is_released_as_its_solutions_say():
    """What lies in assignments/ is what nbgrader makes of solutions/ now."""
    course = Course.here(Path(__file__).parents[2])
    for module in course.modules():
        with scratch(course.cohort) as folder:
            fresh = release.generate(course, module, folder / "fresh")
            assert release.differences(fresh, course.assignments(module)) == [], f"run: school release {module}"
            assert leaks.in_notebook(course.master(module), nbformat.read(fresh / f"{module}.ipynb", 4)) == []


@pytest.mark.parametrize("module", Course.here(Path(__file__).parents[2]).modules())
def test_each_solution_gets_all_points_and_each_blank_copy_none(module):
    points = rehearsal.rehearse(Course.here(Path(__file__).parents[2]), module)
    assert rehearsal.faults(points) == []


def test_a_dry_run_writes_nothing(kit, no_kernels, capsys):
    command.command(dry_run=True)
    assert "would be written" in " ".join(capsys.readouterr().out.split())
    assert not (kit / "assignments").exists()


def test_a_faulty_task_is_not_released(kit, no_kernels, capsys):
    no_kernels["sales"] = rehearsal.Rehearsed(1, 0.5, 2)
    with pytest.raises(Problem, match="01-probe: not released"):
        command.command()
    out = " ".join(capsys.readouterr().out.split())
    assert "question “sales”: the solution gets 1 of 2 points" in out
    assert "question “sales”: a blank answer gets 0.5 points, and should get 0" in out
    assert not (kit / "assignments").exists()


def test_the_due_date_is_kept_in_utc(kit, course, no_kernels):
    from school.grading.gradebook import due_date

    command.command(due="2026-03-01T18:00+03:00")
    assert due_date(course, MODULE).isoformat() == "2026-03-01T15:00:00"
    with pytest.raises(Problem, match="no date"):
        command.command(due="soon")


def test_a_day_alone_lasts_to_its_end_and_is_said(kit, course, no_kernels, capsys):
    from school.grading.gradebook import due_date

    command.command(due="2026-03-01")
    assert due_date(course, MODULE).isoformat() == "2026-03-01T23:59:59"
    assert "due 2026-03-01 23:59 UTC" in " ".join(capsys.readouterr().out.split())


def test_a_stop_by_the_teacher_is_no_fault_of_the_task(course, tmp_path, monkeypatch):
    from nbgrader.apps.api import NbGraderAPI

    stopped = {"success": False, "error": "Traceback ...\nKeyboardInterrupt\n", "log": ""}
    monkeypatch.setattr(NbGraderAPI, "generate_assignment", lambda *args, **options: stopped)
    with pytest.raises(KeyboardInterrupt):
        release.generate(course, MODULE, tmp_path / "made")


def test_an_unknown_module(kit):
    with pytest.raises(Problem, match=r"solutions/ has no task “09-none”.*There is: 01-probe"):
        command.command(modules=["09-none"])


def test_a_master_that_is_no_notebook(kit):
    (kit / "solutions" / MODULE / f"{MODULE}.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(Problem, match="is no notebook"):
        command.command()


def test_a_locked_gradebook_is_one_line_and_nothing_is_written(kit, no_kernels):
    command.command()
    shutil.rmtree(kit / "assignments")
    with sqlite3.connect(kit / "cohort" / "gradebook.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Problem, match=r"gradebook.db is locked"):
            command.command()
    assert not (kit / "assignments").exists()


# --- someone's work ---


def test_work_in_the_copy_is_not_overwritten(kit, no_kernels, capsys):
    command.command()
    path = kit / "assignments" / MODULE / f"{MODULE}.ipynb"
    notebook = nbformat.read(path, 4)
    cell(notebook, "sales-answer").source = "sales = 45.5"
    nbformat.write(notebook, path)
    before = path.read_bytes()
    capsys.readouterr()
    with pytest.raises(Problem, match="not released"):
        command.command()
    assert "holds someone's work (cell “sales-answer”). Move it away first, or use --force" in capsys.readouterr().out
    assert path.read_bytes() == before
    command.command(force=True)
    assert cell(nbformat.read(path, 4), "sales-answer").source == "# Change this.\nsales = ..."
    kept = list((kit / "cohort" / "earlier" / MODULE).rglob("*.ipynb"))
    assert [one.read_bytes() for one in kept] == [before]


def test_other_files_and_added_cells_are_work_too(kit, fresh, tmp_path):
    place = tmp_path / "place"
    shutil.copytree(fresh, place)
    assert release.student_work(fresh, place) == []
    (place / "notes.txt").write_text("mine", encoding="utf-8")
    notebook = nbformat.read(place / f"{MODULE}.ipynb", 4)
    notebook.cells[0].metadata["nbgrader"] = "odd"
    notebook.cells.append(new_code_cell("  "))
    nbformat.write(notebook, place / f"{MODULE}.ipynb")
    assert release.student_work(fresh, place) == ["file notes.txt"]
    notebook.cells.append(new_markdown_cell("My own thoughts, never run."))
    nbformat.write(notebook, place / f"{MODULE}.ipynb")
    assert release.student_work(fresh, place) == ["cells that the task does not have", "file notes.txt"]
    (place / f"{MODULE}.ipynb").write_text("not json", encoding="utf-8")
    assert f"file {MODULE}.ipynb" in release.student_work(fresh, place)


def test_a_copy_that_is_only_out_of_date_is_replaced(kit, no_kernels):
    command.command()
    before = (kit / "assignments" / MODULE / f"{MODULE}.ipynb").read_bytes()
    path = kit / "solutions" / MODULE / f"{MODULE}.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[0].source += "\n\nA new sentence."
    nbformat.write(notebook, path)
    command.command()
    assert "A new sentence." in (kit / "assignments" / MODULE / f"{MODULE}.ipynb").read_text(encoding="utf-8")
    kept = list((kit / "cohort" / "earlier" / MODULE).rglob("*.ipynb"))
    assert [one.read_bytes() for one in kept] == [before], "nobody seems to have worked in it, and still it is kept"


# --- leaks ---


def test_the_fresh_copy_gives_nothing_away(course, copy):
    assert leaks.in_notebook(course.master(MODULE), copy) == []


@pytest.mark.parametrize(
    ("where", "text", "says"),
    [
        ("sales", "score_number(sales, 7 * 6.5, 2)", "calls score_number"),
        ("sales", "check_number(sales, expected=3)", "gives “expected” to check_number"),
        ("sales", "check_number(sales, mistakes={45.5: 'x'})", "the answer 45.5"),
        ("sales", "# 45,5", "the answer 45.5"),
        ("sales", "### BEGIN HIDDEN TESTS", "the mark “BEGIN HIDDEN TESTS”"),
        ("sales", "from venture.checks import score_number", "a line of the solution or of a hidden test"),
        ("sales", "x = (", "is no Python"),
        ("sales-answer", "sales = 45.5", "gives “sales” a value"),
        ("sales-answer", "sales = 46", "gives “sales” a value"),
        ("text-0", "That is 45.5 in all.", "the answer 45.5"),
        ("words", "A sample answer that nobody may see before the coach.", "a line of the solution"),
    ],
)
def test_each_leak_is_named(course, copy, where, text, says):
    one = next(one for one in copy.cells if one.id == where)
    one.source = text
    found = leaks.in_notebook(course.master(MODULE), copy)
    assert any(says in line and f"cell “{where}”" in line for line in found), found


def test_outputs_are_leaks(course, copy):
    cell(copy, "sales").outputs = [nbformat.v4.new_output("stream", text="2")]
    assert leaks.in_notebook(course.master(MODULE), copy) == ["cell “sales” still has its output"]


def test_formulas_are_leaks_however_they_are_spaced(course, copy):
    master = course.master(MODULE)
    cell(master, "pick-answer").source = "### BEGIN SOLUTION\npick = 'fixed / (price - cost)'\n### END SOLUTION"
    copy.cells[0].source = "Use fixed/(price-cost)."
    assert leaks.in_notebook(master, copy) == ["cell “text-0” shows the answer “fixed / (price - cost)”"]


def test_small_whole_numbers_may_stand_in_prose_but_not_in_code(course, copy):
    master = course.master(MODULE)
    cell(master, "pick-answer").source = "### BEGIN SOLUTION\npick = 3\n### END SOLUTION"
    copy.cells[0].source = "This gives 3 points."
    assert leaks.in_notebook(master, copy) == []
    cell(copy, "pick").source = "check_number(pick, mistakes={3: 'x'})"
    assert leaks.in_notebook(master, copy) == ["cell “pick” shows the answer 3"]


def test_files_beside_the_task_are_looked_at(course):
    master = course.master(MODULE)
    assert leaks.in_file(master, "data.csv", b"a,b\n1,2\n") == []
    assert leaks.in_file(master, "data.csv", b"sum,45.5\n") == ["file data.csv shows the answer 45.5"]
    assert leaks.in_file(master, "personas.toml", b"") == ["file personas.toml goes to the students"]


def test_personas_beside_the_task_do_not_reach_the_copy(kit, course, tmp_path):
    (kit / "solutions" / MODULE / "personas.toml").write_text("", encoding="utf-8")
    (kit / "solutions" / MODULE / "data.csv").write_text("1\n", encoding="utf-8")
    made = release.generate(course, MODULE, tmp_path / "made")
    assert sorted(path.name for path in made.iterdir()) == [f"{MODULE}.ipynb", "data.csv"]


def test_a_solution_region_without_an_answer_is_a_fault_of_the_task(kit, course, tmp_path):
    path = kit / "solutions" / MODULE / f"{MODULE}.ipynb"
    notebook = nbformat.read(path, 4)
    cell(notebook, "pick-answer").source = "### BEGIN SOLUTION\nprint('b')\n### END SOLUTION"
    nbformat.write(notebook, path)
    with pytest.raises(Problem, match="gives no answer of the form"):
        release.generate(course, MODULE, tmp_path / "made")
