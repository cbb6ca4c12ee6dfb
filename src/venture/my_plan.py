"""The student's own plan: `my-work/plan.yaml`, which every module writes a section of.

A lesson says with a `Section` what its answers mean in the plan. What the student changes in the file by hand stays:
only what they answer now is written, and what they leave blank is read from the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from venture import notes
from venture.numbers import say
from venture.plan import Plan, load, save
from venture.words import _

if TYPE_CHECKING:
    from venture.forecast import Forecast

NAME = "plan.yaml"
SHOWN = 8  # changes that a person reads in a box


@dataclass(frozen=True)
class Section:
    """What a lesson's answers mean in the plan.

    ``write`` gives the plan with the answers in it; ``read`` gives the answers that stand in a plan.
    ``firsts`` names the answers that speak of the first of several entries, which a 0 takes out, each with its terms.
    """

    write: Callable[[Plan, Mapping[str, Any]], Plan]
    read: Callable[[Plan], Mapping[str, Any]]
    firsts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def path() -> Path:
    return notes.folder() / NAME


def current() -> Plan:
    """The student's plan, or the blank one they begin with.

    Raises:
        venture.planfile.BadPlan: the file cannot be read; it is left as it is.
    """
    from venture import cases

    return load(path()) if path().exists() else cases.load("blank")


def answers(section: Section) -> dict[str, Any]:
    """The lesson's answers that the student has in their plan; what the blank plan holds is nobody's answer."""
    from venture import cases

    blank = section.read(cases.load("blank"))
    return {name: value for name, value in section.read(current()).items() if value != blank.get(name)}


@dataclass(frozen=True)
class Draft:
    """Answers on their way into the plan. Nothing is written before `write`."""

    before: Plan
    after: Plan
    changes: tuple[str, ...]
    replaced: tuple[str, ...]
    """Those of the changes that would overwrite what the student has put there."""

    def write(self) -> None:
        from venture import cases
        from venture.files import write_atomic

        if not path().exists():
            # with the remarks that tell a beginner how to go on
            write_atomic(path(), cases.path("blank").read_bytes())
        save(self.after, path())

    def effect(self) -> tuple[str, ...]:
        """What it does to the lowest cash, and to what a funder would ask; sentences, none where nothing moves."""
        from venture import cases
        from venture.forecast import forecast

        if not self.changes or self.after.products == cases.load("blank").products:
            return ()  # nothing moves, or nothing is sold yet but the blank plan's example
        was, now = forecast(self.before), forecast(self.after)
        return (*_cash(was, now), *_flags(was, now))


def draft(section: Section, given: Mapping[str, Any]) -> Draft:
    """What the answers would change.

    Raises:
        venture.planfile.BadPlan: the file cannot be read, or the answers do not fit the plan.
    """
    from venture import cases
    from venture.planfile.changes import changes

    before = current()
    after = section.write(before, given)
    found = changes(before, after)
    # where the blank plan says the same as the student's, the student has said nothing yet
    fresh = set(changes(cases.load("blank"), after))
    replaced = [one for one in found if one.kind in ("changed", "removed", "renamed") and one.was and one not in fresh]
    return Draft(before, after, _few(found), _few(replaced))


def write(section: Section, given: Mapping[str, Any]) -> list[str]:
    """Put the answers into the plan's file; what has changed by it, in words.

    Raises:
        venture.planfile.BadPlan: the file cannot be read, or the answers do not fit the plan. Nothing is written.
    """
    one = draft(section, given)
    one.write()
    return list(one.changes)


def _few(found: Sequence[Any]) -> tuple[str, ...]:
    told = [str(change) for change in found]
    if len(told) > SHOWN:
        told = [*told[:SHOWN], _("and {n} more").format(n=len(told) - SHOWN)]
    return tuple(told)


def _cash(was: Forecast, now: Forecast) -> Iterator[str]:
    if round(was.lowest_cash, 2) == round(now.lowest_cash, 2):
        return
    yield _("The lowest cash of your plan is now {now} in month {month}; it was {was}.").format(
        now=say(round(now.lowest_cash, 1)), month=now.lowest_month, was=say(round(was.lowest_cash, 1))
    )


def _flags(was: Forecast, now: Forecast) -> Iterator[str]:
    from venture.review import review

    try:
        before, after = ({flag.key: flag for flag in review(f.plan, f)} for f in (was, now))
    except ModuleNotFoundError:  # Python in a browser has no numpy, which the review's futures need
        return
    new, gone = [after[key].found for key in after if key not in before], [key for key in before if key not in after]
    if new:
        yield _("A funder would now ask: {flags}").format(flags=" ".join(new[:2]))
    if gone:
        yield _("Questions of a funder that this answers: {n}.").format(n=len(gone))
