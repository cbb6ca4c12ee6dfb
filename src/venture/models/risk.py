"""Risk: which number moves the result most, and how a year ends in thousands of futures.

A simple year: units × (price − variable cost) − fixed costs. Units, price and variable cost have a low, a most
likely and a high value. The tornado moves one of them at a time; the futures draw all three from triangles. A move
of a slider keeps the drawn chances and bends them anew, so that two settings are compared in the same futures.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import lru_cache

from venture import draws
from venture.draws import Range
from venture.model import (
    Bar,
    Bars,
    Chart,
    Figure,
    Level,
    Mark,
    Model,
    NumberInput,
    Preset,
    Result,
    Table,
    TextInput,
    Values,
)
from venture.numbers import counted, say
from venture.words import _

MONEY = _("₽ thousand")
A_YEAR = _("₽ thousand a year")
MOST, MOST_UNITS = 1_000_000, 1_000_000
DRIVERS = ("units", "price", "variable")
BINS = 24  # bars of the histogram, about
NOTHING = 1e-9  # money that is less is none
SURE = 3  # the rule of three: never seen in n futures is still possible up to 3 / n, with 95 % confidence
RANGES, DRAWN = _("The ranges: how low, how high"), _("How the futures are drawn")


def _range_of(name: str, label: str, unit: str, ends: tuple[float, float], high: float, step: float, most: float):
    low_end, high_end = ends
    return (
        NumberInput(
            f"{name}_low",
            _("{driver}, low").format(driver=label),
            unit,
            _("So low that less would surprise you."),
            0,
            high,
            step,
            low_end,
            group=RANGES,
            most=most,
        ),
        NumberInput(
            f"{name}_high",
            _("{driver}, high").format(driver=label),
            unit,
            _("So high that more would surprise you."),
            0,
            high,
            step,
            high_end,
            group=RANGES,
            most=most,
        ),
    )


INPUTS = (
    TextInput("unit", _("What you count"), _("Your unit of sale, in the plural: children, tours, coats."), _("trips")),
    NumberInput(
        "units",
        _("Units, most likely"),
        _("units a year"),
        _("The number that you would bet on."),
        0,
        1000,
        5,
        380,
        most=MOST_UNITS,
    ),
    NumberInput("price", _("Price, most likely"), MONEY, _("What one unit brings."), 0, 50, 0.1, 13, most=MOST),
    NumberInput(
        "variable",
        _("Variable cost, most likely"),
        MONEY,
        _("What one more unit costs."),
        0,
        40,
        0.1,
        6.5,
        most=MOST,
    ),
    NumberInput(
        "fixed",
        _("Fixed costs"),
        A_YEAR,
        _("What you pay even with nobody there. Held still here."),
        0,
        10_000,
        10,
        2100,
        most=MOST,
    ),
    *_range_of("units", _("Units"), _("units a year"), (220, 520), 1000, 5, MOST_UNITS),
    *_range_of("price", _("Price"), MONEY, (11, 16), 50, 0.1, MOST),
    *_range_of("variable", _("Variable cost"), MONEY, (5.5, 8), 40, 0.1, MOST),
    NumberInput(
        "width",
        _("Width of all ranges"),
        "%",
        _("100: as given above. 50: half as wide around the most likely value. 200: twice as wide."),
        0,
        200,
        5,
        100,
        group=DRAWN,
    ),
    NumberInput(
        "together",
        _("Units and price move together"),
        "%",
        _("0: they have nothing to do with each other. −100: a high price always comes with few units."),
        -100,
        100,
        25,
        0,
        group=DRAWN,
    ),
    NumberInput(
        "futures",
        _("Futures drawn"),
        "",
        _("More of them make the answer finer, not truer."),
        1000,
        20_000,
        1000,
        10_000,
        whole=True,
        group=DRAWN,
    ),
    NumberInput(
        "seed",
        _("Seed"),
        "",
        _("The same seed draws the same futures. Another one shows what is left to chance."),
        1,
        999,
        1,
        1,
        whole=True,
        group=DRAWN,
    ),
)

PRESETS = (
    Preset("b", _("Case B: tours without barriers, second year (illustrative)"), {}),
    Preset(
        "b_contracts",
        _("Case B with contracts for a third of the trips (illustrative)"),
        {"units_low": 300, "fixed": 2130},
    ),
)


# --- ranges and futures


def span_of(v: Values, name: str) -> Range:
    """A driver's range, as wide as asked; never below zero. An end on the wrong side of the likely value is moved there."""
    likely = v[name]
    low, high = min(v[f"{name}_low"], likely), max(v[f"{name}_high"], likely)
    wide = v.width / 100
    return Range(max(0.0, likely - wide * (likely - low)), likely, likely + wide * (high - likely))


