"""The one door behind every live face: a request comes in as JSON, the new parts go out as JSON.

The notebook's widget calls it in the kernel, the page's worker calls it in the browser; both run
the same `compute`. See `web/bind.js` for the other side.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache, lru_cache

from venture.faces.html import parts, shown_text
from venture.model import NumberInput, Refused, Values
from venture.models import load
from venture.words import _

_model = cache(load)  # looking through the folder of models at every move would cost more than the model


def dispatch(text: str) -> str:
    """Answer one request.

    The request has ``model``, ``uid`` (the section's id), ``preset`` (a case's name or empty) and
    ``texts`` (what stands in the type-ins, by input). The answer has ``ok``; if true also ``parts``
    (HTML by name), ``shown`` and ``sliders`` (each input's text and position); if false ``errors``
    by input, or a ``message``.
    """
    try:
        return json.dumps(_answer(json.loads(text)), ensure_ascii=False)
    except Exception as error:  # the reader must hear of it; their last good result stays
        message = _("The model stopped: {reason}. Your last result is still shown.").format(reason=error)
        return json.dumps({"ok": False, "message": message}, ensure_ascii=False)


def _answer(request: dict) -> dict:
    model = _model(request["model"])
    taken = dict(model.values(**model.preset(request["preset"]).values) if request.get("preset") else model.values())
    errors = {}
    for name, typed in request.get("texts", {}).items():
        try:
            taken[name] = _taken(model.name, name, str(typed))
        except Refused as refused:
            errors[name] = str(refused)
    if errors:
        return {"ok": False, "errors": errors}
    values = Values(taken)  # each was checked as it was taken
    result = replace(model.compute(values), values=values)
    return {
        "ok": True,
        "parts": parts(result, request["uid"]),
        "shown": {name: shown_text(value) for name, value in result.values.items()},
        "sliders": {one.name: result.values[one.name] for one in model.inputs if isinstance(one, NumberInput)},
    }


@lru_cache(maxsize=1024)
def _taken(model: str, name: str, typed: str) -> float | str:
    """The value of what stands in a type-in. Of all that stand there a move changes one, so the others are remembered."""
    return _model(model).input(name).take(typed)
