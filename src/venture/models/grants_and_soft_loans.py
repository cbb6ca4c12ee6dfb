"""Grants, tranches, soft loans: does the cash last when a tranche is late, and how much of the venture is a gift?

A grant pays a share of the eligible cost of a project and comes in tranches; the rest is co-financing, in cash or in
kind. A soft loan gives away its face value less what its payments are worth at the market's rate. Support is set
beside earned revenue by the kit's own ratio, the share of support in earned revenue; it is no subsidy dependence
index, which is defined for lenders.
"""

from __future__ import annotations

from dataclasses import dataclass

from venture import support
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
    Values,
    Zone,
)
from venture.numbers import say
from venture.plan import Loan
from venture.plan_fields import LONGEST
from venture.words import _, joined, ngettext

MONEY, A_YEAR = _("₽ thousand"), _("₽ thousand a year")
MOST = 1_000_000  # what can be typed
NOTHING = 1e-6  # of an amount of money: below it nothing is missing
NO_VALUE = _("n/a")
TRANCHES, PROJECT = _("The tranches"), _("The project and its cash")
LOAN, YEAR, EXIT = _("The soft loan's terms"), _("Support of a year"), _("The way out")

INPUTS = (
    NumberInput("grant", _("Grant"), MONEY, _("All tranches together. 0 for none."), 0, 5000, 50, 600, most=MOST),
    NumberInput("cofinancing", _("Co-financing"), "%", _("The share of the eligible cost that the grant does not pay."), 0, 70, 5, 25, most=95),
    NumberInput("late", _("Delay"), _("months"), _("How many months late one tranche comes."), 0, 12, 1, 3, whole=True, most=24),
    NumberInput("loan", _("Soft loan"), MONEY, _("What is lent below the market's rate. 0 for none."), 0, 10_000, 100, 5000, most=MOST),
    NumberInput("market", _("Market rate"), "%", _("What a bank would ask for the same loan, nominal a year."), 5, 35, 0.5, 18, most=200),
    NumberInput("share_1", _("First tranche"), "%", _("Its share of the grant."), 0, 100, 5, 40, group=TRANCHES),
    NumberInput("share_2", _("Second tranche"), "%", _("Its share of the grant. The third one gets the rest."), 0, 100, 5, 35, group=TRANCHES),
    NumberInput("month_1", _("Month of the first tranche"), "", _("Month 0 is before the project begins."), 0, 24, 1, 1, whole=True, group=TRANCHES),
    NumberInput("month_2", _("Month of the second tranche"), "", _("As the agreement says."), 0, 24, 1, 5, whole=True, group=TRANCHES, most=36),
    NumberInput("month_3", _("Month of the third tranche"), "", _("Often after the last report."), 0, 24, 1, 9, whole=True, group=TRANCHES, most=48),
    NumberInput("which", _("Which tranche is late"), "", _("1, 2 or 3."), 1, 3, 1, 2, whole=True, group=TRANCHES),
    NumberInput("cash", _("Cash at the start"), MONEY, _("What is in the account for this project, before any tranche."), 0, 1000, 10, 200, group=PROJECT, most=MOST),
    NumberInput("project_months", _("Months of the project"), _("months"), _("Its cost is spread evenly over them."), 1, 36, 1, 12, whole=True, group=PROJECT, most=60),
    NumberInput("match_in_kind", _("Co-financing in kind"), "%", _("Its share of the co-financing: hours, rooms, things. No bill is paid with it."), 0, 100, 5, 0, group=PROJECT),
    NumberInput("loan_rate", _("Rate of the soft loan"), "%", _("What the fund asks, nominal a year."), 0, 30, 0.5, 0, group=LOAN, most=200),
    NumberInput("loan_months", _("Term of the soft loan"), _("months"), _("In equal payments, with the months of grace."), 1, LONGEST, 1, 60, whole=True, group=LOAN),
    NumberInput("loan_grace", _("Grace of the soft loan"), _("months"), _("The first months, without principal."), 0, 24, 1, 0, whole=True, group=LOAN, most=LONGEST - 1),
    NumberInput("grants_a_year", _("All grants of a year"), A_YEAR, _("What is used up in the year, this grant and others."), 0, 5000, 50, 900, group=YEAR, most=MOST),
    NumberInput("in_kind", _("Help in kind"), A_YEAR, _("At what it would cost you."), 0, 1000, 10, 150, group=YEAR, most=MOST),
    NumberInput("earned", _("Earned revenue"), A_YEAR, _("What customers pay in the year."), 0, 10_000, 100, 4200, group=YEAR, most=MOST),
    NumberInput("target", _("Share to arrive at"), "%", _("Support in earned revenue, in the last year of the way out."), 0, 50, 1, 15, group=EXIT, most=1000),
    NumberInput("years", _("Years until then"), _("years"), _("Counted from this year."), 1, 10, 1, 3, whole=True, group=EXIT),
    NumberInput("growth", _("Growth of earned revenue"), "%", _("A year."), -20, 50, 1, 10, group=EXIT, most=200),
)  # fmt: skip

