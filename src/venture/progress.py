"""How far the reader has come, read from their own files in `my-work`: lessons opened, checks passed, tasks scored, the
plan's entries. A task's points stand in the feedback page that the school sends; the reader puts it into `my-work`.

Nothing is written here and nothing is sent anywhere. A file that is missing is no progress yet; one that is damaged is
named and left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venture import notes
from venture.words import _

if TYPE_CHECKING:
    from venture.lesson import Lesson

_SCORE = re.compile(r"\(Score:\s*(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\)")  # as nbgrader writes it at the page's head
MOST_READ = 5_000_000  # characters

# kind -> a sign whose shape alone tells it apart; the word stands beside it
SIGNS = {"new": "○", "opened": "◔", "under way": "◑", "done": "●", "broken": "▲"}


@dataclass(frozen=True)
class Progress:
    """One module's progress. ``of`` is how many checks the lesson has, ``right`` how many were last answered right.

    ``in_plan`` counts the answers given in this lesson that stand in the plan: None where the module writes none, or
    where the plan cannot be read. ``broken`` says which file of this module cannot be read.
    """

    module: str
    title: str
    minutes: int
    opened: str = ""
    right: int = 0
    of: int = 0
    in_plan: int | None = None
    broken: str = ""
    task: tuple[float, float] | None = None
    """Points of the task and the most there are, where the school's feedback page lies in `my-work`."""

    @property
    def kind(self) -> str:
        """A key of `SIGNS`."""
        if self.broken:
            return "broken"
        if self.of and self.right == self.of:
            return "done"
        if self.right:
            return "under way"
        return "opened" if self.opened else "new"

    @property
    def word(self) -> str:
        """The sign, spoken."""
        return {
            "new": _("not begun"),
            "opened": _("opened"),
            "under way": _("under way"),
            "done": _("all checks right"),
            "broken": _("file damaged"),
        }[self.kind]


def progress(lessons: Iterable[Lesson]) -> list[Progress]:
    """The reader's progress in these lessons, in their order."""
    return [_of(lesson) for lesson in lessons]


def next_step(found: Iterable[Progress]) -> Progress | None:
    """Where to go on: the module under way that was opened last, else the first not begun; None where all is done."""
    found = list(found)
    going = [one for one in found if one.kind in ("opened", "under way")]
    if going:
        return max(going, key=lambda one: (one.opened, one.module))
    return next((one for one in found if one.kind in ("new", "broken")), None)


def plan_state() -> tuple[str, str]:
    """The name of the reader's plan, empty where there is none yet; and why it cannot be read, empty where it can."""
    from venture import my_plan

    if not my_plan.path().exists():
        return "", ""
    try:
        return my_plan.current().name, ""
    except ModuleNotFoundError:  # Python in a browser may lack what reads the plan's file
        return "", ""
    except Exception as error:
        return "", _first_line(error)


def _of(lesson: Lesson) -> Progress:
    try:
        kept = notes.load(lesson.module)
    except notes.Broken as broken:
        return Progress(lesson.module, lesson.title, lesson.minutes, of=len(lesson.checks), broken=str(broken))
    outcomes, opened = kept.get("checks"), kept.get("opened")
    outcomes = outcomes if isinstance(outcomes, dict) else {}
    return Progress(
        lesson.module,
        lesson.title,
        lesson.minutes,
        opened=opened if isinstance(opened, str) else "",
        right=sum(outcomes.get(name) == "right" for name in lesson.checks),  # a question of old counts no more
        of=len(lesson.checks),
        in_plan=_entries(lesson),
        task=_points(lesson.module),
    )


def _points(module: str) -> tuple[float, float] | None:
    """The points on the newest feedback page of this module's task."""
    try:
        pages = sorted(notes.folder().rglob(f"{module}*.html"), key=lambda page: page.stat().st_mtime)
        found = [_SCORE.search(page.read_text("utf-8", errors="replace")[:MOST_READ]) for page in pages]
    except OSError:
        return None
    return next(((float(one[1]), float(one[2])) for one in reversed(found) if one), None)


def _entries(lesson: Lesson) -> int | None:
    """Answers of this lesson that stand in the plan. What another module wrote into the same places is not counted here."""
    from venture import my_plan

    if lesson.section is None:
        return None
    try:
        answered = notes.load("my-venture").get(lesson.model)
        if not isinstance(answered, dict) or not my_plan.path().exists():
            return 0
        return len(answered.keys() & my_plan.answers(lesson.section).keys())
    except Exception:  # `plan_state` says what is wrong with the plan, once and not in every line
        return None


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
