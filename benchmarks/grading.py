"""Grading a cohort: `school grade` against stock nbgrader, and otter-grader where asked, on the same submissions.

    python benchmarks/grading.py                     # both workloads, three rounds in turn
    python benchmarks/grading.py --otter             # with otter-grader, in a throw-away environment (needs a network)
    python benchmarks/grading.py --task heavy --submissions 12 --rounds 1

Every way grades the same files from the same start (an empty gradebook that knows the task), in a
process of its own. Wall and CPU seconds are of that process and all below it, memory is the peak
of them together. "floor" is the notebook's cells alone, tests included, in an already warm
process without walls: what no grader that runs them can go below.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KIT = Path(__file__).resolve().parents[1]
COURSE = "04-costs-and-break-even"
HEAVY = "90-heavy"
OTTER = "otter-grader==7.0.0"
STOCK = """
c = get_config()
import os, sys
from pathlib import Path
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
c.CourseDirectory.course_id = "course"
c.CourseDirectory.root = {root!r}
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.submitted_directory = "cohort/submitted"
c.CourseDirectory.autograded_directory = "cohort/autograded"
c.CourseDirectory.db_url = "sqlite:///" + {root!r} + "/cohort/gradebook.db"
"""


# --- the heavy notebook ---------------------------------------------------------------------------


def heavy() -> nbformat.NotebookNode:
    """A notebook of data work: pandas, two figures, a widget, six graded questions."""

    def marked(cell, name: str, **about):
        cell["id"] = name
        base = dict(grade=False, solution=False, locked=False, task=False, schema_version=3, grade_id=name)
        cell.metadata["nbgrader"] = {**base, **about}
        return cell

    def locked(source: str, name: str):
        return marked(new_code_cell(source), name, locked=True)

    cells = [
        new_markdown_cell("# A year of a workshop", id="title"),
        locked(
            "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd\nfrom ipywidgets import "
            "FloatSlider, interactive_output, VBox\nfrom venture.checks import check_number",
            "start",
        ),
        locked(
            "draw = np.random.default_rng(7)\nsales = pd.DataFrame({'day': pd.date_range('2026-01-01', periods=20000, "
            "freq='26min'), 'product': draw.choice(['bag', 'coat', 'uniform'], 20000), 'pieces': draw.integers(1, 9, 20000), "
            "'price': draw.normal(9, 1, 20000).round(2)})\nsales['money'] = sales.pieces * sales.price\nsales.head()",
            "data",
        ),
        locked(
            "monthly = sales.groupby([sales.day.dt.month, 'product']).money.sum().unstack()\nmonthly.plot.bar(stacked=True)\n"
            "plt.title('Sales by month')\nplt.show()",
            "figure-1",
        ),
    ]
    for number, (name, solution, check) in enumerate(
        (
            ("total", "float(sales.money.sum())", "float(sales.money.sum())"),
            ("best", "float(monthly.sum(axis=1).max())", "float(monthly.sum(axis=1).max())"),
            ("bags", "float(sales[sales['product'] == 'bag'].money.sum())", "float(monthly['bag'].sum())"),
            ("mean", "float((sales.pieces * sales.price).mean())", "float(sales.money.mean())"),
            ("spread", "float(sales.money.std())", "float(sales.money.std())"),
            ("large", "float((sales.money > 50).sum())", "float((sales.money > 50).sum())"),
        )
    ):
        cells += [
            new_markdown_cell(f"## Question {number + 1}", id=f"text-{name}"),
            marked(
                new_code_cell(f"### BEGIN SOLUTION\n{name} = {solution}\n### END SOLUTION"), f"{name}-answer", solution=True
            ),
            marked(
                new_code_cell(
                    f"check_number({name}, low=0)\n### BEGIN HIDDEN TESTS\nfrom venture.checks import score_number\n\n"
                    f"score_number({name}, {check}, 2)\n### END HIDDEN TESTS"
                ),
                name, grade=True, locked=True, points=2,
            ),
        ]  # fmt: skip
        if number == 2:
            cells.append(
                locked(
                    "figure, axes = plt.subplots(1, 2, figsize=(9, 4))\naxes[0].hist(sales.money, bins=60)\n"
                    "axes[1].scatter(sales.pieces[:2000], sales.price[:2000], s=4)\nplt.show()",
                    "figure-2",
                )
            )
    cells.append(
        locked(
            "price = FloatSlider(value=9, min=1, max=20, description='Price')\n"
            "shown = interactive_output(lambda p: print(p * 100), {'p': price})\nVBox([price, shown])",
            "widget",
        )
    )
    spec = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return new_notebook(cells=cells, metadata=spec)


# --- the cohort -----------------------------------------------------------------------------------


@dataclass
class Workload:
    """A task with its submissions: our kit's folder, stock's folder."""

    task: str
    ours: Path
    stock: Path


def prepare(task: str, submissions: int, folder: Path) -> Workload:
    """The same submissions under both; each gradebook knows the task and nothing else."""
    from school.grading import release
    from school.grading.course import Course
    from school.grading.files import put_folder
    from school.grading.personas import fill, general, of_module

    ours = folder / "ours"
    (ours / "solutions" / task).mkdir(parents=True)
    shutil.copy(KIT / "nbgrader_config.py", ours)
    if task == HEAVY:
        nbformat.write(heavy(), ours / "solutions" / task / f"{task}.ipynb")
    else:
        shutil.copytree(KIT / "solutions" / task, ours / "solutions" / task, dirs_exist_ok=True)
    course = Course.here(ours)
    put_folder(release.generate(course, task, folder / "fresh", enter=True), course.assignments(task))
    master = course.master(task)
    released = nbformat.read(course.assignments(task) / f"{task}.ipynb", 4)
    people = general(master) if task == HEAVY else of_module(course, task)
    # whoever lost a cell is graded by us and refused by stock: the ways must do the same work
    people = [one for one in people if not one.deletes]
    for number in range(submissions):
        place = course.submitted(f"student-{number:03d}", task)
        place.mkdir(parents=True)
        nbformat.write(fill(people[number % len(people)], released, master), place / f"{task}.ipynb")
    stock = folder / "stock"
    shutil.copytree(ours, stock)
    (stock / "nbgrader_config.py").write_text(STOCK.format(root=str(stock)), encoding="utf-8")
    for kit in (ours, stock):
        shutil.copy(kit / "cohort" / "gradebook.db", kit / "empty.db")
    return Workload(task, ours, stock)


def reset(kit: Path) -> None:
    """Nothing has been graded yet."""
    shutil.copy(kit / "empty.db", kit / "cohort" / "gradebook.db")
    for name in ("autograded", "graded", "backups"):
        shutil.rmtree(kit / "cohort" / name, ignore_errors=True)


def scores(kit: Path) -> dict[str, dict[str, float]]:
    """What each student got by the checks."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{kit / 'cohort' / 'gradebook.db'}") as book:
        return {
            one.student.id: {grade.name: grade.auto_score for notebook in one.notebooks for grade in notebook.grades}
            for assignment in book.assignments
            for one in assignment.submissions
        }


