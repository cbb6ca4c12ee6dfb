"""Tasks 2, 5 and 6 worked as people work them: right, half right and wrong, and what each answer earns."""

from __future__ import annotations

import pytest
from answering import code, listening, points

from school.grading.regions import HIDDEN_TESTS, inside, outside


@pytest.fixture
def mark(monkeypatch):
    """``mark(module, cell, answer=…)`` -> the points and the message of the hidden tests, and what the student saw before."""
    shown = listening(monkeypatch)

    def marked(module: str, cell: str, **answers: object) -> tuple[float, str, str]:
        task, names = code(module), dict(answers)
        exec(task["start"].source, names)
        shown.clear()
        exec(outside(task[cell].source, HIDDEN_TESTS), names)
        seen = shown[-1]
        got = points(inside(task[cell].source, HIDDEN_TESTS), cell, names)
        return got, shown[-1], seen

    return marked


# --- task 2


@pytest.mark.parametrize(
    ("members", "points", "says"),
    [
        (491, 3, "491"),
        (491.4, 2.5, "nearest whole number"),
        ("491,4", 2.5, "nearest whole number"),
        (492, 2.5, "nearest whole number"),
        (490, 2, "rounded on the way"),
        (1966, 1.5, "interested"),
        (36_400, 0.5, "age group"),
        (226_200, 0, "added"),
        (4.914, 1, "hundred times too small"),
        (49_140, 1, "hundred times too large"),
    ],
)
def test_readers_of_the_portal(mark, members, points, says):
    got, said, _seen = mark("02", "portal", members=members)
    assert got == points and says in said


@pytest.mark.parametrize(
    ("large", "points", "says"),
    [
        (385, 1, "385"),
        (384.16, 0.5, "round up"),
        (97, 0, "10 points"),
        (96.04, 0, "10 points"),
        (196, 0, "square z"),
        (20, 0, "square the error"),
        (0.03842, 0, "0.05"),
        (270, 0, "district"),
    ],
)
def test_how_many_to_ask_in_a_large_city(mark, large, points, says):
    got, said, _seen = mark("02", "sample-large", in_a_large_city=large)
    assert got == points and says in said


@pytest.mark.parametrize(
    ("large", "district", "points"),
    [
        (385, 270, 2),
        (385, 269, 1.5),
        (97, 88, 2),  # the slip of the first line, carried
        (196, 162, 2),
        (1, 1, 0),  # the same number twice is no correction
        (30, 30, 0),
        (385, 385, 0),
    ],
)
def test_how_many_to_ask_in_the_district(mark, large, district, points):
    assert mark("02", "sample-district", in_a_large_city=large, in_this_district=district)[0] == points


@pytest.mark.parametrize(
    ("formula", "points"),
    [
        ("places / residents * 1000", 3),
        ("round(places / residents * 1000, 1)", 2),
        ("ROUND(places/residents*1000;2)", 2),
        ("round(places / residents * 1000)", 2),
        ("residents / places * 1000", 0),
    ],
)
def test_children_for_a_thousand(mark, formula, points):
    assert mark("02", "formula", for_each_thousand=formula)[0] == points


# --- task 5


@pytest.mark.parametrize(
    ("price", "points", "says"),
    [(2.92, 2, "2.92"), (2.9, 1.5, "rounded too far"), (2.45, 0.5, "mark-up"), (1.25, 0, "below"), (2917, 1.5, "roubles")],
)  # fmt: skip
def test_a_seat_on_the_boat(mark, price, points, says):
    got, said, _seen = mark("05", "seat-price", seat_price=price)
    assert got == points and says in said


@pytest.mark.parametrize(
    ("price", "percent", "points", "says"),
    [
        (2.92, 66.7, 1, "66.7"),
        (2.92, 67, 1, "67"),
        (2.92, 66, 0.5, "rounded"),
        (2.92, 0.667, 0.5, "share"),
        (2.92, 0.4, 0, "margin"),
        (2.92, 1.667, 0.5, "above"),
        (2.92, 167, 0.5, "above"),
        (2.92, 28.6, 0, "larger"),
        (2.45, 40, 1, "follows"),
        (2917, 66.7, 1, "66.7"),
    ],
)
def test_the_mark_up_of_a_seat(mark, price, percent, points, says):
    got, said, _seen = mark("05", "seat-markup", seat_price=price, mark_up_in_percent=percent)
    assert got == points and says in said


