"""The pitch as a .pptx: ten slides that fit, charts that can be edited, notes that prepare for the questions."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu, Pt
from test_document import HOSTILE, LOOKED_AT, as_pdf
from test_forecast import CASE_A, EVERYTHING

from venture import cases
from venture.export.pitch import write_pitch
from venture.export.pitch_fit import cut, fitted, height, lines
from venture.forecast import forecast
from venture.plan import Milestone, Plan, Product, Risk
from venture.review import review

TODAY = datetime.date(2026, 11, 21)
FOOT = 14  # points; below 20 only what stands at the slide's foot, and a chart's own labels
NAMES = [*LOOKED_AT, "a", "everything", "empty"]


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pitches")
    plans = {name: cases.load(name) for name in LOOKED_AT} | {
        "a": CASE_A,
        "everything": EVERYTHING,
        "empty": Plan(name="Nothing yet"),
    }
    for name, plan in plans.items():
        write_pitch(plan, folder / f"{name}.pptx", today=TODAY)
    return {name: folder / f"{name}.pptx" for name in plans}


def frames(slide):
    """Every text of a slide with its place: text frames, and cells of tables. Width and height in inches."""
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text.strip():
            frame = shape.text_frame
            # a placeholder has the master's margins: none
            sides = 0 if shape.is_placeholder else (frame.margin_left + frame.margin_right) / 914400
            yield shape.text_frame, shape.width / 914400 - sides, shape.height / 914400
        elif getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                for place, cell in enumerate(row.cells):
                    sides = (cell.margin_left + cell.margin_right) / 914400
                    yield cell.text_frame, shape.table.columns[place].width / 914400 - sides, row.height / 914400


@pytest.mark.parametrize("name", NAMES)
def test_ten_slides_with_titles_numbers_name_and_notes(written, name):
    pptx = Presentation(str(written[name]))
    assert len(pptx.slides) == 10 and (pptx.slide_width, pptx.slide_height) == (Emu(12191695), Emu(6858000))
    for slide in pptx.slides:
        assert slide.shapes.title.text_frame.text.strip()
        kinds = {one.placeholder_format.type: one for one in slide.placeholders}
        assert kinds[PP_PLACEHOLDER.FOOTER].text_frame.text and PP_PLACEHOLDER.SLIDE_NUMBER in kinds
        said = slide.notes_slide.notes_text_frame.text
        assert "Say, in half a minute:" in said and "A funder will ask:\n– " in said
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_overflows_and_all_can_be_read_from_the_last_row(written, name):
    pptx = Presentation(str(written[name]))
    for slide in pptx.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= pptx.slide_width
            assert shape.top + shape.height <= pptx.slide_height
        for frame, wide, high in frames(slide):
            need = 0.0
            for paragraph in frame.paragraphs:
                for run in paragraph.runs:
                    if run.font.size is not None:  # the slide number's comes from the master
                        assert run.font.size >= Pt(20) or run.font.size == Pt(FOOT)
                sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
                if sizes:
                    need += height([paragraph.text], wide, sizes[0])
            assert need <= high + 0.06, (name, frame.text)
        below = [
            shape.top + shape.height for shape in slide.shapes if getattr(shape, "has_table", False) and shape.has_table
        ]
        for bottom in below:
            assert bottom <= Emu(int(6.86 * 914400))


@pytest.mark.parametrize("name", ["children", "heritage"])
def test_charts_are_native_described_and_hold_the_engines_numbers(written, name):
    f = forecast(cases.load(name))
    pptx = Presentation(str(written[name]))
    charts = [shape for slide in pptx.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) >= 4
    framed = [shape for slide in pptx.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert all(len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 20 for shape in framed)
    series = {one.name: list(one.values) for shape in charts for one in shape.chart.plots[0].series}
    assert series["revenue"] == pytest.approx([f.year("revenue", n) for n in range(1, f.years + 1)], abs=1e-5)
    assert series["net income"] == pytest.approx([f.year("net_income", n) for n in range(1, f.years + 1)], abs=1e-5)
    assert series["agreed money"] == pytest.approx(f["cash"], abs=1e-5)
    with_ask = forecast(f.plan, with_requested=True)
    assert series["with the ask"] == pytest.approx(with_ask["cash"], abs=1e-5)


def test_colour_alone_says_nothing_in_a_chart(written):
    pptx = Presentation(str(written["children"]))
    for slide in pptx.slides:
        for shape in slide.shapes:
            if shape.has_chart and len(shape.chart.plots[0].series) > 1:
                looks = [
                    (one.format.line.dash_style, one._element.xpath("c:spPr/a:pattFill") != [])
                    for one in shape.chart.plots[0].series
                ]
                assert len(set(looks)) == len(looks) and shape.chart.has_legend


def test_the_notes_hold_the_whole_text_and_the_reviewers_questions(written):
    plan = cases.load("children")
    notes = [slide.notes_slide.notes_text_frame.text for slide in Presentation(str(written["children"])).slides]
    assert plan.problem in notes[0] and plan.beneficiaries in notes[1] and plan.narrative.solution in notes[2]
    flags = [flag for flag in review(plan) if flag.section in ("cash", "reserve", "loans")]
    assert flags and all(flag.found in notes[6] for flag in flags[:2])


def test_illustrative_figures_are_marked_on_every_slide(written):
    marked = ["Illustrative figures" in "".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)
              for slide in Presentation(str(written["children"])).slides]  # fmt: skip
    assert all(marked) and len(marked) == 10
    assert not any(
        "Illustrative" in frame.text for slide in Presentation(str(written["a"])).slides for frame, *_ in frames(slide)
    )


def test_properties(written):
    properties = Presentation(str(written["children"])).core_properties
    plan = cases.load("children")
    assert (properties.title, properties.author) == (plan.name, plan.who)
    assert properties.created == properties.modified and properties.last_modified_by == properties.author


def test_hostile_and_endless_text_still_fits(tmp_path):
    plan = replace(
        EVERYTHING, name=HOSTILE, who=HOSTILE, problem=HOSTILE, beneficiaries="Слово " * 3000,
        products=(Product(name=HOSTILE, unit=HOSTILE, price=3, volume=(1,)),), step_costs=(),
        risks=tuple(Risk(name=f"{n} {HOSTILE}", mitigation="Очень длинный ответ. " * 50) for n in range(9)),
        milestones=tuple(Milestone(name=f"{n} {HOSTILE}", month=n) for n in range(9)),
    )  # fmt: skip
    write_pitch(plan, tmp_path / "x.pptx", today=TODAY)
    test_nothing_overflows_and_all_can_be_read_from_the_last_row({"x": tmp_path / "x.pptx"}, "x")


def test_fit_cuts_at_a_sentence_and_at_a_word_only_where_it_must():
    parts = ["One short sentence.", "Another one that is a little longer.", "A third."]
    kept, size = fitted(parts, 4.0, 0.8)
    assert kept == parts[:1] and size == 20
    assert fitted(parts, 12.0, 4.0) == (parts, 28)
    short = cut("word " * 100, 3.0, 0.7, 20)
    assert short.endswith("word…") and lines(short, 3.0, 20) == 2
    assert height(["a"], 5, 20) == pytest.approx(24 / 72)


def test_libreoffice_opens_it_with_a_page_for_each_slide(written, tmp_path):
    assert set(as_pdf([written[name] for name in NAMES], tmp_path).values()) == {10}
