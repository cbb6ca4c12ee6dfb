"""Whether this machine can show a web browser."""

from __future__ import annotations

import os
import sys
import webbrowser


def can_show_a_browser() -> bool:
    """False on a machine without a screen: there, a browser would be a text one in this very window, or none."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER")
    if sys.platform.startswith("linux") and not screen:
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
