"""`school days`: Social Impact Days, from one small file of the day to papers and tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from venture.days.work import Work

app = typer.Typer(
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Social Impact Days: agenda, mixed tables, observation sheets, harvest, commitments.\n\n"
    "Everything comes from one file of the day, which `school days begin` writes. Papers and tables lie beside it. "
    "First names or numbers only; no data about beneficiaries.",
)

FILE = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The day's file; without one, course/my-work/day/day.yaml.")]  # fmt: skip
PDF = Annotated[bool, typer.Option("--pdf", help="Also as a PDF, printed by Chromium.")]
OPEN = Annotated[bool, typer.Option("--open/--no-open", help="Show it in your web browser.")]


@app.command()
def begin(file: FILE = None) -> None:
    """Write a day to begin from: Yaroslavl, with people made up. A file that is there stays as it is."""
    from rich.console import Console

    from venture.days import work

    place = _place(file)
    says = "was begun: write your people, rooms and times into it" if work.begin(place) else "is there already and stays as it is"  # fmt: skip
    Console(soft_wrap=True).print(f"{_shown(place)} {says}.", highlight=False, markup=False)


@app.command()
def agenda(file: FILE = None, pdf: PDF = False, open_it: OPEN = False) -> None:
    """Write the programme and the run sheet. Overlaps, rooms that are too small and a day that is too long are refused."""
    from venture.days import agenda as agendas
    from venture.days import pages

    with _said():
        here = _work(file)
        told = agendas.build(here.day)
        for row in pages.agenda_rows(told):
            _line(f"{row[0]}  {row[2]}{'  ' + row[3] if row[3] else ''}")
        _line(pages.sums(here.day, told))
        for one in told.notes:
            _line(f"! {one}")
        _written(here, "agenda", pdf, open_it)


@app.command()
def groups(
    file: FILE = None,
    absent: Annotated[list[str] | None, typer.Option("--absent", metavar="NAME", help="Who did not come; name it again for each.")] = None,
    rounds: Annotated[int, typer.Option(min=1, max=6, help="How many times people change tables, the first included.")] = 3,
    pdf: PDF = False,
    open_it: OPEN = False,
) -> None:  # fmt: skip
    """Draw mixed tables: sectors, roles and sizes differ by one person at most. Where somebody is absent few change seats."""
    from venture.days import groups as seats
    from venture.days import pages

    with _said():
        here = _work(file).without(absent or ())
        seating = seats.seat(here.day, rounds)
        for at, table in enumerate(seating.tables, 1):
            _line(f"Table {at}: {', '.join(f'{one.name} ({one.sector})' for one in table)}")
        for one in (
            *seats.proof(seating.tables),
            *([pages.met_again(seating)] if rounds > 1 else []),
            *pages.moves(seating),
        ):
            _line(one)
        _written(here, "groups", pdf, open_it, seating)


@app.command()
def sheets(file: FILE = None, pdf: PDF = False, open_it: OPEN = False) -> None:
    """Write the observation sheets: the route with its photo rules, and a page for each stop."""
    with _said():
        _written(_work(file), "sheets", pdf, open_it)


@app.command()
def consultation(file: FILE = None, pdf: PDF = False, open_it: OPEN = False) -> None:
    """Write who advises whom: a public, a private and a civil person for each project, twelve minutes."""
    from venture.days import pages

    with _said():
        here = _work(file)
        for row in pages.consultation_rows(here.day):
            _line(f"Round {row[0]}: {row[1]} asks {', '.join(one or '–' for one in row[3:])}")
        _written(here, "consultation", pdf, open_it)


@app.command()
def slam(file: FILE = None, pdf: PDF = False, open_it: OPEN = False) -> None:
    """Write the running order of the pitch slam: twenty slides, twenty seconds each."""
    from venture.days import pages

    with _said():
        here = _work(file)
        for row in pages.slam_rows(here.day):
            _line(f"{row[3]} to {row[4]}  {row[1]}")
        _written(here, "slam", pdf, open_it)


@app.command()
def harvest(
    file: FILE = None,
    table: Annotated[Path | None, typer.Option("--from", metavar="TABLE", help="The filled-in table (.csv or .xlsx); without it harvest.csv or .xlsx beside the day.")] = None,
    pdf: PDF = False,
    open_it: OPEN = False,
) -> None:  # fmt: skip
    """Write the harvest table to fill in; once it is filled in, read it and write the result. A table of yours is never overwritten."""
    from venture.days import tables

    with _said():
        here = _work(file, harvest=table)
        found = here.harvest()
        for one in found:
            _line(f"{one.votes:4d}  {one.kind or '–'}: {one.text}")
        for one in tables.unfinished(found):
            _line(f"! {one}")
        _written(here, "harvest", pdf, open_it)


@app.command()
def commitments(
    file: FILE = None,
    table: Annotated[Path | None, typer.Option("--from", metavar="TABLE", help="The filled-in table (.csv or .xlsx); without it commitments.csv or .xlsx beside the day.")] = None,
    pdf: PDF = False,
    open_it: OPEN = False,
) -> None:  # fmt: skip
    """Write cards and the list with follow-up dates, moved to working days. Steps with an owner in the harvest are taken over."""
    from venture.days import follow_up

    with _said():
        here = _work(file, commitments=table)
        for one in follow_up.dates(here.day):
            _line(f"day {one.after}: {one.date:%a %d.%m.%Y}{f' (moved: {one.why})' if one.why else ''}")
        for one in (*follow_up.notes(here.day), *(f"{one.who}: {one.step}" for one in here.commitments())):
            _line(one)
        _written(here, "commitments", pdf, open_it)


def _place(file: Path | None) -> Path:
    import os

    from school import house
    from venture.days.work import FILE as NAME

    if file is not None:
        return file
    home = os.environ.get("VENTURE_WORK")
    return (Path(home) if home else house.root() / "course" / "my-work") / "day" / NAME


def _work(file: Path | None, **given: Path | None) -> Work:
    from venture.days.work import Work

    return Work(_place(file), _cells, given={name: place for name, place in given.items() if place})


def _cells(place: Path) -> list[list[str]]:
    """A table's cells: a workbook by the reader that the school has, CSV by the day's own."""
    from school.paper import table
    from venture.days import tables

    if place.suffix.casefold() != ".xlsx":
        return tables.read(place.read_bytes(), place.name)
    return [[cell.text for cell in row] for row in next(iter(table.read(place).values()), [])]


def _said():
    """What is wrong with the day, said as the school's commands say it."""
    import contextlib

    from school.errors import Problem
    from venture.days.day import BadDay

    @contextlib.contextmanager
    def said():
        try:
            yield
        except BadDay as bad:
            raise Problem(str(bad)) from None

    return said()


def _line(text: str) -> None:
    from rich.console import Console

    Console(soft_wrap=True).print(text, highlight=False, markup=False)


def _written(here: Work, paper: str, pdf: bool, open_it: bool, seating=None) -> None:
    import webbrowser

    from school.paper import pdf as printed
    from school.screen import can_show_a_browser

    done = here.write(paper, seating)
    if pdf:
        done.append(printed.write(done[0], done[0].with_suffix(".pdf")))
    for one in done:
        _line(_shown(one))
    if open_it and can_show_a_browser():
        webbrowser.open(done[0].resolve().as_uri())


def _shown(place: Path) -> str:
    try:
        return place.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(place)
