"""Module 14 in the plan: a partner with what it gives and gets, who bears which risk, and the terms of a franchise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.models.partners import RISKS
from venture.my_plan import Section
from venture.plan import Partner, Plan
from venture.words import _

MONEY = ("fee", "turnover", "support", "central", "launch")
WORDS = ("gives", "gets", "agreement")
KINDS = {1: "public", 2: "private", 3: "civil"}
BEARERS = (_("nobody yet"), _("public partner"), _("private partner"), _("civil partner"))
BEGINS = _("Who bears which risk:")
SAID = re.compile(re.escape(BEGINS) + r"([^.]*)\.")


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The plan with these answers. What is not answered stays as it is."""
    return _risks(_partner(_franchise(plan, given), given), given)


def _franchise(plan: Plan, given: Mapping[str, Any]) -> Plan:
    terms = {name: given[name] for name in MONEY if name in given}
    if "royalty" in given:
        terms["royalty"] = given["royalty"] / 100
    if "rate" in given:
        plan = replace(plan, appraisal=replace(plan.appraisal, rate=given["rate"] / 100))
    return replace(plan, franchise=replace(plan.franchise, **terms)) if terms else plan


def _partner(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The partner of this name, at the end of the list: a new name adds a partner and takes none away."""
    said = {name: given[name] for name in WORDS if name in given}
    if "kind" in given:
        said["kind"] = KINDS[int(given["kind"])]
    if not said and "partner" not in given:
        return plan
    name = given.get("partner", plan.partners[-1].name if plan.partners else _("First partner"))
    stands = next((one for one in plan.partners if one.name == name), Partner(name=name))
    others = tuple(one for one in plan.partners if one.name != name)
    return replace(plan, partners=(*others, replace(stands, **said)))


def _risks(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """One sentence among the words on partners; what else the student wrote there stays."""
    answered = {one.name: int(given[f"who_{one.name}"]) for one in RISKS if f"who_{one.name}" in given}
    if not answered:
        return plan
    now = _of_text(plan.narrative.partners) | answered
    told = []
    for party in (1, 2, 3, 0):
        borne = [one.label for one in RISKS if now.get(one.name) == party]
        told += [f"{BEARERS[party]} – {', '.join(borne)}"] if borne else []
    sentence = f"{BEGINS} {'; '.join(told)}."
    text = plan.narrative.partners
    text = SAID.sub(lambda _found: sentence, text, count=1) if SAID.search(text) else f"{text} {sentence}".strip()
    return replace(plan, narrative=replace(plan.narrative, partners=text))


def _of_text(text: str) -> dict[str, int]:
    """Who bears what, read from the sentence; empty where it is not there."""
    found = SAID.search(text)
    names = {one.label: one.name for one in RISKS}
    borne = {}
    for part in found[1].split(";") if found else ():
        who, _dash, listed = part.partition(" – ")
        if who.strip() in BEARERS:
            party = BEARERS.index(who.strip())
            borne |= {names[label.strip()]: party for label in listed.split(",") if label.strip() in names}
    return borne


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same answers, read back; of several partners the last one."""
    found: dict[str, Any] = {name: getattr(plan.franchise, name) for name in MONEY}
    found |= {"royalty": round(plan.franchise.royalty * 100, 9), "rate": round(plan.appraisal.rate * 100, 9)}
    if plan.partners:
        last = plan.partners[-1]
        found |= {"partner": last.name, "kind": next(n for n, kind in KINDS.items() if kind == last.kind)}
        found |= {name: getattr(last, name) for name in WORDS if getattr(last, name)}
    return found | {f"who_{name}": party for name, party in _of_text(plan.narrative.partners).items()}


SECTION = Section(into_plan, from_plan)
