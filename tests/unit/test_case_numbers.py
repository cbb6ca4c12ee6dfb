"""The worked numbers of the curriculum, computed from the case plans.

Each test says from where: "plan" – the case as it stands, or with one number changed; "function" – the kit's function with
the curriculum's inputs, where no plan can hold them. Not here, because the kit has no function for them yet: sample
sizes (module 2).
"""

import datetime
from dataclasses import replace

import pytest

from venture import appraisal, cases, impact, money, partners, risk, support, unit_economics, working_capital
from venture.costs import Stretch
from venture.forecast import forecast
from venture.plan import FixedCost, Plan, Product, Vat

near = pytest.approx


def two(value: float) -> float:
    return round(value, 2)


@pytest.fixture(scope="module")
def plans():
    return {name: cases.load(name) for name in cases.CASES}


@pytest.fixture
def a(plans):
    return plans["children"]


@pytest.fixture
def b(plans):
    return plans["tourism"]


@pytest.fixture
def d(plans):
    return plans["heritage"]


@pytest.fixture
def e(plans):
    return plans["energy"]


@pytest.fixture
def f_(plans):
    return plans["clothing"]


def with_children(plan: Plan, number: float) -> Plan:
    return replace(plan, products=(replace(plan.products[0], volume=(float(number),)),))


# --- module 2: demand (plan A)


def test_the_funnel_of_case_a(a):
    m = a.market
    steps = [m.people * m.share, m.people * m.share * m.reach, m.people * m.share * m.reach * m.interest, m.demand]
    assert [round(step) for step in steps] == [3895, 1753, 386, 135]
    assert round(a.products[0].capacity / m.demand, 2) == 0.53
    assert two(replace(m, reach=0.25).demand) == 74.98


# --- module 3: two regimes (a small plan under the tax blocks of cases A and F)


def test_two_regimes_on_the_same_year(a, f_):
    small = Plan(
        name="x",
        products=(Product(name="Sales", price=1, volume=(6200 / 12,)),),
        fixed_costs=(FixedCost(name="Costs", amount=4100 / 12),),
    )
    assert forecast(replace(small, tax=a.tax)).year("levy", 1) == near(372)
    assert forecast(replace(small, tax=f_.tax)).year("profit_tax", 1) == near(315)
    lossy = replace(small, fixed_costs=(FixedCost(name="Costs", amount=6200 / 12),))
    assert forecast(replace(lossy, tax=f_.tax)).year("profit_tax", 1) == near(62)  # the minimum


# --- module 4: break-even (plans A and F)


def test_case_a_breaks_even_at_two_stretches_and_at_four_numbers(a):
    point = {one.key: one for one in appraisal.break_evens(forecast(a), month=3)}
    assert point["operating"].fixed == near(245)
    assert point["operating"].margin == near(7.5)
    assert point["operating"].volumes == (Stretch(47, 48), Stretch(54, 72))
    assert point["after levy"].margin == near(6.936)
    assert point["after levy"].lasting == 58
    assert (point["accounting"].fixed + 3 * 52) / point["accounting"].margin == near(63.44, abs=0.005)
    assert point["accounting"].lasting == 64
    assert appraisal.break_evens(forecast(a), month=12)[3].lasting == 63  # cash and debt service


@pytest.mark.parametrize(("children", "result"), [(47, 3.5), (48, 11), (49, -33.5), (53, -3.5), (54, 4), (72, 139)])
def test_a_month_of_case_a(a, children, result):
    assert forecast(with_children(a, children))["ebitda"][2] == near(result)


def test_a_dearer_rent_takes_the_island_away(a):
    dearer = replace(a.fixed_costs[0], amount=120)
    f = forecast(replace(a, fixed_costs=(dearer, *a.fixed_costs[1:])))
    assert appraisal.break_evens(f, month=3)[0].volumes == (Stretch(57, 72),)


MIX = {"Workwear": 6, "Bags": 10, "Uniforms": 4}


def test_case_f_breaks_even_at_23_bundles(f_):
    point = appraisal.break_evens(forecast(f_), mix=MIX)[0]
    assert (point.fixed, point.margin, point.price) == near((420, 18.9, 39.8))
    assert point.lasting == 23
    assert point.pieces(23) == {"Workwear": 138, "Bags": 230, "Uniforms": 92}
    assert two(point.sales) == 884.44
    assert round(point.margin / point.price, 5) == 0.47487
    assert point.planned == near(28)


