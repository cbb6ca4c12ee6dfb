"""Law: the same venture under every legal form and tax regime of a dated, sourced pack.

What the owner gets, what the mission keeps and what the state takes; which rule bars a form; how what is left falls where
VAT begins; and at which share of costs two tax regimes take the same. Every number of the law comes from the pack.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from venture.law import Line as FormLine
from venture.law import Pack, Scenario, as_tax, compare, load
from venture.law.compare import limits, one_form, statuses
from venture.law.expressions import Undefined
from venture.law.pack import Known, NotKnown, Profit, Turnover, Vat, said
from venture.model import Bar, Bars, Chart, Figure, Line, Mark, Model, NumberInput, Preset, Result, Table, Values
from venture.numbers import say
from venture.regimes import indifferent_cost_share, tax_on_difference, tax_on_income
from venture.words import _, joined

PACK = load("ru-2026")
NOT_CONFIRMED = _("Not confirmed, check it before you use it: {facts}.").partition("{")[0]
K = 1000.0  # the model counts in thousands, the pack in single units
MONEY, A_YEAR = _("₽ thousand"), _("₽ thousand a year")
KOPECK = 0.01  # what the limit is passed by
MOST, POINTS = 10_000_000, 9  # what can be typed; points of a line over revenue, which is straight between its limits
FIRST_YEAR = int(PACK.pack.year)
LAST_YEAR = max([FIRST_YEAR, *(later.since.year for fact in PACK.facts.values() for later in fact.next)])
SIBLINGS = {"usn6": "usn15", "usn15": "usn6", "ausn": "ausn20", "ausn20": "ausn"}  # the other regime of the same form
OF_AREAS = ("heritage", "energy_service")  # rules of single areas, which the lesson's table holds
PEOPLE, WISHES = _("Pay, and who pays you"), _("What you want (0 is no, 1 is yes)")


@functools.cache
def pack_of(year: int) -> Pack:
    """The pack as it is known for the middle of a year."""
    return PACK if year == FIRST_YEAR else PACK.on(f"{year}-07-01")


def short_names() -> tuple[str, ...]:
    """Each form in a word and its rate, as the pack has it: what stands between brackets in its name, and the tax."""
    made = []
    values = Known(PACK.values)
    values.update(Scenario(revenue=1.0).values())
    for form in PACK.forms:
        name = said(form.name)
        word = name[name.find("(") + 1 : name.find(")")] if "(" in name else name.partition(",")[0]
        rate = ""
        for take in form.takes:
            if isinstance(take, Turnover | Profit) and take.rate is not None:
                rate = f" {say(100 * take.rate.number(values))}\u00a0%"
                break
        made.append(word + rate)
    return tuple(made)


SHORT = short_names()
FORMS = tuple(form.id for form in PACK.forms)
LIST = ", ".join(f"{number} {name}" for number, name in enumerate(SHORT, start=1))


def _wish(name: str, label: str, help: str) -> NumberInput:
    return NumberInput(
        name, label, "", help, 0, 1, 1, 0, whole=True, group=WISHES, choices=((0, _("0: no")), (1, _("1: yes")))
    )


INPUTS = (
    NumberInput("revenue", _("Revenue"), A_YEAR, _("All that customers pay in a year."), 100, 30_000, 100, 6_800, most=MOST, least=0),
    NumberInput("costs", _("Costs without wages"), A_YEAR, _("Rent, materials, services; wages are counted beside."), 0, 20_000, 100, 3_000, most=MOST),
    NumberInput("staff", _("Employees"), _("full-time posts"), _("Without yourself, if you are a sole trader."), 0, 40, 1, 4, most=1000),
    NumberInput("form", _("The form you look at"), "", _("Its number: {list}.").format(list=LIST), 1, len(FORMS), 1, FORMS.index("ooo_usn15") + 1, whole=True, choices=tuple((number, f"{number}: {name}") for number, name in enumerate(SHORT, start=1))),
    NumberInput("year", _("Rules of the year"), "", _("Later years hold what the law has named already; all else stays."), FIRST_YEAR, LAST_YEAR, 1, FIRST_YEAR, whole=True, choices=tuple((one, str(one)) for one in range(FIRST_YEAR, LAST_YEAR + 1))),
    NumberInput("gross_month", _("Pay of one employee"), _("₽ thousand a month"), _("Before the employee's own tax."), 0, 150, 1, 45, group=PEOPLE, most=10_000),
    NumberInput("listed", _("Employees from groups that the law lists"), _("full-time posts"), _("People with a disability, single parents, people after prison and others."), 0, 40, 1, 0, group=PEOPLE, most=1000),
    NumberInput("b2c", _("Paid by people, not by firms"), "%", _("Share of your revenue."), 0, 100, 5, 100, group=PEOPLE),
    NumberInput("pay_out", _("What you want to take out"), "%", _("Share of what is left; the rest stays in the venture."), 0, 100, 5, 50, group=PEOPLE),
    _wish("take", _("Profit must be mine to take"), _("Whether you want to take out what is left, now or later.")),
    _wish("status", _("Status of a social enterprise"), _("Whether you want to be in the register of social enterprises.")),
    _wish("grant", _("Presidential grant"), _("Whether you want to ask the Presidential Grants Fund.")),
)  # fmt: skip

LIMIT = PACK.fact("vat_free_limit").v / K
CASE_A = dict(revenue=6_800, costs=3_000, staff=4, gross_month=45, form=FORMS.index("ooo_usn15") + 1)
PRESETS = (
    Preset("a", _("Case A: a children's centre (illustrative)"), CASE_A),
    Preset("houses", _("Case A with three houses, at the limit (illustrative)"), {**CASE_A, "revenue": LIMIT, "costs": 0.44 * LIMIT, "staff": 12}),
    Preset("f", _("Case F: a sewing workshop (illustrative)"), dict(revenue=13_400, costs=4_500, staff=14, gross_month=28, listed=12, b2c=20, status=1, form=FORMS.index("ooo_usn15") + 1)),
)  # fmt: skip


@dataclass(frozen=True)
class Fall:
    """What happens where VAT begins: the limit, what is left on it and just above, and from where it is as before."""

    limit: float
    on_it: float
    above: float
    again: float | None


def scenario(v: Values) -> Scenario:
    """The model's inputs as the pack takes them, in single units of money."""
    return Scenario(
        revenue=v.revenue * K,
        costs=v.costs * K,
        staff=v.staff,
        gross_month=v.gross_month * K,
        b2c=v.b2c / 100,
        pay_out=v.pay_out / 100,
        vulnerable_staff=min(v.listed, v.staff),
    )


