"""The monitoring model: the curriculum's numbers by hand, a second way beside them, edges, the plan, and the task."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import cases, lights, my_months, my_plan
from venture.forecast import forecast
from venture.models import load
from venture.models.monitoring import budgets, gate, readings
from venture.plan import save
from venture.planfile.problems import BadPlan
from venture.review import review
from venture.sections.monitoring import SECTION
from venture.tranches import Condition, decide

MODEL = load("monitoring")
UNITS, PRICES = st.floats(0, 1e5), st.floats(0, 1e4)


def lit(result) -> dict[str, str]:
    return {one.name: one.light for one in readings(result.values)}


# --- the curriculum


def test_case_f():
    """Plan 3.2 × 620, actual 3.05 × 700, contribution 1.45 a set."""
    run = MODEL.run("f")
    assert run["price_variance"].value == pytest.approx((3.05 - 3.2) * 700) == pytest.approx(-105)
    assert run["volume_variance"].value == pytest.approx(3.2 * 80) == pytest.approx(256)
    assert run["total"].value == pytest.approx(2135 - 1984) == pytest.approx(151)
    assert run["contribution_volume"].value == pytest.approx(1.45 * 80) == pytest.approx(116)
    assert run["contribution_total"].value == pytest.approx(700 * 1.3 - 620 * 1.45) == pytest.approx(11)
    assert "151" in run.sentence and "contribution +11" in run.sentence


def test_the_five_months_are_those_of_the_case():
    """The preset's units and price are the sums of the case's own months; so are planned cash and what is still planned."""
    plan = cases.load("clothing")
    f = forecast(plan)
    sets = [sold for one in plan.actuals for sold in one.sold if sold.product == "Workwear"]
    v = MODEL.run("f").values
    assert v.units == sum(one.units for one in sets) and {one.price for one in sets} == {v.price}
    assert v.planned_units == sum(f["units/Workwear"][1:6])
    assert v.rest == pytest.approx(sum(f["revenue/Workwear"][6:13]))
    assert v.planned_cash == round(f["cash"][5]) and v.planned_lowest == round(min(f["cash"][6:9]))
    assert v.planned_running == round(sum(f[row][month] for row in my_months.RUNNING for month in range(1, 6)))
    november = MODEL.run("november").values
    assert november.planned_units == f["units/Workwear"][6]
    assert november.planned_cash == round(f["cash"][6]) and november.planned_lowest == round(min(f["cash"][7:10]))


# --- variances, a second way


@given(UNITS, UNITS, PRICES, PRICES, PRICES, PRICES)
def test_nothing_is_left_over(planned_units, units, planned_price, price, planned_cost, cost):
    """In exact fractions: the parts are the whole, of revenue and of contribution."""
    run = MODEL.run(planned_units=planned_units, units=units, planned_price=planned_price, price=price, planned_cost=planned_cost, cost=cost)  # fmt: skip
    qp, qa, pp, pa, cp, ca = map(Fraction, (planned_units, units, planned_price, price, planned_cost, cost))
    near = dict(rel=1e-9, abs=1e-6 * float(1 + max(qp, qa) * max(pp, pa, cp, ca)))
    whole = qa * pa - qp * pp
    assert run["price_variance"].value + run["volume_variance"].value == pytest.approx(float(whole), **near)
    kept = qa * (pa - ca) - qp * (pp - cp)
    parts = sum(run[name].value for name in ("contribution_volume", "price_variance", "cost_variance"))
    assert parts == pytest.approx(float(kept), **near) == pytest.approx(run["contribution_total"].value, **near)


def test_the_flexible_budget_lies_between():
    static, flexible, actual = budgets(MODEL.run("november").values)
    assert (static.cost, flexible.cost, actual.cost) == pytest.approx((280, 206.5, 206.5))
    run = MODEL.run("november")
    assert flexible.contribution - static.contribution == pytest.approx(run["contribution_volume"].value)
    assert actual.contribution - flexible.contribution == pytest.approx(run["price_variance"].value)


def test_stairs_end_where_the_actual_stands():
    for run in (MODEL.run("f"), MODEL.run("november"), MODEL.run(units=0), MODEL.run(planned_units=0, cost=4)):
        _static, _flexible, actual = budgets(run.values)
        for chart, end in ((run.chart, actual.revenue), (run.more[0][0], actual.contribution)):
            at = sorted((bar for bars in chart.bars for bar in bars.bars), key=lambda bar: bar.at)
            assert at[-1].end == pytest.approx(end)
            assert all(b.start == pytest.approx(a.end) for a, b in itertools.pairwise(at[:-1]))


# --- lights


def test_november():
    run = MODEL.run("november")
    assert lit(run) == {"revenue": "red", "contribution": "red", "running": "green", "cash": "red", "people": "amber"}
    assert "■ act: revenue, contribution and lowest cash ahead" in run.sentence and "▲ watch: people" in run.sentence


def test_the_five_months_are_all_on_plan_though_the_price_slips():
    assert set(lit(MODEL.run("f")).values()) == {"green"} and "all on plan" in MODEL.run("f").sentence


@pytest.mark.parametrize(
    ("units", "light"),
    [(180, "green"), (179.9, "amber"), (160, "amber"), (159.9, "red"), (500, "green"), (0, "red")],
)
def test_the_edge_belongs_to_the_better_light(units, light):
    """Of 200 units at 1: 10 % are missing at 180, 20 % at 160."""
    assert lit(MODEL.run(planned_units=200, units=units, planned_price=1, price=1))["revenue"] == light


@pytest.mark.parametrize(("before", "light"), [(0, "amber"), (10, "amber"), (11, "red"), (20, "red"), (21, "amber")])
def test_two_ambers_in_a_row(before, light):
    """10 of 12 people is amber; a month ago it was green, amber, or red already."""
    assert lit(MODEL.run("november", before_people=before))["people"] == light


def test_cash_below_a_month_of_fixed_cost_is_red_even_on_plan():
    run = MODEL.run(cash=400, planned_cash=400, planned_lowest=400)
    assert lit(run)["cash"] == "red" and "below a month" in run["light_cash"].note
    assert lit(MODEL.run(cash=420, planned_cash=420, planned_lowest=420))["cash"] == "green"
    # today's balance counts too, not only what lies ahead
    assert lit(MODEL.run(cash=400, planned_cash=400, planned_lowest=900))["cash"] == "red"


def test_where_nothing_was_planned_there_is_no_light():
    run = MODEL.run(planned_units=0, planned_people=0)
    assert lit(run)["revenue"] == lit(run)["people"] == "none"
    assert run["expected"].value is None and "nothing to hold" in run["light_people"].note


def test_no_average_hides_a_red():
    run = MODEL.run(people=0)
    assert list(lit(run).values()).count("green") == 4 and "■ act: people reached" in run.sentence


def test_what_is_not_green_wants_its_line():
    assert "missing" in MODEL.run("november")["line"].note
    assert "missing" not in MODEL.run("november", line="Works put off 42 sets; two shops asked; Olga; 12 Dec")["line"].note  # fmt: skip
    assert "missing" not in MODEL.run("f")["line"].note


# --- the gate


@pytest.mark.parametrize(
    ("changes", "word", "paid"),
    [
        ({"reached": 2}, "release", 200),
        ({}, "release less", 100),
        ({"reached": 0}, "hold", 0),
        ({"reached": 2, "late": 15}, "release", 200),
        ({"reached": 2, "late": 16}, "hold", 0),
        ({"reached": 2, "receipts": 80}, "release", 200),
        ({"reached": 2, "receipts": 79}, "hold", 0),
        ({"reached": 3, "purpose": 1}, "stop", 0),
        ({"reached": 2, "late": 16, "held": 60}, "hold", 0),
        ({"reached": 2, "late": 16, "held": 61}, "stop", 0),
        ({"milestones": 0}, "release", 200),  # nothing but what must hold
        ({"milestones": 1, "needed": 5}, "release", 200),  # more than there are: all are needed
        ({"milestones": 4, "needed": 3, "reached": 2}, "release less", 200 * 2 / 3),
    ],
)
def test_gates(changes, word, paid):
    run = MODEL.run("f", **changes)
    assert gate(run.values)[1].outcome == word
    assert run["gate"].value == pytest.approx(paid) and run["gate"].note
    assert word in run["gate"].text


@pytest.mark.parametrize(
    ("held", "told"),
    [(0, "for 60 more days at most"), (59, "for 1 more day at most"), (60, "hold, and its last day is today")],
)
def test_the_days_that_are_left(held, told):
    assert told in MODEL.run("f", reached=2, late=16, held=held).sentence


def test_a_red_month_does_not_stop_a_tranche():
    run = MODEL.run("november", late=9, reached=2)
    assert "red" in lit(run).values() and gate(run.values)[1].outcome == "release"


def test_the_reason_is_the_one_that_decided():
    assert MODEL.run("f", milestones=0)["gate"].note == "all that must hold does, and no milestone is asked for"
    assert MODEL.run("f", reached=2, late=20)["gate"].note == "report within 15 days: not met (20 days)"
    assert "milestones" in MODEL.run("f", reached=0)["gate"].note
    assert "61 days" in MODEL.run("f", reached=0, held=61)["gate"].note


@pytest.mark.parametrize(
    ("promise", "limit", "least", "room"),
    [(40.9, 40, 0, -0.0225), (1.38, 1.2, 1, 0.15), (1.0, 1.25, 1, -0.2), (40, 40, 0, 0), (5, 0, 1, None)],
)
def test_headroom(promise, limit, least, room):
    found = MODEL.run(promise=promise, limit=limit, at_least=least)["headroom"].value
    assert found == (None if room is None else pytest.approx(room))


def test_what_the_year_may_come_to():
    assert MODEL.run("f")["expected"].value == pytest.approx(2135 + 3724.8 * 2135 / 1984)


# --- the plan


def test_the_month_goes_into_the_plan_and_back_and_what_was_planned_stays():
    plan = cases.load("clothing")
    given = dict(month=6, product="workwear", units=118.0, price=3.05, cash=352.0, running=1002.0, people=10.0, line="put off")  # fmt: skip
    after = SECTION.write(plan, given)
    assert SECTION.read(after) == {**given, "product": "Workwear"}
    assert replace(after, actuals=()) == replace(plan, actuals=())
    assert after.actuals[:5] == plan.actuals
    second = SECTION.write(after, dict(month=6, product="Bags", units=200.0, price=1.1))
    assert [sold.product for sold in second.actuals[5].sold] == ["Workwear", "Bags"]
    assert second.actuals[5].cash == 352, "what was said of the month before stays"
    again = SECTION.write(second, dict(month=6, product="Workwear", price=3.2))
    assert {sold.product: (sold.units, sold.price) for sold in again.actuals[5].sold} == {"Workwear": (118, 3.2), "Bags": (200, 1.1)}  # fmt: skip


def test_half_an_answer_is_no_month():
    plan = cases.load("blank")
    for half in ({"units": 5}, {"price": 3}, {"month": 4}, {"planned_units": 9, "cost": 1}):
        assert SECTION.write(plan, half) == plan
    for lost in ({"cash": 12.0}, {"units": 5, "price": 3}):
        with pytest.raises(BadPlan, match="which month"):
            SECTION.write(plan, lost)
    assert SECTION.read(plan) == {}


@pytest.mark.parametrize("half", [{"units": 5.0}, {"price": 3.0}])
def test_units_without_a_price_are_named_and_not_lost_in_silence(half):
    with pytest.raises(BadPlan, match="one without the other"):
        SECTION.write(cases.load("blank"), {"month": 1, **half})


def test_a_price_alone_is_enough_where_the_units_stand():
    plan = cases.load("clothing")
    price = plan.actuals[1].sold[0].price
    for same_again in (price, price):
        plan = SECTION.write(plan, dict(month=2, product=plan.actuals[1].sold[0].product, price=same_again))
    assert plan.actuals[-1].sold[-1].price == price


def test_what_was_written_last_is_what_is_read():
    """An earlier month, mended later, is the one that comes back; the lesson then says nothing that is not so."""
    plan = cases.load("clothing")
    mended = SECTION.write(plan, dict(month=2, product="Workwear", units=126.0))
    found = SECTION.read(mended)
    assert (found["month"], found["product"], found["units"], found["price"]) == (2, "Workwear", 126, 3.05)
    assert {one.month for one in mended.actuals} == {1, 2, 3, 4, 5}
    assert [row[0] for row in my_months.table_of(mended).rows] == ["1", "2", "3", "4", "5"], (
        "shown in order all the same"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"month": 73, "cash": 1}, "months 1 to 72"),
        ({"product": "Hats", "units": 1, "price": 1}, "Hats"),
        ({"line": "Anna +7 914 123 45 67 did not come"}, "Counts only"),
        ({"line": "write to anna@example.org"}, "Counts only"),
    ],
)
def test_what_cannot_be_is_refused_and_named(given, told):
    with pytest.raises(BadPlan, match=told):
        SECTION.write(cases.load("clothing"), given)


def test_the_file_takes_it(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    save(cases.load("clothing"), my_plan.path())
    my_plan.write(SECTION, dict(month=6, product="Workwear", units=118, price=2.9, people=10))
    assert SECTION.read(my_plan.current())["units"] == 118
    assert any("Workwear" in flag.found and "average" in flag.found for flag in review(my_plan.current()))


def test_the_plans_own_month(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    assert my_months.planned() == {}, "the blank plan has no actuals, so no month is meant"
    save(cases.load("clothing"), my_plan.path())
    found = my_months.planned(6, "workwear", cash=352, running=1002)
    assert (found["planned_units"], found["planned_price"], found["planned_cost"]) == (160, 3.2, 1.75)
    assert found["planned_cash"] == pytest.approx(438.27, abs=0.01) and found["fixed"] == pytest.approx(420)
    assert found["rest"] == pytest.approx(3.2 * (164 + 5 * 168))
    last = my_months.planned()
    assert (last["product"], last["planned_units"]) == ("Uniforms", 101), "without a month, what was written last"
    for nonsense in ((0, ...), (99, ...), ("x", ...)):
        assert my_months.planned(*nonsense) == {}
    assert my_months.planned(6, "Hats") == {"product": "Hats"}, "so that the lesson can name it"
    assert my_months.planned(6, "bags")["product"] == "Bags"
    # September: 160 sets at 3.05 were sold and 138 at 3.2 planned, so nothing was missed
    assert my_months.planned(5, "Workwear")["before_revenue"] == 0
    # June: 40 uniforms at 2.4 of 64 at 2.4
    assert my_months.planned(2, "Uniforms")["before_revenue"] == pytest.approx(100 * 24 / 64)
    run = MODEL.run(**found)
    assert "tranche" not in run.sentence and run["headroom"].text == "no promise"


def test_what_nobody_answered_has_no_light(tmp_path, monkeypatch):
    """An empty cell is not zero, and not the case's number: it is held against nothing."""
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    save(cases.load("clothing"), my_plan.path())
    blank = my_months.planned(6, "Workwear", planned_people=12)
    assert lit(MODEL.run(**blank, units=118, price=3.05)) == {
        "revenue": "red", "contribution": "red", "running": "none", "cash": "none", "people": "none",
    }  # fmt: skip
    assert blank["cost"] == 1.75, "as planned, where it is not said"
    full = my_months.planned(6, "Workwear", planned_people=12, people=10, cost=1.9, cash=352)
    assert (full["planned_people"], full["cost"], full["planned_cash"]) == (12, 1.9, pytest.approx(438.27, abs=0.01))
    # the case knows the people of month 5, so they count without being typed again
    assert my_months.planned(5, "Workwear", planned_people=10)["planned_people"] == 10
    assert my_months.planned(cost=2) != {} and my_months.planned(99, cost=2) == {"cost": 2}


