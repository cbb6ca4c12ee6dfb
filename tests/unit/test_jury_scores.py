"""Jury sheets: written, filled in, read back; everything that is refused; the day, the papers."""

from __future__ import annotations

import datetime
import io
import itertools
import json

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import recalculated
from test_plans_collect import case, collect, course, put  # noqa: F401  (a fixture)
from test_plans_page import Reader

from school.errors import Problem
from school.jury import event as events
from school.jury import page, ranking, rubric, scores, sheets
from school.paper import pdf, table

GOOD = {"anna": [13, 12, 12, 16, 12, 8, 9], "boris": [12, 13, 13, 15, 11, 9, 8], "clara": [9, 8, 9.5, 10, 8, 6, 7]}


@pytest.fixture
def day(course):  # noqa: F811
    """Three ventures, three jurors; Oleg is kept apart from Anna's."""
    for who, name in (("anna", "children"), ("boris", "clothing"), ("clara", "tourism")):
        put(course, f"{who}/plan.yaml", case(name))
    collect(course)
    events.begin(course)
    change(course, 'name = "Juror 1"', 'name = "Marina"')
    change(course, 'name = "Juror 2"\napart = []', 'name = "Oleg"\napart = ["anna"]')
    change(course, 'name = "Juror 3"', 'name = "Sofia"')
    return course


def change(course, old, new):  # noqa: F811
    place = events.folder(course) / events.FILE
    text = place.read_text("utf-8")
    assert old in text, text
    place.write_text(text.replace(old, new, 1), "utf-8")


def filled(course, place, juror="Marina", given=GOOD, ticks=(), name="", about=""):  # noqa: F811
    """A juror's workbook, filled in."""
    event, sheet = events.read(course), rubric.of(course)
    who = next(one for one in event.jurors if one.name == juror)
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook(event, sheet, who)))
    page_ = book["Scores"]
    rows = {page_.cell(row, 1).value: row for row in range(sheets.TOP + 2, 20)}
    for at, (venture, points) in enumerate(given.items()):
        row = rows.get(venture) or 15 + at
        page_.cell(row, 1).value = venture
        for column, value in enumerate(points, 3):
            page_.cell(row, column).value = value
        if venture in ticks:
            page_.cell(row, 4 + len(sheet.lines)).value = "yes"
    if about:
        page_["B2"].value = about
    path = place / (name or f"{who.slug}.xlsx")
    book.save(path)
    return path


def take(course, path, **more):  # noqa: F811
    return list(scores.take(course, path, events.read(course), rubric.of(course), **more))


def refused(course, path, *words):  # noqa: F811
    before = scores.load(course)
    (line,) = take(course, path)
    told = " ".join((line.text, *line.problems))
    assert line.outcome == "refused"
    for word in words:
        assert word in told, told
    assert scores.load(course) == before
    return line


# --- the sheet itself


def test_the_sheet_has_a_hundred_points_and_bands_without_holes(course):  # noqa: F811
    sheet = rubric.of(course)
    assert [one.points for one in sheet.lines] == [15, 15, 15, 20, 15, 10, 10]
    assert len(sheet.knock_outs) == 3 and sheet.third_juror == 15 and sheet.sources
    finance = next(one for one in sheet.lines if one.key == "finance")
    assert [band[:2] for band in finance.bands] == [(17, 20), (11, 16), (5, 10), (0, 4)]
    assert [finance.band(points) for points in (20, 17, 16.5, 4.5, 0)] == [0, 0, 1, 3, 3]


