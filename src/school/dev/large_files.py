"""Refuses large files before they are committed: whoever clones the kit downloads them for ever."""

from __future__ import annotations

import sys
from pathlib import Path

LIMIT = 1_000_000  # bytes; uv.lock and a full-page screenshot stay below it


def too_large(paths: list[str]) -> list[str]:
    """One line for each file above the limit."""
    sizes = ((path, Path(path).stat().st_size) for path in paths if Path(path).is_file())
    return [
        f"{path}: {size // 1000} kB; at most {LIMIT // 1000} kB fit in git." for path, size in sizes if size > LIMIT
    ]


if __name__ == "__main__":
    complaints = too_large(sys.argv[1:])
    print("\n".join(complaints), end="\n" if complaints else "")
    sys.exit(bool(complaints))
