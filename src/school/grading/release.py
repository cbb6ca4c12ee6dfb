"""From `solutions/` to `assignments/`: nbgrader makes the student's copy, and it is checked before anyone gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from school.errors import Problem
from school.grading import leaks, rehearsal
from school.grading.course import Course
from school.grading.files import put_folder
from school.grading.gradebook import set_due_date
from school.grading.restore_cells import key_of


@dataclass(frozen=True)
class Prepared:
    """A module's fresh copy in a scratch folder, and what was found out about it."""

    module: str
    fresh: Path
    points: dict[str, rehearsal.Rehearsed]
    faults: tuple[str, ...]
    """Why it may not go to students. Empty is good."""
    differences: tuple[str, ...]
    """How the copy in `assignments/` differs from it."""
    work: tuple[str, ...]
    """What of someone's work in `assignments/` it would replace."""

    @property
    def about(self) -> str:
        auto = sum(one.most for one in self.points.values() if one.solution is not None)
        coach = sum(one.most for one in self.points.values() if one.solution is None)
        return f"{auto:g} points by the checks, {coach:g} by the coach"


def prepare(course: Course, module: str, folder: Path) -> Prepared:
    """Make the students' copy in ``folder``, try it out, and look for what it would give away. Changes nothing else."""
    fresh = generate(course, module, folder / "fresh")
    points = rehearsal.rehearse(course, module)
    found = tuple(faults(course, module, fresh, points))
    place = course.assignments(module)
    differs = tuple(differences(fresh, place))
    work = tuple(student_work(fresh, place)) if differs else ()
    return Prepared(module, fresh, points, found, differs, work)


def hand_out(course: Course, prepared: Prepared, due: datetime | None = None) -> Path | None:
    """Enter the task in the gradebook and put its copy into `assignments/`, whole.

    What it replaces is kept, even where nobody seems to have worked in it; the folder is returned.
    """
    course.needs_gradebook()
    generate(course, prepared.module, prepared.fresh.parent / "entered", enter=True)
    if due:
        set_due_date(course, prepared.module, due)
    if not prepared.differences:
        return None
    place = course.assignments(prepared.module)
    kept = course.earlier(prepared.module) / datetime.now().strftime("assignments-%Y%m%d-%H%M%S")
    return put_folder(prepared.fresh, place, kept)


def generate(course: Course, module: str, into: Path, enter: bool = False) -> Path:
    """Let nbgrader make the student's copy in the folder ``into``; ``enter`` puts the task into the gradebook too."""
    course.master(module)
    changed = course.changed(
        {
            "CourseDirectory": {"release_directory": str(into)},
            "SaveCells": {"enabled": enter},
            "GenerateAssignment": {"no_database": not enter},
        }
    )
    made = changed.api().generate_assignment(module, force=True)
    if "KeyboardInterrupt" in (made.get("error") or ""):
        raise KeyboardInterrupt  # nbgrader's API swallows it
    if not made["success"]:
        raise Problem(
            f"solutions/{module}: nbgrader could not make the student's copy: {reason(made)}.", "Mend the task first."
        )
    return into / module


def faults(course: Course, module: str, fresh: Path, points: dict[str, rehearsal.Rehearsed]) -> list[str]:
    """Why a freshly generated copy may not go to students. Empty is good."""
    master = course.master(module)
    notebook = f"{module}.ipynb"
    released = nbformat.read(fresh / notebook, as_version=nbformat.current_nbformat)
    found = leaks.in_notebook(master, released)
    for name, path in sorted(_files(fresh).items()):
        if name != notebook:
            found += leaks.in_file(master, name, path.read_bytes())
    return found + rehearsal.faults(points)


def differences(fresh: Path, existing: Path) -> list[str]:
    """In words, how the copy in `assignments/` differs from the fresh one."""
    if not existing.is_dir():
        return ["it is missing"]
    ours, theirs = _files(fresh), _files(existing)
    found = [f"{name} is missing" for name in sorted(ours.keys() - theirs.keys())]
    found += [f"{name} should not be there" for name in sorted(theirs.keys() - ours.keys())]
    found += [
        f"{name} differs"
        for name in sorted(ours.keys() & theirs.keys())
        if ours[name].read_bytes() != theirs[name].read_bytes()
    ]
    return found


def student_work(fresh: Path, existing: Path) -> list[str]:
    """Cells and files in an assignments folder that someone changed, by nbgrader's own checksums, or added."""
    found = []
    known = _keys(fresh)
    for name, path in sorted(_files(existing).items()) if existing.is_dir() else []:
        if not name.endswith(".ipynb"):
            if not (fresh / name).is_file():
                found.append(f"file {name}")
            continue
        try:
            notebook = nbformat.read(path, as_version=nbformat.current_nbformat)
        except Exception:  # whatever it is, it is not ours to throw away
            found.append(f"file {name}")
            continue
        found += [f"cell “{cell.metadata.nbgrader.grade_id}”" for cell in notebook.cells if _edited(cell)]
        if any(cell.source.strip() and key_of(cell) not in known for cell in notebook.cells):
            found.append("cells that the task does not have")
    return found


def reason(result: dict) -> str:
    """The line of an nbgrader result that says what was wrong."""
    logged = [line for line in re.findall(r"\[ERROR\] (.+)", result.get("log") or "") if "error processing" not in line]
    told = "\n".join([result.get("log") or "", result.get("error") or ""])
    raised = re.findall(r"(?m)^\s*([\w.]*(?:Error|Exception)\b.*)", told)
    text = (raised or logged or ["unknown"])[0]
    return text.strip().rstrip(".")[:200]


def _files(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts and path.name != ".DS_Store"
    }


def _keys(folder: Path) -> set[str]:
    notebooks = (
        nbformat.read(path, as_version=nbformat.current_nbformat)
        for name, path in _files(folder).items()
        if name.endswith(".ipynb")
    )
    return {key_of(cell) for notebook in notebooks for cell in notebook.cells}


def _edited(cell: NotebookNode) -> bool:
    about = cell.metadata.get("nbgrader")
    return (
        isinstance(about, dict)
        and "checksum" in about
        and "grade_id" in about
        and utils.compute_checksum(cell) != about["checksum"]
    )
