"""Set-up on a fresh copy of the kit at a path with a space: from nothing, twice, and then without a network."""

from __future__ import annotations

import os
import subprocess
import urllib.request

import pytest

pytestmark = pytest.mark.timeout(1500)

WITHOUT_A_SCREEN = {
    name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"}
}
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody answers
WITHOUT_A_NETWORK = WITHOUT_A_SCREEN | {
    "UV_OFFLINE": "1",
    "PIP_NO_INDEX": "1",
    **dict.fromkeys(["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"], NOWHERE),
    "no_proxy": "127.0.0.1,localhost",
    "NO_PROXY": "127.0.0.1,localhost",
}


def test_make_start_and_make_unit_from_nothing_and_again_offline(kit_copy, serve, free_port):
    for env in (WITHOUT_A_SCREEN, WITHOUT_A_NETWORK):
        address = serve(["make", "start", f"ARGS=--port {free_port}"], cwd=kit_copy, env=env)
        assert f":{free_port}/lab/tree/course/00-start-here.ipynb?token=" in address
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200
        serve.stop()
    for env in (WITHOUT_A_SCREEN, WITHOUT_A_NETWORK):
        subprocess.run(["make", "unit"], cwd=kit_copy, env=env, check=True)


def test_a_moved_kit_is_set_up_anew(kit_copy):
    # What a first set-up elsewhere left behind: programs that point to a folder that is gone.
    (kit_copy / ".venv").mkdir()
    (kit_copy / ".venv" / "ready-for-the-course").touch()
    said = subprocess.run(
        ["make", "--dry-run", "start"], cwd=kit_copy, capture_output=True, text=True, check=True
    ).stdout
    assert "rm -rf .venv" in said


def test_an_old_python_is_one_clear_line(kit_copy):
    old = kit_copy / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    make = subprocess.run(["make", "start", f"PYTHON={old}"], cwd=kit_copy, capture_output=True, text=True)
    assert make.returncode != 0
    assert "Python 3.11 or newer" in make.stderr.splitlines()[0]


def test_jupyterlab_opens_at_the_first_page_and_asks_nobody_else(kit_copy, serve, free_port, browser, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    env = WITHOUT_A_SCREEN | {"HOME": str(home)}
    address = serve(["school", "start", "--port", str(free_port)], cwd=kit_copy, env=env)
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(address)
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for()
    page.wait_for_timeout(5000)  # questions about news and updates come late
    assert page.title().startswith("00-start-her")
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0

    page.goto(address.replace("course/00-start-here.ipynb", "README.md"))
    page.locator(".jp-MarkdownViewer").wait_for()
    page.close()

    here = (f"http://127.0.0.1:{free_port}/", f"ws://127.0.0.1:{free_port}/", "data:", "blob:")
    assert [url for url in asked if not url.startswith(here)] == []
    assert not (home / ".jupyter" / "lab").exists(), "settings or open tabs were written to the home"
