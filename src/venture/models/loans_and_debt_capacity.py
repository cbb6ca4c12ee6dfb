"""Loans and debt capacity: what does a loan cost, and can the venture pay for it?

A loan is paid back in equal payments, in equal parts of principal, or with a rest at the end (balloon). The debt
service cover ratio (DSCR) follows the kit's definition in a simple case: contribution after the levy, less fixed
costs, groups, other tax and upkeep, divided by interest and principal of the same months; working capital does not
change. With and without operating grants; "n/a" where nothing is due to a lender.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from venture import costs, money, support
from venture.costs import Product, Stretch
from venture.guide import guide
from venture.model import (  # fmt: skip
    Bar,
    Bars,
    Chart,
    Figure,
    Level,
    Line,
    Mark,
    Model,
    NumberInput,
    Preset,
    Result,
    Table,
    TextInput,
    Values,
)
from venture.models.break_even import stretches_in_words
from venture.numbers import counted, say
from venture.plan import Loan
from venture.plan_fields import LONGEST
from venture.words import _, joined, ngettext

MONEY, PER_MONTH = _("₽ thousand"), _("₽ thousand a month")
MOST, MOST_UNITS, LEAST = 1_000_000, 100_000, 0.001  # what can be typed
YEAR = 12
NOTHING = 1e-9  # an amount of money below this is none; of a payment or a balance, as a share of the loan
PREFERRED = guide("dscr_preferred")
KINDS = {1: "annuity", 2: "equal principal", 3: "balloon"}
BARS = 60  # months that are drawn one by one; a longer loan is drawn by years
NEAR, NEAREST = 0.125, 4  # how far the cover is drawn to either side of the volume: a share of it, and units
REACH = 3  # times the volume: further away no plan would look
POINTS = 120  # of the line, at most
NO_VALUE = _("n/a")
TERMS, VENTURE, LENDER = _("Kind, fee and grace"), _("What the venture earns"), _("What the lender wants")

INPUTS = (
    NumberInput("amount", _("Loan"), MONEY, _("What the bank lends. 0 for none."), 0, 10_000, 50, 1200, most=MOST),
    NumberInput("rate", _("Interest a year"), "%", _("The nominal rate in the contract; a twelfth of it is charged each month."), 0, 40, 0.25, 9, most=200),
    NumberInput("months", _("Term"), _("months"), _("Until it is paid back, with the months of grace."), 1, LONGEST, 1, 48, whole=True),
    NumberInput("grace", _("Grace"), _("months"), _("The first months, in which no principal is paid back."), 0, 24, 1, 6, whole=True, most=LONGEST - 1),
    NumberInput("volume", _("Volume"), _("units a month"), _("How many you sell in a month. Try the number of a bad year."), 1, 200, 1, 64, whole=True, most=MOST_UNITS),
    NumberInput("fee", _("Fee"), "%", _("A share of the loan, paid on the day when it comes."), 0, 5, 0.25, 0, group=TERMS, most=50),
    NumberInput("kind", _("Kind of repayment"), "", _("1: equal payments. 2: equal parts of principal. 3: a part is left for the last payment."), 1, 3, 1, 1, whole=True, group=TERMS, choices=((1, _("1: equal payments")), (2, _("2: equal parts of principal")), (3, _("3: a part left for the end")))),
    NumberInput("balloon", _("Left for the last payment"), "%", _("For kind 3, a share of the loan: 100 % pays interest alone until the end."), 0, 100, 5, 50, group=TERMS),
    NumberInput("capitalised", _("Interest in the grace is added to the loan"), "", _("0: it is paid each month. 1: nothing is paid, and the loan grows."), 0, 1, 1, 0, whole=True, group=TERMS, choices=((0, _("0: no, it is paid each month")), (1, _("1: yes, and the loan grows")))),
    TextInput("unit", _("What you count"), _("Your unit of sale, in the plural: children, tours, coats."), _("children"), group=VENTURE),
    NumberInput("price", _("Price"), MONEY, _("What one unit brings in a month."), 0.1, 50, 0.1, 9.4, group=VENTURE, most=MOST, least=LEAST),
    NumberInput("variable", _("Variable cost"), MONEY, _("What one more unit costs: food, materials, a ticket."), 0, 40, 0.1, 1.9, group=VENTURE, most=MOST),
    NumberInput("levy", _("Levy on revenue"), "%", _("A tax taken from revenue, whether or not you earn."), 0, 30, 0.5, 6, group=VENTURE),
    NumberInput("fixed", _("Fixed costs"), PER_MONTH, _("Rent, administration and pay, without interest and depreciation."), 0, 1000, 5, 245, group=VENTURE, most=MOST),
    NumberInput("step_cost", _("Cost of one more group"), PER_MONTH, _("A cost that comes whole: a teacher, a shift, a van."), 0, 200, 1, 52, group=VENTURE, most=MOST),
    NumberInput("step_size", _("Units in one group"), _("units"), _("How many one more group can serve."), 1, 50, 1, 24, whole=True, group=VENTURE, most=MOST_UNITS),
    NumberInput("upkeep", _("Upkeep of equipment"), PER_MONTH, _("What must be bought to keep going, where fixed costs do not hold it."), 0, 100, 1, 0, group=VENTURE, most=MOST),
    NumberInput("tax", _("Other tax paid"), PER_MONTH, _("Tax on profit, for instance. The levy is counted already."), 0, 100, 1, 0, group=VENTURE, most=MOST),
    NumberInput("grants", _("Operating grants agreed"), PER_MONTH, _("Only what a signed contract promises for running costs."), 0, 200, 1, 0, group=VENTURE, most=MOST),
    NumberInput("target", _("Least DSCR that the lender wants"), _("times"), _("The limit in the contract; guides begin at 1.15."), 1, 2, 0.05, guide("dscr"), group=LENDER, most=10),
)  # fmt: skip

PRESETS = (
    Preset("a", _("Case A: a children's centre (illustrative)"), {}),
    Preset("a_fee", _("Case A with a fee of 2 % (illustrative)"), {"fee": 2}),
    Preset("a_no_grace", _("Case A without grace (illustrative)"), {"grace": 0}),
)


# --- the loan


@dataclass(frozen=True)
class Month:
    """One month of a loan: what is paid, what of it is interest, and what is owed afterwards."""

    month: int
    interest: float  # paid, not what is added to the loan
    principal: float
    owed: float

    @property
    def paid(self) -> float:
        return self.interest + self.principal


def loan_of(v: Values) -> Loan:
    """The loan, as a plan has it. A grace as long as the loan is cut to leave a month for the principal."""
    months = int(v.months)
    return Loan(
        name=_("Loan"), amount=v.amount, rate=v.rate / 100, term=months, kind=KINDS[int(v.kind)], balloon=v.balloon / 100,
        grace=min(int(v.grace), months - 1), grace_interest="capitalised" if v.capitalised else "paid", fee=v.fee / 100,
    )  # fmt: skip


def schedule(loan: Loan) -> tuple[Month, ...]:
    """Every month of a loan, in full precision. What a payment leaves after the interest is principal."""
    owed, found = loan.amount, []
    for month, payment in enumerate(support.payments(loan)[1:], 1):
        charged = owed * loan.rate / 12
        owed += charged - payment
        if abs(owed) <= NOTHING * loan.amount:
            owed = 0.0
        interest = min(charged, payment)
        found.append(Month(month, interest, payment - interest, owed))
    return tuple(found)


def cost_a_year(loan: Loan) -> float | None:
    """What the loan costs a year, fee and all, as an effective rate (a share). None: there is no loan."""
    if not loan.amount:
        return None
    fee, *paid = support.payments(loan)
    return money.effective_cost([loan.amount - fee, *(-one for one in paid)])


# --- the venture


def dscr_of(available: float, service: float) -> float | None:
    """Cash flow available for debt service / (interest + scheduled principal). None: there is no debt service.

    It is `venture.appraisal.dscr`, said again because that module brings the whole forecast into the book's page; a
    test holds the two together.
    """
    return available / service if service > NOTHING else None


def cfads(v: Values, volume: float | None = None) -> float:
    """Cash flow available for debt service of one month, without grants. Units are those of the inputs.

    EBITDA, which here is contribution after the levy less fixed costs and groups, less other tax and upkeep; working
    capital does not change.
    """
    volume = v.volume if volume is None else volume
    before = costs.profit(volume, _margin(v), v.fixed, v.step_cost, int(v.step_size))
    return before - v.upkeep - v.tax


def _margin(v: Values) -> float:
    return costs.contribution((Product(v.price, v.variable),), v.levy / 100)


def heaviest(paid: list[float]) -> tuple[float, int]:
    """The most that any twelve months in a row ask for, and how many months that is: fewer where the loan is shorter."""
    window = min(YEAR, len(paid))
    totals = list(itertools.accumulate(paid, initial=0.0))
    return max(b - a for a, b in zip(totals, totals[window:], strict=False)), window


@dataclass(frozen=True)
class Cover:
    """What the venture has for its lender, and what the lender gets in the heaviest twelve months."""

    a_month: float  # available
    grants: float  # a month
    service: float
    window: int  # months

    def dscr(self, grants: bool = False, available: float | None = None) -> float | None:
        """Available over due, of the same months. None: nothing is due."""
        a_month = (self.a_month if available is None else available) + (self.grants if grants else 0.0)
        return dscr_of(a_month * self.window, self.service)


def cover(v: Values, every: tuple[Month, ...] = ()) -> Cover:
    """The cover of the heaviest twelve months. The cash of each month is the same, so no other twelve are covered less."""
    return Cover(cfads(v), v.grants, *heaviest([one.paid for one in every or schedule(loan_of(v))]))


def largest_loan(v: Values, dscr: float, on: Cover | None = None) -> float:
    """The largest loan on these terms at which the DSCR of the heaviest months, without grants, is still ``dscr``. 0 where none is.

    Every payment is a share of the amount, so this is the cash available over the heaviest months, divided by the
    limit and by what one rouble of loan asks for in them.
    """
    if on is None or not v.amount:
        on = cover(Values({**v, "amount": v.amount or 1.0}))
    return max(0.0, on.a_month * on.window / (dscr * on.service / (v.amount or 1.0)))


def volumes_for(v: Values, dscr: float, on: Cover | None = None) -> tuple[Stretch, ...]:
    """The volumes at which the DSCR of the heaviest months, without grants, reaches ``dscr``. A set, because groups come whole."""
    on = on or cover(v)
    fixed = v.fixed + v.upkeep + v.tax + dscr * on.service / on.window
    return costs.break_even_volumes(_margin(v), fixed, reach(v), v.step_cost, int(v.step_size))


def reach(v: Values) -> int:
    """How far a volume is looked for that pays the loan."""
    return int(v.volume) * REACH + int(v.step_size)


@dataclass(frozen=True)
class Year:
    """A year of the loan: how many months are paid, what they ask for, and what the venture has in them."""

    year: int
    months: int
    interest: float
    principal: float
    owed: float
    available: float
    grants: float

    def dscr(self, grants: bool = False) -> float | None:
        return dscr_of(self.available + (self.grants if grants else 0.0), self.interest + self.principal)


def years(v: Values, every: tuple[Month, ...] = ()) -> tuple[Year, ...]:
    """The loan by years. Where only some months are paid, the cash of these months stands beside them."""
    found, a_month = [], cfads(v)
    every = every or schedule(loan_of(v))
    for year in range(-(-len(every) // YEAR)):
        months = every[year * YEAR : (year + 1) * YEAR]
        paid = sum(one.paid > NOTHING * v.amount for one in months)
        interest, principal = (sum(getattr(one, part) for one in months) for part in ("interest", "principal"))
        found.append(Year(year + 1, paid, interest, principal, months[-1].owed, a_month * paid, v.grants * paid))
    return tuple(found)


def times(value: float | None, *limits: float) -> str:
    """A cover as it is said: to two decimals, or as many more as keep it on its own side of the limits that it is set beside."""
    if value is None:
        return NO_VALUE
    for digits in range(2, 6):
        if all(_below(round(value, digits), limit) == _below(value, limit) for limit in limits):
            break
    return say(value, digits)


def _below(value: float, limit: float) -> bool:
    """Whether a cover is below a limit, and not merely by the noise of floating point."""
    return value < limit - NOTHING


# --- the result


def compute(v: Values) -> Result:
    """The loan's payments and cost, and what the venture has for each rouble of them."""
    loan = loan_of(v)
    every = schedule(loan)
    on, by_year = cover(v, every), years(v, every)
    dscr, granted = on.dscr(), on.dscr(grants=True)
    interest = sum(one.paid for one in every) - loan.amount
    effective = cost_a_year(loan)
    largest = largest_loan(v, v.target, on)
    volumes = volumes_for(v, v.target, on)
    full = [one.paid for one in every[loan.grace : loan.grace + YEAR]]
    figures = (
        Figure("payment", _("First full payment"), full[0], f"{say(full[0])} {MONEY}", _("interest and principal, after the grace")),
        Figure("last", _("Last payment"), every[-1].paid, f"{say(every[-1].paid)} {MONEY}", _("in month {month}").format(month=say(loan.term))),
        Figure("interest", _("Interest in all"), interest, f"{say(interest, most=2)} {MONEY}", _("all payments less the loan")),
        Figure("total", _("The loan costs in all"), interest + loan.amount * loan.fee, f"{say(interest + loan.amount * loan.fee, most=2)} {MONEY}", _("interest and fee")),
        Figure("charged", _("Effective rate without the fee"), money.effect(loan.rate, 12), f"{say(money.effect(loan.rate, 12) * 100)} %", _("the nominal rate, charged each month")),
        Figure("effective", _("Effective cost a year"), effective, NO_VALUE if effective is None else f"{say(effective * 100)} %", _("from all flows, fee and all")),
        Figure("available", _("Cash available for debt service"), on.a_month, f"{say(on.a_month)} {PER_MONTH}", _("at {volume}, without grants").format(volume=counted(v.volume, v.unit))),
        Figure("service", _("Debt service of the heaviest months"), on.service, f"{say(on.service, most=2)} {MONEY}", ngettext("what its only month asks for", "the most that {months} months in a row ask for", on.window).format(months=say(on.window))),
        Figure("dscr", _("DSCR of the heaviest twelve months"), dscr, times(dscr, 1, v.target), _("without grants; working capital unchanged")),
        Figure("dscr_grants", _("DSCR with grants"), granted, times(granted), _("with the operating grants that are agreed")),
        Figure("dscr_year_1", _("DSCR of year 1"), by_year[0].dscr(), times(by_year[0].dscr(), 1, v.target), _("with months of grace in it") if loan.grace else _("without grants")),
        Figure("dscr_full", _("DSCR from the first full payment"), _full_dscr(on, full), times(_full_dscr(on, full), 1, v.target), ngettext("the month after the grace", "the {months} months after the grace", len(full)).format(months=say(len(full)))),
        Figure("headroom", _("Headroom above the limit"), *_headroom(dscr, v.target)),
        Figure("largest", _("Largest loan at the limit"), largest, f"{say(largest, most=2)} {MONEY}", _("on these terms, at this volume, without grants")),
        Figure("needed", _("Volume that the limit asks for"), *_volumes(volumes, v)),
    )  # fmt: skip
    charts = [_loan_chart(every, by_year, v)]
    if dscr is not None:
        charts.append(_cover_chart(v, on))
    return Result(
        _sentence(v, loan, every, interest, effective, dscr, granted, largest),
        figures,
        charts[0][0],
        charts[0][1],
        _table(by_year, v),
        more=tuple(charts[1:]),
    )


