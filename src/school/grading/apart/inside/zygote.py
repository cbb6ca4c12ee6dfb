"""The warm parent: has imported everything once, and forks for each submission. Its only thread forks and watches.

Order of the processes, outermost first:

    warm parent ─ first ─ runner
    │             │       runs the cells; limits and closed doors
    │             process 1 of the submission's own space: when the runner ends, all in it end
    watches memory and the outside's wish to stop; says how each runner ended

Where there are no walls (the checker, which runs no student's code, or `--unsandboxed`), the runner
is the warm parent's own child.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import math
import os
import select
import signal
import socket
import sys
import time

from school.grading.apart.inside import runner, shell, walls

WORK = "/work"  # a submission's own folder within the sandbox
LOOK_EVERY = 0.2  # seconds between two looks at a runner's memory


def main(control: int, nobody: int) -> None:
    """Serve jobs that come over the socket ``control`` until it closes."""
    if nobody and os.getuid() == 0:
        walls.become_nobody(nobody)
    with contextlib.suppress(OSError, AttributeError):
        walls.no_new_rights()
    sock = socket.socket(fileno=control)
    try:
        shell.quiet_file_descriptors()
        made = shell.make()
        os.environ["NBGRADER_EXECUTION"] = "autograde"  # as nbgrader does while it grades
        _settle()
    except BaseException as error:
        sock.send(json.dumps({"failed": f"{type(error).__name__}: {error}"[:1000]}).encode())
        raise
    sock.send(json.dumps({"ready": os.getpid(), "threads": _threads()}).encode())
    for job in _serve(made, sock):
        job.end()
    os._exit(0)  # Python's own clearing up takes longer than many a run


def _serve(made: shell.Shell, sock: socket.socket) -> list[Job]:
    """Take orders until the outside hangs up or none comes for long, and watch what runs. Gives what still does."""
    running: dict[int, Job] = {}
    waiting = select.poll()
    waiting.register(sock, select.POLLIN)
    while True:
        events = dict(waiting.poll((LOOK_EVERY if running else runner.IDLE) * 1000))
        if not events and not running:
            return []
        for job in list(running.values()):
            if job.look(events):
                waiting.unregister(job.handle)
                del running[job.handle]
                job.tell()
            elif job.data in events:
                waiting.unregister(job.data)  # it would be said again at once, until all of the job has ended
        if sock.fileno() in events:
            message, descriptors, _flags, _address = socket.recv_fds(sock, 1 << 16, 2)
            if not message:
                return list(running.values())
            asked = json.loads(message)
            if asked["do"] == "warm":
                _warm(asked["modules"])
                sock.send(json.dumps({"warm": True, "threads": _threads()}).encode())
                continue
            job = _start(made, sock, running, descriptors, asked["limits"], asked["walls"])
            if job:
                running[job.handle] = job
                waiting.register(job.handle, select.POLLIN)
                waiting.register(job.data, 0)  # only its hang-up


def _warm(modules: list[str]) -> None:
    """Import what the task's own cells import, and draw once where they draw."""
    for name in modules:
        with contextlib.suppress(BaseException):  # some modules of a package are for other machines
            importlib.import_module(name)
    if "matplotlib.pyplot" in sys.modules:
        with contextlib.suppress(Exception):  # fonts and the picture writer are loaded at the first figure
            plot = sys.modules["matplotlib.pyplot"]
            figure, axes = plot.subplots()
            axes.plot([0, 1])
            axes.set_title("0")
            figure.savefig(open(os.devnull, "wb"), format="png")  # noqa: SIM115 (closed with the figure)
            plot.close("all")
    _settle()


def _settle() -> None:
    """What is there stays where it is: forks then share its memory."""
    shell.warn_anew()
    gc.collect()
    gc.freeze()


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1


# --- the processes of one job ---------------------------------------------------------------------


