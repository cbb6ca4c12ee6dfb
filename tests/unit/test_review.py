"""The reviewer: a sound plan raises nothing, and each flag is raised by the one fault that it is for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import venture
from venture import review
from venture.forecast import forecast
from venture.guide import guide
from venture.plan import (
    Appraisal,
    Ask,
    Asset,
    Change,
    FixedCost,
    Grant,
    Impact,
    Indicator,
    Job,
    Loan,
    Market,
    Milestone,
    OwnersMoney,
    Plan,
    Product,
    Ramp,
    Risk,
    Scenario,
    Tax,
    Tranche,
    Use,
)

SOUND = Plan(
    name="Bakery",
    reserve=300,
    products=(
        Product(
            name="Loaves",
            price=10,
            variable_cost=4,
            volume=Ramp(first=40, last=60, over=6),
            capacity=70,
            source="Orders of three shops",
        ),
    ),
    staff=(Job(role="Baker", owner=True, pay=80, contributions=0.3, source="Agreed"),),
    fixed_costs=(
        FixedCost(name="Rent", amount=30, kind="rent", source="Lease"),
        FixedCost(name="Insurance", amount=5, kind="insurance", source="Quote"),
        FixedCost(name="Repairs", amount=5, kind="repairs", source="Quote"),
    ),
    assets=(
        Asset(name="Oven", cost=500, source="Quote"),
        Asset(name="Deposit", kind="deposit", cost=60, method="none", source="Lease"),
    ),
    loans=(Loan(name="Bank", amount=400, rate=0.12, term=30, source="Offer"),),
    owners_money=(OwnersMoney(who="Founders", amount=800),),
    tax=Tax(regime="revenue levy", rate=0.06, source="Tax code"),
    market=Market(people=1000, share=0.5, reach=0.5, interest=0.5, conversion=0.8, source="Count"),
    appraisal=Appraisal(dscr_limit=1.15),
    impact=Impact(indicators=(Indicator(name="People fed", baseline=0),)),
    risks=(Risk(name="Flour", driver="products/Loaves/variable_cost", low=3, high=6),),
    scenarios=(Scenario(name="Bad year", changes=(Change(driver="products/Loaves/demand", value=0.8),)),),
)
LOAVES = SOUND.products[0]


def keys(plan: Plan) -> set[str]:
    return {flag.key for flag in review.review(plan)}


def test_a_sound_plan_raises_nothing():
    assert keys(SOUND) == set()


FAULTS = {
    "sales without volume": dict(products=(LOAVES, Product(name="Cakes", price=5, source="Wish", capacity=1))),
    "no ramp-up": dict(products=(replace(LOAVES, volume=(60,)),)),
    "hockey stick": dict(products=(replace(LOAVES, capacity=None, volume=(*[35] * 12, *[150] * 24)),)),
    "capacity exceeded": dict(products=(replace(LOAVES, volume=Ramp(first=40, last=75, over=6)),)),
    "more than the demand": dict(market=replace(SOUND.market, conversion=0.4)),
    "break-even out of reach": dict(fixed_costs=(*SOUND.fixed_costs, FixedCost(name="Car", amount=400, source="Wish"))),
    "owner's pay": dict(staff=(replace(SOUND.staff[0], owner=False),)),
    "costs left out": dict(fixed_costs=SOUND.fixed_costs[:1]),
    "VAT in revenue": dict(products=(replace(LOAVES, vat=0.2),)),
    "cash below zero": dict(products=(replace(LOAVES, volume=Ramp(first=1, last=60, over=24)),)),
    "reserve": dict(reserve=900),
    "ask and numbers differ": dict(ask=Ask(amount=500, uses=(Use(what="Oven", amount=500),))),
    "grant before its agreement": dict(grants=(Grant(name="Town", status="agreed", tranches=(Tranche(amount=10),)),)),
    "loan without payments": dict(owners_money=(*SOUND.owners_money, OwnersMoney(who="Loan from an aunt", amount=1))),
    "debt service": dict(loans=(replace(SOUND.loans[0], amount=3000, term=12),)),
    "debt service at the start": dict(
        loans=(replace(SOUND.loans[0], grace=12),),
        products=(replace(LOAVES, volume=Ramp(first=10, last=65, over=20)),),
    ),
    "own contribution": dict(
        owners_money=(OwnersMoney(who="Founders", amount=60),),
        grants=(Grant(name="Town", status="agreed", source="Letter", last=36, tranches=(Tranche(amount=900),)),),
    ),
    "no source": dict(fixed_costs=(*SOUND.fixed_costs, FixedCost(name="Phone", amount=1))),
    "one person": dict(milestones=tuple(Milestone(name=f"Step {n}", who="Baker") for n in range(3))),
    "impact without baseline": dict(impact=Impact(indicators=(Indicator(name="People fed"),))),
    "no downside": dict(scenarios=()),
}


def test_every_flag_has_its_fault():
    assert set(FAULTS) == set(review.CHECKS)


@pytest.mark.parametrize("key", FAULTS)
def test_each_fault_raises_its_flag(key):
    faulty = replace(SOUND, **FAULTS[key])
    assert key in keys(faulty)


@pytest.mark.parametrize("key", sorted(set(FAULTS) - {"cash below zero", "debt service at the start", "hockey stick"}))
def test_a_fault_raises_few_other_flags(key):
    """What follows from a fault may be flagged too (a car that is too dear eats the cash), but not half the list."""
    follows = {"cash below zero", "reserve", "ask and numbers differ", "debt service", "grant before its agreement"}
    assert keys(replace(SOUND, **FAULTS[key])) - {key} <= follows


def test_a_flag_says_the_numbers_the_reason_and_what_to_try():
    (flag,) = [
        one for one in review.review(replace(SOUND, **FAULTS["cash below zero"])) if one.key == "cash below zero"
    ]
    gap = forecast(replace(SOUND, **FAULTS["cash below zero"])).shortfall
    assert f"month {gap.month}" in flag.found and f"{gap.amount:.1f}" in flag.found
    assert flag.why and flag.try_this and flag.section == "cash"


def test_the_gravest_come_first():
    found = review.review(replace(SOUND, **FAULTS["cash below zero"], scenarios=()))
    order = [review.SEVERITIES.index(flag.severity) for flag in found]
    assert order == sorted(order) and len(set(order)) > 1


def test_a_plan_that_needs_an_unsigned_grant_is_told_so():
    plan = replace(
        SOUND,
        **FAULTS["cash below zero"],
        grants=(Grant(name="Fund", last=36, tranches=(Tranche(amount=900),)),),
    )
    assert any("“Fund”" in flag.found for flag in review.review(plan) if flag.key == "grant before its agreement")


def test_the_plans_own_limit_comes_before_the_guide():
    strict = replace(SOUND, appraisal=Appraisal(dscr_limit=9.9))
    assert "debt service" in keys(strict)


def test_a_venture_that_trades_already_needs_no_ramp_up():
    running = replace(SOUND, products=(replace(LOAVES, volume=(60,)),), opening=replace(SOUND.opening, cash=1))
    assert "no ramp-up" not in keys(running)


def test_the_empty_plan_is_reviewed_without_a_crash():
    assert {"sales without volume", "owner's pay", "impact without baseline"} <= keys(Plan(name="Nothing yet"))


def test_every_guide_value_says_where_it_is_from():
    file = Path(venture.__file__).parent / "data" / "guide-values.json"
    listed = json.loads(file.read_text("utf-8"))
    assert listed["read"]
    for name, one in listed["values"].items():
        assert one["source"] and one["means"] and one["mark"] in "SK", name
        assert guide(name) == one["value"]
