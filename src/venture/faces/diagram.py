"""The faces of a `Diagram`: SVG text for notebook and page, matplotlib for print.

Both draw the same shapes, laid out once by `laid_out`. The chain is narrow and tall, so that its words stay readable on
a telephone. What is wrong is told by a broken edge and a sign, not by colour alone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from venture.diagram import Diagram

if TYPE_CHECKING:
    import matplotlib.figure

WIDTH, SIZE, LINE = 360, 14.0, 18.0  # of the drawing; of its letters; from line to line
EDGE, PAD, SPINE, SHOULDER = 6.0, 10.0, 28.0, 46.0  # margin; room in a box; where arrows run; where their words begin
LEAST_GAP = 34.0  # between two boxes
WARNING, STOP = "▲ ", "■ "
INK, SOFT, ACCENT, LOSS, GROUND = "#1d2433", "#55607a", "#0b6b63", "#b3400d", "#f4f6f9"
POINTS, INCH = 0.75, 84  # a letter's size in points; units of the drawing to an inch on paper
_WIDE, _NARROW = set("mwMWЖШЩЮФМжшщюфмы%@—"), set("iljtfrI.,:;'’!|()[] ")


@dataclass(frozen=True)
class Words:
    """One line of text: where its baseline begins, and what it is (title, text, label, warning, foot, weak)."""

    x: float
    y: float
    text: str
    kind: str


@dataclass(frozen=True)
class Frame:
    y: float
    height: float
    wrong: bool


@dataclass(frozen=True)
class Shaft:
    """An arrow from ``start`` down to ``end``."""

    start: float
    end: float
    weak: bool


@dataclass(frozen=True)
class Layout:
    height: float
    frames: tuple[Frame, ...]
    shafts: tuple[Shaft, ...]
    words: tuple[Words, ...]


def laid_out(diagram: Diagram) -> Layout:
    """Where each box, arrow and line of words stands, in units of a drawing that is `WIDTH` wide."""
    frames, shafts, words = [], [], []
    y = EDGE
    for number, box in enumerate(diagram.boxes):
        room = WIDTH - 2 * (EDGE + PAD)
        lines = [(line, "text") for line in wrapped(box.text, room)]
        lines += [(line, "warning") for line in wrapped(box.warning and WARNING + box.warning, room, bold=True)]
        height = 2 * PAD + LINE * (1 + len(lines)) - 4
        frames.append(Frame(y, height, bool(box.warning)))
        for at, (line, kind) in enumerate([(box.title, "title"), *lines]):
            words.append(Words(EDGE + PAD, y + PAD + LINE * (at + 1) - 6, line, kind))
        y += height
        if number == len(diagram.arrows):
            continue
        arrow = diagram.arrows[number]
        label = wrapped(arrow.label, WIDTH - SHOULDER - EDGE)
        gap = max(LEAST_GAP, LINE * len(label) + 14)
        shafts.append(Shaft(y, y + gap, arrow.weak))
        for at, line in enumerate(label):
            words.append(Words(SHOULDER, y + (gap - LINE * len(label)) / 2 + LINE * (at + 1) - 5, line, "weak" if arrow.weak else "label"))  # fmt: skip
        y += gap
    foot = wrapped(diagram.foot and STOP + diagram.foot, WIDTH - 2 * EDGE, bold=True)
    for at, line in enumerate(foot):
        words.append(Words(EDGE, y + LINE * (at + 1) + 4, line, "foot"))
    y += LINE * len(foot) + (10 if foot else 0) + EDGE
    return Layout(y, tuple(frames), tuple(shafts), tuple(words))


def length(text: str, bold: bool = False) -> float:
    """About how long a text is, in units of the drawing: in the widest of the usual fonts, so that nothing runs out."""
    total = 0.0
    for sign in text:
        if sign in _NARROW:
            total += 0.36
        elif sign in _WIDE or unicodedata.east_asian_width(sign) in "WF":
            total += 1.0
        else:
            total += 0.7 if sign.isupper() else 0.58
    return (1.17 if bold else 1.03) * total * SIZE


def wrapped(text: str, room: float, bold: bool = False) -> list[str]:
    """The text in lines that fit into ``room``. A word that is longer than a line is broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and length(f"{lines[-1]} {word}", bold) <= room:
            lines[-1] += " " + word
            continue
        while length(word, bold) > room:
            fits = next(n for n in range(len(word), 0, -1) if n == 1 or length(word[:n], bold) <= room)
            lines.append(word[:fits])
            word = word[fits:]
        if word:
            lines.append(word)
    return lines


