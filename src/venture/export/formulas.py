"""A formula of the sheet as a spreadsheet writes it.

`venture.sheet` parses a row's formula once; the engine compiles that tree to Python, and this file writes the same
tree for Excel and LibreOffice. So the workbook cannot follow another rule than the forecast.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from venture.sheet import OWN, parsed

# How tightly things bind in a spreadsheet. Its minus sign binds tighter than its power: -2^2 is 4 there.
COMPARING, ADDING, MULTIPLYING, RAISING, SIGN, ATOM = range(6)
OPERATORS = {
    ast.Add: ("+", ADDING),
    ast.Sub: ("-", ADDING),
    ast.Mult: ("*", MULTIPLYING),
    ast.Div: ("/", MULTIPLYING),
    ast.Pow: ("^", RAISING),
}
COMPARISONS = {ast.Eq: "=", ast.NotEq: "<>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
CALLS = {
    "if_": "IF", "min": "MIN", "max": "MAX", "int": "INT", "at": "INDEX",
    "pmt": "PMT", "syd": "SYD", "db": "DB", "ddb": "DDB", "vdb": "VDB",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class At:
    """A row's cell in this month's column, or ``back`` columns before."""

    key: str
    back: int = 0


Piece = str | At


def pieces(formula: str, own: str, reads: Mapping[str, str], names: Mapping[str, str]) -> tuple[Piece, ...]:
    """The formula in pieces: text that is the same in every month, and the cells that move with it.

    Args:
        own: the row's own key, for ``last``.
        reads: what each name of the formula stands for; without an entry it is the row of that name.
        names: the workbook's names of inputs and cells, by key. What is not there is a row.
    """
    written = _Writer(own, reads, names).write(parsed(formula))
    joined: list[Piece] = []
    for piece in written:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)


def filled(pieces: Sequence[Piece], month: int, address: Callable[[str, int], str]) -> str:
    """The formula of one month. What lies before the opening is 0."""
    return "=" + "".join(
        piece if isinstance(piece, str) else address(piece.key, month - piece.back) if piece.back <= month else "0"
        for piece in pieces
    )


def number(value: float) -> str:
    """A number as a formula writes it."""
    return repr(value).upper().removesuffix(".0")


def text(words: str) -> str:
    """Words as a formula writes them; a text within a formula has at most 255 characters."""
    return '"' + words[:255].replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class _Writer:
    own: str
    reads: Mapping[str, str]
    names: Mapping[str, str]

    def write(self, node: ast.expr, least: int = COMPARING) -> list[Piece]:
        """The node, in brackets where it binds looser than ``least``."""
        binds, written = self.bound(node)
        return written if binds >= least else ["(", *written, ")"]

    def bound(self, node: ast.expr) -> tuple[int, list[Piece]]:
        """How tightly the node binds, and its pieces."""
        match node:
            case ast.Constant(value=value):
                return ATOM, [number(value)]
            case ast.Name(id=name) if name == OWN:
                return ATOM, [At(self.own, 1)]
            case ast.Name(id=name):
                key = self.reads.get(name, name)
                return ATOM, [self.names.get(key) or At(key)]
            case ast.Subscript(value=ast.Name(id=name)):
                return ATOM, [At(self.reads.get(name, name), -ast.literal_eval(node.slice))]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return SIGN, ["-", *self.write(operand, ATOM)]
            case ast.BinOp(left=left, op=ast.Mod(), right=right):
                return ATOM, self.call("MOD", [left, right])  # the sign of the divisor, as in Python
            case ast.BinOp(left=left, op=op, right=right):
                sign, binds = OPERATORS[type(op)]
                # brackets at the right keep the engine's order of adding up
                return binds, [*self.write(left, ATOM if sign == "^" else binds), sign, *self.write(right, binds + 1)]
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return COMPARING, [*self.write(left, ADDING), COMPARISONS[type(op)], *self.write(right, ADDING)]
            case ast.BoolOp(op=op, values=values):
                return ATOM, self.call("AND" if isinstance(op, ast.And) else "OR", values)
            case ast.Call(func=ast.Name(id="ceil"), args=[value]):
                # ROUNDUP rounds away from 0 and CEILING differs between programs; INT rounds down in all of them
                return SIGN, ["-INT(-", *self.write(value, ATOM), ")"]
            case ast.Call(func=ast.Name(id="db"), args=[cost, *_more]):
                # spreadsheets refuse an asset that cost nothing
                return ATOM, ["IF(", *self.write(cost, ADDING), "=0,0,", *self.call("DB", node.args), ")"]
            case ast.Call(func=ast.Name(id=name), args=args) if name in CALLS:
                return ATOM, self.call(CALLS[name], args)
        raise ValueError(f"no formula of a sheet: {ast.unparse(node)}")

    def call(self, function: str, args: Sequence[ast.expr]) -> list[Piece]:
        written: list[Piece] = [f"{function}("]
        for place, arg in enumerate(args):
            written += [",", *self.write(arg)] if place else self.write(arg)
        return [*written, ")"]
