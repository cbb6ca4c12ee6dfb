"""Module 7: the questions of the lesson, with what each likely error deserves to hear.

Case A, a children's centre; every number is illustrative and comes from the engine's statements. The three faulty
sheets of the bug hunt are the engine's month 1 with one slip each.
"""

from __future__ import annotations

from collections.abc import Mapping

from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.three_linked_statements import SALES, statements
from venture.numbers import say
from venture.sections.three_linked_statements import SECTION
from venture.unit_economics import margin_of_markup
from venture.words import _

MODEL = load("three_linked_statements")
A = MODEL.values(**MODEL.preset("a").values)
F = statements(A)
LATE = 25  # per cent of sales that come a month later, in the second guess
F_LATE = statements(MODEL.values(late=LATE))
NEW_LOAN = 200  # of a question; no sum of the case
OWN_PAY = 20  # what Vera takes in a question
MARKUP = 0.6
MONEY = _("₽ thousand")
BEFORE_REPAYMENT = int(A.grace) + 1  # the first month in which the loan is paid back


def at(key: str, month: int) -> float:
    """A row of the case's statements, without what rounding leaves."""
    return round(F[key][month], 6)


def moved(key: str, month: int) -> float:
    """How a balance changed in a month."""
    return round(at(key, month) - at(key, month - 1), 6)


def shown(value: float) -> str:
    return say(value, 3)


def places() -> Table:
    """Five events of month 1, and where each of them stands."""
    nothing = "–"
    paid, owed = at("from_customers", 1), at("receivables", 1)
    wear, levy = at("depreciation", 1), at("levy", 1)
    rows = (
        (_("Families pay for the month"), f"+{shown(paid)}", f"+{shown(paid)}", _("cash +{amount}").format(amount=shown(paid))),
        (_("Other families will pay next month"), f"+{shown(owed)}", nothing, _("owed by customers +{amount}").format(amount=shown(owed))),
        (_("The equipment wears"), f"−{shown(wear)}", nothing, _("fixed assets −{amount}").format(amount=shown(wear))),
        (_("The levy is charged, to be paid in month 3"), f"−{shown(levy)}", nothing, _("levy owed +{amount}").format(amount=shown(levy))),
        (_("The bank pays out a loan"), nothing, f"+{shown(A.loan)}", _("cash and loan, each +{amount}").format(amount=shown(A.loan))),
    )  # fmt: skip
    columns = (_("What happens"), _("profit and loss"), _("cash flow"), _("balance sheet"))
    return Table(_("Five events and their places ({money}, illustrative)").format(money=MONEY), columns, rows)


# From net income to cash: what moved no cash, and what moved cash without income. Sign, row, words.
BRIDGE = (
    (1, "depreciation", _("depreciation: a cost, but no payment")),
    (-1, "capital_grants_released", _("grant released: income, but no money comes")),
    (1, "less_receivables", _("more is owed by customers: sold, not yet paid")),
    (1, "more_payables", _("more is owed to suppliers: used, not yet paid")),
    (1, "more_tax", _("levy of the month less the levy that was paid")),
)


def bridge() -> Table:
    """The worked example: from month 3's net income to its change in cash."""
    rows = [(_("net income"), shown(at("net_income", 3)), _("the last line of profit and loss"))]
    for sign, key, words in BRIDGE:
        name, _colon, why = words.partition(": ")
        rows.append((name, shown(sign * at(key, 3)), why or _levy_told(3)))
    rows.append((_("cash flow from operations"), shown(at("operating_cash_flow", 3)), _("what the bank account shows")))
    return Table(
        _("Vera's month 3, from result to cash ({money}, illustrative)").format(money=MONEY),
        (_("line"), _("amount"), _("why")),
        tuple(rows),
    )


def _levy_told(month: int) -> str:
    return _("{charged} charged, {paid} paid").format(charged=shown(at("levy", month)), paid=shown(at("tax_paid", month)))  # fmt: skip


LINES = (
    ("cash", _("cash")),
    ("receivables", _("owed by customers")),
    ("fixed_assets", _("fixed assets")),
    ("payables", _("owed to suppliers")),
    ("tax_payable", _("levy owed")),
    ("loans", _("loan")),
    ("deferred_grants", _("grant not yet released")),
    ("owners_equity", _("owners' money")),
    ("retained_earnings", _("results so far")),
)
ASSETS = 3  # of these lines


def sheet(slips: Mapping[str, float]) -> tuple[dict[str, float], float]:
    """Month 1's balance sheet with slips in it, and by how much its two sides differ."""
    values = {key: slips.get(key, at(key, 1)) for key, _label in LINES}
    sides = [values[key] for key, _label in LINES]
    return values, round(sum(sides[:ASSETS]) - sum(sides[ASSETS:]), 6)


def _sheet_table(number: int, slips: Mapping[str, float]) -> Table:
    values, difference = sheet(slips)
    sides = [values[key] for key, _label in LINES]
    rows = [(label, shown(values[key])) for key, label in LINES]
    rows.insert(ASSETS, (_("assets"), shown(sum(sides[:ASSETS]))))
    rows += [(_("liabilities and equity"), shown(sum(sides[ASSETS:]))), (_("check: assets less the rest"), shown(difference))]  # fmt: skip
    caption = _("Sheet {number}: the end of month 1 ({money})").format(number=number, money=MONEY)
    return Table(caption, (_("line"), _("amount")), tuple(rows))


