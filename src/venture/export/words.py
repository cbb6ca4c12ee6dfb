"""What the document and the pitch have in common: words that a file can hold, and numbers as people read them."""

from __future__ import annotations

import os
import re
import unicodedata

from venture.numbers import say
from venture.plan import Plan
from venture.words import _

TEAL, ORANGE, INK, SOFT, PALE, WARM, RULE = "0b6b63", "b3400d", "1d2433", "55607a", "e3f2ef", "fdf0e8", "c9d1db"
FONT = "Arial"  # has twins of the same widths everywhere, so that pages break alike on every computer
LANGUAGES = {"en": "en-GB", "ru": "ru-RU"}
DECIMALS = {"ones": 0, "thousands": 1, "millions": 2}
SCALE = {"ones": 1.0, "thousands": 1e3, "millions": 1e6}
MONTHS = (
    _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
    _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
)  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\s\da-zа-яё])|(?<=[.!?…])\s+(?=\d)|\n+")


def plain(text: object) -> str:
    """Text that a document can hold: XML refuses control characters and halves of characters.

    The first are dropped, for nobody sees them; in place of the second stands the sign for a lost character.
    """
    kept = []
    for sign in str(text).replace("\r\n", "\n").replace("\r", "\n"):
        kind = unicodedata.category(sign)
        if kind == "Cs":
            kept.append("\ufffd")
        elif (kind != "Cc" or sign in "\t\n") and sign not in "\ufffe\uffff":
            kept.append(sign)
    return "".join(kept)


def language(text: str = "") -> str:
    """The language of a text, for spelling and for screen readers: Russian where its letters are mostly Cyrillic."""
    letters = [sign for sign in text if sign.isalpha()]
    if letters and 2 * sum("\u0400" <= sign <= "\u04ff" for sign in letters) > len(letters):
        return LANGUAGES["ru"]
    return LANGUAGES.get(os.environ.get("VENTURE_LANG", "en"), LANGUAGES["en"])


def unit(plan: Plan) -> str:
    """What the plan's amounts are in, such as "thousand RUB"."""
    return plain(plan.unit)


def called(plan: Plan, month: int) -> str:
    """A month of the plan by its name: Mar 2027."""
    if month < 1:
        return _("before the start")
    year, of_year = plan.calendar_month(month)
    return f"{MONTHS[of_year - 1]} {year}"


def at(plan: Plan, month: int) -> str:
    """A month inside a sentence: in Mar 2027."""
    return _("at the start") if month < 1 else _("in {month}").format(month=called(plan, month))


def until(plan: Plan, month: int) -> str:
    return _("until the start") if month < 1 else _("until {month}").format(month=called(plan, month))


def amount(plan: Plan, value: float) -> str:
    """Money in the plan's amounts, with as many decimals as a table needs."""
    return say(value, DECIMALS[plan.amounts])


def brief(value: float) -> str:
    """Money for charts and slides: three or four digits tell enough."""
    size = abs(value)
    return say(value, 0 if size >= 100 else None, 0 if size >= 100 else 1)


def share(value: float, most: int = 1) -> str:
    return say(100 * value, most=most) + "\u202f%"


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(plain(text)) if part.strip()]


def first_words(text: str, most: int) -> str:
    """A text cut at a word, where it is longer than ``most`` characters."""
    text = " ".join(plain(text).split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut).rstrip(" ,;:–-") + "…"
