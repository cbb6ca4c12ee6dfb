"""The plan's workbook: an .xlsx with live formulas, translated from the rows that the engine computes.

    >>> write_workbook(plan, Path("plan.xlsx"))

Each file beside this one has one part: ``formulas`` translates, ``workbook_layout`` says what stands where, and a
``sheet_…`` writes one kind of sheet. Every formula is written with the engine's number, so that a viewer that does
not calculate shows the right one.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from venture.export import sheet_checks, sheet_inputs, sheet_months, sheet_readme, sheet_years
from venture.export.workbook_desk import VERDICT, Desk, short
from venture.export.workbook_layout import MONTHLY, TITLES, layout
from venture.export.workbook_names import named
from venture.export.workbook_style import FONT, TOLERANCE, Style
from venture.files import write_atomic
from venture.forecast import forecast
from venture.plan import Plan

# Text is text, whatever it looks like: a product may be called =1+1.
AS_WRITTEN = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def write_workbook(plan: Plan, path: Path | str, with_requested: bool = False) -> None:
    """Write the plan's workbook.

    Args:
        plan: a plan as `venture.plan.load` gives it.
        path: where to; a file that is there is replaced in one step.
        with_requested: count grants that are requested but not agreed.
    """
    write_atomic(Path(path), workbook(plan, with_requested))


def workbook(plan: Plan, with_requested: bool = False, today: datetime.date | None = None) -> bytes:
    """The workbook's bytes: the same plan on the same day gives the same ones."""
    from xlsxwriter import Workbook

    today = today or datetime.date.today()
    numbers = forecast(plan, with_requested=with_requested)
    sheet = numbers.sheet
    names = named([*sheet.inputs, *sheet.cells], taken=(TOLERANCE, VERDICT))
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True, "default_format_properties": FONT, **AS_WRITTEN}) as xlsx:
        xlsx.set_properties({"title": short(plan.name), "created": datetime.datetime.combine(today, datetime.time())})
        for title in TITLES.values():
            xlsx.add_worksheet(title)
        desk = Desk(numbers, layout(sheet), names, xlsx, Style(xlsx, plan.amounts), today, with_requested)
        for name in MONTHLY:
            sheet_months.write(desk, name)
        sheet_years.write(desk)
        verdict = sheet_checks.write(desk, marks=sheet_inputs.write(desk))
        sheet_readme.write(desk, verdict)
    return written.getvalue()
