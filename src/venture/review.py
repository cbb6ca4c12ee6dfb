"""The reviewer: what a careful banker or funder would stop at in a plan, before a person reads it.

Each check is one of the red flags of the field. It gives a `Flag` or nothing: what was found with its numbers, why a
funder minds, what to try. ``stop`` is what no funder passes over; ``ask`` is a question that will come; ``note`` is worth
a look. Guide values are dated, sourced data (``data/guide-values.json``), never literals here; a plan's own limit comes
first where it names one.

Sources of the flags: OpenStax, Entrepreneurship (plan sections); qualitybusinessplan.com; sbalenders.com; opsfi.co.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from venture import appraisal, chain, impact, partners, risk
from venture.appraisal import BreakEven
from venture.forecast import YEAR, Forecast, Shortfall, forecast
from venture.guide import guide
from venture.numbers import in_months, in_units, say
from venture.plan import Plan, Product, Scenario, Theory, title
from venture.words import _, joined, ngettext

SEVERITIES = ("stop", "ask", "note")
NOTHING = 1e-6
MOST_DOUBTS = 3  # that a person reads in one breath
FUTURES, SEED = 500, 1  # enough to tell one in ten from one in five, and done in a tenth of a second


@dataclass(frozen=True)
class Flag:
    """One thing that a funder will stop at. ``section`` is the part of the plan where it can be mended."""

    key: str
    severity: str
    section: str
    found: str
    why: str
    try_this: str


@dataclass(frozen=True)
class Found:
    """What a check found, where it has its own advice or its own weight."""

    text: str
    try_this: str = ""
    severity: str = ""


Check = Callable[[Plan, Forecast], Iterator[Flag]]
CHECKS: dict[str, Check] = {}


def check(key: str, severity: str, section: str, why: str, try_this: str) -> Callable[[Callable], Check]:
    """Register a check. It yields what it found, in words; what a funder minds and what to try are said once, here."""

    def register(finds: Callable[[Plan, Forecast], Iterator[str | Found]]) -> Check:
        @functools.wraps(finds)
        def flags(plan: Plan, f: Forecast) -> Iterator[Flag]:
            for one in finds(plan, f):
                found = one if isinstance(one, Found) else Found(one)
                yield Flag(key, found.severity or severity, section, found.text, why, found.try_this or try_this)

        CHECKS[key] = flags
        return flags

    return register


def review(plan: Plan, f: Forecast | None = None) -> tuple[Flag, ...]:
    """Everything that a careful reader would stop at, the gravest first."""
    f = f or forecast(plan)
    found = [flag for flags in CHECKS.values() for flag in flags(plan, f)]
    return tuple(sorted(found, key=lambda flag: SEVERITIES.index(flag.severity)))


def _month(plan: Plan, month: int) -> str:
    if not month:
        return _("at the opening")
    date = "{}-{:02d}".format(*plan.calendar_month(month))
    return _("in month {month} ({date})").format(month=month, date=date)


def _requested(plan: Plan) -> list[str]:
    return [f"“{grant.name}”" for grant in plan.grants if grant.status == "requested"]


def _with_requested(plan: Plan) -> Forecast:
    return forecast(plan, with_requested=True)


# --- sales


@check(
    "sales without volume", "stop", "products",
    why=_("Revenue that is not price times volume cannot be checked, and nobody lends on it."),
    try_this=_("Give each product a price, a unit and a volume for each month."),
)  # fmt: skip
def _sales(plan: Plan, f: Forecast) -> Iterator[str]:
    if not plan.products:
        yield _("The plan sells nothing: it has no products.")
    for product in plan.products:
        if not sum(f[f"units/{product.name}"]):
            yield _("“{product}” has a price of {price} but no volume.").format(
                product=product.name, price=say(product.price)
            )
        elif not product.price:
            yield _("“{product}” has a volume but no price.").format(product=product.name)


@check(
    "no ramp-up", "ask", "products",
    why=_("Customers come one by one. A start at full volume hides the months in which money runs out."),
    try_this=_("Start with what is already promised, and let the volume grow to the full one over some months."),
)  # fmt: skip
def _ramp_up(plan: Plan, f: Forecast) -> Iterator[str]:
    if appraisal.trades_already(plan):
        return
    for product in plan.products:
        planned = f[f"planned/{product.name}"]
        most = max(planned)
        first = next((month for month, units in enumerate(planned) if units > NOTHING), None)
        # a season that stands in the volumes falls again within the year: that is no start at full volume
        if first is None or min(planned[first : first + YEAR]) <= guide("ramp_up") * most + NOTHING:
            continue
        yield _("“{product}” sells {first} in its first month, and never more than {most}.").format(
            product=product.name, first=_so_many(planned[first], product.unit), most=say(most)
        )


def _so_many(units: float, unit: str) -> str:
    """So many of a product. What the plan calls one may stand there in the plural too, so it stands apart."""
    return f"{say(units)} ({unit})" if unit else in_units(units)


@check(
    "hockey stick", "ask", "products",
    why=_("Revenue that leaps without a room, a team or a machine for it is a wish."),
    try_this=_("Name the capacity that carries the growth, or spread the growth over more time."),
)  # fmt: skip
def _hockey_stick(plan: Plan, f: Forecast) -> Iterator[str]:
    loose = [product.name for product in plan.products if not _carried(product, f)]
    if not loose:
        return

    def wild(before: float, after: float) -> bool:
        return after > guide("growth") * before + NOTHING

    for year in range(1, f.years):
        before, after = f.year("revenue", year), f.year("revenue", year + 1)
        part = [sum(f.year(f"revenue/{name}", one) for name in loose) for one in (year, year + 1)]
        if not (wild(before, after) and wild(*part)):
            continue
        if before > NOTHING:
            yield _("Revenue grows from {before} in year {year} to {after} in the next, {times} times as much, and no capacity is named that fits it.").format(
                before=say(before, most=0), year=year, after=say(after, most=0), times=say(after / before, most=1)
            )  # fmt: skip
        else:
            yield _("Year {year} brings no revenue and the next {after}, and no capacity is named that fits it.").format(
                year=year, after=say(after, most=0)
            )  # fmt: skip
    paces = _paces(plan, f, loose), _paces(plan, f, [product.name for product in plan.products])
    if all(len(pace) > 1 and wild(pace[0], max(pace)) for pace in paces):
        first, fastest = paces[1][0], max(paces[1])
        yield _("Within the first year sales grow from a pace of {first} a year to one of {fastest}, {times} times as much, and no capacity is named that fits it.").format(
            first=say(first, most=0), fastest=say(fastest, most=0), times=say(fastest / first, most=1)
        )  # fmt: skip


def _carried(product: Product, f: Forecast) -> bool:
    """Is there a room, a team or a machine for what is planned, and not one that is merely a large number?"""
    if product.capacity is None:
        return False
    most = max(_wanted(product, f))
    return most <= product.capacity + NOTHING and product.capacity <= guide("room") * most + NOTHING


def _paces(plan: Plan, f: Forecast, names: list[str]) -> list[float]:
    """Twelve times each month's planned sales, without season, from the first month that sells to month 12."""
    months = [
        12 * sum(f[f"planned/{name}"][at] * f[f"price/{name}"][at] for name in names) for at in range(1, YEAR + 1)
    ]
    first = next((at for at, pace in enumerate(months) if pace > NOTHING), YEAR)
    return months[first:]


