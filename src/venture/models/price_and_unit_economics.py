"""Price and unit economics: what do several prices bring on average, and is it enough?

Three groups pay a full price, a reduced price and nothing. Their shares make the average price, the average price
makes break-even, and price elasticity says how many come. A customer who comes again is weighed against what
winning them costs. The formulas are those of `venture.unit_economics` and `venture.costs`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from venture import costs, per_cent
from venture import unit_economics as ue
from venture.model import Band, Chart, Figure, Line, Mark, Model, NumberInput, Preset, Result, Table, TextInput, Values
from venture.models.break_even import stretches_in_words
from venture.numbers import counted, in_months, say
from venture.words import _, ngettext

MONEY = _("₽ thousand")
PER_MONTH = _("₽ thousand a month")
MOST, MOST_UNITS, LEAST = 1_000_000, 100_000, 0.001
ALMOST = 1e-9  # a share so small that nobody pays it
GRID = 80  # prices at which the line is computed
LONGEST_STAY = 120  # months of a customer that are drawn
COSTS, ABILITY, AIMS = _("Costs and room"), _("What they can pay"), _("Average price and discount")
CUSTOMER = _("A customer who comes again")
Profit = Callable[[float], float]  # profit of a month at a full price

INPUTS = (
    TextInput(
        "unit", _("What you count"), _("Your unit of sale, in the plural: children, tours, coats."), _("children")
    ),
    NumberInput(
        "price", _("Full price"), MONEY, _("What one unit brings from those who pay in full."),
        0.1, 30, 0.1, 11, most=MOST, least=LEAST,
    ),
    NumberInput(
        "reduced", _("Reduced price"), MONEY, _("What one unit brings from those who pay less."), 0, 30, 0.1, 7, most=MOST
    ),
    NumberInput(
        "reduced_share", _("Share at the reduced price"), "%", _("Of all units, how many in a hundred."), 0, 100, 1, 30
    ),
    NumberInput("free_share", _("Share free of charge"), "%", _("Of all units, how many in a hundred."), 0, 100, 1, 15),
    NumberInput(
        "elasticity", _("Price elasticity"), "",
        _("At −1, a full price higher by 10 % loses you 10 % of the units. At 0 nobody minds."), -3, 0, 0.1, -1,
    ),
    NumberInput(
        "variable", _("Variable cost"), MONEY, _("What one more unit costs, whoever pays for it."),
        0, 30, 0.01, 1.9, group=COSTS, most=MOST,
    ),
    NumberInput(
        "fixed", _("Fixed costs"), PER_MONTH, _("What you pay even with nobody there."), 0, 1000, 5, 245, group=COSTS, most=MOST
    ),
    NumberInput(
        "step_cost", _("Cost of one more group"), PER_MONTH, _("A cost that comes whole: a teacher, a shift. 0 if you have none."),
        0, 200, 1, 52, group=COSTS, most=MOST,
    ),
    NumberInput(
        "step_size", _("Units in one group"), _("units"), _("How many one more group can serve."),
        1, 50, 1, 24, whole=True, group=COSTS, most=MOST_UNITS,
    ),
    NumberInput(
        "planned", _("Planned volume"), _("units a month"), _("How many come at the price of your plan, below."),
        1, 400, 1, 60, whole=True, group=COSTS, most=MOST_UNITS,
    ),
    NumberInput(
        "base_price", _("Full price of the plan"), MONEY, _("The full price at which the planned volume comes."),
        0.1, 30, 0.1, 11, group=COSTS, most=MOST, least=LEAST,
    ),
    NumberInput(
        "capacity", _("Capacity"), _("units a month"), _("The most that your rooms and hours hold."),
        1, 500, 1, 72, whole=True, group=COSTS, most=MOST_UNITS,
    ),
    NumberInput(
        "pay_low", _("Lowest full price that they expect"), MONEY, _("Below it they doubt that it is good. Ask, do not guess."),
        0, 30, 0.1, 9, group=ABILITY, most=MOST,
    ),
    NumberInput(
        "pay_high", _("Highest full price that they can pay"), MONEY, _("Above it they cannot come, even if they want to."),
        0, 30, 0.1, 14, group=ABILITY, most=MOST,
    ),
    NumberInput(
        "target", _("Average price that you need"), MONEY, _("For example the price with which module 4 was worked out."),
        0, 30, 0.1, 9.4, group=AIMS, most=MOST,
    ),
    NumberInput(
        "discount", _("Discount that is asked for"), "%", _("Off every price, for everybody."), 0, 90, 1, 10, group=AIMS
    ),
    NumberInput(
        "churn", _("Customers who leave in a month"), "%", _("Of those you have, how many in a hundred. 0 if you do not know."),
        0, 50, 0.5, 0, group=CUSTOMER, most=100,
    ),
    NumberInput(
        "acquisition", _("Cost of winning one customer"), MONEY, _("All marketing of a month, divided by the customers won in it."),
        0, 50, 0.5, 0, group=CUSTOMER, most=MOST,
    ),
)  # fmt: skip

PRESETS = (
    Preset("a", _("Case A: a children's centre with three prices (illustrative)"), {}),
    Preset("a_one", _("Case A with one price for all (illustrative)"), {"price": 9.4, "base_price": 9.4, "reduced_share": 0, "free_share": 0}),
    Preset(
        "c",
        _("Case C: a portal with members who pay each month (illustrative)"),
        {
            # fixed: 135 of the case, and 182 for winning the thirteen who replace those who leave
            "unit": _("members"), "price": 1.8, "base_price": 1.8, "reduced": 0, "reduced_share": 0, "free_share": 0,
            "elasticity": -1.2, "variable": 0.54, "fixed": 317, "step_cost": 0, "step_size": 1, "planned": 320,
            "capacity": 400, "pay_low": 1.2, "pay_high": 2.4, "target": 1.8, "churn": 4, "acquisition": 14,
        },
    ),
    Preset(
        "f",
        _("Case F: a sewing workshop that sells in bundles (illustrative)"),
        {
            "unit": _("bundles"), "price": 39.8, "base_price": 39.8, "reduced": 0, "reduced_share": 0, "free_share": 0,
            "elasticity": -1.5, "variable": 20.9, "fixed": 420, "step_cost": 0, "step_size": 1, "planned": 28,
            "capacity": 35, "pay_low": 34, "pay_high": 44, "target": 39.8,
        },
    ),
)  # fmt: skip


# --- what the prices bring


def shares(v: Values) -> tuple[float, float, float]:
    """The shares that pay in full, less and nothing, as shares that make 1: free places get what the others leave."""
    free = min(v.free_share, 100 - v.reduced_share)
    return (100 - v.reduced_share - free) / 100, v.reduced_share / 100, free / 100


def groups(v: Values, price: float) -> tuple[ue.Group, ...]:
    """Price and share of the three groups, at a full price."""
    full, reduced, free = shares(v)
    return (price, full), (v.reduced, reduced), (0.0, free)


def average(v: Values, price: float) -> float:
    """The average price of all units at a full price, in `MONEY`."""
    return ue.average_price(groups(v, price))


def demand(planned: float, base: float, price: float, elasticity: float) -> float:
    """The volume at a price: planned · (1 + elasticity · (price − base) / base), never below 0.

    A straight line through the plan, so that it can be worked out by hand: at −1, 10 % more price are 10 % fewer
    units. Good near the plan's price, poor far from it. Places at a reduced price and free ones are given in
    proportion to the full ones, so that all of them move together.

    >>> round(demand(60, 11, 12.1, -1), 6)
    54.0
    """
    return max(0.0, planned * (1 + elasticity * (price - base) / base))


def wanted(v: Values, price: float) -> float:
    """How many units are wanted at a full price and have room; where nobody pays in full, the plan's."""
    volume = demand(v.planned, v.base_price, price, v.elasticity) if shares(v)[0] > ALMOST else v.planned
    return min(volume, v.capacity)


