"""`school demo --plans`: what each phase of the walk leaves behind, and that the walk notices what goes wrong."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from school.cli import app
from school.coaching import shelf
from school.errors import Problem
from school.grading.course import Course
from school.jury import event, ranking, rubric, scores
from school.monitor import agreement
from school.rehearsal import coaching, cohort, fill, funding, pitch_day
from school.rehearsal.outcome import differences
from school.rehearsal.walk import Walk
from venture import tranches
from venture.planfile import read

KIT = Path(__file__).parents[2]
TODAY = datetime.date.today()


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    walk = Walk(Course.here(KIT), tmp_path_factory.mktemp("demo") / "kit", 12, TODAY)
    walk.seen = [step.what for step in walk.run()]
    return walk


def came(walk, what: str) -> str:
    return next(one.came for one in walk.outcomes if one.what == what)


def test_everything_comes_out_as_it_should(walked):
    assert walked.wrong() == []
    assert [one.phase[0] for one in walked.outcomes] == sorted(one.phase[0] for one in walked.outcomes)
    assert set(walked.seconds) == {"1 coaching", "2 jury", "3 monitoring"}
    assert "12 students" in walked.timing() and walked.steps == len(walked.seen)
    for path in [path for one in walked.outcomes for path in one.paths]:
        assert (walked.folder / path).stat().st_size > 500, path


def test_phase_1_takes_the_good_plans_and_keeps_what_was_there(walked):
    told = came(walked, "plans collected")
    assert told == "7 collected, 1 not sent, 1 refused (cannot be read), 1 refused (counts in EUR), 2 refused (is the same plan as)"  # fmt: skip
    assert came(walked, "changed plans collected") == "5 collected, 2 refused (swapped), 3 replaced, 2 unchanged"
    plans = walked.course.cohort / "plans"
    assert len(list(plans.glob("*/plan.yaml"))) == 12
    assert len(list(plans.glob("*/snapshots/plan/*-v1-0.yaml"))) == 12
    swapped = next(one for one in walked.cohort if one.kind == cohort.SWAPPED)
    now, was = shelf.plan(walked.course, swapped.id), read.loads(swapped.first)
    assert now.name == was.name and now.reserve == pytest.approx(1.5 * was.reserve, abs=1)
    frozen = read.load(shelf.frozen(walked.course, swapped.id, "v1.0"))
    assert frozen.reserve == was.reserve
    notes = json.loads((plans / swapped.id / shelf.NOTES).read_text("utf-8"))["notes"]
    assert notes[-1]["section"] == "products" and swapped.student.first_name in notes[-1]["text"]


def test_phase_2_ranks_by_worth_whoever_judged(walked):
    assert "Alla Stern refused (101 points)" in came(walked, "sheets with 101 points")
    of, known = event.read(walked.course), pitch_day.truths(walked.cohort)
    kept = scores.load(walked.course)
    assert sum(points.venture != event.SAMPLE for points in kept.values()) == 2 * 12 + 2  # two thirds were called
    found = ranking.result(of, rubric.of(walked.course), kept)
    assert found.adjusted and found.joined and not any(one.third for one in found.places)
    by_worth = sorted(known, key=lambda one: -known[one].worth)
    assert [one.venture for one in found.places] == by_worth
    assert [one.place for one in found.places] == list(range(1, 13))
    assert found.strictness == pytest.approx(pitch_day.JURORS, abs=1e-6)


def test_phase_3_pays_the_second_tranche_to_whom_it_is_due(walked):
    assert came(walked, "gate of tranche 2") == "3 × release, 1 × release less, 1 × hold, 1 × stop"
    received = Counter()
    for who in agreement.here(walked.course):
        of = agreement.read(walked.course, who)
        assert of.version.endswith("-v1-0") and of.tranches[0].paid == 1
        first, second, *rest = of.tranches
        assert first.amount + second.amount == pytest.approx(of.plan.ask.amount)
        share = round(second.received / second.amount, 2)
        assert [one.amount for one in rest] == ([second.amount / 2] if share == 0.5 else [])
        received[share] += 1
        assert "<html" in (agreement.folder(walked.course, who.id) / "report.html").read_text("utf-8")
    assert received == {1.0: 3, 0.5: 1, 0.0: 2}
    assert came(walked, "actuals read") == "1 × refused (no number), 5 × taken"
    assert "6 ventures" in (walked.course.cohort / "monitor" / "fund.html").read_text("utf-8")


def test_every_story_of_the_months_is_told_in_a_larger_cohort():
    assert funding.number(12) == 6 and funding.number(100) == 26 >= len(funding.STORIES)
    assert {one.decision for one in funding.STORIES} == set(tranches.SHAPES)


@pytest.mark.parametrize("students", [6, 11, 100, 137])
def test_an_invented_cohort_is_the_same_each_time_and_reads(students):
    members = cohort.invent(students, today=TODAY)
    assert members == cohort.invent(students, today=TODAY) and len({one.id for one in members}) == students
    names = {line for one in members for line in one.first.splitlines() if line.startswith("name: ")}
    assert len(names) == students
    assert all(one.other != one.id for one in members)
    if students == 11:
        for one in members:
            assert read.loads(one.first).currency == read.loads(one.second).currency == "RUB"
    known = pitch_day.truths(members)
    sheet = rubric.load(KIT / "src" / "school" / "jury" / "sheet.json")
    for truth in known.values():
        for juror in truth.panel:
            given = pitch_day.split(pitch_day.total(truth, juror), sheet)
            assert sum(given) == pitch_day.total(truth, juror)
            assert all(0 <= points <= line.points for points, line in zip(given, sheet.lines, strict=True))


def test_a_filled_in_workbook_opens_elsewhere_too(walked):
    place = next((walked.folder / "sent" / "actuals-2").glob("*.xlsx"))
    book = openpyxl.load_workbook(place)
    sheet = book["Months"]
    head = [cell.value for cell in sheet[8]]
    assert sheet.cell(9, head.index("full-time posts") + 1).value == 3
    assert sheet.cell(9, head.index("report sent on") + 1).value.date() > TODAY - datetime.timedelta(days=200)
    assert book.sheetnames == ["Months", "Causes", "Plan", "How to fill in"]
    with pytest.raises(KeyError):
        fill.filled(place.read_bytes(), {"ZZ999": 1})


def test_what_comes_out_otherwise_is_said_with_what_should_be():
    assert differences({"anna": "taken"}, {"anna": "taken"}) == ()
    assert differences({"anna": "taken"}, {"boris": "taken"}) == (
        "anna should be taken, came out as nothing",
        "boris should be nothing, came out as taken",
    )


def test_the_command_ends_with_1_and_says_what_should_be(walked, tmp_path, monkeypatch):
    monkeypatch.chdir(KIT)

    def run(self):
        self.outcomes = [pitch_day.Outcome("2 jury", "sheets", "4 taken in", ("Alla should be refused, came out as taken",))]  # fmt: skip
        yield pitch_day.Step("reading")

    for wrong in (True, False):
        if not wrong:
            monkeypatch.setattr(Walk, "wrong", lambda self: [])
        monkeypatch.setattr(Walk, "run", run)
        done = CliRunner().invoke(
            app, ["demo", "--plans", "--students", "6", "--keep", str(tmp_path / f"kept-{wrong}")]
        )
        assert isinstance(done.exception, Problem) is wrong
        assert "Everything is in" in done.output
        assert ("✗ 2 jury, sheets: Alla should be refused, came out as taken" in done.output) is wrong


def test_a_room_that_says_no_ends_the_walk_with_a_line_of_the_table(tmp_path, monkeypatch):
    def full(course, place, *more):
        raise Problem("cohort/plans cannot be written.", "Make room.")

    monkeypatch.setattr(coaching, "from_place", full)
    walk = Walk(Course.here(KIT), tmp_path / "kit", 6, TODAY)
    assert [step.what for step in walk.run()] == ["the students send their plans"]
    assert walk.wrong() == ["1 coaching, to the end: should go on, stopped: cohort/plans cannot be written. Make room."]
    assert list(walk.seconds) == ["1 coaching"]


@pytest.mark.parametrize(
    ("words", "says"),
    [(("--students", "5"), "too few"), (("04", "--plans"), "there is no module"), (("--keep", "."), "not empty")],
)
def test_what_the_command_refuses(words, says, monkeypatch):
    monkeypatch.chdir(KIT)
    done = CliRunner().invoke(app, ["demo", "--plans", *words])
    assert isinstance(done.exception, Problem) and says in str(done.exception)


def test_a_plan_is_read_once_while_it_is_collected(walked, monkeypatch):
    """Reading YAML is what takes the time with a hundred plans."""
    shelf._of_text.cache_clear()
    count = Counter()
    loads = read.loads
    monkeypatch.setattr(read, "loads", lambda text, *more: (count.update([text]), loads(text, *more))[1])
    who = walked.cohort[0]
    for _again in range(3):
        shelf.plan(walked.course, who.id)
    assert shelf.put(walked.course, who.id, shelf.path(walked.course, who.id).read_bytes(), datetime.datetime.now()) == "unchanged"  # fmt: skip
    assert max(count.values()) == 1
