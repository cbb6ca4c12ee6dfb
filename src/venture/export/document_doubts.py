"""Numbers in the student's words that the plan does not know.

Modest on purpose: a warning that is mostly wrong is not read. Looked at are percentages and sums with a word for money,
and in the sections about money also bare numbers from 100 on. What the competition asks and what a law says
is other people's and is left alone, as are years, dates and numbers of laws.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from venture import appraisal
from venture.export import document_numbers as numbers
from venture.export.words import SCALE, first_words
from venture.forecast import YEAR, Forecast
from venture.numbers import Unreadable, read
from venture.plan import Narrative, Plan
from venture.plan_fields import spec
from venture.rows.statements import STATEMENTS
from venture.words import _

OTHERS = {"competition", "law"}
ABOUT_MONEY = {"summary", "finance", "request"}
GAP = "[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(
    rf"(?<![\w.,§/–-])(?P<sign>[₽€$£]{GAP}?)?(?P<number>\d{{1,3}}(?:(?:{GAP}|,)\d{{3}})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    rf"(?P<after>{GAP}?(?:%|percent|per{GAP}cent|процент\w*)"
    rf"|(?:{GAP}?(?P<times>thousand|million|тыс\w*\.?|млн\.?))?(?:{GAP}?(?P<money>[₽€$£]|roubles?|rubles?|рубл\w+|руб\.?|[A-Z]{{3}}\b))?)"
    r"(?![\w/-])",
)
_DATED = re.compile(r"^\s*(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|^-(FZ|ФЗ)", re.I)
TIMES = {"thousand": 1e3, "тыс": 1e3, "million": 1e6, "млн": 1e6}
LEAST = 100  # bare numbers below count children and groups, not money
# A bare number is a sum where no thing follows that it counts: "600 in three tranches", but not "9,000 readers".
_NO_THING = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:a|above|and|at|below|by|for|from|in|into|is|less|more|of|on|or|over|per|to|when|with|и|или|в|за|из|на|от|по|с|для|больше|меньше)\b)",
    re.I,
)
_ABOUT = re.compile(
    r"\b(about|some|around|nearly|almost|roughly|over|under|than|около|почти|примерно|более|менее)\s+$", re.I
)
_LAW = re.compile(
    r"(decree|articles?|law|order|chapter|section|no\.?|№|постановлени\w+|стать\w+|закон\w*|приказ\w*)\s+$", re.I
)
_IF = re.compile(r"\b(if|если)\b", re.I)


@dataclass(frozen=True)
class Doubt:
    """A number in the words that is not among the plan's numbers. ``where`` is the section."""

    text: str
    where: str


def doubts(plan: Plan, f: Forecast) -> tuple[Doubt, ...]:
    ratios = [one for year in range(1, f.years + 1) for one in appraisal.ratios(f, year) if one.value is not None]
    money = sorted([*_money(plan, f), *(abs(one.value) for one in ratios if one.unit != "share")])
    shares = sorted([*_shares(plan), *_margins(f), *(abs(100 * one.value) for one in ratios if one.unit == "share")])
    found = []
    for field in fields(Narrative):
        if field.name in OTHERS:
            continue
        words = getattr(plan.narrative, field.name)
        label = spec(Narrative, field.name).label
        for text, around in _unknown(words, f, money, shares, field.name in ABOUT_MONEY):
            found.append(Doubt(_("“{number}” is not among the plan's numbers: {around}").format(number=text, around=around), label))  # fmt: skip
    return tuple(dict.fromkeys(found))


