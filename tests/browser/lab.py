"""JupyterLab in the browser, in the words of a person who works a notebook."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page


class Lab:
    """One tab. ``elsewhere`` collects every request that leaves this computer."""

    def __init__(self, page: Page, address: str, kit: Path) -> None:
        self.page, self.address, self.kit = page, address, kit
        self.elsewhere: list[str] = []
        page.on("request", self._note)

    def _note(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.elsewhere.append(request.url)

    def open(self, notebook: str) -> None:
        base, _question, token = self.address.partition("?")
        self.page.goto(f"{base.partition('/lab')[0]}/lab/tree/{notebook}?{token}&reset")  # without yesterday's tabs
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        # Before its kernel is there JupyterLab takes "run" and does nothing.
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)

    def run_all(self) -> None:
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self.page.wait_for_function(
            """() => { const marks = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')].map(p => p.innerText);
                       return marks.length && marks.every(mark => /\\[\\d+\\]/.test(mark)); }""",
            timeout=90_000,
        )
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('.venture-model')].every(model => model.dataset.bound === 'yes')",
            timeout=30_000,
        )

    def errors(self) -> list[str]:
        found = self.page.locator(
            "[data-mime-type='application/vnd.jupyter.stderr'], [data-mime-type='application/vnd.jupyter.error']"
        )
        return found.all_inner_texts()

    def focused(self) -> str:
        """The accessible name of what the keyboard stands on."""
        return self.page.evaluate(
            "() => { const at = document.activeElement; return at.getAttribute('aria-label') || at.labels?.[0]?.innerText.trim() || ''; }"
        )

    def theme(self, name: str) -> None:
        self.page.get_by_role("menuitem", name="Settings", exact=True).click()
        self.page.get_by_text("Theme", exact=True).hover()
        self.page.get_by_role("menuitemradio", name=name).or_(self.page.get_by_text(name, exact=True)).first.click()
        self.page.wait_for_timeout(1000)

    def described(self, control: Locator) -> str:
        """What a screen reader adds to the control's name."""
        ids = control.get_attribute("aria-describedby").split()
        return " ".join(self.page.locator(f"#{one}").inner_text() for one in ids)

    def cell(self, source: str) -> Locator:
        return self.page.locator(".jp-CodeCell").filter(has_text=source).first

    def answer(self, before: str, after: str) -> None:
        """Click into the cell that holds ``before``, write ``after`` in its place, press Shift+Enter."""
        cell = self.cell(before)
        cell.locator(".cm-line").filter(has_text=before).click()
        self.page.keyboard.press("End")
        self.page.keyboard.press("Shift+Home")
        self.page.keyboard.insert_text(after)
        self._run()

    def rewrite(self, source: str, first_line: str) -> None:
        """Put ``first_line`` in place of the first line of the cell that holds ``source``, and run it."""
        self.cell(source).locator(".cm-line").first.click()
        self.page.keyboard.press("End")
        self.page.keyboard.press("Shift+Home")
        self.page.keyboard.insert_text(first_line)
        self._run()

    def restart(self) -> None:
        """Restart the kernel, as the menu does."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.get_by_text("Restart Kernel…", exact=True).click()
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        self.page.wait_for_timeout(1500)
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)

    def run_cell(self, source: str) -> None:
        self.cell(source).locator(".cm-line").first.click()
        self._run()

    def _run(self) -> None:
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_timeout(300)
        self.page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        self.page.wait_for_timeout(300)

    def output_of(self, source: str) -> str:
        return self.cell(source).locator(".jp-OutputArea").inner_text()


def settled(page: Page, model: Locator) -> None:
    """Wait for the answer to the last change."""
    page.wait_for_timeout(50)
    page.wait_for_function("(model) => model.dataset.state !== 'busy'", arg=model.element_handle(), timeout=60_000)
