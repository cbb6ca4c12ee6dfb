"""The three statements: how the rows of every theme come together."""

from __future__ import annotations

from venture.plan import OwnersMoney, Plan
from venture.rows.ground import Ground
from venture.words import _

# Each statement's lines, in the order in which they are read. Items of a line are the rows named ``line/item``.
STATEMENTS: dict[str, tuple[str, ...]] = {
    "income": (
        "revenue", "variable_cost", "contribution", "step_costs", "staff", "fixed_costs", "ebitda", "depreciation",
        "income_grants", "capital_grants_released", "interest", "fees", "levy", "profit_before_tax", "profit_tax",
        "net_income",
    ),
    "cash": (
        "from_customers", "to_suppliers", "paid_step_costs", "paid_staff", "paid_fixed_costs",
        "income_grants_received", "interest_paid", "fees_paid", "tax_paid", "vat_paid", "operating_cash_flow",
        "assets_paid", "capital_grants_received", "investing_cash_flow",
        "loans_received", "principal_repaid", "owners_money", "financing_cash_flow",
        "change_in_cash", "cash",
    ),
    "indirect": (
        "net_income", "depreciation", "capital_grants_released", "interest_capitalised", "less_receivables", "less_stock",
        "more_payables", "more_tax", "more_vat", "more_income_grants", "operating_cash_flow_indirect",
    ),
    "balance": (
        "cash", "receivables", "stock", "grants_receivable", "tax_receivable", "vat_receivable", "fixed_assets", "assets",
        "payables", "tax_payable", "vat_payable", "deferred_grants", "loans", "liabilities",
        "owners_equity", "retained_earnings", "equity", "liabilities_and_equity", "balance_check",
    ),
}  # fmt: skip

NOTHING = 5e-7  # an amount below this is shown as none
# Lines that add others up: shown in bold, and shown also where they are 0.
RESULTS = frozenset({
    "contribution", "ebitda", "profit_before_tax", "net_income", "operating_cash_flow", "investing_cash_flow",
    "financing_cash_flow", "change_in_cash", "cash", "assets", "liabilities", "equity", "liabilities_and_equity",
    "operating_cash_flow_indirect",
})  # fmt: skip


def add(ground: Ground) -> None:
    _customers(ground)
    _owners(ground)
    ground.one("reserve", "", Plan, "reserve", ground.plan.reserve)  # what the ask lifts the lowest month to
    _cash(ground)
    _balance(ground)
    _indirect(ground)


def _customers(ground: Ground) -> None:
    row, rhythm = ground.sheet.row, ground.plan.rhythm
    reads = ground.inputs("rhythm", rhythm, "collected") | ground.inputs("opening", ground.plan.opening, "receivables")
    reads["owed_before"] = reads.pop("receivables")
    row(
        "invoiced",
        _("Invoiced, with tax on sales") if ground.taxed else _("Invoiced"),
        "revenue + vat_out",
        part="working",
    )
    shares = [f"at(collected, {back + 1}) * invoiced{f'[-{back}]' if back else ''}" for back in range(len(rhythm.collected))]  # fmt: skip
    row("from_customers", _("Received from customers"), " + ".join([*shares, "if(month == 1, owed_before, 0)"]),
        part="cash", **reads)  # fmt: skip
    row("receivables", _("Owed by customers"), "last + invoiced - from_customers", "owed_before", part="balance", **reads)  # fmt: skip


def _owners(ground: Ground) -> None:
    reads, flows = {}, []
    for place, one in enumerate(ground.plan.owners_money, 1):
        for field in ("amount", "month"):
            path = f"owners_money/{one.who or place}/{field}"
            reads[f"{field}{place}"] = ground.one(path, one.who or _("Owners"), OwnersMoney, field, getattr(one, field))
        flows.append(f"if(month == month{place}, amount{place}, 0)")
    ground.sheet.row("owners_money", _("Owners' money"), " + ".join(flows) or "0", "=", part="cash", **reads)


