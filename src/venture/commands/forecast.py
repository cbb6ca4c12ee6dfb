"""`venture forecast`: the plan's statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from venture.commands._plan import (
    PLAN,
    WITH_REQUESTED,
    Line,
    Wrong,
    called,
    command_line,
    put,
    read,
    screen,
    table,
    typed,
)
from venture.rows.statements import NOTHING, RESULTS
from venture.words import _, joined

if TYPE_CHECKING:
    from rich.console import Console

    from venture.forecast import Forecast
    from venture.plan import Plan

TITLES = {
    "income": _("Income statement"),
    "cash": _("Cash flow"),
    "indirect": _("Cash flow from operations, indirect"),
    "balance": _("Balance sheet"),
}


def command(
    plan: PLAN,
    statement: Annotated[str, typer.Option(metavar="NAME", help=_("income, cash, indirect, balance, or all."))] = "all",
    first: Annotated[
        int | None,
        typer.Option(
            "--from",
            metavar="MONTH",
            show_default=False,
            help=_("First month to show; without it, years are shown; 0 is before the start."),
        ),
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", metavar="MONTH", show_default=False, help=_("Last month to show."))
    ] = None,
    with_requested: WITH_REQUESTED = False,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="FILE", show_default=False, help=_("Write every row of every month to a file instead.")),
    ] = None,
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
    put(console, _("{name}, {unit}").format(name=made.name, unit=made.unit), "bold")
    put(console, _("Costs and payments are shown as positive numbers and are subtracted."))
    console.print()
    for name in TITLES if statement == "all" else (statement,):
        _show(console, made, f, name, months)
    _cash(console, made, f)
    _next(console, plan, made, f, months, with_requested)


def _months(f: Forecast, first: int | None, last: int | None) -> range | None:
    """The months to show; None shows years."""
    if first is None and last is None:
        return None
    first = 1 if first is None else first
    last = min(f.months, first + 11) if last is None else last
    if not 0 <= first <= last <= f.months:
        raise Wrong(_("Months {first} to {last} are not in this plan. It has months 1 to {months}.").format(first=first, last=last, months=f.months))  # fmt: skip
    return range(first, last + 1)


def _show(console: Console, plan: Plan, f: Forecast, name: str, months: range | None) -> None:
    from venture.numbers import say

    balance = name == "balance"
    opened = name in ("cash", "balance")  # what happened before the start belongs to the picture
    if months is None:
        heads = ([_("opening")] if opened else []) + [_("year {n}").format(n=n) for n in range(1, f.years + 1)]
    else:
        heads = [called(plan, month) if month else _("opening") for month in months]
    lines = []
    for row in f.statement(name):
        values = f[row.key]
        if months is not None:
            shown = [values[month] for month in months]
        else:
            of_year = f.closing if balance or row.key == "cash" else f.year
            shown = [values[0]] * opened + [of_year(row.key, n) for n in range(1, f.years + 1)]
        if row.key not in RESULTS and not any(abs(value) > NOTHING for value in shown):
            continue
        style = "bold" if row.key in RESULTS else ""
        lines.append(Line(row.label, [say(value, 1) for value in shown], style))
    table(console, TITLES[name], heads, lines, months=months is not None)
    console.print()


def _cash(console: Console, plan: Plan, f: Forecast) -> None:
    """The lowest month: what is missing there, or what is left."""
    from venture.numbers import say

    def when(month: int) -> str:
        return _("in {date}").format(date=called(plan, month)) if month else _("before the start")

    if gap := f.shortfall:
        says = _("Cash runs out {first}. It is lowest {when}: {amount} are missing; with the reserve the ask is {ask}.").format(
            first=when(gap.first), when=when(gap.month), amount=say(gap.amount, 1), ask=say(gap.ask, 1)
        )  # fmt: skip
        put(console, says, "bold red")
        return
    says = _("Cash never runs out. It is lowest {when}: {left}.").format(when=when(f.lowest_month), left=say(f.lowest_cash, 1))  # fmt: skip
    if f.ask > NOTHING:
        says += " " + _("The reserve lacks {ask}.").format(ask=say(f.ask, 1))
    put(console, says, "bold")


def _next(console: Console, path: Path, plan: Plan, f: Forecast, months: range | None, with_requested: bool) -> None:
    asked = [f"“{grant.name}”" for grant in plan.grants if grant.status == "requested"]
    if f.ask > NOTHING and asked and not with_requested:
        put(console, _("Asked for and not counted here: {grants}. With that money:").format(grants=joined(asked)))  # fmt: skip
        command_line(console, "venture forecast", typed(path), "--with-requested")
    if months is None:
        put(console, _("To see months:"))
        command_line(console, "venture forecast", typed(path), "--from 1 --to 12")


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
    try:
        write_atomic(path, "\ufeff" + text.getvalue())  # the mark lets Excel read Cyrillic names
    except OSError as error:
        raise Wrong(_("{path} cannot be written: {why}. Is it open in another program?").format(path=typed(path), why=error.strerror)) from None  # fmt: skip
    screen().print(_("{rows} rows, {months} months in {path}").format(rows=len(f.sheet.rows) - len(f.sheet.given), months=f.months, path=path))  # fmt: skip
