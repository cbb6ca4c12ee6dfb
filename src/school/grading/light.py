"""Loads nbgrader without what grading does not use: its pages in JupyterLab, setuptools, the printing of Markdown.

`import nbgrader` loads its four server extensions, and with them the Jupyter server: most of the
time that `school grade` would take to start. Here they are put off: whoever calls one of their
functions, or imports their modules later, gets the real ones.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import sys
from collections.abc import Callable
from types import ModuleType

PUT_OFF = {
    "nbgrader.server_extensions.assignment_list": ("load_jupyter_server_extension",),
    "nbgrader.server_extensions.course_list": ("load_jupyter_server_extension",),
    "nbgrader.server_extensions.validate_assignment": ("load_jupyter_server_extension",),
    "nbgrader.server_extensions.formgrader": ("load_jupyter_server_extension",),
    "nbconvert.filters.markdown_mistune": ("IPythonRenderer", "MarkdownWithMath", "markdown2html_mistune"),
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
}


def load() -> None:
    """Import nbgrader, light. Where it is loaded already, nothing changes."""
    if "nbgrader" in sys.modules:
        return
    later = {name: _later(name, names) for name, names in PUT_OFF.items() if name not in sys.modules}
    sys.modules.update(later)
    gc.disable()  # what is loaded stays: to look through it for garbage is in vain, now, later, and at the end
    try:
        for name in ("nbgrader", "nbgrader.utils", "nbgrader.preprocessors", "nbgrader.api"):
            importlib.import_module(name)
    finally:
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
        gc.freeze()
        gc.enable()
        atexit.register(gc.freeze)


def _later(name: str, functions: tuple[str, ...]) -> ModuleType:
    """A module of functions that load the real one when they are called."""
    module = ModuleType(name)
    for function in functions:
        setattr(module, function, _call_later(name, function))
    return module


def _call_later(name: str, function: str) -> Callable:
    def call(*given: object, **named: object) -> object:
        return getattr(importlib.import_module(name), function)(*given, **named)

    return call
