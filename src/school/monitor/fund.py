"""All ventures together: money out, money at risk, jobs, and people without counting anybody twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from school.monitor import gate
from school.monitor.indicators import Watch
from venture.lights import RED

SIZES = {"ones": 1.0, "thousands": 1e3, "millions": 1e6}


@dataclass(frozen=True)
class Money:
    """One currency's, in single units of it. Currencies are never added up."""

    currency: str
    ventures: int
    granted: float
    out: float
    receipted: float
    at_risk: float
    """Paid out and without a receipt for eligible cost, at ventures with a red light."""
    next: float
    """Of the next tranches, what the gates release now."""


def money(seen: Sequence[Watch]) -> tuple[Money, ...]:
    by: dict[str, list[Watch]] = defaultdict(list)
    for one in seen:
        by[one.of.plan.currency].append(one)
    return tuple(_money(currency, several) for currency, several in sorted(by.items()))


def _money(currency: str, seen: Sequence[Watch]) -> Money:
    granted = out = receipted = risk = ready = 0.0
    for one in seen:
        size = SIZES[one.of.plan.amounts]
        eligible = min(gate.latest(one, "eligible") or 0.0, one.of.paid)
        granted += size * sum(part.amount for part in one.of.tranches)
        out += size * one.of.paid
        receipted += size * eligible
        if one.gravest == RED:
            risk += size * (one.of.paid - eligible)
        if following := gate.following(one):
            ready += size * following.decision.amount
    return Money(currency, len(seen), granted, out, receipted, risk, ready)


def jobs(seen: Sequence[Watch]) -> tuple[float, int]:
    """Full-time posts as last reported, and how many ventures reported any."""
    found = [value for one in seen if (value := gate.latest(one, "jobs")) is not None]
    return sum(found), len(found)


@dataclass(frozen=True)
class Reach:
    """Unique people: somewhere between ``least`` and ``most``. Nobody is asked who they are, so no list can tell."""

    least: float
    most: float
    ventures: int
    groups: tuple[str, ...]
    """The groups that several ventures reach: of each the largest count is in ``least``."""


def reach(seen: Sequence[Watch]) -> Reach:
    """People reached, without counting anybody twice.

    Within a venture each person is counted once, for the count runs since the start: the last one stands for all, and
    months are never added up. Between ventures of the same group the same people may come to both: then at least as
    many are reached as the larger one reaches.
    """
    by: dict[str, list[float]] = defaultdict(list)
    found = [(one, value) for one in seen if (value := gate.latest(one, "people")) is not None]
    for one, value in found:
        by[one.of.group or f"\0{one.of.student.id}"].append(value)
    shared = tuple(sorted(group for group, several in by.items() if len(several) > 1))
    return Reach(
        sum(map(max, by.values())),
        sum(value for _one, value in found),
        len(found),
        shared,
    )
