"""How the kit's commands are built: one file a command, found by name.

A command file defines a function `command` (its docstring is the help) and may set `NAME` where the command's name is
not the file's. Heavy imports belong inside the function, so that `--help` answers at once.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def build(name: str, commands: ModuleType, help: str) -> typer.Typer:
    """The program ``name`` with the commands of a package."""
    import typer

    app = typer.Typer(
        name=name,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
        help=help,
    )

    @app.callback()
    def _group() -> None:
        """Keeps `program NAME` the form even where there is one command only."""

    for found in pkgutil.iter_modules(commands.__path__):
        if found.name.startswith("_"):
            continue  # what commands share
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        app.command(getattr(module, "NAME", found.name.replace("_", "-")))(module.command)
    return app


def run(app: typer.Typer, *known: type[Exception]) -> None:
    """Run the program; an exception of a ``known`` kind is said in words, with exit code 1."""
    from rich.console import Console

    try:
        app()
    except known as wrong:
        Console(stderr=True, soft_wrap=True).print(f"{app.info.name}: {wrong}", style="bold red", markup=False)
        sys.exit(1)
