"""Eight indicators a month, no more: plan, actual, variance and light, against the frozen plan.

Each light is judged by itself (`venture.lights`); two ambers in a row count as red; nothing is averaged. What was not
reported has no light, and a report that is missing is red by itself.
"""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass, replace

from school.monitor.actuals import INDICATORS, Actuals, Cause, Month, month_end
from school.monitor.agreement import Agreement
from venture import lights
from venture.appraisal import cover
from venture.forecast import YEAR
from venture.lights import NONE, RED
from venture.variance import Variance, estimate_at_completion, of_month

NOTHING = 1e-9


class Planned:
    """The frozen plan month by month, in the words of the venture's table."""

    def __init__(self, of: Agreement) -> None:
        self.of, self.f = of, of.forecast
        rows = cover(self.f)
        self.cfads, self.service = list(rows.before_upkeep), list(rows.service)

    def running(self, month: int) -> float:
        """Everything paid but lenders and equipment."""
        parts = ("to_suppliers", "paid_step_costs", "paid_staff", "paid_fixed_costs", "tax_paid", "vat_paid")
        return sum(self.f[one][month] for one in parts)

    def overdue(self, month: int) -> float:
        """What customers owe from earlier months: the balance, less what this month's sales left unpaid."""
        own = self.f["invoiced"][month] * (1 - self.of.plan.rhythm.collected[0])
        return max(0.0, self.f["receivables"][month] - own)

    def fixed(self, month: int) -> float:
        """A month of fixed cost: people, steps, rent and the like."""
        return sum(self.f[one][month] for one in ("staff", "step_costs", "fixed_costs"))

    def people(self, month: int) -> float | None:
        """Unique people since the start, in an even climb to the target."""
        return None if self.of.people is None else self.of.people * min(1.0, month / self.of.people_by)

    def outcome(self, month: int) -> float | None:
        of = self.of
        if of.outcome_to is None:
            return None
        return of.outcome_from + (of.outcome_to - of.outcome_from) * min(1.0, month / of.outcome_by)

    def ahead(self, month: int, cash: float) -> float:
        """The lowest cash of the next months, from a balance on and with the plan's changes."""
        lowest = balance = cash
        for at in range(month + 1, min(month + int(lights.value("months_ahead")), self.f.months) + 1):
            balance += self.f["change_in_cash"][at]
            lowest = min(lowest, balance) if at > month + 1 else balance
        return lowest


@dataclass(frozen=True)
class Reading:
    """One indicator in one month. ``light`` counts ambers in a row; ``why`` says what made it red by itself."""

    key: str
    month: int
    planned: float | None
    actual: float | None
    missed: float | None
    light: str
    why: str = ""
    cause: Cause | None = None

    @property
    def name(self) -> str:
        return INDICATORS[self.key]

    @property
    def variance(self) -> float | None:
        return None if self.actual is None or self.planned is None else self.actual - self.planned


