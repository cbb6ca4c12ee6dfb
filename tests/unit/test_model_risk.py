"""The numbers of module 12: the curriculum's, by hand, by the engine, and at the edges of the ranges."""

import math
import random
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from venture import cases, draws, my_risk, plan, risk
from venture.draws import Range
from venture.lessons import risk as lesson
from venture.models import load
from venture.models import risk as model
from venture.models.risk import DRIVERS, futures, percentile, profit, span_of, standard_error
from venture.planfile.problems import BadPlan
from venture.sections.risk import from_plan, into_plan

MODEL = load("risk")
B = {"units": (220, 380, 520), "price": (11, 13, 16), "variable": (5.5, 6.5, 8)}
BAGS = dict(units=1500, units_low=900, units_high=1900, price=1.1, price_low=0.95, price_high=1.2,
            variable=0.52, variable_low=0.48, variable_high=0.62, fixed=705)  # fmt: skip


class NormalDistWithoutInverse:
    """The normal curve with the dear direction shut."""

    cdf = draws.NORMAL.cdf


def simple(units, price, variable):
    return units * (price - variable) - 2100


class TestCaseB:
    def test_is_the_curriculums(self):
        result = MODEL.run("b", futures=20_000)
        assert result["base"].value == 370
        assert result["p_loss"].value == pytest.approx(27.7, abs=0.5)
        assert result["p5"].value == pytest.approx(-517, abs=15)
        assert result["p50"].value == pytest.approx(347, abs=15)
        assert result["p95"].value == pytest.approx(1444, abs=25)
        assert result["mean"].value == pytest.approx(389, abs=12)
        assert result["switch_price"].value == pytest.approx(12.026, abs=5e-4)

    def test_is_the_engines_future_by_future(self):
        drawn = risk.monte_carlo(simple, B, n=10_000, seed=1)["outcome"]
        result = MODEL.run("b")
        assert result["p_loss"].value == pytest.approx(100 * drawn.below(0).p)
        for name, share in (("p5", 0.05), ("p50", 0.5), ("p95", 0.95)):
            assert result[name].value == pytest.approx(drawn.percentile(share))
        assert result["mean"].value == pytest.approx(drawn.mean)
        chance = drawn.below(0)
        assert standard_error(chance.p, chance.n) == chance.error

    @pytest.mark.parametrize("together", [-100, -50, 25, 100])
    def test_moves_together_as_the_engine_does(self, together):
        pairs = {("units", "price"): together / 100}
        drawn = risk.monte_carlo(simple, B, n=2000, seed=7, correlation=pairs)["outcome"]
        result = MODEL.run("b", together=together, futures=2000, seed=7)
        assert result["p_loss"].value == pytest.approx(100 * drawn.below(0).p)

    @pytest.mark.parametrize("together", [-1.0, -0.5, 0.0, 0.25, 1.0])
    def test_mixes_every_chance_as_the_engine_does_to_the_last_digit(self, together):
        pairs = {("units", "price"): together}
        mixed = next(draws.blocks(dict.fromkeys(DRIVERS, model._AsDrawn), 500, 7, pairs, 500))
        assert model._chances(500, 7, together) == mixed

    def test_another_correlation_does_not_draw_anew(self, monkeypatch):
        MODEL.run("b", together=40, seed=77)
        monkeypatch.setattr(draws, "blocks", None)
        monkeypatch.setattr(model.draws, "NORMAL", NormalDistWithoutInverse())
        MODEL.run("b", together=45, seed=77)

    def test_by_plain_loops_and_another_generator(self):
        """The triangle by its own definition: accepted under the roof, not bent by a root."""
        chance = random.Random(20260711)

        def draw(low, likely, high):
            while True:
                x, y = chance.uniform(low, high), chance.random()
                roof = (x - low) / (likely - low) if x < likely else (high - x) / (high - likely)
                if y <= roof:
                    return x

        n = 60_000
        losses = sum(simple(*(draw(*B[name]) for name in DRIVERS)) < 0 for _future in range(n))
        assert 100 * losses / n == pytest.approx(27.7, abs=0.6)

    def test_bars_and_switching_values_are_the_engines(self):
        base = {name: B[name][1] for name in DRIVERS}
        bars = risk.tornado(simple, base, {name: (B[name][0], B[name][2]) for name in DRIVERS})
        result = MODEL.run("b")
        assert [bar.driver for bar in bars] == ["units", "price", "variable"]
        tornado = result.more[0][0]
        assert [name for _at, name in tornado.names] == ["trips", "price", "variable cost"]
        for bar, low, high in zip(bars, tornado.bars[0].bars, tornado.bars[1].bars, strict=True):
            assert (low.end, high.end) == pytest.approx((bar.at_low, bar.at_high))
            assert result[f"bar_{bar.driver}"].value == pytest.approx(bar.width)
            found = risk.switching_value(simple, base, bar.driver)
            assert result[f"switch_{bar.driver}"].value == pytest.approx(found.value)

    def test_reads_aloud(self):
        sentence = MODEL.run("b").sentence
        assert sentence.startswith(
            "In 27.7 % of 10\u202f000 futures (± 0.45 by drawing alone) the year ends with a loss;"
        )
        assert sentence.endswith("what moves the result most: trips.")

    def test_the_loss_is_hatched_and_nothing_else(self):
        chart = MODEL.run("b").chart
        (hatched,) = [bars for bars in chart.bars if bars.loss]
        (plain,) = [bars for bars in chart.bars if not bars.loss]
        assert all(bar.at + hatched.width / 2 <= 1e-9 for bar in hatched.bars)
        assert all(bar.at - plain.width / 2 >= -1e-9 for bar in plain.bars)
        assert sum(bar.end for bars in chart.bars for bar in bars.bars) == pytest.approx(100)
        assert sum(bar.end for bar in hatched.bars) == pytest.approx(MODEL.run("b")["p_loss"].value)


