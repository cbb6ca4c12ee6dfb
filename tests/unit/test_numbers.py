import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture.numbers import Unreadable, read, say


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9.4", 9.4),
        ("9,4", 9.4),
        ("1 234,5", 1234.5),
        ("1\u202f234.5", 1234.5),
        ("1\u00a0234\u00a0567", 1234567),
        ("12 %", 12),
        ("₽ 95", 95),
        ("95 ₽", 95),
        ("95 руб.", 95),
        ("−3,5", -3.5),
        ("-3.5", -3.5),
        ("–3.5", -3.5),
        (".5", 0.5),
        ("5,", 5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1,500", 1.5),
        (57, 57.0),
        ("  57 ", 57),
        ("1'234", 1234),
        ("+7", 7),
        ("\u200b5", 5),
        ("\ufeff5", 5),
        ("1\u2005234", 1234),
        (Decimal("57.5"), 57.5),
        (Fraction(57, 2), 28.5),
    ],
)
def test_reads_what_people_type(typed, meant):
    assert read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "abc",
        "1,2,3",
        "1.2.3.4",
        "12 children",
        "1e5",
        "0x10",
        "--5",
        "9" * 60,
        "nan",
        "inf",
        True,
        float("nan"),
        float("inf"),
        "٣",
        "1/2",
        "5-6",
        None,
    ],
)
def test_refuses_what_is_no_number_and_shows_how(typed):
    with pytest.raises(Unreadable) as refused:
        read(typed)
    assert len(str(refused.value)) < 140
    assert str(refused.value)[-1] == "."


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_what_is_said_is_read_back(value):
    assert read(say(value)) == pytest.approx(value, abs=0.0005)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        assert math.isfinite(read(text))
    except Unreadable:
        pass


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (1234.5, None, "1\u202f234.5"),
        (-33.5, None, "\u221233.5"),
        (10, None, "10"),
        (0.1 + 0.2, None, "0.3"),
        (-0.0001, None, "0"),
        (10, 1, "10.0"),
        (1e6, None, "1\u202f000\u202f000"),
        (-0.04, 1, "0.0"),
        (100, 0, "100"),
    ],
)
def test_says(value, digits, said):
    assert say(value, digits) == said
