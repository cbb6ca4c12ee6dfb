"""The report's numbers, worked out by hand; and who is called, and which answers are shown together."""

from __future__ import annotations

from datetime import timedelta

import pytest
import report_people as people
from report_people import NOW, QUESTIONS, WORDS, cohort, paper, student, task

from school.grading.policy import Call, Late, Policy
from school.report import measures
from school.report.data import Answer, Question

TWO = (Question("a", 1, "a"), Question("b", 4, "b"))
WHO = [student(number) for number in range(12)]


def marked(*points, questions=TWO):
    """A task in which the papers got these points, question by question."""
    names = [one.name for one in questions]
    return task(
        [paper(who, dict(zip(names, got, strict=False))) for who, got in zip(WHO, points, strict=False)],
        questions=questions,
    )


# --- difficulty and discrimination ---


def test_difficulty_is_the_mean_share_of_the_points():
    a, b = measures.measured(marked((1, 4), (0, 2), (1, 0), (0, 0)))
    assert (a.papers, a.reached, a.full, a.tells) == (4, 0.5, 2, None)  # too few papers for a discrimination
    assert (b.reached, b.full) == (6 / 16, 1)


def test_discrimination_is_the_correlation_with_the_rest_of_the_paper():
    # a: 1 1 1 1 0 0 0 0; the rest, b of 4: 4 4 4 0 4 0 0 0. Means 1/2 and 1/2; covariance 1/8, variances 1/4 and 1/4.
    points = [(1, 4), (1, 4), (1, 4), (1, 0), (0, 4), (0, 0), (0, 0), (0, 0)]
    a, b = measures.measured(marked(*points))
    assert a.tells == pytest.approx(0.5) and b.tells == pytest.approx(0.5)
    assert a.verdict == ""
    turned = [(1 - a, b) for a, b in points]
    assert measures.measured(marked(*turned))[0].tells == pytest.approx(-0.5)
    assert "weak papers do better" in measures.measured(marked(*turned))[0].verdict


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ([(1, 4)] * 7, "seven papers"),
        ([(1, 4)] * 4 + [(1, 0)] * 5, "all alike in this question"),
        ([(1, 4)] * 4 + [(0, 4)] * 5, "all alike in the others"),
    ],
)
def test_no_discrimination(points, why):
    assert measures.measured(marked(*points))[0].tells is None, why


def test_a_task_of_one_question_has_no_rest():
    one = (Question("a", 1, "a"),)
    assert measures.measured(marked(*[(1,), (0,)] * 5, questions=one))[0].tells is None


def test_what_waits_for_a_coach_leaves_its_paper_out_there_alone():
    task_ = marked(*[(1, 4), (0, 0)] * 4, (1,))
    a, b = measures.measured(task_)
    assert (a.papers, b.papers) == (9, 8)
    assert a.tells == b.tells == pytest.approx(1)


def test_hard_and_telling_little():
    rows = [(1, 4), (1, 0), (0, 4), (0, 0)] * 2 + [(0, 0)]
    assert measures.measured(marked(*rows))[0].verdict == "tells little about who can do it"
    assert measures.measured(marked(*[(1, 4)] * 2, *[(0, 1)] * 8))[0].verdict.startswith("hard")


# --- wrong answers ---


def test_wrong_answers_go_by_the_error_that_the_check_named():
    said = "✗ Not yet. You divided by the price. Points: 0 of 3."
    papers = [
        paper(WHO[0], {"rent": 0}, answers={"rent": Answer("46", said)}),
        paper(WHO[1], {"rent": 1}, answers={"rent": Answer("46", said.replace("✗ Not yet", "◐ Partly right"))}),
        paper(WHO[2], {"rent": 3}, answers={"rent": Answer("57", said)}),  # full points: no error, whatever was said
        paper(WHO[3], {"rent": 0}, answers={"rent": Answer("...", "… No answer yet.", blank=True)}),
        paper(WHO[4], {"rent": 0}, answers={"rent": Answer("71", "✗ Not yet. Your answer is 71.")}),
        paper(WHO[5], {"rent": 0}, answers={"rent": Answer("71", "✗ Not yet. Your answer is 71.")}),
        paper(WHO[6], {"rent": 0}, answers={"rent": Answer("'many'", "? Cannot read this. Write digits.")}),
        paper(WHO[7], {"rent": 0}, answers={"rent": Answer("1/0", "", "ZeroDivisionError")}),
        paper(WHO[8]),
    ]
    found = {(one.kind, one.text): [who.id for who in one.students] for one in measures.slips(task(papers))}
    assert found == {
        ("named", "You divided by the price."): ["s000", "s001"],
        ("other", "71"): ["s004", "s005"],
        ("unread", "cannot be read: 'many'"): ["s006"],
        ("stopped", "the check stops with ZeroDivisionError"): ["s007"],
        ("blank", "no answer"): ["s003"],
    }
    assert measures.slips(task(papers))[0].share == 2 / 8


