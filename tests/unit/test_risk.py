"""The risk room: the curriculum's numbers, the drawing against closed forms, and many futures against one at a time."""

from __future__ import annotations

import doctest
import itertools
import math
import random
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from statistics import NormalDist, fmean

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture import draws, money, risk
from venture.draws import Range
from venture.forecast import forecast
from venture.plan import (
    Appraisal,
    Asset,
    Change,
    FixedCost,
    Loan,
    OwnersMoney,
    Plan,
    Product,
    Rhythm,
    Risk,
    Scenario,
    StepCost,
    Tax,
)
from venture.planfile import places

PRICE, DEMAND, RENT = "products/Places/price", "products/Places/demand", "fixed_costs/Rent/amount"

CENTRE = Plan(
    name="After-school centre",
    months=36,
    products=(Product(name="Places", price=9.4, variable_cost=1.9, volume=(40, 47, 54, 60, 64), capacity=72),),
    step_costs=(StepCost(name="Teachers", amount=52, per=24),),
    fixed_costs=(FixedCost(name="Rent", amount=95), FixedCost(name="Administration", amount=150)),
    assets=(Asset(name="Fit-out", cost=1500, life=60),),
    loans=(Loan(name="Bank", amount=1200, rate=0.09, term=36, grace=6),),
    owners_money=(OwnersMoney(who="Founders", amount=900),),
    tax=Tax(regime="revenue levy", rate=0.06),
    rhythm=Rhythm(collected=(0.9, 0.1), supplier_days=15),
    appraisal=Appraisal(rate=0.14),
    risks=(
        Risk(name="Families choose the cheaper club", driver=PRICE, low=8.5, likely=9.2, high=10),
        Risk(name="Fewer children", driver=DEMAND, low=0.7, high=1.1),
        Risk(name="The lease", driver=RENT, low=90),
        Risk(name="Nobody's number"),
    ),
    scenarios=(
        Scenario(name="Late school", story="It opens in May.", changes=(Change(driver=DEMAND, value=0.8),)),
        Scenario(
            name="New landlord",
            changes=(Change(driver=RENT, value=120), Change(driver="appraisal/rate", value=0.2)),
        ),
    ),
)


# --- the curriculum's numbers


def case_e(saving=1.0, capex=2600.0, rate=0.14, life=8):
    flows = [-capex, *(saving * flow for flow in (620, 640, 655, 670, 690, 700, 710, 720)[: int(life)])]
    return money.npv0(rate, flows)


BASE_E = dict(saving=1.0, capex=2600.0, rate=0.14, life=8)
RANGES_E = dict(saving=(0.8, 1.2), capex=(2340.0, 3120.0), rate=(0.11, 0.18), life=(6, 8))
BARS_E = {  # the outcome at the low and at the high end
    "saving": (-129.2, 1106.2),
    "capex": (748.5, -31.5),
    "rate": (836.4, 104.6),
    "life": (-47.6, 488.5),
}
ENERGY = Plan(  # the same flows as a plan: what is saved in each month of eight years
    name="Case E",
    months=96,
    products=(
        Product(
            name="Saving", price=1, volume=tuple(y / 12 for y in (620, 640, 655, 670, 690, 700, 710, 720) for _ in range(12))
        ),
    ),
    assets=(Asset(name="Boiler", cost=2600, life=96),),
    owners_money=(OwnersMoney(who="Co-operative", amount=2600),),
    appraisal=Appraisal(rate=0.14, years=8),
    risks=(
        Risk(name="Dear boiler", driver="assets/Boiler/cost", low=2340, high=3120),
        Risk(name="Interest", driver="appraisal/rate", low=0.11, high=0.18),
        Risk(name="Wear", driver="appraisal/years", low=6, high=8),
        Risk(name="Warm winters", driver="products/Saving/demand"),
    ),
)  # fmt: skip
NAMES_E = {
    "products/Saving/demand": "saving",
    "assets/Boiler/cost": "capex",
    "appraisal/rate": "rate",
    "appraisal/years": "life",
}


