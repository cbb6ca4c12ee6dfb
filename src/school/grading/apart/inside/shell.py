"""The notebook's Python without the notebook's kernel: runs cells and keeps what they show, as nbformat writes it.

IPython is the same that Jupyter's kernel uses; what is left out is the network protocol around
it, which costs a kernel most of its time. The shell is made once in the warm parent and used in
each fork.
"""

from __future__ import annotations

import ast
import base64
import functools
import io
import json
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Instance, Type
from traitlets.config import Config

MOST_TEXT = 200_000  # characters that one cell may print; nbgrader itself keeps a thousand lines of them
MOST_SHOWN = 3_000_000  # characters of everything else a cell shows: two large figures as PNG
CUT = "\n… the rest of what this cell showed was cut off …\n"


class CellTimeout(KeyboardInterrupt):
    """The cell ran longer than it may."""


class Shown:
    """What the present cell has shown so far, within bounds."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.outputs: list[dict] = []
        self._text, self._other = MOST_TEXT, MOST_SHOWN

    def write(self, stream: str, text: str) -> None:
        if self._text <= 0:
            return
        if len(text) > self._text:
            text = text[: self._text] + CUT
        self._text -= len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == stream:
            last["parts"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": stream, "parts": [text]})

    def add(self, output: dict) -> None:
        size = len(json.dumps(output, default=str))
        if size > self._other:
            self.write("stdout", CUT)
            return
        self._other -= size
        self.outputs.append(output)

    def finished(self) -> list[dict]:
        done = []
        for one in self.outputs:
            if one["output_type"] == "stream":
                one = {"output_type": "stream", "name": one["name"], "text": "".join(one["parts"])}
            done.append(one)
        return done


shown = Shown()


class _Stream(io.TextIOBase):
    """sys.stdout and sys.stderr of the cells."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def name(self) -> str:
        return f"<{self._name}>"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        shown.write(self._name, text)
        return len(text)


def _plain(data: dict) -> dict:
    """Pictures as base64, as notebooks keep them."""
    return {
        kind: base64.b64encode(content).decode("ascii") if isinstance(content, bytes) else content
        for kind, content in data.items()
    }


class _Hook(DisplayHook):
    """The value of a cell's last line."""

    def quiet(self) -> bool:
        written = self.shell.history_manager.input_hist_parsed
        return bool(written) and ";" in written[-1] and super().quiet()  # IPython reads the cell once more to know

    def start_displayhook(self) -> None:
        self._output = {"output_type": "execute_result", "execution_count": None, "data": {}, "metadata": {}}

    def write_output_prompt(self) -> None:
        self._output["execution_count"] = self.prompt_count

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self._output["data"], self._output["metadata"] = _plain(format_dict), md_dict or {}

    def finish_displayhook(self) -> None:
        if self._output["data"]:
            shown.add(self._output)


class _Publisher(DisplayPublisher):
    """What a cell displays on its way."""

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_ignored) -> None:
        output = {"output_type": "display_data", "data": _plain(data), "metadata": metadata or {}}
        name = (transient or {}).get("display_id")
        if update:
            for one in shown.outputs:
                if name and one.get("display_id") == name:
                    one.update(output)
            return
        shown.add({**output, "display_id": name} if name else output)

    def clear_output(self, wait: bool = False) -> None:
        shown.outputs.clear()


class _Transformers(TransformerManager):
    """IPython's own reading of a cell, which splits it into tokens to look for `%magic`, `!program` and `help?`."""

    def transform_cell(self, cell: str) -> str:
        whole = cell if cell.endswith("\n") else cell + "\n"
        return whole if _is_python(whole) else super().transform_cell(cell)


@functools.lru_cache(maxsize=100)
def _is_python(cell: str) -> bool:
    """Whether there is nothing in the cell for IPython to change: plain Python, and no prompt pasted along with it."""
    if cell[:1].isspace() or cell.startswith("In ["):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are given when the cell is run
            ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


