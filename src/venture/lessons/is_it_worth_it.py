"""Module 11: the questions of the lesson, with what each likely error deserves to hear.

Case E, four houses that save heat; every number is illustrative and comes from the engine (`venture.money`).
"""

from __future__ import annotations

from datetime import date

from venture import money, support
from venture.appraisal import post_money, pre_money
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.is_it_worth_it import deflated, flows_of
from venture.numbers import say
from venture.sections.is_it_worth_it import SECTION
from venture.words import _

MODEL = load("is_it_worth_it")
CASE = MODEL.run("e")
E = CASE.values
FLOWS = flows_of(E)
RATE, INFLATION = E.rate / 100, E.inflation / 100
NPV = CASE["npv"].value
LATER = sum(FLOWS[1:])
REAL = money.real_rate(RATE, INFLATION)
HIGHER = 16  # % a year, of the faded example
LOWER = 8  # % a year, reinvestment rate of the faded example
YEAR_1 = FLOWS[1] / (1 + HIGHER / 100)
AT_HIGHER = MODEL.run("e", rate=HIGHER)["npv"].value
GROWN = money.npv0(LOWER / 100, [0.0, *FLOWS[1:]]) * (1 + LOWER / 100) ** (len(FLOWS) - 1)  # by the last year
MIRR = MODEL.run("e", reinvest_rate=LOWER)["mirr"].value
PROMISED, IN_A_YEAR = 500, 570  # the same money at 14 %
STRIPS = (-100.0, 150.0)  # draught strips for one staircase, worn out after a winter
LEVEL = 80  # %, the savings of a mild decade
GAP = MODEL.run("e", level=LEVEL)["gap"].value
RAISED, SHARE = 900, 0.15  # light valuation
AUDIT = 60  # paid in February, whatever is decided
LOAN, MONTHS, MARKET = 5000, 60, 18  # module 10's soft loan
SOFT = support.grant_element(LOAN, [0.0] + [LOAN / MONTHS] * MONTHS, MARKET / 1200)
AFTER_4 = sum(FLOWS[:5])
DATED = (
    (date(2025, 2, 10), -600.0),
    (date(2025, 5, 20), -900.0),
    (date(2025, 9, 15), -500.0),
    (date(2026, 6, 30), 1200.0),
    (date(2027, 6, 30), 1500.0),
)
DATES, AMOUNTS = zip(*DATED, strict=True)
DATED_RATE = 12  # %


def _late() -> float:
    """NPV where every saving comes a year later."""
    later = {f"flow_{year + 1}": E[f"flow_{year}"] for year in range(1, len(FLOWS))}
    return MODEL.run("e", **{**later, "flow_1": 0, "years": len(FLOWS)})["npv"].value


def worked() -> Table:
    """The worked example: each flow, what it counts today, and the sum so far."""
    rows = []
    so_far = 0.0
    for year, flow in enumerate(FLOWS):
        so_far += flow / (1 + RATE) ** year
        rows.append(
            (
                say(year),
                say(flow),
                f"1 / {say(1 + RATE)}^{year} = {say((1 + RATE) ** -year, 4)}",
                say(flow / (1 + RATE) ** year, 2),
                say(so_far, 2),
            )
        )
    return Table(
        _("Warm Yard at 14 % a year, in ₽ thousand (illustrative)"),
        (_("year"), _("flow"), _("discount factor"), _("worth today"), _("sum so far")),
        tuple(rows),
    )


