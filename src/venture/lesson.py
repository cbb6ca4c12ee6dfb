"""What a lesson needs behind its short cells: checks, predictions that are kept, the student's own numbers.

A lesson is data in `venture/lessons/<name>.py`; the notebook calls it by short names:
``lesson.check("margin", margin)``. The notebook holds teaching, this file the machinery.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from venture import my_plan, notes, recall
from venture.checks import (
    check_choice,
    check_formula,
    check_number,
    is_blank,
    judge_choice,
    judge_formula,
    judge_number,
)
from venture.faces.box import Fold, Verdict, in_the_book, note, put
from venture.faces.html import OWN, table_html
from venture.faces.notebook import put_model, show
from venture.model import Refused, Table
from venture.models import load
from venture.my_plan import Section
from venture.numbers import Unreadable, read, say, with_unit
from venture.planfile.problems import BadPlan
from venture.words import _, ngettext

if TYPE_CHECKING:
    from venture.plan import Plan

CHECKS = {"number": check_number, "choice": check_choice, "formula": check_formula}
JUDGES = {"number": judge_number, "choice": judge_choice, "formula": judge_formula}


@dataclass(frozen=True)
class Check:
    """One question: its ``kind`` (number, choice, formula) and what the check of that kind takes.

    ``question`` is its whole text, with the options in lines, where it is worth asking again in later lessons.
    """

    kind: str
    settings: Mapping[str, Any]
    question: str = ""

    def judge(self, answer: object) -> Verdict:
        """What is to be said of an answer, without showing it."""
        settings = {name: value for name, value in self.settings.items() if name != "explain"}
        return JUDGES[self.kind](answer, **settings)


@dataclass(frozen=True)
class Prediction:
    """A guess before the result: ``actual`` computes what comes out, ``why`` says what to see in it."""

    actual: Callable[[], float]
    unit: str
    why: str


@dataclass(frozen=True)
class Lesson:
    """A module's lesson. ``module`` is its folder's name; ``figures`` gives every computed number its prose may
    print. ``own`` is where the student's own venture starts for inputs that the lesson does not ask for, and
    ``section`` says what the answers mean in the student's plan. ``moot`` names inputs that do not matter where another
    is 0: the size of a group where a group costs nothing."""

    module: str
    title: str
    minutes: int
    model: str
    checks: Mapping[str, Check] = field(default_factory=dict)
    predictions: Mapping[str, Prediction] = field(default_factory=dict)
    tables: Mapping[str, Callable[[], Table]] = field(default_factory=dict)
    figures: Callable[[], Mapping[str, float]] = dict
    own: Mapping[str, float] = field(default_factory=dict)
    section: Section | None = None
    moot: Mapping[str, str] = field(default_factory=dict)


def _said(value: object) -> str:
    return value if isinstance(value, str) else say(value)


def _tells_what_is_broken(method: Callable[..., None]) -> Callable[..., None]:
    """A damaged file of the student's is a box that says what to do, not a traceback."""

    @functools.wraps(method)
    def told(*args: object, **answers: object) -> None:
        try:
            method(*args, **answers)
        except (notes.Broken, BadPlan) as broken:
            note("unclear", str(broken))

    return told


