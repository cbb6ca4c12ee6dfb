"""How long a forecast takes, and ten thousand of them, against what people would use instead.

- One forecast of 60 months, of a new plan and after one changed number, against LibreOffice, which recalculates the
  same plan's exported workbook without a window. Several copies in one run show what a workbook takes on top of
  starting LibreOffice: opening it, recalculating it, saving it.
- 10 000 futures of 60 months in the risk room, against a loop that makes one forecast after another. The loop is
  measured on a sample and scaled up; both look at the same outcomes of the same drawn futures.

Rounds take turns, so that a busy moment of the machine hits all; numbers are medians. In brackets is the time on the
processor, which other people's work on the same machine stretches less; ratios are of the time that passes.

    .venv/bin/python benchmarks/engine.py [--rounds 9] [--futures 10000] [--without-libreoffice]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from venture import risk
from venture.forecast import forecast, sheet_of
from venture.plan import Appraisal, Plan, Risk

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit"))  # plans and LibreOffice lie with the tests
import libreoffice
from test_forecast import CASE_A, EVERYTHING

try:
    import resource
except ImportError:  # Windows
    resource = None

SAMPLE = 400  # forecasts of the plain loop in each round
COPIES = 6  # workbooks that LibreOffice recalculates in one run, beside a run with one

# The plans that the tests know: a small one, and one with something of everything that the plan's form has.
PLANS = (
    replace(
        CASE_A, name="Case A", appraisal=Appraisal(rate=0.14),
        risks=(
            Risk(name="Price", driver="products/Places/price", low=8, high=11),
            Risk(name="Demand", driver="products/Places/demand", low=0.7, high=1.1),
            Risk(name="Rent", driver="fixed_costs/Rent/amount", low=90, high=120),
        ),
    ),
    replace(
        EVERYTHING, name="Everything", months=60, appraisal=Appraisal(rate=0.14),
        risks=(
            Risk(name="Price", driver="products/Tours/price", low=100, high=130),
            Risk(name="Demand", driver="products/Tours/demand", low=0.7, high=1.1),
            Risk(name="Rent", driver="fixed_costs/Rent/amount", low=25, high=40),
        ),
    ),
)  # fmt: skip


class Took(NamedTuple):
    """Milliseconds that passed, and those on the processor, programs that were started included."""

    passed: float
    busy: float

    def __str__(self) -> str:
        return f"{self.passed:.3g} ms ({self.busy:.3g})"


def busy() -> float:
    """Seconds on the processor so far."""
    if resource is None:
        return time.process_time()
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def timed(work: Callable[[], object]) -> Took:
    begun = time.perf_counter(), busy()
    work()
    return Took((time.perf_counter() - begun[0]) * 1000, (busy() - begun[1]) * 1000)


def median(times: Iterable[Took], scale: float = 1.0) -> Took:
    return Took(*(statistics.median(one) * scale for one in zip(*times, strict=True)))


def one_forecast(plan: Plan, rounds: int) -> dict[str, Took]:
    """One forecast: of a plan never seen before, and after one changed number."""
    driver = plan.risks[0].driver
    now = sheet_of(plan).inputs[driver].value
    times: dict[str, list[Took]] = {"new plan": [], "changed number": []}
    for place in range(20 * rounds):
        new = replace(plan, name=f"{plan.name} {place}")
        times["new plan"].append(timed(lambda new=new: forecast(new)))
        moved = {driver: now * (1 + place / 1000)}
        times["changed number"].append(timed(lambda moved=moved: forecast(plan, moved)))
    return {name: median(got) for name, got in times.items()}


def recalculation(plan: Plan, rounds: int) -> Took | None:
    """One more workbook in a run of LibreOffice. None where there is no LibreOffice or no workbook."""
    try:
        from venture.export.workbook import write_workbook
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not (command := libreoffice.command(folder, "xlsx", folder / "out")):
            return None
        books = [folder / f"{place}.xlsx" for place in range(1 + COPIES)]
        write_workbook(plan, books[0])
        for book in books[1:]:
            shutil.copy(books[0], book)

        def run(some: list[Path]) -> Took:
            return timed(lambda: subprocess.run([*command, *map(str, some)], check=True, capture_output=True))

        run(books[:1])  # the first start makes the profile
        pairs = [(run(books), run(books[:1])) for _round in range(rounds)]
        return median((Took(all_.passed - one.passed, all_.busy - one.busy) for all_, one in pairs), 1 / COPIES)


def many_futures(plan: Plan, outcomes: risk.Outcomes | None, futures: int, rounds: int) -> tuple[Took, Took]:
    """The risk room, and of a plain loop over the same futures, scaled up from a sample."""
    watched = risk.outcomes_of(plan) if outcomes is None else outcomes
    functions = [one.of if isinstance(one, risk.Outcome) else one for one in watched.values()]
    drawn = risk.monte_carlo_of(plan, watched, n=futures).drawn()
    sample = [dict(zip(drawn, numbers, strict=True)) for numbers in zip(*drawn.values(), strict=True)][:SAMPLE]

    def loop() -> None:
        for changes in sample:
            f = forecast(plan, changes)
            for function in functions:
                function(f)

    ours, theirs = [], []
    for _round in range(rounds):
        ours.append(timed(lambda: risk.monte_carlo_of(plan, watched, n=futures)))
        theirs.append(timed(loop))
    return median(ours), median(theirs, futures / len(sample))


def peak_memory(plan: Plan, futures: int) -> float:
    """The most megabytes held at one moment."""
    tracemalloc.start()
    risk.monte_carlo_of(plan, n=futures)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--futures", type=int, default=10_000)
    parser.add_argument("--without-libreoffice", action="store_true")
    asked = parser.parse_args()
    two = {"net income": lambda f: f.year("net_income", 5), "lowest cash": lambda f: f.lowest_cash}
    for plan in PLANS:
        print(f"{plan.name}: {len(sheet_of(plan).rows)} rows, {plan.months} months")
        singles = one_forecast(plan, asked.rounds)
        office = None if asked.without_libreoffice else recalculation(plan, max(3, asked.rounds // 3))
        for name, took in singles.items():
            beside = "LibreOffice not measured" if office is None else f"LibreOffice {office}: {office.passed / took.passed:.0f} times as long"  # fmt: skip
            print(f"  one forecast, {name:15} {took!s:20} {beside}")
        for name, outcomes in (("two outcomes", two), ("with NPV, DSCR", None)):
            ours, loop = many_futures(plan, outcomes, asked.futures, asked.rounds)
            print(f"  {asked.futures} futures, {name:15} {ours!s:20} loop, scaled from {SAMPLE}, {loop}: {loop.passed / ours.passed:.0f} times as long")  # fmt: skip
        print(f"  most memory: {peak_memory(plan, 10_000):.0f} MB for 10 000 futures, {peak_memory(plan, 100_000):.0f} MB for 100 000")  # fmt: skip


if __name__ == "__main__":
    main()
