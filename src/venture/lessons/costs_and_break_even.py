"""Module 4: the questions of the lesson, with what each likely error deserves to hear.

Case A, a children's centre; every number is illustrative and comes from the break-even model.
"""

from __future__ import annotations

from venture import costs
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.break_even import products
from venture.numbers import say
from venture.sections.costs_and_break_even import SECTION
from venture.words import _

MODEL = load("break_even")
A = MODEL.values(**MODEL.preset("a").values)
F = MODEL.run("f")
BUNDLE = products(F.values)
SPONSOR = 35.0  # what the sponsor of the faded example takes over, of the rent
TEACHERS = range(1, 4)


def _profit(volume: int, **changes: float) -> float:
    return MODEL.run("a", planned=volume, **changes)["profit_at_plan"].value


MARGIN = MODEL.run("a")["margin"].value
COVER_TWO = A.fixed - SPONSOR + 2 * A.step_cost
START_TWO = MODEL.run("a", fixed=A.fixed - SPONSOR)["operating"].value
BAGS = int(F["operating"].value * F.values.pieces_b)
TARGET, TAX = 30, 0.2
BEFORE_TAX = costs.before_tax(TARGET, TAX)
RENT, ADMINISTRATION = 95, 110
FIRST, SAFE = costs.break_even_volumes(MARGIN, A.fixed, int(A.capacity), A.step_cost, int(A.step_size))


def plateaus() -> Table:
    """The worked example: what each number of teachers costs, and how many children that asks for."""
    rows = []
    for teachers in TEACHERS:
        cost = A.fixed + teachers * A.step_cost
        first, last = int((teachers - 1) * A.step_size + 1), int(teachers * A.step_size)
        stretch = costs.break_even_volumes(MARGIN, cost, last)
        fits = bool(stretch) and stretch[0].start <= last
        needed = cost / MARGIN
        rows.append(
            (
                say(teachers),
                say(cost),
                f"{say(cost)} / {say(MARGIN)} = {say(needed, 2)}",
                say(costs.steps_at(needed, 1)),
                f"{say(first)} – {say(last)}",
                _("yes, from {start}").format(start=say(max(first, stretch[0].start))) if fits else _("no"),
            )
        )
    return Table(
        _("Vera's centre, step by step (₽ thousand a month, illustrative)"),
        (
            _("teachers"),
            _("costs to cover"),
            _("divided by the margin"),
            _("children, rounded up"),
            _("room with these teachers"),
            _("does it fit?"),
        ),
        tuple(rows),
    )


def three() -> Table:
    """The three break-evens of case A with the levy."""
    result = MODEL.run("a_levy")
    rows = tuple(
        (result[name].label, result[name].text, result[name].note) for name in ("operating", "accounting", "cash")
    )
    return Table(
        _("Case A with a levy of 6 % on revenue (illustrative)"), (_("which"), _("volume"), _("what it counts")), rows
    )


