"""Reads what a student handed in as a notebook, however an editor or a mail program has changed the file."""

from __future__ import annotations

import itertools
import json

import nbformat
from nbformat.notebooknode import NotebookNode

LARGEST = 50 * 2**20  # bytes; pictures and all
MOST_CELLS = 2_000


class NoNotebook(ValueError):
    """The file is no notebook. The message says what it is."""


def read(content: bytes) -> NotebookNode:
    """The notebook's cells with what counts in them: type, text, name, id, pasted pictures.

    Everything else in the file — outputs, metadata, version — is of no interest and cannot do harm.

    Raises:
        NoNotebook: there is no way to read it as one.
    """
    if len(content) > LARGEST:
        raise NoNotebook(f"the file is larger than {LARGEST // 2**20} MB")
    try:
        told = json.loads(text(content))
    except RecursionError:
        raise NoNotebook("the file is nested too deeply") from None
    except ValueError as error:
        raise NoNotebook("the file is empty" if not content.strip() else f"{error}"[:80]) from None
    if not isinstance(told, dict):
        raise NoNotebook("the file holds something else")
    cells = told.get("cells")
    if cells is None and isinstance(told.get("worksheets"), list):  # notebooks of before 2015
        sheets = (sheet.get("cells") for sheet in told["worksheets"] if isinstance(sheet, dict))
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        raise NoNotebook("the file has no cells")
    if len(cells) > MOST_CELLS:
        raise NoNotebook(f"the file has {len(cells)} cells")
    found = [cell for one in cells if (cell := _cell(one)) is not None]
    # not new_notebook: it refuses cells without an id, as older editors write them
    return nbformat.from_dict({"cells": found, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def text(content: bytes) -> str:
    """The file's text in whichever encoding editors and mail programs left it: UTF-8, UTF-16, or an old one of Windows.

    Raises:
        UnicodeDecodeError: it begins as UTF-16 and does not go on so.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251" if _cyrillic(content) else "cp1252", errors="replace")


def _cyrillic(content: bytes) -> bool:
    """Whether bytes beyond ASCII stand side by side as in Russian words; in Western text they stand alone."""
    high = [byte >= 0xC0 for byte in content]
    return 2 * sum(a and b for a, b in itertools.pairwise(high)) > sum(high)


def _cell(told: object) -> NotebookNode | None:
    if not isinstance(told, dict):
        return None
    source = told.get("source", told.get("input", ""))
    if isinstance(source, list):
        source = "".join(one for one in source if isinstance(one, str))
    if not isinstance(source, str):
        return None
    # half of a character pair is no text, and a zero byte no character: neither can be written to a file
    source = source.encode("utf-8", "replace").decode("utf-8").replace("\0", "�")
    kind = told.get("cell_type")
    metadata = told.get("metadata") if isinstance(told.get("metadata"), dict) else {}
    about = metadata.get("nbgrader")
    kept = {"nbgrader": _plain(about)} if isinstance(about, dict) else {}
    name = told.get("id")
    # not new_code_cell, which holds each cell against nbformat's schema: it is built here of plain parts
    cell = nbformat.from_dict(
        {
            "cell_type": "code" if kind == "code" else "markdown",
            "id": name if isinstance(name, str) and 0 < len(name) <= 64 else "",
            "metadata": kept,
            "source": source,
            **({"execution_count": None, "outputs": []} if kind == "code" else {}),
        }
    )
    if kind != "code" and isinstance(told.get("attachments"), dict):
        cell["attachments"] = {
            str(file): {str(one): text for one, text in kinds.items() if isinstance(text, str)}
            for file, kinds in told["attachments"].items()
            if isinstance(kinds, dict)
        }
    return cell


def _plain(about: dict) -> dict:
    """nbgrader's entries as far as they may count: what a cell goes by, and what tells a blank answer."""
    return {
        name: value
        for name, value in about.items()
        if isinstance(value, (str, bool)) and name in ("grade_id", "checksum", "solution", "grade", "locked", "task")
    }
