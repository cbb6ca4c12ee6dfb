"""The inputs: every number that the formulas begin with, what it is, and where it stands in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from venture.export.formulas import filled, number, pieces, text
from venture.export.workbook_desk import Desk, short
from venture.export.workbook_layout import FIRST, TITLES, address
from venture.export.workbook_style import LOOK, locked, on_paper
from venture.export.workbook_unused import used_inputs
from venture.numbers import say
from venture.plan import Plan
from venture.plan_fields import Spec, spec
from venture.planfile.walk import numbers
from venture.sheet import Input
from venture.words import _, ngettext

VALUE, CHECK = 1, 4  # columns, counted from 0
WIDTHS = 66, 13, 15, 50, 30
ROOM = 78, 60  # characters that the first and the fourth have room for
LOOKS = (), ("at right",), ("apart",), ("apart",), ()  # of the columns' heads
WHOLE = ("whole", "month")
MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One cell to type into. A list of the plan has one for each of its numbers."""

    label: str
    path: str
    value: float
    unit: str
    takes: Spec | None  # None: the plan says no more about it


def write(desk: Desk) -> str:
    """Write the sheet; gives the cells that say what is wrong with an input."""
    on, style = desk.page("inputs"), desk.style
    on.write_string(0, 0, TITLES["inputs"], style("title"))
    on.write_string(1, 0, desk.under, style("under"))
    heads = (_("Number"), _("Value"), _("Unit"), _("Place in the plan"), _("What is allowed, where the value is not"))
    for place, words in enumerate(heads):
        on.write_string(FIRST - 1, place, words, style("head", *LOOKS[place]))
    line = FIRST
    takes = {"/".join(path): what for path, what, _value in numbers(desk.plan)}
    for heading, inputs in _sections(desk):
        line = _heading(desk, line, heading)
        for one in inputs:
            entries = list(_entries(one, takes))
            _name(desk, desk.names[one.path], line, len(entries))
            for entry in entries:
                _entry(desk, line, entry)
                line += 1
        line += 1
    marks = f"{address('inputs', FIRST, CHECK)}:{address('inputs', line - 1, CHECK, on='inputs')}"
    on.conditional_format(FIRST, CHECK, line - 1, CHECK, {"type": "no_blanks", "format": desk.xlsx.add_format(LOOK)})
    if desk.layout.sheet.cells:
        line = _heading(desk, line, _("Worked out from these"))
        _cells(desk, line)
    for place, wide in enumerate(WIDTHS):
        on.set_column(place, place, wide)
    on.freeze_panes(FIRST, VALUE + 1)
    on_paper(on, desk.footer, wide=sum(WIDTHS))
    on.repeat_rows(FIRST - 1)
    locked(on)
    return marks


def _heading(desk: Desk, line: int, words: str) -> int:
    on = desk.page("inputs")
    for place in range(1, CHECK + 1):
        on.write_blank(line, place, None, desk.style("heading"))
    on.write_string(line, 0, words, desk.style("heading"))
    return line + 1


def _sections(desk: Desk) -> Iterator[tuple[str, list[Input]]]:
    """The inputs by the plan's parts, in its order; those without an effect at the end."""
    inputs = desk.layout.sheet.inputs.values()
    used = used_inputs(desk.layout.sheet, desk.layout.nothing)
    for part in Plan.__dataclass_fields__:
        here = [one for one in inputs if one.path.partition("/")[0] == part and one.path in used]
        if here:
            label = spec(Plan, part).label
            yield label[:1].upper() + label[1:], here
    if rest := [one for one in inputs if one.path not in used]:
        yield _("Without effect, as this plan is set up"), rest