@pytest.mark.parametrize(
    ("change_it", "words"),
    [
        (lambda told: told["lines"][0].update(points=16, bands=[[0, 16, "all"]]), "make 101 points"),
        (lambda told: told["lines"][0]["bands"].pop(), "leave points out"),
        (lambda told: told["lines"][0].update(name=told["lines"][1]["name"]), "same name"),
        (lambda told: told.pop("lines"), "cannot be read"),
    ],
)
def test_a_schools_own_sheet_is_looked_at(course, change_it, words):  # noqa: F811
    from pathlib import Path

    told = json.loads(Path(rubric.__file__).with_name("sheet.json").read_text("utf-8"))
    change_it(told)
    put(course, "x", "")
    events.folder(course).mkdir(parents=True)
    (events.folder(course) / "sheet.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(Problem, match=words):
        rubric.of(course)


# --- there and back


def test_a_sheet_comes_back_as_it_was_filled_in(day, tmp_path):
    (line,) = take(day, filled(day, tmp_path, ticks=["clara"]))
    assert (line.outcome, line.juror, line.text) == ("taken", "Marina", "3 judged"), line.problems
    kept = scores.load(day)
    assert kept["Marina", "anna"].total == 82 and kept["Marina", "clara"].total == 57.5
    assert kept["Marina", "clara"].knock_outs == ("numbers",)
    assert take(day, filled(day, tmp_path))[0].outcome == "refused"  # no tick now: other than before
    assert take(day, filled(day, tmp_path, ticks=["clara"]))[0].outcome == "unchanged"


def test_libreoffice_adds_up_the_same_total(day, tmp_path):
    (saved,) = recalculated([filled(day, tmp_path)], tmp_path)
    book = openpyxl.load_workbook(saved, data_only=True)["Scores"]
    totals = {book.cell(row, 1).value: book.cell(row, 10).value for row in range(sheets.TOP + 2, sheets.TOP + 6)}
    assert totals["anna"] == 82 and totals["clara"] == 57.5
    assert take(day, saved)[0].outcome == "taken"


def test_paper_is_typed_into_a_csv(day, tmp_path):
    head = scores.heads(rubric.of(day))
    lines = ["juror;Sofia", "", ";".join(head), ";".join(["boris", "", "12", "13", "13", "15", "11", "9", "8,5", "81,5", "", "", "", "good"])]  # fmt: skip
    path = tmp_path / "sofia.csv"
    path.write_text("\n".join(lines), "utf-8")
    (line,) = take(day, path)
    assert line.outcome == "taken", line
    assert scores.load(day)["Sofia", "boris"].total == 81.5


def test_a_juror_sees_what_they_judge_in_the_order_of_the_day(day):
    event = events.read(day)
    oleg = next(one for one in event.jurors if one.name == "Oleg")
    assert [one.id for one in sheets.of(event, oleg)] == ["sample", *(one.id for one in event.running_order if one.id != "anna")]  # fmt: skip


# --- what is refused


def test_101_points(day, tmp_path):
    refused(day, filled(day, tmp_path, given={"anna": [15, 15, 15, 20, 15, 10, 11]}), "anna has 11", "0 to 10", "Scores!I")  # fmt: skip
    head = scores.heads(rubric.of(day))
    path = tmp_path / "m.csv"
    rows = [["juror", "Marina"], head, ["anna", "", 15, 15, 15, 20, 15, 10, 10, 101, "", "", "", ""]]
    path.write_text("\n".join(";".join(map(str, row)) for row in rows), "utf-8")
    refused(day, path, "101 points; 100 are the most")
    rows[2][9] = 99
    path.write_text("\n".join(";".join(map(str, row)) for row in rows), "utf-8")
    refused(day, path, "the total says 99, the lines make 100")


def test_a_juror_twice(day, tmp_path):
    place = tmp_path / "sent"
    place.mkdir()
    filled(day, place, name="a.xlsx")
    filled(day, place, name="b.xlsx", given={"anna": GOOD["boris"]})
    first, second = take(day, place)
    assert (first.outcome, second.outcome) == ("taken", "refused") and "stands in a.xlsx as well" in second.text
    assert scores.load(day)["Marina", "anna"].total == 82
    refused(day, place / "b.xlsx", "judged anna already", "--replace")
    assert take(day, place / "b.xlsx", replace=True)[0].outcome == "taken"
    assert scores.load(day)["Marina", "anna"].total == 81 and ("Marina", "boris") in scores.load(day)


def test_a_missing_score_an_unknown_venture_and_no_number_all_at_once(day, tmp_path):
    given = {"anna": [13, None, 12, 16, 12, 8, 9], "boris": [12, "good", 13, 15, 11, 9, 8], "zoe": [1] * 7}
    line = refused(
        day, filled(day, tmp_path, given=given),
        "anna has no points for “Solution and evidence of demand”. Write 0", "“good” is no number", "no venture “zoe”",
    )  # fmt: skip
    assert len(line.problems) == 3


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"anna": [-1, 12, 12, 16, 12, 8, 9]}, "anna has -1"),
        ({"anna": [1.25, 12, 12, 16, 12, 8, 9]}, "finer than half a point"),
    ],
)
def test_points_that_cannot_be(day, tmp_path, given, words):
    refused(day, filled(day, tmp_path, given=given), words)


