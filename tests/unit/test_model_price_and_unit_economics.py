"""The price model: the curriculum's numbers by hand, a second way for each, and the edges that bite."""

import doctest
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import cases, my_plan
from venture.lesson import Room
from venture.lessons.price_and_unit_economics import LESSON
from venture.models import load, price_and_unit_economics
from venture.models.price_and_unit_economics import average, demand, profit, wanted, whole
from venture.sections.price_and_unit_economics import SECTION

MODEL = load("price_and_unit_economics")


def test_examples_in_the_docstrings():
    assert not doctest.testmod(price_and_unit_economics).failed


# --- case A: three prices


def test_case_a_average_of_a_hundred_families_one_by_one():
    families = [11] * 55 + [7] * 30 + [0] * 15
    assert MODEL.run("a")["average"].value == pytest.approx(sum(families) / 100) == pytest.approx(8.15)


def test_case_a_full_price_for_the_average_of_module_4():
    full = MODEL.run("a")["full_for_target"].value
    assert full == pytest.approx(float((Fraction(94, 10) - 7 * Fraction(3, 10)) / Fraction(55, 100)))
    assert round(full, 2) == 13.27
    assert MODEL.run("a", price=full)["average"].value == pytest.approx(9.4)


def test_case_a_reads_aloud():
    assert MODEL.run("a").sentence == (
        "Of 100 children 55 pay 11, 30 pay 7 and 15 pay nothing, on average 8.15 ₽ thousand: 60 children come, and the month "
        "ends with a loss of 26 ₽ thousand; you lose nothing from 65 children on."
    )


def test_case_a_profit_by_hand():
    assert MODEL.run("a")["profit"].value == pytest.approx(60 * 6.25 - 245 - 3 * 52)  # −26
    assert MODEL.run("a_one")["profit"].value == pytest.approx(49)  # as in module 4
    # 13.3: 60·(1 − 2.3/11) = 47.45, so 47; two teachers; 9.415 on average
    raised = MODEL.run("a", price=13.3)
    assert raised["volume"].value == 47
    assert raised["profit"].value == pytest.approx(47 * (9.415 - 1.9) - 245 - 2 * 52)


@pytest.mark.parametrize("fixed", [245, 270])
def test_break_even_agrees_with_trying_every_volume(fixed):
    margin = 8.15 - 1.9
    kept = [q for q in range(73) if margin * q >= fixed + 52 * math.ceil(q / 24) - 1e-9]
    found = MODEL.run("a", fixed=fixed)["operating"].value
    assert found == next((q for q in kept if all(p in kept for p in range(q, 73))), None)


def test_free_places_that_the_plan_can_bear():
    share = MODEL.run("a")["bearable"].value
    assert share == pytest.approx(100 * (0.7 - (401 / 60 + 1.9 - 2.1) / 11))
    assert MODEL.run("a", free_share=math.floor(share))["profit"].value >= 0
    assert MODEL.run("a", free_share=math.ceil(share))["profit"].value < 0
    assert "6 of 60 children" in MODEL.run("a")["bearable"].text


def test_without_free_places_the_loss_stays_where_the_price_is_too_low():
    result = MODEL.run("a", price=7.5)
    assert result["bearable"].value is None and "even without free places" in result["bearable"].text


# --- elasticity


def test_demand_is_a_straight_line_through_the_plan():
    assert demand(60, 11, 11, -1.7) == 60
    assert demand(60, 11, 12.1, -1.5) == pytest.approx(51)
    assert demand(60, 11, 12.1, 0) == 60
    assert demand(60, 11, 40, -1) == 0, "never below zero"


@given(price=st.floats(0.1, 30), elasticity=st.floats(-3, 0))
def test_a_higher_price_never_brings_more_people(price, elasticity):
    v = MODEL.values(price=price, elasticity=elasticity)
    assert wanted(v, price + 1) <= wanted(v, price) <= v.capacity


def test_nobody_who_pays_nothing_leaves_because_of_the_full_price():
    result = MODEL.run("a", reduced_share=70, free_share=30, price=25)
    assert result["volume"].value == 60 and result["full_for_target"].text == "none: nobody pays in full"


