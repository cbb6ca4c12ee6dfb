"""The numbers of the report, and what they mean.

Difficulty of a question
    The share of its points that the papers reached on average: 0 is hard, 1 is easy.
Discrimination of a question
    How well it tells strong papers from weak ones: the correlation between a paper's points in this
    question and its share of the points in the task's other questions (item-rest correlation; where
    points are all or nothing, the point-biserial one). Below 0.2 it tells little, below 0 weak papers
    do better than strong ones. With fewer than 8 papers, or where all papers are alike, there is none.
"""

from __future__ import annotations

import difflib
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from school.grading.policy import spoken
from school.grading.roster import Student
from school.report.data import Answer, Cohort, Paper, Question, Task

FEWEST = 8  # papers for a discrimination
WEAK = 0.2  # a discrimination below tells little
ALIKE = 0.8  # the share of words in the same order from which two written answers are shown together
SHORTEST = 12  # words of a written answer that is compared
RUN = 4  # words in a row that two answers must share to be compared at all
EXAMPLES = 3  # of the answers that no check could name


def percent(share: float) -> str:
    """A share as people read it, its sign never on the next line."""
    return f"{share * 100:.0f}\u00a0%"


# --- questions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """One question's numbers."""

    question: Question
    papers: int
    reached: float | None
    full: int
    tells: float | None
    """The discrimination."""

    @property
    def verdict(self) -> str:
        """What to do about it, in words; empty where nothing is."""
        if self.tells is not None and self.tells < 0:
            return "weak papers do better than strong ones: read the question and its checks again"
        if self.reached is not None and self.papers >= FEWEST and self.reached < 0.3:
            return "hard: worth ten minutes in the next session"
        if self.tells is not None and self.tells < WEAK:
            return "tells little about who can do it"
        return ""


def measured(task: Task) -> list[Measured]:
    """Every question of a task. A question that waits for a coach leaves its paper out, there alone."""
    found = []
    for question in task.questions:
        papers = [one for one in task.here if question.name in one.got]
        points = [one.got[question.name] for one in papers]
        reached = statistics.fmean(points) / question.most if points and question.most else None
        full = sum(abs(one - question.most) < 1e-9 for one in points)
        found.append(Measured(question, len(points), reached, full, _tells(task, question, papers)))
    return found


def _tells(task: Task, question: Question, papers: Sequence[Paper]) -> float | None:
    most = {one.name: one.most for one in task.questions}
    pairs = []
    for paper in papers:
        others = [name for name in paper.got if name != question.name and most.get(name)]
        if others:
            rest = sum(paper.got[name] for name in others) / sum(most[name] for name in others)
            pairs.append((paper.got[question.name], rest))
    if len(pairs) < FEWEST:
        return None
    try:
        return statistics.correlation(*zip(*pairs, strict=True))
    except statistics.StatisticsError:  # all alike
        return None


# --- wrong answers --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slip:
    """One way to be wrong, and who went it. ``kind``: named, blank, unread, stopped, or other."""

    question: str
    kind: str
    text: str
    students: tuple[Student, ...]
    share: float
    """Of the papers that were handed in."""


def slips(task: Task) -> list[Slip]:
    """The ways in which answers lost points, the commonest first within each question's."""
    found: dict[tuple[str, str, str], list[Student]] = defaultdict(list)
    for paper in task.here:
        for question in task.questions:
            answer = paper.answers.get(question.name)
            if answer is None or not question.answer or paper.got.get(question.name, 0.0) >= question.most - 1e-9:
                continue
            found[(question.name, *_kind(answer, question))].append(paper.student)
    papers = max(len(task.here), 1)
    order = {question.name: place for place, question in enumerate(task.questions)}
    rank = {"named": 0, "other": 1, "unread": 2, "stopped": 3, "blank": 4}
    all_slips = [Slip(*key, tuple(students), len(students) / papers) for key, students in found.items()]
    all_slips.sort(key=lambda one: (-len(one.students), order[one.question], rank[one.kind], one.text))
    return all_slips


def _kind(answer: Answer, question: Question) -> tuple[str, str]:
    if answer.blank:
        return "blank", "no answer"
    if answer.stopped:
        return "stopped", f"the check stops with {answer.stopped[:40]}"
    said = " ".join(answer.said.split())
    named = max((one for one in question.named if " ".join(one.split()) in said), key=len, default="")
    if named:
        return "named", named
    if said.startswith("?"):  # the sign of a check that cannot read an answer
        return "unread", f"cannot be read: {_short(answer.text)}"
    return "other", _short(answer.text) if answer.text else "no such answer in the notebook"


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


# --- who needs a call -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Called:
    """A student to call, and why."""

    student: Student
    reasons: tuple[str, ...]


