"""Impact: social return on investment, indicators, and contradictions in the chain of change.

Social return follows the convention of the SROI Guide (2012):
impact of year 1 = quantity × proxy × (1 − deadweight) × (1 − displacement) × (1 − attribution), where
**attribution is the share caused by others**; in year t × (1 − drop-off)^(t − 1), as long as it lasts, so that
drop-off starts in the year after; present value = Σ impact of year t / (1 + rate)^t, so that the first year's
benefit is discounted by one year; ratio = present value / value of inputs.
Money is in one unit throughout; shares and rates a year are 0.35 for 35 %. A ratio alone says little: show it with
`sensitivity`, `switching` and without its largest and its least certain row.

Names of indicators: IRIS+ 5.3 of the GIIN (`iris`). Outcomes are the plan's own (`venture.plan.Outcome`).
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

from venture.numeric import checked, root_between
from venture.plan import Impact, Indicator, Outcome, Plan
from venture.plan_fields import specs
from venture.words import _, ngettext

SHARES = ("deadweight", "displacement", "attribution", "drop_off")
LINEAR = ("quantity", "proxy", "deadweight", "displacement", "attribution")  # the ratio is a straight line in each
RATE = "rate"
ALMOST = 1e-9


# --- social return


@dataclass(frozen=True)
class Worth:
    """One outcome, worked out: what it is worth in each year, and today."""

    outcome: Outcome
    by_year: tuple[float, ...]
    present_value: float

    @property
    def name(self) -> str:
        return self.outcome.name

    @property
    def year_1(self) -> float:
        return self.by_year[0]


@dataclass(frozen=True)
class Sroi:
    """Social return: the rows, the inputs they are set against, and the rate."""

    rows: tuple[Worth, ...]
    inputs: float
    rate: float

    @property
    def present_value(self) -> float:
        return sum(row.present_value for row in self.rows)

    @property
    def ratio(self) -> float:
        """Present value of the benefits / value of the inputs."""
        return self.present_value / self.inputs

    @property
    def net_ratio(self) -> float:
        """(Present value of the benefits − inputs) / inputs."""
        return (self.present_value - self.inputs) / self.inputs

    @property
    def by_year(self) -> tuple[float, ...]:
        """Impact of all rows in each year."""
        return tuple(map(sum, itertools.zip_longest(*(row.by_year for row in self.rows), fillvalue=0.0)))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(row.outcome for row in self.rows)


def year_1(outcome: Outcome) -> float:
    """quantity × proxy × (1 − deadweight) × (1 − displacement) × (1 − attribution to others).

    >>> round(year_1(Outcome(name="Stable work", quantity=12, proxy=240,
    ...                      deadweight=0.30, displacement=0.10, attribution=0.20)), 2)
    1451.52

    Raises:
        ValueError: a number of the outcome is outside what the plan takes.
    """
    o = _checked(outcome)
    return o.quantity * o.proxy * (1 - o.deadweight) * (1 - o.displacement) * (1 - o.attribution)


def by_year(outcome: Outcome) -> tuple[float, ...]:
    """Impact in each year that it lasts, drop-off from the second on."""
    first = year_1(outcome)
    return tuple(first * (1 - outcome.drop_off) ** year for year in range(outcome.years))


def worth(outcome: Outcome, rate: float) -> Worth:
    """An outcome's impact by year and its present value; year 1 is discounted by one year."""
    yearly = by_year(outcome)
    return Worth(outcome, yearly, sum(value / (1 + rate) ** year for year, value in enumerate(yearly, start=1)))


def waterfall(outcome: Outcome) -> tuple[tuple[str, float], ...]:
    """From gross to impact: gross, less deadweight, less displacement, less what others caused, and what is left."""
    left = gross = _checked(outcome).quantity * outcome.proxy
    steps = [("gross", gross)]
    for name in ("deadweight", "displacement", "attribution"):
        taken = left * getattr(outcome, name)
        steps.append((name, -taken))
        left -= taken
    return (*steps, ("impact", left))


