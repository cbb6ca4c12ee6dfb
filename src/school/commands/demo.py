"""`school demo`: the whole grading cycle with invented people."""

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
) -> None:
    """Invent a cohort and run the whole cycle with it: release, hand in, collect, grade, mark, feedback, export.

    It happens in a scratch folder and touches nothing of yours. The table says what each person
    did and got; a grade that is not what a fair teacher gives is named, and the exit code is 1.
    """
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
    if keep is not None and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise Problem(f"{keep} is there already and not empty.", "Name a new folder.")
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
