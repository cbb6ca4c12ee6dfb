"""The break-even model: its figures, its sentence, its chart, at the curriculum's numbers and at the edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture.model import Zone
from venture.models import load

MODEL = load("break_even")


def test_case_a_reads_aloud():
    result = MODEL.run("a")
    assert result.sentence == (
        "You break even from 47 to 48 children and from 54 on (but not from 49 to 53: there the new group brings "
        "the loss back); your planned 60 give a profit of 49 ₽ thousand a month, and sales may fall by 10 % before the loss begins."
    )
    assert result["operating"].value == 54
    assert result["profit_at_capacity"].value == pytest.approx(139)


def test_case_a_with_levy_has_three_break_evens():
    result = MODEL.run("a_levy", debt_service=33.4134)
    assert [result[name].value for name in ("operating", "accounting", "cash")] == [58, 64, 63]


def test_rent_of_120_closes_the_island():
    result = MODEL.run("a", fixed=270)
    assert result["operating"].text == "from 57 children on"


def test_case_f_pieces():
    assert MODEL.run("f")["pieces"].text == "138 + 230 + 92 pieces"
    assert MODEL.run("f", pieces=4, pieces_b=14)["pieces"].text == "92 + 322 + 92 pieces"


def test_a_sponsor_who_pays_35_closes_the_hole():
    assert MODEL.run("a", fixed=210)["operating"].text == "from 42 children on"


def test_loss_zones_lie_where_the_line_is_below_zero():
    zones = MODEL.run("a").chart.zones
    assert zones == (Zone(0, pytest.approx(349 / 7.5)), Zone(48, pytest.approx(401 / 7.5)))


def test_profit_tax_does_not_move_break_even_but_a_levy_does():
    plain = MODEL.run("a")["accounting"].value
    assert MODEL.run("a", tax=25)["accounting"].value == plain
    assert MODEL.run("a", levy=3)["accounting"].value > plain


def test_target_profit_after_tax():
    # (target / (1 − tax) + fixed + depreciation − release + interest + 3 teachers) / margin, by hand
    by_hand = (30 / 0.8 + 245 + 40 - 10 + 9 + 3 * 52) / 7.5
    assert MODEL.run("a", tax=20)["target"].value == pytest.approx(-(-by_hand // 1))


def test_leverage_and_safety_at_the_plan():
    result = MODEL.run("a")
    assert result["leverage"].value == pytest.approx(450 / 49)
    assert result["safety"].value == pytest.approx((60 - 54) / 60)
    below = MODEL.run("a", planned=50)
    assert below["leverage"].value is None and below["leverage"].text == "none"
    assert below["safety"].value == pytest.approx((50 - 54) / 50)
    on_the_island = MODEL.run("a", planned=48)
    assert on_the_island["safety"].value == pytest.approx(1 / 48)


def test_no_margin_no_break_even():
    result = MODEL.run("a", price=1.5)
    assert "more children only make the loss larger" in result.sentence
    assert result["operating"].value is None and result["sales"].value is None


def test_out_of_reach():
    assert "not break even at any volume up to your capacity of 72 children" in MODEL.run("a", fixed=600).sentence


def test_only_an_island():
    result = MODEL.run("a", capacity=53, planned=48)
    assert result["operating"].value is None, "no volume from which the loss stays away"
    assert result["operating"].text == "from 47 to 48 children"


def test_a_plan_that_does_not_fit_is_cut_to_capacity():
    result = MODEL.run("a", planned=90)
    assert "of your planned 90 only 72 fit" in result.sentence
    assert result["profit_at_plan"].value == pytest.approx(139)


def test_the_own_word_is_used():
    result = MODEL.run(unit="tours")
    assert "48 tours" in result.sentence and result.table.columns[0] == "tours" and "tours" in result.chart.x_label


def test_large_numbers_keep_their_thin_spaces():
    result = MODEL.run(price=900, variable=0, fixed=1_000_000, step_cost=0, capacity=3000, planned=2000)
    assert "from 1\u202f112 children on" in result.sentence


TENTHS = st.integers(0, 120).map(lambda n: n / 10)


@given(
    price=TENTHS.filter(bool),
    variable=TENTHS,
    fixed=st.integers(0, 60),
    step_cost=st.integers(0, 9),
    planned=st.integers(1, 40),
)
def test_the_plan_breaks_even_exactly_where_the_set_says_so(price, variable, fixed, step_cost, planned):
    values = dict(
        price=price, variable=variable, fixed=fixed, step_cost=step_cost, step_size=5, planned=planned, capacity=40
    )
    result = MODEL.run(**values)
    margin = round(price - variable, 9)
    loses = round(margin * planned - fixed - step_cost * -(-planned // 5), 6) < 0
    assert (result["profit_at_plan"].value < 0) == loses
    assert "loss of 0 " not in result.sentence
    safety = result["safety"].value
    if margin > 0 and safety is not None:
        assert (safety < 0) == loses, "a plan that loses money is not safe"
    leverage = result["leverage"].value
    assert leverage is None or 1 - 1e-9 <= leverage < 1e5


def test_exactly_at_break_even_there_is_no_leverage_and_no_loss():
    result = MODEL.run(price=0.3, variable=0.2, fixed=1, step_cost=0, planned=10, capacity=100)
    assert "a profit of 0 " in result.sentence
    assert result["profit_at_plan"].value == 0 and result["leverage"].value is None


def test_a_plan_above_an_island_has_no_margin_of_safety():
    result = MODEL.run(capacity=53, planned=50)
    assert result["profit_at_plan"].value == pytest.approx(-26)
    assert result["safety"].value is None


def test_a_unit_that_brings_what_it_costs():
    result = MODEL.run(price=1.9, variable=1.9)
    assert "brings exactly what it costs" in result.sentence and result["safety"].value is None


@pytest.mark.parametrize("capacity", [72, 200, 5000])
def test_many_islands_are_still_one_sentence_and_a_small_page(capacity):
    result = MODEL.run(fixed=0, step_cost=15, step_size=2, capacity=capacity)
    assert len(result.sentence) < 400 and "more in between" in result.sentence
    assert len(result.chart.marks) <= 5 and len(result.table.rows) <= 20
    assert len(result.chart.lines[0].points) <= 600
