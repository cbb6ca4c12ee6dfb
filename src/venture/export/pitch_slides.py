"""The pitch: ten slides for five minutes, as plain data. Words are the plan's, numbers the engine's."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from venture.export import document_numbers as numbers
from venture.export.document_sections import WANTED, funnel_steps
from venture.export.pitch_blocks import (  # fmt: skip
    FULL,
    HIGH,
    LEFT,
    TOP,
    WIDE,
    Box,
    Card,
    Chart,
    Grid,
    Panel,
    Series,
    Slide,
    Step,
    Text,
    columns,
    rows,
)
from venture.export.words import DECIMALS, at, brief, called, sentences, unit
from venture.forecast import Forecast
from venture.numbers import form, say
from venture.plan import Plan
from venture.review import Flag, review
from venture.words import _, joined, ngettext

LONG = 84  # characters that a slide's title has room for

# Where a flag of the reviewer is answered, and what is asked where it raises none.
SECTIONS = {
    "money": ("products", "fixed_costs", "vat"), "market": ("market",), "impact": ("impact",),
    "finance": ("cash", "reserve", "loans"), "ask": ("ask", "grants", "owners_money"), "risks": ("risks",), "team": ("staff",),
}  # fmt: skip
ASKED = {
    "problem": _("How do you know that this is the cause? Who has said so, and how many have you asked?"),
    "who": _("How did you count them, and who of them have you spoken with?"),
    "solution": _("What do people do today, and why would they change?"),
    "money": _("What happens to this sum when the price is a tenth lower?"),
    "market": _("Which of these shares are you least sure of, and what if it is half?"),
    "impact": _("What would have happened without you, and how will you show the change?"),
    "finance": _("Which month is the worst, and what do you do if a payment comes late then?"),
    "ask": _("What do you do if we give half?"),
    "risks": _("Which of these would make you stop?"),
    "team": _("Who stands in when the leader is ill?"),
}  # fmt: skip


def slides(plan: Plan, f: Forecast, with_requested: bool = False) -> tuple[Slide, ...]:
    made = (
        _problem(plan), _who(plan), _solution(plan), _money(plan, f), _market(plan), _impact(plan, f),
        _finance(plan, f, with_requested), _ask(plan, f, with_requested), _risks(plan, f, with_requested), _team(plan),
    )  # fmt: skip
    flags = review(plan, f)
    return tuple(Slide(*parts, ask=tuple(_asked(parts[0], flags))) for parts in made)


Parts = tuple[str, str, str, tuple, tuple[str, ...]]


def _asked(key: str, flags: tuple[Flag, ...]) -> Iterator[str]:
    raised = [flag for flag in flags if flag.section in SECTIONS.get(key, ())]
    for flag in raised[:2]:
        yield _("{found} {why} Have ready: {this}").format(found=flag.found, why=flag.why, this=flag.try_this)
    if not raised:
        yield ASKED[key]


def _headline(text: str, otherwise: str) -> tuple[str, tuple[str, ...]]:
    """The first sentence as the slide's title, where it is short; and the others."""
    parts = sentences(text)
    if len(parts) > 1 and len(parts[0]) <= LONG:
        return parts[0], tuple(parts[1:])
    return otherwise, tuple(parts)


def _wanted(key: str) -> str:
    return _("To write: {this}").format(this=WANTED[key])


# --- for whom, and what


def _problem(plan: Plan) -> Parts:
    title, rest = _headline(plan.problem, _("The problem"))
    left, right = columns(0.62)
    panel = Panel(right, plan.name, tuple(text for text in (plan.who, plan.place) if text.strip()))
    return "problem", _("The problem"), title, (Text(left, rest or (_wanted("problem"),)), panel), (plan.problem,)


def _who(plan: Plan) -> Parts:
    title, rest = _headline(plan.beneficiaries, _("Who is better off"))
    cards = []
    if plan.market.people:
        steps = funnel_steps(plan)
        cards += [(say(steps[1][2], 0), steps[1][0]), (say(steps[-1][2], 0), steps[-1][0])]
    for one in plan.impact.indicators:
        if one.target and len(cards) < 3:
            target = _goal(one.target, one.unit)
            cards.append((target, _("our target: {name}").format(name=one.name)))
    left, right = columns(0.64) if cards else (FULL, FULL)
    blocks: list = [Text(left, rest or (_wanted("beneficiaries"),))]
    return "who", _("Who, and how many"), title, (*blocks, *_cards(right, cards)), (plan.beneficiaries,)


