"""The cash plan: the curriculum's numbers, plain loops beside the engine, the lesson's and the task's numbers by hand."""

import random

import pytest

from venture import cases, working_capital
from venture.lessons import cash_plan as lesson
from venture.models import load
from venture.models.cash_plan import MONTHS, cash_of, order_flows, sales, shares, year
from venture.planfile.problems import BadPlan
from venture.sections.cash_plan import SECTION

MODEL = load("cash_plan")


def test_the_curriculums_days_and_the_money_that_comes_free():
    assert round(520 / 3700 * 365, 2) == round(lesson.DIO, 2) == 51.30
    assert round(690 / 6200 * 365, 2) == round(lesson.DSO, 2) == 40.62
    assert round(350 / 3700 * 365, 2) == round(lesson.DPO, 2) == 34.53
    assert round(lesson.CYCLE, 2) == 57.39 and lesson.TIED_UP == 690 + 520 - 350 == 860
    assert round(lesson.FREED, 2) == round(6200 / 365 * (690 / 6200 * 365 - 30), 2) == 180.41
    assert round(lesson.RUNWAY, 1) == round(1150 / 185, 1) == 6.2
    assert round(lesson.SIMPLE, 2) == round(2 / 98 * 360 / 20 * 100, 2) == 36.73
    assert round(lesson.COMPOUNDED, 2) == round(((100 / 98) ** (365 / 20) - 1) * 100, 2) == 44.59


def by_hand(v):
    """Cash month by month in plain loops, without the engine."""
    first, second, third = shares(v)
    sold = sales(v)
    ratio = v.cost / v.revenue if v.revenue else 0.0
    stock, bought, owed = v.stock, [0.0] * 4, v.payables
    cash, told = v.cash, []
    for month in range(MONTHS):
        used = sold[month] * ratio
        wanted = used * v.stock_days / 30
        # what is on the shelf is used up before more is bought
        left = max(wanted, stock - used)
        buy = used + left - stock
        stock = left
        bought = [buy, *bought[:3]]
        waits = sum(min(1.0, max(0.0, v.supplier_days / 30 - back)) * one for back, one in enumerate(bought))
        came = first * sold[month] + (second * sold[month - 1] if month > 0 else 0.0) + (third * sold[month - 2] if month > 1 else 0.0)  # fmt: skip
        came += v.receivables if month == 0 else 0.0
        cash += came - (buy + owed - waits) - v.fixed + order_flows(v)[month]
        owed = waits
        told.append(cash)
    return told


def test_plain_loops_agree_with_the_engine_at_random_years():
    chance = random.Random(8)
    for _round in range(60):
        changes = {one.name: chance.uniform(one.low, one.high) for one in MODEL.inputs if one.name not in ("order_month", "order_days")}  # fmt: skip
        changes |= {"order_month": chance.randint(1, 12), "order_days": chance.choice([0, 30, 60, 90, 120])}
        v = MODEL.values(**changes)
        assert cash_of(v, year(v))[1:] == pytest.approx(by_hand(v), abs=1e-6)


def test_the_shares_add_up_whatever_is_typed():
    for first, second in ((10, 45), (100, 100), (0, 0), (70, 60), (0, 100)):
        got = shares(MODEL.values(at_once=first, next_month=second))
        assert sum(got) == pytest.approx(1) and min(got) >= 0


def test_the_order_reads_aloud():
    assert MODEL.run("f").sentence == (
        "Your money lasts: it is lowest in May, with 261.6 ₽ thousand, and the reserve of 100 stays whole."
    )
    assert MODEL.run("f_order").sentence == (
        "In March money begins to be missing: at the worst, in April, 213.1 ₽ thousand, "
        "and with the reserve you need a credit line of 313.1 ₽ thousand."
    )
    used_up = MODEL.run("f", reserve=300)
    assert "38.4 ₽ thousand of the reserve are used up" in used_up.sentence
    assert used_up["line"].value == pytest.approx(300 - used_up["lowest_cash"].value)


def test_without_a_reserve_the_sentence_names_none():
    bare = MODEL.run("f", reserve=0, cash=0)
    assert bare.sentence.endswith("at the worst, in May, 138.4 ₽ thousand, and you need a credit line of as much.")
    assert bare["line"].value == pytest.approx(-bare["lowest_cash"].value)


@pytest.mark.parametrize(("reserve", "said"), [(100, "no month ends below it."), (262, "1 month ends below it."), (2000, "12 months end below it.")])  # fmt: skip
def test_the_months_below_the_reserve_are_counted_in_words(reserve, said):
    assert said in MODEL.run("f", reserve=reserve).alt


