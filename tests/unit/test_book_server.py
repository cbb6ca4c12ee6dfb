"""Showing the book: right types, one line for a port in use."""

import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from school.book.server import HOST, Server, serve
from school.errors import Problem


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for name in ("live/python-1/pyodide.asm.mjs", "live/python-1/a.wasm", "index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    server = serve(tmp_path, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("live/python-1/pyodide.asm.mjs", "text/javascript", "immutable"),
        ("live/python-1/a.wasm", "application/wasm", "immutable"),
        ("index.html", "text/html", "no-cache"),
    ],
)
def test_types_and_caching(server: Server, path: str, kind: str, cache: str):
    with urllib.request.urlopen(f"http://{HOST}:{server.server_port}/{path}") as answer:
        assert answer.headers.get_content_type() == kind
        assert cache in answer.headers["Cache-Control"]


def test_a_port_in_use_is_one_clear_line(server: Server, tmp_path: Path):
    with pytest.raises(Problem, match=rf"^Port {server.server_port} cannot be used: .*in use\. Give another one"):
        serve(tmp_path, server.server_port)
