"""Module 16: the questions of the lesson, with what each likely error deserves to hear.

Case F, a sewing workshop: its first five months stand in `venture/cases/clothing.yaml`, November is a preset of the
model. Every number is illustrative and comes from the model or the engine.
"""

from __future__ import annotations

from venture import cases, lights, variance
from venture.forecast import forecast
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.monitoring import budgets, gate, readings
from venture.numbers import say
from venture.sections.monitoring import SECTION
from venture.tranches import Covenant, headroom
from venture.variance import Variance
from venture.words import _

MODEL = load("monitoring")
RESULT, RED_MONTH = MODEL.run("f"), MODEL.run("november")
F, NOVEMBER = RESULT.values, RED_MONTH.values
MONEY = _("₽ thousand")
PLAN = cases.load("clothing")


def _of(product: str) -> Variance:
    """A product of the case over all months that have actuals."""
    f = forecast(PLAN)
    parts = [
        variance.of_month(f, one.month, {sold.product: (sold.units, sold.price) for sold in one.sold if sold.product == product})[0]
        for one in PLAN.actuals
    ]  # fmt: skip
    planned, units = sum(part.planned_units for part in parts), sum(part.units for part in parts)
    return Variance(
        product, planned, parts[0].planned_price, parts[0].planned_margin, units, sum(p.units * p.price for p in parts) / units,
    )  # fmt: skip


SETS, BAGS = _of("Workwear"), _of("Bags")
STATIC, FLEXIBLE, WAS = budgets(NOVEMBER)
SAVED = STATIC.cost - WAS.cost
MISSED = {one.name: one.missed for one in readings(NOVEMBER)}
GATE = gate(F)[1]
COVER, COVER_LIMIT = 1.38, PLAN.appraisal.dscr_limit
COVER_ROOM = 100 * headroom(COVER, COVER_LIMIT)
# One factory takes four fifths of the workwear; the seed money's milestone allows 40 % of all sales.
ALL_SALES = sum(sold.units * sold.price for one in PLAN.actuals for sold in one.sold)
BUYER = round(100 * 0.8 * SETS.units * SETS.price / ALL_SALES, 1)
BUYER_ROOM = 100 * headroom(BUYER, F.limit, at_least=False)


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + say(value, most=2)


def _light(value: float) -> int:
    """A threshold in per cent."""
    return round(100 * value)


# --- tables of the lesson


def worked() -> Table:
    """The curriculum's numbers, step by step."""
    sets = SETS
    rows = (
        (_("by price"), f"({say(sets.price)} − {say(sets.planned_price)}) × {say(sets.units)}", _signed(sets.by_price)),
        (_("by volume"), f"{say(sets.planned_price)} × ({say(sets.units)} − {say(sets.planned_units)})", _signed(sets.by_volume)),
        (_("both: revenue against plan"), f"{say(sets.units * sets.price)} − {say(sets.planned_units * sets.planned_price)}", _signed(sets.total)),
        (_("contribution by volume"), f"{say(sets.planned_margin)} × ({say(sets.units)} − {say(sets.planned_units)})", _signed(sets.contribution_by_volume)),
        (_("contribution against plan"), f"{_signed(sets.contribution_by_volume)} {say(sets.by_price)}", _signed(sets.contribution_by_volume + sets.by_price)),
    )  # fmt: skip
    return Table(
        _("Workwear, June to October ({money}, illustrative)").format(money=MONEY),
        (_("part"), _("sum"), _("difference; + is good")),
        rows,
    )


def three_budgets() -> Table:
    """November as planned, as planned for the units that were sold, and as it was."""
    rows = [
        (_("sets"), say(NOVEMBER.planned_units), say(NOVEMBER.units), say(NOVEMBER.units)),
        *(
            (label, say(getattr(STATIC, part), most=1), say(getattr(FLEXIBLE, part), most=1), say(getattr(WAS, part), most=1))
            for part, label in (("revenue", _("revenue")), ("cost", _("variable cost")), ("contribution", _("contribution")))
        ),
    ]  # fmt: skip
    return Table(
        _("Workwear in November ({money}, illustrative)").format(money=MONEY),
        (_("what"), _("static: the plan"), _("flexible: the plan for 118 sets"), _("actual")),
        tuple(rows),
    )


