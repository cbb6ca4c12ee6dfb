"""The plan: one venture, one file, everything that its numbers and its story need.

Every module of the course writes into this plan, and every number of the kit is computed from it
(`venture.forecast`). A `Plan` is frozen: a change makes a new one (`dataclasses.replace`).
`load` and `save` read and write the YAML file that a person can read; `venture.planfile` holds how.

Conventions. Amounts are positive and in the plan's `amounts` (thousands of the currency, for
instance), before VAT unless `vat.included` says otherwise. A share is 0.09 in code and ``9 %`` in the file.
Months count from 1; month 0 is "before the start", and what happens then is the opening balance.
In the file a month may also be written as a date (``2027-03``). Yearly rises take effect in month 13, 25, ….
"""

from __future__ import annotations

import datetime
from dataclasses import MISSING, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from venture import plan_fields as a
from venture.plan_fields import LONGEST, MOST
from venture.words import _

VERSION = 1

block = partial(dataclass, frozen=True, kw_only=True)


# --- what is sold


@block
class Ramp:
    """A volume that grows evenly from ``first`` in month 1 to ``last`` in month ``over``, and stays there."""

    first: float = a.number(_("units in month 1"))
    last: float = a.number(_("units a month after the ramp-up"))
    over: int = a.whole(_("months of the ramp-up"), 12, 1, LONGEST, example="12")


@block
class Product:
    """A product or service: what a unit is, what it brings, what it costs, how many a month."""

    name: str = a.text(_("name"), MISSING, example="Places in the centre")
    unit: str = a.text(_("what one unit is"), example="child-month")
    price: float = a.money(_("price of a unit"), MISSING, example="9.4")
    variable_cost: float = a.money(_("variable cost of a unit"), example="1.9")
    volume: tuple[float, ...] | Ramp = a.entry(
        "volume",
        _("units a month"),
        (),
        low=0,
        high=MOST,
        help=_("a list, whose last number stays, or a ramp-up {first: 40, last: 66, over: 8}"),
        example="[40, 47, 54]",
    )
    demand: float = a.share(
        _("share of the planned volume that comes"), 1.0, high=10.0, help=_("100 % in the plan; risk moves it")
    )
    season: tuple[float, ...] = a.entry(
        "numbers", _("season, January to December"), (), low=0, high=100,
        help=_("twelve factors, 1 for an ordinary month"), example="[1, 1, 1, 1, 1, 0.6, 0.4, 0.5, 1, 1.2, 1.2, 1]",
    )  # fmt: skip
    capacity: float | None = a.number(_("most units a month that there is room for"), None)
    price_rises: float = a.share(_("rise of the price a year"), low=-0.5, example="4 %")
    cost_rises: float = a.share(_("rise of the variable cost a year"), low=-0.5, example="4 %")
    vat: float | None = a.share(_("VAT or sales tax on this product, where not the plan's rate"), None)
    cost_vat: float = a.share(_("VAT in its variable cost"))
    churn: float | None = a.share(_("customers who leave in a month"), None)
    acquisition_cost: float | None = a.money(_("cost of winning one customer"), None)
    source: str = a.text(_("where price and volume come from"), example="Survey of 92 families, May 2026")


# --- what it takes


@block
class StepCost:
    """A cost that comes in steps: one ``amount`` a month for every ``per`` units begun."""

    name: str = a.text(_("name"), MISSING, example="Teachers")
    amount: float = a.money(_("cost of one step a month"), MISSING, example="52")
    per: float = a.number(_("units that one step serves"), MISSING, low=1e-6, example="24")
    products: tuple[str, ...] = a.texts(_("products that it serves"), help=_("all, where none is named"))
    rises: float = a.share(_("rise a year"), low=-0.5)
    source: str = a.text(_("where the number comes from"))


@block
class Job:
    """People on pay, with the contributions that the employer owes on it."""

    role: str = a.text(_("role"), MISSING, example="Director")
    who: str = a.text(_("who does it"), help=_("a role or first name; nobody's personal data"))
    owner: bool = a.yes(_("is this an owner of the venture"))
    pay: float = a.money(_("pay of one person a month, before their taxes"), MISSING, example="65")
    contributions: float = a.share(_("employer's contributions on the pay"), example="30 %")
    people: float = a.number(_("how many, in full-time posts"), 1.0, high=10000)
    first: int = a.month(_("first month"), 1, low=1)
    last: int | None = a.month(_("last month"), None, low=1)
    rises: float = a.share(_("rise of the pay a year"), low=-0.5)
    source: str = a.text(_("where the number comes from"))


