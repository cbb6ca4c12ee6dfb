"""A report of one page for each venture, and one for the fund. A light is a word, a shape and a colour."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from school.monitor import fund, gate, indicators
from school.monitor.actuals import INDICATORS, Cause
from school.monitor.indicators import Reading, Watch
from school.paper.page import PRIVATE, html, items, number, table, text
from venture import lights, tranches
from venture.lights import AMBER, GREEN, NONE, RED, SHAPES, WORDS
from venture.numbers import say

# Drawn, not typed: a sign of a font may be missing, and its size differs.
MARKS = {
    GREEN: '<circle cx="8" cy="8" r="6.5" fill="currentColor"/>',
    AMBER: '<path d="M8 1 15.5 15H.5z" fill="currentColor"/>',
    RED: '<path d="M1.5 1.5h13v13h-13z" fill="currentColor"/>',
    NONE: '<path d="M3 8h10" stroke="currentColor" stroke-width="2"/>',
}
STYLE = """@page { size: A4; margin: 9mm 11mm; }
.monitor table { font-size: .82rem; }
@media screen { .monitor { max-width: 76rem; } }
.lights td:last-child { width: 43%; } .lights th:first-child { width: 18%; } .lights td:nth-child(5) { width: 17%; } .monitor thead th.n { white-space: normal; } .lights td:nth-child(4) { white-space: nowrap; }
.fund { width: 100%; } .fund tbody th { min-width: 8rem; } .fund td { padding: .2rem .25rem; } .fund .light { font-weight: 400; }
@media print {
  .monitor { font-size: 8.2pt; line-height: 1.35; }
  .monitor .sheet .lights td:last-child { font-size: 7.2pt; } .monitor .small { font-size: 7.2pt; } .monitor figcaption { font-size: 6.9pt; }
  .monitor .charts { grid-template-columns: repeat(4, 1fr); gap: .3rem .8rem; }
  .monitor .sheet th, .monitor .sheet td { padding: .13rem .35rem; }
  .monitor .sheet h2 { margin: .5rem 0 .2rem; }
  .monitor .boxes { margin: .3rem 0; } .monitor .scroll { margin: .1rem 0 .3rem; }
}
"""
# signs of a text, of a part of one, of a name; and so many of each, on a report of one page
LONG, PART, NAME = 84, 36, 34
PRODUCTS, REASONS, PROMISES = 5, 6, 4


def light(colour: str, word: bool = True) -> str:
    """A light: shape and word, and colour where there is any."""
    told = WORDS[colour] if word else f'<span class="hidden">{WORDS[colour]}</span>'
    return (
        f'<span class="light {colour}"><svg viewBox="0 0 16 16" aria-hidden="true">{MARKS[colour]}</svg>{told}</span>'
    )


def digits(value: float | None) -> str:
    """A number with as many decimals as its size needs."""
    if value is None:
        return "–"
    if value == int(value):
        return number(value)
    return number(value, 2 if abs(value) < 20 else 1 if abs(value) < 1000 else 0)


# --- one venture


def venture(seen: Watch) -> str:
    """A venture's report."""
    plan = seen.of.plan
    intro = f'<div class="screen"><p class="private"><strong>{PRIVATE}</strong> It holds counts alone; keep it so.</p></div>'  # fmt: skip
    return html(f"{plan.name}: month {seen.last or '–'}", intro + sheet(seen), "sheets monitor", STYLE)


def sheet(seen: Watch) -> str:
    plan = seen.of.plan
    if not seen.last:
        return f"""<article class="sheet"><h1>{text(plan.name)}</h1><p class="about">{text(seen.of.student.name)} · frozen plan {text(seen.of.version)}</p>
<p>{light(seen.report)} {text(seen.report_words)}.</p><p>No month has been reported yet. The table to fill in is written by <code>school monitor template</code>.</p></article>"""
    year, at = plan.calendar_month(seen.last)
    count = lights.counted([seen.report, *(one.light for one in seen.now)])
    said = ", ".join(f"{n} {WORDS[colour]}" for colour, n in count.items())
    return f"""<article class="sheet"><h1>{text(plan.name)}</h1>
<p class="about">{text(seen.of.student.name)} · month {seen.last} ({year}‑{at:02d}) · against the frozen plan {text(seen.of.version)} · amounts in {text(plan.unit)} · {seen.today:%d %B %Y}</p>
<p><b>Worst light: {light(seen.gravest)}</b> · {said}. Report: {light(seen.report)} {text(seen.report_words)}.</p>
<h2>Eight indicators</h2>{_indicators(seen)}
<h2>Plan and actual, month by month</h2><div class="charts">{"".join(chart(seen.series(key)) for key in INDICATORS)}</div>
<p class="small">Dashed: frozen plan. Line with marks: actual; ● on plan, ▲ watch, ■ act.</p>
<div class="two"><div><h2>Price and volume</h2>{_variances(seen)}</div><div><h2>Next tranche</h2>{_gate(seen)}</div></div>
<h2>Promises</h2>{_promises(seen)}
</article>"""


