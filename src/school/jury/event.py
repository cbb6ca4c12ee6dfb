"""The day: who judges whom, and when. `cohort/jury/event.toml`, begun by the program and then the school's."""

from __future__ import annotations

import datetime
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from school.coaching import shelf
from school.errors import Problem
from school.grading.course import Course
from venture.files import write_atomic

FILE = "event.toml"
SAMPLE = "sample"  # the pitch that the jury calibrates on
_ID = re.compile(r"\w[\w.@-]*")


@dataclass(frozen=True)
class Venture:
    id: str
    name: str
    who: str = ""
    panel: tuple[str, ...] = ()
    """Who judges it; everybody where nobody is named."""
    third: str = ""
    """Who was called because the panel's two differ too much."""


@dataclass(frozen=True)
class Juror:
    name: str
    apart: tuple[str, ...] = ()
    """Ventures that they must not judge: family, money, their own coaching."""

    @property
    def slug(self) -> str:
        return re.sub(r"[\W_]+", "-", self.name.casefold()).strip("-") or "juror"


@dataclass(frozen=True)
class Event:
    name: str
    day: datetime.date
    start: datetime.time
    jurors: tuple[Juror, ...]
    ventures: tuple[Venture, ...]
    place: str = ""
    pitch: int = 5
    answers: int = 5
    scoring: int = 3
    calibration: int = 30
    break_every: int = 4
    break_minutes: int = 15
    deliberation: int = 30
    seed: int = 1
    signed_by: str = ""

    def judges(self, venture: str) -> tuple[str, ...]:
        """Who is to judge a venture, in the order of the list."""
        one = next(one for one in self.ventures if one.id == venture)
        return tuple(
            juror.name
            for juror in self.jurors
            if (not one.panel or juror.name in (*one.panel, one.third)) and venture not in juror.apart
        )

    @property
    def running_order(self) -> tuple[Venture, ...]:
        """Drawn by lot: the same number draws the same order again."""
        drawn = sorted(self.ventures, key=lambda one: one.id)
        random.Random(self.seed).shuffle(drawn)
        return tuple(drawn)


def folder(course: Course) -> Path:
    return course.cohort / "jury"


def begin(course: Course) -> Path:
    """Write the event from the plans that were collected, or from the list of students; never twice."""
    place = folder(course) / FILE
    if place.exists():
        return place
    ventures = []
    for one in shelf.here(course) or sorted(shelf.students(course).values(), key=lambda one: one.id):
        try:
            name = shelf.plan(course, one.id).name if shelf.path(course, one.id).is_file() else f"{one.name}'s venture"
        except Problem:
            name = f"{one.name}'s venture"
        ventures.append((one.id, name, one.name))
    lines = [
        "# The jury's day. This file is yours: the program reads it and never writes it again.",
        'name = "Pitch day"',
        f'day = "{datetime.date.today():%Y-%m-%d}"',
        'start = "10:00"',
        'place = ""',
        'signed_by = ""          # who signs the certificates',
        "pitch = 5               # minutes: pitch, answers, and filling in the sheet",
        "answers = 5",
        "scoring = 3",
        "calibration = 30        # before the first pitch, on the sample; 0 leaves it out",
        "break_every = 4         # pitches",
        "break_minutes = 15",
        "deliberation = 30",
        "seed = 1                # draws the running order by lot; another number draws another",
        "",
        "# apart: ventures that a juror must not judge, by their id",
        *(f'[[juror]]\nname = "Juror {number}"\napart = []\n' for number in (1, 2, 3)),
        "# panel: the jurors of a venture by their names; all, where it is empty",
        "# third: who was called because the two of a panel differ by more than 15 points",
    ]
    for who, name, person in ventures:
        lines += ["[[venture]]", f"id = {_toml(who)}", f"name = {_toml(name)}", f"who = {_toml(person)}", "panel = []", 'third = ""', ""]  # fmt: skip
    write_atomic(place, "\n".join(lines))
    return place


def _toml(text: str) -> str:
    return '"' + "".join(f"\\{one}" if one in '"\\' else one for one in " ".join(text.split())) + '"'


