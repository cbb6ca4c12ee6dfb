"""What must hold between the fields of a plan. Each rule names the place, what was found, and what would do."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from venture.plan import Plan
from venture.planfile import values
from venture.planfile.problems import Problem, meant, shorten
from venture.planfile.walk import numbers, segment
from venture.words import _

WHOLE_YEARS = ("sum of years", "declining balance", "double declining", "switching")

Path = tuple[str, ...]


@dataclass(frozen=True)
class Breach:
    """A rule that is broken: where, and which other places it looked at (``*``: the name of any item)."""

    path: Path
    found: str
    allowed: str
    example: str = ""
    uses: tuple[Path, ...] = ()

    def problem(self, line: int = 0, column: int = 0) -> Problem:
        return Problem("/".join(self.path), shorten(self.found), self.allowed, self.example, line, column)


def breaches(plan: Plan) -> Iterator[Breach]:
    """Every rule that the plan breaks."""
    for rule in (
        _head, _products, _periods, _horizon, _assets, _loans, _grants, _covered, _payments, _real, _names, _risks, _actuals,
    ):  # fmt: skip
        yield from rule(plan)


def _each(plan: Plan, name: str) -> Iterator[tuple[Path, object]]:
    for index, item in enumerate(getattr(plan, name)):
        yield (name, segment(item, index)), item


def _head(plan: Plan) -> Iterator[Breach]:
    if not re.fullmatch("[A-Z]{3}", plan.currency):
        yield Breach(("currency",), plan.currency, _("Three capital letters."), "RUB")
    if plan.country and not re.fullmatch("[A-Z]{2}", plan.country):
        yield Breach(("country",), plan.country, _("Two capital letters."), "RU")


def _products(plan: Plan) -> Iterator[Breach]:
    for path, product in _each(plan, "products"):
        if product.season and len(product.season) != 12:
            says = _("Twelve factors, January to December, or none.")
            yield Breach(
                (*path, "season"), str(len(product.season)), says, "[1, 1, 1, 1, 1, 0.6, 0.4, 0.5, 1, 1.2, 1.2, 1]"
            )


def _periods(plan: Plan) -> Iterator[Breach]:
    for name in ("staff", "fixed_costs", "grants"):
        for path, item in _each(plan, name):
            if item.last is not None and item.last < item.first:
                says = _("The last month is not before the first ({first}).").format(first=item.first)
                yield Breach((*path, "last"), str(item.last), says, str(item.first + 11), uses=((*path, "first"),))


def _horizon(plan: Plan) -> Iterator[Breach]:
    """What happens once happens within the forecast: later it would be promised and never be counted."""
    once = [(path, item.month) for name in ("assets", "owners_money", "milestones") for path, item in _each(plan, name)]
    for path, grant in _each(plan, "grants"):
        once += [((*path, "tranches", str(number)), one.month) for number, one in enumerate(grant.tranches, 1)]
    for path, month in once:
        if month > plan.months:
            yield _too_late((*path, "month"), month, plan)
    if plan.vat.kind != "none" and plan.vat.first > plan.months:
        yield _too_late(("vat", "first"), plan.vat.first, plan)


def _too_late(path: Path, month: int, plan: Plan) -> Breach:
    says = _("A month of the forecast, at most {months}.").format(months=plan.months)
    return Breach(path, str(month), says, str(plan.months), uses=(("months",),))


def _assets(plan: Plan) -> Iterator[Breach]:
    for path, asset in _each(plan, "assets"):
        if asset.salvage > asset.cost:
            says = _("At most the cost, {cost}.").format(cost=values.decimal(asset.cost))
            yield Breach((*path, "salvage"), values.decimal(asset.salvage), says, "0", uses=((*path, "cost"),))
        if asset.method in WHOLE_YEARS and asset.life % 12:
            says = _("With “{method}” the life is whole years: 12, 24, 36, … months.").format(method=asset.method)
            yield Breach((*path, "life"), str(asset.life), says, "60", uses=((*path, "method"),))
        if asset.in_use is not None and asset.in_use < asset.month:
            says = _("Not before the month in which it is bought ({month}).").format(month=asset.month)
            yield Breach((*path, "in_use"), str(asset.in_use), says, str(asset.month), uses=((*path, "month"),))
        yield from _before_start(path, asset.already, asset.month)


def _before_start(path: Path, already: bool, month: int) -> Iterator[Breach]:
    if already and month:
        says = _("What was there already has month 0.")
        yield Breach((*path, "month"), str(month), says, "0", uses=((*path, "already"),))


def _loans(plan: Plan) -> Iterator[Breach]:
    for path, loan in _each(plan, "loans"):
        uses = ((*path, "month"), ("months",))
        if loan.month + loan.term > plan.months:
            says = _("The loan ends in month {end}, the forecast in month {months}: shorten one or lengthen the other.")
            says = says.format(end=loan.month + loan.term, months=plan.months)
            yield Breach((*path, "term"), str(loan.term), says, str(max(plan.months - loan.month, 1)), uses)
        if loan.grace >= loan.term:
            says = _("Fewer months than the term, {term}: one payment at least must remain.").format(term=loan.term)
            yield Breach((*path, "grace"), str(loan.grace), says, "0", uses=((*path, "term"),))
        yield from _before_start(path, loan.already, loan.month)


def _grants(plan: Plan) -> Iterator[Breach]:
    assets = [asset.name for asset in plan.assets]
    for path, grant in _each(plan, "grants"):
        if grant.purpose == "capital" and not grant.asset:
            says = _("A capital grant names the asset that it pays for. {meant}").format(meant=meant("", assets))
            yield Breach((*path, "asset"), "", says, "", uses=((*path, "purpose"), ("assets", "*", "name")))
        elif grant.asset and grant.asset not in assets:
            says = _("The name of one of the assets. {meant}").format(meant=meant(grant.asset, assets))
            yield Breach((*path, "asset"), grant.asset, says, uses=(("assets", "*", "name"),))
        for index, tranche in enumerate(grant.tranches):
            yield from _before_start((*path, "tranches", str(index + 1)), grant.already, tranche.month)


def _covered(plan: Plan) -> Iterator[Breach]:
    """Grants for an asset pay at most what it costs, with the tax that is paid on top of the plan's amount."""
    on_top = plan.vat.kind != "none" and not plan.vat.included
    for path, asset in _each(plan, "assets"):
        cost = asset.cost * (1 + asset.vat) if on_top else asset.cost
        granted = 0.0
        for grant_path, grant in _each(plan, "grants"):
            if grant.purpose != "capital" or grant.asset != asset.name:
                continue
            before, granted = granted, granted + math.fsum(one.amount for one in grant.tranches)
            if granted > cost + 1e-6:
                says = _("All capital grants for {asset} together are at most what it costs, {cost}.")
                says = says.format(asset=asset.name, cost=values.decimal(round(cost, 6)))
                uses = (*path, "cost"), (*path, "vat"), ("grants", "*", "tranches"), ("grants", "*", "asset"), ("vat",)
                left = values.decimal(round(max(0.0, cost - before), 6))
                yield Breach(
                    (*grant_path, "tranches"), values.decimal(round(granted, 6)), says, f"{{amount: {left}}}", uses
                )
                break


