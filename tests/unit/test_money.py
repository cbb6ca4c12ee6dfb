"""The time value of money, against the curriculum, exact fractions, pyxirr and LibreOffice Calc."""

from __future__ import annotations

import doctest
import itertools
import math
import pickle
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import money_oracle
import numpy as np
import pandas as pd
import pytest
import pyxirr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from venture import costs, money

CASE_A = dict(rate=0.09 / 12, pv=1200)  # 48 months, of which 6 may be interest alone
CASE_D = [-48000, 0, 2500, *[5200] * 18]
CASE_E = [-2600, 620, 640, 655, 670, 690, 700, 710, 720]
CASE_F = dict(cost=1900, salvage=100, life=6)
DATED = (
    [-600, -900, -500, 1200, 1500],
    [date(2025, 2, 10), date(2025, 5, 20), date(2025, 9, 15), date(2026, 6, 30), date(2027, 6, 30)],
)


def close(expected: float, digits: int) -> object:
    """Equal to a number printed with so many digits after the point."""
    return pytest.approx(expected, abs=0.500001 * 10**-digits)


def test_every_public_function_shows_an_example_that_is_right():
    public = [
        each for each in vars(money).values() if getattr(each, "__module__", "") == money.__name__ and callable(each)
    ]
    functions = [each for each in public if not isinstance(each, type) and not each.__name__.startswith("_")]
    assert len(functions) == 33
    assert [each.__name__ for each in functions if ">>>" not in each.__doc__] == []
    assert doctest.testmod(money).failed == 0


# --- the curriculum's numbers


def test_m6_sewing_line():
    assert money.sln(**CASE_F) == 300
    years = range(1, 7)
    declining = [633.33, 422.22, 281.48, 187.65, 125.10, 83.40]
    assert [money.ddb(**CASE_F, period=year) for year in years] == [close(each, 2) for each in declining]
    assert 1900 - sum(money.ddb(**CASE_F, period=year) for year in years) == close(166.80, 2)
    switched = [*declining[:4], 137.65, 137.65]
    assert [money.vdb(**CASE_F, start=year - 1, end=year) for year in years] == [close(each, 2) for each in switched]
    assert [money.syd(**CASE_F, per=year) for year in (1, 3, 6)] == [close(each, 2) for each in (514.29, 342.86, 85.71)]


def test_m6_case_a_fit_out_and_equipment():
    assert money.sln(1500 + 900, 0, 60) == 40


def test_m9_case_a_loan_with_grace():
    payment = money.pmt(nper=42, **CASE_A)
    assert CASE_A["rate"] * CASE_A["pv"] == pytest.approx(9.0)
    assert payment == close(-33.4134, 4)
    assert 6 * 9 - money.cumipmt(nper=42, start=1, end=42, **CASE_A) == close(257.36, 2)
    assert -12 * payment == close(400.96, 2)
    assert money.ppmt(per=4, nper=42, **CASE_A) == close(-24.967, 3)  # month 10
    assert money.pv(CASE_A["rate"], 42 - 4, payment) == close(1101.242, 3)


def test_m9_case_a_loan_without_grace():
    assert money.pmt(nper=48, **CASE_A) == close(-29.8621, 4)
    assert money.cumipmt(nper=48, start=1, end=48, **CASE_A) == close(-233.38, 2)


@pytest.mark.parametrize(("fee", "monthly", "yearly"), [(0.02, 0.0083037, 0.10432), (0.03, None, 0.10972)])
def test_m9_effective_rate_with_fee(fee, monthly, yearly):
    flows = [1200 * (1 - fee), *[-9] * 6, *[money.pmt(nper=42, **CASE_A)] * 42]
    assert money.effective_cost(flows) == close(yearly, 5)
    assert monthly is None or money.irr(flows) == close(monthly, 7)
    assert money.effect(0.09, 12) == close(0.09381, 5)


@pytest.mark.parametrize(
    ("children", "expected"),
    [(56, -0.38), (58, 0.04), (60, 0.45), (62, 0.87), (64, 1.28), (66, 1.70), (68, 2.11), (70, 2.53)],
)
def test_m9_debt_service_cover(children, expected):
    cash = 12 * costs.profit(children, 6.936, 245, 52, 24)
    assert cash / (-12 * money.pmt(nper=42, **CASE_A)) == close(expected, 2)


@pytest.mark.parametrize(
    ("market", "grace", "worth", "grant"),
    [(0.18, 0, 3281.69, 1718.31), (0.18, 12, 2965.91, 2034.09), (0.24, 0, 2896.74, 2103.26)],
)
def test_m10_grant_element_of_a_soft_loan(market, grace, worth, grant):
    count = 60 - grace
    later = money.pv(market / 12, count, -5000 / count)
    today = money.pv(market / 12, grace, 0, -later)
    assert (today, 5000 - today) == (close(worth, 2), close(grant, 2))
    assert money.npv(market / 12, [0] * grace + [5000 / count] * count) == pytest.approx(today, rel=1e-14)


@pytest.mark.parametrize(("grace", "share"), [(0, 0.332), (12, 0.347)])
def test_m10_support_in_earned_revenue(grace, share):
    loan = money.pv(0.015, grace, 0, -money.pv(0.015, 60 - grace, -5000 / (60 - grace)))
    assert (900 + (5000 - loan) / 5 + 150) / 4200 == close(share, 3)


def test_m11_case_e():
    assert money.npv0(0.14, CASE_E) == close(488.54, 2)
    assert money.npv(0.14, CASE_E[1:]) + CASE_E[0] == close(488.54, 2)  # as a spreadsheet has to write it
    assert money.npv0(0.16, CASE_E) == close(286.44, 2)
    assert money.irr(CASE_E) == close(0.19252, 5)
    assert money.irr_all(CASE_E) == (money.irr(CASE_E),)
    assert money.mirr(CASE_E, 0.14, 0.10) == close(0.14431, 5)
    assert money.mirr(CASE_E, 0.14, 0.08) == close(0.13429, 5)
    assert money.payback(CASE_E) == close(4.02, 2)
    assert money.discounted_payback(0.14, CASE_E) == close(6.17, 2)
    assert money.profitability_index(0.14, CASE_E) == close(1.188, 3)


def test_m11_real_and_nominal_and_the_two_mixtures():
    real = money.real_rate(0.14, 0.06)
    bought_today = [flow / 1.06**year for year, flow in enumerate(CASE_E)]
    assert real == close(0.07547, 5)
    assert money.npv0(real, bought_today) == close(488.54, 2)
    assert money.npv0(real, CASE_E) == close(1318.08, 2)
    assert money.npv0(0.14, bought_today) == close(-123.54, 2)
    assert money.nominal_rate(real, 0.06) == pytest.approx(0.14, rel=1e-14)


def test_m11_dated_flows():
    assert money.xirr(*DATED) == close(0.19944, 5)
    assert money.xnpv(0.12, *DATED) == close(230.60, 2)