def _goal(value: float, what: str) -> str:
    """A share is read as per cent, where the indicator says that it is one."""
    is_share = 0 < value <= 1 and ("share" in what.casefold() or "дол" in what.casefold())
    return f"{say(100 * value, most=0)}\u202f%" if is_share else say(value)


def _cards(box: Box, cards: list[tuple[str, str]]) -> Iterator[Card]:
    gap = 0.2
    high = min(1.4, (box.h - gap * 2) / 3)
    for place, (number, label) in enumerate(cards):
        yield Card(Box(box.x, box.y + place * (high + gap), box.w, high), number, label)


def _solution(plan: Plan) -> Parts:
    title, rest = _headline(plan.narrative.solution, _("What we do"))
    theory = plan.impact.theory
    links = [(_("We do"), theory.activities), (_("It brings"), theory.outputs), (_("It changes"), theory.outcomes)]
    links = [(name, items) for name, items in links if items]
    upper, lower = rows(0.46) if links else (FULL, FULL)
    blocks: list = [Text(upper, rest or (_wanted("solution"),))]
    gap = 0.45
    wide = (WIDE - gap * (len(links) - 1)) / max(1, len(links))
    for place, (name, items) in enumerate(links):
        box = Box(LEFT + place * (wide + gap), lower.y, wide, lower.h)
        blocks.append(Step(box, name, "; ".join(one.rstrip(".;") for one in items), leads_on=place < len(links) - 1))
    chain = tuple(f"{name}: {'; '.join(items)}" for name, items in links)
    return "solution", _("The solution"), title, tuple(blocks), (plan.narrative.solution, *chain)


# --- money


def _money(plan: Plan, f: Forecast) -> Parts:
    blocks: list = []
    main = max(plan.products, key=lambda one: sum(f[f"revenue/{one.name}"]), default=None)
    title = _("How the money works")
    left, right = columns(0.36)
    if main:
        what = main.unit or _("unit")  # the plan may name one or many: “each children” must not come of it
        each = numbers.per_unit(f, main)
        title = ngettext(
            "Of a price of {price} ({unit}), {left} is left for everything else",
            "Of a price of {price} ({unit}), {left} are left for everything else",
            form(each.left),
        ).format(price=say(each.price), unit=what, left=say(each.left))
        if not each.cost:
            title = _("The price is {price} ({unit}), and all of it is left").format(unit=what, price=say(each.price))
        if len(title) > LONG:
            title = _("How the money works")
        blocks += _cards(left, [
            (say(each.price), _("price, {what}").format(what=what)),
            (say(each.cost), _("its own cost")),
            (say(each.left), _("left for all other costs")),
        ])  # fmt: skip
    even = numbers.break_even(f)
    if even:
        levied = plan.tax.regime == "revenue levy"
        mixed = len(even.mix) > 1  # then units of all products together, in the month's own mix
        names = [
            _("break-even, after levy") if levied else _("break-even"),
            _("planned, month {n}").format(n=numbers.settled_month(f)),
        ]
        values = [float(even.lasting) if even.lasting is not None else float("nan"), even.planned]
        if any(one.capacity is not None for one in plan.products if one.name in even.mix):
            names.append(_("room"))
            values.append(float(even.capacity))
        if even.lasting is None:
            names, values = names[1:], values[1:]
        alt = _("Bar chart of units a month: {each}.").format(
            each=joined([f"{name} {say(value, most=1)}" for name, value in zip(names, values, strict=True)]))  # fmt: skip
        blocks.append(Chart(right, "bars", _("Units a month, all products in their mix") if mixed else _("Units a month"), tuple(names), (Series(_("units a month"), tuple(values), "full"),), alt, "#,##0.#" if any(value % 1 for value in values) else "#,##0"))  # fmt: skip
    if not blocks:
        blocks.append(
            Text(FULL, (_("To write: what one unit is, what it brings and what it costs (in the plan: products)."),))
        )
    payer = _("Who pays: {payer}").format(payer=plan.payer) if plan.payer else ""
    kicker = _("How the money works, {unit}").format(unit=unit(plan))
    return "money", kicker, title, tuple(blocks), tuple(filter(None, (payer, plan.narrative.marketing)))


