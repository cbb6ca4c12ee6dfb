"""How pages and lessons print facts, and who looks after it.

In Python: ``fact("ru-2026", "vat_free_limit")`` gives the number with its day, its mark and its warning.
``load("ru-2026").fact("accident").printed`` is the same; ``.shown`` is the number alone and is looked after too.
In a page's Markdown the role ``{fact}`` does the same: ``{fact}`ru-2026 vat_free_limit` ``.
Where a sentence has no room for that, ``fact_value(…)`` and ``{fact-value}`` give the number alone. They refuse a fact
that is not confirmed, and `found` finds such uses in files before a reader does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from venture.law.pack import Fact, Pack
from venture.law.shipped import load, names
from venture.words import _

_ROLE = re.compile(r"\{(?P<way>fact|fact-value)\}`(?P<pack>[^\s`]*)\s+(?P<key>[^\s`]*)\s*`")
_CALL = re.compile(r"\b(?P<way>fact|fact_value)\(\s*\\?[\"'](?P<pack>[^\"'\\]*)\\?[\"']\s*,\s*\\?[\"'](?P<key>[^\"'\\]*)\\?[\"']")  # fmt: skip


class Unconfirmed(ValueError):
    """A fact that is not confirmed cannot be printed without its warning."""


_SHOWN = re.compile(r"\.fact\(\s*\\?[\"'](?P<key>[^\"'\\]*)\\?[\"']\s*\)\.shown\b")


def fact(pack: str, key: str) -> str:
    """The fact with its day, mark and warning.

    Raises:
        LookupError: there is no such pack or fact.
    """
    return load(pack).fact(key).printed


def fact_value(pack: str, key: str) -> str:
    """The fact's number alone, for a sentence that says day and source itself.

    Raises:
        Unconfirmed: it has the mark C or N, and needs its warning.
        LookupError: there is no such pack or fact.
    """
    return bare(load(pack).fact(key))


def bare(one: Fact) -> str:
    """The number alone, if it may stand alone."""
    if one.conf in "CN":
        raise Unconfirmed(_("“{key}” has the mark {mark}: print it with its warning, by fact and not by fact-value.").format(key=one.key, mark=one.conf))  # fmt: skip
    return one.shown


@dataclass(frozen=True)
class Use:
    """One place that prints a fact."""

    file: Path
    line: int
    way: str
    pack: str
    key: str


def uses(files: Iterable[Path]) -> Iterator[Use]:
    """Every place in the files that prints a fact of a pack, by a role or by a call."""
    for path in files:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for pattern in (_ROLE, _CALL):
                for one in pattern.finditer(line):
                    yield Use(path, number, one["way"].replace("_", "-"), one["pack"], one["key"])
            for one in _SHOWN.finditer(line):
                yield Use(path, number, "shown", "", one["key"])


def wrong(use: Use, packs: dict[str, Pack]) -> str:
    """What is wrong with a use, or nothing."""
    if use.way == "shown":  # of a pack that only running the lesson tells
        marks = "".join(sorted({pack.facts[use.key].conf for pack in packs.values() if use.key in pack.facts}))
        says = _("“{key}” has the mark {mark}: print what its “printed” gives, with the warning.")
        return says.format(key=use.key, mark=marks) if set(marks) & set("CN") else ""
    pack = packs.get(use.pack)
    if pack is None:
        return _("There is no pack “{name}”. There are: {names}.").format(name=use.pack, names=", ".join(packs))
    try:
        one = pack.fact(use.key)
        if use.way == "fact-value":
            bare(one)
    except (LookupError, Unconfirmed) as error:
        return str(error.args[0])
    return ""


def pages(root: Path) -> list[Path]:
    """The kit's files that people read: pages of the book, lessons, tasks, and the lessons' Python."""
    patterns = (
        "book/**/*.md",
        "course/*.ipynb",
        "solutions/**/*.ipynb",
        "src/venture/lessons/*.py",
        "src/venture/models/*.py",
    )
    return sorted(path for one in patterns for path in root.glob(one) if ".ipynb_checkpoints" not in path.parts)


def shipped() -> dict[str, Pack]:
    return {name: load(name) for name in names()}
