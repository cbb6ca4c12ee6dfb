"""Grants and soft loans: the curriculum's numbers, each worked out a second way, and against the forecast."""

import doctest
import math
from dataclasses import replace

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from venture import support
from venture.forecast import forecast
from venture.plan import FixedCost, Grant, InKind, Loan, OwnersMoney, Plan, Product, Tranche

SOFT = Loan(name="Soft", amount=5000, rate=0.0, term=60, market_rate=0.18)
WITH_GRACE = replace(SOFT, grace=12)
TOURS = Plan(
    name="B",
    products=(Product(name="Tours", price=14, volume=(25,)),),  # 4,200 a year
    loans=(SOFT,),
    grants=tuple(
        Grant(name=f"Region, year {year}", status="agreed", first=12 * year - 11, last=12 * year,
              tranches=(Tranche(amount=900, month=12 * (year - 1)),))
        for year in (1, 2, 3)
    ),
    in_kind=(InKind(name="Hall", a_year=150),),
)  # fmt: skip


def test_examples_in_the_docstrings():
    assert not doctest.testmod(support).failed


@pytest.mark.parametrize(
    ("loan", "market", "value", "element", "share"),
    [
        (SOFT, 0.18, 3281.69, 1718.31, 0.344),
        (WITH_GRACE, 0.18, 2965.91, 2034.09, 0.407),
        (SOFT, 0.24, 2896.74, 2103.26, 0.421),
    ],
)
def test_grant_element_of_a_soft_loan(loan, market, value, element, share):
    found = support.soft_loan(loan, market)
    assert found.value == pytest.approx(value, abs=0.005)
    assert found.grant_element == pytest.approx(element, abs=0.005)
    assert found.share == pytest.approx(share, abs=0.0005)
    # an annuity, discounted over the months of grace
    left = loan.term - loan.grace
    annuity = -pyxirr.pv(market / 12, left, 5000 / left) / (1 + market / 12) ** loan.grace
    assert found.value == pytest.approx(annuity)


def test_payments_of_case_a():
    paid = support.payments(Loan(name="Bank", amount=1200, rate=0.09, term=48, grace=6, fee=0.02))
    assert paid[0] == pytest.approx(24)
    assert paid[1:7] == pytest.approx([9.0] * 6)
    assert paid[7:] == pytest.approx([33.4134] * 42, abs=5e-5)
    assert sum(paid[1:]) - 1200 == pytest.approx(257.36, abs=0.005)
    assert paid[7] == pytest.approx(-pyxirr.pmt(0.09 / 12, 42, 1200))


LOANS = st.builds(
    Loan,
    name=st.just("Loan"),
    amount=st.floats(1, 10000),
    rate=st.floats(0, 0.6),
    term=st.integers(7, 36),
    grace=st.integers(0, 6),
    kind=st.sampled_from(["annuity", "equal principal", "balloon"]),
    balloon=st.floats(0, 1),
    grace_interest=st.sampled_from(["paid", "capitalised"]),
    fee=st.floats(0, 0.05),
)


