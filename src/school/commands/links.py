"""`school links`: do the book's links to other sites still lead somewhere?"""

from __future__ import annotations

from typing import Annotated

import typer

from school import house


def command(
    timeout: Annotated[float, typer.Option(min=1, max=120, help="Seconds to wait for one site.")] = 15.0,
    pause: Annotated[float, typer.Option(min=0, max=60, help="Seconds between two questions to the same site.")] = 1.0,
) -> None:
    """Ask every site that the built book links to, once and without haste.

    Prints a line for each address that does not answer as it should, with the pages that name it, and a
    summary. Exit code 1 means that a link is dead; a site that refuses programs or was not reached in time
    is named as a doubt and is no failure. Nothing is read but the answer's first line.
    """
    from school.book import external
    from school.book.inspection import outside
    from school.errors import Problem

    root = house.root()
    site = root / "_build" / "html"
    if not (site / "index.html").is_file():
        raise Problem("There is no built book.", "Build it first: school book.")
    found = outside(site)
    dead = doubtful = 0
    for address, answer in external.ask_all(found, timeout, pause):
        if answer.kind == external.GOOD:
            continue
        dead += answer.kind == external.DEAD
        doubtful += answer.kind == external.DOUBT
        print(f"{answer.kind}: {address} ({answer.why}) on {', '.join(found[address])}", flush=True)
    good = len(found) - dead - doubtful
    print(f"{len(found)} addresses: {good} answer, {dead} dead, {doubtful} in doubt.")
    if dead:
        raise Problem(f"{dead} link{'s lead' if dead > 1 else ' leads'} nowhere.", "Mend the pages named above.")
