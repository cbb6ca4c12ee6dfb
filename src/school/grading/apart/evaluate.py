"""From a notebook without outputs to the same with outputs: the student's cells from one process, the tests' from another."""

from __future__ import annotations

import atexit
import functools
import math
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode, from_dict

from school.errors import Problem
from school.grading.apart import ahead, plan, sandbox
from school.grading.apart.box import Box, Limits, NoBox, Ran

NOT_RUN = "NotRun"
"""The name of the error in a test cell that did not run to its end: no points, and no zero, but a person's look."""


@dataclass(frozen=True)
class Evaluated:
    """The notebook with its outputs. ``unrun`` names the questions that a person must mark; ``notes`` says why."""

    notebook: NotebookNode
    notes: tuple[str, ...] = ()
    unrun: tuple[str, ...] = ()


class Grader:
    """The warm parent of a task, or of several tasks that import the same."""

    def __init__(self, modules: tuple[str, ...], sandboxed: bool) -> None:
        self.box = ahead.take(sandboxed, modules)
        self._lock = threading.Lock()
        self._warmed = False

    def warm(self, notebook: NotebookNode, answers: Iterable[str], files: dict[str, str]) -> None:
        """Let a fork run the task's own cells once, and load ahead what they loaded on their way."""
        with self._lock:
            if self._warmed:
                return
            jobs = plan.make(notebook, answers)
            own = [item for item in jobs.student if "source" in item and plan.is_locked(notebook.cells[item["cell"]])]
            tests = [{**item, "set": dict.fromkeys(jobs.needs.get(item["cell"], ()))} for item in jobs.checker]
            with ThreadPoolExecutor(2) as both:
                ran = both.map(
                    lambda job: self.box.run(*job, modules=True), ((own, Limits(), files), (tests, Limits(), files))
                )
                loaded = dict.fromkeys(name for one in ran for name in one.modules if not name.startswith("encodings"))
            self.box.warm_further(tuple(loaded))
            self._warmed = True

    def evaluate(
        self,
        notebook: NotebookNode,
        answers: Iterable[str],
        files: dict[str, str],
        theirs: dict[str, str],
        limits: Limits,
    ) -> Evaluated:
        """Run the student's cells, then the tests on the values that came. ``files`` are the task's, ``theirs`` the student's.

        Raises:
            NoBox: there is no process to run them; the notebook is not at fault.
        """
        jobs = plan.make(notebook, answers)
        ran = self.box.run(list(jobs.student), limits, {**theirs, **files})
        items = []
        for item in jobs.checker:
            if item["cell"] not in jobs.tests:
                items.append(item)
            elif item["cell"] in ran.cells:
                items.append({**item, "set": ran.cells[item["cell"]].get("values") or {}})
        checked = self.box.run(items, limits, files, trusted=True)
        return _together(notebook, jobs, ran, checked)

    def close(self) -> None:
        self.box.close()


def _together(notebook: NotebookNode, jobs: plan.Plan, ran: Ran, checked: Ran) -> Evaluated:
    done = from_dict(notebook)
    notes, unrun = [], {}
    if not ran.whole:
        notes.append(f"{_where(done, ran.stopped_in)} {ran.why}; what came after it was not run")
    for place, cell in enumerate(done.cells):
        if cell.cell_type != "code":
            continue
        told = (checked if place in jobs.tests else ran).cells.get(place, {})
        cell.outputs = _outputs(told.get("outputs"))
        cell.execution_count = place + 1 if told else None
        if place not in jobs.tests:
            continue
        reason = _not_checked(cell, told, place in ran.cells, checked)
        if reason:
            unrun[cell.metadata.nbgrader.grade_id] = reason
            cell.execution_count = None
            cell.outputs = _outputs(
                [{"output_type": "error", "ename": NOT_RUN, "evalue": reason, "traceback": [f"{NOT_RUN}: {reason}"]}]
            )
    for reason in dict.fromkeys(unrun.values()):
        names = ", ".join(f"“{name}”" for name, why in unrun.items() if why == reason)
        notes.append(f"mark {names} by hand: {reason}")
    return Evaluated(done, tuple(notes), tuple(unrun))


