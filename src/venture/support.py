"""Support: what grants, soft loans and help in kind are worth, how much hangs on them, and the way out.

Amounts are positive, in one unit of money; shares are 0.34 for 34 %. A yearly rate on a loan is nominal, a twelfth of
it a month, as banks quote it. None means that there is no such number, and the function says when.

Sources: grant element = face value less the present value of all payments at the market rate (the usual definition
of development lenders, with the market's rate); *share of support in earned revenue* is this kit's own ratio and is
never called a subsidy dependence index: `subsidy_dependence_index` is Yaron's, and defined for lenders alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venture import money
from venture import plan as plans
from venture.numeric import checked
from venture.plan_fields import LONGEST
from venture.unit_economics import ALMOST
from venture.words import _

if TYPE_CHECKING:
    from venture.forecast import Forecast

# --- a soft loan


def payments(loan: plans.Loan) -> tuple[float, ...]:
    """What the borrower pays: the fee when the loan comes (place 0), then every month of its term.

    >>> [round(one, 4) for one in payments(plans.Loan(name="Bank", amount=1200, rate=0.09, term=48, grace=6))[5:8]]
    [9.0, 9.0, 33.4134]

    Raises:
        ValueError: grace leaves no month for the principal, or a term of the loan is out of range.
    """
    rate = checked("rate", loan.rate, low=0) / 12
    term = checked("term", loan.term, low=1)
    left = term - checked("grace", loan.grace, low=0, below=term)
    owed = checked("amount", loan.amount, low=0)
    interest_alone = owed * rate
    if loan.grace_interest == "capitalised":
        owed, interest_alone = owed * (1 + rate) ** loan.grace, 0.0
    at_end = owed * checked("balloon", loan.balloon, low=0, high=1) if loan.kind == "balloon" else 0.0
    if loan.kind == "equal principal":
        repaid = [owed / left + (owed - owed / left * paid) * rate for paid in range(left)]
    else:
        repaid = [money.pmt(rate, left, -owed, at_end)] * left
        repaid[-1] += at_end
    return (loan.amount * loan.fee, *([interest_alone] * loan.grace), *repaid)


def grant_element(face: float, payments: Sequence[float], market_rate: float) -> float:
    """What a soft loan gives away: face value − present value of all payments at the market rate.

    5,000 without interest in 60 equal months, where the market asks 18 % a year:

    >>> round(grant_element(5000, [0] + [5000 / 60] * 60, 0.18 / 12), 2)
    1718.31

    Args:
        payments: from place 0, the day the loan comes, on.
        market_rate: a share per period of the payments.

    Returns:
        Below 0 where the loan is dearer than the market.
    """
    return checked("face", face, low=0) - money.npv0(market_rate, payments)


@dataclass(frozen=True)
class SoftLoan:
    """A loan of the plan beside what the market would ask."""

    name: str
    face: float
    value: float  # of the payments today, at the market rate
    years: float

    @property
    def grant_element(self) -> float:
        return self.face - self.value

    @property
    def share(self) -> float:
        """Grant element as a share of the face value; 0 for a loan of nothing."""
        return self.grant_element / self.face if self.face else 0.0

    @property
    def a_year(self) -> float:
        """Grant element, spread evenly over the term."""
        return self.grant_element / self.years


def soft_loan(loan: plans.Loan, market_rate: float | None = None) -> SoftLoan | None:
    """The loan at its market rate a year, or at another. None: nobody says what the market would ask."""
    market = loan.market_rate if market_rate is None else market_rate
    if market is None:
        return None
    value = money.npv0(checked("market_rate", market, low=0) / 12, payments(loan))
    return SoftLoan(loan.name, loan.amount, value, loan.term / 12)


# --- how much hangs on support


def share_of_support(grants: float, grant_element_a_year: float, in_kind: float, earned: float) -> float | None:
    """Share of support in earned revenue: (grants + grant element a year + in kind) / earned revenue, all of one year.

    None: nothing is earned. Above 1, support is more than what customers pay.

    >>> round(share_of_support(900, 1718.31 / 5, 150, 4200), 3)
    0.332
    """
    support = checked("grants", grants, low=0) + checked("in_kind", in_kind, low=0)
    support += checked("grant_element_a_year", grant_element_a_year)
    return support / earned if checked("earned", earned, low=0) else None


def grant_share(grants: float, earned: float) -> float | None:
    """Grant share of total income: grants / (grants + earned). None: there is no income.

    >>> round(grant_share(900, 4200), 4)
    0.1765
    """
    total = checked("grants", grants, low=0) + checked("earned", earned, low=0)
    return grants / total if total else None


@dataclass(frozen=True)
class SupportYear:
    """Support in a year of a forecast, and what was earned."""

    year: int
    grants: float
    grant_element: float
    in_kind: float
    earned: float

    @property
    def total(self) -> float:
        return self.grants + self.grant_element + self.in_kind

    @property
    def share(self) -> float | None:
        """Share of support in earned revenue."""
        return share_of_support(self.grants, self.grant_element, self.in_kind, self.earned)

    @property
    def grant_share(self) -> float | None:
        """Grant share of total income."""
        return grant_share(self.grants, self.earned)


def of_year(f: Forecast, year: int) -> SupportYear:
    """Support in year ``year`` of the plan.

    Grants count as they are used up (released), not as they arrive; the grant element of each loan with a market
    rate, evenly over the months of its term; help in kind at what it would cost.

    Raises:
        IndexError: the forecast has no such year.
    """
    months = range((year - 1) * 12 + 1, year * 12 + 1)
    element = 0.0
    for loan in f.plan.loans:
        if soft := soft_loan(loan):
            running = sum(loan.month < month <= loan.month + loan.term for month in months)
            element += soft.a_year * running / 12
    grants = f.year("income_grants", year) + f.year("capital_grants_released", year)
    in_kind = sum(one.a_year for one in f.plan.in_kind)
    return SupportYear(year, grants, element, in_kind, f.year("revenue", year))


def subsidy_dependence_index(
    *,
    borrowed: float,
    market_rate: float,
    concessional_rate: float,
    equity: float,
    profit: float,
    other_subsidies: float,
    portfolio: float,
    yield_rate: float,
) -> float:
    """Yaron's subsidy dependence index, **for lenders**: by what share the on-lending rate must rise to do without.

    SDI = S / (LP·i) with S = A·(m − c) + (E·m − P) + K. Yaron (1992); see Schreiner and Yaron (1999).

    Args:
        borrowed: A, average concessional borrowed funds outstanding.
        market_rate: m, what the lender would pay for funds without support.
        concessional_rate: c, what it pays.
        equity: E, average equity.
        profit: P, reported profit before tax, adjusted; negative for a loss.
        other_subsidies: K, everything else received.
        portfolio: LP, average loan portfolio outstanding.
        yield_rate: i, average on-lending yield earned.

    Raises:
        ValueError: portfolio or yield is not above 0: whoever lends nothing has no such index.
    """
    cheap = checked("borrowed", borrowed, low=0) * (
        checked("market_rate", market_rate, low=0) - checked("concessional_rate", concessional_rate, low=0)
    )
    own = checked("equity", equity) * market_rate - checked("profit", profit)
    lent = checked("portfolio", portfolio, above=0) * checked("yield_rate", yield_rate, above=0)
    return (cheap + own + checked("other_subsidies", other_subsidies, low=0)) / lent


# --- tranches


def tranches(total: float, shares: Sequence[float]) -> tuple[float, ...]:
    """A grant cut into tranches: 600 by 40, 35 and 25 %.

    >>> tranches(600, [0.40, 0.35, 0.25])
    (240.0, 210.0, 150.0)

    Raises:
        ValueError: the shares do not add up to 1.
    """
    checked("total", total, low=0)
    if abs(math.fsum(checked("share", share, low=0, high=1) for share in shares) - 1) > ALMOST:
        raise ValueError(
            _("The shares add up to {found:.6g}; all tranches together must make 1 (100 %).").format(
                found=math.fsum(shares)
            )
        )
    return tuple(total * share for share in shares)


def cash_if_late(cash: Sequence[float], amount: float, month: int, months_late: int) -> list[float]:
    """A row of cash by month (place 0 is the opening) if ``amount``, planned in ``month``, comes so much later.

    Holds where nothing else hangs on the tranche; `late` moves it in the plan itself.

    >>> cash_if_late([100, 90, 290, 280, 270], 210, 2, 2)
    [100, 90, 80, 70, 270]
    """
    checked("month", month, low=0, high=len(cash) - 1)
    missing = range(month, month + int(checked("months_late", months_late, low=0)))
    return [have - amount if at in missing else have for at, have in enumerate(cash)]


def late(plan: plans.Plan, grant: str, tranche: int, months: int) -> plans.Plan:
    """The plan with one tranche of a grant, counted from 1, so many months later.

    Raises:
        ValueError: there is no such grant or tranche, or it would come after the last month that a plan can have.
    """
    names = [one.name for one in plan.grants]
    if grant not in names:
        raise ValueError(
            _("There is no grant “{found}”. The plan has: {names}.").format(found=grant, names=", ".join(names) or "–")
        )
    place = names.index(grant)
    parts = list(plan.grants[place].tranches)
    checked("tranche", tranche, low=1, high=len(parts))
    checked("months", months, low=0, high=LONGEST - parts[tranche - 1].month)
    parts[tranche - 1] = replace(parts[tranche - 1], month=parts[tranche - 1].month + months)
    moved = replace(plan.grants[place], tranches=tuple(parts))
    return replace(plan, grants=(*plan.grants[:place], moved, *plan.grants[place + 1 :]))


# --- the way out


@dataclass(frozen=True)
class Exit:
    """One year on the way out of support."""

    year: int
    share: float  # of support in earned revenue
    earned: float
    support: float  # what this share allows
    to_replace: float  # what must come from elsewhere, or be saved, beside the year before it all began


def exit_path(support: float, earned: float, target: float, years: int, growth: float = 0.0) -> tuple[Exit, ...]:
    """From today's share of support to a target, in equal steps of the share; year 0 is today.

    From 33 % to 15 % in three years, with earned revenue growing 10 % a year:

    >>> [round(one.share, 2) for one in exit_path(1393.7, 4200, 0.15, 3, growth=0.10)]
    [0.33, 0.27, 0.21, 0.15]

    Args:
        target: the share of support in earned revenue to arrive at, at most today's.
        growth: of earned revenue a year, as a share.
    """
    now = checked("support", support, low=0) / checked("earned", earned, above=0)
    checked("target", target, low=0, high=now)
    checked("years", years, low=1)
    checked("growth", growth, above=-1)
    path = []
    for year in range(int(years) + 1):
        share = now + (target - now) * year / years
        earns = earned * (1 + growth) ** year
        path.append(Exit(year, share, earns, share * earns, support - share * earns))
    return tuple(path)
