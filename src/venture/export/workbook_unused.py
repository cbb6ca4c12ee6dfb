"""What a plan does not use: rows that are 0 whatever its numbers are, and inputs that nothing reads.

A plan without VAT has the rows of VAT all the same, each a sum of nothing. A statement leaves them out and adds up.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from venture.sheet import OWN, SAME, Cell, Row, Sheet, names, parsed


def unused_rows(sheet: Sheet) -> set[str]:
    """The rows that are 0 in every month by their formula alone."""
    nothing: set[str] = set()
    for group in sheet.groups:
        together = {row.key for row in group}
        if all(_is_nothing(row, nothing | together) for row in group):  # they only read each other and nothing
            nothing |= together
            continue
        for row in group:
            if _is_nothing(row, nothing):
                nothing.add(row.key)
    return nothing


def used_inputs(sheet: Sheet, nothing: set[str]) -> set[str]:
    """The inputs and cells that some row with a meaning reads."""
    used: set[str] = set()
    for row in sheet.rows.values():
        if row.key not in nothing:
            used |= _read(row, row.formula) | (_read(row, row.opening) if row.opening != SAME else set())
    for cell in reversed(sheet.cells.values()):  # a cell may read the cells before it
        if cell.key in used:
            used |= _read(cell, cell.formula)
    return used & (sheet.inputs.keys() | sheet.cells.keys())


def _read(row: Row | Cell, formula: str) -> set[str]:
    return {row.reads.get(name, name) for name in names(formula)} if formula else set()


def _is_nothing(row: Row, nothing: set[str]) -> bool:
    formulas = [row.formula] if row.opening == SAME else [row.formula, row.opening]
    return all(_is_0(parsed(formula), row.reads, nothing) for formula in formulas)


def _is_0(node: ast.expr, reads: Mapping[str, str], nothing: set[str]) -> bool:
    def zero(part: ast.expr) -> bool:
        return _is_0(part, reads, nothing)

    match node:
        case ast.Constant(value=value):
            return value == 0
        case ast.Name(id=name) if name == OWN:
            return True  # 0 at first, and what is added is looked at
        case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)):
            return reads.get(name, name) in nothing
        case ast.UnaryOp(operand=operand):
            return zero(operand)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return zero(left) and zero(right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return zero(left) or zero(right)
        case ast.BinOp(left=left, op=ast.Div()):
            return zero(left)
        case ast.Call(func=ast.Name(id="if_"), args=[_condition, yes, no]):
            return zero(yes) and zero(no)
        case ast.Call(func=ast.Name(id="min" | "max"), args=args):
            return all(map(zero, args))
    return False