@check(
    "capacity exceeded", "ask", "products",
    why=_("What does not fit into the room cannot be sold."),
    try_this=_("Plan the room for it with its cost, or plan fewer."),
)  # fmt: skip
def _capacity(plan: Plan, f: Forecast) -> Iterator[str]:
    for product in plan.products:
        if product.capacity is None:
            continue
        wanted = _wanted(product, f)
        if max(wanted) > product.capacity + NOTHING:
            yield _("“{product}” is planned with {wanted} {month}; there is room for {capacity}.").format(
                product=product.name,
                wanted=in_units(max(wanted), most=1),
                month=_month(plan, wanted.index(max(wanted))),
                capacity=say(product.capacity),
            )


def _wanted(product: Product, f: Forecast) -> list[float]:
    """Units by month as planned, with their season, whether there is room for them or not."""
    return [
        planned * product.demand * (product.season[int(f["calendar"][month]) - 1] if product.season else 1)
        for month, planned in enumerate(f[f"planned/{product.name}"])
    ]


PER = {"month": _("a month"), "year": _("a year")}


@check(
    "more than the demand", "ask", "market",
    why=_("A plan that needs more people than would come fails however well it is run."),
    try_this=_("Check the funnel with a small survey, widen the group, or bring the break-even down."),
)  # fmt: skip
def _demand(plan: Plan, f: Forecast) -> Iterator[str]:
    """Like with like: units of the product that the market section is about, by the month or by the year."""
    market = plan.market
    if not market.demand:
        return
    units = f[f"units/{market.product}" if _sold(plan, market.product) else "units"]
    if market.per == "year":
        units = [sum(units[at : at + YEAR]) for at in range(1, f.months - YEAR + 2)]
    most = max(units, default=0)
    if most > market.demand + NOTHING:
        yield _("The plan sells up to {most} {per}; the market section comes to {demand}.").format(
            most=in_units(most, most=0), per=PER[market.per], demand=say(market.demand, most=0)
        )


