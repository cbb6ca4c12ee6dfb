"""Module 9 in the plan: the first loan and its terms, the lender's limit, and module 4's price and costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.models import load
from venture.my_plan import Section
from venture.numbers import say
from venture.plan import Loan, Plan
from venture.planfile.problems import BadPlan, Problem
from venture.sections.costs_and_break_even import SECTION as COSTS
from venture.words import _

LEVY = "revenue levy"
KINDS = {1: "annuity", 2: "equal principal", 3: "balloon"}
SHARES = {"rate": "rate", "fee": "fee", "balloon": "balloon"}  # in per cent here, shares there
NUMBERS = {"amount": "amount", "months": "term", "grace": "grace"}
WHOLE = {"months", "grace"}
# The volume is not among them: here it is that of a bad year, and the plan keeps its own.
COSTS_HERE = {"unit", "price", "variable", "fixed", "step_cost", "step_size"}


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The plan's first loan with these terms; an amount of 0 takes it out. Price and costs go where module 4 puts them.

    Raises:
        venture.planfile.BadPlan: the grace leaves no month for a payment.
    """
    plan = COSTS.write(plan, {name: value for name, value in given.items() if name in COSTS_HERE})
    if given.get("levy"):
        plan = replace(plan, tax=replace(plan.tax, regime=LEVY, rate=given["levy"] / 100))
    elif "levy" in given and plan.tax.regime == LEVY:
        plan = replace(plan, tax=replace(plan.tax, rate=0.0))
    if "target" in given:
        plan = replace(plan, appraisal=replace(plan.appraisal, dscr_limit=given["target"]))
    terms = _terms(given)
    if not terms or (not plan.loans and not given.get("amount")):
        return plan
    if "amount" in given and not given["amount"]:
        return replace(plan, loans=plan.loans[1:])
    first = plan.loans[0] if plan.loans else Loan(name=_("Loan"), amount=0.0, rate=0.0, term=12)
    return replace(plan, loans=(with_a_payment(replace(first, **terms)), *plan.loans[1:]))


def with_a_payment(loan: Loan) -> Loan:
    """The loan, where its grace leaves a month at least for a payment.

    Raises:
        venture.planfile.BadPlan: it does not. A forecast could not work that loan out.
    """
    if loan.grace < loan.term:
        return loan
    told = _("Fewer months than the term, {term}: one payment at least must remain.").format(term=say(loan.term))
    raise BadPlan([Problem(load("loans_and_debt_capacity").input("grace").label, say(loan.grace), told)])


def _terms(given: Mapping[str, Any]) -> dict[str, Any]:
    """The loan's fields that the answers speak of."""
    found: dict[str, Any] = {}
    for mine, theirs in NUMBERS.items():
        if mine in given:
            found[theirs] = int(given[mine]) if mine in WHOLE else given[mine]
    found |= {theirs: given[mine] / 100 for mine, theirs in SHARES.items() if mine in given}
    if "kind" in given:
        found["kind"] = KINDS[int(given["kind"])]
    if "capitalised" in given:
        found["grace_interest"] = "capitalised" if given["capitalised"] else "paid"
    return found


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same numbers, read back."""
    found = {name: value for name, value in COSTS.read(plan).items() if name in COSTS_HERE}
    if plan.tax.regime == LEVY:
        found["levy"] = round(plan.tax.rate * 100, 9)
    if plan.appraisal.dscr_limit is not None:
        found["target"] = plan.appraisal.dscr_limit
    if plan.loans:
        first = plan.loans[0]
        found |= {mine: getattr(first, theirs) for mine, theirs in NUMBERS.items()}
        found |= {mine: round(getattr(first, theirs) * 100, 9) for mine, theirs in SHARES.items()}
        found["kind"] = next(number for number, kind in KINDS.items() if kind == first.kind)
        found["capitalised"] = int(first.grace_interest == "capitalised")
    return found


TERMS = tuple(name for name in (*NUMBERS, *SHARES, "kind", "capitalised") if name != "amount")
SECTION = Section(into_plan, from_plan, {"amount": TERMS, **COSTS.firsts})
