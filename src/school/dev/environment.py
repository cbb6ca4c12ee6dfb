"""Writes environment.yml (conda, Binder) from pyproject.toml, the one place where versions are pinned.

Run it with `make lock`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from school import house

HEAD = """\
# Written from pyproject.toml by `make lock`: change the pins there, never here.
# For conda and Binder. Students need what the course needs; the book's and the tests' tools stay out.
"""


def text(pyproject: str) -> str:
    """What environment.yml must say, given the text of pyproject.toml."""
    project = tomllib.loads(pyproject)["project"]
    oldest = re.fullmatch(r">=(\d+\.\d+)", project["requires-python"])[1]
    lines = [
        f"name: {project['name']}",
        "channels:",
        "  - conda-forge",
        "  - nodefaults",
        "dependencies:",
        f"  - python={oldest} # the oldest that the kit allows: the one that its tests run on",
        "  - pip",
        "  - pip:",
        *(f"      - {package}" for package in project["dependencies"]),
        "      - -e . # the kit itself: the course's models and the command `school`",
    ]
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    kit = house.root()
    pyproject = (kit / "pyproject.toml").read_text(encoding="utf-8")
    Path(kit, "environment.yml").write_text(text(pyproject), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
