"""What the notebook and the command share: the day's folder, its file, the tables beside it, and the papers written there.

A table that people fill in is written once and never again; what is computed is written each time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from venture.days import example, groups, pages, tables
from venture.days.day import BadDay, Day
from venture.files import write_atomic
from venture.planfile.problems import Problem, meant
from venture.words import _

FILE = "day.yaml"
PAPERS = ("agenda", "groups", "sheets", "consultation", "slam", "harvest", "commitments")


def begin(path: Path) -> bool:
    """Write the example as the day's file, where there is none; whether it was written."""
    if path.exists():
        return False
    write_atomic(path, example.text())
    return True


class Work:
    """A day and the folder where its papers lie. ``load`` reads a table's cells; the command can read workbooks too."""

    def __init__(
        self,
        path: Path,
        load: Callable[[Path], list[list[str]]] | None = None,
        day: Day | None = None,
        given: Mapping[str, Path] | None = None,
    ) -> None:
        self.path = path
        self.given = dict(given or {})  # tables that lie elsewhere, by their names
        self.folder = path.parent
        self._load = load or (lambda place: tables.read(place.read_bytes(), place.name))
        if day is None:
            from venture.days.read import read  # with the reader of YAML, which the example in a browser does not need

            day = read(path)
        self.day = day

    def without(self, absent: Iterable[str]) -> Work:
        """The same day, with more people absent.

        Raises:
            BadDay: somebody of them is not among the people.
        """
        names = [one.name for one in self.day.people]
        absent = [str(one).strip() for one in absent]
        if strangers := [one for one in absent if one not in names]:
            raise self.day.refuse([Problem("absent", one, _("Nobody of that name is among the people.") + " " + meant(one, names)) for one in strangers])  # fmt: skip
        day = dataclasses.replace(self.day, absent=tuple(dict.fromkeys((*self.day.absent, *absent))))
        return Work(self.path, self._load, day, self.given)

    def table(self, name: str) -> Path | None:
        """The table of that name that lies beside the day: a workbook's newer than CSV's where both are there."""
        if name in self.given:
            return self.given[name]
        found = [place for end in (".xlsx", ".csv") if (place := self.folder / f"{name}{end}").is_file()]
        return max(found, key=lambda place: place.stat().st_mtime, default=None)

    def harvest(self) -> list[tables.Finding]:
        """What was typed into the harvest table so far.

        Raises:
            BadDay: a cell of it is wrong.
        """
        place = self.table("harvest")
        return tables.harvest(self._cells(place), place.name) if place else []

    def commitments(self) -> list[tables.Commitment]:
        """The commitments of their own table, and those that the harvest holds of people who have none there.

        Raises:
            BadDay: a cell is wrong.
        """
        place = self.table("commitments")
        made = tables.commitments(self._cells(place), place.name) if place else []
        have = {one.who for one in made}
        return made + [one for one in tables.from_harvest(self.harvest()) if one.who not in have]

    def _cells(self, place: Path) -> list[list[str]]:
        try:
            return self._load(place)
        except OSError as error:
            raise BadDay([Problem("", "", _("The file cannot be read ({why}).").format(why=error.strerror))], place.name) from None  # fmt: skip

    def write(self, paper: str, seating: groups.Seating | None = None) -> list[Path]:
        """Write a paper and the tables that belong to it; which files were written."""
        day = self.day
        found = self.harvest() if paper == "harvest" else []
        made = self.commitments() if paper == "commitments" else []
        if paper == "groups":
            seating = seating or groups.seat(day)
        told = pages.papers(day, seating, found, made).get(paper)
        if told is None:
            raise day.refuse([Problem("projects", "", _("There is no project yet."), "- {name: Courtyard kitchen, owner: Anna}")])  # fmt: skip
        done = [self._put(f"{paper}.html", told())]
        if paper == "agenda":
            done.append(self._put("agenda.csv", pages.agenda_csv(day)))
        if paper == "groups":
            done.append(self._put("groups.csv", pages.groups_csv(day, seating)))
        if paper == "harvest" and not self.table("harvest"):
            done.append(self._put("harvest.csv", tables.blank_harvest(day)))
        if paper == "commitments" and not self.table("commitments"):
            done.append(self._put("commitments.csv", tables.commitments_csv(day, made)))
        return done

    def _put(self, name: str, told: str | bytes) -> Path:
        place = self.folder / name
        write_atomic(place, told)
        return place
