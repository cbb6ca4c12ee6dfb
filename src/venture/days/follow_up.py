"""Follow-up dates of a commitment: so many days after the day, moved to the next working day where the date is none."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from venture.days.day import Day
from venture.region import data as region
from venture.words import _


@dataclass(frozen=True)
class Date:
    """``plain`` is the day plus ``after`` days; ``date`` is the working day; ``why`` says what stood in the way."""

    after: int
    plain: datetime.date
    date: datetime.date
    why: str = ""


def dates(day: Day) -> list[Date]:
    """The follow-up dates of the day."""
    area = _area(day.area)
    return [_moved(after, day.date + datetime.timedelta(days=after), area) for after in day.follow_up]


def _moved(after: int, plain: datetime.date, area: region.Area | None) -> Date:
    at, why = plain, []
    while reason := off(at, area):
        if reason not in why:
            why.append(reason)
        at += datetime.timedelta(days=1)
    return Date(after, plain, at, ", ".join(why))


def off(day: datetime.date, area: region.Area | None) -> str:
    """Why nobody works that day; empty for a working day. Saturdays that the law moved to work are working days."""
    for one in area.holidays if area else ():
        if one.date == day:
            return "" if one.kind == "working day" else one.name
    return (_("Saturday"), _("Sunday"))[day.weekday() - 5] if day.weekday() >= 5 else ""


def notes(day: Day) -> list[str]:
    """What to know about the dates: a year without holidays in the data, or a day that is itself one."""
    area = _area(day.area)
    said = []
    if reason := off(day.date, area):
        said.append(_("The day itself is no working day ({reason}). Ask the public partners whether they come.").format(reason=reason))  # fmt: skip
    known = {one.date.year for one in area.holidays} if area else set()
    missing = sorted({day.date.year, *(one.date.year for one in dates(day))} - known)
    if missing:
        years = ", ".join(map(str, missing))
        said.append(_("There are no public holidays for {years} here, so only weekends are left out. Look into a calendar.").format(years=years))  # fmt: skip
    return said


def _area(name: str) -> region.Area | None:
    try:
        return region.load(name) if name else None
    except (LookupError, region.BadRegion):
        return None
