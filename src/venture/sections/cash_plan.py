"""Module 8 in the plan: when customers pay, how long suppliers wait, how much stock is kept, and the reserve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.forecast import forecast
from venture.models import load
from venture.my_plan import Section
from venture.numbers import say
from venture.plan import Plan
from venture.planfile.problems import BadPlan, Problem
from venture.words import _, joined

ROUNDS = 6  # digits of what is only read
MOST = {"supplier_days": 90, "stock_days": 120}  # what the model takes
MONTHS = 12
SHARES = ("at_once", "next_month")  # in per cent


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The rhythm of payments and the reserve. What the student does not change stays as it is.

    Raises:
        venture.planfile.BadPlan: both shares are given, and together they are more than all.
    """
    if sum(given.get(name, 0.0) for name in SHARES) > 100 and all(name in given for name in SHARES):
        raise BadPlan([_too_much(given)])
    stands = from_plan(plan)
    new = {name: value for name, value in given.items() if stands.get(name) != value}
    rhythm = plan.rhythm
    if new.keys() & {"at_once", "next_month"}:
        first, second = ({**stands, **new}[name] / 100 for name in SHARES)
        second = min(second, 1 - first)
        collected = tuple(round(one, ROUNDS) for one in (first, second, max(0.0, 1 - first - second)))
        while len(collected) > 1 and not collected[-1]:
            collected = collected[:-1]
        rhythm = replace(rhythm, collected=collected)
    days = {name: float(new[name]) for name in ("supplier_days", "stock_days") if name in new}
    plan = replace(plan, rhythm=replace(rhythm, **days))
    return replace(plan, reserve=float(new["reserve"])) if "reserve" in new else plan


def _too_much(given: Mapping[str, Any]) -> Problem:
    model = load("cash_plan")
    return Problem(
        joined([model.input(name).label for name in SHARES]),
        joined([f"{say(given[name])} %" for name in SHARES]),
        _("Together they are {sum} %, and more than all cannot be paid: 100 % at most.").format(
            sum=say(sum(given[name] for name in SHARES))
        ),
    )


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same numbers read back, and the first year of the plan: its revenue, its costs, its opening balance."""
    first, second = (*plan.rhythm.collected, 0.0, 0.0)[:2]
    f = forecast(plan)
    paid = sum(f.year(key, 1) for key in ("step_costs", "staff", "fixed_costs", "interest_paid", "principal_repaid"))
    found = {
        "at_once": 100 * first,
        "next_month": 100 * second,
        "supplier_days": plan.rhythm.supplier_days,
        "stock_days": plan.rhythm.stock_days,
        "reserve": plan.reserve,
        "revenue": f.year("revenue", 1),
        "cost": f.year("variable_cost", 1),
        "fixed": paid / MONTHS,
        "cash": max(0.0, f["cash"][0]),
        **{name: f[name][0] for name in ("receivables", "stock", "payables")},
    }
    if plan.products and plan.products[0].season:
        found |= {f"season_{place}": factor for place, factor in enumerate(plan.products[0].season, 1)}
    return {name: round(min(value, MOST.get(name, value)), ROUNDS) for name, value in found.items()}


SECTION = Section(into_plan, from_plan)
