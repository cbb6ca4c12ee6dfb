"""Grades in the form in which Moodle and Canvas take them in.

Best is to fill in what the platform itself gives out: Moodle's grading worksheet of one task, or its
gradebook; Canvas's gradebook. These name the platform's own numbers for students and tasks, so nothing
can be mixed up. Without one, students go by id and mail address, and Canvas makes a new task.

Only marks that are final are written: what is not graded, or waits for a coach, stays as the platform
has it. Names are written so that a spreadsheet takes none for a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from school.errors import Problem
from school.grading import roster
from school.grading.export import Cell, harmless
from school.grading.gradebook import Row
from school.grading.roster import Student

# Moodle's headings in English, Russian, German, French and Spanish; for others there is --column.
_GRADE = ("grade", "оценка", "bewertung", "note", "calificación")
_MOST = (
    "maximum grade",
    "максимальная оценка",
    "höchstnote",
    "höchstbewertung",
    "beste bewertung",
    "note maximale",
    "calificación máxima",
)
_MAIL = ("email address", "адрес электронной почты", "e-mail-adresse", "adresse de courriel", "dirección de correo")
_EXPORTED = ("last downloaded from this course",)
_NOT_A_MARK = ("N/A", "EX")  # Canvas: not this student's task; excused
CANVAS_HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"


@dataclass(frozen=True)
class Task:
    """A module with everybody's marks."""

    module: str
    title: str
    most: float
    marks: Mapping[str, float]
    """By the student's id; only final ones."""
    waiting: tuple[str, ...]
    """Whose work is handed in and not yet marked to the end."""

    @classmethod
    def of(cls, module: str, title: str, rows: Sequence[Row]) -> Task:
        final = {row.student.id: row.total for row in rows if row.points and not row.waiting}
        waiting = [row.student.id for row in rows if row.state in ("to mark by hand", "not graded")]
        return cls(module, title, rows[0].most if rows else 0.0, final, tuple(waiting))


@dataclass(frozen=True)
class Filled:
    """A table for a platform, and what there is to say about it."""

    table: list[list[Cell]]
    written: int
    strangers: tuple[str, ...] = ()
    """Who stands in the platform's table and not on our list."""
    absent: tuple[str, ...] = ()
    """Who has a mark and does not stand in the platform's table."""
    kept: tuple[str, ...] = ()
    """Whom the platform has excused, or not given the task."""


def moodle(tasks: Sequence[Task], students: Mapping[str, Student]) -> Filled:
    """A table for *Grades → Import → CSV file*: match “Email address” or “ID number”, then each task's column."""
    head = ["First name", "Last name", "ID number", "Email address", *(task.title for task in tasks)]
    table: list[list[Cell]] = [head]
    for one in students.values():
        marks = [task.marks.get(one.id, "") for task in tasks]
        if any(mark != "" for mark in marks):
            table.append([harmless(one.first_name), harmless(one.last_name), one.id, harmless(one.email), *marks])
    return Filled(table, sum(mark != "" for row in table[1:] for mark in row[4:]))


def canvas(tasks: Sequence[Task], students: Mapping[str, Student]) -> Filled:
    """A table for Canvas's *Grades → Import*. Canvas finds people by login and asks about each new task."""
    table: list[list[Cell]] = [
        [*CANVAS_HEAD, *(task.title for task in tasks)],
        [POINTS_POSSIBLE, "", "", "", "", *(task.most for task in tasks)],
    ]
    for one in students.values():
        marks = [task.marks.get(one.id, "") for task in tasks]
        if any(mark != "" for mark in marks):
            number = next((other.split(":", 1)[1] for other in one.also if other.casefold().startswith("canvas:")), "")
            name = ", ".join(filter(None, (one.last_name, one.first_name))) or one.id
            table.append([harmless(name), number, "", harmless(one.email) or one.id, "", *marks])
    return Filled(table, sum(mark != "" for row in table[2:] for mark in row[5:]))


