"""A jurisdiction pack: the law of one country in one year as dated, sourced facts and short lists of what is taken.

Every number stands once, as a `Fact`; all else names it. Amounts are in the pack's currency, a year unless a name
says otherwise; shares are 0.06 for 6 %. A pack is frozen: `Pack.changed` and `Pack.on` make another one.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from venture.law import shape as a
from venture.law.expressions import Expression
from venture.numbers import say
from venture.words import _

block = functools.partial(dataclass, frozen=True, kw_only=True)

CONFIDENCE = ("A", "B", "C", "N")
# What a scenario gives, and what is known at each later stage. An expression may use its stage's names and the facts.
SCENARIO = (
    "revenue", "revenue_before", "b2c", "costs", "staff", "gross_month", "vulnerable_staff", "vulnerable_pay", "pay_out",
    "other_business", "priority_activity", "income_from_vulnerable_products", "income_from_serving_vulnerable",
    "income_from_listed_activity", "payroll",
)  # fmt: skip
TAKES = (*SCENARIO, "payroll_charges", "owner_social", "profit")
TESTS = (*TAKES, "net_profit", "reinvested", "payout_share")

Words = dict[str, str]
_REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def said(words: Words, language: str = "") -> str:
    """The words in a language (default: ``VENTURE_LANG``), else in English, else in the first that there is."""
    language = language or os.environ.get("VENTURE_LANG", "en")
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


def _warnings() -> dict[str, str]:
    """What must stand beside a number or a rule of each mark."""
    return {
        "B": _("one source: check it"),
        "C": _("not confirmed: check it before you use it"),
        "N": _("looked for, nothing reliable found"),
    }


def dated(rule: StatusTest | Duty | Licence | Grant | Note) -> str:
    """Day and mark of a rule in words, and its warning: the only way in which pages and commands print them."""
    day = _("as of {day}").format(day=rule.as_of.isoformat()) if rule.as_of else _("no day")
    return ", ".join(filter(None, (day, _("mark {mark}").format(mark=rule.conf), _warnings().get(rule.conf, ""))))


@block
class Head:
    """Which law, of when, checked by whom."""

    id: str = a.entry("name", _("country, two letters"), example="ru")
    year: float = a.number(_("year"), example="2026")
    label: str = a.text(_("how the year is called, where not by its number"), "", example="2025/26")
    currency: str = a.text(_("currency, three letters"), example="RUB")
    version: str = a.text(_("version of the pack"), "0.1.0", example="0.1.0")
    checked_on: datetime.date = a.date(_("day on which the facts were last checked"))
    checked_by: str = a.text(_("who checked them"), "", example="Name, profession")
    languages: tuple[str, ...] = a.keys(_("languages of its words"), "languages", example="[en, ru]")
    status: str = a.choice(_("status"), ("teaching-example", "checked-by-a-lawyer"), "teaching-example")
    name: Words = a.words(_("name of the country"), example="Russia")
    disclaimer: Words = a.words(_("warning that stands with every result"), example="A teaching model, not advice.")


@block
class Source:
    title: str = a.text(_("title"), example="Klerk: fixed contributions 2026 (24 Jan 2026)")
    url: str = a.entry("link", _("address"), "", example="https://www.gov.uk/…")
    lang: str = a.text(_("language"), "en", example="ru")
    seen_on: datetime.date = a.date(_("day on which it was seen"))
    note: str = a.text(_("what about it must be known"), "")


@block
class Later:
    """The value from a later day on, where the law names it already."""

    since: datetime.date = a.date(_("from which day"))
    v: float = a.number(_("value"))


@block
class Fact:
    """One number of the law. ``conf``: A official or two sources, B one source, C not confirmed, N looked for in vain."""

    key: str = ""
    name: Words = a.words(_("what the number is"), example="VAT-free up to this income")
    v: float | None = a.number(_("value; none with the mark N"), None)
    unit: str = a.text(_("unit; “share” is shown in per cent"), example="share")
    as_of: datetime.date = a.date(_("day from which, or of which, the number is"))
    valid_to: datetime.date | None = a.date(_("last day"), None)
    src: tuple[str, ...] = a.keys(_("source, or several"), "sources", MISSING, example="tax_code")
    conf: str = a.choice(_("mark"), CONFIDENCE)
    next: tuple[Later, ...] = a.parts(_("later values"), Later, example="[{since: 2027-01-01, v: 15000000}]")
    note: Words = a.words(_("what must be known about it"), {})
    own: bool = False  # somebody put their own number in its place

    @property
    def shown(self) -> str:
        """The value with its unit: "6 %", "20 000 000 RUB a year"."""
        return _("not known") if self.v is None else self._with_unit(self.v)

    def _with_unit(self, value: float) -> str:
        return f"{say(value * 100)}\u202f%" if self.unit == "share" else f"{say(value)} {self.unit}"

    @property
    def later(self) -> str:
        """The values that the law already names for later days: "15 000 000 RUB a year from 2027-01-01"."""
        says = _("{value} from {day}")
        return ", ".join(says.format(value=self._with_unit(one.v), day=one.since.isoformat()) for one in self.next)

    @property
    def warning(self) -> str:
        """What must stand beside the number, if anything."""
        if self.own:
            return _("your own number")
        return _warnings().get(self.conf, "")

    @property
    def printed(self) -> str:
        """The number with its day and mark, and its warning where it needs one. The only way in which pages print it."""
        until = _("until {day}").format(day=self.valid_to.isoformat()) if self.valid_to else ""
        parts = (_("as of {day}").format(day=self.as_of.isoformat()), until, _("mark {mark}").format(mark=self.conf), self.warning)  # fmt: skip
        return f"{self.shown} ({', '.join(filter(None, parts))})"

    def on(self, day: datetime.date) -> Fact:
        """The fact as it is on a later day: its next value, or none where it has ended."""
        later = [one for one in self.next if one.since <= day]
        if later:
            return dataclasses.replace(self, v=later[-1].v, as_of=later[-1].since)
        if self.valid_to and self.valid_to < day:
            says = {"en": _("ended on {day}; what follows is not known").format(day=self.valid_to.isoformat())}
            return dataclasses.replace(self, v=None, conf="N", note=says)
        return self


# --- what an employer pays on top of wages


@block
class Band:
    """The rate up to a limit; without ``upto``, above all limits."""

    upto: Expression | None = a.amount(_("upper limit"), None)
    rate: Expression = a.amount(_("rate"), example="contrib_general")


@block
class Scheme:
    """Contributions of the employer: a yearly or monthly scale for each person, less an allowance for all together."""

    name: Words = a.words(_("name"))
    bands: tuple[Band, ...] = a.parts(_("scale of a year's pay"), Band)
    bands_month: tuple[Band, ...] = a.parts(_("scale of a month's pay"), Band)
    extra: Expression | None = a.amount(_("rate on all pay, on top"), None, example="accident")
    allowance: Expression | None = a.amount(_("sum that the employer does not pay"), None)


@block
class Payroll:
    minimum_month: Expression | None = a.amount(_("least pay of a full month"), None, example="mrot_month")
    regional_multiplier: Expression | None = a.amount(_("what the region multiplies it by"), None, example="district")
    schemes: dict[str, Scheme] = a.table(_("schemes of contributions"), Scheme)


# --- what is taken from a form, in order


@block
class Take:
    """What all kinds of taking have in common. ``without`` says what is not counted where a fact is not known."""

    KINDS: ClassVar[dict[str, type]] = {}

    label: Words = a.words(_("what it is called"), example="Tax on income")
    when: Expression | None = a.condition(_("only where this holds"), None)
    without: Words = a.words(_("where a number of it is not known: what the result leaves out"), {})


@block
class CreditMax:
    no_staff: Expression = a.amount(_("share of the tax, without staff"))
    staff: Expression = a.amount(_("share of the tax, with staff"))


@block
class Turnover(Take):
    """A share of revenue, less what may be set off against it."""

    KIND: ClassVar[str] = "turnover"
    kind: str = a.text("", KIND)
    rate: Expression | None = a.amount(_("rate"), None)
    bands: tuple[Band, ...] = a.parts(_("scale"), Band)
    base: Expression | None = a.amount(_("of what, where not of revenue"), None, example="revenue")
    credit: Expression | None = a.amount(_("what may be set off"), None, example="owner_social + payroll_charges")
    credit_max: CreditMax | None = a.part(_("most that may be set off"), CreditMax, None)


@block
class Profit(Take):
    """A share of profit; between ``low`` and ``high`` it climbs evenly from one rate to the other (marginal relief)."""

    KIND: ClassVar[str] = "profit"
    kind: str = a.text("", KIND)
    rate: Expression | None = a.amount(_("rate"), None)
    rate_high: Expression | None = a.amount(_("rate from the upper limit on"), None)
    low: Expression | None = a.amount(_("up to here the rate"), None)
    high: Expression | None = a.amount(_("from here the upper rate"), None)
    bands: tuple[Band, ...] = a.parts(_("scale"), Band)
    base: Expression | None = a.amount(_("of what, where not of profit"), None, example="profit")
    min_on_turnover: Expression | None = a.amount(_("least tax, as a share of revenue"), None)


@block
class Vat(Take):
    """VAT that lies inside the price, from a limit of revenue on (this year's, or the year before's)."""

    KIND: ClassVar[str] = "vat"
    kind: str = a.text("", KIND)
    free_below: Expression = a.amount(_("free up to this revenue of the year"))
    free_before: Expression | None = a.amount(_("and of the year before, where it is another sum"), None)
    rate: Expression | None = a.amount(_("rate"), None)
    levels: tuple[Band, ...] = a.parts(_("rate on everything, by the level of revenue"), Band)
    on: Expression | None = a.amount(_("on what, where not on revenue"), None, example="revenue")


@block
class OwnerSocial(Take):
    """The owner's own contributions: a fixed sum and a share of what lies above a limit, up to a cap."""

    KIND: ClassVar[str] = "owner_social"
    kind: str = a.text("", KIND)
    fixed: Expression | None = a.amount(_("fixed sum a year"), None)
    pct: Expression | None = a.amount(_("share"), None)
    above: Expression | None = a.amount(_("of what lies above this sum"), None)
    cap: Expression | None = a.amount(_("most that the share brings"), None)
    base: Expression | None = a.amount(_("of what, where not of profit"), None, example="revenue")


