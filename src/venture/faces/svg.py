"""The live chart: a `Chart` as SVG text, from the standard library alone.

The notebook and the page show this one; print and documents use `venture.faces.figure`. Colours
come from the style sheet, so that the chart follows light and dark; loss is hatched as well as
shaded, so that it never rests on colour.
"""

from __future__ import annotations

import math
from html import escape

from venture.model import Chart
from venture.numbers import say

WIDTH, HEIGHT = 560, 340
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 26, 46
LABEL_ROOM, LABEL_HEIGHT = 64, 18  # what a mark's label needs beside its point


def chart_svg(chart: Chart, alt: str, uid: str) -> str:
    """The chart as one ``<svg>`` element. ``uid`` keeps its pattern's id apart from other charts on the page."""
    xs = [x for line in chart.lines for x, _y in line.points]
    ys = [y for line in chart.lines for _x, y in line.points] + [0.0]
    x_low, x_high = min(xs), max(xs)
    y_low, y_high = padded(min(ys), max(ys))

    def px(x: float) -> float:
        return LEFT + (x - x_low) / ((x_high - x_low) or 1) * (WIDTH - LEFT - RIGHT)

    def py(y: float) -> float:
        return HEIGHT - BOTTOM - (y - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM)

    bottom, top = py(y_low), py(y_high)
    out = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(alt)}" class="vm-svg">',
        f'<defs><pattern id="{uid}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V7" class="vm-hatch"/></pattern></defs>',
    ]
    for zone in chart.zones:
        box = f'x="{px(zone.start):.2f}" y="{top:.2f}" width="{px(zone.end) - px(zone.start):.2f}" height="{bottom - top:.2f}"'
        out.append(f'<rect {box} class="vm-zone"/><rect {box} fill="url(#{uid}-hatch)"/>')
    if chart.zones and chart.zone_label:
        widest = max(chart.zones, key=lambda z: z.end - z.start)
        out.append(_text(px((widest.start + widest.end) / 2), top + 16, chart.zone_label, "vm-zone-label", "middle"))
    for tick in ticks(y_low, y_high):
        out.append(
            f'<path d="M{LEFT} {py(tick):.2f}H{WIDTH - RIGHT}" class="{"vm-zero" if tick == 0 else "vm-grid"}"/>'
        )
        out.append(_text(LEFT - 7, py(tick) + 4, say(tick), "vm-tick", "end"))
    for tick in ticks(x_low, x_high):
        out.append(_text(px(tick), HEIGHT - BOTTOM + 18, say(tick), "vm-tick", "middle"))
    for number, line in enumerate(chart.lines):
        path = "M" + "L".join(f"{px(x):.2f} {py(y):.2f}" for x, y in line.points)
        out.append(f'<path d="{path}" class="vm-line vm-line-{number}"/>')
    taken: list[tuple[float, float]] = []
    for mark in chart.marks:
        x, y = px(mark.x), py(mark.y)
        # To the left of its point, because a profit line rises and that side is free; at the left edge,
        # below zero, or where another label stands, to the right and below.
        left = (
            mark.y >= 0
            and x > LEFT + LABEL_ROOM
            and all(abs(x - tx) > LABEL_ROOM or abs(y - ty) > LABEL_HEIGHT for tx, ty in taken)
        )
        out.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="4.5" class="vm-mark"/>')
        if left:
            out.append(_text(x - 8, max(y - 7, TOP), mark.label, "vm-mark-label", "end"))
            taken.append((x, y))
        else:
            out.append(_text(min(x + 8, WIDTH - LABEL_ROOM), y + 18, mark.label, "vm-mark-label", "start"))
    out.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, chart.x_label, "vm-axis", "middle"))
    out.append(_text(4, 14, chart.y_label, "vm-axis", "start"))
    out.append("</svg>")
    return "".join(out)


def _text(x: float, y: float, text: str, css: str, anchor: str) -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" class="{css}">{escape(text)}</text>'


def padded(low: float, high: float) -> tuple[float, float]:
    """The axis a little wider than the data, never of zero height."""
    room = (high - low or 1.0) * 0.08
    return low - room, high + room


def ticks(low: float, high: float, about: int = 6) -> list[float]:
    """Round numbers between ``low`` and ``high``: steps of 1, 2 or 5 times a power of ten."""
    raw = (high - low) / about or 1.0
    power = 10 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw)
    first = math.ceil(low / step)
    return [n * step for n in range(first, math.floor(high / step) + 1)]
