"""The report's figures, by matplotlib: as SVG in the colours of a light page and of a dark one.

Nothing rests on colour: bars differ by pattern and carry their numbers, points differ by shape. The
alt text says in words what the figure shows.
"""

from __future__ import annotations

import io
import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from school.report.data import Cohort, Task
from school.report.measures import FEWEST, WEAK, Measured, percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 5.4  # inches: narrow, so that its letters can still be read on a phone

SIZE = 10  # points, of the letters


@dataclass(frozen=True)
class Look:
    """A page's colours."""

    ink: str
    soft: str
    ground: str
    line: str
    fill: str
    warn: str


LIGHT = Look("#1d2433", "#55607a", "#ffffff", "#0b6b63", "#b9dcd7", "#b3400d")
DARK = Look("#e8ebf2", "#aeb8cc", "#161b26", "#5fd0c2", "#1f4a4c", "#ff9d6e")


@dataclass(frozen=True)
class Drawn:
    """A figure for both pages, with what it shows in words."""

    light: bytes
    dark: bytes
    alt: str
    width: int
    height: int


def state_of(task: Task, student: str) -> str:
    """How far a paper is, in the words of the figure and the table."""
    paper = task.papers[student]
    if not paper.is_here:
        return "nothing handed in"
    if paper.state != "marked":
        return "waits for marking"
    return "marked, late" if paper.late else "marked"


# what each state looks like: pattern, and which of the look's colours fills it
STATES = {
    "marked": ("", "line"),
    "marked, late": ("////", "fill"),
    "waits for marking": ("xx", "ground"),
    "nothing handed in": ("", "ground"),
}


def progress(cohort: Cohort) -> Drawn:
    """How many have handed in each task, and how far it is marked."""
    counts = {
        task.module: {state: sum(state_of(task, one.id) == state for one in cohort.students) for state in STATES}
        for task in cohort.tasks
    }

    def draw(figure: Figure, look: Look) -> None:
        axes = figure.add_subplot()
        names = [task.number for task in cohort.tasks]
        left = [0] * len(names)
        places = list(range(len(names)))
        for state, (pattern, colour) in STATES.items():
            widths = [counts[task.module][state] for task in cohort.tasks]
            axes.barh(
                places,
                widths,
                left=left,
                height=0.62,
                label=state,
                facecolor=getattr(look, colour),
                edgecolor=look.ink,
                hatch=pattern,
                linewidth=0.8,
            )
            for place, width, start in zip(places, widths, left, strict=True):
                if width:
                    axes.text(
                        start + width / 2,
                        place,
                        str(width),
                        ha="center",
                        va="center",
                        fontsize=SIZE,
                        color=look.ground if colour == "line" else look.ink,
                        bbox=None
                        if pattern == ""
                        else dict(boxstyle="round,pad=0.15", facecolor=look.ground, edgecolor="none"),
                    )
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.set_yticks(places, [f"Task {name}" if name.isdigit() else name for name in names])
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xlim(0, max(len(cohort.students), 1))
        axes.set_xlabel("students")
        axes.xaxis.get_major_locator().set_params(integer=True)
        _plain(axes, look)
        figure.legend(
            loc="outside upper left",
            ncols=2,
            frameon=False,
            fontsize=SIZE,
            labelcolor=look.ink,
            handlelength=1.6,
        )

    told = "; ".join(
        f"{task.title}: " + ", ".join(f"{count} {state}" for state, count in counts[task.module].items() if count)
        for task in cohort.tasks
    )
    height = 1.2 + 0.36 * max(len(cohort.tasks), 1)
    return _drawn(draw, WIDTH, height, f"Bars of {len(cohort.students)} students for each task. {told}.")


def distribution(task: Task) -> Drawn | None:
    """How many papers reached which share of the points; None where nothing is marked."""
    shares = task.shares
    if not shares:
        return None
    counts = [0] * 10
    for share in shares:
        counts[min(int(share * 10 + 1e-9), 9)] += 1
    middle, top = statistics.median(shares), max(counts)

    def draw(figure: Figure, look: Look) -> None:
        axes = figure.add_subplot()
        axes.bar(
            [10 * at + 5 for at in range(10)],
            counts,
            width=9,
            facecolor=look.fill,
            edgecolor=look.line,
            hatch="//",
            linewidth=1,
        )
        for at, count in enumerate(counts):
            if count:
                # above the line of the median, on its own ground
                behind = dict(boxstyle="round,pad=0.1", facecolor=look.ground, edgecolor="none")
                axes.text(
                    10 * at + 5,
                    count + top * 0.03,
                    str(count),
                    ha="center",
                    va="bottom",
                    fontsize=SIZE,
                    color=look.ink,
                    bbox=behind,
                    zorder=4,
                )
        axes.axvline(middle * 100, color=look.warn, linewidth=2, linestyle=(0, (5, 2)))
        axes.annotate(
            f"half have {percent(middle)} or more", (middle * 100, 1), (6 if middle < 0.55 else -6, -2), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="left" if middle < 0.55 else "right", va="top", fontsize=SIZE, color=look.ink, weight="bold",
            bbox=dict(boxstyle="round,pad=0.2", facecolor=look.ground, edgecolor="none"),
        )  # fmt: skip
        axes.set_xlim(0, 100)
        axes.set_ylim(0, top * 1.32)
        axes.set_xticks(range(0, 101, 10))
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel("share of the points, in %")
        axes.set_ylabel("papers")
        _plain(axes, look)

    told = ", ".join(f"{count} with {10 * at} to {10 * at + 10} %" for at, count in enumerate(counts) if count)
    return _drawn(
        draw, WIDTH, 2.6, f"Histogram of {len(shares)} marked papers: {told}. The median is {percent(middle)}."
    )


