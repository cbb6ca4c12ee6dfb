"""A plan goes into its file and comes back, and the file stays its author's."""

from __future__ import annotations

import datetime
import difflib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from plans import plans

import venture.plan
from venture import cases
from venture.plan import Actual, FixedCost, Loan, Plan, Product, Ramp, Sold, Tranche
from venture.planfile import BadPlan, edit, migrate, notes, places, read, snapshots, write
from venture.planfile.changes import changes, text

HAND = """\
# Our plan, second draft
plan: 1
name: After-school centre   # working title
country: NO
start: 2027-03
months: 48

products:
    # the main thing
    -   name: Places
        price: 9,4          # survey of 92 families
        variable_cost: '1.90'
        volume: 40, 47, 54
        price_rises: 4 %

    # a trial
    -   name: Lunch
        price: 1 500
        volume: {first: 10, last: 20,   over: 8}

# --- what it costs
fixed_costs:
- name: Rent
  amount: 95 # lease
  first: 2027-04
- name: Insurance
  amount: 3
  # paid to Nordea
- {name: Phone, amount: 1}

loans:
  - name: Bank loan
    amount: 1 200
    rate: 9 %     # offer of May
    term: 40
rhythm: {collected: [90 %, 10 %]}
problem: >
  Families work late,
  children wait.

narrative:
  law: |
    One.

    Two.
# the end
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(HAND, encoding="utf-8")
    return path


def difference(path: Path) -> list[str]:
    """What a save changed in the file, line by line."""
    new = path.read_text(encoding="utf-8").splitlines()
    return [line for line in difflib.ndiff(HAND.splitlines(), new) if line[:2] in ("+ ", "- ")]


def with_item(plan: Plan, part: str, index: int, **new) -> Plan:
    items = list(getattr(plan, part))
    items[index] = replace(items[index], **new)
    return replace(plan, **{part: tuple(items)})


# --- reading what people write


def test_a_file_as_people_write_it():
    plan = read.loads(HAND)
    first, lunch = plan.products
    assert (plan.country, plan.start, first.price, first.variable_cost) == ("NO", (2027, 3), 9.4, 1.9)
    assert (first.volume, first.price_rises) == ((40.0, 47.0, 54.0), 0.04)
    assert (lunch.price, lunch.volume) == (1500.0, Ramp(first=10.0, last=20.0, over=8))
    assert plan.fixed_costs[0].first == 2
    assert (plan.loans[0].amount, plan.loans[0].rate, plan.rhythm.collected) == (1200.0, 0.09, (0.9, 0.1))
    assert plan.problem == "Families work late, children wait."
    assert plan.narrative.law == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9 %", 0.09),
        ("9%", 0.09),
        ("0.09", 0.09),
        ("0,09", 0.09),
        ("8.7 %", 0.087),
        ("100 %", 1.0),
        ("0", 0.0),
        ("'9 %'", 0.09),
    ],
)
def test_shares(written, meant):
    assert read.loads(f"name: A\nproducts:\n  - {{name: B, price: 1, cost_vat: {written!s}}}\n".replace("0,09", "'0,09'")).products[0].cost_vat == meant  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("No", False), ("TRUE", True), ("false", False), ("", False), ("~", False)]
)
def test_yes_and_no(written, meant):
    assert read.loads(f"name: A\nillustrative: {written}\n").illustrative is meant


def test_one_value_stands_for_a_list_and_one_block_for_a_list_of_blocks():
    plan = read.loads("name: A\nproducts:\n  name: B\n  price: 3\n  volume: 40\nimpact:\n  theory:\n    inputs: a, b\n")
    assert plan.products[0].volume == (40.0,)
    assert plan.impact.theory.inputs == ("a, b",)


def test_a_word_means_what_its_field_says():
    plan = read.loads("name: 2027\ncountry: NO\nwho: yes\nplace: 010\npayer: null\n")
    assert (plan.name, plan.country, plan.who, plan.place, plan.payer) == ("2027", "NO", "yes", "010", "")


# --- there and back


BACK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@BACK
@given(plans())
def test_a_plan_comes_back_from_its_text(plan):
    assert read.loads(write.dumps(plan)) == plan


@settings(BACK, max_examples=15)
@given(plans(), plans())
def test_any_file_can_become_any_plan(old, new):
    assert read.loads(edit.edit(write.dumps(old), new)) == new


@settings(BACK, max_examples=12)
@given(plans())
def test_a_file_of_a_person_can_become_any_plan_and_no_comment_of_what_stays_is_lost(new):
    new = replace(new, products=read.loads(HAND).products, actuals=(), step_costs=(), risks=(), scenarios=())
    edited = edit.edit(HAND, new)
    assert read.loads(edited) == new
    for comment in (
        "# Our plan, second draft",
        "# the main thing",
        "# survey of 92 families",
        "# a trial",
        "# the end",
    ):
        assert comment in edited


def test_what_is_not_changed_is_not_touched(file: Path):
    venture.plan.save(venture.plan.load(file), file)
    assert file.read_text(encoding="utf-8") == HAND


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda plan: with_item(plan, "products", 0, price=9.9),
            ["-         price: 9,4          # survey of 92 families", "+         price: 9.9          # survey of 92 families"],
        ),
        (
            lambda plan: with_item(plan, "products", 1, volume=Ramp(first=10.0, last=25.0, over=8)),
            ["-         volume: {first: 10, last: 20,   over: 8}", "+         volume: {first: 10, last: 25,   over: 8}"],
        ),
        (
            lambda plan: with_item(plan, "products", 0, unit="place", capacity=66.0),
            ["+         unit: place", "+         capacity: 66"],
        ),
        (lambda plan: with_item(plan, "loans", 0, rate=0.105), ["-     rate: 9 %     # offer of May", "+     rate: 10.5 %     # offer of May"]),
        (lambda plan: with_item(plan, "fixed_costs", 0, first=3), ["-   first: 2027-04", "+   first: 2027-05"]),
        (lambda plan: with_item(plan, "fixed_costs", 2, amount=2.0), ["- - {name: Phone, amount: 1}", "+ - {name: Phone, amount: 2}"]),
        (
            lambda plan: replace(plan, fixed_costs=plan.fixed_costs[:1] + plan.fixed_costs[2:]),
            ["- - name: Insurance", "-   amount: 3", "-   # paid to Nordea"],
        ),
        (
            lambda plan: replace(plan, fixed_costs=(*plan.fixed_costs[:2], FixedCost(name="Light: day", amount=4.5), plan.fixed_costs[2])),
            ["+ - name: \"Light: day\"", "+   amount: 4.5"],
        ),
        (lambda plan: replace(plan, loans=()), ["- loans:", "-   - name: Bank loan", "-     amount: 1 200", "-     rate: 9 %     # offer of May", "-     term: 40"]),
        (lambda plan: replace(plan, start=(2027, 2), fixed_costs=(replace(plan.fixed_costs[0], first=3), *plan.fixed_costs[1:])), ["- start: 2027-03", "+ start: 2027-02"]),
        (
            lambda plan: replace(plan, start=(2027, 4)),
            ["- start: 2027-03", "+ start: 2027-04", "-   first: 2027-04", "+   first: 2027-05"],
        ),
        (lambda plan: replace(plan, problem="None: really."), ["- problem: >", "-   Families work late,", "-   children wait.", '+ problem: "None: really."']),
        (lambda plan: with_item(plan, "products", 0, name="Seats"), ["-     -   name: Places", "+     -   name: Seats"]),
        (lambda plan: replace(plan, reserve=50.0), ["+ reserve: 50"]),
        (lambda plan: replace(plan, rhythm=replace(plan.rhythm, stock_days=10.0)), ["- rhythm: {collected: [90 %, 10 %]}", "+ rhythm:", "+   collected: [90 %, 10 %]", "+   stock_days: 10"]),
    ],
)  # fmt: skip
def test_only_what_changed_is_changed(file: Path, change, expected):
    plan = change(read.load(file))
    write.save(plan, file)
    assert sorted(difference(file)) == sorted(expected)
    assert read.load(file) == plan


def test_line_ends_stay(file: Path):
    file.write_bytes(HAND.replace("\n", "\r\n").encode())
    write.save(replace(read.load(file), who="Irina"), file)
    raw = file.read_bytes()
    assert b"who: Irina\r\n" in raw and raw.count(b"\r\n") == raw.count(b"\n")


def test_a_new_file_says_what_is_what(tmp_path: Path):
    plan = read.loads(HAND)
    write.save(plan, tmp_path / "new.yaml")
    written = (tmp_path / "new.yaml").read_text(encoding="utf-8")
    assert "price: 9.4  # price of a unit" in written
    assert "capacity" not in written
    assert read.loads(written) == plan


def test_the_blank_plan_takes_what_is_filled_in_and_keeps_its_remarks():
    blank = cases.path("blank").read_text("utf-8")
    filled = edit.edit(blank, replace(read.loads(blank), who="Irina", payer="The town: by contract"))
    assert "\nwho: Irina " in filled and "# who runs it?" in filled
    assert len(filled.splitlines()) == len(blank.splitlines())


def test_an_indicator_may_have_the_name_that_iris_gives_it():
    name = "Client Individuals: Children/Adolescents"
    plan = read.loads(f'plan: 1\nname: A\nimpact:\n  indicators:\n    - {{name: "{name}", id: PI1945}}\n')
    assert plan.impact.indicators[0].name == name and read.loads(write.dumps(plan)) == plan


def test_a_broken_file_is_never_overwritten(file: Path):
    plan = read.load(file)
    file.write_text("name: [", encoding="utf-8")
    with pytest.raises(BadPlan, match="not overwritten"):
        write.save(plan, file)
    assert file.read_text(encoding="utf-8") == "name: ["


@pytest.mark.parametrize(
    "wrong", [{"reserve": -1.0}, {"reserve": float("nan")}, {"months": 3}, {"name": ""}, {"area": "x"}]
)
def test_a_plan_that_would_not_load_is_not_saved(file: Path, wrong):
    with pytest.raises(BadPlan, match="not saved"):
        write.save(replace(read.load(file), **wrong), file)
    assert file.read_text(encoding="utf-8") == HAND


def test_venture_plan_needs_no_yaml():
    code = "import sys, venture.plan, venture.planfile.places; assert not any('ruamel' in name for name in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ})


# --- drivers


def test_every_number_has_a_place():
    plan = read.loads(HAND)
    every = places.places(plan)
    assert every["products/Places/price"] == 9.4
    assert every["products/Places/volume/2"] == 47
    assert every["products/Lunch/volume/last"] == 20
    assert every["loans/Bank loan/rate"] == 0.09
    assert every["rhythm/collected/1"] == 0.9
    assert every["reserve"] == 0
    assert not {"months", "plan"} & set(every)
    assert all(places.get(plan, path) == value for path, value in every.items())


@BACK
@given(plans())
def test_a_number_at_its_place_can_be_put_back(plan):
    for path, value in list(places.places(plan).items())[::9]:
        assert places.replace_at(plan, path, value) == plan


def test_a_number_is_changed_at_its_place():
    plan = read.loads(HAND)
    assert places.replace_at(plan, "products/Lunch/volume/last", 30).products[1].volume.last == 30.0
    assert places.replace_at(plan, "products/Places/volume/3", 60).products[0].volume == (40.0, 47.0, 60.0)
    assert places.replace_at(plan, "loans/Bank loan/term", 36.0).loans[0].term == 36


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("products/Places/prize", 1, "Did you mean “products/Places/price”"),
        ("products/Places/price", -1, "An amount from 0"),
        ("products/Places/price", float("nan"), "An amount from 0"),
        ("loans/Bank loan/term", 60, "ends in month 60"),
        ("loans/Bank loan/term", 1.5, "whole number"),
        ("rhythm/collected/1", 0.5, "add up to 100 %"),
    ],
)
def test_a_number_that_cannot_be_there_is_refused(path, value, says):
    with pytest.raises(ValueError, match=says):
        places.replace_at(read.loads(HAND), path, value)


# --- differences


def test_differences_are_said_in_words():
    old = read.loads(HAND)
    loan = Loan(name="Town loan", amount=300.0, rate=0.03, term=12)
    new = replace(
        old,
        products=(old.products[1], replace(old.products[0], name="Seats")),
        fixed_costs=(replace(old.fixed_costs[0], amount=120.0), old.fixed_costs[2]),
        loans=(*old.loans, loan),
        reserve=50.0,
    )
    said = text(changes(old, new)).splitlines()
    assert said == [
        "cash that must never be touched: 0 → 50",
        "renamed in products and services: Places → Seats",
        "Rent, amount a month: 95 → 120",
        "removed from fixed costs: Insurance",
        "added to loans: Town loan",
    ]
    assert text(changes(old, old)) == "Nothing is different."


def test_a_new_order_is_said():
    old = read.loads(HAND)
    new = replace(old, fixed_costs=(old.fixed_costs[2], *old.fixed_costs[:2]))
    assert text(changes(old, new)) == "moved in fixed costs: Phone"


@settings(BACK, max_examples=12)
@given(plans(), plans())
def test_plans_are_different_when_differences_are_said(one, other):
    assert bool(changes(one, other)) == (one != other)
    text(changes(one, other))


# --- snapshots


def test_snapshots_are_kept_and_never_overwritten(file: Path):
    time = datetime.datetime(2026, 11, 21, 14, 5)
    kept = [snapshots.freeze(file, "Coaching 2", time), snapshots.freeze(file, "coaching: 2!", time)]
    assert [one.name for one in kept] == ["2026-11-21-1405-coaching-2.yaml", "2026-11-21-1405-coaching-2_2.yaml"]
    assert {one.parent for one in kept} == {file.parent / "snapshots" / file.stem}
    assert kept[0].read_text(encoding="utf-8") == HAND
    assert snapshots.snapshots(file) == tuple(kept)
    assert snapshots.freeze(file, "Встреча №3", time).name == "2026-11-21-1405-встреча-3.yaml"


def test_the_newest_snapshot_is_the_one_of_the_latest_time_whatever_its_name(file: Path):
    at = [datetime.datetime(2026, 11, day, hour) for day, hour in ((20, 9), (20, 18), (21, 8))]
    names = ["zebra", "coaching 1", "apple"]
    kept = [snapshots.freeze(file, name, time) for name, time in zip(names, at, strict=True)]
    assert snapshots.snapshots(file) == tuple(kept)
    again = snapshots.freeze(file, "Coaching 1", at[2])
    assert snapshots.named(file, "coaching 1") == again and snapshots.named(file, kept[1].name) == kept[1]
    assert snapshots.named(file, "coaching") is None


def test_within_a_minute_the_last_one_written_is_the_newest(file: Path):
    time = datetime.datetime(2026, 11, 21, 14, 5)
    first, second = snapshots.freeze(file, "b", time), snapshots.freeze(file, "a", time)
    os.utime(first, (1, 1))
    assert snapshots.snapshots(file) == (first, second)


def test_each_plan_of_a_folder_has_its_own_snapshots(file: Path):
    other = file.with_name("other.yaml")
    other.write_text(HAND, encoding="utf-8")
    kept = snapshots.freeze(file, "coaching 1")
    assert snapshots.snapshots(other) == () and snapshots.snapshots(file) == (kept,)


def test_a_broken_plan_is_not_frozen(file: Path):
    file.write_text("name: [", encoding="utf-8")
    with pytest.raises(BadPlan):
        snapshots.freeze(file, "x")
    assert snapshots.snapshots(file) == ()


# --- versions


OLD = """\
plan: 0  # first form
name: Centre
products:
  - name: Places  # the main thing
    cost: 1,9
    price: 9,4