def sroi(outcomes: Iterable[Outcome], inputs: float, rate: float) -> Sroi:
    """Social return of some outcomes on the value of what went in.

    Args:
        inputs: all money spent on it, and volunteers' time where the outcomes claim what it did; above 0.
        rate: a share a year, above −1.

    Raises:
        ValueError: no outcome, two of one name, or a number outside what is allowed.
    """
    outcomes = tuple(outcomes)
    names = [outcome.name for outcome in outcomes]
    twice = next((name for name in names if names.count(name) > 1), None)
    if not outcomes:
        raise ValueError(_("There is no outcome; write down at least one."))
    if twice is not None:
        raise ValueError(_("Two outcomes are called “{name}”; each needs its own name.").format(name=twice))
    checked(_("value of inputs"), inputs, above=0)
    checked(_("discount rate"), rate, above=-1)
    return Sroi(tuple(worth(outcome, rate) for outcome in outcomes), inputs, rate)


def of_plan(plan: Plan) -> Sroi:
    """Social return of the plan's outcomes on its inputs. Raises as `sroi`."""
    return of_impact(plan.impact)


def of_impact(impact: Impact) -> Sroi:
    return sroi(impact.outcomes, sum(one.value for one in impact.inputs), impact.rate)


# --- how far it holds


def ratio_if(result: Sroi, row: str = "", **changes: float) -> float:
    """The ratio if some numbers of a row were others, or ``rate`` or ``inputs``.

    ``ratio_if(result, "Stable work", deadweight=0.5)``, ``ratio_if(result, rate=0.08)``.
    """
    rate, inputs = changes.pop(RATE, result.rate), changes.pop("inputs", result.inputs)
    if changes:
        _row(result, row)
    outcomes = [replace(one, **changes) if changes and one.name == row else one for one in result.outcomes]
    return sroi(outcomes, inputs, rate).ratio


@dataclass(frozen=True)
class Swing:
    """What the ratio does when one number moves. ``row`` is empty for the rate."""

    row: str
    field: str
    now: float
    low: float
    high: float
    ratio_at_low: float
    ratio_at_high: float

    @property
    def width(self) -> float:
        return abs(self.ratio_at_high - self.ratio_at_low)


def sensitivity(
    result: Sroi, share_by: float = 0.20, proxy_by: float = 0.25, rate_by: float = 0.03
) -> tuple[Swing, ...]:
    """The ratio with one number moved at a time, the widest swing first.

    Each share moves by ``share_by`` (0.20: twenty points) within 0 to 1, each proxy by a share of itself, the
    discount rate by ``rate_by`` but not below 0. A quantity moves the ratio exactly as its proxy does.
    """
    swings = []
    for outcome in result.outcomes:
        for field in (*SHARES, "proxy"):
            now = getattr(outcome, field)
            low, high = now * (1 - proxy_by), now * (1 + proxy_by)
            if field in SHARES:
                low, high = max(0.0, now - share_by), min(1.0, now + share_by)
            ends = (ratio_if(result, outcome.name, **{field: end}) for end in (low, high))
            swings.append(Swing(outcome.name, field, now, low, high, *ends))
    low, high = max(0.0, result.rate - rate_by), result.rate + rate_by
    swings.append(Swing("", RATE, result.rate, low, high, ratio_if(result, rate=low), ratio_if(result, rate=high)))
    return tuple(sorted(swings, key=lambda swing: -swing.width))


@dataclass(frozen=True)
class Switch:
    """The value of one number at which the ratio is 1. None: there is none within its range, ``reason`` says why."""

    row: str
    field: str
    now: float
    value: float | None
    reason: str = ""


def switching(result: Sroi) -> tuple[Switch, ...]:
    """For each number the value at which one unit put in returns one: quantity, proxy, shares, and the rate."""
    found = [
        _switch(result, outcome.name, field, getattr(outcome, field))
        for outcome in result.outcomes
        for field in (*LINEAR, "drop_off")
    ]
    return (*found, _switch(result, "", RATE, result.rate))


