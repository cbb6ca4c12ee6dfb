"""Appraisal: does a plan carry itself, can it serve its debt, and is it worth its money?

Everything here is read from a forecast (`venture.forecast`); nothing is forecast anew. Amounts are in the plan's unit.
Flows have signs (received +, paid −); costs and payments are positive in their own rows. Rates a year and shares are
0.12 for 12 %. `npv`, `dscr_minimum` and `funding_need_of` also take a forecast of many futures and give an array.

Conventions, each with its reason in docs/decisions/appraisal.md:

- **Project flows** are before financing: operations without interest, fees and grants, less what is paid for assets.
  **Equity flows** are what is left for the owners after grants, loans and debt service, less what they put in.
- The annual view has month 0 at t = 0 and each year at its end; the monthly view has every month at its end.
- Years after the forecast repeat its last twelve months of project flow. Nothing is sold at the end.
- The required return and the flows are both real or both nominal, or are made so by the plan's inflation. Loans are
  always nominal: beside real flows, what comes from lenders and goes to them is deflated.
- A venture that trades already begins with what its owners have in it: that counts as put in at t = 0.

Sources: OpenStax, Principles of Accounting 2: Managerial Accounting, 2 and 3 (break-even), Principles of Finance 16
(NPV, IRR, MIRR, payback) and 6 (ratios); debt service cover by the kit's own definition, because published ones differ.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from venture import costs, money, support, unit_economics, working_capital
from venture import plan as plans
from venture.costs import Stretch
from venture.forecast import YEAR, Forecast
from venture.futures import is_plain, least, most, where
from venture.numbers import say
from venture.numeric import checked, root_between
from venture.words import _, joined

KEPT = 3  # months that new money is kept for an asset
NOTHING = 1e-9  # an amount of money, or units sold, below this are none
SEARCHED = 10**6  # units; a break-even above is none that anybody plans for
PLATEAUS = 10_000  # so many steps of a cost are as good as a cost of each unit


# --- break-even


@dataclass(frozen=True)
class BreakEven:
    """The monthly volumes at which a plan loses nothing, for one meaning of "nothing".

    A volume counts units where the plan sells one product, and bundles of ``mix`` where it sells several: by default
    an average unit, so that volumes are units of all products together. ``volumes`` may be empty or have holes.
    """

    key: str
    name: str
    definition: str
    fixed: float  # a month, beside step costs; what lasts less than a year is a mean of twelve months
    margin: float  # of one bundle, after a levy where one is counted
    price: float  # of one bundle
    mix: Mapping[str, float]  # product → units in a bundle
    steps: tuple[tuple[float, float], ...]  # (cost of a step, bundles that it serves); with a season of each month
    volumes: tuple[Stretch, ...]
    capacity: int
    planned: float

    @property
    def lasting(self) -> int | None:
        """The volume from which on nothing is lost up to capacity; None where there is none."""
        return self.volumes[-1].start if self.volumes and self.volumes[-1].end >= self.capacity else None

    @property
    def near(self) -> int | None:
        """The break-even that matters for the planned volume: of the stretch that it lies in, else the next above."""
        planned = min(self.planned, self.capacity)  # a part of a unit may lie beyond the last whole one
        ahead = [one.start for one in self.volumes if one.end >= planned - costs.ALMOST]
        return ahead[0] if ahead else None

    @property
    def margin_of_safety(self) -> float | None:
        """(planned − break-even) / planned; below 0 the plan itself loses. None: no break-even, or nothing planned."""
        return None if self.near is None or self.planned <= NOTHING else costs.margin_of_safety(self.planned, self.near)

    @property
    def sales(self) -> float | None:
        """Monthly sales at break-even: exact (fixed costs / margin ratio) without step costs, else at `lasting`."""
        if self.steps:
            return None if self.lasting is None else self.lasting * self.price
        return costs.break_even_sales(self.fixed, self.margin / self.price) if self.margin > 0 and self.price else None

    @property
    def words(self) -> str:
        """The volumes as people say them: "47 to 48 and from 54 on"."""
        said = [
            _("from {start} on").format(start=one.start)
            if one.end >= self.capacity
            else _("{start} to {end}").format(start=one.start, end=one.end)
            for one in self.volumes
        ]
        return joined(said) or _("none up to {capacity}").format(capacity=self.capacity)

    def pieces(self, volume: float) -> dict[str, int]:
        """Units of each product at a volume, whole."""
        return {name: math.ceil(units * volume - costs.ALMOST) for name, units in self.mix.items()}


def volumes_that_cover(
    margin: float, fixed: float, capacity: int, steps: Sequence[tuple[float, float]] = ()
) -> tuple[Stretch, ...]:
    """{q : margin·q ≥ fixed + Σ cost·⌈q / serves⌉} over whole q from 0 to ``capacity``, for several step costs at once.

    Between two edges of steps nothing jumps, so that each plateau is one linear condition
    (`costs.break_even_volumes`); neighbours are joined.

    Args:
        steps: pairs of (cost of one step, volume that it serves, not always whole).
    """
    fine = [step for step in steps if capacity / step[1] > PLATEAUS]
    margin -= sum(cost / serves for cost, serves in fine)
    steps = [step for step in steps if step not in fine]
    edges = sorted({0, capacity, *(edge for _cost, serves in steps for edge in _edges(serves, capacity))})
    found: list[Stretch] = []
    first = 0
    for last in edges:
        cost = fixed + sum(cost * costs.steps_at(last, serves) for cost, serves in steps)
        for one in costs.break_even_volumes(margin, cost, last):
            start = max(one.start, first)
            if start > one.end:
                continue
            if found and found[-1].end + 1 == start:
                found[-1] = Stretch(found[-1].start, one.end)
            else:
                found.append(Stretch(start, one.end))
        first = last + 1
    return tuple(found)


def _edges(serves: float, capacity: int) -> Iterator[int]:
    """The last whole volume of each plateau below capacity."""
    for number in range(1, int(capacity / serves) + 1):
        yield math.floor(number * serves + costs.ALMOST)


def break_evens(f: Forecast, month: int = YEAR, mix: Mapping[str, float] | None = None) -> tuple[BreakEven, ...]:
    """Four break-evens of a month that must not be mixed up: operating, after levy, accounting, cash and debt service.

    Prices, costs, debt service and the mix of products are those of ``month``. A product with a season counts with
    its mean of the twelve months up to then, and step costs with the steps of each of these months. A fixed cost
    that lasts less than a year, such as an insurance paid in one month, and the fees of loans count with their mean too.

    Args:
        month: month 12 by default: the start is over, and no price has risen yet.
        mix: units of each product in a bundle; by default the month's own proportions, in bundles of one unit.

    Returns:
        Nothing where nothing is sold in that month.

    Raises:
        ValueError: a month outside the forecast, or a product in the mix that is not sold then.
    """
    checked("month", month, low=1, high=f.months)
    units = {one.name: _units(f, one, month) for one in f.plan.products}
    units = {name: count for name, count in units.items() if count > NOTHING}
    if not units:
        return ()
    total = sum(units.values())
    mix = mix or {name: count / total for name, count in units.items()}
    for name, pieces in mix.items():
        checked(_("“{product}” in the mix").format(product=name), pieces, above=0)
        if name not in units:
            raise ValueError(
                _("“{product}” is not sold in month {month}. Sold are: {names}.").format(
                    product=name, month=month, names=", ".join(units)
                )
            )

    def row(key: str) -> float:
        return f[key][month]

    price = sum(row(f"price/{name}") * pieces for name, pieces in mix.items())
    variable = sum(_unit_cost(f, name, month) * pieces for name, pieces in mix.items())
    levy = price * _levy(f)
    running = _running(f, month)
    book = row("depreciation") - row("capital_grants_released") + row("interest") + _mean(f["fees"], month)
    lenders = row("interest_paid") + row("principal_repaid")
    steps = tuple(_steps(f, month, mix))
    planned = total / sum(mix.values())
    room = _room(f, mix)
    kinds = (
        ("operating", _("Operating"), running, 0.0, _("contribution = fixed costs, staff and steps")),
        ("after levy", _("Operating, after levy"), running, levy, _("the same, after the levy on revenue")),
        ("accounting", _("Accounting"), running + book, levy,
         _("the same, with depreciation less grants released, interest and fees")),
        ("cash", _("Cash and debt service"), running + lenders, levy,
         _("operating after levy, with interest and principal paid, without depreciation")),
    )  # fmt: skip
    made = []
    for key, name, fixed, taken, definition in kinds:
        margin = price - variable - taken
        capacity = room or _far_enough(margin, fixed, steps, planned)
        volumes = volumes_that_cover(margin, fixed, capacity, steps)
        made.append(BreakEven(key, name, definition, fixed, margin, price, mix, steps, volumes, capacity, planned))
    return tuple(made)


def _units(f: Forecast, product: plans.Product, month: int) -> float:
    """Units of a month, or the mean of a year where there is a season."""
    units = f[f"units/{product.name}"]
    return _mean(units, month) if product.season else units[month]


def _stretch(month: int) -> range:
    """The twelve months that end with a month; fewer in the first year."""
    return range(max(1, month - YEAR + 1), month + 1)


def _mean(row: Sequence[float], month: int) -> float:
    return sum(row[at] for at in _stretch(month)) / len(_stretch(month))


def _running(f: Forecast, month: int) -> float:
    """Fixed costs and staff of a month, where a cost of less than twelve months counts with its mean of a year.

    So a yearly bill weighs the same in whatever month it falls, and rent that has just begun weighs in full.
    """
    total = f["staff"][month]
    for one in f.plan.fixed_costs:
        row = f[f"fixed_costs/{one.name}"]
        first, last = (f.known.get(f"fixed_costs/{one.name}/{end}", math.inf) for end in ("first", "last"))
        total += _mean(row, month) if last - first + 1 < YEAR else row[month]
    return total


def _unit_cost(f: Forecast, name: str, month: int) -> float:
    """Variable cost of a unit when it was last sold."""
    units = f[f"units/{name}"]
    last = next(at for at in range(month, 0, -1) if units[at] > NOTHING)
    return f[f"variable_cost/{name}"][last] / units[last]


def _levy(f: Forecast) -> float:
    """The share of revenue that is lost to tax at zero profit: a levy, or the least tax of a tax on profit."""
    field = {"revenue levy": "rate", "profit tax": "minimum"}.get(f.plan.tax.regime)
    return f.known[f"tax/{field}"] if field else 0.0


def _steps(f: Forecast, month: int, mix: Mapping[str, float]) -> Iterator[tuple[float, float]]:
    """Step costs: what one costs, and how many bundles it serves.

    Steps follow each month's volume and not the mean: 48 units and none take other steps than 24 and 24. So with a
    season each volume of the twelve months is a step of its own, at its share of the months' cost.
    """
    seasonal = {one.name: _units(f, one, month) for one in f.plan.products if one.season}
    for step in f.plan.step_costs:
        served = [name for name in mix if not step.products or name in step.products]
        amount, per, rises = (f.known[f"step_costs/{step.name}/{field}"] for field in ("amount", "per", "rises"))
        cost = amount * (1 + rises) ** ((month - 1) // YEAR)
        loads: Counter[float] = Counter()
        for at in _stretch(month):
            pieces = (
                mix[name] * (f[f"units/{name}"][at] / seasonal[name] if name in seasonal else 1.0) for name in served
            )
            loads[round(sum(pieces), 12)] += 1
        for load, months in loads.items():
            if load > 0:
                yield cost * months / len(_stretch(month)), per / load


def _room(f: Forecast, mix: Mapping[str, float]) -> int:
    """The most bundles that there is room for; 0 where the plan names no limit."""
    limited = [one.name for one in f.plan.products if one.name in mix and one.capacity is not None]
    limits = [f.known[f"products/{name}/capacity"] / mix[name] for name in limited]
    return math.floor(min(limits) + costs.ALMOST) if limits else 0


def _far_enough(margin: float, fixed: float, steps: Sequence[tuple[float, float]], planned: float) -> int:
    """Without a limit: a volume beyond which nothing changes any more, at least twice the planned one.

    Every unit beyond costs a share of each step, so from (fixed + one of each step) / (margin − Σ cost / serves) on
    nothing is lost again.
    """
    wide = math.ceil(2 * planned) + 1
    slope = margin - sum(cost / serves for cost, serves in steps)
    if slope <= 0:
        return min(wide, SEARCHED)
    return min(max(wide, math.ceil((fixed + sum(cost for cost, _serves in steps)) / slope) + 1), SEARCHED)


# --- real and nominal


def rate_that_fits(appraisal: plans.Appraisal, rate: Any = None) -> Any:
    """The rate in the kind of the flows: real for real, nominal for nominal, converted exactly where they differ.

    (1 + nominal) = (1 + real)·(1 + inflation). A real rate on nominal flows makes everything look worth doing, and
    the other way round nothing; so the mixture is not to be had.

    Args:
        rate: in the kind that ``appraisal.rate_is`` names; the required return by default. May be an array.

    Raises:
        ValueError: the two differ, and no inflation is given.
    """
    rate = checked("rate", appraisal.rate if rate is None else rate, above=-1)
    if appraisal.flows == appraisal.rate_is:
        return rate
    if not appraisal.inflation:
        raise ValueError(
            _(
                "The plan's amounts are {flows} and its rate is {rate_is}: the two cannot be put together without "
                "inflation. Give appraisal/inflation, for example 6 %, or a rate that is {flows} too."
            ).format(flows=_(appraisal.flows), rate_is=_(appraisal.rate_is))
        )
    if appraisal.flows == "nominal":
        return (1 + rate) * (1 + appraisal.inflation) - 1
    return (1 + rate) / (1 + appraisal.inflation) - 1


# --- flows, and what they are worth


@dataclass(frozen=True)
class Flows:
    """Flows of a plan by month, place 0 before the start, and what they are worth at the required return.

    ``rate``, ``finance_rate`` and ``reinvest_rate`` are shares a year in the kind of the flows. What does not exist
    raises a ValueError that says why (`money.NoRate`, `money.SeveralRates`).
    """

    key: str
    monthly: tuple[float, ...]
    start: tuple[int, int]
    rate: float
    finance_rate: float
    reinvest_rate: float
    note: str = ""  # what these flows hold that their kind does not say
    no_rate: str = ""  # why they have no rate of return, whatever their signs

    @property
    def annual(self) -> tuple[float, ...]:
        """Month 0, then each year's sum: everything of a year falls at its end."""
        return by_year(self.monthly)

    @property
    def monthly_rate(self) -> float:
        """The rate per month that comes to ``rate`` in a year, compounded."""
        return monthly_rate(self.rate)

    @property
    def dates(self) -> tuple[datetime.date, ...]:
        """The last day of every month; month 0 ends on the day before the start."""
        return tuple(_month_end(self.start, month) for month in range(len(self.monthly)))

    @property
    def npv(self) -> float:
        """Annual view, flows at the end of the year."""
        return money.npv0(self.rate, self.annual)

    @property
    def npv_monthly(self) -> float:
        return money.npv0(self.monthly_rate, self.monthly)

    @property
    def xnpv(self) -> float:
        """Monthly flows on their dates, days / 365."""
        return money.xnpv(self.rate, self.monthly, self.dates)

    @property
    def irr(self) -> float:
        """Annual view."""
        self._may_have_a_rate()
        return money.irr(self.annual)

    @property
    def irr_monthly(self) -> float:
        """From monthly flows, compounded to a year: the rate next to `irr`.

        The order of months within a year makes further rates that mean nothing, such as −84 % a month; whether there
        is one rate is for the years to say.
        """
        return _rate_near(self.irr, lambda rate: money.npv0(monthly_rate(rate), self.monthly))

    @property
    def xirr(self) -> float:
        """From monthly flows on their dates; as `irr_monthly`."""
        return _rate_near(self.irr, lambda rate: money.xnpv(rate, self.monthly, self.dates))

    @property
    def mirr(self) -> float:
        """Annual view; the required return stands in for a rate that the plan does not give."""
        self._may_have_a_rate()
        return money.mirr(self.annual, self.finance_rate, self.reinvest_rate)

    def _may_have_a_rate(self) -> None:
        if self.no_rate:
            raise money.NoRate(self.no_rate)

    @property
    def profitability_index(self) -> float:
        return money.profitability_index(self.rate, self.annual)

    @property
    def payback(self) -> float | None:
        """Years, linear inside a year; None: not within the years looked at."""
        return money.payback(self.annual)

    @property
    def discounted_payback(self) -> float | None:
        return money.discounted_payback(self.rate, self.annual)


