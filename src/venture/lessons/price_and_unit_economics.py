"""Module 5: the questions of the lesson, with what each likely error deserves to hear.

Case A, a children's centre, runs through it; case F shows mark-up and discount, case C a customer who comes again.
Every number is illustrative and comes from the model, from the cases or from `venture.unit_economics`.
"""

from __future__ import annotations

import math

from venture import unit_economics as ue
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.price_and_unit_economics import demand, groups, whole
from venture.numbers import say
from venture.sections.price_and_unit_economics import SECTION
from venture.words import _

MODEL = load("price_and_unit_economics")
THOUSAND = _("₽ thousand")
A = MODEL.values(**MODEL.preset("a").values)
C = MODEL.values(**MODEL.preset("c").values)
AVERAGE = MODEL.run("a")["average"].value
ONE_PRICE = A.target  # the price of module 4
RAISED = 13.3  # the full price that restores it, rounded up to what can be set
NAIVE = (A.price + A.reduced + 0) / 3
NEEDED = ue.full_price_for(ONE_PRICE, groups(A, A.price)[1:])
CLUBS = (8.5, 10.5, 12.0)  # what three clubs nearby ask (illustrative)
SITTER_HOUR, SITTER_HOURS = 0.25, 60  # an hour of a sitter, and the hours of a month (illustrative)

# The parents' council proposes: fewer free places, more at the reduced price.
COUNCIL_REDUCED, COUNCIL_FREE = 0.40, 0.10
COUNCIL_FULL = 1 - COUNCIL_REDUCED - COUNCIL_FREE
COUNCIL_PRICE = ue.full_price_for(ONE_PRICE, ((A.reduced, COUNCIL_REDUCED), (0.0, COUNCIL_FREE)))

STEEP, RISE = -1.5, 0.10
STAY = demand(A.planned, A.price, A.price * (1 + RISE), STEEP)

# Case F: workwear, as module 4 has it; pieces sold a month and room for them as in the case's plan.
SET_COST, SET_PRICE, SETS, SET_ROOM = 1.75, 3.2, 168, 210
WISHED, ON_TOP = 0.35, 0.60
SET_AT_MARGIN = ue.price_at_margin(SET_COST, WISHED)
SET_AT_MARKUP = ue.price_at_markup(SET_COST, WISHED)
SET_MARGIN = ue.margin_ratio(SET_PRICE, SET_COST)
DISCOUNT = 0.10
SET_RISE = ue.volume_rise_for_discount(SET_MARGIN, DISCOUNT)
SETS_NEEDED = math.ceil(SETS * (1 + SET_RISE) - 1e-9)

CHURN = C.churn / 100
MEMBER_MARGIN = ue.margin_ratio(C.price, C.variable)
VALUE = ue.lifetime_value(C.price, MEMBER_MARGIN, CHURN)
PAYBACK = ue.acquisition_payback(C.acquisition, C.price, MEMBER_MARGIN)
MONTHLY = C.price * MEMBER_MARGIN
PAID_BACK = next(n for n in range(1, 121) if MONTHLY * (1 - (1 - CHURN) ** n) / CHURN >= C.acquisition)  # with leavers


def prices() -> Table:
    """The worked example: what each group brings to the average of a hundred places."""
    names = (_("full"), _("reduced"), _("free"))
    rows = [
        (name, say(price), f"{say(share * 100)} %", f"{say(price)} × {say(share, 2)} = {say(price * share)}")
        for name, (price, share) in zip(names, groups(A, A.price), strict=True)
    ]
    return Table(
        _("The average of Vera's prices (₽ thousand a month, illustrative)"),
        (_("who pays"), _("price"), _("share of the places"), _("price times share")),
        (*rows, (_("on average"), "", "100 %", say(AVERAGE))),
    )


def after_leaving() -> Table:
    """What a full price of 13.3 brings, by how many leave."""
    rows = []
    for elasticity in (0, -0.5, -1, STEEP):
        result = MODEL.run("a", price=RAISED, elasticity=elasticity)
        rows.append((say(elasticity), say(result["volume"].value), say(result["profit"].value, most=1)))
    return Table(
        _("A full price of {price}, by how families answer ({money} a month, illustrative)").format(
            price=say(RAISED), money=THOUSAND
        ),
        (_("price elasticity"), _("children who come"), _("profit")),
        tuple(rows),
    )


