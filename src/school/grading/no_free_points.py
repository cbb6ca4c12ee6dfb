"""A check that was not seen to run gives no points."""

from __future__ import annotations

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from school.grading.apart.preprocessor import RAN

NAME = "NoResult"


class NoFreePoints(NbGraderPreprocessor):
    """Runs after `RunApart`. nbgrader gives a test cell without a result full points, as for tests by ``assert``.

    The checker's process says of each test that it ran to its end. Where it did not, or where another
    program ran the cells, a test without a result has shown nothing, and gets nothing.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        ran = resources.get(RAN, frozenset())
        for cell in nb.cells:
            checks = cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)
            if not checks or cell.metadata.nbgrader.grade_id in ran:
                continue
            if not {output.output_type for output in cell.outputs} & {"execute_result", "error"}:
                told = "The check gave no result."
                cell.outputs.append(
                    nbformat.v4.new_output("error", ename=NAME, evalue=told, traceback=[f"{NAME}: {told}"])
                )
        return nb, resources
