"""Grades on a disk that is full, or becomes so on the way; then there is room again. Run by `test_kill.py`.

    unshare --user --map-root-user --mount python full_disk_runs.py KIT FOLDER

The disk is a file system in memory that only this process sees. Prints one JSON object.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from kill_runs import run, state

DISK = 64 * 2**20
ROOM = [0, 4, 12, 24, 40, 60, 90, 130, 200, 400]  # kilobytes that are left when grading begins


def graded(kit: Path) -> int:
    """The exit code of a run, which here is without the sandbox: in this user space none can be made."""
    return os.waitstatus_to_exitcode(os.waitpid(run(kit, sandboxed=False), 0)[1])


def fill(disk: Path, leave: int) -> Path:
    """Take all room but ``leave`` kilobytes."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(2**16))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
        file.truncate(max(0, file.tell() - leave * 1024))
    return ballast


def main(kit: Path, disk: Path) -> dict:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", disk], check=True)
    quiet = shutil.copytree(kit, disk / "quiet")
    assert graded(quiet) == 0
    right = state(quiet)
    wrong, full = [], 0
    for leave in ROOM:
        copy = shutil.copytree(kit, disk / f"room-{leave}")
        ballast = fill(disk, leave)
        full += graded(copy) != 0
        ballast.unlink()
        code = graded(copy)
        got = state(copy) if code == 0 else {"code": code}
        if got != right:
            wrong.append([leave, sorted(key for key in {*got, *right} if got.get(key) != right.get(key))])
        shutil.rmtree(copy)
    with contextlib.suppress(OSError):
        subprocess.run(["umount", disk])
    return {"full": full, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
