"""A second build that runs only what changed, for whoever writes a page and wants to see it.

It is allowed only after a build that succeeded, with the same program, settings and set of pages;
otherwise the next build is a whole one. So a lesson that failed is never passed over, which Sphinx
would do. What is published comes from a whole build. Because settings and program must be the same,
directives that compute from the program's own data (models, cases, law) need not be read again.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sphinx.application import Sphinx

STATE = "built.json"


def state(root: Path) -> dict[str, object]:
    """What a quick build may not differ in: the files that every page depends on, and which pages there are."""
    digest = hashlib.sha256()
    shared = [root / name for name in ("_config.yml", "_toc.yml", "uv.lock")]
    for folder in ("src", "book/_static"):
        shared += sorted(path for path in (root / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    for path in shared:
        if path.is_file():
            seen = path.stat()
            digest.update(f"{path.relative_to(root)} {seen.st_mtime_ns} {seen.st_size}\n".encode())
    pages = [path for pattern in ("book/**/*.md", "course/*.ipynb") for path in sorted(root.glob(pattern))]
    return {"shared": digest.hexdigest(), "pages": [path.relative_to(root).as_posix() for path in pages]}


def allowed(root: Path, target: Path) -> bool:
    """True where what is in ``target`` is a good build that only pages may have changed since."""
    try:
        return json.loads((target / STATE).read_text("utf-8")) == state(root)
    except (OSError, ValueError):
        return False


def begin(target: Path) -> None:
    (target / STATE).unlink(missing_ok=True)


def succeeded(root: Path, target: Path) -> None:
    (target / STATE).write_text(json.dumps(state(root)), "utf-8")


def setup(app: Sphinx) -> None:
    # Every page is written each time, which is quick: its menu names the others, whose titles may have changed.
    app.connect("env-updated", lambda _app, env: sorted(env.found_docs))
