"""Module 2: the questions of the lesson, with what each likely error deserves to hear.

Case A, a children's centre, and case B, accessible tours; their numbers are illustrative and come from the market model.
Places, days off and the regions' figures are real, dated and cited in `venture/data/regions`.
"""

from __future__ import annotations

import calendar

from venture import market, region
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.market_and_region import FACTORS, demand_at
from venture.numbers import say
from venture.region import season
from venture.sections.market_and_region import SECTION
from venture.words import _

MODEL, MAP = load("market_and_region"), load("people_in_reach")
A = MODEL.values(**MODEL.preset("a").values)
CASE = MODEL.run("a")
DEMAND = CASE["demand"].value
FAMILIES, ERRORS = 1800, (5, 7, 10)  # the survey of case A
LARGE = 180_000
SECOND = {
    "people": 12_000,
    "share": 8,
    "reach": 50,
    "interest": 20,
    "conversion": 30,
}  # the village centre of the faded example
SECOND_TARGET = SECOND["people"] * SECOND["share"] / 100
SECOND_REACHED = SECOND_TARGET * SECOND["reach"] / 100
SECOND_DEMAND = demand_at(SECOND)
SAID = 100 * DEMAND / A.conversion  # those who say yes
ROAD, DETOUR = 60, 1.5
EQUIPMENT, REFUND, CEILING = 400, 50, 500  # the programme of the example: ₽ thousand, per cent, ₽ thousand
YEAR = 2026
# Norilsk, three counts: GeoNames' as the kit has it; the others as a national list of towns and a municipal count give them.
NORILSK_2010, NORILSK_2020 = 175_301, 182_496
WHAT = {
    "income per person": _("Income per person, ₽ a month"),
    "unemployment": _("Unemployment, %"),
    "electricity for households": _("Electricity for households, ₽ for a kWh"),
}


def funnel() -> Table:
    """The worked example: five factors, one line each, with where the number comes from."""
    steps = (
        (_("people in the town"), _("passport of the district, 2025"), A.people, None),
        (_("children of five to twelve"), _("the same passport"), CASE["target"].value, A.share),
        (_("within twenty minutes on foot"), _("a walk with a stop-watch"), CASE["reached"].value, A.reach),
        (_("interested"), _("survey of 92 families"), CASE["interested"].value, A.interest),
        (_("would come and pay"), _("two other towns' centres"), DEMAND, A.conversion),
    )
    rows, before = [], 0.0
    for name, source, value, percent in steps:
        how = say(value) if percent is None else f"{say(before, most=0)} × {say(percent)} %"
        rows.append((name, how, say(value, most=0), source))
        before = value
    return Table(
        _("Vera's market, factor by factor (illustrative)"),
        (_("who"), _("how many of those before"), _("people"), _("where the number is from")),
        tuple(rows),
    )


def halved() -> Table:
    """Each factor halved, alone."""
    rows = tuple(
        (
            MODEL.input(name).label,
            say(A[name]),
            say(A[name] / 2, most=2),
            say(demand_at(A, **{name: A[name] / 2}), most=0),
        )
        for name in FACTORS
    )
    return Table(
        _("Vera's market with one number halved"), (_("factor"), _("now"), _("halved"), _("demand then")), rows
    )


def samples() -> Table:
    """How many must answer, for three errors and two groups."""
    rows = tuple(
        (
            _("± {e} points").format(e=error),
            say(market.sample_size(error / 100, FAMILIES)),
            say(market.sample_size(error / 100, LARGE)),
        )
        for error in ERRORS
    )
    return Table(
        _("Answers needed, in 95 of 100 surveys"),
        (
            _("error that you accept"),
            _("of {n} families").format(n=say(FAMILIES)),
            _("of {n} families").format(n=say(LARGE)),
        ),
        rows,
    )


def counts() -> Table:
    """One town, three counts: the bases that must not be mixed in one sum."""
    rows = (
        (_("GeoNames, the town alone"), _("not said"), say(NORILSK)),
        (_("census, as a list of towns gives it"), "2010", say(NORILSK_2010)),
        (_("municipal count"), "2020", say(NORILSK_2020)),
    )
    return Table(_("How many live in Norilsk?"), (_("source"), _("of which year"), _("people")), rows)


