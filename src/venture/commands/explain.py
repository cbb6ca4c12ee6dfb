"""`venture explain`: where a number comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from venture.commands._plan import PLAN, WITH_REQUESTED, Wrong, close_to, command_line, put, read, screen, typed
from venture.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from venture.forecast import Forecast
    from venture.plan import Plan

SOME = 8  # rows that are named where one is unknown


def command(
    plan: PLAN,
    row: Annotated[
        str,
        typer.Argument(
            metavar="ROW",
            show_default=False,
            help=_('A row, by its name or as `forecast` prints it: cash, net_income, "Net income", revenue/Places. Without it, the rows are listed.'),
        ),
    ] = "",
    month: Annotated[str, typer.Option(metavar="MONTH", help=_("The month: 3 or 2027-03; 0 is before the start."))] = "1",
    depth: Annotated[int, typer.Option(min=1, max=8, help=_("How many levels to go down."))] = 3,
    with_requested: WITH_REQUESTED = False,
) -> None:  # fmt: skip
    """Say where a number comes from: the chain of terms, down to what stands in the plan."""
    from venture.forecast import forecast

    made = read(plan)
    f = forecast(made, with_requested=with_requested)
    if not row:
        _list(plan, f)
        return
    key, at = _row(plan, f, row), month_of(made, month)
    try:
        why = f.explain(key, at)
    except (KeyError, IndexError) as error:
        raise Wrong(error.args[0]) from None
    screen().print(why.tree(depth), markup=False, soft_wrap=True)


def month_of(plan: Plan, text: str) -> int:
    """A month by its number or its date."""
    if date := re.fullmatch(r"(\d{4})[-./](\d{1,2})", text.strip()):
        year, month = map(int, date.groups())
        if 1 <= month <= 12:
            return (year - plan.start[0]) * 12 + month - plan.start[1] + 1
    try:
        return int(text)
    except ValueError:
        raise Wrong(_("“{found}” is no month. Write its number or its date, such as 3 or {date}.").format(found=text, date="{}-{:02d}".format(*plan.calendar_month(3)))) from None  # fmt: skip


def _row(path: Path, f: Forecast, wanted: str) -> str:
    """The key of a row that is called by its key or its label."""
    known = {}
    for key in [*_statement_rows(f), *f.sheet.rows]:
        if key not in f.sheet.given:
            known.setdefault(key.casefold(), key)
    for key in list(known.values()):
        known.setdefault(f.sheet.rows[key].label.casefold(), key)
    name = " ".join(wanted.split()).casefold()
    if name in known:
        return known[name]
    if close := close_to(name, known):
        says = _("There is no row “{found}”. Did you mean “{name}”?").format(found=wanted, name=known.get(close, close))
    else:
        some = ", ".join(list(_statement_rows(f))[:SOME])
        says = _("There is no row “{found}”. Some rows: {names}.").format(found=wanted, names=some)
    raise Wrong(says + " " + _("All of them: venture explain {plan}").format(plan=typed(path)))


def _statement_rows(f: Forecast) -> dict[str, str]:
    """Key and label of the statements' rows, in their order."""
    from venture.rows.statements import STATEMENTS

    return {row.key: row.label for name in STATEMENTS for row in f.statement(name)}


def _list(path: Path, f: Forecast) -> None:
    console = screen()
    rows = _statement_rows(f)
    wide = max(map(len, rows)) + 2
    put(console, _("Rows that can be explained"), "bold")
    for key, label in rows.items():
        put(console, label, mark=key.ljust(wide))
        for item in f.items(key):
            put(console, item.label, mark="  " + typed(item.key) + "  ")
    put(console, _("For example:"), "bold")
    command_line(console, "venture explain", typed(path), "cash", "--month", "3")
