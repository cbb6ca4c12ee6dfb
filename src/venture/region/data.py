"""The files of an area: what each column holds, how a row is read, and what is said of one that cannot be.

Six files, UTF-8 with commas between the fields, one heading line:

``regions.csv``   the regions of the area and their centres
``towns.csv``     places with their coordinates and people; those of no region of the area are neighbours
``holidays.csv``  public holidays and days off, one day a line
``school.csv``    school breaks, first and last day
``facts.csv``     income, unemployment, energy prices: value, date, source and mark; a gap is a line with mark N
``sources.csv``   where each file comes from, its licence, and the day it was taken
"""

from __future__ import annotations

import csv
import datetime
import io
import math
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from venture.dates import day
from venture.words import _

HOME = Path(__file__).parents[1] / "data" / "regions"
LARGEST = 2_000_000  # bytes; a larger file is a whole country's by mistake, and the book's page would carry it
NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")


# --- what an area is made of


def plain(name: str) -> str:
    """A name as people type it: no marks on letters, no soft signs, no case."""
    bare = unicodedata.normalize("NFKD", name.casefold().replace("ё", "е"))
    return "".join(sign for sign in bare if sign.isalnum() and not unicodedata.combining(sign))


@dataclass(frozen=True)
class Region:
    """A region of an area. ``centre`` is the name of its main town; ``id`` is how files and commands call it."""

    id: str
    name: str
    local: str
    centre: str
    note: str = ""


@dataclass(frozen=True)
class Town:
    """A place: degrees north and east, people, the ``year`` of that count where the source says it.

    ``region`` is empty for a neighbour of the area's regions; ``inside`` names the bigger place that this one is a part of.
    """

    region: str
    name: str
    local: str
    lat: float
    lon: float
    people: int
    year: int | None = None
    inside: str = ""


@dataclass(frozen=True)
class Holiday:
    """A public holiday (``kind`` "holiday") or another day off or at work that the law moved ("day off", "working day")."""

    date: datetime.date
    kind: str
    name: str
    local: str = ""


@dataclass(frozen=True)
class Break:
    """A school break, both days included."""

    first: datetime.date
    last: datetime.date
    name: str
    source: str
    mark: str


@dataclass(frozen=True)
class Fact:
    """A number about a region (``region`` empty: the whole area), with its date. ``value`` is None where none was found.

    Marks: A, read at the source or in two reports that agree; B, read in one report; N, looked for and not found.
    """

    region: str
    what: str
    value: float | None
    unit: str
    as_of: str
    source: str
    mark: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    """Where a file comes from and under which licence."""

    file: str
    source: str
    licence: str
    url: str
    taken: datetime.date
    note: str = ""


@dataclass(frozen=True)
class Area:
    """All files of one folder."""

    id: str
    regions: tuple[Region, ...] = ()
    towns: tuple[Town, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    school: tuple[Break, ...] = ()
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Town]:
        """The biggest place of each name, in Latin and in local letters, as `plain` spells it."""
        found: dict[str, Town] = {}
        for town in sorted(self.towns, key=lambda one: one.people):
            found |= {plain(name): town for name in (town.local, town.name) if name}
        return found

    def region(self, id: str) -> Region:
        """The region of that id.

        Raises:
            LookupError: there is none; the message lists those there are.
        """
        for one in self.regions:
            if one.id == id:
                return one
        raise LookupError(
            _("There is no region “{id}” in {area}. There are: {known}.").format(
                id=id, area=self.id, known=", ".join(one.id for one in self.regions)
            )
        )


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file: where, what was found, what to do. ``stops`` is false for a word of advice."""

    file: str
    line: int
    field: str
    found: str
    do: str
    stops: bool = True

    def __str__(self) -> str:
        where = [self.file, _("line {line}").format(line=self.line) if self.line else "", self.field]
        found = _("found “{found}”. ").format(found=self.found) if self.found else ""
        return f"{', '.join(part for part in where if part)}: {found}{self.do}"


class BadRegion(ValueError):
    """A folder of regional data cannot be used. ``problems`` lists what is wrong."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(
            _("The regional data in {folder} cannot be used: {first}").format(folder=folder.name, first=problems[0])
        )


