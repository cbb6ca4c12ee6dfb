"""The table that a venture fills in each month: a workbook, or the same as CSV. The frozen plan stands beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from school.grading.export import harmless
from school.monitor import indicators
from school.monitor.actuals import CAUSES, COLUMNS, COUNTS_ONLY, INDICATORS, PRICE, SENT, UNITS, heads
from school.monitor.agreement import Agreement
from school.paper.table import made_today

ROWS = 36  # months at most; a longer plan gets a new table
CAUSE_ROWS = 42
INK, TEAL, PALE, INPUT = "#1d2433", "#0b6b63", "#e3f2ef", "#fff6d6"
FONT = {"font_name": "Arial", "font_size": 10, "font_color": INK}


def about(of: Agreement) -> list[tuple[str, str]]:
    """The lines above the table."""
    return [
        ("venture", of.plan.name),
        ("student", of.student.id),
        ("currency", of.plan.currency),
        ("amounts", of.plan.amounts),
        ("version", of.version),
    ]


def planned(of: Agreement, month: int) -> list[float | str]:
    """A line of the frozen plan, column for column; empty where the plan says nothing."""
    f = of.forecast
    products = [value for one in of.plan.products for value in (f[f"units/{one.name}"][month], f[f"price/{one.name}"][month])]  # fmt: skip
    plan = indicators.Planned(of)
    values = {
        "variable_cost": f["variable_cost"][month],
        "received": f["from_customers"][month],
        "running": plan.running(month),
        "service": plan.service[month],
        "cash": f["cash"][month],
        "overdue": plan.overdue(month),
        "people": plan.people(month),
        "outcome": plan.outcome(month),
    }
    rest = [values.get(key) for key, _label, _help in COLUMNS]
    return [*products, *("" if one is None else round(one, 6) for one in rest), ""]


def date(of: Agreement, month: int) -> str:
    return "{}-{:02d}".format(*of.plan.calendar_month(month))


def as_csv(of: Agreement) -> bytes:
    """The table as CSV with a byte order mark, which lets spreadsheet programs read it as UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerows([name, harmless(value)] for name, value in about(of))
    rows.writerow([COUNTS_ONLY])
    rows.writerow([])
    rows.writerow([harmless(name) for name in heads(of.plan)])
    for month in range(1, min(of.plan.months, ROWS) + 1):
        rows.writerow([month, date(of, month)])
    rows.writerow([])
    rows.writerow(CAUSES)
    return out.getvalue().encode("utf-8-sig")


