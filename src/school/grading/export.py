"""Grades as a table that a spreadsheet opens: one row for each student and module. For platforms see `platforms`."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from nbgrader.plugins import ExportPlugin

from school.errors import Problem
from school.grading import gradebook, policy
from school.grading.course import Course
from school.grading.gradebook import Row
from school.grading.policy import Late
from venture.files import write_atomic

COLUMNS = (
    "student_id",
    "last_name",
    "first_name",
    "email",
    "module",
    "state",
    "handed_in_utc",
    "late_hours",
    "points",
    "max_points",
    "by_checks",
    "by_coach",
    "to_mark_by_hand",
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


Cell = str | float


def cells(rows: Sequence[Row], late: Late | None = None) -> list[list[Cell]]:
    """The rows with their headings, and one column for each question that occurs."""
    late = late or Late()
    columns = list(dict.fromkeys(one.question for row in rows for one in row.points))
    found: list[list[Cell]] = [[*COLUMNS, *(harmless(name) for name in columns)]]
    for row in rows:
        behind = late.counted(row.late, row.student.id, row.module)
        when = row.handed_in.strftime("%Y-%m-%d %H:%M") if row.handed_in else ""
        about = (
            row.student.id,
            row.student.last_name,
            row.student.first_name,
            row.student.email,
            row.module,
            row.state,
            when,
        )
        found.append(
            [
                *(harmless(text) for text in about),
                round(behind.total_seconds() / 3600, 2) if row.handed_in else "",
                row.total if row.points else "",
                row.most,
                row.auto if row.points else "",
                row.coach if row.points else "",
                harmless(" ".join(row.waiting)),
                *(row.of.get(name, "") for name in columns),
            ]
        )
    return found


def table(rows: Sequence[Row], late: Late | None = None) -> str:
    """The rows as CSV, every text quoted."""
    return as_csv(cells(rows, late), csv.QUOTE_NONNUMERIC)


def as_csv(rows: Sequence[Sequence[Cell]], quoting: int = csv.QUOTE_MINIMAL) -> str:
    """A table as CSV."""
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def as_xlsx(rows: Sequence[Sequence[Cell]], title: str = "Grades") -> bytes:
    """A table as a workbook. Texts stay texts, whatever they begin with; numbers are numbers."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell == "":
                    continue
                put = sheet.write_number if isinstance(cell, int | float) else sheet.write_string
                put(number, place, cell, bold if number == 0 else None)
        for place in range(len(rows[0]) if rows else 0):
            longest = max(len(str(row[place])) for row in rows if place < len(row))
            sheet.set_column(place, place, min(max(longest + 2, 8), 40))
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet does not take for a formula: a name such as ``=1+1`` gets an apostrophe in front."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def write(rows: Sequence[Row], place: Path, late: Late | None = None) -> None:
    """Write the table: a workbook where the name ends in .xlsx, else CSV.

    The byte order mark in front makes spreadsheets read UTF-8, so Cyrillic names stay whole.
    """
    if place.suffix.casefold() == ".xlsx":
        write_atomic(place, as_xlsx(cells(rows, late)))
    else:
        write_atomic(place, table(rows, late).encode("utf-8-sig"))


def title_of(course: Course, module: str) -> str:
    """What people call a task: its notebook's first heading; the module's name where it has none."""
    if module not in course.modules():
        return module
    try:
        sources = [cell.source for cell in course.master(module).cells if cell.cell_type == "markdown"]
    except Problem:
        return module
    found = next((line for text in sources for line in text.splitlines() if line.startswith("# ")), "")
    return " ".join(found.strip("# *_`").split()) or module


def collect_rows(book, course: Course, modules: Sequence[str] = (), students: Sequence[str] = ()) -> list[Row]:
    """The rows of these modules and students; empty means all that the gradebook knows."""
    wanted = modules or sorted(task.name for task in book.assignments)
    return [
        row
        for module in wanted
        for row in gradebook.rows(book, course, module)
        if not students or row.student.id in students
    ]


class GradesPlugin(ExportPlugin):
    """The same table for `nbgrader export`."""

    def export(self, gradebook) -> None:
        course = Course.here(Path(self.parent.coursedir.root))
        rows = collect_rows(
            gradebook, course, [str(one) for one in self.assignment], [str(one) for one in self.student]
        )
        place = Path(self.to or "grades.csv")
        write(rows, place, policy.read(course.cohort).late)
        self.log.info("%s rows written to %s", len(rows), place)
