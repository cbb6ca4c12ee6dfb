"""Monitoring: a month, or several together, against the frozen plan, and what becomes of the next tranche.

One product. Its revenue is taken apart into price and volume, its contribution into volume, price and cost; five lights
are judged one by one; a gate decides about the tranche. Variances, lights and gate are the engine's (`venture.variance`,
`venture.lights`, `venture.tranches`), thresholds its dated data. A variance is positive where it is good.
"""

from __future__ import annotations

from dataclasses import dataclass

from venture import lights, tranches
from venture.lights import AMBER, GREEN, NONE, RED, WORDS
from venture.model import Bar, Bars, Chart, Figure, Level, Model, NumberInput, Preset, Result, Table, TextInput, Values
from venture.numbers import say
from venture.plan_fields import LONGEST
from venture.tranches import HOLD, LESS, RELEASE, SHAPES, STOP, Condition, Covenant, Decision, decide
from venture.variance import Variance, estimate_at_completion, price_variance
from venture.words import _, joined, ngettext

MONEY = _("₽ thousand")
MOST, MOST_UNITS = 1_000_000, 1_000_000  # what can be typed
NOTHING = 1e-9
DRAWN = 0.5  # a light's bar ends here to either side; the word at its end says the whole number
PLAN, ALSO, BEFORE = _("What was planned"), _("More of this month"), _("The month before")
GATE, PROMISE, REST = _("The next tranche"), _("A promise to a lender or funder"), _("The rest of the year")


def _money(name: str, label: str, help: str, default: float, step: float = 0.05, high: float = 10, group: str = "", least: float = 0) -> NumberInput:  # fmt: skip
    return NumberInput(name, label, MONEY, help, least, high, step, default, group=group, most=MOST)


def _before(name: str, label: str) -> NumberInput:
    return NumberInput(f"before_{name}", label, "%", _("By which share it missed its plan a month ago. 0: it did not."), 0, 100, 1, 0, group=BEFORE)  # fmt: skip


