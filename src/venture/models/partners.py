"""Partners: what a public partner must add to a house, who bears which risk, and from how many copies a network carries its centre.

A network of units pays royalties on what they earn, and each unit costs the centre its support. Where support is as large as
the royalty, no number of units ever carries the centre. A project that misses its required return lacks a viability gap; the
same money may be paid by the year, from the first year of service on. A risk is carried by one party, or by nobody yet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from venture import money, partners, per_cent
from venture.model import (  # fmt: skip
    Bar,
    Bars,
    Chart,
    Figure,
    Line,
    Mark,
    Model,
    NumberInput,
    Preset,
    Result,
    Table,
    TextInput,
    Values,
    Zone,
)
from venture.numbers import say
from venture.plan import Franchise
from venture.words import _, joined, ngettext

MONEY, A_YEAR = _("₽ thousand"), _("₽ thousand a year")
MOST, MOST_UNITS = 1_000_000, 10_000  # what can be typed
NOTHING = 0.005  # of an amount of money: half of what is shown
NETWORK, HOUSE = _("The network's terms"), _("The project with a public partner")
WHO, COST, PARTNER = _("Who bears which risk"), _("What each risk may cost"), _("My partner")
NOBODY, PUBLIC, PRIVATE, CIVIL = range(4)
PARTIES = (_("nobody yet"), _("the public partner"), _("the private partner"), _("the civil partner"))


@dataclass(frozen=True)
class RiskLine:
    """One of the nine lines of the matrix. ``bearer`` and ``cost`` are the case's: who bears it, chance times damage."""

    name: str
    label: str
    what: str
    steered_by: int
    bearer: int
    cost: float


RISKS = (
    RiskLine("design", _("Design"), _("the drawings turn out wrong"), PRIVATE, PRIVATE, 400),
    RiskLine("permits", _("Permits"), _("a permit comes late or with conditions"), PUBLIC, PUBLIC, 500),
    RiskLine("site", _("Old fabric"), _("what nobody could see: rot, wet, a weak foundation"), PUBLIC, NOBODY, 1050),
    RiskLine("building", _("Building"), _("the works cost more or take longer"), PRIVATE, PRIVATE, 1900),
    RiskLine("interest", _("Interest"), _("the interest rises before it is fixed"), PRIVATE, PRIVATE, 600),
    RiskLine("demand", _("Demand"), _("rooms stay empty"), PRIVATE, PRIVATE, 1400),
    RiskLine("running", _("Running"), _("heat, care and repairs cost more"), PRIVATE, PRIVATE, 700),
    RiskLine("law", _("Law"), _("a rule for the house or its use changes"), PUBLIC, PUBLIC, 300),
    RiskLine("open_doors", _("Open doors"), _("the open rooms are not used as promised"), CIVIL, CIVIL, 250),
)