# --- filling in what a platform gives out -------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """A platform's table as it was downloaded."""

    name: str
    rows: list[list[str]]

    @property
    def head(self) -> list[str]:
        return self.rows[0]

    @classmethod
    def read(cls, path: Path) -> Form:
        """The table of a CSV file, with commas, semicolons or tabs."""
        if path.suffix.casefold() in (".xlsx", ".xls", ".ods"):
            raise Problem(
                f"{path.name} is a spreadsheet.", "Download it from the platform as CSV (comma separated values)."
            )
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise Problem(
                f"{path} cannot be read: {error.strerror}.", "Name the CSV file that the platform gave you."
            ) from None
        except UnicodeDecodeError:
            raise Problem(
                f"{path.name} is not UTF-8 text.", "Download it again and do not save it from a spreadsheet."
            ) from None
        first = text.split("\n", 1)[0]
        between = max(",;\t", key=lambda sign: first.count(sign))
        try:
            rows = [
                row for row in csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True) if any(row)
            ]
        except csv.Error as error:
            raise Problem(f"{path.name} is no CSV table ({error}).", "Download it again.") from None
        if len(rows) < 2:
            raise Problem(f"{path.name} has no rows.", "Download it again, with all participants.")
        width = len(rows[0])
        for number, row in enumerate(rows, start=1):
            if len(row) > width:
                raise Problem(
                    f"{path.name}, row {number} has {len(row)} columns, the first row {width}.", "Download it again."
                )
            row += [""] * (width - len(row))
        return cls(path.name, rows)

    def column(self, *names: str) -> int | None:
        """The column whose heading is one of these."""
        wanted = [name.casefold() for name in names]
        return next((place for place, name in enumerate(self.head) if name.strip().casefold() in wanted), None)


def fill_moodle(
    form: Form, tasks: Sequence[Task], students: Mapping[str, Student], column: str = "", scale: bool = False
) -> Filled:
    """Moodle's table with our marks in it: the worksheet of one task, or the gradebook."""
    most = form.column(*_MOST)
    if most is None and form.column(*_GRADE) is None:
        if form.column(*_MAIL) is None and form.column("ID number") is None:
            raise Problem(
                f"{form.name} is neither Moodle's grading worksheet nor its gradebook (it has: {', '.join(form.head[:6])}).",
                "In the task choose “Download grading worksheet”, or in the gradebook “Export → Plain text file”.",
            )
        return _fill_gradebook(form, tasks, students, column)
    task = _only(tasks, form)
    place = form.column(column) if column else form.column(*_GRADE)
    if place is None:
        raise Problem(
            f"{form.name} has no column “{column or 'Grade'}”.",
            f"Name it with --column; there is: {', '.join(form.head)}.",
        )
    table: list[list[Cell]] = [list(form.head)]
    seen, strangers, written = set(), [], 0
    for row in form.rows[1:]:
        student = _student(row[:place], students)
        cells: list[Cell] = [
            _as_text(cell) if at < place else cell for at, cell in enumerate(row)
        ]  # comments stay as they are
        if student is None:
            strangers.append(_shown(row))
        else:
            _once(student, seen, row, form)
            if student.id in task.marks:
                cells[place] = _scaled(task, row[most] if most is not None else "", scale, form)(task.marks[student.id])
                written += 1
        table.append(cells)
    return Filled(table, written, tuple(strangers), tuple(one for one in task.marks if one not in seen))


def _fill_gradebook(form: Form, tasks: Sequence[Task], students: Mapping[str, Student], column: str) -> Filled:
    """Moodle's gradebook: who they are, and one column for each task that it has already."""
    places = {task.module: _place(form, task, column if len(tasks) == 1 else "") for task in tasks}
    marked = [
        place
        for place, name in enumerate(form.head)
        if re.search(r"\((?:real|percentage|letter|feedback)\)\s*$", name, re.I)
    ]
    first = min([*marked, *places.values()])
    keep = [*range(first), *(at for at in (form.column(*_EXPORTED),) if at is not None)]
    return _fill(form, form.rows[1:], tasks, places, keep, students, first)


def fill_canvas(
    form: Form, tasks: Sequence[Task], students: Mapping[str, Student], column: str = "", scale: bool = False
) -> Filled:
    """Canvas's gradebook with our marks in it. Of its other tasks nothing is written, so nothing there can change."""
    section = form.column("Section")
    points = next((row for row in form.rows[1:4] if "Points Possible" in row[0]), None)
    if form.column("ID") is None or section is None or points is None:
        raise Problem(
            f"{form.name} is not Canvas's gradebook (it has: {', '.join(form.head[:6])}).",
            "In Canvas choose “Grades → Export → Export Entire Gradebook”, and do not change it.",
        )
    places = {task.module: _place(form, task, column if len(tasks) == 1 else "") for task in tasks}
    for task in tasks:
        _scaled(task, points[places[task.module]], scale, form)
    people = [row for row in form.rows[form.rows.index(points) + 1 :] if row[0].strip()]
    return _fill(form, people, tasks, places, list(range(section + 1)), students, section + 1, points, scale)


