"""Appraisal: cases A, D and E of the curriculum through the forecast, each number worked out a second way."""

import datetime
import doctest
import itertools
import math
from dataclasses import replace

import numpy
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from venture import appraisal as ap
from venture import costs, money, partners
from venture.costs import Stretch
from venture.forecast import forecast
from venture.plan import (
    Actual,
    Appraisal,
    Asset,
    FixedCost,
    Grant,
    Loan,
    Opening,
    OwnersMoney,
    Plan,
    Product,
    Rhythm,
    StepCost,
    Tax,
    Tranche,
    Vat,
)

# --- the cases


def centre(children=(40, 47, 54, 60, 66), **more) -> Plan:
    """Case A; from month 5 on with 66 children."""
    return Plan(
        **{
            "name": "A",
            "months": 60,
            "products": (Product(name="Places", price=9.4, variable_cost=1.9, volume=children, capacity=72),),
            "step_costs": (StepCost(name="Teachers", amount=52, per=24),),
            "fixed_costs": tuple(
                FixedCost(name=name, amount=amount) for name, amount in (("Rent", 95), ("Admin", 110), ("Other", 40))
            ),
            "assets": (Asset(name="Fit-out", cost=1500), Asset(name="Equipment", cost=900)),
            "loans": (Loan(name="Bank", amount=1200, rate=0.09, term=48, grace=6),),
            "grants": (
                Grant(
                    name="Start", purpose="capital", asset="Fit-out", status="agreed", tranches=(Tranche(amount=600),)
                ),
            ),
            "owners_money": (OwnersMoney(who="Founders", amount=900),),
            "tax": Tax(regime="revenue levy", rate=0.06),
            "rhythm": Rhythm(collected=(0.9, 0.1), supplier_days=15),
            "reserve": 250.0,
            **more,
        }
    )


def yearly(flows: list[float], **more) -> Plan:
    """A plan whose project flows are these: an outlay before the start, then each year's amount in its last month."""
    outlay, *years = flows
    months = tuple(itertools.chain.from_iterable([0.0] * 11 + [amount] for amount in years))
    return Plan(
        **{
            "name": "E",
            "months": len(months),
            "products": (Product(name="Heat", price=1, volume=months),),
            "assets": (Asset(name="Boilers", cost=-outlay, life=120),),
            **more,
        }
    )


HEAT = [-2600, 620, 640, 655, 670, 690, 700, 710, 720]
E = Appraisal(rate=0.14, finance_rate=0.14, reinvest_rate=0.10)


def test_examples_in_the_docstrings():
    assert not doctest.testmod(ap).failed


# --- break-even


def evens(f, **more):
    return {one.key: one for one in ap.break_evens(f, **more)}


def test_case_a_four_break_evens():
    found = evens(forecast(centre()))
    assert found["operating"].volumes == (Stretch(47, 48), Stretch(54, 72))
    assert found["operating"].words == "47 to 48 and from 54 on"
    assert [found[key].lasting for key in ("after levy", "accounting", "cash")] == [58, 64, 63]
    assert found["after levy"].margin == pytest.approx(6.936)
    assert found["cash"].fixed == pytest.approx(245 + 33.4134, abs=5e-5)
    in_grace = evens(forecast(centre()), month=3)
    assert in_grace["accounting"].fixed == pytest.approx(245 + 40 - 10 + 9)
    assert (in_grace["accounting"].fixed + 3 * 52) / 6.936 == pytest.approx(63.4, abs=0.05)
    assert (in_grace["accounting"].lasting, in_grace["cash"].lasting) == (64, 60)  # 410 / 6.936 = 59.1


@pytest.mark.parametrize("children", range(40, 73))
def test_case_a_break_even_is_where_the_forecast_turns(children):
    """The second way: a forecast with so many children, and what its month 12 brings."""
    f = forecast(centre((children,)))
    left = {
        "operating": f["ebitda"][12],
        "after levy": f["ebitda"][12] - f["levy"][12],
        "accounting": f["net_income"][12],
        "cash": f["ebitda"][12] - f["levy"][12] - f["interest_paid"][12] - f["principal_repaid"][12],
    }
    for key, one in evens(forecast(centre())).items():
        assert any(children in stretch for stretch in one.volumes) == (left[key] >= -1e-9), key


def test_answer_key_rent_of_120():
    dearer = centre(fixed_costs=(FixedCost(name="All", amount=270),), tax=Tax())
    assert evens(forecast(dearer))["operating"].volumes == (Stretch(57, 72),)


def test_case_f_bundles():
    names = ("Workwear", 3.2, 1.75, 120), ("Bags", 1.1, 0.52, 200), ("Uniforms", 2.4, 1.30, 80)
    plan = Plan(
        name="F",
        products=tuple(
            Product(name=name, price=price, variable_cost=cost, volume=(n,)) for name, price, cost, n in names
        ),
        fixed_costs=(FixedCost(name="All", amount=420),),
    )
    mix = {"Workwear": 6, "Bags": 10, "Uniforms": 4}
    bundles = evens(forecast(plan), mix=mix)["operating"]
    assert (bundles.margin, bundles.price, bundles.lasting) == (pytest.approx(18.9), pytest.approx(39.8), 23)
    assert bundles.pieces(23) == {"Workwear": 138, "Bags": 230, "Uniforms": 92}
    assert bundles.sales == pytest.approx(884.44, abs=0.005)
    assert bundles.planned == pytest.approx(20)
    # the month's own mix is the same one, counted in single pieces
    pieces = evens(forecast(plan))["operating"]
    assert pieces.sales == pytest.approx(bundles.sales)
    assert pieces.lasting == math.ceil(420 / (18.9 / 20))
    assert pieces.margin_of_safety == pytest.approx((400 - 445) / 400)
    other = evens(forecast(plan), mix={"Workwear": 4, "Bags": 14, "Uniforms": 4})["operating"]
    assert other.margin == pytest.approx(18.32)
    assert (other.lasting, other.pieces(23)) == (23, {"Workwear": 92, "Bags": 322, "Uniforms": 92})


def test_safety_is_counted_from_the_break_even_at_hand():
    at = {n: evens(forecast(centre((n,))))["operating"].margin_of_safety for n in (48, 50, 66)}
    assert at == pytest.approx({48: 1 / 48, 50: -4 / 50, 66: 12 / 66})  # on the island, in the hole, beyond


