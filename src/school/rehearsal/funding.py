"""Phase 3: the best ventures are funded in tranches, report month by month, and come to the gate of the second one."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from school.coaching import shelf
from school.grading.course import Course
from school.monitor import actuals, agreement, fund, gate, indicators, page, template
from school.monitor.actuals import SENT, UNITS, heads, month_end
from school.monitor.agreement import Agreement
from school.monitor.indicators import Watch
from school.paper.table import hand_out, letters
from school.rehearsal.coaching import VERSION
from school.rehearsal.cohort import MONTHS, Member
from school.rehearsal.fill import filled
from school.rehearsal.outcome import Outcome, Step, Walked, differences
from venture import lights
from venture.files import write_atomic
from venture.lights import AMBER, GREEN, NONE, RED
from venture.tranches import HOLD, LESS, RELEASE, STOP

PHASE = "3 monitoring"
BUILDS = "heritage"  # the case that sells nothing in its first months
TOP = 8  # the row of the headings in the sheet of months, counted from 1


@dataclass(frozen=True)
class Story:
    """What happens to a funded venture, and what must come of it."""

    name: str
    decision: str = RELEASE
    revenue: str = GREEN
    report: str = GREEN
    weak: tuple[int, ...] = ()
    """Months in which 15 % fewer units are sold than planned."""
    months: int = MONTHS
    people: float = 1.0
    eligible: float = 0.85
    """Of the first tranche, with receipts."""
    late: bool = False
    misused: bool = False


STORIES = (
    Story("as planned"),
    Story("one weak month", revenue=AMBER, weak=(MONTHS,)),
    Story("half the people", LESS, people=0.5),
    Story("two weak months", revenue=RED, weak=(MONTHS - 1, MONTHS)),
    Story("receipts missing", HOLD, eligible=0.5),
    Story("money for something else", STOP, misused=True),
    Story("report too late", HOLD, report=RED, late=True),
    Story("no report", HOLD, report=RED, months=3),
)


@dataclass(frozen=True)
class Funded:
    member: Member
    story: Story

    @property
    def id(self) -> str:
        return self.member.id


def stories(best: list[Member]) -> list[Story]:
    """A story for each in turn; who sells nothing yet has no weak month and changes with somebody who sells."""
    found = [STORIES[at % len(STORIES)] for at in range(len(best))]
    sells = [one.case != BUILDS for one in best]
    for at in range(len(best)):
        if found[at].weak and not sells[at]:
            other = next((place for place in range(len(best)) if sells[place] and not found[place].weak), at)
            found[at], found[other] = found[other], found[at]
    return found


def number(members: int) -> int:
    """How many ventures are funded."""
    return min(members // 2, 6 + members // 5)


def steps(members: list[Member]) -> int:
    return 4 * number(len(members)) + 8


def walk(course: Course, best: list[Member], folder: Path, today: datetime.date) -> Walked:
    funded = [Funded(one, story) for one, story in zip(best, stories(best), strict=True)]
    for one in funded:
        _agree(course, one)
        yield Step(f"an agreement with {one.id}")
    yield _agreed(course, funded)
    yield _first_gate(course, funded, today)
    sent, mended = folder / "actuals-1", folder / "actuals-2"
    sent.mkdir(parents=True)
    mended.mkdir()
    for at, one in enumerate(funded):
        of = agreement.read(course, one.member.student)
        _fill_in(course, one, of, sent, mended if at == 0 else None)
        yield Step(f"{one.id} fills in the months")
    should = {one.id: "refused (no number)" if at == 0 else "taken" for at, one in enumerate(funded)}
    yield _taken(course, sent, "actuals read", should, today)
    yield _taken(course, mended, "actuals put right", {funded[0].id: "taken"}, today)
    seen = []
    for one in funded:
        seen.append(_watch(course, one, today))
        yield Step(f"lights of {one.id}")
    yield _lights(funded, seen)
    yield _second_gate(funded, seen)
    for at, one in enumerate(funded):
        if one.story.decision in (RELEASE, LESS):
            _pay(course, one, gate.following(seen[at]).decision.amount)
            seen[at] = _watch(course, one, today)
        write_atomic(agreement.folder(course, one.id) / "report.html", page.venture(seen[at]))
        yield Step(f"report of {one.id}")
    yield _paid(funded, seen)
    yield _fund(course, funded, seen, today)


def _watch(course: Course, one: Funded, today: datetime.date) -> Watch:
    return indicators.watch(agreement.read(course, one.member.student), actuals.load(course, one.id), today)


# --- the agreement


def amounts(of: Agreement) -> tuple[float, float]:
    """The two tranches: 60 and 40 % of what the frozen plan asks for."""
    first = round(0.6 * of.plan.ask.amount, 2)
    return first, round(of.plan.ask.amount - first, 2)


def _place(course: Course, one: Funded) -> Path:
    return agreement.folder(course, one.id) / agreement.FILE


def _agree(course: Course, one: Funded) -> None:
    """Begin the agreement with the frozen version, and write two tranches into it as a school would."""
    place = agreement.begin(course, one.member.student, VERSION)
    text = place.read_text("utf-8").replace("# target = 85", "target = 85")
    write_atomic(place, text)
    of = agreement.read(course, one.member.student)
    first, second = amounts(of)
    people = math.floor(0.8 * of.people * MONTHS / of.people_by)
    begin = next(mark for mark in ("\n[[tranche]]", "\n# [[tranche]]") if mark in text)
    end = text.index("\n# A promise (covenant)")
    tranches = [
        "", "[[tranche]]", f"amount = {first:g}", "month = 1",
        "[[tranche.milestone]]", 'text = "Contract signed"', 'met = "yes"',
        "", "[[tranche]]", f"amount = {second:g}", f"month = {MONTHS}",
        "[[tranche.milestone]]", 'measure = "people"', f"at_least = {people}", f"by_month = {MONTHS}",
        "[[tranche.milestone]]", 'text = "First report heard by the board"', 'met = "yes"', "",
    ]  # fmt: skip
    text = text[: text.index(begin)] + "\n".join(tranches) + text[end:]
    write_atomic(place, text.replace('purpose_changed = ""', 'purpose_changed = "no"'))


def _agreed(course: Course, funded: list[Funded]) -> Outcome:
    came = {}
    for one in funded:
        of = agreement.read(course, one.member.student)
        kept = shelf.loaded(shelf.frozen(course, one.id, VERSION), "the frozen version")
        came[one.id] = (
            f"{len(of.tranches)} tranches on the frozen plan" if of.plan == kept else "not on the frozen plan"
        )
    should = dict.fromkeys(came, "2 tranches on the frozen plan")
    return Outcome(PHASE, "agreements", f"{len(came)} ventures funded", differences(should, came), (f"cohort/monitor/{funded[0].id}/{agreement.FILE}",))  # fmt: skip


def _first_gate(course: Course, funded: list[Funded], today: datetime.date) -> Outcome:
    came = {}
    for one in funded:
        found = gate.following(_watch(course, one, today))
        came[one.id] = f"{found.number}: {found.decision.outcome}" if found else "none"
        _mark_paid(course, one, "month = 1", 1)
    if misused := [one for one in funded if one.story.misused]:
        for one in misused:
            _change(_place(course, one), 'purpose_changed = "no"', 'purpose_changed = "yes"')
    return Outcome(PHASE, "gate of tranche 1", _counted(came.values()), differences(dict.fromkeys(came, f"1: {RELEASE}"), came))  # fmt: skip


def _mark_paid(course: Course, one: Funded, line: str, month: int, amount: float | None = None) -> None:
    less = "" if amount is None else f"\npaid_amount = {amount:g}"
    _change(_place(course, one), f"\n{line}\n", f"\n{line}\npaid = {month}{less}\n")


def _change(place: Path, old: str, new: str) -> None:
    text = place.read_text("utf-8")
    assert text.count(old) == 1, (place, old)
    write_atomic(place, text.replace(old, new))


def _counted(told) -> str:
    return ", ".join(f"{count} × {one}" for one, count in sorted(Counter(told).items()))


# --- the months


def _fill_in(course: Course, one: Funded, of: Agreement, sent: Path, mended: Path | None) -> None:
    """Hand out the table, and let the venture fill in a copy; the first one writes a word where a number belongs."""
    book = template.workbook(of)
    name = f"{one.id}_actuals.xlsx"
    hand_out(agreement.folder(course, one.id) / name, book)
    values = {}
    for month in range(1, one.story.months + 1):
        for column, value in enumerate(_month(one.story, of, month), 2):
            if value != "":
                values[f"{letters(column)}{TOP + month}"] = value
    spoilt = {f"C{TOP + 1}": "many"} if mended else {}
    (sent / name).write_bytes(filled(book, values | spoilt))
    if mended:
        (mended / name).write_bytes(filled(book, values))


def _month(story: Story, of: Agreement, month: int) -> list[float | str | datetime.date]:
    """One line of the table: as the frozen plan has it, but for what the story says."""
    line = dict(zip(heads(of.plan)[2:], template.planned(of, month), strict=True))
    if month in story.weak:
        line |= {name: value * 0.85 for name, value in line.items() if name.endswith(UNITS) or name == "variable costs"}
    first, _second = amounts(of)
    late = story.late and month == story.months
    line |= {
        "people reached so far": math.ceil(story.people * of.people * month / of.people_by),
        "full-time posts": 3,
        "grant spent so far": round(first * 0.9 * month / story.months, 6),
        "of it eligible, with receipts": round(first * story.eligible * month / story.months, 6),
        SENT: month_end(of.plan, month) + datetime.timedelta(days=20 if late else 1),
    }
    return list(line.values())


def _taken(course: Course, place: Path, what: str, should: dict[str, str], today: datetime.date) -> Outcome:
    agreements = {one.id: agreement.read(course, one) for one in agreement.here(course)}
    came = {}
    for line in actuals.take(course, place, agreements, today):
        student = Path(line.source).name.removesuffix("_actuals.xlsx")
        named = len(line.problems) == 1 and "“many” is no number" in line.problems[0]
        why = "no number" if named else "; ".join(line.problems) or line.text
        came[student] = f"refused ({why})" if line.outcome == "refused" else line.outcome
    return Outcome(PHASE, what, _counted(came.values()), differences(should, came))


# --- lights and gates


def _lights(funded: list[Funded], seen: list[Watch]) -> Outcome:
    """Revenue, report and receipts: what the stories change. The other lights are the plan's own affair."""
    should, came = {}, {}
    for one, watch in zip(funded, seen, strict=True):
        receipts = GREEN if one.story.eligible / 0.9 >= 0.9 else RED
        should[one.id] = _three(_revenue(one.story, watch), one.story.report, receipts)
        by = {reading.key: reading.light for reading in watch.now}
        came[one.id] = _three(by.get("revenue", NONE), watch.report, by.get("tranche", NONE))
    worst = Counter(watch.gravest for watch in seen)
    told = ", ".join(f"{count} × {lights.said(light)}" for light, count in worst.items())
    return Outcome(PHASE, "lights", f"the worst of each: {told}", differences(should, came))