class _AsDrawn:
    """Stands in for a range where the chances themselves are wanted."""

    @staticmethod
    def at(chances: list[float]) -> list[float]:
        return chances


@lru_cache(maxsize=4)
def _drawn(n: int, seed: int) -> dict[str, list[float]]:
    """Three chances between 0 and 1 for each future, as the engine draws them from this seed."""
    return next(draws.blocks(dict.fromkeys(DRIVERS, _AsDrawn), n, seed, None, n))


@lru_cache(maxsize=4)
def _scores(n: int, seed: int) -> tuple[list[float], list[float]]:
    """The chances of units and price on the normal curve. Kept, because they are most of what a correlation costs."""
    inverse = draws.NORMAL.inv_cdf
    units, price = ([inverse(max(u, draws.TINY)) for u in _drawn(n, seed)[name]] for name in ("units", "price"))
    return units, price


@lru_cache(maxsize=12)
def _chances(n: int, seed: int, together: float) -> dict[str, list[float]]:
    """The chances, with units and price moving together as the engine mixes them; a test holds the two to each other.

    Worked out here for the one pair of this model: the engine begins anew at every correlation, and a slider must not.
    """
    drawn = _drawn(n, seed)
    if not together:
        return drawn
    r = 2 * math.sin(math.pi * together / 6)
    left = 1.0 - r * r
    own = math.sqrt(left) if left > draws.ROUNDING else 0.0
    cdf, (units, price) = draws.NORMAL.cdf, _scores(n, seed)
    mixed = [cdf(r * a + own * b) for a, b in zip(units, price, strict=True)]
    return {"units": drawn["units"], "price": mixed, "variable": drawn["variable"]}


@lru_cache(maxsize=12)
def _values(name: str, span: Range, n: int, seed: int, together: float) -> list[float]:
    """The driver's value in each future. Kept, because a move changes one driver and not three."""
    return span.at(_chances(n, seed, together)[name])


@lru_cache(maxsize=4)
def futures(spans: tuple[Range, ...], fixed: float, n: int, seed: int, together: float) -> tuple[float, ...]:
    """The profit of each future, from the worst to the best."""
    units, price, variable = (_values(name, span, n, seed, together) for name, span in zip(DRIVERS, spans, strict=True))
    return tuple(sorted([u * (p - c) - fixed for u, p, c in zip(units, price, variable, strict=True)]))


def percentile(ordered: tuple[float, ...], share: float) -> float:
    """The value that a share of futures stays below, as PERCENTILE.INC has it."""
    place = share * (len(ordered) - 1)
    below = int(place)
    a, b = ordered[below], ordered[min(below + 1, len(ordered) - 1)]
    return a + (b - a) * (place - below)


def standard_error(p: float, n: int) -> float:
    """√(p(1 − p) / n): what drawing alone leaves open; 3 / n where nothing, or everything, was seen."""
    return math.sqrt(p * (1 - p) / n) if 0 < p < 1 else SURE / n


def profit(units: float, price: float, variable: float, fixed: float) -> float:
    return units * (price - variable) - fixed


# --- the result


