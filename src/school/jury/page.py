"""The jury's papers and pages: sheets to fill in by hand, the calibration, the result, the timetable, certificates."""

from __future__ import annotations

from collections.abc import Iterable

from school.jury import sheets
from school.jury.event import SAMPLE, Event, Juror, Slot, Venture
from school.jury.ranking import Calibration, Place, Result
from school.jury.rubric import FULL, Rubric
from school.paper.page import PRIVATE, html, items, lines, table, text
from venture.numbers import say

A4 = "@page { size: A4; margin: 11mm 13mm; }\n"
SHEET = (
    A4
    + """
.form table { width: 100%; } .form td, .form th { border: 1px solid var(--edge); font-size: .84rem; padding: .2rem .45rem; }
.form .give { width: 4.5rem; } .form td.band { color: var(--ink); } .form td.range { white-space: nowrap; width: 4.2rem; }
@media print { .form { font-size: 8.6pt; line-height: 1.3; } .form td, .form th { padding: .14rem .4rem; font-size: 8.6pt; } .form .sheet { height: 270mm; overflow: hidden; display: flex; flex-direction: column; } .form .two > :last-child { display: flex; flex-direction: column; } .form .two { flex: 1; min-height: 0; grid-template-rows: minmax(0, 1fr); } .form .two > * { min-height: 0; } .form .lines { flex: 1; height: auto; min-height: 14mm; } }
"""
)
CERTIFICATE = """@page { size: A4 landscape; margin: 0; }
.certificate { text-align: center; border: 3px double var(--line); padding: 3.5rem 3rem; margin: 1.5rem auto; max-width: 58rem; }
.certificate h1 { font-size: 2.6rem; letter-spacing: .04em; } .certificate .who { font-size: 2rem; margin: 1.2rem 0 .2rem; border: 0; padding: 0; }
.certificate p { font-size: 1.15rem; margin: .6rem auto; } .signed { display: flex; justify-content: space-around; margin-top: 4.5rem; gap: 3rem; }
.signed div { border-top: 1px solid var(--ink); padding-top: .4rem; min-width: 15rem; }
@media print {
  .certificate { break-after: page; break-inside: avoid; width: 269mm; height: 180mm; max-width: none; margin: 14mm auto 0; box-sizing: border-box; padding: 26mm 20mm 18mm; display: flex; flex-direction: column; }
  .certificate h1 { font-size: 44pt; margin: 6mm 0; } .certificate .who { font-size: 30pt; } .certificate p { font-size: 16pt; } .certificate .signed { margin-top: auto; font-size: 12pt; }
  .certificate:last-of-type { break-after: auto; }
}
"""


# --- sheets on paper


def papers(event: Event, rubric: Rubric) -> str:
    """A page for each juror and venture, to be filled in by hand."""
    pages = "".join(_paper(event, rubric, juror, one) for juror in event.jurors for one in sheets.of(event, juror))
    return html("Jury sheets", pages, "sheets form", SHEET)


def _paper(event: Event, rubric: Rubric, juror: Juror, one: Venture) -> str:
    rows = []
    for line in rubric.lines:
        for at, (low, high, words) in enumerate(line.bands):
            name = f'<th scope="rowgroup" rowspan="{len(line.bands)}">{text(line.name)}</th>' if not at else ""
            give = f'<td class="give" rowspan="{len(line.bands)}">of {line.points}</td>' if not at else ""
            rows.append(f'<tr>{name}<td class="range">{low} to {high}</td><td class="band">{text(words)}</td>{give}</tr>')  # fmt: skip
    outs = items(f'<span class="tick"></span>{text(words)}' for _key, words in rubric.knock_outs)
    return f"""<article class="sheet"><h1>{text(one.name)}</h1>
<p class="about">{text(event.name)}, {event.day:%d %B %Y} · id <b>{text(one.id)}</b> · juror <b>{text(juror.name)}</b></p>
<table><thead><tr><th scope="col">Line</th><th scope="col">points</th><th scope="col">what that is</th><th scope="col">given</th></tr></thead>
<tbody>{"".join(rows)}<tr><th scope="row" colspan="3">Total of {FULL}</th><td></td></tr></tbody></table>
<div class="two"><div><h2>Knock-outs: a cross, and why</h2>{outs}</div><div><h2>Remark for the venture</h2>{lines()}</div></div>
</article>"""


# --- calibration