def _switch(result: Sroi, row: str, field: str, now: float) -> Switch:
    def above_1(value: float) -> float:
        return ratio_if(result, row, **{field: value}) - 1

    at_0, at_1 = above_1(0.0), above_1(1.0)
    if field in LINEAR:
        value = -at_0 / (at_1 - at_0) if at_1 != at_0 else None
        fits = value is not None and value >= 0 and (value <= 1 or field not in SHARES)
    else:
        fits = at_0 * at_1 <= 0 and at_0 != at_1
        value = root_between(above_1, 0.0, 1.0) if fits else None
    if fits:
        return Switch(row, field, now, value)
    reason = _("the ratio stays above 1") if at_1 > 0 or at_0 > 0 else _("the ratio stays below 1")
    return Switch(row, field, now, None, reason)


def largest(result: Sroi) -> Worth:
    """The row with the largest present value."""
    return max(result.rows, key=lambda row: row.present_value)


def least_certain(result: Sroi) -> Worth:
    """The row that rests on least: a proxy without a source before one with; then the fewest people or things."""
    return min(result.rows, key=lambda row: (bool(row.outcome.proxy_source.strip()), row.outcome.quantity))


def ratio_without(result: Sroi, *names: str) -> float:
    """The ratio without these rows, on all of the inputs."""
    for name in names:
        _row(result, name)
    return sum(row.present_value for row in result.rows if row.name not in names) / result.inputs


def payback_months(result: Sroi) -> float | None:
    """Months until the impact is worth the inputs: inputs / (impact a year / 12), **only where it is flat**.

    None: the impact differs from year to year, or it ends before.
    """
    yearly = result.by_year
    if yearly[0] <= 0 or max(yearly) - min(yearly) > ALMOST * yearly[0]:
        return None
    months = result.inputs / (yearly[0] / 12)
    return months if months <= 12 * len(yearly) * (1 + ALMOST) else None


def _row(result: Sroi, name: str) -> Worth:
    for row in result.rows:
        if row.name == name:
            return row
    raise ValueError(
        _("There is no outcome “{found}”. There are: {names}.").format(
            found=name, names=", ".join(row.name for row in result.rows)
        )
    )


def _checked(outcome: Outcome) -> Outcome:
    """The outcome, its numbers within what the plan takes."""
    for name, spec, _needed in specs(Outcome):
        if spec.low is not None:
            label = _("“{outcome}”, {field}").format(outcome=outcome.name, field=spec.label)
            checked(label, getattr(outcome, name), spec.low, spec.high)
    return outcome


# --- what a reader would doubt


@dataclass(frozen=True)
class Doubt:
    """Something that does not fit. ``key`` is for programs, ``where`` is a place in the plan, ``text`` for people."""

    key: str
    where: str
    text: str


@functools.cache
def iris() -> dict:
    """The table of IRIS+ metrics: version, link, metrics (id → exact name), areas, cautions."""
    return json.loads((Path(__file__).parent / "data" / "iris.json").read_text("utf-8"))


def link(metric: str) -> str:
    """The metric's page at the GIIN."""
    return iris()["link"].format(id=metric.lower())


def suggested(area: str) -> dict[str, str]:
    """Metrics for an area of the plan, and those for all: id → exact name; own indicators under ``own: …``.

    Raises:
        ValueError: the table does not know the area.
    """
    areas, metrics = iris()["areas"], iris()["metrics"]
    if area not in areas and area != "other":
        raise ValueError(
            _("There is no area “{found}”. There are: {names}.").format(found=area, names=", ".join(areas))
        )
    own, common = areas.get(area, {"ids": [], "own": []}), areas["all"]
    ids = dict.fromkeys([*own["ids"], *common["ids"]])
    return {one: metrics[one] for one in ids} | {f"own: {name}": name for name in own["own"]}