def to_call(cohort: Cohort) -> list[Called]:
    """Who needs a call this week, by the rules of `policy.Call`; who has most reasons comes first."""
    rules = cohort.policy.call
    tasks = sorted(cohort.tasks, key=lambda task: (_moment(task, cohort) or datetime.max, task.module))
    found = []
    for student in cohort.students:
        reasons: list[str] = []
        shares: list[float] = []
        for task in tasks:
            paper, share = task.papers[student.id], task.share(student.id)
            shares += [share] if share is not None else []
            if not _recent(task, paper, cohort):
                continue
            if not paper.is_here and _moment(task, cohort):
                reasons.append(f"nothing handed in for {task.title}")
            elif paper.late >= timedelta(hours=rules.late_hours) and paper.late:
                reasons.append(f"{task.title} came late by {spoken(paper.late)}")
            if share is not None and share < rules.below:
                reasons.append(f"{percent(share)} of the points in {task.title}")
            if share is not None and len(shares) >= 3:
                first, second, last = shares[-3:]
                if first > second > last and first - last >= rules.falls - 1e-9:
                    reasons.append(f"marks fall: {', '.join(map(percent, shares[-3:]))}")
        if reasons:
            found.append(Called(student, tuple(reasons)))
    return sorted(found, key=lambda one: -len(one.reasons))


def _moment(task: Task, cohort: Cohort) -> datetime | None:
    """When a task was due; without a date, when as many had handed it in as the rules say. None until then."""
    if task.due is not None:
        return task.due if task.due <= cohort.when else None
    when = sorted(paper.handed_in for paper in task.here if paper.handed_in)
    enough = max(1, round(len(cohort.students) * cohort.policy.call.handed_in_by))
    return when[enough - 1] if len(when) >= enough else None


def _recent(task: Task, paper: Paper, cohort: Cohort) -> bool:
    first = cohort.when - timedelta(days=cohort.policy.call.days)
    return any(when is not None and when >= first for when in (_moment(task, cohort), paper.handed_in))


# --- similar written answers ----------------------------------------------------------------------


@dataclass(frozen=True)
class Alike:
    """Written answers that read alike. Why they do, the page does not know."""

    question: str
    students: tuple[Student, ...]
    share: float
    """Of the words, in the same order, of the two that are shown."""
    texts: tuple[str, str]
    passage: str
    """The longest run of words that these two share."""


def alike(task: Task) -> list[Alike]:
    """Groups of written answers that read alike, the largest groups first."""
    found = []
    for question in task.questions:
        if question.answer:
            continue
        texts = {
            paper.student.id: answer.text
            for paper in task.here
            if (answer := paper.answers.get(question.name)) and not answer.blank
        }
        for ids, share, passage in groups(texts):
            pair = (texts[ids[0]], texts[ids[1]])
            found.append(Alike(question.name, tuple(task.papers[one].student for one in ids), share, pair, passage))
    return sorted(found, key=lambda one: (-len(one.students), -one.share))


def groups(texts: Mapping[str, str]) -> list[tuple[list[str], float, str]]:
    """Whose texts read alike: the ids of each group, how much its first two share, and their longest shared passage."""
    words = {who: spoken_words(text) for who, text in texts.items()}
    words = {who: said for who, said in words.items() if len(said) >= SHORTEST}
    group = {who: who for who in words}

    def root(who: str) -> str:
        while group[who] != who:
            who = group[who]
        return who

    pairs: dict[str, tuple[str, str, float]] = {}
    for one, other in _candidates(words):
        a, b = root(one), root(other)
        if a == b:
            continue
        share = likeness(words[one], words[other])
        if share >= ALIKE:
            group[b] = a
            best = max(
                (pairs.pop(key) for key in (a, b) if key in pairs),
                key=lambda pair: pair[2],
                default=(one, other, share),
            )
            pairs[a] = max(best, (one, other, share), key=lambda pair: pair[2])
    found = []
    for key, (one, other, share) in pairs.items():
        members = [who for who in words if root(who) == key]
        ids = [one, other, *(who for who in members if who not in (one, other))]
        found.append((ids, share, _passage(words[one], words[other])))
    return found


def spoken_words(text: str) -> list[str]:
    """A text's words, without signs and case: two ways to set the same sentence read alike."""
    return re.findall(r"\w+", text.casefold())


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of words that stand in both, in the same order."""
    if one == other:
        return 1.0
    match = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return match.ratio() if match.quick_ratio() >= ALIKE else 0.0


def _candidates(words: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Pairs that share enough runs of words to be worth comparing, those with most first."""
    where: dict[tuple[str, ...], list[str]] = defaultdict(list)
    runs = {who: {tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1)} for who, said in words.items()}
    for who, own in runs.items():
        for run in own:
            where[run].append(who)
    shared: Counter[tuple[str, str]] = Counter()
    for people in where.values():
        first = people[0]
        for place, one in enumerate(people):
            # where half a class shares a sentence, each is compared with the first and the next, not with all
            others = (
                people[place + 1 :] if len(people) <= 30 else [*people[place + 1 : place + 2], *([first] * (place > 1))]
            )
            shared.update(tuple(sorted((one, other))) for other in others)
    return [pair for pair, count in shared.most_common() if count >= 0.3 * min(len(runs[who]) for who in pair)]


def _passage(one: Sequence[str], other: Sequence[str]) -> str:
    match = difflib.SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return " ".join(one[match.a : match.a + match.size])
