"""One-line formulas, read by a whitelist and never run as a program.

A person writes ``(income - costs) / 12`` as in a spreadsheet. `Formula.read` accepts numbers,
the names it is given, ``+ - * / ^ ( )`` (also ``** × · ÷ −``) and the functions in `FUNCTIONS`;
a leading ``=`` and ``;`` between arguments are taken too. Everything else is refused with what was
found, where, and an example. The text is parsed to a tree and walked: nothing of it is executed,
its size is bounded, and all arithmetic is in floating point, so no formula runs long.
"""

from __future__ import annotations

import ast
import difflib
import math
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field

from venture.words import _, joined

LONGEST = 200  # characters: three times the longest formula of the course
LARGEST_EXPONENT = 1200  # a hundred years of months
ALMOST = 1e-9  # noise of floating point that must not cost a whole unit when rounding up or down
EXAMPLE = "(income - costs) / 12"  # no formula that a task asks for

_SAME = str.maketrans(
    {
        "×": "*",
        "·": "*",
        "⋅": "*",
        "∙": "*",
        "÷": "/",
        "∶": "/",
        "−": "-",
        "–": "-",
        ";": ",",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
    }
)
_SIGNS = set(" +-*/^().,_")
_COMMA = re.compile(r"\d\s?,\s?\d")
_GAP = re.compile(r"[\d.]+(?:\s+[\d.]+)+")


class BadFormula(ValueError):
    """The text is no formula. The message says what was found, where, and shows an example."""


class Undefined(ValueError):
    """The formula has no value at these numbers, for instance because it divides by zero."""


def _round(value: float, digits: float = 0) -> float:
    """Half away from zero, as spreadsheets do (Python rounds 2.5 to 2)."""
    if abs(digits) > 12:
        raise Undefined(_("rounding takes at most 12 digits"))
    scale = 10.0 ** int(digits)
    return math.copysign(math.floor(abs(value) * scale + 0.5 + ALMOST), value) / scale


# name -> (function, fewest arguments, most arguments)
FUNCTIONS = {
    "min": (lambda *x: min(x), 1, 20),
    "max": (lambda *x: max(x), 1, 20),
    "abs": (abs, 1, 1),
    "round": (_round, 1, 2),
    "ceil": (lambda x: float(math.ceil(x - ALMOST)), 1, 1),
    "floor": (lambda x: float(math.floor(x + ALMOST)), 1, 1),
}

_OPERATIONS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: _power(a, b),
    ast.UAdd: lambda a: a,
    ast.USub: lambda a: -a,
}


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > LARGEST_EXPONENT:
        raise Undefined(_("the power {exponent:g} is too large").format(exponent=exponent))
    if base < 0 and not exponent.is_integer():
        raise Undefined(_("it takes a root of a negative number"))
    return base**exponent


@dataclass(frozen=True)
class Formula:
    """A formula that was read. ``text`` is as the person wrote it, ``names`` are the names it uses."""

    text: str
    names: frozenset[str]
    _tree: ast.expr = field(repr=False, compare=False)

    @classmethod
    def read(cls, text: object, names: Iterable[str]) -> Formula:
        """The formula in ``text``, which may use ``names`` (large and small letters count as the same).

        Raises:
            BadFormula: it is not a formula of this kind.
        """
        return _Reader(text, tuple(names)).formula()

    def value(self, **inputs: float) -> float:
        """The value at these inputs, as a finite float. Every name that the formula uses needs one.

        Raises:
            Undefined: there is no value there.
        """
        missing = sorted(self.names - inputs.keys())
        if missing:
            raise Undefined(_("no number was given for {names}").format(names=joined(missing)))
        try:
            value = _walk(self._tree, inputs)
        except ZeroDivisionError:
            raise Undefined(_("it divides by zero")) from None
        except OverflowError:
            raise Undefined(_("the number becomes too large")) from None
        if not math.isfinite(value):
            raise Undefined(_("the number becomes too large"))
        return value


