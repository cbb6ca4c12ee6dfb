"""Three linked statements: where has the money gone, if the month made a profit or a loss of another size?

One small venture, twelve months: profit and loss, cash flow and balance sheet come out of the engine
(`venture.forecast`), and each number says where it comes from.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from venture.forecast import Forecast, forecast
from venture.model import (
    Bar,
    Bars,
    Chart,
    Figure,
    Line,
    Mark,
    Model,
    NumberInput,
    Preset,
    Result,
    Table,
    TextInput,
    Values,
    Zone,
)
from venture.numbers import counted, in_months, say
from venture.plan import Asset, FixedCost, Grant, Loan, Opening, Plan, Product, Ramp, Rhythm, StepCost, Tax, Tranche
from venture.words import _, ngettext

MONEY = _("₽ thousand")
PER_MONTH = _("₽ thousand a month")
MOST, MOST_UNITS = 1_000_000, 100_000
MONTHS, SHOWN = 12, 3  # months that are computed; months that the table shows beside the balance before them
DAYS = 30  # of a month, as the engine counts suppliers' days
NOTHING = 5e-7  # money that is less is none
SALES, GROUPS, FIXED, ASSET, LOAN, GRANT = "Sales", "Groups", "Fixed", "Assets", "Loan", "Grant"  # the small plan's
COSTS, BEFORE, VIEW = _("Price and costs"), _("What was there before"), _("The table")


def _number(name: str, label: str, unit: str, help: str, low: float, high: float, step: float, default: float,
            group: str = "", **more: object) -> NumberInput:  # fmt: skip
    """An input; money and volumes may be typed beyond the slider."""
    if "most" not in more and unit in (MONEY, PER_MONTH):
        more["most"] = MOST
    return NumberInput(name, label, unit, help, low, high, step, default, group=group, **more)


INPUTS = (
    _number("first", _("Volume in month 1"), _("units a month"), _("How many you sell in the first month."), 0, 200, 1, 40, most=MOST_UNITS),
    _number("last", _("Volume after the start"), _("units a month"), _("How many you sell once the start is over."), 0, 200, 1, 68, most=MOST_UNITS),
    _number("late", _("Sales paid a month later"), "%", _("The share of a month's sales for which the money comes in the next month."), 0, 100, 5, 10),
    _number("credit", _("Purchases paid a month later"), "%", _("The share of a month's variable cost that suppliers wait for until the next month."), 0, 100, 5, 50),
    _number("every", _("Levy is paid every"), _("months"), _("1 is each month, 3 each quarter, 12 once a year."), 1, 12, 1, 3, whole=True),
    TextInput("unit", _("What you count"), _("Your unit of sale, in the plural: children, tours, coats."), _("children"), group=COSTS),
    _number("over", _("Months of the start"), _("months"), _("In which month the volume after the start is reached. It climbs evenly."), 1, 12, 1, 5, COSTS, whole=True),
    _number("capacity", _("Capacity"), _("units a month"), _("The most that your rooms and hours hold."), 1, 200, 1, 72, COSTS, most=MOST_UNITS),
    _number("price", _("Price"), MONEY, _("What one unit brings in a month."), 0, 50, 0.1, 9.4, COSTS),
    _number("variable", _("Variable cost"), MONEY, _("What one more unit costs."), 0, 40, 0.1, 1.9, COSTS),
    _number("step_cost", _("Cost of one more group"), PER_MONTH, _("A cost that comes whole: a teacher, a shift, a van. 0 if you have none."), 0, 200, 1, 52, COSTS),
    _number("step_size", _("Units in one group"), _("units"), _("How many one more group can serve."), 1, 50, 1, 24, COSTS, whole=True, most=MOST_UNITS),
    _number("fixed", _("Fixed costs"), PER_MONTH, _("What you pay even with nobody there: rent, administration, your own pay."), 0, 1000, 5, 245, COSTS),
    _number("levy", _("Levy on revenue"), "%", _("A tax taken from revenue, whether or not you earn. See module 3."), 0, 30, 0.5, 6, COSTS),
    _number("cash", _("Cash at the start"), MONEY, _("What lies in the account on the first day."), 0, 2000, 10, 300, BEFORE),
    _number("assets", _("Fixed assets"), MONEY, _("What equipment and fit-out have cost. They are new on the first day."), 0, 10000, 50, 2400, BEFORE),
    _number("life", _("Months that they serve"), _("months"), _("Over how many months their cost is spread."), 1, 240, 1, 60, BEFORE, whole=True),
    _number("grant", _("Grant for these assets"), MONEY, _("Received before the first day. It becomes income as the assets wear."), 0, 10000, 50, 600, BEFORE),
    _number("loan", _("Loan"), MONEY, _("Received before the first day and still owed."), 0, 10000, 50, 1200, BEFORE),
    _number("rate", _("Interest a year"), "%", _("A twelfth of it is paid each month on what is owed."), 0, 60, 0.5, 9, BEFORE),
    _number("grace", _("Months without repayment"), _("months"), _("The first months, in which interest alone is paid."), 0, 24, 1, 6, BEFORE, whole=True),
    _number("repaid", _("Months of repayment"), _("months"), _("Over how many months the loan is then paid back, in equal payments."), 1, 120, 1, 42, BEFORE, whole=True),
    _number("begin", _("The table begins with month"), "", _("It shows this month and the two after it."), 1, MONTHS - SHOWN + 1, 1, 1, VIEW, whole=True),
)  # fmt: skip

PRESETS = (
    Preset("a", _("Case A: a children's centre (illustrative)"), {}),
    Preset(
        "c",
        _("Case C: a youth portal that sells advertising (illustrative)"),
        {
            "first": 20, "last": 24, "over": 3, "late": 25, "credit": 0, "every": 3, "unit": _("adverts"),
            "capacity": 40, "price": 7.3, "variable": 1.5, "step_cost": 0, "step_size": 1, "fixed": 120, "levy": 6,
            "cash": 80, "assets": 360, "life": 36, "grant": 180, "loan": 0, "rate": 0, "grace": 0, "repaid": 1,
        },
    ),
)  # fmt: skip


def statements(v: Values) -> Forecast:
    """The three statements of twelve months, as the engine works them out of these inputs."""
    share = v.late / 100
    return forecast(
        _plan(),
        {
            f"products/{SALES}/volume/first": v.first,
            f"products/{SALES}/volume/last": v.last,
            f"products/{SALES}/volume/over": v.over,
            f"products/{SALES}/capacity": v.capacity,
            f"products/{SALES}/price": v.price,
            f"products/{SALES}/variable_cost": v.variable,
            f"step_costs/{GROUPS}/amount": v.step_cost,
            f"step_costs/{GROUPS}/per": v.step_size,
            f"fixed_costs/{FIXED}/amount": v.fixed,
            "tax/rate": v.levy / 100,
            "tax/every": v.every,
            "rhythm/collected": (1 - share, share),
            "rhythm/supplier_days": DAYS * v.credit / 100,
            "opening/cash": v.cash,
            f"assets/{ASSET}/cost": v.assets,
            f"assets/{ASSET}/life": v.life,
            f"grants/{GRANT}/tranches/1/amount": v.grant,
            f"loans/{LOAN}/amount": v.loan,
            f"loans/{LOAN}/rate": v.rate / 100,
            f"loans/{LOAN}/grace": v.grace,
            f"loans/{LOAN}/term": v.grace + v.repaid,
        },
    )


@cache
def _plan() -> Plan:
    """The shape of the small plan; every number of it is given anew."""
    return Plan(
        name="Three statements",
        months=MONTHS,
        products=(
            Product(name=SALES, price=1.0, variable_cost=1.0, capacity=1.0, volume=Ramp(first=1.0, last=1.0, over=1)),
        ),
        step_costs=(StepCost(name=GROUPS, amount=1.0, per=1.0),),
        fixed_costs=(FixedCost(name=FIXED, amount=1.0),),
        assets=(Asset(name=ASSET, cost=1.0, life=1, already=True),),
        loans=(Loan(name=LOAN, amount=1.0, rate=0.0, term=1, already=True),),
        grants=(
            Grant(name=GRANT, purpose="capital", asset=ASSET, status="agreed", already=True,
                  tranches=(Tranche(amount=1.0),)),
        ),
        tax=Tax(regime="revenue levy", rate=0.0, every=1),
        rhythm=Rhythm(collected=(1.0, 0.0), supplier_days=0.0),
        opening=Opening(cash=0.0),
    )  # fmt: skip


def compute(v: Values) -> Result:
    """The statements, and the two lines that a person mixes up: the month's result and the cash."""
    f = statements(v)
    cash = [_clean(one) for one in f["cash"]]
    result = sum(f["net_income"][1:])
    low = min(range(1, MONTHS + 1), key=cash.__getitem__)
    dry = next((month for month in range(1, MONTHS + 1) if cash[month] < 0), None)
    figures = (
        Figure("net_income", _("Net income of twelve months"), result, _money(result), _("what was earned, whoever has paid")),
        Figure("change_in_cash", _("Change in cash in twelve months"), cash[-1] - cash[0], _money(cash[-1] - cash[0]), _("what came into the account less what left it")),
        Figure("lowest_cash", _("Lowest cash"), cash[low], _money(cash[low]), _("at the end of month {month}").format(month=low)),
        Figure("cash", _("Cash at the end"), cash[-1], _money(cash[-1]), _("after month {month}").format(month=MONTHS)),
        Figure("owed", _("Owed by customers at the end"), f["receivables"][-1], _money(f["receivables"][-1]), _("sold, not yet paid")),
        Figure("check", _("Assets less liabilities and equity"), _clean(f["balance_check"][-1]), _money(_clean(f["balance_check"][-1])), _("0, or somewhere is a mistake")),
    )  # fmt: skip
    zones = _below_zero(cash)
    return Result(
        _sentence(v, cash, result, low, dry),
        figures,
        _chart(f, cash, low, dry, zones),
        _alt(f, cash, low, dry),
        _table(f, v),
    )