def _indicators(seen: Watch) -> str:
    rows = []
    for one in seen.now:
        said = _cause(one.cause) if one.cause else ""
        if not said:
            said = "cause and action are missing" if one.light in (AMBER, RED) else ""
        share = "" if one.missed is None else f" ({_signed_share(-one.missed)})"  # fmt: skip
        why = f'<span class="small"> {text(one.why)}</span>' if one.why else ""
        rows.append(
            [
                text(one.name if one.key != "outcome" or not seen.of.outcome else _short(seen.of.outcome, NAME)),
                digits(one.planned),
                digits(one.actual),
                f"{_signed(one.variance)}{share}",
                light(one.light) + why,
                text(said),
            ]
        )
    heads = ("Indicator", "plan", "actual", "variance (− is worse)", "light", "cause · action · who · by when")
    return table(heads, rows, "lights", "Indicators")


def _signed(value: float | None) -> str:
    if value is None:
        return "–"
    if abs(value) < 0.005:
        return "0"
    return ("+" if value > 0 else "") + digits(value)


def _signed_share(share: float) -> str:
    """A share of the plan in per cent; − is the bad direction, whichever that is."""
    told = say(100 * share, most=0)
    return f"{'+' if share > 0 and told != '0' else ''}{told}\u00a0%"


def _short(told: str, most: int = LONG) -> str:
    return told if len(told) <= most else told[: most - 1].rsplit(" ", 1)[0] + " …"