def whole(volume: float) -> int:
    """To the nearest unit: nobody comes by halves."""
    return math.floor(volume + 0.5)


def profit(v: Values, price: float, volume: float) -> float:
    """Operating profit of a month at a full price and a volume, in `MONEY`."""
    return costs.profit(volume, average(v, price) - v.variable, v.fixed, v.step_cost, int(v.step_size))


def outcomes(v: Values, low: float, high: float) -> list[tuple[float, float, float]]:
    """(full price, average price, units wanted) at evenly spaced full prices from ``low`` to ``high``."""
    full, others = shares(v)[0], average(v, 0.0)  # the average grows with the full price by the share who pay it
    prices = (low + (high - low) * n / GRID for n in range(GRID + 1))
    return [(price, others + full * price, wanted(v, price)) for price in prices]


def compute(v: Values) -> Result:
    """Average price, break-even and profit of a month, and what a customer is worth."""
    full = shares(v)[0]
    mean = average(v, v.price)
    margin = mean - v.variable
    volume = whole(wanted(v, v.price))
    result = profit(v, v.price, volume)
    stretches = costs.break_even_volumes(margin, v.fixed, int(v.capacity), v.step_cost, int(v.step_size))
    safe = stretches[-1].start if stretches and stretches[-1].end >= v.capacity else None
    ratio = margin / mean if mean > 0 else None
    bearable = _bearable(v, volume)
    best = _best_price(v)
    figures = (
        Figure("average", _("Average price"), mean, f"{say(mean)} {MONEY}", _("each price times its share, added up")),
        Figure("volume", _("Units that come"), volume, counted(volume, v.unit), _("at this full price, whole, with room for them")),
        Figure("margin", _("Contribution margin of an average unit"), margin, f"{say(margin)} {MONEY}", _("average price less variable cost")),
        _share("margin_ratio", _("Margin"), ratio, _("contribution as a share of the average price")),
        _share("markup", _("Mark-up"), margin / v.variable if v.variable > 0 else None, _("contribution as a share of the variable cost")),
        Figure("operating", _("Operating break-even"), safe, _volumes(stretches, v), _("at this average price, with this mix")),
        Figure("profit", _("Operating profit"), result, f"{say(result)} {MONEY}", _("at {volume}").format(volume=counted(volume, v.unit))),
        Figure("bearable", _("Free places without a loss"), None if bearable is None else bearable * 100, _bearable_text(v, bearable, volume), _("at these prices and this volume")),
        *_full_for_target(v, full),
        Figure("best", _("Best full price that they can pay"), best[0], _("about {price} {money}").format(price=say(best[0], most=2), money=MONEY), _("there the profit would be {profit}").format(profit=say(best[1], most=1))),
        _rise(v, ratio),
        *_customer(v, mean, ratio),
    )  # fmt: skip
    chart = _chart(v, result)
    more = _customer_chart(v, margin)
    return Result(
        _sentence(v, mean, volume, result, stretches),
        figures,
        chart,
        _alt(v, chart, best),
        _table(v, best[0]),
        more=more,
    )