def kinds() -> Table:
    """Four ways to put flows and a rate together, two of them wrong."""
    real = deflated(FLOWS, INFLATION)
    ways = (
        (_("with inflation"), FLOWS, _("with inflation"), RATE, _("right")),
        (_("without"), real, _("without"), REAL, _("right: the same project, the same worth")),
        (_("with inflation"), FLOWS, _("without"), REAL, _("wrong: everything looks worth doing")),
        (_("without"), real, _("with inflation"), RATE, _("wrong: nothing looks worth doing")),
    )
    rows = tuple(
        (first, f"{say(flows[1], 1)} … {say(flows[-1], 1)}", second, f"{say(rate * 100)} %", say(money.npv0(rate, flows), 2), verdict)
        for first, flows, second, rate, verdict in ways
    )  # fmt: skip
    return Table(
        _("The savings and the rate, with 6 % inflation a year and without it (illustrative)"),
        (_("flows"), _("first … last"), _("rate"), _("a year"), _("NPV"), _("what it is")),
        rows,
    )


def scale() -> Table:
    """A small project with a high rate of return beside a large one with a lower."""
    both = ((_("draught strips in one staircase"), STRIPS), (_("heat points for four houses"), FLOWS))
    rows = tuple(
        (name, say(0.0 - flows[0]), f"{say(money.irr(flows) * 100, 2)} %", say(money.npv0(RATE, flows), 2))
        for name, flows in both
    )
    return Table(
        _("Two projects at 14 % a year (₽ thousand, illustrative)"), (_("project"), _("outlay"), "IRR", "NPV"), rows
    )


def dated() -> Table:
    """Flows on their days, with XNPV and XIRR."""
    rows = tuple((day.isoformat(), say(flow), say((day - DATES[0]).days)) for day, flow in DATED)
    worth = (_("XNPV at {rate} %").format(rate=DATED_RATE), say(money.xnpv(DATED_RATE / 100, AMOUNTS, DATES), 2), "")
    rate = ("XIRR", f"{say(money.xirr(AMOUNTS, DATES) * 100)} %", "")
    return Table(
        _("Money on its days (₽ thousand, illustrative)"),
        (_("day"), _("flow"), _("days since the first")),
        (*rows, worth, rate),
    )


