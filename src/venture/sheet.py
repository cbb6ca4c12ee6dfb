"""A sheet: rows over months, each with one formula that is computed, explained and written as a spreadsheet's.

A formula is a line of text in a small language, the same for every month:

    ``units * price``          the rows' values of this month
    ``loan[-1] * rate / 12``   ``[-1]`` is the month before, ``[-3]`` three months before (0 before the opening)
    ``last + drawn - repaid``  ``last`` is the row's own value of the month before
    ``if(month > start, pmt(rate / 12, term, amount), 0)``

It may use + - * / **, comparisons, ``and``, ``or``, and the functions in `FUNCTIONS`, which are named as in a spreadsheet.
Names stand for rows (a value a month), inputs and cells (one value), or vectors (read by ``at(vector, n)``).
Column 0 is the opening; a row says with `Row.opening` what stands there.

The formulas are the kit's own (`venture.forecast`), never a reader's. They are compiled once to Python, on floats or
on arrays of futures (`venture.futures`); `explain` walks the same formula, and the workbook translates it.
"""

from __future__ import annotations

import ast
import difflib
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from venture import futures, money
from venture.numbers import say
from venture.words import _

OWN = "last"  # the row's own value of the month before
SAME = "="  # an opening that follows the row's formula


@dataclass(frozen=True, slots=True)
class Input:
    """A number of the plan. ``path`` is its place there (``products/Places/price``); a tuple is a vector."""

    path: str
    label: str
    value: Any
    unit: str = "money"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value worked out from others, such as a loan's payment."""

    key: str
    label: str
    formula: str
    reads: Mapping[str, str]
    unit: str = "money"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheet. ``reads`` says what each name in its formula stands for."""

    key: str
    label: str
    formula: str
    reads: Mapping[str, str]
    opening: str = "0"
    unit: str = "money"
    part: str = ""


class Circular(ValueError):
    """A row reads a row that is not worked out yet. A mistake of the kit's, never of a plan's."""


@functools.cache
def parsed(formula: str) -> ast.expr:
    """The formula's tree. ``if`` is a word of Python's, so it is read as ``if_``."""
    return ast.parse(formula.replace("if(", "if_("), mode="eval").body


@functools.cache
def names(formula: str) -> tuple[str, ...]:
    """The names that a formula reads, in order, without functions and ``last``."""
    called = {id(node.func) for node in ast.walk(parsed(formula)) if isinstance(node, ast.Call)}
    found = dict.fromkeys(
        node.id for node in ast.walk(parsed(formula)) if isinstance(node, ast.Name) and id(node) not in called
    )
    return tuple(name for name in found if name != OWN)


# --- computing


def _each(function: Any) -> Any:
    """A function of floats, made to take arrays of futures too, one future at a time.

    What it gave is remembered: a yearly method's amount stands for twelve months.
    """
    remembered = functools.lru_cache(maxsize=4096)(function)

    @functools.wraps(function)
    def on_futures(*args: Any) -> Any:
        if all(isinstance(arg, futures.PLAIN) for arg in args):
            return remembered(*args)
        import numpy

        return numpy.vectorize(function, otypes=[float])(*args)

    return on_futures


# What a formula may call, under the names of spreadsheets.
FUNCTIONS = {
    "if_": futures.where,
    "min": futures.least,
    "max": futures.most,
    "ceil": futures.rounded_up,
    "int": futures.rounded_down,
    "pmt": _each(lambda rate, nper, pv, fv=0.0: money.pmt(rate, nper, pv, fv)),
    "syd": _each(lambda *args: money.syd(*args)),
    "db": _each(lambda *args: money.db(*args)),
    "ddb": _each(lambda *args: money.ddb(*args)),
    "vdb": _each(lambda *args: money.vdb(*args)),
}
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.Mod: "%"}
COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
# How an explanation writes them, and from which constant on a number counts: less only mends roundings.
IN_WORDS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
COUNTS = 1e-6


# What the compiled text finds by name.
_ROOM = {"both": futures.both, "either": futures.either, "choose": futures.choose, "whole": int, **FUNCTIONS}


@dataclass(frozen=True, slots=True)
class _Python:
    """Writes a formula as Python for column ``t`` of lists. ``plain`` floats get the language's own min and if."""

    variables: Mapping[str, tuple[str, str]]  # name -> (kind, Python's name)
    own: str
    column: str
    plain: bool

    def write(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=value):
                return repr(float(value))
            case ast.Name(id=name) if name == OWN:
                return f"{self.own}[{self.column}-1]" if self.column == "t" else "0.0"
            case ast.Name(id=name):
                kind, variable = self.variables[name]
                return f"{variable}[{self.column}]" if kind == "row" else variable
            case ast.Subscript(value=ast.Name(id=name)):
                return self.earlier(self.variables[name][1], ast.literal_eval(node.slice))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"(-{self.write(operand)})"
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                # a total of hundreds of rows stays flat: Python counts nested brackets
                flat = self.write(left)
                flat = flat[1:-1] if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add) else flat
                return f"({flat} + {self.write(right)})"
            case ast.BinOp(left=left, op=op, right=right):
                return f"({self.write(left)} {OPERATORS[type(op)]} {self.write(right)})"
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return f"({self.write(left)} {COMPARISONS[type(op)]} {self.write(right)})"
            case ast.BoolOp(op=op, values=[left, right]):
                word = "and" if isinstance(op, ast.And) else "or"
                if self.plain:
                    return f"({self.write(left)} {word} {self.write(right)})"
                return f"{'both' if word == 'and' else 'either'}({self.write(left)}, {self.write(right)})"
            case ast.Call(func=ast.Name(id="at"), args=[ast.Name(id=name), place]):
                return f"{self.variables[name][1]}[whole({self.write(place)}) - 1]"
            case ast.Call(func=ast.Name(id="if_"), args=[condition, yes, no]) if self.plain:
                return f"({self.write(yes)} if {self.write(condition)} else {self.write(no)})"
            case ast.Call(func=ast.Name(id="if_"), args=[condition, yes, no]):
                return f"choose({self.write(condition)}, lambda: {self.write(yes)}, lambda: {self.write(no)})"
            case ast.Call(func=ast.Name(id="int"), args=[value]) if self.plain:
                return f"({self.write(value)} // 1)"
            case ast.Call(func=ast.Name(id=name), args=args):
                if name not in FUNCTIONS:
                    raise ValueError(f"no function {name} in {ast.unparse(node)}")
                return f"{name}({', '.join(map(self.write, args))})"
        raise ValueError(f"no formula of a sheet: {ast.unparse(node)}")

    def earlier(self, variable: str, lag: int) -> str:
        if self.column != "t":
            return "0.0"
        if lag == -1:
            return f"{variable}[t-1]"
        return f"({variable}[t{lag}] if t >= {-lag} else 0.0)"


