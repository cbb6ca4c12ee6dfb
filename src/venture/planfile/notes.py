"""Lines that are added to a plan's lists: notes of the coach, and what a month really brought."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

from venture.plan import Actual, CoachNote, Narrative, Plan
from venture.planfile import read, write
from venture.planfile.problems import BadPlan, Problem, meant
from venture.words import _


def add_note(path: Path | str, section: str, text: str, by: str, date: datetime.date | None = None) -> Plan:
    """Add a coach's note about a section of the plan (``products``, ``risks``, ``market`` …)."""
    known = {one.name: None for one in (*dataclasses.fields(Plan), *dataclasses.fields(Narrative))}
    if section not in known:
        says = _("A section of the plan. {meant}").format(meant=meant(section, known))
        raise BadPlan([Problem("section", section, says, "products")])
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