COST_KINDS = (
    "rent", "utilities", "repairs", "insurance", "marketing", "services", "transport", "materials", "other",
)  # fmt: skip


@block
class FixedCost:
    """A cost that does not move with volume. One-off where ``first`` and ``last`` are the same month."""

    name: str = a.text(_("name"), MISSING, example="Rent")
    amount: float = a.money(_("amount a month"), MISSING, example="95")
    kind: str = a.choice(_("kind"), "other", COST_KINDS)
    first: int = a.month(_("first month"), 1, low=1)
    last: int | None = a.month(_("last month"), None, low=1)
    rises: float = a.share(_("rise a year"), low=-0.5)
    vat: float = a.share(_("VAT in the amount"))
    source: str = a.text(_("where the number comes from"), example="Draft lease, June 2026")


METHODS = ("straight line", "sum of years", "declining balance", "double declining", "switching", "none")


@block
class Asset:
    """Something that lasts. Its cost is spread over its life by ``method``; land and deposits: none."""

    name: str = a.text(_("name"), MISSING, example="Fit-out")
    kind: str = a.choice(
        _("kind"), "equipment",
        ("equipment", "fit-out", "building", "land", "vehicle", "software", "deposit"),
    )  # fmt: skip
    cost: float = a.money(_("cost"), MISSING, example="1500")
    month: int = a.month(_("month bought"), 0)
    in_use: int | None = a.month(_("month from which it is used, where that is later"), None)
    life: int = a.whole(_("months of use"), 60, 1, 600, example="60")
    salvage: float = a.money(_("value left at the end"))
    method: str = a.choice(_("depreciation"), "straight line", METHODS)
    vat: float = a.share(_("VAT in the cost"))
    already: bool = a.yes(_("was there before the plan: no money moves"))
    source: str = a.text(_("where the number comes from"), example="Three quotes, May 2026")


# --- where the money comes from


@block
class Loan:
    """A loan. ``term`` counts from the month after it is drawn and includes the grace months."""

    name: str = a.text(_("name"), MISSING, example="Bank loan")
    lender: str = a.text(_("lender"))
    amount: float = a.money(_("amount"), MISSING, example="1200")
    month: int = a.month(_("month received"), 0)
    rate: float = a.share(_("interest a year, nominal"), MISSING, high=5.0)
    term: int = a.whole(_("months until it is paid back"), MISSING, 1, LONGEST, example="48")
    kind: str = a.choice(_("repayment"), "annuity", ("annuity", "equal principal", "balloon"))
    balloon: float = a.share(_("share of the amount left for the last payment"), help=_("for a balloon loan; 100 % pays interest only"))  # fmt: skip
    grace: int = a.whole(_("grace: first months without principal"), 0, 0, LONGEST, example="6")
    grace_interest: str = a.choice(_("interest in the grace months"), "paid", ("paid", "capitalised"))
    fee: float = a.share(_("fee, a share of the amount, paid when it is received"))
    market_rate: float | None = a.share(_("what a bank would ask for the same loan"), None, high=5.0)
    already: bool = a.yes(_("was there before the plan: no money moves"))
    source: str = a.text(_("where the terms come from"))


@block
class Tranche:
    """One payment of a grant, and what must have happened before it."""

    amount: float = a.money(_("amount"), MISSING, example="240")
    month: int = a.month(_("month received"), 0)
    condition: str = a.text(_("condition"), example="Contract signed, premises found")


