"""The packs as JSON, for a page's Python that has no YAML: ``python -m venture.law.packed`` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from venture.files import write_atomic
from venture.law.pack import Pack
from venture.law.read import read
from venture.law.shape import plain
from venture.law.shipped import HERE, NAME


def sources() -> list[Path]:
    """The shipped packs' YAML files."""
    return sorted(path for path in HERE.glob("*.yaml") if NAME.fullmatch(path.stem))


def text(pack: Pack) -> str:
    """The pack as JSON, the same for the same pack."""
    return json.dumps(plain(pack), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    for path in sources():
        target = path.with_suffix(".json")
        write_atomic(target, text(read(path)))
        print(target)


if __name__ == "__main__":
    main()
