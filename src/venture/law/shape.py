"""How a pack's blocks are read from plain data (YAML or JSON) and written back.

A block is a frozen dataclass whose fields say what they take (`text`, `rate`, `parts`, …). `build` reads one and
notes every fault with its place, what was found, what is allowed and an example; `plain` is the way back.
Numbers, dates and yes/no may come as text, as YAML without guessing gives them, or as themselves, as JSON does.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from typing import Any

from venture import dates
from venture.law.expressions import LARGEST, BadExpression, Expression
from venture.words import _

LONGEST = 2000  # characters of a text
LONGEST_LIST = 200
Place = tuple[str, ...]

_NUMBER = re.compile(r"-?\d{1,16}(\.\d{1,12})?( ?%)?")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LINK = re.compile(r"https?://[^\s<>\"'`]+")
LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True)
class Takes:
    """What a field takes. ``to`` names the table that a key points into, or the names that an expression may use."""

    kind: str
    label: str
    example: str = ""
    of: Any = None
    to: str = ""
    choices: tuple[str, ...] = ()


def entry(kind: str, label: str, default: Any = MISSING, **more: Any) -> Any:
    """A field of a block. Without a default it must be given."""
    takes = {"takes": Takes(kind, label, **more)}
    if default == {}:
        return dataclasses.field(default_factory=dict, metadata=takes)
    return dataclasses.field(default=default, metadata=takes)


def text(label: str, default: Any = MISSING, **more: Any) -> Any:
    return entry("text", label, default, **more)


def words(label: str, default: Any = MISSING, **more: Any) -> Any:
    """Text in one or more languages: plain, or ``{en: …, ru: …}``."""
    return entry("words", label, default, **more)


def number(label: str, default: Any = MISSING, **more: Any) -> Any:
    return entry("number", label, default, **more)


def date(label: str, default: Any = MISSING, **more: Any) -> Any:
    return entry("date", label, default, **{"example": "2026-01-01", **more})


def choice(label: str, choices: tuple[str, ...], default: Any = MISSING, **more: Any) -> Any:
    return entry("choice", label, default, choices=choices, **more)


def key(label: str, to: str, default: Any = MISSING, **more: Any) -> Any:
    return entry("key", label, default, to=to, **more)


def keys(label: str, to: str, default: Any = (), **more: Any) -> Any:
    """One key, or a list of them."""
    return entry("keys", label, default, to=to, **more)


def amount(label: str, default: Any = MISSING, **more: Any) -> Any:
    """A number as an expression: most often a fact's name."""
    return entry("amount", label, default, **{"example": "vat_free_limit", **more})


def condition(label: str, default: Any = MISSING, **more: Any) -> Any:
    return entry("condition", label, default, **{"example": "staff == 0", **more})


def part(label: str, of: type, default: Any = MISSING, **more: Any) -> Any:
    return entry("part", label, default, of=of, **more)


def parts(label: str, of: type, default: Any = (), **more: Any) -> Any:
    return entry("parts", label, default, of=of, **more)


def table(label: str, of: type, **more: Any) -> Any:
    """Blocks by their key."""
    return dataclasses.field(default_factory=dict, metadata={"takes": Takes("table", label, of=of, **more)})


def fields(block: type) -> list[tuple[str, Takes, bool]]:
    """The block's fields: name, what it takes, and whether it must be given."""
    return [
        (one.name, one.metadata["takes"], one.default is MISSING and one.default_factory is MISSING)
        for one in dataclasses.fields(block)
        if "takes" in one.metadata
    ]


@dataclass(frozen=True)
class Fault:
    """One place that is wrong: where, what was found, what is allowed, an example."""

    place: Place
    found: str
    allowed: str
    example: str = ""

    def __str__(self) -> str:
        said = [_("found “{found}”.").format(found=self.found)] if self.found else []
        said += [self.allowed, *([_("For example: {example}").format(example=self.example)] if self.example else [])]
        return f"{' / '.join(self.place)}: {' '.join(said)}"


class _Refused(Exception):
    """The value is not taken; the fault is noted."""


def build(block: type, data: Any, names: Mapping[str, frozenset[str]]) -> tuple[Any, list[Fault]]:
    """The block in plain ``data``, or None, and every fault. ``names`` are those that expressions may use, by stage."""
    builder = _Builder(names)
    try:
        made = builder.block(block, data, ())
    except _Refused:
        made = None
    return (None if builder.faults else made), builder.faults