def _clean(value: float) -> float:
    """Without what rounding leaves of nothing."""
    return 0.0 if abs(value) < NOTHING else value


def _money(value: float) -> str:
    return f"{say(value)} {MONEY}"


def _sentence(v: Values, cash: list[float], result: float, low: int, dry: int | None) -> str:
    """One sentence that reads the result aloud."""
    brought = (_("a profit of {amount}") if result >= 0 else _("a loss of {amount}")).format(amount=_money(abs(result)))
    change = cash[-1] - cash[0]
    if abs(change) < NOTHING:
        moved = _("the cash ends where it began")
    else:
        moved = (_("the cash grows by {amount}") if change > 0 else _("the cash shrinks by {amount}")).format(
            amount=say(abs(change))
        )
    text = _("Twelve months bring {brought}, and {moved}").format(brought=brought, moved=moved)
    if dry is None:
        return text + _("; it is lowest at the end of month {low}, with {cash}.").format(low=low, cash=say(cash[low]))
    if dry == low:
        return text + _("; in month {dry} the account is empty, and {missing} are missing.").format(
            dry=dry, missing=say(-cash[low])
        )
    return text + _("; in month {dry} the account is empty, and at the worst, in month {low}, {missing} are missing.").format(
        dry=dry, low=low, missing=say(-cash[low])
    )  # fmt: skip


