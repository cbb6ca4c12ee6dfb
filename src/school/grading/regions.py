"""The marked regions of nbgrader's masters: what stands between BEGIN and END, and what does not."""

from __future__ import annotations

import ast

from school.grading import syntax

SOLUTION = ("BEGIN SOLUTION", "END SOLUTION")
HIDDEN_TESTS = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
MARK_SCHEME = ("BEGIN MARK SCHEME", "END MARK SCHEME")


def inside(source: str, marks: tuple[str, str]) -> str:
    """The lines between the marks, without them."""
    return "\n".join(line for line, within in _lines(source, marks) if within)


def outside(source: str, *regions: tuple[str, str]) -> str:
    """The lines that stand in none of the regions."""
    for marks in regions:
        source = "\n".join(line for line, within in _lines(source, marks) if not within)
    return source


def _lines(source: str, marks: tuple[str, str]):
    begin, end = marks
    within = False
    for line in source.splitlines():
        if begin in line or end in line:
            within = begin in line
        else:
            yield line, within


def answers(code: str) -> dict[str, ast.expr]:
    """The answers that a piece of code gives: name -> the right-hand side, in order."""
    return {
        target.id: statement.value
        for statement in syntax.tree(code).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def literal(node: ast.expr) -> object:
    """The plain value of a right-hand side, or None where it is computed."""
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None
