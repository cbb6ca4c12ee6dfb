"""Time value of money, loans, returns and depreciation: the formulas, without a view.

Names, order of arguments and signs are those of Excel and LibreOffice Calc, so that a number here can be
checked in a spreadsheet: money received is positive, money paid is negative. Rates are shares per period
(0.01 for 1 % a month), a number of periods counts those same periods. ``due`` is the spreadsheet's *type*:
0 where payments fall at the end of a period, 1 at its beginning. Full precision throughout; rounding to
kopecks belongs to the printed schedule.

What a spreadsheet answers with #NUM! or skips in silence (blanks, text, a period outside the term) raises a
``ValueError`` here that says what was found and what is allowed. Places in a list are counted from 1.
Nothing is −0.0 (hence 0.0 − x where −x would do): a page must not show an interest of −0.00.
Amounts of money in the closed forms (`pmt`, `ipmt`, `ppmt`, `pv`, `fv`, `sln`, `syd`) may be arrays.

Sources: OpenStax, Principles of Finance, chapters 7 and 8 (annuities) and 16 (NPV, IRR, payback); the help
of Excel and LibreOffice Calc for each function of the same name. Why it is done so: docs/decisions/money.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise
from numbers import Real

from venture.words import _

ALMOST = 1e-9  # a share of the largest flow: a debt smaller than this is paid back
NO_RATE = 1e-30  # a rate so small that no number of periods makes it felt in a float
TOUCHES = 1e-12  # a share of the flows' size: a curve that comes this close to zero touches it
USUAL = (-0.99, 10.0)  # where a rate of return is looked for first
UTMOST = (-1 + 1e-12, 1e12)  # and where else, if there is none


class NoRate(ValueError):
    """No rate of return exists for these flows."""


class SeveralRates(ValueError):
    """More than one rate of return exists; ``roots`` lists them, smallest first."""

    def __init__(self, roots: Iterable[float]):
        self.roots = tuple(roots)
        super().__init__(self.roots)

    def __str__(self) -> str:
        return _(
            "{count} rates bring these flows to zero: {listed}. None of them is the return. "
            "Judge by npv0 at the rate that you require, or use mirr."
        ).format(count=len(self.roots), listed=", ".join(f"{root * 100:.6g} %" for root in self.roots))


# --- loans and savings: equal payments


def pmt(rate: float, nper: float, pv: float, fv: float = 0, due: int = 0) -> float:
    """The equal payment of each period. Excel PMT; OpenStax Finance 8.

    A loan of 1,200 at 9 % a year over 48 months is received, so 29.86 a month is paid:

    >>> round(pmt(0.09 / 12, 48, 1200), 4)
    -29.8621

    Args:
        rate: share per period, above −1; 0 is allowed.
        nper: number of payments, above 0.
        pv: money at the beginning: a loan received is positive.
        fv: money at the end: a last payment of 500 on top is −500, savings of 500 paid out are 500.
        due: 0 at the end of each period, 1 at its beginning.

    Raises:
        ValueError: an argument is no number or outside these limits.
    """
    rate, nper, pv, fv, due = _rate(rate), _term(nper), _number("pv", pv), _number("fv", fv), _due(due)
    return 0.0 - (pv + fv * _growth(rate, -nper)) / (_annuity(rate, nper) * (1 + rate * due))


def ipmt(rate: float, per: int, nper: float, pv: float, fv: float = 0, due: int = 0) -> float:
    """The interest in the payment of period ``per``, counted from 1. Excel IPMT. Arguments and errors as for `pmt`.

    With payments at the beginning, the first one comes before any interest.

    >>> ipmt(0.09 / 12, 1, 48, 1200)
    -9.0
    """
    rate, nper, due = _rate(rate), _term(nper), _due(due)
    paid = _period("per", per, 1, nper) - 1
    pv, fv = _number("pv", pv), _number("fv", fv)
    if due and paid == 0:
        return 0.0
    # What is owed after so many payments, as a mean of pv and −fv: nothing cancels, early or late in the term.
    whole = _annuity(rate, nper)
    owed = pv * (_annuity(rate, nper - paid) / whole) - fv * _growth(rate, paid - nper) * (_annuity(rate, paid) / whole)
    return 0.0 - rate * owed / (1 + rate * due)


def ppmt(rate: float, per: int, nper: float, pv: float, fv: float = 0, due: int = 0) -> float:
    """The principal in the payment of period ``per``: `pmt` − `ipmt`. Excel PPMT. Arguments and errors as for `pmt`.

    >>> round(ppmt(0.09 / 12, 1, 48, 1200), 4)
    -20.8621
    """
    rate, nper, due = _rate(rate), _term(nper), _due(due)
    per = _period("per", per, 1, nper)
    pv, fv = _number("pv", pv), _number("fv", fv)
    if due and per == 1:
        return pmt(rate, nper, pv, fv, due)
    # Principal grows by the rate from payment to payment, and adds up to −(pv + fv).
    return 0.0 - (pv + fv) * _growth(rate, per - 1 - nper) / (_annuity(rate, nper) * (1 + rate * due))


def cumipmt(rate: float, nper: float, pv: float, start: int, end: int, due: int = 0) -> float:
    """The interest in payments ``start`` to ``end``, both included. Excel CUMIPMT, without its ban on rate 0.

    >>> round(cumipmt(0.09 / 12, 48, 1200, 1, 48), 2)
    -233.38
    """
    return math.fsum(ipmt(rate, per, nper, pv, 0, due) for per in _stretch(start, end, nper))


def cumprinc(rate: float, nper: float, pv: float, start: int, end: int, due: int = 0) -> float:
    """The principal in payments ``start`` to ``end``, both included. Excel CUMPRINC, without its ban on rate 0.

    >>> round(cumprinc(0.09 / 12, 48, 1200, 1, 48), 2)
    -1200.0
    """
    return math.fsum(ppmt(rate, per, nper, pv, 0, due) for per in _stretch(start, end, nper))


def ispmt(rate: float, per: int, nper: float, pv: float) -> float:
    """The interest of one period where the principal is paid in equal parts. Excel ISPMT: **periods from 0**.

    1,200 in 48 parts of 25: the first month owes interest on all of it, the second on 1,175.

    >>> ispmt(0.09 / 12, 0, 48, 1200), ispmt(0.09 / 12, 1, 48, 1200)
    (-9.0, -8.8125)
    """
    rate, nper = _rate(rate), _term(nper)
    return 0.0 - _number("pv", pv) * rate * (nper - _period("per", per, 0, nper)) / nper


def nper(rate: float, pmt: float, pv: float, fv: float = 0, due: int = 0) -> float:
    """The number of periods, not rounded. Excel NPER; −(pv + fv) / pmt at rate 0.

    Negative where the signs mean a time in the past, as in a spreadsheet: a payment entered without its minus.

    >>> round(nper(0.09 / 12, -33.4134, 1200), 3)
    42.0

    Raises:
        ValueError: the payment never gets there, for instance because it does not cover the interest.
    """
    rate, due = _rate(rate), _due(due)
    payment, pv, fv = (_number(*named) for named in (("pmt", pmt), ("pv", pv), ("fv", fv)))
    payment *= 1 + rate * due
    at_rest = payment + pv * rate  # what a period changes, before interest on that change
    if abs(rate) < NO_RATE and payment:
        return 0.0 - (pv + fv) / payment
    if abs(rate) < NO_RATE or at_rest == 0 or (payment - fv * rate) / at_rest <= 0:
        raise ValueError(
            _(
                "With rate {rate!r} and payments of {pmt!r}, no one number of periods leads from {pv!r} to {fv!r}. "
                "Check the signs (received +, paid −), and that the payment is above the interest of {interest!r}."
            ).format(rate=rate, pmt=pmt, pv=pv, fv=0.0 - fv, interest=abs(pv * rate))
        )
    return _log_change(at_rest, -rate * (pv + fv)) / math.log1p(rate)


def rate(nper: int, pmt: float, pv: float, fv: float = 0, due: int = 0, guess: float | None = 0.1) -> float:
    """The rate per period of equal payments. Excel RATE, for whole numbers of payments.

    >>> round(rate(48, -29.8621, 1200) * 12, 5)
    0.09

    Args:
        guess: where two rates fit (money received, paid and received again), the one nearest to it is given.

    Raises:
        NoRate: no rate fits, for instance because all signs are the same.
    """
    count, due = _period("nper", nper, 1, math.inf), _due(due)
    pmt, pv, fv = (_number(*named) for named in (("pmt", pmt), ("pv", pv), ("fv", fv)))
    flows = [pv] + [0.0] * count
    for period in range(1 - due, count + 1 - due):
        flows[period] += pmt
    flows[count] += fv
    return _one_rate(enumerate(flows), guess)


def pv(rate: float, nper: float, pmt: float, fv: float = 0, due: int = 0) -> float:
    """What equal payments are worth today. Excel PV; OpenStax Finance 8. ``nper`` may be 0.

    60 months of 5,000 / 60, at a market rate of 18 % a year: the soft loan of 5,000 costs the borrower 3,281.69.

    >>> round(pv(0.18 / 12, 60, -5000 / 60), 2)
    3281.69
    """
    rate, nper, due = _rate(rate), _term(nper, least=0), _due(due)
    pmt, fv = _number("pmt", pmt), _number("fv", fv)
    return 0.0 - (fv * _growth(rate, -nper) + pmt * (1 + rate * due) * _annuity(rate, nper))


def fv(rate: float, nper: float, pmt: float, pv: float = 0, due: int = 0) -> float:
    """What equal payments and a first amount have grown to. Excel FV; OpenStax Finance 7 and 8. ``nper`` may be 0.

    10 a month put aside at 6 % a year, for three years:

    >>> round(fv(0.06 / 12, 36, -10), 2)
    393.36
    """
    rate, nper, due = _rate(rate), _term(nper, least=0), _due(due)
    pmt, pv = _number("pmt", pmt), _number("pv", pv)
    # (growth − 1) / rate is the annuity of a negative term, with its sign changed.
    return 0.0 - (pv * _growth(rate, nper) - pmt * (1 + rate * due) * _annuity(rate, -nper))


# --- present value of any flows


def npv(rate: float, values: Iterable[float]) -> float:
    """Net present value **as spreadsheets have it: the first flow is one period away**. Excel NPV; OpenStax Finance 16.2.

    The flows come as one list. An outlay of today stands outside, or use `npv0`.

    >>> round(npv(0.14, [620, 640, 655, 670, 690, 700, 710, 720]) - 2600, 2)
    488.54

    Raises:
        ValueError: no flows, or one of them is no number; a spreadsheet would skip it and shift the rest.
    """
    return _worth(_rate(rate), enumerate(_flows(values), start=1))


def npv0(rate: float, values: Iterable[float]) -> float:
    """Net present value as textbooks have it: **the first flow is today**. OpenStax Finance 16.2. Errors as for `npv`.

    >>> round(npv0(0.14, [-2600, 620, 640, 655, 670, 690, 700, 710, 720]), 2)
    488.54
    """
    return _worth(_rate(rate), enumerate(_flows(values)))


def xnpv(rate: float, values: Iterable[float], dates: Iterable[date]) -> float:
    """Net present value of dated flows, at the first date. Excel XNPV: days / 365, in leap years too.

    ``rate`` is a share per year, above −1.

    >>> round(xnpv(0.12, [-600, 700], [date(2025, 2, 10), date(2026, 2, 10)]), 2)
    25.0

    Raises:
        ValueError: a flow is no number, a date is no date or earlier than the first, or their counts differ.
    """
    return _worth(_rate(rate), _dated(values, dates))


# --- rates of return


def irr(values: Iterable[float], guess: float | None = None) -> float:
    """The rate per period at which `npv0` is 0. Excel IRR, but only where there is one such rate.

    >>> round(irr([-2600, 620, 640, 655, 670, 690, 700, 710, 720]), 5)
    0.19252

    It is looked for from −99 % to 1000 %, and further only where none lies there.

    Args:
        guess: gives, of several rates, the one nearest to it, instead of the error.

    Raises:
        NoRate: there is none, for instance because all flows have the same sign.
        SeveralRates: there are more; the error has them in ``roots``.
        ValueError: as for `npv`.
    """
    return _one_rate(enumerate(_flows(values)), guess)


def irr_all(values: Iterable[float], low: float = USUAL[0], high: float = USUAL[1]) -> tuple[float, ...]:
    """Every rate from ``low`` to ``high`` at which `npv0` is 0, smallest first; none is an empty answer.

    A rate at which the curve only touches zero is among them.

    >>> [round(root, 6) for root in irr_all([-1000, 2300, -1320])]
    [0.1, 0.2]

    Raises:
        NoRate: all flows are 0, so that every rate is a root.
        ValueError: ``low`` is not above −1 or not below ``high``; else as for `npv`.
    """
    low, high = _rate(low, "low"), _rate(high, "high")
    if low >= high:
        raise ValueError(_("low is {low!r} and high is {high!r}; low must be below high.").format(low=low, high=high))
    return _rates(_merged(enumerate(_flows(values))), low, high)


def xirr(values: Iterable[float], dates: Iterable[date], guess: float | None = None) -> float:
    """The rate per year at which `xnpv` is 0. Excel XIRR: days / 365. ``guess`` and errors as for `irr` and `xnpv`.

    >>> round(xirr([-600, 700], [date(2025, 2, 10), date(2026, 2, 10)]), 6)
    0.166667
    """
    return _one_rate(_dated(values, dates), guess)


def mirr(values: Iterable[float], finance_rate: float, reinvest_rate: float) -> float:
    """The rate that turns the flows paid, financed at one rate, into the flows received, reinvested at another.

    (future value of what is received / present value of what is paid)^(1 / periods) − 1. Excel MIRR;
    OpenStax Finance 16.4.

    >>> round(mirr([-2600, 620, 640, 655, 670, 690, 700, 710, 720], 0.14, 0.10), 5)
    0.14431

    Raises:
        NoRate: nothing is received, or nothing is paid.
        ValueError: as for `npv`.
    """
    flows = _flows(values)
    _both_signs(flows)
    periods = len(flows) - 1
    reinvest = _rate(reinvest_rate, "reinvest_rate")
    paid = -_worth(_rate(finance_rate, "finance_rate"), enumerate(min(flow, 0.0) for flow in flows))
    received = math.fsum(max(flow, 0.0) * _growth(reinvest, periods - t) for t, flow in enumerate(flows))
    return math.expm1(_log_change(paid, received - paid) / periods)


def effective_cost(values: Iterable[float], per_year: int = 12) -> float:
    """What a loan costs a year, fees and all: (1 + `irr`)^per_year − 1 of its actual flows. Errors as for `irr`.

    A loan of 1,000 for a month, of which 990 arrive and 1,010 go back, costs 27 % a year and not 24 %:

    >>> round(effective_cost([990, -1010]), 3)
    0.271
    """
    return _growth_less_1(irr(values), _times(per_year, "per_year"))


# --- payback and index


def payback(values: Iterable[float]) -> float | None:
    """Periods until the flows have paid back what went out, linear inside a period. OpenStax Finance 16.1.

    Where the sum of the flows crosses zero several times, the last time counts. 0 where nothing ever goes out.
    None means: not within these flows, which is also so where the sum is negative again at the end.

    >>> round(payback([-2600, 620, 640, 655, 670, 690, 700, 710, 720]), 2)
    4.02
    """
    flows = _flows(values)
    zero = ALMOST * max(map(abs, flows))
    sums = list(accumulate(flows))
    last = max((t for t, total in enumerate(sums) if total < -zero), default=None)
    if last is None:
        return 0.0
    if last == len(flows) - 1:
        return None
    return last + min(1.0, -sums[last] / flows[last + 1])


def discounted_payback(rate: float, values: Iterable[float]) -> float | None:
    """`payback` of the flows' present values. OpenStax Finance 16.4.

    >>> round(discounted_payback(0.14, [-2600, 620, 640, 655, 670, 690, 700, 710, 720]), 2)
    6.17
    """
    rate = _rate(rate)
    return payback([flow * _growth(rate, -t) for t, flow in enumerate(_flows(values))])


def profitability_index(rate: float, values: Iterable[float]) -> float:
    """Present value of all later flows per unit of the first, which is paid today. OpenStax Finance 16.4.

    >>> round(profitability_index(0.14, [-2600, 620, 640, 655, 670, 690, 700, 710, 720]), 3)
    1.188

    Raises:
        ValueError: the first flow is not negative: there is no outlay to divide by.
    """
    outlay, *later = _flows(values)
    if outlay >= 0:
        raise ValueError(
            _("The first value is {found!r}; it must be the outlay of today, below 0.").format(found=outlay)
        )
    return _worth(_rate(rate), enumerate(later, start=1)) / -outlay


# --- rates of one kind and another


def effect(nominal_rate: float, npery: float) -> float:
    """The effective rate a year of a nominal one, charged ``npery`` times: (1 + j/m)^m − 1. Excel EFFECT.

    As there, ``npery`` loses its fraction; unlike there, a rate of 0 or below is allowed.

    >>> round(effect(0.09, 12), 5)
    0.09381
    """
    times = _times(npery)
    each = _rate(_number("nominal_rate", nominal_rate) / times, "nominal_rate / npery")
    return _growth_less_1(each, times)


def nominal(effect_rate: float, npery: float) -> float:
    """The nominal rate a year that ``npery`` times a year comes to an effective one. Excel NOMINAL, see `effect`.

    >>> round(nominal(0.09381, 12), 5)
    0.09
    """
    times = _times(npery)
    return times * _growth_less_1(_rate(effect_rate, "effect_rate"), 1 / times)


def real_rate(nominal: float, inflation: float) -> float:
    """(1 + nominal) / (1 + inflation) − 1, exactly; never the subtraction.

    >>> round(real_rate(0.14, 0.06), 5)
    0.07547
    """
    nominal, inflation = _rate(nominal, "nominal"), _rate(inflation, "inflation")
    return (nominal - inflation) / (1 + inflation)


def nominal_rate(real: float, inflation: float) -> float:
    """(1 + real)·(1 + inflation) − 1: the way back from `real_rate`.

    >>> round(nominal_rate(0.035, 0.06), 4)
    0.0971
    """
    real, inflation = _rate(real, "real"), _rate(inflation, "inflation")
    return real + inflation + real * inflation


def rri(nper: float, pv: float, fv: float) -> float:
    """The steady growth per period from ``pv`` to ``fv``, both of one sign: (fv / pv)^(1 / nper) − 1. Excel RRI.

    Income of 4,200 grew to 6,200 in three years:

    >>> round(rri(3, 4200, 6200), 4)
    0.1386
    """
    nper, pv, fv = _term(nper), _number("pv", pv), _number("fv", fv)
    if pv == 0 or fv / pv < 0:
        raise ValueError(
            _("pv is {pv!r} and fv is {fv!r}; pv must not be 0, and both must have one sign.").format(pv=pv, fv=fv)
        )
    return -1.0 if fv == 0 else math.expm1(_log_change(pv, fv - pv) / nper)


def pduration(rate: float, pv: float, fv: float) -> float:
    """The periods in which ``pv`` grows to ``fv``, all above 0. Excel PDURATION.

    >>> round(pduration(0.08, 500, 1000), 2)
    9.01
    """
    rate, pv, fv = (_above_0(*named) for named in (("rate", rate), ("pv", pv), ("fv", fv)))
    return _log_change(pv, fv - pv) / math.log1p(rate)


def fvschedule(principal: float, schedule: Iterable[float]) -> float:
    """What an amount grows to when each period has a rate of its own. Excel FVSCHEDULE, where blanks count as 0.

    >>> round(fvschedule(1000, [0.09, 0.11, 0.10]), 2)
    1330.89
    """
    return _number("principal", principal) * math.prod(1 + _rate(each, "schedule") for each in _flows(schedule))


# --- depreciation


def sln(cost: float, salvage: float, life: float) -> float:
    """Depreciation of each period in a straight line. Excel SLN; OpenStax Financial Accounting 11.3.

    >>> sln(1900, 100, 6)
    300.0

    Args:
        cost: what the asset cost.
        salvage: what it will be worth at the end; negative where taking it away costs money.
        life: periods, above 0.
    """
    return (_number("cost", cost) - _number("salvage", salvage)) / _above_0("life", life)


def syd(cost: float, salvage: float, life: float, per: int) -> float:
    """Depreciation of period ``per`` by the sum of the years' digits: 6/21, 5/21 … of the whole. Excel SYD. See `sln`.

    >>> [round(syd(1900, 100, 6, year), 2) for year in (1, 3, 6)]
    [514.29, 342.86, 85.71]
    """
    life = _above_0("life", life)
    left = life + 1 - _period("per", per, 1, life)
    return (_number("cost", cost) - _number("salvage", salvage)) * left * 2 / (life * (life + 1))


def db(cost: float, salvage: float, life: int, period: int, month: int = 12) -> float:
    """Depreciation of one period by a fixed share of the book value. Excel DB, LibreOffice DB.

    The share 1 − (salvage / cost)^(1 / life) is **rounded to three decimals**, so that the end is not quite
    the salvage. ``month`` counts the months of the first year; the missing ones follow in year life + 1.

    >>> [round(db(1900, 100, 6, year), 2) for year in (1, 2, 6)]
    [737.2, 451.17, 63.29]

    Raises:
        ValueError: salvage outside 0 … cost, a life or a period that is not whole or outside the life.
    """
    life = _period("life", life, 1, math.inf)
    cost, salvage = _asset(cost, salvage)
    month = _period("month", month, 1, 12)
    period = _period("period", period, 1, life + (month < 12))
    if cost == 0:
        return 0.0
    # Half upwards, as spreadsheets do it; Python's round() would go to the even neighbour.
    share = math.floor((1 - (salvage / cost) ** (1 / life)) * 1000 + 0.5) / 1000
    first = cost * share * month / 12
    if period == 1:
        return first
    of_a_year = 1 if period <= life else (12 - month) / 12
    return (cost - first) * (1 - share) ** (period - 2) * share * of_a_year


def ddb(cost: float, salvage: float, life: float, period: int, factor: float = 2) -> float:
    """Depreciation of one period by ``factor`` / life of the book value, never below salvage. Excel DDB.

    It may end above salvage: here at 166.80.

    >>> [round(ddb(1900, 100, 6, year), 2) for year in range(1, 7)]
    [633.33, 422.22, 281.48, 187.65, 125.1, 83.4]

    Raises:
        ValueError: salvage outside 0 … cost, factor not above 0, a period that is not whole or outside the life.
    """
    period = _period("period", period, 1, _above_0("life", life))
    return vdb(cost, salvage, life, period - 1, period, factor, no_switch=True)


def vdb(
    cost: float,
    salvage: float,
    life: float,
    start: float,
    end: float,
    factor: float = 2,
    no_switch: bool = False,
) -> float:
    """Depreciation from ``start`` to ``end``, as `ddb`, but in a straight line from when that is more. Excel VDB.

    Both may lie inside a period, in which the depreciation is spread evenly. Year 5 runs from 4 to 5:

    >>> [round(vdb(1900, 100, 6, year - 1, year), 2) for year in range(1, 7)]
    [633.33, 422.22, 281.48, 187.65, 137.65, 137.65]

    Args:
        no_switch: True stays with the declining balance to the end.

    Raises:
        ValueError: salvage outside 0 … cost, factor not above 0, start and end not in 0 … life in this order.
    """
    life, factor = _above_0("life", life), _above_0("factor", factor)
    cost, salvage = _asset(cost, salvage)
    start, end = _number("start", start), _number("end", end)
    if not 0 <= start <= end <= life:
        raise ValueError(
            _("start is {start!r} and end is {end!r}; allowed is 0 ≤ start ≤ end ≤ life, which is {life!r}.").format(
                start=start, end=end, life=life
            )
        )
    parts = []
    book = cost
    for begin in range(math.ceil(end)):
        amount = min(book * factor / life, book - salvage)
        if not no_switch:
            amount = max(amount, (book - salvage) / (life - begin))
        parts.append(amount * max(0.0, min(end, begin + 1) - max(start, begin)))
        book = max(book - amount, salvage)
    return math.fsum(parts)


# --- powers and sums that keep their digits


def _growth(rate: float, periods: float) -> float:
    """(1 + rate)^periods."""
    return _growth_less_1(rate, periods, 0)


def _growth_less_1(rate: float, periods: float, less: int = 1) -> float:
    """(1 + rate)^periods − 1, with all its digits even where the rate is tiny."""
    try:
        return (math.expm1 if less else math.exp)(periods * math.log1p(rate))
    except OverflowError:
        raise ValueError(
            _("Rate {rate!r} over {periods:g} periods comes to more than a number can hold.").format(
                rate=rate, periods=abs(periods)
            )
        ) from None


def _annuity(rate: float, periods: float) -> float:
    """What 1 at the end of each period is worth today: (1 − (1 + rate)^−periods) / rate, and ``periods`` at rate 0."""
    return periods if abs(rate) < NO_RATE else -_growth_less_1(rate, -periods) / rate


def _worth(rate: float, flows: Iterable[tuple[float, float]]) -> float:
    """Present value of flows, given as (time, amount)."""
    return math.fsum(amount * _growth(rate, -time) for time, amount in flows)


def _log_change(start: float, change: float) -> float:
    """log((start + change) / start), with all its digits where the change is small."""
    share = change / start
    return math.log1p(share) if abs(share) < 0.5 else math.log((start + change) / start)


# --- every root of Σ amount · (1 + rate)^−time
#
# With u = log(1 + rate) this is a sum f(u) of amount · e^(−time·u). Take a moment between two flows of different
# sign and look at the flows from there: f · e^(moment·u), which has the same roots. In its slope each amount is
# multiplied by (moment − time), so that all earlier flows keep their sign and all later ones change it: one change
# of sign is gone. Where the slope's roots are known, f goes one way between two of them and is easily searched.
# So the changes of sign are taken off one by one, until a slope without any has no root.


def _one_rate(flows: Iterable[tuple[float, float]], guess: float | None) -> float:
    """The only rate, or the nearest to a guess."""
    terms = _merged(flows)
    _both_signs([amount for _time, amount in terms])
    roots = _rates(terms, *USUAL) or _rates(terms, *UTMOST)
    if not roots:
        raise NoRate(_("No rate brings these flows to zero. Judge by npv0 at the rate that you require, or use mirr."))
    if guess is not None:
        near = _number("guess", guess)
        return min(roots, key=lambda root: abs(root - near))
    if len(roots) > 1:
        raise SeveralRates(roots)
    return roots[0]


def _merged(flows: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The flows in order of time, one for each time, without zeros."""
    at: dict[float, list[float]] = {}
    for time, amount in flows:
        at.setdefault(time, []).append(amount)
    merged = [(time, total) for time in sorted(at) if (total := math.fsum(at[time]))]
    if not merged:
        raise NoRate(_("All flows are 0, so any rate would do and none means anything."))
    return merged