def test_an_empty_sheet_is_no_fault(day, tmp_path):
    (line,) = take(day, filled(day, tmp_path, given={}))
    assert (line.outcome, line.text) == ("left out", "nothing is filled in yet")


def test_a_sheet_that_was_filled_in_is_not_written_over(day, tmp_path):
    event, sheet = events.read(day), rubric.of(day)
    fresh = sheets.workbook(event, sheet, event.jurors[0])
    path = filled(day, tmp_path)
    was = path.read_bytes()
    assert not table.hand_out(path, fresh) and path.read_bytes() == was
    assert table.hand_out(path, fresh, force=True) and path.read_bytes() == fresh
    assert table.hand_out(path, sheets.workbook(event, sheet, event.jurors[2]))  # as it was written: may go


def test_a_venture_twice_and_a_stranger_as_juror(day, tmp_path):
    path = filled(day, tmp_path, given={"anna": GOOD["anna"]})
    book = openpyxl.load_workbook(path)
    for column, value in enumerate(["anna", "", *GOOD["anna"]], 1):
        book["Scores"].cell(15, column).value = value or None
    book.save(path)
    refused(day, path, "anna stands there twice")
    refused(day, filled(day, tmp_path, about="Somebody"), "“Somebody” is no juror", "Marina, Oleg, Sofia")


def test_who_is_kept_apart_must_not_judge(day, tmp_path):
    refused(day, filled(day, tmp_path, juror="Oleg", given={"anna": GOOD["anna"]}), "kept apart from anna")


def test_a_torn_file_leaves_the_others(day, tmp_path):
    place = tmp_path / "sent"
    place.mkdir()
    (place / "a.xlsx").write_bytes(b"PK torn")
    filled(day, place, name="b.xlsx")
    assert [line.outcome for line in take(day, place)] == ["refused", "taken"]


def test_a_dry_run_changes_nothing(day, tmp_path):
    assert take(day, filled(day, tmp_path), dry_run=True)[0].outcome == "taken"
    assert scores.load(day) == {}


ANYTHING = st.one_of(
    st.text(max_size=12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.sampled_from(["venture", "12 %", "7,5", "-3", "yes", "sample", "anna", "½", "x" * 400]),
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 14), ANYTHING), max_size=6))
def test_whatever_stands_in_a_cell_a_sheet_is_taken_or_named(day, tmp_path, changes):
    event, sheet = events.read(day), rubric.of(day)
    path = tmp_path / "marina.xlsx"
    read = table.read(path if path.exists() else filled(day, tmp_path))
    rows = [list(row) for row in read["Scores"]]
    for at, column, value in changes:
        if at < len(rows) and column < len(rows[at]):
            rows[at][column] = table.Cell(value, f"{table.letters(column)}{at + 1}")
    try:
        found = scores.parse({"Scores": [tuple(row) for row in rows]}, event, sheet)
    except table.Wrong as wrong:
        assert all(wrong.problems)
    except table.Blank:
        pass
    else:
        assert all(0 <= one.total <= 100 and len(one.points) == len(sheet.lines) for one in found)
        ranking.result(event, sheet, {(one.juror, one.venture): one for one in found})


