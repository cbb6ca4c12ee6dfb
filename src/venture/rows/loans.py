"""Loans: drawn, interest, principal, balance. Months are of equal length, interest is on the month before's balance."""

from __future__ import annotations

from venture.plan import Loan
from venture.rows.ground import Ground
from venture.sheet import Row
from venture.words import _


def add(ground: Ground) -> None:
    for loan in ground.plan.loans:
        _one(ground, loan)
    names = [loan.name for loan in ground.plan.loans]
    total = ground.sheet.total
    total("interest", _("Interest"), [f"interest/{name}" for name in names], part="income")
    total("interest_paid", _("Interest paid"), [f"interest_paid/{name}" for name in names], part="cash")
    total("fees", _("Loan fees"), [f"fee/{name}" for name in names], part="income")
    total("loans_received", _("Loans received"), [f"drawn/{name}" for name in names], part="cash")
    total("principal_repaid", _("Loans repaid"), [f"principal/{name}" for name in names], part="cash")
    total("loans", _("Loans"), [f"loan/{name}" for name in names], part="balance")


def _one(ground: Ground, loan: Loan) -> None:
    name, row, cell = loan.name, ground.sheet.row, ground.sheet.cell
    reads = ground.inputs("loans", loan, "amount", "month", "rate", "term", "grace", "fee")
    reads["start"] = reads.pop("month")
    capitalised = loan.grace_interest == "capitalised"
    owed = "amount * (1 + rate / 12) ** grace" if capitalised else "amount"
    reads["owed"] = cell(f"owed/{name}", _("{loan}: owed after the grace").format(loan=name), owed, **reads)
    if loan.kind == "equal principal":
        due = "owed / (term - grace)"
        payment = {}
    else:
        left = ""
        if loan.kind == "balloon":
            reads |= ground.inputs("loans", loan, "balloon")
            left = ", -owed * balloon"  # what is still owed at the end counts as a value to come
        payment = {"payment": cell(f"payment/{name}", _("{loan}: monthly payment").format(loan=name),
                                   f"-pmt(rate / 12, term - grace, owed{left})", **reads)}  # fmt: skip
        due = "payment - interest"
    row(f"drawn/{name}", _("{loan}: received").format(loan=name), "0" if loan.already else "if(month == start, amount, 0)",
        "=", part="cash", **reads)  # fmt: skip
    row(f"fee/{name}", _("{loan}: fee").format(loan=name), "drawn * fee", "=", part="income",
        drawn=f"drawn/{name}", fee=reads["fee"])  # fmt: skip
    own = dict(loan=f"loan/{name}", interest=f"interest/{name}", principal=f"principal/{name}",
               capitalised=f"capitalised/{name}", drawn=f"drawn/{name}")  # fmt: skip
    capital = "if(month <= start + grace, interest, 0)" if capitalised else "0"
    # the last payment takes what is left, so that nothing stays owed by a rounding
    repaid = f"if(month == start + term, loan[-1], if(month > start + grace and month < start + term, {due}, 0))"
    ground.sheet.together(
        Row(
            own["interest"], _("{loan}: interest").format(loan=name), "loan[-1] * rate / 12", own | reads, part="income"
        ),
        Row(
            own["capitalised"],
            _("{loan}: interest added to the loan").format(loan=name),
            capital,
            own | reads,
            part="working",
        ),
        Row(own["principal"], _("{loan}: principal").format(loan=name), repaid, own | reads | payment, part="cash"),
        Row(
            own["loan"],
            _("{loan}: balance").format(loan=name),
            "last + drawn + capitalised - principal",
            own | reads,
            "amount" if loan.already else "drawn",
            part="balance",
        ),
    )
    row(f"interest_paid/{name}", _("{loan}: interest paid").format(loan=name), "interest - capitalised", part="cash",
        **{one: own[one] for one in ("interest", "capitalised")})  # fmt: skip
