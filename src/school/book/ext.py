"""The Sphinx extension of the book. See `_config.yml`, and the modules it sets up."""

from __future__ import annotations

from sphinx.application import Sphinx

from school.book import (
    again,
    cards,
    figures,
    glossary,
    lessons,
    links,
    live,
    mathml,
    order,
    pictures,
    policy,
    slim,
    styles,
)


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (again, live, mathml, figures, glossary, lessons, links, order, slim, styles, pictures, cards, policy):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
