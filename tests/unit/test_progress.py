"""Progress and the first page: read from the student's own files, whatever state they are in."""

import json

import pytest

from venture import begin, lessons, my_plan, notes, progress
from venture.lesson import Check, Lesson
from venture.my_plan import Section

CHECK = Check("choice", {"options": "ab", "expected": "a", "mistakes": {}})
MARKET = Section(
    write=lambda plan, given: plan, read=lambda plan: {"people": plan.market.people} if plan.market.people else {}
)


def lesson(number, checks=("x", "y"), section=None):
    return Lesson(f"{number:02}-part-{number}", f"Part {number}", 60, "break_even", checks=dict.fromkeys(checks, CHECK), section=section)  # fmt: skip


@pytest.fixture(autouse=True)
def work(monkeypatch, tmp_path):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path / "my-work"))
    return tmp_path / "my-work"


def one(made):
    return progress.progress([made])[0]


def test_nothing_done_yet(work):
    found = one(lesson(1))
    assert (found.kind, found.word, found.right, found.of, found.in_plan) == ("new", "not begun", 0, 2, None)
    assert not work.exists(), "reading writes nothing"


def test_opened_under_way_done():
    made = lesson(1)
    notes.keep(made.module, opened="2026-11-22")
    assert one(made).kind == "opened" and one(made).opened == "2026-11-22"
    notes.keep(made.module, checks={"x": "right", "y": "wrong"})
    assert (one(made).kind, one(made).right) == ("under way", 1)
    notes.keep(made.module, checks={"x": "right", "y": "right", "an old one": "right"})
    assert (one(made).kind, one(made).right) == ("done", 2), "a question that is gone does not count"


@pytest.mark.parametrize(
    "kept",
    ['{"checks": [1, 2], "opened": 7}', '{"checks": {"x": {"a": 1}}}', '{"checks": "right"}', '{"opened": null}'],
)
def test_strange_contents_do_no_harm(work, kept):
    made = lesson(1)
    work.mkdir()
    (work / f"{made.module}.json").write_text(kept, "utf-8")
    assert one(made).right == 0 and one(made).kind in ("new", "opened")


@pytest.mark.parametrize("damage", [b"{ half", b"[]", b"\xff\xfe\x00", b""])
def test_a_damaged_file_is_named_and_left_as_it_is(work, damage):
    made = lesson(1)
    work.mkdir()
    path = work / f"{made.module}.json"
    path.write_bytes(damage)
    found = one(made)
    assert found.kind == "broken" and path.name in found.broken and path.read_bytes() == damage


def test_entries_in_the_plan(work):
    made = lesson(2, section=MARKET)
    assert one(made).in_plan == 0
    begin.begin_plan("Kvartal", "Irkutsk")
    assert one(made).in_plan == 0, "what the blank plan holds is nobody's"
    text = my_plan.path().read_text("utf-8")
    my_plan.path().write_text(text + "\nmarket:\n  people: 41000\n", "utf-8")
    assert one(made).in_plan == 0, "nobody answered in this lesson"
    notes.keep("my-venture", break_even={"people": 41000, "capacity": 3})
    assert one(made).in_plan == 1
    my_plan.path().write_text("plan: [", "utf-8")
    assert one(made).in_plan is None
    (work / "my-venture.json").write_text("{", "utf-8")
    assert one(made).in_plan is None
    name, wrong = progress.plan_state()
    assert name == "" and wrong


def test_a_tasks_points_are_read_from_the_newest_feedback_page(work):
    import os

    (work / "feedback").mkdir(parents=True)
    old, new = work / "04-part-4.html", work / "feedback" / "04-part-4 (1).html"
    old.write_text("<h4>04-part-4 (Score: 3.0 / 16.0)</h4>", "utf-8")
    new.write_text("<h4>04-part-4 (Score: 11.5 / 16.0)</h4>", "utf-8")
    os.utime(old, (1, 1))
    (work / "09-part-9.html").write_bytes(b"\xff\xfe no score here")
    found = progress.progress([lesson(1), lesson(4), lesson(9)])
    assert [one.task for one in found] == [None, (11.5, 16.0), None]


