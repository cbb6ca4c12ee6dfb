"""What must hold for the forecast of every valid plan; unit tests try some generated plans, the long suite many."""

from __future__ import annotations

import math

from venture.forecast import Forecast, forecast
from venture.plan import Plan


def tolerance(f: Forecast) -> float:
    """A kopeck of thousands of roubles, or what floats of this size can hold."""
    largest = max(abs(value) for key in ("assets", "liabilities", "retained_earnings") for value in f[key])
    return max(1e-5, 1e-11 * largest)


def hold(plan: Plan) -> None:
    f = forecast(plan)
    small = tolerance(f)
    assert max(map(abs, f["balance_check"])) <= small, "assets are liabilities and equity, every month"
    apart = [abs(a - b) for a, b in zip(f["operating_cash_flow"], f["operating_cash_flow_indirect"], strict=True)]
    assert max(apart) <= small, "direct and indirect cash flow agree"
    moved = [f["cash"][month] - f["cash"][month - 1] for month in range(1, f.months + 1)]
    assert max(abs(a - b) for a, b in zip(moved, f["change_in_cash"][1:], strict=True)) <= small
    for key in f.sheet.rows:
        assert all(math.isfinite(value) for value in f[key]), key
    for loan in plan.loans:
        assert f[f"loan/{loan.name}"][loan.month + loan.term] <= small, "a loan is paid back by its term"
    for asset in plan.assets:
        assert min(f[f"book_value/{asset.name}"]) >= -small
    for key in ("receivables", "stock", "payables", "deferred_grants", "grants_receivable", "loans"):
        assert min(f[key]) >= -small, key
    for key in f.sheet.rows:
        if key not in f.sheet.given:
            for month in (0, 1, 13, f.months):
                why = f.explain(key, month)
                assert abs(sum(term.value for term in why.terms) - why.value) <= small, (key, month)