INPUTS = (
    NumberInput("units", _("Units sold"), _("units"), _("How many were sold in truth."), 0, 1000, 1, 700, most=MOST_UNITS),
    _money("price", _("Price got"), _("What one unit brought on average, after every discount."), 3.05),
    _money("cost", _("Variable cost of a unit"), _("What one unit cost in truth: materials, piece pay."), 1.75),
    NumberInput("cash", _("Cash at the end"), MONEY, _("In the bank and in the box, at the end of the last month."), -500, 2000, 1, 441, most=MOST, least=-MOST),
    NumberInput("people", _("People reached"), _("people"), _("Different people since the start, each counted once. A count, no names."), 0, 200, 1, 10, most=MOST_UNITS),
    TextInput("product", _("Product"), _("As it is called in the plan."), _("Workwear"), longest=40, group=ALSO),
    TextInput("unit", _("What you count"), _("Your unit of sale, in the plural: children, tours, coats."), _("sets"), group=ALSO),
    NumberInput("month", _("Month of the plan"), "", _("The last month that is looked at. Month 1 is the start."), 1, 36, 1, 5, whole=True, group=ALSO, most=LONGEST),
    NumberInput("months", _("Months taken together"), _("months"), _("1 for a single month."), 1, 12, 1, 5, whole=True, group=ALSO, most=LONGEST),
    NumberInput("running", _("Running costs paid"), MONEY, _("Everything paid but lenders and equipment. Paying late makes it look good."), 0, 10_000, 1, 4190, group=ALSO, most=MOST),
    TextInput("line", _("The line for the report"), _("Cause, action, who, by when. No names of people whom you serve."), "", longest=160, group=ALSO, may_be_empty=True),
    NumberInput("planned_units", _("Units planned"), _("units"), _("From the frozen plan, for the same months."), 0, 1000, 1, 620, group=PLAN, most=MOST_UNITS),
    _money("planned_price", _("Price planned"), _("From the frozen plan."), 3.2, group=PLAN),
    _money("planned_cost", _("Variable cost planned"), _("Of one unit, from the frozen plan."), 1.75, group=PLAN),
    NumberInput("planned_running", _("Running costs planned"), MONEY, _("For the same months."), 0, 10_000, 1, 4144, group=PLAN, most=MOST),
    NumberInput("planned_cash", _("Cash planned at the end"), MONEY, _("The plan's balance at the end of the last month."), -500, 2000, 1, 448, group=PLAN, most=MOST, least=-MOST),
    NumberInput("planned_lowest", _("Lowest cash planned ahead"), MONEY, _("The plan's lowest balance in the next three months."), -500, 2000, 1, 438, group=PLAN, most=MOST, least=-MOST),
    NumberInput("planned_people", _("People planned"), _("people"), _("As agreed with whoever gives the money."), 0, 200, 1, 10, group=PLAN, most=MOST_UNITS),
    NumberInput("fixed", _("A month of fixed cost"), MONEY, _("Rent, staff and the like. Cash below it is red, whatever the plan says."), 0, 2000, 1, 420, group=PLAN, most=MOST),
    _before("revenue", _("Revenue missed by")),
    _before("contribution", _("Contribution missed by")),
    _before("running", _("Running costs above plan by")),
    _before("cash", _("Lowest cash missed by")),
    _before("people", _("People missed by")),
    NumberInput("tranche", _("Next tranche"), MONEY, _("What the agreement names."), 0, 1000, 5, 200, group=GATE, most=MOST),
    NumberInput("late", _("Report came after"), _("days"), _("Days from the end of the month."), 0, 90, 1, 9, whole=True, group=GATE, most=1000),
    NumberInput("receipts", _("Last tranche with receipts"), "%", _("The share of it that is spent on what was agreed, and a receipt is there."), 0, 100, 1, 85, group=GATE),
    NumberInput("purpose", _("Spent on something else without leave"), "", _("0: no. 1: yes."), 0, 1, 1, 0, whole=True, group=GATE, choices=((0, _("0: no")), (1, _("1: yes")))),
    NumberInput("milestones", _("Milestones of the tranche"), "", _("How many the agreement names."), 0, 10, 1, 3, whole=True, group=GATE),
    NumberInput("needed", _("Milestones needed"), "", _("How many of them are enough."), 0, 10, 1, 2, whole=True, group=GATE),
    NumberInput("reached", _("Milestones reached"), "", _("What nobody knows is not reached."), 0, 10, 1, 1, whole=True, group=GATE),
    NumberInput("held", _("Held already"), _("days"), _("For how long this tranche has been held."), 0, 90, 1, 0, whole=True, group=GATE, most=1000),
    NumberInput("promise", _("What was measured"), "", _("In the promise's own unit, for instance a DSCR or a share in per cent."), 0, 100, 0.1, 40.9, group=PROMISE, most=MOST, least=-MOST),
    NumberInput("limit", _("Limit of the promise"), "", _("In the same unit."), 0, 100, 0.1, 40, group=PROMISE, most=MOST, least=-MOST),
    NumberInput("at_least", _("The limit is a least"), "", _("1: at least, as for a DSCR. 0: at most, as for a share of one buyer."), 0, 1, 1, 0, whole=True, group=PROMISE, choices=((0, _("0: at most")), (1, _("1: at least")))),
    NumberInput("rest", _("Revenue still planned"), MONEY, _("For the months that are left of the year."), 0, 10_000, 0.1, 3724.8, group=REST, most=MOST),
)  # fmt: skip

PRESETS = (
    Preset("f", _("Case F: five months of workwear (illustrative)"), {}),
    Preset(
        "november",
        _("Case F: November, a red month (illustrative)"),
        {
            "units": 118, "cash": 352, "people": 10, "month": 6, "months": 1, "running": 1002, "planned_units": 160,
            "planned_running": 984, "planned_cash": 438, "planned_lowest": 472, "planned_people": 12, "late": 20,
            "rest": 3212.8,
        },
    ),
)  # fmt: skip


