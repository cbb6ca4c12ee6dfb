"""Invented cohorts for the tests of the report."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from school.grading.policy import Policy
from school.grading.roster import Student
from school.report.data import Answer, Cohort, Paper, Question, Task

NOW = datetime(2026, 3, 10, 12)
NAMED = ("You divided by the price.", "Round up, never down.", "Somebody is not paid.")
QUESTIONS = (
    Question("rent", 3, "rent", NAMED),
    Question("pick", 2, "pick", ("Look at the costs.",)),
    Question("words", 5),
)
WORDS = (
    "i would ask our landlord the culture house for a rent by the child so that a bad month costs us less and "
    "a full month costs us more which we can bear because then there is money for it in the box"
)


def student(number: int, first: str = "", last: str = "") -> Student:
    return Student(
        f"s{number:03d}", first or f"First{number}", last or f"Last{number:03d}", f"s{number}@school.example"
    )


def paper(who: Student, got: dict[str, float] | None = None, **about) -> Paper:
    state = about.pop("state", "marked" if got is not None else "not handed in")
    return Paper(who, state, got or {}, **about)


def task(
    papers: list[Paper],
    number: int = 4,
    due: datetime | None = NOW - timedelta(days=3),
    questions=QUESTIONS,
    title: str = "",
) -> Task:
    most = sum(one.most for one in questions)
    return Task(
        f"{number:02d}-x",
        title or f"Task {number}: Something",
        most,
        due,
        tuple(questions),
        {one.student.id: one for one in papers},
    )


def cohort(*tasks: Task, policy: Policy | None = None) -> Cohort:
    students = {one.student.id: one.student for each in tasks for one in each.papers.values()}
    return Cohort(tuple(students.values()), tasks, policy or Policy(), NOW)


def crowd(people: int = 100, tasks: int = 16, seed: int = 7) -> Cohort:
    """A cohort of many, with everything that happens: late, missing, waiting, weak, alike, and odd names."""
    dice = random.Random(seed)
    students = [student(number) for number in range(people)]
    odd = (
        "Zoë-Marie von und zu Hohenstein-Donaueschingen",
        "Иванова-Петрова",
        "<script>document.title='x'</script>",
        "$x_1^{2$",
        "李",
    )
    for at, name in enumerate(odd[:people]):
        students[at] = student(at, "Anna", name)
    skill = {one.id: dice.gauss(0.68, 0.18) for one in students}
    made = []
    for number in range(1, tasks + 1):
        due = NOW - timedelta(days=7 * (tasks - number) + 2)
        papers = []
        for who in students:
            if dice.random() < 0.06 + 0.01 * number:
                papers.append(paper(who))
                continue
            right = lambda most, who=who: float(most) if dice.random() < skill[who.id] else dice.choice([0.0, most / 2])  # noqa: E731
            got = {one.name: right(one.most) for one in QUESTIONS}
            waits = number == tasks and dice.random() < 0.4
            if waits:
                got.pop("words")
            said = f"✗ Not yet. {dice.choice(NAMED)} Points: 0 of 3."
            answers = {
                "rent": Answer("46", said),
                "pick": Answer('"b"', "✗ Not yet. Points: 0 of 2."),
                "words": Answer(
                    f"{WORDS} {who.id} " * 2 if dice.random() < 0.1 else " ".join(dice.sample(WORDS.split(), 30))
                ),
            }
            late = timedelta(hours=dice.choice([0, 0, 0, 0, 0, 0, 0, 5, 30]))
            papers.append(Paper(who, "to mark by hand" if waits else "marked", got, due + late, late, answers))
        made.append(task(papers, number, due))
    return Cohort(tuple(students), tuple(made), Policy(), NOW)
