"""The day's file: YAML, read with the line of everything that is wrong. The people may stand in a CSV file beside it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from venture import dates
from venture.days import tables
from venture.days.day import EVERYBODY, BadDay, Day, Person, Project, Session
from venture.days.formats import FORMATS
from venture.planfile.problems import Problem, meant, shorten
from venture.planfile.tree import Node, Rows, Scalar, Source, Table, content, decode, is_empty
from venture.words import _

STOPS = 12
FIELDS = ("name", "town", "area", "date", "start", "end", "rooms", "agenda", "people", "absent", "table_size", "seed", "stops", "projects", "follow_up")  # fmt: skip
SESSION = ("format", "minutes", "title", "room", "host", "for", "at")
PERSON = ("name", "sector", "role")
PROJECT = ("name", "owner")


def read(path: Path) -> Day:
    """The day of a file.

    Raises:
        BadDay: it cannot be taken; every place is named with its line.
    """
    try:
        raw = content(path)
    except FileNotFoundError:
        says = _("There is no such file. Begin one with: school days begin")
        raise BadDay([Problem("", "", says)], path.name) from None
    except OSError as error:
        says = _("The file cannot be read ({why}).").format(why=error.strerror)
        raise BadDay([Problem("", "", says)], path.name) from None
    return parse(raw, path.name, path.parent)


def parse(raw: bytes, name: str = "day.yaml", beside: Path | None = None) -> Day:
    """The day of a text. ``beside`` is the folder where a table of people may lie.

    Raises:
        BadDay: it cannot be taken; every place is named with its line.
    """
    return _Reader(Source(decode(raw, name, BadDay), name, BadDay), beside).day()


class _Reader:
    def __init__(self, source: Source, beside: Path | None) -> None:
        self.source, self.name, self.beside = source, source.name, beside
        self.wrong: list[Problem] = list(source.problems)

    def refuse(self, node: Node, field: str, found: str, says: str, example: str = "") -> None:
        self.wrong.append(self.source.problem(node, field, says, example, shorten(found)))

    def day(self) -> Day:
        root = self.source.root
        if not isinstance(root, Table):
            raise BadDay([Problem("", "", _("The file holds no day. Begin one with: school days begin"))], self.name)
        self._known(root, FIELDS, "")
        get = root.get
        told: dict[str, Any] = {
            "name": self._text(get("name"), "name") or _("The day"),
            "town": self._text(get("town"), "town"),
            "area": self._text(get("area"), "area"),
            "file": self.name,
        }
        for field, read_one in (("date", self._date), ("start", self._clock), ("end", self._clock)):
            if (node := get(field)) is None:
                example = {"date": "2027-05-15", "start": '"09:30"', "end": '"17:00"'}[field]
                self.wrong.append(Problem(field, "", _("This is missing."), f"{field}: {example}"))
            else:
                told[field] = read_one(node, field)
        told["rooms"] = self._rooms(get("rooms"))
        told["people"] = self._people(get("people"))
        names = [one.name for one in told["people"]]
        told["absent"] = tuple(self._one_of(node, f"absent {at}", names) for at, node in self._rows(get("absent"), "absent"))  # fmt: skip
        told["agenda"] = tuple(self._session(node, at) for at, node in self._rows(get("agenda"), "agenda"))
        told["stops"] = tuple(self._text(node, f"stops {at}") for at, node in self._rows(get("stops"), "stops", STOPS))
        told["projects"] = tuple(self._project(node, at, names) for at, node in self._rows(get("projects"), "projects"))
        if (node := get("table_size")) is not None:
            told["table_size"] = self._whole(node, "table_size", 3, 12, "6")
        if (node := get("seed")) is not None:
            told["seed"] = self._whole(node, "seed", 0, 1_000_000, "1")
        if (node := get("follow_up")) is not None:
            told["follow_up"] = tuple(sorted({self._whole(one, f"follow_up {at}", 1, 365, "[7, 14, 30]") for at, one in self._rows(node, "follow_up", 6)}))  # fmt: skip
        if told["area"]:
            self._area(get("area"), told["area"])
        twice = {one.name for one in told["projects"] if [p.name for p in told["projects"]].count(one.name) > 1}
        for name in sorted(twice):
            self.wrong.append(Problem("projects", name, _("Two projects have this name. Give each its own.")))
        if self.wrong:
            raise BadDay(self.wrong, self.name)
        return Day(**told)

    # --- parts

    def _rooms(self, node: Node | None) -> dict[str, int]:
        if is_empty(node):
            return {}
        if not isinstance(node, Table):
            self.refuse(node, "rooms", _shown(node), _("Rooms are names with their seats."), "rooms: {hall: 60, library: 20}")  # fmt: skip
            return {}
        return {one.key.text: self._whole(one.value, f"rooms, {one.key.text}", 0, 5000, "hall: 60") for one in node.entries}  # fmt: skip

    def _session(self, node: Node, at: int) -> Session:
        line = self.source.place(node.start)[0]
        field = f"agenda {at}"
        if isinstance(node, Scalar):
            return Session(self._one_of(node, field, FORMATS), line=line)
        get = self._table(node, field, SESSION, "- format: breakfast")
        one, minutes, clock = get("format"), get("minutes"), get("at")
        if one is None:
            self.refuse(node, field, "", _("It says no format."), "- format: breakfast")
        return Session(
            self._one_of(one, f"{field}, format", FORMATS) if one is not None else "session",
            None if minutes is None else self._whole(minutes, f"{field}, minutes", 1, 720, "minutes: 90"),
            self._text(get("title"), f"{field}, title"),
            self._text(get("room"), f"{field}, room"),
            self._text(get("host"), f"{field}, host"),
            self._text(get("for"), f"{field}, for") or EVERYBODY,
            None if clock is None else self._clock(clock, f"{field}, at"),
            line,
        )

    def _people(self, node: Node | None) -> tuple[Person, ...]:
        if isinstance(node, Scalar) and not node.empty:
            return self._people_file(node)
        made: dict[str, Person] = {}
        for at, one in self._rows(node, "people", tables.MOST_PEOPLE):
            get = self._table(one, f"people {at}", PERSON, "- {name: Anna, sector: civil, role: manager}")
            person = Person(self._text(get("name"), "name"), self._text(get("sector"), "sector").casefold(), self._text(get("role"), "role"))  # fmt: skip
            for field, found, says in tables.person_problems(person):
                self.refuse(get(field) or one, f"people {at}, {field}", found, says)
            if person.name in made:
                self.refuse(one, f"people {at}, name", person.name, _("This name is there already. Add a number: {name} 2.").format(name=person.name))  # fmt: skip
            made[person.name] = person
        return tuple(made.values())

    def _people_file(self, node: Scalar) -> tuple[Person, ...]:
        path = (self.beside or Path()) / node.text
        if Path(node.text).name != node.text or path.suffix.casefold() != ".csv":
            self.refuse(
                node, "people", node.text, _("Name a CSV file that lies beside this one."), "people: people.csv"
            )
            return ()
        try:
            return tables.people(tables.read(path.read_bytes(), path.name), path.name)
        except OSError:
            self.refuse(node, "people", node.text, _("There is no such file beside this one."))
        except BadDay as bad:
            for one in bad.problems:
                self.wrong.append(Problem(f"{node.text}, {one.field}" if one.field else node.text, one.found, one.allowed, one.example, one.line))  # fmt: skip
        return ()

    def _project(self, node: Node, at: int, names: list[str]) -> Project:
        if isinstance(node, Scalar):
            return Project(self._text(node, f"projects {at}"))
        get = self._table(node, f"projects {at}", PROJECT, "- {name: Courtyard kitchen, owner: Anna}")
        if get("name") is None:
            self.refuse(node, f"projects {at}", "", _("It has no name."), "- {name: Courtyard kitchen, owner: Anna}")
        owner = get("owner")
        return Project(self._text(get("name"), f"projects {at}, name"), self._one_of(owner, f"projects {at}, owner", names) if not is_empty(owner) else "")  # fmt: skip

    def _area(self, node: Node, area: str) -> None:
        from venture.region import areas

        known = [one.id for one in areas()]
        if area not in known:
            self.refuse(node, "area", area, _("The calendars here are: {names}. Leave it out where yours is not among them.").format(names=", ".join(known)))  # fmt: skip

    # --- values

    def _known(self, table: Table, names: tuple[str, ...], field: str) -> None:
        for one in table.entries:
            if one.key.text not in names:
                where = f"{field}, {one.key.text}" if field else one.key.text
                says = _("There is no such entry.") + " " + meant(one.key.text, names)
                if names is PERSON:
                    says = _("Of people only name, sector and role are kept. Delete this entry.")
                self.refuse(one.key, where, one.key.text, says)

    def _table(self, node: Node, field: str, names: tuple[str, ...], example: str) -> Callable[[str], Node | None]:
        if isinstance(node, Table):
            self._known(node, names, field)
            return node.get
        self.refuse(node, field, _shown(node), _("Entries with names are wanted here."), example)
        return lambda _name: None

    def _rows(self, node: Node | None, field: str, most: int = 60) -> list[tuple[int, Node]]:
        if is_empty(node):
            return []
        if not isinstance(node, Rows):
            self.refuse(node, field, _shown(node), _("A list is wanted here: a line for each, with a hyphen in front."))
            return []
        if len(node.items) > most:
            self.refuse(node, field, str(len(node.items)), _("These are too many; {n} are the most.").format(n=most))
        return list(enumerate(node.items, 1))[:most]

    def _text(self, node: Node | None, field: str) -> str:
        if is_empty(node):
            return ""
        if not isinstance(node, Scalar):
            self.refuse(node, field, _shown(node), _("One text is wanted here."))
            return ""
        text = " ".join(node.text.split())
        if len(text) > 200:
            self.refuse(node, field, text, _("This is too long for a sheet; 200 letters are the most."))
        return text

    def _whole(self, node: Node | None, field: str, low: int, high: int, example: str) -> int:
        text = self._text(node, field)
        if re.fullmatch(r"\d{1,7}", text) and low <= int(text) <= high:
            return int(text)
        self.refuse(node, field, text, _("A whole number from {low} to {high} is wanted.").format(low=low, high=high), example)  # fmt: skip
        return low

    def _clock(self, node: Node | None, field: str) -> int:
        text = self._text(node, field)
        found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", text)
        if found:
            return int(found[1]) * 60 + int(found[2])
        self.refuse(node, field, text, _("A time of day is wanted."), '"09:30"')
        return 0

    def _date(self, node: Node | None, field: str) -> datetime.date:
        text = self._text(node, field)
        try:
            if 2000 <= (found := dates.day(text)).year <= 2100:
                return found
        except ValueError:
            pass
        self.refuse(node, field, text, _("A date is wanted: year, month, day."), "2027-05-15")
        return datetime.date.min

    def _one_of(self, node: Node | None, field: str, names: Any) -> str:
        text = self._text(node, field)
        if text not in names:
            self.refuse(
                node, field, text or _shown(node), meant(text, names) if names else _("There are no people yet.")
            )
        return text


def _shown(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else type(node).__name__.lower()
