"""The document's tables of money: statements, products, costs, loans, grants. Every number is the engine's."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from venture import appraisal
from venture.export import document_numbers as numbers
from venture.export.document_blocks import Table
from venture.export.words import amount, called, share, unit, until
from venture.forecast import YEAR, Forecast
from venture.numbers import form, say
from venture.plan import Plan, title
from venture.rows.statements import RESULTS
from venture.words import _, ngettext

TITLES = {"income": _("Income statement"), "cash": _("Cash flow"), "balance": _("Balance sheet")}
SUBTRACTED = _("Costs and payments are shown as positive numbers and are subtracted.")


# --- statements


def by_year(f: Forecast, name: str) -> Table:
    years = range(1, f.years + 1)
    opening = name == "balance"
    heads = ([_("Opening")] if opening else []) + [_("Year {n}").format(n=year) for year in years]

    def values(key: str) -> list[float]:
        if opening or key == "cash":
            return ([f[key][0]] if opening else []) + [f.closing(key, year) for year in years]
        return [f.year(key, year) for year in years]

    return _statement(f, name, _("{statement} by year").format(statement=TITLES[name]), heads, values)


def first_year(f: Forecast, name: str) -> Table:
    months = range(1, YEAR + 1)
    opening = name == "balance"
    heads = ([_("Opening")] if opening else []) + [called(f.plan, month).replace(" ", "\u00a0") for month in months]
    heads += [] if opening else [_("Year 1")]

    def values(key: str) -> list[float]:
        row = [f[key][month] for month in months]
        if opening:
            return [f[key][0], *row]
        return [*row, f.closing(key, 1) if key == "cash" else f.year(key, 1)]

    return _statement(f, name, _("{statement}, first year by month").format(statement=TITLES[name]), heads, values)


def _statement(f: Forecast, name: str, caption: str, heads: list[str], values: Callable[[str], list[float]]) -> Table:
    rows, strong = [], []
    for row in f.statement(name):
        if row.key == "balance_check":
            continue
        if row.key not in RESULTS and not any(abs(value) > numbers.NOTHING for value in f[row.key]):
            continue
        if row.key in RESULTS:
            strong.append(len(rows))
        label = _("Cash at the end") if name == "cash" and row.key == "cash" else row.label
        rows.append((label, *(_or_dash(f, value) for value in values(row.key))))
    right = frozenset(range(1, len(heads) + 1))
    widths = _widths(len(heads))
    note = "" if name == "balance" else SUBTRACTED
    caption = _("{caption}, {unit}").format(caption=caption, unit=unit(f.plan))
    return Table(caption, ("", *heads), tuple(rows), right, frozenset(strong), widths, note)


def _or_dash(f: Forecast, value: float) -> str:
    """A dash for nothing, so that the eye finds what is there."""
    return amount(f.plan, value) if abs(value) > numbers.NOTHING else "–"


def in_short(f: Forecast) -> Table:
    """The first lines that a funder looks for."""
    years = range(1, f.years + 1)
    lines = (
        ("revenue", f.year), ("contribution", f.year), ("ebitda", f.year), ("net_income", f.year),
        ("operating_cash_flow", f.year), ("cash", f.closing), ("loans", f.closing), ("equity", f.closing),
    )  # fmt: skip
    rows = []
    for key, of in lines:
        label = f.sheet.rows[key].label
        words = _("{label}, at the year's end").format(label=label) if of == f.closing else label
        rows.append((words, *(_or_dash(f, of(key, year)) for year in years)))
    return Table(
        _("The plan by year, {unit}").format(unit=unit(f.plan)),
        ("", *(_("Year {n}").format(n=year) for year in years)), tuple(rows),
        frozenset(range(1, f.years + 1)), frozenset({0, 3, 5}), _widths(f.years),
    )  # fmt: skip


def _widths(columns: int) -> tuple[float, ...]:
    """A wide column of names, and the numbers' columns."""
    first = max(0.19, 0.5 - 0.032 * columns)
    return (first, *[(1 - first) / columns] * columns)


# --- what is sold, and what it takes


