"""The lesson as a student works it: JupyterLab in a real browser, keyboard first."""

from __future__ import annotations

import os
import re

import pytest
from book_site import serious
from lab import Lab, settled

from venture.models import load

LESSON = "course/04-costs-and-break-even.ipynb"
MODEL = load("break_even")


@pytest.fixture
def lab(browser, serve, kit_copy, tmp_path, free_port):
    """JupyterLab as `make start` opens it, on a copy of the kit, with an empty folder for the student's work."""
    env = {
        **os.environ,
        "VENTURE_WORK": str(tmp_path / "my-work"),
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
    }
    address = serve(["school", "start", "--no-browser", "--port", str(free_port)], cwd=kit_copy, env=env)
    page = browser.new_page(viewport={"width": 1300, "height": 1100})
    yield Lab(page, address, kit_copy)
    page.close()


def sentence_of(model) -> str:
    return model.locator(".vm-sentence").inner_text()


@pytest.mark.timeout(240)
def test_a_student_works_the_lesson_from_top_to_bottom(lab):
    lab.open(LESSON)
    lab.run_all()
    assert lab.errors() == []
    assert lab.elsewhere == [], "the lesson asked a host that is not this computer"

    model = lab.page.locator(".venture-model").first
    sentence = model.locator(".vm-sentence")
    assert sentence.inner_text() == MODEL.run("a").sentence

    # By keyboard alone: from the list of cases, Tab leads to every control in the order it is read.
    model.locator("select").focus()
    lab.page.keyboard.press("Tab")
    assert lab.focused() == "What you count"
    lab.page.keyboard.press("Tab")
    assert lab.focused() == "Price, slider"
    planned = model.locator("[data-vm-slider=planned]")
    planned.focus()
    for _press in range(11):
        lab.page.keyboard.press("ArrowLeft")
    settled(lab.page, model)
    assert sentence.inner_text() == MODEL.run("a", planned=49).sentence
    assert model.locator("[data-vm-input=planned]").input_value() == "49"
    assert planned.get_attribute("aria-valuetext") == "49 units a month"
    lab.page.keyboard.press("Home")
    settled(lab.page, model)
    assert planned.get_attribute("aria-valuetext") == "1", "no “1 units”"
    model.locator("[data-vm-input=planned]").fill("49")
    settled(lab.page, model)
    assert sentence.inner_text() == MODEL.run("a", planned=49).sentence

    # What a spreadsheet pastes is taken; what is no number is refused in words, and the last good state stays.
    price = model.locator("[data-vm-input=price]")
    price.fill("1\u202f009,4")
    settled(lab.page, model)
    assert sentence.inner_text() == MODEL.run("a", planned=49, price=1009.4).sentence
    price.fill("nine")
    settled(lab.page, model)
    assert sentence.inner_text() == MODEL.run("a", planned=49, price=1009.4).sentence
    assert "“nine” is not a number" in lab.described(price)
    assert price.get_attribute("aria-invalid") == "true"
    price.fill("-3")
    settled(lab.page, model)
    assert "From 0.001 to" in lab.described(price)
    model.get_by_role("button", name="Back to the first values").press("Enter")
    settled(lab.page, model)
    assert sentence.inner_text() == MODEL.run("a").sentence and price.get_attribute("aria-invalid") is None

    # A guess, kept and shown again; a wrong answer, and the right one.
    lab.answer("my_guess = ...", "my_guess = 18.5")
    lab.run_cell('lesson.compare("profit_at_49")')
    assert "You guessed 18.5. The model says −33.5 ₽ thousand." in lab.output_of('lesson.compare("profit_at_49")')
    lab.answer("margin = ...", 'margin = "11,3"')
    assert "You added the cost to the price." in lab.output_of('lesson.check("margin"')
    lab.answer('margin = "11,3"', 'margin = "7,5"')
    assert re.search(r"✓\s+Right\.", lab.output_of('lesson.check("margin"'))


