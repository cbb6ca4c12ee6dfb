"""Status tests: does the venture of a scenario meet what the law asks of, for instance, a social enterprise?"""

from __future__ import annotations

from dataclasses import dataclass

from venture.law.expressions import Expression
from venture.law.pack import Branch, Form, Known, NotKnown, Pack, StatusTest
from venture.numbers import say
from venture.words import _


@dataclass(frozen=True)
class Checked:
    """One condition: whether it holds, in the pack's words, and its two sides in numbers."""

    holds: bool | None  # None where a fact is not known
    says: str
    numbers: str


@dataclass(frozen=True)
class Way:
    """One way of meeting the test."""

    branch: Branch
    checked: tuple[Checked, ...]

    @property
    def met(self) -> bool | None:
        found = [one.holds for one in self.checked]
        return False if False in found else None if None in found else True


@dataclass(frozen=True)
class Status:
    """A test for one form. ``open`` is whether the form may hold the status at all (None: the pack does not say)."""

    test: StatusTest
    open: bool | None
    ways: tuple[Way, ...]

    @property
    def met(self) -> bool:
        """By its numbers, and as far as numbers can tell: see the test's ``also``."""
        return self.open is not False and any(way.met for way in self.ways)


def test(pack: Pack, rules: StatusTest, form: Form | None, values: Known) -> Status:
    """The test for a form. ``values`` hold facts and scenario, and what its year came to where that is known."""
    ways = tuple(
        Way(branch, tuple(_check(pack, one.that, pack.text(one.says), values) for one in branch.all))
        for branch in rules.any_of
    )
    return Status(rules, form.status_ok.get(rules.id) if form else None, ways)


def _check(pack: Pack, that: Expression, says: str, values: Known) -> Checked:
    try:
        holds = that.holds(values)
    except NotKnown:
        holds = None
    return Checked(holds, says, numbers(that, values))


def numbers(that: Expression, values: Known) -> str:
    """The comparisons of a condition with what stands on both sides: "0.67 ≥ 0.5"."""
    shown = []
    for one in that.compared:
        sides = one.sides(values)
        shown.append(_("{text}: {left} and {right}").format(text=one.text, left=say(sides[0]), right=say(sides[1])) if sides else _("{text}: no value").format(text=one.text))  # fmt: skip
    return "; ".join(shown)