def _sold(plan: Plan, name: str) -> bool:
    return any(product.name == name for product in plan.products)


def _judged(f: Forecast) -> dict[int, BreakEven]:
    """Break-even after levy in the last month that sells of each year that sells, by month."""
    judged = {}
    for year in range(1, f.years + 1):
        for month in range(year * YEAR, (year - 1) * YEAR, -1):
            if found := {one.key: one for one in appraisal.break_evens(f, month)}:
                judged[month] = found["after levy"]
                break
    return judged


@check(
    "break-even out of reach", "stop", "products",
    why=_("A venture that cannot cover its costs even when full needs another price, other costs or a lasting subsidy."),
    try_this=_("Try price and fixed costs in the break-even model, or show who pays the difference for good."),
)  # fmt: skip
def _break_even(plan: Plan, f: Forecast) -> Iterator[str | Found]:
    judged = _judged(f)
    out = {month: said for month, point in judged.items() if (said := _out_of_reach(plan, point, _month(plan, month)))}
    if out and max(judged) in out:
        yield out[min(out)]
    elif out:  # a year that cannot carry itself, and later ones that can
        yield Found(out[min(out)], _("Show whose money carries the venture until the years that do."), "ask")


def _out_of_reach(plan: Plan, point: BreakEven, month: str) -> str:
    market = plan.market
    if not point.volumes:
        return _("No volume up to {capacity} a month covers the running costs {month}.").format(
            capacity=say(point.capacity), month=month
        )
    share = point.mix.get(market.product, 0.0) if _sold(plan, market.product) else 1.0
    needed = point.volumes[0].start * share * (YEAR if market.per == "year" else 1)
    if market.demand and needed > market.demand + NOTHING:
        return _("Break-even {month} takes {volume} {per}; the market section comes to {demand}.").format(
            month=month, volume=in_units(needed, most=0), per=PER[market.per], demand=say(market.demand, most=0)
        )
    return ""


@check(
    "margin of safety", "ask", "products",
    why=_("Who sells little more than break-even loses money in the first bad month, and a funder knows that one comes."),
    try_this=_("Show what brings more people, a better price or lower fixed costs; or say who pays when some stay away."),
)  # fmt: skip
def _margin_of_safety(plan: Plan, f: Forecast) -> Iterator[str | Found]:
    """After the ramp-up: in the last year that sells, and in each year before that ends at full volume."""
    judged = {month: point for month, point in _judged(f).items() if point.volumes}
    last = max(judged, default=0)
    safety = {
        month: point.margin_of_safety
        for month, point in judged.items()
        if month == last or all(_full(product, f, month) for product in plan.products)
    }
    above = [month for month, share in safety.items() if share is None]
    if above:
        yield Found(
            _("The plan sells {planned} {month}, where it loses; it covers its running costs only with {volumes}.").format(
                planned=in_units(judged[above[0]].planned, most=1), month=_month(plan, above[0]), volumes=judged[above[0]].words
            ),
            severity="stop",
        )  # fmt: skip
        return
    month = min(safety, key=safety.get, default=0)
    if not month or safety[month] >= guide("margin_of_safety"):
        return
    point, said = judged[month], dict(
        planned=in_units(judged[month].planned, most=1), month=_month(plan, month), needed=say(judged[month].near)
    )  # fmt: skip
    if safety[month] < -NOTHING:
        text = _("The plan sells {planned} a month at full volume {month}; its running costs need {needed}.")
        yield Found(text.format(**said), severity="stop" if safety[last] < -NOTHING else "ask")
    else:
        text = _(
            "The plan sells {planned} {month} and its running costs need {needed}: a margin of safety of {share} %."
        )
        yield text.format(**said, share=say(100 * point.margin_of_safety, most=1))


def _full(product: Product, f: Forecast, month: int) -> bool:
    """Does the product sell all that is ever planned of it, or nothing at all?"""
    planned = f[f"planned/{product.name}"]
    return planned[month] <= NOTHING or planned[month] >= guide("full_volume") * max(planned)


