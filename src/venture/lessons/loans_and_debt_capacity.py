"""Module 9: the questions of the lesson, with what each likely error deserves to hear.

Case A, a children's centre; every number is illustrative and comes from the model or from `venture.money`.
"""

from __future__ import annotations

from venture import cases, money
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.loans_and_debt_capacity import KINDS, PREFERRED, cfads, cover, largest_loan, loan_of, schedule
from venture.numbers import say
from venture.sections.loans_and_debt_capacity import SECTION
from venture.words import _

MODEL = load("loans_and_debt_capacity")
A = MODEL.values(**MODEL.preset("a").values)
MONEY = _("₽ thousand")
YEAR = 12
MONTHS = schedule(loan_of(A))
RATE = A.rate / 100 / YEAR
FLAT = 1.0  # per cent a month of the whole loan, as the other lender says it
LONGER = 72
FEE = 2.0
BAD = 62  # children in a bad year


def _at(children: int, **changes: float) -> float:
    return MODEL.run("a", volume=children, **changes)["dscr"].value


def _figure(name: str, preset: str = "a", **changes: float) -> float:
    return MODEL.run(preset, **changes)[name].value


PAYMENT, SERVICE = _figure("payment"), cover(A).service
CONTRIBUTION = cfads(A) + A.fixed + 3 * A.step_cost  # of 64 children, after the levy
TEACHERS = 3 * A.step_cost
SIXTH, SEVENTH, EIGHTH = MONTHS[5:8]
GRACE_COSTS = _figure("interest") - _figure("interest", "a_no_grace")
ARRIVES = A.amount * (1 - FEE / 100)
FLAT_PAYMENT = A.amount / A.months + A.amount * FLAT / 100
FLAT_RATE = money.rate(int(A.months), -FLAT_PAYMENT, A.amount)
BAD_CASH = cfads(MODEL.values(volume=BAD))
SAFE = largest_loan(MODEL.values(volume=BAD), A.target)
PER_ROUBLE = round(SERVICE / A.amount, 4)


def covers() -> Table:
    """DSCR by children: the cash of a month, what is due in it, and the cover."""
    rows = []
    for children in (56, 58, 60, 62, 63, 64, 66, 68, 70):
        available = cfads(A, children)
        dscr = _at(children)
        rows.append((say(children), say(available, 2), say(PAYMENT, 2), say(dscr, 2), _said(dscr)))
    return Table(
        _("Vera's centre with the full payment (₽ thousand a month, illustrative; working capital unchanged)"),
        (_("children"), _("cash available"), _("due to the bank"), _("DSCR"), _("what it means")),
        tuple(rows),
    )


def _said(dscr: float) -> str:
    if dscr < 1:
        return _("cannot pay")
    if dscr < A.target:
        return _("pays, but the bank says no")
    return _("the bank says yes") if dscr < PREFERRED else _("as lenders like it")


def worked() -> Table:
    """The last month of the grace and the first full payment, line by line."""
    rows = tuple(
        (
            say(one.month),
            say(before.owed, 2),
            f"{say(before.owed, 2)} × {say(A.rate)} % / {YEAR} = {say(one.interest, 3)}",
            say(one.principal, 3),
            say(one.paid, 3),
            say(one.owed, 3),
        )
        for before, one in ((MONTHS[4], SIXTH), (SIXTH, SEVENTH))
    )
    return Table(
        _("Two lines of the bank's schedule (₽ thousand)"),
        (_("month"), _("owed before"), _("interest"), _("principal"), _("paid"), _("owed after")),
        rows,
    )


def kinds() -> Table:
    """The same loan, paid back in three ways."""
    names = {
        1: _("equal payments (annuity)"),
        2: _("equal parts of principal"),
        3: _("half of it left for the end (balloon)"),
    }
    rows = []
    for kind in KINDS:
        run = MODEL.run("a", kind=kind)
        rows.append(
            (
                names[kind],
                say(run["payment"].value, 2),
                say(run["last"].value, 2),
                say(run["interest"].value, 2),
                run["dscr"].text,
            )
        )
    return Table(
        _("1 200 at 9 % over 48 months, six of them with interest alone; 64 children (₽ thousand, illustrative)"),
        (_("paid back in"), _("first full payment"), _("last payment"), _("interest in all"), _("DSCR, heaviest year")),
        tuple(rows),
    )


