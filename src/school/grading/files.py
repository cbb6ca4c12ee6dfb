"""Folders appear whole or not at all; for single files see `venture.files.write_atomic`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def put_folder(new: Path, place: Path, keep_old_as: Path | None = None) -> Path | None:
    """Move the folder ``new`` to ``place``. What stood there goes to ``keep_old_as``, or away.

    Returns where it went; None where nothing was kept.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        os.rename(new, place)
        return None
    if keep_old_as is None:
        aside = place.with_name(f".{place.name}.old")
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside = _free(keep_old_as)
        aside.parent.mkdir(parents=True, exist_ok=True)
    os.rename(place, aside)
    try:
        os.rename(new, place)
    except BaseException:
        os.rename(aside, place)
        raise
    if keep_old_as is None:
        shutil.rmtree(aside)
        return None
    return aside


def _free(path: Path) -> Path:
    """The path, or the path with a number where it is taken."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_name(f"{path.name}-{number}"), number + 1
    return free


@contextmanager
def scratch(inside: Path) -> Iterator[Path]:
    """A folder that is gone afterwards, on the same disk as ``inside`` so that its content can be moved there."""
    inside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=inside, prefix=".scratch-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