@check(
    "price below plan", "ask", "products",
    why=_("More pieces at a lower price look like success in the revenue and are missing in the margin."),
    try_this=_("Put the price that buyers pay into the plan, or show the contracts in which it is higher."),
)  # fmt: skip
def _price(plan: Plan, f: Forecast) -> Iterator[str]:
    for product in plan.products:
        sold = [
            (one, month.month)
            for month in plan.actuals
            for one in month.sold
            if one.product == product.name and one.units > 0 and 1 <= month.month <= f.months
        ]
        units = sum(one.units for one, _month_ in sold)
        if not units:
            continue
        got = sum(one.price * one.units for one, _month_ in sold) / units
        planned = sum(f[f"price/{product.name}"][month] * one.units for one, month in sold) / units
        if got < planned * (1 - guide("price_below")) - NOTHING:
            yield _("“{product}” has sold at {got} on average, planned was {planned}: {share} % less.").format(
                product=product.name, got=say(got, most=2), planned=say(planned, most=2),
                share=say(100 * (1 - got / planned), most=1),
            )  # fmt: skip


# --- costs


@check(
    "owner's pay", "ask", "staff",
    why=_("An owner without pay leaves, or takes money out that the plan does not have."),
    try_this=_("Enter the owner with a pay that they can live on, and with contributions."),
)  # fmt: skip
def _owner(plan: Plan, f: Forecast) -> Iterator[str]:
    if not any(job.owner and job.pay for job in plan.staff):
        yield _("Nobody among the staff is an owner on pay.")


@check(
    "costs left out", "ask", "fixed_costs",
    why=_("Missing costs are the commonest error of a first plan, and the hardest to see in it."),
    try_this=_("Ask a venture of the same kind for its list of costs, and enter what is missing, or say why it is not needed."),
)  # fmt: skip
def _left_out(plan: Plan, f: Forecast) -> Iterator[str]:
    kinds = {cost.kind for cost in plan.fixed_costs if cost.amount}
    missing = []
    if "insurance" not in kinds:
        missing.append(_("insurance"))
    if "repairs" not in kinds and any(asset.kind not in ("land", "deposit") for asset in plan.assets):
        missing.append(_("repairs of what was bought"))
    if "rent" in kinds and not any(asset.kind == "deposit" for asset in plan.assets):
        missing.append(_("a deposit for the rent"))
    bare = [job.role for job in plan.staff if job.pay and not job.contributions]
    if bare:
        missing.append(_("contributions on the pay of {roles}").format(roles=joined(bare)))
    if missing:
        yield _("Not in the plan: {missing}.").format(missing=joined(missing))


@check(
    "VAT in revenue", "stop", "vat",
    why=_("VAT belongs to the state. Counted as revenue it makes a loss look like a profit."),
    try_this=_("Say in the section vat whether the venture pays it, and whether the plan's amounts include it."),
)  # fmt: skip
def _vat(plan: Plan, f: Forecast) -> Iterator[str]:
    if plan.vat.kind != "none":
        return
    carriers = [one.name for one in plan.products if one.vat or one.cost_vat]
    carriers += [one.name for one in (*plan.fixed_costs, *plan.assets) if one.vat]
    if carriers:
        yield _("{names} carry VAT, but the plan pays none: the tax stands in revenue and costs.").format(
            names=joined([f"“{name}”" for name in carriers])
        )


# --- money


@check(
    "cash below zero", "stop", "cash",
    why=_("A venture closes on the day it cannot pay, whatever its profit."),
    try_this=_("Bring money in earlier, pay later, start smaller, or ask for what is missing."),
)  # fmt: skip
def _cash(plan: Plan, f: Forecast) -> Iterator[str]:
    if gap := f.shortfall:
        first, month, amount = _month(plan, gap.first), _month(plan, gap.month), say(gap.amount, most=1)
        if gap.first == gap.month:
            yield _("Cash is {amount} below zero {month}.").format(amount=amount, month=month)
        else:
            yield _("Cash falls below zero {first}; {month} it lacks {amount}.").format(
                first=first, month=month, amount=amount
            )


