"""The jury's sheet: lines with points and bands, and knock-outs. Data with its sources, in `sheet.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from school.errors import Problem
from school.grading.course import Course

FULL = 100


@dataclass(frozen=True)
class Line:
    """One line of the sheet. ``bands`` go from the best to the weakest: lowest points, highest points, what that is."""

    key: str
    name: str
    points: int
    bands: tuple[tuple[int, int, str], ...]

    def band(self, score: float) -> int:
        """Which band a score lies in, 0 the best; a half point between two bands belongs to the lower one."""
        return next(at for at, (low, _high, _text) in enumerate(self.bands) if score >= low)


@dataclass(frozen=True)
class Rubric:
    lines: tuple[Line, ...]
    knock_outs: tuple[tuple[str, str], ...]
    third_juror: float
    """Two jurors whose totals differ by more call a third."""
    sources: tuple[str, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        return {one.key: one.name for one in self.lines}


def of(course: Course) -> Rubric:
    """The school's own sheet, `cohort/jury/sheet.json`, or the kit's.

    Raises:
        Problem: the own sheet cannot be read, does not make 100 points, or a band leaves points out.
    """
    own = course.cohort / "jury" / "sheet.json"
    return load(own if own.is_file() else Path(__file__).with_name("sheet.json"))


def load(place: Path) -> Rubric:
    shown = f"{place.parent.name}/{place.name}"
    try:
        told = json.loads(place.read_text("utf-8-sig"))
        lines = tuple(
            Line(one["key"], one["name"], int(one["points"]), tuple((int(a), int(b), str(text)) for a, b, text in one["bands"]))
            for one in told["lines"]
        )  # fmt: skip
        rubric = Rubric(
            lines,
            tuple((str(key), str(text)) for key, text in told["knock_outs"]),
            float(told["third_juror"]),
            tuple(told.get("sources", ())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(f"{shown} cannot be read ({error}).", "Compare it with src/school/jury/sheet.json.") from None
    total = sum(one.points for one in lines)
    if total != FULL:
        raise Problem(f"{shown}: the lines make {total} points.", f"Let them add up to {FULL}.")
    for one in lines:
        edges = sorted((low, high) for low, high, _text in one.bands)
        whole = [point for low, high in edges for point in range(low, high + 1)]
        if whole != list(range(one.points + 1)):
            raise Problem(f"{shown}: the bands of “{one.name}” leave points out or overlap.", f"Let them cover 0 to {one.points}.")  # fmt: skip
    if len({one.key for one in lines}) < len(lines) or len({one.name.casefold() for one in lines}) < len(lines):
        raise Problem(f"{shown}: two lines have the same name.", "Give each its own.")
    return rubric
