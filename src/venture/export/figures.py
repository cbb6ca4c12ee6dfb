"""The document's figures: drawn by matplotlib in the kit's colours, each with its alt text and caption.

What colour says is said a second time: by a dash, a hatch or a label.
"""

from __future__ import annotations

import functools
import io
import textwrap
import warnings
from typing import TYPE_CHECKING

from venture import impact
from venture.export import document_numbers as numbers
from venture.export.words import FONT, amount, at, brief, called, first_words, plain, unit, until
from venture.faces.figure import INK, LINE, LOSS, SOFT, Picture
from venture.forecast import Forecast
from venture.numbers import in_months, say
from venture.plan import Plan
from venture.words import _, joined

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 200
WIDTH = 6.5  # inches between the margins of a page
PALE, GRID = "#e3f2ef", "#dfe4ea"
FITS = 84  # characters of a line in the chain
MOST = 6  # lines of one link of the chain


def png(picture: Picture) -> bytes:
    """The picture as a crisp file for print."""
    buffer = io.BytesIO()
    with _font(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a sign that no font has is shown as a box; the alt text has it
        picture.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Description": plain(picture.alt)})
    return buffer.getvalue()


@functools.cache
def _fonts() -> tuple[str, ...]:
    """The document's font where it or its twin is there; matplotlib's own always is."""
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    return (*(name for name in (FONT, "Liberation Sans") if name in there), "DejaVu Sans")


def _font():
    from matplotlib import rc_context

    # A $ in a name is a dollar, not the begin of a formula.
    return rc_context({"font.family": list(_fonts()), "font.size": 9, "hatch.linewidth": 0.8, "text.parse_math": False})


def _canvas(height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(WIDTH, height), layout="constrained", facecolor="white")
    axes = canvas.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(SOFT)
    axes.tick_params(colors=INK, length=0)
    axes.set_axisbelow(True)
    return canvas, axes


def _whole(value: float, _at: object = None) -> str:
    return say(value, most=1)


# --- money


def cash_by_month(f: Forecast, requested: Forecast | None = None) -> Picture:
    """Cash at each month's end with the reserve; a second line with the grants that are asked for."""
    with _font():
        return _cash_by_month(f, requested)


def _cash_by_month(f: Forecast, requested: Forecast | None) -> Picture:
    plan, months = f.plan, range(f.months + 1)
    canvas, axes = _canvas(2.9)
    cash, lowest = f["cash"], numbers.lowest_month(f)
    axes.grid(axis="y", color=GRID)
    if requested:
        axes.plot(months, requested["cash"], color=INK, linewidth=1.4, linestyle=(0, (5, 2)), label=_("with the grants asked for"))  # fmt: skip
    axes.plot(months, cash, color=LINE, linewidth=2.2, label=_("cash, with what is agreed") if requested else _("cash"))
    if plan.reserve:
        axes.axhline(plan.reserve, color=LOSS, linewidth=1.4, linestyle=(0, (1, 2)), label=_("reserve: {amount}").format(amount=say(plan.reserve)))  # fmt: skip
    if min(cash) < 0:
        axes.fill_between(months, cash, 0, where=[one < 0 for one in cash], interpolate=True, facecolor="none",
                          edgecolor=LOSS, hatch="////", linewidth=0, label=_("cash is missing"))  # fmt: skip
    axes.axhline(0, color=INK, linewidth=1)
    axes.spines["bottom"].set_visible(False)
    axes.plot([lowest], [cash[lowest]], "o", markerfacecolor="white", markeredgecolor=LINE, markeredgewidth=2, zorder=5)
    right = lowest > f.months * 0.7
    axes.annotate(
        _("lowest: {amount}, {month}").format(amount=brief(cash[lowest]), month=called(plan, lowest)),
        (lowest, cash[lowest]), (-9 if right else 9, -13), textcoords="offset points", ha="right" if right else "left",
        color=INK, weight="bold", bbox=dict(facecolor="white", edgecolor="none", pad=1, alpha=0.85),
    )  # fmt: skip
    ticks = [1, *range(13, f.months + 1, 12)]
    axes.set_xticks(ticks, [called(plan, month) for month in ticks])
    axes.set_xlim(0, f.months)
    axes.margins(y=0.14)
    axes.yaxis.set_major_formatter(_whole)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.2)
    alt = _("Line chart of cash at the end of each of {months} months. It starts with {first}, is lowest {when} with {lowest}, and ends with {last}.").format(
        months=f.months, first=amount(plan, cash[0]), lowest=amount(plan, cash[lowest]), last=amount(plan, cash[-1]),
        when=at(plan, lowest))  # fmt: skip
    if plan.reserve:
        below = sum(one < plan.reserve - 1e-9 for one in cash)
        alt += " " + _("It is below the reserve of {reserve} in {months}.").format(reserve=say(plan.reserve), months=in_months(below))  # fmt: skip
    if requested:
        alt += " " + _("With the grants asked for it is never below {least}.").format(least=amount(plan, requested.lowest_cash))  # fmt: skip
    return Picture(canvas, alt, _("Cash at each month's end, {unit}").format(unit=unit(plan)))


