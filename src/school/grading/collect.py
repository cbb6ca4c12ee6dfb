"""Takes in what students sent: a folder or a zip, an export of a learning platform, a drive's folder, mails.

Each thing found ends in one line. What cannot be taken is refused with the reason, the rest is
still collected, and nothing that was collected before is lost. `sources` finds the things,
`roster.find` says whose they are, `policy` what is late; here one of each student's is chosen.

Which one counts: of several notebooks of the task from one student the newest, by the hour at
which it was handed in; of two of the same hour the one whose name comes last. One that came
before and is newer than all of these stays.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from school.grading import files, policy, roster, sources, submission
from school.grading.course import Course
from school.grading.policy import Late
from school.grading.restore_cells import key_of
from school.grading.roster import Match, Student
from school.grading.sources import File, Label, Refused, Thing
from venture.files import write_atomic
from venture.planfile.tree import BYTES

STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"  # as nbgrader writes timestamp.txt
_PACKED = "Unpack it and give the folder, or pack it as a zip."
BOXES = {  # what may hold students' work and is not looked into
    ".msg": "Save the mail from Outlook as .eml, or save its attachment.",
    ".rar": _PACKED,
    ".7z": _PACKED,
    ".tar": _PACKED,
    ".gz": _PACKED,
    ".tgz": _PACKED,
}


@dataclass(frozen=True)
class Line:
    """What became of one thing that was found."""

    source: str
    student: str
    outcome: str
    """collected, replaced, unchanged, older, refused, or left out"""
    text: str = ""
    by: str = ""
    """By what the student was found: id, name, e-mail address, number."""
    when: datetime | None = None
    late: timedelta = timedelta()

    @property
    def refused(self) -> bool:
        return self.outcome == "refused"

    @property
    def taken(self) -> bool:
        """Whether this student's work lies there now."""
        return self.outcome in ("collected", "replaced", "unchanged", "older")


@dataclass(frozen=True)
class _Sent:
    """A notebook that someone sent, known to be the task."""

    source: str
    student: Student
    content: bytes
    when: datetime
    by: str
    sure: bool
    """Whether its name is the student's and nothing else."""
    notes: tuple[str, ...] = ()
    plan: bytes | None = None
    """The plan.yaml that came with it, for a task that asks for it."""


def from_folder(
    course: Course,
    module: str,
    folder: Path,
    due: datetime | None = None,
    dry_run: bool = False,
    each: Callable[[int, int], None] = lambda done, total: None,
    vouched: Callable[[Thing, Student], None] = lambda thing, student: None,
) -> Iterator[Line]:
    """Collect a module's submissions from a folder, a zip or mails: one line for each thing in it.

    ``each`` is told how many students of how many are done. ``vouched`` may refuse a thing because
    of where it comes from.
    """
    students = roster.read(course.cohort / "students.csv")
    late = policy.read(course.cohort).late
    skeletons = _skeletons(course)
    with ExitStack() as stack:  # zips stay open until all is read
        found: dict[str, list[tuple[Thing, Match]]] = {}
        strangers: list[Line] = []
        for thing in sources.things(folder, lambda label: _whose(label, students).student is not None, stack):
            if thing.label.module and thing.label.module != module:
                continue  # the exchange holds every task's
            match = _whose(thing.label, students)
            if match.student:
                found.setdefault(match.student.id, []).append((thing, match))
            elif thing.kind == "file":
                advice = BOXES.get(PurePosixPath(thing.source).suffix.casefold())
                what = f"is not opened here. {advice}" if advice else "neither a notebook nor a zip"
                strangers.append(Line(thing.source, "", "refused" if advice else "left out", what))
            else:
                strangers.append(Line(thing.source, "", "refused", thing.problem or _stranger(thing, match, students)))
        for done, (student, several) in enumerate(found.items(), start=1):
            yield from _of_one(course, module, students[student], several, due, dry_run, skeletons, late, vouched)
            each(done, len(found))
    yield from strangers


def missing(course: Course, module: str, lines: list[Line]) -> list[Student]:
    """Who is on the list and has handed in nothing, now or before."""
    here = {line.student for line in lines if line.taken}
    students = roster.read(course.cohort / "students.csv")
    return [one for one in students.values() if one.id not in here and not course.submitted(one.id, module).is_dir()]


