"""Trying a lesson before anything is installed: JupyterLite served by the book, downloads, a Binder link."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import nbformat
import pytest
from book_site import PAGES

from venture.models import load

pytestmark = [pytest.mark.timeout(1500), pytest.mark.long]  # minutes: every page, or a whole site
MODEL = "section.venture-model"


@pytest.fixture(scope="module")
def lesson(browser, site: str):
    """Module 4's lesson as a reader opens it from its page, with its first model shown. `lesson.asked` is what was asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.asked = []
    context.on("request", lambda request: page.asked.append(request.url))
    page.goto(site + PAGES["lesson"])
    page.get_by_role("link", name="Open it in the browser").click()
    page.locator(".jp-Notebook .jp-CodeCell").first.click(timeout=60_000)
    for _cell in range(18):  # up to the first model; what is not ready yet waits for the kernel
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(100)
    page.locator(f"{MODEL}[data-bound=yes]").first.wait_for(timeout=120_000)
    yield page
    context.close()


def test_the_lesson_runs_in_the_browser_and_its_model_answers(lesson):
    sentence = lesson.locator(f"{MODEL} .vm-sentence").first
    assert sentence.inner_text() == load("break_even").run("a").sentence
    slider = lesson.locator(f'{MODEL} [data-vm-slider="planned"]').first
    slider.focus()
    slider.press("ArrowRight")
    lesson.wait_for_function(f"document.querySelector('{MODEL}').dataset.state === 'ready'", timeout=30_000)
    assert sentence.inner_text() == load("break_even").run("a", planned=61).sentence
    assert lesson.locator(".jp-Dialog").count() == 0, "no question about kernels stands in the way"


def test_the_lesson_asks_no_other_host(lesson, site: str):
    host = site.removesuffix("some/book/")  # its service worker asks at the host's root whether it lives
    assert [url for url in lesson.asked if not url.startswith((host, "data:", "blob:"))] == []


def outputs(browser, site: str, *cells: str, times: int = 1) -> list[str]:
    """What the cells say in place of the lesson's own, after ``times`` visits of the same reader."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.route(
        "**/files/course/04-costs-and-break-even.ipynb*",
        lambda route: route.fulfill(body=nbformat.writes(book), content_type="application/json"),
    )
    for _visit in range(times):
        page = context.new_page()
        page.goto(f"{site}lite/notebooks/index.html?path=course/04-costs-and-break-even.ipynb")
        page.locator(".jp-Notebook .jp-CodeCell").first.click(timeout=60_000)
        for _cell in cells:
            page.keyboard.press("Shift+Enter")
            page.wait_for_timeout(100)
        last = page.locator(".jp-CodeCell").nth(len(cells) - 1).locator(".jp-OutputArea-output").last
        last.wait_for(timeout=60_000)
        page.wait_for_timeout(300)
        said = [page.locator(".jp-CodeCell").nth(number).inner_text() for number in range(len(cells))]
        page.close()
    context.close()
    return said


def test_what_does_not_run_there_says_so_and_a_guess_is_kept_in_the_browser(browser, site: str):
    """`pip` would ask another site; a printed picture needs matplotlib, and the model stands in for it."""
    start = 'from venture.lessons import start\nlesson = start("04-costs-and-break-even")'
    pip, _start, before, _guess, picture = outputs(
        browser, site, "%pip install numpy", start, 'lesson.compare("profit_at_49")',
        'lesson.predict("profit_at_49", -20)', 'lesson.picture("a")', times=2,
    )  # fmt: skip
    assert "Packages cannot be added here" in pip
    assert "You guessed −20" in before, "kept at the first visit, known at the second"
    assert "You break even" in picture


def test_a_lesson_is_offered_as_a_file_without_outputs(browser, site: str):
    page = browser.new_page()
    page.goto(site + PAGES["lesson"])
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download it as a notebook").click()
    book = nbformat.read(waiting.value.path(), as_version=4)
    assert waiting.value.suggested_filename == "04-costs-and-break-even.ipynb"
    assert all(not cell.get("outputs") for cell in book.cells) and len(book.cells) > 40
    assert page.get_by_role("link", name="Binder").count() == 0, "the kit's repository is not configured"
    page.close()


def test_my_copy_of_the_course_holds_no_answers(browser, site: str):
    page = browser.new_page()
    page.goto(site + PAGES["try"])
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download my copy of the course").click()
    with zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes())) as copy:
        names = copy.namelist()
        notebooks = [copy.read(name) for name in names if name.endswith(".ipynb")]
    inside = {name.partition("/")[2] for name in names}
    assert {"README.md", "Makefile", "uv.lock", "course/00-start-here.ipynb", "src/venture/__init__.py"} <= inside
    assert "assignments/04-costs-and-break-even/04-costs-and-break-even.ipynb" in inside
    assert not [name for name in inside if re.match(r"(solutions|tests|cohort|benchmarks|src/school/skeleton)\b", name)]
    assert not [one for one in notebooks if b"BEGIN SOLUTION" in one or b"BEGIN HIDDEN" in one]
    page.close()
