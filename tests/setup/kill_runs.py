"""Ends grading runs by kill -9 at random moments and looks whether the next run puts all right. Run by `test_kill.py`.

    python kill_runs.py KIT TIMES SEED

It imports once and forks for each run: a run then takes a second, and moments of all kinds are hit.
Prints one JSON object.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from school.grading import grade, gradebook
from school.grading.course import Course

MODULE = "01-probe"


def run(kit: Path, sandboxed: bool = True) -> int:
    """A grading run in a process of its own; its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        os.chdir(kit)
        course = Course.here(kit)
        way = grade.Way(sandboxed=sandboxed)
        list(grade.grade(course, MODULE, grade.prepare(course, MODULE), way=way))
        code = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(code)


def below(top: int) -> list[int]:
    """The processes below one, nearest first."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parents[int(path.parent.name)] = int(path.read_text(errors="replace").rpartition(")")[2].split()[1])
    found, level = [], [top]
    while level:
        level = [pid for pid, parent in parents.items() if parent in level]
        found += level
    return found


def state(kit: Path) -> dict:
    """All that a coach can see: the gradebook's content, the graded notebooks, the journal."""
    course = Course.here(kit)
    told: dict = {}
    with course.gradebook() as book:
        for row in gradebook.rows(book, course, MODULE):
            told[row.student.id] = [row.state, sorted((one.question, one.score, one.waits) for one in row.points)]
        for one in book.assignment_submissions(MODULE):
            for notebook in one.notebooks:
                told[f"{one.student.id} grades"] = sorted(
                    (grade.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                    for grade in notebook.grades
                )
                told[f"{one.student.id} comments"] = sorted(
                    (comment.name, comment.auto_comment, comment.manual_comment) for comment in notebook.comments
                )
    for student in grade.handed_in(course, MODULE):
        folder = course.autograded(student, MODULE)
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            told[path.relative_to(kit).as_posix()] = path.read_text(encoding="utf-8")
    told["journal"] = json.loads((course.cohort / "graded" / f"{MODULE}.json").read_text(encoding="utf-8"))
    return json.loads(json.dumps(told))


def main(kit: Path, times: int, seed: int) -> dict:
    draw = random.Random(seed)
    took = []
    for number in range(3):  # the first is slower, as all is read from the disk
        quiet = shutil.copytree(kit, kit.with_name(f"quiet-{number}"))
        began = time.monotonic()
        assert os.waitstatus_to_exitcode(os.waitpid(run(quiet), 0)[1]) == 0
        took.append(time.monotonic() - began)
    whole = min(took)
    right = state(quiet)
    wrong, ended, hits = [], 0, {"grader": 0, "below": 0}
    for number in range(times):
        copy = shutil.copytree(kit, kit.with_name(f"kill-{number}"))
        pid = run(copy)
        time.sleep(draw.uniform(0, whole))
        target = "below" if number % 4 == 3 else "grader"
        victims = below(pid) if target == "below" else [pid]
        with contextlib.suppress(ProcessLookupError):
            if victims:
                os.kill(draw.choice(victims), signal.SIGKILL)
                hits[target] += 1
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL:
            ended += 1
        code = os.waitstatus_to_exitcode(os.waitpid(run(copy), 0)[1])
        got = state(copy) if code == 0 else {"code": code}
        if got != right:
            differs = sorted(key for key in {*got, *right} if got.get(key) != right.get(key))
            wrong.append({"number": number, "target": target, "differs": differs})
        shutil.rmtree(copy)
    return {
        "times": times,
        "ended": ended,
        "hits": hits,
        "wrong": wrong,
        "seconds": whole,
        "left": len(below(os.getpid())),
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
