"""What the Sphinx extension makes of a page: directives, roles, formulas, links; as HTML and for print."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import school.book.runtime as runtime
from school.book.figures import figure_text
from school.book.glossary import terms
from venture.models import load

KIT = Path(__file__).parents[2]
Build = Callable[..., str]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds pages with warnings as errors; gives one of them as text. The browser's Python is a stand-in.

    ``pages`` are further files by name, with ``/`` written as ``__`` and ``.md`` left out.
    """
    prepared = tmp_path / "prepared"
    prepared.mkdir()
    (prepared / "stdlib.zip").write_text("python")
    monkeypatch.setattr(runtime, "prepare", lambda _cache: prepared)

    def run(
        text: str, builder: str = "html", page: str = "index", root: str = "index", html_baseurl: str = "", **pages: str
    ) -> str:
        source, out = tmp_path / "source", tmp_path / builder
        listed = "\n".join(name.replace("__", "/") for name in pages if not name.startswith("tasks"))
        menu = f"\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n" if listed else ""
        for name, content in {root: text + menu, **pages}.items():
            path = source / name.replace("__", "/")
            path = path if path.suffix else path.with_suffix(".md")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        settings = {
            "extensions": ["myst_nb", "sphinx_book_theme", "school.book.ext"],
            "html_theme": "sphinx_book_theme",
            "html_theme_options": {"use_fullscreen_button": False},  # as in `_config.yml`
            "html_math_renderer": "mathml",
            "myst_enable_extensions": ["dollarmath", "colon_fence"],
            "myst_heading_anchors": 3,
            "root_doc": root.replace("__", "/"),
            "project": "Book",
            "html_title": "Book",
            "html_baseurl": html_baseurl,
            "nb_execution_mode": "off",
            "exclude_patterns": ["tasks"],
        }
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                source, None, out, out / "trees", builder, settings, status=None, warningiserror=True, keep_going=False
            )
            app.build()
        built = next(out.glob("*.tex")) if builder == "latex" else out / f"{page}.html"
        return built.read_text("utf-8")

    return run


def test_a_page_with_a_model_is_whole_without_javascript_and_has_the_script(build: Build):
    page = build("# T\n\n```{live-model} break_even\n:preset: f\n```\n")
    result = load("break_even").run("f")
    assert html.escape(result.sentence) in page
    assert page.count('class="venture-model"') == 1
    assert 'role="img"' in page and html.escape(result.table.caption) in page
    assert re.search(r'<script data-live="[^"]+" defer="defer" src="_static/live/page.js', page)


def test_a_page_without_a_model_gets_no_script_for_models(build: Build):
    assert "live/page.js" not in build("# T\n\nWords.\n")


def test_a_model_that_is_not_there_stops_the_build(build: Build):
    with pytest.raises(Exception, match="no model “nothing”"):
        build("# T\n\n```{live-model} nothing\n```\n")


def test_in_print_a_model_is_a_sentence_a_figure_and_a_table(build: Build):
    page = build("# T\n\n```{live-model} break_even\n```\n", "latex")
    result = load("break_even").run()
    assert result.sentence[:40] in page
    assert "includegraphics" in page and "vm-form" not in page
    assert all(column in page for column in result.table.columns)


def test_formulas_are_mathml_and_scroll_in_their_own_box(build: Build):
    page = build("# T\n\nInline $m = P - V$.\n\n$$\\frac{F}{m}$$\n")
    assert page.count("<math ") == 2 and "<mfrac>" in page
    assert '<div class="math">' in page
    assert "MathJax" not in page


def test_no_page_asks_another_host_for_anything(build: Build):
    page = build("# T\n\n$x$\n\n```{live-model} break_even\n```\n")
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', page)
    assert loaded and not [address for address in loaded if "//" in address]
    assert "fontawesome.js" not in page and "searchindex.js" not in page


def test_a_number_in_the_text_is_the_models_own(build: Build):
    page = build("# T\n\nIt is {model-figure}`break_even margin levy=6`.\n")
    assert load("break_even").run(levy=6)["margin"].text in page


@pytest.mark.parametrize(
    "request_",
    [
        "break_even",
        "break_even nothing",
        "nothing margin",
        "break_even margin levy",
        "break_even margin levy=99",
        "break_even margin preset=zz",
    ],
)
def test_a_number_that_cannot_be_computed_stops_the_build(request_: str, build: Build):
    with pytest.raises(Exception, match="model-figure"):
        build(f"# T\n\n{{model-figure}}`{request_}`\n")


def test_figures_inputs_and_the_sentence_by_name():
    assert figure_text("break_even input.price") == "9.4 ₽ thousand"
    assert figure_text("break_even number.price price=10,5") == "10.5"
    assert figure_text("break_even sentence preset=f") == load("break_even").run("f").sentence


