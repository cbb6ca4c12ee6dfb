"""Is it worth it: what flows of several years are worth today, and which rate of return they bring.

NPV stands over every rate, with all rates of return marked, because there may be none or several. Flows with
inflation and a rate without it, or the other way round, are refused: nothing is computed from the mixture.
The formulas are those of `venture.money`.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from venture import money
from venture.model import Bar, Bars, Chart, Figure, Line, Mark, Model, NumberInput, Preset, Result, Table, Values, Zone
from venture.numbers import say
from venture.words import _, joined

MONEY = _("₽ thousand")
MOST = 1_000_000
LONGEST = 15  # years
WIDEST = 40  # %, the profile is drawn at least up to here
POINTS = 40  # of the profile
CROWDED = 0.1  # of the chart's height: nearer to zero than this a label would stand on another
NAMED = 3  # rates of return that a sentence can hold
WITH, WITHOUT = _("with inflation"), _("without inflation")
RATES, FLOWS = _("Inflation, and the rates for MIRR"), _("The flows, year by year")
CASE_E = (620, 640, 655, 670, 690, 700, 710, 720)


def _flow(year: int) -> NumberInput:
    return NumberInput(
        f"flow_{year}",
        _("Flow of year {year}").format(year=year),
        MONEY,
        _("What comes in that year less what goes out. Below 0 where more goes out."),
        -10_000,
        10_000,
        5,
        CASE_E[year - 1] if year <= len(CASE_E) else 0,
        group=FLOWS,
        most=MOST,
    )


INPUTS = (
    NumberInput(
        "outlay",
        _("Outlay of today"),
        MONEY,
        _("What must be paid before anything comes in."),
        0,
        10_000,
        50,
        2600,
        most=MOST,
    ),
    NumberInput(
        "rate",
        _("Required return a year"),
        "%",
        _("What the money would earn, or save, elsewhere at the same risk."),
        0,
        40,
        0.5,
        14,
        most=200,
    ),
    NumberInput(
        "years",
        _("Years looked at"),
        _("years"),
        _("How long it lasts. Later flows are left out."),
        1,
        LONGEST,
        1,
        8,
        whole=True,
    ),
    NumberInput(
        "flows_with",
        _("Flows"),
        "",
        _("1 (nominal): roubles as they will be paid. 0 (real): everything in prices of today."),
        0,
        1,
        1,
        1,
        whole=True,
        choices=((0, _("0: without inflation (real)")), (1, _("1: with inflation (nominal)"))),
    ),
    NumberInput(
        "rate_with",
        _("Rate"),
        "",
        _("1 (nominal): a rate as banks name it. 0 (real): what is left of it above inflation."),
        0,
        1,
        1,
        1,
        whole=True,
        choices=((0, _("0: without inflation (real)")), (1, _("1: with inflation (nominal)"))),
    ),
    NumberInput(
        "inflation",
        _("Inflation a year"),
        "%",
        _("How fast prices rise. It turns one kind of rate into the other."),
        0,
        30,
        0.5,
        6,
        group=RATES,
        most=200,
    ),
    NumberInput(
        "finance_rate",
        _("Rate a year paid on money borrowed"),
        "%",
        _("For MIRR: what money that goes out costs you."),
        0,
        40,
        0.5,
        14,
        group=RATES,
        most=200,
    ),
    NumberInput(
        "reinvest_rate",
        _("Rate a year earned on money put back"),
        "%",
        _("For MIRR: what money that came in earns until the last year."),
        0,
        40,
        0.5,
        10,
        group=RATES,
        most=200,
    ),
    NumberInput(
        "level",
        _("All later flows, of what is planned"),
        "%",
        _("100 is the plan. 80: each year brings a fifth less."),
        0,
        200,
        5,
        100,
        group=FLOWS,
    ),
    *(_flow(year) for year in range(1, LONGEST + 1)),
)

PRESETS = (
    Preset("e", _("Case E: four houses save heat (illustrative)"), {}),
    Preset(
        "two_rates",
        _("A summer hall that must be taken down again (illustrative)"),
        {
            "outlay": 1000,
            "years": 2,
            "flow_1": 2300,
            "flow_2": -1320,
            **{f"flow_{year}": 0 for year in range(3, len(CASE_E) + 1)},
        },
    ),
)


def flows_of(v: Values) -> list[float]:
    """Today's flow and those of the years looked at. Money received is positive."""
    later = (v[f"flow_{year}"] * v.level / 100 for year in range(1, int(v.years) + 1))
    return [0.0 - v.outlay, *later]


def sign_changes(flows: list[float]) -> int:
    """How often the flows change sign; no more rates of return above −100 % can exist."""
    signs = [flow > 0 for flow in flows if flow]
    return sum(a != b for a, b in pairwise(signs))