def read(course: Course) -> Event:
    """The event.

    Raises:
        Problem: something in it cannot be used.
    """
    place = folder(course) / FILE
    shown = f"cohort/jury/{FILE}"
    try:
        told = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except OSError:
        raise Problem(f"{shown} is missing.", "Begin it with: school jury begin") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{shown} cannot be read: {error}.", "Correct that line.") from None
    try:
        event = Event(
            name=str(told.get("name", "Pitch day")),
            day=datetime.date.fromisoformat(str(told["day"])),
            start=datetime.time.fromisoformat(str(told["start"])),
            jurors=tuple(Juror(" ".join(str(one["name"]).split()), _texts(one, "apart")) for one in told.get("juror", ())),
            ventures=tuple(
                Venture(str(one["id"]).strip(), str(one["name"]).strip(), str(one.get("who", "")).strip(), _texts(one, "panel"), " ".join(str(one.get("third", "")).split()))
                for one in told.get("venture", ())
            ),
            place=str(told.get("place", "")),
            signed_by=str(told.get("signed_by", "")),
            **{
                name: _minutes(shown, told[name], name)
                for name in ("pitch", "answers", "scoring", "calibration", "break_every", "break_minutes", "deliberation", "seed")
                if name in told
            },
        )  # fmt: skip
    except KeyError as missing:
        raise Problem(f"{shown}: {missing.args[0]} is missing.", "Compare it with a fresh one: school jury begin elsewhere.") from None  # fmt: skip
    except (ValueError, TypeError, AttributeError) as error:
        raise Problem(f"{shown}: {error}.", 'Write day = "2026-12-05" and start = "10:00".') from None
    _checked(shown, event)
    return event


def _texts(told: dict, name: str) -> tuple[str, ...]:
    value = told.get(name, [])
    if not isinstance(value, list):
        raise ValueError(f'{name} is {value!r}; it is a list, such as ["anna"]')
    return tuple(" ".join(str(one).split()) for one in value)


def _minutes(shown: str, value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10_000:
        raise Problem(f"{shown}: {name} is {value!r}.", "Write a whole number, such as 5.")
    return value


def _checked(shown: str, event: Event) -> None:
    for what, names in (("juror", [one.slug for one in event.jurors]), ("venture", [one.id.casefold() for one in event.ventures])):  # fmt: skip
        if not names:
            raise Problem(f"{shown} names no {what}.", f"Add one with a line [[{what}]].")
        twice = next((one for one in names if names.count(one) > 1), "")
        if twice:
            raise Problem(f"{shown}: the {what} “{twice}” stands there twice.", "Give each an own name.")
    ids, jurors = {one.id for one in event.ventures}, {one.name for one in event.jurors}
    for one in event.ventures:
        if not _ID.fullmatch(one.id) or one.id == SAMPLE:
            raise Problem(f"{shown}: “{one.id}” cannot be a venture's id.", "Use letters, digits and . _ - @, without spaces.")  # fmt: skip
        if strangers := {*one.panel, *filter(None, [one.third])} - jurors:
            raise Problem(f"{shown}: {one.id}'s panel names {', '.join(sorted(strangers))}, who is no juror.")
        if len(event.judges(one.id)) < 2:
            raise Problem(f"{shown}: {one.id} has fewer than two jurors.", "Two are the least for a fair judging.")
    for juror in event.jurors:
        if strangers := set(juror.apart) - ids:
            raise Problem(f"{shown}: {juror.name} is kept apart from {', '.join(sorted(strangers))}, which is no venture here.")  # fmt: skip


# --- the day


@dataclass(frozen=True)
class Slot:
    """One line of the timetable."""

    begin: datetime.time
    end: datetime.time
    what: str
    who: str = ""
    kind: str = ""


def timetable(event: Event) -> tuple[Slot, ...]:
    """The day, minute by minute.

    Raises:
        Problem: it does not end before midnight.
    """
    at = datetime.datetime.combine(event.day, event.start)
    slots = []
    for minutes, what, who, kind in _parts(event):
        if not minutes:
            continue
        end = at + datetime.timedelta(minutes=minutes)
        if end.date() > event.day:
            raise Problem(f"The day would end at {end:%H:%M} of the next one.", "Begin earlier, or judge on two days.")
        slots.append(Slot(at.time(), end.time(), what, who, kind))
        at = end
    return tuple(slots)


def _parts(event: Event) -> Iterator[tuple[int, str, str, str]]:
    yield event.calibration, "Jury: calibration on the sample pitch", "jurors alone", "jury"
    each = event.pitch + event.answers + event.scoring
    order: Sequence[Venture] = event.running_order
    for number, one in enumerate(order, 1):
        yield each, one.name, one.who, "pitch"
        if event.break_every and number % event.break_every == 0 and number < len(order):
            yield event.break_minutes, "Break", "", "break"
    yield event.deliberation, "Jury: sheets are read, differences talked about", "jurors alone", "jury"
    yield 15, "Results and certificates", "everybody", "all"
