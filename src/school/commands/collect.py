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
            metavar="FOLDER",
            help=(
                "A folder with what students sent: `<student>.ipynb`, `<student>_anything.ipynb`, zips of these names, or a "
                "sub-folder for each student. Without it nbgrader's exchange is asked."
            ),
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be collected.")] = False,
) -> None:
    """Collect submissions into cohort/, one clear line for each.

    Who the students are stands in `cohort/students.csv` (id, first_name, last_name, email).
    What was collected before is kept in cohort/earlier/ when something newer comes.
    """
    from rich.console import Console

    from school.errors import Problem
    from school.grading import collect, show
    from school.grading.course import Course
    from school.grading.exchange import from_exchange
    from school.grading.gradebook import due_date

    console = Console(soft_wrap=True)
    course = Course.here()
    name = course.module(module)
    if folder is None:
        console.print(from_exchange(course, name, dry_run), highlight=False)
        return
    lines = []
    for line in collect.from_folder(course, name, folder, due_date(course, name), dry_run):
        lines.append(line)
        who = f" → {line.student}" if line.student else ""
        tail = f": {line.text}" if line.text else ""
        show.line(console, _SIGNS.get(line.outcome, "·"), f"{line.source}{who} {line.outcome}{tail}")
    taken = sum(line.outcome in ("collected", "replaced") for line in lines)
    refused = [line for line in lines if line.refused]
    would = "would be collected" if dry_run else "collected"
    if refused:
        raise Problem(
            f"{name}: {taken} {would}, {len(refused)} refused (see the lines marked ✗).",
            "Put them right and collect again; what was taken stays.",
        )
    if not lines:
        raise Problem(f"{folder} holds no notebook and no zip.", "Name the folder that holds what students sent.")
    console.print(f"{name}: {taken} {would}.", highlight=False)