def report(lines: list[Line], silent: list[Student]) -> str:
    """What became of everything, as a table for a spreadsheet; whoever sent nothing stands at the end."""
    from school.grading.export import harmless

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(("found", "student_id", "found_by", "outcome", "handed_in_utc", "late_hours", "note"))
    for line in lines:
        when = line.when.strftime("%Y-%m-%d %H:%M") if line.when else ""
        hours = f"{line.late.total_seconds() / 3600:.2f}" if line.late else ""
        told = (line.source, line.student, line.by, line.outcome, when, hours, line.text)
        rows.writerow([harmless(one) for one in told])
    rows.writerows(["", harmless(one.id), "", "nothing came", "", "", harmless(one.name)] for one in silent)
    return out.getvalue()


def write_report(place: Path, lines: list[Line], silent: list[Student]) -> None:
    """Write that table. The byte order mark makes spreadsheets read it as UTF-8."""
    write_atomic(place, report(lines, silent).encode("utf-8-sig"))


# --- whose it is --------------------------------------------------------------------------------


def _whose(label: Label, students: dict[str, Student]) -> Match:
    if label.form == "canvas":
        # an id with figures in it, as in bo_2_1_final.ipynb, looks like one of Canvas's names
        known = roster.find("", students, number=label.number)
        if known.student is None and (own := roster.whose(label.name, students)):
            return Match(own, "id", False)
        return roster.find(sources.canvas_name(label), students, number=label.number)
    if label.form == "mail":
        found = roster.find("", students, address=label.address)
        if found.student or found.several:
            return found
        # anybody can write any name in front of an address: it counts only where the list knows no address
        named = roster.find(label.name, students, whole=True)
        return Match() if named.student is None or named.student.email else Match(named.student, "name", sure=False)
    return roster.find(label.name, students, number=label.number, whole=label.whole)


def _stranger(thing: Thing, match: Match, students: dict[str, Student]) -> str:
    name = sources.canvas_name(thing.label)
    if match.several:
        ids = " and ".join(match.several)
        if thing.label.form == "mail":
            return f"{thing.label.address} is the address of {ids}. Save the attachment and name it by the id."
        return f"“{name}” is the name of {ids}. Name the file by the id, or give one of them another name in the column “also” of cohort/students.csv."
    shown = f"{name} <{thing.label.address}>" if thing.label.address not in ("", name) else name
    near = roster.near(name, students)
    if thing.label.form == "mail":
        meant = roster.find(name, students, whole=True).student
        if meant:
            return f"{thing.label.address} is not {meant.id}'s address in cohort/students.csv. If it is theirs, add it in the column “also”."
    number = f" Their number is {thing.label.number}." if thing.label.form == "canvas" else ""
    return f"no student “{shown}” in cohort/students.csv.{number}" + (f" Did they mean {near}?" if near else "")


# --- one student's -----------------------------------------------------------------------------


def _of_one(
    course: Course,
    module: str,
    student: Student,
    several: list[tuple[Thing, Match]],
    due: datetime | None,
    dry_run: bool,
    skeletons: dict[str, frozenset[str]],
    late: Late,
    vouched: Callable[[Thing, Student], None],
) -> Iterator[Line]:
    sent: list[_Sent] = []
    others: list[Line] = []
    for thing, match in several:
        try:
            if thing.kind == "file":
                raise Refused(f"is a {PurePosixPath(thing.source).suffix or 'file'}, not a notebook (.ipynb).")
            if thing.kind == "link":
                raise Refused("is a link; links are not followed. Copy the file itself into the folder.")
            if thing.problem:
                raise Refused(thing.problem)
            vouched(thing, student)
            sent.append(_open(thing, match, student, module, skeletons))
        except Exception as why:  # whatever one student sent, the next one's is collected
            text = str(why) if isinstance(why, Refused) else f"cannot be read ({type(why).__name__}: {str(why)[:80]})."
            empty = thing.kind == "file" or text.startswith("has no notebook")
            others.append(
                Line(thing.source, student.id, "nothing" if empty else "refused", " ".join(text.split()), match.by)
            )
    named = [one for one in sent if one.sure]
    for other in sent if named else ():
        if not other.sure:
            yield Line(
                other.source,
                "",
                "refused",
                f"{named[0].source} is {student.id}'s. If both are, send one; if not, cohort/students.csv lacks an id.",
            )
    sent = named or sent
    for line in others:  # a document beside the notebook is no fault; one in its place is
        outcome = line.outcome if line.outcome != "nothing" else "left out" if sent else "refused"
        yield Line(line.source, student.id, outcome, line.text, line.by)
    if not sent:
        return
    sent.sort(key=lambda one: (one.when, one.source))
    for older in sent[:-1]:
        same = older.content == sent[-1].content
        yield Line(
            older.source,
            student.id,
            "older",
            f"{sent[-1].source} is {'the same' if same else 'newer'} and counts"
            if older.when < sent[-1].when or same
            else f"{sent[-1].source} came in the same moment; its name comes last, so it counts",
            older.by,
            older.when,
        )
    yield _take(course, module, sent[-1], due, dry_run, late)


