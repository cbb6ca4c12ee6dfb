"""The packs that come with the kit, read from JSON: a page's Python has no YAML.

`venture.law.packed` writes the JSON anew from the YAML that people edit; a test holds the two equal.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

from venture.law.pack import Pack
from venture.law.reading import build
from venture.words import _

HERE = Path(__file__).parents[1] / "data" / "law"
NAME = re.compile(r"[a-z]{2}-\d{4}")


def names() -> tuple[str, ...]:
    """The shipped packs, such as ru-2026."""
    return tuple(sorted(path.stem for path in HERE.glob("*.json") if NAME.fullmatch(path.stem)))


@functools.cache  # a pack is frozen
def load(name: str) -> Pack:
    """A shipped pack by its name.

    Raises:
        LookupError: there is no such pack; the message lists those that there are.
    """
    if not NAME.fullmatch(name) or name not in names():
        raise LookupError(_("There is no pack “{name}”. There are: {names}.").format(name=name[:40], names=", ".join(names())))  # fmt: skip
    pack, faults = build(json.loads((HERE / f"{name}.json").read_text("utf-8")))
    if pack is None:
        raise LookupError(_("The pack {name} cannot be read: {fault}").format(name=name, fault=faults[0]))
    return pack
