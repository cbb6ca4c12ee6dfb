"""The book on paper: its built pages in one document, printed by Chromium, with a cover and contents with page numbers.

The pages' own HTML is printed, so formulas, tables and charts are those of the book. Chromium says
where each page of the book begins (its PDF has a named place for every anchor); with these numbers
the contents are written and the document is printed once more.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from school.errors import Problem
from school.paper import pdf
from venture.words import _

FILE = "social-venture-book.pdf"
SHEET = Path(__file__).parent / "web" / "print.css"
# On paper nobody clicks: buttons, forms, ways to other copies of the same page.
DROPPED = (
    "script, style, form, button, .lesson-ways, .headerlink, .vm-status, .vm-progress, "
    ".vm-form, .vm-buttons, .prev-next-area, .doors .sd-card-footer, noscript"
)
FOLDS = "details"
PATIENCE = 240  # seconds for one printing
OUTLINE = "--generate-pdf-document-outline"


@dataclass(frozen=True)
class Leaf:
    """A page of the book in its place: the part it belongs to, its title, its depth and what it says."""

    path: Path
    part: str
    depth: int
    title: str
    body: str

    @property
    def anchor(self) -> str:
        return anchor(self.path)


def anchor(path: Path, place: str = "") -> str:
    """One name for a place in the whole document: pages may use the same names for their parts."""
    return re.sub(r"[^\w-]+", "-", f"p-{path.with_suffix('').as_posix()}" + (f"--{place}" if place else ""))


def write(root: Path, site: Path, target: Path) -> Path:
    """Print the built ``site`` into the PDF ``target``.

    Raises:
        Problem: there is no Chromium, or it does not print.
    """
    from pypdf import PdfReader, PdfWriter

    chromium = pdf.chromium()
    if not chromium:
        raise Problem(
            "The book is printed by Chromium, and there is none on PATH.",
            "Install it (Debian: sudo apt install chromium), or set CHROMIUM to its path.",
        )
    pages = leaves(site)
    title = BeautifulSoup((site / "index.html").read_text("utf-8"), "lxml").title.get_text()
    with tempfile.TemporaryDirectory() as scratch:
        draft, numbers = Path(scratch, "draft.pdf"), {}
        for _round in range(3):  # the contents may grow by a page once it has numbers
            sheet = site / "_print.html"
            try:
                sheet.write_text(document(title, pages, numbers), "utf-8")
                pdf.draw(chromium, sheet, draft, Path(scratch, "profile"), OUTLINE, patience=PATIENCE)
            finally:
                sheet.unlink(missing_ok=True)
            found = beginnings(PdfReader(draft), pages)
            if found == numbers:
                break
            numbers = found
        writer = PdfWriter(clone_from=draft)
        writer.add_metadata({"/Title": title, "/Author": "The makers of the Social Entrepreneurship School kit"})
        writer.create_viewer_preferences().display_doctitle = True
        half = target.with_suffix(".half")
        writer.write(half)
        half.replace(target)
    return target


def leaves(site: Path) -> list[Leaf]:
    """The pages in the order of the book's menu, with the parts they stand in."""
    door = BeautifulSoup((site / "index.html").read_text("utf-8"), "lxml")
    jump = door.find("meta", attrs={"http-equiv": "refresh"})
    first = Path(unquote(jump["content"].partition("url=")[2])) if jump else Path("index.html")
    menu = BeautifulSoup((site / first).read_text("utf-8"), "lxml").select_one("nav.bd-links")
    order = [(first, "", 1)]
    part = ""
    for one in menu.select("p.caption, a.reference.internal"):
        if one.name == "p":
            part = one.get_text(" ", strip=True)
        elif urlsplit(one["href"]).path:
            path = Path(os.path.normpath(first.parent / unquote(urlsplit(one["href"]).path)))
            order.append((path, part, len(one.find_parents("ul"))))
    paths = {path for path, _part, _depth in order}
    return [_leaf(site, path, part, depth, paths) for path, part, depth in order]


