"""Working capital: case F of the curriculum, each number worked out a second way, and against the forecast."""

import doctest
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venture import working_capital as wc
from venture.forecast import forecast
from venture.plan import Asset, FixedCost, Grant, Loan, OwnersMoney, Plan, Product, Rhythm, Tranche, Vat

SEWING = Plan(
    name="F",
    products=(Product(name="Workwear", price=3.2, variable_cost=1.75, volume=(200,)),),
    owners_money=(OwnersMoney(amount=5000),),
    rhythm=Rhythm(collected=(0.0, 1.0), supplier_days=15, stock_days=45),
)


def test_examples_in_the_docstrings():
    assert not doctest.testmod(wc).failed


def test_case_f_cycle():
    days = wc.dio(520, 3700), wc.dso(690, 6200), wc.dpo(350, 3700)
    assert days == pytest.approx((51.30, 40.62, 34.53), abs=0.005)
    assert wc.cash_conversion_cycle(*days) == pytest.approx(57.39, abs=0.005)
    # by turns a year
    assert days == pytest.approx((365 / (3700 / 520), 365 / (6200 / 690), 365 / (3700 / 350)))
    assert wc.net_working_capital(690, 520, 350) == 860


def test_case_f_cash_freed():
    freed = wc.cash_freed(6200, wc.dso(690, 6200) - 30)
    assert freed == pytest.approx(180.41, abs=0.005)
    assert wc.dso(690 - freed, 6200) == pytest.approx(30)


def test_case_f_runway():
    assert wc.runway(1150, 185) == pytest.approx(6.2, abs=0.05)
    assert 1150 - 185 * wc.runway(1150, 185) == pytest.approx(0)
    assert wc.runway(1150, 0) is None
    assert wc.runway(1150, -20) is None
    assert wc.runway(-5, 20) == 0


def test_trade_credit_two_ways():
    assert wc.trade_credit_simple(0.02, 10, 30) == pytest.approx(0.3673, abs=5e-5)
    assert wc.trade_credit_compounded(0.02, 10, 30) == pytest.approx(0.4459, abs=5e-5)
    # 98 kept for 20 days cost 100
    assert wc.trade_credit_simple(0.02, 10, 30) == pytest.approx(2 / 98 * 18)
    assert wc.trade_credit_compounded(0.02, 10, 30) == pytest.approx((100 / 98) ** (365 / 20) - 1)


def test_quick_ratio():
    assert wc.quick_ratio(100, 50, 75, securities=25) == pytest.approx(7 / 3)
    assert wc.quick_ratio(100, 50, 0) is None


@settings(deadline=None)
@given(stock=st.floats(0, 1e6), cost=st.floats(1, 1e6))
def test_days_give_the_balance_back(stock, cost):
    assert wc.dio(stock, cost) / 365 * cost == pytest.approx(stock, abs=1e-6)
    assert wc.dio(stock, cost, year=360) == pytest.approx(wc.dio(stock, cost) * 360 / 365)


def test_a_forecast_gives_its_rhythm_back():
    # months of 30 days make a year of 360, days are of 365
    year = 365 / 360
    cycle = wc.of_year(forecast(SEWING), 2)
    assert cycle.dio == pytest.approx(45 * year)
    assert cycle.dso == pytest.approx(30 * year)
    assert cycle.dpo == pytest.approx(15 * year)
    assert cycle.cash_conversion_cycle == pytest.approx(60 * year)
    f = forecast(SEWING)
    assert cycle.net_working_capital == pytest.approx(f["receivables"][24] + f["stock"][24] - f["payables"][24])


def test_average_and_closing_balances():
    f = forecast(SEWING)
    mean, closing = wc.of_year(f, 1), wc.of_year(f, 1, average=False)
    assert mean.receivables == pytest.approx(closing.receivables / 2)  # it begins with none
    assert closing.dso == pytest.approx(30 * 365 / 360)


def test_vat_is_in_both_numbers_or_in_neither():
    taxed = replace(
        SEWING,
        vat=Vat(kind="VAT", rate=0.20),
        products=(replace(SEWING.products[0], cost_vat=0.20),),
    )
    plain, with_vat = wc.of_year(forecast(SEWING), 2), wc.of_year(forecast(taxed), 2)
    assert with_vat.receivables == pytest.approx(plain.receivables * 1.2)
    assert (with_vat.dio, with_vat.dso, with_vat.dpo) == pytest.approx((plain.dio, plain.dso, plain.dpo))


def test_what_is_paid_at_once_is_no_credit():
    mostly_cash = replace(SEWING, rhythm=Rhythm(collected=(0.9, 0.1)))
    cycle = wc.of_year(forecast(mostly_cash), 2)
    assert cycle.dso == pytest.approx(30 * 365 / 360)  # of those who do pay later
    assert cycle.dso_all == pytest.approx(3 * 365 / 360)  # what the books show of all sales
    assert cycle.cash_conversion_cycle - cycle.cash_conversion_cycle_all == pytest.approx(27 * 365 / 360)
    at_once = wc.of_year(forecast(replace(SEWING, rhythm=Rhythm())), 2)
    assert (at_once.dso, at_once.dso_all) == (0, 0)


