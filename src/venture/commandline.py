"""How the kit's commands are built: one file a command, found by name.

A command file defines a function `command` (its docstring is the help) and may set `NAME` where the command's name is
not the file's; or it defines `app`, a command with commands of its own. Heavy imports belong inside the function, so that `--help` answers at once.
"""

from __future__ import annotations

import codecs
import errno
import importlib
import pkgutil
import sys
import unicodedata
from types import ModuleType
from typing import TYPE_CHECKING

from venture.words import _

if TYPE_CHECKING:
    import typer

# What older code pages lack, and what they can show instead.
PLAIN = {"\u2212": "-", "✖": "x", "█": "#", "·": "-", "→": "->", "≤": "<=", "≥": ">=", "≠": "!=", "±": "+-", "“": '"', "”": '"', "’": "'", "—": "-", "–": "-", "…": "..."}  # fmt: skip


def build(name: str, commands: ModuleType, help: str) -> typer.Typer:
    """The program ``name`` with the commands of a package."""
    import typer
    from typer.core import TyperCommand

    class Command(TyperCommand):
        def collect_usage_pieces(self, ctx: typer.Context) -> list[str]:
            return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]  # PLAN, as people type it

    app = typer.Typer(
        name=name,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
        help=help,
    )

    def version(asked: bool) -> None:
        if asked:
            from venture import __version__

            typer.echo(f"{name} {__version__}")
            raise typer.Exit

    @app.callback()
    def _group(
        version: bool = typer.Option(
            False,
            "--version",
            is_eager=True,
            callback=version,
            show_default=False,
            help=_("Show the version and exit."),
        ),
    ) -> None:
        """Keeps `program NAME` the form even where there is one command only."""

    for found in pkgutil.iter_modules(commands.__path__):
        if found.name.startswith("_"):
            continue  # what commands share
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        if group := getattr(module, "app", None):  # a command with commands of its own
            app.add_typer(group, name=found.name)
            continue
        app.command(getattr(module, "NAME", found.name.replace("_", "-")), cls=Command)(module.command)
    return app


def run(app: typer.Typer, *known: type[Exception]) -> None:
    """Run the program; an exception of a ``known`` kind is said in words, with exit code 1."""
    show_on_any_screen()
    try:
        app()
    except known as wrong:
        _end(app, str(wrong))
    except OSError as error:
        if error.errno not in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise
        place = f" ({error.filename})" if error.filename else ""
        _end(app, f"The disk is full{place}. What was there is unharmed: make room, and give the same command again.")


def _end(app: typer.Typer, words: str) -> None:
    from rich.console import Console

    Console(stderr=True, soft_wrap=True).print(f"{app.info.name}: {words}", style="bold red", markup=False)
    sys.exit(1)


def show_on_any_screen() -> None:
    """Let a sign that the terminal or a pipe cannot take come out as a plainer one, not as an error."""
    codecs.register_error("plainer", _plainer)
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="plainer")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """The signs that cannot be shown, in signs that can."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(sign: str) -> str:
    if sign in PLAIN:
        return PLAIN[sign]
    if unicodedata.category(sign) == "Zs":
        return " "
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"
