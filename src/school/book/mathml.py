"""Formulas as MathML, written while the book is built: no script, no font and no third-party host in the page."""

from __future__ import annotations

import html
import re

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from venture.words import _

NARROW = 11  # letters that fit on a phone in any case


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="math") + convert(node.astext()) + "</span>")
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    # what may be wider than a phone scrolls, and then the keyboard must reach it
    reach = {"tabindex": "0", "role": "group", "aria-label": _("Formula")} if _wide(node) else {}
    self.body.append(self.starttag(node, "div", "", CLASS="math", **reach))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(convert(node.astext(), display="block") + "</div>\n")
    raise nodes.SkipNode


def _wide(node: nodes.math_block) -> bool:
    """Whether the formula may be wider than a phone: by its letters, whatever stands above or below a line."""
    letters = re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", convert(node.astext()))))
    return len(letters) > NARROW


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