def compute(v: Values) -> Result:
    """Tornado, switching values and the spread of profit in thousands of futures."""
    spans = tuple(span_of(v, name) for name in DRIVERS)
    base = profit(v.units, v.price, v.variable, v.fixed)
    n = int(v.futures)
    ordered = futures(spans, v.fixed, n, int(v.seed), v.together / 100)
    losses = bisect_left(ordered, 0.0)
    p = losses / n
    spread = ordered[-1] - ordered[0] > NOTHING
    error = standard_error(p, n) if spread else 0.0
    p5, p50, p95 = (percentile(ordered, share) for share in (0.05, 0.5, 0.95))
    mean = math.fsum(ordered) / n
    bars = _tornado(v, dict(zip(DRIVERS, spans, strict=True)), base)
    units, price, variable = spans
    left = price.low - variable.high  # where a unit leaves less than nothing, the bad end of the units is the high one
    worst = profit(units.low if left >= 0 else units.high, price.low, variable.high, v.fixed)
    switches = _switches(v)
    figures = (
        Figure("p_loss", _("Futures with a loss"), p * 100, _chance(losses, n) if spread else f"{say(100 * p, 1)} %",
               _("± {error} percentage points are left open by drawing alone").format(error=say(error * 100, 2))),
        Figure("base", _("Profit where every number is the most likely one"), base, _money(base), _("one future of many")),
        Figure("p5", _("Bad year (P5)"), p5, _money(p5), _("one future in twenty is worse")),
        Figure("p50", _("Middle year (P50)"), p50, _money(p50), _("half of all futures are worse")),
        Figure("p95", _("Good year (P95)"), p95, _money(p95), _("one future in twenty is better")),
        Figure("mean", _("Mean of all futures"), mean, _money(mean), _("what many such years would bring on average")),
        *(Figure(f"switch_{name}", _("Switching value: {driver}").format(driver=_label(v, name)), switches[name],
                 _switch_text(name, switches[name], v), _room(v[name], switches[name])) for name in DRIVERS),
        *(Figure(f"bar_{bar[0]}", _("Bar of the tornado: {driver}").format(driver=_label(v, bar[0])), bar[2] - bar[1],
                 _("from {low} to {high}").format(low=say(bar[1], most=1), high=say(bar[2], most=1)), _("{unit}, all else most likely").format(unit=MONEY))
          for bar in bars),
        Figure("worst", _("Everything at its bad end at once"), worst, _money(worst),
               _("{count} of {n} futures were as bad").format(count=say(bisect_left(ordered, worst + 1e-9)), n=say(n))),
    )  # fmt: skip
    sentence = _sentence(v, base, losses, n, error, p50, bars, spread)
    histogram, rows = _histogram(ordered, (p5, p50, p95))
    alt = _(
        "Bars show how often the profit of a year falls where, in {n} futures, from {low} to {high} {unit}. "
        "Below zero, and hatched: {chance}; the middle is {middle}."
    ).format(n=say(n), low=say(ordered[0], 0), high=say(ordered[-1], 0), unit=MONEY, chance=_chance(losses, n), middle=say(p50, 0))  # fmt: skip
    if not spread:
        alt = _("One bar: all {n} futures end with {profit}.").format(n=say(n), profit=_money(base))
    return Result(
        sentence,
        figures,
        histogram,
        alt,
        _table(rows, n),
        more=((_tornado_chart(v, bars, base), _tornado_alt(v, bars, base)),),
    )


def _money(value: float) -> str:
    return f"{say(value, 0) if abs(value) >= 100 else say(value, most=1)} {MONEY}"


def _chance(count: int, n: int) -> str:
    if not count:
        return _("none of {n} (so less than {most} %)").format(n=say(n), most=say(100 * SURE / n))
    if count == n:
        return _("all of {n} (so more than {least} %)").format(n=say(n), least=say(100 - 100 * SURE / n))
    return f"{say(100 * count / n, 1)} %"


def _label(v: Values, name: str) -> str:
    return {"units": v.unit, "price": _("price"), "variable": _("variable cost")}[name]


def _switches(v: Values) -> dict[str, float | None]:
    """The value of each driver at which the profit is zero, all else most likely. None where no value does it."""
    margin = v.price - v.variable
    if abs(profit(v.units, v.price, v.variable, v.fixed)) < NOTHING:
        return {name: v[name] for name in DRIVERS}
    found: dict[str, float | None] = {
        "units": v.fixed / margin + 0.0 if margin else None,
        "price": v.variable + v.fixed / v.units if v.units else None,
        "variable": v.price - v.fixed / v.units if v.units else None,
    }
    return {name: value if value is not None and value >= 0 else None for name, value in found.items()}


def _switch_text(name: str, value: float | None, v: Values) -> str:
    if value is None:
        return _("none")
    return counted(value, v.unit, most=1) if name == "units" else f"{say(value)} {MONEY}"


def _room(likely: float, value: float | None) -> str:
    if value is None:
        return _("no value of it alone brings the profit to zero")
    if not likely:
        return _("at this value the profit is zero")
    share = (value - likely) / likely * 100
    if not round(share, 1):
        return _("the profit is zero already")
    moves = _("{share} % more than most likely") if share > 0 else _("{share} % less than most likely")
    return moves.format(share=say(abs(share), 1))


# --- the tornado


def _tornado(v: Values, spans: dict[str, Range], base: float) -> list[tuple[str, float, float]]:
    """(driver, profit at its low end, at its high end), the widest bar first."""
    likely = {name: v[name] for name in DRIVERS}
    bars = []
    for name, span in spans.items():
        low, high = (profit(**{**likely, name: end}, fixed=v.fixed) for end in (span.low, span.high))
        bars.append((name, low, high))
    return sorted(bars, key=lambda bar: -abs(bar[2] - bar[1]))


