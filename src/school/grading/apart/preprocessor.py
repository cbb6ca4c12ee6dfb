"""The same two processes for a bare `nbgrader autograde` and the formgrader's Autograde button."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer, default

from school.grading.apart import evaluate, plan
from school.grading.apart.box import Limits

RAN = "school_ran"
"""In nbconvert's resources: the names of the test cells that ran to their end."""
MOST_FILES = 16 * 2**20


class RunApart(NbGraderPreprocessor):
    """In the place of nbgrader's `Execute`: the student's cells in a sandbox, the tests in a process of their own."""

    sandboxed = Bool(True, help="Off: students' code runs with your own rights, on your own files.").tag(config=True)
    timeout = Float(help="Seconds for each cell; as `Execute.timeout` where that is set.").tag(config=True)
    all_seconds = Float(120, help="Seconds for a whole notebook.").tag(config=True)
    total_megabytes = Integer(1536, help="Memory for all processes of a submission.").tag(config=True)
    megabytes = Integer(4096, help="Address space of one process.").tag(config=True)
    disk_megabytes = Integer(128, help="What a submission may write.").tag(config=True)
    processes = Integer(64, help="How many processes and threads a submission may have.").tag(config=True)

    @default("timeout")
    def _nbgraders_timeout(self) -> float:
        set_there = self.config.Execute.get("timeout") if "Execute" in self.config else None
        return float(set_there or 30)

    @property
    def limits(self) -> Limits:
        return Limits(
            seconds=self.timeout,
            all_seconds=max(self.all_seconds, self.timeout),
            cpu_seconds=int(max(self.all_seconds, self.timeout)) + 1,
            megabytes=self.megabytes,
            total_megabytes=self.total_megabytes,
            processes=self.processes,
            disk_megabytes=self.disk_megabytes,
        )

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        about = resources["nbgrader"]
        course = self.parent.parent.coursedir  # exporter -> converter
        source = Path(course.format_path(course.source_directory, ".", about["assignment"]))
        master = nbformat.read(source / f"{about['notebook']}.ipynb", as_version=nbformat.current_nbformat)
        answers = plan.answer_names(master)
        evaluate.check(self.sandboxed)
        ignored = course.ignore
        ours = packed_files(source, ignored)
        theirs = packed_files(Path(resources["metadata"]["path"]), ignored)
        grader = evaluate.grader(nb, answers, ours, self.sandboxed)
        done = grader.evaluate(nb, answers, ours, theirs, self.limits)
        for note in done.notes:
            self.log.warning("%s: %s", about["student"], note)
        resources[RAN] = ran_to_the_end(done)
        return done.notebook, resources


def ran_to_the_end(done: evaluate.Evaluated) -> frozenset[str]:
    """The test cells whose outcome the checker told."""
    return frozenset(
        cell.metadata.nbgrader.grade_id
        for cell in done.notebook.cells
        if plan.is_test(cell) and cell.execution_count is not None
    )


def packed_files(folder: Path, ignored: list[str]) -> dict[str, str]:
    """The files beside a notebook, to be laid beside it in the sandbox. A link is no file; too much is left out."""
    found, left = {}, MOST_FILES
    for path in _files(folder, ignored):
        size = path.stat().st_size
        if size <= left:
            left -= size
            found[path.relative_to(folder).as_posix()] = base64.b64encode(path.read_bytes()).decode("ascii")
    return found


def _files(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        inner = path.relative_to(folder)
        links = any((folder / part).is_symlink() for part in (inner, *inner.parents))
        skipped = any(part.match(pattern) for part in (inner, *inner.parents) for pattern in ignored if part.name)
        of_nbgrader = path.name == "timestamp.txt" or path.suffix in (".ipynb", ".db")
        if not links and not skipped and not of_nbgrader and path.is_file():
            yield path
