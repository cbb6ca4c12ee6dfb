"""What a machine can mark of a student's plan: that it holds together. What it is worth is for a person.

A plan comes as text and stays data: `venture.planfile` reads it with bounds, constructs nothing and runs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from venture import cases, consistency
from venture.forecast import Forecast, forecast
from venture.guide import guide
from venture.my_documents import unwritten
from venture.numbers import say
from venture.plan import Narrative, Plan
from venture.planfile import BadPlan, read
from venture.planfile.tree import BYTES
from venture.review import review
from venture.words import _, ngettext

LEAST_WRITTEN = 6  # sections in words, of twelve
ALMOST = 1e-6


class NoPlan(ValueError):
    """There is nothing to mark. The message says why."""


@dataclass(frozen=True)
class Mark:
    """One line of the marking: a share of its points, from 0 to 1, and why."""

    share: float
    message: str


def plan_of(text: object) -> Plan:
    """The student's plan out of what was handed in.

    Raises:
        NoPlan: it is none, it is too large, or it is a case of the kit or the blank plan and so nobody's own.
    """
    if not isinstance(text, str) or not text.strip():
        raise NoPlan(_("No plan came with this task. Hand in plan.yaml together with the notebook."))
    if len(text) > BYTES:
        raise NoPlan(_("This is larger than 1 MB. A plan is some hundred lines of text."))
    try:
        plan = read.loads(text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))
    except BadPlan as wrong:
        raise NoPlan(_("The plan cannot be read. {why}").format(why=str(wrong)[:400])) from None
    except RecursionError:
        raise NoPlan(_("The plan is nested too deeply.")) from None
    for name in cases.names():
        case = cases.load(name)
        if plan.products == case.products and plan.fixed_costs == case.fixed_costs and plan.assets == case.assets:
            raise NoPlan(
                _("This is the blank plan with nothing of yours in it.")
                if name == cases.BLANK
                else _("These are the numbers of “{case}”, a case of the course. Hand in your own plan.").format(
                    case=case.name
                )
            )
    return plan


def whole(plan: Plan, f: Forecast) -> Mark:
    """Every month balances, and half of the sections are written."""
    off = max(abs(gap) for gap in _gaps(f))
    if off > 0.01:
        return Mark(0, _("The balance sheet is {off} apart in some month.").format(off=say(off)))
    bare = unwritten(plan)
    written = len(fields(Narrative)) - len(bare)
    if written < LEAST_WRITTEN:
        text = ngettext(
            "{n} section is written in words; at least {least} are asked for. Not written: {bare}.",
            "{n} sections are written in words; at least {least} are asked for. Not written: {bare}.",
            written,
        )
        return Mark(0.5, text.format(n=written, least=LEAST_WRITTEN, bare=", ".join(bare)))
    return Mark(1, _("The plan is whole: it sells something, every month balances, and it is written in words."))


def _gaps(f: Forecast) -> list[float]:
    return [
        assets - debts - equity
        for assets, debts, equity in zip(f["assets"], f["liabilities"], f["equity"], strict=True)
    ]


def ask_fits(plan: Plan, f: Forecast) -> Mark:
    """The ask is what the lowest month lacks of the reserve."""
    asked, needed = plan.ask.amount, f.ask
    said = dict(asked=say(asked, most=1), needed=say(needed, most=1), lowest=say(f.lowest_cash, most=1), reserve=say(plan.reserve))  # fmt: skip
    if asked <= 0 and needed <= ALMOST:
        return Mark(1, _("The plan asks for nothing, and its numbers lack nothing: the lowest cash is {lowest}, the reserve {reserve}.").format(**said))  # fmt: skip
    if abs(asked - needed) <= guide("ask_apart") * max(asked, needed) + ALMOST:
        return Mark(1, _("The ask of {asked} is what the numbers lack.").format(**said))
    return Mark(0, _("The plan asks for {asked}; its numbers lack {needed}: the lowest cash is {lowest}, the reserve {reserve}.").format(**said))  # fmt: skip


def uses_fit(plan: Plan, f: Forecast) -> Mark:
    """What the ask is spent on adds up to the ask: sources are uses."""
    asked, uses = plan.ask.amount, sum(use.amount for use in plan.ask.uses)
    if asked <= 0 and f.ask <= ALMOST:
        return Mark(1, _("Nothing is asked for, so nothing has to be spent."))
    if asked <= 0:
        return Mark(0, _("The plan asks for nothing, and its numbers lack {needed}.").format(needed=say(f.ask, most=1)))
    if not plan.ask.uses:
        return Mark(0, _("The plan asks for {asked} and does not say what for.").format(asked=say(asked)))
    if abs(uses - asked) <= guide("ask_apart") * asked + ALMOST:
        return Mark(1, _("The uses add up to the ask of {asked}.").format(asked=say(asked)))
    return Mark(0, _("The uses add up to {uses}, the ask is {asked}.").format(uses=say(uses, most=1), asked=say(asked, most=1)))  # fmt: skip


def no_stops(plan: Plan, f: Forecast) -> Mark:
    """No red flag is up that no funder passes over, once the money that is asked for has come.

    The ask itself is marked in `ask_fits` and `uses_fit`; an ask that fits is the answer to cash below zero.
    """
    answered = {"ask and numbers differ", "grant before its agreement"}
    if ask_fits(plan, f).share:
        answered.add("cash below zero")
    stops = {flag.key: flag for flag in review(plan, f) if flag.severity == "stop" and flag.key not in answered}
    if not stops:
        return Mark(1, _("None of the red flags is up at which every funder stops."))
    said = " ".join(f"{flag.found} {flag.try_this}" for flag in list(stops.values())[:3])
    return Mark(0.5 if len(stops) == 1 else 0, _("A funder stops here: {flags}").format(flags=said))


def words_fit(plan: Plan, f: Forecast) -> Mark:
    """No number in the texts contradicts the plan's."""
    reading = consistency.check(plan, f)
    wrong = reading.differs
    if wrong:
        said = " ".join(map(str, wrong[:3]))
        return Mark(0.5 if len(wrong) == 1 else 0, said)
    if not reading.found:
        return Mark(0, _("In the texts there is no number yet that could be compared. Say the ask and the lowest cash in words."))  # fmt: skip
    return Mark(1, reading.sentence)


