"""The forecast a second time: plain loops over months, written from the definitions, with no formula of the engine.

A maintainer who doubts a number reads it here. Nothing is shared with `venture.rows` but the plan itself; where the
two disagree, one of them is wrong (`test_second_opinion`). Lists hold month 0, the opening, to the last month.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from venture.plan import Asset, Grant, Loan, Plan, Product, Ramp, Tax, Vat

YEAR = 12


class Months(list):
    """A number for each month; it begins with zeros."""

    def __init__(self, last: int) -> None:
        super().__init__([0.0] * (last + 1))


@dataclass
class Books:
    """What is written down while the themes are gone through, by the names that the engine's rows have."""

    plan: Plan
    with_requested: bool
    rows: dict[str, Months] = field(default_factory=dict)
    brought: float = 0.0  # the owners' share of what was there before the plan

    def __getitem__(self, key: str) -> Months:
        return self.rows.setdefault(key, Months(self.plan.months))

    @property
    def all_months(self) -> range:
        return range(self.plan.months + 1)

    @property
    def months(self) -> range:
        return range(1, self.plan.months + 1)

    def calendar(self, month: int) -> int:
        return self.plan.calendar_month(month)[1]

    def year(self, month: int) -> int:
        return (month - 1) // YEAR + 1


def second_opinion(plan: Plan, with_requested: bool = False) -> dict[str, Months]:
    """The rows of the three statements."""
    books = Books(plan, with_requested)
    opening = plan.opening
    books.brought = opening.cash + opening.receivables + opening.stock - opening.payables
    units = sales(books)
    running_costs(books, units)
    stock_and_suppliers(books)
    for asset in plan.assets:
        depreciated(books, asset)
    for loan in plan.loans:
        repaid(books, loan)
    for grant in plan.grants:
        if grant.status == "agreed" or with_requested:
            granted(books, grant)
    for one in plan.owners_money:
        books["owners_money"][one.month] += one.amount
    results_and_tax(books)
    paid_to_the_state(books, plan.tax, "tax", ("levy", "profit_tax"), ())
    paid_to_the_state(books, plan.vat, "vat", ("vat_out",), ("vat_in_costs", "vat_in_assets"))
    cash(books)
    balance(books)
    return {key: books[key] for key in (*books.rows, *MAIN)}


# --- VAT and sales tax


def charged(plan: Plan, month: int) -> bool:
    """Is VAT or sales tax charged? Where it is from month 1 on, also on what was bought before the start."""
    return plan.vat.kind != "none" and (month >= plan.vat.first or plan.vat.first <= 1)


def price_without(plan: Plan, product: Product, month: int) -> tuple[float, float]:
    """What the venture keeps of the price, and the tax that it adds for the state."""
    rate = plan.vat.rate if product.vat is None else product.vat
    if not charged(plan, month):
        return product.price, 0.0
    kept = product.price / (1 + rate) if plan.vat.included else product.price
    return kept, kept * rate


def cost_without(plan: Plan, amount: float, rate: float, month: int) -> tuple[float, float]:
    """What a purchase costs, and the VAT in it that comes back."""
    if plan.vat.kind == "none":
        return amount, 0.0
    net = amount / (1 + rate) if plan.vat.included else amount
    if plan.vat.kind == "VAT" and charged(plan, month):
        return net, net * rate
    return net * (1 + rate), 0.0


# --- sales, costs, stock


def sales(books: Books) -> dict[str, Months]:
    """Revenue and variable cost; gives each product's units."""
    plan, units = books.plan, {}
    for product in plan.products:
        units[product.name] = Months(plan.months)
        for month in books.months:
            sold = planned(product, month) * product.demand
            if product.season:
                sold *= product.season[books.calendar(month) - 1]
            if product.capacity is not None:
                sold = min(sold, product.capacity)
            units[product.name][month] = sold
            price, tax = price_without(plan, product, month)
            dearer = (1 + product.price_rises) ** (books.year(month) - 1)
            books["revenue"][month] += sold * price * dearer
            books["vat_out"][month] += sold * tax * dearer
            cost, _vat = cost_without(plan, product.variable_cost, product.cost_vat, month)
            cost *= sold * (1 + product.cost_rises) ** (books.year(month) - 1)
            books[f"variable_cost/{product.name}"][month] = cost
            books["variable_cost"][month] += cost
    return units


