"""Mixed tables: as even as people allow, counted by hand and against every possible seating."""

from __future__ import annotations

import dataclasses
import datetime
import random
from collections import Counter
from itertools import combinations, product

import pytest

from venture.days import advice, example, groups
from venture.days.day import SECTORS, BadDay, Day, Person, Project

DAY = Day("Day", datetime.date(2027, 5, 15), 540, 1020)


def crowd(lot: random.Random, many: int) -> tuple[Person, ...]:
    weights = [lot.random() ** 2 + 0.02 for _sector in SECTORS]
    roles = ["manager", "specialist", "volunteer", ""][: lot.randint(1, 4)]
    return tuple(Person(str(n), lot.choices(SECTORS, weights)[0], lot.choice(roles)) for n in range(many))


def spans(tables, key) -> list[int]:
    counts = [Counter(key(one) for one in table) for table in tables]
    names = {name for count in counts for name in count}
    return [max(c[name] for c in counts) - min(c[name] for c in counts) for name in names]


def test_every_draw_is_even_in_sectors_roles_and_size():
    lot = random.Random(1)
    for _try in range(300):
        people = crowd(lot, lot.randint(1, 70))
        many = groups.how_many(len(people), lot.randint(3, 8))
        tables = groups.deal(people, many, lot.randint(0, 999))
        assert len(tables) == many and sorted(one.name for table in tables for one in table) == sorted(one.name for one in people)  # fmt: skip
        for key in (lambda one: "", lambda one: one.sector, lambda one: one.role, lambda one: (one.sector, one.role)):
            assert max(spans(tables, key), default=0) <= 1
        assert groups.even(tables)


def test_no_seating_at_all_has_more_tables_with_all_three_sectors():
    """Against every way of putting seven people at two tables."""
    lot = random.Random(2)
    for _try in range(15):
        people = crowd(lot, 7)
        drawn = groups.deal(people, 2, 1)
        whole = lambda tables: sum(len({one.sector for one in table}) for table in tables)  # noqa: E731
        best = max(whole((four, [one for one in people if one not in four])) for four in combinations(people, 4))
        assert whole(drawn) == best


def test_the_same_number_draws_the_same_and_the_order_of_the_list_does_not_matter():
    people = list(crowd(random.Random(3), 23))
    first = groups.deal(people, 4, 5)
    random.Random(9).shuffle(people)
    assert groups.deal(people, 4, 5) == first
    assert any(groups.deal(people, 4, seed) != first for seed in range(6, 9))


@pytest.mark.parametrize(("people", "size", "tables"), [(6, 6, 1), (7, 6, 2), (20, 6, 4), (5, 3, 1), (2, 6, 1), (48, 6, 8)])  # fmt: skip
def test_number_of_tables(people, size, tables):
    assert groups.how_many(people, size) == tables


def test_one_absence_moves_few_and_all_stays_even():
    lot = random.Random(5)
    moved = []
    for _try in range(60):
        people = crowd(lot, lot.randint(8, 40))
        gone = tuple(one.name for one in lot.sample(people, lot.randint(1, 3)))
        day = dataclasses.replace(DAY, people=people, absent=gone, seed=lot.randint(0, 99))
        seating = groups.seat(day, 1)
        assert groups.even(seating.tables)
        assert sorted(one.name for table in seating.tables for one in table) == sorted(one.name for one in day.present)
        planned = groups.deal(people, groups.how_many(len(people), 6), day.seed)
        before = {one.name: at for at, table in enumerate(planned, 1) for one in table}
        after = {one.name: at for at, table in enumerate(seating.tables, 1) for one in table}
        assert sorted(seating.moved) == sorted((name, before[name], at) for name, at in after.items() if before[name] != at)  # fmt: skip
        if not seating.redrawn:
            moved.append(len(seating.moved) / len(gone))
    assert len(moved) > 40 and sum(moved) / len(moved) < 2.5


