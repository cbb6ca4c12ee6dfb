"""Which line of which sheet a row stands on.

A row's formula stands once, on the first sheet that shows it: a statement's lines and their items on the statement,
everything else among the workings. Shown again elsewhere, it is a reference.
On every sheet by months a month stands in the same column.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from venture.export.workbook_unused import unused_rows
from venture.rows.statements import STATEMENTS
from venture.sheet import OWN, Row, Sheet, parsed
from venture.words import _

TITLES = {
    "readme": _("Read me"),
    "inputs": _("Inputs"),
    "years": _("Years"),
    "income": _("Income statement"),
    "cash": _("Cash flow"),
    "balance": _("Balance sheet"),
    "workings": _("Workings"),
    "checks": _("Checks"),
}
MONTHLY = ("income", "cash", "balance", "workings")
STATEMENT_SHEETS = {"income": ("income",), "cash": ("cash", "indirect"), "balance": ("balance",)}
HEADS = {"cash": _("Payments (direct)"), "indirect": _("From net income to cash from operations (indirect)")}
SECTIONS = {
    "calendar": _("Calendar"),
    "sales": _("Sales"),
    "income": _("Income and costs, one by one"),
    "cash": _("Payments, one by one"),
    "balance": _("Balances, one by one"),
    "working": _("Running totals behind stock, loans, grants and taxes"),
    "vat": _("Tax on sales and VAT, one by one"),
    "unused": _("Always 0 with this plan's choices"),
}
FIRST = 4  # the first line below a monthly sheet's head, counted from 0
OPENING = 2  # the opening's column, counted from 0; month 1 follows it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet by months. Without a key it is a heading, or empty."""

    label: str = ""
    key: str = ""
    look: str = "line"  # line, item (of the line above), total, heading
    subtracted: bool = False


@dataclass(frozen=True)
class Layout:
    sheet: Sheet
    nothing: set[str]
    lines: dict[str, list[Line]] = field(default_factory=dict)  # by sheet
    home: dict[str, tuple[str, int]] = field(default_factory=dict)  # by row: its sheet, its line's place from 0

    def address(self, key: str, month: int, on: str = "") -> str:
        """Where a row's cell of a month is, as a formula on sheet ``on`` calls it."""
        name, line = self.home[key]
        return address(name, line, OPENING + month, on)

    def months(self, key: str, first: int, last: int, on: str = "") -> str:
        """A row's cells from one month to another."""
        name, line = self.home[key]
        return f"{address(name, line, OPENING + first, on)}:{column(OPENING + last)}{line + 1}"


def layout(sheet: Sheet) -> Layout:
    made = Layout(sheet, unused_rows(sheet))
    for name, parts in STATEMENT_SHEETS.items():
        _put(made, name, [line for part in parts for line in _statement(made, part)])
    _put(made, "workings", list(_workings(made)))
    return made


def _put(made: Layout, name: str, lines: list[Line]) -> None:
    made.lines[name] = lines
    for place, line in enumerate(lines):
        if line.key:
            made.home.setdefault(line.key, (name, FIRST + place))


def _statement(made: Layout, part: str) -> Iterator[Line]:
    rows = made.sheet.rows
    keys = [key for key in STATEMENTS[part] if key not in made.nothing]
    added = {key: dict(_added(rows[key])) for key in keys}
    subtracted = {one for key in keys for one, sign in added[key].items() if sign < 0} if part != "balance" else set()
    if part in HEADS:
        yield Line(HEADS[part], look="heading")
    totals = [key for key in keys if any(one in keys for one in added[key])]
    for key, after in zip(keys, [*keys[1:], ""], strict=True):
        yield Line(rows[key].label, key, "total" if key in totals else "line", key in subtracted)
        items = [row for row in rows.values() if row.key.startswith(f"{key}/") and row.key not in made.nothing]
        if len(items) > 1:
            yield from (Line(row.label, row.key, "item") for row in items if row.key not in made.home)
        if key in totals and after not in totals and part != "income":
            yield Line()


def _added(row: Row) -> Iterator[tuple[str, int]]:
    """The rows that a row adds up, with their signs."""

    def terms(node: ast.expr, sign: int) -> Iterator[tuple[str, int]]:
        match node:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                yield from terms(left, sign)
                yield from terms(right, sign if isinstance(op, ast.Add) else -sign)
            case ast.Name(id=name) if name != OWN:
                yield row.reads.get(name, name), sign

    if row.formula:
        yield from terms(parsed(row.formula), 1)


def _workings(made: Layout) -> Iterator[Line]:
    rest = [row for row in made.sheet.rows.values() if row.key not in made.home]
    parts = list(dict.fromkeys([*SECTIONS, *(row.part for row in rest)]))  # a part without a heading comes last
    for part in parts:
        rows = [row for row in rest if (row.part if row.key not in made.nothing else "unused") == part]
        if rows:
            yield Line(SECTIONS.get(part, part), look="heading")
            yield from (Line(row.label, row.key) for row in rows)
            yield Line()


# --- addresses


def column(place: int) -> str:
    """A column's letters; 0 is A."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(name: str, line: int, place: int, on: str = "", fixed: bool = False) -> str:
    """A cell's address; ``fixed`` with $ signs. Cells of the sheet ``on`` need no sheet's name."""
    sign = "$" if fixed else ""
    cell = f"{sign}{column(place)}{sign}{line + 1}"
    return cell if name == on else f"{quoted(TITLES[name])}!{cell}"


def quoted(title: str) -> str:
    return title if title.isascii() and title.isidentifier() else "'" + title.replace("'", "''") + "'"
