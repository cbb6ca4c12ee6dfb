"""Two threads that read Python source at once take turns: see `school.grading.syntax`."""

from __future__ import annotations

import ast
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from school.grading import syntax


def test_one_thread_reads_at_a_time(monkeypatch):
    reading, most = [], []
    real = ast.parse

    def slow(source):
        reading.append(threading.get_ident())
        most.append(len(reading))
        time.sleep(0.01)
        reading.pop()
        return real(source)

    monkeypatch.setattr(ast, "parse", slow)
    with ThreadPoolExecutor(4) as pool:
        trees = list(pool.map(syntax.tree, ["a = 1"] * 8))
    assert [one.body[0].value.value for one in trees] == [1] * 8
    assert max(most) == 1


def test_what_is_no_python_is_said_and_the_next_one_is_read():
    with pytest.raises(SyntaxError):
        syntax.tree("a = = 1")
    assert syntax.tree("a = 1").body