def deflated(flows: list[float], inflation: float) -> list[float]:
    """Nominal flows in prices of today: each divided by (1 + inflation)^year."""
    return [flow / (1 + inflation) ** year for year, flow in enumerate(flows)]


def inflated(flows: list[float], inflation: float) -> list[float]:
    """Real flows in the prices of their years."""
    return [flow * (1 + inflation) ** year for year, flow in enumerate(flows)]


def compute(v: Values) -> Result:
    """NPV, rates of return and payback; or, where flows and rate are of two kinds, why there is no answer."""
    flows = flows_of(v)
    return _refused(v, flows) if v.flows_with != v.rate_with else _appraised(v, flows)


# --- the mixture


def _refused(v: Values, flows: list[float]) -> Result:
    """Flows of one kind and a rate of the other: what would fit, and no number for what does not."""
    rate, inflation = v.rate / 100, v.inflation / 100
    fits = money.nominal_rate(rate, inflation) if v.flows_with else money.real_rate(rate, inflation)
    theirs, its = (WITH, WITHOUT) if v.flows_with else (WITHOUT, WITH)
    sentence = _(
        "The flows are {flows} and the rate is {rate}: the two do not go together, so nothing is computed; at {inflation} % "
        "inflation your {given} % {rate} are {fits} % {flows}."
    ).format(flows=theirs, rate=its, inflation=say(v.inflation), given=say(v.rate), fits=_rate(fits))
    not_said = _("not computed")
    mixed = _("flows and rate are of two kinds")
    names = (
        ("npv", _("Net present value (NPV)")),
        ("irr", _("Internal rate of return (IRR)")),
        ("mirr", _("Modified rate of return (MIRR)")),
        ("payback", _("Payback")),
    )
    figures = (
        Figure(
            "fitting_rate",
            _("Rate {kind}").format(kind=theirs),
            fits * 100,
            f"{_rate(fits)} %",
            _("exactly: (1 + one) = (1 + the other) × (1 + inflation)"),
        ),
        *(Figure(name, label, None, not_said, mixed) for name, label in names),
    )
    chart = _flow_chart(flows)
    table = Table(
        _("The flows as they were typed, {kind}").format(kind=theirs),
        (_("year"), _("flow, {unit}").format(unit=MONEY)),
        tuple((say(year), say(flow, most=2)) for year, flow in enumerate(flows)),
    )
    alt = _(
        "Bars of the flows, {kind}, from year 0 to year {last}. No value is shown: flows and rate do not go together."
    )
    return Result(sentence, figures, chart, alt.format(kind=theirs, last=len(flows) - 1), table)


# --- flows and rate of one kind


def _appraised(v: Values, flows: list[float]) -> Result:
    rate, inflation = v.rate / 100, v.inflation / 100
    npv = _whole_zero(money.npv0(rate, flows))
    roots = money.irr_all(flows) if any(flows) else ()
    changes = sign_changes(flows)
    mirr = money.mirr(flows, v.finance_rate / 100, v.reinvest_rate / 100) if changes else None
    back, back_discounted = money.payback(flows), money.discounted_payback(rate, flows)
    index = money.profitability_index(rate, flows) if v.outlay else None
    if v.flows_with:
        other = money.npv0(money.real_rate(rate, inflation), deflated(flows, inflation))
    else:
        other = money.npv0(money.nominal_rate(rate, inflation), inflated(flows, inflation))
    other_rate = money.real_rate(rate, inflation) if v.flows_with else money.nominal_rate(rate, inflation)
    irr = roots[0] * 100 if len(roots) == 1 else None
    gap = max(0.0, -npv)
    figures = (
        Figure("npv", _("Net present value (NPV)"), npv, _money(npv), _("at {rate} % a year, today's flow whole").format(rate=say(v.rate))),
        Figure("irr", _("Internal rate of return (IRR)"), irr, _roots_text(roots, changes), _irr_note(roots, changes)),
        Figure("mirr", _("Modified rate of return (MIRR)"), None if mirr is None else mirr * 100,
               _("none") if mirr is None else f"{_rate(mirr)} %",
               _("out at {finance} %, in at {reinvest} %").format(finance=say(v.finance_rate), reinvest=say(v.reinvest_rate))),
        Figure("payback", _("Payback"), back, _years(back, v), _("years until what went out is back")),
        Figure("discounted_payback", _("Discounted payback"), back_discounted, _years(back_discounted, v),
               _("the same with the required return earned on the way")),
        Figure("index", _("Profitability index"), index, _("none") if index is None else say(index, 3),
               _("present value of all later flows for each rouble of today")),
        Figure("gap", _("Grant that would close the gap"), gap, _money(gap), _("paid today; 0 where NPV is not below zero")),
        Figure("sign_changes", _("Changes of sign"), changes, say(changes), _("no more rates of return than this can exist")),
        Figure("fitting_rate", _("The same rate, {kind}").format(kind=WITHOUT if v.flows_with else WITH), other_rate * 100,
               f"{_rate(other_rate)} %", _("at {inflation} % inflation").format(inflation=say(v.inflation))),
        Figure("other_way", _("NPV counted {kind}").format(kind=WITHOUT if v.flows_with else WITH), _whole_zero(other),
               _money(other), _("flows and rate both turned into the other kind: it must be the same")),
    )  # fmt: skip
    chart = _profile(v, flows, roots, npv)
    return Result(
        _sentence(v, flows, npv, roots, changes, mirr, back),
        figures,
        chart,
        _alt(v, npv, roots),
        _table(v, flows, rate),
        more=((_running_chart(flows, rate, back, back_discounted), _running_alt(v, back, back_discounted)),),
    )


