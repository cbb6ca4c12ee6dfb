"""Blocks of the plan as lines of YAML that a person likes to read."""

from __future__ import annotations

import dataclasses
import json
import re
import textwrap
from typing import Any

from venture.plan import Plan, Ramp
from venture.plan_fields import Spec, specs
from venture.planfile import values

WIDE = 88
# Written whatever they are: a reader looks for them.
ALWAYS = {
    Plan: ("plan", "name", "currency", "amounts", "start", "months"),
    Ramp: ("first", "last", "over"),
}

# Text that needs no quotation marks here, nor in any other program that reads YAML.
_PLAIN = re.compile(r"[^\W\d_][^\n\t:#,\[\]{}\"'\\&*!|>%@`]*")
_LOOKS_ELSE = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null|nan|inf)")
_ESCAPE = re.compile("[\x7f-\x9f\xad\u2028\u2029\ufeff\ufffe\uffff]")


def quoted(text: str) -> str:
    """A text as a YAML scalar on one line, in quotation marks where it needs them."""
    if _PLAIN.fullmatch(text) and text == text.strip() and text.isprintable() and not _LOOKS_ELSE.fullmatch(text):
        return text
    return _ESCAPE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def inline(takes: Spec, value: Any) -> str:
    """A value within one line."""
    if value is None:
        return ""
    if takes.kind in ("part", "parts", "volume") and dataclasses.is_dataclass(value):
        return _braces(value)
    if takes.kind == "parts":
        return "[" + ", ".join(_braces(item) for item in value) + "]"
    if takes.kind in ("numbers", "texts", "volume") and isinstance(value, tuple):
        return "[" + ", ".join(inline(takes, item) for item in value) + "]"
    if takes.kind in ("text", "long text", "texts", "choice"):
        return quoted(value)
    return values.words(takes, value)


def _braces(block: Any) -> str:
    return "{" + ", ".join(f"{name}: {inline(takes, value)}" for name, takes, value in given(block)) + "}"


def given(block: Any) -> list[tuple[str, Spec, Any]]:
    """The fields that are worth writing: required ones, and those that differ from their default."""
    fields = {one.name: one for one in dataclasses.fields(block)}
    return [
        (name, takes, value)
        for name, takes, must in specs(type(block))
        if (value := getattr(block, name)) != fields[name].default or must or name in ALWAYS.get(type(block), ())
    ]


def whole(plan: Plan, comments: bool) -> str:
    """The text of a new file."""
    lines: list[str] = []
    for name, takes, value in given(plan):
        below = entry(name, takes, value, 0, comments)
        lines += ["", *below] if takes.kind in ("part", "parts") else below
    return "\n".join(lines) + "\n"


def entry(name: str, takes: Spec, value: Any, indent: int, comments: bool = False) -> list[str]:
    """One field as lines: ``name: value``, or what stands below it."""
    pad = " " * indent
    label = f"# {said}" if comments and (said := comment(name, takes)) else ""
    if takes.kind == "part":
        return _heading(pad, name, label) + block(value, indent + 2, comments)
    if takes.kind == "parts" and value:
        lines = _heading(pad, name, label)
        for index, item in enumerate(value):
            lines += row(item, indent + 2, comments and index == 0)
        return lines
    if takes.kind == "texts" and len(inline(takes, value)) > WIDE - indent:
        return _heading(pad, name, label) + [f"{pad}  - {quoted(item)}" for item in value]
    if takes.kind in ("text", "long text") and (mark_and_lines := _story(value, indent + 2)):
        mark, lines = mark_and_lines
        return [f"{pad}{label}"] * bool(label) + [f"{pad}{name}: {mark}", *lines]
    line = f"{pad}{name}: {inline(takes, value)}".rstrip()
    return [f"{line}  {label}" if label else line]


def comment(name: str, takes: Spec) -> str:
    """What a beginner wants to know beside the name; nothing where it would say the same again."""
    label = "" if takes.label.casefold() == name.replace("_", " ") else takes.label
    return ": ".join(filter(None, [label, ", ".join(takes.choices)]))


def _heading(pad: str, name: str, label: str) -> list[str]:
    return [f"{pad}{name}:  {label}" if label else f"{pad}{name}:"]


def block(value: Any, indent: int, comments: bool = False) -> list[str]:
    """The lines of a block's fields."""
    return [line for name, takes, one in given(value) for line in entry(name, takes, one, indent, comments)]


def row(item: Any, indent: int, comments: bool = False) -> list[str]:
    """The lines of an item of a list, behind its dash at ``indent``."""
    first, *rest = block(item, indent + 2, comments)
    return [" " * indent + "- " + first.lstrip(), *rest]


def _story(text: str, indent: int) -> tuple[str, list[str]] | None:
    """A long text below its name: ``|`` keeps its lines, ``>`` breaks one long line for the reader."""
    pad, lines = " " * indent, text.split("\n")
    if not text.replace("\n", "").isprintable() or text != text.strip() or any(one != one.strip() for one in lines):
        return None
    if len(lines) > 1:
        return "|-", [pad + one if one else "" for one in lines]
    if len(text) <= WIDE:
        return None
    folded = textwrap.wrap(text, max(WIDE - indent, 40), break_long_words=False, break_on_hyphens=False)
    return (">-", [pad + one for one in folded]) if " ".join(folded) == text else None