def compute(v: Values) -> Result:
    """Every form of the pack in this year, the one looked at over revenue, and two tax regimes over costs."""
    pack, asked = pack_of(int(v.year)), scenario(v)
    lines = compare(pack, asked).lines
    chosen = lines[int(v.form) - 1]
    fall = _fall(pack, chosen.form.id, asked)
    on_income, on_difference, costs = _regimes(pack, asked)
    same = indifferent_cost_share(pack.fact("usn_rate_income").v, pack.fact("usn_rate_profit").v)
    bars = _bars(v, lines)
    figures = (
        *_sums(chosen),
        Figure("tax_income", _("Tax on income, alone"), on_income / K, f"{say(on_income / K, most=1)} {A_YEAR}", pack.fact("usn_rate_income").printed),
        Figure("tax_difference", _("Tax on income less costs, alone"), on_difference / K, f"{say(on_difference / K, most=1)} {A_YEAR}",
            _("{rate}; at least {minimum} of revenue").format(rate=pack.fact("usn_rate_profit").printed, minimum=pack.fact("usn_min").printed)),
        Figure("same", _("Cost share at which the two take the same"), same, f"{say(100 * same, most=1)} %",
            _("yours is {share}, with wages and what is paid on them; contributions that may be set off are not in it").format(share=_share(costs, asked.revenue))),
        _fall_figure(pack, fall),
        _status(pack, chosen, asked),
        _plan_figure(pack, chosen, asked),
        Figure("law", _("The law behind this"), None, _("{pack}, checked on {day}, rules of {year}").format(pack=pack.title, day=pack.pack.checked_on.isoformat(), year=f"{v.year:.0f}"),
            _("{disclaimer} Sources and marks stand in the table below.").format(disclaimer=pack.text(pack.pack.disclaimer))),
    )  # fmt: skip
    return Result(
        _sentence(v, pack, lines, chosen, fall),
        figures,
        bars,
        _bars_alt(v, lines),
        _table(v, pack, lines, chosen),
        more=(_over_revenue(v, pack, chosen, asked, fall), _over_costs(v, pack, asked, costs, same)),
    )


