"""One value of the file: from the words of a person to what it means, and back.

The field (`Spec`) decides what a word means: ``no`` is a text in ``country`` and a no in ``done``.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any

from venture import dates
from venture.numbers import CURRENCY, Unreadable, say
from venture.numbers import read as read_number
from venture.plan_fields import MOST, Spec
from venture.planfile.problems import meant
from venture.words import _

Start = tuple[int, int]  # year and month

LINE_LONG = 2_000  # characters of a text; a long text may have as many as the file's bounds allow
YES, NO = ("yes", "true"), ("no", "false")
NUMERIC = ("number", "money", "share", "whole", "month")

_DECIMAL = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?")
_THOUSANDS_OR_PART = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
# 2027-04, also with its day behind; and 04.2027 or 15.04.2027, as a calendar on the wall has it
_MONTH = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})(-\d{1,2})?|(\d{1,2}\.)?(?P<m2>\d{1,2})\.(?P<y2>\d{4})")
_RANGE = re.compile(r"\d\s*(-|–|—|\.\.\.?|…)\s*\d")
_UNSEEN = re.compile(r"[^\S\n\t ]")


class Wrong(ValueError):
    """The value is not allowed here; the message says what is."""


def read(spec: Spec, text: str, start: Start) -> Any:
    """What ``text`` means in this field. ``start`` is the plan's first month, for months written as dates.

    Raises:
        Wrong: with what is allowed.
    """
    match spec.kind:
        case "text" | "long text" | "texts":
            return _text(spec, text)
        case "choice":
            if text not in spec.choices:
                raise Wrong(_("One of: {choices}.").format(choices=", ".join(spec.choices)))
            return text
        case "yes/no":
            if text.casefold() not in YES + NO:
                raise Wrong(_("yes or no."))
            return text.casefold() in YES
        case "start":
            return _calendar_month(text)
        case "date":
            return date(text)
        case "month":
            return int(fit(spec, _months(text, start)))
        case "whole":
            return int(fit(spec, _number(spec, text)))
        case _:
            return fit(spec, _number(spec, text))


def fit(spec: Spec, value: float) -> float:
    """The number, if the field takes it."""
    low = -MOST if spec.low is None else spec.low
    high = MOST if spec.high is None else spec.high
    if not low <= value <= high:  # NaN fails both
        raise Wrong(span(spec))
    if spec.kind in ("whole", "month") and value != int(value):
        raise Wrong(_("A whole number."))
    return float(value)


def span(spec: Spec) -> str:
    """What the field takes, as a sentence."""
    low = -MOST if spec.low is None else spec.low
    high = MOST if spec.high is None else spec.high
    if spec.kind == "share":
        return _("A share from {low} to {high}.").format(low=percent(low), high=percent(high))
    least = decimal(low) if 0 < low < 1e-3 else say(low)
    says = {
        "whole": _("A whole number from {low} to {high}."),
        "month": _("A month from {low} to {high}, or a date like 2027-04."),
        "money": _("An amount from {low} to {high}, in the plan's unit."),
    }.get(spec.kind, _("A number from {low} to {high}."))
    return says.format(low=least, high=say(high))


def _text(spec: Spec, text: str) -> str:
    if spec.kind != "long text" and len(text) > LINE_LONG:
        raise Wrong(_("A text of at most {most} characters.").format(most=LINE_LONG))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text):
        raise Wrong(_("A text without control characters."))
    return text


def _number(spec: Spec, text: str) -> float:
    """A number, ``9 %`` taken for what it means."""
    bare = text.strip()
    share = bare.endswith("%")
    if share and spec.kind in ("money", "whole"):
        raise Wrong(_("No percent sign here. {span}").format(span=span(spec)))
    if CURRENCY.search(bare):
        # 1 500 roubles in a plan of thousands would be a million and a half
        raise Wrong(_("Write the number alone, in what the line “amounts” says: 1 500 roubles are 1.5 in thousands."))
    bare = bare.removesuffix("%").strip()
    if _THOUSANDS_OR_PART.fullmatch(bare):
        as_thousands, as_part = bare.replace(",", " "), bare.replace(",", ".")
        raise Wrong(_("Write {one} or {other}: it could be either.").format(one=as_thousands, other=as_part))
    try:
        exact = Decimal(bare) if _DECIMAL.fullmatch(bare) and bare.isascii() else Decimal(repr(read_number(bare)))
    except Unreadable:
        raise Wrong(" ".join(filter(None, (_hint(bare), span(spec))))) from None
    if share:
        return float(exact.scaleb(-2))
    if spec.kind == "share" and exact >= 1:
        low, high = (f"{exact.normalize():f} %", f"{exact.scaleb(-2).normalize():f}")
        one, other = (low, "100 %") if exact == 1 else (low, high)
        raise Wrong(
            _("Write {one} or {other}: a share needs a percent sign or is below 1.").format(one=one, other=other)
        )
    return float(exact)


def _hint(text: str) -> str:
    """What may have been meant by a text that is no number."""
    if _RANGE.search(text):
        return _("Write one number; its range belongs under risks.")
    if any(sign.isdigit() for sign in text) and any(sign.isalpha() for sign in text):
        return _("Write the number alone, without words.")
    return ""


def _calendar_month(text: str) -> Start:
    found = _MONTH.fullmatch(text.strip())
    year, month = (int(found["y"] or found["y2"]), int(found["m"] or found["m2"])) if found else (0, 0)
    if not 1900 < year < 2200 or not 1 <= month <= 12:
        raise Wrong(_("A year and a month that exist, like 2027-04."))
    return year, month


def _months(text: str, start: Start) -> float:
    """A month as its number, counted from the plan's start."""
    if not re.match(r"\s*(\d{4}-|\d{1,2}\.\d)", text):
        if any(sign.isalpha() for sign in text):
            raise Wrong(_("A month as its number, 4, or as a date, 2027-04."))
        return _number(Spec("whole", "", low=0, high=MOST), text)
    year, month = _calendar_month(text)
    number = (year - start[0]) * 12 + month - start[1] + 1
    if number < 0:
        raise Wrong(_("This is before the plan's start ({start}). Write 0 for “before the start”.").format(
            start=calendar(start)))  # fmt: skip
    return number


