"""A warm parent process and the jobs that it is given: the outside's view of it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from school.grading.apart import sandbox
from school.grading.apart.inside import frames

MOST_MESSAGE = 24 * 2**20  # one cell's outputs and answers
MOST_MESSAGES = 64 * 2**20  # all that one submission may send
GRACE = 3.0  # seconds that a cell may take to stop after it was told to
KILLS = (9, 15)  # what an overfull machine, `kill` and a shutdown send
MOST_JOBS, MOST_KEPT = 100, 8  # that one process does, one after the other; processes that wait for the next
STARTS = 60.0  # seconds that a warm parent may take to be ready, on a slow machine


# A warm parent needs these of the system. Elsewhere each job starts a process of its own, which takes a second.
CAN_FORK = hasattr(os, "pidfd_open") and hasattr(socket, "SOCK_SEQPACKET")


class NoBox(RuntimeError):
    """The process that runs submissions could not be started, or was lost. Nobody's notebook is at fault."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Far more than an honest notebook of the course needs."""

    seconds: float = 30.0  # each cell; nbgrader's own default
    all_seconds: float = 120.0  # the whole notebook
    cpu_seconds: int = 120
    megabytes: int = 4096  # address space of one process; libraries reserve much that they never use
    total_megabytes: int = 1536  # memory in use by all processes of the submission
    processes: int = 64
    disk_megabytes: int = 128


@dataclass
class Ran:
    """What came of a job. ``cells`` holds what was told of each cell that was done."""

    cells: dict[int, dict] = field(default_factory=dict)
    whole: bool = False
    why: str = ""
    """Why not all cells were done, in words."""
    stopped_in: int | None = None
    modules: tuple[str, ...] = ()
    killed: bool = False
    """Its process was ended by a signal that others send too: whoever clears up a full machine, or shuts it down."""

    @property
    def interrupted(self) -> bool:
        """A cell was stopped for its time, wherever it was: nobody knows what it left half done."""
        return any(one.get("ename") == "CellTimeout" for told in self.cells.values() for one in told.get("outputs", ()))


@dataclass(frozen=True)
class _Kind:
    """What a process that is kept may be used for again."""

    trusted: bool
    limits: Limits
    sources: tuple[str | None, ...]


class _Line:
    """A process that runs jobs, and what connects it with us."""

    def __init__(self, kind: _Kind, sock: socket.socket, status: BinaryIO, sandboxed: bool) -> None:
        self.kind, self.sock = kind, sock
        self._folder = None if sandboxed else _folder()
        self.jobs = 0
        self._status, self._began = status, time.monotonic()

    @property
    def folder(self) -> str | None:
        """Where its jobs work; in the sandbox there is a place."""
        return self._folder and self._folder.name

    @property
    def age(self) -> float:
        return time.monotonic() - self._began

    def hang_up(self, done: bool) -> bytes:
        """The warm parent sees it and ends what still runs. Gives how the process ended, where it was not ``done``."""
        self.sock.close()
        # where its folder goes with it, the process must be gone first
        told = self._status.read(4096) if not done or self._folder else b""
        self._status.close()
        if self._folder:
            self._folder.cleanup()
        return told


