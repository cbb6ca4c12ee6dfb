"""What a part of the walk should have come to, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step of the walk is done."""

    what: str


@dataclass(frozen=True)
class Outcome:
    """One line of the closing table. ``wrong`` holds what came out other than it should, in words; empty is good."""

    phase: str
    what: str
    came: str
    wrong: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    """Documents to look at, below the kit's folder."""


Walked = Iterator[Step | Outcome]


def differences(should: Mapping[str, object], came: Mapping[str, object]) -> tuple[str, ...]:
    """Where two tables of results differ, a line each.

    >>> differences({"anna": "refused", "boris": 2}, {"anna": "collected", "boris": 2})
    ('anna should be refused, came out as collected',)
    """
    nothing = "nothing"
    names = [*should, *(name for name in came if name not in should)]
    return tuple(
        f"{name} should be {should.get(name, nothing)}, came out as {came.get(name, nothing)}"
        for name in names
        if should.get(name, nothing) != came.get(name, nothing)
    )
