"""Units, price, revenue, and what each unit costs."""

from __future__ import annotations

from venture.plan import Product, Ramp
from venture.rows.ground import RISEN, Ground
from venture.words import _


def add(ground: Ground) -> None:
    for product in ground.plan.products:
        _units(ground, product)
        _money(ground, product)
    names = [product.name for product in ground.plan.products]
    total = ground.sheet.total
    total("units", _("Units"), [f"units/{name}" for name in names], part="sales")
    total("revenue", _("Revenue"), [f"revenue/{name}" for name in names], part="income")
    total("variable_cost", _("Variable cost"), [f"variable_cost/{name}" for name in names], part="income")
    ground.sheet.row("contribution", _("Contribution margin"), "revenue - variable_cost", part="income")


def _units(ground: Ground, product: Product) -> None:
    name, sheet, reads = product.name, ground.sheet, ground.inputs("products", product, "demand")
    planned = _("{product}: planned units").format(product=name)
    place = f"products/{name}/volume"
    match product.volume:
        case Ramp() as ramp:
            # an even climb: month 1 has the first number, month ``over`` the last
            steps = {
                one: ground.one(f"{place}/{one}", name, Ramp, one, getattr(ramp, one))
                for one in ("first", "last", "over")
            }
            formula = "if(month >= over, full, begin + (full - begin) * (month - 1) / max(1, over - 1))"
            reads_ramp = {"begin": steps["first"], "full": steps["last"], "over": steps["over"]}
            sheet.row(f"planned/{name}", planned, formula, "0", "units", "sales", **reads_ramp)
        case () | (0,):
            sheet.row(f"planned/{name}", planned, "0", unit="units", part="sales")
        case listed:
            ground.one(place, name, Product, "volume", listed)
            sheet.row(f"planned/{name}", planned, f"at(volume, min(month, {len(listed)}))", "0", "units", "sales", volume=place)  # fmt: skip
    formula = "planned * demand"
    reads["planned"] = f"planned/{name}"
    if product.season:
        reads |= ground.inputs("products", product, "season")
        formula += " * at(season, calendar)"
    if product.capacity is not None:
        reads |= ground.inputs("products", product, "capacity")
        formula = f"min(capacity, {formula})"
    sheet.row(f"units/{name}", _("{product}: units").format(product=name), formula, "0", "units", "sales", **reads)


def _money(ground: Ground, product: Product) -> None:
    name, plan, row = product.name, ground.plan, ground.sheet.row
    reads = ground.inputs("products", product, "price", "variable_cost", "price_rises", "cost_rises", "cost_vat")
    taxed = ground.taxed
    if taxed and product.vat is not None:
        rate = ground.inputs("products", product, "vat")["vat"]
    elif taxed:
        rate = ground.inputs("vat", plan.vat, "rate")["rate"]
    prices = dict(price=reads["price"], rises=reads["price_rises"], vat=rate if taxed else "")
    row(f"price/{name}", _("{product}: price").format(product=name), f"price{ground.net_price} * {RISEN}", "0", "price", "sales", **prices)  # fmt: skip
    row(f"revenue/{name}", _("{product}: revenue").format(product=name), "units * price", part="income",
        units=f"units/{name}", price=f"price/{name}")  # fmt: skip
    costs = dict(cost=reads["variable_cost"], rises=reads["cost_rises"], vat=reads["cost_vat"], units=f"units/{name}")
    row(f"variable_cost/{name}", _("{product}: variable cost").format(product=name),
        f"units * cost{ground.net_cost()} * {RISEN}", part="income", **costs)  # fmt: skip
    if taxed:
        row(f"vat_out/{name}", _("{product}: tax on sales").format(product=name), "revenue * vat * vat_charged", part="vat",
            revenue=f"revenue/{name}", vat=rate)  # fmt: skip
