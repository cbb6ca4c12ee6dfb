"""What the state takes from a form in a year: the takings of the pack, run in their order.

All sums are of one year and in the pack's currency. ``profit`` is revenue less costs, wages, what the employer pays
on wages and the owner's own contributions; taxes are not taken off it. VAT lies inside the price and stays within
revenue and profit for the other taxes (the packs say so under ``simplified``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from venture.law.pack import (
    Band,
    Dividend,
    Fixed,
    Form,
    Known,
    NotKnown,
    OwnerSocial,
    Pack,
    Profit,
    Scheme,
    Take,
    Turnover,
    Vat,
)


@dataclass(frozen=True, slots=True)
class Paid:
    """One taking: its kind, and what it came to."""

    take: Take
    amount: float


@dataclass(frozen=True, slots=True)
class Year:
    """How a form's revenue is shared out in a year.

    ``owner + mission + payroll + costs + payroll_charges + owner_social + taxes`` is revenue. ``mission`` is what
    stays in the venture, negative where money is missing.
    """

    owner: float
    mission: float
    payroll: float
    costs: float
    payroll_charges: float
    owner_social: float
    taxes: float
    paid: tuple[Paid, ...]
    net_profit: float
    payout_share: float
    left_out: tuple[Take, ...]


def scheme(pack: Pack, form: Form, values: Known) -> Scheme:
    """The scheme of contributions that the form is under in this scenario."""
    for option in form.payroll_options:
        if option.that.holds(values):
            return pack.payroll.schemes[option.scheme]
    return pack.payroll.schemes[form.payroll]


def charges(rules: Scheme, values: Known) -> float:
    """What the employer pays on top of all wages."""
    if not values["payroll"]:
        return 0.0
    month, staff = values["gross_month"], values["staff"]
    each = (
        12 * _scale(rules.bands_month, month, values) if rules.bands_month else _scale(rules.bands, 12 * month, values)
    )
    total = staff * each
    if rules.extra is not None:
        total += values["payroll"] * rules.extra.number(values)
    return max(0.0, total - rules.allowance.number(values)) if rules.allowance is not None else total


def run(pack: Pack, form: Form, values: Known) -> Year:
    """The form's year. ``values`` hold the facts and the scenario; what is worked out is added to them.

    Raises:
        NotKnown: a fact without a value is needed.
        Undefined: an amount has no value.
    """
    values["payroll_charges"] = on_wages = charges(scheme(pack, form, values), values)
    values["owner_social"] = 0.0
    values["profit"] = profit = values["revenue"] - values["costs"] - values["payroll"] - on_wages
    left, social, paid, left_out, share = profit, 0.0, [], [], values["pay_out"]
    for take in form.takes:
        try:
            if take.when is not None and not take.when.holds(values):
                continue
            if isinstance(take, Dividend):
                if take.cap is not None:
                    share = min(share, take.cap.number(values))
                amount = _rated(take, max(0.0, left) * share, values)
            else:
                amount = KINDS[type(take)](take, values)
        except NotKnown:
            if not take.without:
                raise
            left_out.append(take)
            continue
        paid.append(Paid(take, amount))
        if isinstance(take, OwnerSocial):
            social += amount
            values["owner_social"] = social
            values["profit"] = profit - social
        if not isinstance(take, Dividend):
            left -= amount
    taxes = sum(one.amount for one in paid if not isinstance(one.take, OwnerSocial))
    share = 0.0 if form.owner_gets == "none" else share
    out = max(0.0, left) * share
    on_dividend = sum(one.amount for one in paid if isinstance(one.take, Dividend))
    return Year(
        owner=out - on_dividend, mission=left - out, payroll=values["payroll"], costs=values["costs"],
        payroll_charges=on_wages, owner_social=social, taxes=taxes, paid=tuple(paid), net_profit=left,
        payout_share=share, left_out=tuple(left_out),
    )  # fmt: skip


# --- one function a kind


def _turnover(take: Turnover, values: Known) -> float:
    tax = _rated(take, values["revenue"] if take.base is None else take.base.number(values), values)
    if take.credit is not None:
        credit = max(0.0, take.credit.number(values))
        if take.credit_max is not None:
            most = take.credit_max.staff if values["staff"] > 0 else take.credit_max.no_staff
            credit = min(credit, tax * most.number(values))
        tax -= min(credit, tax)
    return tax


def _profit(take: Profit, values: Known) -> float:
    base = max(0.0, values["profit"] if take.base is None else take.base.number(values))
    if take.rate_high is None:
        tax = _rated(take, base, values)
    else:
        tax = _climbing(base, *(one.number(values) for one in (take.rate, take.rate_high, take.low, take.high)))
    if take.min_on_turnover is not None:
        tax = max(tax, values["revenue"] * take.min_on_turnover.number(values))
    return tax


def _climbing(base: float, rate: float, rate_high: float, low: float, high: float) -> float:
    """The lower rate up to ``low``, the higher on everything from ``high`` on, and a straight line between the two sums."""
    if base <= low:
        return base * rate
    if base >= high:
        return base * rate_high
    return low * rate + (base - low) * (high * rate_high - low * rate) / (high - low)


def _vat(take: Vat, values: Known) -> float:
    limit = take.free_below.number(values)
    before = limit if take.free_before is None else take.free_before.number(values)
    if values["revenue"] <= limit and values["revenue_before"] <= before:
        return 0.0
    gross = values["revenue"] if take.on is None else take.on.number(values)
    rate = take.rate.number(values) if take.rate is not None else _level(take.levels, values["revenue"], values)
    return gross * rate / (1 + rate)


def _level(levels: tuple[Band, ...], amount: float, values: Known) -> float:
    """The rate of the level that the amount lies in, for all of it."""
    for band in levels:
        if band.upto is None or amount <= band.upto.number(values):
            return band.rate.number(values)
    raise AssertionError("the last level has no limit")


def _owner_social(take: OwnerSocial, values: Known) -> float:
    total = 0.0 if take.fixed is None else take.fixed.number(values)
    if take.pct is not None:
        base = values["profit"] if take.base is None else take.base.number(values)
        above = 0.0 if take.above is None else take.above.number(values)
        share = take.pct.number(values) * max(0.0, base - above)
        total += share if take.cap is None else min(share, take.cap.number(values))
    return total


def _fixed(take: Fixed, values: Known) -> float:
    return take.amount.number(values)


KINDS: dict[type, Callable[..., float]] = {
    Turnover: _turnover, Profit: _profit, Vat: _vat, OwnerSocial: _owner_social, Fixed: _fixed,
}  # fmt: skip


def _rated(take: Turnover | Profit | Dividend, base: float, values: Known) -> float:
    return base * take.rate.number(values) if take.rate is not None else _scale(take.bands, base, values)


def _scale(bands: tuple[Band, ...], amount: float, values: Known) -> float:
    """A scale of rates: each on its own slice of the amount."""
    total = reached = 0.0
    for band in bands:
        upto = amount if band.upto is None else min(amount, band.upto.number(values))
        if upto > reached:
            total += (upto - reached) * band.rate.number(values)
            reached = upto
    return total
