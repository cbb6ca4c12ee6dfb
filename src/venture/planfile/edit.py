"""A plan into the text of its file: only what changed is changed.

The tree knows where every value stands, so a new value is put in its place and every other sign of the file stays:
comments, order, spaces, ``9 %`` and ``1 500``. What cannot be done in place (a table in braces that grows) is
written anew, from the smallest entry that holds it.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from venture.plan import Plan, title
from venture.plan_fields import Spec, specs
from venture.planfile import render, values
from venture.planfile.read import NOTHING, first_month, meaning
from venture.planfile.tree import Entry, Node, Rows, Scalar, Source, Table, is_empty


@dataclass(frozen=True)
class Edit:
    start: int
    end: int
    text: str


class _NotHere(Exception):
    """This cannot be changed in place: the entry around it is written anew."""


def edit(text: str, plan: Plan) -> str:
    """The text of a file that holds a plan, changed so that it holds this one."""
    source = Source(text)
    try:
        edits = list(_Editor(source, plan).table(source.root, plan, top=True))
    except _NotHere:  # the whole plan stands in braces, as another program writes it
        return render.whole(plan, comments=False)
    return _applied(source.text, edits)


def _applied(text: str, edits: Iterable[Edit]) -> str:
    # From the back, so that places in front stay true; insertions at one place keep their order.
    for _n, one in sorted(enumerate(edits), key=lambda pair: (pair[1].start, pair[0]), reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


class _Editor:
    def __init__(self, source: Source, plan: Plan):
        self.source, self.text = source, source.text
        # What stands in the file is read as the new plan would read it: dates count from its start.
        self.start = plan.start

    # --- tables and their entries

    def table(self, table: Table, block: Any, top: bool = False) -> Iterator[Edit]:
        defaults = {one.name: one.default for one in dataclasses.fields(block)}
        order = [name for name, _spec, _must in specs(type(block))]
        for place, (name, takes, must) in enumerate(specs(type(block))):
            value = getattr(block, name)
            entry = next((one for one in table.entries if one.key.text == name), None)
            if entry is not None:
                yield from self.entry(table, entry, takes, value, gone=value == defaults[name] and not must)
            elif must or value != defaults[name]:
                yield self._insert(table, order[:place], name, takes, value, top)

    def entry(self, table: Table, entry: Entry, takes: Spec, value: Any, gone: bool) -> Iterator[Edit]:
        """The edits of one entry; ``gone`` says that the value is the field's default."""
        if self._means(takes, entry.value) == value or (gone and is_empty(entry.value)):
            return
        if gone and (value is None or takes.kind == "parts"):
            yield self._take_out(table, entry)
            return
        try:
            edits = list(self.value(takes, entry.value, value))
        except _NotHere:
            edits = [self._anew(table, entry, takes, value)]
        yield from edits

    def value(self, takes: Spec, node: Node, value: Any) -> Iterator[Edit]:
        """The edits of a value in its place."""
        if isinstance(node, Table) and dataclasses.is_dataclass(value) and takes.kind in ("part", "volume"):
            yield from self.table(node, value)
        elif isinstance(node, Rows) and takes.kind == "parts":
            yield from self.parts(takes, node, value)
        elif isinstance(node, Rows) and takes.kind in ("numbers", "texts", "volume") and isinstance(value, tuple):
            if len(node.items) != len(value):
                raise _NotHere
            for item, one in zip(node.items, value, strict=True):
                yield from self.scalar(takes, item, one)
        elif takes.kind in ("part", "parts", "numbers", "texts", "volume"):
            raise _NotHere
        else:
            yield from self.scalar(takes, node, value)

    def scalar(self, takes: Spec, node: Node, value: Any) -> Iterator[Edit]:
        if self._means(takes, node, one=True) == value:
            return
        if not isinstance(node, Scalar) or node.style in ("|", ">"):
            raise _NotHere
        text = render.inline(takes, value)
        if takes.kind == "month" and values.is_date(node.text):
            text = values.month_as_date(value, self.start)
        if takes.kind == "long text" and not node.flow and len(text) > render.WIDE:
            raise _NotHere
        yield Edit(node.start, node.end, text if node.start < node.end else f" {text}")

    def _anew(self, table: Table, entry: Entry, takes: Spec, value: Any) -> Edit:
        """The whole entry in other words."""
        if table.flow:
            return Edit(entry.start, entry.end, f"{entry.key.text}: {render.inline(takes, value)}")
        lines = render.entry(entry.key.text, takes, value, self._column(entry.start))
        rest = self.text[entry.end : self._line_end(entry.end)]
        if len(lines) > 1 and rest.strip():  # a comment behind the value would become part of what stands below
            column = " " * self._column(entry.start)
            comment = rest.strip()
            return Edit(
                entry.start, entry.end + len(rest), "\n".join([comment, column + lines[0].lstrip(), *lines[1:]])
            )
        return Edit(entry.start, entry.end, "\n".join(lines).lstrip())

    def _insert(self, table: Table, before: list[str], name: str, takes: Spec, value: Any, top: bool) -> Edit:
        if table.flow or not table.entries:
            raise _NotHere
        found = [one for one in table.entries if one.key.text in before]
        anchor = max(found, key=lambda one: before.index(one.key.text)) if found else table.entries[0]
        lines = render.entry(name, takes, value, self._column(table.entries[0].start))
        gap = "\n" if top and len(lines) > 1 else ""
        at = self._behind(anchor.end, self._column(table.entries[0].start))
        return Edit(at, at, gap + "".join(f"\n{line}" for line in lines))

    def _take_out(self, table: Table, entry: Entry) -> Edit:
        """The entry's lines, or nothing left behind its colon where it begins an item."""
        if table.flow:
            raise _NotHere
        alone = self.text[self._line_start(entry.start) : entry.start].strip()
        if alone or len(table.entries) == 1:
            return Edit(entry.key.end, entry.end, ": []" if isinstance(entry.value, Rows) else ":")
        end = self._behind(entry.end, self._column(entry.start))
        return Edit(self._line_start(entry.start), min(end + 1, len(self.text)), "")

    # --- lists of blocks

    def parts(self, takes: Spec, rows: Rows, items: tuple) -> Iterator[Edit]:
        if rows.flow:
            if len(rows.items) != len(items):
                raise _NotHere
            for node, item in zip(rows.items, items, strict=True):
                yield from self.table(_as_table(node), item)
            return
        pairs = self._match(takes, rows, items)
        kept = _rising(pairs)
        if not kept:
            raise _NotHere
        indent = self._column(rows.start)
        anchor = None  # where the last item that stays ends
        for index, item in enumerate(items):
            if index in kept:
                node = rows.items[kept[index]]
                yield from self._item(node, item)
                anchor = self._behind(node.end, indent)
                continue
            moved = index in pairs
            lines = self._moved(rows, pairs[index], item) if moved else "\n".join(render.row(item, indent))
            if anchor is None:
                at = self._above(rows, min(kept.values()))
                yield Edit(at, at, f"{lines}\n")
            else:
                yield Edit(anchor, anchor, f"\n{lines}")
        for number, node in enumerate(rows.items):
            if number not in kept.values():
                start = self._above(rows, number) if number in pairs.values() else self._dash(rows, number)
                yield Edit(start, min(self._behind(node.end, indent) + 1, len(self.text)), "")

    def _item(self, node: Node, item: Any) -> Iterator[Edit]:
        try:
            yield from list(self.table(_as_table(node), item))
        except _NotHere:
            lines = render.row(item, self._column(node.start) - 2)
            yield Edit(node.start, node.end, "\n".join(lines).lstrip()[2:])

    def _moved(self, rows: Rows, number: int, item: Any) -> str:
        """The lines of an item that stands elsewhere now, with the comments that are its own."""
        node, start = rows.items[number], self._above(rows, number)
        edits = [
            dataclasses.replace(one, start=one.start - start, end=one.end - start) for one in self._item(node, item)
        ]
        return _applied(self.text[start : self._behind(node.end, self._column(rows.start))], edits)

    def _match(self, takes: Spec, rows: Rows, items: tuple) -> dict[int, int]:
        """Which new item stands where in the file: the same item, else the same name, else the same place."""
        old = meaning(self.source, first_month(self.source.root), takes, rows)
        if old is NOTHING or len(old) != len(rows.items):
            raise _NotHere
        pairs: dict[int, int] = {}

        def pair(new_keys: Sequence[Any], old_keys: Sequence[Any]) -> None:
            free: dict[Any, list[int]] = {}
            taken = set(pairs.values())
            for was, key in enumerate(old_keys):
                if was not in taken:
                    free.setdefault(key, []).append(was)
            for new, key in enumerate(new_keys):
                if key != "" and new not in pairs and free.get(key):
                    pairs[new] = free[key].pop(0)

        pair(items, old)
        pair([title(item) for item in items], [title(item) for item in old])
        if len(items) == len(old) or not any(title(item) for item in items):
            pair(range(len(items)), range(len(old)))
        return pairs

    # --- what stands in the file, and where

    def _means(self, takes: Spec, node: Node, one: bool = False) -> Any:
        """What a node of the file means under the new plan."""
        if isinstance(node, Scalar) and node.empty:
            return NOTHING
        return meaning(self.source, self.start, takes, node, one)

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def _behind(self, offset: int, column: int) -> int:
        """The end of the line, and of comment lines below it that are further in than ``column``."""
        end = self._line_end(offset)
        while end < len(self.text):
            line = self.text[end + 1 : (below := self._line_end(end + 1))]
            if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) <= column:
                break
            end = below
        return end

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)

    def _dash(self, rows: Rows, number: int) -> int:
        """Where the line with an item's dash begins."""
        column, at = self._column(rows.start), self._line_start(rows.items[number].start)
        while self.text[at : at + column].strip() or self.text[at + column : at + column + 1] != "-":
            if at <= rows.start:
                raise _NotHere
            at = self._line_start(at - 1)
        return at

    def _above(self, rows: Rows, number: int) -> int:
        """Where an item begins together with its own comment lines: right above it, no further in than its dash."""
        at, floor, column = self._dash(rows, number), self._line_start(rows.start), self._column(rows.start)
        while at > floor:
            line = self.text[(above := self._line_start(at - 1)) : at]
            if not line.lstrip().startswith("#") or line.index("#") > column:
                break
            at = above
        return at


def _rising(pairs: dict[int, int]) -> dict[int, int]:
    """The most pairs that stand in one order, new and old; what is left over has moved."""
    tails: list[int] = []  # the last new item of the best run of each length
    before: dict[int, int | None] = {}
    for new in sorted(pairs):
        at = bisect.bisect_left([pairs[one] for one in tails], pairs[new])
        before[new] = tails[at - 1] if at else None
        tails[at : at + 1] = [new]
    kept, new = {}, tails[-1] if tails else None
    while new is not None:
        kept[new] = pairs[new]
        new = before[new]
    return kept


def _as_table(node: Node) -> Table:
    if not isinstance(node, Table):
        raise _NotHere
    return node
