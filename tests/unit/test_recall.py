"""Questions come back: what went wrong in another lesson first, and the answer meets its question."""

from __future__ import annotations

import json

import pytest

from venture import notes, recall
from venture.lesson import Check, Lesson, Room

SETTINGS = dict(options="ab", expected="b", mistakes={"a": "That is revenue."}, explain="What is left of the price.")


def lesson(module: str, **checks: str) -> Lesson:
    made = {name: Check("choice", SETTINGS, question) for name, question in checks.items()}
    return Lesson(module, f"Title of {module[:2]}", 30, "break_even", checks=made)


FIRST = lesson("04-first", margin="What is the margin?\na) the price\nb) what is left", silent="")
SECOND = lesson("05-second", mark_up="What is the mark-up?\na) the price\nb) what is added")
LATER = lesson("06-later")


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    monkeypatch.setattr("venture.lessons.every", lambda: [FIRST, SECOND, LATER])
    monkeypatch.setattr(recall, "_put_question", lambda head, check: print(head, check.question.splitlines()[0]))
    return tmp_path


def test_a_check_is_kept_as_right_or_wrong_and_a_blank_one_not_at_all(capsys):
    room = Room(FIRST)
    room.check("margin", ...)
    room.check("margin", "z")
    assert notes.load("04-first") == {}
    room.check("margin", "a")
    assert notes.load("04-first")["checks"] == {"margin": "wrong"}
    room.check("margin", "b")
    assert notes.load("04-first")["checks"] == {"margin": "right"}


def test_what_went_wrong_comes_before_what_was_right_and_a_question_without_text_never():
    Room(FIRST).check("margin", "b")
    Room(FIRST).check("silent", "a")
    Room(SECOND).check("mark_up", "a")
    assert [name for _lesson, name in recall.due(LATER, [FIRST, SECOND, LATER])] == ["mark_up", "margin"]
    assert [name for _lesson, name in recall.due(SECOND, [FIRST, SECOND, LATER])] == ["margin"]


def test_the_answer_meets_its_question_although_another_would_be_due_now(capsys):
    Room(FIRST).check("margin", "a")
    Room(SECOND).check("mark_up", "b")
    room = Room(LATER)
    room.again(..., ...)
    assert "What is the margin?" in capsys.readouterr().out
    room.again("b", "a")
    said = capsys.readouterr().out
    assert said.index("What is the margin?") < said.index("What is left of the price.") < said.index("mark-up?")
    assert notes.load("04-first")["checks"]["margin"] == "right"
    assert notes.load("05-second")["checks"]["mark_up"] == "wrong"
    room.again("b", "b")
    assert capsys.readouterr().out.index("What is the margin?") == said.index("What is the margin?")


def test_on_another_day_other_questions_are_due(monkeypatch, capsys):
    Room(FIRST).check("margin", "a")
    Room(LATER).again()
    assert "1. From module 4, Title of 04 What is the margin?" in capsys.readouterr().out
    Room(FIRST).check("margin", "b")
    Room(SECOND).check("mark_up", "a")
    monkeypatch.setattr(recall, "_today", lambda: "2099-01-01")
    capsys.readouterr()
    Room(LATER).again()
    assert capsys.readouterr().out.startswith("1. From module 5")


def test_who_has_answered_nothing_is_told_so(capsys):
    Room(LATER).again()
    assert "Nothing to ask again yet" in capsys.readouterr().out


@pytest.mark.parametrize(
    "kept", ['{"checks": 7, "asked": []}', '{"checks": {"gone": "wrong"}}', '{"again": {"on": 3}}']
)
def test_notes_that_a_student_has_changed_do_no_harm(work, kept, capsys):
    (work / "04-first.json").write_text(kept, "utf-8")
    (work / "06-later.json").write_text(json.dumps({"again": {"on": recall._today(), "asked": ["04-first/gone", 5]}}))
    Room(LATER).again("a")
    Room(FIRST).check("margin", "a")
    assert notes.load("04-first")["checks"]["margin"] == "wrong"


def test_a_broken_file_is_named_and_the_check_is_still_shown(work, capsys):
    (work / "04-first.json").write_text("{ half", "utf-8")
    Room(FIRST).check("margin", "a")
    said = capsys.readouterr().out
    assert "That is revenue." in said and "04-first.json cannot be read" in said