# One row of a group as the compiler needs it: its formula, its opening, and each name's (kind, place among arguments).
_Shape = tuple[str, str, tuple[tuple[str, str, int], ...]]


@functools.lru_cache(maxsize=4096)
def _compiled(group: tuple[_Shape, ...], arguments: int, plain: bool) -> Any:
    """The function that fills a group of rows: (months, argument…) -> one list a row. Rows of one shape share it."""
    signature = ", ".join(["n", *(f"a{place}" for place in range(arguments))])
    lines = [f"def fill({signature}):"]
    openings, months = [], []
    for index, (formula, opening, reads) in enumerate(group):
        # rows of the group itself have places below 0
        variables = {name: (kind, f"r{-place}" if place < 0 else f"a{place}") for name, kind, place in reads}
        own = f"r{index + 1}"
        first = formula if opening == SAME else opening
        openings.append(f"    {own} = [{_Python(variables, own, '0', plain).write(parsed(first))}]")
        months.append((own, _Python(variables, own, "t", plain).write(parsed(formula))))
    lines += openings
    if len(group) == 1 and OWN not in group[0][0]:
        lines.append(f"    r1 += [{months[0][1]} for t in range(1, n + 1)]")
    else:
        lines.append("    for t in range(1, n + 1):")
        lines += [f"        {own}.append({written})" for own, written in months]
    lines.append(f"    return {', '.join(own for own, _text in months)},")
    room = _ROOM | ({"min": min, "max": max} if plain else {})
    exec("\n".join(lines), room)  # the text is made above, of the kit's own formulas
    return room["fill"]


