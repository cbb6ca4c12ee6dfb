"""Module 8: the questions of the lesson, with what each likely error deserves to hear.

Case F, a sewing workshop; every number is illustrative and comes from the cash plan's model or from
`venture.working_capital`.
"""

from __future__ import annotations

from venture import working_capital
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.cash_plan import NAMES, cash_of, shares, year
from venture.numbers import say
from venture.sections.cash_plan import SECTION
from venture.words import _

MODEL = load("cash_plan")
PLAIN = MODEL.values(**MODEL.preset("f").values)
ORDER = MODEL.values(**MODEL.preset("f_order").values)
F = year(PLAIN)
CASH, WITHOUT = cash_of(ORDER, F), cash_of(PLAIN, F)
MONEY = _("₽ thousand")
FEBRUARY, MARCH, APRIL, MAY = 2, 3, 4, 5

# Last year's books, of which the days are counted.
REVENUE, COST, STOCK, OWED_TO_US, OWED = 6200, 3700, 520, 690, 350
DIO = working_capital.dio(STOCK, COST)
DSO = working_capital.dso(OWED_TO_US, REVENUE)
DPO = working_capital.dpo(OWED, COST)
CYCLE = working_capital.cash_conversion_cycle(DIO, DSO, DPO)
TIED_UP = working_capital.net_working_capital(OWED_TO_US, STOCK, OWED)
NEW_DSO = 30
FREED = working_capital.cash_freed(REVENUE, DSO - NEW_DSO)
HELD, PAID_OUT, COMES_IN = 1150, 410, 225  # of the runway
BURN = PAID_OUT - COMES_IN
RUNWAY = working_capital.runway(HELD, BURN)
DISCOUNT, DISCOUNT_DAYS, NET_DAYS = 0.02, 10, 30
SIMPLE = 100 * working_capital.trade_credit_simple(DISCOUNT, DISCOUNT_DAYS, NET_DAYS)
COMPOUNDED = 100 * working_capital.trade_credit_compounded(DISCOUNT, DISCOUNT_DAYS, NET_DAYS)
BAG_PRICE, BAG_COST = 1.1, 0.52
VAT_PAID, VAT_PART = 120, 20  # a customer's payment in a question, and the VAT in it
WHOLE = 0.5  # where no decimals are asked, a whole number is right too
LOWEST = min(CASH[1:])
LINE = PLAIN.reserve - LOWEST
LATER = shares(PLAIN)
ADVANCE = ORDER.order / 2  # what the factory pays at once, in the faded example


def at(row: str, month: int) -> float:
    """A row of the ordinary year, to the digit that the lesson prints."""
    return round(F[row][month], 1)


def budget() -> Table:
    """The worked example: February to May with the order, line by line."""
    months = range(FEBRUARY, MAY + 1)
    flows = {MARCH: -ORDER.order_cost, MAY: ORDER.order}
    rows = (
        (_("cash at the beginning"), *(CASH[month - 1] for month in months)),
        (_("received from customers"), *(F["from_customers"][month] for month in months)),
        (_("paid to suppliers"), *(0.0 - F["to_suppliers"][month] for month in months)),
        (_("fixed payments"), *(-PLAIN.fixed for _month in months)),
        (_("the order"), *(flows.get(month, 0.0) for month in months)),
        (_("cash at the end"), *(CASH[month] for month in months)),
    )
    columns = (_("line"), *(NAMES[month - 1] for month in months))
    shown = tuple((label, *(say(one, 1) for one in amounts)) for label, *amounts in rows)
    return Table(_("Tamara's cash plan with the order ({money}, illustrative)").format(money=MONEY), columns, shown)


def april() -> Table:
    """From which months' sales April's money comes."""
    rows = []
    for back, share in enumerate(LATER):
        month = APRIL - back
        sold = F["revenue"][month]
        rows.append((NAMES[month - 1], say(sold, 1), f"{say(100 * share)} %", say(sold * share, 1)))
    rows.append((_("received in April"), "", "", say(F["from_customers"][APRIL], 1)))
    return Table(
        _("Whose sales pay April ({money}, illustrative)").format(money=MONEY),
        (_("sales of"), _("sold"), _("paid in April"), _("amount")),
        tuple(rows),
    )


