"""Module 12 in the plan: three risks of the first product, with the range that the student gives for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.forecast import Forecast, forecast
from venture.model import NumberInput
from venture.models import load
from venture.my_plan import Section
from venture.numbers import say
from venture.plan import Plan, Product, Ramp, Risk
from venture.planfile.problems import BadPlan, Problem
from venture.words import _

DRIVERS, ENDS = ("units", "price", "variable"), ("low", "high")
PRICES = {"price": "price", "variable": "variable_cost"}
NAMES = {
    "demand": _("Fewer or more come than planned"),
    "volume/last": _("Fewer or more come than planned"),
    "price": _("The price does not hold"),
    "variable_cost": _("One unit costs more"),
}


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """Price and variable cost of the first product, and a range for each of the three.

    Units are given for a year, the plan counts months: so their range is written as shares of what is planned.
    A range is opened to the planned value where it does not hold it.

    Raises:
        venture.planfile.BadPlan: the low end that is given stands above the high one.
    """
    if not plan.products:
        return plan
    if given.keys() & {f"{driver}_{end}" for driver in DRIVERS for end in ENDS}:
        _in_order({**from_plan(plan), **given})
    product = plan.products[0]
    for mine, theirs in PRICES.items():
        if mine in given:
            product = replace(product, **{theirs: given[mine]})
    plan = replace(plan, products=(product, *plan.products[1:]))
    for mine, theirs in PRICES.items():
        plan = _ranged(
            plan, product, theirs, given.get(f"{mine}_low"), given.get(f"{mine}_high"), getattr(product, theirs)
        )
    units = given.get("units") or _last_year(plan).get("units")
    field, likely = _volume(plan, product)
    ends = {end: given.get(f"units_{end}") for end in ("low", "high")}
    if units and likely and any(end is not None for end in ends.values()):
        low, high = (None if end is None else end / units * likely for end in ends.values())
        plan = _ranged(plan, product, field, low, high, likely)
    return plan


def _in_order(ends: Mapping[str, Any]) -> None:
    """Refuse a range that is given the wrong way round: turned in silence, its own model would not show it."""
    for driver in DRIVERS:
        low, high = (ends.get(f"{driver}_{end}") for end in ENDS)
        if low is not None and high is not None and low > high:
            told = _("At most the high end, {high}. Are the two the wrong way round?").format(high=say(high))
            raise BadPlan([Problem(load("risk").input(f"{driver}_low").label, say(low), told)])


def _volume(plan: Plan, product: Product) -> tuple[str, float]:
    """The number of the plan that stands for the volume, and its planned value: the one that a risk names already."""
    named = {risk.driver for risk in plan.risks}
    if isinstance(product.volume, Ramp) and f"products/{product.name}/volume/last" in named:
        return "volume/last", product.volume.last
    return "demand", product.demand


def _ranged(plan: Plan, product: Product, field: str, low: float | None, high: float | None, likely: float) -> Plan:
    """The plan with this range for the product's number; a risk that names it already keeps all else."""
    if low is None and high is None:
        return plan
    driver = f"products/{product.name}/{field}"
    old = next((risk for risk in plan.risks if risk.driver == driver), None)
    risk = old or Risk(name=NAMES[field], driver=driver)
    low, high = risk.low if low is None else low, risk.high if high is None else high
    inside = [end for end in (low, likely, high) if end is not None]
    risk = replace(
        risk,
        low=None if low is None else round(min(inside), 6),
        high=None if high is None else round(max(inside), 6),
        likely=None if risk.likely is None else likely,
    )
    if old:
        return replace(plan, risks=tuple(risk if one is old else one for one in plan.risks))
    return replace(plan, risks=(*plan.risks, risk))


def from_plan(plan: Plan) -> dict[str, Any]:
    """The last year of the plan as one simple sum, and the ranges that its risks give."""
    if not plan.products:
        return {}
    product = plan.products[0]
    found: dict[str, Any] = {"unit": product.unit, **_last_year(plan)}
    field, likely = _volume(plan, product)
    for mine, theirs in (*PRICES.items(), ("units", field)):
        risk = next((one for one in plan.risks if one.driver == f"products/{product.name}/{theirs}"), None)
        scale = 1.0 if mine != "units" else found.get("units", 0.0) / likely if likely else 0.0
        for end in ("low", "high"):
            value = getattr(risk, end, None)
            if value is not None:
                found[f"{mine}_{end}"] = round(value * scale, 2)
    model = load("risk")
    return {name: value for name, value in found.items() if _fits(model.input(name), value)}


def _fits(one: Any, value: Any) -> bool:
    if isinstance(one, NumberInput):
        return one.floor <= value <= one.limit
    return 0 < len(value) <= one.longest


def _last_year(plan: Plan) -> dict[str, float]:
    """Units, price, variable cost and fixed costs of the plan's last whole year.

    Fixed costs are those of the whole venture, staff and groups among them, less what the other products leave.
    """
    f = forecast(plan)
    year = f.years
    if not year:
        return {}
    first, *others = plan.products
    units = f.year(f"units/{first.name}", year)
    fixed = sum(f.year(key, year) for key in ("fixed_costs", "staff", "step_costs"))
    fixed -= sum(_left(f, one, year) for one in others)
    found = {"fixed": fixed, "units": units}
    if units > 0:
        found["price"] = f.year(f"revenue/{first.name}", year) / units
        found["variable"] = f.year(f"variable_cost/{first.name}", year) / units
    return {name: round(value, 2) + 0.0 for name, value in found.items()}


def _left(f: Forecast, product: Product, year: int) -> float:
    return f.year(f"revenue/{product.name}", year) - f.year(f"variable_cost/{product.name}", year)


SECTION = Section(into_plan, from_plan)
