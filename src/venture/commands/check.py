"""`venture check`: what a funder would stop at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venture.commands._plan import PLAN, read, screen
from venture.words import _

if TYPE_CHECKING:
    from rich.console import Console

    from venture.review import Flag

# Mark, word and colour: no one of them alone carries the meaning.
MARKS = {"stop": ("✖", _("Stop"), "bold red"), "ask": ("?", _("Will be asked"), "bold yellow"), "note": ("·", _("Note"), "bold")}  # fmt: skip


def command(plan: PLAN) -> None:
    """Read the plan and list what a funder would stop at, with the numbers, the reason and what to try.

    Ends with exit code 1 where something is wrong with the file or a funder would say no.
    """
    import typer

    from venture.forecast import forecast
    from venture.review import SEVERITIES, review

    made = read(plan)
    f = forecast(made)
    found = review(made, f)
    console = screen()
    console.print(_("{name}: {months} months, {unit}").format(name=made.name, months=f.months, unit=made.unit), style="bold", markup=False)  # fmt: skip
    for severity in SEVERITIES:
        for flag in (one for one in found if one.severity == severity):
            _show(console, flag)
    if not found:
        console.print(_("No red flag. Now let a person read it."), style="green")
    if any(flag.severity == "stop" for flag in found):
        raise typer.Exit(1)


def _show(console: Console, flag: Flag) -> None:
    from rich.padding import Padding
    from rich.text import Text

    mark, word, style = MARKS[flag.severity]
    console.print()
    console.print(Text.assemble((f"{mark} {word}", style), "  ", flag.found))
    for line in (flag.why, _("Try: {this}").format(this=flag.try_this)):
        console.print(Padding(Text(line, style="dim"), (0, 0, 0, 2)))