def _rate_near(guess: float, worth: Callable[[float], float]) -> float:
    """The rate at which ``worth`` is 0, looked for around a guess in ever wider steps.

    Raises:
        money.NoRate: there is none near it.
    """
    width = 1e-4
    while width < 1:
        low, high = max(guess - width, -0.99), guess + width
        if worth(low) * worth(high) <= 0:
            return root_between(worth, low, high)
        width *= 2
    raise money.NoRate(_("No rate near {guess:.4g} brings the monthly flows to zero.").format(guess=guess))


# Rows that add up to a flow, and rows that are taken off.
PROJECT = (
    ("operating_cash_flow", "interest_paid", "fees_paid"),
    ("income_grants_received", "assets_paid"),
)
PROJECT_WITH_GRANTS = (
    ("operating_cash_flow", "interest_paid", "fees_paid", "capital_grants_received"),
    ("assets_paid",),
)
EQUITY = (("change_in_cash",), ("owners_money",))
LENDERS_FLOW = (("loans_received",), ("interest_paid", "principal_repaid", "fees_paid"))


def project_flows(f: Forecast, with_grants: bool = False) -> list[Any]:
    """Flows before financing, by month, over the years looked at.

    Operating cash flow without interest, fees and income grants, less what is paid for assets. Taxes are those that
    the plan pays. ``with_grants`` adds all grants received.
    """
    return _looked_at(f, _by_month(f, *(PROJECT_WITH_GRANTS if with_grants else PROJECT)))


