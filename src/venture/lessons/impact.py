"""Module 13: the questions of the lesson, with what each likely error deserves to hear.

Case F, a sewing workshop for women after prison; every number is illustrative and comes from the model or from the
engine (`venture.impact`).
"""

from __future__ import annotations

from dataclasses import replace

from venture import cases, impact, money
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.impact import FIELDS
from venture.numbers import say
from venture.sections.impact import SECTION
from venture.words import _

MODEL = load("impact")
RESULT = MODEL.run("f")
PLAN = cases.load("clothing").impact
F = impact.of_impact(PLAN)
WORK, PRISON, FLAT, HOURS = (row.name for row in F.rows)
ROW = {row.name: row for row in F.rows}
DONE = F.rows[0].outcome
FLAT_1 = ROW[FLAT].year_1
LATER = F.rows[0].by_year
WEAKER = replace(DONE, deadweight=0.40)
TOTALS = {"gross": RESULT["gross"].value, "year_1": RESULT["year_1"].value}
WITHOUT = impact.ratio_without(F, PRISON)
SWITCH = {(one.row, one.field): one.value for one in impact.switching(F)}
ALL_CLAIMED = MODEL.run("f_claims_all")["ratio"].value
WIDEST = impact.sensitivity(F)[0]
DATES, EACH, ALWAYS = 3, 8, 6  # of the recall of unique people: Saturdays, women on each, women who came to all
UNIQUE = ALWAYS + DATES * (EACH - ALWAYS)
FOLLOWED, AGAIN = 64, 9  # women like these, without a workshop; sentenced again within a year
LATER_MONEY, LATER_RATE, LATER_YEARS = 1000, 0.10, 2
# What somebody may hold against the table, one at a time: words, row, changes.
DOUBTS = (
    (_("half of them would have found work anyway"), WORK, {"deadweight": 0.50}),
    (_("others did 40 % of it"), WORK, {"attribution": 0.40}),
    (_("a year of work is worth 180, not 240"), WORK, {"proxy": 180}),
    (_("half of it is gone after each year"), WORK, {"drop_off": 0.50}),
    (_("a later year counts 8 % less, not 3.5 %"), "", {"rate": 0.08}),
)
RATIOS = {words: impact.ratio_if(F, row, **changes) for words, row, changes in DOUBTS}


def claims() -> Table:
    """Case F's four outcomes before anything is taken off."""
    rows = [
        (one.name, say(one.quantity), say(one.proxy), say(one.quantity * one.proxy), one.proxy_source)
        for one in PLAN.outcomes
    ]
    return Table(
        _("What Straight Seam could claim for a year (₽ thousand, illustrative)"),
        (_("what changes"), _("for how many"), _("worth of one"), _("gross"), _("where the worth comes from")),
        (*rows, (_("all"), "", "", say(TOTALS["gross"]), "")),
        totals=(len(rows),),
    )


def indicators() -> Table:
    """Case F's indicators, each with its id."""
    rows = tuple(
        (one.name, one.id, one.definition, say(one.baseline), say(one.target), one.method) for one in PLAN.indicators
    )
    return Table(
        _("How Straight Seam measures (illustrative)"),
        (_("indicator"), _("IRIS+ id"), _("what exactly is counted"), _("baseline"), _("target"), _("who counts, and how")),
        rows,
    )  # fmt: skip


def steps() -> Table:
    """The first outcome, from gross to impact."""
    words = {
        "gross": _("12 women, 240 each"),
        "deadweight": _("30 % would have found such work without the workshop"),
        "displacement": _("10 % of what is left took somebody else's place"),
        "attribution": _("20 % of what is left was brought about by others"),
        "impact": _("what the workshop may call its own"),
    }
    names = {"gross": _("gross"), "impact": _("impact of year 1"), **FIELDS}
    left, rows = 0.0, []
    for name, amount in impact.waterfall(DONE):
        left = amount if name in ("gross", "impact") else left + amount
        taken = "" if name in ("gross", "impact") else say(amount, 2)
        rows.append((names[name], words[name], taken, say(left, 2)))
    return Table(
        _("Stable work, step by step (₽ thousand, illustrative)"),
        (_("step"), _("why"), _("taken off"), _("left")),
        tuple(rows),
        totals=(len(rows) - 1,),
    )


def years() -> Table:
    """All rows: the first year, how long they last, and what they are worth today."""
    rows = [
        (
            row.name,
            say(row.year_1, 2),
            f"{say(100 * row.outcome.drop_off)} %",
            say(row.outcome.years),
            say(row.present_value, 2),
        )
        for row in F.rows
    ]
    return Table(
        _("Four outcomes over their years, at 3.5 % (₽ thousand, illustrative)"),
        (_("outcome"), _("impact, year 1"), _("drop-off"), _("years"), _("worth today")),
        (*rows, (_("all"), say(TOTALS["year_1"], 2), "", "", say(F.present_value, 2))),
        totals=(len(rows),),
    )