# --- measuring ------------------------------------------------------------------------------------


@dataclass
class Measured:
    wall: float
    cpu: float
    megabytes: float


def measure(command: list[str], cwd: Path) -> Measured:
    """Run a command and take what it and all below it used, down to the last orphan."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # orphans come to us: bubblewrap does not wait for its first process
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=cwd, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        peak = Peak(process.pid)
        code = process.wait()
        wall = time.monotonic() - began
        megabytes = peak.stop()
        said.seek(0)
        if code not in (0, 1):
            raise SystemExit(f"{' '.join(command)} failed:\n{said.read().decode(errors='replace')[-3000:]}")
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(wall, cpu, megabytes)


class Peak:
    """The largest memory of a process and all below it; shared pages are counted once."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._on = pid, 0.0, True
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        from school.grading.apart.inside.zygote import _memory_below

        while self._on:
            self._most = max(self._most, _memory_below(self._pid) / 2**20)
            time.sleep(0.3)

    def stop(self) -> float:
        self._on = False
        self._thread.join()
        return self._most


def middle(measured: list[Measured]) -> Measured:
    """The medians."""
    return Measured(
        *(statistics.median(getattr(one, part) for one in measured) for part in ("wall", "cpu", "megabytes"))
    )


def floor(work: Workload) -> tuple[float, float]:
    """Seconds for one submission's cells, tests included, without walls, one after the other; the medians.

    First in a fresh fork of a warm process, and then once more in that same process, which has all at
    hand and is dirty: what no grader that keeps submissions apart can reach.
    """
    from school.grading import grade
    from school.grading.apart import evaluate
    from school.grading.course import Course
    from school.grading.restore_cells import restore

    course = Course.here(work.ours)
    task = grade.task_of(course, work.task, False)
    skeleton = nbformat.reads(task.skeleton, 4)
    grader = evaluate.grader(skeleton, task.answers, task.files, False)
    fresh, again = [], []
    for student in grade.handed_in(course, work.task)[:12]:
        notebook = nbformat.read(course.submitted(student, work.task) / f"{work.task}.ipynb", 4)
        whole = restore(notebook, skeleton).notebook
        cells = [one for one in whole.cells if one.cell_type == "code" and one.source.strip()]
        items = [{"cell": place, "source": one.source} for place, one in enumerate(cells)]
        for seconds in (fresh, again):
            began = time.monotonic()
            grader.box.run(items, task.limits, task.files, trusted=True)
            seconds.append(time.monotonic() - began)
    evaluate.close()
    return statistics.median(fresh), statistics.median(again)