def equity_flows(f: Forecast) -> list[Any]:
    """Flows to and from the owners, by month, over the years looked at: change in cash less owners' money put in.

    This is what they *could* take out, month 0's cash included. After the forecast the project's flow goes on, and
    what is still owed to lenders is paid at once. What the owners of a running venture have in it at the start counts
    as put in at t = 0, and its cash as there to take out. Where flows are real, what lenders give and get is deflated.

    Raises:
        ValueError: flows are real, there are loans, and no inflation is given.
    """
    made = _by_month(f, *EQUITY)
    brought, cash = _at_the_start(f)
    made[0] = made[0] - brought + cash
    if _deflates(f):
        nominal = _by_month(f, *LENDERS_FLOW)
        made = [flow - one + one / _prices(f, at) for at, (flow, one) in enumerate(zip(made, nominal, strict=True))]
    made = _looked_at(f, made)
    settled = min(f.months + 1, len(made) - 1)
    owed = f["loans"][min(settled, f.months)]
    made[settled] = made[settled] - (owed / _prices(f, settled) if _deflates(f) else owed)
    return made


def _at_the_start(f: Forecast) -> tuple[Any, Any]:
    """What the owners of a running venture have in it before month 0, never below 0, and how much cash it has then."""
    return most(0.0, f["owners_equity"][0] - f["owners_money"][0]), f["cash"][0] - f["change_in_cash"][0]


def _deflates(f: Forecast) -> bool:
    """Must what lenders give and get be deflated: are the plan's amounts real, and are there loans?

    Raises:
        ValueError: they must, and the plan gives no inflation.
    """
    if f.plan.appraisal.flows != "real" or not f.plan.loans:
        return False
    if not f.plan.appraisal.inflation:
        raise ValueError(
            _(
                "The plan's amounts are real and its loans are nominal: the two cannot be put together without "
                "inflation. Give appraisal/inflation, for example 6 %, or nominal amounts."
            )
        )
    return True


