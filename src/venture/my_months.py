"""The student's own months against their own plan, as module 16 shows them: ``my_months.show()``.

`planned` gives what the plan says of a month; `show` sets every month that has actuals beside it. Variances and lights
are the engine's (`venture.variance`, `venture.lights`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from venture import lights, my_plan, notes, variance
from venture.checks import is_blank
from venture.faces.box import in_the_book, note
from venture.faces.html import table_html
from venture.forecast import YEAR, Forecast, forecast
from venture.model import Table
from venture.models import load
from venture.models.monitoring import signed
from venture.numbers import Unreadable, read, say
from venture.plan import Actual, Plan
from venture.planfile.problems import BadPlan
from venture.sections.monitoring import FIELDS, fits, from_plan, product_of
from venture.words import _

# What is paid but to lenders and for equipment.
RUNNING = ("to_suppliers", "paid_step_costs", "paid_staff", "paid_fixed_costs", "tax_paid", "vat_paid")
FIXED = ("staff", "step_costs", "fixed_costs")
# What an answer is held against in the model.
AGAINST = {
    "cash": ("planned_cash", "planned_lowest", "fixed"),
    "running": ("planned_running",),
    "people": ("planned_people",),
}


def planned(month: object = ..., product: object = ..., **answers: object) -> dict[str, Any]:
    """What the student's plan says of a month: the model's inputs that are planned, and the product as it is called there.

    Blank: the month and the product that were written last; with a month, the first product. Empty where none is known. A
    product that the plan does not have is given back as it was typed, so that the lesson's own cell says so.

    Args:
        answers: what the student says of cash, running costs and people; with ``planned_people`` and ``cost``, which
            come back. What is blank here and not in the plan either is held against nothing, so it gets no light.
    """
    if in_the_book():
        return {}
    name = "" if is_blank(product) else str(product).strip()
    typed: dict[str, Any] = {"product": name} if name else {}
    typed |= {one: answers[one] for one in ("planned_people", "cost") if not is_blank(answers.get(one, ...))}
    try:
        plan = my_plan.current()
        last = from_plan(plan)
        at = last.get("month", 0) if is_blank(month) else int(read(month))
        found = planned_of(plan, at, name or (last.get("product", "") if is_blank(month) else ""))
    except (notes.Broken, BadPlan, Unreadable):
        return typed
    return _with_answers(plan, at, found, typed, answers) if found else typed


def _with_answers(
    plan: Plan, month: int, found: dict[str, Any], typed: dict[str, Any], answers: Mapping[str, object]
) -> dict[str, Any]:
    was = next((one for one in plan.actuals if one.month == month), None)
    found |= {"planned_people": 0, "cost": found["planned_cost"]}
    typed = {one: value for one, value in typed.items() if one != "product"}
    for one, against in AGAINST.items():
        if is_blank(answers.get(one, ...)) and (was is None or getattr(was, FIELDS[one]) is None):
            found |= dict.fromkeys(against, 0)
            typed = {name: value for name, value in typed.items() if name not in against}
    return found | typed


def planned_of(plan: Plan, month: int, product: str = "") -> dict[str, float | str]:
    """The plan's month as inputs of the model. Empty where the plan has no such month or nothing to sell.

    No tranche and no promise: those stand in an agreement and not in the plan.

    Raises:
        venture.planfile.BadPlan: the plan has no such product.
    """
    if not plan.products or not 1 <= month <= plan.months:
        return {}
    f, one = forecast(plan), product_of(plan, product)
    (found,) = variance.of_month(f, month, {one.name: (0.0, 0.0)})
    ahead = f["cash"][month + 1 : month + 1 + int(lights.value("months_ahead"))] or f["cash"][month : month + 1]
    known: dict[str, float | str] = {
        "product": one.name,
        "unit": one.unit,
        "months": 1,
        "planned_units": found.planned_units,
        "planned_price": found.planned_price,
        "planned_cost": found.planned_price - found.planned_margin,
        "planned_running": sum(f[row][month] for row in RUNNING),
        "planned_cash": f["cash"][month],
        "planned_lowest": min(ahead),
        "fixed": sum(f[row][month] for row in FIXED),
        "rest": sum(f[f"revenue/{one.name}"][month + 1 : (month - 1) // YEAR * YEAR + YEAR + 1]),
        "before_revenue": _missed_before(f, month, one.name),
        **dict.fromkeys(("tranche", "promise", "limit"), 0),
    }
    model = load("monitoring")
    rounded = {name: value if isinstance(value, str) else round(float(value), 3) for name, value in known.items()}
    return {name: value for name, value in rounded.items() if fits(model.input(name), value)}


def _missed_before(f: Forecast, month: int, product: str) -> float:
    """By how many per cent the product's revenue missed its plan a month before; 0 where nobody wrote it down."""
    before = [sold for one in f.plan.actuals if one.month == month - 1 for sold in one.sold if sold.product == product]
    if not before:
        return 0.0
    (one,) = variance.of_month(f, month - 1, {product: (before[0].units, before[0].price)})
    share = lights.missed(one.planned_units * one.planned_price, one.units * one.price)
    return 100 * min(max(share or 0.0, 0.0), 1.0)


def show() -> None:
    """Show every month of the student's plan that has actuals: variances of each product, and the light of revenue."""
    if in_the_book():
        note("told", _("In the notebook this cell sets your own months beside your own plan."))
        return
    try:
        plan = my_plan.current()
        table = table_of(plan)
    except (notes.Broken, BadPlan) as wrong:
        note("unclear", str(wrong))
        return
    if table is None:
        note("blank", _("Your plan has no month with sales yet. Fill in the form above first."))
        return
    from IPython.display import HTML, display

    display(
        HTML(f'<div class="venture-table" style="overflow-x:auto" tabindex="0">{table_html(table)}</div>'),
    )


def table_of(plan: Plan) -> Table | None:
    """The months with sales, oldest first. None where there is none."""
    months = sorted((one for one in plan.actuals if one.sold and one.month <= plan.months), key=lambda one: one.month)
    if not months:
        return None
    f = forecast(plan)
    told = [(one, variance.of_month(f, one.month, _sold(one))) for one in months]
    # a product of which nothing was said is not judged: only what was sold is set beside its own plan
    shares = [
        lights.missed(sum(part.planned_units * part.planned_price for part in parts), sum(part.units * part.price for part in parts))
        for _month, parts in told
    ]  # fmt: skip
    row = lights.in_a_row([lights.light(share) for share in shares])
    return Table(
        _("Your months against your plan ({unit}; + is good)").format(unit=plan.unit),
        (_("month"), _("revenue planned"), _("revenue"), _("by volume"), _("by price"), _("contribution by volume"), _("light"), _("your line")),
        tuple(_row(f, one, parts, colour) for (one, parts), colour in zip(told, row, strict=True)),
    )  # fmt: skip


def _sold(one: Actual) -> dict[str, tuple[float, float]]:
    return {sold.product: (sold.units, sold.price) for sold in one.sold}


def _row(f: Forecast, one: Actual, parts: tuple[variance.Variance, ...], colour: str) -> tuple[str, ...]:
    def total(of: Any) -> float:
        return sum(of(part) for part in parts)

    line = one.note or (_("missing") if colour in (lights.AMBER, lights.RED) else "–")
    return (
        say(one.month),
        say(total(lambda part: part.planned_units * part.planned_price), most=1),
        say(total(lambda part: part.units * part.price), most=1),
        signed(total(lambda part: part.by_volume), 1),
        signed(total(lambda part: part.by_price), 1),
        signed(total(lambda part: part.contribution_by_volume), 1),
        lights.said(colour),
        line,
    )
