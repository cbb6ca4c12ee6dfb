"""Bars, bands, dots and limits: both faces draw what the chart says, at the place where it says."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from venture.faces import figure, frame
from venture.faces.svg import LETTER, WIDTH, chart_svg
from venture.model import Band, Bar, Bars, Chart, Dots, Level, Line, Mark, Result, Table

TORNADO = Chart(
    "What moves the result", "₽ thousand", "",
    bars=(
        Bars("worse", (Bar(0, 488, -129, "−129"), Bar(1, 488, 104, "104")), loss=True),
        Bars("better", (Bar(0, 488, 1106, "1 106"), Bar(1, 488, 836, "836"))),
    ),
    names=((0, "Saving on heat"), (1, "The rate of interest that is asked for")),
    levels=(Level(0, "nothing gained"),),
    sideways=True,
)  # fmt: skip
STACKED = Chart(
    "A loan", "month", "₽ thousand",
    bars=(
        Bars("interest", tuple(Bar(m, 0, 9 - m) for m in range(1, 7))),
        Bars("principal", tuple(Bar(m, 9 - m, 33) for m in range(1, 7))),
    ),
    lines=(Line("debt", tuple((m, 40 - 5 * m) for m in range(1, 7))),),
    levels=(Level(25, "reserve"),),
)  # fmt: skip
FAN = Chart("Futures", "month", "cash", bands=(Band("nine of ten", tuple((m, -m, 2 * m) for m in range(5))),), lines=(Line("middle", ((0, 0), (4, 2))),))  # fmt: skip
MAP = Chart("Towns", "km east", "km north", dots=(Dots("towns", ((0, 0, 4), (60, 20, 1))),), marks=(Mark(0, 0, "here"),), even=True, from_zero=False)  # fmt: skip
EVERY = {"tornado": TORNADO, "stacked": STACKED, "fan": FAN, "map": MAP}


def svg(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{chart_svg(chart, 'what it shows', 'u1')}</div>")


def boxes(chart: Chart, css: str) -> list[tuple[float, float, float, float]]:
    found = [one for one in svg(chart)[0].iter("rect") if css in one.get("class", "").split()]
    return [tuple(float(one.get(name)) for name in ("x", "y", "width", "height")) for one in found]


@pytest.mark.parametrize("name", EVERY)
def test_both_faces_draw_it(name):
    chart = EVERY[name]
    assert svg(chart)[0].get("aria-label") == "what it shows"
    picture = figure.draw(Result("Says it.", (), chart, "what it shows", Table("", ("a",), ())))
    assert picture.png().startswith(b"\x89PNG") and picture.alt == "what it shows"


def test_bars_are_as_long_as_their_values():
    worse, better = boxes(TORNADO, "vm-bar-loss"), boxes(TORNADO, "vm-bar-1")
    assert worse[0][2] / better[0][2] == pytest.approx((488 + 129) / (1106 - 488), rel=1e-3)
    assert worse[0][0] + worse[0][2] == pytest.approx(better[0][0], abs=0.02)  # they meet at the base
    assert worse[0][1] < worse[1][1]  # the first name is at the top


def test_what_is_stacked_stands_on_what_is_below():
    interest, principal = boxes(STACKED, "vm-bar-0"), boxes(STACKED, "vm-bar-1")
    for low, high in zip(interest, principal, strict=True):
        assert high[1] + high[3] == pytest.approx(low[1], abs=0.02)
        assert (low[3] + high[3]) == pytest.approx(sum(interest[0][3::4]) + principal[0][3], abs=0.05)


def test_the_printed_bars_are_the_same():
    axes = figure.draw(Result("", (), STACKED, "", Table("", ("a",), ()))).figure.axes[0]
    ends = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in axes.patches]
    assert ends[:6] == [(0, 9 - m) for m in range(1, 7)] and ends[6:] == [(9 - m, 33) for m in range(1, 7)]


def test_a_legend_names_each_thing_that_is_drawn_and_only_where_there_is_more_than_one():
    assert [one.tail or "".join(one.itertext()) for one in svg(STACKED).iter("li")] == ["debt", "interest", "principal"]
    assert not list(svg(MAP).iter("li"))
    alone = svg(Chart("One", "x", "y", lines=(Line("only", ((0, 0), (1, 1))),)))
    assert not list(alone.iter("ul"))


def test_a_map_has_one_scale_for_both_axes():
    box = frame.extent(MAP, 2.0)
    assert (box.x_high - box.x_low) / (box.y_high - box.y_low) == pytest.approx(2.0)
    assert box.x_low < 0 and box.x_high > 60


def test_more_charts_stand_one_below_the_other_with_their_titles():
    from venture.faces.html import parts

    result = Result("", (), TORNADO, "first", Table("", ("a",), ()), more=((STACKED, "second"),))
    html = parts(result, "u1")["chart"]
    assert html.index("What moves the result") < html.index("first") < html.index("A loan") < html.index("second")
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert figure.draw(result).alt == "first second"


def test_bars_with_nothing_in_them_are_drawn_all_the_same():
    flat = Chart("Nothing", "month", "cash", bars=(Bars("flows", (Bar(1, 0, 0),)),))
    assert boxes(flat, "vm-bar-0")
    axes = figure.draw(Result("", (), flat, "", Table("", ("a",), ()))).figure.axes[0]
    assert axes.get_ylim()[0] < axes.get_ylim()[1]


@pytest.mark.parametrize("reach", [25, 2_500, 25_000, 2_500_000, 24_400])
def test_no_number_under_the_axis_is_cut_off(reach):
    chart = Chart("Left", "revenue", "left", lines=(Line("left", ((0, 0), (reach, 7))),))
    for one in svg(chart)[0].iter("text"):
        if one.get("class") == "vm-tick" and one.get("text-anchor") == "middle":
            half = LETTER * len(one.text) / 2
            assert half <= float(one.get("x")) + 1e-6 or one.text == "0"
            assert float(one.get("x")) + half <= WIDTH