def _not_checked(cell: NotebookNode, told: dict, asked: bool, checked: Ran) -> str:
    """Why a test's outcome does not count, or nothing."""
    if not asked:
        return "the notebook ended before it"
    if not told:
        return f"the check {checked.why or 'was not run'}"
    if "unsafe" in told:
        return f"the answer cannot be read: {told['unsafe'][:100]}"
    most = float(cell.metadata.nbgrader.points)
    for output in cell.outputs:
        if output.output_type == "error":
            return "the check ran too long" if output.ename == "CellTimeout" else ""
        if output.output_type == "execute_result":
            try:
                points = float(output.data.get("text/plain", ""))
            except ValueError:
                points = math.nan
            if not 0 <= points <= most:
                return (
                    f"the check gave {str(output.data.get('text/plain'))[:40]}, which is no number from 0 to {most:g}"
                )
            return ""
    return ""


def _outputs(told: object) -> list[NotebookNode]:
    """Outputs in nbformat's form. What the student's process sent is data: anything else in it is left out."""
    kept = []
    for one in told if isinstance(told, list) else []:
        if not isinstance(one, dict):
            continue
        kind = one.get("output_type")
        if kind == "stream" and isinstance(one.get("text"), str):
            # nbgrader takes all points for a line on stderr, and a warning is no wrong answer
            kept.append({"output_type": "stream", "name": "stdout", "text": one["text"]})
        elif kind == "error":
            lines = one.get("traceback")
            kept.append(
                {
                    "output_type": "error",
                    "ename": str(one.get("ename")),
                    "evalue": str(one.get("evalue")),
                    "traceback": [str(line) for line in lines] if isinstance(lines, list) else [],
                }
            )
        elif kind in ("display_data", "execute_result") and isinstance(one.get("data"), dict):
            data = {str(name): value for name, value in one["data"].items() if _shown(str(name), value)}
            output = {"output_type": kind, "data": data, "metadata": {}}
            if kind == "execute_result":
                output["execution_count"] = None
            kept.append(output)
    return [from_dict(one) for one in kept]


def _shown(name: str, value: object) -> bool:
    return isinstance(value, str) or name.endswith("json")


def _where(notebook: NotebookNode, place: int | None) -> str:
    if place is None or place >= len(notebook.cells):
        return "the notebook"
    name = notebook.cells[place].metadata.get("nbgrader", {}).get("grade_id")
    return f"“{name}”" if name else "a cell of their own"


# --- the graders of this process ------------------------------------------------------------------

_graders: dict[tuple, Grader] = {}
_lock = threading.Lock()


def grader(notebook: NotebookNode, answers: Iterable[str], files: dict[str, str], sandboxed: bool) -> Grader:
    """The warm parent for this task; it is started at the first need and kept."""
    modules = plan.own_modules(notebook.cells)
    key = (modules, sandboxed)
    with _lock:
        found = _graders.get(key)
        if found is None:
            found = _graders[key] = Grader(modules, sandboxed)
    found.warm(notebook, answers, files)
    return found


def close() -> None:
    """End the warm parents of this process: one for each set of modules that tasks import."""
    with _lock:
        for one in _graders.values():
            one.close()
        _graders.clear()


atexit.register(close)


def check(sandboxed: bool) -> None:
    """Say at once, in one line, when nothing can be run here as asked."""
    if sandboxed and (why := no_sandbox()):
        raise Problem(f"No sandbox to run students' code in: {why}.", sandbox.WAY_ON)


@functools.cache
def no_sandbox() -> str:
    """Why there is no sandbox here: it is tried, with the walls around a submission. Empty is good."""
    if why := sandbox.missing():
        return why
    box = Box(True)
    try:
        ran = box.run([{"cell": 0, "source": "answer = 6 * 7"}, {"cell": 1, "give": ["answer"]}], Limits())
        return "" if ran.whole and ran.cells[1].get("values") == {"answer": 42} else ran.why or "it gives no answer"
    except NoBox as error:
        return str(error).rstrip(".")
    finally:
        box.close()