class _Compiler(CachingCompiler):
    """Where it ``keeps``, compiles a cell once that is run again at its place: the checks are the same each time."""

    keeps = False

    def __init__(self) -> None:
        super().__init__()
        self._trees: dict[tuple, ast.AST] = {}
        self._codes: dict[tuple, CodeType] = {}

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> ast.AST:
        key = source, filename, symbol, self.flags
        if not self.keeps:
            return super().ast_parse(source, filename, symbol)
        if key not in self._trees:
            self._trees[key] = super().ast_parse(source, filename, symbol)
        return self._trees[key]

    def __call__(self, source: ast.AST, filename: str, symbol: str, **more: object) -> CodeType:
        if not self.keeps or not isinstance(source, (ast.Module, ast.Interactive)):
            return super().__call__(source, filename, symbol, **more)
        # IPython hands over the statements of a tree one by one, each in a new wrapping
        key = (*source.body, filename, symbol, self.flags)
        if key not in self._codes:
            self._codes[key] = super().__call__(source, filename, symbol, **more)
        return self._codes[key]


class Shell(InteractiveShell):
    """IPython's shell with its outputs kept."""

    input_transformer_manager = Instance(_Transformers, ())
    compiler_class = Type(_Compiler)
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def _showtraceback(self, etype, evalue, stb) -> None:
        try:
            said = str(evalue)
        except BaseException:  # an error of the student's own making, whatever it does
            said = "?"
        if issubclass(etype, CellTimeout):
            stb = [f"{etype.__name__}: {said}"]  # the lines around it would be this file's
        shown.add({"output_type": "error", "ename": str(etype.__name__), "evalue": said, "traceback": list(stb)})

    def enable_gui(self, gui=None) -> None:
        """There is no screen."""

    def ask_exit(self) -> None:
        """`exit` in a cell ends nothing: the cells after it are run."""

    system = InteractiveShell.system_piped


def make() -> Shell:
    """The one shell of this process, warmed: a value, a display and an error have been shown once."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "neutral"
    shell = Shell.instance(config=settings)
    with capturing():
        for source in ("1 + 1", "display(1)", "1 / 0", "def f(:", "nothing_of_this_name", "import math\nmath.sqrt(2)"):
            shell.run_cell(source, store_history=False)
    shell.reset(new_session=True)
    shell.execution_count = 1
    return shell


@contextmanager
def capturing() -> Iterator[None]:
    """Prints go to the cell that runs."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def run(shell: Shell, source: str, seconds: float, quiet: bool = False) -> list[dict]:
    """Run a cell and give its outputs. After ``seconds`` it is interrupted as by the stop button.

    A ``quiet`` cell's outputs are not for anybody: its figures are made, but no picture of them.
    """

    def stop(_signal, _frame):
        raise CellTimeout(f"the cell ran longer than {seconds:g} seconds")

    shown.begin()
    kinds = shell.display_formatter.active_types
    if quiet:
        shell.display_formatter.active_types = ["text/plain"]
    clock = getattr(signal, "setitimer", lambda _kind, _seconds: None)  # Windows has none: there the outside ends it
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, stop)
    try:
        clock(getattr(signal, "ITIMER_REAL", 0), seconds)
        try:
            shell.run_cell(source, store_history=True)
        finally:
            clock(getattr(signal, "ITIMER_REAL", 0), 0)
    except BaseException as error:  # what gets past IPython, for instance an interrupt between two lines of it
        name = type(error).__name__
        shown.add(
            {"output_type": "error", "ename": name, "evalue": str(error)[:500], "traceback": [f"{name}: {error}"]}
        )
    if quiet:
        shell.display_formatter.active_types = kinds
    outputs = shown.finished()
    for one in outputs:
        one.pop("display_id", None)
    return outputs


def warn_anew() -> None:
    """Warnings that were given are given again, as in a new kernel."""
    for module in list(sys.modules.values()):
        registry = getattr(module, "__dict__", {}).get("__warningregistry__")  # not of the module: some load more then
        if isinstance(registry, dict):
            registry.clear()


def quiet_file_descriptors() -> None:
    """What programs and C libraries write past Python goes nowhere: it must not reach the coach's terminal."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
