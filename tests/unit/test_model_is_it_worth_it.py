"""The numbers of module 11: the curriculum's, by hand, by another library, and where a rate of return breaks."""

import random
from datetime import date
from itertools import pairwise

import pytest
import pyxirr

from venture import appraisal, cases, money
from venture.forecast import forecast
from venture.lessons import is_it_worth_it as lesson
from venture.models import load
from venture.models.is_it_worth_it import deflated, flows_of, inflated, sign_changes
from venture.sections.is_it_worth_it import flows_of as flows_of_plan
from venture.sections.is_it_worth_it import from_plan, into_plan

MODEL = load("is_it_worth_it")
E = [-2600, 620, 640, 655, 670, 690, 700, 710, 720]


def test_case_e_is_the_curriculums():
    result = MODEL.run("e")
    found = {name: round(result[name].value, 3) for name in ("irr", "mirr", "index")}
    assert found == {"irr": 19.252, "mirr": 14.431, "index": 1.188}
    assert round(result["npv"].value, 2) == 488.54
    assert (round(result["payback"].value, 2), round(result["discounted_payback"].value, 2)) == (4.02, 6.17)
    assert round(MODEL.run("e", rate=16)["npv"].value, 2) == 286.44
    assert round(MODEL.run("e", reinvest_rate=8)["mirr"].value, 3) == 13.429
    assert result.sentence == (
        "At 14 % a year (with inflation) this is worth 488.54 ₽ thousand more today than it costs; it returns 19.252 % a year; "
        "what goes out is back after 4.02 years."
    )


def test_case_e_by_hand_and_by_another_library():
    by_hand = -2600 + sum(flow / 1.14**year for year, flow in enumerate(E) if year)
    result = MODEL.run("e")
    assert result["npv"].value == pytest.approx(by_hand)
    assert result["irr"].value == pytest.approx(pyxirr.irr(E) * 100)
    assert result["mirr"].value == pytest.approx(pyxirr.mirr(E, 0.14, 0.10) * 100)
    grown = sum(flow * 1.10 ** (8 - year) for year, flow in enumerate(E) if year)
    assert result["mirr"].value == pytest.approx(((grown / 2600) ** (1 / 8) - 1) * 100)
    assert result["payback"].value == pytest.approx(4 + 15 / 690)


def test_the_cases_plan_and_the_models_defaults_are_one():
    plan = cases.load("energy")
    read = from_plan(plan)
    for name, value in MODEL.values().items():
        if name in read and not (name.startswith("flow_") and int(name[5:]) > 8):
            assert value == pytest.approx(read[name]), name
    assert MODEL.run("e")["npv"].value == pytest.approx(appraisal.npv(forecast(plan)))


def test_flows_and_rate_of_two_kinds_are_refused_and_nothing_is_computed():
    for kinds, fits in (({"rate_with": 0}, 20.84), ({"flows_with": 0}, 7.547)):
        result = MODEL.run("e", **kinds)
        assert "nothing is computed" in result.sentence
        assert result["fitting_rate"].value == pytest.approx(fits, abs=5e-4)
        values = [figure.value for figure in result.figures if figure.name != "fitting_rate"]
        assert values and set(values) == {None}
        said = result.sentence + result.alt + "".join(figure.text for figure in result.figures)
        assert "488" not in said and "318" not in said and "123.5" not in said
        assert not result.chart.lines and not result.more


def test_both_kinds_give_the_same_worth_and_the_mixtures_do_not():
    real, rate = deflated(E, 0.06), 1.14 / 1.06 - 1
    assert MODEL.run("e")["other_way"].value == pytest.approx(MODEL.run("e")["npv"].value)
    changes = {f"flow_{year}": round(flow, 6) for year, flow in enumerate(real) if year}
    without = MODEL.run("e", **changes, rate=rate * 100, flows_with=0, rate_with=0)
    assert without["npv"].value == pytest.approx(488.54, abs=0.005)
    assert without["other_way"].value == pytest.approx(488.54, abs=0.005)
    assert inflated(real, 0.06) == pytest.approx(E)
    table = {row[4] for row in lesson.kinds().rows}
    assert table == {"488.54", "1\u202f318.08", "−123.54"}


def test_two_rates_are_both_named_and_none_is_the_return():
    result = MODEL.run("two_rates")
    assert result["irr"].value is None and result["irr"].text == "2 rates: 10 % and 20 %"
    assert "none of them is the return" in result.sentence
    assert [mark.x for mark in result.chart.marks if mark.y == 0] == pytest.approx([10, 20])
    assert [(round(zone.start, 6), round(zone.end, 6)) for zone in result.chart.zones] == [(0, 10), (20, 40)]
    assert result["mirr"].value == pytest.approx(pyxirr.mirr([-1000, 2300, -1320], 0.14, 0.10) * 100)


def test_no_rate_and_no_flows_are_said():
    assert "it has no IRR" in MODEL.run("e", level=0).sentence
    assert MODEL.run("e", level=0)["irr"].text == "none"
    nothing = MODEL.run("e", outlay=0, level=0)
    assert nothing["npv"].value == 0 and "exactly what it costs" in nothing.sentence
    assert MODEL.run("e", outlay=0)["index"].value is None


