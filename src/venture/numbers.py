"""Numbers as people write and read them.

People type ``1 234,5`` or ``1 234.5`` or ``12 %``; a spreadsheet pastes no-break spaces and
currency signs. `read` takes them all; `say` writes one back with thin spaces between thousands.
"""

from __future__ import annotations

import math
import re
import unicodedata

from venture.words import _, ngettext

SPACES = "\u0020\u00a0\u2007\u2009\u202f\u2060\t'’"
UNSEEN = {"Cf", "Zs"}  # every width of space, and the marks that a web page hides in a number
MINUS = "\u2212"
# A sign of money beside a number: where a field counts thousands, 120 roubles must not become 120 000.
CURRENCY = re.compile(r"[₽€$£]|руб|\bр\.", re.IGNORECASE)
LONGEST = 40  # characters; longer than any amount of money that a person means

_TAKE_OUT = str.maketrans("", "", SPACES)
_SIGNS = re.compile(r"^(₽|€|\$|£)|(₽|€|\$|£|%|руб\.?|р\.)$")
_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_GROUPED = re.compile(
    r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(,\d{3}){2,}|[+-]?\d{1,3}(\.\d{3}){2,}"
)


class Unreadable(ValueError):
    """The text is no number. The message says what was found and shows an example."""


def read(text: object) -> float:
    """The number that a person meant.

    Takes decimal comma and point, ordinary, no-break and thin spaces between thousands, a
    currency sign or ``%`` at either end (``12 %`` is 12: the field's unit says percent).
    A single comma or point is always the decimal mark: ``1,500`` is one and a half.

    Raises:
        Unreadable: when there is no number, or more than one, in the text.
    """
    if isinstance(text, tuple) and len(text) == 2 and all(type(part) is int for part in text):
        # 9,4 in a code cell: Python makes a pair of it
        point, comma = f"{text[0]}.{text[1]}", f"{text[0]},{text[1]}"
        raise Unreadable(
            _('Outside quotation marks a comma makes two numbers. Write {point}, or "{comma}".').format(
                point=point, comma=comma
            )
        )
    if isinstance(text, bool):
        raise Unreadable(_("“{found}” is not a number. Write it with digits, for example 9.4.").format(found=text))
    if not isinstance(text, str) and hasattr(text, "__float__"):
        value = float(text)
    else:
        found = str(text)
        shown = found if len(found) <= LONGEST else found[:LONGEST] + "…"
        bare = (
            "".join(sign for sign in found if unicodedata.category(sign) not in UNSEEN)
            .translate(_TAKE_OUT)
            .replace(MINUS, "-")
            .replace("–", "-")
            .strip()
        )
        bare = _SIGNS.sub("", bare)
        if not bare:
            raise Unreadable(_("There is no number here. Write one with digits, for example 9.4."))
        if len(bare) > LONGEST:
            raise Unreadable(_("“{found}” is too long for a number.").format(found=shown))
        if _GROUPED.fullmatch(bare):
            decimal = max(bare.rfind("."), bare.rfind(","))
            mark = bare[decimal] if bare.count(bare[decimal]) == 1 else ""
            other = {".": ",", ",": ".", "": ".,"}[mark]
            for sign in other:
                bare = bare.replace(sign, "")
            value = float(bare.replace(",", "."))
        elif bare.isascii() and _PLAIN.fullmatch(bare):
            value = float(bare.replace(",", "."))
        else:
            raise Unreadable(_("“{found}” is not a number. Write it with digits, for example 9.4.").format(found=shown))
    if not math.isfinite(value):
        raise Unreadable(_("The number must be finite, for example 9.4."))
    return value


def say(value: float, digits: int | None = None, most: int = 3) -> str:
    """The number for reading: thin spaces between thousands, a true minus sign.

    ``digits`` fixes the decimals; without it there are as many as the value needs, at most ``most``.
    """
    text = f"{abs(value):,.{most if digits is None else digits}f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _point, part = text.partition(".")
    text = whole.replace(",", "\u202f") + (_(".") + part if part else "")
    negative = value < 0 and any(ch in "123456789" for ch in text)
    return MINUS + text if negative else text


def form(number: float, most: int = 3) -> int:
    """The count by which `ngettext` chooses a form: of the number as `say` shows it, where a part of one is spoken like several."""
    shown = round(abs(number), most)
    return int(shown) if float(shown).is_integer() else 2


def counted(number: float, unit: str, most: int = 3) -> str:
    """A count with the word that the student gave for it, which stands in the plural.

    What one of them is called nobody can guess, so of one it says “1 unit”, as the inputs do.

    >>> counted(72, "children"), counted(1, "children"), counted(0.5, "children")
    ('72 children', '1 unit', '0.5 children')
    """
    return ngettext("{n} unit", "{n} {unit}", form(number, most)).format(n=say(number, most=most), unit=unit)


def in_units(number: float, most: int = 3) -> str:
    """So many units, where several products are counted together or none has a word of its own."""
    return counted(number, _("units"), most)


def in_months(number: float, most: int = 3) -> str:
    """So many months; half a month, and one and a half, take the form of several."""
    return ngettext("{n} month", "{n} months", form(number, most)).format(n=say(number, most=most))


def with_unit(told: str, unit: str) -> str:
    """A number as it is shown, with its unit; 1 stands alone where the unit is a word, such as “months”, not a sign."""
    return told if told == say(1) and unit[:1].isalpha() else f"{told} {unit}".strip()
