"""Regional data: the kit's files, people in reach, the checker, and a region of somebody else's."""

import datetime
import math

import pytest
from typer.testing import CliRunner

from venture import region
from venture.commands.region import app
from venture.models import load
from venture.region import data, season

KIT = data.HOME
MODEL = load("people_in_reach")


@pytest.fixture
def folder(tmp_path):
    """A small area that is right."""
    home = tmp_path / "xx"
    home.mkdir()
    (home / "regions.csv").write_text("id,name,name_local,centre,note\nhills,The Hills,,Alba,\n", "utf-8")
    (home / "towns.csv").write_text(
        "region,name,name_local,lat,lon,population,year,inside\n"
        "hills,Alba,Альба,50.0,10.0,100000,2020,\nhills,Bern,,50.2,10.0,5000,2020,\nhills,Albino,,50.01,10.0,2000,2020,Alba\n"
        ",Corto,,50.0,10.5,3000,2020,\n",
        "utf-8",
    )
    (home / "sources.csv").write_text(
        "file,source,licence,url,taken,note\ntowns.csv,The hills' office,CC BY 4.0,https://example.org/towns,2026-11-22,\n",
        "utf-8",
    )
    return home


def problems(folder):
    return [str(one) for one in region.read_folder(folder)[1]]


@pytest.mark.parametrize("area", ["ru", "ge"])
def test_the_kits_own_data_pass_the_check(area):
    found, wrong = region.read_folder(KIT / area)
    assert wrong == [] and found.towns and found.holidays
    assert any("GeoNames" in one.source and one.licence == "CC BY 4.0" for one in found.sources)


def test_the_files_stay_small_and_hold_four_regions_with_neighbours():
    assert sum(path.stat().st_size for path in KIT.rglob("*.csv")) < 60_000
    russia = region.load("ru")
    assert [one.id for one in russia.regions] == ["krasnoyarsk", "sverdlovsk", "irkutsk", "yaroslavl"]
    assert sum(not town.region for town in russia.towns) > 100


# People within r km in a straight line, millions, as measured from the whole of GeoNames before it was cut down
# (regional data of 21 November 2026); parts of a bigger town, up to 11,000 people, are not counted again here.
MEASURED = {
    "Krasnoyarsk": (1.14, 1.30, 1.33), "Yekaterinburg": (1.66, 1.98, 2.84),
    "Irkutsk": (0.71, 0.97, 1.15), "Yaroslavl": (0.62, 0.73, 1.92),
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURED)
def test_people_in_reach_as_measured_from_the_whole_list(name):
    area, town = region.find(name)
    for km, millions in zip((25, 50, 100), MEASURED[name], strict=True):
        assert region.reach(town, area, km, 1).people / 1e6 == pytest.approx(millions, abs=0.021)


def test_distance_by_another_formula():
    """The second way: the angle between two vectors."""
    one, other = region.find("Irkutsk")[1], region.find("Yaroslavl")[1]

    def vector(town):
        north, east = math.radians(town.lat), math.radians(town.lon)
        return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)

    dot = sum(a * b for a, b in zip(vector(one), vector(other), strict=True))
    assert region.distance(one, other) == pytest.approx(6371 * math.acos(dot))
    assert region.distance(one, one) == 0


def test_names_are_found_as_people_type_them():
    for typed in ("Ust-Ilimsk", "ust’-ilimsk", "Усть-Илимск", "УСТЬ ИЛИМСК"):
        assert region.find(typed)[1].name == "Ust’-Ilimsk"
    assert region.find("თბილისი")[0].id == "ge"
    assert region.find("Берёзовский")[1].name == region.find("березовский")[1].name
    assert region.find("") is None and region.find("—") is None and region.find("Nowhere at all") is None


def test_the_circle_is_never_too_small_nor_too_large():
    area, town = region.find("Irkutsk")
    assert region.reach(town, area, 15, 2).radius == 15
    assert region.reach(town, area, 500, 1).radius == 100
    for bad in ((0, 1), (50, 0.9)):
        with pytest.raises(ValueError):
            region.reach(town, area, *bad)


def test_a_part_of_a_town_is_not_counted_again(folder, monkeypatch):
    monkeypatch.setenv("VENTURE_REGIONS", str(folder.parent))
    area, town = region.find("Alba")
    reached = region.reach(town, area, 60, 1)
    assert reached.people == 108_000, "Alba, Bern and the neighbour Corto; not Albino, which is inside Alba"
    assert region.reach(*reversed(region.find("Albino")), 20, 1).inside[0][0].name == "Albino"


def test_the_model_reads_aloud():
    result = MODEL.run("irkutsk")
    assert result.sentence == (
        "Within 60 km of road of Irkutsk live about 961\u202f000 people, 35 % of them outside the town; "
        "a target group of 3.5 % is about 33\u202f600."
    )
    assert result["straight"].value == pytest.approx(60 / 1.4)
    assert result.chart.even and len(result.chart.marks) <= 5
    rows = [int(row[2].replace("\u202f", "")) for row in result.table.rows]
    assert sum(rows[:-1]) == rows[-1] == result["people"].value


