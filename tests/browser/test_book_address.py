"""The reader's values: in the address, in a link, in a table to copy; and a crafted link does no harm."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from book_site import PAGES

from venture.models import load

pytestmark = pytest.mark.timeout(600)
MODEL = "section.venture-model"
BREAK_EVEN = load("break_even")


@pytest.fixture
def page(browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    assert page.wrong == []
    context.close()


def answered(page, place: int = 0) -> str:
    """The sentence of the model at that place, once it is computed."""
    page.wait_for_function(f"document.querySelectorAll('{MODEL}')[{place}].dataset.state === 'ready'", timeout=60_000)
    return page.locator(f"{MODEL} .vm-sentence").nth(place).inner_text()


def test_values_live_in_the_address_and_a_link_brings_them_back(page, site: str):
    page.goto(site + PAGES["model"])
    page.locator(f'{MODEL} [data-vm-input="price"]').fill("9,9")
    page.locator(f'{MODEL} [data-vm-input="planned"]').fill("55")
    said = answered(page)
    page.wait_for_url("**m1.planned=55**")
    assert "m1.price=9.9" in page.url and "m1.fixed" not in page.url, "only what differs from the first values"
    link = page.url
    other = page.context.browser.new_page()  # another reader
    other.goto(link)
    assert answered(other) == said == BREAK_EVEN.run("a", price=9.9, planned=55).sentence
    assert other.locator(f'{MODEL} [data-vm-slider="price"]').input_value() == "9.9"
    other.locator("[data-vm-reset]").first.click()
    other.wait_for_function("!location.search.includes('m1')")
    other.close()


def test_a_case_and_what_differs_from_it_come_back_too(page, site: str):
    page.goto(site + PAGES["model"])
    page.locator(f"{MODEL} select").first.select_option("f")
    page.wait_for_url("**m1=f**")
    assert "m1." not in page.url
    page.locator(f'{MODEL} [data-vm-input="fixed"]').fill("400")
    page.wait_for_url("**m1.fixed=400**")
    page.goto(page.url)
    page.wait_for_function(f"document.querySelector('{MODEL} .vm-box[data-vm-input=fixed]').value === '400'")
    page.wait_for_function(f"document.querySelector('{MODEL} .vm-sentence').textContent.length > 0")
    page.wait_for_timeout(200)
    assert answered(page) == BREAK_EVEN.run("f", fixed=400).sentence
    assert page.locator(f"{MODEL} select").first.input_value() == "f"


def test_the_second_model_of_a_page_has_values_of_its_own(page, site: str):
    page.goto(f"{site}{PAGES['lesson']}?m2.planned=33&kept=yes")
    said = answered(page, 1)
    assert "33" in said
    assert page.locator(f"{MODEL}").first.get_attribute("data-state") == "idle"
    page.wait_for_timeout(500)
    assert "kept=yes" in page.url and "m2.planned=33" in page.url


@pytest.mark.parametrize("value", [
    "<img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1><script>window.hacked=1</script>',
    "javascript:window.hacked=1",
    "9" * 5000,
])  # fmt: skip
def test_a_crafted_link_cannot_run_script(page, site: str, value: str):
    page.route("**/live/python-*/**", lambda route: route.abort())  # the page's own part; Python's is below
    names = ("unit", "price", "nothing", "__proto__", "constructor", "")
    page.goto(
        f"{site}{PAGES['model']}?m1={quote(value)}&m99.x=1&" + "&".join(f"m1.{name}={quote(value)}" for name in names)
    )
    page.wait_for_selector(f"{MODEL}[data-bound=yes]")
    page.wait_for_timeout(50)
    assert page.evaluate("window.hacked") is None
    assert page.locator(f"{MODEL} script, {MODEL} img").count() == 0


def test_what_python_makes_of_a_crafted_link_cannot_run_either(page, site: str):
    page.goto(f"{site}{PAGES['model']}?m1.unit={quote('<img src=x onerror=hacked=1>')[:80]}&m1.price={quote('<b>9')}")
    page.wait_for_selector(f'{MODEL} [data-vm-input="price"][aria-invalid="true"]', timeout=60_000)
    page.goto(f"{site}{PAGES['model']}?m1.unit={quote('<b onclick=x>a</b>')}")
    said = answered(page)
    assert "<b onclick=x>a</b>" in said, "shown as it was written"
    assert (
        page.locator(f"{MODEL} .vm-sentence b, {MODEL} svg b").count() == 0 and page.evaluate("window.hacked") is None
    )


def test_values_and_result_are_copied_as_a_table(page, site: str):
    page.goto(site + PAGES["model"])
    page.locator(f'{MODEL} [data-vm-input="fixed"]').fill("1 234,5")
    answered(page)
    page.locator('[data-vm-copy="table"]').first.press("Enter")
    page.wait_for_function(f"document.querySelector('{MODEL} .vm-status').textContent.startsWith('Copied')")
    rows = [line.split("\t") for line in page.evaluate("navigator.clipboard.readText()").splitlines()]
    result = BREAK_EVEN.run("a", fixed="1 234,5")
    assert ["Price", "9.4", "₽ thousand"] in rows and ["Fixed costs", "1234.5", "₽ thousand a month"] in rows
    assert list(result.table.columns) in rows and len(rows[-1]) == len(result.table.columns)
    assert not any("\u202f" in cell or "\u2212" in cell for row in rows for cell in row), (
        "a spreadsheet reads the numbers"
    )


def test_the_link_that_is_copied_opens_at_the_model(page, site: str):
    page.goto(site + PAGES["landing"])
    page.locator(f'{MODEL} [data-vm-input="planned"]').fill("44")
    answered(page)
    page.locator('[data-vm-copy="link"]').first.click()
    page.wait_for_function(f"document.querySelector('{MODEL} .vm-status').textContent.startsWith('Copied')")
    link = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    assert link.query == "m1.planned=44" and link.fragment == page.locator(MODEL).first.get_attribute("id")
