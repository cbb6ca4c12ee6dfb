"""nbgrader's `ClearSolutions` for answers that are data: ``price = 9.4`` becomes ``price = ...``."""

from __future__ import annotations

from nbgrader.preprocessors import ClearSolutions

from school.grading.regions import answers, inside


class ClearAnswers(ClearSolutions):
    """Leaves each answer's name with three dots. nbgrader's stub raises an error, which frightens beginners.

    Everything else between BEGIN SOLUTION and END SOLUTION goes, as with nbgrader; a written
    answer becomes the ``text_stub``.
    """

    def _replace_solution_region(self, cell, language: str) -> bool:
        if cell.cell_type != "code":
            return super()._replace_solution_region(cell, language)
        names = answers(inside(cell.source, (self.begin_solution_delimeter, self.end_solution_delimeter)))
        self.code_stub = {**self.code_stub, language: "\n".join(f"{name} = ..." for name in names)}
        replaced = super()._replace_solution_region(cell, language)
        if replaced and not names:
            raise RuntimeError(f"the solution region gives no answer of the form `name = value`:\n{cell.source}")
        return replaced
