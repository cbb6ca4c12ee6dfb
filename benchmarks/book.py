"""How fast the book is: Lighthouse on a slow phone for each kind of page, and a model's first answer and its moves.

    .venv/bin/python benchmarks/book.py SITE [--runs 3] [--moves 60]

SITE is a built book, `_build/html`. Lighthouse comes from npm by the lock file in `lighthouse/`, fetched at the first run.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import hashlib
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from school import house
from school.book import runtime
from school.book.server import HOST, Handler, Server

HERE = Path(__file__).parent / "lighthouse"
PAGES = {
    "landing": "book/index.html",
    "lesson": "course/04-costs-and-break-even.html",
    "model": "book/models/break-even.html",
    "glossary": "book/glossary.html",
    "teaching": "book/teaching.html",
    "search": "search.html?q=margin",
    "not found": "404.html",
}
PACKED = {".html", ".css", ".js", ".mjs", ".svg", ".json"}

# One move: from the slider's event to the new result in the page ("done"), and to the end of the frame that shows it ("seen").
# "empty" is the same with a handler that writes one word: what the browser itself takes until a change is seen.
MOVES = """async ([moves, name]) => {
  const root = document.querySelector("section.venture-model"), slider = root.querySelector(`[data-vm-slider="${name}"]`);
  const place = root.querySelector(".vm-result"), word = root.querySelector(".vm-status"), times = { done: [], seen: [], empty: [] };
  const frame = (then) => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = then; c.port2.postMessage(0); });
  for (let move = 0; move < moves; move += 1) {
    await new Promise((rest) => setTimeout(rest, 40 + Math.random() * 17)); // at any moment between two frames
    await new Promise((ready) => {
      let begun = 0, done = 0;
      const seen = new MutationObserver(() => {
        if (done) return;
        done = performance.now();
        seen.disconnect();
        frame(() => { times.done.push(done - begun); times.seen.push(performance.now() - begun); ready(); });
      });
      seen.observe(place, { childList: true, subtree: true, characterData: true });
      slider.value = 20 + (move * 7) % 50;
      begun = performance.now();
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await new Promise((rest) => setTimeout(rest, 40 + Math.random() * 17));
    await new Promise((ready) => {
      const begun = performance.now();
      word.textContent = String(move);
      frame(() => { times.empty.push(performance.now() - begun); ready(); });
    });
    word.textContent = "";
  }
  return times;
}"""


class Packed(Handler):
    """The book's server, packing text on the way as every real host does."""

    def send_head(self) -> io.BufferedIOBase | None:
        path = Path(self.translate_path(self.path))
        if not path.is_file() or path.suffix not in PACKED or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        data = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        for name, value in (
            ("Content-Type", self.guess_type(str(path))),
            ("Content-Encoding", "gzip"),
            ("Content-Length", len(data)),
        ):
            self.send_header(name, str(value))
        self.end_headers()
        return io.BytesIO(data)


@contextmanager
def served(site: Path) -> Iterator[str]:
    server = Server((HOST, 0), functools.partial(Packed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def chromium() -> str:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "chrome")
    return next(path for name in names if name and (path := shutil.which(name)))


def node() -> str:
    """The environment's own node, or the system's."""
    return shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))


def fetched() -> Path:
    """The folder with Lighthouse, fetched by its lock file and kept with the browser's Python."""
    key = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:12]
    folder = runtime.cache_folder(house.root()) / f"lighthouse-{key}"
    script = folder / "lighthouse.mjs"
    if not (folder / "ready").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, folder / name)
        npm = shutil.which("npm", path=os.pathsep.join([str(Path(node()).parent), os.environ.get("PATH", "")]))
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True
        )
        (folder / "ready").touch()
    shutil.copyfile(HERE / "lighthouse.mjs", script)
    return script


def lighthouse(address: str, pages: dict[str, str], runs: int) -> dict[str, dict]:
    """Of each page the medians of ``runs`` runs, and the faults of the last one."""
    command = [node(), fetched(), chromium(), str(runs), *[address + path for path in pages.values()]]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, list[dict]] = {name: [] for name in pages}
    for line in said.splitlines():
        one = json.loads(line)
        found[next(name for name, path in pages.items() if address + path == one["address"])].append(one)
    result = {}
    for name, ones in found.items():
        errors = [one["error"] for one in ones if one["error"]]
        if errors:
            raise SystemExit(f"{name}: {errors[0]}")
        result[name] = {
            **{kind: statistics.median(one["scores"][kind] for one in ones) for kind in ones[0]["scores"]},
            **{kind: statistics.median(one[kind] for one in ones) for kind in ("lcp", "fcp", "tbt", "cls", "bytes")},
            "faults": ones[-1]["faults"],
        }
    return result


def model(address: str, moves: int) -> dict[str, list[float]]:
    """Milliseconds: the first answer of a new reader, of one who comes again, and the moves."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        times: dict[str, list[float]] = {"first": [], "again": []}
        for visit in ("first", "again"):
            page.goto(address + PAGES["model"], wait_until="networkidle")
            times[visit].append(
                page.evaluate(
                    """() => new Promise(done => { const root = document.querySelector("section.venture-model"), begun = performance.now();
                    new MutationObserver((_, o) => { if (root.dataset.state === "ready") { o.disconnect(); done(performance.now() - begun); } })
                      .observe(root, { attributes: true });
                    const slider = root.querySelector('[data-vm-slider="planned"]'); slider.value = 61;
                    slider.dispatchEvent(new Event("input", { bubbles: true })); })"""
                )
            )
        page.evaluate(MOVES, [10, "planned"])  # the first moves warm Python up
        times |= page.evaluate(MOVES, [moves, "planned"])
        browser.close()
        return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--moves", type=int, default=60)
    given = parser.parse_args()
    with served(given.site) as address:
        times = model(address, given.moves)
        for name, got in times.items():
            got.sort()
            print(f"{name:6} median {statistics.median(got):7.1f} ms   90 % within {got[int(len(got) * 0.9)]:7.1f} ms")
        ratio = statistics.median(times["seen"]) / statistics.median(times["empty"])
        print(f"a move is seen after {ratio:.1f} times what the browser takes to show any change at all")
        print(f"\n{'page':10} perf  a11y  best   seo   LCP s   TBT ms    CLS      kB")
        for name, one in lighthouse(address, PAGES, given.runs).items():
            print(
                f"{name:10} {one['performance']:4.0f}  {one['accessibility']:4.0f}  {one['best-practices']:4.0f}  {one['seo']:4.0f}"
                f"   {one['lcp'] / 1000:5.2f}   {one['tbt']:6.0f}   {one['cls']:.3f}   {one['bytes'] / 1000:5.0f}"
                + "".join(f"\n           {fault}" for fault in one["faults"])
            )


if __name__ == "__main__":
    main()