def planned(product: Product, month: int) -> float:
    volume = product.volume
    if isinstance(volume, Ramp):
        if month >= volume.over:
            return volume.last
        return volume.first + (volume.last - volume.first) * (month - 1) / (volume.over - 1)
    return volume[min(month, len(volume)) - 1] if volume else 0.0


def running_costs(books: Books, units: dict[str, Months]) -> None:
    plan = books.plan
    for step in plan.step_costs:
        for month in books.months:
            served = sum(units[name][month] for name in step.products or units)
            steps = math.ceil(served / step.per - 1e-9) if served > 0 else 0
            books["step_costs"][month] += max(0, steps) * step.amount * (1 + step.rises) ** (books.year(month) - 1)
    for job in plan.staff:
        for month in lasting(books, job.first, job.last):
            pay = job.people * job.pay * (1 + job.contributions)
            books["staff"][month] += pay * (1 + job.rises) ** (books.year(month) - 1)
    for cost in plan.fixed_costs:
        for month in lasting(books, cost.first, cost.last):
            amount, vat = cost_without(plan, cost.amount, cost.vat, month)
            dearer = (1 + cost.rises) ** (books.year(month) - 1)
            books["fixed_costs"][month] += amount * dearer
            books["vat_in_fixed"][month] += vat * dearer


def lasting(books: Books, first: int, last: int | None) -> Iterator[int]:
    return (month for month in books.months if first <= month and (last is None or month <= last))


def stock_and_suppliers(books: Books) -> None:
    """Stock is so many days of this month's cost; what is on the shelf goes first, the opening's stock before all."""
    plan = books.plan
    shelf = {product.name: 0.0 for product in plan.products}
    left = books["stock"][0] = plan.opening.stock
    for month in books.months:
        everything = books["variable_cost"][month]
        taken = min(left, everything)  # of the opening's stock, by each product for its share of the cost
        left -= taken
        for product in plan.products:
            cost = books[f"variable_cost/{product.name}"][month]
            share = cost / everything if everything else 0.0
            before, needed = shelf[product.name], cost - taken * share
            target = cost * plan.rhythm.stock_days / 30 - left * share
            shelf[product.name] = max(target, before - needed)
            bought = needed + shelf[product.name] - before
            reclaims = plan.vat.kind == "VAT" and charged(plan, month)
            vat = bought * product.cost_vat if reclaims else 0.0
            books["purchases"][month] += bought + vat
            books["vat_in_purchases"][month] += vat
        books["stock"][month] = left + sum(shelf.values())
    owed = books["payables"]
    owed[0] = plan.opening.payables
    for month in books.months:
        for back in range(month):  # of what was bought so many months ago, the part that is not due yet
            unpaid = min(1.0, max(0.0, plan.rhythm.supplier_days / 30 - back))
            owed[month] += unpaid * books["purchases"][month - back]
        books["to_suppliers"][month] = owed[month - 1] + books["purchases"][month] - owed[month]


# --- assets, loans, grants


def used_from(asset: Asset) -> int:
    return asset.month if asset.in_use is None else max(asset.month, asset.in_use)


