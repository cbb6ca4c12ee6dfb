"""Takes in the students' plan files from a folder or a zip: one line for each, and nothing that was there is lost.

Whose a plan is, a folder or the file's own name says: ``anna/plan.yaml``, ``anna_plan.yaml``, what Moodle and Canvas
make of it, a zip of one student. Frozen versions that lie beside it (``snapshots/plan/…``) are taken in too.

A plan can lie under the wrong name. What tells: the venture's name, beside the plans that were collected before and
the others that come now.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from school.coaching import shelf
from school.errors import Problem
from school.grading import roster, sources
from school.grading.course import Course
from school.grading.roster import Match, Student
from school.grading.sources import File, Refused
from venture.files import write_atomic
from venture.plan import Plan
from venture.planfile import BadPlan, read, snapshots
from venture.planfile.tree import BYTES, decode

ENDINGS = (".yaml", ".yml")
DEEPEST = 2  # a zip in a zip


@dataclass(frozen=True)
class Line:
    """What became of one thing: collected, replaced, unchanged, frozen, left out or refused."""

    source: str
    student: str
    outcome: str
    text: str = ""

    @property
    def refused(self) -> bool:
        return self.outcome == "refused"


@dataclass
class _Sent:
    """What one student sent."""

    plans: list[tuple[str, File]] = field(default_factory=list)
    frozen: list[tuple[str, File]] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    student: str
    source: str
    raw: bytes
    plan: Plan


def from_place(
    course: Course,
    place: Path,
    dry_run: bool = False,
    any_currency: bool = False,
    each: Callable[[int, int], None] = lambda done, total: None,
    now: datetime | None = None,
) -> Iterator[Line]:
    """Take plans in from a folder or a zip.

    Raises:
        Problem: the place is neither, or there is no list of students.
    """
    students = shelf.students(course)
    lines: list[Line] = []
    sent: dict[str, _Sent] = {}
    with ExitStack() as stack:
        for source, file in _files(place, stack):
            _sort(source, file, students, sent, lines)
        opened = []
        for student, one in sent.items():
            opened += _opened(student, one, lines)
        before = {one: plan for one in students if (plan := _before(course, one))}
        fit = _refusals(opened, before, any_currency)
        for done, one in enumerate(opened, 1):
            why = fit.get(one.student)
            if why:
                lines.append(Line(one.source, one.student, "refused", why))
            else:
                lines += _take(course, one, sent[one.student], before.get(one.student), dry_run, now)
            each(done, len(opened))
    order = {one: at for at, one in enumerate(students)}
    yield from sorted(lines, key=lambda line: (order.get(line.student, len(order)), line.outcome == "frozen"))


# --- what is there


def _files(place: Path, stack: ExitStack) -> Iterator[tuple[str, File]]:
    """Every file of a folder or a zip that may be a plan, with where it lies; zips inside are looked into."""
    try:
        if place.is_dir():
            found: Iterable[File] = sources.of_folder(place)
        elif place.suffix.casefold() == ".zip" and place.is_file():
            found = sources.of_zip(stack.enter_context(zipfile.ZipFile(place)))
        else:
            what = "is not there" if not place.exists() else "is neither a folder nor a .zip"
            raise Problem(f"{place} {what}.", "Name the folder or the zip that holds what students sent.")
        yield from _within(found, "", stack, 0)
    except sources.ZIP_TROUBLES as error:
        raise Problem(f"{place} cannot be opened ({str(error)[:80]}).", "Download it again, or give the folder.") from None  # fmt: skip


def _within(files: Iterable[File], where: str, stack: ExitStack, depth: int) -> Iterator[tuple[str, File]]:
    for number, file in enumerate(files):
        if number >= sources.MOST_FILES:
            raise Problem(f"There are more than {sources.MOST_FILES} files.", "Name the folder with the plans alone.")
        source = f"{where}{file.path.as_posix()}"
        ending = file.path.suffix.casefold()
        if ending in ENDINGS:
            yield source, file
        elif ending == ".zip" and depth < DEEPEST and not file.link:
            try:
                inner = stack.enter_context(zipfile.ZipFile(io.BytesIO(file.read())))
                yield from _within(list(sources.of_zip(inner, file.when)), f"{source}/", stack, depth + 1)
            except (Refused, *sources.ZIP_TROUBLES) as error:
                yield source, File(file.path, file.when, _stopped(f"cannot be opened as a zip ({str(error)[:80]})."))


def _stopped(why: str) -> Callable[[], bytes]:
    def read() -> bytes:
        raise Refused(why)

    return read


def _sort(source: str, file: File, students: dict[str, Student], sent: dict[str, _Sent], lines: list[Line]) -> None:
    """Put a file with whoever its place names."""
    parts = PurePosixPath(source).parts
    found: dict[str, Match] = {}
    several: tuple[str, ...] = ()
    for at, part in enumerate(parts):
        match = _whose(part, at < len(parts) - 1 and not part.casefold().endswith(".zip"), students)
        several = several or match.several
        if match.student:
            found.setdefault(match.student.id, match)
    if len(found) > 1:
        first, *others = found
        lines.append(Line(source, "", "refused", f"lies with {first} and is named for {others[0]}: whose is it? Name it by one id."))  # fmt: skip
        return
    if not found:
        if several:
            why = f"the name fits {' and '.join(several)}. Name it by the id."
        else:
            stem = PurePosixPath(parts[0]).stem if parts else source
            near = roster.near(stem, students)
            meant = f"Did they mean {near}?" if near else "Name the file or its folder by the student's id."
            why = f"no student of cohort/students.csv is named by it. {meant}"
        lines.append(Line(source, "", "refused", why))
        return
    theirs = sent.setdefault(next(iter(found)), _Sent())
    folders = [part.casefold() for part in parts[:-1]]
    (theirs.frozen if snapshots.FOLDER in folders else theirs.plans).append((source, file))


def _whose(name: str, is_folder: bool, students: dict[str, Student]) -> Match:
    bare = name if is_folder else PurePosixPath(name).stem
    if not is_folder and bare.casefold() in ("plan", "submission"):
        return Match()
    label = sources.label_of(name, is_folder)
    if label.form == "canvas":
        known = roster.find("", students, number=label.number)
        return known if known.student else roster.find(sources.canvas_name(label), students)
    return roster.find(label.name, students, number=label.number, whole=label.whole)


def _opened(student: str, sent: _Sent, lines: list[Line]) -> list[_Read]:
    """The one plan of a student that counts: the newest that is called plan.yaml, else the newest."""
    named = [one for one in sent.plans if PurePosixPath(one[0]).stem.casefold() == "plan"] or sent.plans
    order = sorted(named, key=lambda one: (one[1].when, one[0]), reverse=True)
    for source, _file in (one for one in named if one not in order[:1]):
        lines.append(Line(source, student, "left out", f"{order[0][0]} counts: it is the newest"))
    found = []
    for source, file in order[:1]:
        try:
            raw = _content(file)
            found.append(_Read(student, source, raw, shelf.of_raw(raw)))
        except Refused as why:
            lines.append(Line(source, student, "refused", str(why)))
        except BadPlan as wrong:
            lines.append(Line(source, student, "refused", f"cannot be read: {shelf.first(wrong)}"))
        except Exception as error:  # whatever one student sent, the next one's is collected
            lines.append(Line(source, student, "refused", f"cannot be read ({type(error).__name__}: {str(error)[:80]})."))  # fmt: skip
    return found


def _content(file: File) -> bytes:
    if file.link:
        raise Refused("is a link; links are not followed. Copy the file itself.")
    raw = file.read()
    if len(raw) > BYTES:
        raise Refused(f"has {len(raw) // 1000} kB; a plan has at most {BYTES // 1000}.")
    if not raw.strip():
        raise Refused("is empty.")
    return raw


# --- whose it really is


def _before(course: Course, student: str) -> Plan | None:
    try:
        return shelf.plan(course, student) if shelf.path(course, student).is_file() else None
    except Problem:
        return None


def _refusals(opened: list[_Read], before: Mapping[str, Plan], any_currency: bool) -> dict[str, str]:
    """Why a student's plan is not taken, by the student."""
    found: dict[str, str] = {}
    blank = _blank()
    same: dict[Plan, list[_Read]] = {}
    for one in opened:
        same.setdefault(one.plan, []).append(one)
    for one in opened:
        was = before.get(one.student)
        owner = next(
            (
                other
                for other, plan in before.items()
                if other != one.student and one.plan.name != blank and _same_venture(plan, one.plan)
                and not (was and _same_venture(was, one.plan))
            ),
            "",
        )  # fmt: skip
        if owner and was:
            found[one.student] = (
                f"holds the venture “{one.plan.name}”, which is {owner}'s; {one.student}'s is “{was.name}”. "
                "Were two files swapped? Put each into its own folder."
            )
        elif owner:
            found[one.student] = (
                f"holds the venture “{one.plan.name}”, which was collected from {owner}. "
                "A plan that two run together is collected from one of them."
            )
        elif len(twins := same[one.plan]) > 1 and one.plan.name != blank:
            others = " and ".join(twin.student for twin in twins if twin is not one)
            if not (was and _same_venture(was, one.plan)):
                found[one.student] = (
                    f"is the same plan as {others}'s. If they run it together, collect it from one of them; "
                    "if not, ask whose it is."
                )
    if any_currency:
        return found
    usual = _usual([*before.values(), *(one.plan for one in opened if one.student not in before)])
    for one in opened:
        was = before.get(one.student)
        wanted = was.currency if was else usual
        if one.student not in found and one.plan.currency != wanted:
            whose = f"{one.student}'s earlier plan" if was else "the cohort"
            found[one.student] = (
                f"counts in {one.plan.currency}, {whose} in {wanted}. Ask whether that is meant; "
                "if it is, collect again with --any-currency."
            )
    return found


