"""Costs and break-even: at which volumes does the venture stop losing money?

The answer is a set of volumes, because some costs come in steps. Three break-evens are named:
operating (running costs), accounting (with depreciation, grant release and interest) and cash
with debt service. Several products are sold in a fixed mix and counted in bundles.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from venture import costs
from venture.costs import Product, Stretch
from venture.model import Chart, Figure, Line, Mark, Model, NumberInput, Preset, Result, Table, TextInput, Values, Zone
from venture.numbers import counted, say
from venture.words import _, joined, ngettext

MONEY = _("₽ thousand")
PER_MONTH = _("₽ thousand a month")
MOST, MOST_UNITS, LEAST = (
    1_000_000,
    100_000,
    0.001,
)  # what can be typed; sliders stay in the range of the school's own cases
MOST_TEETH = 200  # of the saw-tooth that are drawn
Profit = Callable[[float, float], float]  # profit at a volume, given the fixed costs of that break-even
CAPACITY, LONG = _("Room and groups"), _("Depreciation, loan and tax")
MIX = _("More products, sold together")


def _product(letter: str) -> tuple[NumberInput, ...]:
    """The three inputs of a further product in the bundle; none is sold until its pieces are above 0."""
    return (
        NumberInput(
            f"price_{letter}",
            _("Price of product {letter}").format(letter=letter.upper()),
            MONEY,
            _("What one piece of it brings."),
            0,
            50,
            0.05,
            0,
            group=MIX,
            most=MOST,
        ),
        NumberInput(
            f"variable_{letter}",
            _("Variable cost of product {letter}").format(letter=letter.upper()),
            MONEY,
            _("What one more piece of it costs."),
            0,
            50,
            0.05,
            0,
            group=MIX,
            most=MOST,
        ),
        NumberInput(
            f"pieces_{letter}",
            _("Pieces of product {letter} in a bundle").format(letter=letter.upper()),
            "",
            _("0 means that you do not sell it."),
            0,
            50,
            1,
            0,
            whole=True,
            group=MIX,
        ),
    )


INPUTS = (
    TextInput(
        "unit", _("What you count"), _("Your unit of sale, in the plural: children, tours, coats."), _("children")
    ),
    NumberInput(
        "price", _("Price"), MONEY, _("What one unit brings in a month."), 0.1, 50, 0.1, 9.4, most=MOST, least=LEAST
    ),
    NumberInput(
        "variable",
        _("Variable cost"),
        MONEY,
        _("What one more unit costs: food, materials, a ticket."),
        0,
        40,
        0.1,
        1.9,
        most=MOST,
    ),
    NumberInput(
        "fixed",
        _("Fixed costs"),
        PER_MONTH,
        _("What you pay even with nobody there: rent, administration."),
        0,
        1000,
        5,
        245,
        most=MOST,
    ),
    NumberInput(
        "step_cost",
        _("Cost of one more group"),
        PER_MONTH,
        _("A cost that comes whole: a teacher, a shift, a van. 0 if you have none."),
        0,
        200,
        1,
        52,
        most=MOST,
    ),
    NumberInput(
        "planned",
        _("Planned volume"),
        _("units a month"),
        _("How many you expect to sell."),
        1,
        200,
        1,
        60,
        whole=True,
        most=MOST_UNITS,
    ),
    NumberInput(
        "step_size",
        _("Units in one group"),
        _("units"),
        _("How many one more group can serve."),
        1,
        50,
        1,
        24,
        whole=True,
        group=CAPACITY,
        most=MOST_UNITS,
    ),
    NumberInput(
        "capacity",
        _("Capacity"),
        _("units a month"),
        _("The most that your rooms and hours hold."),
        1,
        200,
        1,
        72,
        whole=True,
        group=CAPACITY,
        most=MOST_UNITS,
    ),
    NumberInput(
        "levy",
        _("Levy on revenue"),
        "%",
        _("A tax taken from revenue, whether or not you earn. See module 3."),
        0,
        30,
        0.5,
        0,
        group=LONG,
    ),
    NumberInput(
        "depreciation",
        _("Depreciation"),
        PER_MONTH,
        _("Wear of equipment and fit-out. A cost, but no payment."),
        0,
        200,
        1,
        40,
        group=LONG,
        most=MOST,
    ),
    NumberInput(
        "grant_release",
        _("Release of a capital grant"),
        PER_MONTH,
        _("The part of an equipment grant that counts as income this month."),
        0,
        100,
        1,
        10,
        group=LONG,
        most=MOST,
    ),
    NumberInput(
        "interest",
        _("Interest"),
        PER_MONTH,
        _("The cost of the loan this month."),
        0,
        100,
        0.5,
        9,
        group=LONG,
        most=MOST,
    ),
    NumberInput(
        "debt_service",
        _("Loan payment"),
        PER_MONTH,
        _("Interest and principal that leave the account this month."),
        0,
        200,
        0.1,
        33.4,
        group=LONG,
        most=MOST,
    ),
    NumberInput(
        "tax",
        _("Tax on profit"),
        "%",
        _("Taken from accounting profit, only when there is some."),
        0,
        60,
        0.5,
        0,
        group=LONG,
    ),
    NumberInput(
        "target",
        _("Target profit after tax"),
        PER_MONTH,
        _("What you want to keep each month."),
        0,
        200,
        1,
        30,
        group=LONG,
        most=MOST,
    ),
    NumberInput(
        "pieces",
        _("Pieces of the first product in a bundle"),
        "",
        _("Counts only when you sell more products."),
        1,
        50,
        1,
        1,
        whole=True,
        group=MIX,
    ),
    *_product("b"),
    *_product("c"),
)

PRESETS = (
    Preset("a", _("Case A: a children's centre (illustrative)"), {}),
    Preset("a_levy", _("Case A with a 6 % levy on revenue (illustrative)"), {"levy": 6}),
    Preset(
        "f",
        _("Case F: a sewing workshop with three products (illustrative)"),
        {
            "unit": _("bundles"),
            "price": 3.2,
            "variable": 1.75,
            "pieces": 6,
            "price_b": 1.1,
            "variable_b": 0.52,
            "pieces_b": 10,
            "price_c": 2.4,
            "variable_c": 1.3,
            "pieces_c": 4,
            "fixed": 420,
            "step_cost": 0,
            "planned": 28,
            "capacity": 40,
            "depreciation": 25,
            "grant_release": 0,
            "interest": 0,
            "debt_service": 0,
        },
    ),
)


def products(v: Values) -> tuple[Product, ...]:
    """What one unit of sale consists of: one piece, or a bundle in a fixed mix."""
    further = tuple(Product(v[f"price_{x}"], v[f"variable_{x}"], v[f"pieces_{x}"]) for x in "bc" if v[f"pieces_{x}"])
    return (Product(v.price, v.variable, v.pieces if further else 1), *further)


def compute(v: Values) -> Result:
    """Break-even volumes, safety and leverage for one month. See `venture.costs` for the formulas."""
    sold = products(v)
    margin = costs.contribution(sold, v.levy / 100)
    revenue = costs.revenue(sold)
    capacity, step_size = int(v.capacity), int(v.step_size)
    planned = min(int(v.planned), capacity)  # what does not fit is not sold

    def volumes(fixed: float) -> tuple[Stretch, ...]:
        return costs.break_even_volumes(margin, fixed, capacity, v.step_cost, step_size)

    def profit(volume: float, fixed: float) -> float:
        return costs.profit(volume, margin, fixed, v.step_cost, step_size)

    accounting_fixed = v.fixed + v.depreciation - v.grant_release + v.interest
    cash_fixed = v.fixed + v.debt_service
    target_fixed = accounting_fixed + costs.before_tax(v.target, v.tax / 100)
    operating, accounting = volumes(v.fixed), volumes(accounting_fixed)
    cash, target = volumes(cash_fixed), volumes(target_fixed)

    at_plan = profit(planned, v.fixed)
    start = _start_for(operating, planned)
    safety = costs.margin_of_safety(planned, start) if start is not None and margin > 0 else None
    leverage = costs.operating_leverage(margin * planned, at_plan) if at_plan > 0 else None
    ratio = margin / revenue
    steps = costs.steps_at(start, step_size) if start is not None and v.step_cost else 0
    sales = costs.break_even_sales(v.fixed + v.step_cost * steps, ratio) if start is not None and ratio > 0 else None

    figures = (
        Figure(
            "margin",
            _("Contribution margin of one unit"),
            margin,
            f"{say(margin)} {MONEY}",
            _("price less levy less variable cost"),
        ),
        Figure(
            "margin_ratio",
            _("Contribution margin ratio"),
            ratio,
            f"{say(ratio * 100, 1)} %",
            _("of each rouble of sales"),
        ),
        _volumes_figure("operating", _("Operating break-even"), operating, v, _("running costs only")),
        _volumes_figure(
            "accounting",
            _("Accounting break-even"),
            accounting,
            v,
            _("with depreciation and interest, less grant release"),
        ),
        _volumes_figure(
            "cash", _("Cash break-even with debt service"), cash, v, _("without depreciation, with the loan payment")
        ),
        Figure(
            "sales", _("Break-even sales"), sales, _none(sales, MONEY), _("at the operating break-even, not rounded")
        ),
        Figure(
            "profit_at_plan",
            _("Operating profit at the planned volume"),
            at_plan,
            f"{say(at_plan)} {MONEY}",
            _("at {volume}").format(volume=counted(planned, v.unit)),
        ),
        Figure(
            "safety",
            _("Margin of safety"),
            safety,
            _none(None if safety is None else safety * 100, "%", 1),
            _("how far sales may fall before the loss begins")
            if safety is None or safety >= 0
            else _("negative: the plan lies below break-even"),
        ),
        Figure(
            "leverage",
            _("Operating leverage"),
            leverage,
            _none(leverage, "×", 1),
            _("1 % more sales, this many % more profit, until the next step"),
        ),
        _volumes_figure("target", _("Volume for the target profit"), target, v, _("after tax, on accounting profit")),
        Figure(
            "profit_at_capacity",
            _("Operating profit at capacity"),
            profit(capacity, v.fixed),
            f"{say(profit(capacity, v.fixed))} {MONEY}",
            _("at {volume}").format(volume=counted(capacity, v.unit)),
        ),
        *_pieces(sold, start, v),
    )
    sentence = _sentence(v, margin, operating, at_plan, safety)
    chart = _chart(v, margin, operating, profit)
    return Result(
        sentence,
        figures,
        chart,
        _alt(v, operating, chart),
        _table(v, revenue, margin, operating, profit, accounting_fixed, cash_fixed),
    )


def _none(value: float | None, unit: str, digits: int | None = None) -> str:
    return _("none") if value is None else f"{say(value, digits)} {unit}"


def stretches_in_words(stretches: tuple[Stretch, ...], v: Values) -> str:
    """The set as it is spoken: "from 47 to 48 children and from 54 on" (open where it reaches capacity)."""
    spoken = []
    for one in stretches:
        start, end = (say(at) if spoken else counted(at, v.unit) for at in (one.start, one.end))
        if one.end >= v.capacity and one.start < one.end:
            spoken.append(_("from {start} on").format(start=start))
        elif one.start == one.end:
            spoken.append(_("at {start}").format(start=start))
        else:
            spoken.append(_("from {start} to {end}").format(start=say(one.start), end=end))
    return _shortened(spoken)


def _shortened(spoken: list[str]) -> str:
    """A list that can be read aloud: of more than four, the first two and the last."""
    if len(spoken) > 4:
        spoken = [*spoken[:2], _("{count} more in between").format(count=len(spoken) - 3), spoken[-1]]
    return joined(spoken)


def _ends(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The stretches worth a mark or a row: all of a few, the first two and the last two of many."""
    return stretches if len(stretches) <= 4 else (*stretches[:2], *stretches[-2:])