def year() -> Table:
    """The months of a year: days at work and school breaks, with gaps as gaps."""
    rows = tuple(
        (
            _(calendar.month_name[one.month]),
            say(one.at_work),
            say(one.off),
            _("not found") if one.school_off is None else say(one.school_off),
        )
        for one in season.months(RUSSIA, YEAR)
    )
    return Table(
        _("{year} in Russia: days off by law; school breaks as the ministry recommends, schools may differ").format(
            year=YEAR
        ),
        (_("month"), _("days at work"), _("days off by law"), _("days of school break")),
        rows,
    )


def regions() -> Table:
    """Income, unemployment and energy of the four regions: each value with its date and mark, a gap as a gap."""
    rows = [
        (one.name if one else _("the whole country"), *(_fact(one.id if one else "", what) for what in WHAT))
        for one in (*RUSSIA.regions, None)
    ]
    return Table(
        _("Four regions: value, (date, mark). A: the source itself, or two that agree. B: one report, check it. N: looked for, not found"),
        (_("region"), *WHAT.values()),
        tuple(rows),
    )  # fmt: skip


def _fact(where: str, what: str) -> str:
    for fact in RUSSIA.facts:
        if (fact.region, fact.what) == (where, what):
            return (
                _("not found (N)") if fact.value is None else f"{say(fact.value, most=2)} ({fact.as_of}, {fact.mark})"
            )
    return "–"


RUSSIA = region.load("ru")
NORILSK = region.find("Norilsk")[1].people
NORILSK_AROUND = MAP.run("norilsk")["people"].value


def _price(where: str) -> float:
    (price,) = [f.value for f in RUSSIA.facts if f.region == where and f.what == "electricity for households"]
    return price


