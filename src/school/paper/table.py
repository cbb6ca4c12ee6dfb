"""Tables that people filled in: .xlsx as a spreadsheet program saves it, or .csv. Values only; nothing is run.

Read with the standard library, because what reads workbooks well is no part of an installed kit. A cell keeps its place
(``Sheet!C7``), so that what is wrong with it can be said.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from school.errors import Problem
from school.grading.sources import ZIP_TROUBLES
from venture.commands.export import is_as_written
from venture.files import write_atomic

LARGEST = 20_000_000  # bytes, of a file and of a part of it
MOST_ROWS, MOST_COLUMNS = 5_000, 400
NUMBER_FORMATS_OF_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of a spreadsheet, with its wrong leap year of 1900 made up for
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"

Value = str | float | datetime.date


@dataclass(frozen=True)
class Cell:
    """What stands in one cell. ``place`` is for people: ``B7``, or ``Months!B7`` in a workbook of several sheets."""

    value: Value = ""
    place: str = ""

    @property
    def text(self) -> str:
        value = self.value
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return str(value).strip()

    @property
    def blank(self) -> bool:
        return self.text == ""


Row = tuple[Cell, ...]
MOST_PROBLEMS = 12  # said at once


class Wrong(ValueError):
    """What is wrong with a table that was filled in, cell by cell."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = [f"and {len(problems) - MOST_PROBLEMS} more"] if len(problems) > MOST_PROBLEMS else []
        self.problems = (*problems[:MOST_PROBLEMS], *more)
        super().__init__("; ".join(self.problems))


class Blank(Exception):
    """Nothing is filled in."""


def files(place: Path) -> list[tuple[Path, str]]:
    """The tables in a place, a file or a folder, each with its name for people. Links and lock files are left out.

    Raises:
        Problem: the place is not there.
    """
    if place.is_file():
        return [(place, place.name)]
    if not place.is_dir():
        raise Problem(f"{place} is not there.", "Name a table (.xlsx or .csv), or the folder that holds them.")
    found = [
        one
        for one in sorted(place.rglob("*"))
        if one.suffix.casefold() in (".xlsx", ".csv")
        and not one.name.startswith(("~$", ".", "__"))
        and one.is_file()
        and not one.is_symlink()
    ]
    return [(one, one.relative_to(place).as_posix()) for one in found]


