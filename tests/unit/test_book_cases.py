"""Pages that the engine writes: cases, the index of formulas, commands with what they print."""

from __future__ import annotations

import html
import math
import re
import textwrap
import zipfile
from datetime import date
from pathlib import Path

import pytest
from libreoffice import recalculated
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import school.book.runtime as runtime
from school.book import case_page
from school.book.formula_list import FORMULAS
from school.book.formulas import TOPICS, result
from venture import appraisal, cases, impact
from venture.export.document_blocks import Table
from venture.forecast import forecast
from venture.numbers import say
from venture.review import Flag, review


def build(folder: Path, builder: str = "html", **pages: str) -> Path:
    """Builds pages with warnings as errors; the folder of the result. The browser's Python is a stand-in."""
    source, out = folder / "source", folder / builder
    for name, text in pages.items():
        path = source / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), "utf-8")
    (source / "references.bib").write_text(SOURCE, "utf-8")
    ours = [f"school.book.{name}" for name in ("ext", "cases", "formulas", "references", "terminal")]
    settings = {
        "extensions": ["myst_nb", "sphinx_book_theme", *ours],
        "html_theme": "sphinx_book_theme",
        "html_math_renderer": "mathml",
        "myst_enable_extensions": ["dollarmath"],
        "root_doc": "index",
        "nb_execution_mode": "off",
        "bibtex_bibfiles": ["references.bib"],
    }
    with pytest.MonkeyPatch.context() as patch, patch_docutils(), docutils_namespace():
        patch.setattr(runtime, "prepare", lambda _cache: folder / "prepared")
        (folder / "prepared").mkdir(exist_ok=True)
        (folder / "prepared" / "stdlib.zip").write_text("python")
        app = Sphinx(source, None, out, out / "trees", builder, settings, status=None, warningiserror=True)
        app.build()
    return out


SOURCE = "@book{k,\n  author = {Vera Ivanova},\n  title = {Costs},\n  publisher = {P},\n  year = 2020,\n}\n"
PAGES = {
    "index": """\
        # T

        ```{cases} cases
        ```

        ```{toctree}
        :glob:

        cases/*
        formulas
        plan
        sources
        ```
        """,
    "cases__a-children": "# A\n\n```{case} children\n```\n",
    **{f"cases__{letter}-{name}": f"# {name}\n" for letter, name in zip("bcdef", cases.CASES[1:], strict=True)},
    "formulas": "# F\n\n```{formula-index}\n```\n",
    "plan": """\
        # P

        ```{terminal}
        venture new plan.yaml --case children
        venture freeze plan.yaml "coaching 1"
        ```

        ```{terminal}
        :change: name: Rent, amount: 95 -> name: Rent, amount: 120
        venture changes plan.yaml
        ```

        ```{commands}
        ```
        """,
    "sources": "# S\n\nAs said {cite:p}`k`.\n\n```{bibliography}\n```\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small book with a page of each kind, built once."""
    return build(tmp_path_factory.mktemp("book"), **PAGES)


def blocks(name: str, kind: type) -> list:
    plan = cases.load(name)
    return [one for _title, part in case_page.sections(plan, forecast(plan)) for one in part if isinstance(one, kind)]


# --- what a case's page says


@pytest.mark.parametrize("name", cases.CASES)
class TestEveryCase:
    def test_tells_its_story_in_the_plans_own_words(self, name):
        plan = cases.load(name)
        told = [one.text for one in blocks(name, case_page.Told)]
        assert plan.problem in told and plan.narrative.finance in told and plan.narrative.risk in told

    def test_shows_three_statements_that_close(self, name):
        f = forecast(cases.load(name))
        tables = {one.caption.split(" by ")[0]: {row[0]: row[1:] for row in one.rows} for one in blocks(name, Table)}
        assert tables["Cash flow"]["Cash at the end"][-1] == say(f.closing("cash", f.years), 1)
        assert tables["Income statement"]["Net income"][0] == say(f.year("net_income", 1), 1)
        assert "Balance sheet" in tables

    def test_asks_what_the_reviewer_asks(self, name):
        plan = cases.load(name)
        assert blocks(name, Flag) == list(review(plan, forecast(plan)))

    def test_the_chart_says_in_words_what_it_shows(self, name):
        f = forecast(cases.load(name))
        (picture,) = blocks(name, case_page.Picture)
        assert say(f.lowest_cash, 1) in picture.alt and str(f.months) in picture.alt
        assert len(picture.chart.lines) == 3
        missing = [month for month, value in enumerate(f["cash"]) if value < -1e-9]
        shaded = [month for month in missing if any(zone.start <= month <= zone.end for zone in picture.chart.zones)]
        assert shaded == missing

    def test_the_social_return_never_stands_alone(self, name):
        worth = impact.of_plan(cases.load(name))
        said = case_page.social_return(worth)
        assert say(worth.ratio, 2) in said and "Without the largest row" in said and "between" in said


def test_a_plan_without_debt_has_no_cover():
    free = forecast(cases.load("blank"))
    assert math.isnan(appraisal.dscr_minimum(free))
    assert case_page.lowest_cover(free) == "n/a: no debt service"


# --- pages as they are built


def test_a_cases_page_is_whole(site: Path):
    index = (site / "index.html").read_text("utf-8")
    assert 'href="cases/a-children.html"' in index and "F. Straight Seam" in index
    page = (site / "cases" / "a-children.html").read_text("utf-8")
    plan = cases.load("children")
    assert "Illustrative figures" in page and html.escape(plan.name) in page
    assert 'role="img" aria-label="Line chart of cash' in page
    assert 'class="venture-model vm-still"' in page and "live/page.js" not in page, "the chart needs no script"
    offered = re.findall(r'href="(\.\./_downloads/[^"]+)"', page)
    assert [Path(one).suffix for one in offered] == [".yaml", ".xlsx"]
    assert zipfile.is_zipfile(site / "cases" / offered[1])


def test_on_paper_a_case_has_its_chart_as_a_picture(tmp_path: Path):
    out = build(
        tmp_path, "latex", index="# T\n\n```{case} energy\n```\n\nAs said {cite:p}`k`.\n\n```{bibliography}\n```\n"
    )
    page = next(out.glob("*.tex")).read_text("utf-8")
    assert "includegraphics" in page and "venture-model" not in page


def test_a_case_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(Exception, match="Did you mean “children”"):
        build(tmp_path, "dummy", index="# T\n\n```{case} childrn\n```\n")


def test_commands_show_what_they_print_and_share_a_plan(site: Path):
    text = html.unescape(re.sub(r"<[^>]+>", "", (site / "plan.html").read_text("utf-8")))
    assert "Rent, amount a month: 95 → 120" in text
    assert "venture forecast" in text and "Show income statement, cash flow and balance sheet" in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("venture check nothing.yaml", "ended with 1"),
        ("rm plan.yaml", "only `venture` can be shown"),
        (":change: no such words -> others\nventure --help", "0 times"),
    ],
)
def test_a_command_that_fails_stops_the_build(tmp_path: Path, body: str, words: str):
    with pytest.raises(Exception, match=re.escape(words)):
        build(
            tmp_path,
            "dummy",
            index=f"# T\n\n```{{terminal}}\nventure new plan.yaml\n```\n\n```{{terminal}}\n{body}\n```\n",
        )


