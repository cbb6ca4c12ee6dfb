"""`school grade`: run the checks over what was handed in."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    module: Annotated[str, typer.Argument(metavar="MODULE", help="The module, for instance `04`.")],
    student: Annotated[str, typer.Option(metavar="ID", help="Only this student.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Grade again what was graded and has not changed.")] = False,
) -> None:
    """Grade a module's submissions with nbgrader and show who got what.

    Written answers wait for the coach, who marks them in the formgrader (JupyterLab, menu
    Nbgrader). Points that a coach gave stay when a submission is graded again.
    """
    from rich.console import Console

    from school.errors import Problem
    from school.grading import grade, gradebook, show
    from school.grading.course import Course

    console = Console()
    course = Course.here()
    name = course.module(module)
    students = grade.prepare(course, name, student)
    outcomes = []
    with show.progress(console) as bar:
        task = bar.add_task("grading", total=len(students))
        for outcome in grade.grade(
            course, name, students, force, lambda who: bar.update(task, description=f"grading {who}")
        ):
            outcomes.append(outcome)
            bar.advance(task)
        bar.update(task, description="graded")
    with course.gradebook() as book:
        rows = [row for row in gradebook.rows(book, course, name) if not student or row.student.id == student]
    console.print(show.grades(rows))
    show.to_look_at(console, {one.student: one.problems for one in outcomes})
    skipped = sum(one.skipped for one in outcomes)
    if skipped:
        console.print(f"{skipped} graded before and not changed since; --force grades again.", highlight=False)
    failed = [one.student for one in outcomes if not one.graded]
    if failed:
        raise Problem(
            f"{name}: {len(failed)} not graded ({', '.join(failed)}); the others are.",
            "Look at these by hand; the lines marked ! say why.",
        )
