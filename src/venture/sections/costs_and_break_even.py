"""Module 4 in the plan: the first product's price and cost, a group as a step cost, fixed costs as one sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture import cases
from venture.my_plan import Section
from venture.plan import FixedCost, Plan, Product, Ramp, StepCost
from venture.words import _

NOT_SPLIT = _("Fixed costs, not split yet")
GROUP = _("Group")


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """Price and costs of the plan's first product, a group as a step cost, and what is still to be split as one cost."""
    product = plan.products[0] if plan.products else Product(name=_("First product"), price=0.0)
    for mine, theirs in (("unit", "unit"), ("price", "price"), ("variable", "variable_cost"), ("capacity", "capacity")):
        if mine in given:
            product = replace(product, **{theirs: given[mine]})
    if "planned" in given:
        volume = product.volume if isinstance(product.volume, Ramp) else Ramp(first=given["planned"])
        product = replace(product, volume=replace(volume, first=min(volume.first, given["planned"]), last=given["planned"]))  # fmt: skip
    plan = replace(plan, products=(product, *plan.products[1:]))
    if "fixed" in given:
        blank = cases.load("blank")  # its examples make room for the student's own number
        listed = tuple(one for one in plan.fixed_costs if one.name != NOT_SPLIT and one not in blank.fixed_costs)
        plan = replace(plan, fixed_costs=listed, staff=tuple(one for one in plan.staff if one not in blank.staff))
        if (rest := round(given["fixed"] - _fixed(plan), 2)) > 0:
            plan = replace(plan, fixed_costs=(*listed, FixedCost(name=NOT_SPLIT, amount=rest)))
    step = plan.step_costs[0] if plan.step_costs else StepCost(name=GROUP, amount=0.0, per=1.0)
    cost, size = given.get("step_cost", step.amount), given.get("step_size", step.per)
    if (cost, size) != (step.amount, step.per):
        steps = (replace(step, amount=cost, per=size),) if cost else ()  # a group that costs nothing is none
        plan = replace(plan, step_costs=(*steps, *plan.step_costs[1:]))
    return plan


def _fixed(plan: Plan) -> float:
    """Fixed costs and pay of a month, as the plan lists them."""
    pay = sum(job.people * job.pay * (1 + job.contributions) for job in plan.staff)
    return sum(cost.amount for cost in plan.fixed_costs) + pay


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same numbers, read back."""
    found: dict[str, Any] = {"fixed": round(_fixed(plan), 2)}
    if plan.products:
        first = plan.products[0]
        found |= {"unit": first.unit, "price": first.price, "variable": first.variable_cost}
        if first.capacity is not None:
            found["capacity"] = first.capacity
        if isinstance(first.volume, Ramp):
            found["planned"] = first.volume.last
    if plan.step_costs:
        found |= {"step_cost": plan.step_costs[0].amount, "step_size": plan.step_costs[0].per}
    return found


SECTION = Section(into_plan, from_plan, {"step_cost": ("step_size",)})
