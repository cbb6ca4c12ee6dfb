"""Many made-up plans, each with many of its inputs changed: LibreOffice and the engine agree on every cell."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))  # the helpers lie with the quick tests
from libreoffice import recalculated
from test_workbook import changed, differences, generated, stale

from venture import cases
from venture.export.workbook import workbook
from venture.forecast import sheet_of
from venture.plan import Plan
from venture.planfile.walk import numbers

BATCHES, BATCH = 8, 10


def drawn(plan: Plan, seed: int) -> dict[str, Any]:
    """Other values for about half of the inputs, such that the plan stays one that makes sense."""
    draw = random.Random(seed)
    takes = {"/".join(path): spec for path, spec, _value in numbers(plan)}
    changes: dict[str, Any] = {}
    for path, one in sheet_of(plan).inputs.items():
        field = path.rpartition("/")[2]
        if field == "salvage" or draw.random() < 0.5:
            continue
        if isinstance(one.value, tuple):
            changes[path] = tuple(draw.uniform(0, 1.5) * value for value in one.value)
        elif field == "life":
            changes[path] = one.value + 12.0 * draw.randint(0, 3)
        elif one.unit in ("month", "count"):
            changes[path] = min(one.value + draw.randint(0, 5 if field != "grace" else 0), takes[path].high)
        else:
            changes[path] = min(one.value * draw.uniform(1, 1.6), takes[path].high)
    return changes


@pytest.mark.timeout(900)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_cell_is_the_engines_number_whatever_is_typed_in(tmp_path, batch):
    made = generated(BATCHES * BATCH)[batch * BATCH : (batch + 1) * BATCH]
    cases = [(plan, drawn(plan, batch * BATCH + number)) for number, plan in enumerate(made)]
    paths = [
        changed(workbook(plan), tmp_path / f"{number}.xlsx", plan, changes)
        for number, (plan, changes) in enumerate(cases)
    ]
    answers = recalculated(paths, tmp_path)
    for number, ((plan, changes), answer) in enumerate(zip(cases, answers, strict=True)):
        assert differences(answer, plan, changes) == [], (number, plan, changes)


@pytest.mark.timeout(900)
def test_the_case_plans_recalculate_to_the_engines_numbers(tmp_path):
    made = [cases.load(name) for name in cases.names()]
    written = [stale(workbook(plan), tmp_path / f"{number}.xlsx") for number, plan in enumerate(made)]
    for plan, answer in zip(made, recalculated(written, tmp_path), strict=True):
        assert differences(answer, plan, {}) == [], plan.name
