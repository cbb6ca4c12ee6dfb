"""What of a notebook runs where: from its cells to one job for the student's process and one for the checker's.

A **test** cell gives points and is not for the student to change: it runs in the checker's process
only, and its text never enters the student's. A **locked** cell is the task's own: it runs in the
student's process, and in the checker's too where a test needs a name that it makes. Every other
code cell is the student's.
"""

from __future__ import annotations

import ast
import builtins
import functools
import symtable
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from school.grading import syntax
from school.grading.apart import imports
from school.grading.regions import SOLUTION, inside


@dataclass(frozen=True)
class Plan:
    """The two jobs. ``tests`` are the places of the test cells; ``needs`` says which answers each asks for."""

    student: tuple[dict, ...]
    checker: tuple[dict, ...]
    tests: frozenset[int]
    needs: dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Names:
    """The names that a cell makes and those that it uses, at the level of the notebook."""

    made: frozenset[str]
    used: frozenset[str]
    all_of_a_module: bool = False

    @classmethod
    @functools.lru_cache(maxsize=1000)  # the task's own cells are the same in every submission
    def of(cls, source: str) -> Names:
        """None are found where the source is no plain Python, such as a line for IPython or a slip."""
        try:
            table = symtable.symtable(source, "cell", "exec")
            stars = any(
                isinstance(node, ast.ImportFrom) and any(one.name == "*" for one in node.names)
                for node in ast.walk(syntax.tree(source))
            )
        except (SyntaxError, ValueError, RecursionError):
            return cls(frozenset(), frozenset())
        made, used = set(), set()
        for symbol in table.get_symbols():
            if symbol.is_assigned() or symbol.is_imported():
                made.add(symbol.get_name())
            if symbol.is_referenced():
                used.add(symbol.get_name())
        _in_functions(table, made, used)
        return cls(frozenset(made), frozenset(used), stars)


def _in_functions(table: symtable.SymbolTable, made: set[str], used: set[str]) -> None:
    for inner in table.get_children():
        for symbol in inner.get_symbols():
            if symbol.is_global():
                if symbol.is_referenced():
                    used.add(symbol.get_name())
                if symbol.is_declared_global() and symbol.is_assigned():
                    made.add(symbol.get_name())
        _in_functions(inner, made, used)


def is_test(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def is_locked(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and utils.is_locked(cell) and not utils.is_solution(cell)


def answer_names(master: NotebookNode) -> frozenset[str]:
    """The names of the task's answers: what its solution cells give."""
    found: set[str] = set()
    for cell in master.cells:
        if cell.cell_type == "code" and utils.is_solution(cell):
            found |= Names.of(inside(cell.source, SOLUTION) or cell.source).made
    return frozenset(found)


def own_modules(cells: Sequence[NotebookNode]) -> tuple[str, ...]:
    """The modules that the task's own cells import."""
    return imports.modules(tuple(cell.source for cell in cells if is_locked(cell) or is_test(cell)))


def make(notebook: NotebookNode, answers: Iterable[str]) -> Plan:
    """The plan for a notebook that stands on the task's skeleton, with these names of answers."""
    answers = frozenset(answers)
    code = {
        place: cell for place, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()
    }
    tests = {place: Names.of(cell.source) for place, cell in code.items() if is_test(cell)}
    locked = {place: Names.of(cell.source) for place, cell in code.items() if is_locked(cell) and place not in tests}
    ours = frozenset(name for one in (*tests.values(), *locked.values()) for name in one.made)
    asked = {
        place: tuple(sorted((one.used & answers) | (one.used - ours - frozenset(dir(builtins)))))
        for place, one in tests.items()
    }
    support = _needed(tests, locked, answers)  # what they show is taken from the student's process
    student, checker = [], []
    for place, cell in code.items():
        if place in tests:
            student.append({"cell": place, "give": asked[place]})
            checker.append({"cell": place, "source": cell.source})
            continue
        student.append({"cell": place, "source": cell.source})
        if place in support:
            checker.append({"cell": place, "source": cell.source, "quiet": True})
    return Plan(tuple(student), tuple(checker), frozenset(tests), asked)


def _needed(tests: dict[int, Names], locked: dict[int, Names], answers: frozenset[str]) -> set[int]:
    """The locked cells that the checker must run: those that make a name that a test uses, and so on back."""
    wanted = {name for one in tests.values() for name in one.used} - answers
    found: set[int] = set()
    grown = True
    while grown:
        more = {
            place for place, one in locked.items() if place not in found and (one.all_of_a_module or one.made & wanted)
        }
        for place in more:
            wanted |= locked[place].used - answers
        found |= more
        grown = bool(more)
    return found
