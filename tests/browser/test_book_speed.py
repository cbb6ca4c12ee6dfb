"""The speed budget, by what can be counted: bytes, requests, nodes, shifts. Times are measured in benchmarks/book.py."""

from __future__ import annotations

import functools
import gzip
import io
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from book_site import PAGES
from PIL import Image, ImageChops
from test_book_access import pages

pytestmark = pytest.mark.timeout(600)
MODEL = "section.venture-model"
PACKED = {".html", ".css", ".js", ".mjs", ".svg", ".json"}  # what every host packs on the way
MOST_BYTES = 250_000  # of any page before its model's Python; the promise is 600 kB
MOST_REQUESTS, MOST_NODES = 20, 4_000
NOT_NEEDED = re.compile(
    r"fontawesome|mathjax|require|embed-amd|html-manager|thebe|\.woff|\.ttf|searchindex", re.IGNORECASE
)


@functools.cache  # what all pages share is packed once
def wire(folder: Path, url: str) -> int:
    """What the file behind ``url`` weighs on the way."""
    data = (folder / unquote(urlsplit(url).path).partition("/some/book/")[2]).read_bytes()
    packed = Path(urlsplit(url).path).suffix in PACKED
    return len(gzip.compress(data, 6)) if packed else len(data)


def heavy(browser, site: str, site_folder: Path, names: Iterable[str]) -> list[str]:
    """A new reader's first page, scrolled to its end: bytes, requests, nodes, and that nothing jumps; what is too much."""
    wrong = []
    for name in names:
        context = browser.new_context(viewport={"width": 360, "height": 640})
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(site + name, wait_until="load")
        shift = page.evaluate(
            """async () => {
            let sum = 0;
            new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; }).observe({ type: "layout-shift", buffered: true });
            for (let y = 0; y < document.body.scrollHeight; y += 2000) { scrollTo(0, y); await new Promise(requestAnimationFrame); }
            await new Promise(done => setTimeout(done, 100));
            return sum; }"""
        )
        asked = sorted({url for url in asked if not url.startswith("data:")})
        size = sum(wire(site_folder, url) for url in asked)
        nodes = page.evaluate("document.querySelectorAll('*').length")
        for what, found, most in (
            ("bytes", size, MOST_BYTES), ("requests", len(asked), MOST_REQUESTS), ("nodes", nodes, MOST_NODES), ("shift", shift, 0.1),
        ):  # fmt: skip
            if found > most:
                wrong.append(f"{name}: {found} {what}, more than {most}")
        wrong += [f"{name} asks for {url}" for url in asked if NOT_NEEDED.search(url) and name != "search.html"]
        context.close()
    return wrong


def test_a_page_of_each_kind_is_light(browser, site: str, site_folder: Path):
    kinds = dict.fromkeys(address.partition("?")[0] for address in PAGES.values())
    assert heavy(browser, site, site_folder, kinds) == []


@pytest.mark.long  # every page
def test_every_page_is_light(browser, site: str, site_folder: Path):
    assert heavy(browser, site, site_folder, pages(site_folder)) == []


def test_only_one_sheet_and_one_small_script_stand_before_the_first_words(site_folder: Path):
    for name in pages(site_folder):
        if name == "404.html":
            continue  # whole in itself
        head = (site_folder / name).read_text("utf-8").partition("</head>")[0]
        waiting = re.findall(r'<link[^>]*rel="stylesheet"[^>]*href="([^"?]+)', head)
        waiting += re.findall(r'<script(?![^>]*\b(?:defer|async)\b)[^>]*src="([^"?]+)', head)
        assert {Path(one).name for one in waiting} <= {"book.css", "first.js"} | {
            Path(one).name for one in waiting if "/own/" in one
        }
        assert not re.search(r"<script(?![^>]*\bsrc=)", head), f"{name}: a script inside the page"
    assert len(gzip.compress((site_folder / "_static" / "book.css").read_bytes())) < 40_000
    assert (site_folder / "_static" / "first.js").stat().st_size < 1_500


def test_the_one_sheet_has_every_rule_that_a_page_uses(browser, site: str, site_folder: Path):
    """Against the sheets that it was made from: the same look, pixel by pixel."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    sheets = [
        "_static/basic.css", "_static/styles/pydata-sphinx-theme.css", "_static/pygments.css", "_static/styles/sphinx-book-theme.css",
        *[f"_static/{path.name}" for path in (site_folder / "_static").glob("mystnb.*.css")],
        "_static/sphinx-design.min.css", "_static/live/model.css", "_static/school.css",
    ]  # fmt: skip
    swap = """async sheets => {
        const old = document.querySelector('link[href*="book.css"]');
        await Promise.all(sheets.map(href => new Promise(done => {
          const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done });
          old.before(link); })));
        old.remove(); }"""
    for name in ("landing", "lesson", "model", "teaching"):
        page.goto(site + PAGES[name], wait_until="networkidle")
        ours = page.screenshot()
        page.evaluate(swap, [site + one for one in sheets])
        page.wait_for_timeout(300)
        before, after = (Image.open(io.BytesIO(png)).convert("RGB") for png in (ours, page.screenshot()))
        assert max(most for _least, most in ImageChops.difference(before, after).getextrema()) <= 2, name
    page.close()


def test_a_move_touches_only_what_it_changes(browser, site: str):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(site + PAGES["model"])
    page.locator(f'{MODEL} [data-vm-slider="planned"]').press("ArrowRight")
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'ready'", timeout=60_000)
    page.evaluate(
        f"""() => {{
        window.chart = document.querySelector('{MODEL} svg');
        window.changes = [];
        new MutationObserver(list => changes.push(...list)).observe(document.querySelector('{MODEL} .vm-result'),
          {{ childList: true, subtree: true, attributes: true, characterData: true }}); }}"""
    )
    page.locator(f'{MODEL} [data-vm-slider="planned"]').press("ArrowRight")
    page.wait_for_function("document.querySelector('[data-vm-input=planned]').value === '62' && changes.length > 0")
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'ready'")
    nodes, touched, same = page.evaluate(
        f"[document.querySelectorAll('{MODEL} .vm-result *').length, new Set(changes.map(one => one.target)).size, chart === document.querySelector('{MODEL} svg')]"
    )
    assert same and touched < nodes / 3, f"{touched} of {nodes}"
    page.close()


def test_a_quick_hand_is_answered_with_its_last_value(browser, site: str):
    """Of the moves that come while one is computed, only the newest is asked."""
    page = browser.new_page()
    page.goto(site + PAGES["model"])
    slider = page.locator(f'{MODEL} [data-vm-slider="planned"]')
    slider.press("ArrowRight")
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'ready'", timeout=60_000)
    page.evaluate(
        """() => { window.asked = 0; const post = Worker.prototype.postMessage;
             Worker.prototype.postMessage = function (...all) { asked += 1; return post.apply(this, all); };
             const slider = document.querySelector('[data-vm-slider="planned"]');
             for (let value = 20; value <= 70; value += 1) { slider.value = value; slider.dispatchEvent(new Event("input")); } }"""
    )
    page.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'ready' && asked > 1")
    assert page.evaluate("asked") == 2
    assert "your planned 70" in page.locator(f"{MODEL} .vm-sentence").inner_text()
    page.close()