WAYS = (
    (_("nothing"), {}, _("the account is empty for two months")),
    (_("the factory pays after 30 days"), {"order_days": 30}, _("perhaps a lower price")),
    (_("30 days of stock in place of 50"), {"stock_days": 30}, _("a machine that now and then waits for cloth")),
    (_("both of these"), {"order_days": 30, "stock_days": 30}, _("both prices")),
    (_("suppliers wait for 60 days"), {"supplier_days": 60}, _("a discount that is lost, and their patience")),
)


def ways() -> Table:
    """What each way of closing the gap does to the worst month, and what it costs."""
    rows = []
    for label, changes, price in WAYS:
        result = MODEL.run("f_order", **changes)
        line = result["line"].value
        rows.append((label, say(result["lowest_cash"].value, 1), say(line, 1) if line else _("none"), price))
    return Table(
        _("Ways to take the same order ({money}, illustrative)").format(money=MONEY),
        (_("what is agreed"), _("lowest cash"), _("credit line needed"), _("what it costs")),
        tuple(rows),
    )


def near(value: float, room: float = 0.06):
    """A likely error, as it is typed with one decimal or more."""
    return lambda x: abs(x - value) <= room


CHECKS = {
    "recall_late": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("The cash flow waits for the money. Which statement shows who owes it?"),
                "c": _("Nothing has come in. But something was earned: where does that stand?"),
            },
            explain=_("Earned, so it is revenue; not paid, so it is owed by a customer (module 7). The account knows nothing of it yet."),
        ),
    ),
    "recall_bag": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=BAG_PRICE,
            expected=BAG_PRICE - BAG_COST,
            mistakes={
                BAG_PRICE + BAG_COST: _("The cost is taken off the price, not added to it."),
                near(BAG_COST / BAG_PRICE, 0.004): _("That is the share of the price that the cost takes. How many roubles are left?"),
                near((BAG_PRICE - BAG_COST) / BAG_PRICE, 0.004): _("That is the share of the price that it leaves. How many roubles are left?"),
                BAG_COST: _("That is what the bag costs. What does it leave?"),
            },
            explain=_("Price less variable cost: the contribution margin (module 4). It is earned when the bag is sold, and in the account when it is paid."),
        ),
    ),
    "recall_vat": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("All of it is in your account today. Will all of it stay?"),
                "c": _("The supplier has its own bill. Who asks for tax on what you sell?"),
            },
            explain=_("It lies in your account until it is due, like the levy of module 7. A cash plan has a line for it (module 6)."),
        ),
        question=_("A customer pays 120, of which 20 are VAT. Whose are the 20 in your account?\na) yours: they came with the sale\nb) the state's, until you pay them\nc) your supplier's"),
    ),
    "from_april": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=PLAIN.revenue,
            expected=round(F["revenue"][APRIL] * LATER[1], 1),
            tolerance=WHOLE,
            mistakes={
                near(F["revenue"][APRIL], 0.3): _("All of April's sales in one month? A tenth came at once, and a part waits for June."),
                near(F["revenue"][APRIL] * LATER[0], 0.3): _("That is the tenth that was paid in April itself."),
                near(F["from_customers"][MAY], 0.3): _("That is everything that comes in May. How much of it is April's?"),
                near(F["revenue"][APRIL] * (LATER[1] + LATER[2]), 0.3): _("That comes in May and June together."),
            },
            explain=_("45 % of April's sales. As much again comes in June."),
        ),
    ),
    "march_end": Check(
        "number",
        dict(
            unit=MONEY,
            low=-1000,
            high=2000,
            expected=round(CASH[MARCH] + ADVANCE, 1),
            tolerance=WHOLE,
            mistakes={
                near(CASH[MARCH], 0.3): _("That is March without the advance. It comes in this month."),
                near(WITHOUT[MARCH] + ADVANCE, 0.3): _("The advance has come, and the materials are not paid: the order takes 550."),
                near(CASH[MARCH] + ORDER.order, 0.3): _("Only half of the 900 comes now. The rest waits until May."),
                near(CASH[MARCH] + ADVANCE + PLAIN.fixed, 0.3): _("The fixed payments are missing."),
                near(CASH[MARCH] + ADVANCE - CASH[FEBRUARY], 0.3): _("That is the change of March. Add what lay in the account before."),
            },
            explain=_("The workshop begins April with money. April itself takes 198.4 more than it brings, so it ends with 236.9: above the reserve."),
        ),
    ),
    "credit_line": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=2000,
            expected=round(LINE, 1),
            tolerance=0.15,
            mistakes={
                near(-LOWEST, 0.3): _("That lifts the worst month to zero. The reserve must stay whole as well."),
                near(-LOWEST - PLAIN.reserve, 0.3): _("You took the reserve off. It must still be there in the worst month."),
                near(-CASH[MARCH] + PLAIN.reserve, 0.3): _("That is March. Which month is worse?"),
                near(LOWEST - PLAIN.reserve, 0.5): _("The size is right. It is money that comes, so it has no minus."),
            },
            explain=_("From the worst month up to the reserve. A credit line that fills the gap would have to be just as large."),
        ),
        question=_("A plan's lowest month ends with −213.1, and a reserve of 100 must never be touched. How large a credit line does it need?"),
    ),
    "dso": Check(
        "number",
        dict(
            unit=_("days"),
            low=0,
            high=365,
            expected=round(DSO, 2),
            tolerance=WHOLE,
            mistakes={
                near(OWED_TO_US / COST * 365, 0.1): _("You divided by the cost. Customers owe the price, so divide by sales."),
                near(STOCK / REVENUE * 365, 0.1): _("That takes the stock. Who owes you?"),
                near(REVENUE / OWED_TO_US, 0.1): _("That is how often a year customers pay. How many days does one round take?"),
                near(OWED_TO_US / REVENUE * 360, 0.05): _("You counted a year of 360 days. Here it has 365: say which, and stay with it."),
            },
            explain=_("690 of 6\u202f200 is a ninth of the year: about forty days."),
        ),
    ),
    "cycle": Check(
        "number",
        dict(
            unit=_("days"),
            low=-365,
            high=730,
            expected=round(CYCLE, 2),
            tolerance=WHOLE,
            mistakes={
                near(DIO + DSO + DPO, 0.2): _("You added the suppliers' days. While they wait, their money works for you: take these days off."),
                near(DIO + DSO, 0.2): _("That is how long goods and customers take. Your suppliers wait for a part of it."),
                near(DSO - DPO, 0.2): _("Goods lie on the shelf before they are sold. Add these days."),
                near(DIO - DSO + DPO, 0.2): _("Two signs are turned: customers' days are added, suppliers' days taken off."),
            },
            explain=_("For 57 days your own money is out there, between the cloth that is paid and the coat that is paid."),
        ),
        question=_("Goods lie 51.3 days, customers pay after 40.62, suppliers are paid after 34.53. How many days is the cash conversion cycle?"),
    ),
    "freed": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=REVENUE,
            expected=round(FREED, 2),
            tolerance=0.6,
            mistakes={
                near(FREED * COST / REVENUE, 0.6): _("Customers owe the price and not the cost: take sales of a day."),
                near(REVENUE / 365 * NEW_DSO, 0.6): _("That is still tied up. How many days are won?"),
                near(DSO - NEW_DSO, 0.1): _("Those are the days. What are the sales of one day?"),
            },
            explain=_("17 a day, for nearly eleven days. It comes free once, not every year."),
        ),
    ),
    "runway": Check(
        "number",
        dict(
            unit=_("months"),
            low=0,
            high=1000,
            expected=round(RUNWAY, 2),
            tolerance=0.25,  # six months, or six and a quarter: nobody plans by the tenth
            mistakes={
                near(HELD / PAID_OUT, 0.06): _("That counts what goes out and forgets what comes in. With income, count the net outflow."),
                near(HELD / COMES_IN, 0.06): _("What comes in does not use the cash up. What uses it up?"),
                near(BURN, 0.5): _("So much is missing each month. How often does the cash hold that?"),
                near(HELD / (PAID_OUT + COMES_IN), 0.06): _("What comes in makes the outflow smaller, not larger."),
            },
            explain=_("1\u202f150 divided by the 185 that are missing each month. Say that it is the net outflow: others count the gross one."),
        ),
        question=_("The account holds 1\u202f150. Each month 410 go out and 225 come in. For how many months does the money last?"),
    ),
}  # fmt: skip