def _entries(one: Input, takes: dict[str, Spec]) -> Iterator[Entry]:
    if not isinstance(one.value, tuple):
        yield Entry(one.label, one.path, one.value, one.unit, takes.get(one.path))
        return
    field = one.path.rpartition("/")[2]
    for place, value in enumerate(one.value, 1):
        path = f"{one.path}/{place}"
        what = takes.get(path)
        unit = "share" if what and what.kind == "numbers" and what.high == 1 else one.unit
        label = f"{_about(one)}: {_element(field, place, len(one.value))}"
        yield Entry(label, path, value, unit, what)


def _about(one: Input) -> str:
    return _("Share of a sale that is paid") if one.path == "rhythm/collected" else one.label


def _element(field: str, number: int, count: int) -> str:
    """What one number of a list is."""
    if field == "season":
        return MONTHS[number - 1]
    if field == "collected":
        if number == 1:
            return _("in the same month")
        return ngettext("after {count} month", "after {count} months", number - 1).format(count=number - 1)
    if number == count:
        return _("month {number} and after").format(number=number)
    return _("month {number}").format(number=number)


def _name(desk: Desk, name: str, line: int, count: int) -> None:
    cells = address("inputs", line, VALUE, fixed=True)
    if count > 1:
        cells += ":" + address("inputs", line + count - 1, VALUE, on="inputs", fixed=True)
    desk.xlsx.define_name(name, f"={cells}")


def _entry(desk: Desk, line: int, entry: Entry) -> None:
    on, style = desk.page("inputs"), desk.style
    kind = "given money" if entry.unit == "money" else entry.unit
    on.write_string(line, 0, short(entry.label, ROOM[0]), style())
    on.write_number(line, VALUE, entry.value, style("input", number=kind))
    unit = {"money": desk.unit, "month": _("month"), "count": _("whole number")}.get(entry.unit, "")
    on.write_string(line, 2, unit, style("small", "apart"))
    on.write_string(line, 3, short(entry.path, ROOM[1]), style("small", "apart"))
    low, high, whole = _range(entry)
    words = _allowed(entry, low, high, whole)
    cell = address("inputs", line, VALUE, on="inputs")
    fits = f"AND({cell}>={number(low)},{cell}<={number(high)}{f',{cell}=INT({cell})' if whole else ''})"
    # what is pasted in goes past a cell's own rule, so it is looked at here too
    on.write_formula(line, CHECK, f'=IF(ISNUMBER({cell}),IF({fits},"",{text(words)}),{text(words)})', style(), "")
    on.data_validation(line, VALUE, line, VALUE, {
        "validate": "integer" if whole else "decimal", "criteria": "between", "minimum": number(low), "maximum": number(high),
        "error_title": _("This number is not allowed"), "error_message": words[:255],
    })  # fmt: skip


def _range(entry: Entry) -> tuple[float, float, bool]:
    takes = entry.takes
    low = takes.low if takes and takes.low is not None else -1e12
    high = takes.high if takes and takes.high is not None else 1e12
    return low, high, bool(takes and takes.kind in WHOLE)


def _allowed(entry: Entry, low: float, high: float, whole: bool) -> str:
    if entry.unit == "share":
        return _("{low} % to {high} %").format(low=say(low * 100), high=say(high * 100))
    words = _("A whole number, {low} to {high}") if whole else _("{low} to {high}")
    return words.format(low=say(low), high=say(high))


def _cells(desk: Desk, line: int) -> None:
    """What is worked out once, such as a loan's payment."""
    on, style = desk.page("inputs"), desk.style
    for cell in desk.layout.sheet.cells.values():
        _name(desk, desk.names[cell.key], line, 1)
        formula = filled(pieces(cell.formula, "", cell.reads, desk.names), 0, desk.layout.address)
        on.write_string(line, 0, short(cell.label, ROOM[0]), style())
        on.write_formula(line, VALUE, formula, style(number="price"), desk.forecast.known[cell.key])
        on.write_string(line, 2, desk.unit if cell.unit == "money" else "", style("small", "apart"))
        on.write_string(line, 3, _("worked out, not typed"), style("small", "apart"))
        line += 1