CHECKS = {
    "recall_beneficiary": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("The town pays, so it is a customer. Who is better off for it?"),
                "b": _("The parents save time and may pay too. But whose life is the centre there to change?"),
            },
            explain=_("The children are the beneficiaries; town and parents are those who pay (module 1)."),
        ),
    ),
    "recall_capacity": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Demand of 135 is what could come. Where would they sit?"),
                "c": _("Two limits are never added: a plan meets both, so the smaller one holds."),
            },
            explain=_("A plan is never larger than the smaller of demand and capacity (module 2)."),
        ),
    ),
    "recall_levy": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("That is a tax on profit. A levy on revenue does not ask whether you earned."),
                "c": _("No tax grows out of a loss. The levy is counted from what customers paid."),
            },
            explain=_(
                "A levy on revenue is due in a month with a loss too (module 3). Below it lowers what each child leaves."
            ),
        ),
    ),
    "minibus": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("It would be fixed if one bus did for any number. What happens at the 19th child?"),
                "b": _(
                    "One child more does not cost a little more bus: up to 18 the cost is the same, then it doubles."
                ),
            },
            explain=_("It stays flat up to 18 and then jumps: a step cost, like a teacher."),
        ),
    ),
    "margin": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=A.price,
            expected=MARGIN,
            mistakes={
                A.price: _("That is the whole price. What does the child eat and use?"),
                A.price + A.variable: _("You added the cost to the price. The child leaves what remains after it."),
                MARGIN / A.price: _(
                    "That is the contribution margin ratio, a share of the price. Here we want roubles for one child."
                ),
                lambda x: abs(x - (MARGIN - A.step_cost / A.step_size)) < 0.1: _(
                    "You spread the teacher over the group. One child more does not bring 1/24 of a teacher: she comes whole or not at all."
                ),
                lambda x: abs(x - (A.price - A.variable - A.fixed / A.capacity)) < 0.1: _(
                    "You took a share of the fixed costs off. They stay the same when one child more comes."
                ),
            },
            explain=_(
                "Price less variable cost. That much of every new child goes to rent, teachers and, at last, to profit."
            ),
        ),
    ),
    "to_cover": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=1000,
            expected=COVER_TWO,
            mistakes={
                A.fixed + 2 * A.step_cost: _("The sponsor is missing: fixed costs are lower now."),
                A.fixed - SPONSOR: _("The two teachers are missing."),
                A.fixed - SPONSOR + A.step_cost: _("That is one teacher. Two groups need two."),
                A.fixed + SPONSOR + 2 * A.step_cost: _("The sponsor takes costs away; you added them."),
            },
            explain=_("Fixed costs after the sponsor, and two teachers."),
        ),
    ),
    "children": Check(
        "number",
        dict(
            unit=_("children"),
            whole=True,
            low=1,
            high=A.capacity,
            expected=START_TWO,
            tolerance=0.001,
            mistakes={
                START_TWO - 1: _("You rounded down. With 41 children a little is still uncovered: round up."),
                lambda x: 41 < x < 42: _("Children come whole. Round up, because 41 do not cover the costs."),
                lambda x: abs(x - COVER_TWO / A.price) < 1: _(
                    "You divided by the price. Each child leaves only the margin."
                ),
                lambda x: abs(x - (COVER_TWO + SPONSOR) / MARGIN) < 1: _(
                    "The sponsor is missing: that was the answer before."
                ),
            },
            explain=_("Rounded up, and it fits: two teachers can look after 48."),
        ),
    ),
    "hole": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _(
                    "Look again: at which number do three teachers pay for themselves now? Is there a number between?"
                ),
                "c": _("A hole needs a number at which the third teacher is there and is not paid for. Find one."),
            },
            explain=_(
                "Three teachers are covered from the 49th child on, just when the third one comes. The hole has closed."
            ),
        ),
    ),
    "bank": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Running costs only: the loan payment would still be missing."),
                "b": _("Depreciation is in it, and that is no payment. The instalment is in it only in part."),
            },
            explain=_("Cash with debt service: what must come in so that the account does not shrink."),
        ),
    ),
    "bags": Check(
        "number",
        dict(
            unit=_("bags"),
            whole=True,
            low=1,
            high=1000,
            expected=BAGS,
            mistakes={
                F["operating"].value: _("Those are the bundles. How many bags are in each?"),
                lambda x: 221 < x < 224: _("Round the bundles up first, then multiply: nobody buys 0.22 of a bundle."),
            },
            explain=_("Whole bundles first, then ten bags in each. Other proportions would give another answer."),
        ),
    ),
    "before_tax": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=1000,
            expected=BEFORE_TAX,
            mistakes={
                TARGET * (1 + TAX): _(
                    "You added 20 % of 30. But the tax is 20 % of the larger number, the profit before tax."
                ),
                TARGET * (1 - TAX): _("You took the tax off. Vera wants to keep 30 after it has been taken."),
                TARGET: _("That is what she keeps. How much must she earn first?"),
            },
            explain=_("30 is the 80 % that the tax leaves: 30 / 0.8."),
        ),
    ),
}