def test_m14_case_d():
    assert money.npv0(0.12, CASE_D) == close(-15954.17, 2)
    assert money.npv0(0.10, CASE_D) == close(-10688.15, 2)
    gap = -money.npv0(0.12, CASE_D)
    years_2_to_20 = money.npv(0.12, [0] + [1] * 19)
    assert gap / years_2_to_20 == close(2425.90, 2)
    assert -money.pmt(0.12, 19, gap) == close(2165.99, 2)  # the same money over years 1 to 19


# --- exact fractions: what the floats should have been


def exactly(rate: float, nper: int, pv: float, fv: float, due: int) -> dict[str, Fraction | list[Fraction]]:
    """Payment and schedule by the definition: each period charges interest on what is owed, then the payment comes."""
    rate, pv, fv = Fraction(rate), Fraction(pv), Fraction(fv)
    growth = (1 + rate) ** nper
    weights = nper if rate == 0 else (growth - 1) / rate * (1 + rate * due)
    payment = -(pv * growth + fv) / weights
    owed, interest = pv, []
    for period in range(nper):
        # Before the first payment of an annuity due no time has passed.
        charged = 0 if due and period == 0 else owed * rate
        interest.append(-charged)
        owed += charged + payment
    assert owed * (1 + rate * due) == -fv
    return dict(payment=payment, interest=interest, principal=[payment - each for each in interest])


def of_sixty_bits(rate: float) -> float:
    """The rate without its smallest bits: powers of it as a fraction stay of a size to reckon with."""
    return round(rate * 2**60) / 2**60


ANY_RATE = st.one_of(
    st.sampled_from([0.0, 1e-16, -1e-12, 1e-12, 1e-9]), st.floats(-0.5, 3), st.floats(-1e-6, 1e-6)
).map(of_sixty_bits)
EXACTLY = settings(deadline=None, max_examples=200)  # long numbers take their time
AMOUNT = st.integers(-(10**7), 10**7).map(lambda kopecks: kopecks / 100)
DUE = st.sampled_from([0, 1])


@EXACTLY
@given(rate=ANY_RATE, nper=st.integers(1, 40), pv=AMOUNT, fv=AMOUNT, due=DUE)
@example(rate=1e-300, nper=3, pv=1200.0, fv=0.0, due=0)
@example(rate=of_sixty_bits(1e-12), nper=40, pv=1200.0, fv=0.0, due=0)
@example(rate=3.0, nper=40, pv=1200.0, fv=0.0, due=1)
def test_a_schedule_is_exact_to_the_last_digits(rate, nper, pv, fv, due):
    exact = exactly(rate, nper, pv, fv, due)
    # Where pv and fv are of opposite sign they may cancel; only then are digits lost, and no more than this.
    size = abs(pv) + abs(fv)
    near = dict(rel=1e-12, abs=1e-13 * size if pv * fv < 0 else 0)
    payment = money.pmt(rate, nper, pv, fv, due)
    assert payment == pytest.approx(float(exact["payment"]), **near)
    periods = range(1, nper + 1)
    of_interest = dict(rel=1e-12, abs=1e-13 * size * abs(rate) if pv * fv > 0 else 0)
    assert [money.ipmt(rate, per, nper, pv, fv, due) for per in periods] == [
        pytest.approx(float(each), **of_interest) for each in exact["interest"]
    ]
    assert [money.ppmt(rate, per, nper, pv, fv, due) for per in periods] == [
        pytest.approx(float(each), **near) for each in exact["principal"]
    ]
    middle = (nper + 1) // 2
    without_fv = exactly(rate, nper, pv, 0, due)
    for cumulated, parts in ((money.cumipmt, "interest"), (money.cumprinc, "principal")):
        expected = float(sum(without_fv[parts][middle - 1 :]))
        assert cumulated(rate, nper, pv, middle, nper, due) == pytest.approx(expected, rel=1e-11)


@EXACTLY
@given(rate=ANY_RATE, nper=st.integers(1, 40), payment=AMOUNT, amount=AMOUNT, due=DUE)
def test_present_and_future_value_are_exact(rate, nper, payment, amount, due):
    exact = Fraction(rate)
    later = [Fraction(payment) * (1 + exact) ** (period + due) for period in range(nper)]
    growth = (1 + exact) ** nper
    size = float(sum(map(abs, later)) + abs(Fraction(amount)) * growth)
    future = money.fv(rate, nper, payment, amount, due)
    assert future == pytest.approx(float(-(Fraction(amount) * growth + sum(later))), rel=1e-12, abs=1e-13 * size)
    size = float((sum(map(abs, later)) + abs(Fraction(amount))) / growth)
    present = money.pv(rate, nper, payment, amount, due)
    assert present == pytest.approx(float(-(Fraction(amount) + sum(later)) / growth), rel=1e-12, abs=1e-13 * size)


@EXACTLY
@given(rate=ANY_RATE, flows=st.lists(AMOUNT, min_size=1, max_size=30))
def test_net_present_value_is_exact(rate, flows):
    growth = 1 + Fraction(rate)
    last = len(flows) - 1
    at_the_end = [Fraction(flow) * growth ** (last - year) for year, flow in enumerate(flows)]
    worth, size = (total / growth**last for total in (sum(at_the_end), sum(map(abs, at_the_end))))
    near = dict(rel=1e-12, abs=1e-13 * float(size))
    assert money.npv0(rate, flows) == pytest.approx(float(worth), **near)
    near["abs"] /= 1 + rate
    assert money.npv(rate, flows) == pytest.approx(float(worth / growth), **near)


@given(rate=st.one_of(st.floats(-0.3, 2), st.floats(-1e-9, 1e-9)), nper=st.integers(1, 60), due=DUE, pv=AMOUNT)
def test_rate_and_nper_lead_back(rate, nper, due, pv):
    # A rate that changes the payment by less than its last digit cannot be read out of it.
    assume(abs(pv) >= 1 and abs(rate) > 1e-12 and not (due and nper == 1))
    payment = money.pmt(rate, nper, pv, 0, due)
    assert money.rate(nper, payment, pv, 0, due) == pytest.approx(rate, rel=1e-9, abs=1e-14)
    if nper * math.log1p(rate) < 15:  # above, the payment is all interest and says nothing about the term
        assert money.nper(rate, payment, pv, 0, due) == pytest.approx(nper, rel=1e-8)


