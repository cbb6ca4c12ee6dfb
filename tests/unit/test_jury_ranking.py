"""The order: means, strictness, thirds, ties, what is missing, knock-outs. Worked out by hand."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school.jury import ranking, rubric
from school.jury.event import Event, Juror, Venture
from school.jury.scores import Score

SHEET = rubric.load(Path(rubric.__file__).with_name("sheet.json"))


def event(ventures="abc", jurors=("M", "O"), **panels):
    return Event(
        "Day",
        datetime.date(2026, 12, 5),
        datetime.time(10),
        tuple(Juror(name) for name in jurors),
        tuple(Venture(one, one.upper(), panel=tuple(panels.get(one, ()))) for one in ventures),
    )


def marks(**given):
    """M_a=80 says that juror M gave venture a 80 points in all."""
    found = {}
    for name, total in given.items():
        juror, venture = name.split("_")
        found[juror, venture] = Score(juror, venture, {"problem": total})
    return found


def of(day, kept):
    result = ranking.result(day, SHEET, kept)
    return result, {one.venture: one for one in result.places}


def test_means_places_and_no_adjustment_where_everybody_judged_everything():
    result, by = of(event(), marks(M_a=80, O_a=70, M_b=60, O_b=56, M_c=90, O_c=78))
    assert [(one.venture, one.place, one.score) for one in result.places] == [("c", 1, 84), ("a", 2, 75), ("b", 3, 58)]
    assert not result.adjusted and result.joined
    assert result.strictness == pytest.approx({"M": 13 / 3, "O": -13 / 3})
    assert all(one.score == one.mean for one in by.values())


def test_equal_scores_share_a_place_and_the_next_is_left_out():
    result, by = of(event("abcd"), marks(M_a=80, O_a=70, M_b=75, O_b=75, M_c=90, O_c=80, M_d=50, O_d=50))
    assert {one.venture: one.place for one in result.places} == {"c": 1, "a": 2, "b": 2, "d": 4}
    assert "shares place 2" in " ".join(by["a"].why) and "shares" not in " ".join(by["d"].why)


def test_a_strict_juror_is_taken_out_where_panels_differ():
    """O gives 10 less than the others. Without that a would lose to b although both are worth 80."""
    day = event("abc", ("M", "O", "S"), a=("M", "O"), b=("M", "S"), c=("O", "S"))
    result, by = of(day, marks(M_a=80, O_a=70, M_b=80, S_b=80, O_c=60, S_c=70))
    assert result.adjusted and result.joined
    assert result.strictness["O"] - result.strictness["M"] == pytest.approx(-10)
    assert by["a"].score == pytest.approx(by["b"].score)
    assert by["a"].place == by["b"].place == 1 and by["c"].place == 3
    assert "strictness" in " ".join(by["a"].why)


@given(st.lists(st.integers(20, 70), min_size=3, max_size=6), st.lists(st.integers(-8, 8), min_size=3, max_size=3))
def test_strictness_is_found_again_whoever_judged_whom(worth, strict):
    """Totals that are worth + strictness, with one missing: the order of the worths comes back."""
    names = [chr(97 + at) for at in range(len(worth))]
    day = event("".join(names), ("M", "O", "S"))
    kept = marks(**{f"{juror}_{name}": worth[at] + strict[j] for at, name in enumerate(names) for j, juror in enumerate("MOS") if (j, at) != (2, 0)})  # fmt: skip
    _result, by = of(day, kept)
    for one, other in zip(range(len(worth)), range(1, len(worth)), strict=False):
        gap = by[names[one]].score - by[names[other]].score
        assert gap == pytest.approx(worth[one] - worth[other], abs=1e-6)


def test_panels_that_share_nobody_cannot_be_compared():
    day = event("ab", ("M", "O", "S", "T"), a=("M", "O"), b=("S", "T"))
    result, by = of(day, marks(M_a=80, O_a=70, S_b=80, T_b=80))
    assert not result.joined and not result.adjusted and by["a"].score == 75


def test_two_who_differ_by_more_than_15_call_a_third():
    day = event("ab")
    _result, by = of(day, marks(M_a=80, O_a=65, M_b=80, O_b=64.5))
    assert by["a"].place == 1 and not by["a"].third  # 15 is not more than 15
    assert by["b"].third and by["b"].place is None and "third juror is needed" in " ".join(by["b"].why)


def test_with_the_third_the_nearest_two_count():
    day = event("ab", ("M", "O", "S"), a=("M", "O"), b=("M", "O"))
    day = replace(day, ventures=(replace(day.ventures[0], third="S"), day.ventures[1]))
    assert day.judges("a") == ("M", "O", "S")
    kept = marks(M_a=80, O_a=50, S_a=76, M_b=70, O_b=70)
    _result, by = of(day, kept)
    assert by["a"].counted in (("S", "M"), ("M", "S")) and by["a"].mean == 78
    assert "O's 50 does not" in " ".join(by["a"].why)
    _result, by = of(day, kept | marks(S_a=65))  # in the very middle: all three
    assert by["a"].mean == 65 and len(by["a"].counted) == 3


def test_in_a_panel_of_three_all_count_and_a_wide_spread_is_talked_about():
    _result, by = of(event("ab", ("M", "O", "S")), marks(M_a=80, O_a=50, S_a=76, M_b=60, O_b=60, S_b=60))
    assert by["a"].mean == pytest.approx(206 / 3) and by["a"].place == 1
    assert "talk about it" in " ".join(by["a"].why)


def test_missing_scores_are_said_and_one_juror_is_no_jury():
    day = event("abc", ("M", "O", "S"))
    _result, by = of(day, marks(M_a=80, O_a=80, S_a=80, M_b=70, O_b=70, M_c=60))
    assert by["a"].place == 1
    assert by["b"].place == 2 and by["b"].missing == ("S",) and "points of S are missing" in " ".join(by["b"].why)
    assert by["c"].place is None and "only M" in " ".join(by["c"].why)
    _result, by = of(day, {})
    assert {one.place for one in by.values()} == {None} and by["a"].score is None


def test_a_knock_out_holds_where_half_found_it():
    def ticked(kept, *keys):
        return {key: replace(one, knock_outs=("payer",)) if key in keys else one for key, one in kept.items()}

    kept = marks(M_a=90, O_a=90, S_a=90, M_b=50, O_b=50, S_b=50)
    day = event("ab", ("M", "O", "S"))
    _result, by = of(day, ticked(kept, ("M", "a")))
    assert by["a"].place == 1 and "too few to knock it out" in " ".join(by["a"].why)
    _result, by = of(day, ticked(kept, ("M", "a"), ("O", "a")))
    assert by["a"].out and by["a"].place is None and by["b"].place == 1


# --- calibration


def given_sample(**by):
    keys = [one.key for one in SHEET.lines]
    return {(juror, "sample"): Score(juror, "sample", dict(zip(keys, points, strict=True))) for juror, points in by.items()}  # fmt: skip


def test_calibration_names_the_lines_in_which_bands_differ():
    day = event("a", ("M", "O", "S"))
    found = ranking.calibration(day, SHEET, given_sample(M=[13, 10, 10, 17, 10, 7, 7], O=[15, 3, 10, 16, 10, 7, 7]))
    assert [(one.key, one.bands) for one in found.to_talk_about] == [("solution", 2), ("finance", 1)]
    assert found.totals == {"M": 74, "O": 68} and found.middle == 71 and found.absent == ("S",)
    assert ranking.calibration(day, SHEET, given_sample(M=[0] * 7)) is None


def test_the_sample_is_no_venture_in_the_result():
    kept = marks(M_a=80, O_a=80) | given_sample(M=[1] * 7, O=[2] * 7)
    result, _by = of(event("a"), kept)
    assert [one.venture for one in result.places] == ["a"] and result.strictness == pytest.approx({"M": 0, "O": 0})
