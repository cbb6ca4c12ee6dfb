"""The walk through phases 1 to 3 in a folder of its own, timed."""

from __future__ import annotations

import datetime
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from school.errors import Problem
from school.grading import roster
from school.grading.course import Course
from school.jury import event, ranking, rubric, scores
from school.rehearsal import coaching, funding, pitch_day
from school.rehearsal.cohort import invent
from school.rehearsal.outcome import Outcome, Step


class Walk:
    """One walk. ``folder`` becomes a small kit of its own; the course itself is not touched."""

    def __init__(self, course: Course, folder: Path, students: int, today: datetime.date | None = None) -> None:
        self.folder = folder
        self.today = today or datetime.date.today()
        self.cohort = invent(students, today=self.today)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(course.root / "nbgrader_config.py", folder)
        self.course = Course.here(folder)
        roster.write(self.course.cohort / "students.csv", [one.student for one in self.cohort])
        self.outcomes: list[Outcome] = []
        self.seconds: dict[str, float] = {}

    @property
    def steps(self) -> int:
        """How many steps `run` yields where all goes as it should."""
        return sum(phase.steps(self.cohort) for phase in (coaching, pitch_day, funding))

    def run(self) -> Iterator[Step]:
        """Coach, judge, fund and watch; one step at a time, each phase timed."""
        sent = self.folder / "sent"
        for phase, walked in (
            (coaching.PHASE, lambda: coaching.walk(self.course, self.cohort, sent)),
            (pitch_day.PHASE, lambda: pitch_day.walk(self.course, self.cohort, sent)),
            (funding.PHASE, lambda: funding.walk(self.course, self.best(), sent, self.today)),
        ):
            began = time.monotonic()
            try:
                for one in walked():
                    if isinstance(one, Outcome):
                        self.outcomes.append(one)
                        yield Step(one.what)
                    else:
                        yield one
            except Problem as problem:
                self.outcomes.append(Outcome(phase, "to the end", "stopped", (f"should go on, stopped: {problem}",)))
                return
            finally:
                self.seconds[phase] = time.monotonic() - began

    def best(self):
        """Who is funded: the first places of the jury's result, as it stands in its files."""
        found = ranking.result(event.read(self.course), rubric.of(self.course), scores.load(self.course))
        by = {one.id: one for one in self.cohort}
        return [by[one.venture] for one in found.places][: funding.number(len(by))]

    def timing(self) -> str:
        """How long each phase took, in one line."""
        parts = ", ".join(f"{phase} {seconds:.1f}" for phase, seconds in self.seconds.items())
        return f"{sum(self.seconds.values()):.0f} seconds for {len(self.cohort)} students ({parts})"

    def wrong(self) -> list[str]:
        """What came out other than it should, in words. Empty is good."""
        return [f"{one.phase}, {one.what}: {told}" for one in self.outcomes for told in one.wrong]
