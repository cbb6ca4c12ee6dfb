"""Checks of answers: what they say, what they score, and that no answer makes them fail."""

from __future__ import annotations

import ast
import io
import math
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import checks
from venture.checks import (
    carried,
    check_choice,
    check_formula,
    check_number,
    judge_choice,
    judge_formula,
    judge_number,
    score_choice,
    score_formula,
    score_number,
)
from venture.faces import box
from venture.faces.box import LOOKS

CASE = {"fixed": 420, "price": 3.2, "variable": 1.75}
SALES = "fixed / ((price - variable) / price)"
PIECES = "fixed / (price - variable)"


# --- numbers ---


@pytest.mark.parametrize(
    "answer", [57, 57.0, "57", "57 ", " 57,0", "57.00", "57 children", "57 Children", "=57", Fraction(57), "57\u00a0"]
)
def test_a_right_number_however_it_is_written(answer):
    verdict = judge_number(answer, expected=57, unit="children", points=3)
    assert (verdict.kind, verdict.points) == ("right", 3)


@pytest.mark.parametrize("answer", [..., None, "", " ", "...", "…"])
def test_blank(answer):
    for verdict in (
        judge_number(answer, expected=57, points=3),
        judge_choice(answer, expected="a", points=3),
        judge_formula(answer, CASE, expected=SALES, points=3),
    ):
        assert (verdict.kind, verdict.points) == ("blank", 0)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((57, 5), "comma"),
        ("fifty", "not a number"),
        ("1 234,5,6", "not a number"),
        (True, "not a number"),
        ([57], "not a number"),
        ({57}, "not a number"),
        (57j, "not a number"),
        (math.nan, "finite"),
        (math.inf, "finite"),
        (10**400, "finite"),
        (print, "not a number"),
    ],
)
def test_what_is_no_number_is_said(answer, says):
    verdict = judge_number(answer, expected=57, points=3)
    assert (verdict.kind, verdict.points) == ("unclear", 0)
    assert says in verdict.message


def test_size_before_value_and_likely_errors_before_both():
    told = dict(unit="children", whole=True, low=1, high=72, mistakes={29: "price", 400: "per year?"})
    assert "price" in judge_number(29, **told).message
    assert judge_number(400, **told).message == "per year?"
    assert "1 to 72" in judge_number(-3, **told).message
    assert "whole" in judge_number(56.8, **told).message
    assert judge_number(56, **told).kind == "noted"


def test_range_open_at_one_end():
    assert "1 or more" in judge_number(0, low=1).message
    assert "10 or less" in judge_number(11, high=10).message


def test_tolerance():
    assert judge_number(18.324, expected=18.32).kind == "right"
    assert judge_number(18.3, expected=18.32).kind == "wrong"
    assert judge_number(18.3, expected=18.32, tolerance=0.05).kind == "right"
    assert judge_number(884.0, expected=884.44).kind == "right"
    assert judge_number(880, expected=884.44).kind == "wrong"


def test_part_of_the_points():
    mistakes = {
        56: (2, "round up"),
        (lambda x: x > 60): (1, "too many"),
        36: "no teachers",
        58: (9, "as good as right"),
    }
    got = {x: judge_number(x, expected=57, points=3, mistakes=mistakes) for x in (57, 56, 61, 36, 55, 58)}
    assert {x: one.points for x, one in got.items()} == {57: 3, 56: 2, 61: 1, 36: 0, 55: 0, 58: 9}
    assert {x: one.kind for x, one in got.items()} == {
        57: "right",
        56: "part",
        61: "part",
        36: "wrong",
        55: "wrong",
        58: "right",
    }
    assert score_number(58, 57, 3, mistakes=mistakes) == 3  # never more than the question gives


def test_a_visible_check_gives_no_points_for_a_mistake():
    assert judge_number(56, mistakes={56: (2, "round up")}) == box.Verdict("wrong", "round up")


def test_carried():
    assert carried("18,9", 18.32) == 18.9
    assert carried("18.9 ₽ thousand", 18.32, "₽ thousand") == 18.9
    for nothing in (..., "x", 0, -2, (1, 2)):
        assert carried(nothing, 18.32) == 18.32


def test_a_likely_error_that_cannot_be_worked_out_is_not_it():
    mistakes = {(lambda x: x == math.ceil(420 / 1e-320)): (1, "huge"), (lambda x: 1 / (x - 5) > 0): (1, "y")}
    assert score_number(5, 23, 1, mistakes=mistakes) == 0


