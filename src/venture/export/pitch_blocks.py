"""What a slide is made of, before anybody draws it. Places are in inches on a slide of 13.33 by 7.5."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

LEFT, TOP, WIDE, HIGH = 0.75, 2.1, 11.85, 4.6


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    w: float
    h: float


FULL = Box(LEFT, TOP, WIDE, HIGH)


def columns(left: float, gap: float = 0.4) -> tuple[Box, Box]:
    """Two columns, the left one with this share of the width."""
    first = (WIDE - gap) * left
    return Box(LEFT, TOP, first, HIGH), Box(LEFT + first + gap, TOP, WIDE - gap - first, HIGH)


def rows(upper: float, gap: float = 0.25) -> tuple[Box, Box]:
    first = (HIGH - gap) * upper
    return Box(LEFT, TOP, WIDE, first), Box(LEFT, TOP + first + gap, WIDE, HIGH - gap - first)


@dataclass(frozen=True)
class Text:
    box: Box
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A number that is seen from the last row, and what it is."""

    box: Box
    number: str
    label: str


@dataclass(frozen=True)
class Step:
    """One link of a chain; an arrow leads on to the next."""

    box: Box
    title: str
    text: str
    leads_on: bool


@dataclass(frozen=True)
class Panel:
    """The venture's name plate."""

    box: Box
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[float, ...]
    look: str  # full, hatched, line, dashes, dots


@dataclass(frozen=True)
class Chart:
    box: Box
    kind: str  # columns, bars, lines
    title: str
    categories: tuple[str, ...] | tuple[datetime.date, ...]
    series: tuple[Series, ...]
    alt: str
    format: str = "#,##0"


@dataclass(frozen=True)
class Grid:
    box: Box
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int]
    alt: str


Block = Text | Card | Step | Panel | Chart | Grid


@dataclass(frozen=True)
class Slide:
    """``say`` is the whole text, for the notes; ``ask`` what a funder will ask, and what to have ready."""

    key: str
    kicker: str
    title: str
    blocks: tuple[Block, ...]
    say: tuple[str, ...]
    ask: tuple[str, ...]