def _prices(f: Forecast, month: int) -> float:
    """Prices of a month as a multiple of those of month 0."""
    return (1 + f.plan.appraisal.inflation) ** (month / YEAR)


def _equity_note(f: Forecast) -> str:
    """What is in the equity flows beside what their name says."""
    said = []
    brought, cash = _at_the_start(f)
    if is_plain(brought) and is_plain(cash) and (brought > NOTHING or abs(cash) > NOTHING):
        said.append(
            _("the owners' {brought} in the venture at the start is put in at t = 0, its cash of {cash} can be taken out").format(
                brought=say(brought, most=2), cash=say(cash, most=2)
            )
        )  # fmt: skip
    if _deflates(f):
        said.append(
            _("loans and debt service are nominal, so divided by (1 + {inflation} %)^(months / 12)").format(
                inflation=f"{f.plan.appraisal.inflation * 100:.4g}"
            )
        )
    return "; ".join(said)


def _cash_runs_out(f: Forecast, months: int) -> str:
    """Why flows to the owners have no rate: the reason, where cash falls below zero by that month."""
    below = next((at for at, cash in enumerate(f["cash"][: months + 1]) if is_plain(cash) and cash < -NOTHING), None)
    return "" if below is None else _("cash falls below zero in month {month}: who pays then is not said, so the owners' return is no number").format(month=below)  # fmt: skip


def _by_month(f: Forecast, plus: Sequence[str], minus: Sequence[str]) -> list[Any]:
    return [sum(f[key][at] for key in plus) - sum(f[key][at] for key in minus) for at in range(f.months + 1)]


def _looked_at(f: Forecast, made: list[Any]) -> list[Any]:
    """The flows of the years looked at; after the forecast its last twelve months of project flow go round and round."""
    months = YEAR * (f.plan.appraisal.years or f.years)
    if months <= f.months:
        return made[: months + 1]
    last_year = _by_month(f, *PROJECT)[-YEAR:]
    return made + [last_year[at % YEAR] for at in range(months - f.months)]


def by_year(monthly: Sequence[Any]) -> tuple[Any, ...]:
    """Month 0, then the sum of each twelve months."""
    return (monthly[0], *(sum(monthly[at : at + YEAR]) for at in range(1, len(monthly), YEAR)))


def monthly_rate(rate: Any) -> Any:
    """The effective rate per month of a rate a year: (1 + rate)^(1/12) − 1."""
    return (1 + rate) ** (1 / YEAR) - 1


FLOWS: dict[str, Callable[[Forecast], list[Any]]] = {
    "project": project_flows,
    "project with grants": functools.partial(project_flows, with_grants=True),
    "equity": equity_flows,
}


def _flows(f: Forecast, key: str) -> list[Any]:
    if key not in FLOWS:
        raise ValueError(
            _("There are no flows “{found}”. There are: {names}.").format(found=key, names=", ".join(FLOWS))
        )
    return FLOWS[key](f)


def flows(f: Forecast, key: str = "project") -> Flows:
    """A plan's flows with its rates: ``project``, ``project with grants`` or ``equity``.

    Raises:
        ValueError: no such kind of flows, or real and nominal mixed (`rate_that_fits`, `equity_flows`).
    """
    appraisal = f.plan.appraisal
    rates = (rate_that_fits(appraisal, rate) for rate in (None, appraisal.finance_rate, appraisal.reinvest_rate))
    made = Flows(key, tuple(_flows(f, key)), f.plan.start, *rates)
    if key != "equity":
        return made
    return replace(made, note=_equity_note(f), no_rate=_cash_runs_out(f, len(made.monthly) - 1))


def npv(f: Forecast, key: str = "project", rate: Any = None) -> Any:
    """Net present value, annual view, of one future or of many.

    Args:
        key: which flows, as in `flows`.
        rate: in the kind that the plan's rates are, a number or an array; the plan's required return by default.
    """
    rate = rate_that_fits(f.plan.appraisal, rate)
    return sum(flow / (1 + rate) ** year for year, flow in enumerate(by_year(_flows(f, key))))


def _month_end(start: tuple[int, int], month: int) -> datetime.date:
    """The last day of month ``month`` of a plan; 0 is the month before the first."""
    years, index = divmod(start[1] - 2 + month, 12)
    year = start[0] + years
    return datetime.date(year, index + 1, calendar.monthrange(year, index + 1)[1])


# --- debt service cover


def dscr(cfads: float, debt_service: float) -> float | None:
    """Cash flow available for debt service / (interest + scheduled principal). None: there is no debt service.

    Case A at 64 children: contribution after levy 443.904 − fixed 245 − teachers 156, a month.

    >>> round(dscr((443.904 - 245 - 156) * 12, 400.96), 2)
    1.28
    """
    return checked("cfads", cfads) / debt_service if checked("debt_service", debt_service, low=0) > NOTHING else None


@dataclass(frozen=True)
class Cover:
    """What a plan has for its lenders and what it owes them, month by month. Values may be arrays of futures."""

    before_upkeep: Sequence[Any]
    bought: Sequence[Sequence[Any]]  # of each asset, less the grants for it; for a new venture nothing in year 1
    new_money: Sequence[Any]  # loans and owners' money, in the month of what they pay for
    service: Sequence[Any]

    def cfads(self, first: int, last: int) -> Any:
        """Cash flow available for debt service in months ``first`` to ``last``, both included.

        EBITDA − taxes paid ± change in working capital − upkeep. VAT belongs to working capital, but for that of
        assets, which stays out, paid or got back. Upkeep is what is paid for assets without VAT, as far as no grant
        for that very asset and no loan or owners' money of the same months or shortly before pays for it.
        What a new venture buys in its first year is the start itself and no upkeep.
        """
        totals = self._totals
        upkeep = working_capital.not_paid_for(
            [_sum(row, first, last) for row in totals["bought"]], _sum(totals["new_money"], first, last)
        )
        return _sum(totals["before_upkeep"], first, last) - upkeep

    def debt_service(self, first: int, last: int) -> Any:
        """Interest paid and principal repaid in months ``first`` to ``last``."""
        return where(self.months_served(first, last) > 0, _sum(self._totals["service"], first, last), 0.0)

    def months_served(self, first: int, last: int) -> Any:
        """In how many of these months something is paid to lenders."""
        return _sum(self._totals["served"], first, last)

    def dscr(self, first: int, last: int) -> Any:
        """Not a number where there is no debt service, future by future."""
        return self.dscr_or(math.nan, first, last)

    def dscr_or(self, other: float, first: int, last: int) -> Any:
        """The cover, and ``other`` in futures without debt service."""
        some = self.months_served(first, last) > 0
        if is_plain(some) and not some:
            return other
        service = _sum(self._totals["service"], first, last)
        return where(some, self.cfads(first, last) / where(some, service, 1.0), other)

    @functools.cached_property
    def _totals(self) -> dict[str, Any]:
        """Each row added up so far: many windows are looked at, and each is then one subtraction.

        Where nothing is paid to lenders is counted in months, because a difference of sums is never quite 0.
        """
        rows = {"before_upkeep": self.before_upkeep, "new_money": self.new_money, "service": self.service}
        totals: dict[str, Any] = {key: list(itertools.accumulate(row)) for key, row in rows.items()}
        totals["served"] = list(itertools.accumulate(map(_is_paid, self.service)))
        totals["bought"] = [list(itertools.accumulate(row)) for row in self.bought]
        return totals


