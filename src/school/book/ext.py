"""The Sphinx extension of the book. See `_config.yml`, and the modules it sets up."""

from __future__ import annotations

from sphinx.application import Sphinx

from school.book import figures, glossary, lessons, links, live, mathml, slim


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (live, mathml, figures, glossary, lessons, links, slim):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
