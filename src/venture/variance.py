"""Why a month came out other than planned: price and volume taken apart, and what the year may come to.

Amounts are in the plan's unit, without VAT. A variance is positive where it is good for the venture: a higher price, a
larger volume. Formulas as in cost accounting (flexible budget): the price is judged at the actual volume, the volume at
the planned price, so that both together are the whole difference and nothing is left over.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from venture.forecast import Forecast
from venture.numeric import checked
from venture.words import _


def price_variance(planned_price: float, actual_price: float, actual_units: float) -> float:
    """(actual price − planned price) × actual units.

    Case F: planned 3.2, got 3.05 for 700 pieces.

    >>> round(price_variance(3.2, 3.05, 700), 2)
    -105.0
    """
    return (checked("actual_price", actual_price) - checked("planned_price", planned_price)) * checked(
        "actual_units", actual_units
    )


def volume_variance(planned_price: float, planned_units: float, actual_units: float) -> float:
    """Planned price × (actual units − planned units): what more or fewer units do to revenue.

    >>> round(volume_variance(3.2, 620, 700), 2)
    256.0
    """
    return checked("planned_price", planned_price) * (
        checked("actual_units", actual_units) - checked("planned_units", planned_units)
    )


def contribution_volume_variance(planned_margin: float, planned_units: float, actual_units: float) -> float:
    """Planned contribution of a unit × (actual units − planned units): what more or fewer units leave for fixed costs.

    >>> round(contribution_volume_variance(1.45, 620, 700), 2)
    116.0
    """
    return volume_variance(planned_margin, planned_units, actual_units)


@dataclass(frozen=True)
class Variance:
    """One product in one month, planned and actual."""

    name: str
    planned_units: float
    planned_price: float
    planned_margin: float
    """Contribution of one unit in the plan: price − variable cost."""
    units: float
    price: float

    @property
    def by_price(self) -> float:
        return price_variance(self.planned_price, self.price, self.units)

    @property
    def by_volume(self) -> float:
        return volume_variance(self.planned_price, self.planned_units, self.units)

    @property
    def total(self) -> float:
        """Actual revenue − planned revenue."""
        return self.units * self.price - self.planned_units * self.planned_price

    @property
    def contribution_by_volume(self) -> float:
        return contribution_volume_variance(self.planned_margin, self.planned_units, self.units)

    @property
    def words(self) -> str:
        """What hides what: a volume that grows can cover a price that slips."""
        if self.by_price < 0 < self.total:
            return _("Revenue is above plan because volume hides the lower price.")
        if self.by_volume < 0 < self.total:
            return _("Revenue is above plan because the price hides the smaller volume.")
        if self.by_price > 0 > self.total:
            return _("The better price does not make up for the smaller volume.")
        if self.by_volume > 0 > self.total:
            return _("The larger volume does not make up for the lower price.")
        return ""


def of_month(f: Forecast, month: int, sold: Mapping[str, tuple[float, float]]) -> tuple[Variance, ...]:
    """The variances of a month of the plan, product by product in the plan's order.

    Args:
        sold: units and price got, by product; a product that is not in it is left out.

    Raises:
        KeyError: a product that the plan does not have.
        ValueError: a month outside the plan.
    """
    checked("month", month, low=1, high=f.months)
    known = {product.name: product for product in f.plan.products}
    if strangers := [name for name in sold if name not in known]:
        raise KeyError(_("The plan has no product “{name}”. It has: {names}.").format(name=strangers[0], names=", ".join(known)))  # fmt: skip
    found = []
    for name, product in known.items():
        if name not in sold:
            continue
        units, price = f[f"units/{name}"][month], f[f"price/{name}"][month]
        cost = f[f"variable_cost/{name}"][month] / units if units else product.variable_cost
        found.append(Variance(name, units, price, price - cost, *sold[name]))
    return tuple(found)


def estimate_at_completion(actual: float, planned_so_far: float, planned_remaining: float) -> float | None:
    """What the whole will come to if the rest goes as the part so far: actual + remaining plan × performance.

    Performance is actual / plan so far. None: nothing was planned so far, so that there is no performance.

    600 planned for the half year, 540 came, 900 are still planned: 540 + 900 × 0.9.

    >>> estimate_at_completion(540, 600, 900)
    1350.0
    """
    checked("actual", actual)
    checked("planned_remaining", planned_remaining)
    if math.isclose(checked("planned_so_far", planned_so_far, low=0), 0, abs_tol=1e-12):
        return None
    return actual + planned_remaining * (actual / planned_so_far)
