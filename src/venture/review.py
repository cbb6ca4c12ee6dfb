"""The reviewer: what a careful banker or funder would stop at in a plan, before a person reads it.

Each check is one of the red flags of the field. It gives a `Flag` or nothing: what was found with its numbers, why a
funder minds, what to try. ``stop`` is what no funder passes over; ``ask`` is a question that will come; ``note`` is worth
a look. Guide values are dated, sourced data (``data/guide-values.json``), never literals here; a plan's own limit comes
first where it names one.

Sources of the flags: OpenStax, Entrepreneurship (plan sections); qualitybusinessplan.com; sbalenders.com; opsfi.co.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from venture import appraisal
from venture.forecast import YEAR, Forecast, forecast
from venture.guide import guide
from venture.numbers import say
from venture.plan import Plan, title
from venture.words import _, joined

SEVERITIES = ("stop", "ask", "note")
NOTHING = 1e-6


@dataclass(frozen=True)
class Flag:
    """One thing that a funder will stop at. ``section`` is the part of the plan where it can be mended."""

    key: str
    severity: str
    section: str
    found: str
    why: str
    try_this: str


Check = Callable[[Plan, Forecast], Iterator[Flag]]
CHECKS: dict[str, Check] = {}


def check(key: str, severity: str, section: str, why: str, try_this: str) -> Callable[[Callable], Check]:
    """Register a check. It yields what it found, in words; what a funder minds and what to try are said once, here."""

    def register(finds: Callable[[Plan, Forecast], Iterator[str]]) -> Check:
        @functools.wraps(finds)
        def flags(plan: Plan, f: Forecast) -> Iterator[Flag]:
            for found in finds(plan, f):
                yield Flag(key, severity, section, found, why, try_this)

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


def _trades_already(plan: Plan) -> bool:
    opening = plan.opening
    return bool(plan.actuals) or bool(opening.cash or opening.receivables or opening.stock or opening.payables)


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
    if _trades_already(plan):
        return
    for product in plan.products:
        planned = f[f"planned/{product.name}"][1:]
        if max(planned, default=0) > NOTHING and planned[0] >= guide("ramp_up") * max(planned):
            yield _("“{product}” sells {first} {unit} in its first month, and never more than {most}.").format(
                product=product.name, first=say(planned[0]), unit=product.unit or _("units"), most=say(max(planned))
            )


@check(
    "hockey stick", "ask", "products",
    why=_("Revenue that leaps without a room, a team or a machine for it is a wish."),
    try_this=_("Name the capacity that carries the growth, or spread the growth over more time."),
)  # fmt: skip
def _hockey_stick(plan: Plan, f: Forecast) -> Iterator[str]:
    if plan.products and all(product.capacity is not None for product in plan.products):
        return
    for year in range(1, f.years):
        before, after = f.year("revenue", year), f.year("revenue", year + 1)
        if before > NOTHING and after > guide("growth") * before:
            yield _("Revenue grows from {before} in year {year} to {after} in the next, {times} times as much, and no capacity is named.").format(
                before=say(before, most=0), year=year, after=say(after, most=0), times=say(after / before, most=1)
            )  # fmt: skip


@check(
    "capacity exceeded", "ask", "products",
    why=_("What does not fit into the room cannot be sold."),
    try_this=_("Plan the room for it with its cost, or plan fewer."),
)  # fmt: skip
def _capacity(plan: Plan, f: Forecast) -> Iterator[str]:
    for product in plan.products:
        if product.capacity is None:
            continue
        wanted = [
            (planned * product.demand * (product.season[int(f["calendar"][month]) - 1] if product.season else 1), month)
            for month, planned in enumerate(f[f"planned/{product.name}"])
        ]
        most, month = max(wanted, default=(0, 0))
        if most > product.capacity + NOTHING:
            yield _("“{product}” is planned with {wanted} units {month}; there is room for {capacity}.").format(
                product=product.name,
                wanted=say(most, most=1),
                month=_month(plan, month),
                capacity=say(product.capacity),
            )


@check(
    "more than the demand", "ask", "market",
    why=_("A plan that needs more people than would come fails however well it is run."),
    try_this=_("Check the funnel with a small survey, widen the group, or bring the break-even down."),
)  # fmt: skip
def _demand(plan: Plan, f: Forecast) -> Iterator[str]:
    demand = plan.market.demand
    if not demand:
        return
    most = max(f["units"], default=0)
    if most > demand + NOTHING:
        yield _("The plan sells up to {most} units a month; the market section comes to {demand}.").format(
            most=say(most, most=0), demand=say(demand, most=0)
        )


@check(
    "break-even out of reach", "stop", "products",
    why=_("A venture that cannot cover its costs even when full needs another price, other costs or a lasting subsidy."),
    try_this=_("Try price and fixed costs in the break-even model, or show who pays the difference for good."),
)  # fmt: skip
def _break_even(plan: Plan, f: Forecast) -> Iterator[str]:
    found = {one.key: one for one in appraisal.break_evens(f)}
    if "after levy" not in found:
        return
    point = found["after levy"]
    if not point.volumes:
        yield _("No volume up to {capacity} a month covers the running costs of month 12.").format(
            capacity=say(point.capacity)
        )
    elif plan.market.demand and point.volumes[0].start > plan.market.demand:
        yield _("Break-even takes {volume} units a month; the market section comes to {demand}.").format(
            volume=say(point.volumes[0].start), demand=say(plan.market.demand, most=0)
        )


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
    lowest = f.lowest_cash
    month = f["cash"].index(lowest)
    if plan.reserve:
        if lowest < plan.reserve - NOTHING:
            yield _("Cash is {lowest} {month}, below the reserve of {reserve}.").format(
                lowest=say(lowest, most=1), month=_month(plan, month), reserve=say(plan.reserve)
            )
        return
    fixed = (f.year("fixed_costs", 1) + f.year("staff", 1)) / YEAR
    if fixed and lowest < guide("reserve_months") * fixed:
        yield _("No reserve is set, and {month} cash is {lowest}: {months} months of fixed cost.").format(
            month=_month(plan, month), lowest=say(lowest, most=1), months=say(lowest / fixed, most=1)
        )


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
    "grant before its agreement", "stop", "grants",
    why=_("A grant is money when it is signed. Before that it is a hope."),
    try_this=_("Mark it as requested, and show what happens without it; or cite the agreement."),
)  # fmt: skip
def _grants(plan: Plan, f: Forecast) -> Iterator[str]:
    for grant in plan.grants:
        if grant.status == "agreed" and not grant.source:
            yield _("“{grant}” counts as agreed, but no agreement is cited.").format(grant=grant.name)
    requested = [grant.name for grant in plan.grants if grant.status == "requested"]
    if requested and f.shortfall and not forecast(plan, with_requested=True).shortfall:
        yield _("Only with {grants}, which nobody has agreed to yet, does cash stay above zero.").format(
            grants=joined([f"“{name}”" for name in requested])
        )


BORROWED = ("loan", "lend", "credit", "borrow", "заём", "займ", "кредит", "darlehen", "kredit")


@check(
    "loan without payments", "stop", "loans",
    why=_("Borrowed money goes back with interest. Entered as a gift it hides months of payments."),
    try_this=_("Enter it under loans, with its rate and term."),
)  # fmt: skip
def _loans(plan: Plan, f: Forecast) -> Iterator[str]:
    named = [one.who for one in plan.owners_money] + [one.name for one in plan.grants]
    for name in named:
        if any(word in name.casefold() for word in BORROWED):
            yield _("“{name}” sounds like a loan, but no payment of it is in the cash flow.").format(name=name)


DEBT_WHY = _("Lenders want more cash from operations than the same months' interest and principal.")


def _weakest_cover(plan: Plan, f: Forecast, in_full: bool) -> tuple[int, float, float] | None:
    """The twelve months with the weakest debt service cover below the limit: their end, the cover, the limit.

    ``in_full`` looks at months in which every loan is paid in full; else at those in which one is drawn or in its grace.
    """
    limit = plan.appraisal.dscr_limit or guide("dscr")
    covers = {
        month: value
        for month, value in appraisal.dscr_rolling(f).items()
        if value is not None and appraisal.is_full(plan, month - YEAR + 1, month) == in_full
    }
    worst = min(covers, key=covers.get, default=None)
    return None if worst is None or covers[worst] >= limit else (worst, covers[worst], limit)


@check(
    "debt service", "stop", "loans",
    why=DEBT_WHY,
    try_this=_("Borrow less, for longer, or with a grace that ends when sales are there; or earn more."),
)  # fmt: skip
def _debt(plan: Plan, f: Forecast) -> Iterator[str]:
    if weak := _weakest_cover(plan, f, in_full=True):
        month, cover, limit = weak
        yield _("With the loans paid in full, debt service cover falls to {cover} in the twelve months that end {month}; lenders want {limit}.").format(
            cover=say(cover, 2), month=_month(plan, month), limit=say(limit, 2)
        )  # fmt: skip


@check(
    "debt service at the start", "ask", "loans",
    why=DEBT_WHY,
    try_this=_("Show whose money pays the first months: a reserve, the founders, a longer grace."),
)  # fmt: skip
def _debt_at_the_start(plan: Plan, f: Forecast) -> Iterator[str]:
    if weak := _weakest_cover(plan, f, in_full=False):
        month, cover, limit = weak
        yield _("While a loan is drawn or in its grace, cover is {cover} in the twelve months that end {month}; lenders want {limit}. Cash of the start pays the rest.").format(
            cover=say(cover, 2), month=_month(plan, month), limit=say(limit, 2)
        )  # fmt: skip


@check(
    "own contribution", "ask", "owners_money",
    why=_("Who puts in nothing of their own risks nothing of their own."),
    try_this=_("Put in money, or show what was put in already: work, equipment, a prototype."),
)  # fmt: skip
def _own(plan: Plan, f: Forecast) -> Iterator[str]:
    own = sum(one.amount for one in plan.owners_money)
    outside = sum(one.amount for one in plan.loans if not one.already)
    outside += sum(one.amount for grant in plan.grants if not grant.already for one in grant.tranches)
    if outside and not _trades_already(plan) and own < guide("own_contribution") * (own + outside):
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
    "no downside", "note", "risks",
    why=_("A funder asks what happens when it goes worse. Who has worked it out is believed."),
    try_this=_("Name the three numbers that matter, each with a low and a high, and one story of a bad year."),
)  # fmt: skip
def _downside(plan: Plan, f: Forecast) -> Iterator[str]:
    ranged = [one for one in plan.risks if one.driver and one.low is not None and one.high is not None]
    if not ranged or not plan.scenarios:
        yield _("The plan has {risks} risks with a range and {stories} scenarios.").format(
            risks=len(ranged), stories=len(plan.scenarios)
        )
