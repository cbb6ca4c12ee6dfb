"""Starts the warm parent while the command still loads nbgrader: on two processors that takes no time.

Only what is quick to import stands here.
"""

from __future__ import annotations

import atexit
import threading
from pathlib import Path

from school.grading.apart import imports, sandbox
from school.grading.apart.box import Box

_waiting: dict[bool, tuple[Box, threading.Thread]] = {}


def start(sandboxed: bool, task: Path | None = None) -> None:
    """Begin to start a warm parent, and let it load what this task's own cells import."""
    if sandboxed and sandbox.missing():
        return  # said later, in one line
    box = Box(sandboxed)

    def begin() -> None:
        box.modules = imports.of_file(task) if task else ()
        box.start()

    thread = threading.Thread(target=begin, daemon=True)
    thread.start()
    _waiting[sandboxed] = box, thread


def take(sandboxed: bool, modules: tuple[str, ...]) -> Box:
    """The parent that was started, warmed with these modules; or one that starts at its first job."""
    if sandboxed not in _waiting:
        return Box(sandboxed, modules)
    box, thread = _waiting.pop(sandboxed)
    thread.join()
    box.warm_further(modules)
    return box


@atexit.register
def close() -> None:
    """End those that nobody took."""
    while _waiting:
        _key, (box, thread) = _waiting.popitem()
        thread.join()
        box.close()
