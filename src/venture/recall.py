"""Questions that come back: what went wrong in another lesson first, then what was asked longest ago.

Kept in the student's own notes: of each question whether the last answer was right, and on which day.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from venture import notes
from venture.checks import is_blank
from venture.faces.box import in_the_book, note
from venture.words import _

if TYPE_CHECKING:
    from venture.lesson import Check, Lesson

AT_A_TIME = 2
RIGHT, WRONG = "right", "wrong"
KEPT_AS = {"right": RIGHT, "part": WRONG, "wrong": WRONG}  # a blank or unreadable answer says nothing yet


def opened(module: str) -> None:
    """Keep the day on which a lesson was first opened."""
    if "opened" not in notes.load(module):
        notes.keep(module, opened=_today())


def keep(module: str, name: str, verdict: str) -> None:
    """Keep whether the last answer to a question was right, and the day."""
    if verdict not in KEPT_AS or in_the_book():
        return
    kept = notes.load(module)
    notes.keep(
        module,
        checks={**_table(kept, "checks"), name: KEPT_AS[verdict]},
        asked={**_table(kept, "asked"), name: _today()},
    )


def due(lesson: Lesson, lessons: Sequence[Lesson]) -> list[tuple[Lesson, str]]:
    """The questions of other lessons that are due in this one: those last answered wrong, then the oldest."""
    found = []
    for order, other in enumerate(lessons):
        if other.module == lesson.module:
            continue
        kept = notes.load(other.module)
        asked = _table(kept, "asked")
        for name, outcome in _table(kept, "checks").items():
            if name in other.checks and other.checks[name].question:
                found.append((outcome == RIGHT, str(asked.get(name, "")), order, other, name))
    found.sort(key=lambda one: one[:3])
    return [(other, name) for *_order, other, name in found[:AT_A_TIME]]


def again(lesson: Lesson, answers: Sequence[object]) -> None:
    """Show the questions that are due, each with what is to be said of its answer.

    The same ones stay until the lesson is opened on another day, so that an answer meets its question.
    """
    if in_the_book():
        note("told", _("In the notebook, up to two questions come back here: what went wrong in another lesson first."))
        return
    shown = _of_today(lesson)
    if not shown:
        note(
            "told",
            _("Nothing to ask again yet. When you have answered questions in other lessons, some come back here."),
        )
        return
    for number, (other, name) in enumerate(shown):
        check = other.checks[name]
        head = _("{n}. From module {module}, {title}").format(
            n=number + 1, module=int(other.module[:2]), title=other.title
        )
        _put_question(head, check)
        answer = answers[number] if number < len(answers) else ...
        if is_blank(answer):
            continue
        verdict = check.judge(answer)
        explain = check.settings.get("explain", "") if verdict.kind == "right" else ""
        note(verdict.kind, " ".join(filter(None, (verdict.message, explain))))
        keep(other.module, name, verdict.kind)


def _of_today(lesson: Lesson) -> list[tuple[Lesson, str]]:
    from venture.lessons import every  # which imports what this file serves

    lessons = every()
    by_module = {one.module: one for one in lessons}
    kept = _table(notes.load(lesson.module), "again")
    if kept.get("on") == _today():
        pairs = [one.split("/") for one in kept.get("asked", []) if isinstance(one, str) and one.count("/") == 1]
        return [(by_module[m], name) for m, name in pairs if m in by_module and name in by_module[m].checks]
    found = due(lesson, lessons)
    if found:
        asked = [f"{other.module}/{name}" for other, name in found]
        notes.keep(lesson.module, again={"on": _today(), "asked": asked})
    return found


def _put_question(head: str, check: Check) -> None:
    from IPython.display import HTML, display

    lines = "<br>".join(escape(line) for line in check.question.splitlines())
    display(HTML(f'<div class="venture-again"><p><strong>{escape(head)}</strong></p><p>{lines}</p></div>'))


def _table(kept: dict, name: str) -> dict:
    """What is kept under a name; a student may have changed the file."""
    found = kept.get(name)
    return found if isinstance(found, dict) else {}


def _today() -> str:
    return datetime.date.today().isoformat()
