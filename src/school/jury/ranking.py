"""The order, fairly: what counts, what is missing, who shares a place, and why.

A venture's score is the mean of its jurors' totals. Where not everybody judged everything, a mean alone would be luck: a
strict juror pulls down whom they happen to see. Then each juror's strictness is estimated from the ventures that jurors
share (totals = venture + juror, least squares) and taken out. Where everybody judged everything this changes nothing.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from school.jury.event import SAMPLE, Event
from school.jury.rubric import Rubric
from school.jury.scores import Score

ALIKE = 0.05  # scores that show the same first decimal share a place
LEAST = 2  # jurors for a place


@dataclass(frozen=True)
class Place:
    """One venture in the result."""

    venture: str
    name: str
    score: float | None
    """None: nobody has judged it."""
    mean: float | None
    totals: Mapping[str, float]
    counted: tuple[str, ...]
    """The jurors whose totals count."""
    missing: tuple[str, ...] = ()
    knock_outs: Mapping[str, int] = field(default_factory=dict)
    """How many jurors found each."""
    out: bool = False
    third: bool = False
    """Two jurors differ so much that a third is needed."""
    place: int | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    places: tuple[Place, ...]
    """In order; those without a place last."""
    strictness: Mapping[str, float]
    """How many points a juror gives more (+) or less (−) than the others for the same pitch."""
    adjusted: bool
    joined: bool
    """Whether all jurors are linked by ventures that they share; else their strictness cannot be compared."""


def result(event: Event, rubric: Rubric, kept: Mapping[tuple[str, str], Score]) -> Result:
    """The result as it stands."""
    by = {one.id: _scores(kept, one.id) for one in event.ventures}
    counted = {one.id: _counted(by[one.id], one.third, rubric.third_juror) for one in event.ventures}
    marks = [(venture, juror, by[venture][juror].total) for venture, jurors in counted.items() for juror in jurors]
    complete = len({frozenset(found) for found in by.values() if found}) <= 1
    joined = _joined(marks)
    strict = _strictness(marks) if joined else {}
    adjusted = joined and not complete
    places = [_place(event, rubric, one.id, one.name, by[one.id], counted[one.id], strict if adjusted else {}) for one in event.ventures]  # fmt: skip
    ranked = sorted((one for one in places if _has_place(one)), key=lambda one: (-round(one.score, 1), one.name.casefold()))  # fmt: skip
    return Result(
        (*_numbered(ranked), *sorted((one for one in places if not _has_place(one)), key=lambda one: one.name)),
        strict,
        adjusted,
        joined,
    )


def _scores(kept: Mapping[tuple[str, str], Score], venture: str) -> dict[str, Score]:
    return {juror: one for (juror, of), one in kept.items() if of == venture}


def _counted(found: Mapping[str, Score], third: str, limit: float) -> tuple[str, ...]:
    """Whose totals count: all; but where two differed and a third was called, the nearest two of the three.

    In a panel of three from the start all count: to leave out the strict one here and the mild one there would be unfair.
    """
    others = [one.total for juror, one in found.items() if juror != third]
    if third not in found or len(others) != 2 or abs(others[0] - others[1]) <= limit:
        return tuple(found)
    low, middle, high = sorted(found, key=lambda juror: found[juror].total)
    below, above = found[middle].total - found[low].total, found[high].total - found[middle].total
    if below == above:
        return tuple(found)
    return (low, middle) if below < above else (middle, high)


def _joined(marks: Sequence[tuple[str, str, float]]) -> bool:
    """Can every juror be reached from every other by way of ventures that two of them judged?"""
    if not marks:
        return False
    groups: list[set[tuple[str, str]]] = []
    for venture, juror, _total in marks:
        ends = {("v", venture), ("j", juror)}
        touched = [group for group in groups if group & ends]
        groups = [group for group in groups if not group & ends] + [ends.union(*touched)]
    return len(groups) == 1


def _strictness(marks: Sequence[tuple[str, str, float]]) -> dict[str, float]:
    """Each juror's points above or below the others, ventures held fixed; together they make 0."""
    import numpy as np

    ventures = sorted({venture for venture, _juror, _total in marks})
    jurors = sorted({juror for _venture, juror, _total in marks})
    rows = np.zeros((len(marks) + 1, len(ventures) + len(jurors)))
    totals = np.zeros(len(marks) + 1)
    for at, (venture, juror, total) in enumerate(marks):
        rows[at, ventures.index(venture)] = rows[at, len(ventures) + jurors.index(juror)] = 1
        totals[at] = total
    rows[-1, len(ventures) :] = 1
    solved = np.linalg.lstsq(rows, totals, rcond=None)[0]
    return {juror: float(solved[len(ventures) + at]) for at, juror in enumerate(jurors)}