def test_the_moves_found_are_about_the_fewest_there_are():
    """One of ten is absent at three tables: every seating of the others is tried for fewer moves."""
    people = crowd(random.Random(11), 10)
    for gone in people[:5]:
        seating = groups.seat(dataclasses.replace(DAY, people=people, absent=(gone.name,), table_size=4), 1)
        planned = groups.deal(people, 3, 1)
        at = {one.name: n for n, table in enumerate(planned) for one in table}
        here = [one for one in people if one != gone]
        best = 99
        for places in product(range(3), repeat=len(here)):
            moves = sum(at[one.name] != place for one, place in zip(here, places, strict=True))
            if moves < best:
                tables = [[one for one, place in zip(here, places, strict=True) if place == n] for n in range(3)]
                best = moves if groups.even(tables) else best
        assert not seating.redrawn and best <= len(seating.moved) <= best + 1


def test_nobody_moves_where_nobody_need():
    day = example.day()
    absent = next(one.name for one in groups.seat(day).tables[0] if one.sector == "civil")
    fresh = groups.seat(dataclasses.replace(day, absent=(absent,)))
    assert len(fresh.moved) <= 2 and not fresh.redrawn


def test_when_most_are_absent_the_tables_are_drawn_anew():
    day = example.day()
    fresh = groups.seat(dataclasses.replace(day, absent=tuple(one.name for one in day.people[4:])))
    assert fresh.redrawn and [len(table) for table in fresh.tables] == [4]
    with pytest.raises(BadDay, match="nobody"):
        groups.seat(dataclasses.replace(day, absent=tuple(one.name for one in day.people)))


def test_rounds_mix_again():
    seating = groups.seat(example.day(), 3)
    assert len(seating.rounds) == 3 and all(groups.even(tables) for tables in seating.rounds)
    same = groups.Seating((seating.tables,) * 3)
    assert seating.met_twice < same.met_twice / 2
    assert groups.seat(example.day(), 3) == seating


def test_the_proof_says_where_a_sector_is_too_small():
    people = tuple(Person(f"P{n}", sector) for n, sector in enumerate(["civil"] * 10 + ["public"] * 2))
    said = " ".join(groups.proof(groups.deal(people, 3, 1)))
    assert "2 for 3 tables, so 1 without" in said and "Nobody of the private sector came" in said
    assert "not even" in " ".join(groups.proof((people[:6], people[6:10], people[10:])))


# --- consultation


def test_each_project_has_one_adviser_of_each_sector_and_nobody_two_places():
    lot = random.Random(7)
    for _try in range(100):
        people = crowd(lot, lot.randint(6, 30))
        owners = lot.sample(people, lot.randint(1, min(6, len(people))))
        projects = tuple(Project(f"Project {n}", one.name) for n, one in enumerate(owners))
        day = dataclasses.replace(DAY, people=people, projects=projects, seed=lot.randint(0, 99))
        rounds = advice.plan(day)
        assert sorted(one.project.name for round_ in rounds for one in round_) == sorted(one.name for one in projects)
        sector = {one.name: one.sector for one in people}
        for round_ in rounds:
            busy = [name for one in round_ for name in (one.project.owner, *one.advisers.values()) if name]
            assert len(busy) == len(set(busy))
            for one in round_:
                for wanted, name in one.advisers.items():
                    assert not name or sector[name] == wanted
                    if not name:
                        assert not any(p.sector == wanted and p.name not in [c.project.owner for c in round_] for p in people)  # fmt: skip


def test_advising_is_shared_out():
    day = dataclasses.replace(example.day(), projects=tuple(Project(f"P{n}") for n in range(12)))
    used = Counter(name for round_ in advice.plan(day) for one in round_ for name in one.advisers.values())
    for sector in SECTORS:
        counts = [used[one.name] for one in day.people if one.sector == sector]
        assert sum(counts) == 12 and max(counts) - min(counts) <= 1


def test_without_people_the_places_stay_empty():
    rounds = advice.plan(dataclasses.replace(DAY, projects=(Project("Alone"),)))
    assert rounds[0][0].advisers == dict.fromkeys(SECTORS, "")