class Box:
    """One warm parent, in a sandbox where it is ``sandboxed``.

    Jobs that run what students wrote have each a process of its own, in the sandbox with walls around
    it. For ``trusted`` ones, the checks, a process without walls is kept: the next job of the same
    cells finds it warm, and all names gone.
    """

    def __init__(self, sandboxed: bool, modules: tuple[str, ...] = ()) -> None:
        self.sandboxed = sandboxed
        self.modules = modules
        self.forks = CAN_FORK
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._has_fonts = False
        self._lines: list[_Line] = []

    # --- the warm parent ---

    def _start(self) -> None:
        fonts = sandbox.fonts(_draws(self.modules)) if self.sandboxed else None
        self._has_fonts = fonts is not None or not self.sandboxed
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with tempfile.TemporaryFile() as said, theirs:
            self._process = subprocess.Popen(
                self._command(theirs.fileno(), fonts),
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                env=None if self.sandboxed else {**os.environ, **sandbox.ENVIRONMENT}, start_new_session=True,
            )  # fmt: skip
            theirs.close()
            self._control = ours
            ours.settimeout(STARTS)
            try:
                told = json.loads(ours.recv(1 << 16) or b"{}")
            except (TimeoutError, OSError, ValueError):
                told = {}
            if "ready" not in told:
                self._stop()
                said.seek(0)
                lines = said.read(4000).decode(errors="replace").strip().splitlines()
                reason = told.get("failed") or (lines[-1] if lines else "no reason given")
                raise NoBox(f"the process that runs submissions did not start: {reason}")
        if self.modules:
            self._warm(self.modules)

    def _command(self, control: int, fonts: Path | None) -> list[str]:
        start = "from school.grading.apart.inside.zygote import main; main({}, {})"
        if self.sandboxed:
            paths, program = sandbox.paths_inside(), [sandbox.python_inside(), "-I", "-S"]
            wrap, user = sandbox.command(fonts), sandbox.user_inside()
            if fonts:
                start = (
                    "import shutil; shutil.copytree('/kit/fonts', '/tmp/matplotlib', copy_function=shutil.copyfile); "
                    + start
                )
        else:
            paths, program, wrap, user = [_home()], [sys.executable, "-I"], [], 0
        return [*wrap, *program, "-c", f"import sys; sys.path[:0] = {paths!r}; " + start.format(control, user)]

    def _warm(self, modules: tuple[str, ...]) -> None:
        self._control.send(json.dumps({"do": "warm", "modules": modules}).encode())
        try:
            told = json.loads(self._control.recv(1 << 16) or b"{}")
        except (TimeoutError, OSError, ValueError):
            told = {}
        if told.get("threads") != 1:
            self._stop()
            raise NoBox(f"the warm parent did not get ready to fork: {told or 'no answer'}")

    def warm_further(self, modules: tuple[str, ...]) -> None:
        """Load these too, now and after every new start."""
        with self._lock:
            if set(modules) <= set(self.modules):
                return
            self.modules = tuple(dict.fromkeys((*self.modules, *modules)))
            self._hang_up()
            if not self._alive() or not self.forks:
                return
            if _draws(modules) and not self._has_fonts:
                self._stop()  # it was started without the list of fonts; the next job starts it with it
            else:
                self._warm(modules)

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _hang_up(self) -> None:
        while self._lines:
            self._lines.pop().hang_up(True)

    def _stop(self) -> None:
        self._hang_up()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def start(self) -> None:
        """Start the warm parent now, not at the first job. What goes wrong is said at the first job."""
        with self._lock, contextlib.suppress(NoBox, OSError):
            if self.forks and not self._alive():
                self._start()

    def close(self) -> None:
        """End the warm parent, and with it all that runs below."""
        with self._lock:
            self._stop()

    # --- jobs ---

    def run(
        self,
        items: list[dict],
        limits: Limits,
        files: dict[str, str] | None = None,
        modules: bool = False,
        trusted: bool = False,
    ) -> Ran:
        """Run a job's cells in a fresh fork, or in one that is kept for ``trusted`` cells like these.

        Raises:
            NoBox: there is no process to run them.
        """
        if not self.forks:
            return self._run_alone(items, limits, files or {}, modules)
        for last in (False, True):
            try:
                ran = self._run(items, limits, files or {}, modules, trusted)
            except NoBox:
                self.close()
                if last:
                    raise
                continue
            # The notebook is to blame for a kill only when it ends so each time.
            if last or not ran.killed:
                return ran

    def _run(self, items: list[dict], limits: Limits, files: dict[str, str], modules: bool, trusted: bool) -> Ran:
        kind = _Kind(trusted, limits, tuple(item.get("source") for item in items))
        line = self._kept(kind) or self._open(kind)
        job = {"items": items, "files": files, "seconds": limits.seconds, "folder": line.folder}
        ran = Ran()
        try:
            line.sock.settimeout(30)
            frames.send(line.sock, {**job, "modules": modules, "kept": trusted})
            _listen(line.sock, items, limits, ran)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            pass
        line.jobs += 1
        young = line.jobs < MOST_JOBS and line.age < limits.cpu_seconds / 4
        if ran.whole and trusted and young and not ran.interrupted:
            with self._lock:
                self._lines.append(line)
            return ran
        told = line.hang_up(ran.whole)
        if ran.whole:
            return ran
        if line.jobs > 1 and not ran.cells and ran.stopped_in is None:
            return self._run(items, limits, files, modules, trusted)  # it had ended while it waited
        if not told:
            raise NoBox("the process that runs submissions was lost")
        ended = json.loads(told)
        if not ran.cells and ran.stopped_in is None:
            raise NoBox(ended["why"] or f"the walls could not be raised (code {ended['exit']})")
        ran.killed = not ran.why and not ended["why"] and _signal(ended) in KILLS
        ran.why = _reason(ended, ran.why)
        return ran

    def _kept(self, kind: _Kind) -> _Line | None:
        """A process that has done this kind of job before and waits for another."""
        if not kind.trusted:
            return None
        with self._lock:
            found = next((one for one in self._lines if one.kind == kind), None)
            if found:
                self._lines.remove(found)
            elif len(self._lines) >= MOST_KEPT:
                self._lines.pop(0).hang_up(True)
        return found

    def _open(self, kind: _Kind) -> _Line:
        """A fresh fork of the warm parent."""
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe()
        line = _Line(kind, ours, os.fdopen(reading, "rb"), self.sandboxed)
        asked = {"do": "run", "limits": asdict(kind.limits), "walls": self.sandboxed and not kind.trusted}
        sent = False
        try:
            with self._lock:
                if not self._alive():
                    self._stop()
                    self._start()
                socket.send_fds(self._control, [json.dumps(asked).encode()], [theirs.fileno(), writing])
            sent = True
        except OSError as error:
            raise NoBox(f"the process that runs submissions is gone: {error}") from None
        finally:
            theirs.close()
            os.close(writing)  # before hanging up, which waits until nobody holds it
            if not sent:
                line.hang_up(True)
        return line

    def _run_alone(self, items: list[dict], limits: Limits, files: dict[str, str], modules: bool) -> Ran:
        """A job in a cold process. There are no walls here, and the caller was told."""
        word, ran = secrets.token_hex(16), Ran()
        start = f"import sys; sys.path[:0] = {[_home()]!r}; from school.grading.apart.inside.alone import main; main()"
        with _folder() as folder, socket.create_server(("127.0.0.1", 0)) as door:
            process = subprocess.Popen(
                [sys.executable, "-I", "-c", start],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
                env={**os.environ, **sandbox.ENVIRONMENT},
            )  # fmt: skip
            try:
                process.stdin.write(f"{door.getsockname()[1]} {word}\n".encode())
                process.stdin.close()
                door.settimeout(STARTS)
                sock, _address = door.accept()
                with sock:
                    sock.settimeout(STARTS)
                    if sock.recv(len(word), socket.MSG_WAITALL) != word.encode("ascii"):
                        raise NoBox("somebody else answered")
                    job = {"items": items, "files": files, "seconds": limits.seconds, "folder": folder}
                    frames.send(sock, {**job, "modules": modules})
                    _listen(sock, items, limits, ran)
            except OSError as error:
                if not ran.cells and ran.stopped_in is None:
                    raise NoBox(f"the process that runs submissions did not start: {error}") from None
            finally:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.2 if ran.whole else 0)
                process.kill()
                code = process.wait()
        if not ran.whole:
            ran.why = ran.why or _reason({"why": "", "exit": max(code, 0), "signal": max(-code, 0)}, "")
        return ran


