"""The index of formulas: `{formula-index}` writes one from `formula_list`, by module; examples are computed."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from school.book.formula_list import FORMULAS, Formula, Given
from venture.numbers import say
from venture.words import _

TOPICS = {
    2: _("market"), 3: _("law and tax"), 4: _("costs and break-even"), 5: _("price and unit economics"),
    6: _("people, equipment, taxes"), 8: _("cash and working capital"), 9: _("loans"), 10: _("grants and soft loans"),
    11: _("what it is worth"), 12: _("risk"), 13: _("impact"), 14: _("partners and franchise"), 15: _("plan and pitch"),
    16: _("monitoring"),
}  # fmt: skip


def shown(value: float, share: bool = False, most: int = 3) -> str:
    return f"{say(100 * value, most=most)} %" if share else say(value, most=most)


def told(given: Given, cells: str) -> str:
    """An input with its cell and the example's value: "rate a month in B1 (0.75 %)"."""
    if given.many:
        values = "; ".join(one.isoformat() if isinstance(one, date) else shown(one, given.share) for one in given.value)
    else:
        values = shown(given.value, given.share)
    return _("{label} in {cells} ({values})").format(label=given.label, cells=cells.replace(":", " to "), values=values)


def result(formula: Formula) -> str:
    return f"{shown(formula.compute(), formula.share)} {formula.unit}".strip()


class FormulaIndex(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        found = []
        for module, formulas in groupby(FORMULAS, key=lambda one: one.module):
            title = _("Module {number}: {topic}").format(number=module, topic=TOPICS[module])
            found.append(self._section(title, [*self._lesson(module), *map(self._formula, formulas)]))
        return found

    def _section(self, title: str, content: list[nodes.Node]) -> nodes.section:
        section = nodes.section("", nodes.title("", title), *content)
        section["names"].append(nodes.fully_normalize_name(title))
        self.state.document.note_implicit_target(section, section)
        return section

    def _lesson(self, module: int) -> list[nodes.Node]:
        """A link to the lesson, or that it is still to come."""
        pages = [page for page in self.env.found_docs if re.fullmatch(rf"course/{module:02d}-.*", page)]
        if not pages:
            return [nodes.paragraph("", _("The lesson is still to come; the kit computes these formulas already."))]
        link = pending_xref(
            "", nodes.inline("", _("the lesson")), refdomain="std", reftype="doc", reftarget=f"/{pages[0]}",
            refexplicit=True, refdoc=self.env.docname, refwarn=True,
        )  # fmt: skip
        return [nodes.paragraph("", "", nodes.Text(_("Taught in") + " "), link, nodes.Text("."))]

    def _formula(self, formula: Formula) -> nodes.section:
        math = nodes.math_block("", formula.symbols, number=None, label=None, nowrap=False)
        cells = formula.cells()
        inputs = ", ".join(told(one, str(cells[one.name])) for one in formula.given)
        sheet = nodes.paragraph("", _("In a spreadsheet:") + " ")
        sheet += [nodes.literal("", formula.written()), nodes.Text(_(", with {inputs}. It gives {result}.").format(inputs=inputs, result=result(formula)))]  # fmt: skip
        computed = nodes.paragraph("", _("Computed by") + " ", classes=["caption"])
        computed += [nodes.literal("", f"venture.{formula.function}"), nodes.Text(".")]
        where = nodes.container()
        self.state.nested_parse(StringList([_("Here {letters}.").format(letters=formula.where)], "formulas"), 0, where)
        return self._section(formula.name, [nodes.paragraph("", formula.words), math, *where.children, sheet, computed])


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("formula-index", FormulaIndex)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