@functools.lru_cache(maxsize=1024)
def _compiled_cell(formula: str, variables: tuple[str, ...]) -> Any:
    """A cell's formula as a function of its names."""
    written = _Python({name: ("one", f"a_{name}") for name in variables}, "", "0", False).write(parsed(formula))
    return eval(f"lambda {', '.join(f'a_{name}' for name in variables)}: {written}", dict(_ROOM))


@dataclass(slots=True)
class _Step:
    """A group of rows, ready to be filled again and again: what it writes, what it reads, and how."""

    rows: tuple[str, ...]
    reads: tuple[str, ...]
    shapes: tuple[_Shape, ...]
    functions: dict[bool, Any] = field(default_factory=dict)  # by whether all that it reads are plain numbers

    def fill(self, known: dict[str, Any], months: int, varied: set[str]) -> None:
        arguments = [known[key] for key in self.reads]
        plain = not varied or varied.isdisjoint(self.reads)
        if plain not in self.functions:
            self.functions[plain] = _compiled(self.shapes, len(self.reads), plain)
        known.update(zip(self.rows, self.functions[plain](months, *arguments), strict=True))
        if not plain:
            varied.update(self.rows)


class _OnDemand(dict):
    """Values of a sheet in which a row is worked out when it is first read."""

    def __init__(self, known: dict[str, Any], steps: dict[str, _Step], months: int, varied: set[str]) -> None:
        super().__init__(known)
        self._steps, self._months, self._varied = steps, months, varied

    def __missing__(self, key: str) -> Any:
        self._steps[key].fill(self, self._months, self._varied)
        return self[key]