def _draws(modules: tuple[str, ...]) -> bool:
    return any(name.split(".")[0] == "matplotlib" for name in modules)


def _home() -> str:
    """The folder that holds the package `school`."""
    import school

    return str(Path(school.__file__).parents[1])


def _listen(sock: socket.socket, items: list[dict], limits: Limits, ran: Ran) -> None:
    """Take what the runner tells, in the order of the cells and each once; more is not believed."""
    waiting = [item["cell"] for item in items]
    end = time.monotonic() + limits.all_seconds
    left = MOST_MESSAGES
    until = min(end, time.monotonic() + limits.seconds + GRACE)
    while True:
        try:
            message, length = frames.receive(sock, min(left, MOST_MESSAGE), until)
        except TimeoutError:
            ran.why = "ran too long"
            return
        except frames.Broken as error:
            ran.why = f"sent {error}"
            return
        if not isinstance(message, dict):
            return
        left -= length
        if "modules" in message and not waiting:
            ran.modules = tuple(str(one) for one in message["modules"])
        elif "end" in message:
            ran.whole = not waiting
            return
        elif waiting and message.get("begin") == waiting[0]:
            ran.stopped_in = waiting[0]
            until = min(end, time.monotonic() + limits.seconds + GRACE)
        elif waiting and message.get("cell") == waiting[0]:
            ran.cells[waiting.pop(0)] = message
            ran.stopped_in = waiting[0] if waiting else None
            until = min(end, time.monotonic() + limits.seconds + GRACE)
        else:
            ran.why = "sent what no notebook sends"
            return


def _reason(ended: dict, why: str) -> str:
    """Why a runner did not come to its end, in words for the coach."""
    if ended["why"] == "memory":
        return "took too much memory"
    if why:
        return why
    code = _signal(ended)
    if code == 24:
        return "computed too long"
    if code:
        return f"crashed Python (signal {code})"
    return "ended Python itself"


def _signal(ended: dict) -> int | None:
    """The signal that ended a runner, as it was told by whichever process stood around it."""
    return ended["signal"] or (ended["exit"] - 128 if (ended["exit"] or 0) > 128 else None)


def _folder() -> tempfile.TemporaryDirectory:
    """A folder of its own for a job without a sandbox; in the sandbox there is one."""
    return tempfile.TemporaryDirectory(prefix="school-", ignore_cleanup_errors=True)
