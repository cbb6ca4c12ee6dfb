"""A person's data is refused in the same words wherever it is typed, and not said again."""

from __future__ import annotations

import pytest

from venture import cases
from venture.planfile import BadPlan
from venture.sections import impact, monitoring

TYPED = ("anna@example.org", "+7 914 123 45 67")
DOORS = (
    (impact, {"method": "Ask {who}"}, "How it is measured, by whom, how often"),
    (impact, {"name_1": "{who} has work"}, "Outcome 1: what changes for people"),
    (monitoring, {"month": 1, "cash": 5, "line": "{who} was ill"}, "The line for the report"),
)


@pytest.mark.parametrize("who", TYPED)
@pytest.mark.parametrize(("section", "answers", "label"), DOORS)
def test_it_is_refused_in_one_wording_that_names_the_box(section, answers, label, who):
    given = {name: text.format(who=who) if isinstance(text, str) else text for name, text in answers.items()}
    with pytest.raises(BadPlan) as refused:
        section.SECTION.write(cases.load("clothing"), given)
    (problem,) = refused.value.problems
    assert str(problem) == f"{label}: Counts only: this looks as if it held an address or a number of a person."
    assert who not in str(refused.value)


def test_a_source_may_be_an_advertisement_with_its_number():
    told = impact.SECTION.write(cases.load("clothing"), {"source_1": "Advertisement, +7 914 123 45 67"})
    assert "914" in told.impact.outcomes[0].proxy_source