def _walk(node: ast.expr, inputs: dict[str, float]) -> float:
    match node:
        case ast.Constant(value=number):
            return float(number)
        case ast.Name(id=name):
            return float(inputs[name])
        case ast.UnaryOp(op=op, operand=operand):
            return _OPERATIONS[type(op)](_walk(operand, inputs))
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)](_walk(left, inputs), _walk(right, inputs))
        case ast.Call(func=ast.Name(id=name), args=args):
            return float(FUNCTIONS[name][0](*(_walk(arg, inputs) for arg in args)))
    raise AssertionError(f"{type(node).__name__} was not refused when the formula was read")


class _Reader:
    """Reads one formula and knows the places in the text for its messages."""

    def __init__(self, text: object, names: tuple[str, ...]) -> None:
        if not isinstance(text, str):
            raise BadFormula(
                _('A formula is text between quotation marks, for example "{example}".').format(example=EXAMPLE)
            )
        self.text = text.strip()
        if not self.text.removeprefix("=").strip():
            raise BadFormula(_("There is no formula here. Write one, for example {example}.").format(example=EXAMPLE))
        if len(self.text) > LONGEST:
            raise BadFormula(
                _("The formula has {found} characters; at most {most} are read.").format(
                    found=len(self.text), most=LONGEST
                )
            )
        self.known = {name.casefold(): name for name in names}
        self.used: set[str] = set()

    def formula(self) -> Formula:
        self.source = self._source()
        self._brackets()
        try:
            with warnings.catch_warnings():  # "1or 2" makes Python warn on stderr, which would cost a student points
                warnings.simplefilter("ignore")
                tree = ast.parse(self.source, mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            offset = getattr(error, "offset", None) or 0
            place = self._place(offset - 1) if 0 < offset <= len(self.source) else _("at the end")
            raise BadFormula(
                _(
                    "The formula does not fit together {place}. Is a number, a name or a sign like * missing? "
                    "Example: {example}."
                ).format(place=place, example=EXAMPLE)
            ) from None
        self._take(tree)
        return Formula(self.text, frozenset(self.used), tree)

    def _source(self) -> str:
        """The text as Python's parser knows it. ``self.where`` keeps each character's place in the original."""
        lead = len(self.text) - len(self.text.removeprefix("="))
        plain = self.text.translate(_SAME)
        for place, sign in enumerate(plain[lead:], lead):
            if sign in _SIGNS or sign.isalpha() or sign in "0123456789":
                continue
            raise BadFormula(self._strange(self.text[place], place))
        self._commas(plain)
        gap = _GAP.search(plain)
        if gap:
            raise BadFormula(_("“{found}”: leave no space inside a number.").format(found=gap[0]))
        source, self.where = "", []
        for place, sign in enumerate(plain):
            if place < lead or (sign == " " and not source):
                continue
            part = "**" if sign == "^" else sign
            source += part
            self.where += [place] * len(part)
        return source

    def _brackets(self) -> None:
        opened, closed = self.source.count("("), self.source.count(")")
        if opened != closed:
            raise BadFormula(
                _("There are {opened} opening and {closed} closing brackets; each needs its partner.").format(
                    opened=opened, closed=closed
                )
            )

    def _strange(self, sign: str, place: int) -> str:
        where = self._spoken(place)
        if sign == "=":
            return _("There is “=” {where}. Write only what stands to the right of it, for example {example}.").format(
                where=where, example=EXAMPLE
            )
        if sign == "%":
            return _("There is “%” {where}. Write a share instead: 6 % is 0.06.").format(where=where)
        shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
        return _(
            "“{sign}” {where} does not belong in a formula. Use numbers, names, + - * / ^ and ( ), for example "
            "{example}."
        ).format(sign=shown, where=where, example=EXAMPLE)

    def _commas(self, plain: str) -> None:
        """A comma separates a function's arguments; between digits outside of one it is a decimal comma."""
        for found in _COMMA.finditer(plain):
            before = plain[: found.start()]
            in_call = re.search(r"[^\W\d]\w*\s*\((?:[^()]|\([^()]*\))*$", before)
            if not in_call or (";" in self.text and "," in self.text[found.start() : found.end()]):
                shown = self.text[found.start() : found.end()]
                raise BadFormula(
                    _("“{found}”: in a formula write the decimal point, {point}.").format(
                        found=shown, point=shown.replace(",", ".").replace(" ", "")
                    )
                )

    def _take(self, node: ast.AST) -> None:
        """Accept the node and what lies below it, or refuse with its place. Names get their own spelling."""
        match node:
            case ast.Constant(value=number) if type(number) in (int, float):
                if not math.isfinite(number):
                    raise BadFormula(_("The number {place} is too large.").format(place=self._at(node)))
            case ast.Name(id=name):
                node.id = self._name(name, node)
                self.used.add(node.id)
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATIONS:
                self._take(operand)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
                self._take(left)
                self._take(right)
            case ast.Call(func=func, args=args, keywords=[]):
                self._call(node, func, args)
            case ast.Tuple():
                raise BadFormula(
                    _(
                        "There is a comma {place} outside of a function. Write the decimal point, for example 0.5."
                    ).format(place=self._at(node))
                )
            case _:
                raise BadFormula(
                    _(
                        "The part “{found}” {place} is not arithmetic. Use numbers, names, + - * / ^ and ( ), "
                        "for example {example}."
                    ).format(found=self._written(node), place=self._at(node), example=EXAMPLE)
                )

    def _call(self, node: ast.Call, func: ast.expr, args: list[ast.expr]) -> None:
        name = func.id.casefold() if isinstance(func, ast.Name) else ""
        if name not in FUNCTIONS:
            if isinstance(func, ast.Name) and name not in self.known:
                raise BadFormula(
                    _("There is no function “{name}”. There are {functions}.").format(
                        name=func.id, functions=joined(sorted(FUNCTIONS))
                    )
                )
            raise BadFormula(_("Write * between “{found}” and the bracket.").format(found=self._written(func)))
        _function, fewest, most = FUNCTIONS[name]
        if not fewest <= len(args) <= most:
            raise BadFormula(
                _("{name}( ) {place} has {found} values between its brackets; that is too many or too few.").format(
                    name=name, place=self._at(node), found=len(args)
                )
            )
        func.id = name
        for arg in args:
            self._take(arg)

    def _name(self, name: str, node: ast.Name) -> str:
        known = self.known.get(name.casefold())
        if known is not None:
            return known
        if name.casefold() in FUNCTIONS:
            raise BadFormula(
                _("After “{name}” comes a bracket with its numbers, for example {name}(a, b).").format(name=name)
            )
        near = difflib.get_close_matches(name.casefold(), self.known, n=1)
        hint = _(" Did you mean “{near}”?").format(near=self.known[near[0]]) if near else ""
        allowed = joined([f"“{one}”" for one in self.known.values()]) if self.known else _("no names")
        raise BadFormula(
            _("“{name}” {place} is not one of the names here: {allowed}.").format(
                name=name, place=self._at(node), allowed=allowed
            )
            + hint
        )

    def _written(self, node: ast.AST) -> str:
        start, end = self._column(node.col_offset), self._column(node.end_col_offset)
        return self.text[self.where[start] : self.where[end - 1] + 1]

    def _at(self, node: ast.AST) -> str:
        return self._place(self._column(node.col_offset))

    def _column(self, utf8_offset: int) -> int:
        """Python counts columns in bytes of UTF-8; people count letters."""
        return len(self.source.encode()[:utf8_offset].decode(errors="ignore"))

    def _place(self, index: int) -> str:
        return self._spoken(self.where[index])

    def _spoken(self, place: int) -> str:
        before = self.text[max(0, place - 12) : place].strip()
        if not before:
            return _("at the start")
        return _("after “{before}”").format(before=before)
