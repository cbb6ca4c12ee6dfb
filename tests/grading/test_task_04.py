"""The task of module 4: its text's numbers are the model's, and what a student sees does not tell the answer."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import pytest

from school.grading.course import Course
from school.grading.regions import HIDDEN_TESTS, SOLUTION, answers, inside, literal, outside
from venture.costs import break_even_sales
from venture.models import load

MODULE = "04-costs-and-break-even"
MODEL = load("break_even")


@pytest.fixture(scope="module")
def master():
    return Course.here(Path(__file__).parents[2]).master(MODULE)


def source(master, name: str) -> str:
    return next(cell.source for cell in master.cells if cell.id == name)


def test_the_solutions_are_the_curriculums_answer_key(master):
    given = {}
    for cell in master.cells:
        if cell.cell_type == "code":
            given |= {name: literal(value) for name, value in answers(inside(cell.source, SOLUTION)).items()}
    assert given == {
        "break_even_children": 57,
        "bundle_margin": 18.32,
        "bundles": 23,
        "bags": 322,
        "break_even_sales": "fixed / ((price - variable) / price)",
        "why_81_is_worse": "c",
    }


def test_the_numbers_in_the_text_are_the_models(master):
    coats = dict(price=3.2, variable=1.75, fixed=50, step_cost=60, step_size=80, capacity=200)
    eighty, one_more = (MODEL.run(**coats, planned=q)["profit_at_plan"].value for q in (80, 81))
    assert (eighty, one_more) == pytest.approx((6, -52.55))
    text = source(master, "step-question")
    assert "earns 6 a month, and with 81 it loses 52.55" in text
    assert f"leaves the workshop {3.2 - 1.75:.2f}" in text


def test_the_likely_errors_have_the_numbers_that_they_name(master):
    """36 pays no teacher, 29 divides by the price, 54 is the old rent, 50 and 43 forget a group."""
    assert MODEL.run("a", fixed=270, step_cost=0)["operating"].value == 36
    assert MODEL.run("a")["operating"].value == 54
    assert [-(-270 // 9.4), -(-(270 + 2 * 52) // 7.5), -(-(270 + 52) // 7.5), -(-(270 + 3 * 52) // 9.4)] == [
        29,
        50,
        43,
        46,
    ]
    assert MODEL.run("f")["margin"].value == pytest.approx(18.9)
    assert pytest.approx(1.45 + 0.58 + 1.10) == 3.13


def test_the_rubric_stands_before_the_answer_and_gives_its_points(master):
    names = [cell.id for cell in master.cells]
    assert names.index("words-question") < names.index("words")
    rubric = source(master, "words-question")
    assert (
        sum(int(line.rsplit("|", 2)[1]) for line in rubric.splitlines() if line.rstrip().endswith(("1 |", "2 |"))) == 5
    )


def test_every_wrong_option_has_its_message_and_only_after_marking(master):
    check = source(master, "step")
    for letter in "abd":
        assert f'"{letter}": ' in inside(check, HIDDEN_TESTS)
    assert "mistakes" not in outside(check, HIDDEN_TESTS)


def test_expected_values_come_from_the_engine(master):
    for name in ("rent", "mix-margin", "mix-bundles", "mix-bags"):
        assert 'load("break_even").run(' in inside(source(master, name), HIDDEN_TESTS), name
    assert "from venture.costs import break_even_sales as formula" in inside(source(master, "sales"), HIDDEN_TESTS)


def test_the_formula_of_the_engine_is_what_the_lesson_shows():
    for fixed, price, variable in ((420, 3.2, 1.75), (245, 9.4, 1.9), (100, 10, 5)):
        shown = load("break_even").run(fixed=fixed, price=price, variable=variable, step_cost=0, capacity=2000)
        assert break_even_sales(fixed, 1 - variable / price) == pytest.approx(shown["sales"].value, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "answers", "points"),
    [
        ("rent", {"break_even_children": [57, "57 Children"]}, 3),
        ("rent", {"break_even_children": [56, 56.8, 56.7]}, 2),
        ("rent", {"break_even_children": [50, 49.87, 49.9, 49.8]}, 1.5),
        ("rent", {"break_even_children": [43, 42.9, 36, 35.2, 46, 45.3]}, 1),
        ("rent", {"break_even_children": [54, 53.5, 29, 28.7, 48, 60]}, 0),
        ("mix-bundles", {"bundles": [34], "bundle_margin": [12.5, "12,5 ₽ thousand", "12.5 ₽ Thousand"]}, 1),
        ("mix-bundles", {"bundles": [100], "bundle_margin": [4.2, 4.2 + 1e-14, 4.2 - 1e-14]}, 1),
        ("mix-bundles", {"bundles": [22, 22.9, 22.93], "bundle_margin": [18.32]}, 0.5),
        ("mix-bundles", {"bundles": [20], "bundle_margin": [1e-320, 1e300]}, 0),
        ("mix-bags", {"bags": [308], "bundles": [22, "22 bundles"]}, 1),
        ("mix-bags", {"bags": [320.6, 321, 321.02], "bundles": [22.9, 22.93]}, 1),
        ("mix-bags", {"bags": [320.6, 321, 320.96], "bundles": [23, ...]}, 0.5),
        ("mix-bags", {"bags": [230, 14, 300], "bundles": [23]}, 0),
    ],
)
def test_an_error_costs_the_same_however_it_is_rounded(master, name, answers, points):
    check = ast.parse(inside(source(master, name), HIDDEN_TESTS))
    *before, score = check.body
    for given in itertools.product(*answers.values()):
        scope = dict(zip(answers, given, strict=True))
        exec(compile(ast.Module(before, []), name, "exec"), scope)
        assert eval(compile(ast.Expression(score.value), name, "eval"), scope) == points, given
