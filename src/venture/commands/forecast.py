"""`venture forecast`: the plan's statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from venture.commands._plan import PLAN, Wrong, called, numbers, read, screen
from venture.rows.statements import RESULTS
from venture.words import _

if TYPE_CHECKING:
    from venture.forecast import Forecast
    from venture.plan import Plan

TITLES = {
    "income": _("Income statement"),
    "cash": _("Cash flow"),
    "indirect": _("Cash flow from operations, indirect"),
    "balance": _("Balance sheet"),
}

NOTHING = 5e-7


def command(
    plan: PLAN,
    statement: Annotated[str, typer.Option(help=_("income, cash, indirect, balance, or all."))] = "all",
    first: Annotated[
        int | None,
        typer.Option("--from", help=_("First month to show; without it, years are shown; 0 is the opening.")),
    ] = None,
    last: Annotated[int | None, typer.Option("--to", help=_("Last month to show."))] = None,
    with_requested: Annotated[bool, typer.Option(help=_("Count grants that are asked for but not agreed."))] = False,
    csv: Annotated[Path | None, typer.Option(help=_("Write every row of every month to a file instead."))] = None,
) -> None:
    """Show income statement, cash flow and balance sheet, by years or by months."""
    from venture.forecast import forecast

    made = read(plan)
    f = forecast(made, with_requested=with_requested)
    if csv:
        _write(f, csv)
        return
    if statement != "all" and statement not in TITLES:
        raise Wrong(_("“{found}” is no statement. There are: {names}, all.").format(found=statement, names=", ".join(TITLES)))  # fmt: skip
    months = _months(f, first, last)
    console = screen()
    console.print(_("[bold]{name}[/], {unit}").format(name=_escape(made.name), unit=made.unit))
    for name in TITLES if statement == "all" else (statement,):
        _show(console, made, f, name, months)
    _gap(console, made, f)


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _months(f: Forecast, first: int | None, last: int | None) -> range | None:
    """The months to show; None shows years."""
    if first is None and last is None:
        return None
    first = 1 if first is None else first
    last = min(f.months, first + 11) if last is None else last
    if not 0 <= first <= last <= f.months:
        raise Wrong(_("Months {first} to {last} are not in this plan. It has months 1 to {months}.").format(first=first, last=last, months=f.months))  # fmt: skip
    return range(first, last + 1)


def _show(console, plan: Plan, f: Forecast, name: str, months: range | None) -> None:
    from venture.numbers import say

    balance = name == "balance"
    opened = name in ("cash", "balance")  # what happened before the start belongs to the picture
    if months is None:
        heads = ([_("opening")] if opened else []) + [_("year {n}").format(n=n) for n in range(1, f.years + 1)]
    else:
        heads = [called(plan, month) if month else _("opening") for month in months]
    table = numbers(TITLES[name], heads)
    for row in f.statement(name):
        values = f[row.key]
        if months is not None:
            shown = [values[month] for month in months]
        else:
            of_year = f.closing if balance or row.key == "cash" else f.year
            shown = [values[0]] * opened + [of_year(row.key, n) for n in range(1, f.years + 1)]
        if row.key not in RESULTS and not any(abs(value) > NOTHING for value in shown):
            continue
        style = "bold" if row.key in RESULTS else None
        table.add_row(_escape(row.label), *(say(value, 1) for value in shown), style=style)
    console.print(table)
    console.print()


def _gap(console, plan: Plan, f: Forecast) -> None:
    from venture.numbers import say

    if gap := f.shortfall:
        console.print(
            _("Cash runs out in {first}. The lowest month is {month}: {amount} are missing; with the reserve the ask is {ask}.").format(
                first=called(plan, gap.first) if gap.first else _("the opening"),
                month=called(plan, gap.month) if gap.month else _("the opening"),
                amount=say(gap.amount, 1), ask=say(gap.ask, 1),
            ), style="bold red",
        )  # fmt: skip


def _write(f: Forecast, path: Path) -> None:
    import csv
    import io

    from venture.files import write_atomic

    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["row", "label", "opening", *(called(f.plan, month) for month in range(1, f.months + 1))])
    for row in f.sheet.rows.values():
        if row.key not in f.sheet.given:
            table.writerow([row.key, row.label, *(repr(value) for value in f[row.key])])
    write_atomic(path, "\ufeff" + text.getvalue())  # the mark lets Excel read Cyrillic names
    screen().print(_("{rows} rows, {months} months in {path}").format(rows=len(f.sheet.rows) - len(f.sheet.given), months=f.months, path=path))  # fmt: skip
