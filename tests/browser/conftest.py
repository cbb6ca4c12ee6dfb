"""Fixtures of the built book, for every test in a browser."""

import time
from collections.abc import Iterator

import pytest
from book_site import axe_script, site, site_folder  # noqa: F401


@pytest.fixture(autouse=True, scope="session")
def waiting_under_a_strict_policy():
    """Playwright's own `wait_for_function` runs `eval` inside the page, which the book's policy refuses.

    So the question is asked again and again from outside, and every test sees the book under its real policy.
    """
    from playwright.sync_api import Error, Page, TimeoutError

    def wait(page: Page, expression: str, *, arg: object = None, timeout: float = 30_000, **_options: object) -> None:
        end = time.monotonic() + timeout / 1000
        while True:
            try:
                if page.evaluate(expression, arg):
                    return
            except Error as error:
                if "context was destroyed" not in str(error):  # a page that is just being left answers later
                    raise
            if time.monotonic() > end:
                raise TimeoutError(f"Not true within {timeout:.0f} ms: {expression}")
            page.wait_for_timeout(20)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Page, "wait_for_function", wait)
        yield


@pytest.fixture
def page(browser) -> Iterator:
    """A page of a new reader. It keeps what was asked for (`page.asked`) and what went wrong (`page.wrong`)."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.asked, page.wrong = [], []
    context.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    context.close()