PREDICTIONS = {
    "lowest": Prediction(
        lambda: round(LOWEST, 1),
        MONEY,
        _("Materials and piece pay leave in {made}, and the 900 come in {paid}. In between April's cloth has to be paid as well.").format(
            made=NAMES[MARCH - 1], paid=NAMES[MAY - 1]
        ),
    ),
    "discount": Prediction(
        lambda: round(SIMPLE, 2),
        _("% a year"),
        _(
            "You keep 98 for twenty days longer and pay 2 for it, and a year has eighteen times twenty days. "
            "Counted with interest on interest it is {compounded} %."
        ).format(compounded=say(COMPOUNDED, 2)),
    ),
}  # fmt: skip


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs. A content test holds the prose to this list."""
    rows = ("revenue", "from_customers", "to_suppliers")
    monthly = {f"{row} in {NAMES[month - 1]}": at(row, month) for row in rows for month in range(1, MAY + 1)}
    cash = {f"cash at the end of {NAMES[month - 1]}": round(CASH[month], 1) for month in range(MAY + 1)}
    return {
        **monthly,
        **cash,
        "lowest without the order": round(min(WITHOUT[1:]), 1),
        "what the order earns": ORDER.order - ORDER.order_cost,
        "missing at the worst": round(-LOWEST, 1),
        "missing in March": round(-CASH[MARCH], 1),
        "line": round(LINE, 1),
        "advance": ADVANCE,
        **{
            f"lowest: {label}": round(MODEL.run("f_order", **changes)["lowest_cash"].value, 1)
            for label, changes, _price in WAYS
        },
        "missing after 30 days": round(-MODEL.run("f_order", order_days=30)["lowest_cash"].value, 1),
        "result of the year": MODEL.run("f")["result"].value,
        "result with the order": MODEL.run("f_order")["result"].value,
        "bag's price": BAG_PRICE,
        "bag's cost": BAG_COST,
        "a sale on credit": 40,
        "payment with VAT": VAT_PAID,
        "VAT in it": VAT_PART,
        "DIO": round(DIO, 2),
        "DSO": round(DSO, 2),
        "DPO": round(DPO, 2),
        "cycle": round(CYCLE, 2),
        "cycle, spoken": round(CYCLE),
        "cycle by the model": round(MODEL.run("f")["cycle"].value, 1),
        "DIO by the model": round(MODEL.run("f")["dio"].value, 1),
        "tied up": TIED_UP,
        "new DSO": NEW_DSO,
        "freed": round(FREED, 2),
        "owed to us": OWED_TO_US,
        "days of a year": 365,
        "held": HELD,
        "paid out": PAID_OUT,
        "comes in": COMES_IN,
        "burn": BURN,
        "runway, gross": round(HELD / PAID_OUT, 1),
        "runway": round(RUNWAY, 1),
        "discount days": DISCOUNT_DAYS,
        "bill": 100,
        "bill with the discount": 100 * (1 - DISCOUNT),
        "days gained": NET_DAYS - DISCOUNT_DAYS,
        "year of 360": 360,
        "times a year": 360 / (NET_DAYS - DISCOUNT_DAYS),
        "simple, %": round(SIMPLE, 2),
        "compounded, %": round(COMPOUNDED, 2),
        "suppliers at 60 days": 60,
        "months": 12,
        "minutes for the task": 40,
        "section of the source": 19.1,
    }


LESSON = Lesson(
    module="08-cash-plan",
    title=_("Cash plan and working capital"),
    minutes=70,
    model="cash_plan",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"april": april, "budget": budget, "ways": ways},
    figures=figures,
    section=SECTION,
)
