"""The student's own plan in thousands of futures, as module 12 shows it: ``my_risk.show()``.

What may come out differently is what the plan's risks say; what is watched is the account month by month and, where
there is a loan, how well its payments are covered. The engine is `venture.risk`; this file reads it aloud.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace

from venture import my_plan
from venture.faces.box import in_the_book, note, put
from venture.model import Band, Bar, Bars, Chart, Figure, Level, Line, Model, Result, Table
from venture.numbers import say
from venture.plan import Plan
from venture.planfile.problems import BadPlan
from venture.risk import Outcome, Outcomes, Simulation, Spread, monte_carlo_of, outcomes_of, tornado_of
from venture.words import _, ngettext

MONTH = _("cash at the end of month {month}")
BARS = 24  # of a histogram, about
SHOWN = 8  # bars of a tornado that a person reads
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def show(n: int | None = None, seed: int = 1) -> None:
    """Draw the futures of the student's plan and show them: cash by month, the lowest cash, what moves it.

    Args:
        n: how many; by default as many as `venture.risk` holds right.
        seed: the same seed draws the same futures.
    """
    if in_the_book():
        note(
            "told",
            _(
                "In the notebook this cell draws thousands of futures of your own plan. Nothing of it leaves your computer."
            ),
        )
        return
    try:
        result = result_of(my_plan.current(), n, seed)
    except (BadPlan, ValueError) as wrong:
        note("unclear", str(wrong))
        return
    if not my_plan.path().exists():
        note(
            "told", _("You have no plan yet, so these are the futures of the blank one. Answer “In my venture” first.")
        )
    put(Shown(result))


def result_of(plan: Plan, n: int | None = None, seed: int = 1) -> Result:
    """Everything that `show` shows.

    Raises:
        ValueError: a range of the plan cannot be, as in `venture.risk.ranges_of`.
    """
    watched: Outcomes = {**outcomes_of(plan), **_cash_by_month(plan)}
    drawn = monte_carlo_of(plan, watched, n=n, seed=seed)
    cash = drawn[_("lowest cash")]
    planned = _planned(plan, watched)
    fan = _fan(plan, drawn, planned)
    histogram = _histogram(cash, plan.unit)
    tornado, tornado_alt = _tornado(plan)
    chance = cash.below()
    sentence = _(
        "In {share} % of {n} futures (± {error} by drawing alone) your account falls below zero in some month."
    ).format(share=say(100 * chance.p, 1), error=say(100 * (chance.error or 3 / chance.n), 2), n=say(drawn.n))
    fan_alt = _(
        "A band of the cash at the end of each month: nine futures in ten lie in the wide band, half of all in the narrow one."
    )
    histogram_alt = _("Bars of the lowest cash of each future; {share} % are below zero and hatched.").format(
        share=say(100 * chance.p, 1)
    )
    return Result(
        sentence,
        tuple(_figures(plan, drawn)),
        fan,
        fan_alt,
        _table(plan, drawn, planned),
        more=((histogram, histogram_alt), (tornado, tornado_alt)),
    )


def _cash_by_month(plan: Plan) -> dict[str, Outcome]:
    return {MONTH.format(month=at): Outcome(lambda f, at=at: f["cash"][at]) for at in range(plan.months + 1)}


def _planned(plan: Plan, watched: Outcomes) -> dict[str, float]:
    """Each outcome as planned: the one future in which every number comes as written."""
    from venture.forecast import forecast

    f = forecast(plan)
    return {name: float(one.of(f) if isinstance(one, Outcome) else one(f)) for name, one in watched.items()}


# --- the charts


def _fan(plan: Plan, drawn: Simulation, planned: dict[str, float]) -> Chart:
    by_month = [[drawn[MONTH.format(month=at)].percentile(share) for share in LEVELS] for at in range(plan.months + 1)]
    wide = tuple((at, found[0], found[4]) for at, found in enumerate(by_month))
    narrow = tuple((at, found[1], found[3]) for at, found in enumerate(by_month))
    as_planned = tuple((at, planned[MONTH.format(month=at)]) for at in range(plan.months + 1))
    return Chart(
        _("Your account, month by month, in all futures"),
        _("month"),
        _("cash, {unit}").format(unit=plan.unit),
        (
            Line(_("as planned"), as_planned),
            Line(_("the middle of all futures"), tuple((at, found[2]) for at, found in enumerate(by_month))),
        ),
        bands=(Band(_("nine futures in ten"), wide), Band(_("half of all futures"), narrow)),
        levels=(Level(plan.reserve, _("your reserve")),) if plan.reserve else (),
    )


def _histogram(spread: Spread, unit: str) -> Chart:
    """The lowest cash of each future. Zero is an edge between two bars."""
    ordered = spread.ordered
    raw = max((ordered[-1] - ordered[0]) / BARS, 1e-6)
    power = 10.0 ** math.floor(math.log10(raw))
    width = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.999999)
    first, last = math.floor(ordered[0] / width), math.floor(ordered[-1] / width)
    places = [bisect_left(ordered, number * width) for number in range(first, last + 2)]
    places[0], places[-1] = 0, len(ordered)
    bars = [
        (number, Bar((number + 0.5) * width, 0.0, 100 * (places[at + 1] - places[at]) / len(ordered)))
        for at, number in enumerate(range(first, last + 1))
    ]
    kinds = (
        Bars(_("never below zero"), tuple(bar for number, bar in bars if number >= 0), width),
        Bars(_("below zero in some month"), tuple(bar for number, bar in bars if number < 0), width, loss=True),
    )
    return Chart(
        _("The lowest point of your account, in all futures"),
        _("lowest cash, {unit}").format(unit=unit),
        _("% of futures"),
        bars=tuple(one for one in kinds if one.bars),
    )


def _tornado(plan: Plan) -> tuple[Chart, str]:
    bars = tornado_of(plan)[:SHOWN]
    lows = tuple(Bar(at, bar.base, bar.at_low, say(bar.at_low, 0)) for at, bar in enumerate(bars))
    highs = tuple(Bar(at, bar.base, bar.at_high, say(bar.at_high, 0)) for at, bar in enumerate(bars))
    chart = Chart(
        _("One number at a time: what moves the lowest cash"),
        _("lowest cash, {unit}").format(unit=plan.unit),
        "",
        bars=(Bars(_("the number is low"), lows), Bars(_("the number is high"), highs)),
        levels=(Level(bars[0].base, _("as planned")),),
        names=tuple((at, bar.label) for at, bar in enumerate(bars)),
        sideways=True,
    )
    return chart, _("Lying bars, the widest on top: {bars}").format(bars=" ".join(bar.sentence for bar in bars))


# --- the numbers


def _figures(plan: Plan, drawn: Simulation):
    months = _cash_by_month(plan)
    for name, spread in drawn.outcomes.items():
        if name in months:
            continue
        chance = spread.below()
        limit = say(spread.limit, most=2)
        yield Figure(
            name.replace(" ", "_"),
            _("{outcome} below {limit}").format(outcome=name[:1].upper() + name[1:], limit=limit),
            100 * chance.p,
            chance.sentence,
            _("of {n} futures; the middle one is {middle}").format(n=say(drawn.n), middle=say(spread.p50, most=2))
            + (_(", {count} have no number").format(count=say(spread.undefined)) if spread.undefined else ""),
        )
    assumed = sum(span.assumed for span in drawn.ranges.values())
    yield Figure(
        "ranges",
        _("Ranges drawn"),
        len(drawn.ranges),
        say(len(drawn.ranges)),
        ngettext(
            "{assumed} of them is ± 20 % by default, because your plan gives no full range",
            "{assumed} of them are ± 20 % by default, because your plan gives no full range",
            assumed,
        ).format(assumed=say(assumed))
        if assumed
        else _("all of them are yours"),
    )
    yield Figure(
        "meaning",
        _("What a share of futures is"),
        None,
        _("a share of what your ranges allow"),
        _(
            "It is no forecast of the world: what nobody put into a range does not happen here. Money only asked for is left out."
        ),
    )
    yield Figure("limits", _("How they were drawn"), None, _("{n} futures").format(n=say(drawn.n)), drawn.limits)


def _table(plan: Plan, drawn: Simulation, planned: dict[str, float]) -> Table:
    rows = []
    for month in range(plan.months + 1):
        spread = drawn[MONTH.format(month=month)]
        rows.append(
            (
                say(month),
                say(planned[MONTH.format(month=month)], 1),
                *(say(spread.percentile(share), 1) for share in (0.05, 0.5, 0.95)),
                f"{say(100 * spread.below(0).p, 1)} %",
            )
        )
    return Table(
        _("Cash by month in {n} futures").format(n=say(drawn.n)),
        (_("month"), _("as planned"), _("P5"), _("P50"), _("P95"), _("below zero")),
        tuple(rows),
    )


class Shown:
    """A result that nobody moves: the model's look without its sliders."""

    def __init__(self, result: Result) -> None:
        self.result = result

    def _repr_html_(self) -> str:
        from venture.faces.html import model_html, new_uid
        from venture.faces.notebook import WEB

        model = Model("my_risk", _("Your plan in thousands of futures"), (), lambda values: self.result)
        html = model_html(model, replace(self.result, values=model.values()), new_uid(model))
        css = (WEB / "model.css").read_text("utf-8")
        return f"<style>{css}</style>{html.replace('data-live=', 'data-bound=' + chr(34) + 'yes' + chr(34) + ' data-live=', 1)}"

    def __repr__(self) -> str:
        return self.result.sentence