def test_more_bags_and_less_workwear(f_):
    point = appraisal.break_evens(forecast(f_), mix={"Workwear": 4, "Bags": 14, "Uniforms": 4})[0]
    assert point.margin == near(18.32)
    assert point.lasting == 23
    assert point.pieces(23) == {"Workwear": 92, "Bags": 322, "Uniforms": 92}


# --- module 5: price and unit economics (plan C; function with A's and F's prices)


def test_a_member_of_case_c(plans):
    one = unit_economics.of_product(plans["media"].products[0])
    assert (one.price, one.margin) == near((1.8, 0.70))
    assert one.lifetime_value == near(31.5)
    assert one.value_to_cost == near(2.25)
    assert round(one.payback, 1) == 11.1
    assert unit_economics.lifetime_value(1.8, 0.70, 0.06) == near(21)  # what the plan's prose says of six per cent


def test_prices_of_case_a_and_f(a, f_):
    assert unit_economics.average_price([(11, 0.55), (7, 0.30), (0, 0.15)]) == near(8.15)
    assert two(unit_economics.full_price_for(a.products[0].price, [(7, 0.30), (0, 0.15)])) == 13.27
    assert round(unit_economics.largest_free_share(8.5, 11, [(7, 0.30)]), 4) == 0.1182
    cost = f_.products[0].variable_cost
    assert round(unit_economics.price_at_margin(cost, 0.35), 4) == 2.6923
    assert round(unit_economics.price_at_margin(cost, 0.40), 4) == 2.9167
    assert unit_economics.margin_of_markup(0.60) == near(0.375)


# --- module 6: depreciation (plan F), VAT (a small plan)


@pytest.mark.parametrize(
    ("method", "years"),
    [
        ("straight line", [300] * 6),
        ("double declining", [633.33, 422.22, 281.48, 187.65, 125.10, 83.40]),
        ("switching", [633.33, 422.22, 281.48, 187.65, 137.65, 137.65]),
        ("sum of years", [514.29, 428.57, 342.86, 257.14, 171.43, 85.71]),
    ],
)
def test_the_sewing_line_of_case_f(f_, method, years):
    line = replace(f_.assets[0], method=method)
    f = forecast(replace(f_, assets=(line, *f_.assets[1:])))
    assert [two(f.year("depreciation/Sewing line", year)) for year in range(1, 7)] == years
    if method == "double declining":
        assert two(f["book_value/Sewing line"][72]) == 166.80  # never reaches 100
    elif method != "switching":
        assert f["book_value/Sewing line"][72] == near(100)


def test_vat_inside_a_price():
    plan = Plan(
        name="x",
        vat=Vat(kind="VAT", rate=0.20, included=True, every=1),
        products=(Product(name="Sales", price=1440, volume=(1, 0)),),
        fixed_costs=(FixedCost(name="Purchases", amount=600, vat=0.20, last=1),),
    )
    f = forecast(plan)
    assert f["vat_out"][1] == near(240)
    assert f["vat_payable"][1] == near(140)


# --- module 7: the three statements (plan A), to the digit

M7 = {
    "revenue": [376.000, 441.800, 507.600],
    "variable_cost": [76.000, 89.300, 102.600],
    "step_costs": [104.000, 104.000, 156.000],
    "depreciation": [40.000, 40.000, 40.000],
    "capital_grants_released": [10.000, 10.000, 10.000],
    "interest": [9.000, 9.000, 9.000],
    "levy": [22.560, 26.508, 30.456],
    "net_income": [-110.560, -62.008, -65.456],
    "operating_cash_flow": [-57.600, -5.430, -84.454],
    "operating_cash_flow_indirect": [-57.600, -5.430, -84.454],
}
M7_BALANCE = {
    "cash": [300.000, 242.400, 236.970, 152.516],
    "receivables": [0, 37.600, 44.180, 50.760],
    "fixed_assets": [2400, 2360, 2320, 2280],
    "assets": [2700, 2640.000, 2601.150, 2483.276],
    "payables": [0, 38.000, 44.650, 51.300],
    "tax_payable": [0, 22.560, 49.068, 0],
    "loans": [1200, 1200, 1200, 1200],
    "deferred_grants": [600, 590, 580, 570],
    "owners_equity": [900, 900, 900, 900],
    "retained_earnings": [0, -110.560, -172.568, -238.024],
}


