"""From the file to the plan. Everything that is wrong is collected; nothing is ever written."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path
from typing import Any

from venture.plan import Indicator, Plan, Ramp
from venture.plan_fields import LONGEST, Spec, specs
from venture.planfile import migrate, rules, values
from venture.planfile.problems import MOST, BadPlan, Problem, shorten
from venture.planfile.tree import Node, Rows, Scalar, Source, Table, content, decode, is_empty
from venture.words import _

ITEMS = 1_000  # in one list
NAMES = ("name", "role", "who")  # what a block is called by, as in `venture.plan.title`
_NAME = 100  # characters

# What stands in for a wrong value until all problems are known; no plan with one of these is ever given out.
_STAND_IN = {"text": "?", "date": None}


def load(path: Path) -> Plan:
    """The plan in a file.

    Raises:
        BadPlan: with everything that is wrong.
        OSError: when there is no such file, or it cannot be opened.
    """
    return loads(decode(content(path), path.name), path.name)


def loads(text: str, name: str = "plan.yaml") -> Plan:
    """The plan in a text."""
    return parse(migrate.current(text, name), name).plan


def parse(text: str, name: str = "plan.yaml") -> Reading:
    """The plan in a text of the present form, with the places where its values stand."""
    source = Source(text, name)
    reading = Reading(source)
    if is_empty(source.root):
        raise BadPlan([Problem("", "", _("There is nothing in this file."), "name: After-school centre")], name)
    if not isinstance(source.root, Table):
        says = _("A plan is a table: lines of a name, a colon and a value.")
        raise BadPlan([Problem("", "", says, "name: After-school centre", 1, 1)], name)
    try:
        reading.read(source.root)
    except _Enough:
        pass
    if reading.problems:
        raise BadPlan(reading.problems, name)
    return reading


def meaning(source: Source, start: values.Start, spec: Spec, node: Node, one: bool = False) -> Any:
    """What a node of a file means in a field, dates counted from ``start``; `NOTHING` where it means nothing.

    ``one`` asks for a single value of a list.
    """
    reading = Reading(source, start)
    try:
        means = (reading.scalar if one else reading.value)(spec, node, ("?",))
    except _Enough:
        return NOTHING
    return NOTHING if reading.problems else means


NOTHING = object()


def first_month(root: Table) -> values.Start | None:
    """The first month, which others may be counted from; none when it is wrong, as `Reading.block` will say."""
    node = root.get("start")
    if is_empty(node):
        return next(one.default for one in dataclasses.fields(Plan) if one.name == "start")
    try:
        return values.read(Spec("start", ""), node.text if isinstance(node, Scalar) else "", (0, 0))
    except values.Wrong:
        return None


class _Enough(Exception):
    """So much is wrong that the rest can wait."""


class Reading:
    """One walk through the tree. ``start`` is the first month that dates are counted from."""

    def __init__(self, source: Source, start: values.Start | None = None):
        self.source = source
        self.start = start
        self.problems = list(source.problems)
        self.plan: Plan | None = None
        self._marks: dict[rules.Path, int] = {}
        self._spoilt: set[rules.Path] = set()

    def read(self, root: Table) -> None:
        self.start = first_month(root)
        plan = self.block(Plan, root, ())
        for breach in rules.breaches(plan):
            if not any(self._is_spoilt(path) for path in (breach.path, *breach.uses)):
                offset = next(
                    (self._marks[here] for n in range(len(breach.path), 0, -1) if (here := breach.path[:n]) in self._marks),
                    root.start,
                )  # fmt: skip
                self._add(breach.problem(*self.source.place(offset)))
        self.plan = plan

    def _is_spoilt(self, path: rules.Path) -> bool:
        """Whether something at, above or below the path was wrong already: one fault is said once."""
        return any(
            all(one == other or "*" in (one, other) for one, other in zip(path, bad, strict=False))
            for bad in self._spoilt
        )

    def _add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) > MOST:
            raise _Enough

    def _wrong(self, path: rules.Path, node: Node, allowed: str, example: str = "", found: str | None = None) -> None:
        if found is None:
            found = node.text if isinstance(node, Scalar) else ""
        self._spoilt.add(path)
        self._add(self.source.problem(node, shorten("/".join(path)), allowed, example, shorten(found)))

    def block(self, cls: type, table: Table, path: rules.Path) -> Any:
        """One block of the plan out of its table."""
        known = {name: (spec, must) for name, spec, must in specs(cls)}
        given: dict[str, Any] = {}
        for entry in table.entries:
            name, here = entry.key.text, (*path, entry.key.text)
            if name not in known:
                self._wrong(here, entry.key, values.unknown(shorten(name), list(known)), found="")
                self._spoilt.discard(here)
                continue
            self._marks[here] = entry.value.start if isinstance(entry.value, Scalar) else entry.key.start
            spec, must = known[name]
            if _is_blank(entry.value, must):
                if must:
                    says = _("This must be filled in: {label}.").format(label=spec.label)
                    self._wrong(here, entry.key, says, values.example(spec), "")
                continue  # an empty line means: as usual
            value = self.value(spec, entry.value, here)
            if here not in self._spoilt:
                given[name] = value
        for name, (spec, must) in known.items():
            if must and name not in given:
                here = (*path, name)
                if not any(entry.key.text == name for entry in table.entries):
                    says = _("This is missing: {label}.").format(label=spec.label)
                    line = f"{name}: {values.example(spec)}"
                    self._wrong(here, table, says, line, "")
                given[name] = _STAND_IN.get(spec.kind, max(spec.low or 0, 0))
        return cls(**given)

    def value(self, spec: Spec, node: Node, path: rules.Path) -> Any:
        """What a field's node means; a value that is wrong is noted and stands as its default."""
        match spec.kind:
            case "part":
                return self._table(spec.of, node, path)
            case "parts":
                return self._parts(spec, node, path)
            case "volume" if isinstance(node, Table):
                return self.block(Ramp, node, path)
            case "numbers" | "volume" | "texts":
                return self._list(spec, node, path)
            case _:
                return self.scalar(spec, node, path)

    def _table(self, cls: type, node: Node, path: rules.Path) -> Any:
        if isinstance(node, Table):
            return self.block(cls, node, path)
        first = next(((name, takes) for name, takes, _must in specs(cls) if takes.example), next(specs(cls))[:2])
        says = _("A table is wanted here: its lines stand below, two spaces further in. It has: {names}.")
        names = ", ".join(name for name, _spec, _must in specs(cls))
        self._wrong(path, node, says.format(names=names), f"{first[0]}: {values.example(first[1])}")
        return None

    def _parts(self, spec: Spec, node: Node, path: rules.Path) -> tuple:
        items = node.items if isinstance(node, Rows) else [node]  # one alone may stand without its dash
        if not isinstance(node, Rows) and not _is_one(spec.of, node):
            says = _("A list is wanted here: each of its parts begins below, with a dash and its first line.")
            first, takes, _must = next(specs(spec.of))
            self._wrong(path, node, says, f"- {first}: {values.example(takes)}")
            return ()
        if len(items) > ITEMS:
            self._wrong(path, node, _("At most {most} in one list.").format(most=ITEMS))
            return ()
        found, seen = [], {}
        for index, item in enumerate(items):
            called, at = _called(item)
            here = (*path, called or str(index + 1))
            self._marks[here] = item.start
            if here[-1] in seen:
                says = _("This name is taken (line {line}). Each in a list has a name of its own.")
                self._wrong((*here, "name"), at, says.format(line=self.source.place(seen[here[-1]])[0]))
            elif (
                ("/" in called and spec.of is not Indicator)
                or len(called) > _NAME
                or called != called.strip()
                or "\n" in called
            ):
                # “/” separates the places of a number; IRIS+ has it in names, and its indicators are no drivers
                says = _("A name of at most {most} characters, in one line and without “/”.").format(most=_NAME)
                self._wrong((*here, "name"), at, says, found=called)
            seen.setdefault(here[-1], at.start)
            found.append(self._table(spec.of, item, here))
        return tuple(one for one in found if one is not None)

    def _list(self, spec: Spec, node: Node, path: rules.Path) -> tuple:
        if isinstance(node, Table):
            self._wrong(path, node, _("A list is wanted here."), values.example(spec))
            return ()
        items = node.items if isinstance(node, Rows) else [node]
        if isinstance(node, Scalar) and spec.kind != "texts" and ", " in node.text:
            # 40, 47, 54 as people write it without brackets
            items = [dataclasses.replace(node, text=part.strip()) for part in node.text.split(", ")]
        most = ITEMS if spec.kind == "texts" else LONGEST
        if len(items) > most:
            self._wrong(path, node, _("At most {most} in one list.").format(most=most), found="")
            return ()
        if spec.kind != "texts" and _mixed_commas(items, self.source.text):
            says = _("Decimal commas cannot be told from the commas of the list. Write decimal points.")
            self._wrong(path, node, says, "[9.4, 10]", self.source.text[node.start : node.end])
            return ()
        return tuple(self.scalar(spec, item, path) for item in items)

    def scalar(self, spec: Spec, node: Node, path: rules.Path) -> Any:
        if not isinstance(node, Scalar):
            self._wrong(path, node, _("One value is wanted here, no list or table."), values.example(spec))
            return None
        if node.empty and spec.kind in ("numbers", "volume", "texts"):
            self._wrong(path, node, _("A value of the list is missing."), values.example(spec), "")
            return None
        if spec.kind == "month" and self.start is None and values.is_date(node.text):
            self._spoilt.add(path)  # nothing to count from: the start is wrong, and that is said
            return None
        text = node.text.rstrip("\n") if node.style in ("|", ">") else node.text
        try:
            return values.read(spec, text, self.start)
        except values.Wrong as wrong:
            self._wrong(path, node, str(wrong), values.example(spec))
            return None


def _is_blank(node: Node, must: bool) -> bool:
    """Does nothing stand here? In a field that must be filled in, an empty text is nothing too."""
    return is_empty(node) or (must and isinstance(node, Scalar) and not node.text.strip())


def _is_one(cls: type, node: Node) -> bool:
    """Is this a block of the kind, written without its dash?"""
    known = [name for name, _spec, _must in specs(cls)]
    return isinstance(node, Table) and any(entry.key.text in known for entry in node.entries)


def _called(item: Node) -> tuple[str, Node]:
    """The name of a list's item, and where it stands."""
    if isinstance(item, Table):
        for name in NAMES:
            node = item.get(name)
            if isinstance(node, Scalar) and not node.empty:
                return node.text, node
    return "", item


def _mixed_commas(items: list[Node], text: str) -> bool:
    """``[9,4, 10]``: some commas with a space behind them and some without, between digits."""
    between = [text[one.end : other.start] for one, other in itertools.pairwise(items)]
    return "," in between and any(gap.startswith(", ") for gap in between)
