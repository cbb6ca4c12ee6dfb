"""`school demo`: the whole grading cycle with invented people, or with `--plans` the way of their plans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    module: Annotated[
        str, typer.Argument(metavar="[MODULE]", help="The module; none takes the first task in solutions/.")
    ] = "",
    students: Annotated[
        int, typer.Option(min=1, max=500, help="How many people; beyond the kinds there are, they repeat.")
    ] = 12,
    keep: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep everything in this new folder, to look at it.")
    ] = None,
    plans: Annotated[
        bool,
        typer.Option("--plans", help="Instead of grading: plans, coaching, jury, money in tranches, monitoring."),
    ] = False,
) -> None:
    """Invent a cohort and run the whole cycle with it: release, hand in, collect, grade, mark, feedback, export.

    It happens in a scratch folder and touches nothing of yours. The table says what each person
    did and got; a grade that is not what a fair teacher gives is named, and the exit code is 1.

    With `--plans` the cohort's plans go from the coaching to the jury and to the second tranche instead. The table says
    what came of each step; what should have come out otherwise is named, and the exit code is 1.
    """
    if plans:
        _plans(module, students, keep)
        return
    import tempfile

    from rich.console import Console

    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course
    from school.grading.demo import Demo

    console = Console()
    course = Course.here()
    names = course.modules()
    if not names:
        raise Problem("solutions/ has no task.", "Make one with `school new-module`.")
    name = course.module(module) if module else names[0]
    _new(keep)
    troubles = []
    with tempfile.TemporaryDirectory(prefix="school-demo-") as temporary:
        demo = Demo(course, name, (keep or Path(temporary)).resolve(), students)
        with show.progress(console) as bar:
            task = bar.add_task("starting", total=demo.steps)
            for step in demo.run():
                bar.update(task, description=step.what[:32].ljust(32), advance=1)
                if step.problem:
                    troubles.append(f"{step.what}: {step.problem}")
            bar.update(task, description="done".ljust(32))
        console.print(f"\n{name}: {demo.timing()}", highlight=False)
        console.print(show.people(demo.cohort, demo.rows()))
        show.to_look_at(console, {one.student.name: demo.problems.get(one.student.id, ()) for one in demo.cohort})
        troubles += demo.unfair()
    for trouble in troubles:
        show.line(console, "✗", trouble)
    if keep is not None:
        show.line(
            console,
            "·",
            f"Everything is in {keep}: the pages in cohort/feedback/, the grades in cohort/grades.csv. "
            "For the formgrader open JupyterLab in that folder.",
        )
    if troubles:
        raise Problem(f"{name}: {len(troubles)} grades are not what they should be.", "The lines marked ✗ say which.")


def _new(keep: Path | None) -> None:
    from school.errors import Problem

    if keep is not None and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise Problem(f"{keep} is there already and not empty.", "Name a new folder.")


def _plans(module: str, students: int, keep: Path | None) -> None:
    import tempfile

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course
    from school.rehearsal.cohort import FEWEST
    from school.rehearsal.walk import Walk

    if module:
        raise Problem(f"With --plans there is no module, and “{module}” was given.", "Leave one of the two out.")
    if students < FEWEST:
        raise Problem(f"{students} are too few for --plans.", f"Take {FEWEST} or more: some send bad files, some are funded.")  # fmt: skip
    console = Console()
    course = Course.here()
    _new(keep)
    with tempfile.TemporaryDirectory(prefix="school-demo-") as temporary:
        walk = Walk(course, (keep or Path(temporary)).resolve(), students)
        with show.progress(console) as bar:
            task = bar.add_task("starting", total=walk.steps)
            done = 0
            for step in walk.run():
                done += 1
                bar.update(task, description=step.what[:32].ljust(32), completed=done, total=max(walk.steps, done))
            bar.update(task, description="done".ljust(32), total=done)
        console.print(f"\nplans: {walk.timing()}", highlight=False)
        table = Table(box=None, header_style="bold", pad_edge=False)
        for name in ("", "phase", "step", "what came of it", *(("look at",) if keep else ())):
            table.add_column(name, overflow="fold", no_wrap=name == "phase")
        for one in walk.outcomes:
            cells = ("✗" if one.wrong else "✓", one.phase, one.what, one.came, *((chr(10).join(one.paths),) if keep else ()))  # fmt: skip
            table.add_row(*(Text(cell) for cell in cells))
        console.print(table)
        troubles = walk.wrong()
    for trouble in troubles:
        show.line(console, "✗", trouble)
    if keep is None:
        show.line(console, "·", "It was a scratch folder and is gone. To look at the documents: school demo --plans --keep FOLDER")  # fmt: skip
    else:
        show.line(console, "·", f"Everything is in {keep}. Try there: school plans, school jury, school monitor.")
    if troubles:
        raise Problem(f"{len(troubles)} came out other than they should.", "The lines marked ✗ say what should be.")