def test_step_costs_of_some_products_only():
    plan = Plan(
        name="x",
        products=(Product(name="A", price=10, volume=(30,)), Product(name="B", price=10, volume=(10,))),
        step_costs=(StepCost(name="Van", amount=50, per=5, products=("B",)),),
        fixed_costs=(FixedCost(name="Rent", amount=100),),
    )
    one = evens(forecast(plan))["operating"]
    assert one.steps == ((50, pytest.approx(20)),)  # every fourth unit is a B
    assert one.volumes == (Stretch(15, one.capacity),)
    assert all(10 * q >= 100 + 50 * math.ceil(q / 20) for q in range(15, 200))
    assert 10 * 14 < 100 + 50


def test_without_a_limit_it_looks_far_enough():
    far = centre((3,), products=(Product(name="Places", price=9.4, variable_cost=1.9, volume=(3,)),))
    one = evens(forecast(far))["operating"]
    assert (one.volumes[0], one.lasting) == (Stretch(47, 48), 54)
    assert one.volumes[-1].end == one.capacity
    assert one.margin_of_safety == pytest.approx((3 - 47) / 3)
    never = replace(far, products=(replace(far.products[0], variable_cost=9.0),))
    assert evens(forecast(never))["operating"].volumes == ()


def test_break_even_follows_what_the_forecast_was_asked():
    changes = {
        "step_costs/Teachers/amount": 60.0, "step_costs/Teachers/per": 18.0, "tax/rate": 0.08,
        "products/Places/capacity": 70.0, "products/Places/price": 9.9, "fixed_costs/Rent/amount": 80.0,
    }  # fmt: skip
    one = evens(forecast(centre(), changes))["after levy"]
    margin = 9.9 * 0.92 - 1.9
    assert (one.margin, one.fixed, one.capacity, one.steps) == (pytest.approx(margin), 230, 70, ((60.0, 18.0),))
    assert one.volumes == costs.break_even_volumes(margin, 230, 70, 60, 18)


def test_a_least_tax_is_a_levy_at_zero_profit():
    taxed = centre(tax=Tax(regime="profit tax", rate=0.15, minimum=0.01))
    assert evens(forecast(taxed))["after levy"].margin == pytest.approx(7.5 - 0.094)
    assert evens(forecast(centre(tax=Tax(regime="profit tax", rate=0.15))))["after levy"].margin == pytest.approx(7.5)


def test_an_island_alone_is_no_lasting_break_even():
    tight = centre(products=(replace(centre().products[0], capacity=50),))
    one = evens(forecast(tight))["operating"]
    assert (one.lasting, one.words) == (None, "47 to 48")
    assert ap.ratio(forecast(tight), "break-even operating").reason == "47 to 48"
    assert evens(forecast(tight))["accounting"].words == "none up to 50"


def test_a_season_counts_with_its_mean():
    months = (1.5, 1.5, 1.5, 1.5, 1.5, 1, 1, 0.5, 0.5, 0.5, 1, 0)
    tours = Plan(
        name="B", products=(Product(name="Tours", price=14, variable_cost=6.5, volume=(36,), season=months),),
        fixed_costs=(FixedCost(name="All", amount=175),),
    )  # fmt: skip
    one = evens(forecast(tours))["operating"]  # nothing is sold in December
    assert (one.planned, one.margin, one.lasting) == (pytest.approx(36), pytest.approx(7.5), 24)
    assert evens(forecast(tours), month=5)["operating"].planned == pytest.approx(54)


def small(**more) -> Plan:
    """Ten units at 10 that cost 4 each: 60 a month are left."""
    return Plan(
        **{
            "name": "x",
            "products": (Product(name="P", price=10, variable_cost=4, volume=(10,)),),
            "owners_money": (OwnersMoney(who="Founders", amount=1000),),
            **more,
        }
    )


RENT = FixedCost(name="Rent", amount=20)


@pytest.mark.parametrize("month", [1, 3, 12])
def test_a_bill_of_one_month_weighs_the_same_in_every_month(month):
    insured = small(fixed_costs=(RENT, FixedCost(name="Insurance", amount=60, first=month, last=month)))
    one = evens(forecast(insured))["operating"]
    assert one.fixed == pytest.approx(20 + 60 / 12)
    assert one.lasting == 5  # 25 / 6; the month alone would say 14
    # the second way: a year of so many units, whole, brings nothing or more
    assert forecast(insured, {"products/P/volume": (25 / 6,)}).year("ebitda", 1) == pytest.approx(0)


def test_a_bill_of_every_year_is_no_matter_of_its_month():
    bills = tuple(FixedCost(name=f"Insurance {at}", amount=60, first=at, last=at) for at in (12, 24, 36))
    f = forecast(small(fixed_costs=(RENT, *bills)))
    assert [evens(f, month=month)["operating"].fixed for month in range(12, 37)] == pytest.approx([25] * 25)


def test_rent_that_has_begun_weighs_in_full_and_a_past_campaign_not_at_all():
    moved = small(
        fixed_costs=(FixedCost(name="Rent", amount=20, first=7), FixedCost(name="Campaign", amount=9, last=18))
    )
    f = forecast(moved)
    assert [evens(f, month=month)["operating"].fixed for month in (6, 12, 24)] == pytest.approx([9, 29, 20])


def test_the_fee_of_a_loan_is_no_cost_of_its_month_alone():
    borrowed = small(loans=(Loan(name="Bank", amount=600, month=12, rate=0, term=20, fee=0.02),))
    assert evens(forecast(borrowed))["accounting"].fixed == pytest.approx(12 / 12)


SEASONS = [(2, 0) * 6, (1.5, 1.5, 1.5, 1.5, 1.5, 1, 1, 0.5, 0.5, 0.5, 1, 0), (1,) * 12]


@pytest.mark.parametrize("season", SEASONS)
@pytest.mark.parametrize("volume", [7, 24])
def test_steps_follow_the_months_and_not_their_mean(season, volume):
    """The second way: the year's result of a forecast at each volume."""
    guide = StepCost(name="Guide", amount=40, per=10)
    tours = small(
        products=(Product(name="Tours", price=10, variable_cost=4, volume=(volume,), season=season),),
        step_costs=(guide,), fixed_costs=(FixedCost(name="All", amount=33),),
    )  # fmt: skip
    one = evens(forecast(tours))["operating"]
    for units in range(1, one.capacity + 1):
        brings = forecast(tours, {"products/Tours/volume": (float(units),)}).year("ebitda", 1)
        assert any(units in stretch for stretch in one.volumes) == (brings >= -1e-9), units
    if len(set(season)) == 1:
        assert one.steps == ((40, 10),)


