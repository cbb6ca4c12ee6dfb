"""The start-up budget: the curriculum's numbers by hand, depreciation a second way, VAT, and the student's plan."""

import doctest
import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import cases, money, my_plan
from venture.lesson import Room
from venture.lessons.start_up_budget import LESSON
from venture.models import load, start_up_budget
from venture.models.start_up_budget import book_values, staff_cost, vat_inside
from venture.sections.costs_and_break_even import NOT_SPLIT
from venture.sections.costs_and_break_even import SECTION as COSTS
from venture.sections.start_up_budget import DEPOSIT, SECTION, TEAM

MODEL = load("start_up_budget")


def test_examples_in_the_docstrings():
    assert not doctest.testmod(start_up_budget).failed


# --- the budget


def test_case_f_budget_by_hand():
    bought, deposit, opening = 1900 + 520, 2 * 84, 150 + 50
    spare = 0.05 * (bought + opening)
    month = 149 * 1.3 + 84 + 142.3
    assert month == pytest.approx(420), "the fixed costs of module 4"
    result = MODEL.run("f")
    assert result["total"].value == pytest.approx(bought + deposit + opening + spare + 3 * month) == pytest.approx(4179)
    assert result["gap"].value == pytest.approx(4179 - 1280)
    assert MODEL.run("f", wait=4)["total"].value == pytest.approx(4179 + 420)


def test_case_f_reads_aloud():
    said = MODEL.run("f").sentence.replace("\u202f", "")
    assert said == (
        "You need 4179 ₽ thousand before customers carry you: 2751 to buy and to open, 168 as a deposit and 1260 to live "
        "through 3 months; 1280 are there, so 2899 must come from others."
    )


def test_the_case_is_the_cases_plan():
    plan, v = cases.load("clothing"), MODEL.values()
    read = SECTION.read(plan)
    for name in ("cost", "salvage", "life", "other", "other_life", "pay", "contributions", "rent", "running", "deposit", "own"):  # fmt: skip
        assert read[name] == pytest.approx(v[name]), name


def test_case_a_wears_40_a_month():
    assert MODEL.run("a")["wear_month"].value == pytest.approx((1500 + 900) / 60)
    assert MODEL.run("a")["monthly"].value == pytest.approx(245 + 2 * 52)


def test_customers_who_pay_all_leave_nothing_to_live_through():
    assert MODEL.run("f", carried=100)["living"].value == 0
    assert MODEL.run("f", carried=50)["living"].value == pytest.approx(630)


def test_own_money_that_is_enough_leaves_the_rest():
    result = MODEL.run("f", own=5000)
    assert result["gap"].value == 0 and "which leaves 821." in result.sentence


def test_the_stairs_end_where_the_sum_is():
    chart = MODEL.run("f").chart
    steps, whole = (one.bars for one in chart.bars)
    assert all(a.end == b.start for a, b in itertools.pairwise(steps))
    assert steps[-1].end == pytest.approx(whole[0].end) == pytest.approx(4179)
    assert len(chart.names) == len(steps) + 1 and chart.levels[0].at == 1280


def test_nothing_at_all():
    nothing = {one.name: one.low for one in MODEL.inputs}
    result = MODEL.run(**nothing)
    assert result["total"].value == 0 and result.table.rows[0][2] == "–"


# --- people


def test_a_post_costs_more_than_its_pay():
    assert staff_cost(55, 0.30) == pytest.approx(71.5)
    assert MODEL.run("f")["staff"].value == pytest.approx(70 * 1.3 + 55 * 1.3 + 24 * 1.3)


# --- depreciation


def test_case_f_by_the_curriculum():
    books = book_values(1900, 100, 6)
    wear = {name: [round(a - b, 2) for a, b in itertools.pairwise(left)] for name, left in books.items()}
    assert wear["straight"] == [300] * 6
    assert wear["double"] == [633.33, 422.22, 281.48, 187.65, 125.10, 83.40]
    assert round(books["double"][-1], 2) == 166.80, "it never reaches 100"
    assert wear["switching"] == [633.33, 422.22, 281.48, 187.65, 137.65, 137.65]
    assert (wear["years"][0], wear["years"][-1]) == (514.29, 85.71)


def test_answer_key_digits_of_year_3():
    assert float(Fraction(1800) * Fraction(4, 21)) == pytest.approx(342.86, abs=0.005)
    books = book_values(1900, 100, 6)["years"]
    assert books[2] - books[3] == pytest.approx(342.86, abs=0.005)


