"""The book as its readers get it: built once for all tests of the run, served under a path that is not the root."""

from __future__ import annotations

import json
import os
import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from school.book import runtime
from school.book.build import build
from school.book.server import HOST, serve

KIT = Path(__file__).parents[2]
PAGES = {
    "landing": "book/index.html",
    "lesson": "course/04-costs-and-break-even.html",
    "model": "book/models/break-even.html",
    "glossary": "book/glossary.html",
    "terms": "book/glossary/04-costs-and-break-even.html",
    "kit": "book/get-the-kit.html",
    "try": "book/try.html",
    "plan": "book/plan.html",
    "case": "book/cases/a-children.html",
    "teaching": "book/teaching.html",
    "coach": "book/coach/04-costs-and-break-even.html",
    "formulas": "book/formulas.html",
    "sources": "book/sources.html",
    "search": "search.html?q=margin",
}


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, two folders deep: a book's address may have any base. Processes side by side share one."""
    import fcntl

    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    deep = shared / "host" / "some" / "book"
    with open(shared / "book.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not deep.is_dir():
            built = build(KIT, tmp_path_factory.mktemp("book"))
            deep.parent.mkdir(parents=True)
            shutil.move(built, deep)
    return deep


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The site's address, with a slash at its end."""
    server = serve(site_folder.parents[1], 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_port}/some/book/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def axe_script() -> str:
    return runtime.axe(runtime.cache_folder(KIT)).read_text("utf-8")


def serious(page, place: str = "html") -> list[str]:
    """What axe-core finds at ``place`` on the page as it stands, serious or critical: rule and first place."""
    found = page.evaluate("async place => (await axe.run(place, {resultTypes: ['violations']})).violations", place)
    return [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary'][:200]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def requests_to_try(count: int, seed: int = 4) -> list[str]:
    """Requests as bind.js makes them, for the break-even model: plain, at random, written in odd ways, refused."""
    from venture.model import NumberInput
    from venture.models import load

    chance, model = random.Random(seed), load("break_even")
    numbers = [one for one in model.inputs if isinstance(one, NumberInput)]
    tried: list[dict] = [{"preset": preset.name, "texts": {}} for preset in model.presets]
    tried += [
        {"preset": "", "texts": texts}
        for texts in (
            {"price": "9,4"},
            {"fixed": "1 234,5"},
            {"price": "x"},
            {"price": "0.5"},
            {"planned": "49.5"},
            {"unit": "<b>"},
            {"variable": "9.4"},
        )
    ]
    while len(tried) < count:
        some = chance.sample(numbers, chance.randint(1, 6))
        tried.append(
            {
                "preset": "",
                "texts": {
                    one.name: str(round(one.low + (one.high - one.low) * chance.random() ** 3, 0 if one.whole else 3))
                    for one in some
                },
            }
        )
    return [json.dumps({"model": "break_even", "uid": "u", **request}) for request in tried]
