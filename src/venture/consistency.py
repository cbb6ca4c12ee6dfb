"""Do the plan's words and its numbers say the same? Numbers in the texts, beside what the engine computes.

A number is compared only where the words around it say what it is: "we ask for 600", "cash is lowest in month 6 with
136", "a price of 9.4". What cannot be told is passed over: a wrong alarm teaches people to read no alarm at all.

What can be matched: the ask, lowest cash and its month, reserve, DSCR, price, units planned, capacity, break-even (of a
plan with one product), demand, people reached, revenue and result of a year, loans, own money, grants, the start.
What cannot: numbers in words ("six hundred"), numbers of others (the section on competition, and laws), what would be
(sentences with "if", "would", "instead"), ranges, and everything that no word beside it names.
`venture.export.document_doubts` asks the other question: is there any such number in the plan at all?
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

from venture import appraisal
from venture.forecast import YEAR, Forecast, forecast
from venture.guide import guide
from venture.numbers import Unreadable, read, say
from venture.plan import Narrative, Plan
from venture.plan_fields import spec
from venture.words import _, ngettext

OTHERS = {"competition", "law"}  # numbers of other people
TEXTS = ("problem", "beneficiaries")  # of the plan itself, beside its narrative
SCALE = {"ones": 1.0, "thousands": 1e3, "millions": 1e6}
TIMES = (("thousand", 1e3), ("тыс", 1e3), ("million", 1e6), ("млн", 1e6), ("k", 1e3))
NOTHING = 1e-6
SHOWN = 90  # characters of a sentence

GAP = "[ \u00a0\u202f\u2009]"
NUMBER = (
    rf"(?P<sign>[₽€$£]{GAP}?)?(?P<number>[-−]?(?:\d{{1,3}}(?:(?:{GAP}|,)\d{{3}})+(?:\.\d+)?|\d+(?:[.,]\d+)?))"
    rf"(?:{GAP}?(?P<times>thousand|million|тыс\w*\.?|млн\.?|k\b))?(?P<share>{GAP}?(?:%|per{GAP}cent|percent|процент\w*))?"
    r"(?![\w/]|[.,]\d)"
)
ANY_NUMBER = re.compile(rf"(?<![\w.,§/–-]){NUMBER}", re.I)
_ABOUT = re.compile(r"\b(?:about|some|around|nearly|almost|roughly|over|more than|less than|under|at least|up to|около|почти|примерно|более|менее)\s+$", re.I)  # fmt: skip
_WOULD_BE = re.compile(
    r"\b(?:if|would|could|instead|unless|even with|in the bad year|worst|если|бы|вместо|иначе)\b", re.I
)
_RANGE = re.compile(r"^\s*(?:–|-|to|до)\s*\d", re.I)
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_MONTH = r"(?:\s+in\s+month\s+\d+)?"
FEW = rf"(?:{GAP}\w[\w’'-]*){{0,3}}?{GAP}"  # up to three words between


@dataclass(frozen=True)
class Topic:
    """What a number may be about. ``words`` end where the number begins; ``money`` may be written in other thousands."""

    key: str
    label: str
    words: str
    values: Callable[[Plan, Forecast], Iterator[float]]
    money: bool = True
    signed: bool = False
    """Whether 420 and −420 are two things. A loss of 420 is written without its sign."""


@dataclass(frozen=True)
class Finding:
    """A number in the words whose meaning is known. ``agrees`` where the plan says the same."""

    section: str
    topic: str
    label: str
    text: str
    """The number as it is written."""
    around: str
    said: float
    """In the plan's amounts."""
    computed: float
    """What the plan has that comes nearest."""
    agrees: bool

    def __str__(self) -> str:
        says = _("{section}: the text says {text} ({label}); the plan has {computed}. “{around}”")
        return says.format(
            section=self.section,
            text=self.text,
            label=self.label,
            computed=f"{self.computed:.0f}" if self.topic == "opening" else say(self.computed, most=2),
            around=self.around,
        )


