"""The cohort's plans on a page, one beside its frozen version, and a sheet on paper for each session."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from school.coaching import glance, shelf
from school.coaching.glance import Glance, Numbers
from school.paper.page import PRIVATE, html, items, lines, number, table, text
from venture.plan import CoachNote, Plan
from venture.planfile.changes import Change, who_and_when
from venture.review import SEVERITIES, Flag

WORDS = {"stop": ("✖", "stop"), "ask": ("?", "ask"), "note": ("·", "note")}
# By what the table can be ordered. Each order is a table of its own, so that none needs a script.
ORDERS: tuple[tuple[str, Callable[[Glance], object]], ...] = (
    ("name", lambda one: ()),
    ("most stops", lambda one: (-one.count("stop"), -one.count("ask"))),
    ("lowest cash", lambda one: one.lowest),
    ("weakest DSCR", lambda one: (one.numbers.dscr != one.numbers.dscr, one.numbers.dscr)),
    ("least filled", lambda one: len(one.filled)),
    ("largest ask", lambda one: -one.asked),
    ("most changes", lambda one: -len(one.changed)),
)
HEADS = ("Student and venture", "sections", "stop", "ask", "note", "lowest cash", "in", "DSCR", "ask (needed)", "since the last version", "coach's notes")  # fmt: skip
# so many of each fit on a printed page
FLAGS, CHANGES, NOTES = 6, 7, 4
LONG = 190  # signs of one thing on the sheet


def cohort(found: Sequence[Glance], when: datetime.datetime) -> str:
    """The cohort's plans on one page, to be ordered by a click."""
    read = [one for one in found if one.plan]
    unread = [one for one in found if not one.plan]
    units = sorted({one.plan.unit for one in read})
    radios = "".join(
        f'<input class="sorts" type="radio" name="order" id="order-{at}"{" checked" if not at else ""}>'
        for at in range(len(ORDERS))
    )
    labels = "".join(f'<label for="order-{at}">{text(name)}</label>' for at, (name, _key) in enumerate(ORDERS))
    style = "".join(
        f"#order-{at}:checked ~ .order-{at} {{ display: block; }} "
        f'#order-{at}:checked ~ .sortbar label[for="order-{at}"] {{ background: var(--fill); border-width: 2px; font-weight: 700; }} '
        f"#order-{at}:focus-visible ~ .sortbar label[for='order-{at}'] {{ outline: 3px solid var(--line); outline-offset: 2px; }}\n"
        for at in range(len(ORDERS))
    )
    tables = "".join(
        f'<div class="order order-{at}">{_table(sorted(read, key=key), name)}</div>'
        for at, (name, key) in enumerate(ORDERS)
    )
    stops = sum(one.count("stop") > 0 for one in read)
    missed = (
        "<h2>Could not be read</h2>" + items(f"<b>{text(one.student.name)}</b>: {text(one.problem)}" for one in unread)
        if unread
        else ""
    )
    body = f"""<header><h1>The cohort's plans</h1>
<p class="about">{when:%A, %d %B %Y, %H:%M} UTC. Amounts are in {text(", ".join(units) or "–")}{"; plans in other units stand beside each other as they are, so compare with care" if len(units) > 1 else ""}.</p>
<p class="private"><strong>{PRIVATE}</strong></p>
<ul class="counts"><li><b>{len(read)}</b> plans</li><li><b>{stops}</b> with something that no funder passes over</li>
<li><b>{sum(one.numbers.lowest < -1e-9 for one in read)}</b> run out of cash</li><li><b>{sum(one.version is None for one in read)}</b> without a frozen version</li></ul></header>
<main><section id="all">{radios}<div class="sortbar" role="group" aria-label="Order of the table"><span aria-hidden="true">Order by:</span>{labels}</div>{tables}</section>
{missed}
<section><h2>What stands in the way</h2>{_flags_of_all(read)}</section>
<section id="how"><h2>How to read it</h2><dl>
<dt>Sections</dt><dd>Of {len(glance.SECTIONS)} parts of a plan those in which something of the student's own stands. That says nothing about how good it is.</dd>
<dt>Stop, ask, note</dt><dd>What <code>venture check</code> says: what no funder passes over, what will be asked, what is worth a look. Guide values stand in the kit's <code>guide-values.json</code> with their sources.</dd>
<dt>Lowest cash</dt><dd>The smallest balance at the end of a month, grants counted only where they are agreed.</dd>
<dt>DSCR</dt><dd>Cash available for lenders over what they get, the least of any twelve months. n/a: the plan owes nobody.</dd>
<dt>Ask (needed)</dt><dd>What the plan asks for in its own words, and in brackets what is missing for the lowest month to end with the reserve.</dd>
<dt>Since the last version</dt><dd>Changes since the plan was last frozen, notes not counted.</dd></dl></section></main>"""
    return html("The cohort's plans", body, "wide", style + "@page { size: A4 landscape; margin: 12mm; }\n")


