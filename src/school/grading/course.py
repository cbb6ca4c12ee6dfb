"""The course as the grading commands see it: its folders, nbgrader's settings, the gradebook."""

from __future__ import annotations

import difflib
import functools
import logging
import os
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.warnings import DuplicateCellId, MissingIDFieldWarning
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.config import Config, PyFileConfigLoader

from school import house
from school.errors import Problem
from school.grading.clear_answers import ClearAnswers

# nbgrader 0.9.6 with SQLAlchemy 2.1 warns several times a submission; nothing is wrong and nobody can act on it.
warnings.filterwarnings("ignore", category=SAWarning)
# Students copy cells; `restore_cells` mends it and says so in its own words.
warnings.filterwarnings("ignore", category=DuplicateCellId)
warnings.filterwarnings("ignore", category=MissingIDFieldWarning)

PATIENCE = 5  # seconds to wait for a gradebook that another program is writing to, before saying so


@dataclass(frozen=True)
class Course:
    """One kit folder with its `nbgrader_config.py`."""

    root: Path
    config: Config

    @classmethod
    def here(cls, start: Path | None = None) -> Course:
        """The course at or above ``start``."""
        root = house.root(start)
        return cls(root, PyFileConfigLoader(house.MARK, path=str(root)).load_config())

    # --- folders ---

    @property
    def cohort(self) -> Path:
        return self.root / "cohort"

    def solutions(self, module: str = "") -> Path:
        return self.root / self.config.CourseDirectory.source_directory / module

    def assignments(self, module: str = "") -> Path:
        return self.root / self.config.CourseDirectory.release_directory / module

    def submitted(self, student: str = "", module: str = "") -> Path:
        return self.root / self.config.CourseDirectory.submitted_directory / student / module

    def autograded(self, student: str, module: str) -> Path:
        return self.root / self.config.CourseDirectory.autograded_directory / student / module

    def feedback(self, student: str, module: str) -> Path:
        return self.root / self.config.CourseDirectory.feedback_directory / student / module

    def earlier(self, module: str) -> Path:
        """Where replaced work is kept."""
        return self.cohort / "earlier" / module

    # --- modules ---

    def modules(self) -> list[str]:
        """The modules that have a task: folders of `solutions/` with a notebook of the same name."""
        folder = self.solutions()
        if not folder.is_dir():
            return []
        return sorted(one.name for one in folder.iterdir() if (one / f"{one.name}.ipynb").is_file())

    def module(self, name: str) -> str:
        """The module's full name; a clear beginning such as ``04`` is enough."""
        there = self.modules()
        if name in there:
            return name
        starts = [one for one in there if name and one.startswith(name)]
        if len(starts) == 1:
            return starts[0]
        near = difflib.get_close_matches(name, there, n=1)
        listed = ", ".join(there) or "none"
        raise Problem(
            f"solutions/ has no task “{name}”.", f"Did you mean {near[0]}?" if near else f"There is: {listed}."
        )

    def master(self, module: str) -> NotebookNode:
        """The task with solutions and hidden tests."""
        path = self.solutions(module) / f"{module}.ipynb"
        try:
            # not nbformat.read: it builds the schema's validator, and only logs what that says; release holds it to that
            found = nbformat.reader.reads(path.read_text(encoding="utf-8"))
            return nbformat.convert(found, nbformat.current_nbformat)
        except Exception as error:  # nbformat raises many kinds
            raise Problem(
                f"solutions/{module}/{module}.ipynb is no notebook: {_first_line(error)}.",
                "Mend it or take it back from git.",
            ) from None

    def skeleton(self, module: str) -> NotebookNode:
        """The task with blank answers, still with its hidden tests."""
        blank, _resources = ClearAnswers(config=self.config).preprocess(self.master(module), {})
        return blank

    # --- nbgrader ---

    def changed(self, settings: dict[str, dict]) -> Course:
        """The course with other nbgrader settings, for one step."""
        config = deepcopy(self.config)
        config.merge(Config(settings))
        return Course(self.root, config)

    @functools.cached_property
    def ignored(self) -> list[str]:
        """Patterns of the files that nbgrader leaves where they are."""
        return list(self.directory().ignore)

    def directory(self):
        from nbgrader.coursedir import CourseDirectory

        return CourseDirectory(config=self.config)

    def api(self):
        """nbgrader's own API. Its log says little to a person; what matters of it is in the results."""
        from nbgrader.apps.api import NbGraderAPI

        logging.getLogger("traitlets").setLevel(logging.CRITICAL)
        api = NbGraderAPI(coursedir=self.directory(), config=self.config)
        api.log.setLevel(logging.INFO)
        return api

    @property
    def gradebook_file(self) -> Path | None:
        """The gradebook's file, or None where it is a database server."""
        url = self.config.CourseDirectory.db_url
        return Path(url.removeprefix("sqlite:///").split("?")[0]) if url.startswith("sqlite:///") else None

    def needs_gradebook(self) -> None:
        """Say at once, in one line, when the gradebook cannot be written."""
        path = self.gradebook_file
        if path is None or not path.exists():
            return
        try:
            with sqlite3.connect(path, timeout=PATIENCE) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.rollback()
        except sqlite3.Error as error:
            raise gradebook_problem(self, error) from None

    @contextmanager
    def gradebook(self) -> Iterator:
        """nbgrader's gradebook; a lock that lasts is a `Problem`."""
        from nbgrader.api import Gradebook

        self.needs_gradebook()
        try:
            with Gradebook(self.config.CourseDirectory.db_url, self.config.CourseDirectory.course_id) as gradebook:
                try:
                    yield gradebook
                finally:
                    gradebook.engine.dispose()
        except OperationalError as error:
            raise gradebook_problem(self, error.orig or error) from None


def gradebook_problem(course: Course, error: BaseException) -> Problem:
    """What a person needs to know when the database says no."""
    path = course.gradebook_file
    name = os.path.relpath(path, course.root) if path else "The gradebook"
    if "locked" in str(error):
        return Problem(
            f"{name} is locked: another program is writing to it.",
            "Wait until it is done, or close the formgrader or the other grading run, and try again.",
        )
    return Problem(
        f"{name} cannot be used: {_first_line(error)}.", "Put back a copy of it, or move it away to start a new one."
    )


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")[:200]