@given(cost=st.integers(0, 20_000), part=st.integers(0, 50), life=st.integers(1, 30))
def test_each_method_against_the_spreadsheets_function(cost, part, life):
    """Year by year from the book value, as here, and each year from the start, as DDB and VDB do it."""
    salvage = cost * part / 100
    books = book_values(cost, salvage, life)
    for year in range(1, life + 1):
        assert books["straight"][year] == pytest.approx(cost - year * money.sln(cost, salvage, life), abs=1e-6)
        digits = sum(money.syd(cost, salvage, life, one) for one in range(1, year + 1))
        assert books["years"][year] == pytest.approx(cost - digits, abs=1e-6)
        assert books["switching"][year] == pytest.approx(cost - money.vdb(cost, salvage, life, 0, year), abs=1e-6)
        decline = money.vdb(cost, salvage, life, 0, year, no_switch=True)
        assert books["double"][year] == pytest.approx(cost - decline, abs=1e-6)
        assert all(left[year] >= salvage - 1e-6 for left in books.values()), "never below the value at the end"
    assert books["straight"][-1] == books["switching"][-1] == pytest.approx(salvage)


def test_a_value_at_the_end_above_the_cost_is_the_cost():
    result = MODEL.run("f", cost=100, salvage=500)
    assert result["wear_year"].value == 0 and result["book_double"].value == 100


def test_a_year_after_the_end_shows_the_end():
    assert MODEL.run("f", year=30)["book_straight"].value == 100
    assert MODEL.run("f", year=0)["book_straight"].value == 1900


def test_the_second_chart_says_what_double_decline_leaves():
    ((chart, alt),) = MODEL.run("f").more
    assert chart.marks[0].label == "166.8 left" and "double decline 166.8" in alt
    ((chart, _alt),) = MODEL.run("f", life=1).more
    assert chart.marks == (), "after one year all of it is gone"


# --- VAT


@given(gross=st.floats(0, 1e6), rate=st.floats(0, 0.5))
def test_vat_put_on_and_taken_out(gross, rate):
    net = gross - vat_inside(gross, rate)
    assert net * (1 + rate) == pytest.approx(gross)


def test_case_f_vat_by_the_curriculum():
    result = MODEL.run("f")
    assert result["vat_out"].value == pytest.approx(240) == pytest.approx(1440 - 1440 / 1.2)
    assert result["revenue"].value == pytest.approx(1200) and result["bought"].value == pytest.approx(800)
    assert result["revenue"].value - result["bought"].value == pytest.approx(1440 - 960 - result["vat_due"].value)


def test_answer_key_vat():
    assert MODEL.run("f", purchases=600)["vat_due"].value == pytest.approx(240 - 100)


def test_more_purchases_than_sales_bring_vat_back():
    result = MODEL.run("f", purchases=1800)
    assert result["vat_due"].value == pytest.approx(-60) and result["vat_due"].label == "VAT that comes back"


def test_a_tax_on_sales_takes_nothing_off():
    result = MODEL.run("f_sales_tax")
    assert result["vat_due"].value == pytest.approx(1440 * 5 / 105) and result["bought"].value == 960


def test_without_vat_nothing_is_charged_and_nothing_comes_back():
    result = MODEL.run("f", vat_kind=0)
    assert result["vat_due"].value == 0 and result["revenue"].value == 1440 and result["bought"].value == 960


# --- the plan

ANSWERS = dict(
    cost=800.0, life=8, other=120.0, rent=40.0, deposit=3.0, pay=90.0, contributions=27.5, running=25.0, own=400.0,
    vat_kind=1, vat=20.0,
)  # fmt: skip


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    monkeypatch.setattr("venture.lesson.put_model", lambda model, result, preset: print("shown", dict(result.values)))
    return tmp_path


def test_every_answer_comes_back_out_of_the_plan(work):
    my_plan.write(SECTION, ANSWERS)
    assert {name: my_plan.answers(SECTION)[name] for name in ANSWERS} == ANSWERS
    plan = my_plan.current()
    assert plan.assets[0].life == 96 and plan.assets[-1].name == DEPOSIT and plan.assets[-1].method == "none"
    assert plan.staff[0].role == TEAM and plan.staff[0].contributions == 0.275
    assert plan.vat.kind == "VAT" and plan.vat.rate == 0.2


def test_the_sum_of_module_4_is_split_and_stays(work):
    my_plan.write(COSTS, {"fixed": 420.0, "price": 3.2})
    my_plan.write(SECTION, {"pay": 149.0, "contributions": 30.0, "rent": 84.0})
    plan = my_plan.current()
    assert COSTS.read(plan)["fixed"] == pytest.approx(420)
    assert [(one.name, one.amount) for one in plan.fixed_costs] == [("Rent", 84.0), (NOT_SPLIT, 142.3)]


def test_what_a_student_listed_one_by_one_stays():
    plan = cases.load("clothing")
    assert SECTION.write(plan, SECTION.read(plan)) == plan
    more = SECTION.write(plan, {**SECTION.read(plan), "pay": 169.0, "running": 150.3, "own": 1400.0})
    assert more.staff[:3] == plan.staff and more.staff[3].pay == 20
    assert set(plan.fixed_costs) < set(more.fixed_costs) and more.fixed_costs[-1].amount == 8
    assert more.owners_money[0] == plan.owners_money[0] and more.owners_money[1].amount == 120


