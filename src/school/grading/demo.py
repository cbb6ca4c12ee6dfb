"""An invented cohort goes through the whole real cycle in a folder of its own."""

from __future__ import annotations

import io
import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat

from school.errors import Problem
from school.grading import collect, export, feedback, files, grade, gradebook, personas, release, roster
from school.grading.apart import evaluate
from school.grading.course import Course
from school.grading.gradebook import Row
from school.grading.personas import Persona
from school.grading.roster import Student


@dataclass(frozen=True)
class Member:
    """A persona in the cohort."""

    student: Student
    persona: Persona
    fair: dict[str, float]


@dataclass(frozen=True)
class Step:
    """One step of the run is done: ``what`` was done, and for whom."""

    what: str
    problem: str = ""


class Demo:
    """One run. ``folder`` becomes a small kit of its own; the course itself is not touched."""

    def __init__(self, course: Course, module: str, folder: Path, students: int) -> None:
        self.module = module
        self.folder = folder
        master = course.master(module)
        people = personas.of_module(course, module)
        self.cohort = [_member(people[number % len(people)], number, master, len(people)) for number in range(students)]
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(course.root / "nbgrader_config.py", folder)
        shutil.copytree(course.solutions(module), folder / course.solutions(module).relative_to(course.root))
        self.course = Course.here(folder)
        self.due = datetime.now(UTC).replace(tzinfo=None, microsecond=0) - timedelta(days=3)
        self.problems: dict[str, tuple[str, ...]] = {}
        self.seconds: dict[str, float] = {}

    @property
    def steps(self) -> int:
        """How many steps `run` yields."""
        return 2 + 5 * len(self.cohort)

    def run(self) -> Iterator[Step]:
        """Release, fill in, collect, grade, mark, write feedback, export; one step at a time, each part timed."""
        for part, steps in (
            ("release", self._release),
            ("hand in", self._hand_in),
            ("collect", self._collect),
            ("grade", self._grade),
            ("mark", self._mark),
            ("feedback", self._feedback),
            ("export", self._export),
        ):
            began = time.monotonic()
            yield from steps()
            self.seconds[part] = time.monotonic() - began

    def timing(self) -> str:
        """How long each part took, in one line."""
        parts = ", ".join(f"{part} {seconds:.1f}" for part, seconds in self.seconds.items())
        people = len(self.cohort)
        each = self.seconds.get("grade", 0) / people
        return f"{sum(self.seconds.values()):.0f} seconds for {people} people ({parts}); {each:.2f} to grade one"

    def _export(self) -> Iterator[Step]:
        with self.course.gradebook() as book:
            export.write(export.collect_rows(book, self.course), self.course.cohort / "grades.csv")
        yield Step("exporting the grades")

    def rows(self) -> dict[str, Row]:
        """The grades as they stand in nbgrader's gradebook."""
        with self.course.gradebook() as book:
            return {row.student.id: row for row in gradebook.rows(book, self.course, self.module)}

    def unfair(self) -> list[str]:
        """Where a grade is not what a fair teacher gives, in words. Empty is good."""
        rows = self.rows()
        found = []
        for one in self.cohort:
            got = dict(rows[one.student.id].of) if one.student.id in rows else {}
            found += [
                f"{one.persona.kind}: question “{question}” got {got.get(question, 'nothing')}, fair is {points:g}"
                for question, points in one.fair.items()
                if got.get(question) != points
            ]
        return found

    def _release(self) -> Iterator[Step]:
        with files.scratch(self.course.cohort) as folder:
            made = release.prepare(self.course, self.module, folder)
            if made.faults:
                raise Problem(
                    f"{self.module} cannot be released: {made.faults[0]}.",
                    f"See all: school release {self.module} --check",
                )
            release.hand_out(self.course, made, self.due)
        roster.write(self.course.cohort / "students.csv", [one.student for one in self.cohort])
        yield Step("releasing the task")

    def _hand_in(self) -> Iterator[Step]:
        """Each person fills in the task and sends it: as a file, in a folder, or zipped."""
        sent = self.folder / "handed-in"
        sent.mkdir()
        master = self.course.master(self.module)
        released = nbformat.read(
            self.course.assignments(self.module) / f"{self.module}.ipynb", as_version=nbformat.current_nbformat
        )
        for number, one in enumerate(self.cohort):
            content = nbformat.writes(personas.fill(one.persona, released, master)).encode()
            when = self.due + timedelta(hours=one.persona.late_hours or -5)
            _send(sent, one.student.id, f"{self.module}.ipynb", content, when, ("file", "folder", "zip")[number % 3])
            yield Step(f"{one.student.name} does the task")

    def _collect(self) -> Iterator[Step]:
        for line in collect.from_folder(self.course, self.module, self.folder / "handed-in", self.due):
            yield Step(f"collecting {line.student}", line.text if line.refused else "")

    def _grade(self) -> Iterator[Step]:
        students = grade.prepare(self.course, self.module)
        # the invented people's answers are the kit's own: where there is no sandbox they may run without one
        way = grade.Way(sandboxed=not evaluate.no_sandbox())
        for outcome in grade.grade(self.course, self.module, students, way=way):
            self.problems[outcome.student] = outcome.problems
            yield Step(f"grading {outcome.student}", "" if outcome.graded else "; ".join(outcome.problems))

    def _mark(self) -> Iterator[Step]:
        """The demo's coach gives the points that stand beside each persona's answer."""
        with self.course.gradebook() as book:
            waiting = {row.student.id: row.waiting for row in gradebook.rows(book, self.course, self.module)}
            for one in self.cohort:
                for question in waiting.get(one.student.id, ()):
                    answer = one.persona.written.get(question)
                    if answer:
                        gradebook.mark(book, self.module, one.student.id, question, answer.points, answer.comment)
                yield Step(f"the coach reads {one.student.name}")

    def _feedback(self) -> Iterator[Step]:
        for page in feedback.write(self.course, self.module, feedback.graded(self.course, self.module)):
            yield Step(f"writing to {page.student}", page.problem)


def _member(persona: Persona, number: int, master, kinds: int) -> Member:
    student = persona.student(number + 1)
    turn = number // kinds
    if turn:
        student = Student(student.id, student.first_name, f"{student.last_name} {turn + 1}", student.email)
    return Member(student, persona, personas.fair_points(persona, master))


def _send(folder: Path, student: str, name: str, content: bytes, when: datetime, way: str) -> None:
    if way == "file":
        path = folder / f"{student}_{name}"
        path.write_bytes(content)
    elif way == "folder":
        (folder / student).mkdir()
        path = folder / student / name
        path.write_bytes(content)
    else:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{student}/{name}", content)
        path = folder / f"{student}.zip"
        path.write_bytes(packed.getvalue())
    seconds = when.replace(tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))