def test_a_plan_that_is_full_has_its_safety_too():
    full = Plan(
        name="x",
        products=(Product(name="A", price=5, volume=(2.5,)), Product(name="B", price=5, volume=(8,), capacity=8)),
        fixed_costs=(FixedCost(name="Rent", amount=20),),
    )
    one = evens(forecast(full))["operating"]
    assert (one.planned, one.capacity, one.lasting) == (10.5, 10, 4)
    assert one.margin_of_safety == pytest.approx(6.5 / 10.5)


def test_nothing_sold_no_break_even():
    assert ap.break_evens(forecast(Plan(name="x"))) == ()


@settings(deadline=None)
@given(
    margin=st.integers(-5, 40), fixed=st.integers(-20, 300), capacity=st.integers(0, 120),
    steps=st.lists(st.tuples(st.integers(0, 90), st.sampled_from([1.5, 4, 7, 12.25, 24])), max_size=3),
)  # fmt: skip
def test_the_set_is_the_definition_s(margin, fixed, capacity, steps):
    found = ap.volumes_that_cover(margin, fixed, capacity, steps)
    unrolled = [q for one in found for q in range(one.start, one.end + 1)]
    assert unrolled == [
        q for q in range(capacity + 1) if margin * q >= fixed + sum(cost * math.ceil(q / per) for cost, per in steps)
    ]
    assert all(a.end + 1 < b.start for a, b in itertools.pairwise(found))
    if len(steps) == 1 and isinstance(steps[0][1], int):
        assert found == costs.break_even_volumes(margin, fixed, capacity, *steps[0])


def test_steps_as_fine_as_units_are_a_cost_of_each_unit():
    assert ap.volumes_that_cover(10.0, 60, 1000, [(0.00004, 0.00001)]) == (Stretch(10, 1000),)


# --- debt service


@pytest.mark.parametrize(
    ("children", "expected"),
    [(56, -0.38), (58, 0.04), (60, 0.45), (62, 0.87), (64, 1.28), (66, 1.70), (68, 2.11), (70, 2.53)],
)
def test_case_a_dscr(children, expected):
    """M9's simple case: contribution after levy − fixed − teachers, no change in working capital."""
    service = 12 * -pyxirr.pmt(0.09 / 12, 42, 1200)
    assert service == pytest.approx(400.96, abs=0.005)
    teachers = 52 * math.ceil(children / 24)
    assert ap.dscr(12 * (6.936 * children - 245 - teachers), service) == pytest.approx(expected, abs=0.005)
    # the second way: the forecast's year 2, where nothing moves any more
    f = forecast(centre((children,)))
    assert ap.dscr_annual(f)[2] == pytest.approx(expected, abs=0.005)
    assert ap.cover(f).debt_service(13, 24) == pytest.approx(service)


def test_cfads_is_ebitda_less_taxes_and_working_capital():
    plan = centre(
        vat=Vat(kind="VAT", rate=0.20), tax=Tax(regime="profit tax", rate=0.25),
        rhythm=Rhythm(collected=(0.5, 0.5), supplier_days=20, stock_days=15),
    )  # fmt: skip
    f = forecast(plan)
    for year in range(1, 6):
        first, last = 12 * year - 11, 12 * year
        change = {
            key: f[key][last] - f[key][first - 1]
            for key in ("receivables", "stock", "payables", "vat_receivable", "vat_payable")
        }
        capital = sum(change[key] for key in ("receivables", "stock", "vat_receivable"))
        capital -= change["payables"] + change["vat_payable"]
        expected = f.year("ebitda", year) - f.year("tax_paid", year) - capital
        assert ap.cover(f).cfads(first, last) == pytest.approx(expected)


def test_the_minimum_and_the_years_of_full_payment():
    f = forecast(centre())
    rolling = ap.dscr_rolling(f)
    assert list(rolling) == list(range(12, 61))
    assert rolling[12] == ap.dscr_annual(f)[1]
    paid = [value for value in rolling.values() if value is not None]
    assert ap.dscr_minimum(f) == min(paid)
    full = ap.dscr_minimum(f, full_payment=True)
    assert full == min(value for month, value in rolling.items() if month >= 18 and value is not None)  # grace: 1 to 6
    assert [ap.is_full(f.plan, first, first + 11) for first in (1, 6, 7)] == [False, False, True]


def test_interest_only_months_flatter():
    f = forecast(centre((66,), loans=(Loan(name="Bank", amount=1200, rate=0.09, term=48, grace=12),)))
    assert ap.dscr_annual(f)[1] > 2 * ap.dscr_minimum(f, full_payment=True)


def test_no_debt_service_is_no_number():
    f = forecast(centre(loans=()))
    assert set(ap.dscr_annual(f).values()) == {None}
    assert math.isnan(ap.dscr_minimum(f))
    assert ap.dscr(100, 0) is None
    assert ap.dscr(-100, 50) == -2
    after = ap.dscr_annual(forecast(centre()))
    assert after[5] is None  # the loan is paid back in month 48


def test_grants_are_on_their_own_line():
    grant = Grant(name="City", status="agreed", last=24, tranches=(Tranche(amount=120, month=3), Tranche(amount=120, month=15)))  # fmt: skip
    f = forecast(centre(grants=(grant,)))
    without, with_grants = ap.dscr_annual(f), ap.dscr_annual(f, with_grants=True)
    service = ap.cover(f).debt_service(1, 12)
    assert with_grants[1] - without[1] == pytest.approx(120 / service)
    assert with_grants[3] == without[3]


def test_upkeep_is_what_no_new_money_pays_for():
    bare = ap.cover(forecast(centre())).cfads(25, 36)
    van = Asset(name="Van", cost=100, month=30)
    start = Asset(name="More", cost=100, month=10)
    loan = Loan(name="Leasing", amount=80, month=30, rate=0.1, term=12)
    more = centre(assets=(*centre().assets, van))
    assert ap.cover(forecast(more)).cfads(25, 36) == pytest.approx(bare - 100)
    paid = replace(more, loans=(*more.loans, loan))
    assert ap.cover(forecast(paid)).cfads(25, 36) == pytest.approx(bare - 20)
    early = forecast(centre(assets=(*centre().assets, start)))
    assert ap.cover(early).cfads(1, 12) == pytest.approx(ap.cover(forecast(centre())).cfads(1, 12))


