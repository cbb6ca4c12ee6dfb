"""What every theme's rows stand on: the plan, the sheet, the calendar, and the plan's numbers as inputs."""

from __future__ import annotations

from typing import Any

from venture.plan import Plan, title
from venture.plan_fields import spec
from venture.sheet import Sheet
from venture.words import _

UNITS = {"money": "money", "share": "share", "month": "month", "whole": "count", "number": "number"}
# A price or a pay that rises by so much a year, in month 13, 25, …
RISEN = "(1 + rises) ** (year - 1)"
# VAT or sales tax is charged from its first month on; where that is month 1, the opening belongs to it.
CHARGED = "max(1, {month}) >= first"


class Ground:
    def __init__(self, plan: Plan, with_requested: bool = False) -> None:
        self.plan = plan
        self.with_requested = with_requested
        self.sheet = Sheet(plan.months)
        months = range(plan.months + 1)
        first = plan.start[1]
        self.sheet.calendar("month", _("month"), [float(n) for n in months])
        self.sheet.calendar("calendar", _("calendar month"), [float((first + n - 2) % 12 + 1) for n in months])
        self.sheet.calendar("year", _("year of the plan"), [float(max(1, (n + 11) // 12)) for n in months])
        if self.taxed:
            self.sheet.row("vat_charged", _("{tax} is charged: 1 from its first month on").format(tax=plan.vat.kind),
                           f"if({CHARGED.format(month='month')}, 1, 0)", "=", "count", "vat",
                           **self.inputs("vat", plan.vat, "first"))  # fmt: skip

    def inputs(self, where: str, block: Any, *fields: str) -> dict[str, str]:
        """Make fields of a block inputs; gives each name's path, ready for a formula.

        ``where`` is the block's place in the plan: ``products`` for an item of that list, ``vat`` for a part.
        """
        called = title(block) or (self.plan.vat.kind if where == "vat" else "")
        place = f"{where}/{title(block)}" if isinstance(getattr(self.plan, where.partition("/")[0]), tuple) else where
        return {name: self.one(f"{place}/{name}", called, type(block), name, getattr(block, name)) for name in fields}

    def one(self, path: str, called: str, block: type, name: str, value: Any) -> str:
        """Make one number an input."""
        what = spec(block, name)
        label = f"{called}: {what.label}" if called else what.label
        plain = tuple(map(float, value)) if isinstance(value, tuple) else float(value)
        return self.sheet.input(path, label[:1].upper() + label[1:], plain, UNITS.get(what.kind, "number"))

    @property
    def net_price(self) -> str:
        """What turns a price of the plan into revenue; the formula's name for the rate is ``vat``."""
        return " / (1 + vat * vat_charged)" if self.taxed and self.plan.vat.included else ""

    def net_cost(self, charged: str = "vat_charged") -> str:
        """What turns an amount of the plan into a cost: VAT that comes back is none, tax that does not is part of it.

        VAT comes back from its first month on, with a sales tax it never does. Where neither is charged (``kind:
        none``) the plan's amounts are what is paid. ``charged`` is 1 in the months in which VAT is charged.
        """
        if self.has_vat and self.plan.vat.included:
            return f" / (1 + vat * {charged})"
        if self.has_vat:
            return f" * (1 + vat * (1 - {charged}))"
        return " * (1 + vat)" if self.taxed and not self.plan.vat.included else ""

    @property
    def taxed(self) -> bool:
        return self.plan.vat.kind != "none"

    @property
    def has_vat(self) -> bool:
        return self.plan.vat.kind == "VAT"
