"""Slips of the keyboard in a cell, answered in words instead of a traceback.

People who do not program forget quotation marks and put spaces into numbers. Python stops at
both with a page of red. In a lesson the two commonest stops are shown as a box that says what
to do; every other error keeps its traceback.
"""

from __future__ import annotations

import os
import re
from typing import Any

from venture.faces.box import note
from venture.words import _


def answer_slips() -> None:
    """From now on show a `NameError` or a `SyntaxError` of a cell as a box, and a power that is written with ``^``.

    Does nothing outside IPython, nor while nbgrader grades: there an error must stay an error.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return
    try:
        from IPython import get_ipython
    except ImportError:
        return
    if shell := get_ipython():
        shell.set_custom_exc((NameError, SyntaxError, TypeError), _shown)


def _shown(shell: Any, kind: type, error: BaseException, traceback: object, tb_offset: int | None = None) -> None:
    if isinstance(error, TypeError) and "for ^:" not in str(error):
        shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)  # not a slip of the keyboard
        return
    note("unclear", spoken(error))


def spoken(error: BaseException) -> str:
    """What to say about the error of a cell."""
    if isinstance(error, NameError):
        return _(
            '“{name}” is not known here. A letter or a word needs quotation marks: "{name}". '
            "If it is an answer of yours, run the cell where you gave it first."
        ).format(name=getattr(error, "name", None) or "")
    if isinstance(error, TypeError):
        return _("A power is written with two stars in a grey cell: 1.1**3, where a spreadsheet has 1.1^3.")
    line = (getattr(error, "text", None) or "").strip()
    if re.search(r"=\s*$", line):
        return _("There is nothing after the equals sign in “{line}”. Write your answer there, or three dots.").format(
            line=line
        )
    if re.search(r"\d\s+\d", line):
        return _(
            'A number has a space in it: “{line}”. Write 1234.5, or put quotation marks around it: "1 234,5".'
        ).format(line=line)
    if re.search(r"\d\s*%\s*$", line):
        return _("Write the number without the per cent sign: “{line}”.").format(line=line)
    return _(
        "The line “{line}” cannot be read. After the equals sign stands one number, such as 9.4, or words in quotation marks."
    ).format(line=line)