def _full_dscr(on: Cover, paid: list[float]) -> float | None:
    return dscr_of(on.a_month * len(paid), sum(paid))


def _headroom(dscr: float | None, target: float) -> tuple[float | None, str, str]:
    """(actual − limit) / limit, as a share."""
    if dscr is None:
        return None, NO_VALUE, _("no debt service")
    found = (dscr - target) / target
    return found, f"{say(found * 100, 1)} %", _("as a share of the limit, {target}").format(target=say(target, 2))


def _volumes(found: tuple[Stretch, ...], v: Values) -> tuple[float | None, str, str]:
    """The safe start, the set in words and what it is for."""
    note = _("for a DSCR of {target}, without grants").format(target=say(v.target, 2))
    if not found:
        return None, _("none up to {most}").format(most=counted(reach(v), v.unit)), note
    safe = found[-1].start if found[-1].end >= reach(v) else None
    return safe, stretches_in_words(found, Values({**v, "capacity": reach(v)})), note


def _sentence(v, loan, every, interest, effective, dscr, granted, largest) -> str:
    """One sentence that reads the result aloud."""
    available = cfads(v)
    if dscr is None:
        could = (
            _("on these terms {largest} {money} could be borrowed")
            if largest >= 1
            else _("at this volume nothing could be borrowed")
        )
        return _("Without a loan nothing is due to a lender, so there is no DSCR; {could}.").format(
            could=could.format(largest=say(largest, most=0), money=MONEY)
        )
    first, last = every[loan.grace].paid, every[-1].paid
    if not loan.grace:
        begin = _("You pay")
    elif loan.grace_interest == "paid" and loan.rate:
        begin = ngettext(
            "After a month of interest alone you pay", "After {grace} months of interest alone you pay", loan.grace
        )
    else:
        begin = ngettext(
            "After a month without a payment you pay", "After {grace} months without a payment you pay", loan.grace
        )
    how = _("{first} {money} a month")
    if loan.kind == "equal principal" and loan.rate and loan.term - loan.grace > 1:
        how = _("{first} {money} in the first month and {last} in the last")
    elif loan.kind == "balloon" and loan.balloon and loan.term - loan.grace > 1:
        how = _("{first} {money} a month and {last} at the end")
    if loan.term - loan.grace == 1:
        how = _("{first} {money}, all at once")
    text = (
        begin.format(grace=say(loan.grace))
        + " "
        + how.format(first=say(first, most=2), last=say(last, most=2), money=MONEY)
    )
    cost = _(", and interest comes to {interest} in all, or an effective {effective} % a year")
    if v.fee:
        cost = _(", and interest comes to {interest} in all, or an effective {effective} % a year with the fee")
    text += cost.format(interest=say(interest, most=1), effective=say(effective * 100, most=2))
    if available < 0:
        at = _("at {volume} nothing is left for the bank: {missing} a month are missing before it")
        return f"{text}; {at.format(volume=counted(v.volume, v.unit), missing=say(-available, most=1))}."
    at = _("at {volume} you have {dscr} roubles for each rouble due")
    text += "; " + at.format(volume=counted(v.volume, v.unit), dscr=times(dscr, 1, v.target))
    if v.grants:
        text += _(" ({granted} with the grants)").format(granted=say(granted, 2))
    return f"{text}, {_verdict(dscr, v.target)}."


