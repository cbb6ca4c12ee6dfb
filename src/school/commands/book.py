"""`school book`: build the book, and show it."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from school import house

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
) -> None:
    """Build the book into `_build/html`, or show it.

    Every lesson is run from the beginning. A warning, a lesson that fails or a link that leads nowhere
    stops the build and is named. The first build fetches the Python that runs in the reader's browser;
    later ones need no network.
    """
    from school.book.build import build, stale
    from school.book.server import HOST
    from school.book.server import serve as listen

    root = house.root()
    site = root / "_build" / "html"
    # The port is taken before the work begins: a port in use is told at once, not after a minute.
    server = listen(site, port) if serve else None
    if not serve or stale(root, site):
        _with_progress(build, root)
        print(f"The book is ready: {site.relative_to(root) / 'index.html'}", flush=True)
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
