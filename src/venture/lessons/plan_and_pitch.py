"""Module 15: the questions of the lesson, with what each likely error deserves to hear.

Case A, a centre for schoolchildren; every number is illustrative and comes from its plan (`venture.cases`) or the model.
"""

from __future__ import annotations

from dataclasses import replace

from venture import appraisal, cases
from venture.consistency import check
from venture.forecast import YEAR, forecast
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.numbers import say
from venture.plan import Plan
from venture.sections.plan_and_pitch import SECTION
from venture.words import _

MODEL = load("plan_and_pitch")
MONEY = _("₽ thousand")
A = cases.load("children")
F = forecast(A)
WITH = forecast(A, with_requested=True)
V = MODEL.values(**MODEL.preset("a").values)
RENT = MODEL.run("rent")
WORKED = MODEL.run("worked")
W = WORKED.values
NEW_RENT = 120.0
OLD_RENT = next(cost.amount for cost in A.fixed_costs if cost.name == "Rent")
RESERVE_UP = RENT.values.reserve - V.reserve
CASH_DOWN = V.lowest - RENT.values.lowest
BREAK_EVENS = {one.key: one for one in appraisal.break_evens(F, YEAR)}
SECONDS = 5 * 60


def dearer() -> Plan:
    """Case A with the new rent, its reserve and its ask put right, and the words as they were."""
    costs = tuple(replace(cost, amount=NEW_RENT) if cost.name == "Rent" else cost for cost in A.fixed_costs)
    changed = replace(A, fixed_costs=costs, reserve=RENT.values.reserve)
    return replace(changed, ask=replace(A.ask, amount=round(forecast(changed).ask, 1)))


def request() -> Table:
    """The three places in which a funder looks for one sum."""
    uses = sum(one.amount for one in A.ask.uses)
    listed = " + ".join(say(one.amount) for one in A.ask.uses)
    rows = (
        (_("the summary"), _("“We ask a foundation for {n} in three tranches”").format(n=say(A.ask.amount)), say(A.ask.amount)),
        (_("the list of uses"), listed, say(uses)),
        (_("the cash plan"), _("reserve {reserve}, less lowest cash {lowest}").format(reserve=say(A.reserve), lowest=say(F.lowest_cash, most=1)), say(F.ask, most=1)),
    )  # fmt: skip
    return Table(
        _("One sum in three places (case A, ₽ thousand, illustrative)"),
        (_("where"), _("what stands there"), _("sum")),
        rows,
    )


def worked() -> Table:
    """Case A step by step."""
    lowest, reserve = V.lowest, V.reserve
    rows = (
        (_("1. Lowest month"), _("read it in the cash plan, without the money asked for"), say(lowest, most=1)),
        (_("2. Up to the reserve"), f"{say(reserve)} − {say(lowest, most=1)}", say(reserve - lowest, most=1)),
        (_("3. Less what is secured and not in the plan yet"), f"{say(reserve - lowest, most=1)} − {say(V.secured)}", say(MODEL.run("a")["ask"].value, most=1)),
        (_("4. Round it, the same way everywhere"), _("in text, table and slide"), say(V.asked)),
    )  # fmt: skip
    return Table(
        _("From the cash plan to the ask (₽ thousand, illustrative)"), (_("step"), _("how"), _("amount")), rows
    )


def checker() -> Table:
    """What the kit finds in the texts of case A after the rent has changed and the words have not."""
    rows = tuple(
        (
            one.section,
            one.label,
            one.text,
            say(one.computed, most=1) if one.topic != "opening" else f"{one.computed:.0f}",
            _("agrees") if one.agrees else _("differs"),
        )
        for one in check(dearer()).found
    )
    return Table(
        _("The texts beside the numbers, after the rent rose (₽ thousand, illustrative)"),
        (_("section"), _("what the number is"), _("the text says"), _("the plan has"), _("do they agree?")),
        rows,
    )


def flags() -> Table:
    """Three of the flags of case A, each with an answer of another kind."""
    return Table(
        _("Three red flags of case A, answered (₽ thousand, illustrative)"),
        (_("what the reader finds"), _("kind of answer"), _("what Vera writes")),
        (
            (
                _("No deposit for the rent is in the plan."),
                _("change the plan"),
                _("“The landlord wants one month. It stands in month 0 now, and the ask is higher by it.”"),
            ),
            (
                _("The grant comes late: cash is {short} below the reserve in month {month}.").format(
                    short=say(A.reserve - WITH.lowest_cash, most=1), month=WITH.lowest_month
                ),
                _("ask for something else"),
                _("“We ask for the tranche of month 5 in month 3, when the third teacher starts.”"),
            ),
            (
                _("One family in ten stays away, and cash falls below zero."),
                _("carry it, and say who"),
                _("“We open the third room only with 54 contracts. Until then the room is let, and the founders wait for a month's pay.”"),
            ),
        ),
    )  # fmt: skip


