"""Pages of models stand in the contents in the order of the course: each behind the module that shows it first.

`_toc.yml` finds the pages by name and so lists them by the alphabet; what is read here is the lessons' own data.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from venture import lessons

HOME = PurePosixPath("book/models")
LAST = "~"  # behind every module: a model that no lesson shows


@cache
def _own() -> dict[str, str]:
    """Model by model the module that it is the lesson of."""
    return {one.model: one.module for one in lessons.every()}


def place(page: str, course: Path) -> tuple[str, bool, str]:
    """What a model's page is sorted by: its module, whether it is only shown there, and its name.

    Args:
        page: the page's name, such as ``book/models/break-even``.
        course: the folder of the lessons; a model without a lesson of its own is looked for in their cells.
    """
    name = PurePosixPath(page).name
    model = name.replace("-", "_")
    if module := _own().get(model):
        return module, False, name
    shows = rf"show(\"{model}\""  # as a notebook's JSON has it
    seen = (path.stem for path in sorted(course.glob("*.ipynb")) if shows in path.read_text("utf-8"))
    return next(seen, LAST), True, name


class ModelsInOrder(SphinxTransform):
    default_priority = 110  # behind the transform that makes the tables of contents out of `_toc.yml`

    def apply(self, **_options: object) -> None:
        course = Path(self.app.srcdir) / "course"
        for tree in self.document.findall(toctree):
            pages = tree["includefiles"]
            if pages and all(PurePosixPath(page).parent == HOME for page in pages):
                tree["includefiles"] = sorted(pages, key=lambda page: place(page, course))
                tree["entries"] = sorted(tree["entries"], key=lambda entry: place(entry[1], course))


def setup(app: Sphinx) -> None:
    app.add_transform(ModelsInOrder)
