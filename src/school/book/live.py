"""Models in pages: the `{live-model}` directive, its printed twin, and the script that wakes them.

The script and the browser's Python are added only to pages that contain a model, whether it came
from the directive or from a notebook's output. Its style is a part of the book's one sheet (`styles.py`).
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import only
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import venture
from school.book import runtime
from school.book.words import page_words
from venture.faces.html import model_html
from venture.model import Model, Refused, Result
from venture.models import load

WEB = Path(venture.__file__).parent / "faces" / "web"
MARK = 'class="venture-model"'


class LiveModel(SphinxDirective):
    """``{live-model} break_even`` with ``:preset: f``: the model at a case's numbers or at its defaults."""

    required_arguments = 1
    option_spec = {"preset": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        name, preset = self.arguments[0], self.options.get("preset", "")
        try:
            model = load(name)
            result = model.run(preset or None)
        except (LookupError, Refused) as error:
            raise self.error(f"live-model: {error}") from None
        uid = f"live-{name.replace('_', '-')}-{self.env.new_serialno('live-model') + 1}"
        page = nodes.raw("", model_html(model, result, uid, "page", preset), format="html")
        if self.env.app.builder.format == "html":
            return [page]  # drawing takes seconds, and the printed book is made of these pages too (`printed.py`)
        printed = only(expr="not html")
        printed += _printed(model, result, self.env.app, uid)
        return [page, printed]


def _printed(model: Model, result: Result, app: Sphinx, uid: str) -> list[nodes.Node]:
    """The model for paper: sentence, figure with alt text, table."""
    from venture.faces.figure import draw

    picture = Path(app.doctreedir) / "printed-models" / f"{app.env.docname.replace('/', '-')}-{uid}.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(draw(result).png())
    image = nodes.image(
        uri="/" + os.path.relpath(picture, app.srcdir).replace(os.sep, "/"), alt=result.alt, width="100%"
    )
    figure = nodes.figure("", image, nodes.caption("", result.chart.title))
    return [nodes.paragraph("", "", nodes.strong("", result.sentence)), figure, _table(result)]


def _table(result: Result) -> nodes.table:
    head, *body = [result.table.columns, *result.table.rows]
    group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _column in head], cols=len(head))

    def row(cells: tuple[str, ...]) -> nodes.row:
        return nodes.row("", *[nodes.entry("", nodes.paragraph("", cell)) for cell in cells])

    group += nodes.thead("", row(head))
    group += nodes.tbody("", *[row(cells) for cells in body])
    return nodes.table("", nodes.title("", result.table.caption), group)


def lay_out_runtime(app: Sphinx) -> None:
    """At the start of an HTML build: put the page's script, style and Python where Sphinx copies static files from."""
    if app.builder.format != "html":
        return
    static = Path(app.doctreedir) / "live-static"
    folder = static / "live"
    shutil.rmtree(folder, ignore_errors=True)  # an earlier build's Python has another name and would go along
    folder.mkdir(parents=True)
    published = runtime.publish(runtime.prepare(runtime.cache_folder(Path(app.srcdir))), folder)
    # One plain script in its own scope: module scripts do not run from a file, and this one must say so there.
    scripts = [(WEB / name).read_text("utf-8") for name in ("bind.js", "page.js")]
    (folder / "page.js").write_text("(() => {\n" + "\n".join(scripts) + "})();\n", "utf-8")
    (folder / "model.css").write_bytes((WEB / "model.css").read_bytes())
    app.config.html_static_path.append(str(static))
    size = sum(published.files.values())
    app.venture_live = json.dumps(
        {"folder": published.folder + "/", "files": published.files, "words": page_words(size)}, ensure_ascii=False
    )


def add_to_page(app: Sphinx, _page: str, _template: str, context: dict, _doctree: nodes.document | None) -> None:
    """Give a page that contains a model the script of models; give the others nothing."""
    if MARK in context.get("body", ""):
        app.add_js_file("live/page.js", loading_method="defer", **{"data-live": app.venture_live})


def setup(app: Sphinx) -> None:
    app.add_directive("live-model", LiveModel)
    app.connect("builder-inited", lay_out_runtime)
    app.connect("html-page-context", add_to_page)
