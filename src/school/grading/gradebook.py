"""What stands in nbgrader's gradebook, as rows that tables and exports can use; and what is entered into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nbgrader import utils
from nbgrader.api import Assignment, Grade, MissingEntry, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import selectinload

from school.errors import Problem
from school.grading.course import Course
from school.grading.roster import Student


@dataclass(frozen=True)
class Points:
    """One question of one submission."""

    question: str
    score: float
    most: float
    by_coach: bool
    waits: bool
    """Whether a person still has to mark it."""


@dataclass(frozen=True)
class Row:
    """One student's result in one module. ``points`` is empty where nothing was handed in or graded."""

    student: Student
    module: str
    most: float
    handed_in: datetime | None = None
    late: timedelta = timedelta()
    points: tuple[Points, ...] = ()
    waits_for_grading: bool = False
    """Handed in, but not graded or not gradable: that is not 0 points."""

    @property
    def auto(self) -> float:
        return sum(one.score for one in self.points if not one.by_coach)

    @property
    def coach(self) -> float:
        return sum(one.score for one in self.points if one.by_coach)

    @property
    def total(self) -> float:
        return self.auto + self.coach

    @property
    def waiting(self) -> tuple[str, ...]:
        return tuple(one.question for one in self.points if one.waits)

    @property
    def of(self) -> Mapping[str, float]:
        return {one.question: one.score for one in self.points}

    @property
    def state(self) -> str:
        if not self.points:
            return "not graded" if self.waits_for_grading else "not handed in"
        return "to mark by hand" if self.waiting else "marked"


def questions(course: Course, module: str) -> list[str]:
    """The task's questions that give points, in the order of the notebook."""
    return [
        cell.metadata.nbgrader.grade_id
        for cell in course.master(module).cells
        if utils.is_grade(cell) or utils.is_task(cell)
    ]


def rows(gradebook, course: Course, module: str) -> list[Row]:
    """One row for every student in the gradebook, by last and first name."""
    task = find_task(gradebook, module)
    order = {name: place for place, name in enumerate(questions(course, module))} if module in course.modules() else {}
    submissions = {one.student_id: one for one in _submissions(gradebook, module)}
    found = []
    for person in sorted(gradebook.students, key=lambda one: (one.last_name or "", one.first_name or "", one.id)):
        student = Student(person.id, person.first_name or "", person.last_name or "", person.email or "")
        submission = submissions.get(person.id)
        if submission is None:
            waits = course.submitted(person.id, module).is_dir()
            found.append(Row(student, module, task.max_score, waits_for_grading=waits))
            continue
        late = timedelta(seconds=submission.total_seconds_late)
        # nbgrader enters every question before it runs the notebook, and takes a result away that failed
        done = (course.autograded(person.id, module) / f"{module}.ipynb").is_file()
        if not done and not any(_has_score(grade) for notebook in submission.notebooks for grade in notebook.grades):
            found.append(Row(student, module, task.max_score, submission.timestamp, late, waits_for_grading=True))
            continue
        points = []
        for notebook in submission.notebooks:
            written = {cell.name for cell in notebook.notebook.solution_cells} | {
                cell.name for cell in notebook.notebook.task_cells
            }
            points += [
                Points(grade.name, grade.score, grade.max_score, grade.name in written, grade.needs_manual_grade)
                for grade in notebook.grades
            ]
        points.sort(key=lambda one: (order.get(one.question, len(order)), one.question))
        found.append(Row(student, module, task.max_score, submission.timestamp, late, tuple(points)))
    return found


def _submissions(gradebook, module: str) -> list[SubmittedAssignment]:
    """All of a task, with their questions: a few questions to the database, where nbgrader asks one for each grade."""
    grades = selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades)
    return (
        gradebook.db.query(SubmittedAssignment)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == module)
        .options(grades.undefer(Grade.max_score), grades.joinedload(Grade.cell))
        .all()
    )


def _has_score(grade) -> bool:
    return grade.auto_score is not None or grade.manual_score is not None


def find_task(gradebook, module: str):
    """nbgrader's entry of the task."""
    try:
        return gradebook.find_assignment(module)
    except MissingEntry:
        raise Problem(
            f"The gradebook does not know the task {module}.", f"Release it first: school release {module}"
        ) from None


def due_date(course: Course, module: str) -> datetime | None:
    """When the task was due, in UTC; None where no date was set or there is no gradebook yet."""
    if course.gradebook_file and not course.gradebook_file.exists():
        return None
    with course.gradebook() as gradebook:
        try:
            return gradebook.find_assignment(module).duedate
        except MissingEntry:
            return None


def set_due_date(course: Course, module: str, due: datetime) -> None:
    """Set when the task is due. A date with a time zone is turned to UTC, as nbgrader keeps it."""
    if due.tzinfo is not None:
        due = due.astimezone(UTC).replace(tzinfo=None)
    with course.gradebook() as gradebook:
        find_task(gradebook, module)
        gradebook.update_or_create_assignment(module, duedate=due)


def enter_students(course: Course, students: Mapping[str, Student]) -> None:
    """Names and addresses from the list into the gradebook, so that the formgrader and exports show them."""
    with course.gradebook() as gradebook:
        for one in students.values():
            gradebook.update_or_create_student(
                one.id, first_name=one.first_name, last_name=one.last_name, email=one.email
            )


def mark(gradebook, module: str, student: str, question: str, score: float, comment: str = "") -> None:
    """Enter a coach's mark, as the formgrader does."""
    grade = gradebook.find_grade(question, module, module, student)
    grade.manual_score, grade.needs_manual_grade = score, False
    if comment:
        gradebook.find_comment(question, module, module, student).manual_comment = comment
    gradebook.db.commit()
