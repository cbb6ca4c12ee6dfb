"""Partnerships: the curriculum's case D and its franchise, each number worked out a second way."""

import doctest
import math
from fractions import Fraction

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from venture import partners
from venture.plan import Franchise

BUILDING = [-48000, 0, 2500] + [5200] * 18
NETWORK = Franchise(fee=250, royalty=0.06, turnover=4200, support=120, central=900, launch=400)


def test_examples_in_the_docstrings():
    assert not doctest.testmod(partners).failed


@pytest.mark.parametrize(("rate", "gap"), [(0.12, 15954.17), (0.10, 10688.15)])
def test_case_d_viability_gap(rate, gap):
    found = partners.viability_gap(rate, BUILDING)
    assert found == pytest.approx(gap, abs=0.005)
    assert found == pytest.approx(-pyxirr.npv(rate, BUILDING))
    # 2,500 in year 2, then an annuity of 18 years that begins two years from now
    annuity = 5200 * (1 - (1 + rate) ** -18) / rate / (1 + rate) ** 2
    assert found == pytest.approx(48000 - 2500 / (1 + rate) ** 2 - annuity)


def test_the_gap_is_what_makes_the_return():
    gap = partners.viability_gap(0.12, BUILDING)
    assert partners.viability_gap(0.12, [BUILDING[0] + gap, *BUILDING[1:]]) == pytest.approx(0, abs=1e-9)
    assert partners.viability_gap(0.01, BUILDING) == 0  # it carries itself


def test_case_d_availability_payment_in_the_years_of_service():
    gap = partners.viability_gap(0.12, BUILDING)
    paid = partners.availability_payment(gap, 0.12, range(2, 21))
    assert paid == pytest.approx(2425.90, abs=0.005)
    # the same as 19 equal payments, put off by one year
    assert paid == pytest.approx(-pyxirr.pmt(0.12, 19, gap * 1.12))
    # the same money over years 1 to 19, before the building is open, only looks cheaper
    assert partners.availability_payment(gap, 0.12, range(1, 20)) == pytest.approx(2165.99, abs=0.005)


@settings(deadline=None)
@given(gap=st.floats(0, 1e6), rate=st.floats(0, 0.5), first=st.integers(1, 10), count=st.integers(1, 30))
def test_payments_are_worth_the_gap(gap, rate, first, count):
    years = range(first, first + count)
    paid = partners.availability_payment(gap, rate, years)
    assert sum(paid / (1 + rate) ** year for year in years) == pytest.approx(gap, abs=1e-6)


@pytest.mark.parametrize(("royalty", "units"), [(0.06, 7), (0.05, 10)])
def test_franchise_self_sufficiency(royalty, units):
    assert partners.units_to_self_sufficiency(900, royalty, 4200, 120) == units
    margin = Fraction(str(royalty)) * 4200 - 120
    assert units - 1 < Fraction(900) / margin <= units


def test_franchise_unit_and_launch():
    margin = partners.unit_margin(0.06, 4200, 120)
    assert margin == pytest.approx(132)
    assert 900 / margin == pytest.approx(6.82, abs=0.005)
    assert partners.launch_payback(400, 250, margin) == pytest.approx(1.14, abs=0.005)
    assert partners.launch_payback(400, 400, margin) == 0
    assert partners.launch_payback(400, 250, 0) is None


def test_never_is_an_answer():
    assert partners.units_to_self_sufficiency(900, 0.06, 2000, 120) is None
    assert partners.units_to_self_sufficiency(900, 0.06, 1000, 120) is None
    assert partners.units_to_self_sufficiency(0, 0.06, 1000, 120) == 0
    never = partners.network(Franchise(royalty=0.06, turnover=2000, support=120, central=900))
    assert never.needed is None
    assert "never" in never.sentence


def test_whole_units_need_no_unit_more():
    assert partners.units_to_self_sufficiency(0.3 * 10, 0.1, 3.0, 0) == 10  # 0.1 · 3 is a hair above 0.3


def test_network_of_the_plan():
    found = partners.network(NETWORK)
    assert (found.margin, found.needed, found.launch_cost) == (pytest.approx(132), 7, 150)
    assert "7" in found.sentence


@settings(deadline=None)
@given(units=st.integers(0, 40))
def test_network_result_turns_where_it_says(units):
    steady = partners.network_result(NETWORK, units)
    assert steady == pytest.approx(units * 252 - units * 120 - 900)
    assert (steady >= 0) == (units >= 7)
    assert partners.network_result(NETWORK, units, units) == pytest.approx(steady - 150 * units)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: partners.availability_payment(100, 0.1, []), "years of service"),
        (lambda: partners.availability_payment(100, 0.1, [0, 1]), "from 1 on"),
        (lambda: partners.availability_payment(100, 0.1, [2, 2]), "each once"),
        (lambda: partners.availability_payment(-1, 0.1, [1]), "gap is -1"),
        (lambda: partners.availability_payment(1, -1, [1]), "rate is -1"),
        (lambda: partners.unit_margin(6, 4200, 120), "royalty is 6"),
        (lambda: partners.network_result(NETWORK, 3, 4), "new is 4"),
        (lambda: partners.viability_gap(0.1, [math.nan]), "nan"),
    ],
)
def test_what_is_refused_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