def _leaf(site: Path, path: Path, part: str, depth: int, paths: set[Path]) -> Leaf:
    article = BeautifulSoup((site / path).read_text("utf-8"), "lxml").select_one("article.bd-article")
    for one in article.select(DROPPED):
        one.decompose()
    for fold in article.select(FOLDS):
        fold["open"] = ""
    for one in article.select("[id]"):
        one["id"] = anchor(path, one["id"])
    for one in article.select("[href], [src]"):
        name = "href" if one.has_attr("href") else "src"
        one[name] = _address(one, one[name], path, paths)
    for one in article.select("[aria-labelledby], [for], [fill]"):
        if one.get("fill", "").startswith("url(#"):
            one["fill"] = f"url(#{anchor(path, one['fill'][5:-1])})"
    _shift_headings(article, depth)
    heading = article.find(re.compile("^h[1-6]$"))
    title = heading.get_text(" ", strip=True) if heading else path.stem
    return Leaf(path, part, depth, title, article.decode_contents())


def _address(one: Tag, address: str, path: Path, paths: set[Path]) -> str:
    """Where a link leads on paper: to a place in this document, to a file of the book, to another site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    target = Path(os.path.normpath(path.parent / unquote(parts.path))) if parts.path else path
    if target in paths:
        return "#" + anchor(target, unquote(parts.fragment))
    if one.name == "a":
        del one["href"]  # a file that lies beside the web pages
        one["data-beside"] = target.as_posix()
        return ""
    return quote(target.as_posix())


def _shift_headings(article: Tag, depth: int) -> None:
    """A page below another is a section of it, in the PDF's outline as well."""
    for one in article.find_all(re.compile("^h[1-6]$")):
        one.name = f"h{min(6, int(one.name[1]) + depth)}"


def document(title: str, pages: list[Leaf], numbers: dict[str, int]) -> str:
    """The whole book as one page of HTML."""
    rows, bodies, part = [], [], None
    for leaf in pages:
        if leaf.part != part:
            part = leaf.part
            if part:
                rows.append(f'<li class="part">{escape(part)}</li>')
                bodies.append(f'<h1 class="part">{escape(part)}</h1>')
        number = numbers.get(leaf.anchor, "")
        rows.append(
            f'<li class="depth-{leaf.depth}"><a href="#{leaf.anchor}"><span>{escape(leaf.title)}</span>'
            f"<i></i><b>{number}</b></a></li>"
        )
        bodies.append(f'<section class="leaf depth-{leaf.depth}" id="{leaf.anchor}">{leaf.body}</section>')
    made = escape(_("Version {number} of the kit").format(number=version("social-venture-kit")))
    return f"""<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{escape(title)}</title>
<link rel="stylesheet" href="_static/book.css"><link rel="stylesheet" href="_static/own/styles.css">
<style>{SHEET.read_text("utf-8")}</style></head><body>
<section class="cover"><img src="_static/logo.svg" alt=""><h1 class="name">{escape(title)}</h1>
<p>{escape(_("The book of the course"))}</p><p class="made">{made}<br>{escape(_("Words and pictures: CC BY 4.0"))}</p></section>
<nav class="print-contents"><h1>{escape(_("Contents"))}</h1><ol>{"".join(rows)}</ol></nav>
<main class="bd-article">{"".join(bodies)}</main></body></html>
"""


def beginnings(paper: object, pages: list[Leaf]) -> dict[str, int]:
    """The number of the sheet on which each page of the book begins."""
    places = {name.removeprefix("/"): place for name, place in paper.named_destinations.items()}
    found = {}
    for leaf in pages:
        if leaf.anchor not in places:
            raise Problem(f"The printed book has no place “{leaf.anchor}”.", "See school/book/printed.py.")
        found[leaf.anchor] = paper.get_destination_page_number(places[leaf.anchor]) + 1
    return found
