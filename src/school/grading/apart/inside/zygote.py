"""The warm parent: has imported everything once, and forks for each submission. Its only thread forks.

Order of the processes, outermost first:

    warm parent ─ guard ─ gate ─ first ─ runner
                  │       │      │       runs the cells; limits and closed doors
                  │       │      process 1 of the submission's own space: when the runner ends, all in it end
                  │       opens the new spaces (it cannot enter the process space itself)
                  watches memory and the outside's wish to stop; says how the runner ended

Where there are no walls (the checker, which runs no student's code, or `--unsandboxed`), the guard
starts the runner itself.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time

from school.grading.apart.inside import runner, shell, walls

WORK = "/work"  # a submission's own folder within the sandbox
IDLE = 120  # seconds without a job after which the warm parent ends; the next job starts another
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
    while True:
        if not select.select([sock], [], [], IDLE)[0]:
            return
        message, descriptors, _flags, _address = socket.recv_fds(sock, 1 << 16, 2)
        if not message:
            return
        asked = json.loads(message)
        if asked["do"] == "warm":
            _warm(asked["modules"])
            sock.send(json.dumps({"warm": True, "threads": _threads()}).encode())
        else:
            data, status = descriptors
            if os.fork() == 0:
                sock.close()
                _guard(made, data, status, asked["limits"], asked["walls"])
            os.close(data)
            os.close(status)
        _reap()


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


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
    """What is there stays where it is: forks then share its memory. Warnings are shown anew in each fork."""
    for module in list(sys.modules.values()):
        registry = getattr(module, "__warningregistry__", None)
        if isinstance(registry, dict):
            registry.clear()
    gc.collect()
    gc.freeze()


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1


# --- the processes of one job ---------------------------------------------------------------------


def _guard(made: shell.Shell, data: int, status: int, limits: dict, walled: bool) -> None:
    """Start the job's processes, watch them, say how they ended. Never returns."""
    told = {"exit": None, "signal": None, "why": ""}
    try:
        child = os.fork()
        if child == 0:
            os.close(status)
            if walled:
                _gate(made, data, limits)
            os.setsid()
            walls.limit(limits["cpu_seconds"], limits["megabytes"], 0, limits["disk_megabytes"])
            _runner(made, data)
        told = _watch(child, data, limits, walled)
    except BaseException as error:
        told["why"] = f"the process could not be started: {error}"
    finally:
        with contextlib.suppress(OSError):
            os.write(status, json.dumps(told).encode())
        os._exit(0)


def _watch(child: int, data: int, limits: dict, walled: bool) -> dict:
    """Wait for the child; end it when the outside has hung up or it takes too much memory."""
    most = limits["total_megabytes"] * walls.MEGABYTE
    handle = os.pidfd_open(child)
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    waiting.register(data, 0)  # only its hang-up
    why, looks = "", 0.0
    while True:
        events = dict(waiting.poll(LOOK_EVERY * 1000))
        if handle in events:
            break
        if data in events:
            why = "stopped"
        elif time.monotonic() >= looks:
            began = time.monotonic()
            if _memory_below(child) > most:
                why = "memory"
            looks = began + max(LOOK_EVERY, 10 * (time.monotonic() - began))
        if why:
            _kill(child, group=not walled)
            break
    _pid, ended = os.waitpid(child, 0)
    if not walled:
        _kill(child, group=True)  # what the runner left behind in its group
    if why == "stopped":
        why = ""
    code = os.waitstatus_to_exitcode(ended)
    return {"exit": code if code >= 0 else None, "signal": -code if code < 0 else None, "why": why}


def _kill(child: int, group: bool) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL) if group else os.kill(child, signal.SIGKILL)


def _memory_below(top: int) -> int:
    """Bytes that the process and all below it use for themselves."""
    parents, total = {}, 0
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parents[int(name)] = int(_text(f"/proc/{name}/stat").rpartition(")")[2].split()[1])
    family, grown = {top}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        family |= more
        grown = bool(more)
    for pid in family:
        with contextlib.suppress(OSError, ValueError, IndexError):
            total += int(_text(f"/proc/{pid}/smaps_rollup").partition("Pss:")[2].split()[0]) * 1024
    return total


def _text(path: str) -> str:
    with open(path, encoding="ascii", errors="replace") as file:
        return file.read()


def _gate(made: shell.Shell, data: int, limits: dict) -> None:
    """Open the submission's own spaces and start their first process. Ends as the runner ended."""
    try:
        walls.die_with_parent()
        walls.enter_own_spaces()
        first = os.fork()
        if first == 0:
            _first(made, data, limits)
        os.close(data)
        _pid, ended = os.waitpid(first, 0)
        code = os.waitstatus_to_exitcode(ended)
        os._exit(code if code >= 0 else 128 - code)
    except BaseException:
        os._exit(101)


def _first(made: shell.Shell, data: int, limits: dict) -> None:
    """Process 1: signals from inside cannot reach it, and when it ends the kernel ends all that is left inside."""
    try:
        walls.die_with_parent()
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
