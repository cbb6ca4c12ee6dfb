"""Grades a module's submissions: evaluated several at a time, entered one by one. One bad submission never stops the others.

submitted files ─► executor (threads here, or a Dask cluster): sandbox, values, checks ─► writer ─► gradebook
                                                                                        └► journal
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from traitlets.utils.importstring import import_item

from school.errors import Problem
from school.grading import backup, gradebook, roster
from school.grading.apart import evaluate, plan
from school.grading.apart.evaluate import NOT_RUN
from school.grading.apart.preprocessor import RunApart, packed_files
from school.grading.course import Course
from school.grading.save import Writer
from school.grading.work import Task, get_ready, work
from venture.files import write_atomic

NOTE_EVERY = 0.3  # seconds between two notes of what was graded: each is on the disk before the work goes on
AHEAD = 3  # submissions in flight for each worker: none waits for the writer, and few notebooks lie in memory
SKELETON_ALREADY = "school.grading.restore_cells.RestoreCells"


@dataclass(frozen=True)
class Outcome:
    """What became of one submission. ``problems`` is what a person should know or look at."""

    student: str
    graded: bool
    skipped: bool = False
    problems: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    """Questions that could not be checked and wait for a person."""


@dataclass(frozen=True)
class Change:
    """Points that stand in the gradebook and would be others."""

    student: str
    question: str
    before: float
    after: float | None


@dataclass(frozen=True)
class Way:
    """How to grade: where the work is done, and what to ask before points that stand are changed."""

    workers: int = 0
    """How many submissions at a time; 0 is one for each processor."""
    executor: Executor | None = None
    sandboxed: bool = True
    dry_run: bool = False
    """Enter nothing; `may_change` is told what would change, and its answer is not asked for."""
    may_change: Callable[[Sequence[Change]], bool] = field(default=lambda changes: True)


def handed_in(course: Course, module: str) -> list[str]:
    """Who has handed in this module."""
    folder = course.submitted()
    found = (one.name for one in folder.iterdir() if (one / module).is_dir()) if folder.is_dir() else ()
    return sorted(name for name in found if not name.startswith("."))


def warm_up(course: Course, module: str, way: Way) -> None:
    """Let the warm parent load what the task's own cells load, while this process opens the gradebook."""

    def load() -> None:
        with contextlib.suppress(Exception):  # whatever it is, it is met again, and said, when the work begins
            skeleton, answers = course.skeleton(module), plan.answer_names(course.master(module))
            evaluate.grader(skeleton, answers, packed_files(course.solutions(module), course.ignored), way.sandboxed)

    if way.executor is None:
        threading.Thread(target=load, daemon=True).start()


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


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def task_of(course: Course, module: str, sandboxed: bool = True) -> Task:
    """The task as it is graded: its skeleton after nbgrader's own sanitising, which knows the gradebook's cells."""
    skeleton = course.skeleton(module)
    resources = {
        "nbgrader": {
            "student": "",
            "assignment": module,
            "notebook": module,
            "db_url": course.config.CourseDirectory.db_url,
        }
    }
    for name in course.config.Autograde.sanitize_preprocessors:
        if str(name) != SKELETON_ALREADY:
            skeleton, resources = import_item(str(name))(config=course.config)(skeleton, resources)
    return Task(
        skeleton=nbformat.v4.writes(skeleton),
        answers=tuple(sorted(plan.answer_names(course.master(module)))),
        files=packed_files(course.solutions(module), course.ignored),
        limits=RunApart(config=course.config).limits,
        sandboxed=sandboxed,
    )


