"""Lessons as pages: what a reader can do with one, and without the marks that steer work in a notebook.

Under a lesson's title stand links: open it in the browser, download it, and, where the kit's
repository is known, open it on Binder. A paragraph that begins with ✎ asks to write into a cell and
is left out; ▶ asks to run one and is taken away, its sentence stays.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from school.book.lite import FOLDER
from venture.words import _

RUN, WRITE = "▶", "✎"
LESSON = re.compile(r"course/\d\d-[\w-]+")
GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)/?")


class Marks(SphinxTransform):
    default_priority = 210

    def apply(self, **_options: object) -> None:
        if not self.env.doc2path(self.env.docname).endswith(".ipynb"):
            return
        for paragraph in list(self.document.findall(nodes.paragraph)):
            text = paragraph.astext().strip()
            if text.startswith(WRITE) or text == RUN:
                paragraph.parent.remove(paragraph)
            elif text.startswith(RUN):
                first = next(paragraph.findall(nodes.Text))
                first.parent.replace(first, nodes.Text(first.lstrip(f"{RUN} \n")))


def binder(repository: str, path: str) -> str:
    """The address that opens a notebook of the kit on Binder; empty where the repository is not known or not on GitHub."""
    found = GITHUB.fullmatch(repository)
    return f"https://mybinder.org/v2/gh/{found[1]}/HEAD?urlpath={quote(f'lab/tree/{path}', safe='')}" if found else ""


def ways(page: str, repository: str) -> str:
    """The links under a lesson's title, as HTML."""
    up, file = "../" * page.count("/"), f"{page}.ipynb"
    links = [
        (f'href="{up}{FOLDER}/notebooks/index.html?path={quote(file)}" data-needs-server', _("Open it in the browser")),
        (f'href="{up}_sources/{file}" download', _("Download it as a notebook")),
    ]
    if address := binder(repository, file):
        links.append((f'href="{escape(address)}"', _("Open it on Binder")))
    links.append((f'href="{up}book/try.html"', _("What is the difference?")))
    items = "".join(f"<li><a {where}>{escape(label)}</a></li>" for where, label in links)
    return f'<ul class="lesson-ways" aria-label="{escape(_("Ways to work this lesson"))}">{items}</ul>'


def offer(app: Sphinx, page: str, _template: str, context: dict, _doctree: nodes.document | None) -> None:
    if LESSON.fullmatch(page) and "body" in context:
        bar = ways(page, app.config.school_repository)
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{bar}", 1)


def setup(app: Sphinx) -> None:
    app.add_transform(Marks)
    app.add_config_value("school_repository", "", "html")
    app.connect("html-page-context", offer)