# --- the index of formulas


def test_every_formula_is_told_with_its_example(site: Path):
    page = (site / "formulas.html").read_text("utf-8")
    for formula in FORMULAS:
        assert html.escape(formula.name, quote=False) in page.replace("’", "'")
        assert html.escape(formula.written(), quote=False) in page and f"venture.{formula.function}" in page
    assert page.count('class="math"') > len(FORMULAS)


def test_formulas_stand_in_the_order_of_modules_under_their_topics():
    modules = [one.module for one in FORMULAS]
    assert modules == sorted(modules) and set(modules) == set(TOPICS)
    assert len({one.name for one in FORMULAS}) == len(FORMULAS)
    for one in FORMULAS:
        assert one.words.endswith(".") and len(one.words.split()) <= 32, one.name


def test_examples_of_the_course_come_out():
    """The curriculum's worked numbers."""
    known = {one.name: result(one) for one in FORMULAS}
    assert known["Net present value (NPV)"] == say(488.539, 3)
    assert known["Profit at a volume"] == say(-33.5)
    assert known["Internal rate of return (IRR)"] == "19.252 %"
    assert known["Impact of an outcome in year 1"] == say(1451.52)
    assert known["The ask"] == "490"


def test_a_spreadsheet_computes_every_formula_alike(tmp_path: Path):
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, formula in enumerate(FORMULAS):
        sheet = book.create_sheet(f"f{number}")
        for row, one in enumerate(formula.given, start=1):
            for column, value in enumerate(one.value if one.many else (one.value,), start=2):
                cell = sheet.cell(row, column, value)
                if isinstance(value, date):
                    cell.number_format = "yyyy-mm-dd"
        sheet["A20"] = formula.written()
    book.save(tmp_path / "formulas.xlsx")
    (made,) = recalculated([tmp_path / "formulas.xlsx"], tmp_path)
    computed = openpyxl.load_workbook(made, data_only=True)
    for number, formula in enumerate(FORMULAS):
        assert computed[f"f{number}"]["A20"].value == pytest.approx(formula.compute(), rel=1e-7), formula.name


def test_sources_are_a_plain_list_that_citations_lead_to(site: Path):
    page = (site / "sources.html").read_text("utf-8")
    (target,) = re.findall(r'href="#([^"]+)"[^>]*>Iva20', page)
    assert f'<dt id="{target}">' in page and "doc-biblioentry" not in page
