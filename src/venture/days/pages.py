"""The day's papers: one HTML file each, which needs nothing else and prints on A4. No script runs in it, nothing is fetched."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from venture.days import advice as consultations
from venture.days import agenda as agendas
from venture.days import follow_up, formats, groups, tables
from venture.days.day import EVERYBODY, PRIVACY, SECTORS, Day, clock
from venture.words import _, ngettext

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
PROPOSAL = _("Lengths and steps are a proposal of this kit; change them in the day's file.")
PHOTOS = (
    _("Places and things, not people. Nobody's face, and no child at all."),
    _("No number plates, no names on doors or bells, no look through windows."),
    _("Where a person cannot be left out: ask first, show the picture, delete it when they say so."),
    _("Not where it is forbidden: guards, fences and signs decide, and you do not argue."),
    _("Pictures go to the facilitator only, for the wall; nobody posts them."),
)
HERE = (_("small children"), _("school age"), _("young adults"), _("adults"), _("older people"), _("with pram"), _("with wheelchair or stick"), _("with luggage or goods"))  # fmt: skip
BARRIERS = (_("steps, kerb"), _("bad ground"), _("no seat"), _("no shade or shelter"), _("dark"), _("noise, smell"), _("traffic"), _("no toilet"), _("costs money"), _("closed, guarded"), _("no sign, hard to find"), _("feels unsafe"))  # fmt: skip
HOURS = range(6, 24, 2)


def _html(title: str, body: str, style: str = "") -> str:
    looks = Path(__file__).with_name("days.css").read_text(encoding="utf-8")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{_t(title)}</title>
<style>
{looks}{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def _t(value: object) -> str:
    return escape(str(value), quote=True)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], kind: str = "", row_kinds: Sequence[str] = ()) -> str:
    """A table of texts; the first cell of each row is its heading. A line break in a cell stays one."""
    head = "".join(f'<th scope="col">{_t(one)}</th>' for one in heads)
    lines = []
    for at, (first, *rest) in enumerate(rows):
        cells = "".join(f"<td>{_t(one).replace(chr(10), '<br>')}</td>" for one in rest)
        line_kind = f' class="{row_kinds[at]}"' if row_kinds and row_kinds[at] else ""
        lines.append(f'<tr{line_kind}><th scope="row">{_t(first)}</th>{cells}</tr>')
    label = _t(", ".join(one for one in heads if one))
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _lines(kind: str = "") -> str:
    return f'<div class="lines {kind}" aria-hidden="true">{"<div></div>" * 30}</div>'


def _items(lines: Iterable[str], kind: str = "") -> str:
    return f'<ul class="{kind}">{"".join(f"<li>{_t(one)}</li>" for one in lines)}</ul>'


def _ticks(lines: Iterable[str], kind: str = "") -> str:
    return f'<ul class="ticks {kind}">{"".join(f"""<li><span class="tick"></span>{_t(one)}</li>""" for one in lines)}</ul>'  # fmt: skip


def _head(day: Day, title: str) -> str:
    where = [day.name, day.town, f"{day.date:%d.%m.%Y}"]
    return f'<h1>{_t(title)}</h1><p class="about">{_t(" · ".join(one for one in where if one))}</p>'


def _private() -> str:
    return f'<p class="private">{_t(PRIVACY)}</p>'


# --- agenda


def agenda_rows(agenda: agendas.Agenda) -> list[list[str]]:
    """Time, minutes, what, where, for whom, host: a line for each session, and for the minutes between two."""
    rows: list[list[str]] = []
    last = agenda.slots[0].begin if agenda.slots else 0
    for one in agenda.slots:
        if one.begin > last:
            rows.append([f"{clock(last)}–{clock(one.begin)}", str(one.begin - last), "–", "", "", ""])
        who = one.session.who if one.session.who != EVERYBODY else _("all")
        rows.append([f"{clock(one.begin)}–{clock(one.end)}", str(one.end - one.begin), one.title, one.session.room, who, one.session.host])  # fmt: skip
        last = max(last, one.end)
    return rows


AGENDA = (_("time"), _("minutes"), _("what"), _("room"), _("for"), _("host"))


def sums(day: Day, agenda: agendas.Agenda) -> str:
    """How the day's minutes add up, in one sentence."""
    return _("{work} minutes of work, {pauses} of breaks, {gaps} free: {whole} minutes from {start} to {end}.").format(work=agenda.work, pauses=agenda.pauses, gaps=agenda.gaps, whole=day.end - day.start, start=clock(day.start), end=clock(day.end))  # fmt: skip


