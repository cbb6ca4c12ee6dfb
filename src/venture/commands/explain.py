"""`venture explain`: where a number comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from venture.commands._plan import PLAN, Wrong, read, screen
from venture.words import _


def command(
    plan: PLAN,
    row: Annotated[str, typer.Argument(help=_("A row, such as cash, net_income or revenue/Places."))],
    month: Annotated[int, typer.Option(help=_("The month; 0 is the opening."))] = 1,
    depth: Annotated[int, typer.Option(min=1, max=8, help=_("How many levels to go down."))] = 3,
    with_requested: Annotated[bool, typer.Option(help=_("Count grants that are asked for but not agreed."))] = False,
) -> None:
    """Say where a number comes from: the chain of terms, down to what stands in the plan."""
    from venture.forecast import forecast

    try:
        why = forecast(read(plan), with_requested=with_requested).explain(row, month)
    except (KeyError, IndexError) as error:
        raise Wrong(error.args[0]) from None
    screen().print(why.tree(depth), markup=False, soft_wrap=True)
