"""Who is in the cohort: `cohort/students.csv`."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from school.errors import Problem

COLUMNS = ("id", "first_name", "last_name", "email")
EXAMPLE = "Its first line is id,first_name,last_name,email and a student's is, for instance, vera,Vera,Ivanova,vera@school.example."
# An id names a folder and stands in nbgrader's file patterns.
_ID = re.compile(r"\w[\w.@-]*")


@dataclass(frozen=True)
class Student:
    """One line of the list."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.id


def read(path: Path) -> dict[str, Student]:
    """The students by id. Takes commas or semicolons, as spreadsheets in different countries write."""
    shown = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise Problem(
            f"{shown} is missing: it lists the students.", f"Write it, as text or in a spreadsheet. {EXAMPLE}"
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(f"{shown} is not UTF-8 text.", "In the spreadsheet save it again as “CSV UTF-8”.") from None
    head = text.splitlines()[0] if text.strip() else ""
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    fields = [(name or "").strip().casefold() for name in rows.fieldnames or []]
    if "id" not in fields:
        raise Problem(f"{shown} has no column “id” (it has: {', '.join(filter(None, fields)) or 'nothing'}).", EXAMPLE)
    students: dict[str, Student] = {}
    for line, row in enumerate(rows, start=2):
        told = {
            (key or "").strip().casefold(): (value or "").strip()
            for key, value in row.items()
            if isinstance(value, str | None)
        }
        if not any(told.values()):
            continue
        student = Student(**{name: told.get(name, "") for name in COLUMNS})
        if not _ID.fullmatch(student.id):
            raise Problem(
                f"{shown}, line {line}: “{student.id}” cannot be an id.",
                "Use letters, digits and . _ - @, without spaces.",
            )
        if student.id.casefold() in {other.casefold() for other in students}:
            raise Problem(
                f"{shown}, line {line}: the id “{student.id}” stands there twice.", "Give each student an own id."
            )
        students[student.id] = student
    if not students:
        raise Problem(f"{shown} lists no students.", EXAMPLE)
    return students


def write(path: Path, students: list[Student]) -> None:
    """Write the list, for a demo or a first example."""
    from venture.files import write_atomic

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([one.id, one.first_name, one.last_name, one.email] for one in students)
    write_atomic(path, out.getvalue())


def whose(name: str, students: dict[str, Student]) -> Student | None:
    """The student that a file or folder belongs to: named by the id, or by the id and ``_…``."""
    wanted = name.casefold()
    fits = [
        one for one in students.values() if wanted == one.id.casefold() or wanted.startswith(one.id.casefold() + "_")
    ]
    return max(fits, key=lambda one: len(one.id), default=None)
