"""Tables, lines and progress bars in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from school.grading.gradebook import Row
from school.grading.policy import spoken

if TYPE_CHECKING:
    from school.grading.demo import Member

COLOURS = {"✓": "green", "✗": "red", "!": "yellow", "·": "dim"}


def line(console: Console, sign: str, text: str) -> None:
    """One line behind a sign: ✓ done, ✗ refused, ! look at this, · nothing to do. Colour only helps."""
    console.print(Text.assemble((sign, COLOURS[sign]), " ", text), soft_wrap=True)


def progress(console: Console) -> Progress:
    """A bar that says what is being done, how far it is, and for how long it has run."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )


def points(value: float) -> str:
    """Points as people write them: 9.5, 11."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def grades(rows: Sequence[Row]) -> Table:
    """Who got what: points by the checks, points by the coach, what still waits for a person."""
    auto = max((sum(one.most for one in row.points if not one.by_coach) for row in rows), default=0)
    coach = max((sum(one.most for one in row.points if one.by_coach) for row in rows), default=0)
    table = _table("student", f">checks /{points(auto)}", f">coach /{points(coach)}", "to mark by hand", "late")
    for row in rows:
        if not row.points:
            _add(table, row.student.id, "–", "–", "", row.state)
            continue
        late = spoken(row.late) if row.late else ""
        _add(table, row.student.id, points(row.auto), points(row.coach), ", ".join(row.waiting), late)
    return table


def people(cohort: Sequence[Member], rows: Mapping[str, Row]) -> Table:
    """The demo's cohort: who did what, and got what."""
    most = next(iter(rows.values())).most
    table = _table("who", "what they did", ">checks", ">coach", f">total /{points(most)}")
    for one in cohort:
        row = rows[one.student.id]
        late = f" (late by {spoken(row.late)})" if row.late else ""
        got = [points(row.auto), points(row.coach), points(row.total)] if row.points else ["–", "–", "–"]
        _add(table, one.student.name, one.persona.why + late, *got)
    return table


def to_look_at(console: Console, problems: Mapping[str, Iterable[str]]) -> None:
    """What a coach may want to look at, a line for each student that has something."""
    for student, told in problems.items():
        if text := "; ".join(told):
            line(console, "!", f"{student}: {text}")


def _table(*columns: str) -> Table:
    """A table with these columns; one that begins with > holds numbers."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, name in enumerate(columns):
        table.add_column(
            name.removeprefix(">"),
            overflow="fold",
            no_wrap=place == 0,
            justify="right" if name.startswith(">") else "left",
        )
    return table


def _add(table: Table, *cells: str) -> None:
    """Add a row as it is: a square bracket in a student's file name is no colour."""
    table.add_row(*(Text(cell) for cell in cells))
