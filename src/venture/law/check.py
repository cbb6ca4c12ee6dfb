"""Is a pack fit to be shown? `check` names every place that is not.

A pack fails on: a fault of its form (`venture.law.read`), a fact that has ended, facts that nobody has checked for a
year, a number of the law outside of ``facts``, a fact or source that nothing uses, a language it lacks words in,
fewer than five golden cases, one that comes out otherwise, and a JSON copy that is not the YAML's. `pages` looks at
the uses of facts in lessons and in the book.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path

from venture.law import golden, packed, uses
from venture.law.expressions import Expression
from venture.law.pack import Pack
from venture.law.read import BadPack, document
from venture.law.reading import build, entries, used
from venture.law.shape import Fault
from venture.law.shipped import HERE
from venture.planfile.problems import Problem
from venture.words import _

PLAIN = (0.0, 1.0, 12.0)  # numbers that an expression may write itself: none, all, the months of a year


def check(path: Path, on: datetime.date) -> list[Problem]:
    """Every fault of the pack in a YAML file and of its golden cases, on a day."""
    try:
        made = document(path)
    except BadPack as wrong:
        return list(wrong.problems)
    pack, faults = build(made.data)
    if pack is None:
        return [made.problem(one) for one in faults]
    problems = [made.problem(one) for one in (*_age(pack, on), *_numbers(pack), *_unused(pack), *_languages(pack))]
    return [*problems, *_golden(pack, path), *_copy(pack, path)]


def _age(pack: Pack, on: datetime.date) -> Iterator[Fault]:
    checked = pack.pack.checked_on
    if (on.year, on.month, on.day) > (checked.year + 1, checked.month, checked.day):
        yield Fault(("pack", "checked_on"), checked.isoformat(), _("The facts were last checked more than twelve months before {day}. Check them, then set the day.").format(day=on.isoformat()))  # fmt: skip
    for key, fact in pack.facts.items():
        if fact.valid_to and fact.valid_to < on:
            yield Fault(("facts", key, "valid_to"), fact.valid_to.isoformat(), _("The fact has ended before {day}. Find what holds now.").format(day=on.isoformat()))  # fmt: skip
        due = [one.since for one in fact.next if one.since <= on]
        if due:
            yield Fault(("facts", key, "next"), due[-1].isoformat(), _("A later value is in force on {day}: make it the fact's own.").format(day=on.isoformat()))  # fmt: skip


def _numbers(pack: Pack) -> Iterator[Fault]:
    """Every number of the law stands under facts."""
    for place, _takes, value in entries(pack, ()):
        for number in value.numbers if isinstance(value, Expression) else ():
            if number not in PLAIN:
                says = _("A number of the law stands under facts, with its source; write its name here.")
                yield Fault(place, value.text, says, "revenue <= npd_limit")


def _unused(pack: Pack) -> Iterator[Fault]:
    for key in pack.facts.keys() - used(pack):
        yield Fault(
            ("facts", key), "", _("Nothing uses this fact. Name it in a form, a test or a note, or take it out.")
        )
    named = {key for _place, takes, value in entries(pack, ()) if takes.to == "sources" for key in value}
    for key in pack.sources.keys() - named:
        yield Fault(("sources", key), "", _("Nothing names this source. Take it out."))


def _languages(pack: Pack) -> Iterator[Fault]:
    """The names of forms are there in every language that the pack promises; other words may fall back to English."""
    for form in pack.forms:
        for language in pack.pack.languages:
            if language not in form.name:
                yield Fault(("forms", form.id, "name"), "", _("The pack promises “{language}”, and this name lacks it.").format(language=language))  # fmt: skip


def _golden(pack: Pack, path: Path) -> list[Problem]:
    beside = golden.beside(path)
    if not beside.exists():
        says = _("The pack has no golden cases: {file} is missing beside it.").format(file=beside.name)
        return [Problem("", "", says)]
    try:
        cases, made = golden.read(beside)
    except BadPack as wrong:
        return list(wrong.problems)
    found = [made.problem(one) for one in golden.faults(pack, cases)]
    return [dataclasses.replace(one, field=f"{beside.name} / {one.field}") for one in found]


def _copy(pack: Pack, path: Path) -> list[Problem]:
    if path.resolve().parent != HERE.resolve() or path.stem.startswith("_"):
        return []
    copy = path.with_suffix(".json")
    if copy.exists() and copy.read_text("utf-8") == packed.text(pack):
        return []
    says = _("{file} is not what this file says. Write it anew: python -m venture.law.packed").format(file=copy.name)
    return [Problem("", "", says)]


def pages(root: Path) -> list[str]:
    """Every wrong use of a fact in the kit's lessons and pages."""
    packs = uses.shipped()
    return [
        f"{use.file.relative_to(root)}, {_('line {line}').format(line=use.line)}: {says}"
        for use in uses.uses(uses.pages(root))
        if (says := uses.wrong(use, packs))
    ]
