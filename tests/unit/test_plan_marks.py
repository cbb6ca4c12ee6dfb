"""What the machine marks of a student's plan, line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from venture import cases, plan_marks
from venture.forecast import forecast
from venture.plan import Narrative

A = cases.load("children")
OWN = cases.path("children").read_text("utf-8").replace("cost: 1500", "cost: 1501")


def mark(plan, what):
    return plan_marks.MARKS[what](plan, forecast(plan))


def test_an_own_plan_that_holds_together_gets_all():
    assert {what: plan_marks.mark(OWN, what).share for what in plan_marks.MARKS} == dict.fromkeys(plan_marks.MARKS, 1)


@pytest.mark.parametrize("name", cases.names())
def test_the_kits_plans_are_nobodys_own(name):
    text = cases.path(name).read_text("utf-8")
    with pytest.raises(plan_marks.NoPlan):
        plan_marks.plan_of(text)
    with pytest.raises(plan_marks.NoPlan):  # another name does not make it one's own
        plan_marks.plan_of(text.replace(f"name: {cases.load(name).name}", "name: Mine", 1))


@pytest.mark.parametrize(("amount", "share"), [(600, 1), (598.6, 1), (605, 1), (650, 0), (500, 0), (0, 0)])
def test_the_ask(amount, share):
    assert mark(replace(A, ask=replace(A.ask, amount=amount)), "ask").share == share


def test_the_uses():
    assert mark(A, "uses").share == 1
    none = mark(replace(A, ask=replace(A.ask, uses=())), "uses")
    assert none.share == 0 and "what for" in none.message
    assert mark(replace(A, ask=replace(A.ask, uses=A.ask.uses[:2])), "uses").share == 0


def test_who_needs_nothing_asks_for_nothing():
    rich = replace(A, owners_money=(replace(A.owners_money[0], amount=5000),), ask=replace(A.ask, amount=0, uses=()))
    assert mark(rich, "ask").share == mark(rich, "uses").share == 1


def test_an_ask_that_fits_answers_cash_below_zero():
    """Who asks for money has cash below zero before it comes: that is the reason, and no fault."""
    heritage = cases.load("heritage")
    assert forecast(heritage).shortfall and mark(heritage, "flags").share == 1
    silent = replace(heritage, ask=replace(heritage.ask, amount=1))
    assert mark(silent, "flags").share < 1


def test_one_flag_left_costs_half():
    assert mark(cases.load("tourism"), "flags").share == 0.5


def test_words():
    nar = A.narrative
    one = replace(A, narrative=replace(nar, summary=nar.summary.replace("for 600", "for 700")))
    two = replace(one, narrative=replace(one.narrative, request="We ask for 800."))
    assert [mark(plan, "words").share for plan in (A, one, two)] == [1, 0.5, 0]
    assert "700" in mark(one, "words").message
    assert mark(replace(A, narrative=Narrative(), problem="", beneficiaries=""), "words").share == 0


def test_a_plan_without_words_is_half_a_plan():
    assert mark(replace(A, narrative=Narrative()), "whole").share == 0.5


@pytest.mark.parametrize(
    "text", [None, 7, "", "   ", "name: [", "a: &a [*a]", "name: x", "x" * 2_000_000, "name: " + "[" * 10_000]
)
def test_what_is_no_plan_has_no_points(text):
    for what in plan_marks.MARKS:
        assert plan_marks.mark(text, what).share == 0
        assert plan_marks.score(text, what, 2) == 0


def test_a_look_says_what_will_be_marked(capsys):
    plan_marks.look(...)
    plan_marks.look(OWN)
    plan_marks.look(OWN, "ask")
    said = capsys.readouterr().out
    assert "hand_in()" in said and "“Kvartal” can be read: 60 months" in said and "Right. The ask of 600" in said