def revenue_and_result(f: Forecast) -> Picture:
    with _font():
        return _revenue_and_result(f)


def _revenue_and_result(f: Forecast) -> Picture:
    plan, years = f.plan, range(1, f.years + 1)
    canvas, axes = _canvas(2.7)
    revenue = [f.year("revenue", year) for year in years]
    result = [f.year("net_income", year) for year in years]
    for values, shift, label, look in (
        (revenue, -0.2, _("revenue"), dict(facecolor=LINE, edgecolor=LINE)),
        (result, 0.2, _("net income"), dict(facecolor="white", edgecolor=LOSS, hatch="////")),
    ):
        drawn = axes.bar([year + shift for year in years], values, 0.38, label=label, **look)
        axes.bar_label(drawn, [brief(value) for value in values], padding=2, color=INK, fontsize=8 if f.years < 8 else 6.5)  # fmt: skip
    axes.axhline(0, color=INK, linewidth=1)
    axes.set_xticks(list(years), [_("year {n}").format(n=year) for year in years])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.margins(y=0.14)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.2)
    each = [
        _("year {n}: {revenue} and {result}").format(n=n, revenue=amount(plan, a), result=amount(plan, b))
        for n, a, b in zip(years, revenue, result, strict=True)
    ]
    alt = _("Bar chart of revenue and net income by year. {each}.").format(each="; ".join(each))
    return Picture(canvas, alt, _("Revenue and net income by year, {unit}").format(unit=unit(plan)))


def sources_and_uses(f: Forecast, money: numbers.SourcesAndUses) -> Picture:
    with _font():
        return _sources_and_uses(f, money)


def _sources_and_uses(f: Forecast, money: numbers.SourcesAndUses) -> Picture:
    plan = f.plan
    rows = [(_("Uses"), one) for one in money.uses[::-1]] + [(_("Sources"), one) for one in money.sources[::-1]]
    canvas, axes = _canvas(0.5 + 0.29 * len(rows))
    gap, places = len(money.uses) - 0.5, []
    for place, (side, one) in enumerate(rows):
        spot = place + (0.9 if place > gap else 0)
        places.append(spot)
        look = dict(facecolor=LINE) if side == _("Sources") else dict(facecolor="white", edgecolor=LOSS, hatch="////")
        drawn = axes.barh([spot], [one.amount], 0.68, **look)
        axes.bar_label(drawn, [amount(plan, one.amount)], padding=3, color=INK)
    axes.set_yticks(places, [textwrap.shorten(one.name, 48, placeholder="…") for _side, one in rows])
    for place, side in ((places[-1], _("Sources")), (places[len(money.uses) - 1], _("Uses"))):
        axes.annotate(
            side, (0, place + 0.42), (3, 0), textcoords="offset points", weight="bold", color=INK, va="bottom"
        )
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.14)
    axes.set_ylim(-0.5, places[-1] + 0.95)

    def said(side: tuple[numbers.Item, ...]) -> str:
        return joined([f"{one.name} {amount(plan, one.amount)}" for one in side])

    alt = _("Bar chart of sources and uses {until}. Sources: {sources}. Uses: {uses}. Both add up to {total}.").format(
        until=until(plan, money.month), sources=said(money.sources), uses=said(money.uses), total=amount(plan, money.total))  # fmt: skip
    return Picture(canvas, plain(alt), _("Sources and uses {until}, when cash is lowest, {unit}").format(
        until=until(plan, money.month), unit=unit(plan)))  # fmt: skip


# --- change for people


def chain(plan: Plan) -> Picture | None:
    """The theory of change as a chain, from inputs to impact. None where nothing is written yet."""
    theory = plan.impact.theory
    links = [
        (_("Inputs"), theory.inputs), (_("Activities"), theory.activities), (_("Outputs"), theory.outputs),
        (_("Outcomes"), theory.outcomes), (_("Impact"), (theory.impact,) if theory.impact else ()),
    ]  # fmt: skip
    links = [(name, [plain(one) for one in items if one.strip()]) for name, items in links]
    links = [(name, items) for name, items in links if items]
    if not links:
        return None
    with _font():
        return _chain(links)


