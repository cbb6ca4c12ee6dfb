"""Module 6: the questions of the lesson, with what each likely error deserves to hear.

Case F, a sewing workshop; every number is illustrative and comes from the model or the case's plan.
Rates of VAT and contributions are illustrations too: a student's own stand in their plan, with a source.
"""

from __future__ import annotations

from venture import cases, money
from venture import unit_economics as ue
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.start_up_budget import METHODS, book_values, monthly, staff_cost, uses, vat_inside
from venture.numbers import say
from venture.sections.start_up_budget import SECTION
from venture.words import _

MODEL = load("start_up_budget")
THOUSAND = _("₽ thousand")
F = MODEL.values(**MODEL.preset("f").values)
RESULT = MODEL.run("f")
TOTAL = RESULT["total"].value
MONTH = monthly(F)
LATER = MODEL.run("f", wait=F.wait + 1)["total"].value
STAFF = cases.load("clothing").staff
TECHNOLOGIST, RATE = STAFF[1].pay, F.contributions / 100
LIFE = int(F.life)
BOOKS = book_values(F.cost, F.salvage, LIFE)
GRANT = 700  # what the foundation gives for the machines, as the case's plan says
SYD_1, SYD_2 = (money.syd(F.cost, F.salvage, LIFE, year) for year in (1, 2))
DDB_1, DDB_2 = (money.ddb(F.cost, F.salvage, LIFE, year) for year in (1, 2))
DIGITS = LIFE * (LIFE + 1) / 2
WEAR_MONTH = money.sln(F.cost, F.salvage, LIFE) / 12
VAT = F.vat / 100
CHARGED, PAID = vat_inside(F.sales, VAT), vat_inside(F.purchases, VAT)
TAXED = MODEL.run("f_sales_tax")
PLACE = 9.4  # what a family pays for a place in case A
MARKUP = 1.0


def budget() -> Table:
    """The worked example: what the money is needed for, and where each sum comes from."""
    how = {
        "equipment": f"{say(F.cost)} + {say(F.other)}",
        "deposit": f"{say(F.deposit)} × {say(F.rent)}",
        "opening": f"{say(F.stock)} + {say(F.once)}",
        "spare": _("{spare} % of {base}").format(spare=say(F.spare), base=say(F.cost + F.other + F.stock + F.once)),
        "living": f"{say(F.wait)} × {say(MONTH)}",
    }
    rows = tuple((label, how[name], say(amount)) for name, label, amount in uses(F))
    return Table(
        _("What the workshop needs before customers carry it (₽ thousand, illustrative)"),
        (_("for what"), _("worked out"), _("amount")),
        (*rows, (_("in all"), "", say(TOTAL))),
    )


def people() -> Table:
    """What the people of case F cost: pay, contributions, both together."""
    rows = [
        (
            job.role,
            say(job.people),
            say(job.pay * job.people),
            say(job.pay * job.people * job.contributions),
            say(staff_cost(job.pay * job.people, job.contributions)),
        )
        for job in STAFF
        if job is not STAFF[1]
    ]
    return Table(
        _("The others on pay (₽ thousand a month, illustrative)"),
        (_("role"), _("posts"), _("pay"), _("contributions"), _("cost")),
        tuple(rows),
    )


def methods() -> Table:
    """Depreciation of each year by the four methods, and what is left at the end."""
    rows = []
    for year in range(LIFE):
        rows.append((say(year + 1), *(say(BOOKS[name][year] - BOOKS[name][year + 1], 2) for name, _label in METHODS)))
    left = (_("left"), *(say(BOOKS[name][-1], 2) for name, _label in METHODS))
    return Table(
        _("Depreciation of the sewing line by four methods (₽ thousand, illustrative)"),
        (_("year"), *(label for _name, label in METHODS)),
        (*rows, left),
    )


