"""Whole lessons in the reader's browser: JupyterLite with the kit's own package, every file of it served by the book.

Written by `jupyter lite build` into the folder `lite/` of the built site. Pyodide's core comes from
npm by the lock file; the Python packages are those that are installed here (`school.book.wheels`);
no other host is asked, when it is built or when it runs. What needs compiled packages (numpy,
pandas, matplotlib) is not there, and `pip install` says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import venture
from school import house
from school.book import runtime
from school.book.wheels import Wheel, installed, made
from school.errors import Problem

FOLDER = "lite"
YAML = "ruamel-yaml"  # reads the plan and the cases; pure Python
PYTHON = "3.14"  # Pyodide's
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
KERNEL = "@jupyterlite/pyodide-kernel-extension"
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget", KERNEL)
SHIMS = ("ipykernel", "pyodide_kernel", "widgetsnbextension-4")  # the kernel's own stand-ins, which it brings along

# The kernel asks for packages through a module of this name. Ours brings all of them at once, so it only says no.
NO_PIP = '''"""Stands where the browser's kernel looks for its installer: this one installs nothing."""

MESSAGE = (
    "Packages cannot be added here: this page asks no other site for anything. "
    "All that the lessons use is here; for more, work on your own computer (see “Get the kit”)."
)


async def install(*_names, **_options):
    raise ModuleNotFoundError(MESSAGE)
'''
NO_PIP_LINE = """from piplite import MESSAGE


async def get_transformed_code(*_arguments, **_options):
    return f"print({MESSAGE!r})"
"""


def build_lite(root: Path, site: Path) -> Path:
    """Write the lessons as JupyterLite into ``site``/lite; that folder. Takes about ten seconds.

    Raises:
        Problem: JupyterLite is not installed or says no.
    """
    program = shutil.which("jupyter-lite", path=str(Path(sys.executable).parent))
    if not program:
        raise Problem("JupyterLite is not installed here.", "Use `make book`, which installs it.")
    core = pyodide(runtime.cache_folder(root))
    out = site / FOLDER
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        _lessons(root, here / "files")
        wheels = _wheels()
        _lay_out_python(core, wheels, here / "static" / "pyodide")
        _settings(here, [wheel.name for wheel in wheels])
        command = [program, "build", "--lite-dir", here, "--output-dir", out, "--contents", here / "files"]
        done = subprocess.run(
            [str(part) for part in command],
            cwd=here,
            env={**os.environ, "PATH": os.pathsep.join([str(Path(program).parent), os.environ.get("PATH", "")])},
            capture_output=True,
            text=True,
            errors="replace",
        )
        if done.returncode:
            said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            raise Problem(
                f"The lessons for the browser were not built: {said[-1][:300] if said else 'no word of why'}."
            )
    return out


def pyodide(cache: Path) -> Path:
    """Pyodide's core as it is, fetched once and kept. The pages' own copy is trimmed and of no use to JupyterLite."""
    kept = cache / f"pyodide-{runtime._key(runtime.NODE / 'package-lock.json')}"
    if not kept.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            package = runtime.packages(Path(scratch, "npm")) / "pyodide"
            new = Path(scratch, "core")
            new.mkdir()
            for name in CORE:
                shutil.copyfile(package / name, new / name)
            try:
                new.rename(kept)
            except OSError:  # another build was quicker
                if not kept.is_dir():
                    raise
    return kept


def _lessons(root: Path, into: Path) -> None:
    """What a reader finds there: lessons, tasks as they are handed out, the words. No solutions: they are elsewhere."""
    for pattern in ("course/*.ipynb", "assignments/*/*.ipynb", "book/glossary.md", "book/glossary/*.md"):
        for path in sorted(root.glob(pattern)):
            target = into / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _wheels() -> list[Wheel]:
    kernel = Path(sys.prefix, "share", "jupyter", "labextensions", KERNEL, "static", "pypi")
    shims = [_shim(path) for path in sorted(kernel.glob("*.whl")) if path.name.startswith(SHIMS)]
    if len(shims) != len(SHIMS):
        raise Problem(f"{kernel} holds other wheels than {', '.join(SHIMS)}.", "See SHIMS in school/book/lite.py.")
    pip = {"piplite/__init__.py": NO_PIP, "piplite/piplite.py": "", "piplite/cli.py": NO_PIP_LINE}
    names = frozenset(shim.name for shim in shims)
    return [
        *installed("ipython", "jedi", "comm", "ipywidgets", "anywidget", YAML, python=PYTHON, leave_out=names),
        *shims,
        made("piplite", "0", {path: text.encode() for path, text in pip.items()}),
        made("micropip", "0", {"micropip.py": b"from piplite import install  # noqa: F401\n"}),
        _venture(),
    ]


def _shim(path: Path) -> Wheel:
    name, version, *_tags = path.name.split("-")
    with zipfile.ZipFile(path) as wheel:
        tops = {member.split("/")[0].removesuffix(".py") for member in wheel.namelist() if member.endswith(".py")}
    return Wheel(name.replace("_", "-"), version, path.read_bytes(), tuple(sorted(tops)))


def _venture() -> Wheel:
    home = Path(venture.__file__).parent
    files = {
        path.relative_to(home.parent).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return made("venture", "0", files, (YAML,))


def _lay_out_python(core: Path, wheels: list[Wheel], into: Path) -> None:
    """Pyodide's core and the wheels in one folder, with the list by which Pyodide finds them."""
    into.mkdir(parents=True)
    for name in CORE:
        shutil.copyfile(core / name, into / name)
    lock = json.loads((core / "pyodide-lock.json").read_text("utf-8"))
    packages = {}
    for wheel in wheels:
        (into / wheel.file_name).write_bytes(wheel.data)
        packages[wheel.name] = {
            "name": wheel.name,
            "version": wheel.version,
            "file_name": wheel.file_name,
            "install_dir": "site",
            "sha256": wheel.sha256,
            "package_type": "package",
            "imports": list(wheel.imports),
            "depends": list(wheel.depends),
            "unvendored_tests": False,
        }
    (into / "pyodide-lock.json").write_text(json.dumps({"info": lock["info"], "packages": packages}), "utf-8")


def _settings(here: Path, packages: list[str]) -> None:
    labs = Path(sys.prefix, "share", "jupyter", "labextensions")
    build = {
        "LiteBuildConfig": {
            "apps": ["notebooks"],
            "no_sourcemaps": True,
            "ignore_sys_prefix": ["federated_extensions"],  # what is installed for the school is not the reader's
            "federated_extensions": [str(labs / name) for name in EXTENSIONS],
        }
    }
    kernel = {"disablePyPIFallback": True, "pipliteUrls": [], "loadPyodideOptions": {"packages": packages}}
    lite = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Lessons in your browser",
            "litePluginSettings": {f"{KERNEL}:kernel": kernel},
        },
    }
    # The lessons name the kernel of a desk, python3; without this a question about kernels would stand in the way.
    overrides = {"@jupyterlab/notebook-extension:tracker": {"autoStartDefaultKernel": True}}
    for name, content in {"jupyter_lite_config": build, "jupyter-lite": lite, "overrides": overrides}.items():
        (here / f"{name}.json").write_text(json.dumps(content), "utf-8")


def main() -> None:
    """Fetch what the browser's lessons need while there is a network: ``python -m school.book.lite``."""
    pyodide(runtime.cache_folder(house.root()))


if __name__ == "__main__":
    main()