def _place(
    event: Event, rubric: Rubric, venture: str, name: str, found: Mapping[str, Score], counted: tuple[str, ...], strict: Mapping[str, float]
) -> Place:  # fmt: skip
    missing = tuple(juror for juror in event.judges(venture) if juror not in found)
    totals = {juror: one.total for juror, one in found.items()}
    mean = statistics.fmean(totals[juror] for juror in counted) if counted else None
    score = statistics.fmean(totals[juror] - strict.get(juror, 0.0) for juror in counted) if counted else None
    ticks = {key: count for key, _text in rubric.knock_outs if (count := sum(key in one.knock_outs for one in found.values()))}  # fmt: skip
    out = any(2 * count >= len(found) for count in ticks.values())
    differ = [pair for pair in itertools.combinations(found, 2) if abs(totals[pair[0]] - totals[pair[1]]) > rubric.third_juror]  # fmt: skip
    third = len(found) == 2 and bool(differ)
    texts = dict(rubric.knock_outs)
    why = []
    if not found:
        why.append("nobody has judged it yet")
    elif len(found) < LEAST:
        why.append(f"only {next(iter(found))} has judged it: no place with fewer than {LEAST} jurors")
    if missing and found:
        why.append(f"points of {' and '.join(missing)} are missing" + (" and what that changes is estimated" if strict else ""))  # fmt: skip
    if third:
        first, second = differ[0]
        why.append(f"{first} gave {totals[first]:g} and {second} {totals[second]:g}: more than {rubric.third_juror:g} apart, a third juror is needed")  # fmt: skip
    elif len(found) == 3 and len(counted) == 2:
        dropped = next(juror for juror in found if juror not in counted)
        why.append(f"of three that differ the nearest two count; {dropped}'s {totals[dropped]:g} does not")
    elif differ:
        why.append(f"jurors differ by more than {rubric.third_juror:g} points: talk about it before the order is read out")  # fmt: skip
    for key, count in ticks.items():
        why.append(f"{texts[key]}: {count} of {len(found)} jurors" + ("" if 2 * count >= len(found) else ", too few to knock it out; talk about it"))  # fmt: skip
    if score is not None and abs(score - mean) >= ALIKE:
        why.append(f"mean {mean:.1f}, {score:.1f} when its jurors' strictness is taken out")
    return Place(venture, name, score, mean, totals, counted, missing, ticks, out, third, None, tuple(why))


def _has_place(one: Place) -> bool:
    return len(one.totals) >= LEAST and not one.out and not one.third


def _numbered(ranked: Sequence[Place]) -> list[Place]:
    """Places 1, 2, 2, 4: equal scores share a place, and nobody is put before another by lot."""
    from dataclasses import replace

    found: list[Place] = []
    for at, one in enumerate(ranked, 1):
        same = bool(found) and round(found[-1].score, 1) == round(one.score, 1)
        found.append(replace(one, place=found[-1].place if same else at))
    shared = [one.place for one in found]
    return [
        replace(one, why=(*one.why, f"shares place {one.place}: the scores are equal to the first decimal"))
        if shared.count(one.place) > 1
        else one
        for one in found
    ]


# --- calibration


@dataclass(frozen=True)
class Spread:
    """One line of the sheet on the sample pitch."""

    key: str
    name: str
    low: float
    middle: float
    high: float
    bands: int
    """How many bands lie between the lowest and the highest score."""


@dataclass(frozen=True)
class Calibration:
    spreads: tuple[Spread, ...]
    totals: Mapping[str, float]
    middle: float
    absent: tuple[str, ...]

    @property
    def to_talk_about(self) -> tuple[Spread, ...]:
        """Lines in which jurors read the bands differently, the widest first."""
        return tuple(sorted((one for one in self.spreads if one.bands), key=lambda one: (-one.bands, one.low - one.high)))  # fmt: skip


def calibration(event: Event, rubric: Rubric, kept: Mapping[tuple[str, str], Score]) -> Calibration | None:
    """How the jurors read the sheet, on the sample pitch; None while fewer than two have scored it."""
    found = _scores(kept, SAMPLE)
    if len(found) < 2:
        return None
    spreads = []
    for line in rubric.lines:
        given = sorted(one.points[line.key] for one in found.values())
        spreads.append(
            Spread(line.key, line.name, given[0], statistics.median(given), given[-1], line.band(given[0]) - line.band(given[-1]))
        )  # fmt: skip
    totals = {juror: one.total for juror, one in found.items()}
    absent = tuple(one.name for one in event.jurors if one.name not in found)
    return Calibration(tuple(spreads), totals, statistics.median(totals.values()), absent)
