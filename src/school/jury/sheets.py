"""The sheets that jurors fill in: a workbook for each, with the bands beside it."""

from __future__ import annotations

import io

from school.jury.event import SAMPLE, Event, Juror, Venture
from school.jury.rubric import FULL, Rubric
from school.jury.scores import heads
from school.paper.table import letters, made_today

INK, TEAL, PALE, INPUT = "#1d2433", "#0b6b63", "#e3f2ef", "#fff6d6"
FONT = {"font_name": "Arial", "font_size": 10, "font_color": INK}
TOP = 5  # the row of the headings, counted from 0


def of(event: Event, juror: Juror) -> list[Venture]:
    """What a juror judges, in the running order, after the sample."""
    theirs = [one for one in event.running_order if juror.name in event.judges(one.id)]
    sample = [Venture(SAMPLE, "The sample pitch, to calibrate")] if event.calibration else []
    return sample + theirs


def workbook(event: Event, rubric: Rubric, juror: Juror) -> bytes:
    """One juror's sheet: a line a venture, a column a line of the sheet; totals add themselves up."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(made_today())
        words = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#a9b3c0"}
        fill = {**FONT, "border": 1, "border_color": "#d9c98a", "bg_color": INPUT, "locked": False, "align": "center", "valign": "vcenter"}  # fmt: skip
        looks = {
            "title": book.add_format({**FONT, "bold": True, "font_size": 15, "font_color": TEAL}),
            "plain": book.add_format(FONT),
            "head": book.add_format({**FONT, **words, "bold": True, "font_color": "#ffffff", "bg_color": TEAL}),
            "name": book.add_format({**FONT, **words, "bg_color": PALE, "valign": "vcenter"}),
            "input": book.add_format({**fill, "num_format": "0.#"}),
            "text": book.add_format({**fill, "text_wrap": True, "align": "left"}),
            "total": book.add_format({**FONT, **words, "bold": True, "align": "center", "valign": "vcenter", "num_format": "0.#"}),
            "words": book.add_format({**FONT, **words}),
        }  # fmt: skip
        sheet = book.add_worksheet("Scores")
        _paper(sheet, event, juror)
        sheet.write_string(0, 0, f"{event.name}: jury sheet", looks["title"])
        sheet.write_string(1, 0, "juror", looks["plain"])
        sheet.write_string(1, 1, juror.name, looks["plain"])
        sheet.write_string(2, 0, f"{FULL} points a venture. 0 where it earned none; an empty cell means that you did not judge. Half points are allowed. The bands stand on the next sheet.", looks["plain"])  # fmt: skip
        sheet.write_string(3, 0, "A knock-out: write yes. It does not change your points.", looks["plain"])
        names = heads(rubric)
        for at, name in enumerate(names):
            sheet.write_string(TOP, at, name, looks["head"])
        sheet.set_row(TOP, 78)
        first, last = 2, 1 + len(rubric.lines)
        rows = of(event, juror)
        for row, one in enumerate(rows, TOP + 1):
            sheet.write_string(row, 0, one.id, looks["name"])
            sheet.write_string(row, 1, one.name, looks["name"])
            for at in range(first, last + 1):
                sheet.write_blank(row, at, None, looks["input"])
            cells = f"{letters(first)}{row + 1}:{letters(last)}{row + 1}"
            sheet.write_formula(row, last + 1, f'=IF(COUNT({cells})={len(rubric.lines)},SUM({cells}),"")', looks["total"], "")  # fmt: skip
            for at in range(last + 2, len(names)):
                sheet.write_blank(row, at, None, looks["text"])
            sheet.set_row(row, 30)
        end = TOP + len(rows)
        for at, line in enumerate(rubric.lines, first):
            sheet.data_validation(TOP + 1, at, end, at, {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": line.points,
                "input_title": line.name[:32], "input_message": f"0 to {line.points}",
                "error_title": "Points", "error_message": f"This line has 0 to {line.points} points.",
            })  # fmt: skip
        for at in range(last + 2, last + 2 + len(rubric.knock_outs)):
            sheet.data_validation(TOP + 1, at, end, at, {"validate": "list", "source": ["yes", "no"]})
        sheet.set_column(0, 0, 9)
        sheet.set_column(1, 1, 24)
        sheet.set_column(first, last + 1, 11)
        sheet.set_column(last + 2, len(names) - 2, 11)
        sheet.set_column(len(names) - 1, len(names) - 1, 32)
        sheet.freeze_panes(TOP + 1, 2)
        sheet.repeat_rows(TOP)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        _bands(book, looks, event, rubric, juror)
    return out.getvalue()


def _paper(sheet, event: Event, juror: Juror) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer(f"&L{event.name} · {juror.name}".replace("& ", "&& ") + "&R&P / &N")


def _bands(book, looks, event: Event, rubric: Rubric, juror: Juror) -> None:
    sheet = book.add_worksheet("Bands")
    _paper(sheet, event, juror)
    sheet.write_string(0, 0, "What the points mean", looks["title"])
    for at, name in enumerate(("line", "points", "what that is")):
        sheet.write_string(2, at, name, looks["head"])
    row = 3
    for line in rubric.lines:
        for low, high, text in line.bands:
            sheet.write_string(row, 0, line.name, looks["words"])
            sheet.write_string(row, 1, f"{low} to {high}", looks["words"])
            sheet.write_string(row, 2, text, looks["words"])
            row += 1
    for key, text in rubric.knock_outs:
        sheet.write_string(row, 0, f"knock-out: {key}", looks["words"])
        sheet.write_string(row, 1, "yes", looks["words"])
        sheet.write_string(row, 2, text, looks["words"])
        row += 1
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 11)
    sheet.set_column(2, 2, 90)
    sheet.repeat_rows(2)