def _is_paid(amount: Any) -> Any:
    """1 where something is paid, else 0; one number where all futures agree."""
    if is_plain(amount):
        return 1 if amount > NOTHING else 0
    paid = amount > NOTHING
    return 1 if paid.all() else where(paid, 1, 0) if paid.any() else 0


def cover(f: Forecast, with_grants: bool = False) -> Cover:
    """The rows behind a debt service cover; ``with_grants`` counts the income grants received."""
    plus, (grants, _assets) = PROJECT
    before = _by_month(f, plus, () if with_grants else (grants,))
    apart = _vat_without_assets(f)
    if apart:
        before = [flow + paid - alone for flow, paid, alone in zip(before, f["vat_paid"], apart, strict=True)]
    bought, new_money = working_capital.purchases(f), working_capital.new_money(f)
    if not trades_already(f.plan):
        bought, new_money = [_after_year_1(row) for row in bought], _after_year_1(new_money)
    new_money = working_capital.kept_for(bought, new_money, KEPT)
    return Cover(before, bought, new_money, _by_month(f, ("interest_paid", "principal_repaid"), ()))


def _after_year_1(row: Sequence[Any]) -> list[Any]:
    return [0.0] * (YEAR + 1) + [*row[YEAR + 1 :]]


def trades_already(plan: plans.Plan) -> bool:
    """Was the venture there before the plan: with anything of its own, or with months that are over?"""
    before = (*plan.assets, *plan.loans, *plan.grants)
    opening = (getattr(plan.opening, one.name) for one in fields(plan.opening))
    return any(one.already for one in before) or any(opening) or bool(plan.actuals)


def _vat_without_assets(f: Forecast) -> list[Any]:
    """VAT paid by month if that of assets were settled apart, by the rhythm of the plan; empty where assets carry none.

    Paid in the months in which it is due: what is charged up to the period's end, less what was paid before.
    """
    if all(is_plain(tax) and not tax for tax in f["vat_in_assets"]):
        return []
    vat, every = f.plan.vat, f.known["vat/every"]
    charged = list(itertools.accumulate(out - back for out, back in zip(f["vat_out"], f["vat_in_costs"], strict=True)))
    paid, so_far = [], 0.0
    for month, calendar_month in enumerate(f.known["calendar"]):
        due = charged[month - vat.after] if month >= vat.after else 0.0
        paid.append(where((calendar_month - vat.after) % every == 0, most(0.0, due - so_far), 0.0))
        so_far = so_far + paid[-1]
    return paid


def _sum(totals: Sequence[Any], first: int, last: int) -> Any:
    """What a row of running totals grew by in months ``first`` to ``last``."""
    checked("first month", first, low=1, high=last)
    checked("last month", last, high=len(totals) - 1)
    return totals[last] - totals[first - 1]


def dscr_annual(f: Forecast, with_grants: bool = False) -> dict[int, Any]:
    """DSCR of each year of the plan. None: no debt service that year, or in some of its months only.

    A loan that is paid back in January makes a year's cash look like plenty; `service_of_year` gives the months that
    are paid, and their cover.
    """
    rows = cover(f, with_grants)
    found = {}
    for year in range(1, f.years + 1):
        months = _months(year)
        found[year] = _or_none(where(rows.months_served(*months) == YEAR, rows.dscr(*months), math.nan))
    return found


def service_of_year(f: Forecast, year: int, with_grants: bool = False) -> tuple[int, float | None]:
    """In how many months of a year lenders are paid, and the cover from the first of these to the last; one future."""
    rows = cover(f, with_grants)
    first, last = _months(year)
    served = [month for month in range(first, last + 1) if rows.service[month] > NOTHING]
    return len(served), rows.dscr(served[0], served[-1]) if served else None


def _months(year: int) -> tuple[int, int]:
    """The first and last month of a year of the plan."""
    return (year - 1) * YEAR + 1, year * YEAR


def dscr_rolling(f: Forecast, with_grants: bool = False) -> dict[int, Any]:
    """DSCR of the twelve months that end with each month, from month 12 on; None: no debt service in them."""
    rows = cover(f, with_grants)
    return {month: _or_none(rows.dscr(month - YEAR + 1, month)) for month in range(YEAR, f.months + 1)}


def dscr_minimum(f: Forecast, with_grants: bool = False, full_payment: bool = False) -> Any:
    """The headline: the smallest DSCR of any twelve months in a row. Not a number where there is no debt service.

    Args:
        full_payment: leave out windows in which a loan is drawn or in its grace, which flatter.
    """
    rows = cover(f, with_grants)
    lowest: Any = math.inf
    for first, last in _windows(f, full_payment):
        lowest = least(lowest, rows.dscr_or(math.inf, first, last))
    return where(lowest < math.inf, lowest, math.nan)


def _windows(f: Forecast, full_payment: bool) -> list[tuple[int, int]]:
    """Twelve months in a row, first and last of each."""
    every = [(last - YEAR + 1, last) for last in range(YEAR, f.months + 1)]
    return [window for window in every if not full_payment or is_full(f.plan, *window)]


def is_full(plan: plans.Plan, first: int, last: int) -> bool:
    """Is every loan past its grace in these months, or not drawn yet?"""
    return not any(first <= loan.month + loan.grace and loan.month <= last for loan in plan.loans)


def _or_none(value: Any) -> Any:
    return None if is_plain(value) and math.isnan(value) else value


# --- money that is missing, and what a share costs


def funding_need(lowest_cash: float, reserve: float, secured: float = 0.0) -> float:
    """The ask: peak negative cash + reserve − funds secured, and 0 where nothing is missing.

    >>> funding_need(-420, 250, 180)
    490

    Args:
        lowest_cash: the lowest balance before the secured funds, negative where cash is missing.
    """
    need = checked("reserve", reserve, low=0) - checked("lowest_cash", lowest_cash)
    return most(0, need - checked("secured", secured, low=0))


