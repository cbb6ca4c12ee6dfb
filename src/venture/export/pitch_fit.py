"""How much text a box on a slide has room for: reckoned from the widths of letters, a little on the safe side."""

from __future__ import annotations

from collections.abc import Sequence

from venture.export.words import first_words, plain

INCH = 72
LINE = 1.2  # of the size
NARROW, BROAD = set("iljtfrI.,;:'’|! ()[]-·"), set("mwMWОШЩЖЮФшщжюфмы—%@")
SIZES = (28, 26, 24, 22, 20)


def width(text: str, size: float, bold: bool = False) -> float:
    """Inches that a line of text takes."""
    ems = 0.0
    for sign in text:
        if sign in NARROW:
            ems += 0.32
        elif sign in BROAD:
            ems += 0.86
        elif ord(sign) > 0x2E80:
            ems += 1.0
        else:
            ems += 0.7 if sign.isupper() else 0.56
    return ems * size / INCH * (1.07 if bold else 1.0)


def lines(text: str, wide: float, size: float, bold: bool = False) -> int:
    """Lines that a text takes in a box of this width; long words are broken."""
    count, used = 0, wide + 1
    space = width(" ", size, bold)
    for part in text.split("\n"):
        used, count = 0.0, count + 1
        for word in part.split(" "):
            need = width(word, size, bold)
            if used and used + space + need > wide:
                count, used = count + 1, 0.0
            while need > wide:
                count, need = count + 1, need - wide
            used += need + (space if used else 0.0)
    return max(count, 1)


def height(texts: Sequence[str], wide: float, size: float, after: float = 0.0, bold: bool = False) -> float:
    """Inches that paragraphs take, with ``after`` points below each but the last."""
    rows = sum(lines(text, wide, size, bold) for text in texts)
    return (rows * LINE * size + after * max(0, len(texts) - 1)) / INCH


def fitted(
    texts: Sequence[str], wide: float, high: float, sizes: Sequence[int] = SIZES, after: float = 8.0, bold: bool = False
) -> tuple[list[str], int]:
    """The texts that fit, and the largest size at which they do.

    What is too long is cut at a sentence (``texts`` are sentences), the first one at a word if it must be.
    """
    texts = [plain(text) for text in texts if text.strip()]
    for size in sizes:
        if height(texts, wide, size, after, bold) <= high:
            return texts, size
    least = sizes[-1]
    while len(texts) > 1 and height(texts, wide, least, after, bold) > high:
        texts = texts[:-1]
    return [cut(texts[0], wide, high, least, bold)] if len(texts) == 1 else texts, least


def cut(text: str, wide: float, high: float, size: float, bold: bool = False) -> str:
    """A text cut at a word, so that it fits."""
    text = " ".join(plain(text).split())
    most = len(text)
    while most > 1 and height([first_words(text, most)], wide, size, bold=bold) > high:
        most = min(most - 1, int(most * 0.95))
    return first_words(text, most)