@pytest.mark.parametrize("on_a_plan", [False, True])
def test_m12_tornado_of_case_e(on_a_plan):
    if on_a_plan:
        bars = risk.tornado_of(ENERGY, risk.outcomes_of(ENERGY)["NPV"])
        assert [NAMES_E[bar.driver] for bar in bars] == list(BARS_E)
        assert [bar.range.assumed for bar in bars] == [True, False, False, False]
        assert bars[0].label == "Saving: share of the planned volume that comes"
        assert "± 20 %" in bars[0].sentence and "± 20 %" not in bars[1].sentence
    else:
        bars = risk.tornado(case_e, BASE_E, RANGES_E)
        assert [bar.driver for bar in bars] == list(BARS_E)
    for bar, (at_low, at_high) in zip(bars, BARS_E.values(), strict=True):
        assert (bar.at_low, bar.at_high) == (pytest.approx(at_low, abs=0.05001), pytest.approx(at_high, abs=0.05001))
        assert bar.width == bar.at_high - bar.at_low
        assert bar.base == pytest.approx(488.54, abs=0.005)


def test_m12_switching_value_of_case_e():
    there = risk.switching_value(case_e, BASE_E, "saving")
    assert there.value == pytest.approx(0.8418, abs=0.00005)
    assert there.value == pytest.approx(2600 / (case_e() + 2600), rel=1e-11)  # linear: in closed form
    on_a_plan = risk.switching_value_of(ENERGY, "products/Saving/demand", risk.outcomes_of(ENERGY)["NPV"])
    assert on_a_plan.value == pytest.approx(there.value, rel=1e-9)
    assert on_a_plan.room == pytest.approx(-0.1582, abs=0.00005)
    rate = risk.switching_value_of(ENERGY, "appraisal/rate", risk.outcomes_of(ENERGY)["NPV"])
    assert rate.value == pytest.approx(0.19252, abs=0.000005)  # M11: the IRR, and no row of the forecast reads the rate


def case_b(trips=380, price=13, variable=6.5):
    return trips * (price - variable) - 2100


RANGES_B = dict(trips=(220, 380, 520), price=(11, 13, 16), variable=(5.5, 6.5, 8))


def test_m12_monte_carlo_of_case_b():
    assert case_b() == 370
    spread = risk.monte_carlo(case_b, RANGES_B, n=20_000, seed=7)["outcome"]
    loss = spread.below(0)
    assert loss.p == pytest.approx(0.277, abs=0.005)
    assert loss.error == pytest.approx(math.sqrt(loss.p * (1 - loss.p) / 20_000)) == pytest.approx(0.00316, abs=0.00002)
    found = dict(p5=spread.p5, p50=spread.p50, p95=spread.p95, mean=spread.mean)
    assert found == pytest.approx(dict(p5=-517, p50=347, p95=1444, mean=389), abs=25)
    exact = (220 + 380 + 520) / 3 * ((11 + 13 + 16) / 3 - 20 / 3) - 2100  # independent: the mean of the product
    assert abs(spread.mean - exact) < 4 * spread.mean_error
    assert exact == pytest.approx(388.9, abs=0.05)


def test_m12_answer_key_switching_price():
    there = risk.switching_value(case_b, dict(trips=380, price=13, variable=6.5), "price")
    assert there.value == pytest.approx(12.026, abs=0.0005)
    assert there.room == pytest.approx(-0.075, abs=0.0005)
    assert "at 12.026 the outcome is 0" in there.sentence and "room of −7.5 %" in there.sentence


@pytest.mark.parametrize("shown", [risk.tornado, risk.switching_value, risk.monte_carlo])
def test_the_examples_are_right(shown):
    (example,) = doctest.DocTestFinder().find(shown, globs=vars(risk).copy())
    ran = doctest.DocTestRunner().run(example)
    assert ran.attempted and not ran.failed


# --- the drawing, checked a second way

ranges = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted).map(lambda three: Range(*three))


@given(ranges, st.floats(0, 1))
def test_the_triangular_inverse_undoes_the_closed_form_of_its_share(span, u):
    value = span.at([u])[0]
    width = span.high - span.low
    slack = 1e-9 * max(1.0, abs(span.low), abs(span.high))
    assert span.low - slack <= value <= span.high + slack
    if width < 1e-3:
        return
    if value <= span.likely:
        share = (value - span.low) ** 2 / (width * (span.likely - span.low)) if span.likely > span.low else 0.0
    else:
        share = 1 - (span.high - value) ** 2 / (width * (span.high - span.likely))
    assert share == pytest.approx(u, abs=1e-5)


