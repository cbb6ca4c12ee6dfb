"""The report as one HTML file: nothing outside it is asked for, and no script can run in it.

Every name and every answer is escaped where it is put in. Were one forgotten, the page's own
content policy would still let no script run and fetch nothing.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from school.grading.policy import spoken
from school.grading.roster import Student
from school.report import figures, measures
from school.report.data import Cohort, Paper, Task
from school.report.figures import Drawn
from school.report.measures import Alike, Measured, Slip, percent

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
MOST_SLIPS, MOST_ALIKE, MOST_NAMES, LONGEST = 12, 10, 15, 700
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def html(cohort: Cohort, each: Callable[[str, int, int], None] = lambda what, done, total: None) -> str:
    """The whole page. ``each`` is told what is drawn, and how far that is."""
    calls = measures.to_call(cohort)
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    sections = []
    for at, task in enumerate(cohort.tasks):
        each(f"drawing {task.module}", at, len(cohort.tasks))
        sections.append(_task(cohort, at, task, measures.measured(task), measures.slips(task), measures.alike(task)))
    links = "".join(f'<li><a href="#task-{at}">{_(task.title)}</a></li>' for at, task in enumerate(cohort.tasks))
    handed_in = sum(len(task.here) for task in cohort.tasks)
    waiting = sum(paper.state in ("to mark by hand", "not graded") for task in cohort.tasks for paper in task.here)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Cohort report, {cohort.when:%Y-%m-%d}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>Cohort report</h1>
<p class="about">{cohort.when:%A, %d %B %Y, %H:%M} UTC</p>
<p class="private"><strong>Personal data.</strong> This page is for the cohort's coaches. It lies in the folder “cohort”, which git ignores; keep it there.</p>
<ul class="counts">
<li><b>{len(cohort.students)}</b> {_s(len(cohort.students), "student")}</li>
<li><b>{len(cohort.tasks)}</b> {_s(len(cohort.tasks), "task")}</li>
<li><b>{handed_in}</b> {_s(handed_in, "paper")} handed in</li>
<li><b>{waiting}</b> {"waits" if waiting == 1 else "wait"} for marking</li>
<li><b>{len(calls)}</b> to call this week</li>
</ul>
<nav aria-label="On this page"><ul><li><a href="#calls">To call</a></li><li><a href="#progress">Progress</a></li>{links}<li><a href="#how">How this is worked out</a></li></ul></nav>
</header>
<main>
{_calls(cohort, calls)}
{_progress(cohort)}
{"".join(sections)}
{_how(cohort)}
</main>
</body>
</html>
"""


def _(text: object) -> str:
    """Text as it stands, whatever is in it."""
    return escape(str(text), quote=True)