def november_lights() -> Table:
    """Each indicator of November with its light in a word and a shape."""
    rows = tuple(
        (
            one.label,
            say(one.planned, most=1),
            say(one.actual, most=1),
            f"{say(100 * one.missed, most=1)} %",
            lights.said(one.light),
            one.why or "–",
        )
        for one in readings(NOVEMBER)
    )
    return Table(
        _("The lights of November (illustrative)"),
        (_("indicator"), _("plan"), _("actual"), _("worse by"), _("light"), _("red by itself")),
        rows,
    )


def decisions() -> Table:
    """The same tranche in four states, as the gate decides."""
    states = (
        (_("report after 9 days, 2 milestones of 3"), {"reached": 2}),
        (_("report after 9 days, 1 milestone of 3"), {}),
        (_("report after 20 days, 2 milestones of 3"), {"reached": 2, "late": 20}),
        (_("money spent on something else without leave"), {"reached": 2, "purpose": 1}),
    )
    rows = []
    for label, changes in states:
        result = MODEL.run("f", **changes)
        shape, _colon, rest = result["gate"].text.partition(": ")
        rows.append((label, shape, rest.partition(" " + _("of"))[0], result["gate"].note))
    return Table(
        _("A tranche of 200, of whose three milestones two are needed ({money}, illustrative)").format(money=MONEY),
        (_("what was found"), _("decision"), _("paid now"), _("reason")),
        tuple(rows),
    )


def promises() -> Table:
    """Three promises with their headroom; the last was not measured."""
    made = (
        (Covenant(_("debt service cover, year 2"), COVER_LIMIT, True, COVER), _("at least {limit}")),
        (Covenant(_("largest buyer, % of sales"), F.limit, False, BUYER), _("at most {limit}")),
        (Covenant(_("days for which orders are insured"), 30, True, None), _("at least {limit}")),
    )
    rows = tuple(
        (
            one.name,
            limit.format(limit=say(one.limit)),
            "–" if one.actual is None else say(one.actual),
            "–" if one.headroom is None else f"{_signed(round(100 * one.headroom, 1))} %",
            one.words,
        )
        for one, limit in made
    )
    return Table(
        _("Three promises (illustrative)"),
        (_("promise"), _("limit"), _("measured"), _("headroom"), _("what to say")),
        rows,
    )


