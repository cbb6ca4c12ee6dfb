"""Commands in pages, with what they really print: run while the book is built, never pasted.

``{terminal}`` runs the commands in its body, one a line, in a folder that the page's terminals share.
``:change: old -> new`` first changes the plan there as a person would in an editor; ``:fails:`` says that exit code 1 is
meant; ``:most: 12`` shows so many lines. ``{commands}`` lists the commands of `venture`.
"""

from __future__ import annotations

import contextlib
import shlex
import shutil
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from typer.testing import CliRunner

from venture.cli import app as venture

WIDTH = 74  # characters: what a page holds without scrolling
# Colours and the width of the builder's own terminal must not come into the page.
QUIET = {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": str(WIDTH)}


class Terminal(SphinxDirective):
    has_content = True
    option_spec = {
        "change": directives.unchanged_required,
        "fails": directives.flag,
        "most": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        folder = self._folder()
        if change := self.options.get("change"):
            self._change(folder / "plan.yaml", *(part.strip() for part in change.split("->")))
        commands = [line for line in self.content if line.strip()]
        shown: list[nodes.Node] = []
        for command in commands:
            shown.append(nodes.literal_block("", command, language="shell"))
            if printed := self._run(command, folder):
                shown.append(nodes.literal_block("", printed, language="none", classes=["printed"]))
        return shown

    def _folder(self) -> Path:
        """The page's own folder, empty at its first terminal."""
        folder = Path(self.env.app.doctreedir) / "terminal" / self.env.docname.replace("/", "-")
        if not self.env.temp_data.setdefault("terminal", False):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self.env.temp_data["terminal"] = True
        return folder

    def _change(self, plan: Path, old: str, new: str) -> None:
        text = plan.read_text("utf-8")
        if text.count(old) != 1:
            raise self.error(f"terminal: “{old}” stands {text.count(old)} times in the plan")
        plan.write_text(text.replace(old, new), "utf-8")

    def _run(self, command: str, folder: Path) -> str:
        program, *words = shlex.split(command)
        if program != "venture":
            raise self.error(f"terminal: only `venture` can be shown, not `{program}`")
        with contextlib.chdir(folder):  # in this process: a Python for each command would take longer than the page
            run = CliRunner().invoke(venture, words, env=QUIET)
        if (run.exit_code != 0) != ("fails" in self.options):
            raise self.error(f"terminal: `{command}` ended with {run.exit_code}: {run.exception} {run.output}")
        lines = [line.rstrip() for line in run.output.strip("\n").splitlines()]
        most = self.options.get("most", len(lines))
        return "\n".join(lines[:most] + (["…"] if len(lines) > most else []))


class Commands(SphinxDirective):
    """``{commands}``: each command of `venture` with the first sentence of its help."""

    def run(self) -> list[nodes.Node]:
        listed = nodes.definition_list()
        for one in sorted(venture.registered_commands, key=lambda one: one.name):
            first = " ".join((one.callback.__doc__ or "").strip().split("\n\n")[0].split())
            term = nodes.term("", "", nodes.literal("", f"venture {one.name}"))
            listed += nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", first)))
        return [listed]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("terminal", Terminal)
    app.add_directive("commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
