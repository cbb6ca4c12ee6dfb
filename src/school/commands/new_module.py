"""`school new-module`: the skeleton of one module, in its named places."""

from __future__ import annotations

from typing import Annotated

import typer

from school import house
from school.modules import NewModule, lay_down


def command(
    module: Annotated[str, typer.Argument(help="The module's name: its number and words with hyphens, 18-volunteers.")],
    title: Annotated[
        str, typer.Option(help='Its title for people, "Price and unit economics". Without it: made from the name.')
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which files would be written.")] = False,
) -> None:
    """Lay down the skeleton of a new module: lesson, task, model, page, glossary entries.

    The skeleton is a small module that works: its tests pass, it can be released, graded and published.
    Replace it piece by piece; every place to fill says "Replace". CONTRIBUTING.md walks through it.
    """
    new = NewModule(module, title or module[3:].replace("-", " ").capitalize())
    root = house.root()
    if dry_run:
        for place in new.places().values():
            print(f"would write  {place}{'  (is there already)' if (root / place).exists() else ''}")
        return
    for path in lay_down(new, root):
        print(f"wrote  {path.relative_to(root)}")
    print(
        f"\nNext: replace what says “Replace”, then\n  school release {module}\n  make unit content\nCONTRIBUTING.md says more."
    )
