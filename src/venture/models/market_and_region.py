"""Market: how many would come, does that fill the places, and which factor is the shakiest?

The funnel multiplies five factors. Halving any one of them halves demand, so none matters more than another; what
differs is how well each is known. The second chart moves each factor to its own low and high.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from venture import market, per_cent
from venture.model import Bar, Bars, Chart, Figure, Level, Model, NumberInput, Preset, Result, Table, TextInput, Values
from venture.numbers import form, say
from venture.words import _, ngettext

ROOM, SURE, SURVEY = _("Capacity"), _("How far may each number be off?"), _("Survey")
MOST, MOST_PLACES = 10_000_000, 1_000_000
ABOUT = 0.005  # half a per cent: what is nearer than this is said in words, for rounded it would be none or all
FACTORS = ("people", "share", "reach", "interest", "conversion")


def _factor(name: str, label: str, help: str, high: float, step: float, default: float, low: float) -> NumberInput:
    return NumberInput(name, label, "%", help, low, high, step, default, most=100, least=0.01)


def _off(name: str, label: str, help: str, default: float) -> NumberInput:
    return NumberInput(name, label, "± %", help, 0, 100, 1, default, group=SURE)


INPUTS = (
    TextInput("unit", _("Who comes"), _("Your customers or guests, in the plural: children, readers, guests."), _("children")),
    NumberInput("people", _("People in the place"), _("people"), _("Town, district or villages: everyone who lives there."), 0, 500_000, 500, 41_000, whole=True, most=MOST),
    _factor("share", _("Target group"), _("Share of these people whom you could serve, such as an age group."), 30, 0.5, 9.5, 0.5),
    _factor("reach", _("Within reach"), _("Share of the target group who can get to you, or you to them."), 100, 1, 45, 1),
    _factor("interest", _("Interested"), _("Share of those within reach who say that they would like it, asked by lot."), 60, 1, 22, 1),
    _factor("conversion", _("Come and pay"), _("Share of the interested who really come. Stated interest is no purchase."), 80, 1, 35, 1),
    NumberInput("capacity", _("Places"), _("at a time"), _("The most that your rooms, hours and staff can serve in the period that you count."), 1, 500, 1, 72, whole=True, group=ROOM, most=MOST_PLACES),
    _off("off_people", _("People in the place may be off by"), _("Sources differ by age of the count and by what they count."), 3),
    _off("off_share", _("Target group may be off by"), _("Of the number itself: 10 % of 9.5 is about one point."), 10),
    _off("off_reach", _("Within reach may be off by"), _("How well did you measure it? A walk with a watch knows more than a guess."), 30),
    _off("off_conversion", _("Come and pay may be off by"), _("Without deposits or a trial nobody knows it well."), 40),
    NumberInput("group", _("People or families to ask from"), _("in all"), _("The list from which the lot draws: all families within reach."), 10, 5000, 10, 1800, whole=True, group=SURVEY, most=MOST),
    NumberInput("wanted", _("Error that you accept"), _("points"), _("Five points: an answer of 22 % means 17 to 27 %."), 1, 20, 0.5, 10, group=SURVEY, most=50),
    NumberInput("asked", _("How many answered"), _("answers"), _("0 where you have asked nobody yet."), 0, 1000, 1, 92, whole=True, group=SURVEY, most=MOST_PLACES),
)  # fmt: skip

PRESETS = (
    Preset("a", _("Case A: a children's centre (illustrative)"), {}),
    Preset("a_near", _("Case A, if only a quarter live near enough (illustrative)"), {"reach": 25}),
    Preset(
        "b",
        _("Case B: tours for people with disabilities (illustrative)"),
        {
            "unit": _("trips a year"),
            "people": 1_150_000,
            "share": 3.5,
            "reach": 30,
            "interest": 12,
            "conversion": 40,
            "capacity": 380,
            "group": 1000,
            "asked": 118,
        },
    ),
)


@dataclass(frozen=True)
class Swing:
    """What demand becomes when one factor alone is at its low and at its high."""

    name: str
    low: float
    high: float
    demand_low: float
    demand_high: float

    @property
    def width(self) -> float:
        return self.demand_high - self.demand_low


def demand_at(v: Mapping[str, float], **changes: float) -> float:
    """Demand at the model's values, some of them changed; shares in per cent as the model has them."""
    at = {name: changes.get(name, v[name]) for name in FACTORS}
    return market.demand(at["people"], *(at[name] / 100 for name in FACTORS[1:]))


def interest_error(v: Values) -> float | None:
    """How far the survey's share may lie from the truth, in points; None where nobody was asked."""
    if not v.asked:
        return None
    return 100 * market.sampling_error(min(v.asked, v.group), v.group, min(v.interest, 100) / 100)


