"""What the check cells of lessons and tasks call: short answers judged, likely errors named.

An answer is data: a number, a letter, or a formula as text. A blank one is ``...``.
Every kind of answer has two calls:

``check_…``
    stands where the student sees it. It shows a message and returns nothing: first whether the
    answer can be read, then whether its size is possible, then the likely error it shows. In a
    lesson it also gets ``expected`` and says whether the answer is right; in a task it does not.
``score_…``
    stands in a task's hidden tests, as the last line of the cell. It shows the message and returns
    the points, a plain number from 0 to ``points``, which nbgrader takes as the grade.

``mistakes`` maps a wrong answer to what to say about it. For a number the key is that number or a
function that recognises it; for a choice the letter; for a formula another formula. In a task's
hidden tests the value may be ``(points, message)`` where a person would give part of the points.

Nothing here writes to stderr or raises because of what a student wrote: under nbgrader either
would cost the points of a right answer.
"""

from __future__ import annotations

import math
import numbers
import os
import random
import re
from collections.abc import Callable, Mapping

from venture.expression import BadFormula, Formula, Undefined
from venture.faces.box import Box, Fold, Verdict, in_the_book, put
from venture.numbers import Unreadable, read, say
from venture.words import _, joined

__all__ = ["check_choice", "check_formula", "check_number"]

Message = str | tuple[float, str]  # what to say; in hidden tests with the points a person would give
TRIALS = 20  # random inputs at which a formula is compared: what differs at all differs at most of them
RELATIVE = 1e-6  # formulas that agree to this share are the same
ALMOST = 1e-9  # and those that differ by no more than the noise of floating point

# Letters of the Cyrillic keyboard that look like the Latin ones.
_LOOK_ALIKE = str.maketrans("асеорвАСЕОРВ", "aceopbACEOPB")


_QUOTES = "\"'`“”„‘’«»"
_LETTER = re.compile(rf"[\s(\[{_QUOTES}]*(?P<letter>[a-z])(?P<rest>(?:[\s)\].,:;{_QUOTES}].*)?)", re.DOTALL)
_SECOND_LETTER = re.compile(r"[\W_]*(?:(?:or|and)\b)?[\W_]*[a-z][\W_]*")
_ROUNDS = re.compile(r"\b(?:round|ceil|floor)\b", re.IGNORECASE)


# --- what is shown --------------------------------------------------------------------------


def _show_check(verdict: Verdict, expected: str, explain: str) -> None:
    """Show a visible check. In the built book a blank answer opens to the expected one."""
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return  # the score's message stands below and knows more: it may carry an earlier slip forward
    if verdict.kind == "blank" and expected and in_the_book():
        put(Fold(_("Show the answer"), explain, strong=expected))
    else:
        put(Box(verdict, explain if verdict.kind == "right" else ""))


def _show_score(verdict: Verdict, points: float) -> float:
    """Show a score's message and return the points as nbgrader needs them: plain, finite, 0 to ``points``."""
    got = float(verdict.points)
    got = min(max(got, 0.0), float(points)) if math.isfinite(got) else 0.0
    put(Box(verdict, _("Points: {got} of {points}.").format(got=say(got), points=say(points))))
    return got


def _said(message: Message) -> tuple[float, str]:
    return message if isinstance(message, tuple) else (0.0, message)


def _mistaken(message: Message, points: float | None) -> Verdict:
    """The verdict on a likely error; its part of the points counts only where there are points."""
    part, text = _said(message)
    if points is None or part <= 0:
        return Verdict("wrong", text)
    return Verdict("right" if part >= points else "part", text, part)


def _unlike(expected: object, points: float | None, right: bool, shown: str) -> Verdict:
    """The verdict where no likely error was recognised."""
    if expected is None:
        return Verdict(
            "noted", _("Your answer is {shown}. Whether it is right you will see after marking.").format(shown=shown)
        )
    if right:
        return Verdict("right", _("Your answer is {shown}.").format(shown=shown), points or 0.0)
    return Verdict("wrong", _("Your answer is {shown}. Go back over the steps and try again.").format(shown=shown))


