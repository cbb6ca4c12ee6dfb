"""The business plan as a .docx: the student's own words, the engine's numbers, figures with alt text.

    >>> write_document(plan, Path("plan.docx"))

``document_sections`` says what stands in it, as plain data; ``document_style`` how it looks; this file puts one on the
other. Numbers are worked out at the moment of writing and are never typed.
"""

from __future__ import annotations

import datetime
import io
from functools import singledispatchmethod
from pathlib import Path
from typing import TYPE_CHECKING

from venture.export import document_doubts, figures
from venture.export import document_style as style
from venture.export.document_blocks import Line, Missing, Section, Table, Under, Words
from venture.export.document_doubts import Doubt
from venture.export.document_sections import sections
from venture.export.words import first_words, language, plain, unit
from venture.faces.figure import Picture
from venture.files import write_atomic
from venture.forecast import forecast
from venture.plan import Plan
from venture.words import _

if TYPE_CHECKING:
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

POINTS = 28.35  # in a cm
WIDE_SIGN = 0.56  # of the font's size: a digit, and a little more
SMALLEST, USUAL = 5.0, 8.5  # points of a number in a table
TOGETHER = 9  # rows of a table that stay on one page


def write_document(
    plan: Plan, path: Path | str, with_requested: bool = False, today: datetime.date | None = None
) -> tuple[Doubt, ...]:
    """Write the business plan.

    Args:
        plan: a plan as `venture.plan.load` gives it.
        path: where to; a file that is there is replaced in one step.
        with_requested: count grants that are requested but not agreed.
        today: the date on the title page.

    Returns:
        Numbers in the student's words that the plan does not know.
    """
    f = forecast(plan, with_requested=with_requested)
    paper = Paper(plan, today or datetime.date.today())
    paper.cover()
    parts = sections(plan, f, with_requested)
    paper.contents(parts)
    for place, part in enumerate(parts):
        paper.section(part, place)
    write_atomic(Path(path), paper.bytes())
    return document_doubts.doubts(plan, f)


