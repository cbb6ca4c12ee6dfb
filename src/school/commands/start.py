"""`school start`: JupyterLab on the kit's folder, opened at the course's first page."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import sysconfig
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from school import house
from school.errors import Problem
from school.screen import can_show_a_browser

FIRST_PAGE = "course/00-start-here.ipynb"
HOST = "127.0.0.1"  # this machine alone: nobody else on the network can reach a student's work
PORT, TRIES = 8888, 50


def command(
    port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65535,
            help=f"Use this port and no other. Without it: {PORT}, or the next one that is free.",
        ),
    ] = None,
    browser: Annotated[
        bool,
        typer.Option(help="Open your web browser. Where there is none, the address is printed and that is all."),
    ] = True,
) -> None:
    """Open the course in JupyterLab.

    Your web browser opens at the first page. Leave this window open while you work:
    it runs the notebooks. The address is printed too, so that you can open it yourself.

    To stop, save your work in the browser, then press Ctrl+C in this window.
    """
    kit = house.root()
    port = _usable(port) if port else _next_free()
    page = _page(kit)
    browser = browser and can_show_a_browser()
    address = f"http://{HOST}:{port}/lab{page}"

    os.chdir(kit)  # nbgrader reads nbgrader_config.py from here
    # JupyterLab's terminal finds `school`, and nbgrader finds `alembic`, without an activated environment.
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    token = secrets.token_urlsafe(24)

    from jupyterlab.labapp import LabApp

    server = LabApp.initialize_server(argv=_settings(kit, port, token, f"/lab{page}", browser))
    opens = "The course opens in your browser. If it does not, open" if browser else "The course is ready. Open"
    words = f"{opens} this address:\n\n    {address}?token={token}\n\nTo stop, press Ctrl+C here."
    # The server waits in this loop to take its port, so the address is printed once it answers.
    server.io_loop.add_callback(print, words, flush=True)
    server.start()


def _settings(kit: Path, port: int, token: str, page: str, browser: bool) -> list[str]:
    """What JupyterLab is told. Nothing here is written to the user's home."""
    lab = Path(__file__).parent.parent / "lab"
    return [
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",  # the port was chosen above, and its address is printed
        f"--ServerApp.root_dir={kit}",
        f"--ServerApp.open_browser={browser}",
        "--ServerApp.allow_root=True",  # in a container the only user is often root
        "--ServerApp.answer_yes=True",  # one Ctrl+C stops it, without a question
        "--Application.log_level=ERROR",  # a newcomer sees the address, not a page of log lines
        f"--IdentityProvider.token={token}",
        "--KernelManager.transport_encryption=auto",  # without it each kernel prints a warning that frightens
        f"--LabApp.default_url={page}",
        f"--LabApp.app_settings_dir={lab}",  # our defaults (overrides.json); a user's own choices win
        # Open tabs are remembered here and not in the home, where another kit's tabs would open too.
        f"--LabApp.workspaces_dir={Path(sys.prefix, 'share/jupyter/lab/workspaces')}",
        # The stock extension manager asks a package index what there is: nothing here phones home.
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",  # it would run npm to look for programmers' helpers
    ]


def _page(kit: Path) -> str:
    """The part of the address that opens the first page; the start screen where the page is missing."""
    if (kit / FIRST_PAGE).is_file():
        return f"/tree/{quote(FIRST_PAGE)}"
    print(f"{FIRST_PAGE} is missing, so JupyterLab opens at its start screen.", flush=True)
    return ""


def _usable(port: int) -> int:
    if refused := _refused(port):
        raise Problem(
            f"Port {port} cannot be used: {refused}.", "Give another one, or leave out --port to get a free one."
        )
    return port


def _next_free() -> int:
    for port in range(PORT, PORT + TRIES):
        if not _refused(port):
            if port != PORT:
                print(f"Port {PORT} is in use, so this is port {port}.", flush=True)
            return port
    raise Problem(
        f"Ports {PORT} to {PORT + TRIES - 1} are all in use.",
        "Stop a JupyterLab that you no longer need, or give a port with --port.",
    )


def _refused(port: int) -> str:
    """Why this machine does not let us listen on the port; empty when it does."""
    with socket.socket() as probe:
        if os.name == "posix":  # a port that was closed a moment ago is free; on Windows the option means "share it"
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return (error.strerror or str(error)).lower()
    return ""
