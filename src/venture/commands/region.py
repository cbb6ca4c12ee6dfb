"""`venture region`: regional data — what there is, who lives within reach of a town, and whether a new folder is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from venture.commands._plan import Line, Wrong, command_line, put, screen, table
from venture.words import _, ngettext

if TYPE_CHECKING:
    from rich.console import Console

    from venture.region import Area

MOST_SAID = 40  # problems at once: who puts these right runs it again


app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help=_("Regional data: list what there is, count the people in reach of a town, check the folder of a new region."),
)


@app.command("list")
def list_areas() -> None:
    """List the areas that there are data for, what each holds, and whom to credit."""
    _list(screen())


@app.command("reach")
def people_in_reach(
    town: Annotated[str, typer.Argument(metavar="TOWN", help=_("A town, in English or local letters: Irkutsk, Иркутск."))],
    km: Annotated[float, typer.Option(metavar="KM", help=_("Road that people would travel, one way, 15 to 100 km."))] = 60,
    detour: Annotated[float, typer.Option(metavar="TIMES", help=_("Road divided by straight line, 1.2 to 1.6."))] = 1.4,
) -> None:  # fmt: skip
    """Count the people who live within so many kilometres of road of a town."""
    _reach(screen(), town, km, detour)


@app.command("check")
def check_folder(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=_("The folder with regions.csv, towns.csv and sources.csv."))],
) -> None:  # fmt: skip
    """Check the folder of a new region: each error with its file, line and field, and what to do.

    Ends with exit code 1 where the folder cannot be used yet.
    """
    _check(screen(), folder)


def _list(console: Console) -> None:
    from venture.numbers import say
    from venture.region.data import folders, read_folder

    for name, folder in folders().items():
        area, problems = read_folder(folder)
        if any(one.stops for one in problems):
            put(console, _("{area}: cannot be used").format(area=name), "bold red")
            command_line(console, "venture region check", folder)
            continue
        put(console, f"{name}: {', '.join(one.name for one in area.regions)}", "bold")
        put(console, _("places: {towns}, days off: {days}, school breaks: {breaks}, figures: {facts}, gaps: {gaps}").format(
            towns=say(len(area.towns)), days=len(area.holidays), breaks=len(area.school),
            facts=sum(one.value is not None for one in area.facts), gaps=sum(one.value is None for one in area.facts),
        ), mark="  ")  # fmt: skip
        for source in area.sources:
            put(console, f"{source.file}: {source.source}, {source.licence}", mark="  ")
    put(console, _("Places are points. No border is drawn, and no position on one is taken."))


def _reach(console: Console, town: str, km: float, detour: float) -> None:
    from venture.model import Refused
    from venture.models import load
    from venture.region import find

    model = load("people_in_reach")
    try:
        result = model.run(town=town, road=km, detour=detour)
    except Refused as refused:
        raise Wrong(f"{model.input(refused.name).label}: {refused}") from None
    if find(town) is None:
        raise Wrong(result.sentence)
    put(console, result.sentence, "bold")
    rows = [Line(row[0], row[1:]) for row in result.table.rows]
    table(console, result.table.caption, result.table.columns[1:], rows)
    for name in ("straight", "places"):
        put(console, f"{result[name].label}: {result[name].text}; {result[name].note}.", mark="· ")


def _check(console: Console, folder: Path) -> None:
    from venture.region import read_folder

    area, problems = read_folder(folder)
    stops = [one for one in problems if one.stops]
    for one in problems[:MOST_SAID]:
        put(console, str(one), mark="✖ " if one.stops else "· ", mark_style="bold red" if one.stops else "bold")
    if len(problems) > MOST_SAID:
        put(console, _("… and {n} more.").format(n=len(problems) - MOST_SAID))
    if stops:
        put(console, _("{n} to put right. Then run the same command again.").format(n=len(stops)), "bold red")
        raise typer.Exit(1)
    put(console, _("{folder} can be used: {towns} places in {regions}.").format(folder=folder.name, towns=len(area.towns), regions=", ".join(one.name for one in area.regions)), "bold green")  # fmt: skip
    for gap in gaps(area):
        put(console, gap, mark="· ")


def gaps(area: Area) -> list[str]:
    """What is not an error, and what a reader will miss."""
    found = []
    for name, items in (("holidays.csv", area.holidays), ("school.csv", area.school), ("facts.csv", area.facts)):
        if not items:
            found.append(_("{file} is empty or missing: a lesson says “not found” there.").format(file=name))
    if without := sum(one.year is None for one in area.towns):
        found.append(
            ngettext(
                "{n} place has no year of its count: say in sources.csv that ages are mixed.",
                "{n} places have no year of their count: say in sources.csv that ages are mixed.",
                without,
            ).format(n=without)
        )
    if not any(one.inside for one in area.towns):
        found.append(_("No place is marked as inside a bigger one. City districts in the list would be counted twice."))
    if not any(not one.region for one in area.towns):
        found.append(_("There are no neighbours: near the region's edge, people across it are missing."))
    return found
