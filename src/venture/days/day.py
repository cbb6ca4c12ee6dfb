"""What a day is made of. People are a first name or a number, a sector and a role: nothing else is kept of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from venture.planfile.problems import BadPlan, Problem
from venture.words import _

SECTORS = ("public", "private", "civil")
EVERYBODY = "all"
PRIVACY = _(
    "First names or numbers only. Write nothing by which a person whom you meet or serve could be known: "
    "no surname, no address, no illness, no story. Counts are enough."
)


class BadDay(BadPlan):
    """The day cannot be taken as it is. ``problems`` has every place, with its line in the file."""

    what = _("day")


@dataclass(frozen=True)
class Person:
    name: str
    sector: str
    role: str = ""


@dataclass(frozen=True)
class Project:
    """A project that asks for advice or pitches; ``owner`` is the name of one of the people, or empty."""

    name: str
    owner: str = ""


@dataclass(frozen=True)
class Session:
    """A line of the agenda. ``minutes`` None takes the format's length; ``at`` (minutes after midnight) None: after all before it.

    ``who`` is `EVERYBODY` or the name of a part of the people, such as "half A"; only parts can meet at the same time.
    """

    format: str
    minutes: int | None = None
    title: str = ""
    room: str = ""
    host: str = ""
    who: str = EVERYBODY
    at: int | None = None
    line: int = 0


@dataclass(frozen=True)
class Day:
    """``start`` and ``end`` are minutes after midnight; ``rooms`` are names with their seats (0: not counted)."""

    name: str
    date: datetime.date
    start: int
    end: int
    town: str = ""
    area: str = ""
    rooms: dict[str, int] = field(default_factory=dict)
    agenda: tuple[Session, ...] = ()
    people: tuple[Person, ...] = ()
    absent: tuple[str, ...] = ()
    table_size: int = 6
    seed: int = 1
    stops: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()
    follow_up: tuple[int, ...] = (7, 14, 30)
    file: str = "day.yaml"

    @property
    def present(self) -> tuple[Person, ...]:
        return tuple(one for one in self.people if one.name not in self.absent)

    @property
    def asking(self) -> tuple[Project, ...]:
        """The projects whose owner came; those without an owner too."""
        return tuple(one for one in self.projects if one.owner not in self.absent)

    def refuse(self, problems: Iterable[Problem]) -> BadDay:
        return BadDay(problems, self.file)


def clock(minutes: int) -> str:
    """A time of day: 570 is 09:30."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def spread(total: int, parts: Iterable[int]) -> list[int]:
    """``total`` in whole numbers in the proportion of ``parts``, so that they add up (largest remainders)."""
    parts = list(parts)
    whole = sum(parts)
    if not whole:
        return [0 for _one in parts]
    cut = [total * one // whole for one in parts]
    for at in sorted(range(len(parts)), key=lambda at: (-(total * parts[at] % whole), at))[: total - sum(cut)]:
        cut[at] += 1
    return cut
