"""Names of cells for the workbook's formulas: ``products/Places/price`` becomes ``products_Places_price``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

PART = 40  # characters of a name's part; a spreadsheet takes 255 in all


def named(keys: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A name for each key, all different, also for a spreadsheet, to which ``Rent`` and ``rent`` are the same."""
    names: dict[str, str] = {}
    used = {one.casefold() for one in taken}
    for key in keys:
        first = name = "_".join(_letters(part) for part in key.split("/"))
        again = 1
        while name.casefold() in used:
            again += 1
            name = f"{first}_{again}"
        used.add(name.casefold())
        names[key] = name
    return names


def _letters(part: str) -> str:
    """Letters of any script and plain digits; anything else becomes a low line."""
    plain = unicodedata.normalize("NFC", part)[:PART]
    return "".join(sign if _may_stand(sign) else "_" for sign in plain)


def _may_stand(sign: str) -> bool:
    return sign in "0123456789" or (unicodedata.category(sign) in ("Lu", "Ll", "Lo") and ord(sign) < 0x10000)