def _payments(plan: Plan) -> Iterator[Breach]:
    total = math.fsum(plan.rhythm.collected)
    if abs(total - 1) > 1e-6:
        says = _("The shares add up to 100 %.")
        yield Breach(("rhythm", "collected"), values.percent(round(total, 6)), says, "[90 %, 10 %]")


def _real(plan: Plan) -> Iterator[Breach]:
    """Real amounts are at one year's prices; a yearly rise makes them nominal."""
    if plan.appraisal.flows != "real":
        return
    rises = [
        (*path, field)
        for name in ("products", "step_costs", "staff", "fixed_costs")
        for path, item in _each(plan, name)
        for field in ("price_rises", "cost_rises", "rises")
        if getattr(item, field, 0.0)
    ]
    if rises:
        says = _("Amounts that rise ({path}) are nominal: write so, or leave the rises out.")
        yield Breach(("appraisal", "flows"), "real", says.format(path="/".join(rises[0])), "nominal", uses=tuple(rises))


def _names(plan: Plan) -> Iterator[Breach]:
    products = [product.name for product in plan.products]
    named = [((*path, "products"), name) for path, step in _each(plan, "step_costs") for name in step.products]
    for month, actual in enumerate(plan.actuals, 1):
        for number, sold in enumerate(actual.sold, 1):
            named.append((("actuals", str(month), "sold", str(number), "product"), sold.product))
    for path, name in named:
        if name not in products:
            says = _("The name of one of the products. {meant}").format(meant=meant(name, products))
            yield Breach(path, name, says, uses=(("products", "*", "name"),))


