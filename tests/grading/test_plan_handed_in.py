"""The student's own plan, handed in beside the notebook: read as data, marked by the engine, whatever the file is."""

from __future__ import annotations

import os
import time

import nbformat
import pytest
from hostile import PLAN_ANSWERS, PLANS

from school.grading.apart import evaluate
from school.grading.apart.box import Limits
from school.grading.apart.preprocessor import packed_files
from school.house import root
from venture import cases

MODULE = "15-plan-and-pitch"
LINES = {"plan-whole": 1, "plan-ask": 1, "plan-uses": 1, "plan-flags": 2, "plan-words": 2}
NONE = dict.fromkeys(LINES, 0)
OWN = cases.path("children").read_text("utf-8").replace("cost: 1500", "cost: 1501")
pytestmark = pytest.mark.timeout(400)


class Room:
    """Question 6 of the task alone, in the grading room."""

    def __init__(self) -> None:
        master = nbformat.read(root() / "solutions" / MODULE / f"{MODULE}.ipynb", 4)
        names = {"start", "plan-answer", *LINES}
        master.cells = [one for one in master.cells if one.metadata.get("nbgrader", {}).get("grade_id") in names]
        self.master = master
        self.grader = evaluate.grader(master, {"my_plan"}, {}, True)

    def graded(self, theirs: dict[str, str], answer: str = "my_plan = hand_in()"):
        """Points by question, None where a person must look; and all that was said."""
        notebook = nbformat.from_dict(self.master)
        for cell in notebook.cells:
            if cell.metadata.nbgrader.grade_id == "plan-answer":
                cell.source = answer
        done = self.grader.evaluate(notebook, {"my_plan"}, {}, theirs, Limits())
        points, said = {}, ""
        for cell in done.notebook.cells:
            for output in cell.get("outputs", ()):
                said += (
                    str(output.get("text", ""))
                    + str(output.get("data", {}).get("text/plain", ""))
                    + str(output.get("evalue", ""))
                )
            name = cell.metadata.nbgrader.grade_id
            if name in LINES:
                points[name] = _points(cell.outputs)
        return points, said


def _points(outputs) -> float | None:
    """As nbgrader counts: an error gives nothing, and what was not run waits for a person."""
    for output in outputs:
        if output.output_type == "execute_result":
            return float(output.data["text/plain"])
        if output.output_type == "error":
            return None if output.ename == evaluate.NOT_RUN else 0.0
    return 0.0


@pytest.fixture(scope="module")
def room():
    if why := evaluate.no_sandbox():
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(f"No sandbox here: {why}")
    made = Room()
    yield made
    evaluate.close()


@pytest.fixture
def handed(tmp_path):
    """A folder as it was handed in; gives what of it enters the grading room."""

    def pack(**files) -> dict[str, str]:
        folder = tmp_path / "anna" / MODULE
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name.replace("__", ".")).write_bytes(content if isinstance(content, bytes) else content.encode())
        return packed_files(folder, [])

    return pack


def test_an_own_plan_gets_its_points(room, handed):
    points, said = room.graded(handed(plan__yaml=OWN))
    assert points == LINES, said


def test_it_may_be_pasted_where_one_file_can_be_handed_in(room):
    points, said = room.graded({}, f'my_plan = """{OWN}"""')
    assert points == LINES, said


def test_each_line_is_marked_by_itself(room, handed):
    wrong = OWN.replace("ask:\n  amount: 600", "ask:\n  amount: 900", 1)
    assert wrong != OWN
    points, said = room.graded(handed(plan__yaml=wrong))
    assert points == {"plan-whole": 1, "plan-ask": 0, "plan-uses": 0, "plan-flags": 2, "plan-words": 2}, said
    assert "The plan asks for 900; its numbers lack 599.6" in said
    points, said = room.graded(handed(plan__yaml=OWN.replace("a foundation for 600", "a foundation for 650")))
    assert points == {**LINES, "plan-words": 1}, said
    assert "the text says 650" in said


@pytest.mark.parametrize("name", cases.names())
def test_a_plan_of_the_kit_is_nobodys_own(room, handed, name):
    points, said = room.graded(handed(plan__yaml=cases.path(name).read_bytes()))
    assert points == NONE and ("case of the course" in said or "blank plan" in said)


@pytest.mark.parametrize("content", [pytest.param(content, id=attempts) for attempts, content in PLANS])
def test_a_hostile_file_gets_nothing_and_costs_nothing(room, handed, content):
    began = time.monotonic()
    points, said = room.graded(handed(plan__yaml=content))
    assert points == NONE, said
    assert time.monotonic() - began < 60


def test_a_link_to_anothers_plan_is_not_followed(room, handed, tmp_path):
    other = tmp_path / "boris" / MODULE
    other.mkdir(parents=True)
    (other / "plan.yaml").write_text(OWN, "utf-8")
    handed()
    (tmp_path / "anna" / MODULE / "plan.yaml").symlink_to(other / "plan.yaml")
    theirs = handed()
    assert "plan.yaml" not in theirs
    for answer in (
        "my_plan = hand_in()",
        f"my_plan = open('../../boris/{MODULE}/plan.yaml').read()",
        f"my_plan = open({str(other / 'plan.yaml')!r}).read()",
        f"import os; os.symlink({str(other / 'plan.yaml')!r}, 'plan.yaml'); my_plan = hand_in()",
    ):
        points, _said = room.graded(theirs, answer)
        assert points == NONE, answer


@pytest.mark.parametrize("answer", [pytest.param(answer, id=attempts) for attempts, answer in PLAN_ANSWERS])
def test_what_is_no_plan_gets_nothing(room, answer):
    points, said = room.graded({}, answer)
    assert points == NONE, said


def test_their_modules_do_not_reach_the_checker(room, handed):
    fake = "def score(*a, **k):\n    return 99.0\ndef look(*a, **k): pass\n"
    theirs = handed(plan__yaml="name: [", plan_marks__py=fake, venture__py=fake, ruamel__py=fake)
    points, _said = room.graded(theirs)
    assert points in (NONE, dict.fromkeys(LINES))


def test_the_largest_plan_that_can_be_read_ends_in_time(room, handed):
    """Either it is marked, or it waits for a person: it never holds up the others."""
    rows = "".join(
        f"  - {{name: P{n}, price: 1, volume: [1, 2, 3], season: [1,1,1,1,1,1,1,1,1,1,1,1]}}\n" for n in range(900)
    )
    began = time.monotonic()
    points, _said = room.graded(handed(plan__yaml=f"name: Own\nmonths: 120\nproducts:\n{rows}"))
    assert set(points) == set(LINES)
    assert time.monotonic() - began < 200
