"""What the sheets of one workbook share while they are written."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from venture.export.words import plain, unit
from venture.export.workbook_layout import TITLES, Layout
from venture.export.workbook_style import Style
from venture.forecast import YEAR, Forecast
from venture.words import _

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

DIGITS = 1e-12  # of the largest sum: what a spreadsheet's numbers keep
KOPECK = {"ones": 1e-2, "thousands": 1e-5, "millions": 1e-8}  # the smallest coin, in the plan's amounts
LONG = 64  # characters of a label that a line has room for
VERDICT = "all_checks"  # a name of the workbook's own, beside those of inputs


@dataclass
class Desk:
    forecast: Forecast
    layout: Layout
    names: dict[str, str]  # of inputs and cells
    xlsx: Workbook
    style: Style
    today: datetime.date
    with_requested: bool

    @property
    def plan(self) -> Any:
        return self.forecast.plan

    @property
    def months(self) -> int:
        return self.forecast.months

    def page(self, name: str) -> Worksheet:
        return self.xlsx.get_worksheet_by_name(TITLES[name])

    def value(self, key: str, month: int) -> float:
        """The engine's number."""
        value = self.forecast[key][month]
        return self.clean(value) if self.layout.sheet.rows[key].unit == "money" else value

    def clean(self, amount: float) -> float:
        """An amount without the dust of adding up, which would be shown as −0."""
        return 0.0 if abs(amount) < self.nothing else amount

    @functools.cached_property
    def nothing(self) -> float:
        """What counts as nothing: a hundredth of the currency, or what the digits of a large sum leave."""
        return max(KOPECK[self.plan.amounts], DIGITS * max(self.forecast["assets"]))

    @property
    def unit(self) -> str:
        """What the plan's amounts are in."""
        return unit(self.plan)

    @functools.cached_property
    def under(self) -> str:
        """The line under a sheet's title."""
        parts = [short(self.plan.name), self.unit]
        if self.plan.illustrative:
            parts.append(_("illustrative: made-up numbers, for teaching"))
        return " · ".join(parts)

    @functools.cached_property
    def footer(self) -> str:
        mark = _(" (illustrative)") if self.plan.illustrative else ""
        return short(self.plan.name, 60) + mark

    def first_of(self, month: int) -> datetime.date:
        """The first day of a month of the plan."""
        return datetime.date(*self.plan.calendar_month(month), 1)

    @functools.cached_property
    def width(self) -> int:
        """The characters that the largest number of a statement takes."""
        largest = max(
            abs(value)
            for key in self.layout.home
            if self.layout.home[key][0] != "workings"
            for value in self.forecast[key]
        )
        return max(9, len(f"{largest:,.1f}") + 3)

    def years(self) -> list[tuple[int, int]]:
        """First and last month of each year; the last one may be shorter."""
        return [(first, min(first + YEAR - 1, self.months)) for first in range(1, self.months + 1, YEAR)]


def short(words: str, most: int = LONG) -> str:
    """Words that fit a line: the middle of long ones goes."""
    clean = " ".join(plain(words).split())
    end = most // 2
    return clean if len(clean) <= most else f"{clean[: most - end - 1]}…{clean[-end:]}"