class Paper:
    """A document in the making."""

    def __init__(self, plan: Plan, today: datetime.date) -> None:
        from docx import Document

        self.plan, self.today = plan, today
        self.docx = Document()
        style.prepare(self.docx, plan.name, plan.who, today)
        self.wide = False
        self.count = {"Table": 0, "Figure": 0}
        self.looks: dict[str, str] = {}
        self._footer()

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.docx.save(buffer)
        return buffer.getvalue()

    # --- words

    def paragraph(self, text: str = "", look: str = "Normal") -> Paragraph:
        made = self.docx.add_paragraph()
        if look != "Normal":
            self._look(made, look)
        if text:
            self._run(made, text)
        return made

    def _look(self, paragraph: Paragraph, name: str) -> None:
        """A style by its name; python-docx searches all of them for each paragraph."""
        if name not in self.looks:
            self.looks[name] = self.docx.styles[name].style_id
        paragraph._p.style = self.looks[name]

    def _run(self, paragraph: Paragraph, text: str, bold: bool = False, size: float = 0.0) -> None:
        from docx.shared import Pt

        text = plain(text)
        run = paragraph.add_run(text)
        if bold:
            run.bold = True
        if size:
            run.font.size = Pt(size)
        if (spoken := language(text)) != language():
            style.element(run._r.get_or_add_rPr(), "w:lang", val=spoken)

    # --- first pages

    def cover(self) -> None:
        from docx.shared import Pt

        plan = self.plan
        self.paragraph(plan.name, "Title").paragraph_format.space_before = Pt(170)
        self.paragraph(_("Business plan"), "Subtitle")
        months = (_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
                  _("September"), _("October"), _("November"), _("December"))  # fmt: skip
        dated = f"{self.today.day} {months[self.today.month - 1]} {self.today.year}"
        for text in (plan.who, plan.form, plan.place, dated):
            if text.strip():
                self.paragraph(text, "Cover Text")
        if plan.illustrative:
            self.paragraph(_("Illustrative figures: made up for teaching, not a real venture."), "Illustrative")
        note = self.paragraph(_("Amounts are in {unit}.").format(unit=unit(plan)), "Note")
        note.paragraph_format.space_before = Pt(18)

    def contents(self, parts: tuple[Section, ...]) -> None:
        """A real table of contents: a field with entries that lead to the headings.

        Which page a heading is on is known to the program that lays out the pages; it adds the numbers.
        """
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Cm

        heading = self.paragraph(_("Contents"), "Contents Heading")
        heading.paragraph_format.page_break_before = True
        tabs = self.docx.styles["toc 1"].paragraph_format.tab_stops
        tabs.add_tab_stop(Cm(style.NUMBER))
        tabs.add_tab_stop(Cm(style.room(wide=False)), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        for place, part in enumerate(parts):
            entry = self.paragraph(look="toc 1")
            if not place:
                style.element(entry.add_run()._r, "w:fldChar", fldCharType="begin")
                style.element(entry.add_run()._r, "w:instrText").text = ' TOC \\o "1-1" \\h \\z \\u '
                style.element(entry.add_run()._r, "w:fldChar", fldCharType="separate")
            number = "" if part.appendix else f"{place + 1}"
            self._run(entry, f"{number}\t{part.title}")
            link = style.element(entry._p, "w:hyperlink", anchor=_anchor(place), history="1")
            link.append(entry.runs[-1]._r)
            if place == len(parts) - 1:
                style.element(entry.add_run()._r, "w:fldChar", fldCharType="end")

    def _footer(self) -> None:
        """The plan's name, the mark, the page; none on the title page."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Cm

        first = self.docx.sections[0]
        first.different_first_page_header_footer = True
        self._fill_footer(first.footer.paragraphs[0], wide=False)
        stops = self.docx.styles["Footer"].paragraph_format.tab_stops
        stops.add_tab_stop(Cm(style.room(wide=False)), WD_TAB_ALIGNMENT.RIGHT)

    def _fill_footer(self, foot: Paragraph, wide: bool) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Cm

        if wide:
            foot.paragraph_format.tab_stops.add_tab_stop(Cm(style.room(wide=False)), WD_TAB_ALIGNMENT.CLEAR)
            foot.paragraph_format.tab_stops.add_tab_stop(Cm(style.room(wide=True)), WD_TAB_ALIGNMENT.RIGHT)
        mark = " · " + _("Illustrative figures") if self.plan.illustrative else ""
        self._run(foot, first_words(self.plan.name, 60) + mark + "\t")
        style.field(foot, "PAGE", "1")
        foot.add_run(" / ")
        style.field(foot, "NUMPAGES", "1")

    # --- sections

    def section(self, part: Section, place: int) -> None:
        turned = part.wide != self.wide
        if turned:
            self._turn(part.wide)
        heading = self.docx.add_heading(level=1)
        self._run(heading, part.title)
        if part.appendix:
            style.unnumbered(heading)
        if part.new_page and not turned:
            heading.paragraph_format.page_break_before = True
        _bookmark(heading, _anchor(place), place)
        for block in part.blocks:
            self.put(block)

    def _turn(self, wide: bool) -> None:
        from docx.enum.section import WD_SECTION

        made = self.docx.add_section(WD_SECTION.NEW_PAGE)
        made.different_first_page_header_footer = False
        style.page(made, wide)
        made.footer.is_linked_to_previous = False
        self._fill_footer(made.footer.paragraphs[0], wide)
        self.wide = wide

    @singledispatchmethod
    def put(self, block: object) -> None:
        raise TypeError(block)

    @put.register
    def _put_words(self, block: Words) -> None:
        for part in block.text.split("\n"):
            if part.strip():
                self.paragraph(part.strip())

    @put.register
    def _put_line(self, block: Line) -> None:
        self.paragraph(block.text)

    @put.register
    def _put_missing(self, block: Missing) -> None:
        self.paragraph(_("To write: {this}").format(this=block.text), "To Write")

    @put.register
    def _put_under(self, block: Under) -> None:
        self._run(self.docx.add_heading(level=2), block.title)

    @put.register
    def _put_picture(self, block: Picture) -> None:
        from docx.shared import Inches

        shown = self.docx.add_picture(io.BytesIO(figures.png(block)), width=Inches(figures.WIDTH))
        self._look(self.docx.paragraphs[-1], "Figure")
        for side in ("distT", "distB", "distL", "distR"):
            shown._inline.set(side, "0")  # else some programs leave a gap
        shown._inline.docPr.set("descr", plain(block.alt))
        shown._inline.docPr.set("title", plain(block.caption))
        self._caption("Figure", _("Figure"), block.caption, "Figure Caption")

    def _caption(self, kind: str, word: str, text: str, look: str) -> None:
        self.count[kind] += 1
        made = self.paragraph(f"{word} ", look)
        style.field(made, f"SEQ {kind} \\* ARABIC", str(self.count[kind]))
        self._run(made, f". {text}")

    # --- tables

    @put.register
    def _put_table(self, block: Table) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Cm

        self._caption("Table", _("Table"), block.caption, "Caption")
        made = self.docx.add_table(rows=0, cols=len(block.heads), style=style.TABLE)
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        look = made._tbl.tblPr
        for old in look.findall(style.qualified("w:tblLook")):
            look.remove(old)
        style.element(look, "w:tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noHBand="1", noVBand="1")  # fmt: skip
        style.element(look, "w:tblCaption", val=plain(block.caption))
        style.element(look, "w:tblDescription", val=_("Columns: {heads}.").format(heads=plain(", ".join(filter(None, block.heads)))))  # fmt: skip
        widths = self._widths(block)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        size, head_size = _size(block, widths), _head_size(block, widths)
        head = made.add_row()
        style.element(head._tr.get_or_add_trPr(), "w:cantSplit")
        style.element(head._tr.get_or_add_trPr(), "w:tblHeader")
        self._fill(head, block.heads, block, widths, head_size, head=True)
        for place, cells in enumerate(block.rows):
            row = made.add_row()
            style.element(row._tr.get_or_add_trPr(), "w:cantSplit")
            last = place == len(block.rows) - 1
            # A short table stays on one page; a long one does not leave its last row alone.
            keep = not last and (len(block.rows) <= TOGETHER or self.wide or place in (0, len(block.rows) - 2))
            self._fill(
                row, cells, block, widths, size, strong=place in block.strong, keep=keep or (last and bool(block.note))
            )
        if block.note:
            self.paragraph(block.note, "Note")
        else:
            self.paragraph(look="Note").paragraph_format.space_after = 0

    def _widths(self, block: Table) -> list[float]:
        shares = block.widths or [1 / len(block.heads)] * len(block.heads)
        return [style.room(self.wide) * one / sum(shares) for one in shares]

    def _fill(
        self, row: _Row, cells: tuple[str, ...], block: Table, widths: list[float], size: float,
        head: bool = False, strong: bool = False, keep: bool = False,
    ) -> None:  # fmt: skip
        from docx.shared import Cm

        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Cm(widths[place])
            right = place in block.right
            look = {(False, False): "Table Text", (False, True): "Table Number", (True, False): "Table Head", (True, True): "Table Head Number"}  # fmt: skip
            paragraph = cell.paragraphs[0]
            self._look(paragraph, look[head, right])
            if keep:
                paragraph.paragraph_format.keep_with_next = True
            self._run(paragraph, text, bold=strong, size=size)


def _size(block: Table, widths: list[float]) -> float:
    """The largest size at which no number breaks; 0 for the usual one."""
    size = USUAL
    for place in block.right:
        longest = max(
            (len(row[place]) for row in block.rows if not any(sign.isalpha() for sign in row[place])), default=0
        )
        if longest:
            size = min(size, (widths[place] * POINTS - 11) / (WIDE_SIGN * longest))
    return 0.0 if size >= USUAL else max(SMALLEST, int(2 * size) / 2)


def _head_size(block: Table, widths: list[float]) -> float:
    """The largest size at which no word of the heads breaks."""
    words = [(max(map(len, head.split(" "))), place) for place, head in enumerate(block.heads)]
    size = min((widths[place] * POINTS - 11) / (WIDE_SIGN * 1.1 * longest) for longest, place in words if longest)
    return 0.0 if size >= USUAL else max(SMALLEST, int(2 * size) / 2)


def _anchor(place: int) -> str:
    return f"_Toc{place + 1:03d}"


def _bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    begin = style.element(paragraph._p, "w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, begin)
    style.element(paragraph._p, "w:bookmarkEnd", id=str(number))
