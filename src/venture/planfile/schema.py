"""The plan's form as a JSON Schema, for editors and other programs.

``python -m venture.planfile.schema`` writes ``venture/data/plan.schema.json`` anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from venture.files import write_atomic
from venture.plan import Plan, Ramp
from venture.plan_fields import LONGEST, MOST, Spec, specs
from venture.planfile.read import ITEMS
from venture.planfile.tree import SCALAR
from venture.planfile.values import LINE_LONG, NO, YES

FILE = Path(__file__).parents[1] / "data" / "plan.schema.json"

# A number as people write it: spaces between thousands, a decimal comma, a percent sign; of a currency no sign, for
# the line ``amounts`` says what money is in.
NUMBER = r"^\s*[-+−–]?\s*[\d.,][\d.,\s'’\u00a0\u2009\u202f]*\s*$"
PERCENT = r"^\s*[-+−–]?\s*[\d.,][\d.,\s'’\u00a0\u2009\u202f]*\s*%\s*$"
# In any case of letters; a schema's patterns have no switch for that.
YES_OR_NO = "^(" + "|".join("".join(f"[{one.upper()}{one}]" for one in word) for word in YES + NO) + ")$"
MONTH = r"^(\d{4}-(0?[1-9]|1[0-2])(-\d{1,2})?|(\d{1,2}\.)?(0?[1-9]|1[0-2])\.\d{4})$"
DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"

NOTE = (
    "The form of the plan file (YAML 1.2). Numbers may be written as people write them, as text: '1 500', '9,4', "
    "'9 %'; a schema cannot check the range of these, nor what must hold between fields (shares that add up, loans "
    "within the horizon, names that name something). The kit's reader does: venture check PLAN. "
    "An optional field that is left empty (null) has its default."
)


def schema() -> dict[str, Any]:
    """The schema, from what the fields say."""
    definitions: dict[str, Any] = {}
    whole = _block(Plan, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Plan",
        "description": NOTE,
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def text() -> str:
    """The schema as it is published."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _block(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    fields, must_have = {}, []
    for name, spec, must in specs(cls):
        takes = _field(spec, definitions)
        about = {"description": f"{spec.label}: {spec.help}" if spec.help else spec.label}
        if spec.example:
            about["examples"] = [spec.example]
        if must and spec.kind == "text":
            takes = {**takes, "pattern": r"\S"}
        fields[name] = {**about, **(takes if must else {"anyOf": [takes, {"type": "null"}]})}
        if must:
            must_have.append(name)
    return {"type": "object", "properties": fields, "required": must_have, "additionalProperties": False}


def _reference(cls: type, definitions: dict[str, Any]) -> dict[str, str]:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}  # stands there already if the block should hold its own kind
        definitions[cls.__name__] = _block(cls, definitions)
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _field(spec: Spec, definitions: dict[str, Any]) -> dict[str, Any]:
    match spec.kind:
        case "part":
            return _reference(spec.of, definitions)
        case "parts":
            one = _reference(spec.of, definitions)
            return {"anyOf": [one, {"type": "array", "items": one, "maxItems": ITEMS}]}
        case "volume":
            return {"anyOf": [*_list(spec), _reference(Ramp, definitions)]}
        case "numbers" | "texts":
            return {"anyOf": _list(spec)}
        case _:
            return _scalar(spec)


def _list(spec: Spec) -> list[dict[str, Any]]:
    """A list, one value alone, or numbers in a line."""
    one = _scalar(spec)
    most = ITEMS if spec.kind == "texts" else LONGEST
    several = [] if spec.kind == "texts" else [{"type": "string", "pattern": r"^[^,]+(,[^,]+)*(, [^,]+(,[^,]+)*)+$"}]
    return [one, *several, {"type": "array", "items": one, "maxItems": most}]


def _scalar(spec: Spec) -> dict[str, Any]:
    span = {"minimum": -MOST if spec.low is None else spec.low, "maximum": MOST if spec.high is None else spec.high}
    match spec.kind:
        case "text" | "long text" | "texts":
            most = SCALAR if spec.kind == "long text" else LINE_LONG
            return {"type": ["string", "number", "boolean"], "maxLength": most}
        case "choice":
            return {"enum": list(spec.choices)}
        case "yes/no":
            return {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": YES_OR_NO}]}
        case "start":
            return {"type": "string", "pattern": MONTH}
        case "date":
            return {"type": "string", "pattern": DATE}
        case "month":
            return {"anyOf": [{"type": "integer", **span}, {"type": "string", "pattern": f"{NUMBER}|{MONTH}"}]}
        case "whole":
            return {"anyOf": [{"type": "integer", **span}, {"type": "string", "pattern": NUMBER}]}
        case "money":
            return {"anyOf": [{"type": "number", **span}, {"type": "string", "pattern": NUMBER}]}
        case "share":
            bare = {"type": "number", "minimum": span["minimum"], "exclusiveMaximum": 1}
            return {"anyOf": [bare, {"type": "string", "pattern": f"{NUMBER}|{PERCENT}"}]}
        case _:
            return {"anyOf": [{"type": "number", **span}, {"type": "string", "pattern": f"{NUMBER}|{PERCENT}"}]}


if __name__ == "__main__":
    write_atomic(FILE, text())
    print(FILE)