@block
class Grant:
    """A grant. Only what is agreed counts in the forecast; what is requested is the ask."""

    name: str = a.text(_("name"), MISSING, example="Start-up grant")
    giver: str = a.text(_("giver"))
    purpose: str = a.choice(_("what it pays for"), "income", ("income", "capital"))
    asset: str = a.text(_("asset that a capital grant pays for"))
    paid: str = a.choice(_("paid"), "advance", ("advance", "reimbursement"))
    status: str = a.choice(_("status"), "requested", ("agreed", "requested"))
    tranches: tuple[Tranche, ...] = a.parts(_("tranches"), Tranche)
    first: int = a.month(_("first month of the costs that an income grant covers"), 1, low=1)
    last: int | None = a.month(
        _("last month of these costs"), None, low=1, help=_("a year after the first, where not given")
    )
    already: bool = a.yes(_("was received before the plan: no money moves"))
    source: str = a.text(_("where the terms come from"))


@block
class OwnersMoney:
    """Money that the founders or members put in for good."""

    who: str = a.text(_("who"), example="Founders")
    amount: float = a.money(_("amount"), MISSING, example="900")
    month: int = a.month(_("month"), 0)


@block
class InKind:
    """Support that no money moves for: free premises, volunteers, pro bono work."""

    name: str = a.text(_("name"), MISSING, example="Free hall from the town")
    a_year: float = a.money(_("what it would cost a year"), MISSING)
    source: str = a.text(_("how it is valued"))


@block
class Opening:
    """What a venture that trades already brings along, beside assets, loans and grants marked ``already``."""

    cash: float = a.money(_("cash"))
    receivables: float = a.money(_("owed by customers, paid in month 1"))
    stock: float = a.money(_("stock"))
    payables: float = a.money(_("owed to suppliers, due in month 1"))


# --- taxes and the rhythm of payments


@block
class Vat:
    """VAT, or a sales tax (added on sales, nothing back for purchases)."""

    kind: str = a.choice(_("kind"), "none", ("none", "VAT", "sales tax"))
    rate: float = a.share(_("rate on what is sold"), example="20 %")
    included: bool = a.yes(_("are the plan's amounts with VAT"))
    first: int = a.month(_("first month in which it is charged"), 1)
    every: int = a.whole(_("paid every so many months"), 3, 1, 12)
    after: int = a.whole(_("months after the period's end"), 1, 0, 6)
    source: str = a.text(_("law or letter"))


@block
class Tax:
    """The tax on the venture itself, by a regime.

    ``revenue levy``: a share of revenue. ``profit tax``: a share of the year's profit, losses of earlier years set
    off up to ``loss_limit`` of it, at least ``minimum`` of the year's revenue. ``name`` says which law's regime it is.
    """

    regime: str = a.choice(_("regime"), "none", ("none", "revenue levy", "profit tax"))
    name: str = a.text(_("name of the regime"), example="Simplified tax, on income")
    rate: float = a.share(_("rate"), example="6 %")
    minimum: float = a.share(_("least tax, as a share of revenue"), example="1 %")
    grants: bool = a.yes(_("are grants free of tax while what they pay for still counts as cost"))
    loss_limit: float = a.share(_("share of a year's profit that earlier losses may cover"), 1.0)
    every: int = a.whole(_("paid every so many months"), 3, 1, 12)
    after: int = a.whole(_("months after the period's end"), 0, 0, 6)
    source: str = a.text(_("law, with its date"))


@block
class Rhythm:
    """When money follows a sale or a purchase. Months have 30 days."""

    collected: tuple[float, ...] = a.entry(
        "numbers", _("share of a sale paid in the same month, the next, the one after, …"), (1.0,), low=0, high=1,
        help=_("adds up to 100 %"), example="[90 %, 10 %]",
    )  # fmt: skip
    supplier_days: float = a.number(_("days until suppliers of variable costs are paid"), high=120)
    stock_days: float = a.number(_("days of variable cost kept in stock"), high=360)


# --- what it is worth, and for whom


@block
class Appraisal:
    """How the venture is judged. Flows are nominal where prices rise in the plan, else real: say which."""

    rate: float = a.share(_("required return a year"), 0.0, high=5.0)
    flows: str = a.choice(_("amounts are"), "nominal", ("nominal", "real"))
    rate_is: str = a.choice(_("the rate is"), "nominal", ("nominal", "real"))
    inflation: float = a.share(_("inflation a year"), low=-0.5)
    finance_rate: float | None = a.share(_("rate paid on money borrowed, for MIRR"), None, high=5.0)
    reinvest_rate: float | None = a.share(_("rate earned on money put back, for MIRR"), None, high=5.0)
    years: int | None = a.whole(
        _("years looked at"), None, 1, 60, help=_("years after the forecast repeat its last one")
    )
    dscr_limit: float | None = a.number(_("least DSCR that the lender wants"), None, high=10)