def test_no_goods_no_cycle():
    service = replace(SEWING, products=(Product(name="Talks", price=3, volume=(10,)),))
    cycle = wc.of_year(forecast(service), 1)
    assert (cycle.dio, cycle.dpo, cycle.cash_conversion_cycle) == (None, None, None)


def test_runway_of_a_forecast():
    plan = Plan(
        name="x",
        owners_money=(OwnersMoney(amount=1150),),
        fixed_costs=(FixedCost(name="Rent", amount=185),),
        loans=(Loan(name="Bank", amount=500, month=3, rate=0.0, term=12, grace=11),),
        assets=(Asset(name="Van", cost=60, month=6),),
    )
    f = forecast(plan)
    assert wc.runway_at(f, 2, over=2) == pytest.approx((1150 - 370) / 185)
    assert wc.runway_at(f, 3) == pytest.approx((1150 - 555 + 500) / 185)  # the loan is cash, and no income
    assert wc.runway_at(f, 6) == pytest.approx((1150 - 6 * 185 + 500 - 60) / (185 + 20))
    assert wc.runway_at(forecast(SEWING), 12) is None


BURNING = Plan(
    name="x",
    owners_money=(OwnersMoney(amount=2000),),
    fixed_costs=(FixedCost(name="Rent", amount=30),),
    assets=(Asset(name="Van", cost=900, month=6),),
)
GIVEN = Grant(name="G", purpose="capital", asset="Van", status="agreed", tranches=(Tranche(amount=900, month=6),))
FINANCED = {
    "a grant": {"grants": (GIVEN,)},
    "a grant paid ahead": {"grants": (replace(GIVEN, tranches=(Tranche(amount=900, month=2),)),)},
    "a loan": {"loans": (Loan(name="Bank", amount=900, month=6, rate=0, term=12, grace=11),)},
    "a loan of the month before": {"loans": (Loan(name="Bank", amount=900, month=5, rate=0, term=12, grace=11),)},
    "the owners": {"owners_money": (*BURNING.owners_money, OwnersMoney(who="Friends", amount=900, month=6))},
    "more than it takes": {"owners_money": (*BURNING.owners_money, OwnersMoney(who="Friends", amount=1900, month=6))},
}


@pytest.mark.parametrize("who", FINANCED)
def test_what_others_pay_for_is_no_burn(who):
    f = forecast(replace(BURNING, **FINANCED[who]))
    for month in range(3, 13):
        assert wc.runway_at(f, month) == pytest.approx(f["cash"][month] / 30), month
    assert wc.runway_at(forecast(BURNING), 7) == pytest.approx((2000 - 210 - 900) / 330)


def test_a_grant_for_one_thing_hides_no_other():
    oven = Asset(name="Oven", cost=900, month=1)
    late = replace(GIVEN, asset="Oven", paid="reimbursement")
    f = forecast(replace(BURNING, assets=(*BURNING.assets, oven), grants=(late,)))
    assert wc.runway_at(f, 7) == pytest.approx(f["cash"][7] / 330)


def test_vat_of_assets_is_paid_too_and_runways_agree_with_one_another():
    taxed = replace(BURNING, vat=Vat(kind="VAT", rate=0.2), assets=(replace(BURNING.assets[0], vat=0.2),))
    f = forecast(taxed)
    assert wc.runway_at(f, 6) == pytest.approx(f["cash"][6] / (30 + 1080 / 3))
    assert wc.runways(f, 4) == {month: wc.runway_at(f, month, over=4) for month in range(4, 37)}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: wc.dio(520, 0), "cost_of_sales is 0; it must be above 0"),
        (lambda: wc.dso(-1, 100), "receivables is -1"),
        (lambda: wc.trade_credit_simple(1.0, 10, 30), "discount is 1.0"),
        (lambda: wc.trade_credit_simple(0.02, 30, 30), "net_days is 30; it must be above 30"),
        (lambda: wc.runway(math.nan, 1), "cash is nan"),
        (lambda: wc.runway_at(forecast(SEWING), 2), "month is 2; it must be 3 or more"),
    ],
)
def test_what_is_refused_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_what_rounding_leaves_below_zero_is_nothing():
    class Rounded:
        """A forecast whose balances end a hair below zero, as sums of floats do."""

        plan = Plan(name="T")
        known = {"rhythm/collected": (1.0,)}

        def closing(self, key, year):
            return -1e-14

        def year(self, key, year):
            return 100.0

        def __getitem__(self, key):
            return (0.0,)

    cycle = wc.of_year(Rounded(), 1, average=False)
    assert (cycle.stock, cycle.receivables, cycle.payables) == (0, 0, 0)
    assert (cycle.dio, cycle.dso, cycle.dpo) == (0, 0, 0)
