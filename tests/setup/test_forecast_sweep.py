"""The laws of the statements on many generated plans."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

import forecast_laws
from plans import plans


@pytest.mark.timeout(900)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans())
def test_the_laws_hold_for_hundreds_of_plans(plan):
    forecast_laws.hold(plan)