class TestEdges:
    def test_ranges_without_width_are_one_future(self):
        result = MODEL.run("b", width=0)
        assert result["p5"].value == result["p95"].value == pytest.approx(370)
        assert result.sentence.startswith(
            "Every range is a single point here, so all 10\u202f000 futures are the same year; "
        )
        assert result["p_loss"].text == "0.0 %" and result["p_loss"].note.startswith("± 0.00 "), "nothing was drawn"
        assert "moves the result most" not in result.sentence

    def test_no_future_with_a_loss_is_no_proof_that_there_is_none(self):
        result = MODEL.run("b", fixed=0)
        assert result.sentence.startswith(
            "In none of 10\u202f000 futures does the year end with a loss (so in less than 0.03 %"
        )

    def test_the_bad_end_of_the_units_is_the_high_one_where_each_unit_loses(self):
        result = MODEL.run("b", price=0, price_low=0, price_high=0)
        assert result["worst"].value == pytest.approx(520 * (0 - 8) - 2100)
        assert result["worst"].value <= result["p5"].value

    @pytest.mark.parametrize("changes", [dict(price=6.5, fixed=0), dict(fixed=2470), dict(units=0, fixed=0)])
    def test_a_profit_of_zero_stands_at_its_switching_values(self, changes):
        result = MODEL.run("b", **changes)
        assert result["base"].value == pytest.approx(0) and result["base"].text == "0 ₽ thousand"
        for name in DRIVERS:
            assert result[f"switch_{name}"].value == pytest.approx(result.values[name])

    def test_nobody_served_and_nothing_fixed_costs_nothing_even_below_cost(self):
        assert MODEL.run("b", price=5, fixed=0)["switch_units"].text == "0 trips"
        assert MODEL.run("b", price=5)["switch_units"].text == "none"

    def test_wider_ranges_bring_more_losses(self):
        found = [MODEL.run("b", width=width)["p_loss"].value for width in (25, 50, 100, 150, 200)]
        assert found == sorted(found)

    def test_a_likely_value_outside_its_range_is_told(self):
        result = MODEL.run("b", price=5)
        assert span_of(result.values, "price") == Range(5, 5, 16)
        assert "the most likely value of price lies outside its range" in result.sentence

    def test_a_loss_in_every_future(self):
        result = MODEL.run("b", fixed=10_000)
        assert (
            result["p_loss"].value == 100
            and "In all 10\u202f000 futures" in result.sentence
            and "a loss of" in result.sentence
        )

    def test_no_units_no_switching_price(self):
        result = MODEL.run("b", units=0, units_low=0, units_high=0)
        assert result["switch_price"].value is None and result["switch_price"].text == "none"

    def test_a_move_is_quick(self):
        MODEL.run("b")
        began = time.process_time()
        for step in range(10):
            MODEL.run("b", price=13 + step / 10)
        assert (time.process_time() - began) / 10 < 0.03

    def test_percentiles_of_few(self):
        assert [percentile((0.0, 10.0, 20.0), share) for share in (0, 0.25, 0.5, 1)] == [0, 5, 10, 20]
        spans = tuple(Range(*B[name]) for name in DRIVERS)
        assert len(futures(spans, 0.0, 1000, 3, 0.0)) == 1000


