"""Phase 1: plans are collected, looked at, spoken about, frozen, changed and collected again."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

from school.coaching import glance, page, shelf
from school.coaching.collect import from_place
from school.grading.course import Course
from school.rehearsal import cohort
from school.rehearsal.cohort import CHANGED, CURRENCY, DAMAGED, GOOD, SAME, SILENT, SWAPPED, Member
from school.rehearsal.outcome import Outcome, Step, Walked, differences
from venture.files import write_atomic

PHASE = "1 coaching"
VERSION = "v1.0"
DAMAGE, MONEY, TWINS, SWAP = "cannot be read", "counts in EUR", "is the same plan as", "swapped"
# What becomes of each kind in the first two rounds; a refusal with the words that must stand in it.
FIRST = {DAMAGED: f"refused ({DAMAGE})", CURRENCY: f"refused ({MONEY})", SAME: f"refused ({TWINS})", SILENT: "not sent"}
SECOND = {
    GOOD: "unchanged", CHANGED: "replaced", SWAPPED: f"refused ({SWAP})", DAMAGED: "collected", CURRENCY: "collected",
    SAME: "collected", SILENT: "collected",
}  # fmt: skip


def steps(members: list[Member]) -> int:
    """How many steps there are."""
    early = sum(one.frozen_first for one in members)
    late = len(members) - early
    sent = [len(what) for what in cohort.rounds(members)]
    outcomes = 6 + bool(late) + bool(sent[2])
    return 1 + sum(sent) + 3 * early + late + len(members) + outcomes


def walk(course: Course, members: list[Member], folder: Path) -> Walked:
    sent = cohort.rounds(members)
    for number, what in enumerate(sent, 1):
        if what:
            cohort.send(folder / f"round-{number}", what)
    yield Step("the students send their plans")
    yield from _collect(course, folder / "round-1", "plans collected", {one.id: FIRST.get(one.kind, "collected") for one in members})  # fmt: skip
    yield from _overview(course, members)
    yield from _notes(course, members)
    yield from _freeze(course, [one for one in members if one.frozen_first], f"{VERSION} frozen")
    yield from _collect(course, folder / "round-2", "changed plans collected", {one.id: SECOND[one.kind] for one in members})  # fmt: skip
    if sent[2]:
        yield from _collect(course, folder / "round-3", "swapped files put right", dict.fromkeys(sent[2], "replaced"))
    yield from _freeze(course, [one for one in members if not one.frozen_first], f"{VERSION} of the late ones frozen")
    yield from _beside(course, members)


def _collect(course: Course, place: Path, what: str, should: dict[str, str]) -> Walked:
    came = {one: "not sent" for one, told in should.items() if told == "not sent"}
    for line in from_place(course, place):
        why = next((words for words in (DAMAGE, MONEY, TWINS, SWAP) if words in line.text), line.text)
        came[line.student or line.source] = f"refused ({why})" if line.refused else line.outcome
        yield Step(f"collecting {line.student}")
    yield Outcome(PHASE, what, _counted(came.values()), differences(should, came))


def _counted(outcomes) -> str:
    return ", ".join(f"{count} {told}" for told, count in sorted(Counter(outcomes).items()))


def _overview(course: Course, members: list[Member]) -> Walked:
    found = []
    for who in shelf.here(course):
        found.append(glance.of(course, who))
        yield Step(f"reading {who.id}")
    should = {one.id: "readable" for one in members if one.frozen_first}
    came = {one.student.id: "readable" if one.plan else one.problem for one in found}
    write_atomic(shelf.folder(course) / "plans.html", page.cohort(found, datetime.datetime.now(datetime.UTC)))
    write_atomic(shelf.folder(course) / "sheets.html", page.sheets(found, datetime.date.today()))
    stops = sum(one.count("stop") for one in found)
    paths = ("cohort/plans/plans.html", "cohort/plans/sheets.html")
    yield Outcome(PHASE, "overview", f"{len(found)} plans read, {stops} points at which a funder stops", differences(should, came), paths)  # fmt: skip


def text(one: Member) -> str:
    """What the coach says to a student."""
    return f"{one.student.first_name}, who has promised to pay this price? Bring two names next time."


def _notes(course: Course, members: list[Member]) -> Walked:
    here = [one for one in members if one.frozen_first]
    for one in here:
        shelf.note(course, one.id, "products", text(one), "Coach")
        yield Step(f"a note to {one.id}")
    came = {one.id: _noted(course, one) for one in here}
    told = f"cohort/plans/{here[0].id}/{shelf.NOTES}"
    yield Outcome(
        PHASE, "coach's notes", f"{len(here)} notes", differences(dict.fromkeys(came, "noted"), came), (told,)
    )


def _noted(course: Course, one: Member) -> str:
    return "noted" if text(one) in [note.text for note in shelf.plan(course, one.id).notes] else "without the note"


def _freeze(course: Course, members: list[Member], what: str) -> Walked:
    if not members:
        return
    came = {}
    for one in members:
        version = shelf.freeze(course, one.id, VERSION)
        same = version.read_bytes() == shelf.path(course, one.id).read_bytes()
        came[one.id] = "frozen" if same and shelf.frozen(course, one.id, VERSION) == version else "not kept as it is"
        yield Step(f"freezing {one.id}")
    yield Outcome(PHASE, what, f"{len(came)} versions", differences(dict.fromkeys(came, "frozen"), came))


def _beside(course: Course, members: list[Member]) -> Walked:
    """The plans beside their frozen version: two numbers differ where the student changed them; notes outlive a change."""
    should, came, place = {}, {}, ""
    for one in members:
        moved = one.kind in (CHANGED, SWAPPED)
        if moved:
            found = glance.of(course, one.student)
            changed, noted = len(found.changed), _noted(course, one)
            place = place or one.id
            if place == one.id:
                write_atomic(shelf.folder(course, one.id) / "beside.html", page.beside(found))
            earlier = list((shelf.folder(course, one.id) / "earlier").glob("*.yaml"))
            should[one.id] = "2 changes, noted, 1 kept"
            came[one.id] = f"{changed} changes, {noted}, {len(earlier)} kept"
        else:
            version = shelf.frozen(course, one.id, VERSION)
            same = version is not None and version.read_bytes() == shelf.path(course, one.id).read_bytes()
            should[one.id], came[one.id] = "as frozen", "as frozen" if same else "other than frozen"
        yield Step(f"comparing {one.id}")
    moved = sum(told.endswith("kept") for told in should.values())
    yield Outcome(PHASE, f"what changed since {VERSION}", f"2 numbers in each of {moved} plans", differences(should, came), _path(place))  # fmt: skip


def _path(student: str) -> tuple[str, ...]:
    return (f"cohort/plans/{student}/beside.html",) if student else ()
