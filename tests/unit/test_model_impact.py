"""The numbers of module 13: the curriculum's, by hand, by exact fractions, by pyxirr, by the engine, and at the edges."""

import io
import time
import zipfile
from dataclasses import replace
from fractions import Fraction

import nbformat
import pytest
import pyxirr

from school.book.runtime import packed_venture
from venture import cases, impact, plan
from venture.lessons import impact as lesson
from venture.models import load
from venture.models.impact import LINEAR, ROWS, VOLUNTEERS, Row, doubts_of, moved, rows_of, switching
from venture.planfile.problems import BadPlan
from venture.review import review
from venture.sections.impact import HOURS, MONEY, from_plan, into_plan

MODEL = load("impact")
F = MODEL.run("f")
MAP = rows_of(F.values)
# As the curriculum prints it: quantity, worth of one, deadweight, displacement, others, drop-off, years.
TABLE = ((12, 240, 30, 10, 20, 25, 3), (2, 520, 0, 0, 35, 20, 3), (9, 60, 25, 0, 30, 30, 2), (6, 18, 10, 0, 10, 50, 1))
NAMES = ("quantity", "proxy", "deadweight", "displacement", "attribution", "drop_off", "years")


def exact(rows=TABLE, rate=Fraction(35, 1000)):
    """The present value of a table, year by year in fractions."""
    total = Fraction(0)
    for quantity, proxy, dead, moved_, others, drop, years in rows:
        yearly = Fraction(quantity * proxy) * (100 - dead) * (100 - moved_) * (100 - others) / 100**3
        for year in range(1, years + 1):
            total += yearly / (1 + rate) ** year
            yearly *= Fraction(100 - drop, 100)
    return total


def with_row_1(**changes):
    first = dict(zip(NAMES, TABLE[0], strict=True)) | changes
    return (tuple(first[name] for name in NAMES), *TABLE[1:])