def _open(thing: Thing, match: Match, student: Student, module: str, skeletons: dict[str, frozenset[str]]) -> _Sent:
    files_in = list(thing.open())
    choices: dict[str, tuple[bytes, datetime]] = {}
    for one in files_in:
        if not one.is_notebook:
            continue
        if one.link:
            raise Refused(f"{one.path.as_posix()} is a link; links are not followed. Copy the file itself.")
        choices[_free(one.path.as_posix(), choices)] = (one.read(), one.when)
    name, content, when, notes = _choose(choices, module, skeletons)
    stamp = next((one for one in files_in if one.path == PurePosixPath("timestamp.txt") and not one.link), None)
    if stamp and thing.kind == "folder":
        told = _stamp(stamp.read())
        when = told or when
        notes += [] if told else ["timestamp.txt has no date; the file's own time counts"]
    now = datetime.now(UTC).replace(tzinfo=None)
    if when > now + timedelta(hours=1):
        notes.append(f"its time {when:%Y-%m-%d %H:%M} lies in the future; now counts")
        when = now
    source = thing.source if thing.kind == "notebook" else f"{thing.source}/{name}"
    plain = match.by == "id" and thing.label.form in ("", "canvas")
    rest = thing.label.name[len(student.id) :] if plain else ""
    if (plain and rest and not rest.casefold().startswith(f"_{module}")) or (not plain and not match.sure):
        notes.append(f"taken as {student.id}'s")
    if thing.label.late:
        notes.append("Canvas marked it as late")
    return _Sent(
        source, student, content, when, match.by, match.by != "id" or not rest, tuple(notes), _plan_in(files_in)
    )


def _plan_in(files_in: list[File]) -> bytes | None:
    """The student's plan where one came along. Whatever else lies beside a notebook is left behind."""
    one = next((one for one in files_in if one.path.name == sources.PLAN and not one.link), None)
    try:
        content = one.read() if one else None
    except Refused:  # far too large: the notebook counts all the same
        return None
    return content if content is not None and len(content) <= BYTES else None