MARKS = {"whole": whole, "ask": ask_fits, "uses": uses_fit, "flags": no_stops, "words": words_fit}


def mark(text: object, what: str) -> Mark:
    """One line of the marking, by its name in `MARKS`."""
    try:
        plan = plan_of(text)
        f = forecast(plan)
        if not any(f["units"]):
            raise NoPlan(_("The plan sells nothing yet, so there is nothing that could hold together."))
        return MARKS[what](plan, f)
    except NoPlan as none:
        return Mark(0, str(none))


def score(text: object, what: str, points: float) -> float:
    """Show a line's message and give its points, as nbgrader needs them."""
    from venture.checks import is_blank
    from venture.faces.box import Box, Verdict, put

    if is_blank(text):
        verdict = Verdict("blank", _("No plan was handed in."))
    else:
        found = mark(text, what)
        kind = "right" if found.share == 1 else "part" if found.share else "wrong"
        verdict = Verdict(kind, found.message, found.share * points)
    put(Box(verdict, _("Points: {got} of {points}.").format(got=say(verdict.points), points=say(points))))
    return float(verdict.points)


def look(text: object, what: str = "") -> None:
    """Say whether the plan can be read; with ``what``, what a line of the marking would say of it."""
    from venture.checks import is_blank
    from venture.faces.box import note

    if is_blank(text):
        note("blank", _("Put hand_in() in place of the three dots above."))
        return
    if what:
        found = mark(text, what)
        note("right" if found.share == 1 else "part" if found.share else "wrong", found.message)
        return
    try:
        plan = plan_of(text)
    except NoPlan as none:
        note("unclear", str(none))
        return
    says = ngettext(
        "“{name}” can be read: {months} months, {products} product, an ask of {ask}.",
        "“{name}” can be read: {months} months, {products} products, an ask of {ask}.",
        len(plan.products),
    )
    note("noted", says.format(name=plan.name, months=plan.months, products=len(plan.products), ask=say(plan.ask.amount)))  # fmt: skip