def markups() -> Table:
    """The same piece, counted on the cost and on the price."""
    rows = []
    for markup in (0.25, WISHED, ON_TOP, 1.0):
        price = ue.price_at_markup(SET_COST, markup)
        margin = f"{say(price - SET_COST)} / {say(price)} = {say(ue.margin_of_markup(markup) * 100, 1)} %"
        rows.append((f"{say(markup * 100)} %", say(price), say(price - SET_COST), margin))
    return Table(
        _("A set of workwear that costs 1.75 to make (₽ thousand, illustrative)"),
        (_("mark-up on the cost"), _("price"), _("what stays"), _("margin, of the price")),
        tuple(rows),
    )


CHECKS = {
    "recall_one_more": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("The child also eats and paints. What is left of 9.4 after that?"),
                "c": _("The rent stays the same when one more comes, so no part of it belongs to this child."),
            },
            explain=_("One more child leaves the contribution margin, 7.5, as long as no new group begins (module 4)."),
        ),
        question=_(
            "A place sells at 9.4 and costs 1.9 in meals and materials. One more child comes into a group that has room. "
            "By how much does the month's result rise?\na) by 9.4\nb) by 7.5\nc) by 7.5 less this child's part of the rent"
        ),
    ),
    "recall_interest": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("To say “interesting” costs nothing. Who of them signs up when it costs 9.4 a month?"),
                "b": _("Interest and coming are two steps of the funnel. More never come than are interested."),
            },
            explain=_("Interest is not yet a purchase: of 386 interested children 135 would come (module 2)."),
        ),
    ),
    "recall_profit_tax": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("That is what a levy on revenue does. A tax on profit asks first whether there is a profit."),
                "c": _("A tax never makes it easier. But at break-even, what is there to tax?"),
            },
            explain=_("At break-even there is no profit, so there is no tax on it (module 4)."),
        ),
    ),
    "council_reduced": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=A.price,
            expected=A.reduced * COUNCIL_REDUCED,
            mistakes={
                A.reduced: _("That is the price. Only 40 of 100 places bring it."),
                A.reduced * 0.30: _("That is 30 %, as before. The council wants 40 %."),
                A.reduced * COUNCIL_REDUCED * 100: _("You multiplied by 40. As a share of all places 40 % is 0.4."),
            },
            explain=_("7 times 0.4: so much do the reduced places bring to the average of all."),
        ),
    ),
    "council_full": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=100,
            expected=COUNCIL_PRICE,
            tolerance=0.05,
            mistakes={
                ONE_PRICE - A.reduced * COUNCIL_REDUCED: _(
                    "So much must come from the full ones, spread over all places. But only half of the places pay it."
                ),
                NEEDED: _("That was the answer before the council's proposal."),
                ONE_PRICE / COUNCIL_FULL: _(
                    "You let the full ones pay for everything. The reduced places bring something too."
                ),
                (ONE_PRICE - A.reduced * COUNCIL_REDUCED) * COUNCIL_FULL: _("Divide by the share. You multiplied."),
            },
            explain=_(
                "What the others do not bring, divided by the share of those who pay in full: (9.4 − 2.8) / 0.5."
            ),
        ),
    ),
    "stay": Check(
        "number",
        dict(
            unit=_("children"),
            whole=True,
            low=0,
            high=A.planned,
            expected=STAY,
            tolerance=0.001,
            mistakes={
                demand(A.planned, A.price, A.price * (1 + RISE), -1): _(
                    "That is an elasticity of −1. At −1.5 one and a half times as many leave."
                ),
                A.planned - STAY: _("So many leave. How many come?"),
                lambda x: 59 <= x < A.planned: _("1.5 % leave for each 1 % of price, and the price rises by 10 %."),
            },
            explain=_("10 % more price times 1.5 is 15 % fewer: 9 of 60 leave."),
        ),
    ),
    "empty_seat": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _(
                    "Nobody would have paid 11 for this seat in this month: it was empty. What does the child cost?"
                ),
                "c": _("The teacher and the room are paid anyway. But who pays for the meals?"),
            },
            explain=_(
                "A free place on an empty seat costs its variable cost, 1.9. In a full group it takes the seat of a family "
                "that pays, and then it costs what that family would have left: 11 − 1.9."
            ),
        ),
        question=_(
            "A group of 24 has two empty seats, and nobody waits for them. A place sells at 11 and costs 1.9 in meals and "
            "materials. What does one free place cost the centre a month?\na) 11\nb) 1.9\nc) nothing"
        ),
    ),
    "margin_of_markup": Check(
        "number",
        dict(
            unit="%",
            low=0,
            high=100,
            expected=ue.margin_of_markup(ON_TOP) * 100,
            mistakes={
                ON_TOP * 100: _("That is the mark-up, counted on the cost. The margin is counted on the price."),
                100 - ue.margin_of_markup(ON_TOP) * 100: _(
                    "That is the share of the price that the cost takes. What stays?"
                ),
                lambda x: x in (37, 38): _("The way is right, but it is rounded. Give one decimal."),
                0.375: _("Write it in per cent: 0.375 of the price are 37.5 %."),
                40: _("You took 60 off 100. Put 60 on a cost of 100, then ask which share of 160 stays."),
            },
            explain=_("Of a price of 160 for a cost of 100, 60 stay: 60 / 160."),
        ),
        question=_("You put 60 % on your cost. Which share of the price stays, in per cent?"),
    ),
    "price_for_margin": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=20,
            expected=SET_AT_MARGIN,
            mistakes={
                SET_AT_MARKUP: _("You put 35 % on the cost. Of that price only 25.9 % stay."),
                2.7: _("The way is right, but it is rounded too far. Give two decimals."),
                SET_COST / WISHED: _("You divided by the margin. The cost is the rest of the price: 65 %."),
                SET_COST * (1 - WISHED): _("That is below the cost. Divide by the share that the cost takes."),
            },
            explain=_("The cost is 65 % of the price, so the price is 1.75 / 0.65."),
        ),
    ),
    "sets_after_discount": Check(
        "number",
        dict(
            unit=_("sets"),
            whole=True,
            low=1,
            high=100_000,
            expected=SETS_NEEDED,
            tolerance=0.001,
            mistakes={
                lambda x: 184 <= x <= 187: _(
                    "10 % more volume does not do it: each set now leaves 22 % less than before."
                ),
                SETS_NEEDED - 1: _("You rounded down. With 215 a little is missing."),
                lambda x: SETS_NEEDED - 1 < x < SETS_NEEDED: _("Sets come whole. Round up."),
                lambda x: 205 <= x <= 206: _("You divided by the margin alone. The discount comes off the margin too."),
            },
            explain=_("168 sets × (1 + 0.1 / (0.453 − 0.1)), rounded up. The machines sew 210."),
        ),
    ),
    "discount": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("More pieces are more work and more cloth. Does more stay?"),
                "b": _("The revenue would be larger, that is true. But it is not revenue that pays the rent."),
            },
            explain=_("The machines sew 210 sets, and 216 would be needed. The discount costs the workshop money."),
        ),
    ),
    "value": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=1000,
            expected=VALUE,
            mistakes={
                C.price / CHURN: _("You counted revenue. Of 1.8 a month only 1.26 stay after the fees of the authors."),
                C.price * MEMBER_MARGIN: _("That is one month. A member stays for 25 of them."),
                C.price * MEMBER_MARGIN * CHURN: _("Divide by the share who leave. You multiplied."),
                VALUE - C.acquisition: _(
                    "That is what is left after winning the member. The lifetime value comes before it."
                ),
            },
            explain=_("1.26 a month for 25 months. From the margin, never from revenue."),
        ),
        question=_(
            "A member pays 1.8 a month, of which 70 % stay. In a month 4 of 100 members leave. What is the lifetime value of a "
            "member?"
        ),
    ),
}

