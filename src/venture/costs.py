"""Costs, contribution and break-even: the formulas, without a view.

Definitions follow OpenStax, Principles of Accounting 2: Managerial Accounting, chapters 2 and 3;
the set form of break-even with step costs is derived in `break_even_volumes`. Money is in one
unit throughout (the model uses thousand roubles), volumes are whole units per period, rates are
shares (0.06 for 6 %). Costs are positive numbers.
"""

from __future__ import annotations

import math
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
    plateaus = 1 + steps_at(capacity, step_size) if step_cost else 2
    for steps in range(plateaus):
        first = (steps - 1) * step_size + 1 if steps else 0
        last = steps * step_size if step_cost or not steps else capacity
        stretch = _on_plateau(margin, fixed + step_cost * steps, first, min(last, capacity))
        if stretch is None:
            continue
        if found and found[-1].end + 1 == stretch.start:
            found[-1] = Stretch(found[-1].start, stretch.end)
        else:
            found.append(stretch)
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
