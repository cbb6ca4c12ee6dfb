"""The book for everybody: by keyboard, by ear, with large letters, with colours of one's own.

Every page of the site is walked, whatever pages there are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from book_site import PAGES

pytestmark = [pytest.mark.timeout(1500), pytest.mark.long]  # minutes: every page, or a whole site
MODEL = "section.venture-model"
OPEN_ALL = "document.querySelectorAll('details').forEach(fold => { fold.open = true; })"

# What the keyboard must reach, in the order of the page; said before the walk, and compared with it.
REACHABLE = """() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  window.stops = [...all].filter((e) => e.tabIndex >= 0 && !e.disabled && seen(e) && !e.closest("dialog:not([open])"));
  window.walked = [];
  addEventListener("focusin", ({ target }) => {
    // A card shows the focus of the link in it, and a fold of the menu is as large as its arrow.
    const shows = [target, target.closest(".sd-card"), target.querySelector(".toctree-toggle")].filter(Boolean);
    const ring = shows.some((e) => { const look = getComputedStyle(e); return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2; });
    const shown = shows.some((e) => { const box = e.getBoundingClientRect(); return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight; });
    const words = (e) => (e.innerText || e.textContent || "").trim();
    const named = (target.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean).map((id) => words(document.getElementById(id))).join(" ");
    const name = target.getAttribute("aria-label") || named || [...(target.labels || [])].map(words).join(" ") || words(target)
      || target.title || [...target.querySelectorAll("img")].map((i) => i.alt).join("");
    walked.push({ at: stops.indexOf(target), name, ring, shown, tag: target.outerHTML.slice(0, 90) });
  });
  return stops.length;
}"""

# What is cut off: words in a box that hides what does not fit.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const look = getComputedStyle(e), hides = (o) => o === "hidden" || o === "clip";
  return e.checkVisibility({ visibilityProperty: true }) && e.innerText?.trim() && e.clientWidth > 1 && e.tagName !== "SELECT" &&
    ((hides(look.overflowX) && e.scrollWidth > e.clientWidth + 1) || (hides(look.overflowY) && e.scrollHeight > e.clientHeight + 2));
}).map((e) => e.outerHTML.slice(0, 120))"""


def pages(folder: Path) -> list[str]:
    """Every page of the book: not the jump at the front door, and not JupyterLab's own."""
    found = [path.relative_to(folder) for path in folder.rglob("*.html")]
    return sorted(
        str(path)
        for path in found
        if path.parts[0] not in ("_static", "lite", "_downloads") and str(path) != "index.html"
    )


def faults(page, rules: list[str] | None = None) -> list[str]:
    """Every violation that axe-core finds, of any impact: rule, how grave, and where."""
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [
        f"{v['id']} ({v['impact']}): {node['target']} {node['failureSummary'][:200]}"
        for v in found
        for node in v["nodes"][:5]
    ]


