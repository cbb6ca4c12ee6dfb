"""Measuring impact: what is left of a gross claim, what it is worth against what went in, and how far that holds.

The convention is that of `venture.impact`: attribution is the share caused by **others**, drop-off starts in the
year after, and the first year's benefit is discounted by one year. A move of a slider works out some seventy ratios;
so the few lines of arithmetic stand here once more, without the plan's checks, and the tests hold both together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from venture import per_cent
from venture.impact import indicator_doubts
from venture.model import Bar, Bars, Chart, Figure, Level, Model, NumberInput, Preset, Result, Table, TextInput, Values
from venture.numbers import say
from venture.plan import Indicator
from venture.words import _, joined, ngettext

MONEY = _("₽ thousand")
MOST = 1_000_000
ROWS = 6
SHOWN = 8  # bars of the tornado
SHARES = ("deadweight", "displacement", "attribution", "drop_off")
LINEAR = ("quantity", "proxy", "deadweight", "displacement", "attribution")
FIELDS = {
    "quantity": _("how many"),
    "proxy": _("worth of one"),
    "deadweight": _("deadweight"),
    "displacement": _("displacement"),
    "attribution": _("share of others"),
    "drop_off": _("drop-off"),
}
IN, CARD, MOVES = _("What went in, and the rate"), _("How outcome 1 is measured: its indicator"), _("How far each number is moved")  # fmt: skip
VOLUNTEERS = ("volunteer", "волонт", "доброволь")


def _outcome(at: int, name: str, quantity: float, proxy: float, shares: Sequence[float], years: int, source: str):
    """The inputs of one outcome. Of the first, what is discussed most stands in view."""

    def label(text: str) -> str:
        return _("Outcome {at}: {what}").format(at=at, what=text)

    group = label(_("how many, for how long, by which source")) if at == 1 else _("Outcome {at}").format(at=at)
    view = "" if at == 1 else group
    helps = (
        _("Of a hundred, how many would have come to it without you? Ask people like yours whom you did not serve."),
        _("How much was only moved: your gain is somebody else's loss."),
        _("The part that OTHERS brought about: offices, family, other services. Not your own part."),
        _("By how much it shrinks from one year to the next, from the second year on."),
    )
    return (
        TextInput(f"name_{at}", label(_("what changes for people")), _("The change, not what you did for it. No names of people."), name, 40, view, may_be_empty=at > 1),
        NumberInput(f"quantity_{at}", label(_("how many")), _("people or things a year"), _("Different people, each counted once. 0: not claimed."), 0, 100, 1, quantity, group=group, most=MOST),
        NumberInput(f"proxy_{at}", label(_("worth of one")), _("₽ thousand a year"), _("A price that somebody pays for the same or nearly the same."), 0, 1000, 1, proxy, group=view, most=MOST),
        TextInput(f"source_{at}", label(_("source of that worth")), _("Which advertisement, price list or report, and of when."), source, 120, group, may_be_empty=True),
        *(NumberInput(f"{field}_{at}", label(FIELDS[field]), "%", help_, 0, 100, 1, share, group=view)
          for field, share, help_ in zip(SHARES, shares, helps, strict=True)),
        NumberInput(f"years_{at}", label(_("years that it lasts")), _("years"), _("Counted from the year in which it happens."), 1, 5, 1, years, whole=True, group=group, most=30),
    )  # fmt: skip


INPUTS = (
    *_outcome(1, _("Stable work"), 12, 240, (30, 10, 20, 25), 3, _("Pay of a seamstress, three advertisements")),
    *(one for at in range(2, ROWS + 1) for one in _outcome(at, "", 0, 0, (0, 0, 0, 0), 1, "")),
    NumberInput("money", _("Money spent on it"), MONEY, _("All of it: support, grants, and what the venture itself adds."), 0, 10_000, 1, 3482, group=IN, most=MOST),
    NumberInput("volunteers", _("Worth of volunteers' time"), MONEY, _("Hours at the pay of such work; needed where you claim what the hours did."), 0, 1000, 1, 118, group=IN, most=MOST),
    NumberInput("rate", _("Discount rate"), _("% a year"), _("What a later year counts less."), 0, 10, 0.5, 3.5, group=IN, most=30),
    TextInput("indicator", _("Name of the indicator"), _("What you count. From IRIS+ keep the exact name."), _("Permanent Employees: Female"), 80, CARD, may_be_empty=True),
    TextInput("indicator_id", _("Its IRIS+ id, or own"), _("An id such as PI4060, or the word own."), "OI2444", 12, CARD, may_be_empty=True),
    TextInput("definition", _("What exactly is counted"), _("Who counts as one, and on which day."), _("Women on permanent contracts on the last day of the quarter, each once"), 160, CARD, may_be_empty=True),
    NumberInput("baseline", _("Baseline"), "", _("The same number, counted before you began."), 0, 100, 1, 0, group=CARD, most=MOST),
    TextInput("baseline_date", _("When the baseline was taken"), _("A month and a year."), _("May 2026"), 80, CARD, may_be_empty=True),
    NumberInput("target", _("Target"), "", _("Where it should stand when the support ends."), 0, 100, 1, 12, group=CARD, most=MOST),
    TextInput("method", _("How it is measured, by whom, how often"), _("And what that costs. No list of names leaves the house."), _("Payroll, counted by the bookkeeper each quarter"), 120, CARD, may_be_empty=True),
    NumberInput("points", _("Each share moves by"), _("percentage points"), _("Up and down, within 0 to 100."), 0, 50, 5, 20, group=MOVES),
    NumberInput("proxy_by", _("Each worth moves by"), "%", _("Up and down, of itself."), 0, 50, 5, 25, group=MOVES),
    NumberInput("rate_by", _("The rate moves by"), _("percentage points"), _("Up and down, not below 0."), 0, 5, 0.5, 3, group=MOVES),
)  # fmt: skip


def _row(at: int, name: str, quantity: float, proxy: float, shares: Sequence[float], years: int, source: str) -> dict:
    return {f"name_{at}": name, f"quantity_{at}": quantity, f"proxy_{at}": proxy, f"years_{at}": years,
            f"source_{at}": source, **{f"{field}_{at}": share for field, share in zip(SHARES, shares, strict=True)}}  # fmt: skip


_F = {
    **_row(2, _("Fewer returns to prison"), 2, 520, (0, 0, 35, 20), 3, _("Cost of a place in a colony, newspaper report of 2025")),
    **_row(3, _("Own housing"), 9, 60, (25, 0, 30, 30), 2, _("Bed in a hostel against a room, three advertisements")),
    **_row(4, _("Volunteers' skills"), 6, 18, (10, 0, 10, 50), 1, _("Weekend course in social work, two colleges, 2026")),
}  # fmt: skip
_A = {
    **_row(1, _("A parent works full time"), 18, 150, (35, 10, 25, 20), 2, _("Half of the pay of an office job, three advertisements")),
    **_row(2, _("Homework done and a warm meal"), 64, 18, (40, 5, 30, 0), 1, _("Nine months of a tutor, the district's lowest price")),
    "money": 3300, "volunteers": 0,
    "indicator": _("Parents who work full time"), "indicator_id": "own", "baseline": 48, "baseline_date": _("May 2026"), "target": 65,
    "definition": _("Of a hundred parents of enrolled children, those who work 35 hours a week or more"),
    "method": _("One question at entry and after twelve months"),
}  # fmt: skip
_WHOLE = {f"{field}_{at}": 0 for at in range(1, 5) for field in SHARES}
PRESETS = (
    Preset("f", _("Case F: a sewing workshop (illustrative)"), _F),
    Preset("a", _("Case A: a children's centre (illustrative)"), _A),
    Preset("f_claims_all", _("Case F, if it claimed everything (illustrative, and wrong)"), {**_F, **_WHOLE}),
)


# --- the arithmetic


class Row(NamedTuple):
    """One outcome. Shares are 0.3 for 30 %; ``proxy`` is money for one in a year; ``attribution`` is that of others."""

    name: str
    quantity: float
    proxy: float
    deadweight: float
    displacement: float
    attribution: float
    drop_off: float
    years: int
    source: str = ""

    @property
    def gross(self) -> float:
        return self.quantity * self.proxy

    @property
    def year_1(self) -> float:
        """What is left in the first year: gross · (1 − deadweight) · (1 − displacement) · (1 − attribution)."""
        return self.gross * (1 - self.deadweight) * (1 - self.displacement) * (1 - self.attribution)

    def worth(self, rate: float) -> float:
        """Present value of all its years, the first one discounted by one year. ``rate`` is a share a year."""
        fades, grows = 1 - self.drop_off, 1 + rate
        return self.year_1 * sum(fades ** (year - 1) / grows**year for year in range(1, self.years + 1))


def rows_of(v: Values) -> tuple[Row, ...]:
    """The outcomes that are claimed, each under a name of its own."""
    rows: list[Row] = []
    for at in range(1, ROWS + 1):
        if v[f"quantity_{at}"] > 0:
            name = v[f"name_{at}"] or _("Outcome {at}").format(at=at)
            if any(row.name == name for row in rows):
                name = f"{name} ({at})"
            shares = (v[f"{field}_{at}"] / 100 for field in SHARES)
            rows.append(Row(name, v[f"quantity_{at}"], v[f"proxy_{at}"], *shares, int(v[f"years_{at}"]), v[f"source_{at}"]))  # fmt: skip
    return tuple(rows)


class Moved(NamedTuple):
    """What the ratio does when one number goes from a low to a high end. ``row`` is empty for the rate."""

    row: str
    field: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        return abs(self.at_high - self.at_low)

    @property
    def label(self) -> str:
        """For an axis: the number first, because names of outcomes are long and cut off."""
        return f"{self._what}: {self.row}" if self.row else _("discount rate")

    @property
    def words(self) -> str:
        """For a sentence."""
        return _("{what} of “{row}”").format(what=self._what, row=self.row) if self.row else _("discount rate")

    @property
    def _what(self) -> str:
        return _("by others") if self.field == "attribution" else FIELDS[self.field]


def moved(rows: Sequence[Row], inputs: float, rate: float, points: float, proxy_by: float, rate_by: float) -> list[Moved]:  # fmt: skip
    """The ratio with one number moved at a time, the widest first. Shares move by ``points`` (0.2: twenty points)."""
    worths = [row.worth(rate) for row in rows]
    total = sum(worths)
    found = []
    for row, own in zip(rows, worths, strict=True):
        for field in (*SHARES, "proxy"):
            now = getattr(row, field)
            if field in SHARES:
                low, high = max(0.0, now - points), min(1.0, now + points)
            else:
                low, high = now * (1 - proxy_by), now * (1 + proxy_by)
            ends = ((total - own + row._replace(**{field: end}).worth(rate)) / inputs for end in (low, high))
            found.append(Moved(row.name, field, low, high, *ends))
    low, high = max(0.0, rate - rate_by), rate + rate_by
    ends = (sum(row.worth(end) for row in rows) / inputs for end in (low, high))
    return sorted((*found, Moved("", "rate", low, high, *ends)), key=lambda one: -one.width)


def switching(rows: Sequence[Row], row: Row, field: str, inputs: float, rate: float) -> float | None:
    """The value of a row's number at which the ratio is 1; None where no value within its range does it."""
    own = row.worth(rate)
    needed = inputs - (sum(one.worth(rate) for one in rows) - own)
    if field in ("quantity", "proxy"):
        value = getattr(row, field) * needed / own if own > 0 else None
        return value if value is not None and value >= 0 else None
    without = row._replace(**{field: 0.0}).worth(rate)
    value = 1 - needed / without if without > 0 else None
    return value if value is not None and 0 <= value <= 1 else None