def _share(part: float, whole: float) -> str:
    return f"{say(100 * part / whole, most=1)} %" if whole else "–"


def _regimes(pack: Pack, asked: Scenario) -> tuple[float, float, float]:
    """The two taxes of the plain formulas, and all costs, wages included."""
    fact = pack.fact
    costs = asked.costs + asked.payroll * (1 + fact("contrib_general").v + fact("accident").v)
    return (
        tax_on_income(asked.revenue, fact("usn_rate_income").v),
        tax_on_difference(asked.revenue, costs, fact("usn_rate_profit").v, fact("usn_min").v),
        costs,
    )


def _sums(chosen: FormLine) -> tuple[Figure, ...]:
    """What the owner gets, what the mission keeps and what the state takes under the form looked at."""
    name = said(chosen.form.name)
    if chosen.year is None:
        why = "; ".join(bar.says for bar in chosen.bars) or chosen.missing
        word = _("barred") if chosen.state == "barred" else _("cannot be worked out")
        return tuple(Figure(key, label, None, word, why) for key, label in _SUMS)
    sums = (chosen.owner, chosen.mission, chosen.to_the_state)
    state = _("taxes, contributions on wages and the owner's own")
    if doubts := sum(fact.conf == "C" and not fact.own for fact in chosen.facts):
        state += _("; {count} numbers behind it are not confirmed, see the table").format(count=doubts)
    notes = (name, _("what stays in the venture, before investments"), state)
    return tuple(
        Figure(key, label, amount / K, f"{say(amount / K, most=1)} {A_YEAR}", note)
        for (key, label), amount, note in zip(_SUMS, sums, notes, strict=True)
    )


_SUMS = (("owner", _("The owner gets")), ("mission", _("The mission keeps")), ("state", _("The state takes")))


# --- the limit of VAT


def _scaled(asked: Scenario, revenue: float) -> Scenario:
    """The same venture, larger or smaller: costs and people grow with revenue."""
    part = revenue / asked.revenue if asked.revenue else 0.0
    return asked.changed(
        revenue=revenue,
        costs=asked.costs * part,
        staff=asked.staff * part,
        vulnerable_staff=asked.vulnerable_staff * part,
    )


def _left(pack: Pack, form: str, asked: Scenario, revenue: float) -> float | None:
    """What is left for owner and mission at another size; None where the form is barred there."""
    return one_form(pack, pack.form(form), _scaled(asked, revenue)).left


def _fall(pack: Pack, form: str, asked: Scenario) -> Fall | None:
    """The fall where VAT begins for a form; None where it has no such limit, or is barred there."""
    limit = next((take.free_below for take in pack.form(form).takes if isinstance(take, Vat)), None)
    if limit is None or not asked.revenue:
        return None
    try:
        at = limit.number(Known(pack.values))
    except (NotKnown, Undefined):
        return None
    on_it, above = _left(pack, form, asked, at), _left(pack, form, asked, at + KOPECK)
    if on_it is None or above is None:
        return None
    return Fall(at, on_it, above, _again(pack, form, asked, at, on_it))


def _again(pack: Pack, form: str, asked: Scenario, limit: float, on_it: float) -> float | None:
    """The revenue from which as much is left as on the limit; None where twice the limit is not enough."""
    low, high = limit + KOPECK, 2 * limit
    below, there = _left(pack, form, asked, low), _left(pack, form, asked, high)
    if below is None or there is None or there < on_it or below >= on_it:
        return None
    for _step in range(4):  # nearly straight in between, so that this is exact to the rouble
        middle = low + (on_it - below) / (there - below) * (high - low)
        found = _left(pack, form, asked, middle)
        if found is None or abs(found - on_it) < 0.5:
            return middle
        if found < on_it:
            low, below = middle, found
        else:
            high, there = middle, found
    return high


def _fall_figure(pack: Pack, fall: Fall | None) -> Figure:
    label = _("Where VAT begins, less is left by")
    if fall is None:
        return Figure("fall", label, None, _("no VAT limit for this form"), _("in this pack"))
    again = (
        _("as much as on the limit is left again from {again} {money} on").format(
            again=say(fall.again / K, most=0), money=MONEY
        )
        if fall.again
        else _("as much as on the limit is not left again below twice the limit")
    )
    return Figure(
        "fall",
        label,
        (fall.on_it - fall.above) / K,
        f"{say((fall.on_it - fall.above) / K, most=0)} {A_YEAR}",
        _("VAT-free up to {limit}; {again}; {simplified}").format(
            limit=pack.fact("vat_free_limit").printed, again=again, simplified=_whole_year(pack)
        ),
    )


