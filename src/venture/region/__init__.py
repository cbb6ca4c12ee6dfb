"""Regional data: towns, holidays, school breaks and a few dated figures, read from small CSV files.

An *area* is a folder with one calendar, usually a country (``ru``, ``ge``), and holds one or more regions. The kit's own
lie in ``venture/data/regions``; ``VENTURE_REGIONS`` names a further folder of such folders, so that a school elsewhere
adds its region without changing the kit. ``venture region check FOLDER`` says what is wrong with one.

Places are points, never outlines: no border is drawn and no position on one is taken.
"""

from venture.region.data import (
    Area,
    BadRegion,
    Break,
    Fact,
    Holiday,
    Problem,
    Region,
    Source,
    Town,
    areas,
    load,
    read_folder,
)
from venture.region.reach import LEAST_KM, MOST_KM, Reach, distance, find, reach

__all__ = [
    "LEAST_KM",
    "MOST_KM",
    "Area",
    "BadRegion",
    "Break",
    "Fact",
    "Holiday",
    "Problem",
    "Reach",
    "Region",
    "Source",
    "Town",
    "areas",
    "distance",
    "find",
    "load",
    "reach",
    "read_folder",
]