BEARERS = ((0, _("0: nobody yet")), (1, _("1: public")), (2, _("2: private")), (3, _("3: civil")))
INPUTS = (
    NumberInput("royalty", _("Royalty"), "%", _("The share of its earned income that a unit pays to the centre. Grants are free of it."), 0, 12, 0.5, 6, most=100),
    NumberInput("support", _("Support of a unit"), A_YEAR, _("What training, visits and advice for one unit cost the centre."), 0, 500, 10, 120, most=MOST),
    NumberInput("units", _("Units at work"), "", _("How many copies there are in the year that you look at."), 0, 40, 1, 5, whole=True, most=MOST_UNITS),
    NumberInput("rate", _("Required return"), "%", _("What lenders and owners ask a year."), 0, 30, 0.5, 12, most=500),
    NumberInput("opens", _("First year of service"), "", _("The year in which the project opens. Year 1 ends a year from today."), 1, 10, 1, 2, whole=True, most=40),
    NumberInput("fee", _("Initial fee"), MONEY, _("What a new unit pays once."), 0, 1000, 50, 250, group=NETWORK, most=MOST),
    NumberInput("launch", _("Launch of a unit"), MONEY, _("What launching one costs the centre, once: training, a look at the rooms, manuals."), 0, 1000, 50, 400, group=NETWORK, most=MOST),
    NumberInput("central", _("Cost of the centre"), A_YEAR, _("People, brand and quality, however many units there are."), 0, 5000, 100, 900, group=NETWORK, most=MOST),
    NumberInput("turnover", _("Earned by a unit"), A_YEAR, _("What its customers pay, without grants. 0 where there is no network."), 0, 10_000, 100, 4200, group=NETWORK, most=MOST),
    NumberInput("new", _("Units launched in the year"), "", _("Of the units at work, those that began this year."), 0, 10, 1, 2, whole=True, group=NETWORK, most=MOST_UNITS),
    NumberInput("cost", _("Cost of the project"), MONEY, _("Paid today. 0 where there is no such project."), 0, 100_000, 500, 48_000, group=HOUSE, most=MOST),
    NumberInput("first", _("Left in the first year of service"), A_YEAR, _("What customers pay, less running costs, before any support. May be below zero."), -5000, 20_000, 100, 2500, group=HOUSE, most=MOST, least=-MOST),
    NumberInput("later", _("Left in each later year"), A_YEAR, _("The same for every year after that."), -5000, 20_000, 100, 5200, group=HOUSE, most=MOST, least=-MOST),
    NumberInput("last", _("Last year of the agreement"), "", _("At least the first year of service."), 1, 40, 1, 20, whole=True, group=HOUSE, most=60),
    NumberInput("own_rate", _("Rate of the public partner"), "%", _("What money costs the public partner a year: at it the payments are seen from its side."), 0, 30, 0.5, 8, group=HOUSE, most=500),
    *(NumberInput(f"who_{one.name}", _("{risk}: who bears it").format(risk=one.label), "", _("0 nobody yet, 1 public, 2 private, 3 civil partner. When {what}.").format(what=one.what), 0, 3, 1, one.bearer, whole=True, group=WHO, choices=BEARERS) for one in RISKS),
    *(NumberInput(f"cost_{one.name}", _("{risk}: what it may cost").format(risk=one.label), MONEY, _("Chance times damage, worth of today. One in ten of 10\u202f500 is 1\u202f050."), 0, 5000, 50, one.cost, group=COST, most=MOST) for one in RISKS),
    TextInput("partner", _("Name of the partner"), _("An office, a firm or a society; no person."), _("City"), longest=300, group=PARTNER),
    NumberInput("kind", _("Kind of partner"), "", _("1 public, 2 private, 3 civil."), 1, 3, 1, 1, whole=True, group=PARTNER, choices=BEARERS[1:]),
    TextInput("gives", _("Gives"), _("What the partner brings, in things, money or risk."), _("the house for 20 years"), longest=1000, group=PARTNER, may_be_empty=True),
    TextInput("gets", _("Gets"), _("What the partner has of it, in its own words."), _("a monument in use"), longest=1000, group=PARTNER, may_be_empty=True),
    TextInput("agreement", _("Agreed by"), _("The paper and its date. Leave it empty where nothing is written."), _("draft, June 2026"), longest=300, group=PARTNER, may_be_empty=True),
)  # fmt: skip

NO_NETWORK, NO_HOUSE = {"turnover": 0, "units": 0, "new": 0}, {"cost": 0, "first": 0, "later": 0}
SCHOOLS = {
    "partner": _("Schools of the town"), "gives": _("a hall and a notice to parents"),
    "gets": _("pupils with their homework done"), "agreement": _("letter of intent, May 2026"),
}  # fmt: skip
PRESETS = (
    Preset("d_and_a", _("Cases D and A: a house and a network (illustrative)"), {}),
    Preset("d", _("Case D: an old trading house (illustrative)"), NO_NETWORK),
    Preset("a", _("Case A: copies of a children's centre (illustrative)"), NO_HOUSE | SCHOOLS),
)


# --- the network


def franchise(v: Values) -> Franchise:
    """The terms as the plan holds them: shares, not per cent."""
    return Franchise(
        fee=v.fee, royalty=v.royalty / 100, turnover=v.turnover, support=v.support, central=v.central, launch=v.launch
    )


