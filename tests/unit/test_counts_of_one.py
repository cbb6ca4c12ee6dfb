"""A count of one beside the student's own word, which stands in the plural: nobody can guess what one of them is called."""

from __future__ import annotations

import re
from dataclasses import astuple, replace

import pytest

from venture import review
from venture.export import pitch_slides
from venture.faces.html import model_html
from venture.forecast import forecast
from venture.models import load
from venture.models.from_a_problem_to_a_model import stop_in_words
from venture.models.monitoring import gate
from venture.numbers import counted, form, in_months, in_units, with_unit
from venture.plan import FixedCost, Impact, Market, Plan, Product, Risk, Theory
from venture.sections.from_a_problem_to_a_model import SECTION

WORD = "zebrafinches"
ONE = re.compile(rf"(?<![\d.,\u202f])1 {WORD}")
SMALL = {
    "break_even": (
        {"planned": 1, "capacity": 1, "step_size": 1},
        {"planned": 1, "capacity": 1, "step_size": 1, "step_cost": 0, "fixed": 1},
        {"planned": 3, "capacity": 1, "fixed": 0, "step_cost": 1},
        {"planned": 1, "fixed": 8, "step_cost": 0, "price": 11},
    ),
    "price_and_unit_economics": ({"capacity": 1}, {"capacity": 1, "fixed": 1, "step_cost": 0}),
    "loans_and_debt_capacity": ({"volume": 1}, {"volume": 1, "fixed": 0, "step_cost": 0, "amount": 1}),
    "market_and_region": ({"people": 300}, {"people": 1000, "share": 10, "reach": 10, "interest": 10, "conversion": 100}),
    "three_linked_statements": ({"first": 1, "last": 1, "step_size": 1},),
    "risk": ({"fixed": 2, "price": 3, "variable": 1, "units": 1},),
    "monitoring": ({"units": 1, "planned_units": 1},),
    "from_a_problem_to_a_model": (
        {"reached": 1, "changed": 1, "anyway": 0, "stop_at": 1, "problem": "Far"},
        {"reached": 1, "changed": 1, "anyway": 100, "problem": "Far"},
        {"reached": 1, "changed": 1, "anyway": 30, "problem": "Far"},
    ),
}  # fmt: skip


def words(found: object) -> list[str]:
    """Every text that a result holds, wherever it stands."""
    if isinstance(found, str):
        return [found]
    if isinstance(found, tuple | list):
        return [text for part in found for text in words(part)]
    return []


@pytest.mark.parametrize(("name", "at"), [(name, at) for name, cases in SMALL.items() for at in cases])
def test_no_model_says_one_of_many(name, at):
    model = load(name)
    own = "people" if name == "from_a_problem_to_a_model" else "unit"
    found = model.run(**at, **{own: WORD})
    said = words(astuple(replace(found, values=None)))
    assert not [text for text in said if ONE.search(text)]
    assert not [text for text in said if re.search(r"(?<![\d.,\u202f])1 (units|people)\b", text)]


def test_every_model_that_asks_for_a_word_is_looked_at():
    from venture.models import names

    asked = {name for name in names() for one in load(name).inputs if one.name == "unit"}
    assert asked <= set(SMALL)


def test_of_one_the_kit_says_its_own_word():
    said = load("break_even").run(unit=WORD, capacity=1, planned=1)
    assert "capacity of 1 unit; your only planned unit gives" in said.sentence
    assert said["profit_at_plan"].note == "at 1 unit"
    said = load("break_even").run(unit=WORD)
    assert f"to 48 {WORD}" in said.sentence and said["profit_at_plan"].note == f"at 60 {WORD}"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "1 unit"), (1.0004, "1 unit"), (1.004, "1.004 coats"), (0, "0 coats"), (0.5, "0.5 coats"), (21, "21 coats"),
    ],
)  # fmt: skip
def test_the_form_is_that_of_the_number_as_it_is_shown(number, told):
    assert counted(number, "coats") == told
    assert (form(number) == 1) == (told == "1 unit")


@pytest.mark.parametrize(
    ("unit", "told"), [("children", "1"), ("% a year", "1 % a year"), ("₽ thousand", "1 ₽ thousand")]
)
def test_one_stands_alone_where_its_unit_is_a_word(unit, told):
    assert with_unit("1", unit) == told and with_unit("2", unit) == f"2 {unit}"