class TestCaseF:
    @pytest.mark.parametrize(
        ("at", "year_1", "value"), [(0, 1451.52, 3155.11), (1, 676.00, 1548.20), (2, 283.50, 459.17), (3, 87.48, 84.52)]
    )
    def test_each_row(self, at, year_1, value):
        assert MAP[at].year_1 == pytest.approx(year_1, abs=0.005)
        assert MAP[at].worth(0.035) == pytest.approx(value, abs=0.005)
        assert MAP[at].worth(0.035) == pytest.approx(float(exact(TABLE[at : at + 1])))
        flows = [0] + [MAP[at].year_1 * (1 - MAP[at].drop_off) ** year for year in range(MAP[at].years)]
        assert MAP[at].worth(0.035) == pytest.approx(pyxirr.npv(0.035, flows))

    def test_all_of_it(self):
        assert F["present_value"].value == pytest.approx(5247.00, abs=0.005)
        assert F["ratio"].value == pytest.approx(1.4575, abs=5e-5) == float(exact() / 3600)
        assert F["net_ratio"].value == pytest.approx(0.4575, abs=5e-5)
        assert F["gross"].value == sum(quantity * proxy for quantity, proxy, *_rest in TABLE) == 4568
        assert F["year_1"].value == pytest.approx(1451.52 + 676 + 283.5 + 87.48)

    @pytest.mark.parametrize(
        ("changes", "ratio"),
        [
            ({"deadweight_1": 50}, 1.2071),
            ({"attribution_1": 40}, 1.2384),
            ({"proxy_1": 180}, 1.2384),
            ({"drop_off_1": 50}, 1.2498),
            ({"rate": 8}, 1.3534),
            ({"quantity_2": 0}, 1.0274),
            ({"deadweight_1": 40}, 1.3323),
        ],
    )
    def test_the_curriculums_list(self, changes, ratio):
        found = MODEL.run("f", **changes)["ratio"].value
        assert found == pytest.approx(ratio, abs=5e-5)
        ((name, value),) = changes.items()
        rows, rate = TABLE, Fraction(35, 1000)
        if name == "rate":
            rate = Fraction(value, 100)
        elif name == "quantity_2":
            rows = (TABLE[0], *TABLE[2:])
        else:
            rows = with_row_1(**{name.removesuffix("_1"): value})
        assert found == pytest.approx(float(exact(rows, rate) / 3600))

    def test_answer_key_at_deadweight_40(self):
        assert MODEL.run("f", deadweight_1=40)["year_1_of_1"].value == pytest.approx(1244.16)
        assert pytest.approx(1244.16) == 12 * 240 * 0.6 * 0.9 * 0.8

    def test_the_deadweight_at_which_it_is_1(self):
        found = F["switch_deadweight"].value
        assert found == pytest.approx(66.5, abs=0.05)
        assert MODEL.run("f", deadweight_1=found)["ratio"].value == pytest.approx(1)
        low, high = 0.0, 100.0  # by halving, not by the formula
        for _step in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if MODEL.run("f", deadweight_1=middle)["ratio"].value > 1 else (low, middle)
        assert found == pytest.approx(low)

    def test_is_the_engines(self):
        engine = impact.of_impact(cases.load("clothing").impact)
        assert F["ratio"].value == pytest.approx(engine.ratio)
        assert F["without_least"].value == pytest.approx(
            impact.ratio_without(engine, impact.least_certain(engine).name)
        )
        assert F["without_largest"].value == pytest.approx(impact.ratio_without(engine, impact.largest(engine).name))
        assert impact.VOLUNTEERS == VOLUNTEERS
        swings = {(one.row, one.field): one for one in impact.sensitivity(engine)}
        mine = moved(MAP, 3600, 0.035, 0.20, 0.25, 0.03)
        assert {(one.row, one.field) for one in mine} == set(swings)
        for one in mine:
            twin = swings[one.row, one.field]
            assert (one.low, one.high, one.at_low, one.at_high) == pytest.approx(
                (twin.low, twin.high, twin.ratio_at_low, twin.ratio_at_high)
            )
        for one in impact.switching(engine):
            if one.field in LINEAR:
                row = next(row for row in MAP if row.name == one.row)
                found = switching(MAP, row, one.field, 3600, 0.035)
                assert found == (None if one.value is None else pytest.approx(one.value)), (one.row, one.field)

    def test_the_preset_is_the_case_in_the_plan(self):
        """But for the texts, which the plan says at greater length."""
        read = from_plan(cases.load("clothing"))
        assert all(read[f"source_{at}"] for at in range(1, 5))
        for name, value in read.items():
            if not name.startswith("source") and name not in ("baseline_date", "definition", "method"):
                assert F.values[name] == value, name

    def test_reads_aloud(self):
        assert F.sentence == (
            "One rouble put in brings about 1.46 roubles of social value, and 1.21 to 1.71 if a single number comes out "
            "otherwise; without “Fewer returns to prison”, which rests on least, 1.03."
        )

    def test_the_waterfall_goes_down_to_the_impact_and_up_to_the_worth(self):
        stands, off, later = F.chart.bars
        assert [bar.end for bar in stands.bars] == pytest.approx([4568, 2498.5, 5247], abs=0.005)
        assert off.loss and off.bars[0].start == 4568 and off.bars[-1].end == pytest.approx(2498.5)
        for one, other in zip(off.bars, off.bars[1:], strict=False):
            assert one.end == other.start
        steps = [dict(impact.waterfall(one)) for one in cases.load("clothing").impact.outcomes]
        for bar, name in zip(off.bars, ("deadweight", "displacement", "attribution"), strict=True):
            assert bar.end - bar.start == pytest.approx(sum(step[name] for step in steps))
        assert (later.bars[0].start, later.bars[0].end) == pytest.approx((2498.5, 5247), abs=0.005)
        assert F.chart.levels[0].at == 3600


