"""The law of a country and year as a pack: see it, check it, compare legal forms by it. Teaching models, not advice."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from venture.commands._plan import Line, Wrong, close_to, command_line, put, screen, table, typed
from venture.words import _, ngettext

if TYPE_CHECKING:
    from rich.console import Console

    from venture.law.compare import Comparison
    from venture.law.compare import Line as FormLine
    from venture.law.pack import Licence, Pack

PACK = Annotated[str, typer.Argument(metavar="PACK", show_default=False, help=_("A pack's name, such as `ru-2026`, or a YAML file."))]  # fmt: skip
ON = Annotated[str, typer.Option("--on", metavar="DATE", show_default=False, help=_("The day that counts, such as 2027-01-01."))]  # fmt: skip

app = typer.Typer(no_args_is_help=True, help=_("The law of a country as a pack: see it, check it, compare legal forms by it. Teaching models, not advice."))  # fmt: skip


@app.command("list")
def list_() -> None:
    """List the packs that come with the kit: country, year, when checked, how many facts of each mark."""
    from venture.law import load, names

    lines = []
    for name in names():
        pack = load(name)
        marks = [str(sum(one.conf == mark for one in pack.facts.values())) for mark in "ABCN"]
        lines.append(Line(f"{name}  {pack.title}", [pack.currency, pack.pack.checked_on.isoformat(), *marks, str(len(pack.forms))]))  # fmt: skip
    console = screen()
    table(console, _("Packs"), [_("currency"), _("checked on"), "A", "B", "C", "N", _("forms")], lines)
    put(console, _("A: official text or two sources. B: one source. C: not confirmed. N: looked for, not found."))
    put(console, _("None of them has been reviewed by a lawyer."), "bold")


@app.command()
def show(pack: PACK, on: ON = "") -> None:
    """Show a pack: every fact with its day, mark and source, the forms, the tests, and what was not found."""
    from venture.law.pack import dated, said

    made = _pack(pack, on)
    console = screen()
    put(console, made.title, "bold")
    put(console, made.text(made.pack.disclaimer), "bold")
    _heading(console, _("Facts"))
    for key, one in made.facts.items():
        put(console, f"{said(one.name)}: {one.printed}", mark=f"{key}  ")
        for source in one.src:
            put(console, f"{made.sources[source].title}. {made.sources[source].url}".strip(), mark="    ")
        if one.later:
            put(console, _("Later: {values}").format(values=one.later), mark="    ")
        if one.note:
            put(console, made.text(one.note), mark="    ")
    _heading(console, _("Forms"))
    for form in made.forms:
        put(console, said(form.name), mark=f"{form.id}  ")
        for need in form.needs:
            put(console, made.text(need.says), mark="    ")

    def unless(licence: Licence) -> str:
        return _("Exception: {rule}").format(rule=made.text(licence.not_needed_if)) if licence.not_needed_if else ""

    for heading, found in (
        (_("Status tests"), [f"{said(one.name)}, {one.law} ({dated(one)})" for one in made.status_tests]),
        (
            _("Duties"),
            [f"{made.text(one.who)}: {made.text(one.what)} {made.text(one.due)} ({dated(one)})" for one in made.duties],
        ),
        (
            _("Licences"),
            [
                f"{made.text(one.activity)}: {made.text(one.needed_if)} {unless(one)} ({dated(one)})"
                for one in made.licences
            ],
        ),
        (
            _("Grants"),
            [
                f"{made.text(one.giver)}: {made.text(one.who)} {made.text(one.window)} ({dated(one)})"
                for one in made.grants
            ],
        ),
        (_("Rules in words"), [f"{made.text(one.text)} ({dated(one)})" for one in made.notes]),
        (_("What the comparison simplifies"), [made.text(one.what) for one in made.simplified]),
        (_("Looked for and not found"), [f"{made.text(one.what)}. {made.text(one.note)}" for one in made.not_found]),
    ):
        if found:
            _heading(console, heading)
        for one in found:
            put(console, one.strip().replace("  ", " "), mark="· ")


@app.command()
def check(
    packs: Annotated[list[str] | None, typer.Argument(metavar="[PACK]...", show_default=False, help=_("Packs by name or YAML file; all that come with the kit, where none is named."))] = None,
    on: ON = "",
) -> None:  # fmt: skip
    """Check packs: form, sources, days, golden cases, unused facts; and the kit's own pages. Exit code 1 on a fault."""
    from venture.law.check import check as faults
    from venture.law.check import pages
    from venture.law.packed import sources

    day = _day(on) or datetime.date.today()
    files = [_file(one) for one in packs] if packs else sources()
    console, wrong = screen(), 0
    for path in files:
        found = faults(path, day)
        wrong += len(found)
        said = ngettext("{count} thing to mend", "{count} things to mend", len(found)).format(count=len(found)) if found else _("in order")  # fmt: skip
        put(console, f"{path.name}: {said}", "bold red" if found else "green")
        for one in found:
            put(console, str(one), mark="  ")
    kit = Path(__file__).parents[3]
    if not packs and (kit / "book").is_dir():
        found = pages(kit)
        wrong += len(found)
        put(console, _("Pages and lessons: {count} wrong uses of facts").format(count=len(found)), "bold red" if found else "green")  # fmt: skip
        for one in found:
            put(console, one, mark="  ")
    put(console, _("Checked for {day}.").format(day=day.isoformat()))
    if wrong:
        raise typer.Exit(1)


