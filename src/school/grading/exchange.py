"""Collecting from nbgrader's own exchange folder, where a school has set one up.

What lies there is looked at as everything else is: only the notebook is taken, links are not
followed, and the list of students decides whose it is. nbgrader itself copies what links lead to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from school.errors import Problem
from school.grading import collect
from school.grading.collect import Line
from school.grading.course import Course
from school.grading.roster import Student
from school.grading.sources import Refused, Thing


def folder(course: Course) -> Path:
    """The exchange's folder with what students of this course have submitted."""
    api = course.api()
    if api.exchange_missing:
        where = (
            f"nbgrader's exchange folder {api.exchange_root} is not there"
            if api.exchange_root
            else "There is no nbgrader exchange here"
        )
        raise Problem(f"{where}.", "Name the folder that holds what students sent: school collect MODULE --from FOLDER")
    place = Path(api.exchange_root, course.config.CourseDirectory.course_id, "inbound")
    if not place.is_dir() or not os.access(place, os.R_OK | os.X_OK):
        what = "cannot be read" if place.is_dir() else "is not there"
        raise Problem(
            f"nbgrader's exchange has nothing of this course: {place} {what}.",
            "Release the task there first, or use --from FOLDER.",
        )
    return place


def from_exchange(
    course: Course,
    module: str,
    due: datetime | None = None,
    dry_run: bool = False,
    each: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Line]:
    """Collect what students have submitted through the exchange, one line for each hand-in."""
    vouched = _owned if course.config.ExchangeCollect.get("check_owner", True) is not False else _anyone
    return collect.from_folder(course, module, folder(course), due, dry_run, each, vouched)


def _owned(thing: Thing, student: Student) -> None:
    """Everybody can write into the exchange: the folder's owner, not its name, says who handed it in."""
    try:
        import pwd

        owner = pwd.getpwuid(thing.place.lstat().st_uid).pw_name
    except ImportError:  # Windows has no such owners
        return
    except KeyError:
        owner = "a user that is gone"
    if owner != student.id:
        raise Refused(
            f"is named for {student.id} but belongs to {owner}. Where ids are not the machine's user names, "
            "set c.ExchangeCollect.check_owner = False in nbgrader_config.py."
        )


def _anyone(thing: Thing, student: Student) -> None:
    return None