def _rates(terms: list[tuple[float, float]], low: float, high: float) -> tuple[float, ...]:
    first = terms[0][0]
    from_first = [(time - first, amount) for time, amount in terms]
    return tuple(math.expm1(u) for u in _roots(from_first, math.log1p(low), math.log1p(high)))


def _roots(terms: list[tuple[float, float]], low: float, high: float) -> list[float]:
    """Every u from ``low`` to ``high`` with Σ amount · e^(−time·u) = 0, in order."""
    curves = [terms]
    while (moment := _first_change(curves[-1])) is not None:
        curves.append(_slope(curves[-1], moment))
    found: list[float] = []
    for curve in reversed(curves[:-1]):  # the last has no change of sign, so it has no root
        found = _crossings(curve, [low, *found, high])
    return found


def _first_change(terms: list[tuple[float, float]]) -> float | None:
    """A moment between two neighbours of different sign."""
    return next(((a[0] + b[0]) / 2 for a, b in pairwise(terms) if (a[1] < 0) != (b[1] < 0)), None)


def _slope(terms: list[tuple[float, float]], moment: float) -> list[tuple[float, float]]:
    """The terms of the slope, as seen from a moment; scaled, for only the places of its roots matter."""
    slope = [(time, amount * (moment - time)) for time, amount in terms]
    largest = max(abs(amount) for _time, amount in slope)
    return [(time, amount / largest) for time, amount in slope if amount / largest]


