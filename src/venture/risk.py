"""The risk room: what may come out differently, how much that matters, and how likely it is.

Everything is computed on the student's own plan, by the engine that makes its forecast. A **driver** is the path of one
number of the plan (``products/Places/price``); an **outcome** is any function of a forecast.

    >>> outcomes = {"lowest cash": lambda f: f.lowest_cash, "NPV": Outcome(appraisal.npv)}
    >>> stories_of(plan, outcomes)                                # each scenario beside the plan
    >>> tornado_of(plan, outcomes["lowest cash"])                 # one number at a time, widest bar first
    >>> switching_value_of(plan, "products/Places/price")         # where the outcome turns
    >>> monte_carlo_of(plan, outcomes, n=10_000, seed=1)          # all of them at once, by chance

`tornado`, `switching_value` and `monte_carlo` do the same for any function of named numbers.

Amounts are in the plan's unit, shares are 0.2 for 20 %. The standard library is enough; with numpy (imported when first
needed) thousands of futures are computed at once, a block at a time, and come to the same numbers.
Methods: OpenStax, Principles of Finance 18.5 (scenarios, sensitivity); why they are built as they are is written in
docs/decisions/risk.md.
"""

from __future__ import annotations

import functools
import itertools
import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from venture import appraisal, draws
from venture.draws import Pairs, Range
from venture.forecast import Forecast, forecast, sheet_of
from venture.guide import guide
from venture.numbers import say
from venture.plan import Plan
from venture.plan_fields import Spec
from venture.planfile import places, values
from venture.planfile.walk import numbers
from venture.words import _, joined, ngettext

USUAL_SPREAD = 0.2  # ± 20 % where nobody has given a range yet
FUTURES, FUTURES_ALONE = 10_000, 1_000  # by default: many at once, and one at a time
BLOCK, BLOCK_ALONE = 2_000, 50  # futures computed between two calls of ``progress``
KEPT = 2**26  # bytes; a block of a large plan takes about 50 million

# Numbers that most plans are sensitive to: looked at where a plan names no risks of its own.
USUAL = {
    "products": ("price", "demand", "variable_cost"),
    "step_costs": ("amount",),
    "staff": ("pay",),
    "fixed_costs": ("amount",),
}
# These shift rows against each other, so that each value is a sheet of its own.
LAYOUT = {"tax/after", "vat/after"}
# The warning that goes with numbers drawn without a correlation, and the one before giving one.
ALONE = _(
    "The numbers are drawn as if none had to do with another; where bad things come together, the real risk is larger."
)
TOGETHER = _(
    "A correlation is a claim: give one only where you can say why the two numbers move together, and how you know."
)

WHOLE = ("whole", "month")

Progress = Callable[[int, int], None]  # (futures done, futures in all)


@dataclass(frozen=True)
class Outcome:
    """What is watched: a number of a forecast, and the limit below which it is trouble."""

    of: Callable[[Forecast], Any]
    limit: float = 0.0


Outcomes = Mapping[str, Outcome | Callable[[Forecast], Any]]


def outcomes_of(plan: Plan) -> dict[str, Outcome]:
    """What is watched by default: the last year's net income, the lowest cash, NPV and the lowest DSCR.

    NPV where the plan names a required return that goes with its amounts; DSCR where it has loans, with the lender's
    limit or 1.15.
    """
    year = plan.months // 12
    watched = {
        _("net income, year {year}").format(year=year): Outcome(lambda f: f.year("net_income", year)),
        _("lowest cash"): Outcome(lambda f: f.lowest_cash),
    }
    if plan.appraisal.rate and _fits(appraisal, plan):
        watched[_("NPV")] = Outcome(appraisal.npv)
    if plan.loans:
        limit = guide("dscr") if plan.appraisal.dscr_limit is None else plan.appraisal.dscr_limit
        watched[_("lowest DSCR")] = Outcome(appraisal.dscr_minimum, limit)
    return watched


def _fits(appraisal: Any, plan: Plan) -> bool:
    """Are rate and amounts both real or both nominal, or is there an inflation to make them so?"""
    try:
        appraisal.rate_that_fits(plan.appraisal)
    except ValueError:
        return False
    return True


