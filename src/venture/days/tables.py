"""Tables that go to a spreadsheet program and come back: written as CSV that Excel reads, read whatever it saved.

Out: UTF-8 with its mark, commas, a text that would be a formula gets an apostrophe in front. In: commas, semicolons or
tabs; UTF-8 with or without mark, UTF-16; empty lines and columns at the end are passed over. No date is read back:
dates are computed anew, because spreadsheet programs write them in many ways.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from venture.days.day import SECTORS, BadDay, Day, Person
from venture.planfile.problems import Problem, meant
from venture.words import _

PEOPLE = ("name", "sector", "role")
HARVEST = ("no", "from", "kind", "finding", "who could act", "votes", "owner", "step")
KINDS = ("need", "barrier", "use", "offer", "idea", "question")
COMMITMENTS = ("who", "step", "with whom", "partner", "done")
DONE = ("yes", "part", "no")
LARGEST = 1_000_000  # bytes
MOST = 2_000  # lines
MOST_PEOPLE = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*(?: \d{1,3})?|\d{1,4}")
NAME_SAYS = _("A first name, a first name with a number where two are alike, or a number. No surname, no address.")


def write(rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def read(raw: bytes, name: str) -> list[list[str]]:
    """The cells of a CSV file.

    Raises:
        BadDay: it is no table in UTF-8 or UTF-16.
    """
    if len(raw) > LARGEST:
        raise _bad(name, _("The file is larger than 1 MB. Send the filled-in table alone."))
    if raw.startswith(b"PK"):
        raise _bad(name, _("This is a workbook. Save it as “CSV UTF-8”."))
    try:
        text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise _bad(name, _("This is not UTF-8. In the spreadsheet program save it as “CSV UTF-8”.")) from None
    head = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise _bad(name, str(error)) from None
    if len(rows) > MOST:
        raise _bad(name, _("The table has more than {n} lines.").format(n=MOST))
    return [[cell.strip() for cell in row] for row in rows]


def _bad(name: str, says: str, line: int = 0, field: str = "", found: str = "") -> BadDay:
    return BadDay([Problem(field, found, says, line=line)], name)


@dataclass(frozen=True)
class Row:
    """A line of a table by its headings, with its number in the file."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, head: str) -> str:
        return self.cells.get(head, "")


def rows(cells: Sequence[Sequence[str]], heads: Sequence[str], name: str, needs: Sequence[str]) -> list[Row]:
    """The lines under the headings. Headings may come in any order; lines above them and empty lines are passed over.

    Raises:
        BadDay: a heading that is needed is missing, or stands there twice.
    """
    at, found = next(
        ((at, told) for at, line in enumerate(cells) if needs[0] in (told := [cell.casefold() for cell in line])),
        (0, []),
    )
    if not found:
        raise _bad(name, _("There is no line of headings with “{head}”. Begin from the table that was printed.").format(head=needs[0]))  # fmt: skip
    for head in heads:
        if found.count(head) > 1:
            raise _bad(name, _("The heading “{head}” stands here twice.").format(head=head), at + 1)
    if missing := [head for head in needs if head not in found]:
        raise _bad(name, _("The heading “{head}” is missing.").format(head=missing[0]), at + 1)
    made = []
    for number, line in enumerate(cells[at + 1 :], at + 2):
        if any(cell for cell in line):
            told = {head: _plain(line[found.index(head)]) for head in heads if head in found and found.index(head) < len(line)}  # fmt: skip
            if any(value for head, value in told.items() if head != "no"):
                made.append(Row(number, told))
    return made


def _plain(cell: str) -> str:
    cell = " ".join(cell.split())
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA and cell[1:] else cell


def first_name(text: str) -> bool:
    """Whether this is a first name or a number, and not a whole name, an address or more."""
    return bool(NAME.fullmatch(text)) and len(text) <= 30


# --- people


def people(cells: Sequence[Sequence[str]], name: str) -> tuple[Person, ...]:
    """The people of a table with the columns name, sector, role.

    Raises:
        BadDay: with every line that is wrong.
    """
    made: dict[str, Person] = {}
    wrong = []
    told = rows(cells, PEOPLE, name, ("name", "sector"))
    if len(told) > MOST_PEOPLE:
        raise _bad(name, _("The table has {n} people; {most} are the most.").format(n=len(told), most=MOST_PEOPLE))
    for row in told:
        one = Person(row["name"], row["sector"].casefold(), row["role"])
        wrong += [Problem(field, found, says, line=row.line) for field, found, says in person_problems(one)]
        if one.name in made:
            wrong.append(Problem("name", one.name, _("This name is there already. Add a number: {name} 2.").format(name=one.name), line=row.line))  # fmt: skip
        made[one.name] = one
    if wrong:
        raise BadDay(wrong, name)
    return tuple(made.values())


def person_problems(one: Person) -> Iterable[tuple[str, str, str]]:
    """What is wrong with a person: field, found, what to do."""
    if not first_name(one.name):
        yield "name", one.name, NAME_SAYS
    if one.sector not in SECTORS:
        yield "sector", one.sector, " ".join([_("Write public, private or civil."), *([meant(one.sector, SECTORS)] if one.sector else [])])  # fmt: skip
    if len(one.role) > 40 or "@" in one.role:
        yield "role", one.role, _("One or two words, such as manager. No address.")


