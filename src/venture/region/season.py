"""The rhythm of a year in an area: working days, days off and school breaks, month by month."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from venture.region.data import Area


@dataclass(frozen=True)
class Month:
    """A month: days at work (Monday to Friday less days off, and Saturdays that the law moved), and school-break days.

    ``school_off`` is None where the area's files say nothing about schools in that month: unknown, not zero.
    """

    year: int
    month: int
    at_work: int
    off: int
    school_off: int | None


def months(area: Area, year: int) -> list[Month]:
    """The twelve months.

    Raises:
        LookupError: the area has no holidays for that year.
    """
    if not any(one.date.year == year for one in area.holidays):
        raise LookupError(f"{area.id} has no holidays for {year}")
    moved = {one.date for one in area.holidays if one.kind == "working day"}
    free = {one.date for one in area.holidays} - moved
    return [_month(area, year, month, free, moved) for month in range(1, 13)]


def _month(area: Area, year: int, month: int, free: set[datetime.date], moved: set[datetime.date]) -> Month:
    days = [datetime.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    at_work = sum((day.weekday() < 5 and day not in free) or day in moved for day in days)
    known = (
        bool(area.school)
        and min(b.first for b in area.school) <= days[-1]
        and days[0] <= max(b.last for b in area.school)
    )
    breaks = sum(any(b.first <= day <= b.last for b in area.school) for day in days)
    return Month(year, month, at_work, sum(day in free for day in days), breaks if known else None)