def sensitivity() -> Table:
    """One objection at a time, and what is left of the ratio."""
    rows = [(words, row or _("all rows"), say(RATIOS[words], 4)) for words, row, _changes in DOUBTS]
    return Table(
        _("What somebody may object, one thing at a time (illustrative)"),
        (_("objection"), _("outcome"), _("ratio")),
        ((_("none: as given"), "", say(F.ratio, 4)), *rows),
    )


CHECKS = {
    "recall_output": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("That is put in before anything is done."),
                "b": _("That can be counted on the day when it is done: an output."),
            },
            explain=_("Something is different for people afterwards: an outcome (module 1)."),
        ),
    ),
    "recall_today": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=2000,
            expected=-money.pv(LATER_RATE, LATER_YEARS, 0, LATER_MONEY),
            tolerance=0.6,
            mistakes={
                LATER_MONEY * (1 - LATER_RATE * LATER_YEARS): _("You took off 10 % a year of the 1000. Divide by 1.1, twice."),
                LATER_MONEY * (1 - LATER_RATE) ** LATER_YEARS: _("You took 10 % off twice. Divide by 1.1, twice."),
                lambda x: abs(x - LATER_MONEY / (1 + LATER_RATE)) < 0.6: _("That is one year. There are two."),
                LATER_MONEY * (1 + LATER_RATE) ** LATER_YEARS: _("That is forward in time. Today it is worth less."),
            },
            explain=_("1000 / 1.1 / 1.1 (module 11)."),
        ),
    ),
    "recall_switch": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("That is the low end of its range. Somebody gave it."),
                "c": _("That is how wide its bar in the tornado is."),
            },
            explain=_("The value at which the answer turns, all else as it is (module 12)."),
        ),
    ),
    "unique": Check(
        "number",
        dict(
            unit=_("women"),
            whole=True,
            low=0,
            high=DATES * EACH,
            expected=UNIQUE,
            tolerance=0.001,
            mistakes={
                DATES * EACH: _("Those are visits. A woman who came three times is one woman."),
                EACH: _("That is how many came on one Saturday. Were they the same ones each time?"),
                ALWAYS: _("Those came every time. Count the ones who came once as well."),
                ALWAYS + 4: _("Each Saturday had two others. How many others in all?"),
            },
            explain=_("6 who always came, and two others on each of three Saturdays."),
        ),
        question=_(
            "On each of three Saturdays 8 women came to a training. Six of them came every time, the others once each. "
            "How many people did the training reach?"
        ),
    ),
    "own_id": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Then your number is added to numbers that count something else. An id is a promise."),
                "c": _("Then nobody sees that it is your own measure and no omission."),
            },
            explain=_("Your own indicator is as good as any, with a definition that somebody else could count by."),
        ),
    ),
    "missing": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("A larger target proves nothing. Against what would it be held?"),
                "c": _("Counts leave the house, names never. And no name makes a number truer."),
            },
            explain=_("Two of the first twelve had a flat of their own in June. Without that, nine looks like nine."),
        ),
    ),
    "others": Check(
        "number",
        dict(
            unit="%",
            low=0,
            high=100,
            expected=20,
            tolerance=0.01,
            mistakes={
                80: _("That is the workshop's own share. Here the share of the OTHERS is written, and taken off."),
                0.2: _("Write it in per cent."),
                0.8: _("That is the workshop's own share, and not in per cent. Here the share of the OTHERS is written."),
                60: _("You took the office's share off the workshop's. All of it together is 100."),
            },
            explain=_("100 less 80. Read which way round a sheet has it before you copy a number."),
        ),
        question=_(
            "A sheet says: our own share in this outcome is 80 %. What is the attribution in per cent, where attribution "
            "means the share caused by others?"
        ),
    ),
    "housing": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=540,
            expected=FLAT_1,
            mistakes={
                405: _("That is after deadweight. Others did 30 % of what is left."),
                243: _("You added 25 and 30. The second share is taken off what the first has left."),
                121.5: _("That is the others' part of it. What is left for the workshop?"),
                378: _("You took off the others' part only. A quarter would have come anyway."),
                135: _("That is the quarter that would have come anyway. Take it off."),
                162: _("That is 30 % of all. The others did 30 % of the 405, and it is taken off."),
                lambda x: x in (283, 284): _("The steps are right. Give one decimal."),
            },
            explain=_("405 × 0.7. No woman moved into a flat that another one lost, so displacement is 0."),
        ),
    ),
    "year_3": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=2000,
            expected=LATER[2],
            mistakes={
                lambda x: abs(x - LATER[1]) < 0.05: _("That is year 2. One year more has passed."),
                lambda x: abs(x - LATER[0] * (1 - 2 * DONE.drop_off)) < 0.05: _(
                    "You took a quarter of the first year twice. The second quarter is of what was left."
                ),
                lambda x: abs(x - LATER[0] * DONE.drop_off**2) < 0.05: _("You kept the quarter that goes. Keep the rest, 0.75."),
                lambda x: 0.05 < abs(x - LATER[2]) < 0.6: _("The steps are right. Give two decimals."),
                lambda x: abs(x - LATER[0] * DONE.drop_off) < 0.05: _("That is what goes after year 1. What stays?"),
                lambda x: abs(x - LATER[0] * (1 - DONE.drop_off) ** 3) < 0.05: _(
                    "Drop-off starts in the year after: in year 3 it has happened twice."
                ),
            },
            explain=_("1088.64 × 0.75: two drops, because the first year has none."),
        ),
    ),
    "ratio": Check(
        "number",
        dict(
            low=0,
            high=100,
            expected=F.ratio,
            tolerance=0.006,
            mistakes={
                lambda x: abs(x - F.net_ratio) < 0.006: _("That is the gain alone, the net ratio. The ratio has all of it."),
                lambda x: abs(x - 100 * F.ratio) < 0.6: _("That is in per cent. How many roubles does one rouble bring?"),
                lambda x: abs(x - (F.present_value - F.inputs)) < 1: _("That is the gain in money. Divide what it is worth by what went in."),
                lambda x: x in (1.4, 1.45, 1.5): _("So far it is right. Give two decimals, rounded."),
                lambda x: abs(x - 1 / F.ratio) < 0.006: _("Turned round: worth by what went in, not the other way."),
                lambda x: abs(x - TOTALS["year_1"] / F.inputs) < 0.006: _("That is the first year alone. The work goes on."),
                lambda x: abs(x - F.present_value / 3482) < 0.006: _(
                    "The volunteers' time is missing: what they learn is claimed, so their hours went in."
                ),
            },
            explain=_("5247 / 3600. Say 1.5 when you speak, and the next part before anybody asks."),
        ),
    ),
    "weaker": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=2880,
            expected=impact.year_1(WEAKER),
            mistakes={
                lambda x: abs(x - LATER[0] * 0.9) < 0.05: _("You took a tenth off the result. Begin again at 2880."),
                lambda x: abs(x - LATER[0]) < 0.05: _("That is with 30 %. Now it is 40."),
                lambda x: abs(x - 2880 * 0.6) < 0.05: _("That is after deadweight. Displacement and the others follow."),
                lambda x: abs(x - 2880 * 0.6 * 0.9) < 0.05: _("The share of the others is still in it: 20 % of what is left."),
                lambda x: abs(x - 2880 * 0.6 * 0.8) < 0.05: _("What was only moved is still in it: 10 % of what deadweight leaves."),
                lambda x: abs(x - 2880 * (1 - 0.4 - 0.1 - 0.2)) < 0.05: _("You added the three shares. Each is taken off what the one before has left."),
                lambda x: abs(x - 2880 * 0.4 * 0.9 * 0.8) < 0.05: _("40 % is what would have come anyway. Keep the rest."),
            },
            explain=_("2880 × 0.6 × 0.9 × 0.8. The ratio falls to 1.3323."),
        ),
    ),
    "reading": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Nobody has counted that. It is where the answer would turn."),
                "c": _("A switching value is no probability. It says how much room there is."),
            },
            explain=_("Now hold it against what is known: 17 of 64 without a workshop. There is room."),
        ),
        question=_(
            "A social return is 1 where deadweight is 66.5 %. What does that say?\n"
            "a) 66.5 % of the women found work without the workshop\n"
            "b) two of three would have to find such work anyway before a rouble brings less than a rouble\n"
            "c) the ratio is right with a chance of 66.5 %"
        ),
    ),
    "twice": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Two people gain, but it is one sum of money. The tax is paid out of the pay."),
                "c": _("The state is one of those for whom something changes. The question is whether its part is new."),
            },
            explain=_("Either pay before tax alone, or pay after tax for her and the tax for the state."),
        ),
        question=_(
            "One row claims a year's pay before tax for each woman. Somebody adds a row: the income tax on this pay, for "
            "the state. What is wrong?\na) nothing, they are two different gainers\nb) the tax is inside the pay already\n"
            "c) the state can be no beneficiary"
        ),
    ),
    "claim": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Another venture chose other proxies and other shares. The two ratios do not rank anything."),
                "b": _("That is the ratio if nothing had come anyway or through others. It is not their own."),
            },
            explain=_("What changed, a range, what it hangs on, and what you do not know. A reader can check all of it."),
        ),
        question=_(
            "Which sentence may stand in an application?\na) With 1.46 we do better than the museum, which has 1.2.\n"
            "b) Each rouble brings three.\n"
            "c) Twelve women have work. A rouble brings between 1 and 1.7; without the row of two women it is 1."
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "left": Prediction(
        lambda: 100 * TOTALS["year_1"] / TOTALS["gross"],
        _("% of the claim"),
        _("Nearly half goes, and every part of it for a reason that somebody can check."),
    ),
    "without": Prediction(
        lambda: 100 * WITHOUT,
        _("kopecks"),
        _("Two women carry more than a quarter of all the worth. Nobody should hear the ratio without hearing that."),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the cases' inputs. A content test holds the prose to this list."""
    swings = {(one.row, one.field): one for one in impact.sensitivity(F)}
    lows = [min(one.ratio_at_low, one.ratio_at_high) for one in swings.values()]
    highs = [max(one.ratio_at_low, one.ratio_at_high) for one in swings.values()]
    steps_1 = dict(impact.waterfall(DONE))
    others = F.present_value - ROW[WORK].present_value
    whole = ROW[WORK].present_value / (1 - DONE.deadweight)
    return {
        "number of this module": 13,
        "version of IRIS+": float(impact.iris()["version"]),
        "of the recall: money": LATER_MONEY, "of the recall: rate, %": LATER_RATE * 100,
        "went in": F.inputs,
        "gross": TOTALS["gross"],
        "left of it in year 1": TOTALS["year_1"],
        "left of it, %": round(100 * TOTALS["year_1"] / TOTALS["gross"], 1),
        **{f"gross of {one.name}": one.quantity * one.proxy for one in PLAN.outcomes},
        **{f"year 1 of {row.name}": round(row.year_1, 2) for row in F.rows},
        **{f"worth of {row.name}": round(row.present_value, 2) for row in F.rows},
        "worth": round(F.present_value, 2),
        "after deadweight": steps_1["gross"] + steps_1["deadweight"],
        "after displacement": steps_1["gross"] + steps_1["deadweight"] + steps_1["displacement"],
        "housing after deadweight": 540 * 0.75,
        **{f"stable work, year {year}": round(value, 2) for year, value in enumerate(LATER, start=1)},
        "ratio": round(F.ratio, 4), "ratio, shorter": round(F.ratio, 2), "ratio, spoken": round(F.ratio, 1),
        "net ratio": round(F.net_ratio, 4),
        **{words: round(ratio, 4) for words, ratio in RATIOS.items()},
        "weaker": round(impact.year_1(WEAKER), 2),
        "ratio, weaker": round(impact.ratio_if(F, WORK, deadweight=0.40), 4), "weaker, %": 40,
        "without the two": round(WITHOUT, 4), "without the two, shorter": round(WITHOUT, 2),
        "without the largest": round(impact.ratio_without(F, WORK), 2),
        "lowest of the tornado": round(min(lows), 2), "highest of the tornado": round(max(highs), 2),
        "highest, spoken": round(max(highs), 1),
        "widest at its low end": round(WIDEST.ratio_at_low, 2), "widest at its high end": round(WIDEST.ratio_at_high, 2),
        "worth of the other rows": round(others, 2), "needed": round(F.inputs - others, 2),
        "with no deadweight": round(whole, 2),
        "switching, %": round(100 * SWITCH[WORK, "deadweight"], 1),
        "all claimed": round(ALL_CLAIMED, 2), "all claimed, spoken": round(ALL_CLAIMED),
        "women each Saturday": EACH, "women followed": FOLLOWED, "sentenced again": AGAIN, "at work without": 17,
        "of a hundred": round(100 * 17 / FOLLOWED), "a hundred": 100,
        "twenty points": 20, "a quarter, %": 25, "half, %": 50,
        "target for the women": 0.95, "baseline of the women": 0.86,
        "women at the machines": 12, "women with a flat": 9, "sentenced again, of twelve": round(12 * AGAIN / FOLLOWED, 1),
        "what stays after drop-off": 1 - DONE.drop_off, "what deadweight leaves": 1 - DONE.deadweight,
        "visits": DATES * EACH, "deadweight moved to, %": 70, "own share, %": 80, "three shares, added": 30 + 10 + 20,
        "ratio of the made-up museum": 1.2,
        "minutes for the task": 45,
    }  # fmt: skip


LESSON = Lesson(
    module="13-impact",
    title=_("Measuring impact: indicators and social return"),
    minutes=75,
    model="impact",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={
        "claims": claims,
        "indicators": indicators,
        "steps": steps,
        "years": years,
        "sensitivity": sensitivity,
    },
    figures=figures,
    section=SECTION,
)
