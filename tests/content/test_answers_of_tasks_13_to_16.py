"""What the tasks of modules 13 to 16 say to answers that people give: the points, and the words that show the way.

Each line is an answer with a slip in it that a person makes; the cell of the task is run as nbgrader runs it.
"""

from __future__ import annotations

import ast

import pytest
from answering import code, listening, points

PARTNERS, PLAN, MONTHS, IMPACT = "14-partners", "15-plan-and-pitch", "16-monitoring", "13-impact"


def marked(task: str, cell: str, answers: dict, monkeypatch) -> tuple[float, str]:
    """The points and the words that an answer gets; the task's own solutions stand for all that is not given."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    said = listening(monkeypatch)
    names: dict = {}
    exec(code(task)["start"].source, names)
    for one in code(task).values():
        if one.metadata.nbgrader.solution and "hand_in" not in one.source:
            exec(one.source, names)
    got = points(code(task)[cell].source, cell, names | answers)
    return got, said[-1]


FIRST, RATIO, FORMULA = "impact_of_year_1", "social_return", "impact_of_a_year"
LATER = "quantity * proxy * (1 - deadweight) * (1 - others)"
ANSWERS = [
    # Module 13: what is taken off, what is kept, and the years.
    (IMPACT, "left", {FIRST: 499.8}, 3, ""),
    (IMPACT, "left", {FIRST: "499,8"}, 3, ""),
    (IMPACT, "left", {FIRST: 37.8}, 1, "Keep what each of them leaves"),
    (IMPACT, "left", {FIRST: 462}, 1.5, "added 15 and 30"),
    (IMPACT, "left", {FIRST: 499800}, 2, "thousand roubles"),
    (IMPACT, "left", {FIRST: -499.8}, 2, "no minus"),
    (IMPACT, "ratio", {RATIO: "0,961"}, 3, ""),
    (IMPACT, "ratio", {RATIO: 0.96}, 3, ""),
    (IMPACT, "ratio", {RATIO: 0.9674}, 2, "divide it by 1.035 twice"),
    (IMPACT, "ratio", {RATIO: 0.4651}, 1.5, "second outcome is missing"),
    (IMPACT, "ratio", {RATIO: 0.4963}, 1, "first outcome is missing"),
    (IMPACT, "ratio", {RATIO: 0.9788}, 2, "comes a year from today"),
    (IMPACT, "ratio", {RATIO: 0.7754}, 2, "first year has none"),
    (IMPACT, "ratio", {RATIO: 1}, 1.5, "Rounded so far"),
    (IMPACT, "ratio", {FIRST: 840, RATIO: 1.278}, 3, "follows from your first answer"),
    (IMPACT, "ratio", {FIRST: 840, RATIO: 0.278}, 2, "net ratio"),
    (IMPACT, "later", {FORMULA: f"{LATER} * (1 - drop) * (year - 1)"}, 1.5, "a power"),
    (IMPACT, "later", {FORMULA: f"{LATER} * (1 - drop^(year - 1))"}, 1.5, "bracket"),
    (IMPACT, "later", {FORMULA: "quantity * proxy * deadweight * others * drop^(year - 1)"}, 1, "1 less the share"),
    # Module 14: the base of the royalty, signs, and an earlier answer that is text, missing or a spreadsheet's.
    (PARTNERS, "units-margin", {"edition_leaves": 103}, 0.5, "grant is in the base"),
    (PARTNERS, "units-margin", {"edition_leaves": 20655}, 0.5, "8 % is 0.08"),
    (PARTNERS, "units-margin", {"edition_leaves": -57}, 0.25, "come once"),
    (PARTNERS, "units-needed", {"edition_leaves": 103, "editions": 6.8}, 1, "Round up"),
    (PARTNERS, "units-needed", {"edition_leaves": 103, "editions": 6}, 1, "Round up"),
    (PARTNERS, "gap-grant", {"gap": -2661.75}, 1.5, "no minus"),
    (PARTNERS, "gap-grant", {"gap": 2650}, 1.5, "rounded on the way"),
    (PARTNERS, "gap-grant", {"gap": 15338.25}, 1, "what is missing up to 18000"),
    (PARTNERS, "gap-grant", {"gap": 17998.97}, 0, "0.11 and not 11"),
    (PARTNERS, "gap-payment", {"gap": "2 661,75", "payment": "485,87"}, 1, ""),
    (PARTNERS, "gap-payment", {"gap": ..., "payment": 485.87}, 1, ""),
    (PARTNERS, "gap-payment", {"gap": -2661.75, "payment": 485.87}, 1, ""),
    (PARTNERS, "gap-payment", {"gap": "−2 397,97", "payment": 437.72}, 1, "follows from your grant"),
    (PARTNERS, "gap-payment", {"payment": -485.87}, 0.75, "PMT"),
    (PARTNERS, "gap-payment", {"payment": 560.7}, 0.5, "Year 3 is paid too"),
    (PARTNERS, "gap-payment", {"payment": 204.75}, 0, "waiting had no price"),
    (PARTNERS, "formula", {"payment_formula": "gap * (1 + rate)^(opens - 1) * rate / 1 - (1 + rate)^(-payments)"}, 2, "Brackets"),
    # Module 15: signs, rounding, and what follows from an ask that was wrong.
    (PLAN, "ask", {"portal_asks": 490}, 3, ""),
    (PLAN, "ask", {"portal_asks": 500}, 2.5, "Rounded up"),
    (PLAN, "ask", {"portal_asks": -490}, 2, "no minus"),
    (PLAN, "ask", {"portal_asks": 170}, 0.5, "makes the ask larger"),
    (PLAN, "ask", {"portal_asks": 150}, 0, "first month below zero"),
    (PLAN, "less", {"portal_asks": 240, "below_reserve": 0}, 2, "follows from your ask"),
    (PLAN, "less", {"portal_asks": 290, "below_reserve": -10}, 0, ""),
    (PLAN, "less", {"below_reserve": -190}, 1.5, "no minus"),
    (PLAN, "formula", {"formula_of_ask": "ABS(lowest) + reserve - secured"}, 2.5, "Where some is left"),
    # Module 16: the sign of a variance, the base of a share, and the tranche that is meant.
    (MONTHS, "variances-price", {"by_price": "+82,0"}, 1, ""),
    (MONTHS, "variances-price", {"by_price": -90}, 0.25, "a plus"),
    (MONTHS, "variances-volume", {"by_volume": "−88"}, 1, ""),
    (MONTHS, "variances-volume", {"by_volume": 96}, 0.25, "a minus"),
    (MONTHS, "variances-contribution", {"contribution_by_volume": 64}, 0.25, "a minus"),
    (MONTHS, "variances-contribution", {"contribution_by_volume": 88}, 0, "sign is turned"),
    (MONTHS, "tranche-receipts", {"receipts_needed": 30}, 0, "without receipts"),
    (MONTHS, "tranche-paid", {"paid_now": 66.7}, 1, "share is right"),
    (MONTHS, "tranche-paid", {"paid_now": 120}, 1, "second tranche, 240"),
    (MONTHS, "year", {"whole_year": "(actual + rest) * actual / plan"}, 1.5, "rest only"),
]  # fmt: skip


@pytest.mark.parametrize(("task", "cell", "answers", "points", "words"), ANSWERS)
def test_an_answer_gets_its_points_and_its_words(task, cell, answers, points, words, monkeypatch):
    got, said = marked(task, cell, answers, monkeypatch)
    assert got == points, said
    assert words in said


@pytest.mark.parametrize("task", [IMPACT, PARTNERS, PLAN, MONTHS])
def test_a_blank_answer_stops_no_cell_and_gets_nothing(task, monkeypatch):
    """Also where a later cell reads an earlier answer: a right one after a blank one keeps its points."""
    for cell, one in code(task).items():
        if one.metadata.nbgrader.grade and not cell.startswith("plan-"):
            own = [name for name in ast.walk(ast.parse(one.source)) if isinstance(name, ast.Call) and getattr(name.func, "id", "").startswith("score_")]  # fmt: skip
            name = own[-1].args[0].id
            assert marked(task, cell, {name: ...}, monkeypatch)[0] == 0, cell
