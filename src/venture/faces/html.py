"""A model as HTML: the controls, and the result as sentence, chart, figures and table.

One text serves the notebook's widget and the book's page. Without JavaScript the controls stay
hidden and the result of the starting values stands there, whole.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from html import escape

from venture.faces.svg import drawing_svg
from venture.model import Input, Model, NumberInput, Result, Table, TextInput, Values
from venture.numbers import say, with_unit
from venture.words import _

LONGEST_NUMBER = 24  # with its unit; what is longer is a sentence that begins with a number
ONE_LINE = 60  # letters; a longer text is written in a box of two lines
OWN = "own"  # where a case is named: these are the reader's own numbers
_count = itertools.count(1)


def new_uid(model: Model) -> str:
    """An id for one more showing of the model in this process."""
    return f"vm-{model.name.replace('_', '-')}-{next(_count)}"


def model_html(model: Model, result: Result, uid: str, live: str = "", preset: str = "") -> str:
    """The whole model. ``live`` is "page" or "notebook" where a script will wake the controls, else empty."""
    shown = parts(result, uid)
    return f"""<section class="venture-model" id="{uid}" data-model="{model.name}" data-live="{live}" data-state="idle" \
aria-label="{escape(_("Model {number}: {title}").format(number=uid.rpartition("-")[2], title=model.title))}">
<div class="{"vm-split" if live else "vm-whole"}">
{_form(model, result.values, uid, preset, live) if live else ""}
<div class="vm-result">
<p class="vm-status" role="status"></p>
<p class="vm-sentence" aria-live="polite" data-vm-part="sentence">{shown["sentence"]}</p>
<div class="vm-chart" data-vm-part="chart">{shown["chart"]}</div>
<div data-vm-part="figures">{shown["figures"]}</div>
{_numbers(result.table, shown)}
</div>
</div>
</section>"""


def parts(result: Result, uid: str) -> dict[str, str]:
    """The result's four parts as HTML, by the name that the faces know them by."""
    return {
        "sentence": escape(result.sentence),
        "chart": _charts(result, uid),
        "figures": _figures(result),
        "table": table_html(result.table),
        **({"origin": _origin(result.table)} if result.table.origins else {}),
    }


def _charts(result: Result, uid: str) -> str:
    """The chart; where there are more, each under its title."""
    if not result.more:
        return drawing_svg(result.chart, result.alt, uid)
    every = ((result.chart, result.alt), *result.more)
    return "".join(
        f'<p class="vm-chart-title">{escape(chart.title)}</p>{drawing_svg(chart, alt, f"{uid}-{number}")}'
        for number, (chart, alt) in enumerate(every)
    )


@lru_cache(maxsize=1024)
def shown_text(value: float | str) -> str:
    """An input's value as it stands in its type-in: nothing of it is rounded away."""
    return value if isinstance(value, str) else say(value, most=9)


