"""Seed money in tranches: when the next one is paid, and how far a promise to a lender is kept.

A gate has conditions that must all hold and milestones of which some must be reached. What comes out is one of four
words, always with its reasons: release, release less, hold, stop. Thresholds come from ``data/monitor-values.json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from venture.lights import value
from venture.numbers import say
from venture.numeric import checked
from venture.words import _

RELEASE, LESS, HOLD, STOP = "release", "release less", "hold", "stop"
WORDS = {RELEASE: _("release"), LESS: _("release less"), HOLD: _("hold"), STOP: _("stop")}
SHAPES = {RELEASE: "●", LESS: "◐", HOLD: "▲", STOP: "■"}


@dataclass(frozen=True)
class Condition:
    """One condition. ``met`` is None where nobody knows yet: that does not count as met."""

    text: str
    met: bool | None
    found: str = ""
    """What was found, for the reasons."""
    stops: bool = False
    """Where it does not hold, nothing more is paid: money was used for something else without leave."""

    @property
    def words(self) -> str:
        state = {True: _("met"), False: _("not met"), None: _("not known")}[self.met]
        return f"{self.text}: {state}" + (f" ({self.found})" if self.found else "")


@dataclass(frozen=True)
class Decision:
    """What becomes of a tranche. ``amount`` is what is paid now, ``kept`` what stays for later."""

    outcome: str
    amount: float
    kept: float
    reasons: tuple[str, ...]
    days_left: int | None = None
    """Of a hold."""


def decide(
    amount: float, must: Sequence[Condition], milestones: Sequence[Condition], k: int | None = None, held: int = 0
) -> Decision:
    """Decide about one tranche.

    All of ``must``, then at least ``k`` of the milestones (all, where k is not given): release. A part of the k: release
    that part, if it is large enough to be worth it. Less, or a must that does not hold: hold, and after so many days stop.

    >>> contract = Condition("contract signed", True)
    >>> decide(240, [contract], [Condition("premises found", True)]).outcome
    'release'
    >>> made = decide(210, [contract], [Condition("40 children", True), Condition("cover 1.15", False)], k=2)
    >>> made.outcome, made.amount, made.kept
    ('release less', 105.0, 105.0)

    Args:
        held: days for which this tranche has been held already.

    Raises:
        ValueError: k is more than there are milestones.
    """
    checked("amount", amount, low=0)
    checked("held", held, low=0)
    wanted = len(milestones) if k is None else int(checked("k", k, low=0, high=len(milestones)))
    reached = sum(one.met is True for one in milestones)
    broken = [one for one in must if one.met is not True]
    reasons = tuple(one.words for one in (*must, *milestones))
    count = _("{reached} of {all} milestones reached, {wanted} needed").format(
        reached=reached, all=len(milestones), wanted=wanted
    )
    if any(one.stops and one.met is False for one in must):
        return Decision(STOP, 0.0, amount, reasons)
    if not broken and reached >= wanted:
        return Decision(RELEASE, float(amount), 0.0, (*reasons, count))
    if not broken and reached / wanted >= value("release_less"):
        part = amount * reached / wanted
        return Decision(LESS, part, amount - part, (*reasons, count))
    left = int(value("hold_days")) - int(held)
    if left < 0:
        over = _("held for {held} days; {most} are the most").format(held=held, most=say(value("hold_days")))
        return Decision(STOP, 0.0, amount, (*reasons, count, over))
    return Decision(HOLD, 0.0, amount, (*reasons, count), left)


def headroom(actual: float, limit: float, at_least: bool = True) -> float | None:
    """How far a promise is kept, as a share of its limit: (actual − limit) / limit, turned where the limit is a most.

    Cover of 1.28 where at least 1.15 is promised; debt to equity of 0.6 where at most 0.5 is:

    >>> round(headroom(1.28, 1.15), 3), round(headroom(0.6, 0.5, at_least=False), 3)
    (0.113, -0.2)

    Returns:
        None where the limit is 0: then there is no share, and the difference has to do.
    """
    checked("actual", actual)
    if checked("limit", limit) == 0:
        return None
    room = (actual - limit) / abs(limit)
    return room if at_least else -room


@dataclass(frozen=True)
class Covenant:
    """A promise that is measured. ``actual`` is None where it has not been measured."""

    name: str
    limit: float
    at_least: bool
    actual: float | None

    @property
    def headroom(self) -> float | None:
        return None if self.actual is None else headroom(self.actual, self.limit, self.at_least)

    @property
    def kept(self) -> bool | None:
        if self.actual is None:
            return None
        gap = self.actual - self.limit if self.at_least else self.limit - self.actual
        return gap >= -1e-9

    @property
    def words(self) -> str:
        """What to say about it. For a first-time borrower a broken promise begins a conversation, no default."""
        if self.kept is None:
            return _("not measured")
        room = self.headroom
        by = "" if room is None else _(" by {share} %").format(share=say(100 * abs(room), most=1))
        return (_("kept, room{by}") if self.kept else _("broken{by}: talk about it")).format(by=by)