def products(f: Forecast) -> Table:
    rows = []
    for one in f.plan.products:
        units, each = f[f"units/{one.name}"], numbers.per_unit(f, one)
        rows.append((
            one.name, one.unit or _("unit"), say(each.price), say(each.cost), say(each.left),
            say(units[1], most=1), say(units[YEAR], most=1), say(max(units), most=1), "–" if one.capacity is None else say(one.capacity, most=1),
        ))  # fmt: skip
    return Table(
        _("What is sold; prices and costs of a unit in {unit}{vat}").format(
            unit=unit(f.plan), vat="" if f.plan.vat.kind == "none" else _(", without VAT")),
        (_("Product"), _("Unit"), _("Price"), _("Variable cost"), _("Left"), _("Units, month 1"), _("Month 12"), _("Most"), _("Room for")),
        tuple(rows), frozenset(range(2, 9)), widths=(0.19, 0.17, 0.09, 0.1, 0.09, 0.1, 0.09, 0.08, 0.09),
    )  # fmt: skip


def break_evens(f: Forecast) -> Table | None:
    month = numbers.settled_month(f)
    found = appraisal.break_evens(f, month)
    if not found:
        return None
    rows = tuple(
        (one.name, one.definition, "–" if one.lasting is None else say(one.lasting), say(one.planned, most=1))
        for one in found
    )
    return Table(
        _("Break-even in month {month}, units a month").format(month=month),
        (_("Break-even"), _("What is covered"), _("From"), _("Planned")), rows, frozenset({2, 3}), widths=(0.24, 0.52, 0.12, 0.12),
    )  # fmt: skip


def people(f: Forecast) -> Table:
    rows = tuple(
        (job.role, job.who or "–", say(job.people), say(job.pay), share(job.contributions),
         amount(f.plan, next((value for value in f[f"staff/{job.role}"][1:] if value), 0.0)))
        for job in f.plan.staff
    )  # fmt: skip
    return Table(
        _("People on pay; amounts a month in {unit}").format(unit=unit(f.plan)),
        (_("Role"), _("Who"), _("Posts"), _("Pay"), _("Contributions"), _("Cost")), rows, frozenset({2, 3, 4, 5}),
        widths=(0.27, 0.25, 0.1, 0.11, 0.15, 0.12),
    )  # fmt: skip


def running_costs(f: Forecast) -> Table:
    plan = f.plan
    rows = [
        (one.name, ngettext("for every unit{of}", "for every {per} units begun{of}", form(one.per)).format(per=say(one.per), of=f" ({', '.join(one.products)})" if one.products else ""), say(one.amount))
        for one in plan.step_costs
    ]  # fmt: skip
    for one in plan.fixed_costs:
        when = "" if one.first == 1 and one.last is None else _("{first} to {last}").format(
            first=called(plan, one.first), last=called(plan, one.last) if one.last else _("the end"))  # fmt: skip
        if one.first == one.last:
            when = called(plan, one.first)
        rows.append((one.name, when or _("each month"), say(one.amount)))
    return Table(
        _("Running costs beside pay; amounts a month in {unit}").format(unit=unit(plan)),
        (_("Cost"), _("When"), _("Amount")), tuple(rows), frozenset({2}), widths=(0.46, 0.38, 0.16),
    )  # fmt: skip


def assets(plan: Plan) -> Table:
    rows = tuple(
        (one.name, _("there already") if one.already else called(plan, one.month), say(one.life), say(one.cost))
        for one in plan.assets
    )
    return Table(
        _("What is bought and lasts; cost in {unit}").format(unit=unit(plan)),
        (_("Asset"), _("When"), _("Months of use"), _("Cost")), rows, frozenset({2, 3}), widths=(0.46, 0.22, 0.16, 0.16),
    )  # fmt: skip


# --- where the money comes from


def loans(plan: Plan) -> Table:
    rows = tuple(
        (one.name, one.lender or "–", say(one.amount), share(one.rate, 2), say(one.term), say(one.grace), _(one.kind)) for one in plan.loans
    )  # fmt: skip
    return Table(
        _("Loans; amounts in {unit}").format(unit=unit(plan)),
        (_("Loan"), _("Lender"), _("Amount"), _("Interest a year"), _("Months"), _("Of these grace"), _("Repayment")),
        rows, frozenset({2, 3, 4, 5}), widths=(0.19, 0.25, 0.11, 0.11, 0.1, 0.1, 0.14),
    )  # fmt: skip