@check(
    "reserve", "ask", "reserve",
    why=_("One late payment is enough where there is no reserve."),
    try_this=_("Keep some months of fixed cost in cash, and count it in the ask."),
)  # fmt: skip
def _reserve(plan: Plan, f: Forecast) -> Iterator[str]:
    if f.shortfall:
        return
    lowest, fixed = f.lowest_cash, _fixed_a_month(plan, f)
    month = f.lowest_month
    if plan.reserve and lowest < plan.reserve - NOTHING:
        yield _("Cash is {lowest} {month}, below the reserve of {reserve}.").format(
            lowest=say(lowest, most=1), month=_month(plan, month), reserve=say(plan.reserve)
        )
    wanted = guide("reserve_months") * fixed
    if not fixed or lowest >= wanted:
        return
    if not plan.reserve:
        yield _("No reserve is set, and {month} cash is {lowest}: {months} of fixed cost.").format(
            month=_month(plan, month), lowest=say(lowest, most=1), months=in_months(lowest / fixed, most=1)
        )
    elif plan.reserve < wanted * (1 - guide("ask_apart")):
        yield _("The reserve of {reserve} is {months} of fixed cost; {guide} are usual.").format(
            reserve=say(plan.reserve),
            months=in_months(plan.reserve / fixed, most=1),
            guide=say(guide("reserve_months")),
        )


def _fixed_a_month(plan: Plan, f: Forecast) -> float:
    """Fixed costs and staff of a month in the first year that sells, without what is paid only once."""
    year = next((year for year in range(1, f.years + 1) if f.year("units", year) > NOTHING), 1)
    kept = [f"fixed_costs/{cost.name}" for cost in plan.fixed_costs if cost.first != cost.last]
    return (sum(f.year(key, year) for key in kept) + f.year("staff", year)) / YEAR


@check(
    "loses money", "stop", "cash",
    why=_("A loss that does not end uses up everything that anybody puts in."),
    try_this=_("Show the year from which it earns, or who pays the difference for good and where that is written."),
)  # fmt: skip
def _loss(plan: Plan, f: Forecast) -> Iterator[str]:
    loss = -f.year("net_income", f.years)
    if loss <= NOTHING:
        return
    said = _("In year {year}, the last full one, the plan loses {loss}.").format(year=f.years, loss=say(loss, most=1))
    if _requested(plan) and _with_requested(plan).year("net_income", f.years) >= 0:
        said += " " + _("With {grants} it does not.").format(grants=joined(_requested(plan)))
    yield said


@check(
    "negative equity", "ask", "owners_money",
    why=_("Who owes more than the venture has may not find a lender, and some laws ask the owners to put money in or to close."),
    try_this=_("Put more in at the start, or lose less: look at the year in which it happens."),
)  # fmt: skip
def _equity(plan: Plan, f: Forecast) -> Iterator[str]:
    below = {year: f.closing("equity", year) for year in range(1, f.years + 1) if f.closing("equity", year) < -NOTHING}
    if not below:
        return
    first, worst = min(below), min(below, key=below.get)
    said = dict(first=first, worst=worst, amount=say(-below[worst], most=1))
    if first == worst:
        yield _("At the end of year {first} the venture owes {amount} more than it has.").format(**said)
    else:
        yield _("At the end of year {first} the venture owes more than it has; at the end of year {worst} it is {amount} more.").format(**said)  # fmt: skip


@check(
    "ask and numbers differ", "stop", "ask",
    why=_("The first thing that a funder compares is the sum in the text and the gap in the table."),
    try_this=_("Ask for what the cash table lacks: its lowest month and the reserve."),
)  # fmt: skip
def _ask(plan: Plan, f: Forecast) -> Iterator[str]:
    needed, asked = f.ask, plan.ask.amount
    if abs(asked - needed) > guide("ask_apart") * max(asked, needed) + NOTHING:
        yield _("The plan asks for {asked}; its numbers lack {needed}.").format(
            asked=say(asked, most=1), needed=say(needed, most=1)
        )
    uses = sum(use.amount for use in plan.ask.uses)
    if asked and abs(uses - asked) > guide("ask_apart") * asked:
        yield _("The uses add up to {uses}, the ask is {asked}.").format(
            uses=say(uses, most=1), asked=say(asked, most=1)
        )


@check(
    "grant too late", "ask", "grants",
    why=_("A sum that is right and comes after the month that lacks it does not pay that month's bills."),
    try_this=_("Ask for an earlier tranche, pay or buy later, or say who lends the money until then."),
)  # fmt: skip
def _too_late(plan: Plan, f: Forecast) -> Iterator[str]:
    if not _requested(plan) or not plan.reserve:
        return
    cash = _with_requested(plan)["cash"]
    low = [at for at in range(1, len(cash)) if cash[at] < plan.reserve * (1 - guide("ask_apart"))]
    if not low:
        return
    worst = min(low, key=lambda month: cash[month])
    said = _("Also with {grants} cash is {missing} below the reserve {month}").format(
        grants=joined(_requested(plan)), missing=say(plan.reserve - cash[worst], most=1), month=_month(plan, worst)
    )
    if len(low) > 1:
        said += _(", and below it in {count} months, up to month {last}").format(count=len(low), last=low[-1])
    late = low[-1] < len(cash) - 1
    yield said + (_(": the money comes too late.") if late else _(": the money is too little."))


