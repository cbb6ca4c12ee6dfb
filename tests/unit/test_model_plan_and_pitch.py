"""The numbers of module 15: the curriculum's, by hand, by the engine, and the task's two ways; the plan's section."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from venture import appraisal, cases, my_documents
from venture.export import document_numbers
from venture.forecast import forecast
from venture.guide import guide
from venture.lessons import plan_and_pitch as lesson
from venture.models import load
from venture.models.plan_and_pitch import APART, INPUTS, ask, sources, uses
from venture.sections.plan_and_pitch import NOT_SPLIT, from_plan, into_plan

MODEL = load("plan_and_pitch")
A = cases.load("children")


class TestTheAsk:
    def test_is_the_curriculums(self):
        assert ask(-420, 250, 180) == 490
        assert MODEL.run(lowest=-420, reserve=250, secured=180)["ask"].value == 490

    @pytest.mark.parametrize(
        ("lowest", "reserve", "secured"), [(-420, 250, 180), (136.4, 735, 0), (900, 300, 0), (0, 0, 0), (-5, 0, 50)]
    )
    def test_is_the_engines(self, lowest, reserve, secured):
        assert ask(lowest, reserve, secured) == pytest.approx(appraisal.funding_need(lowest, reserve, secured))

    def test_second_way_by_trying_every_sum(self):
        """The smallest whole ask with which the lowest month ends with the reserve."""
        found = next(sum_ for sum_ in range(2000) if -420 + 180 + sum_ >= 250)
        assert found == 490

    def test_case_a_is_the_plans_own(self):
        mine = from_plan(A)
        values = MODEL.preset("a").values
        assert mine["lowest"] == pytest.approx(values["lowest"], abs=0.05)
        assert {name: mine[name] for name in ("reserve", "asked", "spent", "own", "loans", "granted", "bought")} == {
            name: values[name] for name in ("reserve", "asked", "spent", "own", "loans", "granted", "bought")
        }
        assert MODEL.run("a")["ask"].value == pytest.approx(forecast(A).ask, abs=0.05)

    def test_the_dearer_lease_is_the_engines(self):
        f = forecast(lesson.dearer())
        assert f.lowest_cash == pytest.approx(MODEL.preset("rent").values["lowest"], abs=0.05)
        assert f.ask == pytest.approx(MODEL.run("rent")["ask"].value, abs=0.1)
        assert guide("reserve_months") * (lesson.NEW_RENT - lesson.OLD_RENT) == lesson.RESERVE_UP
        assert pytest.approx(lesson.RENT["gap"].value + (600 - 598.6), abs=0.01) == lesson.CASH_DOWN + lesson.RESERVE_UP

    def test_rounding_is_the_guides(self):
        assert guide("ask_apart") == APART


class TestSourcesAndUses:
    def test_are_equal_with_the_ask(self):
        draw = random.Random(15)
        for _try in range(300):
            given = {one.name: draw.uniform(one.low, one.high) for one in INPUTS}
            v = MODEL.values(**given)
            need = v.reserve - v.lowest - v.secured
            assert sum(a for _l, a in sources(v)) + need == pytest.approx(sum(a for _l, a in uses(v)))

    def test_are_the_documents(self):
        of_plan = document_numbers.sources_and_uses(forecast(A))
        v = MODEL.values(**from_plan(A) | {"reserve": A.reserve})
        theirs = {one.amount for one in of_plan.uses}
        assert round(dict(uses(v))["bought"], 1) in {round(one, 1) for one in theirs}
        running = dict(uses(v))["running costs that sales do not cover"]
        assert any(abs(running - one) < 0.02 for one in theirs)

    def test_the_gap_has_its_bar_only_where_there_is_one(self):
        def missing(result):
            return [bars for bars in result.chart.bars if bars.loss]

        assert not missing(MODEL.run("worked")) and not missing(MODEL.run("a"))
        (gap,) = missing(MODEL.run("rent"))
        assert gap.bars[0].end - gap.bars[0].start == pytest.approx(MODEL.run("rent")["gap"].value)
        assert not missing(MODEL.run("worked", asked=900))
        assert "more than your numbers lack" in MODEL.run("worked", asked=900).sentence

    def test_nothing_to_ask_for(self):
        result = MODEL.run("worked", lowest=500, secured=0, asked=0, spent=0)
        assert result["ask"].value == 0 and "ask for nothing" in result.sentence
        assert "ends with 500" in result.sentence
        assert "further than needed" in result.alt and "one place" not in result.alt

    def test_what_is_secured_is_in_the_month_that_needs_nothing(self):
        result = MODEL.run("worked", lowest=100, secured=500, asked=0, spent=0)
        assert "with the 500 that are secured the lowest month ends with 600" in result.sentence

    @pytest.mark.parametrize(("asked", "label"), [(440, "apart"), (445, "apart"), (400, "too little"), (500, "too much")])  # fmt: skip
    def test_the_label_says_which_way(self, asked, label):
        assert label in MODEL.run("worked", asked=asked)["gap"].label

    def test_the_words_under_the_chart_say_where_the_stairs_end(self):
        draw = random.Random(16)
        for _try in range(300):
            result = MODEL.run(**{one.name: draw.choice((one.low, one.default, one.high)) for one in INPUTS})
            ends = [group.bars[-1].end for group in result.chart.bars[:1]] + [result["sources"].value]
            if "one place" in result.alt:
                assert abs(ends[0] - ends[1]) <= 0.5 + APART * result["ask"].value
            else:
                assert ("short of it" in result.alt) == (ends[0] > ends[1])


class TestTheTask:
    CASH = (310, 60, -150, -420, -260, 40, 220)

    def test_by_hand(self):
        assert min(self.CASH) == -420 and 250 - min(self.CASH) - 180 == 490
        assert 250 - (-420 + 180 + 300) == 190

    def test_by_the_months(self):
        """Every month's cash with the money in it, month by month."""
        with_all = [cash + (180 if month >= 3 else 0) + 490 for month, cash in enumerate(self.CASH, start=1)]
        assert min(with_all) == 250
        with_less = [cash + (180 if month >= 3 else 0) + 300 for month, cash in enumerate(self.CASH, start=1)]
        assert 250 - min(with_less) == 190