def test_best_price_by_trying_each():
    v = MODEL.values()
    best = max((9 + 5 * n / 1000 for n in range(1001)), key=lambda p: profit(v, p, whole(wanted(v, p))))
    found = MODEL.run("a")["best"].value
    assert found == pytest.approx(best, abs=0.07)
    assert 9 <= found <= 14


def test_best_price_stays_within_the_band_and_the_band_may_be_typed_the_wrong_way_round():
    assert MODEL.run("a", pay_low=14, pay_high=9)["best"].value == MODEL.run("a")["best"].value
    assert MODEL.run("a", pay_low=12, pay_high=12)["best"].value == 12
    assert MODEL.run("a", pay_low=12, pay_high=12).chart.bands == ()


def test_the_jump_of_the_line_is_named():
    marks = MODEL.run("a").chart.marks
    assert [one.label for one in marks] == ["at 11: −26", "a group less"]
    assert 13.1 < marks[1].x < 13.4 and marks[1].y > 0
    assert len(MODEL.run("f").chart.marks) == 1


# --- shares


@given(reduced=st.integers(0, 100), free=st.integers(0, 100))
def test_shares_always_make_a_hundred(reduced, free):
    v = MODEL.values(reduced_share=reduced, free_share=free)
    shares = price_and_unit_economics.shares(v)
    assert sum(shares) == pytest.approx(1) and min(shares) >= 0
    assert 0 <= average(v, 11) <= 11


def test_free_places_get_what_the_others_leave_and_it_is_said():
    result = MODEL.run("a", reduced_share=60, free_share=60)
    assert "only 40 % are free" in result.sentence
    assert result["average"].value == pytest.approx(0.6 * 7)


def test_everything_free():
    result = MODEL.run("a", reduced_share=0, free_share=100)
    assert result["average"].value == 0 and result["margin_ratio"].value is None
    assert "no volume helps" in result.sentence and result["rise"].text == "no volume makes up for it"


def test_a_price_above_what_they_can_pay_is_said():
    assert "16 is more than they can pay" in MODEL.run("a", price=16).sentence


# --- a discount, a customer


def test_a_discount_by_hand():
    # 30 of 100 stay; after 10 off, 20 of 90: half as many again
    result = MODEL.run("a_one", price=10, base_price=10, variable=7, discount=10)
    assert result["rise"].value == pytest.approx(0.5)
    assert MODEL.run("a_one", price=10, base_price=10, variable=7, discount=30)["rise"].value is None


def test_case_c_month_by_month():
    result = MODEL.run("c")
    left, members = 0.0, 1.0
    for _month in range(3000):
        left, members = left + 1.26 * members, members * 0.96
    assert result["value"].value == pytest.approx(left) == pytest.approx(31.5)
    assert result["times"].value == pytest.approx(2.25)
    assert round(result["payback"].value, 1) == 11.1
    assert result["stay"].value == 25


def test_an_average_member_has_paid_later_than_one_who_stays():
    ((chart, alt),) = MODEL.run("c").more
    left, members, month = -14.0, 1.0, 0
    while left < 0:
        left, members, month = left + 1.26 * members, members * 0.96, month + 1
    assert chart.marks[0].x == month == 15 and "month 15" in alt


def test_what_is_not_said_is_not_computed():
    assert {"value", "payback"}.isdisjoint(one.name for one in MODEL.run("a").figures) and MODEL.run("a").more == ()
    assert MODEL.run("c", churn=0)["value"].value is None
    assert MODEL.run("c", variable=2)["payback"].value is None and MODEL.run("c", variable=2).more == ()


def test_a_member_who_leaves_at_once_is_never_paid_back():
    ((_chart, alt),) = MODEL.run("c", churn=50).more
    assert "not paid back" in alt


def test_case_f_in_bundles():
    assert MODEL.run("f")["operating"].value == 23
    assert MODEL.run("f")["margin_ratio"].value == pytest.approx(18.9 / 39.8)


# --- the plan


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    monkeypatch.setattr("venture.lesson.put_model", lambda model, result, preset: print("shown", dict(result.values)))
    return tmp_path


ANSWERS = dict(price=11.0, reduced=7.0, reduced_share=30.0, free_share=15.0, churn=4.0, acquisition=14.0)