def _crossings(terms: list[tuple[float, float]], stops: list[float]) -> list[float]:
    """The roots of a curve that goes one way between the stops: both ends, and where its slope is 0."""
    low, *turns, high = stops
    # Zero is tried on its own, so that a rate of 0 is found exactly and a tiny one to its last digit.
    stops = sorted({*stops, 0.0} if low < 0 < high else set(stops))
    signs = [_sign(terms, u, TOUCHES if u in turns else 0.0) for u in stops]
    found = stops[:1] if signs[0] == 0 else []
    for (low, before), (high, sign) in pairwise(zip(stops, signs, strict=True)):
        if sign == 0 and before != 0:  # zeros next to each other are one root, seen twice
            found.append(high)
        elif sign * before < 0:
            found.append(_bisected(terms, low, high, before))
    return found


def _bisected(terms: list[tuple[float, float]], low: float, high: float, sign_at_low: int) -> float:
    """The one root between ``low`` and ``high``, halved down to neighbouring floats."""
    while low < (middle := (low + high) / 2) < high:
        if _sign(terms, middle) == sign_at_low:
            low = middle
        else:
            high = middle
    return high


def _sign(terms: list[tuple[float, float]], u: float, tolerance: float = 0.0) -> int:
    """The sign of Σ amount · e^(−time·u): 1, −1, or 0 within a share of the terms' size."""
    # Seen from the last flow where u is negative: then no power is above 1, and none can overflow.
    origin = terms[-1][0] if u < 0 else 0.0
    parts = []
    for time, amount in terms:
        power = (origin - time) * u
        if power > -0.5:  # 1 and the small rest apart: their sum would round the rest away
            parts += amount, amount * math.expm1(power)
        else:
            parts.append(amount * math.exp(power))
    total = math.fsum(parts)
    if tolerance and abs(total) <= tolerance * math.fsum(map(abs, parts)):
        return 0
    return (total > 0) - (total < 0)


