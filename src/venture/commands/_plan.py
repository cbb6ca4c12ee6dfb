"""What the commands share: the plan on the command line, words that wrap, and tables of its numbers."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from venture.words import _

if TYPE_CHECKING:
    from rich.console import Console

    from venture.plan import Plan

PLAN = Annotated[Path, typer.Argument(metavar="PLAN", help=_("The plan's file, such as `my-work/plan.yaml`."))]
WITH_REQUESTED = Annotated[
    bool,
    typer.Option("--with-requested", show_default=False, help=_("Count grants that are asked for but not agreed.")),
]

LEAST = 20  # columns of a table's names: less is not readable
GAP = 2  # between columns
HEAD = 11  # the head of a column wraps where it is longer
GROUPS = (12, 6, 4, 3, 2, 1)  # months that are shown side by side
BAR, SHORT = 20, 8  # the longest bar, and its length where names need the room
CLOSE = 0.75  # how alike two names are, so that one may have been meant
SPACE = re.compile("(?<!±) (?!%)")  # where a line may break: never within a number, nor before its %


class Wrong(Exception):
    """Something on the command line that a person can put right. The message says what was found and what to do."""


def read(path: Path) -> Plan:
    """The plan in a file, or what to do when there is none."""
    from venture.plan import load

    if path.is_dir():
        raise Wrong(_("{path} is a folder. Name the plan's file in it.").format(path=typed(path)))
    if not path.exists():
        new = path if is_plan_name(path) else path.with_suffix(".yaml")
        raise Wrong(_("There is no file {path}. Begin one with: venture new {new}").format(path=path, new=typed(new)))
    return load(path)


def is_plan_name(path: Path) -> bool:
    return path.suffix.casefold() in (".yaml", ".yml")


def typed(word: object) -> str:
    """The word as it is typed in a terminal, with quotation marks where it needs them."""
    text, windows = str(word), os.name == "nt"
    if re.fullmatch(r"[\w./:+@%=,\\-]+" if windows else r"[\w./:+@%=,-]+", text):
        return text
    return f'"{text}"' if windows or not re.search(r'["$`!]', text) else shlex.quote(text)


def close_to(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or nothing: better no guess than a silly one."""
    known = {one.casefold(): one for one in known}
    found = get_close_matches(name[:200].casefold(), known, n=1, cutoff=CLOSE)
    return known[found[0]] if found else ""


def called(plan: Plan, month: int) -> str:
    """A month of the plan as people write it: 2027-03."""
    return "{}-{:02d}".format(*plan.calendar_month(month))


# --- the screen


def screen() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines. It breaks at ordinary spaces only, so that a number stays whole."""
    from rich.cells import cell_len

    lines: list[str] = []
    for part in text.splitlines() or [""]:
        line = ""
        for word in SPACE.split(part):
            if line and cell_len(line) + 1 + cell_len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def put(console: Console, text: str, style: str = "", mark: str = "", mark_style: str = "") -> None:
    """A paragraph. ``mark`` stands before it, and the next lines hang under the text."""
    from rich.cells import cell_len
    from rich.text import Text

    hang = cell_len(mark)
    for number, line in enumerate(wrapped(text, max(console.width - hang, LEAST))):
        lead = (" " * hang, "") if number else (mark, mark_style or style)
        console.print(Text.assemble(lead, (line, style)), soft_wrap=True)


def command_line(console: Console, *words: object) -> None:
    """A command that can be copied, whole and on a line of its own."""
    from rich.text import Text

    console.print(Text("  " + " ".join(map(str, words))), soft_wrap=True)


@dataclass(frozen=True)
class Line:
    """A line of a table. ``bar`` is a length from 0 to 1."""

    label: str
    values: Sequence[str]
    style: str = ""
    bar: float | None = None


def table(console: Console, title: str, heads: Sequence[str], lines: Sequence[Line], months: bool = False) -> None:
    """Names at the left, numbers at the right. Names wrap; numbers never do.

    Where the columns do not fit beside each other, they come in blocks, each with all the names.
    """
    put(console, title, "bold")
    widths = [
        max(len(_longest(head)), min(len(head), HEAD), *(len(line.values[at]) for line in lines), 1)
        for at, head in enumerate(heads)
    ]
    bars = any(line.bar is not None for line in lines)
    fit = max(1, (console.width - LEAST) // (max(widths, default=1) + GAP))
    if sum(widths) + GAP * len(widths) + LEAST <= console.width or bars:
        fit = len(heads)
    elif months:
        fit = next(group for group in GROUPS if group <= fit)
    else:
        fit = -(-len(heads) // -(-len(heads) // fit))  # blocks of about the same size
    for first in range(0, len(heads), fit):
        if first:
            console.print()
        block = slice(first, first + fit)
        _block(console, heads[block], widths[block], [(line, line.values[block]) for line in lines], bars)


def _longest(text: str) -> str:
    return max(SPACE.split(text), key=len)


def _block(console: Console, heads: Sequence[str], widths: Sequence[int], lines: Sequence, bars: bool) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    taken = sum(widths) + GAP * len(widths)
    names = min(max((cell_len(line.label) for line, _values in lines), default=0), max(LEAST, console.width - taken))
    room = console.width - taken - names - GAP
    if bars and room < SHORT:
        names = max(min(names, LEAST), names - (SHORT - room))
        room = console.width - taken - names - GAP
    over = [wrapped(head, width) for head, width in zip(heads, widths, strict=True)]
    deep = max(map(len, over), default=0)
    for level in range(deep):
        cells = [one[level - deep + len(one)] if level - deep + len(one) >= 0 else "" for one in over]
        console.print(Text(_line("", names, cells, widths).rstrip(), style="bold"), soft_wrap=True)
    for line, values in lines:
        first, *more = wrapped(line.label, names)
        text = _line(first, names, values, widths)
        if line.bar and room >= 4:
            text += " " * GAP + "█" * max(1, round(min(room, BAR) * line.bar))
        console.print(Text(text, style=line.style), soft_wrap=True)
        for rest in more:
            for part in wrapped(rest, names - GAP):
                console.print(Text(" " * GAP + part, style=line.style), soft_wrap=True)


def _line(name: str, names: int, cells: Sequence[str], widths: Sequence[int]) -> str:
    from rich.cells import cell_len

    text = name + " " * (names - cell_len(name))
    return text + "".join(" " * GAP + cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
