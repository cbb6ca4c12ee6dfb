"""Tasks 8, 9, 10 and 12, worked with the answers that people give: the points are fair, and the reason names the slip."""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module

import pytest
from answering import code, listening, points

from school.grading.regions import HIDDEN_TESTS, SOLUTION, answers, inside, literal

CASH, LOANS = "08-cash-plan", "09-loans-and-debt-capacity"
GRANTS, RISK = "10-grants-and-soft-loans", "12-risk"
THOUSANDS = "asked in thousand roubles"


@cache
def key(module: str) -> dict[str, object]:
    """The names that a student fills, with the answers of the key."""
    found: dict[str, object] = {}
    for cell in code(module).values():
        found |= {name: literal(value) for name, value in answers(inside(cell.source, SOLUTION)).items()}
    return found


def marked(monkeypatch, module: str, cell: str, **given: object) -> tuple[float, str]:
    """The points and the reason that a student's feedback shows for these answers, the others being right."""
    shown = listening(monkeypatch)
    assert given.keys() <= key(module).keys()
    got = points(inside(code(module)[cell].source, HIDDEN_TESTS), cell, {**key(module), **given})
    return got, shown[-1]


FREED = "sales / 365 * (days_now - days_new)"
OWED = "payment * (1 - (1 + rate)^(-left)) / rate"
GIFT = "payment * (1 - (1 + rate)^(-months)) / rate"
WIDTH = "(high - low) * (price - variable)"

