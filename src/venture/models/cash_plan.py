"""Cash plan: how much money is missing, and in which month, although the year earns?

One calendar year, month by month. Sales follow a season, customers pay in three shares, stock is bought ahead, suppliers
wait. The engine (`venture.forecast`) works it out; one big order may be laid on top of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache

from venture import working_capital
from venture.forecast import Forecast, forecast
from venture.model import Chart, Figure, Level, Line, Mark, Model, NumberInput, Preset, Result, Table, Values, Zone
from venture.numbers import say
from venture.plan import FixedCost, Opening, Plan, Product, Rhythm
from venture.words import _, ngettext

MONEY = _("₽ thousand")
PER_MONTH = _("₽ thousand a month")
PER_YEAR = _("₽ thousand a year")
MOST = 10_000_000
MONTHS, DAYS = 12, 30  # of the year; of a month, as the engine counts customers' and suppliers' days
NOTHING = 5e-7  # money that is less is none
SALES, FIXED = "Sales", "Fixed"  # the small plan's
NAMES = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
YEAR, SEASON, ORDER, BEFORE = _("The year"), _("Season"), _("One big order"), _("What was there before")


def _money(name: str, label: str, help: str, high: float, step: float, default: float, group: str = "", unit: str = MONEY) -> NumberInput:  # fmt: skip
    return NumberInput(name, label, unit, help, 0, high, step, default, group=group, most=MOST)


INPUTS = (
    NumberInput("at_once", _("Paid in the same month"), "%", _("The share of a month's sales that customers pay at once."), 0, 100, 5, 10),
    NumberInput("next_month", _("Paid in the next month"), "%", _("The share that comes a month later. The rest comes two months later."), 0, 100, 5, 45),
    NumberInput("supplier_days", _("Days until suppliers are paid"), _("days"), _("How long those wait from whom you buy cloth, food, materials."), 0, 90, 5, 35),
    NumberInput("stock_days", _("Days of stock"), _("days"), _("For how many days of sales you buy ahead."), 0, 120, 5, 50),
    _money("reserve", _("Reserve"), _("Cash that must never be touched: a late customer, a broken machine."), 2000, 10, 100),
    _money("revenue", _("Revenue of the year"), _("All sales, without VAT."), 20000, 50, 6200, YEAR, PER_YEAR),
    _money("cost", _("Variable cost of the year"), _("What the goods sold have cost: materials, piece pay."), 20000, 50, 3700, YEAR, PER_YEAR),
    _money("fixed", _("Fixed payments"), _("Rent, pay and your own pay, the loan's instalment: what leaves every month."), 2000, 5, 190, YEAR, PER_MONTH),
    _money("cash", _("Cash at the start"), _("What lies in the account on the first of January."), 5000, 10, 400, YEAR),
    *(
        NumberInput(f"season_{place}", _("Season in {month}").format(month=month), "", _("1 is an ordinary month, 0.5 half of one."), 0, 3, 0.1, 1, group=SEASON, most=100)
        for place, month in enumerate(NAMES, 1)
    ),
    _money("order", _("Value of the order"), _("What the customer will pay for it. 0 if there is none."), 5000, 50, 0, ORDER),
    _money("order_cost", _("Cost of the order"), _("Materials and piece pay, paid in the month in which you make it."), 5000, 50, 0, ORDER),
    NumberInput("order_month", _("Month of the order"), _("month"), _("In which month you make and deliver it: 1 is January."), 1, MONTHS, 1, 3, whole=True, group=ORDER),
    NumberInput("order_days", _("Days until the order is paid"), _("days"), _("After delivery. Counted in whole months of 30 days."), 0, 120, 30, 60, group=ORDER),
    _money("receivables", _("Owed by customers before"), _("From last year's sales. It comes in January."), 5000, 10, 0, BEFORE),
    _money("stock", _("Stock from before"), _("What lies on the shelf on the first of January, at what it cost."), 5000, 10, 0, BEFORE),
    _money("payables", _("Owed to suppliers before"), _("From last year's purchases. It is paid in January."), 5000, 10, 0, BEFORE),
)  # fmt: skip

CASE_F = {
    **{f"season_{n}": factor for n, factor in enumerate((0.6, 0.7, 1.1, 1.3, 1.3, 1, 0.7, 1.2, 1.4, 1.1, 0.9, 0.7), 1)},
    "receivables": 690, "stock": 520, "payables": 350,
}  # fmt: skip
PRESETS = (
    Preset("f", _("Case F: a sewing workshop (illustrative)"), CASE_F),
    Preset("f_order", _("Case F with one big order (illustrative)"), {**CASE_F, "order": 900, "order_cost": 550}),
    Preset(
        "b",
        _("Case B: tours for people with disabilities (illustrative)"),
        {
            "at_once": 60, "next_month": 40, "supplier_days": 15, "stock_days": 0, "reserve": 150,
            "revenue": 4800, "cost": 2400, "fixed": 180, "cash": 500, "receivables": 100, "payables": 60,
            **{f"season_{n}": factor for n, factor in enumerate((0.3, 0.4, 0.6, 0.9, 1.4, 1.8, 2, 1.8, 1.2, 0.7, 0.5, 0.4), 1)},
        },
    ),
)  # fmt: skip


def shares(v: Values) -> tuple[float, float, float]:
    """How customers pay: in the month, the next, the one after. They add up to 1 whatever stands in the two inputs."""
    first = v.at_once / 100
    second = min(v.next_month / 100, 1 - first)
    return first, second, max(0.0, 1 - first - second)


def sales(v: Values) -> tuple[float, ...]:
    """The year's revenue by month: each month's part of the season."""
    factors = [v[f"season_{n}"] for n in range(1, MONTHS + 1)]
    return tuple(v.revenue * one / sum(factors) if sum(factors) else 0.0 for one in factors)


def year(v: Values) -> Forecast:
    """The ordinary year, without the order, as the engine works it out."""
    return forecast(
        _plan(),
        {
            f"products/{SALES}/volume": sales(v),
            f"products/{SALES}/variable_cost": v.cost / v.revenue if v.revenue else 0.0,
            f"fixed_costs/{FIXED}/amount": v.fixed,
            "rhythm/collected": shares(v),
            "rhythm/supplier_days": v.supplier_days,
            "rhythm/stock_days": v.stock_days,
            "opening/cash": v.cash,
            "opening/receivables": v.receivables,
            "opening/stock": v.stock,
            "opening/payables": v.payables,
            "reserve": v.reserve,
        },
    )


@cache
def _plan() -> Plan:
    """The shape of the small plan; every number of it is given anew. A unit is one rouble of sales."""
    return Plan(
        name="Cash plan",
        months=MONTHS,
        products=(Product(name=SALES, price=1.0, variable_cost=0.0, volume=(1.0,) * MONTHS),),
        fixed_costs=(FixedCost(name=FIXED, amount=1.0),),
        rhythm=Rhythm(collected=(1.0, 0.0, 0.0), supplier_days=1.0, stock_days=1.0),
        opening=Opening(),
    )


def order_flows(v: Values) -> list[float]:
    """What the order moves by month, January first: its cost when it is made, its value when it is paid."""
    flows = [0.0] * MONTHS
    made = int(v.order_month) - 1
    paid = made + int(v.order_days // DAYS)
    flows[made] -= v.order_cost
    if paid < MONTHS:
        flows[paid] += v.order
    return flows


def cash_of(v: Values, f: Forecast) -> list[float]:
    """Cash at the end of each month, with the order; the first is the start."""
    moved = itertools.accumulate(order_flows(v), initial=0.0)
    return [_clean(one + more) for one, more in zip(f["cash"], moved, strict=True)]


def compute(v: Values) -> Result:
    """Cash by month, what is missing to the reserve, and how long money is tied up."""
    f = year(v)
    plain = [_clean(one) for one in f["cash"]]
    cash = cash_of(v, f)
    low = _lowest(cash)
    missing = max(0.0, v.reserve - cash[low])
    cycle = working_capital.of_year(f, 1, average=False)
    burnt = (cash[0] - cash[3]) / 3
    lasts = working_capital.runway(cash[0], burnt if burnt > NOTHING else 0.0)
    days = _("{days} days").format
    figures = (
        Figure("lowest_cash", _("Lowest cash"), cash[low], _said(cash[low]), _("at the end of {month}").format(month=NAMES[low - 1])),
        Figure("line", _("Credit line needed"), missing, _said(missing) if missing else _("none"), _("so that the reserve stays whole")),
        Figure("result", _("Result of the year"), _result(v, f), _said(_result(v, f)), _("sales less costs, whoever has paid")),
        Figure("cash", _("Cash at the end of the year"), cash[-1], _said(cash[-1]), _("after December")),
        Figure("dio", _("Days of stock (DIO)"), cycle.dio, _days(cycle.dio, days), _("stock in December divided by cost of the year, × 365")),
        Figure("dso", _("Days until customers pay (DSO)"), cycle.dso_all, _days(cycle.dso_all, days), _("owed to you in December divided by sales of the year, × 365")),
        Figure("dpo", _("Days until suppliers are paid (DPO)"), cycle.dpo, _days(cycle.dpo, days), _("owed by you in December divided by cost of the year, × 365")),
        Figure("cycle", _("Cash conversion cycle"), cycle.cash_conversion_cycle_all, _days(cycle.cash_conversion_cycle_all, days), _("from paying to being paid: DIO + DSO − DPO")),
        Figure("tied_up", _("Money tied up in December"), cycle.net_working_capital, _said(_clean(cycle.net_working_capital)), _("owed by customers + stock − owed to suppliers")),
        Figure("runway", _("Runway from the start"), lasts, _("not burning") if lasts is None else _("{months} months").format(months=say(lasts, 1)), _("cash divided by the average net outflow of January to March")),
    )  # fmt: skip
    return Result(
        _sentence(v, cash, low, missing), figures, _chart(v, cash, plain, low), _alt(v, cash, low), _table(v, f, cash)
    )


def _result(v: Values, f: Forecast) -> float:
    return _clean(sum(f["net_income"][1:]) + v.order - v.order_cost)


def _clean(value: float) -> float:
    """Without what rounding leaves of nothing."""
    return 0.0 if abs(value) < NOTHING else value


def _said(value: float) -> str:
    return f"{say(value, most=1)} {MONEY}"


def _days(value: float | None, days: Callable[..., str]) -> str:
    return _("no such number") if value is None else days(days=say(value, 1))


def _lowest(cash: list[float]) -> int:
    return min(range(1, MONTHS + 1), key=cash.__getitem__)


def _sentence(v: Values, cash: list[float], low: int, missing: float) -> str:
    """One sentence that reads the result aloud."""
    month = NAMES[low - 1]
    if cash[low] < 0:
        first = NAMES[next(n for n in range(1, MONTHS + 1) if cash[n] < 0) - 1]
        text = (
            _("In {first} money is missing: {missing}")
            if first == month
            else _("In {first} money begins to be missing: at the worst, in {month}, {missing}")
        )
        text += (
            _(", and with the reserve you need a credit line of {line}.")
            if v.reserve
            else _(", and you need a credit line of as much.")
        )
        return text.format(first=first, month=month, missing=_said(-cash[low]), line=_said(missing))
    if missing > NOTHING:
        return _("The account is never empty, but in {month} it falls to {cash}, and {line} of the reserve are used up.").format(
            month=month, cash=_said(cash[low]), line=_said(missing)
        )  # fmt: skip
    if v.reserve:
        lasts = _("Your money lasts: it is lowest in {month}, with {cash}, and the reserve of {reserve} stays whole.")
    else:
        lasts = _("Your money lasts: it is lowest in {month}, with {cash}.")
    return lasts.format(month=month, cash=_said(cash[low]), reserve=say(v.reserve))


def _chart(v: Values, cash: list[float], plain: list[float], low: int) -> Chart:
    """Cash month by month against the reserve; with an order, the year without it beside it."""
    points = [(float(n), one) for n, one in enumerate(cash)]
    lines = [Line(_("cash with the order") if v.order or v.order_cost else _("cash"), tuple(points))]
    if v.order or v.order_cost:
        lines.append(Line(_("cash without it"), tuple((float(n), one) for n, one in enumerate(plain))))
    zones = _below_zero(points)
    return Chart(
        title=_("Cash at the end of each month"),
        x_label=_("end of the month"),
        y_label=MONEY,
        lines=tuple(lines),
        zones=zones,
        zone_label=_("no money") if zones else "",
        marks=(Mark(float(low), cash[low], _("lowest: {cash}").format(cash=say(cash[low], most=0))),),
        levels=(Level(v.reserve, _("reserve")),) if v.reserve else (),
        names=((0.0, _("start")), *((float(n), name[:3]) for n, name in enumerate(NAMES, 1) if n % 2 == 0)),
    )


def _below_zero(points: list[tuple[float, float]]) -> tuple[Zone, ...]:
    """Where the drawn line lies below zero."""
    zones: list[Zone] = []
    for (x0, a), (x1, b) in itertools.pairwise(points):
        if a >= 0 and b >= 0:
            continue
        cross = x0 + (x1 - x0) * a / (a - b) if (a < 0) != (b < 0) else None
        start, end = (x0 if a < 0 else cross), (x1 if b < 0 else cross)
        if zones and zones[-1].end == start:
            zones[-1] = Zone(zones[-1].start, end)
        elif start < end:
            zones.append(Zone(start, end))
    return tuple(zones)


def _alt(v: Values, cash: list[float], low: int) -> str:
    """What the chart shows, for those who hear it."""
    text = _("A line of cash from {first} at the start to {last} {money} in December, lowest in {month} with {cash}.").format(
        first=say(cash[0], most=1), last=say(cash[-1], most=1), money=MONEY, month=NAMES[low - 1], cash=say(cash[low], most=1)
    )  # fmt: skip
    below = sum(one < v.reserve - NOTHING for one in cash[1:])
    if v.reserve:
        told = (
            ngettext("{count} month ends below it.", "{count} months end below it.", below)
            if below
            else _("no month ends below it.")
        )
        text += (
            " "
            + _("A dashed level shows the reserve of {reserve};").format(reserve=say(v.reserve))
            + " "
            + told.format(count=say(below))
        )
    if cash[low] < 0:
        text += " " + _("The months without money are shaded and hatched.")
    if v.order or v.order_cost:
        text += " " + _("A second line shows the year without the order.")
    return text


def _table(v: Values, f: Forecast, cash: list[float]) -> Table:
    """The cash budget: a row for each month, and where its amounts come from."""
    has_order = bool(v.order or v.order_cost)
    flows = order_flows(v)
    first, second, third = shares(v)
    rows, origins = [], []
    for month, name in enumerate(NAMES, 1):
        sold = [f["revenue"][month - back] if month - back > 0 else 0.0 for back in range(3)]
        amounts = [f["revenue"][month], f["from_customers"][month], f["to_suppliers"][month], v.fixed]
        change = f["change_in_cash"][month] + flows[month - 1]
        parts = [(first * sold[0], name), *((share * sold[back], NAMES[month - 1 - back]) for back, share in ((1, second), (2, third)) if month > back)]  # fmt: skip
        came = " + ".join(_("{amount} of {month}").format(amount=_said_plain(one), month=of) for one, of in parts)
        if month == 1 and v.receivables:
            came += " + " + _("{amount} from last year").format(amount=say(v.receivables))
        told = [
            "",
            _("{share} % of the year's {revenue}.").format(share=say(100 * sold[0] / v.revenue if v.revenue else 0.0, most=1), revenue=say(v.revenue)),
            came + ".",
            _bought(f, month),
            _("The same every month."),
        ]  # fmt: skip
        order = []
        if has_order:
            order = [_said_plain(flows[month - 1])]
            told.append(_order_told(v, month, flows[month - 1]))
        signs = " + ".join(_said_plain(one) for one in (amounts[1],)) + f" − {_said_plain(amounts[2])} − {say(v.fixed)}"
        if has_order and flows[month - 1]:
            signs += f" {'+' if flows[month - 1] > 0 else '−'} {_said_plain(abs(flows[month - 1]))}"
        told += [f"{signs}.", _("{before} a month before, and {change} in {month}.").format(before=_said_plain(cash[month - 1]), change=_said_plain(change), month=name)]  # fmt: skip
        rows.append((name, *map(_said_plain, amounts[:2]), *(_said_plain(0.0 - one) for one in amounts[2:]), *order, _said_plain(_clean(change)), _said_plain(cash[month])))  # fmt: skip
        origins.append(tuple(told))
    columns = (_("month"), _("sales"), _("received from customers"), _("paid to suppliers"), _("fixed payments"),
               *([_("the order")] if has_order else []), _("change in cash"), _("cash"))  # fmt: skip
    low = _lowest(cash)
    return Table(
        _("The cash plan ({money})").format(money=MONEY),
        columns,
        tuple(rows),
        tuple(origins),
        (low - 1, len(columns) - 1),
    )


def _bought(f: Forecast, month: int) -> str:
    """What is paid to suppliers: what was used, what went to the shelf or came from it, what suppliers wait for."""
    told = _("{amount} used").format(amount=_said_plain(f["variable_cost"][month]))
    shelf = _clean(f["stock"][month] - f["stock"][month - 1])
    waits = _clean(f["payables"][month] - f["payables"][month - 1])
    if shelf:
        text = _(" + {amount} for the shelf") if shelf > 0 else _(" − {amount} taken from the shelf")
        told += text.format(amount=_said_plain(abs(shelf)))
    if waits:
        text = _(" − {amount} more that suppliers wait for") if waits > 0 else _(" + {amount} that was owed before")
        told += text.format(amount=_said_plain(abs(waits)))
    return f"{told}."


def _order_told(v: Values, month: int, flow: float) -> str:
    if not flow:
        return _("Nothing is paid for the order in this month.")
    if month == int(v.order_month) and v.order_days < DAYS:
        return _("Paid at once: {value} less its cost of {cost}.").format(value=say(v.order), cost=say(v.order_cost))
    if month == int(v.order_month):
        return _("Materials and piece pay of the order.")
    return _("The order is paid, {days} days after it was delivered.").format(days=say(v.order_days))


def _said_plain(value: float) -> str:
    return say(_clean(value), 1)


MODEL = Model("cash_plan", _("Cash plan and working capital"), INPUTS, compute, PRESETS)