def agenda(day: Day) -> str:
    """The programme for the wall, and the facilitator's run sheet with every step."""
    told = agendas.build(day)
    rows = agenda_rows(told)
    used = [at for at in range(len(AGENDA)) if at != 1 and any(row[at] not in ("", _("all")) for row in rows)]
    kinds = []
    titles = {(one.begin, one.title): one for one in told.slots}
    for row in rows:
        slot = titles.get((_minutes(row[0]), row[2]))
        kinds.append("pause" if slot is None or slot.pause else "")
    wall = table([AGENDA[at] for at in used], ([row[at] for at in used] for row in rows), "big", kinds)
    steps, step_kinds = [], []
    for one in told.slots:
        steps.append([clock(one.begin), one.title, one.session.room, one.needs])
        step_kinds.append("session")
        for begin, end, what in one.steps:
            steps.append([f"{clock(begin)}–{clock(end)}", what, "", ""])
            step_kinds.append("")
    body = f"""<article class="sheet">{_head(day, _("Programme"))}{wall}<p class="small">{_t(PROPOSAL)}</p></article>
<article class="sheet free">{_head(day, _("Run sheet for the facilitator"))}<p>{_t(sums(day, told))}</p>
{_items(told.notes) if told.notes else ""}{table((_("time"), _("what"), _("room"), _("bring")), steps, "run", step_kinds)}
<p class="small">{_t(PROPOSAL)}</p></article>"""
    return _html(_("Programme"), body)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:5])


def agenda_csv(day: Day) -> bytes:
    told = agendas.build(day)
    return tables.write([("begin", "end", "minutes", "what", "room", "for", "host"), *((*row[0].split("–"), *row[1:]) for row in agenda_rows(told))])  # fmt: skip


# --- groups


def groups_page(day: Day, seating: groups.Seating) -> str:
    """The tables for the wall, each round; where everybody sits, by name; and why the tables are as mixed as they can be."""
    pages = []
    many = len(seating.rounds)
    for number, tables_ in enumerate(seating.rounds, 1):
        boxes = "".join(
            f"<section><h2>{_t(_('Table {n}').format(n=at))}</h2>{_items(f'{one.name} ({one.sector})' for one in table)}</section>"
            for at, table in enumerate(tables_, 1)
        )
        title = _("Tables") if many == 1 else _("Tables, round {n}").format(n=number)
        end = _proof(seating) if number == 1 else ""
        pages.append(f'<article class="sheet">{_head(day, title)}<div class="tables">{boxes}</div>{end}</article>')
    heads = (_("name"), _("sector"), _("role"), *((_("round {n}").format(n=at) for at in range(1, many + 1)) if many > 1 else (_("table"),)))  # fmt: skip
    pages.append(f'<article class="sheet free">{_head(day, _("Where you sit"))}{table(heads, where(day, seating))}{_private()}</article>')  # fmt: skip
    return _html(_("Tables"), "".join(pages))


def _proof(seating: groups.Seating) -> str:
    told = [f"<h2>{_t(_('As mixed as the people allow'))}</h2>{_items(groups.proof(seating.tables))}"]
    if len(seating.rounds) > 1:
        told.append(f"<p>{_t(met_again(seating))}</p>")
    if seating.redrawn:
        told.append(f"<p>{_t(_('So many are absent that the tables were drawn anew.'))}</p>")
    elif seating.moved:
        told.append(f"<h2>{_t(_('Change seats, because somebody is absent'))}</h2>{_items(moves(seating))}")
    return "".join(told)


def met_again(seating: groups.Seating) -> str:
    """How many pairs sit together more than once."""
    n = seating.met_twice
    return ngettext("{n} pair of people meets more than once over the rounds.", "{n} pairs of people meet more than once over the rounds.", n).format(n=n)  # fmt: skip


def moves(seating: groups.Seating) -> list[str]:
    return [_("{name}: from table {a} to table {b}").format(name=name, a=a, b=b) for name, a, b in seating.moved]