@block
class Fixed(Take):
    """A fixed sum a year."""

    KIND: ClassVar[str] = "fixed"
    kind: str = a.text("", KIND)
    amount: Expression = a.amount(_("sum a year"))


@block
class Dividend(Take):
    """Tax on what the owners take out; ``cap`` is the largest share of what is left that they may take."""

    KIND: ClassVar[str] = "dividend"
    kind: str = a.text("", KIND)
    rate: Expression | None = a.amount(_("rate"), None)
    bands: tuple[Band, ...] = a.parts(_("scale"), Band)
    cap: Expression | None = a.amount(_("largest share that may be paid out"), None)


Take.KINDS.update({one.KIND: one for one in (Turnover, Profit, Vat, OwnerSocial, Fixed, Dividend)})


# --- forms and what goes with them


@block
class Need:
    """A condition of a form, and what is said where it does not hold. ``{fact}`` in the words prints the fact."""

    that: Expression = a.condition(_("condition"), to="needs", example="revenue <= npd_limit")
    says: Words = a.words(_("the rule in words"), example="Income is at most {npd_limit}.")


@block
class Option:
    """Another scheme of contributions, where a condition holds."""

    scheme: str = a.key(_("scheme"), "payroll.schemes")
    that: Expression = a.condition(_("condition"), to="needs")