FORGOTTEN = {"tax_payable": 0.0}
TURNED = {"deferred_grants": A.grant + at("capital_grants_released", 1)}
AT_ONCE = {
    "deferred_grants": 0.0,
    "retained_earnings": round(at("net_income", 1) + at("deferred_grants", 1), 6),
}
PAYMENT = round(at("interest", BEFORE_REPAYMENT) + at("principal_repaid", BEFORE_REPAYMENT), 3)
MORE_OWED = moved("receivables", 2)
CFO_2 = at("operating_cash_flow", 2)
EARLIER = at("tax_payable", 2)

CHECKS = {
    "recall_teacher": Check(
        "number",
        dict(
            unit=_("children"),
            whole=True,
            low=1,
            high=A.capacity,
            expected=7,
            tolerance=0.001,
            mistakes={
                6: _("Six bring 45. Something is still uncovered: round up."),
                lambda x: 6 < x < 7: _("Children come whole. Which way do you round, so that she is paid?"),
                lambda x: 5 < x < 6: _("You divided by the price. A child also costs something: it leaves the margin."),
            },
            explain=_("52 / 7.5 is 6.93, rounded up (module 4). From then on she pays for herself."),
        ),
    ),
    "recall_markup": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("A mark-up is counted on the cost, a margin on the price. The price is larger, so the share is smaller."),
                "c": _("That would be what is left after taking 60 % off. Take a cost of 1: what is the price, and what share of it stays?"),
            },
            explain=_("0.6 of 1.6 is 37.5 % (module 5). The same profit, seen from another number."),
        ),
    ),
    "recall_wear": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("40 is the month's depreciation. To whom would it be paid?"),
                "c": _("All of it left the account once. In which month?"),
            },
            explain=_("The money left when the equipment was bought. Depreciation spreads the cost and pays nobody (module 6)."),
        ),
    ),
    "levy_earlier": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=at("tax_paid", 3),
            expected=EARLIER,
            mistakes={
                at("tax_paid", 3): _("That is all that was paid. How much of it was charged in months 1 and 2?"),
                at("levy", 3): _("That is the levy of month 3 itself. What was owed before it?"),
                at("levy", 2): _("That is month 2 alone. Month 1 was not paid either."),
            },
            explain=_("The money of a quarter left in one month. More than half of it was a cost of earlier months."),
        ),
    ),
    "interest": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=100,
            expected=at("interest", BEFORE_REPAYMENT),
            mistakes={
                lambda x: abs(x - PAYMENT) < 0.02: _("That is what leaves the account. Part of it gives back what was borrowed, and that is no cost."),
                lambda x: abs(x - (PAYMENT - at("interest", BEFORE_REPAYMENT))) < 0.02: _("That is the principal: it makes the loan smaller. Which part pays for the use of the money?"),
                0: _("Borrowing is not free. What does the bank keep for itself?"),
            },
            explain=_("A twelfth of 9 % on 1\u202f200. The rest makes the loan smaller, and no cost."),
        ),
        question=_("A loan of 1\u202f200 at 9 % a year is paid back with 33.413 a month. How much of the first payment is a cost?"),
    ),
    "owner_draws": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("It balances, so no sheet complains. But who did the director's work in these months, and where is its cost?"),
                "c": _("Nobody lent anything. Ask first what Vera got the money for."),
            },
            explain=_("Her work is a cost like a teacher's. Left out, the result looks better than the venture is."),
        ),
        question=_("The founder works all month and takes 20 for her living. She books it as owners' money paid back. What is wrong?\na) nothing, it balances\nb) her work is a cost, so the result looks too good\nc) it must be booked as a loan"),
    ),
    "more_owed": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=100,
            expected=MORE_OWED,
            mistakes={
                at("receivables", 2): _("That is all that is owed at the end of month 2. A part of it was owed before: take the change."),
                at("receivables", 1): _("That was owed at the end of month 1. By how much is it more now?"),
                -MORE_OWED: _("The size is right. What is owed grew, so write it without a minus; the next step takes it off."),
                at("receivables", 1) + at("receivables", 2): _("Two balances are compared, not added."),
            },
            explain=_("A balance tells what is there; the month moved only the difference."),
        ),
    ),
    "operations": Check(
        "number",
        dict(
            unit=MONEY,
            low=-200,
            high=200,
            expected=CFO_2,
            mistakes={
                -CFO_2: _("The size is right. Does the account grow or shrink?"),
                CFO_2 + 2 * MORE_OWED: _("What customers still owe has not come in: take it off."),
                CFO_2 - at("levy", 2): _("The levy of month 2 is a cost in the result, but it has not been paid: put it back."),
                CFO_2 + 2 * at("capital_grants_released", 2): _("The grant released brought no money this month: take it off."),
                CFO_2 - 2 * moved("payables", 2): _("What suppliers wait for has not left the account: put it back."),
            },
            explain=_("The month lost 62.008 and the account hardly moved. Month 3 pays for it."),
        ),
    ),
    "sheet_1": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Owed by customers stands in the sheet, with 37.6. The difference is another number."),
                "c": _("Owed to suppliers stands in the sheet, with 38. Look for 22.56 in month 1."),
            },
            explain=_("The result has the levy as a cost, but nobody wrote down that it is still owed. The difference is its name."),
        ),
        question=_("A balance sheet's two sides differ by 22.560, and the levy of the month was 22.560. What was forgotten?\na) what customers owe\nb) the levy that is owed\nc) what is owed to suppliers"),
    ),
    "sheet_2": Check(
        "number",
        dict(
            unit=MONEY,
            low=0,
            high=A.grant * 2,
            expected=at("deferred_grants", 1),
            mistakes={
                A.grant: _("Nearer. But a month is over, and a part of the grant has become income."),
                TURNED["deferred_grants"]: _("That is what the sheet says, and it does not balance."),
                TURNED["deferred_grants"] - 4 * at("capital_grants_released", 1): _("Too far. The sheet is wrong by 20: move the line by 20, not by 40."),
            },
            explain=_("10 was added where 10 had to be taken off. A turned sign is wrong by twice its amount."),
        ),
    ),
    "sheet_3": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Both sides are equal, and still: does a month that loses 110.56 earn 479.44 because a grant came before it?"),
                "b": _("The loan stands there with all of its 1\u202f200. Which line has vanished?"),
            },
            explain=_("The grant for the equipment was called income at once. Both sides moved together, so no check sees it."),
        ),
    ),
}  # fmt: skip
PREDICTIONS = {
    "change_3": Prediction(
        lambda: at("change_in_cash", 3),
        MONEY,
        _(
            "The result is nearly the same as in month 2. But the levy of all three months, {levy}, is paid now: in month 2 nothing was."
        ).format(levy=shown(at("tax_paid", 3))),
    ),
    "cash_late": Prediction(
        lambda: round(F_LATE["cash"][3], 6),
        MONEY,
        _("Half of the cash is gone, and the result has not moved by a kopeck: {owed} now lie with the families.").format(
            owed=shown(F_LATE["receivables"][3])
        ),
    ),
}  # fmt: skip


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the case's inputs. A content test holds the prose to this list."""
    rows = ("revenue", "net_income", "change_in_cash", "cash", "levy", "tax_paid", "tax_payable", "receivables",
            "payables", "operating_cash_flow", "less_receivables", "more_payables", "more_tax")  # fmt: skip
    children = {f"children in month {month}": at(f"units/{SALES}", month) for month in (1, 2, 3)}
    every = {f"{key}, month {month}": at(key, month) for key in rows for month in (1, 2, 3)}
    lost = {f"loss of month {month}": -at("net_income", month) for month in (1, 2, 3)}
    fallen = {f"cash lost in month {month}": -at("change_in_cash", month) for month in (1, 2, 3)}
    three_months = round(sum(at("net_income", month) for month in (1, 2, 3)), 6)
    _values, first = sheet(FORGOTTEN)
    _values, second = sheet(TURNED)
    return {
        **every,
        **children,
        "owners' money": at("owners_equity", 1),
        "more owed in month 2": MORE_OWED,
        **lost,
        **fallen,
        "demo: margin of a child": A.price - A.variable,
        "mark-up, %": MARKUP * 100,
        "margin, %": margin_of_markup(MARKUP) * 100,
        "60 % off": (1 - MARKUP) * 100,
        "depreciation": at("depreciation", 1),
        "grant released": at("capital_grants_released", 1),
        "payment of the loan": PAYMENT,
        "owners' pay": OWN_PAY,
        "new loan": NEW_LOAN,
        "share that comes late, %": LATE,
        "cash with more families late": round(F_LATE["cash"][3], 6),
        "owed with more families late": round(F_LATE["receivables"][3], 6),
        "difference of sheet 1": first,
        "difference of sheet 2": second,
        "its size": abs(second),
        "half of it": abs(second) / 2,
        "result of sheet 3": AT_ONCE["retained_earnings"],
        "grant left after a month": at("deferred_grants", 1),
        "the levy of a quarter": at("tax_paid", 3),
        "lost in three months": -three_months,
        "cash after twelve months": round(F["cash"][12], 3),
        "result of twelve months": round(sum(F["net_income"][1:]), 3),
        "months of the forecast": 12,
        "minutes for the task": 45,
        "section of the source": 16.3,
        "the next section": 16.4,
    }


LESSON = Lesson(
    module="07-three-linked-statements",
    title=_("Three linked statements"),
    minutes=75,
    model="three_linked_statements",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={
        "places": places,
        "bridge": bridge,
        "sheet_1": lambda: _sheet_table(1, FORGOTTEN),
        "sheet_2": lambda: _sheet_table(2, TURNED),
        "sheet_3": lambda: _sheet_table(3, AT_ONCE),
    },
    figures=figures,
    own=dict.fromkeys(("assets", "grant", "loan"), 0),
    section=SECTION,
)