@pytest.mark.parametrize(
    ("percent", "points", "says"),
    [
        (11.8, 2, "11.8"),
        (12, 1.5, "decimals"),
        (11, 1.5, "decimals"),  # rounded down, as "at most" asks, is no worse than rounded up
        (0.12, 1.5, "per cent"),
        (58, 1, "pay in full"),
        (42, 1, "off 100 %"),
        (23, 1, "nobody pays 7"),
    ],
)
def test_free_trips_as_a_share(mark, percent, points, says):
    got, said, _seen = mark("05", "free-share", free_share_in_percent=percent)
    assert got == points and says in said


@pytest.mark.parametrize(
    ("percent", "trips", "points"),
    [
        (11.82, 11, 1),
        (11.82, 12, 0.5),
        (41.8, 41, 1),
        (0.1182, 11, 1),
        (0.1182, 0, 0),  # a share in place of per cent does not make none of a hundred right
        (100, 100, 0),
    ],
)
def test_free_trips_whole(mark, percent, trips, points):
    assert mark("05", "free-trips", free_share_in_percent=percent, free_trips=trips)[0] == points


@pytest.mark.parametrize(
    ("formula", "points", "says"),
    [
        ("markup / (1 + markup)", 3, "markup"),
        ("1 - 1 / (1 + markup)", 3, "markup"),
        ("round(markup / (1 + markup), 2)", 2, "rounds"),
        ("ROUND(markup/(1+markup);3)", 2, "rounds"),
        ("round(0)", 0, "Go back"),  # every share lies within one of nought
        ("round(1 / (1 + markup))", 0, "Go back"),
        ("markup / 1 + markup", 1.5, "bracket"),
        ("0.6 / 1.6", 1.5, "Use the name"),
        ("markup / (100 + markup)", 1.5, "share"),
    ],
)
def test_from_mark_up_to_margin(mark, formula, points, says):
    got, said, _seen = mark("05", "markup", margin_of_price=formula)
    assert got == points and says in said


# --- task 6


@pytest.mark.parametrize(
    ("wear", "book", "points", "says"),
    [
        (400, 900, 1, "900"),
        (457.14, 685.71, 1, "follows"),  # forgot the 300 all three years: paid for once, in the wear
        (400, 685.71, 0.5, "do not wear off"),
        (300, 1800, 1, "follows"),  # counted the parts from the wrong end
        (400, 1800, 0.5, "wrong end"),
        (355.56, 711.11, 0.5, "double decline"),
        (400, 1350, 0.5, "straight line"),
    ],
)
def test_the_boat_in_the_books(mark, wear, book, points, says):
    got, said, _seen = mark("06", "boat-book", wear_in_year_three=wear, book_value_after_three=book)
    assert got == points and says in said


@pytest.mark.parametrize(
    ("wear", "points", "says"),
    [(400, 2, "400"), (600, 0.5, "first year"), (900, 0.5, "books"), (342.86, 0.5, "do not wear off"), (33.33, 1, "month")],
)  # fmt: skip
def test_the_boat_grows_old(mark, wear, points, says):
    got, said, _seen = mark("06", "boat-wear", wear_in_year_three=wear)
    assert got == points and says in said


@pytest.mark.parametrize(
    ("due", "revenue", "points"),
    [(140, 1200, 1), (140, 1300, 0.5), (168, 1272, 0.5), (140, 840, 0), (140, 1060, 0.5), (0, 1440, 0)],
)
def test_revenue_without_vat(mark, due, revenue, points):
    assert mark("06", "vat-revenue", vat_to_pay=due, revenue_in_the_plan=revenue)[0] == points


@pytest.mark.parametrize(
    ("formula", "points", "says"),
    [
        ("cost - years * (cost - salvage) / life", 3, "cost"),
        ("cost - years * cost - salvage / life", 1.5, "bracket"),
        ("cost - years * salvage / life", 0.5, "less"),
        ("round(cost - years * (cost - salvage) / life)", 2, "rounds"),
        ("round(cost)", 0, "Go back"),
    ],
)
def test_the_book_value_as_a_formula(mark, formula, points, says):
    got, said, _seen = mark("06", "book", book_value=formula)
    assert got == points and says in said


def test_no_message_before_marking_tells_a_right_number(mark):
    """What the student sees first names the slip and leaves the answer to them."""
    for module, cell, right, answers in (
        ("02", "portal", "491", {"members": 1966}),
        ("02", "portal", "491", {"members": 36_400}),
        ("05", "free-share", "11.8", {"free_share_in_percent": 58.2}),
        ("05", "seat-markup", "66.7", {"seat_price": 2.92, "mark_up_in_percent": 0.667}),
        ("06", "boat-book", "900", {"wear_in_year_three": 400, "book_value_after_three": 1350}),
    ):
        _got, _said, seen = mark(module, cell, **answers)
        assert right not in seen
