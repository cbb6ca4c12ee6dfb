"""The forecast: case A's table to the digit, statements that balance, and each schedule a second way."""

from __future__ import annotations

from dataclasses import replace

import numpy
import pytest

from venture import money
from venture.forecast import forecast
from venture.plan import (
    Asset,
    FixedCost,
    Grant,
    Job,
    Loan,
    Opening,
    OwnersMoney,
    Plan,
    Product,
    Ramp,
    Rhythm,
    StepCost,
    Tax,
    Tranche,
    Vat,
)

CASE_A = Plan(
    name="After-school centre",
    months=60,
    start=(2027, 1),
    products=(Product(name="Places", price=9.4, variable_cost=1.9, volume=(40, 47, 54), capacity=72),),
    step_costs=(StepCost(name="Teachers", amount=52, per=24),),
    fixed_costs=(
        FixedCost(name="Rent", amount=95),
        FixedCost(name="Administration", amount=110),
        FixedCost(name="Other", amount=40),
    ),
    assets=(Asset(name="Fit-out", cost=1500), Asset(name="Equipment", cost=900)),
    loans=(Loan(name="Bank", amount=1200, rate=0.09, term=48, grace=6),),
    grants=(
        Grant(name="Region", purpose="capital", asset="Fit-out", status="agreed", tranches=(Tranche(amount=600),)),
    ),
    owners_money=(OwnersMoney(who="Founders", amount=900),),
    tax=Tax(regime="revenue levy", rate=0.06),
    rhythm=Rhythm(collected=(0.9, 0.1), supplier_days=15),
)

# curriculum M7, thousand roubles: opening, then months 1 to 3
TABLE = {
    "revenue": (0, 376.0, 441.8, 507.6),
    "variable_cost": (0, 76.0, 89.3, 102.6),
    "step_costs": (0, 104.0, 104.0, 156.0),
    "fixed_costs": (0, 245.0, 245.0, 245.0),
    "depreciation": (0, 40.0, 40.0, 40.0),
    "capital_grants_released": (0, 10.0, 10.0, 10.0),
    "interest": (0, 9.0, 9.0, 9.0),
    "levy": (0, 22.56, 26.508, 30.456),
    "net_income": (0, -110.56, -62.008, -65.456),
    "operating_cash_flow": (0, -57.6, -5.43, -84.454),
    "cash": (300.0, 242.4, 236.97, 152.516),
    "receivables": (0, 37.6, 44.18, 50.76),
    "fixed_assets": (2400, 2360, 2320, 2280),
    "assets": (2700, 2640, 2601.15, 2483.276),
    "payables": (0, 38.0, 44.65, 51.3),
    "tax_payable": (0, 22.56, 49.068, 0),
    "loans": (1200, 1200, 1200, 1200),
    "deferred_grants": (600, 590, 580, 570),
    "owners_equity": (900, 900, 900, 900),
    "retained_earnings": (0, -110.56, -172.568, -238.024),
}

