"""The built book in a browser: what a reader sees, with and without JavaScript, and when things fail.

The first test builds the site, which takes about 25 seconds.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from book_site import PAGES, requests_to_try, serious

from venture.faces.live import dispatch
from venture.models import load

pytestmark = pytest.mark.timeout(600)
MODEL = "section.venture-model"
PYTHON = re.compile(r"/live/python-[0-9a-f]{12}/")


def moved(page, name: str = "planned", key: str = "ArrowRight") -> dict:
    """Move a slider by one key and wait for the result; the request that bind.js makes of what stands there then."""
    root = page.locator(MODEL).first
    slider = root.locator(f'[data-vm-slider="{name}"]')
    slider.focus()
    slider.press(key)
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'ready'", timeout=60_000)
    texts = root.evaluate(
        "root => Object.fromEntries([...root.querySelectorAll('[data-vm-input]')].map(b => [b.dataset.vmInput, b.value]))"
    )
    return {"model": "break_even", "uid": root.get_attribute("id"), "preset": "", "texts": texts}


def shown(page) -> dict[str, str]:
    return page.locator(MODEL).first.evaluate(
        "root => Object.fromEntries([...root.querySelectorAll('[data-vm-part]')].map(p => [p.dataset.vmPart, p.innerHTML]))"
    )


def as_the_browser_writes_it(page, parts: dict[str, str]) -> dict[str, str]:
    return page.evaluate(
        """parts => Object.fromEntries(Object.entries(parts).map(([name, html]) => {
        const box = document.createElement("div"); box.innerHTML = html; return [name, box.innerHTML]; }))""",
        parts,
    )


def state_after_a_failure(page) -> str:
    """Turn to the model, wait until a failure is told, and return what is said."""
    before = shown(page)
    slider = page.locator(MODEL).first.locator('[data-vm-slider="planned"]')
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'failed'", timeout=15_000)
    assert shown(page) == before, "the last good result stays"
    return page.locator(f"{MODEL} .vm-status").first.inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_host_and_nothing_goes_wrong(page, site: str, name: str):
    page.goto(site + PAGES[name], wait_until="networkidle")
    assert [url for url in page.asked if not url.startswith((site, "data:"))] == []
    assert page.wrong == []
    assert not any(PYTHON.search(url) for url in page.asked), (
        "Python is fetched when the reader turns to a model, not before"
    )
    assert not any("fontawesome" in url or "searchindex" in url for url in page.asked) or name == "search"


def test_the_front_door_leads_to_the_landing_page(page, site: str):
    page.goto(site)
    page.wait_for_url("**/book/index.html")
    assert page.locator("article h1").is_visible()


@pytest.mark.parametrize("name", ["landing", "lesson", "model"])
def test_without_javascript_sentence_figure_and_numbers_stand_there(browser, site: str, name: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + PAGES[name])
    result = load("break_even").run()
    root = page.locator(MODEL).first
    assert root.locator(".vm-sentence").inner_text() == result.sentence
    assert root.locator("svg").get_attribute("aria-label") == result.alt
    assert result["margin"].text in root.inner_text()
    assert result.table.rows[0][0] in root.locator("table").text_content()
    assert not root.locator("form").is_visible()
    context.close()


def test_on_paper_a_model_is_its_sentence_its_figure_and_its_table(page, site: str):
    page.goto(site + PAGES["model"])
    page.emulate_media(media="print")
    assert page.locator(f"{MODEL} table").is_visible() and page.locator(f"{MODEL} svg").is_visible()
    assert not page.locator(f"{MODEL} form").is_visible()


@pytest.mark.parametrize("name", ["lesson", "model"])
def test_the_keyboard_moves_the_model_to_what_the_notebook_computes(page, site: str, name: str):
    page.goto(site + PAGES[name])
    before = shown(page)
    request = moved(page)
    assert request["texts"]["planned"] == "61"
    answer = json.loads(dispatch(json.dumps(request)))
    after = shown(page)
    assert after == as_the_browser_writes_it(page, answer["parts"])
    assert all(after[part] != before[part] for part in ("sentence", "chart", "figures", "table"))
    assert page.wrong == []
    assert [url for url in page.asked if not url.startswith((site, "data:"))] == []


def ask_worker(page, requests: list[str]) -> list[str]:
    """What the page's own worker answers to the requests, as text."""
    return page.evaluate(
        """async requests => {
        const script = document.querySelector("script[data-live]"), live = JSON.parse(script.dataset.live);
        const worker = new Worker(new URL(live.folder + "worker.js", script.src), { type: "module" });
        const answers = [];
        await new Promise((done, fail) => {
          worker.onerror = fail;
          worker.onmessage = ({ data }) => {
            if (data.failed) fail(new Error(data.reason));
            if (data.ready) requests.forEach((request, number) => worker.postMessage({ number, request }));
            if ("answer" in data && answers.push(data.answer) === requests.length) done();
          };
          worker.postMessage({ files: live.files });
        });
        return answers; }""",
        requests,
    )


def test_python_in_the_page_answers_as_python_here_to_the_last_digit(page, site: str):
    page.goto(site + PAGES["model"])
    requests = requests_to_try(60)
    for request, answer in zip(requests, ask_worker(page, requests), strict=True):
        assert answer == dispatch(request), request


def test_every_model_of_the_kit_runs_in_the_page(page, site: str):
    from venture.models import names

    page.goto(site + PAGES["model"])
    requests = [json.dumps({"model": name, "uid": "u", "preset": "", "texts": {}}) for name in names()]
    assert ask_worker(page, requests) == [dispatch(request) for request in requests]


