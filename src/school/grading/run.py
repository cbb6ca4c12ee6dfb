"""A grading run as the coach sees it: which tasks, on which machines, how far it is, what would change."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.prompt import Confirm

from school.errors import Problem
from school.grading import grade, gradebook, show
from school.grading.course import Course
from school.grading.grade import Change, Outcome, Way

WORDS = 82  # columns that the progress of a task takes with all its words, beside its name
PATIENCE = 10  # seconds for a cluster's scheduler to answer


def tasks(course: Course, wanted: Sequence[str]) -> list[str]:
    """The tasks' full names; without any wish, all that someone has handed in."""
    if wanted:
        return list(dict.fromkeys(course.module(one) for one in wanted))
    found = [name for name in course.modules() if grade.handed_in(course, name)]
    if not found:
        raise Problem("Nobody has handed in anything.", "Collect first: school collect TASK --from FOLDER")
    return found


def database(url: str) -> str:
    """The gradebook's address as SQLAlchemy takes it; `postgresql://` means the driver that the kit names."""
    if url.startswith(("postgresql://", "postgres://")):
        try:
            import psycopg  # noqa: F401
        except ImportError:
            raise Problem(
                "The program part for PostgreSQL (psycopg) is not installed.", "Install it: uv sync --group scale"
            ) from None
        return "postgresql+psycopg://" + url.partition("://")[2]
    if "://" not in url:
        raise Problem(f"“{url}” is no address of a gradebook.", "For instance: --db postgresql://school@server/grades")
    return url


@contextlib.contextmanager
def executor(scheduler: str, workers: int) -> Iterator[tuple[Executor | None, int]]:
    """Where the work is done, and how many submissions at a time. None is this machine."""
    if not scheduler:
        yield None, workers
        return
    try:
        from distributed import Client
    except ImportError:
        raise Problem(
            "The program part for a cluster (distributed) is not installed.", "Install it: uv sync --group scale"
        ) from None
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise Problem(
            f"No Dask scheduler answers at {scheduler} ({type(error).__name__}).",
            "Start one: dask scheduler; and on each machine: dask worker ADDRESS",
        ) from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise Problem(f"The Dask scheduler at {scheduler} has no workers.", f"Start some: dask worker {scheduler}")
        with client.get_executor(pure=False, retries=2) as there:
            yield there, workers or threads


def one_task(console: Console, course: Course, name: str, student: str, force: bool, way: Way) -> list[str]:
    """Grade one task and show it; gives who could not be graded."""
    grade.warm_up(course, name, way)
    students = grade.prepare(course, name, student)
    counts = Counts()
    wide = console.width >= len(name) + WORDS
    with _progress(console) as bar:
        task = bar.add_task(name if wide else name.partition("-")[0], total=len(students), counts="")
        for outcome in grade.grade(course, name, students, force, way=way):
            counts.add(outcome)
            bar.update(task, advance=1, counts=str(counts) if wide else counts.short)
    with course.gradebook() as book:
        rows = [row for row in gradebook.rows(book, course, name) if not student or row.student.id == student]
    console.print(show.grades(rows))
    show.to_look_at(
        console, {one.student: one.problems for one in sorted(counts.outcomes, key=lambda one: one.student)}
    )
    skipped = sum(one.skipped for one in counts.outcomes)
    if skipped:
        console.print(f"{skipped} graded before and not changed since; --force grades again.", highlight=False)
    return sorted(one.student for one in counts.outcomes if not one.graded)


class Counts:
    """The live count."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def __str__(self) -> str:
        passed, look, failed = self._each
        return f"✓ {passed} graded  ! {look} need a look  ✗ {failed} failed"

    @property
    def short(self) -> str:
        """The same for a narrow window."""
        return "  ".join(f"{sign} {count}" for sign, count in zip("✓!✗", self._each, strict=True))

    @property
    def _each(self) -> tuple[int, int, int]:
        failed = sum(not one.graded for one in self.outcomes)
        look = sum(one.graded and bool(one.problems) for one in self.outcomes)
        return len(self.outcomes) - failed - look, look, failed


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}", markup=False),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
    )


# --- before points that stand are changed ---------------------------------------------------------


def asks() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Allow:
    """Points may change."""

    refused = 0

    def __call__(self, changes: Sequence[Change]) -> bool:
        return True


class Refuse(Allow):
    """Nothing that stands is changed; what would change is kept to be said."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def __call__(self, changes: Sequence[Change]) -> bool:
        self.changes += changes
        return False

    def say(self, console: Console) -> None:
        lines(console, self.changes)
        many = len(self.changes)
        told = "1 question" if many == 1 else f"{many} questions"
        console.print(f"{told} of work graded before would get other points.", highlight=False)


class Ask(Refuse):
    """Shows what would change and asks; where nobody can answer, nothing is changed."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def __call__(self, changes: Sequence[Change]) -> bool:
        lines(self._console, changes)
        if asks() and Confirm.ask("Change these points in the gradebook?", default=False):
            return True
        self.refused += len(changes)
        return False


def lines(console: Console, changes: Sequence[Change]) -> None:
    """One line for each question that would get other points."""
    for one in changes:
        after = "waits for a person" if one.after is None else show.points(one.after)
        show.line(console, "!", f"{one.student}: “{one.question}” has {show.points(one.before)}, would have {after}")