class TestEdges:
    def test_nothing_claimed_and_nothing_in(self):
        nothing = {f"quantity_{at}": 0 for at in range(1, ROWS + 1)}
        assert MODEL.run("f", **nothing).sentence.startswith("No outcome is claimed yet")
        free = MODEL.run("f", money=0, volunteers=0)
        assert free.sentence.startswith("Nothing went in") and free["ratio"].value is None and not free.more

    def test_all_taken_off(self):
        result = MODEL.run("f", deadweight_1=100)
        assert result["year_1_of_1"].value == 0
        assert result["switch_proxy"].text == "none: no value of it alone does that"
        assert result["switch_deadweight"].value == pytest.approx(F["switch_deadweight"].value)

    def test_one_year_costs_only_the_waiting(self):
        result = MODEL.run(quantity_1=10, proxy_1=100, deadweight_1=0, displacement_1=0, attribution_1=0, years_1=1)
        assert result["present_value"].value == pytest.approx(1000 / 1.035)
        (bar,) = result.chart.bars[2].bars
        assert bar.end < bar.start and bar.label.startswith("−")

    def test_two_outcomes_of_one_name_stay_two(self):
        names = [row.name for row in rows_of(MODEL.values(name_2="Stable work", quantity_2=1, quantity_3=1))]
        assert names == ["Stable work", "Stable work (2)", "Outcome 3"]

    def test_what_is_wrong_is_said(self):
        whole = MODEL.run("f_claims_all")
        assert whole["ratio"].value == pytest.approx(
            float(exact(tuple((*row[:2], 0, 0, 0, 0, row[-1]) for row in TABLE)) / 3600)
        )
        assert "is claimed, as if nothing came anyway" in whole.sentence
        assert "no source is given for the worth of “Stable work”" in MODEL.run("f", source_1="").sentence
        assert MODEL.run("f", source_3="")["without_least"].note == "“Own housing”"
        assert "their time is not among what went in" in MODEL.run("f", volunteers=0).sentence

    def test_the_card_is_read_by_the_engine(self):
        assert not doubts_of(F.values)
        assert any(
            "is called “Permanent Employees: Female”" in one for one in doubts_of(MODEL.values(indicator="Jobs"))
        )
        assert any("race or ethnicity" in one for one in doubts_of(MODEL.values(indicator_id="PI4237")))
        assert any("unique persons" in one for one in doubts_of(MODEL.values(indicator_id="PI4060", indicator="Client Individuals: Total", definition="Visitors")))  # fmt: skip
        assert "has no indicator" in MODEL.run(indicator="")["indicator"].note

    def test_a_page_has_the_table_of_ids_and_what_reads_it(self):
        names = zipfile.ZipFile(io.BytesIO(packed_venture())).namelist()
        assert {"venture/impact.py", "venture/data/iris.json"} <= set(names)

    def test_a_move_is_quick(self):
        full = {f"quantity_{at}": 5 + at for at in range(1, ROWS + 1)} | {
            f"proxy_{at}": 50 for at in range(1, ROWS + 1)
        }
        values = MODEL.values(**full)
        MODEL.compute(values)
        took = []
        for _run in range(20):
            start = time.perf_counter()
            MODEL.compute(values)
            took.append(time.perf_counter() - start)
        assert min(took) < 0.01

    def test_zero_moves_leave_the_ratio(self):
        swings = moved(MAP, 3600, 0.035, 0, 0, 0)
        assert all(one.width == pytest.approx(0) for one in swings)
        still = MODEL.run("f", points=0, proxy_by=0, rate_by=0)
        assert still["range"].text == "1.46" and "otherwise" not in still.sentence

    def test_a_share_written_as_a_part_of_one_is_doubted(self):
        """0.3 for 30 %: the ratio would be far too good, and nobody would see why."""
        assert (
            "0.3 % for “deadweight, Stable work” is less than one in a hundred: if you meant 30 %"
            in MODEL.run("f", deadweight_1=0.3).sentence
        )
        assert "0.5 % for “share of others, Own housing” is" in MODEL.run("f", attribution_3=0.5).sentence
        for share in (0, 1, 100):
            assert "in a hundred" not in MODEL.run("f", drop_off_1=share).sentence

    def test_one_year_is_no_years(self):
        assert MODEL.run("f", years_1=1)["worth_of_1"].note == "in its only year"
        assert F["worth_of_1"].note == "over 3 years"