@pytest.mark.timeout(240)
def test_slips_and_a_restarted_kernel_are_told_in_words(lab):
    lab.open(LESSON)
    lab.run_cell("from venture.lessons import start")
    for typed, said in {
        "minibus = c": "“c” is not known here. A letter or a word needs quotation marks",
        "minibus = ": "There is nothing after the equals sign",
        "minibus = 1 234": "A number has a space in it",
        'minibus = "c"': "It stays flat up to 18 and then jumps",
    }.items():
        lab.rewrite('lesson.check("minibus"', typed)
        assert said in lab.output_of('lesson.check("minibus"')
    lab.run_cell('lesson.show("a")')
    model = lab.page.locator(".venture-model").first
    lab.restart()
    for volume in range(50, 60):  # the old kernel may answer a last time
        before = sentence_of(model)
        model.locator("[data-vm-input=planned]").fill(str(volume))
        settled(lab.page, model)
        if model.get_attribute("data-state") == "failed":
            break
        lab.page.wait_for_timeout(1000)
    assert "The model is asleep. To wake it, run the first cell" in model.locator(".vm-status").inner_text()
    assert sentence_of(model) == before, "the last good result stays"
    lab.run_cell("from venture.lessons import start")
    lab.run_cell('lesson.show("a")')
    model.locator("[data-vm-input=planned]").fill("49")
    settled(lab.page, model)
    assert sentence_of(model) == MODEL.run("a", planned=49).sentence


@pytest.mark.timeout(180)
def test_the_first_page_opens_runs_and_leads_on(lab):
    lab.page.goto(f"{lab.address}&reset")
    lab.ready()
    assert "Start here" in lab.page.locator(".jp-Notebook h1").first.inner_text()
    lab.run_all()
    assert lab.errors() == []
    lab.page.get_by_role("link", name=re.compile(r"^4\. Costs")).click()
    lab.page.wait_for_selector("h1:has-text('Costs and break-even')")


@pytest.mark.timeout(240)
def test_the_models_and_checks_are_accessible_in_the_notebook(lab, axe_script):
    """JupyterLab's own pages are not ours to mend; what the lesson puts into them is."""
    lab.open(LESSON)
    lab.run_all()
    lab.page.evaluate("document.querySelectorAll('.venture-model details').forEach(fold => { fold.open = true; })")
    lab.page.evaluate(axe_script)
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        lab.theme(theme)
        for place in (".venture-model", ".venture-check", ".venture-table", ".venture-picture"):
            assert serious(lab.page, place) == [], theme


@pytest.mark.timeout(240)
def test_notebook_and_page_show_the_same_to_the_last_digit(lab, browser, site):
    """The same moves by the same keys: the kernel's answer on the left, the reader's own browser's on the right."""
    lab.open(LESSON)
    lab.run_all()
    book = browser.new_page()
    book.goto(f"{site}course/04-costs-and-break-even.html")
    moves = [
        ("planned", "49"),
        ("price", "9,37"),
        ("levy", "6"),
        ("fixed", "1\u202f000,5"),
        ("step_cost", "0"),
        ("unit", "tours"),
    ]
    for name, typed in moves:
        shown = []
        for page in (lab.page, book):
            model = page.locator(".venture-model").first
            model.evaluate("root => root.querySelectorAll('details').forEach(fold => { fold.open = true; })")
            model.locator(f"[data-vm-input={name}]").fill(typed)
            settled(page, model)
            assert model.get_attribute("data-state") == "ready"
            shown.append(
                [model.locator(f"[data-vm-part={part}]").inner_text() for part in ("sentence", "figures", "table")]
            )
            drawn = model.locator("svg path, svg circle, svg rect, svg text")
            shown[-1] += drawn.evaluate_all(
                "marks => marks.map(m => m.outerHTML.replace(/vm-[a-z-]+-\\d+-hatch/, 'hatch'))"
            )
        assert shown[0] == shown[1], f"after {name} = {typed}"
    book.close()
