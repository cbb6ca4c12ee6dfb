"""A table whose cells say where they come from: the data, and its HTML."""

import re
from html import unescape

from venture.faces.html import model_html, parts, table_html
from venture.faces.live import dispatch
from venture.model import Table
from venture.models import load

PLAIN = Table("Caption", ("line", "month 1"), (("Cash", "5"),))
TOLD = Table(
    "Caption",
    ("line", "month 1", "month 2"),
    (("Cash flow", "", ""), ("Received", "5", "6"), ("<Paid>", "−1", "−2")),
    (("", "", ""), ("", "From “Vera” & co.", ""), ("", "One.", 'Two, "quoted".')),
    (2, 2),
)


def test_a_table_without_origins_is_as_it_was():
    assert table_html(PLAIN) == (
        "<table><caption>Caption</caption><thead><tr>"
        '<th scope="col" class="vm-words">line</th><th scope="col">month 1</th></tr></thead>'
        '<tbody><tr><th scope="row" class="vm-words">Cash</th><td>5</td></tr></tbody></table>'
    )
    assert PLAIN.first_explained is None


def test_only_cells_with_an_origin_carry_one_and_nothing_in_it_is_markup():
    html = table_html(TOLD)
    assert [unescape(one) for one in re.findall(r'data-origin="([^"]*)"', html)] == [
        "From “Vera” & co.", "One.", 'Two, "quoted".',
    ]  # fmt: skip
    assert "<Paid>" not in html and "<td>6</td>" in html
    assert "<button" not in html, "buttons are made where a script runs; paper has none"


def test_a_row_of_words_alone_is_a_heading():
    assert '<tr class="vm-part"><th scope="rowgroup" colspan="3">Cash flow</th></tr>' in table_html(TOLD)


def test_the_cell_that_is_explained_first():
    assert TOLD.first_explained == (2, 2)
    without = Table(TOLD.caption, TOLD.columns, TOLD.rows, TOLD.origins)
    assert without.first_explained == (1, 1)
    wrong = Table(TOLD.caption, TOLD.columns, TOLD.rows, TOLD.origins, (1, 2))
    assert wrong.first_explained == (1, 1), "a cell without an origin explains nothing"
    mute = Table(TOLD.caption, TOLD.columns, TOLD.rows, (("",) * 3,) * 3)
    assert mute.first_explained is None


def test_rows_that_add_others_up_are_marked():
    table = Table("Caption", ("line", "amount"), (("Part", "1"), ("Sum", "1")), totals=(1,))
    assert '<tr class="vm-total"><th scope="row" class="vm-words">Sum</th><td>1</td></tr>' in table_html(table)


def test_a_model_shows_the_first_origin_without_any_script():
    model = load("three_linked_statements")
    result = model.run("a")
    shown = parts(result, "u")
    assert "Cash, month 3: 152.516" in shown["origin"] and "236.97 cash of month 2" in shown["origin"]
    html = model_html(model, result, "u", "page", "a")
    assert '<details class="vm-numbers" open>' in html
    assert html.index('data-vm-part="table"') < html.index('data-vm-part="origin"') < html.index("</details>\n</div>")


def test_other_models_have_no_part_for_it():
    model = load("break_even")
    assert "origin" not in parts(model.run("a"), "u")
    html = model_html(model, model.run("a"), "u", "page")
    assert '<details class="vm-numbers"><summary>' in html and "vm-origin" not in html


def test_the_answer_to_a_move_brings_it_anew():
    import json

    request = {"model": "three_linked_statements", "uid": "u", "texts": {"late": "25"}}
    answer = json.loads(dispatch(json.dumps(request)))
    assert "Cash, month 3: 76.376" in answer["parts"]["origin"]


def test_columns_of_words_and_of_numbers_are_told_apart():
    words = table_html(Table("Caption", ("line", "why"), (("Cash", "5 of April"), ("Owed", "nobody"))))
    assert words.count("vm-words") == 6
    signed = table_html(Table("Caption", ("line", "amount"), (("Part", ""), ("Cash", "−5.1"), ("Owed", "+3"))))
    assert "<td>−5.1</td>" in signed and "<td>+3</td>" in signed and '<th scope="col">amount</th>' in signed
