"""The pitch as a .pptx: ten slides for five minutes, with charts that PowerPoint can edit, and speaker notes.

    >>> write_pitch(plan, Path("plan.pptx"))

``pitch_slides`` says what stands on them, as plain data; ``pitch_fit`` how much text a box has room for; ``pitch_style``
what the slides have in common; this file draws.
"""

from __future__ import annotations

import datetime
import io
from functools import singledispatchmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venture.export import pitch_style as style
from venture.export.pitch_blocks import LEFT, WIDE, Box, Card, Chart, Grid, Panel, Slide, Step, Text
from venture.export.pitch_fit import cut, fitted, height
from venture.export.pitch_slides import slides
from venture.export.words import INK, ORANGE, PALE, SOFT, TEAL, language, plain
from venture.files import write_atomic
from venture.forecast import forecast
from venture.plan import Plan
from venture.words import _

if TYPE_CHECKING:
    from pptx.chart.series import _BaseCategorySeries
    from pptx.text.text import TextFrame

LEAST, SMALL, TITLE, NUMBER = 20, 14, (34, 30, 28), (34, 30, 26)  # points; small is for the foot alone
WHITE = "ffffff"
PAD = 0.15


def write_pitch(plan: Plan, path: Path | str, with_requested: bool = False, today: datetime.date | None = None) -> None:
    """Write the pitch.

    Args:
        plan: a plan as `venture.plan.load` gives it.
        path: where to; a file that is there is replaced in one step.
        with_requested: count grants that are requested but not agreed.
        today: the file's date.
    """
    f = forecast(plan, with_requested=with_requested)
    deck = Deck(plan, today or datetime.date.today())
    for slide in slides(plan, f, with_requested):
        deck.add(slide)
    write_atomic(Path(path), deck.bytes())


