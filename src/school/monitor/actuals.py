"""What a venture really had: the columns of its table, reading a filled-in one, and keeping it.

A file is taken whole or not at all. Everything that is wrong with it is named with its cell; what was kept before stays.
"""

from __future__ import annotations

import calendar
import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from school.errors import Problem
from school.grading import roster
from school.grading.course import Course
from school.grading.export import FORMULA_SIGNS
from school.grading.roster import Student
from school.monitor.agreement import Agreement, folder
from school.paper import table
from school.paper.table import Blank, Cell, Row, Wrong
from venture import numbers
from venture.personal import PERSONAL
from venture.plan import Plan

FILE = "actuals.json"
COUNTS_ONLY = (
    "Counts only. No names, addresses, telephone numbers or cases of the people whom the venture serves: not in a cell, "
    "not in a comment, not in the file's name."
)
INDICATORS = {
    "revenue": "Earned revenue",
    "margin": "Contribution margin",
    "cash": "Lowest cash, next 3 months",
    "dscr": "Debt service cover",
    "overdue": "Owed for over 30 days",
    "people": "People reached",
    "outcome": "Own outcome",
    "tranche": "Grant on eligible cost",
}
# Columns after the products': name in the file, what people read, what it is.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("variable_cost", "variable costs", "materials, piece work, fees a sale: what this month's sales cost you"),
    ("received", "received from customers", "money that came in from customers this month"),
    ("running", "running costs paid", "everything paid this month but loans and equipment; taxes included"),
    ("service", "paid to lenders", "interest and repayment together"),
    ("cash", "cash at month's end", "in the bank and in the box"),
    ("overdue", "owed for over 30 days", "by customers, at the month's end"),
    ("people", "people reached so far", "different people since the start, each counted once"),
    ("outcome", "own outcome", "your own indicator, where you measured it this month; else leave it empty"),
    ("jobs", "full-time posts", "people on pay at the month's end, in full-time posts"),
    ("spent", "grant spent so far", "of all tranches received"),
    ("eligible", "of it eligible, with receipts", "what the agreement allows, and a receipt is there"),
)
SENT = "report sent on"
UNITS, PRICE = ": units", ": price got"
CAUSES = ("month", "indicator", "cause", "action", "who", "by when")
NOT_MONEY = ("people", "outcome", "jobs")


@dataclass(frozen=True)
class Cause:
    """What the venture says about one light: why, what is done, by whom, by when."""

    month: int
    indicator: str
    cause: str
    action: str = ""
    who: str = ""
    by_when: str = ""


@dataclass(frozen=True)
class Month:
    """One month as it was. A value that was not given is None: that is not 0."""

    month: int
    sold: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    values: Mapping[str, float | None] = field(default_factory=dict)
    sent: datetime.date | None = None

    def __getitem__(self, name: str) -> float | None:
        return self.values.get(name)

    @property
    def revenue(self) -> float | None:
        return sum(units * price for units, price in self.sold.values()) if self.sold else None


@dataclass(frozen=True)
class Actuals:
    months: Mapping[int, Month] = field(default_factory=dict)
    causes: tuple[Cause, ...] = ()

    @property
    def last(self) -> int:
        return max(self.months, default=0)


@dataclass(frozen=True)
class Line:
    """What became of one file: taken, unchanged, left out or refused."""

    source: str
    student: str
    outcome: str
    text: str = ""
    problems: tuple[str, ...] = ()


def month_end(plan: Plan, month: int) -> datetime.date:
    year, at = plan.calendar_month(month)
    return datetime.date(year, at, calendar.monthrange(year, at)[1])


def heads(plan: Plan) -> list[str]:
    """The table's columns, as they stand in its first line."""
    products = [f"{one.name}{part}" for one in plan.products for part in (UNITS, PRICE)]
    return ["month", "date", *products, *(label for _name, label, _help in COLUMNS), SENT]


# --- reading a table


