"""The same venture under every form of a pack: what the owner gets, what the mission keeps, what the state takes.

All sums are of one year and in the pack's currency. A form is ``open``, ``barred`` by a rule that is said with its
facts, or ``unknown`` where the pack lacks a number. No result is the answer: it shows what hangs on what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from venture.law import status, taking
from venture.law.expressions import Expression, Undefined
from venture.law.pack import Fact, Form, Known, NotKnown, Pack, Vat, said
from venture.law.scenario import Scenario
from venture.numbers import say
from venture.words import _


@dataclass(frozen=True)
class Bar:
    """A rule that forbids a form: in words, with its numbers, and the facts behind it."""

    says: str
    numbers: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Line:
    """One form. The sums are None where the form is barred or cannot be worked out."""

    form: Form
    state: str  # open, barred or unknown
    bars: tuple[Bar, ...] = ()
    missing: str = ""  # why it cannot be worked out
    year: taking.Year | None = None
    gaps: tuple[str, ...] = ()  # what the sums leave out
    facts: tuple[Fact, ...] = ()

    @property
    def name(self) -> str:
        return said(self.form.name)

    @property
    def owner(self) -> float | None:
        """What the owner gets, after every tax that the pack knows."""
        return self.year and self.year.owner

    @property
    def mission(self) -> float | None:
        """What stays in the venture; negative where money is missing."""
        return self.year and self.year.mission

    @property
    def payroll_charges(self) -> float | None:
        """What the employer pays on top of wages."""
        return self.year and self.year.payroll_charges

    @property
    def taxes(self) -> float | None:
        """Taxes of the venture and on what the owner takes out, VAT among them; without the owner's contributions."""
        return self.year and self.year.taxes

    @property
    def owner_social(self) -> float | None:
        """The owner's own contributions."""
        return self.year and self.year.owner_social

    @property
    def to_the_state(self) -> float | None:
        """Charges on wages, the owner's contributions and taxes together."""
        return self.year and self.year.payroll_charges + self.year.owner_social + self.year.taxes

    @property
    def left(self) -> float | None:
        """What is left after all but the owner's and the mission's part, before tax on what is taken out."""
        return self.year and self.year.net_profit

    @property
    def warnings(self) -> tuple[str, ...]:
        """Facts that are not confirmed, and what the sums leave out."""
        return (*_doubts(self.facts), *self.gaps)


@dataclass(frozen=True)
class Comparison:
    pack: Pack
    scenario: Scenario
    lines: tuple[Line, ...]

    def line(self, form: str) -> Line:
        """The line of a form.

        Raises:
            LookupError: the form was not compared.
        """
        for one in self.lines:
            if one.form.id == form:
                return one
        raise LookupError(_("“{form}” was not compared.").format(form=form))

    def statuses(self, form: str) -> tuple[status.Status, ...]:
        """The status tests for a form, with every condition and its numbers."""
        return statuses(self.pack, form, self.scenario)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact behind the lines, with its day, source and mark."""
        keys = {one.key for line in self.lines for one in line.facts}
        return tuple(fact for key, fact in self.pack.facts.items() if key in keys)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must be read with the result: pay below the minimum, what is simplified, the disclaimer."""
        minimum = below_minimum(self.pack, self.scenario)
        simplified = (self.pack.text(one.what) for one in self.pack.simplified)
        return (*([minimum] if minimum else []), *simplified, self.pack.text(self.pack.pack.disclaimer))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Facts that are not certain, then the remarks."""
        return (*_doubts(self.facts), *self.remarks)


def compare(pack: Pack, scenario: Scenario, forms: Sequence[str] = ()) -> Comparison:
    """Every form of the pack (or those named) in this scenario.

    Raises:
        LookupError: a form is not in the pack.
    """
    chosen = [pack.form(one) for one in forms] if forms else pack.forms
    return Comparison(pack, scenario, tuple(one_form(pack, form, scenario) for form in chosen))


def one_form(pack: Pack, form: Form, scenario: Scenario) -> Line:
    """One line of the comparison."""
    return _line(pack, form, _values(pack, scenario))


def _values(pack: Pack, scenario: Scenario) -> Known:
    return Known(pack.values | scenario.values())


def _line(pack: Pack, form: Form, values: Known) -> Line:
    facts = pack.facts_of[form.id]
    try:
        bars = tuple(
            Bar(pack.text(need.says), status.numbers(need.that, values), _named(pack, need.that))
            for need in form.needs
            if not need.that.holds(values)
        )
        if bars:
            return Line(form, "barred", bars, facts=facts)
        year = taking.run(pack, form, values)
    except NotKnown as error:
        return Line(form, "unknown", missing=_not_known(pack, error.args[0]), facts=facts)
    except Undefined as error:
        return Line(form, "unknown", missing=str(error), facts=facts)
    gaps = tuple(pack.text(take.without) for take in year.left_out if _matters(take, values))
    return Line(form, "open", year=year, gaps=gaps, facts=facts)


def _matters(take: object, values: Known) -> bool:
    """VAT that is not known is left out only where there would be any."""
    if not isinstance(take, Vat):
        return True
    try:
        limit = take.free_below.number(values)
        before = limit if take.free_before is None else take.free_before.number(values)
        return values["revenue"] > limit or values["revenue_before"] > before
    except NotKnown:
        return True


def statuses(pack: Pack, form: str, scenario: Scenario) -> tuple[status.Status, ...]:
    """The pack's status tests for a form, or for no form in particular (``""``).

    A form that is barred has none; what hangs on its net profit is None where its year cannot be worked out.
    """
    values = _values(pack, scenario)
    line = one_form(pack, pack.form(form), scenario) if form else None
    if line and line.state == "barred":
        return ()
    if line and line.year:
        values["net_profit"], values["payout_share"] = line.year.net_profit, line.year.payout_share
        values["reinvested"] = max(0.0, line.year.mission) if scenario.reinvested is None else scenario.reinvested
    return tuple(status.test(pack, one, line.form if line else None, values) for one in pack.status_tests)


def below_minimum(pack: Pack, scenario: Scenario) -> str:
    """A sentence where full-time pay is below the law's minimum; else nothing."""
    rules = pack.payroll
    if rules.minimum_month is None or not scenario.staff:
        return ""
    try:
        least = rules.minimum_month.number(Known(pack.values))
        least *= 1.0 if rules.regional_multiplier is None else rules.regional_multiplier.number(Known(pack.values))
    except NotKnown:
        return ""
    if scenario.gross_month >= least:
        return ""
    return _("Full-time pay of {pay} a month is below the minimum of {least} {currency}: part-time posts only.").format(
        pay=say(scenario.gross_month), least=say(least), currency=pack.currency
    )


