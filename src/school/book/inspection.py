"""Looking at the built site as it was written: do links and anchors lead somewhere, does a page hold a script?

Sphinx checks the links that it knows. This reads every page as a browser would, menus, templates and
raw HTML too, and is a part of every build.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from school.errors import Problem

NOT_PAGES = ("_static", "_sources", "_downloads", "lite")
LINKS = {
    ("a", "href"),
    ("link", "href"),
    ("img", "src"),
    ("script", "src"),
    ("source", "src"),
    ("iframe", "src"),
    ("object", "data"),
}
LOADED = LINKS - {("a", "href")} | {("form", "action")}
# What these name is not fetched.
NAMED_ONLY = {"canonical", "license", "author", "next", "prev", "search"}


@dataclass
class Page(HTMLParser):
    """What one page holds: its anchors, where it leads, what it loads, and what a strict policy would refuse."""

    text: str
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        for name, value in given.items():
            if name.startswith("on"):
                self.refused.append(f"<{tag} {name}>")
            elif name == "style":
                self.refused.append(f"<{tag} style>")
            elif value.strip().lower().startswith("javascript:"):
                self.refused.append(f"<{tag} {name}=javascript:>")
            elif (tag, name) in LINKS:
                self.links.append(value)
            if (tag, name) in LOADED and not NAMED_ONLY & set(given.get("rel", "").split()):
                self.loaded.append(value)
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.refused.append("<script> with its text inside")


def pages(site: Path) -> dict[Path, Page]:
    """The site's own pages, read."""
    return {
        path: Page(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
        if path.relative_to(site).parts[0] not in NOT_PAGES
    }


def faults(site: Path, lite: bool = True) -> list[str]:
    """What is wrong with the site, a line each: dead links and anchors, other hosts, scripts and styles in a page."""
    found: list[str] = []
    site = site.resolve()
    read = pages(site)
    for path, page in read.items():
        name = path.relative_to(site)
        found += [f"{name}: {one}" for one in page.refused]
        found += [f"{name}: loads {one} from another host" for one in page.loaded if urlsplit(one).netloc]
        for address in dict.fromkeys(page.links):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            if name.name == "404.html" and parts.path.startswith("/"):
                continue  # shown at any address, so its links begin where the site will lie
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                if lite or not target.is_relative_to(site / "lite"):
                    found.append(f"{name}: {address} leads nowhere")
            elif parts.fragment and target in read and unquote(parts.fragment) not in read[target].anchors:
                found.append(f"{name}: {address} names a place that is not there")
    return found


def check(site: Path, lite: bool = True) -> None:
    """Raise a `Problem` with the first fault."""
    if found := faults(site, lite):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise Problem(f"The built book has a fault: {found[0]}{more}.", "Mend the page that it names.")


def outside(site: Path) -> dict[str, list[str]]:
    """The addresses on other sites that the pages lead to, each with the pages that name it."""
    found: dict[str, list[str]] = {}
    for path, page in pages(site).items():
        for address in dict.fromkeys(page.links):
            if re.match(r"https?://", address):
                found.setdefault(address.partition("#")[0], []).append(path.relative_to(site).as_posix())
    return dict(sorted(found.items()))
