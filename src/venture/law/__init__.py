"""Jurisdiction packs: the law of a country in a year as data, and what it means for a venture.

>>> pack = load("ru-2026")
>>> result = compare(pack, Scenario(revenue=6e6, costs=2e6, staff=3, gross_month=50_000))
>>> round(result.line("ip_usn6").owner)
681005

Packs lie in ``venture/data/law`` as YAML; how to write one stands in ``COUNTRY-GUIDE.md`` beside them. Everything that
this module gives runs on the standard library alone, so that a model can compute in a page. Reading and checking the
YAML is `venture.law.read` and `venture.law.check`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venture.law.compare import Bar, Comparison, Line, Point, chain, compare, statuses
from venture.law.pack import Fact, Form, Pack
from venture.law.scenario import Scenario
from venture.law.shipped import load, names
from venture.law.uses import fact, fact_value

if TYPE_CHECKING:
    from venture.law.plan_tax import PlanTax

__all__ = [
    "Bar", "Comparison", "Fact", "Form", "Line", "Pack", "Point", "Scenario",
    "as_tax", "chain", "compare", "fact", "fact_value", "load", "names", "statuses",
]  # fmt: skip


def as_tax(pack: Pack, form: str, scenario: Scenario | None = None) -> PlanTax:
    """The form's tax for a plan, and what of it a plan cannot hold: see `venture.law.plan_tax`."""
    from venture.law import plan_tax  # brings the plan along, which a page does not need

    return plan_tax.as_tax(pack, form, scenario)
