"""How many people live within reach of a town, as the road goes.

The straight line is the road divided by a detour factor. It is never below 15 km, because a place is one point on the
map and that point may lie 8 km off its centre; nor above 100 km, where the neighbours in the data end.
Places that are a part of a bigger one are left out: its people are counted there.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass

from venture.region.data import Area, Town, areas, plain

EARTH = 6371.0  # km, mean radius
LEAST_KM, MOST_KM = 15.0, 100.0


@dataclass(frozen=True)
class Reach:
    """Who lives within ``radius`` km of ``centre`` in a straight line; the centre itself is the first of ``inside``.

    ``asked`` is the straight line that road and detour gave, before it was brought between 15 and 100 km.
    ``near`` are further places to be seen around the circle; each place comes with its distance in km.
    """

    area: Area
    centre: Town
    asked: float
    radius: float
    inside: tuple[tuple[Town, float], ...]
    near: tuple[tuple[Town, float], ...]

    @property
    def people(self) -> int:
        return sum(town.people for town, _km in self.inside)

    @property
    def own(self) -> int:
        """The centre's own people."""
        return self.centre.people


def distance(one: Town, other: Town) -> float:
    """Kilometres between two places in a straight line (haversine on a sphere; error below 0.6 %)."""
    a, b = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(half, 1.0)))


def find(name: str) -> tuple[Area, Town] | None:
    """The biggest place of that name in all areas, in Latin or local letters; None where there is none."""
    wanted = plain(name)
    found = [(area, area.by_name[wanted]) for area in areas() if wanted in area.by_name]
    return max(found, key=lambda pair: pair[1].people, default=None)


def alike(name: str, most: int = 3) -> list[str]:
    """Places whose names look like ``name``, in its letters, for a word of help."""
    wanted = plain(name)
    names: dict[str, str] = {}
    for area in areas():
        for spelled, town in area.by_name.items():
            names[spelled] = town.local if spelled == plain(town.local) else town.name
    return [names[one] for one in difflib.get_close_matches(wanted, names, most, 0.6)]


def reach(centre: Town, area: Area, road: float, detour: float) -> Reach:
    """The places within ``road`` km of the centre where a road is ``detour`` times the straight line.

    Raises:
        ValueError: the road is not above 0, or the detour is below 1: no road is shorter than the straight line.
    """
    if not (road > 0 and detour >= 1):
        raise ValueError("road above 0 and detour of at least 1")
    asked = road / detour
    radius = min(max(asked, LEAST_KM), MOST_KM)
    rows = 1.5 * radius / (math.pi * EARTH / 180)  # degrees of latitude beyond which no place is near
    around = sorted(
        (
            (town, distance(centre, town))
            for town in area.towns
            if abs(town.lat - centre.lat) <= rows and (not town.inside or town is centre)
        ),
        key=lambda pair: pair[1],
    )
    return Reach(
        area,
        centre,
        asked,
        radius,
        tuple(pair for pair in around if pair[1] <= radius),
        tuple(pair for pair in around if radius < pair[1] <= 1.5 * radius),
    )