def table_html(table: Table) -> str:
    """The table. Cells with an origin carry it; `web/bind.js` makes buttons of them where a script runs."""
    words = _columns_of_words(table)
    head = "".join(
        f'<th scope="col"{_words(place, words)}>{escape(name)}</th>' for place, name in enumerate(table.columns)
    )
    origins = table.origins or [("",) * len(table.columns)] * len(table.rows)
    body = "".join(
        _row(row, origin, place in table.totals, words)
        for place, (row, origin) in enumerate(zip(table.rows, origins, strict=True))
    )
    return (
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _columns_of_words(table: Table) -> frozenset[int]:
    """The columns that hold words, which begin at the left; numbers end at the right."""
    found = set()
    for place in range(len(table.columns)):
        cells = [row[place] for row in table.rows if row[place]]
        numbers = [cell for cell in cells if cell.lstrip("+−-≈<> ")[:1].isdigit() and len(cell) <= LONGEST_NUMBER]
        if len(numbers) <= len(cells) / 2:
            found.add(place)
    return frozenset(found)


def _words(place: int, words: frozenset[int]) -> str:
    return ' class="vm-words"' if place in words else ""


def _row(row: tuple[str, ...], origins: tuple[str, ...], total: bool, words: frozenset[int]) -> str:
    if len(row) > 1 and not any(row[1:]):
        return f'<tr class="vm-part"><th scope="rowgroup" colspan="{len(row)}">{escape(row[0])}</th></tr>'
    cells = "".join(
        f"<td{_words(place, words)}" + (f' data-origin="{escape(origin)}">' if origin else ">") + f"{escape(cell)}</td>"
        for place, (cell, origin) in enumerate(zip(row[1:], origins[1:], strict=True), 1)
    )
    marked = ' class="vm-total"' if total else ""
    return f'<tr{marked}><th scope="row"{_words(0, words)}>{escape(row[0])}</th>{cells}</tr>'


def _numbers(table: Table, shown: dict[str, str]) -> str:
    """The fold with the table. Where its numbers say where they come from it is the model's heart, and open."""
    scroll = f'<div data-vm-part="table" class="vm-scroll" tabindex="0" role="group" aria-label="{escape(table.caption)}">{shown["table"]}</div>'
    origin = ""
    if table.origins:
        hint = _("Press a number: where it comes from stands beneath the table. Arrow keys lead from number to number.")
        scroll = f'<p class="vm-help vm-hint">{escape(hint)}</p>{scroll}'
        origin = (
            f'\n<div data-vm-part="origin" class="vm-origin" role="group" aria-label="{escape(_("Where it comes from"))}" '
            f'aria-live="off">{shown["origin"]}</div>'
        )
    return (
        f'<details class="vm-numbers"{" open" if origin else ""}><summary>{escape(_("The numbers behind the chart"))}</summary>\n'
        f"{scroll}{origin}\n</details>"
    )


def _origin(table: Table) -> str:
    """The explanation of one cell: the one that the table wants read first."""
    if table.first_explained is None:
        return ""
    row, column = table.first_explained
    # the script writes the same title, of the cells' own headings
    title = f"{table.rows[row][0]}, {table.columns[column]}: {table.rows[row][column]}"
    return (
        f'<p class="vm-origin-title" data-cell="{row}-{column}">{escape(title)}</p>'
        f"<p>{escape(table.origins[row][column])}</p>"
    )


def _figures(result: Result) -> str:
    rows = "".join(
        f'<div class="vm-figure" data-figure="{f.name}"><dt>{escape(f.label)}</dt>'
        f'<dd><b>{escape(f.text)}</b><span class="vm-note">{escape(f.note)}</span></dd></div>'
        for f in result.figures
    )
    return f'<dl class="vm-figures">{rows}</dl>'


def _form(model: Model, values: Values, uid: str, preset: str, live: str) -> str:
    groups: dict[str, list[Input]] = {}
    for one in model.inputs:
        groups.setdefault(one.group, []).append(one)
    in_view = "".join(_control(one, values[one.name], uid) for one in groups.pop("", []))
    folds = "".join(
        f'<details class="vm-fold"><summary>{escape(title)}</summary><div class="vm-controls">'
        + "".join(_control(one, values[one.name], uid) for one in inputs)
        + "</div></details>"
        for title, inputs in groups.items()
    )
    return (
        f'<form class="vm-form" hidden autocomplete="off">{_cases(model, uid, preset)}<div class="vm-controls">{in_view}</div>'
        f"{folds}{_buttons(live)}</form>"
    )


def _buttons(live: str) -> str:
    """What can be done with the values. A link reproduces them in the page; a notebook has no address to share."""
    refused = escape(_("The browser did not allow copying."))

    def copy(what: str, label: str, done: str) -> str:
        return (
            f'<button type="button" class="vm-button" data-vm-copy="{what}" data-done="{escape(done)}" '
            f'data-refused="{refused}">{escape(label)}</button>'
        )

    table = copy("table", _("Copy as a table"), _("Copied. Paste it into a spreadsheet."))
    link = copy("link", _("Copy a link"), _("Copied. The link opens this model with your values."))
    return (
        f'<div class="vm-buttons"><button type="button" class="vm-button" data-vm-reset>'
        f"{escape(_('Back to the first values'))}</button>{table}{link if live == 'page' else ''}</div>"
    )


def _cases(model: Model, uid: str, preset: str) -> str:
    if not model.presets:
        return ""
    own = f'<option value="" selected>{escape(_("My own venture"))}</option>' if preset == OWN else ""
    options = own + "".join(
        f'<option value="{p.name}"{" selected" if p.name == preset else ""}>{escape(p.label)}</option>'
        for p in model.presets
    )
    return (
        f'<div class="vm-cases"><label for="{uid}-preset">{escape(_("Numbers of"))}</label> '
        f'<select id="{uid}-preset" data-vm-preset>{options}</select></div>'
    )


def _control(one: Input, value: float | str, uid: str) -> str:
    """Label, slider and type-in of one input, with its help and a place for what is wrong."""
    box, text = f"{uid}-{one.name}", escape(shown_text(value))
    slider = ""
    if isinstance(one, NumberInput) and not one.choices:
        slider = (
            f'<input type="range" class="vm-slider" data-vm-slider="{one.name}" min="{one.low:g}" max="{one.high:g}" '
            f'step="{one.step:g}" value="{value:.12g}" aria-label="{escape(_("{label}, slider").format(label=one.label))}" '
            f'aria-valuetext="{escape(with_unit(shown_text(value), one.unit))}" data-unit="{escape(one.unit)}">'
        )
    unit = f' <span class="vm-unit">{escape(one.unit)}</span>' if one.unit else ""
    known = f'class="vm-box" id="{box}" data-vm-input="{one.name}" aria-describedby="{box}-help {box}-error"'
    if isinstance(one, NumberInput) and one.choices:
        options = "".join(
            f'<option value="{escape(shown_text(at))}"{" selected" if at == value else ""}>{escape(words)}</option>'
            for at, words in one.choices
        )
        field = f"<select {known.replace('vm-box', 'vm-box vm-choice')}>{options}</select>"
    elif isinstance(one, TextInput) and one.longest > ONE_LINE:
        field = f'<textarea inputmode="text" rows="2" {known}>{text}</textarea>'
    else:
        field = f'<input type="text" inputmode="{"decimal" if slider else "text"}" {known} value="{text}">'
    return (
        f'<div class="vm-input"><label for="{box}">{escape(one.label)}{unit}</label>{slider}'
        f'{field}<p class="vm-help" id="{box}-help">{escape(one.help)}</p>'
        f'<p class="vm-error" id="{box}-error" role="alert" hidden></p></div>'
    )