def keep(place: Path, told: object) -> None:
    """Write what was read as JSON; what stood there goes to the folder `earlier` beside it."""
    if place.is_file():
        number = 1
        while (old := place.parent / "earlier" / f"{place.stem}-{number:04d}{place.suffix}").exists():
            number += 1
        write_atomic(old, place.read_bytes())
    write_atomic(place, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def made_today() -> dict[str, datetime.datetime]:
    """A new workbook's properties: made at midnight, so that one saved since has another hour (see `hand_out`)."""
    return {"created": datetime.datetime.combine(datetime.date.today(), datetime.time())}


def hand_out(place: Path, content: bytes, force: bool = False) -> bool:
    """Write a table to be filled in. One that somebody has filled in since stays, and the answer is False."""
    if place.exists() and not force and place.read_bytes() != content and not is_as_written(place):
        return False
    write_atomic(place, content)
    return True


def read(path: Path) -> dict[str, list[Row]]:
    """The sheets of a workbook, or of a CSV file its only one, under the file's name.

    Raises:
        Problem: it is neither, or damaged.
    """
    name = path.name
    try:
        if path.stat().st_size > LARGEST:
            raise Problem(f"{name} has more than {LARGEST // 1_000_000} MB.", "Send the filled-in table alone.")
        content = path.read_bytes()
    except OSError as error:
        raise Problem(f"{name} cannot be read ({error.strerror}).") from None
    if content.startswith(b"PK"):
        return _workbook(name, content)
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        raise Problem(f"{name} is no workbook.", "Open it in the spreadsheet program and save it as .xlsx.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Problem(f"{name} is a workbook of the old kind.", "Save it as .xlsx or as CSV.")
    return {name: _csv(name, content)}


def _csv(name: str, content: bytes) -> list[Row]:
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(f"{name} is not UTF-8 text.", "In the spreadsheet save it as “CSV UTF-8”, or as .xlsx.") from None
    if "\0" in text:
        raise Problem(f"{name} is no table.", "Save it as “CSV UTF-8” or as .xlsx.")
    mark = max(";\t,", key=lambda sign: max((line.count(sign) for line in text.splitlines()[:20]), default=0))
    rows = []
    try:
        for at, line in enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1):
            if at > MOST_ROWS or len(line) > MOST_COLUMNS:
                raise Problem(f"{name} is larger than any table of the kit.", "Send the filled-in table alone.")
            rows.append(tuple(Cell(one.strip(), f"{letters(place)}{at}") for place, one in enumerate(line)))
    except csv.Error as error:
        raise Problem(f"{name} cannot be read: {error}.", "Save it again as CSV or as .xlsx.") from None
    return rows


def letters(place: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


# --- workbooks


def _workbook(name: str, content: bytes) -> dict[str, list[Row]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            book = _part(packed, "xl/workbook.xml")
            links = _links(packed)
            strings = [_said(one) for one in _part(packed, "xl/sharedStrings.xml", optional=True) or ()]
            dates = _date_styles(packed)
            from_1904 = any(one.get("date1904") in ("1", "true") for one in book if one.tag.endswith("}workbookPr"))
            found = {}
            for sheet in (one for part in book if part.tag.endswith("}sheets") for one in part):
                if sheet.get("state", "visible") == "veryHidden":
                    continue
                target = next((links[value] for key, value in sheet.attrib.items() if key.endswith("}id") and value in links), "")  # fmt: skip
                title = sheet.get("name", "")
                found[title] = _rows(_part(packed, target), title, strings, dates, from_1904)
            return found
    except Problem as problem:
        raise Problem(f"{name} {problem.found}", problem.todo) from None
    except (*ZIP_TROUBLES, ElementTree.ParseError, TypeError, AttributeError, RecursionError) as error:  # fmt: skip
        raise Problem(
            f"{name} is damaged or no workbook ({str(error)[:60] or type(error).__name__}).",
            "Open it in the spreadsheet program and save it again as .xlsx.",
        ) from None


def _part(packed: zipfile.ZipFile, path: str, optional: bool = False) -> ElementTree.Element | None:
    if path not in packed.namelist():
        if optional:
            return None
        raise KeyError(f"no {path}")
    if packed.getinfo(path).file_size > LARGEST:
        raise Problem("is larger than any table of the kit.", "Send the filled-in table alone.")
    with packed.open(path) as part:
        content = part.read(LARGEST + 1)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise ValueError("a document type in it")
    return ElementTree.fromstring(content)


def _links(packed: zipfile.ZipFile) -> dict[str, str]:
    found = {}
    for one in _part(packed, "xl/_rels/workbook.xml.rels"):
        target = one.get("Target", "")
        found[one.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _said(item: ElementTree.Element) -> str:
    """A shared or inline string, its runs joined; the reading aids of Japanese are left out."""
    runs = [one for one in item if one.tag.rpartition("}")[2] in ("t", "r")]
    parts = [one if one.tag.endswith("}t") else next((t for t in one if t.tag.endswith("}t")), None) for one in runs]
    return "".join(part.text or "" for part in parts if part is not None)


def _date_styles(packed: zipfile.ZipFile) -> frozenset[int]:
    """Which of the workbook's styles show a number as a date."""
    styles = _part(packed, "xl/styles.xml", optional=True)
    if styles is None:
        return frozenset()
    own, kinds = set(), []
    for part in styles:
        kind = part.tag.rpartition("}")[2]
        if kind == "numFmts":
            for one in part:
                bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", one.get("formatCode", ""))
                if re.search(r"[dy]", bare, re.IGNORECASE):
                    own.add(int(one.get("numFmtId", "0")))
        elif kind == "cellXfs":
            kinds = [int(one.get("numFmtId", "0")) for one in part]
    return frozenset(at for at, kind in enumerate(kinds) if kind in NUMBER_FORMATS_OF_DATES or kind in own)


def _rows(
    sheet: ElementTree.Element, title: str, strings: list[str], dates: frozenset[int], from_1904: bool
) -> list[Row]:
    rows: dict[int, dict[int, Cell]] = {}
    at = 0
    for line in (row for part in sheet if part.tag in (f"{MAIN}sheetData", f"{STRICT}sheetData") for row in part):
        at = int(line.get("r", at + 1))
        column = -1
        for one in line:
            place = one.get("r", "")
            column = _column(place) if place else column + 1
            if at > MOST_ROWS or column >= MOST_COLUMNS:
                if _shown(one, strings, dates, from_1904) == "":
                    continue
                raise Problem("is larger than any table of the kit.", "Send the filled-in table alone.")
            value = _shown(one, strings, dates, from_1904)
            if value != "":
                rows.setdefault(at, {})[column] = Cell(value, f"{title}!{letters(column)}{at}")
    wide = max((max(row) for row in rows.values()), default=-1) + 1
    return [
        tuple(
            rows.get(number, {}).get(column, Cell(place=f"{title}!{letters(column)}{number}")) for column in range(wide)
        )
        for number in range(1, max(rows, default=0) + 1)
    ]


def _column(place: str) -> int:
    found = re.fullmatch(r"([A-Z]{1,3})\d+", place)
    if not found:
        raise ValueError(f"a cell at “{place[:10]}”")
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - 64
    return column - 1


def _shown(cell: ElementTree.Element, strings: list[str], dates: frozenset[int], from_1904: bool) -> Value:
    kind = cell.get("t", "n")
    parts = {one.tag.rpartition("}")[2]: one for one in cell}
    if kind == "inlineStr":
        return _said(parts["is"]).strip() if "is" in parts else ""
    told = (parts["v"].text or "") if "v" in parts else ""
    if told == "":
        return ""
    if kind == "s":
        return strings[int(told)].strip()
    if kind == "b":
        return "yes" if told == "1" else "no"
    if kind == "d":
        return datetime.date.fromisoformat(told[:10])
    if kind in ("str", "e"):
        return told.strip()
    value = float(told)
    if int(cell.get("s", "0")) in dates and 1 <= value < 2_958_466:
        return FIRST_DAY + datetime.timedelta(days=int(value) + (1462 if from_1904 else 0))
    return value
