"""The parts of grading in two processes: values, plans, readers of files, the warm parent and its limits."""

from __future__ import annotations

import base64
import datetime
import decimal
import json
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import psutil
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from school.commands import doctor as doctor_command
from school.commands import grade as grade_command
from school.errors import Problem
from school.grading import doctor, submission
from school.grading.apart import evaluate, imports, plan, sandbox
from school.grading.apart.box import Box, Limits, NoBox
from school.grading.apart.inside import shell, values

# --- values ---------------------------------------------------------------------------------------


def travelled(value):
    return values.decode(json.loads(json.dumps(values.encode(value))))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just(...),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)


@given(PLAIN)
@settings(max_examples=200, deadline=None)
def test_plain_values_arrive_as_they_were(value):
    assert travelled(value) == value
    assert type(travelled(value)) is type(value)


def test_other_data_arrives_as_what_it_was():
    assert math.isnan(travelled(math.nan))
    assert travelled(-math.inf) == -math.inf
    assert travelled(decimal.Decimal("9.40")) == decimal.Decimal("9.40")
    assert travelled(datetime.date(2026, 3, 1)) == datetime.date(2026, 3, 1)
    assert travelled({1, 2}) == {1, 2}
    assert type(travelled(np.float64(1.5))) is float
    assert travelled(np.arange(6).reshape(2, 3)).tolist() == [[0, 1, 2], [3, 4, 5]]
    frame = pd.DataFrame({"n": [1, 2], "t": ["a", None]}, index=["x", "y"])
    assert travelled(frame).equals(frame)
    assert travelled(frame["n"]).equals(frame["n"])


def test_what_is_no_data_arrives_as_a_thing_that_equals_nothing():
    class Yes:
        def __eq__(self, other):
            return True

        __hash__ = None

    endless: list = []
    endless.append(endless)
    for value in (Yes(), lambda: 1, os, endless, "x" * 2_000_000, 10**10_000, [0] * 200_000):
        thing = travelled(value)
        assert isinstance(thing, values.Thing)
        assert thing != 1


@pytest.mark.parametrize(
    "text",
    [
        '{"pickle": "x"}',
        '{"__class__": "x"}',
        '{"list": 7}',
        '{"array": {"shape": [9], "values": [1]}}',
        '{"array": {"shape": [-1], "values": [1]}}',
        '{"frame": {"names": ["a"], "index": [1, 2], "columns": [[1]]}}',
        '{"date": "yesterday"}',
        '{"float": "eval"}',
        '{"a": 1, "b": 2}',
        "[1]",
        '{"dict": [[{"list": []}, 1]]}',
    ],
)
def test_a_forged_value_is_refused(text):
    with pytest.raises(values.Unsafe):
        values.decode(json.loads(text))


# --- what runs where ------------------------------------------------------------------------------


def task(*cells: tuple[str, str]) -> nbformat.NotebookNode:
    made = []
    for number, (kind, source) in enumerate(cells):
        cell = new_markdown_cell(source) if kind == "text" else new_code_cell(source)
        about = {
            "grade": kind == "test",
            "solution": kind == "answer",
            "locked": kind in ("test", "locked"),
            "task": False,
        }
        if kind in ("test", "answer", "locked"):
            cell.metadata["nbgrader"] = {**about, "schema_version": 3, "grade_id": f"{kind}-{number}", "points": 1}
        made.append(cell)
    return new_notebook(cells=made)


def test_no_text_of_a_test_enters_the_students_process_and_no_answer_the_checkers():
    notebook = task(
        ("locked", "import math\ndata = [1, 2]"),
        ("locked", "print('shown only')"),
        ("answer", "total = 3"),
        ("own", "total = total"),
        ("test", "def near(x):\n    return abs(x - secret) < 1\nsecret = sum(data)\nnear(total) * 1.0"),
        ("test", "float(near(total)) + 0 * math.pi"),
    )
    jobs = plan.make(notebook, {"total"})
    assert [item.get("source", item.get("give")) for item in jobs.student] == [
        "import math\ndata = [1, 2]",
        "print('shown only')",
        "total = 3",
        "total = total",
        ("total",),
        ("total",),
    ]
    assert [item["cell"] for item in jobs.checker] == [0, 4, 5], "only the locked cell that a test needs"


def test_names_that_the_task_makes_are_not_taken_from_the_student():
    notebook = task(
        ("locked", "from venture.checks import check_number"),
        ("answer", "price = 1"),
        ("test", "from venture.checks import score_number\nscore_number(price, 1, 1)"),
        ("test", "check_number(price); score_number(len(other), 1, 1)"),
    )
    assert plan.make(notebook, {"price"}).needs == {2: ("price",), 3: ("other", "price")}


