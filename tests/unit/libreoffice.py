"""LibreOffice without a window, for tests and benchmarks: many files in one run, since starting it costs the most."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

# Without this setting LibreOffice believes the values that an .xlsx file already holds.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def command(folder: Path, to: str, out: Path) -> list[str] | None:
    """What to run, with the files behind it; None without LibreOffice. Its profile, made in ``folder``, is nobody else's."""
    if not (soffice := shutil.which("soffice")):
        return None
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(RECALCULATE, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [soffice, profile, "--headless", "--convert-to", to, "--outdir", str(out)]


def converted(files: Sequence[Path], folder: Path, to: str) -> list[Path]:
    """The files as LibreOffice saves them in another form ("pdf"); of workbooks every cell is calculated anew ("xlsx").

    Without LibreOffice the test is skipped; where CI=true it fails.
    """
    out = folder / "converted"
    if not (run := command(folder, to, out)):
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(
            "No soffice on PATH. Install LibreOffice (Debian: apt install libreoffice-{calc,writer,impress}-nogui)."
        )
    done = subprocess.run([*run, *map(str, files)], capture_output=True, text=True, timeout=600)
    made = [out / f"{one.stem}.{to}" for one in files]
    assert done.returncode == 0 and all(one.is_file() for one in made), done.stdout + done.stderr
    return made


def recalculated(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice has calculated them, every cell anew."""
    return converted(workbooks, folder, "xlsx")
