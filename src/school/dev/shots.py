"""The README's pictures, taken from the running kit: ``python -m school.dev.shots`` (after `make test`).

Retake them when what they show has changed, look at them, and commit them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from school import house

SHOTS = "docs/shots"
MODULE = "04-costs-and-break-even"


@contextmanager
def running(*command: str, cwd: Path, env: dict[str, str]) -> Iterator[str]:
    """The address that a command prints while it runs."""
    process = subprocess.Popen(command, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        process.terminate()
        process.wait(20)


def lesson(browser: Browser, address: str, to: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    base, _question, token = address.partition("?")
    page.goto(f"{base.partition('/lab')[0]}/lab/tree/course/{MODULE}.ipynb?{token}&reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.locator(".venture-model[data-bound=yes]").nth(3).wait_for()
    page.get_by_role("heading", name="Move it and look").evaluate("at => at.scrollIntoView()")
    page.wait_for_timeout(1500)
    page.screenshot(path=to / "lesson.png")


def formgrader(browser: Browser, address: str, to: Path) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 760})
    base, _question, _token = address.partition("?")
    page.goto(address)  # here the token opens the door; the formgrader then knows the visitor
    page.locator(".jp-NotebookPanel, .jp-Launcher").first.wait_for()
    page.goto(f"{base.partition('/lab')[0]}/formgrader/manage_submissions/{MODULE}")
    page.get_by_role("link", name="Perfect, Perla").wait_for()
    page.screenshot(path=to / "formgrader.png")


def book(browser: Browser, address: str, to: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{address.rstrip('/')}/book/models/break-even.html")
    planned = page.locator("[data-vm-input=planned]")
    planned.fill("49")
    page.locator(".venture-model[data-state=ready]").wait_for()
    page.screenshot(path=to / "page.png")


def main() -> None:
    root = house.root()
    to = root / SHOTS
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        scratch = Path(name)
        env = os.environ | {"VENTURE_WORK": str(scratch / "work"), "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings")}
        demo = scratch / "demo"
        subprocess.run(["school", "demo", "--students", "12", "--keep", demo], cwd=root, check=True)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        with running("school", "start", "--no-browser", cwd=root, env=env) as address:
            lesson(browser, address, to)
        with running("school", "start", "--no-browser", cwd=demo, env=env) as address:
            formgrader(browser, address, to)
        with running("school", "book", "--serve", "--port", "8765", cwd=root, env=env) as address:
            book(browser, address, to)
        browser.close()


if __name__ == "__main__":
    main()
