"""Invented people who do a task, each in a way that a teacher knows: for the demo and for the grading test.

They stand in `solutions/<module>/personas.toml` (the file of module 4 explains the fields). A task
without that file gets five that fit any task: right, blank, stopping with an error, with a deleted
cell, and late.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from school.errors import Problem
from school.grading.course import Course
from school.grading.regions import SOLUTION, answers, inside
from school.grading.roster import Student


@dataclass(frozen=True)
class Written:
    """A written answer, and what the demo's coach gives for it. ``text`` empty takes the solution's."""

    points: float
    text: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Persona:
    """One person. See `personas.toml` of module 4 for what the fields mean."""

    kind: str
    name: str
    why: str
    answers: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    deletes: tuple[str, ...] = ()
    written: Mapping[str, Written] = field(default_factory=dict)
    late_hours: float = 0
    blank: bool = False
    fair: Mapping[str, float] = field(default_factory=dict)

    def student(self, number: int) -> Student:
        """The student that this persona is in a cohort; the address belongs to nobody."""
        first, _space, last = self.name.partition(" ")
        name = f"{first}-{last}".casefold() if last else first.casefold()
        return Student(f"{number:02d}-{name}", first, last, f"{name}@school.example")


def of_module(course: Course, module: str) -> list[Persona]:
    """The module's own personas, or the general ones."""
    path = course.solutions(module) / "personas.toml"
    if not path.is_file():
        return general(course.master(module))
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))["persona"]
        return [_persona(one) for one in found]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise Problem(
            f"solutions/{module}/personas.toml cannot be read: {error}.", "Compare it with the one of module 4."
        ) from None


def _persona(told: dict) -> Persona:
    written = {name: Written(**one) for name, one in told.get("written", {}).items()}
    return Persona(**{**told, "deletes": tuple(told.get("deletes", ())), "written": written})


def general(master: NotebookNode) -> list[Persona]:
    """Five people who fit any task, with what is fair for each worked out from the task's own cells."""
    questions = blocks(master)
    most = {
        cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
        for cell in master.cells
        if utils.is_grade(cell)
    }
    by_hand = {
        cell.metadata.nbgrader.grade_id for cell in master.cells if utils.is_grade(cell) and utils.is_solution(cell)
    }
    written = {name: Written(points=most[name]) for name in by_hand}
    first = next((name for name, graded in questions.items() if graded), "")
    lost = dict.fromkeys(questions.get(first, ()), 0.0)
    right = Persona("perfect", "Perla Perfect", "everything right", written=written)
    return [
        right,
        Persona("blank", "Bella Blank", "hands in the task as it came", blank=True, fair=dict.fromkeys(most, 0.0)),
        replace(
            right,
            kind="raises",
            name="Rasmus Raises",
            why="the first answer cell stops with an error",
            cells={first: "raise ValueError('a slip of the keyboard')"} if first else {},
            fair=lost,
        ),
        replace(
            right,
            kind="deleted-cell",
            name="Della Deleted",
            why="lost the first answer and its checks",
            deletes=(first, *questions.get(first, ())),
            fair=lost,
        ),
        replace(right, kind="late", name="Lena Late", why="everything right, a day late", late_hours=26),
    ]


def blocks(master: NotebookNode) -> dict[str, tuple[str, ...]]:
    """Each answer cell with the questions that are checked after it, up to the next answer cell."""
    found: dict[str, list[str]] = {}
    last = None
    for cell in master.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if utils.is_solution(cell):
            last = name
            found.setdefault(name, [])
        elif utils.is_grade(cell) and last:
            found[last].append(name)
    return {name: tuple(graded) for name, graded in found.items()}


def fair_points(persona: Persona, master: NotebookNode) -> dict[str, float]:
    """What a fair teacher gives this persona, question by question."""
    return {
        cell.metadata.nbgrader.grade_id: float(
            persona.fair.get(cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.points)
        )
        for cell in master.cells
        if utils.is_grade(cell)
    }


def fill(persona: Persona, released: NotebookNode, master: NotebookNode) -> NotebookNode:
    """The released notebook as this person would hand it in."""
    solutions = {cell.metadata.nbgrader.grade_id: cell.source for cell in master.cells if utils.is_solution(cell)}
    done = nbformat.from_dict(released)
    done.cells = [
        cell for cell in done.cells if cell.metadata.get("nbgrader", {}).get("grade_id") not in persona.deletes
    ]
    for cell in done.cells:
        if persona.blank or not utils.is_solution(cell):
            continue
        name = cell.metadata.nbgrader.grade_id
        if name in persona.cells:
            cell.source = persona.cells[name]
        elif cell.cell_type == "code":
            cell.source = _filled(cell.source, solutions[name], persona.answers)
        elif name in persona.written and persona.written[name].text:
            cell.source = persona.written[name].text.strip()
        else:
            cell.source = solutions[name]
    return done


def _filled(blank: str, solution: str, typed: Mapping[str, str]) -> str:
    """The blank cell with the solution's answers, or with those the person typed."""
    region = inside(solution, SOLUTION) or solution
    for name, value in answers(region).items():
        right = typed.get(name, ast.get_source_segment(region, value))
        blank = re.sub(rf"(?m)^{re.escape(name)} = \.\.\.$", lambda _found, n=name, r=right: f"{n} = {r}", blank)
    return blank
