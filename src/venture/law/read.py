"""A pack from its YAML file, with every fault named by line, field, what was found, what is allowed, an example.

Nothing of the YAML is resolved or constructed (`venture.planfile.tree`): anchors, tags and endless files are refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from venture.law.pack import Pack
from venture.law.reading import build
from venture.law.shape import Fault, Place
from venture.planfile.problems import BadPlan, Problem
from venture.planfile.tree import Node, Scalar, Source, Table, content, decode
from venture.words import _


class BadPack(BadPlan):
    """A pack that cannot be taken as it is; ``problems`` has every place."""

    what = _("pack")


class Document:
    """A YAML file as plain data (texts, lists, dictionaries) that knows where each value stands."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.source = Source(text, name, BadPack)
        if self.source.problems:
            raise BadPack(self.source.problems, name)
        self._offsets: dict[Place, int] = {}
        self.data = self._plain(self.source.root, ()) if self.source.root else {}

    def _plain(self, node: Node, place: Place) -> Any:
        self._offsets.setdefault(place, node.start)
        if isinstance(node, Scalar):
            return None if node.empty else node.text
        if isinstance(node, Table):
            made = {}
            for one in node.entries:
                self._offsets[(*place, one.key.text)] = one.key.start
                made[one.key.text] = self._plain(one.value, (*place, one.key.text))
            return made
        items = []
        for at, one in enumerate(node.items):
            named = one.get("id") if isinstance(one, Table) else None
            name = named.text if isinstance(named, Scalar) and named.text else str(at + 1)
            items.append(self._plain(one, (*place, name)))
        return items

    def problem(self, fault: Fault) -> Problem:
        """The fault with the line of its place, or of the nearest one above it that is in the file."""
        place = fault.place
        while place and place not in self._offsets:
            place = place[:-1]
        offset = self._offsets.get(place, 0)
        return self.source.problem(offset, " / ".join(fault.place), fault.allowed, fault.example, fault.found)


def document(path: Path) -> Document:
    """The file as a document.

    Raises:
        BadPack: there is no such file, or it is no YAML that can be taken.
    """
    try:
        raw = content(path)
    except OSError as error:
        raise BadPack([Problem("", "", _("The file cannot be read: {why}.").format(why=error.strerror))], path.name) from None  # fmt: skip
    return Document(decode(raw, path.name, BadPack), path.name)


def parse(text: str, name: str = "pack.yaml") -> Pack:
    """The pack in a text.

    Raises:
        BadPack: with every place that is wrong.
    """
    return _pack(Document(text, name))


def read(path: Path | str) -> Pack:
    """The pack in a YAML file.

    Raises:
        BadPack: with every place that is wrong.
    """
    return _pack(document(Path(path)))


def _pack(made: Document) -> Pack:
    pack, faults = build(made.data)
    if pack is None:
        raise BadPack([made.problem(one) for one in faults], made.name)
    return pack