# --- choices ---


@pytest.mark.parametrize(
    "answer",
    ["b", "B", " b ", "b)", "(b)", "b.", "В", "b,", "b;", "'b'", "«b»", '"b".', "b) a text, with a b", "b A text"],
)
def test_letters(answer):
    assert judge_choice(answer, expected="b", points=2).points == 2


@pytest.mark.parametrize("answer", ["e", "ab", 2, ["b"], "1", "б", "b, c", "b or c", "b/c", "b and a.", "but", "()"])
def test_no_letter(answer):
    assert judge_choice(answer, expected="b", points=2).kind == "unclear"


def test_a_message_for_each_wrong_option():
    assert judge_choice("a", expected="b", mistakes={"a": "look again"}, points=2) == box.Verdict("wrong", "look again")
    assert judge_choice("a", expected="b", mistakes={"a": (1, "half")}, points=2).points == 1
    assert judge_choice("c").kind == "noted"


# --- formulas ---


@pytest.mark.parametrize(
    "answer",
    [
        SALES,
        "=fixed*price/(price-variable)",
        "fixed ÷ (1 − variable ÷ price)",
        "FIXED/((Price-Variable)/Price)",
    ],
)
def test_any_formula_with_the_right_values_is_right(answer):
    assert judge_formula(answer, CASE, expected=SALES, points=3).points == 3


def test_a_formula_right_at_the_example_only_is_wrong():
    value = 420 / ((3.2 - 1.75) / 3.2)
    for answer in (f"{value!r}", f"fixed * {value / 420!r}", "420 / ((3.2 - 1.75) / 3.2)", f"price * {value / 3.2!r}"):
        assert judge_formula(answer, CASE, expected=SALES, points=3).points == 0


def test_likely_errors_of_formulas_are_known_by_value():
    mistakes = {PIECES: (1.5, "pieces"), "fixed / price": "price"}
    assert judge_formula("fixed/(-variable+price)", CASE, expected=SALES, points=3, mistakes=mistakes).points == 1.5
    assert judge_formula("fixed / price", CASE, expected=SALES, points=3, mistakes=mistakes).message == "price"
    assert judge_formula(PIECES, CASE, mistakes=mistakes).kind == "wrong"


def test_rounding_and_numbers_for_names_get_part_of_the_points():
    def points(answer):
        mistakes = {PIECES: (1.5, "pieces"), "fixed / price": "price"}
        told = dict(mistakes=mistakes, rounded=(2, "not rounded"), with_numbers="Use the names.")
        return judge_formula(answer, CASE, expected=SALES, points=3, **told).points

    assert points(SALES) == 3
    for answer in ("round(fixed*price/(price-variable), 2)", "ceil(fixed*price/(price-variable))"):
        assert points(answer) == 2
    assert points("ceil(fixed/(price-variable))") == 1.5
    for answer in ("420 / ((3.2 - 1.75) / 3.2)", "420*price/(price-variable)", "fixed/0.453125"):
        assert points(answer) == 1.5
    assert points("420/(3.2-1.75)") == 0.75
    for answer in ("420/3.2", "fixed + price", "round(fixed)", "7"):
        assert points(answer) == 0


def test_inputs_without_a_right_value_are_passed_over():
    def right(fixed, price, variable):
        return fixed / (price - variable) if price > variable else None

    assert judge_formula(PIECES, CASE, expected=right, points=3).points == 3
    assert judge_formula(PIECES, {"fixed": 1, "price": 1, "variable": 1}, expected=right, points=3).points == 3


def test_an_expected_formula_with_no_values_is_the_tasks_fault():
    with pytest.raises(ValueError, match="change the example"):
        judge_formula(PIECES, CASE, expected=lambda **_inputs: None, points=3)


def test_other_formula_answers():
    assert "number" in judge_formula(884.4, CASE).message
    assert judge_formula("fixed / (prise - 1)", CASE, expected=SALES).kind == "unclear"
    assert "no value" in judge_formula("fixed / (price - 3.2)", CASE).message
    noted = judge_formula(PIECES, CASE)
    assert noted.kind == "noted"
    assert "289.655" in noted.message