@check(
    "grant before its agreement", "stop", "grants",
    why=_("A grant is money when it is signed. Before that it is a hope."),
    try_this=_("Cite the agreement, or mark the grant as requested and show what happens without it."),
)  # fmt: skip
def _grants(plan: Plan, f: Forecast) -> Iterator[str | Found]:
    for grant in plan.grants:
        if grant.status == "agreed" and not grant.source:
            yield _("“{grant}” counts as agreed, but no agreement is cited.").format(grant=grant.name)
    if _requested(plan) and f.shortfall and not _with_requested(plan).shortfall:
        yield Found(
            _("Only with {grants}, which nobody has agreed to yet, does cash stay above zero.").format(
                grants=joined(_requested(plan))
            ),
            _(
                "Sign nothing that must be paid before the agreement is there, or plan a smaller start that needs no grant."
            ),
        )


# Whole words, not parts of others: accreditation, a calendar and Loanda are no loans. German puts the word last.
BORROWED = re.compile(
    r"\b(?:(?:micro)?(?:loans?|credits?(?!\s+(?:union|bank|suisse)))|loaned|lend(?:s|ing|ers?)?|lent|borrow(?:s|ed|ing|ers?)?"
    r"|(?:микро)?(?:за[её]м(?:а|у|ом|е|ы|ов|н\w*)?|займ\w*|кредит(?:а|у|ом|е|ы|ов|ная|ный|ное|ные)?)|ссуд\w*"
    r"|\w*(?:darlehen|kredit)(?:s|e|en|es)?)\b",
    re.IGNORECASE,
)


@check(
    "loan without payments", "ask", "loans",
    why=_("Borrowed money goes back with interest. Entered as a gift it hides months of payments."),
    try_this=_("Enter it under loans, with its rate and term; or give it a name that says that it stays."),
)  # fmt: skip
def _loans(plan: Plan, f: Forecast) -> Iterator[str]:
    for name in [one.who for one in plan.owners_money] + [one.name for one in plan.grants]:
        if BORROWED.search(name):
            yield _("“{name}” sounds like a loan, but no payment of it is in the cash flow.").format(name=name)


DEBT_WHY = _("Lenders want more cash from operations than the same months' interest and principal.")


def _weakest_cover(plan: Plan, f: Forecast, in_full: bool) -> dict[str, str] | None:
    """The twelve months with the weakest debt service cover below the limit, in words, without and with grants.

    ``in_full`` looks at months in which every loan is paid in full; else at those in which one is drawn or in its
    grace. A limit of 0 in the plan means that the lender asks for none.
    """
    limit = guide("dscr") if plan.appraisal.dscr_limit is None else plan.appraisal.dscr_limit
    covers = {
        month: value
        for month, value in appraisal.dscr_rolling(f).items()
        if value is not None and appraisal.is_full(plan, month - YEAR + 1, month) == in_full
    }
    worst = min(covers, key=covers.get, default=None)
    if worst is None or not limit or covers[worst] >= limit:
        return None
    granted = appraisal.dscr_rolling(f, with_grants=True)[worst]
    return dict(
        cover=say(covers[worst], 2), granted=say(granted, 2), month=_month(plan, worst), limit=say(limit, 2)
    )  # fmt: skip


@check(
    "debt service", "stop", "loans",
    why=DEBT_WHY,
    try_this=_("Borrow less, for longer, or with a grace that ends when sales are there; or earn more."),
)  # fmt: skip
def _debt(plan: Plan, f: Forecast) -> Iterator[str]:
    if weak := _weakest_cover(plan, f, in_full=True):
        yield _("With the loans paid in full, debt service cover falls to {cover} in the twelve months that end {month}, and to {granted} with the agreed grants; lenders want {limit}.").format(**weak)  # fmt: skip


@check(
    "debt service at the start", "ask", "loans",
    why=DEBT_WHY,
    try_this=_("Show whose money pays the first months: a reserve, the founders, a longer grace."),
)  # fmt: skip
def _debt_at_the_start(plan: Plan, f: Forecast) -> Iterator[str]:
    if weak := _weakest_cover(plan, f, in_full=False):
        yield _("While a loan is drawn or in its grace, cover is {cover} in the twelve months that end {month}, and {granted} with the agreed grants; lenders want {limit}. Cash of the start pays the rest.").format(**weak)  # fmt: skip


