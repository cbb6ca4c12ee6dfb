"""What a coach wants to see of one plan: how far it is, what a funder stops at, the money, what has changed."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from pathlib import Path

from school.coaching import shelf
from school.errors import Problem
from school.grading.course import Course
from school.grading.roster import Student
from venture import appraisal, cases
from venture.forecast import Forecast, forecast
from venture.numbers import say
from venture.plan import Plan
from venture.planfile.changes import Change, changes
from venture.review import Flag, review

SIZES = {"ones": 1.0, "thousands": 1e3, "millions": 1e6}

# The sections of a plan in the order of the course: what people call it, where a note about it goes, its fields.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Problem and people", "problem", ("problem", "beneficiaries", "payer")),
    ("Market", "market", ("market",)),
    ("Form and tax", "tax", ("form", "tax", "vat")),
    ("Products and price", "products", ("products",)),
    ("Costs and staff", "fixed_costs", ("fixed_costs", "step_costs", "staff")),
    ("Start-up budget", "assets", ("assets", "opening")),
    ("Cash", "rhythm", ("rhythm", "reserve")),
    ("Funding", "loans", ("loans", "grants", "owners_money")),
    ("Ask", "ask", ("ask",)),
    ("Appraisal", "appraisal", ("appraisal",)),
    ("Risk", "risks", ("risks", "scenarios")),
    ("Impact", "impact", ("impact",)),
    ("Partners", "partners", ("partners",)),
    ("Milestones", "milestones", ("milestones",)),
    ("In words", "summary", ("narrative",)),
)  # fmt: skip

# What a coach asks where the reviewer raises a flag.
QUESTIONS = {
    "sales without volume": "How many units will you sell in each month, and at which price?",
    "no ramp-up": "What has already been promised for the first month, and by whom?",
    "hockey stick": "Which room, team or machine carries this growth, and what does it cost?",
    "capacity exceeded": "Where do the units go that there is no room for?",
    "more than the demand": "Who are the buyers beyond the market section's number?",
    "break-even out of reach": "Who pays the difference, for how long, and why would they?",
    "margin of safety": "What do you do in the first month in which fewer come?",
    "price below plan": "Which price did the last three buyers really pay?",
    "owner's pay": "What do you live on while the venture does not pay you?",
    "costs left out": "Which of these costs does the venture really not have?",
    "cash below zero": "What do you pay with in that month?",
    "reserve": "What would empty the reserve first?",
    "loses money": "In which month does the loss end, and what ends it?",
    "negative equity": "Who stands behind the debts while they are larger than what you own?",
    "ask and numbers differ": "Which of the two sums is the one that you need?",
    "grant too late": "Who bridges the months until the grant comes?",
    "grant before its agreement": "What is signed, and what happens if it is not?",
    "loan without payments": "When is the loan paid back, and from what?",
    "debt service": "What is left when the bank has been paid, in the worst twelve months?",
    "debt service at the start": "What pays the bank in the first year?",
    "own contribution": "What do you put in yourselves, in money or otherwise?",
    "no source": "Where does this number come from?",
    "VAT in revenue": "Which part of each sale goes to the tax office, and is it still in your revenue?",
    "one person": "Who does it when this person is ill for a month?",
    "impact without baseline": "How was it before you began, and how do you know?",
    "franchise": "What must change in the terms so that a unit brings the centre more than it costs?",
    "partner without terms": "What does this partner give, what does it get, and who has signed that?",
    "theory of change": "Which step leads from what you do to what changes, and what must be true for it?",
    "no downside": "What would have to happen for you to stop?",
    "a bad year breaks it": "What can you switch off within a month if the bad year comes?",
    "may run out of cash": "At which balance do you act, and what do you do then?",
}


@dataclass(frozen=True)
class Numbers:
    """A plan's headline numbers, in its own unit."""

    lowest: float
    month: int
    dscr: float
    """The least of any twelve months; not a number where nothing is owed."""
    ask: float
    """What the plan asks for in its own words."""
    needed: float
    """What is missing for the lowest month to end with the reserve."""

    @classmethod
    def of(cls, f: Forecast) -> Numbers:
        dscr = float(appraisal.dscr_minimum(f))
        return cls(float(f.lowest_cash), f.lowest_month, dscr, f.plan.ask.amount, float(f.ask))