def where(day: Day, seating: groups.Seating) -> list[list[str]]:
    """Each person by name, with the table of each round."""
    at = [{one.name: str(number) for number, table in enumerate(round_, 1) for one in table} for round_ in seating.rounds]  # fmt: skip
    return [[one.name, one.sector, one.role, *(round_[one.name] for round_ in at)] for one in sorted(day.present, key=lambda one: one.name.casefold())]  # fmt: skip


def groups_csv(day: Day, seating: groups.Seating) -> bytes:
    rounds = [f"table in round {at}" for at in range(1, len(seating.rounds) + 1)]
    return tables.write([("name", "sector", "role", *rounds), *where(day, seating)])


# --- observation sheets


def sheets(day: Day) -> str:
    """The route, and a sheet for each stop: who is here, who is missing, barriers, uses, owner, idle hours."""
    stops = day.stops or tuple(_("Stop {n}").format(n=at) for at in range(1, 9))
    route = table((_("stop"), _("place"), _("from"), _("to"), _("who writes")), ([at, stop, "", "", ""] for at, stop in enumerate(stops, 1)), "empty")  # fmt: skip
    first = f"""<article class="sheet">{_head(day, _("Route and rules"))}
<p>{_t(_("Walk in groups of three or four, best one of each sector. Look for five minutes in silence, then write, then talk."))}</p>{route}
<h2>{_t(_("Photo rules"))}</h2>{_items(PHOTOS)}{_private()}
<h2>{_t(_("A map from memory: the stops, and what lies between them"))}</h2><div class="grow"></div>
<p class="small">{_t(_("Rules of this kit, no statement of law. Where the place or the law is stricter, that counts."))}</p></article>"""
    return _html(_("Observation sheets"), first + "".join(_stop(day, at, stop) for at, stop in enumerate(stops, 1)))


def _stop(day: Day, number: int, stop: str) -> str:
    hours = "".join(f'<th scope="col">{hour}–{hour + 2}</th>' for hour in HOURS)
    grid = "".join(f'<tr><th scope="row">{_t(name)}</th>{"<td></td>" * len(HOURS)}</tr>' for name in (_("working day"), _("weekend")))  # fmt: skip
    here = table(HERE, [["", *[""] * (len(HERE) - 1)]], "empty")
    return f"""<article class="sheet">{_head(day, f"{number}. {stop[:1].upper()}{stop[1:]}")}
<p>{_t(_("Group ____________   from ______ to ______   weather ______________"))}</p>
<h2>{_t(_("Who is here? Count, do not describe"))}</h2>{here}
<div class="two"><div><h2>{_t(_("Who is missing, though they live or work near?"))}</h2>{_lines()}</div>
<div><h2>{_t(_("What do people do here? What could they?"))}</h2>{_lines()}</div></div>
<h2>{_t(_("Barriers: what keeps people away"))}</h2>{_ticks(BARRIERS, "four")}
<h2>{_t(_("Who owns it, who looks after it?"))}</h2>{_ticks((_("public"), _("private"), _("civil"), _("not known")), "four")}
<p>{_t(_("How do you know?"))} {"&emsp;".join(f'<span class="tick"></span>{_t(one)}' for one in (_("a sign"), _("asked"), _("a guess")))}</p>
<h2>{_t(_("Idle hours: o seen empty, x seen in use, ? asked or guessed"))}</h2><table class="hours"><thead><tr><td></td>{hours}</tr></thead><tbody>{grid}</tbody></table>
<h2>{_t(_("How might we …"))}</h2>{_lines("grow")}
{_private()}</article>"""


# --- harvest

LANDSCAPE = "@page { size: A4 landscape; margin: 10mm; }\n@media print { .sheet { min-height: 0; } }\n"


