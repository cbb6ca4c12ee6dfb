"""Working capital: how long money is tied up between paying and being paid, and how long cash lasts.

Balances and flows are positive, in one unit of money; days are of a year of 365 unless said. VAT is either in both
numbers of a division or in neither: receivables carry it, revenue does not (`of_year` sees to that).
None means that there is no such number, and the function says when.

Source: OpenStax, Principles of Finance 19.1 (operating cycle, trade credit); quick ratio and runway as defined here,
because published definitions differ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from venture.futures import is_plain, least, most
from venture.numeric import checked

if TYPE_CHECKING:
    from venture.forecast import Forecast

NOTHING = 1e-9  # an outflow of less is none
DAYS = 365  # of a year; 360 is the other habit, and trade credit is quoted on it


def dio(stock: float, cost_of_sales: float, year: float = DAYS) -> float:
    """Days that goods lie in stock: stock / cost of sales · 365.

    >>> round(dio(520, 3700), 2)
    51.3
    """
    return checked("stock", stock, low=0) / checked("cost_of_sales", cost_of_sales, above=0) * _days(year)


def dso(receivables: float, credit_sales: float, year: float = DAYS) -> float:
    """Days until customers on credit pay: receivables / sales **on credit** · 365, both with VAT or both without.

    >>> round(dso(690, 6200), 2)
    40.62
    """
    return checked("receivables", receivables, low=0) / checked("credit_sales", credit_sales, above=0) * _days(year)


def dpo(payables: float, cost_of_sales: float, year: float = DAYS) -> float:
    """Days until suppliers are paid: payables / cost of sales · 365.

    >>> round(dpo(350, 3700), 2)
    34.53
    """
    return checked("payables", payables, low=0) / checked("cost_of_sales", cost_of_sales, above=0) * _days(year)


def cash_conversion_cycle(dio: float, dso: float, dpo: float) -> float:
    """Days between paying and being paid: DIO + DSO − DPO. Below 0, suppliers and customers finance the venture."""
    return checked("dio", dio) + checked("dso", dso) - checked("dpo", dpo)


def net_working_capital(receivables: float, stock: float, payables: float) -> float:
    """Money tied up: receivables + stock − payables."""
    return checked("receivables", receivables) + checked("stock", stock) - checked("payables", payables)


def cash_freed(yearly_flow: float, days_fewer: float, year: float = DAYS) -> float:
    """Money that comes free when a flow is tied up for fewer days; negative where it is more days.

    >>> round(cash_freed(6200, dso(690, 6200) - 30), 2)
    180.41
    """
    return checked("yearly_flow", yearly_flow, low=0) / _days(year) * checked("days_fewer", days_fewer)


def quick_ratio(cash: float, receivables: float, current_liabilities: float, securities: float = 0.0) -> float | None:
    """(cash + securities + receivables) / current liabilities. None: nothing is owed within the year.

    The other published form, (current assets − stock) / current liabilities, also counts prepayments.
    """
    ready = checked("cash", cash) + checked("securities", securities) + checked("receivables", receivables)
    return ready / current_liabilities if checked("current_liabilities", current_liabilities, low=0) else None


def runway(cash: float, net_outflow: float) -> float | None:
    """Months that the cash lasts: cash / average **net** outflow a month. None: not burning (net outflow ≤ 0).

    >>> round(runway(1150, 185), 1)
    6.2
    """
    checked("cash", cash)
    return None if checked("net_outflow", net_outflow) <= 0 else max(cash, 0.0) / net_outflow


def trade_credit_simple(discount: float, discount_days: float, net_days: float, year: float = 360) -> float:
    """Cost a year of not taking a discount, simple: d / (1 − d) · 360 / (days gained). "2/10 net 30" is 36.73 %.

    >>> round(trade_credit_simple(0.02, 10, 30), 4)
    0.3673
    """
    return _forgone(discount) * _days(year) / _gained(discount_days, net_days)


def trade_credit_compounded(discount: float, discount_days: float, net_days: float, year: float = DAYS) -> float:
    """The same, compounded: (1 + d / (1 − d))^(365 / days gained) − 1. "2/10 net 30" is 44.59 %.

    >>> round(trade_credit_compounded(0.02, 10, 30), 4)
    0.4459
    """
    periods = _days(year) / _gained(discount_days, net_days)
    return math.expm1(periods * math.log1p(_forgone(discount)))


def _days(year: float) -> float:
    return checked("year", year, above=0)


def _forgone(discount: float) -> float:
    """What the discount is on the money that is kept."""
    return checked("discount", discount, low=0, below=1) / (1 - discount)


def _gained(discount_days: float, net_days: float) -> float:
    """The days that paying later gains."""
    return checked("net_days", net_days, above=checked("discount_days", discount_days, low=0)) - discount_days


# --- from a forecast


@dataclass(frozen=True)
class Cycle:
    """Working capital in a year of a forecast: three balances, and the yearly flow that each is divided by.

    Days are None where nothing is sold on credit although something is owed, or nothing is bought for sale.
    """

    year: int
    average: bool  # balances are the mean of opening and closing, or else the closing ones
    stock: float
    cost_of_sales: float
    receivables: float  # with the tax on sales
    credit_sales: float  # with it too
    sales: float  # all of them, with it too
    payables: float  # with the VAT of suppliers
    cost_with_vat: float
    net_working_capital: float  # at the year's end

    @property
    def dio(self) -> float | None:
        return dio(self.stock, self.cost_of_sales) if self.cost_of_sales > 0 else None

    @property
    def dso(self) -> float | None:
        """0 where everybody pays at once and nobody owes."""
        if self.credit_sales > 0:
            return dso(max(self.receivables, 0.0), self.credit_sales)
        return None if self.receivables > 0 else 0.0

    @property
    def dso_all(self) -> float | None:
        """Days until customers pay, those who pay at once counted too: what the books show of all sales."""
        if self.sales > 0:
            return dso(max(self.receivables, 0.0), self.sales)
        return None if self.receivables > 0 else 0.0

    @property
    def dpo(self) -> float | None:
        return dpo(self.payables, self.cost_with_vat) if self.cost_with_vat > 0 else None

    @property
    def cash_conversion_cycle(self) -> float | None:
        """Of what is sold on credit: goods that are paid at once come back sooner by `dso`."""
        return self._cycle(self.dso)

    @property
    def cash_conversion_cycle_all(self) -> float | None:
        """Of all sales."""
        return self._cycle(self.dso_all)

    def _cycle(self, days: float | None) -> float | None:
        if self.dio is None or days is None or self.dpo is None:
            return None
        return cash_conversion_cycle(self.dio, days, self.dpo)


def of_year(f: Forecast, year: int, average: bool = True) -> Cycle:
    """Days and money tied up in year ``year`` of the plan, on 365 days.

    Like is divided by like: receivables by what was invoiced **on credit**, both with the tax on sales (what customers
    pay in the month of the sale is no credit; `Cycle.dso_all` divides by everything invoiced); stock by variable cost, both without VAT; payables by variable cost
    with the VAT that suppliers add to it.

    Raises:
        IndexError: the forecast has no such year.
    """
    cost = f.year("variable_cost", year)

    def held(key: str) -> float:
        closing = f.closing(key, year)
        before = f.closing(key, year - 1) if year > 1 else f[key][0]
        return max(0.0, (before + closing) / 2 if average else closing)  # what rounding leaves below 0 is nothing

    bought = sum(f.year(f"purchases/{product.name}", year) for product in f.plan.products)
    sales = f.year("invoiced", year)
    return Cycle(
        year,
        average,
        stock=held("stock"),
        cost_of_sales=cost,
        receivables=held("receivables"),
        credit_sales=sales * (1 - f.known["rhythm/collected"][0]),
        sales=sales,
        payables=held("payables"),
        cost_with_vat=cost * f.year("purchases", year) / bought if bought > 0 else cost,
        net_working_capital=net_working_capital(
            *(f.closing(key, year) for key in ("receivables", "stock", "payables"))
        ),
    )


def purchases(f: Forecast, with_vat: bool = False) -> list[list[Any]]:
    """What is paid for each asset by month, less what the grants for this very asset pay of it.

    A grant counts once both it and the purchase are there: paid in advance, in the month of the purchase; paid
    afterwards, in the month in which it comes, and negative then. Values may be arrays of futures.
    """
    rows = []
    for asset in f.plan.assets:
        row: Sequence[Any] = f[f"bought/{asset.name}"]
        tax = f"vat_in_asset/{asset.name}"
        if with_vat and tax in f.sheet.rows:
            row = [bought + vat for bought, vat in zip(row, f[tax], strict=True)]
        if all(is_plain(bought) and not bought for bought in row):
            continue
        given = [sum(month) for month in zip(*_grants(f, asset.name), strict=True)]
        if given:
            used = [least(*both) for both in zip(accumulate(row), accumulate(given), strict=True)]
            row = [bought - now + before for bought, now, before in zip(row, used, [0.0, *used], strict=False)]
        rows.append(list(row))
    return rows


def _grants(f: Forecast, asset: str) -> list[Sequence[Any]]:
    """What is paid in by each capital grant for an asset, as far as the forecast counts it."""
    named = [f"paid/{one.name}" for one in f.plan.grants if one.purpose == "capital" and one.asset == asset]
    return [f[key] for key in named if key in f.sheet.rows]


def new_money(f: Forecast) -> list[Any]:
    """Loans and owners' money by month: what may pay for any asset."""
    return [loan + own for loan, own in zip(f["loans_received"], f["owners_money"], strict=True)]


