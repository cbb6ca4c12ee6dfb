"""How the document looks: page, styles, fields. Every look is a named style, so that Word's own tools find it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from venture.export.words import FONT, INK, ORANGE, PALE, RULE, SOFT, TEAL, WARM, language, plain
from venture.words import _

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph

MARGIN, ACROSS, DOWN = 2.2, 21.0, 29.7  # cm, A4
TABLE = "Venture Table"
NUMBER, TWIPS = 1.2, 567  # cm that a section's number takes; twentieths of a point in a cm
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The schema wants settings in its order.
AFTER_COMPAT = {W + name for name in ("rsids", "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator", "shapeDefaults")} | {
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr"
}  # fmt: skip

KEPT = {"Normal Table", "Default Paragraph Font", "No List", "Header"}  # of the template's; the rest is ballast
# name: (based on, size, colour, bold, space before, space after, more)
STYLES: dict[str, tuple[str, float, str, bool, float, float, dict[str, Any]]] = {
    "Normal": ("", 10.5, INK, False, 0, 6, {"line_spacing": 1.2}),
    "Title": ("Normal", 34, TEAL, True, 0, 6, {"line_spacing": 1.0}),
    "Subtitle": ("Normal", 16, SOFT, False, 0, 18, {"line_spacing": 1.1}),
    "Heading 1": ("Normal", 18, TEAL, True, 24, 8, {"keep_with_next": True, "line_spacing": 1.05}),
    "Heading 2": ("Normal", 12.5, INK, True, 14, 4, {"keep_with_next": True, "line_spacing": 1.1}),
    "Caption": ("Normal", 9, SOFT, True, 10, 4, {"keep_with_next": True, "line_spacing": 1.1}),
    "Figure": ("Normal", 10.5, INK, False, 10, 0, {"keep_with_next": True, "line_spacing": 1.0}),
    "Figure Caption": ("Caption", 9, SOFT, True, 3, 12, {"keep_with_next": False}),
    "Note": ("Normal", 8.5, SOFT, False, 3, 10, {}),
    "Contents Heading": ("Normal", 18, TEAL, True, 0, 12, {"keep_with_next": True}),
    "toc 1": ("Normal", 10.5, INK, False, 0, 5, {"line_spacing": 1.1}),
    "Cover Text": ("Normal", 12, INK, False, 0, 4, {}),
    "To Write": ("Normal", 10.5, ORANGE, False, 4, 10, {"italic": True}),
    "Illustrative": ("Normal", 11, ORANGE, True, 18, 6, {}),
    "Table Text": ("Normal", 8.5, INK, False, 2, 2, {"line_spacing": 1.05}),
    "Table Number": ("Table Text", 8.5, INK, False, 2, 2, {"right": True}),
    "Table Head": ("Table Text", 8.5, INK, True, 3, 3, {"keep_with_next": True}),
    "Table Head Number": ("Table Head", 8.5, INK, True, 3, 3, {"right": True}),
    "Footer": ("Normal", 8.5, SOFT, False, 0, 0, {}),
}


def prepare(document: Document, title: str, author: str, today: datetime.date) -> None:
    _styles(document)
    _table_style(document)
    first = document.sections[0]
    page(first, wide=False)
    properties = document.core_properties
    properties.title, properties.author = plain(title)[:250], plain(author)[:250]
    properties.last_modified_by = properties.author
    properties.created = properties.modified = datetime.datetime.combine(today, datetime.time())
    properties.language, properties.comments, properties.subject = language(), "", _("Business plan")
    # Page numbers of the contents are filled in by the program that opens it.
    _settings(document)
    _numbering(document)


def _settings(document: Document) -> None:
    from docx.oxml import OxmlElement

    settings = document.settings.element
    for old in settings.findall(qualified("w:compat")):
        settings.remove(old)
    update, compat = _set(OxmlElement("w:updateFields"), val="true"), OxmlElement("w:compat")
    uri = "http://schemas.microsoft.com/office/word"
    element(
        compat, "w:compatSetting", name="compatibilityMode", uri=uri, val="15"
    )  # else Word says: compatibility mode
    later = [one for one in settings if one.tag in AFTER_COMPAT]
    for made in (update, compat):
        (later[0].addprevious if later else settings.append)(made)


def _numbering(document: Document) -> None:
    """Sections are numbered by their style, as Word's own numbering does it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    kept = document.part.numbering_part.element
    for old in list(kept):
        kept.remove(old)
    indent = round(NUMBER * TWIPS)
    kept.append(parse_xml(f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:suff w:val="tab"/>
    <w:lvlText w:val="%1"/><w:lvlJc w:val="left"/>
    <w:pPr><w:tabs><w:tab w:val="num" w:pos="{indent}"/></w:tabs><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>
</w:abstractNum>"""))  # fmt: skip
    kept.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="1"/></w:num>'))
    form = document.styles["Heading 1"].element.get_or_add_pPr()
    form.get_or_add_numPr().get_or_add_numId().val = 1


def unnumbered(heading: Paragraph) -> None:
    from docx.shared import Cm

    heading._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
    heading.paragraph_format.left_indent = heading.paragraph_format.first_line_indent = Cm(0)


def page(section: Section, wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(DOWN), Cm(ACROSS)) if wide else (Cm(ACROSS), Cm(DOWN))
    section.left_margin = section.right_margin = Cm(1.6 if wide else MARGIN)
    section.top_margin, section.bottom_margin = Cm(1.8 if wide else 2.2), Cm(1.7 if wide else 2.2)
    section.header_distance = section.footer_distance = Cm(1.0)


def room(wide: bool) -> float:
    """What is left of a page's width between the margins, in cm."""
    return DOWN - 2 * 1.6 if wide else ACROSS - 2 * MARGIN


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    for style in list(document.styles):
        if style.name not in STYLES and style.name not in KEPT:
            style.delete()
    there = {style.name for style in document.styles}
    for name, (base, size, colour, bold, before, after, more) in STYLES.items():
        style = (
            document.styles[name]
            if name in there
            else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == "toc 1")
        )
        style.base_style = document.styles[base] if base else None
        style.hidden, style.quick_style = False, True
        for old in style.element.findall(qn("w:pPr")) + style.element.findall(qn("w:rPr")):
            style.element.remove(old)  # borders, theme fonts and colours of the template
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, more.get("italic", False)
        style.font.color.rgb = RGBColor.from_string(colour.upper())
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        form = style.paragraph_format
        form.space_before, form.space_after, form.widow_control = Pt(before), Pt(after), True
        if "line_spacing" in more:
            form.line_spacing = more["line_spacing"]
        if "keep_with_next" in more:
            form.keep_with_next = more["keep_with_next"]
        if more.get("right"):
            form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if name.startswith("Heading"):
            element(form.element.get_or_add_pPr(), "w:outlineLvl", val=str(int(name[-1]) - 1))
    for name in ("To Write", "Illustrative"):
        _framed(document.styles[name].element.get_or_add_pPr())
        document.styles[name].paragraph_format.left_indent = Cm(0.2)
    lang = document.styles["Normal"].element.get_or_add_rPr()
    element(lang, "w:lang", val=language(), eastAsia=language(), bidi="ar-SA")
    for old in document.styles.element.iter(qn("w:lang")):
        old.set(qn("w:val"), language())


def _framed(paragraph: Any) -> None:
    """A bar at the left and a light ground: marked by more than colour."""
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:pBdr")
    element(borders, "w:left", val="single", sz="24", space="8", color=ORANGE)
    paragraph.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    shade = OxmlElement("w:shd")
    _set(shade, val="clear", color="auto", fill=WARM)
    paragraph.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _table_style(document: Document) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document.styles.element.append(parse_xml(f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="VentureTable">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="10" w:space="0" w:color="{TEAL}"/>
    <w:bottom w:val="single" w:sz="10" w:space="0" w:color="{TEAL}"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>
    <w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>
    <w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{TEAL}"/></w:tcBorders>
    <w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr>
</w:style>"""))  # fmt: skip


def _set(made: Any, **attributes: str) -> Any:
    from docx.oxml.ns import qn

    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def element(parent: Any, tag: str, **attributes: str) -> Any:
    """A new child with attributes in Word's own namespace."""
    from docx.oxml import OxmlElement

    made = _set(OxmlElement(tag), **attributes)
    parent.append(made)
    return made


def field(paragraph: Paragraph, code: str, shown: str = "", dirty: bool = False) -> None:
    """A field, such as PAGE, with what is shown until it is worked out."""
    begin = element(paragraph.add_run()._r, "w:fldChar", fldCharType="begin")
    if dirty:
        _set(begin, dirty="true")
    text = element(paragraph.add_run()._r, "w:instrText")
    text.text = f" {code} "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element(paragraph.add_run()._r, "w:fldChar", fldCharType="separate")
    paragraph.add_run(shown)
    element(paragraph.add_run()._r, "w:fldChar", fldCharType="end")


def qualified(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)
