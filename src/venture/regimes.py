"""Two ways to tax a small venture, on its income or on income less costs, and where they take the same.

The rates are arguments: they come from a jurisdiction pack (`venture.law`) or from the exercise, never from here.
Amounts are of one year, in any unit; rates and shares are 0.1 for 10 %.
"""

from __future__ import annotations


def tax_on_income(revenue: float, rate: float) -> float:
    """A levy on revenue: ``tax_on_income(1000, 0.05)`` is 50, in a year with a loss too."""
    return revenue * rate


def tax_on_difference(revenue: float, costs: float, rate: float, minimum: float = 0.0) -> float:
    """A tax on revenue less costs, and at least ``minimum`` of revenue.

    ``tax_on_difference(1000, 700, 0.1)`` is 30. With costs of 990 and a minimum of 0.02 it is 20, not 1: the minimum is
    a share of *revenue*. Never negative: a loss brings no tax back.
    """
    return max(0.0, (revenue - costs) * rate, revenue * minimum)


def indifferent_cost_share(on_income: float, on_difference: float) -> float:
    """Costs as a share of revenue at which both ways take the same: 1 − t₁/t₂. Above it the tax on the difference is less.

    ``indifferent_cost_share(0.05, 0.1)`` is 0.5. Negative where the rate on income is the higher one: then the tax on the
    difference is less at any cost. Holds while no minimum binds.

    Raises:
        ValueError: the rate on the difference is not above zero.
    """
    if on_difference <= 0:
        raise ValueError("the rate on income less costs must be above zero")
    return 1 - on_income / on_difference