def indicator_doubts(indicators: Sequence[Indicator]) -> tuple[Doubt, ...]:
    """What is wrong or missing in a list of indicators: ids and names, cautions of IRIS+, definition, baseline …"""
    return (*_about_the_list(indicators), *itertools.chain.from_iterable(map(_about_one, indicators)))


def _about_the_list(indicators: Sequence[Indicator]) -> Iterator[Doubt]:
    if indicators and not 3 <= len(indicators) <= 6:
        text = ngettext(
            "There is {count} indicator; three to six are few enough to measure and enough to steer by.",
            "There are {count} indicators; three to six are few enough to measure and enough to steer by.",
            len(indicators),
        )
        yield Doubt("count", "impact/indicators", text.format(count=len(indicators)))
    ids = [one.id.upper() for one in indicators if one.id.lower() != "own"]
    for metric in dict.fromkeys(ids):
        if ids.count(metric) > 1:
            yield Doubt("twice", "impact/indicators", _("{id} stands in the list twice.").format(id=metric))


def _about_one(indicator: Indicator) -> Iterator[Doubt]:
    where = f"impact/indicators/{indicator.name}"
    for key, text in itertools.chain(_about_the_id(indicator), _about_the_measure(indicator)):
        yield Doubt(key, where, text)


def _about_the_id(indicator: Indicator) -> Iterator[tuple[str, str]]:
    metric, metrics = indicator.id.upper(), iris()["metrics"]
    if metric == "OWN":
        return
    cautions = [caution for caution in iris()["cautions"] if metric in caution["ids"]]
    words = f"{indicator.name} {indicator.definition} {indicator.unit} {indicator.method}".casefold()
    for caution in cautions:
        calmed = any(word in words for word in caution.get("unless", ()))
        if not calmed and ("when" not in caution or any(word in words for word in caution["when"])):
            yield "caution", _(caution["text"]).format(id=metric)
    if metric not in metrics and not cautions:
        near = get_close_matches(metric, metrics, n=1)
        hint = _(" Did you mean {id}, “{name}”?").format(id=near[0], name=metrics[near[0]]) if near else ""
        text = _("{id} is not among the metrics of IRIS+ {version} that we know. Check it, or write “own”.")
        yield "unknown id", text.format(id=indicator.id, version=iris()["version"]) + hint
    elif metric in metrics and indicator.name.isascii() and indicator.name.casefold() != metrics[metric].casefold():
        # A name in another alphabet is a translation, which nobody could hold to the letter.
        text = _("{id} is called “{name}”. Keep its name, and put your own words into the definition.")
        yield "other name", text.format(id=metric, name=metrics[metric])


def _about_the_measure(indicator: Indicator) -> Iterator[tuple[str, str]]:
    if not indicator.definition.strip():
        yield "no definition", _("It is not said what exactly is counted.")
    if indicator.baseline is None:
        yield "no baseline", _("Without a baseline nobody will see a change.")
    elif not indicator.baseline_date.strip():
        yield "no date", _("It is not said when the baseline was taken.")
    if indicator.target is None:
        yield "no target", _("There is no target.")
    if not indicator.method.strip():
        yield "no method", _("It is not said how, by whom and how often it is measured.")


# --- the chain of change


ARROWS = 4  # inputs → activities → outputs → outcomes → impact
ALIKE = 0.9  # of two texts, as difflib measures it: a box that was copied and touched up
VOLUNTEERS = ("volunteer", "волонт", "доброволь")


def contradictions(plan: Plan) -> tuple[Doubt, ...]:
    """What does not fit together in the plan's theory of change and impact map."""
    checks = (_payer, _copies, _gaps, _assumptions, _measured, _value_rows)
    return tuple(itertools.chain.from_iterable(check(plan) for check in checks))


def _payer(plan: Plan) -> Iterator[Doubt]:
    if not plan.payer.strip():
        yield Doubt("no payer", "payer", _("It is not said who pays. Beneficiaries often cannot; name who does."))


