"""What a case's page says, as plain data: sections of words and tables, all numbers from the engine."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from venture import appraisal, impact
from venture.commands.check import MARKS
from venture.export import document_numbers as numbers
from venture.export import document_tables
from venture.export.document_blocks import Table
from venture.export.words import amount, called, share, unit
from venture.forecast import Forecast
from venture.model import Chart, Line, Mark, Zone
from venture.numbers import say
from venture.plan import Plan
from venture.review import Flag, review
from venture.words import _


@dataclass(frozen=True)
class Picture:
    """A chart with what it shows in words, and the sentence below it."""

    chart: Chart
    alt: str
    caption: str


@dataclass(frozen=True)
class Told:
    """A person's own words, from the plan."""

    text: str


Block = str | Told | Table | Picture | Flag
Section = tuple[str, tuple[Block, ...]]


def sections(plan: Plan, f: Forecast) -> list[Section]:
    """The page's sections in their order: a heading, then paragraphs, tables, the chart, the banker's questions."""
    return [
        (_("The venture"), tuple(_venture(plan))),
        (_("Key numbers"), (key_numbers(plan, f), _("All of this is computed from the plan when this book is built."))),
        (_("Cash, month by month"), (Told(plan.narrative.finance), cash(f))),
        (
            _("The statements by year"),
            tuple(document_tables.by_year(f, name) for name in ("income", "cash", "balance")),
        ),
        (_("What a banker would ask"), tuple(_banker(plan, f))),
        (_("What it changes for people"), tuple(_impact(plan, f))),
    ]


def _venture(plan: Plan) -> Iterator[Block]:
    facts = (
        (_("Where"), plan.place), (_("Who"), plan.who), (_("Who is better off"), plan.beneficiaries),
        (_("Who pays"), plan.payer), (_("Legal form"), plan.form),
    )  # fmt: skip
    yield Told(plan.problem)
    yield Told(plan.narrative.solution)
    yield Table(_("In short"), (_("About"), _("In the plan's words")), tuple(facts), widths=(0.2, 0.8))


def key_numbers(plan: Plan, f: Forecast) -> Table:
    """What a reader looks for first."""
    last, low = f.years, numbers.lowest_month(f)
    rows = [
        (_("Months planned"), _("{count}, from {start}").format(count=f.months, start=called(plan, 1))),
        (_("Revenue, year 1 and year {n}").format(n=last), _two(plan, f, "revenue")),
        (_("Net income, year 1 and year {n}").format(n=last), _two(plan, f, "net_income")),
        (_("Lowest cash"), _("{cash}, {month}").format(cash=amount(plan, f["cash"][low]), month=called(plan, low))),
        (_("Reserve that the plan wants to keep"), amount(plan, plan.reserve)),
        (_("Asked for in the plan's words"), amount(plan, plan.ask.amount)),
        (_("Lacking by its numbers, for the reserve to hold"), amount(plan, f.ask)),
        (_("Cash break-even, units a month"), _cash_break_even(f)),
        (_("Lowest debt service cover (DSCR) of any twelve months"), lowest_cover(f)),
    ]
    return Table(_("Key numbers, {unit}").format(unit=unit(plan)), (_("Figure"), _("Value")), tuple(rows), frozenset({1}), widths=(0.62, 0.38))  # fmt: skip


def _two(plan: Plan, f: Forecast, key: str) -> str:
    return _("{first} and {last}").format(first=amount(plan, f.year(key, 1)), last=amount(plan, f.year(key, f.years)))


def _cash_break_even(f: Forecast) -> str:
    found = next((one for one in appraisal.break_evens(f) if one.key == "cash"), None)
    return found.words if found else _("none: nothing is sold in month 12")


def lowest_cover(f: Forecast) -> str:
    value = appraisal.dscr_minimum(f)
    return _("n/a: no debt service") if math.isnan(value) else say(value, 2)


def cash(f: Forecast) -> Picture:
    """Cash at each month's end; with what is asked for; and the reserve."""
    plan, row, low = f.plan, f["cash"], numbers.lowest_month(f)
    lines = [Line(_("cash"), tuple((float(month), value) for month, value in enumerate(row)))]
    says = [_("Solid line: cash with what is agreed.")]
    if asked := numbers.with_the_request(f):
        lines.append(Line(_("with the grants asked for"), tuple((float(m), v) for m, v in enumerate(asked["cash"]))))
        says.append(_("Dashed: with the grants that are asked for."))
    # The style draws the third line dotted: the reserve keeps its place where nothing is asked for.
    lines += [Line("", ((0.0, row[0]),))] * (2 - len(lines))
    lines.append(Line(_("reserve"), ((0.0, plan.reserve), (float(f.months), plan.reserve))))
    says.append(_("Dotted: the reserve of {amount}.").format(amount=say(plan.reserve)))
    missing = [month for month, value in enumerate(row) if value < -1e-9]
    zones = tuple(Zone(max(0.0, month - 0.5), min(float(f.months), month + 0.5)) for month in missing)
    if missing:
        says.append(_("Hatched: months in which cash is missing."))
    chart = Chart(
        _("Cash by month"), _("month of the plan"), unit(plan), tuple(lines), _joined(zones), _("cash is missing"),
        (Mark(float(low), row[low], _("lowest {amount}").format(amount=say(row[low], most=0))),),
    )  # fmt: skip
    alt = _("Line chart of cash over {months} months, {unit}: {first} at the opening, lowest {when} with {least}, {last} at the end.").format(
        months=f.months, unit=unit(plan), first=amount(plan, row[0]), when=called(plan, low), least=amount(plan, row[low]),
        last=amount(plan, row[-1]))  # fmt: skip
    below = sum(value < plan.reserve - 1e-9 for value in row)
    alt += " " + _("It is below the reserve of {reserve} in {count} months.").format(
        reserve=say(plan.reserve), count=below
    )
    if asked:
        alt += " " + _("With the grants asked for, the lowest is {least}.").format(
            least=amount(plan, asked.lowest_cash)
        )
    return Picture(chart, alt, " ".join(says))