CHECKS = {
    "recall_output": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("An outcome is a change in someone's life. What has changed for a child who came once?"),
                "c": _("Impact is the part of the change that would not have come without you. Here only visits are counted."),
            },
            explain=_("Children who came are counted at the door: an output. What became different for them is the outcome."),
        ),
    ),
    "recall_assumption": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("More people who say it are still people who say it. What would cost them something?"),
                "c": _("A study of other towns tells you about other families. How do you learn about these?"),
            },
            explain=_("An assumption is tested by what people do. A deposit is small, and it separates a wish from a plan."),
        ),
    ),
    "recall_stop": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("That is a hope. At which number would you know that it is time?"),
                "b": _("A look at the numbers is good. Which number, on which day, would make you stop?"),
            },
            explain=_("A number and a day, written down before you begin: then it is a stop condition."),
        ),
    ),
    "one_percent": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("A smaller share would be as groundless as this one. What do you know about a town's one per cent?"),
                "c": _("The town's own figure is about right. What is wrong is what is done with it."),
            },
            explain=_("Nobody can go and count “1 %”. Each factor of the funnel can be counted, asked or tried out."),
        ),
        question=_(
            "A town has 41 000 people. “We only need 1 % of them.” What is wrong with that as an estimate of demand?\n"
            "a) 1 % is too much\nb) nothing shows that it is 1 %: no step in it can be counted or asked\nc) the number of people in the town is never known"
        ),
    ),
    "of_whom": Check(
        "number",
        dict(
            unit=_("children"),
            low=0,
            high=A.people,
            expected=CASE["interested"].value,
            tolerance=1,
            mistakes={
                lambda x: abs(x - A.people * A.interest / 100) < 5: _("That is 22 % of the whole town. The survey asked only families within reach."),
                lambda x: abs(x - CASE["target"].value * A.interest / 100) < 2: _("That is 22 % of all children of that age. Those who live too far away were not asked."),
                lambda x: abs(x - CASE["reached"].value * A.interest) < 200: _("You multiplied by 22. As a share 22 % is 0.22."),
                lambda x: abs(x - DEMAND) < 1: _("You went one step further: these come and pay. Here we want those who are interested."),
            },
            explain=_("Each percentage is a share of the group just before it."),
        ),
    ),
    "second_reached": Check(
        "number",
        dict(
            unit=_("children"),
            low=0,
            high=SECOND["people"],
            expected=SECOND_REACHED,
            tolerance=0.6,
            mistakes={
                SECOND["people"] * SECOND["reach"] / 100: _("That is half of all villagers. Take half of the children."),
                SECOND_TARGET: _("These are all children of that age. How many of them live on the bus line?"),
            },
            explain=_("Half of the children, and not half of everybody."),
        ),
    ),
    "second_demand": Check(
        "number",
        dict(
            unit=_("children"),
            low=0,
            high=SECOND["people"],
            expected=SECOND_DEMAND,
            tolerance=0.8,
            mistakes={
                SECOND_REACHED * SECOND["interest"] / 100: _("These say that they would like it. How many of them come and pay?"),
                SECOND_REACHED * SECOND["conversion"] / 100: _("You left out one step: who is interested at all?"),
                lambda x: abs(x - SECOND_REACHED * (SECOND["interest"] + SECOND["conversion"]) / 100) < 1: _("You added the two percentages. The second is a share of the first group: multiply."),
            },
            explain=_("Multiply step by step, and round once, at the end."),
        ),
    ),
    "which_factor": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("It looks the largest, because it is counted in thousands. Half of it halves the product, and so does half of any other."),
                "b": _("It is the last step, and half of it halves demand. So does half of the first step."),
            },
            explain=_("They are multiplied, so half of any one is half of the whole. What differs is how well you know each."),
        ),
        question=_(
            "Demand is people × target group × reach × interest × conversion. One factor turns out to be half. Which one does the most harm?\n"
            "a) the number of people\nb) the conversion\nc) none more than another: each halves demand"
        ),
    ),
    "four_times": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Look at the table's last column: from ± 10 to ± 5 points, how many times as many answers?"),
                "c": _("Ten times as many would bring the error to about a third. Look at the table's last column."),
            },
            explain=_("The error falls with the square root: half the error, four times the answers."),
        ),
        question=_(
            "A survey of a large town has an error of ± 10 points. How many times as many answers bring it to ± 5 points?\n"
            "a) two\nb) four\nc) ten"
        ),
    ),
    "friends": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("For ± 10 points 92 answers are enough. Who gave them?"),
                "c": _("No share of the group is needed: 92 of 1 800 tell as much as about 96 of any number. Who answered?"),
            },
            explain=_("The error formula holds for a lot. Who knows you, or cares already, says yes more often."),
        ),
        question=_(
            "92 families answered, all from the founder's own parents' chat; 60 % are interested. What is wrong?\n"
            "a) they were not drawn by lot: friends say yes more often\nb) 92 answers are too few for any use\nc) 92 is too small a share of 1 800 families"
        ),
    ),
    "radius": Check(
        "number",
        dict(
            unit=_("km"),
            low=0,
            high=200,
            expected=ROAD / DETOUR,
            mistakes={
                ROAD * DETOUR: _("You multiplied. A road is longer than the straight line, so the line is shorter than the road."),
                ROAD: _("That is the road. On the map we measure in a straight line."),
                ROAD - DETOUR: _("The detour is a factor, not kilometres: divide by it."),
            },
            explain=_("Road divided by detour: that far does the circle on the map reach."),
        ),
    ),
    "programme": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=1000,
            expected=EQUIPMENT,
            mistakes={
                EQUIPMENT * REFUND / 100: _("That is what you have paid in the end. On the day of purchase nothing has come back yet."),
                CEILING: _("That is the ceiling of the refund. What does the shop want from you?"),
                0: _("Somebody must pay the shop first. Read “refunds” again."),
            },
            explain=_("A refund comes after you have paid. Until then the whole sum is yours to find."),
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "demand": Prediction(
        lambda: round(DEMAND),
        _("children"),
        _("Far fewer than 1 % of the town, and still more than the {places} places hold.").format(
            places=say(A.capacity)
        ),
    ),
    "answers": Prediction(
        lambda: market.sample_size(0.1, FAMILIES),
        _("families"),
        _(
            "Of a group a hundred times as large it would be {n}: what counts is how many answer, hardly out of how many."
        ).format(n=say(market.sample_size(0.1, LARGE))),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs. A content test holds the prose to this list."""
    months = {one.month: one for one in season.months(RUSSIA, YEAR)}
    swing = {row[0]: row for row in CASE.table.rows}
    return {
        "1 % of the town": A.people / 100,
        "target": CASE["target"].value,
        "reached": round(CASE["reached"].value),
        "interested": round(CASE["interested"].value),
        "demand": round(DEMAND),
        "demand, halved": round(DEMAND / 2),
        "fill, %": round(CASE["fill"].value * 100),
        "demand if a quarter live near": round(MODEL.run("a_near")["demand"].value),
        "second: people": SECOND["people"],
        "second: share": SECOND["share"],
        "second: target": SECOND_TARGET,
        "second: reach": SECOND["reach"],
        "second: interest": SECOND["interest"],
        "second: conversion": SECOND["conversion"],
        "second: would come": round(SECOND_DEMAND),
        "families": FAMILIES,
        "asked": A.asked,
        "a larger town's families": LARGE,
        "needed at 10 points, large": market.sample_size(0.1, LARGE),
        **{f"needed at {e}": market.sample_size(e / 100, FAMILIES) for e in ERRORS},
        **{f"needed at {e}, large": market.sample_size(e / 100) for e in ERRORS},
        "surveys of a hundred that hold": 95,
        "surveys": 100,
        "error at its share": round(100 * market.sampling_error(A.asked, FAMILIES, A.interest / 100), 1),
        "error at the most": round(100 * market.sampling_error(A.asked, FAMILIES), 1),
        "1.96": market.Z95,
        "interest at the low": round(A.interest - 100 * market.sampling_error(A.asked, FAMILIES, A.interest / 100)),
        "interest at the high": round(A.interest + 100 * market.sampling_error(A.asked, FAMILIES, A.interest / 100)),
        **{f"{name} at the low": float(row[3]) for name, row in swing.items()},
        **{f"{name} at the high": float(row[4]) for name, row in swing.items()},
        "friends who are interested, %": 60,
        "a town of the example": 2000,
        "road": ROAD,
        "detour": DETOUR,
        "detour in a plain": 1.2,
        "detour by rivers": 1.6,
        "least km": region.LEAST_KM,
        "off the centre, km": 8,
        "least place": 1000,
        "children who came, in a question": 85,
        "circle in a straight line": ROAD / DETOUR,
        "villages missing, %, low": 5,
        "villages missing, %, high": 20,
        "Norilsk": NORILSK,
        "Norilsk 2010": NORILSK_2010,
        "Norilsk 2020": NORILSK_2020,
        "Norilsk with the places around": NORILSK_AROUND,
        **{
            name: round(region.distance(region.find("Norilsk")[1], region.find(name)[1]))
            for name in ("Talnakh", "Kayyerkan")
        },
        "people near Irkutsk in case B": MODEL.preset("b").values["people"],
        "Irkutsk, 100 km straight": round(MAP.run("irkutsk", road=100, detour=1)["people"].value, -4),
        "the year": YEAR,
        "the year before": YEAR - 1,
        "fewest days at work": months[1].at_work,
        "most days at work": max(one.at_work for one in months.values()),
        "price in Irkutsk": _price("irkutsk"),
        "price in Yaroslavl": _price("yaroslavl"),
        "times": round(_price("yaroslavl") / _price("irkutsk"), 1),
        "equipment": EQUIPMENT,
        "refund, %": REFUND,
        "ceiling": CEILING,
        "break-even of module 4": load("break_even").run("a")["operating"].value,
        "minutes for the task": 40,
        "strangers to ask": 10,
    }


LESSON = Lesson(
    module="02-market-and-region",
    title=_("Market and region"),
    minutes=70,
    model="market_and_region",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={
        "funnel": funnel,
        "halved": halved,
        "samples": samples,
        "counts": counts,
        "year": year,
        "regions": regions,
    },
    figures=figures,
    section=SECTION,
)