@block
class Outcome:
    """A change for people, with what it is worth and how much of it is the venture's own doing."""

    name: str = a.text(_("name"), MISSING, example="Stable work")
    for_whom: str = a.text(_("for whom"))
    quantity: float = a.number(_("people or things in a year"), MISSING, example="12")
    proxy: float = a.money(_("what one is worth a year"), MISSING, example="240")
    proxy_source: str = a.text(_("where the value comes from"))
    deadweight: float = a.share(_("deadweight: would have happened anyway"))
    displacement: float = a.share(_("displacement: moved from elsewhere"))
    attribution: float = a.share(_("attribution: share caused by others"))
    drop_off: float = a.share(_("drop-off a year"))
    years: int = a.whole(_("years that it lasts"), 1, 1, 30)


@block
class Indicator:
    """How a change is measured. ``id`` is IRIS+'s (``PI4060``) or ``own``."""

    name: str = a.text(_("name"), MISSING, example="Client Individuals: Total")
    id: str = a.text(_("IRIS+ id or own"), "own")
    definition: str = a.text(_("what exactly is counted"))
    unit: str = a.text(_("unit"))
    baseline: float | None = a.number(_("before the start"), None, low=-MOST)
    baseline_date: str = a.text(_("when the baseline was taken"))
    target: float | None = a.number(_("target"), None, low=-MOST)
    method: str = a.text(_("how it is measured, by whom, how often"))


@block
class SocialInput:
    """What the impact is set against: money, and volunteers' time where their outcome is claimed."""

    name: str = a.text(_("name"), MISSING)
    value: float = a.money(_("value"), MISSING)


@block
class Assumption:
    """What must be true for one step of the chain to lead to the next, and how to find out."""

    text: str = a.text(_("assumption"), MISSING)
    test: str = a.text(_("how to test it"))


@block
class Theory:
    """Theory of change: the chain from what goes in to what lasts, and when to stop."""

    inputs: tuple[str, ...] = a.texts(_("inputs"))
    activities: tuple[str, ...] = a.texts(_("activities"))
    outputs: tuple[str, ...] = a.texts(_("outputs"))
    outcomes: tuple[str, ...] = a.texts(_("outcomes"))
    impact: str = a.text(_("impact"))
    assumptions: tuple[Assumption, ...] = a.parts(_("assumptions"), Assumption)
    stop: str = a.text(_("stop condition"), example="Fewer than 30 children by month 9")


@block
class Impact:
    theory: Theory = a.part(_("theory of change"), Theory)
    outcomes: tuple[Outcome, ...] = a.parts(_("outcomes"), Outcome)
    inputs: tuple[SocialInput, ...] = a.parts(_("inputs that the outcomes are set against"), SocialInput)
    rate: float = a.share(_("discount rate for social value"), 0.035)
    indicators: tuple[Indicator, ...] = a.parts(_("indicators"), Indicator)


@block
class Market:
    """Demand from the bottom up: each factor has its own source."""

    people: float = a.number(_("people in the place"), example="41000")
    share: float = a.share(_("share in the target group"))
    reach: float = a.share(_("share within reach"))
    interest: float = a.share(_("share interested"))
    conversion: float = a.share(_("share of these who come"))
    per: str = a.choice(_("they come so many a"), "month", ("month", "year"))
    product: str = a.text(_("product that they come for; all, where none is named"))
    source: str = a.text(_("where the numbers come from"))
    survey: str = a.text(_("own survey: when, how many, whom"))

    @property
    def demand(self) -> float:
        """People who would come: people × share × reach × interest × conversion."""
        return self.people * self.share * self.reach * self.interest * self.conversion


# --- what may happen