def _market(plan: Plan) -> Parts:
    title, rest = _headline(plan.narrative.market, _("The market"))
    blocks: list = []
    left, right = columns(0.47)
    if plan.market.people:
        steps = funnel_steps(plan)
        shown = steps if steps[0][2] <= 60 * max(steps[-1][2], 1) else steps[1:]
        alt = _("Bar chart of demand from the bottom up: {each}.").format(each=joined([f"{name} {say(people, 0)}" for name, _share, people in shown]))  # fmt: skip
        blocks.append(Chart(right, "bars", _("Demand, step by step"), tuple(name for name, _share, _people in shown),
                            (Series(_("demand"), tuple(people for *_names, people in shown), "full"),), alt))  # fmt: skip
    else:
        left = FULL
    text = Text(left, rest or (_wanted("market"),))
    return "market", _("The market"), title, (text, *blocks), (plan.narrative.market, plan.narrative.competition)


def _impact(plan: Plan, f: Forecast) -> Parts:
    title, rest = _headline(plan.narrative.impact, _("What changes for people"))
    goals = [one for one in plan.impact.indicators if one.target is not None][:4]
    left, right = columns(0.44)
    result = numbers.social_return(f)
    if result:
        rest = (
            *rest,
            _("Each unit of money put in returns {ratio} in value for people.").format(ratio=say(result.ratio, 2)),
        )
    blocks: list = []
    if goals:
        cells = tuple(
            (one.name, "–" if one.baseline is None else _goal(one.baseline, one.unit), _goal(one.target, one.unit))
            for one in goals
        )
        said = "; ".join(_("{name} from {before} to {target}").format(name=a, before=b, target=c) for a, b, c in cells)
        blocks.append(Grid(right, (_("Indicator"), _("Before"), _("Target")), cells, (0.62, 0.19, 0.19), frozenset({1, 2}), _("Table of indicators: {said}.").format(said=said)))  # fmt: skip
    elif not blocks:
        left = FULL
    return "impact", _("Impact"), title, (Text(left, rest or (_wanted("impact"),)), *blocks), (plan.narrative.impact,)


def _finance(plan: Plan, f: Forecast, with_requested: bool) -> Parts:
    years = range(1, f.years + 1)
    first, last = f.year("net_income", 1), f.year("net_income", f.years)
    title = _("The result goes from {first} in year 1 to {last} in year {n}").format(first=brief(first), last=brief(last), n=f.years)  # fmt: skip
    left, right = columns(0.5, gap=0.3)
    high = HIGH - 0.75
    left, right = Box(left.x, TOP, left.w, high), Box(right.x, TOP, right.w, high)
    revenue, result = (tuple(f.year(key, year) for year in years) for key in ("revenue", "net_income"))
    digits = "#,##0" if DECIMALS[plan.amounts] < 2 else "#,##0.0"
    each = [
        _("year {n} {revenue} and {result}").format(n=n, revenue=brief(a), result=brief(b))
        for n, a, b in zip(years, revenue, result, strict=True)
    ]
    bars = Chart(
        left, "columns", _("Revenue and net income"), tuple(_("year {n}").format(n=year) for year in years),
        (Series(_("revenue"), revenue, "full"), Series(_("net income"), result, "hatched")),
        _("Column chart of revenue and net income: {each}.").format(each="; ".join(each)), digits,
    )  # fmt: skip
    requested = None if with_requested else numbers.with_the_request(f)
    lines = [Series(_("agreed money") if requested else _("cash"), tuple(f["cash"]), "line")]
    if requested:
        lines.append(Series(_("with the ask"), tuple(requested["cash"]), "dashes"))
    if plan.reserve:
        lines.append(Series(_("reserve"), (plan.reserve,) * (f.months + 1), "dots"))
    lowest = _("Cash is lowest {month}: {amount}.").format(month=at(plan, numbers.lowest_month(f)), amount=brief(f.lowest_cash))  # fmt: skip
    alt = _("Line chart of cash by month. {lowest} At the end it is {last}.").format(lowest=lowest, last=brief(f["cash"][-1]))  # fmt: skip
    cash = Chart(right, "lines", _("Cash at each month's end"), tuple(_first_of(plan, month) for month in range(f.months + 1)), tuple(lines), alt, digits)  # fmt: skip
    words = Text(Box(LEFT, TOP + high + 0.12, WIDE, 0.6), (lowest,))
    kicker = _("Finance, {unit}").format(unit=unit(plan))
    if numbers.is_empty(f):
        return (
            "finance",
            kicker,
            _("What the numbers say"),
            (Text(FULL, (_wanted("finance"),)),),
            (plan.narrative.finance,),
        )
    return "finance", kicker, title, (bars, cash, words), (plan.narrative.finance, lowest)


