"""`venture risk`: what may come out differently, and how much it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from venture.commands._plan import PLAN, Wrong, numbers, read, screen
from venture.words import _

if TYPE_CHECKING:
    from rich.console import Console

    from venture.plan import Plan


def command(
    plan: PLAN,
    futures: Annotated[
        int, typer.Option("--futures", "-n", min=100, max=200_000, help=_("How many futures to draw."))
    ] = 10_000,
    seed: Annotated[int, typer.Option(help=_("The same seed draws the same futures."))] = 1,
    with_requested: Annotated[bool, typer.Option(help=_("Count grants that are asked for but not agreed."))] = False,
) -> None:
    """Show the plan's stories, which numbers matter most, and how often it ends badly in thousands of futures."""
    made = read(plan)
    console = screen()
    console.print(f"{made.name}, {made.unit}", style="bold", markup=False)
    try:
        _stories(console, made, with_requested)
        _numbers_that_matter(console, made, with_requested)
        _futures(console, made, futures, seed, with_requested)
    except ValueError as wrong:
        raise Wrong(str(wrong)) from None


def _stories(console: Console, plan: Plan, with_requested: bool) -> None:
    from rich.text import Text

    from venture.numbers import say
    from venture.risk import stories_of

    told = stories_of(plan, with_requested=with_requested)
    table = numbers(_("Stories"), list(told[0].outcomes))
    for story in told:
        table.add_row(Text(story.name), *(say(value, 2 if abs(value) < 10 else 1) for value in story.outcomes.values()))
    console.print(table)
    if len(told) == 1:
        console.print(_("The plan tells no story of a bad year yet: add one under scenarios."))
    console.print()


def _numbers_that_matter(console: Console, plan: Plan, with_requested: bool) -> None:
    from rich.text import Text

    from venture.numbers import say
    from venture.risk import tornado_of

    bars = tornado_of(plan, with_requested=with_requested)
    widest = max((abs(bar.width) for bar in bars), default=0) or 1
    table = numbers(_("What moves the lowest cash"), [_("from"), _("to"), _("lowest cash"), _("and"), ""])
    for bar in bars:
        table.add_row(
            Text(bar.label + (" *" if bar.range.assumed else "")), say(bar.range.low), say(bar.range.high),
            say(bar.at_low, 1), say(bar.at_high, 1), Text("█" * max(1, round(20 * abs(bar.width) / widest)), justify="left"),
        )  # fmt: skip
    console.print(table)
    if any(bar.range.assumed for bar in bars):
        console.print(_("* No range in the plan: ± 20 % is assumed. Write yours under risks."))
    console.print()


def _futures(console: Console, plan: Plan, n: int, seed: int, with_requested: bool) -> None:
    from rich.progress import Progress

    from venture.numbers import say
    from venture.risk import monte_carlo_of

    with Progress(transient=True, console=console) as bar:
        task = bar.add_task(_("Drawing futures"), total=n)
        drawn = monte_carlo_of(
            plan, n=n, seed=seed, with_requested=with_requested,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
    heads = [_("5 % below"), _("middle"), _("5 % above"), _("limit"), _("below the limit")]
    table = numbers(_("In {n} futures").format(n=say(drawn.n)), heads)
    for name, spread in drawn.outcomes.items():
        chance = spread.below()
        values = (
            say(value, 2 if abs(value) < 10 else 1) for value in (spread.p5, spread.p50, spread.p95, spread.limit)
        )
        table.add_row(name, *values, _("{share} % of futures").format(share=say(100 * chance.p, 1)))
    console.print(table)
    console.print(drawn.limits, style="dim")
