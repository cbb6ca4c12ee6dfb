"""What the plan was on a day: copies beside it, never overwritten."""

from __future__ import annotations

import datetime
import itertools
import re
from pathlib import Path

from venture.files import write_atomic
from venture.planfile import read

FOLDER = "snapshots"


def freeze(path: Path | str, called: str, date: datetime.date | None = None) -> Path:
    """Keep the plan as it is now, as ``snapshots/2026-11-21-coaching-2.yaml`` beside it.

    Raises:
        BadPlan: when the file holds no plan: what cannot be read could not be compared.
    """
    path = Path(path)
    read.load(path)
    return keep(path, read.content(path), called, date)


def keep(path: Path, raw: bytes, called: str, date: datetime.date | None = None) -> Path:
    """Write a snapshot under a name that is free."""
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    slug = re.sub(r"[\W_]+", "-", called.casefold()).strip("-")[:60] or "plan"
    stem = f"{date or datetime.date.today()}-{slug}"
    for number in itertools.count(1):
        target = folder / (f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
        try:
            target.touch(exist_ok=False)  # takes the name, also from another program at the same moment
        except FileExistsError:
            continue
        try:
            write_atomic(target, raw)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target


def snapshots(path: Path | str) -> tuple[Path, ...]:
    """The plan's snapshots, oldest first. An empty file is one whose writing was broken off."""
    found = (Path(path).parent / FOLDER).glob("????-??-??-*.yaml")
    return tuple(sorted(one for one in found if one.stat().st_size))
