"""Conditions and amounts that a pack writes, such as ``staff <= ausn_staff and revenue <= ausn_limit``.

Packs come from strangers, so the text is never run as a program. It is read sign by sign into a tree of a closed
kind: numbers, the names that it is given, ``+ - * /``, comparisons, ``and``, ``or``, ``not`` and brackets. Length,
depth and number of parts are bounded, all arithmetic is in floating point, and nothing loops: a hostile line costs
microseconds. Conditions and numbers are told apart when the line is read, not when it is used.

`venture.expression` reads what students write. It knows no conditions, and a page's Python cannot load it;
this reader is the standard library alone.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from venture.words import _

LONGEST = 200  # characters
DEEPEST = 12  # brackets and signs within each other
MOST = 60  # parts
LARGEST = 1e15  # more than all the money of a country

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<sign><=|>=|==|!=|[-+*/()<>]))")
_SAME = str.maketrans({"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "·": "*", "÷": "/", "−": "-", "\u00a0": " ", "\n": " "})  # fmt: skip
_COMPARE = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_ADD = {"+": operator.add, "-": operator.sub}
_MULTIPLY = {"*": operator.mul, "/": operator.truediv}
_SPOKEN = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}

Values = Mapping[str, float]
Run = Callable[[Values], float]


class BadExpression(ValueError):
    """The line is no expression of this kind. The message says what was found and where."""


class Undefined(ValueError):
    """The expression has no value at these numbers."""


@dataclass(frozen=True)
class Compared:
    """One comparison of an expression: its two sides as written, and how to work them out."""

    left: str
    sign: str
    right: str
    _left: Run = field(repr=False, compare=False)
    _right: Run = field(repr=False, compare=False)

    def sides(self, values: Values) -> tuple[float, float] | None:
        """What stands on both sides, or None where it cannot be worked out."""
        try:
            return self._left(values), self._right(values)
        except (ArithmeticError, LookupError):
            return None

    @property
    def text(self) -> str:
        return f"{self.left} {_SPOKEN.get(self.sign, self.sign)} {self.right}"


@dataclass(frozen=True)
class Expression:
    """An expression that was read: a condition or a number. ``names`` are the names that it uses."""

    text: str
    names: frozenset[str] = field(compare=False)
    numbers: tuple[float, ...] = field(compare=False)
    is_condition: bool = field(compare=False)
    compared: tuple[Compared, ...] = field(repr=False, compare=False)
    _run: Run = field(repr=False, compare=False)

    @classmethod
    def read(cls, text: str, names: Iterable[str], condition: bool = False) -> Expression:
        """The expression in ``text``, which may use ``names``. ``condition`` says which of the two kinds is wanted.

        Raises:
            BadExpression: it is not an expression of this kind.
        """
        return _Reader(text, names).expression(condition)

    def number(self, values: Values) -> float:
        """The value at these numbers.

        Raises:
            Undefined: there is none, because it divides by zero or grows beyond bounds.
            LookupError: a name has no value.
        """
        try:
            value = self._run(values)
        except ArithmeticError:
            raise Undefined(_("“{text}” divides by zero").format(text=self.text)) from None
        if not -LARGEST * 1e6 < value < LARGEST * 1e6:  # NaN fails too
            raise Undefined(_("“{text}” becomes too large").format(text=self.text))
        return value

    def holds(self, values: Values) -> bool:
        """Is the condition met? A share of nothing (staff of none) meets no condition."""
        try:
            return bool(self._run(values))
        except ArithmeticError:
            return False


@dataclass(frozen=True, slots=True)
class _Part:
    run: Run
    condition: bool


class _Reader:
    def __init__(self, text: str, names: Iterable[str]) -> None:
        self.text = text.translate(_SAME).strip()
        if not self.text:
            raise BadExpression(_("nothing is written here"))
        if len(self.text) > LONGEST:
            raise BadExpression(_("more than {most} characters").format(most=LONGEST))
        self.known = frozenset(names)
        self.used: set[str] = set()
        self.numbers: list[float] = []
        self.compared: list[Compared] = []
        self.tokens = list(self._tokens())
        self.at = 0

    def _tokens(self) -> Iterable[tuple[str, str, int, int]]:
        end = 0
        while end < len(self.text):
            found = _TOKEN.match(self.text, end)
            if not found or (found["number"] and re.match(r"[\w.,]", self.text[found.end() : found.end() + 1])):
                shown = self.text[end:].split()[0][:20]
                raise BadExpression(
                    _(
                        "“{found}” is not taken. There are numbers, names, + - * / ( ) < <= > >= == != and or not"
                    ).format(found="".join(sign if sign.isprintable() else "?" for sign in shown))
                )
            kind = found.lastgroup or ""
            word = found[kind]
            if kind == "name" and word in ("and", "or", "not"):
                kind = "sign"
            yield kind, word, found.start(kind) if kind != "sign" else found.end() - len(word), found.end()
            end = found.end()

    # --- one step of the grammar each, from the loosest binding to the tightest

    def expression(self, condition: bool) -> Expression:
        if len(self.tokens) > MOST:
            raise BadExpression(_("more than {most} parts").format(most=MOST))
        part = self._either(0)
        if self.at < len(self.tokens):
            raise BadExpression(
                _("“{found}” is not expected {place}").format(found=self.tokens[self.at][1][:40], place=self._place())
            )
        if part.condition != condition:
            raise BadExpression(
                _("a condition is wanted, such as staff == 0")
                if condition
                else _("a number is wanted, not a condition")
            )
        return Expression(
            self.text, frozenset(self.used), tuple(self.numbers), condition, tuple(self.compared), part.run
        )

    def _either(self, depth: int) -> _Part:
        return self._joined("or", self._both, depth)

    def _both(self, depth: int) -> _Part:
        return self._joined("and", self._not, depth)

    def _joined(self, word: str, below: Callable[[int], _Part], depth: int) -> _Part:
        left = below(depth)
        while self._word == word:
            self._want(left, True)
            self.at += 1
            right = self._want(below(depth), True)
            left = _Part(_or(left.run, right.run) if word == "or" else _and(left.run, right.run), True)
        return left

    def _not(self, depth: int) -> _Part:
        if self._word != "not":
            return self._compare(depth)
        self.at += 1
        self._deep(depth)
        part = self._want(self._not(depth + 1), True)
        run = part.run
        return _Part(lambda values: not run(values), True)

    def _compare(self, depth: int) -> _Part:
        start = self.at
        left = self._chain(_ADD, self._product, depth)
        sign = self._word
        if sign not in _COMPARE:
            return left
        self._want(left, False)
        middle = self.at
        self.at += 1
        right = self._want(self._chain(_ADD, self._product, depth), False)
        if self._word in _COMPARE:
            raise BadExpression(_("two comparisons in a row: write “a < b and b < c”"))
        self.compared.append(
            Compared(self._source(start, middle), sign, self._source(middle + 1, self.at), left.run, right.run)
        )
        return _Part(_binary(_COMPARE[sign], left.run, right.run), True)

    def _product(self, depth: int) -> _Part:
        return self._chain(_MULTIPLY, self._signed, depth)

    def _chain(self, signs: dict, below: Callable[[int], _Part], depth: int) -> _Part:
        left = below(depth)
        while self._word in signs:
            self._want(left, False)
            does = signs[self._word]
            self.at += 1
            right = self._want(below(depth), False)
            left = _Part(_binary(does, left.run, right.run), False)
        return left

    def _signed(self, depth: int) -> _Part:
        if self._word != "-":
            return self._atom(depth)
        self.at += 1
        self._deep(depth)
        run = self._want(self._signed(depth + 1), False).run
        return _Part(lambda values: -run(values), False)

    def _atom(self, depth: int) -> _Part:
        if self.at >= len(self.tokens):
            raise BadExpression(_("it ends where a number or a name is wanted"))
        kind, word, _start, _end = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            value = float(word)
            if not math.isfinite(value) or value > LARGEST:
                raise BadExpression(_("the number is too large"))
            self.numbers.append(value)
            return _Part(lambda values: value, False)
        if kind == "name":
            if word not in self.known:
                raise BadExpression(_("“{name}” is not known here").format(name=word[:40]))
            self.used.add(word)
            return _Part(operator.itemgetter(word), False)
        if word == "(":
            self._deep(depth)
            inner = self._either(depth + 1)
            if self._word != ")":
                raise BadExpression(_("a bracket is opened and not closed"))
            self.at += 1
            return inner
        self.at -= 1
        raise BadExpression(_("“{found}” is not expected {place}").format(found=word[:40], place=self._place()))

    # --- small helps

    @property
    def _word(self) -> str:
        """The sign or word that comes next; nothing for numbers and names."""
        if self.at >= len(self.tokens):
            return ""
        kind, word, _start, _end = self.tokens[self.at]
        return word if kind == "sign" else ""

    def _deep(self, depth: int) -> None:
        if depth >= DEEPEST:
            raise BadExpression(_("more than {most} brackets and signs within each other").format(most=DEEPEST))

    def _want(self, part: _Part, condition: bool) -> _Part:
        if part.condition != condition:
            says = _("“and”, “or” and “not” join conditions, such as staff == 0") if condition else _("a condition cannot be counted with")  # fmt: skip
            raise BadExpression(says)
        return part

    def _source(self, start: int, end: int) -> str:
        return self.text[self.tokens[start][2] : self.tokens[end - 1][3]]

    def _place(self) -> str:
        before = self.text[: self.tokens[self.at][2]].strip()[-12:].strip()
        return _("after “{before}”").format(before=before) if before else _("at the start")


def _binary(does: Callable[[float, float], float], left: Run, right: Run) -> Run:
    return lambda values: does(left(values), right(values))


def _and(left: Run, right: Run) -> Run:
    return lambda values: left(values) and right(values)


def _or(left: Run, right: Run) -> Run:
    return lambda values: left(values) or right(values)