@block
class SetUp:
    cost: Expression | None = a.amount(_("cost of setting up"), None, example="cic_fee")
    days: Expression | None = a.amount(_("days that it takes"), None)
    capital: Expression | None = a.amount(_("capital that must be paid in"), None)


@block
class Form:
    """A legal form under a tax regime: one line of the comparison."""

    id: str = a.entry("name", _("name within the pack"), example="ip_usn6")
    name: Words = a.words(_("name"), example="Sole trader, 6 % of income")
    needs: tuple[Need, ...] = a.parts(_("conditions"), Need)
    payroll: str = a.key(_("scheme of contributions"), "payroll.schemes", example="general")
    payroll_options: tuple[Option, ...] = a.parts(_("other schemes"), Option)
    takes: tuple[Any, ...] = a.parts(_("what is taken, in order"), Take)
    owner_gets: str = a.choice(_("what the owner may take"), ("all", "dividends", "none"))
    status_ok: Mapping[str, bool] = a.entry(
        "flags", _("which status or grant it may have"), {}, example="{presidential_grant: no}"
    )
    duties: tuple[str, ...] = a.keys(_("duties"), "duties")
    set_up: SetUp | None = a.part(_("setting up"), SetUp, None)


@block
class Note:
    """A rule in words. ``{fact}`` prints the fact. ``forms`` names whom it concerns; all, where none is named."""

    id: str = a.entry("name", _("name"))
    text: Words = a.words(_("in words"))
    src: tuple[str, ...] = a.keys(_("source"), "sources", MISSING, example="tax_code")
    as_of: datetime.date | None = a.date(_("as of"), None)
    conf: str = a.choice(_("mark"), CONFIDENCE)
    forms: tuple[str, ...] = a.keys(_("forms"), "forms")


