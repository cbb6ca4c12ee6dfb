"""`school book`: build the book, show it, pack it for a machine without internet, print it."""

from __future__ import annotations

import functools
import webbrowser
from typing import Annotated

import typer

from school import house
from venture.numbers import say

PORT = 8000


def command(
    serve: Annotated[
        bool, typer.Option("--serve", help="Show the book in your web browser; build it first if need be.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to show it on.")] = PORT,
    browser: Annotated[
        bool,
        typer.Option(help="Open your web browser. Where there is none, the address is printed and that is all."),
    ] = True,
    quick: Annotated[
        bool, typer.Option("--quick", help="Run only the pages that changed since the last good build.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Also pack the book as one zip that works without internet.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also print the book, with Chromium, as one PDF.")] = False,
) -> None:
    """Build the book into `_build/html`, or show it.

    Every lesson is run from the beginning. A warning, a lesson that fails or a link that leads nowhere
    stops the build and is named. The first build fetches the Python that runs in the reader's browser;
    later ones need no network. What is written may be copied to any web server as it is.
    """
    from school.book.build import build, stale
    from school.book.server import HOST
    from school.book.server import serve as listen

    root = house.root()
    site = root / "_build" / "html"
    # The port is taken before the work begins: a port in use is told at once, not after a minute.
    server = listen(site, port) if serve else None
    if quick or not (serve or offline or pdf) or stale(root, site):
        _with_progress(functools.partial(build, quick=quick), root)
        print(f"The book is ready: {site.relative_to(root) / 'index.html'}", flush=True)
    if offline:
        from school.book import offline as copy

        packed = copy.write(site, site.parent / f"{copy.NAME}.zip")
        print(f"Without internet: {packed.relative_to(root)} ({say(packed.stat().st_size / 1e6)} MB)", flush=True)
    if pdf:
        from school.book import printed

        paper = printed.write(root, site, site.parent / printed.FILE)
        print(f"For print: {paper.relative_to(root)}", flush=True)
    if server is None:
        return
    address = f"http://{HOST}:{port}/"
    opened = browser and _open(address)
    print(
        f"{'The book opens in your browser' if opened else 'Open the book at'}: {address}\nTo stop, press Ctrl+C here.",
        flush=True,
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()


def _with_progress(build, root) -> None:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("Building the book"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("getting ready", total=1.0)
        build(root, root, lambda share, page: bar.update(task, completed=share, description=page))


def _open(address: str) -> bool:
    from school.screen import can_show_a_browser

    return can_show_a_browser() and webbrowser.open(address)
