"""nbgrader's feedback page with the questions called by their names, where nbgrader calls each a “Test cell”."""

from __future__ import annotations

import html
import re

from nbconvert.exporters import HTMLExporter
from nbformat.notebooknode import NotebookNode
from nbgrader import utils

_HEADING = re.compile(r"^##? +(?:\d+\. +)?(?P<title>.+?)(?: \([\d.]+ points?\))? *$", re.MULTILINE)


def titles(notebook: NotebookNode) -> dict[str, str]:
    """Question by question the heading that it stands under; of several under one, which of them it is."""
    under: dict[str, list[str]] = {}
    title = ""
    for cell in notebook.cells:
        if utils.is_grade(cell) or utils.is_task(cell):
            under.setdefault(title, []).append(cell.metadata.nbgrader.grade_id)
        elif cell.cell_type == "markdown" and (found := _HEADING.findall(cell.source)):
            title = found[-1]
    return {
        name: title if len(names) == 1 else f"{title} ({place} of {len(names)})"
        for title, names in under.items()
        if title
        for place, name in enumerate(names, 1)
    }


class FeedbackExporter(HTMLExporter):
    """What `nbgrader generate_feedback` and the formgrader write the page with."""

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **more: object):
        page, resources = super().from_notebook_node(nb, resources, **more)
        for name, title in titles(nb).items():
            shown = html.escape(title)
            link, label = f'<a href="#{name}">', f"Grade cell: <code>{name}</code>"
            page = re.sub(re.escape(link) + "[^<]*</a>", lambda _found, new=f"{link}{shown}</a>": new, page, count=1)
            page = page.replace(label, shown, 1)
        return page, resources
