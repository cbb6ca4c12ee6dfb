"""How the workbook looks: its formats, and what every sheet has in common on paper.

Colour never says anything alone: an input stands in blue on yellow *and* has its place in the plan beside it, and a
check says its verdict in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from venture.numbers import MINUS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TOLERANCE = "tolerance"  # the name of the cell that says what counts as nothing
INK, TEAL, PALE, RULE = "#1d2433", "#0b6b63", "#e3f2ef", "#a9b3c0"
GOOD, LOOK = {"bg_color": "#d7efe9", "font_color": "#07443f"}, {"bg_color": "#ffe3d3", "font_color": "#7a2a0a"}
# a font that has the same widths everywhere: LibreOffice and phones know one like it
FONT = {"font_name": "Arial", "font_size": 10, "font_color": INK}
DECIMALS = {"ones": "#,##0", "thousands": "#,##0.0", "millions": "#,##0.00"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": TEAL},
    "under": {"font_color": "#55607a"},
    "head": {"bold": True, "font_color": "#ffffff", "bg_color": TEAL, "valign": "vcenter"},
    "at right": {"align": "right"},
    "heading": {"bold": True, "font_color": TEAL, "bottom": 1, "bottom_color": TEAL},
    "total": {"bold": True, "top": 1, "top_color": RULE, "bg_color": PALE},
    "item": {"indent": 2, "font_color": "#55607a"},
    "small": {"font_color": "#55607a"},
    "words": {"text_wrap": True, "valign": "top"},
    "input": {"font_color": "#0000c0", "bg_color": "#fff6d6", "border": 1, "border_color": "#d9c98a", "locked": False},
    "light": {"bold": True, "font_size": 13, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": RULE},
    "centre": {"align": "center"},
    "link": {"font_color": "#0b6b63", "underline": 1},
    "apart": {"indent": 1},
    "strong": {"bold": True, "font_color": "#7a2a0a"},
}
A4 = 9
INCHES = {True: 10.9, False: 7.4}  # its width between the margins, landscape or not
INCH = 12  # characters of the font


class Style:
    """Formats by their looks: ``style("total", number="money")``. Each is made once."""

    def __init__(self, xlsx: Workbook, amounts: str) -> None:
        self.xlsx = xlsx
        money = DECIMALS[amounts]
        # a true minus; a zero is a dash, so that the eye finds what is there
        signed = {name: f'{one};"{MINUS}"{one};"–"' for name, one in (("money", money), ("units", "#,##0.0"))}
        self.numbers = {
            **signed,
            "price": f'#,##0.00##;"{MINUS}"#,##0.00##;"–"',
            "count": "0",
            "share": "0.00%",
            "month": "0",
            "number": "General",
            "date": "mmm yyyy",
            "given money": f'#,##0.00##;"{MINUS}"#,##0.00##;0',
        }
        self.made: dict[tuple[str, ...], Format] = {}

    def __call__(self, *looks: str, number: str = "") -> Format:
        key = (*looks, number)
        if key not in self.made:
            properties = dict(FONT)
            for look in looks:
                properties |= LOOKS[look]
            if number:
                properties["num_format"] = self.numbers[number]
            self.made[key] = self.xlsx.add_format(properties)
        return self.made[key]

    def verdict(self, on: Worksheet, cells: str, good: str) -> None:
        """Colour for verdicts: for those that begin with the word ``good``, and for all others."""
        first = cells.partition(":")[0]
        begins = f'LEFT({first},{len(good)})="{good}"'
        for rule, look in ((begins, GOOD), (f'AND({first}<>"",NOT({begins}))', LOOK)):
            on.conditional_format(
                cells, {"type": "formula", "criteria": f"={rule}", "format": self.xlsx.add_format(look)}
            )


def no_dust(style: Style, on: Worksheet, cells: str) -> None:
    """Show what adding up leaves of a zero as the zero that it is, not as −0.0."""
    dash = style.xlsx.add_format({"num_format": '"–";"–";"–"'})
    limits = {"minimum": f"=-{TOLERANCE}", "maximum": f"={TOLERANCE}"}
    on.conditional_format(cells, {"type": "cell", "criteria": "between", **limits, "format": dash})


def on_paper(on: Worksheet, footer: str, wide: float, landscape: bool = True) -> None:
    """A4, so that ``wide`` characters fit its width; the plan's name, the sheet and the page below.

    A scale, since a program that fits a sheet to a page ignores where we break the pages.
    """
    on.set_paper(A4)
    if landscape:
        on.set_landscape()
    else:
        on.set_portrait()
    on.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    on.set_print_scale(max(10, min(100, int(100 * INCHES[landscape] * INCH / wide))))
    safe = footer.replace("&", "&&")  # & begins a code there
    on.set_footer(f"&L&8{safe}&C&8&A&R&8&P / &N")
    on.hide_gridlines(2)


def locked(on: Worksheet) -> None:
    """Guarded against slips, not against people: no password, columns may be widened."""
    on.protect("", {"format_columns": True, "format_rows": True})
