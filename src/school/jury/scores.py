"""What the jurors gave: reading their sheets, and keeping it.

A sheet is taken whole or not at all. Everything that is wrong with it is named with its cell; what was kept stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from school.errors import Problem
from school.grading.course import Course
from school.jury.event import SAMPLE, Event, folder
from school.jury.rubric import FULL, Rubric
from school.paper import table
from school.paper.table import Blank, Cell, Row, Wrong
from venture import numbers

FILE = "scores.json"
YES = ("yes", "x", "y", "✓", "1", "да", "true")
NO = ("", "no", "n", "0", "–", "-", "нет", "false")


@dataclass(frozen=True)
class Score:
    """One juror's sheet for one venture."""

    juror: str
    venture: str
    points: Mapping[str, float] = field(default_factory=dict)
    knock_outs: tuple[str, ...] = ()
    remark: str = ""

    @property
    def total(self) -> float:
        return sum(self.points.values())


@dataclass(frozen=True)
class Line:
    """What became of one sheet: taken, unchanged, left out or refused."""

    source: str
    juror: str
    outcome: str
    text: str = ""
    problems: tuple[str, ...] = ()


def heads(rubric: Rubric) -> list[str]:
    """The columns of a sheet to fill in."""
    lines = [f"{one.name} ({one.points})" for one in rubric.lines]
    return ["venture", "name", *lines, "total", *(f"knock-out: {key}" for key, _text in rubric.knock_outs), "remark"]


def parse(sheets: Mapping[str, Sequence[Row]], event: Event, rubric: Rubric) -> list[Score]:
    """One juror's scores; of ventures without any entry there is none.

    Raises:
        Wrong: with everything that is wrong.
    """
    wrong: list[str] = []
    rows = [list(rows) for title, rows in sheets.items() if title.casefold() != "bands"]
    juror = _juror(rows, event, wrong)
    start = next(((several, at) for several in rows for at, row in enumerate(several) if row and row[0].text.casefold() == "venture"), None)  # fmt: skip
    if start is None:
        raise Wrong([*wrong, "there is no line that begins with “venture”. Use the sheet as it is."])
    several, top = start
    columns = {" ".join(cell.text.casefold().split()): at for at, cell in enumerate(several[top]) if not cell.blank}
    for name in heads(rubric):
        if name not in ("name", "remark", "total") and name.casefold() not in columns:
            wrong.append(f"{several[top][0].place}: the column “{name}” is missing. Use the sheet as it is.")
    if wrong:
        raise Wrong(wrong)
    found: dict[str, Score] = {}
    apart = next(one.apart for one in event.jurors if one.name == juror)
    known = {one.id.casefold(): one.id for one in event.ventures} | {SAMPLE: SAMPLE}
    for row in several[top + 1 :]:
        of = {name: row[at] if at < len(row) else Cell() for name, at in columns.items()}
        entries = [of[head.casefold()] for head in heads(rubric)[2 : 2 + len(rubric.lines)]]
        ticks = [of[f"knock-out: {key}".casefold()] for key, _text in rubric.knock_outs]
        if all(cell.blank for cell in (*entries, *ticks)) and of.get("remark", Cell()).blank:
            continue
        named = of["venture"]
        venture = known.get(named.text.casefold())
        if venture is None:
            wrong.append(f"{named.place}: there is no venture “{named.text}”. There is: {', '.join(known.values())}.")
        elif venture in found:
            wrong.append(f"{named.place}: {venture} stands there twice.")
        elif venture in apart:
            wrong.append(f"{named.place}: {juror} is kept apart from {venture} and must not judge it.")
        elif venture != SAMPLE and juror not in event.judges(venture):
            wrong.append(f"{named.place}: {juror} is not on {venture}'s panel. If they are its third juror, write third = in event.toml.")  # fmt: skip
        else:
            found[venture] = _score(juror, venture, entries, ticks, of, rubric, wrong)
    if wrong:
        raise Wrong(wrong)
    if not found:
        raise Blank
    return list(found.values())


def _juror(rows: Sequence[Sequence[Row]], event: Event, wrong: list[str]) -> str:
    told = next((row[1] for several in rows for row in several[:8] if len(row) > 1 and row[0].text.casefold() == "juror"), None)  # fmt: skip
    names = {one.name.casefold(): one.name for one in event.jurors}
    if told is None or " ".join(told.text.casefold().split()) not in names:
        who = f"{told.place}: “{told.text}” is no juror" if told else "the line “juror” is missing"
        raise Wrong([f"{who}. There is: {', '.join(names.values())}."])
    return names[" ".join(told.text.casefold().split())]


