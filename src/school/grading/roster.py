"""Who is in the cohort: `cohort/students.csv`; and whose a thing is that goes by some name."""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from school.errors import Problem

COLUMNS = ("id", "first_name", "last_name", "email")
ALSO = "also"  # one more column, for whoever needs it: other names, addresses and numbers, with | between them
EXAMPLE = "Its first line is id,first_name,last_name,email and a student's is, for instance, vera,Vera,Ivanova,vera@school.example."
# An id names a folder and stands in nbgrader's file patterns.
_ID = re.compile(r"\w[\w.@-]*")


@dataclass(frozen=True)
class Student:
    """One line of the list."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    also: tuple[str, ...] = ()
    """What else they go by: a maiden name, a private address, Canvas's number as ``canvas:12345``."""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.id


def read(path: Path) -> dict[str, Student]:
    """The students by id. Takes commas or semicolons, as spreadsheets in different countries write."""
    shown = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise Problem(
            f"{shown} is missing: it lists the students.", f"Write it, as text or in a spreadsheet. {EXAMPLE}"
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(f"{shown} is not UTF-8 text.", "In the spreadsheet save it again as “CSV UTF-8”.") from None
    head = text.splitlines()[0] if text.strip() else ""
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    fields = [(name or "").strip().casefold() for name in rows.fieldnames or []]
    if "id" not in fields:
        raise Problem(f"{shown} has no column “id” (it has: {', '.join(filter(None, fields)) or 'nothing'}).", EXAMPLE)
    students: dict[str, Student] = {}
    for line, row in enumerate(rows, start=2):
        told = {
            (key or "").strip().casefold(): (value or "").strip()
            for key, value in row.items()
            if isinstance(value, str | None)
        }
        if not any(told.values()):
            continue
        also = tuple(filter(None, (one.strip() for one in told.get(ALSO, "").split("|"))))
        student = Student(**{name: told.get(name, "") for name in COLUMNS}, also=also)
        if not _ID.fullmatch(student.id):
            raise Problem(
                f"{shown}, line {line}: “{student.id}” cannot be an id.",
                "Use letters, digits and . _ - @, without spaces.",
            )
        if student.id.casefold() in {other.casefold() for other in students}:
            raise Problem(
                f"{shown}, line {line}: the id “{student.id}” stands there twice.", "Give each student an own id."
            )
        students[student.id] = student
    if not students:
        raise Problem(f"{shown} lists no students.", EXAMPLE)
    return students


def write(path: Path, students: list[Student]) -> None:
    """Write the list, for a demo or a first example."""
    from venture.files import write_atomic

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([one.id, one.first_name, one.last_name, one.email] for one in students)
    write_atomic(path, out.getvalue())


def whose(name: str, students: dict[str, Student]) -> Student | None:
    """The student that a file or folder belongs to: named by the id, or by the id and ``_…``."""
    wanted = name.casefold()
    fits = [
        one for one in students.values() if wanted == one.id.casefold() or wanted.startswith(one.id.casefold() + "_")
    ]
    return max(fits, key=lambda one: len(one.id), default=None)


# --- whose is it? -------------------------------------------------------------------------------

_LIKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_LATIN = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
)


@dataclass(frozen=True)
class Match:
    """Whose a thing is: the student and by what they were found, or the ids of several whom its name fits."""

    student: Student | None = None
    by: str = ""
    sure: bool = True
    """False where only a part of the name says so; then the line about it says whose it was taken to be."""
    several: tuple[str, ...] = ()


def find(name: str, students: dict[str, Student], *, address: str = "", number: str = "", whole: bool = False) -> Match:
    """Whose a thing is that goes by this name, mail address, or number of a learning platform.

    Letters' case, accents and the order of first and last name do not matter. ``whole`` means that
    the name is nothing but a name; else it may stand at the beginning or the end of a file's name.
    A name that fits two students fits none.
    """
    for told, by in ((number, "number"), (address, "e-mail address")):
        owners = [one for one in students.values() if told and told.casefold() in _goes_by(one)]
        if len(owners) == 1:
            return Match(owners[0], by)
        if owners:  # a family's address, for instance
            return Match(several=tuple(one.id for one in owners))
    by_id = whose(name, students)
    if by_id and name.casefold() == by_id.id.casefold():
        return Match(by_id, "id")
    if "@" in name:
        known = {one.email.casefold() for one in students.values() if one.email}
        said_address = next(
            (one for one in known if name.casefold() == one or name.casefold().startswith((one + "_", one + " "))), ""
        )
        if said_address:
            return find("", students, address=said_address)
    said = words(name)
    fits: list[tuple[int, bool, Student]] = []
    for one in students.values():
        for spelling in _spellings(one):
            if "".join(said) == "".join(spelling):
                fits.append((99, True, one))
            elif len(spelling) > 1 and len(said) > len(spelling):
                start, end = said[: len(spelling)] == spelling, said[-len(spelling) :] == spelling
                if (start or end) if not whole else end and "-" in name:  # Moodle puts a group and a dash in front
                    fits.append((len(spelling), False, one))
    if by_id:  # anna_petrova may be a file of anna's, but not where there is an Anna Petrova
        others = {one.id for length, _sure, one in fits if length == 99} - {by_id.id}
        return Match(several=(by_id.id, *sorted(others))) if others else Match(by_id, "id", sure=False)
    if not fits:
        return Match()
    best = max(fit[0] for fit in fits)
    owners = {one.id: (one, sure) for length, sure, one in fits if length == best}
    if len(owners) > 1:
        return Match(several=tuple(owners))
    (student, sure), *_rest = owners.values()
    return Match(student, "name", sure)


def near(name: str, students: dict[str, Student]) -> str:
    """The id of the one whom a name that fits nobody may have meant, or nothing. Letters of two alphabets may meet."""
    said = name.casefold().split("_")[0]
    ids = {one.casefold(): one for one in students}
    if found := difflib.get_close_matches(said, ids, n=1, cutoff=0.75):
        return ids[found[0]]
    spelt = {_latin(spelling): one.id for one in students.values() for spelling in _spellings(one) if len(spelling) > 1}
    found = difflib.get_close_matches(_latin(words(name)), spelt, n=1, cutoff=0.8)
    return spelt[found[0]] if found else ""


def words(name: str) -> list[str]:
    """A name's words without case, accents and signs, so that two spellings of it can be compared."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold().translate(_LIKE))
    return re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _spellings(student: Student) -> Iterable[list[str]]:
    first, last = words(student.first_name), words(student.last_name)
    yield from filter(None, (first + last, last + first, *map(words, student.also)))


def _latin(name: list[str]) -> str:
    return "".join(name).translate(_LATIN)


def _goes_by(student: Student) -> set[str]:
    """Addresses and numbers of a student."""
    return {told.casefold() for told in (student.email, *student.also) if told}