def _bearable(v: Values, volume: int) -> float | None:
    """The largest share of free places at which the month loses nothing. None: it loses even without any."""
    if volume < 1:
        return None
    needed = v.variable + (v.fixed + v.step_cost * costs.steps_at(volume, int(v.step_size))) / volume
    return ue.largest_free_share(needed, v.price, ((v.reduced, shares(v)[1]),))


def _best_price(v: Values) -> tuple[float, float]:
    """The full price between the lowest and the highest that they can pay at which most is left, and that profit."""
    step_size, best = int(v.step_size), (0.0, -math.inf)
    for price, mean, volume in outcomes(v, *sorted((v.pay_low, v.pay_high))):
        left = costs.profit(whole(volume), mean - v.variable, v.fixed, v.step_cost, step_size)
        if left > best[1]:
            best = price, left
    return best


# --- the figures' words


def _share(name: str, label: str, share: float | None, note: str) -> Figure:
    return Figure(name, label, share, _("none") if share is None else f"{say(share * 100, 1)} %", note)


def _full_for_target(v: Values, full: float) -> tuple[Figure, ...]:
    """The full price that makes the average that is needed; nothing where none is named."""
    if not v.target:
        return ()
    price = max(0.0, ue.full_price_for(v.target, groups(v, v.price)[1:])) if full > ALMOST else None
    text = _("none: nobody pays in full") if price is None else f"{say(price, most=2)} {MONEY}"
    label, note = _("Full price for the average that you need"), _("if nobody leaves because of it")
    return (Figure("full_for_target", label, price, text, note),)


def _volumes(stretches: tuple[costs.Stretch, ...], v: Values) -> str:
    if not stretches:
        return _("at no volume up to {capacity}").format(capacity=counted(v.capacity, v.unit))
    return stretches_in_words(stretches, v)


def _bearable_text(v: Values, share: float | None, volume: int) -> str:
    if share is None:
        return _("none: the month ends with a loss even without free places")
    places = math.floor(share * volume + 1e-9)
    return _("{share} %, that is {places} of {volume}").format(
        share=say(share * 100, 1), places=say(places), volume=counted(volume, v.unit)
    )