def tranches(plan: Plan) -> Table:
    rows = tuple(
        (
            grant.name,
            grant.giver or "–",
            called(plan, one.month),
            one.condition or "–",
            _(grant.status),
            say(one.amount),
        )
        for grant in plan.grants
        for one in grant.tranches
    )
    return Table(
        _("Grants by tranche; amounts in {unit}").format(unit=unit(plan)),
        (_("Grant"), _("Giver"), _("When"), _("Condition"), _("Status"), _("Amount")), rows, frozenset({5}),
        widths=(0.17, 0.19, 0.12, 0.28, 0.13, 0.11),
    )  # fmt: skip


def side_by_side(plan: Plan, money: numbers.SourcesAndUses) -> Table:
    tall = max(len(money.sources), len(money.uses))

    def cells(items: tuple[numbers.Item, ...]) -> list[tuple[str, str]]:
        return [(one.name, amount(plan, one.amount)) for one in items] + [("", "")] * (tall - len(items))

    rows = [a + b for a, b in zip(cells(money.sources), cells(money.uses), strict=True)]
    rows.append(
        (
            _("All sources"),
            amount(plan, money.total),
            _("All uses"),
            amount(plan, sum(one.amount for one in money.uses)),
        )
    )
    return Table(
        _("Sources and uses {until}, {unit}").format(until=until(plan, money.month), unit=unit(plan)),
        (_("Sources"), _("Amount"), _("Uses"), _("Amount")), tuple(rows), frozenset({1, 3}), frozenset({len(rows) - 1}),
        widths=(0.33, 0.13, 0.41, 0.13),
    )  # fmt: skip


def ratios(f: Forecast) -> Table:
    """What lenders and funders look for, with the definition beside it."""
    wanted = (
        "dscr minimum", "dscr minimum full payment", "margin of safety", "own contribution", "share of support",
        "npv project", "irr project", "payback project",
    )  # fmt: skip
    found = {one.key: one for one in appraisal.ratios(f)}
    rows = tuple(
        (one.name if one.year is None else _("{name}, year {n}").format(name=one.name, n=one.year), one.definition, numbers.shown(one))
        for one in (found[key] for key in wanted if key in found)
    )  # fmt: skip
    return Table(
        _("Ratios; money in {unit}").format(unit=unit(f.plan)),
        (_("Ratio"), _("Definition"), _("Value")), rows, frozenset({2}), widths=(0.29, 0.51, 0.2),
    )  # fmt: skip


# --- sources


def assumptions(plan: Plan) -> Table:
    """Every number's source, as the plan names it."""
    rows = []
    for part, listed in _with_sources(plan):
        for one in listed:
            rows.append((part, title(one) or part, one.source or _("no source yet")))
    for part, name, source in (
        (_("Market"), _("the funnel"), plan.market.source), (_("Market"), _("own survey"), plan.market.survey),
        (_("VAT"), plan.vat.kind, plan.vat.source), (_("Tax"), plan.tax.name or plan.tax.regime, plan.tax.source),
    ):  # fmt: skip
        if source:
            rows.append((part, name, source))
    rows += [
        (_("Value of an outcome"), one.name, one.proxy_source or _("no source yet")) for one in plan.impact.outcomes
    ]
    heads = (_("Part"), _("Assumption"), _("Source"))
    return Table(_("Where the assumptions come from"), heads, tuple(rows), widths=(0.16, 0.3, 0.54))


def _with_sources(plan: Plan) -> Iterable[tuple[str, tuple]]:
    yield _("Product"), plan.products
    yield _("Step cost"), plan.step_costs
    yield _("Staff"), plan.staff
    yield _("Fixed cost"), plan.fixed_costs
    yield _("Asset"), plan.assets
    yield _("Loan"), plan.loans
    yield _("Grant"), plan.grants
    yield _("Support in kind"), plan.in_kind
