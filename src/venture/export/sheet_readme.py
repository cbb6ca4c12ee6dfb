"""The first sheet: what the workbook is, how to use it, and whether its checks hold."""

from __future__ import annotations

from venture.export.workbook_desk import VERDICT, Desk, short
from venture.export.workbook_layout import TITLES, quoted
from venture.export.workbook_style import locked, on_paper
from venture.numbers import MINUS
from venture.words import _

WIDTHS = 22, 84
ABOUT = {
    "inputs": _("every number that the rest is worked out from; change them here and nowhere else"),
    "years": _("the three statements by years, and the chart of cash"),
    "income": _("what is earned and what it costs, by months"),
    "cash": _("what is received and paid, by months, and the same from net income"),
    "balance": _("what there is and who it belongs to, at each month's end"),
    "workings": _("everything that the statements are worked out from, line by line"),
    "checks": _("what must hold, month by month"),
}
HOW = (
    _("Change a number on “Inputs” in a cell like this one; everything else follows."),
    _("Every other cell is a formula that you can read and trace. The sheets are protected against slips, without a"
      " password: Review – Unprotect sheet."),
    _("Each input has a name, such as “{name}”, which formulas use. Choose a name in the name box to jump to it."),
    _("The column “Opening” is the day before month 1. Costs and payments are positive in their own lines; {minus}"
      " before a line says that it is taken off in the total below."),
    _("Amounts are in {unit}. A dash is a zero."),
    _("What is chosen in the plan is built into the formulas: ways of depreciation, kinds of loans, grants and taxes,"
      " which months a payment waits, products and how many there are. To change these, change the plan and write the"
      " workbook anew."),
    _("Numbers that you change here do not find their way back into the plan's file: note them there too."),
)  # fmt: skip


def write(desk: Desk, verdict: str) -> None:
    on, style = desk.page("readme"), desk.style
    for place, wide in enumerate(WIDTHS):
        on.set_column(place, place, wide)
    on.write_string(0, 0, short(desk.plan.name, 70), style("title"))
    line = 1
    if desk.plan.illustrative:
        words = _("Illustrative: the numbers are made up, for teaching. They are nobody's real business.")
        on.write_string(line, 0, words, style("strong"))
        line += 1
    about = _("The numbers of a venture's plan over {months} months, from {first}, with live formulas")
    facts = (
        (_("What this is"), about.format(months=desk.months, first=f"{desk.first_of(1):%m.%Y}")),
        (_("Where"), short(desk.plan.place)),
        (_("Amounts"), desk.unit),
        (
            _("Grants"),
            _("agreed, and those that are only asked for") if desk.with_requested else _("only those agreed"),
        ),
        (_("Written"), desk.today.isoformat()),
    )
    for label, words in facts:
        if words:
            line += 1
            on.write_string(line, 0, label, style("small"))
            on.write_string(line, 1, words, style())
    line += 2
    on.set_row(line, 24)  # room for the verdict
    on.write_string(line, 0, TITLES["checks"], style("light"))
    on.write_formula(line, 1, f"={VERDICT}", style("light"), verdict)
    style.verdict(on, f"B{line + 1}", _("OK"))
    line += 2
    line = _heading(desk, line, _("The sheets"))
    for name, words in ABOUT.items():
        on.write_url(line, 0, f"internal:{quoted(TITLES[name])}!A1", style("link"), TITLES[name])
        on.write_string(line, 1, words, style("words"))
        line += 1
    line = _heading(desk, line + 1, _("How to use it"))
    _how(desk, line)
    on_paper(on, desk.footer, wide=sum(WIDTHS), landscape=False)
    locked(on)


def _heading(desk: Desk, line: int, words: str) -> int:
    on = desk.page("readme")
    on.write_string(line, 0, words, desk.style("heading"))
    on.write_blank(line, 1, None, desk.style("heading"))
    return line + 1


def _how(desk: Desk, line: int) -> None:
    on, style = desk.page("readme"), desk.style
    name = next(iter(desk.names.values()), "")
    for place, words in enumerate(HOW):
        said = words.format(name=name, unit=desk.unit, minus=MINUS)
        on.set_row(line, 14 * (1 + len(said) // 95))
        if place == 0:
            on.write_string(line, 0, _("an input"), style("input", "centre"))
        on.write_string(line, 1, said, style("words"))
        line += 1