@settings(deadline=None)
@given(outlay=st.integers(1, 10**6), later=st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_irr_is_where_the_exact_npv_changes_sign(outlay, later):
    assume(any(later))
    flows = [-outlay, *later]
    root = money.irr(flows)
    step = Fraction(1, 10**9) * Fraction(1 + root)
    below, above = (
        sum(flow * (1 + Fraction(root) + move) ** (len(later) - year) for year, flow in enumerate(flows))
        for move in (-step, step)
    )
    assert below > 0 > above


@settings(deadline=None)
@given(st.lists(st.integers(-8, 24), min_size=1, max_size=4))
@example([2, 2])
@example([2, 2, 2])
@example([0, 0])
@example([0, 0, 3, 3])
@example([5, 5, 5, 5])
def test_irr_all_finds_each_root_once_however_often_it_counts(sixteenths):
    """Flows multiplied together from chosen roots: (1 + root) − (1 + rate), in sixteenths, so that they are exact."""
    flows = [1.0]
    for each in sixteenths:
        flows = [a * (1 + each / 16) - b for a, b in zip([0.0, *flows], [*flows, 0.0], strict=True)]
    expected = sorted({each / 16 for each in sixteenths})
    # A root that counts k times is known to the k-th root of a float's precision only.
    often = max(sixteenths.count(each) for each in sixteenths)
    assert money.irr_all(flows) == pytest.approx(tuple(expected), abs={1: 1e-10, 2: 1e-5, 3: 1e-3, 4: 1e-2}[often])
    if len(expected) == 1 and often % 2:
        assert money.irr(flows) == pytest.approx(expected[0], abs=1e-3)
    if len(expected) > 1:
        with pytest.raises(money.SeveralRates) as error:
            money.irr(flows)
        assert error.value.roots == money.irr_all(flows)
        assert money.irr(flows, guess=5) == pytest.approx(expected[-1], abs=1e-2)


@EXACTLY
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=25))
def test_irr_all_misses_no_change_of_sign(flows):
    """Between two roots, and to both ends, the curve keeps its sign on a fine grid."""
    assume(any(flows))
    roots = money.irr_all(flows, -0.9, 5)
    grid = [step / 64 for step in range(-57, 320)]
    # The flows' value at their end, as a whole number: (1 + rate) in 64ths.
    worth = [
        sum(flow * (64 + step) ** (len(flows) - t) * 64**t for t, flow in enumerate(flows)) for step in range(-57, 320)
    ]
    for (low, before), (high, after) in itertools.pairwise(zip(grid, worth, strict=True)):
        if before * after < 0:
            assert sum(low <= root <= high for root in roots) % 2 == 1
    for root in roots:
        size = sum(abs(flow) / (1 + root) ** t for t, flow in enumerate(flows))
        assert abs(money.npv0(root, flows)) <= 1e-9 * size


@given(
    start=st.floats(0, 12),
    share=st.floats(0, 1),
    life=st.one_of(st.integers(1, 12), st.floats(0.5, 12)),
    salvage=st.floats(0, 1),
    factor=st.floats(0.5, 4),
    no_switch=st.booleans(),
)
def test_depreciation_adds_up(start, share, life, salvage, factor, no_switch):
    cost, salvage, start = 1900, 1900 * salvage, min(start, life)
    middle = start + share * (life - start)
    arguments = dict(factor=factor, no_switch=no_switch)
    whole, *parts = (
        money.vdb(cost, salvage, life, *stretch, **arguments)
        for stretch in ((0, life), (0, start), (start, middle), (middle, life))
    )
    assert sum(parts) == pytest.approx(whole, abs=1e-9) and all(part >= 0 for part in parts)
    assert whole <= cost - salvage + 1e-9
    if not no_switch:
        assert whole == pytest.approx(cost - salvage, abs=1e-9)


# --- pyxirr
#
# Its names say pmt_at_beginning for due, and it takes dates before amounts. It computes (1 + r)^n − 1 by
# subtraction and schedules from the front, so that tiny rates and much growth cost it digits:
# the ranges below keep at least nine of them. What is beyond is held to exact fractions above.
# One of its answers is wrong: see test_the_first_principal_of_an_annuity_due.

PLAIN_RATE = st.one_of(st.just(0.0), st.floats(0.001, 1), st.floats(-0.2, -0.001))


@given(rate=PLAIN_RATE, nper=st.integers(1, 360), pv=AMOUNT, fv=AMOUNT, due=DUE, data=st.data())
def test_loans_agree_with_pyxirr(rate, nper, pv, fv, due, data):
    assume(abs(nper * math.log1p(rate)) < 9)
    per = data.draw(st.integers(1, nper))
    end = data.draw(st.integers(per, nper))
    beginning = dict(pmt_at_beginning=bool(due))
    growth = (1 + rate) ** nper
    size = (abs(pv) + abs(fv)) * max(growth, 1 / growth)
    near = dict(rel=1e-9, abs=1e-11 * size)
    assert money.pmt(rate, nper, pv, fv, due) == pytest.approx(pyxirr.pmt(rate, nper, pv, fv, **beginning), **near)
    assert money.pv(rate, nper, pv, fv, due) == pytest.approx(pyxirr.pv(rate, nper, pv, fv, **beginning), **near)
    assert money.fv(rate, nper, pv, fv, due) == pytest.approx(
        pyxirr.fv(rate, nper, pv, fv, **beginning), rel=1e-9, abs=1e-11 * size * nper
    )
    first_of_due = due and per == 1
    for name in ("ipmt",) if first_of_due else ("ipmt", "ppmt"):
        theirs = getattr(pyxirr, name)(rate, per, nper, pv, fv, **beginning)
        assert getattr(money, name)(rate, per, nper, pv, fv, due) == pytest.approx(theirs, **near)
    if pv > 0 and rate > 0:  # pyxirr follows Excel's ban on the rest
        for name in ("cumipmt",) if first_of_due else ("cumipmt", "cumprinc"):
            theirs = getattr(pyxirr, name)(rate, nper, pv, per, end, **beginning)
            assert getattr(money, name)(rate, nper, pv, per, end, due) == pytest.approx(
                theirs, rel=1e-9, abs=1e-9 * size
            )


def test_the_first_principal_of_an_annuity_due():
    """It holds no interest, so it is the whole payment (and LibreOffice says so, below). pyxirr discounts it."""
    payment = money.pmt(0.1, 3, 100, due=1)
    assert money.ppmt(0.1, 1, 3, 100, due=1) == payment
    assert money.cumprinc(0.1, 3, 100, 1, 3, due=1) == pytest.approx(-100)
    assert pyxirr.ipmt(0.1, 1, 3, 100, pmt_at_beginning=True) == 0
    assert pyxirr.cumprinc(0.1, 3, 100, 1, 3, pmt_at_beginning=True) == pytest.approx(-100 / 1.1)


@given(rate=PLAIN_RATE, nper=st.integers(2, 120), pv=st.floats(1, 1e6), rest=st.floats(0, 0.5), due=DUE)
def test_rate_and_nper_agree_with_pyxirr(rate, nper, pv, rest, due):
    fv = -rest * pv
    assume(abs(nper * math.log1p(rate)) < 9)
    payment = money.pmt(rate, nper, pv, fv, due)
    assume(abs(payment) > 1e-3)
    theirs = pyxirr.nper(rate, payment, pv, fv, pmt_at_beginning=bool(due))
    assert money.nper(rate, payment, pv, fv, due) == pytest.approx(theirs, rel=1e-6)
    theirs = pyxirr.rate(nper, payment, pv, fv, pmt_at_beginning=bool(due), guess=rate)
    if theirs is not None and math.isfinite(theirs):  # its search may give up
        assert money.rate(nper, payment, pv, fv, due, guess=rate) == pytest.approx(theirs, rel=1e-5, abs=1e-7)