def _table(found: Sequence[Glance], name: str) -> str:
    rows = []
    for one in found:
        n = one.numbers
        low = ' class="word"' if n.lowest < -1e-9 else ""
        minus = " <span class='small'>below 0</span>" if n.lowest < -1e-9 else ""
        rows.append(
            [
                f"{text(one.student.name)}<small>{text(one.plan.name)}</small>",
                f"{len(one.filled)} of {len(glance.SECTIONS)}",
                *(_count(one, severity) for severity in SEVERITIES),
                f"<span{low}>{number(n.lowest)}</span>{minus}",
                text(glance.month(one.plan, n.month)),
                glance.dscr(n.dscr),
                f"{number(n.ask)} ({number(n.needed)})",
                f"{len(one.changed)} since {text(shelf.said(one.version))}" if one.version else "never frozen",
                str(len(one.plan.notes)),
            ]
        )
    if not rows:
        return "<p>No plan has been collected yet.</p>"
    return table(HEADS, rows, "plans cohort", f"Plans, ordered by {name}")


def _count(one: Glance, severity: str) -> str:
    sign, word = WORDS[severity]
    count = one.count(severity)
    return f'<span class="{"word" if severity == "stop" else ""}"><span aria-hidden="true">{sign}</span> {count}<span class="hidden"> {word}</span></span>' if count else "0"  # fmt: skip


def _flags_of_all(found: Sequence[Glance]) -> str:
    """Which flags the cohort shares: what the next session may be about."""
    by_key: dict[str, list[tuple[Glance, Flag]]] = {}
    for one in found:
        for key in dict.fromkeys(flag.key for flag in one.flags):
            by_key.setdefault(key, []).append((one, next(flag for flag in one.flags if flag.key == key)))
    order = sorted(by_key.items(), key=lambda pair: (SEVERITIES.index(pair[1][0][1].severity), -len(pair[1])))
    rows = [
        [
            text(key),
            f"{WORDS[several[0][1].severity][0]} {WORDS[several[0][1].severity][1]}",
            f"{len(several)} of {len(found)}",
            text(", ".join(one.student.name for one, _flag in several[:10]) + (" …" if len(several) > 10 else "")),
            text(glance.question(several[0][1])),
        ]
        for key, several in order
    ]
    heads = ("Flag", "weight", "plans", "whose", "a question to ask")
    return table(heads, rows, "flags", "Flags of the cohort") if rows else "<p>No plan has a flag.</p>"


# --- one plan beside its frozen version


def beside(one: Glance) -> str:
    """One plan, as it was frozen and as it is now."""
    plan = one.plan
    if one.was is None:
        changes = "<p>No version of this plan is frozen yet. Freeze one before a session: <code>school plans freeze</code>.</p>"
    elif not one.changed:
        changes = "<p>Nothing has changed.</p>"
    else:
        changes = "".join(
            f"<h3>{text(name)}</h3>" + table(("What", "frozen", "now"), [_change(change) for change in several], "changes", f"Changes in {name}")
            for name, several in _by_section(one.changed)
        )  # fmt: skip
    gone = [flag for flag in one.flags_were if flag.key not in {now.key for now in one.flags}]
    come = {flag.key for flag in one.flags} - {was.key for was in one.flags_were} if one.was else set()
    since = f" beside version {text(shelf.said(one.version))}" if one.was else ""
    body = f"""<header><h1>{text(plan.name)}</h1>
<p class="about">{text(one.student.name)}{since}. Amounts are in {text(plan.unit)}.</p>
<p class="private"><strong>{PRIVATE}</strong></p></header>
<main><section><h2>Numbers</h2>{table(("", "frozen", "now"), _numbers(one), "numbers", "Numbers", 2)}</section>
<section><h2>What has changed in the plan</h2>{changes}</section>
<section><h2>What a funder stops at now</h2>{items(_flag(flag, "new" if flag.key in come else "") for flag in one.flags) or "<p>Nothing.</p>"}
{"<h3>No longer</h3>" + items(f"<s>{text(flag.key)}</s>: {text(flag.found)}" for flag in gone) if gone else ""}</section>
<section><h2>Not filled in yet</h2><p>{text(", ".join(one.missing) or "Nothing: every section has something of the student's own.")}</p></section>
<section><h2>What the coach said</h2>{items(_note(note) for note in sorted(plan.notes, key=lambda it: it.date, reverse=True)) if plan.notes else "<p>Nothing yet.</p>"}</section></main>"""
    return html(f"{plan.name}: plan and frozen version", body)


def _numbers(one: Glance) -> list[list[str]]:
    was, now = one.numbers_were, one.numbers

    def pair(name: str, shown: Callable[[Numbers, Plan], str]) -> list[str]:
        return [name, shown(was, one.was) if was and one.was else "–", shown(now, one.plan)]

    return [
        pair("Lowest cash", lambda n, plan: f"{number(n.lowest)}, {text(glance.month(plan, n.month))}"),
        pair("DSCR, least of any twelve months", lambda n, plan: glance.dscr(n.dscr)),
        pair("Ask in the plan's words", lambda n, plan: number(n.ask)),
        pair("Needed for the reserve", lambda n, plan: number(n.needed)),
        [
            "Stop, ask, note",
            ", ".join(str(sum(flag.severity == s for flag in one.flags_were)) for s in SEVERITIES) if was else "–",
            ", ".join(str(one.count(s)) for s in SEVERITIES),
        ],
    ]