class Room:
    """A lesson at work in a notebook. Made by `venture.lessons.start`."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self._seen: Plan | None = None  # the plan as the student has seen that it would become

    def show(self, preset: str = "", **changes: object) -> None:
        """Show the lesson's model, live, at a case's numbers."""
        show(self.lesson.model, preset, **changes)

    def picture(self, preset: str = "", **changes: object) -> None:
        """Show the model's chart as a figure for reading and printing."""
        from IPython.display import display

        from venture.faces.figure import picture

        try:
            display(picture(self.lesson.model, preset, **changes))
        except ModuleNotFoundError:  # Python in a browser has no matplotlib: the model draws the same chart
            self.show(preset, **changes)

    def table(self, name: str) -> None:
        """Show one of the lesson's worked tables."""
        from IPython.display import HTML, display

        display(
            HTML(
                f'<div class="venture-table" style="overflow-x:auto" tabindex="0">{table_html(self.lesson.tables[name]())}</div>'
            )
        )

    @_tells_what_is_broken
    def check(self, name: str, answer: object) -> None:
        """Say whether an answer is right and, if not, which error it looks like."""
        asked = self.lesson.checks[name]
        CHECKS[asked.kind](answer, **asked.settings)
        recall.keep(self.lesson.module, name, asked.judge(answer).kind)

    @_tells_what_is_broken
    def again(self, *answers: object) -> None:
        """Ask once more what went wrong in other lessons, or what was asked longest ago."""
        recall.again(self.lesson, answers)

    @_tells_what_is_broken
    def predict(self, name: str, guess: object) -> None:
        """Keep a guess, to be shown again beside the result."""
        asked = self.lesson.predictions[name]
        if in_the_book():
            return  # the reader guesses in their head; `compare` opens at a click
        if is_blank(guess):
            note("blank", _("Put your guess in place of the three dots. A wrong guess teaches more than none."))
            return
        try:
            number = read(guess)
        except Unreadable as error:
            note("unclear", str(error))
            return
        notes.keep(self.lesson.module, **{f"guess_{name}": number})
        note(
            "noted",
            _("Your guess is {guess}. It is kept, and comes back beside the result.").format(
                guess=with_unit(say(number), asked.unit)
            ),
        )

    @_tells_what_is_broken
    def compare(self, name: str) -> None:
        """Show the guess beside what the model computes."""
        asked = self.lesson.predictions[name]
        actual = asked.actual()
        result = _("The model says {actual}.").format(actual=with_unit(say(actual, most=1), asked.unit))
        if in_the_book():
            put(Fold(_("I have guessed. Show the result"), f"{result} {asked.why}"))
            return
        guess = notes.load(self.lesson.module).get(f"guess_{name}")
        if not isinstance(guess, int | float):
            note("told", f"{result} {asked.why}")
            return
        close = abs(guess - actual) <= 0.05 * abs(actual)
        note(
            "right" if close else "told",
            " ".join((_("You guessed {guess}.").format(guess=say(guess)), result, asked.why)),
        )

    def _into_the_plan(self, section: Section, given: Mapping[str, Any]) -> bool:
        """Show what the answers do to the plan, and write them. What would be overwritten is shown first.

        False where it waits for the cell to be run once more.
        """
        if not given:
            return True
        draft = my_plan.draft(section, given)
        for sentence in draft.effect():
            note("told", sentence)
        if draft.replaced and self._seen != draft.after:
            self._seen = draft.after
            note(
                "told",
                _("This would replace what your plan says: {changes}. To write it, run this cell once more.").format(
                    changes="; ".join(draft.replaced)
                ),
            )
            return False
        if draft.changes:
            draft.write()
            note("told", _("In your plan: {changes}.").format(changes="; ".join(draft.changes)))
        stands = section.read(my_plan.current())
        gone = {name for name in section.firsts if given.get(name) == 0 and name in stands}
        terms = {term for name in gone for term in section.firsts[name]}  # of what is no longer there
        for name, value in given.items():
            if name in stands and stands[name] != value and name not in terms:
                self._stands(name, stands[name], name in gone)
        return True

    def _stands(self, name: str, value: object, next_one: bool) -> None:
        """Say that the plan kept its own: what its entries come to, a choice that was refused, a text that was written by hand.

        Or the next of several, where the first was taken out.
        """
        asked = load(self.lesson.model).input(name)
        if next_one:
            says = _(
                "{input}: your plan has another, of {stands}. It stays: put the three dots back in place of 0, or the next "
                "run takes it out too."
            )
        elif isinstance(value, str) or getattr(asked, "choices", ()):
            says = _("{input}: your plan says {stands}, and that stays.")
        else:
            says = _(
                "{input}: your plan comes to {stands}. That follows from its single entries; change those in {file}."
            )
        note("told", says.format(input=asked.label, stands=_said(value), file=my_plan.NAME))

    def _kept(self, answers: Mapping[str, Any]) -> list[str]:
        """Where these answers lie now: in the plan, or beside it, where it does not hold them.

        Of what the plan says otherwise nothing is said here: `_stands` has told it.
        """
        beside, section = f"{notes.folder().name}/my-venture.json", self.lesson.section
        if not section:
            return [_("Kept in {file}.").format(file=beside)]
        begun = my_plan.path().exists()
        holds = section.read(my_plan.current()) if begun else {}
        none = section.firsts if begun else ()  # a plan without a grant says that there is none
        gone = [name for name, value in answers.items() if value == 0 and name in none and name not in holds]
        inside = [name for name, value in answers.items() if holds.get(name) == value]
        others = [name for name in answers if name not in holds and name not in gone]
        said = []
        if inside or gone:
            said.append(_("Kept in {file}.").format(file=f"{notes.folder().name}/{my_plan.NAME}"))
        if others:
            text = ngettext(
                "Your plan does not hold this, so it is kept in {file}: {inputs}.",
                "Your plan does not hold these, so they are kept in {file}: {inputs}.",
                len(others),
            )
            labels = [load(self.lesson.model).input(name).label for name in others]
            said.append(text.format(file=beside, inputs=", ".join(labels)))
        return said

    @_tells_what_is_broken
    def my_venture(self, **answers: object) -> None:
        """Keep the student's own numbers and show the model at them.

        A blank answer keeps what was said before, or the case's number; a wrong one is named and
        nothing is kept. Inputs that are not asked for start from the lesson's ``own``.
        """
        if in_the_book():
            note(
                "told",
                _(
                    "In the notebook your own numbers go here and are kept on your computer. On this page, type them into a "
                    "model above: nothing leaves your browser."
                ),
            )
            return
        model = load(self.lesson.model)
        given = {name: answer for name, answer in answers.items() if not is_blank(answer)}
        kept = notes.load("my-venture").get(self.lesson.model)
        mine = dict(kept) if isinstance(kept, dict) else {}
        if section := self.lesson.section:
            mine |= my_plan.answers(section)  # what stands in the plan comes first: it may have been changed there
        known = {one.name for one in model.inputs}  # a model may have lost an input since
        mine = {name: value for name, value in mine.items() if name in known}
        if not given and not mine:
            note(
                "blank",
                _(
                    "Put your own numbers in place of the dots. A rough one is better than none: you can change it any day."
                ),
            )
            return
        for name, switch in self.lesson.moot.items():
            if str(given.get(switch, mine.get(switch, ""))).strip() in ("0", "0.0"):
                given.pop(name, None)
                answers = {one: answer for one, answer in answers.items() if one != name}
        try:
            values = model.values(**{**self.lesson.own, **mine, **given})
        except Refused as refused:
            note("unclear", f"{model.input(refused.name).label}: {refused}")
            return
        mine = {name: values[name] for name in {**mine, **given}}
        if section and not self._into_the_plan(section, {name: values[name] for name in given}):
            put_model(model, model.run(**values), OWN)
            return
        notes.keep("my-venture", **{self.lesson.model: mine})
        missing = [one.label for one in model.inputs if one.name in answers and one.name not in mine]
        said = self._kept({name: values[name] for name in given or mine})
        if missing:
            said.append(_("Not answered yet: {missing}.").format(missing=", ".join(missing)))
        if said:
            note("noted", " ".join(said))
        zeroed = [model.input(name).label for name in self.lesson.own if name not in {**mine, **answers}]
        if zeroed:
            note("told", _("Not asked here, and 0 until you set it below: {inputs}.").format(inputs=", ".join(zeroed)))
        put_model(model, model.run(**values), OWN)
