"""The result before and after tax, VAT, and when they are paid."""

from __future__ import annotations

from venture.plan import Tax, Vat
from venture.rows.ground import Ground
from venture.sheet import Row
from venture.words import _


def add(ground: Ground) -> None:
    sheet, tax = ground.sheet, ground.plan.tax
    reads = ground.inputs("tax", tax, "rate", "minimum", "loss_limit")
    levied = tax.regime == "revenue levy"
    sheet.row("levy", tax.name or _("Levy on revenue"), "revenue * rate" if levied else "0", part="income", **reads)
    sheet.row("profit_before_tax", _("Result before tax"),
              "ebitda + income_grants - depreciation + capital_grants_released - interest - fees - levy", "=",
              part="income")  # fmt: skip
    if tax.regime == "profit tax":
        _on_profit(ground, reads)
    else:
        sheet.row("profit_tax", _("Tax on profit"), "0", part="income")
    sheet.row("net_income", _("Net income"), "profit_before_tax - profit_tax", "=", part="income")
    _paid(ground, "tax", _("Tax"), tax, "levy + profit_tax")
    _vat(ground)


def _on_profit(ground: Ground, reads: dict[str, str]) -> None:
    """Tax on the calendar year's profit so far, less what earlier years lost; a month's tax is what that adds.

    What a grant brings is released as what it pays for is used up, and so the result holds as much income as cost:
    where the law takes out both, or neither, the base is the result. Only where it takes out the grant and lets the
    cost count (``grants: yes``) is the base smaller.
    The minimum is the year's: its last month, or the plan's, is charged what is still missing.
    """
    row = ground.sheet.row
    new_year = "calendar == 1 and month > 1"
    base = "profit_before_tax"
    if ground.plan.tax.grants:
        base += " - income_grants - capital_grants_released"
    row("taxable", _("Taxable result"), base, "=", part="working")
    row("taxable_year", _("Taxable result of the year so far"), f"if({new_year}, 0, last) + taxable", "=", part="working")  # fmt: skip
    row("revenue_year", _("Revenue of the year so far"), f"if({new_year}, 0, last) + revenue", "=", part="working")
    row("losses", _("Losses of earlier years"),
        f"if({new_year}, last - min(last, loss_limit * max(0, year_so_far[-1])) + max(0, -year_so_far[-1]), last)",
        part="working", year_so_far="taxable_year", **reads)  # fmt: skip
    profit = "max(0, year_so_far)"
    least = f"if(calendar == 12 or month == {ground.plan.months}, minimum * revenue_year, 0)"
    row("tax_year", _("Tax of the year so far"),
        f"max(rate * ({profit} - min(losses, loss_limit * {profit})), {least})",
        part="working", year_so_far="taxable_year", **reads)  # fmt: skip
    row("profit_tax", _("Tax on profit"), f"tax_year - if({new_year}, 0, tax_year[-1])", part="income")


def _paid(ground: Ground, key: str, label: str, rhythm: Tax | Vat, accrued: str, **reads: str) -> None:
    """Rows for a tax that is owed month by month and paid at a period's end, or some months after it.

    The months are the calendar's: ``every`` 3 ``after`` 1 is April, July, October, January. What was paid too much
    is carried forward as a claim.
    """
    sheet = ground.sheet
    reads |= ground.inputs(key, rhythm, "every")
    sheet.row(f"{key}_accrued", _("{tax}: charged so far").format(tax=label), f"last + {accrued}", "=", part="working", **reads)  # fmt: skip
    # how far back the period ended is part of the formula's shape, and so no input
    ended = f"accrued[-{rhythm.after}]" if rhythm.after else "accrued"
    own = {**reads, "accrued": f"{key}_accrued", "paid": f"{key}_paid", "so_far": f"{key}_paid_total"}
    sheet.together(
        Row(f"{key}_paid", _("{tax} paid").format(tax=label),
            f"if((calendar - {rhythm.after}) % every == 0, max(0, {ended} - so_far[-1]), 0)", own, part="cash"),
        Row(f"{key}_paid_total", _("{tax}: paid so far").format(tax=label), "last + paid", own, part="working"),
    )  # fmt: skip
    sheet.row(f"{key}_payable", _("{tax} owed").format(tax=label), "max(0, accrued - so_far)", "=", part="balance",
              accrued=own["accrued"], so_far=own["so_far"])  # fmt: skip
    sheet.row(f"{key}_receivable", _("{tax} paid ahead").format(tax=label), "max(0, so_far - accrued)", "=", part="balance",
              accrued=own["accrued"], so_far=own["so_far"])  # fmt: skip


def _vat(ground: Ground) -> None:
    plan, total = ground.plan, ground.sheet.total
    taxed, has_vat = ground.taxed, ground.has_vat
    out = [f"vat_out/{one.name}" for one in plan.products if taxed]
    costs = [f"vat_in/{one.name}" for one in plan.products] + [f"vat_in_cost/{one.name}" for one in plan.fixed_costs]
    assets = [f"vat_in_asset/{one.name}" for one in plan.assets]
    total("vat_out", _("Tax on sales"), out, part="vat")
    total("vat_in_fixed", _("VAT in fixed costs"), [one for one in costs if one.startswith("vat_in_cost")] if has_vat else [], part="vat")  # fmt: skip
    total("vat_in_costs", _("VAT in purchases and costs"), costs if has_vat else [], part="vat")
    total("vat_in_assets", _("VAT in assets"), assets if has_vat else [], part="vat")
    _paid(ground, "vat", plan.vat.kind if taxed else _("VAT"), plan.vat, "vat_out - vat_in_costs - vat_in_assets")
