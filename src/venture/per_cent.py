"""A share, such as 0.3, that was typed where a field counts per cent: the result would be far off, and nobody would see why."""

from __future__ import annotations

from venture.numbers import say
from venture.words import _

NOISE = 1e-9


def doubt(label: str, value: float, below: float = 1.0) -> str:
    """A clause that asks whether hundredths were meant; nothing where the value may be real.

    Args:
        label: what the field is called.
        value: in per cent.
        below: what is less than that, and more than 0, is doubted.

    >>> doubt("Interested", 0.3)
    '0.3 % for “Interested” is less than one in a hundred: if you meant 30 %, write 30'
    """
    if not 0 < value < below - NOISE:
        return ""
    return _("{found} % for “{label}” is less than one in a hundred: if you meant {meant} %, write {meant}").format(
        label=label, found=say(value), meant=say(value * 100)
    )


def doubts(*asked: str) -> str:
    """Such clauses as sentences behind another one."""
    return "".join(f" {one}." for one in asked if one)
