"""The published schema says what the reader says, as far as a schema can."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from plans import plans
from ruamel.yaml import YAML

from venture import cases
from venture.planfile import BadPlan, read, schema, write

VALIDATOR = jsonschema.Draft202012Validator(schema.schema())


def as_json(text: str):
    """The file as another program would read it: YAML 1.2, dates as text."""
    found = YAML(typ="safe", pure=True).load(text)
    return json.loads(json.dumps(found, default=str))


def test_the_published_schema_is_the_one_of_the_code():
    assert schema.FILE.read_text(encoding="utf-8") == schema.text(), "python -m venture.planfile.schema writes it anew"


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema.schema())


def test_every_field_says_what_it_is():
    found = schema.schema()
    for block in (found, *found["$defs"].values()):
        assert all(one["description"] for one in block["properties"].values())
        assert not block["additionalProperties"]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_valid_plans_pass(plan):
    VALIDATOR.validate(as_json(write.dumps(plan)))


PRODUCT = "name: A\nproducts:\n  - name: B\n    price: 9.4\n"


@pytest.mark.parametrize(
    "text",
    [
        cases.path("blank").read_text("utf-8"),
        PRODUCT,
        PRODUCT + "    variable_cost: 1 500\n",
        PRODUCT + "    price_rises: 9 %\n",
        PRODUCT + "    price_rises: 0.09\n",
        PRODUCT + "    price_rises: -2 %\n",
        PRODUCT + "    volume: 40\n",
        PRODUCT + "    volume: 40, 47\n",
        PRODUCT + "    volume: {first: 4, last: 5}\n",
        PRODUCT + "    capacity:\n",
        "name: A\nproducts: {name: B, price: 9.4}\n",
        "name: 2027\nillustrative: yes\n",
        "name: A\nillustrative: true\n",
        "name: A\nmilestones:\n  - {name: M, month: 2027-04}\n  - {name: N, month: 4}\n",
        "name: A\nnotes:\n  - {date: 2026-11-21, section: a, text: b}\n",
        # and what both refuse
        "who: A\n",
        "name:\n",
        "- name: A\n",
        "name: [A]\n",
        "name: {A: b}\n",
        "name: A\nwhom: B\n",
        "name: A\narea: elsewhere\n",
        "name: A\nmonths: 12\n",
        "name: A\nmonths: 36.5\n",
        "name: A\nreserve: -1\n",
        "name: A\nreserve: 5 %\n",
        "name: A\nreserve: 1e15\n",
        "name: A\nreserve: many\n",
        "name: A\nstart: 2027-13\n",
        "name: A\nvat: 20 %\n",
        "name: A\nvat: {rate: 20}\n",
        "name: A\nvat: {rate: 1}\n",
        "name: A\nillustrative: maybe\n",
        "name: A\nproducts: none\n",
        "name: A\nproducts: [1]\n",
        "name: A\nproducts:\n  - name: B\n",
        PRODUCT + "    volume: many\n",
        PRODUCT + "    volume: {first: 4, end: 5}\n",
        PRODUCT + "    volume: [-1]\n",
        PRODUCT + "    price_rises: nine\n",
        PRODUCT + "    capacity: 0x1F.8\n",
        "name: A\nnotes:\n  - {date: soon, section: a, text: b}\n",
        "plan: 2\nname: A\n",
    ],
)
def test_it_gives_the_verdict_of_the_reader(text):
    try:
        read.loads(text)
        reads = True
    except BadPlan:
        reads = False
    assert VALIDATOR.is_valid(as_json(text)) is reads