EVERYTHING = Plan(
    name="Everything at once",
    months=48,
    start=(2027, 9),
    products=(
        Product(
            name="Tours",
            price=120,
            variable_cost=40,
            cost_vat=0.1,
            volume=Ramp(first=1, last=10, over=6),
            season=(1, 1, 1, 1, 1, 0.5, 0.2, 0.3, 1, 1, 1.2, 1.5),
            price_rises=0.04,
        ),
        Product(name="Maps", price=10, variable_cost=4, vat=0.0, volume=(100,)),
    ),
    step_costs=(StepCost(name="Guides", amount=20, per=3, products=("Tours",)),),
    staff=(Job(role="Director", pay=50, contributions=0.3, first=2, last=40, rises=0.1),),
    fixed_costs=(FixedCost(name="Rent", amount=30, vat=0.2),),
    assets=(
        Asset(name="Van", cost=1000, month=3, life=36, salvage=50, method="switching", vat=0.2),
        Asset(name="Desks", cost=500, life=24, method="sum of years", already=True),
        Asset(name="Ramp", cost=300, life=60, method="double declining", vat=0.2),
        Asset(name="Lift", cost=300, month=1, life=60, salvage=30, method="declining balance"),
        Asset(name="Plot", cost=77, month=1, method="none", kind="land"),
    ),
    loans=(
        Loan(name="Grown", amount=500, month=2, rate=0.12, term=24, grace=6, grace_interest="capitalised", fee=0.02),
        Loan(name="Even", amount=300, rate=0.1, term=20, kind="equal principal", grace=3),
        Loan(name="Late", amount=200, rate=0.1, term=30, kind="balloon", balloon=0.5, fee=0.01),
        Loan(name="Old", amount=100, rate=0.0, term=10, already=True),
    ),
    grants=(
        Grant(
            name="Van grant",
            purpose="capital",
            asset="Van",
            status="agreed",
            tranches=(Tranche(amount=300, month=1), Tranche(amount=200, month=8)),
        ),
        Grant(
            name="Wages paid back",
            status="agreed",
            paid="reimbursement",
            first=2,
            last=9,
            tranches=(Tranche(amount=100, month=6), Tranche(amount=50, month=12)),
        ),
        Grant(
            name="Van paid back",
            purpose="capital",
            asset="Van",
            paid="reimbursement",
            status="agreed",
            tranches=(Tranche(amount=100, month=6),),
        ),
        Grant(name="Last year's", status="agreed", already=True, tranches=(Tranche(amount=60),)),
        Grant(name="Hoped for", tranches=(Tranche(amount=1000, month=2),)),
    ),
    owners_money=(OwnersMoney(who="Founders", amount=400), OwnersMoney(who="Members", amount=40, month=5)),
    opening=Opening(cash=50, receivables=20, stock=10, payables=15),
    vat=Vat(kind="VAT", rate=0.2, included=True),
    tax=Tax(regime="profit tax", rate=0.2, minimum=0.01, loss_limit=0.5, every=3, after=1),
    rhythm=Rhythm(collected=(0.5, 0.3, 0.2), supplier_days=45, stock_days=60),
)


@pytest.mark.parametrize("key", TABLE)
def test_case_a_equals_the_table_of_the_statements_to_the_digit(key):
    assert forecast(CASE_A)[key][:4] == pytest.approx(TABLE[key], abs=1e-9)


@pytest.mark.parametrize("plan", [CASE_A, EVERYTHING, Plan(name="Nothing yet")], ids=lambda plan: plan.name)
def test_the_balance_sheet_balances_and_both_cash_flows_agree(plan):
    f = forecast(plan, with_requested=True)
    assert max(map(abs, f["balance_check"])) < 1e-6
    assert f["operating_cash_flow_indirect"] == pytest.approx(f["operating_cash_flow"], abs=1e-6)
    assert f["cash"][-1] - f["cash"][0] == pytest.approx(sum(f["change_in_cash"][1:]))


# --- each schedule a second way


def test_an_annuity_with_grace_follows_the_spreadsheets_functions():
    f = forecast(CASE_A)
    assert f["interest/Bank"][1:7] == pytest.approx([9.0] * 6)
    for month in range(7, 49):
        assert f["interest/Bank"][month] == pytest.approx(-money.ipmt(0.09 / 12, month - 6, 42, 1200))
        assert f["principal/Bank"][month] == pytest.approx(-money.ppmt(0.09 / 12, month - 6, 42, 1200))
    assert f["loan/Bank"][48] == 0 and sum(f["interest"]) == pytest.approx(257.36, abs=0.005)  # curriculum M9


