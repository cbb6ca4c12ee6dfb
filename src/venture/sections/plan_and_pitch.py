"""Module 15 in the plan: the reserve, the ask with what it is spent on. The lowest cash is the plan's own and is only read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.forecast import forecast
from venture.my_plan import Section
from venture.plan import Plan, Use
from venture.words import _

NOT_SPLIT = _("Not split yet")


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The plan with these answers. A sum of uses keeps what is listed; what is not listed yet becomes one line."""
    if "reserve" in given:
        plan = replace(plan, reserve=given["reserve"])
    ask = plan.ask
    if "asked" in given:
        ask = replace(ask, amount=given["asked"])
    if "spent" in given:
        listed = tuple(one for one in ask.uses if one.what != NOT_SPLIT)
        rest = round(given["spent"] - sum(one.amount for one in listed), 2)
        ask = replace(ask, uses=(*listed, Use(what=NOT_SPLIT, amount=rest)) if rest > 0 else listed)
    return replace(plan, ask=ask)


def from_plan(plan: Plan) -> dict[str, Any]:
    """What stands in the plan: its request, and from its forecast the lowest cash and what came and went by then."""
    f = forecast(plan)
    until = f.lowest_month + 1

    def by_then(*keys: str) -> float:
        return round(sum(sum(f[key][:until]) for key in keys), 2)

    return {
        "lowest": round(f.lowest_cash, 2),
        "reserve": plan.reserve,
        "asked": plan.ask.amount,
        "spent": round(sum(one.amount for one in plan.ask.uses), 2),
        "own": round(by_then("owners_money") + plan.opening.cash, 2),
        "loans": by_then("loans_received"),
        "granted": by_then("capital_grants_received", "income_grants_received"),
        "bought": by_then("assets_paid"),
    }


SECTION = Section(into_plan, from_plan)
