"""Collecting through nbgrader's own exchange folder, where a school has set one up."""

from __future__ import annotations

from school.errors import Problem
from school.grading.course import Course
from school.grading.release import reason


def from_exchange(course: Course, module: str, dry_run: bool = False) -> str:
    """Collect from the exchange and say in one line what happened."""
    api = course.api()
    if api.exchange_missing:
        where = (
            f"nbgrader's exchange folder {api.exchange_root} is not there"
            if api.exchange_root
            else "There is no nbgrader exchange here"
        )
        raise Problem(f"{where}.", "Name the folder that holds what students sent: school collect MODULE --from FOLDER")
    if dry_run:
        return f"{module}: would be collected from the exchange {api.exchange_root}."
    done = api.collect(module)
    if not done["success"]:
        raise Problem(
            f"{module}: the exchange gave nothing: {reason(done)}.", "Check that students have submitted this task."
        )
    collected = (done.get("log") or "").count("Collecting submission") + (done.get("log") or "").count(
        "Updating submission"
    )
    return f"{module}: {collected} collected from the exchange {api.exchange_root}."
