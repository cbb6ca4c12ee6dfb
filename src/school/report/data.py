"""What is known of a cohort: who handed in what and when, what each question got, what was answered."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from school.errors import Problem
from school.grading import export, gradebook, policy, roster
from school.grading.course import Course
from school.grading.gradebook import Row
from school.grading.policy import Policy
from school.grading.regions import answers
from school.grading.roster import Student

LARGEST = 30_000_000  # bytes of a graded notebook that is read for its answers
LONGEST = 20_000  # letters of one cell or one check's words; nobody answers at more length


@dataclass(frozen=True)
class Question:
    """One question of a task. ``named`` are the errors that its checks can name, as they are said."""

    name: str
    most: float
    answer: str = ""
    """The name of the answer that is judged, such as ``break_even``; empty for a written one."""
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What one student answered to one question."""

    text: str = ""
    """As it was typed; empty where there is none."""
    said: str = ""
    """What the check said."""
    stopped: str = ""
    """The kind of error with which the check ended."""
    blank: bool = False


@dataclass(frozen=True)
class Paper:
    """One student's work in one task."""

    student: Student
    state: str
    """marked, to mark by hand, not graded, or not handed in"""
    got: Mapping[str, float] = field(default_factory=dict)
    """Points by question, of those that are marked."""
    handed_in: datetime | None = None
    late: timedelta = timedelta()
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def is_here(self) -> bool:
        return self.state != "not handed in"


@dataclass(frozen=True)
class Task:
    """One task with everybody's papers, by the student's id."""

    module: str
    title: str
    most: float
    due: datetime | None
    questions: tuple[Question, ...]
    papers: Mapping[str, Paper]

    @property
    def number(self) -> str:
        """Short, for a column's heading."""
        found = re.match(r"\d+", self.module)
        return str(int(found[0])) if found else self.module[:6]

    @property
    def here(self) -> list[Paper]:
        """The papers that were handed in."""
        return [one for one in self.papers.values() if one.is_here]

    def share(self, student: str) -> float | None:
        """The share of the points that a student reached; None until everything is marked."""
        paper = self.papers.get(student)
        if paper is None or paper.state != "marked" or not self.most:
            return None
        return sum(paper.got.values()) / self.most

    @property
    def shares(self) -> list[float]:
        return [share for one in self.papers if (share := self.share(one)) is not None]


@dataclass(frozen=True)
class Cohort:
    """Everybody and everything, at one moment."""

    students: tuple[Student, ...]
    tasks: tuple[Task, ...]
    policy: Policy
    when: datetime
    unread: tuple[str, ...] = ()
    """Graded notebooks that could not be read for their answers."""


def read(
    course: Course, now: datetime | None = None, each: Callable[[str, int, int], None] = lambda what, done, total: None
) -> Cohort:
    """The cohort as it stands in the gradebook and in the graded notebooks."""
    rules = policy.read(course.cohort)
    listed = course.cohort / "students.csv"
    known = roster.read(listed) if listed.is_file() else {}
    if course.gradebook_file and not course.gradebook_file.exists():
        raise Problem(
            "There is no gradebook yet.", "Release a task and grade it first: school release, collect, grade."
        )
    tables: dict[str, list[Row]] = {}
    dues: dict[str, datetime | None] = {}
    with course.gradebook() as book:
        names = sorted(task.name for task in book.assignments)
        dues = {task.name: task.duedate for task in book.assignments}
        for done, name in enumerate(names):
            each(f"reading the grades of {name}", done, len(names))
            tables[name] = gradebook.rows(book, course, name)
    students = dict(known) or {row.student.id: row.student for rows in tables.values() for row in rows}
    if not students:
        raise Problem(
            "Nobody is in the gradebook yet.", "Collect and grade a task first: school collect, school grade."
        )
    total = sum(bool(row.points) for rows in tables.values() for row in rows)
    done, tasks, unread = 0, [], []
    for name, rows in tables.items():
        questions, blanks = _questions(course, name, rows)
        papers = {}
        for row in rows:
            if row.student.id not in students:
                continue  # left the cohort: no longer on the list
            given: Mapping[str, Answer] = {}
            if row.points:
                done += 1
                each(f"reading the answers of {name}", done, total)
                path = course.autograded(row.student.id, name) / f"{name}.ipynb"
                try:
                    given = _answers(path, questions, blanks)
                except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
                    unread.append(f"{row.student.id}, {name}")
            papers[row.student.id] = _paper(row, students[row.student.id], given, rules)
        for one in students.values():  # on the list, and not in the gradebook yet
            state = "not graded" if course.submitted(one.id, name).is_dir() else "not handed in"
            papers.setdefault(one.id, Paper(one, state))
        most = rows[0].most if rows else sum(one.most for one in questions)
        tasks.append(Task(name, export.title_of(course, name), most, dues[name], questions, papers))
    order = sorted(students.values(), key=lambda one: (one.last_name.casefold(), one.first_name.casefold(), one.id))
    moment = now or datetime.now(UTC).replace(tzinfo=None)
    return Cohort(tuple(order), tuple(tasks), rules, moment, tuple(unread))