@dataclass(slots=True)
class Sheet:
    """Inputs, cells and rows, in the order in which they are worked out."""

    months: int
    inputs: dict[str, Input] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    given: dict[str, list[float]] = field(default_factory=dict)  # rows that the calendar gives
    groups: list[tuple[Row, ...]] = field(default_factory=list)
    steps: list[_Step] = field(default_factory=list, repr=False)  # the groups, made ready

    def input(self, path: str, label: str, value: Any, unit: str = "money") -> str:
        self.inputs[path] = Input(path, label, value, unit)
        return path

    def cell(self, key: str, label: str, formula: str, unit: str = "money", **reads: str) -> str:
        self.cells[key] = Cell(key, label, formula, reads, unit)
        return key

    def calendar(self, key: str, label: str, values: list[float]) -> str:
        self.given[key] = values
        self.rows[key] = Row(key, label, "", {}, unit="count", part="calendar")
        return key

    def row(self, key: str, label: str, formula: str, opening: str = "0", unit: str = "money", part: str = "", **reads: str) -> str:  # fmt: skip
        """Add a row. Names of the formula that ``reads`` leaves out stand for the rows of the same name."""
        row = Row(key, label, formula, reads, opening, unit, part)
        self.rows[key] = row
        self.groups.append((row,))
        return key

    def together(self, *rows: Row) -> None:
        """Add rows that need each other's month before."""
        for row in rows:
            self.rows[row.key] = row
        self.groups.append(rows)

    def total(self, key: str, label: str, parts: Sequence[str], opening: str = SAME, part: str = "", **more: str) -> str:  # fmt: skip
        """Add a row that is the sum of others; with no parts it is 0."""
        reads = {f"p{place}": one for place, one in enumerate(parts)}
        return self.row(key, label, " + ".join(reads) or "0", opening, part=part, **more, **reads)

    # --- values

    def values(self, changes: Mapping[str, Any] | None = None, on_demand: bool = False) -> dict[str, Any]:
        """Every input, cell and row. A row is a list by column, 0 being the opening.

        ``changes`` gives other values to inputs; an array holds one value for each future.
        ``on_demand`` works a row out when it is first read, and leaves out what nobody reads.

        Raises:
            KeyError: no input has that path; the message names the nearest.
        """
        known: dict[str, Any] = {path: one.value for path, one in self.inputs.items()}
        for path, value in (changes or {}).items():
            if path not in known:
                raise KeyError(self.no_such(path, known))
            known[path] = value
        varied = {path for path in changes or () if not isinstance(known[path], (*futures.PLAIN, tuple))}
        for key, cell in self.cells.items():
            reads = names(cell.formula)
            known[key] = _compiled_cell(cell.formula, reads)(*(known[cell.reads[name]] for name in reads))
            if varied and any(cell.reads[name] in varied for name in reads):
                varied.add(key)
        known.update(self.given)
        self._make_steps()
        if on_demand:
            return _OnDemand(known, {row: step for step in self.steps for row in step.rows}, self.months, varied)
        for step in self.steps:
            step.fill(known, self.months, varied)
        return known

    def _make_steps(self) -> None:
        """Make the rows ready that were added since: what does not change from one forecast to the next."""
        known = {*self.inputs, *self.cells, *self.given, *(row for step in self.steps for row in step.rows)}
        for group in self.groups[len(self.steps) :]:
            self.steps.append(self._step(group, known))
            known.update(self.steps[-1].rows)

    def _step(self, group: tuple[Row, ...], known: set[str]) -> _Step:
        places = {row.key: -index - 1 for index, row in enumerate(group)}
        arguments: list[str] = []
        shapes = []
        for row in group:
            reads = []
            for name in (
                names(row.formula) if row.opening in ("0", SAME) else names(f"({row.formula}) + ({row.opening})")
            ):
                key = row.reads.get(name, name)
                place = places.get(key)
                if place is None:
                    if key not in known:
                        raise Circular(f"{row.key} reads {key}, which is not worked out yet")
                    place = places[key] = len(arguments)
                    arguments.append(key)
                reads.append((name, "row" if key in self.rows else "one", place))
            shapes.append((row.formula, row.opening, tuple(reads)))
        return _Step(tuple(row.key for row in group), tuple(arguments), tuple(shapes))

    @staticmethod
    def no_such(path: str, known: Mapping[str, Any]) -> str:
        near = difflib.get_close_matches(path, known, n=1, cutoff=0.5)
        hint = _(" Did you mean “{near}”?").format(near=near[0]) if near else ""
        return _("“{path}” is no number of this plan.").format(path=path) + hint


