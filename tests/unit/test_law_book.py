"""Facts of law in the book's pages: printed with day and mark, and no page with a law that has ended."""

from __future__ import annotations

import html
import re
import textwrap
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.errors import SphinxWarning
from sphinx.util.docutils import docutils_namespace, patch_docutils

from school.book import law

DAY = "1795305600"  # 22 November 2026


def build(folder: Path, text: str) -> str:
    """The page as a reader reads it; warnings are errors."""
    source, out = folder / "source", folder / "out"
    source.mkdir()
    (source / "index.md").write_text(textwrap.dedent(text), "utf-8")
    settings = {"extensions": ["myst_nb", "school.book.law"], "root_doc": "index", "nb_execution_mode": "off"}
    with patch_docutils(), docutils_namespace():
        Sphinx(source, None, out, out / "trees", "html", settings, status=None, warningiserror=True).build()
    return (out / "index.html").read_text("utf-8")


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).replace("\u2011", "-").split()).replace(" ,", ",")


@pytest.fixture(autouse=True)
def on_the_day_that_the_packs_were_made(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


def test_facts_and_tables_are_written_by_the_packs(tmp_path):
    page = build(
        tmp_path,
        """\
        # T

        Free up to {fact-value}`ru-2026 vat_free_limit`, with {fact}`ru-2026 accident` on top.

        ```{law-packs}
        ```

        ```{law-facts} ge-2025
        ```
        """,
    )
    said = words(page)
    assert "Free up to 20 000 000 RUB a year, with 0.2 % (as of 2026-01-01, mark C, not confirmed" in said
    assert "Russia 2026 (ru-2026) 2026-11-21" in said and "United Kingdom 2025/26 (gb-2025)" in said
    assert "Turnover up to which that rate holds. 500 000 GEL a year 2025-01-01, A" in said
    assert "2025-01-01, N: looked for, nothing reliable found" in said
    assert 'href="https://smallbusiness.ge/small-business-status"' in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{fact}`ru-2026 acident`", "has no fact “acident”. Did you mean “accident”?"),
        ("{fact}`ru-2025 accident`", "There is no pack “ru-2025”"),
        ("{fact-value}`ru-2026 accident`", "print it with its warning"),
        ("{fact}`accident`", "fact: "),
        ("```{law-facts} ru-2025\n```", "There is no pack “ru-2025”"),
    ],
)
def test_a_wrong_use_stops_the_build(tmp_path, text, says):
    with pytest.raises(SphinxWarning, match=re.escape(says)):
        build(tmp_path, f"# T\n\n{text}\n")


def test_a_law_that_has_ended_stops_the_build(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")  # 1 January 2027
    assert law.build_day().isoformat() == "2027-01-01"
    with pytest.raises(SphinxWarning, match="contrib_nko"):
        build(tmp_path, "# T\n\n```{law-facts} ru-2026\n```\n")


def test_the_guide_is_in_the_page_and_beside_the_packs():
    kit = Path(__file__).parents[2]
    page = (kit / "book" / "law-packs.md").read_text("utf-8")
    assert "../src/venture/data/law/COUNTRY-GUIDE.md" in page
    for name in law.names():
        assert f"```{{law-facts}} {name}" in page
