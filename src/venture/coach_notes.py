"""What the coach said about the student's plan, shown in the student's own notebook.

The school writes `coach-notes.json` for each student (`school plans note`); the student puts it into the folder
`my-work`. In a cell:

    >>> from venture import coach_notes
    >>> coach_notes.show()
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from venture import my_plan, notes
from venture.faces.box import note as box
from venture.plan import CoachNote, save
from venture.planfile import BadPlan
from venture.planfile.changes import who_and_when
from venture.planfile.notes import sections
from venture.words import _

FILE = "coach-notes"
LATEST = 8  # that a person reads at once


def given() -> tuple[CoachNote, ...]:
    """The notes in the coach's file, oldest first; none where there is no file.

    Raises:
        venture.notes.Broken: the file is there and holds something else.
    """
    told = notes.load(FILE).get("notes", [])
    try:
        return tuple(sorted((_one(item) for item in told), key=lambda one: one.date))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise notes.Broken(
            _("{file} is not as the coach's program writes it ({error}). Ask for it again.").format(
                file=f"{notes.folder().name}/{FILE}.json", error=error
            )
        ) from None


def _one(item: Mapping[str, str]) -> CoachNote:
    section, text = str(item["section"]), str(item["text"]).strip()
    if section not in sections() or not text:
        raise ValueError(_("“{section}” is no section of a plan").format(section=section))
    return CoachNote(
        date=datetime.date.fromisoformat(item["date"]), by=str(item.get("by", "")), section=section, text=text
    )


def take() -> tuple[CoachNote, ...]:
    """Put the notes that the student's plan has not into it, and give these. Without a plan nothing is written.

    Raises:
        venture.notes.Broken: the coach's file cannot be read.
        venture.planfile.BadPlan: the plan cannot be read; it is left as it is.
    """
    if not my_plan.path().exists():
        return ()
    plan = my_plan.current()
    new = tuple(one for one in given() if one not in plan.notes)
    if new:
        save(replace(plan, notes=(*plan.notes, *new)), my_plan.path())
    return new


def show(section: str = "") -> None:
    """Show what the coach said, the newest first; of one section of the plan where one is named."""
    try:
        take()
        kept = my_plan.current().notes if my_plan.path().exists() else ()
        everything = {*kept, *given()}
    except (notes.Broken, BadPlan) as broken:
        box("unclear", str(broken))
        return
    said = sorted((one for one in everything if section in ("", one.section)), key=lambda one: one.date, reverse=True)
    if not said:
        box("told", _("Your coach has written nothing about your plan yet."))
    for one in said[:LATEST]:
        box("told", _("{section} ({who}): {text}").format(section=one.section, who=who_and_when(one), text=one.text))
    if len(said) > LATEST:
        box("told", _("{n} earlier notes stand in your plan's file under notes.").format(n=len(said) - LATEST))
