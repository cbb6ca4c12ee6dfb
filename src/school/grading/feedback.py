"""The page that a student gets back: points, what the checks said, the coach's comments. No hidden tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from school.errors import Problem
from school.grading import roster, sources
from school.grading.course import Course
from school.grading.grade import handed_in
from school.grading.release import reason
from venture.files import write_atomic


@dataclass(frozen=True)
class Written:
    """One student's page, or why there is none."""

    student: str
    page: Path | None
    problem: str = ""


def graded(course: Course, module: str) -> list[str]:
    """Whose submissions have been graded."""
    found = [one for one in handed_in(course, module) if (course.autograded(one, module) / f"{module}.ipynb").is_file()]
    if not found:
        raise Problem(f"No submission of {module} has been graded.", f"Grade first: school grade {module}")
    return found


def write(
    course: Course, module: str, students: list[str], each: Callable[[str], None] = lambda student: None
) -> Iterator[Written]:
    """Write these students' pages."""
    api = course.api()
    for student in students:
        each(student)
        told = api.generate_feedback(module, student, force=True)
        if "KeyboardInterrupt" in (told.get("error") or ""):
            raise KeyboardInterrupt  # nbgrader's API swallows it
        page = course.feedback(student, module) / f"{module}.html"
        if told["success"] and page.is_file():
            yield Written(student, page)
        else:
            yield Written(student, None, reason(told))


# --- to hand it back ----------------------------------------------------------------------------


def zip_folder(course: Course, module: str) -> Path:
    """Where the zips of a module lie."""
    return course.cohort / "feedback-zips" / module


def write_zip(course: Course, module: str, student: str) -> Path:
    """One student's feedback as a zip to send: the page, and whatever lies beside it."""
    place = zip_folder(course, module) / f"{student}.zip"
    write_atomic(place, _zipped({f"{student}/{name}": content for name, content in _pages(course, module, student)}))
    return place


@dataclass(frozen=True)
class Bundle:
    """All feedback in one zip for Moodle: whose is in it, and who is missing in what Moodle gave."""

    place: Path
    students: tuple[str, ...]
    absent: tuple[str, ...]


def write_moodle(course: Course, module: str, students: list[str], download: Path) -> Bundle:
    """One zip for Moodle's *Upload multiple feedback files in a zip*.

    Moodle finds the student by the name of the folder in its own download of all submissions
    (``Name_12345_assignsubmission_file_``), so that download, or its folder, is needed again.
    """
    listed = roster.read(course.cohort / "students.csv")
    folders: dict[str, str] = {}
    with ExitStack() as stack:
        for thing in sources.things(download, lambda label: label.form == "moodle", stack):
            if thing.label.form != "moodle":
                continue
            found = roster.find(thing.label.name, listed, number=thing.label.number, whole=True)
            number = thing.label.number.removeprefix("moodle:")
            if found.student:
                folders.setdefault(found.student.id, f"{thing.label.name}_{number}_assignsubmission_file_")
    if not folders:
        raise Problem(
            f"{download} holds no folder as Moodle names them (Name_12345_assignsubmission_file_).",
            "Give the zip that Moodle's “Download all submissions” made.",
        )
    there = [one for one in students if one in folders]
    members = {f"{folders[one]}/{name}": content for one in there for name, content in _pages(course, module, one)}
    place = zip_folder(course, module).with_name(f"{module}-moodle.zip")
    write_atomic(place, _zipped(members))
    return Bundle(place, tuple(there), tuple(one for one in students if one not in folders))


def _pages(course: Course, module: str, student: str) -> Iterator[tuple[str, bytes]]:
    folder = course.feedback(student, module)
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in inner.parts):
            continue
        if path.name == "timestamp.txt":  # nbgrader's own note
            continue
        yield inner.as_posix(), path.read_bytes()


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