# --- what is allowed


def _refused(name: str, found: object, allowed: str) -> ValueError:
    return ValueError(_("{name} is {found!r}; it must be {allowed}.").format(name=name, found=found, allowed=allowed))


def _number(name: str, value: float) -> float:
    """The value as a float. An array goes through as it is: checking it is its maker's business."""
    if getattr(value, "ndim", 0):
        return value
    if isinstance(value, (Real, Decimal)) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise _refused(name, value, _("a finite number"))


def _rate(value: float, name: str = "rate") -> float:
    number = _number(name, value)
    if number <= -1:
        raise _refused(name, value, _("above −1 (a share: 0.12 for 12 %)"))
    return number


def _above_0(name: str, value: float) -> float:
    number = _number(name, value)
    if number <= 0:
        raise _refused(name, value, _("above 0"))
    return number


def _term(value: float, least: float | None = None) -> float:
    """The number of periods; pv and fv also know a term of nothing."""
    if least is None:
        return _above_0("nper", value)
    number = _number("nper", value)
    if number < least:
        raise _refused("nper", value, _("{least} or more").format(least=least))
    return number


def _due(value: int) -> int:
    if value not in (0, 1):
        raise _refused("due", value, _("0 (end of the period) or 1 (beginning)"))
    return int(value)