# --- how a field is read


def _text(text: str) -> str:
    return text


def _id(text: str) -> str:
    if not NAME.fullmatch(text):
        raise ValueError(_("Use small letters, digits and hyphens: krasnoyarsk."))
    return text


def _degrees(most: int, example: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            degrees = float(text)
        except ValueError:
            degrees = math.nan
        if not -most <= degrees <= most:
            raise ValueError(
                _("Write degrees from −{most} to {most}, with a point: {example}.").format(most=most, example=example)
            )
        return degrees

    return read


def _people(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 50_000_000:
        raise ValueError(_("Write a whole number of people, without spaces: 105259."))
    return int(text)


def _year(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1900 <= int(text) <= 2100:
        raise ValueError(_("Write the year of the count with four digits, or leave it empty where nobody says it."))
    return int(text)


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(
            _("Write a number with a point and without spaces, 56300 or 2.5, or leave it empty with mark N.")
        )
    return value


def _date_in_words(text: str) -> str:
    if text and not re.search(r"\b(19|20)\d\d\b", text):
        raise ValueError(_("Say of when the number is, with the year: 2025-Q3, 1 July 2025."))
    return text


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(_("Write one of: {allowed}.").format(allowed=", ".join(allowed)))
        return text

    return read


def _address(text: str) -> str:
    if text and not re.match(r"https?://\S+\Z", text):
        raise ValueError(_("Write the whole address, with https:// at its beginning, or leave it empty."))
    return text


@dataclass(frozen=True)
class Column:
    """One column: its heading, how a field is read, and whether it may be empty."""

    name: str
    read: Callable[[str], Any] = _text
    must: bool = True


MARKS = ("A", "B", "N")
KINDS = ("holiday", "day off", "working day")
FILES: dict[str, tuple[type, tuple[Column, ...]]] = {
    "regions.csv": (Region, (Column("id", _id), Column("name"), Column("name_local", must=False), Column("centre"), Column("note", must=False))),
    "towns.csv": (
        Town,
        (
            Column("region", must=False), Column("name"), Column("name_local", must=False), Column("lat", _degrees(90, "56.269")),
            Column("lon", _degrees(180, "90.499")), Column("population", _people), Column("year", _year, must=False), Column("inside", must=False),
        ),
    ),
    "holidays.csv": (Holiday, (Column("date", day), Column("kind", _one_of(*KINDS)), Column("name"), Column("name_local", must=False))),
    "school.csv": (Break, (Column("first", day), Column("last", day), Column("name"), Column("source"), Column("mark", _one_of("A", "B")))),
    "facts.csv": (
        Fact,
        (
            Column("region", must=False), Column("what"), Column("value", _number, must=False), Column("unit"),
            Column("as_of", _date_in_words, must=False), Column("source", must=False), Column("mark", _one_of(*MARKS)), Column("note", must=False),
        ),
    ),
    "sources.csv": (
        Source,
        (
            Column("file"), Column("source"), Column("licence"), Column("url", _address, must=False), Column("taken", day), Column("note", must=False),
        ),
    ),
}  # fmt: skip
NEEDED = ("regions.csv", "towns.csv", "sources.csv")  # the others may be missing: that is a gap, not an error


# --- reading a folder


def read_folder(folder: Path) -> tuple[Area, list[Problem]]:
    """What can be read in the folder, and everything that is wrong with its files, in the files' order."""
    problems: list[Problem] = []
    if not folder.is_dir():
        says = (
            _("This is a file. Name the folder that it lies in.") if folder.exists() else _("There is no such folder.")
        )
        return Area(folder.name), [Problem(folder.name, 0, "", "", says)]
    found: dict[str, tuple] = {}
    for file, (kind, columns) in FILES.items():
        rows = list(_rows(folder / file, columns, problems))
        found[file.removesuffix(".csv")] = tuple(kind(*values) for _line, values in rows)
        problems += _across(file, rows)
    area = Area(folder.name, **found)
    problems += _together(area)
    order = list(FILES)
    return area, sorted(problems, key=lambda p: (order.index(p.file) if p.file in order else -1, p.line))


def _rows(path: Path, columns: tuple[Column, ...], problems: list[Problem]) -> Iterator[tuple[int, list[Any]]]:
    """The file's rows, each field read; what cannot be read goes into ``problems``."""
    file = path.name
    if not path.is_file():
        if file in NEEDED:
            problems.append(
                Problem(file, 0, "", "", _("This file is missing. Copy its heading line from the folder ru."))
            )
        return
    raw = path.read_bytes()
    if len(raw) > LARGEST:
        problems.append(Problem(file, 0, "", _("{size} MB").format(size=round(len(raw) / 1e6, 1)), _("Keep only the places of your region and its neighbours.")))  # fmt: skip
        return
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(
            Problem(file, line, "", "", _("These letters are not UTF-8. Save the file again as “CSV UTF-8”."))
        )
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    wanted = [one.name for one in columns]
    try:
        head = [name.strip() for name in next(reader, [])]
        if len(head) == 1 and ";" in head[0]:
            problems.append(Problem(file, 1, "", head[0], _("Put commas between the fields, not semicolons.")))
            return
        for name in (one for one in wanted if one not in head):
            problems.append(Problem(file, 1, name, ", ".join(head), _("Add this column. The heading line is: {head}").format(head=",".join(wanted))))  # fmt: skip
        for name in (one for one in head if one not in wanted):
            problems.append(Problem(file, 1, name, "", _("There is no such column. The heading line is: {head}").format(head=",".join(wanted))))  # fmt: skip
        if set(head) != set(wanted) or len(head) != len(wanted):
            return
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            line = reader.line_num
            if len(fields) != len(head):
                problems.append(Problem(file, line, "", ",".join(fields), _("{found} fields where there should be {wanted}. A field with a comma in it stands in quotation marks.").format(found=len(fields), wanted=len(head))))  # fmt: skip
                continue
            row = dict(zip(head, (field.strip() for field in fields), strict=True))
            values, good = [], True
            for one in columns:
                try:
                    if one.must and not row[one.name]:
                        raise ValueError(_("This may not be empty."))
                    values.append(one.read(row[one.name]))
                except ValueError as error:
                    problems.append(Problem(file, line, one.name, row[one.name], str(error)))
                    good = False
            if good:
                yield line, values
    except csv.Error as error:
        problems.append(
            Problem(file, reader.line_num, "", str(error), _("Look for a quotation mark that is not closed."))
        )


def _across(file: str, rows: list[tuple[int, list[Any]]]) -> Iterator[Problem]:
    """What a single row says against itself or says twice."""
    if file == "school.csv":
        for line, (first, last, *_rest) in rows:
            if last < first:
                yield Problem(
                    file,
                    line,
                    "last",
                    str(last),
                    _("The last day lies before the first one, {first}.").format(first=first),
                )
    if file == "facts.csv":
        for line, (_region, _what, value, _unit, as_of, source, mark, _note) in rows:
            if (value is None) != (mark == "N"):
                do = _("Mark N means that nothing was found: leave value empty, or give mark A or B.")
                yield Problem(file, line, "mark", mark, do)
            elif value is not None and not (as_of and source):
                yield Problem(
                    file, line, "source" if as_of else "as_of", "", _("A number needs its date and its source.")
                )
    keys = {
        "regions.csv": lambda v: v[0],
        "towns.csv": lambda v: (v[0], v[1].casefold(), round(v[3], 1), round(v[4], 1)),
        "holidays.csv": lambda v: (v[0], v[1]),
        "facts.csv": lambda v: (v[0], v[1], v[3], v[4]),
    }
    if file in keys:
        first_line: dict[Any, int] = {}
        for line, values in rows:
            before = first_line.setdefault(keys[file](values), line)
            if before != line:
                yield Problem(file, line, "", str(values[1] or values[0]), _("This stands in line {line} already. Keep one of the two.").format(line=before))  # fmt: skip


def _together(area: Area) -> Iterator[Problem]:
    """What one file says against another."""
    ids = {one.id for one in area.regions}
    names = {one.name for one in area.towns}
    if not ids or not names:
        return
    known = ", ".join(sorted(ids))
    for n, town in enumerate(area.towns):
        if town.region and town.region not in ids:
            yield Problem("towns.csv", 0, "region", town.region, _("{town}: no such region in regions.csv; there are {known}. Leave it empty for a neighbour.").format(town=town.name, known=known))  # fmt: skip
        if town.inside:
            bigger = [one for one in area.towns if one.name == town.inside and one.people > town.people]
            if not bigger:
                yield Problem("towns.csv", 0, "inside", town.inside, _("{town}: towns.csv has no bigger place of that name.").format(town=town.name))  # fmt: skip
        elif swapped := _swapped(town, area.towns[n - 1]):
            yield swapped
    for region in area.regions:
        if region.centre not in names:
            yield Problem("regions.csv", 0, "centre", region.centre, _("towns.csv has no such place."))
        if not any(town.region == region.id for town in area.towns):
            yield Problem("regions.csv", 0, "id", region.id, _("towns.csv has no place of this region."))
    for fact in area.facts:
        if fact.region and fact.region not in ids:
            yield Problem("facts.csv", 0, "region", fact.region, _("No such region in regions.csv; there are {known}. Leave it empty for the whole area.").format(known=known))  # fmt: skip
    told = {one.file for one in area.sources}
    for file, items in (("towns.csv", area.towns), ("holidays.csv", area.holidays)):
        if items and file not in told:
            yield Problem("sources.csv", 0, "file", "", _("Say where {file} comes from and under which licence.").format(file=file))  # fmt: skip


def _swapped(town: Town, other: Town) -> Problem | None:
    """North and east in each other's place: the point lies far off, and near when they are exchanged."""
    if abs(town.lat) > 90 or abs(town.lon) > 90:
        return None
    apart = abs(town.lat - other.lat) + abs(town.lon - other.lon)
    if apart > 30 and abs(town.lon - other.lat) + abs(town.lat - other.lon) < apart / 4:
        return Problem(
            "towns.csv", 0, "lat", str(town.lat), _("{town}: north and east look exchanged.").format(town=town.name)
        )
    return None


# --- the areas there are


def folders() -> dict[str, Path]:
    """The folders of regional data by name: the kit's own, and those that ``VENTURE_REGIONS`` adds or puts in their place."""
    found: dict[str, Path] = {}
    for home in (HOME, os.environ.get("VENTURE_REGIONS") or None):
        if home and Path(home).is_dir():
            found |= {path.name: path for path in sorted(Path(home).iterdir()) if (path / "regions.csv").is_file()}
    return found


def load(id: str) -> Area:
    """The area of that name.

    Raises:
        LookupError: there is none; the message lists those there are.
        BadRegion: its files cannot be used.
    """
    there = folders()
    if id not in there:
        raise LookupError(_("There is no area “{id}”. There are: {known}.").format(id=id, known=", ".join(there)))
    return _loaded(there[id])


@cache
def _loaded(folder: Path) -> Area:
    area, problems = read_folder(folder)
    if wrong := [one for one in problems if one.stops]:
        raise BadRegion(folder, wrong)
    return area


def areas() -> list[Area]:
    """All areas, in the order of their names. A folder that cannot be used is passed over: the checker says why."""
    found = []
    for folder in folders().values():
        try:
            found.append(_loaded(folder))
        except BadRegion:
            continue
    return found
