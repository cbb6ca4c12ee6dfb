"""The six cases as pages: `{case} children` writes one, `{cases} cases` the table of all. See `case_page`.

Nothing on these pages is typed: a change in a plan or in the engine makes a whole build (`again`), and so new pages.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import download_reference, only, pending_xref
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from school.book import case_page
from venture import cases
from venture.export import figures
from venture.export.document_blocks import Table
from venture.export.workbook import write_workbook
from venture.faces.svg import chart_svg
from venture.forecast import forecast
from venture.plan import Plan
from venture.review import Flag
from venture.words import _

WIDTHS = (0.2, 0.2, 0.13, 0.13, 0.12, 0.1, 0.12)  # of the table of all cases
STILL = 'class="venture-model vm-still"'  # the models' style, for a chart that does not move and needs no script


class Case(SphinxDirective):
    """``{case} children``: the case's story, numbers, chart, statements, doubts, impact and files."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        try:
            plan = cases.load(name)
        except ValueError as error:
            raise self.error(f"case: {error}") from None
        f = forecast(plan)
        told: list[nodes.Node] = [self._caution(), nodes.paragraph("", plan.narrative.summary)]
        for title, blocks in case_page.sections(plan, f):
            told.append(self._section(title, [node for block in blocks for node in self._nodes(block, name, f)]))
        told.append(self._section(_("Take it with you"), self._files(name, plan)))
        return told

    def _section(self, title: str, content: list[nodes.Node]) -> nodes.section:
        section = nodes.section("", nodes.title("", title), *content)
        section["names"].append(nodes.fully_normalize_name(title))
        self.state.document.note_implicit_target(section, section)
        return section

    def _caution(self) -> nodes.Node:
        words = _("Illustrative figures. The venture, its people and its numbers are invented for teaching.")
        return nodes.note("", nodes.paragraph("", words))

    def _nodes(self, block: case_page.Block, name: str, f) -> list[nodes.Node]:
        if isinstance(block, Table):
            return [table(block), *([nodes.paragraph("", block.note, classes=["caption"])] if block.note else [])]
        if isinstance(block, Flag):
            found = [
                nodes.term("", f"{case_page.mark(block)}: {block.found}"),
                nodes.definition("", nodes.paragraph("", f"{block.why} {_('Try:')} {block.try_this}")),
            ]
            return [nodes.definition_list("", nodes.definition_list_item("", *found))]
        if isinstance(block, case_page.Picture):
            return self._picture(block, name, f)
        text = block.text if isinstance(block, case_page.Told) else block
        return [nodes.paragraph("", text)] if text.strip() else []

    def _picture(self, picture: case_page.Picture, name: str, f) -> list[nodes.Node]:
        """Drawn for the page in its own colours, and by matplotlib for paper."""
        svg = chart_svg(picture.chart, picture.alt, f"case-{name}")
        caption = nodes.Text(picture.caption).astext()
        shown = nodes.raw("", f'<figure {STILL}><div class="vm-chart">{svg}</div></figure>', format="html")
        file = self._made(f"{name}-cash.png")
        file.write_bytes(figures.png(figures.cash_by_month(f)))
        printed = only(expr="not html")
        printed += nodes.image(uri=self._address(file), alt=picture.alt, width="100%")
        return [shown, printed, nodes.paragraph("", caption, classes=["caption"])]

    def _files(self, name: str, plan: Plan) -> list[nodes.Node]:
        workbook = self._made(f"{name}.xlsx")
        write_workbook(plan, workbook)
        offered = (
            (cases.path(name), _("The plan file: every number with its source, to read and to change")),
            (workbook, _("The workbook: the same plan with live formulas, for Excel or LibreOffice")),
        )
        listed = nodes.bullet_list()
        for file, words in offered:
            link = download_reference(
                "", "", nodes.literal("", file.name), reftarget=self._address(file), reftype="myst", refdomain=None,
                refdoc=self.env.docname, refexplicit=True, classes=["download"],
            )  # fmt: skip
            listed += nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(f": {words}.")))
        begin = nodes.paragraph("", _("To work on a copy, type in the kit's folder:"))
        typed = nodes.literal_block(
            "", f"venture new my-plan.yaml --case {name}\nventure check my-plan.yaml", language="shell"
        )
        return [listed, begin, typed]

    def _made(self, name: str) -> Path:
        folder = Path(self.env.app.doctreedir) / "cases"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def _address(self, file: Path) -> str:
        return "/" + os.path.relpath(file, self.env.srcdir).replace(os.sep, "/")


class Cases(SphinxDirective):
    """``{cases} cases``: the table of all cases, with links to their pages in that folder beside this page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        folder = (Path(self.env.docname).parent / self.arguments[0]).as_posix()
        rows = []
        for name in cases.CASES:
            plan = cases.load(name)
            pages = [page for page in self.env.found_docs if re.fullmatch(rf"{re.escape(folder)}/\w-{name}", page)]
            if len(pages) != 1:
                raise self.error(f"cases: “{name}” needs one page in {folder}, named by its letter; found: {pages}")
            link = pending_xref(
                "", nodes.inline("", f"{Path(pages[0]).name[0].upper()}. {plan.name}"), refdomain="std", reftype="doc",
                reftarget=f"/{pages[0]}", refexplicit=True, refdoc=self.env.docname, refwarn=True,
            )  # fmt: skip
            rows.append((link, plan.place.partition(", ")[0], *case_page.in_a_line(plan, forecast(plan))))
        caption = _("The six cases, amounts in thousand roubles. All figures are illustrative.")
        return [
            table(
                Table(
                    caption,
                    (_("Case"), _("Where"), *case_page.HEADS),
                    tuple(rows),
                    frozenset(range(2, 7)),
                    widths=WIDTHS,
                )
            )
        ]


def table(content: Table) -> nodes.table:
    """A table as docutils has it: numbers at the right, sums in bold, the caption above."""
    columns = len(content.heads)
    widths = content.widths or (1 / columns,) * columns
    group = nodes.tgroup("", *[nodes.colspec(colwidth=round(100 * one)) for one in widths], cols=columns)

    def row(cells: tuple, strong: bool = False) -> nodes.row:
        made = nodes.row()
        for place, cell in enumerate(cells):
            inside = cell if isinstance(cell, nodes.Node) else nodes.Text(cell)
            inside = nodes.strong("", "", inside) if strong else inside
            entry = nodes.entry("", nodes.paragraph("", "", inside))
            if place in content.right:
                entry["classes"].append("text-right")
            made += entry
        return made

    group += nodes.thead("", row(content.heads))
    group += nodes.tbody("", *[row(cells, number in content.strong) for number, cells in enumerate(content.rows)])
    return nodes.table("", nodes.title("", content.caption), group, classes=["numbers"])


def without_numbers(_app: Sphinx, config: Config) -> None:
    """Captions say what a table shows. Jupyter Book's part for LaTeX numbers them whatever the settings say."""
    config["numfig"] = False


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("case", Case)
    app.add_directive("cases", Cases)
    app.connect("config-inited", without_numbers, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