def test_the_triangular_moments():
    low, likely, high = 220.0, 380.0, 520.0
    values = Range(low, likely, high).at([(k + 0.5) / 100_000 for k in range(100_000)])
    mean = fmean(values)
    assert mean == pytest.approx((low + likely + high) / 3, rel=1e-6)
    variance = (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18
    assert fmean((value - mean) ** 2 for value in values) == pytest.approx(variance, rel=1e-4)


def test_draws_agree_with_another_library_s_distribution():
    """Kolmogorov's distance to numpy's own triangular numbers stays below the 0.1 % limit."""
    drawn = sorted(next(draws.blocks({"x": Range(1, 2, 6)}, 20_000, 3, size=20_000))["x"])
    other = numpy.sort(numpy.random.default_rng(3).triangular(1, 2, 6, 20_000))
    shares = numpy.searchsorted(other, drawn, side="right") / 20_000
    assert numpy.abs(shares - (numpy.arange(20_000) + 1) / 20_000).max() < 1.95 * math.sqrt(2 / 20_000)


def test_a_range_without_width_and_a_count():
    assert Range(5, 5, 5).at([0.1, 0.9]) == [5.0, 5.0]
    assert set(Range(1, 3, 6, whole=True).at([k / 1000 for k in range(1000)])) == {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}


def test_a_seed_is_the_same_futures_in_blocks_of_any_size_and_for_any_number():
    def drawn(n, size, correlation=None):
        found = {name: [] for name in RANGES_B}
        spans = {name: Range(*span) for name, span in RANGES_B.items()}
        for block in draws.blocks(spans, n, 11, correlation, size):
            for name, column in block.items():
                found[name] += column
        return found

    whole = drawn(1000, 1000)
    assert drawn(1000, 7) == whole
    assert drawn(100, 64) == {name: column[:100] for name, column in whole.items()}
    linked = drawn(1000, 13, {("trips", "price"): -0.6})
    assert linked["trips"] == whole["trips"] and linked["variable"] == whole["variable"]
    assert linked["price"] != whole["price"]
    assert linked == drawn(1000, 1000, {("trips", "price"): -0.6})


def rank_correlation(a, b):
    def ranks(values):
        order = sorted(range(len(values)), key=values.__getitem__)
        return [rank for _index, rank in sorted(zip(order, range(len(values)), strict=True))]

    return numpy.corrcoef(ranks(a), ranks(b))[0, 1]


@pytest.mark.parametrize("r", [-1.0, -0.7, 0.0, 0.3, 0.9, 1.0])
def test_a_rank_correlation_comes_out_and_each_number_keeps_its_range(r):
    drawn = risk.monte_carlo(case_b, RANGES_B, 8000, 5, {("trips", "price"): r}).drawn()
    assert rank_correlation(drawn["trips"], drawn["price"]) == pytest.approx(r, abs=0.025)
    assert abs(rank_correlation(drawn["trips"], drawn["variable"])) < 0.04
    low, likely, high = RANGES_B["price"]
    assert fmean(drawn["price"]) == pytest.approx((low + likely + high) / 3, abs=0.05)
    assert low <= min(drawn["price"]) and max(drawn["price"]) <= high


def test_three_numbers_that_move_together():
    pairs = {("trips", "price"): 0.5, ("price", "variable"): 0.5, ("trips", "variable"): -0.3}
    drawn = risk.monte_carlo(case_b, RANGES_B, 8000, 5, pairs).drawn()
    for (one, other), r in pairs.items():
        assert rank_correlation(drawn[one], drawn[other]) == pytest.approx(r, abs=0.03)


def test_the_mixing_is_the_cholesky_factor_of_another_library():
    pairs = {("a", "b"): 0.5, ("b", "c"): 0.4, ("a", "c"): -0.2}
    table = numpy.eye(3)
    for (one, other), r in pairs.items():
        i, j = "abc".index(one), "abc".index(other)
        table[i, j] = table[j, i] = 2 * math.sin(math.pi * r / 6)
    mixing = draws._mixing(list("abc"), pairs)
    assert [x for row in mixing for x in row] == pytest.approx(
        [x for i, row in enumerate(numpy.linalg.cholesky(table)) for x in row[: i + 1]]
    )


# --- many futures at once, and one at a time


def test_many_at_once_are_the_same_as_one_at_a_time():
    at_once = risk.monte_carlo_of(CENTRE, n=300, seed=4)
    alone = risk.monte_carlo_of(CENTRE, n=300, seed=4, at_once=False)
    assert list(at_once.outcomes) == ["net income, year 3", "lowest cash", "NPV", "lowest DSCR"]
    for name, spread in at_once.outcomes.items():
        assert spread.values.tolist() == pytest.approx(alone[name].values.tolist(), rel=1e-9, abs=1e-9)


def test_a_future_is_the_forecast_of_the_plan_with_these_numbers():
    simulation = risk.monte_carlo_of(CENTRE, n=12, seed=2)
    drawn = simulation.drawn()
    for at in range(12):
        plan = CENTRE
        for path, column in drawn.items():
            plan = places.replace_at(plan, path, column[at])
        f = forecast(plan)
        assert simulation["lowest cash"].values[at] == pytest.approx(min(f["cash"]), abs=1e-9)
        assert simulation["net income, year 3"].values[at] == pytest.approx(sum(f["net_income"][25:37]), abs=1e-9)


def test_blocks_change_nothing(monkeypatch):
    whole = risk.monte_carlo_of(CENTRE, n=100)
    monkeypatch.setattr(risk, "BLOCK", 7)
    parts = risk.monte_carlo_of(CENTRE, n=100)
    assert all(parts[name].values == spread.values for name, spread in whole.outcomes.items())


def test_without_numpy_the_same_seed_gives_the_same_numbers(monkeypatch):
    with_numpy = risk.monte_carlo_of(CENTRE, n=150, seed=9)
    there = risk.switching_value_of(CENTRE, PRICE)
    monkeypatch.setitem(sys.modules, "numpy", None)  # an import of it fails now
    without = risk.monte_carlo_of(CENTRE, n=150, seed=9)
    for name, spread in with_numpy.outcomes.items():
        assert without[name].values.tolist() == pytest.approx(spread.values.tolist(), rel=1e-9, abs=1e-9)
        assert without[name].below() == spread.below()
    assert risk.switching_value_of(CENTRE, PRICE).value == pytest.approx(there.value, rel=1e-9)
    with pytest.raises(ValueError, match="one at a time"):
        risk.monte_carlo_of(CENTRE, n=5, at_once=True)
    monkeypatch.setattr(risk, "FUTURES_ALONE", 60)
    assert risk.monte_carlo_of(CENTRE).n == 60


def test_the_import_needs_the_standard_library_alone():
    script = """
import sys
sys.modules.update(dict.fromkeys(("numpy", "ruamel", "yaml", "pandas")))
from venture import draws, risk
print(risk.monte_carlo(lambda a: a, {"a": (1, 2, 3)}, n=5, seed=1).n)
"""
    assert subprocess.check_output([sys.executable, "-c", script], text=True) == "5\n"


def test_a_number_that_no_row_reads_is_computed_one_future_at_a_time():
    plan = replace(CENTRE, risks=(Risk(name="Rates", driver="appraisal/rate", low=0.1, high=0.2),))
    npv = risk.monte_carlo_of(plan, n=5)["NPV"].values
    drawn = risk.monte_carlo_of(plan, n=5).drawn()["appraisal/rate"]
    expected = [risk.stories_of(replace(plan, appraisal=Appraisal(rate=rate), scenarios=()))[0].outcomes["NPV"] for rate in drawn]  # fmt: skip
    assert npv.tolist() == pytest.approx(expected)
    with pytest.raises(ValueError, match="one at a time"):
        risk.monte_carlo_of(plan, n=5, at_once=True)


def test_months_are_drawn_whole():
    plan = replace(CENTRE, risks=(Risk(name="Opening", driver="assets/Fit-out/month", low=0, high=5),))
    assert set(risk.monte_carlo_of(plan, n=200).drawn()["assets/Fit-out/month"]) <= {0.0, 1.0, 2.0, 3.0, 4.0, 5.0}


def test_memory_does_not_grow_with_the_number_of_futures():
    def peak(n):
        tracemalloc.start()
        risk.monte_carlo_of(CENTRE, {"cash": lambda f: f.lowest_cash}, n=n)
        try:
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(risk.BLOCK)
    small, large = peak(risk.BLOCK), peak(8 * risk.BLOCK)
    assert large < small + 8 * risk.BLOCK * 8 * 4  # the outcome's own numbers, and a little


def test_progress_is_told():
    told = []
    risk.monte_carlo(case_b, RANGES_B, n=120, progress=lambda done, n: told.append((done, n)))
    assert told == [(50, 120), (100, 120), (120, 120)]


# --- what comes out


def test_percentiles_are_those_of_other_libraries():
    numbers = [random.Random(1).gauss(0, 10) for _each in range(37)]
    spread = risk.Spread(risk.array("d", numbers))
    for share in (0, 0.05, 0.31, 0.5, 0.95, 1):
        assert spread.percentile(share) == pytest.approx(numpy.percentile(numbers, 100 * share))
    assert spread.mean == pytest.approx(numpy.mean(numbers))
    assert spread.mean_error == pytest.approx(numpy.std(numbers, ddof=1) / math.sqrt(37))
    assert spread.below(1.0).p == pytest.approx(numpy.mean(numpy.array(numbers) < 1.0))
    with pytest.raises(ValueError, match="between 0 and 1"):
        spread.percentile(95)


def test_a_future_without_a_number_is_counted_and_not_below():
    spread = risk.Spread(risk.array("d", [math.nan, 1.0, 1.1, 1.3]), 1.15)
    assert (spread.undefined, spread.below().p, spread.p50) == (1, 0.5, 1.1)
    nothing = risk.Spread(risk.array("d", [math.nan]))
    assert math.isnan(nothing.mean) and math.isnan(nothing.p50) and nothing.below().p == 0
    assert "nan" not in risk.monte_carlo(lambda a: math.nan, {"a": (1, 2, 3)}, n=3).limits


def test_the_standard_error_covers_the_truth_as_often_as_it_should():
    """Over 200 seeds: the chance of a number below the median of tri(0, 0, 1) is 1/2; ± 1.96 errors hold it in 95 %."""
    median = 1 - math.sqrt(0.5)
    held = 0
    for seed in range(200):
        chance = risk.monte_carlo(lambda x: x - median, {"x": (0, 0, 1)}, n=400, seed=seed)["outcome"].below()
        held += abs(chance.p - 0.5) <= 1.96 * chance.error
    assert 0.9 <= held / 200 <= 0.99


def test_what_never_happened_is_not_said_to_be_impossible():
    assert risk.Chance(0, 1000).sentence == "in none of 1\u202f000 futures (less than 0.3 %)"
    assert risk.Chance(1000, 1000).sentence == "in all of 1\u202f000 futures (more than 99.7 %)"
    assert risk.Chance(277, 1000).sentence == "27.7 % ± 1.42 %"


def test_the_limits_are_said_in_numbers():
    said = risk.monte_carlo_of(CENTRE, n=500, seed=3).limits
    assert said.startswith("500 futures of 3 numbers, seed 3.")
    assert "Of 3 ranges 1 is assumed" in said and risk.ALONE in said and "not truer" in said
    linked = risk.monte_carlo_of(CENTRE, n=500, correlation={(PRICE, DEMAND): -0.5}).limits
    assert risk.ALONE not in linked and "as you said: 1." in linked


def test_a_correlation_changes_the_risk():
    alone = risk.monte_carlo(case_b, RANGES_B, 5000)["outcome"]
    worse = risk.monte_carlo(case_b, RANGES_B, 5000, correlation={("trips", "price"): 0.8})["outcome"]
    assert worse.p5 < alone.p5 - 50 and worse.p95 > alone.p95 + 50


def test_the_numbers_watched_by_default():
    watched = risk.outcomes_of(CENTRE)
    assert [(name, one.limit) for name, one in watched.items()] == [
        ("net income, year 3", 0), ("lowest cash", 0), ("NPV", 0), ("lowest DSCR", 1.15),
    ]  # fmt: skip
    bare = replace(CENTRE, loans=(), appraisal=Appraisal())
    assert list(risk.outcomes_of(bare)) == ["net income, year 3", "lowest cash"]
    mixed = replace(CENTRE, appraisal=Appraisal(rate=0.14, rate_is="real", dscr_limit=1.3))
    assert "NPV" not in risk.outcomes_of(mixed) and risk.outcomes_of(mixed)["lowest DSCR"].limit == 1.3
    with pytest.raises(KeyError, match="lowest cash"):
        risk.monte_carlo_of(CENTRE, n=3)["cash"]


# --- stories


def test_stories_stand_beside_the_plan():
    planned, late, landlord = risk.stories_of(CENTRE)
    assert (planned.name, late.name, late.text) == ("As planned", "Late school", "It opens in May.")
    assert planned.outcomes["lowest cash"] == min(forecast(CENTRE)["cash"])
    changed = replace(CENTRE, products=(replace(CENTRE.products[0], demand=0.8),))
    assert late.outcomes["lowest cash"] == pytest.approx(min(forecast(changed)["cash"]))
    assert landlord.changes == {RENT: 120.0, "appraisal/rate": 0.2}
    dear = replace(CENTRE, fixed_costs=(replace(CENTRE.fixed_costs[0], amount=120), CENTRE.fixed_costs[1]))
    dear = replace(dear, appraisal=Appraisal(rate=0.2), scenarios=())
    assert landlord.outcomes == pytest.approx(risk.stories_of(dear)[0].outcomes)


def test_a_story_may_change_numbers_that_only_fit_together():
    late = Scenario(
        name="Families pay late",
        changes=(Change(driver="rhythm/collected/1", value=0.4), Change(driver="rhythm/collected/2", value=0.6)),
    )
    _planned, told = risk.stories_of(replace(CENTRE, scenarios=(late,)))
    other = replace(CENTRE, rhythm=Rhythm(collected=(0.4, 0.6), supplier_days=15))
    assert told.outcomes["lowest cash"] == min(forecast(other)["cash"])
    months = Scenario(
        name="Later",
        changes=(Change(driver="appraisal/years", value=6), Change(driver="assets/Boiler/month", value=3)),
    )
    _planned, told = risk.stories_of(replace(ENERGY, risks=(), scenarios=(months,)))
    flows = [0, 620 - 2600, 640, 655, 670, 690, 700]  # six years, and the boiler within the first of them
    assert told.outcomes["NPV"] == pytest.approx(money.npv0(0.14, flows))
    same = risk.future(ENERGY, {"appraisal/years": 6.0, "appraisal/rate": 0.2, "assets/Boiler/month": 3})
    assert same.plan.appraisal.years == 6 and same["cash"][2] == pytest.approx(2600 + 2 * 620 / 12)
    empty = risk.stories_of(replace(CENTRE, scenarios=(Scenario(name="Nothing changes"),)))
    assert empty[0].outcomes == empty[1].outcomes


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([Change(driver="loans/Bank/grace", value=40)], "Scenario “Bad”.*loans/Bank/grace"),
        ([Change(driver="rhythm/collected/1", value=0.4)], "Scenario “Bad”.*rhythm/collected"),
        ([Change(driver="products/Place/price", value=9)], "Scenario “Bad”.*products/Places/price"),
        ([Change(driver=DEMAND, value=-1)], "Scenario “Bad”.*cannot be −1"),
        ([Change(driver=DEMAND, value=math.nan)], "Scenario “Bad”"),
        ([Change(driver=DEMAND, value=1), Change(driver=DEMAND, value=0.9)], "twice"),
    ],
)
def test_a_story_that_cannot_be_is_named(changes, says):
    with pytest.raises(ValueError, match=f"(?s){says}"):
        risk.stories_of(replace(CENTRE, scenarios=(Scenario(name="Bad", changes=tuple(changes)),)))