def sample(event: Event, rubric: Rubric) -> str:
    """The pitch that the jury calibrates on: a case of the course, told in a few minutes."""
    from venture import appraisal, cases
    from venture.forecast import forecast

    plan = cases.load("children")
    f = forecast(plan, with_requested=True)
    told = plan.narrative
    facts = [
        f"asks for {say(plan.ask.amount)} {plan.unit}",
        f"lowest cash {say(float(f.lowest_cash), 0)}, month {f.lowest_month}, the grant counted",
        f"debt service cover {say(float(appraisal.dscr_minimum(f)), 2)}, the least of any twelve months",
        *(f"{one.name}: {one.baseline:g} before, {one.target:g} aimed at" for one in plan.impact.indicators[2:4]),
    ]
    body = f"""<article class="sheet"><h1>The sample pitch: {text(plan.name)}</h1>
<p class="about">{text(event.name)} · venture, people and numbers are made up for teaching · id {SAMPLE}</p>
<p>Read it aloud in five minutes. Each juror fills in the sheet alone and without a word. Then compare.</p>
<h2>Problem</h2><p>{text(plan.problem)}</p><h2>Solution</h2><p>{text(told.solution)}</p><h2>Market and price</h2><p>{text(told.market)} {text(told.marketing)}</p>
<h2>Money</h2><p>{text(told.finance)}</p>{items(text(one) for one in facts)}<h2>Impact</h2><p>{text(told.impact)}</p><h2>Team and partners</h2><p>{text(plan.who)}. {text(told.partners)}</p><h2>Risk</h2><p>{text(told.risk)}</p></article>"""
    return html("The sample pitch", body, "sheets", A4)


def calibrated(event: Event, found: Calibration) -> str:
    """Where jurors read the sheet differently."""
    rows = [
        [
            text(one.name),
            *(say(value, most=1) for value in (one.low, one.middle, one.high)),
            "the same band" if not one.bands else f"<b>{one.bands} {'band' if one.bands == 1 else 'bands'} apart: talk about it</b>",
        ]
        for one in found.spreads
    ]  # fmt: skip
    people = [
        [text(juror), say(total, most=1), f"{'+' if total > found.middle else ''}{say(total - found.middle, most=1)}"]
        for juror, total in sorted(found.totals.items(), key=lambda pair: pair[1])
    ]
    first = found.to_talk_about[:3]
    talk = (
        items(f"<b>{text(one.name)}</b>: {say(one.low, most=1)} to {say(one.high, most=1)}. Let the lowest and the highest say which sentence of the band they held to." for one in first)
        if first
        else "<p>All jurors read every line in the same band. Begin.</p>"
    )  # fmt: skip
    absent = f"<p>No sheet for the sample from {text(', '.join(found.absent))}.</p>" if found.absent else ""
    body = f"""<header><h1>Calibration on the sample pitch</h1><p class="about">{text(event.name)}, {event.day:%d %B %Y}</p></header><main>
<section><h2>Talk about these first</h2>{talk}{absent}</section>
<section><h2>Line by line</h2>{table(("Line", "lowest", "middle", "highest", "bands"), rows, "", "Lines")}</section>
<section><h2>Jurors</h2>{table(("Juror", "total", "beside the middle"), people, "", "Jurors", 2)}
<p class="note">There is no right number. The aim is that the same words of a band mean the same points to everybody. Nobody has to change a habit of being strict: what it does to the order is taken out where jurors judge different ventures.</p></section></main>"""
    return html("Calibration", body)


# --- the result