def funding_need_of(f: Forecast) -> Any:
    """The ask of a plan: what lifts its lowest month to the reserve. What is agreed is in its cash already."""
    return f.ask


def post_money(investment: float, share: float) -> float:
    """What the venture is worth with the new money in it: investment / share given for it.

    >>> post_money(900, 0.15)
    6000.0
    """
    return checked("investment", investment, above=0) / checked("share", share, above=0, high=1)


def pre_money(investment: float, share: float) -> float:
    """What it was worth before the money came: `post_money` − investment."""
    return post_money(investment, share) - investment


# --- ratios, each with its definition


@dataclass(frozen=True)
class Ratio:
    """A ratio that explains itself. ``value`` is None where there is none, and ``reason`` says why.

    ``unit`` is one of: times, share, days, months, years, money, units. ``formula`` is the definition with the
    numbers in it.
    """

    key: str
    name: str
    value: float | None
    unit: str
    definition: str
    formula: str
    source: str
    reason: str = ""
    year: int | None = None  # of the plan; None for what belongs to the whole plan


OWN = _("this kit's definition; published ones differ")
MANAGERIAL = _("OpenStax, Principles of Accounting 2: Managerial Accounting")
FINANCE = _("OpenStax, Principles of Finance")


def ratios(f: Forecast, year: int = 1) -> tuple[Ratio, ...]:
    """All ratios of a plan in one future: those of a year, then those of the whole plan (`Ratio.year` is None).

    Raises:
        IndexError: the forecast has no such year.
    """
    return tuple(_every(f, year))


def ratio(f: Forecast, key: str, year: int = 1) -> Ratio:
    """One ratio by its key.

    Raises:
        KeyError: there is none; the message lists them all.
    """
    seen = []
    for one in _every(f, year):
        if one.key == key:
            return one
        seen.append(one.key)
    raise KeyError(_("There is no ratio “{found}”. There are: {names}.").format(found=key, names=", ".join(seen)))


def _every(f: Forecast, year: int) -> Iterator[Ratio]:
    for of_a_year in (_unit_ratios, _cover_ratios, _balance_ratios, _cycle_ratios, _support_ratios):
        for one in of_a_year(f, year):
            yield replace(one, year=year)
    for of_the_plan in (_lowest_cover, _runway, _soft_loans, _funding_ratios, _worth_ratios):
        yield from of_the_plan(f)


def _quotient(
    key: str,
    name: str,
    unit: str,
    top: tuple[str, float | None],
    bottom: tuple[str, float | None],
    source: str,
    reason: str,
) -> Ratio:
    """top / bottom, and ``reason`` where one is missing or the bottom is not above 0."""
    definition = f"{top[0]} / {bottom[0]}"
    above, below = top[1], bottom[1]
    formula = " / ".join("–" if one is None else say(one, most=2) for one in (above, below))
    if above is None or below is None or below <= NOTHING:
        return Ratio(key, name, None, unit, definition, formula, source, reason)
    return Ratio(key, name, above / below, unit, definition, formula, source)


def _unit_ratios(f: Forecast, year: int) -> Iterator[Ratio]:
    """Contribution, break-even, margin of safety, leverage, and what a customer is worth."""
    no_sales = _("nothing is sold")
    revenue, contribution, levy = (f.year(key, year) for key in ("revenue", "contribution", "levy"))
    sold = (_("revenue"), revenue)
    yield _quotient("contribution ratio", _("Contribution margin ratio"), "share",
                    (_("contribution"), contribution), sold, MANAGERIAL + " 3.1", no_sales)  # fmt: skip
    evens = break_evens(f, month=year * YEAR)
    for one in evens:
        formula = _("fixed {fixed}, margin {margin} of a unit").format(
            fixed=say(one.fixed, most=2), margin=say(one.margin, most=3)
        )
        reason = "" if one.lasting is not None else one.words
        yield Ratio(f"break-even {one.key}", _("Break-even: {name}").format(name=one.name), one.lasting, "units",
                    one.definition, formula, MANAGERIAL + " 2.2, 3.2, 3.4", reason)  # fmt: skip
    safety = next((one for one in evens if one.key == "after levy"), None)
    value = safety.margin_of_safety if safety else None
    yield Ratio("margin of safety", _("Margin of safety"), value, "share",
                _("(planned volume − operating break-even after levy) / planned volume, in the year's last month"),
                f"({say(safety.planned, most=1)} − {safety.near}) / {say(safety.planned, most=1)}" if value is not None else "",
                MANAGERIAL + " 3.5", "" if value is not None else _("there is no break-even to be safe from"))  # fmt: skip
    yield _quotient("operating leverage", _("Degree of operating leverage"), "times",
                    (_("contribution after levy"), contribution - levy), (_("operating income"), operating_income(f, year)),
                    MANAGERIAL + " 3.5", _("there is no operating income to be moved"))  # fmt: skip
    for product in f.plan.products:
        yield from _customer_ratios(f, product, year)


def _customer_ratios(f: Forecast, product: plans.Product, year: int) -> Iterator[Ratio]:
    if product.churn is None and product.acquisition_cost is None:
        return
    month = year * YEAR
    sold = any(units > NOTHING for units in f[f"units/{product.name}"][1 : month + 1])
    variable = _unit_cost(f, product.name, month) if sold else product.variable_cost
    one = unit_economics.of_product(product, f[f"price/{product.name}"][month], variable)
    monthly, cost = (
        (_("contribution a month"), one.contribution),
        (_("cost of winning a customer"), one.acquisition_cost),
    )
    worth = (_("lifetime value"), one.lifetime_value)
    kinds = (
        ("lifetime value", _("{product}: lifetime value"), "money", monthly,
         (_("share who leave in a month"), one.churn), _("the plan does not say how many leave")),
        ("value to cost", _("{product}: lifetime value to cost of winning"), "times", worth, cost,
         _("the plan does not say how many leave, or what winning a customer costs")),
        ("customer payback", _("{product}: payback of winning a customer"), "months", cost, monthly,
         _("the plan does not say what winning a customer costs, or a customer brings in nothing")),
    )  # fmt: skip
    for key, name, unit, top, bottom, reason in kinds:
        yield _quotient(f"{key} {product.name}", name.format(product=product.name), unit, top, bottom, OWN, reason)


AVAILABLE = _("EBITDA − taxes paid ± change in working capital without the VAT of assets − upkeep")
LENDERS = _("interest + principal, both paid")
NO_SERVICE = _("no debt service")