def _tornado_chart(v: Values, bars: list[tuple[str, float, float]], base: float) -> Chart:
    lows = tuple(Bar(at, base, low, say(low, 0)) for at, (_name, low, _high) in enumerate(bars))
    highs = tuple(Bar(at, base, high, say(high, 0)) for at, (_name, _low, high) in enumerate(bars))
    return Chart(
        _("One number at a time: what moves the profit"),
        _("profit of the year, {unit}").format(unit=MONEY),
        "",
        bars=(Bars(_("the number is low"), lows), Bars(_("the number is high"), highs)),
        levels=(Level(base, _("most likely")),),
        names=tuple((at, _label(v, name)) for at, (name, _low, _high) in enumerate(bars)),
        sideways=True,
    )


def _tornado_alt(v: Values, bars: list[tuple[str, float, float]], base: float) -> str:
    told = "; ".join(
        _("{driver}: {low} to {high}").format(driver=_label(v, name), low=say(low, 0), high=say(high, 0))
        for name, low, high in bars
    )
    return _("Lying bars, the widest on top, around the most likely profit of {base}. {bars}.").format(
        base=say(base, 0), bars=told
    )


# --- the histogram


def _bin_width(low: float, high: float) -> float:
    """A round width for about `BINS` bars: 1, 2 or 5 times a power of ten."""
    raw = max((high - low) / BINS, 1e-6)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.999999)


def _histogram(
    ordered: tuple[float, ...], marks: tuple[float, float, float]
) -> tuple[Chart, list[tuple[float, float, int]]]:
    """Futures by profit. Zero is an edge between two bars, so that each bar is all loss or none."""
    width = _bin_width(ordered[0], ordered[-1])
    first = math.floor(ordered[0] / width)
    last = max(math.floor(ordered[-1] / width), first)
    places = [bisect_left(ordered, number * width) for number in range(first, last + 2)]
    places[0], places[-1] = 0, len(ordered)
    rows = [
        (number * width, (number + 1) * width, places[at + 1] - places[at])
        for at, number in enumerate(range(first, last + 1))
    ]
    share = 100 / len(ordered)
    loss = tuple(Bar((a + b) / 2, 0.0, count * share) for a, b, count in rows if b <= 0)
    profits = tuple(Bar((a + b) / 2, 0.0, count * share) for a, b, count in rows if b > 0)
    kinds = (Bars(_("a profit"), profits, width), Bars(_("a loss"), loss, width, loss=True))
    named = zip(marks, ("P5", "P50", "P95"), strict=True)
    return Chart(
        _("How the year ends in all futures"),
        _("profit of the year, {unit}").format(unit=MONEY),
        _("% of futures"),
        bars=tuple(bars for bars in kinds if bars.bars),
        marks=tuple(Mark(at, 0.0, name) for at, name in named),
    ), rows


def _table(rows: list[tuple[float, float, int]], n: int) -> Table:
    so_far = 0
    made = []
    for low, high, count in rows:
        so_far += count
        made.append((_("{low} to {high}").format(low=say(low), high=say(high)), say(count), f"{say(100 * count / n, 1)} %", f"{say(100 * so_far / n, 1)} %"))  # fmt: skip
    return Table(
        _("Futures by the profit of the year, {unit}").format(unit=MONEY),
        (_("profit"), _("futures"), _("share"), _("so far")),
        tuple(made),
    )


def _sentence(v: Values, base: float, losses: int, n: int, error: float, p50: float, bars, spread: bool) -> str:
    if not spread:
        chance = _("Every range is a single point here, so all {n} futures are the same year").format(n=say(n))
    elif losses in (0, n):
        chance = _("In none of {n} futures does the year end with a loss (so in less than {rest} % of all)")
        chance = (
            chance
            if not losses
            else _("In all {n} futures the year ends with a loss (so in all but less than {rest} %)")
        )
        chance = chance.format(n=say(n), rest=say(100 * SURE / n))
    else:
        chance = _("In {p} % of {n} futures (± {error} by drawing alone) the year ends with a loss").format(
            p=say(100 * losses / n, 1), n=say(n), error=say(100 * error, 2)
        )
    planned = _("a profit of {base}") if base >= 0 else _("a loss of {base}")
    text = _("{chance}; the most likely numbers alone give {planned}, the middle of all futures is {middle}").format(
        chance=chance, planned=planned.format(base=_money(abs(base))), middle=_money(p50)
    )
    name, low, high = bars[0]
    if abs(high - low) > 1e-9:
        text += _("; what moves the result most: {driver}").format(driver=_label(v, name))
    for name in DRIVERS:
        if not v[f"{name}_low"] <= v[name] <= v[f"{name}_high"]:
            text += _("; the most likely value of {driver} lies outside its range, which now ends at it").format(
                driver=_label(v, name)
            )
    return text + "."


MODEL = Model("risk", _("Risk: scenarios, tornado, futures"), INPUTS, compute, PRESETS)