"""


@pytest.fixture
def with_version_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(migrate.STEPS, 0, lambda old: migrate.rename(old, "products/*/cost", "variable_cost"))


def test_an_older_form_is_read_and_saved_in_the_new_one(file: Path, with_version_0: None):
    file.write_text(OLD, encoding="utf-8")
    plan = read.load(file)
    assert plan.products[0].variable_cost == 1.9
    assert file.read_text(encoding="utf-8") == OLD, "reading changes nothing"
    write.save(plan, file)
    assert file.read_text(encoding="utf-8") == OLD.replace("plan: 0", "plan: 1").replace(" cost:", " variable_cost:")
    (kept,) = snapshots.snapshots(file)
    assert kept.read_text(encoding="utf-8") == OLD


def test_an_older_form_without_a_way_is_refused(file: Path):
    file.write_text(OLD, encoding="utf-8")
    with pytest.raises(BadPlan, match="version of the plan's form"):
        read.load(file)


def test_values_can_be_changed_on_the_way():
    new = migrate.put("a:\n  - {b: 1, c: }\n  - b: 2  # two\n", "a/*/b", lambda was: f"{was} %")
    assert new == "a:\n  - {b: 1 %, c: }\n  - b: 2 %  # two\n"
    assert migrate.put("a:\nb: 2\n", "a", "1") == "a: 1\nb: 2\n"


# --- notes and actuals


def test_notes_and_real_months_are_added(file: Path):
    notes.add_note(file, "products", "Where do 92 families come from?", "Coach", datetime.date(2026, 11, 21))
    notes.add_note(file, "market", "Well done: #1", "Coach", datetime.date(2026, 11, 28))
    notes.add_actual(file, Actual(month=2, cash=-4.0))
    notes.add_actual(file, Actual(month=1, sold=(Sold(product="Places", units=38.0, price=9.4),)))
    notes.add_actual(file, Actual(month=2, cash=5.0))
    plan = read.load(file)
    assert [(note.section, note.text) for note in plan.notes][1] == ("market", "Well done: #1")
    assert [(one.month, one.cash) for one in plan.actuals] == [(1, None), (2, 5.0)]
    assert not [line for line in difference(file) if line.startswith("-")]
    with pytest.raises(BadPlan, match=r"Did you mean “products”.*fixed_costs.*operations"):
        notes.add_note(file, "product", "x", "Coach")
    assert notes.add_note(file, "Fixed costs", "x", "Coach").notes[-1].section == "fixed_costs"


def test_a_new_note_is_told_whole(file: Path):
    old = read.load(file)
    first = "Where do the 92 families of the survey come from, and who of them would pay 9.4 a month in January?"
    new = notes.add_note(file, "products", first, "Oleg", datetime.date(2026, 11, 22))
    assert text(changes(old, new)) == f"new note on products (Oleg, 22 Nov): {first}"
    assert text(changes(new, old)).startswith("removed from notes of the coach: products (Oleg, 22 Nov): Where")


def test_what_moves_takes_its_comments_along():
    plan = read.loads(HAND)
    new = replace(plan, products=plan.products[::-1], fixed_costs=plan.fixed_costs[::-1])
    edited = edit.edit(HAND, new)
    assert read.loads(edited) == new
    assert sorted(edited.splitlines()) == sorted(HAND.splitlines())
    assert edited.index("# a trial") < edited.index("Lunch") < edited.index("Places")
    assert "  amount: 3\n  # paid to Nordea\n- name: Rent" in edited


def test_a_plan_in_braces_can_be_saved():
    plan = replace(read.loads('{"name": "A", "months": 40, "actuals": [{"month": 1, "cash": 3}]}'), who="B")
    assert read.loads(edit.edit('{"name": "A", "months": 40}', plan)) == plan
    quiet = replace(plan, actuals=(Actual(month=1),))
    assert read.loads(edit.edit("name: A\nmonths: 40\nwho: B\nactuals: [{cash: 3, month: 1}]\n", quiet)) == quiet


def test_lists_without_names_keep_what_is_alike():
    old = "name: A\nask:\n  uses:\n    - {what: a, amount: 1}  # one\n    - {what: b, amount: 2}  # two\n"
    plan = read.loads(old)
    new = replace(plan, ask=replace(plan.ask, uses=plan.ask.uses[1:]))
    assert edit.edit(old, new) == "name: A\nask:\n  uses:\n    - {what: b, amount: 2}  # two\n"


def test_parts_of_parts_grow():
    old = "name: A\ngrants:\n  - name: G  # given\n    tranches:\n      - {amount: 1, month: 2}\n"
    plan = read.loads(old)
    grant = replace(plan.grants[0], tranches=(Tranche(amount=9.0), *plan.grants[0].tranches))
    new = replace(plan, grants=(grant,), products=(Product(name="B", price=1.0),))
    edited = edit.edit(old, new)
    assert read.loads(edited) == new
    assert "# given" in edited and "{amount: 1, month: 2}" in edited
