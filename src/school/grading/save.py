"""Enters evaluated notebooks into nbgrader's gradebook: one writer, one transaction for each submission.

nbgrader's own preprocessors do the entering, as `nbgrader autograde` calls them after the cells have
run. They open the gradebook anew and commit at every question, some twenty times a submission; here
they are given one that is already open and that commits once, so that a submission is entered
whole or not at all.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.exc import OperationalError
from traitlets.utils.importstring import import_item

from school.grading.apart.preprocessor import RAN
from school.grading.course import Course, gradebook_problem
from school.grading.files import put_folder, scratch

# Not done here: the cells have run, and the skeleton that the notebook stands on was checked when it was made.
DONE_BEFORE = ("school.grading.apart.preprocessor.RunApart", "nbgrader.preprocessors.CheckCellMetadata")


class Writer:
    """The gradebook while a task is graded. Use it as a context."""

    def __init__(self, course: Course, module: str) -> None:
        self.course, self.module = course, module
        self._directory = course.directory()
        self._tidy_then_enter = _preprocessors(course)

    def __enter__(self) -> Writer:
        self.course.needs_gradebook()
        about = self.course.config.CourseDirectory
        try:
            self.gradebook = Gradebook(about.db_url, about.course_id)
            self.gradebook.db().expire_on_commit = False  # the task's questions are the same for each submission
        except OperationalError as error:
            raise gradebook_problem(self.course, error.orig or error) from None
        return self

    def __exit__(self, *_error: object) -> None:
        self.gradebook.close()
        self.gradebook.engine.dispose()

    def know(self, student: str) -> None:
        """Enter the student alone: who handed in what cannot be graded stands in the tables, as not graded."""
        self.gradebook.update_or_create_student(student)

    def changes(self, student: str, notebook: NotebookNode, ran: frozenset[str]) -> dict[str, tuple[float, float]]:
        """The questions whose points by the checks would change: what stands there, and what would."""
        before = self._scores(student)
        after = {}
        for cell in self._tidied(student, notebook, ran).cells:
            if utils.is_grade(cell):
                name = cell.metadata.nbgrader.grade_id
                after[name] = utils.determine_grade(cell)[0] if not _waits(cell) else None
        return {
            name: (before[name], points)
            for name, points in after.items()
            if name in before and before[name] is not None and before[name] != points
        }

    def save(self, student: str, notebook: NotebookNode, ran: frozenset[str]) -> NotebookNode:
        """Enter the points and put the notebook where the formgrader finds it. Whole or not at all.

        Gives the notebook as it was entered.
        """
        place = self.course.autograded(student, self.module)
        submitted = self.course.submitted(student, self.module)
        try:
            with scratch(self.course.cohort) as folder, self._one_transaction():
                when = self._directory.get_existing_timestamp(str(submitted))
                self.gradebook.update_or_create_student(student)
                self.gradebook.db.flush()
                self._open = _Open(
                    self.gradebook,
                    self.gradebook.update_or_create_submission(
                        self.module, student, **({"timestamp": when} if when else {})
                    ),
                )
                done, resources = self._tidied(student, notebook, ran), self._resources(student, ran)
                for one in self._tidy_then_enter[1]:
                    done, resources = one(done, resources)
                    self._open.entered()
                fresh = folder / "graded"
                _lay_out(self.course, self.module, submitted, fresh)
                # not nbformat.write: the notebook is made of the skeleton and outputs of known form, and was checked
                # in one line: Python indents ten times slower than it writes
                text = json.dumps(done, ensure_ascii=False, sort_keys=True)
                (fresh / f"{self.module}.ipynb").write_text(text + "\n", encoding="utf-8", errors="replace")
                for path in fresh.rglob("*"):
                    if path.is_file():
                        path.chmod(0o444)  # as nbgrader leaves it: what was graded is not for changing
                put_folder(fresh, place)
        except OperationalError as error:
            raise gradebook_problem(self.course, error.orig or error) from None
        return done

    def _tidied(self, student: str, notebook: NotebookNode, ran: frozenset[str]) -> NotebookNode:
        done, resources = nbformat.from_dict(notebook), self._resources(student, ran)
        for one in self._tidy_then_enter[0]:
            done, resources = one(done, resources)
        return done

    def _resources(self, student: str, ran: frozenset[str]) -> dict:
        return {
            RAN: ran,
            "metadata": {},
            "nbgrader": {
                "student": student,
                "assignment": self.module,
                "notebook": self.module,
                "db_url": self.course.config.CourseDirectory.db_url,
            },
        }

    def _scores(self, student: str) -> dict[str, float | None]:
        """What the checks gave when this was graded before; nothing where it was not."""
        try:
            found = self.gradebook.find_submission(self.module, student)
        except MissingEntry:
            return {}
        grades = _Open(self.gradebook, found).grades(self.module, self.module, student)
        scores = {name: grade.auto_score for name, grade in grades.items()}
        self._let_go()
        return scores

    @contextmanager
    def _one_transaction(self) -> Iterator[None]:
        """nbgrader's many commits become one, and its preprocessors use this gradebook."""
        session, commit = self.gradebook.db, self.gradebook.db.commit
        modules = [sys.modules[type(one).__module__] for one in self._tidy_then_enter[1]]
        modules += [sys.modules[base.__module__] for one in self._tidy_then_enter[1] for base in type(one).__mro__]
        theirs = {module: module.Gradebook for module in modules if hasattr(module, "Gradebook")}
        session.commit = lambda: None
        for module in theirs:
            module.Gradebook = lambda *_url, **_more: self._open
        try:
            with session.no_autoflush:
                yield
            commit()
            self._let_go()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.commit
            for module, original in theirs.items():
                module.Gradebook = original

    def _let_go(self) -> None:
        """What was entered is read anew when it is asked for again, as a coach may have marked it; the task's cells stay."""
        for one in list(self.gradebook.db().identity_map.values()):
            if isinstance(one, (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)):
                self.gradebook.db.expunge(one)


