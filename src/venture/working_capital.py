"""Working capital: how long money is tied up between paying and being paid, and how long cash lasts.

Balances and flows are positive, in one unit of money; days are of a year of 365 unless said. VAT is either in both
numbers of a division or in neither: receivables carry it, revenue does not (`of_year` sees to that).
None means that there is no such number, and the function says when.

Source: OpenStax, Principles of Finance 19.1 (operating cycle, trade credit); quick ratio and runway as defined here,
because published definitions differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venture.unit_economics import checked

if TYPE_CHECKING:
    from venture.forecast import Forecast

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
    def dpo(self) -> float | None:
        return dpo(self.payables, self.cost_with_vat) if self.cost_with_vat > 0 else None

    @property
    def cash_conversion_cycle(self) -> float | None:
        if self.dio is None or self.dso is None or self.dpo is None:
            return None
        return cash_conversion_cycle(self.dio, self.dso, self.dpo)


def of_year(f: Forecast, year: int, average: bool = True) -> Cycle:
    """Days and money tied up in year ``year`` of the plan, on 365 days.

    Like is divided by like: receivables by what was invoiced **on credit**, both with the tax on sales (what customers
    pay in the month of the sale is no credit); stock by variable cost, both without VAT; payables by variable cost
    with the VAT that suppliers add to it.

    Raises:
        IndexError: the forecast has no such year.
    """
    cost = f.year("variable_cost", year)

    def held(key: str) -> float:
        closing = f.closing(key, year)
        before = f.closing(key, year - 1) if year > 1 else f[key][0]
        return (before + closing) / 2 if average else closing

    bought = sum(f.year(f"purchases/{product.name}", year) for product in f.plan.products)
    return Cycle(
        year,
        average,
        stock=held("stock"),
        cost_of_sales=cost,
        receivables=held("receivables"),
        credit_sales=f.year("invoiced", year) * (1 - f.known["rhythm/collected"][0]),
        payables=held("payables"),
        cost_with_vat=cost * f.year("purchases", year) / bought if bought > 0 else cost,
        net_working_capital=net_working_capital(
            *(f.closing(key, year) for key in ("receivables", "stock", "payables"))
        ),
    )


def runway_at(f: Forecast, month: int, over: int = 3) -> float | None:
    """Months that the cash at the end of ``month`` lasts at the average net outflow of the last ``over`` months.

    Money raised (loans, owners' money, grants for assets) is no income here; what is paid for assets and to lenders
    counts as outflow. None: not burning.
    """
    checked("over", over, low=1)
    checked("month", month, low=over, high=f.months)
    raised = ("loans_received", "owners_money", "capital_grants_received")
    months = range(month - over + 1, month + 1)
    net = sum(f["change_in_cash"][at] - sum(f[key][at] for key in raised) for at in months)
    return runway(f["cash"][month], -net / over)
