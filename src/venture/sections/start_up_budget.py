"""Module 6 in the plan: equipment as assets, the deposit, people on pay, rent apart from the rest, own money, VAT.

What the student has listed one by one stays; what the answers hold beyond it stands as one entry, still to be split.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture import cases
from venture.my_plan import Section
from venture.plan import Asset, FixedCost, Job, OwnersMoney, Plan, Vat
from venture.sections.costs_and_break_even import NOT_SPLIT
from venture.words import _

MAIN, OTHER, DEPOSIT = _("Main equipment"), _("Other equipment and fit-out"), _("Deposit for the rent")
RENT, TEAM, OWN = _("Rent"), _("Team, not listed one by one yet"), _("Founders, not listed one by one yet")
KINDS = ("none", "VAT", "sales tax")  # of the plan, in the order of the model's 0, 1, 2
CENT = 0.005


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The answers in their sections of the plan. The blank plan's examples make room."""
    plan = _cleared(plan, given)
    total = sum(cost.amount for cost in plan.fixed_costs) + _people(plan)
    plan = _with_assets(plan, given)
    plan = _with_people(plan, given)
    plan = _with_rent(plan, given)
    plan = _with_running(plan, given, total)
    if "own" in given:
        listed = tuple(one for one in plan.owners_money if one.who != OWN)
        rest = round(given["own"] - sum(one.amount for one in listed), 2)
        plan = replace(plan, owners_money=(*listed, OwnersMoney(who=OWN, amount=rest)) if rest > CENT else listed)
    if "vat_kind" in given or "vat" in given:
        kind = KINDS[int(given["vat_kind"])] if "vat_kind" in given else plan.vat.kind
        rate = given["vat"] / 100 if "vat" in given else plan.vat.rate
        if kind != "none":
            plan = replace(plan, vat=replace(plan.vat, kind=kind, rate=round(rate, 6)))
        elif plan.vat.kind != "none":
            plan = replace(plan, vat=Vat())
    return plan