class _Builder:
    def __init__(self, names: Mapping[str, frozenset[str]]) -> None:
        self.names, self.faults = names, []

    def refuse(self, place: Place, found: Any, allowed: str, example: str = "") -> Any:
        shown = "" if isinstance(found, dict | list) or found is None else " ".join(str(found).split())
        self.faults.append(Fault(place, shown[:60] + ("…" if len(shown) > 60 else ""), allowed, example))
        raise _Refused

    def block(self, block: type, data: Any, place: Place) -> Any:
        if not isinstance(data, dict):
            self.refuse(place, data, _("A block is wanted: names, each with a colon and a value."))
        block = self._kind(block, data, place)
        known = {name: (takes, must) for name, takes, must in fields(block)}
        failed, values = False, {}
        for name, value in data.items():
            if name not in known:
                failed = True
                self._note((*place, str(name)[:60]), "", _("This name is not known here.") + " " + _near(name, known))
            elif not (value is None or value == ""):
                try:
                    values[name] = self.value(known[name][0], value, (*place, name))
                except _Refused:
                    failed = True
        for name, (takes, must) in known.items():
            if must and name not in values and data.get(name) in (None, ""):
                failed = True
                self._note(place, "", _("“{name}” is missing: {label}.").format(name=name, label=takes.label), f"{name}: {_example(takes)}")  # fmt: skip
        if failed:
            raise _Refused
        return block(**values)

    def _kind(self, block: type, data: dict, place: Place) -> type:
        """Where several kinds of block may stand, the one that ``kind`` names."""
        kinds: dict[str, type] | None = getattr(block, "KINDS", None)
        if kinds is None:
            return block
        found = data.get("kind")
        if not isinstance(found, str) or found not in kinds:
            self.refuse((*place, "kind"), found, _("One of: {names}.").format(names=", ".join(kinds)), "kind: turnover")
        return kinds[found]

    def _note(self, *fault: Any) -> None:
        self.faults.append(Fault(*fault))

    def value(self, takes: Takes, value: Any, place: Place) -> Any:
        if takes.kind in ("part", "parts", "table"):
            return getattr(self, f"_{takes.kind}")(takes, value, place)
        if takes.kind in ("words", "keys", "flags", "numbers"):
            return getattr(self, f"_{takes.kind}")(takes, value, place)
        if isinstance(value, dict | list):
            self.refuse(place, value, _("One value is wanted: {label}.").format(label=takes.label), _example(takes))
        return getattr(self, "_" + takes.kind.replace("/", "_"))(takes, value, place)

    # --- single values

    def _text(self, takes: Takes, value: Any, place: Place) -> str:
        made = str(value)
        if len(made) > LONGEST:
            self.refuse(place, made, _("A text of at most {most} characters.").format(most=LONGEST))
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") and sign not in "\n" for sign in made):
            self.refuse(place, "", _("A text without unseen signs."))
        return " ".join(made.split())

    def _link(self, takes: Takes, value: Any, place: Place) -> str:
        made = self._text(takes, value, place)
        if not _LINK.fullmatch(made):
            self.refuse(place, made, _("An address that begins with http:// or https://."), _example(takes))
        return made

    def _name(self, takes: Takes, value: Any, place: Place) -> str:
        if not _KEY.fullmatch(str(value)):
            self.refuse(place, value, _("Small letters, digits and _, beginning with a letter."), _example(takes))
        return str(value)

    def _number(self, takes: Takes, value: Any, place: Place) -> float:
        made: float = float("nan")
        if type(value) in (int, float):
            made = value
        elif isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            from decimal import Decimal  # a page reads JSON and needs none

            bare = Decimal(value.strip().rstrip("% "))
            made = float(bare.scaleb(-2) if value.strip().endswith("%") else bare)
        if not -LARGEST <= made <= LARGEST:  # NaN fails too
            self.refuse(place, value, _("A number in digits, with a point and without spaces."), _example(takes))
        return float(made)

    def _date(self, takes: Takes, value: Any, place: Place) -> datetime.date:
        try:
            return dates.day(str(value))
        except ValueError:
            return self.refuse(place, value, dates.NO_DAY, _example(takes))

    def _choice(self, takes: Takes, value: Any, place: Place) -> str:
        if value not in takes.choices:
            self.refuse(place, value, _("One of: {names}.").format(names=", ".join(takes.choices)), takes.choices[0])
        return value

    def _yes_no(self, takes: Takes, value: Any, place: Place) -> bool:
        made = {"yes": True, "true": True, "no": False, "false": False}.get(str(value).casefold())
        return self.refuse(place, value, _("yes or no."), "yes") if made is None else made

    def _key(self, takes: Takes, value: Any, place: Place) -> str:
        """What it points at is looked up when all is read (`venture.law.pack.Pack.unknown`)."""
        return self._name(takes, value, place)

    def _amount(self, takes: Takes, value: Any, place: Place) -> Expression:
        return self._expression(takes, value, place, condition=False)

    def _condition(self, takes: Takes, value: Any, place: Place) -> Expression:
        return self._expression(takes, value, place, condition=True)

    def _expression(self, takes: Takes, value: Any, place: Place, condition: bool) -> Expression:
        known = self.names[takes.to or "takes"]
        try:
            return Expression.read(str(value), known, condition)
        except BadExpression as wrong:
            says = str(wrong)
        found = re.fullmatch(r"“(\w+)” .*", says)
        hint = " " + _near(found[1], known) if found and found[1] not in known and _KEY.fullmatch(found[1]) else ""
        return self.refuse(place, value, f"{says[0].upper()}{says[1:]}.{hint}", _example(takes))

    # --- several values

    def _words(self, takes: Takes, value: Any, place: Place) -> dict[str, str]:
        if isinstance(value, list):
            self.refuse(place, value, _("One text is wanted, or one for each language."), "{en: …, ru: …}")
        if not isinstance(value, dict):
            return {"en": self._text(takes, value, place)}
        for language in value:
            if not LANGUAGE.fullmatch(str(language)):
                self.refuse((*place, str(language)), "", _("A language in two letters."), "en")
        return {language: self._text(takes, one, (*place, language)) for language, one in value.items()}

    def _keys(self, takes: Takes, value: Any, place: Place) -> tuple[str, ...]:
        items = self._list(value if isinstance(value, list) else [value], place)
        return tuple(self._name(takes, one, (*place, str(at + 1))) for at, one in enumerate(items))

    def _flags(self, takes: Takes, value: Any, place: Place) -> dict[str, bool]:
        if not isinstance(value, dict):
            self.refuse(place, value, _("Names with yes or no are wanted."), _example(takes))
        return {self._name(takes, name, place): self._yes_no(takes, one, (*place, name)) for name, one in value.items()}

    def _numbers(self, takes: Takes, value: Any, place: Place) -> dict[str, float]:
        if not isinstance(value, dict):
            self.refuse(place, value, _("Names with a number each are wanted."), _example(takes))
        return {self._name(takes, name, place): self._number(takes, one, (*place, name)) for name, one in value.items()}

    def _part(self, takes: Takes, value: Any, place: Place) -> Any:
        return self.block(takes.of, value, place)

    def _parts(self, takes: Takes, value: Any, place: Place) -> tuple:
        if not isinstance(value, list):
            self.refuse(place, value, _("A list is wanted."), _example(takes))
        made, failed = [], False
        for at, one in enumerate(self._list(value, place), 1):
            named = one.get("id") if isinstance(one, dict) else None
            try:
                made.append(self.block(takes.of, one, (*place, named if isinstance(named, str) and named else str(at))))
            except _Refused:  # so that one fault does not hide the next
                failed = True
        if failed:
            raise _Refused
        return tuple(made)

    def _table(self, takes: Takes, value: Any, place: Place) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.refuse(place, value, _("Names are wanted, each with its block."), _example(takes))
        made, failed = {}, False
        for name in self._list(list(value), place):
            try:
                key = self._name(takes, name, (*place, str(name)[:40]))
                made[key] = self.block(takes.of, value[name], (*place, key))
            except _Refused:
                failed = True
        if failed:
            raise _Refused
        return made

    def _list(self, items: list, place: Place) -> list:
        if len(items) > LONGEST_LIST:
            self.refuse(place, None, _("At most {most} of them.").format(most=LONGEST_LIST))
        return items


def _example(takes: Takes) -> str:
    usual = {
        "date": "2026-01-01",
        "key": "a_name",
        "keys": "a_name",
        "words": "text, or {en: …, ru: …}",
        "number": "0.06",
    }
    return takes.example or usual.get(takes.kind, "…")


def _near(name: Any, known: Any) -> str:
    from venture.planfile.problems import meant  # never needed in a page: what it reads is in order

    return meant(str(name), sorted(known))


def plain(value: Any) -> Any:
    """The way back: blocks as dictionaries without what is at its default, fit for JSON."""
    if dataclasses.is_dataclass(value) and not isinstance(value, Expression):
        made = {"kind": kind} if (kind := getattr(value, "KIND", "")) else {}
        for one in dataclasses.fields(value):
            given = getattr(value, one.name)
            default = (
                one.default if one.default is not MISSING else {} if one.default_factory is not MISSING else MISSING
            )
            if "takes" in one.metadata and given != default:
                made[one.name] = plain(given)
        return made
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return next(iter(value.values())) if set(value) == {"en"} and isinstance(value["en"], str) else {name: plain(one) for name, one in value.items()}  # fmt: skip
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