@given(rate=PLAIN_RATE, flows=st.lists(AMOUNT, min_size=2, max_size=60), other=PLAIN_RATE)
def test_flows_agree_with_pyxirr(rate, flows, other):
    assume(abs(len(flows) * math.log1p(rate)) < 30)
    size = sum(abs(flow) / (1 + rate) ** t for t, flow in enumerate(flows))
    near = dict(rel=1e-9, abs=1e-12 * size / min(1, 1 + rate))
    assert money.npv0(rate, flows) == pytest.approx(pyxirr.npv(rate, flows), **near)
    assert money.npv(rate, flows) == pytest.approx(pyxirr.npv(rate, flows, start_from_zero=False), **near)
    if min(flows) < 0 < max(flows):
        assert money.mirr(flows, rate, other) == pytest.approx(pyxirr.mirr(flows, rate, other), rel=1e-9, abs=1e-10)


@given(
    first=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    gaps=st.lists(st.integers(0, 700), min_size=1, max_size=20),
    paid=st.floats(1, 1e6),
    shares=st.lists(st.floats(0.01, 2), min_size=20, max_size=20),
    rate=PLAIN_RATE,
)
def test_dated_flows_agree_with_pyxirr(first, gaps, paid, shares, rate):
    days = [first, *(first + timedelta(total) for total in itertools.accumulate(gaps))]
    assume(days[-1] > first)
    flows = [-paid, *(paid * share for share in shares[: len(gaps)])]
    assert money.xnpv(rate, flows, days) == pytest.approx(pyxirr.xnpv(rate, days, flows), rel=1e-9, abs=1e-9 * paid)
    for mine, theirs in (
        (lambda: money.irr(flows), pyxirr.irr(flows)),
        (lambda: money.xirr(flows, days), pyxirr.xirr(days, flows)),
    ):
        if theirs is not None and -0.99 < theirs < 1e6:  # its search may give up, or end at its own limits
            assert mine() == pytest.approx(theirs, rel=1e-6, abs=1e-7)


# --- LibreOffice Calc: hundreds of formulas with numbers drawn from a seed


def drawn(seed: int, count: int) -> list[money_oracle.Case]:
    """``count`` cases of every function. Inputs have few digits, so that a file holds them exactly."""
    draw = random.Random(seed)

    def rate(low: float = -0.05, high: float = 0.4) -> float:
        return round(draw.uniform(low, high), draw.choice([2, 3, 4, 6])) or 0.01

    def amount(low: float = -1e5, high: float = 1e5) -> float:
        return round(draw.uniform(low, high), 2)

    def project() -> list[float]:
        return [amount(-9e4, -1e4), *(amount(500, 2e4) for _ in range(draw.randint(4, 20)))]

    def days(values: list[float]) -> list[date]:
        gaps = [draw.randint(1, 500) for _ in values[1:]]
        return [date(2024, 2, 10) + timedelta(total) for total in itertools.accumulate([0, *gaps])]

    def loan(name: str) -> money_oracle.Case:
        each, due = rate(), draw.randint(0, 1)
        # LibreOffice reckons from the front of the schedule: the more growth, the fewer digits are left at its end.
        term = draw.randint(2, max(2, min(120, int(9 / abs(math.log1p(each))))))
        per = draw.randint(1, term)
        if name.startswith("cum"):
            return name, (abs(each), term, amount(1), per, draw.randint(per, term), due)
        if name == "ispmt":
            return name, (each, per - 1, term, amount())
        if name in ("ipmt", "ppmt"):
            return name, (each, per, term, amount(), amount(), due)
        if name == "rate":
            return name, (term, -amount(1000, 2000), amount(8e3, 9e4), -amount(0, 500), due)
        if name == "nper":
            return name, (rate(0.001), -amount(5e4, 9e4), amount(1e3, 1e5), -amount(0, 500), due)
        return name, (draw.choice([each, 0.0]), term, amount(), amount(), due)

    def asset(name: str) -> money_oracle.Case:
        cost, life = amount(100, 20000), draw.randint(1, 30)
        given = (cost, round(cost * draw.choice([0, 0.05, 0.5 * draw.random()]), 2), life)
        factor, per = round(draw.uniform(0.5, 4), 2), draw.randint(1, life)
        if name == "vdb":
            start = round(draw.uniform(0, life), draw.choice([0, 2]))
            end = round(draw.uniform(start, life), 2)
            start, end = min(start, end), max(start, end)
            return name, (*given, start, min(end, life), factor, draw.random() < 0.4)
        if name == "db":
            month = draw.randint(1, 12)
            return name, (*given, draw.randint(1, life + (month < 12)), month)
        return name, (*given, *{"sln": (), "syd": (per,), "ddb": (per, factor)}[name])

    def flows(name: str) -> money_oracle.Case:
        values = project()
        return name, {
            "npv": (rate(), values),
            "xnpv": (rate(0.001), values, days(values)),
            "irr": (values,),
            "xirr": (values, days(values)),
            "mirr": (values, rate(), rate()),
            "fvschedule": (amount(), [rate() for _ in values]),
        }[name]

    def other(name: str) -> money_oracle.Case:
        return name, {
            "effect": (rate(0.001), draw.randint(1, 365) + draw.choice([0, 0.7])),
            "nominal": (rate(0.001), draw.randint(1, 365) + draw.choice([0, 0.7])),
            "rri": (round(draw.uniform(0.5, 60), 2), amount(1), amount(1)),
            "pduration": (rate(0.001), amount(1), amount(1)),
        }[name]

    kinds = {
        loan: "pmt ipmt ppmt cumipmt cumprinc ispmt nper rate pv fv",
        flows: "npv xnpv irr xirr mirr fvschedule",
        other: "effect nominal rri pduration",
        asset: "sln syd db ddb vdb",
    }
    return [make(name) for make, names in kinds.items() for name in names.split() for _ in range(count)]


