"""A new module's skeleton: which files it is made of, and how they are laid down.

Everything else finds a module by these files: the models' and lessons' registries, the course map,
the book's table of contents, the glossary, release and grading, and the content tests.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from school.errors import Problem
from venture.files import write_atomic

TEMPLATES = Path(__file__).parent / "skeleton"
WINDOWS_KEEPS = {"con", "prn", "aux", "nul"}  # no file may be called so
NAME = re.compile(r"(0[1-9]|[1-9]\d)-[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class NewModule:
    """``module`` is the folder's name, such as ``05-price-and-unit-economics``; ``title`` is for people."""

    module: str
    title: str

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.module):
            raise Problem(
                f"“{self.module}” is no module's name.",
                "Two digits, then words in small letters with hyphens: 05-price-and-unit-economics.",
            )
        if keyword.iskeyword(self.name) or self.name in WINDOWS_KEEPS:
            raise Problem(f"“{self.page}” is a word that Python or Windows keeps for itself.", "Choose another name.")
        if not self.title.strip() or len(self.title) > 60 or not re.fullmatch(r"[^\n\"\\{}`*_#<>|]+", self.title):
            raise Problem(
                f"“{self.title}” is no title.",
                'Up to 60 letters without quotation marks and markup: "Price and unit economics".',
            )

    @property
    def page(self) -> str:
        return self.module[3:]

    @property
    def name(self) -> str:
        """The name in Python, of the model and of the lesson."""
        return self.page.replace("-", "_")

    def places(self) -> dict[str, str]:
        """Where each template goes."""
        return {
            "model.py.txt": f"src/venture/models/{self.name}.py",
            "lesson.py.txt": f"src/venture/lessons/{self.name}.py",
            "test_model.py.txt": f"tests/unit/test_model_{self.name}.py",
            "lesson.ipynb.txt": f"course/{self.module}.ipynb",
            "task.ipynb.txt": f"solutions/{self.module}/{self.module}.ipynb",
            "page.md.txt": f"book/models/{self.page}.md",
            "glossary.md.txt": f"book/glossary/{self.module}.md",
            "coach.md.txt": f"book/coach/{self.module}.md",
        }

    def filled(self, template: str) -> str:
        text = (TEMPLATES / template).read_text("utf-8")
        for mark, word in {
            "@MODULE@": self.module,
            "@NUMBER@": str(int(self.module[:2])),
            "@TITLE@": self.title,
            "@NAME@": self.name,
            "@TITLE_LOWER@": self.title[0].lower() + self.title[1:],
            "@PAGE@": self.page,
            "@PAGE_WORDS@": self.page.replace("-", " "),
        }.items():
            text = text.replace(mark, word)
        return text


def lay_down(new: NewModule, root: Path) -> list[Path]:
    """Write the skeleton's files, all or none.

    Raises:
        Problem: one of them is there already, or the number is taken.
    """
    places = {template: root / place for template, place in new.places().items()}
    if there := [path for path in places.values() if path.exists()]:
        raise Problem(
            f"{there[0].relative_to(root)} is there already.",
            "Nothing was written. Choose another name, or work on that one.",
        )
    if taken := sorted((root / "course").glob(f"{new.module[:2]}-*.ipynb")):
        raise Problem(
            f"Number {new.module[:2]} is taken by {taken[0].relative_to(root)}.",
            "Nothing was written. Choose another number.",
        )
    written: list[Path] = []
    try:
        for template, path in places.items():
            write_atomic(path, new.filled(template))
            written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise Problem(
            f"{error.filename or root} cannot be written: {error.strerror}.",
            "Nothing was kept. Mend that and try again.",
        ) from None
    return written