def test_of_two_messages_the_longer_one_was_said():
    question = Question("q", 1, "q", ("Divide.", "Divide. And round up."))
    papers = [paper(WHO[0], {"q": 0}, answers={"q": Answer("1", "✗ Not yet. Divide. And round up.")})]
    assert measures.slips(task(papers, questions=(question,)))[0].text == "Divide. And round up."


# --- who needs a call ---


def called(*tasks, policy=None) -> dict[str, tuple[str, ...]]:
    return {one.student.id: one.reasons for one in measures.to_call(cohort(*tasks, policy=policy))}


def full(share: float) -> dict[str, float]:
    return {one.name: one.most * share for one in QUESTIONS}


def test_nothing_handed_in_late_and_weak():
    papers = [
        paper(WHO[0], full(1)),
        paper(WHO[1]),
        paper(WHO[2], full(1), late=timedelta(hours=24)),
        paper(WHO[3], full(1), late=timedelta(hours=23)),
        paper(WHO[4], full(0.49), late=timedelta(days=2)),
        paper(WHO[5], {"rent": 0}, state="to mark by hand"),
    ]
    assert called(task(papers)) == {
        "s001": ("nothing handed in for Task 4: Something",),
        "s002": ("Task 4: Something came late by 1 day",),
        "s004": ("Task 4: Something came late by 2 days", "49\u00a0% of the points in Task 4: Something"),
    }
    assert called(task(papers, due=NOW + timedelta(days=1))).get("s001") is None  # not due yet
    assert called(task(papers, due=NOW - timedelta(days=15))) == {}  # not this week's
    assert "s003" in called(task(papers), policy=Policy(Late(), Call(late_hours=10)))


def test_a_task_without_a_date_is_due_once_half_have_handed_it_in():
    yesterday = NOW - timedelta(days=1)
    papers = [paper(WHO[0], full(1), handed_in=yesterday), paper(WHO[1])]
    assert "s001" in called(task(papers, due=None))
    assert called(task([papers[0], *(paper(who) for who in WHO[1:])], due=None)) == {}


@pytest.mark.parametrize(
    ("shares", "calls"),
    [
        ((0.9, 0.8, 0.7), True),
        ((0.9, 0.86, 0.81), False),  # together less than the limit
        ((0.9, 0.7, 0.7), False),
        ((0.7, 0.9, 0.8), False),
        ((0.9, 0.6), False),
    ],
)
def test_two_falls_in_a_row(shares, calls):
    tasks = [
        task([paper(WHO[0], full(share))], number=number, due=NOW - timedelta(days=7 * (len(shares) - number)))
        for number, share in enumerate(shares, start=1)
    ]
    assert bool(called(*tasks)) is calls
    if calls:
        assert called(*tasks)["s000"] == ("marks fall: 90\u00a0%, 80\u00a0%, 70\u00a0%",)


def test_who_has_most_reasons_comes_first():
    papers = [paper(WHO[0]), paper(WHO[1], full(0.2), late=timedelta(days=3))]
    assert list(called(task(papers))) == ["s001", "s000"]


# --- similar answers ---


def test_alike_are_texts_not_topics():
    changed = WORDS.replace("landlord the culture house", "landlord, the old mill,").upper()
    other = (
        "we could pay the teacher for each lesson so that the fixed costs fall and the risk moves to her which she will "
        "only do for a higher price in good months so the margin is smaller"
    )
    texts = {"a": WORDS, "b": changed, "c": other, "d": "too short to say", "e": "too short to say"}
    ((ids, share, passage),) = measures.groups(texts)
    assert ids == ["a", "b"] and 0.8 <= share < 1
    assert passage.startswith("for a rent by the child so that a bad month")


def test_many_alike_are_one_group_and_quick():
    texts = {f"s{number}": f"{WORDS} {number % 3}" for number in range(200)}
    ((ids, share, _passage),) = measures.groups(texts)
    assert len(ids) == 200 and share == 1


def test_nothing_alike_in_nothing():
    assert measures.groups({}) == [] == measures.groups({"a": WORDS})
    assert measures.alike(task([paper(WHO[0])])) == []


def test_a_crowd_has_everything():
    crowd = people.crowd(40, 3)
    assert measures.to_call(crowd) and measures.slips(crowd.tasks[0]) and any(map(measures.alike, crowd.tasks))