# --- the event and its day


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('start = "10:00"', 'start = "ten"', "Write day"),
        ("pitch = 5 ", 'pitch = "five" ', "pitch is 'five'"),
        ('name = "Sofia"', 'name = "Marina"', "stands there twice"),
        ('apart = ["anna"]', 'apart = ["nobody"]', "no venture here"),
        ("panel = []", 'panel = ["Nobody"]', "no juror"),
        ("panel = []", 'panel = ["Marina"]', "fewer than two jurors"),
        ('id = "boris"', 'id = "b/../x"', "cannot be a venture's id"),
        ('id = "boris"', 'id = "sample"', "cannot be a venture's id"),
    ],
)
def test_an_event_that_cannot_be_used_is_named(day, old, new, words):
    change(day, old, new)
    with pytest.raises(Problem, match=words):
        events.read(day)


def test_the_timetable_has_no_gap_and_no_overlap_and_everybody_in_it(day):
    event = events.read(day)
    slots = events.timetable(event)
    assert slots[0].begin == datetime.time(10, 0)
    assert all(one.end == other.begin for one, other in itertools.pairwise(slots))
    assert sorted(one.what for one in slots if one.kind == "pitch") == sorted(one.name for one in event.ventures)
    # 30 of calibration, three times 13, 30 to talk, 15 for the results
    assert slots[-1].end == datetime.time(11, 54)
    assert [one.id for one in event.running_order] == [one.id for one in events.read(day).running_order]


def test_breaks_come_between_pitches_and_a_day_that_is_too_long_is_named(day):
    change(day, "break_every = 4", "break_every = 1")
    kinds = [one.kind for one in events.timetable(events.read(day))]
    assert kinds == ["jury", "pitch", "break", "pitch", "break", "pitch", "jury", "all"]
    change(day, "pitch = 5 ", "pitch = 300 ")
    with pytest.raises(Problem, match="of the next one"):
        events.timetable(events.read(day))


# --- papers


def test_pages_hold_together_and_escape(day, tmp_path):
    change(day, 'name = "Pitch day"', 'name = "<script>alert(1)</script>"')
    for juror in ("Marina", "Sofia"):
        take(day, filled(day, tmp_path, juror=juror, given=GOOD | {"sample": GOOD["anna" if juror == "Sofia" else "clara"]}))  # fmt: skip
    event, sheet, kept = events.read(day), rubric.of(day), scores.load(day)
    found = ranking.result(event, sheet, kept)
    told = [
        page.papers(event, sheet), page.sample(event, sheet), page.standing(event, sheet, found),
        page.day(event, events.timetable(event)), page.certificates(event, found),
        page.calibrated(event, ranking.calibration(event, sheet, kept)),
    ]  # fmt: skip
    for one in told:
        Reader(one)
        assert "<script" not in one and "&lt;script&gt;" in one


@pytest.mark.skipif(not pdf.chromium(), reason="no Chromium")
def test_papers_have_the_pages_that_they_promise(day, tmp_path):
    from pypdf import PdfReader

    event, sheet = events.read(day), rubric.of(day)
    for told, count in (
        (page.papers(event, sheet), 11),  # 3 jurors, 3 ventures and the sample; Oleg has one less
        (page.sample(event, sheet), 1),
        (page.certificates(event, None), 3),
    ):
        place = tmp_path / "x.html"
        place.write_text(told, "utf-8")
        assert len(PdfReader(pdf.write(place, tmp_path / "x.pdf")).pages) == count


def test_damaged_scores_are_named(day):
    (events.folder(day) / scores.FILE).write_text("[{}]", "utf-8")
    with pytest.raises(Problem, match="is damaged"):
        scores.load(day)
