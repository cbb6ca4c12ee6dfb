"""Module 12: the questions of the lesson, with what each likely error deserves to hear.

Cases B (tours) and E (heat saved); every number is illustrative and comes from the model or the engine (`venture.risk`).
"""

from __future__ import annotations

import math

from venture import cases, costs, money
from venture.guide import guide
from venture.lesson import Check, Lesson, Prediction
from venture.lessons.is_it_worth_it import FLOWS, RATE
from venture.model import Table
from venture.models import load
from venture.models.risk import DRIVERS, profit, span_of, standard_error
from venture.numbers import say
from venture.risk import monte_carlo, stories_of, switching_value, tornado
from venture.sections.risk import SECTION
from venture.words import _

MODEL = load("risk")
RESULT = MODEL.run("b")
B = RESULT.values
P = RESULT["p_loss"].value / 100
N = int(B.futures)
ERROR = 100 * standard_error(P, N)
SPANS = {name: span_of(B, name) for name in DRIVERS}
CONTRACTS = MODEL.run("b_contracts")
ONE = dict(units=300.0, price=12.0, variable=7.0)  # the future of the faded example
ONE_PROFIT = profit(**ONE, fixed=B.fixed)
TO_COVER = costs.steps_at(B.fixed / (B.price - B.variable), 1)
DSCR = 1.08  # of the recall question

# Case E: what its NPV hangs on. Capital, saving as a share of the plan, rate, and years that the heat points last.
E_BASE = {"saving": 1.0, "capital": 1.0, "rate": RATE, "years": 8.0}
E_ENDS = {"saving": (0.8, 1.2), "capital": (0.9, 1.2), "rate": (0.11, 0.18), "years": (6.0, 8.0)}


def npv_of_e(saving: float, capital: float, rate: float, years: float) -> float:
    """Net present value of case E with other numbers."""
    return money.npv0(rate, [FLOWS[0] * capital, *(flow * saving for flow in FLOWS[1 : int(years) + 1])])


E_BARS = {bar.driver: bar for bar in tornado(npv_of_e, E_BASE, E_ENDS)}
E_SWITCH = switching_value(npv_of_e, E_BASE, "saving", low=0.5, high=1.5)

A = load("break_even")
MONTHS = {children: A.run("a", planned=children)["profit_at_plan"].value for children in (48, 51, 54)}


def ranges() -> Table:
    """Case B's three ranges, and where each end comes from."""
    why = {
        "units": _("the test summer, and both minibuses full"),
        "price": _("what clubs pay now, and what travellers pay elsewhere"),
        "variable": _("volunteers as second guides, and fuel at last winter's peak"),
    }
    label = {"units": _("trips a year"), "price": _("price of a trip"), "variable": _("variable cost of a trip")}
    rows = tuple(
        (label[name], say(span.low), say(span.likely), say(span.high), why[name]) for name, span in SPANS.items()
    )
    return Table(
        _("Three numbers for each number (₽ thousand and trips, illustrative)"),
        (_("number"), _("low"), _("most likely"), _("high"), _("where the ends come from")),
        rows,
    )


def bars_of_e() -> Table:
    """Case E's tornado, with one width left to the reader."""
    label = {
        "saving": (_("savings, of the plan"), lambda end: f"{say(100 * end)} %"),
        "capital": (_("outlay, of the plan"), lambda end: f"{say(100 * end)} %"),
        "rate": (_("required return"), lambda end: f"{say(100 * end)} %"),
        "years": (_("years that it lasts"), say),
    }
    rows = []
    for name, bar in E_BARS.items():
        words, shown = label[name]
        low, high = E_ENDS[name]
        width = "?" if name == "saving" else say(abs(bar.width), 1)
        rows.append((words, shown(low), shown(high), say(bar.at_low, 1), say(bar.at_high, 1), width))
    return Table(
        _("Case E: NPV when one number moves (₽ thousand, illustrative)"),
        (_("number"), _("low end"), _("high end"), _("NPV at the low end"), _("NPV at the high end"), _("width")),
        tuple(rows),
    )


def stories() -> Table:
    """The plan of case B and its stories, by the plan's own forecast."""
    told = stories_of(cases.load("tourism"))
    shown = list(told[0].outcomes)[:2]
    rows = tuple(
        (story.name, " ".join(story.text.split()) or _("every number as in the plan"), *(say(story.outcomes[name], 0) for name in shown))
        for story in told
    )  # fmt: skip
    return Table(
        _("Open Shore's plan of five years, and three stories (₽ thousand, illustrative)"),
        (_("story"), _("what happens"), *shown),
        rows,
    )