class Job:
    """One job as the warm parent sees it: its first process, the socket to the outside, where to say how it ended."""

    def __init__(self, child: int, data: int, status: int, limits: dict, walled: bool) -> None:
        self.child, self.data, self.status, self.walled = child, data, status, walled
        self.handle = os.pidfd_open(child)
        self._most = limits["total_megabytes"] * walls.MEGABYTE
        self._looks = time.monotonic() + LOOK_EVERY
        self._why = ""

    def look(self, events: dict[int, int]) -> bool:
        """Whether it has ended. It is told to end when the outside has hung up or it takes too much memory."""
        if self.handle in events:
            return True
        if self.data in events:
            self.end()
        elif time.monotonic() >= self._looks:
            began = time.monotonic()
            if _takes_more(self.child, self._most):
                self.end("memory")
            self._looks = began + max(LOOK_EVERY, 10 * (time.monotonic() - began))
        return False

    def end(self, why: str = "") -> None:
        """End all of it; that it has ended is seen later."""
        self._why = self._why or why
        self._looks = math.inf
        _kill(self.child, group=not self.walled)

    def tell(self) -> None:
        """Say how it ended, to whoever still listens."""
        _pid, ended = os.waitpid(self.child, 0)
        if not self.walled:
            _kill(self.child, group=True)  # what the runner left behind in its group
        _say(self.status, os.waitstatus_to_exitcode(ended), self._why)
        for one in (self.handle, self.data, self.status):
            os.close(one)


def _say(status: int, code: int | None, why: str) -> None:
    told = {"exit": code, "signal": None, "why": why}
    if code is not None and code < 0:
        told.update(exit=None, signal=-code)
    with contextlib.suppress(OSError):
        os.write(status, json.dumps(told).encode())


def _start(
    made: shell.Shell, sock: socket.socket, running: dict[int, Job], descriptors: list[int], limits: dict, walled: bool
) -> Job | None:
    """Fork a job's first process. None, and the reason told, where the system has no room for it."""
    data, status = descriptors
    me = os.getuid(), os.getgid()
    try:
        child = walls.fork_into_own_spaces() if walled else os.fork()
    except OSError as error:
        _say(status, None, f"the process could not be started: {error}")
        os.close(data)
        os.close(status)
        return None
    if child:
        return Job(child, data, status, limits, walled)
    try:
        sock.close()
        os.close(status)
        for other in running.values():  # a submission holds nothing of another
            for one in (other.handle, other.data, other.status):
                os.close(one)
        walls.die_with_parent()
        if walled:
            _first(made, data, limits, me)
        os.setsid()
        walls.limit(limits["cpu_seconds"], limits["megabytes"], 0, limits["disk_megabytes"])
        _runner(made, data)
    finally:
        os._exit(101)


def _kill(child: int, group: bool) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL) if group else os.kill(child, signal.SIGKILL)


def _takes_more(top: int, most: int) -> bool:
    """Whether the process and all below it use more than ``most`` bytes for themselves.

    What they have in memory, shared or not, is told at once; only where that is too much does the
    kernel walk through their pages to count what is shared in parts.
    """
    family = _family(top)
    return _in_memory(family) > most and _memory(family) > most


def _memory_below(top: int) -> int:
    """Bytes that the process and all below it use for themselves."""
    return _memory(_family(top))


def _family(top: int) -> set[int]:
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parents[int(name)] = int(_text(f"/proc/{name}/stat").rpartition(")")[2].split()[1])
    family, grown = {top}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        family |= more
        grown = bool(more)
    return family


def _in_memory(family: set[int]) -> int:
    total = 0
    for pid in family:
        with contextlib.suppress(OSError, ValueError, IndexError):
            total += int(_text(f"/proc/{pid}/statm").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


def _memory(family: set[int]) -> int:
    total = 0
    for pid in family:
        with contextlib.suppress(OSError, ValueError, IndexError):
            total += int(_text(f"/proc/{pid}/smaps_rollup").partition("Pss:")[2].split()[0]) * 1024
    return total


def _text(path: str) -> str:
    with open(path, encoding="ascii", errors="replace") as file:
        return file.read()


def _first(made: shell.Shell, data: int, limits: dict, me: tuple[int, int]) -> None:
    """Process 1: signals from inside cannot reach it, and when it ends the kernel ends all that is left inside."""
    try:
        walls.settle_in(*me)
        walls.own_folders(WORK, limits["disk_megabytes"])
        last = os.fork()
        if last == 0:
            walls.drop_rights()
            walls.limit(limits["cpu_seconds"], limits["megabytes"], limits["processes"], limits["disk_megabytes"])
            _runner(made, data)
        os.close(data)
        walls.drop_rights()
        while True:
            pid, ended = os.wait()
            if pid == last:
                code = os.waitstatus_to_exitcode(ended)
                os._exit(code if code >= 0 else 128 - code)
    except BaseException:
        os._exit(102)


def _runner(made: shell.Shell, data: int) -> None:
    """Run the job's cells. Never returns; without the interpreter's own clearing up, which takes longer than the work."""
    code = 103
    try:
        os.set_inheritable(data, False)
        runner.serve(made, socket.socket(fileno=data), WORK)
        code = 0
    finally:
        os._exit(code)
