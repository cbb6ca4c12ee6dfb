"""The instructor's report in a browser: no script runs, nothing is fetched, and it reads on a phone, in the dark and on paper."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from book_site import serious

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))
import report_people as people

from school.report import page as report_page


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    place = tmp_path_factory.mktemp("a cohort") / "report.html"
    place.write_text(report_page.html(people.crowd(20, 9)), encoding="utf-8")  # one is called <script>…
    return place.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_script_runs_and_nothing_is_fetched(browser, address, axe_script, scheme):
    page = browser.new_page(color_scheme=scheme)
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(address)
    assert page.title().startswith("Cohort report")
    assert page.evaluate("document.scripts.length") == 0
    assert [one for one in asked if not one.startswith("data:")] == [address]
    assert not said
    assert page.evaluate("[...document.images].every(one => one.complete && one.naturalWidth > 100)")
    shown = page.evaluate("document.images[0].currentSrc")
    assert (shown == page.locator("source").first.get_attribute("srcset")) is (scheme == "dark")
    page.evaluate(axe_script)
    assert serious(page) == []
    page.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_page_fits(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_on_paper_it_is_light_and_whole(browser, address):
    page = browser.new_page(color_scheme="dark")
    page.emulate_media(media="print")
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.images[0].currentSrc === document.images[0].src")
    assert page.locator("nav").is_hidden()
    page.close()