PRESETS = (
    Preset("b", _("Case B: trips for people with disabilities (illustrative)"), {}),
    Preset("b_grace", _("Case B, the loan with a year of grace (illustrative)"), {"loan_grace": 12}),
    Preset("b_receipts", _("Case B, paid against receipts (illustrative)"), {"month_1": 5, "month_2": 9, "month_3": 13, "late": 0}),
)  # fmt: skip


# --- the grant


@dataclass(frozen=True)
class Tranche:
    """One part of the grant: how much, and in which month."""

    amount: float
    month: int


def tranches(v: Values) -> tuple[Tranche, ...]:
    """The three tranches. Shares that add up to more than all are cut; the last tranche gets the rest."""
    first = v.share_1 / 100
    second = min(v.share_2 / 100, 1 - first)
    amounts = support.tranches(v.grant, (first, second, 1 - first - second))
    months = (v.month_1, v.month_2, v.month_3)
    return tuple(Tranche(amount, int(month)) for amount, month in zip(amounts, months, strict=True))


def eligible_cost(grant: float, cofinancing: float) -> float:
    """The eligible cost that a grant and its co-financing pay together: grant / (1 − share of co-financing).

    >>> eligible_cost(600, 0.25)
    800.0
    """
    return grant / (1 - cofinancing)


@dataclass(frozen=True)
class Cash:
    """Cash at the end of each month (place 0 is the start), as agreed and with one tranche late."""

    planned: tuple[float, ...]
    late: tuple[float, ...]

    def lowest(self, late: bool) -> tuple[float, int]:
        """The lowest cash and its month, the first one where there are several."""
        row = self.late if late else self.planned
        low = min(row)
        return low, next(month for month, cash in enumerate(row) if cash <= low + NOTHING)


def own_share(v: Values) -> tuple[float, float]:
    """What the venture brings: in cash, and in kind."""
    own = eligible_cost(v.grant, v.cofinancing / 100) - v.grant
    in_kind = own * v.match_in_kind / 100
    return own - in_kind, in_kind


def cash(v: Values) -> Cash:
    """The project's account: cash at the start, less what is spent each month, and the tranches as they come."""
    parts = tranches(v)
    spent = (v.grant + own_share(v)[0]) / v.project_months
    last = max(int(v.project_months), *(one.month + int(v.late) for one in parts))
    planned = [
        v.cash - spent * min(month, v.project_months) + sum(one.amount for one in parts if one.month <= month)
        for month in range(last + 1)
    ]
    one = parts[int(v.which) - 1]
    return Cash(tuple(planned), tuple(support.cash_if_late(planned, one.amount, one.month, int(v.late))))


# --- the soft loan, and support as a whole


def soft_loan(v: Values) -> support.SoftLoan:
    """The loan beside the market's rate. A grace as long as the loan leaves a month for the principal."""
    months = int(v.loan_months)
    loan = Loan(
        name=_("Soft loan"), amount=v.loan, rate=v.loan_rate / 100, term=months,
        grace=min(int(v.loan_grace), months - 1), market_rate=v.market / 100,
    )  # fmt: skip
    return support.soft_loan(loan)


def gift_of_a_year(v: Values) -> float:
    """The grant element of a year: spread evenly over the term, and all of it where the loan lasts less than a year."""
    soft = soft_loan(v)
    return soft.a_year * min(1.0, soft.years)


def share_of_support(v: Values) -> float | None:
    """Share of support in earned revenue, of one year; None where nothing is earned."""
    return support.share_of_support(v.grants_a_year, gift_of_a_year(v), v.in_kind, v.earned)


def way_out(v: Values) -> tuple[support.Exit, ...]:
    """The steps from today's share to the target; empty where nothing is earned or the target is reached."""
    now = v.grants_a_year + gift_of_a_year(v) + v.in_kind
    if not v.earned or now / v.earned <= v.target / 100:
        return ()
    return support.exit_path(now, v.earned, v.target / 100, int(v.years), v.growth / 100)


# --- the result


def percent(value: float | None, digits: int = 1) -> str:
    return NO_VALUE if value is None else f"{say(value * 100, digits)} %"