def harvest(day: Day, found: Sequence[tables.Finding] = ()) -> str:
    """The wall's table: empty to write on, or what was found, the most wanted first."""
    heads = (_("from"), _("kind"), _("finding or idea, one sentence"), _("who could act"), _("votes"), _("owner"), _("first step within thirty days"))  # fmt: skip
    if not found:
        style = LANDSCAPE + "".join(f".empty th:nth-child({at}) {{ width: {wide}%; }}\n" for at, wide in enumerate((13, 8, 33, 8, 6, 9, 23), 1))  # fmt: skip
        body = f'<article class="sheet">{_head(day, _("Harvest"))}<p class="small">{_t(_("Kinds: {names}.").format(names=", ".join(tables.KINDS)))}</p>{table(heads, ([""] * 7 for _row in range(13)), "empty")}{_private()}</article>'  # fmt: skip
        return _html(_("Harvest"), body, style)
    rows = [[one.source, one.kind, one.text, one.sector, one.votes or "", one.owner, one.step] for one in found]
    kinds = Counter(one.kind or _("no kind") for one in found)
    count = ", ".join(f"{name} {n}" for name, n in kinds.most_common())
    open_ = tables.unfinished(found)
    body = f"""<article class="sheet free wide">{_head(day, _("Harvest"))}<p>{_t(ngettext("{n} finding", "{n} findings", len(found)).format(n=len(found)))}: {_t(count)}.</p>
{table(heads, rows, "wrap")}{f"<h2>{_t(_('Still open'))}</h2>{_items(open_)}" if open_ else ""}{_private()}</article>"""
    return _html(_("Harvest"), body, LANDSCAPE)


# --- commitments


def commitments(day: Day, made: Sequence[tables.Commitment] = ()) -> str:
    """The facilitator's list with the follow-up dates, and a card for everybody, two on a page."""
    checks = follow_up.dates(day)
    dated = [_("day {n}: {date}").format(n=one.after, date=f"{one.date:%d.%m.%Y}") for one in checks]
    told = list(made) or [tables.Commitment(one.name, "") for one in day.present]
    rows = [[one.who, one.step, one.with_whom, one.partner, *[""] * len(checks)] for one in told]
    heads = (_("who"), _("step"), _("with whom"), _("partner"), *dated)
    moved = [_("Day {n} is {plain} ({why}); it moves to {date}.").format(n=one.after, plain=f"{one.plain:%d.%m.%Y}", why=one.why, date=f"{one.date:%d.%m.%Y}") for one in checks if one.why]  # fmt: skip
    first = f"""<article class="sheet free">{_head(day, _("Thirty-day commitments"))}
<p>{_t(_("At each date the partner asks one question: “What is done?” Write yes, part or no. No is no shame; a smaller step is the answer."))}</p>
{table(heads, rows, "promise")}{_items([*moved, *follow_up.notes(day)])}{_private()}</article>"""
    cards = "".join(f'<article class="sheet free">{"".join(_card(day, one, checks) for one in told[at : at + 2])}</article>' for at in range(0, len(told), 2))  # fmt: skip
    return _html(_("Thirty-day commitments"), first + cards)


def _card(day: Day, one: tables.Commitment, checks: Sequence[follow_up.Date]) -> str:
    def said(text: str) -> str:
        return f"<p><b>{_t(text)}</b></p>" if text else _lines("grow")

    asks = table((_("date"), _("done? yes, part, no"), _("what next")), ([f"{check.date:%a %d.%m.%Y}", "", ""] for check in checks), "empty")  # fmt: skip
    return f"""<section class="card"><h1>{_t(one.who or "________")}</h1><p class="about">{_t(day.name)} · {day.date:%d.%m.%Y}</p>
<p>{_t(_("Within thirty days I will (one step, so small that I can begin tomorrow):"))}</p>{said(one.step)}
<p>{_t(_("With"))} {_t(one.with_whom) or "______________________"} · {_t(_("my partner who asks"))} {_t(one.partner) or "______________"}</p>{asks}
<p class="small">{_t(PRIVACY)}</p></section>"""


# --- consultation and slam