def test_where_road_and_detour_leave_too_little_it_says_so():
    result = MODEL.run(road=15, detour=2)
    assert "Within 30 km of road" in result.sentence, "15 km in a straight line, and the detour of the road"
    assert "too rough" in result["straight"].note


def test_an_unknown_town_gets_a_word_of_help():
    assert "Is it Irkutsk" in MODEL.run(town="Irkutks").sentence
    assert "Is it Ирбит?" in MODEL.run(town="Ирбид").sentence
    assert MODEL.run(town="qqq")["people"].value is None


def test_every_place_can_be_the_centre():
    for area in region.areas():
        for town in area.towns[::7]:
            result = MODEL.run(town=town.name, road=100, detour=1)
            assert result["people"].value >= town.people
            assert all(-101 <= x <= 101 and -101 <= y <= 101 for x, y, _r in result.chart.dots[0].points)


def test_working_days_of_2026():
    months = season.months(region.load("ru"), 2026)
    assert [one.at_work for one in months] == [
        15,
        19,
        21,
        22,
        19,
        21,
        23,
        21,
        22,
        22,
        20,
        22,
    ]  # the law's calendar: 247
    assert sum(one.at_work for one in months) == 247
    assert months[6].school_off == 31 and months[9].school_off is None, "what is not known is not zero"
    assert sum(one.at_work for one in season.months(region.load("ru"), 2027)) == 247
    with pytest.raises(LookupError):
        season.months(region.load("ru"), 1999)
    assert all(one.school_off is None for one in season.months(region.load("ge"), 2026))


def test_a_gap_is_a_gap():
    for area in region.areas():
        for fact in area.facts:
            assert (fact.value is None) == (fact.mark == "N") == (not fact.source)


def test_the_page_shows_every_fact_with_its_source(request):
    page = (request.config.rootpath / "book" / "regions.md").read_text("utf-8")
    for fact in region.load("ru").facts:
        assert fact.source in page and fact.note in page and (fact.as_of or "not found") in page
    for name in data.FILES:
        assert f"`{', '.join(one.name for one in data.FILES[name][1])}`" in page
    assert str(len(region.load("ru").towns)) in page and str(len(region.load("ge").towns)) in page


# --- the checker


def test_a_folder_that_is_right(folder):
    assert problems(folder) == []


WRONG = [
    ("towns.csv", "50.0,10.0", "50,0,10.0", "towns.csv, line 2: found “hills,Alba,Альба,50,0,10.0,100000,2020,”. 9 fields where there should be 8."),
    ("towns.csv", "50.2", '"50,2"', "towns.csv, line 3, lat: found “50,2”. Write degrees from −90 to 90, with a point: 56.269."),
    ("towns.csv", "50.2", "950.2", "towns.csv, line 3, lat: found “950.2”."),
    ("towns.csv", "50.2", "nan", "towns.csv, line 3, lat: found “nan”."),
    ("towns.csv", "5000", "5 000", "towns.csv, line 3, population: found “5 000”. Write a whole number of people, without spaces: 105259."),
    ("towns.csv", "5000,2020", "5000,20", "towns.csv, line 3, year: found “20”. Write the year of the count with four digits"),
    ("towns.csv", "hills,Bern", "hils,Bern", "Bern: no such region in regions.csv; there are hills."),
    ("towns.csv", "hills,Bern", "hills,", "towns.csv, line 3, name: This may not be empty."),
    ("towns.csv", "hills,Bern,,50.2,10.0,5000", "hills,Alba,,50.01,10.0,5000", "towns.csv, line 3: found “Alba”. This stands in line 2 already."),
    ("towns.csv", "2000,2020,Alba", "2000,2020,Elba", "Albino: towns.csv has no bigger place of that name."),
    ("towns.csv", "region,name,name_local", "region;name;name_local", "towns.csv, line 1, region"),
    ("towns.csv", "population", "people", "towns.csv, line 1, population: found “region, name, name_local, lat, lon, people, year, inside”. Add this column."),
    ("regions.csv", "Alba", "Olba", "regions.csv, centre: found “Olba”. towns.csv has no such place."),
    ("regions.csv", "hills,The", "The Hills,The", "regions.csv, line 2, id: found “The Hills”. Use small letters, digits and hyphens: krasnoyarsk."),
    ("sources.csv", "CC BY 4.0", "", "sources.csv, line 2, licence: This may not be empty."),
    ("sources.csv", "https://example.org/towns", "example.org", "sources.csv, line 2, url: found “example.org”. Write the whole address"),
    ("sources.csv", "2026-11-22", "22.11.2026", "sources.csv, line 2, taken: found “22.11.2026”. A date that exists, as year-month-day. For example: 2026-11-21"),
    ("sources.csv", "towns.csv,", "towns,", "sources.csv, file: Say where towns.csv comes from and under which licence."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "said"), WRONG, ids=[f"{w[0]}-{w[2][:20]}" for w in WRONG])
