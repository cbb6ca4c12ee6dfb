"""Where the rooms of the house are. The root is the folder with `nbgrader_config.py`."""

from __future__ import annotations

from pathlib import Path

from school.errors import Problem

MARK = "nbgrader_config.py"


def root(start: Path | None = None) -> Path:
    """The kit's folder: the nearest one at or above ``start`` (default: here) that holds the mark."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / MARK).is_file():
            return folder
    raise Problem(f"{here} is not inside the kit (no {MARK} here or above).", "Go to the kit's folder and try again.")