def test_every_case_reads_without_an_error():
    for name in cases.CASES:
        read = SECTION.read(cases.load(name))
        known = {one.name for one in MODEL.inputs}
        assert set(read) <= known
        MODEL.values(**read)


def test_no_vat_leaves_the_plan_without():
    plan = SECTION.write(cases.load("blank"), ANSWERS)
    assert SECTION.write(plan, {"vat_kind": 0}).vat.kind == "none"


def test_the_check_no_longer_asks_for_deposit_and_contributions(work):
    from venture.review import review

    my_plan.write(SECTION, ANSWERS)
    found = " ".join(flag.found for flag in review(my_plan.current()))
    assert "deposit" not in found and "contributions" not in found and "insurance" in found


def test_who_charges_no_vat_may_leave_a_rate_of_0(work, capsys):
    Room(LESSON).my_venture(cost=800, vat_kind=0, vat=0, rent=0, deposit=0)
    said = capsys.readouterr().out
    assert "shown" in said and "outside" not in said


# --- the task's numbers, two ways


def test_task_boat():
    wear = [float(Fraction(2100) * Fraction(left, 21)) for left in (6, 5, 4, 3, 2, 1)]
    assert wear[2] == 400 == pytest.approx(money.syd(2400, 300, 6, 3))
    assert 2400 - sum(wear[:3]) == 900 == pytest.approx(book_values(2400, 300, 6)["years"][3])


def test_task_vat():
    result = MODEL.run("f", sales=1440, purchases=600)
    assert result["vat_due"].value == pytest.approx(1440 / 6 - 600 / 6) == pytest.approx(140)
    assert result["revenue"].value == pytest.approx(1440 / 1.2)


# --- extremes: the sentence stays true


def spoken(**changes):
    return MODEL.run("f", **changes).sentence.replace("\u202f", "")


def test_no_months_are_said_in_words():
    """The lesson asks for this: move the months to 0 and read the sentence."""
    said = spoken(wait=0)
    assert said == (
        "You need 2919 ₽ thousand before customers carry you: 2751 to buy and to open, 168 as a deposit and nothing for "
        "months to live through; 1280 are there, so 1639 must come from others."
    )
    assert "nothing for months to live through" in spoken(carried=100)


def test_exactly_enough_is_enough():
    """What is there to the kopeck leaves no gap of floating point."""
    result = MODEL.run("f", own=4179)
    assert result["gap"].value == 0 and result.sentence.endswith("are there: just enough.")
    assert result["gap"].note == "your own money is enough"
    for pay in (10.1, 33.3, 149.7, 0.7):
        total = MODEL.run("f", pay=pay)["total"].value
        exact = MODEL.run("f", pay=pay, own=round(total, 2))
        assert exact["gap"].value == 0 and "so 0 must" not in exact.sentence


def test_nothing_of_your_own_is_said_and_no_line_is_drawn():
    result = MODEL.run("f", own=0)
    assert result.sentence.replace("\u202f", "").endswith("nothing is there yet, so 4179 must come from others.")
    assert not result.chart.levels and "A line marks" not in result.alt
    assert "A line marks own money of" in MODEL.run("f").alt


def test_an_empty_budget_has_no_largest_part():
    result = MODEL.run(**{one.name: one.low for one in MODEL.inputs})
    assert result.sentence == "Nothing must be there before customers carry you." and "The largest" not in result.alt


def test_what_comes_back_is_said_without_a_minus():
    result = MODEL.run("f", purchases=1800)
    assert result["vat_due"].text == "60 ₽ thousand" and result["vat_due"].value == pytest.approx(-60)


def test_months_to_live_through_name_the_customers_only_where_they_carry():
    assert MODEL.run("f")["living"].note == "3 × 420"
    assert MODEL.run("f", carried=50)["living"].note == "3 × 420, less the 50 % that customers carry"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"contributions": 0.3},
            "0.3 % for “Contributions of the employer” is less than one in a hundred: if you meant 30 %, write 30.",
        ),
        (
            {"vat": 0.2},
            "0.2 % for “Rate on sales and purchases” is less than one in a hundred: if you meant 20 %, write 20.",
        ),
    ],
)
def test_a_share_in_place_of_per_cent_is_asked_about(changes, says):
    assert says in spoken(**changes)


def test_a_low_rate_that_is_real_is_not_asked_about():
    for changes in (
        {"contributions": 7.6},
        {"contributions": 0.5},
        {"contributions": 0},
        {"vat_kind": 0, "vat": 0.2},
        {"vat": 0},
    ):
        assert "if you meant" not in spoken(**changes)