# --- ranges


def test_ranges_come_from_the_risks_and_are_assumed_where_they_have_none():
    found = risk.ranges_of(CENTRE)
    assert found == {
        PRICE: Range(8.5, 9.2, 10),
        DEMAND: Range(0.7, 1.0, 1.1),
        RENT: Range(90, 95, 95 * 1.2, assumed=True),
    }
    assert risk.ranges_of(CENTRE, ["step_costs/Teachers/amount"])["step_costs/Teachers/amount"].assumed
    usual = risk.ranges_of(replace(CENTRE, risks=()))
    assert set(usual) == {
        PRICE, DEMAND, RENT, "products/Places/variable_cost", "step_costs/Teachers/amount",
        "fixed_costs/Administration/amount",
    }  # fmt: skip
    assert all(span.assumed for span in usual.values())
    life = "assets/Fit-out/life"
    assert risk.ranges_of(CENTRE, [life])[life] == Range(48, 60, 72, assumed=True, whole=True)
    share = replace(CENTRE, tax=Tax(regime="revenue levy", rate=0.9))
    assert risk.ranges_of(share, ["tax/rate"])["tax/rate"].high == 1.0  # a share ends at 100 %


def test_two_risks_on_one_number_span_both():
    both = replace(
        CENTRE, risks=(Risk(name="a", driver=PRICE, low=8, high=9.5), Risk(name="b", driver=PRICE, low=9, high=12))
    )
    assert risk.ranges_of(both) == {PRICE: Range(8, 9.4, 12)}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (Risk(name="r", driver="products/Place/price"), "products/Places/price"),
        (Risk(name="r", driver=PRICE, low=9, likely=8, high=10), "must rise"),
        (Risk(name="r", driver=PRICE, low=11, high=10), "must rise"),
        (Risk(name="r", driver=PRICE, low=math.nan, high=10), "must be a number|must rise"),
        (Risk(name="r", driver=DEMAND, low=-1, high=2), "From|from|least|0"),
        (Risk(name="r", driver="tax/rate", low=0.0, high=1.2), "100 %"),
        (Risk(name="r", driver="loans/Bank/grace", low=0, high=40), "grace"),
        (Risk(name="r", driver="products/Places/price_rises"), "is 0 in the plan"),
        (Risk(name="r", driver="loans/Bank/term", low=30.5, high=36), "whole"),
        (Risk(name="r", driver="loans/Bank/term"), "The loan ends in month 43"),
    ],
)
def test_a_bad_range_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        risk.ranges_of(replace(CENTRE, risks=(wrong,)))


