"""Takes in what students sent: a folder with notebooks, sub-folders or zips, one or more a student.

Each thing found ends in one line. What cannot be taken is refused with the reason, the rest is
still collected, and nothing that was collected before is lost.
"""

from __future__ import annotations

import json
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from school.errors import Problem
from school.grading import files, roster
from school.grading.course import Course
from school.grading.restore_cells import key_of
from school.grading.roster import Student

LARGEST = 20_000_000  # bytes of one notebook; a task without its outputs has some 20 thousand
STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"  # as nbgrader writes timestamp.txt
IGNORED = (".ipynb_checkpoints", "__MACOSX")
QUIET = ("thumbs.db", "desktop.ini", "timestamp.txt")


class Refused(Exception):
    """Why one file cannot be taken."""


@dataclass(frozen=True)
class Line:
    """What became of one thing that was found."""

    source: str
    student: str
    outcome: str
    """collected, replaced, unchanged, older, refused, or left out"""
    text: str = ""

    @property
    def refused(self) -> bool:
        return self.outcome == "refused"


@dataclass(frozen=True)
class _Sent:
    """A notebook that someone sent, before it is looked at."""

    source: str
    student: Student
    content: bytes
    when: datetime
    named: bool
    """Whether it goes by the id alone, not by the id and ``_…``."""
    notes: tuple[str, ...] = ()


def from_folder(
    course: Course, module: str, folder: Path, due: datetime | None = None, dry_run: bool = False
) -> Iterator[Line]:
    """Collect a module's submissions from a folder, one line for each thing in it."""
    if not folder.is_dir():
        raise Problem(f"{folder} is not a folder.", "Name the folder that holds what students sent.")
    students = roster.read(course.cohort / "students.csv")
    skeletons = _skeletons(course)
    sent: dict[str, list[_Sent]] = {}
    for path in sorted(folder.iterdir(), key=lambda one: one.name.casefold()):
        if path.name.startswith(".") or path.name in IGNORED or path.name.casefold() in QUIET:
            continue
        try:
            one = _open(path, students, module, skeletons)
        except Exception as why:  # whatever one student sent, the next one's is collected
            text = str(why) if isinstance(why, Refused) else f"cannot be read ({type(why).__name__}: {str(why)[:80]})."
            owner = roster.whose(_stem(path), students)
            yield Line(path.name, owner.id if owner else "", "refused", " ".join(text.split()))
            continue
        if one is None:
            yield Line(path.name, "", "left out", "neither a notebook nor a zip")
        else:
            sent.setdefault(one.student.id, []).append(one)
    for several in sent.values():
        named = [one for one in several if one.named]
        for other in several if named else ():
            if not other.named:
                yield Line(
                    other.source,
                    "",
                    "refused",
                    f"{named[0].source} is {other.student.id}'s. If both are, send one; if not, cohort/students.csv lacks an id.",
                )
        several = named or several
        several.sort(key=lambda one: one.when)
        for older in several[:-1]:
            yield Line(older.source, older.student.id, "older", f"{several[-1].source} is newer and counts")
        yield _take(course, module, several[-1], due, dry_run)


# --- finding the notebook -----------------------------------------------------------------------


def _open(path: Path, students: dict[str, Student], module: str, skeletons: dict[str, frozenset[str]]) -> _Sent | None:
    if path.is_symlink():
        raise Refused("is a link; links are not followed. Copy the file itself into the folder.")
    if path.is_file() and path.suffix.casefold() not in (".ipynb", ".zip"):
        if roster.whose(_stem(path), students):
            raise Refused(f"is a {path.suffix or 'file'}, not a notebook (.ipynb).")
        return None
    student = roster.whose(_stem(path), students)
    if student is None:
        raise Refused(f"no student “{_stem(path)}” in cohort/students.csv.{_near(_stem(path), students)}")
    if path.is_dir():
        choices = dict(_in_folder(path))
    elif path.suffix.casefold() == ".zip":
        choices = dict(_in_zip(path))
    else:
        choices = {path.name: (_limited(path), _mtime(path))}
    name, content, when = _choose(choices, module, skeletons)
    notes = []
    stamp = path / "timestamp.txt" if path.is_dir() else None
    if stamp and stamp.is_file() and not stamp.is_symlink():
        told = _timestamp(stamp)
        when, notes = (
            (told, notes) if told else (when, [*notes, "timestamp.txt has no date; the file's own time counts"])
        )
    if when > datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1):
        notes.append(f"its time {when:%Y-%m-%d %H:%M} lies in the future; now counts")
        when = datetime.now(UTC).replace(tzinfo=None)
    source = path.name if name == path.name else f"{path.name}/{name}"
    rest = _stem(path)[len(student.id) :]
    if rest and not rest.casefold().startswith(f"_{module}"):
        notes.append(f"taken as {student.id}'s")
    return _Sent(source, student, content, when, not rest, tuple(notes))


