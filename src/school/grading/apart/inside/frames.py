"""Messages between the processes: a length and JSON. The reader bounds them; nothing is ever unpickled."""

from __future__ import annotations

import json
import socket
import struct
import time

_LENGTH = struct.Struct(">I")


class Broken(ValueError):
    """What came is no message, or a larger one than may be."""


def send(sock: socket.socket, message: object) -> None:
    body = json.dumps(message, ensure_ascii=True, default=str).encode("ascii")
    sock.sendall(_LENGTH.pack(len(body)) + body)


def receive(sock: socket.socket, most: int, until: float | None = None) -> tuple[object | None, int]:
    """The next message and its length in bytes; None where the other side has closed. ``until`` is a `time.monotonic`.

    Raises:
        Broken: it is larger than ``most`` bytes, or no JSON.
        TimeoutError: it has not come ``until`` then.
    """
    head = _exactly(sock, _LENGTH.size, until)
    if head is None:
        return None, 0
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise Broken(f"a message of {length} bytes")
    body = _exactly(sock, length, until)
    if body is None:
        return None, 0
    try:
        return json.loads(body), length
    except (ValueError, RecursionError) as error:
        raise Broken(f"no message: {type(error).__name__}") from None


def _exactly(sock: socket.socket, length: int, until: float | None) -> bytes | None:
    parts = []
    while length:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            sock.settimeout(left)
        try:
            part = sock.recv(min(length, 1 << 20))
        except ConnectionError:
            return None
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