def test_capitalised_grace_grows_the_loan_and_the_rest_is_an_annuity_on_it():
    f = forecast(EVERYTHING)
    owed = 500 * 1.01**6
    assert f["loan/Grown"][8] == pytest.approx(owed)
    assert f["interest_paid/Grown"][8] == 0
    assert f["principal/Grown"][9] + f["interest/Grown"][9] == pytest.approx(-money.pmt(0.01, 18, owed))
    assert f["loan/Grown"][26] == 0


def test_equal_principal_and_balloon():
    f = forecast(EVERYTHING)
    assert f["principal/Even"][4:21] == pytest.approx([300 / 17] * 17)
    assert f["principal/Late"][1] + f["interest/Late"][1] == pytest.approx(-money.pmt(0.1 / 12, 30, 200, -100))
    assert f["principal/Late"][30] + f["interest/Late"][30] == pytest.approx(100 - money.pmt(0.1 / 12, 30, 200, -100))
    assert f["loan/Late"][30] == f["loan/Old"][10] == 0


def test_depreciation_ends_where_its_method_says():
    f = forecast(replace(EVERYTHING, months=60))
    for asset in EVERYTHING.assets:
        cost = asset.cost / (1 + asset.vat)
        spread = sum(f[f"depreciation/{asset.name}"])
        assert f[f"book_value/{asset.name}"][60] == pytest.approx(cost - spread)
    years = [sum(f["depreciation/Desks"][1 + 12 * k : 13 + 12 * k]) for k in range(2)]
    assert years == pytest.approx([money.syd(500, 0, 2, 1), money.syd(500, 0, 2, 2)])
    assert f["book_value/Van"][39] == pytest.approx(50)
    assert sum(f["depreciation/Ramp"][1:13]) == pytest.approx(money.ddb(250, 0, 5, 1))
    assert sum(f["depreciation/Lift"][2:14]) == pytest.approx(money.db(300, 30, 5, 1))
    assert f["book_value/Plot"][60] == 77


def test_vat_is_neither_income_nor_cost_and_ends_where_the_sums_say():
    f = forecast(EVERYTHING)
    assert f["price/Tours"][1] == pytest.approx(100)  # 120 with VAT of 20 %
    assert f["revenue"][1] == pytest.approx(100 * 1 * 1.0 + 1000)  # September: an ordinary month
    charged = sum(f["vat_out"]) - sum(f["vat_in_costs"]) - sum(f["vat_in_assets"])
    assert charged == pytest.approx(sum(f["vat_paid"]) + f["vat_payable"][48] - f["vat_receivable"][48])
    assert {month for month in range(1, 49) if f["vat_paid"][month]} <= {2, 5, 8, 11, *range(14, 49, 3)}  # Oct, Jan, …


def test_sales_tax_is_passed_on_and_what_was_bought_keeps_its_tax_as_cost():
    plan = replace(CASE_A, vat=Vat(kind="sales tax", rate=0.1, included=False))
    f, without = forecast(plan), forecast(CASE_A)
    assert f["revenue"] == without["revenue"] and f["net_income"] == without["net_income"]
    assert f["vat_out"][1] == pytest.approx(37.6) and not any(f["vat_in_costs"])
    assert sum(f["vat_paid"]) + f["vat_payable"][60] == pytest.approx(0.1 * sum(f["revenue"]))


def test_profit_tax_by_hand_with_losses_limit_and_minimum():
    """Loss 120 in 2027, profit 240 in 2028; half of a year's profit may be covered; at least 1 % of revenue."""
    plan = Plan(
        name="Taxed",
        months=36,
        products=(Product(name="Work", price=1, volume=(*[90] * 12, *[120] * 24)),),
        fixed_costs=(FixedCost(name="All", amount=100),),
        tax=Tax(regime="profit tax", rate=0.2, minimum=0.01, loss_limit=0.5, every=3, after=1),
    )
    f = forecast(plan)
    assert f.year("profit_tax", 1) == pytest.approx(0.01 * 1080)
    assert f.year("profit_tax", 2) == pytest.approx(0.2 * (240 - 120))
    assert f.year("profit_tax", 3) == pytest.approx(0.2 * 240)  # the loss is used up
    assert f["tax_paid"][4] == pytest.approx(0.01 * 270)  # April pays January to March
    assert f["tax_payable"][36] == pytest.approx(sum(f["profit_tax"]) - sum(f["tax_paid"]))