# --- what a month says


def variance_of(v: Values) -> Variance:
    """Price and volume of the product, as the engine takes them apart."""
    return Variance(v.product, v.planned_units, v.planned_price, v.planned_price - v.planned_cost, v.units, v.price)


@dataclass(frozen=True)
class Budget:
    """One product at some units: revenue, variable cost, and what is left."""

    revenue: float
    cost: float

    @property
    def contribution(self) -> float:
        return self.revenue - self.cost


def budgets(v: Values) -> tuple[Budget, Budget, Budget]:
    """As planned (static), as planned for the units that were sold (flexible), and as it was."""

    def at(units: float, price: float, cost: float) -> Budget:
        return Budget(units * price, units * cost)

    planned = v.planned_price, v.planned_cost
    return at(v.planned_units, *planned), at(v.units, *planned), at(v.units, v.price, v.cost)


@dataclass(frozen=True)
class Reading:
    """One indicator: planned, actual, the share by which it misses its plan (below 0: better), and its light."""

    name: str
    label: str
    planned: float
    actual: float
    missed: float | None
    light: str
    why: str = ""


def readings(v: Values) -> tuple[Reading, ...]:
    """The five lights, each by itself. A second amber in a row is red, and so is cash below a month of fixed cost."""
    plan, _flexible, was = budgets(v)
    lowest = v.cash + v.planned_lowest - v.planned_cash
    base = abs(plan.contribution) if abs(plan.contribution) > NOTHING else abs(plan.revenue)
    found = [
        _reading(v, "revenue", _("revenue"), plan.revenue, was.revenue),
        _reading(v, "contribution", _("contribution"), plan.contribution, was.contribution, base=base),
        _reading(v, "running", _("running costs"), v.planned_running, v.running, more=False),
        _reading(v, "cash", _("lowest cash ahead"), v.planned_lowest, lowest, base=max(abs(v.planned_lowest), v.fixed)),
        _reading(v, "people", _("people reached"), v.planned_people, v.people),
    ]
    least = lights.value("cash_months") * v.fixed
    cash = found[3]
    if min(lowest, v.cash) < least - NOTHING:
        why = _("below a month’s fixed cost")
        found[3] = Reading(cash.name, cash.label, cash.planned, cash.actual, cash.missed, RED, why)
    return tuple(found)


def _reading(v: Values, name: str, label: str, planned: float, actual: float, more: bool = True, base: float | None = None) -> Reading:  # fmt: skip
    share = lights.missed(planned, actual, more, base)
    own = lights.light(share)
    row = lights.in_a_row((lights.light(v[f"before_{name}"] / 100), own))
    twice = row[-1] != own
    return Reading(name, label, planned, actual, share, row[-1], _("amber again") if twice else "")


def gate(v: Values) -> tuple[tuple[Condition, ...], Decision]:
    """What must hold for the tranche, and what becomes of it. More needed than there are: all are needed."""
    days, share = lights.value("report_days"), lights.value("receipts")
    must = (
        Condition(
            _("report within {days} days").format(days=say(days)),
            v.late <= days,
            ngettext("{late} day", "{late} days", int(v.late)).format(late=say(v.late)),
        ),
        Condition(
            _("receipts for {share} % of the last tranche").format(share=say(100 * share)),
            v.receipts / 100 >= share - NOTHING,
            f"{say(v.receipts)} %",
        ),
        Condition(_("no other purpose without leave"), not v.purpose, stops=True),
    )  # fmt: skip
    count = int(v.milestones)
    steps = [Condition(_("milestone {n}").format(n=n), n <= v.reached) for n in range(1, count + 1)]
    return must, decide(v.tranche, must, steps, min(int(v.needed), count), int(v.held))