def _whole_year(pack: Pack) -> str:
    """What the pack says it simplifies about the limit."""
    return next((pack.text(one.what) for one in pack.simplified if one.id == "whole_year"), "")


def _status(pack: Pack, chosen: FormLine, asked: Scenario) -> Figure:
    """Whether the form may hold the status, and which way of the law its numbers meet."""
    label = _("Social enterprise by its numbers")
    for one in statuses(pack, chosen.form.id, asked):
        ways = [said(way.branch.name) for way in one.ways if way.met]
        if one.open is False:
            return Figure("status", label, 0, _("not open to this form"), one.test.law)
        text = ways[0] if ways else _("no way met by the numbers given here")
        return Figure(
            "status",
            label,
            float(bool(ways)),
            text,
            _("{law}; what no number tells is in the law").format(law=one.test.law),
        )
    return Figure("status", label, None, _("cannot be worked out"), "")


def _plan_figure(pack: Pack, chosen: FormLine, asked: Scenario) -> Figure:
    """What of this form a plan's tax can hold, and what it cannot."""
    label = _("As the tax of a plan")
    if chosen.state != "open":
        return Figure("plan", label, None, _("not open"), "")
    made = as_tax(pack, chosen.form.id, asked)
    texts = {"revenue levy": _("{rate} % of revenue"), "profit tax": _("{rate} % of income less costs")}
    text = texts.get(made.tax.regime, _("none")).format(rate=say(100 * made.tax.rate))
    known = [
        one for one in made.cannot if not one.startswith(NOT_CONFIRMED)
    ]  # those stand in the table with their marks
    return Figure("plan", label, made.tax.rate, text, " ".join(known))


# --- in words


def _sentence(v: Values, pack: Pack, lines: tuple[FormLine, ...], chosen: FormLine, fall: Fall | None) -> str:
    """One sentence that reads the result aloud."""
    name = said(chosen.form.name)
    barred = sum(line.state == "barred" for line in lines)
    if chosen.state == "barred":
        text = _("“{name}” is barred at these numbers: {why}").format(name=name, why=chosen.bars[0].says.rstrip("."))
    elif chosen.year is None:
        text = _("“{name}” cannot be worked out for {year}: {why}").format(
            name=name, year=f"{v.year:.0f}", why=chosen.missing.rstrip(".")
        )
    else:
        text = _("Under “{name}” the owner gets {owner}, the mission keeps {mission} and the state takes {state} {money}").format(
            name=name, owner=say(chosen.owner / K, most=0), mission=say(chosen.mission / K, most=0), state=say(chosen.to_the_state / K, most=0), money=A_YEAR
        )  # fmt: skip
        if fall and v.revenue * K > fall.limit:
            text += _("; you are above the limit, so VAT is in that")
    if barred:
        text += (_("; {count} of {all} forms are barred") if barred > 1 else _("; {count} of {all} forms is barred")).format(count=barred, all=len(lines))  # fmt: skip
    return text + _("; rules of {year} as the pack {pack} knows them: check before you rely on them.").format(
        year=f"{v.year:.0f}", pack=pack.title
    )


def reasons(v: Values, pack: Pack, line: FormLine) -> str:
    """Why a form does not suit what was said; what speaks for it where nothing is against it."""
    against = [bar.says for bar in line.bars]
    if line.missing:
        against.append(line.missing)
    if v.take and line.form.owner_gets == "none":
        against.append(_("Nobody may take out what is left."))
    if v.status and line.form.status_ok.get("ru_social_enterprise") is False:
        against.append(_("It cannot be a social enterprise."))
    if v.grant and line.form.status_ok.get("presidential_grant") is False:
        against.append(_("The Presidential Grants Fund gives it nothing."))
    return " ".join(against) or _("nothing against it among what you said")


# --- the charts


def _named(v: Values, lines: tuple[FormLine, ...]) -> tuple[tuple[float, str], ...]:
    state = {"barred": _(": barred"), "unknown": _(": not known")}
    return tuple(
        (float(at), f"{at} {SHORT[at - 1]}{state.get(line.state, '')}") for at, line in enumerate(lines, start=1)
    )


