"""The rows of a plan's forecast, one file a theme. `build` lays them down in the order in which they are worked out.

Each file adds rows to a `venture.sheet.Sheet` as one-line formulas over the plan's numbers. What a formula says is
what is computed, explained and written into the workbook, so a rule of accounting stands in one place.
"""

from __future__ import annotations

from venture.plan import Plan
from venture.rows import assets, costs, grants, loans, sales, statements, taxes
from venture.rows.ground import Ground
from venture.sheet import Sheet


def build(plan: Plan, with_requested: bool = False) -> Sheet:
    """The sheet of a plan. ``with_requested`` counts grants that are asked for but not agreed yet."""
    ground = Ground(plan, with_requested)
    for theme in (sales, costs, assets, loans, grants, taxes, statements):
        theme.add(ground)
    return ground.sheet