def _chain(links: list[tuple[str, list[str]]]) -> Picture:
    from matplotlib.figure import Figure as Canvas
    from matplotlib.patches import FancyBboxPatch

    texts = [_wrapped(items) for _name, items in links]
    line, pad, gap, left = 0.175, 0.09, 0.2, 1.05  # inches
    heights = [line * len(text) + 2 * pad for text in texts]
    tall = sum(heights) + gap * (len(links) - 1)
    canvas = Canvas(figsize=(WIDTH, tall + 0.1), facecolor="white")
    axes = canvas.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(-0.05, tall + 0.05)
    top = tall
    for place, ((name, _items), text, height) in enumerate(zip(links, texts, heights, strict=True)):
        for spot, wide, face in ((0.02, left, LINE), (left + 0.02, WIDTH - left - 0.04, PALE)):
            axes.add_patch(FancyBboxPatch((spot, top - height), wide, height, boxstyle="square,pad=0", facecolor=face, edgecolor=LINE, linewidth=0.8))  # fmt: skip
        axes.text(0.12, top - height / 2, name, color="white", weight="bold", va="center", fontsize=9)
        axes.text(
            left + 0.14, top - height / 2, "\n".join(text), color=INK, va="center", fontsize=8.6, linespacing=1.25
        )
        top -= height
        if place < len(links) - 1:
            axes.annotate("", (left / 2, top - gap + 0.02), (left / 2, top - 0.01),
                          arrowprops=dict(arrowstyle="-|>", color=INK, linewidth=1.2, shrinkA=0, shrinkB=0))  # fmt: skip
            top -= gap
    said = ". ".join(f"{name}: {'; '.join(one.rstrip('.') for one in items)}" for name, items in links)
    return Picture(
        canvas, _("Chain of change, from top to bottom. {said}.").format(said=said), _("The chain of change")
    )


def _wrapped(items: list[str]) -> list[str]:
    lines: list[str] = []
    for item in items:
        lines += textwrap.wrap(item, FITS, initial_indent="• " if len(items) > 1 else "", subsequent_indent="  " if len(items) > 1 else "")  # fmt: skip
    return lines if len(lines) <= MOST else [*lines[: MOST - 1], first_words(lines[MOST - 1] + " " + " ".join(lines[MOST:]), FITS)]  # fmt: skip


STEPS = {
    "gross": _("gross value"), "deadweight": _("would have happened anyway"), "displacement": _("moved from elsewhere"),
    "attribution": _("caused by others"), "impact": _("our impact"),
}  # fmt: skip


def impact_waterfall(result: impact.Sroi, plan: Plan) -> Picture:
    """All outcomes together: from their gross value to what the venture caused, in the first year."""
    with _font():
        return _impact_waterfall(result, plan)


def _impact_waterfall(result: impact.Sroi, plan: Plan) -> Picture:
    steps: dict[str, float] = {}
    for outcome in result.outcomes:
        for name, value in impact.waterfall(outcome):
            steps[name] = steps.get(name, 0.0) + value
    canvas, axes = _canvas(2.5)
    level = 0.0
    for place, (name, value) in enumerate(steps.items()):
        whole = name in ("gross", "impact")
        bottom, height = (0.0, value) if whole else (level + value, -value)
        look = dict(facecolor=LINE) if whole else dict(facecolor="white", edgecolor=LOSS, hatch="////")
        axes.bar([place], [height], 0.62, bottom=bottom, **look)
        axes.text(place, bottom + height, brief(value), ha="center", va="bottom", color=INK, weight="bold" if whole else "normal")  # fmt: skip
        level = value if whole else level + value
        if place < len(steps) - 1:
            axes.plot([place - 0.31, place + 1.31], [level, level], color=SOFT, linewidth=0.8)
    axes.axhline(0, color=INK, linewidth=1)
    axes.set_xticks(range(len(steps)), [textwrap.fill(STEPS[name], 16) for name in steps])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.margins(y=0.12)
    said = "; ".join(f"{STEPS[name]} {amount(plan, value)}" for name, value in steps.items())
    alt = _("Waterfall chart of the outcomes' value in the first year: {said}.").format(said=said)
    return Picture(canvas, alt, _("From gross value to impact, all outcomes, year 1, {unit}").format(unit=unit(plan)))
