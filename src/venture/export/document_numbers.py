"""Numbers that the document and the pitch show and no statement holds as a line: sources and uses, key numbers."""

from __future__ import annotations

from dataclasses import dataclass

from venture import appraisal, impact, risk
from venture.forecast import YEAR, Forecast, forecast
from venture.numbers import say
from venture.plan import Product
from venture.rows.statements import NOTHING
from venture.words import _


@dataclass(frozen=True)
class Item:
    name: str
    amount: float


@dataclass(frozen=True)
class SourcesAndUses:
    """Where the money comes from and goes to, until the month in which cash is lowest. Both sides are equal."""

    month: int
    sources: tuple[Item, ...]
    uses: tuple[Item, ...]

    @property
    def total(self) -> float:
        return sum(one.amount for one in self.sources)


def lowest_month(f: Forecast) -> int:
    return f.lowest_month


def asked(f: Forecast, with_requested: bool = False) -> float:
    """The sum that is asked for: the plan's own words, else what its numbers lack.

    Where requested grants are counted as if they were there, only what is still missing.
    """
    return f.ask if with_requested else (f.plan.ask.amount or f.ask)


def sources_and_uses(f: Forecast, with_requested: bool = False) -> SourcesAndUses:
    month = lowest_month(f)

    def until(*keys: str) -> float:
        return sum(sum(f[key][: month + 1]) for key in keys)

    grants = _("Grants, agreed and requested") if with_requested else _("Grants agreed")
    ask = asked(f, with_requested)
    earned = until("operating_cash_flow") - until("income_grants_received")
    sources = (
        Item(_("Cash before the plan"), f.plan.opening.cash),
        Item(_("Owners' money"), until("owners_money")),
        Item(_("Loans"), until("loans_received")),
        Item(grants, until("capital_grants_received", "income_grants_received")),
        Item(_("Earned in operation"), max(0.0, earned)),
        Item(_("Funding asked for"), ask),
    )
    left = f["cash"][month] + ask
    uses = (
        Item(_("Equipment, premises and other assets"), until("assets_paid")),
        Item(_("Running costs that sales do not cover yet"), max(0.0, -earned)),
        Item(_("Loans paid back"), until("principal_repaid")),
        Item(_("Cash kept in the lowest month"), left),
    )
    return SourcesAndUses(month, *(tuple(one for one in side if abs(one.amount) > NOTHING) for side in (sources, uses)))


def with_the_request(f: Forecast) -> Forecast | None:
    """The forecast with the grants that are requested; None where none is."""
    if any(grant.status == "requested" and grant.tranches for grant in f.plan.grants):
        return forecast(f.plan, with_requested=True)
    return None


@dataclass(frozen=True)
class PerUnit:
    """What a unit brings and costs in the first month that sells any, without VAT."""

    price: float
    cost: float

    @property
    def left(self) -> float:
        return self.price - self.cost


def per_unit(f: Forecast, product: Product) -> PerUnit:
    units = f[f"units/{product.name}"]
    month = next((month for month, count in enumerate(units) if count > 0), None)
    if month is None:
        return PerUnit(f[f"price/{product.name}"][1], product.variable_cost)
    return PerUnit(f[f"price/{product.name}"][month], f[f"variable_cost/{product.name}"][month] / units[month])


def is_empty(f: Forecast) -> bool:
    """Nothing is sold, bought or paid in: a chart would show nothing."""
    return not any(any(f[key]) for key in ("cash", "revenue", "net_income"))


def settled_month(f: Forecast) -> int:
    """The month whose break-even is shown: the twelfth, or the last where nothing is sold by then."""
    return YEAR if f["units"][YEAR] > 0 else f.months


def break_even(f: Forecast, key: str = "after levy") -> appraisal.BreakEven | None:
    return next((one for one in appraisal.break_evens(f, settled_month(f)) if one.key == key), None)


def social_return(f: Forecast) -> impact.Sroi | None:
    """None where the plan does not have what it takes: outcomes, and inputs to set them against."""
    try:
        return impact.of_plan(f.plan)
    except ValueError:
        return None


def stories(f: Forecast, with_requested: bool = False) -> tuple[risk.Story, ...]:
    """The plan and its scenarios; the plan alone where a scenario does not fit it."""
    try:
        return risk.stories_of(f.plan, with_requested=with_requested)
    except (ValueError, KeyError):
        return ()


def bars(f: Forecast, with_requested: bool = False) -> tuple[risk.Bar, ...]:
    """What the ranges of the plan's risks do to its lowest cash; nothing where they do not fit the plan."""
    try:
        drivers = [one.driver for one in f.plan.risks if one.driver]
        return risk.tornado_of(f.plan, drivers=drivers, with_requested=with_requested) if drivers else ()
    except (ValueError, KeyError):
        return ()


def shown(ratio: appraisal.Ratio) -> str:
    """A ratio's value with its unit, or why there is none."""
    if ratio.value is None:
        return _("n/a: {reason}").format(reason=ratio.reason) if ratio.reason else _("n/a")
    if ratio.unit == "share":
        return say(100 * ratio.value, most=1) + "\u202f%"
    if ratio.unit == "times":
        return say(ratio.value, 2)
    digits = {"units": 0, "days": 0}.get(ratio.unit, 1)
    words = {"days": _("days"), "months": _("months"), "years": _("years"), "units": _("units a month")}
    return f"{say(ratio.value, digits)} {words.get(ratio.unit, '')}".strip()