def _in_folder(folder: Path) -> Iterator[tuple[str, tuple[bytes, datetime]]]:
    for path in sorted(folder.rglob("*.ipynb")):
        inner = path.relative_to(folder)
        if any(part.startswith(".") or part in IGNORED for part in inner.parts):
            continue
        if path.is_symlink() or folder.resolve() not in path.resolve().parents:
            raise Refused(f"{inner.as_posix()} is a link; links are not followed. Copy the file itself.")
        yield inner.as_posix(), (_limited(path), _mtime(path))


def _in_zip(path: Path) -> Iterator[tuple[str, tuple[bytes, datetime]]]:
    """Notebooks in a zip, read in memory: nothing is unpacked to disk, whatever its names say."""
    left = LARGEST  # of all notebooks in it together
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                parts = PurePosixPath(info.filename).parts
                hidden = any(part.startswith(".") or part in IGNORED for part in parts)
                if info.is_dir() or hidden or not info.filename.casefold().endswith(".ipynb"):
                    continue
                if LARGEST >= info.file_size > left:
                    raise Refused(
                        f"the notebooks in it are larger than {LARGEST // 1_000_000} MB together. Ask for the task's alone."
                    )
                left -= info.file_size
                if info.file_size > LARGEST:
                    raise Refused(
                        f"{parts[-1]} in it has {info.file_size // 1_000_000} MB; at most {LARGEST // 1_000_000} are taken."
                    )
                with archive.open(info) as file:
                    content = file.read(LARGEST + 1)
                if len(content) > LARGEST:
                    raise Refused(f"{parts[-1]} in it is larger than it says.")
                yield parts[-1], (content, _mtime(path))
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
    ) as error:
        raise Refused(f"the zip cannot be opened ({str(error)[:80]}). Ask for the notebook itself.") from None


def _choose(
    choices: dict[str, tuple[bytes, datetime]], module: str, skeletons: dict[str, frozenset[str]]
) -> tuple[str, bytes, datetime]:
    """The one notebook of the task among those sent; the newest where there are several."""
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
    return name, content, when


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
    text = _text(content)
    try:
        raw = json.loads(text)
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
    if not isinstance(raw, dict) or raw.get("nbformat") != nbformat.current_nbformat or content[:1] != b"{":
        content = (nbformat.writes(notebook) + "\n").encode()  # an older format, or a byte order mark in front
    return notebook, content


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused("is not readable text (broken UTF-16).") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"is not UTF-8 text (byte {error.start + 1}). Open it in JupyterLab, save it and hand it in again."
        ) from None


# --- putting it in place ------------------------------------------------------------------------


def _take(course: Course, module: str, sent: _Sent, due: datetime | None, dry_run: bool) -> Line:
    place = course.submitted(sent.student.id, module)
    notes = list(sent.notes)
    if due and sent.when > due:
        notes.append(f"late by {spoken(sent.when - due)}")
    before = place / f"{module}.ipynb"
    outcome = "collected"
    earlier = None
    if before.is_file():
        had = _timestamp(place / "timestamp.txt")
        if before.read_bytes() == sent.content:
            return Line(sent.source, sent.student.id, "unchanged", "the same as collected before")
        if had and sent.when < had:
            return Line(
                sent.source,
                sent.student.id,
                "older",
                f"the one collected before is newer ({had:%Y-%m-%d %H:%M} UTC) and stays",
            )
        outcome = "replaced"
        earlier = course.earlier(module) / sent.student.id / (had or _mtime(before)).strftime("%Y%m%d-%H%M%S")
        notes.append(f"the earlier one is kept in {earlier.relative_to(course.root).as_posix()}")
    if not dry_run:
        with files.scratch(course.cohort) as scratch:
            new = scratch / module
            new.mkdir()
            (new / f"{module}.ipynb").write_bytes(sent.content)
            (new / "timestamp.txt").write_text(sent.when.strftime(STAMP) + "\n", encoding="utf-8")
            files.put_folder(new, place, earlier)
    return Line(sent.source, sent.student.id, outcome, "; ".join(notes))


def spoken(span: timedelta) -> str:
    """A span as people say it: "2 days 3 h", "45 min"."""
    minutes = max(int(span.total_seconds() // 60), 1)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"{days} day{'s' if days > 1 else ''}" + (f" {hours} h" if hours else "")
    return " ".join(part for part in (f"{hours} h" * bool(hours), f"{minutes % 60} min" * bool(minutes % 60)) if part)


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


def _stem(path: Path) -> str:
    return path.name if path.is_dir() else path.stem


def _near(name: str, students: dict[str, Student]) -> str:
    import difflib

    near = difflib.get_close_matches(
        name.casefold().split("_")[0], [one.casefold() for one in students], n=1, cutoff=0.75
    )
    return f" Did they mean {near[0]}?" if near else ""


def _limited(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise Refused(f"has {path.stat().st_size // 1_000_000} MB; at most {LARGEST // 1_000_000} are taken.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"cannot be read ({os.strerror(error.errno)}).") from None


def _mtime(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)


def _timestamp(path: Path) -> datetime | None:
    try:
        return utils.parse_utc(path.read_text(encoding="utf-8-sig").strip())
    except (OSError, ValueError, OverflowError, UnicodeDecodeError):
        return None