def swings(v: Values) -> list[Swing]:
    """Each factor's low and high with the demand there, the shakiest first."""
    found = []
    for name in FACTORS:
        now = v[name]
        if name == "interest":
            error = interest_error(v)
            off = now if error is None else error
        else:
            off = now * v[f"off_{name}"] / 100
        low = max(0.0, now - off)
        high = now + off if name == "people" else min(100.0, now + off)
        found.append(Swing(name, low, high, demand_at(v, **{name: low}), demand_at(v, **{name: high})))
    return sorted(found, key=lambda one: -one.width)


def _label(name: str) -> str:
    return next(one.label for one in INPUTS if one.name == name)


def _whole(value: float) -> str:
    """People are spoken of whole; below ten with one decimal, and so few that it would say none with three."""
    return say(value, most=0 if value >= 10 else 1 if value >= 0.05 else 3)


def _people(value: float) -> str:
    told = _whole(value)
    return ngettext("{n} person", "{n} people", 1 if told == say(1) else 2).format(n=told)


def _units(value: float, v: Values) -> str:
    """So many of those who come, in the student's own word. Of one the number stands alone: it may be a guest or a trip."""
    told = _whole(value)
    return told if told == say(1) else f"{told} {v.unit}"


def compute(v: Values) -> Result:
    """The funnel, its places, its shakiest factor, and the survey behind the interest."""
    target = v.people * v.share / 100
    reached = target * v.reach / 100
    interested = reached * v.interest / 100
    demand = demand_at(v)
    served = market.sold(demand, v.capacity)
    shaky = swings(v)
    error = interest_error(v)
    wide_error = None if error is None else 100 * market.sampling_error(min(v.asked, v.group), v.group)
    size = market.sample_size(v.wanted / 100, v.group)
    fill = v.capacity / demand if demand else None
    figures = (
        Figure("target", _("Target group"), target, _people(target), _("everyone whom you could serve")),
        Figure("reached", _("Within reach"), reached, _people(reached), _("of the target group")),
        Figure("interested", _("Interested"), interested, _people(interested), _("say that they would like it")),
        Figure("demand", _("Estimated demand"), demand, _units(demand, v), _("would come, if there is room")),
        Figure("served", _("The plan may count on"), served, _units(served, v), _("the smaller of demand and places")),
        Figure("fill", _("Demand that fills the places"), fill, _("none") if fill is None else f"{say(fill * 100, most=0)} %", _("above 100 %: places stay empty")),
        Figure("shakiest", _("Shakiest factor"), shaky[0].width, _label(shaky[0].name), _("alone it moves demand from {low} to {high}").format(low=_whole(shaky[0].demand_low), high=_whole(shaky[0].demand_high))),
        Figure("halved", _("Demand with any one factor halved"), demand / 2, _units(demand / 2, v), _("the same for each: they are multiplied")),
        Figure("sample", _("Answers that you need"), size, _("{n} of {group}").format(n=say(size), group=say(v.group)), ngettext("for ± {e} point, in 95 of 100 surveys", "for ± {e} points, in 95 of 100 surveys", form(v.wanted)).format(e=say(v.wanted))),
        Figure("error", _("Error of your survey"), wide_error, _("nobody asked yet") if wide_error is None else _("± {e} points").format(e=say(wide_error, 1)), _("at the most; ± {e} at your share").format(e=say(error, 1)) if error is not None else ""),
    )  # fmt: skip
    return Result(
        _sentence(v, demand, fill, shaky[0]),
        figures,
        _funnel(v, target, reached, interested, demand),
        _funnel_alt(v, target, reached, interested, demand),
        _table(v, demand, shaky),
        more=((_tornado(v, demand, shaky), _tornado_alt(v, demand, shaky)),),
    )


def _sentence(v: Values, demand: float, fill: float | None, shakiest: Swing) -> str:
    if fill is None:
        return _("Nobody lives there, so nobody comes: put in how many people the place has.")
    start = _("Of {people} about {demand} would come").format(people=_people(v.people), demand=_units(demand, v))
    if abs(fill - 1) < ABOUT:
        places = _("they just about fill {places}").format(places=_your_places(v))
    elif fill < 1:
        places = _("{percent} of them already fill {places}").format(percent=in_per_cent(fill), places=_your_places(v))
    else:
        # one place stays, several stay
        stay = ngettext("of {places} {empty} stays empty", "of {places} {empty} stay empty", int(v.capacity))
        places = stay.format(places=_your_places(v), empty=in_per_cent(1 - 1 / fill))
    shaky = _("the shakiest number is “{factor}”, which alone moves demand between {low} and {high}").format(
        factor=_label(shakiest.name), low=_whole(shakiest.demand_low), high=_whole(shakiest.demand_high)
    )
    return f"{start}; {places}; {shaky}.{_share_for_percent(v)}"


def _share_for_percent(v: Values) -> str:
    """A word where a share, such as 0.3, stands in place of per cent. A target group may really be so small."""
    return per_cent.doubts(*(per_cent.doubt(_label(name), v[name]) for name in ("reach", "interest", "conversion")))


