"""The sandbox that this machine has: bubblewrap around the warm parent.

Inside there is the system's `/usr`, read-only, this environment's packages and `venture`, an
empty writable folder, and nothing else: no network, no home, no kit, no gradebook, no other
submission. On a machine where the grader is root, the parent leaves root's rights before anything
is loaded.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

NOBODY = 65534  # the user without rights that every Linux has
WAY_ON = (
    "Install it (Debian and Ubuntu: sudo apt install bubblewrap), or grade without protection, "
    "only work that you trust: --unsandboxed."
)


def missing() -> str:
    """Why no sandbox can be had here, before it is even tried. Empty is good."""
    if sys.platform != "linux":
        return "the sandbox needs Linux"
    if not shutil.which("bwrap"):
        return "the program bwrap (bubblewrap) is not installed"
    return ""


def user_inside() -> int:
    """The user that submissions run as: whoever grades, but never root."""
    return NOBODY if os.getuid() == 0 else 0


@functools.cache
def _python() -> tuple[list[str], str, dict[str, str]]:
    """How Python is shown inside: bubblewrap's options, its program there, its environment."""
    base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    prefix = Path(sys.base_prefix).resolve()
    if prefix.is_relative_to("/usr"):
        return [], str(base), {}
    inside = Path("/kit/python")
    return (
        ["--ro-bind", str(prefix), str(inside)],
        str(inside / base.relative_to(prefix)),
        {"LD_LIBRARY_PATH": str(inside / "lib")},
    )


def _packages() -> list[str]:
    """The folders of this environment's packages; the first is where IPython is, wherever that may be."""
    ipython = Path(importlib.util.find_spec("IPython").submodule_search_locations[0]).parent
    usual = (sysconfig.get_path(name) for name in ("purelib", "platlib"))
    return list(dict.fromkeys([str(ipython), *(path for path in usual if os.path.isdir(path))]))


def _house() -> list[Path]:
    """`venture`, which notebooks import, and `school`, of which the machinery in here is a part."""
    return [
        Path(importlib.util.find_spec(name).submodule_search_locations[0]).resolve() for name in ("venture", "school")
    ]


def paths_inside() -> list[str]:
    """Where Python looks for packages inside."""
    return ["/kit", *(f"/kit/site{number}" for number, _path in enumerate(_packages()))]


def python_inside() -> str:
    return _python()[1]


ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a parent with threads cannot be forked, and each submission has one share
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "JUPYTER_PLATFORM_DIRS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def command(fonts: Path | None) -> list[str]:
    """bubblewrap with its options; the program to run comes after. ``fonts`` is matplotlib's cache, if it is needed."""
    options, _program, extra = _python()
    environment = {
        **ENVIRONMENT,
        **extra,
        "PATH": "/usr/bin:/bin",
        "HOME": "/work",
        "TMPDIR": "/work",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
        "USER": "student",
    }
    if lang := os.environ.get("VENTURE_LANG"):
        environment["VENTURE_LANG"] = lang
    words = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.getuid() == 0:
        # As root bubblewrap needs no user space of its own; inside, the parent becomes nobody at once.
        words += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user"]
    words += ["--new-session", "--hostname", "school", "--clearenv"]
    for name, value in environment.items():
        words += ["--setenv", name, value]
    # bubblewrap makes missing folders for root alone
    words += ["--perms", "0755", "--dir", "/etc", "--perms", "0755", "--dir", "/kit"]
    words += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        place = Path("/", name)
        if place.is_symlink():
            words += ["--symlink", os.readlink(place), str(place)]
        elif place.is_dir():
            words += ["--ro-bind", str(place), str(place)]
    for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "nsswitch.conf"):
        words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    words += ["--dev", "/dev", "--proc", "/proc", "--perms", "1777", "--tmpfs", "/tmp"]
    words += ["--perms", "1777", "--tmpfs", "/work", *options]
    for number, path in enumerate(_packages()):
        words += ["--ro-bind", path, f"/kit/site{number}"]
    for package in _house():
        words += ["--ro-bind", str(package), f"/kit/{package.name}"]
    if fonts is not None:
        words += ["--ro-bind", str(fonts), "/kit/fonts"]
    return [*words, "--remount-ro", "/", "--chdir", "/work"]


def fonts(needed: bool) -> Path | None:
    """matplotlib's list of fonts, where there is one or it is needed: inside there is no place where it could stay."""
    home = os.environ.get("MPLCONFIGDIR") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    usual = Path(home) if os.environ.get("MPLCONFIGDIR") else Path(home) / "matplotlib"
    if any(usual.glob("fontlist-*.json")):
        return usual
    return _made_fonts() if needed else None


@functools.cache
def _made_fonts() -> Path | None:
    """The list, made by importing matplotlib once outside."""
    said = subprocess.run(
        [sys.executable, "-c", "import matplotlib.font_manager; print(matplotlib.get_cachedir())"],
        capture_output=True, text=True,
    )  # fmt: skip
    folder = Path(said.stdout.strip()) if said.returncode == 0 else None
    return folder if folder and folder.is_dir() else None