def _cover_ratios(f: Forecast, year: int) -> Iterator[Ratio]:
    """Debt service cover of the year, with and without grants, and interest cover."""
    months = _months(year)
    for grants, also, of, words in _with_and_without():
        rows = cover(f, grants)
        made = _quotient(f"dscr{also}", _("DSCR of the year") + of, "times",
                         (AVAILABLE + words, rows.cfads(*months)), (LENDERS, rows.debt_service(*months)), OWN,
                         NO_SERVICE)  # fmt: skip
        served, alone = service_of_year(f, year, grants)
        if 0 < served < YEAR:
            reason = _("debt service in {served} of 12 months; from the first of these to the last {cover}")
            made = replace(made, value=None, reason=reason.format(served=served, cover=say(alone, most=2)))
        yield made
    yield _quotient("interest cover", _("Interest cover"), "times",
                    (_("operating income"), operating_income(f, year)), (_("interest"), f.year("interest", year)),
                    FINANCE + " 6.4", _("no interest"))  # fmt: skip


def _lowest_cover(f: Forecast) -> Iterator[Ratio]:
    """The headline, from the first month and from the first full payment."""
    full_name, full_words = _(", full payment"), _(", from the first in which every loan is past its grace")
    for grants, also, of, words in _with_and_without():
        rows = cover(f, grants)
        for full in (False, True):
            found = {window: rows.dscr(*window) for window in _windows(f, full)}
            served = {window: value for window, value in found.items() if value == value}
            worst = min(served, key=served.__getitem__, default=None)
            formula = f"({AVAILABLE}{words}) / ({LENDERS})"
            if worst:
                formula = _("months {first} to {last}: {cfads} / {service}").format(
                    first=worst[0], last=worst[1], cfads=say(rows.cfads(*worst), most=2),
                    service=say(rows.debt_service(*worst), most=2))  # fmt: skip
            reason = NO_SERVICE if found or not full else _("no twelve months in which every loan is past its grace")
            yield Ratio(f"dscr minimum{' full payment' if full else ''}{also}",
                        _("Lowest DSCR of the plan") + (full_name if full else "") + of, served.get(worst), "times",
                        _("smallest DSCR of any twelve months in a row") + (full_words if full else ""), formula, OWN,
                        "" if worst else reason)  # fmt: skip


def _with_and_without() -> tuple[tuple[bool, str, str, str], ...]:
    """Without and with grants: yes or no, end of the key, of the name, of the definition."""
    return (False, "", "", ""), (True, " with grants", _(", with grants"), _(" + income grants received"))


def operating_income(f: Forecast, year: int) -> float:
    """EBITDA less levy and depreciation, with capital grants released: the result before interest and income grants."""
    plus, minus = ("ebitda", "capital_grants_released"), ("levy", "depreciation")
    return sum(f.year(key, year) for key in plus) - sum(f.year(key, year) for key in minus)


def _balance_ratios(f: Forecast, year: int) -> Iterator[Ratio]:
    """What the venture owes, and how liquid it is, at the year's end."""
    loans, assets, equity, cash, receivables = (
        f.closing(key, year) for key in ("loans", "assets", "equity", "cash", "receivables")
    )
    overdraft = most(0.0, -cash)
    cash, assets = cash + overdraft, assets + overdraft
    owed = (_("loans + cash below zero, as an overdraft") if overdraft else _("loans"), loans + overdraft)
    ebitda = f.year("ebitda", year)
    yield _quotient("debt to ebitda", _("Debt to EBITDA"), "years", owed, ("EBITDA", ebitda), OWN,
                    _("EBITDA is not above 0"))  # fmt: skip
    yield _quotient("debt to equity", _("Debt to equity"), "times", owed, (_("equity"), equity), FINANCE + " 6.4",
                    _("equity is not above 0"))  # fmt: skip
    all_assets = _("assets, with cash of 0") if overdraft else _("assets")
    yield _quotient("debt to assets", _("Debt to assets"), "share", owed, (all_assets, assets), FINANCE + " 6.4",
                    _("there are no assets"))  # fmt: skip
    fixed = (f.year("fixed_costs", year) + f.year("staff", year)) / YEAR
    yield _quotient("months of reserve", _("Months of fixed cost in cash"), "months",
                    (_("cash at the year's end"), cash - overdraft), (_("fixed costs and staff a month"), fixed),
                    OWN, _("there are no fixed costs"))  # fmt: skip
    due = current_liabilities(f, year * YEAR)
    yield _quotient("quick ratio", _("Quick ratio"), "times", (_("cash + receivables"), cash + receivables),
                    (_("current liabilities, cash below zero among them") if overdraft else _("current liabilities"), due),
                    FINANCE + " 6.3",
                    _("nothing is owed within a year"))  # fmt: skip


def current_liabilities(f: Forecast, month: int) -> float:
    """What is due within twelve months: suppliers, taxes, and the loans' principal of the next twelve months.

    Cash below zero is an overdraft, which a bank may call in any day. Near the end of the forecast only the principal that it still shows can be counted.
    """
    soon = sum(f["principal_repaid"][month + 1 : month + 1 + YEAR])
    owed = sum(f[key][month] for key in ("payables", "tax_payable", "vat_payable"))
    return owed + min(soon, f["loans"][month]) + max(0.0, -f["cash"][month])


def _cycle_ratios(f: Forecast, year: int) -> Iterator[Ratio]:
    """Days and money tied up in the year, and how long cash lasts."""
    cycle = working_capital.of_year(f, year)
    source = FINANCE + " 19.1"
    share = say(100 * cycle.credit_sales / cycle.sales, most=0) if cycle.sales > NOTHING else "0"
    on_credit = _("{share} % of sales are on credit").format(share=share)
    days = (
        ("dio", _("Days of stock"), cycle.dio, (cycle.stock, cycle.cost_of_sales),
         _("average stock / variable cost × 365")),
        ("dso", _("Days until customers on credit pay"), cycle.dso, (cycle.receivables, cycle.credit_sales),
         _("average receivables / sales on credit × 365, both with the tax on sales; {on_credit}").format(on_credit=on_credit)),
        ("dso all sales", _("Days until customers pay, all sales"), cycle.dso_all, (cycle.receivables, cycle.sales),
         _("average receivables / all sales × 365, both with the tax on sales; {on_credit}").format(on_credit=on_credit)),
        ("dpo", _("Days until suppliers are paid"), cycle.dpo, (cycle.payables, cycle.cost_with_vat),
         _("average payables / variable cost × 365, both with VAT")),
    )  # fmt: skip
    none = _("nothing is bought for sale, or nothing sold on credit, in the year")
    for key, name, value, (balance, flow), definition in days:
        formula = f"{say(balance, most=2)} / {say(flow, most=2)} × 365"
        yield Ratio(key, name, value, "days", definition, formula, source, "" if value is not None else none)
    found = {key: value for key, _name, value, _parts, _words in days}
    cycles = (
        ("ccc", _("Cash conversion cycle of sales on credit"), "dso", cycle.cash_conversion_cycle,
         _("DIO + DSO − DPO, DSO of sales on credit; {on_credit}").format(on_credit=on_credit)),
        ("ccc all sales", _("Cash conversion cycle of all sales"), "dso all sales", cycle.cash_conversion_cycle_all,
         _("DIO + DSO − DPO, DSO of all sales; {on_credit}").format(on_credit=on_credit)),
    )  # fmt: skip
    for key, name, customers, value, definition in cycles:
        shown = ["–" if found[one] is None else say(found[one], most=1) for one in ("dio", customers, "dpo")]
        yield Ratio(key, name, value, "days", definition, "{} + {} − {}".format(*shown), source,
                    "" if value is not None else none)  # fmt: skip
    held = [f.closing(key, year) for key in ("receivables", "stock", "payables")]
    yield Ratio("working capital", _("Net working capital"), cycle.net_working_capital, "money",
                _("receivables + stock − payables, at the year's end"),
                "{} + {} − {}".format(*(say(one, most=2) for one in held)), source)  # fmt: skip


