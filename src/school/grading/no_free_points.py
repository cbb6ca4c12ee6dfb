"""A check that gives no result gives no points."""

from __future__ import annotations

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

NAME = "NoResult"


class NoFreePoints(NbGraderPreprocessor):
    """Runs after `Execute`. nbgrader gives a test cell without a result full points, as for tests by ``assert``.

    Our test cells end in a score, so where none came out something hid it: one line in an answer
    can switch off what cells show.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int) -> tuple[NotebookNode, dict]:
        checks = cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)
        if checks and not {output.output_type for output in cell.outputs} & {"execute_result", "error"}:
            told = "The check gave no result."
            cell.outputs.append(nbformat.v4.new_output("error", ename=NAME, evalue=told, traceback=[f"{NAME}: {told}"]))
        return cell, resources