@app.command()
def compare(
    pack: PACK,
    revenue: Annotated[float, typer.Option(help=_("Revenue of the year."))],
    costs: Annotated[float, typer.Option(help=_("Costs of the year, without wages."))] = 0,
    staff: Annotated[float, typer.Option(help=_("Employees in full-time posts, without the owner."))] = 0,
    gross_month: Annotated[float, typer.Option(help=_("Pay of one of them a month, before their own tax."))] = 0,
    b2c: Annotated[float, typer.Option(help=_("Share of revenue that people pay, from 0 to 1."))] = 1,
    pay_out: Annotated[float, typer.Option(help=_("Share of what is left that the owner wants, from 0 to 1."))] = 0.5,
    vulnerable_staff: Annotated[float, typer.Option(help=_("Of the staff, people of the groups that the law lists."))] = 0,
    other_business: Annotated[float, typer.Option(help=_("Share of revenue that does not serve the purpose, from 0 to 1."))] = 0,
    form: Annotated[list[str] | None, typer.Option(metavar="ID", show_default=False, help=_("Only this form; may be given again."))] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="FACT=NUMBER", show_default=False, help=_("Your own number in the place of a fact; may be given again."))] = None,
    on: ON = "",
) -> None:  # fmt: skip
    """Compare legal forms for one year: what the owner gets, what the mission keeps, what the state takes, and why not."""
    from venture.law import Scenario
    from venture.law import compare as compared

    made = _pack(pack, on, set_ or [])
    try:
        scenario = Scenario(
            revenue=revenue, costs=costs, staff=staff, gross_month=gross_month, b2c=b2c, pay_out=pay_out,
            vulnerable_staff=vulnerable_staff, other_business=other_business,
        )  # fmt: skip
        result = compared(made, scenario, form or ())
    except (ValueError, LookupError) as error:
        raise Wrong(str(error.args[0])) from None
    _show(screen(), result, pack)


