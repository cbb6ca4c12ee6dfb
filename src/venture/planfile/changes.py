"""What is different between two plans, for people."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from venture.plan import CoachNote, Plan, title
from venture.plan_fields import Spec, specs
from venture.planfile import render
from venture.planfile.problems import shorten
from venture.planfile.walk import segment
from venture.words import _

MONTHS = (
    _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"), _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One difference. ``kind`` is changed, added, removed, renamed, moved or note; ``where`` is the path to it.

    Of a note, ``label`` is the section, ``was`` who said it and when, ``now`` all of what was said.
    """

    kind: str
    where: tuple[str, ...]
    label: str
    was: str = ""
    now: str = ""

    def __str__(self) -> str:
        if self.kind == "note":
            return _("new note on {section} ({who}): {text}").format(section=self.label, who=self.was, text=self.now)
        what = ", ".join([*(part for part in self.where[1:-1] if not part.isdecimal()), self.label])
        says = {
            "changed": _("{what}: {was} → {now}"),
            "added": _("added to {what}: {now}"),
            "removed": _("removed from {what}: {was}"),
            "renamed": _("renamed in {what}: {was} → {now}"),
            "moved": _("moved in {what}: {now}"),
        }[self.kind]
        return says.format(what=what, was=self.was or _("nothing"), now=self.now or _("nothing"))


def changes(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Every difference, in the order of the file."""
    return tuple(_block(old, new, ()))


def text(found: tuple[Change, ...]) -> str:
    """The differences as lines."""
    return "\n".join(str(one) for one in found) or _("Nothing is different.")


def who_and_when(note: CoachNote) -> str:
    """Who said it, and on which day: "Oleg, 22 Nov"."""
    return ", ".join([*([note.by] if note.by else []), day(note.date)])


def day(date: datetime.date) -> str:
    """A day as people say it: 22 Nov."""
    return f"{date.day} {MONTHS[date.month - 1]}"


def _block(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Change]:
    for name, takes, _must in specs(type(new)):
        was, now, here = getattr(old, name), getattr(new, name), (*path, name)
        if was == now:
            continue
        if takes.kind == "part" or (takes.kind == "volume" and type(was) is type(now) is not tuple):
            yield from _block(was, now, here)
        elif takes.of is CoachNote:
            yield from _notes(takes, was, now, here)
        elif takes.kind == "parts":
            yield from _parts(takes, was, now, here)
        else:
            yield Change("changed", here, takes.label, _shown(takes, was), _shown(takes, now))


def _shown(takes: Spec, value: Any) -> str:
    if value is None or value == ():
        return ""
    return shorten(value if isinstance(value, str) else render.inline(takes, value))


def _parts(takes: Spec, old: tuple, new: tuple, path: tuple[str, ...]) -> Iterator[Change]:
    names = (
        [segment(one, index) for index, one in enumerate(old)],
        [segment(one, index) for index, one in enumerate(new)],
    )
    was, now = dict(zip(names[0], old, strict=True)), dict(zip(names[1], new, strict=True))
    gone = [name for name in was if name not in now]
    come = [name for name in now if name not in was]
    renamed = _renamed({name: was[name] for name in gone}, {name: now[name] for name in come})
    for name, item in now.items():
        if before := renamed.get(name):
            yield Change("renamed", (*path, name), takes.label, before, name)
            item_was = was[before]
            yield from (
                one for one in _block(item_was, item, (*path, name)) if one.where[-1] not in ("name", "role", "who")
            )
        elif name in was:
            yield from _block(was[name], item, (*path, name))
        else:
            yield Change("added", (*path, name), takes.label, now=_item(takes, item, name))
    for name in gone:
        if name not in renamed.values():
            yield Change("removed", (*path, name), takes.label, was=_item(takes, was[name], name))
    stay = [name for name in names[0] if name in now]
    order = [name for name in names[1] if name in was]
    for name in _moved(stay, order):
        yield Change("moved", (*path, name), takes.label, now=name)


def _notes(takes: Spec, old: tuple, new: tuple, path: tuple[str, ...]) -> Iterator[Change]:
    """Notes have no names: one that is not there yet is new, whole; one that is gone is removed."""
    gone, come = list(old), []
    for index, note in enumerate(new):
        if note in gone:
            gone.remove(note)
        else:
            come.append((index, note))
    for index, note in come:
        yield Change(
            "note", (*path, segment(note, index)), note.section, who_and_when(note), " ".join(note.text.split())
        )
    for note in gone:
        where = (*path, segment(note, old.index(note)))
        yield Change("removed", where, takes.label, f"{note.section} ({who_and_when(note)}): {shorten(note.text)}")
    if not gone and not come:
        yield Change("moved", (*path, "1"), takes.label, now=_("their order"))


def _item(takes: Spec, item: Any, name: str) -> str:
    return title(item) or shorten(render.inline(takes, (item,))[2:-2])


def _renamed(gone: dict[str, Any], come: dict[str, Any]) -> dict[str, str]:
    """New name to old, for items that are alike but for their name."""
    found: dict[str, str] = {}
    for new, item in come.items():
        for old, was in gone.items():
            if title(item) and old not in found.values() and _alike(was, item):
                found[new] = old
                break
    return found


def _alike(one: Any, other: Any) -> bool:
    """Do they have most of what was written about them in common, beside the name?"""
    names = {name for block in (one, other) for name, _spec, _value in render.given(block)} - {"name", "role", "who"}
    same = sum(getattr(one, name) == getattr(other, name) for name in names)
    return bool(names) and same * 2 > len(names)


def _moved(old: list[str], new: list[str]) -> list[str]:
    """What must be taken out of both so that the rest stands in one order."""
    moved = []
    while old != new:
        # The one that went farthest is said to have moved; the others only made room.
        far = max(new, key=lambda name: abs(new.index(name) - old.index(name)))
        moved.append(far)
        old, new = [one for one in old if one != far], [one for one in new if one != far]
    return moved
