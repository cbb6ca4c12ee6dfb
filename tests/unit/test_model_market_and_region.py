"""The market model and its engine: the curriculum's numbers by hand, a second way, and edges that bite."""

import doctest
import itertools
import math
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import cases, market
from venture.model import NumberInput, Refused
from venture.models import load, market_and_region
from venture.models.market_and_region import FACTORS, demand_at
from venture.review import review
from venture.sections.market_and_region import SECTION

MODEL, REACH = load("market_and_region"), load("people_in_reach")


def test_case_a_by_hand():
    # 41,000 × 9.5 % = 3,895; × 45 % = 1,752.75; × 22 % = 385.605; × 35 % = 134.96175
    result = MODEL.run("a")
    assert result["target"].value == pytest.approx(3895)
    assert result["reached"].value == pytest.approx(1752.75)
    assert result["interested"].value == pytest.approx(385.605)
    assert result["demand"].value == pytest.approx(134.96175)
    assert result["demand"].text == "135 children" and result["fill"].text == "53 %"
    assert result["served"].value == 72
    assert result.sentence == (
        "Of 41\u202f000 people about 135 children would come; 53 % of them already fill your 72 places; the shakiest "
        "number is “Come and pay”, which alone moves demand between 81 and 189."
    )


def test_a_quarter_in_reach_is_the_answer_key():
    result = MODEL.run("a", reach=25)
    assert result["demand"].value == pytest.approx(74.97875) and result["demand"].text == "75 children"


@pytest.mark.parametrize(
    ("error", "group", "answers"),
    [
        (5, math.inf, 385), (7, math.inf, 196), (10, math.inf, 97),
        (5, 1800, 317), (7, 1800, 177), (10, 1800, 92), (5, 900, 270),
    ],
)  # fmt: skip
def test_sample_sizes_of_the_curriculum(error, group, answers):
    assert market.sample_size(error / 100, group) == answers


@given(st.integers(1, 30), st.integers(10, 100_000))
def test_the_sample_is_the_smallest_that_keeps_the_error(error, group):
    """The second way: the size's own error, from the other formula, is kept, and one answer fewer would not keep it."""
    size = market.sample_size(error / 100, group)
    assert size <= group
    # the two formulas meet where N − 1 stands for N: at the size the error is kept but for that
    assert market.sampling_error(size, group) <= error / 100 + 1e-9
    if size > 2:
        less = size - 2
        assert market.sampling_error(less, group) > error / 100 * (1 - 1 / less)


def test_the_error_is_what_drawing_by_lot_shows():
    """Counting: of many surveys by lot, about 95 in 100 lie within the error."""
    draw = random.Random(7)
    group = [True] * 396 + [False] * 1404  # 22 % of 1,800
    error = market.sampling_error(92, 1800, 0.22)
    hits = sum(abs(sum(draw.sample(group, 92)) / 92 - 0.22) <= error for _survey in range(4000))
    assert hits / 4000 == pytest.approx(0.95, abs=0.015)


def test_four_times_the_answers_halve_the_error():
    assert market.sampling_error(400) == pytest.approx(market.sampling_error(100) / 2)
    assert market.sampling_error(1800, 1800) == 0 and market.sampling_error(5000, 1800) == 0


@pytest.mark.parametrize(
    "bad", [dict(error=0), dict(error=1), dict(error=0.1, share=1.2), dict(error=0.1, population=0)]
)
def test_nonsense_is_refused(bad):
    with pytest.raises(ValueError):
        market.sample_size(**bad)


def test_nobody_asked_is_no_survey():
    with pytest.raises(ValueError):
        market.sampling_error(0)
    result = MODEL.run(asked=0)
    assert result["error"].text == "nobody asked yet"
    assert result["shakiest"].text == "Interested", "what nobody was asked may be anything from nothing to double"


def test_halving_any_one_factor_halves_demand():
    v = MODEL.values()
    for name in FACTORS:
        assert demand_at(v, **{name: v[name] / 2}) == pytest.approx(MODEL.run()["demand"].value / 2)


def test_swings_by_hand():
    rows = {row[0]: row for row in MODEL.run("a").table.rows}
    # conversion 35 % ± 40 % of itself: 21 to 49 %; 385.605 of them
    assert rows["Come and pay"][2:5] == ("21 – 49 %", "81", "189")
    # interest ± 1.96 √(0.22 · 0.78 / 92) √(1708 / 1799) = ± 8.25 points
    by_hand = 1.96 * math.sqrt(0.22 * 0.78 / 92) * math.sqrt(1708 / 1799)
    low = 41000 * 0.095 * 0.45 * (0.22 - by_hand) * 0.35
    assert rows["Interested"][3] == f"{low:.0f}"
    assert MODEL.run("a").table.rows[0][0] == "Come and pay"


def test_shares_stop_at_none_and_all():
    result = MODEL.run(reach=90, off_reach=100)
    (row,) = [row for row in result.table.rows if row[0] == "Within reach"]
    assert row[2] == "0 – 100 %"


def test_too_little_demand_is_said_in_places():
    result = MODEL.run("a", capacity=270)
    assert "of your 270 places 50 % stay empty" in result.sentence
    assert "stays below it" in result.alt
    assert "At their high end these alone" in MODEL.run("a", capacity=150).more[0][1]
    assert "leave places empty" in MODEL.run("a", capacity=130).more[0][1]