def _paper(row: Row, student: Student, given: Mapping[str, Answer], rules: Policy) -> Paper:
    late = rules.late.counted(row.late, student.id, row.module)
    marked = {one.question: one.score for one in row.points if not one.waits}
    return Paper(student, row.state, marked, row.handed_in, late, given)


# --- the task: its questions and the errors that they can name ----------------------------------


def _questions(course: Course, module: str, rows: Sequence[Row]) -> tuple[tuple[Question, ...], Mapping[str, str]]:
    """The questions in the notebook's order, and how the blank written answers read."""
    most = {one.question: one.most for row in rows for one in row.points}
    if module not in course.modules():
        return tuple(Question(name, points) for name, points in most.items()), {}
    skeleton = course.skeleton(module)
    found, blanks = [], {}
    for cell in skeleton.cells:
        if not (utils.is_grade(cell) or utils.is_task(cell)):
            continue
        name = cell.metadata.nbgrader.grade_id
        about = _judged(cell) if cell.cell_type == "code" else ("", ())
        if cell.cell_type != "code":
            blanks[name] = cell.source
        found.append(Question(name, most.get(name, float(cell.metadata.nbgrader.points)), *about))
    return tuple(found), blanks


def _judged(cell: NotebookNode) -> tuple[str, tuple[str, ...]]:
    """Which answer a test cell judges, and every message with which it names an error."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return "", ()
    answer, named = "", []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not re.match(r"(?:score|check|judge)_", getattr(call.func, "id", "")):
            continue
        if call.args and isinstance(call.args[0], ast.Name):
            answer = call.args[0].id
        for key in call.keywords:
            if key.arg == "mistakes" and isinstance(key.value, ast.Dict):
                named += [text for value in key.value.values for text in _message(value)]
            elif key.arg in ("rounded", "with_numbers"):
                named += _message(key.value)
    return answer, tuple(dict.fromkeys(named))


def _message(node: ast.expr) -> Iterator[str]:
    """The text of a message, which may stand beside its points."""
    inner = node.elts[-1] if isinstance(node, ast.Tuple) and node.elts else node
    if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and inner.value.strip():
        yield inner.value.strip()


# --- what a student answered ---------------------------------------------------------------------


def _answers(path: Path, questions: Sequence[Question], blanks: Mapping[str, str]) -> dict[str, Answer]:
    """The answers in a graded notebook. It is a student's, so nothing in it can be relied on."""
    if path.is_symlink() or path.stat().st_size > LARGEST:
        raise ValueError("too large")
    cells = json.loads(path.read_bytes())["cells"]
    typed: dict[str, str] = {}
    by_name: dict[str, dict] = {}
    for cell in cells:
        about = cell.get("metadata", {}).get("nbgrader") or {}
        by_name.setdefault(str(about.get("grade_id")), cell)
        if cell.get("cell_type") == "code" and about.get("solution"):
            typed |= _typed(_text(cell.get("source")))
    found = {}
    for question in questions:
        cell = by_name.get(question.name)
        if cell is None:
            continue
        if cell.get("cell_type") != "code":
            text = _text(cell.get("source")).strip()
            blank = not text or text == blanks.get(question.name, "").strip()
            found[question.name] = Answer("" if blank else text, blank=blank)
            continue
        said, stopped = _said(cell.get("outputs") or [])
        text = typed.get(question.answer, "")
        found[question.name] = Answer(text, said, stopped, text in ("...", "…", '""', "''", "None"))
    return found


def _typed(source: str) -> dict[str, str]:
    """What a cell gives its names, as it was typed."""
    try:
        return {name: ast.get_source_segment(source, node) or "" for name, node in answers(source).items()}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}


def _said(outputs: Sequence[dict]) -> tuple[str, str]:
    """What a check showed, as text, and the error that it ended with."""
    said, stopped = [], ""
    for one in outputs:
        if one.get("output_type") == "error":
            stopped = str(one.get("ename", "Error"))
        elif one.get("output_type") == "display_data":
            said.append(_text((one.get("data") or {}).get("text/plain")))
    return " ".join(" ".join(said).split()), stopped


def _text(lines: object) -> str:
    return ("".join(map(str, lines)) if isinstance(lines, list) else str(lines or ""))[:LONGEST]