@dataclass(frozen=True)
class Watch:
    """A venture as it stands: every month's readings, its products' variances, its reports."""

    of: Agreement
    actuals: Actuals
    today: datetime.date
    readings: tuple[Reading, ...]
    missing: tuple[int, ...]
    """Months whose report is overdue."""
    late: tuple[tuple[int, int], ...]
    """Months whose report came late, and by how many days after the month's end."""

    @property
    def last(self) -> int:
        return self.actuals.last

    def at(self, month: int) -> tuple[Reading, ...]:
        return tuple(one for one in self.readings if one.month == month)

    def series(self, key: str) -> tuple[Reading, ...]:
        return tuple(one for one in self.readings if one.key == key)

    @property
    def now(self) -> tuple[Reading, ...]:
        return self.at(self.last)

    @property
    def report(self) -> str:
        """The light of reporting itself: red where one is overdue, or the last one came late."""
        if self.missing or (self.late and self.late[-1][0] == self.last):
            return RED
        return lights.GREEN if self.last and self._dated else NONE

    @property
    def _dated(self) -> bool:
        return self.actuals.months[self.last].sent is not None

    @property
    def report_words(self) -> str:
        days = int(lights.value("report_days"))
        if self.missing:
            return f"no report for month {', '.join(map(str, self.missing))}, more than {days} days after its end"
        if self.late and self.late[-1][0] == self.last:
            return f"month {self.last} came {self.late[-1][1]} days after its end; {days} are agreed"
        if not self.last:
            return "none is due yet"
        return "in time" if self._dated else f"the day on which month {self.last} was sent is missing"

    @property
    def gravest(self) -> str:
        return lights.gravest([self.report, *(one.light for one in self.now)])

    @property
    def variances(self) -> tuple[Variance, ...]:
        """Price and volume of the last month."""
        month = self.actuals.months.get(self.last)
        return of_month(self.of.forecast, self.last, month.sold) if month and month.sold else ()

    @property
    def year_end(self) -> tuple[float, float] | None:
        """Revenue of the plan's present year: planned, and expected if the rest goes as so far. None: a month is missing."""
        if not self.last:
            return None
        first = (self.last - 1) // YEAR * YEAR + 1
        end = min(first + YEAR - 1, self.of.plan.months)
        months = [self.actuals.months.get(at) for at in range(first, self.last + 1)]
        if any(one is None or one.revenue is None for one in months):
            return None
        planned = self.of.forecast["revenue"]
        so_far, rest = sum(planned[first : self.last + 1]), sum(planned[self.last + 1 : end + 1])
        expected = estimate_at_completion(sum(one.revenue for one in months), so_far, rest)
        return None if expected is None else (so_far + rest, expected)


def watch(of: Agreement, actuals: Actuals, today: datetime.date) -> Watch:
    """Set what came beside what was planned."""
    planned = Planned(of)
    raw: dict[str, list[Reading]] = {key: [] for key in INDICATORS}
    causes = {(one.month, one.indicator): one for one in actuals.causes}
    for month in sorted(actuals.months):
        for one in _month(planned, actuals, actuals.months[month]):
            raw[one.key].append(replace(one, cause=causes.get((month, one.key))))
    readings = []
    for several in raw.values():
        # a red by itself is red in the row too
        settled = lights.in_a_row([one.light for one in several])
        for one, light in zip(several, settled, strict=True):
            twice = light == RED and one.light != RED
            readings.append(replace(one, light=light, why="amber for the second time in a row" if twice else one.why))
    days = int(lights.value("report_days"))
    due = [at for at in range(1, of.plan.months + 1) if (today - month_end(of.plan, at)).days > days]
    missing = tuple(at for at in due if at not in actuals.months)
    late = tuple(
        (month, behind)
        for month, one in sorted(actuals.months.items())
        if one.sent and (behind := (one.sent - month_end(of.plan, month)).days) > days
    )
    return Watch(of, actuals, today, tuple(readings), missing, late)


def _month(planned: Planned, actuals: Actuals, was: Month) -> list[Reading]:
    f, month = planned.f, was.month
    revenue, plan_revenue = was.revenue, f["revenue"][month]
    margin = None if revenue is None or was["variable_cost"] is None else revenue - was["variable_cost"]
    fixed = planned.fixed(month)
    ahead = None if was["cash"] is None else planned.ahead(month, was["cash"])
    plan_ahead = planned.ahead(month, f["cash"][month])
    cash = _reading("cash", month, plan_ahead, ahead, base=max(abs(plan_ahead), fixed))
    least = lights.value("cash_months") * fixed
    if ahead is not None and min(ahead, was["cash"]) < least - NOTHING:
        cash = replace(cash, light=RED, why="less than a month of fixed cost")
    plan_cover, actual_cover, why = dscr(planned, actuals, month)
    debt = _reading("dscr", month, plan_cover, actual_cover)
    if actual_cover is not None and actual_cover < lights.value("dscr") - NOTHING:
        debt = replace(debt, light=RED, why="the cash does not pay the lenders")
    elif actual_cover is None:
        debt = replace(debt, why=why)
    overdue = _reading("overdue", month, planned.overdue(month), was["overdue"], more=False, base=plan_revenue)
    if was["overdue"] is not None and was["overdue"] > NOTHING and not plan_revenue:
        overdue = replace(overdue, light=RED, why="customers owe, and the plan sells nothing")
    of = planned.of
    outcome_better = of.outcome_to is None or of.outcome_to >= of.outcome_from
    return [
        _reading("revenue", month, plan_revenue, revenue),
        _reading("margin", month, f["contribution"][month], margin, base=abs(f["contribution"][month]) or plan_revenue),
        cash,
        debt,
        overdue,
        _reading("people", month, planned.people(month), was["people"]),
        _reading("outcome", month, planned.outcome(month), was["outcome"], more=outcome_better),
        _tranche(of, was),
    ]