def test_an_order_that_is_paid_next_year_costs_this_one():
    assert order_flows(MODEL.values(order=900, order_cost=550, order_month=12, order_days=60)) == [0.0] * 11 + [-550]
    assert order_flows(MODEL.values(order=900, order_cost=550, order_month=5, order_days=0))[4] == 350


def test_a_year_without_sales_or_season_has_its_cash_plan():
    empty = MODEL.run(revenue=0, cost=0, fixed=0, cash=0, reserve=0)
    assert empty["lowest_cash"].value == 0 and empty["dio"].value is None and empty["cycle"].text == "no such number"
    assert MODEL.run(**{f"season_{n}": 0 for n in range(1, 13)})["result"].value == pytest.approx(-12 * 190)
    assert MODEL.run("f")["runway"].text == "not burning"


def test_more_days_of_suppliers_never_lower_the_worst_month_of_the_case():
    worst = [MODEL.run("f_order", supplier_days=days)["lowest_cash"].value for days in range(0, 91, 15)]
    assert worst == sorted(worst)


def test_each_month_of_the_table_says_where_its_money_comes_from():
    table = MODEL.run("f_order").table
    said = dict(zip(table.columns, table.origins[3], strict=True))
    assert said["received from customers"] == "67.2 of April + 255.8 of March + 162.8 of February."
    assert said["paid to suppliers"] == "400.8 used + 102.8 for the shelf − 9.6 more that suppliers wait for."
    assert said["cash"] == "−14.7 a month before, and −198.4 in April."
    row, column = table.first_explained
    assert (table.rows[row][0], table.columns[column]) == ("April", "cash")


def test_the_faded_examples_numbers():
    february, received, suppliers = (lesson.CASH[2], lesson.F["from_customers"][3], lesson.F["to_suppliers"][3])
    march = february + received - suppliers - 190 - 550
    assert march == pytest.approx(lesson.CASH[3])
    assert min(lesson.CASH[1:]) == lesson.CASH[4]
    # an advance of that size lifts every month before May; May has it less
    advanced = [one + lesson.LINE if 3 <= month < 5 else one for month, one in enumerate(lesson.CASH)]
    assert min(advanced[1:]) == pytest.approx(lesson.PLAIN.reserve)
    assert lesson.CASH[4] + lesson.ADVANCE == pytest.approx(236.9, abs=0.06)


def test_the_tasks_gap_by_hand_and_by_the_model():
    cash, months = 185, []
    for month in range(1, 13):
        cash += 120 - 58 - 71 - (172 if month == 2 else 0) + (260 if month == 4 else 0)
        months.append(cash)
    tours = MODEL.run(
        at_once=100, next_month=0, supplier_days=0, stock_days=0, reserve=55, revenue=1440, cost=696, fixed=71,
        cash=185, order=260, order_cost=172, order_month=2, order_days=60,
    )  # fmt: skip
    assert min(months) == months[2] == -14 == pytest.approx(tours["lowest_cash"].value)
    assert tours["line"].value == pytest.approx(69)
    days = working_capital.dio(105.6, 1752), working_capital.dso(364, 2044), working_capital.dpo(120, 1752)
    assert days == (pytest.approx(22), pytest.approx(65), pytest.approx(25))


@pytest.mark.parametrize("name", ["blank", *cases.CASES])
def test_the_plan_takes_the_answers_and_gives_them_back(name):
    plan = cases.load(name)
    given = {"at_once": 20.0, "next_month": 50.0, "supplier_days": 30.0, "stock_days": 10.0, "reserve": 77.0}
    after = SECTION.read(SECTION.write(plan, given))
    assert {key: after[key] for key in given} == given
    assert SECTION.write(plan, SECTION.read(plan)) == plan, "what was only read changes nothing"
    MODEL.run(**SECTION.read(plan))


def test_all_paid_at_once_is_one_share():
    plan = SECTION.write(cases.load("clothing"), {"at_once": 100.0, "next_month": 0.0})
    assert plan.rhythm.collected == (1.0,)


def test_more_than_all_is_refused_and_named():
    plan = cases.load("clothing")
    with pytest.raises(BadPlan, match=r"found “80 % and 60 %”\. Together they are 140 %"):
        SECTION.write(plan, {"at_once": 80.0, "next_month": 60.0})
    # who answers one share alone means the rest to give way
    assert SECTION.write(plan, {"at_once": 100.0}).rhythm.collected == (1.0,)