MAY_2025, MAY_2026 = date(2025, 5, 1), date(2026, 5, 1)
# Edges on which both agree.
EDGES: list[money_oracle.Case] = [
    ("pmt", (1e-9, 12, 100)),
    ("pmt", (-0.5, 5, 100)),
    ("ipmt", (0.1, 1, 3, 100, 0, 1)),
    ("ppmt", (0.1, 1, 3, 100, 0, 1)),
    ("cumprinc", (0.1, 3, 100, 1, 3, 1)),
    ("cumipmt", (0.1, 3, 100, 1, 3, 1)),
    ("ispmt", (0.01, 0, 12, 100)),
    ("ispmt", (0.01, 12, 12, 100)),
    ("nper", (0, -10, 100)),
    ("nper", (0.01, 10, 100)),
    ("pv", (0.1, 0, 5, 100)),
    ("fv", (0.1, 0, 5, 100)),
    ("npv", (-0.5, [1, 2])),
    ("xnpv", (-0.1, [-600, 700], [MAY_2025, MAY_2026])),
    ("xnpv", (0, [-600, 700], [MAY_2025, MAY_2026])),
    ("irr", ([-1, 50],)),
    ("xirr", ([-600, 100], [MAY_2025, MAY_2026])),
    ("xirr", (DATED[0], DATED[1])),
    ("effect", (0.0, 12)),
    ("effect", (0.05, 12.9)),
    ("nominal", (0.05, 12.9)),
    ("rri", (5, -1, -2)),
    ("rri", (5, 1, 0)),
    ("pduration", (0.1, 2, 1)),
    ("sln", (100, 200, 5)),
    ("syd", (100, 200, 5, 1)),
    ("syd", (100, 20, 5.5, 2)),
    ("db", (100, 0, 5, 1)),
    ("db", (100, 100, 5, 1)),
    ("db", (100, 10, 5, 6, 6)),
    ("ddb", (100, 10, 5.5, 5)),
    ("ddb", (100, 10, 5, 1, 9)),
    ("vdb", (2400, 300, 10, 0.5, 0.7)),
    ("vdb", (2400, 300, 10.5, 9.2, 10.4)),
    ("vdb", (2400, 300, 10.5, 9.2, 10.4, 2, True)),
    ("vdb", (2400, 300, 10, 0.3, 0.8, 2, True)),
    ("vdb", (2400, 0, 10, 6.3, 6.9, 1.5)),
    ("vdb", (2400, 300, 1, 0, 1)),
    ("vdb", (0, 0, 3, 0, 1)),
]
# What both answer, but LibreOffice with few digits: it takes 1 from (1 + rate)^nper, and reckons from the front.
FEW_DIGITS: list[money_oracle.Case] = [
    ("pv", (1e-9, 10, -100, 0, 0)),
    ("fv", (1e-9, 10, -100, 0, 0)),
    ("ppmt", (0.3247, 116, 117, 1000, 0, 0)),
    ("cumprinc", (0.375, 88, 1000, 75, 85, 0)),
]
# What both refuse.
REFUSED: list[money_oracle.Case] = [
    ("cumipmt", (0.01, 12, 100, 0, 3, 0)),
    ("cumprinc", (0.01, 12, 100, 5, 3, 0)),
    ("cumipmt", (0.01, 12, 100, 5, 13, 0)),
    ("db", (100, 10, 5, 1, 13)),
    ("db", (100, 10, 5, 7, 6)),
    ("db", (100, 110, 5, 1)),
    ("ddb", (100, 10, 5, 0)),
    ("ddb", (100, 10, 5, 6)),
    ("ddb", (100, 10, 5, 1, 0)),
    ("effect", (0.05, 0.5)),
    ("ipmt", (0.01, 0, 12, 100)),
    ("irr", ([100, 100],)),
    ("irr", ([-100, 230, -140],)),
    ("mirr", ([1, 2], 0.1, 0.1)),
    ("mirr", ([-1, -2], 0.1, 0.1)),
    ("nper", (0.1, -5, 100)),
    ("nper", (0.1, -10, 100)),
    ("nper", (0, 0, 100)),
    ("npv", (-1, [1, 2])),
    ("pduration", (0, 1, 2)),
    ("pmt", (0.01, 0, 100)),
    ("pmt", (-2, 5, 100)),
    ("ppmt", (0.01, 13, 12, 100)),
    ("rate", (12, 10, 100)),
    ("rri", (0, 1, 2)),
    ("rri", (5, -1, 2)),
    ("sln", (100, 20, 0)),
    ("vdb", (2400, 300, 10, 3, 2)),
    ("vdb", (2400, 300, 10, 3, 11)),
    ("xirr", ([600, 700], [MAY_2025, MAY_2026])),
]
# What LibreOffice refuses and we answer, with the answer and the reason.
ONLY_OURS: list[tuple[money_oracle.Case, float, str]] = [
    (("effect", (-0.06, 12)), 0.995**12 - 1, "rates below 0 exist"),
    (("nominal", (0.0, 12)), 0.0, "interest-free is a rate"),
    (("cumipmt", (0.0, 12, 100, 1, 12, 0)), 0.0, "interest-free loans are common here"),
    (("cumprinc", (0.0, 12, 100, 1, 12, 0)), -100.0, "interest-free loans are common here"),
    (("cumprinc", (0.01, 12, -100, 1, 12, 0)), 100.0, "money lent, not borrowed"),
    (("db", (0, 0, 5, 1)), 0.0, "something given: nothing to write off"),
]
# What LibreOffice answers and we refuse, with its answer and the reason.
ONLY_THEIRS: list[tuple[money_oracle.Case, float, str]] = [
    (("irr", ([-1000, 2300, -1320],)), 0.1, "there are two"),
    (("xnpv", (0.1, [-600, 700], [MAY_2026, MAY_2025])), 170.0, "Excel, too, wants no date before the first"),
    (("xirr", ([-600, 660], [MAY_2026, MAY_2025])), 1 / 1.1 - 1, "Excel, too, wants no date before the first"),
    (("ispmt", (0.01, 13, 12, 100)), 1 / 12, "interest after the end"),
    (("ipmt", (0.01, 1.5, 12, 100)), -0.96067367690038, "half a payment"),
    (("syd", (100, 20, 5, 6)), 0.0, "a year after the end"),
    (("db", (100, 10, 5, 6)), 0.0, "a year after the end"),
    (("pmt", (-1, 5, 100)), 0.0, "nothing can be left to pay interest on"),
    (("pmt", (0.01, 12, 100, 0, 2)), -8.79690977013284, "no such type"),
    (("npv", (-1.5, [1, 2])), 6.0, "a debt cannot grow into its opposite"),
]
# A project that never earns its outlay: LibreOffice's search, left to its own guess, ends below −100 %.
LOST: money_oracle.Case = ("irr", ([-89074.05, 3949.43, 8735.38, 2178.52, 7568.52],))


@pytest.fixture(scope="module")
def asked() -> list[money_oracle.Case]:
    return [*drawn(seed=20260630, count=30), *EDGES]


@pytest.fixture(scope="module")
def libreoffice(asked, tmp_path_factory) -> dict[str, float | str]:
    """Its answers to all cases, in one run."""
    cases = [*asked, LOST, *FEW_DIGITS, *REFUSED, *(case for case, *_ in (*ONLY_OURS, *ONLY_THEIRS))]
    answers = money_oracle.answers(cases, tmp_path_factory.mktemp("calc"))
    return {repr(case): answer for case, answer in zip(cases, answers, strict=True)}


def ours(case: money_oracle.Case) -> float:
    name, arguments = case
    return getattr(money, name)(*arguments)


