"""Puts a submission back on the task's own skeleton before nbgrader grades it.

Students delete, copy, move and re-type cells without knowing. nbgrader then gives no grade at
all, or gives points for an earlier hand-in. Here the task's cells come back in the task's order
and only the answers are taken from the submission, by cell; cells that the student added stay
where they were. So a deleted cell costs only its own question.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from school.grading.clear_answers import ClearAnswers


@dataclass(frozen=True)
class Restored:
    """The notebook to grade, and in words what had to be repaired."""

    notebook: NotebookNode
    notes: tuple[str, ...]


def restore(submitted: NotebookNode, skeleton: NotebookNode) -> Restored:
    """The submission on the skeleton. ``skeleton`` is the student's version, as released."""
    known = [key_of(cell) for cell in skeleton.cells]
    given, added, notes = _sort(submitted, dict(zip(known, skeleton.cells, strict=True)))
    cells = list(added.pop(None, []))
    for blank, key in zip(skeleton.cells, known, strict=True):
        cell = nbformat.from_dict(blank)
        answer = given.get(key)
        if utils.is_solution(cell):
            if answer is None:
                notes.append(f"the answer cell “{key}” was missing")
            else:
                cell.source = answer.source
                if cell.cell_type == "markdown" and "attachments" in answer:
                    cell["attachments"] = answer.attachments  # pictures pasted into a written answer
        elif answer is None and utils.is_grade(cell):
            notes.append(f"the check cell “{key}” was missing and was put back")
        cells.append(cell)
        cells += added.pop(key, [])
    restored = nbformat.from_dict({name: part for name, part in skeleton.items() if name != "cells"})
    restored.cells = _unique_ids(cells)  # they are copies already
    return Restored(restored, tuple(notes))


def key_of(cell: NotebookNode) -> str:
    """What a cell goes by: its nbgrader name, else its id (editors that drop metadata keep ids)."""
    about = cell.metadata.get("nbgrader")
    name = about.get("grade_id") if isinstance(about, dict) else None
    return name if isinstance(name, str) and name else cell.get("id", "")


def _sort(submitted: NotebookNode, known: dict[str, NotebookNode]):
    """The task's cells by key, the student's own by the key that they follow, and notes."""
    given: dict[str, NotebookNode] = {}
    added: dict[str | None, list[NotebookNode]] = {}
    notes: list[str] = []
    last = None
    for cell in submitted.cells:
        key = key_of(cell)
        if not isinstance(cell.metadata.get("nbgrader", {}), dict):
            del cell.metadata["nbgrader"]  # nbgrader's own functions stop at it
        if key in known and key not in given:
            given[key] = cell
            last = key
        elif key in known:
            first = given[key]
            if cell.source != known[key].source:  # of two copies the last that is not blank
                given[key], first = cell, first
            notes.append(f"the cell “{key}” was there twice")
            if utils.is_solution(known[key]) and first.source not in (given[key].source, known[key].source):
                notes.append(f"the two answers in “{key}” differ; the last one that is not blank counts")
        elif cell.source.strip():
            own = nbformat.from_dict(cell)
            own.metadata = nbformat.from_dict({})
            added.setdefault(last, []).append(own)
    return given, added, notes


def _unique_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    seen: set[str] = set()
    for cell in cells:
        if cell.get("id", "") in seen or not cell.get("id"):
            cell["id"] = nbformat.v4.new_code_cell()["id"]
        seen.add(cell["id"])
    return cells


class RestoreCells(NbGraderPreprocessor):
    """The first of the sanitising preprocessors of `nbgrader autograde`."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        course = self.parent.parent.coursedir  # exporter -> converter
        about = resources["nbgrader"]
        handed_in = Path(course.format_path(course.submitted_directory, about["student"], about["assignment"]))
        if link := next((path for path in sorted(handed_in.rglob("*")) if path.is_symlink()), None):
            # nbgrader has copied what it points to; raising makes it take the copy away again
            raise ValueError(f"{link.name} is a link to another place on this machine, and no file")
        folder = course.format_path(course.source_directory, ".", about["assignment"])
        master = Path(folder) / f"{about['notebook']}.ipynb"
        skeleton = nbformat.read(master, as_version=nbformat.current_nbformat)
        skeleton, _resources = ClearAnswers(parent=self).preprocess(skeleton, {})
        restored = restore(nb, skeleton)
        for note in restored.notes:
            self.log.warning("%s: %s", about["student"], note)
        return restored.notebook, resources
