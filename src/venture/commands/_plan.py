"""What the commands share: the plan on the command line, and tables of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from venture.words import _

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from venture.plan import Plan

PLAN = Annotated[Path, typer.Argument(metavar="PLAN", help=_("The plan's file, such as `my-work/plan.yaml`."))]


class Wrong(Exception):
    """Something on the command line that a person can put right. The message says what was found and what to do."""


def read(path: Path) -> Plan:
    """The plan in a file, or what to do when there is none."""
    from venture.plan import load

    if not path.exists():
        raise Wrong(_("There is no file {path}. Begin one with: venture new {path}").format(path=path))
    if path.is_dir():
        raise Wrong(_("{path} is a folder. Name the plan's file in it.").format(path=path))
    return load(path)


def screen() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def numbers(title: str, heads: Sequence[str]) -> Table:
    """An empty table: names at the left, numbers at the right."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def called(plan: Plan, month: int) -> str:
    """A month of the plan as people write it: 2027-03."""
    return "{}-{:02d}".format(*plan.calendar_month(month))
