"""The printed face: a model's chart drawn by matplotlib, with its alt text.

For lessons, print and documents. The live faces draw the same `Chart` as SVG (`venture.faces.svg`).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from venture.diagram import Diagram
from venture.faces.diagram import draw_diagram
from venture.faces.frame import extent, kinds, wrapped
from venture.model import Bar, Chart, Level, Result
from venture.models import load
from venture.numbers import say

if TYPE_CHECKING:
    import matplotlib.axes
    import matplotlib.figure

LINE, LOSS, TWO, THREE, INK, SOFT = "#0b6b63", "#b3400d", "#8a5a00", "#5b4b9a", "#1d2433", "#55607a"
COLOURS = (LINE, TWO, THREE, INK, SOFT)
STYLES = ("-", (0, (6, 3)), (0, (1.5, 3)), (0, (8, 2, 2, 2)), (0, (3, 5)))
LOOKS = (  # of bars, told apart by hatch as well as colour
    dict(facecolor=LINE, edgecolor=LINE),
    dict(facecolor="white", edgecolor=TWO, hatch="\\\\\\\\"),
    dict(facecolor="white", edgecolor=THREE, hatch="..."),
    dict(facecolor="#c9cdd6", edgecolor=SOFT),
)
OF_LOSS = dict(facecolor="#f7e4db", edgecolor=LOSS, hatch="////")
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
    """The chart of a result that is there already; more of them one below the other."""
    every = ((result.chart, result.alt), *result.more)
    return Picture(_figure([chart for chart, _alt in every]), " ".join(alt for _chart, alt in every), result.sentence)


def _figure(charts: Sequence[Chart | Diagram]) -> matplotlib.figure.Figure:
    from matplotlib.figure import Figure as Canvas  # without pyplot: no global state, no window

    if isinstance(charts[0], Diagram):
        canvas = Canvas(facecolor="white")
        draw_diagram(charts[0], canvas)
        return canvas
    heights = [4.0 + (0.34 * max(0, len(chart.names) - 6) if chart.sideways else 0) for chart in charts]
    canvas = Canvas(figsize=(7.0, sum(heights)), layout="constrained", facecolor="white")
    for chart, axes in zip(
        charts, canvas.subplots(len(charts), squeeze=False, height_ratios=heights).flat, strict=True
    ):
        _draw(chart, axes)
    return canvas


def _draw(chart: Chart, axes: matplotlib.axes.Axes) -> None:
    _zones(chart, axes)
    for number, band in enumerate(chart.bands):
        xs, lows, highs = zip(*band.points, strict=True)
        axes.fill_between(xs, lows, highs, color=COLOURS[number], alpha=0.2, label=band.label)
    _bars(chart, axes)
    for number, line in enumerate(chart.lines):
        xs, ys = zip(*line.points, strict=True)
        look = dict(color=COLOURS[number % 5], linestyle=STYLES[number % 5])
        axes.plot(xs, ys, linewidth=2.2, label=line.label, **look)
    for number, dots in enumerate(chart.dots):
        xs, ys, radii = zip(*dots.points, strict=True) if dots.points else ((), (), ())
        look = dict(
            facecolor=((*_rgb(LINE), 0.5), "none", "#dde0e6")[number % 3], edgecolor=(LINE, LOSS, SOFT)[number % 3]
        )
        axes.scatter(xs, ys, s=[max(8.0, (9 * radius) ** 2) for radius in radii], label=dots.label, **look)
    _frame(chart, axes)
    _marks(chart, axes)
    if len(kinds(chart)) > 1 or chart.zones:
        legend = axes.legend(loc="best", frameon=True, framealpha=0.85, edgecolor="none", fontsize=8.5)
        for handle in legend.legend_handles:
            if hasattr(handle, "set_sizes"):  # a town's dot is as large as the town, its sample is not
                handle.set_sizes([40])


def _zones(chart: Chart, axes: matplotlib.axes.Axes) -> None:
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


def _bars(chart: Chart, axes: matplotlib.axes.Axes) -> None:
    for number, bars in enumerate(chart.bars):
        look = OF_LOSS if bars.loss else LOOKS[number % len(LOOKS)]
        places = [bar.at for bar in bars.bars]
        starts, sizes = [bar.start for bar in bars.bars], [bar.end - bar.start for bar in bars.bars]
        if chart.sideways:
            axes.barh(places, sizes, bars.width, starts, label=bars.label or None, linewidth=0.8, **look)
        else:
            axes.bar(places, sizes, bars.width, starts, label=bars.label or None, linewidth=0.8, **look)
        for bar in bars.bars:
            if bar.label:
                _bar_label(chart, axes, bar)


def _bar_label(chart: Chart, axes: matplotlib.axes.Axes, bar: Bar) -> None:
    up = 1 if bar.end >= bar.start else -1
    at, away = ((bar.end, bar.at), (5 * up, 0)) if chart.sideways else ((bar.at, bar.end), (0, 4 * up))
    aligned = (
        dict(ha="left" if up > 0 else "right", va="center")
        if chart.sideways
        else dict(ha="center", va="bottom" if up > 0 else "top")
    )
    axes.annotate(bar.label, at, away, textcoords="offset points", fontsize=9, color=INK, **aligned)


def _frame(chart: Chart, axes: matplotlib.axes.Axes) -> None:
    """Axes, limits and names: the same stretch as the live chart shows."""
    box = extent(chart, 1.7)
    axes.set_xlim(box.x_low, box.x_high)
    axes.set_ylim(box.y_low, box.y_high)
    line = axes.axvline if chart.sideways else axes.axhline
    if chart.from_zero:
        line(0, color=INK, linewidth=1.2)
    for level in chart.levels:
        line(level.at, color=LOSS, linewidth=1.4, linestyle=(0, (5, 3)))
        _level_label(chart, axes, level)
    axes.set_title(
        chart.title, loc="left", fontsize=11, weight="bold", color=INK, pad=16 if chart.sideways and chart.levels else 6
    )
    axes.set_xlabel(chart.x_label, color=SOFT)
    axes.set_ylabel(chart.y_label, color=SOFT)
    axes.yaxis.set_major_formatter(lambda value, _at: say(value))
    axes.xaxis.set_major_formatter(lambda value, _at: say(value))
    if chart.names:
        places, names = [at for at, _name in chart.names], [name for _at, name in chart.names]
        if chart.sideways:
            axes.set_yticks(places, ["\n".join(wrapped(name, 22)) for name in names])
        else:
            each = max(1, -(-sum(max(map(len, name.split() or [""])) + 1 for name in names) // 72))
            letters = max(6, 72 * each // len(names))
            axes.set_xticks(places[::each], ["\n".join(wrapped(name, letters)) for name in names[::each]])
    if chart.sideways:
        axes.invert_yaxis()
    if chart.even:
        axes.set_aspect("equal")
    axes.tick_params(colors=SOFT)
    axes.spines[["top", "right"]].set_visible(False)


def _level_label(chart: Chart, axes: matplotlib.axes.Axes, level: Level) -> None:
    """At the right end of a limit that lies, at the top of one that stands."""
    look = dict(textcoords="offset points", color=LOSS, weight="bold", fontsize=9)
    if chart.sideways:
        left, right = axes.get_xlim()
        side = "right" if level.at > left + 0.65 * (right - left) else "left"
        axes.annotate(level.label, (level.at, 1), (0, 3), xycoords=axes.get_xaxis_transform(), ha=side, **look)
    else:
        axes.annotate(level.label, (1, level.at), (-4, 3), xycoords=axes.get_yaxis_transform(), ha="right", **look)


def _marks(chart: Chart, axes: matplotlib.axes.Axes) -> None:
    from matplotlib.patheffects import withStroke

    last = float("-inf")
    left, right = axes.get_xlim()
    for mark in chart.marks:
        near = 0 <= mark.x - last < 0.1 * (right - left)  # its label would stand on the one before
        near = near or mark.x - left < 0.12 * (right - left)
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


def _rgb(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
