"""From plain data to a pack: block by block, then what must hold between blocks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from venture.law import pack as p
from venture.law import shape
from venture.law.expressions import Expression
from venture.law.shape import Fault, Place
from venture.words import _

RESERVED = frozenset(p.TESTS)


def build(data: Any) -> tuple[p.Pack | None, list[Fault]]:
    """The pack in plain data, or None, and every fault."""
    given = data.get("facts") if isinstance(data, dict) else None
    facts = frozenset(str(key) for key in given) if isinstance(given, dict) else frozenset()
    stages = {"needs": p.SCENARIO, "takes": p.TAKES, "tests": p.TESTS}
    pack, faults = shape.build(p.Pack, data, {stage: facts.union(names) for stage, names in stages.items()})
    if pack is None:
        return None, faults
    faults = [*_points(pack), *_facts(pack), *_twice(pack), *_takes(pack), *_words(pack)]
    return (None if faults else pack), faults


def _points(pack: p.Pack) -> Iterator[Fault]:
    """Every key must point at something."""
    tables = {
        "sources": pack.sources, "facts": pack.facts, "payroll.schemes": pack.payroll.schemes,
        "duties": {one.id for one in pack.duties}, "forms": {one.id for one in pack.forms},
        "status_tests": {one.id for one in pack.status_tests},
    }  # fmt: skip
    for place, takes, value in entries(pack, ()):
        wanted = (value,) if takes.kind == "key" else value if takes.kind == "keys" else ()
        for key in wanted:
            if key and takes.to in tables and key not in tables[takes.to]:
                says = _("There is none of that name under {table}.").format(table=takes.to.replace(".", " / "))
                yield Fault(place, key, says + " " + shape._near(key, tables[takes.to]))
    known = {*tables["status_tests"], *(one.id for one in pack.grants)}
    for form in pack.forms:
        for name in form.status_ok:
            if name not in known:
                says = _("There is no status test and no grant of that name.")
                yield Fault(("forms", form.id, "status_ok"), name, says + " " + shape._near(name, known))


def entries(value: Any, place: Place) -> Iterator[tuple[Place, shape.Takes, Any]]:
    """Every field of the pack: its place, what it takes, its value."""
    for one in dataclasses.fields(value):
        if "takes" not in one.metadata:
            continue
        takes, given, here = one.metadata["takes"], getattr(value, one.name), (*place, one.name)
        yield here, takes, given
        if takes.kind == "part" and given is not None:
            yield from entries(given, here)
        elif takes.kind in ("parts", "table"):
            items = given.items() if isinstance(given, Mapping) else ((getattr(item, "id", str(at + 1)), item) for at, item in enumerate(given))  # fmt: skip
            for name, item in items:
                yield from entries(item, (*here, name))


def _facts(pack: p.Pack) -> Iterator[Fault]:
    for key, fact in pack.facts.items():
        place = ("facts", key)
        if key in RESERVED:
            yield Fault(place, key, _("This name belongs to the scenario. Choose another."))
        if (fact.v is None) != (fact.conf == "N"):
            says = _("A fact has a value, or the mark N and none.")
            yield Fault((*place, "v"), fact.shown, says)
        if fact.conf in "CN" and not fact.note:
            says = _("A fact with the mark C or N needs a note: what is not certain, and where to look.")
            yield Fault(place, "", says, "note: Tax Code 346.21, not re-read")
        if not fact.src:
            yield Fault(place, "", _("A fact needs a source."), "src: tax_code")
        elif fact.conf in "AB" and not any(pack.sources[one].url for one in fact.src if one in pack.sources):
            says = _("A fact with the mark A or B needs a source with an address.")
            yield Fault((*place, "src"), ", ".join(fact.src), says)
        if fact.valid_to and fact.valid_to < fact.as_of:
            yield Fault((*place, "valid_to"), fact.valid_to.isoformat(), _("It ends before it begins."))
        days = [fact.as_of, *(one.since for one in fact.next)]
        if days != sorted(set(days)):
            yield Fault((*place, "next"), "", _("Later values stand in the order of their days, all after as_of."))


def _twice(pack: p.Pack) -> Iterator[Fault]:
    for table in ("forms", "status_tests", "duties", "licences", "grants", "notes", "simplified", "not_found"):
        seen: set[str] = set()
        for one in getattr(pack, table):
            if one.id in seen:
                yield Fault((table, one.id), one.id, _("This id stands twice."))
            seen.add(one.id)


def _takes(pack: p.Pack) -> Iterator[Fault]:
    for name, scheme in pack.payroll.schemes.items():
        place = ("payroll", "schemes", name)
        if bool(scheme.bands) == bool(scheme.bands_month):
            yield Fault(place, "", _("A scheme has bands of the year or bands of the month."))
        yield from _bands(scheme.bands or scheme.bands_month, place)
    for form in pack.forms:
        for at, take in enumerate(form.takes, 1):
            place = ("forms", form.id, "takes", str(at))
            bands = getattr(take, "bands", ()) or getattr(take, "levels", ())
            if hasattr(take, "rate") and (take.rate is None) == (not bands):
                yield Fault(place, "", _("One of the two is wanted: a rate, or a scale of rates."))
            yield from _bands(bands, place)
            if isinstance(take, p.Profit) and len({take.rate_high is None, take.low is None, take.high is None}) > 1:
                yield Fault(place, "", _("rate_high, low and high go together."))
            if isinstance(take, p.OwnerSocial) and take.fixed is None and take.pct is None:
                yield Fault(place, "", _("A fixed sum or a share is wanted."), "fixed: ip_fixed")
            if isinstance(take, p.Dividend) and (at < len(form.takes) or form.owner_gets != "dividends"):
                yield Fault(place, "", _("It comes last, in a form whose owner gets dividends."))


def _bands(bands: tuple[p.Band, ...], place: Place) -> Iterator[Fault]:
    for at, band in enumerate(bands, 1):
        if (band.upto is None) != (at == len(bands)):
            yield Fault(
                (*place, str(at)), "", _("Each band but the last has its upper limit."), "{upto: a_limit, rate: a_rate}"
            )


def _words(pack: p.Pack) -> Iterator[Fault]:
    """A ``{fact}`` in words must be there."""
    for place, takes, value in entries(pack, ()):
        if takes.kind == "words":
            for name in sorted(p.referred(value) - pack.facts.keys()):
                yield Fault(
                    place, "{" + name + "}", _("There is no fact of that name.") + " " + shape._near(name, pack.facts)
                )


def used(pack: p.Pack) -> frozenset[str]:
    """The facts that something in the pack uses: an expression, or words that print it."""
    blocks = (pack.payroll, pack.forms, pack.status_tests, pack.grants)
    names = {name for one in p.within(blocks, Expression) for name in one.names}
    for _place, takes, value in entries(pack, ()):
        if takes.kind == "words":
            names |= p.referred(value)
    return frozenset(names & pack.facts.keys())
