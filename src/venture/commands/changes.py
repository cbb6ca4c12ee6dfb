"""`venture changes`: what is different since a kept version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from venture.commands._plan import PLAN, Wrong, read, screen
from venture.words import _


def command(
    plan: PLAN,
    since: Annotated[
        Path | None, typer.Argument(help=_("The earlier file; without it, the last kept version."))
    ] = None,
) -> None:
    """Show what has changed in the plan since an earlier version."""
    from venture.planfile.changes import changes
    from venture.planfile.snapshots import snapshots

    kept = list(snapshots(plan))
    if since is None and not kept:
        raise Wrong(_("No version of {plan} is kept yet. Keep one with: venture freeze {plan} “coaching 1”").format(plan=plan))  # fmt: skip
    earlier = since or kept[-1]
    found = changes(read(earlier), read(plan))
    console = screen()
    console.print(_("Since {path}:").format(path=earlier))
    for change in found:
        console.print(f"  {change}", markup=False)
    if not found:
        console.print("  " + _("nothing has changed."))