def taxed_small(tax: float = 0.2, months: int = 60, **more) -> Plan:
    """Eleven units, VAT on top, an asset with VAT before the start, half of it on a loan."""
    return small(
        **{
            "months": months,
            "products": (Product(name="P", price=10, variable_cost=4, volume=(11,)),),
            "owners_money": (OwnersMoney(who="Founders", amount=5000),),
            "vat": Vat(kind="VAT", rate=0.2, every=1, after=1),
            "assets": (Asset(name="Oven", cost=6000, vat=tax),),
            "loans": (Loan(name="Bank", amount=3000, rate=0.1, term=60),),
            **more,
        }
    )


def test_vat_got_back_for_assets_is_no_cash_for_lenders():
    f = forecast(taxed_small())
    service = 12 * -pyxirr.pmt(0.1 / 12, 60, 3000)
    cover = ap.dscr_annual(f)
    assert cover[2] == pytest.approx(792 / service)
    assert cover[2] == pytest.approx(1.035, abs=0.001)
    assert cover[1] == pytest.approx((792 + 22) / service)  # the first month's VAT is paid in the second
    assert ap.dscr_minimum(f) == pytest.approx(792 / service)
    assert f.year("vat_paid", 1) == 0  # what hid it


@pytest.mark.parametrize(("every", "after", "first"), [(1, 0, 1), (1, 1, 5), (3, 1, 1), (12, 2, 1), (3, 0, 14)])
def test_cover_is_that_of_a_plan_whose_assets_carry_no_vat(every, after, first):
    vat = Vat(kind="VAT", rate=0.2, every=every, after=after, first=first)
    oven, van = Asset(name="Oven", cost=6000, month=2, vat=0.2), Asset(name="Van", cost=500, month=30, vat=0.2)
    rent = FixedCost(name="Rent", amount=10, vat=0.2)
    with_vat = taxed_small(vat=vat, assets=(oven, van), fixed_costs=(rent,))
    without = replace(with_vat, assets=tuple(replace(one, vat=0.0) for one in (oven, van)))
    bare = replace(with_vat, assets=())
    if first > 2:  # VAT before its first month does not come back, and is part of the cost
        without = replace(without, assets=(oven, replace(van, vat=0.0)))
    rows = [ap.cover(forecast(plan)) for plan in (with_vat, without, bare)]
    for last in range(12, 61):
        assert rows[0].cfads(last - 11, last) == pytest.approx(rows[1].cfads(last - 11, last)), last
        replaced = 500 if 30 in range(last - 11, last + 1) else 0
        assert rows[0].cfads(last - 11, last) == pytest.approx(rows[2].cfads(last - 11, last) - replaced), last


RUNNING = {
    "a loan of before": {"loans": (Loan(name="Old", amount=500, rate=0.1, term=30, already=True),)},
    "an asset of before": {"assets": (Asset(name="Old", cost=300, life=6, already=True),)},
    "cash of before": {"opening": Opening(cash=2000)},
    "months that are over": {"actuals": (Actual(month=1, cash=1050),)},
}


@pytest.mark.parametrize("before", RUNNING)
@pytest.mark.parametrize("month", [6, 13])
def test_a_running_venture_has_upkeep_in_its_first_year_too(before, month):
    running = small(**RUNNING[before])
    new = Asset(name="New", cost=500, month=month)
    first = 1 if month == 6 else 13
    bare = ap.cover(forecast(running)).cfads(first, first + 11)
    replaced = forecast(replace(running, assets=(*running.assets, new)))
    assert ap.cover(replaced).cfads(first, first + 11) == pytest.approx(bare - 500)
    start = forecast(small(assets=(new,)))
    assert ap.cover(start).cfads(1, 12) == pytest.approx(720)  # a new venture's first year is the start
    assert not ap.trades_already(small()) and ap.trades_already(running)


def test_a_grant_pays_for_its_own_asset_alone():
    oven, van = Asset(name="Oven", cost=300), Asset(name="Van", cost=300, month=15)

    def cfads(first, **grant):
        given = Grant(name="G", purpose="capital", status="agreed", **grant)
        return ap.cover(forecast(small(assets=(oven, van), grants=(given,)))).cfads(first, first + 11)

    late = {"asset": "Oven", "paid": "reimbursement", "tranches": (Tranche(amount=300, month=14),)}
    assert cfads(13, **late) == pytest.approx(720 - 300)  # the oven's money comes, the van is bought from sales
    own = {"asset": "Van", "paid": "reimbursement", "tranches": (Tranche(amount=200, month=17),)}
    assert cfads(13, **own) == pytest.approx(720 - 100)
    assert cfads(6, **own) == pytest.approx(720 - 100)
    assert cfads(5, **own) == pytest.approx(720 - 300)  # has not come yet
    assert cfads(16, **own) == pytest.approx(720)  # and is no income
    advance = {"asset": "Van", "tranches": (Tranche(amount=200, month=3),)}
    assert cfads(13, **advance) == pytest.approx(720 - 100)
    too_much = {"asset": "Van", "tranches": (Tranche(amount=900, month=15),)}
    assert cfads(13, **too_much) == pytest.approx(720)


def test_a_loan_belongs_to_what_is_bought_with_it():
    van = Asset(name="Van", cost=300, month=20)
    leasing = Loan(name="Leasing", amount=240, month=17, rate=0.1, term=12)
    rows = ap.cover(forecast(small(assets=(van,), loans=(leasing,))))
    assert [rows.cfads(first, first + 11) for first in (12, 17, 18, 20, 21)] == pytest.approx([660, 660, 660, 660, 720])


def test_a_year_that_is_served_in_part_is_marked():
    """A loan that is paid back in the first month of year 4, and one that is drawn in month 4."""
    early = forecast(small(loans=(Loan(name="Bank", amount=360, month=1, rate=0, term=36),), months=48))
    cover = ap.dscr_annual(early)
    assert (cover[1], cover[4]) == (None, None)
    assert cover[2] == cover[3] == pytest.approx(720 / 120)
    assert ap.service_of_year(early, 4) == (1, pytest.approx(60 / 10))
    assert ap.service_of_year(early, 1) == (11, pytest.approx(60 / 10))
    last = ap.ratio(early, "dscr", 4)
    assert (last.value, last.formula) == (None, "720 / 10")
    assert last.reason == "debt service in 1 of 12 months; from the first of these to the last 6"
    assert ap.ratio(early, "dscr with grants", 4).value is None
    assert ap.ratio(early, "dscr", 2).value == pytest.approx(6)
    assert ap.service_of_year(forecast(small()), 1) == (0, None)


# --- what it is worth


