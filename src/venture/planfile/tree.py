"""YAML as a tree of places in a text: tables, rows and scalars that know where they stand.

Plans, packs of law and days are read with it; each has its own fields, and its own error (``bad``) for what is wrong.
Nothing is resolved here: ``no``, ``9 %`` and ``1 500`` stay text, and the field says what it means.
So the differences between YAML 1.1 and 1.2 do not exist, no tag can construct anything, and a save
can change one value and leave the rest of the file as it is.
"""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from venture.planfile.problems import BadPlan, Problem, shorten
from venture.words import _

# A plan is some hundred lines. Beyond these bounds a file is a mistake or an attack, and is refused before it costs.
BYTES, LINE, SCALAR, NODES, DEPTH = 1_000_000, 20_000, 20_000, 20_000, 12


@dataclass(slots=True)
class Scalar:
    text: str
    start: int
    end: int
    style: str = ""  # as YAML writes it: ' " | > or nothing
    flow: bool = False

    @property
    def empty(self) -> bool:
        return not self.style and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Entry:
    key: Scalar
    value: Node

    @property
    def start(self) -> int:
        return self.key.start

    @property
    def end(self) -> int:
        return self.value.end


@dataclass(slots=True)
class Table:
    start: int
    end: int
    flow: bool
    entries: list[Entry] = field(default_factory=list)

    def get(self, name: str) -> Node | None:
        return next((one.value for one in self.entries if one.key.text == name), None)


@dataclass(slots=True)
class Rows:
    start: int
    end: int
    flow: bool
    items: list[Node] = field(default_factory=list)


Node = Scalar | Table | Rows


def is_empty(node: Node | None) -> bool:
    """Does nothing stand here? An empty text in quotation marks is something."""
    return node is None or (isinstance(node, Scalar) and node.empty)


def content(path: Path) -> bytes:
    """The file's bytes, and never many more than a file may have."""
    with open(path, "rb") as file:
        return file.read(BYTES + 1)


def decode(raw: bytes, name: str = "plan.yaml", bad: type[BadPlan] = BadPlan) -> str:
    """The text of a file, with plain line ends. UTF-8 and UTF-16 are taken, with and without their mark."""
    if len(raw) > BYTES:
        raise bad([_too_large(bad)], name)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        code = "utf-16"
    elif b"\0" in raw[:4]:
        # Without a mark: the first sign of a plan is a plain letter, whose other half is zero.
        code = "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
    else:
        code = "utf-8-sig"
    try:
        text = raw.decode(code)
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1 if code == "utf-8-sig" else 0
        says = _(
            "The file is not in UTF-8; perhaps it is in an older code such as Windows-1251. "
            "In your editor choose “Save with encoding” and UTF-8."
        )
        raise bad([Problem("", "", says, line=line)], name) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _too_large(bad: type[BadPlan]) -> Problem:
    says = _("The file is larger than 1 MB. A {what} is some hundred lines of text.")
    return Problem("", "", says.format(what=bad.what))


