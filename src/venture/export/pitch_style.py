"""What the slides have in common: size, colours, master, footers, and how a chart is set."""

from __future__ import annotations

import copy
import datetime
import re
from typing import TYPE_CHECKING, Any

from venture.export.pitch_blocks import HIGH, LEFT, TOP, WIDE, Box, Chart
from venture.export.words import FONT, INK, ORANGE, PALE, RULE, SOFT, TEAL, language, plain
from venture.numbers import MINUS
from venture.plan import Plan
from venture.words import _

if TYPE_CHECKING:
    from pptx.presentation import Presentation

SLIDE = Box(0, 0, 13.333, 7.5)
LABELLED = 12  # columns that have room for their numbers
KEPT = ("Title and Content", "Title Only")
THEME = {
    "dk1": INK, "lt1": "ffffff", "dk2": TEAL, "lt2": PALE, "accent1": TEAL, "accent2": ORANGE, "accent3": SOFT,
    "accent4": "2f6fa5", "accent5": "8a6d1d", "accent6": "6b4c86", "hlink": TEAL, "folHlink": SOFT,
}  # fmt: skip


def inches(value: float) -> int:
    from pptx.util import Inches

    return Inches(value)


def points(value: float) -> int:
    from pptx.util import Pt

    return Pt(value)


def emu(box: Box) -> tuple[int, int, int, int]:
    return tuple(inches(value) for value in (box.x, box.y, box.w, box.h))


def qualified(tag: str) -> str:
    from pptx.oxml.ns import qn

    return qn(tag)


def signed(format: str) -> str:
    return f'{format};"{MINUS}"{format}'


