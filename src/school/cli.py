"""The command `school`: one file a command in `school/commands/` (see `venture.commandline`)."""

from __future__ import annotations

from school import commands
from school.errors import Problem
from venture import commandline

app = commandline.build(
    "school",
    commands,
    "Run a Social Entrepreneurship School: open the course, hand out tasks, "
    "collect and grade a cohort's work, publish the book.",
)


def main() -> None:
    """Entry point of the console script; a `Problem` is one line and exit code 1."""
    commandline.run(app, Problem)
