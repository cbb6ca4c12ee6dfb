"""Where the cohort's plans lie: `cohort/plans/<student>/plan.yaml`, with what was kept of them.

Beside a plan lie `snapshots/plan/` (frozen versions, as `venture freeze` writes them), `earlier/` (what was collected
before), and `coach-notes.json` (what the coach said, for the student's folder `my-work`).
"""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from school.errors import Problem
from school.grading import roster
from school.grading.course import Course
from school.grading.roster import Student
from venture.files import write_atomic
from venture.plan import CoachNote, Plan, save
from venture.planfile import BadPlan, read, snapshots

NAME = "plan.yaml"
NOTES = "coach-notes.json"


def folder(course: Course, student: str = "") -> Path:
    return course.cohort / "plans" / student


def path(course: Course, student: str) -> Path:
    return folder(course, student) / NAME


def students(course: Course) -> dict[str, Student]:
    """Everybody on the cohort's list."""
    return roster.read(course.cohort / "students.csv")


def here(course: Course) -> list[Student]:
    """Whose plan lies here, by last name."""
    found = [one for one in students(course).values() if path(course, one.id).is_file()]
    return sorted(found, key=lambda one: (one.last_name.casefold(), one.first_name.casefold(), one.id))


def one(course: Course, name: str) -> Student:
    """The student of this id or name, whose plan lies here.

    Raises:
        Problem: nobody goes by it, several do, or no plan of theirs was collected.
    """
    known = students(course)
    match = roster.find(name, known)
    if match.several:
        raise Problem(f"“{name}” is the name of {' and '.join(match.several)}.", "Give the id.")
    if match.student is None:
        near = roster.near(name, known)
        raise Problem(
            f"No student “{name}” in cohort/students.csv.",
            f"Did you mean {near}?" if near else f"There is: {_some(known)}.",
        )
    if not path(course, match.student.id).is_file():
        raise Problem(
            f"No plan of {match.student.id} was collected.", "Take it in with: school plans collect --from FOLDER"
        )
    return match.student


def plan(course: Course, student: str) -> Plan:
    """The student's plan as it was collected.

    Raises:
        Problem: it cannot be read.
    """
    return loaded(path(course, student), f"cohort/plans/{student}/{NAME}")


def loaded(place: Path, shown: str) -> Plan:
    """A plan, or what is wrong with its file in one line."""
    try:
        return of_raw(read.content(place))
    except BadPlan as wrong:
        raise Problem(f"{shown}: {first(wrong)}", "Ask for the plan again, or mend that line.") from None
    except OSError as error:
        raise Problem(f"{shown} cannot be read ({error.strerror}).") from None


def of_raw(raw: bytes) -> Plan:
    """The plan in a file's bytes. What was read once is not read again: one command meets the same text several times.

    Raises:
        BadPlan: with everything that is wrong.
    """
    return _of_text(_decoded(raw))


@functools.lru_cache(maxsize=512)
def _of_text(text: str) -> Plan:
    return read.loads(text, NAME)


def first(wrong: BadPlan) -> str:
    """The first thing that is wrong with a plan's file, in one line."""
    more = len(wrong.problems) - 1
    told = " ".join(str(wrong.problems[0]).split()) if wrong.problems else "it cannot be read."
    return told + (f" ({more} more{' or so' if wrong.more else ''})" if more else "")


# --- frozen versions


def frozen(course: Course, student: str, called: str = "") -> Path | None:
    """The plan's last frozen version, or the one that was frozen under a name."""
    place = path(course, student)
    if called:
        return snapshots.named(place, called)
    made_by_save = "before-form-"  # what a save keeps by itself when it brings an old file up to date
    kept = [one for one in snapshots.snapshots(place) if not snapshots.NAME.fullmatch(one.stem)["slug"].startswith(made_by_save)]  # fmt: skip
    return kept[-1] if kept else None


def versions(course: Course, student: str) -> list[str]:
    return [one.stem for one in snapshots.snapshots(path(course, student))]


def said(version: Path) -> str:
    """A frozen version's name and day for people: “coaching-2” of 2026-11-21, as its file is called."""
    parts = snapshots.NAME.fullmatch(version.stem)
    return f"“{parts['slug']}” of {parts['time'][:10]}" if parts else version.stem


def freeze(course: Course, student: str, called: str, time: datetime | None = None) -> Path:
    """Keep the plan as it is now under a name."""
    return snapshots.freeze(path(course, student), called, time)


# --- the coach's notes


def note(course: Course, student: str, section: str, text: str, by: str, day: date | None = None) -> CoachNote:
    """Put a note into the plan and into the file for the student.

    Raises:
        Problem: there is no such section, or the plan cannot be read.
    """
    from venture.planfile.notes import add_note

    place = path(course, student)
    plan(course, student)  # its own faults first: then what is wrong is the section
    try:
        kept = add_note(place, section, text, by, day)
    except BadPlan as wrong:
        raise Problem(first(wrong)) from None
    write_notes(course, student, kept)
    return kept.notes[-1]


def write_notes(course: Course, student: str, of: Plan) -> Path:
    """The coach's notes as a file that the student puts into `my-work`."""
    place = folder(course, student) / NOTES
    told = [
        {"date": f"{one.date:%Y-%m-%d}", "by": one.by, "section": one.section, "text": one.text} for one in of.notes
    ]
    write_atomic(place, json.dumps({"venture": of.name, "notes": told}, ensure_ascii=False, indent=2) + "\n")
    return place


def with_notes(of: Plan, earlier: Plan | None) -> Plan:
    """A plan with the coach's notes that its earlier version had and it has not: they are the coach's to delete."""
    missing = tuple(one for one in (earlier.notes if earlier else ()) if one not in of.notes)
    return replace(of, notes=tuple(sorted((*missing, *of.notes), key=lambda one: one.date))) if missing else of


def put(course: Course, student: str, raw: bytes, moment: datetime) -> str:
    """Lay a new plan in its place: ``collected``, ``replaced`` or ``unchanged``. What was there is kept in `earlier/`."""
    place = path(course, student)
    new = of_raw(raw)
    if not place.is_file():
        write_atomic(place, raw)
        write_notes(course, student, new)
        return "collected"
    old_raw = place.read_bytes()
    try:
        old = of_raw(old_raw)
    except BadPlan:
        old = None
    if old == with_notes(new, old):
        return "unchanged"
    _keep(place.parent / "earlier", old_raw, moment)
    write_atomic(place, raw)
    full = with_notes(new, old)
    if full != new:
        save(full, place)
    write_notes(course, student, full)
    return "replaced"


def _keep(where: Path, raw: bytes, moment: datetime) -> None:
    number, stem = 1, f"{moment:%Y-%m-%d-%H%M%S}"
    while (target := where / f"{stem}{f'_{number}' if number > 1 else ''}.yaml").exists():
        number += 1
    write_atomic(target, raw)


def _decoded(raw: bytes) -> str:
    from venture.planfile.tree import decode

    return decode(raw, NAME)


def _some(names) -> str:
    names = list(names)
    return ", ".join(names[:12]) + ("…" if len(names) > 12 else "")
