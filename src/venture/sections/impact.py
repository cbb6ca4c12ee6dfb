"""Module 13 in the plan: outcomes with their worth and their shares, what went in, and the first indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.model import NumberInput
from venture.models import load
from venture.models.impact import ROWS, SHARES, VOLUNTEERS
from venture.my_plan import Section
from venture.personal import only_counts
from venture.plan import Impact, Indicator, Outcome, Plan, SocialInput
from venture.planfile.problems import BadPlan, Problem
from venture.words import _

MONEY, HOURS = _("Money spent on it"), _("Volunteers' time")
NUMBERS, TEXTS = ("quantity", "proxy"), {"name": "name", "source": "proxy_source"}
CARD = {
    "indicator": "name",
    "indicator_id": "id",
    "definition": "definition",
    "baseline": "baseline",
    "baseline_date": "baseline_date",
    "target": "target",
    "method": "method",
}


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The answers in their places: outcomes by their order, the first indicator, and each kind of input as one entry.

    Shares are given in per cent and kept as shares. An outcome that nobody comes to is not begun. Where the plan lists
    several inputs of money, a single sum cannot be split among them, and they stay.

    Raises:
        venture.planfile.BadPlan: two outcomes have one name, or a text holds personal data. A source may hold a
            telephone number: it is an advertisement's and no beneficiary's.
    """
    for name, text in given.items():
        if not name.startswith("source"):
            only_counts(load("impact").input(name).label, text)
    impact = plan.impact
    for at in range(1, ROWS + 1):
        impact = _outcome(impact, at, given)
    _one_name_each(impact)
    impact = _inputs(impact, given)
    if "rate" in given:
        impact = replace(impact, rate=round(given["rate"] / 100, 6))
    return replace(plan, impact=_card(impact, given))


def _one_name_each(impact: Impact) -> None:
    seen: set[str] = set()
    for one in impact.outcomes:
        name = " ".join(one.name.casefold().split())
        if name in seen:
            told = _("Two outcomes are called so; give each a name of its own.")
            raise BadPlan([Problem("impact/outcomes", one.name, told)])
        seen.add(name)


def _outcome(impact: Impact, at: int, given: Mapping[str, Any]) -> Impact:
    said: dict[str, Any] = {theirs: given[f"{mine}_{at}"] for mine, theirs in TEXTS.items() if f"{mine}_{at}" in given}
    said |= {name: given[f"{name}_{at}"] for name in NUMBERS if f"{name}_{at}" in given}
    said |= {name: round(given[f"{name}_{at}"] / 100, 6) for name in SHARES if f"{name}_{at}" in given}
    if f"years_{at}" in given:
        said["years"] = int(given[f"years_{at}"])
    if not said.get("name"):
        said.pop("name", None)
    if at <= len(impact.outcomes):
        outcomes = list(impact.outcomes)
        outcomes[at - 1] = _changed(outcomes[at - 1], said, at)
        return replace(impact, outcomes=tuple(outcomes))
    if not said.get("name") and not said.get("quantity"):
        return impact
    begun = Outcome(**{"name": _("Outcome {at}").format(at=at), "quantity": 0.0, "proxy": 0.0, **said})
    return replace(impact, outcomes=(*impact.outcomes, begun))


def _card(impact: Impact, given: Mapping[str, Any]) -> Impact:
    """The first indicator. Without a name none is begun: a baseline of nothing is no indicator."""
    said = {theirs: given[mine] for mine, theirs in CARD.items() if mine in given}
    if not said.get("name"):
        said.pop("name", None)
    if not said.get("id"):
        said.pop("id", None)
    if not said or not (impact.indicators or "name" in said):
        return impact
    if not impact.indicators:
        return replace(impact, indicators=(Indicator(**said),))
    first, *others = impact.indicators
    return replace(impact, indicators=(_changed(first, said), *others))


def _changed(one: Any, said: Mapping[str, Any], at: int = 0) -> Any:
    """With what was said; a text that the form shows cut off, and that nobody changed there, stays whole."""
    form = (
        {theirs: mine for mine, theirs in CARD.items()}
        if not at
        else {theirs: f"{mine}_{at}" for mine, theirs in TEXTS.items()}
    )
    new = {
        field: value
        for field, value in said.items()
        if field not in form or value != _shown(form[field], getattr(one, field))
    }
    return replace(one, **new)


def _shown(name: str, value: Any) -> Any:
    """A text as the form's box holds it; anything else as it is."""
    box = load("impact").input(name)
    if isinstance(box, NumberInput) or not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return line if len(line) <= box.longest else f"{line[: box.longest - 1]}…"


def _of_volunteers(one: SocialInput) -> bool:
    return any(word in one.name.casefold() for word in VOLUNTEERS)


def _inputs(impact: Impact, given: Mapping[str, Any]) -> Impact:
    for key, name, hours in (("money", MONEY, False), ("volunteers", HOURS, True)):
        if key not in given:
            continue
        stands = [one for one in impact.inputs if _of_volunteers(one) == hours]
        if len(stands) > 1 or not (stands or given[key]):
            continue
        entry = replace(stands[0], value=given[key]) if stands else SocialInput(name=name, value=given[key])
        kept = tuple(entry if stands and one is stands[0] else one for one in impact.inputs)
        impact = replace(impact, inputs=kept if stands else (*kept, entry))
    return impact


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same answers, read back: long texts cut to their boxes, numbers beyond the form left to the plan."""
    impact = plan.impact
    found: dict[str, Any] = {"rate": round(impact.rate * 100, 4)}
    for at, one in enumerate(impact.outcomes[:ROWS], start=1):
        found |= {f"{mine}_{at}": _shown(f"{mine}_{at}", getattr(one, theirs)) for mine, theirs in TEXTS.items()}
        found |= {f"{name}_{at}": getattr(one, name) for name in NUMBERS}
        found |= {f"{name}_{at}": round(getattr(one, name) * 100, 4) for name in SHARES}
        found[f"years_{at}"] = one.years
    if impact.inputs:
        found["money"] = round(sum(one.value for one in impact.inputs if not _of_volunteers(one)), 2)
        found["volunteers"] = round(sum(one.value for one in impact.inputs if _of_volunteers(one)), 2)
    if impact.indicators:
        found |= {mine: _shown(mine, getattr(impact.indicators[0], theirs)) for mine, theirs in CARD.items()}
    model = load("impact")
    return {name: value for name, value in found.items() if value is not None and _fits(model.input(name), value)}


def _fits(one: Any, value: Any) -> bool:
    if isinstance(one, NumberInput):
        return one.floor <= value <= one.limit
    return bool(value) or one.may_be_empty


SECTION = Section(into_plan, from_plan)
