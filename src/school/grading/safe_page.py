"""What a student wrote, as HTML that can do nothing: for feedback pages and the formgrader.

nbgrader's pages show written answers unfiltered, so a script in one would run with the coach's
rights. These two Jinja filters stand in the place of nbconvert's (see `nbgrader_config.py`):
text, tables and pasted pictures stay; scripts, frames, styles and addresses on the net that a
page would fetch by itself go.
"""

from __future__ import annotations

import bleach
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TAGS = frozenset(
    (
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    )
)
ATTRIBUTES = {
    "*": ["class", "id", "title", "role", "aria-hidden", "aria-label"],
    "a": ["href"],
    "td": ["colspan", "rowspan", "align"],
    "th": ["colspan", "rowspan", "align", "scope"],
    "img": lambda _tag, name, value: (
        name in ("alt", "width", "height") or (name == "src" and value.startswith(PICTURES))
    ),
}
# Pictures that the page carries itself. One from the net would tell its host who looks at the page.
PICTURES = ("data:image/png;", "data:image/jpeg;", "data:image/gif;")
PROTOCOLS = frozenset(("http", "https", "mailto", "data"))


def clean(element: str | bytes) -> str:
    """HTML with only what a text needs."""
    text = element.decode() if isinstance(element, bytes) else str(element)
    return bleach.clean(text, tags=TAGS, attributes=_allowed, protocols=PROTOCOLS, strip=True)


@pass_context
def markdown(context, source: str) -> str:
    """Markdown as nbconvert renders it, cleaned. Pictures pasted into the cell are shown."""
    attachments = dict((context.get("cell") or {}).get("attachments") or {})
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return clean(MarkdownWithMath(renderer=renderer).render(source))


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "href" and value.strip().casefold().startswith("data:"):
        return False  # a link may not carry a page of its own
    rule = ATTRIBUTES.get(tag, ())
    return name in ATTRIBUTES["*"] or (rule(tag, name, value) if callable(rule) else name in rule)
