"""Grades as a table that a spreadsheet opens: one row for each student and module."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from nbgrader.plugins import ExportPlugin

from school.grading import gradebook
from school.grading.course import Course
from school.grading.gradebook import Row
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


def table(rows: Sequence[Row]) -> str:
    """The rows as CSV, every text quoted, with one column for each question that occurs."""
    columns = list(dict.fromkeys(f"{one.question}" for row in rows for one in row.points))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *(harmless(name) for name in columns)])
    for row in rows:
        late = round(row.late.total_seconds() / 3600, 2)
        when = row.handed_in.strftime("%Y-%m-%d %H:%M") if row.handed_in else ""
        writer.writerow(
            [
                *(
                    harmless(text)
                    for text in (
                        row.student.id,
                        row.student.last_name,
                        row.student.first_name,
                        row.student.email,
                        row.module,
                        row.state,
                        when,
                    )
                ),
                late if row.handed_in else "",
                row.total if row.points else "",
                row.most,
                row.auto if row.points else "",
                row.coach if row.points else "",
                harmless(" ".join(row.waiting)),
                *(row.of.get(name, "") for name in columns),
            ]
        )
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet does not take for a formula: a name such as ``=1+1`` gets an apostrophe in front."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def write(rows: Sequence[Row], place: Path) -> None:
    """Write the table. The byte order mark in front makes spreadsheets read UTF-8, so Cyrillic names stay whole."""
    write_atomic(place, table(rows).encode("utf-8-sig"))


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
        write(rows, place)
        self.log.info("%s rows written to %s", len(rows), place)