CHECKS = {
    "recall_depreciation": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("That is how the profit and loss account spreads the cost. Which day does the bank see?"),
                "c": _("It was paid, so it left. What is spread afterwards is only the cost in the books."),
            },
            explain=_("All of it leaves in July; the books spread the cost over eight years (modules 6 and 8)."),
        ),
    ),
    "recall_interest": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("The payment leaves the account whole. But a part of it only gives back what was borrowed."),
                "c": _("The principal was never income, so giving it back is no cost."),
            },
            explain=_("Interest is the price of the loan; the principal pays back what was borrowed (module 9)."),
        ),
        question=_(
            "Each month a venture pays the bank interest and a part of the loan. Which of it is a cost?\n"
            "a) the whole payment\nb) the interest\nc) the part of the loan that is paid back"
        ),
    ),
    "recall_gift": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("All of it is paid back, but later, and later money counts for less. That difference is given."),
                "c": _("It must be paid back, so it is not all a gift."),
            },
            explain=_(
                "{gift}, or {share} %: the loan less what its payments are worth at {market} % (module 10)."
            ).format(gift=say(SOFT, 2), share=say(SOFT / LOAN * 100, 1), market=MARKET),
        ),
    ),
    "worth_today": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=1000,
            expected=PROMISED,
            mistakes={
                IN_A_YEAR * (1 - RATE): _(
                    "You took 14 % off 570. But the 14 % are earned on the smaller sum, the one of today."
                ),
                IN_A_YEAR * (1 + RATE): _(
                    "You added a year of earning. Money that comes later counts for less, not more."
                ),
                IN_A_YEAR: _("That is what comes in a year. With which sum today could you have it then?"),
            },
            explain=_("570 / 1.14. Put the other way: 500 today, at 14 %, are 570 in a year."),
        ),
        question=_(
            "At 14 % a year, 570 thousand roubles come in a year from now. How much are they worth today, in thousand roubles?"
        ),
    ),
    "sunk": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("It is paid in both cases. What changes it if the houses say no?"),
                "b": _("Spreading does not help: a past payment is the same whatever they decide now."),
            },
            explain=_(
                "What is paid whatever you decide is sunk. Only what the decision changes is a flow of the project."
            ),
        ),
        question=_(
            "A study has been paid for. Now you decide whether to build. How does the study's price enter NPV?\n"
            "a) as a part of today's outlay\nb) spread over the years\nc) not at all"
        ),
    ),
    "spreadsheet": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _(
                    "NPV takes its first cell for money of next year. Here it moves everything, today's outlay too, one year away: {wrong}."
                ).format(wrong=say(money.npv(RATE, FLOWS), 2)),
                "c": _("A sum and one year's discount: the eighth year's money would count like the first year's."),
            },
            explain=_("The function has no today. Keep today's outlay outside and add it, with its minus."),
        ),
        question=_(
            "Today's outlay stands in A2 with a minus, eight later flows in B2 to I2. Which gives the net present value at 14 %?\n"
            "a) =NPV(14%,A2:I2)\nb) =NPV(14%,B2:I2)+A2\nc) =SUM(A2:I2)/1.14"
        ),
    ),
    "year_1": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=2600,
            expected=YEAR_1,
            tolerance=0.05,
            mistakes={
                lambda x: abs(x - FLOWS[1] / (1 + RATE)) < 0.1: _("That is at 14 %. What does the bank ask now?"),
                FLOWS[1] * (1 - HIGHER / 100): _(
                    "You took 16 % off. Divide by 1.16: the rate is earned on the sum of today."
                ),
                FLOWS[1]: _("That is the flow as it comes. What is it worth today?"),
            },
            explain=_("620 / 1.16, because it is one year away."),
        ),
    ),
    "at_16": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=-2600,
            high=6000,
            expected=AT_HIGHER,
            tolerance=0.6,
            mistakes={
                lambda x: abs(x - AT_HIGHER - 2600) < 1: _("Today's outlay is missing: take {outlay} off.").format(
                    outlay=say(E.outlay)
                ),
                lambda x: abs(x - AT_HIGHER / (1 + HIGHER / 100)) < 0.6: _(
                    "Everything is a year too far away. Today's outlay counts whole."
                ),
                NPV: _("That was at 14 %."),
            },
            explain=_("A higher required return leaves less, because what comes late counts less."),
        ),
    ),
    "highest": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _(
                    "50 % of a small sum for one year. How many roubles are the houses better off by, and for how long?"
                ),
                "c": _(
                    "The rates differ, and so does what is left in roubles. Which of the two do the houses live on?"
                ),
            },
            explain=_(
                "NPV counts roubles. A rate says nothing about how much money earns it, and for how long. The strips can come too."
            ),
        ),
        question=_(
            "Only one of two projects fits into your year: 100 with an IRR of 50 %, or 2600 with 19 %. At 14 % the NPV is 32 and 489. "
            "Which makes you richer?\na) the one with the higher IRR\nb) the one with the higher NPV\nc) both the same"
        ),
    ),
    "two_rates": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("At 10 % NPV is zero. Move the rate to 15 %: is it below zero there?"),
                "b": _("At 20 % NPV is zero too. Move the rate to 5 %: would you build the hall then?"),
            },
            explain=_(
                "Flows that change sign twice can have two rates. Ask NPV at your own rate: only between the two is it above zero."
            ),
        ),
    ),
    "mirr": Check(
        "number",
        dict(
            unit="%",
            low=-100,
            high=100,
            expected=MIRR,
            tolerance=0.02,
            mistakes={
                lambda x: abs(x - (GROWN / E.outlay - 1) * 100) < 0.5: _(
                    "That is the growth over all eight years. Which rate a year gives it?"
                ),
                lambda x: abs(x - (GROWN / E.outlay - 1) * 100 / 8) < 0.1: _(
                    "You divided by eight. Growth is earned on growth, so take the eighth root."
                ),
                lambda x: abs(x - CASE["mirr"].value) < 0.02: _(
                    "That is with 10 % on what is put back. Now it is 8 %."
                ),
                lambda x: abs(x - MIRR / 100) < 0.001: _("That is the share. Give it in per cent."),
                lambda x: abs(x - 1 - MIRR / 100) < 0.001 or abs(x - 100 - MIRR) < 0.1: _(
                    "That is one plus the rate. Take the one off, and give the rest in per cent."
                ),
                lambda x: abs(x - ((GROWN / E.outlay) ** (1 / 9) - 1) * 100) < 0.02: _(
                    "There are nine flows, but eight years between the first and the last."
                ),
            },
            explain=_(
                "The less the savings earn on their way, the lower the return: IRR had put them back at its own 19.252 %."
            ),
        ),
    ),
    "payback": Check(
        "number",
        dict(
            unit=_("years"),
            low=0,
            high=8,
            expected=CASE["payback"].value,
            tolerance=0.01,
            mistakes={
                5: _("After five years it is more than back. How much of the fifth year is needed?"),
                4: _("After four years 15 are still missing. How long does the fifth year take to bring them?"),
                lambda x: abs(x - E.outlay / (LATER / 8)) < 0.01: _(
                    "That spreads the savings evenly. They begin lower, so add them up year by year."
                ),
                lambda x: abs(x - CASE["discounted_payback"].value) < 0.01: _(
                    "That is the discounted payback. Here the flows count as they come."
                ),
            },
            explain=_("Four years, and 15 of the 690 that the fifth brings."),
        ),
    ),
    "real_rate": Check(
        "number",
        dict(
            unit="%",
            low=-10,
            high=40,
            expected=REAL * 100,
            tolerance=0.006,
            mistakes={
                (RATE - INFLATION) * 100: _(
                    "The subtraction is near, but not right: it is 8, and with high inflation it is far off. Divide."
                ),
                lambda x: abs(x - money.nominal_rate(RATE, INFLATION) * 100) < 0.01: _(
                    "You multiplied: that puts inflation on top once more. Take it out: divide."
                ),
                lambda x: abs(x - REAL) < 0.0006: _("That is the share. Give it in per cent."),
            },
            explain=_("1.14 / 1.06 − 1."),
        ),
        question=_(
            "A rate is 14 % with inflation, and prices rise by 6 % a year. What is the rate without inflation, in per cent?"
        ),
    ),
    "gap": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=3000,
            expected=GAP,
            tolerance=0.2,
            mistakes={
                lambda x: abs(x + GAP) < 0.2: _(
                    "The size is right. NPV has the minus; a grant is money that comes, so write it without."
                ),
                lambda x: abs(x - LATER * (1 - LEVEL / 100)) < 1: _(
                    "That is all that is lost, over eight years. A grant of today has to fill only the gap in today's money."
                ),
                lambda x: abs(x - (NPV + GAP)) < 1: _(
                    "That is the whole fall of NPV. Part of it the project can bear: it began above zero."
                ),
            },
            explain=_("The grant is NPV without its minus: paid today, it lifts NPV to zero."),
        ),
    ),
    "pre": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=10_000,
            expected=pre_money(RAISED, SHARE),
            mistakes={
                post_money(RAISED, SHARE): _("That is with the new money in it. What was there before?"),
                RAISED * SHARE: _("That is 15 % of 900. But 900 is the price of 15 %."),
                RAISED: _("That is what the investor brings."),
            },
            explain=_("900 for 15 % makes {post} after, so {pre} before.").format(
                post=say(post_money(RAISED, SHARE)), pre=say(pre_money(RAISED, SHARE))
            ),
        ),
    ),
}

