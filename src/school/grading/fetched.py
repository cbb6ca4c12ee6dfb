"""The whole gradebook in a few queries.

nbgrader's objects ask the database for each submission, each grade and each cell one by one: for a
hundred students and sixteen tasks that is sixteen thousand queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def everything(book) -> Iterator[None]:
    """Within this, what `gradebook.rows` reads of the gradebook is there already."""
    from nbgrader import api
    from sqlalchemy.orm import selectinload, undefer

    kinds = (api.GradeCell, api.SolutionCell, api.TaskCell, api.Notebook, api.Student)
    grades = selectinload(api.SubmittedAssignment.notebooks).selectinload(api.SubmittedNotebook.grades)
    submissions = book.db.query(api.SubmittedAssignment).options(grades.options(undefer(api.Grade.max_score)))
    held = [*(book.db.query(kind).all() for kind in kinds), submissions.all()]  # the session keeps what somebody holds
    try:
        yield
    finally:
        held.clear()