def _outcomes(plan: Plan, outcomes: Outcomes | None) -> dict[str, Outcome]:
    given = outcomes_of(plan) if outcomes is None else outcomes
    return {name: one if isinstance(one, Outcome) else Outcome(one) for name, one in given.items()}


def _outcome(outcome: Outcome | Callable[[Forecast], Any] | None) -> Outcome:
    """One outcome; the lowest cash where none is given."""
    if outcome is None:
        return Outcome(lambda f: f.lowest_cash)
    return outcome if isinstance(outcome, Outcome) else Outcome(outcome)


# --- the plan in another future


def future(plan: Plan, changes: Mapping[str, Any], with_requested: bool = False) -> Forecast:
    """The forecast with other numbers at some paths: any number of the plan, also one that no row reads.

    Raises:
        ValueError: a path leads nowhere (the nearest is offered), or its number cannot have that value.
    """
    sheet = sheet_of(plan, with_requested)
    inputs = {path: value for path, value in changes.items() if path in sheet.inputs and path not in LAYOUT}
    if others := {path: value for path, value in changes.items() if path not in inputs}:
        plan = changed(plan, others)
        sheet = sheet_of(plan, with_requested)
    return Forecast(plan, sheet, sheet.values(inputs, on_demand=True))  # only the rows that outcomes read


def changed(plan: Plan, changes: Mapping[str, float]) -> Plan:
    """The plan with other numbers. Its rules are asked once all are in: two shares may only add up together.

    Raises:
        ValueError: a path leads nowhere (the nearest is offered), or this is no plan.
    """
    *first, last = changes.items()
    for path, value in first:
        whole = places.spec_at(plan, path).kind in WHOLE
        value = _checked(plan, path, value)
        plan = places._put(plan, places._found(plan, path)[0], int(value) if whole else value)
    return places.replace_at(plan, *last)


def _in_sheet(plan: Plan, path: str, with_requested: bool) -> bool:
    """Can the number change without a new sheet?"""
    return path in sheet_of(plan, with_requested).inputs and path not in LAYOUT


def _checked(plan: Plan, path: str, value: float) -> float:
    """The value, where the number at the path could have it."""
    try:
        return values.fit(places.spec_at(plan, path), value)
    except values.Wrong as wrong:
        raise ValueError(_("{driver} cannot be {value}. {allowed}").format(driver=path, value=say(value), allowed=wrong)) from None  # fmt: skip


def label(plan: Plan, path: str) -> str:
    """The driver in words: "Places: price of a unit"."""
    words = places.spec_at(plan, path).label
    found = sheet_of(plan).inputs.get(path)
    return found.label if found else words[:1].upper() + words[1:]


# --- ranges


def ranges_of(plan: Plan, drivers: Iterable[str] | None = None) -> dict[str, Range]:
    """The range of each driver: as the plan's risks give it, else ± 20 % of the plan's number (``assumed``).

    Args:
        drivers: paths; by default those of the plan's risks, and where it names none, prices, demand, costs and pay.
            Where two risks move the same number, its range spans both.

    Raises:
        ValueError: a path leads nowhere, a range is out of order or makes no plan (a share above 100 %), or a number
            is 0 and has no range: ± 20 % of 0 says nothing.
    """
    if drivers is None:
        drivers = [risk.driver for risk in plan.risks if risk.driver] or usual_drivers(plan)
    return {path: _range(plan, path) for path in dict.fromkeys(drivers)}


def usual_drivers(plan: Plan) -> list[str]:
    """Prices, demand, unit costs, step costs, pay and fixed costs that are not 0."""
    return ["/".join(path) for path, _spec, value in numbers(plan) if value and path[-1] in USUAL.get(path[0], ())]


