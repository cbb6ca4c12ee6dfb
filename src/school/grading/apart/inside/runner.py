"""Runs one job's cells and tells of each as it is done."""

from __future__ import annotations

import base64
import os
import socket
import sys

from school.grading.apart.inside import frames, shell, values

MOST_JOB = 64 * 2**20


def serve(made: shell.Shell, sock: socket.socket, folder: str) -> None:
    """Take a job from the socket and do it. ``folder`` is the job's own, where it names none."""
    own = os.getpid()
    job = frames.receive(sock, MOST_JOB)
    folder = job.get("folder") or folder
    os.chdir(folder)
    os.environ.update(HOME=folder, TMPDIR=folder, IPYTHONDIR=os.path.join(folder, ".ipython"))
    sys.path.insert(0, "")  # as in a kernel: files beside the notebook can be imported
    _unpack(job.get("files") or {})
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # else each fork draws the same numbers
    with shell.capturing():
        for item in job["items"]:
            frames.send(sock, {"begin": item["cell"]})
            done = _do(made, item, job["seconds"])
            if os.getpid() != own:
                os._exit(0)  # a copy that the student's code made of this process
            frames.send(sock, done)
    if job.get("modules"):
        frames.send(sock, {"modules": sorted(name for name in sys.modules if name != "__main__")})
    frames.send(sock, {"end": True})


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
