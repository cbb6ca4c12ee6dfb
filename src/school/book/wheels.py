"""Wheels for the reader's browser, packed from what is installed here.

The browser then runs the very versions that `uv.lock` names, and nothing has to be fetched for it.
Only Python files and data go along: what a machine compiled for itself is of no use in a browser.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from school.errors import Problem

BROWSER = {"sys_platform": "emscripten", "os_name": "posix", "platform_system": "Emscripten", "extra": ""}
COMPILED = (".so", ".pyd", ".dll", ".dylib", ".pyc")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes


@dataclass(frozen=True)
class Wheel:
    """A wheel that Pyodide can unpack: its name and version, the modules it brings, what it needs, its bytes."""

    name: str
    version: str
    data: bytes
    imports: tuple[str, ...]
    depends: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def installed(*names: str, python: str, leave_out: frozenset[str] = frozenset()) -> list[Wheel]:
    """The installed packages of these names, and all that they need in a browser with that Python ("3.14").

    Raises:
        Problem: one of them is not installed here.
    """
    where = {**default_environment(), **BROWSER, "python_version": python, "python_full_version": f"{python}.0"}
    found: dict[str, Wheel] = {}
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found or name in leave_out:
            continue
        try:
            one = distribution(name)
        except PackageNotFoundError:
            raise Problem(f"The package {name} is not installed here.", "Use `make book`, which installs it.") from None
        wanted = [Requirement(text) for text in one.requires or []]
        needs = sorted(canonicalize_name(r.name) for r in wanted if not r.marker or r.marker.evaluate(where))
        found[name] = _packed(name, one, tuple(n for n in needs if n not in leave_out))
        waiting += needs
    return [found[name] for name in sorted(found)]


def made(name: str, version: str, files: dict[str, bytes], depends: tuple[str, ...] = ()) -> Wheel:
    """A wheel of our own from files by their path."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    wheel = "Wheel-Version: 1.0\nGenerator: school\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    contents = {**files, f"{info}/METADATA": about.encode(), f"{info}/WHEEL": wheel.encode()}
    return Wheel(name, version, _zipped(contents, f"{info}/RECORD"), _modules(contents), depends)


def _packed(name: str, one: Distribution, depends: tuple[str, ...]) -> Wheel:
    files, info = {}, ""
    for path in one.files or []:
        if path.parts[0] == ".." or path.is_absolute() or path.suffix in COMPILED or not path.locate().is_file():
            continue  # programs, JupyterLab's own files, machine code
        if path.parts[0].endswith(".dist-info"):
            info = path.parts[0]
            if path.name not in ("METADATA", "WHEEL", "entry_points.txt") and "icense" not in str(path).lower():
                continue
        if "tests" in path.parts or path.suffix == ".pyi":
            continue
        files[path.as_posix()] = path.locate().read_bytes()
    if f"{info}/WHEEL" in files:  # compiled for a machine, but its Python files work alone
        files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: school\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    return Wheel(name, one.version, _zipped(files, f"{info}/RECORD"), _modules(files), depends)


def _modules(files: dict[str, bytes]) -> tuple[str, ...]:
    tops = {path.split("/")[0].removesuffix(".py") for path in files if path.endswith(".py")}
    return tuple(sorted(top for top in tops if top.isidentifier()))


def _zipped(files: dict[str, bytes], record: str) -> bytes:
    lines = []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path, data in sorted(files.items()):
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{path},sha256={digest},{len(data)}")
            out.writestr(zipfile.ZipInfo(path, FIRST_DAY), data, zipfile.ZIP_DEFLATED, 9)
        out.writestr(zipfile.ZipInfo(record, FIRST_DAY), "\n".join([*lines, f"{record},,", ""]), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
