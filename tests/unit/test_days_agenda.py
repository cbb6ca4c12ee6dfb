"""A day's agenda: times add up, what cannot be is refused with its line, steps fill their session."""

from __future__ import annotations

import dataclasses
import datetime
import random
import subprocess
import sys

import pytest

from venture.days import agenda, example, formats, pages, read
from venture.days.day import BadDay, Day, Person, Project, Session, clock, spread

DAY = Day("Day", datetime.date(2027, 5, 15), 540, 1020, rooms={"hall": 10, "library": 4})


def day(*sessions: Session, **more) -> Day:
    return dataclasses.replace(DAY, agenda=tuple(sessions), **more)


def refused(one: Day) -> str:
    with pytest.raises(BadDay) as bad:
        agenda.build(one)
    return str(bad.value)


def test_sessions_follow_one_another():
    told = agenda.build(day(Session("opening"), Session("breakfast", 80), Session("break")))
    assert [(clock(one.begin), clock(one.end)) for one in told.slots] == [("09:00", "09:20"), ("09:20", "10:40"), ("10:40", "10:55")]  # fmt: skip


def test_times_add_up_to_the_day():
    lot = random.Random(4)
    for _try in range(200):
        sessions = [Session(lot.choice(["opening", "break", "discourse", "session"]), lot.randint(10, 40)) for _one in range(lot.randint(1, 8))]  # fmt: skip
        told = agenda.build(day(*sessions))
        lengths = {pause: sum(one.end - one.begin for one in told.slots if one.pause is pause) for pause in (True, False)}  # fmt: skip
        assert (told.work, told.pauses) == (lengths[False], lengths[True])
        assert told.work + told.pauses + told.gaps == DAY.end - DAY.start


@pytest.mark.parametrize("name", formats.FORMATS)
def test_steps_fill_their_session_exactly(name):
    for minutes in range(formats.least(name, DAY), 250):
        told = formats.steps(name, minutes, DAY)
        if told:
            assert sum(length for _what, length in told) == minutes
            assert all(length > 0 for _what, length in told)


def test_the_curriculums_lengths():
    """Consultation: tell 3, questions 3, advice 4, echo 2. Slam: 20 slides of 20 s. Discourse 20 + 40. Breakfast 75 to 90."""
    assert [minutes for _what, minutes in formats.ADVICE] == [3, 3, 4, 2] and formats.ADVICE_MINUTES == 12
    assert formats.slam_minutes(1) == 7 and formats.SLIDES * formats.SLIDE_SECONDS == 400
    assert formats.slam_minutes(6) == -(-(6 * 400 + 5 * 80) // 60) == 47
    assert [length for _what, length in formats.steps("discourse", 60, DAY)] == [20, 40]
    assert (formats.FORMATS["breakfast"].low, formats.FORMATS["breakfast"].high) == (75, 90)
    six = dict(formats.steps("creative session", 137, DAY))
    assert [length for what, length in six.items() if what.startswith("6-3-5")] == [30]


def test_two_things_at_one_time_are_refused_with_their_line():
    said = refused(day(Session("opening"), Session("discourse", at=550, line=7)))
    assert "line 7" in said and "09:10" in said and "“Opening” lasts until 09:20" in said and "everybody" in said


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (dict(who="half A", room="hall"), dict(who="half B", room="hall"), "both are in “hall”"),
        (dict(who="half A", host="Anna"), dict(who="half B", host="Anna"), "Anna hosts both"),
        (dict(who="half A"), dict(who="half A"), "“half A” cannot be at both"),
        (dict(who="half A"), dict(), "everybody"),
    ],
)
def test_halves_meet_at_one_time_unless_they_share_something(one, other, why):
    assert why in refused(day(Session("session", at=540, **one), Session("session", at=550, **other)))


def test_halves_in_two_rooms_are_fine_and_what_follows_waits_for_both():
    told = agenda.build(
        day(
            Session("session", 30, who="half A", room="hall", at=540),
            Session("session", 50, who="half B", room="library", at=540),
            Session("break"),
        )
    )
    assert told.slots[-1].begin == 590 and told.work == 50


def test_touching_is_no_overlap():
    agenda.build(day(Session("session", 30, at=540), Session("session", 30, at=570)))


def test_too_long_a_day_says_by_how_much():
    said = refused(day(Session("city laboratory", 420), Session("breakfast", 90, line=3)))
    assert "line 3" in said and "17:30" in said and "Take away 30 minutes" in said


def test_every_fault_is_said_at_once():
    said = refused(day(Session("nap", line=1), Session("session", room="cellar", line=2), Session("session", at=300, line=3)))  # fmt: skip
    assert said.startswith("day.yaml: 3 things to mend") and "cellar" in said and "05:00" in said


def test_a_room_with_too_few_seats():
    people = tuple(Person(str(n), "civil") for n in range(5))
    said = refused(day(Session("opening", room="library", line=4), people=people))
    assert "4 seats" in said and "5 people" in said
    agenda.build(day(Session("opening", room="library"), people=people, absent=("0",)))
    agenda.build(day(Session("opening", room="library", who="half A"), people=people))


