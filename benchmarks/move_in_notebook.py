"""How long a move of a slider takes in JupyterLab, end to end in a real browser.

Ours is `lesson.show()`; the other way is what a teacher would write instead: `ipywidgets.interact`
around a function that draws the same saw-tooth with matplotlib and prints a sentence. Both run in
one notebook, in turn. From the key press to the browser's next frame after the result has changed.

    .venv/bin/python benchmarks/move_in_notebook.py [--moves 40]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

KIT = Path(__file__).parents[1]

OURS = 'from venture.faces.notebook import show\nshow("break_even")'
THEIRS = """\
import ipywidgets
import matplotlib.pyplot as plt
def draw(planned=60):
    volumes = range(1, 73)
    plt.figure(figsize=(7, 4))
    plt.plot(volumes, [7.5 * q - 245 - 52 * -(-q // 24) for q in volumes])
    plt.axhline(0)
    plt.title(f"plan {planned}")
    plt.show()
    print("profit at plan:", 7.5 * planned - 245 - 52 * -(-planned // 24))
ipywidgets.interact(draw, planned=(1, 200))"""

# One move by the keyboard: resolves at the first frame after `watched` has changed and come to rest.
MOVE = """async ([press, watched, ready]) => {
  const slider = document.querySelector(press), place = document.querySelector(watched);
  slider.focus();
  return await new Promise((done) => {
    let begun = 0;
    const seen = new MutationObserver(() => {
      if (!eval(ready)(place)) return;
      seen.disconnect();
      requestAnimationFrame(() => done(performance.now() - begun));
    });
    seen.observe(place, { childList: true, subtree: true, attributes: true, characterData: true });
    begun = performance.now();
    window.__move(slider);
  });
}"""


def notebook(folder: Path) -> Path:
    path = folder / "course" / "bench.ipynb"
    path.parent.mkdir()
    cells = [
        {"cell_type": "code", "execution_count": None, "id": f"c{n}", "metadata": {}, "outputs": [], "source": source}
        for n, source in enumerate((OURS, THEIRS))
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    (folder / "nbgrader_config.py").write_text("", "utf-8")
    return path


def our_move(page: Page) -> float:
    page.evaluate(
        "() => { window.__move = (s) => { s.stepUp(); s.dispatchEvent(new Event('input', { bubbles: true })); }; }"
    )
    return page.evaluate(MOVE, ["[data-vm-slider=planned]", ".venture-model", "(p) => p.dataset.state === 'ready'"])


def their_move(page: Page) -> float:
    page.evaluate("""() => { window.__move = (s) => s.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true })); }""")
    # The slider's own number changes at once; what counts is the new sentence below a new, loaded picture.
    said = "/profit at plan: .*/.exec(p.innerText)?.[0]"
    before = page.evaluate(f"() => {{ const p = document.querySelector('.widget-interact'); return {said}; }}")
    ready = f"(p) => {said} && {said} !== {json.dumps(before)} && p.querySelector('img')?.complete"
    return page.evaluate(MOVE, [".jp-Cell:nth-of-type(2) .noUi-handle", ".widget-interact", ready])


def measure(moves: int) -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        path = notebook(folder)
        server = subprocess.Popen(
            [shutil.which("school") or str(Path(sys.executable).with_name("school")), "start", "--no-browser"],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            address = next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu"],
            )
            page = browser.new_page(viewport={"width": 1300, "height": 2600})
            base, _question, token = address.partition("?")
            page.goto(f"{base.partition('/lab')[0]}/lab/tree/course/{path.name}?{token}")
            page.wait_for_selector(".jp-Notebook .jp-CodeCell")
            page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()  # the kernel is there
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.get_by_text("Run All Cells", exact=True).click()
            page.wait_for_selector(".venture-model[data-bound=yes]")
            page.wait_for_selector(".widget-interact img", timeout=60_000)
            page.wait_for_timeout(1500)
            times: dict[str, list[float]] = {"ours": [], "interact": []}
            for _move in range(moves):  # in turn, so that a busy moment of the machine hits both
                times["ours"].append(our_move(page))
                page.wait_for_timeout(150)
                times["interact"].append(their_move(page))
                page.wait_for_timeout(150)
            browser.close()
            return times
        finally:
            server.terminate()
            server.wait(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=40)
    times = measure(parser.parse_args().moves)
    for name, got in times.items():
        got.sort()
        print(
            f"{name:9} median {statistics.median(got):6.1f} ms   90 % within {got[int(len(got) * 0.9)]:6.1f} ms   worst {got[-1]:6.1f} ms"
        )
    print(f"interact takes {statistics.median(times['interact']) / statistics.median(times['ours']):.1f} times as long")


if __name__ == "__main__":
    main()