def why(v: Values, must: tuple[Condition, ...], made: Decision) -> str:
    """The reasons that decided, in words."""
    told = [one.words for one in must if one.met is not True]
    if made.outcome == STOP and not must[-1].met:
        return told[-1]
    tail = list(made.reasons[len(must) + int(v.milestones) :])
    if not v.milestones:
        return "; ".join([*told, *tail[1:]]) or _("all that must hold does, and no milestone is asked for")
    enough = min(v.reached, v.milestones) >= min(v.needed, v.milestones)
    return "; ".join([*told, *(tail[1:] if told and enough else tail)])


# --- the result


def compute(v: Values) -> Result:
    """Variances, lights and the gate's decision."""
    one, (plan, flexible, was) = variance_of(v), budgets(v)
    by_cost = 0.0 - price_variance(v.planned_cost, v.cost, v.units)
    kept_more = was.contribution - plan.contribution
    seen = readings(v)
    gravest = lights.gravest(reading.light for reading in seen)
    must, made = gate(v)
    reasons = why(v, must, made)
    promise = Covenant("", v.limit, bool(v.at_least), v.promise)
    expected = estimate_at_completion(was.revenue, plan.revenue, v.rest)
    figures = (
        _figure("price_variance", _("By price"), one.by_price, _("(price got − planned) × units sold")),
        _figure("volume_variance", _("By volume"), one.by_volume, _("planned price × (units sold − planned)")),
        _figure("total", _("Revenue against plan"), one.total, _("both together, with nothing left over")),
        _figure("contribution_volume", _("Contribution by volume"), one.contribution_by_volume, _("planned contribution of a unit × (units sold − planned)")),
        _figure("cost_variance", _("Contribution by cost"), by_cost, _("(planned variable cost − actual) × units sold")),
        _figure("contribution_total", _("Contribution against plan"), kept_more, _("by volume, price and cost")),
        Figure("flexible", _("Contribution of the flexible budget"), flexible.contribution, f"{_amount(flexible.contribution)} {MONEY}", _("planned price and cost, units as sold")),
        *(Figure(f"light_{r.name}", _("Light: {name}").format(name=r.label), None if r.missed is None else 100 * r.missed, lights.said(r.light), _how(r)) for r in seen),
        Figure("gate", _("The tranche"), made.amount, _gate(v, made), reasons if v.tranche else _("put in what your agreement names")),
        Figure("headroom", _("Headroom of the promise"), promise.headroom, _headroom(promise), promise.words if v.limit or v.promise else ""),
        Figure("expected", _("Revenue of the year, if the rest goes as so far"), expected, _("no value") if expected is None else f"{_amount(expected)} {MONEY}", _("actual + still planned × actual / planned")),
        Figure("line", _("The line for the report"), None, v.line or _("–"), _line_note(v, gravest)),
    )  # fmt: skip
    steps, steps_alt = _stairs(
        _("Revenue: from plan to actual"),
        (_("planned"), plan.revenue),
        ((_("volume"), one.by_volume), (_("price"), one.by_price)),
    )
    kept, kept_alt = _stairs(
        _("Contribution: from plan to actual"),
        (_("planned"), plan.contribution),
        (
            (_("volume"), one.contribution_by_volume),
            (_("price"), one.by_price),
            (_("variable cost"), by_cost),
        ),
    )
    return Result(
        _sentence(v, one.total, one.by_price, one.by_volume, kept_more, seen, made, reasons),
        figures,
        steps,
        steps_alt,
        _table(v, (plan, flexible, was), one, by_cost, seen),
        more=((kept, kept_alt), _lights_chart(seen)),
    )


def _amount(value: float) -> str:
    return say(value, most=2)


def signed(value: float, most: int = 2) -> str:
    """A variance with its sign: + is good for the venture."""
    text = say(value, most=most)
    return f"+{text}" if value > 0 and text != "0" else text


def _figure(name: str, label: str, value: float, note: str) -> Figure:
    return Figure(name, label, value + 0.0, f"{signed(value)} {MONEY}", note)


