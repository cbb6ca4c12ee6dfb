"""`school release`: the students' copies of the tasks."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

import typer


def command(
    modules: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MODULE]...", help="Modules such as `04`; none means every task in solutions/."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when assignments/ is not what solutions/ gives.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be written.")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace a copy that someone worked in; the old one is kept in cohort/earlier/."),
    ] = False,
    due: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help="Set the due date, in UTC, for instance `2026-03-01 18:00`; a day alone lasts to its end.",
        ),
    ] = "",
) -> None:
    """Make the students' copies in assignments/ from solutions/, and check them.

    A copy goes out only when it shows no solution and no hidden test, when the solution gets all
    points, and when a blank copy gets none.
    """
    from rich.console import Console

    from school.errors import Problem
    from school.grading import release, roster, show
    from school.grading.course import Course
    from school.grading.files import scratch

    console = Console()
    course = Course.here()
    when = _date(due)
    names = [course.module(name) for name in modules] if modules else course.modules()
    if not names:
        raise Problem("solutions/ has no task.", "Make one with `school new-module`.")
    bad = []
    for name in names:
        with scratch(course.cohort) as folder:
            with console.status(f"{name}: making the students' copy and trying it out"):
                made = release.prepare(course, name, folder)
            told = [*made.faults]
            if check:
                told += [f"assignments/{name} is not what solutions/ gives: {one}" for one in made.differences]
            elif made.work and not force:
                told.append(
                    f"assignments/{name} holds someone's work ({', '.join(made.work)}). "
                    "Move it away first, or use --force, which keeps it in cohort/earlier/."
                )
            for one in told:
                show.line(console, "✗", f"{name}: {one}")
            if told:
                bad.append(name)
            elif check:
                show.line(console, "✓", f"{name}: assignments/ is up to date; {made.about}")
            elif dry_run:
                tail = (
                    "; what stands there would be kept in cohort/earlier/" if course.assignments(name).is_dir() else ""
                )
                what = f"would be written{tail}" if made.differences else "would stay as it is"
                show.line(console, "·", f"{name}: assignments/ {what}; {made.about}")
            else:
                kept = release.hand_out(course, made, when)
                tail = f"; what stood there is kept in {kept.relative_to(course.root).as_posix()}" if kept else ""
                done = "written" if made.differences else "up to date"
                done += f"; due {when:%Y-%m-%d %H:%M} UTC" if when else ""
                show.line(console, "✓", f"{name}: assignments/ {done}{tail}; {made.about}")
    if not (check or dry_run or bad or (course.cohort / "students.csv").is_file()):
        show.line(
            console, "·", f"Before you collect, write the list of students, cohort/students.csv. {roster.EXAMPLE}"
        )
    if bad:
        raise Problem(
            f"{', '.join(bad)}: {'not ready' if check else 'not released'}, see the lines marked ✗.",
            "Mend what they name and run it again.",
        )


def _date(text: str) -> datetime | None:
    from school.errors import Problem

    if not text:
        return None
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Problem(f"“{text}” is no date.", "Write it like 2026-03-01 18:00.") from None
    if re.fullmatch(r"[\dW-]+", text.strip()):
        when = when.replace(hour=23, minute=59, second=59)  # a day without a time means to its end
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
