"""Six complete plans, one for each project area, and a short one to begin with. All ventures are invented.

>>> load("children").name
'Kvartal'
"""

from __future__ import annotations

import difflib
import functools
from pathlib import Path

from venture import plan as plans
from venture.words import _

HERE = Path(__file__).parent
CASES = ("children", "tourism", "media", "heritage", "energy", "clothing")  # A to F of the course
BLANK = "blank"


def names() -> tuple[str, ...]:
    """The six cases in the order of the course, A to F, then the blank plan."""
    return (*CASES, BLANK)


def path(name: str) -> Path:
    """The file of a case.

    Raises:
        ValueError: there is no such case; the message names the nearest.
    """
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=1)
        hint = _(" Did you mean “{near}”?").format(near=near[0]) if near else ""
        text = _("There is no case “{found}”. There are: {names}.").format(found=name, names=", ".join(names()))
        raise ValueError(text + hint)
    return HERE / f"{name}.yaml"


@functools.cache  # a plan is frozen, and a case does not change
def load(name: str) -> plans.Plan:
    """A case as a plan. Raises as `path`."""
    return plans.load(path(name))