def first_futures() -> Table:
    """The first five futures of seed 1."""
    spread = monte_carlo(
        lambda units, price, variable: profit(units, price, variable, B.fixed), SPANS, n=5, seed=int(B.seed)
    )
    drawn = spread.drawn()
    rows = tuple(
        (
            say(at),
            *(say(drawn[name][at - 1], 1 if name == "units" else 2) for name in DRIVERS),
            say(spread["outcome"].values[at - 1], 0),
        )
        for at in range(1, 6)
    )
    return Table(
        _("The first five futures (illustrative)"),
        (_("future"), _("trips"), _("price"), _("variable cost"), _("profit")),
        rows,
    )


CHECKS = {
    "recall_npv": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("The plain sum of the flows is 2805. NPV counts what the years between cost."),
                "c": _("NPV is not in any account. It compares with what the money would do elsewhere."),
            },
            explain=_(
                "So much more it is worth today than it costs, when the money could earn 14 % elsewhere (module 11)."
            ),
        ),
        question=_(
            "At 14 % the NPV of a project is 489 thousand roubles. What does that mean?\n"
            "a) that it earns a profit of 489 in all\nb) that it is worth 489 more today than it costs, beyond its 14 %\n"
            "c) that 489 are in the account at the end"
        ),
    ),
    "recall_trips": Check(
        "number",
        dict(
            unit=_("trips"),
            whole=True,
            low=1,
            high=1000,
            expected=TO_COVER,
            tolerance=0.001,
            mistakes={
                TO_COVER - 1: _("You rounded down: with 323 trips a little is uncovered."),
                lambda x: abs(x - B.fixed / B.price) < 1: _("You divided by the price. Each trip leaves only 6.5."),
                lambda x: 323 < x < 324: _("Trips come whole: round up."),
            },
            explain=_("2100 / 6.5, rounded up (module 4)."),
        ),
    ),
    "recall_cover": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Below 1 it could not pay. At 1.08 it can, with little to spare."),
                "c": _("DSCR compares cash with payments to the lender, and is no share of sales."),
            },
            explain=_("Cash covers the payments 1.08 times; the usual guide asks for {guide} (module 9).").format(
                guide=say(guide("dscr"))
            ),
        ),
    ),
    "first_bar": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("The price reaches furthest to the right. What counts is the whole width, from end to end."),
                "c": _("Its low end is a good one. But the bar is the narrowest."),
            },
            explain=_("From −670 to 1280 is wider than from −390 to 1510: 1950 against 1900."),
        ),
        question=_(
            "Trips move the profit from -670 to 1280, the price from -390 to 1510, the cost of a trip from -200 to 750. "
            "Which bar stands on top of the tornado?\na) trips\nb) the price\nc) the cost of a trip"
        ),
    ),
    "width": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=5000,
            expected=E_BARS["saving"].width,
            tolerance=0.15,
            mistakes={
                lambda x: abs(x - (E_BARS["saving"].at_high + E_BARS["saving"].at_low)) < 0.2: _(
                    "You took 129.2 off. From below zero to above it both parts are added."
                ),
                lambda x: abs(x - (E_BARS["saving"].at_high - E_BARS["saving"].base)) < 0.2: _(
                    "That is one half, from the plan to the high end. The bar goes from end to end."
                ),
                0.4: _("That is how far the savings move. How far does NPV move?"),
                round(E_BARS["saving"].width): _("That is it, rounded too far: one decimal was asked."),
                lambda x: min(abs(x - E_BARS["saving"].at_high), abs(x - E_BARS["saving"].at_low)) < 0.2: _(
                    "That is one end of the bar. How far is it to the other?"
                ),
                lambda x: abs(x + E_BARS["saving"].width) < 0.2: _(
                    "The size is right. It was asked as high end less low end, so it has no minus."
                ),
            },
            explain=_("1106.2 less −129.2. No other bar of the four is wider."),
        ),
    ),
    "switch_price": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=50,
            expected=RESULT["switch_price"].value,
            tolerance=0.006,
            mistakes={
                round(RESULT["switch_price"].value): _("That is it, rounded too far: three decimals were asked."),
                lambda x: abs(x - B.fixed / B.units) < 0.01: _(
                    "That is what each trip must bring for the fixed costs. Its own cost comes on top."
                ),
                lambda x: abs(x - (B.price - B.fixed / B.units)) < 0.01: _(
                    "That is how dear a trip may become at the planned price. Here the price moves."
                ),
                lambda x: abs(x - RESULT["switch_units"].value) < 1: _(
                    "That is in trips. Which price brings the profit to zero?"
                ),
                lambda x: abs(x - (1 - RESULT["switch_price"].value / B.price) * 100) < 0.1: _(
                    "That is the room in per cent. What is the price itself?"
                ),
            },
            explain=_("6.5 + 2100 / 380. So the price may fall by 7.5 % before the profit is gone: little room."),
        ),
    ),
    "story": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Ten per cent of what, and why? Nobody can act on a number without a cause."),
                "c": _(
                    "All at their worst at once happens next to never. Nobody prepares for it, and nobody believes it."
                ),
            },
            explain=_("Something happens, and the numbers that hang on it move together, each by its own amount."),
        ),
        question=_(
            "Which of these is a scenario that helps to decide?\na) every number ten per cent worse\n"
            "b) the road is closed in August: a fifth fewer trips, guides are paid all the same\nc) every number at its worst at once"
        ),
    ),
    "one_future": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=-2100,
            high=10_000,
            expected=ONE_PROFIT,
            mistakes={
                ONE_PROFIT + B.fixed: _("The fixed costs are still to be paid."),
                -ONE_PROFIT: _(
                    "The size is right. Fixed costs are larger than what the trips leave, so it has a minus."
                ),
                300 * 12 - B.fixed: _("What do 300 trips cost themselves?"),
                RESULT["base"].value: _("That is the most likely case. Take the numbers of this future."),
            },
            explain=_("300 × (12 − 7) − 2100: one of the futures with a loss."),
        ),
    ),
    "average": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("51 children need a third teacher and do not yet pay her. Is there a month with 51?"),
                "c": _("Put 51 into module 4's model: the hole begins at 49."),
            },
            explain=_(
                "48 leave 11 and 54 leave 4, but 51 lose 18.5. With steps the average year is a year that never comes."
            ),
        ),
    ),
    "error": Check(
        "number",
        dict(
            unit=_("percentage points"),
            low=0,
            high=50,
            expected=ERROR,
            tolerance=0.01,
            mistakes={
                lambda x: x in (0.4, 0.5): _("That is it, rounded too far: two decimals were asked."),
                lambda x: abs(x - ERROR / 100) < 0.0001: _(
                    "That is the share. In percentage points it is a hundred times as much."
                ),
                lambda x: abs(x - 100 * P * (1 - P) / N) < 0.0005: _(
                    "The root is missing: take the square root of all of it."
                ),
                lambda x: abs(x - 100 * math.sqrt(P * (1 - P))) < 0.2: _(
                    "Divide by the number of futures before you take the root."
                ),
                lambda x: abs(x - 100 * math.sqrt(P / N)) < 0.02: _("The factor (1 − p) is missing."),
            },
            explain=_("√(0.277 × 0.723 / 10000) = 0.0045. Four times as many futures would halve it."),
        ),
    ),
    "more_futures": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("The drawing becomes finer. But what was drawn from stays what Lena guessed."),
                "b": _("It does change: the ± becomes smaller. Is that the part that is uncertain?"),
            },
            explain=_(
                "The ± falls to almost nothing, and the ranges are as good as before. Better ranges come from asking."
            ),
        ),
        question=_(
            "You draw a million futures instead of ten thousand. What gets better?\na) the ranges\nb) nothing at all\n"
            "c) only the ± of the drawing"
        ),
    ),
    "meaning": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Nobody has counted such ventures. The number knows Lena's three ranges and nothing else."),
                "c": _(
                    "There will be one second year, and it ends with a loss or without. 27.7 % of a loss does not exist."
                ),
            },
            explain=_(
                "It is a sentence about the ranges: if they are right and nothing else happens. Say it with the ranges, or not at all."
            ),
        ),
        question=_(
            "In 27.7 % of the drawn futures there is a loss. What may you say?\na) 27.7 % of such ventures make a loss\n"
            "b) if our ranges are right and nothing else happens, about 28 years in a hundred would end with a loss\n"
            "c) we will lose 27.7 %"
        ),
    ),
}

