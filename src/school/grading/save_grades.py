"""nbgrader's `SaveAutoGrades`, which enters no zero for a question that was not checked."""

from __future__ import annotations

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import SaveAutoGrades

from school.grading.apart.evaluate import NOT_RUN


class SaveGrades(SaveAutoGrades):
    """A check that did not run to its end says nothing about the answer: the question waits for a person."""

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        super()._add_score(cell, resources)
        if not_checked(cell):
            grade = self.gradebook.find_grade(
                cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score = None
            grade.needs_manual_grade = True
            self.gradebook.db.commit()


def not_checked(cell: NotebookNode) -> bool:
    """Whether a test cell says that its check did not run."""
    return any(output.output_type == "error" and output.ename == NOT_RUN for output in cell.get("outputs", ()))
