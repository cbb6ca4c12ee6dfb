"""Module 16 in the plan: what a month really brought, under `actuals`. The plan's own numbers are never touched.

Counts only: a line that looks like an address or a telephone number is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.model import NumberInput
from venture.models import load
from venture.my_plan import Section
from venture.personal import only_counts
from venture.plan import Actual, Plan, Product, Sold
from venture.planfile.problems import BadPlan, Problem, meant
from venture.words import _

FIELDS = {"cash": "cash", "running": "costs", "people": "beneficiaries", "line": "note"}


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The month with these answers in it; what was said of it before stays. Units and price go in together.

    The month that was written last stands last, and so does its product: that is how `from_plan` knows them.

    Raises:
        venture.planfile.BadPlan: no month is named, the plan does not have the month or the product, or the line holds
            personal data.
    """
    said = {theirs: given[mine] for mine, theirs in FIELDS.items() if mine in given}
    month = int(given.get("month") or (plan.actuals[-1].month if plan.actuals else 0))
    if month > plan.months:
        raise _wrong(str(month), _("The plan has months 1 to {last}.").format(last=plan.months))
    only_counts(load("monitoring").input("line").label, given.get("line"))
    old = next((one for one in plan.actuals if one.month == month), None)
    one = replace(old or Actual(month=month or 1), **said)
    one = replace(one, sold=_sold(plan, one, given))
    if month and plan.products and len({"units", "price"} & set(given)) == 1 and not _is_sold(plan, one, given):
        raise _wrong("", _("Give units and price together: one without the other is no sale."))
    if one == Actual(month=one.month):
        return plan  # nothing is known of it yet
    if not month:
        raise _wrong("", _("Say which month of the plan it is: 1 is the first."))
    return replace(plan, actuals=(*(kept for kept in plan.actuals if kept is not old), one))


def _is_sold(plan: Plan, one: Actual, given: Mapping[str, Any]) -> bool:
    """Whether the month holds a sale of the product that is meant."""
    name = product_of(plan, given.get("product", "")).name
    return any(sold.product == name for sold in one.sold)


def _wrong(found: str, allowed: str) -> BadPlan:
    return BadPlan([Problem("actuals", found, allowed)])


def _sold(plan: Plan, one: Actual, given: Mapping[str, Any]) -> tuple[Sold, ...]:
    """The month's sales with this product's units and price, once both are known."""
    if not plan.products or not {"units", "price"} & set(given):
        return one.sold
    product = product_of(plan, given.get("product", ""))
    was = next((sold for sold in one.sold if sold.product == product.name), None)
    units = given.get("units", was.units if was else None)
    price = given.get("price", was.price if was else None)
    if units is None or price is None:
        return one.sold
    return (*(sold for sold in one.sold if sold is not was), Sold(product=product.name, units=units, price=price))


def product_of(plan: Plan, name: str = "") -> Product:
    """The plan's product of that name, whatever its capital letters; the first where none is named.

    Raises:
        venture.planfile.BadPlan: the plan has none of that name.
    """
    if not name:
        return plan.products[0]
    for one in plan.products:
        if one.name.casefold() == name.casefold():
            return one
    raise BadPlan([Problem("product", name, meant(name, [one.name for one in plan.products]))])


def from_plan(plan: Plan) -> dict[str, Any]:
    """What stands there of the month, and of its product, that was written last."""
    if not plan.actuals:
        return {}
    last = plan.actuals[-1]
    found: dict[str, Any] = {"month": last.month}
    if last.sold:
        sold = last.sold[-1]
        found |= {"product": sold.product, "units": sold.units, "price": sold.price}
    for mine, theirs in FIELDS.items():
        if (value := getattr(last, theirs)) not in (None, ""):
            found[mine] = value
    model = load("monitoring")
    return {name: value for name, value in found.items() if fits(model.input(name), value)}


def fits(one: Any, value: Any) -> bool:
    """Whether the model takes it; a plan may hold more than a slider can."""
    if isinstance(one, NumberInput):
        return one.floor <= value <= one.limit
    return 0 < len(value) <= one.longest


SECTION = Section(into_plan, from_plan)