CHECKS = {
    "recall_markup": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("A mark-up counts on the cost. How much of the doubled price is the cost itself?"),
                "c": _("Something stays: the price is twice the cost."),
            },
            explain=_("A price of 200 for a cost of 100 leaves 100: half of the price, a margin of 50 % (module 5)."),
        ),
    ),
    "recall_wear": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Whom would it be paid to? The machine was paid for on the day it was bought."),
                "c": _("A tax may be lower because of it, but depreciation itself is paid to nobody."),
            },
            explain=_("Depreciation is a cost and no payment (module 4). This module shows where it comes from."),
        ),
        question=_(
            "A workshop writes off 25 a month on its machines. How much leaves its account because of that?\n"
            "a) 25\nb) nothing\nc) 25 less the tax"
        ),
    ),
    "recall_customer": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("They are the beneficiaries: the workshop is there to change their lives. Who pays?"),
                "b": _("It supports the machines once. Who pays for each piece?"),
            },
            explain=_("Factories pay for workwear, so they are customers; the women are the beneficiaries (module 1)."),
        ),
    ),
    "missing": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Power is a cost of each month. Which sum is due on the first day and is no cost at all?"),
                "c": _("Contributions are a cost of each month, on top of the pay. Which sum comes back at the end?"),
            },
            explain=_(
                "A deposit comes back, so it is no cost and stands in no list of costs. But without it there is no key."
            ),
        ),
    ),
    "one_month_later": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=100_000,
            expected=LATER,
            mistakes={
                TOTAL: _("That was with three months. The workshop must now live through four."),
                MONTH: _("That is the one month more. How much is it with all the rest?"),
                4 * MONTH: _("Those are the four months. Machines, deposit and opening come on top."),
                TOTAL + F.rent: _("Not only the rent runs on: people and the other running costs do too."),
            },
            explain=_("One month more costs 420: more than the deposit, the first cloth and the opening together."),
        ),
    ),
    "staff": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=1000,
            expected=staff_cost(TECHNOLOGIST, RATE),
            mistakes={
                TECHNOLOGIST: _("That is the pay in her contract. What does the employer owe on top?"),
                TECHNOLOGIST * RATE: _("Those are the contributions alone. She wants her pay too."),
                TECHNOLOGIST * (1 - RATE): _("Contributions come on top of the pay. You took them off."),
                TECHNOLOGIST / (1 - RATE): _("30 % is counted on the pay, not on the sum of both."),
            },
            explain=_(
                "Pay and contributions: 55 × 1.3. What she gets in hand is less than 55, because her own tax comes off."
            ),
        ),
        question=_(
            "A contract says 55 a month, and the employer owes contributions of 30 % on it. What does this post cost the venture "
            "a month?"
        ),
    ),
    "wear_month": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=F.cost,
            expected=WEAR_MONTH,
            mistakes={
                WEAR_MONTH * 12: _("That is a year. How much is it in a month?"),
                F.cost / LIFE / 12: _("The line can be sold for 100 at the end. Only the rest wears off."),
                (F.cost - F.salvage) / 12: _("You spread it over one year. It lasts six."),
                F.cost / LIFE: _("That is a year, and without the 100 that are left at the end."),
            },
            explain=_("(1 900 − 100) / 6 is 300 a year, and a twelfth of that a month."),
        ),
    ),
    "syd_2": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=F.cost,
            expected=SYD_2,
            tolerance=0.5,
            mistakes={
                SYD_1: _("That is the first year. In the second one year less is left."),
                (F.cost - F.salvage) * 2 / DIGITS: _("You took 2 of 21. Count the years that are left: five."),
                F.cost * 5 / DIGITS: _("The 100 that are left at the end do not wear off."),
                (F.cost - F.salvage) / LIFE: _("That is the straight line."),
            },
            explain=_("Five years are left at the beginning of year two: 1 800 × 5 / 21."),
        ),
    ),
    "double_2": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=F.cost,
            expected=DDB_2,
            tolerance=0.5,
            mistakes={
                DDB_1: _("That was a third of 1 900. In year two it is a third of what is left."),
                F.cost - DDB_1 - DDB_2: _("That is what is left after year two. How much wears off in it?"),
                (F.cost - F.salvage) * 2 / 9: _("You took the 100 off first. This method begins with the whole cost."),
                F.cost - DDB_1: _("That is what is left after year one. A third of it wears off."),
            },
            explain=_("A third of 1 266.67, the book value after year one."),
        ),
    ),
    "where_is_it": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Has anybody ever carried depreciation to the bank? Look for the payment."),
                "c": _("The tax may have been lower in these years, but nobody keeps money there for you."),
            },
            explain=_(
                "The money left on the day the line was bought. Depreciation only says how much of it each year has used up. "
                "Who wants a new line must put money aside as well."
            ),
        ),
        question=_(
            "A machine was bought for 1 900 and written off to 100 over six years. Where are the 1 800?\n"
            "a) in the account, put aside year by year\nb) spent on the day it was bought\nc) at the tax office"
        ),
    ),
    "vat_inside": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=0,
            high=F.sales,
            expected=CHARGED,
            mistakes={
                F.sales * VAT: _("That is 20 % of the sum with VAT. The tax is 20 % of the sum without it."),
                F.sales - CHARGED: _("That is what remains without VAT. How much VAT was in it?"),
                F.sales * (1 + VAT): _("You put VAT on top once more. It is already inside."),
                F.sales / VAT: _("You divided by the rate. Divide by one plus the rate, then see what is missing."),
            },
            explain=_("1 440 is 120 % of the price without VAT: 1 200 and 240."),
        ),
        question=_("A customer pays 1 440 with VAT of 20 % inside (an illustrative rate). How much VAT is in it?"),
    ),
    "vat_due": Check(
        "number",
        dict(
            unit=THOUSAND,
            low=-F.sales,
            high=F.sales,
            expected=CHARGED - PAID,
            mistakes={
                CHARGED: _("That is what was charged. Take off what was paid with the purchases."),
                PAID: _("That is the VAT in the purchases. Take it off what was charged."),
                CHARGED + PAID: _("You added the two. What was paid comes off."),
                PAID - CHARGED: _("The amount is right. The workshop owes it, so it stands without a minus."),
                F.sales * VAT - PAID: _("You took 20 % of 1 440. The tax is inside it: you found 240 above."),
                (F.sales - F.purchases) * VAT: _(
                    "You took 20 % of the difference. The VAT is inside it, so it is less."
                ),
            },
            explain=_("240 charged less 160 paid."),
        ),
    ),
    "vat_revenue": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("240 of it were never yours. You only carry them to the tax office."),
                "c": _(
                    "You took off what is paid to the tax office now. But the VAT in the purchases is no revenue either."
                ),
            },
            explain=_("Revenue is counted without VAT, and so is what you buy, where that VAT comes back."),
        ),
    ),
}

