"""Lighter and better named pages: what the theme brings and no page needs stays out.

Templates in `templates/` leave out the theme's icon script (1.5 MB) and the search index (needed
on the search page alone); `static/school.css` draws the few icons. Each page gets a description.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from venture.words import _

HERE = Path(__file__).parent
LONGEST = 160  # characters; more of a description no search engine shows


def description(doctree: nodes.document) -> str:
    """The page's first paragraph, cut at a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > 20:
            return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return ""


def describe(app: Sphinx, _page: str, _template: str, context: dict, doctree: nodes.document | None) -> None:
    """Add a description unless the page's own front matter has one."""
    described = 'name="description"' in context.get("metatags", "")
    if doctree is not None and not described and (text := description(doctree)):
        context["metatags"] = f'{context.get("metatags", "")}\n<meta name="description" content="{escape(text)}" />'


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
    (Path(app.outdir) / "index.html").write_text(
        f'<!doctype html>\n<html lang="{app.config.language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="canonical" href="{target}">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n</head>\n'
        f'<body><main><h1>{title}</h1><p><a href="{target}">Open the book</a></p></main></body>\n</html>\n',
        "utf-8",
    )


def setup(app: Sphinx) -> None:
    app.connect("config-inited", lambda _app, config: config.templates_path.insert(0, str(HERE / "templates")))
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(HERE / "static")))
    app.add_css_file("school.css", priority=900)  # after the theme's
    app.connect("html-page-context", describe)
    app.connect("html-page-context", name_folds, priority=900)  # after the theme has made the menu
    app.connect("build-finished", front_door, priority=400)  # before Jupyter Book writes a bare one
    # Jupyter Book sets this for an extension that this book does without.
    app.add_config_value("comments_config", {}, "html")
