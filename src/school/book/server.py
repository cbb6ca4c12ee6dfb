"""Showing the built book on this machine: files, their right types, and nothing else."""

from __future__ import annotations

import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from school.errors import Problem

HOST = "127.0.0.1"


class Handler(SimpleHTTPRequestHandler):
    """Serves one folder, quietly. Browsers refuse scripts and WebAssembly of the wrong type, so types are set here."""

    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
        ".json": "application/json",
    }

    def end_headers(self) -> None:
        # The folder with Python is named after its content and never changes; everything else may, at the next build.
        kept = "/live/python-" in getattr(self, "path", "")  # a request that is too long has none
        self.send_header("Cache-Control", "max-age=31536000, immutable" if kept else "no-cache")
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing for each file."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who leaves a page while it loads is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serve(site: Path, port: int) -> Server:
    """A server for the folder, listening on this machine alone. Port 0 takes a free one.

    Raises:
        Problem: the port is in use, or may not be used.
    """
    try:
        return Server((HOST, port), functools.partial(Handler, directory=str(site)))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Problem(f"Port {port} cannot be used: {reason}.", "Give another one with --port.") from None
