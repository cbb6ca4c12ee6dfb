"""Module 11 in the plan: the required return, its kind and inflation; outlay and flows are read from the forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture import appraisal
from venture.forecast import forecast
from venture.model import NumberInput
from venture.models import load
from venture.my_plan import Section
from venture.plan import Plan

SHARES = ("rate", "inflation", "finance_rate", "reinvest_rate")
KINDS = {"flows_with": "flows", "rate_with": "rate_is"}
LAST = 15  # years that the model takes


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """How the venture is judged. What it pays and earns is the plan's own: outlay and flows are not written."""
    judged = plan.appraisal
    for name in SHARES:
        if name in given:
            judged = replace(judged, **{name: round(given[name] / 100, 9)})
    for name, theirs in KINDS.items():
        if name in given:
            judged = replace(judged, **{theirs: "nominal" if given[name] else "real"})
    if "years" in given:
        judged = replace(judged, years=int(given["years"]))
    return replace(plan, appraisal=judged)


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same answers, and the project's flows of the plan: before grants, loans and interest."""
    judged = plan.appraisal
    found: dict[str, Any] = {}
    for name in SHARES:
        value = getattr(judged, name)
        if value is not None:
            found[name] = round(value * 100, 9)
    found |= {name: float(getattr(judged, theirs) == "nominal") for name, theirs in KINDS.items()}
    if judged.years:
        found["years"] = float(judged.years)
    today, *later = flows_of(plan)
    found["outlay"] = round(0.0 - today, 2)
    found |= {f"flow_{year}": round(flow, 2) for year, flow in enumerate(later, 1)}
    return {name: value for name, value in found.items() if _fits(name, value)}


def flows_of(plan: Plan) -> tuple[float, ...]:
    """The project's flow of today and of fifteen years; years after the plan repeat its last one."""
    long = replace(plan, appraisal=replace(plan.appraisal, years=LAST))
    return appraisal.by_year(appraisal.project_flows(forecast(long)))


def _fits(name: str, value: float) -> bool:
    """Whether the model's input takes it. A plan may hold amounts that no slider has room for."""
    one = load("is_it_worth_it").input(name)
    return not isinstance(one, NumberInput) or one.floor <= value <= one.limit


SECTION = Section(into_plan, from_plan)
