"""A plan at a glance, beside its frozen version, on paper; and the coach's words in the student's notebook."""

from __future__ import annotations

import datetime
import json
import math
from html.parser import HTMLParser

import pytest
from test_plans_collect import case, collect, course, put  # noqa: F401  (a fixture)

from school.coaching import glance, page, shelf
from school.errors import Problem
from school.paper import pdf
from venture import cases, coach_notes, my_plan
from venture.forecast import forecast
from venture.plan import load
from venture.review import CHECKS, review

DAY = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def three(course):  # noqa: F811
    for who, name in (("anna", "children"), ("boris", "clothing"), ("clara", "blank")):
        put(course, f"{who}/plan.yaml", case(name))
    collect(course)
    return course


def of(course, who, **more):  # noqa: F811
    return glance.of(course, shelf.students(course)[who], **more)


def test_a_glance_is_what_the_engine_says(three):
    one = of(three, "anna")
    f = forecast(cases.load("children"))
    assert (one.numbers.lowest, one.numbers.month) == (pytest.approx(min(f["cash"][1:])), f.lowest_month)
    assert one.numbers.ask == 600 and one.numbers.needed == pytest.approx(735 - min(f["cash"][1:]))
    assert one.flags == review(cases.load("children"))
    assert one.version is None and one.changed == ()


def test_a_blank_plan_has_no_section_filled_and_owes_nobody(three):
    one = of(three, "clara")
    assert one.filled == () and len(one.missing) == len(glance.SECTIONS)
    assert math.isnan(one.numbers.dscr) and glance.dscr(one.numbers.dscr) == "n/a"


def test_every_field_of_the_plan_belongs_to_a_section_or_is_known_to_belong_to_none():
    from venture.plan_fields import specs

    own = {field for _name, _place, fields in glance.SECTIONS for field in fields}
    about = {
        "plan", "name", "illustrative", "who", "area", "place", "country", "currency", "amounts", "start", "months",
        "in_kind", "franchise", "actuals", "notes",
    }  # fmt: skip
    assert own | about == {name for name, _spec, _must in specs(type(cases.load("blank")))} and not own & about


def test_every_flag_of_the_reviewer_has_a_question():
    assert set(glance.QUESTIONS) == set(CHECKS)
    assert all(question.endswith("?") for question in glance.QUESTIONS.values())


def test_what_changed_since_the_frozen_version(three):
    shelf.freeze(three, "anna", "coaching 1")
    put(three, "anna/plan.yaml", case("children", reserve="500"))
    collect(three)
    shelf.note(three, "anna", "risks", "Who is ill first?", "Oleg")
    one = of(three, "anna")
    assert [str(change) for change in one.changed] == ["cash that must never be touched: 735 → 500"]  # no notes
    assert one.numbers_were.needed - one.numbers.needed == pytest.approx(235)
    assert of(three, "anna", since="coaching 1").version == one.version
    with pytest.raises(Problem, match="No version “final”"):
        of(three, "anna", since="final")


def test_a_frozen_version_that_is_damaged_hides_nothing_of_the_plan(three):
    kept = shelf.freeze(three, "anna", "coaching 1")
    kept.write_text("name: [", "utf-8")
    one = of(three, "anna")
    assert one.plan and one.was is None and one.version


def test_a_plan_damaged_on_the_shelf_is_named_and_the_page_still_made(three):
    shelf.path(three, "boris").write_text("products: [", "utf-8")
    found = [glance.of(three, one) for one in shelf.here(three)]
    told = page.cohort(found, DAY)
    assert "Could not be read" in told and "cohort/plans/boris/plan.yaml" in told and "Kvartal" in told


class Reader(HTMLParser):
    """Whether every element that opens closes, and what there is."""

    def __init__(self, told: str) -> None:
        super().__init__()
        self.open, self.seen = [], []
        self.feed(told)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "br", "img", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_pages_hold_together_ask_for_nothing_and_escape(three):
    put(three, "anna/plan.yaml", case("children", name='"<script>alert(1)</script> & Co"'))
    collect(three)
    shelf.freeze(three, "anna", "coaching <1>")
    found = [glance.of(three, one) for one in shelf.here(three)]
    anna = next(one for one in found if one.student.id == "anna")
    for told in (page.cohort(found, DAY), page.beside(anna), page.sheets(found, DAY.date())):
        seen = Reader(told).seen
        assert "<script" not in told and "&lt;script&gt;" in told
        assert not [tag for tag, about in seen if tag in ("link", "iframe", "script") or "src" in about]
        assert sum(tag == "h1" for tag, _about in seen) >= 1


def test_each_order_is_a_table_with_everybody_in_it(three):
    found = [glance.of(three, one) for one in shelf.here(three)]
    told = page.cohort(found, DAY)
    assert told.count('<table class="plans cohort">') == len(page.ORDERS)
    by_cash = told.split('class="order order-2"')[1].split("</table>")[0]
    names = ["My venture", "Kvartal", "Straight Seam"]  # 45, 136 and 438
    places = [by_cash.index(name) for name in names]
    assert places == sorted(places)


@pytest.mark.skipif(not pdf.chromium(), reason="no Chromium")
def test_a_sheet_is_one_page_a_venture_also_where_all_is_long(three, tmp_path):
    from pypdf import PdfReader

    shelf.freeze(three, "boris", "coaching 1")
    text = case("media")
    put(three, "boris/plan.yaml", text.replace("name: ", "name: ", 1))  # everything is another
    collect(three)
    for number in range(9):
        shelf.note(three, "boris", "products", "A long word to think about, again and again. " * 9, f"Coach {number}")
    found = [glance.of(three, one) for one in shelf.here(three)]
    place = tmp_path / "sheets.html"
    place.write_text(page.sheets(found, DAY.date()), "utf-8")
    assert len(PdfReader(pdf.write(place, tmp_path / "sheets.pdf")).pages) == len(found)


# --- the student's side


@pytest.fixture
def student(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path / "my-work"))
    (tmp_path / "my-work").mkdir()
    my_plan.path().write_text(case("children", reserve="1"), "utf-8")
    return tmp_path / "my-work"


def test_the_student_sees_the_note_in_their_notebook(three, student, capsys):
    shelf.note(three, "anna", "products", "Ask three parents.", "Oleg", datetime.date(2026, 11, 22))
    told = (shelf.folder(three, "anna") / shelf.NOTES).read_bytes()
    (student / "coach-notes.json").write_bytes(told)
    coach_notes.show("products")
    assert "products (Oleg, 22 Nov): Ask three parents." in capsys.readouterr().out
    assert load(my_plan.path()).notes[-1].text == "Ask three parents."
    assert load(my_plan.path()).reserve == 1  # nothing else of theirs has changed
    assert coach_notes.take() == ()  # and not twice


@pytest.mark.parametrize(
    "told",
    ["{", "[]", '{"notes": 3}', '{"notes": [{"date": "soon", "section": "risks", "text": "x"}]}',
     json.dumps({"notes": [{"date": "2026-11-22", "section": "no such", "text": "x"}]})],
)  # fmt: skip
def test_a_damaged_file_of_notes_is_said_and_changes_nothing(student, capsys, told):
    (student / "coach-notes.json").write_text(told, "utf-8")
    before = my_plan.path().read_bytes()
    coach_notes.show()
    assert "coach-notes.json" in capsys.readouterr().out
    assert my_plan.path().read_bytes() == before


def test_without_a_file_it_says_so(student, capsys):
    my_plan.path().unlink()
    coach_notes.show()
    assert "nothing about your plan yet" in capsys.readouterr().out