def _three(revenue: str, report: str, receipts: str) -> str:
    return f"{revenue} in revenue, {report} in reporting, {receipts} in receipts"


def _revenue(story: Story, watch: Watch) -> str:
    """The story's light; a month in which the plan sells nothing has none, and makes no row of two."""
    planned = watch.of.forecast["revenue"]
    if not planned[story.months]:
        return NONE
    weak = [month for month in story.weak if planned[month]]
    return (GREEN, AMBER, RED)[len(weak)] if story.weak else story.revenue


def _second_gate(funded: list[Funded], seen: list[Watch]) -> Outcome:
    should, came = {}, {}
    for one, watch in zip(funded, seen, strict=True):
        _first, second = amounts(watch.of)
        part = {RELEASE: 1.0, LESS: 0.5}.get(one.story.decision, 0.0)
        should[one.id] = f"2: {one.story.decision} {part * second:.2f} ({one.story.name})"
        found = gate.following(watch)
        came[one.id] = f"{found.number}: {found.decision.outcome} {found.decision.amount:.2f} ({one.story.name})" if found else "no tranche"  # fmt: skip
    told = Counter(gate.following(watch).decision.outcome for watch in seen if gate.following(watch))
    return Outcome(PHASE, "gate of tranche 2", ", ".join(f"{count} × {one}" for one, count in told.items()), differences(should, came))  # fmt: skip