def _rise(v: Values, ratio: float | None) -> Figure:
    label = _("More volume that a discount of {discount} % needs").format(discount=say(v.discount))
    rise = ue.volume_rise_for_discount(min(ratio, 1.0), v.discount / 100) if ratio is not None and ratio > 0 else None
    text = _("no volume makes up for it") if rise is None else f"{say(rise * 100, 1)} %"
    return Figure("rise", label, rise, text, _("so that as much is left as before"))


def _customer(v: Values, mean: float, ratio: float | None) -> tuple[Figure, ...]:
    """Lifetime value, its relation to the cost of winning, and payback; nothing for customers who come once."""
    if not v.churn and not v.acquisition:
        return ()
    churn = v.churn / 100
    stay = 1 / churn if churn else None
    value = ue.lifetime_value(mean, ratio, churn) if churn and ratio is not None else None
    times = value / v.acquisition if value is not None and v.acquisition else None
    payback = ue.acquisition_payback(v.acquisition, mean, ratio) if v.acquisition and ratio is not None else None
    unsaid = _("none: say how many leave and what winning one costs")
    return (
        Figure("stay", _("Months that a customer stays"), stay, unsaid if stay is None else in_months(stay, most=1), _("on average: one divided by the share who leave")),
        Figure("value", _("Lifetime value"), value, unsaid if value is None else f"{say(value, most=2)} {MONEY}", _("from the margin, not from revenue")),
        Figure("times", _("Lifetime value by cost of winning"), times, unsaid if times is None else f"{say(times, most=2)} ×", _("below 1 each customer loses you money")),
        Figure("payback", _("Payback of winning a customer"), payback, unsaid if payback is None else in_months(payback, most=1), _("of one who stays")),
    )  # fmt: skip


# --- the sentence, the chart, the table


def _sentence(v: Values, mean: float, volume: int, result: float, stretches: tuple[costs.Stretch, ...]) -> str:
    full, reduced, free = (say(share * 100) for share in shares(v))
    if (full, reduced, free) == ("100", "0", "0"):
        prices = _("One price for all, {price} {money}").format(price=say(v.price), money=MONEY)
    else:
        prices = _(
            "Of 100 {unit} {full} pay {price}, {reduced} pay {less} and {free} pay nothing, on average {mean} {money}"
        ).format(unit=v.unit, full=full, price=say(v.price), reduced=reduced, less=say(v.reduced), free=free, mean=say(mean), money=MONEY)  # fmt: skip
    outcome = _("a profit of {amount}") if result >= 0 else _("a loss of {amount}")
    parts = [
        prices,
        ngettext(
            "{units} comes, and the month ends with {outcome} {money}",
            "{units} come, and the month ends with {outcome} {money}",
            volume,
        ).format(units=counted(volume, v.unit), outcome=outcome.format(amount=say(abs(result))), money=MONEY),
    ]
    if stretches:
        parts.append(_("you lose nothing {volumes}").format(volumes=stretches_in_words(stretches, v)))
    elif mean <= v.variable:
        parts.append(_("no volume helps, because an average unit brings no more than it costs"))
    else:
        parts.append(_("there is a loss at every volume up to your capacity of {capacity}").format(capacity=say(v.capacity)))  # fmt: skip
    if v.price > max(v.pay_low, v.pay_high):
        parts.append(_("but {price} is more than they can pay").format(price=say(v.price)))
    if v.reduced_share + v.free_share > 100:
        parts.append(_("the shares cannot make more than 100 %, so only {free} % are free").format(free=free))
    return f"{parts[0]}: {'; '.join(parts[1:])}.{_share_for_percent(v)}"


def _share_for_percent(v: Values) -> str:
    """A word where a share, such as 0.2, stands in place of per cent."""
    return per_cent.doubts(
        *(per_cent.doubt(MODEL.input(name).label, v[name]) for name in ("reduced_share", "free_share"))
    )


