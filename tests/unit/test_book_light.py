"""What makes the book's pages light: one pruned style sheet, pictures as files, cards that weigh little."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest

from school.book.cards import draw
from school.book.pictures import take_out
from school.book.styles import merged, pruned


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".used { a: b }", ".used{a: b}"),
        (".gone { a: b }", ""),
        (".used, .gone, p { a: b }", ".used,p{a: b}"),
        (".used.gone > i { a: b }", ""),
        (".used:not(.gone) { a: b }", ".used:not(.gone){a: b}"),
        (":is(.gone, .used) b { a: b }", ":is(.gone, .used) b{a: b}"),
        ("@media print { .gone { a: b } .used { c: d } }", "@media print{.used{c: d}}"),
        ("@media print { .gone { a: b } }", ""),
        ("@keyframes gone { from { a: b } to { c: d } }", "@keyframes gone{ from { a: b } to { c: d } }"),
        ('@import "x.css"; @charset "UTF-8"; p { a: b }', "p{a: b}"),
        ("@font-face { src: url(icons.woff2) }", ""),
        ('.used::after { content: "} .gone {;" }', '.used::after{content: "} .gone {;"}'),
        (".used { a: url(data:image/svg+xml;utf8,<svg/>) }", ".used{a: url(data:image/svg+xml;utf8,<svg/>)}"),
        ("/* .gone { a: b } */ p { a: b }", "p{a: b}"),
        ("#used a, #gone a { a: b }", "#used a{a: b}"),
        ('[class*="x, y"] { a: b }', '[class*="x, y"]{a: b}'),
    ],
)
def test_a_rule_stays_if_it_can_apply(sheet: str, kept: str):
    assert pruned(sheet, {"used"}) == kept


def test_sheets_are_joined_in_their_order_below_the_notices_of_their_makers(tmp_path: Path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "school.css").write_text("p { color: red }")
    (tmp_path / "basic.css").write_text("/*! Made by X, MIT */ p { color: blue }")
    (tmp_path / "other.css").write_text("p { color: green }")
    assert merged(tmp_path, set()) == "/*! Made by X, MIT */\np{color: blue}\np{color: red}\n"


def png(wide: int, high: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (wide, high), "white").save(out, "png")
    return out.getvalue()


def test_a_picture_becomes_a_file_whose_size_the_page_knows(tmp_path: Path):
    data = base64.b64encode(png(200, 100)).decode()
    page = take_out(f'<p><img alt="A &lt;" width="60" src="data:image/png;base64,{data}"></p>', tmp_path, "../_images/")
    (file,) = tmp_path.iterdir()
    assert page == (
        f'<p><img alt="A &lt;" width="60" height="30" loading="lazy" decoding="async" src="../_images/{file.name}"></p>'
    )
    assert 'width="200" height="100"' in take_out(f'<img src="data:image/png;base64,{data}">', tmp_path, "")
    assert len(list(tmp_path.iterdir())) == 1, "the same picture, the same file"


def test_a_page_without_such_pictures_stays_as_it_is(tmp_path: Path):
    page = '<img alt="x" src="a.png"><img src="data:image/svg+xml;base64,AAAA">'
    assert take_out(page, tmp_path / "none", "") == page and not (tmp_path / "none").exists()


def test_a_card_is_drawn_once_and_weighs_little(tmp_path: Path):
    name = draw("Module 4. Costs and break-even", "A school", tmp_path)
    card = (tmp_path / name).read_bytes()
    assert len(card) < 30_000 and card[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
    (tmp_path / name).write_bytes(b"kept")
    assert draw("Module 4. Costs and break-even", "A school", tmp_path) == name
    assert (tmp_path / name).read_bytes() == b"kept"
    assert draw("Another page", "A school", tmp_path) != name
