"""What a school decides for itself, in one place: what counts as late, and who needs a call.

The values below hold unless `cohort/policy.toml` says otherwise, for instance:

    [late]
    grace_minutes = 10        # so long after the due date is still in time
    [late.extra_hours]        # more time for some: in every task, or in one
    vera = 24
    "04-costs-and-break-even" = { oleg = 48 }
    [call]
    below = 0.5               # a task with less than this share of the points
    days = 14                 # tasks due, or handed in, in so many days before today count
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path

from school.errors import Problem

FILE = "policy.toml"


@dataclass(frozen=True)
class Late:
    """When work is late. Late work is always taken, and it costs nothing by itself: a school decides."""

    grace_minutes: float = 0
    extra_hours: Mapping[str, float | Mapping[str, float]] = field(default_factory=dict)

    def counted(self, behind: timedelta, student: str, module: str) -> timedelta:
        """How late work is that came ``behind`` its due date; none where the school gives that much time."""
        more = self.extra_hours.get(module, {})
        own = more.get(student) if isinstance(more, Mapping) else None
        if own is None:
            everywhere = self.extra_hours.get(student, 0)
            own = everywhere if not isinstance(everywhere, Mapping) else 0
        behind -= timedelta(hours=own)
        return behind if behind > timedelta(minutes=self.grace_minutes) else timedelta()


@dataclass(frozen=True)
class Call:
    """Who needs a call this week."""

    days: float = 14
    """Only tasks count that were due, or without a date mostly handed in, within so many days."""
    below: float = 0.5
    """Less than this share of a task's points."""
    late_hours: float = 24
    """Handed in at least so much late."""
    falls: float = 0.1
    """Two falls in a row that together take at least this share: three marks, each lower than the one before."""
    handed_in_by: float = 0.5
    """A task without a due date counts as due once this share of the cohort has handed it in."""

    @property
    def said(self) -> tuple[str, ...]:
        """The rules in words, as they stand on the report."""
        return (
            f"nothing handed in for a task that is due (one without a date is due once {self.handed_in_by * 100:.0f}\u00a0% of the cohort have handed it in)",
            f"handed in late by {_number(self.late_hours)} hours or more",
            f"less than {self.below * 100:.0f}\u00a0% of a task's points, once everything in it is marked",
            f"two falls in a row: three marks, each lower than the one before, together by {self.falls * 100:.0f}\u00a0% of the points or more",
        )


@dataclass(frozen=True)
class Policy:
    """Everything a school decides."""

    late: Late = Late()
    call: Call = Call()


def read(cohort: Path) -> Policy:
    """The school's policy: the defaults, with what `cohort/policy.toml` changes."""
    path = cohort / FILE
    if not path.is_file():
        return Policy()
    shown = f"{cohort.name}/{FILE}"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(
            f"{shown} cannot be read: {error}.", "Correct that line; src/school/grading/policy.py has an example."
        ) from None
    policy = Policy()
    for part, settings in told.items():
        known = getattr(policy, part, None)
        if known is None or not isinstance(settings, dict):
            raise Problem(
                f"{shown}: “{part}” is no part of the policy.",
                f"There is: {', '.join(one.name for one in fields(Policy))}.",
            )
        names = [one.name for one in fields(known)]
        for name, value in settings.items():
            if name not in names:
                raise Problem(f"{shown}: [{part}] has no “{name}”.", f"There is: {', '.join(names)}.")
            known = replace(
                known, **{name: _hours(shown, value) if name == "extra_hours" else _positive(shown, name, value)}
            )
        policy = replace(policy, **{part: known})
    return policy


def _positive(shown: str, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise Problem(f"{shown}: {name} is {value!r}.", "Write a number that is not below zero, such as 10.")
    return float(value)


def _hours(shown: str, value: object) -> dict:
    if not isinstance(value, dict):
        raise Problem(
            f"{shown}: extra_hours is {value!r}.", "Write a table of students and hours, such as { vera = 24 }."
        )
    return {
        who: _hours(shown, hours) if isinstance(hours, dict) else _positive(shown, f"extra_hours.{who}", hours)
        for who, hours in value.items()
    }


def _number(value: float) -> str:
    return f"{value:g}"


def spoken(span: timedelta) -> str:
    """A span as people say it: "2 days 3 h", "45 min"."""
    minutes = max(int(span.total_seconds() // 60), 1)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"{days} day{'s' if days > 1 else ''}" + (f" {hours} h" if hours else "")
    return " ".join(part for part in (f"{hours} h" * bool(hours), f"{minutes % 60} min" * bool(minutes % 60)) if part)