def _whole_zero(value: float) -> float:
    """A rounding error is no value."""
    return 0.0 if abs(value) < 1e-6 else value


def _money(value: float) -> str:
    return f"{say(_whole_zero(value), 2)} {MONEY}"


def _rate(share: float) -> str:
    return say(share * 100)


def _years(back: float | None, v: Values) -> str:
    if back is None:
        return (_("not within {years} years") if v.years > 1 else _("not within a year")).format(years=say(v.years))
    return _("{years} years").format(years=say(back, 2))


def _roots_text(roots: tuple[float, ...], changes: int) -> str:
    if not roots:
        return _("not from −99 % to 1000 %") if changes == 1 else _("none")
    if len(roots) == 1:
        return f"{_rate(roots[0])} %"
    return _("{count} rates: {listed}").format(count=len(roots), listed=_listed(roots))


def _listed(roots: tuple[float, ...]) -> str:
    shown = [f"{_rate(root)} %" for root in roots[:NAMED]]
    return joined(shown) + ("" if len(roots) <= NAMED else _(" and {n} more").format(n=len(roots) - NAMED))


def _irr_note(roots: tuple[float, ...], changes: int) -> str:
    if len(roots) == 1:
        return _("the one rate between −99 % and 1000 % at which NPV is zero")
    if roots:
        return _("none of them is the return: judge by NPV or MIRR")
    if changes == 1:
        return _("the one rate lies beyond the −99 % to 1000 % that are searched")
    return _("no rate from −99 % to 1000 % brings NPV to zero") if changes else _("the flows never change sign")


def _plain(flows: list[float], changes: int) -> bool:
    """Money goes out first and comes back later: the usual case, in which a higher rate makes it worth less."""
    return changes == 1 and next(flow for flow in flows if flow) < 0


def _sentence(v, flows, npv, roots, changes, mirr, back) -> str:
    kind = WITH if v.flows_with else WITHOUT
    at = _("At {rate} % a year ({kind}) ").format(rate=say(v.rate), kind=kind)
    if npv > 0:
        worth = _("this is worth {npv} more today than it costs").format(npv=_money(npv))
    elif npv < 0:
        worth = _(
            "this is worth {gap} less today than it costs, and that is the grant which would close the gap"
        ).format(gap=_money(-npv))
    else:
        worth = _("this is worth exactly what it costs")
    if len(roots) == 1 and _plain(flows, changes):
        returns = _("; it returns {irr} % a year").format(irr=_rate(roots[0]))
    elif len(roots) == 1:
        returns = _("; at {irr} % it is worth exactly what it costs").format(irr=_rate(roots[0]))
    elif roots:
        returns = _("; {count} rates, {listed}, bring it to zero, and none of them is the return").format(
            count=len(roots), listed=_listed(roots)
        )
        if mirr is not None:
            returns += _(" (MIRR: {mirr} %)").format(mirr=_rate(mirr))
    elif changes == 1:
        returns = _("; the one rate that brings it to zero lies beyond −99 % to 1000 %")
    elif changes:
        returns = _("; no rate from −99 % to 1000 % brings it to zero, so it has no IRR")
    else:
        returns = _("; no rate brings it to zero, so it has no IRR")
    if back is None:
        within = (
            _("; what goes out is not back within {years} years")
            if v.years > 1
            else _("; what goes out is not back within a year")
        )
        returns += within.format(years=say(v.years))
    elif back:
        returns += _("; what goes out is back after {years} years").format(years=say(back, 2))
    return f"{at}{worth}{returns}."


# --- charts