def _usual(plans: list[Plan]) -> str:
    return Counter(one.currency for one in plans).most_common(1)[0][0] if plans else ""


def _same_venture(one: Plan, other: Plan) -> bool:
    return roster.words(one.name) == roster.words(other.name)


def _blank() -> str:
    from venture import cases

    return cases.load("blank").name


# --- taking it


def _take(
    course: Course, one: _Read, sent: _Sent, was: Plan | None, dry_run: bool, now: datetime | None
) -> Iterator[Line]:
    note = f"the venture was called “{was.name}” before" if was and not _same_venture(was, one.plan) else ""
    there = shelf.path(course, one.student).is_file()
    try:
        outcome = (
            ("replaced" if there else "collected")
            if dry_run
            else shelf.put(course, one.student, one.raw, now or datetime.now(UTC))
        )
        yield Line(one.source, one.student, outcome, note)
        for source, file in sorted(sent.frozen, key=lambda pair: pair[0]):
            yield from _freeze(course, one.student, source, file, dry_run)
    except OSError as error:
        raise Problem(f"cohort/plans/{one.student} cannot be written: {error.strerror}.", "Make room, or mend the folder's rights.") from None  # fmt: skip


def _freeze(course: Course, student: str, source: str, file: File, dry_run: bool) -> Iterator[Line]:
    """A frozen version is taken in once and never replaced."""
    name = PurePosixPath(source).name
    if not snapshots.NAME.fullmatch(PurePosixPath(name).stem):
        yield Line(source, student, "left out", "is no frozen version by its name")
        return
    target = shelf.folder(course, student) / snapshots.FOLDER / "plan" / name
    try:
        raw = _content(file)
        read.loads(decode(raw, name))
    except (Refused, BadPlan) as wrong:
        told = shelf.first(wrong) if isinstance(wrong, BadPlan) else str(wrong)
        yield Line(source, student, "refused", f"a frozen version that cannot be read: {told}")
        return
    if target.exists():
        if target.read_bytes() != raw:
            yield Line(source, student, "refused", "differs from the version of this name that was kept; the kept one stays")  # fmt: skip
        return
    if not dry_run:
        write_atomic(target, raw)
    yield Line(source, student, "frozen", f"version {target.stem}")
