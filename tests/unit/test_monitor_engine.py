"""Variances, lights, tranches and covenants: the curriculum's numbers by hand, and where the rules bite."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import venture
from venture import cases, lights, support, tranches, variance
from venture.forecast import forecast
from venture.lights import AMBER, GREEN, NONE, RED
from venture.tranches import Condition, Covenant, decide
from venture.variance import Variance

NUMBERS = st.floats(0, 1e6)


def one(planned, got, margin=0.0):
    (pp, pq), (ap, aq) = planned, got
    return Variance("x", pq, pp, margin, aq, ap)


# --- variances


def test_case_f_of_the_curriculum():
    """Plan 3.2 × 620, actual 3.05 × 700, contribution 1.45 a piece."""
    found = one((3.2, 620), (3.05, 700), 1.45)
    assert found.by_price == pytest.approx(-105.0)
    assert found.by_volume == pytest.approx(256.0)
    assert found.total == pytest.approx(151.0) == pytest.approx(3.05 * 700 - 3.2 * 620)
    assert found.contribution_by_volume == pytest.approx(116.0)
    assert "volume hides" in found.words


def test_the_task_of_the_curriculum():
    """Plan 1.1 × 900, actual 1.2 × 820."""
    found = one((1.1, 900), (1.2, 820))
    assert found.by_price == pytest.approx(82.0)
    assert found.by_volume == pytest.approx(-88.0)
    assert found.total == pytest.approx(-6.0)
    assert "does not make up" in found.words


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_price_and_volume_are_the_whole_difference(pp, pq, ap, aq):
    found = one((pp, pq), (ap, aq))
    assert math.isclose(found.by_price + found.by_volume, found.total, rel_tol=1e-9, abs_tol=1e-3)


def test_of_a_month_of_a_plan():
    """Case F, month 1: 96 sets at 3.2 with a variable cost of 1.75 were planned; 105 at 3.05 were sold."""
    f = forecast(cases.load("clothing"))
    (found,) = variance.of_month(f, 1, {"Workwear": (105, 3.05)})
    assert (found.planned_units, found.planned_price) == (96, 3.2)
    assert found.planned_margin == pytest.approx(1.45)
    assert found.by_price == pytest.approx(-15.75) and found.by_volume == pytest.approx(28.8)
    with pytest.raises(KeyError, match="no product “Hats”"):
        variance.of_month(f, 1, {"Hats": (1, 1)})
    with pytest.raises(ValueError, match="month"):
        variance.of_month(f, 0, {})


def test_what_the_year_may_come_to():
    assert variance.estimate_at_completion(540, 600, 900) == 1350
    assert variance.estimate_at_completion(0, 600, 900) == 0
    assert variance.estimate_at_completion(10, 0, 900) is None
    assert variance.estimate_at_completion(600, 600, 0) == 600


# --- lights


@pytest.mark.parametrize(
    ("planned", "actual", "more", "light"),
    [
        (100, 90, True, GREEN),  # the edge belongs to the better light
        (100, 89.99, True, AMBER),
        (100, 80, True, AMBER),
        (100, 79.99, True, RED),
        (100, 300, True, GREEN),  # the good direction is no alarm
        (100, 110, False, GREEN),  # a cost
        (100, 115, False, AMBER),
        (100, 121, False, RED),
        (100, 0, False, GREEN),
        (-50, -52, True, GREEN),  # a planned loss that is 4 % larger
        (-50, -58, True, AMBER),
        (0, 5, True, NONE),  # no plan, no share
    ],
)
def test_lights(planned, actual, more, light):
    assert lights.light(lights.missed(planned, actual, more)) == light


def test_a_light_against_another_base():
    assert lights.missed(0, 15, more_is_better=False, base=100) == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ([AMBER, AMBER, AMBER], [AMBER, RED, RED]),
        ([AMBER, GREEN, AMBER], [AMBER, GREEN, AMBER]),
        ([AMBER, NONE, AMBER], [AMBER, NONE, RED]),  # an empty cell hides nothing
        ([RED, AMBER, AMBER], [RED, AMBER, RED]),
        ([], []),
    ],
)
def test_two_ambers_in_a_row(raw, found):
    assert lights.in_a_row(raw) == tuple(found)


def test_lights_are_never_averaged():
    assert lights.gravest([GREEN] * 7 + [RED]) == RED
    assert lights.gravest([]) == NONE
    assert lights.counted([GREEN, RED, GREEN]) == {RED: 1, GREEN: 2}


def test_a_light_has_a_word_a_shape_and_a_colour_of_its_own():
    assert len(set(lights.WORDS.values())) == len(set(lights.SHAPES.values())) == len(lights.GRAVITY) == 4


def test_thresholds_are_data_with_a_source_and_a_date():
    told = json.loads((Path(venture.__file__).parent / "data" / "monitor-values.json").read_text("utf-8"))
    assert told["read"]
    for name, one in told["values"].items():
        assert one["source"] and one["means"] and one["mark"] in ("S", "K"), name
    source = "".join(Path(part.__file__).read_text("utf-8") for part in (lights, tranches))
    assert {name for name in told["values"] if f'value("{name}")' in source} >= {"amber", "red", "hold_days"}


# --- tranches: example A, 600 in 240, 210 and 150

YES, NO, OPEN = (Condition("a condition", met) for met in (True, False, None))


def test_example_a_of_the_curriculum():
    first, second, third = support.tranches(600, [0.40, 0.35, 0.25])
    assert decide(first, [YES], [YES, YES]).amount == 240
    part = decide(second, [YES], [YES, NO])  # 40 children are there, the cover is not
    assert (part.outcome, part.amount, part.kept) == ("release less", 105.0, 105.0)
    # “64 children or accounting break-even”, and the baseline: one of the first two with the third
    assert decide(third, [YES], [YES, NO, YES], k=2).outcome == "release"


@pytest.mark.parametrize(
    ("must", "milestones", "k", "outcome"),
    [
        ([YES], [], None, "release"),
        ([NO], [YES, YES], None, "hold"),  # a must is no milestone
        ([OPEN], [YES], None, "hold"),  # what nobody knows does not count
        ([YES], [YES, OPEN, OPEN], 2, "release less"),
        ([YES], [NO, NO, NO], 2, "hold"),
        ([YES], [YES, NO, NO], 3, "hold"),  # a third is less than the half that is worth paying
        ([Condition("purpose", False, stops=True)], [YES], None, "stop"),
        ([Condition("purpose", None, stops=True)], [YES], None, "hold"),
    ],
)
def test_gates(must, milestones, k, outcome):
    made = decide(100, must, milestones, k)
    assert made.outcome == outcome and made.amount + made.kept == 100
    assert all(reason for reason in made.reasons) and len(made.reasons) >= len(must) + len(milestones)


def test_a_hold_ends():
    assert decide(100, [NO], [YES], held=0).days_left == 60
    assert decide(100, [NO], [YES], held=60).outcome == "hold"
    over = decide(100, [NO], [YES], held=61)
    assert over.outcome == "stop" and "61 days" in over.reasons[-1]
    assert decide(100, [YES], [YES], held=61).outcome == "release"  # what is right is paid, late or not


def test_more_milestones_than_there_are():
    with pytest.raises(ValueError, match="k"):
        decide(100, [], [YES], k=2)


# --- covenants


@pytest.mark.parametrize(
    ("actual", "limit", "least", "room", "kept"),
    [
        (1.28, 1.15, True, 0.13 / 1.15, True),
        (1.0, 1.15, True, -0.15 / 1.15, False),
        (0.4, 0.5, False, 0.2, True),
        (0.6, 0.5, False, -0.2, False),
        (1.15, 1.15, True, 0, True),
        (5, 0, True, None, True),  # against 0 there is no share, but a verdict
        (-60, -50, True, -0.2, False),
    ],
)
def test_headroom_is_signed_by_the_direction(actual, limit, least, room, kept):
    one = Covenant("x", limit, least, actual)
    assert one.kept is kept
    assert one.headroom == (None if room is None else pytest.approx(room))
    assert ("kept" if kept else "broken") in one.words


def test_a_promise_that_was_not_measured():
    one = Covenant("x", 1.15, True, None)
    assert (one.kept, one.headroom, one.words) == (None, None, "not measured")
