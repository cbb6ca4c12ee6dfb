"""`venture check`: what a funder would stop at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from venture.commands._plan import PLAN, called, command_line, put, read, screen, typed
from venture.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from venture.forecast import Forecast
    from venture.plan import Plan
    from venture.review import Flag

# Mark, word and colour: no one of them alone carries the meaning.
MARKS = {"stop": ("✖", _("Stop"), "bold red"), "ask": ("?", _("Will be asked"), "bold yellow"), "note": ("·", _("Note"), "bold")}  # fmt: skip
NOTES = 5  # of the coach, the latest

ONES = {"ones": 1.0, "thousands": 1e3, "millions": 1e6}
WORDS = ((1e9, _("{number} billion {currency}")), (1e6, _("{number} million {currency}")), (1e3, _("{number} thousand {currency}")))  # fmt: skip
# From which sum of money on we ask whether somebody wrote roubles into a plan of thousands.
HUGE = {
    "products": {"price": (10e6, _("the price of")), "variable_cost": (10e6, _("the variable cost of"))},
    "step_costs": {"amount": (50e6, _("the monthly cost of"))},
    "staff": {"pay": (5e6, _("the monthly pay of"))},
    "fixed_costs": {"amount": (50e6, _("the monthly cost of"))},
}


def command(plan: PLAN) -> None:
    """Read the plan and list what a funder would stop at, with the numbers, the reason and what to try.

    Ends with exit code 1 where something is wrong with the file or a funder would say no.
    """
    import typer

    from venture import consistency
    from venture.forecast import forecast
    from venture.review import SEVERITIES, review

    made = read(plan)
    f = forecast(made)
    found = review(made, f)
    console = screen()
    put(console, _("{name}: {months} months, {unit}").format(name=made.name, months=f.months, unit=made.unit), "bold")
    put(console, in_words(made, f))
    for question in doubts(made):
        put(console, question, "bold", "? ", "bold yellow")
    for severity in SEVERITIES:
        for flag in (one for one in found if one.severity == severity):
            _show(console, flag)
    differs = consistency.check(made, f).differs
    for one in differs:
        put(console, str(one), "bold", "≠ ", "bold yellow")
    console.print()
    if not found and not differs:
        put(console, _("No red flag. Now let a person read it."), "green")
    _coach(console, made)
    _next(console, plan)
    if any(flag.severity == "stop" for flag in found):
        raise typer.Exit(1)


def in_words(plan: Plan, f: Forecast) -> str:
    """The first year and the lowest cash as a sentence: what was typed a thousand times too large stands out here."""
    from venture.numbers import say

    result = f.year("net_income", 1)
    made = (_("a loss of {sum}") if result < 0 else _("a profit of {sum}")).format(sum=say(abs(result), most=0))
    sums = _("Year 1: {revenue} {unit} of revenue{that_is}, {result}.").format(
        revenue=say(f.year("revenue", 1), most=0), unit=plan.unit, result=made,
        that_is=_that_is(plan, f.year("revenue", 1)),
    )  # fmt: skip
    month = f.lowest_month
    when = _("in month {month} ({date})").format(month=month, date=called(plan, month)) if month else _("before the start")  # fmt: skip
    return sums + " " + _("Cash is lowest {when}: {sum}.").format(when=when, sum=say(f.lowest_cash, most=0))


def _that_is(plan: Plan, value: float) -> str:
    """The sum in larger words, where the plan's own unit makes it hard to read."""
    money = abs(value) * ONES[plan.amounts]
    return _(" (that is {sum})").format(sum=spoken(plan, value)) if money >= 1e6 and plan.amounts != "millions" else ""


def spoken(plan: Plan, value: float) -> str:
    """A sum as people say it: 1.5 million RUB."""
    from venture.numbers import say

    money = value * ONES[plan.amounts]
    for size, words in WORDS:
        if abs(money) >= size:
            return words.format(number=say(money / size, most=1), currency=plan.currency)
    return f"{say(money, most=2)} {plan.currency}"


def doubts(plan: Plan) -> Iterator[str]:
    """Questions about numbers that are hard to believe in the plan's unit."""
    from venture.plan import title

    if plan.amounts == "ones":
        return
    for block, fields in HUGE.items():
        for item in getattr(plan, block):
            for field, (most, what) in fields.items():
                value = getattr(item, field)
                if value * ONES[plan.amounts] >= most:
                    yield _("Is {what} “{name}” really {sum}? The plan's amounts are in {unit}.").format(
                        what=what, name=title(item), sum=spoken(plan, value), unit=plan.unit
                    )


def _show(console: Console, flag: Flag) -> None:
    mark, word, style = MARKS[flag.severity]
    console.print()
    put(console, f"{word}: {flag.found}", "bold", f"{mark} ", style)
    put(console, flag.why, mark="  ")
    put(console, _("Try: {this}").format(this=flag.try_this), mark="  ")


def _coach(console: Console, plan: Plan) -> None:
    from venture.planfile.changes import who_and_when

    if not plan.notes:
        return
    put(console, _("From your coach"), "bold")
    for note in sorted(plan.notes, key=lambda one: one.date)[-NOTES:]:
        put(console, _("{section} ({who}): {text}").format(section=note.section, who=who_and_when(note), text=note.text), mark="· ")  # fmt: skip
    if len(plan.notes) > NOTES:
        put(console, _("The latest {count} of {all} notes; the others stand in the file under notes.").format(count=NOTES, all=len(plan.notes)))  # fmt: skip
    console.print()


def _next(console: Console, path: Path) -> None:
    put(console, _("Next:"), "bold")
    command_line(console, "venture forecast", typed(path))
    command_line(console, "venture risk", typed(path))
    command_line(console, "venture explain", typed(path), "cash")
