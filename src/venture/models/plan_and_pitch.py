"""How much must be asked for, and do the text, the table and the list of uses say the same?"""

from __future__ import annotations

from venture.model import Bar, Bars, Chart, Figure, Level, Model, NumberInput, Preset, Result, Table, Values
from venture.numbers import say
from venture.words import _

MONEY = _("₽ thousand")
SO_MUCH = 1_000_000  # for ventures much larger than the case
APART = 0.02  # rounding: the guide value “ask_apart”, of which a test sees that it is the same
START = _("Start: what has come in and gone out by the lowest month")
ALMOST = 1e-9


def _money(
    name: str, label: str, help: str, high: float, step: float, default: float, group: str = "", low: float = 0
) -> NumberInput:
    least = -SO_MUCH if low < 0 else 0
    return NumberInput(name, label, MONEY, help, low, high, step, default, group=group, most=SO_MUCH, least=least)


INPUTS = (
    _money("lowest", _("Lowest cash"), _("The lowest month of your cash plan (module 8), before the money that you ask for. Below zero where cash is missing."), 1500, 10, -260, low=-3000),
    _money("reserve", _("Reserve"), _("What must never be touched: some months of fixed cost."), 2000, 5, 300),
    _money("secured", _("Secured, not in the cash plan yet"), _("Agreed in writing, and not counted in the lowest cash."), 2000, 5, 120),
    _money("asked", _("The ask in your text"), _("The sum that stands in your summary and on your slide."), 3000, 10, 440),
    _money("spent", _("Your list of uses, added up"), _("What the list says that the asked money is spent on."), 3000, 10, 440),
    _money("own", _("Own money"), _("What the founders have put in by then."), 3000, 10, 200, START),
    _money("loans", _("Loans"), _("What lenders have paid out by then, and what is in the cash plan."), 5000, 10, 350, START),
    _money("granted", _("Grants in the cash plan"), _("Agreed, and counted in the lowest cash already."), 5000, 10, 0, START),
    _money("bought", _("Bought by then"), _("Equipment, fit-out, deposits, first stock."), 8000, 10, 500, START),
)  # fmt: skip

VERA = {
    "lowest": 136.4, "reserve": 735, "secured": 0, "asked": 600, "spent": 600,
    "own": 900, "loans": 1200, "granted": 600, "bought": 2400,
}  # fmt: skip

PRESETS = (
    Preset("a", _("Case A: centre for schoolchildren (illustrative)"), VERA),
    Preset(
        "rent",
        _("Case A with a dearer lease and the old text (illustrative)"),
        {**VERA, "lowest": -32.3, "reserve": 810},
    ),
    Preset("worked", _("A workshop whose cash falls below zero (illustrative)"), {}),
)


def ask(lowest: float, reserve: float, secured: float = 0.0) -> float:
    """What is missing for the lowest month to end with the reserve: reserve − lowest − secured, and never below 0.

    >>> ask(-420, 250, 180)
    490
    """
    return max(0, reserve - lowest - secured)


def uses(v: Values) -> tuple[tuple[str, float], ...]:
    """What the money is needed for until the lowest month, and the reserve that is to be there then."""
    running = v.own + v.loans + v.granted - v.bought - v.lowest
    return (
        (_("bought"), v.bought),
        (_("running costs that sales do not cover"), max(0.0, running)),
        (_("reserve"), v.reserve),
    )


def sources(v: Values) -> tuple[tuple[str, float], ...]:
    """Where it comes from, without the ask."""
    earned = v.lowest + v.bought - v.own - v.loans - v.granted
    return (
        (_("own money"), v.own),
        (_("loans"), v.loans),
        (_("grants in the cash plan"), v.granted),
        (_("earned by then"), max(0.0, earned)),
        (_("secured"), v.secured),
    )


def same(one: float, other: float) -> bool:
    """Whether two sums are the same but for rounding."""
    return abs(one - other) <= APART * max(abs(one), abs(other)) + ALMOST


def compute(v: Values) -> Result:
    """The ask, beside the sum in the text and the list of uses; sources and uses as two stairs."""
    need = ask(v.lowest, v.reserve, v.secured)
    below = max(0.0, -v.lowest)
    after = v.lowest + v.secured + v.asked
    total = sum(amount for _label, amount in uses(v))
    there = sum(amount for _label, amount in sources(v))
    gap = need - v.asked
    figures = (
        _figure("ask", _("What you must ask for"), need, _("reserve less lowest cash, less what is secured")),
        _figure("below", _("Missing in the lowest month"), below, _("cash below zero") if below else _("cash stays above zero")),
        _figure("to_reserve", _("Missing up to the reserve"), max(0.0, v.reserve - v.lowest), _("before what is secured")),
        _figure("after", _("Lowest cash with all of it"), after, _("with what is secured and the sum in your text")),
        _figure("gap", _gap_label(need, v.asked), abs(gap), _("they agree, but for rounding") if same(need, v.asked) else _("mend the text or the plan")),
        _figure("uses_apart", _("List of uses and ask are apart"), abs(v.spent - v.asked), _("they agree") if same(v.spent, v.asked) else _("sources must be uses")),
        _figure("uses", _("All uses, with the reserve"), total, _("until the lowest month")),
        _figure("sources", _("All sources, with the ask in your text"), there + v.asked, _("they must come to the uses")),
    )  # fmt: skip
    return Result(
        _sentence(v, need, after), figures, _chart(v, need, total, there), _alt(v, need, total, there), _table(v, need)
    )