def test_case_e_through_the_forecast():
    f = forecast(yearly(HEAT, appraisal=E))
    worth = ap.flows(f)
    assert worth.annual == pytest.approx(HEAT)
    assert worth.npv == pytest.approx(488.54, abs=0.005)
    assert worth.npv == pytest.approx(pyxirr.npv(0.14, HEAT))
    assert worth.irr == pytest.approx(0.19252, abs=5e-6)
    assert worth.irr == pytest.approx(pyxirr.irr(HEAT))
    assert worth.mirr == pytest.approx(0.14431, abs=5e-6)
    assert worth.mirr == pytest.approx(pyxirr.mirr(HEAT, 0.14, 0.10))
    assert worth.payback == pytest.approx(4.02, abs=0.005)
    assert worth.discounted_payback == pytest.approx(6.17, abs=0.005)
    assert worth.profitability_index == pytest.approx(1.188, abs=0.0005)
    assert worth.profitability_index == pytest.approx(1 + worth.npv / 2600)
    # every flow lies at its year's end, so that the months see the same
    assert worth.npv_monthly == pytest.approx(worth.npv)
    assert worth.irr_monthly == pytest.approx(worth.irr)


@pytest.mark.parametrize(("terms", "field", "value"), [({"rate": 0.16}, "npv", 286.44), ({"reinvest_rate": 0.08}, "mirr", 0.13429)])  # fmt: skip
def test_case_e_answer_key(terms, field, value):
    worth = ap.flows(forecast(yearly(HEAT, appraisal=replace(E, **terms))))
    assert getattr(worth, field) == pytest.approx(value, abs=0.005 if field == "npv" else 5e-6)


@pytest.mark.parametrize(("rate", "npv"), [(0.18, 104.6), (0.11, 836.4)])
def test_case_e_other_rates(rate, npv):
    assert ap.npv(forecast(yearly(HEAT, appraisal=E)), rate=rate) == pytest.approx(npv, abs=0.05)


@pytest.mark.parametrize(("years", "npv"), [(8, 488.5), (6, -47.6)])
def test_case_e_a_shorter_life(years, npv):
    f = forecast(yearly(HEAT, appraisal=replace(E, years=years)))
    assert ap.npv(f) == pytest.approx(npv, abs=0.05)
    assert ap.flows(f).npv == pytest.approx(ap.npv(f))


def test_case_e_real_and_nominal_never_mixed():
    nominal = replace(E, inflation=0.06)
    real_rate = money.real_rate(0.14, 0.06)
    assert real_rate == pytest.approx(0.07547, abs=5e-6)
    assert ap.rate_that_fits(replace(nominal, flows="real")) == pytest.approx(real_rate)
    assert ap.rate_that_fits(replace(nominal, rate=real_rate, rate_is="real")) == pytest.approx(0.14)
    # real flows at the real rate come to the same
    real = [flow / 1.06**year for year, flow in enumerate(HEAT)]
    f = forecast(yearly(real, appraisal=replace(nominal, flows="real")))
    assert ap.npv(f) == pytest.approx(488.54, abs=0.005)
    assert ap.flows(f).npv == pytest.approx(488.54, abs=0.005)
    # the two wrong answers, which the plan cannot be brought to give
    assert pyxirr.npv(real_rate, HEAT) == pytest.approx(1318.08, abs=0.005)
    assert pyxirr.npv(0.14, real) == pytest.approx(-123.54, abs=0.005)
    for plan_flows, rate_is in (("real", "nominal"), ("nominal", "real")):
        mixed = forecast(yearly(HEAT, appraisal=replace(E, flows=plan_flows, rate_is=rate_is)))
        with pytest.raises(ValueError, match="appraisal/inflation"):
            ap.npv(mixed)
        assert "inflation" in ap.ratio(mixed, "npv project").reason
        assert ap.ratio(mixed, "npv project").value is None


def test_case_d_gap_through_the_forecast():
    building = yearly([-48000, 0, 2500, *[5200] * 3], appraisal=Appraisal(rate=0.12, years=20))
    worth = ap.flows(forecast(building))
    assert len(worth.annual) == 21
    assert worth.npv == pytest.approx(-15954.17, abs=0.005)
    assert partners.viability_gap(0.12, worth.annual) == pytest.approx(15954.17, abs=0.005)
    given_gap = replace(
        building, grants=(Grant(name="Gap", purpose="capital", asset="Boilers", status="agreed", tranches=(Tranche(amount=15954.17),)),)
    )  # fmt: skip
    f = forecast(given_gap)
    assert ap.npv(f) == pytest.approx(-15954.17, abs=0.005)  # before all grants
    assert ap.npv(f, "project with grants") == pytest.approx(0, abs=0.01)
    assert ap.flows(f, "project with grants").irr == pytest.approx(0.12, abs=1e-6)


def test_xirr_and_xnpv_of_the_curriculum():
    dates = [datetime.date(2025, 2, 10), datetime.date(2025, 5, 20), datetime.date(2025, 9, 15), datetime.date(2026, 6, 30), datetime.date(2027, 6, 30)]  # fmt: skip
    values = [-600, -900, -500, 1200, 1500]
    assert money.xirr(values, dates) == pytest.approx(0.19944, abs=5e-6)
    assert money.xnpv(0.12, values, dates) == pytest.approx(230.60, abs=0.005)
    assert money.xnpv(0.12, values, dates) == pytest.approx(pyxirr.xnpv(0.12, dates, values))


def test_flows_on_their_dates():
    worth = ap.flows(forecast(centre(start=(2027, 9), appraisal=Appraisal(rate=0.12))))
    assert worth.dates[:3] == (datetime.date(2027, 8, 31), datetime.date(2027, 9, 30), datetime.date(2027, 10, 31))
    assert worth.dates[6] == datetime.date(2028, 2, 29)
    assert worth.xnpv == pytest.approx(pyxirr.xnpv(0.12, worth.dates, worth.monthly))
    assert worth.xnpv == pytest.approx(worth.npv_monthly, abs=3)
    january = ap.flows(forecast(centre(start=(2027, 1))))
    assert january.dates[0] == datetime.date(2026, 12, 31)


def test_rates_by_the_month_are_those_next_to_the_year_s():
    worth = ap.flows(forecast(centre()))
    monthly = pyxirr.irr(worth.monthly, guess=0.01)
    assert worth.irr_monthly == pytest.approx((1 + monthly) ** 12 - 1)
    assert worth.xirr == pytest.approx(pyxirr.xirr(worth.dates, worth.monthly))
    assert worth.irr_monthly == pytest.approx(worth.irr, abs=0.02)


