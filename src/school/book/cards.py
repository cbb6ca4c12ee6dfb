"""What others show of a page: its description, and the card that appears where someone shares its address.

The card is drawn when the book is built and lies beside the pages. Addresses in it must be whole, so
they are so only where the site's address is configured (`html_baseurl`); the canonical link likewise.
"""

from __future__ import annotations

import hashlib
import io
import re
import textwrap
from html import escape, unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from docutils import nodes
from sphinx.application import Sphinx

from venture.words import _

LONGEST = 160  # characters; more of a description no search engine shows
WIDTH, HEIGHT = 1200, 630  # what the large networks ask for
FOLDER = "_static/cards"
PAPER, GREEN, INK, SOFT = "#fffefb", "#0b6b63", "#1d2433", "#525c70"
_DESCRIBED = re.compile(r'<meta[^>]*content="(?P<text>[^"]*)"[^>]*name="description"[^>]*>|'
                        r'<meta[^>]*name="description"[^>]*content="(?P<other>[^"]*)"[^>]*>')  # fmt: skip
_OVERLINE = re.compile(r"^(?P<over>\w+ \d+)\. (?P<title>.+)$")


def description(doctree: nodes.document) -> str:
    """The page's first paragraph, cut at a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > 20:
            return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return ""


def describe(app: Sphinx, page: str, _template: str, context: dict, doctree: nodes.document | None) -> None:
    """The page's description, its own or its first paragraph, and its card."""
    tags = context.get("metatags", "")
    title = unescape(re.sub("<[^>]+>", "", context.get("title", ""))) or app.config.html_title
    if found := _DESCRIBED.search(tags):
        text = unescape(found["text"] or found["other"])
    else:
        text = description(doctree) if doctree is not None else ""
        text = text or f"{title}. {app.config.html_title}."
        tags += f'\n<meta name="description" content="{escape(text)}" />'
    image = f"{FOLDER}/{draw(title, app.config.html_title, Path(app.outdir) / FOLDER)}"
    base = app.config.html_baseurl
    card = {
        "og:type": "website" if page == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": text,
        "og:image": urljoin(base, image) if base else context.get("content_root", "") + image,
        "og:image:width": WIDTH,
        "og:image:height": HEIGHT,
        "og:image:alt": f"{title}. {app.config.html_title}.",
        "og:locale": app.config.language,
    }
    if base:
        card["og:url"] = urljoin(base, app.builder.get_target_uri(page))
    lines = [f'<meta property="{name}" content="{escape(str(value))}" />' for name, value in card.items()]
    context["metatags"] = "\n".join([tags, *lines, '<meta name="twitter:card" content="summary_large_image" />'])


def draw(title: str, book: str, folder: Path) -> str:
    """The card of a page with that title, as a file in ``folder``; the file's name."""
    name = f"{hashlib.sha256(f'{title}|{book}'.encode()).hexdigest()[:16]}.png"
    path = folder / name
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_png(title, book))
    return name


def _png(title: str, book: str) -> bytes:
    from matplotlib.figure import Figure as Canvas
    from PIL import Image

    canvas = Canvas(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=PAPER)
    axes = canvas.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.axis("off")
    # The course's own picture: profit that climbs, and drops at each step.
    teeth, low = [(0, 30)], 30
    for step in range(1, 7):
        teeth += [(step * 200, low + 95), (step * 200, low + 25)]
        low += 25
    xs, ys = zip(*teeth, strict=True)
    axes.fill_between(xs, 0, ys, facecolor=GREEN, alpha=0.10, linewidth=0)
    axes.plot(xs, ys, color=GREEN, linewidth=5, solid_joinstyle="round")
    axes.add_patch(_bar(GREEN))
    axes.text(80, 540, book, fontsize=20, color=SOFT, va="center")
    over = _OVERLINE.match(title)
    lines = textwrap.wrap(over["title"] if over else title, 30)[:3]
    top = 455
    if over:
        axes.text(80, 470, over["over"], fontsize=26, color=GREEN, weight="bold", va="center")
        top = 400
    for number, line in enumerate(lines):
        axes.text(80, top - number * 74, line, fontsize=42, color=INK, weight="bold", va="center")
    raw, small = io.BytesIO(), io.BytesIO()
    canvas.savefig(raw, format="rgba", dpi=100, facecolor=PAPER)
    drawn = Image.frombytes("RGBA", (WIDTH, HEIGHT), raw.getvalue()).convert("RGB")
    # a few colours are enough, and a fourth of the bytes; this way to choose them takes a third of the time
    drawn.quantize(32, method=Image.Quantize.FASTOCTREE).save(small, "png", optimize=True)
    return small.getvalue()


def _bar(colour: str) -> object:
    from matplotlib.patches import Rectangle

    return Rectangle((0, 0), 24, HEIGHT, facecolor=colour, linewidth=0)


def not_found(app: Sphinx) -> list[tuple[str, dict, str]]:
    """The page that a host shows for an address that is not there. It may stand at any depth, so its addresses are whole."""
    path = urlsplit(app.config.html_baseurl).path if app.config.html_baseurl else ""
    home = app.builder.get_target_uri(app.config.root_doc)
    words = {
        "title": _("This page is not here"),
        "base_path": path if path.endswith("/") or not path else path + "/",
        "home": home,
        "metatags": f'\n<meta name="description" content="{escape(_("The address leads to no page of the book."))}" />',
    }
    return [("404", words, "404.html")]


def search_page(_app: Sphinx, page: str, _template: str, context: dict, _doctree: nodes.document | None) -> None:
    if page == "search":
        text = _("Find a term, a model or a lesson in the open book of a Social Entrepreneurship School.")
        context["metatags"] = context.get("metatags", "") + f'\n<meta name="description" content="{escape(text)}" />'
        context["title"] = _("Search")


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", not_found)
    app.connect("html-page-context", search_page, priority=300)
    app.connect("html-page-context", describe)
