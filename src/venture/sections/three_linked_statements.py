"""Module 7 in the plan: how the volume starts, when customers pay, when suppliers and the levy are paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.forecast import forecast
from venture.my_plan import Section
from venture.plan import Plan, Product, Ramp
from venture.sections.costs_and_break_even import SECTION as COSTS
from venture.words import _

MONTH = 30  # days, as the engine counts them
LONGEST_START, LONGEST_UNIT = 12, 24  # months of the start and letters of the unit that the model takes
MOST = {"life": 240, "grace": 24, "repaid": 120, "rate": 60}  # what the model takes
ROUNDS = 6  # digits of what is only read


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The first product's volume as a start that climbs evenly, and the plan's rhythm of payments.

    What the student does not change stays as it is, be it a list of volumes or a longer pattern of payments.
    """
    stands = from_plan(plan)
    new = {name: value for name, value in given.items() if stands.get(name) != value}
    if new.keys() & {"first", "last", "over"}:
        product = plan.products[0] if plan.products else Product(name=_("First product"), price=0.0)
        first, last, over = (new.get(name, stands.get(name, given.get(name, 1))) for name in ("first", "last", "over"))
        product = replace(product, volume=Ramp(first=first, last=last, over=int(over)))
        plan = replace(plan, products=(product, *plan.products[1:]))
    rhythm = plan.rhythm
    if "late" in new:
        late = round(new["late"] / 100, ROUNDS)
        rhythm = replace(rhythm, collected=(round(1 - late, ROUNDS), late) if late else (1.0,))
    if "credit" in new:
        rhythm = replace(rhythm, supplier_days=round(MONTH * new["credit"] / 100, ROUNDS))
    plan = replace(plan, rhythm=rhythm)
    if "every" in new:
        plan = replace(plan, tax=replace(plan.tax, every=int(new["every"])))
    return plan


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same numbers read back, and what the opening balance of the plan holds."""
    found = {name: value for name, value in COSTS.read(plan).items() if name != "planned"}
    found["unit"] = str(found.get("unit") or _("units"))[:LONGEST_UNIT].strip()
    found["late"] = round(100 * sum(plan.rhythm.collected[1:]), ROUNDS)
    found["credit"] = round(100 * min(1.0, plan.rhythm.supplier_days / MONTH), ROUNDS)
    found["every"] = plan.tax.every
    if plan.tax.regime == "revenue levy":
        found["levy"] = round(100 * plan.tax.rate, ROUNDS)
    if plan.products:
        match plan.products[0].volume:
            case Ramp() as ramp:
                found |= {"first": ramp.first, "last": ramp.last, "over": min(ramp.over, LONGEST_START)}
            case (first, *_rest) as listed:
                found |= {"first": first, "last": listed[-1], "over": min(len(listed), LONGEST_START)}
    return found | _opening(plan)


def _opening(plan: Plan) -> dict[str, float]:
    """Cash, assets, grants and loans on the first day, as the forecast has them."""
    f = forecast(plan)
    found = {
        "cash": max(0.0, round(f["cash"][0], ROUNDS)),
        "assets": round(f["fixed_assets"][0], ROUNDS),
        "grant": round(f["deferred_grants"][0], ROUNDS),
        "loan": round(f["loans"][0], ROUNDS),
    }
    if wear := f["depreciation"][1]:
        found["life"] = max(1, round(f["fixed_assets"][0] / wear))
    if plan.loans:
        loan = plan.loans[0]
        found |= {"rate": round(100 * loan.rate, ROUNDS), "grace": loan.grace, "repaid": max(1, loan.term - loan.grace)}
    return {name: min(value, MOST.get(name, value)) for name, value in found.items()}


SECTION = Section(into_plan, from_plan)