def year_of_network(v: Values, units: int) -> tuple[float, float, float]:
    """The centre's result with so many units: in a steady year, and with launches, with the fee and without it."""
    terms, new = franchise(v), min(int(v.new), units)
    steady = partners.network_result(terms, units)
    with_fee = partners.network_result(terms, units, new)
    return steady, with_fee, with_fee - new * v.fee


# --- the project with a public partner


def flows(v: Values) -> list[float]:
    """What is paid and left, a year apart, today first: nothing before the opening, then the years of service."""
    opens, last = int(v.opens), max(int(v.opens), int(v.last))
    return [-v.cost, *[0.0] * (opens - 1), v.first, *[v.later] * (last - opens)]


def service(v: Values) -> range:
    """The years of service, counted from today."""
    return range(int(v.opens), max(int(v.opens), int(v.last)) + 1)


@dataclass(frozen=True)
class Support:
    """What the public partner adds: today, or in each year of service. ``npv`` is the project's without it."""

    npv: float
    gap: float
    payment: float
    paid_in_all: float
    worth_to_public: float


def public_support(v: Values) -> Support:
    """The gap, the payment a year that is worth the same, and what the payments are worth at the public partner's own rate."""
    rate, years = v.rate / 100, service(v)
    project = flows(v)
    gap = partners.viability_gap(rate, project)
    payment = partners.availability_payment(gap, rate, years)
    own = payment * sum((1 + v.own_rate / 100) ** -year for year in years)
    return Support(money.npv0(rate, project), gap, payment, payment * len(years), own)


# --- who bears what


def bearers(v: Values) -> tuple[tuple[RiskLine, int, float], ...]:
    """Each risk with the party that bears it and what it may cost."""
    return tuple((one, int(v[f"who_{one.name}"]), v[f"cost_{one.name}"]) for one in RISKS)


def carried_by(v: Values, party: int) -> float:
    """What a party's risks may cost together."""
    return sum(cost for _one, who, cost in bearers(v) if who == party)


# --- the result


PART_OF_ONE = 0.5  # per cent below this are a part of one, typed for per cent: 0.06 for 6 %


def _money(amount: float) -> str:
    return f"{say(amount, most=2)} {MONEY}"


def _a_year(amount: float) -> str:
    return f"{say(amount, most=2)} {A_YEAR}"


def compute(v: Values) -> Result:
    """The network's result by units, the gap with the payment that is worth it, and the matrix of risks."""
    has_network, has_house = v.turnover > 0, v.cost > 0
    figures = [*(_network_figures(v) if has_network else ()), *(_house_figures(v) if has_house else ())]
    charts = [_network_chart(v)] if has_network or not has_house else []
    charts += [_house_chart(v)] if has_house else []
    (chart, alt), *more = [*charts, *([_risk_chart(v)] if _has_risks(v) else [])]
    figures += _risk_figures(v) if _has_risks(v) else ()
    return Result(_sentence(v, has_network, has_house), (*figures, _partner(v)), chart, alt, _table(v, has_network, has_house), more=tuple(more))  # fmt: skip


def _has_risks(v: Values) -> bool:
    """The matrix is about the project; a network alone has none."""
    return v.cost > 0 or v.turnover == 0


