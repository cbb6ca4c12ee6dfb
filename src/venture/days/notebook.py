"""What the facilitator's notebook calls: each call reads the day's file anew, shows a table, and writes the papers beside it.

In the book, and in a browser without YAML, the example stands in for the file, and nothing is written in the book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from venture import notes
from venture.days import agenda as agendas
from venture.days import example, follow_up, groups, pages, tables, work
from venture.days.day import BadDay
from venture.faces.box import in_the_book, note, put
from venture.slips import answer_slips
from venture.words import _


class Shown:
    """A table in the notebook, and in words where HTML is not shown."""

    def __init__(self, title: str, heads: Iterable[str], rows: Iterable[Iterable[object]], lines: Iterable[str] = ()) -> None:  # fmt: skip
        told = [list(heads), *(list(row) for row in rows)]
        kept = [at for at in range(len(told[0])) if len(told) == 1 or any(str(row[at]) for row in told[1:])]
        self.title = title
        self.heads, *self.rows = ([row[at] for at in kept] for row in told)  # without columns in which nothing stands
        self.lines = [one for one in lines if one]

    def __repr__(self) -> str:
        rows = [" | ".join(str(cell) for cell in row) for row in (self.heads, *self.rows)]
        return "\n".join([self.title, *rows, *self.lines])

    def _repr_html_(self) -> str:
        left = ' style="text-align:left;vertical-align:top"'
        head = "".join(f'<th scope="col"{left}>{escape(str(one))}</th>' for one in self.heads)
        lines = []
        for first, *rest in self.rows:
            cells = "".join(f"<td{left}>{escape(str(one))}</td>" for one in rest)
            lines.append(f'<tr><th scope="row"{left}>{escape(str(first))}</th>{cells}</tr>')
        said = f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in self.lines)}</ul>" if self.lines else ""
        return (
            f'<div style="overflow-x:auto" tabindex="0" role="group" aria-label="{escape(self.title, quote=True)}"><table><caption>{escape(self.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>{said}"
        )


def open_day() -> Room:
    """Begin: ``day = open_day()``. The day's file is ``my-work/day/day.yaml``; the first time it is the example."""
    answer_slips()
    room = Room()
    room.told()
    return room


class Room:
    """The notebook's day."""

    def __init__(self) -> None:
        self.path = notes.folder() / "day" / work.FILE
        self.example = in_the_book() or not _reads_yaml()
        self.absent: list[str] = []  # said to `groups`; what comes after it keeps to that

    def told(self) -> None:
        if in_the_book():
            return
        shown = f"{notes.folder().name}/day/{work.FILE}"
        if self.example:
            note("told", _("Here in the browser the example day is shown. For your own day work on your computer: “Get the kit” says how."))  # fmt: skip
        elif work.begin(self.path):
            note("told", _("Your day was begun: {file}. Double-click it in the list of files on the left to change it.").format(file=shown))  # fmt: skip
        else:
            note("told", _("Your day: {file}. Change it, save it, and run a cell again.").format(file=shown))

    def agenda(self) -> None:
        """The programme; what cannot be is refused with its line."""

        def show(here: work.Work) -> Shown:
            told = agendas.build(here.day)
            return Shown(_("Programme"), pages.AGENDA, pages.agenda_rows(told), [pages.sums(here.day, told), *told.notes])  # fmt: skip

        self._do("agenda", show)

    def groups(self, absent: Iterable[str] = (), rounds: int = 3) -> None:
        """Mixed tables. ``absent`` are names of people who did not come, from here on: ``day.groups(absent=["Timur"])``."""
        self.absent = [absent] if isinstance(absent, str) else [] if absent is ... else list(absent)
        seated: list[groups.Seating] = []

        def show(here: work.Work) -> Shown:
            seated.append(groups.seat(here.day, rounds))
            rows = [(_("Table {n}").format(n=at), ", ".join(f"{one.name} ({one.sector})" for one in table)) for at, table in enumerate(seated[0].tables, 1)]  # fmt: skip
            lines = [*groups.proof(seated[0].tables), pages.met_again(seated[0]) if rounds > 1 else "", *pages.moves(seated[0])]  # fmt: skip
            return Shown(_("Tables, round {n}").format(n=1), (_("table"), _("who")), rows, lines)

        self._do("groups", show, lambda here: here.write("groups", seated[0]))

    def sheets(self) -> None:
        """The observation sheets, one for each stop."""
        self._do("sheets", lambda here: Shown(_("Stops"), (_("stop"), _("place")), enumerate(here.day.stops, 1)))

    def consultation(self) -> None:
        """Who advises whom, in rounds of twelve minutes."""
        self._do("consultation", lambda here: Shown(_("Who advises whom"), pages.CONSULTATION, pages.consultation_rows(here.day)))  # fmt: skip

    def slam(self) -> None:
        """The running order of the pitch slam, to the second."""
        self._do("slam", lambda here: Shown(_("Pitch slam"), pages.SLAM, pages.slam_rows(here.day)))

    def harvest(self) -> None:
        """The harvest table: empty to fill in, then what was found, the most wanted first."""

        def show(here: work.Work) -> Shown:
            found = [] if self.example else here.harvest()
            rows = [(one.votes, one.kind, one.text, one.owner, one.step) for one in found]
            return Shown(_("Harvest"), (_("votes"), _("kind"), _("finding"), _("owner"), _("step")), rows, tables.unfinished(found) or ([] if found else [_("Nothing was typed into the table yet.")]))  # fmt: skip

        self._do("harvest", show)

    def commitments(self) -> None:
        """The follow-up dates, and what was promised so far."""

        def show(here: work.Work) -> Shown:
            rows = [(f"{one.after}", f"{one.plain:%a %d.%m.%Y}", f"{one.date:%a %d.%m.%Y}", one.why) for one in follow_up.dates(here.day)]  # fmt: skip
            made = [] if self.example else here.commitments()
            return Shown(_("Follow-up dates"), (_("days after"), _("date"), _("working day"), _("because")), rows, [*follow_up.notes(here.day), *(f"{one.who}: {one.step}" for one in made)])  # fmt: skip

        self._do("commitments", show)

    def print_all(self) -> None:
        """Write every paper; open them from the list of files and print."""
        for paper in work.PAPERS:
            self._do(paper, None)

    def _do(self, paper: str, show: Callable[[work.Work], Shown] | None, write: Any = None) -> None:  # fmt: skip
        try:
            here = work.Work(self.path, day=example.day() if self.example else None)
            here = here.without(self.absent)
            if show:
                put(show(here))
            if not in_the_book():
                done = write(here) if write else here.write(paper)
                shown = ", ".join(f"{notes.folder().name}/day/{one.name}" for one in done)
                note("told", _("Written: {files}.").format(files=shown))
        except BadDay as bad:
            note("unclear", str(bad))


def _reads_yaml() -> bool:
    from importlib.util import find_spec

    return find_spec("ruamel") is not None and find_spec("ruamel.yaml") is not None