def _below_zero(cash: list[float]) -> tuple[Zone, ...]:
    """Where the drawn line of cash lies below zero."""
    zones: list[Zone] = []
    for month, (a, b) in enumerate(itertools.pairwise(cash)):
        if a >= 0 and b >= 0:
            continue
        cross = month + a / (a - b) if (a < 0) != (b < 0) else None
        start, end = (month if a < 0 else cross), (month + 1 if b < 0 else cross)
        if zones and zones[-1].end == start:
            zones[-1] = Zone(zones[-1].start, end)
        elif start < end:
            zones.append(Zone(start, end))
    return tuple(zones)


def _chart(f: Forecast, cash: list[float], low: int, dry: int | None, zones: tuple[Zone, ...]) -> Chart:
    """Cash as a line, each month's result as a bar: on one axis, because they are taken for one another."""
    results = [(month, _clean(f["net_income"][month])) for month in range(1, MONTHS + 1)]
    month = dry or low
    return Chart(
        title=_("Cash and the month's result"),
        x_label=_("month"),
        y_label=MONEY,
        lines=(Line(_("cash at the end of the month"), tuple((float(n), one) for n, one in enumerate(cash))),),
        bars=tuple(
            Bars(label, tuple(Bar(float(n), 0.0, one) for n, one in results if (one < 0) == loss), 0.55, loss)
            for label, loss in ((_("profit of the month"), False), (_("loss of the month"), True))
            if any((one < 0) == loss for _n, one in results)
        ),
        zones=zones,
        zone_label=_("no money") if zones else "",
        marks=(
            Mark(float(month), cash[month], (_("empty in month {month}") if dry else _("lowest")).format(month=month)),
        ),
    )  # fmt: skip


