"""What every model must keep, and the contract itself."""

import json
import random
import re
import subprocess
import sys
from html import escape

import pytest

from venture import models
from venture.faces.live import dispatch
from venture.model import MAX_IN_VIEW, Model, NumberInput, Refused, Result, TextInput, Values


@pytest.fixture(params=models.names())
def model(request) -> Model:
    return models.load(request.param)


def random_values(model: Model, seed: int) -> dict[str, float]:
    chance = random.Random(seed)
    numbers = [one for one in model.inputs if isinstance(one, NumberInput)]
    return {
        one.name: round(one.low + one.step * chance.randint(0, round((one.high - one.low) / one.step)), 9)
        for one in numbers
    }


def test_every_input_is_described(model):
    for one in model.inputs:
        assert one.label and one.help.endswith("."), one.name
        if isinstance(one, NumberInput):
            assert one.low <= one.default <= one.high <= one.limit, one.name
            assert one.step > 0
            on_step = (one.default - one.low) / one.step
            assert on_step == pytest.approx(round(on_step)), f"{one.name}: the slider cannot stand on its default"
    labels = [one.label for one in model.inputs]
    assert len(labels) == len(set(labels)), "two controls with one name"


def test_any_values_give_a_whole_result(model):
    for seed in range(300):
        values = random_values(model, seed)
        result = model.run(**values)
        assert result.sentence.endswith(".") and "\n" not in result.sentence
        assert result.alt and result.table.rows and result.figures
        assert all(len(row) == len(result.table.columns) for row in result.table.rows)
        said = result.sentence + result.alt + "".join(f.text for f in result.figures)
        assert not re.search(r"\b(?:nan|inf|None)\b", said), values
        for drawing in (result.chart, *(chart for chart, _alt in result.more)):
            assert all(zone.start < zone.end for zone in getattr(drawing, "zones", ())), values
        assert all(alt for _chart, alt in result.more)


def test_values_never_change(model):
    values = model.values()
    name = next(iter(values))
    with pytest.raises(AttributeError):
        setattr(values, name, 1)
    with pytest.raises(TypeError):
        values[name] = 1
    before = dict(values)
    model.run(**{one.name: one.high for one in model.inputs if isinstance(one, NumberInput)})
    assert dict(values) == before == dict(model.values())


def test_the_edges_are_taken_and_what_lies_beyond_is_refused(model):
    for one in model.inputs:
        if not isinstance(one, NumberInput):
            continue
        for edge in (one.floor, one.low, one.high, one.limit):
            assert model.run(**{one.name: edge}).values[one.name] == edge
        for beyond in (one.floor - 1, one.limit + 1):
            with pytest.raises(Refused) as refused:
                model.values(**{one.name: beyond})
            assert refused.value.name == one.name
            assert ("One of these" if one.choices else "From") in str(refused.value)


def test_presets_run(model):
    for preset in model.presets:
        assert isinstance(model.run(preset.name), Result)


def test_dispatch_answers_as_run_does(model):
    for seed in range(20):
        values = random_values(model, seed)
        answer = json.loads(
            dispatch(json.dumps({"model": model.name, "uid": "u", "texts": {k: str(v) for k, v in values.items()}}))
        )
        result = model.run(**{k: str(v) for k, v in values.items()})
        assert answer["ok"] and answer["parts"]["sentence"] == escape(result.sentence)
        assert escape(result.alt) in answer["parts"]["chart"]
        assert answer["sliders"] == {k: v for k, v in result.values.items() if not isinstance(v, str)}
        for name, shown in answer["shown"].items():
            assert model.input(name).take(shown) == result.values[name], "the type-in shows the whole value"


def test_dispatch_refuses_with_the_inputs_name_and_survives_nonsense():
    bad = json.loads(
        dispatch(
            json.dumps({"model": "break_even", "uid": "u", "texts": {"price": "abc", "planned": "2.5", "fixed": "7"}})
        )
    )
    assert bad["ok"] is False and set(bad["errors"]) == {"price", "planned"}
    for nonsense in (
        "",
        "[]",
        "{}",
        '{"model": "no such"}',
        '{"model": "break_even", "uid": "u", "preset": "zz"}',
        '{"model": "break_even", "uid": "u", "texts": {"zz": "1"}}',
    ):
        answer = json.loads(dispatch(nonsense))
        assert answer["ok"] is False and (answer.get("message") or answer.get("errors"))


def test_text_from_a_person_is_never_markup():
    answer = json.loads(dispatch(json.dumps({"model": "break_even", "uid": "u", "texts": {"unit": "<b onclick=x>"}})))
    assert answer["ok"] and not any("<b onclick" in html for html in answer["parts"].values())


def test_too_many_sliders_in_view_are_refused():
    inputs = tuple(NumberInput(f"n{i}", f"N{i}", "", "Help.", 0, 1, 1, 0) for i in range(MAX_IN_VIEW + 1))
    with pytest.raises(ValueError, match="sliders in view"):
        Model("x", "X", inputs, compute=lambda v: None)


def test_unknown_names_say_what_there_is():
    with pytest.raises(LookupError, match="break_even"):
        models.load("brake_even")
    with pytest.raises(Refused, match="price"):
        models.load("break_even").run(prise=3)


def test_text_inputs_take_a_word_or_two():
    text = TextInput("unit", "What you count", "In the plural.", "children")
    assert text.take("  big   tours ") == "big tours"
    for bad in ("", "   ", "x" * 25, "a\x07b"):
        with pytest.raises(Refused, match="children"):
            text.take(bad)


def test_values_read_as_a_mapping():
    values = Values({"a": 1.0})
    assert values.a == values["a"] == 1.0 and dict(values) == {"a": 1.0}
    with pytest.raises(AttributeError):
        values.b  # noqa: B018


def test_venture_imports_with_the_standard_library_alone():
    """What the page runs: no package from outside, for every model and the door behind the faces."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "import venture.faces.live, venture.faces.notebook, venture.faces.figure, venture.checks, venture.expression\n"
        "from venture import models, lessons\n"
        "[models.load(n).run() for n in models.names()]\n"
        "outside = {m.split('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names) - {'venture'}\n"
        "assert not outside, outside\n"
    )
    subprocess.run([sys.executable, "-I", "-c", code], check=True)


def test_a_number_that_stands_for_one_of_a_few_things_is_a_list_to_choose_from():
    from venture.faces.html import model_html
    from venture.model import Chart, Line, Table

    year = NumberInput("year", "Year", "", "Which.", 2026, 2028, 1, 2026, choices=((2026, "2026"), (2027, "2027, as the law says now"), (2028, "2028")))  # fmt: skip
    assert year.take("2027") == 2027
    with pytest.raises(Refused, match="One of these"):
        year.take(2026.5)
    with pytest.raises(ValueError, match="from 2026 to 2028 in steps of 1"):
        NumberInput("year", "Year", "", "Which.", 2026, 2028, 1, 2026, choices=((2026, "2026"),))
    shown = Result("Says.", (), Chart("", "x", "y", lines=(Line("", ((0, 0), (1, 1))),)), "alt", Table("", ("a",), ()))
    small = Model("small", "Small", (year,), lambda values: shown)
    html = model_html(small, small.run(year=2027), "u", "page")
    assert '<option value="2\u202f027" selected>2027, as the law says now</option>' in html
    assert "vm-slider" not in html and 'aria-describedby="u-year-help u-year-error"' in html
