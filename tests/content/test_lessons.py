"""A lesson's questions and numbers, against the model that computes them."""

from __future__ import annotations

import re

import pytest
from notebooks import LESSONS, NUMBERING, ROOT, TAUGHT, Notebook

from venture import lessons
from venture.checks import judge_choice, judge_formula, judge_number
from venture.lesson import Lesson, Room
from venture.model import NumberInput
from venture.models import load
from venture.numbers import say

EVERY = lessons.every()
JUDGES = {"number": judge_number, "choice": judge_choice, "formula": judge_formula}
PLAIN = re.compile(r"(?<![\w.#*])\d[\d\u202f]*(?:[.,]\d+)?(?![\w-]*\.(?:ipynb|md|html))")
FREE = {str(n) for n in range(10)}  # counting and numbering, no figures


@pytest.fixture(params=EVERY, ids=lambda one: one.module)
def lesson(request) -> Lesson:
    return request.param


@pytest.fixture
def notebook(lesson) -> Notebook:
    (path,) = [path for path in LESSONS if path.stem == lesson.module]
    return Notebook(path)


def judge(check, answer):
    settings = {key: value for key, value in check.settings.items() if key != "explain"}
    return JUDGES[check.kind](answer, **settings)


def test_every_lesson_file_has_its_notebook_and_the_other_way_round():
    assert {one.module for one in EVERY} == {path.stem for path in TAUGHT}


def test_the_notebook_uses_every_question_and_no_other(lesson, notebook):
    code = "\n".join(cell.source for cell in notebook.of("code"))
    assert set(re.findall(r'lesson\.check\("(\w+)"', code)) == set(lesson.checks)
    assert set(re.findall(r'lesson\.predict\("(\w+)"', code)) == set(lesson.predictions)
    assert set(re.findall(r'lesson\.compare\("(\w+)"', code)) == set(lesson.predictions)
    assert set(re.findall(r'lesson\.table\("(\w+)"', code)) == set(lesson.tables)


def test_the_right_answer_is_right_and_each_likely_error_gets_its_own_word(lesson):
    for name, check in lesson.checks.items():
        expected, mistakes = check.settings["expected"], check.settings["mistakes"]
        assert judge(check, expected).kind == "right", name
        assert judge(check, ...).kind == "blank", name
        said = set()
        for wrong, message in mistakes.items():
            if callable(wrong):
                said.add(message)
                continue
            verdict = judge(check, wrong)
            assert verdict.kind == "wrong" and verdict.message == message, f"{name}: {wrong!r} is answered by {verdict}"
            said.add(message)
        assert len(said) == len(mistakes) >= 2, f"{name}: two likely errors at least, each with its own answer"
        assert check.settings.get("explain", "").endswith("."), f"{name}: the right answer deserves a sentence too"
        if check.kind == "choice":
            assert set(mistakes) | {expected} == set(check.settings["options"]), f"{name}: an option without an answer"


def test_three_recall_questions(lesson):
    assert len([name for name in lesson.checks if name.startswith("recall_")]) == 3


def test_predictions_have_a_result(lesson):
    for name, prediction in lesson.predictions.items():
        assert isinstance(prediction.actual(), float | int), name
        assert prediction.why.endswith(".")


def test_every_number_in_the_prose_is_computed(lesson, notebook):
    """The prose prints the case's inputs and figures that the model computes, and nothing typed from memory."""
    model = load(lesson.model)
    known = {say(value) for value in lesson.figures().values()} | FREE | {str(lesson.minutes)}
    for preset in model.presets:
        known |= {say(value) for value in model.values(**preset.values).values() if not isinstance(value, str)}
    for cell in notebook.of("markdown"):
        text = NUMBERING.sub(" ", re.sub(r"\]\([^)]*\)|`[^`]*`|\$[^$]*\$", " ", cell.source))
        for number in PLAIN.findall(text):
            assert number in known, (
                f"{cell.id}: {number} is not among the lesson's figures; add it to figures() with its formula"
            )


def test_every_number_in_the_glossary_is_computed(lesson):
    """The glossary is plain text, because students read it in JupyterLab; what it prints is held to the model."""
    model = load(lesson.model)
    known = {say(value) for value in lesson.figures().values()} | FREE
    for preset in model.presets:
        result = model.run(preset.name)
        known |= {say(value) for value in result.values.values() if not isinstance(value, str)}
        for figure in result.figures:
            known |= set(PLAIN.findall(figure.text))
    text = (ROOT / "book" / "glossary" / f"{lesson.module}.md").read_text("utf-8")
    for number in PLAIN.findall(NUMBERING.sub(" ", re.sub(r"\]\([^)]*\)", "]", text))):
        assert number in known, f"{number} is not among the model's figures or the lesson's"


def test_my_venture_asks_for_inputs_that_the_model_has(lesson, notebook):
    (call,) = re.findall(
        r"lesson\.my_venture\((.*?)\)", "\n".join(cell.source for cell in notebook.of("code")), re.DOTALL
    )
    asked = set(re.findall(r"(\w+)=", call))
    assert asked <= {one.name for one in load(lesson.model).inputs}
    in_view = {one.name for one in load(lesson.model).inputs if isinstance(one, NumberInput) and not one.group}
    assert in_view <= asked, "what stands in view is what the student is asked for"


def test_predictions_come_back_after_a_restart(lesson, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    name = next(iter(lesson.predictions))
    Room(lesson).predict(name, "11,5")
    Room(lesson).compare(name)
    said = capsys.readouterr().out
    assert "You guessed 11.5." in said and lesson.predictions[name].why in said


def test_a_broken_file_of_the_students_is_named_and_kept(lesson, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    broken = tmp_path / f"{lesson.module}.json"
    broken.write_text("{ half", "utf-8")
    Room(lesson).predict(next(iter(lesson.predictions)), 1)
    assert f"{broken.name} cannot be read" in capsys.readouterr().out
    assert broken.read_text("utf-8") == "{ half"


@pytest.mark.parametrize("kept", ["7", "[]", '{"an_input_of_old": 3}'])
def test_what_an_older_kit_kept_does_no_harm(lesson, monkeypatch, tmp_path, capsys, kept):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    monkeypatch.setattr("venture.lesson.put_model", lambda model, result, preset: print("shown"))
    name = next(iter(lesson.predictions))
    (tmp_path / "my-venture.json").write_text(f'{{"{lesson.model}": {kept}}}', "utf-8")
    (tmp_path / f"{lesson.module}.json").write_text(f'{{"guess_{name}": "many"}}', "utf-8")
    one = next(i for i in load(lesson.model).inputs if isinstance(i, NumberInput))
    Room(lesson).compare(name)
    Room(lesson).my_venture(**{one.name: one.high})
    said = capsys.readouterr().out
    assert "shown" in said and "You guessed" not in said


def test_my_venture_keeps_what_was_right(lesson, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    monkeypatch.setattr("venture.lesson.put_model", lambda model, result, preset: print("shown", dict(result.values)))
    model = load(lesson.model)
    one = next(i for i in model.inputs if isinstance(i, NumberInput))
    room = Room(lesson)
    room.my_venture(**{one.name: "abc"})
    assert one.label in capsys.readouterr().out and not list(tmp_path.iterdir())
    room.my_venture(**{one.name: str(one.high).replace(".", ",")})
    assert f"'{one.name}': {float(one.high)!r}" in capsys.readouterr().out
    room.my_venture(**{one.name: ...})
    assert "shown" in capsys.readouterr().out, "what was said before is kept"
