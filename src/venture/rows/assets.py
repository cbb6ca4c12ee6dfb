"""What is bought to last, and how its cost is spread over its life."""

from __future__ import annotations

from venture.plan import Asset
from venture.rows.ground import Ground
from venture.words import _

# Depreciation of one month while the asset is in use. Yearly methods spread each year's amount evenly.
YEAR_OF_USE = "min(life / 12, max(1, ceil((month - bought) / 12)))"  # 1 … life, also where a future moves the month
MONTHLY = {
    "straight line": "(cost - salvage) / life",
    "sum of years": f"syd(cost, salvage, life / 12, {YEAR_OF_USE}) / 12",
    "declining balance": f"db(cost, salvage, life / 12, {YEAR_OF_USE}) / 12",
    "double declining": f"ddb(cost, salvage, life / 12, {YEAR_OF_USE}) / 12",
    "switching": f"vdb(cost, salvage, life / 12, {YEAR_OF_USE} - 1, {YEAR_OF_USE}) / 12",
}


def add(ground: Ground) -> None:
    for asset in ground.plan.assets:
        _one(ground, asset)
    names = [asset.name for asset in ground.plan.assets]
    total = ground.sheet.total
    total("assets_bought", _("Assets bought"), [f"bought/{name}" for name in names], part="working")
    total("depreciation", _("Depreciation"), [f"depreciation/{name}" for name in names], part="income")
    total("fixed_assets", _("Fixed assets"), [f"book_value/{name}" for name in names], part="balance")


def _one(ground: Ground, asset: Asset) -> None:
    name, row = asset.name, ground.sheet.row
    reads = ground.inputs("assets", asset, "cost", "salvage", "life", "month", "vat")
    reads["bought"] = reads.pop("month")
    if ground.net_cost:  # the plan's amounts are with VAT: what is left without it is the asset's cost
        cost = ground.sheet.cell(f"cost/{name}", _("{asset}: cost without VAT").format(asset=name), "cost / (1 + vat)",
                                 cost=reads["cost"], vat=reads["vat"])  # fmt: skip
        reads["cost"] = cost
    # what is left at the end is never more than the cost, also where a future or VAT makes the cost small
    reads["salvage"] = ground.sheet.cell(f"salvage/{name}", _("{asset}: value left at the end").format(asset=name),
                                         "min(salvage, cost)", cost=reads["cost"], salvage=reads["salvage"])  # fmt: skip
    flow = "0" if asset.already else "if(month == bought, cost, 0)"
    row(f"bought/{name}", _("{asset}: bought").format(asset=name), flow, "=", part="working", **reads)
    if asset.method == "none":
        formula = "0"
    else:
        formula = f"if(month > bought and month <= bought + life, {MONTHLY[asset.method]}, 0)"
    row(f"depreciation/{name}", _("{asset}: depreciation").format(asset=name), formula, part="income", **reads)
    there = "cost" if asset.already else "bought_now"
    row(f"book_value/{name}", _("{asset}: book value").format(asset=name), "last + bought_now - depreciation", there,
        part="balance", bought_now=f"bought/{name}", depreciation=f"depreciation/{name}", cost=reads["cost"])  # fmt: skip
    if ground.has_vat:
        row(f"vat_in_asset/{name}", _("{asset}: VAT in the cost").format(asset=name), "bought_now * vat", "=", part="vat",
            bought_now=f"bought/{name}", vat=reads["vat"])  # fmt: skip