def consultation(day: Day) -> str:
    """The twelve minutes as a clock, who advises whom in each round, and a sheet for each owner."""
    bar = "".join(f'<div style="flex: {minutes}"><b>{_t(what)}</b>{minutes} min</div>' for what, minutes in formats.ADVICE)  # fmt: skip
    words = "".join(f"<li><b>{_t(what)} ({minutes}).</b> {_t(said)}</li>" for (what, minutes), said in zip(formats.ADVICE, formats.ADVICE_WORDS, strict=True))  # fmt: skip
    rounds = consultation_rows(day)
    plan = f"<h2>{_t(_('Who advises whom'))}</h2>{table(CONSULTATION, rounds)}" if rounds else ""
    gaps = any(not cell for row in rounds for cell in row[3:])
    missing = f"<p>{_t(_('An empty place: nobody of that sector was left to ask.'))}</p>" if gaps else ""
    body = f"""<article class="sheet">{_head(day, _("Cross-sector consultation: twelve minutes"))}<div class="clock">{bar}</div><ol>{words}</ol>
{plan}{missing}<p>{_t(_("One person keeps the time for all tables and rings at the end of each part."))}</p><p class="small">{_t(PROPOSAL)}</p></article>"""
    owners = "".join(
        f"""<article class="sheet">{_head(day, one.project.name)}<p>{_t(_("Round {n}. Advisers: {names}.").format(n=number, names=", ".join(f"{name} ({sector})" for sector, name in one.advisers.items() if name)))}</p>
<h2>{_t(_("My one question"))}</h2>{_lines()}{"".join(f"<h2>{_t(_('Advice from the {sector} sector').format(sector=sector))}</h2>{_lines('grow')}" for sector in SECTORS)}
<h2>{_t(_("The one thing that I will do"))}</h2>{_lines()}{_private()}</article>"""
        for number, round_ in enumerate(consultations.plan(day), 1)
        for one in round_
    )
    return _html(_("Cross-sector consultation"), body + owners)


CONSULTATION = (_("round"), _("project"), _("owner"), *SECTORS)


def consultation_rows(day: Day) -> list[list[str]]:
    """Round, project, owner, and the adviser of each sector."""
    return [
        [str(number), one.project.name, one.project.owner, *(one.advisers[sector] for sector in SECTORS)]
        for number, round_ in enumerate(consultations.plan(day), 1)
        for one in round_
    ]


def slam_rows(day: Day) -> list[list[str]]:
    """The running order by lot: when each pitch begins and ends, to the second, from the slam's place in the agenda or 00:00."""
    begin = 0
    if day.agenda:
        begin = next((one.begin for one in agendas.build(day).slots if one.session.format == "pitch slam"), 0)
    order = sorted(day.asking, key=lambda one: one.name)
    random.Random(day.seed).shuffle(order)
    rows, at = [], begin * 60
    for number, one in enumerate(order, 1):
        end = at + formats.SLIDES * formats.SLIDE_SECONDS
        rows.append([str(number), one.name, one.owner, _seconds(at), _seconds(end)])
        at = end + formats.CHANGE_SECONDS
    return rows


def _seconds(at: int) -> str:
    return f"{at // 3600:02d}:{at // 60 % 60:02d}:{at % 60:02d}"


SLAM = (_("no"), _("project"), _("who"), _("begins"), _("ends"))


def slam(day: Day) -> str:
    """The running order of the pitch slam."""
    body = f"""<article class="sheet">{_head(day, _("Pitch slam"))}
<p>{_t(_("Twenty slides of twenty seconds each: 6 minutes 40 seconds. Slides move on by themselves; nobody is waited for."))}</p>
{table(SLAM, slam_rows(day), "big")}<p>{_t(_("{seconds} seconds between two pitches: applause, and the next one to the front. The order was drawn by lot.").format(seconds=formats.CHANGE_SECONDS))}</p>
{"" if any(one.format == "pitch slam" for one in day.agenda) else f"<p>{_t(_('The agenda has no pitch slam yet, so times count from its beginning.'))}</p>"}
<p class="small">{_t(PROPOSAL)}</p></article>"""
    return _html(_("Pitch slam"), body)


def papers(day: Day, seating: groups.Seating | None, found: Sequence[tables.Finding] = (), made: Sequence[tables.Commitment] = ()) -> dict[str, Callable[[], str]]:  # fmt: skip
    """All papers by their names; each is put together when it is called."""
    told: dict[str, Callable[[], str]] = {
        "agenda": lambda: agenda(day),
        "groups": lambda: groups_page(day, seating or groups.seat(day)),
        "sheets": lambda: sheets(day),
        "consultation": lambda: consultation(day),
        "harvest": lambda: harvest(day, found),
        "commitments": lambda: commitments(day, made),
    }
    return told | ({"slam": lambda: slam(day)} if day.asking else {})