PREDICTIONS = {
    "total": Prediction(
        lambda: TOTAL,
        THOUSAND,
        _(
            "The sewing line is less than half of it. The largest sum that was forgotten is the three months in which people and "
            "landlord want their money and no factory has paid yet."
        ),
    ),
    "double_end": Prediction(
        lambda: BOOKS["double"][-1],
        THOUSAND,
        _(
            "Each year a third of what is left wears off, and two thirds stay. So it never reaches the 100, and a spreadsheet's "
            "DDB does not say so."
        ),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs. A content test holds the prose to this list."""
    return {
        "minutes for the task": 40,
        "the foundation's grant": GRANT,
        "start-up budget": TOTAL,
        "still to be found": RESULT["gap"].value,
        "nobody has promised": RESULT["gap"].value - GRANT,
        "a month": round(MONTH, 9),
        "three months": round(RESULT["living"].value, 9),
        "equipment": RESULT["equipment"].value,
        "deposit": RESULT["deposit"].value,
        "to open": RESULT["opening"].value,
        "to spare": round(RESULT["spare"].value, 9),
        "one month later": round(LATER, 9),
        "technologist": TECHNOLOGIST,
        "people, with contributions": round(RESULT["staff"].value, 2),
        "contributions of all": round(F.pay * RATE, 9),
        "what wears off": F.cost - F.salvage,
        "a year, straight": money.sln(F.cost, F.salvage, LIFE),
        "a month, straight": WEAR_MONTH,
        "the years' digits": DIGITS,
        "year 1, digits": round(SYD_1, 2),
        "year 1, double": round(DDB_1, 2),
        "left after year 1, double": round(F.cost - DDB_1, 2),
        "left at the end, double": round(BOOKS["double"][-1], 2),
        "switching, last years": round(BOOKS["switching"][-2] - BOOKS["switching"][-1], 2),
        "VAT charged": CHARGED,
        "20 % of the sum with VAT": F.sales * VAT,
        "VAT paid": PAID,
        "VAT due": CHARGED - PAID,
        "revenue": F.sales - CHARGED,
        "not the revenue": F.sales - (CHARGED - PAID),
        "bought without VAT": F.purchases - PAID,
        "VAT on the line": F.cost * VAT,
        "the line with VAT": F.cost * (1 + VAT),
        "what is left without VAT": F.sales - CHARGED - (F.purchases - PAID),
        "a hundred": 100,
        "a hundred and twenty": 120,
        "a family's price": PLACE,
        "a family's price without VAT": round(PLACE - vat_inside(PLACE, VAT), 2),
        "sales tax, %": TAXED.values.vat,
        "sales tax to pay": round(TAXED["vat_due"].value, 2),
        "mark-up that doubles the price, %": MARKUP * 100,
        "its margin, %": ue.margin_of_markup(MARKUP) * 100,
        "written off in the recall": 25,
        "days until the factory pays": 60,
    }


LESSON = Lesson(
    module="06-start-up-budget",
    title=_("Start-up budget, people, equipment, VAT"),
    minutes=60,
    model="start_up_budget",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"budget": budget, "people": people, "methods": methods},
    figures=figures,
    own=dict.fromkeys(("stock", "once", "salvage", "sales", "purchases"), 0),
    section=SECTION,
    moot={"vat": "vat_kind", "deposit": "rent"},
)