def test_money_that_comes_first_is_not_called_a_return():
    result = MODEL.run("e", outlay=0, years=2, flow_1=500, flow_2=-550)
    assert "it returns" not in result.sentence and "at 10 % it is worth exactly what it costs" in result.sentence


def test_the_gap_grant_closes_the_gap():
    result = MODEL.run("e", level=80)
    assert result["gap"].value == pytest.approx(-result["npv"].value) == pytest.approx(129.17, abs=0.005)
    closed = MODEL.run("e", level=80, outlay=2600 - result["gap"].value)
    assert closed["npv"].value == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_every_rate_is_found_that_a_fine_search_finds(seed):
    chance = random.Random(seed)
    years = chance.randint(2, 7)
    changes = {f"flow_{year}": chance.randrange(-2000, 2000, 5) for year in range(1, years + 1)}
    result = MODEL.run("e", outlay=chance.randrange(0, 2000, 50), years=years, **changes)
    flows = flows_of(result.values)
    grid = [-0.9 + step * 0.002 for step in range(3000)]
    worth = [sum(flow / (1 + rate) ** year for year, flow in enumerate(flows)) for rate in grid]
    crossings = sum((a < 0) != (b < 0) for a, b in pairwise(worth))
    roots = [root for root in money.irr_all(flows) if -0.9 < root < grid[-1]]
    assert len(roots) >= crossings
    assert len(money.irr_all(flows)) <= sign_changes(flows) == result["sign_changes"].value


def test_the_lessons_other_numbers():
    known = lesson.figures()
    assert known["XIRR, %"] == round(pyxirr.xirr(dict(lesson.DATED)) * 100, 3) == 19.944
    assert known["XNPV"] == 230.6
    assert (known["post-money"], known["pre-money"]) == (6000, 5100)
    assert known["NPV, a year late"] == round(
        -2600 + (sum(flow / 1.14**year for year, flow in enumerate(E) if year)) / 1.14, 2
    )
    assert known["NPV with today in the function"] == round(pyxirr.npv(0.14, [0, *E]), 2)
    assert known["grown at 8 %"] == round(sum(flow * 1.08 ** (8 - year) for year, flow in enumerate(E) if year), 2)
    assert lesson.DATES[0] == date(2025, 2, 10)


def test_the_task_two_ways():
    flows = [-900, 240, 280, 310, 320, 260]
    years = {f"flow_{year}": flow for year, flow in enumerate(flows) if year}
    result = MODEL.run(outlay=900, rate=15, years=5, finance_rate=15, reinvest_rate=9, **years)
    assert round(result["npv"].value, 2) == 36.47 == round(pyxirr.npv(0.15, flows), 2)
    assert round(result["mirr"].value, 2) == 13.28 == round(pyxirr.mirr(flows, 0.15, 0.09) * 100, 2)
    assert round(sum(flow * 1.09 ** (5 - year) for year, flow in enumerate(flows) if year), 2) == 1678.50
    stage = [-400, 980, -588]
    assert money.irr_all(stage) == pytest.approx((0.05, 0.40))
    assert round(pyxirr.npv(0.2, stage), 2) == 8.33 and pyxirr.npv(0.02, stage) < 0
    boiler, pump = (paid + yearly * (1 - 1.08**-10) / 0.08 for paid, yearly in ((600, 150), (1150, 60)))
    assert (round(boiler, 1), round(pump, 1)) == (1606.5, 1552.6)
    assert round(pyxirr.irr([-550] + [90] * 10), 3) == 0.101


class TestThePlansSection:
    def test_answers_come_back(self):
        given = {
            "rate": 12.0,
            "years": 6.0,
            "flows_with": 0.0,
            "rate_with": 1.0,
            "inflation": 5.0,
            "finance_rate": 11.0,
        }
        plan = into_plan(cases.load("blank"), given)
        assert {name: value for name, value in from_plan(plan).items() if name in given} == given
        assert (plan.appraisal.flows, plan.appraisal.rate_is, plan.appraisal.rate) == ("real", "nominal", 0.12)

    def test_the_flows_are_the_forecasts_and_go_on_as_its_last_year(self):
        plan = cases.load("children")
        flows = flows_of_plan(plan)
        assert flows[: plan.appraisal.years + 1] == pytest.approx(appraisal.flows(forecast(plan)).annual)
        assert len(flows) == 16 and len({round(flow, 6) for flow in flows[6:]}) == 1

    def test_what_the_model_has_no_room_for_is_left_out(self):
        read = from_plan(cases.load("heritage"))
        for name, value in read.items():
            assert MODEL.input(name).take(value) == value


def test_a_rate_beyond_what_is_searched_is_not_called_none():
    assert "the one rate that brings it to zero lies beyond" in MODEL.run("e", outlay=1).sentence
    assert "lies beyond" in MODEL.run("e", outlay=1)["irr"].note
    assert "not back within a year" in MODEL.run("e", years=1).sentence