def _verdict(dscr: float, target: float) -> str:
    if _below(dscr, 1):
        return _("which does not pay the loan")
    limit = times(target, 1, dscr)
    if _below(dscr, target):
        return _("which pays it but stays below the {limit} that the lender wants").format(limit=limit)
    return _("and the lender wants {limit}").format(limit=limit)


def _loan_chart(every: tuple[Month, ...], by_year: tuple[Year, ...], v: Values) -> tuple[Chart, str]:
    """Interest and principal, one on the other."""
    shown = every if len(every) <= BARS else by_year
    each = _("month") if len(every) <= BARS else _("year")
    parts = [(at, one.interest, one.principal) for at, one in enumerate(shown, 1)]
    chart = Chart(
        title=_("What each payment is made of"),
        x_label=_("{each} of the loan").format(each=each),
        y_label=_("Paid, {money} a {each}").format(money=MONEY, each=each),
        bars=(
            Bars(_("principal"), tuple(Bar(at, interest, interest + paid) for at, interest, paid in parts)),
            Bars(_("interest"), tuple(Bar(at, 0.0, interest) for at, interest, _principal in parts), loss=True),
        ),
    )
    if not v.amount:
        return chart, _("Payments of the loan: there are none, because nothing is borrowed.")
    if len(parts) == 1:
        return chart, _("One payment of {paid} {money}, {interest} of it interest.").format(
            paid=say(sum(parts[0][1:]), most=1), money=MONEY, interest=say(parts[0][1], most=1)
        )
    alt = _(
        "Payments by {each} over {count} {each}s, as bars of interest with principal on top. The first is {first} {money}, "
        "{first_interest} of it interest; the highest is {highest}; the last is {last}, {last_interest} of it interest."
    ).format(
        each=each, count=len(shown), first=say(sum(parts[0][1:]), most=1), first_interest=say(parts[0][1], most=1),
        highest=say(max(a + b for _at, a, b in parts), most=1), last=say(sum(parts[-1][1:]), most=1),
        last_interest=say(parts[-1][1], most=1), money=MONEY,
    )  # fmt: skip
    return chart, alt