def test_the_plan_holds_the_average_and_says_what_it_is_made_of(work):
    my_plan.write(SECTION, ANSWERS)
    product = my_plan.current().products[0]
    assert product.price == 8.15 and product.churn == 0.04 and product.acquisition_cost == 14
    assert "11 × 55 %" in product.source and "7 × 30 %" in product.source
    assert {name: my_plan.answers(SECTION)[name] for name in ANSWERS} == ANSWERS


def test_one_changed_price_keeps_the_others_and_the_students_own_source(work):
    plan = cases.load("children")
    once = SECTION.write(plan, {"reduced": 7.0, "reduced_share": 30.0, "free_share": 15.0, "price": 11.0})
    assert once.products[0].source.startswith(plan.products[0].source)
    twice = SECTION.write(once, {"price": 13.0})
    assert twice.products[0].price == pytest.approx(13 * 0.55 + 2.1)
    assert twice.products[0].source.count("average of") == 1
    back = SECTION.write(twice, {"reduced_share": 0.0, "free_share": 0.0})
    assert back.products[0].price == 13 and back.products[0].source == plan.products[0].source


def test_a_price_changed_by_hand_comes_back_as_the_full_price_that_makes_it():
    from dataclasses import replace

    plan = SECTION.write(cases.load("blank"), ANSWERS)
    changed = replace(plan, products=(replace(plan.products[0], price=9.4),))
    assert SECTION.read(changed)["price"] == pytest.approx(13.2727)


def test_one_price_for_all_reads_back_as_it_is():
    plan = SECTION.write(cases.load("blank"), {"price": 12.5, "reduced_share": 0.0, "free_share": 0.0})
    found = SECTION.read(plan)
    assert (found["price"], found["reduced_share"], found["free_share"]) == (12.5, 0, 0)


def test_the_lesson_reads_costs_of_module_4_out_of_the_plan(work, capsys):
    from venture.sections.costs_and_break_even import SECTION as COSTS

    my_plan.write(COSTS, dict(unit="coats", price=12.5, variable=5.0, fixed=90.0, planned=60, capacity=80))
    room = Room(LESSON)
    answers = dict(price=14, base_price=12.5, reduced=8, reduced_share=20, free_share=0, elasticity=-1)
    room.my_venture(**answers)
    assert "would replace" in capsys.readouterr().out and my_plan.current().products[0].price == 12.5
    room.my_venture(**answers)
    said = capsys.readouterr().out
    assert "'unit': 'coats'" in said and "'variable': 5.0" in said and "'fixed': 90.0" in said
    assert "'step_cost': 0" in said and "'target': 0" in said, "nothing of the case's is taken for the student's"
    assert my_plan.current().products[0].price == pytest.approx(14 * 0.8 + 8 * 0.2)
    room.my_venture(reduced=..., price=15)
    room.my_venture(reduced=..., price=15)
    assert my_plan.current().products[0].price == pytest.approx(15 * 0.8 + 8 * 0.2), "what is left blank stays"


def test_an_average_that_nobody_named_is_not_worked_out():
    assert "full_for_target" not in [one.name for one in MODEL.run("a", target=0).figures]


# --- the task's numbers, two ways


def test_task_price_for_a_margin():
    price = 1.75 / 0.6
    assert price == pytest.approx(2.9167, abs=5e-5)
    assert (price - 1.75) / price == pytest.approx(0.40)
    assert 100 * (price - 1.75) / 1.75 == pytest.approx(66.67, abs=0.01)


def test_task_free_trips():
    bearable = [n for n in range(0, 71) if 11 * (70 - n) + 7 * 30 >= 8.5 * 100]
    assert max(bearable) == 11
    x = Fraction(70, 100) - (Fraction(85, 10) - Fraction(21, 10)) / 11
    assert float(100 * x) == pytest.approx(11.82, abs=0.005)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"reduced_share": 0.2},
            "0.2 % for “Share at the reduced price” is less than one in a hundred: if you meant 20 %, write 20.",
        ),
        (
            {"free_share": 0.15},
            "0.15 % for “Share free of charge” is less than one in a hundred: if you meant 15 %, write 15.",
        ),
    ],
)
def test_a_share_in_place_of_per_cent_is_asked_about(changes, says):
    assert says in MODEL.run("a", **changes).sentence
    assert "if you meant" not in MODEL.run("a", reduced_share=0, free_share=1).sentence
