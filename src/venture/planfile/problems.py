"""What is wrong with a plan, said so that its author can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from venture.words import _, ngettext

MOST = 20  # more than that nobody mends in one go
SHOWN = 60  # characters of what was found


def shorten(text: str) -> str:
    text = " ".join(text[: 4 * SHOWN].split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or nothing."""
    known = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(name[:200].casefold(), known, n=1, cutoff=0.5)
    return known[found[0]] if found else ""


def meant(name: str, known: Iterable[str]) -> str:
    """The sentence that offers the nearest of the known names, or lists a few of them."""
    known = list(known)
    if close := nearest(name, known):
        return _("Did you mean “{name}”?").format(name=close)
    if not known:
        return _("The plan has none yet.")
    some = ", ".join(known[:30])
    return _("Known here: {names}.").format(names=some + ("…" if len(known) > 30 else ""))


@dataclass(frozen=True)
class Problem:
    """One place that is wrong. ``line`` and ``column`` count from 1; 0 where there is no file."""

    field: str
    found: str
    allowed: str
    example: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        where = [_("line {line}").format(line=self.line)] if self.line else []
        where += [self.field] if self.field else []
        said = [_("found “{found}”.").format(found=self.found)] if self.found else []
        said += [self.allowed]
        said += [_("For example: {example}").format(example=self.example)] if self.example else []
        return (", ".join(where) + ": " if where else "") + " ".join(said)


class BadPlan(ValueError):
    """The plan cannot be taken as it is. ``problems`` has every place, in the order of the file.

    Files of another kind that are read with the plan's tree have an error of their own below this one.
    """

    what = _("plan")  # that the file holds

    def __init__(self, problems: Iterable[Problem], name: str = "", note: str = ""):
        found = sorted(problems, key=lambda one: (one.line, one.column))
        self.more = len(found) > MOST
        self.problems = tuple(found[:MOST])
        self.name, self.note = name, note
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = ngettext("{count} thing to mend", "{count} things to mend", count).format(count=count)
        lines = [f"{self.name}: {head}" if self.name else head]
        lines += [f"  {one}" for one in self.problems]
        lines += ["  " + _("… and more; mend these first.")] if self.more else []
        lines += [self.note] if self.note else []
        return "\n".join(lines)