@pytest.fixture
def open_page(browser) -> Iterator:
    """``open_page(width=…, scheme=…)``: a new reader's page."""
    contexts = []

    def make(width: int = 1280, height: int = 900, scheme: str = "light", **more: str):
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", **more
            )
        )
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def test_no_page_has_any_fault_of_accessibility(open_page, site: str, site_folder: Path, axe_script: str):
    """Each page three times: narrow and dark, wide and light, wide and dark (there colours alone can differ)."""
    page, found = open_page(), []
    for name in pages(site_folder):
        page.set_viewport_size({"width": 320, "height": 640})
        page.emulate_media(color_scheme="dark")
        page.goto(site + name)
        page.evaluate(OPEN_ALL)
        page.evaluate(axe_script)
        found += [f"{name}, narrow: {fault}" for fault in faults(page)]
        page.set_viewport_size({"width": 1280, "height": 900})
        found += [f"{name}, dark: {fault}" for fault in faults(page, rules=["color-contrast", "link-in-text-block"])]
        page.emulate_media(color_scheme="light")
        page.wait_for_function("(document.documentElement.dataset.theme || 'light') === 'light'")
        found += [f"{name}, light: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def test_a_page_fits_a_narrow_screen_and_four_hundred_per_cent(open_page, site: str, site_folder: Path):
    """A window of 1280 × 1024 at 400 % is 320 × 256 to the page."""
    page, found = open_page(), []
    for name in pages(site_folder):
        page.goto(site + name)
        page.evaluate(OPEN_ALL)
        for width, height in ((768, 900), (320, 640), (320, 256)):
            page.set_viewport_size({"width": width, "height": height})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"{name} is {wide} wide in {width}")
            found += [f"{name} cuts off at {width}: {what}" for what in page.evaluate(CUT_OFF)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_keyboard_walks_every_page_from_its_first_link_to_its_last(
    open_page, site: str, site_folder: Path, width: int
):
    page, wrong = open_page(width), []
    kinds = sorted({name.partition("?")[0] for name in PAGES.values()})
    for name in pages(site_folder) if width > 1000 else kinds:
        page.goto(site + name)
        page.wait_for_load_state("load")
        if name == "search.html":
            page.evaluate("document.activeElement.blur()")
        count = page.evaluate(REACHABLE)
        for _press in range(count + 2):
            page.keyboard.press("Tab")
        walked = page.evaluate("walked")
        order = list(dict.fromkeys(one["at"] for one in walked if one["at"] >= 0))
        missed = page.evaluate(
            "order => stops.filter((_, i) => !order.includes(i)).map(e => e.outerHTML.slice(0, 90))", order
        )
        wrong += [f"{name}: Tab does not reach {what}" for what in missed]
        if order != sorted(order):
            wrong.append(f"{name}: Tab jumps about: {order}")
        for one in walked:
            for fault, bad in (
                ("no visible focus", not one["ring"]),
                ("no name", not one["name"]),
                ("out of sight", not one["shown"]),
            ):
                if bad:
                    wrong.append(f"{name}: {fault}: {one['tag']}")
        if name != "404.html" and "Skip to main content" not in walked[0]["name"]:
            wrong.append(f"{name}: the first stop is {walked[0]['tag']}")
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_the_skip_link_leads_to_the_text(open_page, site: str):
    page = open_page()
    page.goto(site + "book/models/break-even.html")
    page.keyboard.press("Tab")
    assert page.locator("#pst-skip-link").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#main-content')")


def test_search_theme_and_menu_work_by_keyboard(open_page, site: str):
    page = open_page(360)
    page.goto(site + "book/glossary.html")
    page.wait_for_load_state("load")
    switch = page.locator(".theme-switch-button:visible").first
    before = page.evaluate("document.documentElement.dataset.mode")
    switch.press("Enter")
    assert page.evaluate("document.documentElement.dataset.mode") != before
    page.locator(".article-header-buttons .search-button__button").press("Enter")
    assert page.evaluate("document.activeElement.matches('dialog[open] input[type=search]')")
    page.keyboard.press("Escape")
    assert not page.locator("#pst-search-dialog").is_visible()
    page.locator(".primary-toggle").press("Enter")
    menu = page.locator("#pst-primary-sidebar-modal")
    assert menu.is_visible() and page.evaluate("!!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    page.locator(".article-header-buttons .search-button__button").press("Enter")
    page.keyboard.type("margin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=margin")
    page.wait_for_selector("#search-results li a")


def test_a_model_moves_and_folds_open_by_keyboard_on_every_page(open_page, site: str, site_folder: Path):
    page = open_page()
    page.route("**/live/python-*/**", lambda route: route.abort())  # what the controls do is seen without an answer
    for name in pages(site_folder):
        page.goto(site + name)
        for fold in page.locator("article details > summary").all()[:4]:
            if not fold.is_visible():
                continue
            fold.focus()
            for key in ("Enter", "Space"):
                was = fold.evaluate("f => f.parentElement.open")
                page.keyboard.press(key)
                assert fold.evaluate("f => f.parentElement.open") != was, f"{name}: {fold.inner_text()}, {key}"
        for slider in page.locator(f"{MODEL} .vm-slider:visible").all()[:5]:
            before = slider.input_value()
            slider.focus()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowLeft")
            assert slider.input_value() != before, f"{name}: {slider.get_attribute('aria-label')}"


def test_every_picture_says_what_it_shows_and_every_chart_differs_by_more_than_colour(
    open_page, site: str, site_folder: Path
):
    page = open_page()
    for name in pages(site_folder):
        page.goto(site + name)
        said = page.locator("article img").evaluate_all("all => all.map(i => i.getAttribute('alt'))")
        said += page.locator("article svg[role=img]").evaluate_all("all => all.map(s => s.getAttribute('aria-label'))")
        assert all(len(one or "") > 30 for one in said), f"{name}: {said}"
        assert page.locator("article svg:not([role=img]):not([aria-hidden=true])").count() == 0, name
        for chart in page.locator(".vm-svg").all():
            lines = chart.locator(".vm-line")
            dashes = lines.evaluate_all("all => all.map(l => getComputedStyle(l).strokeDasharray)")
            assert len(set(dashes)) == len(dashes), f"{name}: two lines look the same"
            if zones := chart.locator(".vm-zone").count():
                assert chart.locator("rect[fill*=hatch]").count() == zones and chart.locator(".vm-zone-label").count()


def test_who_wants_no_motion_gets_none(open_page, site: str):
    page = open_page()
    page.goto(site + "book/index.html")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(e => { const look = getComputedStyle(e);
             return parseFloat(look.transitionDuration) > 0 || look.animationName !== "none" || look.scrollBehavior === "smooth"; })
             .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_colours_of_ones_own_everything_stays_to_be_seen(
    open_page, site: str, site_folder: Path, axe_script: str, scheme: str
):
    page = open_page(scheme=scheme, forced_colors="active")
    page.goto(site + "book/models/break-even.html")
    page.evaluate(axe_script)
    assert faults(page) == []
    # Icons are backgrounds, and backgrounds go; these must differ from the page's.
    shown = page.evaluate(
        """() => { const ground = getComputedStyle(document.body).backgroundColor;
             return [...document.querySelectorAll(".article-header-buttons .fa-solid, .vm-line")].filter(e => e.checkVisibility()).map(e => {
               const look = e.classList.contains("vm-line") ? getComputedStyle(e).stroke : getComputedStyle(e, "::before").backgroundColor;
               return look !== ground && look !== "none" && !/^rgba.*, 0\\)$/.test(look); }); }"""
    )
    assert shown and all(shown)


def test_each_page_describes_itself_and_has_its_own_card(site_folder: Path):
    seen: dict[str, str] = {}
    for name in pages(site_folder):
        text = (site_folder / name).read_text("utf-8")
        tags = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)"', text))
        found = re.findall(r'<meta[^>]*name="description"[^>]*>', text)
        assert len(found) == 1, name
        described = re.search(r'content="([^"]{20,})"', found[0])
        assert described, f"{name}: {found}"
        assert described[1] not in seen, f"{name} and {seen.get(described[1])} describe themselves alike"
        seen[described[1]] = name
        if name == "404.html":
            continue
        assert html.unescape(tags["og:description"]) == html.unescape(described[1]) and tags["og:title"]
        card = (site_folder / name).parent / tags["og:image"]
        assert card.is_file() and card.stat().st_size < 40_000
        assert 'rel="canonical"' not in text, "there is no address to be canonical"