def _unknown(words: str, f: Forecast, money: list[float], shares: list[float], bare: bool) -> Iterator[tuple[str, str]]:
    for match in _NUMBER.finditer(words):
        text, after = match["number"], match["after"] or ""
        if _LAW.search(words[: match.start()]) or _IF.search(_sentence(words, match.start())):
            continue  # what would be, not what the plan says
        grouped = bool(re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text))
        try:
            value = read(text.replace(",", "") if grouped else text)
        except Unreadable:
            continue
        decimals = len(re.split("[.,]", text)[-1]) if re.search(r"[.,]\d+$", text) and not grouped else 0
        off = 0.5 * 10.0**-decimals
        if _ABOUT.search(words[: match.start()]):
            off = max(off, 0.05 * value)
        is_share = "%" in after or "cent" in after or "процент" in after
        if is_share:
            known = _near(shares, value, off)
        elif match["times"] or match["money"] or match["sign"]:
            times = next((number for word, number in TIMES.items() if (match["times"] or "").startswith(word)), 1.0)
            scale = times / SCALE[f.plan.amounts]
            known = _near(money, value * scale, off * scale)
            if not known and not match["times"] and (result := numbers.social_return(f)):
                known = _near([result.ratio], value, off)  # "brings 1.46 roubles of value"
        elif (
            bare
            and value >= LEAST
            and _NO_THING.match(words[match.end() :])
            and not _is_a_date(text, value, words[match.end() :])
        ):
            known = _near(money, value, off)
        else:
            continue
        if not known:
            yield (
                match[0].strip(),
                first_words("…" + words[max(0, match.start() - 40) : match.end() + 40].strip() + "…", 110),
            )


def _sentence(words: str, place: int) -> str:
    """From the sentence's begin to the place."""
    return re.split(r"[.!?]\s", words[:place])[-1]


def _is_a_date(text: str, value: float, rest: str) -> bool:
    return bool(_DATED.match(rest)) or (text.isdigit() and len(text) == 4 and 1800 <= value <= 2100)


def _near(known: list[float], value: float, off: float) -> bool:
    """Is there a known number that would be written like this?"""
    off += 1e-9
    place = bisect_left(known, value - off)
    return place < len(known) and known[place] <= value + off


def _money(plan: Plan, f: Forecast) -> Iterator[float]:
    """Sums and counts: the plan's own, each line by year, each month's cash, what is worked out of them."""
    for value in _leaves(plan):
        yield abs(value)
    yield plan.market.demand
    for part in (1, plan.market.share, plan.market.reach, plan.market.interest):
        yield plan.market.people * part
    yield plan.market.people * plan.market.share * plan.market.reach
    yield plan.market.people * plan.market.share * plan.market.reach * plan.market.interest
    for one in (f, numbers.with_the_request(f)):
        if one:
            yield from _of(one)
    for grant in plan.grants:
        yield sum(one.amount for one in grant.tranches)
    yield sum(one.amount for one in plan.owners_money)
    yield sum(one.amount for one in plan.loans)
    yield sum(one.amount for grant in plan.grants for one in grant.tranches)
    if result := numbers.social_return(f):
        yield from (result.present_value, result.ratio, result.inputs, *result.by_year)


def _of(f: Forecast) -> Iterator[float]:
    keys = {key for statement in STATEMENTS.values() for key in statement} | {"units"}
    keys |= {row.key for key in ("revenue", "variable_cost", "staff", "units") for row in f.items(key)}
    for key in keys:
        for year in range(1, f.years + 1):
            yield abs(f.year(key, year))
            yield abs(f.closing(key, year))
        yield abs(sum(f[key]))
        yield abs(max(f[key]))
    for year in range(1, f.years + 1):
        yield sum(f.year(key, year) for key in ("fixed_costs", "staff"))
        yield sum(f.year(key, year) for key in ("interest_paid", "principal_repaid"))
        yield abs(f.year("ebitda", year) - f.year("levy", year))
    for month in range(min(YEAR, f.months) + 1):
        yield abs(f["cash"][month])
        yield f["fixed_costs"][month] + f["staff"][month]
    yield from (f.ask, abs(f.lowest_cash))


def _shares(plan: Plan) -> Iterator[float]:
    for value in _leaves(plan):
        if 0 <= value <= 1:
            yield from (100 * value, 100 * (1 - value))


def _margins(f: Forecast) -> Iterator[float]:
    for product in f.plan.products:
        each = numbers.per_unit(f, product)
        if each.price:
            yield from (100 * each.left / each.price, 100 * each.cost / each.price)


def _leaves(block: object) -> Iterator[float]:
    """Every number within a plan, but for what was really sold."""
    if is_dataclass(block):
        for field in fields(block):
            if field.name not in ("actuals", "notes", "start"):
                yield from _leaves(getattr(block, field.name))
    elif isinstance(block, tuple):
        for one in block:
            yield from _leaves(one)
    elif isinstance(block, int | float) and not isinstance(block, bool):
        yield float(block)