def _period(name: str, value: int, first: int, last: float) -> int:
    number = _number(name, value)
    if getattr(number, "ndim", 0):
        return number
    if number != math.floor(number) or not first <= number <= last:
        if math.isinf(last):
            raise _refused(name, value, _("a whole number, {first} or more").format(first=first))
        raise _refused(name, value, _("a whole number from {first} to {last:g}").format(first=first, last=last))
    return int(number)


def _stretch(start: int, end: int, nper: float) -> range:
    last = _period("end", end, 1, _term(nper))
    return range(_period("start", start, 1, last), last + 1)


def _times(value: float, name: str = "npery") -> int:
    times = math.floor(_number(name, value))
    if times < 1:
        raise _refused(name, value, _("1 or more times a year"))
    return times


def _asset(cost: float, salvage: float) -> tuple[float, float]:
    cost, salvage = _number("cost", cost), _number("salvage", salvage)
    if not 0 <= salvage <= cost:
        raise _refused("salvage", salvage, _("from 0 to the cost, which is {cost!r}").format(cost=cost))
    return cost, salvage


def _listed(name: str, values: Iterable) -> list:
    try:
        listed = list(values)
    except TypeError:
        listed = []
    if not listed:
        raise _refused(name, values, _("a list with something in it"))
    return listed