@block
class Criterion:
    """A condition of a status test; it may use what is left after taxes, and what is paid out."""

    that: Expression = a.condition(_("condition"), to="tests", example="vulnerable_staff / staff >= se_staff_share")
    says: Words = a.words(_("the condition in words"))


@block
class Branch:
    """One way of meeting a status test."""

    id: str = a.entry("name", _("name"))
    name: Words = a.words(_("in words"), example="Employs people of the groups")
    all: tuple[Criterion, ...] = a.parts(_("conditions, all of them"), Criterion)


@block
class StatusTest:
    """Who may hold a status: any one of the branches. ``also`` is what no number can tell."""

    id: str = a.entry("name", _("name"))
    name: Words = a.words(_("name"))
    law: str = a.text(_("law"), example="209-FZ art. 24.1")
    src: tuple[str, ...] = a.keys(_("source"), "sources", MISSING, example="tax_code")
    as_of: datetime.date = a.date(_("as of"))
    conf: str = a.choice(_("mark"), CONFIDENCE)
    also: tuple[Note, ...] = a.parts(_("what else must hold"), Note)
    any_of: tuple[Branch, ...] = a.parts(_("ways of meeting it"), Branch)


@block
class Duty:
    id: str = a.entry("name", _("name"))
    who: Words = a.words(_("who"))
    what: Words = a.words(_("what"))
    due: Words = a.words(_("when"), {})
    penalty: Words = a.words(_("what it costs not to"), {})
    src: tuple[str, ...] = a.keys(_("source"), "sources", MISSING, example="tax_code")
    as_of: datetime.date | None = a.date(_("as of"), None)
    conf: str = a.choice(_("mark"), CONFIDENCE)


@block
class Licence:
    id: str = a.entry("name", _("name"))
    activity: Words = a.words(_("activity"))
    needed_if: Words = a.words(_("needed where"))
    not_needed_if: Words = a.words(_("not needed where"), {})
    src: tuple[str, ...] = a.keys(_("source"), "sources", MISSING, example="tax_code")
    as_of: datetime.date | None = a.date(_("as of"), None)
    conf: str = a.choice(_("mark"), CONFIDENCE)


@block
class Grant:
    id: str = a.entry("name", _("name"))
    giver: Words = a.words(_("who gives it"))
    min: Expression | None = a.amount(_("least"), None)
    max: Expression | None = a.amount(_("most"), None)
    own_share_min: Expression | None = a.amount(_("least share of one's own"), None)
    who: Words = a.words(_("to whom"))
    needs_status: str = a.key(_("status that it needs"), "status_tests", "")
    window: Words = a.words(_("when"), {})
    src: tuple[str, ...] = a.keys(_("source"), "sources", MISSING, example="tax_code")
    as_of: datetime.date = a.date(_("as of"))
    conf: str = a.choice(_("mark"), CONFIDENCE)


@block
class Absent:
    """What was looked for and not found: said, so that nobody takes silence for a no."""

    id: str = a.entry("name", _("name"))
    what: Words = a.words(_("what was looked for"))
    note: Words = a.words(_("what to do about it"), {})


class Known(dict):
    """Values by name; a fact without a value is said by its name."""

    def __missing__(self, key: str) -> float:
        raise NotKnown(key)


class NotKnown(LookupError):
    """A fact that is needed has no value in this pack."""