@pytest.mark.parametrize(
    "bad", [(1, 2), (3, 2, 1), (1, math.nan, 2), (1, math.inf, 2), (-math.inf, 0, 1), ("1", 2, 3), 5]
)
def test_a_bad_range_of_a_function_is_refused(bad):
    with pytest.raises(ValueError, match=r"^a: "):
        risk.monte_carlo(lambda a: a, {"a": bad}, n=10)


@pytest.mark.parametrize("n", [0, -1, 1_000_001, 10**15, 1.5, True, math.nan, "10", None])
def test_a_number_of_futures_that_means_nothing_is_refused(n):
    with pytest.raises(ValueError, match="number of futures"):
        risk.monte_carlo(lambda a: a, {"a": (1, 2, 3)}, n=n)


@pytest.mark.parametrize("seed", [1.5, "one", None, True])
def test_a_bad_seed_is_refused(seed):
    with pytest.raises(ValueError, match="seed"):
        risk.monte_carlo(lambda a: a, {"a": (1, 2, 3)}, n=5, seed=seed)


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ({("a", "b"): 1.01}, "between −1 and 1"),
        ({("a", "b"): math.nan}, "between −1 and 1"),
        ({("a", "b"): "half"}, "between −1 and 1"),
        ({("a", "x"): 0.5}, "x, which is not drawn"),
        ({("a", "a"): 0.5}, "two different"),
        ({"ab": 0.5}, "two different"),
        ({("a", "b"): 0.5, ("b", "a"): 0.4}, "twice"),
        ({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}, "cannot hold together"),
        ({("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 0}, "cannot hold together"),
    ],
)
def test_correlations_that_cannot_be_are_refused(pairs, says):
    with pytest.raises(ValueError, match=says):
        risk.monte_carlo(lambda a, b, c: a, dict.fromkeys("abc", (1, 2, 3)), n=5, correlation=pairs)


@given(st.lists(st.floats(-1, 1), min_size=3, max_size=3))
def test_three_correlations_are_taken_exactly_where_they_can_hold(three):
    pairs = dict(zip(itertools.combinations("abc", 2), three, strict=True))
    table = numpy.eye(3)
    for (one, other), r in pairs.items():
        i, j = "abc".index(one), "abc".index(other)
        table[i, j] = table[j, i] = 2 * math.sin(math.pi * r / 6)
    least = numpy.linalg.eigvalsh(table)[0]
    if abs(least) < 1e-6:
        return  # on the edge
    try:
        draws._mixing(list("abc"), pairs)
    except ValueError:
        assert least < 0
    else:
        assert least > 0


def test_other_bad_input():
    with pytest.raises(ValueError, match="nothing to draw"):
        risk.monte_carlo(lambda: 1, {}, n=5)
    with pytest.raises(ValueError, match="There are: a, b"):
        risk.tornado(lambda a, b: a, dict(a=1, b=2), dict(c=(1, 2)))
    with pytest.raises(ValueError, match=r"b: .*must rise"):
        risk.tornado(lambda a, b: a, dict(a=1, b=2), dict(b=(2, 1)))
    with pytest.raises(ValueError, match="products/Places/price"):
        risk.tornado_of(CENTRE, drivers=["products/Placs/price"])
    with pytest.raises(ValueError, match="products/Places/price"):
        risk.switching_value_of(CENTRE, "product/Places/price")
    with pytest.raises(ValueError, match="finite"):
        risk.switching_value(case_b, dict(trips=380, price=13, variable=6.5), "price", limit=math.nan)
    with pytest.raises(ValueError, match="nothing to search"):
        risk.switching_value_of(CENTRE, "products/Places/price_rises")


# --- switching values


def test_a_step_cost_is_jumped_across_and_said_so():
    """Profit 7.5 q − 245 − 52 ⌈q / 24⌉ is above zero on an island around 47 and again from 54: hand-made in M4."""

    def profit(q, rent=95):
        return 7.5 * q - 150 - rent - 52 * math.ceil(q / 24 - 1e-9)

    there = risk.switching_value(profit, dict(q=64, rent=95), "q", low=0, high=72)
    assert [round(one.value, 6) for one in there.crossings] == [46.533333, 48.0, 53.466667]
    assert [one.jumps for one in there.crossings] == [False, True, False]
    assert there.crossings[1].before == pytest.approx(11) and there.crossings[1].after == pytest.approx(-41)
    assert there.value == pytest.approx(53.466667, abs=1e-6)
    assert "more than once, at 46.533, 48 and 53.467" in there.sentence
    near = risk.switching_value(profit, dict(q=48, rent=95), "q", low=0, high=72)
    assert near.value == pytest.approx(48) and "jumps across 0, from 11 to −41" in near.sentence


def test_the_step_cost_of_a_plan_jumps_too():
    """Capacity is far; in a month of 48 children at demand 1 the third teacher comes with the first child more."""
    plan = replace(
        CENTRE,
        products=(Product(name="Places", price=9.4, variable_cost=1.9, volume=(48,)),),
        loans=(), tax=Tax(), assets=(), risks=(),
    )  # fmt: skip
    last_year = risk.Outcome(lambda f: f.year("net_income", 3))
    there = risk.switching_value_of(plan, DEMAND, last_year, low=0.8, high=1.3)
    assert [(round(one.value, 6), one.jumps) for one in there.crossings] == [
        (round(349 / 7.5 / 48, 6), False), (1.0, True), (round(401 / 7.5 / 48, 6), False),
    ]  # fmt: skip
    assert (there.nearest.before, there.nearest.after) == pytest.approx((12 * 11, 12 * -41), abs=1e-4)


def test_no_switching_value_says_why():
    there = risk.switching_value(lambda x: x * x + 4, dict(x=1), "x")
    assert there.value is None and there.room is None and there.nearest is None
    assert there.reason == "no value between −9 and 11 brings the outcome to 0; it stays between 4 and 125."
    assert there.sentence == f"x: {there.reason}"
    never = risk.switching_value(lambda x: math.nan, dict(x=1), "x")
    assert "no outcome at all" in never.reason


def test_a_level_outcome_is_left_where_it_ends():
    """What is missing is 0 from 7 on: the outcome reaches the limit there and stays."""
    there = risk.switching_value(lambda x: min(0.0, x - 7), dict(x=3), "x")
    assert there.value == pytest.approx(7, rel=1e-11) and not there.nearest.jumps and len(there.crossings) == 1


def test_a_limit_other_than_zero_and_a_minus_side():
    assert risk.switching_value(lambda x: 2 * x, dict(x=3), "x", limit=5).value == pytest.approx(2.5)
    down = risk.switching_value(lambda x: x**3 + 8, dict(x=-1), "x")
    assert down.value == pytest.approx(-2) and down.room == pytest.approx(-1)


def test_counts_switch_between_whole_numbers():
    there = risk.switching_value(case_e, dict(BASE_E), "life", low=1, high=8, whole=True)
    assert there.value == 6 and there.nearest.jumps  # M12: six years lose 47.6, seven do not
    up = risk.switching_value(lambda n: 10 - 3 * n, dict(n=2), "n", low=0, high=9, whole=True)
    assert up.value == 4
    plan = risk.switching_value_of(ENERGY, "appraisal/years", risk.outcomes_of(ENERGY)["NPV"])
    assert plan.value == 6


def test_the_switching_value_of_a_plan_is_where_its_outcome_is_zero():
    for driver in (PRICE, DEMAND, RENT, "loans/Bank/amount", "rhythm/supplier_days"):
        for outcome in (None, risk.Outcome(lambda f: f.year("net_income", 2), 100)):
            there = risk.switching_value_of(CENTRE, driver, outcome)
            watched = outcome or risk.Outcome(lambda f: f.lowest_cash)
            for one in there.crossings:
                if not one.jumps:
                    value = watched.of(forecast(places.replace_at(CENTRE, driver, one.value)))
                    assert value == pytest.approx(watched.limit, abs=1e-6)
            assert there.crossings or there.reason


def test_values_that_make_no_plan_are_passed_over():
    there = risk.switching_value_of(CENTRE, "loans/Bank/grace", lambda f: f.year("interest", 1) - 100)
    assert there.value is not None and 0 <= there.value < 36
    assert risk.switching_value_of(CENTRE, "rhythm/collected/1").value is None  # shares would not add up


def test_normal_scores_reach_the_ends():
    assert draws._mixed([[0.0, 1 - 2**-53], [0.5, 0.5]], [[1.0], [0.6, 0.8]])[1] == [
        NormalDist().cdf(0.6 * NormalDist().inv_cdf(u)) for u in (2**-54, 1 - 2**-53)
    ]
