"""The student's own plan: `my-work/plan.yaml`, which every module writes a section of.

A lesson says with a `Section` what its answers mean in the plan. What the student changes in the file by hand stays:
only what they answer now is written, and what they leave blank is read from the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from venture import notes
from venture.plan import Plan, load, save
from venture.words import _

NAME = "plan.yaml"
SHOWN = 8  # changes that a person reads in a box


@dataclass(frozen=True)
class Section:
    """What a lesson's answers mean in the plan.

    ``write`` gives the plan with the answers in it; ``read`` gives the answers that stand in a plan.
    """

    write: Callable[[Plan, Mapping[str, Any]], Plan]
    read: Callable[[Plan], Mapping[str, Any]]


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


def write(section: Section, given: Mapping[str, Any]) -> list[str]:
    """Put the answers into the plan's file; what has changed by it, in words.

    Raises:
        venture.planfile.BadPlan: the file cannot be read, or the answers do not fit the plan. Nothing is written.
    """
    from venture import cases
    from venture.files import write_atomic
    from venture.planfile.changes import changes

    before = current()
    after = section.write(before, given)
    if not path().exists():
        # with the remarks that tell a beginner how to go on
        write_atomic(path(), cases.path("blank").read_bytes())
    save(after, path())
    told = [str(change) for change in changes(before, after)]
    if len(told) > SHOWN:
        told = [*told[:SHOWN], _("and {n} more").format(n=len(told) - SHOWN)]
    return told
