"""Building the book: what is told when it fails, what is cleared, when it is stale. A real build is in tests/browser."""

import os
from pathlib import Path

import pytest

from school.book.build import clear, stale, summary

ROOT = Path("/kit")


def test_a_warning_is_told_with_its_place_and_without_its_code():
    lines = [
        "reading sources... [ 10%] book/index",
        f"{ROOT}/book/index.md:12: WARNING: 'myst' cross-reference target not found: 'nowhere.md' [myst.xref_missing]",
    ]
    assert summary(lines, ROOT) == "book/index.md:12: 'myst' cross-reference target not found: 'nowhere.md'"


def test_a_failing_notebook_is_told_with_its_last_line(tmp_path: Path):
    trace = tmp_path / "lesson.err.log"
    trace.write_text("Traceback\n…\n\x1b[31mNameError\x1b[0m: name 'prise' is not defined\n\n", "utf-8")
    lines = [
        f"{ROOT}/course/04.ipynb: WARNING: Executing notebook failed: CellExecutionError [mystnb.exec]",
        f"{ROOT}/course/04.ipynb: WARNING: Notebook exception traceback saved in: {trace} [mystnb.exec]",
    ]
    assert summary(lines, ROOT) == (
        "course/04.ipynb: Executing notebook failed: CellExecutionError: NameError: name 'prise' is not defined"
    )


def test_further_faults_are_counted():
    lines = [f"WARNING: fault {n}" for n in range(3)]
    assert summary(lines, ROOT) == "fault 0 (and 2 more faults)"


def test_the_kernels_own_warning_is_no_fault_and_what_was_raised_is_one():
    lines = [
        "[IPKernelApp] WARNING | not encrypted",
        "Traceback",
        "sphinx.errors.ExtensionError: no template 'x'",
        "=" * 79,
    ]
    assert summary(lines, ROOT) == "no template 'x'"
    assert summary(["[IPKernelApp] WARNING | not encrypted"], ROOT) == "Jupyter Book stopped without a word."


def test_clearing_keeps_the_browsers_python_and_nothing_else(tmp_path: Path):
    for name in ("runtime-cache/python-1/stdlib.zip", "html/index.html", ".doctrees/environment.pickle", "book.log"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    clear(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["runtime-cache"]
    clear(tmp_path / "missing")  # nothing to clear is no error


def test_the_book_is_stale_when_it_is_missing_or_something_is_newer(tmp_path: Path):
    site = tmp_path / "_build" / "html"
    site.mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml", "book/index.md", "course/my-work/answers.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000, 1000))
    assert stale(tmp_path, site)
    (site / "index.html").touch()
    os.utime(site / "index.html", (2000, 2000))
    assert not stale(tmp_path, site)
    os.utime(tmp_path / "course/my-work/answers.json", (3000, 3000))
    assert not stale(tmp_path, site)  # a student's answers are not part of the book
    os.utime(tmp_path / "book/index.md", (3000, 3000))
    assert stale(tmp_path, site)


@pytest.mark.parametrize("line", ["reading sources... [ 50%] book/index", "writing output... [100%] course/04"])
def test_progress_is_read_from_what_sphinx_says(line: str):
    from school.book.build import _PASS

    assert _PASS.match(line)["page"] == line.rsplit(" ", 1)[1]