# --- numbers ----------------------------------------------------------------------------------


def check_number(
    answer: object,
    *,
    unit: str = "",
    whole: bool = False,
    low: float | None = None,
    high: float | None = None,
    mistakes: Mapping[float | Callable[[float], bool], Message] | None = None,
    expected: float | None = None,
    tolerance: float | None = None,
    explain: str = "",
) -> None:
    """Show what can be said about a number.

    Args:
        answer: the student's number, or text such as ``"1 234,5"``; ``...`` is blank.
        unit: said with the number, for instance ``"children"``.
        whole: things that come whole; a fraction is pointed out.
        low, high: the smallest and the largest number that is possible at all.
        expected: the right number, in ``unit``; leave out in a task.
        tolerance: how far off still counts as right; by default 0.005, or 0.05 % of large numbers.
        explain: a sentence shown with the right answer.
    """
    verdict = judge_number(
        answer, unit=unit, whole=whole, low=low, high=high, mistakes=mistakes, expected=expected, tolerance=tolerance
    )
    _show_check(verdict, "" if expected is None else _number_shown(expected, unit), explain)


def score_number(
    answer: object,
    expected: float,
    points: float,
    *,
    unit: str = "",
    tolerance: float | None = None,
    mistakes: Mapping[float | Callable[[float], bool], Message] | None = None,
) -> float:
    """The points for a number. Arguments as in `check_number`."""
    verdict = judge_number(answer, unit=unit, mistakes=mistakes, expected=expected, tolerance=tolerance, points=points)
    return _show_score(verdict, points)


def carried(answer: object, otherwise: float, unit: str = "") -> float:
    """The student's own number, to mark the next step from it; ``otherwise`` where there is none above zero."""
    try:
        number = _number_in(answer, unit)
    except Unreadable:
        return otherwise
    return number if number > 0 else otherwise


def judge_number(
    answer, *, unit="", whole=False, low=None, high=None, mistakes=None, expected=None, tolerance=None, points=None
) -> Verdict:
    """The verdict behind `check_number` and `score_number`."""
    if is_blank(answer):
        return Verdict("blank", _("Put a number in place of the three dots."))
    try:
        number = _number_in(answer, unit)
    except Unreadable as error:
        return Verdict("unclear", str(error))

    def near(target: float) -> bool:
        room = max(0.005, 0.0005 * abs(target)) if tolerance is None else tolerance
        return abs(number - target) <= room + 1e-9

    shown = _number_shown(number, unit)
    if expected is not None and near(expected):
        return _unlike(expected, points, True, shown)
    for wrong, message in (mistakes or {}).items():
        if _recognises(wrong, number) if callable(wrong) else near(wrong):
            return _mistaken(message, points)
    if whole and not float(number).is_integer():
        return Verdict(
            "wrong", _("{shown}: that comes only whole. Decide which way to round, and why.").format(shown=shown)
        )
    if (low is not None and number < low) or (high is not None and number > high):
        return Verdict(
            "wrong",
            _("{shown} cannot be: {range} is possible here. Look at the units and at each step.").format(
                shown=shown, range=_possible(low, high)
            ),
        )
    return _unlike(expected, points, False, shown)


def _recognises(error: Callable[[float], bool], number: float) -> bool:
    """Whether a likely error is this number. One that cannot be worked out from what was typed is not."""
    try:
        return bool(error(number))
    except (ArithmeticError, ValueError):  # of a tiny or huge number
        return False


def _number_in(answer: object, unit: str = "") -> float:
    """The number in an answer, as `venture.numbers.read` takes it, with the slips of code cells named."""
    if isinstance(answer, str):
        answer = answer.strip().removeprefix("=").strip()
        if unit and answer.lower().endswith(unit.lower()):
            answer = answer[: -len(unit)]
    if isinstance(answer, tuple):
        read(answer)  # refuses it, with its own digits
    if isinstance(answer, bool) or not isinstance(answer, (numbers.Real, str)):
        raise Unreadable(_("This is not a number. Write one with digits, for example 9.4."))
    try:
        return read(answer if isinstance(answer, str) else float(answer))
    except (OverflowError, TypeError, ArithmeticError):
        raise Unreadable(_("The number must be finite, for example 9.4.")) from None


