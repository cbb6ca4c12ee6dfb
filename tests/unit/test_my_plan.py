"""A lesson's answers land in the student's plan, and what stands there by hand stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from venture import my_plan
from venture.lesson import Room
from venture.lessons.costs_and_break_even import LESSON
from venture.plan import FixedCost, save
from venture.planfile import BadPlan
from venture.sections.costs_and_break_even import NOT_SPLIT, SECTION

ANSWERS = dict(
    unit="coats", price=12.5, variable=5.0, fixed=90.0, step_cost=30.0, step_size=20, planned=60, capacity=80
)


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    monkeypatch.setattr("venture.lesson.put_model", lambda model, result, preset: print("shown", dict(result.values)))
    return tmp_path


def test_every_answer_of_the_lesson_comes_back_out_of_the_plan():
    my_plan.write(SECTION, ANSWERS)
    assert {name: value for name, value in my_plan.answers(SECTION).items() if name in ANSWERS} == ANSWERS
    plan = my_plan.current()
    assert (plan.products[0].price, plan.products[0].unit, plan.step_costs[0].per) == (12.5, "coats", 20)
    assert plan.fixed_costs == (FixedCost(name=NOT_SPLIT, amount=90.0),)


def test_a_new_plan_keeps_the_remarks_that_guide_a_beginner():
    my_plan.write(SECTION, {"price": 12.5})
    text = my_plan.path().read_text("utf-8")
    assert "price: 12.5" in text and "# Your plan. It begins short" in text


def test_the_blank_plans_examples_are_nobodys_answer():
    my_plan.write(SECTION, {"price": 12.5})
    assert my_plan.answers(SECTION) == {"price": 12.5}


def test_the_changes_are_told():
    my_plan.write(SECTION, {"price": 12.5})
    assert any("12.5" in one and "13" in one for one in my_plan.write(SECTION, {"price": 13.0}))
    assert my_plan.write(SECTION, {"price": 13.0}) == []


def test_costs_that_the_student_split_by_hand_stay_and_the_rest_follows():
    my_plan.write(SECTION, {"fixed": 90.0})
    plan = my_plan.current()
    rent = FixedCost(name="Rent of the hall", amount=50.0)
    save(replace(plan, fixed_costs=(rent, FixedCost(name=NOT_SPLIT, amount=40.0))), my_plan.path())
    my_plan.write(SECTION, {"fixed": 100.0})
    assert my_plan.current().fixed_costs == (rent, FixedCost(name=NOT_SPLIT, amount=50.0))


def test_the_lesson_writes_the_plan_and_reads_hand_made_changes_back(capsys):
    room = Room(LESSON)
    room.my_venture(**ANSWERS)
    said = capsys.readouterr().out
    assert "In your plan:" in said and "plan.yaml" in said
    save(replace(my_plan.current(), products=(replace(my_plan.current().products[0], price=14.0),)), my_plan.path())
    room.my_venture(price=..., variable=...)
    assert "'price': 14.0" in capsys.readouterr().out


def test_a_sum_smaller_than_the_plans_list_is_told_and_nothing_is_thrown_away(capsys):
    my_plan.write(SECTION, {"fixed": 90.0})
    save(replace(my_plan.current(), fixed_costs=(FixedCost(name="Rent of the hall", amount=200.0),)), my_plan.path())
    Room(LESSON).my_venture(fixed=150)
    assert (
        "your plan comes to 200. That follows from its single entries; change those in plan.yaml."
        in capsys.readouterr().out
    )
    assert my_plan.current().fixed_costs[0].amount == 200.0


def test_a_broken_plan_is_named_and_left_alone(capsys):
    my_plan.path().write_text("name: [", "utf-8")
    Room(LESSON).my_venture(price=3)
    assert "plan.yaml" in capsys.readouterr().out
    assert my_plan.path().read_text("utf-8") == "name: ["
    with pytest.raises(BadPlan):
        my_plan.current()


def test_an_answer_the_model_refuses_writes_nothing(work):
    Room(LESSON).my_venture(price="abc")
    assert not list(work.iterdir())


def test_who_has_no_groups_writes_a_size_of_0_and_is_not_refused(capsys):
    Room(LESSON).my_venture(price="0,05", fixed=90, step_cost=0, step_size=0, planned=9000, capacity=12000)
    said = capsys.readouterr().out
    assert "outside" not in said and "Units in one group" not in said
    plan = my_plan.current()
    assert plan.products[0].price == 0.05 and plan.products[0].volume.last == 9000 and plan.step_costs == ()


@pytest.mark.parametrize("price", ["10 %", "120 руб.", "120 ₽"])
def test_a_sign_that_changes_the_size_of_a_number_is_asked_about(price, capsys, work):
    Room(LESSON).my_venture(price=price)
    assert "Price" in capsys.readouterr().out and not list(work.iterdir())


def test_what_the_student_put_into_the_plan_is_replaced_only_after_it_was_shown(capsys):
    room = Room(LESSON)
    room.my_venture(price=12.5)
    capsys.readouterr()
    room.my_venture(price=14)
    said = capsys.readouterr().out
    assert "would replace what your plan says" in said and "12.5" in said and "once more" in said
    assert my_plan.current().products[0].price == 12.5
    room.my_venture(price=15)  # another number is shown again first
    assert my_plan.current().products[0].price == 12.5
    room.my_venture(price=15)
    assert my_plan.current().products[0].price == 15.0
    room.my_venture(planned=30)  # what fills a gap waits for nothing
    assert my_plan.current().products[0].volume.last == 30


def test_what_the_answers_do_to_cash_and_to_a_funders_questions_is_said():
    my_plan.write(SECTION, ANSWERS)
    effect = " ".join(my_plan.draft(SECTION, {"fixed": 5000.0}).effect())
    from venture.forecast import forecast
    from venture.numbers import say

    now = forecast(my_plan.draft(SECTION, {"fixed": 5000.0}).after)
    assert f"is now {say(round(now.lowest_cash, 1))} in month {now.lowest_month}" in effect
    assert "A funder would now ask" in effect
    assert my_plan.current().fixed_costs[0].amount == 90.0, "a draft writes nothing"
    assert my_plan.draft(SECTION, ANSWERS).effect() == ()