def _risks(plan: Plan) -> Iterator[Breach]:
    drivers = {"/".join(path): (spec, value) for path, spec, value in numbers(plan)}
    for path, risk in _each(plan, "risks"):
        likely = risk.likely
        if risk.driver:
            yield from _driver((*path, "driver"), risk.driver, drivers)
            spec, now = drivers.get(risk.driver, (None, None))
            for name in ("low", "likely", "high"):
                yield from _suits((*path, name), getattr(risk, name), risk.driver, spec)
            likely = now if likely is None else likely
        known = [one for one in (risk.low, likely, risk.high) if one is not None]
        if known != sorted(known):
            found = " – ".join(values.decimal(one) for one in known)
            says = _("Low is not above likely, and likely (or the plan's number, where none is given) not above high.")
            uses = *((*path, name) for name in ("low", "likely", "driver")), *_places_of(risk.driver)
            yield Breach((*path, "high"), found, says, uses=uses)
    for path, scenario in _each(plan, "scenarios"):
        for index, change in enumerate(scenario.changes):
            here = (*path, "changes", str(index + 1))
            yield from _driver((*here, "driver"), change.driver, drivers)
            yield from _suits((*here, "value"), change.value, change.driver, drivers.get(change.driver, (None,))[0])


def _driver(path: Path, driver: str, drivers: dict) -> Iterator[Breach]:
    if driver not in drivers:
        says = _("The place of a number in the plan. {meant}").format(meant=meant(driver, drivers))
        yield Breach(path, driver, says, uses=_places_of(driver))


def _suits(path: Path, value: float | None, driver: str, spec: values.Spec | None) -> Iterator[Breach]:
    """Whether the number that it moves could have this value."""
    if value is None or spec is None:
        return
    try:
        values.fit(spec, value)
    except values.Wrong as wrong:
        says = _("{driver} takes: {allowed}").format(driver=driver, allowed=wrong)
        yield Breach(path, values.decimal(value), says, values.example(spec), uses=_places_of(driver))


def _places_of(driver: str) -> tuple[Path, ...]:
    """What a driver's path hangs on: the number itself, and the names in its section."""
    section, *rest = driver.split("/")
    return (section, *rest), (section, "*", "name"), (section, "*", "role"), (section, "*", "who")


def _actuals(plan: Plan) -> Iterator[Breach]:
    seen = set()
    for index, actual in enumerate(plan.actuals):
        here = ("actuals", str(index + 1), "month")
        if actual.month in seen:
            yield Breach(here, str(actual.month), _("Each month stands here once."))
        seen.add(actual.month)
        if actual.month > plan.months:
            says = _("A month of the forecast, at most {months}.").format(months=plan.months)
            yield Breach(here, str(actual.month), says, "1", uses=(("months",),))