class TestTheSection:
    def test_goes_into_the_plan_and_comes_back(self):
        plan = into_plan(cases.load("blank"), {"reserve": 250.0, "asked": 490.0, "spent": 490.0, "lowest": -420.0})
        assert (plan.reserve, plan.ask.amount) == (250, 490)
        assert [(one.what, one.amount) for one in plan.ask.uses] == [(NOT_SPLIT, 490)]
        back = from_plan(plan)
        assert (back["reserve"], back["asked"], back["spent"]) == (250, 490, 490)
        assert back["lowest"] == pytest.approx(forecast(plan).lowest_cash, abs=0.01), "cash is computed, never typed"

    def test_keeps_what_is_listed(self):
        plan = into_plan(A, {"spent": 650.0})
        assert plan.ask.uses[:3] == A.ask.uses and plan.ask.uses[3].amount == 50
        assert into_plan(plan, {"spent": 600.0}).ask.uses == A.ask.uses
        assert into_plan(plan, {"spent": 100.0}).ask.uses == A.ask.uses, "what is listed by name is changed in the file"

    def test_nothing_given_changes_nothing(self):
        assert into_plan(A, {}) == A


class TestTheDocuments:
    @pytest.fixture
    def work(self, monkeypatch, tmp_path):
        monkeypatch.setenv("VENTURE_WORK", str(tmp_path / "my-work"))
        (tmp_path / "my-work").mkdir()
        return tmp_path / "my-work"

    def test_are_written_say_where_and_keep_what_was_changed_by_hand(self, work, capsys):
        (work / "plan.yaml").write_bytes(cases.path("children").read_bytes())
        (work / "plan.docx").write_bytes(b"my own words")
        my_documents.make()
        said = capsys.readouterr().out
        for ending in (".docx", ".xlsx", ".pptx"):
            path = work / f"plan{ending}"
            assert path.stat().st_size > 5_000 and f"my-work/plan{ending}" in said
            assert my_documents._out_of_the_way(path) is None, "what came from here is replaced"
        assert str(work.resolve()) in said and "PDF" in said
        assert (work / "plan-changed-1.docx").read_bytes() == b"my own words"
        assert "kept as plan-changed-1.docx" in said

    def test_without_a_plan_nothing_is_written(self, work, capsys):
        my_documents.make()
        assert not list(work.iterdir()) and "no plan yet" in capsys.readouterr().out

    def test_a_broken_plan_is_named(self, work, capsys):
        (work / "plan.yaml").write_text("name: [", "utf-8")
        my_documents.make()
        my_documents.read_through()
        assert "plan.yaml" in capsys.readouterr().out
        assert not list(work.glob("plan.*x"))

    def test_read_through_says_flags_words_and_what_is_missing(self, work, capsys):
        text = cases.path("children").read_text("utf-8").replace("a foundation for 600", "a foundation for 700")
        (work / "plan.yaml").write_text(text, "utf-8")
        my_documents.read_through()
        said = capsys.readouterr().out
        assert "A funder will ask: Not in the plan: a deposit for the rent." in said
        assert "the text says 700 (the ask); the plan has 600" in said
        assert "The others I cannot judge" in said

    def test_the_plan_is_laid_beside_the_task(self, work, monkeypatch, tmp_path, capsys):
        task = tmp_path / "task"
        task.mkdir()
        monkeypatch.chdir(task)
        assert my_documents.hand_in() == ""
        (work / "plan.yaml").write_bytes(cases.path("children").read_bytes())
        assert my_documents.hand_in() == cases.path("children").read_text("utf-8")
        assert (task / "plan.yaml").read_bytes() == (work / "plan.yaml").read_bytes()
        assert "now lies beside this notebook" in capsys.readouterr().out

    def test_a_link_is_no_plan(self, monkeypatch, tmp_path):
        monkeypatch.setenv("VENTURE_WORK", str(tmp_path / "none"))
        monkeypatch.chdir(tmp_path)
        (tmp_path / "other.yaml").write_bytes(cases.path("children").read_bytes())
        (tmp_path / "plan.yaml").symlink_to(tmp_path / "other.yaml")
        assert my_documents.hand_in() == ""


def test_the_lessons_slides_fill_five_minutes():
    assert sum(seconds for *_rest, seconds in lesson.SLIDES) == lesson.SECONDS == 300
    assert len(lesson.SLIDES) == 10 and len(lesson.questions().rows) == 10


def test_the_checker_finds_what_the_lesson_says():
    differs = [row for row in lesson.checker().rows if row[-1] == "differs"]
    assert [row[2] for row in differs] == ["600", "600 thousand"]
    assert {row[3] for row in differs} == {"842.3"}


def test_flags_of_the_lesson_are_the_engines():
    from venture.review import review

    keys = {flag.key for flag in review(A)}
    assert {"costs left out", "grant too late", "a bad year breaks it"} <= keys
    assert replace(A) == A


def test_the_page_names_the_case_whose_numbers_it_shows():
    """Without a name the first of the list stands above the sliders, and at first the numbers are the workshop's."""
    page = (Path(__file__).parents[2] / "book" / "models" / "plan-and-pitch.md").read_text("utf-8")
    (shown,) = re.findall(r"```\{live-model\} plan_and_pitch\n:preset: (\w+)\n```", page)
    assert MODEL.run(shown).values == MODEL.run().values and "made-up workshop" in page