def standing(event: Event, rubric: Rubric, found: Result) -> str:
    """The order, with what counts and why."""
    ranked = [one for one in found.places if one.place is not None]
    others = [one for one in found.places if one.place is None]
    rows = [
        [str(one.place), f"<b>{text(one.name)}</b>", say(one.score, 1), text(_totals(one)), text(". ".join(one.why))]
        for one in ranked
    ]
    rest = items(f"<b>{text(one.name)}</b>{' (knocked out)' if one.out else ''}: {text('. '.join(one.why) or '–')}{'. ' + text(_totals(one)) if one.totals else ''}" for one in others)  # fmt: skip
    strict = [[text(juror), f"{'+' if points > 0 else ''}{say(points, 1)}"] for juror, points in sorted(found.strictness.items(), key=lambda pair: pair[1])]  # fmt: skip
    how = (
        "Not every juror judged every venture. So each juror's strictness is estimated from the ventures that jurors share, and taken out."
        if found.adjusted
        else "Every venture was judged by the same jurors, so the mean of their totals is fair as it is."
        if found.joined
        else "Jurors share no venture with some of the others, so their strictness cannot be compared and nothing is taken out. Let one juror judge a venture of each panel."
    )
    tied = any(sum(other.place == one.place for other in ranked) > 1 for one in ranked)
    body = f"""<header><h1>Result</h1><p class="about">{text(event.name)}, {event.day:%d %B %Y} · {FULL} points</p>
<p class="private"><strong>{PRIVATE}</strong></p></header><main>
<section><h2>Places</h2>{table(("Place", "Venture", "score", "jurors", "remarks"), rows, "places", "Places") if rows else "<p>No venture has a place yet.</p>"}
{"<p>Equal scores share a place, and the next place is left out. Nobody is put before another by lot or by a second look at one line.</p>" if tied else ""}</section>
{f"<section><h2>Without a place</h2>{rest}</section>" if others else ""}
<section><h2>How it is worked out</h2><p>{text(how)}</p>
<ul><li>A score is the mean of the jurors' totals, to one decimal.</li>
<li>Where a panel's two jurors differ by more than {rubric.third_juror:g} points a third is called; then the two nearest count. In a panel of three all count.</li>
<li>A venture that one juror alone has judged has no place: one opinion is no jury.</li>
<li>A knock-out holds where half of the jurors or more found it.</li></ul>
{table(("Juror", "points beside the others"), strict, "", "Strictness", 1) if strict else ""}</section></main>"""
    return html("Result", body)


def _totals(one: Place) -> str:
    return ", ".join(f"{juror} {say(total, most=1)}{'' if juror in one.counted else ' (does not count)'}" for juror, total in one.totals.items())  # fmt: skip


# --- the day, and what people take home


def day(event: Event, slots: Iterable[Slot]) -> str:
    """The timetable on one page."""
    rows = [
        [f"{one.begin:%H:%M} to {one.end:%H:%M}", f"<b>{text(one.what)}</b>" if one.kind == "pitch" else text(one.what), text(one.who)]
        for one in slots
    ]  # fmt: skip
    each = f"Each venture: {event.pitch} minutes of pitch, {event.answers} of answers, {event.scoring} for the jury's sheets."  # fmt: skip
    body = f"""<article class="sheet"><h1>{text(event.name)}</h1><p class="about">{event.day:%A, %d %B %Y}{" · " + text(event.place) if event.place else ""}</p>
<p>{each} The order was drawn by lot.</p>
{table(("Time", "What", "Who"), rows, "day", "Timetable")}
<p class="small">Jury: {text(", ".join(one.name for one in event.jurors))}.</p></article>"""
    return html(
        "Timetable",
        body,
        "sheets",
        A4 + "@media print { .day td, .day th { font-size: 12pt; padding: .35rem .5rem; } }\n",
    )


def certificates(event: Event, found: Result | None) -> str:
    """A certificate for each venture; the first three places are named once the result stands."""
    places = {one.venture: one.place for one in found.places} if found else {}
    pages = []
    for one in sorted(event.ventures, key=lambda one: one.name.casefold()):
        place = places.get(one.id)
        shared = place is not None and list(places.values()).count(place) > 1
        won = f"<p><b>{_ordinal(place)} place{', shared' if shared else ''}</b></p>" if place and place <= 3 else ""
        pages.append(
            f"""<article class="certificate"><p>{text(event.name)} · {event.day:%d %B %Y}{" · " + text(event.place) if event.place else ""}</p>
<h1>Certificate</h1><p class="who">{text(one.who or one.name)}</p>
<p>presented the social venture <b>{text(one.name)}</b> to the jury,<br>with a business plan, its numbers and its measure of impact.</p>{won}
<div class="signed"><div>{text(event.signed_by) or "for the school"}</div><div>for the jury</div></div></article>"""
        )
    return html("Certificates", "".join(pages), "certificates", CERTIFICATE)


def _ordinal(place: int) -> str:
    return {1: "First", 2: "Second", 3: "Third"}[place]


def strictness(found: Result) -> str:
    """The jurors' strictness in one line, for a terminal."""
    told = ", ".join(f"{juror} {points:+.1f}" for juror, points in found.strictness.items())
    return f"points beside the others: {told}" if told else ""
