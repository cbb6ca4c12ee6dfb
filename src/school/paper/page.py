"""One HTML file that needs nothing else: no script runs in it and nothing is fetched.

It has the cohort report's looks (`school/report/page.css`) and this room's own, for screen and paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from venture.numbers import say

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
PRIVATE = "Personal data. This page lies in the folder “cohort”, which git ignores; keep it there."


def html(title: str, body: str, kind: str = "", style: str = "") -> str:
    """A whole page. ``kind`` is the body's class, such as ``sheets`` for paper; ``style`` is added to the looks."""
    looks = [
        Path(__file__).parents[1].joinpath("report", "page.css").read_text(encoding="utf-8"),
        Path(__file__).with_name("paper.css").read_text(encoding="utf-8"),
        style,
    ]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{text(title)}</title>
<style>
{"".join(looks)}</style>
</head>
<body class="{kind}">
{body}
</body>
</html>
"""


def text(value: object) -> str:
    """Text as it stands, whatever is in it."""
    return escape(str(value), quote=True)


def number(value: float | None, digits: int | None = 0) -> str:
    """A number for reading; n/a where there is none."""
    return "n/a" if value is None or math.isnan(value) else say(value, digits)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "", label: str = "", right: int = 0) -> str:
    """A table; the first cell of each row is its heading. The last ``right`` columns hold numbers. Cells are HTML."""

    def classed(place: int) -> str:
        return ' class="n"' if right and place >= len(heads) - right else ""

    head = "".join(f'<th scope="col"{classed(place)}>{one}</th>' for place, one in enumerate(heads))
    lines = []
    for first, *rest in rows:
        cells = "".join(f"<td{classed(place)}>{one}</td>" for place, one in enumerate(rest, 1))
        lines.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    made = f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{text(label)}">{made}</div>' if label else made


def lines() -> str:
    """Ruled lines to write on: as many as there is room for."""
    return '<div class="lines" aria-hidden="true">' + '<div class="room"></div>' * 30 + "</div>"


def items(lines: Iterable[str], kind: str = "") -> str:
    """A list of lines that are HTML already."""
    return f'<ul class="{kind}">{"".join(f"<li>{one}</li>" for one in lines)}</ul>'
