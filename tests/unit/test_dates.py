"""A day is read in one way, whichever file or command it stands in."""

from __future__ import annotations

import datetime

import pytest
from typer.testing import CliRunner

from venture import cases, cli, dates
from venture.days import example
from venture.days.read import read as read_day
from venture.law.read import parse
from venture.law.shipped import HERE
from venture.planfile.read import loads
from venture.region.data import FILES

DAY = datetime.date(2027, 4, 1)
NONE = ("2027-02-30", "20270401", "2027-W13-4", "27-04-01", "01.04.2027", "2027-4-1", "٢٠٢٧-٠٤-٠١", "soon")


def of_a_plan(text, _tmp):
    note = f'notes:\n  - {{date: "{text}", section: products, text: Who pays?}}\n'
    return loads(cases.path("blank").read_text("utf-8") + note).notes[0].date


def of_a_pack(text, _tmp):
    template = (HERE / "_template.yaml").read_text("utf-8")
    made = parse(template.replace("as_of: 2026-01-01", f'as_of: "{text}"', 1))
    return next(iter(made.facts.values())).as_of


def of_a_region(text, _tmp):
    (taken,) = [one for one in FILES["sources.csv"][1] if one.name == "taken"]
    return taken.read(text)


def of_an_agenda(text, tmp):
    file = tmp / "day.yaml"
    was = f"date: {example.DATE.isoformat()}"
    assert was in example.text()
    file.write_text(example.text().replace(was, f'date: "{text}"'), "utf-8")
    return read_day(file).date


def of_a_command(text, _tmp):
    done = CliRunner().invoke(cli.app, ["law", "compare", "ru-2026", "--revenue", "1", "--on", text])
    if done.exit_code:
        raise ValueError(done.exception)
    return DAY  # the command says no day; that it takes this one is enough


DOORS = (of_a_plan, of_a_pack, of_a_region, of_an_agenda, of_a_command)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_takes_the_day_that_one_writes(door, tmp_path):
    assert door("2027-04-01", tmp_path) == dates.day(" 2027-04-01 ") == DAY


@pytest.mark.parametrize("text", NONE)
@pytest.mark.parametrize("door", DOORS)
def test_no_door_takes_another(door, text, tmp_path):
    with pytest.raises(ValueError, match=r"date"):
        door(text, tmp_path)


def test_the_message_shows_how_a_day_is_written():
    with pytest.raises(ValueError, match=r"year-month-day\. For example: 2026-11-21"):
        dates.day("soon")
    assert dates.day(dates.EXAMPLE)
