"""The sheet's language: one formula is computed on floats, on futures, and explained."""

from __future__ import annotations

import numpy
import pytest

from venture.sheet import Circular, Row, Sheet, explain


def soup(months: int = 4) -> Sheet:
    sheet = Sheet(months)
    sheet.calendar("month", "month", [float(n) for n in range(months + 1)])
    sheet.input("price", "Price", 3.0)
    sheet.input("bowls", "Bowls", (10.0, 20.0), "units")
    sheet.row("units", "Units", "at(bowls, min(month, 2))", bowls="bowls")
    sheet.row("revenue", "Revenue", "units * price")
    sheet.row("late", "Paid late", "revenue[-1] / 2 + revenue[-2] / 2")
    sheet.row("saved", "Saved", "last + late", "100")
    return sheet


def test_rows_follow_their_formula_month_by_month():
    known = soup().values()
    assert known["revenue"] == [0.0, 30.0, 60.0, 60.0, 60.0]
    assert known["late"] == [0.0, 0.0, 15.0, 45.0, 60.0]
    assert known["saved"] == [100.0, 100.0, 115.0, 160.0, 220.0]


def test_a_lag_before_the_opening_is_nothing_and_at_the_opening_its_value():
    sheet = Sheet(3)
    sheet.calendar("month", "month", [0.0, 1.0, 2.0, 3.0])
    sheet.row("stock", "Stock", "0", "7")
    sheet.row("one", "One back", "stock[-1]")
    sheet.row("two", "Two back", "stock[-2]")
    known = sheet.values()
    assert known["one"] == [0.0, 7.0, 0.0, 0.0]
    assert known["two"] == [0.0, 0.0, 7.0, 0.0]


def test_an_opening_may_follow_the_formula():
    sheet = Sheet(2)
    sheet.calendar("month", "month", [0.0, 1.0, 2.0])
    sheet.row("given", "Given", "if(month == 0, 50, 0)", "=")
    sheet.row("kept", "Kept", "last + given", "=")
    assert sheet.values()["kept"] == [50.0, 50.0, 50.0]


def test_rows_that_need_each_others_month_before_are_filled_together():
    """A loan: interest on last month's balance, 20 repaid a month."""
    sheet = Sheet(3)
    sheet.together(
        Row("interest", "Interest", "loan[-1] * 0.1", {}),
        Row("loan", "Loan", "last + interest - 20", {}, "100"),
    )
    known = sheet.values()
    assert known["loan"] == pytest.approx([100, 90, 79, 66.9])
    assert known["interest"] == pytest.approx([0, 10, 9, 7.9])


def test_a_row_that_is_read_before_it_is_worked_out_is_a_mistake_of_ours():
    sheet = Sheet(2)
    sheet.row("a", "A", "b + 1")
    sheet.row("b", "B", "1")
    with pytest.raises(Circular, match="a reads b"):
        sheet.values()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("max(0, 2 - price)", 0.0),
        ("min(price, 2)", 2.0),
        ("ceil(price / 2)", 2.0),
        ("int(price / 2)", 1.0),
        ("if(price > 2 and price < 4, 1, 2)", 1.0),
        ("if(price < 2 or price == 3, 1, 2)", 1.0),
        ("price ** 2 % 5", 4.0),
        ("-price + 1", -2.0),
        ("pmt(0, price, 30)", -10.0),
        ("syd(1900, 100, 6, price)", 342.857142857),
        ("ddb(1900, 100, 6, price)", 281.481481481),
        ("vdb(1900, 100, 6, 4, 5)", 137.654320988),
        ("db(1000, 100, 6, price)", 1000 * 0.681**2 * 0.319),
    ],
)
def test_the_language_on_floats_on_futures_and_in_an_explanation(formula, expected):
    sheet = Sheet(1)
    sheet.input("price", "Price", 3.0)
    sheet.row("result", "Result", formula)
    plain = sheet.values()["result"][1]
    many = sheet.values({"price": numpy.array([3.0, 3.0])})["result"][1]
    assert plain == pytest.approx(expected)
    assert numpy.broadcast_to(many, 2).tolist() == pytest.approx([expected] * 2)
    assert sum(term.value for term in explain(sheet, sheet.values(), "result", 1).terms) == pytest.approx(expected)


def test_cells_are_worked_out_from_inputs_and_follow_futures():
    sheet = Sheet(1)
    sheet.input("rate", "Rate", 0.12)
    sheet.cell("monthly", "Monthly rate", "rate / 12", rate="rate")
    sheet.row("owed", "Owed", "100 * monthly")
    assert sheet.values()["owed"][1] == pytest.approx(1.0)
    assert sheet.values({"rate": numpy.array([0.12, 0.24])})["owed"][1].tolist() == pytest.approx([1.0, 2.0])


def test_a_future_is_what_its_numbers_alone_would_give():
    sheet = soup()
    prices = numpy.array([1.0, 2.5, 4.0])
    many = sheet.values({"price": prices})
    for place, price in enumerate(prices):
        alone = sheet.values({"price": float(price)})
        assert [numpy.broadcast_to(value, 3)[place] for value in many["saved"]] == alone["saved"]


def test_only_rows_that_depend_on_a_future_become_arrays():
    many = soup().values({"price": numpy.array([1.0, 2.0])})
    assert isinstance(many["units"][2], float) and many["revenue"][2].shape == (2,)


def test_a_change_that_leads_nowhere_offers_the_nearest():
    with pytest.raises(KeyError, match="Did you mean “price”"):
        soup().values({"prise": 3.0})


def test_an_explanation_adds_up_and_names_what_it_reads():
    sheet = soup()
    why = explain(sheet, sheet.values(), "saved", 3)
    assert why.value == 160.0
    assert [(term.sign, term.words, term.value) for term in why.terms] == [
        ("+", "Saved of month 2", 115.0),
        ("+", "Paid late", 45.0),
    ]
    assert [(part.key, part.month) for part in why.parts()] == [("saved", 2), ("late", 3)]


def test_an_explanation_shows_the_branch_that_counts():
    sheet = Sheet(2)
    sheet.calendar("month", "month", [0.0, 1.0, 2.0])
    sheet.input("bonus", "Bonus", 5.0)
    sheet.input("basic", "Basic", 2.0)
    sheet.row("pay", "Pay", "if(month == 2, bonus, basic)")
    assert explain(sheet, sheet.values(), "pay", 1).terms[0].words == "Basic"
    assert explain(sheet, sheet.values(), "pay", 2).terms[0].words == "Bonus"


def test_an_explanation_of_no_row_or_no_month_says_what_there_is():
    sheet = soup()
    with pytest.raises(KeyError, match="Did you mean “revenue”"):
        explain(sheet, sheet.values(), "revenu", 1)
    with pytest.raises(IndexError, match="months 0 to 4"):
        explain(sheet, sheet.values(), "revenue", 5)
