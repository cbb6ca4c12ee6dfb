"""Module 1: what contradicts itself in a chain, the people beyond anyway, the drawing, and the way into the plan."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venture import cases, chain
from venture.diagram import Arrow, Box, Diagram
from venture.faces.diagram import EDGE, SIZE, WIDTH, diagram_svg, draw_diagram, laid_out, length, wrapped
from venture.model import Refused, TextInput
from venture.models import load
from venture.models.from_a_problem_to_a_model import LABELS
from venture.plan import load as load_plan
from venture.plan import save
from venture.sections.from_a_problem_to_a_model import LATER, SECTION

MODEL = load("from_a_problem_to_a_model")
TEXTS = [one for one in MODEL.inputs if isinstance(one, TextInput)]


def found(**texts):
    return {one.box: one.short for one in chain.contradictions(texts, LABELS)}


# --- the numbers


def test_case_f_by_hand():
    result = MODEL.run("f")
    assert result["would_anyway"].value == pytest.approx(12 * 27 / 100)
    assert result["because_of_you"].value == pytest.approx(9 - 3.24) == pytest.approx(5.76)
    assert result.sentence == (
        "Every box is filled and no contradiction is found; of the 9 women for whom it changes, "
        "about 5.8 would not have managed without you."
    )


def test_the_tasks_numbers_two_ways():
    """The firm's journeys: by the formula, and person by person among as many as fit both groups."""
    assert MODEL.run(reached=60, changed=33, anyway=25)["because_of_you"].value == pytest.approx(18)
    people = [n < 20 for n in range(80)] * 3  # three times the waiting list, one in four of whom travels anyway
    anyway = sum(Fraction(travels) for travels in people) / len(people) * 60
    assert (anyway, 33 - anyway) == (15, 18)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 100))
def test_people_beyond_anyway_are_counted_one_by_one(reached, changed, anyway):
    own = Fraction(changed) - sum((Fraction(anyway, 100) for _person in range(reached)), Fraction(0))
    assert chain.beyond_anyway(reached, changed, anyway / 100) == pytest.approx(float(own))


def test_more_help_anyway_never_makes_more_impact():
    values = [MODEL.run("f", anyway=share)["because_of_you"].value for share in range(0, 101, 5)]
    assert values == sorted(values, reverse=True)


# --- contradictions


def test_the_first_draft_has_seven():
    result = MODEL.run("draft")
    assert result["contradictions"].value == 7
    assert [row[0] for row in result.table.rows if row[2] and row[2] != "empty"] == [
        "The problem", "Who is better off", "Who pays", "How they manage today", "Indicator", "Outcomes", "Impact"
    ]  # fmt: skip
    assert "in 7 places, first in “Who pays”: nobody pays" in result.sentence


@pytest.mark.parametrize("preset", ["f", "a", "blank"])
def test_what_is_sound_or_empty_is_not_marked(preset):
    assert MODEL.run(preset)["contradictions"].value == 0


@pytest.mark.parametrize("case", cases.CASES)
def test_the_cases_own_outcomes_are_taken_for_outcomes(case):
    theory = cases.load(case).impact.theory
    assert not [text for text in theory.outcomes if chain.counts_work(text)]


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("Twelve women trained", True), ("Forty meetings held", True), ("30 000 views", True), ("Обучено 40 женщин", True),
        ("Проведено 12 встреч", True), ("Nine women keep their work", False), ("Young people stay at school", False),
        ("Занятость женщин через год", False), ("Меньше женщин возвращаются в колонию", False), ("", False),
        ("Fewer visits to the doctor", False), ("120 flats insulated", False),
    ],
)  # fmt: skip
def test_work_done_and_change_are_told_apart(text, work):
    assert chain.counts_work(text) is work


@pytest.mark.parametrize(
    ("text", "all_of_us"),
    [
        ("Everyone", True), ("everyone in the region", True), ("People", True), ("the general public", True), ("Все", True),
        ("Общество", True), ("The whole town", True), ("People after prison", False), ("People with disabilities", False),
        ("Women of the town", False), ("Citizens over 70 who live alone", False), ("Люди с инвалидностью", False), ("", False),
    ],
)  # fmt: skip
def test_everyone_is_no_group(text, all_of_us):
    assert chain.is_everyone(text) is all_of_us


@pytest.mark.parametrize(
    ("text", "absence"),
    [
        ("There is no centre", True), ("Lack of workshops", True), ("Нет мастерской", True), ("Не хватает кружков", True),
        ("No employer asks what they can do", False), ("Women find no employer", False), ("Нетрудоспособные люди одни", False),
    ],
)  # fmt: skip
def test_the_absence_of_a_solution_is_no_problem(text, absence):
    assert chain.is_absence(text) is absence


