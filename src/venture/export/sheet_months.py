"""The sheets by months: the three statements and the workings. Each cell holds its row's formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venture.export.formulas import filled, pieces
from venture.export.workbook_desk import Desk, short
from venture.export.workbook_layout import FIRST, OPENING, TITLES, Line, column
from venture.export.workbook_style import locked, no_dust, on_paper
from venture.forecast import YEAR
from venture.numbers import MINUS
from venture.sheet import SAME
from venture.words import _

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABELS, MARKS, NARROW_MARKS = 54, 8, 3  # widths of the columns
UNITS = {"money": "", "price": "", "units": _("units"), "count": "", "share": "%"}


def write(desk: Desk, name: str) -> None:
    on = desk.page(name)
    marks = MARKS if name == "workings" else NARROW_MARKS
    head(desk, on, name, marks)
    for place, line in enumerate(desk.layout.lines[name]):
        _line(desk, on, name, FIRST + place, line)
    cells = f"{column(OPENING)}{FIRST + 1}:{column(OPENING + desk.months)}{FIRST + len(desk.layout.lines[name])}"
    no_dust(desk.style, on, cells)
    on.ignore_errors({"formula_differs": cells})  # before the opening a row that reaches back reads 0
    locked(on)


def head(desk: Desk, on: Worksheet, name: str, marks: float, labels: float = LABELS) -> None:
    """Title, the months' dates and numbers, and what keeps them in sight on the screen and on paper."""
    style = desk.style
    on.write_string(0, 0, TITLES[name], style("title"))
    on.write_string(1, 0, desk.under, style("under"))
    for line in (FIRST - 2, FIRST - 1):
        on.write_blank(line, 1, None, style("head"))
    on.write_string(FIRST - 2, 0, "", style("head"))
    on.write_string(FIRST - 1, 0, _("Month"), style("head"))
    on.write_string(FIRST - 2, OPENING, _("Opening"), style("head", "at right"))
    on.write_number(FIRST - 1, OPENING, 0, style("head", "at right", number="count"))
    for month in range(1, desk.months + 1):
        on.write_datetime(FIRST - 2, OPENING + month, desk.first_of(month), style("head", "at right", number="date"))
        on.write_number(FIRST - 1, OPENING + month, month, style("head", "at right", number="count"))
    on.set_column(0, 0, labels)
    on.set_column(1, 1, marks)
    on.set_column(OPENING, OPENING + desk.months, desk.width)
    on.freeze_panes(FIRST, OPENING)
    on_paper(on, desk.footer, wide=labels + marks + (YEAR + 1) * desk.width)  # a year a page
    on.repeat_rows(0, FIRST - 1)
    on.repeat_columns(0, 1)
    on.set_v_pagebreaks([OPENING + last + 1 for _first, last in desk.years()[:-1]])


def _line(desk: Desk, on: Worksheet, name: str, line: int, this: Line) -> None:
    style = desk.style
    if not this.key:
        if this.label:
            for place in range(OPENING + desk.months + 1):
                on.write_blank(line, place, None, style("heading"))
            on.write_string(line, 0, this.label, style("heading"))
        return
    row = desk.layout.sheet.rows[this.key]
    looks = () if this.look == "line" else (this.look,)
    on.write_string(line, 0, short(_capital(this.label)), style(*looks))
    mark = MINUS if this.subtracted else ""
    if name == "workings":
        mark = UNITS.get(row.unit, "")
    on.write_string(line, 1, mark, style(*(looks if this.look == "total" else ("small",)), "centre"))
    shown = style(*(("small",) if this.look == "item" else looks), number=row.unit)
    if this.key in desk.layout.sheet.given:
        for month in range(desk.months + 1):
            on.write_number(line, OPENING + month, desk.value(this.key, month), shown)
        return
    for month, formula in enumerate(_formulas(desk, name, line, this.key)):
        on.write_formula(line, OPENING + month, formula, shown, desk.value(this.key, month))


def _formulas(desk: Desk, name: str, line: int, key: str) -> list[str]:
    """The row's formula in each column, or a reference where the row stands elsewhere."""

    def address(key: str, month: int) -> str:
        return desk.layout.address(key, month, on=name)

    if desk.layout.home[key] != (name, line):
        return [f"={address(key, month)}" for month in range(desk.months + 1)]
    row = desk.layout.sheet.rows[key]
    every = pieces(row.formula, key, row.reads, desk.names)
    first = every if row.opening == SAME else pieces(row.opening, key, row.reads, desk.names)
    return [filled(first if month == 0 else every, month, address) for month in range(desk.months + 1)]


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