# --- harvest


@dataclass(frozen=True)
class Finding:
    """A line of the harvest. ``sector`` is who could act; ``owner`` took it, with a first ``step``."""

    source: str
    kind: str
    text: str
    sector: str = ""
    votes: int = 0
    owner: str = ""
    step: str = ""


def blank_harvest(day: Day, lines: int = 40) -> bytes:
    """The harvest table to type into: the stops stand in it already, two lines each."""
    begun = [stop for stop in day.stops for _twice in range(2)]
    begun += [""] * max(0, lines - len(begun))
    return write([HARVEST, *([number, source, *[""] * (len(HARVEST) - 2)] for number, source in enumerate(begun, 1))])


def harvest(cells: Sequence[Sequence[str]], name: str) -> list[Finding]:
    """The findings of a filled-in table; lines without a finding are passed over.

    Raises:
        BadDay: with every cell that is wrong.
    """
    made, wrong = [], []
    for row in rows(cells, HARVEST, name, ("finding",)):
        if not row["finding"]:
            if any(row[head] for head in ("kind", "votes", "owner", "step")):
                wrong.append(Problem("finding", "", _("The line has other cells and no finding. Write one sentence, or empty the line."), line=row.line))  # fmt: skip
            continue
        kind, sector = row["kind"].casefold(), row["who could act"].casefold()
        if kind and kind not in KINDS:
            wrong.append(
                Problem("kind", row["kind"], _("One of: {names}.").format(names=", ".join(KINDS)), line=row.line)
            )
        if sector and sector not in (*SECTORS, "all"):
            wrong.append(Problem("who could act", row["who could act"], _("One of: {names}.").format(names=", ".join((*SECTORS, "all"))), line=row.line))  # fmt: skip
        votes = row["votes"].removesuffix(".0").removesuffix(",0") or "0"
        if not (votes.isascii() and votes.isdigit() and len(votes) < 5):
            wrong.append(
                Problem("votes", row["votes"], _("A whole number, such as 7; empty means none."), line=row.line)
            )
            votes = "0"
        if row["owner"] and not first_name(row["owner"]):
            wrong.append(Problem("owner", row["owner"], NAME_SAYS, line=row.line))
        made.append(Finding(row["from"], kind, row["finding"], sector, int(votes), row["owner"], row["step"]))
    if wrong:
        raise BadDay(wrong, name)
    return sorted(made, key=lambda one: -one.votes)


def unfinished(found: Iterable[Finding]) -> list[str]:
    """Findings with an owner and no step, or a step and no owner: a promise by nobody, or of nothing."""
    said = []
    for one in found:
        if one.owner and not one.step:
            said.append(_("{owner} took “{text}” and has no step yet.").format(owner=one.owner, text=one.text))
        if one.step and not one.owner:
            said.append(_("“{step}” has no owner yet.").format(step=one.step))
    return said


# --- commitments


@dataclass(frozen=True)
class Commitment:
    """``partner`` asks at the follow-up dates; ``done`` is yes, part, no or empty."""

    who: str
    step: str
    with_whom: str = ""
    partner: str = ""
    done: str = ""


def commitments(cells: Sequence[Sequence[str]], name: str) -> list[Commitment]:
    """The commitments of a filled-in table.

    Raises:
        BadDay: with every cell that is wrong.
    """
    made, wrong = [], []
    for row in rows(cells, COMMITMENTS, name, ("who", "step")):
        if not row["step"]:
            continue
        for head in ("who", "partner"):
            if (row[head] or head == "who") and not first_name(row[head]):
                wrong.append(Problem(head, row[head], NAME_SAYS, line=row.line))
        if row["done"].casefold() not in ("", *DONE):
            wrong.append(
                Problem("done", row["done"], _("One of: {names}.").format(names=", ".join(DONE)), line=row.line)
            )
        if row["who"] and row["who"] == row["partner"]:
            wrong.append(Problem("partner", row["partner"], _("Somebody else asks; nobody follows up on themselves."), line=row.line))  # fmt: skip
        made.append(Commitment(row["who"], row["step"], row["with whom"], row["partner"], row["done"].casefold()))
    if wrong:
        raise BadDay(wrong, name)
    return made


def commitments_csv(day: Day, made: Iterable[Commitment]) -> bytes:
    """The table of commitments with the follow-up dates beside them; without commitments a line for each who came."""
    from venture.days.follow_up import dates

    checks = dates(day)
    heads = (*COMMITMENTS, *(_("day {n}").format(n=one.after) for one in checks))
    told = list(made) or [Commitment(one.name, "") for one in day.present]
    return write([heads, *([one.who, one.step, one.with_whom, one.partner, one.done, *(check.date.isoformat() for check in checks)] for one in told)])  # fmt: skip


def from_harvest(found: Iterable[Finding]) -> list[Commitment]:
    """The commitments that a harvest already holds: findings with an owner and a step."""
    return [Commitment(one.owner, one.step) for one in found if one.owner and one.step]
