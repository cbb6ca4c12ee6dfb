"""Module 5 in the plan: the average of several prices, with the prices as its source; who leaves, what winning costs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from venture import unit_economics as ue
from venture.my_plan import Section
from venture.plan import Plan, Product
from venture.sections import costs_and_break_even
from venture.words import _

# Stands in the product's source, so that who reads the plan sees where the price comes from, and so does this file.
MADE_OF = _("average of {price} × {full} %, {reduced} × {reduced_share} % and 0 × {free_share} %")
PRICES = ("price", "reduced", "reduced_share", "free_share")
FOUND = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[\\d.e+-]+)", re.escape(MADE_OF)))
KOPECK = 5e-5  # the plan's price is the average to four decimals


def into_plan(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The average price of the plan's first product with what it is made of, its churn and its cost of winning."""
    product = plan.products[0] if plan.products else Product(name=_("First product"), price=0.0)
    if any(name in given for name in PRICES):
        now = {**dict.fromkeys(PRICES, 0.0), "price": product.price, **_stated(product), **given}
        product = replace(product, price=_average(now), source=_source(product.source, now))
    if "churn" in given:
        product = replace(product, churn=round(given["churn"] / 100, 6) or None)
    if "acquisition" in given:
        product = replace(product, acquisition_cost=given["acquisition"] or None)
    return replace(plan, products=(product, *plan.products[1:]))


def _shares(now: Mapping[str, float]) -> tuple[float, float, float]:
    """Full, reduced and free; free places get what the others leave."""
    free = min(now["free_share"], 100 - now["reduced_share"])
    return (100 - now["reduced_share"] - free) / 100, now["reduced_share"] / 100, free / 100


def _average(now: Mapping[str, float]) -> float:
    full, reduced, free = _shares(now)
    return round(ue.average_price(((now["price"], full), (now["reduced"], reduced), (0.0, free))), 4)


def _source(source: str, now: Mapping[str, float]) -> str:
    """The product's source with the prices in it; what else stands there stays. One price for all needs no words."""
    kept = FOUND.sub("", source).strip(" ;")
    full, reduced, free = _shares(now)
    if reduced == free == 0:
        return kept
    shares = {"full": full * 100, "reduced_share": reduced * 100, "free_share": free * 100}
    words = MADE_OF.format(**{name: f"{value:.8g}" for name, value in ({**now, **shares}).items()})
    return f"{kept}; {words}" if kept else words


def _stated(product: Product) -> dict[str, float]:
    """The prices that the product's source states; nothing where it states none."""
    found = FOUND.search(product.source)
    return {name: float(found[name]) for name in PRICES} if found else {}


def from_plan(plan: Plan) -> dict[str, Any]:
    """The same numbers, read back, with the costs and volumes of module 4.

    Where somebody has changed the plan's price by hand, the full price is the one that makes it at the stated shares.
    """
    found = costs_and_break_even.from_plan(plan)
    found.pop("price", None)
    if not plan.products:
        return found
    product = plan.products[0]
    stated = _stated(product) or {**dict.fromkeys(PRICES, 0.0), "price": product.price}
    full, reduced, free = _shares(stated)
    if abs(_average(stated) - product.price) > KOPECK and full > 0:
        stated["price"] = max(
            0.0, round(ue.full_price_for(product.price, ((stated["reduced"], reduced), (0.0, free))), 4)
        )
    found |= stated
    if product.churn is not None:
        found["churn"] = round(product.churn * 100, 6)
    if product.acquisition_cost is not None:
        found["acquisition"] = product.acquisition_cost
    return found


SECTION = Section(into_plan, from_plan)
