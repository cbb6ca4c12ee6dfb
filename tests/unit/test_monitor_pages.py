"""One page stays one page: a venture with everything long and many, and a fund of fourteen."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from school.grading.roster import Student
from school.monitor import actuals, indicators, page
from school.monitor.agreement import Agreement, Milestone, Promise, Tranche
from school.paper import pdf
from venture import cases

LONG = "A machine stood still for nine days, and the needles that we had ordered came from the wrong maker again"
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def seen():
    plan = cases.load("clothing")
    products = tuple(
        replace(plan.products[at % 3], name=f"{plan.products[at % 3].name} of the longer kind {at}") for at in range(14)
    )
    plan = replace(plan, products=products, step_costs=(), risks=(), scenarios=(), actuals=())
    milestones = tuple(Milestone(f"Milestone {at} with a long text about what must be reached by then") for at in range(9))  # fmt: skip
    agreed = Agreement(
        Student("boris", "Boris", "Ivanov-Petrov-Sidorov"), "2026-11-22-0307-v1-0", plan, people=20,
        outcome="An outcome of which the name goes on and on without an end in sight", outcome_to=0.9,
        tranches=(Tranche(300, 1, 1), Tranche(300, 5, milestones=milestones, k=7)),
        covenants=tuple(Promise(f"Promise {at} about something", "", 1.1, True, 1.2 - at / 20) for at in range(6)),
    )  # fmt: skip

    def month(at):
        values = dict(variable_cost=900, received=900, running=1800, service=22, cash=400 - 20 * at, overdue=300, people=at,
                      outcome=0.7, jobs=5, spent=200, eligible=120)  # fmt: skip
        return actuals.Month(at, {one.name: (100.5 + at, 3.1) for one in products}, values, datetime.date(2026, 6 + at, 9))  # fmt: skip

    causes = tuple(actuals.Cause(5, key, LONG, LONG, "Technologist of the workshop", "15 December") for key in actuals.INDICATORS)  # fmt: skip
    return indicators.watch(agreed, actuals.Actuals({at: month(at) for at in range(1, 6)}, causes), TODAY)


def pages(told, tmp_path):
    from pypdf import PdfReader

    if not pdf.chromium():
        pytest.skip("no Chromium")
    place = tmp_path / "page.html"
    place.write_text(told, "utf-8")
    return PdfReader(pdf.write(place, tmp_path / "page.pdf")).pages


def test_a_venture(seen, tmp_path):
    (only,) = pages(page.venture(seen), tmp_path)
    text = only.extract_text()
    assert "all 14" in text and "15 December" in text  # the sum is of all, and by when is never cut off
    assert "broken" in text and "2 more, none of them worse" in text


def test_what_is_open_comes_first(seen):
    told = page.venture(seen)
    assert told.index("Receipts for 80 %") < told.index("Milestone 0") < told.index("more conditions")
    assert "Report in time: met" not in told  # there was no room for what holds


def test_a_fund_of_fourteen(seen, tmp_path):
    many = [replace(seen, of=replace(seen.of, student=Student(f"s{at}", f"F{at}", f"L{at}"))) for at in range(14)]
    assert len(pages(page.portfolio(many, [], TODAY), tmp_path)) == 1


def test_the_chart_says_in_words_what_it_shows(seen):
    told = page.chart(seen.series("people"))
    assert 'aria-label="People reached: month 5 5, planned 8.33, act"' in told
    assert told.count('class="light ') == 5