def test_project_flows_do_not_know_how_they_are_paid_for():
    bare = centre(loans=(), grants=(), owners_money=())
    assert ap.project_flows(forecast(centre())) == pytest.approx(ap.project_flows(forecast(bare)))
    f = forecast(centre())
    assert ap.project_flows(f)[0] == -2400
    assert sum(ap.project_flows(f, with_grants=True)) - sum(ap.project_flows(f)) == pytest.approx(600)


def test_equity_flows_are_project_and_grants_less_lenders():
    f = forecast(centre())
    project, equity = ap.project_flows(f, with_grants=True), ap.equity_flows(f)
    for month in range(61):
        lenders = f["loans_received"][month] - f["interest_paid"][month] - f["principal_repaid"][month] - f["fees_paid"][month]  # fmt: skip
        assert equity[month] == pytest.approx(project[month] + lenders)
    # all that is ever left is cash, and was not put in by the owners
    assert sum(equity) == pytest.approx(f["cash"][60] - 900)


def test_what_is_in_a_running_venture_counts_as_put_in():
    """The same venture, begun with the owners' money in month 0, and found as it stands then."""
    new = small(assets=(Asset(name="Oven", cost=600),), loans=(Loan(name="Bank", amount=300, rate=0.1, term=24),))
    found = replace(
        new, owners_money=(), opening=Opening(cash=700),
        assets=(replace(new.assets[0], already=True),), loans=(replace(new.loans[0], already=True),),
    )  # fmt: skip
    assert ap.equity_flows(forecast(found)) == pytest.approx(ap.equity_flows(forecast(new)))
    assert ap.equity_flows(forecast(found))[0] == pytest.approx(-300)
    worth = ap.flows(forecast(found), "equity")
    assert worth.irr == pytest.approx(ap.flows(forecast(new), "equity").irr)
    assert "the owners' 1 000 in the venture at the start is put in at t = 0" in worth.note.replace(
        "\u202f", " "
    ).replace("\u00a0", " ")
    assert worth.note in ap.ratio(forecast(found), "irr equity").definition
    assert not ap.flows(forecast(new), "equity").note
    # nobody has less than nothing in a venture
    indebted = small(
        owners_money=(), opening=Opening(cash=100), loans=(Loan(name="Old", amount=500, rate=0, term=20, already=True),)
    )
    assert ap.equity_flows(forecast(indebted))[0] == pytest.approx(100)


def test_no_return_where_somebody_unnamed_pays():
    short = small(
        owners_money=(OwnersMoney(amount=200),), assets=(Asset(name="Oven", cost=600),), appraisal=Appraisal(rate=0.1)
    )
    f = forecast(short)
    assert f.lowest_cash < 0
    assert ap.ratio(f, "irr project").value is not None
    for key in ("irr", "irr_monthly", "mirr"):
        refused = ap.ratio(f, f"{key} equity")
        assert refused.value is None
        assert "cash falls below zero in month 0" in refused.reason
    with pytest.raises(money.NoRate, match="below zero"):
        _ = ap.flows(f, "equity").mirr
    assert ap.flows(f, "project").mirr > 0
    paid = replace(short, owners_money=(OwnersMoney(amount=600),))
    assert ap.flows(forecast(paid), "equity").irr > 0


def test_real_flows_have_their_loans_deflated():
    loan = Loan(name="Bank", amount=600, month=3, rate=0.1, term=40, fee=0.01)
    real = Appraisal(rate=0.08, flows="real", rate_is="real", inflation=0.06)
    plan = small(loans=(loan,), assets=(Asset(name="Oven", cost=900),))
    f = forecast(replace(plan, appraisal=real))
    own = ap.equity_flows(forecast(plan))  # nominal
    deflated = ap.equity_flows(f)
    for month in range(36):
        lenders = f["loans_received"][month] - f["fees_paid"][month] - f["interest_paid"][month] - f["principal_repaid"][month]  # fmt: skip
        assert deflated[month] == pytest.approx(own[month] - lenders * (1 - 1.06 ** (-month / 12))), month
    # what is still owed at the end is worth less then too
    lenders = -f["interest_paid"][36] - f["principal_repaid"][36] - f["loans"][36]
    assert deflated[36] == pytest.approx(own[36] - lenders * (1 - 1.06**-3))
    assert ap.npv(f, "equity") > ap.npv(
        forecast(replace(plan, appraisal=replace(real, flows="nominal", rate_is="nominal"))), "equity"
    )
    assert "(1 + 6 %)^(months / 12)" in ap.ratio(f, "npv equity").definition
    assert "(1 + 6 %)" not in ap.ratio(f, "npv project").definition
    # the second way: everything nominal, at the nominal rate
    rises = dict(price_rises=0.06, cost_rises=0.06)
    yearly_loan = replace(loan, month=0, fee=0.0, term=36)
    one, other = (
        small(
            products=(Product(name="P", price=10, variable_cost=4, volume=(0.0,) * 11 + (120.0,) + (0.0,) * 11 + (120.0,) + (0.0,) * 12, **more),),
            loans=(yearly_loan,), appraisal=terms,
        )
        for more, terms in (({}, real), (rises, replace(real, flows="nominal")))
    )  # fmt: skip
    months = [flow / 1.08 ** (at / 12) for at, flow in enumerate(ap.equity_flows(forecast(one)))]
    nominal = [flow / (1.08 * 1.06) ** (at / 12) for at, flow in enumerate(ap.equity_flows(forecast(other)))]
    # sales of December rise in January: a year's prices of the nominal plan are those of its first month
    shift = sum(720 / 1.08**year * (1 - 1.06 ** (year - 1) / 1.06**year) for year in (1, 2))
    assert sum(months) - sum(nominal) == pytest.approx(shift)


def test_real_flows_with_loans_need_inflation():
    real = Appraisal(rate=0.08, flows="real", rate_is="real")
    f = forecast(centre(appraisal=real))
    with pytest.raises(ValueError, match="loans are nominal"):
        ap.equity_flows(f)
    assert "appraisal/inflation" in ap.ratio(f, "npv equity").reason
    assert ap.ratio(f, "npv project").value is not None
    assert ap.ratio(forecast(centre(appraisal=real, loans=())), "npv equity").value is not None