def _holes(stretches: tuple[Stretch, ...], v: Values) -> tuple[Stretch, ...]:
    """The losses above the first break-even: the volumes that a plan must not stop at."""
    ends = [one.end + 1 for one in stretches]
    starts = [one.start - 1 for one in stretches[1:]] + [int(v.capacity)]
    return tuple(Stretch(a, b) for a, b in zip(ends, starts, strict=True) if a <= b)


def _volumes_figure(name: str, label: str, stretches: tuple[Stretch, ...], v: Values, note: str) -> Figure:
    """The value is the safe start: the volume from which no step brings the loss back, up to capacity."""
    if not stretches:
        text = _("at no volume up to {capacity}").format(capacity=counted(v.capacity, v.unit))
        return Figure(name, label, None, text, note)
    safe = stretches[-1].start if stretches[-1].end >= v.capacity else None
    return Figure(name, label, safe, stretches_in_words(stretches, v), note)


def _start_for(stretches: tuple[Stretch, ...], planned: int) -> int | None:
    """The break-even that a plan is measured against: the start of the stretch it lies in, else of the next one above."""
    return next((one.start for one in stretches if planned <= one.end), None)


def _pieces(sold: tuple[Product, ...], start: int | None, v: Values) -> tuple[Figure, ...]:
    if len(sold) < 2 or start is None:
        return ()
    pieces = [say(start * one.pieces) for one in sold]
    text = _("{pieces} pieces").format(pieces=" + ".join(pieces))
    return (
        Figure(
            "pieces",
            _("Pieces of each product at break-even"),
            start * sum(p.pieces for p in sold),
            text,
            _("holds for this mix only"),
        ),
    )