def _free(name: str, taken: Mapping[str, object]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _choose(
    choices: dict[str, tuple[bytes, datetime]], module: str, skeletons: dict[str, frozenset[str]]
) -> tuple[str, bytes, datetime, list[str]]:
    """The one notebook of the task among those sent, the newest where there are several, with what to say of it."""
    if not choices:
        raise Refused("has no notebook (.ipynb) in it.")
    fitting, reasons = [], []
    for name, (content, when) in choices.items():
        try:
            fitting.append((when, name, _checked(content, module, skeletons)))
        except Refused as why:
            reasons.append(str(why) if len(choices) == 1 else f"{name} {why}")
    if not fitting:
        raise Refused("; ".join(reasons[:2]))
    when, name, content = max(fitting)
    notes = (
        [f"the newest of {len(fitting)} notebooks of the task in it"] if len({one[2] for one in fitting}) > 1 else []
    )
    return name, content, when, notes


def _checked(content: bytes, module: str, skeletons: dict[str, frozenset[str]]) -> bytes:
    """The notebook's bytes, as nbgrader can read them, once it is known to be this task."""
    notebook, content = _notebook(content)
    keys = {key_of(cell) for cell in notebook.cells}
    hits = {name: len(keys & known) / max(len(known), 1) for name, known in skeletons.items()}
    best = max(hits, key=lambda name: (hits[name], name == module))
    if not hits[best]:
        raise Refused(f"is a notebook, but not the task {module}: it has none of the task's cells.")
    if hits[best] > hits[module]:
        raise Refused(f"is the task {best}, not {module}.")
    return content


def _notebook(content: bytes) -> tuple[NotebookNode, bytes]:
    try:
        text = submission.text(content)
        raw = json.loads(text)
    except UnicodeDecodeError:
        raise Refused("is not readable text (broken UTF-16). Ask for the file saved from JupyterLab.") from None
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(
            f"is not a notebook: its text is not JSON{place}. Ask for the file saved from JupyterLab."
        ) from None
    try:
        notebook = nbformat.reads(text, as_version=nbformat.current_nbformat)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises many kinds
        raise Refused(
            f"is not a notebook that Jupyter can open ({(str(error).splitlines() or ['unknown'])[0][:80]})."
        ) from None
    if not isinstance(raw, dict) or raw.get("nbformat") != nbformat.current_nbformat or content != text.encode():
        content = (nbformat.writes(notebook) + "\n").encode()  # an older format or encoding, or a byte order mark
    return notebook, content


# --- putting it in place ------------------------------------------------------------------------


def _take(course: Course, module: str, sent: _Sent, due: datetime | None, dry_run: bool, late: Late) -> Line:
    place = course.submitted(sent.student.id, module)
    notes = list(sent.notes)
    behind = late.counted(sent.when - due, sent.student.id, module) if due else timedelta()
    if behind:
        notes.append(f"late by {policy.spoken(behind)}")
    about = dict(by=sent.by, when=sent.when, late=behind)
    before = place / f"{module}.ipynb"
    there = place / sources.PLAN
    plan = there.read_bytes() if there.is_file() and not there.is_symlink() else None
    outcome = "collected"
    earlier = None
    if before.is_file():
        had = _timestamp(place / "timestamp.txt")
        if before.read_bytes() == sent.content and sent.plan in (None, plan):
            return Line(sent.source, sent.student.id, "unchanged", "the same as collected before", **about)
        if had and sent.when < had:
            return Line(
                sent.source,
                sent.student.id,
                "older",
                f"the one collected before is newer ({had:%Y-%m-%d %H:%M} UTC) and stays",
                **about,
            )
        outcome = "replaced"
        earlier = course.earlier(module) / sent.student.id / (had or _mtime(before)).strftime("%Y%m%d-%H%M%S")
        notes.append(f"the earlier one is kept in {earlier.relative_to(course.root).as_posix()}")
    if not dry_run:
        with files.scratch(course.cohort) as scratch:
            new = scratch / module
            new.mkdir()
            (new / f"{module}.ipynb").write_bytes(sent.content)
            kept = plan if sent.plan is None else sent.plan  # a notebook that comes again alone keeps its plan
            if kept is not None:
                (new / sources.PLAN).write_bytes(kept)
            (new / "timestamp.txt").write_text(sent.when.strftime(STAMP) + "\n", encoding="utf-8")
            files.put_folder(new, place, earlier)
    return Line(sent.source, sent.student.id, outcome, "; ".join(notes), **about)


# --- small readers ------------------------------------------------------------------------------


def _skeletons(course: Course) -> dict[str, frozenset[str]]:
    """For every task the names of its answer and check cells."""
    return {
        name: frozenset(
            cell.metadata.nbgrader.grade_id
            for cell in course.master(name).cells
            if utils.is_solution(cell) or utils.is_grade(cell)
        )
        for name in course.modules()
    }


def _mtime(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)


def _timestamp(path: Path) -> datetime | None:
    try:
        return _stamp(path.read_bytes())
    except OSError:
        return None


def _stamp(content: bytes) -> datetime | None:
    try:
        return utils.parse_utc(content.decode("utf-8-sig").strip())
    except (ValueError, OverflowError):
        return None