@dataclass(frozen=True)
class Reading:
    """What came of reading a plan's texts. ``numbers`` is how many numbers stand in them in all."""

    found: tuple[Finding, ...]
    numbers: int

    @property
    def differs(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.found if not one.agrees)

    @property
    def agrees(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.found if one.agrees)

    @property
    def sentence(self) -> str:
        """How far the reading went, so that nobody takes silence for agreement."""
        if not self.numbers:
            return _("There is no number in your texts yet.")
        text = ngettext(
            "Of {all} number in your texts {known} could be told what it is: {right} agree with the plan, {wrong} do not. The others I cannot judge: read them yourself.",
            "Of {all} numbers in your texts {known} could be told what they are: {right} agree with the plan, {wrong} do not. The others I cannot judge: read them yourself.",
            self.numbers,
        )
        return text.format(all=self.numbers, known=len(self.found), right=len(self.agrees), wrong=len(self.differs))


def check(plan: Plan, f: Forecast | None = None) -> Reading:
    """Read every text of the plan and compare the numbers that can be told.

    Args:
        plan: a plan as `venture.plan.load` gives it.
        f: its forecast, where it is there already. What is requested counts as well: a text may say either.
    """
    f = f or forecast(plan)
    known = {topic.key: sorted(set(topic.values(plan, f))) for topic in TOPICS}
    found, numbers = [], 0
    for label, text in _texts(plan):
        for sentence in _SENTENCES.split(text):
            numbers += sum(1 for _one in ANY_NUMBER.finditer(sentence))
            if not _WOULD_BE.search(sentence):
                found += _in_sentence(plan, label, sentence, known)
    return Reading(tuple(found), numbers)


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        yield spec(Plan, name).label, getattr(plan, name)
    for field in fields(Narrative):
        if field.name not in OTHERS:
            yield spec(Narrative, field.name).label, getattr(plan.narrative, field.name)


def _in_sentence(plan: Plan, label: str, sentence: str, known: dict[str, list[float]]) -> Iterator[Finding]:
    taken: set[int] = set()
    for topic, pattern in PATTERNS:
        for match in pattern.finditer(sentence):
            place = match.start("number")
            values = known[topic.key]
            if place in taken or not values or _RANGE.match(sentence[match.end() :]):
                continue
            if match["share"] and topic.key != "share":
                continue  # a share of something is none of these
            try:
                spans = _spans(match, sentence, plan, topic.money)
            except Unreadable:
                continue
            taken.add(place)
            said = spans[0][0]
            size = float if topic.signed else abs
            agrees = any(abs(size(value) - size(number)) <= off for number, off in spans for value in values)
            nearest = min(values, key=lambda value: abs(size(value) - size(said)))
            around = " ".join(sentence.split())
            short = around if len(around) <= SHOWN else around[: SHOWN - 1].rsplit(" ", 1)[0] + "…"
            yield Finding(label, topic.key, topic.label, match[0][place - match.start() :].strip(), short, said, nearest, agrees)  # fmt: skip


def _spans(match: re.Match, sentence: str, plan: Plan, money: bool) -> list[tuple[float, float]]:
    """What the number may mean in the plan's amounts, each with how far off still counts as rounding."""
    text = match["number"].replace("−", "-")
    grouped = bool(re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text))
    number = read(text.replace(",", "") if grouped else text)
    decimals = len(re.split("[.,]", text)[-1]) if re.search(r"[.,]\d+$", text) and not grouped else 0
    off = max(0.5 * 10.0**-decimals, guide("ask_apart") * abs(number) if money else 0.0)
    if _ABOUT.search(sentence[: match.start("number")]):
        off = max(off, 0.1 * abs(number))
    off += NOTHING
    if not money:
        return [(number, off)]
    times = (match["times"] or "").lower()
    if times:
        scale = next(by for word, by in TIMES if times.startswith(word)) / SCALE[plan.amounts]
        return [(number * scale, off * scale)]
    unit = SCALE[plan.amounts]
    # 600 000 roubles in a plan of thousands: the larger number is meant in ones
    return [(number, off)] + ([(number / unit, off / unit)] if unit > 1 and abs(number) >= unit else [])


# --- what the plan has


def _ask(plan: Plan, f: Forecast) -> Iterator[float]:
    yield from (one for one in (plan.ask.amount, f.ask) if one)


