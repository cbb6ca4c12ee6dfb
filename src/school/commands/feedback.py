"""`school feedback`: the pages that students get back."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    module: Annotated[str, typer.Argument(metavar="MODULE", help="The module, for instance `04`.")],
    student: Annotated[str, typer.Option(metavar="ID", help="Only this student.")] = "",
) -> None:
    """Write each student's feedback page into cohort/feedback/.

    It shows the points, what the checks said and the coach's comments, and no hidden tests.
    """
    from rich.console import Console

    from school.errors import Problem
    from school.grading import feedback, gradebook, show
    from school.grading.course import Course

    console = Console()
    course = Course.here()
    name = course.module(module)
    with course.gradebook() as book:
        rows = {row.student.id: row for row in gradebook.rows(book, course, name)}
    students = feedback.graded(course, name)
    if student:
        if student not in students:
            raise Problem(
                f"The work of {student} in {name} has not been graded.",
                f"Grade it first: school grade {name} --student {student}",
            )
        students = [student]
    pages = []
    with show.progress(console) as bar:
        task = bar.add_task("writing", total=len(students))
        for page in feedback.write(
            course, name, students, lambda who: bar.update(task, description=f"writing for {who}")
        ):
            pages.append(page)
            bar.advance(task)
        bar.update(task, description="written")
    unmarked = [one for one in students if one in rows and rows[one].waiting]
    if unmarked:
        console.print(
            f"Not marked by a coach yet, so these pages show 0 points there: {', '.join(unmarked)}.", highlight=False
        )
    failed = [page for page in pages if page.page is None]
    for page in failed:
        show.line(console, "✗", f"{page.student}: {page.problem}")
    if failed:
        raise Problem(
            f"{name}: {len(failed)} pages could not be written; the others are.", "The lines marked ✗ say why."
        )
    folder = course.feedback("STUDENT", name).relative_to(course.root).as_posix()
    console.print(f"{name}: {len(pages)} pages in {folder}/", highlight=False)
