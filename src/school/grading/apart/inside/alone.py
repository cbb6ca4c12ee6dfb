"""One job in one process of its own, where nothing can be forked warm: macOS and Windows. No walls."""

from __future__ import annotations

import os
import socket
import sys

from school.grading.apart.inside import runner, shell


def main() -> None:
    """Meet the one who asked at the door that it named on standard input, and do its job."""
    port, word = sys.stdin.readline().split()
    sock = socket.create_connection(("127.0.0.1", int(port)), 30)
    sock.settimeout(None)
    sock.sendall(word.encode("ascii"))
    shell.quiet_file_descriptors()
    made = shell.make()
    os.environ["NBGRADER_EXECUTION"] = "autograde"  # as nbgrader does while it grades
    runner.serve(made, sock, os.getcwd())
    os._exit(0)
