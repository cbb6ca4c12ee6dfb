"""A copy of the gradebook before each run."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from school.grading.course import Course, gradebook_problem

KEPT = 20


def make(course: Course) -> Path | None:
    """Copy the gradebook into `cohort/backups/`; the oldest beyond twenty go. None where there is nothing to copy.

    A copy of SQLite is made while others may write, and is whole. A PostgreSQL server's is made with
    `pg_dump` where that is installed; the school's own back-up of its server is the better place.
    """
    folder = course.cohort / "backups"
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    path = course.gradebook_file
    if path is None:
        made = _dump(course.config.CourseDirectory.db_url, folder / f"gradebook-{stamp}.sql")
    elif path.is_file():
        made = _copy(course, path, folder / f"gradebook-{stamp}.db")
    else:
        return None
    for old in sorted(folder.glob("gradebook-*"))[:-KEPT]:
        old.unlink()
    return made


def _copy(course: Course, path: Path, copy: Path) -> Path:
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_suffix(".part")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        part.replace(copy)
    except sqlite3.Error as error:
        raise gradebook_problem(course, error) from None
    finally:
        part.unlink(missing_ok=True)
    return copy


def _dump(url: str, copy: Path) -> Path | None:
    if not shutil.which("pg_dump"):
        return None
    copy.parent.mkdir(parents=True, exist_ok=True)
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    done = subprocess.run(["pg_dump", "--file", str(copy), plain], capture_output=True)
    if done.returncode:
        copy.unlink(missing_ok=True)
        return None
    return copy
