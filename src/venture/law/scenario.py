"""A venture's year in the few numbers that the law asks for."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

from venture.words import _

SHARES = ("b2c", "pay_out", "other_business")
LARGEST = 1e13


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One year. Amounts in the pack's currency, shares from 0 to 1.

    ``costs`` are without wages and what comes on top of them. ``staff`` are employees in full-time posts, without the
    owner; ``gross_month`` is what one of them earns a month before their own tax. ``b2c`` is the share of revenue that
    people pay, not firms. ``pay_out`` is the share of what is left that the owner wants. ``other_business`` is the
    share of revenue that does not serve the purpose directly.

    Raises:
        ValueError: a number is missing, negative or beyond bounds; the message says which.
    """

    revenue: float
    costs: float = 0.0
    staff: float = 0.0
    gross_month: float = 0.0
    b2c: float = 1.0
    pay_out: float = 0.5
    revenue_before: float | None = None  # as this year's, where not given
    vulnerable_staff: float = 0.0  # of the staff, people of the groups that the law lists
    vulnerable_pay: float | None = None  # their pay in the year; their share of all pay, where not given
    other_business: float = 0.0
    priority_activity: float = 0.0  # 1 where the main activity is on the list that the pack's words name
    income_from_vulnerable_products: float = 0.0
    income_from_serving_vulnerable: float = 0.0
    income_from_listed_activity: float = 0.0
    reinvested: float | None = None  # of the net profit; what the owner does not take, where not given

    def __post_init__(self) -> None:
        for one in dataclasses.fields(self):
            value = getattr(self, one.name)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise ValueError(_("{name} must be a number.").format(name=one.name))
            most = 1.0 if one.name in (*SHARES, "priority_activity") else LARGEST
            if not 0 <= value <= most:
                raise ValueError(_("{name} must lie between 0 and {most:g}.").format(name=one.name, most=most))
        if self.vulnerable_staff > self.staff:
            raise ValueError(_("vulnerable_staff cannot be more than staff."))

    def changed(self, **values: Any) -> Scenario:
        return dataclasses.replace(self, **values)

    @property
    def payroll(self) -> float:
        """Wages of the year, before what the employer pays on top."""
        return self.staff * self.gross_month * 12

    def values(self) -> dict[str, float]:
        """What expressions may use, by name."""
        made = {one.name: getattr(self, one.name) for one in _FIELDS if one.name != "reinvested"}
        if made["revenue_before"] is None:
            made["revenue_before"] = self.revenue
        if made["vulnerable_pay"] is None:
            made["vulnerable_pay"] = self.vulnerable_staff * self.gross_month * 12
        made["payroll"] = self.payroll
        return made


_FIELDS = dataclasses.fields(Scenario)
