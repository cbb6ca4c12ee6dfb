"""Loads nbgrader without what grading does not use: its pages in JupyterLab, its hub, setuptools, printing.

`import nbgrader` loads its four server extensions, and with them the Jupyter server: most of the
time that `school grade` would take to start. Here they are put off, and so is what runs cells in
Jupyter's kernels or makes HTML: whoever calls one of their functions, or imports their modules
later, gets the real ones.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import sys
from types import ModuleType

PUT_OFF = {
    "nbgrader.server_extensions.assignment_list": ("load_jupyter_server_extension",),
    "nbgrader.server_extensions.course_list": ("load_jupyter_server_extension",),
    "nbgrader.server_extensions.validate_assignment": ("load_jupyter_server_extension",),
    "nbgrader.server_extensions.formgrader": ("load_jupyter_server_extension",),
    # running cells in Jupyter's kernels; tests written in YAML
    "nbgrader.preprocessors.instantiatetests": ("InstantiateTests",),
    "nbgrader.preprocessors.execute": ("Execute", "UnresponsiveKernelError"),
    "nbconvert.preprocessors.execute": ("ExecutePreprocessor",),
    "nbclient.exceptions": ("CellExecutionError",),
    # pages of HTML
    "nbconvert.filters.markdown_mistune": ("IPythonRenderer", "MarkdownWithMath", "markdown2html_mistune"),
    "nbconvert.postprocessors.serve": ("ServePostProcessor",),
    "nbconvert.preprocessors.sanitize": ("SanitizeHTML", "_get_default_css_sanitizer"),
    "bleach": ("clean",),
    "bs4": ("BeautifulSoup",),
    # a hub's users, archives
    "requests": ("request",),
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
}

PACKAGES = ("nbconvert.preprocessors", "nbconvert.postprocessors", "nbgrader.preprocessors")
"""Whose own names are some of these."""

LEFT_OUT = ("isoduration", "rfc3986_validator", "webcolors")
"""What jsonschema can do without: spans of time, addresses and colours, of which no notebook's schema speaks."""


def load() -> None:
    """Import nbgrader, light. Where it is loaded already, nothing changes."""
    if "nbgrader" in sys.modules:
        return
    later = {name: _later(name, names) for name, names in PUT_OFF.items() if name not in sys.modules}
    later |= {name: None for name in LEFT_OUT if name not in sys.modules}
    sys.modules.update(later)
    gc.disable()  # what is loaded stays: to look through it for garbage is in vain, now, later, and at the end
    try:
        for name in ("nbgrader", "nbgrader.utils", "nbgrader.preprocessors", "nbgrader.api"):
            importlib.import_module(name)
    finally:
        for name, module in later.items():
            if sys.modules.get(name, ...) is module:
                del sys.modules[name]
        for name in PACKAGES:
            _give_later(sys.modules.get(name))
        gc.freeze()
        gc.enable()
        atexit.register(gc.freeze)


def _later(name: str, names: tuple[str, ...]) -> ModuleType:
    """A module of functions and classes that load the real one when they are called."""
    module = ModuleType(name)
    for one in names:
        setattr(module, one, _Later(name, one))
    return module


class _Later:
    """In the place of a function or a class that has not been loaded."""

    def __init__(self, module: str, name: str) -> None:
        self._where = module, name

    def real(self) -> object:
        module, name = self._where
        return getattr(importlib.import_module(module), name)

    def __call__(self, *given: object, **named: object) -> object:
        return self.real()(*given, **named)


def _give_later(package: ModuleType | None) -> None:
    """Let a package give the real class to whoever imports it from there: it may be built upon, not only called."""
    waiting = {name: one for name, one in vars(package or ModuleType("")).items() if isinstance(one, _Later)}
    for name in waiting:
        delattr(package, name)

    def give(name: str) -> object:
        if name not in waiting:
            raise AttributeError(f"module {package.__name__!r} has no attribute {name!r}")
        setattr(package, name, waiting[name].real())
        return getattr(package, name)

    if waiting:
        package.__getattr__ = give
