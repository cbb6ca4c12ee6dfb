"""The house agrees with itself: pins, licences, style, and the ways to open it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from school import screen
from school.commands import start
from school.dev import environment, large_files
from school.errors import Problem

KIT = Path(__file__).parents[2]
PYPROJECT = (KIT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]
GROUPS = tomllib.loads(PYPROJECT)["dependency-groups"]


# --- versions: pinned in pyproject.toml, and everything else follows


def test_environment_yml_is_what_pyproject_says():
    assert (KIT / "environment.yml").read_text(encoding="utf-8") == environment.text(PYPROJECT), "run: make lock"


def test_environment_yml_has_the_same_packages_and_a_python_that_is_allowed():
    conda = yaml.safe_load((KIT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, packages = conda["dependencies"]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(python.removeprefix("python="))
    assert pip == "pip"
    assert packages["pip"] == [*PROJECT["dependencies"], "-e ."]


@pytest.mark.parametrize("package", [*PROJECT["dependencies"], *(pin for group in GROUPS.values() for pin in group)])
def test_the_lock_holds_a_version_that_satisfies_the_pin(package):
    wanted = Requirement(package)
    lock = tomllib.loads((KIT / "uv.lock").read_text(encoding="utf-8"))
    locked = [entry["version"] for entry in lock["package"] if entry["name"] == canonicalize_name(wanted.name)]
    assert locked and all(wanted.specifier.contains(version) for version in locked), "run: make lock"


def test_jupyter_book_stays_below_2():
    assert "jupyter-book>=1.0.4.post1,<2" in GROUPS["book"]


def test_the_citation_names_this_version():
    assert f"version: {PROJECT['version']}" in (KIT / "CITATION.cff").read_text(encoding="utf-8").splitlines()


# --- style


@pytest.mark.skipif(os.name == "nt", reason="the checks before a commit are written for Linux and macOS")
def test_the_checks_before_a_commit_pass_on_every_file():
    checks = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"], cwd=KIT, capture_output=True, text=True
    )
    assert checks.returncode == 0, checks.stdout + checks.stderr


def test_a_large_file_is_refused(tmp_path):
    small, large = tmp_path / "small.png", tmp_path / "large.png"
    small.write_bytes(bytes(large_files.LIMIT))
    large.write_bytes(bytes(large_files.LIMIT + 1))
    assert large_files.too_large([str(small), str(large), "gone.png"]) == [
        f"{large}: 1000 kB; at most 1000 kB fit in git."
    ]


def test_the_folder_of_a_test_gives_it_its_marker(request):
    assert request.node.get_closest_marker("unit")


def test_make_help_lists_every_command():
    makefile = (KIT / "Makefile").read_text(encoding="utf-8")
    commands = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()
    said = subprocess.check_output(["make", "--no-print-directory", "help"], cwd=KIT, text=True)
    assert [line.split()[1] for line in said.splitlines()] == commands


# --- school start


@pytest.fixture
def taken():
    """A port that somebody listens on."""
    with socket.socket() as other:
        other.bind((start.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_passed_over_and_said(taken, monkeypatch, capsys):
    monkeypatch.setattr(start, "PORT", taken)
    port = start._next_free()
    assert port > taken
    assert capsys.readouterr().out == f"Port {taken} is in use, so this is port {port}.\n"


def test_no_free_port_is_a_problem(taken, monkeypatch):
    monkeypatch.setattr(start, "PORT", taken)
    monkeypatch.setattr(start, "TRIES", 1)
    with pytest.raises(Problem, match="all in use"):
        start._next_free()


def test_an_asked_for_port_in_use_is_one_line_and_a_bad_exit(taken, tmp_path):
    (tmp_path / "nbgrader_config.py").touch()
    school = subprocess.run(["school", "start", "--port", str(taken)], cwd=tmp_path, capture_output=True, text=True)
    assert school.returncode == 1
    assert school.stderr.count("\n") == 1 and f"Port {taken} cannot be used" in school.stderr


def test_the_first_page_opens(tmp_path):
    page = tmp_path / start.FIRST_PAGE
    page.parent.mkdir()
    page.touch()
    assert start._page(tmp_path) == "/tree/course/00-start-here.ipynb"


def test_without_the_first_page_the_start_screen_opens_and_it_says_so(tmp_path, capsys):
    assert start._page(tmp_path) == ""
    assert "course/00-start-here.ipynb is missing" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_without_a_screen_there_is_no_browser(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert not screen.can_show_a_browser()
