"""Module 10: the questions of the lesson, with what each likely error deserves to hear.

Case B, trips for people with disabilities; every number is illustrative and comes from the model or `venture.support`.
"""

from __future__ import annotations

from venture import money, support
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.grants_and_soft_loans import cash, eligible_cost, own_share, soft_loan, tranches, way_out
from venture.numbers import say
from venture.sections.grants_and_soft_loans import SECTION
from venture.words import _

MODEL = load("grants_and_soft_loans")
B = MODEL.values(**MODEL.preset("b").values)
MONEY = _("₽ thousand")
CASH = cash(B)
SOFT = soft_loan(B)
STRICT = 0.4  # the co-financing of the other funder
BRING = eligible_cost(B.grant, STRICT) - B.grant
TWO_LATE = cash(MODEL.values(late=2)).late[6]
SPENT = (B.grant + own_share(B)[0]) / B.project_months
CHAIRS, LIFE = 420.0, 60  # lake wheelchairs, and the months that they serve
RELEASE = money.sln(CHAIRS, 0, LIFE)
SMALL, PAID, ASKED = 300.0, 100.0, 0.18  # the small loan of the faded example, paid back in three years
WORTH = [PAID / (1 + ASKED) ** year for year in (1, 2, 3)]
GIFT = support.grant_element(SMALL, [0.0, PAID, PAID, PAID], ASKED)
SHARE = MODEL.run("b")["share"].value
SUPPORT = B.grants_a_year + SOFT.a_year + B.in_kind
PATH = way_out(B)
GRACE = soft_loan(MODEL.values(**MODEL.preset("b_grace").values))
NO_REPAYMENT = SOFT.face / 60


def worked() -> Table:
    """A small soft loan, payment by payment, with the last line left to the reader."""
    rows = tuple(
        (
            say(year),
            say(PAID),
            f"{say(PAID)} / {say(1 + ASKED)}{'²' if year == 2 else ''}",
            say(WORTH[year - 1], 2),
        )
        for year in (1, 2)
    )
    return Table(
        _("A loan of 300 without interest; a bank would ask 18 % a year (₽ thousand)"),
        (_("after year"), _("paid back"), _("brought to today"), _("worth today")),
        (*rows, (say(3), say(PAID), f"{say(PAID)} / {say(1 + ASKED)}³", "…")),
    )


def year() -> Table:
    """What the support of Open Shore's first year is made of."""
    rows = (
        (_("grants used up in the year"), say(B.grants_a_year, 2), _("as they are earned, not as they arrive")),
        (_("grant element of the loan, a year"), say(SOFT.a_year, 2), _("{gift}, spread over five years").format(gift=say(SOFT.grant_element, 2))),
        (_("help in kind"), say(B.in_kind, 2), _("a pier and a changing room, at what they would cost")),
        (_("support in all"), say(SUPPORT, 2), ""),
        (_("earned revenue"), say(B.earned, 2), _("what customers pay")),
    )  # fmt: skip
    return Table(
        _("Open Shore, year 1 (₽ thousand, illustrative)"), (_("what"), _("amount"), _("how it is counted")), rows
    )


def way() -> Table:
    """The way out, year by year."""
    rows = tuple(
        (
            say(one.year) if one.year else _("now"),
            f"{say(one.share * 100, 1)} %",
            say(one.earned, 1),
            say(one.support, 1),
            say(one.to_replace, 1),
        )
        for one in PATH
    )
    return Table(
        _("From a third to 15 % in three years, with earned revenue growing by 10 % a year (₽ thousand)"),
        (_("year"), _("share of support"), _("earned"), _("support that this allows"), _("to be replaced")),
        rows,
    )


