"""`school export`: grades as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_USUAL = Path("cohort/grades.csv")


def command(
    modules: Annotated[
        list[str] | None, typer.Argument(metavar="[MODULE]...", help="Modules such as `04`; none means all.")
    ] = None,
    to: Annotated[
        Path, typer.Option(metavar="FILE", help="Where to write the table: `.csv` (UTF-8) or `.xlsx`.")
    ] = _USUAL,
    platform: Annotated[
        str,
        typer.Option("--for", metavar="PLATFORM", help="`moodle` or `canvas`: the table that this platform imports."),
    ] = "",
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The platform's own table, to be filled in: Moodle's grading worksheet or gradebook, Canvas's gradebook, as CSV.",
        ),
    ] = None,
    column: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The task's column in that table, where its heading is not the task's title."
        ),
    ] = "",
    scale: Annotated[
        bool,
        typer.Option("--scale", help="Convert the marks where the platform's task is out of other points than ours."),
    ] = False,
) -> None:
    """Write all grades into one table: a row for each student and module, with the points of every question.

    With `--for`, write what Moodle or Canvas imports: final marks alone. What is not graded, or waits
    for a coach, stays as the platform has it.
    """
    from rich.console import Console

    from school.errors import Problem
    from school.grading import export, policy
    from school.grading.course import Course
    from venture.files import write_atomic

    console = Console(soft_wrap=True)
    course = Course.here()
    names = [course.module(name) for name in modules or ()]
    wanted = platform.strip().casefold()
    if wanted not in ("", "moodle", "canvas"):
        raise Problem(f"“{platform}” is no platform that we know.", "There is: moodle, canvas.")
    if not wanted and (template or column or scale):
        raise Problem("--template, --column and --scale belong to --for.", "Add --for moodle or --for canvas.")
    if to == _USUAL:
        to = _USUAL.with_name(f"grades-{wanted}.csv") if wanted else _USUAL
        place = course.root / to
    else:
        place = to
    if place.suffix.casefold() not in (".csv", ".xlsx"):
        raise Problem(f"{to} is neither .csv nor .xlsx.", "End the name with one of these.")
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
        if wanted:
            filled = _for_platform(course, rows, wanted, template, column, scale, console)
            book = place.suffix.casefold() == ".xlsx"
            # without a byte order mark: a platform might take it for a part of the first heading
            write_atomic(place, export.as_xlsx(filled.table) if book else export.as_csv(filled.table))
            console.print(f"{filled.written} marks for {wanted.capitalize()} in {to}", highlight=False)
        else:
            export.write(rows, place, policy.read(course.cohort).late)
            console.print(f"{len(rows)} rows in {to}", highlight=False)
    except OSError as error:
        raise Problem(
            f"{to} cannot be written: {error.strerror}.", "Close it where it is open, or name another file."
        ) from None


def _for_platform(course, rows, platform: str, template: Path | None, column: str, scale: bool, console):
    from school.errors import Problem
    from school.grading import export, platforms, roster, show

    listed = course.cohort / "students.csv"
    students = roster.read(listed) if listed.is_file() else {row.student.id: row.student for row in rows}
    by_module: dict[str, list] = {}
    for row in rows:
        by_module.setdefault(row.module, []).append(row)
    tasks = [platforms.Task.of(name, export.title_of(course, name), of) for name, of in by_module.items()]
    for task in tasks:
        if task.waiting:
            show.line(console, "!", f"{task.module}: not marked to the end, so not written: {_some(task.waiting)}")
    if template is None:
        filled = (platforms.moodle if platform == "moodle" else platforms.canvas)(tasks, students)
    else:
        form = platforms.Form.read(template)
        fill = platforms.fill_moodle if platform == "moodle" else platforms.fill_canvas
        filled = fill(form, tasks, students, column, scale)
    for text, names in (
        ("in the platform's table and not on our list", filled.strangers),
        ("with a mark and not in the platform's table", filled.absent),
        ("excused there, or not given the task; left as it is", filled.kept),
    ):
        if names:
            show.line(console, "!", f"{text}: {_some(names)}")
    if not filled.written:
        raise Problem("There is no final mark to write.", "Grade, and mark the written answers, first.")
    return filled


def _some(names) -> str:
    return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