def _cleared(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """Without the blank plan's examples, where an answer takes their place."""
    blank = cases.load("blank")
    asked = set(given)
    for field, names in (
        ("assets", {"cost", "life", "salvage", "other"}),
        ("staff", {"pay", "contributions"}),
        ("fixed_costs", {"rent", "running"}),
        ("owners_money", {"own"}),
    ):
        if asked & names:
            plan = replace(
                plan, **{field: tuple(one for one in getattr(plan, field) if one not in getattr(blank, field))}
            )
    return plan


def _lasting(plan: Plan) -> list[Asset]:
    """What is bought and wears: no land and no deposit."""
    return [one for one in plan.assets if one.kind not in ("deposit", "land")]


def _with_assets(plan: Plan, given: Mapping[str, Any]) -> Plan:
    lasting = _lasting(plan)
    main = lasting[0] if lasting else None
    if any(name in given for name in ("cost", "life", "salvage")):
        made = main or Asset(name=MAIN, cost=0.0)
        cost = given.get("cost", made.cost)
        changed = replace(
            made,
            cost=cost,
            life=int(given["life"]) * 12 if "life" in given else made.life,
            salvage=min(given.get("salvage", made.salvage), cost),
        )
        assets = tuple(changed if one is main else one for one in plan.assets) if main else (changed, *plan.assets)
        plan, main = replace(plan, assets=assets), changed
    if "other" in given or "other_life" in given:
        others = [one for one in _lasting(plan) if one is not main]
        mine = next((one for one in others if one.name == OTHER), None)
        listed = sum(one.cost for one in others if one is not mine)
        rest = round(given["other"] - listed, 2) if "other" in given else (mine.cost if mine else 0.0)
        life = int(given["other_life"]) * 12 if "other_life" in given else (mine.life if mine else 60)
        kept = tuple(one for one in plan.assets if one is not mine)
        plan = replace(plan, assets=(*kept, Asset(name=OTHER, cost=rest, life=life)) if rest > CENT else kept)
    return plan


def _people(plan: Plan) -> float:
    return sum(job.people * job.pay * (1 + job.contributions) for job in plan.staff)


def _with_people(plan: Plan, given: Mapping[str, Any]) -> Plan:
    if "pay" not in given and "contributions" not in given:
        return plan
    mine = next((job for job in plan.staff if job.role == TEAM), None)
    listed = tuple(job for job in plan.staff if job.role != TEAM)
    pay = given["pay"] - sum(job.pay * job.people for job in listed) if "pay" in given else (mine.pay if mine else 0.0)
    rate = given["contributions"] / 100 if "contributions" in given else (mine.contributions if mine else 0.0)
    team = (Job(role=TEAM, pay=round(pay, 2), contributions=round(rate, 6)),) if pay > CENT else ()
    return replace(plan, staff=(*listed, *team))


def _with_rent(plan: Plan, given: Mapping[str, Any]) -> Plan:
    if "rent" in given:
        rents = [one for one in plan.fixed_costs if one.kind == "rent"]
        if not rents and given["rent"]:
            plan = replace(
                plan, fixed_costs=(FixedCost(name=RENT, amount=given["rent"], kind="rent"), *plan.fixed_costs)
            )
        elif len(rents) == 1:
            costs = (replace(one, amount=given["rent"]) if one is rents[0] else one for one in plan.fixed_costs)
            plan = replace(plan, fixed_costs=tuple(one for one in costs if one.amount))
    if "deposit" in given:
        amount = round(given["deposit"] * _rent(plan), 2)
        deposits = [one for one in plan.assets if one.kind == "deposit"]
        kept = tuple(one for one in plan.assets if one.kind != "deposit")
        made = replace(deposits[0], cost=amount) if deposits else Asset(name=DEPOSIT, kind="deposit", cost=amount, method="none")  # fmt: skip
        plan = replace(plan, assets=(*kept, made) if amount > 0 else kept)
    return plan


def _rent(plan: Plan) -> float:
    return sum(one.amount for one in plan.fixed_costs if one.kind == "rent")


def _with_running(plan: Plan, given: Mapping[str, Any], total: float) -> Plan:
    """What is left as one sum: the answer less what is listed; without an answer, so that module 4's sum stays."""
    was = any(one.name == NOT_SPLIT for one in plan.fixed_costs)
    kept = tuple(one for one in plan.fixed_costs if one.name != NOT_SPLIT)
    if "running" in given:
        rest = given["running"] - sum(one.amount for one in kept if one.kind != "rent")
    elif was and any(name in given for name in ("pay", "contributions", "rent")):
        rest = total - sum(one.amount for one in kept) - _people(plan)
    else:
        return plan
    rest = round(rest, 2)
    return replace(plan, fixed_costs=(*kept, FixedCost(name=NOT_SPLIT, amount=rest)) if rest > CENT else kept)


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same numbers, read back."""
    found: dict[str, Any] = {}
    lasting = _lasting(plan)
    if lasting:
        first, *others = lasting
        found |= {"cost": first.cost, "salvage": first.salvage, "other": round(sum(one.cost for one in others), 2)}
        if first.life % 12 == 0 and first.life <= 360:
            found["life"] = first.life // 12
        if others and others[-1].life % 12 == 0 and others[-1].life <= 360:
            found["other_life"] = others[-1].life // 12
    pay = sum(job.pay * job.people for job in plan.staff)
    found |= {
        "pay": round(pay, 2),
        "rent": round(_rent(plan), 2),
        "running": round(sum(one.amount for one in plan.fixed_costs if one.kind != "rent"), 2),
        "own": round(sum(one.amount for one in plan.owners_money), 2),
        "vat_kind": KINDS.index(plan.vat.kind),
    }
    if pay > 0:
        found["contributions"] = round((_people(plan) / pay - 1) * 100, 6)
    if _rent(plan) > 0:
        deposit = sum(one.cost for one in plan.assets if one.kind == "deposit")
        months = round(deposit / _rent(plan), 3)
        found["deposit"] = min(months, 12)
    if plan.vat.kind != "none":
        found["vat"] = round(plan.vat.rate * 100, 6)
    return found


SECTION = Section(into_plan, from_plan)