class TestTheLesson:
    def test_case_es_tornado_is_the_curriculums(self):
        found = {name: (round(bar.at_low, 1), round(bar.at_high, 1)) for name, bar in lesson.E_BARS.items()}
        assert found == {
            "saving": (-129.2, 1106.2), "capital": (748.5, -31.5), "rate": (836.4, 104.6), "years": (-47.6, 488.5)
        }  # fmt: skip
        assert round(lesson.E_SWITCH.value, 4) == 0.8418
        assert next(iter(lesson.E_BARS)) == "saving"

    def test_words_that_hold_numbers_hold_the_right_ones(self):
        result = MODEL.run("b")
        assert [round(result[f"bar_{name}"].value) for name in DRIVERS] == [1950, 1900, -950]
        assert lesson.TO_COVER == math.ceil(2100 / 6.5) == 324
        assert lesson.ONE_PROFIT == 300 * (12 - 7) - 2100 == -600
        assert list(lesson.MONTHS.values()) == pytest.approx([11, -18.5, 4])
        assert round(lesson.P, 3) == 0.277 and round(lesson.ERROR, 2) == 0.45
        assert round(100 * math.sqrt(0.277 * 0.723 / 10_000), 2) == 0.45
        assert result["worst"].value == 220 * (11 - 8) - 2100 == -1440

    def test_the_contracts_help(self):
        result = MODEL.run("b_contracts")
        assert result["base"].value == 340 and result["p_loss"].value < 20


class TestTheTask:
    def test_two_ways(self):
        result = MODEL.run(**BAGS)
        assert result["switch_price"].value == pytest.approx(0.99) == 0.52 + 705 / 1500
        assert profit(1500, 0.99, 0.52, 705) == pytest.approx(0)
        drawn = risk.monte_carlo(
            lambda units, price, variable: units * (price - variable) - 705,
            {"units": (900, 1500, 1900), "price": (0.95, 1.1, 1.2), "variable": (0.48, 0.52, 0.62)},
        )["outcome"]
        edges = [-math.inf, -200, -100, 0, 100, 200, 300, math.inf]
        counts = [sum(a <= value < b for value in drawn.values) for a, b in pairwise(edges)]
        assert counts == [186, 952, 1967, 2649, 2315, 1344, 587]
        assert sum(counts[:3]) / 100 == 31.05 == pytest.approx(result["p_loss"].value)
        assert round(100 * drawn.below(0).error, 2) == 0.46
        ends = [round(bar.end) for bars in result.more[0][0].bars for bar in bars.bars]
        assert ends == [-183, -60, 225, 397, 315, 15]


