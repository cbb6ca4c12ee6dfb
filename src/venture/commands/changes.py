"""`venture changes`: what is different since a kept version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from venture.commands._plan import PLAN, Wrong, put, read, screen, typed
from venture.words import _


def command(
    plan: PLAN,
    since: Annotated[
        str,
        typer.Argument(
            metavar="VERSION",
            show_default=False,
            help=_('A kept version, such as "coaching 1", or a file; without it, the last kept version.'),
        ),
    ] = "",
) -> None:
    """Show what has changed in the plan since an earlier version."""
    from venture.planfile.changes import changes

    now = read(plan)
    earlier = _earlier(plan, since)
    found = changes(read(earlier), now)
    console = screen()
    put(console, _("Since {path}:").format(path=earlier), "bold")
    for change in found:
        put(console, str(change), mark="  ")
    if not found:
        put(console, _("nothing has changed."), mark="  ")


def _earlier(plan: Path, since: str) -> Path:
    from venture.planfile.snapshots import named, snapshots

    kept = snapshots(plan)
    if since and (found := named(plan, since)):
        return found
    if since and Path(since).is_file():
        return Path(since)
    if not kept:
        raise Wrong(_("No version of {plan} is kept yet. Keep one with: venture freeze {typed} {name}").format(plan=plan, typed=typed(plan), name=typed("coaching 1")))  # fmt: skip
    if since:
        names = "\n".join(f"  {one.stem}" for one in kept)
        raise Wrong(_("No version “{found}” of {plan} is kept. These are, the newest last:").format(found=since, plan=plan) + "\n" + names)  # fmt: skip
    return kept[-1]
