"""Where a chart's axes run: the room that each face leaves for lines, bars, bands and dots."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from venture.model import Chart


@dataclass(frozen=True)
class Extent:
    """The stretch of both axes that is drawn."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float


def extent(chart: Chart, shape: float = 1.0) -> Extent:
    """What the axes must hold. ``shape`` is the plot's width divided by its height, for a chart with `even` axes."""
    xs, ys = list(_xs(chart)), list(_ys(chart))
    if chart.from_zero:
        (xs if chart.sideways else ys).append(0.0)
    x_low, x_high, y_low, y_high = min(xs), max(xs), min(ys), max(ys)
    if chart.sideways:
        x_low, x_high = _roomy(chart, x_low, x_high)
    else:
        y_low, y_high = _roomy(chart, y_low, y_high)
    if chart.dots:
        (x_low, x_high), (y_low, y_high) = padded(x_low, x_high), padded(min(ys), max(ys))
    if chart.even:
        width, height = x_high - x_low, y_high - y_low
        more = max(width, height * shape) - width, max(height, width / shape) - height
        x_low, x_high, y_low, y_high = (
            x_low - more[0] / 2,
            x_high + more[0] / 2,
            y_low - more[1] / 2,
            y_high + more[1] / 2,
        )
    return Extent(x_low, x_high if x_high > x_low else x_low + 1, y_low, y_high if y_high > y_low else y_low + 1)


def _roomy(chart: Chart, low: float, high: float) -> tuple[float, float]:
    """A little more than the values, and room for words at the ends of bars that lie; bars on zero stand on the axis."""
    worded = chart.sideways and any(bar.label for bars in chart.bars for bar in bars.bars)
    wide = padded(low, high, 0.2 if worded else 0.08)
    return (low if low == 0 and chart.bars else wide[0]), wide[1]


def _xs(chart: Chart) -> Iterator[float]:
    yield from (x for line in chart.lines for x, _y in line.points)
    yield from (x for band in chart.bands for x, _low, _high in band.points)
    yield from (x for dots in chart.dots for x, _y, _r in dots.points)
    yield from _of_bars(chart, places=not chart.sideways)
    if chart.sideways:
        yield from (level.at for level in chart.levels)


def _ys(chart: Chart) -> Iterator[float]:
    yield from (y for line in chart.lines for _x, y in line.points)
    yield from (y for band in chart.bands for _x, *ends in band.points for y in ends)
    yield from (y for dots in chart.dots for _x, y, _r in dots.points)
    yield from _of_bars(chart, places=chart.sideways)
    if not chart.sideways:
        yield from (level.at for level in chart.levels)


def _of_bars(chart: Chart, places: bool) -> Iterator[float]:
    for bars in chart.bars:
        for bar in bars.bars:
            yield from (bar.at - bars.width / 2, bar.at + bars.width / 2) if places else (bar.start, bar.end)


def padded(low: float, high: float, part: float = 0.08) -> tuple[float, float]:
    """The axis a little wider than the data, never of zero height."""
    room = (high - low or 1.0) * part
    return low - room, high + room


def ticks(low: float, high: float, about: int = 6) -> list[float]:
    """Round numbers between ``low`` and ``high``: steps of 1, 2 or 5 times a power of ten."""
    raw = (high - low) / about or 1.0
    power = 10 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw)
    first = math.ceil(low / step)
    return [n * step for n in range(first, math.floor(high / step) + 1)]


def wrapped(text: str, letters: int) -> list[str]:
    """A name in at most two lines."""
    lines = textwrap.wrap(text, max(letters, 4), break_long_words=False) or [""]
    return [lines[0], textwrap.shorten(" ".join(lines[1:]), max(letters, 12), placeholder="…")][: min(len(lines), 2)]


def kinds(chart: Chart) -> list[tuple[str, int, str]]:
    """What a legend names: (what is drawn, its number among its like, its name)."""
    found = [("line", number, line.label) for number, line in enumerate(chart.lines)]
    found += [("band", number, band.label) for number, band in enumerate(chart.bands)]
    found += [("loss" if bars.loss else "bars", number, bars.label) for number, bars in enumerate(chart.bars)]
    found += [("dots", number, dots.label) for number, dots in enumerate(chart.dots)]
    return [one for one in found if one[2]]