def years() -> Table:
    """Year by year with 62 children: the first year looks well."""
    return MODEL.run("a", volume=BAD).table


CHECKS = {
    "recall_margin": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("That is the margin without the levy. The levy takes 6 % of the price first."),
                "c": _("You took 6 % of the margin. A levy on revenue is counted from the whole price."),
            },
            explain=_("Price less 6 % of the price, less variable cost (module 4). This margin pays the bank below."),
        ),
    ),
    "recall_receipt": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("No customer paid it. What you must give back is no income."),
                "c": _("Nothing was used up. What will be paid back is the debt, and it stands in the balance sheet."),
            },
            explain=_("Cash and debt rise by the same sum, and profit does not move (module 7)."),
        ),
    ),
    "recall_month": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Nobody pays a bill with a mean. In which month is the account empty?"),
                "b": _("A good year can have a March in which the wages do not go out."),
            },
            explain=_("The lowest month decides (module 8). A lender looks at the lowest twelve months too."),
        ),
    ),
    "interest_8": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=A.amount,
            expected=EIGHTH.interest,
            tolerance=0.01,
            mistakes={
                SIXTH.interest: _("That is the interest on the whole loan. A part was paid back in month 7."),
                round(EIGHTH.interest, 1): _("That is it, rounded too far: give two decimals."),
                lambda x: abs(x - SEVENTH.owed * A.rate / 100) < 0.1: _(
                    "That is the interest of a year. Take a twelfth."
                ),
                lambda x: abs(x - PAYMENT) < 0.1: _("That is the whole payment. Which part of it is interest?"),
            },
            explain=_("What is still owed, times the rate of a month."),
        ),
    ),
    "principal_8": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=A.amount,
            expected=EIGHTH.principal,
            tolerance=0.01,
            mistakes={
                SEVENTH.principal: _("That was month 7. Interest is a little lower now, so principal is higher."),
                PAYMENT: _("That is the whole payment. Take the interest off."),
                lambda x: abs(x - A.amount / A.months) < 0.01 or abs(x - A.amount / (A.months - A.grace)) < 0.01: _(
                    "Those would be equal parts of principal. Here the payments are equal: take the interest off the payment."
                ),
                PAYMENT + EIGHTH.interest: _("You added the interest. The payment holds it already."),
            },
            explain=_("The payment less its interest. Only the interest is a cost; the principal is a debt that goes."),
        ),
        question=_(
            "A month's loan payment is 33.413 ₽ thousand, and interest in it is 8.817. How much does the debt fall by?"
        ),
    ),
    "cheapest": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Its payments are even, and in the first years less principal goes back. So interest is higher."),
                "c": _("Its monthly payment is the smallest, because half of the loan stays and costs interest to the end."),
            },
            explain=_("What is paid back earlier costs no more interest. The price is a heavier first year."),
        ),
        question=_(
            "One loan, one rate, one term. Which way of paying back costs the least interest?\n"
            "a) equal payments\nb) equal parts of principal\nc) half of it left for the last payment"
        ),
    ),
    "grace_cost": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=A.amount,
            expected=GRACE_COSTS,
            tolerance=0.06,
            mistakes={
                0: _("Move grace from 6 to 0 and read “Interest in all” both times."),
                lambda x: abs(x - A.grace * SIXTH.interest) < 0.1: _(
                    "Those are six payments of interest. Without grace Vera would pay interest in these months too, only less."
                ),
                lambda x: abs(x - (PAYMENT - _figure("payment", "a_no_grace"))) < 0.02: _(
                    "By that much each payment is higher. The question is about the interest of the whole loan."
                ),
                lambda x: abs(x - _figure("interest", "a_no_grace")) < 0.5
                or abs(x - _figure("interest")) < 0.5: _("That is the interest of one of the two loans. Take the difference."),
            },
            explain=_("For six months nothing was paid back, and what is owed costs interest."),
        ),
    ),
    "arrives": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=A.amount * 1.1,
            expected=ARRIVES,
            tolerance=0.01,
            mistakes={
                A.amount: _("The bank keeps its fee on the first day. What arrives?"),
                A.amount - FEE: _("2 per cent, not 2 thousand roubles."),
                A.amount * (1 + FEE / 100): _("The fee goes to the bank. It does not come on top."),
                A.amount * FEE / 100: _("That is the fee. What is left of the loan?"),
            },
            explain=_("Vera gets 1 176 and pays interest on 1 200."),
        ),
    ),
    "flat": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("That would be so if interest were charged on what is still owed. Here it is charged on all of it, to the end."),
                "b": _("You charged interest on interest, and that is right for a debt that stays. But this debt shrinks, and the charge does not."),
            },
            explain=_("In the middle of the loan half is paid back, and the charge is still that of the first day."),
        ),
        question=_(
            "A lender charges 1 % a month of the whole loan, in each of 48 months, while the loan is paid back. What is that a year?\n"
            "a) 12 %\nb) a little more than 12 %\nc) more than 20 %"
        ),
    ),
    "dscr_64": Check(
        "number",
        dict(
            low=-50,
            high=50,
            expected=_at(64),
            tolerance=0.006,
            mistakes={
                round(_at(64), 1): _("That is it, rounded too far: give two decimals. Here 1.25 and 1.3 are not the same."),
                lambda x: abs(x - 100 * _at(64)) < 0.6: _("Right in per cent. A cover is said as times: so many roubles for each one."),
                lambda x: abs(x - (CONTRIBUTION - A.fixed) * YEAR / SERVICE) < 0.02: _(
                    "The three teachers are missing. They are paid before the bank."
                ),
                lambda x: abs(x - cfads(A) / SERVICE) < 0.004: _(
                    "You divided a month's cash by a year's payments. Take the same months on both sides."
                ),
                lambda x: abs(x - (_at(64) - 1)) < 0.006: _(
                    "You took the payment off first. It is what the cash has to cover, so it stands below the line alone."
                ),
                lambda x: abs(x - _figure("dscr_year_1")) < 0.01: _(
                    "That is year 1, with six months of interest alone. Take a year of full payments."
                ),
                lambda x: abs(x - SERVICE / (cfads(A) * YEAR)) < 0.006: _("Turned round: cash on top, what is due below."),
            },
            explain=_("For each rouble due there is 1.28. That is above 1.15."),
        ),
        question=_(
            "In a month a centre's customers leave 443.904 ₽ thousand after variable cost and levy. Fixed costs are 245 and teachers 156. "
            "Interest and principal of the year are 400.96. What is the DSCR, to two decimals?"
        ),
    ),
    "grants": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("When the grant ends the loan is still there. A banker who finds it inside will trust none of your numbers."),
                "c": _("An agreed grant is money. Show it, but on a line of its own."),
            },
            explain=_("Two numbers, each with its name. What is only hoped for is in neither."),
        ),
        question=_(
            "A foundation has agreed to a grant for running costs, and another one is thinking about it. Which DSCR do you show the bank?\n"
            "a) one, with both grants in it\nb) one without grants, and one with the agreed grant\nc) only one, without any grant"
        ),
    ),
    "largest": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=5000,
            expected=SAFE,
            tolerance=2,
            mistakes={
                lambda x: x == A.amount: _("That is what she wants. How much can she carry?"),
                lambda x: abs(x - SAFE * A.target) < 3: _("At that loan the DSCR is 1, and not a rouble is to spare. Divide by 1.15 too."),
                lambda x: abs(x - SAFE * A.target**2) < 3: _("You multiplied by 1.15. A stricter limit means a smaller loan."),
                lambda x: abs(x - SAFE / YEAR) < 2: _("The cash of a month, the payments of a year. Take twelve months on both sides."),
                lambda x: abs(x - _figure("largest")) < 2: _("That is the loan for 64 children. Take the cash of 62."),
            },
            explain=_("Smaller than the 1 200 that she wants: the rest must be money that nobody asks back."),
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "cover_at_66": Prediction(
        lambda: round(_at(66), 2),
        _("roubles for each rouble due"),
        _("One tenth more children, and almost four times the cover. Rent and teachers are paid already, so all they leave is for the bank."),
    ),
    "longer": Prediction(
        lambda: _figure("interest", months=LONGER),
        MONEY,
        _("The payment falls, and the interest grows, because more is owed for longer. Longer is lighter, not cheaper."),
    ),
}  # fmt: skip


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs. A content test holds the prose to this list."""
    plan = cases.load("children").products[0].volume
    return {
        "margin without levy": round(A.price - A.variable, 3),
        "margin after levy": round(A.price * (1 - A.levy / 100) - A.variable, 3),
        "levy taken from the margin": round((A.price - A.variable) * (1 - A.levy / 100), 3),
        "cash at 60": round(cfads(A, 60), 2),
        "payment": round(PAYMENT, 2),
        "payment, to three decimals": round(PAYMENT, 3),
        "payments after the grace": A.months - A.grace,
        "DSCR at 60": round(_at(60), 2),
        "kopecks at 60": round(_at(60) * 100),
        "DSCR at 62": round(_at(BAD), 2),
        "DSCR at 63": round(_at(63), 2),
        "DSCR at 64": round(_at(64), 2),
        "DSCR at 66": round(_at(66), 2),
        "children more, %": 10,
        "children": 60,
        "a bad year": BAD,
        "one less": 63,
        "more": 66,
        "the month of the first full payment": A.grace + 1,
        "the month with 64 children in the plan": next(month for month, one in enumerate(plan, 1) if one >= 64),
        "interest of the grace": SIXTH.interest,
        "months of a year": YEAR,
        "flat, % a month": FLAT,
        "flat, % a year": FLAT * YEAR,
        "flat payment": FLAT_PAYMENT,
        "flat, principal": A.amount / A.months,
        "flat, charge": A.amount * FLAT / 100,
        "flat, nominal %": round(FLAT_RATE * YEAR * 100, 2),
        "flat, effective %": round(money.effect(FLAT_RATE * YEAR, YEAR) * 100, 2),
        "above": 20,
        "charged monthly, %": round(_figure("charged") * 100, 3),
        "fee, %": FEE,
        "with the fee, %": round(_figure("effective", "a_fee") * 100, 3),
        "with the fee, a month, %": round((1 + _figure("effective", "a_fee")) ** (1 / YEAR) * 100 - 100, 5),
        "longer": LONGER,
        "longer, payment": round(_figure("payment", months=LONGER), 2),
        "interest in all": round(_figure("interest"), 2),
        "interest without grace": round(_figure("interest", "a_no_grace"), 2),
        "payment without grace": round(_figure("payment", "a_no_grace"), 2),
        "contribution of 64": CONTRIBUTION,
        "teachers": TEACHERS,
        "debt service of a year": round(SERVICE, 2),
        "year 1": round(_figure("dscr_year_1"), 2),
        "year 1 at 62": round(_figure("dscr_year_1", volume=BAD), 2),
        "cash at 62": round(BAD_CASH, 3),
        "a rouble of loan asks for": PER_ROUBLE,
        "preferred": PREFERRED,
        "largest at 62": round(SAFE),
        "headroom, %": round(_figure("headroom") * 100, 1),
        "balance after month 7": round(SEVENTH.owed, 2),
        "minutes for the task": 40,
    }


LESSON = Lesson(
    module="09-loans-and-debt-capacity",
    title=_("Loans and debt capacity"),
    minutes=70,
    model="loans_and_debt_capacity",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"covers": covers, "worked": worked, "kinds": kinds, "years": years},
    figures=figures,
    own=dict.fromkeys(("upkeep", "tax", "grants"), 0),
    section=SECTION,
    moot={"step_size": "step_cost"},
)
