"""The forecast: case A's table to the digit, statements that balance, and each schedule a second way."""

from __future__ import annotations

from dataclasses import replace

import numpy
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plans import plans

from venture import money
from venture.forecast import forecast, sheet_of
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
from venture.planfile import BadPlan, places

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
    assert not any(f["tax_paid"][:13]) and f["tax_paid"][13] == pytest.approx(0.01 * 1080)  # the minimum is the year's
    assert f["tax_paid"][16] == pytest.approx(0.2 * (60 - 30))  # April pays January to March
    assert f["tax_payable"][36] == pytest.approx(sum(f["profit_tax"]) - sum(f["tax_paid"]))


def test_the_minimum_tops_the_year_up_and_a_year_cut_short_too():
    plan = Plan(
        name="Thin",
        start=(2027, 7),
        months=40,
        products=(Product(name="Work", price=1, volume=(1000,)),),
        fixed_costs=(FixedCost(name="All", amount=990),),
        tax=Tax(regime="profit tax", rate=0.15, minimum=0.01),
    )
    charged = forecast(plan)["profit_tax"]
    assert charged[1:7] == pytest.approx([1.5] * 5 + [1.5 + 60 - 9])  # July to December 2027
    assert sum(charged[7:19]) == pytest.approx(0.01 * 12000)
    assert sum(charged[31:41]) == pytest.approx(0.01 * 10000) and charged[40] > charged[39]  # January to October 2030


GRANTED = Plan(
    name="Granted",
    products=(Product(name="Work", price=10, variable_cost=4, volume=(10,)),),
    assets=(Asset(name="Van", cost=600, life=60),),
    grants=(Grant(name="G", purpose="capital", asset="Van", status="agreed", tranches=(Tranche(amount=600),)),),
    tax=Tax(regime="profit tax", rate=0.15),
)


def test_what_a_grant_pays_for_saves_no_tax_unless_the_law_says_so():
    """720 a year before depreciation of 120, which the grant pays for: 108 of tax, and 90 only where both are free."""
    assert forecast(GRANTED).year("profit_tax", 1) == pytest.approx(108)
    free = replace(GRANTED, tax=replace(GRANTED.tax, grants=True))
    assert forecast(free).year("profit_tax", 1) == pytest.approx(90)
    running = replace(
        GRANTED,
        assets=(),
        fixed_costs=(FixedCost(name="Course", amount=20),),
        grants=(Grant(name="G", status="agreed", tranches=(Tranche(amount=240, month=1),)),),
    )
    assert forecast(running).year("profit_tax", 1) == pytest.approx(108)


def test_an_asset_that_waits_is_written_off_from_its_use_and_so_is_its_grant():
    waits = replace(GRANTED, assets=(replace(GRANTED.assets[0], in_use=6),))
    f = forecast(waits)
    assert f["depreciation"][1:8] == [0, 0, 0, 0, 0, 0, 10] and f["fixed_assets"][6] == 600
    assert f["capital_grants_released"] == f["depreciation"]
    late = forecast(waits, {"assets/Van/month": 9})  # it cannot be used before it is there
    assert late["depreciation"][9:11] == [0, 10]


# --- tax that comes back, and tax that does not

BUYS = Plan(
    name="Buys",
    products=(Product(name="Work", price=12, variable_cost=4, cost_vat=0.2, volume=(10,)),),
    fixed_costs=(FixedCost(name="Rent", amount=100, vat=0.2),),
    assets=(Asset(name="Van", cost=600, vat=0.2, life=60),),
)


def bought(**vat) -> tuple[float, ...]:
    f = forecast(replace(BUYS, vat=Vat(**vat)))
    return tuple(
        round(f[key][month], 6) for key, month in (("assets_bought", 0), ("fixed_costs", 1), ("variable_cost", 1))
    )


def test_tax_on_purchases_that_does_not_come_back_is_cost():
    gross, net = (720, 120, 48), (600, 100, 40)
    assert bought(kind="sales tax", rate=0.05) == gross
    assert bought(kind="sales tax", rate=0.05, included=True) == net  # the plan's amounts are what is paid
    assert bought(kind="VAT", rate=0.2) == net
    assert bought(kind="VAT", rate=0.2, first=2) == gross
    assert bought(kind="none") == bought(kind="none", included=True) == net


def test_vat_from_a_month_on():
    f = forecast(replace(BUYS, vat=Vat(kind="VAT", rate=0.2, included=True, first=13, every=1, after=0)))
    assert (f["revenue"][12], f["revenue"][13]) == pytest.approx((120, 100))
    assert (f["vat_out"][12], f["vat_out"][13]) == pytest.approx((0, 20))
    assert (f["fixed_costs"][12], f["fixed_costs"][13]) == pytest.approx((100, 100 / 1.2))
    assert (f["vat_in_costs"][12], f["vat_in_costs"][13]) == pytest.approx((0, 140 / 6))
    assert f["assets_bought"][0] == 600 and not any(f["vat_in_assets"])
    assert not any(f["vat_paid"][:13])


def test_where_vat_is_charged_from_month_1_it_comes_back_for_what_was_bought_before():
    f = forecast(replace(BUYS, vat=Vat(kind="VAT", rate=0.2)))
    assert f["vat_in_assets"][0] == pytest.approx(120) and f["vat_receivable"][0] == pytest.approx(120)


