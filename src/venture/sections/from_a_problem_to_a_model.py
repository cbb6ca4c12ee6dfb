"""Module 1 in the plan: problem, beneficiaries, payer, the words of the canvas, and the theory of change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture.chain import LINKS
from venture.model import TextInput
from venture.models import load
from venture.models.from_a_problem_to_a_model import ASSUMPTIONS, MOST, STOP_AT_NONE, STOP_WORDS, stop_in_words
from venture.my_plan import Section
from venture.plan import Assumption, Impact, Indicator, Plan, Theory
from venture.words import _

MODEL = load("from_a_problem_to_a_model")
LATER = _("Still to be written")  # holds the place of an arrow that has no assumption yet
_TEXTS = {"problem": "problem", "beneficiary": "beneficiaries", "payer": "payer"}
_STORIES = {"offer": "solution", "today": "competition"}
_STOP = ("people", "stop_at", "stop_month")


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The answers in their places. What is longer there than the form takes was written by hand, and stays."""
    for mine, theirs in _TEXTS.items():
        if mine in given and _from_the_form(mine, getattr(plan, theirs)):
            plan = replace(plan, **{theirs: given[mine]})
    for mine, theirs in _STORIES.items():
        if mine in given and _from_the_form(mine, getattr(plan.narrative, theirs)):
            plan = replace(plan, narrative=replace(plan.narrative, **{theirs: given[mine]}))
    impact = replace(plan.impact, theory=_theory(plan.impact.theory, given))
    if "indicator" in given and not impact.indicators:
        impact = replace(impact, indicators=(Indicator(name=given["indicator"]),))
    if _sketched(impact):
        (one,) = impact.indicators
        one = replace(one, name=given.get("indicator", one.name), target=given.get("changed", one.target))
        impact = replace(impact, indicators=(one,))
    return replace(plan, impact=impact)


def _theory(theory: Theory, given: Mapping[str, Any]) -> Theory:
    for name in LINKS[:-1]:
        if name in given and _from_the_form(name, "; ".join(getattr(theory, name))):
            theory = replace(theory, **{name: tuple(given[name].split("; "))})
    if "impact" in given and _from_the_form("impact", theory.impact):
        theory = replace(theory, impact=given["impact"])
    for at, name in enumerate(ASSUMPTIONS):
        if name in given:
            theory = _assumption(theory, at, text=given[name])
    if "test" in given:
        theory = _assumption(theory, int(given.get("weakest", 1)) - 1, test=given["test"])
    stands = _stop(theory)
    if any(name in given for name in _STOP) and (stands or not theory.stop):
        said = {name: given[name] for name in _STOP if name in given}
        theory = replace(theory, stop=stop_in_words(MODEL.values(**{**stands, **said})))
    return theory


def _assumption(theory: Theory, at: int, **said: str) -> Theory:
    """The theory with these words at one arrow, unless longer ones stand there."""
    listed = [*theory.assumptions, *[Assumption(text=LATER)] * (at + 1 - len(theory.assumptions))]
    fits = {name: words for name, words in said.items() if _from_the_form("test", getattr(listed[at], name))}
    listed[at] = replace(listed[at], **fits)
    return replace(theory, assumptions=tuple(listed))


def _from_the_form(name: str, text: str) -> bool:
    """Whether a text in the plan may have come from the form: it fits into the box."""
    one = MODEL.input(name)
    return isinstance(one, TextInput) and len(text) <= one.longest and "\n" not in text


def _sketched(impact: Impact) -> bool:
    """Whether the one indicator is this module's own sketch: a name and a target, nothing defined yet."""
    return len(impact.indicators) == 1 and impact.indicators[0].id == "own" and not impact.indicators[0].definition


def _stop(theory: Theory) -> dict[str, Any]:
    """The numbers of a stop condition in the form's own words; empty where it was written otherwise."""
    blanks = {"number": r"(?P<number>\d{1,7})", "people": "(?P<people>.+)", "month": r"(?P<month>\d{1,3})"}
    for words in (STOP_WORDS, STOP_AT_NONE):
        found = re.fullmatch(re.sub(r"\\\{(\w+)\\\}", lambda blank: blanks[blank[1]], re.escape(words)), theory.stop)
        if found and len(found["people"]) <= MODEL.input("people").longest:
            said = {"number": "1", **found.groupdict()}  # none is fewer than one
            return {"stop_at": float(said["number"]), "people": said["people"], "stop_month": float(said["month"])}
    return {}


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same answers, read back; what does not fit into the form's boxes is left to the plan."""
    theory = plan.impact.theory
    found: dict[str, Any] = {mine: getattr(plan, theirs) for mine, theirs in _TEXTS.items()}
    found |= {mine: getattr(plan.narrative, theirs) for mine, theirs in _STORIES.items()}
    found |= {name: "; ".join(getattr(theory, name)) for name in LINKS[:-1]}
    found["impact"] = theory.impact
    for name, one in zip(ASSUMPTIONS, theory.assumptions, strict=False):
        found[name] = "" if one.text == LATER else one.text
    tests = {at: one.test for at, one in enumerate(theory.assumptions[: len(ASSUMPTIONS)], start=1) if one.test}
    if len(tests) == 1:  # of several, none is the first
        ((found["weakest"], found["test"]),) = tests.items()
    if _sketched(plan.impact):
        (one,) = plan.impact.indicators
        found["indicator"] = one.name
        if one.target is not None and one.target.is_integer() and 0 <= one.target <= MOST:
            found["changed"] = one.target
    found |= _stop(theory)
    return {name: value for name, value in found.items() if not isinstance(value, str) or (value and _from_the_form(name, value))}  # fmt: skip


SECTION = Section(into_plan, from_plan)
