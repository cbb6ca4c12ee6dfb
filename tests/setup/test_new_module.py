"""A module is cheap to add: a probe module goes through the whole house, and no other file is touched for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.timeout(600)

PROBE = "20-probe-of-the-house"
TITLE = "Probe of the house"
FILES = {
    "src/venture/models/probe_of_the_house.py",
    "src/venture/lessons/probe_of_the_house.py",
    "tests/unit/test_model_probe_of_the_house.py",
    f"course/{PROBE}.ipynb",
    f"solutions/{PROBE}/{PROBE}.ipynb",
    "book/models/probe-of-the-house.md",
    f"book/glossary/{PROBE}.md",
    f"book/coach/{PROBE}.md",
}


def test_a_probe_module_is_taught_released_graded_and_published(kit_copy):
    # The copy's own code, not that of the environment, in every process that is started from here.
    env = os.environ | {"PYTHONPATH": str(kit_copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=kit_copy, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def changed() -> set[str]:
        listed = run("git", "status", "--porcelain", "--untracked-files=all").splitlines()
        return {line[3:] for line in listed if not line.startswith("A  ")}

    assert changed() == set()
    run("school", "new-module", PROBE, "--title", TITLE)
    assert changed() == FILES, "the skeleton is laid down in its places and nowhere else"

    run("school", "release", PROBE)
    released = f"assignments/{PROBE}/{PROBE}.ipynb"
    assert changed() == FILES | {released}
    assert "HIDDEN" not in (kit_copy / released).read_text("utf-8")

    run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/content", "tests/unit/test_model.py",
        "tests/unit/test_model_probe_of_the_house.py")  # fmt: skip

    said = run("school", "demo", PROBE, "--students", "5")
    assert "Probe" in said or PROBE in said

    run("school", "book")
    html = kit_copy / "_build" / "html"
    lesson = (html / "course" / f"{PROBE}.html").read_text("utf-8")
    assert 'data-model="probe_of_the_house" data-live="page"' in lesson
    assert 'data-model="probe_of_the_house" data-live="page"' in (
        html / "book/models/probe-of-the-house.html"
    ).read_text("utf-8")
    assert "Term of probe of the house" in (html / "book/glossary.html").read_text("utf-8"), "its terms are in the list"
    assert f"Module 20. {TITLE}" in (html / "book/index.html").read_text("utf-8"), "it is on the landing page"
    assert changed() == FILES | {released}, "nothing else was written into the tree"


def test_a_second_module_of_that_name_is_refused_and_nothing_is_written(kit_copy):
    env = os.environ | {"PYTHONPATH": str(kit_copy / "src")}

    def new(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run(["school", "new-module", *words], cwd=kit_copy, env=env, capture_output=True, text=True)

    before = {path: path.read_bytes() for path in kit_copy.rglob("*.ipynb")}
    for words, part in {
        ("04-costs-and-break-even",): "is there already",
        ("04-another-four",): "Number 04 is taken by course/04-costs-and-break-even.ipynb",
        ("five",): "is no module's name",
        ("20-con",): "keeps for itself",
        ("../20-away",): "is no module's name",
        ("20-title", "--title", 'a "quoted" one'): "is no title",
    }.items():
        refused = new(*words)
        assert refused.returncode == 1 and part in refused.stderr, (words, refused.stdout, refused.stderr)
        assert len(refused.stderr.strip().splitlines()) == 1
    assert {path: path.read_bytes() for path in kit_copy.rglob("*.ipynb")} == before
    assert "would write" in new("21-dry", "--dry-run").stdout
    assert not (kit_copy / "course" / "21-dry.ipynb").exists()


def test_the_skeleton_says_where_to_work(kit_copy):
    """Every place that the author has to fill says so."""
    skeleton = kit_copy / "src" / "school" / "skeleton"
    for template in skeleton.iterdir():
        text = template.read_text("utf-8")
        assert "eplace" in text, template.name
        if template.name.endswith(".ipynb.txt"):
            assert json.loads(text)["nbformat"] == 4