def test_an_answer_that_a_test_changes_is_still_the_students():
    notebook = task(("answer", "price = 1"), ("test", "price = float(price)\nprice"))
    assert plan.make(notebook, {"price"}).needs == {1: ("price",)}


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_notebook_is_read_in_each_encoding(encoding):
    text = nbformat.writes(new_notebook(cells=[new_markdown_cell("Größe — ответ")]))
    text = json.dumps(json.loads(text), ensure_ascii=False)
    assert submission.read(text.encode(encoding)).cells[0].source == "Größe — ответ"


@pytest.mark.parametrize(("words", "encoding"), [("Größe über Maß", "cp1252"), ("Мой ответ", "cp1251")])
def test_old_encodings_of_windows_are_told_apart(words, encoding):
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": words}]}, ensure_ascii=False)
    assert submission.read(text.encode(encoding)).cells[0].source == words


NAMES = ["cells", "source", "cell_type", "metadata", "nbgrader", "grade_id", "id", "worksheets", "attachments"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["code", "markdown", "x", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["cells", "worksheets", "metadata"]), ANYTHING))
@settings(max_examples=300, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_whatever_json_comes_it_is_a_valid_notebook_or_none(told):
    try:
        notebook = submission.read(json.dumps(told).encode())
    except submission.NoNotebook:
        return
    assert all(isinstance(cell.source, str) for cell in notebook.cells)


# --- the warm parent ------------------------------------------------------------------------------


@pytest.fixture(params=["sandboxed", "without a sandbox", "cold"])
def box(request):
    if request.param == "sandboxed" and (why := evaluate.no_sandbox()):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    made = Box(request.param == "sandboxed")
    made.forks = made.forks and request.param != "cold"
    yield made
    made.close()


def run(box, *sources: str, trusted: bool = False, **limits):
    items = [{"cell": number, "source": source} for number, source in enumerate(sources)]
    return box.run([*items, {"cell": len(items), "give": ["x"]}], Limits(**{"seconds": 2, **limits}), trusted=trusted)


def test_cells_share_their_names_and_jobs_do_not(box):
    ran = run(box, "x = 40", "x += 2\nprint('hello')\nx")
    assert ran.whole
    assert ran.cells[2]["values"] == {"x": 42}
    assert [one["output_type"] for one in ran.cells[1]["outputs"]] == ["stream", "execute_result"]
    again = run(box, "'x' in globals()")
    assert again.cells[0]["outputs"][0]["data"]["text/plain"] == "False"
    assert again.cells[1]["values"] == {}


def test_a_figure_is_shown_as_in_a_notebook(box):
    ran = run(box, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()", seconds=60, all_seconds=90)
    kinds = [set(one.get("data", ())) for one in ran.cells[0]["outputs"]]
    assert any("image/png" in kind for kind in kinds), ran.cells[0]["outputs"]


def test_a_loop_is_stopped_and_the_next_cell_runs(box):
    ran = run(box, "while True:\n    pass", "x = 1", seconds=1)
    assert ran.whole
    assert ran.cells[0]["outputs"][-1]["ename"] == "CellTimeout"
    assert ran.cells[2]["values"] == {"x": 1}


def test_what_was_done_before_the_end_is_kept(box):
    ran = run(box, "x = 1", "import os; os._exit(3)", "x = 2")
    assert not ran.whole
    assert (list(ran.cells), ran.stopped_in, ran.why) == ([0], 1, "ended Python itself")


def test_a_lost_parent_is_started_anew():
    if evaluate.no_sandbox():
        pytest.skip("no sandbox here")
    box = Box(True)
    try:
        assert run(box, "x = 1").whole
        box._process.kill()
        box._process.wait()
        assert run(box, "x = 1").whole
    finally:
        box.close()


def test_a_submission_that_others_killed_is_run_again(box):
    """A machine without memory left ends whom it likes; that is no student's fault."""
    if not box.forks:
        pytest.skip("a cold process is not watched by anyone")
    assert run(box, "x = 1").whole

    parent = psutil.Process(box._process.pid)
    time.sleep(0.5)  # the processes of the first job end after it has told all
    idle = len(parent.children(recursive=True))

    def kill_the_runner() -> None:
        time.sleep(0.8)  # the job sleeps too
        assert len(parent.children(recursive=True)) > idle
        parent.children(recursive=True)[-1].kill()

    with ThreadPoolExecutor(1) as other:
        killed = other.submit(kill_the_runner)
        ran = run(box, "x = 1", "import time; time.sleep(1.6)", "x += 1")
        killed.result()
    assert ran.whole, ran.why
    assert ran.cells[3]["values"] == {"x": 2}


def test_a_submission_that_kills_itself_each_time_is_told_as_it_is(box):
    ran = run(box, "x = 1", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "x = 2")
    assert not ran.whole
    assert (list(ran.cells), ran.stopped_in) == ([0], 1)
    assert ran.why == "crashed Python (signal 9)"


# --- the process that is kept for the checks ----------------------------------------------------------


@pytest.fixture
def checks():
    box = Box(False)
    if not box.forks:
        pytest.skip("nothing is kept where nothing can be forked")
    yield box
    box.close()


SEEN = """
import os, random, sys, warnings
import helper
with warnings.catch_warnings(record=True) as given:
    warnings.warn("once is enough")
seen = [os.getpid(), sorted(name for name in globals() if name.startswith("left")), len(Out), helper.COUNT, len(given)]
seen += [get_ipython().execution_count, random.random()]
helper.COUNT = left_behind = 7
"""
HELPER = {"helper.py": base64.b64encode(b"COUNT = 1").decode()}


def look(box: Box) -> list:
    ran = box.run([{"cell": 0, "source": "41 + 1"}, {"cell": 1, "source": SEEN}, {"cell": 2, "give": ["seen"]}],
                  Limits(), HELPER, trusted=True)  # fmt: skip
    assert ran.whole, ran.why
    assert ran.cells[0]["outputs"][0]["data"] == {"text/plain": "42"}
    return values.decode(ran.cells[2]["values"]["seen"])


def test_a_kept_process_begins_each_job_as_new(checks):
    first, *others = [look(checks) for _ in range(4)]
    assert {one[0] for one in others} == {first[0]}  # the same process
    assert {json.dumps(one[1:6]) for one in others} == {json.dumps(first[1:6])}
    assert first[1:5] == [[], 1, 1, 1]
    assert len({one[6] for one in (first, *others)}) == 4  # and other random numbers


def test_a_kept_process_serves_one_kind_of_job(checks):
    assert look(checks)[0] != run(checks, "import os; x = os.getpid()", trusted=True).cells[1]["values"]["x"]
    assert look(checks)[0] == look(checks)[0]


def test_a_kept_process_that_ended_meanwhile_costs_nothing(checks):
    gone = look(checks)[0]
    os.kill(gone, 9)
    assert look(checks)[0] != gone


def test_a_job_that_went_wrong_leaves_no_process_behind(checks):
    before = look(checks)[0]
    ran = run(checks, "import os; os._exit(3)", trusted=True)
    assert not ran.whole
    assert look(checks)[0] == before
    short = replace(Limits(), seconds=0.3)
    stuck = checks.run([{"cell": 0, "source": "while True: pass"}], short, trusted=True)
    assert stuck.cells[0]["outputs"][-1]["ename"] == "CellTimeout"
    assert stuck.whole
    assert [one.kind.sources[0] for one in checks._lines] == ["41 + 1"]


@pytest.mark.timeout(20)
def test_a_parent_that_does_not_start_is_said_without_a_sandbox_too(checks, monkeypatch):
    monkeypatch.setattr(checks, "_command", lambda *_given: ["false"])
    with pytest.raises(NoBox, match="did not start"):
        run(checks, "x = 1")


def test_students_processes_are_not_kept(box):
    for _time in range(2):
        ran = run(box, "fresh = 'left' not in globals(); left = 1", "x = fresh")
        assert ran.cells[2]["values"] == {"x": True}
    assert not box._lines


def test_a_student_does_not_reach_the_process_of_the_checks():
    if evaluate.no_sandbox():
        pytest.skip("no sandbox here")
    box = Box(True)
    try:
        checks = look(box)[0]
        reach = """
import os, signal
x = []
for pid in range(2, 3000):
    try:
        if pid != os.getpid():
            os.kill(pid, signal.SIGKILL)
            x.append(pid)
    except OSError:
        pass
x += [name for name in os.listdir("/proc") if name.isdigit() and int(name) not in (1, os.getpid())]
"""
        ran = run(box, reach)
        assert ran.whole, ran.why
        assert values.decode(ran.cells[1]["values"]["x"]) == []
        assert look(box)[0] == checks
    finally:
        box.close()


def test_many_at_a_time_do_not_mix():
    box = Box(False)
    try:
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(lambda n: run(box, f"x = {n}").cells[1]["values"]["x"], range(30)))
        assert found == list(range(30))
    finally:
        box.close()


# --- a machine without a sandbox ------------------------------------------------------------------


def test_without_a_sandbox_grading_says_so_and_stops(kits, tmp_path, monkeypatch):
    import shutil

    monkeypatch.chdir(shutil.copytree(kits / "released", tmp_path / "a kit"))
    place = tmp_path / "a kit" / "cohort" / "submitted" / "anna" / "01-probe"
    place.mkdir(parents=True)
    shutil.copy(tmp_path / "a kit" / "assignments" / "01-probe" / "01-probe.ipynb", place)
    monkeypatch.setattr(sandbox, "missing", lambda: "the program bwrap (bubblewrap) is not installed")
    with pytest.raises(Problem, match=r"No sandbox .*bubblewrap.* is not installed\. Install it .*--unsandboxed"):
        grade_command.command(["01"])
    assert not (tmp_path / "a kit" / "cohort" / "autograded").exists()
    grade_command.command(["01"], unsandboxed=True)
    assert (tmp_path / "a kit" / "cohort" / "autograded" / "anna" / "01-probe" / "01-probe.ipynb").is_file()


def test_a_sandbox_that_does_not_start_is_said(monkeypatch):
    monkeypatch.setattr(sandbox, "command", lambda fonts: ["sh", "-c", "echo no permission >&2; exit 1", "--"])
    with pytest.raises(NoBox, match="did not start: no permission"):
        run(Box(True), "x = 1")


def test_the_doctor_tries_the_walls(kits, tmp_path, monkeypatch, capsys):
    import shutil

    monkeypatch.chdir(shutil.copytree(kits / "released", tmp_path / "a kit"))
    if evaluate.no_sandbox():
        pytest.skip("no sandbox here")
    doctor_command.command()
    shown = " ".join(capsys.readouterr().out.split())
    for what in doctor.TRIALS:
        assert f"✓ sandbox: a submission {what}" in shown


def test_the_doctor_finds_a_hole(monkeypatch):
    """Each trial must fail where there are no walls, or it proves nothing."""
    if evaluate.no_sandbox():
        pytest.skip("no sandbox here")
    trials = {
        what: code
        for what, code in doctor.TRIALS.items()
        if what in ("cannot change the system", "has an end to its disk")
    }
    monkeypatch.setattr(doctor, "TRIALS", {**trials, "sees none of the kit's files": "found = 'a file'"})
    (found,) = [one for one in doctor._sandbox(None) if one.sign == "✗"]
    assert "sees none of the kit's files: no, it finds a file" in found.what


def test_a_warm_parent_ends_by_itself_and_leaves_nothing(tmp_path):
    box = Box(False)
    run(box, "x = 1")
    process = box._process
    box._control.close()
    began = time.monotonic()
    process.wait(10)
    assert time.monotonic() - began < 10


# --- cells as IPython reads them ----------------------------------------------------------------------


def test_plain_python_reads_as_ipython_reads_it():
    """IPython's own way is kept for what is not plain; for all the rest both give the same."""
    root = Path(__file__).parents[2]
    cells = {
        cell.source
        for folder in ("course", "solutions")
        for path in (root / folder).rglob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    }
    odd = {
        "%time 1", "!ls", "x = !ls", "x = %pwd", "len?", "?len", "%%bash\nls", ">>> 1 + 1\n2", "... x", "In [1]: x", "  x = 1\n  y",
        "\n\nx = 1", "x = '''\n%time\n'''", "x = (1 +\n%s)" , "print('a?')", "a\\\n?", "/len x", ",f a", ";f a", "exit", "x = 1  # ?", "",
        "# only\n", "if x:\n    !ls", "x\t=\t1", "f'{x!r}'", "x = 1;", "\ufeffx = 1", "x = 'a\\\nb'", "async def f(): pass\nawait f()",
    }  # fmt: skip
    ours, theirs = shell._Transformers(), TransformerManager()
    assert len(cells) > 200
    for source in cells | odd:
        assert ours.transform_cell(source) == theirs.transform_cell(source), source
    assert sum(shell._is_python(source + "\n") for source in cells) > 0.9 * len(cells)


def test_what_a_task_imports_is_read_of_its_file_as_of_its_cells(tmp_path):
    for path in sorted((Path(__file__).parents[2] / "solutions").glob("*/*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        assert imports.of_file(path) == plan.own_modules(cells) != (), path.name
    broken = tmp_path / "broken.ipynb"
    for content in ("", "[]", '{"cells": [1]}', '{"cells": [{"cell_type": "code"}]}'):
        broken.write_text(content, encoding="utf-8")
        assert imports.of_file(broken) == ()
    assert imports.of_file(tmp_path / "none.ipynb") == ()