def _both(plan: Plan, f: Forecast) -> Iterator[Forecast]:
    yield f
    if any(grant.status == "requested" and grant.tranches for grant in plan.grants):
        yield forecast(plan, with_requested=True)


def _lowest(plan: Plan, f: Forecast) -> Iterator[float]:
    for one in _both(plan, f):
        yield one.lowest_cash


def _lowest_month(plan: Plan, f: Forecast) -> Iterator[float]:
    for one in _both(plan, f):
        yield float(one.lowest_month)


def _reserve(plan: Plan, f: Forecast) -> Iterator[float]:
    if plan.reserve:
        yield plan.reserve


def _dscr(plan: Plan, f: Forecast) -> Iterator[float]:
    if not plan.loans:
        return
    for with_grants in (False, True):
        yield from (value for value in appraisal.dscr_rolling(f, with_grants=with_grants).values() if value is not None)
    yield guide("dscr") if plan.appraisal.dscr_limit is None else plan.appraisal.dscr_limit


def _prices(plan: Plan, f: Forecast) -> Iterator[float]:
    for product in plan.products:
        yield from (product.price, *f[f"price/{product.name}"])
    sold = [one for month in plan.actuals for one in month.sold]
    yield from (one.price for one in sold)


def _volumes(plan: Plan, f: Forecast) -> Iterator[float]:
    for key in (
        "units",
        *(f"units/{one.name}" for one in plan.products),
        *(f"planned/{one.name}" for one in plan.products),
    ):
        yield from f[key]
        yield from (f.year(key, year) for year in range(1, f.years + 1))


def _capacities(plan: Plan, f: Forecast) -> Iterator[float]:
    yield from (one.capacity for one in plan.products if one.capacity is not None)


def _break_evens(plan: Plan, f: Forecast) -> Iterator[float]:
    if len(plan.products) != 1:
        return  # bundles: nobody can tell which
    for year in range(1, f.years + 1):
        for one in appraisal.break_evens(f, year * YEAR):
            yield from (float(stretch.start) for stretch in one.volumes)


def _demands(plan: Plan, f: Forecast) -> Iterator[float]:
    if plan.market.demand:
        yield plan.market.demand


def _people(plan: Plan, f: Forecast) -> Iterator[float]:
    yield from (one.target for one in plan.impact.indicators if one.target is not None)
    yield from (one.quantity for one in plan.impact.outcomes)
    yield from _capacities(plan, f)
    yield from _volumes(plan, f)
    market = plan.market
    if market.people:
        stage = market.people
        for share in (1, market.share, market.reach, market.interest, market.conversion):
            stage *= share
            yield stage


def _yearly(*keys: str) -> Callable[[Plan, Forecast], Iterator[float]]:
    def values(plan: Plan, f: Forecast) -> Iterator[float]:
        for one in _both(plan, f):
            for key in keys:
                yield from (one.year(key, year) for year in range(1, one.years + 1))
                yield from one[key]
                yield sum(one[key])

    return values


def _loans(plan: Plan, f: Forecast) -> Iterator[float]:
    yield from (one.amount for one in plan.loans)
    if plan.loans:
        yield sum(one.amount for one in plan.loans)


def _own(plan: Plan, f: Forecast) -> Iterator[float]:
    yield from (one.amount for one in plan.owners_money)
    if plan.owners_money:
        yield sum(one.amount for one in plan.owners_money)


def _grants(plan: Plan, f: Forecast) -> Iterator[float]:
    sums = [sum(part.amount for part in grant.tranches) for grant in plan.grants]
    yield from sums
    yield from (part.amount for grant in plan.grants for part in grant.tranches)
    if sums:
        yield from (sum(sums), *_ask(plan, f))


def _opening_month(plan: Plan, f: Forecast) -> Iterator[float]:
    yield float(plan.start[0])