def _range(plan: Plan, path: str) -> Range:
    spec, now = places.spec_at(plan, path), places.get(plan, path)
    whole = spec.kind in WHOLE
    risks = [risk for risk in plan.risks if risk.driver == path]
    lows = [risk.low for risk in risks if risk.low is not None]
    highs = [risk.high for risk in risks if risk.high is not None]
    likely = next((risk.likely for risk in risks if risk.likely is not None), now)
    if not now and not (lows and highs):
        raise ValueError(_("{driver} is 0 in the plan, and ± 20 % of that is nothing: give its risk a low and a high.").format(driver=path))  # fmt: skip
    usual = _around(spec, now, whole)
    low = min(lows) if lows else min(usual[0], likely)
    high = max(highs) if highs else max(usual[1], likely)
    try:
        span = Range(low, likely, high, assumed=not (lows and highs), whole=whole)
    except ValueError as wrong:
        raise ValueError(f"{path}: {wrong}") from None
    for value in (low, high):
        places.replace_at(plan, path, value)
    return span


def _around(spec: Spec, now: float, whole: bool) -> tuple[float, float]:
    """± 20 %, inside what the number may be."""
    ends = sorted((now * (1 - USUAL_SPREAD), now * (1 + USUAL_SPREAD)))
    if whole:
        ends = [float(round(end)) for end in ends]
    return max(ends[0], _least(spec)), min(ends[1], _most(spec))


def _least(spec: Spec) -> float:
    return -math.inf if spec.low is None else spec.low


def _most(spec: Spec) -> float:
    return math.inf if spec.high is None else spec.high


# --- scenarios as stories


@dataclass(frozen=True)
class Story:
    """What comes out when a story comes true. The first story is the plan itself."""

    name: str
    text: str
    changes: Mapping[str, float]
    outcomes: Mapping[str, float]


def stories_of(plan: Plan, outcomes: Outcomes | None = None, with_requested: bool = False) -> tuple[Story, ...]:
    """The plan and its scenarios side by side.

    Raises:
        ValueError: a scenario changes a number that is not there, twice, or to what it cannot be; it is named.
    """
    watched = _outcomes(plan, outcomes)
    told = [Story(_("As planned"), "", {}, _seen(watched, forecast(plan, None, with_requested)))]
    for scenario in plan.scenarios:
        changes: dict[str, float] = {}
        try:
            for change in scenario.changes:
                if change.driver in changes:
                    raise ValueError(_("{driver} is changed twice.").format(driver=change.driver))
                changes[change.driver] = _checked(plan, change.driver, change.value)
            other = changed(plan, changes) if changes else plan
            seen = _seen(watched, forecast(other, None, with_requested))
        except ValueError as wrong:
            raise ValueError(_("Scenario “{name}”: {wrong}").format(name=scenario.name, wrong=wrong)) from None
        told.append(Story(scenario.name, scenario.story, changes, seen))
    return tuple(told)


def _seen(watched: Mapping[str, Outcome], f: Forecast) -> dict[str, float]:
    return {name: float(one.of(f)) for name, one in watched.items()}


