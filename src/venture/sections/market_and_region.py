"""Module 2 in the plan: the funnel's five factors as the market, and the places as the capacity of a product that is the student's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture import cases
from venture.models.market_and_region import FACTORS
from venture.my_plan import Section
from venture.plan import Plan


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The plan with these answers: shares as the plan has them, 0.22 for 22 per cent; what is not given stays."""
    factors = {name: given[name] if name == "people" else given[name] / 100 for name in FACTORS if name in given}
    plan = replace(plan, market=replace(plan.market, **factors))
    # the blank plan's product is an example: a real limit on made-up sales would only alarm (module 4 writes both)
    if "capacity" in given and plan.products and plan.products[0] not in cases.load("blank").products:
        plan = replace(plan, products=(replace(plan.products[0], capacity=given["capacity"]), *plan.products[1:]))
    return plan


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same numbers, read back."""
    found: dict[str, Any] = {}
    for name in FACTORS:
        if value := getattr(plan.market, name):
            found[name] = value if name == "people" else round(value * 100, 9)
    if plan.products and plan.products[0].capacity is not None:
        found["capacity"] = plan.products[0].capacity
    return found


SECTION = Section(into_plan, from_plan)