def test_glossary_terms_are_in_order_with_their_russian_names(build: Build):
    words = '# W\n\n## Step cost\n\n<i lang="ru">ступенчатые</i>\n\nIt jumps.\n\n## Bundle (set)\n\nOne set.\n'
    page = build("# T\n\n```{glossary-index} words\n```\n", **{"words__04-costs": words})
    assert re.findall(r'href="words/04-costs.html#([^"]+)"', page) == ["bundle-set", "step-cost"]
    assert '<i lang="ru">ступенчатые</i>, module 4' in page


def test_every_term_of_the_kit_has_a_russian_name_and_is_explained_once():
    found = terms(KIT / "book" / "glossary")
    assert len(found) >= 20
    assert all(one.russian for one in found)
    assert sum(bool(one.module) for one in found) >= 20, "the terms of the plan and the engine belong to no one module"
    assert len({one.term for one in found}) == len(found), "a term is explained once"


def test_a_link_to_a_notebook_outside_the_book_gives_the_file(build: Build):
    notebook = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    page = build("# T\n\nDo [the *task*](tasks/04.ipynb) now.\n", **{"tasks__04.ipynb": notebook})
    assert re.search(r'<a class="download[^"]*" download="" href="_downloads/[0-9a-f]+/04.ipynb">.*<em>task</em>', page)


def test_marks_for_the_notebook_are_taken_out_of_a_lesson(build: Build):
    cell = nbformat.v4.new_markdown_cell("# L\n\n▶ Below is *the* model.\n\n✎ Write a letter.\n\n▶\n\nThe end.")
    lesson = nbformat.v4.new_notebook(cells=[cell])
    page = build("# T\n\n[l](l.ipynb)\n", page="l", **{"l.ipynb": nbformat.writes(lesson)})
    assert "<p>Below is <em>the</em> model.</p>" in page and "<p>The end.</p>" in page
    assert "▶" not in page and "Write a letter" not in page


def test_the_first_paragraph_describes_a_page_that_does_not_describe_itself(build: Build):
    page = build("# T\n\nAt which volumes does the venture stop losing money? " + "word " * 60 + "\n")
    found = re.search(r'<meta name="description" content="([^"]+)"', page)[1]
    assert found.startswith("At which volumes") and found.endswith("…") and len(found) <= 165


def test_a_page_that_describes_itself_is_left_alone(build: Build):
    page = build(
        '---\nmyst:\n  html_meta:\n    description: "Mine."\n---\n# T\n\nA first paragraph that is long enough.\n'
    )
    assert page.count('"description"') == 1 and "Mine." in page


def test_the_front_door_leads_to_the_landing_page(build: Build):
    door = build("# T\n\nWords.\n", root="book__start")
    assert 'lang="en"' in door and 'url=book/start.html"' in door and "<h1>Book</h1>" in door


def test_a_page_has_a_card_and_no_canonical_address_while_the_site_has_none(build: Build):
    page = build("# A title\n\nA first paragraph that is long enough.\n")
    assert '<meta property="og:title" content="A title" />' in page
    assert '<meta property="og:description" content="A first paragraph that is long enough." />' in page
    assert re.search(r'<meta property="og:image" content="(?:\./)?_static/cards/[0-9a-f]+\.png" />', page)
    assert "canonical" not in page and "og:url" not in page


def test_with_an_address_cards_and_canonical_links_are_whole(build: Build):
    page = build("# T\n\nWords that are long enough, these.\n", html_baseurl="https://school.example/book/")
    assert '<link rel="canonical" href="https://school.example/book/index.html" />' in page
    assert '<meta property="og:url" content="https://school.example/book/index.html" />' in page
    assert 'property="og:image" content="https://school.example/book/_static/cards/' in page


def test_the_page_for_a_missing_address_leads_home_from_any_depth(build: Build):
    page = build("# T\n\nWords.\n", page="404", html_baseurl="https://school.example/book/")
    assert 'href="/book/index.html"' in page and 'action="/book/search.html"' in page


def test_no_script_and_no_handler_stands_inside_a_page(build: Build):
    page = build("# T\n\n```{live-model} break_even\n```\n")
    assert not re.search(r"<script(?![^>]*src=)", page) and not re.search(r"\son[a-z]+=\"", page)
    sheets = re.findall(
        r'<link[^>]*rel="stylesheet"[^>]*>', re.sub("<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    )
    assert len(sheets) == 1 and re.search(r'_static/book\.css\?v=[0-9a-f]{8}"', sheets[0])


def test_a_heading_cell_without_words_is_no_heading(build: Build):
    page = build("# T\n\n|  | a |\n|---|---|\n| b | 1 |\n")
    assert "<td></td>" in page and page.count("<th ") == 1
