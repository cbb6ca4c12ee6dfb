"""Lighthouse's verdict on each kind of page. Long: it needs minutes, and npm at its first run.

Scores of time depend on the machine, so they get room here; `benchmarks/book.py` is where they are measured.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from school.book.build import build

KIT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    spec = importlib.util.spec_from_file_location("book_benchmark", KIT / "benchmarks" / "book.py")
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    site = build(KIT, tmp_path_factory.mktemp("book"))
    with benchmark.served(site) as address:
        return benchmark.lighthouse(address, benchmark.PAGES, runs=3)


@pytest.mark.timeout(1200)
def test_every_kind_of_page_is_accessible_well_made_and_found(verdicts: dict[str, dict]):
    for name, one in verdicts.items():
        for kind in ("accessibility", "best-practices", "seo"):
            assert one[kind] >= 95, f"{name}: {one['faults']}"


@pytest.mark.timeout(1200)
def test_every_kind_of_page_is_quick_on_a_slow_phone(verdicts: dict[str, dict]):
    for name, one in verdicts.items():
        assert one["cls"] <= 0.1, name
        assert one["lcp"] <= 2500 * 1.2 and one["tbt"] <= 200 * 2, f"{name}: {one}"  # a busy machine's share
        assert one["performance"] >= 90, f"{name}: {one['faults']}"
