"""The offline copy of the book: unpacked where paths are awkward, opened both ways, with the network off."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from school.book import offline
from venture.models import load

pytestmark = [pytest.mark.timeout(1500), pytest.mark.long]  # minutes: every page, or a whole site
MODEL = "section.venture-model"
LESSON = "course/04-costs-and-break-even"


@pytest.fixture(scope="session")
def stick(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, unpacked as a person would: into a folder whose name has spaces and Cyrillic letters."""
    packed = offline.write(site_folder, tmp_path_factory.mktemp("zip") / "book.zip")
    place = tmp_path_factory.mktemp("stick") / "Моя флешка (1)"
    with zipfile.ZipFile(packed) as zipped:
        zipped.extractall(place)
    return place / offline.NAME


def move(page) -> str:
    """Move the first model's slider by a key; the sentence that stands there then."""
    slider = page.locator(f'{MODEL} [data-vm-slider="planned"]').first
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_function(
        f"['ready', 'failed'].includes(document.querySelector('{MODEL}').dataset.state)", timeout=60_000
    )
    return page.locator(f"{MODEL} .vm-sentence").first.inner_text()


def test_a_double_click_shows_the_book_and_its_models_compute(page, stick: Path):
    page.context.set_offline(True)
    page.goto((stick / "open-me.html").as_uri())
    page.wait_for_url("**/book/book/index.html")
    assert page.locator("article h1").is_visible()
    assert move(page) == load("break_even").run(planned=61).sentence
    page.goto((stick / "book" / "book" / "models" / "break-even.html").as_uri() + "?m1.planned=49")
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'ready'", timeout=60_000)
    assert page.locator(f"{MODEL} .vm-sentence").inner_text() == load("break_even").run(planned=49).sentence
    assert page.wrong == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_from_a_file_a_lesson_says_that_its_notebook_needs_the_starter(page, stick: Path):
    page.goto((stick / "book" / f"{LESSON}.html").as_uri())
    assert page.locator("[data-needs-server]").count() == 0
    assert "start.py" in page.locator(".lesson-ways").inner_text()
    assert page.locator(f"{MODEL} form").first.is_visible()


def test_from_a_file_what_stands_there_is_kept_when_python_cannot_be_read(page, stick: Path):
    page.context.route("**/carried.js", lambda route: route.abort())
    page.goto((stick / "book" / "book" / "models" / "break-even.html").as_uri())
    assert move(page) == load("break_even").run().sentence
    assert "could not be loaded" in page.locator(f"{MODEL} .vm-status").inner_text()


def test_the_starter_serves_the_whole_book_to_this_machine_alone(page, stick: Path, serve):
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
    address = serve([sys.executable, "start.py", "--no-browser"], cwd=stick, env=os.environ | nowhere)
    assert address.startswith("http://127.0.0.1:")
    page.goto(address)
    page.wait_for_url("**/book/index.html")
    assert move(page) == load("break_even").run(planned=61).sentence
    page.goto(f"{address}{LESSON}.html")
    assert page.locator(".lesson-ways [data-needs-server]").get_attribute("href").startswith("../lite/")
    page.goto(f"{address}search.html?q=margin")
    page.locator("#search-results li").first.wait_for()
    assert page.wrong == []
    assert [url for url in page.asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.parametrize("name", ["start.sh", "start.command"])
def test_the_starters_may_be_started_and_lead_to_the_same_program(name: str, stick: Path):
    assert "start.py" in (stick / name).read_text("utf-8")
    assert (stick / "READ-ME.txt").read_bytes().count(b"\r\n") > 10  # Windows' editor shows lines as lines
