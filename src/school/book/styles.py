"""One style sheet for the whole book: what the theme and its parts bring, without what no page uses.

The theme's sheets hold half a megabyte of rules for parts that this book does not have, and one of
them asks for the next only when it has come. `merged` joins them in their order and leaves out every
rule whose selector names a class or an id that stands in no page and in no script.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

# In the order in which the theme would link them; a later rule wins.
SHEETS = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "sphinx-design.min.css",
    "live/model.css",
    "school.css",
)
# Bootstrap's script names every class of every part it has; these are the parts that a page of the book uses.
BOOTSTRAP = "scripts/bootstrap.js"
OF_BOOTSTRAP = {"show", "fade", "tooltip", "tooltip-inner", "tooltip-arrow", "bs-tooltip-auto", "dropdown-menu"}
_TOKEN = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\)|[{};]|[^{};"'/u]+|.""", re.DOTALL)
_EITHER = re.compile(r":(?:not|is|where|has|host|-webkit-any)\((?:[^()]|\([^()]*\))*\)")
_NAME = re.compile(r"[.#](-?[A-Za-z_](?:[\w-]|\\.)*)")
_COMMA = re.compile(r",(?![^(\[]*[)\]])")
_VERSION = re.compile(r"(_static/book\.css\?v=)\w+")


def statements(text: str) -> Iterator[tuple[str, str | None]]:
    """The sheet's statements: what stands before the braces, and what stands in them (None: there are none)."""
    head, body, depth = "", "", 0
    for token in _TOKEN.findall(text):
        if token.startswith("/*"):
            continue
        if token == "{":
            depth += 1
            if depth == 1:
                continue
        elif token == "}":
            depth -= 1
            if depth == 0:
                yield head.strip(), body
                head, body = "", ""
                continue
        elif token == ";" and depth == 0:
            yield head.strip(), None
            head = ""
            continue
        if depth:
            body += token
        else:
            head += token


def pruned(text: str, words: set[str]) -> str:
    """The sheet without the rules that can apply to nothing; ``words`` are all that pages and scripts contain."""

    def used(selector: str) -> bool:
        return all(name.replace("\\", "") in words for name in _NAME.findall(_EITHER.sub("", selector)))

    out = []
    for head, body in statements(text):
        if body is None:
            continue  # @charset and @import: the sheets are joined already
        if head.startswith("@font-face"):
            continue  # the theme's icon fonts; the book draws its few icons itself
        if head.startswith(("@media", "@supports", "@container", "@layer")):
            if inside := pruned(body, words):
                out.append(f"{head}{{{inside}}}")
        elif head.startswith("@"):
            out.append(f"{head}{{{body}}}")
        elif kept := [one.strip() for one in _COMMA.split(head) if used(one)]:
            declarations = re.sub(r"\s*\n\s*", " ", body).strip()
            out.append(f"{','.join(kept)}{{{declarations}}}")
    return "\n".join(out)


def merged(static: Path, words: set[str]) -> str:
    """All sheets of the folder as one, below the notices of those who wrote them."""
    sheets = [path.read_text("utf-8") for pattern in SHEETS for path in sorted(static.glob(pattern))]
    notices = dict.fromkeys(notice for sheet in sheets for notice in re.findall(r"/\*!.*?\*/", sheet, re.DOTALL))
    return "\n".join([*notices, *(pruned(sheet, words) for sheet in sheets)]) + "\n"


def write(app: Sphinx, error: Exception | None) -> None:
    """At the end of an HTML build: the one sheet, and its fingerprint in every page, so that browsers may keep it."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static = out / "_static"
    pages = [path for path in out.rglob("*.html") if static not in path.parents]
    scripts = [
        path for path in static.rglob("*.js") if path != static / BOOTSTRAP and "python-" not in path.parent.name
    ]
    words = set(OF_BOOTSTRAP)
    for path in [*pages, *scripts]:
        if not path.name.startswith("fontawesome"):
            words.update(re.findall(r"[\w-]+", path.read_text("utf-8")))
    sheet = merged(static, words)
    (static / "book.css").write_text(sheet, "utf-8")
    version = hashlib.sha256(sheet.encode()).hexdigest()[:8]
    for path in pages:
        text = path.read_text("utf-8")
        if (named := _VERSION.sub(rf"\g<1>{version}", text)) != text:
            path.write_text(named, "utf-8")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write, priority=700)  # when the theme has written its colours for code
