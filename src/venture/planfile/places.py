"""Drivers: the numbers of a plan by their paths, to read and to change (see `walk` for how paths are built)."""

from __future__ import annotations

import dataclasses
from typing import Any

from venture.plan import Plan
from venture.plan_fields import Spec, spec
from venture.planfile import rules, values
from venture.planfile.problems import BadPlan, Problem, meant
from venture.planfile.walk import numbers, places, segment
from venture.words import _

__all__ = ["NoPlace", "get", "places", "replace_at", "spec_at"]


class NoPlace(ValueError):
    """The path leads to no number of the plan; the message offers the nearest that does."""


def _found(plan: Plan, path: str) -> tuple[tuple[str, ...], Spec, float]:
    for place, takes, value in numbers(plan):
        if "/".join(place) == path:
            return place, takes, value
    says = _("“{path}” leads to no number of the plan. {meant}")
    raise NoPlace(says.format(path=path, meant=meant(path, places(plan))))


def get(plan: Plan, path: str) -> float:
    """The number at a path."""
    return _found(plan, path)[2]


def spec_at(plan: Plan, path: str) -> Spec:
    """What the field at a path takes: its label, range and kind."""
    return _found(plan, path)[1]


def replace_at(plan: Plan, path: str, value: float) -> Plan:
    """A plan with another number at the path.

    Raises:
        NoPlace: when the path leads nowhere.
        BadPlan: when the number is not allowed there, or does not go with the rest of the plan.
    """
    place, takes, _was = _found(plan, path)
    try:
        value = values.fit(takes, value)
    except values.Wrong as wrong:
        raise BadPlan([Problem(path, str(value), str(wrong), values.example(takes))]) from None
    new = _put(plan, place, int(value) if takes.kind in ("whole", "month") else value)
    # A number may be tried beyond the range that a risk names for it.
    if breaches := [one for one in rules.breaches(new) if one.path[0] != "risks"]:
        raise BadPlan(one.problem() for one in breaches)
    return new


def _put(block: Any, path: tuple[str, ...], value: Any) -> Any:
    """The block with ``value`` at the path."""
    name, *rest = path
    if not rest:
        return dataclasses.replace(block, **{name: value})
    now = getattr(block, name)
    if not isinstance(now, tuple):
        return dataclasses.replace(block, **{name: _put(now, tuple(rest), value)})
    items = list(now)
    if spec(type(block), name).kind == "parts":
        at = next(index for index, item in enumerate(items) if segment(item, index) == rest[0])
        items[at] = _put(items[at], tuple(rest[1:]), value)
    else:
        items[int(rest[0]) - 1] = value
    return dataclasses.replace(block, **{name: tuple(items)})
