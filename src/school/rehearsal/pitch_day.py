"""Phase 2: a jury judges the ventures. What each is worth and how strict each juror is, is invented and known.

So it is known what must come out: the ranking takes strictness out again and gives every venture its own worth.
"""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import dataclass
from pathlib import Path

from school.errors import Problem
from school.grading.course import Course
from school.jury import event as events
from school.jury import page, ranking, scores, sheets
from school.jury import rubric as rubrics
from school.jury.event import SAMPLE, Event, Juror
from school.jury.rubric import FULL, Rubric
from school.paper.table import hand_out, letters
from school.rehearsal.cohort import Member
from school.rehearsal.fill import filled
from school.rehearsal.outcome import Outcome, Step, Walked, differences
from venture.files import write_atomic

PHASE = "2 jury"
# Invented jurors, and by how many points each is milder than the others; together they make 0.
JURORS = {"Alla Stern": -1.5, "Ben Mild": 1.5, "Cora Even": 0.5, "Dan Exact": -0.5}
APART = 20.0  # points by which the second juror of some ventures is below the first


@dataclass(frozen=True)
class Truth:
    """What the walk knows of a venture: its worth, its panel, and whether its two jurors differ."""

    worth: float
    panel: tuple[str, str]
    third: str
    differ: bool


def steps(members: list[Member]) -> int:
    return len(JURORS) + 1 + len(_called(truths(members))) + 8


def _called(known: dict[str, Truth]) -> tuple[str, ...]:
    """Who is somebody's third juror."""
    return tuple(name for name in JURORS if any(one.differ and one.third == name for one in known.values()))


