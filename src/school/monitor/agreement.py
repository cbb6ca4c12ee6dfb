"""What was agreed with a funded venture: `cohort/monitor/<student>/agreement.toml`, and the frozen plan that it names.

The file is begun from the frozen plan (`school monitor template`) and then belongs to the school: it is never
overwritten. The frozen plan is known by its fingerprint: a plan changed afterwards is no plan to measure against.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from school.coaching import shelf
from school.errors import Problem
from school.grading.course import Course
from school.grading.roster import Student
from venture.files import write_atomic
from venture.forecast import YEAR, Forecast, forecast
from venture.plan import Grant, Plan
from venture.planfile import snapshots

FILE = "agreement.toml"
MEASURES = ("people", "outcome", "revenue", "units", "cash", "dscr", "jobs")
YES, NO = ("yes", "met", "true"), ("no", "not met", "false")


@dataclass(frozen=True)
class Milestone:
    """One milestone of a tranche: measured by the program, or said by the coach in ``met``."""

    text: str
    measure: str = ""
    at_least: float | None = None
    at_most: float | None = None
    by_month: int | None = None
    met: bool | None = None


@dataclass(frozen=True)
class Tranche:
    amount: float
    month: int
    """In which it is planned."""
    paid: int | None = None
    """The month in which it was paid; None while it has not been."""
    paid_amount: float | None = None
    """What was paid, where that was less."""
    held_since: int | None = None
    """The month from whose end on it has been held."""
    milestones: tuple[Milestone, ...] = ()
    k: int | None = None

    @property
    def received(self) -> float:
        """What was paid of it so far."""
        if self.paid is None:
            return 0.0
        return self.amount if self.paid_amount is None else self.paid_amount


@dataclass(frozen=True)
class Promise:
    """A covenant. ``actual`` is given by the coach where no measure of the program fits."""

    name: str
    measure: str
    limit: float
    at_least: bool
    actual: float | None = None


@dataclass(frozen=True)
class Agreement:
    """An agreement together with the frozen plan."""

    student: Student
    version: str
    plan: Plan
    funder: str = ""
    people: float | None = None
    """Unique people to be reached by month ``people_by``; None: the plan names no target."""
    people_by: int = YEAR
    group: str = ""
    """Whom it reaches, where another venture reaches the same people."""
    outcome: str = ""
    outcome_from: float = 0.0
    outcome_to: float | None = None
    outcome_by: int = YEAR
    purpose_changed: bool | None = None
    tranches: tuple[Tranche, ...] = ()
    covenants: tuple[Promise, ...] = ()

    @property
    def forecast(self) -> Forecast:
        """The frozen plan's numbers, with the money that was granted: it is no request any more."""
        return forecast(self.plan, with_requested=True)

    @property
    def paid(self) -> float:
        return sum(one.received for one in self.tranches)


def folder(course: Course, student: str = "") -> Path:
    return course.cohort / "monitor" / student


def here(course: Course) -> list[Student]:
    """Whom there is an agreement with, by last name."""
    found = [one for one in shelf.students(course).values() if (folder(course, one.id) / FILE).is_file()]
    return sorted(found, key=lambda one: (one.last_name.casefold(), one.first_name.casefold(), one.id))


# --- beginning one


def begin(course: Course, student: Student, called: str = "") -> Path:
    """Write the agreement from the frozen plan, where there is none yet.

    Raises:
        Problem: no version of the plan is frozen, or not the one that is named.
    """
    place = folder(course, student.id) / FILE
    if place.exists():
        return place
    version = shelf.frozen(course, student.id, called)
    if version is None:
        kept = ", ".join(shelf.versions(course, student.id))
        raise Problem(
            f"{student.id}: no frozen version{f' “{called}”' if called else ''} of the plan"
            + (f" (there is: {kept})." if kept else "."),
            f'Freeze what was funded: school plans freeze "v1.0" {student.id}',
        )
    plan = shelf.loaded(version, f"cohort/plans/{student.id}/snapshots/plan/{version.name}")
    write_atomic(place, _text(plan, version))
    return place


