"""`venture freeze`: keep the plan as it is today."""

from __future__ import annotations

from typing import Annotated

import typer

from venture.commands._plan import PLAN, read, screen
from venture.words import _


def command(
    plan: PLAN,
    name: Annotated[str, typer.Argument(help=_("What this version is for, such as “coaching 2”."))],
) -> None:
    """Keep the plan as it is today, so that later changes can be compared with it."""
    from venture.planfile.snapshots import freeze

    read(plan)
    screen().print(_("Kept in {path}.").format(path=freeze(plan, name)))
