"""The years: flows added up, balances at the end. What a reader of the plan opens first, with the chart of cash."""

from __future__ import annotations

from venture.export.sheet_months import LABELS, NARROW_MARKS
from venture.export.words import amount
from venture.export.workbook_desk import Desk, short
from venture.export.workbook_layout import FIRST, OPENING, STATEMENT_SHEETS, TITLES, address, column
from venture.export.workbook_style import TEAL, locked, no_dust, on_paper
from venture.forecast import YEAR
from venture.numbers import MINUS
from venture.rows.statements import STATEMENTS
from venture.words import _

BALANCES = {*STATEMENTS["balance"]}  # cash, too, is one


def write(desk: Desk) -> None:
    on, style = desk.page("years"), desk.style
    on.write_string(0, 0, _("{name} by years").format(name=short(desk.plan.name)), style("title"))
    on.write_string(1, 0, desk.under, style("under"))
    years = desk.years()
    heads = [_("Opening"), *(_called(desk, first, last) for first, last in years)]
    wide = max(12, desk.width)
    for first, last, width in ((0, 0, LABELS), (1, 1, NARROW_MARKS), (OPENING, OPENING + len(years), wide)):
        on.set_column(first, last, width)
    line = FIRST - 1
    for name in STATEMENT_SHEETS:
        if name == "balance":
            on.set_h_pagebreaks([line])  # so that it is not cut
        on.set_row(line, 30)
        on.write_string(line, 0, TITLES[name], style("head"))
        on.write_blank(line, 1, None, style("head"))
        for place, words in enumerate(heads):
            on.write_string(line, OPENING + place, words, style("head", "at right", "words"))
        line = _statement(desk, name, line + 1, years) + 1
    _chart(desk, line)
    on.freeze_panes(2, 2)
    on_paper(on, desk.footer, wide=LABELS + NARROW_MARKS + (len(years) + 1) * wide, landscape=len(years) > 6)
    no_dust(style, on, f"{column(OPENING)}{FIRST + 1}:{column(OPENING + len(years))}{line}")
    locked(on)


def _called(desk: Desk, first: int, last: int) -> str:
    begin, end = desk.first_of(first), desk.first_of(last)
    if last - first + 1 < YEAR:
        return _("Months {first} to {last}").format(first=first, last=last)
    when = str(begin.year) if begin.year == end.year else f"{begin:%m.%y} – {end:%m.%y}"
    return _("Year {number}\n{when}").format(number=(first + YEAR - 1) // YEAR, when=when)


def _statement(desk: Desk, name: str, line: int, years: list[tuple[int, int]]) -> int:
    """One statement's lines; gives the next free line."""
    on, style = desk.page("years"), desk.style
    for place, this in enumerate(desk.layout.lines[name]):
        if this.look == "item":
            continue
        if not this.key:
            if this.label:
                on.write_string(line, 0, this.label, style("heading"))
                for empty in range(1, OPENING + len(years) + 1):
                    on.write_blank(line, empty, None, style("heading"))
                line += 1
            continue
        looks = ("total",) if this.look == "total" else ()
        shown = style(*looks, number="money")
        on.write_string(line, 0, short(this.label), style(*looks))
        on.write_string(line, 1, MINUS if this.subtracted else "", style(*looks, "centre"))
        there = FIRST + place
        on.write_formula(line, OPENING, f"={address(name, there, OPENING)}", shown, desk.value(this.key, 0))
        for year, (first, last) in enumerate(years, 1):
            end = address(name, there, OPENING + last)
            if this.key in BALANCES:
                formula, value = f"={end}", desk.value(this.key, last)
            else:
                begin = address(name, there, OPENING + first)
                formula = f"=SUM({begin}:{column(OPENING + last)}{there + 1})"
                value = desk.clean(sum(desk.value(this.key, month) for month in range(first, last + 1)))
            on.write_formula(line, OPENING + year, formula, shown, value)
        line += 1
    return line


def _chart(desk: Desk, line: int) -> None:
    name, place = desk.layout.home["cash"]
    sheet = TITLES[name]
    chart = desk.xlsx.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": _("Cash at the month's end"),
            "categories": [sheet, FIRST - 1, OPENING, FIRST - 1, OPENING + desk.months],
            "values": [sheet, place, OPENING, place, OPENING + desk.months],
            "line": {"color": TEAL, "width": 2},
        }
    )
    chart.set_title(
        {
            "name": _("Cash at the month's end, {unit}").format(unit=desk.unit),
            "name_font": {"name": "Arial", "size": 11},
        }
    )
    chart.set_legend({"none": True})
    font = {"name": "Arial", "size": 9}
    every_year = {"interval_unit": YEAR, "interval_tick": YEAR, "label_position": "low"}
    chart.set_x_axis({"name": _("Month"), "name_font": font, "num_font": font, **every_year})
    chart.set_y_axis(
        {"num_format": "#,##0", "num_font": font, "major_gridlines": {"visible": True, "line": {"color": "#d9d6ca"}}}
    )
    chart.set_size({"width": 760, "height": 300})
    lowest = min(range(desk.months + 1), key=lambda month: desk.value("cash", month))
    words = _("Cash at the end of each month. It is lowest in month {month}, at {amount} {unit}.")
    alt = words.format(month=lowest, amount=amount(desk.plan, desk.value("cash", lowest)), unit=desk.unit)
    desk.page("years").write_blank(line + 20, 0, None, desk.style("small"))  # printing goes on to below the chart
    desk.page("years").insert_chart(line, 0, chart, {"description": alt, "object_position": 1})
