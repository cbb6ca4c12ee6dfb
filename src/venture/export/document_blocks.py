"""What a document is made of, before anybody draws it: sections of words, tables and pictures as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from venture.faces.figure import Picture


@dataclass(frozen=True)
class Words:
    """The student's own words, as they stand in the plan."""

    text: str


@dataclass(frozen=True)
class Line:
    """A sentence with the engine's numbers."""

    text: str


@dataclass(frozen=True)
class Missing:
    """What a section still lacks."""

    text: str


@dataclass(frozen=True)
class Under:
    """A heading below the section's."""

    title: str


@dataclass(frozen=True)
class Table:
    """Cells as text. Columns named in ``right`` hold numbers; rows named in ``strong`` are sums."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()  # shares of the page's width; even, where none are given
    note: str = ""


Block = Words | Line | Missing | Under | Table | Picture


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    blocks: tuple[Block, ...]
    wide: bool = False  # on a page of its own, turned
    new_page: bool = False
    appendix: bool = False  # has a letter in its title instead of a number


def tables(sections: tuple[Section, ...]) -> Iterator[Table]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Table))
