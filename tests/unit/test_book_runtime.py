"""The browser's Python: what is packed, and under which name it is served."""

import io
import zipfile
from pathlib import Path

import pytest

import school.book.runtime as runtime
from school.errors import Problem


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """Stands for a prepared runtime: the same names, a few bytes each."""
    folder = tmp_path / "prepared"
    folder.mkdir()
    for name in (
        "pyodide.mjs",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm.bin",
        "stdlib.zip",
        "pyodide-lock.json",
        "NOTICE.txt",
    ):
        (folder / name).write_bytes(name.encode() * 50)
    return folder


def test_the_package_is_packed_without_the_school_and_always_to_the_same_bytes():
    packed = runtime.packed_venture()
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert "venture/models/break_even.py" in names and "venture/faces/live.py" in names
    assert all(name.startswith("venture/") for name in names)
    assert runtime.packed_venture() == packed


def test_a_change_in_any_file_changes_the_folder(prepared: Path, tmp_path: Path):
    first = runtime.publish(prepared, tmp_path / "out")
    assert runtime.publish(prepared, tmp_path / "again") == first
    (prepared / "stdlib.zip").write_bytes(b"other")
    assert runtime.publish(prepared, tmp_path / "out").folder != first.folder


def test_the_folder_holds_the_worker_and_says_what_each_file_costs(prepared: Path, tmp_path: Path):
    published = runtime.publish(prepared, tmp_path)
    assert (tmp_path / published.folder / "worker.js").read_bytes() == runtime.WORKER.read_bytes()
    assert published.files["stdlib.zip"] == (prepared / "stdlib.zip").stat().st_size
    assert 0 < published.files["pyodide.asm.mjs"] < (prepared / "pyodide.asm.mjs").stat().st_size  # packed on the way
    assert "NOTICE.txt" not in published.files


def test_a_missing_program_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(runtime.shutil, "which", lambda *_a, **_k: None)
    with pytest.raises(Problem, match=r"npm is not installed\. Run `make start` again"):
        runtime.packages(tmp_path)


def test_the_lock_file_names_no_host_and_pins_every_package():
    text = (runtime.NODE / "package-lock.json").read_text("utf-8")
    assert "http" not in text
    assert text.count('"integrity"') == text.count('"node_modules/')
