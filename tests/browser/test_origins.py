"""Where a number comes from, at a click and at a key, under a policy that lets no script stand in the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from book_site import serious

import venture
from venture.faces.html import model_html
from venture.faces.live import dispatch
from venture.models import load

WEB = Path(venture.__file__).parent / "faces" / "web"
MODEL = load("three_linked_statements")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'"
WIRE = """ventureBind(document.querySelector(".venture-model"),
  async (request) => (await fetch("/answer", { method: "POST", body: JSON.stringify(request) })).json());"""


@pytest.fixture
def shown(page):
    """The model alone in a page; the kit's own Python answers each move."""
    html = model_html(MODEL, MODEL.run("a"), "u1", "page", "a")
    files = {
        "/": (
            "text/html",
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Origins</title><link rel="stylesheet" href="/model.css">'
            f'<main><h1>Origins</h1>{html}</main><script src="/bind.js"></script><script src="/wire.js"></script></html>',
        ),
        "/bind.js": ("text/javascript", (WEB / "bind.js").read_text("utf-8")),
        "/wire.js": ("text/javascript", WIRE),
        "/model.css": ("text/css", (WEB / "model.css").read_text("utf-8")),
    }

    def answer(route, request):
        path = request.url.removeprefix("http://origins.test")
        if path == "/answer":
            return route.fulfill(content_type="application/json", body=dispatch(request.post_data))
        kind, body = files.get(path, ("text/plain", ""))
        return route.fulfill(content_type=f"{kind}; charset=utf-8", body=body, headers={"Content-Security-Policy": POLICY})  # fmt: skip

    page.route("http://origins.test/**", answer)
    page.goto("http://origins.test/")
    page.wait_for_selector('[data-bound="yes"]')
    return page


def cell(page, line: str, column: int):
    row = page.locator("tr").filter(has=page.get_by_role("rowheader", name=line, exact=True))
    return row.first.locator("td").nth(column).get_by_role("button")


@pytest.mark.timeout(60)
def test_a_number_says_where_it_comes_from(shown, axe_script):
    told = shown.get_by_role("group", name="Where it comes from")
    assert told.inner_text().startswith("Cash, month 3: 152.516"), "one stands there before anybody asks"
    assert told.get_attribute("aria-live") == "off"

    cell(shown, "Levy paid", 3).click()
    assert told.inner_text().startswith("Levy paid, month 3: −79.524")
    assert "49.068 of the months before and 30.456 of this month" in told.inner_text()
    assert told.get_attribute("aria-live") == "polite", "what was asked for is spoken"
    assert cell(shown, "Levy paid", 3).get_attribute("aria-current") == "true"
    assert told.is_visible() and told.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight + 1")

    # By keys: one stop for Tab, arrows between the numbers, past a heading, Enter asks.
    assert shown.locator('.vm-cell[tabindex="0"]').count() == 1
    for key in ("ArrowLeft", *["ArrowUp"] * 6):
        shown.keyboard.press(key)
    shown.keyboard.press("Enter")
    assert told.inner_text().startswith("Net income, month 2: −62.008")
    shown.keyboard.press("ArrowLeft")
    shown.keyboard.press("ArrowLeft")  # before month 1 there is no flow: the focus stays
    shown.keyboard.press("Enter")
    assert told.inner_text().startswith("Net income, month 1")

    # The chosen cell stays chosen when a slider moves; what changes is told, and not spoken.
    cell(shown, "Cash", 3).click()
    shown.locator("[data-vm-input=late]").fill("25")
    shown.keyboard.press("Enter")
    shown.wait_for_selector("text=Cash, month 3: 76.376")
    assert told.get_attribute("aria-live") == "off"
    assert shown.locator(".vm-cell[aria-current]").count() == 1

    row = shown.locator("tr").filter(has=shown.get_by_role("rowheader", name="Cash", exact=True)).first
    assert row.locator("th, td").all_text_contents()[-1] == "76.376", "a spreadsheet gets the number alone"

    shown.evaluate(axe_script)
    assert serious(shown, ".venture-model") == []


@pytest.mark.timeout(60)
def test_on_paper_the_numbers_stand_without_lines_and_one_is_explained(shown):
    shown.emulate_media(media="print")
    assert shown.locator(".vm-hint").is_hidden()
    assert shown.locator(".vm-origin").is_visible()
    assert cell(shown, "Cash", 3).evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
