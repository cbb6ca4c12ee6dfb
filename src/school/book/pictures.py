"""Pictures of lessons as files of their own: a notebook's output holds them inside the page.

Inside, they are a third larger and stand in the way of the text; as files they come when the reader
gets to them, and the page knows their size before they are there, so that nothing jumps.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

_INSIDE = re.compile(r'(?P<before><img\b[^>]*?)\s+src="data:image/png;base64,(?P<data>[^"]+)"')
_WIDTH = re.compile(r'\bwidth="(\d+)"')
FOLDER = "_images"


def take_out(html: str, folder: Path, address: str) -> str:
    """The page with its pictures in ``folder``; ``address`` leads there from the page."""

    def file(found: re.Match[str]) -> str:
        png = few_colours(base64.b64decode(found["data"]))
        name = f"{hashlib.sha256(png).hexdigest()[:16]}.png"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(png)
        wide, high = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))  # where a PNG keeps its size
        shown = _WIDTH.search(found["before"])
        height = round(int(shown[1]) * high / wide) if shown else high
        size = f' height="{height}"' if shown else f' width="{wide}" height="{height}"'
        return f'{found["before"]}{size} loading="lazy" decoding="async" src="{address}{name}"'

    return _INSIDE.sub(file, html)


def few_colours(png: bytes) -> bytes:
    """The same picture with a palette: a chart has few colours, and a third of the bytes is enough."""
    from PIL import Image

    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128).save(small, "png", optimize=True)
    return min(small.getvalue(), png, key=len)


def on_page(app: Sphinx, _page: str, _template: str, context: dict, _doctree: nodes.document | None) -> None:
    if "data:image/png;base64," in context.get("body", ""):
        folder = Path(app.outdir) / FOLDER
        context["body"] = take_out(context["body"], folder, context["content_root"] + FOLDER + "/")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", on_page)
