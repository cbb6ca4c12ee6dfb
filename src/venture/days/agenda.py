"""The agenda: who is where and when. What cannot be is refused with the line that says it; what is unwise gets a word."""

from __future__ import annotations

from dataclasses import dataclass

from venture.days.day import EVERYBODY, Day, Session, clock
from venture.days.formats import FORMATS, least, steps, usual
from venture.planfile.problems import Problem
from venture.words import _, ngettext

LONG = 120  # minutes without a break; a proposal
STOP_MINUTES = 8  # at a stop with its way there; a proposal


@dataclass(frozen=True)
class Slot:
    """A session with its times, in minutes after midnight, and what happens in it: ``(begin, end, what)``."""

    begin: int
    end: int
    session: Session
    steps: tuple[tuple[int, int, str], ...] = ()

    @property
    def title(self) -> str:
        return self.session.title or FORMATS[self.session.format].title

    @property
    def pause(self) -> bool:
        return FORMATS[self.session.format].pause

    @property
    def needs(self) -> str:
        return FORMATS[self.session.format].needs


@dataclass(frozen=True)
class Agenda:
    """``work``, ``pauses`` and ``gaps`` are minutes and make the whole day; ``notes`` are advice, no refusal."""

    slots: tuple[Slot, ...]
    work: int
    pauses: int
    gaps: int
    notes: tuple[str, ...] = ()


def build(day: Day) -> Agenda:
    """Lay the sessions one after another, or where ``at`` puts them.

    Raises:
        BadDay: two things at one time, a room too small or unknown, a length that cannot be, an end after the day's.
    """
    wrong: list[Problem] = []

    def refuse(at: int, session: Session, field: str, found: object, says: str) -> None:
        wrong.append(Problem(f"agenda {at}, {field}", str(found), says, line=session.line))

    if day.end <= day.start:
        wrong.append(Problem("end", clock(day.end), _("The day begins at {start}. Let it end later.").format(start=clock(day.start))))  # fmt: skip
    if not day.agenda:
        wrong.append(Problem("agenda", "", _("There is no session yet."), "- format: breakfast"))
    laid: list[Slot] = []
    now = day.start
    for number, one in enumerate(day.agenda, 1):
        if one.format not in FORMATS:
            refuse(number, one, "format", one.format, _("Known here: {names}.").format(names=", ".join(FORMATS)))
            continue
        need = least(one.format, day)
        minutes = usual(one.format, day) if one.minutes is None else one.minutes
        if minutes < need:
            says = ngettext(
                "“{format}” cannot be done in less than {need} minutes with {n} project and its fixed steps.",
                "“{format}” cannot be done in less than {need} minutes with {n} projects and its fixed steps.",
                len(day.asking),
            )
            refuse(number, one, "minutes", minutes, says.format(format=one.format, need=need, n=len(day.asking)))
            minutes = need
        if one.room and day.rooms and one.room not in day.rooms:
            refuse(number, one, "room", one.room, _("The day's rooms are: {names}.").format(names=", ".join(day.rooms)))
        seats = day.rooms.get(one.room, 0)
        if seats and one.who == EVERYBODY and len(day.present) > seats:
            says = _(
                "The room has {seats} seats, and {people} people come. Take a larger one, or part the people: for: half A."
            )
            refuse(number, one, "room", one.room, says.format(seats=seats, people=len(day.present)))
        begin = now if one.at is None else one.at
        if begin < day.start:
            refuse(number, one, "at", clock(begin), _("The day begins at {start}.").format(start=clock(day.start)))
        end = begin + minutes
        if end > day.end:
            says = ngettext(
                "It would last until {end}; the day ends at {last}. Take away {over} minute, or end later.",
                "It would last until {end}; the day ends at {last}. Take away {over} minutes, or end later.",
                end - day.end,
            )
            refuse(number, one, one.format, clock(begin), says.format(end=clock(end) if end < 1440 else _("after midnight"), last=clock(day.end), over=end - day.end))  # fmt: skip
        at, told = begin, []
        for what, length in steps(one.format, minutes, day):
            told.append((at, at + length, what))
            at += length
        slot = Slot(begin, end, one, tuple(told))
        for other in laid:
            if why := _clash(other, slot):
                says = _("“{one}” lasts until {until}, and {why}. Begin at {until}, or change one of the two.")
                says = says.format(one=other.title, until=clock(other.end), why=why)
                refuse(number, one, "time", f"{clock(begin)} {slot.title}", says)
                break
        laid.append(slot)
        now = max(now, end)
    if wrong:
        raise day.refuse(wrong)
    slots = tuple(sorted(laid, key=lambda one: one.begin))
    work, pauses, gaps = _sums(day, slots)
    return Agenda(slots, work, pauses, gaps, tuple(_notes(day, slots)))