# --- one number at a time


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: the outcome at the low and at the high end of one number, all else as planned."""

    driver: str
    label: str
    range: Range
    at_low: float
    at_high: float
    base: float  # the outcome as planned

    @property
    def width(self) -> float:
        """Outcome at the high end less outcome at the low end; negative where more is worse."""
        return self.at_high - self.at_low

    @property
    def sentence(self) -> str:
        text = _("{driver} from {low} to {high}: outcome from {at_low} to {at_high}.").format(
            driver=self.label, low=say(self.range.low), high=say(self.range.high),
            at_low=say(self.at_low, most=2), at_high=say(self.at_high, most=2),
        )  # fmt: skip
        return text + _(" The plan gives no full range for it: ± 20 % is assumed.") if self.range.assumed else text


def tornado(
    compute: Callable[..., float], base: Mapping[str, float], ranges: Mapping[str, Range | tuple[float, float]]
) -> tuple[Bar, ...]:
    """One-way sensitivity of any function of named numbers, the widest bar first.

    >>> [(bar.driver, bar.width) for bar in tornado(lambda a, b: a - b, dict(a=5, b=3), dict(a=(4, 6), b=(0, 4)))]
    [('b', -4), ('a', 2)]

    Args:
        compute: called with the numbers by name.
        base: every number as planned.
        ranges: pairs (low, high), or a `Range`.

    Raises:
        ValueError: a range for a number that is not in ``base``, or one that is out of order.
    """
    for name in ranges:
        _known(name, base)
    planned = compute(**base)
    bars = []
    for name, given in ranges.items():
        span = given if isinstance(given, Range) else _pair(name, given)
        low, high = (compute(**{**base, name: value}) for value in (span.low, span.high))
        bars.append(Bar(name, name, span, low, high, planned))
    return tuple(sorted(bars, key=lambda bar: -abs(bar.width)))


def _pair(name: str, given: tuple[float, float]) -> Range:
    """A range of which only the ends count."""
    low, high = given
    try:
        return Range(low, low, high)
    except ValueError as wrong:
        raise ValueError(f"{name}: {wrong}") from None


def _known(name: str, names: Iterable[str]) -> None:
    if name not in names:
        raise ValueError(_("There is no number “{name}”. There are: {names}.").format(name=name, names=", ".join(names)))  # fmt: skip


def tornado_of(
    plan: Plan,
    outcome: Outcome | Callable[[Forecast], Any] | None = None,
    drivers: Iterable[str] | None = None,
    with_requested: bool = False,
) -> tuple[Bar, ...]:
    """One-way sensitivity of a plan's outcome (by default its lowest cash), the widest bar first.

    Args:
        drivers: as in `ranges_of`, which says where the ranges come from and what is refused.
    """
    watched, ranges = _outcome(outcome), ranges_of(plan, drivers)
    base = {path: places.get(plan, path) for path in ranges}

    def compute(**numbers: float) -> float:
        moved = {path: value for path, value in numbers.items() if value != base[path]}
        return float(watched.of(future(plan, moved, with_requested)))

    bars = tornado(compute, base, ranges)
    return tuple(Bar(bar.driver, label(plan, bar.driver), bar.range, bar.at_low, bar.at_high, bar.base) for bar in bars)


# --- where the outcome turns

STEPS = 100  # values tried over the whole range, and again near the plan's own
CLOSE = 1e-12  # relative width at which a crossing is found
SUDDEN = 1e-7  # a jump is more than this share of all that the outcome moves


@dataclass(frozen=True)
class Crossing:
    """A place where the outcome passes the limit. ``jumps``: it is never there, a step takes it across."""

    value: float
    before: float  # the outcome just below the value
    after: float  # and just above
    jumps: bool


@dataclass(frozen=True)
class Switching:
    """The value of one number at which an outcome reaches its limit.

    ``crossings`` holds all that were found, from low to high; `nearest` is the one next to the plan's number.
    ``reason`` says why there is none.
    """

    driver: str
    label: str
    base: float
    limit: float
    searched: tuple[float, float]
    crossings: tuple[Crossing, ...]
    reason: str

    @property
    def nearest(self) -> Crossing | None:
        return min(self.crossings, key=lambda one: abs(one.value - self.base), default=None)

    @property
    def value(self) -> float | None:
        """The nearest value at which the outcome turns; None where there is none (`reason`)."""
        return self.nearest.value if self.nearest else None

    @property
    def room(self) -> float | None:
        """How far the number may move until then, as a share of the plan's: −0.075 is 7.5 % less."""
        return None if self.nearest is None or not self.base else (self.nearest.value - self.base) / abs(self.base)

    @property
    def sentence(self) -> str:
        if self.nearest is None:
            return f"{self.label}: {self.reason}"
        one = self.nearest
        if one.jumps:
            text = _("{driver}: at {value} the outcome jumps across {limit}, from {before} to {after}.")
        else:
            text = _("{driver}: at {value} the outcome is {limit}.")
        text = text.format(
            driver=self.label, value=say(one.value), limit=say(self.limit),
            before=say(one.before, most=2), after=say(one.after, most=2),
        )  # fmt: skip
        if self.room is not None:
            text += _(" The plan has {base}: room of {room} %.").format(base=say(self.base), room=say(self.room * 100, most=1))  # fmt: skip
        if len(self.crossings) > 1:
            everywhere = joined([say(crossing.value) for crossing in self.crossings])
            text += _(" It passes the limit more than once, at {values}; this is the nearest.").format(
                values=everywhere
            )
        return text