@block
class Risk:
    """A number of the plan that may come out differently, or an event that may happen.

    ``driver`` is the number's place in the plan (``products/Places/price``); low, likely and high are its range.
    """

    name: str = a.text(_("name"), MISSING, example="Families choose the cheaper club")
    driver: str = a.text(_("which number of the plan it moves"), example="products/Places/price")
    low: float | None = a.number(_("low"), None, low=-MOST)
    likely: float | None = a.number(_("most likely; the plan's number where not given"), None, low=-MOST)
    high: float | None = a.number(_("high"), None, low=-MOST)
    mitigation: str = a.text(_("what is done about it"))
    owner: str = a.text(_("who does it"))
    cost: float = a.money(_("what that costs"))


@block
class Change:
    driver: str = a.text(_("which number of the plan"), MISSING, example="products/Places/demand")
    value: float = a.number(_("its value in this story"), MISSING, low=-MOST)


@block
class Scenario:
    """A story, and the numbers that change in it."""

    name: str = a.text(_("name"), MISSING, example="The new school opens late")
    story: str = a.story(_("story"))
    changes: tuple[Change, ...] = a.parts(_("changes"), Change)


# --- people and steps


@block
class Partner:
    name: str = a.text(_("name"), MISSING)
    kind: str = a.choice(_("kind"), "civil", ("public", "private", "civil"))
    gives: str = a.text(_("gives"))
    gets: str = a.text(_("gets"))
    agreement: str = a.text(_("agreement"), example="Letter of 12 May 2026")


@block
class Franchise:
    """A network of units that copy the venture. Amounts a year unless said."""

    fee: float = a.money(_("initial fee of a unit"))
    royalty: float = a.share(_("royalty, share of a unit's earned income"))
    turnover: float = a.money(_("earned income of a unit"))
    support: float = a.money(_("cost of supporting a unit"))
    central: float = a.money(_("cost of the centre"))
    launch: float = a.money(_("cost of launching a unit, once"))


@block
class Milestone:
    name: str = a.text(_("name"), MISSING)
    month: int = a.month(_("month"), 1)
    who: str = a.text(_("who"))
    done: bool = a.yes(_("done"))


@block
class Use:
    what: str = a.text(_("what"), MISSING)
    amount: float = a.money(_("amount"), MISSING)


@block
class Ask:
    """The request for funding, in the applicant's own words and sum."""

    amount: float = a.money(_("amount asked for"))
    funder: str = a.text(_("from whom"))
    uses: tuple[Use, ...] = a.parts(_("what it is spent on"), Use)


@block
class Sold:
    product: str = a.text(_("product"), MISSING)
    units: float = a.number(_("units sold"), MISSING)
    price: float = a.money(_("price got"), MISSING)


@block
class Actual:
    """What a month really brought."""

    month: int = a.month(_("month"), MISSING, low=1)
    sold: tuple[Sold, ...] = a.parts(_("sold"), Sold)
    cash: float | None = a.money(_("cash at the month's end"), None, low=-MOST)
    costs: float | None = a.money(_("costs paid"), None)
    beneficiaries: float | None = a.number(_("unique people reached"), None)
    note: str = a.text(_("one line: cause, action"))


@block
class CoachNote:
    date: datetime.date = a.entry("date", _("date"), example="2026-11-21")
    by: str = a.text(_("by"), example="Coach")
    section: str = a.text(_("section of the plan"), MISSING, example="products")
    text: str = a.text(_("note"), MISSING)


@block
class Narrative:
    """The plan in words, by the sections of the business plan."""

    summary: str = a.story(_("summary"))
    solution: str = a.story(_("solution"))
    market: str = a.story(_("market and region"))
    competition: str = a.story(_("competition"))
    law: str = a.story(_("law and legal form"))
    operations: str = a.story(_("operations and people"))
    marketing: str = a.story(_("marketing and price"))
    impact: str = a.story(_("impact"))
    partners: str = a.story(_("partners"))
    finance: str = a.story(_("finance"))
    risk: str = a.story(_("risk"))
    request: str = a.story(_("funding request"))


AREAS = ("children", "tourism", "media", "heritage", "energy", "clothing", "other")


