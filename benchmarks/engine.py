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
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from venture import risk
from venture.forecast import forecast, sheet_of
from venture.plan import (
    Appraisal,
    Asset,
    FixedCost,
    Grant,
    Job,
    Loan,
    Opening,
    OwnersMoney,
    Plan,
    Product,
    Ramp,
    Rhythm,
    Risk,
    StepCost,
    Tax,
    Tranche,
    Vat,
)

try:
    import resource
except ImportError:  # Windows
    resource = None

SAMPLE = 400  # forecasts of the plain loop in each round
COPIES = 6  # workbooks that LibreOffice recalculates in one run, beside a run with one

CASE_A = Plan(
    name="Case A", months=60, start=(2027, 1),
    products=(Product(name="Places", price=9.4, variable_cost=1.9, volume=(40, 47, 54, 60, 64), capacity=72),),
    step_costs=(StepCost(name="Teachers", amount=52, per=24),),
    fixed_costs=(FixedCost(name="Rent", amount=95), FixedCost(name="Admin", amount=110), FixedCost(name="Other", amount=40)),
    assets=(Asset(name="Fit-out", cost=1500, life=60), Asset(name="Equipment", cost=900, life=60)),
    loans=(Loan(name="Bank", amount=1200, rate=0.09, term=48, grace=6),),
    grants=(Grant(name="Region", purpose="capital", asset="Fit-out", status="agreed", tranches=(Tranche(amount=600),)),),
    owners_money=(OwnersMoney(who="Founders", amount=900),),
    tax=Tax(regime="revenue levy", rate=0.06),
    rhythm=Rhythm(collected=(0.9, 0.1), supplier_days=15),
    appraisal=Appraisal(rate=0.14),
    risks=(
        Risk(name="Price", driver="products/Places/price", low=8, high=11),
        Risk(name="Demand", driver="products/Places/demand", low=0.7, high=1.1),
        Risk(name="Rent", driver="fixed_costs/Rent/amount", low=90, high=120),
    ),
)  # fmt: skip

# A plan with something of everything that the plan's form has: VAT, tax on profit, each method, each kind of loan.
EVERYTHING = Plan(
    name="Everything", months=60, start=(2027, 9),
    products=(
        Product(name="Course", price=120, variable_cost=40, cost_vat=0.1, volume=Ramp(first=1, last=10, over=6),
                season=(1, 1, 1, 1, 1, 0.5, 0.2, 0.3, 1, 1, 1.2, 1.5), price_rises=0.04),
        Product(name="Book", price=10, variable_cost=4, vat=0.0, volume=(100,)),
    ),
    step_costs=(StepCost(name="Trainer", amount=20, per=3, products=("Course",)),),
    staff=(Job(role="Director", pay=50, contributions=0.3, first=2, last=40, rises=0.1),),
    fixed_costs=(FixedCost(name="Rent", amount=30, vat=0.2),),
    assets=(
        Asset(name="Line", cost=1000, month=3, life=36, salvage=50, method="switching", vat=0.2),
        Asset(name="Van", cost=500, life=24, method="sum of years", already=True),
        Asset(name="Computers", cost=300, life=60, method="double declining", vat=0.2),
        Asset(name="Furniture", cost=300, month=1, life=60, salvage=30, method="declining balance"),
        Asset(name="Ground", cost=77, month=1, method="none", kind="land"),
    ),
    loans=(
        Loan(name="Bank", amount=500, month=2, rate=0.12, term=24, grace=6, grace_interest="capitalised", fee=0.02),
        Loan(name="Fund", amount=300, rate=0.1, term=20, kind="equal principal", grace=3),
        Loan(name="Friends", amount=200, rate=0.1, term=30, kind="balloon", balloon=0.5, fee=0.01),
        Loan(name="Old", amount=100, rate=0, term=10, already=True),
    ),
    grants=(
        Grant(name="Region", purpose="capital", asset="Line", status="agreed",
              tranches=(Tranche(amount=300, month=1), Tranche(amount=200, month=8))),
        Grant(name="Running", status="agreed", paid="reimbursement", first=2, last=9,
              tranches=(Tranche(amount=100, month=6), Tranche(amount=50, month=12))),
        Grant(name="Before", status="agreed", already=True, tranches=(Tranche(amount=60),)),
    ),
    owners_money=(OwnersMoney(who="Founders", amount=400), OwnersMoney(who="Members", amount=40, month=5)),
    opening=Opening(cash=50, receivables=20, stock=10, payables=15),
    vat=Vat(kind="VAT", rate=0.2, included=True),
    tax=Tax(regime="profit tax", rate=0.2, minimum=0.01, loss_limit=0.5, every=3, after=1),
    rhythm=Rhythm(collected=(0.5, 0.3, 0.2), supplier_days=45, stock_days=60),
    appraisal=Appraisal(rate=0.14),
    risks=(
        Risk(name="Price", driver="products/Course/price", low=100, high=130),
        Risk(name="Demand", driver="products/Course/demand", low=0.7, high=1.1),
        Risk(name="Rent", driver="fixed_costs/Rent/amount", low=25, high=40),
    ),
)  # fmt: skip

# LibreOffice keeps a workbook's stored values unless it is told to calculate.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


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
    if not (soffice := shutil.which("soffice")):
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
        books = [folder / f"{place}.xlsx" for place in range(1 + COPIES)]
        write_workbook(plan, books[0])
        for book in books[1:]:
            shutil.copy(books[0], book)
        command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
                   "xlsx", "--outdir", str(folder / "out")]  # fmt: skip

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
    for plan in (CASE_A, EVERYTHING):
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
