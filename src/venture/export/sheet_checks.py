"""The checks: what must hold in every month, what the inputs must agree on, and one verdict over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from venture.export.formulas import number, text
from venture.export.sheet_months import head
from venture.export.workbook_desk import DIGITS, KOPECK, VERDICT, Desk, short
from venture.export.workbook_layout import FIRST, OPENING, address, column
from venture.export.workbook_style import TOLERANCE, locked, on_paper
from venture.planfile.rules import WHOLE_YEARS
from venture.words import _

OK = _("OK")
ON = "checks"
LABELS, MARKS = 58, 34  # widths of the columns


@dataclass(frozen=True)
class Check:
    """What must hold. Each flag is a formula that is true where it does not, and whether it is so now."""

    label: str
    flags: list[tuple[str, bool]]  # one for each month from the opening on, or a single one

    @property
    def fails(self) -> bool:
        return any(now for _formula, now in self.flags)


def write(desk: Desk, marks: str) -> str:
    """Write the sheet; gives the verdict's present words. ``marks`` are the cells that find fault with inputs."""
    on, style = desk.page("checks"), desk.style
    head(desk, on, "checks", marks=MARKS, labels=LABELS)
    monthly, single = list(_monthly(desk)), list(_single(desk, marks))
    verdicts = FIRST + 2  # below the verdict over all
    rows = {}
    for title, checks in ((_("In every month: 1 where it does not hold"), monthly), (_("Of the inputs"), single)):
        _heading(desk, verdicts, title)
        verdicts += 1
        for check in checks:
            _check(desk, verdicts, check)
            rows[verdicts] = check
            verdicts += 1
        verdicts += 1
    _settings(desk, verdicts)
    words = _overall(desk, rows)
    style.verdict(on, f"B{FIRST + 1}:B{max(rows) + 1}", OK)
    # on paper the verdicts say it all: they name the month
    on.print_area(0, 0, verdicts + 1, 1)
    on_paper(on, desk.footer, wide=LABELS + MARKS, landscape=False)
    locked(on)
    return words


def _heading(desk: Desk, line: int, words: str) -> None:
    on, style = desk.page("checks"), desk.style
    for place in range(OPENING + desk.months + 1):
        on.write_blank(line, place, None, style("heading"))
    on.write_string(line, 0, words, style("heading"))


def _monthly(desk: Desk) -> Iterator[Check]:
    def every(label: str, keys: tuple[str, ...], formula: str, fails) -> Check:
        flags = []
        for month in range(desk.months + 1):
            cells = [desk.layout.address(key, month, on=ON) for key in keys]
            flags.append((formula.format(*cells), bool(fails(*(desk.value(key, month) for key in keys)))))
        return Check(label, flags)

    near = desk.nothing
    yield every(_("The balance sheet balances"), ("balance_check",), f"ABS({{}})>{TOLERANCE}", lambda a: abs(a) > near)
    both = ("operating_cash_flow", "operating_cash_flow_indirect")
    yield every(_("Cash from operations: direct and indirect are the same"), both, f"ABS({{}}-{{}})>{TOLERANCE}",
                lambda a, b: abs(a - b) > near)  # fmt: skip
    yield every(_("Cash is never below zero"), ("cash",), f"{{}}<-{TOLERANCE}", lambda a: a < -near)
    if desk.plan.reserve:
        yield every(_("Cash is never below the reserve"), ("cash",), f"{{}}<{desk.names['reserve']}-{TOLERANCE}",
                    lambda a: a < desk.plan.reserve - near)  # fmt: skip
    owed = [f"loan/{loan.name}" for loan in desk.plan.loans]
    if owed:
        formula = f"MIN({','.join(['{}'] * len(owed))})<-{TOLERANCE}"
        yield every(_("No loan is paid back twice"), tuple(owed), formula, lambda *all_: min(all_) < -near)