PREDICTIONS = {
    "npv": Prediction(
        lambda: NPV,
        _("₽ thousand"),
        _("Added up, the savings are {more} more than the outlay. The years between take most of that away.").format(
            more=say(LATER - E.outlay)
        ),
    ),
    "late": Prediction(
        _late,
        _("₽ thousand"),
        _("Nothing was lost but a year, and it cost {lost}. When money comes is part of how much it is.").format(
            lost=say(NPV - _late(), 1)
        ),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the cases' inputs. A content test holds the prose to this list."""
    two = MODEL.run("two_rates")
    return {
        "number of this module": 11,
        "days of a year": 365,
        "earlier module": 10,
        "flats": 240,
        "houses": 4,
        "all savings": LATER,
        "more than the outlay": LATER - E.outlay,
        "heat points": 1500,
        "soft loan": LOAN,
        "months": MONTHS,
        "flats with little income": 71,
        "share sold, as a share": SHARE,
        "a rate far above": 25,
        "market rate, %": MARKET,
        "gift in the loan": round(SOFT, 2),
        "gift, %": round(SOFT / LOAN * 100, 1),
        "audit": AUDIT,
        "promised": PROMISED,
        "in a year": IN_A_YEAR,
        "one and the rate": 1 + RATE,
        "one and inflation": 1 + INFLATION,
        "NPV": round(NPV, 2),
        "NPV with today in the function": round(money.npv(RATE, FLOWS), 2),
        "NPV, a year late": round(_late(), 2),
        "rate of the faded example, %": HIGHER,
        "one and that rate": 1 + HIGHER / 100,
        "years 2 to 8 at 16 %": round(money.npv0(HIGHER / 100, FLOWS) - FLOWS[0] - YEAR_1, 2),
        "NPV at 16 %": round(AT_HIGHER, 2),
        "year 1 at 16 %": round(YEAR_1, 2),
        "IRR, %": round(CASE["irr"].value, 3),
        "MIRR, %": round(CASE["mirr"].value, 3),
        "MIRR at 8 %, %": round(MIRR, 3),
        "grown at 8 %": round(GROWN, 2),
        "payback": round(CASE["payback"].value, 2),
        "discounted payback": round(CASE["discounted_payback"].value, 2),
        "profitability index": round(CASE["index"].value, 3),
        "after four years": -AFTER_4,
        "back after four years": AFTER_4 + E.outlay,
        "real rate, %": round(REAL * 100, 3),
        "wrong way round, %": round(money.nominal_rate(RATE, INFLATION) * 100, 2),
        "wrong, too good": round(money.npv0(REAL, FLOWS), 2),
        "IRR, as it is spoken, %": round(CASE["irr"].value),
        "wrong, too bad, as a loss": -round(money.npv0(RATE, deflated(FLOWS, INFLATION)), 2),
        "subtraction, %": (RATE - INFLATION) * 100,
        "level, %": LEVEL,
        "lost in per cent": 100 - LEVEL,
        "NPV at 80 %": round(-GAP, 2),
        "gap": round(GAP, 2),
        "strips cost": -STRIPS[0],
        "strips bring": STRIPS[1],
        "strips' IRR, %": money.irr(STRIPS) * 100,
        "strips' NPV": round(money.npv0(RATE, STRIPS), 2),
        "smaller root, %": round(money.irr_all(flows_of(two.values))[0] * 100, 6),
        "larger root, %": round(money.irr_all(flows_of(two.values))[1] * 100, 6),
        "outlay of the hall": two.values.outlay,
        "clean-up": -two.values.flow_2,
        "rates to try, %": 15,
        "XIRR, %": round(money.xirr(AMOUNTS, DATES) * 100, 3),
        "XNPV": round(money.xnpv(DATED_RATE / 100, AMOUNTS, DATES), 2),
        "rate of XNPV, %": DATED_RATE,
        "raised": RAISED,
        "share sold, %": SHARE * 100,
        "post-money": post_money(RAISED, SHARE),
        "pre-money": pre_money(RAISED, SHARE),
        "minutes for the task": 45,
    }


LESSON = Lesson(
    module="11-is-it-worth-it",
    title=_("Is it worth it?"),
    minutes=75,
    model="is_it_worth_it",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"worked": worked, "scale": scale, "kinds": kinds, "dated": dated},
    figures=figures,
    section=SECTION,
)