def _runway(f: Forecast) -> Iterator[Ratio]:
    """The shortest runway of the plan."""
    burning = {month: value for month, value in working_capital.runways(f).items() if value is not None}
    worst = min(burning, key=burning.__getitem__) if burning else None
    definition = _(
        "cash / average net outflow of the last three months, where it is shortest; money raised is no inflow, and "
        "assets that it pays for are no outflow"
    )
    formula = "" if worst is None else _("month {month}, cash {cash}").format(month=worst, cash=say(f["cash"][worst], most=2))  # fmt: skip
    yield Ratio("runway", _("Shortest runway of the plan"), burning.get(worst), "months", definition, formula, OWN,
                 "" if burning else _("not burning"))  # fmt: skip


def _support_ratios(f: Forecast, year: int) -> Iterator[Ratio]:
    """How much hangs on support."""
    got = support.of_year(f, year)
    top = (_("grants used up + grant element a year + in kind"), got.total)
    yield _quotient("share of support", _("Share of support in earned revenue"), "share", top,
                    (_("earned revenue"), got.earned), OWN, _("nothing is earned"))  # fmt: skip
    yield _quotient("grant share", _("Grant share of total income"), "share", (_("grants used up"), got.grants),
                    (_("grants + earned revenue"), got.grants + got.earned), OWN, _("there is no income"))  # fmt: skip


def _soft_loans(f: Forecast) -> Iterator[Ratio]:
    for loan in f.plan.loans:
        soft = support.soft_loan(loan)
        yield Ratio(f"grant element {loan.name}", _("{loan}: grant element").format(loan=loan.name),
                    soft.grant_element if soft else None, "money",
                    _("amount − present value of all payments at the market rate"),
                    f"{say(soft.face, most=2)} − {say(soft.value, most=2)}" if soft else "",
                    _("usual definition of development lenders"),
                    "" if soft else _("the plan gives no market rate for this loan"))  # fmt: skip


def _funding_ratios(f: Forecast) -> Iterator[Ratio]:
    """What is missing, and what the owners bring."""
    plan, lowest = f.plan, f.lowest_cash
    yield Ratio("funding need", _("Funding need"), funding_need_of(f), "money",
                _("reserve − lowest cash of the plan, where that is above 0; agreed funds are in the cash"),
                f"{say(plan.reserve, most=2)} − {say(lowest, most=2)}", OWN)  # fmt: skip
    own = sum(f["owners_money"])
    sources = own + sum(sum(f[key]) for key in ("loans_received", "capital_grants_received", "income_grants_received"))
    yield _quotient("own contribution", _("Own contribution"), "share", (_("owners' money"), own),
                    (_("owners' money + loans + grants, over the whole plan"), sources), OWN,
                    _("no money is raised"))  # fmt: skip


def _worth_ratios(f: Forecast) -> Iterator[Ratio]:
    """NPV and its relatives, on project and on equity flows."""
    for key, whose in (("project", _("project")), ("equity", _("equity"))):
        try:
            worth, reason = flows(f, key), ""
        except ValueError as refused:
            worth, reason = None, str(refused)
        if worth and not f.plan.appraisal.rate:
            reason = _("the plan names no required return")
        yield from _worth_of(worth, key, whose, reason)


def _worth_of(worth: Flows | None, key: str, whose: str, reason: str) -> Iterator[Ratio]:
    source = FINANCE + " 16"
    years = len(worth.annual) - 1 if worth else 0
    at = f"{worth.rate * 100:.4g} %" if worth else ""
    listed = "; ".join(say(flow, most=2) for flow in worth.annual) if worth else ""
    over = _("{flows} at {rate}").format(flows=listed, rate=at) if worth else ""
    monthly = _("{months} months at {rate}").format(months=years * YEAR, rate=at)
    kinds = (
        ("npv", _("NPV"), "money", _("Σ flow of year t / (1 + rate)^t, t from 0, at the year's end"), True),
        ("npv_monthly", _("NPV, monthly"), "money", _("the same by months, at (1 + rate)^(1/12) − 1"), True),
        ("xnpv", _("XNPV"), "money", _("Σ flow / (1 + rate)^(days / 365), at each month's last day"), True),
        ("irr", _("IRR"), "share", _("the one rate at which NPV is 0"), False),
        ("irr_monthly", _("IRR, monthly"), "share", _("the same by months, compounded to a year"), False),
        ("mirr", _("MIRR"), "share", _("(future value of inflows / present value of outflows)^(1 / years) − 1"), True),
        ("profitability_index", _("Profitability index"), "times", _("present value of later flows / outlay of today"), True),
        ("payback", _("Payback"), "years", _("years until the flows have paid back what went out"), False),
        ("discounted_payback", _("Discounted payback"), "years", _("payback of the flows' present values"), True),
    )  # fmt: skip
    for name, title, unit, definition, needs_rate in kinds:
        value, why = None, reason
        if worth and not (reason and needs_rate):
            value, why = _tried(worth, name)
        label = _("{name}, {whose}").format(name=title, whose=whose)
        definition = f"{definition}; {worth.note}" if worth and worth.note else definition
        shown = monthly if name in ("npv_monthly", "xnpv", "irr_monthly") else over if needs_rate else listed
        yield Ratio(f"{name} {key}", label, value, unit, definition, shown if worth else "", source, why)


def _tried(worth: Flows, name: str) -> tuple[float | None, str]:
    """The value, or why there is none."""
    try:
        value = getattr(worth, name)
    except ValueError as refused:
        return None, str(refused)
    return value, "" if value is not None else _("not within the years looked at")