PREDICTIONS = {
    "p_loss": Prediction(
        lambda: 100 * P,
        "%",
        _(
            "The most likely numbers give a profit of {base}. But the price has little room, and the trips may fall far, "
            "so that a loss is not rare at all."
        ).format(base=say(RESULT["base"].value)),
    ),
    "contracts": Prediction(
        lambda: CONTRACTS["p_loss"].value,
        "%",
        _(
            "The contracts cost {cost} a year and cut off the bad end of one range. The most likely profit fell, and the plan is safer."
        ).format(cost=say(CONTRACTS.values.fixed - B.fixed)),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the cases' inputs. A content test holds the prose to this list."""
    bars = {name: RESULT[f"bar_{name}"] for name in DRIVERS}
    ends = {
        name: [
            profit(**{**{one: B[one] for one in DRIVERS}, name: end}, fixed=B.fixed) for end in (span.low, span.high)
        ]
        for name, span in SPANS.items()
    }
    return {
        "number of this module": 12,
        "earlier modules": 11,
        "NPV of case E": round(E_BARS["saving"].base, 2),
        "NPV, spoken": round(E_BARS["saving"].base),
        "flows less outlay, E": sum(FLOWS),
        "required return of E, %": RATE * 100,
        "trips to cover": TO_COVER,
        "not enough": TO_COVER - 1,
        "DSCR": DSCR,
        "guide value": guide("dscr"),
        "base": RESULT["base"].value,
        "a trip leaves": B.price - B.variable,
        "chance, %": round(100 * P, 1),
        "years of a hundred": round(100 * P),
        "chance as a share": round(P, 3),
        "the rest as a share": round(1 - P, 3),
        "error": round(ERROR, 2),
        "P5, as a loss": -round(RESULT["p5"].value),
        "P50": round(RESULT["p50"].value),
        "P95": round(RESULT["p95"].value),
        "P5 as it stands": round(RESULT["p5"].value),
        "futures of the percentile": 5,
        "95 of a hundred": 95,
        "50 of a hundred": 50,
        "a hundred": 100,
        **{f"{name} {end}": value for name, both in ends.items() for end, value in zip(("low", "high"), both, strict=True)},
        **{f"{name} width": abs(bars[name].value) for name in DRIVERS},
        **{f"{name} {end}, as a loss": -value for name, both in ends.items() for end, value in zip(("low", "high"), both, strict=True)},
        **{f"{name} at low, E": round(bar.at_low, 1) for name, bar in E_BARS.items()},
        **{f"{name} at high, E": round(bar.at_high, 1) for name, bar in E_BARS.items()},
        **{f"{name} width, E": round(abs(bar.width), 1) for name, bar in E_BARS.items()},
        "saving that turns E": round(E_SWITCH.value, 4),
        "in per cent": round(100 * E_SWITCH.value, 1),
        "room, %": -round(100 * E_SWITCH.room, 1),
        "present value of E's savings": round(npv_of_e(**E_BASE) - FLOWS[0], 2),
        "outlay of E": -FLOWS[0],
        "switching price": round(RESULT["switch_price"].value, 3),
        "room of the price, %": -round((RESULT["switch_price"].value / B.price - 1) * 100, 1),
        "room of the trips, %": -round((RESULT["switch_units"].value / B.units - 1) * 100, 1),
        "switching trips": round(RESULT["switch_units"].value, 1),
        **{f"one future: {name}": value for name, value in ONE.items()},
        "one future leaves": ONE_PROFIT,
        "everything bad, as a loss": -RESULT["worst"].value,
        "children": 48, "more children": 54, "on average": 51,
        **{f"{children} children": value for children, value in MONTHS.items()},
        "loss at 51": -MONTHS[51],
        "chance with contracts, %": round(CONTRACTS["p_loss"].value, 1),
        "cost of the contracts": CONTRACTS.values.fixed - B.fixed,
        "moving against each other, %": round(MODEL.run("b", together=-50)["p_loss"].value, 1),
        "moving together, %": round(MODEL.run("b", together=50)["p_loss"].value, 1),
        "half, %": 50,
        "by default, %": 20,
        "ten per cent": 10,
        "minutes for the task": 45,
    }  # fmt: skip


LESSON = Lesson(
    module="12-risk",
    title=_("Risk: scenarios, tornado, futures"),
    minutes=75,
    model="risk",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"ranges": ranges, "bars_of_e": bars_of_e, "stories": stories, "first_futures": first_futures},
    figures=figures,
    section=SECTION,
)