def _your_places(v: Values) -> str:
    return ngettext("your only place", "your {places} places", int(v.capacity)).format(places=say(v.capacity))


def in_per_cent(share: float) -> str:
    """A part of a whole in per cent, never said as none or all where it is neither.

    >>> in_per_cent(0.534), in_per_cent(0.001), in_per_cent(1.0)
    ('53 %', 'fewer than 1 %', '100 %')
    """
    if 0 < share < ABOUT:
        return _("fewer than 1 %")
    if 1 - ABOUT < share < 1:
        return _("more than 99 %")
    return f"{say(share * 100, most=0)} %"


def _room(v: Values) -> tuple[Level, ...]:
    return (Level(v.capacity, _("room for {places}").format(places=say(v.capacity))),)


def _funnel(v: Values, target: float, reached: float, interested: float, demand: float) -> Chart:
    steps = (
        (_("target group"), target),
        (_("within reach"), reached),
        (_("interested"), interested),
        (_("would come"), demand),
    )
    return Chart(
        title=_("From the target group to those who come"),
        x_label=_("people"),
        y_label="",
        bars=(Bars("", tuple(Bar(n, 0, value, _whole(value)) for n, (_name, value) in enumerate(steps))),),
        levels=_room(v),
        names=tuple((n, name) for n, (name, _value) in enumerate(steps)),
        sideways=True,
    )


def _funnel_alt(v: Values, target: float, reached: float, interested: float, demand: float) -> str:
    return _(
        "Four bars, each shorter than the one above: target group {target}, within reach {reached}, interested {interested}, "
        "would come {demand}. A line marks room for {places}: the last bar {over}."
    ).format(
        target=_whole(target),
        reached=_whole(reached),
        interested=_whole(interested),
        demand=_whole(demand),
        places=say(v.capacity),
        over=_("reaches it") if demand >= v.capacity else _("stays below it"),
    )


def _tornado(v: Values, demand: float, shaky: list[Swing]) -> Chart:
    most = max(v.capacity, *(one.demand_high for one in shaky))

    def low_label(one: Swing) -> str:
        """The number left of a bar; none where it would cover the factor's name. The table has it."""
        return _whole(one.demand_low) if one.demand_low > 0.08 * most else ""

    return Chart(
        title=_("Demand when one number is off"),
        x_label=v.unit,
        y_label="",
        bars=(
            Bars(_("if the number is lower"), tuple(Bar(n, demand, one.demand_low, low_label(one)) for n, one in enumerate(shaky))),
            Bars(_("if it is higher"), tuple(Bar(n, demand, one.demand_high, _whole(one.demand_high)) for n, one in enumerate(shaky))),
        ),
        levels=_room(v),
        names=tuple((n, _label(one.name)) for n, one in enumerate(shaky)),
        sideways=True,
    )  # fmt: skip


def _tornado_alt(v: Values, demand: float, shaky: list[Swing]) -> str:
    below = [_label(one.name) for one in shaky if one.demand_low < v.capacity <= demand]
    above = [_label(one.name) for one in shaky if one.demand_high >= v.capacity > demand]
    return _(
        "Five bars around a demand of {demand}, the widest first: {first} from {low} to {high}, last {last}. {below}"
    ).format(
        demand=_whole(demand),
        first=_label(shaky[0].name),
        low=_whole(shaky[0].demand_low),
        high=_whole(shaky[0].demand_high),
        last=_label(shaky[-1].name),
        below=(
            _("At their low end these alone leave places empty: {names}.").format(names=", ".join(below))
            if below
            else _("At their high end these alone fill the places: {names}.").format(names=", ".join(above))
            if above
            else ngettext(
                "No single one of them changes whether your only place is filled.",
                "No single one of them changes whether {places} places are filled.",
                int(v.capacity),
            ).format(places=say(v.capacity))
        ),
    )


def _table(v: Values, demand: float, shaky: list[Swing]) -> Table:
    rows = []
    for one in shaky:
        unit = "" if one.name == "people" else " %"
        most = 0 if one.name == "people" else 1
        rows.append(
            (
                _label(one.name),
                f"{say(v[one.name], most=most)}{unit}",
                f"{say(one.low, most=most)} – {say(one.high, most=most)}{unit}",
                _whole(one.demand_low),
                _whole(one.demand_high),
                _whole(demand / 2),
            )
        )
    return Table(
        _("One number off, the others as they are: demand in {unit}").format(unit=v.unit),
        (
            _("factor"),
            _("now"),
            _("may be"),
            _("demand at the low"),
            _("demand at the high"),
            _("demand if it is halved"),
        ),
        tuple(rows),
    )


MODEL = Model("market_and_region", _("Market and region"), INPUTS, compute, PRESETS)
