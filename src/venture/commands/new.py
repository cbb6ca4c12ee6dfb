"""`venture new`: begin a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from venture.commands._plan import Wrong, screen
from venture.words import _


def command(
    path: Annotated[Path, typer.Argument(metavar="PLAN", help=_("Where the new plan goes."))] = Path("plan.yaml"),
    case: Annotated[
        str,
        typer.Option(help=_("Begin with a case of the course: children, tourism, media, heritage, energy, clothing.")),
    ] = "blank",
) -> None:
    """Begin a plan: a short one to fill in, or a copy of one of the course's six cases."""
    from venture import cases
    from venture.files import write_atomic
    from venture.planfile.problems import meant

    if case not in cases.names():
        raise Wrong(_("There is no case “{case}”. {hint}").format(case=case, hint=meant(case, cases.names())))
    if path.exists():
        raise Wrong(_("{path} is there already and stays as it is. Name another file.").format(path=path))
    if not path.parent.is_dir():
        raise Wrong(_("There is no folder {folder}. Make it first, or name another.").format(folder=path.parent))
    write_atomic(path, cases.path(case).read_bytes())
    screen().print(_("{path} is there. Open it in a text editor, then: venture check {path}").format(path=path))
