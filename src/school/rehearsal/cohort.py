"""The invented students, and the plan files that they send: the six cases with seeded changes, and some bad ones."""

from __future__ import annotations

import datetime
import io
import random
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from school.grading.roster import Student
from venture import cases

FIRST = ("Anna", "Boris", "Clara", "Denis", "Elena", "Fedor", "Galina", "Igor", "Julia", "Kirill", "Larisa", "Maxim", "Nina", "Oleg", "Polina", "Roman", "Sofia", "Timur", "Vera", "Yakov")  # fmt: skip
LAST = ("Orlov", "Belkin", "Volkov", "Gusev", "Drozd", "Yershov", "Zhukov", "Zimin", "Kovalenko", "Lisin", "Medved", "Novik", "Sokol", "Rybak", "Sova", "Teterin", "Utkin", "Filin", "Chizh", "Shmel")  # fmt: skip
TOWNS = ("Tomsk", "Perm", "Omsk", "Kazan", "Ufa", "Pskov", "Tver", "Samara", "Abakan", "Kyzyl", "Chita", "Orsk", "Penza", "Ryazan", "Saratov", "Tula", "Vologda")  # fmt: skip
FORMS = ("file", "folder", "zip")

# What the students of a dozen do, by their place in it; everybody else sends a good plan.
DAMAGED, CURRENCY, SWAPPED, SILENT, SAME, CHANGED, GOOD = "damaged", "other currency", "swapped", "silent", "same plan", "changed", "good"  # fmt: skip
PLACES = {1: DAMAGED, 2: CHANGED, 3: CURRENCY, 4: SWAPPED, 5: SWAPPED, 6: CHANGED, 8: SILENT, 9: SAME, 10: SAME, 11: CHANGED}  # fmt: skip
PAIRS = {4: 1, 5: -1, 9: 1, 10: -1}  # where the other one of a pair stands
FEWEST = 6
MONTHS = 5  # that have ended since the plans began


@dataclass(frozen=True)
class Member:
    """One student. ``first`` is the plan as it should come first, ``second`` as it is after the coaching."""

    student: Student
    kind: str
    case: str
    first: str
    second: str
    other: str = ""
    """The id of the other one of a pair."""

    @property
    def id(self) -> str:
        return self.student.id

    @property
    def frozen_first(self) -> bool:
        """Is a plan there before the first version is frozen?"""
        return self.kind in (GOOD, CHANGED, SWAPPED)


def invent(students: int, seed: int = 1, today: datetime.date | None = None) -> list[Member]:
    """A cohort whose plans began so long ago that `MONTHS` months can be reported on."""
    chance = random.Random(seed)
    begun = _before(today or datetime.date.today(), MONTHS)
    people = [_student(number) for number in range(students)]
    found = []
    for number, student in enumerate(people):
        kind, at = PLACES.get(number % 12, GOOD), number + PAIRS.get(number % 12, 0)
        if at >= students:
            kind, at = GOOD, number
        case = cases.CASES[number % len(cases.CASES)]
        first = _plan(case, number // len(cases.CASES), begun, chance)
        second = _coached(first) if kind in (CHANGED, SWAPPED) else first
        found.append(Member(student, kind, case, first, second, people[at].id if at != number else ""))
    return found


def _student(number: int) -> Student:
    first = FIRST[number % len(FIRST)]
    last = LAST[(number + number // len(FIRST)) % len(LAST)]
    name = f"{first}-{last}".casefold()
    return Student(f"{number + 1:03d}-{name}", first, last, f"{name}@school.example")


def _before(day: datetime.date, months: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"{year}-{month + 1:02d}"


def _plan(case: str, turn: int, begun: str, chance: random.Random) -> str:
    """A case under another name, begun in another month, with another price, reserve and ask."""
    text = cases.path(case).read_text("utf-8")
    if "\nactuals:" in text:  # what really happened is filled in later
        text = text[: text.index("\nactuals:")] + "\n"
    town = TOWNS[turn % len(TOWNS)] + (f" {turn // len(TOWNS) + 1}" if turn >= len(TOWNS) else "")
    text = set_field(text, "name", f"{cases.load(case).name} {town}")
    text = set_field(text, "start", begun)
    text = scaled(text, PRICE, chance.choice((0.98, 0.99, 1.01, 1.02)), digits=3)
    text = scaled(text, RESERVE, chance.choice((0.9, 1.1, 1.2)))
    return scaled(text, ASK, chance.choice((0.9, 1.1, 1.2)))


PRICE, RESERVE, ASK = r"(?m)^(    price: )([\d.]+)", r"(?m)^(reserve: )([\d.]+)", r"(?m)^(ask:\n  amount: )([\d.]+)"


def _coached(text: str) -> str:
    """What a student changes after the coaching: the reserve and the ask."""
    return scaled(scaled(text, RESERVE, 1.5), ASK, 1.25)


def set_field(text: str, field: str, value: str) -> str:
    new, count = re.subn(rf"(?m)^{field}: .*$", f"{field}: {value}", text, count=1)
    assert count, field
    return new


def scaled(text: str, pattern: str, factor: float, digits: int = 0) -> str:
    """The plan's text with one number times a factor."""
    new, count = re.subn(pattern, lambda at: f"{at[1]}{round(float(at[2]) * factor, digits):g}", text, count=1)
    assert count, pattern
    return new


# --- what they send


def rounds(cohort: list[Member]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What each student sends in the three rounds: with its faults, after the coaching with pairs swapped, put right."""
    by = {one.id: one for one in cohort}
    first, second, third = {}, {}, {}
    for one in cohort:
        if one.kind == DAMAGED:
            first[one.id] = one.first[: len(one.first) // 2] + "\nproducts: ["
        elif one.kind == CURRENCY:
            first[one.id] = set_field(one.first, "currency", "EUR")
        elif one.kind == SAME:
            first[one.id] = min(one, by[one.other], key=lambda member: member.id).first
        elif one.kind != SILENT:
            first[one.id] = one.first
        second[one.id] = by[one.other].second if one.kind == SWAPPED else one.second
        if one.kind == SWAPPED:
            third[one.id] = one.second
    return first, second, third


def send(folder: Path, sent: dict[str, str]) -> None:
    """Write what they send: as a file, in a folder, zipped, in turn."""
    folder.mkdir(parents=True)
    for number, (student, text) in enumerate(sent.items()):
        way = FORMS[number % len(FORMS)]
        if way == "file":
            (folder / f"{student}_plan.yaml").write_bytes(text.encode())
        elif way == "folder":
            (folder / student).mkdir()
            (folder / student / "plan.yaml").write_bytes(text.encode())
        else:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(f"{student}/plan.yaml", text)
            (folder / f"{student}.zip").write_bytes(packed.getvalue())