# --- otter-grader ---------------------------------------------------------------------------------

_OTTER_RUN = """
import json, sys, time, glob
from otter.api import grade_submission
total = {}
for path in sorted(glob.glob(sys.argv[2] + "/*.ipynb")):
    try:
        total[path] = grade_submission(path, ag_path=sys.argv[1], quiet=True).total
    except Exception as error:
        total[path] = str(error)[:80]
print(json.dumps(total))
"""


def otter(work: Workload, folder: Path, home: Path) -> tuple[list[str], Path]:
    """otter-grader in an environment of its own, the same tests as its test files; the command that grades all."""
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", OTTER, "numpy", "pandas", "matplotlib", "ipywidgets",
                        "ipykernel", str(KIT)], check=True)  # fmt: skip
    place = folder / f"otter-{work.task}"
    (place / "tests").mkdir(parents=True, exist_ok=True)
    (place / "submissions").mkdir(exist_ok=True)
    from school.grading import grade
    from school.grading.apart import plan
    from school.grading.course import Course

    course = Course.here(work.ours)
    master = course.master(work.task)
    jobs = plan.make(master, plan.answer_names(master))
    for at in sorted(jobs.tests):
        cell = master.cells[at]
        name, points = cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.points
        needs = [*jobs.needs[at], *(one for one in ("sales", "monthly") if one in cell.source and work.task == HEAVY)]
        lines = cell.source.rstrip().split("\n")
        body = "\n".join(f"    {line}" for line in lines)
        start = body.rfind("\n    score_") + 1
        body = body[:start] + "    got = " + body[start:].lstrip()
        (place / "tests" / f"{name.replace('-', '_')}.py").write_text(
            "from otter.test_files import test_case\n\nOK_FORMAT = False\n\n"
            f"name = {name.replace('-', '_')!r}\npoints = {points}\n\n\n@test_case()\n"
            f"def test_it({', '.join(dict.fromkeys(needs))}):\n"
            "    from venture.checks import check_choice, check_formula, check_number\n"
            f"{body}\n    assert got == {points}\n",
            encoding="utf-8",
        )
    for student in grade.handed_in(course, work.task):
        shutil.copy(
            course.submitted(student, work.task) / f"{work.task}.ipynb", place / "submissions" / f"{student}.ipynb"
        )
    subprocess.run([home / "bin" / "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"],
                   cwd=place, check=True, capture_output=True)  # fmt: skip
    return [str(python), "-c", _OTTER_RUN, "autograder.zip", "submissions"], place