PEOPLE = (
    # module, cell, the answer, points, a part of the reason
    (CASH, "gap-lowest", {"lowest_cash": "−14,0"}, 2, "Your answer is"),
    (CASH, "gap-lowest", {"lowest_cash": -14_000}, 1.5, THOUSANDS),
    (CASH, "gap-lowest", {"lowest_cash": 237}, 0.5, "when the town has paid"),
    (CASH, "gap-lowest", {"lowest_cash": 13}, 0.5, "the ordinary months"),
    (CASH, "gap-lowest", {"lowest_cash": 4}, 0.5, "one ordinary month"),
    (CASH, "gap-month", {"worst_month": 1}, 0, "nearly as full"),
    (CASH, "gap-line", {"credit_line": -69}, 0.5, "no minus"),
    (CASH, "gap-line", {"credit_line": 69_000}, 0.5, THOUSANDS),
    (CASH, "gap-line", {"credit_line": 172}, 0, "money of its own"),
    (CASH, "gap-line", {"lowest_cash": 14, "credit_line": 41}, 1, "follows from your lowest cash"),
    (CASH, "cycle-customers", {"days_of_customers": 2.14}, 0.5, "these are months"),
    (CASH, "cycle-customers", {"days_of_customers": 0.178}, 0.5, "share of the year"),
    (CASH, "freed", {"comes_free": f"ABS({FREED})"}, 2.5, "Right without the abs"),
    (CASH, "freed", {"comes_free": f"MAX(0, {FREED})"}, 2.5, "Right without the max"),
    (CASH, "freed", {"comes_free": f"round({FREED}, 2)"}, 2, "it rounds"),
    (CASH, "freed", {"comes_free": "sales / 30 * (days_now - days_new)"}, 1, "365 days"),
    (CASH, "freed", {"comes_free": "sales / 365"}, 0, "How many days"),
    (LOANS, "line-principal", {"principal_10": "25,228"}, 2, "Your answer is"),
    (LOANS, "line-principal", {"principal_10": 25_228}, 1.5, THOUSANDS),
    (LOANS, "line-principal", {"principal_10": 25}, 0, "by 36 months"),
    (LOANS, "line-principal", {"principal_10": 9}, 0, "interest of a month"),
    (LOANS, "line-principal", {"principal_10": -33.003}, 0.5, "whole payment"),
    (LOANS, "line-owed", {"owed_after_10": -752.328}, 1, "minus"),
    (LOANS, "line-owed", {"owed_after_10": 752}, 0.75, "rounded too far"),
    (LOANS, "line-owed", {"owed_after_10": 147.672}, 0.5, "has been paid back"),
    (LOANS, "line-owed", {"owed_after_10": 731.25}, 0, "equal parts"),
    (LOANS, "line-owed", {"principal_10": 28.125, "owed_after_10": 749.431}, 1, "follows from your principal"),
    (LOANS, "year", {"cost_a_year": 0.14882}, 2.5, "in per cent"),
    (LOANS, "year", {"cost_a_year": 16.075}, 0.5, "fee is paid once"),
    (LOANS, "year", {"cost_a_year": 0.01163}, 1, "rate of a month, as a share"),
    (LOANS, "owed", {"still_owed": OWED.replace("rate", "rate / 100").replace("/ rate / 100", "/ (rate / 100)")}, 2, "a share already"),
    (GRANTS, "gift-payment", {"payment": 36_126}, 0.75, THOUSANDS),
    (GRANTS, "gift-payment", {"payment": 5.33}, 0, "interest of the first month"),
    (GRANTS, "gift-payment", {"payment": 34.67}, 0.25, "once for all four years"),
    (GRANTS, "gift-payment", {"payment": 75.49}, 0.5, "4 % each month"),
    (GRANTS, "gift-element", {"grant_element": -412.81}, 1.5, "A gift is positive"),
    (GRANTS, "gift-element", {"grant_element": 0.258}, 1.5, "asked in money"),
    (GRANTS, "gift-element", {"grant_element": 412_810}, 1.5, THOUSANDS),
    (GRANTS, "gift-element", {"grant_element": 134.05}, 0.25, "the fund gets"),
    (GRANTS, "gift-element", {"grant_element": 256}, 0, "16 % of the loan"),
    (GRANTS, "gift-element", {"payment": 33.33, "grant_element": 504.7}, 2, "follows from your payment"),
    # at the bank's rate nothing would be a gift: that is no step further from a wrong payment
    (GRANTS, "gift-element", {"payment": 48.69, "grant_element": 0}, 0, "worth today"),
    (GRANTS, "late-cost", {"eligible_cost": 500}, 0, "That is the grant"),
    (GRANTS, "late-cost", {"eligible_cost": 2500}, 0.25, "80 %"),
    (GRANTS, "late-cost", {"eligible_cost": 625_000}, 0.75, THOUSANDS),
    (GRANTS, "late-lowest", {"lowest_cash": 75}, 0.5, "end of month 4"),
    (GRANTS, "late-lowest", {"lowest_cash": -50_000}, 1.5, THOUSANDS),
    (GRANTS, "late-lowest", {"lowest_cash": -200}, 0, "the late tranche"),
    (GRANTS, "late-lowest", {"eligible_cost": 600, "lowest_cash": -60}, 2, "follows from your eligible cost"),
    (GRANTS, "formula", {"gift_formula": f"({'loan - ' + GIFT}) / loan"}, 2, "asked in money"),
    (GRANTS, "formula", {"gift_formula": "loan - " + GIFT.replace("(-months)", "months")}, 1.5, "exponent needs a minus"),
    (RISK, "switch", {"switching_price": "0,99"}, 3, "Your answer is"),
    (RISK, "switch", {"switching_price": 990}, 2.5, THOUSANDS),
    (RISK, "switch", {"switching_price": 1}, 2, "rounded too far"),
    (RISK, "switch", {"switching_price": 1.21}, 1.5, "falls"),
    (RISK, "switch", {"switching_price": 165}, 0, "most likely profit"),
    (RISK, "futures-share", {"share_of_losses": 9.52}, 1, "one row of three"),
    (RISK, "futures-share", {"share_of_losses": 1.86}, 0.5, "worst row"),
    (RISK, "bar", {"width_of_bar": f"abs({WIDTH})"}, 2.5, "Right without the abs"),
    (RISK, "bar", {"width_of_bar": f"{WIDTH} - 705"}, 1.5, "fall out"),
    (RISK, "bar", {"width_of_bar": "low * (price - variable)"}, 1, "one end"),
)  # fmt: skip