def _text(plan: Plan, version: Path) -> str:
    people = next((one for one in plan.impact.indicators if one.id == "PI4060" and one.target), None)
    own = next((one for one in plan.impact.indicators if one.id == "own" and one.target is not None), None)
    grant = _tranched(plan)
    lines = [
        "# What was agreed. This file is yours: the program reads it and never writes it again.",
        "# After a change run: school monitor",
        f"version = {_toml(version.stem)}          # the frozen plan that is measured against",
        f"fingerprint = {_toml(_fingerprint(version))}",
        f"funder = {_toml(grant.giver if grant else '')}",
        'purpose_changed = ""          # write "no", or "yes" where the money was used for something else without leave',
        "",
        "[people]                      # unique people since the start, each once",
        *([f"target = {people.target:g}"] if people else ["# target = 85"]),
        f"by_month = {YEAR}",
        'group = ""                    # the same words in two agreements: both reach the same people, count them once',
        "",
        "[outcome]                     # the venture's own indicator",
        *(
            [f"name = {_toml(own.name)}", f"from = {own.baseline or 0:g}", f"to = {own.target:g}"]
            if own
            else ['# name = "Homework finished"', "# from = 0.55", "# to = 0.85"]
        ),
        f"by_month = {YEAR}",
        "",
        "# A tranche; split its conditions into milestones as you need them. When it is paid write the month: paid = 1. While it is held: held_since = 5",
        "# Was less paid: paid_amount = 105, and the rest as a tranche of its own.",
        "# k is how many of its milestones are needed; without it all.",
        "# A milestone that the program can measure: measure = people, outcome, revenue, units, cash, dscr or jobs;",
        "# at_least or at_most; by_month. Any other is yours to judge: met = yes or no, in quotation marks.",
    ]
    for one in grant.tranches if grant else ():
        lines += ["", "[[tranche]]", f"amount = {one.amount:g}", f"month = {one.month}"]
        for part in (part.strip() for part in one.condition.split(";")):
            if part:
                lines += ["[[tranche.milestone]]", f"text = {_toml(part)}", 'met = ""']
    if not grant:
        lines += ["", "# [[tranche]]", "# amount = 240", "# month = 1", "# [[tranche.milestone]]", '# text = "Contract signed"', '# met = "yes"']  # fmt: skip
    lines += ["", "# A promise (covenant), on the plan's own lines: few, and measurable."]
    limit = plan.appraisal.dscr_limit
    if plan.loans and limit is not None:
        lines += ["[[covenant]]", 'name = "Debt service cover"', 'measure = "dscr"', f"at_least = {limit:g}"]
    else:
        lines += ["# [[covenant]]", '# name = "Debt service cover"', '# measure = "dscr"', "# at_least = 1.15"]
    return "\n".join(lines) + "\n"


def _tranched(plan: Plan) -> Grant | None:
    """The grant that is paid in the most tranches."""
    return max(plan.grants, key=lambda one: len(one.tranches), default=None)


def _toml(text: str) -> str:
    return '"' + "".join(f"\\{one}" if one in '"\\' else one for one in " ".join(text.split())) + '"'


def _fingerprint(version: Path) -> str:
    return hashlib.sha256(version.read_bytes()).hexdigest()[:16]


# --- reading it


def read(course: Course, student: Student) -> Agreement:
    """The agreement with a venture.

    Raises:
        Problem: something in it cannot be read, or the frozen plan is gone or was changed.
    """
    place = folder(course, student.id) / FILE
    shown = f"cohort/monitor/{student.id}/{FILE}"
    try:
        told = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except OSError:
        raise Problem(f"{shown} is missing.", f"Begin it with: school monitor template {student.id}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{shown} cannot be read: {error}.", "Correct that line.") from None
    name = _word(shown, told, "version")
    version = shelf.folder(course, student.id) / snapshots.FOLDER / "plan" / f"{Path(name).name}.yaml"
    if not version.is_file():
        raise Problem(f"{shown}: the frozen plan “{name}” is gone.", "Put it back from a copy; without it nothing can be measured.")  # fmt: skip
    if told.get("fingerprint") and _fingerprint(version) != told["fingerprint"]:
        raise Problem(
            f"{shown}: the frozen plan “{name}” was changed after it was agreed.",
            "Put back the file as it was; a new plan needs a new agreement.",
        )
    people, outcome = _table(shown, told, "people"), _table(shown, told, "outcome")
    plan = shelf.loaded(version, f"cohort/plans/{student.id}/snapshots/plan/{version.name}")
    names = [one.name.casefold() for one in plan.products]
    if len(set(names)) < len(names):
        raise Problem(
            f"cohort/plans/{student.id}: two products have one name, but for capital letters.",
            "Let the venture give each its own name, and freeze the plan again.",
        )
    return Agreement(
        student=student,
        version=name,
        plan=plan,
        funder=_word(shown, told, "funder"),
        people=_number(shown, people, "target"),
        people_by=_month(shown, people, "by_month") or YEAR,
        group=" ".join(_word(shown, people, "group").casefold().split()),
        outcome=_word(shown, outcome, "name"),
        outcome_from=_number(shown, outcome, "from") or 0.0,
        outcome_to=_number(shown, outcome, "to"),
        outcome_by=_month(shown, outcome, "by_month") or YEAR,
        purpose_changed=_answer(shown, told, "purpose_changed"),
        tranches=tuple(_tranche(shown, one, at) for at, one in enumerate(_tables(shown, told, "tranche"), 1)),
        covenants=tuple(_promise(shown, one) for one in _tables(shown, told, "covenant")),
    )


