"""One submission from the file to the notebook with its outputs: what an executor's workers do, here or elsewhere.

Text goes in and text comes out, so that a worker may be a thread, a process or a machine of a
Dask cluster that has this kit installed. Nothing here touches the gradebook or the course's folder.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import asdict, dataclass

import nbformat
from nbformat.notebooknode import NotebookNode

from school.errors import Problem
from school.grading import submission
from school.grading.apart import evaluate, sandbox
from school.grading.apart.box import Limits, NoBox
from school.grading.apart.preprocessor import ran_to_the_end
from school.grading.restore_cells import restore


@dataclass(frozen=True)
class Task:
    """All that grading a task needs: the skeleton with its hidden tests, the names of its answers, its files."""

    skeleton: str
    answers: tuple[str, ...]
    files: dict[str, str]
    limits: Limits
    sandboxed: bool

    def text(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def of(cls, text: str) -> Task:
        told = json.loads(text)
        return cls(**{**told, "answers": tuple(told["answers"]), "limits": Limits(**told["limits"])})

    @property
    def mark(self) -> str:
        """What decides the grades, as a checksum: the skeleton, its tests and files."""
        about = json.dumps([self.skeleton, sorted(self.answers), self.files], sort_keys=True)
        return hashlib.sha256(about.encode()).hexdigest()


@functools.lru_cache(maxsize=32)
def _task(text: str) -> tuple[Task, NotebookNode]:
    task = Task.of(text)
    return task, nbformat.v4.reads(task.skeleton)


def get_ready(task: Task) -> None:
    """Start this machine's warm parent for the task.

    Raises:
        Problem: nothing can be run here as the task asks.
    """
    if task.sandboxed and (why := sandbox.missing()):
        raise Problem(f"No sandbox to run students' code in: {why}.", sandbox.WAY_ON)
    _same, skeleton = _task(task.text())
    try:
        evaluate.grader(skeleton, task.answers, task.files, task.sandboxed)
    except NoBox as error:
        raise Problem(f"No sandbox to run students' code in: {str(error).rstrip('.')}.", sandbox.WAY_ON) from None


def work(task_text: str, content: bytes, files: dict[str, str]) -> bytes:
    """Evaluate a submission. Gives JSON: the notebook, notes for the coach, the tests that ran — or why not."""
    task, skeleton = _task(task_text)
    try:
        given = submission.read(content)
    except submission.NoNotebook as error:
        return _told(refused=f"is not a notebook: {error}")
    restored = restore(given, skeleton)
    try:
        grader = evaluate.grader(skeleton, task.answers, task.files, task.sandboxed)
        done = grader.evaluate(restored.notebook, task.answers, task.files, files, task.limits)
    except NoBox as error:
        return _told(refused=f"could not be run: {error}", again=True)
    return _told(
        notebook=done.notebook,
        notes=[*restored.notes, *done.notes],
        ran=sorted(ran_to_the_end(done)),
    )


def _told(**told: object) -> bytes:
    return json.dumps(told).encode("ascii")