def grade(
    course: Course,
    module: str,
    students: Sequence[str],
    force: bool = False,
    each: Callable[[str], None] = lambda student: None,
    way: Way = Way(),
) -> Iterator[Outcome]:
    """Grade these students' submissions; ``each`` is told before one is entered.

    What was graded before and has not changed since is skipped, unless ``force``. A run that was
    broken off goes on where it stopped. Outcomes come as they are ready, not in the students' order.
    """
    done = Journal(course.cohort / "graded" / f"{module}.json")
    task = task_of(course, module, way.sandboxed)
    waiting = []
    for student in students:
        handed = _read(course, module, student)
        if isinstance(handed, Outcome):
            waiting.append(student)
            continue
        mark = task.mark + handed.mark
        if not force and done.has(student, mark, _graded_file(course, module, student)):
            yield Outcome(student, True, skipped=True, problems=done.problems(student), waits=done.waits(student))
        else:
            waiting.append(student)
    if not waiting:
        return
    if way.executor is None:
        get_ready(task)
    if not way.dry_run:
        backup.make(course)
    with Writer(course, module) as writer, done, _executor(way, len(waiting)) as executor:
        again, held = [], []
        for student, handed, told in _evaluated(executor, way, course, module, task, waiting):
            if isinstance(told, Outcome):
                if not way.dry_run:
                    writer.know(student)
                yield told
                continue
            notebook, ran, notes = told
            same_work = way.dry_run or done.graded_of(student) == handed.mark
            if same_work and (changes := writer.changes(student, notebook, ran)):  # these change only when asked
                again += [Change(student, name, *points) for name, points in changes.items()]
                held.append((student, handed, told))
                continue
            if way.dry_run:
                yield Outcome(student, True, skipped=True, problems=notes)
                continue
            each(student)
            yield _enter(writer, done, task, student, handed, notebook, ran, notes)
        if held and way.may_change(again) and not way.dry_run:
            for student, handed, (notebook, ran, notes) in held:
                each(student)
                yield _enter(writer, done, task, student, handed, notebook, ran, notes)
        elif held:
            for student, *_rest in held:
                yield Outcome(student, True, skipped=True, problems=("would get other points now; not changed",))


@dataclass(frozen=True)
class Handed:
    """A submission's notebook and the files beside it, as bytes."""

    content: bytes
    files: dict[str, str]
    notes: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        text = json.dumps(self.files, sort_keys=True).encode()
        return hashlib.sha256(self.content + b"\0" + text).hexdigest()


def _read(course: Course, module: str, student: str) -> Handed | Outcome:
    """The submission, or why there is none. A notebook of another name is taken where it is the only one."""
    folder = course.submitted(student, module)
    path, notes = folder / f"{module}.ipynb", ()
    if not path.is_file():
        others = [one for one in sorted(folder.glob("*.ipynb")) if one.is_file() and not one.is_symlink()]
        if len(others) != 1:
            where = folder.relative_to(course.root).as_posix()
            return Outcome(student, False, problems=(f"no {module}.ipynb in {where}",))
        path, notes = others[0], (f"the notebook was called {others[0].name}",)
    if path.is_symlink() or folder.is_symlink():
        return Outcome(student, False, problems=(f"{path.name} is a link to another place, and no file",))
    try:
        return Handed(path.read_bytes(), packed_files(folder, course.ignored), notes)
    except OSError as error:
        return Outcome(student, False, problems=(f"{path.name} cannot be read ({error.strerror})",))


@contextlib.contextmanager
def _executor(way: Way, submissions: int) -> Iterator[Executor]:
    if way.executor is not None:
        yield way.executor
        return
    pool = ThreadPoolExecutor(min(way.workers or processors(), submissions), thread_name_prefix="grading")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        evaluate.close()


def _evaluated(executor: Executor, way: Way, course: Course, module: str, task: Task, students: Sequence[str]):
    """Each submission with what came of it, as they are ready. Few are in flight at a time."""
    text = task.text()
    left, running = list(reversed(students)), {}
    most = AHEAD * (way.workers or processors())
    try:
        while left or running:
            while left and len(running) < most:
                student = left.pop()
                handed = _read(course, module, student)
                if isinstance(handed, Outcome):
                    yield student, None, handed
                else:
                    running[executor.submit(work, text, handed.content, handed.files)] = student, handed
            if not running:
                continue
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                student, handed = running.pop(future)
                yield student, handed, _result(future, course, module, student, handed)
    finally:
        for future in running:
            future.cancel()