class _Open:
    """The gradebook as nbgrader's preprocessors get it while one submission is entered.

    They do not close it, and have the submission with its grades and comments at hand, where nbgrader
    asks the database anew for each question.
    """

    def __init__(self, gradebook: Gradebook, submission: SubmittedAssignment) -> None:
        self._gradebook, self._submission = gradebook, submission
        self._of = submission.assignment.name, submission.student.id
        self._notebooks = {one.notebook.name: one for one in submission.notebooks}
        self._found: dict[tuple[str, str], dict] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._gradebook, name)

    def __enter__(self) -> _Open:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def close(self) -> None:
        pass

    def entered(self) -> None:
        """What was entered so far counts for what is looked up next, sums included."""
        self._gradebook.db.flush()
        for one in self._notebooks.values():
            self._gradebook.db.expire(one, ["score"])

    def find_submission(self, assignment: str, student: str) -> SubmittedAssignment:
        if (assignment, student) == self._of:
            return self._submission
        return self._gradebook.find_submission(assignment, student)

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> SubmittedNotebook:
        if (assignment, student) == self._of and notebook in self._notebooks:
            return self._notebooks[notebook]
        return self._gradebook.find_submission_notebook(notebook, assignment, student)

    def find_grade(self, cell: str, notebook: str, assignment: str, student: str) -> Grade:
        found = self.grades(notebook, assignment, student).get(cell)
        return found or self._gradebook.find_grade(cell, notebook, assignment, student)

    def find_comment(self, cell: str, notebook: str, assignment: str, student: str) -> Comment:
        found = self._by_cell("comments", notebook, assignment, student).get(cell)
        return found or self._gradebook.find_comment(cell, notebook, assignment, student)

    def grades(self, notebook: str, assignment: str, student: str) -> dict[str, Grade]:
        """A submitted notebook's grades by their cells' names."""
        return self._by_cell("grades", notebook, assignment, student)

    def _by_cell(self, kind: str, *place: str) -> dict:
        if (kind, *place) not in self._found:
            submitted = self.find_submission_notebook(*place)
            task = submitted.notebook
            names = {one.id: one.name for one in (*task.grade_cells, *task.solution_cells, *task.task_cells)}
            # not by their own `.cell`: that is not there before they are in the database
            self._found[kind, *place] = {names.get(one.cell_id): one for one in getattr(submitted, kind)}
        return self._found[kind, *place]


def _preprocessors(course: Course) -> tuple[list, list]:
    """nbgrader's list after the cells have run: what tidies the notebook, and from the first that enters on, the rest."""
    names = [str(one) for one in course.config.Autograde.autograde_preprocessors if str(one) not in DONE_BEFORE]
    made = []
    for name in names:
        importlib.import_module(name.rpartition(".")[0])
        made.append(import_item(name)(config=course.config))
    first = next(
        (at for at, one in enumerate(made) if any(base.__name__ == "SaveAutoGrades" for base in type(one).__mro__)),
        len(made),
    )
    return made[:first], made[first:]


def _waits(cell: NotebookNode) -> bool:
    from school.grading.save_grades import not_checked

    return not_checked(cell)


def _lay_out(course: Course, module: str, submitted: Path, fresh: Path) -> None:
    """The submission's other files and the task's own, as nbgrader lays them beside the graded notebook. No links."""
    fresh.mkdir(parents=True)
    ignored = course.ignored
    for folder in (submitted, course.solutions(module)):
        for path in sorted(folder.rglob("*")):
            inner = path.relative_to(folder)
            if any(part.match(pattern) for part in (inner, *inner.parents) for pattern in ignored if part.name):
                continue
            if path.suffix == ".ipynb" or not path.is_file() or _through_a_link(folder, inner):
                continue
            (fresh / inner).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, fresh / inner)
            shutil.copystat(path, fresh / inner)


def _through_a_link(folder: Path, inner: Path) -> bool:
    return any(os.path.islink(folder / part) for part in (inner, *inner.parents))