# --- the run --------------------------------------------------------------------------------------


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--task", choices=["course", "heavy", "both"], default="both")
    reader.add_argument("--submissions", type=int, default=30)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--workers", type=int, default=0)
    reader.add_argument("--otter", nargs="?", const="", metavar="FOLDER", help="keep its environment in this folder")
    asked = reader.parse_args()
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every way starts from compiled modules, as after the first use
    wanted = {"course": [COURSE], "heavy": [HEAVY], "both": [COURSE, HEAVY]}[asked.task]
    with tempfile.TemporaryDirectory(prefix="grading-bench-") as temporary:
        for task in wanted:
            report(task, asked, Path(temporary))


def report(task: str, asked: argparse.Namespace, temporary: Path) -> None:
    work = prepare(task, asked.submissions, temporary / task)
    ours = [str(Path(sys.executable).with_name("school")), "grade", task, "--workers", str(asked.workers)]
    ways = {
        "stock nbgrader 0.9.6": ([sys.executable, "-m", "nbgrader", "autograde", task], work.stock, work.stock),
        "school grade": (ours, work.ours, work.ours),
    }
    if asked.otter is not None:
        command, place = otter(work, temporary, Path(asked.otter) if asked.otter else temporary / "otter-env")
        ways["otter-grader 7.0.0, in process"] = (command, place, None)
    found: dict[str, list[Measured]] = {name: [] for name in ways}
    first: dict[str, list[Measured]] = {name: [] for name in ways}
    for command, cwd, kit in ways.values():
        if kit:  # once without a clock: Python compiles what it loads at the first use only
            reset(kit)
            measure([*command, "--student", "student-000"], cwd)
    for number in range(asked.rounds):
        for name, (command, cwd, kit) in ways.items():
            if kit:
                reset(kit)
                first[name].append(measure([*command, "--student", "student-000"], cwd))
                reset(kit)
            found[name].append(measure(command, cwd))
            print(f"{task} round {number + 1}: {name}: {found[name][-1].wall:.1f} s", file=sys.stderr, flush=True)
    one = scores(work.ours)
    two = scores(work.stock)
    same = {name: {key: one[name][key] for key in one[name]} == two.get(name) for name in one}
    fork, dirty = floor(work)
    people = asked.submissions
    print(
        f"\n{task}: {people} submissions, medians of {asked.rounds} rounds in turn, {len(os.sched_getaffinity(0))} cores"
    )
    print("| way | start and 1 submission: wall, CPU | all: wall, CPU | each further one: wall, CPU | peak memory |")
    print("|---|---|---|---|---|")
    further = {}
    for name in ways:
        whole, start = middle(found[name]), middle(first[name]) if first[name] else Measured(0, 0, 0)
        more = people - 1 if first[name] else people
        further[name] = Measured((whole.wall - start.wall) / more, (whole.cpu - start.cpu) / more, 0)
        print(
            f"| {name} | {start.wall:.1f} s, {start.cpu:.1f} s | {whole.wall:.1f} s, {whole.cpu:.1f} s | "
            f"{further[name].wall:.3f} s, {further[name].cpu:.3f} s | {whole.megabytes:.0f} MB |"
        )
    print(f"| the floor: the cells alone in a fresh fork of a warm process, one at a time | | | {fork:.3f} s | |")
    print(f"| the same cells once more in that process | | | {dirty:.3f} s | |")
    stock, us = (middle(found[name]) for name in ("stock nbgrader 0.9.6", "school grade"))
    more_stock, more_us = further["stock nbgrader 0.9.6"], further["school grade"]
    print(
        f"Stock takes {stock.wall / us.wall:.1f} times our wall time and {stock.cpu / us.cpu:.1f} times our CPU for all, "
        f"{more_stock.wall / more_us.wall:.1f} times the wall time and {more_stock.cpu / more_us.cpu:.1f} times the CPU "
        f"for each further one."
    )
    print(f"Grades equal for {sum(same.values())} of {people} submissions.")
    if not all(same.values()):
        print(
            json.dumps({name: [one[name], two.get(name)] for name, equal in same.items() if not equal}, indent=1)[:2000]
        )


if __name__ == "__main__":
    main()