def _chart(v: Values, result: float) -> Chart:
    low = min(v.price, v.base_price, v.pay_low, v.pay_high) * 0.6
    high = max(v.price, v.base_price, v.pay_low, v.pay_high) * 1.2
    found = outcomes(v, low, high)
    # Between whole units the line runs on, but groups are counted for whole units.
    steps = [costs.steps_at(whole(volume), int(v.step_size)) if v.step_cost else 0 for _price, _mean, volume in found]
    points = tuple(
        (price, (mean - v.variable) * volume - v.fixed - v.step_cost * needed)
        for (price, mean, volume), needed in zip(found, steps, strict=True)
    )
    bottom, top = min(0.0, *(y for _x, y in points)), max(0.0, *(y for _x, y in points))
    start, end = sorted((v.pay_low, v.pay_high))
    bands = (Band(_("what they can pay"), ((start, bottom, top), (end, bottom, top))),) if start < end else ()
    return Chart(
        title=_("Profit of a month by full price"),
        x_label=_("full price, {money}").format(money=MONEY),
        y_label=_("Operating profit, {money} a month").format(money=MONEY),
        lines=(Line(_("profit"), points),),
        bands=bands,
        marks=(
            Mark(v.price, result, _("at {price}: {profit}").format(price=say(v.price), profit=say(result, most=1))),
            *_fewer_groups(v, points, steps),
        ),
    )


def _fewer_groups(v: Values, points: tuple[tuple[float, float], ...], steps: list[int]) -> tuple[Mark, ...]:
    """Why the line jumps: the first price above the set one at which a group less is needed."""
    for place in range(1, len(points)):
        if steps[place] < steps[place - 1] and points[place][0] > v.price:
            return (Mark(*points[place], _("a group less")),)
    return ()


def _alt(v: Values, chart: Chart, best: tuple[float, float]) -> str:
    points = chart.lines[0].points
    start, end = sorted((v.pay_low, v.pay_high))
    loss = sum(y < 0 for _x, y in points) / len(points)
    how = _("below zero at every price") if loss == 1 else _("above zero at every price") if not loss else _("below zero at some prices and above it at others")  # fmt: skip
    return _(
        "Profit of a month over full prices from {low} to {high} {money}: {how}. A band marks what they can pay, {start} to {end}; "
        "in it the profit is highest at about {best}, with {profit}. A dot marks the price of {price}."
    ).format(
        low=say(points[0][0], most=1), high=say(points[-1][0], most=1), money=MONEY, how=how, start=say(start), end=say(end),
        best=say(best[0], most=2), profit=say(best[1], most=1), price=say(v.price),
    )  # fmt: skip


def _table(v: Values, best: float) -> Table:
    prices = sorted({round(one, 3) for one in (v.price, v.base_price, v.pay_low, v.pay_high, best)})
    rows = []
    for price in prices:
        volume = whole(wanted(v, price))
        mean = average(v, price)
        rows.append(
            (say(price), say(mean), say(volume), say((mean - v.variable) * volume), say(profit(v, price, volume)))
        )
    return Table(
        _("The full prices that matter ({money} a month)").format(money=MONEY),
        (_("full price"), _("average price"), v.unit, _("contribution"), _("operating profit")),
        tuple(rows),
    )


def _customer_chart(v: Values, margin: float) -> tuple[tuple[Chart, str], ...]:
    """What a customer has left by each month, less what winning them cost; none where the inputs do not say."""
    if not v.churn or not v.acquisition or margin <= 0:
        return ()
    churn = v.churn / 100
    months = min(LONGEST_STAY, max(24, math.ceil(2 * v.acquisition / margin)))
    stays = tuple((float(n), margin * n - v.acquisition) for n in range(months + 1))
    leaves = tuple((float(n), margin * (1 - (1 - churn) ** n) / churn - v.acquisition) for n in range(months + 1))
    even = next((n for n, y in leaves if y >= 0), None)
    chart = Chart(
        title=_("What winning one customer costs and brings"),
        x_label=_("months since they came"),
        y_label=_("Left so far, {money}").format(money=MONEY),
        lines=(Line(_("on average, with those who leave"), leaves), Line(_("of one who stays"), stays)),
        marks=() if even is None else (Mark(even, leaves[int(even)][1], _("month {n}").format(n=say(even))),),
    )
    end = _("it is paid back in month {n}").format(n=say(even)) if even is not None else _("it is not paid back in {n} months").format(n=say(months))  # fmt: skip
    alt = _(
        "What one customer has left over {months} months, beginning at {cost} {money}: on average, with those who leave, {end}; "
        "a second line for one who stays rises faster."
    ).format(months=say(months), cost=say(-v.acquisition), money=MONEY, end=end)
    return ((chart, alt),)


MODEL = Model("price_and_unit_economics", _("Price and unit economics"), INPUTS, compute, PRESETS)