@block
class Plan:
    """A venture's plan. Field order is the order of the file."""

    plan: int = a.whole(_("version of the plan's form"), VERSION, 1, VERSION)
    name: str = a.text(_("name of the venture"), MISSING, example="After-school centre")
    illustrative: bool = a.yes(_("made-up numbers, for teaching"))
    who: str = a.text(_("who runs it"))
    area: str = a.choice(_("area"), "other", AREAS)
    place: str = a.text(_("town and region"))
    country: str = a.text(_("country, two letters"), example="RU")
    form: str = a.text(_("legal form"))
    problem: str = a.story(_("the problem"))
    beneficiaries: str = a.story(_("who is better off, and how many"))
    payer: str = a.text(_("who pays"))

    currency: str = a.text(_("currency, three letters"), "RUB", example="RUB")
    amounts: str = a.choice(_("amounts are in"), "thousands", ("ones", "thousands", "millions"))
    start: tuple[int, int] = a.entry("start", _("first month"), (2027, 1), example="2027-01")
    months: int = a.whole(_("months of the forecast"), 36, 36, LONGEST, example="60")
    reserve: float = a.money(_("cash that must never be touched"))

    products: tuple[Product, ...] = a.parts(_("products and services"), Product)
    step_costs: tuple[StepCost, ...] = a.parts(_("step costs"), StepCost)
    staff: tuple[Job, ...] = a.parts(_("staff"), Job)
    fixed_costs: tuple[FixedCost, ...] = a.parts(_("fixed costs"), FixedCost)
    assets: tuple[Asset, ...] = a.parts(_("assets"), Asset)
    loans: tuple[Loan, ...] = a.parts(_("loans"), Loan)
    grants: tuple[Grant, ...] = a.parts(_("grants"), Grant)
    owners_money: tuple[OwnersMoney, ...] = a.parts(_("founders' money"), OwnersMoney)
    in_kind: tuple[InKind, ...] = a.parts(_("support in kind"), InKind)
    opening: Opening = a.part(_("a venture that trades already"), Opening)
    vat: Vat = a.part(_("VAT or sales tax"), Vat)
    tax: Tax = a.part(_("tax"), Tax)
    rhythm: Rhythm = a.part(_("when money follows"), Rhythm)
    ask: Ask = a.part(_("funding request"), Ask)

    market: Market = a.part(_("market"), Market)
    appraisal: Appraisal = a.part(_("appraisal"), Appraisal)
    impact: Impact = a.part(_("impact"), Impact)
    risks: tuple[Risk, ...] = a.parts(_("risks"), Risk)
    scenarios: tuple[Scenario, ...] = a.parts(_("scenarios"), Scenario)
    partners: tuple[Partner, ...] = a.parts(_("partners"), Partner)
    franchise: Franchise = a.part(_("social franchise"), Franchise)
    milestones: tuple[Milestone, ...] = a.parts(_("milestones"), Milestone)
    narrative: Narrative = a.part(_("the plan in words"), Narrative)
    actuals: tuple[Actual, ...] = a.parts(_("actuals"), Actual)
    notes: tuple[CoachNote, ...] = a.parts(_("notes of the coach"), CoachNote)

    @property
    def unit(self) -> str:
        """What the plan's amounts are in, such as "thousand RUB"."""
        words = {"ones": "{currency}", "thousands": _("thousand {currency}"), "millions": _("million {currency}")}
        return words[self.amounts].format(currency=self.currency)

    def calendar_month(self, month: int) -> tuple[int, int]:
        """Year and calendar month of a month of the plan: month 1 is the start, month 0 the one before."""
        year, first = self.start
        months = year * 12 + first - 1 + month - 1
        return months // 12, months % 12 + 1


def title(block: Any) -> str:
    """What a block of the plan is called: its name, its role, or who."""
    for name in ("name", "role", "who"):
        if called := getattr(block, name, ""):
            return called
    return ""


def load(path: Path | str) -> Plan:
    """The plan in a YAML file.

    Raises:
        venture.planfile.BadPlan: with every place that is wrong: line, field, what was found, what is allowed.
    """
    from venture.planfile import read

    return read.load(Path(path))


def save(plan: Plan, path: Path | str) -> None:
    """Write the plan. Comments, order and spelling of what has not changed stay; the write is atomic."""
    from venture.planfile import write

    write.save(plan, Path(path))
