"""What the fields of the plan are made of: kind, label, range, example.

The plan's reader, its schema, its forms and its documents read these; nothing else says what a field takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

MOST = 1e12  # the largest amount; a plan that needs more is written in thousands or millions
LONGEST = 120  # months; the forecast covers 36 to 120 of them


@dataclass(frozen=True)
class Spec:
    """What a field of the plan takes. The reader, the schema, the forms and the documents all read it here.

    ``kind`` is one of: text, long text, number, money, share, whole, month (0 = before the start), start (a
    calendar month), date, yes/no, choice, numbers (a list), texts (a list), part (one block), parts (a list of
    blocks), volume (a list of numbers or a `Ramp`).
    ``low`` and ``high`` are allowed themselves. ``choices`` maps what stands in the file to what it means.
    """

    kind: str
    label: str
    help: str = ""
    example: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    of: type | None = None


def entry(kind: str, label: str, default: Any = MISSING, **more: Any) -> Any:
    return field(default=default, metadata={"spec": Spec(kind, label, **more)})


def text(label: str, default: Any = "", **more: Any) -> Any:
    return entry("text", label, default, **more)


def story(label: str, **more: Any) -> Any:
    return entry("long text", label, "", **more)


def money(label: str, default: Any = 0.0, low: float = 0.0, **more: Any) -> Any:
    return entry("money", label, default, low=low, high=MOST, **more)


def number(label: str, default: Any = 0.0, low: float = 0.0, high: float = MOST, **more: Any) -> Any:
    return entry("number", label, default, low=low, high=high, **more)


def share(label: str, default: Any = 0.0, low: float = 0.0, high: float = 1.0, **more: Any) -> Any:
    return entry("share", label, default, low=low, high=high, **{"example": "9 %", **more})


def whole(label: str, default: Any, low: float, high: float, **more: Any) -> Any:
    return entry("whole", label, default, low=low, high=high, **more)


def month(label: str, default: Any = 0, low: float = 0, **more: Any) -> Any:
    return entry("month", label, default, low=low, high=LONGEST, **{"example": "4", **more})


def choice(label: str, default: str, choices: tuple[str, ...], **more: Any) -> Any:
    return entry("choice", label, default, choices=choices, **more)


def yes(label: str, default: bool = False, **more: Any) -> Any:
    return entry("yes/no", label, default, example="yes", **more)


def texts(label: str, **more: Any) -> Any:
    return entry("texts", label, (), **more)


def parts(label: str, of: type, **more: Any) -> Any:
    return entry("parts", label, (), of=of, **more)


def part(label: str, of: type, **more: Any) -> Any:
    return entry("part", label, of(), of=of, **more)


def spec(block: type, name: str) -> Spec:
    """What the field ``name`` of a block takes."""
    return block.__dataclass_fields__[name].metadata["spec"]


def specs(block: type) -> Iterator[tuple[str, Spec, bool]]:
    """Each field of a block: its name, what it takes, and whether it must be given."""
    for one in fields(block):
        yield one.name, one.metadata["spec"], one.default is MISSING and one.default_factory is MISSING