class TestPlan:
    BLANK = cases.load("blank")
    GIVEN = dict(
        name_1="Stable work", quantity_1=12, proxy_1=240, source_1="Three advertisements", deadweight_1=30, displacement_1=10,
        attribution_1=20, drop_off_1=25, years_1=3, indicator="Permanent Employees: Female", indicator_id="OI2444",
        definition="Women on permanent contracts, each once", baseline=0.0, baseline_date="May 2026", target=12.0,
        method="Payroll, each quarter", money=3482.0, volunteers=118.0, rate=3.5,
    )  # fmt: skip

    def test_goes_there_and_comes_back(self):
        there = into_plan(self.BLANK, self.GIVEN)
        back = from_plan(there)
        assert {name: back[name] for name in self.GIVEN} == self.GIVEN
        assert impact.of_plan(there).ratio == pytest.approx(3155.11 / 3600, abs=5e-6)
        assert into_plan(there, back) == there
        assert from_plan(self.BLANK).keys() <= {"rate"}

    def test_every_case_survives_the_round_trip(self):
        for name in cases.CASES:
            case = cases.load(name)
            assert into_plan(case, from_plan(case)) == case, name

    def test_a_long_text_written_by_hand_stays_until_it_is_changed(self):
        case = cases.load("clothing")
        long = replace(case.impact.outcomes[0], proxy_source="Advertisements of March. " * 20)
        case = replace(case, impact=replace(case.impact, outcomes=(long, *case.impact.outcomes[1:])))
        read = from_plan(case)
        assert len(read["source_1"]) == 120 and MODEL.values(**read)
        assert into_plan(case, {"source_1": read["source_1"], "proxy_1": 200}).impact.outcomes[0] == replace(
            long, proxy=200
        )
        assert into_plan(case, {"source_1": "A letter"}).impact.outcomes[0].proxy_source == "A letter"

    def test_only_what_is_said_is_touched(self):
        case = cases.load("clothing")
        after = into_plan(case, {"deadweight_2": 10})
        assert after.impact.outcomes[1] == replace(case.impact.outcomes[1], deadweight=0.10)
        assert replace(after, impact=case.impact) == case
        assert after.impact.indicators == case.impact.indicators

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            (GIVEN | {"name_2": "stable work ", "quantity_2": 3.0, "proxy_2": 5.0}, "Two outcomes"),
            (GIVEN | {"method": "Ring Anna, +7 914 123 45 67"}, "Counts only"),
            (GIVEN | {"name_1": "anna@example.org has work"}, "Counts only"),
        ],
    )
    def test_what_cannot_be_is_refused_and_named(self, given, told):
        with pytest.raises(BadPlan, match=told):
            into_plan(self.BLANK, given)

    def test_no_empty_rows_and_no_nameless_card(self):
        assert not into_plan(self.BLANK, {"quantity_2": 0, "deadweight_3": 5, "baseline": 4}).impact.outcomes
        assert not into_plan(self.BLANK, {"baseline": 4.0}).impact.indicators
        (one,) = into_plan(self.BLANK, {"quantity_1": 7}).impact.outcomes
        assert (one.name, one.quantity, one.proxy) == ("Outcome 1", 7, 0)

    def test_inputs_are_told_apart_by_their_name(self):
        there = into_plan(self.BLANK, {"money": 100.0, "volunteers": 20.0})
        assert {one.name: one.value for one in there.impact.inputs} == {MONEY: 100, HOURS: 20}
        media = cases.load("media")
        assert from_plan(media)["money"] == 1400 and from_plan(media)["volunteers"] == 240
        assert into_plan(media, {"money": 9.0}) == media, "one sum cannot be split among two entries"

    def test_the_check_has_something_to_say(self):
        def keys(one: plan.Plan) -> set[str]:
            return {flag.key for flag in review(one)}

        assert "impact without baseline" in keys(self.BLANK)
        assert "impact without baseline" not in keys(into_plan(self.BLANK, self.GIVEN))
        bare = into_plan(self.BLANK, {name: value for name, value in self.GIVEN.items() if name != "baseline"})
        assert "impact without baseline" in keys(bare)


class TestLesson:
    def test_numbers_that_only_the_lesson_prints(self):
        assert (
            len({f"always {n}" for n in range(6)} | {f"{day} {n}" for day in range(3) for n in (1, 2)}) == lesson.UNIQUE
        )
        assert lesson.CHECKS["recall_today"].settings["expected"] == pytest.approx(1000 / 1.1 / 1.1)
        assert lesson.CHECKS["housing"].settings["expected"] == pytest.approx(9 * 60 * 0.75 * 0.7)
        assert lesson.CHECKS["year_3"].settings["expected"] == pytest.approx(1451.52 * 0.75 * 0.75)
        assert lesson.PREDICTIONS["left"].actual() == pytest.approx(54.7, abs=0.05)
        assert lesson.PREDICTIONS["without"].actual() == pytest.approx(102.74, abs=0.005)

    def test_questions_worth_asking_again_stand_alone(self):
        asked = {name for name, check in lesson.CHECKS.items() if check.question}
        assert asked == {"unique", "others", "reading", "twice", "claim"}


def test_the_tasks_numbers_by_another_way():
    (path,) = (__import__("pathlib").Path(__file__).parents[2] / "solutions" / "13-impact").glob("*.ipynb")
    source = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    first = Fraction(14 * 120) * Fraction(1, 2) * Fraction(85, 100) * Fraction(70, 100)
    assert f"impact_of_year_1 = {float(first):g}" in source
    flows = [0, float(first) + 842.4, float(first) * 0.6]
    ratio = pyxirr.npv(0.035, flows) / (1100 + 300 + 240)
    assert f"social_return = {ratio:.3f}" in source
    rows = (Row("job", 14, 120, 0.5, 0.15, 0.3, 0.4, 2), Row("article", 1, 842.4, 0, 0, 0, 0, 1))
    assert sum(row.worth(0.035) for row in rows) / 1640 == pytest.approx(ratio)
    by_model = MODEL.run(
        quantity_1=14, proxy_1=120, deadweight_1=50, displacement_1=15, attribution_1=30, drop_off_1=40, years_1=2,
        quantity_2=1, proxy_2=842.4, money=1400, volunteers=240,
    )  # fmt: skip
    assert by_model["year_1_of_1"].value == pytest.approx(499.8) and by_model["ratio"].value == pytest.approx(ratio)
