"""The loan model: the curriculum's numbers, plain loops and another library beside it, and edges that bite."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import appraisal, cases, money
from venture.expression import Formula
from venture.forecast import forecast
from venture.guide import guide
from venture.models import load
from venture.models.loans_and_debt_capacity import cfads, cover, dscr_of, largest_loan, loan_of, schedule, years
from venture.plan import FixedCost, Loan, Plan, Product, StepCost, Tax
from venture.planfile.problems import BadPlan
from venture.sections.loans_and_debt_capacity import SECTION

MODEL = load("loans_and_debt_capacity")
WORKSHOP = dict(amount=900, rate=12, months=36, grace=4)


def by_hand(amount, rate, months, payment, grace=0):
    """The schedule with a pencil: (interest, principal, owed) of each month."""
    found, owed = [], amount
    for month in range(1, months + 1):
        interest = owed * rate / 100 / 12
        principal = 0 if month <= grace else payment - interest
        owed -= principal
        found.append((interest, principal, owed))
    return found


# --- the curriculum's numbers


def test_case_a_is_the_curriculums():
    result = MODEL.run("a")
    assert result["payment"].value == pytest.approx(33.4134, abs=5e-5)
    assert result["interest"].value == pytest.approx(257.36, abs=5e-3)
    assert result["service"].value == pytest.approx(400.96, abs=5e-3)
    without = MODEL.run("a_no_grace")
    assert without["payment"].value == pytest.approx(29.8621, abs=5e-5)
    assert without["interest"].value == pytest.approx(233.38, abs=5e-3)


@pytest.mark.parametrize(
    ("children", "dscr"),
    [(56, -0.38), (58, 0.04), (60, 0.45), (62, 0.87), (64, 1.28), (66, 1.70), (68, 2.11), (70, 2.53)],
)
def test_dscr_by_children(children, dscr):
    found = MODEL.run("a", volume=children)["dscr"].value
    assert found == pytest.approx(dscr, abs=5e-3)
    by_pencil = 12 * (children * (9.4 * 0.94 - 1.9) - 245 - 52 * -(-children // 24)) / (12 * 33.41342103)
    assert found == pytest.approx(by_pencil)


def test_effective_rates():
    assert MODEL.run("a")["charged"].value == pytest.approx(0.09381, abs=5e-6)
    fee = MODEL.run("a_fee")["effective"].value
    assert fee == pytest.approx(0.10432, abs=5e-6)
    assert (1 + fee) ** (1 / 12) - 1 == pytest.approx(0.0083037, abs=5e-8)
    assert MODEL.run("a", fee=3)["effective"].value == pytest.approx(0.10972, abs=5e-6)


def test_the_answer_key_of_the_curriculum():
    tenth = schedule(loan_of(MODEL.values()))[9]
    assert tenth.principal == pytest.approx(24.967, abs=5e-4)
    assert tenth.owed == pytest.approx(1101.242, abs=5e-4)


# --- a second way


@pytest.mark.parametrize("name", ["a", "a_no_grace"])
def test_the_schedule_is_a_pencils(name):
    v = MODEL.values(**MODEL.preset(name).values)
    payment = MODEL.run(name)["payment"].value
    ours = [(one.interest, one.principal, one.owed) for one in schedule(loan_of(v))]
    for mine, pencil in zip(ours, by_hand(1200, 9, 48, payment, int(v.grace)), strict=True):
        assert mine == pytest.approx(pencil, abs=1e-7)


def test_the_schedule_is_that_of_the_spreadsheets_functions():
    months = schedule(loan_of(MODEL.values()))
    for k in range(1, 43):
        assert months[5 + k].interest == pytest.approx(-money.ipmt(0.09 / 12, k, 42, 1200))
        assert months[5 + k].principal == pytest.approx(-money.ppmt(0.09 / 12, k, 42, 1200))
    equal = schedule(loan_of(MODEL.values(kind=2, grace=0)))
    for k in range(48):
        assert equal[k].interest == pytest.approx(-money.ispmt(0.09 / 12, k, 48, 1200), abs=1e-9)


def test_the_effective_cost_by_another_library():
    pyxirr = pytest.importorskip("pyxirr")
    months = schedule(loan_of(MODEL.values(fee=2)))
    i = pyxirr.irr([1200 * 0.98, *(-one.paid for one in months)])
    assert MODEL.run("a_fee")["effective"].value == pytest.approx((1 + i) ** 12 - 1, rel=1e-9)


def test_the_plans_forecast_has_the_same_cover():
    """The same venture as a plan, month by month, without a lag in its payments: one definition in both."""
    plan = Plan(
        name="Centre",
        start=(2027, 1),
        months=48,
        products=(Product(name="Places", price=9.4, variable_cost=1.9, volume=(64.0,)),),
        step_costs=(StepCost(name="Teachers", amount=52, per=24),),
        fixed_costs=(FixedCost(name="All", amount=245),),
        loans=(Loan(name="Bank", amount=1200, rate=0.09, term=48, grace=6),),
        tax=Tax(regime="revenue levy", rate=0.06, every=1),
    )
    f = forecast(plan)
    ours = years(MODEL.values())
    for year, theirs in appraisal.dscr_annual(f).items():
        assert ours[year - 1].dscr() == pytest.approx(theirs, rel=1e-6)
    assert MODEL.run("a")["dscr"].value == pytest.approx(appraisal.dscr_minimum(f), rel=1e-6)
    assert f["interest"][10] == pytest.approx(schedule(plan.loans[0])[9].interest)


@given(available=st.floats(-1e6, 1e6), service=st.one_of(st.just(0.0), st.floats(0, 1e6)))
def test_the_cover_is_the_engines(available, service):
    assert dscr_of(available, service) == appraisal.dscr(available, service)


# --- what must hold for every loan


@given(
    amount=st.integers(1, 9000),
    rate=st.integers(0, 160).map(lambda n: n / 4),
    months=st.integers(1, 120),
    grace=st.integers(0, 119),
    kind=st.integers(1, 3),
    balloon=st.integers(0, 100),
    capitalised=st.integers(0, 1),
)
def test_every_loan_is_paid_back_and_its_payments_are_worth_it(amount, rate, months, grace, kind, balloon, capitalised):
    v = MODEL.values(
        amount=amount, rate=rate, months=months, grace=grace, kind=kind, balloon=balloon, capitalised=capitalised
    )
    loan = loan_of(v)
    every = schedule(loan)
    assert len(every) == months and every[-1].owed == 0
    assert all(one.interest >= 0 and one.principal >= -1e-6 * amount for one in every)
    worth = sum(one.paid / (1 + rate / 1200) ** one.month for one in every)
    assert worth == pytest.approx(amount, rel=1e-7), "at the loan's own rate its payments are worth the loan"
    result = MODEL.compute(v)
    assert result["effective"].value == pytest.approx(money.effect(rate / 100, 12), abs=1e-7)


@given(volume=st.integers(1, 120), target=st.integers(20, 40).map(lambda n: n / 20), amount=st.integers(1, 5000))
def test_the_largest_loan_is_exactly_at_the_limit(volume, target, amount):
    v = MODEL.values(volume=volume, target=target, amount=amount)
    most = largest_loan(v, target)
    if cfads(v) <= 0:
        assert most == 0
        return
    at_most = cover(MODEL.values(volume=volume, target=target, amount=most)).dscr()
    assert at_most == pytest.approx(target)


def test_the_volumes_of_the_limit_are_found_by_trying_all():
    for target in (1, 1.15, 1.25, 2):
        safe = MODEL.run("a", target=target)["needed"].value
        tried = [q for q in range(1, 200) if MODEL.run("a", volume=q)["dscr"].value >= target]
        assert safe == next(q for q in tried if set(range(q, 200)) <= set(tried))


# --- edges


def test_without_debt_service_there_is_no_dscr():
    result = MODEL.run("a", amount=0)
    assert result["dscr"].value is None and result["dscr"].text == "n/a"
    assert result["headroom"].text == "n/a" and not result.more
    assert "no DSCR" in result.sentence and "n/a" in {cell for row in result.table.rows for cell in row}
    assert result["largest"].value == pytest.approx(MODEL.run("a")["largest"].value)


def test_a_year_of_capitalised_grace_has_none_either():
    result = MODEL.run("a", capitalised=1, grace=12)
    assert result["dscr_year_1"].text == "n/a" and result.table.rows[0][-1] == "n/a"
    assert result["dscr"].value > 0


def test_a_negative_cover_is_shown():
    result = MODEL.run("a", volume=56)
    assert result["dscr"].text == "−0.38" and "nothing is left for the bank" in result.sentence


def test_grants_stand_in_a_number_of_their_own():
    plain, granted = MODEL.run("a"), MODEL.run("a", grants=20)
    assert granted["dscr"].value == plain["dscr"].value
    assert granted["dscr_grants"].value == pytest.approx((42.904 + 20) * 12 / 400.96105, abs=1e-5)
    assert granted["largest"].value == plain["largest"].value, "capacity is counted without grants"
    assert [line.label for line in granted.more[0][0].lines] == ["DSCR without grants", "DSCR with grants"]


def test_months_of_interest_alone_flatter():
    result = MODEL.run("a")
    assert result["dscr_year_1"].value == pytest.approx(42.904 * 12 / (6 * 9 + 6 * 33.41342103))
    assert result["dscr_full"].value == pytest.approx(result["dscr"].value)


def test_a_balloon_shows_in_the_heaviest_months():
    result = MODEL.run("a", kind=3, balloon=50)
    assert result["last"].value == pytest.approx(result["payment"].value + 600)
    assert result["dscr"].value < 0.7 < 2 < result["dscr_full"].value


def test_a_grace_as_long_as_the_loan_leaves_a_month_for_the_principal():
    result = MODEL.run("a", months=3, grace=24)
    assert "After 2 months" in result.sentence and result["payment"].value == pytest.approx(1209)


def test_a_loan_shorter_than_a_year_is_covered_by_its_own_months():
    result = MODEL.run("a", months=6, grace=0)
    assert result["dscr"].value == pytest.approx(42.904 * 6 / (6 * result["payment"].value))


def test_no_interest_is_the_loan_divided():
    result = MODEL.run("a", rate=0)
    assert result["payment"].value == pytest.approx(1200 / 42) and result["effective"].value == pytest.approx(0)


def test_the_levels_are_the_guides():
    levels = [one.at for one in MODEL.run("a").more[0][0].levels]
    assert levels == [guide("dscr"), 1.25]
    assert 1.4 in [one.at for one in MODEL.run("a", target=1.4).more[0][0].levels]


def test_bars_stack_to_the_payments():
    chart = MODEL.run("a").chart
    principal, interest = (one.bars for one in chart.bars)
    assert len(interest) == 48
    assert all(low.end == high.start and low.at == high.at for low, high in zip(interest, principal, strict=True))
    assert interest[0].end == principal[0].end == pytest.approx(9)
    assert len(MODEL.run("a", months=120).chart.bars[0].bars) == 10, "a long loan is drawn by years"


# --- the plan


def test_answers_go_into_the_plan_and_come_back():
    given = dict(
        amount=300.0, rate=14.0, months=24, grace=3, fee=1.5, kind=2, capitalised=1, price=5.0, variable=2.0, levy=6.0,
        fixed=40.0, step_cost=10.0, step_size=20, unit="coats", target=1.2, volume=31,
    )  # fmt: skip
    plan = SECTION.write(cases.load("blank"), given)
    (loan,) = plan.loans
    assert (loan.amount, loan.rate, loan.term, loan.grace) == (300, 0.14, 24, 3)
    assert (loan.kind, loan.grace_interest) == ("equal principal", "capitalised")
    assert loan.fee == pytest.approx(0.015)
    assert plan.tax.regime == "revenue levy" and plan.appraisal.dscr_limit == 1.2
    read = SECTION.read(plan)
    assert {name: read[name] for name in given if name != "volume"} == {
        name: value for name, value in given.items() if name != "volume"
    }
    assert "volume" not in read, "a bad year's volume is not the plan's"
    assert plan.products[0].volume == cases.load("blank").products[0].volume


def test_the_case_comes_back_with_its_loan():
    read = SECTION.read(cases.load("children"))
    assert (read["amount"], read["rate"], read["months"], read["grace"], read["levy"]) == (1200, 9, 48, 6, 6)


def test_no_loan_takes_it_out_and_the_other_loans_stay():
    plan = cases.load("children")
    other = replace(plan.loans[0], name="Other")
    both = replace(plan, loans=(*plan.loans, other))
    assert SECTION.write(both, {"amount": 0.0, "rate": 9.0}).loans == (other,)
    assert SECTION.write(cases.load("blank"), {"amount": 0.0, "months": 24}).loans == ()
    assert SECTION.write(cases.load("blank"), {"months": 24}).loans == ()


# --- the task, two ways


def test_task_1_by_pencil():
    payment = 900 * 0.01 / (1 - 1.01**-32)
    interest, principal, owed = by_hand(900, 12, 36, payment, 4)[9]
    assert (principal, owed) == pytest.approx((25.228, 752.328), abs=5e-4)
    tenth = schedule(loan_of(MODEL.values(**WORKSHOP)))[9]
    assert (tenth.interest, tenth.principal, tenth.owed) == pytest.approx((interest, principal, owed))


def test_task_2_by_halving():
    payment = 900 * 0.01 / (1 - 1.01**-32)
    flows = [900 * 0.97] + [-9] * 4 + [-payment] * 32
    low, high = 0.0, 0.1
    while high - low > 1e-13:
        i = (low + high) / 2
        worth = sum(flow / (1 + i) ** t for t, flow in enumerate(flows))
        low, high = (i, high) if worth < 0 else (low, i)
    assert (1 + low) ** 12 - 1 == pytest.approx(MODEL.run(**WORKSHOP, fee=3)["effective"].value)
    assert round(((1 + low) ** 12 - 1) * 100, 3) == 14.882


def test_task_3_is_what_the_schedule_owes():
    formula = Formula.read("payment * (1 - (1 + rate)^(-left)) / rate", ("payment", "rate", "left"))
    tenth = schedule(loan_of(MODEL.values(**WORKSHOP)))[9]
    assert formula.value(payment=tenth.paid, rate=0.01, left=26) == pytest.approx(tenth.owed)


def test_task_4_the_lower_rate_is_the_dearer_loan():
    flat = 900 / 36 + 900 * 0.009
    assert flat == pytest.approx(33.1)
    assert money.pmt(0.015, 36, -900) == pytest.approx(32.5, abs=0.05)
    assert 0.19 < money.rate(36, -flat, 900) * 12 < 0.195


def test_task_5_has_the_models_numbers():
    shop = dict(**WORKSHOP, volume=160, price=3.2, variable=1.75, levy=6, fixed=161, step_cost=0, grants=8)
    result = MODEL.run(**shop)
    assert pytest.approx(1.258) == 3.2 * 0.94 - 1.75
    assert (result["dscr"].text, result["dscr_grants"].text) == ("1.22", "1.46")
    assert result["payment"].value == pytest.approx(33, abs=0.01)
    assert result["available"].value == pytest.approx(40.28)
    assert result["needed"].value == 159 and MODEL.run(**{**shop, "target": 1})["needed"].value == 155
    assert cfads(MODEL.values(**shop), 120) == pytest.approx(-10.04)
    assert MODEL.run(**{**shop, "amount": 450})["needed"].value == 144


def test_the_fee_is_named_only_where_there_is_one():
    assert "with the fee" not in MODEL.run("a").sentence
    assert "with the fee" in MODEL.run("a_fee").sentence
    assert (
        "1.28 roubles for each rouble due (1.88 with the grants), and the lender wants 1.15."
        in MODEL.run("a", grants=20).sentence
    )


# --- what is said agrees with what is counted


@pytest.mark.parametrize("amount", [1340.5, 1342, 1345, 1546])
def test_a_cover_is_never_rounded_over_its_limit(amount):
    """1.148 said as 1.15 would stay "below the 1.15"."""
    result = MODEL.run("a", amount=amount)
    said = float(result["dscr"].text)
    assert (said < 1.15) == (result["dscr"].value < 1.15) and (said < 1) == (result["dscr"].value < 1)
    assert f"you have {result['dscr'].text} roubles" in result.sentence
    assert result.table.rows[1][-1] == result["dscr"].text, "the table says the same"


def test_the_largest_loan_is_at_the_limit_and_not_below_it():
    largest = MODEL.run("a")["largest"].value
    assert "stays below" not in MODEL.run("a", amount=largest).sentence
    assert "stays below the 1.15" in MODEL.run("a", amount=largest + 1).sentence


def test_a_grace_in_which_nothing_is_paid_is_called_so():
    assert MODEL.run("a", rate=0).sentence.startswith("After 6 months without a payment you pay")
    assert MODEL.run("a").sentence.startswith("After 6 months of interest alone you pay")


def test_one_month_is_said_as_one():
    short = MODEL.run("a", months=2, grace=1)
    assert short.sentence.startswith("After a month of interest alone you pay 1\u202f209 ₽ thousand, all at once")
    once = MODEL.run("a", months=1)
    assert once.alt == "One payment of 1\u202f209 ₽ thousand, 9 of it interest."
    for result in (short, once):
        assert not [one.note for one in result.figures if "1 months" in one.note]


def test_who_has_nothing_left_can_borrow_nothing():
    assert "at this volume nothing could be borrowed" in MODEL.run("a", amount=0, volume=40).sentence


@pytest.mark.parametrize(
    "given", [{"grace": 48}, {"grace": 60}, {"months": 6}, {"amount": 100, "months": 12, "grace": 12}]
)
def test_a_grace_that_leaves_no_payment_is_refused_and_named(given):
    """It was a traceback: the forecast cannot work such a loan out."""
    with pytest.raises(BadPlan, match=r"Grace: found “.*one payment at least must remain"):
        SECTION.write(cases.load("children"), given)