def _s(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def _names(students: Sequence[Student], most: int = MOST_NAMES) -> str:
    more = f" and {len(students) - most} more" if len(students) > most else ""
    return ", ".join(_(one.name) for one in students[:most]) + more


def _picture(drawn: Drawn, caption: str) -> str:
    """A figure for light, dark and print. Paper is always light."""

    def data(svg: bytes) -> str:
        return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"

    return (
        f'<figure><picture><source media="screen and (prefers-color-scheme: dark)" srcset="{data(drawn.dark)}">'
        f'<img src="{data(drawn.light)}" alt="{_(drawn.alt)}" width="{drawn.width}" height="{drawn.height}"></picture>'
        f"<figcaption>{_(caption)}</figcaption></figure>"
    )


# --- who to call, progress ------------------------------------------------------------------------


def _calls(cohort: Cohort, calls: list[measures.Called]) -> str:
    rules = "".join(f"<li>{_(rule)}</li>" for rule in cohort.policy.call.said)
    days = f"{cohort.policy.call.days:g}"
    if calls:
        rows = "".join(
            f'<tr><th scope="row">{_(one.student.name)}{_mail(one.student)}</th>'
            f"<td><ul>{''.join(f'<li>{_(reason)}</li>' for reason in one.reasons)}</ul></td></tr>"
            for one in calls
        )
        table = f'<table class="calls"><thead><tr><th scope="col">Student</th><th scope="col">Why</th></tr></thead><tbody>{rows}</tbody></table>'
    else:
        table = f"<p>Nobody: no task of the last {_(days)} days gives a reason.</p>"
    return f"""<section id="calls">
<h2>Who needs a call this week</h2>
{table}
<div class="note"><p>On this list stands whom one of these applies to, in a task that was due or handed in within the last {_(days)} days:</p><ul>{rules}</ul>
<p>Change the rules in <code>cohort/policy.toml</code>. A reason to call is not a judgement: ask what happened.</p></div>
</section>"""


def _mail(student: Student) -> str:
    if not _MAIL.fullmatch(student.email):
        return ""
    return f' <a class="mail" href="mailto:{quote(student.email, safe="@.")}">{_(student.email)}</a>'


def _progress(cohort: Cohort) -> str:
    if not cohort.tasks:
        return '<section id="progress"><h2>Progress</h2><p>No task has been released yet.</p></section>'
    heads = "".join(f'<th scope="col" title="{_(task.title)}">{_(task.number)}</th>' for task in cohort.tasks)
    rows = "".join(
        f'<tr><th scope="row">{_(one.name)}</th>{"".join(_cell(task, task.papers[one.id], cohort.policy.call.below) for task in cohort.tasks)}</tr>'
        for one in cohort.students
    )
    middles = "".join(f"<td>{_middle(task)}</td>" for task in cohort.tasks)
    titles = "".join(f"<li>{_headed(task)}{_due(task)}</li>" for task in cohort.tasks)
    wide = " wide" if len(cohort.tasks) > 8 else ""
    return f"""<section id="progress" class="{wide.strip()}">
<h2>Progress</h2>
{_picture(figures.progress(cohort), "How many students have handed in each task, and how far it is marked.")}
<h3>Student by task</h3>
<ul class="legend"><li><span class="full">72&nbsp;%</span> share of the points</li><li><span class="low">38&nbsp;%</span> below {percent(cohort.policy.call.below)}</li>
<li><span class="waits">waits</span> to be marked</li><li><span class="none">–</span> nothing handed in</li><li><span class="full">72&nbsp;% <i>late</i></span> after the due date</li></ul>
<div class="scroll" tabindex="0" role="group" aria-label="Progress of each student in each task">
<table class="matrix"><thead><tr><th scope="col">Student</th>{heads}</tr></thead>
<tbody>{rows}</tbody>
<tfoot><tr><th scope="row">Median</th>{middles}</tr></tfoot></table>
</div>
<ol class="titles">{titles}</ol>
</section>"""


def _cell(task: Task, paper: Paper, below: float) -> str:
    late = f' <i title="{_(spoken(paper.late))}">late</i>' if paper.late and paper.is_here else ""
    share = task.share(paper.student.id)
    if not paper.is_here:
        return '<td class="none"><span aria-hidden="true">–</span><span class="hidden">nothing handed in</span></td>'
    if share is None:
        return f'<td class="waits">waits{late}</td>'
    return f'<td class="{"low" if share < below else "full"}">{percent(share)}{late}</td>'


def _middle(task: Task) -> str:
    import statistics

    return percent(statistics.median(task.shares)) if task.shares else "–"


def _headed(task: Task) -> str:
    """A title with the number that heads its column, where it does not have it itself."""
    return _(task.title if task.number in re.findall(r"\w+", task.title) else f"{task.number}: {task.title}")


def _due(task: Task) -> str:
    return f", due {task.due:%Y-%m-%d %H:%M} UTC" if task.due else ""


# --- one task -------------------------------------------------------------------------------------


def _task(cohort: Cohort, at: int, task: Task, found: list[Measured], slips: list[Slip], alike: list[Alike]) -> str:
    spread = figures.distribution(task)
    shares = task.shares
    waits = len(task.here) - len(shares)
    about = f"{len(task.here)} of {len(cohort.students)} handed in, {len(shares)} marked to the end" + (
        f", {waits} not yet" if waits else ""
    )
    pictured = _picture(spread, f"Papers by the share of the {task.most:g} points that they reached.") if spread else ""
    return f"""<section id="task-{at}" class="task">
<h2>{_(task.title)}</h2>
<p class="about">{_(about)}{_(_due(task))}.</p>
<h3>Distribution</h3>
{pictured or "<p>No paper is marked to the end yet.</p>"}
<h3>Questions: how hard, and what they tell</h3>
{_questions(found)}
<h3>Commonest wrong answers</h3>
{_slips(slips, len(task.here))}
<h3>Similar written answers: a question to ask</h3>
{_alike(alike)}
</section>"""


def _questions(found: list[Measured]) -> str:
    drawn = figures.questions(found)
    if drawn is None:
        return "<p>No question is marked yet.</p>"
    looks = any(one.verdict for one in found)
    rows = "".join(
        f'<tr><th scope="row">{_(one.question.name)}</th><td>{one.question.most:g}</td><td>{one.papers}</td>'
        f"<td>{_share(one.reached)}</td><td>{one.full}</td><td>{_tells(one)}</td>"
        + (f'<td class="words">{_(one.verdict)}</td></tr>' if looks else "</tr>")
        for one in found
    )
    heads = ["Question", "points", "papers", "points reached", "full marks", "discrimination", *["look at it"] * looks]
    caption = (
        "Left: the share of the points that the papers reached. Right: how well the question tells strong papers "
        "from weak ones; a hollow point or a cross asks for a look."
    )
    return f"""{_picture(drawn, caption)}
<div class="scroll" tabindex="0" role="group" aria-label="Numbers of each question">
<table class="numbers{" looks" if looks else ""}"><thead><tr>{"".join(f'<th scope="col">{head}</th>' for head in heads)}</tr></thead><tbody>{rows}</tbody></table>
</div>"""


def _share(share: float | None) -> str:
    return "n/a" if share is None else percent(share)


def _tells(one: Measured) -> str:
    return "n/a" if one.tells is None else f"{one.tells:.2f}".replace("-", "−")


def _slips(slips: list[Slip], papers: int) -> str:
    """What the checks could name, and what they could not: the latter where two or more gave the same."""
    shown = [one for one in slips if one.kind == "named"][:MOST_SLIPS]
    if not slips:
        return "<p>No answer lost points.</p>"
    most = max((one.share for one in shown), default=1)
    rows = "".join(
        f'<tr><td class="count"><b>{len(one.students)}</b> of {papers}<span class="bar" style="width:{one.share / most * 100:.0f}%"></span></td>'
        f'<th scope="row">{_(one.question)}</th><td class="words">{_(one.text)}<small>{_names(one.students)}</small></td></tr>'
        for one in shown
    )
    table = (
        f'<table class="slips"><thead><tr><th scope="col">papers</th><th scope="col">question</th><th scope="col">the error, as the check named it</th></tr></thead><tbody>{rows}</tbody></table>'
        if shown
        else "<p>No check recognised an error that it has a name for.</p>"
    )
    others = [one for one in slips if one.kind == "other"]
    again = [one for one in others if len(one.students) > 1][:MOST_SLIPS]
    rest = sum(len(one.students) for one in others)
    told = ""
    if rest:
        same = "".join(
            f"<li>{_(one.question)}: <code>{_(one.text)}</code>, {len(one.students)} papers</li>" for one in again
        )
        told = f"<p>{rest} wrong {_s(rest, 'answer')} fit no error with a name." + (
            f" The same one more than once: an error that the checks should learn to name?</p><ul>{same}</ul>"
            if same
            else "</p>"
        )
    silent = {"blank": "left blank", "stopped": "stopped with an error", "unread": "could not be read"}
    counts = {kind: sum(len(one.students) for one in slips if one.kind == kind) for kind in silent}
    tail = ", ".join(f"{count} {silent[kind]}" for kind, count in counts.items() if count)
    return table + told + (f"<p>Other answers without points: {_(tail)}.</p>" if tail else "")


def _alike(alike: list[Alike]) -> str:
    note = (
        '<p class="note">Two answers can read alike for good reasons: the two worked as a pair, used the same example of the lesson, '
        "or translated the same source. So this is a question, not a finding: ask each of them <q>How did you come to this answer?</q></p>"
    )
    if not alike:
        return "<p>No two written answers read much alike.</p>"
    groups = "".join(
        f"""<article class="alike"><h4>{_names(one.students, 8)}</h4>
<p>{_(one.question)}: {len(one.students)} answers; {"the two shown are the same, word for word" if one.share == 1 else f"the two shown share {percent(one.share)} of their words in the same order"}.</p>
<div class="pair">{"".join(f"<blockquote><p>{_marked(text, one.passage)}</p><footer>{_(who.name)}</footer></blockquote>" for text, who in zip(one.texts, one.students, strict=False))}</div></article>"""
        for one in alike[:MOST_ALIKE]
    )
    more = f"<p>{len(alike) - MOST_ALIKE} more groups are not shown.</p>" if len(alike) > MOST_ALIKE else ""
    return note + groups + more


def _marked(text: str, passage: str) -> str:
    """A text with the longest passage that it shares with the other one marked, cut where it is long."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rsplit(" ", 1)[0] + " …"
    words = passage.split()
    found = re.search(r"\W+".join(map(re.escape, words)), text, re.IGNORECASE) if len(words) >= measures.RUN else None
    if not found:
        return _(text)
    return f"{_(text[: found.start()])}<mark>{_(found[0])}</mark>{_(text[found.end() :])}"


def _how(cohort: Cohort) -> str:
    unread = (
        f"<p>Could not be read for their answers, so they are missing under the wrong answers: {_('; '.join(cohort.unread))}.</p>"
        if cohort.unread
        else ""
    )
    return f"""<section id="how">
<h2>How this is worked out</h2>
<dl>
<dt>Share of the points</dt><dd>Points reached of the points of the task, once everything in it is marked. What waits for marking has none: that is not 0.</dd>
<dt>Points reached (difficulty)</dt><dd>The mean share of a question's points over all papers in which it is marked. 0\u00a0% is hard, 100\u00a0% is easy.</dd>
<dt>Discrimination</dt><dd>The correlation between a paper's points in the question and its share of the points in the task's other questions (item-rest; point-biserial where points are all or nothing). 1 is the most. Below {measures.WEAK} the question tells little, below 0 weak papers do better than strong ones. “n/a” with fewer than {measures.FEWEST} papers, or where all are alike. A few blank papers raise it everywhere.</dd>
<dt>Commonest wrong answers</dt><dd>An answer without full points counts under the error that the task's check named to the student.</dd>
<dt>Similar written answers</dt><dd>Texts of {measures.SHORTEST} words or more that share {percent(measures.ALIKE)} of their words in the same order. Short texts and blank ones are left out.</dd>
<dt>Late</dt><dd>After the task's due date, with the extra time of <code>cohort/policy.toml</code>.</dd>
</dl>
{unread}</section>"""