def date(text: str) -> datetime.date:
    """The day that a text names.

    Raises:
        Wrong: it is none.
    """
    try:
        return dates.day(text)
    except ValueError:
        raise Wrong(dates.NO_DAY) from None


def example(spec: Spec) -> str:
    """What could stand in a field: its own example, or one of its kind."""
    if spec.kind in ("whole", "month"):
        return spec.example or f"{max(spec.low or 0, 1):.0f}"
    by_kind = {
        "number": "40", "money": "120", "yes/no": "yes", "choice": next(iter(spec.choices), ""), "texts": "[…, …]",
        "part": "{…}", "parts": "- …", "start": "2027-01", "date": dates.EXAMPLE, "numbers": "[1, 2]", "volume": "[40, 47]",
    }  # fmt: skip
    return spec.example or by_kind.get(spec.kind, "…")


# --- and back


def decimal(value: float) -> str:
    """The number in plain digits, with every digit that it has."""
    text = f"{Decimal(repr(float(value))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float) -> str:
    text = f"{Decimal(repr(float(value))).scaleb(2):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + " %"


def calendar(start: Start) -> str:
    return f"{start[0]:04d}-{start[1]:02d}"


def is_date(text: str) -> bool:
    """Is this a month that was written as a date?"""
    return bool(_MONTH.fullmatch(text.strip()))


def month_as_date(number: int, start: Start) -> str:
    months = start[0] * 12 + start[1] - 1 + number - 1
    return calendar((months // 12, months % 12 + 1))


def words(spec: Spec, value: Any) -> str:
    """The value as it stands in the file; texts are quoted elsewhere."""
    match spec.kind:
        case "text" | "long text" | "texts" | "choice":
            return str(value)
        case "yes/no":
            return "yes" if value else "no"
        case "start":
            return calendar(value)
        case "date":
            return value.isoformat()
        case "share":
            return percent(value)
        case "numbers" if "%" in spec.example:
            return percent(value)
        case "whole" | "month":
            return str(int(value))
        case _:
            return decimal(value)


def unknown(name: str, known: list[str]) -> str:
    return _("This name is not known here. {meant}").format(meant=meant(name, known))
