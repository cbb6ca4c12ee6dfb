"""Facts of law in pages: `{fact}`, `{fact-value}`, and the tables `{law-packs}` and `{law-facts} ru-2026`.

A fact is printed with its day and mark, and with its warning where it is not confirmed; `{fact-value}` gives the
number alone and refuses such a fact. `{law-facts}` refuses a pack that `venture law check` would refuse on the day of
the build, so that a book with a law that has ended is not published. ``SOURCE_DATE_EPOCH`` sets that day.
"""

from __future__ import annotations

import datetime
import os

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from school.book.cases import table
from venture.export.document_blocks import Table
from venture.law import load, names, uses
from venture.law.check import check
from venture.law.pack import Fact, Pack, said
from venture.law.shipped import HERE
from venture.words import _


class FactRole(SphinxRole):
    """``{fact}`ru-2026 vat_free_limit```, and the same for ``{fact-value}``."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.shown = shown

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            pack, key = self.text.split()
            made = uses.fact(pack, key) if self.shown == "fact" else uses.fact_value(pack, key)
            return [nodes.inline(self.text, made, classes=["law-fact"])], []
        except (LookupError, ValueError) as error:
            message = self.inliner.reporter.error(f"{self.shown}: {error.args[0]}", line=self.lineno)
            return [nodes.problematic(self.rawtext, self.rawtext)], [message]


class LawPacks(SphinxDirective):
    """The table of all packs: when checked, how many facts of each mark, which forms."""

    def run(self) -> list[nodes.Node]:
        rows = []
        for pack in map(load, names()):
            marks = [str(sum(one.conf == mark for one in pack.facts.values())) for mark in "ABCN"]
            rows.append((f"{pack.title} ({pack.name})", _day(pack.pack.checked_on), *marks, str(len(pack.forms))))
        heads = (_("Pack"), _("Checked on"), "A", "B", "C", "N", _("Forms"))
        caption = _("Packs that come with the kit, with the number of facts of each mark")
        return [table(Table(caption, heads, tuple(rows), frozenset(range(2, 7)), widths=(0.36, 0.18, 0.08, 0.08, 0.08, 0.08, 0.14)))]  # fmt: skip


class LawFacts(SphinxDirective):
    """``{law-facts} ru-2026``: every fact with its value, day, mark, sources and what must be known about it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        try:
            pack = load(self.arguments[0])
        except LookupError as error:
            raise self.error(f"law-facts: {error.args[0]}") from None
        if wrong := check(HERE / f"{pack.name}.yaml", build_day()):
            raise self.error(f"law-facts: {pack.name}: {wrong[0]}")
        rows = tuple((_what(pack, one), one.shown, _when(one), _sources(pack, one)) for one in pack.facts.values())
        heads = (_("Fact"), _("Value"), _("As of, mark"), _("Source"))
        caption = _("{pack}, in {currency}. Check before you rely on it.").format(pack=pack.title, currency=pack.currency)  # fmt: skip
        return [table(Table(caption, heads, rows, widths=(0.38, 0.18, 0.16, 0.28)))]


def build_day() -> datetime.date:
    """The day that the build counts as today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (
        datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date() if epoch.isdigit() else datetime.date.today()
    )


def _day(day: datetime.date) -> str:
    return day.isoformat().replace("-", "\u2011")  # does not break in a narrow column


def _what(pack: Pack, one: Fact) -> str:
    later = _("Later: {values}.").format(values=one.later) if one.later else ""
    return " ".join(filter(None, [said(one.name) + ".", pack.text(one.note), later]))


def _when(one: Fact) -> str:
    parts = [_day(one.as_of), *([_("until {day}").format(day=_day(one.valid_to))] if one.valid_to else [])]
    return ", ".join([*parts, one.conf]) + (f": {one.warning}" if one.warning else "")


def _sources(pack: Pack, one: Fact) -> nodes.Node:
    """The sources as links, one after another."""
    made = nodes.inline()
    for place, key in enumerate(one.src):
        source = pack.sources[key]
        if place:
            made += nodes.Text("; ")
        made += nodes.reference("", source.title, refuri=source.url) if source.url else nodes.Text(source.title)
    return made


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_role("fact", FactRole("fact"))
    app.add_role("fact-value", FactRole("fact-value"))
    app.add_directive("law-packs", LawPacks)
    app.add_directive("law-facts", LawFacts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
