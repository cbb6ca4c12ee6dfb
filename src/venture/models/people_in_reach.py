"""People in reach: how many live within so many kilometres of road around a town.

Real places with 1,000 people and more, from GeoNames, in the areas that the kit has data for (`venture.region`).
The map shows dots alone: no border is drawn.
"""

from __future__ import annotations

import math

from venture import region
from venture.model import Chart, Dots, Figure, Line, Mark, Model, NumberInput, Preset, Result, Table, TextInput, Values
from venture.models.market_and_region import in_per_cent
from venture.numbers import say
from venture.region.reach import alike
from venture.words import _, joined, ngettext

NAMED = 4  # places that the map names, the biggest inside the circle beside the centre
LISTED = 12  # places in the table
ROUND = 72  # points of the circle
ROUGH = 8.0  # km that a place's point may lie off its centre

INPUTS = (
    TextInput("town", _("Town"), _("Where you work, in English or local letters: Irkutsk, Иркутск, Tbilisi."), "Irkutsk", longest=40),
    NumberInput("road", _("Road that people would travel"), _("km"), _("One way. Ask yourself how long it takes in February."), 15, 100, 5, 60),
    NumberInput("detour", _("Detour factor"), _("times"), _("Road divided by straight line: 1.2 in a plain, 1.6 along rivers and hills."), 1, 2, 0.1, 1.4, most=5),
    NumberInput("share", _("Target group"), "%", _("Share of these people whom you could serve."), 0.5, 30, 0.5, 3.5, most=100, least=0.01),
)  # fmt: skip

PRESETS = (
    Preset("irkutsk", _("Irkutsk"), {}),
    Preset("krasnoyarsk", _("Krasnoyarsk"), {"town": "Krasnoyarsk"}),
    Preset("norilsk", _("Norilsk"), {"town": "Norilsk"}),
    Preset("yekaterinburg", _("Yekaterinburg"), {"town": "Yekaterinburg"}),
    Preset("yaroslavl", _("Yaroslavl"), {"town": "Yaroslavl"}),
    Preset("tbilisi", _("Tbilisi (another country's data)"), {"town": "Tbilisi"}),
)


def compute(v: Values) -> Result:
    """The people within the circle, who they are, and what the number cannot know."""
    found = region.find(v.town)
    if found is None:
        return _unknown(v)
    area, centre = found
    reached = region.reach(centre, area, v.road, v.detour)
    people, others = reached.people, len(reached.inside) - 1
    target = people * v.share / 100
    figures = (
        Figure("people", _("People in reach"), people, _("{n} people").format(n=say(people)), _("in places of 1 000 and more")),
        Figure("own", _("In the town itself"), centre.people, _("{n} people").format(n=say(centre.people)), _("{percent} of those in reach").format(percent=in_per_cent(centre.people / people))),
        Figure("places", _("Further places in reach"), others, ngettext("{n} place", "{n} places", others).format(n=say(others)), _("villages below 1 000 people are missing")),
        Figure("straight", _("Straight line"), reached.radius, _("{n} km").format(n=say(reached.radius, most=1)), _straight(reached)),
        Figure("target", _("Target group in reach"), target, _("{n} people").format(n=say(target, most=0)), _("{share} % of those in reach; check the share for your place").format(share=say(v.share))),
    )  # fmt: skip
    chart = _map(reached)
    return Result(_sentence(v, reached, target), figures, chart, _alt(reached), _table(reached))


def _straight(reached: region.Reach) -> str:
    if reached.asked < region.LEAST_KM:
        return _("road / detour gives {asked} km; below {least} km the points on the map are too rough").format(
            asked=say(reached.asked, most=1), least=say(region.LEAST_KM)
        )
    return _("road divided by detour; a point may lie {rough} km off its town's centre").format(rough=say(ROUGH))


def _sentence(v: Values, reached: region.Reach, target: float) -> str:
    people, centre = reached.people, reached.centre
    outside = people - centre.people
    start = _("Within {road} km of road of {town} live about {people} people").format(
        road=say(reached.radius * v.detour, most=0), town=centre.name, people=say(_rounded(people), most=0)
    )
    if not outside:
        rest = _("all of them in the town itself")
    elif outside > centre.people:
        rest = _("more of them outside the town than in it")
    else:
        rest = _("{percent} of them outside the town").format(percent=in_per_cent(outside / people))
    return _("{start}, {rest}; a target group of {share} % is about {target}.").format(
        start=start, rest=rest, share=say(v.share), target=say(_rounded(target), most=0)
    )


def _rounded(people: float) -> float:
    """Two or three figures: the counts are of different years and know no better."""
    if people < 1000:
        return round(people)
    step = 10 ** (math.floor(math.log10(people)) - 2)
    return round(people / step) * step


