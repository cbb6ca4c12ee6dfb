"""LibreOffice, to recalculate workbooks: many in one run, since starting it costs the most."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from money_oracle import RECALCULATE


def recalculated(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice has calculated them, every cell anew.

    Without LibreOffice the test is skipped; where CI=true it fails.
    """
    if not (soffice := shutil.which("soffice")):
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("No soffice on PATH. Install LibreOffice Calc (Debian: apt install libreoffice-calc-nogui).")
    profile, out = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    run = subprocess.run(
        [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), *map(str, workbooks)],
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    made = [out / one.name for one in workbooks]
    assert all(one.is_file() for one in made), run.stdout + run.stderr
    return made
