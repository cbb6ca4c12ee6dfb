"""`venture new`: begin a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from venture.commands._plan import Wrong, close_to, command_line, is_plan_name, put, screen, typed
from venture.words import _


def command(
    path: Annotated[Path, typer.Argument(metavar="PLAN", help=_("Where the new plan goes."))] = Path("plan.yaml"),
    case: Annotated[
        str,
        typer.Option(
            metavar="CASE",
            help=_("Begin with a case of the course: children, tourism, media, heritage, energy, clothing."),
        ),
    ] = "blank",
) -> None:
    """Begin a plan: a short one to fill in, or a copy of one of the course's six cases."""
    from venture import cases
    from venture.files import write_atomic

    if case not in cases.names():
        close = close_to(case, cases.names())
        hint = _("Did you mean “{name}”?").format(name=close) + " " if close else ""
        raise Wrong(_("There is no case “{case}”. {hint}There are: {names}; without --case the plan is blank.").format(case=case, hint=hint, names=", ".join(cases.CASES)))  # fmt: skip
    if path.is_dir():
        raise Wrong(_("{path} is a folder. Name a file in it: venture new {new}").format(path=typed(path), new=typed(path / "plan.yaml")))  # fmt: skip
    if path.exists():
        raise Wrong(_("{path} is there already and stays as it is. Name another file.").format(path=typed(path)))
    if not is_plan_name(path):
        raise Wrong(_("A plan is a text file whose name ends in .yaml: venture new {new}").format(new=typed(path.with_suffix(".yaml"))))  # fmt: skip
    if not path.parent.is_dir() and not path.parent.parent.is_dir():
        raise Wrong(_("There is no folder {folder}. Make it first, or name another.").format(folder=typed(path.parent.parent)))  # fmt: skip
    try:
        write_atomic(path, cases.path(case).read_bytes())  # makes the folder where it is missing
    except OSError as error:
        raise Wrong(_("{path} cannot be written: {why}.").format(path=typed(path), why=error.strerror)) from None
    console = screen()
    put(console, _("{path} is there. Open it in a text editor and save your changes. Then:").format(path=path))
    command_line(console, "venture check", typed(path))