def test_all_months_of_the_plan(tmp_path, monkeypatch, capsys):
    plan = cases.load("clothing")
    table = my_months.table_of(plan)
    assert [row[0] for row in table.rows] == ["1", "2", "3", "4", "5"]
    assert table.rows[0][1:3] == ("636.8", "581.2") and table.rows[0][6] == lights.said("green")
    # 105 at 3.05 instead of 96 at 3.2, and bags and uniforms at their price
    assert float(table.rows[0][4].replace("−", "-")) == pytest.approx(-0.15 * 105, abs=0.1)
    worse = plan
    for month in (6, 7):
        for product, share in (("Workwear", 0.85), ("Bags", 0.85), ("Uniforms", 0.85)):
            units = forecast(plan)[f"units/{product}"][month] * share
            price = forecast(plan)[f"price/{product}"][month]
            worse = SECTION.write(worse, dict(month=month, product=product, units=units, price=price))
    last = my_months.table_of(worse).rows[-2:]
    assert [row[6] for row in last] == ["▲ watch", "■ act"] and [row[7] for row in last] == ["missing", "missing"]
    assert my_months.table_of(cases.load("blank")) is None
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    my_months.show()
    assert "no month with sales" in capsys.readouterr().out


# --- the task, two ways


def test_the_tasks_variances():
    run = MODEL.run(planned_units=900, planned_price=1.1, planned_cost=0.4, units=820, price=1.2, cost=344 / 820)
    assert run["price_variance"].value == pytest.approx(82) == pytest.approx(820 * 0.1)
    assert run["volume_variance"].value == pytest.approx(-88) == pytest.approx(-80 * 1.1)
    assert run["total"].value == pytest.approx(-6) == pytest.approx(984 - 990)
    assert run["contribution_volume"].value == pytest.approx(-56) == pytest.approx(-80 * 0.7)
    assert run["cost_variance"].value == pytest.approx(-16) == pytest.approx(820 * 0.4 - 344)


def test_the_tasks_tranche():
    made = decide(240, [Condition("all", True)], [Condition(str(n), met) for n, met in enumerate((True, True, False, None))], k=3)  # fmt: skip
    run = MODEL.run(tranche=240, milestones=4, needed=3, reached=2, late=12, receipts=100 * 150 / 180)
    assert made.amount == pytest.approx(160) == pytest.approx(run["gate"].value) == pytest.approx(240 * 2 / 3)
    assert lights.value("receipts") * 180 == pytest.approx(144) and 150 > 144
