"""The business plan as a .docx: its words are the student's, its numbers the engine's, and others can read it."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from libreoffice import converted
from pptx import Presentation
from test_forecast import CASE_A, EVERYTHING
from typer.testing import CliRunner

from venture import cases
from venture.cli import app
from venture.commands.export import is_as_written
from venture.export import document_numbers as numbers
from venture.export.document import write_document
from venture.export.document_doubts import doubts
from venture.export.words import amount, language, plain, sentences
from venture.forecast import YEAR, forecast
from venture.numbers import say
from venture.plan import Ask, Narrative, Plan, Product, Theory
from venture.rows.statements import RESULTS, STATEMENTS

SECTIONS = [
    "Summary", "Problem and beneficiaries", "Theory of change", "Solution", "Market and region", "Competition",
    "Law and legal form", "Operations and people", "Marketing and price", "Impact", "Partners", "Finance", "Risk",
    "Calendar of implementation", "Funding request and tranches", "Appendix A: statements by year",
    "Appendix B: first year by month", "Appendix C: sources of the assumptions",
]  # fmt: skip
# Where there is time, every case; elsewhere one with short and one with long numbers.
LOOKED_AT = cases.CASES if os.environ.get("CI") == "true" else ("children", "heritage")
TODAY = datetime.date(2026, 11, 21)
MINUS, THIN = "\u2212", "\u202f"


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[str, Path]:
    """Cases, and plans that stretch the form, written once."""
    folder = tmp_path_factory.mktemp("documents")
    plans = {name: cases.load(name) for name in LOOKED_AT} | {
        "everything": EVERYTHING,
        "empty": Plan(name="Nothing yet"),
    }
    paths = {}
    for name, plan in plans.items():
        paths[name] = folder / f"{name}.docx"
        write_document(plan, paths[name], today=TODAY)
    return paths


def text_of(path: Path) -> str:
    docx = Document(str(path))
    cells = (cell.text for table in docx.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in docx.paragraphs), *cells])


def table(docx, caption: str):
    """The table below a caption that begins with these words."""
    body = list(docx.element.body)
    for place, one in enumerate(body):
        words = "".join(node.text or "" for node in one.iter(qn("w:t")))
        if one.tag == qn("w:p") and re.match(rf"Table \d+\. {re.escape(caption)}", words):
            assert body[place + 1].tag == qn("w:tbl")
            return next(made for made in docx.tables if made._tbl is body[place + 1])
    raise AssertionError(caption)


@pytest.mark.parametrize("name", [*LOOKED_AT, "everything", "empty"])
def test_the_sections_stand_in_their_order_as_real_headings(written, name):
    docx = Document(str(written[name]))
    assert [one.text for one in docx.paragraphs if one.style.name == "Heading 1"] == SECTIONS


def test_the_students_words_stand_as_they_are(written):
    plan = cases.load("children")
    said = " ".join(text_of(written["children"]).split())
    for words in (plan.problem, plan.beneficiaries, plan.payer, *vars(plan.narrative).values()):
        for line in filter(None, words.split("\n")):
            assert " ".join(line.split()) in said


def test_a_section_without_words_says_what_is_missing_and_one_with_words_does_not(written):
    empty = [one for one in Document(str(written["empty"])).paragraphs if one.style.name == "To Write"]
    assert len(empty) >= 15 and all(one.text.startswith("To write: ") for one in empty)
    assert not [one for one in Document(str(written["children"])).paragraphs if one.style.name == "To Write"]


@pytest.mark.parametrize("name", ["children", "everything", "heritage"])
def test_every_number_of_the_statements_is_the_engines(written, name):
    plan = EVERYTHING if name == "everything" else cases.load(name)
    f = forecast(plan)
    docx = Document(str(written[name]))

    def shown(value: float) -> str:
        return amount(plan, value) if abs(value) > numbers.NOTHING else "–"

    titles = {"income": "Income statement", "cash": "Cash flow", "balance": "Balance sheet"}
    for statement, title in titles.items():
        balance = statement == "balance"
        years, months = table(docx, f"{title} by year"), table(docx, f"{title}, first year by month")
        keys = [key for key in STATEMENTS[statement] if key != "balance_check"]
        keys = [key for key in keys if key in RESULTS or any(abs(value) > numbers.NOTHING for value in f[key])]
        assert len(years.rows) == len(months.rows) == len(keys) + 1
        for row, by_month, key in zip(years.rows[1:], months.rows[1:], keys, strict=True):
            closes = balance or key == "cash"
            expected = [f.closing(key, n) if closes else f.year(key, n) for n in range(1, f.years + 1)]
            expected = ([f[key][0]] if balance else []) + expected
            assert [cell.text for cell in row.cells[1:]] == [shown(value) for value in expected], key
            expected = f[key][1 : YEAR + 1]
            expected = (
                [f[key][0], *expected] if balance else [*expected, f.closing(key, 1) if closes else f.year(key, 1)]
            )
            assert [cell.text for cell in by_month.cells[1:]] == [shown(value) for value in expected], key


def test_key_numbers_are_the_engines_with_thin_spaces_and_a_true_minus(written):
    f, docx = forecast(cases.load("children")), Document(str(written["children"]))
    rows = {row.cells[0].text: row.cells[1].text for row in table(docx, "The plan in numbers").rows}
    assert (
        rows["Revenue and net income, year 1"]
        == f"{say(f.year('revenue', 1), 1)} and {say(f.year('net_income', 1), 1)}"
    )
    assert THIN in rows["Revenue and net income, year 1"] and MINUS in rows["Revenue and net income, year 1"]
    assert rows["Lowest cash"].startswith(say(f.lowest_cash, 1))
    assert rows["Missing for the reserve of 735"] == say(f.ask, 1)


@pytest.mark.parametrize("plan", [CASE_A, EVERYTHING, *map(cases.load, cases.CASES)], ids=lambda plan: plan.name)
@pytest.mark.parametrize("with_requested", [False, True])
def test_sources_are_uses(plan, with_requested):
    money = numbers.sources_and_uses(forecast(plan, with_requested=with_requested), with_requested)
    assert sum(one.amount for one in money.uses) == pytest.approx(money.total, abs=1e-6)


def test_the_lowest_month_with_the_ask_holds_the_reserve():
    plan = replace(CASE_A, reserve=735.0)
    money = numbers.sources_and_uses(forecast(plan))
    assert next(one.amount for one in money.uses if "lowest" in one.name) == pytest.approx(735)


# --- others can read it


@pytest.mark.parametrize("name", ["children", "everything", "empty"])
def test_tables_have_heads_that_repeat_and_numbers_at_the_right(written, name):
    docx = Document(str(written[name]))
    for made in docx.tables:
        first = made.rows[0]._tr.trPr
        assert first is not None and first.find(qn("w:tblHeader")) is not None
        assert made.style.name == "Venture Table" and made._tbl.tblPr.find(qn("w:tblCaption")) is not None
        for row in made.rows[1:]:
            for cell in row.cells:
                if re.fullmatch(rf"[{MINUS}\d{THIN}.]+(\.\d+)?", cell.text):
                    assert cell.paragraphs[0].style.name == "Table Number", cell.text


@pytest.mark.parametrize("name", ["children", "heritage", "everything"])
def test_every_figure_says_what_it_shows_and_has_a_caption(written, name):
    docx = Document(str(written[name]))
    pictures = list(docx.element.iter(qn("wp:docPr")))
    assert len(pictures) >= (3 if name == "everything" else 5)
    assert all(len(one.get("descr", "")) > 40 for one in pictures)
    captions = [one.text for one in docx.paragraphs if one.style.name == "Figure Caption"]
    assert [one.split(".")[0] for one in captions] == [f"Figure {n}" for n in range(1, len(pictures) + 1)]


def test_page_language_properties_contents_and_page_numbers(written):
    docx = Document(str(written["children"]))
    properties = docx.core_properties
    plan = cases.load("children")
    assert (properties.title, properties.author) == (plan.name, plan.who)
    assert properties.created == properties.modified and properties.author == properties.last_modified_by
    for section in docx.sections:
        assert {round(section.page_width.cm, 1), round(section.page_height.cm, 1)} == {21.0, 29.7}
    assert docx.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    codes = [one.text.strip() for one in docx.element.iter(qn("w:instrText"))]
    assert sum(code.startswith("TOC") for code in codes) == 1
    anchors = {one.get(qn("w:name")) for one in docx.element.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in docx.element.iter(qn("w:hyperlink"))]
    assert len(links) == len(SECTIONS) and set(links) <= anchors
    foot = docx.sections[0].footer._element
    assert {one.text.strip() for one in foot.iter(qn("w:instrText"))} == {"PAGE", "NUMPAGES"}


def test_illustrative_figures_are_marked_on_the_cover_and_below_every_page(written):
    docx = Document(str(written["children"]))
    assert any(one.style.name == "Illustrative" for one in docx.paragraphs)
    assert all("Illustrative figures" in section.footer.paragraphs[0].text for section in docx.sections)
    assert "Illustrative" not in text_of(written["everything"])


# --- text is data


HOSTILE = "=1+1\x00\x0b <b>& \ud800 Молоко " + "x" * 400


def test_hostile_text_is_cleaned_and_the_file_opens(tmp_path):
    plan = replace(
        EVERYTHING, name=HOSTILE, who=HOSTILE, place=HOSTILE, problem=HOSTILE, currency="$^2$",
        narrative=Narrative(summary=f"{HOSTILE}\n\n=SUM(A1)\tЖизнь"), ask=Ask(amount=5, funder=HOSTILE),
        products=(Product(name=HOSTILE, unit=HOSTILE, price=3, volume=(1,)),), step_costs=(),
    )  # fmt: skip
    plan = replace(plan, impact=replace(plan.impact, theory=Theory(inputs=(HOSTILE, HOSTILE), impact=HOSTILE)))
    write_document(plan, tmp_path / "x.docx", today=TODAY)
    said = text_of(tmp_path / "x.docx")
    assert "=1+1 <b>& \ufffd Молоко" in said and "\x00" not in said


def test_plain_keeps_what_people_write_and_drops_what_a_file_cannot_hold():
    assert plain("a\x00b\x1f\u0085c\ud800\uffff") == "abc\ufffd"
    assert plain("Ёж\tи\nтри\r\nслова 👩‍🏫") == "Ёж\tи\nтри\nслова 👩‍🏫"


def test_language_and_sentences():
    assert (language("Дети и школа, 5 km"), language("School")) == ("ru-RU", "en-GB")
    assert sentences("One. Two! 3 come. Дети идут. Куда?") == ["One.", "Two!", "3 come.", "Дети идут.", "Куда?"]


def test_large_amounts_and_a_long_plan_are_written(tmp_path):
    plan = replace(
        CASE_A, months=120, amounts="ones", products=(replace(CASE_A.products[0], price=9.4e9, capacity=None),)
    )
    write_document(plan, tmp_path / "x.docx", today=TODAY)
    f = forecast(plan)
    assert say(f.year("revenue", 10), 0) in text_of(tmp_path / "x.docx")


def test_the_kit_imports_without_the_libraries_of_office_files():
    code = (
        "import sys, venture.export.document, venture.export.pitch, venture.commands.export\n"
        "assert not {'docx', 'pptx', 'matplotlib'} & set(sys.modules), sys.modules.keys()"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr == ""


# --- numbers in the words


@pytest.mark.parametrize("name", cases.CASES)
def test_a_case_raises_few_doubts(name):
    plan = cases.load(name)
    assert len(doubts(plan, forecast(plan))) <= 2


@pytest.mark.parametrize(
    ("section", "words", "wrong"),
    [
        ("summary", "We ask for 600 thousand roubles.", False),
        ("summary", "We ask for 666 thousand roubles.", True),
        ("summary", "We ask for 0.6 million roubles.", False),
        ("request", "240 at the start, 210 in month 5, 150 in month 9.", False),
        ("request", "240 at the start, 230 in month 5.", True),
        ("finance", "The bank lends 1,200 and asks 9 %.", False),
        ("finance", "The bank asks 9.7 per cent.", True),
        ("finance", "Банк даёт 1 250 тыс. рублей.", True),
        ("finance", "Since 2019 we have 340 readers, by law 209-FZ and Decree 1701 of 31 October 2025.", False),
        ("finance", "If rent were 140 thousand roubles, we would close.", False),
        ("competition", "A private club asks 14 thousand roubles.", False),
    ],
)
def test_doubts(section, words, wrong):
    plan = replace(cases.load("children"), narrative=Narrative(**{section: words}))
    assert bool(doubts(plan, forecast(plan))) == wrong


# --- the command


def run(*words: object):
    return CliRunner().invoke(app, ["export", *map(str, words)])


@pytest.fixture
def plan_file(tmp_path) -> Path:
    path = tmp_path / "my plan.yaml"
    path.write_bytes(cases.path("children").read_bytes())
    return path


def test_export_writes_all_three_beside_the_plan_and_replaces_its_own(plan_file):
    assert run(plan_file).exit_code == 0
    made = {plan_file.with_suffix(ending) for ending in (".xlsx", ".docx", ".pptx")}
    assert made <= set(plan_file.parent.iterdir()) and all(zipfile.is_zipfile(path) for path in made)
    again = run(plan_file, "--only", "pitch")
    assert again.exit_code == 0 and again.output.count("replaced") == 1
    assert all(is_as_written(path) for path in made)


def test_export_keeps_what_somebody_has_changed(plan_file, tmp_path):
    target = plan_file.with_suffix(".pptx")
    assert run(plan_file, "--only", "pitch").exit_code == 0
    pptx = Presentation(str(target))
    pptx.core_properties.modified = datetime.datetime(2027, 1, 1)
    pptx.save(str(target))
    before = target.read_bytes()
    refused = run(plan_file)
    assert refused.exit_code == 1 and target.read_bytes() == before and not plan_file.with_suffix(".docx").exists()
    assert run(plan_file, "--only", "pitch", "--force").exit_code == 0 and target.read_bytes() != before
    target.write_text("mine")
    assert run(plan_file, "--only", "pitch").exit_code == 1 and target.read_text() == "mine"


def test_export_to_a_folder_and_its_slips(plan_file, tmp_path):
    assert run(plan_file, "--to", tmp_path / "new" / "out", "--only", "pitch", "--with-requested").exit_code == 0
    assert [one.name for one in (tmp_path / "new" / "out").iterdir()] == ["my plan.pptx"]
    assert run(plan_file, "--only", "song").exit_code == 1
    assert run(plan_file, "--to", plan_file).exit_code == 1


def test_export_lists_doubts(plan_file):
    text = plan_file.read_text("utf-8").replace("We ask a foundation for 600 in", "We ask a foundation for 666 in")
    plan_file.write_text(text, "utf-8")
    assert "666" in run(plan_file, "--only", "document").output


# --- another program opens it


def test_libreoffice_opens_it_and_the_pages_are_few(written, tmp_path):
    pages = as_pdf([written[name] for name in (*LOOKED_AT, "everything")], tmp_path)
    for name, count in pages.items():
        assert 10 <= count <= 22, (name, count)


def as_pdf(files: list[Path], folder: Path) -> dict[str, int]:
    """Pages of each file, as LibreOffice lays it out."""
    return {pdf.stem: len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) for pdf in converted(files, folder, "pdf")}