def test_an_empty_place():
    result = MODEL.run(people=0)
    assert "Nobody lives there" in result.sentence and result["fill"].value is None


def test_the_plan_gets_the_funnel_and_gives_it_back():
    blank = cases.load("blank")
    given = {"people": 41000.0, "share": 9.5, "reach": 45.0, "interest": 22.0, "conversion": 35.0, "capacity": 72.0}
    plan = SECTION.write(blank, given)
    assert plan.market.demand == pytest.approx(MODEL.run("a")["demand"].value)
    assert plan.products == blank.products, "the blank plan's product is an example and gets no limit"
    assert SECTION.read(plan) == {name: value for name, value in given.items() if name != "capacity"}
    own = replace(plan, products=(replace(plan.products[0], name="Places", price=9.4),))
    assert SECTION.write(own, given).products[0].capacity == 72 and SECTION.read(SECTION.write(own, given)) == given
    assert SECTION.write(plan, {}) == plan
    assert SECTION.read(SECTION.write(plan, {"reach": 25.0}))["reach"] == 25 and plan.market.reach == 0.45
    found = [flag.found for flag in review(SECTION.write(plan, {"interest": 1.0}))]
    assert any("the market section comes to 6" in one for one in found), "the check has something to say about it"
    assert SECTION.read(cases.load("children"))["people"] == 41000


def test_the_tasks_numbers_two_ways():
    product = 260_000 * 0.14 * 0.30 * 0.18 * 0.25
    engine = MODEL.run(people=260_000, share=14, reach=30, interest=18, conversion=25)["demand"].value
    assert product == pytest.approx(engine) and round(engine) == 491
    first = 1.96**2 * 0.25 / 0.05**2
    assert market.sample_size(0.05) == math.ceil(first) == 385
    assert market.sample_size(0.05, 900) == math.ceil(first / (1 + (first - 1) / 900)) == 270


# --- extremes: the sentence stays true


def sentence(**changes):
    return MODEL.run("a", **changes).sentence.replace("\u202f", " ")


def test_one_place_is_no_places():
    said = sentence(capacity=1)
    assert "1 % of them already fill your only place" in said
    assert "your only place is filled" in MODEL.run("a", capacity=1).more[0][1]
    few = sentence(capacity=1, share=0.01, reach=10, conversion=19)  # 41 000 × 0.0001 × 0.1 × 0.22 × 0.19 = 0.01714
    assert "about 0.017 children" in few and "of your only place 98 % stays empty" in few


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"capacity": 1, "people": 500_000}, "fewer than 1 % of them already fill your only place"),
        ({"capacity": 135}, "just about fill your 135 places"),
        ({"capacity": 134}, "99 % of them already fill your 134 places"),
        ({"capacity": 500, "people": 500}, "of your 500 places more than 99 % stay empty"),
    ],
)
def test_a_percentage_of_places_is_never_said_as_none_or_all(changes, says):
    assert says in sentence(**changes)


def test_a_share_in_place_of_per_cent_is_asked_about():
    """0.3 where 30 % was meant makes a demand of nothing, and the plan would take it."""
    assert "0.3 % for “Interested” is less than one in a hundred: if you meant 30 %, write 30." in sentence(
        interest=0.3
    )
    assert "if you meant" not in sentence(interest=1)
    assert "if you meant" not in sentence(share=0.5), "a target group of half a per cent is common"


def test_people_come_whole():
    """12.5 in the box would be twelve people and a half, where 12 500 were meant."""
    with pytest.raises(Refused, match="whole number"):
        MODEL.run(people=12.5)


def test_every_extreme_of_two_sliders_reads_well():
    for left, right in itertools.combinations([one for one in MODEL.inputs if isinstance(one, NumberInput)], 2):
        for a, b in itertools.product((left.low, left.high), (right.low, right.high)):
            result = MODEL.run("a", **{left.name: a, right.name: b})
            said = f"{result.sentence} {result.alt} {result.more[0][1]}"
            assert not re.search(
                r"(?<![\d.,\u202f])0 % (of|stay)|100 % stay|[−-]0(?![.\d])|your 1 places|nan|inf", said
            ), said


def test_examples_in_the_docstrings():
    assert not doctest.testmod(market_and_region).failed


# --- people in reach


def test_a_village_in_a_large_circle_is_not_none_of_it():
    result = REACH.run(town="Adigeni", road=100, detour=1)
    assert result["own"].note == "fewer than 1 % of those in reach"
    assert REACH.run(town="Norilsk", road=15)["own"].note == "100 % of those in reach"


def test_one_further_place():
    (text,) = {REACH.run("krasnoyarsk", road=15)["places"].text}
    assert text == "1 place"


def test_no_number_covers_a_factors_name():
    """Nobody asked: interest may be nothing, and a 0 at the axis would stand on the word."""
    chart, _alt = MODEL.run("a", asked=0).more[0]
    lower = {name: bar.label for (_at, name), bar in zip(chart.names, chart.bars[0].bars, strict=True)}
    assert lower["Interested"] == "" and lower["Come and pay"] == "81"
    assert MODEL.run("a", asked=0).table.rows[0][3] == "0"
