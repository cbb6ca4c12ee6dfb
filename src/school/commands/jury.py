"""`school jury`: judge pitches fairly, from the sheets to the certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode="markdown", pretty_exceptions_enable=False)

PDF = Annotated[bool, typer.Option("--pdf", help="Also as a PDF, printed by Chromium.")]
OPEN = Annotated[bool, typer.Option("--open/--no-open", help="Show it in your web browser.")]
_SIGNS = {"taken": "✓", "refused": "✗"}


@app.callback(invoke_without_command=True)
def overview(
    ctx: typer.Context,
    page: Annotated[bool, typer.Option("--page", help="Also write it as a page: cohort/jury/result.html.")] = False,
    open_it: OPEN = True,
) -> None:
    """The result as it stands: places, what counts, what is missing, who shares a place and why.

    In order: `begin`, `sheets`, `timetable`, then on the day `calibrate`, `read`, and at the end `certificates`.
    Everything lies in `cohort/jury/`.
    """
    if ctx.invoked_subcommand is None:
        _result(page, open_it)


def _result(page: bool, open_it: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from school.grading import show
    from school.jury import page as pages
    from school.jury import ranking, scores

    course, event, rubric, console = _here()
    found = ranking.result(event, rubric, scores.load(course))
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("place", "venture", "score", "jurors"):
        table.add_column(name, justify="right" if name in ("place", "score") else "left", overflow="fold")
    for one in found.places:
        told = ", ".join(f"{juror} {total:g}" for juror, total in one.totals.items()) or "–"
        table.add_row(Text(str(one.place or "–")), Text(one.name), Text(f"{one.score:.1f}" if one.score is not None else "–"), Text(told))  # fmt: skip
    console.print(table)
    for one in found.places:
        for why in one.why:
            show.line(console, "!" if one.place is None or one.missing else "·", f"{one.name}: {why}")
    if found.adjusted:
        show.line(console, "·", pages.strictness(found))
    elif not found.joined and any(one.totals for one in found.places):
        show.line(console, "!", "some jurors share no venture with the others: their strictness cannot be compared")
    if page:
        _written("result.html", pages.standing(event, rubric, found), course, console, open_it)


@app.command()
def begin() -> None:
    """Begin the event: who is judged, by whom, when. Write jurors and times into `cohort/jury/event.toml`."""
    from rich.console import Console

    from school.grading.course import Course
    from school.jury import event

    course = Course.here()
    there = (event.folder(course) / event.FILE).exists()
    place = event.begin(course)
    says = "is there already and stays as it is" if there else "was begun: write your jurors and times into it"
    Console(soft_wrap=True).print(f"{place.relative_to(course.root).as_posix()} {says}.", highlight=False)


@app.command()
def sheets(
    pdf: PDF = False,
    open_it: OPEN = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also replace sheets that somebody has filled in since.")
    ] = False,
) -> None:
    """Write the jurors' sheets: a workbook each, and the same on paper, one page a venture; and the sample pitch."""
    from school.grading import show
    from school.jury import page as pages
    from school.jury import sheets as books
    from school.jury.event import folder
    from school.paper.table import hand_out

    course, event, rubric, console = _here()
    for juror in event.jurors:
        place = folder(course) / "sheets" / f"{juror.slug}.xlsx"
        fresh = hand_out(place, books.workbook(event, rubric, juror), force)
        says = f"for {juror.name}" if fresh else "was filled in since and stays; --force replaces it"
        show.line(console, "✓" if fresh else "!", f"{place.relative_to(course.root).as_posix()}: {says}")
    _written("sheets.html", pages.papers(event, rubric), course, console, open_it, pdf)
    if event.calibration:
        _written("sample.html", pages.sample(event, rubric), course, console, False, pdf)