class TestThePlansSection:
    def test_ranges_come_back(self):
        given = {"units_low": 800.0, "units_high": 1500.0, "price_low": 0.8, "price_high": 1.2, "variable_low": 0.3, "variable_high": 0.5}  # fmt: skip
        made = into_plan(cases.load("blank"), given)
        assert {name: value for name, value in from_plan(made).items() if name in given} == pytest.approx(given)
        assert len(risk.ranges_of(made)) == 3

    def test_a_risk_that_is_there_keeps_its_mitigation(self):
        made = into_plan(cases.load("tourism"), {"price_low": 10.0, "units_low": 200.0})
        price = next(one for one in made.risks if one.driver == "products/Trips/price")
        assert price.low == 10 and price.high == 16 and price.mitigation and price.owner
        trips = [one for one in made.risks if one.driver.startswith("products/Trips/volume")]
        assert len(trips) == 1 and trips[0].low == pytest.approx(20)
        assert len(made.risks) == len(cases.load("tourism").risks)

    def test_a_range_that_misses_the_planned_value_is_opened_to_it(self):
        made = into_plan(cases.load("blank"), {"price_low": 2.0, "price_high": 3.0})
        span = risk.ranges_of(made)[f"products/{made.products[0].name}/price"]
        assert (span.low, span.likely, span.high) == (made.products[0].price, made.products[0].price, 3.0)

    @pytest.mark.parametrize("name", ["blank", "tourism", "children", "clothing", "media", "energy", "heritage"])
    def test_whatever_a_plan_holds_the_model_takes(self, name):
        for input_name, value in from_plan(cases.load(name)).items():
            assert MODEL.input(input_name).take(value) == value


class TestMyRisk:
    def test_case_bs_plan_is_the_engines(self):
        made = cases.load("tourism")
        result = my_risk.result_of(made, n=500, seed=3)
        drawn = risk.monte_carlo_of(made, n=500, seed=3)
        assert result["lowest_cash"].value == pytest.approx(100 * drawn["lowest cash"].below().p)
        assert result["lowest_DSCR"].value == pytest.approx(100 * drawn["lowest DSCR"].below().p)
        assert "1.1" in result["lowest_DSCR"].label
        assert result.chart.bands and len(result.more) == 2 and len(result.table.rows) == made.months + 1
        (hatched,) = [bars for bars in result.more[0][0].bars if bars.loss]
        assert sum(bar.end for bar in hatched.bars) == pytest.approx(result["lowest_cash"].value)

    def test_the_band_is_ordered_and_begins_at_the_opening(self):
        result = my_risk.result_of(cases.load("children"), n=300)
        wide, narrow = result.chart.bands
        for (at, low, high), (_at, inner_low, inner_high) in zip(wide.points, narrow.points, strict=True):
            assert low <= inner_low + 1e-9 and inner_low <= inner_high + 1e-9 and inner_high <= high + 1e-9, at

    def test_a_beginner_without_a_plan_is_told_and_sees_the_blank_one(self, monkeypatch, tmp_path, capsys):
        monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
        my_risk.show(n=100)
        said = capsys.readouterr().out
        assert "You have no plan yet" in said and "account falls below zero" in said

    def test_a_broken_plan_and_an_impossible_range_are_named(self, monkeypatch, tmp_path, capsys):
        monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
        (tmp_path / "plan.yaml").write_text("plan: [", "utf-8")
        my_risk.show(n=100)
        assert "plan.yaml" in capsys.readouterr().out
        (tmp_path / "plan.yaml").unlink()
        made = cases.load("blank")
        product = replace(made.products[0], variable_cost=0.0)
        nothing = plan.Risk(name="x", driver=f"products/{product.name}/variable_cost")
        plan.save(replace(made, products=(product,), risks=(nothing,)), tmp_path / "plan.yaml")
        my_risk.show(n=100)
        assert "give its risk a low and a high" in capsys.readouterr().out

    def test_in_the_book_it_says_what_the_notebook_does(self, monkeypatch, capsys):
        monkeypatch.setenv("VENTURE_FACE", "page")
        my_risk.show()
        assert "In the notebook" in capsys.readouterr().out


@pytest.mark.parametrize(
    "given", [{"units": 380, "units_low": 500, "units_high": 300}, {"price_low": 20.0}, {"variable_high": 1.0}]
)
def test_a_range_the_wrong_way_round_is_refused_and_named(given):
    with pytest.raises(BadPlan, match="Are the two the wrong way round"):
        into_plan(cases.load("tourism"), given)
