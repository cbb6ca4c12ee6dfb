"""The forecast: three statements over 36 to 120 months, from one plan.

    >>> f = forecast(plan)
    >>> f["cash"][3], f.year("revenue", 1), f.shortfall
    >>> print(f.explain("cash", month=3).tree())

Values are floats, or arrays of futures where ``changes`` brought an array. Costs and payments are positive in their
own rows and are subtracted where they are used. Amounts are in the plan's unit, without VAT but for what is owed and
paid. Column 0 is the opening balance, columns 1 to ``months`` are the months.
Formats follow OpenStax, Principles of Financial Accounting, 16.3 and 16.4.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from venture.futures import is_plain, least, most, where
from venture.plan import Plan
from venture.rows import build
from venture.rows.statements import STATEMENTS
from venture.sheet import Explanation, Row, Sheet, explain
from venture.words import _

YEAR = 12
NOTHING = 1e-9  # cash below zero by less is a rounding


@dataclass(frozen=True)
class Shortfall:
    """Cash that is not there. ``ask`` brings the lowest month up to the reserve.

    ``first`` is the first month below zero, ``month`` the lowest one, ``amount`` what is missing then (positive).
    """

    first: int
    month: int
    amount: float
    ask: float


class Forecast:
    """A plan's numbers by month and year. Made by `forecast`."""

    def __init__(self, plan: Plan, sheet: Sheet, known: Mapping[str, Any]) -> None:
        self.plan = plan
        self.sheet = sheet
        self.known = known
        self.months = sheet.months

    def __getitem__(self, key: str) -> Sequence[Any]:
        """A row's values; index 0 is the opening, 1 the first month.

        Raises:
            KeyError: there is no such row; the message names the nearest.
        """
        if key not in self.sheet.rows:
            raise KeyError(self.sheet.no_such(key, self.sheet.rows))
        return self.known[key]

    @property
    def years(self) -> int:
        """Whole years; a part of a year at the end is not counted."""
        return self.months // YEAR

    def year(self, key: str, number: int) -> Any:
        """A flow's sum over year ``number`` of the plan: 1 is months 1 to 12."""
        return sum(self[key][first : first + YEAR]) if (first := self._first(number)) else 0.0

    def closing(self, key: str, number: int) -> Any:
        """A balance at the end of year ``number``."""
        return self[key][self._first(number) + YEAR - 1]

    def _first(self, number: int) -> int:
        if not 1 <= number <= self.years:
            raise IndexError(_("The forecast has years 1 to {last}; there is no year {number}.").format(last=self.years, number=number))  # fmt: skip
        return (number - 1) * YEAR + 1

    def statement(self, name: str) -> list[Row]:
        """The lines of a statement (income, cash, indirect, balance), each followed by nothing but the next line."""
        return [self.sheet.rows[key] for key in STATEMENTS[name]]

    def items(self, key: str) -> list[Row]:
        """The rows that a line adds up, by name: ``revenue`` has ``revenue/Places``."""
        return [row for row in self.sheet.rows.values() if row.key.startswith(f"{key}/")]

    def explain(self, key: str, month: int) -> Explanation:
        """Where a cell comes from: the chain of terms, each of which can be explained in turn."""
        return explain(self.sheet, self.known, key, month)

    @property
    def lowest_cash(self) -> Any:
        """The smallest closing balance of cash. The opening counts only where money was spent that was not there."""
        opening, *months = self["cash"]
        lowest = functools.reduce(least, months)
        return where(opening < -NOTHING, least(opening, lowest), lowest)

    @property
    def lowest_month(self) -> int:
        """The month in which cash is lowest, the first of several."""
        cash = self["cash"]
        return min(range(0 if cash[0] < -NOTHING else 1, self.months + 1), key=cash.__getitem__)

    @property
    def ask(self) -> Any:
        """What is missing for the lowest month to end with the reserve: max(0, reserve − lowest cash)."""
        return most(0.0, self.known["reserve"] - self.lowest_cash)

    @property
    def shortfall(self) -> Shortfall | None:
        """Where cash falls below zero; None where it never does."""
        cash = self["cash"]
        lowest = self.lowest_cash
        if not is_plain(lowest):
            raise TypeError("a shortfall is one future's; use lowest_cash for many")
        if lowest >= -NOTHING:
            return None
        first = next(month for month, one in enumerate(cash) if one < -NOTHING)
        return Shortfall(first, self.lowest_month, -lowest, self.ask)


@functools.lru_cache(maxsize=32)
def sheet_of(plan: Plan, with_requested: bool = False) -> Sheet:
    """The rows of a plan, laid down once for each plan."""
    return build(plan, with_requested)


def forecast(plan: Plan, changes: Mapping[str, Any] | None = None, with_requested: bool = False) -> Forecast:
    """The plan's numbers.

    Args:
        plan: a plan as `venture.plan.load` gives it.
        changes: other values for numbers of the plan, by path (``{"products/Places/price": 9.9}``). An array holds
            one value for each future; then every row that depends on it is an array a month.
        with_requested: count grants that are requested but not agreed.

    Raises:
        KeyError: a path in ``changes`` leads nowhere; the message names the nearest.
    """
    sheet = sheet_of(plan, with_requested)
    return Forecast(plan, sheet, sheet.values(changes))
