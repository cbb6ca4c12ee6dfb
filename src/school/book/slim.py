"""Lighter and better named pages: what the theme brings and no page needs stays out.

Templates in `templates/` leave out the theme's icon script (1.5 MB) and the search index (needed
on the search page alone); `static/school.css` draws the few icons.
"""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from venture.words import _

HERE = Path(__file__).parent
# Parts of the theme that lie beside the pages and that no page asks for.
NEVER = ("scripts/fontawesome.js*", "scripts/*.map", "styles/*.map", "vendor", "locales", "images/logo_*")
_EMPTY_HEAD = re.compile(r'<th class="head[^"]*">(?:<p></p>)?</th>')


def scripts(_app: Sphinx, _page: str, _template: str, context: dict, _doctree: nodes.document | None) -> None:
    """Scripts wait for the page and are files; what only the theme's unused parts need is left out."""
    kept = [one for one in context["script_files"] if getattr(one, "filename", None)]
    for one in kept:
        if not {"async", "defer"} & set(one.attributes):
            one.attributes["defer"] = "defer"
    tabs = "sd-tab" in context.get("body", "")
    context["script_files"] = [one for one in kept if tabs or "design-tabs" not in one.filename]


def empty_corners(_app: Sphinx, _page: str, _template: str, context: dict, _doctree: nodes.document | None) -> None:
    """A heading cell without words heads nothing: a screen reader would announce an empty heading."""
    context["body"] = _EMPTY_HEAD.sub("<td></td>", context.get("body", ""))


def drop_unused(app: Sphinx, error: Exception | None) -> None:
    """Take the theme's unused files out of the site; whoever copies it, copies 4 MB less."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for pattern in NEVER:
        for path in static.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def name_folds(_app: Sphinx, _page: str, _template: str, context: dict, _doctree: nodes.document | None) -> None:
    """The arrows that unfold the menu get a name; the theme gives them none."""
    menu = context["generate_toctree_html"]
    named = f'<summary aria-label="{escape(_("Show or hide the pages below"))}">'
    context["generate_toctree_html"] = lambda *args, **kwargs: str(menu(*args, **kwargs)).replace("<summary>", named)


def front_door(app: Sphinx, error: Exception | None) -> None:
    """An ``index.html`` at the top that leads to the landing page, readable where the jump is off."""
    if error or app.builder.format != "html":
        return
    (Path(app.outdir) / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with an underscore
    target = app.builder.get_target_uri(app.config.root_doc)
    if target == "index.html":
        return
    title = escape(app.config.html_title)
    whole = f'\n<link rel="canonical" href="{app.config.html_baseurl}{target}">' if app.config.html_baseurl else ""
    (Path(app.outdir) / "index.html").write_text(
        f'<!doctype html>\n<html lang="{app.config.language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{whole}\n'
        f'<link rel="icon" href="_static/favicon.svg">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n</head>\n'
        f'<body><main><h1>{title}</h1><p><a href="{target}">Open the book</a></p></main></body>\n</html>\n',
        "utf-8",
    )


def _our_templates_first(_app: Sphinx, config: Config) -> None:
    # a new list: Sphinx's default is one list for every build in the process
    config.templates_path = [str(HERE / "templates"), *config.templates_path]


def setup(app: Sphinx) -> None:
    app.connect("config-inited", _our_templates_first)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(HERE / "static")))
    app.add_js_file("book.js", loading_method="defer")
    app.connect("html-page-context", scripts, priority=900)  # after every part has named its own
    app.connect("html-page-context", name_folds, priority=900)  # after the theme has made the menu
    app.connect("html-page-context", empty_corners)
    app.connect("build-finished", front_door, priority=400)  # before Jupyter Book writes a bare one
    app.connect("build-finished", drop_unused)
    # Jupyter Book sets this for an extension that this book does without.
    app.add_config_value("comments_config", {}, "html")
