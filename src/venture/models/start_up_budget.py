"""Start-up budget: how much money must be there before customers carry the venture?

What is bought, what is deposited, what is paid before the opening, and the months to live through; people with the
contributions that an employer owes; equipment that wears by four methods of depreciation; and VAT, which passes
through. Depreciation is that of `venture.money`. Rates are the reader's own: none stands here as law.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from venture import money, per_cent
from venture.model import Bar, Bars, Chart, Figure, Level, Line, Mark, Model, NumberInput, Preset, Result, Table, Values
from venture.numbers import in_months, say
from venture.words import _, ngettext

MONEY = _("₽ thousand")
PER_MONTH = _("₽ thousand a month")
MOST = 1_000_000
ALMOST = 1e-9
BEFORE, PEOPLE, WEAR, VAT = _("Before the first day"), _("People and other monthly costs"), _("Wear of the equipment"), _("VAT of a month")  # fmt: skip
NO_VAT, DEDUCTED, ON_SALES = 0, 1, 2  # what the input `vat_kind` means

INPUTS = (
    NumberInput(
        "cost", _("Main equipment"), MONEY, _("The largest thing that you buy and that lasts. Ask for three quotes."),
        0, 5000, 10, 1900, most=MOST,
    ),
    NumberInput(
        "life", _("Years that it lasts"), _("years"), _("Until you must buy it again."), 1, 30, 1, 6, whole=True
    ),
    NumberInput(
        "pay", _("Pay of all people"), PER_MONTH, _("As it stands in the contracts, your own pay too, before anybody's tax."),
        0, 1000, 1, 149, most=MOST,
    ),
    NumberInput(
        "wait", _("Months to live through"), _("months"), _("Until money from customers carries the month."), 0, 24, 0.5, 3, most=60
    ),
    NumberInput(
        "own", _("Own money"), MONEY, _("What the founders put in for good."), 0, 5000, 10, 1280, most=MOST
    ),
    NumberInput(
        "other", _("Other equipment and fit-out"), MONEY, _("Everything else that lasts longer than a year."),
        0, 5000, 10, 520, group=BEFORE, most=MOST,
    ),
    NumberInput(
        "deposit", _("Deposit for the rent"), _("months"), _("The landlord keeps it, and gives it back at the end."),
        0, 12, 1, 2, group=BEFORE,
    ),
    NumberInput(
        "stock", _("First stock"), MONEY, _("Cloth, food, tickets: what must lie there before the first sale."),
        0, 1000, 5, 150, group=BEFORE, most=MOST,
    ),
    NumberInput(
        "once", _("Paid once before the opening"), MONEY, _("Registration, permissions, sign, website, training."),
        0, 1000, 5, 50, group=BEFORE, most=MOST,
    ),
    NumberInput(
        "spare", _("To spare"), "%", _("On all that is bought or paid once: something is always forgotten."), 0, 50, 1, 5, group=BEFORE
    ),
    NumberInput(
        "contributions", _("Contributions of the employer"), "%", _("On top of the pay. Ask your accountant for today's rate."),
        0, 100, 0.5, 30, group=PEOPLE,
    ),
    NumberInput("rent", _("Rent"), PER_MONTH, _("Of one month."), 0, 500, 1, 84, group=PEOPLE, most=MOST),
    NumberInput(
        "running", _("Other running costs"), PER_MONTH, _("Power, insurance, repairs, bookkeeping, advertising."),
        0, 500, 0.1, 142.3, group=PEOPLE, most=MOST,
    ),
    NumberInput(
        "carried", _("Carried by customers"), "%", _("How much of these months' costs customers pay already. 0 is the careful way."),
        0, 100, 1, 0, group=PEOPLE,
    ),
    NumberInput(
        "salvage", _("Value at the end"), MONEY, _("What the main equipment can be sold for then."), 0, 2500, 10, 100, group=WEAR, most=MOST
    ),
    NumberInput(
        "year", _("Year to look at"), _("years"), _("The book value after so many years."), 0, 30, 1, 3, whole=True, group=WEAR
    ),
    NumberInput(
        "other_life", _("Years that the other equipment lasts"), _("years"), _("It is written off in a straight line, down to nothing."),
        1, 30, 1, 5, whole=True, group=WEAR,
    ),
    NumberInput(
        "vat_kind", _("VAT or sales tax"), "",
        _("0: you charge none. 1: VAT, less what you paid on purchases. 2: a tax on sales, nothing comes back."),
        0, 2, 1, 1, whole=True, group=VAT,
        choices=((0, _("0: none")), (1, _("1: VAT, less what you paid")), (2, _("2: a tax on sales"))),
    ),
    NumberInput(
        "vat", _("Rate on sales and purchases"), "%", _("An illustration. Look up today's rate, and which of your goods it is for."),
        0, 50, 0.5, 20, group=VAT,
    ),
    NumberInput(
        "sales", _("Sales of the month, with VAT"), MONEY, _("What customers pay you."), 0, 5000, 10, 1440, group=VAT, most=MOST
    ),
    NumberInput(
        "purchases", _("Purchases of the month, with VAT"), MONEY, _("What you pay suppliers who charge VAT."),
        0, 5000, 10, 960, group=VAT, most=MOST,
    ),
)  # fmt: skip

PRESETS = (
    Preset("f", _("Case F: a sewing workshop (illustrative)"), {}),
    Preset(
        "a",
        _("Case A: a children's centre (illustrative)"),
        {
            "cost": 1500, "life": 5, "salvage": 0, "other": 900, "other_life": 5, "pay": 145, "wait": 6, "carried": 80,
            "own": 900, "deposit": 1, "rent": 95, "running": 65.5, "stock": 20, "once": 60, "vat_kind": NO_VAT,
            "sales": 376, "purchases": 76, "year": 2,
        },
    ),
    Preset(
        "f_sales_tax",
        _("Case F with a tax on sales from which nothing comes back (illustrative)"),
        {"vat_kind": ON_SALES, "vat": 5},
    ),
)  # fmt: skip


# --- the formulas


def vat_inside(gross: float, rate: float) -> float:
    """The VAT in an amount that holds it: gross · rate / (1 + rate). In the unit of ``gross``; rate 0.2 for 20 %.

    >>> round(vat_inside(1440, 0.20), 9)
    240.0
    """
    return gross * rate / (1 + rate)


def staff_cost(pay: float, contributions: float) -> float:
    """What people cost the venture: pay · (1 + contributions). In the unit of ``pay``; contributions 0.3 for 30 %.

    >>> staff_cost(55, 0.30)
    71.5
    """
    return pay * (1 + contributions)


def book_values(cost: float, salvage: float, life: int) -> dict[str, tuple[float, ...]]:
    """What is left of an asset after 0, 1, … ``life`` years, by the four methods; in the unit of ``cost``.

    ``straight`` line, sum of the ``years``' digits, ``double`` decline, and double decline ``switching`` to a straight line.
    """
    straight = [money.sln(cost, salvage, life)] * life
    years = [money.syd(cost, salvage, life, year) for year in range(1, life + 1)]
    wear = {
        "straight": lambda book, year: straight[year],
        "years": lambda book, year: years[year],
        "double": lambda book, year: money.ddb(book, salvage, life, 1),
        "switching": lambda book, year: max(money.ddb(book, salvage, life, 1), money.sln(book, salvage, life - year)),
    }
    return {name: _left(cost, salvage, life, amount) for name, amount in wear.items()}


def _left(cost: float, salvage: float, life: int, amount: Callable[[float, int], float]) -> tuple[float, ...]:
    """Book values, year by year. ``amount`` gives the wear of year 0, 1, … from the book value at its beginning."""
    book = [float(cost)]
    for year in range(life):
        left = book[-1] - amount(book[-1], year)
        # never below the value at the end, and exactly there where only the noise of floats is between
        book.append(salvage if left - salvage < ALMOST * max(1.0, cost) else left)
    return tuple(book)


METHODS = (
    ("straight", _("straight line")),
    ("years", _("sum of the years' digits")),
    ("double", _("double decline")),
    ("switching", _("double decline, then straight")),
)


def uses(v: Values) -> tuple[tuple[str, str, float], ...]:
    """What the money is needed for, in the order in which it is spent: name, words, amount."""
    lasting = v.cost + v.other
    return (
        ("equipment", _("Equipment and fit-out"), lasting),
        ("deposit", _("Deposit for the rent"), v.rent * v.deposit),
        ("opening", _("First stock, paid once"), v.stock + v.once),
        ("spare", _("To spare"), (lasting + v.stock + v.once) * v.spare / 100),
        ("living", _("Months to live through"), v.wait * monthly(v) * (1 - v.carried / 100)),
    )


def monthly(v: Values) -> float:
    """What a month costs before anything is sold: people, rent and the other running costs."""
    return staff_cost(v.pay, v.contributions / 100) + v.rent + v.running


def compute(v: Values) -> Result:
    """The start-up budget, the cost of people, the wear of equipment and the VAT of a month."""
    parts = uses(v)
    total = sum(amount for _name, _label, amount in parts)
    gap = round(total - v.own, 2)  # to ten roubles: what floating point leaves is no gap
    salvage = min(v.salvage, v.cost)
    books = book_values(v.cost, salvage, int(v.life))
    figures = (
        _money("total", _("Start-up budget"), total, _("all that must be paid before customers carry the month")),
        _money("gap", _("Still to be found"), max(gap, 0.0), _("loans and grants, modules 9 and 10") if gap > 0 else _("your own money is enough")),
        *(_money(name, label, amount, note) for (name, label, amount), note in zip(parts, _notes(v), strict=True)),
        _money("staff", _("People, with contributions"), staff_cost(v.pay, v.contributions / 100), _("what they cost the venture"), PER_MONTH),
        _money("monthly", _("A month before any sale"), monthly(v), _("people, rent and the rest"), PER_MONTH),
        *_wear(v, salvage, books),
        *_vat(v),
    )  # fmt: skip
    chart = _chart(v, parts, total)
    return Result(
        _sentence(v, parts, total, gap), figures, chart, _alt(v, parts, total), _table(parts, total, v.own),
        more=(_books_chart(v, salvage, books),),
    )  # fmt: skip


def _money(name: str, label: str, amount: float, note: str, unit: str = MONEY) -> Figure:
    return Figure(name, label, amount, f"{say(amount, most=2)} {unit}", note)


def _notes(v: Values) -> tuple[str, ...]:
    return (
        _("it lasts, and wears a little each month"),
        _("{months} × {rent}; it comes back").format(months=say(v.deposit), rent=say(v.rent)),
        _("paid before the first sale"),
        _("{spare} % of what is bought or paid once").format(spare=say(v.spare)),
        _("{months} × {monthly}").format(months=say(v.wait), monthly=say(monthly(v)))
        + (_(", less the {carried} % that customers carry").format(carried=say(v.carried)) if v.carried else ""),
    )


def _wear(v: Values, salvage: float, books: dict[str, tuple[float, ...]]) -> tuple[Figure, ...]:
    yearly = money.sln(v.cost, salvage, v.life)
    other = money.sln(v.other, 0, v.other_life)
    year = min(int(v.year), int(v.life))
    after = _("main equipment, after year {year}").format(year=say(year))
    return (
        _money("wear_year", _("Depreciation of the main equipment"), yearly, _("a year, in a straight line")),
        _money("wear_month", _("Depreciation of all equipment"), (yearly + other) / 12, _("a month; a cost, but no payment"), PER_MONTH),
        *(
            _money(f"book_{name}", _("Book value, {method}").format(method=label), books[name][year], after)
            for name, label in METHODS
            if name in ("straight", "double")  # the chart shows all four
        ),
    )  # fmt: skip


def _vat(v: Values) -> tuple[Figure, ...]:
    """What is charged, what comes back and what is owed. What does not come back stays in the purchases, at whatever rate."""
    charged = vat_inside(v.sales, v.vat / 100) if v.vat_kind else 0.0
    back = vat_inside(v.purchases, v.vat / 100) if v.vat_kind == DEDUCTED else 0.0
    due = charged - back
    paid = (_money("vat_in", _("VAT in the purchases"), back, _("it comes back")),) if v.vat_kind == DEDUCTED else ()
    return (
        _money("vat_out", _("VAT in the sales"), charged, _("it belongs to the state") if charged else _("you charge none")),
        *paid,
        # the label says which way it goes, so the amount stands without a sign
        replace(_money("vat_due", _("VAT to pay") if due >= 0 else _("VAT that comes back"), abs(due), _("charged less paid") if v.vat_kind == DEDUCTED else _("what was charged")), value=due),
        _money("revenue", _("Revenue of the month"), v.sales - charged, _("sales without VAT")),
        _money("bought", _("Cost of the purchases"), v.purchases - back, _("without the VAT that comes back") if back else _("as paid: no VAT comes back")),
    )  # fmt: skip


# --- the sentence, the charts, the table


def _sentence(v: Values, parts: tuple[tuple[str, str, float], ...], total: float, gap: float) -> str:
    if not total:
        return _("Nothing must be there before customers carry you.") + _share_for_percent(v)
    amounts = {name: amount for name, _label, amount in parts}
    buying = amounts["equipment"] + amounts["opening"] + amounts["spare"]
    if amounts["living"]:
        living = _("{living} to live through {wait}").format(
            living=say(amounts["living"], most=1), wait=in_months(v.wait)
        )
    else:
        living = _("nothing for months to live through")
    words = _(
        "You need {total} {money} before customers carry you: {buying} to buy and to open, {deposit} as a deposit and {living}"
    ).format(
        total=say(total, most=1), money=MONEY, buying=say(buying, most=1), deposit=say(amounts["deposit"], most=1),
        living=living,
    )  # fmt: skip
    there = _("{own} are there").format(own=say(v.own)) if v.own else _("nothing is there yet")
    if round(gap, 1) > 0:
        rest = _("{there}, so {gap} must come from others.").format(there=there, gap=say(gap, most=1))
    elif round(gap, 1) < 0:
        rest = _("{there}, which leaves {rest}.").format(there=there, rest=say(-gap, most=1))
    else:
        rest = _("{there}: just enough.").format(there=there)
    return f"{words}; {rest}{_share_for_percent(v)}"


def _share_for_percent(v: Values) -> str:
    """A word where a share, such as 0.3, stands in place of per cent. The sliders begin at 0 and 0.5."""
    rates = ("contributions", "vat") if v.vat_kind else ("contributions",)
    return per_cent.doubts(*(per_cent.doubt(MODEL.input(name).label, v[name], below=0.5) for name in rates))


def _chart(v: Values, parts: tuple[tuple[str, str, float], ...], total: float) -> Chart:
    """A staircase: each use begins where the one before it ends, and the last bar is the sum."""
    bars, reached = [], 0.0
    for place, (_name, _label, amount) in enumerate(parts):
        bars.append(Bar(float(place), reached, reached + amount, say(amount, most=0)))
        reached += amount
    place = float(len(parts))
    names = tuple((float(n), label) for n, (_name, label, _amount) in enumerate(parts))
    return Chart(
        title=_("What must be there, step by step"),
        x_label=_("needed so far, {money}").format(money=MONEY),
        y_label="",
        bars=(
            Bars(_("needed"), tuple(bars)),
            Bars(_("in all"), (Bar(place, 0.0, total, say(total, most=0)),)),
        ),
        levels=(Level(v.own, _("own money")),) if v.own else (),
        names=(*names, (place, _("In all"))),
        sideways=True,
    )


def _alt(v: Values, parts: tuple[tuple[str, str, float], ...], total: float) -> str:
    listed = ", ".join(f"{label} {say(amount, most=0)}" for _name, label, amount in parts)
    said = _("Bars that climb like stairs, in {money}: {listed}; in all {total}.").format(
        money=MONEY, listed=listed, total=say(total, most=0)
    )
    if total:
        said += " " + _("The largest is {largest}.").format(largest=max(parts, key=lambda part: part[2])[1])
    if v.own:
        said += " " + _("A line marks own money of {own}.").format(own=say(v.own))
    return said


def _table(parts: tuple[tuple[str, str, float], ...], total: float, own: float) -> Table:
    def row(label: str, amount: float) -> tuple[str, str, str]:
        return label, say(amount, most=1), f"{say(amount / total * 100, 1)} %" if total else "–"

    rows = [row(label, amount) for _name, label, amount in parts]
    return Table(
        _("The start-up budget ({money})").format(money=MONEY),
        (_("for what"), _("amount"), _("share of all")),
        (*rows, row(_("in all"), total), row(_("own money"), own)),
    )


def _books_chart(v: Values, salvage: float, books: dict[str, tuple[float, ...]]) -> tuple[Chart, str]:
    chart = Chart(
        title=_("Book value of the main equipment"),
        x_label=_("years of use"),
        y_label=_("Book value, {money}").format(money=MONEY),
        lines=tuple(
            Line(label, tuple((float(n), left) for n, left in enumerate(books[name]))) for name, label in METHODS
        ),
        marks=(Mark(v.life, books["double"][-1], _("{left} left").format(left=say(books["double"][-1], most=1))),)
        if books["double"][-1] > salvage + 0.05
        else (),
    )
    ends = ", ".join(f"{label} {say(books[name][-1], most=1)}" for name, label in METHODS)
    alt = ngettext(
        "Book value over one year, falling from {cost} {money} by four methods; at the end: {ends}. "
        "The straight line falls evenly, the others faster at first.",
        "Book value over {life} years, falling from {cost} {money} by four methods; at the end: {ends}. "
        "The straight line falls evenly, the others faster at first.",
        int(v.life),
    ).format(life=say(v.life), cost=say(v.cost), money=MONEY, ends=ends)
    return chart, alt


MODEL = Model("start_up_budget", _("Start-up budget, people, equipment, VAT"), INPUTS, compute, PRESETS)
