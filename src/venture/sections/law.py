"""Module 3 in the plan: the legal form, and its regime as the plan's tax and VAT.

A form that is barred at the student's numbers, or that the pack cannot work out, is not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.law import as_tax
from venture.law.compare import one_form
from venture.law.pack import said
from venture.model import Values
from venture.models import load
from venture.models.law import FORMS, PACK, pack_of, scenario
from venture.my_plan import Section
from venture.plan import Plan

MODEL = load("law")
NAMES = tuple(said(form.name) for form in PACK.forms)


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The form's name, its tax, and VAT where the revenue given owes it. A form described by hand stays."""
    if "form" not in given:
        return plan
    values: Values = MODEL.values(**given)
    pack, asked = pack_of(int(values.year)), scenario(values)
    form = pack.form(FORMS[int(values.form) - 1])
    if one_form(pack, form, asked).state != "open":
        return plan
    made = as_tax(pack, form.id, asked)
    if not plan.form or plan.form in NAMES:
        plan = replace(plan, form=said(form.name))
    return replace(plan, tax=made.tax, vat=made.vat)


def from_plan(plan: Plan) -> dict[str, Any]:
    """The form whose regime the plan's tax is, where it is one of the pack's."""
    return {"form": float(NAMES.index(plan.tax.name) + 1)} if plan.tax.name in NAMES else {}


SECTION = Section(into_plan, from_plan)
