"""Price and unit economics: what one unit or one customer brings, without a view.

Money is in one unit throughout, shares are 0.35 for 35 %, a *margin* is a share of the price and a *mark-up* a share
of the cost. Costs are positive. None means that there is no such number, and the function says when.
Amounts may be arrays of futures where a formula does not choose; what chooses takes plain numbers.

Sources: OpenStax, Principles of Accounting 2: Managerial Accounting, 3.1 (contribution margin); average price and
discount follow from it by algebra, shown where it is done. Lifetime value is the common convention of a steady
share of customers who leave: they stay 1 / churn months on average.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from venture import plan as plans
from venture.numeric import checked
from venture.words import _

ALMOST = 1e-9  # shares that add up to 1 but for the rounding of floats do add up

Group = tuple[float, float]  # price, share of all units


# --- price, mark-up and margin


def contribution_margin(price: float, variable_cost: float) -> float:
    """What one unit leaves for everything else: price − variable cost. OpenStax Managerial 3.1.

    >>> contribution_margin(9.5, 2)
    7.5
    """
    return checked("price", price) - checked("variable_cost", variable_cost)


def margin_ratio(price: float, variable_cost: float) -> float:
    """Contribution margin as a share of the price. ValueError where the price is not above 0."""
    return contribution_margin(checked("price", price, above=0), variable_cost) / price


def markup(price: float, cost: float) -> float:
    """What is put on the cost, as a share of the cost. ValueError where the cost is not above 0."""
    return (checked("price", price) - checked("cost", cost, above=0)) / cost


def margin_of_markup(markup: float) -> float:
    """The margin that a mark-up makes: markup / (1 + markup). 60 % on the cost are 37.5 % of the price.

    >>> round(margin_of_markup(0.60), 4)
    0.375
    """
    return checked("markup", markup, above=-1) / (1 + markup)


def markup_of_margin(margin: float) -> float:
    """The mark-up that makes a margin: margin / (1 − margin). ValueError from a margin of 100 % on."""
    return checked("margin", margin, below=1) / (1 - margin)


def price_at_margin(cost: float, margin: float) -> float:
    """The price of which ``margin`` is left after the cost: cost / (1 − margin).

    >>> round(price_at_margin(1.75, 0.35), 4)
    2.6923
    """
    return checked("cost", cost, low=0) / (1 - checked("margin", margin, below=1))


def price_at_markup(cost: float, markup: float) -> float:
    """The cost with a mark-up on it: cost · (1 + markup)."""
    return checked("cost", cost, low=0) * (1 + checked("markup", markup, low=-1))


# --- several prices for one thing


def average_price(groups: Iterable[Group]) -> float:
    """Σ price · share of all units.

    >>> round(average_price([(11, 0.55), (7, 0.30), (0, 0.15)]), 2)
    8.15

    Raises:
        ValueError: the shares do not add up to 1, or a price or share is negative.
    """
    prices, shares = _groups(groups)
    if abs(math.fsum(shares) - 1) > ALMOST:
        raise ValueError(
            _("The shares add up to {found:.6g}; all groups together must make 1 (100 %).").format(
                found=math.fsum(shares)
            )
        )
    return _weighted(prices, shares)


def full_price_for(average: float, others: Iterable[Group]) -> float:
    """The price that those who pay in full must pay, so that the average comes out.

    price · (1 − Σ shares of the others) + Σ price · share of the others = average.

    >>> round(full_price_for(9.4, [(7, 0.30), (0, 0.15)]), 2)
    13.27

    Raises:
        ValueError: the others are all there is, or more.
    """
    prices, shares = _groups(others)
    left = 1 - checked("shares of the others", math.fsum(shares), below=1)
    return (checked("average", average, low=0) - _weighted(prices, shares)) / left


def largest_free_share(average: float, full: float, others: Iterable[Group] = ()) -> float | None:
    """The largest share of free places at which the average price still holds, all else paying in full.

    full · (1 − Σ shares of the others − free) + Σ price · share of the others = average.
    None: the average is not reached even without free places.

    >>> round(largest_free_share(8.5, 11, [(7, 0.30)]), 4)
    0.1182
    """
    prices, shares = _groups(others)
    room = 1 - checked("shares of the others", math.fsum(shares), high=1)
    free = room - (checked("average", average, low=0) - _weighted(prices, shares)) / checked("full", full, above=0)
    return None if free < -ALMOST else min(max(free, 0.0), room)


def volume_rise_for_discount(margin: float, discount: float) -> float | None:
    """By how much volume must rise so that a discount costs nothing: discount / (margin − discount).

    The margin per unit falls from m to m − d of the old price, so volume must become m / (m − d) times as much.
    None: the discount eats the whole margin, and no volume makes up for it.

    >>> round(volume_rise_for_discount(0.30, 0.10), 4)
    0.5
    """
    left = checked("margin", margin, above=0, high=1) - checked("discount", discount, low=0, high=1)
    return None if left <= ALMOST else discount / left


# --- a customer who comes again


def lifetime_value(revenue: float, margin: float, churn: float) -> float:
    """What a customer leaves over the time that they stay: revenue a month · margin / share who leave in a month.

    From the margin, never from revenue.

    >>> lifetime_value(1.8, 0.70, 0.04)
    31.5
    """
    return checked("revenue", revenue, low=0) * checked("margin", margin) / checked("churn", churn, above=0, high=1)


def acquisition_cost(spent: float, won: float) -> float:
    """What it costs to win one customer: all marketing of a period / customers won in it."""
    return checked("spent", spent, low=0) / checked("won", won, above=0)


def acquisition_payback(cost: float, revenue: float, margin: float) -> float | None:
    """Months until a customer has brought in what winning them cost. None: they bring in nothing.

    >>> round(acquisition_payback(14, 1.8, 0.70), 1)
    11.1
    """
    monthly = checked("revenue", revenue, low=0) * checked("margin", margin)
    return checked("cost", cost, low=0) / monthly if monthly > 0 else None


# --- a product of the plan


@dataclass(frozen=True)
class UnitEconomics:
    """One product, for one unit. What the plan does not say is None, with what depends on it."""

    name: str
    price: float
    variable_cost: float
    churn: float | None = None
    acquisition_cost: float | None = None

    @property
    def contribution(self) -> float:
        """Contribution margin of a unit."""
        return contribution_margin(self.price, self.variable_cost)

    @property
    def margin(self) -> float | None:
        """Contribution margin as a share of the price; None for what is free."""
        return margin_ratio(self.price, self.variable_cost) if self.price > 0 else None

    @property
    def markup(self) -> float | None:
        """Mark-up on the variable cost; None where there is none."""
        return markup(self.price, self.variable_cost) if self.variable_cost > 0 else None

    @property
    def lifetime_value(self) -> float | None:
        """None where the plan does not say how many leave, or says that nobody does."""
        return self.contribution / self.churn if self.churn else None

    @property
    def value_to_cost(self) -> float | None:
        """Lifetime value / cost of winning a customer."""
        value, cost = self.lifetime_value, self.acquisition_cost
        return None if value is None or not cost else value / cost

    @property
    def payback(self) -> float | None:
        """Months until winning a customer has paid, a unit being what one customer buys in a month."""
        if self.acquisition_cost is None or self.contribution <= 0:
            return None
        return self.acquisition_cost / self.contribution


def of_product(product: plans.Product, price: float | None = None, variable_cost: float | None = None) -> UnitEconomics:
    """Unit economics of a product of the plan, at the plan's price and cost or at others, for instance without VAT."""
    return UnitEconomics(
        product.name,
        product.price if price is None else price,
        product.variable_cost if variable_cost is None else variable_cost,
        product.churn,
        product.acquisition_cost,
    )


def _groups(groups: Iterable[Group]) -> tuple[list[float], list[float]]:
    """Prices and shares of the groups, checked."""
    prices, shares = [], []
    for place, (price, share) in enumerate(groups, start=1):
        prices.append(checked(_("price of group {place}").format(place=place), price, low=0))
        shares.append(checked(_("share of group {place}").format(place=place), share, low=0, high=1))
    return prices, shares


def _weighted(prices: Sequence[float], shares: Sequence[float]) -> float:
    return math.fsum(price * share for price, share in zip(prices, shares, strict=True))