def _gap_label(need: float, asked: float) -> str:
    if same(need, asked):
        return _("The ask in your text and what is missing are apart")
    return _("Your text asks for too little") if asked < need else _("Your text asks for too much")


def _figure(name: str, label: str, amount: float, note: str) -> Figure:
    return Figure(name, label, amount, f"{say(amount, most=1)} {MONEY}", note)


def _sentence(v: Values, need: float, after: float) -> str:
    if need:
        first = _(
            "You must ask for {need} {money}: it lifts the lowest month from {lowest} to the reserve of {reserve}"
        )
        first += _(", together with {secured} that are secured.") if v.secured else "."
    else:
        first = _(
            "You need to ask for nothing: the lowest month ends with {without_ask} {money}, and the reserve is {reserve}."
        )
        if v.secured:
            first = _(
                "You need to ask for nothing: with the {secured} that are secured the lowest month ends with "
                "{without_ask} {money}, and the reserve is {reserve}."
            )
    said = dict(
        need=say(need, most=1), money=MONEY, without_ask=say(v.lowest + v.secured, most=1), lowest=say(v.lowest, most=1), reserve=say(v.reserve, most=1),
        secured=say(v.secured, most=1), asked=say(v.asked, most=1), spent=say(v.spent, most=1),
        apart=say(abs(need - v.asked), most=1), after=say(after, most=1), uses=say(abs(v.spent - v.asked), most=1),
    )  # fmt: skip
    if same(need, v.asked):
        second = _("Your text asks for {asked}, which fits.") if v.asked or need else ""
    elif v.asked < need:
        second = _("Your text asks for {asked}, {apart} too little: the lowest month would end with {after}.")
    else:
        second = _("Your text asks for {asked}, {apart} more than your numbers lack.")
    third = "" if same(v.spent, v.asked) else _("Your list of uses comes to {spent}: {uses} away from the ask.")
    return " ".join(part.format(**said) for part in (first, second, third) if part)


# --- the chart, its words and the table


_SHORT = {_("running costs that sales do not cover"): _("running costs"), _("grants in the cash plan"): _("grants")}


def _chart(v: Values, need: float, total: float, there: float) -> Chart:
    """Two stairs that must end at one place: uses above, sources below, what is missing hatched."""
    end = there + v.asked
    found = tuple(one for one in sources(v) if one[1])
    series, names = [], []
    for label, parts in ((_("uses"), uses(v)), (_("sources that are there"), found)):
        bars, reached = [], 0.0
        for name, amount in parts:
            bars.append(Bar(float(len(names)), reached, reached + amount, say(amount, most=0)))
            names.append((float(len(names)), _SHORT.get(name, name)))
            reached += amount
        series.append(Bars(label, tuple(bars)))
    short = total > end and not same(need, v.asked)
    told = _("your ask {n}").format(n=say(v.asked, most=0))
    series.append(Bars(told, (Bar(float(len(names)), there, end, "" if short else say(v.asked, most=0)),)))
    names.append((float(len(names)), _("your ask")))
    if short:
        missing = Bar(float(len(names)), end, total, say(total - end, most=0))
        series.append(Bars(_("missing"), (missing,), loss=True))
        names.append((float(len(names)), _("missing")))
    return Chart(
        title=_("Sources and uses until the lowest month"),
        x_label=_("added up, {money}").format(money=MONEY),
        y_label="",
        bars=tuple(series),
        levels=(Level(total, _("needed {n}").format(n=say(total, most=0))),) if total else (),
        names=tuple(names),
        sideways=True,
    )


def _alt(v: Values, need: float, total: float, there: float) -> str:
    spent = ", ".join(f"{label} {say(amount, most=0)}" for label, amount in uses(v))
    come = ", ".join(f"{label} {say(amount, most=0)}" for label, amount in sources(v) if amount) or _("nothing else")
    gap = total - there - v.asked
    if abs(gap) < 0.5 or (need and same(need, v.asked)):
        says = _("Both stairs end at one place.")
    elif gap > 0:
        says = _("The stairs of sources end {gap} short of it; what is missing is hatched.")
    else:
        says = _("The stairs of sources end {gap} further than needed.")
    return _("Two stairs of bars, in {money}. Uses: {spent}. Sources: {come}, and the ask in the text, {asked}. {says}").format(
        money=MONEY, spent=spent, come=come, asked=say(v.asked, most=0), says=says.format(gap=say(abs(gap), most=0))
    )  # fmt: skip


def _table(v: Values, need: float) -> Table:
    def row(label: str, amount: float, sign: str = "") -> tuple[str, str]:
        return label, sign + say(amount, most=1)

    rows = [
        (_("uses"), ""),
        *(row(label, amount) for label, amount in uses(v)),
        row(_("all uses"), sum(amount for _label, amount in uses(v))),
        (_("sources"), ""),
        *(row(label, amount) for label, amount in sources(v)),
        row(_("all sources but the ask"), sum(amount for _label, amount in sources(v))),
        row(_("what you must ask for"), need),
        row(_("the ask in your text"), v.asked),
        row(_("your list of uses"), v.spent),
    ]
    return Table(_("Sources and uses ({money})").format(money=MONEY), (_("what"), _("amount")), tuple(rows))


MODEL = Model("plan_and_pitch", _("Sources, uses and the ask"), INPUTS, compute, PRESETS)
