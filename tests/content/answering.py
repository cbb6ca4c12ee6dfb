"""Running one cell of a task on an answer, as the tests of answers do."""

from __future__ import annotations

import ast
from functools import cache

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from notebooks import TASKS

from venture import checks


@cache
def code(task: str) -> dict[str, NotebookNode]:
    """The code cells of a task's master by their ids. The task goes by its name or its number."""
    (path,) = [one for one in TASKS if one.name.startswith(task)]
    return {one.id: one for one in nbformat.read(path, as_version=4).cells if one.cell_type == "code"}


def listening(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The list to which every message goes that a check shows from now on."""
    said: list[str] = []
    monkeypatch.setattr(checks, "put", lambda box: said.append(box.verdict.message))
    return said


def points(source: str, cell: str, names: dict[str, object]) -> float:
    """What the last line of the cell gives, as nbgrader takes it; ``names`` are those of the notebook."""
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), cell, "exec"), names)  # the kit's own cell, from solutions/
    return eval(compile(ast.Expression(last.value), cell, "eval"), names)
