"""The book and a hostile world: a strict policy that every page keeps while its model runs, and links made to harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from book_site import PAGES

from school.book import inspection, policy
from venture.models import load

pytestmark = pytest.mark.timeout(600)
MODEL = "section.venture-model"
HARM = "window.harmed=1"
PAYLOADS = {
    "script": f"<script>{HARM}</script>",
    "picture": f"<img src=x onerror={HARM}>",
    "drawing": f"<svg onload={HARM}>",
    "quote": f'" autofocus onfocus="{HARM}" x="',
    "apostrophe": f"' onmouseover='{HARM}",
    "address": f"javascript:{HARM}",
    "frame": '"><iframe srcdoc="&lt;script&gt;parent.harmed=1&lt;/script&gt;">',
    "entity": f"&lt;img src=x onerror={HARM}&gt;",
    "unicode": f"\u2028＜script＞{HARM}\u202e<ſcript>\x00",
    "template": f"${{{HARM}}}{{{{constructor.constructor('{HARM}')()}}}}",
    "selector": f'"] *{{background:red}}</style><script>{HARM}</script>',
    "very long": "9" * 3_000 + f"<img src=x onerror={HARM}>",
    "code": f"__import__('js').eval('{HARM}')",
    "endless": "1e999",
}
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (e) => refused.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
"""


@pytest.fixture
def page(browser) -> Iterator:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(WATCH)
    page = context.new_page()
    page.dialogs = []
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    yield page
    context.close()


def settled(page) -> str:
    page.wait_for_function(
        f"['ready', 'failed'].includes(document.querySelector('{MODEL}').dataset.state)", timeout=60_000
    )
    return page.locator(MODEL).first.get_attribute("data-state")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_the_policy_while_its_model_runs_and_its_menus_open(page, site: str, name: str):
    page.goto(site + PAGES[name], wait_until="networkidle")
    said = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    assert "script-src 'self' 'wasm-unsafe-eval';" in said and "style-src 'self';" in said
    assert "unsafe-inline" not in said and "'unsafe-eval'" not in said
    if page.locator(MODEL).count():
        slider = page.locator(f'{MODEL} [data-vm-slider="planned"]').first
        slider.focus()
        slider.press("ArrowRight")
        assert settled(page) == "ready"
    for button in page.locator("button.theme-switch-button:visible, button.search-button-field:visible").all():
        button.click()
        page.keyboard.press("Escape")
    assert page.evaluate("refused") == []


def test_the_policy_does_refuse_what_stands_inside_a_page(page, site: str):
    """So that the test before this one can fail."""
    page.goto(site + PAGES["model"])
    page.evaluate(
        f"document.body.insertAdjacentHTML('beforeend', '<img src=x onerror={HARM}><b style=\"color:red\">x</b>')"
    )
    page.wait_for_function("refused.length >= 2")
    assert page.evaluate("window.harmed") is None


KINDS = list(PAYLOADS)


# Each payload is a text that the first model's sentence shows, a number of the second, a case, and a name of JavaScript's own.
@pytest.mark.parametrize("kinds", [KINDS[:5], KINDS[5:10], KINDS[10:]], ids=["markup", "disguised", "odd"])
def test_a_link_with_crafted_values_runs_nothing(page, site: str, kinds: list[str]):
    for kind in kinds:
        value = quote(PAYLOADS[kind], safe="")
        names = ("m1.unit", "m2.price", "m3", "__proto__", "m1.__proto__", "m2.constructor", f"m1.{value[:30]}")
        page.goto(f"{site}{PAGES['lesson']}?{'&'.join(f'{name}={value}' for name in names)}#{value[:200]}")
        settled(page)
        page.wait_for_function(
            f"['idle', 'ready', 'failed'].includes(document.querySelectorAll('{MODEL}')[1].dataset.state)"
        )
        page.wait_for_timeout(50)
        assert page.evaluate("window.harmed") is None and page.dialogs == [] and page.evaluate("refused") == []
        assert page.evaluate("[({}).price, ({}).unit, ({}).texts]") == [None, None, None]
        assert page.locator(f"{MODEL} :is(script, img, iframe, style)").count() == 0
        handlers = "place => [...document.querySelectorAll(place)].some(e => [...e.attributes].some(a => a.name.startsWith('on')))"
        assert page.evaluate(handlers, f"{MODEL} *") is False
        for number in range(2):
            assert page.locator(f"{MODEL} .vm-sentence").nth(number).inner_text().startswith("You break even")


def test_a_link_with_plain_values_shows_them(page, site: str):
    page.goto(f"{site}{PAGES['model']}?m1.planned=49&__proto__=1&m1.nothing=2")
    assert settled(page) == "ready"
    assert page.locator(f"{MODEL} .vm-sentence").inner_text() == load("break_even").run(planned=49).sentence


def test_what_is_searched_for_runs_nothing(page, site: str):
    for payload in (PAYLOADS["script"], PAYLOADS["picture"], PAYLOADS["quote"]):
        page.goto(f"{site}search.html?q={quote(payload)}", wait_until="networkidle")
        assert page.evaluate("window.harmed") is None and page.evaluate("refused") == []


def test_no_page_holds_a_script_a_handler_or_anothers_address_and_all_links_lead_somewhere(site_folder: Path):
    assert len(inspection.pages(site_folder)) >= len(PAGES)
    assert inspection.faults(site_folder) == []


def test_hosts_are_told_the_same_policy(site_folder: Path):
    said = (site_folder / "_headers").read_text("utf-8")
    assert "frame-ancestors 'none'" in said and "'wasm-unsafe-eval'" in said
    pages, lite = said.split("/lite/*")
    assert "unsafe-inline" not in pages and "'unsafe-eval'" not in pages
    assert (
        policy.RULES["default-src"] == "'none'"
        and "http" not in lite.partition("Cache-Control")[0].partition("policy")[2]
    )
