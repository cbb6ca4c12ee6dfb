"""Lessons as pages: the marks that steer work in a notebook mean nothing to a reader of the page.

A paragraph that begins with ✎ asks to write into a cell and is left out; ▶ asks to run one and is
taken away, its sentence stays.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

RUN, WRITE = "▶", "✎"


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


def setup(app: Sphinx) -> None:
    app.add_transform(Marks)
