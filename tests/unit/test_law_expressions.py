"""Expressions of packs: what they compute, what they refuse, and that a hostile one costs nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture.law.expressions import DEEPEST, LONGEST, MOST, BadExpression, Expression, Undefined

NAMES = ("a", "b", "limit")


def number(text: str, **values: float) -> float:
    return Expression.read(text, NAMES).number(values)


def holds(text: str, **values: float) -> bool:
    return Expression.read(text, NAMES, condition=True).holds(values)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("a", 7), ("a + b * 2", 13), ("(a + b) * 2", 20), ("a - b - 1", 3), ("a / b / 2", 7 / 6), ("-a + 1", -6),
        ("2 * -a", -14), ("- - a", 7), ("0.5 * a", 3.5), ("a − b × 2 ÷ 3", 5), ("((a))", 7),
    ],
)  # fmt: skip
def test_a_number_is_computed_as_in_arithmetic(text, value):
    assert number(text, a=7, b=3) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("a <= 7", True), ("a < 7", False), ("a >= b and b > 2", True), ("a == 7 or b == 0", True), ("not a == 7", False),
        ("a != b", True), ("a ≤ 7", True), ("not (a < b or b < 0)", True), ("a < b or a > 0 and b > 5", False),
        ("(a < b or a > 0) and b > 1", True), ("a + 1 > b * 2", True),
    ],
)  # fmt: skip
def test_a_condition_holds_or_does_not(text, met):
    assert holds(text, a=7, b=3) is met


def test_it_stops_at_the_first_that_decides_so_that_nothing_is_divided_by_zero():
    assert holds("a <= 0 or b / a >= 1", a=0, b=5)
    assert not holds("a > 0 and b / a >= 1", a=0, b=5)


def test_a_share_of_nothing_meets_no_condition_and_has_no_number():
    assert not holds("a / b >= 0", a=1, b=0)
    with pytest.raises(Undefined, match="divides by zero"):
        number("a / b", a=1, b=0)


def test_what_grows_beyond_bounds_has_no_number():
    with pytest.raises(Undefined, match="too large"):
        number("a * a * a", a=1e14)
    with pytest.raises(Undefined, match="too large"):
        number("a * a - a * a", a=1e300)


def test_a_condition_knows_its_comparisons_and_their_sides():
    read = Expression.read("a / b >= limit and a > 2", NAMES, condition=True)
    assert [one.text for one in read.compared] == ["a / b ≥ limit", "a > 2"]
    assert read.compared[0].sides({"a": 6, "b": 4, "limit": 1}) == (1.5, 1)
    assert read.compared[0].sides({"a": 6, "b": 0, "limit": 1}) is None
    assert read.names == {"a", "b", "limit"} and read.numbers == (2,)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')", "a.__class__", "a.b", "a[0]", "a()", "f(a)", "().__class__.__bases__[0]", "lambda: 1",
        "[x for x in a]", "{1: 2}", "'text'", '"text"', "`a`", "a; b", "a\nimport os", "a = 1", "a := 1", "a ** b", "9**9**9",
        "a // b", "a % b", "a & b", "a | b", "~a", "a @ b", "a << 2", "1e9", "1_000", "0x10", "1.", ".5", "1.2.3", "1j", "inf",
        "nan", "True", "None", "a if a else b", "a in b", "a is b", "await a", "yield", "print(a)", "eval(a)", "{a}", "$a", "#",
        "a\\b", "а", "ａ", "a\u200b", "a\x00", "a < b < 3", "a and b", "not a", "a + (b > 1)", "(a > 1) > 0", "a >", "> a", "",
        "  ", "()", "(a", "a)", "a b", "1 2", "and", "a and", "or a", "*a", "9" * 17, "limits", "A",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    for condition in (False, True):
        with pytest.raises(BadExpression) as refused:
            Expression.read(text, NAMES, condition)
        assert "\n" not in str(refused.value) and len(str(refused.value)) < 200


def test_the_message_says_what_was_found_and_where():
    with pytest.raises(BadExpression, match="“lmit” is not known here"):
        Expression.read("a <= lmit", NAMES, True)
    with pytest.raises(BadExpression, match="“b” is not expected after “a”"):
        Expression.read("a b", NAMES)
    with pytest.raises(BadExpression, match="a condition is wanted"):
        Expression.read("a", NAMES, True)
    with pytest.raises(BadExpression, match="a number is wanted"):
        Expression.read("a > 1", NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "a" * (LONGEST + 1), "(" * 10_000, "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "-" * 1_000 + "a", "not " * 1_000 + "a > 1",
        "+".join("a" * (MOST + 2)), "a and " * 5_000, " " * 1_000_000 + "a" * 300, "1" * 1_000_000, "a+" * 100_000,
    ],
)  # fmt: skip
def test_a_bomb_is_refused_at_once(text):
    start = time.perf_counter()
    for condition in (False, True):
        with pytest.raises(BadExpression):
            Expression.read(text, NAMES, condition)
    assert time.perf_counter() - start < 0.2


ARITHMETIC = st.recursive(
    st.sampled_from(["a", "b", "limit", "0", "1", "2.5", "40"]),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
        lambda x: f"({x[0]} {x[1]} {x[2]})"
    ),
    max_leaves=8,
)
VALUES = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(ARITHMETIC, VALUES, VALUES, VALUES)
def test_numbers_are_those_of_python(text, a, b, limit):
    """The test may run what it has made up itself; the reader never does."""
    names = {"a": a, "b": b, "limit": limit}
    try:
        expected = eval(text, {}, names)
    except ZeroDivisionError:
        expected = None
    try:
        got = Expression.read(text, NAMES).number(names)
    except Undefined:
        got = None
    except BadExpression:
        return
    assert got == expected or (got is None and abs(expected) > 1e20)


@given(st.lists(st.tuples(st.sampled_from(["", "not "]), ARITHMETIC, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), ARITHMETIC), min_size=1, max_size=3),
       st.lists(st.sampled_from([" and ", " or "]), min_size=2, max_size=2), VALUES, VALUES)  # fmt: skip
def test_conditions_are_those_of_python(parts, joins, a, b):
    text = "".join(
        f"{no}{left} {sign} {right}{join}" for (no, left, sign, right), join in zip(parts, [*joins, ""], strict=False)
    )
    text = text.removesuffix(" and ").removesuffix(" or ")
    names = {"a": a, "b": b, "limit": 3.0}
    try:
        expected = eval(text, {}, names)
    except ZeroDivisionError:
        expected = False
    try:
        assert Expression.read(text, NAMES, condition=True).holds(names) == expected
    except BadExpression:
        assert len(text) > LONGEST or len(text.replace("(", "( ").split()) > 20


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_reader(text):
    try:
        Expression.read(text, NAMES)
    except BadExpression:
        pass