def test_where_to_go_on():
    first, second, third = made = [lesson(1), lesson(2), lesson(3)]
    assert progress.next_step(progress.progress(made)).module == first.module
    notes.keep(first.module, opened="2026-11-01", checks={"x": "right", "y": "right"})
    assert progress.next_step(progress.progress(made)).module == second.module
    notes.keep(third.module, opened="2026-11-20")
    notes.keep(second.module, opened="2026-11-02", checks={"x": "right"})
    assert progress.next_step(progress.progress(made)).module == third.module, "the one opened last"
    for one_of in made:
        notes.keep(one_of.module, checks={"x": "right", "y": "right"})
    assert progress.next_step(progress.progress(made)) is None and progress.next_step([]) is None


def test_every_kind_has_a_sign_of_its_own_and_a_word():
    assert len(set(progress.SIGNS.values())) == len(progress.SIGNS)
    kinds = [
        progress.Progress("m", "t", 1),
        progress.Progress("m", "t", 1, opened="2026"),
        progress.Progress("m", "t", 1, right=1, of=2),
        progress.Progress("m", "t", 1, right=2, of=2),
        progress.Progress("m", "t", 1, broken="x"),
    ]
    assert [found.kind for found in kinds] == list(progress.SIGNS)
    assert len({found.word for found in kinds}) == 5


def test_the_map(monkeypatch, work):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda html: shown.append(html.data))
    monkeypatch.setattr(lessons, "every", lambda: [lesson(1), lesson(4), lesson(9)])
    notes.keep("04-part-4", opened="2026-11-22", checks={"x": "right"})
    (work / "09-part-9.json").write_text("{", "utf-8")
    begin.begin_plan("<b>Kvartal</b>")
    lessons.course_map()
    (html,) = shown
    assert 'href="04-part-4.ipynb">4. Part 4</a>' in html
    assert "under way: 1 of 2 checks" in html and "not begun" in html and "file damaged" in html
    assert "Part II. Money basics" in html and "Part III. Funding" in html and "Part IV" not in html
    assert "&lt;b&gt;Kvartal" in html and "<b>Kvartal" not in html
    assert "Go on with:</" not in html and html.index("Go on with:") < html.rindex("04-part-4.ipynb")
    assert html.count("<th scope=") >= 4 and "<caption>" in html


def test_the_first_pages_questions_answer_each_error():
    for name, asked in begin.QUESTIONS.items():
        assert asked.judge(asked.settings["expected"]).kind == "right", name
        assert asked.judge(...).kind == "blank"
        for wrong, message in asked.settings["mistakes"].items():
            if not callable(wrong):
                assert asked.judge(wrong).message == message
    assert begin.QUESTIONS["one_child"].judge("5,1").kind == "right"
    assert "multiplied" in begin.QUESTIONS["one_child"].judge(11760).message
    assert "two numbers" in begin.QUESTIONS["one_child"].judge((5, 1)).message, "5,1 without quotation marks"


def test_a_plan_is_begun_named_and_renamed(capsys, work):
    begin.begin_plan()
    assert "Give your venture a name" in capsys.readouterr().out and not work.exists()
    begin.begin_plan("Kvartal", ...)
    assert "Your plan “Kvartal” is in my-work/plan.yaml" in capsys.readouterr().out
    assert "# Your plan." in my_plan.path().read_text("utf-8"), "with the remarks that tell a beginner how to go on"
    begin.begin_plan(..., "Иркутск")
    assert "“Kvartal” in Иркутск" in capsys.readouterr().out
    begin.begin_plan("Двор", ...)
    plan = my_plan.current()
    assert (plan.name, plan.place) == ("Двор", "Иркутск")
    begin.begin_plan()
    assert "“Двор” in Иркутск" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("bad", ["", "  ", 7, "x" * 61, "two\x07", ("a", "b")])
def test_what_is_no_name(bad, capsys, work):
    begin.begin_plan(bad)
    said = capsys.readouterr().out
    assert "name" in said and not work.exists()


def test_names_that_yaml_would_misread(capsys):
    for name in ("yes", "12", "a: b # c", "'", "- x", "{y}", "~", "Vera's centre", '"'):
        begin.begin_plan(name, name)
        plan = my_plan.current()
        assert (plan.name, plan.place) == (name, name)


def test_a_damaged_plan_is_left_as_it_is(capsys, work):
    work.mkdir()
    (work / "plan.yaml").write_text("plan: [", "utf-8")
    begin.begin_plan("Kvartal")
    assert (work / "plan.yaml").read_text("utf-8") == "plan: ["
    assert capsys.readouterr().out.strip()
    assert json.dumps(progress.plan_state())