def test_what_is_still_owed_at_the_end_is_settled():
    f = forecast(centre(months=36))
    whole, later = ap.equity_flows(f), ap.equity_flows(forecast(centre(months=36, appraisal=Appraisal(years=5))))
    assert whole[36] == pytest.approx(f["change_in_cash"][36] - f["loans"][36])
    assert later[36] == pytest.approx(f["change_in_cash"][36])
    project = ap.project_flows(f)
    assert later[37] == pytest.approx(project[25] - f["loans"][36])
    assert later[38:61] == pytest.approx([*project[26:37], *project[25:37]])


def test_years_after_the_forecast_repeat_its_last_one():
    f = forecast(centre(months=40, appraisal=Appraisal(years=6)))
    flows = ap.project_flows(f)
    assert len(flows) == 73
    assert flows[41:53] == pytest.approx(flows[29:41])
    assert flows[53:73] == pytest.approx([flows[29 + at % 12] for at in range(20)])
    assert len(ap.project_flows(forecast(centre(months=40)))) == 37  # whole years, where nothing is said


def test_several_rates_are_named_and_none_chosen():
    swinging = yearly([-1000, 2300, 0], appraisal=E, months=36, fixed_costs=(FixedCost(name="End", amount=1320, first=24, last=24),))  # fmt: skip
    f = forecast(replace(swinging, appraisal=replace(E, years=2)))
    with pytest.raises(money.SeveralRates):
        _ = ap.flows(f).irr
    ratio = ap.ratio(f, "irr project")
    assert ratio.value is None
    assert "10 %, 20 %" in ratio.reason


# --- many futures


def test_futures_agree_with_one_future_at_a_time():
    plan = centre(appraisal=Appraisal(rate=0.12, years=7), assets=(*centre().assets, Asset(name="Van", cost=90, month=30)))  # fmt: skip
    demand, rent = numpy.array([0.8, 0.95, 1.0, 1.1]), numpy.array([120.0, 95.0, 80.0, 95.0])
    paths = "products/Places/demand", "fixed_costs/Rent/amount"
    many = forecast(plan, dict(zip(paths, (demand, rent), strict=True)))
    singles = [
        forecast(plan, dict(zip(paths, map(float, pair), strict=True))) for pair in zip(demand, rent, strict=True)
    ]
    for judged in (
        ap.npv,
        lambda f: ap.npv(f, "equity"),
        lambda f: ap.npv(f, rate=0.2),
        ap.dscr_minimum,
        lambda f: ap.dscr_minimum(f, with_grants=True, full_payment=True),
        ap.funding_need_of,
    ):
        assert list(judged(many)) == pytest.approx([judged(one) for one in singles])
    rates = numpy.array([0.1, 0.2])
    one = forecast(plan)
    assert list(ap.npv(one, rate=rates)) == pytest.approx([ap.npv(one, rate=0.1), ap.npv(one, rate=0.2)])


def test_futures_of_a_running_venture_with_vat_agree_too():
    plan = taxed_small(
        opening=Opening(cash=300), appraisal=Appraisal(rate=0.1, flows="real", rate_is="real", inflation=0.05),
        assets=(Asset(name="Oven", cost=6000, month=2, vat=0.2), Asset(name="Van", cost=900, month=20, vat=0.2)),
        grants=(Grant(name="G", purpose="capital", asset="Van", status="agreed", tranches=(Tranche(amount=500, month=22),)),),
        loans=(Loan(name="Bank", amount=3000, month=1, rate=0.1, term=40), Loan(name="Leasing", amount=200, month=18, rate=0.1, term=12)),
    )  # fmt: skip
    drawn = {
        "products/P/demand": [0.8, 1.0, 1.1], "assets/Van/month": [20.0, 14.0, 31.0], "loans/Leasing/amount": [200.0, 0.0, 1500.0],
        "grants/G/tranches/1/amount": [500.0, 0.0, 2000.0], "assets/Oven/cost": [6000.0, 5000.0, 0.0],
    }  # fmt: skip
    many = forecast(plan, {path: numpy.array(values) for path, values in drawn.items()})
    singles = [forecast(plan, {path: values[at] for path, values in drawn.items()}) for at in range(3)]
    for judged in (
        ap.dscr_minimum,
        lambda f: ap.dscr_minimum(f, with_grants=True),
        lambda f: ap.npv(f, "equity"),
        lambda f: ap.dscr_annual(f)[2],
    ):
        assert list(judged(many)) == pytest.approx([judged(one) for one in singles])


def test_a_future_without_debt_is_not_a_number():
    many = forecast(centre(), {"loans/Bank/amount": numpy.array([0.0, 1200.0])})
    lowest = ap.dscr_minimum(many)
    assert math.isnan(lowest[0])
    assert lowest[1] == pytest.approx(ap.dscr_minimum(forecast(centre())))


# --- money that is missing


def test_answer_key_funding_need():
    assert ap.funding_need(-420, 250, 180) == 490
    assert ap.funding_need(300, 250) == 0


def test_funding_need_of_a_plan_lifts_the_lowest_month_to_the_reserve():
    plan = centre()
    need = ap.funding_need_of(forecast(plan))
    assert need == pytest.approx(ap.funding_need(min(forecast(plan)["cash"]), 250))
    assert need > 0
    helped = replace(plan, owners_money=(OwnersMoney(amount=900 + need),))
    assert min(forecast(helped)["cash"]) == pytest.approx(250)
    assert ap.funding_need_of(forecast(helped)) == pytest.approx(0, abs=1e-9)


def test_pre_and_post_money():
    assert (ap.post_money(900, 0.15), ap.pre_money(900, 0.15)) == (pytest.approx(6000), pytest.approx(5100))
    assert 900 / (ap.pre_money(900, 0.15) + 900) == pytest.approx(0.15)


# --- ratios


def test_every_ratio_explains_itself():
    rich = centre(
        products=(replace(centre().products[0], churn=0.04, acquisition_cost=14),),
        loans=(replace(centre().loans[0], market_rate=0.18),), appraisal=Appraisal(rate=0.14),
    )  # fmt: skip
    blank = Plan(name="blank")
    for plan in (rich, blank, yearly(HEAT, appraisal=E), centre(), centre(loans=(), grants=())):
        f = forecast(plan)
        for year in (1, f.years):
            found = ap.ratios(f, year)
            assert len({one.key for one in found}) == len(found)
            for one in found:
                assert one.name and one.definition and one.source, one
                assert (one.value is None) == bool(one.reason), one
                assert one.value is None or math.isfinite(one.value), one
                assert one.unit in {"times", "share", "days", "months", "years", "money", "units"}
                assert one.year in (None, year)


