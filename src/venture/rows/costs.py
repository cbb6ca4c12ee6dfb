"""Costs that do not follow each unit: steps, people, fixed costs. And stock and suppliers."""

from __future__ import annotations

from venture.rows.ground import RISEN, Ground
from venture.words import _

# Suppliers' days reach back so many whole months and a part of one more: days / 30 − k, between 0 and 1.
MONTHS_BACK = 4
LEFT = "stock/opening/left"  # no product's: a name has no “/”
TINY = "0.000000001"  # too little to count


def add(ground: Ground) -> None:
    _steps(ground)
    _staff(ground)
    _fixed(ground)
    sheet = ground.sheet
    sheet.row("ebitda", _("Operating result before depreciation, grants and levy (EBITDA)"),
              "contribution - step_costs - staff - fixed_costs", part="income")  # fmt: skip
    _stock_and_suppliers(ground)


def _steps(ground: Ground) -> None:
    plan, row = ground.plan, ground.sheet.row
    for cost in plan.step_costs:
        reads = ground.inputs("step_costs", cost, "amount", "per", "rises")
        served = cost.products or tuple(product.name for product in plan.products)
        units = {f"u{place}": f"units/{name}" for place, name in enumerate(served)}
        # a hair less than the next whole number is that number: 72 / 24 must not need a fourth step
        formula = f"max(0, ceil(({' + '.join(units) or '0'}) / per - {TINY}))"
        row(f"steps/{cost.name}", _("{cost}: steps").format(cost=cost.name), formula, "0", "count", "sales",
            per=reads["per"], **units)  # fmt: skip
        row(f"step_costs/{cost.name}", cost.name, f"steps * amount * {RISEN}", part="income",
            steps=f"steps/{cost.name}", amount=reads["amount"], rises=reads["rises"])  # fmt: skip
    ground.sheet.total("step_costs", _("Step costs"), [f"step_costs/{one.name}" for one in plan.step_costs], part="income")  # fmt: skip


def _while_it_lasts(last: int | None, amount: str) -> str:
    until = " and month <= last_month" if last is not None else ""
    return f"if(month >= first{until}, {amount}, 0)"


def _staff(ground: Ground) -> None:
    plan = ground.plan
    for job in plan.staff:
        fields = ["pay", "contributions", "people", "first", "rises"] + ["last"] * (job.last is not None)
        reads = ground.inputs("staff", job, *fields)
        if "last" in reads:
            reads["last_month"] = reads.pop("last")
        formula = _while_it_lasts(job.last, f"people * pay * (1 + contributions) * {RISEN}")
        ground.sheet.row(f"staff/{job.role}", job.role, formula, part="income", **reads)
    ground.sheet.total("staff", _("Staff"), [f"staff/{one.role}" for one in plan.staff], part="income")


def _fixed(ground: Ground) -> None:
    plan = ground.plan
    for cost in plan.fixed_costs:
        fields = ["amount", "first", "rises", "vat"] + ["last"] * (cost.last is not None)
        reads = ground.inputs("fixed_costs", cost, *fields)
        if "last" in reads:
            reads["last_month"] = reads.pop("last")
        formula = _while_it_lasts(cost.last, f"amount{ground.net_cost()} * {RISEN}")
        ground.sheet.row(f"fixed_costs/{cost.name}", cost.name, formula, part="income", **reads)
        if ground.has_vat:
            ground.sheet.row(f"vat_in_cost/{cost.name}", _("{cost}: VAT in it").format(cost=cost.name), "cost * vat * vat_charged",
                             part="vat", cost=f"fixed_costs/{cost.name}", vat=reads["vat"])  # fmt: skip
    ground.sheet.total("fixed_costs", _("Other fixed costs"), [f"fixed_costs/{one.name}" for one in plan.fixed_costs], part="income")  # fmt: skip


def _stock_and_suppliers(ground: Ground) -> None:
    plan, row = ground.plan, ground.sheet.row
    days = ground.inputs("rhythm", plan.rhythm, "supplier_days", "stock_days")
    opening = ground.inputs("opening", plan.opening, "stock", "payables")
    # The opening's stock is nobody's own: each product takes of it in proportion to its cost of the month.
    left = row(LEFT, _("Stock of the opening that is left"), "max(0, last - variable_cost)", "stock", part="working",
               stock=opening["stock"])  # fmt: skip
    names = [product.name for product in plan.products]
    for name in names:
        own = dict(cost=f"variable_cost/{name}", share=f"cost_share/{name}", stock=f"stock/{name}", left=left)
        row(own["share"], _("{product}: share of the month's variable cost").format(product=name),
            f"cost / max(variable_cost, {TINY})", "0", "share", "working", cost=own["cost"])  # fmt: skip
        # stock is held against this month's cost; what is on the shelf is used up before more is bought
        row(own["stock"], _("{product}: stock").format(product=name),
            "max(cost * days / 30 - left * share, last + (left[-1] - left) * share - cost)", "0", part="working",
            days=days["stock_days"], **own)  # fmt: skip
        row(f"purchases/{name}", _("{product}: purchases").format(product=name),
            "cost - (left[-1] - left) * share + stock - stock[-1]", "0", part="working", **own)  # fmt: skip
        if ground.has_vat:
            row(f"vat_in/{name}", _("{product}: VAT in purchases").format(product=name), "purchases * vat * vat_charged",
                part="vat", purchases=f"purchases/{name}", vat=f"products/{name}/cost_vat")  # fmt: skip
    ground.sheet.total("stock", _("Stock"), [left, *(f"stock/{name}" for name in names)], part="balance")
    owed = [f"purchases/{name}" for name in names] + [f"vat_in/{name}" for name in names if ground.has_vat]
    ground.sheet.total("purchases", _("Purchases, with VAT") if ground.has_vat else _("Purchases"), owed, part="working")  # fmt: skip
    parts = [f"min(1, max(0, days / 30 - {back})) * purchases{f'[-{back}]' if back else ''}" for back in range(MONTHS_BACK)]  # fmt: skip
    row("payables", _("Owed to suppliers"), " + ".join(parts), "payables", part="balance",
        days=days["supplier_days"], payables=opening["payables"])  # fmt: skip
    row("to_suppliers", _("Paid to suppliers"), "purchases + payables[-1] - payables", part="cash")
