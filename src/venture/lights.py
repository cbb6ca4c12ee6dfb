"""Lights for what a month brought: a word, a shape and a colour together, and never an average.

Thresholds are dated, sourced data (``data/monitor-values.json``). A light judges the bad direction only: revenue that is
low, a cost that is high. What is better than planned is green.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from venture.numeric import checked
from venture.words import _

GREEN, AMBER, RED, NONE = "green", "amber", "red", "none"
GRAVITY = (NONE, GREEN, AMBER, RED)
# Each light by its word and its shape too: a print has no colours, and one in twelve men sees them otherwise.
WORDS = {GREEN: _("on plan"), AMBER: _("watch"), RED: _("act"), NONE: _("no value")}
SHAPES = {GREEN: "●", AMBER: "▲", RED: "■", NONE: "–"}
ALMOST = 1e-9  # a share beyond a threshold by less is a rounding


@functools.cache
def value(name: str) -> float:
    """A threshold by its name; ``data/monitor-values.json`` says what it means and where it is from."""
    text = (Path(__file__).parent / "data" / "monitor-values.json").read_text("utf-8")
    return json.loads(text)["values"][name]["value"]


def said(colour: str) -> str:
    """A light in words and shape: "▲ watch"."""
    return f"{SHAPES[colour]} {WORDS[colour]}"


def missed(planned: float, actual: float, more_is_better: bool = True, base: float | None = None) -> float | None:
    """By which share of its base an actual misses its plan in the bad direction; below 0 it is better than planned.

    100 planned and 85 came:

    >>> missed(100, 85)
    0.15

    Args:
        base: what the difference is set against, where that is not the plan's own size. None where the plan is 0 and no
            base is given: then there is no share.
    """
    against = abs(checked("planned", planned)) if base is None else checked("base", base, low=0)
    gap = planned - checked("actual", actual)
    if against <= ALMOST:
        return None
    return (gap if more_is_better else -gap) / against


def light(share: float | None) -> str:
    """The light for a share of the plan that is missed; no share, no light.

    >>> light(0.1), light(0.2), light(0.21), light(-3.0), light(None)
    ('green', 'amber', 'red', 'green', 'none')
    """
    if share is None or math.isnan(share):
        return NONE
    if share <= value("amber") + ALMOST:
        return GREEN
    return AMBER if share <= value("red") + ALMOST else RED


def in_a_row(lights: Sequence[str]) -> tuple[str, ...]:
    """One indicator's lights month by month, in which two ambers in a row count as red.

    A month without a value is no good month: it does not break the row, so that nothing is hidden by leaving a cell empty.

    >>> in_a_row(["amber", "none", "amber", "green", "amber"])
    ('amber', 'none', 'red', 'green', 'amber')
    """
    found, run = [], 0
    for one in lights:
        if one != NONE:
            run = run + 1 if one == AMBER else 0
        found.append(RED if one == AMBER and run >= value("ambers_in_a_row") else one)
    return tuple(found)


def gravest(lights: Iterable[str]) -> str:
    """The worst of several. Lights are never averaged: a red is not made good by seven greens."""
    return max(lights, key=GRAVITY.index, default=NONE)


def counted(lights: Iterable[str]) -> dict[str, int]:
    """How many there are of each, the gravest first."""
    lights = list(lights)
    return {colour: lights.count(colour) for colour in reversed(GRAVITY) if colour in lights}
