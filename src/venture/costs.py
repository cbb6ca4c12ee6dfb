"""Costs, contribution and break-even: the formulas, without a view.

Definitions follow OpenStax, Principles of Accounting 2: Managerial Accounting, chapters 2 and 3;
the set form of break-even with step costs is derived in `break_even_volumes`. Money is in one
unit throughout (the model uses thousand roubles), volumes are whole units per period, rates are
shares (0.06 for 6 %). Costs are positive numbers.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

ALMOST = 1e-9  # a volume this close to a whole number is that number: 420 / 6 must not need a 71st unit


@dataclass(frozen=True)
class Product:
    """One product in a fixed mix: ``pieces`` of it are sold in every bundle."""

    price: float
    variable: float
    pieces: float = 1


@dataclass(frozen=True)
class Stretch:
    """Whole volumes from ``start`` to ``end``, both included."""

    start: int
    end: int

    def __contains__(self, volume: float) -> bool:
        return self.start <= volume <= self.end


def revenue(products: Sequence[Product]) -> float:
    """Revenue of one bundle, before any levy."""
    return sum(p.price * p.pieces for p in products)


def contribution(products: Sequence[Product], levy: float = 0.0) -> float:
    """Contribution margin of one bundle: price less variable cost, less a levy on revenue.

    A levy on revenue (a share of the price) lowers the margin; a tax on profit does not.
    """
    return sum((p.price * (1 - levy) - p.variable) * p.pieces for p in products)


def steps_at(volume: float, step_size: int) -> int:
    """How many steps (groups, shifts, vans) a volume needs: volume / step size, rounded up."""
    return math.ceil(volume / step_size - ALMOST)


def profit(volume: float, margin: float, fixed: float, step_cost: float = 0.0, step_size: int = 1) -> float:
    """Contribution of ``volume`` units less fixed costs less the steps it needs.

    A result that is zero but for the rounding of floats is zero, so that it agrees with `break_even_volumes`.
    """
    earned = margin * volume
    cost = fixed + (step_cost * steps_at(volume, step_size) if step_cost else 0.0)
    left = earned - cost
    return 0.0 if abs(left) <= ALMOST * max(1.0, abs(earned), abs(cost)) else left


def break_even_volumes(
    margin: float, fixed: float, capacity: int, step_cost: float = 0.0, step_size: int = 1
) -> tuple[Stretch, ...]:
    """Every whole volume from 0 to ``capacity`` at which nothing is lost, as stretches.

    {q : margin·q ≥ fixed + step_cost·⌈q / step_size⌉}. On the plateau with j steps, q runs from
    (j−1)·step_size + 1 to j·step_size and the condition is linear in q, so each plateau gives at
    most one stretch; neighbours are joined. The set may be empty or have holes.

    Args:
        margin: contribution margin per unit, of any sign.
        fixed: fixed costs of the period; may be negative where income not tied to volume exceeds them.
        capacity: the largest volume there is room for.
    """
    found: list[Stretch] = []

    def add(stretch: Stretch | None) -> None:
        if stretch and found and found[-1].end + 1 == stretch.start:
            found[-1] = Stretch(found[-1].start, stretch.end)
        elif stretch:
            found.append(stretch)

    def whole(steps: int) -> Stretch:
        return Stretch((steps - 1) * step_size + 1, steps * step_size) if steps else Stretch(0, 0)

    def held(steps: int) -> Stretch | None:
        plateau = whole(steps)
        return _on_plateau(margin, fixed + step_cost * steps, plateau.start, min(plateau.end, capacity))

    add(held(0))
    if not step_cost:
        add(_on_plateau(margin, fixed, 1, capacity))
        return tuple(found)
    last = steps_at(capacity, step_size)
    inner = range(1, last)  # plateaus that capacity does not cut
    # From plateau to plateau it only grows better, or only worse. So all that are empty lie at one side and all that
    # are full at the other: both ends are found by halving, and only what lies between them is looked at one by one.
    if margin * step_size > step_cost:
        first = bisect_left(inner, True, key=lambda steps: held(steps) is not None)
        full = bisect_left(inner, True, key=lambda steps: held(steps) == whole(steps))
        between, before, after = inner[first:full], inner[:0], inner[full:]
    else:
        full = bisect_left(inner, True, key=lambda steps: held(steps) != whole(steps))
        empty = bisect_left(inner, True, key=lambda steps: held(steps) is None)
        between, before, after = inner[full:empty], inner[:full], inner[:0]
    if before:
        add(Stretch(whole(before[0]).start, whole(before[-1]).end))
    for steps in between:
        add(held(steps))
    if after:
        add(Stretch(whole(after[0]).start, whole(after[-1]).end))
    if last:
        add(held(last))
    return tuple(found)


def _on_plateau(margin: float, cost: float, first: int, last: int) -> Stretch | None:
    """The volumes of one plateau with margin·q ≥ cost."""
    if margin > 0:
        first = max(first, math.ceil(cost / margin - ALMOST))
    elif margin < 0:
        last = min(last, math.floor(cost / margin + ALMOST))
    elif cost > 0:
        return None
    return Stretch(first, last) if first <= last else None


def break_even_sales(cost: float, margin_ratio: float) -> float:
    """Revenue that just covers ``cost``: cost / contribution margin ratio. Not rounded.

    Raises:
        ZeroDivisionError: the margin ratio is 0; there is no such revenue.
    """
    return cost / margin_ratio


def before_tax(after_tax: float, tax: float) -> float:
    """The profit before tax that leaves ``after_tax``: after-tax profit / (1 − tax)."""
    return after_tax / (1 - tax)


def margin_of_safety(planned: float, break_even: float) -> float:
    """How far sales may fall before the loss begins, as a share of the plan: (planned − break-even) / planned."""
    return (planned - break_even) / planned


def operating_leverage(contribution_total: float, operating_income: float) -> float:
    """Degree of operating leverage: contribution / operating income. A 1 % move of sales moves income by this many %.

    Holds only where no step is taken (the relevant range) and operating income is above zero.
    """
    return contribution_total / operating_income
