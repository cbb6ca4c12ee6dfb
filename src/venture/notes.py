"""The student's own folder: predictions and numbers of their venture, as small JSON files they can read.

The folder is ``my-work`` beside the lessons (``VENTURE_WORK`` names another). It belongs to the
student: git ignores it and nothing sends it anywhere.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from venture.files import write_atomic
from venture.words import _


class Broken(ValueError):
    """A file of the student's cannot be read. The message names it and says what to do."""


def folder() -> Path:
    return Path(os.environ.get("VENTURE_WORK") or Path.cwd() / "my-work")


def load(name: str) -> dict:
    """What is kept under ``name``; empty where nothing is kept yet.

    Raises:
        Broken: the file is there but is no JSON table. It is left as it is.
    """
    path = folder() / f"{name}.json"
    if not path.exists():
        return {}
    try:
        kept = json.loads(path.read_text("utf-8"))
        if not isinstance(kept, dict):
            raise ValueError("no table of names and values")
    except (ValueError, OSError) as error:
        raise Broken(
            _(
                "{file} cannot be read ({error}). Rename it and run the cell again: a fresh one is begun, and "
                "nothing in the old one is lost."
            ).format(file=f"{folder().name}/{path.name}", error=error)
        ) from None
    return kept


def keep(name: str, **values: object) -> dict:
    """Add ``values`` to what is kept under ``name`` and return it all."""
    kept = {**load(name), **values}
    write_atomic(folder() / f"{name}.json", json.dumps(kept, ensure_ascii=False, indent=2) + "\n")
    return kept
