"""Runs one job's cells and tells of each as it is done."""

from __future__ import annotations

import base64
import importlib
import os
import random
import socket
import sys
import time

from school.grading.apart.inside import frames, shell, values

MOST_JOB = 64 * 2**20
IDLE = 120  # seconds without a job after which the process ends; the next job starts another


def serve(made: shell.Shell, sock: socket.socket, folder: str) -> None:
    """Take a job from the socket and do it. ``folder`` is the job's own, where it names none.

    A job that is to be ``kept`` is followed by others of the same cells, for as long as they come:
    so it is with checks, which run no student's code. Each begins as the first began.
    """
    own, loaded, until = os.getpid(), frozenset(sys.modules), None
    while True:
        try:
            job, _length = frames.receive(sock, MOST_JOB, until)
        except TimeoutError:
            return
        if job is None:
            return
        sock.settimeout(None)
        os.chdir(job.get("folder") or folder)
        if until is None:
            _move_in(os.getcwd())
            made.compile.keeps = bool(job.get("kept"))
        else:
            _forget(made, loaded)
        _unpack(job.get("files") or {})
        with shell.capturing():
            for place, item in enumerate(job["items"]):
                if place == 0:  # the others begin when the one before them is told
                    frames.send(sock, {"begin": item["cell"]})
                done = _do(made, item, job["seconds"])
                if os.getpid() != own:
                    os._exit(0)  # a copy that the student's code made of this process
                frames.send(sock, done)
        if job.get("modules"):
            frames.send(sock, {"modules": sorted(name for name in sys.modules if name != "__main__")})
        frames.send(sock, {"end": True})
        if not job.get("kept"):
            return
        until = time.monotonic() + IDLE


def _move_in(folder: str) -> None:
    os.environ.update(HOME=folder, TMPDIR=folder, IPYTHONDIR=os.path.join(folder, ".ipython"))
    sys.path.insert(0, "")  # as in a kernel: files beside the notebook can be imported
    _draw_anew()


def _draw_anew() -> None:
    """Else each fork, and each job, draws the same numbers."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _forget(made: shell.Shell, loaded: frozenset[str]) -> None:
    """Nothing of the job before is there: no names, no figures, no warnings already given, no module from its folder."""
    made.reset(new_session=True)
    folder = os.getcwd() + os.sep
    for name in set(sys.modules) - loaded:
        if str(getattr(sys.modules[name], "__file__", None) or "").startswith(folder):
            del sys.modules[name]
    importlib.invalidate_caches()
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    shell.warn_anew()
    _draw_anew()


def _do(made: shell.Shell, item: dict, seconds: float) -> dict:
    done: dict = {"cell": item["cell"]}
    try:
        for name, packed in (item.get("set") or {}).items():
            made.user_ns[name] = values.decode(packed)
    except values.Unsafe as error:
        return {**done, "unsafe": str(error)}
    if "source" in item:
        done["outputs"] = shell.run(made, item["source"], seconds, item.get("quiet", False))
    if "give" in item:
        done["values"] = {name: values.encode(made.user_ns[name]) for name in item["give"] if name in made.user_ns}
    return done


def _unpack(files: dict[str, str]) -> None:
    for name, content in files.items():
        path = os.path.normpath(name)
        if os.path.isabs(path) or path.startswith(".."):
            continue
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(content))
