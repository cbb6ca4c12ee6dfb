"""`venture risk`: what may come out differently, and how much it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from venture.commands._plan import PLAN, WITH_REQUESTED, Line, Wrong, put, read, screen, table
from venture.words import _

if TYPE_CHECKING:
    from rich.console import Console

    from venture.plan import Plan

NOTHING = 1e-6  # a driver that moves the lowest cash by less has no effect


def command(
    plan: PLAN,
    futures: Annotated[
        int, typer.Option("--futures", "-n", min=100, max=200_000, help=_("How many futures to draw."))
    ] = 10_000,
    seed: Annotated[int, typer.Option(help=_("The same seed draws the same futures."))] = 1,
    with_requested: WITH_REQUESTED = False,
) -> None:
    """Show the plan's stories, which numbers matter most, and how often it ends badly in thousands of futures."""
    made = read(plan)
    console = screen()
    put(console, _("{name}, {unit}").format(name=made.name, unit=made.unit), "bold")
    console.print()
    try:
        _stories(console, made, with_requested)
        _numbers_that_matter(console, made, with_requested)
        _futures(console, made, futures, seed, with_requested)
    except ValueError as wrong:
        raise Wrong(str(wrong)) from None


def _said(value: float) -> str:
    """An outcome: sums with one decimal, small ones (a ratio) with two."""
    from venture.numbers import say

    return say(value, 2 if abs(value) < 10 else 1)


def _stories(console: Console, plan: Plan, with_requested: bool) -> None:
    from venture.risk import stories_of

    told = stories_of(plan, with_requested=with_requested)
    lines = [Line(story.name, [_said(value) for value in story.outcomes.values()]) for story in told]
    table(console, _("Stories"), list(told[0].outcomes), lines)
    if len(told) == 1:
        put(console, _("The plan tells no story of a bad year yet: add one under scenarios."))
    console.print()


def _numbers_that_matter(console: Console, plan: Plan, with_requested: bool) -> None:
    from venture.numbers import say
    from venture.planfile.places import spec_at
    from venture.risk import tornado_of

    bars = tornado_of(plan, with_requested=with_requested)
    widest = max((abs(bar.width) for bar in bars), default=0)
    lines = []
    for bar in bars:
        share = spec_at(plan, bar.driver).kind == "share"
        ends = [
            _("{share} %").format(share=say(100 * end, most=1)) if share else say(end)
            for end in (bar.range.low, bar.range.high)
        ]
        moves = abs(bar.width) > NOTHING
        lines.append(
            Line(
                bar.label + (" *" if bar.range.assumed else ""),
                [*ends, say(bar.at_low, 1), say(bar.at_high, 1)],
                bar=abs(bar.width) / widest if moves else 0.0,
            )
        )
    heads = [_("low end"), _("high end"), _("lowest cash at the low end"), _("lowest cash at the high end")]
    table(console, _("What moves the lowest cash"), heads, lines)
    if any(bar.range.assumed for bar in bars):
        put(console, _("* No full range in the plan: ± 20 % is assumed. Write yours under risks."))
    console.print()


def _futures(console: Console, plan: Plan, n: int, seed: int, with_requested: bool) -> None:
    from rich.progress import Progress

    from venture.numbers import say
    from venture.risk import monte_carlo_of

    with Progress(transient=True, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(_("Drawing futures"), total=n)
        drawn = monte_carlo_of(
            plan, n=n, seed=seed, with_requested=with_requested,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
    lines = []
    for name, spread in drawn.outcomes.items():
        values = [_said(value) for value in (spread.p5, spread.p50, spread.p95)]
        share = _("{share} %").format(share=say(100 * spread.below().p, 1))
        limit = _said(spread.limit) if spread.limit else say(0)
        lines.append(Line(name, [*values, limit, share]))
    heads = [_("5 % of futures are below"), _("middle"), _("5 % of futures are above"), _("limit"), _("futures below the limit")]  # fmt: skip
    table(console, _("In {n} futures").format(n=say(drawn.n)), heads, lines)
    put(console, drawn.limits)