SLIDES = (
    (_("The problem"), _("School ends at one, work ends at six."), 35),
    (_("Who, and how many"), _("Of 92 families we asked, 61 leave a child alone."), 25),
    (_("The solution"), _("A place from one to seven, on foot from school."), 30),
    (_("What brings the money"), _("A family pays 9.4; what it leaves carries the third teacher."), 35),
    (_("The market"), _("135 would come; there is room for 72."), 25),
    (_("The change"), _("Parents who work full time: how many, and how many would anyway."), 30),
    (_("The worst month"), _("Cash is lowest in month 6 with 136."), 35),
    (_("The ask"), _("600 in three tranches, and what each is for."), 35),
    (_("What may go wrong"), _("One family in ten, and what we do in that month."), 30),
    (_("Who does it"), _("Two founders, and who stands in for whom."), 20),
)


def slides() -> Table:
    """Ten slides in five minutes, with a sentence and the seconds for each."""
    rows = tuple((str(n), title, says, str(seconds)) for n, (title, says, seconds) in enumerate(SLIDES, start=1))
    return Table(
        _("Ten slides, five minutes (case A, illustrative)"),
        (_("slide"), _("title"), _("the one sentence"), _("seconds")),
        (*rows, (_("in all"), "", "", str(sum(seconds for *_rest, seconds in SLIDES)))),
    )


def questions() -> Table:
    """Ten questions that funders ask, and where the answer is."""
    rows = (
        (_("What exactly is the money for?"), _("list of uses, modules 6 and 15")),
        (_("What do you do if we give half?"), _("smaller start, its own lowest month, module 8")),
        (_("Which month is the worst, and what if a payment comes late in it?"), _("cash plan, module 8")),
        (_("How many must come so that you do not lose money?"), _("break-even, module 4")),
        (_("How do you know that they will come at this price?"), _("funnel, survey, modules 2 and 5")),
        (_("Who pays when our money is spent?"), _("way out of support, module 10")),
        (_("What would have happened without you?"), _("deadweight, module 13")),
        (_("Which number decides, and how far may it move?"), _("tornado, module 12")),
        (_("Who else has promised what, and where is it written?"), _("partners, letters, module 14")),
        (_("When would you stop?"), _("stop condition, module 1")),
    )
    return Table(_("Ten questions of a funder"), (_("question"), _("where your answer is")), rows)