def test_ratios_of_case_a():
    f = forecast(centre())

    def value(key, year=1):
        return ap.ratio(f, key, year).value

    assert [value(f"break-even {key}") for key in ("operating", "after levy", "accounting", "cash")] == [54, 58, 64, 63]
    assert value("margin of safety") == pytest.approx((66 - 58) / 66)
    assert value("contribution ratio") == pytest.approx(7.5 / 9.4)
    assert value("debt to assets") == pytest.approx(f["loans"][12] / f["assets"][12])
    assert value("own contribution") == pytest.approx(900 / 2700)
    assert value("months of reserve") == pytest.approx(f["cash"][12] / 245)
    assert value("quick ratio", 2) == pytest.approx(
        (f["cash"][24] + f["receivables"][24])
        / (f["payables"][24] + f["tax_payable"][24] + f["loans"][24] - f["loans"][36])
    )
    assert value("dscr", 2) == pytest.approx(1.70, abs=0.005)
    assert ap.ratio(f, "dscr", 2).formula.endswith("400.96")
    assert ap.ratio(f, "dscr", 5).reason == "no debt service"
    assert ap.ratio(f, "dscr minimum").year is None
    assert ap.ratio(f, "npv project").reason == "the plan names no required return"
    assert value("irr project") == pytest.approx(ap.flows(f).irr)
    assert value("ccc", 2) == pytest.approx(value("dio", 2) + value("dso", 2) - value("dpo", 2))


def test_cash_below_zero_is_an_overdraft():
    short = small(
        owners_money=(OwnersMoney(amount=200),), assets=(Asset(name="Oven", cost=2000, method="none"),),
        loans=(Loan(name="Bank", amount=300, rate=0, term=36),), rhythm=Rhythm(collected=(0.5, 0.5)),
    )  # fmt: skip
    f = forecast(short)
    cash, loans, receivables = f["cash"][12], f["loans"][12], f["receivables"][12]
    assert (cash, loans, receivables) == pytest.approx((-930, 200, 50))
    assets = ap.ratio(f, "debt to assets")
    assert assets.value == pytest.approx((200 + 930) / (2000 + 50))
    assert "overdraft" in assets.definition
    quick = ap.ratio(f, "quick ratio")
    assert quick.value == pytest.approx(50 / (100 + 930))
    assert "below zero" in quick.definition
    assert ap.ratio(f, "debt to equity").value == pytest.approx(1130 / f["equity"][12])
    assert ap.ratio(f, "months of reserve").value is None  # no fixed costs
    rich = ap.ratio(forecast(centre()), "debt to assets")
    assert "overdraft" not in rich.definition


def test_days_say_which_sales_they_divide_by():
    f = forecast(centre())
    credit, every = ap.ratio(f, "dso", 2), ap.ratio(f, "dso all sales", 2)
    assert every.value == pytest.approx(0.1 * credit.value)
    assert credit.definition.endswith("10 % of sales are on credit")
    assert ap.ratio(f, "ccc all sales", 2).value == pytest.approx(ap.ratio(f, "ccc", 2).value - 0.9 * credit.value)
    assert "sales on credit" in ap.ratio(f, "ccc", 2).name
    assert "10 % of sales are on credit" in ap.ratio(f, "ccc", 2).definition


def test_operating_leverage_tells_what_a_little_more_brings():
    f = forecast(centre((66,)))
    lever = ap.ratio(f, "operating leverage", 2).value
    more = forecast(centre((66,)), {"products/Places/volume": (66 * 1.01,)})
    moved = ap.operating_income(more, 2) / ap.operating_income(f, 2) - 1
    assert moved == pytest.approx(0.01 * lever, rel=1e-6)


def test_customers_of_case_c():
    portal = Product(name="Portal", price=1.8, variable_cost=0.54, volume=(500,), churn=0.04, acquisition_cost=14)
    f = forecast(Plan(name="C", products=(portal,)))
    found = [ap.ratio(f, f"{key} Portal").value for key in ("lifetime value", "value to cost", "customer payback")]
    assert found == pytest.approx([31.5, 2.25, 14 / 1.26])
    unsaid = forecast(Plan(name="C", products=(replace(portal, churn=None),)))
    assert ap.ratio(unsaid, "lifetime value Portal").value is None
    assert ap.ratio(unsaid, "value to cost Portal").value is None
    assert ap.ratio(unsaid, "customer payback Portal").value == pytest.approx(14 / 1.26)


@settings(max_examples=25, deadline=None)
@given(
    children=st.lists(st.floats(0, 72), min_size=1, max_size=6), rate=st.floats(0, 0.6), amount=st.floats(0, 3000),
    price=st.floats(0, 30), grace=st.integers(0, 24), years=st.none() | st.integers(1, 20),
)  # fmt: skip
def test_any_plan_can_be_judged(children, rate, amount, price, grace, years):
    plan = centre(
        products=(Product(name="Places", price=price, variable_cost=1.9, volume=tuple(children)),),
        loans=(Loan(name="Bank", amount=amount, rate=rate, term=48, grace=grace, market_rate=rate),),
        appraisal=Appraisal(rate=rate, years=years),
    )
    f = forecast(plan)
    for one in ap.ratios(f):
        assert one.value is None or math.isfinite(one.value), one
        assert (one.value is None) == bool(one.reason), one


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda f: ap.break_evens(f, month=61), ValueError, "month is 61; it must be 1 or more and 60 or less"),
        (lambda f: ap.break_evens(f, mix={"Camps": 1}), ValueError, "“Camps” is not sold in month 12"),
        (lambda f: ap.break_evens(f, mix={"Places": 0}), ValueError, "above 0"),
        (lambda f: ap.flows(f, "owner"), ValueError, "project, project with grants, equity"),
        (lambda f: ap.npv(f, "owner"), ValueError, "project, project with grants, equity"),
        (lambda f: ap.cover(f).cfads(0, 12), ValueError, "first month is 0"),
        (lambda f: ap.cover(f).dscr(50, 61), ValueError, "last month is 61"),
        (lambda f: ap.ratios(f, 6), IndexError, "1 to 5"),
        (lambda f: ap.ratio(f, "roi"), KeyError, "roi"),
        (lambda f: ap.dscr(1, -1), ValueError, "debt_service is -1"),
        (lambda f: ap.funding_need(-1, -1), ValueError, "reserve is -1"),
        (lambda f: ap.post_money(900, 0), ValueError, "share is 0"),
        (lambda f: ap.post_money(900, 15), ValueError, "share is 15"),
    ],
)
def test_what_is_refused_is_named(call, error, words):
    with pytest.raises(error, match=words):
        call(forecast(centre()))