@check(
    "own contribution", "ask", "owners_money",
    why=_("Who puts in nothing of their own risks nothing of their own."),
    try_this=_("Put in money, or show what was put in already: work, equipment, a prototype."),
)  # fmt: skip
def _own(plan: Plan, f: Forecast) -> Iterator[str]:
    own = sum(one.amount for one in plan.owners_money)
    outside = sum(one.amount for one in plan.loans if not one.already)
    outside += sum(one.amount for grant in plan.grants if not grant.already for one in grant.tranches)
    if outside and not appraisal.trades_already(plan) and own < guide("own_contribution") * (own + outside):
        yield _("The founders put in {own} of {all}, which is {share} %.").format(
            own=say(own), all=say(own + outside), share=say(100 * own / (own + outside), most=1)
        )


# --- trust


@check(
    "no source", "ask", "products",
    why=_("A number without a source is a guess, and one guess makes the reader doubt the rest."),
    try_this=_("Write beside each number where it is from: a quote, a lease, a survey, a law."),
)  # fmt: skip
def _sources(plan: Plan, f: Forecast) -> Iterator[str]:
    lists = (plan.products, plan.step_costs, plan.staff, plan.fixed_costs, plan.assets, plan.loans)
    bare = [title(one) for listed in lists for one in listed if not one.source]
    if plan.tax.regime != "none" and not plan.tax.source:
        bare.append(_("the tax"))
    if plan.market.people and not plan.market.source:
        bare.append(_("the market"))
    if bare:
        shown = joined(
            [f"“{name}”" for name in bare[:4]] + ([_("{n} more").format(n=len(bare) - 4)] if bare[4:] else [])
        )
        yield _("No source is given for {names}.").format(names=shown)


@check(
    "one person", "ask", "staff",
    why=_("What hangs on one person stops when that person is ill."),
    try_this=_("Give some tasks to others, and say who stands in."),
)  # fmt: skip
def _one_person(plan: Plan, f: Forecast) -> Iterator[str]:
    hats = Counter(job.who.strip() for job in plan.staff if job.who.strip())
    steps = Counter(one.who.strip() for one in plan.milestones if one.who.strip())
    for name, count in hats.items():
        if count >= guide("hats"):
            yield _("{name} does {count} of the jobs.").format(name=name, count=count)
    if len(steps) == 1 and sum(steps.values()) >= guide("hats"):
        yield _("{name} is to take every one of the {count} next steps.").format(
            name=next(iter(steps)), count=sum(steps.values())
        )


@check(
    "impact without baseline", "ask", "impact",
    why=_("A change can only be shown against what was there before."),
    try_this=_("Count once before the start, write down the number and the day."),
)  # fmt: skip
def _baseline(plan: Plan, f: Forecast) -> Iterator[str]:
    if not plan.impact.indicators:
        yield _("The plan has no indicator of what changes for people.")
        return
    bare = [one.name for one in plan.impact.indicators if one.baseline is None]
    if bare:
        yield _("No baseline is given for {names}.").format(names=joined([f"“{name}”" for name in bare]))


@check(
    "franchise", "ask", "partners",
    why=_("A network that costs the centre more with each unit grows into its own ruin."),
    try_this=_("Ask for a higher royalty, support each unit more cheaply, or do not copy the venture yet."),
)  # fmt: skip
def _franchise(plan: Plan, f: Forecast) -> Iterator[str]:
    if plan.franchise.turnover and partners.network(plan.franchise).needed is None:
        yield _("The terms of the franchise never carry the centre: a unit brings no more than its support costs.")


@check(
    "partner without terms", "note", "partners",
    why=_("A funder counts on a partner only where both sides have said what they give and what they get."),
    try_this=_("Write down for each partner what it gives, what it gets, and on what paper that stands."),
)  # fmt: skip
def _terms(plan: Plan, f: Forecast) -> Iterator[str]:
    if bare := [one.name for one in plan.partners if not (one.gives and one.gets)]:
        yield _("It is not said what {names} give and get.").format(names=joined([f"“{name}”" for name in bare]))


