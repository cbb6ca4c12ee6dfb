"""`school plans`: the cohort's plans, for whoever coaches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

STUDENT = Annotated[str, typer.Argument(metavar="STUDENT", help="The student's id or full name.")]
OPEN = Annotated[bool, typer.Option("--open/--no-open", help="Show it in your web browser.")]
_SIGNS = {"collected": "✓", "replaced": "✓", "frozen": "✓", "refused": "✗"}


@app.callback(invoke_without_command=True)
def overview(
    ctx: typer.Context,
    page: Annotated[bool, typer.Option("--page", help="Also write it as a page: cohort/plans/plans.html.")] = False,
    open_it: OPEN = True,
) -> None:
    """The cohort's plans at a glance: how far each is, what a funder stops at, the money, what has changed.

    Plans lie in `cohort/plans/<student>/plan.yaml`; `school plans collect` puts them there.
    """
    if ctx.invoked_subcommand is None:
        _overview(page, open_it)


def _overview(page: bool, open_it: bool) -> None:
    import datetime

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from school.coaching import glance, shelf
    from school.coaching.page import cohort
    from school.grading import show
    from school.paper.page import number

    console = Console(soft_wrap=True)
    course, found = _glances([])
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("student", ">filled", ">stop", ">ask", ">note", ">lowest cash", "in", ">DSCR", ">ask", "changes"):
        table.add_column(name.removeprefix(">"), justify="right" if name.startswith(">") else "left", overflow="fold")
    for one in (one for one in found if one.plan):
        n = one.numbers
        since = f"{len(one.changed)} ({one.version.stem[:10]})" if one.version else "not frozen"
        cells = (
            one.student.id, f"{len(one.filled)}/{len(glance.SECTIONS)}", *(str(one.count(s)) for s in ("stop", "ask", "note")),
            number(n.lowest), "{}-{:02d}".format(*one.plan.calendar_month(n.month)), glance.dscr(n.dscr), number(n.ask), since,
        )  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    units = sorted({one.plan.unit for one in found if one.plan})
    if units:
        console.print(f"Amounts in {' or '.join(units)}. One plan: school plans show STUDENT", highlight=False)
    for one in (one for one in found if not one.plan):
        show.line(console, "✗", one.problem)
    silent = [one for one in shelf.students(course) if not shelf.path(course, one).is_file()]
    if silent:
        show.line(console, "!", f"no plan yet of {len(silent)} of the list: {', '.join(silent[:12])}{' …' if len(silent) > 12 else ''}")  # fmt: skip
    if page:
        place = shelf.folder(course) / "plans.html"
        _written(place, cohort(found, datetime.datetime.now(datetime.UTC)), console, course, open_it)


@app.command()
def collect(
    folder: Annotated[
        Path,
        typer.Option(
            "--from",
            metavar="PLACE",
            help="A folder or a zip with `<student>/plan.yaml`, `<student>_plan.yaml`, or as Moodle and Canvas pack it.",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be collected.")] = False,
    any_currency: Annotated[
        bool, typer.Option("--any-currency", help="Also take plans in another currency than the cohort's.")
    ] = False,
) -> None:
    """Take in the students' plan files, one clear line for each.

    What was collected before is kept in `earlier/` beside the plan, the coach's notes stay in it, and frozen versions
    that come along (`snapshots/`) are kept once and never replaced. What is refused changes nothing.
    """
    from rich.console import Console

    from school.coaching import shelf
    from school.coaching.collect import from_place
    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course

    console = Console(soft_wrap=True)
    course = Course.here()
    lines = []
    with show.progress(console) as bar:
        task = bar.add_task("collecting", total=None)
        found = from_place(
            course,
            folder,
            dry_run,
            any_currency,
            lambda done, total: bar.update(task, completed=done, total=total),
        )
        for line in found:
            lines.append(line)
            who = f" → {line.student}" if line.student else ""
            tail = f": {line.text}" if line.text else ""
            show.line(console, _SIGNS.get(line.outcome, "·"), f"{line.source}{who} {line.outcome}{tail}")
        bar.update(task, description="looked through")
    if not lines:
        raise Problem(
            f"{folder} holds no plan (no .yaml).",
            "Name the folder or the zip: school plans collect --from PLACE",
        )
    taken = {line.student for line in lines if line.outcome in ("collected", "replaced", "unchanged")}
    silent = [one for one in shelf.students(course) if one not in taken and not shelf.path(course, one).is_file()]
    if silent:
        shown = ", ".join(silent[:12]) + (f" and {len(silent) - 12} more" if len(silent) > 12 else "")
        show.line(console, "!", f"no plan yet of {len(silent)} of the list: {shown}")
    new = sum(line.outcome in ("collected", "replaced") for line in lines)
    said = f"{new} {'plan' if new == 1 else 'plans'} {'would be ' if dry_run else ''}taken in"
    refused = sum(line.refused for line in lines)
    if refused:
        raise Problem(f"{said}, {refused} refused (see the lines marked ✗).", "Put them right and collect again; what was taken stays.")  # fmt: skip
    console.print(f"{said}. See them with: school plans", highlight=False)


@app.command()
def show(
    student: STUDENT,
    since: Annotated[
        str, typer.Option(metavar="VERSION", help="A frozen version by its name; without it the last one.")
    ] = "",
    open_it: OPEN = True,
) -> None:
    """Open one plan beside its last frozen version: numbers, what has changed, what a funder stops at."""
    from rich.console import Console

    from school.coaching import glance, shelf
    from school.coaching.page import beside
    from school.errors import Problem
    from school.grading.course import Course

    console = Console(soft_wrap=True)
    course = Course.here()
    who = shelf.one(course, student)
    one = glance.of(course, who, since)
    if one.plan is None:
        raise Problem(one.problem)
    if one.was is None:
        console.print(f"{one.plan.name}: no version is frozen yet. Freeze it: school plans freeze NAME {who.id}", highlight=False, markup=False)  # fmt: skip
    else:
        console.print(f"{one.plan.name}, since version {shelf.said(one.version)}:", style="bold", highlight=False, markup=False)  # fmt: skip
        for change in one.changed:
            console.print(f"  {change}", highlight=False, markup=False)
        if not one.changed:
            console.print("  nothing has changed.", highlight=False)
    _written(shelf.folder(course, who.id) / "beside.html", beside(one), console, course, open_it)


@app.command()
def note(
    student: STUDENT,
    section: Annotated[
        str, typer.Argument(metavar="SECTION", help="A section of the plan, such as products, risks or market.")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What you say about it, in quotation marks.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says it.")] = "Coach",
) -> None:
    """Keep a comment on a section of a student's plan, with today's date.

    It stands in the plan that was collected and in `coach-notes.json` beside it. Send the student that file: they put
    it into their folder `my-work` and see it in their notebook.
    """
    from rich.console import Console

    from school.coaching import shelf
    from school.errors import Problem
    from school.grading.course import Course

    course = Course.here()
    who = shelf.one(course, student)
    if not text.strip():
        raise Problem("The note is empty.", "Write it in quotation marks after the section.")
    kept = shelf.note(course, who.id, section, text.strip(), by)
    place = (shelf.folder(course, who.id) / shelf.NOTES).relative_to(course.root).as_posix()
    console = Console(soft_wrap=True)
    console.print(f"A note on {kept.section} is in {who.id}'s plan.", highlight=False, markup=False)
    console.print(f"Send {who.name} the file {place}; they put it into my-work.", highlight=False, markup=False)


@app.command()
def freeze(
    name: Annotated[str, typer.Argument(metavar="NAME", help='What this version is for, such as "coaching 2".')],
    students: Annotated[
        list[str] | None, typer.Argument(metavar="[STUDENT]...", help="Whose; without one, everybody's.")
    ] = None,
) -> None:
    """Keep the plans as they are today, so that later changes can be compared with them.

    Freeze before each coaching session. The version that is funded is the one that `school monitor` measures against.
    """
    from rich.console import Console

    from school.coaching import shelf
    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course
    from venture.planfile import BadPlan

    console = Console(soft_wrap=True)
    course = Course.here()
    wanted = [shelf.one(course, one) for one in students or ()] or shelf.here(course)
    if not wanted:
        raise Problem("No plan was collected yet.", "Take them in with: school plans collect --from FOLDER")
    bad = 0
    for who in wanted:
        try:
            show.line(console, "✓", f"{who.id}: {shelf.freeze(course, who.id, name).name}")
        except BadPlan as wrong:
            bad += 1
            show.line(console, "✗", f"{who.id}: {shelf.first(wrong)}")
    if bad:
        raise Problem(
            f"{bad} of {len(wanted)} plans cannot be read and were not frozen (see ✗).", "Ask for them again."
        )


@app.command()
def sheet(
    students: Annotated[
        list[str] | None, typer.Argument(metavar="[STUDENT]...", help="Whose; without one, everybody's.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also as a PDF, printed by Chromium.")] = False,
    open_it: OPEN = True,
) -> None:
    """Write a sheet to print for each coaching session: one A4 page a venture."""
    import datetime

    from rich.console import Console

    from school.coaching import shelf
    from school.coaching.page import sheets
    from school.errors import Problem
    from school.grading import show
    from school.paper import pdf as printed

    console = Console(soft_wrap=True)
    course, found = _glances(students or [])
    for one in (one for one in found if not one.plan):
        show.line(console, "✗", one.problem)
    if not any(one.plan for one in found):
        raise Problem("None of these plans can be read.", "Ask for them again.")
    place = shelf.folder(course) / "sheets.html"
    _written(place, sheets(found, datetime.date.today()), console, course, open_it)
    if pdf:
        made = printed.write(place, place.with_suffix(".pdf"))
        console.print(f"and {made.relative_to(course.root).as_posix()}", highlight=False)


def _glances(students: list[str]):
    """The course, and each plan at a glance."""
    from rich.console import Console

    from school.coaching import glance, shelf
    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course

    course = Course.here()
    wanted = [shelf.one(course, one) for one in students] or shelf.here(course)
    if not wanted:
        raise Problem("No plan was collected yet.", "Take them in with: school plans collect --from FOLDER")
    found = []
    with show.progress(Console(soft_wrap=True)) as bar:
        task = bar.add_task("reading the plans", total=len(wanted))
        for who in wanted:
            found.append(glance.of(course, who))
            bar.advance(task)
    return course, found


def _written(place: Path, page: str, console, course, open_it: bool) -> None:
    import webbrowser

    from school.errors import Problem
    from school.screen import can_show_a_browser
    from venture.files import write_atomic

    shown = place.relative_to(course.root).as_posix()
    try:
        write_atomic(place, page)
    except OSError as error:
        raise Problem(f"{shown} cannot be written: {error.strerror}.", "Make room, or mend the folder's rights.") from None  # fmt: skip
    console.print(shown, highlight=False)
    if open_it and can_show_a_browser():
        webbrowser.open(place.resolve().as_uri())
    elif open_it:
        console.print("· Open it in a browser; this machine shows none.", highlight=False)