PREDICTIONS = {
    "hundred_places": Prediction(
        lambda: 100 * AVERAGE,
        THOUSAND,
        _(
            "At one price they brought 940. The middle of 11, 7 and 0 is 6, which would make 600, but more than half of the "
            "families pay in full and pull the average up; the free places pull it down, to 8.15."
        ),
    ),
    "profit_raised": Prediction(
        lambda: MODEL.run("a", price=RAISED)["profit"].value,
        THOUSAND,
        _(
            "Every place brings more, and 47 families come instead of 60. Only because two teachers are enough for 47 is "
            "there a profit at all; with 49 children it would be a loss."
        ),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the cases' inputs. A content test holds the prose to this list."""
    three, one = MODEL.run("a"), MODEL.run("a_one")
    raised, patient = MODEL.run("a", price=RAISED), MODEL.run("a", price=RAISED, elasticity=0)
    fewer_free = MODEL.run("a", free_share=11)
    full, reduced, free = (share for _price, share in groups(A, A.price))
    return {
        "minutes for the task": 40,
        "full share, %": full * 100,
        "a hundred": 100,
        "what a child left at one price": round(ONE_PRICE - A.variable, 9),
        "what a child leaves now": round(AVERAGE - A.variable, 9),
        "average price": round(AVERAGE, 9),
        "a hundred places at one price": round(100 * ONE_PRICE, 9),
        "the naive average": NAIVE,
        "break-even with one price": one["operating"].value,
        "profit with one price": one["profit"].value,
        "break-even with three prices": three["operating"].value,
        "the loss with three prices": -three["profit"].value,
        "children in full": A.planned * full,
        "children at the reduced price": A.planned * reduced,
        "children free": A.planned * free,
        "the others bring": round(A.reduced * reduced, 9),
        "still to come from the full": round(ONE_PRICE - A.reduced * reduced, 9),
        "full share": round(full, 9),
        "full price needed": round(NEEDED, 2),
        "full price set": RAISED,
        "profit if nobody leaves": round(patient["profit"].value, 1),
        "children who come at the raised price": raised["volume"].value,
        "profit at the raised price": round(raised["profit"].value, 1),
        "leave at the raised price": A.planned - raised["volume"].value,
        "the third teacher's child": 49,
        "cost of a place, on average": round((A.fixed + 3 * A.step_cost) / A.planned + A.variable, 2),
        "costs with three teachers": A.fixed + 3 * A.step_cost,
        **{f"club {n}": price for n, price in enumerate(CLUBS)},
        "a sitter's hour": SITTER_HOUR,
        "hours in a month": SITTER_HOURS,
        "a month with a sitter": SITTER_HOUR * SITTER_HOURS,
        "rise, %": RISE * 100,
        "fewer at −1.5, %": -STEEP * RISE * 100,
        "steep elasticity": -STEEP,
        "full ones if nobody were free, %": (full + free) * 100,
        "what they would bring": round(A.price * (full + free), 9),
        "and with the reduced ones": round(A.price * (full + free) + A.reduced * reduced, 9),
        "what can be given away": round(three["bearable"].value * A.price / 100, 2),
        "free share without a loss, %": round(three["bearable"].value, 1),
        "free places without a loss": whole(math.floor(three["bearable"].value / 100 * A.planned)),
        "what is left at 11 % free": round(fewer_free["profit"].value, 9),
        "what a sponsor must pay": round((ONE_PRICE - AVERAGE) * A.planned, 9),
        "a sponsor for each free place": round((ONE_PRICE - AVERAGE) * A.planned / (A.planned * free), 2),
        "a free place in a full group": A.price - A.variable,
        "council: reduced, %": COUNCIL_REDUCED * 100,
        "council: free, %": COUNCIL_FREE * 100,
        "council: full, %": COUNCIL_FULL * 100,
        "cost of a set": SET_COST,
        "price of a set": SET_PRICE,
        "what a set leaves": round(SET_PRICE - SET_COST, 9),
        "margin of a set, %": round(SET_MARGIN * 100, 1),
        "margin wished, %": WISHED * 100,
        "mark-up, %": ON_TOP * 100,
        "margin of that mark-up, %": ue.margin_of_markup(ON_TOP) * 100,
        "price with 60 % on top": ue.price_at_markup(SET_COST, ON_TOP),
        "a hundred and sixty": 160,
        "price with 35 % on top": round(SET_AT_MARKUP, 2),
        "and its margin, %": round(ue.margin_ratio(SET_AT_MARKUP, SET_COST) * 100, 1),
        "price at a margin of 35 %": round(SET_AT_MARGIN, 4),
        "sets sold": SETS,
        "sets that the machines sew": SET_ROOM,
        "sets after the discount": SETS_NEEDED,
        "price after the discount": round(SET_PRICE * (1 - DISCOUNT), 9),
        "what a set leaves after the discount": round(SET_PRICE * (1 - DISCOUNT) - SET_COST, 9),
        "less a set, %": round((1 - (SET_PRICE * (1 - DISCOUNT) - SET_COST) / (SET_PRICE - SET_COST)) * 100),
        "more volume, %": round(SET_RISE * 100, 1),
        "margin of a member, %": round(MEMBER_MARGIN * 100, 9),
        "what a member leaves a month": round(MONTHLY, 9),
        "months that a member stays": 1 / CHURN,
        "lifetime value": VALUE,
        "the same from revenue": C.price / CHURN,
        "lifetime value by cost": VALUE / C.acquisition,
        "months of payback": round(PAYBACK, 1),
        "members won in a month": 13,
        "spent on winning them": 13 * C.acquisition,
        "month in which an average member has paid": PAID_BACK,
        "families interested": 386,
        "families who would come": 135,
        "elasticity that the centre expects": -A.elasticity,
    }


LESSON = Lesson(
    module="05-price-and-unit-economics",
    title=_("Price and unit economics"),
    minutes=60,
    model="price_and_unit_economics",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"prices": prices, "after_leaving": after_leaving, "markups": markups},
    figures=figures,
    own={"step_cost": 0, "target": 0},
    section=SECTION,
    moot={"reduced": "reduced_share"},
)
