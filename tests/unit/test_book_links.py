"""`school links`: what it asks, how it takes the answer, and that it asks politely. The other site is a server here."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from school.book import external


class Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, str, float]] = []

    def do_GET(self):
        Site.asked.append((self.command, self.path, time.monotonic()))
        if self.path == "/slow":
            time.sleep(1.5)
        code = {"/good": 200, "/slow": 200, "/gone": 404, "/refused": 403, "/only-get": 200}[self.path]
        self.send_response(405 if self.path == "/only-get" and self.command == "HEAD" else code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def host() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("path", "kind"), [
    ("/good", external.GOOD), ("/only-get", external.GOOD), ("/gone", external.DEAD), ("/refused", external.DOUBT),
    ("/slow", external.DOUBT),
])  # fmt: skip
def test_an_answer_is_good_dead_or_in_doubt(host: str, path: str, kind: str):
    assert external.ask(host + path, timeout=0.5).kind == kind


def test_a_site_that_is_not_there_is_in_doubt():
    answer = external.ask("http://127.0.0.1:9/x", timeout=1)
    assert answer.kind == external.DOUBT and "refused" in answer.why.lower()


def test_a_site_is_asked_once_an_address_with_a_pause_between(host: str):
    answers = dict(external.ask_all([host + "/good", host + "/gone"], timeout=2, pause=0.3))
    assert [answers[host + path].kind for path in ("/good", "/gone")] == [external.GOOD, external.DEAD]
    assert [(how, path) for how, path, _at in Site.asked] == [("HEAD", "/good"), ("HEAD", "/gone"), ("GET", "/gone")]
    assert Site.asked[1][2] - Site.asked[0][2] >= 0.3
