"""The live chart: a `Chart` as SVG text, from the standard library alone.

The notebook and the page show this one; print and documents use `venture.faces.figure`. Colours
come from the style sheet, so that the chart follows light and dark; what colour says is said a
second time by a dash, a hatch or a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from venture.diagram import Diagram
from venture.faces.diagram import diagram_svg
from venture.faces.frame import extent, kinds, ticks, wrapped
from venture.model import Chart, Mark
from venture.numbers import say

WIDTH, HEIGHT = 560, 340
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 26, 46
LABEL_ROOM, LABEL_HEIGHT = 64, 18  # what a mark's label needs beside its point
MARK_LETTER = 8.0  # the width of a letter of a mark's label, which is bold
LETTER = 10.5  # the width of a letter where the chart is small and its letters are large
LINE_HEIGHT = 15
ROWS, ROW = 6, 42  # bars that lie: beyond so many rows the chart grows, by so much for each
NAME_LETTERS = 16  # of a name beside a bar that lies
HATCHES = (
    ("hatch", "vm-hatch", "M0 0V7", 45),
    ("bars-1", "vm-hatch-1", "M0 0V7", -45),
    ("bars-2", "vm-hatch-2", "M0 0V7M0 0H7", 0),
)


@dataclass(frozen=True)
class Plane:
    """The drawing's size and the way from values to its coordinates."""

    left: float
    right: float
    top: float
    bottom: float
    height: float
    x: Callable[[float], float]
    y: Callable[[float], float]
    low: tuple[float, float]
    high: tuple[float, float]


def drawing_svg(chart: Chart | Diagram, alt: str, uid: str) -> str:
    """A result's drawing, of either kind."""
    return diagram_svg(chart, alt, uid) if isinstance(chart, Diagram) else chart_svg(chart, alt, uid)


def chart_svg(chart: Chart, alt: str, uid: str) -> str:
    """The chart as one ``<svg>`` element, with a legend below where it shows more than one thing.

    ``uid`` keeps its patterns' ids apart from other charts on the page.
    """
    plane = _plane(chart)
    css = "vm-svg vm-sideways" if chart.sideways else "vm-svg"
    return "".join(
        (
            f'<svg viewBox="0 0 {WIDTH} {plane.height:g}" role="img" aria-label="{escape(alt)}" class="{css}">',
            *_patterns(chart, uid),
            *_zones(chart, plane, uid),
            *_axes(chart, plane),
            *_bands(chart, plane),
            *_bars(chart, plane, uid),
            *_lines(chart, plane),
            *_dots(chart, plane),
            *_levels(chart, plane),
            *_marks(chart, plane),
            _text((plane.left + plane.right) / 2, plane.height - 6, chart.x_label, "vm-axis", "middle"),
            _text(4, 14, chart.y_label, "vm-axis", "start"),
            "</svg>",
            _legend(chart, uid),
        )
    )


def _plane(chart: Chart) -> Plane:
    left, height = float(LEFT), float(HEIGHT)
    bottom = BOTTOM + (LINE_HEIGHT if any(len(lines) > 1 for lines in _below(chart).values()) else 0)
    if chart.sideways:
        longest = max((len(line) for _at, name in chart.names for line in wrapped(name, NAME_LETTERS)), default=4)
        left = 12 + LETTER * min(longest, NAME_LETTERS + 2)
        height += ROW * max(0, len(chart.names) - ROWS)
    right, top, floor = float(WIDTH - RIGHT), float(TOP), height - bottom
    box = extent(chart, (right - left) / (floor - top))
    if not chart.sideways:  # long numbers beside the axis need their room
        left = max(left, 12 + LETTER * max(len(say(tick)) for tick in ticks(box.y_low, box.y_high)))

    last = max(ticks(box.x_low, box.x_high, about=5 if chart.sideways else 6), default=box.x_low)
    if last > box.x_low and not chart.even and (chart.sideways or not chart.names):
        # a long number under the axis' end needs its other half
        free = WIDTH - 2 - LETTER * len(say(last)) / 2 - left
        right = min(right, left + free * (box.x_high - box.x_low) / (last - box.x_low))

    def x(value: float) -> float:
        return left + (value - box.x_low) / (box.x_high - box.x_low) * (right - left)

    def y(value: float) -> float:
        part = (value - box.y_low) / (box.y_high - box.y_low)
        return top + part * (floor - top) if chart.sideways else floor - part * (floor - top)

    return Plane(left, right, top, floor, height, x, y, (box.x_low, box.y_low), (box.x_high, box.y_high))