def _joined(zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """Months side by side as one stretch."""
    made: list[Zone] = []
    for zone in zones:
        if made and made[-1].end >= zone.start:
            zone = Zone(made.pop().start, zone.end)
        made.append(zone)
    return tuple(made)


def _banker(plan: Plan, f: Forecast) -> Iterator[Block]:
    yield Told(plan.narrative.risk)
    found = review(plan, f)
    if not found:
        yield _("The kit's reviewer finds no red flag. A person would still ask.")
        return
    yield _("The kit's reviewer reads the plan as a careful banker would. It stops here:")
    yield from found


def mark(flag: Flag) -> str:
    """The flag's sign and word, as `venture check` says them."""
    sign, word, _style = MARKS[flag.severity]
    return f"{sign} {word}"


def _impact(plan: Plan, f: Forecast) -> Iterator[Block]:
    yield Told(plan.narrative.impact)
    worth = numbers.social_return(f)
    if worth is not None:
        yield impact_map(plan, worth)
        yield social_return(worth)
        yield _(
            "The ratio stands and falls with these assumptions. "
            "It compares this plan with itself over time; it does not rank plans."
        )
    rows = [
        (one.name, one.id, "–" if one.baseline is None else say(one.baseline), "–" if one.target is None else say(one.target))
        for one in plan.impact.indicators
    ]  # fmt: skip
    if rows:
        yield Table(
            _("What is measured"), (_("Indicator"), _("IRIS+"), _("Before"), _("Target")), tuple(rows), frozenset({2, 3})
        )  # fmt: skip


def impact_map(plan: Plan, worth: impact.Sroi) -> Table:
    """An outcome a column: there are few of them, and their names are long."""
    lines = (
        (_("Quantity a year"), lambda one: say(one.outcome.quantity)),
        (_("Worth of one"), lambda one: say(one.outcome.proxy)),
        (_("Deadweight: would have happened anyway"), lambda one: share(one.outcome.deadweight)),
        (_("Displacement: moved from elsewhere"), lambda one: share(one.outcome.displacement)),
        (_("Attribution: caused by others"), lambda one: share(one.outcome.attribution)),
        (_("Drop-off a year"), lambda one: share(one.outcome.drop_off)),
        (_("Years that it lasts"), lambda one: str(one.outcome.years)),
        (_("Impact in year 1"), lambda one: amount(plan, one.year_1)),
        (_("All years, worth today"), lambda one: amount(plan, one.present_value)),
    )
    rows = [(label, *(shown(one) for one in worth.rows)) for label, shown in lines]
    heads = ("", *(one.name for one in worth.rows))
    right = frozenset(range(1, len(heads)))
    return Table(_("Impact map, {unit}").format(unit=unit(plan)), heads, tuple(rows), right, frozenset({7, 8}))


def social_return(worth: impact.Sroi) -> str:
    """The ratio with what it hangs on, never alone."""
    swing, most = impact.sensitivity(worth)[0], impact.largest(worth)
    low, high = sorted((swing.ratio_at_low, swing.ratio_at_high))
    return _(
        "Social return: {ratio} for each 1 put in. "
        "It lies between {low} and {high} when one number moves, the {field} of “{row}”. "
        "Without the largest row, “{largest}”, it is {without}."
    ).format(
        ratio=say(worth.ratio, 2), low=say(low, 2), high=say(high, 2), field=swing.field.replace("_", "-"),
        row=swing.row, largest=most.name, without=say(impact.ratio_without(worth, most.name), 2),
    )  # fmt: skip


def in_a_line(plan: Plan, f: Forecast) -> tuple[str, ...]:
    """A case in the table of all cases: what it does is told beside."""
    worth, low = numbers.social_return(f), numbers.lowest_month(f)
    return (
        amount(plan, f.year("revenue", 1)), amount(plan, f["cash"][low]), amount(plan, plan.ask.amount), lowest_cover(f),
        "–" if worth is None else say(worth.ratio, 2),
    )  # fmt: skip


HEADS = (_("Revenue, year 1"), _("Lowest cash"), _("Asked for"), _("Lowest DSCR"), _("Social return"))