@settings(deadline=None)
@given(loan=LOANS)
def test_payments_are_those_of_the_forecast(loan):
    f = forecast(Plan(name="x", loans=(loan,)))
    rows = [f["fees_paid"][0]]
    rows += [f["interest_paid"][month] + f["principal_repaid"][month] for month in range(1, loan.term + 1)]
    assert support.payments(loan) == pytest.approx(rows, rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(loan=LOANS)
def test_a_loan_at_the_market_s_rate_gives_nothing_but_takes_its_fee(loan):
    found = support.soft_loan(loan, loan.rate)
    assert found.grant_element == pytest.approx(-loan.amount * loan.fee, rel=1e-6, abs=1e-6 * loan.amount)


def test_no_market_rate_no_grant_element():
    assert support.soft_loan(replace(SOFT, market_rate=None)) is None


@pytest.mark.parametrize(("loan", "share"), [(SOFT, 0.332), (WITH_GRACE, 0.347)])
def test_case_b_share_of_support(loan, share):
    element = support.soft_loan(loan).a_year
    found = support.share_of_support(900, element, 150, 4200)
    assert found == pytest.approx(share, abs=0.0005)
    assert found * 4200 - 900 - 150 == pytest.approx((5000 - support.soft_loan(loan).value) / 5)


def test_case_b_from_its_forecast():
    for year in (1, 2, 3):
        got = support.of_year(forecast(TOURS), year)
        assert (got.grants, got.in_kind, got.earned) == (pytest.approx(900), 150, pytest.approx(4200))
        assert got.share == pytest.approx(0.332, abs=0.0005)
        assert got.grant_share == pytest.approx(900 / 5100)
    half = forecast(replace(TOURS, loans=(replace(SOFT, month=6, term=12),)))
    assert support.of_year(half, 1).grant_element == pytest.approx(support.of_year(half, 2).grant_element)
    assert support.of_year(half, 3).grant_element == 0


def test_shares_where_nothing_is_earned():
    assert support.share_of_support(900, 0, 0, 0) is None
    assert support.grant_share(0, 0) is None
    assert support.grant_share(100, 0) == 1


LENDER = dict(
    borrowed=1000, market_rate=0.18, concessional_rate=0.06, equity=400, profit=20, other_subsidies=50,
    portfolio=1200, yield_rate=0.22,
)  # fmt: skip


def test_yaron_s_index():
    found = support.subsidy_dependence_index(**LENDER)
    assert found == pytest.approx((120 + 72 - 20 + 50) / 264)
    # a yield raised by that share earns what the subsidy was: the index of the lender without support is 0
    more = 0.22 * found * 1200
    free = {**LENDER, "yield_rate": 0.22 * (1 + found), "profit": 20 + more}
    assert support.subsidy_dependence_index(**free) == pytest.approx(0)


def test_tranches_of_case_a():
    assert support.tranches(600, [0.40, 0.35, 0.25]) == pytest.approx((240, 210, 150))


def test_cash_when_the_second_tranche_is_three_months_late():
    grant = Grant(name="Seed", status="agreed", last=36, tranches=(Tranche(amount=240), Tranche(amount=210, month=4), Tranche(amount=150, month=9)))  # fmt: skip
    plan = Plan(
        name="A", grants=(grant,), owners_money=(OwnersMoney(amount=300),),
        fixed_costs=(FixedCost(name="Rent", amount=20),),
    )  # fmt: skip
    cash, late = forecast(plan)["cash"], forecast(support.late(plan, "Seed", 2, 3))["cash"]
    assert support.cash_if_late(cash, 210, 4, 3) == pytest.approx(late)
    assert [a - b for a, b in zip(cash, late, strict=True)][3:8] == pytest.approx([0, 210, 210, 210, 0])


def test_exit_from_33_to_15_per_cent():
    got = support.of_year(forecast(TOURS), 1)
    path = support.exit_path(got.total, got.earned, 0.15, 3)
    assert [one.share for one in path] == pytest.approx([0.3318, 0.2712, 0.2106, 0.15], abs=5e-5)
    assert path[-1].support == pytest.approx(630)
    assert path[0].to_replace == pytest.approx(0)
    assert all(one.support + one.to_replace == pytest.approx(got.total) for one in path)
    grown = support.exit_path(got.total, got.earned, 0.15, 3, growth=0.10)
    assert grown[-1].support == pytest.approx(0.15 * 4200 * 1.331)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: support.payments(replace(SOFT, grace=60)), "grace is 60; it must be 0 or more and below 60"),
        (lambda: support.soft_loan(SOFT, -0.1), "market_rate is -0.1"),
        (lambda: support.tranches(600, [0.4, 0.4]), "0.8"),
        (lambda: support.subsidy_dependence_index(**{**LENDER, "portfolio": 0}), "portfolio is 0"),
        (lambda: support.cash_if_late([1, 2], 1, 5, 1), "month is 5"),
        (lambda: support.late(TOURS, "Town", 1, 1), "Region, year 2"),
        (lambda: support.late(TOURS, "Region, year 1", 4, 1), "tranche is 4"),
        (lambda: support.late(TOURS, "Region, year 3", 1, 100), "months is 100"),
        (lambda: support.exit_path(10, 100, 0.2, 3), "target is 0.2"),
        (lambda: support.share_of_support(math.inf, 0, 0, 1), "grants is inf"),
    ],
)
def test_what_is_refused_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
