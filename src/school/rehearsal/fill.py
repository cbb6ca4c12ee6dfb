"""Fills in a handed-out workbook as a person with a spreadsheet program would: values into cells that are there.

With the standard library, as `school.paper.table` reads: what writes into workbooks well is no part of an installed kit.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

from school.paper.table import FIRST_DAY, MAIN

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def filled(book: bytes, values: Mapping[str, float | str | datetime.date]) -> bytes:
    """The workbook with these values in the first sheet, by place such as ``C7``. A formula's result may be given too.

    Raises:
        KeyError: the sheet has no such cell.
    """
    ElementTree.register_namespace("", MAIN[1:-1])
    ElementTree.register_namespace("r", RELATIONS)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _sheet(content, values) if name == FIRST_SHEET else content)
    return out.getvalue()


def _sheet(content: bytes, values: Mapping[str, float | str | datetime.date]) -> bytes:
    root = ElementTree.fromstring(content)
    cells = {one.get("r"): one for one in root.iter(f"{MAIN}c")}
    for place, value in values.items():
        _put(cells[place], value)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _put(cell: ElementTree.Element, value: float | str | datetime.date) -> None:
    for part in [one for one in cell if one.tag != f"{MAIN}f"]:
        cell.remove(part)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        ElementTree.SubElement(ElementTree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = value
        return
    number = (value - FIRST_DAY).days if isinstance(value, datetime.date) else value
    ElementTree.SubElement(cell, f"{MAIN}v").text = repr(number)