def depreciated(books: Books, asset: Asset) -> None:
    cost, vat = cost_without(books.plan, asset.cost, asset.vat, asset.month)
    if asset.already:
        books.brought += cost
    else:
        books["assets_bought"][asset.month] += cost
        books["vat_in_assets"][asset.month] += vat
    value = 0.0
    years = yearly(asset.method, cost, min(asset.salvage, cost), asset.life)
    for month in books.all_months:
        if month == asset.month:
            value = cost
        of_use = month - used_from(asset)
        if 1 <= of_use <= asset.life:
            spread = years[(of_use - 1) // YEAR] / YEAR
            books["depreciation"][month] += spread
            value -= spread
        books["fixed_assets"][month] += value


def yearly(method: str, cost: float, salvage: float, life: int) -> list[float]:
    """A full year's depreciation in each year of use; the last year may be short."""
    years, value, spread = life / YEAR, cost, []
    for number in range(math.ceil(years)):
        match method:
            case "none":
                amount = 0.0
            case "straight line":
                amount = (cost - salvage) / years
            case "sum of years":
                amount = (cost - salvage) * (years - number) / (years * (years + 1) / 2)
            case "declining balance":
                rate = round(1 - (salvage / cost) ** (1 / years), 3) if cost else 0.0
                amount = value * rate
            case "double declining":
                amount = max(0.0, min(value * min(1.0, 2 / years), value - salvage))
            case "switching":
                doubled = min(value * min(1.0, 2 / years), value - salvage)
                amount = max(doubled, (value - salvage) / (years - number))
        spread.append(amount)
        value -= amount
    return spread


def repaid(books: Books, loan: Loan) -> None:
    rate, payments = loan.rate / YEAR, loan.term - loan.grace
    owed = base = payment = 0.0
    if loan.already:
        owed, books.brought = loan.amount, books.brought - loan.amount
    for month in books.all_months:
        age = month - loan.month
        interest = owed * rate if month else 0.0
        added = interest if loan.grace_interest == "capitalised" and age <= loan.grace else 0.0
        if age == loan.grace + 1:
            base = owed
            left = base * loan.balloon if loan.kind == "balloon" else 0.0
            if rate:
                worth = (1 + rate) ** -payments
                payment = (base - left * worth) * rate / (1 - worth)
            else:
                payment = (base - left) / payments
        if age == loan.term:
            principal = owed
        elif loan.grace < age < loan.term:
            principal = base / payments if loan.kind == "equal principal" else payment - interest
        else:
            principal = 0.0
        drawn = loan.amount if age == 0 and not loan.already else 0.0
        owed += added + drawn - principal
        books["interest"][month] += interest
        books["interest_paid"][month] += interest - added
        books["fees"][month] += drawn * loan.fee
        books["loans_received"][month] += drawn
        books["principal_repaid"][month] += principal
        books["loans"][month] += owed


def granted(books: Books, grant: Grant) -> None:
    """A grant is income as what it pays for is used up; what is not income yet is owed, what is earned is a claim."""
    plan = books.plan
    asset = next((one for one in plan.assets if one.name == grant.asset), None)
    if grant.purpose == "capital":
        first = last = None
        if asset and asset.method != "none":
            first, last = used_from(asset) + 1, used_from(asset) + asset.life
    else:
        first, last = grant.first, grant.first + YEAR - 1 if grant.last is None else grant.last
    received, income = Months(plan.months), Months(plan.months)
    for tranche in grant.tranches:
        received[tranche.month] += tranche.amount
        if first is None:
            continue  # land is never used up
        begin = first
        if grant.paid == "advance" and not grant.already:
            # an asset's month counts from the one after it came, as its depreciation does
            begin = max(first, tranche.month + (grant.purpose == "capital"))
        if begin > last:
            income[tranche.month] += tranche.amount
        for month in range(begin, min(last, plan.months) + 1):
            income[month] += tranche.amount / (last - begin + 1)
    came = used = 0.0
    for month in books.all_months:
        came, used = came + received[month], used + income[month]
        earned = came
        if grant.paid == "reimbursement" and asset and grant.purpose == "capital":
            earned = max(came, sum(one.amount for one in grant.tranches) if month >= asset.month else 0.0)
        elif grant.paid == "reimbursement":
            earned = max(came, used)
        books["deferred_grants"][month] += earned - used
        books["grants_receivable"][month] += earned - came
        released = "income_grants" if grant.purpose == "income" else "capital_grants_released"
        books[released][month] += income[month]
        if not grant.already:
            books[f"{grant.purpose}_grants_received"][month] += received[month]
    if grant.already:
        books.brought -= came


# --- the result and its tax


def results_and_tax(books: Books) -> None:
    tax = books.plan.tax
    for month in books.all_months:
        costs = ("variable_cost", "step_costs", "staff", "fixed_costs")
        books["ebitda"][month] = books["revenue"][month] - sum(books[key][month] for key in costs)
        if tax.regime == "revenue levy":
            books["levy"][month] = tax.rate * books["revenue"][month]
        books["profit_before_tax"][month] = (
            books["ebitda"][month]
            + books["income_grants"][month]
            + books["capital_grants_released"][month]
            - sum(books[key][month] for key in ("depreciation", "interest", "fees", "levy"))
        )
    if tax.regime == "profit tax":
        on_profit(books, tax)
    for month in books.all_months:
        books["net_income"][month] = books["profit_before_tax"][month] - books["profit_tax"][month]
        books["vat_in_costs"][month] = books["vat_in_purchases"][month] + books["vat_in_fixed"][month]


def on_profit(books: Books, tax: Tax) -> None:
    """The calendar year's profit is taxed as it comes about; its last month brings the tax up to the minimum."""
    losses = profit = revenue = owed = 0.0
    for month in books.all_months:
        if month > 1 and books.calendar(month) == 1:
            losses = losses - profit if profit < 0 else losses - min(losses, tax.loss_limit * profit)
            profit = revenue = owed = 0.0
        profit += books["profit_before_tax"][month]
        if tax.grants:  # free of tax, and the costs count all the same
            profit -= books["income_grants"][month] + books["capital_grants_released"][month]
        revenue += books["revenue"][month]
        gain = max(0.0, profit)
        before, owed = owed, tax.rate * (gain - min(losses, tax.loss_limit * gain))
        if books.calendar(month) == 12 or month == books.plan.months:
            owed = max(owed, tax.minimum * revenue)
        if month:
            books["profit_tax"][month] = owed - before


def paid_to_the_state(books: Books, rhythm: Tax | Vat, key: str, owing: tuple[str, ...], less: tuple[str, ...]) -> None:
    """Every so many calendar months, what was charged up to the period's end and is not paid yet."""
    so_far, paid, sum_of = 0.0, 0.0, []
    for month in books.all_months:
        so_far += sum(books[one][month] for one in owing) - sum(books[one][month] for one in less)
        sum_of.append(so_far)
        if month and (books.calendar(month) - rhythm.after) % rhythm.every == 0:
            due = sum_of[month - rhythm.after] if month >= rhythm.after else 0.0
            books[f"{key}_paid"][month] = max(0.0, due - paid)
            paid += books[f"{key}_paid"][month]
        books[f"{key}_payable"][month] = max(0.0, so_far - paid)
        books[f"{key}_receivable"][month] = max(0.0, paid - so_far)


# --- cash and balance


def cash(books: Books) -> None:
    plan = books.plan
    claims = books["receivables"]
    claims[0] = plan.opening.receivables
    invoiced = [a + b for a, b in zip(books["revenue"], books["vat_out"], strict=True)]
    for month in books.months:
        came = plan.opening.receivables if month == 1 else 0.0
        came += sum(share * invoiced[month - back] for back, share in enumerate(plan.rhythm.collected) if back < month)
        books["from_customers"][month] = came
        claims[month] = claims[month - 1] + invoiced[month] - came
    into = ("from_customers", "income_grants_received")
    out = ("to_suppliers", "step_costs", "staff", "fixed_costs", "vat_in_fixed", "interest_paid", "fees", "tax_paid", "vat_paid")  # fmt: skip
    for month in books.all_months:
        operating = sum(books[key][month] for key in into) - sum(books[key][month] for key in out)
        books["assets_paid"][month] = books["assets_bought"][month] + books["vat_in_assets"][month]
        investing = books["capital_grants_received"][month] - books["assets_paid"][month]
        financing = books["loans_received"][month] - books["principal_repaid"][month] + books["owners_money"][month]
        books["operating_cash_flow"][month] = operating
        books["investing_cash_flow"][month] = investing
        books["financing_cash_flow"][month] = financing
        before = books["cash"][month - 1] if month else plan.opening.cash
        books["cash"][month] = before + operating + investing + financing


def balance(books: Books) -> None:
    owns = ("cash", "receivables", "stock", "grants_receivable", "tax_receivable", "vat_receivable", "fixed_assets")
    owes = ("payables", "tax_payable", "vat_payable", "deferred_grants", "loans")
    equity = books.brought
    for month in books.all_months:
        equity += books["owners_money"][month] + books["net_income"][month]
        books["assets"][month] = sum(books[key][month] for key in owns)
        books["liabilities"][month] = sum(books[key][month] for key in owes)
        books["equity"][month] = equity


# What is compared with the engine: every line of the statements that is not a plain copy of another.
MAIN = (
    "revenue", "variable_cost", "step_costs", "staff", "fixed_costs", "ebitda", "depreciation", "income_grants",
    "capital_grants_released", "interest", "fees", "levy", "profit_before_tax", "profit_tax", "net_income",
    "from_customers", "purchases", "to_suppliers", "income_grants_received", "interest_paid", "tax_paid", "vat_paid",
    "operating_cash_flow", "assets_paid", "capital_grants_received", "investing_cash_flow", "loans_received",
    "principal_repaid", "owners_money", "financing_cash_flow", "cash", "receivables", "stock", "grants_receivable",
    "tax_receivable", "vat_receivable", "fixed_assets", "assets", "payables", "tax_payable", "vat_payable",
    "deferred_grants", "loans", "liabilities", "equity", "vat_out", "vat_in_costs", "vat_in_assets",
)  # fmt: skip