def _sentence(v: Values, margin: float, operating: tuple[Stretch, ...], at_plan: float, safety: float | None) -> str:
    """One sentence that reads the result aloud."""
    if margin == 0:
        return _(
            "Each unit brings exactly what it costs, so nothing is left for the fixed costs, however many {unit} there are: "
            "change the price or the variable cost first."
        ).format(unit=v.unit)
    if margin < 0:
        return _(
            "Each unit costs {loss} {money} more than it brings, so more {unit} only make the loss larger: "
            "change the price or the variable cost first."
        ).format(unit=v.unit, loss=say(-margin), money=MONEY)
    result = _("a profit of {amount}") if at_plan >= 0 else _("a loss of {amount}")
    plan = (
        ngettext(
            "your only planned unit gives {result} a month",
            "your planned {planned} give {result} a month",
            int(v.planned),
        )
        if v.planned <= v.capacity
        else ngettext(
            "of your planned {planned} only one fits, and it gives {result} a month",
            "of your planned {planned} only {capacity} fit, and they give {result} a month",
            int(v.capacity),
        )
    ).format(
        planned=say(v.planned), capacity=say(v.capacity), result=result.format(amount=f"{say(abs(at_plan))} {MONEY}")
    )
    if not operating:
        return _("You do not break even at any volume up to your capacity of {capacity}; {plan}.").format(
            capacity=counted(v.capacity, v.unit), plan=plan
        )
    text = _("You break even {volumes}").format(volumes=stretches_in_words(operating, v))
    holes = _holes(operating, v)
    if holes:
        where = _shortened(
            [
                _("from {start} to {end}").format(start=say(h.start), end=say(h.end))
                if h.start < h.end
                else _("at {start}").format(start=say(h.start))
                for h in holes
            ]
        )
        text += _(" (but not {holes}: there the new group brings the loss back)").format(holes=where)
    text += "; " + plan
    if safety is not None and safety > 0 and at_plan >= 0:
        text += _(", and sales may fall by {safety} % before the loss begins").format(
            safety=say(round(safety * 100, 1))
        )
    return text + "."


