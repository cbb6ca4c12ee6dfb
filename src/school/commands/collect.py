"""`school collect`: take in what students sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_SIGNS = {"collected": "✓", "replaced": "✓", "refused": "✗"}


def command(
    module: Annotated[str, typer.Argument(metavar="MODULE", help="The module, for instance `04`.")],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="PLACE",
            help=(
                "A folder or a zip: Moodle's or Canvas's download of all submissions, a folder of Google Drive, saved mails "
                "(`.eml`, `.mbox`), or `<student>.ipynb`, `<student>_anything.ipynb`, zips of these names, a sub-folder for "
                "each student. Without it nbgrader's exchange is asked."
            ),
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be collected.")] = False,
) -> None:
    """Collect submissions into cohort/, one clear line for each.

    Who the students are stands in `cohort/students.csv` (id, first_name, last_name, email; in a
    column `also` other names, addresses and numbers, with | between them).
    Of several notebooks from one student the newest counts. Late work is taken and marked as late.
    What was collected before is kept in cohort/earlier/ when something newer comes.
    What became of everything stands in `cohort/collected/MODULE.csv`, too.
    """
    from rich.console import Console

    from school.errors import Problem
    from school.grading import collect, exchange, show
    from school.grading.course import Course
    from school.grading.gradebook import due_date

    console = Console(soft_wrap=True)
    course = Course.here()
    name = course.module(module)
    due = due_date(course, name)
    lines: list[collect.Line] = []
    with show.progress(console) as bar:
        task = bar.add_task("collecting", total=None)

        def each(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        found = (
            exchange.from_exchange(course, name, due, dry_run, each)
            if folder is None
            else collect.from_folder(course, name, folder, due, dry_run, each)
        )
        for line in found:
            lines.append(line)
            who = f" → {line.student}" if line.student else ""
            by = f" (by {line.by})" if line.by not in ("", "id") else ""
            tail = f": {line.text}" if line.text else ""
            show.line(console, _SIGNS.get(line.outcome, "·"), f"{line.source}{who}{by} {line.outcome}{tail}")
        bar.update(task, description="looked through")
    if not lines:
        where = folder or "nbgrader's exchange"
        raise Problem(f"{where} holds no notebook and no zip.", "Name the folder that holds what students sent.")
    silent = collect.missing(course, name, lines)
    if silent:
        shown = ", ".join(one.id for one in silent[:12]) + (f" and {len(silent) - 12} more" if len(silent) > 12 else "")
        show.line(console, "!", f"nothing from {len(silent)} of the list: {shown}")
    late = sum(bool(line.late) for line in lines if line.taken)
    taken = sum(line.outcome in ("collected", "replaced") for line in lines)
    refused = [line for line in lines if line.refused]
    would = "would be collected" if dry_run else "collected"
    said = f"{taken} {would}" + (f", {late} of what lies there late" if late else "")
    if not dry_run:
        place = course.cohort / "collected" / f"{name}.csv"
        collect.write_report(place, lines, silent)
        show.line(console, "·", f"all of this as a table: {place.relative_to(course.root).as_posix()}")
    if refused:
        raise Problem(
            f"{name}: {said}, {len(refused)} refused (see the lines marked ✗).",
            "Put them right and collect again; what was taken stays.",
        )
    console.print(f"{name}: {said}.", highlight=False)
