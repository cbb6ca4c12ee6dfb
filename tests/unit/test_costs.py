"""The break-even formulas, against the curriculum's worked numbers and against brute force in exact fractions."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import costs
from venture.costs import Product, Stretch

CASE_A = dict(margin=7.5, fixed=245, step_cost=52, step_size=24)


def exact_volumes(margin: Fraction, fixed: Fraction, capacity: int, step_cost: Fraction, step_size: int) -> list[int]:
    """The definition itself: {q : margin·q ≥ fixed + step_cost·⌈q / step_size⌉}, one volume at a time."""
    return [q for q in range(capacity + 1) if margin * q >= fixed + step_cost * -(-q // step_size)]


def unrolled(stretches: tuple[Stretch, ...]) -> list[int]:
    return [q for one in stretches for q in range(one.start, one.end + 1)]


def test_case_a_breaks_even_at_two_stretches():
    assert costs.break_even_volumes(capacity=72, **CASE_A) == (Stretch(47, 48), Stretch(54, 72))


@pytest.mark.parametrize(
    ("volume", "expected"), [(47, 3.5), (48, 11.0), (49, -33.5), (53, -3.5), (54, 4.0), (72, 139.0)]
)
def test_case_a_profit(volume, expected):
    assert costs.profit(volume, **CASE_A) == pytest.approx(expected)


def test_levy_lowers_the_margin_and_closes_the_island():
    margin = costs.contribution([Product(9.4, 1.9)], levy=0.06)
    assert margin == pytest.approx(6.936)
    assert costs.break_even_volumes(margin, 245, 72, 52, 24) == (Stretch(58, 72),)


def test_case_a_three_break_evens_with_levy():
    margin = costs.contribution([Product(9.4, 1.9)], levy=0.06)
    starts = [
        costs.break_even_volumes(margin, fixed, 72, 52, 24)[-1].start
        for fixed in (245, 245 + 40 - 10 + 9, 245 + 33.4134)
    ]
    assert starts == [58, 64, 63]


def test_case_f_bundles():
    bundle = [Product(3.2, 1.75, 6), Product(1.1, 0.52, 10), Product(2.4, 1.3, 4)]
    margin, revenue = costs.contribution(bundle), costs.revenue(bundle)
    assert (margin, revenue) == (pytest.approx(18.9), pytest.approx(39.8))
    (stretch,) = costs.break_even_volumes(margin, 420, 40)
    assert [stretch.start * p.pieces for p in bundle] == [138, 230, 92]
    assert costs.break_even_sales(420, margin / revenue) == pytest.approx(884.44, abs=0.005)
    assert margin / revenue == pytest.approx(0.47487, abs=5e-6)


def test_a_volume_that_is_exact_needs_no_unit_more():
    # 0.1 + 0.2 in floats is a hair above 0.3: the margin times 10 must still cover a cost of 3.
    assert costs.break_even_volumes(0.1 + 0.2, 3, 20)[0].start == 10
    assert costs.break_even_volumes(7.0, 420, 100)[0].start == 60


@given(
    margin=st.fractions(-20, 60, max_denominator=20),
    fixed=st.fractions(-50, 900, max_denominator=10),
    step_cost=st.fractions(0, 200, max_denominator=10),
    step_size=st.integers(1, 60),
    capacity=st.integers(0, 150),
)
def test_the_set_is_the_definitions_set(margin, fixed, step_cost, step_size, capacity):
    got = costs.break_even_volumes(float(margin), float(fixed), capacity, float(step_cost), step_size)
    assert unrolled(got) == exact_volumes(margin, fixed, capacity, step_cost, step_size)
    assert all(a.end + 1 < b.start for a, b in itertools.pairwise(got)), "neighbours are joined"


@given(planned=st.integers(1, 500), margin=st.floats(0.5, 50), fixed=st.floats(1, 400), change=st.floats(-0.2, 0.2))
def test_leverage_tells_how_income_moves(planned, margin, fixed, change):
    income = margin * planned - fixed
    if income < 0.01 * fixed:
        return
    leverage = costs.operating_leverage(margin * planned, income)
    moved = margin * planned * (1 + change) - fixed
    assert moved / income - 1 == pytest.approx(leverage * change, rel=1e-6, abs=1e-9)


@given(after=st.floats(0, 1e6), tax=st.floats(0, 0.9))
def test_target_before_tax_leaves_the_target(after, tax):
    before = costs.before_tax(after, tax)
    assert before - before * tax == pytest.approx(after, rel=1e-9, abs=1e-9)


@given(planned=st.integers(1, 1000), start=st.integers(1, 1000))
def test_margin_of_safety_is_the_fall_that_ends_at_break_even(planned, start):
    fall = costs.margin_of_safety(planned, start)
    assert planned * (1 - fall) == pytest.approx(start)
    assert (fall < 0) == (planned < start)


def test_steps_come_whole():
    assert [costs.steps_at(q, 24) for q in (0, 1, 24, 25, 48, 49)] == [0, 1, 1, 2, 2, 3]
    assert math.isclose(costs.profit(0, 7.5, 245, 52, 24), -245)


def plateau_by_plateau(margin: float, fixed: float, capacity: int, step_cost: float, step_size: int) -> list[Stretch]:
    """The same set, looking at every plateau: the way that takes as long as there are plateaus."""
    found: list[Stretch] = []
    for steps in range(1 + costs.steps_at(capacity, step_size)):
        first, last = ((steps - 1) * step_size + 1, min(steps * step_size, capacity)) if steps else (0, 0)
        one = costs._on_plateau(margin, fixed + step_cost * steps, first, last)
        if one and found and found[-1].end + 1 == one.start:
            found[-1] = Stretch(found[-1].start, one.end)
        elif one:
            found.append(one)
    return found


@given(
    margin=st.floats(-20, 60),
    fixed=st.floats(-5_000, 9_000),
    step_cost=st.floats(0.01, 200),
    step_size=st.sampled_from((1, 1, 2, 3, 24, 500)),
    capacity=st.integers(0, 3_000),
    even=st.booleans(),
)
def test_what_is_skipped_is_empty_or_full(margin, fixed, step_cost, step_size, capacity, even):
    if even:  # a full group pays for itself to the kopeck
        margin = step_cost / step_size
    got = costs.break_even_volumes(margin, fixed, capacity, step_cost, step_size)
    assert list(got) == plateau_by_plateau(margin, fixed, capacity, step_cost, step_size)


@pytest.mark.parametrize("step_cost", [5, 7.5, 8])
def test_many_small_groups_are_not_looked_at_one_by_one(monkeypatch, step_cost):
    looked = []
    on_plateau = costs._on_plateau
    monkeypatch.setattr(costs, "_on_plateau", lambda *at: looked.append(at) or on_plateau(*at))
    costs.break_even_volumes(7.5, 245, 100_000, step_cost, 1)
    assert len(looked) < 100