def test_other_inputs_at_every_run(monkeypatch):
    seen = []
    judge_formula(SALES, CASE, expected=lambda **inputs: seen.append(tuple(inputs.values())) or 1.0)
    first = list(seen)
    judge_formula("1", CASE, expected=lambda **inputs: seen.append(tuple(inputs.values())) or 1.0)
    assert len(set(seen[len(first) :])) > checks.TRIALS


# --- showing and scoring ---


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.complex_numbers(),
    st.binary(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.tuples(st.integers(), st.integers()),
    st.just(...),
    st.fractions(),
)


@given(anything)
def test_whatever_the_answer_the_score_is_a_plain_number_in_range_and_stderr_is_empty(answer):
    errors = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(errors):
        scores = [
            score_number(answer, 57, 3, unit="children", mistakes={56: (2, "x"), (lambda x: x > 1e9): (1, "y")}),
            score_choice(answer, "b", 2, mistakes={"a": (1, "x")}),
            score_formula(answer, SALES, 3, example=CASE, mistakes={PIECES: (1.5, "x")}),
        ]
        assert [check_number(answer, low=1), check_choice(answer), check_formula(answer, CASE)] == [None, None, None]
    assert errors.getvalue() == ""
    for score, most in zip(scores, (3, 2, 3), strict=True):
        assert type(score) is float
        assert 0 <= float(repr(score)) <= most


def test_outside_a_notebook_the_message_is_printed(capsys):
    assert check_number(57, expected=57, unit="children", explain="426 / 7.5 = 56.8, rounded up.") is None
    assert capsys.readouterr().out == "✓ Right. Your answer is 57 children. 426 / 7.5 = 56.8, rounded up.\n"
    assert score_number(56, 57, 3, mistakes={56: (2, "Round up.")}) == 2.0
    assert capsys.readouterr().out == "◐ Partly right. Round up. Points: 2 of 3.\n"


def test_the_box_says_a_word_beside_its_colour_and_escapes_what_it_shows():
    for kind in LOOKS:
        page = box.Box(box.Verdict(kind, "<script>alert(1)</script>"))._repr_html_()
        assert box.word(kind) in page
        assert "<script>" not in page
        assert 'aria-hidden="true"' in page


def _brightness(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
def test_edges_stand_out_on_light_and_dark(ground):
    for _icon, colour in LOOKS.values():
        high, low = sorted((_brightness(colour) + 0.05, _brightness(ground) + 0.05), reverse=True)
        assert high / low >= 3, f"{colour} on {ground}"


def test_the_built_page_opens_to_the_answer_of_a_blank_check(monkeypatch):
    shown = []
    monkeypatch.setattr(checks, "put", shown.append)
    monkeypatch.setenv("VENTURE_FACE", "page")
    check_number(..., expected=57, unit="children", explain="426 / 7.5 = 56.8.")
    assert (
        "<summary>Show the answer</summary><p><strong>57 children.</strong> 426 / 7.5 = 56.8.</p></details>"
        in shown[-1]._repr_html_()
    )
    check_number(...)
    assert "<details>" not in shown[-1]._repr_html_()
    check_number(56, expected=57)
    assert "<details>" not in shown[-1]._repr_html_()
    monkeypatch.delenv("VENTURE_FACE")
    check_number(..., expected=57)
    assert "57" not in shown[-1]._repr_html_()


def test_visible_checks_are_silent_while_nbgrader_grades(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check_number(29, mistakes={29: "price"})
    assert capsys.readouterr().out == ""
    score_number(29, 57, 3)
    assert "Points: 0 of 3." in capsys.readouterr().out


def test_the_checks_need_the_standard_library_alone():
    code = "import sys; import venture.checks; print(sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    run = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {os.path.dirname(os.path.dirname(checks.__file__))!r}); {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ast.literal_eval(run.stdout) == ["__main__", "venture"] or ast.literal_eval(run.stdout) == ["venture"]


def test_a_constant_is_not_right_but_for_its_rounding():
    def points(formula: str, expected: str, **example: float) -> float:
        return checks.score_formula(formula, expected, 3, example=example, rounded=(2, "Round later."))

    money = {"price": 9400, "cost": 1900}
    assert points("round(price - cost)", "price - cost", **money) in (2, 3)
    assert points("round(price - cost, -1)", "price - cost + 0.4", **money) == 0
    small = {"price": 0.94, "cost": 0.19}
    for formula in ("round(0)", "round(1)", "round(0 * price)"):
        assert points(formula, "price - cost", **small) == 0
    assert points("round(7500)", "price - cost", **money) == 0
