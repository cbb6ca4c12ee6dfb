"""From a form of a pack to the tax and VAT blocks of a plan, and what of the form a plan cannot hold.

The plan's engine knows a levy on revenue, a tax on the year's profit with a minimum, and VAT or a sales tax. What the
law knows beside (what is set off, scales, allowances, the owner's own contributions, tax on what is taken out) is not
worked into a rate: it is said, so that the student can put it where it belongs or ask.
"""

from __future__ import annotations

from dataclasses import dataclass

from venture.law.expressions import Expression, Undefined
from venture.law.pack import (
    Dividend,
    Fixed,
    Form,
    Known,
    NotKnown,
    OwnerSocial,
    Pack,
    Profit,
    Take,
    Turnover,
    Vat,
    said,
    within,
)
from venture.law.scenario import Scenario
from venture.law.taking import charges, scheme
from venture.numbers import say
from venture.plan import Tax
from venture.plan import Vat as PlanVat
from venture.words import _


@dataclass(frozen=True)
class PlanTax:
    """The plan's blocks, the employer's contributions as a share of pay, and what no block can hold."""

    tax: Tax
    vat: PlanVat
    contributions: float | None
    cannot: tuple[str, ...]


class _Unfit(Exception):
    """The plan has no place for this taking; the message says why."""


def as_tax(pack: Pack, form_id: str, scenario: Scenario | None = None) -> PlanTax:
    """The form's tax and VAT for a plan, with source and day in their ``source`` fields.

    ``scenario`` says for which venture, where a rate depends on it (sales to people or to firms), whether VAT is owed,
    and what employers pay on wages (in its own currency units, not the plan's thousands). Without one, VAT is left at
    none, and ``cannot`` says from which revenue on it is owed.

    Raises:
        LookupError: the pack has no such form.
    """
    return _Translation(pack, pack.form(form_id), scenario).made()