PREDICTIONS = {
    "profit_at_49": Prediction(
        lambda: _profit(49),
        _("₽ thousand"),
        _(
            "The new child leaves {margin}. But a third group begins, and its teacher costs {teacher}. Profit falls by the difference."
        ).format(margin=say(MARGIN), teacher=say(A.step_cost)),
    ),
    "profit_fall": Prediction(
        lambda: (1 - _profit(57) / _profit(60)) * 100,
        "%",
        _(
            "Three children fewer are 5 % of the sales. The costs stay, so profit falls {leverage} times as fast. "
            "That factor is the operating leverage."
        ).format(leverage=say(MODEL.run("a")["leverage"].value, 1)),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the cases' inputs. A content test holds the prose to this list."""
    plan, levied = MODEL.run("a"), MODEL.run("a_levy")
    demand = costs.steps_at(41_000 * 0.095 * 0.45 * 0.22 * 0.35, 1)  # module 2's funnel for case A
    after_sponsor = A.fixed - SPONSOR
    return {
        "rent": RENT,
        "administration": ADMINISTRATION,
        "other fixed costs": A.fixed - RENT - ADMINISTRATION,
        "demand": demand,
        "demand and capacity added up": demand + A.capacity,
        "levy, %": levied.values.levy,
        "seats in the minibus": 18,
        "the sponsor pays": SPONSOR,
        "fixed costs after the sponsor": after_sponsor,
        "three teachers after the sponsor": after_sponsor + 3 * A.step_cost,
        "children for three teachers": costs.steps_at((after_sponsor + 3 * A.step_cost) / MARGIN, 1),
        "profit at 48": _profit(48),
        "two teachers' break-even": FIRST.start,
        "two teachers' room": FIRST.end,
        "not enough for two teachers": FIRST.start - 1,
        "the hole begins": FIRST.end + 1,
        "the hole ends": SAFE.start - 1,
        "safe from": SAFE.start,
        "more than today from": next(q for q in range(SAFE.start, 73) if _profit(q) > _profit(FIRST.end)),
        "the loss at 49, as it is spoken": -_profit(49),
        "margin ratio, %": round(plan["margin_ratio"].value * 100, 1),
        "break-even sales": plan["sales"].value,
        "to cover with three teachers": A.fixed + 3 * A.step_cost,
        "48 children with the sponsor": _profit(48, fixed=after_sponsor),
        "49 children with the sponsor": _profit(49, fixed=after_sponsor),
        "break-even with the levy": levied["operating"].value,
        "minutes for the task": 40,
        **{f"a piece of product {n} leaves": round(p.price - p.variable, 9) for n, p in enumerate(BUNDLE)},
        **{
            f"product {n} in a bundle leaves": round((p.price - p.variable) * p.pieces, 9) for n, p in enumerate(BUNDLE)
        },
        "pieces in a bundle": sum(p.pieces for p in BUNDLE),
        "bundles, not rounded": round(F.values.fixed / F["margin"].value, 1),
        "margin": MARGIN,
        "margin after the levy": levied["margin"].value,
        "bundles": F["operating"].value,
        "what a bundle leaves": round(F["margin"].value, 9),
        "margin of safety, %": plan["safety"].value * 100,
        "target after tax": TARGET,
        "tax on profit, %": TAX * 100,
    }


LESSON = Lesson(
    module="04-costs-and-break-even",
    title=_("Costs and break-even"),
    minutes=60,
    model="break_even",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"plateaus": plateaus, "three": three},
    figures=figures,
    own=dict.fromkeys(("levy", "depreciation", "grant_release", "interest", "debt_service", "tax", "target"), 0),
    section=SECTION,
    moot={"step_size": "step_cost"},
)
