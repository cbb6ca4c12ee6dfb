"""A page as a PDF, printed by Chromium where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from school.errors import Problem

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
PATIENCE = 120  # seconds


def chromium() -> str | None:
    """The program that prints, or None."""
    return next((path for name in (os.environ.get("CHROMIUM"), *NAMES) if name and (path := shutil.which(name))), None)


def write(page: Path, target: Path) -> Path:
    """Print ``page`` into ``target``; what stood there is replaced once the new one is whole.

    Raises:
        Problem: there is no Chromium, or it does not print.
    """
    program = chromium()
    if not program:
        raise Problem(
            f"A PDF is printed by Chromium, and there is none on PATH. The page itself is there: {page.name}.",
            "Open it in any browser and print it, or install Chromium (Debian: sudo apt install chromium).",
        )
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch, "draft.pdf")
        draw(program, page, draft, Path(scratch, "profile"))
        half = target.with_suffix(".half")
        shutil.copyfile(draft, half)
        half.replace(target)
    return target


def draw(program: str, page: Path, draft: Path, profile: Path, *more: str, patience: int = PATIENCE) -> None:
    """Let Chromium print ``page`` into ``draft``, with ``more`` of its options, within ``patience`` seconds.

    Raises:
        Problem: it does not print.
    """
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--export-tagged-pdf", "--no-pdf-header-footer", *more,
        f"--user-data-dir={profile}", f"--print-to-pdf={draft}", page.resolve().as_uri(),
    ]  # fmt: skip
    draft.unlink(missing_ok=True)
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=patience)
    except subprocess.TimeoutExpired:
        raise Problem(
            f"Chromium did not print {page.name} within {patience} seconds.", "Try again on a machine less busy."
        ) from None
    if not draft.is_file():
        said = (done.stderr.strip().splitlines() or ["no word of why"])[-1]
        raise Problem(f"Chromium did not print {page.name}: {said[:200]}.")