def _alt(f: Forecast, cash: list[float], low: int, dry: int | None) -> str:
    """What the chart shows, for those who hear it."""
    losses = [month for month in range(1, MONTHS + 1) if f["net_income"][month] < -NOTHING]
    text = _("A line of cash over {months} months, from {first} to {last} {money}, lowest in month {low} with {cash}.").format(
        months=MONTHS, first=say(cash[0]), last=say(cash[-1]), money=MONEY, low=low, cash=say(cash[low])
    )  # fmt: skip
    if dry:
        text += " " + _("It falls below zero in month {month}; the months without money are shaded and hatched.").format(month=dry)  # fmt: skip
    text += " " + _("Below the line a bar for each month's result, from {least} to {most}").format(
        least=say(min(f["net_income"][1:])), most=say(max(f["net_income"][1:]))
    )
    if not losses:
        return text + _("; none is a loss.")
    lost = ngettext("; {count} of them is a loss.", "; {count} of them are losses.", len(losses))
    return text + lost.format(count=len(losses))


# --- the table, and where its numbers come from


@dataclass(frozen=True)
class _Line:
    """A row of the table. Costs and payments are shown with a minus (``sign``); ``flow`` has no opening balance.

    ``how`` says where a cell comes from; without it the engine's own explanation does. ``twin`` says where the same
    amount also stands.
    """

    key: str
    label: str
    sign: int = 1
    flow: bool = True
    how: Callable[[Forecast, Values, int], str] | None = None
    twin: str = ""


def _at(f: Forecast, key: str, month: int) -> str:
    return say(_clean(f[key][month]))


def _added(f: Forecast, lines: tuple[_Line, ...], month: int) -> str:
    """The lines above, with their signs: 376 − 76 − 104 …"""
    values = [line.sign * f[line.key][month] for line in lines]
    shown = [one for one in values if abs(one) >= NOTHING] or [0.0]
    first, *rest = shown
    return say(first) + "".join(f" {'+' if one > 0 else '−'} {say(abs(one))}" for one in rest)


def _engine(f: Forecast, key: str, month: int) -> str:
    """The engine's chain of terms as one line."""
    terms = f.explain(key, month).terms
    if not terms:
        return _("Nothing comes in here this month.")
    told = [f"{one.sign} {say(abs(one.value))} {_small(one.words)}" for one in terms]
    return " ".join(told).removeprefix("+ ") + "."