@block
class Pack:
    """The law of a country in a year, as far as a small social venture meets it."""

    pack: Head = a.part(_("which law"), Head)
    sources: Mapping[str, Source] = a.table(_("sources"), Source)
    facts: Mapping[str, Fact] = a.table(_("facts"), Fact)
    payroll: Payroll = a.part(_("payroll"), Payroll)
    forms: tuple[Form, ...] = a.parts(_("forms"), Form)
    status_tests: tuple[StatusTest, ...] = a.parts(_("status tests"), StatusTest)
    duties: tuple[Duty, ...] = a.parts(_("duties"), Duty)
    licences: tuple[Licence, ...] = a.parts(_("licences"), Licence)
    grants: tuple[Grant, ...] = a.parts(_("grants"), Grant)
    notes: tuple[Note, ...] = a.parts(_("rules in words"), Note)
    simplified: tuple[Absent, ...] = a.parts(_("what the comparison leaves out or simplifies"), Absent)
    not_found: tuple[Absent, ...] = a.parts(_("looked for and not found"), Absent)

    def __post_init__(self) -> None:
        named = {key: dataclasses.replace(one, key=key) for key, one in self.facts.items()}
        object.__setattr__(self, "facts", MappingProxyType(named))
        object.__setattr__(self, "sources", MappingProxyType(dict(self.sources)))

    @property
    def name(self) -> str:
        """As files call it: ru-2026."""
        return f"{self.pack.id}-{self.pack.year:.0f}"

    @property
    def title(self) -> str:
        return f"{said(self.pack.name)} {self.pack.label or f'{self.pack.year:.0f}'}"

    @property
    def currency(self) -> str:
        return self.pack.currency

    @functools.cached_property
    def values(self) -> dict[str, float]:
        """The facts that have a value."""
        return {key: one.v for key, one in self.facts.items() if one.v is not None}

    @functools.cached_property
    def facts_of(self) -> dict[str, tuple[Fact, ...]]:
        """By form: the facts that its conditions, contributions and takings use."""
        made = {}
        for form in self.forms:
            schemes = tuple(self.payroll.schemes[one] for one in (form.payroll, *(one.scheme for one in form.payroll_options)))  # fmt: skip
            parts = (form.needs, form.payroll_options, form.takes, schemes)
            names = {name for one in within(parts, Expression) for name in one.names}
            made[form.id] = tuple(fact for key, fact in self.facts.items() if key in names)
        return made

    def fact(self, key: str) -> Fact:
        """The fact. Pages print its `Fact.printed`, which carries day and mark.

        Raises:
            LookupError: there is none of that name; the message names the nearest.
        """
        if key not in self.facts:
            from venture.planfile.problems import meant

            raise LookupError(_("{pack} has no fact “{key}”.").format(pack=self.name, key=key) + " " + meant(key, self.facts))  # fmt: skip
        return self.facts[key]

    def form(self, form: str) -> Form:
        """The form by its id.

        Raises:
            LookupError: there is none.
        """
        for one in self.forms:
            if one.id == form:
                return one
        names = ", ".join(one.id for one in self.forms)
        raise LookupError(_("{pack} has no form “{form}”. There are: {names}.").format(pack=self.name, form=form, names=names))  # fmt: skip

    @property
    def parameters(self) -> tuple[Fact, ...]:
        """Facts that a school should put its own number to: not confirmed, or not known."""
        return tuple(one for one in self.facts.values() if one.conf in "CN" and not one.own)

    def changed(self, **values: float) -> Pack:
        """The pack with your own numbers in the place of facts; results say so.

        Raises:
            LookupError: there is no fact of that name.
        """
        facts = dict(self.facts)
        for key, value in values.items():
            facts[key] = dataclasses.replace(self.fact(key), v=float(value), own=True)
        return dataclasses.replace(self, facts=facts)

    def on(self, day: datetime.date | str) -> Pack:
        """The pack as it is on a later day: next values in force, and no value for what has ended."""
        day = datetime.date.fromisoformat(day) if isinstance(day, str) else day
        return dataclasses.replace(self, facts={key: one.on(day) for key, one in self.facts.items()})

    def text(self, words: Words, language: str = "") -> str:
        """Words with every ``{fact}`` replaced by the fact's value, and its warning where it is not confirmed."""

        def shown(found: re.Match) -> str:
            one = self.facts.get(found[1])
            if one is None:
                return found[0]
            return f"{one.shown} ({one.warning})" if one.conf in "CN" or one.own else one.shown

        return _REFERENCE.sub(shown, said(words, language))


def within(value: Any, kind: type) -> Iterator[Any]:
    """Everything of a kind within a pack's part: its expressions, its words, its blocks."""
    if isinstance(value, kind):
        yield value
    if dataclasses.is_dataclass(value) and not isinstance(value, Expression):
        for one in dataclasses.fields(value):
            yield from within(getattr(value, one.name), kind)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from within(one, kind)
    elif isinstance(value, tuple):
        for one in value:
            yield from within(one, kind)


def referred(words: Words) -> frozenset[str]:
    """The facts that words print."""
    return frozenset(name for one in words.values() for name in _REFERENCE.findall(one))
