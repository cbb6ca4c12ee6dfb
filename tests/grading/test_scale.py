"""Where a laptop is not enough: a Dask cluster of separate processes, and a gradebook in a real PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

import nbformat
import pytest

from school.commands import grade as grade_command
from school.errors import Problem
from school.grading import backup, grade, gradebook, release, run
from school.grading.apart import evaluate
from school.grading.course import Course

MODULE = "01-probe"
pytestmark = pytest.mark.timeout(300)
FAIR = {"anna": 3, "bo": 1, "cleo": 0}


@pytest.fixture
def cohort(kits, tmp_path, monkeypatch) -> Course:
    """A small kit with three submissions."""
    monkeypatch.chdir(shutil.copytree(kits / "released", tmp_path / "a kit"))
    course = Course.here()
    hand_in(course)
    return course


def hand_in(course: Course) -> None:
    released = nbformat.read(course.assignments(MODULE) / f"{MODULE}.ipynb", 4)
    for student, sales, pick in (("anna", "45.5", "'b'"), ("bo", "45", "'a'"), ("cleo", "...", "...")):
        notebook = nbformat.from_dict(released)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in ("sales-answer", "pick-answer"):
                cell.source = f"sales = {sales}" if name == "sales-answer" else f"pick = {pick}"
        place = course.submitted(student, MODULE)
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{MODULE}.ipynb")


def points(course: Course) -> dict[str, float]:
    with course.gradebook() as book:
        return {row.student.id: row.auto for row in gradebook.rows(book, course, MODULE)}


def need(condition: object, what: str) -> None:
    """Skip where a program is missing; where CI=true it must be there."""
    if not condition:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(what)


# --- Dask -----------------------------------------------------------------------------------------


def test_a_dask_cluster_grades_alike(cohort):
    need(not evaluate.no_sandbox(), "no sandbox here")
    distributed = pytest.importorskip("distributed") if os.environ.get("CI") != "true" else __import__("distributed")
    here = os.getpid()
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with run.executor(cluster.scheduler_address, 0) as (executor, width):
            assert width == 2
            assert executor.submit(os.getpid).result() != here
            way = grade.Way(width, executor)
            outcomes = list(grade.grade(cohort, MODULE, grade.prepare(cohort, MODULE), way=way))
        assert all(one.graded for one in outcomes), outcomes
    assert points(cohort) == FAIR


def test_a_cluster_that_is_not_there_is_one_line(cohort, monkeypatch):
    monkeypatch.setattr(run, "PATIENCE", 1)
    with pytest.raises(Problem, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        grade_command.command(["01"], scheduler="tcp://127.0.0.1:9")


# --- PostgreSQL -----------------------------------------------------------------------------------


def programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture
def postgres(tmp_path, free_port):
    """A server of its own in a folder of its own; its address."""
    bin = programs()
    need(bin, "PostgreSQL is not installed (Debian: apt install postgresql)")
    as_user = {}
    folder = tmp_path / "pg"
    folder.mkdir()
    if os.getuid() == 0:  # a server refuses to run as root
        user = next(one for one in ("postgres", "nobody") if _known(one))
        as_user = {"user": user, "cwd": "/"}
        shutil.chown(folder, user)
        for parent in folder.parents:
            if parent.owner() == "root" and str(parent).startswith("/tmp/"):
                parent.chmod(parent.stat().st_mode | 0o055)
    subprocess.run([bin / "initdb", "-D", folder / "data", "-U", "school", "-A", "trust", "-E", "UTF8", "--no-sync"],
                   check=True, capture_output=True, **as_user)  # fmt: skip
    server = subprocess.Popen(
        [bin / "postgres", "-D", folder / "data", "-p", str(free_port), "-k", folder, "-h", "127.0.0.1", "-F"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_user,
    )  # fmt: skip
    try:
        for _try in range(100):
            ready = subprocess.run([bin / "createdb", "-h", "127.0.0.1", "-p", str(free_port), "-U", "school", "grades"],
                                   capture_output=True)  # fmt: skip
            if ready.returncode == 0:
                break
            time.sleep(0.1)
        yield f"postgresql://school@127.0.0.1:{free_port}/grades"
    finally:
        server.send_signal(signal.SIGINT)  # at once, whoever is still connected
        server.wait(30)


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def test_a_gradebook_in_postgresql_holds_the_same_grades(cohort, postgres, monkeypatch, capsys):
    need(not evaluate.no_sandbox(), "no sandbox here")
    there = cohort.changed({"CourseDirectory": {"db_url": run.database(postgres)}})
    release.generate(there, MODULE, cohort.root / "fresh", enter=True)
    grade_command.command(["01"], db=postgres)
    assert "anna" in capsys.readouterr().out
    assert points(there) == FAIR
    with there.gradebook() as book:
        gradebook.mark(book, MODULE, "anna", "words", 2.5, "Good.")
    grade_command.command(["01"], db=postgres, force=True, yes=True)
    with there.gradebook() as book:
        assert {row.student.id: row.total for row in gradebook.rows(book, there, MODULE)}["anna"] == 5.5
    with cohort.gradebook() as book:
        assert book.assignment_submissions(MODULE) == [], "the gradebook of this folder was not touched"
    monkeypatch.setenv("PATH", os.pathsep.join([str(programs()), os.environ["PATH"]]))
    copy = backup.make(there)
    assert "COPY public.grade " in copy.read_text(encoding="utf-8")


def test_an_address_that_is_none_is_one_line():
    with pytest.raises(Problem, match="is no address of a gradebook"):
        run.database("grades.db")
