"""Python source as its tree, read by one thread at a time.

CPython up to 3.11.7 counts the depth of a tree in one place for all threads, and two that read at once now and then
end in ``SystemError: AST constructor recursion depth mismatch`` (python/cpython issue 106905). Submissions are prepared
in threads, and Debian 12 brings such a Python.
"""

from __future__ import annotations

import ast
import threading

_ONE_AT_A_TIME = threading.Lock()


def tree(source: str) -> ast.Module:
    """The tree of some source.

    Raises:
        SyntaxError, ValueError, RecursionError: it is no Python that can be read.
    """
    with _ONE_AT_A_TIME:
        return ast.parse(source)