def _cover_chart(v: Values, on: Cover) -> tuple[Chart, str]:
    """The DSCR of the heaviest months by volume, with the guide values as levels."""
    here_at = int(v.volume)
    room = max(NEAREST, int(here_at * NEAR))
    low, high = max(1, here_at - room), here_at + room
    step = max(1, -(-(high - low) // POINTS))
    volumes = sorted({*range(low, high + 1, step), here_at, high})

    def line(label: str, grants: bool) -> Line:
        return Line(label, tuple((float(q), on.dscr(grants, cfads(v, q))) for q in volumes))

    lines = [line(_("DSCR without grants"), False)]
    if v.grants:
        lines.append(line(_("DSCR with grants"), True))
    levels = _levels(v.target)
    here = on.dscr()
    chart = Chart(
        title=_("Debt service cover (DSCR), working capital unchanged"),
        x_label=_("{unit} a month").format(unit=v.unit),
        y_label=_("DSCR of the heaviest twelve months"),
        lines=tuple(lines),
        marks=(Mark(here_at, here, _("{volume}: {dscr}").format(volume=say(here_at), dscr=times(here, 1, v.target))),),
        levels=levels,
    )
    points = lines[0].points
    alt = _(
        "DSCR of the heaviest twelve months, without grants, from {low} to {high} {unit}: {first} at the left end, {here} at {volume}, {last} at the "
        "right end. Level lines stand at {levels}. Available is contribution after the levy less fixed costs, groups, other tax and upkeep."
    ).format(
        low=say(points[0][0]), high=say(points[-1][0]), unit=v.unit, first=say(points[0][1], 2), here=say(here, 2),
        volume=say(here_at), last=say(points[-1][1], 2), levels=joined([say(one.at, 2) for one in levels]),
    )  # fmt: skip
    return chart, alt


def _levels(target: float) -> tuple[Level, ...]:
    """The guide values and the lender's own limit. They lie so near to each other that the highest carries all names."""
    least = guide("dscr")
    named = {least: _("{value} least"), PREFERRED: _("{value} preferred")}
    if target not in named:
        named[target] = _("{value} your lender")
    *lower, top = sorted(named)
    label = ", ".join(named[at].format(value=say(at, 2)) for at in (*lower, top))
    return (*(Level(at, "") for at in lower), Level(top, label))


def _table(by_year: tuple[Year, ...], v: Values) -> Table:
    columns = [_("year"), _("months paid"), _("interest"), _("principal"), _("owed at the end"), _("cash available in these months"), _("DSCR")]  # fmt: skip
    if v.grants:
        columns.append(_("DSCR with grants"))
    rows = []
    for one in by_year:
        row = [say(one.year), say(one.months), *(say(x, 2) for x in (one.interest, one.principal, one.owed, one.available)), times(one.dscr(), 1, v.target)]  # fmt: skip
        rows.append((*row, times(one.dscr(grants=True))) if v.grants else tuple(row))
    return Table(_("The loan by years ({money}), cover without grants").format(money=MONEY) if not v.grants else _("The loan by years ({money})").format(money=MONEY), tuple(columns), tuple(rows))  # fmt: skip


MODEL = Model("loans_and_debt_capacity", _("Loans and debt capacity"), INPUTS, compute, PRESETS)