class _Sheet:
    """One filled-in file against its agreement. Collects what is wrong."""

    def __init__(self, of: Agreement, today: datetime.date) -> None:
        self.of, self.plan, self.today = of, of.plan, today
        self.wrong: list[str] = []
        self.months: dict[int, Month] = {}
        self.causes: list[Cause] = []
        self.personal: list[str] = []

    def say(self, cell: Cell, told: str) -> None:
        self.wrong.append(f"{cell.place}: {told}")

    def number(self, cell: Cell, name: str, low: float | None = 0.0) -> float | None:
        if cell.blank:
            return None
        if isinstance(cell.value, datetime.date):
            self.say(cell, f"“{cell.text}” is a date; {name} is a number. Format the cell as a number.")
            return None
        money = name not in [label for key, label, _help in COLUMNS if key in NOT_MONEY] and not name.endswith(UNITS)
        if isinstance(cell.value, str) and money and self.plan.amounts != "ones" and numbers.CURRENCY.search(cell.value):  # fmt: skip
            self.say(cell, f"“{cell.text}” has a sign of money; amounts here are in {self.plan.unit}. Write the number alone.")  # fmt: skip
            return None
        try:
            found = numbers.read(cell.value)
        except numbers.Unreadable:
            self.say(cell, f"“{_short(cell.text)}” is no number; {name} is one, such as 9.4. Leave it empty where there is none.")  # fmt: skip
            return None
        if isinstance(cell.value, str) and cell.value.strip().endswith("%"):
            found /= 100
        if low is not None and found < low:
            self.say(cell, f"{name} is {cell.text}; it cannot be below {low:g}.")
            return None
        if abs(found) > 1e12:
            self.say(cell, f"{name} is {cell.text}; that is larger than any amount of a venture.")
            return None
        return found

    def month(self, cell: Cell) -> int | None:
        """The month's number; also where a date of it was typed."""
        value = cell.value
        told = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", cell.text)
        if isinstance(value, datetime.date) or told:
            year, at = (value.year, value.month) if isinstance(value, datetime.date) else (int(told[1]), int(told[2]))
            first, begin = self.plan.start
            found: float = (year - first) * 12 + at - begin + 1
        else:
            try:
                found = numbers.read(value)
            except numbers.Unreadable:
                self.say(cell, f"“{_short(cell.text)}” is no month. Write its number, such as 4.")
                return None
        if found != int(found):
            self.say(cell, f"“{cell.text}” is no month. Write its number, such as 4.")
            return None
        start = "{}-{:02d}".format(*self.plan.start)
        if found < 1:
            self.say(cell, f"month {cell.text} lies before the start; month 1 is {start}.")
            return None
        if found > self.plan.months:
            self.say(cell, f"month {cell.text} lies after the plan, which has {self.plan.months} months from {start}.")
            return None
        return int(found)

    def date(self, cell: Cell) -> datetime.date | None:
        if cell.blank:
            return None
        if isinstance(cell.value, datetime.date):
            return cell.value
        for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
            try:
                return datetime.datetime.strptime(cell.text, form).date()
            except ValueError:
                continue
        self.say(cell, f"“{_short(cell.text)}” is no date. Write it as 2027-05-12.")
        return None

    # --- the months

    def read_months(self, head: Row, rows: Iterable[Row]) -> None:
        columns: dict[str, int] = {}
        for at, cell in enumerate(head):
            if not cell.blank:
                columns.setdefault(_plain(cell.text), at)
        for missing in [name for name in heads(self.plan) if name not in ("date",) and _plain(name) not in columns]:
            self.say(head[0], f"the column “{missing}” is missing. Use the template as it is.")
        if self.wrong:
            return
        known = {_plain(name) for name in heads(self.plan)}
        for cell in head:
            if cell.text.endswith((UNITS, PRICE)) and _plain(cell.text) not in known:
                self.say(cell, f"the frozen plan has no product “{cell.text.rpartition(':')[0]}”.")
        for row in rows:
            of = {name: row[at] if at < len(row) else Cell() for name, at in columns.items()}
            given = [cell for name, cell in of.items() if name not in ("month", "date") and not cell.blank]
            if not given:
                continue
            if of["month"].blank:
                self.say(given[0], "there is a value and no month in its line.")
                continue
            month = self.month(of["month"])
            if month is None:
                continue
            if month in self.months:
                self.say(of["month"], f"month {month} stands there twice.")
                continue
            if month_end(self.plan, month - 1) >= self.today:
                self.say(of["month"], f"month {month} ({month_end(self.plan, month):%Y-%m}) has not begun.")
                continue
            self.months[month] = self._month(month, of)

    def _month(self, month: int, of: Mapping[str, Cell]) -> Month:
        sold = {}
        for one in self.plan.products:
            units_cell, price_cell = of[_plain(f"{one.name}{UNITS}")], of[_plain(f"{one.name}{PRICE}")]
            wrong = len(self.wrong)
            units = self.number(units_cell, f"{one.name}{UNITS}")
            price = self.number(price_cell, f"{one.name}{PRICE}")
            if len(self.wrong) > wrong:
                continue
            if units is None:
                self.say(units_cell, f"month {month}: units of {one.name} are missing. Write 0 where none was sold.")
            elif units and price is None:
                self.say(price_cell, f"month {month}: {one.name} was sold and its price is missing.")
            else:
                sold[one.name] = (units, price or 0.0)
        values = {
            key: self.number(of[_plain(label)], label, None if key in ("cash", "outcome") else 0.0)
            for key, label, _help in COLUMNS
        }
        spent, eligible = values["spent"], values["eligible"]
        if spent is not None and eligible is not None and eligible > spent + 1e-9:
            self.say(of[_plain(COLUMNS[10][1])], f"month {month}: {eligible:g} with receipts is more than the {spent:g} spent.")  # fmt: skip
        sent = self.date(of[_plain(SENT)])
        if sent and sent < month_end(self.plan, month - 1):
            self.say(of[_plain(SENT)], f"month {month}: the report was sent before the month began.")
        return Month(month, sold, values, sent)

    def read_causes(self, head: Row, rows: Iterable[Row]) -> None:
        columns = {_plain(cell.text): at for at, cell in enumerate(head)}
        names = {_plain(label): key for key, label in INDICATORS.items()} | {key: key for key in INDICATORS}
        for row in rows:
            cells = {name: row[columns[name]] if columns.get(name, 10**6) < len(row) else Cell() for name in CAUSES}
            told = {name: cell.text for name, cell in cells.items()}
            if not any(told[name] for name in CAUSES[2:]):
                continue
            indicator = names.get(_plain(told["indicator"]))
            if indicator is None:
                self.say(cells["indicator"], f"“{_short(told['indicator'])}” is none of the eight indicators.")
                continue
            month = self.month(cells["month"])
            if month is None:
                continue
            for name in CAUSES[2:]:
                if PERSONAL.search(told[name]) and not isinstance(cells[name].value, datetime.date):
                    self.personal.append(cells[name].place)
            self.causes.append(Cause(month, indicator, *(told[name][:300] for name in CAUSES[2:])))

    def cumulative(self) -> None:
        """What is counted since the start cannot become less."""
        for key, label in (("people", "people reached so far"), ("spent", "grant spent so far")):
            before: tuple[int, float] | None = None
            for month in sorted(self.months):
                now = self.months[month][key]
                if now is None:
                    continue
                if before and now < before[1] - 1e-9:
                    self.wrong.append(f"month {month}: {label} is {now:g}, in month {before[0]} it was {before[1]:g}; a count since the start cannot fall.")  # fmt: skip
                before = month, now