def test_each_error_names_file_line_field_and_what_to_do(folder, file, right, wrong, said):
    text = (folder / file).read_text("utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), "utf-8")
    assert any(said in one for one in problems(folder)), problems(folder)


FACTS = "region,what,value,unit,as_of,source,mark,note\n"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("facts.csv", FACTS + "hills,income,12,RUB,2025,,A,\n", "facts.csv, line 2, source: A number needs its date and its source."),
        ("facts.csv", FACTS + "hills,income,12,RUB,soon,x,A,\n", "facts.csv, line 2, as_of: found “soon”. Say of when the number is"),
        ("facts.csv", FACTS + "hills,income,12,RUB,2025,x,N,\n", "facts.csv, line 2, mark: found “N”. Mark N means that nothing was found"),
        ("facts.csv", FACTS + "hills,income,,RUB,,,C,\n", "facts.csv, line 2, mark: found “C”. Write one of: A, B, N."),
        ("facts.csv", FACTS + "hills,income,inf,RUB,2025,x,A,\n", "facts.csv, line 2, value: found “inf”."),
        ("facts.csv", FACTS + "moon,income,1,RUB,2025,x,A,\n", "facts.csv, region: found “moon”. No such region"),
        ("facts.csv", FACTS + 'hills,"income,1,RUB,2025,x,A,\n', "Look for a quotation mark that is not closed."),
        ("school.csv", "first,last,name,source,mark\n2026-03-05,2026-03-01,Spring,x,A\n", "school.csv, line 2, last: found “2026-03-01”. The last day lies before the first one"),
        ("holidays.csv", "date,kind,name,name_local\n2026-02-30,holiday,X,\n", "holidays.csv, line 2, date: found “2026-02-30”."),
        ("holidays.csv", "date,kind,name,name_local\n2026-02-03,party,X,\n", "holidays.csv, line 2, kind: found “party”. Write one of: holiday, day off, working day."),
        ("holidays.csv", "date;kind;name;name_local\n", "holidays.csv, line 1: found “date;kind;name;name_local”. Put commas between the fields"),
    ],
)  # fmt: skip
def test_errors_of_the_other_files(folder, file, text, said):
    (folder / file).write_text(text, "utf-8")
    assert any(said in one for one in problems(folder)), problems(folder)


def test_north_and_east_exchanged(folder):
    with (folder / "towns.csv").open("a", encoding="utf-8") as file:
        file.write("hills,Dorf,,10.1,50.1,3000,2020,\n")
    assert any("Dorf: north and east look exchanged." in one for one in problems(folder))


def test_letters_that_are_not_utf_8_and_files_that_are_missing(folder):
    (folder / "regions.csv").write_bytes("id,name,name_local,centre,note\nhills,Холмы,,Alba,\n".encode("cp1251"))
    assert any("regions.csv, line 2: These letters are not UTF-8." in one for one in problems(folder))
    (folder / "sources.csv").unlink()
    assert any("sources.csv: This file is missing." in one for one in problems(folder))
    assert problems(folder / "none") == ["none: There is no such folder."]


def test_a_byte_order_mark_and_windows_lines_do_no_harm(folder):
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert problems(folder) == []


def test_a_folder_that_cannot_be_used_is_passed_over_and_named(folder, monkeypatch):
    (folder / "towns.csv").write_text("", "utf-8")
    monkeypatch.setenv("VENTURE_REGIONS", str(folder.parent))
    assert {one.id for one in region.areas()} == {"ru", "ge"}
    with pytest.raises(region.BadRegion, match=r"xx cannot be used: .*towns\.csv"):
        region.load("xx")
    with pytest.raises(LookupError, match="ge, ru"):
        region.load("zz")


# --- the commands


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


def test_list():
    said = run("list").stdout
    assert "Irkutsk Oblast" in said and "GeoNames" in said and "CC BY 4.0" in said and "gaps: 5" in said
    assert "No border is drawn" in said


def test_reach():
    done = run("reach", "Иркутск", "--km", 60, "--detour", 1.4)
    assert done.exit_code == 0 and "about 961\u202f000 people" in done.stdout and "Angarsk" in done.stdout
    for bad in (("reach", "Irkutks"), ("reach", "Irkutsk", "--km", 500), ("reach", "Irkutsk", "--detour", 0.5)):
        assert run(*bad).exit_code == 1


def test_check(folder):
    done = run("check", folder)
    assert done.exit_code == 0 and "xx can be used: 4 places in The Hills." in done.stdout
    assert "holidays.csv is empty or missing" in done.stdout
    (folder / "towns.csv").write_text((folder / "towns.csv").read_text("utf-8").replace("50.2", "x"), "utf-8")
    done = run("check", folder)
    assert done.exit_code == 1 and "towns.csv, line 3, lat" in done.stdout and "1 to put right" in done.stdout


def test_dates_are_dates():
    assert all(isinstance(one.date, datetime.date) for area in region.areas() for one in area.holidays)
