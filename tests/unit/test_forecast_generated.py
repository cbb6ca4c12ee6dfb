"""For every valid plan: statements balance, both cash flows agree, every cell explains itself."""

from __future__ import annotations

import forecast_laws
from hypothesis import HealthCheck, Phase, given, settings
from plans import plans


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a plan is large: shrinking one takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans())
def test_the_laws_of_the_statements_hold(plan):
    forecast_laws.hold(plan)