def test_every_function_agrees_with_libreoffice(asked, libreoffice):
    wrong = []
    for case in asked:
        name, arguments = case
        # It keeps 15 digits, of which a difference of large numbers has fewer.
        size = max(abs(each) for each in (*arguments, 1) if isinstance(each, (int, float)))
        near = dict(rel=1e-10, abs=1e-12 * size)
        if name in ("irr", "xirr", "rate"):  # its search ends before the last digits
            near = dict(rel=1e-7, abs=1e-9)
        if ours(case) != pytest.approx(libreoffice[repr(case)], **near):
            wrong.append((case, ours(case), libreoffice[repr(case)]))
    assert wrong == []
    assert len(asked) == 30 * 25 + len(EDGES)


@pytest.mark.parametrize("case", FEW_DIGITS)
def test_where_libreoffice_loses_digits(case, libreoffice):
    name, (rate, *arguments) = case
    if name in ("pv", "fv"):
        nper, payment = arguments[:2]
        worth = sum((1 + Fraction(rate)) ** (period if name == "fv" else -period - 1) for period in range(nper))
        exact = -payment * worth
    else:
        per, nper, pv = arguments[:3] if name == "ppmt" else (arguments[2], *arguments[:2])
        last = per if name == "ppmt" else arguments[3]
        exact = sum(exactly(rate, nper, pv, 0, 0)["principal"][per - 1 : last])
    assert ours(case) == pytest.approx(float(exact), rel=1e-12)
    assert libreoffice[repr(case)] != pytest.approx(float(exact), rel=1e-9)
    assert libreoffice[repr(case)] == pytest.approx(float(exact), rel=0.3)


def test_where_libreoffice_searches_past_minus_100_percent(libreoffice):
    rate = ours(LOST)
    assert rate == pytest.approx(-0.37916, abs=1e-5)
    assert money.npv0(rate, *LOST[1]) == pytest.approx(0, abs=1e-8)
    assert libreoffice[repr(LOST)] < -1


@pytest.mark.parametrize("case", REFUSED, ids=repr)
def test_what_libreoffice_refuses_is_refused(case, libreoffice):
    assert str(libreoffice[repr(case)]).startswith("#")
    with pytest.raises(ValueError):
        ours(case)


@pytest.mark.parametrize(("case", "expected", "why"), ONLY_OURS, ids=repr)
def test_where_we_answer_and_libreoffice_does_not(case, expected, why, libreoffice):
    assert str(libreoffice[repr(case)]).startswith("#"), why
    assert ours(case) == pytest.approx(expected, rel=1e-12), why


@pytest.mark.parametrize(("case", "expected", "why"), ONLY_THEIRS, ids=repr)
def test_where_libreoffice_answers_and_we_do_not(case, expected, why, libreoffice):
    assert libreoffice[repr(case)] == pytest.approx(expected, rel=1e-9), why
    with pytest.raises(ValueError):
        ours(case)


# --- edges


def test_no_interest_is_an_even_split():
    assert money.pmt(0, 48, 1200) == -25
    assert money.ipmt(0, 7, 48, 1200) == 0 and money.ppmt(0, 7, 48, 1200) == -25
    assert money.nper(0, -25, 1200) == 48
    assert money.nper(0, -25, 1200, -200) == 40
    assert money.rate(48, -25, 1200) == 0


def test_an_interest_of_nothing_has_no_minus():
    nothing = [
        money.ipmt(0, 1, 12, 100),
        money.ipmt(0.1, 1, 12, 100, 0, 1),
        money.ispmt(0.1, 12, 12, 100),
        money.pmt(0, 1, 0),
    ]
    assert [str(each) for each in nothing] == ["0.0"] * 4


def test_payments_at_the_beginning_start_without_interest():
    assert money.ipmt(0.01, 1, 12, 1000, due=1) == 0
    assert money.ppmt(0.01, 1, 12, 1000, due=1) == money.pmt(0.01, 12, 1000, due=1)
    assert money.ipmt(0.01, 2, 12, 1000, due=1) == pytest.approx(money.ipmt(0.01, 2, 12, 1000) / 1.01)


def test_ispmt_counts_from_0():
    interest = [money.ispmt(0.01, period, 4, 1000) for period in range(5)]
    assert interest == pytest.approx([-10, -7.5, -5, -2.5, 0])


def test_very_long_and_very_dear_loans_stay_numbers():
    assert money.pmt(10, 1000, 1200) == -12000
    assert money.pmt(1e-12, 10**9, 1200) == pytest.approx(-1200e-9 * (1 + 0.5e-3), rel=1e-6)
    assert money.npv(0.1, [1] * 20000) == pytest.approx(10)


def test_a_result_that_no_number_holds_says_so():
    with pytest.raises(ValueError, match="more than a number can hold"):
        money.fv(10, 1000, -1)


def test_nper_with_a_forgotten_minus_is_a_time_past_as_in_a_spreadsheet():
    assert money.nper(0.01, 10, 100) == pytest.approx(-9.578594039813167)


def test_a_payment_below_the_interest_never_ends():
    with pytest.raises(ValueError, match=r"above the interest of 12\.0"):
        money.nper(0.01, -10, 1200)


def test_a_payment_of_just_the_interest_fits_any_term():
    with pytest.raises(ValueError, match="no one number of periods"):
        money.nper(0.5, -10, 20, -20)


def test_rate_with_two_answers_gives_the_one_near_the_guess():
    # 100 received, 230 paid, 132 received: 10 % and 20 %.
    assert money.rate(2, -230, 100, 362, guess=0.09) == pytest.approx(0.1)
    assert money.rate(2, -230, 100, 362, guess=0.9) == pytest.approx(0.2)


def test_rate_at_the_beginning():
    assert money.rate(2, -100, 190, due=1) == pytest.approx(1 / 9)


def test_npv_and_npv0_differ_by_one_period():
    assert money.npv0(0.1, [110, 121]) == pytest.approx(220)
    assert money.npv(0.1, [110, 121]) == pytest.approx(200)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 110], 0.1),
        ([0, 0, -100, 110], 0.1),
        ([100, -110], 0.1),
        ([-100, 100], 0.0),
        ([-0.3, 0.1, 0.2], pytest.approx(0, abs=1e-15)),
        ([-100, 1], -0.99),
        ([-1000, 1], -0.999),
        ([-1, 50], 49.0),
        ([-1, 1e9], 1e9 - 1),
        ([-100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200], 2**0.1 - 1),
        ([-100, 230, -132.25], 0.15),
    ],
)
def test_irr(flows, expected):
    assert money.irr(flows) == (expected if not isinstance(expected, float) else pytest.approx(expected, rel=1e-7))


def test_irr_of_a_hair_above_nothing_keeps_its_digits():
    assert money.irr([-(2.0**40), 2.0**40 + 1]) == pytest.approx(2.0**-40, rel=1e-12)