def test_loading_is_told_with_its_size_and_then_that_it_is_ready(page, site: str):
    page.goto(site + PAGES["model"])
    page.evaluate(
        """root => { window.said = []; new MutationObserver(() => said.push(root.textContent)).observe(root, {childList: true, characterData: true, subtree: true}); }""",
        page.locator(f"{MODEL} .vm-status").element_handle(),
    )
    page.locator(f'{MODEL} [data-vm-slider="price"]').focus()
    page.wait_for_function("said.some(text => text.includes('ready'))", timeout=60_000)
    said = page.evaluate("said")
    assert re.match(r"Loading the calculator \(\d\.\d MB, once\)", said[0])
    assert page.locator(f"{MODEL} .vm-progress").is_hidden()


def test_all_models_of_a_page_share_one_python(page, site: str):
    page.goto(site + PAGES["lesson"])
    assert page.locator(MODEL).count() > 1
    moved(page)
    second = page.locator(MODEL).nth(1)
    second.locator('[data-vm-slider="planned"]').focus()
    second.locator('[data-vm-slider="planned"]').press("ArrowRight")
    page.wait_for_function(f"document.querySelectorAll('{MODEL}')[1].dataset.state === 'ready'", timeout=30_000)
    assert sum(url.endswith("worker.js") for url in page.asked) == 1


def test_a_refused_value_is_told_beside_its_box_and_the_result_stays(page, site: str):
    page.goto(site + PAGES["model"])
    moved(page)
    before = shown(page)
    box = page.locator(f'{MODEL} [data-vm-input="price"]')
    box.fill("a lot")
    page.wait_for_selector(f'{MODEL} [data-vm-input="price"][aria-invalid="true"]')
    told = page.locator("#" + box.get_attribute("id") + "-error")
    assert told.is_visible() and "a lot" in told.inner_text()
    assert shown(page) == before
    box.fill("9,9")  # a decimal comma is fine
    page.wait_for_selector(f'{MODEL} [data-vm-input="price"]:not([aria-invalid])')
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'ready'")
    assert shown(page) != before and told.is_hidden()


@pytest.mark.parametrize(("file", "break_it", "words"), [
    ("worker.js", lambda route: route.fulfill(status=404), "could not be loaded"),
    ("pyodide.asm.wasm.bin", lambda route: route.fulfill(status=404), "pyodide.asm.wasm.bin: 404"),
    ("pyodide.asm.wasm.bin", lambda route: route.fulfill(body=b"this is no archive"), "did not start"),
    ("pyodide.asm.mjs", lambda route: route.fulfill(body="let x", content_type="application/octet-stream"), "pyodide.asm.mjs"),
    ("stdlib.zip", lambda route: route.abort(), "stdlib.zip"),
    ("venture.zip", lambda route: route.fulfill(body=b"PK"), "did not start"),
])  # fmt: skip
def test_what_fails_is_told_within_seconds_and_the_result_stays(page, site: str, file: str, break_it, words: str):
    page.context.route(f"**/{file}", break_it)
    page.goto(site + PAGES["model"])
    assert words in state_after_a_failure(page)


def test_offline_is_told_and_a_later_change_tries_again(page, site: str):
    page.goto(site + PAGES["model"])
    page.context.set_offline(True)
    assert "could not be loaded" in state_after_a_failure(page)
    page.context.set_offline(False)
    moved(page)
    assert page.locator(f"{MODEL} .vm-status").inner_text() == ""


def test_a_host_that_never_answers_is_told(page, site: str):
    page.clock.install()
    page.context.route("**/stdlib.zip", lambda route: None)
    page.goto(site + PAGES["model"])
    page.locator(f'{MODEL} [data-vm-slider="price"]').focus()
    page.wait_for_function(f"document.querySelector('{MODEL} progress').value > .3", timeout=30_000)
    page.wait_for_timeout(1000)
    page.clock.fast_forward(25_000)
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'failed'", timeout=10_000)
    assert "in time" in page.locator(f"{MODEL} .vm-status").inner_text()


def test_a_page_opened_from_a_file_says_why_it_does_not_compute(page, site_folder: Path):
    page.goto((site_folder / PAGES["model"]).as_uri())
    assert "opened from a file" in page.locator(f"{MODEL} .vm-status").inner_text()
    assert load("break_even").run().sentence in page.locator(MODEL).inner_text()
    assert not page.locator(f"{MODEL} form").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_narrow_phone_and_has_no_serious_fault_of_accessibility(
    browser, site: str, axe_script: str, name: str
):
    """Opened on a phone in the dark; then looked at in the light, in a wide window, and there in the dark."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site + PAGES[name])
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.documentElement.lang") == "en"
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate(axe_script)
    page.emulate_media(color_scheme="light")
    page.wait_for_function("document.documentElement.dataset.theme === 'light'")
    assert serious(page) == [], "narrow, in the light"
    page.set_viewport_size({"width": 1280, "height": 900})
    assert serious(page) == [], "wide, in the light"
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert serious(page) == [], "wide, in the dark"
    context.close()


def test_links_inside_the_site_lead_somewhere(page, site: str, site_folder: Path):
    """Sphinx checks the links that it knows; this one looks at every address in every page as it was written."""
    missing = set()
    for path in site_folder.rglob("*.html"):
        if "_static" in path.parts:
            continue
        for address in re.findall(r'(?:href|src)="([^"#?:]+)[^":]*"', path.read_text("utf-8")):
            if not (path.parent / address).resolve().exists():
                missing.add(f"{path.relative_to(site_folder)} -> {address}")
    assert not missing
