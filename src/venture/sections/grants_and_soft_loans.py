"""Module 10 in the plan: the first grant with its tranches, the soft loan beside the market's rate, help in kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture import support
from venture.my_plan import Section
from venture.plan import Grant, InKind, Loan, Plan, Tranche
from venture.sections.loans_and_debt_capacity import with_a_payment
from venture.words import _

NOT_SPLIT = _("Help in kind, not split yet")
SHARES, MONTHS = ("share_1", "share_2"), ("month_1", "month_2", "month_3")
LOAN = {"loan": "amount", "loan_months": "term", "loan_grace": "grace"}
LOAN_SHARES = {"loan_rate": "rate", "market": "market_rate"}  # in per cent here, shares there
USUAL = {"share_1": 40.0, "share_2": 35.0, "month_1": 1, "month_2": 5, "month_3": 9}


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The plan with these answers; an amount of 0 takes the grant or the loan out.

    Raises:
        venture.planfile.BadPlan: the loan's grace leaves no month for a payment.
    """
    return _in_kind(_loan(_grant(plan, given), given), given)


def _grant(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The first grant's tranches. A grant that is new here is requested: agreed is what is signed."""
    if not {"grant", *SHARES, *MONTHS} & set(given) or (not plan.grants and not given.get("grant")):
        return plan
    if "grant" in given and not given["grant"]:
        return replace(plan, grants=plan.grants[1:])
    first = plan.grants[0] if plan.grants else Grant(name=_("Grant"))
    stands = _of_grant(first)
    total = given.get("grant", stands.get("grant", 0.0))
    if not {*SHARES, *MONTHS} & set(given) and first.tranches and stands["grant"]:
        parts = tuple(replace(one, amount=round(one.amount * total / stands["grant"], 2)) for one in first.tranches)
    else:
        now = USUAL | stands | given
        one, two = now["share_1"] / 100, min(now["share_2"], 100 - now["share_1"]) / 100
        amounts = support.tranches(total, (one, two, 1 - one - two))
        kept = [*(part.condition for part in first.tranches), "", "", ""]
        parts = tuple(
            Tranche(amount=round(amount, 2), month=int(now[month]), condition=condition)
            for amount, month, condition in zip(amounts, MONTHS, kept, strict=False)
            if round(amount, 2)
        )
    return replace(plan, grants=(replace(first, tranches=parts), *plan.grants[1:]))


def _soft(plan: Plan, amount: float | None) -> int | None:
    """The place of the soft loan: the one with a market's rate beside it, else the one of this amount."""
    for place, loan in enumerate(plan.loans):
        if loan.market_rate is not None:
            return place
    return next((place for place, loan in enumerate(plan.loans) if loan.amount == amount), None)


def _loan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    terms: dict[str, Any] = {theirs: given[mine] for mine, theirs in LOAN.items() if mine in given}
    terms |= {theirs: given[mine] / 100 for mine, theirs in LOAN_SHARES.items() if mine in given}
    terms |= {whole: int(terms[whole]) for whole in ("term", "grace") if whole in terms}
    place = _soft(plan, given.get("loan"))
    if not terms or (place is None and not given.get("loan")):
        return plan
    if place is None:
        loan = Loan(name=_("Soft loan"), amount=0.0, rate=0.0, term=60)
        return replace(plan, loans=(*plan.loans, with_a_payment(replace(loan, **terms))))
    changed = () if terms.get("amount") == 0 else (with_a_payment(replace(plan.loans[place], **terms)),)
    return replace(plan, loans=(*plan.loans[:place], *changed, *plan.loans[place + 1 :]))


def _in_kind(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """Help in kind as one sum, less what is listed by name."""
    if "in_kind" not in given:
        return plan
    listed = tuple(one for one in plan.in_kind if one.name != NOT_SPLIT)
    rest = round(given["in_kind"] - sum(one.a_year for one in listed), 2)
    return replace(plan, in_kind=(*listed, InKind(name=NOT_SPLIT, a_year=rest)) if rest > 0 else listed)


def _of_grant(grant: Grant) -> dict[str, Any]:
    """The grant's sum, and its shares and months where it has three tranches."""
    amounts = [one.amount for one in grant.tranches]
    found: dict[str, Any] = {"grant": round(sum(amounts), 2)}
    if len(amounts) == len(MONTHS) and found["grant"]:
        found |= {name: round(amount / found["grant"] * 100, 6) for name, amount in zip(SHARES, amounts, strict=False)}
        found |= {name: one.month for name, one in zip(MONTHS, grant.tranches, strict=True)}
    return found


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same numbers, read back."""
    found = _of_grant(plan.grants[0]) if plan.grants else {}
    place = _soft(plan, None)
    if place is not None:
        loan = plan.loans[place]
        found |= {mine: getattr(loan, theirs) for mine, theirs in LOAN.items()}
        found |= {mine: round(getattr(loan, theirs) * 100, 9) for mine, theirs in LOAN_SHARES.items()}
    if plan.in_kind:
        found["in_kind"] = round(sum(one.a_year for one in plan.in_kind), 2)
    return found


TERMS = tuple(name for name in (*LOAN, *LOAN_SHARES) if name != "loan")
SECTION = Section(into_plan, from_plan, {"grant": (*SHARES, *MONTHS), "loan": TERMS})