class _Translation:
    def __init__(self, pack: Pack, form: Form, scenario: Scenario | None) -> None:
        self.pack, self.form, self.scenario = pack, form, scenario
        self.values = Known(pack.values)
        if scenario is not None:
            self.values.update(scenario.values())
        self.cannot: list[str] = []

    def made(self) -> PlanTax:
        levies = [one for one in self.form.takes if isinstance(one, Turnover | Profit)]
        tax = Tax(name=said(self.form.name), source=self._source(levies) if levies else self._nothing())
        try:
            tax = self._tax(levies)
        except _Unfit as why:
            self.cannot.append(str(why))
        if tax.regime != "none":
            self.cannot.append(_("When the tax is paid is not in the pack; the plan's own default is every quarter."))
        vat = PlanVat()
        for take in self.form.takes:
            if isinstance(take, Vat):
                vat = self._vat(take)
            elif isinstance(take, OwnerSocial | Fixed | Dividend):
                self._beside(take)
        contributions = self._contributions()
        doubts = [one for one in self.pack.facts_of[self.form.id] if one.conf in "C" and not one.own]
        if doubts:
            names = "; ".join(f"{said(one.name)}: {one.shown}" for one in doubts)
            self.cannot.append(_("Not confirmed, check it before you use it: {facts}.").format(facts=names))
        return PlanTax(tax, vat, contributions, tuple(self.cannot))

    # --- the tax

    def _tax(self, levies: list[Take]) -> Tax:
        name = said(self.form.name)
        if not levies:
            return Tax(name=name, source=self._nothing())
        kinds = {type(one) for one in levies}
        if len(kinds) > 1:
            raise _Unfit(_("A plan has a levy on revenue or a tax on profit, not both: enter the smaller as a cost."))
        if kinds == {Turnover}:
            rate = sum(self._levy(one) for one in levies)
            return Tax(regime="revenue levy", name=name, rate=rate, source=self._source(levies))
        rates = [self._on_profit(one) for one in levies]
        least = max(0.0 if one.min_on_turnover is None else self._number(one.min_on_turnover) for one in levies)
        if least:
            says = _("Least tax of {share} of revenue: the plan takes it for the calendar year, as the law does.")
            self.cannot.append(says.format(share=_share(least)))
        self.cannot.append(_("How far losses of earlier years may be set off is not in the pack; the plan's own default is all."))  # fmt: skip
        return Tax(regime="profit tax", name=name, rate=sum(rates), minimum=least, source=self._source(levies))

    def _levy(self, take: Turnover) -> float:
        self._always(take)
        if take.base is not None and take.base.text != "revenue":
            raise _Unfit(_("“{tax}” is not on all revenue.").format(tax=said(take.label)))
        if take.credit is not None:
            self.cannot.append(_("“{tax}”: what may be set off against it is left out, so the plan pays too much rather than too little.").format(tax=said(take.label)))  # fmt: skip
        return self._first_rate(take) if take.bands else self._number(take.rate)

    def _on_profit(self, take: Profit) -> float:
        self._always(take)
        if take.base is not None and take.base.text != "profit":
            raise _Unfit(_("“{tax}” is not on all profit ({base}).").format(tax=said(take.label), base=take.base.text))
        if take.rate_high is not None:
            says = _("“{tax}” climbs from {low} to {high} between {from_sum} and {to_sum} of profit; the plan keeps the first rate.")  # fmt: skip
            self.cannot.append(says.format(tax=said(take.label), low=_share(self._number(take.rate)), high=_share(self._number(take.rate_high)),
                from_sum=say(self._number(take.low)), to_sum=say(self._number(take.high))))  # fmt: skip
        return self._first_rate(take) if take.bands else self._number(take.rate)

    def _always(self, take: Take) -> None:
        if take.when is not None:
            raise _Unfit(
                _("“{tax}” is owed only where {condition}.").format(tax=said(take.label), condition=take.when.text)
            )

    def _first_rate(self, take: Turnover | Profit) -> float:
        """The rate of a scale's first slice, where it is one that a plan can begin with."""
        first = take.bands[0]
        rate, upto = self._number(first.rate), None if first.upto is None else self._number(first.upto)
        if upto is None:
            return rate
        if not rate:
            raise _Unfit(_("“{tax}” has a scale that begins with a free sum; a plan has one rate.").format(tax=said(take.label)))  # fmt: skip
        says = _("“{tax}” has a scale; the plan keeps its first rate, which holds up to {limit}.")
        self.cannot.append(says.format(tax=said(take.label), limit=say(upto)))
        return rate

    # --- VAT and what stands beside

    def _vat(self, take: Vat) -> PlanVat:
        source = self._source([take])
        limit = self._known(take.free_below)
        if self.scenario is None:
            self.cannot.append(_("VAT is owed from a revenue of {limit} {currency} a year on; the plan has none yet.").format(limit=say(limit), currency=self.pack.currency))  # fmt: skip
            return PlanVat(source=source)
        before = limit if take.free_before is None else self._known(take.free_before)
        if self.values["revenue"] <= limit and self.values["revenue_before"] <= before:
            return PlanVat(source=source)
        if said(take.without):
            self.cannot.append(self.pack.text(take.without))
            return PlanVat(source=source)
        rate = next(
            (one.rate for one in take.levels if one.upto is None or self.values["revenue"] <= self._number(one.upto)),
            take.rate,
        )
        self.cannot.append(_("VAT: the plan takes it from month 1 on, inside the price, with nothing back for purchases. Set “first” to the month in which it begins."))  # fmt: skip
        return PlanVat(kind="sales tax", rate=self._number(rate), included=True, source=source)

    def _beside(self, take: Take) -> None:
        says = {
            OwnerSocial: _("“{what}” has no place in the tax block: enter it as a fixed cost."),
            Fixed: _("“{what}” is a fixed sum: enter it as a fixed cost."),
            Dividend: _("“{what}” is paid by the owners on what they take out, not by the venture."),
        }
        self.cannot.append(says[type(take)].format(what=said(take.label)))

    def _contributions(self) -> float | None:
        """What the employer pays on wages, as a share of them."""
        if self.scenario is None or not self.scenario.payroll:
            self.cannot.append(
                _("The employer's contributions stand with each post of the plan, not in the tax block.")
            )
            return None
        try:
            total = charges(scheme(self.pack, self.form, self.values), self.values)
        except (NotKnown, Undefined):
            return None
        return total / self.scenario.payroll

    # --- small helps

    def _number(self, that: Expression | None) -> float:
        try:
            return that.number(self.values)
        except NotKnown as error:
            key = error.args[0]
            if key in self.pack.facts:
                raise _Unfit(_("The pack does not know this number: {name}.").format(name=said(self.pack.facts[key].name))) from None  # fmt: skip
            raise _Unfit(
                _("The rate depends on the venture: give a scenario with “{name}”.").format(name=key)
            ) from None

    def _known(self, that: Expression) -> float:
        return that.number(self.values)

    def _source(self, takes: list[Take]) -> str:
        """Pack, facts and their sources in a line."""
        names = {name for one in within(tuple(takes), Expression) for name in one.names}
        facts = [fact for key, fact in self.pack.facts.items() if key in names]
        sources = dict.fromkeys(self.pack.sources[key].title for fact in facts for key in fact.src)
        marks = ", ".join(sorted({fact.conf for fact in facts})) or "–"
        made = _("{pack}, checked on {day}, mark {marks}: {sources}").format(
            pack=self.pack.title, day=self.pack.pack.checked_on.isoformat(), marks=marks, sources="; ".join(sources)
        )
        if any(fact.conf == "C" and not fact.own for fact in facts):
            made += _(". What has the mark C is not confirmed: check it before you use it")
        return made

    def _nothing(self) -> str:
        return _("{pack}, checked on {day}: no tax on revenue or profit for this form").format(
            pack=self.pack.title, day=self.pack.pack.checked_on.isoformat()
        )


def _share(value: float) -> str:
    return f"{say(value * 100)}\u202f%"