# Three questions from earlier modules, then the lesson's own. Every wrong option gets its own sentence.
CHECKS = {
    "recall_margin": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=10,
            expected=SETS.planned_margin,
            mistakes={
                F.planned_price + F.planned_cost: _("You added. What is left of the price once the cost is paid?"),
                lambda x: abs(x - 100 * SETS.planned_margin / F.planned_price) < 0.5: _("That is the share of the price, in per cent. The question is about the amount."),
            },
            explain=_("Price less variable cost (module 4). You will need it in a minute."),
        ),
    ),
    "recall_people": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Those are visits. Nobody becomes three people by coming three times."),
                "c": _("Nobody is a third of a person. Each who came at all counts once."),
            },
            explain=_("Each person counts once (module 13). A funder asks for this number."),
        ),
    ),
    "recall_grant": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Not on that day: the costs that it pays for have not been there yet."),
                "b": _("Nobody gave it to you for good. If you do not do the work, it goes back."),
            },
            explain=_("It is deferred income, and becomes income in the months of its costs (module 10)."),
        ),
    ),
    "bags_volume": Check(
        "number",
        dict(
            unit=MONEY,
            low=-500,
            high=500,
            expected=BAGS.by_volume,
            tolerance=0.05,
            mistakes={
                lambda x: 0.05 < abs(x - BAGS.by_volume) < 1: _("The steps are right. Give one decimal."),
                -BAGS.by_volume: _("The size is right. Fewer were sold than planned, so the sign is a minus."),
                lambda x: abs(x - (BAGS.units - BAGS.planned_units)) < 0.6: _("That is the difference in bags. How much money is it?"),
                lambda x: abs(x - BAGS.contribution_by_volume) < 0.3: _("That is what it does to contribution. Revenue needs the price."),
                lambda x: abs(x - BAGS.units * BAGS.price) < 1: _("That is the whole revenue of the bags. What did the difference in volume do?"),
            },
            explain=_("The planned price, times the bags that are missing. The price held, so this is the whole difference."),
        ),
    ),
    "bags_contribution": Check(
        "number",
        dict(
            unit=MONEY,
            low=-500,
            high=500,
            expected=BAGS.contribution_by_volume,
            tolerance=0.1,
            mistakes={
                lambda x: 0.1 < abs(x - BAGS.contribution_by_volume) < 0.5: _("The steps are right. Give one decimal."),
                -BAGS.contribution_by_volume: _("The size is right. Contribution is missing, so the sign is a minus."),
                lambda x: abs(x - BAGS.by_volume) < 0.3: _("That is revenue. A bag that is not sold also costs no cloth."),
                lambda x: abs(x - (BAGS.planned_price - BAGS.planned_margin) * (BAGS.units - BAGS.planned_units)) < 0.3: _("You took the cost of a bag. Take what a bag leaves."),
            },
            explain=_("What one bag leaves, times the bags that are missing. That much less is there for rent and pay."),
        ),
    ),
    "hides": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("The price fell. What was better than planned?"),
                "c": _("The total is two parts. One of them is a minus, and it will stay when the volume no longer grows."),
            },
            explain=_("256 and −105 make 151. Whoever reads the total alone finds out a year later."),
        ),
        question=_(
            "Revenue is 151 above plan: price variance −105, volume variance +256. What do you say?\n"
            "a) a good price hides a small volume\nb) a large volume hides a low price\nc) all is well: the total is what counts"
        ),
    ),
    "saved": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("For 160 sets that would be a saving. How many were sewn?"),
                "c": _("It can be said: the plan holds a cost for each set, and you know how many sets there were."),
            },
            explain=_("A month is held against the plan for its own volume: the flexible budget."),
        ),
        question=_(
            "Planned: 160 sets at a variable cost of 1.75, so 280. In truth 118 sets cost 206.5. Was 73.5 saved?\n"
            "a) yes, 73.5\nb) no: 118 sets should cost 206.5\nc) that cannot be said"
        ),
    ),
    "people_light": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("2 of 12 are missing: a sixth. Up to a tenth would be on plan."),
                "c": _("A sixth is missing. Above a fifth it would be red."),
            },
            explain=_("16.7 % worse than planned: more than 10 %, not more than 20 %."),
        ),
    ),
    "twice": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("It is as far from plan as in November, and that was not on plan."),
                "b": _("So it was in November. What did the rule say about the second time?"),
            },
            explain=_("Two ambers in a row count as red. What is watched and does not move has to be acted on."),
        ),
        question=_(
            "An indicator missed its plan by 16.7 % last month, and by 16.7 % again this month. Which light does it get now?\n"
            "a) on plan\nb) watch\nc) act"
        ),
    ),
    "headline": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Who averages lights finds a mean colour for a house that is on fire in one room."),
                "b": _("One green does not pay the wages for which the cash is missing."),
            },
            explain=_("Lights are never averaged. The worst stands on top, each with its cause."),
        ),
    ),
    "part": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=F.tranche,
            expected=GATE.amount,
            tolerance=0.5,
            mistakes={
                lambda x: x in (0.5, 50): _("The share is right. How much money is it, of 200?"),
                F.tranche: _("For that two milestones are needed, and one is reached."),
                0: _("Everything that must hold does, and half of what is needed is reached. Then a part is paid."),
                lambda x: abs(x - F.tranche / 3) < 1: _("You divided by all three milestones. Divide by the two that are needed."),
            },
            explain=_("One of the two that are needed: half of the tranche. The other half stays for later."),
        ),
        question=_(
            "A tranche of 200 has three milestones, of which two are needed. One is reached, report and receipts are in order. "
            "From half of what is needed on, that share is paid. How much is paid now?"
        ),
    ),
    "late": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Milestones come second. First comes what must hold, and one of it does not."),
                "c": _("A late report is no misuse of money. There are 60 days to mend it."),
            },
            explain=_("Hold, for 60 days at most, with a plan. The report was late, and not the month bad."),
        ),
    ),
    "room": Check(
        "number",
        dict(
            unit="%",
            low=-100,
            high=100,
            expected=COVER_ROOM,
            tolerance=0.1,
            mistakes={
                lambda x: abs(x - COVER_ROOM / 100) < 0.001: _("The share is right. Write it in per cent."),
                -COVER_ROOM: _("The cover lies above a least. That is room, so the sign is a plus."),
                lambda x: abs(x - 100 * (COVER - COVER_LIMIT)) < 0.3: _("That is the difference. As a share of what is it asked?"),
                lambda x: abs(x - 100 * (COVER - COVER_LIMIT) / COVER) < 0.1: _("You divided by what was measured. Divide by the limit."),
            },
            explain=_("(1.38 − 1.2) / 1.2. By so much the cover may fall, as a share of the limit."),
        ),
    ),
    "report": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("No number, no cause, nobody who does anything. The funder rings you, and asks the same."),
                "c": _("Then the plan says nothing any more. A frozen plan stays; a new one needs a new agreement."),
            },
            explain=_("Fact, cause, action, owner, date, request. A funder can say yes to that within a day."),
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "kept": Prediction(
        lambda: RESULT["contribution_total"].value,
        MONEY,
        _(
            "80 sets more are cut and sewn, and each of 700 brings less. Of 151 more in revenue hardly anything is left."
        ),
    ),
    "november": Prediction(
        lambda: RED_MONTH["total"].value + 0.0,
        MONEY,
        _("Most of it is volume: −134.4. The price takes 17.7 more."),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs, computed."""
    v = lights.value
    return {
        "sets planned": SETS.planned_units,
        "sets sold": SETS.units,
        "sets more": SETS.units - SETS.planned_units,
        "revenue planned": SETS.planned_units * SETS.planned_price,
        "revenue": round(SETS.units * SETS.price, 2),
        "by price": round(SETS.by_price, 2),
        "by price, size": round(-SETS.by_price, 2),
        "by volume": round(SETS.by_volume, 2),
        "total": round(SETS.total, 2),
        "contribution by volume": round(SETS.contribution_by_volume, 2),
        "contribution": round(RESULT["contribution_total"].value, 2),
        "margin": round(SETS.planned_margin, 2),
        "discount": round(SETS.planned_price - SETS.price, 2),
        "price missed, %": round(100 * lights.missed(SETS.planned_price, SETS.price), 1),
        "bags planned": BAGS.planned_units,
        "bags": BAGS.units,
        "a bag brings": BAGS.planned_price,
        "a bag leaves": round(BAGS.planned_margin, 2),
        "static cost": STATIC.cost,
        "November's cost": WAS.cost,
        "not saved": SAVED,
        "November: revenue planned": STATIC.revenue,
        "November: revenue": round(WAS.revenue, 1),
        "November: against plan": round(-RED_MONTH["total"].value, 1),
        "November: volume": round(-RED_MONTH["volume_variance"].value, 1),
        "November: contribution missed": round(-RED_MONTH["contribution_total"].value, 1),
        "November: people missed, %": round(100 * MISSED["people"], 1),
        "November: lowest cash": NOVEMBER.cash + NOVEMBER.planned_lowest - NOVEMBER.planned_cash,
        "November: fixed": NOVEMBER.fixed,
        "sets put off": NOVEMBER.planned_units - NOVEMBER.units,
        "amber from, %": _light(v("amber")),
        "red from, %": _light(v("red")),
        "report, days": v("report_days"),
        "receipts, %": _light(v("receipts")),
        "hold, days": v("hold_days"),
        "less from, %": _light(v("release_less")),
        "paid now": GATE.amount,
        "kept": GATE.kept,
        "buyer, %": BUYER,
        "buyer, headroom, %": round(BUYER_ROOM, 1),
        "limit of the buyer, %": F.limit,
        "cover": COVER,
        "cover, limit": COVER_LIMIT,
        "cover, headroom, %": round(COVER_ROOM, 1),
        "year, expected": round(RESULT["expected"].value, 1),
        "year, planned": round(STATIC.revenue + SETS.planned_units * SETS.planned_price + NOVEMBER.rest, 1),
        "still planned": F.rest,
        "performance, %": round(100 * SETS.units * SETS.price / (SETS.planned_units * SETS.planned_price), 1),
        "December": 12,
        "days of the works": 74,
        "visitors": 40,
        "minutes for the task": 40,
        "days in which a funder answers": 10,
    }


LESSON = Lesson(
    module="16-monitoring",
    title=_("Monitoring and seed money in tranches"),
    minutes=65,
    model="monitoring",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={
        "worked": worked,
        "three_budgets": three_budgets,
        "november_lights": november_lights,
        "decisions": decisions,
        "promises": promises,
    },
    figures=figures,
    section=SECTION,
)