def questions(found: Sequence[Measured]) -> Drawn | None:
    """Each question's difficulty as a bar and its discrimination as a point; None where nothing is marked."""
    shown = [one for one in found if one.reached is not None]
    if not shown:
        return None

    def draw(figure: Figure, look: Look) -> None:
        bars, points = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
        places = list(range(len(shown)))
        bars.barh(
            places,
            [one.reached * 100 for one in shown],
            height=0.6,
            facecolor=look.fill,
            edgecolor=look.line,
            hatch="//",
            linewidth=1,
        )
        for place, one in enumerate(shown):
            inside = one.reached > 0.75
            bars.text(
                one.reached * 100 + (-2 if inside else 2), place, f"{percent(one.reached)}", ha="right" if inside else "left", va="center", fontsize=SIZE, color=look.ink,
                weight="bold", bbox=dict(boxstyle="round,pad=0.15", facecolor=look.ground, edgecolor="none"),
            )  # fmt: skip
        bars.set_yticks(places, [_cut(one.question.name) for one in shown])
        bars.set_xlim(0, 100)
        bars.invert_yaxis()
        bars.set_xlabel("points reached, in %")
        points.axvline(WEAK, color=look.soft, linewidth=1, linestyle=(0, (2, 2)))
        points.axvline(0, color=look.ink, linewidth=1)
        for place, one in enumerate(shown):
            if one.tells is None:
                points.text(0.03, place, "n/a", va="center", fontsize=SIZE, color=look.soft)
                continue
            sign = "X" if one.tells < 0 else "o"
            filled = one.tells >= WEAK
            colour = look.line if filled else look.warn
            points.plot(
                [one.tells],
                [place],
                sign,
                markersize=8,
                markerfacecolor=colour if filled else look.ground,
                markeredgecolor=colour,
                markeredgewidth=1.8,
            )
            right = one.tells < 0.6
            points.annotate(
                f"{one.tells:.2f}".replace("-", "−"), (one.tells, place), (9 if right else -9, 0), textcoords="offset points", ha="left" if right else "right", va="center", fontsize=SIZE, color=look.ink,
            )  # fmt: skip
        points.set_xlim(min([-0.25, *(one.tells - 0.15 for one in shown if one.tells is not None)]), 1.05)
        points.set_xlabel("tells strong from weak")
        for axes in (bars, points):
            _plain(axes, look)

    told = "; ".join(
        f"{one.question.name}: {percent(one.reached)} of the points, "
        + (
            f"discrimination {one.tells:.2f}"
            if one.tells is not None
            else f"no discrimination (fewer than {FEWEST} papers, or all alike)"
        )
        for one in shown
    )
    return _drawn(
        draw, WIDTH, 0.75 + 0.34 * len(shown), f"Difficulty and discrimination of {len(shown)} questions. {told}."
    )


# --- drawing --------------------------------------------------------------------------------------


def _cut(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"


def _plain(axes, look: Look) -> None:
    axes.tick_params(colors=look.soft, labelcolor=look.ink, labelsize=SIZE)
    axes.xaxis.label.set(color=look.soft, fontsize=SIZE)
    axes.yaxis.label.set(color=look.soft, fontsize=SIZE)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(look.soft)


def _drawn(draw: Callable[[Figure, Look], None], width: float, height: float, alt: str) -> Drawn:
    from matplotlib import rc_context
    from matplotlib.figure import Figure  # without pyplot: no window, no global state

    # letters as outlines: the same on every machine, and a name in them is never markup
    settings = {
        "svg.fonttype": "path",
        "svg.hashsalt": "school",
        "hatch.color": LIGHT.line,
        "hatch.linewidth": 0.8,
        "text.parse_math": False,
    }
    with rc_context(settings):
        figure = Figure(figsize=(width, height), layout="constrained", facecolor=LIGHT.ground)
        draw(figure, LIGHT)
        for axes in figure.axes:
            axes.set_facecolor(LIGHT.ground)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    light = out.getvalue()
    return Drawn(light, _darkened(light), " ".join(alt.split()), round(width * 96), round(height * 96))


def _darkened(svg: bytes) -> bytes:
    """The same figure in the dark page's colours. Letters are outlines, so a colour's code is never a text."""
    dark = {light: getattr(DARK, name) for name, light in vars(LIGHT).items()}
    return re.sub(rb"#[0-9a-f]{6}", lambda found: dark.get(found[0].decode(), found[0].decode()).encode(), svg)
