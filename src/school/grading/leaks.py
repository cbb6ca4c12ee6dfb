"""What of a task's solution could reach a student in the released copy."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from school.grading import syntax
from school.grading.regions import HIDDEN_TESTS, MARK_SCHEME, SOLUTION, answers, inside, literal, outside

MARKS = (*SOLUTION, *HIDDEN_TESTS, *MARK_SCHEME)
NEVER_BESIDE_A_TASK = ("personas", "answers", "solution", "solutions")


def in_notebook(master: NotebookNode, released: NotebookNode) -> list[str]:
    """What a student could read in the released notebook, in words. Empty is good."""
    found = []
    secrets = Secrets.of(master)
    for cell in released.cells:
        where = f"cell “{cell.metadata.get('nbgrader', {}).get('grade_id') or cell.get('id', '?')}”"
        found += [f"{where} shows {what}" for what in secrets.shown_in(cell.source, prose=cell.cell_type != "code")]
        if cell.cell_type == "code":
            found += [f"{where} {what}" for what in _in_code(cell)]
    return found


def in_file(master: NotebookNode, name: str, content: bytes) -> list[str]:
    """The same for a file that nbgrader copies along with the notebook."""
    if Path(name).stem.casefold() in NEVER_BESIDE_A_TASK:
        return [f"file {name} goes to the students"]
    text = content.decode("utf-8", errors="ignore")
    return [f"file {name} shows {what}" for what in Secrets.of(master).shown_in(text, prose=True)]


@dataclass(frozen=True)
class Secrets:
    """What a student's copy must not contain, taken from the master."""

    lines: frozenset[str]
    numbers: tuple[float, ...]
    formulas: tuple[str, ...]

    @classmethod
    def of(cls, master: NotebookNode) -> Secrets:
        lines, numbers, formulas = set(), [], []
        open_text = "\n".join(
            outside(cell.source, SOLUTION, HIDDEN_TESTS, MARK_SCHEME)
            for cell in master.cells
            if cell.cell_type == "code" or not utils.is_solution(cell)
        )
        for cell in master.cells:
            if cell.cell_type != "code":
                lines |= _telling_lines(cell.source, 20) if utils.is_solution(cell) else set()
                continue
            lines |= {line for line in _telling_lines(inside(cell.source, HIDDEN_TESTS), 8) if line not in open_text}
            region = inside(cell.source, SOLUTION)
            lines |= _telling_lines(region, 4)
            for value in map(literal, answers(region).values()):
                if isinstance(value, str) and len(_squeezed(value)) > 3:
                    formulas.append(value)
                elif isinstance(value, (int, float)) and not isinstance(value, bool):
                    numbers.append(float(value))
        return cls(frozenset(lines), tuple(dict.fromkeys(numbers)), tuple(formulas))

    def shown_in(self, text: str, prose: bool) -> list[str]:
        """Which of them the text contains. In prose small whole numbers stand by chance and are passed over."""
        found = [f"the mark “{mark}”" for mark in MARKS if mark in text]
        found += [
            f"a line of the solution or of a hidden test (“{line[:40]}”)" for line in sorted(self.lines) if line in text
        ]
        found += [f"the answer “{one}”" for one in self.formulas if _squeezed(one) in _squeezed(text)]
        numbers = _numbers_in(text)
        found += [
            f"the answer {one:g}"
            for one in self.numbers
            if one in numbers and (not prose or abs(one) >= 20 or not one.is_integer())
        ]
        return found


def _telling_lines(text: str, shortest: int) -> set[str]:
    return {line.strip() for line in text.splitlines() if len(line.strip()) >= shortest}


def _squeezed(text: str) -> str:
    return re.sub(r"[\s=]", "", text.casefold())


def _numbers_in(text: str) -> set[float]:
    """Every number written in the text, with decimal point or comma and with thin spaces."""
    spaces = "\u00a0\u2009\u202f"
    written = re.findall(rf"(?<![\w.])\d[\d{spaces}]*(?:[.,]\d+)?", text)
    return {float(re.sub(f"[{spaces}]", "", one).replace(",", ".")) for one in written}


def _in_code(cell: NotebookNode) -> list[str]:
    """Outputs left in, calls that carry the answer, answers that were not taken out."""
    found = ["still has its output"] if cell.outputs or cell.execution_count else []
    try:
        tree = syntax.tree(cell.source)
    except SyntaxError as error:
        return [*found, f"is no Python (its line {error.lineno})"]
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "a call")
        if name.startswith(("score_", "judge_")):
            found.append(f"calls {name}, which belongs into the hidden tests")
        found += [f"gives “{key.arg}” to {name}" for key in call.keywords if key.arg in ("expected", "explain")]
    if utils.is_solution(cell):
        found += [
            f"gives “{name}” a value" for name, value in answers(cell.source).items() if literal(value) is not ...
        ]
    return found
