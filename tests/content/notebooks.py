"""The notebooks of the kit, read for the content tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "course").glob("[0-9][0-9]-*.ipynb"))
TASKS = sorted((ROOT / "solutions").glob("*/*.ipynb"))
RELEASED = sorted((ROOT / "assignments").glob("*/*.ipynb"))
PAGES = sorted((ROOT / "book").rglob("*.md"))
# A facilitator's pack says so in its metadata: no questions, no task, no points, so no lesson and no coach's guide either.
PACKS = [
    path for path in LESSONS if nbformat.read(path, as_version=4).metadata.get("venture", {}).get("kind") == "pack"
]
TAUGHT = [path for path in LESSONS if path not in PACKS and not path.name.startswith("00-")]
NUMBERING = re.compile(r"\b[Mm]odules? \d+(?:(?:, | and | to )\d+)*")  # of modules: counts nothing


@dataclass(frozen=True)
class Notebook:
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def cells(self) -> list:
        return nbformat.read(self.path, as_version=4).cells

    def of(self, kind: str) -> list:
        return [cell for cell in self.cells if cell.cell_type == kind]

    def prose(self) -> str:
        return "\n\n".join(cell.source for cell in self.of("markdown"))


def every(paths: list[Path]) -> list[Notebook]:
    return [Notebook(path) for path in paths]


LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)


def slug(heading: str) -> str:
    """The anchor of a heading, as the book makes it."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"[*_`]|\{[^}]*\}", "", heading).strip().lower())
    return kept.replace(" ", "-")


def anchors(path: Path) -> set[str]:
    text = Notebook(path).prose() if path.suffix == ".ipynb" else path.read_text("utf-8")
    return {slug(heading) for _level, heading in HEADING.findall(text)} | set(
        re.findall(r"^\(([\w-]+)\)=$", text, re.MULTILINE)
    )