def _network_figures(v: Values) -> tuple[Figure, ...]:
    found = partners.network(franchise(v))
    steady, with_fee, without_fee = year_of_network(v, int(v.units))
    new = min(int(v.new), int(v.units))
    return (
        Figure("royalty_of_unit", _("Royalty of a unit"), v.royalty / 100 * v.turnover, _a_year(v.royalty / 100 * v.turnover), _("{royalty} % of what it earns").format(royalty=say(v.royalty))),
        Figure("margin", _("A unit leaves the centre"), found.margin, _a_year(found.margin), _("its royalty less its support")),
        Figure("needed", _("Units that carry the centre"), found.needed, _("never") if found.needed is None else say(found.needed), _why_so_many(found.needed)),
        Figure("steady", _("Result of a year without launches"), steady, _a_year(steady), _with_units(int(v.units))),
        Figure("with_fee", _("Result of the year with its launches"), with_fee, _a_year(with_fee), ngettext("{new} of the units is new and pays the fee", "{new} of the units are new and pay the fee", new).format(new=say(new))),
        Figure("without_fee", _("The same without any fee"), without_fee, _a_year(without_fee), _("a fee pays for a launch and is no profit")),
        Figure("launch_result", _("Fee less the cost of a launch"), -found.launch_cost, _money(-found.launch_cost), _("for each new unit, once")),
        Figure("payback", _("Years until a launch is paid back"), found.payback, _payback(found.payback), _("the fee has paid for it") if found.payback == 0 else _("out of what the unit leaves a year")),
    )  # fmt: skip


def _with_units(units: int) -> str:
    return ngettext("with {units} unit", "with {units} units", units).format(units=say(units))


def _payback(years: float | None) -> str:
    if years is None:
        return _("never")
    return _("at once") if years == 0 else f"{say(years, 2)} {_('years')}"


def _why_so_many(needed: int | None) -> str:
    if needed is None:
        return _("support costs as much as the royalty brings, or more")
    return _("cost of the centre / what a unit leaves, rounded up") if needed else _("there is no centre to carry")


def _house_figures(v: Values) -> tuple[Figure, ...]:
    s = public_support(v)
    start, end = service(v)[0], service(v)[-1]
    both = s.gap + carried_by(v, PUBLIC)
    count = end - start + 1
    when = ngettext("in year {first}", "in years {first} to {last}", count).format(first=say(start), last=say(end))
    return (
        Figure("npv", _("Net present value without support"), s.npv, _money(s.npv), _("at {rate} %").format(rate=say(v.rate))),
        Figure("gap", _("Viability gap"), s.gap, _money(s.gap), _("a grant of today; 0 where nothing is missing")),
        Figure("payment", _("Availability payment"), s.payment, _a_year(s.payment), _("{when}, worth the same as the grant").format(when=when)),
        Figure("paid_in_all", _("All payments, just added up"), s.paid_in_all, _money(s.paid_in_all), ngettext("{count} payment", "{count} payments", count).format(count=say(count))),
        Figure("worth_to_public", _("What they are worth to the public partner"), s.worth_to_public, _money(s.worth_to_public), _("today, at its own {rate} %").format(rate=say(v.own_rate))),
        Figure("public_gives", _("Gap and risks of the public partner"), both, _money(both), _("the grant, and what its risks may cost")),
    )  # fmt: skip


def _risk_figures(v: Values) -> tuple[Figure, ...]:
    counted = [
        (name, party, carried_by(v, party), sum(1 for _one, who, _cost in bearers(v) if who == party))
        for name, party in (("public_risk", PUBLIC), ("private_risk", PRIVATE), ("civil_risk", CIVIL), ("open_risk", NOBODY))
    ]  # fmt: skip
    return tuple(
        Figure(name, _("Risks of {party}").format(party=PARTIES[party]) if party else _("Risks that nobody bears yet"), amount, _money(amount), _("{count} of {all}").format(count=say(count), all=say(len(RISKS))))
        for name, party, amount, count in counted
    )  # fmt: skip


def _partner(v: Values) -> Figure:
    """Where a side is missing it is said: who gives for nothing does not stay."""
    text = _("{partner} gives {gives}; gets {gets}").format(
        partner=v.partner, gives=v.gives or _("nothing yet"), gets=v.gets or _("nothing yet")
    )
    note = _("agreed by: {agreement}").format(agreement=v.agreement) if v.agreement else _("nothing in writing")
    return Figure("partner", _("Give and take"), None, text, note)