def _boxes(plan: Plan) -> dict[str, str]:
    """The boxes that are written in words, by their place in the plan."""
    theory = plan.impact.theory
    boxes = {
        "problem": plan.problem,
        "beneficiaries": plan.beneficiaries,
        "narrative/solution": plan.narrative.solution,
        **{f"impact/theory/{name}": "; ".join(getattr(theory, name)) for name in _CHAIN},
        "impact/theory/impact": theory.impact,
    }
    return {place: text for place, text in boxes.items() if text.strip()}


_CHAIN = ("inputs", "activities", "outputs", "outcomes")


def _copies(plan: Plan) -> Iterator[Doubt]:
    plain = {place: " ".join(re.findall(r"\w+", text.casefold())) for place, text in _boxes(plan).items()}
    for one, other in itertools.combinations(plain, 2):
        if plain[one] == plain[other] or SequenceMatcher(None, plain[one], plain[other]).ratio() > ALIKE:
            text = _("This box says the same as “{other}”. Each step of the chain is a different thing.")
            yield Doubt("copy", other, text.format(other=one))


def _gaps(plan: Plan) -> Iterator[Doubt]:
    theory = plan.impact.theory
    steps = {**{name: bool(getattr(theory, name)) for name in _CHAIN}, "impact": bool(theory.impact.strip())}
    if any(steps.values()):
        for name, filled in steps.items():
            if not filled:
                text = _("The chain has a gap: nothing stands here.")
                yield Doubt("gap", f"impact/theory/{name}", text)
        if not theory.stop.strip():
            text = _("It is not said what would make you stop. Name a number and a month.")
            yield Doubt("no stop", "impact/theory/stop", text)


def _assumptions(plan: Plan) -> Iterator[Doubt]:
    theory, where = plan.impact.theory, "impact/theory/assumptions"
    if theory.outcomes and len(theory.assumptions) < ARROWS:
        text = ngettext(
            "The chain has {arrows} arrows and {count} assumption; each arrow rests on one at least.",
            "The chain has {arrows} arrows and {count} assumptions; each arrow rests on one at least.",
            len(theory.assumptions),
        )
        yield Doubt("assumptions", where, text.format(arrows=ARROWS, count=len(theory.assumptions)))
    for assumption in theory.assumptions:
        if not assumption.test.strip():
            text = _("It is not said how to test “{text}”.").format(text=assumption.text)
            yield Doubt("no test", where, text)


def _measured(plan: Plan) -> Iterator[Doubt]:
    """Indicators do not say which outcome they measure, so they are counted: too few is certain."""
    outcomes = max(len(plan.impact.theory.outcomes), len(plan.impact.outcomes))
    missing = outcomes - len(plan.impact.indicators)
    if missing > 0:
        text = ngettext(
            "{count} outcome has no indicator.", "At least {count} outcomes have no indicator.", missing
        ).format(count=missing)
        yield Doubt("no indicator", "impact/indicators", text)


def _value_rows(plan: Plan) -> Iterator[Doubt]:
    impact = plan.impact
    for outcome in impact.outcomes:
        where = f"impact/outcomes/{outcome.name}"
        if not outcome.proxy_source.strip():
            yield Doubt("no source", where, _("The value of one has no source."))
        if not (outcome.deadweight or outcome.displacement or outcome.attribution):
            text = _("All of it is claimed: nothing would have happened anyway, elsewhere, or through others.")
            yield Doubt("all claimed", where, text)
    if impact.outcomes and not sum(one.value for one in impact.inputs):
        yield Doubt("no inputs", "impact/inputs", _("The outcomes are set against nothing: value what goes in."))
    if _speaks_of_volunteers(f"{o.name} {o.for_whom}" for o in impact.outcomes) and not _speaks_of_volunteers(
        one.name for one in impact.inputs
    ):
        text = _("What volunteers gain is claimed, but their time is not among the inputs.")
        yield Doubt("volunteers", "impact/inputs", text)


def _speaks_of_volunteers(texts: Iterable[str]) -> bool:
    return any(word in text.casefold() for text in texts for word in VOLUNTEERS)