def _by_section(changed: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    names = {field: name for name, _place, fields in glance.SECTIONS for field in fields}
    found: dict[str, list[Change]] = {}
    for one in changed:
        found.setdefault(names.get(one.where[0], "About the venture"), []).append(one)
    return list(found.items())


def _change(one: Change) -> list[str]:
    what = ", ".join([*(part for part in one.where[1:-1] if not part.isdecimal()), one.label])
    nothing = '<span class="small">nothing</span>'
    now = f"moved: {text(one.now)}" if one.kind == "moved" else text(one.now)
    return [text(what), f"<del>{text(one.was)}</del>" if one.was else nothing, f"<ins>{now}</ins>" if now else nothing]


def _flag(flag: Flag, mark: str = "") -> str:
    sign, word = WORDS[flag.severity]
    new = f" <b>({mark})</b>" if mark else ""
    return f'<b><span aria-hidden="true">{sign}</span> {word}</b>{new}: {text(flag.found)} <span class="small">{text(flag.why)}</span>'


def _note(note: CoachNote) -> str:
    return f"<b>{text(note.section)}</b> ({text(who_and_when(note))}): {text(note.text)}"


# --- a sheet for each session


def sheets(found: Iterable[Glance], day: datetime.date) -> str:
    """One A4 page a venture: numbers, flags as questions, what has changed, room to write."""
    pages = "".join(_sheet(one, day) for one in found if one.plan)
    style = "@page { size: A4; margin: 12mm 14mm; }\n"
    intro = f'<div class="screen"><p class="private"><strong>{PRIVATE}</strong> Print it: one page a venture.</p></div>'
    return html("Coaching sheets", intro + pages, "sheets coaching", style)


def _sheet(one: Glance, day: datetime.date) -> str:
    plan, n = one.plan, one.numbers
    asked = [flag for flag in one.flags if flag.severity != "note"] or list(one.flags)
    questions = []
    for key in dict.fromkeys(flag.key for flag in asked):  # each kind once: the first is its gravest
        flag = next(flag for flag in asked if flag.key == key)
        questions.append(
            f'<span class="tick"></span><b>{text(glance.question(flag))}</b> <span class="small">{text(_short(flag.found))}</span>'
        )
    more = len(questions) - FLAGS
    told = items(questions[:FLAGS]) + (f'<p class="small">{more} more: <code>venture check</code>.</p>' if more > 0 else "")  # fmt: skip
    moved = [text(_short(str(change))) for change in one.changed]
    if one.was is None:
        changes = "<p>No version is frozen yet: freeze this one today.</p>"
    elif not moved:
        changes = f"<p>Nothing since version {text(shelf.said(one.version))}.</p>"
    else:
        rest = f'<p class="small">{len(moved) - CHANGES} more: <code>school plans show</code>.</p>' if len(moved) > CHANGES else ""  # fmt: skip
        changes = items(moved[:CHANGES]) + rest
    last = sorted(plan.notes, key=lambda it: it.date, reverse=True)[:NOTES]
    said = items(f"<b>{text(note.section)}</b> ({text(who_and_when(note))}): {text(_short(note.text))}" for note in last) if last else "<p>Nothing yet.</p>"  # fmt: skip
    missing = ", ".join(one.missing) or "none"
    boxes = items(
        [
            f"<b>{number(n.lowest)}</b> lowest cash, {text(glance.month(plan, n.month))}",
            f"<b>{glance.dscr(n.dscr)}</b> DSCR, the least of any twelve months",
            f"<b>{number(n.ask)}</b> asked for; {number(n.needed)} needed for the reserve",
            f"<b>{one.count('stop')}, {one.count('ask')}, {one.count('note')}</b> stop, ask, note",
            f"<b>{len(one.filled)} of {len(glance.SECTIONS)}</b> sections begun",
        ],
        "boxes",
    )
    return f"""<article class="sheet"><h1>{text(plan.name)}</h1>
<p class="about">{text(one.student.name)} · coaching session of <b>{day:%d %B %Y}</b> · amounts in {text(plan.unit)}</p>
{boxes}
<h2>Questions</h2>{told if questions else "<p>The kit's checks find nothing to ask. What do you want to know?</p>"}
<h2>Changed since version {text(shelf.said(one.version)) if one.was else "–"}</h2>{changes}
<div class="two"><div><h2>Said last time</h2>{said}</div><div><h2>Not begun</h2><p>{text(missing)}</p></div></div>
<h2>Agreed today: who does what by when</h2>{'<div class="room"></div>' * 3}
<h2>Notes</h2>{lines()}
</article>"""


def _short(told: str) -> str:
    told = " ".join(told.split())
    return told if len(told) <= LONG else told[: LONG - 1].rsplit(" ", 1)[0] + " …"