def _single(desk: Desk, marks: str) -> Iterator[Check]:
    plan, names = desk.plan, desk.names
    yield Check(_("Every input is a number in its range"), [(f'COUNTIF({marks},"?*")>0', False)])
    collected = names["rhythm/collected"]
    yield Check(_("What customers pay adds up to 100 %"), [(f"ABS(SUM({collected})-1)>0.000001", abs(sum(plan.rhythm.collected) - 1) > 1e-6)])  # fmt: skip
    for loan in plan.loans:
        here = {field: names[f"loans/{loan.name}/{field}"] for field in ("grace", "term", "month")}
        label = _("{loan}: payments remain after the grace").format(loan=loan.name)
        yield Check(label, [("{grace}>={term}".format(**here), loan.grace >= loan.term)])
        label = _("{loan}: paid back within these months").format(loan=loan.name)
        yield Check(
            label, [("{month}+{term}>".format(**here) + str(plan.months), loan.month + loan.term > plan.months)]
        )
    for asset in plan.assets:
        here = {field: names[f"assets/{asset.name}/{field}"] for field in ("cost", "salvage", "life")}
        label = _("{asset}: what is left is not above the cost").format(asset=asset.name)
        yield Check(label, [("{salvage}>{cost}".format(**here), asset.salvage > asset.cost)])
        if asset.method in WHOLE_YEARS:
            label = _("{asset}: the life is whole years").format(asset=asset.name)
            yield Check(label, [("MOD({life},12)<>0".format(**here), asset.life % 12 != 0)])
    for part, items in (("staff", plan.staff), ("fixed_costs", plan.fixed_costs)):
        for one in items:
            if one.last is not None:
                called = one.role if part == "staff" else one.name
                first, last = names[f"{part}/{called}/first"], names[f"{part}/{called}/last"]
                label = _("{cost}: the last month is not before the first").format(cost=called)
                yield Check(label, [(f"{last}<{first}", one.last < one.first)])


def _check(desk: Desk, line: int, check: Check) -> None:
    on, style = desk.page("checks"), desk.style
    on.write_string(line, 0, short(check.label), style())
    for place, (formula, now) in enumerate(check.flags):
        on.write_formula(line, OPENING + place, f"=IF({formula},1,0)", style("small", number="count"), int(now))
    flags = f"{address(ON, line, OPENING, on=ON)}:{address(ON, line, OPENING + len(check.flags) - 1, on=ON)}"
    if len(check.flags) == 1:
        say, now = text(_("ATTENTION")), _("ATTENTION")
    else:
        months = f"${column(OPENING)}${FIRST}:${column(OPENING + desk.months)}${FIRST}"
        say = f"{text(_('ATTENTION: month '))}&INDEX({months},MATCH(1,{flags},0))"
        now = _("ATTENTION: month ") + str(next((month for month, one in enumerate(check.flags) if one[1]), 0))
    formula = f"=IF(ISERROR(SUM({flags})),{text(_('ATTENTION: an error'))},IF(SUM({flags})=0,{text(OK)},{say}))"
    on.write_formula(line, 1, formula, style("centre"), now if check.fails else OK)


def _overall(desk: Desk, rows: dict[int, Check]) -> str:
    """One verdict over all checks, in the first line; gives its present words."""
    on, style = desk.page("checks"), desk.style
    verdicts = f"B{min(rows) + 1}:B{max(rows) + 1}"
    good, bad = _("OK: every check holds"), _("ATTENTION: checks that do not hold: ")
    missing = f"({len(rows)}-COUNTIF({verdicts},{text(OK)}))"
    now = sum(check.fails for check in rows.values())
    words = bad + str(now) if now else good
    on.set_row(FIRST, 36)
    on.write_string(FIRST, 0, _("All checks together"), style("light"))
    on.write_formula(FIRST, 1, f"=IF({missing}=0,{text(good)},{text(bad)}&{missing})", style("light"), words)
    desk.xlsx.define_name(VERDICT, f"={address(ON, FIRST, 1, fixed=True)}")
    return words


def _settings(desk: Desk, line: int) -> None:
    """What the checks count as nothing."""
    on, style = desk.page("checks"), desk.style
    largest = desk.layout.months("assets", 0, desk.months, on=ON)
    kopeck = KOPECK[desk.plan.amounts]
    on.write_string(line, 0, _("Differences up to this are rounding"), style("small"))
    formula = f"=MAX({number(kopeck)},IFERROR({number(DIGITS)}*MAX({largest}),0))"
    on.write_formula(line, 1, formula, style("small", number="number"), desk.nothing)
    desk.xlsx.define_name(TOLERANCE, f"={address(ON, line, 1, fixed=True)}")
