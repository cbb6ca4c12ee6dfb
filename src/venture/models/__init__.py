"""One interactive model a file, found by the file's name; each file defines ``MODEL``."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from venture.model import Model


def names() -> list[str]:
    """The models there are."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__))


@functools.cache  # a check asks for the same model many times, and each time the folder would be read
def load(name: str) -> Model:
    """The model of that name.

    Raises:
        LookupError: there is none; the message lists those there are.
    """
    if name not in names():
        raise LookupError(f"There is no model “{name}”. There are: {', '.join(names())}.")
    model = importlib.import_module(f"{__name__}.{name}").MODEL
    if model.name != name:
        raise LookupError(f"The model in {name}.py calls itself “{model.name}”; the two must be the same.")
    return model
