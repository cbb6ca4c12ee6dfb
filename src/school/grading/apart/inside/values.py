"""Answers as plain data on their way from the student's process to the checker's: bounded JSON, never code.

Numbers, text, yes and no, lists, tables (pandas), arrays (numpy) and dates arrive as what they
were. Everything else — functions, modules, objects with an `__eq__` of their own — arrives as a
`Thing`, which a check says it cannot read.

`encode` runs in the student's process and is a convenience for the honest; `decode` runs in the
checker's and takes nothing on trust.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import json
import math
import sys

MOST_CHARACTERS = 1_000_000  # of one answer as JSON; the longest honest one is a table of some thousand rows
MOST_ITEMS = 100_000
DEEPEST = 20
LONGEST_INTEGER = 2_000  # binary digits; Python itself refuses to print much longer ones


class Thing:
    """What an answer was that is no data. Equal to nothing but itself."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"<{self.kind}>"


class Unsafe(ValueError):
    """The text is not what `encode` writes."""


# --- in the student's process ---------------------------------------------------------------------


def encode(value: object) -> object:
    """The value as something that JSON can carry; what cannot be carried becomes a named thing."""
    try:
        packed = _Packer().pack(value, 0)
        return packed if len(json.dumps(packed)) <= MOST_CHARACTERS else _thing(value, "too large")
    except Exception:  # whatever a student's object does when it is looked at
        return _thing(value, "")


def _thing(value: object, why: str) -> dict:
    return {"thing": " ".join((type(value).__name__[:60], why)).strip()}


class _Packer:
    def __init__(self) -> None:
        self.items = 0

    def pack(self, value: object, depth: int) -> object:
        self.items += 1
        if self.items > MOST_ITEMS or depth > DEEPEST:
            raise Unsafe("too large")
        if value is None or value is True or value is False:
            return value
        if value is ...:
            return {"blank": "..."}
        if isinstance(value, str):
            return str(value) if type(value) is str else "".join(value)
        if isinstance(value, int):
            number = int(value)
            return number if number.bit_length() <= LONGEST_INTEGER else _thing(value, "too large")
        if isinstance(value, float):
            return _number(float(value))
        if isinstance(value, fractions.Fraction):
            return _number(float(value))
        if isinstance(value, decimal.Decimal):
            return {"decimal": str(value)[:200]}
        if isinstance(value, datetime.datetime):
            return {"datetime": value.isoformat()}
        if isinstance(value, datetime.date):
            return {"date": value.isoformat()}
        for kind in (list, tuple, set, frozenset):
            if isinstance(value, kind):
                return {"set" if kind is frozenset else kind.__name__: [self.pack(one, depth + 1) for one in value]}
        if isinstance(value, dict):
            return {"dict": [[self.pack(one, depth + 1) for one in pair] for pair in value.items()]}
        return self._scientific(value, depth)

    def _scientific(self, value: object, depth: int) -> object:
        """numpy and pandas, where the student's notebook loaded them."""
        numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
        if numpy and isinstance(value, numpy.generic):
            return self.pack(value.item(), depth)
        if numpy and isinstance(value, numpy.ndarray):
            flat = [self.pack(one, depth + 1) for one in value.ravel().tolist()]
            return {"array": {"shape": list(value.shape), "values": flat}}
        if pandas and isinstance(value, pandas.DataFrame):
            columns = [[self.pack(one, depth + 1) for one in value[name].tolist()] for name in value.columns]
            return {
                "frame": {
                    "names": [self.pack(name, depth + 1) for name in value.columns.tolist()],
                    "index": [self.pack(name, depth + 1) for name in value.index.tolist()],
                    "columns": columns,
                }
            }
        if pandas and isinstance(value, pandas.Series):
            return {
                "series": {
                    "name": self.pack(value.name, depth + 1),
                    "index": [self.pack(name, depth + 1) for name in value.index.tolist()],
                    "values": [self.pack(one, depth + 1) for one in value.tolist()],
                }
            }
        if pandas and value is pandas.NaT:
            return None
        return _thing(value, "")


