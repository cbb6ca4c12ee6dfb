"""The engine and the plain loops of `second_opinion` come to the same numbers."""

from __future__ import annotations

import forecast_laws
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from plans import plans
from second_opinion import MAIN, second_opinion
from test_forecast import CASE_A, EVERYTHING

from venture import cases
from venture.forecast import forecast
from venture.plan import Plan


def agree(plan: Plan, with_requested: bool = False, small: float = 1e-6) -> None:
    f, other = forecast(plan, with_requested=with_requested), second_opinion(plan, with_requested)
    apart = {key: max(abs(a - b) for a, b in zip(f[key], other[key], strict=True)) for key in MAIN}
    assert {key: most for key, most in apart.items() if most > small} == {}
    sides = zip(other["assets"], other["liabilities"], other["equity"], strict=True)
    assert max(abs(assets - owed - own) for assets, owed, own in sides) <= small


@pytest.mark.parametrize("with_requested", [False, True], ids=["agreed", "with requested"])
@pytest.mark.parametrize("name", cases.CASES)
def test_of_every_case(name, with_requested):
    agree(cases.load(name), with_requested)


@pytest.mark.parametrize("plan", [CASE_A, EVERYTHING, Plan(name="Nothing yet")], ids=lambda plan: plan.name)
def test_of_the_plans_that_other_tests_stand_on(plan):
    agree(plan, with_requested=True)


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a plan is large: shrinking one takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans(story=False))
def test_of_generated_plans(plan):
    agree(plan, with_requested=True, small=max(1e-6, forecast_laws.tolerance(forecast(plan)) / 10))