def _flat(centre: region.Town, town: region.Town) -> tuple[float, float]:
    """Kilometres east and north of the centre, as on a flat map: right to a per cent at these distances."""
    middle = math.radians((centre.lat + town.lat) / 2)
    east = math.radians(town.lon - centre.lon) * math.cos(middle) * 6371
    return round(east, 1), round(math.radians(town.lat - centre.lat) * 6371, 1)


def _size(people: int) -> float:
    """A dot's radius in hundredths of the map's width: its area grows with the people."""
    return min(4.0, max(0.4, 4.0 * math.sqrt(people / 1_000_000)))


def _map(reached: region.Reach) -> Chart:
    centre = reached.centre

    def dots(places: tuple[tuple[region.Town, float], ...]) -> tuple[tuple[float, float, float], ...]:
        return tuple((*_flat(centre, town), _size(town.people)) for town, _km in places)

    turn = 2 * math.pi / ROUND
    circle = tuple(
        (round(reached.radius * math.sin(n * turn), 1), round(reached.radius * math.cos(n * turn), 1))
        for n in range(ROUND + 1)
    )
    named = [pair[0] for pair in sorted(reached.inside[1:], key=lambda pair: -pair[0].people)]
    marks, taken = [Mark(0.0, 0.0, centre.name)], [(0.0, 0.0)]
    for town in named:
        x, y = _flat(centre, town)
        room = all(abs(y - b) > 0.3 * reached.radius or abs(x - a) > 1.2 * reached.radius for a, b in taken)
        if len(marks) <= NAMED and room:  # a name is wide and low
            marks.append(Mark(x, y, town.name))
            taken.append((x, y))
    further = (Dots(_("places outside"), dots(reached.near)),) if reached.near else ()
    return Chart(
        title=_("People in reach of {town}").format(town=centre.name),
        x_label=_("km east of {town}, in a straight line").format(town=centre.name),
        y_label=_("km north"),
        lines=(Line(_("{km} km in a straight line").format(km=say(reached.radius, most=0)), circle),),
        dots=(Dots(_("places in reach"), dots(reached.inside)), *further),
        marks=tuple(marks),
        from_zero=False,
        even=True,
    )


def _alt(reached: region.Reach) -> str:
    bigger = [town.name for town, _km in sorted(reached.inside[1:], key=lambda pair: -pair[0].people)[:3]]
    return _(
        "A map of dots without borders: {town} in the middle of a circle of {km} km, {inside} further places inside it"
        "{bigger}, {near} more around it. Larger dots are larger places."
    ).format(
        town=reached.centre.name,
        km=say(reached.radius, most=0),
        inside=len(reached.inside) - 1,
        bigger=_(", the largest of them {names}").format(names=joined(bigger)) if bigger else "",
        near=len(reached.near),
    )


def _table(reached: region.Reach) -> Table:
    biggest = sorted(reached.inside, key=lambda pair: -pair[0].people)[:LISTED]
    rows = [
        (f"{town.name} ({town.local})" if town.local else town.name, say(km, most=0), say(town.people))
        for town, km in biggest
    ]
    rest = len(reached.inside) - len(biggest)
    if rest:
        few = reached.people - sum(town.people for town, _km in biggest)
        rows.append((_("{n} smaller places").format(n=rest), "", say(few)))
    rows.append((_("together"), "", say(reached.people)))
    return Table(
        _("Places in reach of {town} (GeoNames, CC BY 4.0; counts of different years)").format(
            town=reached.centre.name
        ),
        (_("place"), _("km in a straight line"), _("people")),
        tuple(rows),
    )


def _unknown(v: Values) -> Result:
    """A town that the data do not have: say so, and which names are alike."""
    near = alike(v.town)
    help = (
        _("Is it {names}?").format(names=joined(near, _("{all_but_last} or {last}")))
        if near
        else _("Try the next bigger town.")
    )
    said = _("The data have no place “{town}”. {help} “{page}” says how to add a region.").format(
        town=v.town, help=help, page=_("Regional data")
    )
    chart = Chart(
        _("No such place"), _("km east"), _("km north"), lines=(Line("", ((-1.0, 0.0), (1.0, 0.0))),), from_zero=False
    )
    figures = (Figure("people", _("People in reach"), None, _("none"), said),)
    rows = tuple((area.id, say(len(area.towns))) for area in region.areas()) or (("", ""),)
    return Result(said, figures, chart, said, Table(_("Areas with data"), (_("area"), _("places")), rows))


MODEL = Model("people_in_reach", _("People in reach"), INPUTS, compute, PRESETS)
