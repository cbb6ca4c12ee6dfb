"""The command `school`: one file a command in `school/commands/`, found by name.

A command file defines a function `command` (its docstring is the help) and may set
`NAME` where the command's name is not the file's. Heavy imports belong inside the function,
so that `school --help` answers at once.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import typer
from rich.console import Console

from school import commands
from school.errors import Problem

app = typer.Typer(
    name="school",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Run a Social Entrepreneurship School: open the course, hand out tasks, "
    "collect and grade a cohort's work, publish the book.",
)


@app.callback()
def _school() -> None:
    """Keeps `school NAME` the form even where there is one command only."""


def _register() -> None:
    for found in pkgutil.iter_modules(commands.__path__):
        module = importlib.import_module(f"school.commands.{found.name}")
        name = getattr(module, "NAME", found.name.replace("_", "-"))
        app.command(name)(module.command)


_register()


def main() -> None:
    """Entry point of the console script; a `Problem` is one line and exit code 1."""
    try:
        app()
    except Problem as problem:
        Console(stderr=True, soft_wrap=True).print(f"school: {problem}", style="bold red", markup=False)
        sys.exit(1)