def _profile(v: Values, flows: list[float], roots: tuple[float, ...], npv: float) -> Chart:
    """NPV over every rate, with the chosen rate and all roots that lie in view."""
    widest = max(WIDEST, v.rate * 1.1)
    every = sorted({*(widest * at / POINTS for at in range(POINTS + 1)), v.rate})
    line = Line(_("NPV"), tuple((percent, _whole_zero(money.npv0(percent / 100, flows))) for percent in every))
    inside = [root * 100 for root in roots if 0 < root * 100 < widest]
    marks = [Mark(root, 0.0, f"{say(root, most=1)} %") for root in inside]
    height = max(y for _x, y in line.points) - min(y for _x, y in line.points)
    far = abs(npv) > CROWDED * height  # from the axis, where the roots have their labels
    marks.append(Mark(v.rate, npv, _("NPV {npv}").format(npv=say(npv, 0)) if far else ""))
    marks.sort(key=lambda mark: mark.x)
    edges = [0.0, *inside, widest]
    zones = tuple(
        Zone(a, b) for a, b in pairwise(edges) if b > a and any(flows) and money.npv0((a + b) / 200, flows) < 0
    )
    kind = WITH if v.flows_with else WITHOUT
    return Chart(
        _("What it is worth today, at every rate"),
        _("rate, % a year, {kind}").format(kind=kind),
        _("NPV, {unit}").format(unit=MONEY),
        (line,),
        zones,
        _("not worth it"),
        tuple(marks),
    )


def _alt(v: Values, npv: float, roots: tuple[float, ...]) -> str:
    inside = tuple(root for root in roots if 0 < root * 100 < max(WIDEST, v.rate * 1.1))
    crosses = (
        _("it meets zero at {listed}").format(listed=_listed(inside))
        if inside
        else _("it does not meet zero in the range drawn")
    )
    return _(
        "A line shows the net present value at rates from 0 % up: {crosses}. At {rate} % it stands at {npv}."
    ).format(crosses=crosses, rate=say(v.rate), npv=_money(npv))


def _bars(flows: list[float]) -> tuple[Bars, ...]:
    comes = tuple(Bar(year, 0.0, flow) for year, flow in enumerate(flows) if flow >= 0)
    goes = tuple(Bar(year, 0.0, flow) for year, flow in enumerate(flows) if flow < 0)
    made = (Bars(_("comes in"), comes), Bars(_("goes out"), goes, loss=True))
    return tuple(bars for bars in made if bars.bars)


def _flow_chart(flows: list[float]) -> Chart:
    return Chart(
        _("The flows, year by year"), _("year"), MONEY, bars=_bars(flows), names=_places(flows), from_zero=True
    )


def _places(flows: list[float]) -> tuple[tuple[float, str], ...]:
    return tuple((year, say(year)) for year in range(len(flows)))


def _running_chart(flows: list[float], rate: float, back: float | None, discounted: float | None) -> Chart:
    """The sum of the flows so far, as they come and in money of today; where it passes zero, the money is back."""
    present = [flow / (1 + rate) ** year for year, flow in enumerate(flows)]
    lines = (
        Line(_("sum so far"), tuple(enumerate(accumulate(flows)))),
        Line(_("sum so far, in money of today"), tuple(enumerate(accumulate(present)))),
    )
    marks = tuple(Mark(year, 0.0, say(year, 2)) for year in (back, discounted) if year)
    return Chart(
        _("When is it back?"),
        _("year"),
        _("sum so far, {unit}").format(unit=MONEY),
        lines,
        marks=marks,
        names=_places(flows),
    )


def _running_alt(v: Values, back: float | None, discounted: float | None) -> str:
    return _(
        "Two lines show the sum of the flows so far, year by year. The plain sum passes zero: {back}. In money of today: {discounted}."
    ).format(back=_years(back, v), discounted=_years(discounted, v))


def _table(v: Values, flows: list[float], rate: float) -> Table:
    rows = []
    plain = present = 0.0
    for year, flow in enumerate(flows):
        factor = (1 + rate) ** -year
        plain, present = plain + flow, present + flow * factor
        rows.append(
            (
                say(year),
                say(flow, most=2),
                say(factor, 4),
                say(_whole_zero(flow * factor), 2),
                say(_whole_zero(plain), 2),
                say(_whole_zero(present), 2),
            )
        )
    return Table(
        _("The flows at {rate} % a year, in {unit}").format(rate=say(v.rate), unit=MONEY),
        (_("year"), _("flow"), _("discount factor"), _("present value"), _("sum so far"), _("sum of present values")),
        tuple(rows),
    )


MODEL = Model("is_it_worth_it", _("Is it worth it?"), INPUTS, compute, PRESETS)
