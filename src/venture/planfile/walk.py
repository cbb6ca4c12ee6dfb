"""Where the numbers of a plan are: every number that can be varied, by its path.

A path names blocks as people do: ``products/Places/price``, ``loans/Bank loan/rate``,
``products/Places/volume/last``, ``rhythm/collected/1``. A part of a list is called by its name, role or who; without
one, by its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from venture.plan import Plan, title
from venture.plan_fields import Spec, specs
from venture.planfile.values import NUMERIC

# The form's version and length are no assumptions; ranges, stories and what really happened vary nothing.
NOT_VARIED = {"plan", "months", "risks", "scenarios", "milestones", "actuals", "notes"}


def segment(item: Any, index: int) -> str:
    """What the item of a list is called in a path."""
    return title(item) or str(index + 1)


def numbers(block: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Spec, float]]:
    """Every number within a block: its path, what the field takes, and its value."""
    for name, spec, _must in specs(type(block)):
        if not path and name in NOT_VARIED:
            continue
        value, here = getattr(block, name), (*path, name)
        if spec.kind in NUMERIC and value is not None:
            yield here, spec, float(value)
        elif spec.kind in ("numbers", "volume") and isinstance(value, tuple):
            for index, one in enumerate(value):
                yield (*here, str(index + 1)), spec, float(one)
        elif spec.kind in ("part", "volume"):
            yield from numbers(value, here)
        elif spec.kind == "parts":
            for index, item in enumerate(value):
                yield from numbers(item, (*here, segment(item, index)))


def places(plan: Plan) -> dict[str, float]:
    """Every number of the plan that can be varied, by its path."""
    return {"/".join(path): value for path, _spec, value in numbers(plan)}