def _gate(v: Values, made: Decision) -> str:
    if not v.tranche:
        return _("no tranche to decide about")
    return _("{shape} {word}: {now} of {amount} {money} now").format(
        shape=SHAPES[made.outcome], word=tranches.WORDS[made.outcome], now=_amount(made.amount), amount=_amount(v.tranche), money=MONEY,
    )  # fmt: skip


def _headroom(promise: Covenant) -> str:
    if not promise.limit and not promise.actual:
        return _("no promise")
    if promise.headroom is None:
        return _("no share of a limit of 0")
    return f"{signed(round(100 * promise.headroom, 1) + 0.0)} %"


def _how(one: Reading) -> str:
    """How far from plan, in words."""
    if one.missed is None:
        told = _("nothing to hold it against")
    elif abs(one.missed) < 0.0005:
        told = _("as planned")
    else:
        words = _("{share} % worse than planned") if one.missed > 0 else _("{share} % better than planned")
        told = words.format(share=say(100 * abs(one.missed), most=1))
    return f"{told}; {one.why}" if one.why else told


def _line_note(v: Values, gravest: str) -> str:
    if gravest in (RED, AMBER) and not v.line:
        return _("missing: a light that is not green needs cause, action, who and by when")
    return _("cause, action, who, by when")


def _sentence(v, total, by_price, by_volume, kept_more, seen, made, reasons) -> str:
    """One sentence that reads the result aloud."""
    if abs(total) < 0.005:
        begin = _("Revenue is as planned")
    else:
        begin = (_("Revenue is {total} {money} above plan") if total > 0 else _("Revenue is {total} {money} below plan")).format(total=_amount(abs(total)), money=MONEY)  # fmt: skip
    text = _("{begin}: price {price}, volume {volume}; contribution {kept}").format(
        begin=begin, price=signed(by_price), volume=signed(by_volume), kept=signed(kept_more)
    )
    text += "; " + _lights_in_words(seen)
    if not v.tranche:
        return f"{text}."
    did = {
        RELEASE: _("the tranche of {amount}: release"),
        LESS: _("the tranche of {amount}: release {now} now and keep {kept}"),
        HOLD: _held(made.days_left),
        STOP: _("the tranche of {amount}: stop"),
    }[made.outcome].format(
        amount=_amount(v.tranche), now=_amount(made.amount), kept=_amount(made.kept), days=made.days_left
    )
    return f"{text}; {did} ({reasons})."


def _held(days_left: int) -> str:
    """What is said of a tranche that waits, with the days that are left to it."""
    if not days_left:
        return _("the tranche of {amount}: hold, and its last day is today")
    return ngettext(
        "the tranche of {amount}: hold, for {days} more day at most, with a plan",
        "the tranche of {amount}: hold, for {days} more days at most, with a plan",
        days_left,
    )


def _lights_in_words(seen: tuple[Reading, ...]) -> str:
    told = []
    for colour in (RED, AMBER):
        if names := [one.label for one in seen if one.light == colour]:
            told.append(f"{lights.said(colour)}: {joined(names)}")
    if not told:
        count = sum(one.light == GREEN for one in seen)
        return ngettext("{n} light, on plan", "{n} lights, all on plan", count).format(n=count)
    return ", ".join(told)


# --- the charts


def _stairs(title: str, start: tuple[str, float], moves: tuple[tuple[str, float], ...]) -> tuple[Chart, str]:
    """From planned to actual: each move begins where the one before it ended."""
    at = start[1]
    ends, better, worse, told = [Bar(0.0, 0.0, at, _amount(at))], [], [], []
    names = [(0.0, start[0])]
    for place, (label, move) in enumerate(moves, 1):
        (better if move >= 0 else worse).append(Bar(float(place), at, at + move, signed(move)))
        names.append((float(place), label))
        told.append(f"{label} {signed(move)}")
        at += move
    last = float(len(moves) + 1)
    ends.append(Bar(last, 0.0, at, _amount(at)))
    names.append((last, _("actual")))
    groups = (
        Bars(_("planned and actual"), tuple(ends)),
        Bars(_("better than planned"), tuple(better)),
        Bars(_("worse than planned"), tuple(worse), loss=True),
    )
    chart = Chart(
        title, MONEY, "", bars=tuple(group for group in groups if group.bars), names=tuple(names), sideways=True
    )  # fmt: skip
    alt = _("Lying bars like stairs, in {money}: {planned} planned; {moves}; {actual} in truth.").format(
        money=MONEY, planned=_amount(start[1]), moves=", ".join(told), actual=_amount(at)
    )
    return chart, alt


