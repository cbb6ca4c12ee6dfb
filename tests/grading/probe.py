"""A small task for tests: two questions and a written answer."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def probe() -> nbformat.NotebookNode:
    """A task of two questions and a written answer."""

    def marked(cell, name, **about):
        cell["id"] = name
        cell.metadata["nbgrader"] = {
            "grade": False,
            "solution": False,
            "locked": False,
            "task": False,
            "schema_version": 3,
            "grade_id": name,
            **about,
        }
        return cell

    cells = [
        new_markdown_cell("# Probe\n\nHow much are 7 units at 6.5?"),
        marked(new_code_cell("from venture.checks import check_choice, check_number"), "start", locked=True),
        marked(
            new_code_cell("# Change this.\n### BEGIN SOLUTION\nsales = 45.5  # 7 × 6.5\n### END SOLUTION"),
            "sales-answer",
            solution=True,
        ),
        marked(
            new_code_cell(
                "check_number(sales, low=0, mistakes={13.5: 'You added.'})\n### BEGIN HIDDEN TESTS\n"
                "from venture.checks import score_number\n\nscore_number(sales, 7 * 6.5, 2, mistakes={45: (1, 'Nearly.')})\n"
                "### END HIDDEN TESTS"
            ),
            "sales",
            grade=True,
            locked=True,
            points=2,
        ),
        marked(new_code_cell("### BEGIN SOLUTION\npick = 'b'\n### END SOLUTION"), "pick-answer", solution=True),
        marked(
            new_code_cell(
                "check_choice(pick)\n### BEGIN HIDDEN TESTS\nfrom venture.checks import score_choice\n\n"
                "score_choice(pick, 'b', 1)\n### END HIDDEN TESTS"
            ),
            "pick",
            grade=True,
            locked=True,
            points=1,
        ),
        marked(
            new_markdown_cell("A sample answer that nobody may see before the coach."),
            "words",
            grade=True,
            solution=True,
            points=3,
        ),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id") or f"text-{number}"
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    )
