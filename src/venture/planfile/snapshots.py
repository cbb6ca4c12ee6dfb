"""What the plan was on a day: copies in a folder of its own beside it, never overwritten."""

from __future__ import annotations

import datetime
import itertools
import re
from pathlib import Path

from venture.files import write_atomic
from venture.planfile import read

FOLDER = "snapshots"
NAME = re.compile(r"(?P<time>\d{4}-\d\d-\d\d-\d{4})-(?P<slug>.+?)(?:_(?P<number>\d+))?")  # a slug has no underscore


def freeze(path: Path | str, called: str, time: datetime.datetime | None = None) -> Path:
    """Keep the plan as it is now, as ``snapshots/plan/2026-11-21-1405-coaching-2.yaml`` beside it.

    Raises:
        BadPlan: when the file holds no plan: what cannot be read could not be compared.
    """
    path = Path(path)
    read.load(path)
    return keep(path, read.content(path), called, time)


def keep(path: Path, raw: bytes, called: str, time: datetime.datetime | None = None) -> Path:
    """Write a snapshot under a name that is free."""
    folder = _folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{time or datetime.datetime.now():%Y-%m-%d-%H%M}-{_slug(called) or 'plan'}"
    for number in itertools.count(1):
        target = folder / (f"{stem}.yaml" if number == 1 else f"{stem}_{number}.yaml")
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
    found = (one for one in _folder(Path(path)).glob("*.yaml") if NAME.fullmatch(one.stem) and one.stat().st_size)
    return tuple(sorted(found, key=_age))


def named(path: Path | str, called: str) -> Path | None:
    """The newest snapshot that was kept under this name; the name of its file will do too."""
    wanted = Path(called).name.removesuffix(".yaml")
    kept = [one for one in snapshots(path) if one.stem == wanted or NAME.fullmatch(one.stem)["slug"] == _slug(called)]
    return kept[-1] if kept else None


def _folder(path: Path) -> Path:
    return path.parent / FOLDER / path.stem


def _slug(called: str) -> str:
    return re.sub(r"[\W_]+", "-", called.casefold()).strip("-")[:60].strip("-")


def _age(path: Path) -> tuple:
    """By the time in the name; within one minute, by when the file was written."""
    parts = NAME.fullmatch(path.stem)
    return parts["time"], path.stat().st_mtime_ns, parts["slug"], int(parts["number"] or 1)
