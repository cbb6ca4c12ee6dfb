"""`school report`: one page about the whole cohort."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    open_it: Annotated[bool, typer.Option("--open/--no-open", help="Show it in your web browser.")] = True,
) -> None:
    """Write one page about the cohort: progress, grades, each question, common errors, whom to call.

    It lies in `cohort/report.html` and needs nothing else: no internet, no other file. It holds
    names and answers, so keep it in the folder `cohort`, which git ignores. It prints on A4.
    What counts as late, and who needs a call, is set in `cohort/policy.toml`.
    """
    import webbrowser

    from rich.console import Console

    from school.errors import Problem
    from school.grading import show
    from school.grading.course import Course
    from school.report import data, page
    from school.screen import can_show_a_browser
    from venture.files import write_atomic

    console = Console(soft_wrap=True)
    course = Course.here()
    with show.progress(console) as bar:
        task = bar.add_task("reading", total=None)

        def each(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        cohort = data.read(course, each=each)
        told = page.html(cohort, each)
        bar.update(task, description="written", completed=1, total=1)
    place = course.cohort / "report.html"
    try:
        write_atomic(place, told)
    except OSError as error:
        raise Problem(
            f"cohort/report.html cannot be written: {error.strerror}.", "Make room, or mend the folder's rights."
        ) from None
    tasks = "1 task" if len(cohort.tasks) == 1 else f"{len(cohort.tasks)} tasks"
    console.print(
        f"{len(cohort.students)} students, {tasks}: {place.relative_to(course.root).as_posix()}",
        highlight=False,
    )
    if cohort.unread:
        show.line(console, "!", f"not read for their answers: {'; '.join(cohort.unread)}")
    if open_it and can_show_a_browser():
        webbrowser.open(place.resolve().as_uri())
    elif open_it:
        show.line(console, "·", "Open it in a browser; this machine shows none.")