def _small(words: str) -> str:
    """A line's name inside a sentence."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _tax_paid(f: Forecast, v: Values, month: int) -> str:
    if not f["tax_paid"][month]:
        said = ngettext(
            "Nothing is due this month: the levy is paid every month.",
            "Nothing is due this month: the levy is paid every {every} months.",
            int(v.every),
        )
        return said.format(every=say(v.every))
    return _(
        "All that is owed by now: {before} of the months before and {now} of this month. “Levy owed” falls to nothing."
    ).format(before=_at(f, "tax_payable", month - 1), now=_at(f, "levy", month))


def _principal(f: Forecast, v: Values, month: int) -> str:
    paid = f["principal_repaid"][month]
    if not paid:
        if not v.loan or month > v.grace:
            return _("None this month.")
        said = ngettext(
            "The first month pays interest alone.", "The first {grace} months pay interest alone.", int(v.grace)
        )
        return said.format(grace=say(v.grace))
    told = _(
        "The payment of {payment} less its interest of {interest}. It is no cost: “Loan” shrinks by the same amount."
    )
    return told.format(payment=say(paid + f["interest"][month]), interest=_at(f, "interest", month))


def _since(before: str, *moves: tuple[str, str, str]) -> Callable[[Forecast, Values, int], str]:
    """A balance: what it was, and what the month added and took away."""

    def told(f: Forecast, v: Values, month: int) -> str:
        parts = [f"{_at(f, before, month - 1)} {_('of the month before')}"]
        parts += [f"{sign} {_at(f, key, month)} {words}" for sign, key, words in moves if f[key][month]]
        return " ".join(parts) + "."

    return told


def _own(text: str, *keys: str, back: tuple[str, ...] = ()) -> Callable[[Forecast, Values, int], str]:
    """A sentence with rows of this month ({0}, {1} …), rows of the month before ({b0} …) and inputs by name."""

    def told(f: Forecast, v: Values, month: int) -> str:
        now = [_at(f, key, month) for key in keys]
        before = {f"b{n}": _at(f, key, month - 1) for n, key in enumerate(back)}
        given = {name: value if isinstance(value, str) else say(value) for name, value in v.items()}
        return text.format(*now, **before, **given)

    return told


def _sold(text: str) -> Callable[[Forecast, Values, int], str]:
    """A sentence with what is sold this month, and inputs by name."""

    def told(f: Forecast, v: Values, month: int) -> str:
        sold = counted(_clean(f[f"units/{SALES}"][month]), v.unit)
        return text.format(sold=sold, price=say(v.price), variable=say(v.variable))

    return told


def _worn(name: str, text: str) -> Callable[[Forecast, Values, int], str]:
    """A sentence with an amount and the months that it is spread over."""
    return lambda _f, v, _month: text.format(amount=say(v[name]), life=in_months(v.life))


def _groups(f: Forecast, v: Values, month: int) -> str:
    told = ngettext(
        "{groups} × {cost}: one for every unit.",
        "{groups} × {cost}: one for every {size} {unit} begun.",
        int(v.step_size),
    )
    return told.format(
        groups=_at(f, f"steps/{GROUPS}", month), cost=say(v.step_cost), size=say(v.step_size), unit=v.unit
    )


INCOME = (
    _Line("revenue", _("Revenue"), 1, True, _sold(_("{sold} × {price}.")), _("What is not paid at once stands in “Owed by customers”.")),
    _Line("variable_cost", _("Variable cost"), -1, True, _sold(_("{sold} × {variable}.")), _("What is not paid at once stands in “Owed to suppliers”.")),
    _Line("step_costs", _("Cost of groups"), -1, True, _groups, _("It leaves the account in the same month.")),
    _Line("fixed_costs", _("Fixed costs"), -1, True, _own(_("The same every month, however many {unit} there are.")), _("They leave the account in the same month.")),
    _Line("depreciation", _("Depreciation"), -1, True, _worn("assets", _("{amount} / {life}, as long as they serve.")), _("No money leaves. “Fixed assets” shrink by the same amount.")),
    _Line("capital_grants_released", _("Grant released"), 1, True, _worn("grant", _("{amount} / {life}, as the assets wear.")), _("No money comes. “Grant not yet released” shrinks by the same amount.")),
    _Line("interest", _("Interest"), -1, True, _own(_("{b0} owed × {rate} % / 12."), back=("loans",)), _("It is paid at once; the loan itself is no cost.")),
    _Line("levy", _("Levy on revenue"), -1, True, _own(_("{0} × {levy} %."), "revenue"), _("Until it is paid it stands in “Levy owed”.")),
)  # fmt: skip
RESULT = _Line("net_income", _("Net income"), 1, True, lambda f, v, month: _("The lines above: {sum}.").format(sum=_added(f, INCOME, month)), _("It is added to “Results so far”."))  # fmt: skip

CASH = (
    _Line("from_customers", _("Received from customers"), 1, True, lambda f, v, month: _("{now} of this month's sales and {before} of last month's.").format(
        now=say(_clean(f["revenue"][month] * (1 - v.late / 100))), before=say(_clean(f["revenue"][month - 1] * v.late / 100)))),
    _Line("to_suppliers", _("Paid to suppliers"), -1, True, _own(_("Bought for {0}, and {b0} still owed from before; {1} are owed at the end."), "variable_cost", "payables", back=("payables",))),
    _Line("paid_step_costs", _("Groups paid"), -1, True, _own(_("The cost of groups of this month, paid at once."))),
    _Line("paid_fixed_costs", _("Fixed costs paid"), -1, True, _own(_("The fixed costs of this month, paid at once."))),
    _Line("interest_paid", _("Interest paid"), -1, True, _own(_("The interest of this month, paid at once."))),
    _Line("tax_paid", _("Levy paid"), -1, True, _tax_paid),
)  # fmt: skip
CASH_ENDS = (
    _Line("operating_cash_flow", _("Cash flow from operations"), 1, True, lambda f, v, month: _("The lines above: {sum}.").format(sum=_added(f, CASH, month))),
    _Line("principal_repaid", _("Loan repaid"), -1, True, _principal),
    _Line("change_in_cash", _("Change in cash"), 1, True, lambda f, v, month: _("{operations} from operations less {repaid} of loan repaid.").format(
        operations=_at(f, "operating_cash_flow", month), repaid=_at(f, "principal_repaid", month))),
)  # fmt: skip
ASSETS = (
    _Line("cash", _("Cash"), 1, False, None, _("Count it: it must be what the bank says.")),
    _Line("receivables", _("Owed by customers"), 1, False, _since("receivables", ("+", "revenue", _("revenue")), ("−", "from_customers", _("received")))),
    _Line("fixed_assets", _("Fixed assets"), 1, False, _since("fixed_assets", ("−", "depreciation", _("depreciation")))),
)  # fmt: skip
OWED = (
    _Line("payables", _("Owed to suppliers"), 1, False, _since("payables", ("+", "variable_cost", _("bought")), ("−", "to_suppliers", _("paid")))),
    _Line("tax_payable", _("Levy owed"), 1, False, _since("tax_payable", ("+", "levy", _("of this month")), ("−", "tax_paid", _("paid")))),
    _Line("loans", _("Loan"), 1, False, _since("loans", ("−", "principal_repaid", _("repaid")))),
    _Line("deferred_grants", _("Grant not yet released"), 1, False, _since("deferred_grants", ("−", "capital_grants_released", _("released")))),
    _Line("owners_equity", _("Owners' money"), 1, False, _own(_("Nobody put in or took out anything this month."))),
    _Line("retained_earnings", _("Results so far"), 1, False, lambda f, v, month: f"{_at(f, 'retained_earnings', month - 1)} {_('of the month before')} {'+' if f['net_income'][month] >= 0 else '−'} {say(abs(f['net_income'][month]))} {_('net income')}."),
)  # fmt: skip
ALL_ASSETS = _Line("assets", _("Assets"), 1, False, lambda f, v, month: _("The lines above: {sum}.").format(sum=_added(f, ASSETS, month)))  # fmt: skip
ALL_OWED = _Line("liabilities_and_equity", _("Liabilities and equity"), 1, False, lambda f, v, month: _("The lines above: {sum}.").format(sum=_added(f, OWED, month)))  # fmt: skip
CHECK = _Line("balance_check", _("Check: the two must be equal"), 1, False, lambda f, v, month: _("{assets} less {owed}.").format(
    assets=_at(f, "assets", month), owed=_at(f, "liabilities_and_equity", month)))  # fmt: skip
PARTS = (
    (_("Profit and loss"), (*INCOME, RESULT)),
    (_("Cash flow"), (*CASH, *CASH_ENDS)),
    (_("Balance sheet, at the end of the month"), (*ASSETS, ALL_ASSETS, *OWED, ALL_OWED, CHECK)),
)
TOTALS = ("net_income", "operating_cash_flow", "change_in_cash", "assets", "liabilities_and_equity")
OPENING = {
    "owners_equity": _("What was there less what is owed: {cash} + {assets} − {loan} − {grant}."),
    "retained_earnings": _("No month is over yet."),
    "assets": _("{cash} + {assets}."),
    "liabilities_and_equity": _("{loan} + {grant}, and the rest is the owners'."),
    "balance_check": _("The owners' money is what is left, so the two are equal on the first day."),
}


def origin(line: _Line, f: Forecast, v: Values, month: int) -> str:
    """Where a cell comes from, in a sentence or two. Empty for a flow before the first month."""
    if not month:
        if line.flow:
            return ""
        return _own(OPENING.get(line.key, _("There when the plan begins.")))(f, v, 0)
    how = line.how(f, v, month) if line.how else _engine(f, line.key, month)
    return f"{how} {line.twin}".strip()


def _table(f: Forecast, v: Values) -> Table:
    months = range(int(v.begin) - 1, int(v.begin) + SHOWN)
    biggest = max(abs(f[key][month]) for key in ("assets", "liabilities_and_equity", "revenue") for month in months)
    digits = 3 if biggest < 100_000 else 0
    rows, origins = [], []
    explained, totals = None, []
    for title, lines in PARTS:
        rows.append((title, *[""] * len(months)))
        origins.append(("",) * (len(months) + 1))
        for line in lines:
            if line.key in TOTALS:
                totals.append(len(rows))
            if line.key == "cash":
                explained = (len(rows), len(months))
            cells = [say(line.sign * _clean(f[line.key][month]), digits) if month or not line.flow else "" for month in months]  # fmt: skip
            rows.append((line.label, *cells))
            origins.append(("", *[origin(line, f, v, month) for month in months]))
    columns = (MONEY, *[_("month {month}").format(month=month) if month else _("at the start") for month in months])
    caption = _("Three statements of one venture ({money})").format(money=MONEY)
    return Table(caption, columns, tuple(rows), tuple(origins), explained, tuple(totals))


MODEL = Model("three_linked_statements", _("Three linked statements"), INPUTS, compute, PRESETS)