def _pay(course: Course, one: Funded, amount: float) -> None:
    """Write down what is paid; where that is less, the rest becomes a tranche of its own, as the agreement's file says."""
    place = _place(course, one)
    if one.story.decision == RELEASE:
        _mark_paid(course, one, f"month = {MONTHS}", MONTHS)
        return
    of = agreement.read(course, one.member.student)
    kept = of.tranches[1].amount - amount
    later = MONTHS + 3
    rest = [
        "[[tranche]]", f"amount = {kept:g}", f"month = {later}",
        "[[tranche.milestone]]", 'measure = "people"', f"at_least = {of.tranches[1].milestones[0].at_least:g}", f"by_month = {later}",
        "", "# A promise (covenant)",
    ]  # fmt: skip
    _change(place, "# A promise (covenant)", "\n".join(rest))
    _mark_paid(course, one, f"month = {MONTHS}", MONTHS, amount)


def paid(one: Funded, of: Agreement) -> float:
    """What a venture must have received in the end."""
    first, second = amounts(of)
    return first + {RELEASE: 1.0, LESS: 0.5}.get(one.story.decision, 0.0) * second


def _paid(funded: list[Funded], seen: list[Watch]) -> Outcome:
    """What each has received, and which tranche waits now."""
    waits = {RELEASE: "no tranche waits", LESS: f"3: {HOLD}", HOLD: f"2: {HOLD}", STOP: f"2: {STOP}"}
    should, came = {}, {}
    for one, watch in zip(funded, seen, strict=True):
        should[one.id] = f"{paid(one, watch.of):.2f} received, {waits[one.story.decision]}"
        found = gate.following(watch)
        told = f"{found.number}: {found.decision.outcome}" if found else "no tranche waits"
        came[one.id] = f"{watch.of.paid:.2f} received, {told}"
    whole = sum(watch.of.tranches[1].received == watch.of.tranches[1].amount for watch in seen)
    part = sum(watch.of.tranches[1].paid is not None for watch in seen) - whole
    return Outcome(PHASE, "second tranche paid", f"to {whole} of {len(seen)}" + (f", in part to {part}" if part else ""), differences(should, came), (f"cohort/monitor/{funded[0].id}/report.html",))  # fmt: skip


def _fund(course: Course, funded: list[Funded], seen: list[Watch], today: datetime.date) -> Outcome:
    write_atomic(agreement.folder(course) / "fund.html", page.portfolio(seen, [], today))
    should = {"RUB": 0.0}
    for one, watch in zip(funded, seen, strict=True):
        should["RUB"] += fund.SIZES[watch.of.plan.amounts] * paid(one, watch.of)
    came = {one.currency: one.out for one in fund.money(seen)}
    people = sum(gate.latest(watch, "people") or 0 for watch in seen)
    told = {"paid out": f"{should['RUB']:,.0f} RUB", "people": f"{people:g}"}
    found = {"paid out": ", ".join(f"{out:,.0f} {currency}" for currency, out in came.items()), "people": f"{fund.reach(seen).most:g}"}  # fmt: skip
    return Outcome(PHASE, "fund", f"{found['paid out']} paid out, {found['people']} people reached", differences(told, found), ("cohort/monitor/fund.html",))  # fmt: skip