def test_the_statements_of_case_a_are_the_table(a):
    f = forecast(a)
    for key, months in M7.items():
        assert [round(value, 3) for value in f[key][1:4]] == months, key
    for key, months in M7_BALANCE.items():
        assert [round(value, 3) + 0.0 for value in f[key][:4]] == months, key
    assert [round(f["fixed_costs"][month] + f["staff"][month], 3) for month in (1, 2, 3)] == [245, 245, 245]


def test_a_quarter_of_the_families_pays_late(a):
    late = replace(a, rhythm=replace(a.rhythm, collected=(0.75, 0.25)))
    assert round(forecast(late)["cash"][3], 3) == 76.376


# --- module 8: working capital (function with the inputs of the course's case F; the plan's year is larger)


def test_the_cycle_of_case_f():
    days = working_capital.dio(520, 3700), working_capital.dso(690, 6200), working_capital.dpo(350, 3700)
    assert tuple(map(two, days)) == (51.30, 40.62, 34.53)
    assert two(working_capital.cash_conversion_cycle(*days)) == 57.39
    assert working_capital.net_working_capital(690, 520, 350) == 860
    assert two(working_capital.cash_freed(6200, days[1] - 30)) == 180.41
    assert round(working_capital.runway(1150, 185), 1) == 6.2
    assert round(working_capital.trade_credit_simple(0.02, 10, 30), 4) == 0.3673
    assert round(working_capital.trade_credit_compounded(0.02, 10, 30), 4) == 0.4459


# --- module 9: the loan of case A (plan)


def test_the_schedule_of_case_a(a):
    f = forecast(a)
    paid = [f["interest_paid"][month] + f["principal_repaid"][month] for month in range(1, 49)]
    assert paid[:6] == [near(9.0)] * 6
    assert {round(one, 4) for one in paid[6:]} == {33.4134}
    assert two(sum(f["interest"])) == 257.36
    assert two(sum(paid[12:24])) == 400.96
    assert round(f["principal_repaid"][10], 3) == 24.967
    assert round(f["loans"][10], 3) == 1101.242
    assert f["loans"][48] == near(0, abs=1e-9)


def test_the_same_loan_without_grace(a):
    f = forecast(replace(a, loans=(replace(a.loans[0], grace=0),)))
    assert round(f["interest"][1] + f["principal_repaid"][1], 4) == 29.8621
    assert two(sum(f["interest"])) == 233.38


def test_what_a_fee_does_to_the_loan(a):
    def cost(fee: float) -> float:
        loan = replace(a.loans[0], fee=fee)
        paid = support.payments(loan)
        return money.effective_cost([loan.amount - paid[0], *(-one for one in paid[1:])])

    assert round(100 * cost(0), 3) == 9.381
    assert round(100 * cost(0.02), 3) == 10.432
    assert round(100 * cost(0.03), 3) == 10.972
    assert round(100 * ((1 + cost(0.02)) ** (1 / 12) - 1), 5) == 0.83037


@pytest.mark.parametrize(
    ("children", "dscr"), [(56, -0.38), (58, 0.04), (60, 0.45), (62, 0.87), (64, 1.28), (66, 1.70), (68, 2.11), (70, 2.53)]
)  # fmt: skip
def test_debt_service_cover_by_children(a, children, dscr):
    """Year 2: every month pays in full, and with a steady volume working capital does not move."""
    assert two(appraisal.dscr_annual(forecast(with_children(a, children)))[2]) == dscr


# --- module 10: grants and soft loans (plans A and B)


def test_the_tranches_of_case_a(a):
    asked = next(grant for grant in a.grants if grant.status == "requested")
    assert tuple(tranche.amount for tranche in asked.tranches) == support.tranches(600, [0.40, 0.35, 0.25])