def _bars(v: Values, lines: tuple[FormLine, ...]) -> Chart:
    kinds: dict[str, list[Bar]] = {"owner": [], "mission": [], "state": [], "missing": []}
    for at, line in enumerate(lines, start=1):
        kinds["owner"].append(Bar(float(at), 0.0, 0.0))  # so that a form that is barred keeps its place
        if line.year is None:
            continue
        end = 0.0
        for kind, amount in (("owner", line.owner), ("mission", line.mission), ("state", line.to_the_state)):
            if amount > 0:
                kinds[kind].append(Bar(float(at), end, end + amount / K))
                end += amount / K
        if line.mission < 0:
            kinds["missing"].append(Bar(float(at), line.mission / K, 0.0))
    labels = {"owner": _("owner"), "mission": _("mission"), "state": _("state"), "missing": _("missing")}
    return Chart(
        title=_("What is left, and who gets it, by form"),
        x_label=_("{money} in a year").format(money=MONEY),
        y_label=_("form and main tax"),
        bars=tuple(Bars(labels[kind], tuple(bars), loss=kind == "missing") for kind, bars in kinds.items() if bars),
        names=_named(v, lines),
        sideways=True,
    )


def _bars_alt(v: Values, lines: tuple[FormLine, ...]) -> str:
    told = []
    for (_at, name), line in zip(_named(v, lines), lines, strict=True):
        if line.year is None:
            told.append(f"{name}.")
        else:
            told.append(_("{name}: owner {owner}, mission {mission}, state {state}.").format(
                name=name, owner=say(line.owner / K, most=0), mission=say(line.mission / K, most=0), state=say(line.to_the_state / K, most=0)))  # fmt: skip
    return _("One bar for each form, cut into three, in {money}. {told}").format(money=A_YEAR, told=" ".join(told))


def _other(form: str) -> str:
    """The other tax regime of the same legal form, if the pack has it."""
    legal, _sign, regime = form.partition("_")
    other = f"{legal}_{SIBLINGS.get(regime, '')}"
    return other if other in FORMS else ""


def _over_revenue(v: Values, pack: Pack, chosen: FormLine, asked: Scenario, fall: Fall | None) -> tuple[Chart, str]:
    """What is left over revenue, for the form looked at and its sibling, with the fall where VAT begins."""
    closed = limits(pack, chosen.form)  # without VAT, the form's own end is what to see
    limit = fall.limit if fall else closed[0] if closed else asked.revenue or K
    high, low = max(1.25 * limit, 1.15 * asked.revenue), min(0.75 * limit, 0.9 * asked.revenue)
    lines: list[Line] = []
    for form in dict.fromkeys((chosen.form.id, _other(chosen.form.id), *FORMS)):  # where they are barred, two others
        if len(lines) == 2:
            break
        points = _points(pack, form, asked, low, high, limit) if form else ()
        if len(points) > 1:
            lines.append(Line(SHORT[FORMS.index(form)], points))
    marks = []
    if chosen.left is not None:
        marks.append(Mark(v.revenue, chosen.left / K, _("you")))
    if fall and abs(v.revenue * K - fall.limit) > 0.02 * fall.limit:
        marks.append(Mark(fall.limit / K, fall.on_it / K, _("VAT begins")))
    if fall and fall.again and fall.again <= high:
        marks.append(Mark(fall.again / K, fall.on_it / K, _("as before")))
    chart = Chart(
        title=_("What is left for owner and mission, by size"),
        x_label=_("revenue, {money}").format(money=A_YEAR),
        y_label=_("left, {money}").format(money=A_YEAR),
        lines=tuple(lines) or (Line(_("none"), ((low / K, 0.0), (high / K, 0.0))),),
        marks=tuple(marks),
        from_zero=False,
    )
    drawn = {line.label for line in lines}
    if fall:
        alt = _(
            "What is left over revenue from {low} to {high} {money}. At {limit} the line falls upright from {on_it} to {above}, because VAT begins on everything."
        )
    elif SHORT[FORMS.index(chosen.form.id)] in drawn:
        alt = _(
            "What is left over revenue from {low} to {high} {money}. Above {limit} the form is closed, and its line ends."
        )
    else:
        alt = _(
            "What is left over revenue from {low} to {high} {money}. The form looked at is barred here; drawn: {others}."
        )
    words = dict(
        low=say(low / K, most=0),
        high=say(high / K, most=0),
        money=MONEY,
        limit=say(limit / K, most=0),
        others=joined(sorted(drawn)) or _("none"),
    )
    if fall:
        words |= dict(on_it=say(fall.on_it / K, most=0), above=say(fall.above / K, most=0))
    return chart, alt.format(**words)