def least_certain(rows: Sequence[Row]) -> Row:
    """The row that rests on least: a worth without a source before one with, then the fewest people or things."""
    return min(rows, key=lambda row: (bool(row.source), row.quantity))


# --- what the model says


def compute(v: Values) -> Result:
    """The ratio, what is left of the gross claim, the ratio with one number moved and without its weak rows."""
    rows, rate, inputs = rows_of(v), v.rate / 100, v.money + v.volunteers
    worths = {row.name: row.worth(rate) for row in rows}
    total = sum(worths.values())
    ratio = total / inputs if inputs else None
    swings = moved(rows, inputs, rate, v.points / 100, v.proxy_by / 100, v.rate_by / 100) if rows and inputs else []
    figures = (
        *_about_the_ratio(rows, worths, inputs, ratio, swings),
        Figure("gross", _("Gross claim of year 1"), sum(row.gross for row in rows), _money(sum(row.gross for row in rows)), _("before anything is taken off")),
        Figure("year_1", _("Impact of year 1"), sum(row.year_1 for row in rows), _money(sum(row.year_1 for row in rows)), _("what is left of it")),
        Figure("present_value", _("Worth today, all years"), total, _money(total), _("later years count less, and fade")),
        *_about_outcome_1(v, rows, inputs, rate),
        _indicator(v),
    )  # fmt: skip
    chart, alt = _waterfall(rows, total, inputs)
    return Result(
        _sentence(v, rows, worths, inputs, ratio, swings),
        figures,
        chart,
        alt,
        _table(rows, worths, inputs),
        more=(_tornado(swings, ratio),) if swings else (),
    )