def _reading(
    key: str, month: int, planned: float | None, actual: float | None, more: bool = True, base: float | None = None
) -> Reading:
    if actual is None or planned is None:
        why = "" if actual is not None else "not reported"
        return Reading(key, month, planned, actual, None, NONE, why or "the agreement names no plan for it")
    share = lights.missed(planned, actual, more, base)
    return Reading(key, month, planned, actual, share, lights.light(share))


def _tranche(of: Agreement, was: Month) -> Reading:
    """What of the money spent is on eligible cost with a receipt; spent is what is compared with."""
    spent, eligible = was["spent"], was["eligible"]
    received = sum(one.received for one in of.tranches if one.paid is not None and one.paid <= was.month)
    one = _reading("tranche", was.month, spent, eligible)
    if spent is not None and spent > received + NOTHING:
        return replace(one, light=RED, why=f"{spent:g} spent and {received:g} received")
    if spent is not None and not spent:
        return replace(one, light=NONE, why="nothing spent yet")
    return one


def dscr(planned: Planned, actuals: Actuals, month: int) -> tuple[float | None, float | None, str]:
    """Rolling debt service cover: twelve months, what came so far and the plan's for those to come.

    In the first year the window is the plan's year 1, later the last twelve months. Cash for lenders is what customers
    paid less running costs. Gives the plan's cover, the actual one, and why there is none.
    """
    first = max(1, month - YEAR + 1)
    window = range(first, min(first + YEAR - 1, planned.f.months) + 1)
    service = sum(planned.service[at] for at in window)
    plan = sum(planned.cfads[at] for at in window) / service if service > NOTHING else None
    cash = owed = 0.0
    for at in window:
        if at > month:
            cash, owed = cash + planned.cfads[at], owed + planned.service[at]
            continue
        was = actuals.months.get(at)
        values = [was[one] for one in ("received", "running", "service")] if was else [None]
        if None in values:
            return plan, None, f"month {at} lacks received, paid or lenders"
        cash, owed = cash + values[0] - values[1], owed + values[2]
    if owed <= NOTHING:
        return plan, None, "nothing is paid to lenders"
    return plan, cash / owed, ""


@functools.cache
def explained() -> tuple[tuple[str, str], ...]:
    """How each indicator is worked out, for the report."""
    v = lights.value
    return (
        ("Earned revenue", "units × price of all products, against the frozen plan's month"),
        ("Contribution margin", "revenue − variable costs of the month"),
        ("Lowest cash", f"the month's balance and the plan's changes of the next {v('months_ahead'):g} months; below {v('cash_months'):g} month of fixed cost it is red"),
        ("Debt service cover", f"twelve months of cash for lenders over what they get, months to come as planned; below {v('dscr'):g} it is red"),
        ("Owed for over 30 days", "the difference to the plan, as a share of the month's planned revenue"),
        ("People reached", "different people since the start; the plan climbs evenly to the agreed target"),
        ("Own outcome", "the venture's indicator, between its baseline and the agreed target"),
        ("Grant on eligible cost", "of what was spent, the part that is allowed and has a receipt"),
        ("Lights", f"● on plan: up to {100 * v('amber'):g} % in the bad direction; ▲ watch: up to {100 * v('red'):g} %; ■ act: more, or amber for the second time in a row. Lights are never averaged."),
    )  # fmt: skip
