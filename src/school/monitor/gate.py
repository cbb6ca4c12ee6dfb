"""The next tranche and the promises: the agreement's conditions, with what was measured put into them."""

from __future__ import annotations

from dataclasses import dataclass

from school.monitor import indicators
from school.monitor.actuals import month_end
from school.monitor.agreement import Milestone, Tranche
from school.monitor.indicators import Watch
from venture import lights
from venture.numbers import say
from venture.tranches import Condition, Covenant, Decision, decide

WORDS = {
    "people": "people reached",
    "outcome": "own outcome",
    "revenue": "revenue of the month",
    "units": "units of the month",
    "cash": "cash at month's end",
    "dscr": "debt service cover",
    "jobs": "full-time posts",
}


@dataclass(frozen=True)
class Gate:
    """One tranche at its gate."""

    number: int
    tranche: Tranche
    must: tuple[Condition, ...]
    milestones: tuple[Condition, ...]
    decision: Decision


def measured(seen: Watch, measure: str, month: int) -> float | None:
    """What was reported of a measure in a month."""
    was = seen.actuals.months.get(month)
    if was is None:
        return None
    if measure == "revenue":
        return was.revenue
    if measure == "units":
        return sum(units for units, _price in was.sold.values()) if was.sold else None
    if measure == "dscr":
        return indicators.dscr(indicators.Planned(seen.of), seen.actuals, month)[1]
    return was[measure]


def latest(seen: Watch, measure: str) -> float | None:
    """The newest value that was reported."""
    for month in sorted(seen.actuals.months, reverse=True):
        value = measured(seen, measure, month)
        if value is not None:
            return value
    return None


def following(seen: Watch) -> Gate | None:
    """The first tranche that is not paid, and what becomes of it. None: all are paid, or none was agreed."""
    for number, one in enumerate(seen.of.tranches, 1):
        if one.paid is None:
            must = _must(seen, number)
            milestones = tuple(_milestone(seen, milestone) for milestone in one.milestones)
            made = decide(one.amount, must, milestones, one.k, _held(seen, one))
            return Gate(number, one, must, milestones, made)
    return None


def _held(seen: Watch, one: Tranche) -> int:
    return 0 if one.held_since is None else max(0, (seen.today - month_end(seen.of.plan, one.held_since)).days)


def _must(seen: Watch, number: int) -> tuple[Condition, ...]:
    """What every tranche needs: a report in time, receipts for the last one, no change of purpose without leave."""
    changed = seen.of.purpose_changed
    purpose = Condition(
        "No change of purpose without leave",
        None if changed is None else not changed,
        "" if changed is not None else "write purpose_changed in the agreement",
        stops=True,
    )
    paid = [one for one in seen.of.tranches[: number - 1] if one.paid is not None]
    if not paid:
        return (purpose,)  # before the first tranche there is nothing to report on
    in_time = None if seen.report == lights.NONE else seen.report == lights.GREEN
    report = Condition("Report in time", in_time, seen.report_words)
    share = lights.value("receipts")
    before = sum(one.received for one in paid[:-1])
    needed = before + share * paid[-1].received
    eligible = latest(seen, "eligible")
    receipts = Condition(
        f"Receipts for {100 * share:g} % of the last tranche",
        None if eligible is None else eligible >= needed - 1e-9,
        "not reported" if eligible is None else f"{say(eligible)} of {say(needed)}",
    )
    return report, receipts, purpose


def _milestone(seen: Watch, one: Milestone) -> Condition:
    limit = one.at_least if one.at_least is not None else one.at_most
    bound = "" if limit is None else f"{'at least' if one.at_least is not None else 'at most'} {say(limit)}"
    by = f" by month {one.by_month}" if one.by_month else ""
    text = one.text or f"{WORDS.get(one.measure, one.measure)} {bound}{by}"
    if not one.measure:
        return Condition(text, one.met, "" if one.met is not None else "write met in the agreement")
    months = [at for at in sorted(seen.actuals.months) if one.by_month is None or at <= one.by_month]
    values = [(value, at) for at in months if (value := measured(seen, one.measure, at)) is not None]
    if not values:
        return Condition(text, None, f"{WORDS[one.measure]} not reported")
    if one.by_month is None:
        value, at = values[-1]  # a state: what counts is how it stands
    else:
        value, at = (max if one.at_least is not None else min)(values)  # an event: reached once, in time
    met = value >= limit - 1e-9 if one.at_least is not None else value <= limit + 1e-9
    if not met and one.by_month and seen.last < one.by_month:
        return Condition(text, None, f"{say(value)} so far, in month {at}")
    return Condition(text, met, f"{say(value)} in month {at}")


def promises(seen: Watch) -> tuple[Covenant, ...]:
    """Each covenant with what was measured."""
    return tuple(
        Covenant(one.name, one.limit, one.at_least, latest(seen, one.measure) if one.measure else one.actual)
        for one in seen.of.covenants
    )
