"""A day as people write it into files and commands: 2027-04-01, the year first."""

from __future__ import annotations

import datetime
import re

from venture.words import _

NO_DAY = _("A date that exists, as year-month-day.")
EXAMPLE = "2026-11-21"
# Python alone would take 20270401 and the week date 2027-W13-4 too.
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str) -> datetime.date:
    """The day that a text names.

    Raises:
        ValueError: it names none; the message says how one is written.
    """
    try:
        if _WRITTEN.fullmatch(text.strip()):
            return datetime.date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise ValueError(f"{NO_DAY} " + _("For example: {example}").format(example=EXAMPLE))
