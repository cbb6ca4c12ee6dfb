"""`school grade`: run the checks over what was handed in."""

from __future__ import annotations

import glob
from typing import Annotated

import typer


def command(
    tasks: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TASK]...", help="The tasks, for instance `04`; none takes all that were handed in."),
    ] = None,
    student: Annotated[str, typer.Option(metavar="ID", help="Only this student.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Grade again what was graded and has not changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say which points would change, and change none.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Change points that stand, without asking.")] = False,
    workers: Annotated[
        int, typer.Option(min=0, metavar="N", help="Submissions at a time; 0 is one for each processor.")
    ] = 0,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A Dask cluster that does the work, for instance `tcp://lab-1:8786`.")
    ] = "",
    unsandboxed: Annotated[
        bool,
        typer.Option("--unsandboxed", help="Run students' code with your own rights. Only for work that you trust."),
    ] = False,
    db: Annotated[str, typer.Option(metavar="URL", help="Another gradebook, for instance `postgresql://…`.")] = "",
) -> None:
    """Grade submissions, several at a time, and show who got what.

    Each submission runs in a sandbox, and the checks run in a process that its code never
    enters. Written answers wait for the coach, who marks them in the formgrader (JupyterLab,
    menu Nbgrader). Points that a coach gave stay when a submission is graded again, and before
    points of the checks change for work that has not changed, you are asked.
    """
    from school import house
    from school.grading.apart import ahead

    root = house.root()
    if not scheduler:
        # where nbgrader's settings, not read yet, name another folder, the task is loaded a little later
        named = sorted(root.glob(f"solutions/{glob.escape(tasks[0])}*/*.ipynb")) if tasks else []
        ahead.start(not unsandboxed, named[0] if named else None)
    from school.grading import light

    light.load()
    from rich.console import Console

    from school.errors import Problem
    from school.grading import grade, run
    from school.grading.course import Course

    console = Console()
    course = Course.here()
    if db:
        course = course.changed({"CourseDirectory": {"db_url": run.database(db)}})
    names = run.tasks(course, tasks or [])
    if unsandboxed:
        console.print("! Without a sandbox: students' code runs with your rights, on your files.", style="yellow")
    changing = run.Refuse() if dry_run else run.Allow() if yes else run.Ask(console)
    failed = []
    with run.executor(scheduler, workers) as (executor, width):
        way = grade.Way(width, executor, not unsandboxed, dry_run, changing)
        for name in names:
            failed += [f"{name}: {who}" for who in run.one_task(console, course, name, student, force, way)]
    if dry_run:
        changing.say(console)
    elif changing.refused:
        raise Problem(
            f"{changing.refused} points that stand in the gradebook would be others now; they were not changed.",
            "See which: school grade --dry-run. To change them: school grade --yes.",
        )
    if failed:
        told = ", ".join(one.partition(": ")[2] for one in failed) if len(names) == 1 else "; ".join(failed)
        raise Problem(
            f"{names[0] if len(names) == 1 else 'grade'}: {len(failed)} not graded ({told}); the others are.",
            "Look at these by hand; the lines marked ! say why.",
        )
