"""Partnerships in numbers: what a public partner must add, and what a network of copies must earn.

Flows are a year apart, the first one today; money spent is negative, and rates are shares a year. Amounts may be
arrays of futures where a formula does not choose. None means "never", and the function says when.

Sources: viability gap and availability payment follow from the net present value (OpenStax Principles of Finance
16.2); fees of a social franchise as the curriculum defines them: the royalty is on earned income, grants are exempt.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from venture import money
from venture import plan as plans
from venture.numeric import checked
from venture.words import _, ngettext

ALMOST = 1e-9  # 900 / 132 units of floats must not need an eighth where seven are exact


# --- a public partner


def viability_gap(rate: float, flows: Sequence[float]) -> float:
    """The grant of today that brings a project to the required return: −`money.npv0`, and 0 where it is there already.

    Case D: −48,000 today, nothing in year 1, 2,500 in year 2, 5,200 in years 3 to 20, at 12 %:

    >>> round(viability_gap(0.12, [-48000, 0, 2500] + [5200] * 18), 2)
    15954.17
    """
    return max(0.0, -money.npv0(rate, flows))


def availability_payment(gap: float, rate: float, service_years: Iterable[int]) -> float:
    """The equal payment, at the end of each year of service, that is worth a gap of today: gap / Σ (1 + rate)^−year.

    Years count from today, and service begins when the building is open: paid for years before that, the same
    money looks cheaper than it is.

    >>> round(availability_payment(15954.17, 0.12, range(2, 21)), 2)
    2425.9

    Raises:
        ValueError: no year of service, a year that is not a whole number from 1 on, or one that is named twice.
    """
    years = list(service_years)
    whole = all(isinstance(year, int) and not isinstance(year, bool) and year >= 1 for year in years)
    if not years or not whole or len(set(years)) != len(years):
        raise ValueError(
            _(
                "The years of service are {found}; they must be whole numbers from 1 on, each once: range(2, 21)."
            ).format(found=years)
        )
    checked("rate", rate, above=-1)
    return checked("gap", gap, low=0) / math.fsum((1 + rate) ** -year for year in years)


# --- a social franchise


def unit_margin(royalty: float, turnover: float, support: float) -> float:
    """What one unit leaves the centre in a year: royalty · earned income of the unit − cost of supporting it."""
    earned = checked("royalty", royalty, low=0, high=1) * checked("turnover", turnover, low=0)
    margin = earned - checked("support", support, low=0)
    return 0.0 if abs(margin) <= ALMOST * earned else margin  # a hair of floats is no margin


def units_to_self_sufficiency(central: float, royalty: float, turnover: float, support: float) -> int | None:
    """The units that carry the centre: ⌈central / (royalty · turnover − support)⌉.

    None: never – each unit costs the centre as much as it brings, or more. 0: there is no centre to carry.

    >>> units_to_self_sufficiency(900, 0.06, 4200, 120)
    7
    """
    margin = unit_margin(royalty, turnover, support)
    if checked("central", central, low=0) == 0:
        return 0
    return math.ceil(central / margin - ALMOST) if margin > 0 else None


def launch_payback(launch: float, fee: float, margin: float) -> float | None:
    """Years until a unit has paid back what launching it cost beyond its fee: (launch − fee) / margin a year.

    0 where the fee covers the launch. None: never, as the unit leaves nothing.

    >>> round(launch_payback(400, 250, 132), 2)
    1.14
    """
    open_cost = checked("launch", launch, low=0) - checked("fee", fee, low=0)
    if open_cost <= 0:
        return 0.0
    return open_cost / margin if checked("margin", margin) > 0 else None


def network_result(franchise: plans.Franchise, units: int, new: int = 0) -> float:
    """The centre's result in a year with ``units`` at work, of which ``new`` were launched in that year.

    units · (royalty · turnover − support) − central + new · (fee − launch). With ``new`` = 0 it is the steady
    year, without any fee: fees pay for launches and never for the centre.
    """
    checked("units", units, low=0)
    checked("new", new, low=0, high=units)
    steady = units * unit_margin(franchise.royalty, franchise.turnover, franchise.support) - franchise.central
    return steady + new * (franchise.fee - franchise.launch)


@dataclass(frozen=True)
class Network:
    """A plan's franchise, judged. ``needed`` and ``payback`` are None where the answer is never."""

    margin: float
    needed: int | None
    launch_cost: float
    payback: float | None

    @property
    def sentence(self) -> str:
        """The answer in words."""
        if self.needed is None:
            return _("The network never carries its centre: a unit's support costs as much as its royalty, or more.")
        if self.needed == 0:
            return _("The network has no centre to carry.")
        return ngettext(
            "The network carries its centre from the first unit on.",
            "The network carries its centre from {units} units on.",
            self.needed,
        ).format(units=self.needed)


def network(franchise: plans.Franchise) -> Network:
    """How many units carry the centre, and when a launch is paid back."""
    margin = unit_margin(franchise.royalty, franchise.turnover, franchise.support)
    return Network(
        margin,
        units_to_self_sufficiency(franchise.central, franchise.royalty, franchise.turnover, franchise.support),
        franchise.launch - franchise.fee,
        launch_payback(franchise.launch, franchise.fee, margin),
    )