def _below(chart: Chart) -> dict[float, list[str]]:
    """The names under the axis that find room, each in one line or two."""
    if chart.sideways or not chart.names:
        return {}
    room = (WIDTH - LEFT - RIGHT) / len(chart.names) / LETTER
    longest = max(len(word) for _at, name in chart.names for word in name.split() or [""])
    each = max(1, -(-longest // max(room, 1)).__int__())
    return {at: wrapped(name, int(room * each)) for at, name in chart.names[::each]}


def _patterns(chart: Chart, uid: str) -> Iterator[str]:
    if chart.zones or chart.bars:
        yield "<defs>"
        for name, css, path, turn in HATCHES:
            yield (
                f'<pattern id="{uid}-{name}" width="7" height="7" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate({turn})"><path d="{path}" class="{css}"/></pattern>'
            )
        yield "</defs>"


def _zones(chart: Chart, plane: Plane, uid: str) -> Iterator[str]:
    for zone in chart.zones:
        start, end = plane.x(zone.start), plane.x(zone.end)
        box = f'x="{start:.2f}" y="{plane.top:.2f}" width="{end - start:.2f}" height="{plane.bottom - plane.top:.2f}"'
        yield f'<rect {box} class="vm-zone"/><rect {box} fill="url(#{uid}-hatch)"/>'
    if chart.zones and chart.zone_label:
        widest = max(chart.zones, key=lambda zone: zone.end - zone.start)
        middle = plane.x((widest.start + widest.end) / 2)
        yield _text(middle, plane.top + 16, chart.zone_label, "vm-zone-label", "middle")


def _axes(chart: Chart, plane: Plane) -> Iterator[str]:
    if chart.sideways:
        for tick in ticks(plane.low[0], plane.high[0], about=5):
            css = "vm-zero" if tick == 0 else "vm-grid"
            yield f'<path d="M{plane.x(tick):.2f} {plane.top:g}V{plane.bottom:g}" class="{css}"/>'
            yield _text(plane.x(tick), plane.bottom + 18, say(tick), "vm-tick", "middle")
        for at, name in chart.names:
            yield from _name(plane.left - 7, plane.y(at) + 4, wrapped(name, NAME_LETTERS), "end", middle=True)
        return
    for tick in ticks(plane.low[1], plane.high[1]):
        css = "vm-zero" if tick == 0 else "vm-grid"
        yield f'<path d="M{plane.left:g} {plane.y(tick):.2f}H{plane.right:g}" class="{css}"/>'
        yield _text(plane.left - 7, plane.y(tick) + 4, say(tick), "vm-tick", "end")
    if chart.names:
        for at, lines in _below(chart).items():
            yield from _name(plane.x(at), plane.bottom + 18, lines, "middle")
    else:
        for tick in ticks(plane.low[0], plane.high[0]):
            yield _text(plane.x(tick), plane.bottom + 18, say(tick), "vm-tick", "middle")


def _name(x: float, y: float, lines: list[str], anchor: str, middle: bool = False) -> Iterator[str]:
    y -= LINE_HEIGHT * (len(lines) - 1) / 2 if middle else 0
    for number, line in enumerate(lines):
        yield _text(x, y + LINE_HEIGHT * number, line, "vm-tick", anchor)


def _bands(chart: Chart, plane: Plane) -> Iterator[str]:
    for number, band in enumerate(chart.bands):
        there = [f"{plane.x(x):.2f} {plane.y(high):.2f}" for x, _low, high in band.points]
        back = [f"{plane.x(x):.2f} {plane.y(low):.2f}" for x, low, _high in reversed(band.points)]
        yield f'<path d="M{"L".join(there + back)}Z" class="vm-band vm-band-{number}"/>'


def _bars(chart: Chart, plane: Plane, uid: str) -> Iterator[str]:
    for number, bars in enumerate(chart.bars):
        for bar in bars.bars:
            if chart.sideways:
                x, y = sorted((plane.x(bar.start), plane.x(bar.end))), _ends(plane.y, bar.at, bars.width)
            else:
                x, y = _ends(plane.x, bar.at, bars.width), sorted((plane.y(bar.start), plane.y(bar.end)))
            box = f'x="{x[0]:.2f}" y="{y[0]:.2f}" width="{x[1] - x[0]:.2f}" height="{max(y[1] - y[0], 0.5):.2f}"'
            yield from _bar(box, "loss" if bars.loss else number, uid)
            if bar.label:
                up = bar.end >= bar.start
                if chart.sideways:
                    end, middle = plane.x(bar.end), (y[0] + y[1]) / 2 + 4
                    yield _text(end + (6 if up else -6), middle, bar.label, "vm-bar-label", "start" if up else "end")
                else:
                    at = plane.y(bar.end) + (-6 if up else 16)
                    yield _text((x[0] + x[1]) / 2, at, bar.label, "vm-bar-label", "middle")


def _bar(box: str, look: int | str, uid: str) -> Iterator[str]:
    yield f'<rect {box} class="vm-bar vm-bar-{look}"/>'
    pattern = {"loss": "hatch", 1: "bars-1", 2: "bars-2"}.get(look)
    if pattern:
        yield f'<rect {box} fill="url(#{uid}-{pattern})"/>'


def _ends(scale: Callable[[float], float], at: float, width: float) -> list[float]:
    return sorted((scale(at - width / 2), scale(at + width / 2)))


def _lines(chart: Chart, plane: Plane) -> Iterator[str]:
    for number, line in enumerate(chart.lines):
        path = "M" + "L".join(f"{plane.x(x):.2f} {plane.y(y):.2f}" for x, y in line.points)
        yield f'<path d="{path}" class="vm-line vm-line-{number}"/>'


def _dots(chart: Chart, plane: Plane) -> Iterator[str]:
    for number, dots in enumerate(chart.dots):
        for x, y, radius in dots.points:
            r = max(1.5, radius * WIDTH / 100)
            yield f'<circle cx="{plane.x(x):.2f}" cy="{plane.y(y):.2f}" r="{r:.2f}" class="vm-dot vm-dot-{number}"/>'


def _levels(chart: Chart, plane: Plane) -> Iterator[str]:
    for level in chart.levels:
        if chart.sideways:
            yield f'<path d="M{plane.x(level.at):.2f} {plane.top:g}V{plane.bottom:g}" class="vm-level"/>'
            at, right = plane.x(level.at), plane.x(level.at) > WIDTH * 0.65
            yield _text(at, plane.top - 7, level.label, "vm-level-label", "end" if right else "start")
        else:
            yield f'<path d="M{plane.left:g} {plane.y(level.at):.2f}H{plane.right:g}" class="vm-level"/>'
            yield _text(plane.right - 4, plane.y(level.at) - 5, level.label, "vm-level-label", "end")


def _marks(chart: Chart, plane: Plane) -> Iterator[str]:
    taken: list[tuple[float, float]] = []
    for mark in chart.marks:
        x, y = plane.x(mark.x), plane.y(mark.y)
        yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="4.5" class="vm-mark"/>'
        if not mark.label:
            continue
        if _left_is_free(chart, plane, mark, taken):
            yield _text(x - 8, max(y - 7, TOP), mark.label, "vm-mark-label", "end")
            taken.append((x, y))
        else:
            room = max(LABEL_ROOM, MARK_LETTER * len(mark.label))
            yield _text(min(x + 8, WIDTH - room), y + 18, mark.label, "vm-mark-label", "start")


def _left_is_free(chart: Chart, plane: Plane, mark: Mark, taken: list[tuple[float, float]]) -> bool:
    """To the left of its point, because a profit line rises and that side is free; at the left edge,
    below zero, or where another label stands, to the right and below."""
    x, y = plane.x(mark.x), plane.y(mark.y)
    return (
        (mark.y >= 0 or not chart.from_zero)
        and x > plane.left + max(LABEL_ROOM, MARK_LETTER * len(mark.label))
        and all(abs(x - tx) > LABEL_ROOM or abs(y - ty) > LABEL_HEIGHT for tx, ty in taken)
    )


def _legend(chart: Chart, uid: str) -> str:
    """What is what, in words beside a sample. One thing alone is named by the axis."""
    shown = kinds(chart)
    if len(shown) < 2:
        return ""
    items = "".join(f"<li>{_sample(kind, number, uid)}{escape(label)}</li>" for kind, number, label in shown)
    return f'<ul class="vm-legend">{items}</ul>'


def _sample(kind: str, number: int, uid: str) -> str:
    if kind == "line":
        inside = f'<path d="M1 7H27" class="vm-line vm-line-{number}"/>'
    elif kind == "dots":
        inside = f'<circle cx="14" cy="7" r="4.5" class="vm-dot vm-dot-{number}"/>'
    elif kind == "band":
        inside = f'<rect x="1" y="1" width="26" height="12" class="vm-band vm-band-{number}"/>'
    else:
        inside = "".join(_bar('x="1" y="1" width="26" height="12"', "loss" if kind == "loss" else number, uid))
    return f'<svg viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">{inside}</svg>'


def _text(x: float, y: float, text: str, css: str, anchor: str) -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" class="{css}">{escape(text)}</text>'
