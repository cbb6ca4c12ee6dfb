"""`school monitor`: funded ventures month by month, against the frozen plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode="markdown", pretty_exceptions_enable=False)

OPEN = Annotated[bool, typer.Option("--open/--no-open", help="Show it in your web browser.")]
_SIGNS = {"taken": "✓", "refused": "✗"}


@app.callback(invoke_without_command=True)
def overview(
    ctx: typer.Context,
    page: Annotated[
        bool, typer.Option("--page", help="Also write a page for each venture and one for the fund.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also as PDFs, printed by Chromium.")] = False,
    open_it: OPEN = True,
) -> None:
    """Funded ventures: eight lights each, the next tranche, promises; and the fund as a whole.

    `school monitor template` begins the agreement with a venture and writes the table that it fills in; `school monitor
    read` takes the filled-in tables. Everything lies in `cohort/monitor/`. Counts only: no data about beneficiaries.
    """
    if ctx.invoked_subcommand is None:
        _overview(page or pdf, pdf, open_it)


def _overview(page: bool, pdf: bool, open_it: bool) -> None:
    import datetime
    import webbrowser

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course
    from school.monitor import actuals, agreement, gate, indicators
    from school.monitor import page as pages
    from school.paper import pdf as printed
    from school.screen import can_show_a_browser
    from venture import lights, tranches
    from venture.files import write_atomic

    console = Console(soft_wrap=True)
    course = Course.here()
    seen, unread = [], []
    today = datetime.date.today()
    for student in agreement.here(course):
        try:
            of = agreement.read(course, student)
            seen.append(indicators.watch(of, actuals.load(course, student.id), today))
        except Problem as problem:
            unread.append(str(problem))
    if not seen and not unread:
        raise Problem("There is no agreement with a venture yet.", "Begin one with: school monitor template STUDENT")
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("venture", "month", "worst", *_short_names(), "rep", "tranche"):
        table.add_column(name, overflow="fold", no_wrap=name in ("venture", "worst", "tranche"))
    for one in seen:
        by = {reading.key: lights.SHAPES[reading.light] for reading in one.now}
        following = gate.following(one)
        told = f"{following.number}: {tranches.WORDS[following.decision.outcome]}" if following else "–"
        cells = (one.of.student.id, str(one.last or "–"), lights.said(one.gravest), *(by.get(key, "–") for key in actuals.INDICATORS), lights.SHAPES[one.report], told)  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    console.print("● on plan  ▲ watch  ■ act  – no value. Lights are never averaged.", highlight=False)
    for problem in unread:
        show.line(console, "✗", problem)
    if page:
        made = [(agreement.folder(course, one.of.student.id) / "report.html", pages.venture(one)) for one in seen]
        made.append((agreement.folder(course) / "fund.html", pages.portfolio(seen, unread, today)))
        for place, told in made:
            write_atomic(place, told)
            shown = place.relative_to(course.root).as_posix()
            if pdf:
                shown += f" and {printed.write(place, place.with_suffix('.pdf')).name}"
            console.print(shown, highlight=False)
        if open_it and can_show_a_browser():
            webbrowser.open(made[-1][0].resolve().as_uri())
    if unread:
        raise Problem(f"{len(unread)} of {len(seen) + len(unread)} ventures could not be read (see ✗).")


def _short_names() -> list[str]:
    return ["rev", "mar", "cash", "dscr", "owed", "ppl", "out", "gr"]


@app.command()
def template(
    students: Annotated[
        list[str] | None, typer.Argument(metavar="[STUDENT]...", help="Whose; without one, all with an agreement.")
    ] = None,
    version: Annotated[
        str, typer.Option(metavar="NAME", help="The frozen version that was funded; without it the last one.")
    ] = "",
    csv: Annotated[bool, typer.Option("--csv", help="As CSV instead of a workbook.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also replace a table that somebody has filled in since.")
    ] = False,
) -> None:
    """Begin the agreement with a venture and write the table that it fills in each month.

    The agreement (`agreement.toml`) is begun from the frozen plan and is then yours: it is never overwritten. Read it
    through before you send the table.
    """
    from rich.console import Console

    from school.coaching import shelf
    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course
    from school.monitor import agreement
    from school.monitor import template as tables
    from school.paper.table import hand_out

    console = Console(soft_wrap=True)
    course = Course.here()
    wanted = [shelf.one(course, one) for one in students or ()] or agreement.here(course)
    if not wanted:
        raise Problem("There is no agreement yet.", "Name the student: school monitor template STUDENT")
    bad = 0
    for who in wanted:
        try:
            fresh = not (agreement.folder(course, who.id) / agreement.FILE).exists()
            place = agreement.begin(course, who, version)
            of = agreement.read(course, who)
            target = agreement.folder(course, who.id) / f"{who.id}_actuals.{'csv' if csv else 'xlsx'}"
            if not hand_out(target, tables.as_csv(of) if csv else tables.workbook(of), force):
                raise Problem(
                    f"{target.relative_to(course.root).as_posix()} was filled in since and stays.",
                    "Take it in with school monitor read, or replace it with --force.",
                )
            show.line(console, "✓", f"{target.relative_to(course.root).as_posix()}: send it to {who.name}")
            if fresh:
                show.line(console, "!", f"{place.relative_to(course.root).as_posix()} was begun: read it through, and write when tranches are paid")  # fmt: skip
        except Problem as problem:
            bad += 1
            show.line(console, "✗", str(problem))
    if bad:
        raise Problem(f"{bad} of {len(wanted)} could not be written (see ✗).")


@app.command()
def read(
    place: Annotated[
        Path,
        typer.Option("--from", metavar="PLACE", help="A filled-in table (.xlsx or .csv), or a folder with them."),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be taken.")] = False,
) -> None:
    """Take in filled-in tables. A file is taken whole or not at all; every wrong cell is named.

    Months that were reported before stay; a month that comes again replaces its earlier numbers, which are kept in
    `earlier/`.
    """
    import datetime

    from rich.console import Console

    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course
    from school.monitor import actuals, agreement

    console = Console(soft_wrap=True)
    course = Course.here()
    agreements, broken = {}, []
    for student in agreement.here(course):
        try:
            agreements[student.id] = agreement.read(course, student)
        except Problem as problem:
            broken.append(str(problem))
    for problem in broken:
        show.line(console, "✗", problem)
    if not agreements:
        raise Problem("There is no agreement that can be read.", "Begin one with: school monitor template STUDENT")
    lines = list(actuals.take(course, place, agreements, datetime.date.today(), dry_run))
    for line in lines:
        who = f" → {line.student}" if line.student else ""
        show.line(console, _SIGNS.get(line.outcome, "·"), f"{line.source}{who} {line.outcome}{': ' + line.text if line.text else ''}")  # fmt: skip
        for one in line.problems:
            console.print(f"    {one}", highlight=False, markup=False)
    if not lines:
        raise Problem(f"{place} holds no table (.xlsx or .csv).", "Name the filled-in table, or its folder.")
    refused = sum(line.outcome == "refused" for line in lines)
    taken = sum(line.outcome == "taken" for line in lines)
    said = f"{taken} {'table' if taken == 1 else 'tables'} {'would be ' if dry_run else ''}taken in"
    if refused or broken:
        raise Problem(f"{said}, {refused} refused (see ✗).", "Put them right and read again; what was taken stays.")
    console.print(f"{said}. See the lights with: school monitor", highlight=False)