def colour(value: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(value.upper())


def prepare(pptx: Presentation, plan: Plan, today: datetime.date) -> None:
    pptx.slide_width, pptx.slide_height = inches(SLIDE.w), inches(SLIDE.h)
    for layout in list(pptx.slide_layouts):
        if layout.name not in KEPT:
            pptx.slide_layouts.remove(layout)
    _theme(pptx)
    _master(pptx)
    properties = pptx.core_properties
    properties.title, properties.author = plain(plan.name)[:250], plain(plan.who)[:250]
    properties.last_modified_by = properties.author
    properties.created = properties.modified = datetime.datetime.combine(today, datetime.time())
    properties.subject, properties.language = _("Pitch"), language()


def _theme(pptx: Presentation) -> None:
    """The kit's colours and font in the theme, so that what people add looks alike."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = pptx.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    for name, value in THEME.items():
        text = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{value.upper()}"/>\g<2>', text, flags=re.S
        )
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*"', rf'\g<1>{FONT}"', text)
    part._blob = text.encode("utf-8")


def _master(pptx: Presentation) -> None:
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    master = pptx.slide_master
    places = {
        PP_PLACEHOLDER.TITLE: Box(LEFT, 0.82, WIDE, 1.15), PP_PLACEHOLDER.BODY: Box(LEFT, TOP, WIDE, HIGH),
        PP_PLACEHOLDER.FOOTER: Box(LEFT, 6.86, 4.2, 0.4), PP_PLACEHOLDER.SLIDE_NUMBER: Box(LEFT + WIDE - 1.5, 6.86, 1.5, 0.4),
        PP_PLACEHOLDER.DATE: Box(LEFT + 8, 6.86, 2, 0.4),
    }  # fmt: skip
    for holder in (master, *pptx.slide_layouts):
        for shape in holder.placeholders:
            if holder is master or shape._element.spPr.find(qn("a:xfrm")) is not None:
                kind = shape.placeholder_format.type
                kind = PP_PLACEHOLDER.BODY if kind == PP_PLACEHOLDER.OBJECT else kind
                shape.left, shape.top, shape.width, shape.height = emu(places[kind])
    for shape in master.placeholders:
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        body = frame._txBody.bodyPr
        for fit in body.findall(qn("a:normAutofit")):
            body.remove(fit)
        is_text = shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.BODY)
        body.set("anchor", "t" if is_text else "ctr")
        for level in () if is_text else frame._txBody.iter(qn("a:lvl1pPr")):
            level.set("algn", "r" if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER else "l")
            for run in level.iter(qn("a:defRPr")):
                run.set("sz", "1400")
                for fill in run.findall(qn("a:solidFill")):
                    run.remove(fill)
                run.insert(0, parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{SOFT.upper()}"/></a:solidFill>'))
    styles = master._element.find(qn("p:txStyles"))
    styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr")).set("algn", "l")
    first = styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr"))
    first.set("marL", "0")
    first.set("indent", "0")
    for bullet in first.findall(qn("a:buChar")):
        bullet.addprevious(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
        first.remove(bullet)
    _edge(master)


def _edge(master: Any) -> None:
    """A band at the left of every slide."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    tree = master.shapes._spTree
    tree.insert(2, parse_xml(f"""
<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{inches(0.28)}" cy="{inches(SLIDE.h)}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>
<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"""))  # fmt: skip


def placeholders(slide: Any) -> tuple[Any, Any]:
    """Footer and slide number, taken over from the layout: a new slide has none."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    wanted = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type in wanted:
            made = copy.deepcopy(shape._element)
            made.nvSpPr.cNvPr.set("id", str(max(int(one.shape_id) for one in slide.shapes) + 1))
            slide.shapes._spTree.append(made)
    there = {shape.placeholder_format.type: shape for shape in slide.placeholders}
    return there.get(wanted[0]), there.get(wanted[1])


def alt(frame: Any, title: str, text: str) -> None:
    """What a screen reader says in place of a chart, a table or a picture."""
    described = frame._element.nvGraphicFramePr.cNvPr
    described.set("name", plain(title)[:60] or "Figure")
    described.set("descr", plain(text))


def decorative(shape: Any) -> None:
    """Nothing to read out: an edge, an arrow."""
    from pptx.oxml import parse_xml

    described = shape._element.nvSpPr.cNvPr
    shape.name = "Decoration"
    described.append(parse_xml(
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
        ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    ))  # fmt: skip


def no_marker() -> Any:
    from pptx.enum.chart import XL_MARKER_STYLE

    return XL_MARKER_STYLE.NONE


def axes(chart: Any, block: Chart) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK

    values, names = chart.value_axis, chart.category_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # below negative bars, not across them
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = colour(INK)
    names.tick_labels.font.size = points(16)
    names.has_major_gridlines = False
    if block.kind == "lines":
        values.major_gridlines.format.line.color.rgb = colour(RULE)
        values.format.line.fill.background()
        values.tick_labels.font.size, values.tick_labels.number_format = points(16), signed(block.format)
        values.tick_labels.number_format_is_linked = False
        _one_label_a_year(names, len(block.categories))
        return
    many = len(block.categories) * len(block.series)
    values.has_major_gridlines = values.visible = many > LABELLED
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = (40, -5) if block.kind == "columns" else (45, 0)
    if many > LABELLED:  # a scale is read more easily than so many small numbers
        values.format.line.fill.background()
        values.tick_labels.font.size, values.tick_labels.number_format = points(16), signed(block.format)
        values.tick_labels.number_format_is_linked = False
        values.major_gridlines.format.line.color.rgb = colour(RULE)
        names.tick_labels.font.size = points(14)
        return
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = signed(block.format), False
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = points(16 if many <= 6 else 14)
    if block.kind == "bars":
        names.reverse_order = True  # the first on top
        labels.font.size, labels.font.bold = points(20), True
        names.tick_labels.font.size = points(18)


def _one_label_a_year(axis: Any, count: int) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "mmm yy", False
    years = 1 if count <= 62 else 2
    element = axis._element
    for tag in ("baseTimeUnit", "majorUnit", "majorTimeUnit"):
        for old in element.findall(qualified(f"c:{tag}")):
            element.remove(old)
    for tag, value in (("baseTimeUnit", "months"), ("majorUnit", str(12 * years)), ("majorTimeUnit", "months")):
        element.append(parse_xml(f'<c:{tag} {nsdecls("c")} val="{value}"/>'))