def _plain(text: str) -> str:
    if text[:1] in ("'", "’") and text[1:].startswith(FORMULA_SIGNS):
        text = text[1:]  # what keeps a spreadsheet from taking a name for a formula
    return " ".join(text.casefold().replace("’", "'").split())


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def parse(sheets: Mapping[str, Sequence[Row]], of: Agreement, today: datetime.date, before: Actuals = Actuals()) -> tuple[Actuals, list[str]]:  # fmt: skip
    """A filled-in table's months and causes, and the cells that look like personal data.

    Raises:
        Wrong: with everything that is wrong.
        Blank: no month is filled in.
    """
    sheet = _Sheet(of, today)
    found = list(_tables(sheets))
    about = _about(sheets)
    for name, wanted, word in (
        ("currency", of.plan.currency, "counts in"),
        ("amounts", of.plan.amounts, "has amounts in"),
        ("version", of.version, "was made for version"),
    ):
        told = about.get(name)
        if told is not None and told.text.casefold() != wanted.casefold():
            sheet.say(told, f"this table {word} {_short(told.text)}; the frozen plan: {wanted}.")
        elif told is None and name == "currency":
            sheet.wrong.append("the line “currency” is missing at the top. Use the template as it is.")
    if not any(kind == "months" for kind, _head, _rows in found):
        sheet.wrong.append("there is no table of months: a line that begins with “month”. Use the template as it is.")
    if not sheet.wrong:
        for kind, head, rows in found:
            (sheet.read_months if kind == "months" else sheet.read_causes)(head, rows)
        new = dict(sheet.months)
        sheet.months = dict(sorted({**before.months, **new}.items()))
        sheet.cumulative()
        if not new and not sheet.wrong:
            raise Blank
    if sheet.wrong:
        raise Wrong(sheet.wrong)
    causes = {(one.month, one.indicator): one for one in (*before.causes, *sheet.causes)}
    order = list(INDICATORS)
    kept = tuple(sorted(causes.values(), key=lambda one: (one.month, order.index(one.indicator))))
    return Actuals(sheet.months, kept), sheet.personal


