"""Mixed tables. Sectors, roles and sizes differ by at most one person between any two tables, which is the best there is.

Such a draw always exists: a table's share of a grid of sectors by roles can be rounded so that each cell, each row, each
column and the whole is the share rounded down or up (controlled rounding: whole-number flows in a network with whole
bounds), and what is left for the other tables is again such a grid. The lot decides the rest: the same number draws the same.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from venture.days.day import SECTORS, Day, Person
from venture.words import _, ngettext

LEAST = 3  # people at a table; fewer is no table
TRIES = 60  # draws among which the one with the fewest second meetings is taken

Table = tuple[Person, ...]
KEYS: tuple[Callable[[Person], object], ...] = (
    lambda one: "",
    lambda one: one.sector,
    lambda one: one.role,
    lambda one: (one.sector, one.role),
)


@dataclass(frozen=True)
class Seating:
    """The tables of each round. ``moved`` are ``(name, from, to)``, tables counted from 1, of those who change seats in the
    first round because somebody is absent; ``redrawn`` where that was not enough and the lot was drawn anew.
    """

    rounds: tuple[tuple[Table, ...], ...]
    moved: tuple[tuple[str, int, int], ...] = ()
    redrawn: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.rounds[0]

    @property
    def met_twice(self) -> int:
        """Pairs of people who sit together in more than one round."""
        return sum(times > 1 for times in _meetings(self.rounds).values())


def how_many(people: int, size: int) -> int:
    """So many tables that none has more than ``size`` people, nor fewer than three where that can be."""
    return max(1, min(-(-people // size), people // LEAST or 1))


def seat(day: Day, rounds: int = 3) -> Seating:
    """Tables for everybody who came. Who is absent leaves a gap, and a few people change seats to close it.

    Raises:
        BadDay: nobody is there.
    """
    from venture.planfile.problems import Problem

    if not day.present:
        raise day.refuse([Problem("people", "", _("There is nobody to put at a table."), "- {name: Anna, sector: civil, role: manager}")])  # fmt: skip
    many = how_many(len(day.people), day.table_size)
    planned = deal(day.people, many, day.seed)
    moved: list[tuple[str, int, int]] = []
    redrawn = False
    first = planned
    if day.absent:
        first = tuple(tuple(one for one in table if one.name not in day.absent) for table in planned)
        first = _mended(first) if len(day.present) >= LEAST * many else None
        redrawn = first is None
        if first is None:
            first = deal(day.present, how_many(len(day.present), day.table_size), day.seed)
        before = {one.name: at for at, table in enumerate(planned, 1) for one in table}
        moved = [(one.name, before[one.name], at) for at, table in enumerate(first, 1) for one in table if before[one.name] != at]  # fmt: skip
    drawn = [first]
    for number in range(1, rounds):
        if len(first) > 1:
            drawn.append(_next(day, drawn, number))
    return Seating(tuple(drawn), tuple(moved), redrawn)


def deal(people: Sequence[Person], tables: int, seed: int) -> tuple[Table, ...]:
    """Put people at so many tables by lot, as mixed as they allow."""
    lot = random.Random(seed)
    waiting: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for one in sorted(people, key=lambda one: one.name):
        waiting[one.sector, one.role].append(one)
    for cell in waiting.values():
        lot.shuffle(cell)
    made = []
    for left in range(tables, 0, -1):
        share = _share({cell: len(names) for cell, names in waiting.items()}, left, lot)
        table = [waiting[cell].pop() for cell, count in sorted(share.items()) for _one in range(count)]
        made.append(tuple(sorted(table, key=_order)))
    lot.shuffle(made)
    return tuple(made)


def _order(one: Person) -> tuple[int, str]:
    return SECTORS.index(one.sector), one.name


def _share(counts: dict[tuple[str, str], int], tables: int, lot: random.Random) -> dict[tuple[str, str], int]:
    """One table's people of each cell: cells, rows, columns and the whole are the share rounded down or up."""
    rows, columns = Counter[str](), Counter[str]()
    for (sector, role), count in counts.items():
        rows[sector] += count
        columns[role] += count
    arcs: list[tuple[object, object, int]] = [("in", ("s", one), n) for one, n in rows.items()]
    arcs += [(("s", sector), ("r", role), n) for (sector, role), n in counts.items()]
    arcs += [(("r", one), "out", n) for one, n in columns.items()]
    arcs.append(("out", "in", sum(counts.values())))
    lot.shuffle(arcs)
    flow = _circulation([(a, b, n // tables, -(-n // tables)) for a, b, n in arcs])
    return {cell: flow[("s", cell[0]), ("r", cell[1])] for cell in counts}


def _circulation(arcs: list[tuple[object, object, int, int]]) -> dict[tuple[object, object], int]:
    """A whole-number flow in a circle within each arc's bounds (there is one): bounds first, then paths that even it out."""
    flow = {(a, b): low for a, b, low, _high in arcs}
    room: dict[object, dict[object, int]] = defaultdict(dict)
    surplus = Counter[object]()
    for a, b, low, high in arcs:
        room[a][b] = high - low
        room[b].setdefault(a, 0)
        surplus[b] += low
        surplus[a] -= low
    while short := next((node for node, value in surplus.items() if value > 0), None):
        came = {short: short}
        queue = [short]
        for node in queue:
            for to, free in room[node].items():
                if free > 0 and to not in came:
                    came[to] = node
                    queue.append(to)
        goal = next(node for node in queue if surplus[node] < 0)
        surplus[short] -= 1
        surplus[goal] += 1
        while goal != short:
            back = came[goal]
            room[back][goal] -= 1
            room[goal][back] += 1
            if (back, goal) in flow:
                flow[back, goal] += 1
            else:
                flow[goal, back] -= 1
            goal = back
    return flow


# --- somebody is absent


def _cost(tables: Sequence[Sequence[Person]]) -> int:
    """Sum of squares of all counts: least exactly where no two tables differ by more than one in any of them."""
    return sum(n * n for table in tables for key in KEYS for n in Counter(map(key, table)).values())


def even(tables: Sequence[Sequence[Person]]) -> bool:
    """Whether no two tables differ by more than one in size, in a sector, in a role, or in a sector's role."""
    for key in KEYS:
        counts = [Counter(map(key, table)) for table in tables]
        for name in {name for count in counts for name in count}:
            here = [count[name] for count in counts]
            if max(here) - min(here) > 1:
                return False
    return True


def _mended(tables: Sequence[Table]) -> tuple[Table, ...] | None:
    """The same tables after moves and swaps, the most useful first; None where none helps. Not always the fewest there are."""
    now = [list(table) for table in tables]
    while not even(now):
        best: tuple[int, bool] = (0, False)  # what is gained, and whether one person alone changes seats
        change = None
        for here, there in permutations(range(len(now)), 2):
            before = _cost([now[here], now[there]])
            for one in tuple(now[here]):
                for other in (None, *now[there]) if here < there else (None,):
                    _swap(now, here, there, one, other)
                    found = (before - _cost([now[here], now[there]]), other is None)
                    _swap(now, there, here, one, other)
                    if found > best:
                        best, change = found, (here, there, one, other)
        if change is None:
            return None
        _swap(now, *change)
    return tuple(tuple(sorted(table, key=_order)) for table in now)


def _swap(tables: list[list[Person]], here: int, there: int, one: Person, other: Person | None) -> None:
    tables[here].remove(one)
    tables[there].append(one)
    if other is not None:
        tables[there].remove(other)
        tables[here].append(other)


# --- further rounds


def _meetings(rounds: Iterable[Iterable[Table]]) -> Counter[tuple[str, str]]:
    return Counter(_pair(a, b) for tables in rounds for table in tables for a, b in combinations(table, 2))


def _pair(a: Person, b: Person) -> tuple[str, str]:
    return (a.name, b.name) if a.name < b.name else (b.name, a.name)


def _next(day: Day, drawn: list[tuple[Table, ...]], number: int) -> tuple[Table, ...]:
    """The next round: of many draws the one in which the fewest meet again, then bettered by exchanging people who are alike."""
    met = _meetings(drawn)
    tries = (deal(day.present, len(drawn[0]), day.seed * 1009 + number * 101 + at) for at in range(TRIES))
    now = [list(table) for table in min(tries, key=lambda tables: sum(met[pair] ** 2 for pair in _meetings([tables])))]

    def again(one: Person, table: list[Person], but: Person) -> int:
        return sum(met[_pair(one, other)] ** 2 for other in table if other not in (one, but))

    bettered = True
    while bettered:
        bettered = False
        for a, b in combinations(range(len(now)), 2):
            for one in tuple(now[a]):
                for other in tuple(now[b]):
                    if one in now[a] and other in now[b] and (one.sector, one.role) == (other.sector, other.role):
                        before = again(one, now[a], one) + again(other, now[b], other)
                        if again(one, now[b], other) + again(other, now[a], one) < before:
                            _swap(now, a, b, one, other)
                            bettered = True
    return tuple(tuple(sorted(table, key=_order)) for table in now)


# --- the proof


def proof(tables: Sequence[Table]) -> list[str]:
    """What makes these tables as mixed as the people allow, in sentences that anybody can count after."""
    people = [one for table in tables for one in table]
    many = len(tables)
    said = [_("{people} people at {tables}: {each} at each.").format(people=len(people), tables=ngettext("{n} table", "{n} tables", many).format(n=many), each=_range(len(people), many))]  # fmt: skip
    for sector in SECTORS:
        count = sum(one.sector == sector for one in people)
        if not count:
            said.append(_("Nobody of the {sector} sector came, so no table has one.").format(sector=sector))
        elif count < many:
            says = _("{sector}: {count} for {many} tables, so {without} without; no draw can do better.")
            said.append(says.format(sector=sector, count=count, many=many, without=many - count))
        else:
            said.append(_("{sector}: {count}, so {each} at each table.").format(sector=sector, count=count, each=_range(count, many)))  # fmt: skip
    said.append(
        _("Between any two tables sectors, roles and sizes differ by one person at most.")
        if even(tables)
        else _("These tables are not even; draw again.")
    )
    return said


def _range(count: int, many: int) -> str:
    low, high = count // many, -(-count // many)
    return str(low) if low == high else _("{low} or {high}").format(low=low, high=high)