def _number(value: float) -> object:
    return value if math.isfinite(value) else {"float": repr(value)}


# --- in the checker's process ---------------------------------------------------------------------


def decode(packed: object) -> object:
    """The plain value.

    Raises:
        Unsafe: it is nothing that `encode` writes.
    """
    return _Reader().read(packed, 0)


class _Reader:
    def __init__(self) -> None:
        self.items = 0

    def read(self, packed: object, depth: int) -> object:
        self.items += 1
        if self.items > 2 * MOST_ITEMS or depth > 2 * DEEPEST:
            raise Unsafe("the answer is too large")
        if packed is None or isinstance(packed, (bool, int, float, str)):
            return packed
        if not isinstance(packed, dict) or len(packed) != 1:
            raise Unsafe("the answer is in no known form")
        ((kind, inner),) = packed.items()
        reader = getattr(self, f"_{kind}", None) if kind in _KINDS else None
        if reader is None:
            raise Unsafe(f"no kind of value: {kind[:40]}")
        try:
            return reader(inner, depth + 1)
        except (TypeError, KeyError, ValueError, ArithmeticError) as error:
            raise Unsafe(f"not a {kind}: {error}") from None

    def _all(self, inner: object, depth: int) -> list:
        if not isinstance(inner, list):
            raise Unsafe("no list")
        return [self.read(one, depth) for one in inner]

    def _blank(self, _inner: object, _depth: int) -> object:
        return ...

    def _thing(self, inner: object, _depth: int) -> object:
        return Thing(str(inner)[:80])

    def _float(self, inner: object, _depth: int) -> object:
        return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[inner]

    def _decimal(self, inner: object, _depth: int) -> object:
        return decimal.Decimal(str(inner)[:200])

    def _date(self, inner: object, _depth: int) -> object:
        return datetime.date.fromisoformat(inner)

    def _datetime(self, inner: object, _depth: int) -> object:
        return datetime.datetime.fromisoformat(inner)

    def _list(self, inner: object, depth: int) -> object:
        return self._all(inner, depth)

    def _tuple(self, inner: object, depth: int) -> object:
        return tuple(self._all(inner, depth))

    def _set(self, inner: object, depth: int) -> object:
        return set(self._all(inner, depth))

    def _dict(self, inner: object, depth: int) -> object:
        if not isinstance(inner, list):
            raise Unsafe("no pairs")
        return {self.read(key, depth): self.read(value, depth) for key, value in inner}

    def _array(self, inner: object, depth: int) -> object:
        import numpy

        shape = tuple(int(one) for one in inner["shape"])
        values = self._all(inner["values"], depth)
        if any(one < 0 for one in shape) or math.prod(shape) != len(values):
            raise Unsafe("the shape does not fit")
        return numpy.array(values).reshape(shape)

    def _frame(self, inner: object, depth: int) -> object:
        import pandas

        names, index = self._all(inner["names"], depth), self._all(inner["index"], depth)
        columns = [self._all(one, depth) for one in inner["columns"]]
        if len(columns) != len(names) or any(len(one) != len(index) for one in columns):
            raise Unsafe("the columns do not fit")
        frame = pandas.DataFrame(dict(enumerate(columns)), index=index)
        frame.columns = names
        return frame

    def _series(self, inner: object, depth: int) -> object:
        import pandas

        index, values = self._all(inner["index"], depth), self._all(inner["values"], depth)
        return pandas.Series(values, index=index, name=self.read(inner["name"], depth))


_KINDS = frozenset(
    (
        "blank",
        "thing",
        "float",
        "decimal",
        "date",
        "datetime",
        "list",
        "tuple",
        "set",
        "dict",
        "array",
        "frame",
        "series",
    )
)