_FILL = {"title": "ink", "text": "ink", "label": "soft", "weak": "loss", "warning": "loss", "foot": "ink"}
_FONT = {
    "title": "font-weight:700",
    "text": "",
    "label": "font-style:italic",
    "weak": "font-style:italic",
    "warning": "font-weight:700",
    "foot": "font-weight:700",
}


def diagram_svg(diagram: Diagram, alt: str, uid: str) -> str:
    """The diagram as one ``<svg>`` element. It needs no ids, so that ``uid``, which other drawings take, changes nothing."""
    plan = laid_out(diagram)
    out = [
        f'<svg viewBox="0 0 {WIDTH} {plan.height:.0f}" role="img" aria-label="{escape(alt)}" class="vm-svg vm-diagram" '
        'style="max-width:29rem">'
    ]
    for shaft in plan.shafts:
        colour = f"var(--vm-{'loss' if shaft.weak else 'line'})"
        dash = ' stroke-dasharray="4 5"' if shaft.weak else ""
        out.append(
            f'<path d="M{SPINE:g} {shaft.start + 3:.1f}V{shaft.end - 10:.1f}" style="stroke:{colour};stroke-width:2.4;fill:none"{dash}/>'
            f'<path d="M{SPINE - 6:g} {shaft.end - 11:.1f}h12l-6 9z" style="fill:{colour}"/>'
        )
    for frame in plan.frames:
        colour = f"var(--vm-{'loss' if frame.wrong else 'line'})"
        dash = ' stroke-dasharray="7 4"' if frame.wrong else ""
        out.append(
            f'<rect x="{EDGE:g}" y="{frame.y:.1f}" width="{WIDTH - 2 * EDGE:g}" height="{frame.height:.1f}" rx="8" '
            f'style="fill:var(--vm-raised);stroke:{colour};stroke-width:{2 if frame.wrong else 1.6}"{dash}/>'
        )
    for one in plan.words:
        style = f"font-size:{SIZE:g}px;fill:var(--vm-{_FILL[one.kind]});{_FONT[one.kind]}".rstrip(";")
        out.append(f'<text x="{one.x:g}" y="{one.y:.1f}" style="{style}">{escape(one.text)}</text>')
    out.append("</svg>")
    return "".join(out)


def draw_diagram(diagram: Diagram, canvas: matplotlib.figure.Figure) -> None:
    """Draw the diagram on a matplotlib figure, and give the figure the size that the chain needs."""
    from matplotlib.patches import FancyBboxPatch

    plan = laid_out(diagram)
    canvas.set_layout_engine("none")
    canvas.set_size_inches(WIDTH / INCH, (plan.height + 26) / INCH)
    axes = canvas.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(plan.height, -26)
    axes.axis("off")
    axes.text(EDGE, -10, diagram.title, fontsize=0.85 * SIZE * POINTS, weight="bold", color=INK)
    colours = {"ink": INK, "soft": SOFT, "loss": LOSS}
    for shaft in plan.shafts:
        colour = LOSS if shaft.weak else ACCENT
        axes.plot([SPINE, SPINE], [shaft.start + 3, shaft.end - 10], color=colour, linewidth=1.8, linestyle=":" if shaft.weak else "-")  # fmt: skip
        axes.fill([SPINE - 6, SPINE + 6, SPINE], [shaft.end - 11, shaft.end - 11, shaft.end - 2], color=colour, linewidth=0)  # fmt: skip
    for frame in plan.frames:
        axes.add_patch(
            FancyBboxPatch(
                (EDGE + 6, frame.y + 6),
                WIDTH - 2 * EDGE - 12,
                frame.height - 12,
                boxstyle="round,pad=6,rounding_size=8",
                facecolor=GROUND,
                edgecolor=LOSS if frame.wrong else ACCENT,
                linewidth=1.3,
                linestyle=(0, (5, 3)) if frame.wrong else "-",
            )
        )
    for one in plan.words:
        axes.text(
            one.x,
            one.y,
            one.text,
            fontsize=SIZE * POINTS,
            color=colours[_FILL[one.kind]],
            weight="bold" if "weight" in _FONT[one.kind] else "normal",
            style="italic" if "italic" in _FONT[one.kind] else "normal",
            parse_math=False,
        )