TOPICS = (
    Topic("ask", _("the ask"), rf"\b(?:we|i)\s+(?:ask|apply|request)(?:{FEW})?(?:for{GAP})?|\basked\s+for{GAP}|\b(?:requests?|requested\s+sum|funding\s+request|the\s+ask)\s+(?:of|is|for){GAP}|прос(?:им|ит){FEW}|запрашива\w+{FEW}", _ask),
    Topic("lowest month", _("month of the lowest cash"), rf"\bcash\s+is\s+lowest\s+in\s+month{GAP}|\blowest\s+month\s+is\s+month{GAP}", _lowest_month, money=False),
    Topic("lowest cash", _("lowest cash"), rf"\bcash\s+is\s+lowest{_MONTH}(?:\s+\w+){{0,3}}?\s*,?\s*(?:with|at){GAP}|\blowest\s+(?:cash|balance)(?:\s+balance)?{_MONTH}\s*(?:,|is|of|will\s+be|at)+{GAP}|\bcash\s+never\s+falls\s+below{GAP}|остат\w+\s+не\s+(?:опускается|ниже)\s+(?:ниже\s+)?", _lowest, signed=True),
    Topic("reserve", _("the reserve"), rf"\breserve\s+(?:of|is){GAP}|резерв\w*\s+(?:в\s+)?", _reserve),
    Topic("dscr", _("debt service cover"), rf"\b(?:DSCR|debt\s+service\s+cover(?:age)?(?:\s+ratio)?)\s+(?:is|of|at\s+least|never\s+falls\s+below|falls\s+to|stays\s+above|=){GAP}", _dscr, money=False),
    Topic("price", _("the price"), rf"\b(?:customers|families|parents|clients|guests|buyers|members)\s+pay{GAP}|\b(?:our|the|a)\s+(?:average\s+)?price\s+(?:is|of){GAP}|\b(?:average\s+price)\s+(?:is|of){GAP}|средняя\s+цена\s+", _prices),
    Topic("capacity", _("capacity"), rf"\b(?:room|space|places)\s+for{GAP}|\bcapacity\s+(?:of|is){GAP}", _capacities, money=False),
    Topic("break-even", _("break-even"), rf"\bbreaks?(?:\s+|-)even\s+(?:is\s+)?(?:at|of|from|with|takes){GAP}|безубыточност\w+\s*[:—–-]?\s*", _break_evens, money=False),
    Topic("volume", _("units planned"), rf"\b(?:it|we|the\s+plan)\s+(?:(?:opens\b.*\band\s+)?plans?(?:\s+for)?|sells?(?:\s+up\s+to)?){GAP}", _volumes, money=False),
    Topic("demand", _("demand"), rf"\bdemand\s+(?:is|of|comes\s+to){GAP}", _demands, money=False),
    Topic("people", _("people reached"), rf"\bwe\s+(?:reach|serve|look\s+after|help){GAP}", _people, money=False),
    Topic("revenue", _("revenue"), rf"\b(?:revenue|turnover)\s+(?:is|of|grows\s+to|reaches)(?:\s+about)?{GAP}|выручк\w+\s+", _yearly("revenue")),
    Topic("result", _("profit or loss"), rf"\b(?:profit|loss|surplus|deficit)\s+(?:is|of)(?:\s+about)?{GAP}", _yearly("net_income", "ebitda")),
    Topic("loan", _("the loan"), rf"\b(?:a\s+)?(?:bank|lender)\s+lends(?:\s+us)?{GAP}|\bloans?\s+(?:of|is){GAP}|\bborrow{GAP}|кредит\w*\s+(?:в\s+|на\s+)?", _loans),
    Topic("own", _("the founders' money"), rf"\bfounders\s+(?:put|bring)(?:\s+in)?{GAP}|\bown\s+(?:money|contribution)\s+(?:of|is){GAP}", _own),
    Topic("grant", _("grants"), rf"\bgrants?\s+(?:of|is){GAP}|грант\w*\s+(?:в\s+|на\s+)?", _grants),
    Topic("opening", _("year of the start"), rf"\b(?:it|we|the\s+\w+)\s+opens?\s+in(?:\s+[A-Z]\w+)?{GAP}", _opening_month, money=False),
)  # fmt: skip

PATTERNS = tuple(
    (
        topic,
        re.compile(
            rf"(?:{topic.words})(?:(?:about|some|around|nearly|almost|roughly|at least|up to|over|около|почти|примерно){GAP})?{NUMBER}",
            re.I,
        ),
    )
    for topic in TOPICS
)
