"""`school export`: grades as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    modules: Annotated[
        list[str] | None, typer.Argument(metavar="[MODULE]...", help="Modules such as `04`; none means all.")
    ] = None,
    to: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the table (CSV, UTF-8).")] = Path(
        "cohort/grades.csv"
    ),
) -> None:
    """Write all grades into one table: a row for each student and module, with the points of every question."""
    from rich.console import Console

    from school.errors import Problem
    from school.grading import export
    from school.grading.course import Course

    course = Course.here()
    names = [course.module(name) for name in modules or ()]
    place = to if to.is_absolute() or to != Path("cohort/grades.csv") else course.root / to
    if place.is_dir() or not place.parent.is_dir():
        raise Problem(
            f"{to} cannot be written: {'it is a folder' if place.is_dir() else 'there is no such folder'}.",
            "Name a file in a folder that exists.",
        )
    with course.gradebook() as book:
        rows = export.collect_rows(book, course, names)
    if not rows:
        raise Problem("The gradebook holds no grades yet.", "Grade something first: school grade MODULE")
    try:
        export.write(rows, place)
    except OSError as error:
        raise Problem(
            f"{to} cannot be written: {error.strerror}.", "Close it where it is open, or name another file."
        ) from None
    Console().print(f"{len(rows)} rows in {to}", highlight=False)