CHECKS = {
    "recall_hoped": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Then the plan pays wages with money that nobody has promised."),
                "c": _("Nobody pays half a wish. It comes whole or not at all."),
            },
            explain=_("Only what is agreed counts (module 10). What is requested is the ask itself."),
        ),
    ),
    "recall_tornado": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("The bar says how far the result moves, not how likely that is."),
                "c": _("A number may triple and matter little, when it is small."),
            },
            explain=_("The widest bar is the number that decides (module 12). A funder asks about it first."),
        ),
    ),
    "recall_deadweight": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Attribution is the part that others have caused. Here nobody has to do anything."),
                "c": _("Drop-off is what fades from year to year."),
            },
            explain=_("Deadweight would have happened anyway (module 13). You take it off and say so."),
        ),
    ),
    "to_reserve": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=5000,
            expected=W.reserve - W.lowest,
            mistakes={
                W.reserve + W.lowest: _("The lowest cash is below zero: to take −260 off 300 means to add 260."),
                -W.lowest: _("That fills the hole, and leaves the account at 0. The reserve is to be there as well."),
                W.reserve: _("That would be so if the lowest month ended at 0."),
            },
            explain=_("260 up to zero, and 300 from there to the reserve."),
        ),
    ),
    "ask_worked": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=5000,
            expected=WORKED["ask"].value,
            mistakes={
                W.reserve - W.lowest: _("What is secured comes anyway. You need not ask for it again."),
                W.reserve - W.lowest + W.secured: _("You added what is secured. It makes the ask smaller."),
                -W.lowest - W.secured: _("The reserve is missing."),
                W.reserve + W.lowest - W.secured: _("The lowest cash is below zero, so it makes the ask larger."),
            },
            explain=_("Reserve, less lowest cash, less what is secured."),
        ),
        question=_(
            "In its lowest month a plan's cash is −260 ₽ thousand. The reserve is to be 300, and 120 are agreed in writing but "
            "not in the cash plan yet. How much must be asked for?"
        ),
    ),
    "hoped": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("If the second foundation says no, the lowest month ends 200 below the reserve."),
                "c": _("Nothing more is needed because somebody thinks. A higher ask needs a reason in the numbers."),
            },
            explain=_("A kind word is not secured. Tell each funder that you ask the other, and what happens if both say yes."),
        ),
        question=_(
            "Your numbers lack 440. A second foundation is thinking about 200. How much do you ask the first one for?\n"
            "a) 240\nb) 440\nc) 640"
        ),
    ),
    "uses_missing": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=5000,
            expected=RENT["gap"].value,
            tolerance=0.1,
            mistakes={
                lambda x: 0.1 < abs(x - RENT["gap"].value) < 1: _("The steps are right. Give one decimal."),
                RESERVE_UP: _("That is the higher reserve. The lowest month has sunk too."),
                CASH_DOWN: _("That is how far the lowest month has sunk. The reserve is higher too."),
                RENT["ask"].value: _("That is the whole new ask. Which part of it has no use in the list yet?"),
            },
            explain=_("842.3 less the 600 that are listed. Sources and uses are equal, or one of them is wrong."),
        ),
    ),
    "contradiction": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("The plan sells 68 places a month from month 10 on. That agrees."),
                "c": _("The founders' money in the plan is 900. That agrees."),
            },
            explain=_("47 children do cover the running costs, but 49 to 53 do not: the third teacher. After the levy it takes 58."),
        ),
    ),
    "flag": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("The flag is gone, and the thin months are still there. The funder's own sheet will find them."),
                "b": _("Trust is no month's rent. Which date can be moved?"),
            },
            explain=_("The answer names a tranche, a month and a reason. That can be agreed to."),
        ),
        question=_(
            "A grant of the right sum comes after the months that lack it. What do you write to the funder?\n"
            "a) the reserve is taken out of the plan, so that nothing is short\nb) you are sure that suppliers will wait\n"
            "c) which tranche should come earlier, in which month and why"
        ),
    ),
    "order": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("So you would begin at a bank. A foundation for children must know for which children, before it looks at the loan."),
                "c": _("After two minutes about you nobody knows yet what it is about."),
            },
            explain=_("First what this funder is there for. The ten slides stay, their order and their minutes change."),
        ),
        question=_(
            "A foundation for children gives you five minutes. What comes first?\n"
            "a) the children, how many, and what changes for them\nb) break-even, debt service cover, security\n"
            "c) the founders, their way here, their prizes"
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "dearer_lease": Prediction(
        lambda: RENT["ask"].value,
        MONEY,
        _(
            "Each month that passes until the lowest one costs 25 more, and the lowest month itself moves to month 9. The reserve of "
            "three months rises by 75. The old text asks for 600."
        ),
    ),
    "with_the_grant": Prediction(
        lambda: round(WITH.lowest_cash, 1),
        MONEY,
        _(
            "The 600 come in three parts, in months 1, 5 and 9. Until month 8 the account stays below the reserve. A right sum can come too late."
        ),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs, computed."""
    return {
        "lowest cash": round(F.lowest_cash, 1),
        "lowest cash as it is said": round(F.lowest_cash),
        "ask": MODEL.run("a")["ask"].value,
        "ask of the engine": round(F.ask, 1),
        **{f"use {n}": use.amount for n, use in enumerate(A.ask.uses)},
        "sum of the uses": sum(use.amount for use in A.ask.uses),
        "old rent": OLD_RENT,
        "new rent": NEW_RENT,
        "rise": NEW_RENT - OLD_RENT,
        "reserve up": RESERVE_UP,
        "new lowest": RENT.values.lowest,
        "depth": abs(RENT.values.lowest),
        "new ask": RENT["ask"].value,
        "too little": RENT["gap"].value,
        "lowest with the request": round(WITH.lowest_cash, 1),
        "month of it": WITH.lowest_month,
        "children": max(F["units"]),
        "part of the operating break-even": BREAK_EVENS["operating"].volumes[0].start,
        "end of it": BREAK_EVENS["operating"].volumes[0].end,
        "after the levy": BREAK_EVENS["after levy"].volumes[0].start,
        "worked hole": -W.lowest,
        "worked up to the reserve": W.reserve - W.lowest,
        "hoped": 200,
        "less the hoped": WORKED["ask"].value - 200,
        "more by the hoped": WORKED["ask"].value + 200,
        "seconds": SECONDS,
        "slides": len(SLIDES),
        "seconds a slide": SECONDS / len(SLIDES),
        "seconds of the shortest slide": min(seconds for *_rest, seconds in SLIDES),
        "questions": len(questions().rows),
    }


LESSON = Lesson(
    module="15-plan-and-pitch",
    title=_("The business plan and the pitch"),
    minutes=75,
    model="plan_and_pitch",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={
        "request": request,
        "worked": worked,
        "checker": checker,
        "flags": flags,
        "slides": slides,
        "questions": questions,
    },
    figures=figures,
    own={"secured": 0, "own": 0, "loans": 0, "granted": 0, "bought": 0},
    section=SECTION,
)