def test_no_rate():
    for flows in ([100, 50], [-100, -50], [100], [-100, 0]):
        with pytest.raises(money.NoRate, match="same sign"):
            money.irr(flows)
        assert money.irr_all(flows) == ()
    with pytest.raises(money.NoRate, match="No rate"):
        money.irr([-100, 230, -140])
    with pytest.raises(money.NoRate, match="All flows are 0"):
        money.irr([0, 0, 0])
    with pytest.raises(money.NoRate, match="All flows are 0"):
        money.irr_all([0, 0])


def test_several_rates_are_named_with_what_to_do():
    with pytest.raises(money.SeveralRates, match=r"10 %, 20 %\. .* npv0 .* mirr") as error:
        money.irr([-1000, 2300, -1320])
    assert error.value.roots == pytest.approx((0.1, 0.2))
    sent = pickle.loads(pickle.dumps(error.value))  # as between processes
    assert (sent.roots, str(sent)) == (error.value.roots, str(error.value))
    assert money.irr([-1000, 2300, -1320], guess=0.11) == pytest.approx(0.1)
    assert money.irr([-1000, 2300, -1320], guess=0.9) == pytest.approx(0.2)


def test_irr_all_keeps_to_its_interval():
    flows = [-1000, 2300, -1320]
    assert money.irr_all(flows, 0.15, 1) == pytest.approx((0.2,))
    assert money.irr_all(flows, 0.25, 1) == ()
    with pytest.raises(ValueError, match="low must be below high"):
        money.irr_all(flows, 1, 1)
    with pytest.raises(ValueError, match="low is -1"):
        money.irr_all(flows, -1, 1)


def test_irr_of_many_months_with_many_changes_of_sign_is_quick():
    draw = random.Random(1)
    flows = [round(draw.gauss(0, 100), 2) for _ in range(240)]
    for root in money.irr_all(flows):
        size = math.fsum(abs(flow) * (1 + root) ** -month for month, flow in enumerate(flows))
        assert abs(money.npv0(root, flows)) < 1e-9 * size


def test_xirr_of_a_leap_year_has_366_days():
    assert money.xirr([-100, 110], [date(2024, 1, 1), date(2025, 1, 1)]) == pytest.approx(1.1 ** (365 / 366) - 1)


def test_xirr_far_below_zero():
    assert money.xirr([-1000, 1], [date(2025, 1, 1), date(2026, 1, 1)]) == pytest.approx(-0.999)


def test_dates_need_no_order_but_the_first_is_the_first():
    values, days = [-100, 60, 60], [date(2025, 1, 1), date(2027, 1, 1), date(2026, 1, 1)]
    assert money.xirr(values, days) == pytest.approx(money.xirr(values, sorted(days)))
    with pytest.raises(ValueError, match=r"Date 2 of 2 is .*no earlier than the first date, 2025-01-02"):
        money.xnpv(0.1, [1, 2], [date(2025, 1, 2), date(2025, 1, 1)])


def test_flows_of_one_day_are_one_flow():
    day, later = date(2025, 1, 1), date(2026, 1, 1)
    assert money.xirr([-60, -40, 110], [day, day, later]) == pytest.approx(0.1)
    with pytest.raises(money.NoRate):
        money.xirr([-60, 70], [day, day])


def test_a_time_of_day_does_not_count():
    morning, night = datetime(2025, 1, 1, 8), datetime(2026, 1, 1, 23)
    assert money.xirr([-100, 110], [morning, night]) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 50, 50], 2.0),
        ([-100, 50, 100], 1.5),
        ([-100, 99], None),
        ([-100, 150, -100, 100], 2 + 1 / 2),  # paid back, spent again, paid back: the last time counts
        ([-100, 150, -100], None),  # ends in debt
        ([100, 50], 0.0),
        ([100, -50], 0.0),
        ([-0.3, 0.1, 0.1, 0.1], 3.0),  # in floats their sum is a hair below 0
        ([0, -100, 200], 1.5),
    ],
)
def test_payback(flows, expected):
    assert money.payback(flows) == (expected if expected is None else pytest.approx(expected))


def test_discounted_payback_may_never_come():
    assert money.discounted_payback(0.14, CASE_E[:5]) is None
    assert money.discounted_payback(0, CASE_E) == money.payback(CASE_E)


def test_profitability_index_needs_an_outlay():
    with pytest.raises(ValueError, match="below 0"):
        money.profitability_index(0.1, [0, 100])


@pytest.mark.parametrize("values", [[100, 200], [-100, -200], [0, 5]])
def test_mirr_needs_both_signs(values):
    with pytest.raises(money.NoRate):
        money.mirr(values, 0.1, 0.1)


def test_rates_of_one_kind_and_another_lead_back():
    for rate in (-0.04, 0, 1e-12, 0.09, 3.0):
        assert money.nominal(money.effect(rate, 12), 12) == pytest.approx(rate, rel=1e-14)
        assert money.nominal_rate(money.real_rate(rate, 0.06), 0.06) == pytest.approx(rate, rel=1e-9, abs=1e-16)
    assert money.effect(0.09, 12.9) == money.effect(0.09, 12)
    assert money.effect(1e-12, 12) == pytest.approx(1e-12, rel=1e-11)


def test_growth_to_nothing_and_from_a_debt():
    assert money.rri(5, 100, 0) == -1
    assert money.rri(2, -100, -121) == pytest.approx(0.1)
    assert money.rri(10, 1e6, 1e6 + 1e-6) == pytest.approx(((1e6 + 1e-6) - 1e6) / 1e7, rel=1e-9)


def test_db_rounds_its_share_and_ends_a_year_later():
    # The example of the spreadsheets' help: 1,000,000 to 100,000 in 6 years, 7 months in the first: share 0.319.
    years = [money.db(1e6, 1e5, 6, year, 7) for year in range(1, 8)]
    assert years == pytest.approx([186083.33, 259639.42, 176814.44, 120410.64, 81999.64, 55841.76, 15845.10], abs=0.01)
    assert money.db(100, 0, 5, 1) == 100 and money.db(100, 0, 5, 2) == 0


def test_vdb_inside_a_period_is_its_share_of_the_period():
    # The help's own example, and the period from 0.5 to 1.5 as halves of two years.
    assert money.vdb(2400, 300, 10, 0, 0.875, 1.5) == pytest.approx(315)
    assert money.vdb(2400, 300, 10, 0.5, 1.5) == pytest.approx((480 + 384) / 2)
    assert money.vdb(2400, 300, 10, 6.3, 6.3) == 0


def test_arrays_of_money_come_through_the_closed_forms():
    loans = np.array([1200.0, 2400.0])
    assert money.pmt(0.0075, 48, loans) == pytest.approx([-29.8620508, -59.7241017])
    assert money.ipmt(0.0075, 3, 48, loans) + money.ppmt(0.0075, 3, 48, loans) == pytest.approx(
        money.pmt(0.0075, 48, loans)
    )
    assert money.pv(0.01, 12, -loans / 12) == pytest.approx([money.pv(0.01, 12, -loan / 12) for loan in loans])
    assert money.fv(0.01, 12, 0, loans) == pytest.approx(-loans * 1.01**12)
    assert money.sln(loans, loans / 10, 5) == pytest.approx(loans * 0.9 / 5)
    assert money.syd(1900, 100, 6, np.arange(1, 7)).sum() == pytest.approx(1800)


