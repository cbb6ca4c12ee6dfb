"""The page that a student gets back: points, what the checks said, the coach's comments. No hidden tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from school.errors import Problem
from school.grading.course import Course
from school.grading.grade import handed_in
from school.grading.release import reason


@dataclass(frozen=True)
class Written:
    """One student's page, or why there is none."""

    student: str
    page: Path | None
    problem: str = ""


def graded(course: Course, module: str) -> list[str]:
    """Whose submissions have been graded."""
    found = [one for one in handed_in(course, module) if (course.autograded(one, module) / f"{module}.ipynb").is_file()]
    if not found:
        raise Problem(f"No submission of {module} has been graded.", f"Grade first: school grade {module}")
    return found


def write(
    course: Course, module: str, students: list[str], each: Callable[[str], None] = lambda student: None
) -> Iterator[Written]:
    """Write these students' pages."""
    api = course.api()
    for student in students:
        each(student)
        told = api.generate_feedback(module, student, force=True)
        if "KeyboardInterrupt" in (told.get("error") or ""):
            raise KeyboardInterrupt  # nbgrader's API swallows it
        page = course.feedback(student, module) / f"{module}.html"
        if told["success"] and page.is_file():
            yield Written(student, page)
        else:
            yield Written(student, None, reason(told))