def _money(value: float) -> str:
    return f"{say(value, most=1)} {MONEY}"


def _about_the_ratio(rows: Sequence[Row], worths: dict, inputs: float, ratio: float | None, swings: list[Moved]):
    none = _("none: nothing went in")
    yield Figure(
        "ratio",
        _("Social return: worth today to what went in"),
        ratio,
        none if ratio is None else say(ratio, 2),
        _("never alone: read on"),
    )
    yield Figure(
        "net_ratio",
        _("The same, less what went in"),
        None if ratio is None else ratio - 1,
        none if ratio is None else say(ratio - 1, 2),
        _("gain for each rouble"),
    )
    if not swings:
        return
    low, high = span(swings)
    yield Figure(
        "range",
        _("Ratio, if one number comes out otherwise"),
        None,
        _("{low} to {high}").format(low=say(low, 2), high=say(high, 2)) if moves(swings) else say(ratio, 2),
        _("widest: {what}").format(what=swings[0].words) if moves(swings) else _("no number is moved, or none matters"),
    )
    total = sum(worths.values())
    weak, large = least_certain(rows), max(rows, key=lambda row: worths[row.name])
    for name, label, row in (
        ("without_least", _("Ratio without its least certain row"), weak),
        ("without_largest", _("Ratio without its largest row"), large),
    ):
        left = (total - worths[row.name]) / inputs
        yield Figure(name, label, left, say(left, 2), f"“{row.name}”")