def test_rows_are_called_with_tax_only_where_there_is_one():
    rows = forecast(BUYS).sheet.rows
    assert (rows["purchases"].label, rows["invoiced"].label) == ("Purchases", "Invoiced")
    rows = forecast(replace(BUYS, vat=Vat(kind="sales tax", rate=0.1))).sheet.rows
    assert (rows["purchases"].label, rows["invoiced"].label) == ("Purchases", "Invoiced, with tax on sales")
    rows = forecast(replace(BUYS, vat=Vat(kind="VAT", rate=0.1))).sheet.rows
    assert rows["purchases"].label == "Purchases, with VAT"


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


def test_what_is_in_stock_at_the_opening_serves_the_products_by_their_cost():
    plan = Plan(
        name="Shop",
        products=(
            Product(name="Advice", price=10, volume=(10,)),
            Product(name="Caps", price=10, variable_cost=3, cost_vat=0.2, volume=(10,)),
            Product(name="Tea", price=10, variable_cost=1, volume=(10,)),
        ),
        opening=Opening(stock=100),
        vat=Vat(kind="VAT", rate=0.2),
    )
    f = forecast(plan)
    assert f["stock"][:5] == pytest.approx([100, 60, 20, 0, 0])
    assert f["purchases/Caps"][2:5] == pytest.approx([0, 15, 30])
    assert f["purchases/Tea"][2:5] == pytest.approx([0, 5, 10])
    assert f["vat_in_costs"][3] == pytest.approx(3) and not any(f["stock/Advice"])
    kept = forecast(plan, {"rhythm/stock_days": 30})
    assert kept["stock"][:4] == pytest.approx([100, 60, 40, 40])


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


def test_the_opening_is_no_month_of_need():
    plan = replace(BUYS, assets=(), fixed_costs=(), owners_money=(OwnersMoney(amount=500, month=1),), reserve=100)
    f = forecast(plan)
    assert f["cash"][0] == 0 and (f.lowest_cash, f.ask) == (min(f["cash"][1:]), 0)
    assert f.lowest_month == 1 and f.shortfall is None


def test_money_spent_before_it_was_there_is_a_need():
    f = forecast(replace(BUYS, owners_money=(OwnersMoney(amount=5000, month=1),), reserve=100))
    assert (f["cash"][0], f.lowest_cash, f.lowest_month) == (-600, -600, 0)
    assert (f.shortfall.first, f.shortfall.month, f.shortfall.ask) == (0, 0, 700)
    many = forecast(f.plan, {"assets/Van/cost": numpy.array([0.0, 600.0])})
    assert many.lowest_cash == pytest.approx([min(many["cash"][month][0] for month in range(1, 37)), -600])


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


def test_a_cell_of_nothing_says_which_condition_decides():
    f = forecast(CASE_A)
    assert f.explain("drawn/Bank", 3).words == "0, because not month = Bank: month received"
    assert "not month ≤ " in forecast(replace(CASE_A, months=72)).explain("depreciation/Fit-out", 61).words
    assert "0, because not month = Founders: month" in f.explain("owners_money", 3).tree()
    assert f.explain("paid_staff", 3).words == "Staff"


def test_a_step_is_explained_without_the_hair_that_mends_roundings():
    words = forecast(CASE_A).explain("steps/Teachers", 3).terms[0].words
    assert "− 0" not in words and words.endswith("(Places: units ÷ Teachers: units that one step serves))")


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


EDGES = replace(
    EVERYTHING,
    assets=(*EVERYTHING.assets[1:], replace(EVERYTHING.assets[0], in_use=6)),
    grants=tuple(replace(grant, status="agreed") for grant in EVERYTHING.grants),
    vat=replace(EVERYTHING.vat, first=5),
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("grants/Hoped for/tranches/1/month", 15),  # after the months that it covers
        ("grants/Hoped for/first", 5),
        ("grants/Wages paid back/last", 20),
        ("grants/Van grant/tranches/2/month", 45),  # when the van is worn out
        ("assets/Van/life", 12),
        ("assets/Van/in_use", 3),
        ("vat/first", 1),
        ("vat/first", 20),
        ("opening/stock", 0),
        ("tax/minimum", 0.05),
    ],
)
def test_a_change_across_an_edge_is_the_same_as_another_plan(path, value):
    same(EDGES, path, value)


def same(plan: Plan, path: str, value: float) -> None:
    """A changed number gives the forecast of the edited plan, row by row."""
    changed, other = forecast(plan, {path: value}), forecast(places.replace_at(plan, path, value))
    assert list(changed.sheet.rows) == list(other.sheet.rows)
    apart = [key for key in other.sheet.rows if list(changed[key]) != pytest.approx(list(other[key]), abs=1e-9)]
    assert not apart, (path, value)


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a plan is large: shrinking one takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans(story=False), st.randoms(use_true_random=False))
def test_any_change_is_the_same_as_another_plan(plan, random):
    now = {path: value for path, value in places.places(plan).items() if path in sheet_of(plan).inputs}
    spec = {path: places.spec_at(plan, path) for path in random.sample(list(now), min(len(now), 25))}
    whole = [path for path in spec if spec[path].kind in ("month", "whole")]  # formulas have their edges here
    other = [path for path in spec if path not in whole]
    for path in whole[:6] + other[:4]:
        low, high = spec[path].low, spec[path].high
        if path in whole:
            value = random.randint(int(low), int(min(high, plan.months)))
        else:
            value = random.uniform(low, min(high, 2 * now[path] + 1))
        try:
            places.replace_at(plan, path, value)
        except BadPlan:
            continue  # no plan could have this number
        same(plan, path, value)


def test_a_change_that_leads_nowhere_offers_the_nearest():
    with pytest.raises(KeyError, match="products/Places/price"):
        forecast(CASE_A, {"products/Places/prise": 9.0})