def test_grants_are_released_as_what_they_pay_for_is_used_up():
    f = forecast(EVERYTHING)
    assert sum(f["released/Van grant"]) == pytest.approx(500)  # the van is in use to month 39
    assert f["released/Van grant"][4] == pytest.approx(300 / 36)
    assert f["released/Van grant"][9] == pytest.approx(300 / 36 + 200 / (39 - 8))
    assert f["released/Wages paid back"][2] == pytest.approx(150 / 8)
    assert f["owed_grant/Wages paid back"][5] == pytest.approx(4 * 150 / 8)
    assert f["owed_grant/Wages paid back"][12] == 0
    assert f["owed_grant/Van paid back"][3] == 100 and f["owed_grant/Van paid back"][6] == 0
    assert f["paid/Last year's"][0] == 0 and f["deferred/Last year's"][0] == 60


def test_a_grant_that_is_only_asked_for_does_not_count():
    without, with_it = forecast(EVERYTHING), forecast(EVERYTHING, with_requested=True)
    assert with_it["cash"][2] - without["cash"][2] == pytest.approx(1000)
    assert "received/Hoped for" not in without.sheet.rows


def test_customers_pay_by_the_pattern_and_the_opening_is_collected_in_month_1():
    f = forecast(EVERYTHING)
    invoiced = f["invoiced"]
    assert f["from_customers"][1] == pytest.approx(0.5 * invoiced[1] + 20)
    assert f["from_customers"][4] == pytest.approx(0.5 * invoiced[4] + 0.3 * invoiced[3] + 0.2 * invoiced[2])


def test_suppliers_wait_45_days():
    f = forecast(EVERYTHING)
    bought = f["purchases"]
    assert f["payables"][5] == pytest.approx(bought[5] + 0.5 * bought[4])
    assert f["to_suppliers"][1] == pytest.approx(bought[1] + 15 - f["payables"][1])


def test_stock_is_used_up_before_more_is_bought():
    plan = Plan(
        name="Shop",
        products=(Product(name="Caps", price=2, variable_cost=1, volume=(100, 10, 10, 10)),),
        rhythm=Rhythm(stock_days=60),
    )
    f = forecast(plan)
    assert f["stock"][1:5] == pytest.approx([200, 190, 180, 170])
    assert f["purchases"][1:5] == pytest.approx([300, 0, 0, 0])


def test_capacity_season_ramp_and_rises():
    plan = Plan(
        name="Camp",
        start=(2027, 6),
        products=(
            Product(
                name="Beds",
                price=10,
                volume=Ramp(first=10, last=40, over=4),
                season=(1, 1, 1, 1, 1, 0.5, 2, 1, 1, 1, 1, 1),
                capacity=35,
                price_rises=0.1,
            ),
        ),
        staff=(Job(role="Cook", pay=100, contributions=0.3, people=2, first=2, last=3),),
    )
    f = forecast(plan)
    assert f["units/Beds"][1:6] == pytest.approx([5, 35, 30, 35, 35])
    assert (f["price/Beds"][12], f["price/Beds"][13], f["price/Beds"][25]) == pytest.approx((10, 11, 12.1))
    assert f["staff"][1:5] == pytest.approx([0, 260, 260, 0])


def test_a_full_group_needs_no_further_teacher():
    plan = replace(CASE_A, products=(replace(CASE_A.products[0], volume=(24, 48, 48.5, 0)),))
    assert forecast(plan)["steps/Teachers"][1:5] == [1, 2, 3, 0]