def _score(
    juror: str, venture: str, entries: Sequence[Cell], ticks: Sequence[Cell], of: Mapping[str, Cell], rubric: Rubric, wrong: list[str]
) -> Score:  # fmt: skip
    points: dict[str, float] = {}
    before = len(wrong)
    for line, cell in zip(rubric.lines, entries, strict=True):
        if cell.blank:
            wrong.append(f"{cell.place}: {venture} has no points for “{line.name}”. Write 0 where it earned none.")
            continue
        try:
            value = numbers.read(cell.value)
        except (numbers.Unreadable, TypeError):
            wrong.append(f"{cell.place}: “{cell.text[:40]}” is no number of points.")
            continue
        if not 0 <= value <= line.points:
            wrong.append(f"{cell.place}: {venture} has {cell.text} for “{line.name}”, which has 0 to {line.points}.")
        elif value * 2 != int(value * 2):
            wrong.append(f"{cell.place}: {cell.text} is finer than half a point.")
        else:
            points[line.key] = value
    total = of.get("total", Cell())
    if not total.blank:
        try:
            said = numbers.read(total.value)
        except (numbers.Unreadable, TypeError):
            said = None
        if said is not None and said > FULL:
            wrong.append(f"{total.place}: {venture} has {total.text} points; {FULL} are the most.")
        elif said is not None and len(wrong) == before and abs(said - sum(points.values())) > 0.01:
            wrong.append(f"{total.place}: the total says {total.text}, the lines make {sum(points.values()):g}.")
    out = []
    for (key, _text), cell in zip(rubric.knock_outs, ticks, strict=True):
        word = cell.text.casefold()
        if word in YES:
            out.append(key)
        elif word not in NO:
            wrong.append(f"{cell.place}: “{cell.text[:40]}” is neither yes nor no.")
    return Score(juror, venture, points, tuple(out), of.get("remark", Cell()).text[:500])


# --- taking sheets in


def take(
    course: Course, place: Path, event: Event, rubric: Rubric, replace: bool = False, dry_run: bool = False
) -> Iterator[Line]:
    """Take in filled-in sheets: a file, or a folder with them. One line for each."""
    kept = load(course)
    come: dict[str, str] = {}
    for path, shown in table.files(place):
        try:
            found = parse(table.read(path), event, rubric)
            juror = found[0].juror
            if juror in come:
                yield Line(shown, juror, "refused", f"{juror} stands in {come[juror]} as well. Leave one of the two.")
                continue
            come[juror] = shown
            new = {(one.juror, one.venture): one for one in found}
            other = [venture for (who, venture), one in new.items() if (who, venture) in kept and kept[who, venture] != one]  # fmt: skip
            if other and not replace:
                yield Line(
                    shown,
                    juror,
                    "refused",
                    f"{juror} has judged {', '.join(other)} already, with other points. If these are right: --replace.",
                )
                continue
            fresh = [key for key, one in new.items() if kept.get(key) != one]
            kept |= new
            if fresh and not dry_run:
                save(course, kept)
            yield Line(shown, juror, "taken" if fresh else "unchanged", f"{len(new)} judged")
        except Blank:
            yield Line(shown, "", "left out", "nothing is filled in yet")
        except Wrong as bad:
            yield Line(shown, "", "refused", f"{len(bad.problems)} to mend", bad.problems)
        except Problem as why:
            yield Line(shown, "", "refused", str(why))


def load(course: Course) -> dict[tuple[str, str], Score]:
    """Everything that was taken in, by juror and venture.

    Raises:
        Problem: the file was damaged.
    """
    place = folder(course) / FILE
    if not place.is_file():
        return {}
    try:
        told = json.loads(place.read_text("utf-8"))
        found = [
            Score(one["juror"], one["venture"], {key: float(points) for key, points in one["points"].items()}, tuple(one["knock_outs"]), one["remark"])
            for one in told
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(
            f"cohort/jury/{FILE} is damaged ({error}).",
            "Move it away and read the sheets again, or put back the newest of the folder “earlier”.",
        ) from None
    return {(one.juror, one.venture): one for one in found}


def save(course: Course, kept: Mapping[tuple[str, str], Score]) -> None:
    """Keep them; what was kept before goes to `earlier/`."""
    told = [{**vars(one), "knock_outs": list(one.knock_outs)} for one in kept.values()]
    table.keep(folder(course) / FILE, told)