def workbook(of: Agreement) -> bytes:
    """The table as a workbook: months, causes, the frozen plan, and how to fill it in."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(made_today())
        paper = {**FONT, "border": 1}
        fill = {**paper, "bg_color": INPUT, "border_color": "#d9c98a", "locked": False}
        ruled = {**paper, "border_color": "#a9b3c0"}
        words = {"text_wrap": True, "valign": "top"}
        looks = {
            "title": book.add_format({**FONT, "bold": True, "font_size": 15, "font_color": TEAL}),
            "plain": book.add_format(FONT),
            "words": book.add_format({**FONT, **words}),
            "warn": book.add_format({**paper, **words, "bold": True, "border": 2, "border_color": TEAL}),
            "head": book.add_format({**paper, **words, "bold": True, "font_color": "#ffffff", "bg_color": TEAL}),
            "month": book.add_format({**ruled, "bg_color": PALE, "align": "center"}),
            "input": book.add_format({**fill, "num_format": "#,##0.0##"}),
            "text": book.add_format({**fill, **words}),
            "day": book.add_format({**fill, "num_format": "yyyy-mm-dd"}),
            "number": book.add_format({**ruled, "num_format": "#,##0.0##"}),
        }
        months = _months(book, looks, of)
        _causes(book, looks, of)
        _plan(book, looks, of)
        _how(book, looks, of)
        months.activate()
    return out.getvalue()


def _sheet(book, looks, name: str, of: Agreement, title: str):
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer(f"&L{of.plan.name.replace('&', '&&')}: {name}&R&P / &N")
    sheet.write_string(0, 0, title, looks["title"])
    return sheet


def _head(sheet, looks, row: int, names: Sequence[str]) -> None:
    for at, name in enumerate(names):
        sheet.write_string(row, at, name, looks["head"])
    sheet.set_row(row, 40)


def _months(book, looks, of: Agreement):
    sheet = _sheet(book, looks, "Months", of, f"{of.plan.name}: what really happened")
    for at, (name, value) in enumerate(about(of), 1):
        sheet.write_string(at, 0, name, looks["plain"])
        sheet.write_string(at, 1, value, looks["plain"])
    sheet.merge_range(1, 3, 5, 12, f"{COUNTS_ONLY} Amounts are in {of.plan.unit}, without VAT.", looks["warn"])
    names, top = heads(of.plan), 7
    _head(sheet, looks, top, names)
    last = min(of.plan.months, ROWS)
    for month in range(1, last + 1):
        sheet.write_number(top + month, 0, month, looks["month"])
        sheet.write_string(top + month, 1, date(of, month), looks["month"])
        for at, name in enumerate(names[2:], 2):
            sheet.write_blank(top + month, at, None, looks["day" if name == SENT else "input"])
    helps = {label: text for _key, label, text in COLUMNS}
    for at, name in enumerate(names[2:], 2):
        told = {"validate": "decimal", "criteria": ">=", "value": 0, "error_title": "A number", "error_message": "Write one number, 0 or more. Leave the cell empty where there is none."}  # fmt: skip
        if name in ("cash at month's end", "own outcome"):
            told |= {"value": -1e12, "error_message": "Write one number. Leave the cell empty where there is none."}
        if name == SENT:
            told = {"validate": "date", "criteria": ">=", "value": _first(of), "error_title": "A date", "error_message": "Write a date, such as 2027-05-12."}  # fmt: skip
        if told_help := helps.get(name):
            told |= {"input_title": name[:32], "input_message": told_help[:255]}
        sheet.data_validation(top + 1, at, top + last, at, told)
    sheet.set_column(0, 1, 9)
    sheet.set_column(2, len(names) - 1, 11.5)
    sheet.freeze_panes(top + 1, 2)
    sheet.repeat_rows(top)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    return sheet


def _first(of: Agreement):
    import datetime

    return datetime.date(*of.plan.start, 1)


def _causes(book, looks, of: Agreement) -> None:
    sheet = _sheet(book, looks, "Causes", of, "For each amber or red light: one line")
    sheet.write_string(1, 0, "Fact, cause, action, who, by when. Roles are enough; no names of people whom you serve.", looks["plain"])  # fmt: skip
    _head(sheet, looks, 3, CAUSES)
    sheet.set_row(3, 20)
    for row in range(4, 4 + CAUSE_ROWS):
        for at, name in enumerate(CAUSES):
            sheet.write_blank(row, at, None, looks["day" if name == "by when" else "text"])
    sheet.data_validation(4, 1, 3 + CAUSE_ROWS, 1, {"validate": "list", "source": list(INDICATORS.values())})
    for at, wide in enumerate((8, 27, 45, 45, 20, 13)):
        sheet.set_column(at, at, wide)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)


def _plan(book, looks, of: Agreement) -> None:
    sheet = _sheet(book, looks, "Plan", of, f"The frozen plan, version {of.version}")
    sheet.write_string(1, 0, "To compare with. What you change here is not read.", looks["plain"])
    names = [name for name in heads(of.plan) if name != SENT]
    _head(sheet, looks, 3, names)
    for month in range(1, min(of.plan.months, ROWS) + 1):
        row = 3 + month
        sheet.write_number(row, 0, month, looks["month"])
        sheet.write_string(row, 1, date(of, month), looks["month"])
        for at, value in enumerate(planned(of, month)[:-1], 2):
            if value == "":
                sheet.write_blank(row, at, None, looks["number"])
            else:
                sheet.write_number(row, at, value, looks["number"])
    sheet.set_column(0, 1, 9)
    sheet.set_column(2, len(names) - 1, 11.5)
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(3)
    sheet.protect("")


def _how(book, looks, of: Agreement) -> None:
    sheet = _sheet(book, looks, "How to fill in", of, "How to fill in")
    sheet.set_portrait()
    lines = [
        ("Counts only", COUNTS_ONLY),
        ("When", "Once a month, within fifteen days after its end. One line a month in the sheet “Months”."),
        ("Empty is not 0", "Write 0 where nothing came. Leave a cell empty where you do not know."),
        ("Money", f"In {of.plan.unit}, without VAT, as in your plan. Numbers alone, without a currency sign."),
        (f"…{UNITS}", "how many were sold in the month; 0 where none was"),
        (f"…{PRICE}", "the average price that buyers really paid for one"),
        *((label, text) for _key, label, text in COLUMNS),
        (SENT, "the day on which you send this table"),
        ("Causes", "For each amber or red light one line: why, what you do about it, who does it, by when."),
        ("Red", "Red is no punishment. It says: act now, and tell us what you need."),
    ]
    for row, (name, text) in enumerate(lines, 2):
        sheet.write_string(row, 0, name, looks["words"])
        sheet.write_string(row, 1, text, looks["words"])
        sheet.set_row(row, 14 * -(-len(text) // 62))
    sheet.set_column(0, 0, 27)
    sheet.set_column(1, 1, 62)
