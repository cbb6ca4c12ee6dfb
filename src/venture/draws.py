"""Futures drawn by chance: triangular numbers from a seed, moving together where asked.

The drawing is the standard library's alone, one number after another. So a seed means the same futures in a browser, on
a laptop with numpy, in blocks of any size; and the first 1 000 of 10 000 futures are the futures of a run of 1 000.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from venture.numbers import say
from venture.words import _

MOST_FUTURES = 1_000_000
ROUNDING = 1e-9  # a pivot this far below zero is a rounding, not a contradiction
TINY = 2.0**-54  # below the smallest step of random(), whose 0 has no place on the normal curve
NORMAL = NormalDist()

Pairs = Mapping[tuple[str, str], float]  # rank correlation of two drivers


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may come to: at least ``low``, most likely ``likely``, at most ``high``, in the number's own unit.

    ``assumed``: somebody must still look, the kit has put ± 20 % there. ``whole``: months and other counts.

    Raises:
        ValueError: a number is missing, infinite or NaN, or they are not in order.
    """

    low: float
    likely: float
    high: float
    assumed: bool = False
    whole: bool = False

    def __post_init__(self) -> None:
        named = {_("low"): self.low, _("most likely"): self.likely, _("high"): self.high}
        for name, value in named.items():
            if not isinstance(value, (int, float)) or not math.isfinite(value):
                raise ValueError(_("“{name}” must be a number, found {found}.").format(name=name, found=value))
        if not self.low <= self.likely <= self.high:
            numbers = " ≤ ".join(map(say, named.values()))
            raise ValueError(_("Low, most likely and high must rise: {numbers} does not hold.").format(numbers=numbers))

    def at(self, chances: Sequence[float]) -> list[float]:
        """For each chance u between 0 and 1 the value that a share u of all futures stays below.

        The inverse of the triangular distribution, with c = (likely − low) / (high − low):
        low + √(u (high − low)(likely − low)) where u < c, else high − √((1 − u)(high − low)(high − likely)).
        """
        low, high, width = self.low, self.high, self.high - self.low
        if not width:
            return [float(low)] * len(chances)
        turn = (self.likely - low) / width
        rise, fall, root = width * (self.likely - low), width * (high - self.likely), math.sqrt
        values = [low + root(u * rise) if u < turn else high - root((1.0 - u) * fall) for u in chances]
        return [float(round(value)) for value in values] if self.whole else values


def check_size(n: int, seed: int) -> None:
    """Refuse a number of futures, or a seed, that means nothing."""
    if type(n) is not int or not 1 <= n <= MOST_FUTURES:
        raise ValueError(
            _("The number of futures must be a whole number from 1 to {most}, found {found}.").format(
                most=say(MOST_FUTURES), found=n
            )
        )
    if type(seed) is not int:
        raise ValueError(_("The seed must be a whole number, for example 1; found {found}.").format(found=seed))


def blocks(
    ranges: Mapping[str, Range], n: int, seed: int, correlation: Pairs | None = None, size: int = 1000
) -> Iterator[dict[str, list[float]]]:
    """``n`` futures, at most ``size`` at a time: each driver's values, one for each future.

    Raises:
        ValueError: nothing to draw, a number of futures or a seed that means nothing, impossible correlations.
    """
    check_size(n, seed)
    if not ranges:
        raise ValueError(_("There is nothing to draw: name at least one number and its range."))
    mixing = _mixing(list(ranges), correlation or {})
    return _drawn(list(ranges.items()), n, random.Random(seed).random, mixing, size)


def _drawn(ranges, n, chance, mixing, size) -> Iterator[dict[str, list[float]]]:
    for begun in range(0, n, size):
        row = [chance() for _number in range(min(size, n - begun) * len(ranges))]  # future after future
        columns = _mixed([row[place :: len(ranges)] for place in range(len(ranges))], mixing)
        yield {name: span.at(column) for (name, span), column in zip(ranges, columns, strict=True)}


# --- numbers that move together


def _mixing(names: list[str], pairs: Pairs) -> list[list[float]]:
    """How much of each earlier driver's chance goes into each driver's: the Cholesky factor, row by row.

    A Gaussian copula. For a rank correlation r (Spearman) two normal numbers need the correlation 2 sin(π r / 6).

    Raises:
        ValueError: a pair names no drawn driver, a number outside −1 … 1, or correlations that contradict each other.
    """
    place = {name: index for index, name in enumerate(names)}
    table = [[float(row == column) for column in names] for row in names]
    for pair, r in pairs.items():
        one, other = _pair(pair, place)
        if (pair[1], pair[0]) in pairs:
            raise ValueError(_("The correlation of {one} and {other} is given twice.").format(one=pair[0], other=pair[1]))  # fmt: skip
        if not isinstance(r, (int, float)) or not -1 <= r <= 1:  # NaN is not between either
            raise ValueError(
                _("The correlation of {one} and {other} must be between −1 and 1, found {found}.").format(
                    one=names[one], other=names[other], found=r
                )
            )
        table[one][other] = table[other][one] = 2 * math.sin(math.pi * r / 6)
    return _cholesky(table)


def _pair(pair: tuple[str, str], place: Mapping[str, int]) -> tuple[int, int]:
    if not isinstance(pair, tuple) or len(pair) != 2 or pair[0] == pair[1]:
        raise ValueError(_("A correlation is between two different numbers, found {found}.").format(found=pair))
    for name in pair:
        if name not in place:
            raise ValueError(
                _("The correlation names {name}, which is not drawn. Drawn are: {drawn}.").format(
                    name=name, drawn=", ".join(place)
                )
            )
    return place[pair[0]], place[pair[1]]


def _cholesky(table: list[list[float]]) -> list[list[float]]:
    """The lower triangle L with L Lᵀ = table; a number that others determine fully gets 0 of its own."""
    factor: list[list[float]] = []
    for i, wanted in enumerate(table):
        row: list[float] = []
        for j in range(i):
            rest = wanted[j] - sum(a * b for a, b in zip(row, factor[j], strict=False))
            own = factor[j][j]
            if not own and abs(rest) > math.sqrt(ROUNDING):
                raise _contradiction()
            row.append(rest / own if own else 0.0)
        left = 1.0 - sum(a * a for a in row)
        if left < -ROUNDING:
            raise _contradiction()
        factor.append([*row, math.sqrt(left) if left > ROUNDING else 0.0])
    return factor


def _contradiction() -> ValueError:
    return ValueError(
        _("These correlations cannot hold together: where A moves with B and B with C, A cannot move against C.")
    )


def _mixed(columns: list[Sequence[float]], mixing: list[list[float]]) -> list[Sequence[float]]:
    """The chances, mixed. A driver without a correlation keeps its own to the last digit."""
    if all(not any(row[:-1]) for row in mixing):
        return columns
    scores = [[NORMAL.inv_cdf(max(u, TINY)) for u in column] for column in columns]
    return [
        [NORMAL.cdf(sum(map(float.__mul__, row, future))) for future in zip(*scores[: len(row)], strict=True)]
        if any(row[:-1])
        else column
        for row, column in zip(mixing, columns, strict=True)
    ]
