"""What is bought to last, and how its cost is spread over its life, which begins when it is used."""

from __future__ import annotations

from venture.plan import Asset
from venture.rows.ground import CHARGED, Ground
from venture.words import _

# Depreciation of one month while the asset is in use. Yearly methods spread each year's amount evenly.
YEAR_OF_USE = "min(life / 12, max(1, ceil((month - used) / 12)))"  # 1 … life, also where a future moves the month
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
    if asset.in_use is None:
        reads["used"] = reads["bought"]
    else:
        later = ground.inputs("assets", asset, "in_use")["in_use"]
        reads["used"] = ground.sheet.cell(f"used/{name}", _("{asset}: month from which it is used").format(asset=name),
                                          "max(bought, later)", "month", bought=reads["bought"], later=later)  # fmt: skip
    if change := ground.net_cost(f"if({CHARGED.format(month='bought')}, 1, 0)"):
        first = ground.inputs("vat", ground.plan.vat, "first") if ground.has_vat else {}
        label = _("{asset}: cost without VAT that comes back") if ground.has_vat else _("{asset}: cost with tax")
        reads["cost"] = ground.sheet.cell(f"cost/{name}", label.format(asset=name), f"cost{change}",
                                          cost=reads["cost"], vat=reads["vat"], bought=reads["bought"], **first)  # fmt: skip
    # what is left at the end is never more than the cost, also where a future or VAT makes the cost small
    reads["salvage"] = ground.sheet.cell(f"salvage/{name}", _("{asset}: value left at the end").format(asset=name),
                                         "min(salvage, cost)", cost=reads["cost"], salvage=reads["salvage"])  # fmt: skip
    flow = "0" if asset.already else "if(month == bought, cost, 0)"
    row(f"bought/{name}", _("{asset}: bought").format(asset=name), flow, "=", part="working", **reads)
    if asset.method == "none":
        formula = "0"
    else:
        formula = f"if(month > used and month <= used + life, {MONTHLY[asset.method]}, 0)"
    row(f"depreciation/{name}", _("{asset}: depreciation").format(asset=name), formula, part="income", **reads)
    there = "cost" if asset.already else "bought_now"
    row(f"book_value/{name}", _("{asset}: book value").format(asset=name), "last + bought_now - depreciation", there,
        part="balance", bought_now=f"bought/{name}", depreciation=f"depreciation/{name}", cost=reads["cost"])  # fmt: skip
    if ground.has_vat:
        row(f"vat_in_asset/{name}", _("{asset}: VAT in the cost").format(asset=name), "bought_now * vat * vat_charged", "=", part="vat",
            bought_now=f"bought/{name}", vat=reads["vat"])  # fmt: skip