def span(swings: Sequence[Moved]) -> tuple[float, float]:
    """The lowest and the highest ratio that one moved number gives."""
    ends = [end for one in swings for end in (one.at_low, one.at_high)]
    return min(ends), max(ends)


def moves(swings: Sequence[Moved]) -> bool:
    """Whether any moved number can be seen in the ratio, with its two decimals."""
    low, high = span(swings)
    return say(low, 2) != say(high, 2)


def _about_outcome_1(v: Values, rows: Sequence[Row], inputs: float, rate: float):
    """The first outcome's own numbers, and how far each may go until the ratio is 1."""
    if not v.quantity_1:
        return
    row = rows[0]
    yield Figure(
        "year_1_of_1",
        _("Outcome 1: impact of year 1"),
        row.year_1,
        _money(row.year_1),
        _("of {gross} gross").format(gross=_money(row.gross)),
    )
    yield Figure(
        "worth_of_1",
        _("Outcome 1: worth today"),
        row.worth(rate),
        _money(row.worth(rate)),
        ngettext("in its only year", "over {years} years", row.years).format(years=row.years),
    )
    for field in LINEAR:
        value = switching(rows, row, field, inputs, rate) if inputs else None
        scale, unit = (100, " %") if field in SHARES else (1, "")
        text = _("none: no value of it alone does that") if value is None else f"{say(value * scale, 1)}{unit}"
        yield Figure(
            f"switch_{field}",
            _("Outcome 1, {what}, at which the ratio is 1").format(what=FIELDS[field]),
            None if value is None else value * scale,
            text,
            _("now {now}").format(now=f"{say(getattr(row, field) * scale, most=1)}{unit}"),
        )