def _lights_chart(seen: tuple[Reading, ...]) -> tuple[Chart, str]:
    """How far each indicator misses its plan, with the two thresholds and each light in a word and a shape.

    What is better than planned has no bar: a light judges the bad direction only.
    """
    groups = []
    for colour in (GREEN, AMBER, RED, NONE):
        bars = tuple(
            Bar(float(place), 0.0, 100 * min(max(one.missed or 0.0, 0.0), DRAWN), lights.said(one.light))
            for place, one in enumerate(seen)
            if one.light == colour
        )
        if bars:
            groups.append(Bars(lights.said(colour), bars, loss=colour == RED))
    chart = Chart(
        _("Lights: how far each misses its plan"),
        _("worse than planned, %"),
        "",
        bars=tuple(groups),
        levels=(Level(100 * lights.value("amber"), WORDS[AMBER]), Level(100 * lights.value("red"), WORDS[RED])),
        names=tuple((float(place), one.label) for place, one in enumerate(seen)),
        sideways=True,
    )
    alt = _("Lying bars, as long as an indicator is worse than planned; the limits are drawn as lines. {told}.").format(
        told="; ".join(f"{one.label}: {lights.said(one.light)}, {_how(one)}" for one in seen)
    )
    return chart, alt


def _table(v: Values, three: tuple[Budget, ...], one: Variance, by_cost: float, seen: tuple[Reading, ...]) -> Table:
    plan, flexible, was = three
    by = {reading.name: lights.said(reading.light) for reading in seen}
    rows = [
        (_("{unit} sold").format(unit=v.unit), _amount(v.planned_units), _amount(v.units), _amount(v.units), signed(v.units - v.planned_units), ""),
        (_("revenue"), _amount(plan.revenue), _amount(flexible.revenue), _amount(was.revenue), signed(one.total), by["revenue"]),
        (_("… by volume"), "", "", "", signed(one.by_volume), ""),
        (_("… by price"), "", "", "", signed(one.by_price), ""),
        (_("variable cost"), _amount(plan.cost), _amount(flexible.cost), _amount(was.cost), signed(plan.cost - was.cost), ""),
        (_("contribution"), _amount(plan.contribution), _amount(flexible.contribution), _amount(was.contribution), signed(was.contribution - plan.contribution), by["contribution"]),
        (_("… by volume"), "", "", "", signed(one.contribution_by_volume), ""),
        (_("… by price"), "", "", "", signed(one.by_price), ""),
        (_("… by variable cost"), "", "", "", signed(by_cost), ""),
    ]  # fmt: skip
    for reading in seen[2:]:
        gap = reading.actual - reading.planned
        gap = -gap if reading.name == "running" else gap
        told = ("", "", "", "") if reading.missed is None else (_amount(reading.planned), "", _amount(reading.actual), signed(gap))  # fmt: skip
        rows.append((reading.label, *told, by[reading.name]))
    return Table(
        _("Plan and actual ({money}; + is good for the venture)").format(money=MONEY),
        (_("what"), _("plan (static)"), _("plan for these units (flexible)"), _("actual"), _("difference to plan"), _("light")),
        tuple(rows),
    )  # fmt: skip


MODEL = Model("monitoring", _("Plan and actual, lights, and the next tranche"), INPUTS, compute, PRESETS)
