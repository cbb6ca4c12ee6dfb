"""A chain of boxes with words: what a model draws when its result is no curve.

The boxes stand one below the other, an arrow leads from each to the next, and every arrow carries
its own words. Like a `venture.model.Chart` it is data alone; `venture.faces.diagram` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """One link of the chain. ``warning`` says in a few words what is wrong with it; empty where nothing is."""

    title: str
    text: str
    warning: str = ""


@dataclass(frozen=True)
class Arrow:
    """What leads from one box to the next. ``weak`` draws it broken: nothing holds it yet, or it must be tested first."""

    label: str
    weak: bool = False


@dataclass(frozen=True)
class Diagram:
    """A chain from top to bottom. ``arrows[i]`` leads from ``boxes[i]`` to ``boxes[i + 1]``; ``foot`` stands below.

    Raises:
        ValueError: the arrows are not one fewer than the boxes.
    """

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    foot: str = ""

    def __post_init__(self) -> None:
        if len(self.arrows) != len(self.boxes) - 1:
            raise ValueError(f"{len(self.boxes)} boxes need {len(self.boxes) - 1} arrows, not {len(self.arrows)}")