def _indicator(v: Values) -> Figure:
    """The indicator of the first outcome, and what a reader would doubt in it."""
    shown = f"{v.indicator_id} {v.indicator}".strip() or _("none yet")
    return Figure(
        "indicator", _("How outcome 1 is measured"), None, shown, " ".join(doubts_of(v)) or _("nothing to doubt")
    )


def doubts_of(v: Values) -> list[str]:
    """What `venture.impact.indicator_doubts` says of the card; the count of the whole list is left to the plan."""
    if not v.indicator:
        return [_("Outcome 1 has no indicator: nobody will know whether it happens.")]
    card = Indicator(
        name=v.indicator, id=v.indicator_id or "own", definition=v.definition, baseline=v.baseline,
        baseline_date=v.baseline_date, target=v.target, method=v.method,
    )  # fmt: skip
    return [one.text for one in indicator_doubts((card,)) if one.where != "impact/indicators"]


def _sentence(v: Values, rows, worths, inputs: float, ratio: float | None, swings: list[Moved]) -> str:
    if not rows:
        return _("No outcome is claimed yet: write down one change for people, and for how many.")
    if ratio is None:
        return _("Nothing went in, so there is no ratio: value the money that is spent, and volunteers' time.")
    low, high = span(swings)
    weak = least_certain(rows)
    text = _("One rouble put in brings about {ratio} roubles of social value").format(ratio=say(ratio, 2))
    if moves(swings):
        text += _(", and {low} to {high} if a single number comes out otherwise").format(
            low=say(low, 2), high=say(high, 2)
        )
    if len(rows) > 1:
        without = (sum(worths.values()) - worths[weak.name]) / inputs
        text += _("; without “{row}”, which rests on least, {without}").format(row=weak.name, without=say(without, 2))
    text += "".join(f"; {fault}" for fault in _faults(v, rows))
    return text + "."


def _faults(v: Values, rows: Sequence[Row]):
    """What must be mended before anybody else sees the ratio."""
    bare = [f"“{row.name}”" for row in rows if not row.source]
    if bare:
        yield _("no source is given for the worth of {rows}, so do not show it to anybody yet").format(
            rows=joined(bare)
        )
    whole = [f"“{row.name}”" for row in rows if not (row.deadweight or row.displacement or row.attribution)]
    if whole:
        yield _("all of {rows} is claimed, as if nothing came anyway or through others").format(rows=joined(whole))
    for row in rows:
        for field in SHARES:
            if asked := per_cent.doubt(f"{FIELDS[field]}, {row.name}", 100 * getattr(row, field)):
                yield asked
    if not v.volunteers and any(word in row.name.casefold() for row in rows for word in VOLUNTEERS):
        yield _("what volunteers gain is claimed, and their time is not among what went in")


