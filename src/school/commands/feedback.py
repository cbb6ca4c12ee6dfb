"""`school feedback`: the pages that students get back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    module: Annotated[str, typer.Argument(metavar="MODULE", help="The module, for instance `04`.")],
    student: Annotated[str, typer.Option(metavar="ID", help="Only this student.")] = "",
    zips: Annotated[
        bool, typer.Option("--zip", help="Also pack a zip for each student, to send, into cohort/feedback-zips/.")
    ] = False,
    moodle: Annotated[
        Path | None,
        typer.Option(
            metavar="DOWNLOAD",
            help="Also pack one zip that Moodle hands out (“Upload multiple feedback files in a zip”). It needs the zip, or the "
            "folder, that Moodle's “Download all submissions” made.",
        ),
    ] = None,
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
    done = [page.student for page in pages]
    if zips:
        for one in done:
            feedback.write_zip(course, name, one)
        folder = feedback.zip_folder(course, name).relative_to(course.root).as_posix()
        console.print(f"{name}: {len(done)} zips in {folder}/", highlight=False)
    if moodle:
        bundle = feedback.write_moodle(course, name, done, moodle)
        if bundle.absent:
            show.line(console, "!", f"not in Moodle's download, so not in the zip for it: {', '.join(bundle.absent)}")
        shown = bundle.place.relative_to(course.root).as_posix()
        console.print(f"{name}: {len(bundle.students)} pages for Moodle in {shown}", highlight=False)
    folder = course.feedback("STUDENT", name).relative_to(course.root).as_posix()
    console.print(f"{name}: {len(pages)} pages in {folder}/", highlight=False)
