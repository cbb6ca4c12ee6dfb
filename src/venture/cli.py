"""The command `venture`: what a person does with their own plan. One file a command in `venture/commands/`."""

from __future__ import annotations

from venture import commandline, commands
from venture.words import _

app = commandline.build(
    "venture",
    commands,
    _("Work with your own plan: check it, see its numbers, ask where they come from, hand it on."),
)


def main() -> None:
    """Entry point of the console script; what is wrong with a plan or a command is said in words, with exit code 1."""
    from venture.commands._plan import Wrong
    from venture.planfile.problems import BadPlan

    commandline.run(app, BadPlan, Wrong)