def _cash(ground: Ground) -> None:
    row = ground.sheet.row
    for key, label in (("step_costs", _("Step costs paid")), ("staff", _("Staff paid")), ("fees", _("Loan fees paid"))):
        row(f"{key}_paid" if key == "fees" else f"paid_{key}", label, key, "=", part="cash")
    row("paid_fixed_costs", _("Fixed costs paid"), "fixed_costs + vat_in_fixed", part="cash")
    row("operating_cash_flow", _("Cash flow from operations"),
        "from_customers - to_suppliers - paid_step_costs - paid_staff - paid_fixed_costs + income_grants_received"
        " - interest_paid - fees_paid - tax_paid - vat_paid", "=", part="cash")  # fmt: skip
    row("assets_paid", _("Paid for assets"), "assets_bought + vat_in_assets", "=", part="cash")
    row("investing_cash_flow", _("Cash flow from investing"), "capital_grants_received - assets_paid", "=", part="cash")
    row("financing_cash_flow", _("Cash flow from financing"), "loans_received - principal_repaid + owners_money", "=", part="cash")  # fmt: skip
    row("change_in_cash", _("Change in cash"), "operating_cash_flow + investing_cash_flow + financing_cash_flow", "=", part="cash")  # fmt: skip
    before = ground.inputs("opening", ground.plan.opening, "cash")["cash"]
    row("cash", _("Cash"), "last + change_in_cash", "before + change_in_cash", part="balance", before=before)


def _balance(ground: Ground) -> None:
    row, plan = ground.sheet.row, ground.plan
    row("assets", _("Assets"),
        "cash + receivables + stock + grants_receivable + tax_receivable + vat_receivable + fixed_assets", "=",
        part="balance")  # fmt: skip
    row("liabilities", _("Liabilities"), "payables + tax_payable + vat_payable + deferred_grants + loans", "=", part="balance")  # fmt: skip
    # what a venture that trades already brings along is its owners'
    reads = {name: f"opening/{name}" for name in ("cash", "receivables", "stock", "payables")}
    terms = ["cash + receivables + stock - payables"]
    for place, asset in enumerate(one for one in plan.assets if one.already):
        reads[f"asset{place}"] = f"cost/{asset.name}" if ground.net_cost() else f"assets/{asset.name}/cost"
        terms.append(f"+ asset{place}")
    for place, loan in enumerate(one for one in plan.loans if one.already):
        reads[f"loan{place}"] = f"loans/{loan.name}/amount"
        terms.append(f"- loan{place}")
    for place, grant in enumerate(one for one in plan.grants if one.already and f"received/{one.name}" in ground.sheet.rows):  # fmt: skip
        for number in range(1, len(grant.tranches) + 1):
            reads[f"grant{place}_{number}"] = f"grants/{grant.name}/tranches/{number}/amount"
            terms.append(f"- grant{place}_{number}")
    brought = ground.sheet.cell("brought_along", _("Owners' share of what was there before"), " ".join(terms), **reads)
    row("owners_equity", _("Owners' money so far"), "last + owners_money", "brought + owners_money", part="balance", brought=brought)  # fmt: skip
    row("retained_earnings", _("Results so far"), "last + net_income", "=", part="balance")
    row("equity", _("Equity"), "owners_equity + retained_earnings", "=", part="balance")
    row("liabilities_and_equity", _("Liabilities and equity"), "liabilities + equity", "=", part="balance")
    row("balance_check", _("Check: assets less liabilities and equity"), "assets - liabilities_and_equity", "=", part="balance")  # fmt: skip


def _indirect(ground: Ground) -> None:
    """From net income to cash flow from operations: what moved no cash, and what moved cash without income."""
    row = ground.sheet.row
    row("interest_capitalised", _("Interest added to loans"), "interest - interest_paid", part="indirect")
    row("less_receivables", _("Less owed by customers"), "receivables[-1] - receivables", part="indirect")
    row("less_stock", _("Less stock"), "stock[-1] - stock", part="indirect")
    row("more_payables", _("More owed to suppliers"), "payables - payables[-1]", part="indirect")
    row("more_tax", _("More tax owed"), "levy + profit_tax - tax_paid", part="indirect")
    row("more_vat", _("More VAT owed, without that in assets"), "vat_out - vat_in_costs - vat_paid", part="indirect")
    row("more_income_grants", _("Income grants received, not yet released"), "income_grants_received - income_grants", "=", part="indirect")  # fmt: skip
    row("operating_cash_flow_indirect", _("Cash flow from operations"),
        "net_income + depreciation - capital_grants_released + interest_capitalised + less_receivables + less_stock"
        " + more_payables + more_tax + more_vat + more_income_grants", "=", part="indirect")  # fmt: skip