def _waterfall(rows: Sequence[Row], total: float, inputs: float) -> tuple[Chart, str]:
    """From the gross claim of year 1 to what all years are worth today, beside what went in."""
    gross, after = sum(row.gross for row in rows), []
    for field in ("deadweight", "displacement", "attribution"):
        left = 0.0
        for row in rows:
            kept = row.gross
            for taken in ("deadweight", "displacement", "attribution"):
                kept *= 1 - getattr(row, taken)
                if taken == field:
                    break
            left += kept
        after.append(left)
    starts = (gross, *after[:2])
    taken = tuple(Bar(at, start, end, say(end - start, most=1)) for at, (start, end) in enumerate(zip(starts, after, strict=True), start=1))  # fmt: skip
    year_1 = after[2]
    later = total - year_1
    sign = "+" if later > 0 else ""
    names = (_("gross, year 1"), _("deadweight"), _("displacement"), _("by others"), _("impact, year 1"),
             _("later years and waiting"), _("worth today"))  # fmt: skip
    chart = Chart(
        _("What is left of the claim, and what it is worth"),
        MONEY,
        "",
        bars=(
            Bars(_("what stands"), tuple(Bar(at, 0.0, value, say(value, most=1)) for at, value in ((0, gross), (4, year_1), (6, total)))),
            Bars(_("taken off"), taken, loss=True),
            Bars(_("further years"), (Bar(5, year_1, total, f"{sign}{say(later, most=1)}"),)),
        ),
        levels=(Level(inputs, _("went in: {inputs}").format(inputs=say(inputs, most=1))),),
        names=tuple(enumerate(names)),
        sideways=True,
    )  # fmt: skip
    off = ", ".join(f"{name} {say(bar.start - bar.end, most=1)}" for name, bar in zip(names[1:4], taken, strict=True))
    alt = _(
        "Lying bars from top to bottom: a gross claim of {gross}; taken off it {off}; {year_1} are left in year 1. "
        "All years are worth {total} {unit} today, against {inputs} that went in."
    ).format(gross=say(gross, most=1), off=off, year_1=say(year_1, most=1), total=say(total, most=1), unit=MONEY, inputs=say(inputs, most=1))  # fmt: skip
    return chart, alt


def _tornado(swings: list[Moved], ratio: float) -> tuple[Chart, str]:
    shown = swings[:SHOWN]
    chart = Chart(
        _("One number at a time: what moves the ratio of {ratio}").format(ratio=say(ratio, 2)),
        _("worth today for each rouble that went in"),
        "",
        bars=(
            Bars(_("the number is low"), tuple(Bar(at, ratio, one.at_low, say(one.at_low, 2)) for at, one in enumerate(shown))),
            Bars(_("the number is high"), tuple(Bar(at, ratio, one.at_high, say(one.at_high, 2)) for at, one in enumerate(shown))),
        ),
        levels=(Level(1.0, _("1: as much as went in")),) if ratio < 4 else (),
        names=tuple((at, one.label) for at, one in enumerate(shown)),
        sideways=True,
        from_zero=False,
    )  # fmt: skip
    told = "; ".join(
        _("{what}: {low} to {high}").format(what=one.words, low=say(min(one.at_low, one.at_high), 2), high=say(max(one.at_low, one.at_high), 2))
        for one in shown
    )  # fmt: skip
    return chart, _("Lying bars, the widest on top, around a ratio of {ratio}. {bars}.").format(ratio=say(ratio, 2), bars=told)  # fmt: skip


def _table(rows: Sequence[Row], worths: dict[str, float], inputs: float) -> Table:
    """The impact map, row by row, and what the ratio is without each."""
    total = sum(worths.values())
    made = []
    for row in rows:
        without = say((total - worths[row.name]) / inputs, 2) if inputs else "–"
        made.append((row.name, say(row.gross, 2), say(row.year_1, 2), say(worths[row.name], 2), without, row.source or _("no source")))  # fmt: skip
    made.append(
        (_("all"), say(sum(row.gross for row in rows), 2), say(sum(row.year_1 for row in rows), 2), say(total, 2), "–", "")
    )  # fmt: skip
    return Table(
        _("The outcomes one by one, {unit}").format(unit=MONEY),
        (_("outcome"), _("gross, year 1"), _("impact, year 1"), _("worth today"), _("ratio without it"), _("source of its worth")),
        tuple(made),
        totals=(len(rows),),
    )  # fmt: skip


MODEL = Model("impact", _("Measuring impact: social return"), INPUTS, compute, PRESETS)
