"""`venture note`: what the coach says about a section of the plan."""

from __future__ import annotations

from typing import Annotated

import typer

from venture.commands._plan import PLAN, Wrong, command_line, put, read, screen, typed
from venture.words import _


def command(
    plan: PLAN,
    section: Annotated[str, typer.Argument(metavar="SECTION", help=_("A section, such as products, risks or market."))],
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The note, in quotation marks."))],
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Who says it."))] = _("Coach"),
) -> None:
    """Add a note of the coach to the plan's file. The author sees it with `venture check`."""
    from venture.planfile.notes import add_note

    read(plan)
    if not text.strip():
        raise Wrong(_("The note is empty. Write it in quotation marks after the section."))
    note = add_note(plan, section, text.strip(), by).notes[-1]
    console = screen()
    put(console, _("A note on {section} is in {path} now. Its author sees it with:").format(section=note.section, path=plan))  # fmt: skip
    command_line(console, "venture check", typed(plan))
