"""The market from the bottom up: how many would come, and how well a survey can know it.

Shares are fractions (0.22, not 22). People are counted, not rounded: round at the end, once.
"""

from __future__ import annotations

import math
from typing import Final

from venture.costs import steps_at

Z95: Final = 1.96  # a survey's range holds the true share in 95 of 100 surveys
EVEN: Final = 0.5  # the share at which a survey errs most; who plans one does not know the share yet


def demand(people: float, share: float, reach: float, interest: float, conversion: float) -> float:
    """People who would come: people × target group × within reach × interested × coming.

    Each share is a share of the group before it: 22 % interest means of those within reach.
    """
    return people * share * reach * interest * conversion


def sample_size(error: float, population: float = math.inf, share: float = EVEN, z: float = Z95) -> int:
    """How many must answer so that the share is known to within ``error`` (0.05 is five points), rounded up.

    Cochran's n₀ = z² p (1 − p) / e², then n = n₀ / (1 + (n₀ − 1) / N) for a group of ``population`` people.

    Raises:
        ValueError: an error outside 0 to 1, a share outside 0 to 1, or nobody to ask.
    """
    if not (0 < error < 1 and 0 <= share <= 1 and population >= 1):
        raise ValueError("error between 0 and 1, share from 0 to 1, population of at least 1")
    many = z**2 * share * (1 - share) / error**2
    few = many / (1 + (many - 1) / population)
    return max(1, steps_at(few, 1))


def sampling_error(asked: float, population: float = math.inf, share: float = EVEN, z: float = Z95) -> float:
    """How far the share in a survey of ``asked`` people, drawn by lot, may lie from the truth, as a fraction.

    e = z √(p (1 − p) / n) · √((N − n) / (N − 1)); 0 where everyone was asked. It knows nothing of those who would not
    answer, of friends who were asked first, or of what people say and do not do.

    Raises:
        ValueError: nobody asked, or a share outside 0 to 1.
    """
    if not (asked > 0 and 0 <= share <= 1 and population >= 1):
        raise ValueError("at least one asked of at least one, share from 0 to 1")
    if asked >= population:
        return 0.0
    rest = 1.0 if math.isinf(population) else (population - asked) / (population - 1)
    return z * math.sqrt(share * (1 - share) / asked) * math.sqrt(rest)


def sold(demand: float, capacity: float) -> float:
    """What a plan may count on: the smaller of demand and capacity."""
    return min(demand, capacity)