@app.command()
def read(
    place: Annotated[
        Path, typer.Option("--from", metavar="PLACE", help="A filled-in sheet (.xlsx or .csv), or a folder with them.")
    ],
    replace: Annotated[bool, typer.Option("--replace", help="A juror's new points take the place of earlier ones.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be taken.")] = False,
) -> None:  # fmt: skip
    """Take in the jurors' sheets. A sheet is taken whole or not at all; every wrong cell is named."""
    from school.errors import Problem
    from school.grading import show
    from school.jury import scores

    course, event, rubric, console = _here()
    lines = list(scores.take(course, place, event, rubric, replace, dry_run))
    for line in lines:
        who = f" → {line.juror}" if line.juror else ""
        show.line(console, _SIGNS.get(line.outcome, "·"), f"{line.source}{who} {line.outcome}{': ' + line.text if line.text else ''}")  # fmt: skip
        for one in line.problems:
            console.print(f"    {one}", highlight=False, markup=False)
    if not lines:
        raise Problem(f"{place} holds no sheet (.xlsx or .csv).", "Name the filled-in sheet, or its folder.")
    refused = sum(line.outcome == "refused" for line in lines)
    taken = sum(line.outcome == "taken" for line in lines)
    said = f"{taken} {'sheet' if taken == 1 else 'sheets'} {'would be ' if dry_run else ''}taken in"
    if refused:
        raise Problem(f"{said}, {refused} refused (see ✗).", "Put them right and read again; what was taken stays.")
    console.print(f"{said}. See the result with: school jury", highlight=False)


@app.command()
def calibrate(open_it: OPEN = True) -> None:
    """Show where jurors read the sheet differently, on the sample pitch. Read their sheets first."""
    from school.errors import Problem
    from school.grading import show
    from school.jury import page as pages
    from school.jury import ranking, scores

    course, event, rubric, console = _here()
    found = ranking.calibration(event, rubric, scores.load(course))
    if found is None:
        raise Problem(
            "Fewer than two jurors have scored the sample pitch.",
            "Let them fill in the line “sample” of their sheets, then: school jury read --from FOLDER",
        )
    for one in found.to_talk_about:
        show.line(console, "!", f"{one.name}: {one.low:g} to {one.high:g}, {one.bands} {'band' if one.bands == 1 else 'bands'} apart")  # fmt: skip
    if not found.to_talk_about:
        show.line(console, "✓", "all jurors read every line in the same band")
    _written("calibration.html", pages.calibrated(event, found), course, console, open_it)


@app.command()
def timetable(pdf: PDF = False, open_it: OPEN = True) -> None:
    """Write the day's timetable; the order is drawn by lot and is the same each time."""
    from school.jury import event as events
    from school.jury import page as pages

    course, event, _rubric, console = _here()
    slots = events.timetable(event)
    for one in slots:
        console.print(f"{one.begin:%H:%M} to {one.end:%H:%M}  {one.what}", highlight=False, markup=False)
    _written("timetable.html", pages.day(event, slots), course, console, open_it, pdf)


@app.command()
def certificates(
    places: Annotated[bool, typer.Option("--places", help="Name the first three places, from the result as it stands.")] = False,
    pdf: PDF = False,
    open_it: OPEN = True,
) -> None:  # fmt: skip
    """Write a certificate for each venture. Places are named only when you ask for them."""
    from school.errors import Problem
    from school.jury import page as pages
    from school.jury import ranking, scores

    course, event, rubric, console = _here()
    found = ranking.result(event, rubric, scores.load(course)) if places else None
    waiting = [one.name for one in found.places if one.third or not one.totals or (one.missing and not one.out)] if found else []  # fmt: skip
    if waiting:
        raise Problem(
            f"The result does not stand yet: {', '.join(waiting[:6])}.",
            "See why with: school jury. Without --places certificates name no places.",
        )
    _written("certificates.html", pages.certificates(event, found), course, console, open_it, pdf)


def _here():
    """The course, its event and sheet, and the screen."""
    from rich.console import Console

    from school.grading.course import Course
    from school.jury import event, rubric

    course = Course.here()
    return course, event.read(course), rubric.of(course), Console(soft_wrap=True)


def _written(name: str, told: str, course, console, open_it: bool, pdf: bool = False) -> None:
    import webbrowser

    from school.jury.event import folder
    from school.paper import pdf as printed
    from school.screen import can_show_a_browser
    from venture.files import write_atomic

    place = folder(course) / name
    write_atomic(place, told)
    shown = place.relative_to(course.root).as_posix()
    if pdf:
        shown += f" and {printed.write(place, place.with_suffix('.pdf')).name}"
    console.print(shown, highlight=False)
    if open_it and can_show_a_browser():
        webbrowser.open(place.resolve().as_uri())
