"""The glossary: one page a module with a heading a term; `{glossary-index}` lists the terms of all pages.

A term is a ``##`` heading; the line under it may give its Russian name as ``<i lang="ru">…</i>``.
The pages are plain Markdown, because students read them in JupyterLab too; their numbers are held to
the model by a content test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

TERM = re.compile(r'^## +(?P<term>.+?)\s*$\s*(?:<i lang="ru">(?P<russian>[^<]+)</i>)?', re.MULTILINE)
MODULE = re.compile(r"^(\d+)-")


@dataclass(frozen=True)
class Term:
    """A term, its Russian name if the page gives one, and where it is explained."""

    term: str
    russian: str
    page: str
    module: str

    def lines(self) -> list[str]:
        """One item of a Markdown list that leads to the explanation."""
        slug = re.sub(r"[^\w\- ]", "", self.term.lower().replace(" ", "-"))
        beside = [f'<i lang="ru">{self.russian}</i>'] if self.russian else []
        beside += [f"module {self.module}"] if self.module else []
        link = f"- [{self.term}]({self.page}#{slug})"
        return [f"{link}\\", f"  {', '.join(beside)}"] if beside else [link]


def terms(folder: Path) -> list[Term]:
    """The terms of every page in ``folder``, in the order of the alphabet."""
    found = []
    for page in sorted(folder.glob("*.md")):
        number = MODULE.match(page.name)
        found += [
            Term(
                match["term"],
                match["russian"] or "",
                f"{folder.name}/{page.name}",
                str(int(number[1])) if number else "",
            )
            for match in TERM.finditer(page.read_text("utf-8"))
        ]
    return sorted(found, key=lambda one: one.term.casefold())


class GlossaryIndex(SphinxDirective):
    """``{glossary-index} glossary``: links to the terms of all pages in that folder beside this page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        source = Path(self.env.doc2path(self.env.docname))
        folder = source.parent / self.arguments[0]
        for page in folder.glob("*.md"):
            self.env.note_dependency(str(page))
        box = nodes.container(classes=["glossary-index"])
        self.state.nested_parse(
            StringList([line for one in terms(folder) for line in one.lines()], str(source)), 0, box
        )
        return [box]


def setup(app: Sphinx) -> None:
    app.add_directive("glossary-index", GlossaryIndex)