def _tables(sheets: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Row, list[Row]]]:
    """The tables in a file: each from its line of headings to the next one."""
    for title, rows in sheets.items():
        if _plain(title) in ("plan", "how to fill in"):
            continue
        starts = [at for at, row in enumerate(rows) if row and _plain(row[0].text) == "month"]
        for at, end in zip(starts, [*starts[1:], len(rows)], strict=False):
            causes = len(rows[at]) > 1 and _plain(rows[at][1].text) == "indicator"
            yield ("causes" if causes else "months"), rows[at], list(rows[at + 1 : end])


def _about(sheets: Mapping[str, Sequence[Row]]) -> dict[str, Cell]:
    """The lines above the table: whose it is, in what money."""
    found: dict[str, Cell] = {}
    for title, rows in sheets.items():
        if _plain(title) in ("plan", "how to fill in"):
            continue
        for row in rows[:12]:
            if len(row) > 1 and not row[1].blank and _plain(row[0].text) in ("student", "currency", "amounts", "version"):  # fmt: skip
                found.setdefault(_plain(row[0].text), row[1])
    return found


# --- taking files in


def take(
    course: Course,
    place: Path,
    agreements: Mapping[str, Agreement],
    today: datetime.date,
    dry_run: bool = False,
) -> Iterator[Line]:
    """Take in filled-in tables: a file, or a folder with them. One line for each."""
    students = {one.student.id: one.student for one in agreements.values()}
    come: dict[str, str] = {}
    for path, shown in table.files(place):
        try:
            sheets = table.read(path)
            student = _whose(sheets, Path(shown), students)
            if student in come:
                raise Problem(f"{student} sent {come[student]} as well.", "Leave one of the two in the folder.")
            come[student] = shown
            yield _taken(course, shown, sheets, agreements[student], today, dry_run)
        except Blank:
            yield Line(shown, student, "left out", "nothing is filled in yet")
        except Wrong as bad:
            yield Line(shown, student, "refused", f"{len(bad.problems)} to mend", bad.problems)
        except Problem as why:
            yield Line(shown, "", "refused", str(why))


def _whose(sheets: Mapping[str, Sequence[Row]], path: Path, students: Mapping[str, Student]) -> str:
    told = _about(sheets).get("student")
    if told is None or told.text not in students:
        who = f"“{_short(told.text)}” is no student with an agreement" if told else "the line “student” is missing"
        raise Problem(f"{who}.", f"Use the template as it is. There is: {', '.join(students) or 'none'}.")
    named = {match.student.id for part in (*path.parts[:-1], path.stem) if (match := roster.find(part, dict(students))).student}  # fmt: skip
    if named and told.text not in named:
        raise Problem(f"the table is {told.text}'s and lies under the name of {', '.join(sorted(named))}.", "Whose is it?")  # fmt: skip
    return told.text


def _taken(
    course: Course,
    shown: str,
    sheets: Mapping[str, Sequence[Row]],
    of: Agreement,
    today: datetime.date,
    dry_run: bool,
) -> Line:
    before = load(course, of.student.id)
    new, personal = parse(sheets, of, today, before)
    note = (
        f"{', '.join(personal)}: is that a person's address or number? Take it out and send it again"
        if personal
        else ""
    )
    if new == before:
        return Line(shown, of.student.id, "unchanged", note)
    if not dry_run:
        save(course, of.student.id, new)
    fresh = [month for month in new.months if new.months[month] != before.months.get(month)]
    told = f"month {', '.join(map(str, fresh))}" if fresh else "causes"
    return Line(shown, of.student.id, "taken", f"{told}{'; ' + note if note else ''}")


# --- keeping them


def load(course: Course, student: str) -> Actuals:
    """What was taken in of a venture so far.

    Raises:
        Problem: the file was damaged.
    """
    place = folder(course, student) / FILE
    if not place.is_file():
        return Actuals()
    try:
        told = json.loads(place.read_text("utf-8"))
        months = {
            one["month"]: Month(
                one["month"],
                {name: (float(units), float(price)) for name, (units, price) in one["sold"].items()},
                one["values"],
                datetime.date.fromisoformat(one["sent"]) if one["sent"] else None,
            )
            for one in told["months"]
        }
        return Actuals(months, tuple(Cause(**one) for one in told["causes"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(
            f"cohort/monitor/{student}/{FILE} is damaged ({error}).",
            "Put back the newest file of the folder “earlier” beside it.",
        ) from None


def save(course: Course, student: str, kept: Actuals) -> None:
    """Keep them; what was kept before goes to `earlier/`."""
    told = {
        "months": [
            {
                "month": one.month,
                "sold": one.sold,
                "values": one.values,
                "sent": one.sent.isoformat() if one.sent else "",
            }
            for one in kept.months.values()
        ],
        "causes": [vars(one) for one in kept.causes],
    }
    table.keep(folder(course, student) / FILE, told)