CHECKS = {
    "recall_income": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Then the first year would look rich and the others poor, though nothing has changed."),
                "c": _("It does become income: in the months in which the wheelchairs are used."),
            },
            explain=_("As the thing is used up, so the grant for it becomes income (module 7)."),
        ),
    ),
    "recall_offers": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("One of them keeps a fee on the first day. The rate does not show it."),
                "b": _("A longer loan has a smaller payment and costs more."),
            },
            explain=_("The effective cost counts all that flows, fees too (module 9)."),
        ),
    ),
    "recall_delay": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("The sale is made in its month, whenever it is paid."),
                "c": _("Cash feels it at once. Profit counts the sale, not the payment."),
            },
            explain=_("Who pays late moves cash and not profit (module 8). With a funder it is the same."),
        ),
    ),
    "bring": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=5000,
            expected=BRING,
            tolerance=0.5,
            mistakes={
                B.grant * STRICT: _("That is 40 % of the grant. Co-financing is 40 % of the eligible cost."),
                eligible_cost(B.grant, STRICT): _("That is the eligible cost. What is left when the grant has paid?"),
                200: _("That was the answer at 25 %."),
                lambda x: x in (B.grant / STRICT, B.grant / STRICT - B.grant): _("You divided by 40 %. The grant is what is left: 60 % of the eligible cost."),
                B.grant: _("That would be co-financing of a half."),
            },
            explain=_("The grant is 60 % of the cost, so the cost is 600 / 0.6, and 400 of it is yours."),
        ),
        question=_(
            "A grant of 600 ₽ thousand pays 60 % of a project's eligible cost. How much co-financing must you bring?"
        ),
    ),
    "in_kind": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("The garage wants money. Hours are worth much, but no bill is paid with them."),
                "c": _("Many calls take hours and rooms as a part of it, if you can show how they are valued."),
            },
            explain=_("In the budget it may count; in the cash plan it never does."),
        ),
        question=_(
            "Half of your co-financing is volunteers' hours. What holds?\n"
            "a) the hours pay bills like money\nb) they may count as co-financing, but no bill is paid with them\n"
            "c) they can never count"
        ),
    ),
    "two_late": Check(
        "number",
        dict(
            unit=MONEY,
            low=-1000,
            high=1000,
            expected=TWO_LATE,
            tolerance=0.1,
            mistakes={
                lambda x: abs(x - CASH.planned[6]) < 0.5: _("The tranche of month 5 is in there. It has not come yet."),
                lambda x: abs(x - CASH.late[5]) < 0.5: _("That is the end of month 5. One month more is spent."),
                lambda x: abs(x - CASH.late[7]) < 0.5: _("That is the end of month 7. By then the tranche is here."),
                lambda x: abs(x - (CASH.late[6] - B.grant * 0.35)) < 0.5: _("You took the tranche off. It is missing, not paid back."),
            },
            explain=_("Two months are spent, and nothing comes. It just lasts; a third month would not."),
        ),
    ),
    "condition": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Who measures that, with what, and by when? The tranche hangs on an opinion."),
                "c": _("Satisfied with what? You could not prove it, and the funder could not either."),
            },
            explain=_("Countable, dated, and in your own hands."),
        ),
        question=_(
            "Which condition of a tranche would you sign?\na) the guests' lives have become better\n"
            "b) 100 trips or more and a report by the 15th of month 7\nc) the funder is satisfied with the work"
        ),
    ),
    "release": Check(
        "number",
        dict(
            unit=_("₽ thousand a month"),
            low=0,
            high=CHAIRS,
            expected=RELEASE,
            tolerance=0.005,
            mistakes={
                CHAIRS: _("All at once would be right for a grant that pays running costs of this month."),
                CHAIRS / 12: _("That spreads it over a year. The wheelchairs serve five."),
                CHAIRS / 5: _("That is the income of a year. Here it is asked for a month."),
            },
            explain=_("420 spread over 60 months. The rest waits in the balance sheet as a deferred grant."),
        ),
    ),
    "third": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=PAID,
            expected=WORTH[2],
            tolerance=0.01,
            mistakes={
                lambda x: x in (round(WORTH[2], 1), round(WORTH[2])): _("That is it, rounded too far: give two decimals."),
                lambda x: abs(x - PAID / (1 + 3 * ASKED)) < 0.1: _("You added 18 % three times. Each year counts on what the year before has become: 1.18 × 1.18 × 1.18."),
                WORTH[1]: _("That is the second payment. The third is a year further away."),
                PAID: _("A rouble in three years is worth less than one today."),
                lambda x: abs(x - PAID * (1 - ASKED) ** 3) < 0.1: _("You took 18 % off. Divide by 1.18: from today to later you multiply, back you divide."),
            },
            explain=_("Divided by 1.18 once for each year."),
        ),
    ),
    "gift": Check(
        "number",
        dict(
            unit=MONEY,
            low=-SMALL,
            high=SMALL,
            expected=GIFT,
            tolerance=0.03,
            mistakes={
                lambda x: x == round(GIFT): _("That is it, rounded too far: give one decimal or more."),
                lambda x: abs(x + GIFT) < 0.1: _("The size is right. A gift is positive: the loan, less what its payments are worth."),
                lambda x: abs(x - GIFT / SMALL * 100) < 0.06: _("That is the gift as a share of the loan, in per cent. It was asked in money."),
                lambda x: abs(x - sum(WORTH)) < 0.1: _("That is what the payments are worth. The gift is what is left of 300."),
                0: _("300 come and 300 go back, but later. What is that time worth at a bank?"),
                lambda x: abs(x - SMALL * ASKED * 3) < 0.5: _("That is interest on all of it for three years. But a part is paid back each year."),
                lambda x: abs(x - (SMALL - WORTH[0] - WORTH[1])) < 0.1: _("The third payment is missing."),
            },
            explain=_("300 today, less what the three payments are worth today."),
        ),
        question=_(
            "A fund lends 300 ₽ thousand without interest. 100 is paid back after each of three years; a bank would ask 18 % a year. "
            "At 18 % the three payments are worth 217.43 today. How large is the grant element?"
        ),
    ),
    "grace_gift": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=B.loan,
            expected=GRACE.grant_element,
            tolerance=0.6,
            mistakes={
                lambda x: abs(x - SOFT.grant_element) < 1: _("That is without grace. Choose the case with a year of grace."),
                lambda x: abs(x - GRACE.value) < 1: _("That is what the payments are worth. The gift is the rest of the loan."),
                lambda x: abs(x - GRACE.share * 100) < 0.1: _("That is the gift as a share of the loan, in per cent."),
            },
            explain=_("What comes back later is worth less, so more of the loan is a gift."),
        ),
    ),
    "share": Check(
        "number",
        dict(
            unit="%",
            low=0,
            high=100,
            expected=SHARE * 100,
            tolerance=0.06,
            mistakes={
                lambda x: x == round(SHARE * 100): _("That is it, rounded too far: one decimal was asked."),
                lambda x: abs(x - SHARE) < 0.001: _("Right as a share. It was asked in per cent."),
                lambda x: abs(x - (B.grants_a_year + B.in_kind) / B.earned * 100) < 0.1: _("The gift in the loan is missing. Interest-free is not free."),
                lambda x: abs(x - (SUPPORT - SOFT.a_year + SOFT.grant_element) / B.earned * 100) < 0.1: _("The gift of all five years is in there. Take a fifth of it."),
                lambda x: abs(x - B.grants_a_year / B.earned * 100) < 0.1: _("Those are the grants alone."),
                lambda x: abs(x - MODEL.run("b")["grant_share"].value * 100) < 0.1: _("That is the grant share of total income. Here gift and help in kind count too, and customers alone stand below the line."),
                lambda x: abs(x - SUPPORT / (SUPPORT + B.earned) * 100) < 0.1: _("You divided by all that comes. This ratio divides by what customers pay."),
            },
            explain=_("For every rouble that customers pay, 33 kopecks come as support."),
        ),
        question=_(
            "In a year a venture uses up grants of 900, gets help in kind of 150 and has a soft loan whose grant element is 343.66 a year. "
            "Customers pay 4200. What is the share of support in earned revenue, in per cent?"
        ),
    ),
    "allowed": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=10_000,
            expected=PATH[-1].support,
            tolerance=1,
            mistakes={
                lambda x: abs(x - B.target / 100 * B.earned) < 1: _("That is 15 % of what is earned today. By then it has grown for three years."),
                lambda x: abs(x - PATH[-1].earned) < 1: _("That is all that customers pay in that year. How much is 15 % of it?"),
                lambda x: abs(x - PATH[-1].to_replace) < 1: _("That is what must be replaced. Asked is what may stay."),
                lambda x: abs(x - B.target / 100 * SUPPORT) < 1: _("That is 15 % of today's support. The target is a share of earned revenue."),
                lambda x: abs(x - B.target / 100 * B.earned * 1.3) < 1: _("Growth of 10 % three times is 33.1 %, not 30 %: each year grows on the one before."),
            },
            explain=_("15 % of what is earned in that year. So 555 must come from customers, or not be spent."),
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "lowest": Prediction(
        lambda: CASH.lowest(late=True)[0],
        MONEY,
        _("The sum of the grant is unchanged, and every rouble of it comes. It is the month that breaks the plan."),
    ),
    "element": Prediction(
        lambda: SOFT.grant_element,
        MONEY,
        _("A third of it. What goes back later is worth less to the lender, and that difference is yours."),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs. A content test holds the prose to this list."""
    parts = tranches(B)
    return {
        **{f"tranche {place}": one.amount for place, one in enumerate(parts, 1)},
        "share of the third": 100 - B.share_1 - B.share_2,
        "the grant's share": 1 - B.cofinancing / 100,
        "eligible cost": B.grant + sum(own_share(B)),
        "own": sum(own_share(B)),
        "spent a month": round(SPENT, 2),
        "cash after month 4": round(CASH.planned[4], 2),
        "lowest with the delay": round(CASH.lowest(late=True)[0], 2),
        "to be bridged": round(-CASH.lowest(late=True)[0], 2),
        "against receipts, to be bridged": round(MODEL.run("b_receipts")["missing"].value, 2),
        "strict co-financing, %": STRICT * 100,
        "strict grant, %": 100 - STRICT * 100,
        "strict cost": eligible_cost(B.grant, STRICT),
        "strict own": BRING,
        "trips": 100,
        "the 15th": 15,
        "wheelchairs": CHAIRS,
        "their months": LIFE,
        "released a month": RELEASE,
        "the first eight months": 8 * SPENT,
        "small loan": SMALL,
        "paid back": PAID,
        "factor": 1 + ASKED,
        "worth 1": round(WORTH[0], 2),
        "worth 2": round(WORTH[1], 2),
        "worth 3": round(WORTH[2], 2),
        "worth in all": round(sum(WORTH), 2),
        "gift of the small loan": round(GIFT, 2),
        "payment of the soft loan": round(NO_REPAYMENT, 2),
        "worth of the payments": round(SOFT.value, 2),
        "grant element": round(SOFT.grant_element, 2),
        "grant element, %": round(SOFT.share * 100, 1),
        "grant element a year": round(SOFT.a_year, 2),
        "grant element with grace": round(GRACE.grant_element, 2),
        "grant element with grace, %": round(GRACE.share * 100, 1),
        "worth with grace": round(GRACE.value, 2),
        "share with grace, %": round(MODEL.run("b_grace")["share"].value * 100, 1),
        "months left after the grace": 48,
        "at 24 %": round(MODEL.run("b", market=24)["element"].value, 2),
        "24": 24,
        "support": round(SUPPORT, 2),
        "share of support, %": round(SHARE * 100, 1),
        "grant share of income, %": round(MODEL.run("b")["grant_share"].value * 100, 1),
        "earned in the last year": round(PATH[-1].earned, 1),
        "allowed": round(PATH[-1].support, 1),
        "to replace": round(PATH[-1].to_replace, 1),
        "a third, in kopecks": 33,
        "minutes for the task": 40,
    }


LESSON = Lesson(
    module="10-grants-and-soft-loans",
    title=_("Grants, tranches, soft loans"),
    minutes=65,
    model="grants_and_soft_loans",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"worked": worked, "year": year, "way": way},
    figures=figures,
    section=SECTION,
)
