"""Reading workbooks: the same values as openpyxl, at the same places; and nothing but a `Problem` for what is broken."""

from __future__ import annotations

import datetime
import io
import random
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school.errors import Problem
from school.paper import table

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip)
VALUES = st.one_of(
    TEXT.filter(bool),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda one: round(one, 6)),
    st.integers(-(10**9), 10**9),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)),
)


def workbook(rows) -> bytes:
    book = openpyxl.Workbook()
    for at, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell = book.active.cell(at, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # also where it begins like a formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.none() | VALUES, min_size=1, max_size=5), min_size=1, max_size=6))
def test_values_and_places_are_those_of_openpyxl(tmp_path, rows):
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook(rows))
    (read,) = table.read(path).values()
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            cell = read[at][place] if at < len(read) and place < len(read[at]) else table.Cell()
            if value is None:
                assert cell.blank
            elif isinstance(value, int | float):
                assert cell.value == pytest.approx(value)
            else:
                assert cell.value == value
            if value is not None:
                assert cell.place == f"Sheet!{table.letters(place)}{at + 1}"


def test_dates_of_both_calendars_inline_strings_and_rich_text(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("One & two")
        sheet.write_datetime(0, 0, datetime.datetime(2027, 5, 12), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_rich_string(0, 1, "two ", book.add_format({"bold": True}), "words")
        sheet.write_number(0, 2, 0.5, book.add_format({"num_format": '0.0 "days"'}))  # a d that is no day
        sheet.write_formula(0, 3, "=1+1", None, 2)
        sheet.write_boolean(0, 4, True)
    (row,) = table.read(path)["One & two"]
    assert [cell.value for cell in row] == [datetime.date(2027, 5, 12), "two words", 0.5, 2, "yes"]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, "inline ü")
    assert table.read(path)["Sheet1"][0][0].value == "inline ü"


def test_a_broken_workbook_is_a_problem_and_nothing_else(tmp_path):
    whole = workbook([["month", 1, datetime.date(2027, 5, 12)], ["a", 2.5, "б"]] * 8)
    chance = random.Random(1)
    path = tmp_path / "x.xlsx"
    for _turn in range(300):
        torn = bytearray(whole)
        for _cut in range(chance.randint(1, 12)):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        if chance.random() < 0.3:
            torn = torn[: chance.randrange(len(torn))]
        path.write_bytes(torn)
        try:
            table.read(path)
        except Problem as problem:
            assert problem.found.startswith("x.xlsx") and problem.todo
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        for content in (b"", b"<x/>", b'<row r="-1"><c r="!!"><v>1e999</v></c></row>', b"<a>" * 9000):
            with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w") as new:
                for name in old.namelist():
                    new.writestr(name, content if name == part else old.read(name))
            try:
                table.read(path)
            except Problem as problem:
                assert problem.found.startswith("x.xlsx")


def test_a_part_that_swells_when_unpacked_is_refused(tmp_path):
    whole = workbook([["a"]])
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, b" " * 60_000_000 if name.endswith("sheet1.xml") else old.read(name))
    with pytest.raises(Problem, match="larger than any table"):
        table.read(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a;b\n\x00", "is no table"),
        ("месяц;1".encode("cp1251"), "not UTF-8"),
        (b'"a\n', ""),
        (b"", ""),
        (b"\xff\xfea\x00;\x00b\x00", ""),
    ],
)
def test_csv_of_every_kind(tmp_path, content, words):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    if words:
        with pytest.raises(Problem, match=words):
            table.read(path)
    else:
        assert "x.csv" in table.read(path)


def test_letters_are_a_spreadsheets():
    assert [table.letters(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
