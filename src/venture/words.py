"""The one table of words that people read: English in the source, other languages as gettext catalogues.

``VENTURE_LANG`` names the language (for instance ``ru``). Catalogues lie in ``venture/locale``;
where one is missing the English source is shown. One process speaks one language.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"

_table = gettext.translation(
    "venture", localedir=LOCALE, languages=[os.environ.get("VENTURE_LANG", "en")], fallback=True
)

_ = _table.gettext
ngettext = _table.ngettext


def joined(parts: list[str], last_two: str = "") -> str:
    """The parts as a spoken list: "a", "a and b", "a, b and c". ``last_two`` is the form of the end, with "and" by default."""
    if len(parts) < 2:
        return "".join(parts)
    return (last_two or _("{all_but_last} and {last}")).format(all_but_last=", ".join(parts[:-1]), last=parts[-1])