def _sentence(v: Values, has_network: bool, has_house: bool) -> str:
    """One sentence that reads the result aloud."""
    said = []
    if has_network:
        said.append(_said_of_network(v))
    if has_house:
        s, start, end = public_support(v), service(v)[0], service(v)[-1]
        if s.gap > NOTHING:
            lacks = ngettext(
                "the project lacks {gap} today, or {payment} in year {first}",
                "the project lacks {gap} today, or {payment} a year in years {first} to {last}",
                end - start + 1,
            )
            said.append(
                lacks.format(gap=say(s.gap, most=2), payment=say(s.payment, most=2), first=say(start), last=say(end))
            )
        else:
            said.append(_("the project reaches its {rate} % without support").format(rate=say(v.rate)))
    if not said:
        said.append(_("there is neither a network nor a project here"))
    rates = [name for name, asked in (("royalty", has_network), ("rate", has_house)) if asked]
    doubts = (per_cent.doubt(MODEL.input(name).label, v[name], below=PART_OF_ONE) for name in rates)
    said += [one for one in doubts if one]
    orphans = [one.label.lower() for one, who, _cost in bearers(v) if who == NOBODY and _has_risks(v)]
    if len(orphans) == len(RISKS):
        said.append(_("nobody bears any of the risks yet"))
    elif orphans:
        said.append(_("nobody bears the risk of {risks} yet").format(risks=joined(orphans)))
    text = "; ".join(said)
    return text[0].upper() + text[1:] + "."


def _said_of_network(v: Values) -> str:
    found = partners.network(franchise(v))
    steady = year_of_network(v, int(v.units))[0]
    result = _("a profit of {amount}") if steady >= 0 else _("a loss of {amount}")
    year = ngettext(
        "{units} unit leaves it {result} a year", "{units} units leave it {result} a year", int(v.units)
    ).format(units=say(v.units), result=result.format(amount=f"{say(abs(steady), most=1)} {MONEY}"))
    if found.needed is None:
        return _("the network never carries its centre, because a unit's support costs as much as its royalty brings, or more: {year}").format(year=year)  # fmt: skip
    if found.needed == 0:
        if found.margin < 0:
            return _("there is no centre to carry, but a unit's support costs more than its royalty brings: {year}").format(year=year)  # fmt: skip
        return _("there is no centre to carry, and {year}").format(year=year)
    carries = ngettext("the network carries its centre from {needed} unit on, and {year}", "the network carries its centre from {needed} units on, and {year}", found.needed)  # fmt: skip
    return carries.format(needed=say(found.needed), year=year)


SCALES = ((1e4, 1.0, MONEY), (1e7, 1e3, _("₽ million")), (math.inf, 1e6, _("₽ billion")))


def _scale(amounts: Iterable[float]) -> tuple[float, str]:
    """By what to divide amounts so that their axis can be read on a phone, and the unit that they are in then."""
    most = max(map(abs, amounts))
    return next((by, unit) for below, by, unit in SCALES if most < below)


def _line(label: str, points: Iterable[tuple[float, float]], by: float) -> Line:
    return Line(label, tuple((float(x), y / by) for x, y in points))


