"""Building the book with Jupyter Book: from a clean tree, every warning a fault, faults told in one line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from school.book import again, inspection, lite, runtime, takeaway
from school.errors import Problem

LOG = "book.log"
SHARE = {"reading": (0.0, 0.75), "writing": (0.75, 0.9)}  # how Sphinx's two passes divide the work
_PASS = re.compile(r"^(?P<what>reading sources|writing output)\.\.\. \[ *(?P<percent>\d+)%\] (?P<page>\S+)")
_FAULT = re.compile(r"^(?P<place>.*?)(?:WARNING|ERROR|CRITICAL): (?P<what>.+)$")
_TRACE = re.compile(r"Notebook exception traceback saved in: (?P<file>.+?)(?: \[mystnb\.exec\])?$")
_RAISED = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Problem): (?P<what>.+)$")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

Progress = Callable[[float, str], None]


def build(root: Path, out: Path, progress: Progress = lambda _share, _page: None, *, quick: bool = False) -> Path:
    """Build the book of the kit in ``root`` into ``out``/_build/html; that folder's path.

    Args:
        progress: called with the share that is done and the page that is worked on.
        quick: run only the pages that changed since the last good build, where that is safe (`again`).

    Raises:
        Problem: a warning, a failing notebook or a broken link; nothing is left that could be published.
    """
    tools = Path(sys.executable).parent
    program = shutil.which("jupyter-book", path=str(tools))
    if not program:
        raise Problem("Jupyter Book is not installed here.", "Use `make book`, which installs it.")
    progress(0.0, "getting the browser's Python (fetched once)")
    runtime.prepare(runtime.cache_folder(root))
    target = out / "_build"
    quick = quick and again.allowed(root, target)
    if not quick:
        clear(target)
    target.mkdir(parents=True, exist_ok=True)
    again.begin(target)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(tools), os.environ.get("PATH", "")]),
        "VENTURE_FACE": "page",  # models show themselves as HTML for the page, not as widgets
        "PYTHONUNBUFFERED": "1",
        "NO_COLOR": "1",
        "COLUMNS": "400",
    }
    command = [program, "build", root, "--path-output", out, "-W", "-n", "--keep-going"]
    lines: list[str] = []
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as run:
        for raw in run.stdout:
            line = _COLOUR.sub("", raw.rstrip())
            lines.append(line)
            if found := _PASS.match(line):
                low, high = SHARE[found["what"].split()[0]]
                progress(low + (high - low) * int(found["percent"]) / 100, found["page"])
    log = target / LOG
    log.write_text("\n".join(lines) + "\n", "utf-8")
    site = target / "html"
    if run.returncode:
        fault = summary(lines, root).rstrip(".")  # read before the reports go
        shutil.rmtree(site, ignore_errors=True)
        raise Problem(f"The book was not built: {fault}.", f"Everything that was said is in {_shown(log)}.")
    try:
        finish(root, site, progress, whole=not quick)
    except Problem:
        shutil.rmtree(site, ignore_errors=True)
        raise
    again.succeeded(root, target)
    return site


def finish(root: Path, site: Path, progress: Progress, *, whole: bool) -> None:
    """Add what pages offer beside themselves, lessons for the browser and a copy of the course, and look at all links.

    A quick build leaves these two as they were.
    """
    progress(0.9, "putting the lessons into the browser")
    if whole and any(root.glob("course/*.ipynb")):
        lite.build_lite(root, site)
    if whole:
        takeaway.write(root, site)
    progress(0.98, "looking at every link")
    inspection.check(site)
    progress(1.0, "")


def clear(target: Path) -> None:
    """Remove what an earlier build left, all but the browser's Python, which does not depend on the book."""
    for path in target.iterdir() if target.is_dir() else ():
        if path.name == Path(runtime.CACHE).name:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def summary(lines: list[str], root: Path) -> str:
    """The first fault as one line that names the place, and how many there are."""
    faults: list[str] = []
    for line in lines:
        if found := _TRACE.search(line):
            # The line before said only that a notebook failed; the file's last line says how.
            reason = _last_line(Path(found["file"]))
            if faults and reason:
                faults[-1] = f"{faults[-1]}: {reason}"
        elif (found := _FAULT.match(line)) and "IPKernelApp" not in line:
            faults.append(re.sub(r" \[[\w.-]+\]$", "", f"{found['place']}{found['what']}"))
    faults = faults or [found["what"][:300] for line in lines if (found := _RAISED.match(line))]
    if not faults:
        return "Jupyter Book stopped without a word."
    first = faults[0].replace(f"{root}{os.sep}", "").strip()
    more = len(faults) - 1
    return first if not more else f"{first} (and {more} more fault{'s' if more > 1 else ''})"


def stale(root: Path, site: Path) -> bool:
    """True when there is no built book, or something that it is made of is newer."""
    door = site / "index.html"
    if not door.is_file():
        return True
    built = door.stat().st_mtime
    sources = [root / "_config.yml", root / "_toc.yml"]
    for folder in ("book", "course", "src"):
        sources += [
            path
            for path in (root / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and "my-work" not in path.parts
        ]
    return any(path.stat().st_mtime > built for path in sources)


def _last_line(path: Path) -> str:
    try:
        lines = [_COLOUR.sub("", line).strip() for line in path.read_text("utf-8").splitlines()]
    except OSError:
        return ""
    return next((line for line in reversed(lines) if line), "")[:200]


def _shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