def test_numbers_of_any_make_are_numbers():
    flows = [Decimal("-100"), Fraction(110), np.float64(0), np.int64(5)]
    assert money.npv0(0, flows) == 15
    assert money.npv0(0.1, pd.Series([-100, 110])) == pytest.approx(0)
    assert money.npv0(0.1, (flow for flow in (-100, 110))) == pytest.approx(0)


# --- what is refused, by name

GOOD = {
    "pmt": (0.01, 12, 100, 0, 0),
    "ipmt": (0.01, 1, 12, 100, 0, 0),
    "ppmt": (0.01, 1, 12, 100, 0, 0),
    "cumipmt": (0.01, 12, 100, 1, 12, 0),
    "cumprinc": (0.01, 12, 100, 1, 12, 0),
    "ispmt": (0.01, 0, 12, 100),
    "nper": (0.01, -10, 100, 0, 0),
    "rate": (12, -10, 100, 0, 0),
    "pv": (0.01, 12, -10, 0, 0),
    "fv": (0.01, 12, -10, 0, 0),
    "effect": (0.09, 12),
    "nominal": (0.09, 12),
    "real_rate": (0.14, 0.06),
    "nominal_rate": (0.08, 0.06),
    "rri": (3, 100, 200),
    "pduration": (0.1, 100, 200),
    "sln": (100, 10, 5),
    "syd": (100, 10, 5, 1),
    "db": (100, 10, 5, 1, 12),
    "ddb": (100, 10, 5, 1, 2),
    "vdb": (100, 10, 5, 0, 1, 2),
}


DUE_AT = dict(pmt=4, ipmt=5, ppmt=5, cumipmt=5, cumprinc=5, nper=4, rate=4, pv=4, fv=4)


@pytest.mark.parametrize(
    ("name", "place"), [(name, place) for name, arguments in GOOD.items() for place in range(len(arguments))]
)
@pytest.mark.parametrize("bad", [None, "12", math.nan, math.inf, -math.inf, True, 1j, 10**400, float])
def test_what_is_no_number_is_refused(name, place, bad):
    arguments = list(GOOD[name])
    assert math.isfinite(getattr(money, name)(*arguments))
    arguments[place] = bad
    if bad is True and place == DUE_AT.get(name):
        return  # payments at the beginning: yes
    with pytest.raises(ValueError, match=r" is .*; it must be "):
        getattr(money, name)(*arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("pmt", (-1, 12, 100), "rate is -1; it must be above −1"),
        ("pmt", (0.1, 0, 100), "nper is 0; it must be above 0"),
        ("pmt", (0.1, -3, 100), "nper is -3; it must be above 0"),
        ("pv", (0.1, -3, 100), "nper is -3; it must be 0 or more"),
        ("pmt", (0.1, 12, 100, 0, 2), "due is 2; it must be 0 (end of the period) or 1 (beginning)"),
        ("ipmt", (0.1, 0, 12, 100), "per is 0; it must be a whole number from 1 to 12"),
        ("ipmt", (0.1, 13, 12, 100), "per is 13; it must be a whole number from 1 to 12"),
        ("ppmt", (0.1, 1.5, 12, 100), "per is 1.5; it must be a whole number from 1 to 12"),
        ("ispmt", (0.1, -1, 12, 100), "per is -1; it must be a whole number from 0 to 12"),
        ("cumipmt", (0.1, 12, 100, 5, 4), "start is 5; it must be a whole number from 1 to 4"),
        ("cumprinc", (0.1, 12, 100, 1, 13), "end is 13; it must be a whole number from 1 to 12"),
        ("rate", (12.5, -10, 100), "nper is 12.5; it must be a whole number, 1 or more"),
        ("npv", (0.1, []), "values is []; it must be a list with something in it"),
        ("npv", (0.1, 5), "values is 5; it must be a list"),
        ("irr", ([-100, None, 120],), "Value 2 of 3 is None; it must be a finite number"),
        ("irr", ([-100, "60", 120],), "Value 2 of 3 is '60'"),
        ("npv0", (0.1, [-100, 1, math.nan]), "Value 3 of 3 is nan"),
        ("mirr", ([-100, math.inf], 0.1, 0.1), "Value 2 of 2 is inf"),
        ("mirr", ([-100, 100], -1, 0.1), "finance_rate is -1"),
        ("mirr", ([-100, 100], 0.1, -2), "reinvest_rate is -2"),
        ("payback", (["", 1],), "Value 1 of 2 is ''"),
        ("fvschedule", (100, [0.1, None]), "Value 2 of 2 is None"),
        ("fvschedule", (100, [0.1, -1]), "schedule is -1.0; it must be above −1"),
        ("xnpv", (0.1, [1, 2], [MAY_2025]), "There are 2 values and 1 dates"),
        ("xirr", ([-1, 2], [MAY_2025, "2026-05-01"]), "Date 2 of 2 is '2026-05-01'; it must be a date"),
        ("xirr", ([-1, 2], [MAY_2025, pd.NaT]), "Date 2 of 2 is NaT; it must be a date"),
        ("xirr", ([-1, 2], [45000, 45365]), "Date 1 of 2 is 45000; it must be a date"),
        ("effect", (0.05, 0), "npery is 0; it must be 1 or more times a year"),
        ("effect", (-12, 12), "nominal_rate / npery is -1.0; it must be above −1"),
        ("rri", (3, 0, 100), "pv must not be 0"),
        ("rri", (3, -1, 100), "both must have one sign"),
        ("pduration", (0.1, -100, 100), "pv is -100; it must be above 0"),
        ("sln", (100, 10, 0), "life is 0; it must be above 0"),
        ("syd", (100, 10, 5, 6), "per is 6; it must be a whole number from 1 to 5"),
        ("db", (100, 10, 5.5, 1), "life is 5.5; it must be a whole number, 1 or more"),
        ("db", (100, 10, 5, 6), "period is 6; it must be a whole number from 1 to 5"),
        ("db", (100, 10, 5, 7, 6), "period is 7; it must be a whole number from 1 to 6"),
        ("db", (100, 10, 5, 1, 0), "month is 0; it must be a whole number from 1 to 12"),
        ("ddb", (100, 110, 5, 1), "salvage is 110.0; it must be from 0 to the cost, which is 100.0"),
        ("ddb", (100, 10, 5, 1, 0), "factor is 0; it must be above 0"),
        ("vdb", (100, 10, 5, 3, 2), "allowed is 0 ≤ start ≤ end ≤ life, which is 5.0"),
        ("vdb", (100, 10, 5, 3, 5.1), "allowed is 0 ≤ start ≤ end ≤ life, which is 5.0"),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(name, arguments, said):
    with pytest.raises(ValueError) as error:
        getattr(money, name)(*arguments)
    assert said in str(error.value)