def test_the_soft_loan_of_case_b(b):
    loan = b.loans[0]
    soft = support.soft_loan(loan)
    assert (two(soft.value), two(soft.grant_element), round(soft.share, 3)) == (3281.69, 1718.31, 0.344)
    later = support.soft_loan(replace(loan, grace=12))
    assert (two(later.value), two(later.grant_element), round(later.share, 3)) == (2965.91, 2034.09, 0.407)
    dearer = support.soft_loan(loan, market_rate=0.24)
    assert (two(dearer.grant_element), round(dearer.share, 3)) == (2103.26, 0.421)


def test_how_much_of_case_b_is_support(b):
    first = support.of_year(forecast(b), 1)
    assert (first.grants, first.in_kind, first.earned) == near((900, 150, 4200))
    assert round(first.share, 3) == 0.332
    later = replace(b, loans=(replace(b.loans[0], grace=12),))
    assert round(support.of_year(forecast(later), 1).share, 3) == 0.347
    assert support.of_year(forecast(b), 4).share < 0.10  # the way out


# --- module 11: is it worth it (plan E; function for dates and shares)


def test_case_e_is_worth_its_money(e):
    flows = appraisal.flows(forecast(e))
    assert flows.annual == near((-2600, 620, 640, 655, 670, 690, 700, 710, 720))
    assert two(flows.npv) == 488.54
    assert round(100 * flows.irr, 3) == 19.252
    assert round(100 * flows.mirr, 3) == 14.431
    assert (two(flows.payback), two(flows.discounted_payback)) == (4.02, 6.17)
    assert round(flows.profitability_index, 3) == 1.188
    assert two(money.npv(0.14, flows.annual[1:]) + flows.annual[0]) == 488.54  # as a spreadsheet writes it
    assert two(money.npv0(0.16, flows.annual)) == 286.44
    assert round(100 * money.mirr(flows.annual, 0.14, 0.08), 3) == 13.429


def test_real_and_nominal_are_not_mixed(e):
    nominal = appraisal.flows(forecast(e)).annual
    inflation = e.appraisal.inflation
    real_rate = money.real_rate(0.14, inflation)
    real = [flow / (1 + inflation) ** year for year, flow in enumerate(nominal)]
    assert round(100 * real_rate, 3) == 7.547
    assert two(money.npv0(real_rate, real)) == 488.54
    assert two(money.npv0(real_rate, nominal)) == 1318.08  # wrong
    assert two(money.npv0(0.14, real)) == -123.54  # wrong
    as_real = replace(e, appraisal=replace(e.appraisal, rate=real_rate, rate_is="real"))
    assert two(appraisal.npv(forecast(as_real))) == 488.54  # the engine converts


def test_dates_and_shares():
    days = [(2025, 2, 10), (2025, 5, 20), (2025, 9, 15), (2026, 6, 30), (2027, 6, 30)]
    dates = [datetime.date(*day) for day in days]
    flows = [-600, -900, -500, 1200, 1500]
    assert round(100 * money.xirr(flows, dates), 3) == 19.944
    assert two(money.xnpv(0.12, flows, dates)) == 230.60
    assert (appraisal.post_money(900, 0.15), appraisal.pre_money(900, 0.15)) == near((6000, 5100))


# --- module 12: risk (plans B and E)


def test_the_tornado_of_case_e(e):
    def value(changes=None, plan=e, rate=None):
        return round(appraisal.npv(forecast(plan, changes), rate=rate), 1)

    def cost(times):
        return {f"assets/{one.name}/cost": one.cost * times for one in e.assets}

    shorter = replace(e, appraisal=replace(e.appraisal, years=6))
    demand = "products/Heat saved/demand"
    assert (value({demand: 0.8}), value({demand: 1.2})) == (-129.2, 1106.2)
    assert (value(cost(1.2)), value(cost(0.9))) == (-31.5, 748.5)
    assert (value(rate=0.18), value(rate=0.11)) == (104.6, 836.4)
    assert (value(plan=shorter), value()) == (-47.6, 488.5)


def test_the_saving_at_which_case_e_is_worth_nothing(e):
    found = risk.switching_value_of(e, "products/Heat saved/demand", appraisal.npv, low=0.5, high=1.5)
    assert round(found.value, 4) == 0.8418


YEAR_2 = {"year 2": lambda f: f.year("ebitda", 2)}


