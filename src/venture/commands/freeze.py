"""`venture freeze`: keep the plan as it is today."""

from __future__ import annotations

from typing import Annotated

import typer

from venture.commands._plan import PLAN, command_line, put, read, screen, typed
from venture.words import _


def command(
    plan: PLAN,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_('What this version is for, such as "coaching 2".'))],
) -> None:
    """Keep the plan as it is today, so that later changes can be compared with it."""
    from venture.planfile.snapshots import freeze

    read(plan)
    kept = freeze(plan, name)
    console = screen()
    put(console, _("Kept in {path}.").format(path=kept))
    put(console, _("Later, see what has changed since:"))
    command_line(console, "venture changes", typed(plan), typed(" ".join(name.split()) or kept.stem))