def _show(console: Console, result: Comparison, name: str) -> None:
    from venture.numbers import say

    heads = [_("owner"), _("mission"), _("charges on wages"), _("own contributions"), _("taxes")]
    lines = [
        Line(f"{one.name} ({one.form.id})", [say(value, 0) for value in (one.owner, one.mission, one.payroll_charges, one.owner_social, one.taxes)])
        for one in result.lines if one.state == "open"
    ]  # fmt: skip
    if lines:
        table(console, _("{title}: one year, {currency}").format(title=result.pack.title, currency=result.pack.currency), heads, lines)  # fmt: skip
    if not result.lines:
        put(console, _("{title}: no forms in this pack, only status tests").format(title=result.pack.title), "bold")
        for one in result.statuses(""):
            met = _("the numbers meet “{status}”") if one.met else _("the numbers do not meet “{status}”")
            put(console, met.format(status=result.pack.text(one.test.name)), mark="· ")
    for one in result.lines:
        if one.state == "open":
            _beside(console, result, one)
    for one in (one for one in result.lines if one.state == "barred"):
        _heading(console, _("{form} ({id}) is not open").format(form=one.name, id=one.form.id))
        for bar in one.bars:
            put(console, bar.says, mark="✖ ", mark_style="bold red")
            for fact in bar.facts:
                put(console, _source(result.pack, fact.key), mark="    ")
    for one in (one for one in result.lines if one.state == "unknown"):
        _heading(console, _("{form} ({id}) cannot be worked out").format(form=one.name, id=one.form.id))
        put(console, one.missing, mark="? ", mark_style="bold yellow")
    if result.facts:
        _heading(console, _("Facts used"))
    for fact in result.facts:
        put(console, _source(result.pack, fact.key), mark="· ")
    _heading(console, _("Read this with it"))
    for says in result.remarks:
        put(console, says, mark="· ")
    put(console, _("What stands behind it:"))
    command_line(console, "venture law show", typed(name))


def _beside(console: Console, result: Comparison, line: FormLine) -> None:
    """Gaps and statuses of a form that is open."""
    for gap in line.gaps:
        put(console, f"{line.form.id}: {gap}", mark="? ", mark_style="bold yellow")
    for one in result.statuses(line.form.id):
        if one.met:
            ways = ", ".join(result.pack.text(way.branch.name) for way in one.ways if way.met)
            put(console, f"{line.form.id}: " + _("meets the numbers of “{status}” ({ways})").format(status=result.pack.text(one.test.name), ways=ways), mark="· ")  # fmt: skip


def _source(pack: Pack, key: str) -> str:
    from venture.law.pack import said

    one = pack.facts[key]
    return f"{said(one.name)}: {one.printed}. {'; '.join(pack.sources[source].title for source in one.src)}"


def _heading(console: Console, text: str) -> None:
    console.print()
    put(console, text, "bold")


def _pack(name: str, on: str = "", changes: list[str] | None = None) -> Pack:
    """A pack by its name or its file, on a day, with the reader's own numbers."""
    from venture.law import load, names
    from venture.law.read import read

    made = load(name) if name in names() else read(_file(name))
    try:
        own = _own(changes or [])
        made = made.changed(**own) if own else made
    except LookupError as error:
        raise Wrong(str(error.args[0])) from None
    day = _day(on)
    return made.on(day) if day else made


def _file(name: str) -> Path:
    """The YAML file of a pack."""
    from venture.law import names
    from venture.law.shipped import HERE

    if name in names():
        return HERE / f"{name}.yaml"
    path = Path(name)
    if path.suffix.casefold() in (".yaml", ".yml") and path.is_file():
        return path
    close = close_to(name, names())
    says = _("There is no pack and no YAML file “{name}”.").format(name=name)
    raise Wrong(says + " " + (_("Did you mean “{name}”?").format(name=close) if close else _("Packs: {names}.").format(names=", ".join(names()))))  # fmt: skip


def _day(text: str) -> datetime.date | None:
    from venture import dates

    try:
        return dates.day(text) if text else None
    except ValueError as error:
        raise Wrong(_("--on: found “{found}”.").format(found=text) + f" {error}") from None


def _own(changes: list[str]) -> dict[str, float]:
    """``FACT=NUMBER`` as names and values; a number may be 6 %."""
    from venture.numbers import Unreadable
    from venture.numbers import read as number

    own = {}
    for one in changes:
        key, sign, value = one.partition("=")
        try:
            own[key.strip()] = number(value) / (100 if value.strip().endswith("%") else 1)
        except Unreadable as error:
            raise Wrong(_("“{found}” is no FACT=NUMBER. {why}").format(found=one, why=error)) from None
        if not sign:
            raise Wrong(_("“{found}” is no FACT=NUMBER.").format(found=one))
    return own