@pytest.mark.parametrize(("module", "cell", "given", "points", "reason"), PEOPLE)
def test_an_answer_gets_what_is_fair_and_hears_why(monkeypatch, module, cell, given, points, reason):
    got, said = marked(monkeypatch, module, cell, **given)
    assert got == points
    assert reason in said


@pytest.mark.parametrize("module", [CASH, LOANS, GRANTS, RISK])
def test_a_slip_that_the_visible_check_names_is_named_in_the_feedback_too(monkeypatch, module):
    """In the graded copy the visible check is silent, so a reason that stands there alone would be lost."""
    visible: list[tuple[str, str, float]] = []
    for cell, one in code(module).items():
        source = one.source
        if "check_number(" not in source or not inside(source, HIDDEN_TESTS):
            continue
        call = ast.parse(source.split("### BEGIN HIDDEN TESTS")[0]).body[-1].value
        table = next((one.value for one in call.keywords if one.arg == "mistakes"), None)
        numbers = [ast.unparse(one) for one in table.keys] if table else []
        visible += [(cell, call.args[0].id, float(ast.literal_eval(one))) for one in numbers if "lambda" not in one]
    assert visible
    for cell, name, wrong in visible:
        _points, said = marked(monkeypatch, module, cell, **{name: wrong})
        assert "Go back over the steps" not in said, (cell, wrong)


IN_A_LESSON = (
    # lesson, question, the answer, what it is, a part of what is said
    ("cash_plan", "dso", 41, "right", "41 days"),
    ("cash_plan", "dso", 40.06, "wrong", "360 days"),
    ("cash_plan", "cycle", 57, "right", "57 days"),
    ("cash_plan", "runway", 6, "right", "6 months"),
    ("cash_plan", "runway", 185, "wrong", "How often"),
    ("cash_plan", "march_end", 435, "right", "435"),
    ("cash_plan", "credit_line", -313.1, "wrong", "no minus"),
    ("loans_and_debt_capacity", "interest_8", 8.8, "wrong", "two decimals"),
    ("loans_and_debt_capacity", "principal_8", 28.57, "wrong", "equal parts of principal"),
    ("loans_and_debt_capacity", "dscr_64", 1.3, "wrong", "two decimals"),
    ("loans_and_debt_capacity", "dscr_64", "128 %", "wrong", "said as times"),
    # 907 × 1.15² is nearly the loan that Vera wants
    ("loans_and_debt_capacity", "largest", 1200, "wrong", "what she wants"),
    ("loans_and_debt_capacity", "largest", 1199, "wrong", "multiplied by 1.15"),
    ("grants_and_soft_loans", "bring", 900, "wrong", "divided by 40 %"),
    ("grants_and_soft_loans", "third", 60.9, "wrong", "two decimals"),
    ("grants_and_soft_loans", "gift", -82.57, "wrong", "A gift is positive"),
    ("grants_and_soft_loans", "share", "33 %", "wrong", "one decimal"),
    ("grants_and_soft_loans", "allowed", 5590.2, "wrong", "all that customers pay"),
    ("risk", "width", 1106.2, "wrong", "one end"),
    ("risk", "error", 0.5, "wrong", "two decimals"),
)


@pytest.mark.parametrize(("lesson", "question", "answer", "kind", "reason"), IN_A_LESSON)
def test_a_lesson_tells_a_rounding_from_an_error(lesson, question, answer, kind, reason):
    verdict = import_module(f"venture.lessons.{lesson}").LESSON.checks[question].judge(answer)
    assert verdict.kind == kind
    assert reason in verdict.message