class Deck:
    """A presentation in the making."""

    def __init__(self, plan: Plan, today: datetime.date) -> None:
        from pptx import Presentation

        self.plan = plan
        self.pptx = Presentation()
        style.prepare(self.pptx, plan, today)
        self.slide: Any = None
        self.text_is_placed = False

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.pptx.save(buffer)
        return buffer.getvalue()

    def add(self, slide: Slide) -> None:
        has_text = any(isinstance(block, Text) for block in slide.blocks)
        self.slide = self.pptx.slides.add_slide(self.pptx.slide_layouts[0 if has_text else 1])
        self.text_is_placed = False
        title, size = fitted([slide.title], WIDE - 0.1, 1.1, TITLE, bold=True)
        self._write(self.slide.shapes.title.text_frame, title, size, INK, bold=True)
        kicker = self._box(
            Box(LEFT, 0.35, WIDE, 0.5), _("{n}  {kicker}").format(n=len(self.pptx.slides), kicker=slide.kicker)
        )
        self._write(kicker.text_frame, [f"{len(self.pptx.slides)}  {cut(slide.kicker, WIDE - 1, 0.45, LEAST, bold=True)}"], LEAST, TEAL, bold=True)  # fmt: skip
        for block in slide.blocks:
            self.put(block)
        self._foot()
        self.slide.notes_slide.notes_text_frame.text = plain(_notes(slide))

    def _foot(self) -> None:
        footer, number = style.placeholders(self.slide)
        self._write(footer.text_frame, [cut(self.plan.name, 3.9, 0.3, SMALL)], SMALL, SOFT)
        number.name = "Slide number"
        if self.plan.illustrative:
            mark = self._box(Box(LEFT + WIDE / 2 - 1.6, 6.86, 3.2, 0.4), _("Illustrative figures"))
            mark.line.color.rgb, mark.line.width = style.colour(ORANGE), style.points(1.5)
            self._write(mark.text_frame, [_("Illustrative figures")], SMALL, ORANGE, bold=True, centre=True)

    # --- words

    def _box(self, box: Box, name: str = "") -> Any:
        made = self.slide.shapes.add_textbox(*style.emu(box))
        made.name = plain(name or "Text")[:60]
        frame = made.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return made

    def _shape(self, box: Box, kind: Any, fill: str) -> Any:
        made = self.slide.shapes.add_shape(kind, *style.emu(box))
        made.fill.solid()
        made.fill.fore_color.rgb = style.colour(fill)
        made.line.fill.background()
        made._element.remove(made._element.find(style.qualified("p:style")))  # shadows
        frame = made.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = style.inches(PAD)
        frame.margin_top = frame.margin_bottom = style.inches(0.08)
        return made

    def _write(
        self, frame: TextFrame, texts: list[str], size: float, ink: str, *, bold: bool = False, centre: bool = False,
        after: float = 0.0,
    ) -> None:  # fmt: skip
        """Paragraphs in place of what the frame holds."""
        frame.clear()
        for place, text in enumerate(texts):
            self._paragraph(
                frame.paragraphs[0] if not place else frame.add_paragraph(), text, size, ink, bold, centre, after
            )

    def _paragraph(
        self, paragraph: Any, text: str, size: float, ink: str, bold: bool = False, centre: bool = False, after: float = 0.0
    ) -> None:  # fmt: skip
        from pptx.enum.text import PP_ALIGN

        run = paragraph.add_run()
        run.text = plain(text).replace("\n", " ").replace("\t", " ")
        run.font.size, run.font.bold, run.font.color.rgb = style.points(size), bold, style.colour(ink)
        run._r.get_or_add_rPr().set("lang", language(text))
        paragraph.alignment = PP_ALIGN.CENTER if centre else PP_ALIGN.LEFT
        paragraph.space_before, paragraph.space_after, paragraph.line_spacing = 0, style.points(after), 1.0

    # --- blocks

    @singledispatchmethod
    def put(self, block: object) -> None:
        raise TypeError(block)

    @put.register
    def _put_text(self, block: Text) -> None:
        """The slide's own text stands in its placeholder, where outlines and screen readers look for it."""
        if self.text_is_placed:
            shape = self._box(block.box)
        else:
            shape = next(one for one in self.slide.placeholders if one.placeholder_format.idx == 1)
            shape.left, shape.top, shape.width, shape.height = style.emu(block.box)
            self.text_is_placed = True
        texts, size = fitted(block.sentences, block.box.w - 0.05, block.box.h)
        self._write(shape.text_frame, texts, size, INK, after=8)

    @put.register
    def _put_card(self, block: Card) -> None:
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.enum.text import MSO_ANCHOR

        made = self._shape(block.box, MSO_SHAPE.RECTANGLE, PALE)
        made.name = plain(block.label)[:60] or "Card"
        made.text_frame.margin_left = style.inches(PAD + 0.1)
        room = block.box.w - 2 * PAD - 0.15
        number, size = fitted([block.number], room, 0.6, NUMBER, bold=True)
        left = block.box.h - 0.16 - height(number, room, size, bold=True)
        self._write(made.text_frame, number, size, TEAL, bold=True)
        self._paragraph(made.text_frame.add_paragraph(), cut(block.label, room, left, LEAST), LEAST, INK)
        made.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._edge(Box(block.box.x, block.box.y, 0.07, block.box.h))

    def _edge(self, box: Box) -> None:
        from pptx.enum.shapes import MSO_SHAPE

        style.decorative(self._shape(box, MSO_SHAPE.RECTANGLE, TEAL))

    @put.register
    def _put_step(self, block: Step) -> None:
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.enum.text import MSO_ANCHOR

        made = self._shape(block.box, MSO_SHAPE.RECTANGLE, PALE)
        made.name = plain(block.title)[:60]
        room = block.box.w - 2 * PAD - 0.05
        self._write(made.text_frame, [block.title], LEAST, TEAL, bold=True)
        text = cut(block.text, room, block.box.h - 0.25 - height([block.title], room, LEAST), LEAST)
        self._paragraph(made.text_frame.add_paragraph(), text, LEAST, INK)
        made.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        if block.leads_on:
            at = Box(block.box.x + block.box.w + 0.06, block.box.y + block.box.h / 2 - 0.2, 0.33, 0.4)
            style.decorative(self._shape(at, MSO_SHAPE.RIGHT_ARROW, TEAL))

    @put.register
    def _put_panel(self, block: Panel) -> None:
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.enum.text import MSO_ANCHOR

        made = self._shape(block.box, MSO_SHAPE.RECTANGLE, TEAL)
        made.name = plain(block.title)[:60]
        frame = made.text_frame
        frame.margin_left = frame.margin_right = style.inches(0.35)
        room = block.box.w - 0.75
        title, size = fitted([block.title], room, 1.6, (44, 38, 32, 28, 24), bold=True)
        texts, small = fitted(block.lines, room, block.box.h - 0.5 - height(title, room, size, bold=True), (24, 22, 20))
        self._write(frame, title, size, WHITE, bold=True, after=12)
        for text in texts:
            self._paragraph(frame.add_paragraph(), text, small, WHITE, after=8)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE

    @put.register
    def _put_chart(self, block: Chart) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

        # A true minus, as everywhere else.
        data = CategoryChartData(number_format=style.signed(block.format))
        data.categories = [plain(one) if isinstance(one, str) else one for one in block.categories]
        for one in block.series:
            data.add_series(plain(one.name), [round(value, 6) + 0.0 for value in one.values])
        kinds = {"columns": XL_CHART_TYPE.COLUMN_CLUSTERED, "bars": XL_CHART_TYPE.BAR_CLUSTERED, "lines": XL_CHART_TYPE.LINE}  # fmt: skip
        frame = self.slide.shapes.add_chart(kinds[block.kind], *style.emu(block.box), data)
        style.alt(frame, block.title, block.alt)
        chart = frame.chart
        chart.font.size, chart.font.color.rgb, chart.font.name = style.points(16), style.colour(INK), style.FONT
        chart.has_title = True
        chart.chart_title.include_in_layout = False
        self._write(chart.chart_title.text_frame, [block.title], LEAST, INK, bold=True)
        chart.has_legend = len(block.series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
            chart.legend.font.size = style.points(16 if block.kind == "columns" else 14)
        for drawn, one in zip(chart.plots[0].series, block.series, strict=True):
            _dress(drawn, one.look)
        style.axes(chart, block)

    @put.register
    def _put_grid(self, block: Grid) -> None:
        widths = [block.box.w * one for one in block.widths]
        cells = _shortened(block, widths)
        frame = self.slide.shapes.add_table(len(cells) + 1, len(block.heads), *style.emu(block.box))
        style.alt(frame, block.heads[0], block.alt)
        table = frame.table
        for place, wide in enumerate(widths):
            table.columns[place].width = style.inches(wide)
        for number, row in enumerate((block.heads, *cells)):
            table.rows[number].height = style.inches(_tall(row, widths, bold=not number))
            for place, text in enumerate(row):
                self._cell(table.cell(number, place), text, head=not number, right=place in block.right)

    def _cell(self, cell: Any, text: str, head: bool, right: bool) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        cell.margin_left = cell.margin_right = style.inches(CELL)
        cell.margin_top = cell.margin_bottom = style.inches(0.05)
        self._write(cell.text_frame, [text], LEAST, WHITE if head else INK, bold=head)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE if head else MSO_ANCHOR.TOP
        if right:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


CELL = 0.12


def _tall(row: tuple[str, ...], widths: list[float], bold: bool = False) -> float:
    return 0.12 + max(
        height([text], wide - 2 * CELL - 0.02, LEAST, bold=bold) for text, wide in zip(row, widths, strict=True)
    )


def _shortened(block: Grid, widths: list[float]) -> list[tuple[str, ...]]:
    """Cells cut, and rows left out at the end, until the table is not taller than its box."""
    for most in (4, 3, 2):
        room = most * LEAST * 1.2 / 72 + 0.01
        cells = [
            tuple(cut(text, wide - 2 * CELL - 0.02, room, LEAST) for text, wide in zip(row, widths, strict=True)) for row in block.rows
        ]  # fmt: skip
        if _all_tall(block, cells, widths) <= block.box.h:
            return cells
    while len(cells) > 1 and _all_tall(block, cells, widths) > block.box.h:
        cells.pop()
    return cells


def _all_tall(block: Grid, cells: list[tuple[str, ...]], widths: list[float]) -> float:
    return _tall(block.heads, widths, bold=True) + sum(_tall(row, widths) for row in cells)


def _dress(series: _BaseCategorySeries, look: str) -> None:
    """Colour, and beside it a hatch or dashes that say the same."""
    from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE

    if look in ("full", "hatched"):
        series.invert_if_negative = False
        if look == "full":
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = style.colour(TEAL)
            return
        series.format.fill.patterned()
        series.format.fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        series.format.fill.fore_color.rgb, series.format.fill.back_color.rgb = style.colour(ORANGE), style.colour(WHITE)
        series.format.line.color.rgb = style.colour(ORANGE)
        return
    series.smooth = False
    series.marker.style = style.no_marker()
    line = series.format.line
    line.width = style.points(3.5 if look == "line" else 2.5)
    line.color.rgb = style.colour({"line": TEAL, "dashes": INK, "dots": ORANGE}[look])
    if look != "line":
        line.dash_style = MSO_LINE_DASH_STYLE.DASH if look == "dashes" else MSO_LINE_DASH_STYLE.ROUND_DOT


def _notes(slide: Slide) -> str:
    said = "\n".join(text for text in slide.say if text.strip()) or slide.title
    asked = "\n".join(f"– {text}" for text in slide.ask)
    return "\n\n".join((_("Say, in half a minute:") + "\n" + said, _("A funder will ask:") + "\n" + asked))