def _number_shown(number: float, unit: str) -> str:
    return f"{say(number)} {unit}".strip()


def _possible(low: float | None, high: float | None) -> str:
    if high is None:
        return _("{low} or more").format(low=say(low))
    if low is None:
        return _("{high} or less").format(high=say(high))
    return _("{low} to {high}").format(low=say(low), high=say(high))


# --- choices ----------------------------------------------------------------------------------


def check_choice(
    answer: object,
    options: str = "abcd",
    *,
    mistakes: Mapping[str, Message] | None = None,
    expected: str | None = None,
    explain: str = "",
) -> None:
    """Show what can be said about a letter, taken as ``"b"``, ``"B"``, ``"(b)"`` or ``"b) with its text"``.

    In a task leave ``mistakes`` to the hidden tests: a message for every wrong option would tell
    the right one.
    """
    _show_check(judge_choice(answer, options, mistakes=mistakes, expected=expected), expected or "", explain)


def score_choice(
    answer: object,
    expected: str,
    points: float,
    *,
    options: str = "abcd",
    mistakes: Mapping[str, Message] | None = None,
) -> float:
    """The points for a letter. ``mistakes`` has a message for each wrong option."""
    return _show_score(judge_choice(answer, options, mistakes=mistakes, expected=expected, points=points), points)


def judge_choice(answer, options="abcd", *, mistakes=None, expected=None, points=None) -> Verdict:
    """The verdict behind `check_choice` and `score_choice`."""
    allowed = joined([f'"{letter}"' for letter in options], _("{all_but_last} or {last}"))
    if is_blank(answer):
        return Verdict("blank", _("Put one letter in place of the three dots: {allowed}.").format(allowed=allowed))
    letter = _letter_in(answer) if isinstance(answer, str) else ""
    if not letter or letter not in options:
        return Verdict("unclear", _("Choose one letter, in quotation marks: {allowed}.").format(allowed=allowed))
    shown = f"“{letter}”"
    if letter == expected:
        return _unlike(expected, points, True, shown)
    if letter in (mistakes or {}):
        return _mistaken(mistakes[letter], points)
    return _unlike(expected, points, False, shown)


def _letter_in(answer: str) -> str:
    """The letter that an answer begins with: alone, or before the option's text. Empty where there are two."""
    found = _LETTER.fullmatch(answer.translate(_LOOK_ALIKE).casefold())
    return found["letter"] if found and not _SECOND_LETTER.fullmatch(found["rest"]) else ""


# --- formulas ---------------------------------------------------------------------------------


def check_formula(
    answer: object,
    example: Mapping[str, float],
    *,
    mistakes: Mapping[str, Message] | None = None,
    expected: str | None = None,
    explain: str = "",
) -> None:
    """Show what can be said about a formula written as text.

    Args:
        example: the names that the formula may use, with numbers of a case. The message says what
            the formula gives there; to compare formulas, inputs between a half and one and a half
            of these are drawn anew at every run.
        mistakes: formulas that show a likely error, compared by value.
        expected: a right formula; leave out in a task.
    """
    _show_check(judge_formula(answer, example, mistakes=mistakes, expected=expected), expected or "", explain)


def score_formula(
    answer: object,
    expected: str | Callable[..., float | None],
    points: float,
    *,
    example: Mapping[str, float],
    also: tuple[Mapping[str, float], ...] = (),
    mistakes: Mapping[str, Message] | None = None,
    rounded: Message | None = None,
    with_numbers: str = "",
) -> float:
    """The points for a formula, compared by value at inputs that the student has not seen.

    Args:
        expected: a right formula, or a function of the same names such as a model's; where it
            returns None there is no right value, and these inputs are passed over.
        also: further fixed inputs at which likely errors differ from the right formula.
        rounded: what to say of a formula that is right but for its rounding; likely errors are
            then recognised behind their rounding too. Amounts below 2 are passed over: whole numbers
            say nothing about them.
        with_numbers: what to say where numbers of the example stand in place of names; gives half
            of the points that the formula with names gets.
    """
    verdict = judge_formula(
        answer,
        example,
        also=also,
        mistakes=mistakes,
        expected=expected,
        points=points,
        rounded=rounded,
        with_numbers=with_numbers,
    )
    return _show_score(verdict, points)


