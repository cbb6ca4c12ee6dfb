"""The printed face: a model's chart drawn by matplotlib, with its alt text.

For lessons, print and documents. The live faces draw the same `Chart` as SVG (`venture.faces.svg`).
"""

from __future__ import annotations

import base64
import io
from html import escape
from typing import TYPE_CHECKING

from venture.model import Chart, Result
from venture.models import load
from venture.numbers import say

if TYPE_CHECKING:
    import matplotlib.figure

LINE, LOSS, INK, SOFT = "#0b6b63", "#b3400d", "#1d2433", "#55607a"
STYLES = ("-", (0, (6, 3)), (0, (1.5, 3)))
DPI = 144


class Picture:
    """A drawn figure that carries its alt text wherever it is shown.

    ``figure`` is matplotlib's, for documents; ``alt`` says what it shows; ``png()`` is the bytes.
    """

    def __init__(self, figure: matplotlib.figure.Figure, alt: str, caption: str = "") -> None:
        self.figure, self.alt, self.caption = figure, alt, caption

    def png(self) -> bytes:
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Description": self.alt})
        return buffer.getvalue()

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png()).decode("ascii")
        width = round(self.figure.get_figwidth() * 96)
        caption = (
            f'<figcaption style="color:inherit;text-align:left">{escape(self.caption)}</figcaption>'
            if self.caption
            else ""
        )
        return (
            f'<figure class="venture-picture" style="margin:1rem 0"><img alt="{escape(self.alt)}" width="{width}" '
            f'style="max-width:100%;height:auto;background:#fff;border-radius:8px" '
            f'src="data:image/png;base64,{data}">{caption}</figure>'
        )

    def _repr_png_(self) -> bytes:
        return self.png()

    def __repr__(self) -> str:
        return self.alt


def picture(model: str, preset: str = "", **changes: object) -> Picture:
    """The chart of a model at a case's numbers or at its defaults, some of them changed."""
    return draw(load(model).run(preset or None, **changes))


def draw(result: Result) -> Picture:
    """The chart of a result that is there already."""
    return Picture(_figure(result.chart), result.alt, result.sentence)


def _figure(chart: Chart) -> matplotlib.figure.Figure:
    from matplotlib.figure import Figure as Canvas  # without pyplot: no global state, no window
    from matplotlib.patheffects import withStroke

    canvas = Canvas(figsize=(7.0, 4.0), layout="constrained", facecolor="white")
    axes = canvas.add_subplot()
    for number, zone in enumerate(chart.zones):
        axes.axvspan(
            zone.start,
            zone.end,
            facecolor=(*_rgb(LOSS), 0.10),
            edgecolor=(*_rgb(LOSS), 0.45),
            hatch="////",
            linewidth=0,
            label=chart.zone_label if number == 0 else None,
        )
    axes.axhline(0, color=INK, linewidth=1.2)
    for number, line in enumerate(chart.lines):
        xs, ys = zip(*line.points, strict=True)
        axes.plot(xs, ys, color=LINE, linewidth=2.2, linestyle=STYLES[number % len(STYLES)], label=line.label)
    last = float("-inf")
    for mark in chart.marks:
        near = 0 <= mark.x - last < 0.1 * (axes.dataLim.x1 - axes.dataLim.x0)  # its label would stand on the one before
        last = mark.x
        axes.plot(
            [mark.x], [mark.y], "o", markerfacecolor="white", markeredgecolor=LINE, markeredgewidth=2, markersize=7
        )
        axes.annotate(
            mark.label,
            (mark.x, mark.y),
            (7, -14) if near else (-7, 5),
            textcoords="offset points",
            ha="left" if near else "right",
            weight="bold",
            color=INK,
            path_effects=[withStroke(linewidth=3, foreground="white")],
        )
    axes.set_title(chart.title, loc="left", fontsize=11, weight="bold", color=INK)
    axes.set_xlabel(chart.x_label, color=SOFT)
    axes.set_ylabel(chart.y_label, color=SOFT)
    axes.yaxis.set_major_formatter(lambda value, _at: say(value))
    axes.xaxis.set_major_formatter(lambda value, _at: say(value))
    axes.tick_params(colors=SOFT)
    axes.margins(x=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", frameon=False)
    return canvas


def _rgb(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