@dataclass(frozen=True)
class Glance:
    """One student's plan. Without ``plan`` it could not be read, and ``problem`` says why."""

    student: Student
    problem: str = ""
    plan: Plan | None = None
    numbers: Numbers | None = None
    flags: tuple[Flag, ...] = ()
    filled: tuple[str, ...] = ()
    version: Path | None = None
    """The last frozen version."""
    was: Plan | None = None
    numbers_were: Numbers | None = None
    flags_were: tuple[Flag, ...] = ()
    changed: tuple[Change, ...] = ()
    collected: datetime.datetime | None = None

    def count(self, severity: str) -> int:
        return sum(flag.severity == severity for flag in self.flags)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name, _place, _fields in SECTIONS if name not in self.filled)

    @property
    def lowest(self) -> float:
        """The smallest cash in single units of the currency, to put plans side by side."""
        return self.numbers.lowest * SIZES[self.plan.amounts]

    @property
    def asked(self) -> float:
        return self.numbers.ask * SIZES[self.plan.amounts]


def filled(plan: Plan) -> tuple[str, ...]:
    """The sections in which something of the student's own stands."""
    blank = cases.load("blank")
    return tuple(
        name for name, _place, fields in SECTIONS if any(getattr(plan, one) != getattr(blank, one) for one in fields)
    )


def of(course: Course, student: Student, since: str = "") -> Glance:
    """One plan beside its last frozen version, or the one frozen under a name.

    Raises:
        Problem: there is no version of the name that was asked for.
    """
    place = shelf.path(course, student.id)
    try:
        plan = shelf.plan(course, student.id)
        f = forecast(plan)
        flags, numbers = review(plan, f), Numbers.of(f)
    except Problem as problem:
        return Glance(student, problem.found)
    except (ValueError, ArithmeticError, KeyError) as error:
        return Glance(student, f"cohort/plans/{student.id}/plan.yaml cannot be worked out: {error}")
    version = shelf.frozen(course, student.id, since)
    if since and version is None:
        kept = ", ".join(shelf.versions(course, student.id)) or "none yet"
        raise Problem(f"No version “{since}” of {student.id}'s plan is kept.", f"There is: {kept}.")
    was = numbers_were = None
    flags_were: tuple[Flag, ...] = ()
    changed: tuple[Change, ...] = ()
    if version:
        try:
            was = shelf.of_raw(version.read_bytes())
            before = forecast(was)
            numbers_were, flags_were = Numbers.of(before), review(was, before)
            changed = tuple(one for one in changes(was, plan) if one.where[:1] != ("notes",))
        except (ValueError, ArithmeticError, OSError):
            was = numbers_were = None  # a version that cannot be read is no reason to show nothing of the plan
    when = datetime.datetime.fromtimestamp(place.stat().st_mtime, datetime.UTC)
    return Glance(
        student, "", plan, numbers, flags, filled(plan), version, was, numbers_were, flags_were, changed, when
    )


def month(plan: Plan, at: int) -> str:
    """A month of the plan for people: month 8 (2027-08)."""
    if not at:
        return "at the start"
    year, calendar = plan.calendar_month(at)
    return f"month\u00a0{at} ({year}\u2011{calendar:02d})"


def dscr(value: float) -> str:
    return "n/a" if math.isnan(value) else say(value, 2)


def question(flag: Flag) -> str:
    """A flag as the coach asks it."""
    return QUESTIONS.get(flag.key, "What do you answer a funder who asks about this?")