def judge_formula(
    answer, example, *, also=(), mistakes=None, expected=None, points=None, rounded=None, with_numbers=""
) -> Verdict:
    """The verdict behind `check_formula` and `score_formula`."""
    if is_blank(answer):
        return Verdict(
            "blank",
            _("Put a formula in quotation marks in place of the three dots. It may use {names}.").format(
                names=joined(list(example))
            ),
        )
    if isinstance(answer, numbers.Real):
        return Verdict(
            "unclear",
            _("This is a number. Write the formula that gives it, in quotation marks, with the names {names}.").format(
                names=joined(list(example))
            ),
        )
    try:
        formula = Formula.read(answer, example)
    except BadFormula as error:
        return Verdict("unclear", str(error))
    shown = f"“{formula.text}”"
    trials = _trials(example, also)
    if expected is not None and _same(formula, expected, trials, must_compare=True):
        return _unlike(expected, points, True, shown)
    room = 1.0 if rounded and formula.names and _ROUNDS.search(formula.text) else ALMOST
    if room > ALMOST and _same(formula, expected, trials, room=room):
        return _mistaken(rounded, points)
    for wrong, message in (mistakes or {}).items():
        if _same(formula, wrong, trials, room=room):
            return _mistaken(message, points)
    if expected is None:
        return _noted_formula(formula, example)
    if with_numbers and formula.names < set(example):
        for other, message in {expected: (points, ""), **(mistakes or {})}.items():
            if _same(formula, other, [example], room=room):
                part, text = _said(message)
                return _mistaken((part / 2, f"{with_numbers} {text}".strip()), points)
    return _unlike(expected, points, False, shown)


def _noted_formula(formula: Formula, example: Mapping[str, float]) -> Verdict:
    at = joined([f"{name} = {say(number)}" for name, number in example.items()])
    try:
        gives = formula.value(**example)
    except Undefined as error:
        return Verdict("wrong", _("With {at} your formula has no value: {reason}.").format(at=at, reason=error))
    return Verdict(
        "noted",
        _(
            "With {at} your formula gives {gives}. Is that a sensible amount? Whether the formula is right "
            "you will see after marking."
        ).format(at=at, gives=say(gives)),
    )


def _trials(example: Mapping[str, float], also: tuple[Mapping[str, float], ...]) -> list[Mapping[str, float]]:
    """Inputs to compare at: the given ones, then others near the example, new at every run."""
    draw = random.Random().uniform
    drawn = [{name: round(number * draw(0.5, 1.5), 3) for name, number in example.items()} for _trial in range(TRIALS)]
    return [example, *also, *drawn]


def _same(
    formula: Formula,
    other: str | Callable[..., float | None],
    trials: list[Mapping[str, float]],
    must_compare: bool = False,
    room: float = ALMOST,
) -> bool:
    """Whether the two agree, but for ``room``, wherever the other has a value.

    Raises:
        ValueError: ``must_compare`` and the other has a value almost nowhere; the task is at fault.
    """
    value = other if callable(other) else Formula.read(other, trials[0]).value
    compared = 0
    for inputs in trials:
        try:
            right = value(**inputs)
        except Undefined:
            right = None
        if right is None or (room > ALMOST and abs(right) < 2 * room):
            continue
        compared += 1
        try:
            if not math.isclose(formula.value(**inputs), right, rel_tol=RELATIVE, abs_tol=room):
                return False
        except Undefined:
            return False
    if must_compare and compared < 3:
        raise ValueError(f"the expected formula has a value at {compared} of {len(trials)} inputs; change the example")
    return compared > 0


def is_blank(answer: object) -> bool:
    """Whether nothing was answered yet."""
    return answer is ... or answer is None or (isinstance(answer, str) and answer.strip() in ("", "...", "…"))
