"""The gradebook waits a minute for another program that writes, such as the formgrader, instead of SQLite's five seconds.

`?timeout=60` in the database's address would do the same, but `nbgrader db upgrade` takes that for a part of
the file's name. `nbgrader_config.py` imports this; a module is loaded once, the configuration often.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import event
from sqlalchemy.engine import Engine

SECONDS = 60


@event.listens_for(Engine, "connect")
def wait(connection: object, _record: object) -> None:
    """Set the patience of every new connection to an SQLite file."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {SECONDS * 1000}")
