"""What every room of the kit does with a number: check it, and look for the place where a function is zero."""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Real
from typing import Any

from venture.words import _

NEAR = 1e-12  # what is found by halving is within this


def checked(
    name: str,
    value: Any,
    low: float | None = None,
    high: float | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
) -> Any:
    """The value, where it is a finite number from ``low`` to ``high`` and strictly ``above`` and ``below``.

    An array goes through as it is: checking it is its maker's business.

    Raises:
        ValueError: it says what was found and what is allowed.
    """
    if getattr(value, "ndim", 0):
        return value
    number = value if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    if (
        math.isfinite(number)
        and (low is None or number >= low)
        and (high is None or number <= high)
        and (above is None or number > above)
        and (below is None or number < below)
    ):
        return value
    bounds = (
        (low, _("{bound:g} or more")),
        (above, _("above {bound:g}")),
        (high, _("{bound:g} or less")),
        (below, _("below {bound:g}")),
    )
    allowed = [text.format(bound=bound) for bound, text in bounds if bound is not None] or [_("a finite number")]
    raise ValueError(_("{name} is {found!r}; it must be {allowed}.").format(name=name, found=value, allowed=_(" and ").join(allowed)))  # fmt: skip


def root_between(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function is 0, found by halving, between two places at which it has different signs."""
    falling = function(low) > 0
    while high - low > NEAR:
        middle = (low + high) / 2
        if (function(middle) > 0) == falling:
            low = middle
        else:
            high = middle
    return (low + high) / 2
