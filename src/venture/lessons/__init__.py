"""One lesson a file: ``04-costs-and-break-even`` is `costs_and_break_even.py`, which defines ``LESSON``."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from html import escape

from venture import notes, progress, recall
from venture.faces.box import in_the_book, note
from venture.lesson import Lesson, Room
from venture.numbers import say
from venture.slips import answer_slips
from venture.words import _, ngettext


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
    """All lessons, in the order of the course. Python in a browser may lack what one of them needs: that one is left out."""
    found = []
    for name in names():
        try:
            found.append(importlib.import_module(f"{__name__}.{name}").LESSON)
        except ModuleNotFoundError as missing:
            if (missing.name or "").startswith("venture"):
                raise
    return sorted(found, key=lambda lesson: lesson.module)


PARTS = (
    (1, _("Part I. Idea, market, law")),
    (4, _("Part II. Money basics")),
    (9, _("Part III. Funding")),
    (13, _("Part IV. Impact and scale")),
    (15, _("Part V. Plan, pitch, follow-up")),
    (18, _("Further modules")),
)


def course_map() -> None:
    """Show the modules that there are, each with its time and how far the reader has come: a sign and a word, not colour."""
    from IPython.display import HTML, display

    found = progress.progress(every())
    rows, shown = [], -1
    for one in found:
        number = int(one.module[:2])
        part = sum(first <= number for first, _title in PARTS) - 1
        if part != shown:
            rows.append(
                f'<tr><th colspan="5" scope="rowgroup" style="text-align:left">{escape(PARTS[part][1])}</th></tr>'
            )
            shown = part
        rows.append(_map_row(number, one))
    head = "".join(
        f'<th scope="col" style="text-align:left">{escape(word)}</th>'
        for word in (_("module"), _("time"), _("your progress"), _("task, points"), _("in your plan"))
    )
    display(
        HTML(
            f'<div class="venture-map" style="overflow-x:auto" tabindex="0"><table><caption>{escape(_("The course and you"))}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{_map_end(found)}</div>"
        )
    )


def _map_row(number: int, one: progress.Progress) -> str:
    title = escape(_("{number}. {title}").format(number=number, title=one.title))
    went = f'<span aria-hidden="true">{progress.SIGNS[one.kind]}</span> {escape(one.word)}'
    if one.right and one.kind != "done":
        went += escape(_(": {right} of {of} checks").format(right=one.right, of=one.of))
    if one.broken:
        went += f"<br>{escape(one.broken)}"
    entries = "–" if not one.in_plan else ngettext("{n} entry", "{n} entries", one.in_plan).format(n=one.in_plan)
    task = "–" if one.task is None else _("{got} of {most}").format(got=say(one.task[0], 1), most=say(one.task[1], 1))
    cells = (escape(_("{minutes} minutes").format(minutes=one.minutes)), went, escape(task), escape(entries))
    return (
        f'<tr><th scope="row" style="text-align:left;font-weight:normal"><a href="{one.module}.ipynb">{title}</a></th>'
        + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells)
        + "</tr>"
    )


def _map_end(found: list[progress.Progress]) -> str:
    """What stands below the map: the plan, and where to go on."""
    said = [
        _("Points of a task show here when you put the feedback page that your school sends into the folder my-work.")
    ]
    name, wrong = progress.plan_state()
    if wrong:
        said.append(_("▲ Your plan cannot be read: {why}").format(why=wrong))
    elif name:
        said.append(_("Your plan: “{name}”.").format(name=name))
    lines = [escape(one) for one in said]
    if going := progress.next_step(found):
        text = escape(_("{number}. {title}").format(number=int(going.module[:2]), title=going.title))
        lines.append(f'{escape(_("Go on with:"))} <a href="{going.module}.ipynb">{text}</a>')
    elif found:
        lines.append(escape(_("All checks are right. Now let a person read your plan.")))
    return "".join(f"<p>{line}</p>" for line in lines)
