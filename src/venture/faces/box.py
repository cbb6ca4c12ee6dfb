"""The box under a cell in which a lesson or a task answers: a word, an icon and a colour, never colour alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape

from venture.words import _

# kind -> (icon, colour of the edge; each colour keeps 3:1 against white and against JupyterLab's dark ground)
LOOKS = {
    "right": ("✓", "#2e8b57"),
    "part": ("◐", "#b8860b"),
    "wrong": ("✗", "#d1495b"),
    "blank": ("…", "#808080"),
    "unclear": ("?", "#b8860b"),
    "noted": ("•", "#3b82d6"),
    "told": ("•", "#3b82d6"),
}


@dataclass(frozen=True)
class Verdict:
    """What a check found: its ``kind`` (a key of `LOOKS`), the message, and the points where it scores."""

    kind: str
    message: str
    points: float = 0.0


class Box:
    """A verdict as it is shown. ``tail`` is said after the message."""

    def __init__(self, verdict: Verdict, tail: str = "") -> None:
        self.verdict, self.tail = verdict, tail

    def __repr__(self) -> str:
        icon, _colour = LOOKS[self.verdict.kind]
        said = word(self.verdict.kind)
        return " ".join(part for part in (icon, said and f"{said}.", self.verdict.message, self.tail) if part)

    def _repr_html_(self) -> str:
        icon, colour = LOOKS[self.verdict.kind]
        said = word(self.verdict.kind)
        strong = f"<strong>{escape(said)}.</strong> " if said else ""
        words = " ".join(escape(part) for part in (self.verdict.message, self.tail) if part)
        return (
            f'<div class="venture-check venture-check-{self.verdict.kind}" role="status" style="border: 1px solid {colour}; '
            f'border-left-width: 6px; border-radius: 4px; padding: 0.5em 0.8em; margin: 0.3em 0; max-width: 46em">'
            f'<span aria-hidden="true">{icon}</span> {strong}{words}</div>'
        )


class Fold:
    """A line of the book's page that opens at a click. ``strong`` is said first."""

    def __init__(self, summary: str, text: str, strong: str = "") -> None:
        self.summary, self.text, self.strong = summary, text, strong

    def __repr__(self) -> str:
        return " ".join(part for part in (self.strong and f"{self.strong}.", self.text) if part)

    def _repr_html_(self) -> str:
        strong = f"<strong>{escape(self.strong)}.</strong> " if self.strong else ""
        return (
            f'<details class="venture-check"><summary>{escape(self.summary)}</summary>'
            f"<p>{strong}{escape(self.text)}</p></details>"
        )


def word(kind: str) -> str:
    """What the icon says."""
    return {
        "right": _("Right"),
        "part": _("Partly right"),
        "wrong": _("Not yet"),
        "blank": _("No answer yet"),
        "unclear": _("Cannot read this"),
        "noted": _("Noted"),
        "told": "",
    }[kind]


def put(shown: object) -> None:
    """Display under the cell; outside IPython print."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        get_ipython = None
    if get_ipython is None or get_ipython() is None:
        print(shown)
    else:
        display(shown)


def note(kind: str, message: str) -> None:
    """Say one thing in a box."""
    put(Box(Verdict(kind, message)))


def in_the_book() -> bool:
    """Whether the book is being built: its pages come from the lessons, with nobody's answers in them."""
    return os.environ.get("VENTURE_FACE") == "page"
