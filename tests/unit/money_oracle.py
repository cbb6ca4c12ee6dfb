"""LibreOffice Calc as an oracle: many formulas, one workbook, one run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from libreoffice import recalculated

# Names younger than the file format stand in the file with this prefix.
YOUNGER = {"RRI": "_xlfn.RRI", "PDURATION": "_xlfn.PDURATION"}
STALE = -987654321  # what a cell holds until it has been calculated
DAY_0 = date(1899, 12, 30)

Argument = float | bool | date | Sequence
Case = tuple[str, tuple[Argument, ...]]


def answers(cases: Sequence[Case], folder: Path) -> list[float | str]:
    """What LibreOffice makes of each (function, arguments): a number of 15 digits, or an error such as "#NUM!"."""
    asked = folder / "asked.xlsx"
    _write(cases, asked)
    (answered,) = recalculated([asked], folder)
    sheet = openpyxl.load_workbook(answered, data_only=True).active
    got = [row[0] for row in sheet.iter_rows(min_row=1, max_row=len(cases), max_col=1, values_only=True)]
    assert STALE not in got, "LibreOffice has not recalculated"
    return got


def _write(cases: Sequence[Case], path: Path) -> None:
    """One case a row: the formula first, then a cell for each number it refers to."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for row, (function, arguments) in enumerate(cases):
            places, column = [], 1
            for argument in arguments:
                cells = list(_cells(argument))
                for offset, value in enumerate(cells):
                    (sheet.write_boolean if isinstance(value, bool) else sheet.write_number)(
                        row, column + offset, value
                    )
                places.append(xlsxwriter.utility.xl_range(row, column, row, column + len(cells) - 1))
                column += len(cells)
            name = function.upper()
            sheet.write_formula(row, 0, f"={YOUNGER.get(name, name)}({','.join(places)})", None, STALE)


def _cells(argument: Argument) -> Iterator[float | bool]:
    for value in argument if isinstance(argument, Sequence) else [argument]:
        yield (value - DAY_0).days if isinstance(value, date) else value
