"""From older forms of the plan file to the present one.

A step rewrites the text of a file from one version to the next, so that comments and order survive. Steps use
`rename` and `put`, which change one name or value where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from venture.plan import VERSION
from venture.planfile.problems import BadPlan, shorten
from venture.planfile.tree import Entry, Node, Rows, Scalar, Source, Table, is_empty
from venture.words import _

Step = Callable[[str], str]

_SAYS_VERSION = re.compile(r"^plan: *(\d+)\b", re.MULTILINE)

STEPS: dict[int, Step] = {}  # from this version to the next; version 1 is the first


def current(text: str, name: str = "plan.yaml", steps: dict[int, Step] | None = None) -> str:
    """The text in the present form.

    Raises:
        BadPlan: when it was made with a newer kit, or its version cannot be read.
    """
    steps = STEPS if steps is None else steps
    while (version := version_of(text, name, steps)) < VERSION:
        text = put(steps[version](text), "plan", str(version + 1))
    return text


def version_of(text: str, name: str = "plan.yaml", steps: dict[int, Step] | None = None) -> int:
    """The version of a file's form; a file that does not say is of the present one."""
    steps = STEPS if steps is None else steps
    if "plan" not in text or _SAYS_VERSION.findall(text) == [str(VERSION)]:
        return VERSION  # the usual file is not read twice
    source = Source(text, name)
    node = source.root.get("plan") if isinstance(source.root, Table) else None
    if is_empty(node):
        return VERSION
    says = _("The version of the plan's form, {version}.").format(version=VERSION)
    example, found = str(VERSION), node.text if isinstance(node, Scalar) else ""
    if found.isascii() and found.isdecimal() and len(found) < 5:
        version = int(found)
        if version == VERSION or version in steps:
            return version
        if version > VERSION:
            says = _("This plan was made with a newer kit (form {found}; this kit knows {version}). Update the kit.")
            says, example = says.format(found=found, version=VERSION), ""
    raise BadPlan([source.problem(node, "plan", says, example, shorten(found))], name)


def rename(text: str, path: str, new: str) -> str:
    """The text with other names for the entries at a path, for instance ``products/*/cost``."""
    for entry in _back_to_front(text, path):
        text = text[: entry.key.start] + new + text[entry.key.end :]
    return text


def put(text: str, path: str, new: str | Callable[[str], str]) -> str:
    """The text with another value for the scalars at a path; ``new`` may be a function of the old one."""
    for entry in _back_to_front(text, path):
        if isinstance(entry.value, Scalar):
            says = new(entry.value.text) if callable(new) else new
            gap = " " if entry.value.start == entry.value.end else ""
            text = text[: entry.value.start] + gap + says + text[entry.value.end :]
    return text


def _back_to_front(text: str, path: str) -> list[Entry]:
    return sorted(_entries(Source(text).root, path.split("/")), key=lambda entry: -entry.start)


def _entries(node: Node | None, path: list[str]) -> Iterator[Entry]:
    name, *rest = path
    if isinstance(node, Rows) and name == "*":
        for item in node.items:
            yield from _entries(item, rest)
    elif isinstance(node, Table):
        for entry in node.entries:
            if name in ("*", entry.key.text):
                yield from _entries(entry.value, rest) if rest else iter([entry])


__all__ = ["STEPS", "Step", "current", "put", "rename", "version_of"]