# --- explaining


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a cell's formula: its sign, its words, what it comes to, and the cells that it reads."""

    sign: str  # "+", "−"
    words: str
    value: float
    reads: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a cell comes from. ``terms`` add up to ``value``; each can be explained in turn (`parts`)."""

    key: str
    label: str
    month: int
    value: float
    words: str
    terms: tuple[Term, ...]
    sheet: Sheet = field(repr=False, compare=False)
    known: Mapping[str, Any] = field(repr=False, compare=False)

    def parts(self) -> Iterator[Explanation]:
        """The cells that this one reads, each once, without inputs and the calendar."""
        seen = dict.fromkeys(read for term in self.terms for read in term.reads)
        for key, month in seen:
            if key in self.sheet.rows and key not in self.sheet.given:
                yield explain(self.sheet, self.known, key, month)

    def tree(self, depth: int = 2) -> str:
        """The chain of terms as lines of text, ``depth`` levels deep."""
        return "\n".join(self._lines(depth, 0))

    def _lines(self, depth: int, level: int) -> Iterator[str]:
        pad = "  " * level
        yield pad + _("{label}, month {month}: {value}").format(
            label=self.label, month=self.month, value=say(self.value)
        )
        for term in self.terms:
            yield f"{pad}  {term.sign} {say(abs(term.value))}  {term.words}"
        if not self.terms and self.words not in (self.label, "0"):
            yield f"{pad}  {self.words}"
        if depth > 1:
            for one in self.parts():
                if one.value:
                    yield from one._lines(depth - 1, level + 2)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Walks a formula at one month: its value, its words with labels, the cells that it reads."""

    sheet: Sheet
    known: Mapping[str, Any]
    row: Row | Cell
    month: int

    def key(self, name: str) -> str:
        return self.row.key if name == OWN else self.row.reads.get(name, name)

    def when(self, node: ast.expr) -> int:
        """The month that a name is read at."""
        if isinstance(node, ast.Subscript):
            return self.month + ast.literal_eval(node.slice)
        return self.month - 1 if node.id == OWN else self.month

    def read(self, node: ast.expr) -> Any:
        name = node.value.id if isinstance(node, ast.Subscript) else node.id
        value, month = self.known[self.key(name)], self.when(node)
        if self.key(name) not in self.sheet.rows:
            return value
        return value[month] if month >= 0 else 0.0

    def value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return float(value)
            case ast.Name() | ast.Subscript():
                return self.read(node)
            case ast.UnaryOp(operand=operand):
                return -self.value(operand)
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.value(left), self.value(right)
                return {
                    "+": lambda: a + b,
                    "-": lambda: a - b,
                    "*": lambda: a * b,
                    "/": lambda: a / b,
                    "**": lambda: a**b,
                    "%": lambda: a % b,
                }[OPERATORS[type(op)]]()
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                a, b = self.value(left), self.value(right)
                return {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[
                    COMPARISONS[type(op)]
                ]
            case ast.BoolOp(op=op, values=values):
                results = [self.value(one) for one in values]
                return all(results) if isinstance(op, ast.And) else any(results)
            case ast.Call(func=ast.Name(id="at"), args=[vector, place]):
                return self.read(vector)[int(self.value(place)) - 1]
            case ast.Call(func=ast.Name(id="if_"), args=[condition, yes, no]):
                return self.value(yes if self.value(condition) else no)
            case ast.Call(func=ast.Name(id=name), args=args):
                return FUNCTIONS[name](*map(self.value, args))
        raise ValueError(ast.unparse(node))

    def cells(self, node: ast.expr) -> tuple[tuple[str, int], ...]:
        """The cells that really count: of an ``if``, only the branch that is taken."""
        match node:
            case ast.Name():
                return ((self.key(node.id), self.when(node)),)
            case ast.Subscript():
                return ((self.key(node.value.id), self.when(node)),) if self.when(node) >= 0 else ()
            case ast.Call(func=ast.Name(id="if_"), args=[condition, yes, no]):
                return self.cells(yes if self.value(condition) else no)
            case ast.Call(args=args):
                return tuple(dict.fromkeys(cell for arg in args for cell in self.cells(arg)))
            case _:
                inner = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
                return tuple(dict.fromkeys(cell for one in inner for cell in self.cells(one)))

    def words(self, node: ast.expr, inside: bool = False) -> str:
        match node:
            case ast.Constant(value=value):
                return say(value)
            case ast.Name() | ast.Subscript():
                name = node.value.id if isinstance(node, ast.Subscript) else node.id
                return self.called(name, self.when(node))
            case ast.UnaryOp(operand=operand):
                return f"−{self.words(operand, True)}"
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=ast.Constant(value=value)) if value < COUNTS:
                return self.words(left, inside)
            case ast.BinOp(left=left, op=op, right=right):
                sign = {"+": "+", "-": "−", "*": "×", "/": "÷", "**": "^", "%": "mod"}[OPERATORS[type(op)]]
                text = f"{self.words(left, True)} {sign} {self.words(right, True)}"
                return f"({text})" if inside and sign in "+−" else text
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return f"{self.words(left)} {IN_WORDS[COMPARISONS[type(op)]]} {self.words(right)}"
            case ast.BoolOp(op=op, values=values):
                return (_(" and ") if isinstance(op, ast.And) else _(" or ")).join(map(self.words, values))
            case ast.Call(func=ast.Name(id="at"), args=[vector, place]):
                return _("{vector}, number {place}").format(vector=self.words(vector), place=say(self.value(place)))
            case ast.Call(func=ast.Name(id="if_"), args=[condition, yes, no]):
                return self.words(yes if self.value(condition) else no, inside)
            case ast.Call(func=ast.Name(id=name), args=args):
                word = {"min": _("the smaller of"), "max": _("the larger of"), "ceil": _("rounded up"), "int": _("rounded down")}.get(name, name.upper())  # fmt: skip
                return f"{word} ({'; '.join(map(self.words, args))})"
        return ast.unparse(node)

    def called(self, name: str, month: int) -> str:
        key = self.key(name)
        if key in self.sheet.rows:
            label = self.sheet.rows[key].label
            if month == self.month:
                return label
            return _("{label} of month {month}").format(label=label, month=month) if month > 0 else _("{label} at the opening").format(label=label)  # fmt: skip
        return (self.sheet.cells.get(key) or self.sheet.inputs[key]).label

    def reasons(self, node: ast.expr) -> Iterator[str]:
        """Why the node is 0, where the condition of an ``if`` decides it."""
        match node:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                yield from self.reasons(left)
                yield from self.reasons(right)
            case ast.UnaryOp(operand=operand):
                yield from self.reasons(operand)
            case ast.Call(func=ast.Name(id="if_"), args=[condition, yes, no]):
                holds = self.value(condition)
                branch = yes if holds else no
                if isinstance(branch, ast.Constant) and not branch.value:
                    yield self.decided(condition) if holds else _("not {condition}").format(condition=self.decided(condition))  # fmt: skip
                else:
                    yield from self.reasons(branch)

    def decided(self, condition: ast.expr) -> str:
        """The words of a condition; of several that must hold together, the first that does not."""
        if isinstance(condition, ast.BoolOp) and isinstance(condition.op, ast.And):
            condition = next((one for one in condition.values if not self.value(one)), condition)
        return self.words(condition)

    def terms(self, node: ast.expr, sign: int = 1) -> Iterator[Term]:
        match node:
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from self.terms(left, sign)
                yield from self.terms(right, sign)
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                yield from self.terms(left, sign)
                yield from self.terms(right, -sign)
            case ast.UnaryOp(operand=operand):
                yield from self.terms(operand, -sign)
            case ast.Call(func=ast.Name(id="if_"), args=[condition, yes, no]):
                yield from self.terms(yes if self.value(condition) else no, sign)
            case _:
                value = sign * self.value(node)
                if value:
                    mark = "+" if value > 0 else "−"
                    yield Term(mark, self.words(node), value, self.cells(node))


def explain(sheet: Sheet, known: Mapping[str, Any], key: str, month: int) -> Explanation:
    """Where the cell ``key`` of ``month`` comes from. The values must be plain numbers.

    Raises:
        KeyError: no row has that key; the message names the nearest.
        IndexError: the month is outside the sheet.
    """
    if key not in sheet.rows:
        raise KeyError(sheet.no_such(key, sheet.rows))
    if not 0 <= month <= sheet.months:
        raise IndexError(_("The forecast has months 0 to {last}; there is no month {month}.").format(last=sheet.months, month=month))  # fmt: skip
    row = sheet.rows[key]
    value = known[key][month]
    if key in sheet.given:
        return Explanation(key, row.label, month, value, row.label, (), sheet, known)
    reader = _Reader(sheet, known, row, month)
    tree = parsed(row.formula if month or row.opening == SAME else row.opening)
    words, terms = reader.words(tree), tuple(reader.terms(tree))
    if not terms and (reasons := tuple(dict.fromkeys(reader.reasons(tree)))):
        words = _("0, because {reasons}").format(reasons="; ".join(reasons))
    return Explanation(key, row.label, month, value, words, terms, sheet, known)