def switching_value(
    compute: Callable[..., float],
    base: Mapping[str, float],
    driver: str,
    limit: float = 0.0,
    low: float | None = None,
    high: float | None = None,
    whole: bool = False,
) -> Switching:
    """Where any function of named numbers reaches a limit when one of them moves.

    >>> there = switching_value(lambda price, cost: 400 * (price - cost) - 2000, dict(price=13, cost=6), "price")
    >>> round(there.value, 9), round(there.room, 3)
    (11.0, -0.154)

    Args:
        low, high: where to look; by default ten times the planned number to either side.
        whole: the number is a count, so only whole values are tried.

    Raises:
        ValueError: no such number, or nowhere to look.
    """
    _known(driver, base)
    now = base[driver]
    low = now - 10 * abs(now) if low is None else low
    high = now + 10 * abs(now) if high is None else high

    def one(value: float) -> float:
        return float(compute(**{**base, driver: value}))

    return _switching(driver, driver, now, limit, (low, high), whole, one)


def switching_value_of(
    plan: Plan,
    driver: str,
    outcome: Outcome | Callable[[Forecast], Any] | None = None,
    low: float | None = None,
    high: float | None = None,
    with_requested: bool = False,
) -> Switching:
    """The value of one number of the plan at which an outcome (by default the lowest cash) reaches its limit.

    Args:
        low, high: where to look; by default ten times the plan's number to either side, and the range that its risk
            names, as far as the number may go.

    Raises:
        ValueError: the driver leads nowhere, or is 0 and nothing says where to look.
    """
    watched, spec, now = _outcome(outcome), places.spec_at(plan, driver), places.get(plan, driver)
    named = [v for risk in plan.risks if risk.driver == driver for v in (risk.low, risk.high) if v is not None]
    low = min([now - 10 * abs(now), *named]) if low is None else low
    high = max([now + 10 * abs(now), *named]) if high is None else high
    look = max(low, _least(spec)), min(high, _most(spec))

    def one(value: float) -> float:
        try:
            return float(watched.of(future(plan, {driver: value}, with_requested)))
        except ValueError:
            return math.nan  # no plan can have this number there

    def many(tried: list[float]) -> list[float]:
        block = _at_once(lambda **moved: watched.of(future(plan, moved, with_requested)), {driver: tried})
        return next(block)[1]

    whole = spec.kind in WHOLE
    at_once = not whole and _numpy() and _in_sheet(plan, driver, with_requested)
    return _switching(driver, label(plan, driver), now, watched.limit, look, whole, one, many if at_once else None)


def _switching(
    driver: str, words: str, now: float, limit: float, look: tuple[float, float], whole: bool,
    one: Callable[[float], float], many: Callable[[list[float]], list[float]] | None = None,
) -> Switching:  # fmt: skip
    """Try a grid, then halve each step of it that the limit lies in."""
    low, high = look
    if not all(map(math.isfinite, (now, limit, low, high))):
        raise ValueError(_("{driver}: the limit and the values to look between must be finite.").format(driver=driver))
    if low >= high:
        raise ValueError(_("{driver}: there is nothing to search between {low} and {high}; give a low and a high.").format(driver=driver, low=say(low), high=say(high)))  # fmt: skip
    tried = _grid(low, high, now, whole)
    found = many(tried) if many else list(map(one, tried))
    seen = [(x, y) for x, y in zip(tried, found, strict=True) if y == y]
    sizes = [abs(y - limit) for _x, y in seen if math.isfinite(y)]
    crossings = tuple(
        _crossing(one, a, b, limit, now, whole, max(sizes, default=0.0))
        for a, b in itertools.pairwise(seen)
        if (a[1] >= limit) != (b[1] >= limit)
    )
    reason = "" if crossings else _why_not(seen, limit, look)
    return Switching(driver, words, now, limit, look, crossings, reason)