def _first_of(plan: Plan, month: int) -> datetime.date:
    return datetime.date(*plan.calendar_month(month), 1)


def _ask(plan: Plan, f: Forecast, with_requested: bool) -> Parts:
    asked = numbers.asked(f, with_requested)
    title = _("We ask for {amount} {unit}").format(amount=brief(asked), unit=unit(plan))
    if not asked:
        title = _("The plan lacks no money")
    steps = [(one, grant) for grant in plan.grants if grant.status == "requested" for one in grant.tranches]
    uses = [(use.what, brief(use.amount)) for use in plan.ask.uses]
    if not uses:
        uses = [(one.name, brief(one.amount)) for one in numbers.sources_and_uses(f, with_requested).uses]
    left, right = columns(0.42) if steps else (FULL, FULL)
    if uses:
        total = sum(use.amount for use in plan.ask.uses) or numbers.sources_and_uses(f, with_requested).total
        uses.append((_("All of it"), brief(total)))
    said = joined([f"{what} {money}" for what, money in uses])
    blocks = []
    if uses:
        blocks.append(Grid(left, (_("For what"), _("Amount")), tuple(uses), (0.72, 0.28), frozenset({1}), _("Table of uses: {said}.").format(said=said)))  # fmt: skip
    if steps:
        cells = tuple((called(plan, one.month), one.condition or "–", brief(one.amount)) for one, _grant in steps)
        blocks.append(Grid(right, (_("When"), _("Only if"), _("Amount")), cells, (0.22, 0.53, 0.25), frozenset({2}),
                           _("Table of tranches: {said}.").format(said="; ".join(" ".join(row) for row in cells))))  # fmt: skip
    kicker = _("The ask and its tranches") if steps else _("The ask")
    if plan.ask.funder:
        kicker = _("{kicker}: {funder}").format(kicker=kicker, funder=plan.ask.funder)
    return "ask", kicker, title, tuple(blocks) or (Text(FULL, (_wanted("request"),)),), (plan.narrative.request,)


# --- what may go wrong, and who does it


def _risks(plan: Plan, f: Forecast, with_requested: bool) -> Parts:
    moved = {bar.driver: min(bar.at_low, bar.at_high) for bar in numbers.bars(f, with_requested)}
    listed = sorted(plan.risks, key=lambda one: moved.get(one.driver, float("inf")))[:4]
    cells = tuple(
        (one.name, one.mitigation or _("nothing yet"), brief(moved[one.driver]) if one.driver in moved else "–") for one in listed
    )  # fmt: skip
    said = "; ".join(f"{name}: {what}" for name, what, _cash in cells)
    blocks = (Grid(FULL, (_("What may happen"), _("What we do"), _("Lowest cash then")), cells, (0.3, 0.52, 0.18), frozenset({2}),
                   _("Table of risks: {said}.").format(said=said)),) if cells else (Text(FULL, (_wanted("risk"),)),)  # fmt: skip
    title = _("What may go wrong, and what we do about it")
    kicker = _("Risks, {unit}").format(unit=unit(plan))
    return "risks", kicker, title, blocks, (plan.narrative.risk, *(f"{name}: {what}" for name, what, _cash in cells))


def _team(plan: Plan) -> Parts:
    roles = [f"{job.role}: {job.who}" if job.who else job.role for job in plan.staff]
    steps = sorted((one for one in plan.milestones if not one.done), key=lambda one: one.month)
    left, right = columns(0.4) if steps else (FULL, FULL)
    words = tuple(filter(None, (plan.who, *roles)))
    blocks: list = [Text(left, words or (_wanted("operations"),))]
    if steps:
        cells = tuple((called(plan, one.month), one.name) for one in steps[:6])
        blocks.append(Grid(right, (_("When"), _("Next step")), cells, (0.34, 0.66), frozenset(),
                           _("Table of next steps: {said}.").format(said="; ".join(" ".join(row) for row in cells))))  # fmt: skip
    return "team", _("Team and next steps"), _("Who does it, and what comes next"), tuple(blocks), (plan.who, plan.narrative.operations)  # fmt: skip