def _chart(v: Values, margin: float, operating: tuple[Stretch, ...], profit: Profit) -> Chart:
    """The saw-tooth: profit climbs by the margin and drops by the cost of a group at every step."""
    capacity = int(v.capacity)
    points: list[tuple[float, float]] = [(0.0, -v.fixed)]
    size = int(v.step_size) if v.step_cost else capacity
    # Beyond that many teeth the eye sees none: some are drawn for all.
    step = size * max(1, -(-capacity // size // MOST_TEETH))
    for first in range(0, capacity, step):
        last = min(first + step, capacity)
        steps = costs.steps_at(last, size)
        cost = v.fixed + v.step_cost * steps
        points += [(float(first), margin * first - cost), (float(last), margin * last - cost)]
    marks = [Mark(one.start, profit(one.start, v.fixed), say(one.start)) for one in _ends(operating) if one.start > 0]
    planned = min(v.planned, capacity)
    marks.append(Mark(planned, profit(planned, v.fixed), _("plan: {planned}").format(planned=say(planned))))
    return Chart(
        title=_("Operating profit by volume"),
        x_label=_("{unit} a month").format(unit=v.unit),
        y_label=_("Operating profit, {money} a month").format(money=MONEY),
        lines=(Line(_("operating profit"), tuple(points)),),
        zones=_loss_zones(points),
        zone_label=_("loss"),
        marks=tuple(marks),
    )


def _loss_zones(points: list[tuple[float, float]]) -> tuple[Zone, ...]:
    """Where the drawn line lies below zero, with the crossings computed on each straight piece."""
    zones: list[Zone] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if x0 == x1 or (y0 >= 0 and y1 >= 0):
            continue
        cross = x0 + (x1 - x0) * (-y0) / (y1 - y0) if (y0 < 0) != (y1 < 0) else None
        start, end = (x0 if y0 < 0 else cross), (x1 if y1 < 0 else cross)
        if zones and zones[-1].end == start:
            zones[-1] = Zone(zones[-1].start, end)
        else:
            zones.append(Zone(start, end))
    return tuple(zones)


def _alt(v: Values, operating: tuple[Stretch, ...], chart: Chart) -> str:
    """What the chart shows, for those who hear it."""
    lowest = min(y for _x, y in chart.lines[0].points)
    highest = max(y for _x, y in chart.lines[0].points)
    shape = (
        ngettext(
            "a saw-tooth line that drops by {cost} at every unit",
            "a saw-tooth line that drops by {cost} at every {size} {unit}",
            int(v.step_size),
        ).format(cost=say(v.step_cost), size=say(v.step_size), unit=v.unit)
        if v.step_cost
        else _("a straight line")
    )
    where = (
        _("It is at or above zero {volumes}.").format(volumes=stretches_in_words(operating, v))
        if operating
        else _("It never reaches zero.")
    )
    return _(
        "Operating profit over 0 to {capacity}: {shape}, between {lowest} and {highest} {money}. {where} "
        "Stretches with a loss are shaded and hatched."
    ).format(
        capacity=counted(v.capacity, v.unit),
        shape=shape,
        lowest=say(lowest),
        highest=say(highest),
        money=MONEY,
        where=where,
    )


def _table(
    v: Values,
    revenue: float,
    margin: float,
    operating: tuple[Stretch, ...],
    profit: Profit,
    accounting_fixed: float,
    cash_fixed: float,
) -> Table:
    """The volumes where something happens: ends of stretches and their neighbours, the plan, capacity."""
    capacity = int(v.capacity)
    volumes = {capacity, min(int(v.planned), capacity)}
    for one in _ends(operating):
        volumes |= {one.start - 1, one.start, one.end, one.end + 1}
    if not operating and v.step_cost:
        volumes |= set(range(int(v.step_size), capacity, int(v.step_size))[:6])
    rows = []
    for q in sorted(q for q in volumes if 0 < q <= capacity):
        cells = (
            revenue * q,
            margin * q,
            costs.steps_at(q, int(v.step_size)) if v.step_cost else 0,
            profit(q, v.fixed),
            profit(q, accounting_fixed),
            profit(q, cash_fixed),
        )
        rows.append((say(q), *(say(cell) for cell in cells)))
    columns = (
        v.unit,
        _("sales"),
        _("contribution"),
        _("groups"),
        _("operating profit"),
        _("accounting profit"),
        _("cash after the loan"),
    )
    return Table(_("The volumes where something changes ({money} a month)").format(money=MONEY), columns, tuple(rows))


MODEL = Model("break_even", _("Costs and break-even"), INPUTS, compute, PRESETS)