def _clash(one: Slot, other: Slot) -> str:
    """Why two sessions cannot be at the same time; empty where they can, or are not."""
    if one.end <= other.begin or other.end <= one.begin:
        return ""
    a, b = one.session, other.session
    if a.who == b.who or EVERYBODY in (a.who, b.who):
        both = EVERYBODY not in (a.who, b.who)
        return _("“{who}” cannot be at both").format(who=a.who) if both else _("everybody is in one of them")
    if a.room and a.room == b.room:
        return _("both are in “{room}”").format(room=a.room)
    if a.host and a.host == b.host:
        return _("{host} hosts both").format(host=a.host)
    return ""


def _sums(day: Day, slots: tuple[Slot, ...]) -> tuple[int, int, int]:
    work = pauses = 0
    for minute in range(day.start, day.end):
        here = [one for one in slots if one.begin <= minute < one.end]
        if any(not one.pause for one in here):
            work += 1
        elif here:
            pauses += 1
    return work, pauses, day.end - day.start - work - pauses


def _notes(day: Day, slots: tuple[Slot, ...]):
    last, rested = day.start, day.start
    for one in slots:
        if one.begin > last:
            yield ngettext("{from_} to {to}: nothing is planned for this minute.", "{from_} to {to}: nothing is planned for these {n} minutes.", one.begin - last).format(from_=clock(last), to=clock(one.begin), n=one.begin - last)  # fmt: skip
            rested = one.begin
        if one.pause:
            rested = max(rested, one.end)
        elif one.end - rested > LONG and one.session.format != "city laboratory":
            yield _("{at}: at the end of “{title}” people will have sat {n} minutes without a break.").format(at=clock(one.end), title=one.title, n=one.end - rested)  # fmt: skip
            rested = one.end
        elif one.session.format == "city laboratory":
            rested = one.end
        told = FORMATS[one.session.format]
        minutes = one.end - one.begin
        if not told.low <= minutes <= told.high:
            yield ngettext("{title}: {n} minute; the proposal is {low} to {high}.", "{title}: {n} minutes; the proposal is {low} to {high}.", minutes).format(title=one.title, n=minutes, low=told.low, high=told.high)  # fmt: skip
        if one.session.format == "city laboratory" and day.stops:
            walk = one.steps[1][1] - one.steps[1][0]
            if walk < STOP_MINUTES * len(day.stops):
                yield _("{title}: {walk} minutes for {stops} stops and the ways between them is short; leave out a stop, or walk longer.").format(title=one.title, walk=walk, stops=len(day.stops))  # fmt: skip
        last = max(last, one.end)
    if last < day.end:
        yield ngettext(
            "The programme ends at {at}, {n} minute before the day does.",
            "The programme ends at {at}, {n} minutes before the day does.",
            day.end - last,
        ).format(at=clock(last), n=day.end - last)
    if away := [one.name for one in day.projects if one not in day.asking]:
        yield _("Left out, because the owner is absent: {names}.").format(names=", ".join(away))
    if not any(one.pause for one in slots):
        yield _("There is no break in the day.")
