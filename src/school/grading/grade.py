"""Grades a module's submissions one by one with nbgrader's own API; one bad submission never stops the others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader import utils

from school.errors import Problem
from school.grading import gradebook, roster
from school.grading.course import Course
from school.grading.no_free_points import NAME as NO_RESULT
from school.grading.release import reason
from school.grading.restore_cells import restore
from venture.files import write_atomic


@dataclass(frozen=True)
class Outcome:
    """What became of one submission. ``problems`` is what a person should know or look at."""

    student: str
    graded: bool
    skipped: bool = False
    problems: tuple[str, ...] = ()


def handed_in(course: Course, module: str) -> list[str]:
    """Who has handed in this module."""
    folder = course.submitted()
    found = (one.name for one in folder.iterdir() if (one / module).is_dir()) if folder.is_dir() else ()
    return sorted(name for name in found if not name.startswith("."))


def prepare(course: Course, module: str, student: str = "") -> list[str]:
    """Check that grading can start, enter the students' names, and say whose submissions there are."""
    with course.gradebook() as book:
        gradebook.find_task(book, module)
    waiting = handed_in(course, module)
    if student and student not in waiting:
        raise Problem(
            f"{student} has not handed in {module}.", f"Collect it first: school collect {module} --from FOLDER"
        )
    if not waiting:
        raise Problem(f"Nobody has handed in {module}.", f"Collect first: school collect {module} --from FOLDER")
    listed = course.cohort / "students.csv"
    if listed.is_file():
        gradebook.enter_students(course, roster.read(listed))
    return [student] if student else waiting


def grade(
    course: Course,
    module: str,
    students: list[str],
    force: bool = False,
    each: Callable[[str], None] = lambda student: None,
) -> Iterator[Outcome]:
    """Grade these students' submissions; ``each`` is told before a student begins.

    What was graded before and has not changed since is skipped, unless ``force``. A run that was
    broken off goes on where it stopped.
    """
    done = Journal(course.cohort / "graded" / f"{module}.json")
    master = (course.solutions(module) / f"{module}.ipynb").read_bytes()
    api = course.api()
    for student in students:
        each(student)
        notebook = course.submitted(student, module) / f"{module}.ipynb"
        mark = hashlib.sha256(master + (notebook.read_bytes() if notebook.is_file() else b"")).hexdigest()
        result = course.autograded(student, module) / f"{module}.ipynb"
        if not force and done.has(student, mark) and result.is_file():
            yield Outcome(student, graded=True, skipped=True, problems=done.problems(student))
            continue
        outcome = _grade_one(api, course, module, student, notebook, result)
        if outcome.graded:
            done.add(student, mark, outcome.problems)
        yield outcome


def _grade_one(api, course: Course, module: str, student: str, notebook: Path, result: Path) -> Outcome:
    if not notebook.is_file():
        return Outcome(
            student, False, problems=(f"no {module}.ipynb in {notebook.parent.relative_to(course.root).as_posix()}",)
        )
    try:
        submitted = nbformat.read(notebook, as_version=nbformat.current_nbformat)
        problems = list(restore(submitted, course.skeleton(module)).notes)
    except Exception as error:  # whatever a student's file does, the next one is graded
        return Outcome(student, False, problems=(f"is not a notebook: {str(error)[:80]}",))
    told = api.autograde(module, student, force=True, create=True)
    if "KeyboardInterrupt" in (told.get("error") or ""):
        raise KeyboardInterrupt  # nbgrader's API swallows it
    if not told["success"]:
        log = course.cohort / "problems" / f"{module}-{student}.log"
        write_atomic(log, (told.get("log") or "") + (told.get("error") or ""))
        shown = log.relative_to(course.root).as_posix()
        return Outcome(
            student, False, problems=(*problems, f"could not be graded ({reason(told)}); mark by hand, see {shown}")
        )
    return Outcome(student, True, problems=(*problems, *_stops(result)))


def _stops(graded: Path) -> list[str]:
    """Cells that end in an error: the answers after that line are missing, and the coach may want to look."""
    answers, checks, silent = [], [], []
    for cell in nbformat.read(graded, as_version=nbformat.current_nbformat).cells:
        if cell.cell_type != "code":
            continue
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        error = next((output.ename for output in cell.outputs if output.output_type == "error"), None)
        if error == NO_RESULT:
            silent.append(f"question “{name}” gave no result and so no points: look at it")
        elif utils.is_grade(cell) and error:
            checks.append(f"question “{name}” could not be checked ({error})")
        elif error:
            answers.append(f"“{name}” stops with {error}" if name else f"a cell of their own stops with {error}")
    return silent + (answers or checks)  # a check that fails for want of the answer above it is no news


class Journal:
    """Which submissions are graded, by what they contained. Written after each one, whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._entries = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._entries = {}

    def has(self, student: str, mark: str) -> bool:
        return self._entries.get(student, {}).get("of") == mark

    def problems(self, student: str) -> tuple[str, ...]:
        return tuple(self._entries.get(student, {}).get("problems", ()))

    def add(self, student: str, mark: str, problems: tuple[str, ...]) -> None:
        self._entries[student] = {"of": mark, "problems": list(problems)}
        write_atomic(self._path, json.dumps(self._entries, ensure_ascii=False, indent=1) + "\n")