# --- what is asked of a forecast


def test_a_shortfall_names_the_month_the_amount_and_the_ask():
    gap = forecast(replace(CASE_A, reserve=100)).shortfall
    cash = forecast(CASE_A)["cash"]
    assert (gap.first, gap.month) == (next(m for m, one in enumerate(cash) if one < 0), cash.index(min(cash)))
    assert (gap.amount, gap.ask) == pytest.approx((-min(cash), 100 - min(cash)))


def test_no_shortfall_and_nothing_to_ask_where_cash_stays_above_the_reserve():
    plan = Plan(name="Rich", owners_money=(OwnersMoney(amount=500),), reserve=100)
    assert forecast(plan).shortfall is None and forecast(plan).ask == 0


def test_years_are_sums_of_flows_and_closings_of_balances():
    f = forecast(CASE_A)
    assert f.year("revenue", 1) == pytest.approx(sum(f["revenue"][1:13]))
    assert f.closing("cash", 5) == f["cash"][60]
    with pytest.raises(IndexError, match="years 1 to 5"):
        f.year("revenue", 6)


def test_a_row_that_is_not_there_offers_the_nearest():
    with pytest.raises(KeyError, match="Did you mean “net_income”"):
        forecast(CASE_A)["net_incom"]


@pytest.mark.parametrize("plan", [CASE_A, EVERYTHING], ids=lambda plan: plan.name)
def test_every_cell_says_where_it_comes_from_and_the_terms_add_up(plan):
    f = forecast(plan)
    for key in f.sheet.rows:
        if key in f.sheet.given:
            continue
        for month in (0, 1, 3, 12, 13, 27, f.months):
            why = f.explain(key, month)
            assert sum(term.value for term in why.terms) == pytest.approx(why.value, abs=1e-9), (key, month)
            assert all(0 <= read <= f.months for term in why.terms for _key, read in term.reads)


def test_cash_of_month_3_is_explained_down_to_the_customers():
    text = forecast(CASE_A).explain("cash", month=3).tree(depth=3)
    assert "+ 501.02  Received from customers" in text and "− 79.524  Tax paid" in text


# --- futures


def test_thousands_of_futures_equal_each_forecast_alone():
    draws = numpy.random.default_rng(7)
    changes = {
        "products/Tours/price": draws.uniform(80, 150, 5),
        "products/Tours/demand": draws.uniform(0.5, 1.2, 5),
        "products/Tours/volume/last": draws.uniform(5, 15, 5),
        "loans/Grown/rate": draws.uniform(0.0, 0.3, 5),
        "assets/Van/cost": draws.uniform(800, 1300, 5),
        "tax/rate": draws.uniform(0.1, 0.3, 5),
        "rhythm/supplier_days": draws.uniform(0, 90, 5),
        "staff/Director/rises": draws.uniform(0, 0.2, 5),
        "grants/Van grant/tranches/2/amount": draws.uniform(0, 300, 5),
    }
    many = forecast(EVERYTHING, changes)
    for place in range(5):
        alone = forecast(EVERYTHING, {path: float(values[place]) for path, values in changes.items()})
        for key in ("cash", "net_income", "assets", "profit_tax", "balance_check"):
            row = [numpy.broadcast_to(value, 5)[place] for value in many[key]]
            assert row == pytest.approx(alone[key], abs=1e-7), key


def test_a_change_of_a_number_is_the_same_as_another_plan():
    changed = forecast(CASE_A, {"fixed_costs/Rent/amount": 120.0})
    other = replace(CASE_A, fixed_costs=(FixedCost(name="Rent", amount=120), *CASE_A.fixed_costs[1:]))
    assert changed["cash"] == forecast(other)["cash"]


def test_a_change_that_leads_nowhere_offers_the_nearest():
    with pytest.raises(KeyError, match="products/Places/price"):
        forecast(CASE_A, {"products/Places/prise": 9.0})