def compute(v: Values) -> Result:
    """The cash with a late tranche, the gift in the loan, and how much hangs on support."""
    on, parts, soft = cash(v), tranches(v), soft_loan(v)
    (low, at), (low_late, at_late) = on.lowest(False), on.lowest(True)
    own, in_kind = own_share(v)
    missing = max(0.0, -low_late)
    a_year = gift_of_a_year(v)
    share = share_of_support(v)
    granted = support.grant_share(v.grants_a_year, v.earned)
    path = way_out(v)
    # where earned revenue outgrows the target, more support is allowed than today, and nothing must be replaced
    replace = max(0.0, path[-1].to_replace) if path else 0.0
    figures = (
        Figure("tranches", _("Tranches"), v.grant, f"{joined([say(one.amount, most=2) for one in parts])} {MONEY}", _("in months {months}").format(months=joined([say(one.month) for one in parts]))),
        Figure("eligible", _("Eligible cost of the project"), v.grant + own + in_kind, f"{say(v.grant + own + in_kind, most=2)} {MONEY}", _("grant and co-financing together")),
        Figure("own", _("Your co-financing"), own + in_kind, f"{say(own + in_kind, most=2)} {MONEY}", _("{cash} of it in cash, {in_kind} in kind").format(cash=say(own, most=2), in_kind=say(in_kind, most=2))),
        Figure("lowest", _("Lowest cash as agreed"), low, f"{say(low, most=2)} {MONEY}", _("at the end of month {month}").format(month=say(at))),
        Figure("lowest_late", _("Lowest cash with the delay"), low_late, f"{say(low_late, most=2)} {MONEY}", _("at the end of month {month}").format(month=say(at_late))),
        Figure("missing", _("To be bridged"), missing, f"{say(missing, most=2)} {MONEY}", _("with the delay, so that cash stays at 0 or above")),
        Figure("value", _("What the loan's payments are worth"), soft.value, f"{say(soft.value, most=2)} {MONEY}", _("today, at the market rate")),
        Figure("element", _("Grant element of the loan"), soft.grant_element, f"{say(soft.grant_element, most=2)} {MONEY}", _("the loan less what its payments are worth")),
        Figure("element_share", _("Grant element, of the loan"), soft.share if v.loan else None, percent(soft.share if v.loan else None), _("a share of the face value")),
        Figure("element_a_year", _("Grant element a year"), a_year, f"{say(a_year, most=2)} {A_YEAR}", _("spread evenly over the term")),
        Figure("share", _("Share of support in earned revenue"), share, percent(share), _("grants, grant element of a year and help in kind; this kit's own ratio")),
        Figure("grant_share", _("Grant share of total income"), granted, percent(granted), _("grants / (grants + earned revenue)")),
        Figure("to_replace", _("Support to replace"), replace, f"{say(replace, most=2)} {A_YEAR}", _("by the last year of the way out, against today")),
    )  # fmt: skip
    chart, alt = _cash_chart(v, on, parts)
    return Result(_sentence(v, on, soft, share), figures, chart, alt, _table(on, parts, v), more=_way_chart(path, v))


def _sentence(v: Values, on: Cash, soft: support.SoftLoan, share: float | None) -> str:
    """One sentence that reads the result aloud."""
    if not v.grant:
        text = _("There is no grant here")
    else:
        low, at = on.lowest(late=True)
        delay = _("If every tranche comes as agreed")
        if v.late:
            delay = ngettext(
                "If tranche {which} comes a month late", "If tranche {which} comes {late} months late", int(v.late)
            ).format(which=say(v.which), late=say(v.late))
        fall = _("cash is {low} {money} at its lowest, in month {month}")
        if low < -NOTHING:
            fall = _("cash falls to {low} {money} in month {month}, so that much must be bridged")
        text = delay + ", " + fall.format(low=say(low, most=1), money=MONEY, month=say(at))
    if v.loan and soft.grant_element < -NOTHING * v.loan:
        text += "; " + _("the loan is dearer than the market by {amount}, so it is not soft").format(
            amount=say(-soft.grant_element, most=1)
        )
    elif v.loan:
        gift = _("of the loan of {face}, {gift} is a gift ({share})")
        if soft.grant_element < NOTHING * v.loan:
            gift = _("the loan asks for what the market asks, so nothing of it is a gift")
        text += "; " + gift.format(face=say(v.loan), gift=say(soft.grant_element, most=1), share=percent(soft.share))
    if share is None:
        return text + "; " + _("nothing is earned, so all that the venture has is support.")
    return text + "; " + _("support is {share} of what customers pay.").format(share=percent(share))


