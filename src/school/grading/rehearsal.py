"""A task is run before it is handed out: with its solution, which must get all points, and blank, which must get none."""

from __future__ import annotations

from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from school.grading.apart import evaluate, plan
from school.grading.apart.preprocessor import RAN, RunApart, packed_files, ran_to_the_end
from school.grading.course import Course
from school.grading.no_free_points import NoFreePoints


@dataclass(frozen=True)
class Rehearsed:
    """One question: what the solution and the blank copy get, of how many points. None waits for a coach."""

    solution: float | None
    blank: float | None
    most: float


def rehearse(course: Course, module: str) -> dict[str, Rehearsed]:
    """Every question of a task with its points, marked as nbgrader marks."""
    from nbgrader.preprocessors import ComputeChecksums

    blank_copy = course.skeleton(module)
    ComputeChecksums(config=course.config).preprocess(
        blank_copy, {}
    )  # by these nbgrader knows an untouched written answer
    solution, blank = _run(course, module, course.master(module)), _run(course, module, blank_copy)
    return {name: Rehearsed(score, blank[name][0], most) for name, (score, most) in solution.items()}


def faults(points: dict[str, Rehearsed]) -> list[str]:
    """What is wrong with the points, in words."""
    found = [] if points else ["the task has no question that gives points"]
    for name, question in points.items():
        if question.solution is not None and question.solution != question.most:
            found.append(f"question “{name}”: the solution gets {question.solution:g} of {question.most:g} points")
        if question.blank != 0:
            got = "waits for a coach" if question.blank is None else f"gets {question.blank:g} points"
            found.append(f"question “{name}”: a blank answer {got}, and should get 0")
    return found


def _run(course: Course, module: str, notebook: NotebookNode) -> dict[str, tuple[float | None, float]]:
    from nbgrader.preprocessors import ClearOutput

    ClearOutput(config=course.config).preprocess(notebook, {})
    answers = plan.answer_names(course.master(module))
    files = packed_files(course.solutions(module), course.ignored)
    # It is the school's own code: where there is no sandbox it may run without one.
    grader = evaluate.grader(notebook, answers, files, sandboxed=not evaluate.no_sandbox())
    try:
        done = grader.evaluate(notebook, answers, files, {}, RunApart(config=course.config).limits)
    finally:
        grader.close()
    checked, _resources = NoFreePoints(config=course.config).preprocess(done.notebook, {RAN: ran_to_the_end(done)})
    return {
        cell.metadata.nbgrader.grade_id: utils.determine_grade(cell) for cell in checked.cells if utils.is_grade(cell)
    }
