"""One number, or thousands of futures of it: the few functions that must know the difference.

The engine's formulas run on floats, and on numpy arrays that hold one value for each future. Adding and
multiplying are the same for both; choosing is not. numpy is only touched when an array comes along, so in a
browser without numpy the same code runs on plain floats.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PLAIN = (int, float)  # bool is an int


def is_plain(value: Any) -> bool:
    return isinstance(value, PLAIN)


def most(a: Any, b: Any) -> Any:
    """The larger of two, future by future."""
    if isinstance(a, PLAIN) and isinstance(b, PLAIN):
        return a if a >= b else b
    import numpy

    return numpy.maximum(a, b)


def least(a: Any, b: Any) -> Any:
    """The smaller of two, future by future."""
    if isinstance(a, PLAIN) and isinstance(b, PLAIN):
        return a if a <= b else b
    import numpy

    return numpy.minimum(a, b)


def where(condition: Any, a: Any, b: Any) -> Any:
    """``a`` in the futures in which the condition holds, ``b`` in the others."""
    if isinstance(condition, PLAIN):
        return a if condition else b
    import numpy

    return numpy.where(condition, a, b)


def choose(condition: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
    """`where`, which works out a branch only where a future takes it: the other may have no value."""
    if isinstance(condition, PLAIN):
        return yes() if condition else no()
    import numpy

    return numpy.where(condition, yes(), no())


def both(a: Any, b: Any) -> Any:
    """True in the futures in which both hold."""
    return (a and b) if isinstance(a, PLAIN) and isinstance(b, PLAIN) else a & b


def either(a: Any, b: Any) -> Any:
    """True in the futures in which one holds, or both do."""
    return (a or b) if isinstance(a, PLAIN) and isinstance(b, PLAIN) else a | b


def rounded_up(value: Any) -> Any:
    """The next whole number above, future by future."""
    if isinstance(value, PLAIN):
        whole = int(value)
        return float(whole + (value > whole))
    import numpy

    return numpy.ceil(value)


def rounded_down(value: Any) -> Any:
    """The next whole number below, future by future."""
    if isinstance(value, PLAIN):
        whole = int(value)
        return float(whole - (value < whole))
    import numpy

    return numpy.floor(value)