def truths(members: list[Member], seed: int = 1) -> dict[str, Truth]:
    """Each venture's worth, all different up to a hundred of them, and its two jurors, in turn."""
    names = list(JURORS)
    worths = [45 + (number * 100 // len(members)) / 2 for number in range(len(members))]
    random.Random(seed).shuffle(worths)
    found = {}
    for number, (one, worth) in enumerate(zip(members, worths, strict=True)):
        first, second, third = (names[(number + turn) % len(names)] for turn in range(3))
        found[one.id] = Truth(worth, (first, second), third, number % 5 == 2)
    return found


def total(truth: Truth, juror: str) -> float:
    """What a juror gives a venture."""
    return truth.worth + JURORS[juror] - (APART if truth.differ and juror == truth.panel[1] else 0)


def places(of: dict[str, Truth]) -> dict[str, int]:
    """The places that the worths make; equal ones share."""
    return {one: 1 + sum(other.worth > truth.worth for other in of.values()) for one, truth in of.items()}


def walk(course: Course, members: list[Member], folder: Path) -> Walked:
    known, rubric = truths(members), rubrics.of(course)
    event = _event(course, known)
    yield Outcome(PHASE, "event", f"{len(event.ventures)} ventures, {len(event.jurors)} jurors in pairs", differences(dict.fromkeys(known, "invited"), dict.fromkeys((one.id for one in event.ventures), "invited")), ("cohort/jury/event.toml",))  # fmt: skip
    yield _timetable(course, event)
    yield from _sheets(course, event, rubric, folder / "jury-1", known, spoilt=True)
    yield _read(course, event, rubric, folder / "jury-1", "sheets with 101 points", {name: "refused (101 points)" if at == 0 else "taken" for at, name in enumerate(JURORS)})  # fmt: skip
    yield from _sheets(course, event, rubric, folder / "jury-2", known, only=(next(iter(JURORS)),))
    yield _read(course, event, rubric, folder / "jury-2", "sheet put right", {next(iter(JURORS)): "taken"})
    yield _calibration(course, event, rubric)
    yield _thirds_wanted(course, event, rubric, known)
    event = _call_thirds(course, known)
    called = _called(known)
    yield from _sheets(course, event, rubric, folder / "jury-3", known, thirds=True, only=called)
    yield _read(course, event, rubric, folder / "jury-3", "third jurors' sheets", dict.fromkeys(called, "taken"))
    yield _ranking(course, event, rubric, known)


# --- the event


def _event(course: Course, known: dict[str, Truth]) -> Event:
    """Begin the event, and write jurors and panels into it as a school would."""
    place = events.begin(course)
    head, *ventures = place.read_text("utf-8").split("[[venture]]")
    jurors = "".join(f'[[juror]]\nname = "{name}"\napart = []\n\n' for name in JURORS)
    head = head[: head.index("[[juror]]")] + jurors + head[head.index("# panel:") :]
    head = head.replace('signed_by = ""', 'signed_by = "The head of the school"')
    told = [_with(one, known, lambda truth: f'panel = ["{truth.panel[0]}", "{truth.panel[1]}"]', "panel = []") for one in ventures]  # fmt: skip
    write_atomic(place, "[[venture]]".join([head, *told]))
    return events.read(course)


def _call_thirds(course: Course, known: dict[str, Truth]) -> Event:
    place = events.folder(course) / events.FILE
    head, *ventures = place.read_text("utf-8").split("[[venture]]")
    told = [_with(one, known, lambda truth: f'third = "{truth.third if truth.differ else ""}"', 'third = ""') for one in ventures]  # fmt: skip
    write_atomic(place, "[[venture]]".join([head, *told]))
    return events.read(course)


def _with(venture: str, known: dict[str, Truth], new, old: str) -> str:
    found = re.search(r'id = "([^"]+)"', venture)
    return venture.replace(old, new(known[found[1]]))


def _timetable(course: Course, event: Event) -> Outcome:
    """The day, where it ends before midnight; else the program must say that two are needed."""
    count = len(event.ventures)
    breaks = (count - 1) // event.break_every * event.break_minutes
    minutes = event.calibration + count * (event.pitch + event.answers + event.scoring) + breaks + event.deliberation + 15  # fmt: skip
    fits = event.start.hour * 60 + event.start.minute + minutes < 24 * 60
    try:
        slots = events.timetable(event)
    except Problem as problem:
        wrong = () if not fits else (f"the day has {minutes} minutes and was refused: {problem}",)
        return Outcome(PHASE, "timetable", "too long for one day, and refused", wrong)
    write_atomic(events.folder(course) / "timetable.html", page.day(event, slots))
    pitches = sum(one.kind == "pitch" for one in slots)
    wrong = () if fits and pitches == count else (f"{count} pitches in {minutes} minutes should be refused or all stand there; {pitches} do",)  # fmt: skip
    return Outcome(PHASE, "timetable", f"{pitches} pitches, until {slots[-1].end:%H:%M}", wrong, ("cohort/jury/timetable.html",))  # fmt: skip


# --- the sheets


def _sheets(
    course: Course, event: Event, rubric: Rubric, sent: Path, known: dict[str, Truth],
    spoilt: bool = False, thirds: bool = False, only: tuple[str, ...] = tuple(JURORS),
) -> Walked:  # fmt: skip
    """Hand out each juror's sheet, and let the juror fill in a copy."""
    sent.mkdir(parents=True)
    for at, juror in enumerate(event.jurors):
        if juror.name not in only:
            continue
        book = sheets.workbook(event, rubric, juror)
        place = events.folder(course) / "sheets" / f"{juror.slug}.xlsx"
        if not hand_out(place, book):
            raise Problem(f"cohort/jury/sheets/{place.name} should be as it was handed out, and is not.")
        values = _values(event, rubric, juror, at, known, spoilt and at == 0)
        (sent / place.name).write_bytes(filled(book, values))
        yield Step(f"{juror.name} fills in the sheet")
    if not thirds:
        write_atomic(events.folder(course) / "sheets.html", page.papers(event, rubric))


def _values(event: Event, rubric: Rubric, juror: Juror, at: int, known: dict[str, Truth], spoilt: bool) -> dict[str, float]:  # fmt: skip
    found: dict[str, float] = {}
    pitches = 0
    for row, one in enumerate(sheets.of(event, juror), sheets.TOP + 2):
        if one.id == SAMPLE:  # one juror reads one line of the sample quite otherwise
            given = [float(line.points) for line in rubric.lines]
            given[0] = 0.0 if at == 1 else given[0]
        else:
            given = split(total(known[one.id], juror.name), rubric)
            pitches += 1
            if spoilt and pitches == 1:
                given = [float(line.points) for line in rubric.lines]
                given[0] += 1
        found |= {f"{letters(2 + place)}{row}": points for place, points in enumerate(given)}
        found[f"{letters(2 + len(given))}{row}"] = sum(given)  # as the spreadsheet program works it out
    return found


def split(points: float, rubric: Rubric) -> list[float]:
    """A total as points for each line, in halves, none above what the line has."""
    found = [int(2 * points * line.points / FULL) / 2 for line in rubric.lines]
    for at in itertools.cycle(range(len(found))):
        if sum(found) >= points:
            return found
        if found[at] + 0.5 <= rubric.lines[at].points:
            found[at] += 0.5
    raise AssertionError


def _read(course: Course, event: Event, rubric: Rubric, place: Path, what: str, should: dict[str, str]) -> Outcome:
    slugs = {juror.slug: juror.name for juror in event.jurors}
    came = {}
    for line in scores.take(course, place, event, rubric):
        named = any(f"{FULL + 1} points" in one for one in line.problems)
        why = f"{FULL + 1} points" if named else "; ".join(line.problems) or line.text
        came[slugs[Path(line.source).stem]] = f"refused ({why})" if line.outcome == "refused" else line.outcome
    told = ", ".join(f"{name} {outcome}" for name, outcome in came.items() if outcome != "taken")
    count = sum(outcome == "taken" for outcome in came.values())
    return Outcome(PHASE, what, f"{count} taken in" + (f"; {told}" if told else ""), differences(should, came))


# --- what comes of it


def _calibration(course: Course, event: Event, rubric: Rubric) -> Outcome:
    found = ranking.calibration(event, rubric, scores.load(course))
    if found is None:
        return Outcome(PHASE, "calibration", "none", ("four jurors scored the sample, and no calibration came of it",))
    write_atomic(events.folder(course) / "calibration.html", page.calibrated(event, found))
    came = {one.name: "to talk about" for one in found.to_talk_about}
    return Outcome(PHASE, "calibration", f"{len(came)} line to talk about", differences({rubric.lines[0].name: "to talk about"}, came), ("cohort/jury/calibration.html",))  # fmt: skip


def _thirds_wanted(course: Course, event: Event, rubric: Rubric, known: dict[str, Truth]) -> Outcome:
    found = ranking.result(event, rubric, scores.load(course))
    came = {one.venture: "third juror needed" for one in found.places if one.third}
    should = {one: "third juror needed" for one, truth in known.items() if truth.differ}
    return Outcome(PHASE, "third jurors", f"needed for {len(came)} of {len(known)}", differences(should, came))


def _ranking(course: Course, event: Event, rubric: Rubric, known: dict[str, Truth]) -> Outcome:
    found = ranking.result(event, rubric, scores.load(course))
    write_atomic(events.folder(course) / "result.html", page.standing(event, rubric, found))
    write_atomic(events.folder(course) / "certificates.html", page.certificates(event, found))
    rank = places(known)
    should = {one: f"place {rank[one]} with {truth.worth:.1f}" for one, truth in known.items()}
    came = {one.venture: f"place {one.place} with {one.score or 0:.1f}" for one in found.places}
    best = found.places[0]
    paths = ("cohort/jury/result.html", "cohort/jury/certificates.html")
    return Outcome(PHASE, "ranking", f"first: {best.name}, {best.score or 0:.1f} of {FULL}", differences(should, came), paths)  # fmt: skip