def _cash_chart(v: Values, on: Cash, parts: tuple[Tranche, ...]) -> tuple[Chart, str]:
    """Cash as agreed, and with one tranche late; months below zero are shaded."""
    lines = [Line(_("as agreed"), _points(on.planned))]
    if v.late and v.grant:
        label = ngettext("tranche {which}, a month late", "tranche {which}, {late} months late", int(v.late)).format(
            which=say(v.which), late=say(v.late)
        )
        lines.insert(0, Line(label, _points(on.late)))
    low, at = on.lowest(late=True)
    chart = Chart(
        title=_("Cash of the project"),
        x_label=_("end of month"),
        y_label=_("Cash, {money}").format(money=MONEY),
        lines=tuple(lines),
        zones=_below_zero(on.late),
        zone_label=_("cash below zero with the delay"),
        marks=(Mark(at, low, _("{low} in month {month}").format(low=say(low, most=1), month=say(at))),),
    )
    alt = _(
        "Cash at the end of months 0 to {last}. As agreed it begins at {start} {money} and is lowest in month {at}, at {low}"
    ).format(
        last=say(len(on.planned) - 1), start=say(on.planned[0], most=1), money=MONEY, at=say(on.lowest(False)[1]), low=say(on.lowest(False)[0], most=1)
    )  # fmt: skip
    if not v.grant:
        return chart, alt + ". " + _("There is no grant.")
    if v.late:
        alt += "; " + ngettext(
            "with tranche {which} a month late", "with tranche {which} {late} months late", int(v.late)
        ).format(which=say(v.which), late=say(v.late))
        alt += " " + _("it is lowest in month {at}, at {low}").format(at=say(at), low=say(low, most=1))
    alt += ". " + _("Tranches of {amounts} come in months {months}.").format(
        amounts=joined([say(one.amount, most=1) for one in parts]), months=joined([say(one.month) for one in parts])
    )
    return chart, alt


def _points(row: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    return tuple((float(month), amount) for month, amount in enumerate(row))


def _below_zero(row: tuple[float, ...]) -> tuple[Zone, ...]:
    """The months that end below zero, each from half a month before to half a month after its end."""
    zones: list[Zone] = []
    last = len(row) - 1
    for month, amount in enumerate(row):
        if amount >= -NOTHING:
            continue
        start, end = max(0.0, month - 0.5), min(float(last), month + 0.5)
        zones[-1:] = (
            [Zone(zones[-1].start, end)] if zones and zones[-1].end == start else [*zones[-1:], Zone(start, end)]
        )
    return tuple(zones)


def _way_chart(path: tuple[support.Exit, ...], v: Values) -> tuple[tuple[Chart, str], ...]:
    """The share of support year by year on the way out."""
    if not path:
        return ()
    bars = tuple(Bar(one.year, 0.0, one.share * 100) for one in path)
    chart = Chart(
        title=_("The way out: support in earned revenue"),
        x_label=_("years from now"),
        y_label=_("Share of support, %"),
        bars=(Bars(_("share of support"), bars),),
        levels=(Level(v.target, _("{target} %").format(target=say(v.target))),),
        names=tuple((one.year, say(one.year) if one.year else _("now")) for one in path),
    )
    falls = ngettext(
        "Share of support in earned revenue, falling from {now} % now to {end} % in a year",
        "Share of support in earned revenue, falling in even steps from {now} % now to {end} % in {years} years",
        int(v.years),
    )
    then = _("support then may be {support} {money}, and {replace} must be replaced.")
    if path[-1].to_replace <= 0:
        then = _("support then may be {support} {money}, which is no less than today: earned revenue has grown.")
    alt = f"{falls}; {then}".format(
        now=say(path[0].share * 100, 1), end=say(path[-1].share * 100, 1), years=say(v.years),
        support=say(path[-1].support, most=1), replace=say(path[-1].to_replace, most=1), money=A_YEAR,
    )  # fmt: skip
    return ((chart, alt),)


def _table(on: Cash, parts: tuple[Tranche, ...], v: Values) -> Table:
    rows = []
    for month, (planned, late) in enumerate(zip(on.planned, on.late, strict=True)):
        comes = sum(one.amount for one in parts if one.month == month)
        rows.append((say(month), say(comes, most=2), say(planned, most=2), say(late, most=2)))
    columns = (_("month"), _("tranche as agreed"), _("cash as agreed"), _("cash with the delay"))
    return Table(_("Cash at the end of each month ({money})").format(money=MONEY), columns, tuple(rows))


MODEL = Model("grants_and_soft_loans", _("Grants, tranches, soft loans"), INPUTS, compute, PRESETS)
