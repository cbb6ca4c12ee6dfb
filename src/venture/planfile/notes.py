"""Lines that are added to a plan's lists: notes of the coach, and what a month really brought."""

from __future__ import annotations

import dataclasses
import datetime
import difflib
from pathlib import Path

from venture.plan import Actual, CoachNote, Narrative, Plan
from venture.plan_fields import specs
from venture.planfile import read, write
from venture.planfile.problems import BadPlan, Problem
from venture.words import _

SECTIONS = ("part", "parts", "long text")


def sections() -> tuple[str, ...]:
    """The sections that a note may be about: those of the plan, then those of its words."""
    parts = (
        name for name, takes, _must in specs(Plan) if takes.kind in SECTIONS and takes.of not in (CoachNote, Narrative)
    )
    return tuple(dict.fromkeys([*parts, *(name for name, _takes, _must in specs(Narrative))]))


def add_note(path: Path | str, section: str, text: str, by: str, date: datetime.date | None = None) -> Plan:
    """Add a coach's note about a section of the plan (``products``, ``risks``, ``market`` …)."""
    known = sections()
    wanted = "_".join(section.casefold().split())
    if wanted not in known and wanted not in {name for name, _takes, _must in specs(Plan)}:
        close = difflib.get_close_matches(wanted[:200], known, n=1, cutoff=0.75)
        hint = [_("Did you mean “{name}”?").format(name=close[0])] if close else []
        says = " ".join([_("A section of the plan."), *hint, _("There are: {names}.").format(names=", ".join(known))])
        raise BadPlan([Problem("section", section, says, "products")])
    section = wanted
    note = CoachNote(date=date or datetime.date.today(), by=by, section=section, text=text)
    return _saved(path, lambda plan: dataclasses.replace(plan, notes=(*plan.notes, note)))


def add_actual(path: Path | str, actual: Actual) -> Plan:
    """Put a month's real numbers into the plan; those of the same month are replaced."""

    def put(plan: Plan) -> Plan:
        others = [one for one in plan.actuals if one.month != actual.month]
        return dataclasses.replace(plan, actuals=tuple(sorted([*others, actual], key=lambda one: one.month)))

    return _saved(path, put)


def _saved(path: Path | str, change) -> Plan:
    path = Path(path)
    plan = change(read.load(path))
    write.save(plan, path)
    return plan
