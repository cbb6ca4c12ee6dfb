"""Cross-sector consultation: one project, a public, a private and a civil person, twelve minutes. Who advises whom, and when."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from venture.days.day import SECTORS, Day, Person, Project


@dataclass(frozen=True)
class Consultation:
    """``advisers`` has a name for each sector; empty where nobody of that sector is left to ask."""

    project: Project
    advisers: dict[str, str]


def plan(day: Day) -> list[list[Consultation]]:
    """The rounds; in each, nobody has two places and no owner advises their own project.

    As many projects at a time as the rarest sector allows, and the work of advising is shared out evenly.
    """
    lot = random.Random(day.seed)
    here = sorted(day.present, key=lambda one: one.name)
    lot.shuffle(here)
    waiting = list(day.asking)
    lot.shuffle(waiting)
    used = Counter[str]()
    rounds: list[list[Consultation]] = []
    while waiting:
        for many in range(len(waiting), 0, -1):
            tried = _round(waiting[:many], here, used, many == 1)
            if tried is not None:
                break
        rounds.append(tried or [])
        used.update(name for one in rounds[-1] for name in one.advisers.values() if name)
        waiting = waiting[many:]
    return rounds


def _round(projects: list[Project], here: list[Person], used: Counter[str], gaps: bool) -> list[Consultation] | None:
    owners = {one.owner for one in projects}
    free = {sector: sorted((one for one in here if one.sector == sector and one.name not in owners), key=lambda one: used[one.name]) for sector in SECTORS}  # fmt: skip
    none_at_all = {sector for sector in SECTORS if not any(one.sector == sector for one in here)}
    if not gaps and any(len(free[sector]) < len(projects) for sector in SECTORS if sector not in none_at_all):
        return None
    return [
        Consultation(project, {sector: free[sector][at].name if at < len(free[sector]) else "" for sector in SECTORS})
        for at, project in enumerate(projects)
    ]
