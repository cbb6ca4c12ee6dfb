"""One lesson a file: ``04-costs-and-break-even`` is `costs_and_break_even.py`, which defines ``LESSON``."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from html import escape

from venture import notes, recall
from venture.faces.box import in_the_book, note
from venture.lesson import Lesson, Room
from venture.slips import answer_slips
from venture.words import _


def names() -> list[str]:
    """The files there are."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__))


def load(module: str) -> Lesson:
    """The lesson of a module, such as ``04-costs-and-break-even``.

    Raises:
        LookupError: there is none; the message lists those there are.
    """
    name = module.partition("-")[2].replace("-", "_")
    if name not in names():
        raise LookupError(f"There is no lesson “{module}”. There are: {', '.join(names())}.")
    lesson = importlib.import_module(f"{__name__}.{name}").LESSON
    if lesson.module != module:
        raise LookupError(
            f"The lesson in {name}.py calls itself “{lesson.module}”, the notebook “{module}”; they must be the same."
        )
    return lesson


def start(module: str) -> Room:
    """Open a lesson in its notebook: ``lesson = start("04-costs-and-break-even")``."""
    lesson = load(module)
    answer_slips()
    if in_the_book():
        note(
            "told",
            _(
                "You read this lesson as a page. Its models compute here, in your browser. To write answers and keep them, "
                "work it in JupyterLab: “Get the kit” says how."
            ),
        )
    else:
        with contextlib.suppress(notes.Broken, OSError):  # the cell that needs the file says what is wrong with it
            recall.opened(module)
    return Room(lesson)


def every() -> list[Lesson]:
    """All lessons, in the order of the course."""
    found = [importlib.import_module(f"{__name__}.{name}").LESSON for name in names()]
    return sorted(found, key=lambda lesson: lesson.module)


def course_map() -> None:
    """Show the modules that there are, with a link and the time each takes."""
    from IPython.display import HTML, display

    lines = "".join(
        f'<li><a href="{one.module}.ipynb">{escape(_("Module {number}. {title}").format(number=int(one.module[:2]), title=one.title))}'
        f"</a>, {escape(_('{minutes} minutes').format(minutes=one.minutes))}</li>"
        for one in every()
    )
    display(HTML(f'<ul class="venture-map">{lines}</ul>'))