def _grid(low: float, high: float, now: float, whole: bool) -> list[float]:
    """Values to try: evenly over everything, and more finely where the plan is."""
    if whole:
        first, last = math.ceil(low), math.floor(high)
        step = max(1, (last - first) // (10 * STEPS))
        return sorted({*map(float, range(first, last + 1, step)), float(last), *([now] if low <= now <= high else [])})
    near = max(low, now - abs(now) / 2), min(high, now + abs(now) / 2)
    spans = [(low, high), near] if near[0] < near[1] else [(low, high)]
    points = {a + (b - a) * place / STEPS for a, b in spans for place in range(STEPS + 1)}
    return sorted(points | ({now} if low <= now <= high else set()))


def _crossing(
    one: Callable[[float], float], a: tuple[float, float], b: tuple[float, float], limit: float, now: float,
    whole: bool, size: float,
) -> Crossing:  # fmt: skip
    """Halve the step until it is as thin as the numbers allow. What holds at ``a`` does not hold at ``b``."""
    (low, at_low), (high, at_high) = a, b
    holds = at_low >= limit
    while high - low > (1 if whole else CLOSE * max(abs(low), abs(high))):
        middle = (low + high) / 2 if not whole else float((low + high) // 2)
        if not low < middle < high:
            break
        value = one(middle)
        if (value >= limit) == holds:
            low, at_low = middle, value
        else:
            high, at_high = middle, value
    jumps = abs(at_high - at_low) > SUDDEN * size and limit not in (at_low, at_high)
    if whole:  # the first whole number at which things are otherwise than at the plan's
        value = high if now <= low else low
    elif jumps or not math.isfinite(at_high - at_low):
        value = (low + high) / 2
    else:
        value = low + (high - low) * (limit - at_low) / (at_high - at_low)
    return Crossing(value, at_low, at_high, jumps)


def _why_not(seen: list[tuple[float, float]], limit: float, look: tuple[float, float]) -> str:
    if not seen:
        return _("between {low} and {high} there is no outcome at all.").format(low=say(look[0]), high=say(look[1]))
    least, most = min(y for _x, y in seen), max(y for _x, y in seen)
    text = _("no value between {low} and {high} brings the outcome to {limit}; it stays between {least} and {most}.")
    return text.format(low=say(look[0]), high=say(look[1]), limit=say(limit), least=say(least, most=2), most=say(most, most=2))  # fmt: skip


# --- all of them at once, by chance


@dataclass(frozen=True)
class Chance:
    """How often something happened in ``n`` futures."""

    count: int
    n: int

    @property
    def p(self) -> float:
        return self.count / self.n

    @property
    def error(self) -> float:
        """Standard error √(p(1 − p) / n): what the drawing alone leaves open, whatever the ranges are worth."""
        return math.sqrt(self.p * (1 - self.p) / self.n)

    @property
    def sentence(self) -> str:
        """In words. Never seen is not impossible: below 3 / n with 95 % confidence (the rule of three)."""
        if self.count in (0, self.n):
            text = _("in none of {n} futures (less than {most} %)") if not self.count else _("in all of {n} futures (more than {least} %)")  # fmt: skip
            least = max(0.0, 100 - 300 / self.n)
            return text.format(n=say(self.n), most=say(100 - least), least=say(least))
        return _("{p} % ± {error} %").format(p=say(100 * self.p, 1), error=say(100 * self.error, most=2))


@dataclass(frozen=True)
class Spread:
    """One outcome over all futures, in the order drawn. Futures without a number (no debt service) are NaN."""

    values: array = field(repr=False)
    limit: float = 0.0

    @functools.cached_property
    def ordered(self) -> list[float]:
        """What has a number, from the worst to the best."""
        return sorted(filter(math.isfinite, self.values))

    @property
    def undefined(self) -> int:
        """In how many futures the outcome is no number."""
        return len(self.values) - len(self.ordered)

    def below(self, limit: float | None = None) -> Chance:
        """How likely the outcome is below a limit, by default its own. A future without a number is not below."""
        limit = self.limit if limit is None else limit
        return Chance(bisect_left(self.ordered, limit), len(self.values))

    def percentile(self, share: float) -> float:
        """The value that a share of futures stays below, as PERCENTILE.INC has it; NaN where no future has a number.

        Raises:
            ValueError: the share is not between 0 and 1.
        """
        if not 0 <= share <= 1:
            raise ValueError(_("A percentile is a share between 0 and 1, found {found}.").format(found=share))
        if not self.ordered:
            return math.nan
        place = share * (len(self.ordered) - 1)
        below = int(place)
        a, b = self.ordered[below], self.ordered[min(below + 1, len(self.ordered) - 1)]
        return a + (b - a) * (place - below)

    @property
    def p5(self) -> float:
        return self.percentile(0.05)

    @property
    def p50(self) -> float:
        return self.percentile(0.5)

    @property
    def p95(self) -> float:
        return self.percentile(0.95)

    @property
    def mean(self) -> float:
        return math.fsum(self.ordered) / len(self.ordered) if self.ordered else math.nan

    @property
    def mean_error(self) -> float:
        """Standard error of the mean, s / √n; NaN for fewer than two futures."""
        n, mean = len(self.ordered), self.mean
        if n < 2:
            return math.nan
        return math.sqrt(math.fsum((value - mean) ** 2 for value in self.ordered) / (n - 1) / n)


@dataclass(frozen=True)
class Simulation:
    """What came out of ``n`` futures, and all that is needed to draw them again."""

    ranges: Mapping[str, Range]
    n: int
    seed: int
    correlation: Pairs
    outcomes: Mapping[str, Spread]

    def __getitem__(self, outcome: str) -> Spread:
        """Raises: KeyError: there is no such outcome; the message names those that are there."""
        if outcome not in self.outcomes:
            raise KeyError(_("There is no outcome “{name}”. There are: {names}.").format(name=outcome, names=", ".join(self.outcomes)))  # fmt: skip
        return self.outcomes[outcome]

    def drawn(self) -> dict[str, list[float]]:
        """The futures themselves, drawn again from the seed: each driver's values."""
        return next(draws.blocks(self.ranges, self.n, self.seed, self.correlation, self.n))

    @property
    def limits(self) -> str:
        """What these numbers do not say."""
        k, pairs = len(self.ranges), len(self.correlation)
        assumed = sum(span.assumed for span in self.ranges.values())
        worst = max((spread.below().error or 3 / self.n for spread in self.outcomes.values()), default=0.0)
        said = [
            ngettext("{n} futures of {k} number, seed {seed}.", "{n} futures of {k} numbers, seed {seed}.", k).format(
                n=say(self.n), k=k, seed=self.seed
            ),
            _("Drawing alone leaves each chance open by up to ± {error} percentage points.").format(
                error=say(100 * worst, most=2)
            ),
        ]
        if assumed:
            text = ngettext(
                "Of {k} ranges {assumed} is assumed, not yours.",
                "Of {k} ranges {assumed} are assumed, not yours.",
                assumed,
            )
            said.append(text.format(k=k, assumed=assumed))
        if pairs:
            said.append(_("Pairs that move together, as you said: {pairs}.").format(pairs=pairs))
        elif k > 1:
            said.append(ALONE)
        said.append(_("More futures make this finer, not truer: it is as good as its ranges."))
        return " ".join(said)


def monte_carlo(
    compute: Callable[..., Any],
    ranges: Mapping[str, Range | tuple[float, float, float]],
    n: int = FUTURES,
    seed: int = 1,
    correlation: Pairs | None = None,
    limits: Mapping[str, float] | None = None,
    progress: Progress | None = None,
    at_once: bool = False,
) -> Simulation:
    """Any function of named numbers, in ``n`` futures drawn from triangular ranges.

    >>> profit = lambda trips, price, cost: trips * (price - cost) - 2100
    >>> drawn = monte_carlo(profit, dict(trips=(220, 380, 520), price=(11, 13, 16), cost=(5.5, 6.5, 8)), n=20_000)
    >>> 0.272 < drawn["outcome"].below(0).p < 0.282
    True

    Args:
        compute: called with the drawn numbers by name; gives one number (called ``outcome``) or a mapping of several.
        ranges: `Range`, or (low, likely, high). Numbers that do not vary belong into ``compute``.
        n: 1 to 1 000 000.
        seed: the same seed draws the same futures, on every machine, with numpy or without.
        correlation: rank correlations by pairs, ``{("trips", "price"): -0.5}``. None by default: every number is then
            drawn alone, which makes very bad and very good futures rarer than they are (`ALONE`; and `TOGETHER` is
            for people who are about to give one).
        limits: below what an outcome is trouble; 0 by default.
        progress: called as progress(done, n) after each block.
        at_once: ``compute`` takes numpy arrays, one value for each future.

    Raises:
        ValueError: ranges out of order, correlations that cannot be, or a number of futures that means nothing.
    """
    spans = {name: given if isinstance(given, Range) else _triple(name, given) for name, given in ranges.items()}
    size = BLOCK if at_once else BLOCK_ALONE
    found: dict[str, array] = {}
    done = 0
    for block in draws.blocks(spans, n, seed, correlation, size):
        for name, got in (_at_once if at_once else _alone)(compute, block):
            found.setdefault(name, array("d")).extend(got)
        done += len(next(iter(block.values())))
        if progress:
            progress(done, n)
    limits = limits or {}
    spreads = {name: Spread(got, limits.get(name, 0.0)) for name, got in found.items()}
    return Simulation(spans, n, seed, dict(correlation or {}), spreads)


def _triple(name: str, given: tuple[float, float, float]) -> Range:
    try:
        return Range(*given)
    except (TypeError, ValueError) as wrong:
        raise ValueError(f"{name}: {wrong}") from None


def _named(result: Any) -> Mapping[str, Any]:
    return result if isinstance(result, Mapping) else {"outcome": result}


def _at_once(compute: Callable[..., Any], block: Mapping[str, list[float]]) -> Iterator[tuple[str, list[float]]]:
    """A block of futures in one go; only the outcomes are kept, as plain numbers."""
    import numpy

    _keep_memory()
    size = len(next(iter(block.values())))
    with numpy.errstate(all="ignore"):  # a future without a number is counted, not warned of
        results = _named(compute(**{name: numpy.array(column) for name, column in block.items()}))
    for name, result in results.items():
        yield name, numpy.broadcast_to(numpy.asarray(result, float), size).tolist()


@functools.cache
def _keep_memory() -> None:
    """Let Linux keep what a block has freed for the next one. Handing it back and forth takes a third to a half of a run.

    The C library raises its threshold for that to twice the size of the largest block that it has seen freed; it sees
    one here, once, that nobody writes into.
    """
    if sys.platform == "linux":
        import numpy

        numpy.empty(KEPT // 2 // 8 - 1024)


def _alone(compute: Callable[..., Any], block: Mapping[str, list[float]]) -> Iterator[tuple[str, list[float]]]:
    """The same futures one after another."""
    results = [_named(compute(**dict(zip(block, drawn, strict=True)))) for drawn in zip(*block.values(), strict=True)]
    for name in results[0]:
        yield name, [float(result[name]) for result in results]


def monte_carlo_of(
    plan: Plan,
    outcomes: Outcomes | None = None,
    drivers: Iterable[str] | None = None,
    n: int | None = None,
    seed: int = 1,
    correlation: Pairs | None = None,
    progress: Progress | None = None,
    with_requested: bool = False,
    at_once: bool | None = None,
) -> Simulation:
    """A plan's outcomes in ``n`` futures drawn from the ranges of its risks.

    Args:
        outcomes: what to watch, by default `outcomes_of`.
        drivers: as in `ranges_of`. Months and other counts are drawn as whole numbers.
        n: by default 10 000 where many futures are computed at once, else 1 000.
        seed, correlation, progress: as in `monte_carlo`.
        at_once: with numpy, blocks of futures. By default where numpy is there and every driver is read by a row of
            the forecast; others (the required return, one month's volume) need a forecast for each future.

    Raises:
        ValueError: as in `ranges_of` and `monte_carlo`.
    """
    ranges, watched = ranges_of(plan, drivers), _outcomes(plan, outcomes)
    able = _numpy() is not None and all(_in_sheet(plan, path, with_requested) for path in ranges)
    if at_once and not able:
        raise ValueError(_("These futures can only be computed one at a time: numpy is missing, or a number is outside the forecast's rows."))  # fmt: skip
    at_once = able if at_once is None else at_once

    def compute(**changes: Any) -> dict[str, Any]:
        f = future(plan, changes, with_requested)
        return {name: one.of(f) for name, one in watched.items()}

    limits = {name: one.limit for name, one in watched.items()}
    n = (FUTURES if at_once else FUTURES_ALONE) if n is None else n
    return monte_carlo(compute, ranges, n, seed, correlation, limits, progress, at_once)


def _numpy() -> Any:
    """numpy, where it is there."""
    try:
        import numpy
    except ImportError:
        return None
    return numpy
