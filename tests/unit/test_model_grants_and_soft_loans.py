"""The grant model: the curriculum's numbers, plain loops and another library beside it, and edges that bite."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import cases, money, support
from venture.expression import Formula
from venture.forecast import forecast
from venture.models import load
from venture.models.grants_and_soft_loans import cash, eligible_cost, soft_loan, tranches, way_out
from venture.plan import Loan
from venture.planfile.problems import BadPlan
from venture.sections.grants_and_soft_loans import NOT_SPLIT, SECTION

MODEL = load("grants_and_soft_loans")


# --- the curriculum's numbers


def test_the_soft_loan_is_the_curriculums():
    result = MODEL.run("b")
    assert result["value"].value == pytest.approx(3281.69, abs=5e-3)
    assert result["element"].value == pytest.approx(1718.31, abs=5e-3)
    assert result["element_share"].text == "34.4 %"


def test_with_a_year_of_grace():
    result = MODEL.run("b_grace")
    assert result["value"].value == pytest.approx(2965.91, abs=5e-3)
    assert result["element"].value == pytest.approx(2034.09, abs=5e-3)
    assert result["element_share"].text == "40.7 %" and result["share"].text == "34.7 %"


def test_share_of_support():
    result = MODEL.run("b")
    assert result["share"].value == pytest.approx((900 + 1718.31 / 5 + 150) / 4200, abs=1e-5)
    assert result["share"].text == "33.2 %"
    assert result["grant_share"].value == pytest.approx(900 / 5100)


def test_tranches_of_600():
    assert [one.amount for one in tranches(MODEL.values())] == pytest.approx([240, 210, 150])


def test_the_answer_key_at_24_percent():
    result = MODEL.run("b", market=24)
    assert result["element"].value == pytest.approx(2103.26, abs=5e-3)
    assert result["element_share"].text == "42.1 %"


# --- a second way


def test_the_loan_by_adding_up_each_payment():
    by_hand = sum(5000 / 60 / 1.015**month for month in range(1, 61))
    assert MODEL.run("b")["value"].value == pytest.approx(by_hand)
    with_grace = sum(5000 / 48 / 1.015**month for month in range(13, 61))
    assert MODEL.run("b_grace")["value"].value == pytest.approx(with_grace)


def test_the_loan_by_another_library():
    pyxirr = pytest.importorskip("pyxirr")
    assert -pyxirr.pv(0.015, 60, 5000 / 60) == pytest.approx(MODEL.run("b")["value"].value)


def test_the_cases_own_loan_has_the_same_gift():
    (loan,) = cases.load("tourism").loans
    assert support.soft_loan(loan).grant_element == pytest.approx(MODEL.run("b")["element"].value)


def test_cash_with_a_pencil():
    account, spent = 200.0, 800 / 12
    comes = {1: 240, 5: 210, 9: 150}
    agreed, late = [account], [account]
    for month in range(1, 13):
        agreed.append(agreed[-1] - spent + comes.get(month, 0))
        late.append(late[-1] - spent + {1: 240, 8: 210, 9: 150}.get(month, 0))
    found = cash(MODEL.values())
    assert found.planned == pytest.approx(agreed) and found.late == pytest.approx(late)
    result = MODEL.run("b")
    assert result["lowest_late"].value == pytest.approx(-80 / 3) and "month 7" in result["lowest_late"].note
    assert result["lowest"].value == pytest.approx(0, abs=1e-9)
    assert result["missing"].value == pytest.approx(80 / 3)


def test_against_receipts_nobody_is_late_and_the_account_is_empty():
    result = MODEL.run("b_receipts")
    assert result["missing"].value == pytest.approx(150)
    assert "as agreed" in result.sentence


def test_the_way_out_step_by_step():
    path = way_out(MODEL.values())
    share = (900 + 5000 / 5 * 0.34366218524 + 150) / 4200
    for year, one in enumerate(path):
        wanted = share - (share - 0.15) * year / 3
        assert one.share == pytest.approx(wanted)
        assert one.support == pytest.approx(wanted * 4200 * 1.1**year)
    assert path[-1].to_replace == pytest.approx(share * 4200 - 0.15 * 4200 * 1.331)


# --- what must hold for every grant and loan


@given(
    grant=st.integers(0, 5000),
    cofinancing=st.integers(0, 70),
    share_1=st.integers(0, 100),
    share_2=st.integers(0, 100),
    late=st.integers(0, 12),
    which=st.integers(1, 3),
    in_kind=st.integers(0, 100),
)
def test_what_comes_and_goes_adds_up(grant, cofinancing, share_1, share_2, late, which, in_kind):
    v = MODEL.values(
        grant=grant, cofinancing=cofinancing, share_1=share_1, share_2=share_2, late=late, which=which, match_in_kind=in_kind
    )  # fmt: skip
    assert sum(one.amount for one in tranches(v)) == pytest.approx(grant)
    assert all(one.amount >= -1e-9 for one in tranches(v))
    own_cash = grant / (1 - cofinancing / 100) * cofinancing / 100 * (1 - in_kind / 100)
    found = cash(v)
    assert found.planned[-1] == pytest.approx(200 - own_cash), "at the end only the own cash is gone"
    assert found.late[-1] == pytest.approx(found.planned[-1]), "a delay changes no sum"
    assert all(late <= planned + 1e-9 for late, planned in zip(found.late, found.planned, strict=True))


@given(
    loan=st.integers(1, 9000),
    rate=st.integers(0, 30),
    market=st.integers(5, 35),
    months=st.integers(1, 120),
    grace=st.integers(0, 60),
)
def test_a_loan_at_the_markets_rate_gives_nothing_away(loan, rate, market, months, grace):
    v = MODEL.values(loan=loan, loan_rate=rate, market=market, loan_months=months, loan_grace=grace)
    element = soft_loan(v).grant_element
    assert (element > 0) == (rate < market) or abs(element) < 1e-6 * loan
    same = soft_loan(MODEL.values(loan=loan, loan_rate=market, market=market, loan_months=months, loan_grace=grace))
    assert same.grant_element == pytest.approx(0, abs=1e-6 * loan)


# --- edges


def test_nothing_earned_has_no_share_and_no_way_out():
    result = MODEL.run("b", earned=0)
    assert result["share"].text == "n/a" and not result.more and "nothing is earned" in result.sentence


def test_no_loan_no_grant_element():
    result = MODEL.run("b", loan=0)
    assert result["element"].value == 0 and result["element_share"].text == "n/a"
    assert "gift" not in result.sentence


def test_no_grant():
    result = MODEL.run("b", grant=0)
    assert result["eligible"].value == 0 and result["lowest_late"].value == 200
    assert "There is no grant here" in result.sentence


def test_a_loan_dearer_than_the_market_is_not_soft():
    result = MODEL.run("b", loan_rate=25)
    assert result["element"].value < 0 and "dearer than the market" in result.sentence


def test_shares_above_all_are_cut():
    assert MODEL.run("b", share_1=80, share_2=80)["tranches"].text == "480, 120 and 0 ₽ thousand"


def test_a_target_that_is_reached_needs_no_way_out():
    assert not MODEL.run("b", target=50).more and MODEL.run("b", target=50)["to_replace"].value == 0


def test_months_below_zero_are_shaded_where_the_line_is():
    (zone,) = MODEL.run("b").chart.zones
    assert (zone.start, zone.end) == (6.5, 7.5)
    assert [line.label for line in MODEL.run("b").chart.lines] == ["tranche 2, 3 months late", "as agreed"]
    assert len(MODEL.run("b", late=0).chart.lines) == 1


def test_in_kind_is_neither_spent_nor_received():
    result = MODEL.run("b", match_in_kind=50)
    assert result["eligible"].value == pytest.approx(800)
    assert cash(MODEL.values(match_in_kind=50)).planned[12] == pytest.approx(100)


# --- the plan


def test_answers_go_into_the_plan_and_come_back():
    answers = dict(
        grant=500.0, share_1=50.0, share_2=30.0, month_1=2, month_2=6, month_3=11, loan=800.0, loan_rate=5.0, market=20.0,
        loan_months=36, loan_grace=6, in_kind=75.0, late=4, earned=900.0,
    )  # fmt: skip
    plan = SECTION.write(cases.load("blank"), answers)
    (grant,) = plan.grants
    assert [(one.amount, one.month) for one in grant.tranches] == [(250, 2), (150, 6), (100, 11)]
    assert grant.status == "requested"
    (loan,) = plan.loans
    assert (loan.amount, loan.rate, loan.market_rate, loan.term, loan.grace) == (800, 0.05, 0.2, 36, 6)
    assert plan.in_kind[0].name == NOT_SPLIT
    read = SECTION.read(plan)
    assert read == {name: value for name, value in answers.items() if name not in ("late", "earned")}


def test_a_new_sum_keeps_the_shape_of_the_tranches():
    plan = cases.load("tourism")
    after = SECTION.write(plan, {"grant": 1800.0})
    assert [one.amount for one in after.grants[0].tranches] == [600, 1200]
    assert after.grants[0].tranches[0].condition == plan.grants[0].tranches[0].condition
    assert after.grants[1:] == plan.grants[1:] and after.loans == plan.loans


def test_conditions_stay_where_months_change():
    plan = cases.load("children")
    plan = replace(plan, grants=plan.grants[1:])
    after = SECTION.write(plan, {"month_2": 8})
    assert [one.month for one in after.grants[0].tranches] == [1, 8, 9]
    assert [one.amount for one in after.grants[0].tranches] == [240, 210, 150]
    assert after.grants[0].tranches[1].condition == plan.grants[0].tranches[1].condition


def test_the_loan_of_module_9_is_taken_for_the_soft_one_and_not_doubled():
    plan = replace(cases.load("blank"), loans=(Loan(name="Loan", amount=300, rate=0.04, term=24),))
    after = SECTION.write(plan, {"loan": 300.0, "market": 18.0})
    assert len(after.loans) == 1 and after.loans[0].market_rate == 0.18 and after.loans[0].term == 24
    assert len(SECTION.write(plan, {"loan": 500.0, "market": 18.0}).loans) == 2


def test_nothing_is_taken_out_by_0():
    plan = SECTION.write(cases.load("tourism"), {"grant": 0.0, "loan": 0.0, "in_kind": 150.0})
    assert len(plan.grants) == 3 and plan.loans == () and plan.in_kind == cases.load("tourism").in_kind
    blank = cases.load("blank")
    assert SECTION.write(blank, {"grant": 0.0, "loan": 0.0, "in_kind": 0.0, "market": 18.0}) == blank


def test_the_forecast_takes_a_plan_that_the_lesson_wrote():
    plan = SECTION.write(cases.load("blank"), {"grant": 200.0, "loan": 100.0, "market": 18.0, "loan_months": 24})
    f = forecast(replace(plan, grants=(replace(plan.grants[0], status="agreed"),)))
    assert sum(f["income_grants_received"]) == pytest.approx(200)


# --- the task, two ways


def test_task_1_month_by_month():
    i, owed = 0.04 / 12, 1600.0
    payment = 1600 * i / (1 - (1 + i) ** -48)
    for _month in range(48):
        owed += owed * i - payment
    assert owed == pytest.approx(0, abs=1e-9) and payment == pytest.approx(36.126, abs=5e-4)
    worth = sum(payment / (1 + 0.2 / 12) ** month for month in range(1, 49))
    soft = support.soft_loan(Loan(name="Fund", amount=1600, rate=0.04, term=48), 0.2)
    assert 1600 - worth == pytest.approx(soft.grant_element) == pytest.approx(412.81, abs=5e-3)


def test_task_2_month_by_month():
    account, lowest = 125.0, 125.0
    for month in range(1, 11):
        account += {1: 200, 7: 200, 8: 100}.get(month, 0) - 62.5
        lowest = min(lowest, account)
    result = MODEL.run(
        grant=500, cofinancing=20, share_1=40, share_2=40, month_1=1, month_2=4, month_3=8, project_months=10, cash=125, late=3
    )  # fmt: skip
    assert eligible_cost(500, 0.2) == result["eligible"].value == pytest.approx(625)
    assert result["lowest_late"].value == pytest.approx(lowest) == pytest.approx(-50)
    assert result["lowest"].value == pytest.approx(0, abs=1e-9), "as agreed it fits to the rouble"


def test_task_3_is_the_engines_grant_element():
    formula = Formula.read("loan - payment * (1 - (1 + rate)^(-months)) / rate", ("loan", "payment", "months", "rate"))
    found = formula.value(loan=5000, payment=5000 / 60, months=60, rate=0.015)
    assert found == pytest.approx(MODEL.run("b")["element"].value)
    assert found == pytest.approx(5000 - money.pv(0.015, 60, -5000 / 60))


def test_task_5_has_the_engines_numbers():
    last = support.exit_path(380 + 90 + 25, 1500, 0.15, 3, 0.10)[-1]
    assert (last.earned, last.support, last.to_replace) == pytest.approx((1996.5, 299.475, 195.525))
    assert pytest.approx(0.33) == (380 + 90 + 25) / 1500
    assert pytest.approx(last.to_replace, abs=0.05) == 80 + 90 + 25.5


def test_a_loan_of_half_a_year_gives_its_gift_once():
    short = MODEL.run("b", loan_months=6)
    assert short["element_a_year"].value == pytest.approx(short["element"].value)
    two_years = MODEL.run("b", loan_months=24)
    assert two_years["element_a_year"].value == pytest.approx(two_years["element"].value / 2)


# --- what is said agrees with what is counted


def test_where_revenue_outgrows_the_target_nothing_must_be_replaced():
    grown = MODEL.run("b", growth=50, target=30)
    assert grown["to_replace"].value == 0 and grown["to_replace"].text == "0 ₽ thousand a year"
    (_chart, alt) = grown.more[0]
    assert "−" not in alt and "no less than today" in alt


def test_one_month_and_one_year_are_said_as_one():
    result = MODEL.run("b", late=1, years=1)
    assert "with tranche 2 a month late" in result.alt and "% in a year;" in result.more[0][1]
    assert result.chart.lines[0].label == "tranche 2, a month late"


def test_a_picture_without_a_delay_or_a_grant_does_not_tell_of_one():
    assert "late" not in MODEL.run("b", late=0).alt
    assert MODEL.run("b", grant=0).alt.endswith("There is no grant.")


def test_a_loan_at_the_market_rate_is_no_gift():
    result = MODEL.run("b", loan_rate=18)
    assert "nothing of it is a gift" in result.sentence and "(0.0 %)" not in result.sentence
    assert result["element"].text == "0 ₽ thousand"


@pytest.mark.parametrize("name", ["blank", "tourism"])
def test_a_soft_loan_without_a_month_for_payments_is_refused_and_named(name):
    with pytest.raises(BadPlan, match=r"Grace: found “24”.*than the term, 12"):
        SECTION.write(cases.load(name), {"loan": 400, "loan_months": 12, "loan_grace": 24})