def _tranche(shown: str, told: dict, at: int) -> Tranche:
    where = f"{shown}, tranche {at}"
    amount = _number(where, told, "amount")
    if amount is None or amount < 0:
        raise Problem(f"{where}: amount is missing or below 0.", "Write, for instance: amount = 240")
    found = tuple(_milestone(where, one) for one in _tables(where, told, "milestone"))
    k = _month(where, told, "k")
    if k is not None and k > len(found):
        raise Problem(f"{where}: k is {k}, and it has {len(found)} milestones.", "Ask for as many as there are at most.")  # fmt: skip
    return Tranche(
        amount,
        _month(where, told, "month") or 0,
        _month(where, told, "paid"),
        _number(where, told, "paid_amount"),
        _month(where, told, "held_since"),
        found,
        k,
    )


def _milestone(where: str, told: dict) -> Milestone:
    one = Milestone(
        _word(where, told, "text"),
        _measure(where, told),
        _number(where, told, "at_least"),
        _number(where, told, "at_most"),
        _month(where, told, "by_month"),
        _answer(where, told, "met"),
    )
    if one.measure and one.at_least is None and one.at_most is None:
        raise Problem(f"{where}: “{one.text or one.measure}” has a measure and no limit.", "Add at_least or at_most.")
    if not one.text and not one.measure:
        raise Problem(f"{where}: a milestone has neither a text nor a measure.", 'Write, for instance: text = "Contract signed"')  # fmt: skip
    return one


def _promise(shown: str, told: dict) -> Promise:
    name = _word(shown, told, "name") or "a covenant"
    least, most = _number(shown, told, "at_least"), _number(shown, told, "at_most")
    if (least is None) == (most is None):
        raise Problem(f"{shown}: “{name}” needs either at_least or at_most.", "Write, for instance: at_least = 1.15")
    limit = least if least is not None else most
    return Promise(name, _measure(shown, told), limit, least is not None, _number(shown, told, "actual"))


def _word(where: str, told: dict, name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise Problem(f"{where}: {name} is {value!r}.", "Write it in quotation marks.")
    return value.strip()


def _number(where: str, told: dict, name: str) -> float | None:
    value = told.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise Problem(f"{where}: {name} is {value!r}.", "Write a number without quotation marks, such as 240.")
    return float(value)


def _month(where: str, told: dict, name: str) -> int | None:
    value = told.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 240:
        raise Problem(f"{where}: {name} is {value!r}.", "Write a whole number, such as 4.")
    return value


def _answer(where: str, told: dict, name: str) -> bool | None:
    value = told.get(name, "")
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word in YES or word in NO:
        return word in YES
    if word:
        raise Problem(f"{where}: {name} is “{value}”.", 'Write "yes" or "no"; leave it "" while nobody knows.')
    return None


def _measure(where: str, told: dict) -> str:
    name = _word(where, told, "measure")
    if name and name not in MEASURES:
        raise Problem(f"{where}: “{name}” is no measure.", f"There is: {', '.join(MEASURES)}.")
    return name


def _table(shown: str, told: dict, name: str) -> dict:
    value = told.get(name, {})
    if not isinstance(value, dict):
        raise Problem(f"{shown}: {name} is no table.", f"Begin it with a line [{name}].")
    return value


def _tables(shown: str, told: dict, name: str) -> list[dict]:
    value = told.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Problem(f"{shown}: {name} is no list of tables.", f"Begin each with a line [[{name}]].")
    return value