def kept_for(purchases: Sequence[Sequence[Any]], money: Sequence[Any], months: int) -> list[Any]:
    """New money by the month in which it pays for an asset, if one is bought so many months later; else as it came.

    A loan that comes in January for a machine of March belongs to March, whatever months are looked at.
    """
    kept = list(money)
    needs = [sum((most(0.0, row[month]) for row in purchases), 0.0) for month in range(len(kept))]
    free = [most(0.0, came - need) for came, need in zip(kept, needs, strict=True)]
    for month, need in enumerate(needs):
        left = most(0.0, need - kept[month])
        for earlier in range(max(0, month - months), month):
            if is_plain(left) and not left:
                break
            moved = least(free[earlier], left)
            free[earlier], left = free[earlier] - moved, left - moved
            kept[earlier], kept[month] = kept[earlier] - moved, kept[month] + moved
    return kept


def not_paid_for(purchases: Sequence[Any], money: Any) -> Any:
    """What is left to pay for assets from operations: each one's purchases net of its grants, then less new money."""
    needed: Any = 0.0
    for one in purchases:
        needed = needed + most(0.0, one)
    return 0.0 if is_plain(needed) and not needed else most(0.0, needed - money)


def runway_at(f: Forecast, month: int, over: int = 3) -> float | None:
    """Months that the cash at the end of ``month`` lasts at the average net outflow of the last ``over`` months.

    Money raised (loans, owners' money, grants for assets) is no income here, and assets that it pays for in the same
    months are no outflow; other assets are, and what is paid to lenders. None: not burning.
    """
    checked("over", over, low=1)
    checked("month", month, low=over, high=f.months)
    return runways(f, over)[month]


def runways(f: Forecast, over: int = 3) -> dict[int, float | None]:
    """`runway_at` of every month that has ``over`` months before its end."""
    raised = ("loans_received", "owners_money", "capital_grants_received")
    operating = [
        change - sum(f[key][at] for key in raised) + f["assets_paid"][at]
        for at, change in enumerate(f["change_in_cash"])
    ]
    bought = purchases(f, with_vat=True)
    money = kept_for(bought, new_money(f), over - 1)
    found = {}
    for month in range(over, f.months + 1):
        months = slice(month - over + 1, month + 1)
        outflow = not_paid_for([sum(row[months]) for row in bought], sum(money[months])) - sum(operating[months])
        # what rounding leaves of a venture that holds its cash is no burn
        found[month] = runway(f["cash"][month], outflow / over if outflow > NOTHING else 0.0)
    return found
