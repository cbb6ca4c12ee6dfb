"""Real builds of a small kit: a fault stops the build in one line, and a new module's pages appear by themselves.

No browser is needed, but the builds take seconds each, so they stand beside the tests of the built book.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from book_site import KIT

from school.book import runtime
from school.book.build import build
from school.errors import Problem

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def small_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kit's own configuration over a few pages, at a path with a space."""
    monkeypatch.setenv("SCHOOL_CACHE", str(runtime.cache_folder(KIT)))
    kit = tmp_path / "a kit"
    shutil.copytree(KIT / "book" / "_static", kit / "book" / "_static")
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy2(KIT / name, kit)
    shutil.copy2(KIT / "book" / "references.bib", kit / "book")
    for name in ("index", *re.findall(r"file: book/([\w-]+)", (KIT / "_toc.yml").read_text("utf-8"))):
        (kit / "book" / f"{name}.md").write_text(f"# {name}\n\nWords.\n", "utf-8")
    return kit


def lesson(kit: Path, name: str, title: str, code: str) -> None:
    cells = [nbformat.v4.new_markdown_cell(f"# {title}"), nbformat.v4.new_code_cell(code)]
    notebook = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    (kit / "course").mkdir(exist_ok=True)
    nbformat.write(notebook, kit / "course" / f"{name}.ipynb")


def test_a_failing_lesson_stops_the_build_in_one_line_and_leaves_nothing_to_publish(small_kit: Path):
    lesson(small_kit, "04-costs", "Costs", "1 / 0")
    with pytest.raises(Problem) as told:
        build(small_kit, small_kit)
    text = str(told.value)
    assert text.startswith("The book was not built: course/04-costs.ipynb: ") and "ZeroDivisionError" in text
    assert text.endswith("book.log.") and "\n" not in text
    assert not (small_kit / "_build" / "html").exists()


@pytest.mark.parametrize("link", ["[to](nowhere.md)", "[to](glossary.md#no-such-term)"])
def test_a_link_that_leads_nowhere_stops_the_build(small_kit: Path, link: str):
    (small_kit / "book" / "index.md").write_text(f"# T\n\n{link}\n", "utf-8")
    with pytest.raises(Problem, match=r"^The book was not built: book/index\.md:3: .*(nowhere|no-such-term)"):
        build(small_kit, small_kit)


def test_a_new_modules_pages_appear_without_a_change_to_any_file(small_kit: Path):
    lesson(small_kit, "05-price", "Module 5. Price", "2 + 2")
    for name in ("models/price", "glossary/05-price"):
        path = small_kit / "book" / f"{name}.md"
        path.parent.mkdir()
        path.write_text(f"# Page {name}\n\n## Mark-up\n\nWords.\n", "utf-8")
    (small_kit / "README.md").write_text("# Not a page\n", "utf-8")
    seen = []
    site = build(small_kit, small_kit, lambda share, page: seen.append((share, page)))
    menu = (site / "book" / "index.html").read_text("utf-8")
    assert "Part II. Money basics" in menu and "Part III" not in menu  # a part without modules is not shown
    for name in ("../course/05-price.html", "models/price.html", "glossary/05-price.html"):
        assert f'href="{name}"' in menu
    assert not (site / "README.html").exists()
    assert [share for share, _page in seen] == sorted(share for share, _page in seen) and seen[-1][0] == 1.0
