"""The models in the book's contents stand in the order of the course."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import school.book.runtime as runtime
from school.book.order import place
from venture import lessons

KIT = Path(__file__).parents[2]
PAGES = [f"book/models/{path.stem}" for path in sorted((KIT / "book" / "models").glob("*.md"))]


def test_every_page_of_a_model_has_its_module():
    ordered = sorted(PAGES, key=lambda page: place(page, KIT / "course"))
    modules = [place(page, KIT / "course")[0] for page in ordered]
    assert modules == sorted(modules) and all(re.match(r"\d\d-", one) for one in modules)
    own = [page for page in ordered if not place(page, KIT / "course")[1]]
    assert own == [f"book/models/{one.model.replace('_', '-')}" for one in lessons.every()]


def test_a_model_without_a_lesson_of_its_own_follows_that_of_the_lesson_that_shows_it():
    ordered = sorted(PAGES, key=lambda page: place(page, KIT / "course"))
    market = ordered.index("book/models/market-and-region")
    assert ordered[market + 1] == "book/models/people-in-reach"


def test_a_model_that_no_lesson_shows_stands_last(tmp_path):
    (tmp_path / "04-a.ipynb").write_text('{"source": ["show(\\"shown_here\\")"]}', "utf-8")
    pages = ["book/models/a-model-of-nobody", "book/models/risk", "book/models/shown-here"]
    ordered = sorted(pages, key=lambda page: place(page, tmp_path))
    assert ordered == ["book/models/shown-here", "book/models/risk", "book/models/a-model-of-nobody"]


@pytest.fixture
def contents(tmp_path, monkeypatch):
    """The pages in the sidebar of a small book whose contents are found by name, as the real one's."""
    prepared = tmp_path / "prepared"
    prepared.mkdir()
    monkeypatch.setattr(runtime, "prepare", lambda _cache: prepared)
    source = tmp_path / "source"

    def built(toc: str, *pages: str) -> list[str]:
        for page in ("book/index", *pages):
            path = source / f"{page}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# {path.stem}\n\nWords.\n", "utf-8")
        (source / "_toc.yml").write_text(f"format: jb-book\nroot: book/index\n{toc}", "utf-8")
        settings = {
            "extensions": ["myst_nb", "sphinx_external_toc", "sphinx_book_theme", "school.book.ext"],
            "html_theme": "sphinx_book_theme",
            "html_theme_options": {"use_fullscreen_button": False},
            "nb_execution_mode": "off",
            "project": "Book",
        }
        out = tmp_path / "out"
        with patch_docutils(), docutils_namespace():
            app = Sphinx(source, None, out, out / "trees", "html", settings, status=None, warningiserror=True)
            app.build()
            return app.env.toctree_includes["book/index"]

    return built


def test_the_contents_are_in_that_order_and_other_pages_keep_theirs(contents):
    models = ["book/models/break-even", "book/models/cash-plan", "book/models/law", "book/models/risk"]
    cases = ["book/cases/b", "book/cases/a"]
    toc = "parts:\n  - chapters:\n      - file: book/cases/b\n      - file: book/cases/a\n  - chapters:\n      - glob: book/models/*\n"
    found = contents(toc, *models, *cases)
    law, even, cash, risk = (f"book/models/{name}" for name in ("law", "break-even", "cash-plan", "risk"))
    assert found == [*cases, law, even, cash, risk]
