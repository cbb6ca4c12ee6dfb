"""Guide values of lenders and funders, by name. ``data/guide-values.json`` says where each is from, and its mark."""

from __future__ import annotations

import functools
import json
from pathlib import Path


@functools.cache
def guide(name: str) -> float:
    """The value, in the unit that its file says."""
    text = (Path(__file__).parent / "data" / "guide-values.json").read_text("utf-8")
    return json.loads(text)["values"][name]["value"]