class Source:
    """A text and its tree. Faults of YAML itself end the reading; keys given twice are kept as ``problems``."""

    def __init__(self, text: str, name: str = "plan.yaml", bad: type[BadPlan] = BadPlan):
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.name, self.bad = name, bad
        self.problems: list[Problem] = []
        self._lines = [0] + [one.end() for one in re.finditer("\n", self.text)]
        self._bound()
        self._depth = self._nodes = 0
        events = self._events()
        event = next(events, None)
        self.root: Node | None = None if event is None else self._node(event, events, flow=False)
        if (event := next(events, None)) is not None:
            says = _("A second {what} begins here (---). One file holds one {what}.")
            self.refuse(event.start_mark.index, says.format(what=bad.what))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, from 1."""
        line = bisect.bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _line(self, offset: int) -> str:
        """The whole line that an offset lies in."""
        return self.text[self._lines[self.place(offset)[0] - 1] :].partition("\n")[0]

    def problem(self, at: Node | int, field: str, allowed: str, example: str = "", found: str = "") -> Problem:
        """What is wrong with a node or at an offset, with its line and column."""
        return Problem(field, found, allowed, example, *self.place(at if isinstance(at, int) else at.start))

    def refuse(self, offset: int, says: str, found: str = "") -> None:
        raise self.bad([self.problem(offset, "", says, found=found)], self.name)

    def _refuse_line(self, number: int, says: str) -> None:
        raise self.bad([Problem("", "", says, line=number)], self.name)

    def _bound(self) -> None:
        """What would cost the YAML scanner much time is refused before it starts."""
        if len(self.text) > BYTES:
            raise self.bad([_too_large(self.bad)], self.name)
        for number, line in enumerate(self.text.split("\n"), 1):
            if len(line) > LINE:
                says = _("This line has more than {most} characters. Break it, or shorten it.").format(most=LINE)
                self._refuse_line(number, says)
            if line.count("[") + line.count("{") > DEPTH:
                depth = 0
                for sign in line:
                    depth += (sign in "[{") - (sign in "]}")
                    if depth > DEPTH:
                        self._refuse_line(number, _("Too many brackets are open here."))

    def _events(self) -> Iterator[Event]:
        """The events of the one document, with every fault of YAML said in plain words."""
        try:
            documents = 0
            for event in YAML(typ="safe", pure=True).parse(self.text):
                if isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                    self._plain(event)
                    yield event
                elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                    yield event
                elif isinstance(event, DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        yield event
        except MarkedYAMLError as wrong:
            mark = wrong.problem_mark or wrong.context_mark
            offset = mark.index if mark else 0
            began = self._line(wrong.context_mark.index if wrong.context_mark else offset)
            says, at_opening = _plain_words(wrong, self.text[offset : offset + 1], began)
            if at_opening and wrong.context_mark:
                offset = wrong.context_mark.index
            line = self.text.split("\n")[self.place(offset)[0] - 1]
            self.refuse(offset, says, shorten(line))
        except ReaderError as wrong:
            sign = wrong.character if isinstance(wrong.character, int) else ord(wrong.character)
            says = _("An unseen sign (U+{code}) stands here. Delete it, or type the line anew.")
            self.refuse(min(max(wrong.position, 0), len(self.text)), says.format(code=f"{sign:04X}"))
        except (YAMLError, ArithmeticError, AttributeError, IndexError, LookupError, TypeError, ValueError) as wrong:
            if isinstance(wrong, BadPlan):
                raise
            # The scanner stumbled where it should have complained: all the same it is the file that is wrong.
            says = _("This is no YAML that can be read. Compare the file with a fresh {what}.")
            self._refuse_line(0, says.format(what=self.bad.what))

    def _plain(self, event: Event) -> None:
        """Only plain values: no anchors and references (YAML bombs), no tags (objects), nothing endless."""
        offset = event.start_mark.index
        self._nodes += 1
        if self._nodes > NODES:
            self.refuse(offset, _("The file has more than {most} values.").format(most=NODES))
        if isinstance(event, AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            says = _("“{sign}” at the beginning has a special meaning. Put the text in quotation marks.")
            self.refuse(offset, says.format(sign=sign), f"{sign}{event.anchor}"[:40])
        if event.tag not in (None, "!"):
            says = _("“!” at the beginning has a special meaning. Put the text in quotation marks.")
            self.refuse(offset, says, shorten(str(event.tag)))
        if isinstance(event, ScalarEvent) and len(event.value) > SCALAR:
            self.refuse(offset, _("This text has more than {most} characters.").format(most=SCALAR))

    def _node(self, event: Event, events: Iterator[Event], flow: bool) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, ScalarEvent):
            if event.style in ("|", ">"):  # the mark stands behind the blank lines that follow
                end = start + len(self.text[start:end].rstrip())
            return Scalar(event.value, start, end, event.style or "", flow)
        self._depth += 1
        if self._depth > DEPTH:
            says = _("Too many levels. A {what} has a few; look at the spaces before the lines.")
            self.refuse(start, says.format(what=self.bad.what))
        flow = bool(event.flow_style)
        node = self._table(start, flow, events) if isinstance(event, MappingStartEvent) else Rows(start, start, flow)
        if isinstance(node, Rows):
            while not isinstance(event := next(events), SequenceEndEvent):
                node.items.append(self._node(event, events, flow))
                _settle(node.items[-1], node.end)
                node.end = max(node.end, node.items[-1].end)
            if flow:
                node.end = event.end_mark.index
        self._depth -= 1
        return node

    def _table(self, start: int, flow: bool, events: Iterator[Event]) -> Table:
        table = Table(start, start, flow)
        seen: dict[str, int] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            if not isinstance(event, ScalarEvent) or event.style in ("|", ">"):
                self.refuse(event.start_mark.index, _("A name is wanted here, then a colon and a value."))
            key = self._node(event, events, flow)
            value = self._node(next(events), events, flow)
            if key.text in seen:
                says = _("This name stands in line {line} already. Keep one of the two.").format(line=seen[key.text])
                self.problems.append(self.problem(key, shorten(key.text), says))
            seen.setdefault(key.text, self.place(key.start)[0])
            colon = self.text.find(":", key.end)
            _settle(value, max(key.end, colon + 1) if self.text[key.end : colon].strip() == "" else key.end)
            table.entries.append(Entry(key, value))
            table.end = max(table.end, value.end)
        if flow:
            table.end = event.end_mark.index
        return table


def _settle(node: Node, offset: int) -> None:
    """An empty value stands right behind its colon; YAML marks it where the next thing begins."""
    if isinstance(node, Scalar) and node.start == node.end:
        node.start = node.end = offset


def _plain_words(wrong: MarkedYAMLError, sign: str, line: str) -> tuple[str, bool]:
    """What is wrong, in words, and whether the place to look at is where the thing began."""
    problem, context = wrong.problem or "", wrong.context or ""
    if sign == "\t" or "\\t" in problem or "tab" in problem:
        return _("A tab stands here. Use spaces: two for each level."), False
    if "quoted scalar" in context and "escape" not in problem and "escape" not in context:
        return _("A quotation mark is opened here and never closed."), True
    if "escape" in problem or "escape" in context:
        return _("Within “\"” a backslash has a special meaning. Use ' instead, or write the backslash twice."), False
    if "flow" in context:
        return _("A bracket is opened here and never closed, or a comma is missing."), True
    if "mapping values" in problem:
        return _(
            "A second colon on this line, or too many spaces before it. "
            "Text with a colon stands in quotation marks; names of one table begin in one column."
        ), False
    if "could not find expected ':'" in problem and ":" in line:
        return _("Put a space behind the colon, and two more spaces before text that goes on below it."), True
    if "could not find expected ':'" in problem or "simple key" in context:
        return _("A colon is missing here, or the text of the line above needs quotation marks."), True
    if "found character" in problem:
        return _("“{sign}” cannot begin a value. Put the text in quotation marks.").format(sign=sign), False
    if "alias" in context or "anchor" in context or "tag" in context:
        return _("“&”, “*” and “!” have a special meaning. Put the text in quotation marks."), True
    if "block" in context or "block" in problem or "sequence entries" in problem:
        return _("This line does not stand in one column with its neighbours. Look at the spaces before it."), False
    return _("This cannot be read. Look at the colons, the quotation marks and the spaces before the line."), False