def _cause(one: Cause) -> str:
    """What the venture says, in short; who and by when are never cut off."""
    parts = (
        _short(one.cause, PART),
        _short(one.action, PART),
        _short(one.who, PART // 2),
        _short(one.by_when, PART // 2),
    )
    return " · ".join(filter(None, parts))


def _variances(seen: Watch) -> str:
    found = seen.variances
    if not found:
        return "<p>Nothing sold was reported.</p>"
    shown = found if len(found) <= PRODUCTS else sorted(found, key=lambda one: -abs(one.total))[: PRODUCTS - 1]
    rows = [
        [text(_short(one.name, NAME // 2)), _signed(one.by_price), _signed(one.by_volume), _signed(one.total), _signed(one.contribution_by_volume)]
        for one in shown
    ]  # fmt: skip
    if len(found) > 1:
        more = f"all {len(found)}" if len(found) > len(shown) else "all"
        rows.append([more, *(_signed(sum(getattr(one, name) for one in found)) for name in ("by_price", "by_volume", "total", "contribution_by_volume"))])  # fmt: skip
    told = [f"{text(_short(one.name, NAME // 2))}: {text(one.words)}" for one in shown if one.words][:3]
    end = seen.year_end
    year = f'<p class="small">Revenue of the plan\'s year: {digits(end[0])} planned, {digits(end[1])} if the rest goes as so far.</p>' if end else ""  # fmt: skip
    return table(("Product", "price", "volume", "revenue", "contribution by volume"), rows, "variances", "Variances", right=4) + (items(told) if told else "") + year  # fmt: skip


def _gate(seen: Watch) -> str:
    following = gate.following(seen)
    if following is None:
        return "<p>All tranches are paid.</p>" if seen.of.tranches else "<p>No tranche is agreed.</p>"
    made = following.decision
    left = f" At most {made.days_left} days more." if made.days_left is not None else ""
    amount = f"{digits(made.amount)} of {digits(following.tranche.amount)}"
    head = f"<p><b>Tranche {following.number}: {tranches.SHAPES[made.outcome]} {tranches.WORDS[made.outcome]}</b>, {amount} now.{left}</p>"  # fmt: skip
    # what is open comes first: that is what there is to do
    conditions = sorted((*following.must, *following.milestones), key=lambda one: one.met is True)
    rest = [reason for reason in made.reasons if reason not in {one.words for one in conditions}]
    shown = [_short(one.words) for one in conditions][: REASONS if len(conditions) <= REASONS else REASONS - 1]
    more = [f"{len(conditions) - len(shown)} more conditions"] if len(conditions) > len(shown) else []
    return head + items(text(told) for told in (*shown, *more, *rest))


def _promises(seen: Watch) -> str:
    # what is broken comes first, then what was not measured
    found = sorted(gate.promises(seen), key=lambda one: {False: 0, None: 1, True: 2}[one.kept])
    if not found:
        return "<p>None is agreed.</p>"
    more = f'<p class="small">{len(found) - PROMISES} more, none of them worse.</p>' if len(found) > PROMISES else ""
    rows = [
        [text(_short(one.name, 2 * NAME)), f"{'at least' if one.at_least else 'at most'} {digits(one.limit)}", digits(one.actual), _room(one.headroom), text(one.words)]
        for one in found[:PROMISES]
    ]  # fmt: skip
    return table(("Promise", "limit", "actual", "headroom", ""), rows, "", "Promises") + more


def _room(share: float | None) -> str:
    if share is None:
        return "–"
    return f"{'+' if share > 0 else ''}{say(100 * share, most=1)} %"


# --- charts


def chart(series: Sequence[Reading]) -> str:
    """One indicator month by month, small: the plan dashed, what came as a line with a mark for each light."""
    wide, high, left, right, top, bottom = 220, 60, 6, 6, 7, 12
    name = series[0].name if series else ""
    shown = [one for one in series if one.actual is not None or one.planned is not None][-12:]
    values = [value for one in shown for value in (one.planned, one.actual) if value is not None]
    if not any(one.actual is not None for one in shown):
        return f'<figure><svg viewBox="0 0 {wide} {high}" role="img" aria-label="{text(name)}: not reported"><text x="{wide / 2}" y="{high / 2}" text-anchor="middle" font-size="11" fill="currentColor">not reported</text></svg><figcaption>{text(name)}</figcaption></figure>'
    low, most = min(0.0, *values), max(0.0, *values)
    span = (most - low) or 1.0

    def x(at: int) -> float:
        return left + (wide - left - right) * (at / max(1, len(shown) - 1) if len(shown) > 1 else 0.5)

    def y(value: float) -> float:
        return top + (high - top - bottom) * (most - value) / span

    def line(which: str) -> str:
        points = [(x(at), y(value)) for at, one in enumerate(shown) if (value := getattr(one, which)) is not None]
        return " ".join(f"{'L' if at else 'M'}{px:.1f} {py:.1f}" for at, (px, py) in enumerate(points))

    marks = "".join(
        f'<svg x="{x(at) - 4:.1f}" y="{y(one.actual) - 4:.1f}" width="8" height="8" viewBox="0 0 16 16" class="light {one.light}">{MARKS[one.light]}</svg>'
        for at, one in enumerate(shown)
        if one.actual is not None
    )
    last = next(one for one in reversed(shown) if one.actual is not None)
    said = f"{name}: month {last.month} {digits(last.actual)}, planned {digits(last.planned)}, {WORDS[last.light]}"
    return (
        f'<figure><svg viewBox="0 0 {wide} {high}" role="img" aria-label="{text(said)}">'
        f'<path d="M{left} {y(0):.1f}H{wide - right}" stroke="currentColor" stroke-width=".5" opacity=".5"/>'
        f'<path d="{line("planned")}" fill="none" stroke="currentColor" stroke-width="1.2" stroke-dasharray="4 3"/>'
        f'<path d="{line("actual")}" fill="none" stroke="currentColor" stroke-width="1.6"/>{marks}'
        f'<text x="{left}" y="{high - 3}" font-size="9" fill="currentColor">{shown[0].month}</text>'
        f'<text x="{wide - right}" y="{high - 3}" font-size="9" text-anchor="end" fill="currentColor">month {shown[-1].month}</text>'
        f"</svg><figcaption>{text(name)}: <b>{digits(last.actual)}</b> ({digits(last.planned)})</figcaption></figure>"
    )


# --- the fund


def portfolio(seen: Sequence[Watch], unread: Sequence[str], today: datetime.date) -> str:
    """The fund's page: money, jobs, people, and every venture's lights."""
    money = fund.money(seen)
    posts, reported = fund.jobs(seen)
    reach = fund.reach(seen)
    people = number(reach.most) if reach.least == reach.most else f"{number(reach.least)} to {number(reach.most)}"
    between = (
        f" Ventures that reach the same people ({text('; '.join(reach.groups))}) count once at the lower end."
        if reach.groups
        else ""
    )
    rows = [[text(one.currency), str(one.ventures), *(number(value) for value in (one.granted, one.out, one.receipted, one.at_risk, one.next))] for one in money]  # fmt: skip
    heads = ("Currency", "ventures", "granted", "paid out", "with receipts", "at risk", "may be released now")
    red = sum(one.gravest == RED for one in seen)
    missing = f"<h2>Could not be read</h2>{items(text(one) for one in unread)}" if unread else ""
    how = "".join(f"<dt>{text(name)}</dt><dd>{text(told)}</dd>" for name, told in indicators.explained())
    body = f"""<article class="sheet"><h1>The fund's ventures</h1>
<p class="about">{today:%d %B %Y} · {len(seen)} {"venture" if len(seen) == 1 else "ventures"}, {red} with a red light</p>
<ul class="boxes"><li><b>{people}</b> different people reached, by {reach.ventures} of {len(seen)} ventures</li>
<li><b>{say(posts, most=1)}</b> full-time posts, at {reported} of {len(seen)} ventures</li><li><b>{red}</b> with a red light</li><li><b>{sum(bool(one.missing) for one in seen)}</b> without a report that is due</li></ul>
<p class="small">Each venture counts a person once since its start; months are never added up.{between} Nobody asks who they are, so no list can tell more.</p>
<h2>Money, in single units of the currency</h2>{table(heads, rows, "money", "Money", right=5) if rows else "<p>Nothing is agreed yet.</p>"}
<p class="small">At risk: paid out and without a receipt for eligible cost, at ventures with a red light. Currencies are never added up.</p>
<h2>Lights</h2>{_matrix(seen)}
<p class="small">The month is the last one reported. Why a tranche is held stands in the venture's own report.</p>
{missing}</article>
<section class="screen"><h2>Next tranches</h2>{_next(seen)}</section>
<section class="screen"><h2>How it is worked out</h2><dl>{how}</dl></section>"""
    intro = f'<div class="screen"><p class="private"><strong>{PRIVATE}</strong></p></div>'
    style = STYLE.replace("size: A4;", "size: A4 landscape;")
    return html("The fund's ventures", intro + body, "sheets monitor", style)


def _matrix(seen: Sequence[Watch]) -> str:
    if not seen:
        return "<p>No venture has an agreement yet.</p>"
    rows = []
    order = sorted(seen, key=lambda one: (-lights.GRAVITY.index(one.gravest), one.of.plan.name))
    for one in order:
        by = {reading.key: reading.light for reading in one.now}
        cells = [f'<td>{light(by.get(key, NONE))}</td>' for key in INDICATORS]  # fmt: skip
        rows.append(
            f'<tr><th scope="row">{text(_short(one.of.plan.name, NAME))}</th><td>{one.last or "–"}</td>'
            f"<td><b>{light(one.gravest)}</b></td><td>{light(one.report)}</td>{''.join(cells)}<td>{_decided(one)}</td></tr>"
        )
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in ("Venture", "month", "worst", "Report", *INDICATORS.values(), "Next tranche"))  # fmt: skip
    return f'<div class="scroll" tabindex="0" role="group" aria-label="Lights of all ventures"><table class="fund"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _decided(one: Watch) -> str:
    following = gate.following(one)
    if following is None:
        return "–"
    made = following.decision
    now = f" {digits(made.amount)}" if made.amount else ""
    return f"{following.number}: {tranches.SHAPES[made.outcome]} {tranches.WORDS[made.outcome]}{now}"


def _next(seen: Sequence[Watch]) -> str:
    rows = []
    for one in seen:
        following = gate.following(one)
        if following is None:
            continue
        made = following.decision
        open_ = [reason.words for reason in (*following.must, *following.milestones) if reason.met is not True]
        rows.append(
            [
                text(one.of.plan.name),
                f"{following.number}: {digits(following.tranche.amount)} {text(one.of.plan.unit)}",
                f"<b>{tranches.SHAPES[made.outcome]} {tranches.WORDS[made.outcome]}</b>",
                digits(made.amount),
                text(_short("; ".join(open_)) or "all conditions hold"),
            ]
        )
    heads = ("Venture", "tranche", "decision", "now", "what is open")
    return table(heads, rows, "next", "Next tranches") if rows else "<p>No tranche is waiting.</p>"


def lights_line(seen: Watch) -> str:
    """A venture's lights in one line of a terminal."""
    return " ".join(f"{SHAPES[one.light]}" for one in seen.now) or "–"