def test_a_stop_condition_of_fewer_than_one_is_none_and_is_read_back():
    values = load("from_a_problem_to_a_model").values(stop_at=1, people="women", stop_month=9)
    told = stop_in_words(values)
    assert told == "No women at the end of month 9"
    for text in (told, "Fewer than 1 women at the end of month 9"):  # the second stands in older plans
        plan = Plan(name="Inn", impact=Impact(theory=Theory(stop=text)))
        found = SECTION.read(plan)
        assert (found["stop_at"], found["people"], found["stop_month"]) == (1, "women", 9)


@pytest.mark.parametrize(
    ("unit", "told"), [("", "sells 1 unit in"), ("children", "sells 1 (children) in"), ("set", "sells 1 (set) in")]
)
def test_the_review_leaves_the_form_of_the_plans_word_alone(unit, told):
    plan = Plan(name="Inn", products=(Product(name="Rooms", price=10, unit=unit, volume=(1,)),))
    (flag,) = [one for one in review.review(plan) if one.key == "no ramp-up"]
    assert told in flag.found


# --- the kit's own words


def one_of_many(text: str) -> list[str]:
    """Where a text says “1 months”."""
    return re.findall(
        r"(?<![\d.,\u202f–-])1 (?:months|units|days|years|minutes|points|numbers|risks|products|scenarios)\b", text
    )


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("three_linked_statements", {"life": 1, "grace": 1, "every": 1, "loan": 100, "levy": 0}),
        ("start_up_budget", {"life": 1, "wait": 1}),
        ("market_and_region", {"wanted": 1}),
        ("price_and_unit_economics", {"churn": 100, "acquisition": 6.25}),
    ],
)
def test_no_model_says_one_months(name, at):
    said = words(astuple(replace(load(name).run(**at), values=None)))
    assert not [text for text in said if one_of_many(text)]
    assert any(
        re.search(r"(?<![\d.,])1 (month|day|point)\b|every month\.|over one year|each month", text) for text in said
    )


def test_a_report_that_is_a_day_late_says_so():
    model = load("monitoring")
    for late, told in ((0, "0 days"), (1, "1 day"), (20, "20 days")):
        conditions, _decision = gate(model.values(late=late))
        assert told in astuple(conditions[0])


def test_months_and_units_take_the_form_of_the_number_as_it_is_shown():
    assert [in_months(n, 1) for n in (1, 1.04, 1.5, 2)] == ["1 month", "1 month", "1.5 months", "2 months"]
    assert [in_units(n) for n in (0, 1, 57)] == ["0 units", "1 unit", "57 units"]


def test_a_review_of_a_small_plan_counts_in_the_right_form():
    plan = Plan(
        name="Inn",
        reserve=10,
        products=(Product(name="Rooms", price=100, variable_cost=80, capacity=0.5, volume=(1,)),),
        fixed_costs=(FixedCost(name="Rent", amount=10),),
        risks=(Risk(name="Empty", driver="products/Rooms/price", low=90, high=110),),
        market=Market(people=10, share=0.05, reach=1, interest=1, conversion=1),
    )
    said = " ".join(flag.found for flag in review.review(plan))
    assert not one_of_many(said)
    assert "is planned with 1 unit in" in said and "1 month of fixed cost" in said
    assert "The plan has 1 risk with a range and 0 scenarios." in said


@pytest.mark.parametrize("unit", ["children", "child-month"])
@pytest.mark.parametrize(
    ("cost", "told"),
    [
        (2, "Of a price of 10 ({unit}), 8 are left for everything else"),
        (9, "Of a price of 10 ({unit}), 1 is left for everything else"),
        (0, "The price is 10 ({unit}), and all of it is left"),
    ],
)
def test_the_pitch_leaves_the_form_of_the_plans_word_alone(unit, cost, told):
    """A plan's unit may stand in the plural, as the lessons ask for it, or be called “child-month”: no “each children”."""
    product = Product(name="Care", price=10, variable_cost=cost, unit=unit, volume=(5,))
    plan = Plan(name="Inn", products=(product,))
    _name, _kicker, title, *_rest = pitch_slides._money(plan, forecast(plan))
    assert title == told.format(unit=unit)


def test_a_slider_speaks_one_alone_and_no_other_number():
    model = load("loans_and_debt_capacity")
    said = {
        term: re.search(
            r'data-vm-slider="months".*?aria-valuetext="([^"]*)"',
            model_html(model, model.run(months=term, grace=0), "u", live="book"),
        )
        for term in (1, 48)
    }
    assert {term: found[1] for term, found in said.items()} == {1: "1", 48: "48 months"}