def test_a_slam_is_as_long_as_its_pitches():
    projects = tuple(Project(f"P{n}") for n in range(6))
    assert agenda.build(day(Session("pitch slam"), projects=projects)).slots[0].end == 540 + 47
    assert "47 minutes" in refused(day(Session("pitch slam", 40), projects=projects))
    rows = pages.slam_rows(day(Session("opening", 20), Session("pitch slam"), projects=projects))
    assert rows[0][3:] == ["09:20:00", "09:26:40"] and rows[1][3] == "09:28:00" and rows[-1][4] == "10:06:40"
    assert sorted(row[1] for row in rows) == [one.name for one in projects]


def test_words_of_advice():
    told = agenda.build(day(Session("breakfast", 30), Session("session", 100), Session("opening", at=700)))
    said = " ".join(told.notes)
    assert "proposal is 75 to 90" in said and "without a break" in said and "nothing is planned" in said and "There is no break" in said  # fmt: skip
    short = agenda.build(day(Session("city laboratory", 60), stops=example.STOPS))
    assert any("8 stops" in one for one in short.notes)


def test_a_project_whose_owner_is_absent_neither_pitches_nor_asks():
    away = dataclasses.replace(example.day(), absent=("Anna",))
    assert "Courtyard kitchen" not in str(pages.slam_rows(away)) and len(pages.slam_rows(away)) == 3
    assert "Courtyard kitchen" not in str(pages.consultation_rows(away))
    assert any("Courtyard kitchen" in one for one in agenda.build(away).notes)


def test_the_example_fits_its_day_to_the_minute():
    told = agenda.build(example.day())
    assert (told.gaps, told.notes) == (0, ()) and told.slots[-1].end == example.day().end


def test_the_examples_file_is_the_example():
    found = read.parse(example.text().encode())
    bare = tuple(dataclasses.replace(one, line=0) for one in found.agenda)
    assert dataclasses.replace(found, agenda=bare) == example.day()


def test_spreading_keeps_the_sum():
    assert spread(10, [1, 1, 1]) == [4, 3, 3] and spread(0, [2, 3]) == [0, 0] and spread(7, [0, 5]) == [0, 7]


# --- the file


@pytest.mark.parametrize(
    ("line", "instead", "words"),
    [
        ("date: 2027-04-22", "date: 22.04.2027", ["line 7, date", "22.04.2027", "2027-05-15"]),
        ('start: "09:00"', "start: nine", ["start", "found “nine”", "time of day"]),
        ("- {format: opening", "- {format: openning", ["agenda 1, format", "Did you mean “opening”"]),
        ("minutes: 75", "minutes: 1 hour", ["agenda 2, minutes", "“1 hour”", "whole number"]),
        ("sector: civil, role: manager", "sector: civic, role: manager", ["people 1, sector", "public, private or civil"]),
        ("{name: Anna,", "{name: Anna Petrova,", ["people 1, name", "“Anna Petrova”", "No surname"]),
        ("{name: Anna,", "{name: a@b.org,", ["a@b.org", "first name"]),
        ("role: manager}", "role: manager, email: x}", ["email", "only name, sector and role are kept"]),
        ("{name: Galina,", "{name: Anna,", ["people 2, name", "Anna 2"]),
        ("absent: []", "absent: [Annna]", ["absent 1", "Did you mean “Anna”"]),
        ("owner: Anna", "owner: Ann", ["projects 1, owner", "Did you mean “Anna”"]),
        ("area: ru", "area: xx", ["area", "ge, ru"]),
        ("seed: 1", "seeds: 1", ["seeds", "Did you mean “seed”"]),
        ("table_size: 6", "table_size: 2", ["table_size", "3 to 12"]),
        ("name: Social", "\tname: Social", ["line 4", "tab"]),
        ("people:\n", "people: nobody.csv\nunused:\n", ["people", "no such file"]),
        ("people:\n", "people: ../secret.csv\nunused:\n", ["lies beside this one"]),
    ],
)  # fmt: skip
def test_a_fault_in_the_file_is_said_with_its_place(line, instead, words, tmp_path):
    text = example.text()
    assert line in text
    with pytest.raises(BadDay) as bad:
        read.parse(text.replace(line, instead, 1).encode(), "day.yaml", tmp_path)
    for word in words:
        assert word in str(bad.value)


@pytest.mark.parametrize("raw", [b"", b"- a", b"\xff\xfe\x00", b"name: [", "имя: да".encode("cp1251"), b"a: &x [*x]"])
def test_what_is_no_day_is_refused(raw):
    with pytest.raises(BadDay):
        read.parse(raw)


def test_the_days_that_a_browser_holds_need_no_yaml():
    code = (
        "import sys, venture.days.notebook, venture.days.work; assert not any('ruamel' in name for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadDay, match="school days begin"):
        read.read(tmp_path / "day.yaml")