def test_who_pays():
    assert found(offer="Jackets")["payer"] == "nobody pays"
    assert found(offer="Jackets", payer="nobody")["payer"] == "nobody pays"
    assert found(offer="Jackets", payer="a grant; sponsors")["payer"] == "only gifts"
    assert "payer" not in found(offer="Jackets", payer="factories; a grant")
    assert "payer" not in found(), "where nothing is offered nobody need pay yet"


def test_beneficiaries_may_pay_themselves_but_no_other_box_repeats():
    assert not found(beneficiary="Parents of young children here", payer="Parents of young children here")
    twice = found(activities="Teach sewing every working week", impact="Every working week teach sewing")
    assert twice == {"impact": "copied"}
    three = list(chain.contradictions(dict.fromkeys(("inputs", "activities", "outputs"), "the same words"), LABELS))
    assert len(three) == 2, "a third copy is named once"


def test_outcomes_need_an_indicator_that_looks_at_people():
    assert found(outcomes="Women keep their work") == {"indicator": "no indicator"}
    assert found(outcomes="Women keep their work", indicator="Hours of training held") == {"indicator": "counts work"}


@pytest.mark.parametrize(
    ("changes", "box"),
    [
        (dict(changed=13), "changed"), (dict(anyway=75), "anyway"), (dict(anyway=80), "anyway"), (dict(stop_at=10), "stop_at"),
        (dict(stop_at=3), "stop_at"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be(changes, box):
    result = MODEL.run("f", **changes)
    rows = {row[0]: row[2] for row in result.table.rows}
    assert result["contradictions"].value >= 1 and rows[MODEL.input(box).label]


def test_one_contradiction_and_many_read_aloud():
    assert "in one place, “Who pays”" in MODEL.run("f", payer="").sentence
    gaps = MODEL.run("f", way="").sentence
    assert gaps.startswith("No contradiction is found, and 20 of 21 boxes are filled")
    assert MODEL.run("f", anyway=100).sentence.endswith("as many would have managed without you.")
    assert MODEL.run("blank").sentence.startswith("Nothing is written yet")
    assert "all 9 women for whom it changes count as yours, as long as nobody" in MODEL.run("f", anyway=0).sentence
    assert "Inputs (marked: nothing here yet)." in MODEL.run("blank").alt


# --- text inputs


def test_a_box_may_be_empty_and_lists_are_tidied():
    box = MODEL.input("outputs")
    assert box.take("") == "" and box.take("  ") == ""
    assert box.take("a ;b;; c;") == "a; b; c"
    assert box.take("a; b; c") == "a; b; c"
    assert MODEL.input("people").take(" women ") == "women"
    with pytest.raises(Refused, match="at most 200 letters"):
        box.take("x" * 201)
    with pytest.raises(Refused):
        MODEL.input("people").take("")


# --- the drawing

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=200)


def test_a_chain_has_one_arrow_fewer_than_boxes():
    with pytest.raises(ValueError, match="2 boxes need 1 arrows"):
        Diagram("t", (Box("a", ""), Box("b", "")), ())


@given(st.lists(WORDS, min_size=5, max_size=5), st.lists(WORDS, min_size=4, max_size=4), WORDS)
@settings(max_examples=40)
def test_any_words_stay_in_the_drawing(boxes, arrows, foot):
    diagram = Diagram(
        "t", tuple(Box("Title", text, "warned") for text in boxes), tuple(Arrow(text) for text in arrows), foot
    )
    plan = laid_out(diagram)
    for words in plan.words:
        assert words.x + length(words.text) <= WIDTH - EDGE / 2 and 0 < words.y < plan.height
    below = [frame.y + frame.height for frame in plan.frames]
    for shaft, start, next_frame in zip(plan.shafts, below, plan.frames[1:], strict=False):
        assert (
            shaft.start == pytest.approx(start)
            and shaft.end == pytest.approx(next_frame.y)
            and shaft.end - shaft.start >= 30
        )
    shown = {words.text for words in plan.words}
    for text in boxes:
        assert (
            "".join(text.split()) in "".join("".join(one.split()) for one in (w.text for w in plan.words))
            or not text.split()
        ), shown
    assert "<svg" in diagram_svg(diagram, "alt", "u")


def test_long_words_break_and_short_ones_do_not():
    assert wrapped("word " * 3, 1000) == ["word word word"]
    assert "".join(wrapped("x" * 200, 100)) == "x" * 200
    assert all(length(line) <= 100 for line in wrapped("x" * 200, 100))
    assert wrapped("", 100) == [] and wrapped("W", 1) == ["W"]


def test_the_svg_is_text_and_never_markup():
    result = MODEL.run("f", outcomes="<b onclick=x>Women & girls", payer="")
    svg = diagram_svg(result.chart, result.alt, "u")
    assert "<b onclick" not in svg and "&lt;b" in svg and "&amp; girls" in svg
    assert svg.count("<rect") == 5 and f'aria-label="{result.alt[:20]}' in svg
    assert all(float(size) >= 13 for size in re.findall(r"font-size:([\d.]+)px", svg)) and SIZE >= 13


def test_what_is_wrong_is_drawn_broken_and_said():
    good, bad = (MODEL.run(name) for name in ("f", "draft"))
    assert "stroke-dasharray" not in diagram_svg(good.chart, good.alt, "u")
    svg = diagram_svg(bad.chart, bad.alt, "u")
    assert svg.count("stroke-dasharray") == 2 + 3 and "▲ this is an output" in svg  # two boxes, three arrows
    assert "(marked: this is an output)" in bad.alt and "Arrow: no assumption yet." in bad.alt


def test_the_figure_takes_the_size_that_the_chain_needs():
    from matplotlib.figure import Figure as Canvas

    sizes = []
    for preset in ("blank", "f"):
        canvas = Canvas(figsize=(7, 4), layout="constrained")
        draw_diagram(MODEL.run(preset, impact="$x^2$ and {braces} " * 9).chart, canvas)
        canvas.canvas.draw()
        sizes.append(canvas.get_figheight())
    assert sizes[0] < sizes[1] < 14


# --- the plan


def answers(preset):
    values = MODEL.values(**MODEL.preset(preset).values)
    return {name: value for name, value in values.items() if value not in ("", 0)}


@pytest.mark.parametrize("preset", ["f", "a"])
def test_the_plan_gives_back_what_was_written(preset, tmp_path):
    given_ = answers(preset)
    file = tmp_path / "plan.yaml"
    file.write_bytes(cases.path("blank").read_bytes())
    save(SECTION.write(cases.load("blank"), given_), file)
    back = SECTION.read(load_plan(file))
    assert {name: given_[name] for name in back} == back
    assert set(given_) - set(back) == {"reached", "anyway", "reason", "way", "partners", "costs", "income", "surplus"}


PIECE = st.text("abcdeй ;,:#'\"-{}[]&*!|>%@`?", min_size=1, max_size=60)


@given(
    texts=st.dictionaries(st.sampled_from([one.name for one in TEXTS]), PIECE, max_size=8), weakest=st.integers(1, 4)
)
@settings(max_examples=60, deadline=None)
def test_any_words_come_back_from_the_file(texts, weakest, tmp_path_factory):
    from venture.planfile.problems import BadPlan

    try:
        values = MODEL.values(**texts, weakest=weakest)
    except ValueError:
        return
    given_ = {name: values[name] for name in texts if values[name]} | {"weakest": float(weakest)}
    file = tmp_path_factory.mktemp("plan") / "plan.yaml"
    file.write_bytes(cases.path("blank").read_bytes())
    try:
        save(SECTION.write(cases.load("blank"), given_), file)
    except BadPlan:
        return
    back = SECTION.read(load_plan(file))
    for name, value in back.items():
        assert name not in given_ or given_[name] == value


def test_an_arrow_in_the_middle_keeps_its_place():
    plan = SECTION.write(cases.load("blank"), {"assumption_3": "Mentors help", "test": "Ask five", "weakest": 3.0})
    assert [one.text for one in plan.impact.theory.assumptions] == [LATER, LATER, "Mentors help"]
    back = SECTION.read(plan)
    assert back == {"assumption_3": "Mentors help", "test": "Ask five", "weakest": 3}


def test_what_was_written_by_hand_and_is_longer_stays():
    plan = cases.load("clothing")
    after = SECTION.write(plan, answers("a"))
    assert after.problem == plan.problem and after.narrative.solution == plan.narrative.solution
    assert after.impact.indicators == plan.impact.indicators, "four defined indicators are not this module's sketch"
    assert after.payer == answers("a")["payer"]


def test_a_stop_condition_is_written_moved_and_taken_back():
    plan = SECTION.write(cases.load("blank"), {"stop_at": 6.0, "stop_month": 9.0, "people": "women in 2 towns"})
    assert plan.impact.theory.stop == "Fewer than 6 women in 2 towns at the end of month 9"
    moved = SECTION.write(plan, {"stop_month": 12.0})
    assert SECTION.read(moved) == {"stop_at": 6, "stop_month": 12, "people": "women in 2 towns"}
    assert SECTION.write(moved, {"stop_at": 0.0}).impact.theory.stop == ""
    by_hand = cases.load("clothing")
    assert SECTION.write(by_hand, {"stop_at": 3.0}).impact.theory.stop == by_hand.impact.theory.stop


def test_the_reviewer_asks_for_the_baseline():
    from venture.review import review

    plan = SECTION.write(cases.load("blank"), answers("f"))
    assert any(flag.key == "impact without baseline" and "nine months" in flag.found for flag in review(plan))
