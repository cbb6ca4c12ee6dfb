"""The texts beside the numbers: no wrong alarm in six plans, and each planted contradiction found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from venture import cases, consistency
from venture.forecast import forecast
from venture.plan import Narrative

A = cases.load("children")


def summary(text: str, plan=A):
    """What is found where this is all the text that the plan has."""
    bare = replace(plan, problem="", beneficiaries="", narrative=Narrative(summary=text))
    return consistency.check(bare)


@pytest.mark.parametrize("name", cases.CASES)
def test_no_wrong_alarm_in_the_cases(name):
    reading = consistency.check(cases.load(name))
    assert not reading.differs, [str(one) for one in reading.differs]
    assert reading.numbers > len(reading.found)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("We ask a foundation for 650.", "ask"),
        ("We ask for 0.65 million roubles.", "ask"),
        ("We ask for 650 000 roubles.", "ask"),
        ("A foundation is asked for 500 thousand.", "ask"),
        ("The ask is 620.", "ask"),
        ("Просим 650 тысяч рублей.", "ask"),
        ("Cash is lowest in month 6 with 236.", "lowest cash"),
        ("The lowest cash is −136.", "lowest cash"),
        ("Cash is lowest in month 9 with 136.", "lowest month"),
        ("We keep a reserve of 600.", "reserve"),
        ("Families pay 9.9 thousand roubles a month.", "price"),
        ("Our average price is 8.4.", "price"),
        ("There is room for 80.", "capacity"),
        ("We break even at 40 children.", "break-even"),
        ("It opens in January 2028.", "opening"),
        ("A bank lends 1,500.", "loan"),
        ("The founders put in 700.", "own"),
        ("We have a grant of 900.", "grant"),
        ("The debt service cover is 3.4.", "dscr"),
        ("Demand is 300.", "demand"),
        ("We plan 90 places.", "volume"),
        ("Revenue is 99,000 in the third year.", "revenue"),
    ],
)
def test_a_contradiction_is_found(text, topic):
    assert [one.topic for one in summary(text).differs] == [topic]


@pytest.mark.parametrize(
    "text",
    [
        "We ask a foundation for 600.",
        "We ask for 0.6 million roubles.",
        "We ask for 600 000 roubles.",
        "We ask for 598.6.",
        "We ask for about 600 thousand.",
        "Просим 600 тысяч рублей.",
        "Cash is lowest in month 6 with 136.",
        "Cash is lowest in month 6, with 136.4.",
        "We keep a reserve of 735.",
        "Families pay 9.4 on average.",
        "There is room for 72 children.",
        "We break even at 64 children.",
        "A bank lends 1.2 million.",
        "The founders put in 900,000 roubles.",
        "The debt service cover is 1.02.",
        "Demand is 135.",
        "We break-even from 58 on.",
    ],
)
def test_what_agrees_is_seen_to_agree(text):
    reading = summary(text)
    assert reading.agrees and not reading.differs


@pytest.mark.parametrize(
    "text",
    [
        "If only half of them come, demand is 67.",
        "We would ask for 900 then.",
        "We ask for 20 % less than others.",
        "We ask for 3–5 more months.",
        "Full price 11, reduced price 7, and some free.",
        "In 2026 we asked 92 families.",
        "Another club takes 14.",
        "We break even at 1/2 of the places.",
        "600 is a round number.",
        "",
    ],
)
def test_what_cannot_be_told_is_passed_over(text):
    assert not summary(text).found


def test_what_others_ask_is_theirs():
    plan = replace(A, narrative=Narrative(competition="We ask for 999.", law="The reserve is 5."))
    assert not [one for one in consistency.check(plan).found if one.section in ("competition", "law and legal form")]


def test_either_may_be_said_where_a_grant_is_requested():
    with_it = forecast(A, with_requested=True)
    reading = summary(f"The lowest cash is {with_it.lowest_cash:.1f}.")
    assert reading.agrees and not reading.differs


def test_bundles_are_not_compared_with_units():
    assert not summary("It breaks even at 23 bundles a month.", cases.load("clothing")).found


def test_it_says_how_far_it_went():
    assert summary("Nothing here.").sentence == "There is no number in your texts yet."
    said = summary("We ask for 650. There are 3 of us.").sentence
    assert "Of 2 numbers" in said and "I cannot judge" in said


@pytest.mark.parametrize("amounts", ["ones", "thousands", "millions"])
def test_any_amounts(amounts):
    scale = {"ones": 1000.0, "thousands": 1.0, "millions": 0.001}[amounts]
    plan = replace(A, amounts=amounts, ask=replace(A.ask, amount=600 * scale))
    assert summary("We ask for 600 thousand roubles.", plan).agrees
    assert summary("We ask for 0.6 million.", plan).agrees


def test_a_long_or_odd_text_takes_no_time(capsys):
    import time

    began = time.monotonic()
    for text in ("9 " * 5000, "we ask " * 3000, "1,2,3." * 3000, "cash is lowest " * 2000, "\u0000\ud83d 7" * 100):
        summary(text)
    assert time.monotonic() - began < 5