# --- words about facts


def _named(pack: Pack, that: Expression) -> tuple[Fact, ...]:
    return tuple(fact for key, fact in pack.facts.items() if key in that.names)


def _not_known(pack: Pack, key: str) -> str:
    fact = pack.facts[key]
    return " ".join(
        [_("The pack does not know this number: {name}.").format(name=said(fact.name)), pack.text(fact.note)]
    )


def _doubts(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(f"{said(one.name)}: {one.printed}" for one in facts if one.warning)


# --- over revenue


@dataclass(frozen=True)
class Point:
    """A revenue, and the form's line there."""

    revenue: float
    line: Line


def chain(
    pack: Pack, form: str, scenario: Scenario, low: float, high: float, points: int = 41, costs_move: bool = False
) -> tuple[Point, ...]:
    """A form over revenue from ``low`` to ``high``: where VAT begins, what is left falls like a cliff.

    Between the even points stand the limits of the law themselves and one kopeck above each, so that a cliff is
    drawn upright. ``costs_move`` keeps the costs' share of revenue; without it they stay as they are.
    """
    chosen = pack.form(form)
    scenario.changed(revenue=low)  # neither end may be one that cannot be
    at = {low + (high - low) * one / max(1, points - 1) for one in range(points)}
    for limit in limits(pack, chosen):
        at |= {one for one in (limit, limit + 0.01) if low <= one <= high}
    share = scenario.costs / scenario.revenue if costs_move and scenario.revenue else 0.0
    values, made = _values(pack, scenario.changed(revenue=high)), []
    follows = scenario.revenue_before is None
    for revenue in sorted(at):
        there = Known(values)
        there["revenue"] = revenue
        if follows:
            there["revenue_before"] = revenue
        if costs_move:
            there["costs"] = share * revenue
        made.append(Point(revenue, _line(pack, chosen, there)))
    return tuple(made)


def limits(pack: Pack, form: Form) -> tuple[float, ...]:
    """The revenues at which the form's rules change: where VAT begins or changes its rate, and where the form ends."""
    values = Known(pack.values)
    return tuple(sorted({value for one in _limit_expressions(form) if (value := _constant(one, values)) is not None}))


def _limit_expressions(form: Form) -> Iterator[Expression]:
    for take in form.takes:
        if isinstance(take, Vat):
            yield take.free_below
            yield from (one.upto for one in take.levels if one.upto is not None)
    for need in form.needs:
        for one in need.that.compared:
            if one.left == "revenue" and one.sign in ("<=", "<"):
                yield Expression.read(one.right, need.that.names)


def _constant(that: Expression, values: Known) -> float | None:
    """The expression's value, where it hangs on facts alone."""
    try:
        return that.number(values)
    except (NotKnown, Undefined):
        return None