def _fill(
    form: Form,
    people: Sequence[list[str]],
    tasks: Sequence[Task],
    places: Mapping[str, int],
    keep: Sequence[int],
    students: Mapping[str, Student],
    known_by: int,
    points: list[str] | None = None,
    scale: bool = False,
) -> Filled:
    columns = [*keep, *(places[task.module] for task in tasks)]
    table: list[list[Cell]] = [[form.head[at] for at in columns]]
    if points is not None:
        table.append([points[at] for at in columns])
    seen, strangers, kept, written = set(), [], [], 0
    for row in people:
        student = _student(row[:known_by], students)
        if student is None:
            strangers.append(_shown(row))
            continue
        _once(student, seen, row, form)
        cells: list[Cell] = [_as_text(row[at]) for at in keep]
        for task in tasks:
            before = row[places[task.module]].strip()
            mark = task.marks.get(student.id)
            if mark is None or before in _NOT_A_MARK:
                kept += [student.id] if mark is not None else []
                cells.append(before)
                continue
            most = points[places[task.module]] if points is not None else ""
            cells.append(_scaled(task, most, scale, form)(mark))
            written += 1
        table.append(cells)
    absent = dict.fromkeys(one for task in tasks for one in task.marks if one not in seen)
    return Filled(table, written, tuple(strangers), tuple(absent), tuple(dict.fromkeys(kept)))


def _only(tasks: Sequence[Task], form: Form) -> Task:
    if len(tasks) != 1:
        raise Problem(
            f"{form.name} is a worksheet for one task.",
            "Name the module: school export 04 --for moodle --template FILE",
        )
    return tasks[0]


def _place(form: Form, task: Task, column: str) -> int:
    """The column of a task: named by ``column``, or the only one whose heading has its title or its name."""
    if column:
        found = [
            at
            for at, name in enumerate(form.head)
            if name.casefold() == column.casefold() or _bare(name) == _bare(column)
        ]
    else:
        wanted = {_bare(task.title), _bare(task.module), _bare(task.module[3:])}
        found = [at for at, name in enumerate(form.head) if _bare(name) in wanted]
    if len(found) != 1:
        what = "several columns" if found else "no column"
        raise Problem(
            f"{form.name} has {what} for {column or task.title}.",
            f"Name it with --column, one module at a time; there is: {', '.join(form.head[2:])[:400]}.",
        )
    return found[0]


def _bare(heading: str) -> str:
    """A heading without what platforms put around a task's name: a kind in front, a number or “(Real)” behind."""
    inner = re.sub(r"\s*\((?:\d+|real|feedback)\)\s*$", "", heading.strip(), flags=re.I)
    inner = re.sub(r"^(?:assignment|задание|aufgabe|devoir|tarea)\s*:\s*", "", inner, flags=re.I)
    return " ".join(roster.words(inner))


def _scaled(task: Task, told: str, scale: bool, form: Form):
    """How a mark is written where the platform's task is out of ``told`` points."""
    try:
        most = float(told.replace(",", ".")) if told.strip() else task.most
    except ValueError:
        raise Problem(
            f"{form.name}: “{told}” is no number of points.",
            "Set a number of points in the platform and download it again.",
        ) from None
    if abs(most - task.most) < 1e-9:
        return lambda mark: round(mark, 2)
    if not scale:
        raise Problem(
            f"{form.name}: {task.title} is out of {most:g} there and out of {task.most:g} here.",
            f"Set it to {task.most:g} in the platform and download the table again, or use --scale to convert the marks.",
        )
    return lambda mark: round(mark / task.most * most, 2) if task.most else 0.0


def _student(cells: Sequence[str], students: Mapping[str, Student]) -> Student | None:
    """Whose row this is: by mail address or number, else by id, else by name."""
    told = [cell.strip() for cell in cells if cell.strip()]
    everybody = dict(students)
    names = [*told[:2], " ".join(told[:2])]  # in one column or in two
    named = {
        match.student.id for name in names if (match := roster.find(name, everybody, whole=True)).student and match.sure
    }
    for cell in told:
        address, number = cell if "@" in cell else "", f"canvas:{cell}" if cell.isdigit() else ""
        found = roster.find("", everybody, address=address, number=number)
        if found.student:
            return found.student
        if len(both := named & set(found.several)) == 1:  # one address of two people: the name says whose row it is
            return everybody[both.pop()]
    for cell in told:
        for one in everybody.values():
            if cell.casefold() == one.id.casefold():
                return one
    return everybody[named.pop()] if len(named) == 1 else None


def _once(student: Student, seen: set[str], row: Sequence[str], form: Form) -> None:
    """Note whose row this is. Two rows of one student would give one of them another person's mark."""
    if student.id in seen:
        raise Problem(
            f"{form.name} has two rows that fit {student.id}; the second is “{_shown(row)}”.",
            "Give each of them an own address in cohort/students.csv, or canvas:NUMBER in its column “also”.",
        )
    seen.add(student.id)


def _shown(row: Sequence[str]) -> str:
    return next((cell.strip() for cell in row if cell.strip() and not re.fullmatch(r"\D*\d+", cell.strip())), row[0])


def _as_text(cell: str) -> str:
    """A cell that goes back as it came, unless a spreadsheet would take it for a formula."""
    return cell if re.fullmatch(r"-?[\d.,]*", cell) else harmless(cell)