@check(
    "theory of change", "note", "impact",
    why=_("A chain with a gap, or with one box copied into the next, says that nobody has asked yet how the change comes about."),
    try_this=_("Read the chain aloud to somebody who does not know you, and mend the place where they ask."),
)  # fmt: skip
def _theory(plan: Plan, f: Forecast) -> Iterator[str]:
    if plan.impact.theory == Theory():
        return  # nothing is written yet, which other checks say
    from venture.models.from_a_problem_to_a_model import LABELS
    from venture.sections.from_a_problem_to_a_model import SECTION

    written = {name: text for name, text in SECTION.read(plan).items() if isinstance(text, str)}
    # whether there are indicators is asked by the check of baselines
    doubts = [one.text for one in chain.contradictions(written, LABELS) if one.box != "indicator"]
    doubts += [one.text for one in impact.contradictions(plan) if one.key != "no payer"]
    if doubts:
        yield " ".join(dict.fromkeys(doubts[:MOST_DOUBTS]))


@check(
    "no downside", "note", "risks",
    why=_("A funder asks what happens when it goes worse. Who has worked it out is believed."),
    try_this=_("Name the three numbers that matter, each with a low and a high, and one story of a bad year."),
)  # fmt: skip
def _downside(plan: Plan, f: Forecast) -> Iterator[str]:
    ranged = [one for one in plan.risks if one.driver and one.low is not None and one.high is not None]
    if not ranged or not plan.scenarios:
        risks = ngettext("{n} risk with a range", "{n} risks with a range", len(ranged)).format(n=len(ranged))
        stories = ngettext("{n} scenario", "{n} scenarios", len(plan.scenarios)).format(n=len(plan.scenarios))
        yield _("The plan has {risks} and {stories}.").format(risks=risks, stories=stories)


@check(
    "a bad year breaks it", "ask", "risks",
    why=_("The plan names this itself. A funder asks what you would do then, and who pays."),
    try_this=_("Say what you would cut or put off, and in which month; or keep a larger reserve; or ask for less debt."),
)  # fmt: skip
def _bad_year(plan: Plan, f: Forecast) -> Iterator[str | Found]:
    """The plan's own stories. What is requested counts only where without it the plan is broken as it stands."""
    requested, counted = _requested(plan), False
    if f.shortfall:
        if not requested or _with_requested(plan).shortfall:
            return
        counted = True
    for story in plan.scenarios:
        gap = _gap(plan, story, counted)
        if not gap:
            continue
        said = _("In the story “{story}” cash falls below zero {first}; {month} it lacks {amount}.").format(
            story=story.name,
            first=_month(plan, gap.first),
            month=_month(plan, gap.month),
            amount=say(gap.amount, most=1),
        )
        if requested and not counted:
            rest = _gap(plan, story, True)
            said += " " + (
                _("With {grants} it lacks {amount}.").format(grants=joined(requested), amount=say(rest.amount, most=1))
                if rest
                else _("With {grants} it stays above zero.").format(grants=joined(requested))
            )
        yield said


def _gap(plan: Plan, story: Scenario, with_requested: bool) -> Shortfall | None:
    try:
        changes = {change.driver: change.value for change in story.changes}
        return risk.future(plan, changes, with_requested).shortfall
    except (KeyError, ValueError):  # a number that is not there: the check of the plan's form says so
        return None


@check(
    "may run out of cash", "note", "risks",
    why=_("The plan's own ranges say it. It is as true as they are, and a funder may draw them wider."),
    try_this=_("See in the risk room which number decides, and put its mitigation and a reserve for it into the plan."),
)  # fmt: skip
def _chance_of_trouble(plan: Plan, f: Forecast) -> Iterator[str]:
    chance, requested = _chance(plan), joined(_requested(plan))
    if not chance or chance.p <= guide("chance_of_trouble"):
        return
    drawn = _("in {share} % of {n} futures, drawn from the plan's own ranges").format(
        share=say(100 * chance.p, most=0), n=chance.n
    )
    text = _("Also with {grants} cash falls below zero {drawn}.") if requested else _("Cash falls below zero {drawn}.")
    yield text.format(grants=requested, drawn=drawn)


def _chance(plan: Plan) -> risk.Chance | None:
    """How likely the plan's own ranges bring cash below zero, all grants counted. Nothing where it takes long."""
    ranged = [one.driver for one in plan.risks if one.driver and one.low is not None and one.high is not None]
    if not ranged:
        return None
    cash = {"cash": lambda f: f.lowest_cash}
    try:
        drawn = risk.monte_carlo_of(plan, cash, ranged, FUTURES, SEED, with_requested=True, at_once=True)
    except (KeyError, ValueError):
        return None
    return drawn["cash"].below()
