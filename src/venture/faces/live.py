"""The one door behind every live face: a request comes in as JSON, the new parts go out as JSON.

The notebook's widget calls it in the kernel, the page's worker calls it in the browser; both run
the same `compute`. See `web/bind.js` for the other side.
"""

from __future__ import annotations

import json

from venture.faces.html import parts, shown_text
from venture.model import NumberInput, Refused
from venture.models import load
from venture.words import _


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
    model = load(request["model"])
    taken: dict[str, object] = dict(model.preset(request["preset"]).values) if request.get("preset") else {}
    errors = {}
    for name, typed in request.get("texts", {}).items():
        try:
            taken[name] = model.input(name).take(typed)
        except Refused as refused:
            errors[name] = str(refused)
    if errors:
        return {"ok": False, "errors": errors}
    result = model.run(**taken)
    return {
        "ok": True,
        "parts": parts(result, request["uid"]),
        "shown": {name: shown_text(value) for name, value in result.values.items()},
        "sliders": {one.name: result.values[one.name] for one in model.inputs if isinstance(one, NumberInput)},
    }
