"""Every submission of the corpus goes through the real pipeline, in one cohort, and ends as it must."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from hostile import CORPUS, PAGE, RIGHT, Hostile, cell, page

from school.grading import feedback, grade, gradebook
from school.grading.apart import evaluate
from school.grading.course import Course

MODULE = "01-probe"
pytestmark = pytest.mark.timeout(400)


class Listener:
    """A server of this machine that no submission may reach."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self.door.accept()
            except OSError:
                return
            self.calls += 1


class Graded:
    """The cohort after one run."""

    def __init__(self, kit: Path) -> None:
        self.course = Course.here(kit)
        self.listener = Listener()
        self.notes = kit / "assignments" / MODULE
        released = nbformat.read(self.course.assignments(MODULE) / f"{MODULE}.ipynb", 4)
        for one in CORPUS:
            self._hand_in(one, released)
        self._hand_in(Hostile("zz-control", "", "", sales="sales = 45.5", pick="pick = 'b'"), released)
        self.before = self._kit()
        students = grade.prepare(self.course, MODULE)
        self.outcomes = {one.student: one for one in grade.grade(self.course, MODULE, students)}
        self.after = self._kit()
        with self.course.gradebook() as book:
            self.rows = {row.student.id: row for row in gradebook.rows(book, self.course, MODULE)}
        self.listener.door.close()

    def _hand_in(self, one: Hostile, released) -> None:
        notebook = nbformat.from_dict(released)
        cell(notebook, "sales-answer").source = self._filled(one.sales)
        cell(notebook, "pick-answer").source = self._filled(one.pick)
        cell(notebook, "words").source = one.words
        if one.front:
            notebook.cells.insert(2, nbformat.v4.new_code_cell(self._filled(one.front)))
        if one.edit:
            one.edit(notebook)
        folder = self.course.submitted(one.name, MODULE)
        folder.mkdir(parents=True)
        text = nbformat.writes(notebook)
        (folder / f"{MODULE}.ipynb").write_bytes(one.raw(text) if one.raw else text.encode())
        if one.place:
            one.place(folder)

    def _filled(self, source: str) -> str:
        return (
            source.replace("{port}", str(self.listener.port))
            .replace("{kit}", str(self.course.root))
            .replace("{{", "{")
            .replace("}}", "}")
        )

    def _kit(self) -> dict[str, bytes]:
        """What no submission may change: everything but the results."""
        kept = ("solutions", "assignments", "nbgrader_config.py")
        found = {}
        for name in kept:
            top = self.course.root / name
            for path in [top, *top.rglob("*")]:
                if path.is_file():
                    found[str(path)] = path.read_bytes()
        return found


@pytest.fixture(scope="module")
def graded(kits, tmp_path_factory) -> Graded:
    if why := evaluate.no_sandbox():
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(f"No sandbox here: {why}")
    return Graded(shutil.copytree(kits / "released", tmp_path_factory.mktemp("hostile") / "a kit"))


@pytest.mark.parametrize("one", CORPUS, ids=[one.name for one in CORPUS])
def test_each_ends_as_it_must(graded, one):
    outcome, row = graded.outcomes[one.name], graded.rows[one.name]
    if not one.points:
        assert not outcome.graded
        assert outcome.problems
        assert (row.state, row.points) == ("not graded", ())
        return
    assert outcome.graded, outcome.problems
    waiting = {name: None for name in row.waiting if name != "words"}
    got = {name: points for name, points in row.of.items() if name != "words"} | waiting
    assert got in (one.points, one.or_points or one.points), outcome.problems
    assert bool(waiting) == bool(outcome.waits)
    if waiting:
        assert any("by hand" in told for told in outcome.problems)


def test_the_class_is_graded_whatever_one_does(graded):
    assert set(graded.outcomes) == {one.name for one in CORPUS} | {"zz-control"}
    assert graded.rows["zz-control"].of["sales"] == 2
    assert graded.rows["zz-control"].of["pick"] == 1
    assert not any(points.by_coach and points.score for row in graded.rows.values() for points in row.points)


def test_nothing_outside_was_changed_or_reached(graded):
    assert graded.after == graded.before
    assert graded.listener.calls == 0


def test_no_process_is_left(graded):
    left = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"7777" in words:
            left.append(words)
    assert left == []


def test_results_stay_small_and_hold_no_stolen_file(graded):
    for one in CORPUS:
        folder = graded.course.autograded(one.name, MODULE)
        if not folder.is_dir():
            continue
        assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 5_000_000, one.name
        assert not (folder / "stolen.txt").exists()
        assert not (folder / "all").exists()


def test_the_plain_command_reads_each_file_too(kits, tmp_path, monkeypatch):
    """A bare `nbgrader autograde`, and with it the formgrader's button: what was saved oddly costs nothing there either."""
    if why := evaluate.no_sandbox():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    kit = shutil.copytree(kits / "released", tmp_path / "a kit")
    course, odd = Course.here(kit), [one for one in CORPUS if one.raw and one.sales == RIGHT]
    assert {"bom", "utf-16", "cp1252", "old-format"} <= {one.name for one in odd}
    released = nbformat.read(course.assignments(MODULE) / f"{MODULE}.ipynb", 4)
    for one in odd:
        notebook = nbformat.from_dict(released)
        for name, answer in (("sales-answer", one.sales), ("pick-answer", one.pick), ("words", one.words)):
            cell(notebook, name).source = answer
        place = course.submitted(one.name, MODULE)
        place.mkdir(parents=True)
        (place / f"{MODULE}.ipynb").write_bytes(one.raw(nbformat.writes(notebook)))
    command = [sys.executable, "-m", "nbgrader", "autograde", MODULE]
    run = subprocess.run(command, cwd=kit, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    with course.gradebook() as book:
        rows = {row.student.id: row for row in gradebook.rows(book, course, MODULE)}
    assert {name: {**row.of, "words": None} for name, row in rows.items()} == {
        one.name: {**one.points, "words": None} for one in odd
    }


class Page(HTMLParser):
    """What in a page would run something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "object", "embed"):
            self.runs.append(tag)
        self.runs += [name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")]


def test_the_feedback_runs_nothing_and_tells_no_hidden_test(graded):
    students = [
        one.name for one in CORPUS if one.points and one.name.startswith(("script", "svg", "frames", "late", "os-exit"))
    ]
    for told in feedback.write(graded.course, MODULE, students):
        assert not told.problem
        text = (graded.course.feedback(told.student, MODULE) / f"{MODULE}.html").read_text(encoding="utf-8")
        assert Page(text).runs == [], told.student
        assert "score_number(sales, 7" not in text


def test_the_corpus_is_large_and_its_page_is_current():
    assert len(CORPUS) >= 60
    assert len({one.name for one in CORPUS}) == len(CORPUS)
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python tests/grading/hostile.py"