def _points(
    pack: Pack, form: str, asked: Scenario, low: float, high: float, limit: float
) -> tuple[tuple[float, float], ...]:
    at = {low + (high - low) * one / (POINTS - 1) for one in range(POINTS)} | {limit, limit + KOPECK}
    found = ((revenue, _left(pack, form, asked, revenue)) for revenue in sorted(at))
    return tuple((revenue / K, left / K) for revenue, left in found if left is not None)


def _over_costs(v: Values, pack: Pack, asked: Scenario, costs: float, same: float) -> tuple[Chart, str]:
    """The two taxes over the share of costs, and where they cross."""
    fact = pack.fact
    revenue = asked.revenue / K or 1.0
    income = tax_on_income(revenue, fact("usn_rate_income").v)

    def difference(share: float) -> float:
        return tax_on_difference(revenue, share * revenue, fact("usn_rate_profit").v, fact("usn_min").v)

    floor = 1 - fact("usn_min").v / fact("usn_rate_profit").v  # from here on the least tax holds
    shares = sorted({0.0, floor, same, 1.1})
    mine = costs / asked.revenue if asked.revenue else 0.0
    marks = [Mark(100 * same, income, f"{say(100 * same, most=1)} %")]
    if mine <= 1.1 and abs(mine - same) > 0.04:
        marks.append(Mark(100 * mine, difference(mine), _("you")))
    chart = Chart(
        title=_("Two taxes, by the share of costs"),
        x_label=_("costs, % of revenue"),
        y_label=_("tax, {money}").format(money=A_YEAR),
        lines=(
            Line(_("on income less costs"), tuple((100 * share, difference(share)) for share in shares)),
            Line(_("on income"), ((0.0, income), (110.0, income))),
        ),
        marks=tuple(marks),
    )
    alt = _("The tax on income stays at {income}; the tax on income less costs falls from {most} to its least, {least}. They cross where costs are {same} % of revenue.")  # fmt: skip
    return chart, alt.format(income=say(income, most=0), most=say(difference(0.0), most=0), least=say(difference(1.1), most=0), same=say(100 * same, most=1))  # fmt: skip


# --- the numbers


def _table(v: Values, pack: Pack, lines: tuple[FormLine, ...], chosen: FormLine) -> Table:
    """The forms one by one, and every number of the law behind the one looked at, with its day, mark and source."""
    rows: list[tuple[str, ...]] = []
    for at, line in enumerate(lines, start=1):
        if line.year is None:
            sums: tuple[str, ...] = ("–", "–", "–")
        else:
            sums = tuple(say(amount / K, most=1) for amount in (line.owner, line.mission, line.to_the_state))
        rows.append((f"{at} {said(line.form.name)}", *sums, reasons(v, pack, line)))
    rows.append((_("Numbers of the law behind “{name}”").format(name=said(chosen.form.name)), "", "", "", ""))
    for fact in chosen.facts:
        sources = "; ".join(pack.sources[key].title for key in fact.src)
        rows.append((said(fact.name), fact.shown, fact.as_of.isoformat(), _("mark {mark}").format(mark=fact.conf), " – ".join(filter(None, (fact.warning, sources)))))  # fmt: skip
    rows.append((_("Rules in words, which no bar shows"), "", "", "", ""))
    for note in pack.notes:
        if note.id not in OF_AREAS and (not note.forms or chosen.form.id in note.forms):
            day = note.as_of.isoformat() if note.as_of else _("no day")
            doubt = {"B": _(" (one source: check it)"), "C": _(" (not confirmed: check it)")}.get(note.conf, "")
            rows.append((_("rule"), "–", day, _("mark {mark}").format(mark=note.conf), pack.text(note.text) + doubt))
    rows.append((_("What the comparison simplifies"), "", "", "", ""))
    rows += [(_("simplified"), "–", "–", "–", pack.text(one.what)) for one in pack.simplified]
    columns = (
        _("form"),
        _("the owner gets"),
        _("the mission keeps"),
        _("the state takes"),
        _("what is against it; below: source or rule"),
    )
    return Table(
        _("Every form, and the law behind the one you look at ({money})").format(money=A_YEAR), columns, tuple(rows)
    )


MODEL = Model("law", _("Law: form, regime, permissions, contracts"), INPUTS, compute, PRESETS)