def test_the_second_year_of_case_b(b):
    assert forecast(b).year("ebitda", 2) == near(370)
    found = risk.switching_value_of(b, "products/Trips/price", YEAR_2["year 2"], low=8, high=16)
    assert round(found.value, 3) == 12.026
    assert round(-100 * found.room, 1) == 7.5


def test_a_loss_in_the_second_year_of_case_b(b):
    pytest.importorskip("numpy")
    seen = risk.monte_carlo_of(b, YEAR_2, n=20_000, seed=1)["year 2"]
    assert seen.below(0).p == near(0.277, abs=0.005)
    assert (seen.p5, seen.p50, seen.p95, seen.mean) == near((-517, 347, 1444, 389), abs=25)


# --- module 13: social return (plan F)


def test_the_social_return_of_case_f(f_):
    result = impact.of_plan(f_)
    assert [two(row.year_1) for row in result.rows] == [1451.52, 676.00, 283.50, 87.48]
    assert [two(row.present_value) for row in result.rows] == [3155.11, 1548.20, 459.17, 84.52]
    assert (two(result.present_value), result.inputs) == (5247.00, 3600)
    assert (round(result.ratio, 4), round(result.net_ratio, 4)) == (1.4575, 0.4575)


@pytest.mark.parametrize(
    ("changes", "ratio"),
    [
        ({"deadweight": 0.5}, 1.2071),
        ({"deadweight": 0.4}, 1.3323),
        ({"attribution": 0.4}, 1.2384),
        ({"proxy": 180}, 1.2384),
        ({"drop_off": 0.5}, 1.2498),
    ],
    ids=str,
)
def test_how_far_the_ratio_of_case_f_holds(f_, changes, ratio):
    assert round(impact.ratio_if(impact.of_plan(f_), "Stable work", **changes), 4) == ratio


def test_the_ratio_of_case_f_without_what_is_least_certain(f_):
    result = impact.of_plan(f_)
    assert round(impact.ratio_if(result, rate=0.08), 4) == 1.3534
    assert round(impact.ratio_without(result, "Fewer returns to prison"), 4) == 1.0274
    turn = next(one for one in impact.switching(result) if (one.row, one.field) == ("Stable work", "deadweight"))
    assert round(100 * turn.value, 1) == 66.5
    assert two(impact.year_1(replace(f_.impact.outcomes[0], deadweight=0.4))) == 1244.16


# --- module 14: partners (plans D and A)


def test_the_gap_of_case_d(d):
    flows = appraisal.flows(forecast(d))
    assert flows.annual == near((-48000, 0, 2500, *[5200] * 18))
    assert two(flows.npv) == -15954.17
    gap = partners.viability_gap(d.appraisal.rate, flows.annual)
    assert two(gap) == d.ask.amount == d.grants[0].tranches[0].amount
    assert two(partners.availability_payment(gap, 0.12, range(2, 21))) == 2425.90
    assert two(partners.availability_payment(gap, 0.12, range(1, 20))) == 2165.99  # before the house is open
    assert two(appraisal.npv(forecast(d), rate=0.10)) == -10688.15


def test_the_network_of_case_a(a):
    network = partners.network(a.franchise)
    assert (network.margin, network.needed) == (near(132), 7)
    assert two(a.franchise.central / network.margin) == 6.82
    assert (network.launch_cost, two(network.payback)) == (150, 1.14)
    assert partners.network(replace(a.franchise, royalty=0.05)).needed == 10


# --- modules 15 and 16: the ask (function), plan and actual (plan F)


def test_the_ask_of_the_course():
    assert appraisal.funding_need(-420, 250, 180) == 490


def test_the_first_five_months_of_case_f(f_):
    product, f = f_.products[0], forecast(f_)
    sold = [one for month in f_.actuals for one in month.sold if one.product == product.name]
    planned = sum(f[f"units/{product.name}"][1 : len(f_.actuals) + 1])
    units = sum(one.units for one in sold)
    assert (planned, units) == near((620, 700))
    by_price = sum((one.price - product.price) * one.units for one in sold)
    by_volume = product.price * (units - planned)
    assert (by_price, by_volume, by_price + by_volume) == near((-105, 256, 151))
    assert (product.price - product.variable_cost) * (units - planned) == near(116)
