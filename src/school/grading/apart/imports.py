"""What a task's own cells import: what the warm parent may load ahead without hiding a student's forgotten import.

Only what is quick to import stands here: it is read while the command still loads nbgrader.
"""

from __future__ import annotations

import ast
import functools
import json
from pathlib import Path

from school.grading import syntax


@functools.lru_cache(maxsize=100)  # the same in every submission of a task
def modules(sources: tuple[str, ...]) -> tuple[str, ...]:
    """The modules that these cells import, in their order; a cell that is no Python imports none."""
    found: dict[str, None] = {}
    for source in sources:
        try:
            tree = syntax.tree(source)
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= dict.fromkeys(one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= dict.fromkeys([node.module, *(f"{node.module}.{one.name}" for one in node.names)])
    return tuple(found)


def of_file(path: Path) -> tuple[str, ...]:
    """The same of a task's file, which is not checked here: of one that cannot be read it is nothing."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        own = [one for one in cells if one["cell_type"] == "code" and _own(one["metadata"].get("nbgrader") or {})]
        return modules(tuple("".join(one["source"]) for one in own))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def _own(about: dict) -> bool:
    """A check, or a cell that is locked: not the student's."""
    return bool(about.get("grade") or about.get("locked")) and not about.get("solution")