def _result(future: Future, course: Course, module: str, student: str, handed: Handed):
    """The evaluated notebook, or why there is none."""
    try:
        told = json.loads(future.result())
    except Exception as error:  # a worker was lost, a machine is out of memory: this one waits, the others go on
        told = {"refused": f"could not be run ({type(error).__name__}: {error})", "again": True}
    if "refused" in told:
        if told.get("again"):
            log = course.cohort / "problems" / f"{module}-{student}.log"
            write_atomic(log, told["refused"] + "\n")
            shown = log.relative_to(course.root).as_posix()
            told["refused"] += f"; grade again, or mark by hand, see {shown}"
        return Outcome(student, False, problems=(*handed.notes, told["refused"]))
    return nbformat.from_dict(told["notebook"]), frozenset(told["ran"]), (*handed.notes, *told["notes"])


def _enter(
    writer: Writer, done: Journal, task: Task, student: str, handed: Handed, notebook, ran, notes: Sequence[str]
) -> Outcome:
    entered = writer.save(student, notebook, ran)
    problems, waits = (*notes, *_stops(entered)), _unchecked(entered)
    file = _graded_file(writer.course, writer.module, student)
    done.add(student, task.mark + handed.mark, handed.mark, file, problems, waits)
    return Outcome(student, True, problems=problems, waits=waits)


def _graded_file(course: Course, module: str, student: str) -> str:
    """The checksum of the graded notebook as it lies there; nothing where there is none.

    After a power cut a file may be there that its disk never got: then it is made again.
    """
    try:
        content = (course.autograded(student, module) / f"{module}.ipynb").read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(content).hexdigest()


def _stops(graded: NotebookNode) -> list[str]:
    """Cells that end in an error: the answers after that line are missing, and the coach may want to look."""
    answers, checks = [], []
    for cell in graded.cells:
        if cell.cell_type != "code":
            continue
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        error = next((output.ename for output in cell.outputs if output.output_type == "error"), None)
        if utils.is_grade(cell) and error and error != NOT_RUN:
            checks.append(f"question “{name}” could not be checked ({error})")
        elif error and not utils.is_grade(cell):
            answers.append(f"“{name}” stops with {error}" if name else f"a cell of their own stops with {error}")
    return answers or checks  # a check that fails for want of the answer above it is no news


def _unchecked(graded: NotebookNode) -> tuple[str, ...]:
    return tuple(
        cell.metadata.nbgrader.grade_id
        for cell in graded.cells
        if any(output.output_type == "error" and output.ename == NOT_RUN for output in cell.get("outputs", ()))
    )


class Journal:
    """Which submissions are graded, by what they contained.

    As a context it is written some times a second, whole, and at the end. What a broken-off run did
    not get to note is graded again, to the same points.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            entries = {}
        self._entries: dict[str, Mapping] = entries if isinstance(entries, dict) else {}
        self._written, self._noted = 0.0, False

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        try:
            self._write()
        except OSError:
            if error is None:  # else the first trouble is the one to tell
                raise

    def has(self, student: str, mark: str, file: str) -> bool:
        """Whether this work was graded for this task, and what came of it lies there unharmed."""
        entry = self._entries.get(student, {})
        return entry.get("of") == mark and bool(file) and entry.get("file", file) == file

    def graded_of(self, student: str) -> str | None:
        """The checksum of the work that was graded, whatever the task was like then."""
        return self._entries.get(student, {}).get("work")

    def problems(self, student: str) -> tuple[str, ...]:
        return tuple(self._entries.get(student, {}).get("problems", ()))

    def waits(self, student: str) -> tuple[str, ...]:
        return tuple(self._entries.get(student, {}).get("waits", ()))

    def add(self, student: str, mark: str, work: str, file: str, problems: Sequence[str], waits: Sequence[str]) -> None:
        told = {"of": mark, "work": work, "file": file, "problems": list(problems), "waits": list(waits)}
        self._entries[student] = told
        self._noted = True
        if time.monotonic() - self._written > NOTE_EVERY:
            self._write()

    def _write(self) -> None:
        if self._noted:
            write_atomic(self._path, json.dumps(self._entries, ensure_ascii=False) + "\n")
            self._written, self._noted = time.monotonic(), False