def _top(v: Values) -> int:
    """Where the axis of units ends: room for the units at work and, if it is not far away, for the break-even."""
    needed = partners.network(franchise(v)).needed
    top = max(10, int(v.units) + int(v.units) // 5)
    return max(top, needed + needed // 2) if needed is not None and needed <= 4 * top else top


def _network_chart(v: Values) -> tuple[Chart, str]:
    """The centre's result by units: a steady year, and a year with launches with the fee and without it."""
    terms, top = franchise(v), _top(v)
    needed, new = partners.network(terms).needed, int(v.new)
    at = sorted({0, min(new, top), top})
    years = {units: year_of_network(v, units) for units in at}
    by, unit = _scale(amount for year in years.values() for amount in year)
    names = (_("no launch"), _("launches, with the fee"), _("launches, no fee"))
    shown = names if new and (v.fee or v.launch) else names[:1]
    steady = year_of_network(v, int(v.units))[0]
    marks = [Mark(int(v.units), steady / by, _("{units} at work").format(units=say(v.units)))]
    if needed and needed <= top and needed != v.units:
        marks.append(Mark(needed, year_of_network(v, needed)[0] / by, _("from {units}").format(units=say(needed))))
    chart = Chart(
        title=_("What the network leaves its centre"),
        x_label=_("units at work"),
        y_label=_("Result of a year, {money}").format(money=unit),
        lines=tuple(
            _line(name, ((units, years[units][place]) for units in at), by) for place, name in enumerate(shown)
        ),
        zones=_loss(v, top),
        zone_label=_("loss"),
        marks=tuple(marks),
    )
    at_work = int(v.units)
    launched = min(new, at_work)
    alt = _(
        "Result of the centre in a year by units, from 0 to {top}. Without launches the line begins at {start} and ends at {end} {money}. "
        "{where}; {units} it is {steady}."
    ).format(
        top=say(top), start=say(years[0][0], most=1), end=say(years[top][0], most=1), money=MONEY, where=_where(needed),
        units=_with_units(at_work), steady=say(steady, most=1),
    )  # fmt: skip
    if launched:
        alt += " " + ngettext(
            "With {new} launch it is {with_fee} with the fee and {without} without it.",
            "With {new} launches it is {with_fee} with the fee and {without} without it.",
            launched,
        ).format(
            new=say(launched),
            with_fee=say(year_of_network(v, at_work)[1], most=1),
            without=say(year_of_network(v, at_work)[2], most=1),
        )
    return chart, alt


def _where(needed: int | None) -> str:
    """Where the line of a year without launches meets zero, in words."""
    if needed is None:
        return _("It never reaches zero")
    if needed == 0:
        return _("There is no centre to carry")
    return ngettext("It reaches zero at {units} unit", "It reaches zero at {units} units", needed).format(units=say(needed))  # fmt: skip


def _loss(v: Values, top: int) -> tuple[Zone, ...]:
    """The units with which a year without launches ends below zero."""
    margin = partners.network(franchise(v)).margin
    if v.central == 0 and margin >= 0:
        return ()
    end = min(float(top), v.central / margin) if margin > 0 else float(top)
    return (Zone(0.0, end),) if end > 0 else ()


def worth_up_to(values: list[float], rate: float) -> list[float]:
    """What all flows up to each year are worth today, added up."""
    rows, total = [], 0.0
    for year, value in enumerate(values):
        total += value / (1 + rate) ** year
        rows.append(total)
    return rows


def _house_rows(v: Values) -> tuple[list[float], list[float], list[float]]:
    s, rate, plain = public_support(v), v.rate / 100, flows(v)
    by_year = [value + (s.payment if year in service(v) else 0.0) for year, value in enumerate(plain)]
    return worth_up_to(plain, rate), worth_up_to([plain[0] + s.gap, *plain[1:]], rate), worth_up_to(by_year, rate)


def _house_chart(v: Values) -> tuple[Chart, str]:
    """What the project is worth up to each year: alone, with the grant of today, with the payment of each year of service."""
    s, rows = public_support(v), _house_rows(v)
    names = (_("without support"), _("with a grant today"), _("with a payment a year"))
    shown = rows if s.gap > NOTHING else rows[:1]
    last = len(rows[0]) - 1
    by, unit = _scale(worth for row in shown for worth in row)
    chart = Chart(
        title=_("What the project is worth, up to each year"),
        x_label=_("years from today"),
        y_label=_("Worth today of all flows so far, {money}").format(money=unit),
        lines=tuple(_line(name, enumerate(row), by) for name, row in zip(names, shown, strict=False)),
        marks=(Mark(last, s.npv / by, say(s.npv / by, most=2)),),
    )
    end = (
        ngettext(
            "With a grant of {gap} today, or {payment} in year {first}, it ends at zero.",
            "With a grant of {gap} today, or {payment} a year from year {first} on, it ends at zero.",
            len(service(v)),
        ).format(gap=say(s.gap, most=2), payment=say(s.payment, most=2), first=say(service(v)[0]))
        if s.gap > NOTHING
        else _("It needs no support.")
    )
    alt = _(
        "What all flows up to each year are worth today at {rate} %, from year 0 to {last}. Without support it begins at {start} and ends at {npv} {money}. {end}"
    ).format(rate=say(v.rate), last=say(last), start=say(rows[0][0], most=2), npv=say(s.npv, most=2), money=MONEY, end=end)  # fmt: skip
    return chart, alt


def _risk_chart(v: Values) -> tuple[Chart, str]:
    """The matrix as bars: each risk at what it may cost, in the pattern of the one who bears it."""
    lines = bearers(v)
    valued = any(cost for _one, _who, cost in lines)
    kinds = [
        Bars(
            PARTIES[party],
            tuple(
                Bar(place, 0.0, cost if valued else 1.0, say(cost) if valued else "")
                for place, (_one, who, cost) in enumerate(lines, 1)
                if who == party
            ),
            loss=party == NOBODY,
        )
        for party in (PUBLIC, PRIVATE, CIVIL, NOBODY)
    ]
    chart = Chart(
        title=_("Who bears which risk"),
        x_label=_("What it may cost: chance times damage, {money}").format(money=MONEY) if valued else _("not valued yet: each risk counts as one"),
        y_label="",
        bars=tuple(one for one in kinds if one.bars),
        names=tuple((place, one.label) for place, (one, _who, _cost) in enumerate(lines, 1)),
        sideways=True,
    )  # fmt: skip
    told = [
        _("{party}: {risks}").format(
            party=PARTIES[party], risks=joined([f"{one.label} {say(cost)}" for one, who, cost in lines if who == party])
        )
        for party in (PUBLIC, PRIVATE, CIVIL, NOBODY)
        if any(who == party for _one, who, _cost in lines)
    ]
    return chart, _("Nine risks, each at what it may cost in {money}. Borne by {told}.").format(money=MONEY, told="; ".join(told))  # fmt: skip


# --- the table


def _table(v: Values, has_network: bool, has_house: bool) -> Table:
    """The charts in numbers, one below another; each part has a heading and names its columns."""
    parts = [*([_network_part(v)] if has_network or not has_house else []), *([_house_part(v)] if has_house else []), *([_risk_part(v)] if _has_risks(v) else [])]  # fmt: skip
    (title, columns, rows), *others = parts
    body = [*rows]
    for heading, names, more in others:
        empty = ("",) * (len(columns) - 1)
        body += [(heading, *empty), names, *more]
    return Table(title, columns, tuple(body))


Part = tuple[str, tuple[str, str, str, str], list[tuple[str, str, str, str]]]


def _network_part(v: Values) -> Part:
    needed, top = partners.network(franchise(v)).needed, _top(v)
    near = {needed - 1, needed} if needed and needed <= top else set()
    at = sorted({0, min(int(v.new), top), int(v.units), top, *near})
    rows = [(say(units), *(say(one, most=2) for one in year_of_network(v, units))) for units in at]
    return (
        _("What the network leaves its centre in a year ({money})").format(money=MONEY),
        (_("units at work"), _("no launch"), _("launches, with the fee"), _("launches, no fee")),
        rows,
    )


def _house_part(v: Values) -> Part:
    plain, granted, paid = _house_rows(v)
    rows = [
        (say(year), *(say(0.0 if abs(row[year]) < NOTHING else row[year], most=2) for row in (plain, granted, paid)))
        for year in range(len(plain))
    ]
    return (
        _("What the project is worth, up to each year ({money} of today)").format(money=MONEY),
        (_("year"), _("without support"), _("with a grant today"), _("with a payment a year")),
        rows,
    )


def _risk_part(v: Values) -> Part:
    rows = [
        (f"{one.label}" + (_(": nobody yet, {cost}").format(cost=say(cost)) if who == NOBODY else ""),
         *(say(cost) if who == party else "–" for party in (PUBLIC, PRIVATE, CIVIL)))
        for one, who, cost in bearers(v)
    ]  # fmt: skip
    return _("Who bears which risk ({money})").format(money=MONEY), (_("risk"), _("public"), _("private"), _("civil")), rows  # fmt: skip


MODEL = Model("partners", _("Partners and social franchise"), INPUTS, compute, PRESETS)
