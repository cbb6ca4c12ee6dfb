"""Golden cases of a pack: worked by hand, and held against what the kit computes.

They lie beside the pack as ``NAME.golden.yaml``: inputs, expected results, the working in words, and who reviewed it.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path

from venture.law import shape as a
from venture.law.compare import Line, one_form, statuses
from venture.law.pack import Pack, block
from venture.law.read import BadPack, Document, document
from venture.law.scenario import Scenario
from venture.law.shape import Fault
from venture.numbers import say
from venture.words import _

ENOUGH = 5
CLOSE = 0.01  # of the currency: a kopeck, a penny, a cent
RESULTS = ("owner", "mission", "payroll_charges", "taxes", "owner_social", "left", "bars", "gaps", "met")


@block
class Case:
    id: str = a.entry("name", _("name"))
    form: str = a.key(_("form; none where only the status tests are meant"), "forms", "")
    says: str = a.text(_("what it shows"), "")
    on: datetime.date | None = a.date(_("day, where the law of a later day is meant"), None)
    scenario: dict[str, float] = a.entry("numbers", _("inputs"), example="{revenue: 6000000}")
    set: dict[str, float] = a.entry("numbers", _("facts with another value"), {})
    state: str = a.choice(_("how it ends"), ("open", "barred", "unknown"), "open")
    expected: dict[str, float] = a.entry("numbers", _("results"), {}, example="{owner: 681005}")
    working: str = a.text(_("the working, in words"))


@block
class Golden:
    pack: str = a.text(_("name of the pack"))
    reviewed_by: str = a.text(_("who reviewed the cases"), example="not yet reviewed by a lawyer")
    cases: tuple[Case, ...] = a.parts(_("cases"), Case)


def beside(pack_file: Path) -> Path:
    return pack_file.with_name(f"{pack_file.stem}.golden.yaml")


def read(path: Path) -> tuple[Golden, Document]:
    """The cases in a file, and the document that knows their lines.

    Raises:
        BadPack: with every place that is wrong.
    """
    made = document(path)
    golden, faults = a.build(Golden, made.data, {})
    if golden is None:
        raise BadPack([made.problem(one) for one in faults], made.name)
    return golden, made


def faults(pack: Pack, golden: Golden) -> Iterator[Fault]:
    """What is wrong with the cases of a pack: too few of them, or results that differ."""
    if golden.pack != pack.name:
        yield Fault(("pack",), golden.pack, _("These cases must belong to {pack}.").format(pack=pack.name))
    if len(golden.cases) < ENOUGH:
        yield Fault(("cases",), str(len(golden.cases)), _("At least {count} cases are wanted.").format(count=ENOUGH))
    for case in golden.cases:
        yield from _case(pack, case)


def result(pack: Pack, case: Case) -> tuple[Line | None, dict[str, float | None]]:
    """The case's form in the case's scenario, and its results by name; ``met`` counts the status tests that are met.

    Raises:
        LookupError, ValueError: the case names what does not exist.
    """
    on = pack.changed(**case.set) if case.set else pack
    on = on.on(case.on) if case.on else on
    scenario = Scenario(**case.scenario)
    line = one_form(on, on.form(case.form), scenario) if case.form else None
    found = {name: getattr(line, name) for name in RESULTS[:6]} if line else {}
    found |= {"bars": float(len(line.bars)), "gaps": float(len(line.gaps))} if line else {}
    return line, {**found, "met": float(sum(one.met for one in statuses(on, case.form, scenario)))}


def _case(pack: Pack, case: Case) -> Iterator[Fault]:
    place = ("cases", case.id)
    unknown = case.scenario.keys() - {one.name for one in dataclasses.fields(Scenario)}
    if unknown or "revenue" not in case.scenario:
        names = ", ".join(one.name for one in dataclasses.fields(Scenario))
        yield Fault((*place, "scenario"), ", ".join(sorted(unknown)), _("Known inputs: {names}; revenue is needed.").format(names=names))  # fmt: skip
        return
    try:
        line, found = result(pack, case)
    except (LookupError, ValueError) as error:
        yield Fault(place, "", str(error.args[0]))
        return
    if line and line.state != case.state:
        why = line.missing or "; ".join(one.says for one in line.bars)
        yield Fault((*place, "state"), case.state, _("The kit says {state}. {why}").format(state=line.state, why=why))
    if case.state == "open" and not case.expected:
        yield Fault((*place, "expected"), "", _("Results are wanted: {names}.").format(names=", ".join(RESULTS)))
    for name, expected in case.expected.items():
        if name not in found:
            yield Fault((*place, "expected", name), name, _("Known results: {names}.").format(names=", ".join(found)))
        elif found[name] is None or abs(found[name] - expected) > CLOSE:
            got = _("nothing") if found[name] is None else say(found[name], most=2)
            yield Fault((*place, "expected", name), say(expected, most=2), _("The kit computes {got}.").format(got=got))
