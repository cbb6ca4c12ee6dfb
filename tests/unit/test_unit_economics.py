"""Price and unit economics: the curriculum's numbers, each worked out a second way."""

import doctest
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venture import numeric
from venture import unit_economics as ue
from venture.plan import Product

SHARE = st.floats(0.01, 0.95)


def test_examples_in_the_docstrings():
    assert not doctest.testmod(ue).failed


def test_case_f_markup_and_margin():
    assert ue.margin_of_markup(0.60) == pytest.approx(0.375)
    # the long way round: the price of something that costs 1, and what of it is left
    assert (ue.price_at_markup(1, 0.60) - 1) / ue.price_at_markup(1, 0.60) == pytest.approx(0.375)


@pytest.mark.parametrize(("margin", "price"), [(0.35, 2.6923), (0.40, 2.9167)])
def test_case_f_price_at_a_margin(margin, price):
    found = ue.price_at_margin(1.75, margin)
    assert found == pytest.approx(price, abs=5e-5)
    assert ue.margin_ratio(found, 1.75) == pytest.approx(margin)


def test_case_a_average_price():
    groups = [(11.0, 0.55), (7.0, 0.30), (0.0, 0.15)]
    assert ue.average_price(groups) == pytest.approx(8.15)
    # a hundred families, one by one
    assert pytest.approx(8.15) == (55 * 11 + 30 * 7 + 15 * 0) / 100


def test_case_a_full_price_for_an_average():
    others = [(7.0, 0.30), (0.0, 0.15)]
    full = ue.full_price_for(9.4, others)
    assert full == pytest.approx(13.27, abs=0.005)
    assert ue.average_price([(full, 0.55), *others]) == pytest.approx(9.4)


def test_answer_key_largest_free_share():
    free = ue.largest_free_share(8.5, 11.0, [(7.0, 0.30)])
    assert free == pytest.approx(0.1182, abs=5e-5)
    assert free == pytest.approx(float(Fraction(7, 10) - Fraction(64, 110)))  # 11·(0.7 − x) = 8.5 − 2.1
    assert ue.average_price([(11.0, 0.70 - free), (7.0, 0.30), (0.0, free)]) == pytest.approx(8.5)


def test_no_free_place_where_the_average_is_out_of_reach():
    assert ue.largest_free_share(10.0, 11.0, [(7.0, 0.30)]) is None  # 9.8 at best
    assert ue.largest_free_share(2.0, 11.0, [(7.0, 0.30)]) == pytest.approx(0.70)  # nobody need pay in full


def test_case_c_customer():
    value = ue.lifetime_value(1.8, 0.70, 0.04)
    assert value == pytest.approx(31.5)
    # month by month, those who have not left yet
    assert sum(1.8 * 0.70 * 0.96**month for month in range(2000)) == pytest.approx(31.5)
    cost = ue.acquisition_cost(140, 10)
    assert value / cost == pytest.approx(2.25)
    assert ue.acquisition_payback(cost, 1.8, 0.70) == pytest.approx(11.1, abs=0.05)
    assert ue.acquisition_payback(cost, 1.8, 0.0) is None


def test_a_discount_needs_half_as_much_again():
    assert ue.volume_rise_for_discount(0.30, 0.10) == pytest.approx(0.50)
    # 100 units with 30 left of each; 150 units with 20 left of each
    assert 100 * (100 - 70) == 150 * (90 - 70)
    assert ue.volume_rise_for_discount(0.30, 0.30) is None
    assert ue.volume_rise_for_discount(0.30, 0.0) == 0


@settings(deadline=None)
@given(margin=SHARE)
def test_markup_and_margin_are_each_other_s_way_back(margin):
    assert ue.margin_of_markup(ue.markup_of_margin(margin)) == pytest.approx(margin)


@settings(deadline=None)
@given(price=st.floats(1, 100), margin=SHARE, discount=SHARE)
def test_after_a_discount_the_risen_volume_leaves_as_much(price, margin, discount):
    rise = ue.volume_rise_for_discount(margin, discount)
    if rise is None:
        assert discount >= margin - 1e-8
        return
    before, after = price * margin, price * (1 - discount) - price * (1 - margin)
    assert after * (1 + rise) == pytest.approx(before, rel=1e-6)


def test_a_product_of_the_plan():
    one = ue.of_product(Product(name="Portal", price=1.8, variable_cost=0.54, churn=0.04, acquisition_cost=14))
    assert (one.contribution, one.margin) == (pytest.approx(1.26), pytest.approx(0.70))
    assert (one.lifetime_value, one.value_to_cost, one.payback) == (
        pytest.approx(31.5),
        pytest.approx(2.25),
        pytest.approx(14 / 1.26),
    )


def test_what_a_plan_does_not_say_is_missing_and_not_zero():
    free = ue.of_product(Product(name="Free", price=0.0))
    assert [free.margin, free.markup, free.lifetime_value, free.value_to_cost, free.payback] == [None] * 5
    nobody_leaves = ue.of_product(Product(name="Club", price=5.0, churn=0.0, acquisition_cost=0.0))
    assert nobody_leaves.lifetime_value is None
    assert nobody_leaves.payback == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ue.average_price([(11, 0.5), (7, 0.3)]), "0.8"),
        (lambda: ue.price_at_margin(1.75, 1.0), "below 1"),
        (lambda: ue.margin_ratio(0, 1), "above 0"),
        (lambda: ue.lifetime_value(1.8, 0.7, 0.0), "churn"),
        (lambda: ue.full_price_for(9, [(7, 1.0)]), "shares of the others"),
        (lambda: ue.average_price([(11, 1.2)]), "group 1"),
        (lambda: ue.contribution_margin(math.nan, 1), "nan"),
        (lambda: ue.contribution_margin("9", 1), "'9'"),
        (lambda: ue.contribution_margin(True, 1), "True"),
    ],
)
def test_what_is_refused_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_what_every_room_does_with_a_number():
    assert numeric.root_between(lambda x: x * x - 2, 0, 2) == pytest.approx(2**0.5)
    assert numeric.root_between(lambda x: 2 - x * x, 0, 2) == pytest.approx(2**0.5)
    assert numeric.checked("share", 0.5, low=0, below=1) == 0.5
    for wrong in (math.nan, math.inf, True, "1", 1):
        with pytest.raises(ValueError, match=r"share is .*; it must be 0 or more and below 1"):
            numeric.checked("share", wrong, low=0, below=1)