def _flows(values: Iterable[float]) -> list[float]:
    """The flows as floats. A blank is no zero: skipping it would move everything after it."""
    listed = _listed("values", values)
    return [
        _number(_("Value {place} of {count}").format(place=place, count=len(listed)), value)
        for place, value in enumerate(listed, start=1)
    ]


def _dated(values: Iterable[float], dates: Iterable[date]) -> list[tuple[float, float]]:
    """The flows as (years after the first date, amount)."""
    flows, days = _flows(values), _listed("dates", dates)
    if len(flows) != len(days):
        raise ValueError(
            _("There are {values} values and {dates} dates; each value needs its date.").format(
                values=len(flows), dates=len(days)
            )
        )
    for place, day in enumerate(days, start=1):
        name = _("Date {place} of {count}").format(place=place, count=len(days))
        if not isinstance(day, date) or day != day:  # pandas' NaT is a date that differs from itself
            raise _refused(name, day, _("a date, such as date(2026, 6, 30)"))
        if day.toordinal() < days[0].toordinal():
            raise _refused(name, day, _("no earlier than the first date, {first}").format(first=days[0]))
    return [((day.toordinal() - days[0].toordinal()) / 365, flow) for day, flow in zip(days, flows, strict=True)]


def _both_signs(flows: Sequence[float]) -> None:
    if not min(flows) < 0 < max(flows):
        raise NoRate(
            _("A rate of return needs money paid (−) and money received (+); here all flows have the same sign.")
        )
