"""The formulas of the course: words, symbols, a spreadsheet's way of writing, the function, and an example.

The example's numbers are the cases'; what comes out is computed. A test lets LibreOffice compute each formula too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pkgutil import resolve_name
from typing import Any

from venture.plan import Market, Outcome


@dataclass(frozen=True)
class Given:
    """An input of the example: a number, or a list of numbers or dates in one row."""

    name: str
    label: str
    value: Any
    share: bool = False  # shown in per cent

    @property
    def many(self) -> bool:
        return isinstance(self.value, tuple)


@dataclass(frozen=True)
class Cells:
    """Where an input stands: one cell, or a row of them with its first cell and the rest."""

    whole: str
    first: str = ""
    rest: str = ""

    def __str__(self) -> str:
        return self.whole


@dataclass(frozen=True)
class Formula:
    module: int
    name: str
    words: str
    symbols: str
    where: str  # what the letters mean
    function: str  # dotted, below `venture`
    given: tuple[Given, ...]
    sheet: str  # a template over the inputs' cells
    share: bool = False  # the result is shown in per cent
    unit: str = ""
    takes: Any = field(default=None, compare=False)  # makes the function's arguments, where they are not the inputs

    def compute(self) -> float:
        """The example's result, by the function that the course uses."""
        function = resolve_name(f"venture.{self.function}")
        values = {one.name: list(one.value) if one.many else one.value for one in self.given}
        return self.takes(function, **values) if self.takes else function(**values)

    def cells(self) -> dict[str, Cells]:
        """Inputs below each other from B1 on; a list goes to the right."""
        made = {}
        for row, one in enumerate(self.given, start=1):
            last = chr(ord("B") + len(one.value) - 1) if one.many else "B"
            made[one.name] = Cells(f"B{row}:{last}{row}", f"B{row}", f"C{row}:{last}{row}") if one.many else Cells(f"B{row}")  # fmt: skip
        return made

    def written(self) -> str:
        return self.sheet.format_map(self.cells())


PRICE, VARIABLE = Given("price", "price", 9.4), Given("variable_cost", "variable cost", 1.9)
FLOWS = Given("values", "flows", (-2600, 620, 640, 655, 670, 690, 700, 710, 720))
RETURN = Given("rate", "required return", 0.14, share=True)
LOAN = (Given("rate", "rate a month", 0.0075, share=True), Given("nper", "months", 48), Given("pv", "loan", 1200))
MONTH = Given("per", "month", 1)
ASSET = (Given("cost", "cost", 1900), Given("salvage", "value at the end", 100), Given("life", "years", 6))
DATED = (
    Given("values", "flows", (-600, -900, -500, 1200, 1500)),
    Given("dates", "days", (date(2025, 2, 10), date(2025, 5, 20), date(2025, 9, 15), date(2026, 6, 30), date(2027, 6, 30))),
)  # fmt: skip
WORK = (
    Given("quantity", "people", 12), Given("proxy", "worth of one", 240), Given("deadweight", "deadweight", 0.30, True),
    Given("displacement", "displacement", 0.10, True), Given("attribution", "share of others", 0.20, True),
)  # fmt: skip


def _outcome(function: Any, **numbers: float) -> float:
    return function(Outcome(name="Stable work", **numbers))


def _of_year(function: Any, drop_off: float, year: int, **numbers: float) -> float:
    return function(Outcome(name="Stable work", drop_off=drop_off, years=year, **numbers))[-1]


def _return(sroi: Any, worths: list[float], inputs: float) -> float:
    return sroi([Outcome(name=str(at), quantity=1, proxy=one) for at, one in enumerate(worths)], inputs, 0.0).ratio


def _worth(worth: Any, impact_1: float, drop_off: float, years: int, rate: float) -> float:
    return worth(
        Outcome(name="Stable work", quantity=impact_1, proxy=1, drop_off=drop_off, years=years), rate
    ).present_value


SOCIAL = (Given("worths", "worth today", (3155.11, 1548.20, 459.17, 84.52)), Given("inputs", "went in", 3600))

FORMULAS = (
    Formula(
        2, "Sample size", "The number for a group without end, made smaller for the group there is, rounded up.",
        r"n = \left\lceil \frac{n_0}{1 + (n_0 - 1) / N} \right\rceil",
        "$n_0 = z^2 p (1 - p) / e^2$, $e$ error, $p$ share (0.5 before it is known), $z$ 1.96, $N$ size of the group", "market.sample_size",
        (Given("error", "error", 0.05, True), Given("population", "families", 1800)),
        "=ROUNDUP(1.96^2*0.5*0.5/{error}^2/(1+(1.96^2*0.5*0.5/{error}^2-1)/{population}),0)", unit="families",
    ),
    Formula(
        2, "Error of a survey", "The spread of one answer, divided by the root of how many were asked, made smaller where they are many of the group.",
        r"z \sqrt{\frac{p (1 - p)}{n}} \sqrt{\frac{N - n}{N - 1}}", "$n$ asked, $N$ size of the group, $p$ share", "market.sampling_error",
        (Given("asked", "asked", 92), Given("population", "families", 1800)),
        "=1.96*SQRT(0.5*0.5/{asked})*SQRT(({population}-{asked})/({population}-1))", share=True,
    ),
    Formula(
        2, "Demand from the bottom up",
        "People in the place, times the share that you serve, times the share within reach, interested, and who then come.",
        r"D = N \cdot s \cdot r \cdot i \cdot c",
        "$N$ people, $s$ target group, $r$ within reach, $i$ interested, $c$ who come",
        "plan.Market.demand",
        (Given("people", "people", 41000), Given("share", "target group", 0.095, True), Given("reach", "within reach", 0.45, True),
         Given("interest", "interested", 0.22, True), Given("conversion", "who come", 0.35, True)),
        "={people}*{share}*{reach}*{interest}*{conversion}", unit="children",
        takes=lambda demand, **numbers: demand.fget(Market(**numbers)),
    ),
    Formula(
        3, "Cost share where two taxes are the same", "One less the rate on income divided by the rate on income less costs; above it the second takes less.",
        r"1 - \frac{t_1}{t_2}", "$t_1$ rate on income, $t_2$ rate on income less costs; no minimum tax", "regimes.indifferent_cost_share",
        (Given("on_income", "rate on income", 0.05, True), Given("on_difference", "rate on income less costs", 0.1, True)),
        "=1-{on_income}/{on_difference}", share=True,
    ),
    Formula(
        4, "Contribution margin", "Price less variable cost: what one more unit leaves for everything else.",
        r"m = P - V", "$P$ price, $V$ variable cost of a unit", "unit_economics.contribution_margin",
        (PRICE, VARIABLE), "={price}-{variable_cost}",
    ),
    Formula(
        4, "Contribution margin ratio", "The contribution margin as a share of the price.", r"\frac{P - V}{P}",
        "$P$ price, $V$ variable cost of a unit", "unit_economics.margin_ratio", (PRICE, VARIABLE),
        "=({price}-{variable_cost})/{price}", share=True,
    ),
    Formula(
        4, "Groups that a volume needs", "Volume divided by the units in a group, rounded up: a group comes whole.",
        r"\left\lceil \frac{q}{k} \right\rceil", "$q$ volume, $k$ units in a group", "costs.steps_at",
        (Given("volume", "volume", 49), Given("step_size", "units in a group", 24)),
        "=ROUNDUP({volume}/{step_size},0)", unit="groups",
    ),
    Formula(
        4, "Profit at a volume", "Contribution of all units, less fixed costs, less the groups that the volume needs.",
        r"m\,q - F - S \left\lceil \frac{q}{k} \right\rceil",
        "$m$ margin, $q$ volume, $F$ fixed costs, $S$ cost of a group, $k$ units in a group", "costs.profit",
        (Given("volume", "volume", 49), Given("margin", "margin", 7.5), Given("fixed", "fixed costs", 245),
         Given("step_cost", "cost of a group", 52), Given("step_size", "units in a group", 24)),
        "={margin}*{volume}-{fixed}-{step_cost}*ROUNDUP({volume}/{step_size},0)",
    ),
    Formula(
        4, "Break-even volume without steps", "Fixed costs divided by the contribution margin, rounded up to whole units.",
        r"q^{*} = \left\lceil \frac{F}{m} \right\rceil", "$F$ fixed costs, $m$ margin", "costs.break_even_volumes",
        (Given("fixed", "fixed costs", 401), Given("margin", "margin", 7.5)), "=ROUNDUP({fixed}/{margin},0)", unit="units",
        takes=lambda volumes, fixed, margin: volumes(margin, fixed, 1000)[0].start,
    ),
    Formula(
        4, "Break-even sales", "Costs to be covered divided by the contribution margin ratio; money is not rounded up.",
        r"R^{*} = \frac{F}{m / P}", "$F$ costs to be covered, $m / P$ margin ratio", "costs.break_even_sales",
        (Given("cost", "costs", 420), Given("margin_ratio", "margin ratio", 18.9 / 39.8, True)), "={cost}/{margin_ratio}",
    ),
    Formula(
        4, "Target before tax", "What you want to keep, divided by one less the tax rate.", r"\frac{K}{1 - t}",
        "$K$ to keep, $t$ tax on profit", "costs.before_tax",
        (Given("after_tax", "to keep", 30), Given("tax", "tax", 0.20, True)), "={after_tax}/(1-{tax})",
    ),
    Formula(
        4, "Margin of safety", "How far sales may fall before the loss begins, as a share of the plan.",
        r"\frac{q_{\text{plan}} - q^{*}}{q_{\text{plan}}}", "$q_{plan}$ planned volume, $q^{*}$ break-even",
        "costs.margin_of_safety", (Given("planned", "plan", 60), Given("break_even", "break-even", 54)),
        "=({planned}-{break_even})/{planned}", share=True,
    ),
    Formula(
        4, "Operating leverage", "Contribution divided by operating income: how much faster than sales the profit moves.",
        r"\frac{m\,q}{m\,q - F}", "$m q$ contribution, $m q - F$ operating income", "costs.operating_leverage",
        (Given("contribution_total", "contribution", 450), Given("operating_income", "operating income", 49)),
        "={contribution_total}/{operating_income}", unit="times",
    ),
    Formula(
        5, "Price at a margin", "Cost divided by one less the margin that you want to keep of the price.",
        r"P = \frac{C}{1 - g}", "$C$ cost, $g$ margin", "unit_economics.price_at_margin",
        (Given("cost", "cost", 1.75), Given("margin", "margin", 0.35, True)), "={cost}/(1-{margin})",
    ),
    Formula(
        5, "Margin of a mark-up", "The mark-up divided by one plus the mark-up: a mark-up counts on the cost, a margin on the price.",
        r"g = \frac{u}{1 + u}", "$u$ mark-up", "unit_economics.margin_of_markup", (Given("markup", "mark-up", 0.60, True),),
        "={markup}/(1+{markup})", share=True,
    ),
    Formula(
        5, "Average price", "Each price times the share of units sold at it, added up.", r"\bar P = \sum_k P_k\, w_k",
        "$P_k$ price of a group, $w_k$ its share of all units", "unit_economics.average_price",
        (Given("prices", "prices", (11, 7, 0)), Given("shares", "shares", (0.55, 0.30, 0.15), True)),
        "=SUMPRODUCT({prices},{shares})", takes=lambda average, prices, shares: average(zip(prices, shares, strict=True)),
    ),
    Formula(
        5, "What a discount costs in volume", "The discount divided by what is left of the margin: so much more must be sold.",
        r"\frac{d}{g - d}", "$d$ discount, $g$ margin, both of the old price", "unit_economics.volume_rise_for_discount",
        (Given("margin", "margin", 0.30, True), Given("discount", "discount", 0.10, True)), "={discount}/({margin}-{discount})",
        share=True,
    ),
    Formula(
        5, "Lifetime value", "Revenue a month times the margin, divided by the share of customers who leave in a month.",
        r"\frac{A\,g}{c}", "$A$ revenue a month, $g$ margin, $c$ share who leave", "unit_economics.lifetime_value",
        (Given("revenue", "revenue a month", 1.8), Given("margin", "margin", 0.70, True), Given("churn", "who leave", 0.04, True)),
        "={revenue}*{margin}/{churn}",
    ),
    Formula(
        5, "Payback of winning a customer", "What winning one costs, divided by what one leaves a month.", r"\frac{W}{A\,g}",
        "$W$ cost of winning one, $A$ revenue a month, $g$ margin", "unit_economics.acquisition_payback",
        (Given("cost", "cost of winning", 14), Given("revenue", "revenue a month", 1.8), Given("margin", "margin", 0.70, True)),
        "={cost}/({revenue}*{margin})", unit="months",
    ),
    Formula(
        6, "Depreciation in a straight line", "Cost less the value at the end, divided by the years of use.",
        r"\frac{C - S}{n}", "$C$ cost, $S$ value at the end, $n$ years", "money.sln", ASSET, "=SLN({cost},{salvage},{life})",
    ),
    Formula(
        6, "Depreciation by the years' digits", "More in the first years: the years that are left, over the sum of all years.",
        r"(C - S)\,\frac{n - k + 1}{n (n + 1) / 2}", "$k$ the year; the rest as above", "money.syd",
        (*ASSET, Given("per", "year", 3)), "=SYD({cost},{salvage},{life},{per})",
    ),
    Formula(
        6, "Depreciation by double decline", "Twice the straight line's share of the value that is left, never below the value at the end.",
        r"\min\!\left(\frac{2}{n} B,\; B - S\right)", "$B$ value that is left; the rest as above", "money.ddb",
        (*ASSET, Given("period", "year", 2)), "=DDB({cost},{salvage},{life},{period})",
    ),
    Formula(
        6, "The same, switching to a straight line", "Double decline, until a straight line over the years that are left takes more.",
        r"\max\!\left(\frac{2}{n} B,\; \frac{B - S}{n - k + 1}\right)", "as above", "money.vdb",
        (*ASSET, Given("start", "from", 4), Given("end", "to", 5)), "=VDB({cost},{salvage},{life},{start},{end})",
    ),
    Formula(
        8, "Days of stock", "Stock divided by the cost of sales, times the days of a year.", r"\frac{I}{C} \cdot 365",
        "$I$ stock, $C$ cost of sales of a year", "working_capital.dio",
        (Given("stock", "stock", 520), Given("cost_of_sales", "cost of sales", 3700)), "={stock}/{cost_of_sales}*365", unit="days",
    ),
    Formula(
        8, "Days until customers pay", "Receivables divided by the sales on credit, times the days of a year; VAT in both or in none.",
        r"\frac{A}{R} \cdot 365", "$A$ receivables, $R$ sales on credit of a year", "working_capital.dso",
        (Given("receivables", "receivables", 690), Given("credit_sales", "sales on credit", 6200)),
        "={receivables}/{credit_sales}*365", unit="days",
    ),
    Formula(
        8, "Days until suppliers are paid", "Payables divided by the cost of sales, times the days of a year.",
        r"\frac{L}{C} \cdot 365", "$L$ payables, $C$ cost of sales of a year", "working_capital.dpo",
        (Given("payables", "payables", 350), Given("cost_of_sales", "cost of sales", 3700)), "={payables}/{cost_of_sales}*365",
        unit="days",
    ),
    Formula(
        8, "Cash conversion cycle", "Days of stock plus days until customers pay, less days until suppliers are paid.",
        r"I_d + A_d - L_d", "the three above", "working_capital.cash_conversion_cycle",
        (Given("dio", "days of stock", 51), Given("dso", "days until customers pay", 41), Given("dpo", "days until suppliers are paid", 35)),
        "={dio}+{dso}-{dpo}", unit="days",
    ),
    Formula(
        8, "Runway", "Cash divided by what a month takes out of it on balance; none where it takes nothing.",
        r"\frac{\text{cash}}{\text{net outflow}}", "both of the same month", "working_capital.runway",
        (Given("cash", "cash", 1150), Given("net_outflow", "net outflow a month", 185)), "={cash}/{net_outflow}", unit="months",
    ),
    Formula(
        8, "Price of paying late", "What it costs a year to let an early-payment discount go, in simple interest over 360 days.",
        r"\frac{d}{1 - d} \cdot \frac{360}{T - t}", "$d$ discount, $t$ days to take it, $T$ days to pay", "working_capital.trade_credit_simple",
        (Given("discount", "discount", 0.02, True), Given("discount_days", "days to take it", 10), Given("net_days", "days to pay", 30)),
        "={discount}/(1-{discount})*360/({net_days}-{discount_days})", share=True,
    ),
    Formula(
        9, "Payment of a loan", "The equal payment that pays interest and principal; minus, because it leaves your account.",
        r"-\frac{L\,r}{1 - (1 + r)^{-n}}", "$L$ loan, $r$ rate a month, $n$ months", "money.pmt", LOAN, "=PMT({rate},{nper},{pv})",
    ),
    Formula(
        9, "Interest in a payment", "What is still owed, times the rate of a month.", r"-r\,B_{k-1}",
        "$B_{k-1}$ owed before the payment, $r$ rate a month", "money.ipmt", (LOAN[0], MONTH, *LOAN[1:]), "=IPMT({rate},{per},{nper},{pv})",
    ),
    Formula(
        9, "Principal in a payment", "The payment less its interest: this part pays the debt back and is no cost.",
        r"\text{payment} - \text{interest}", "both as above", "money.ppmt", (LOAN[0], MONTH, *LOAN[1:]), "=PPMT({rate},{per},{nper},{pv})",
    ),
    Formula(
        9, "Debt service cover (DSCR)", "Cash flow available for debt service, divided by interest and principal of the same months.",
        r"\frac{\text{EBITDA} - T \pm \Delta W - U}{\text{interest} + \text{principal}}",
        "$T$ taxes paid, $\\Delta W$ change in working capital, $U$ upkeep of equipment", "appraisal.dscr",
        (Given("cfads", "cash available", 514.848), Given("debt_service", "debt service", 400.96)), "={cfads}/{debt_service}", unit="times",
    ),
    Formula(
        9, "Effective rate", "What a yearly rate comes to when it is charged every month: one plus a twelfth of it, twelve times.",
        r"\left(1 + \frac{j}{12}\right)^{12} - 1", "$j$ nominal rate a year", "money.effect",
        (Given("nominal_rate", "nominal rate", 0.09, True), Given("npery", "times a year", 12)), "=EFFECT({nominal_rate},{npery})", share=True,
    ),
    Formula(
        9, "Effective cost of a loan", "The rate of a month at which all that flows, fees too, comes to nothing; then for a year.",
        r"(1 + i)^{12} - 1, \quad \sum_t \frac{F_t}{(1 + i)^t} = 0", "$F_t$ what flows in month $t$, $i$ rate a month",
        "money.effective_cost", (Given("values", "flows", (990, -1010)),), "=(1+IRR({values}))^12-1", share=True,
    ),
    Formula(
        10, "Grant element of a soft loan", "The loan, less what its payments are worth at the rate that a bank would ask.",
        r"L - \sum_t \frac{Z_t}{(1 + r)^t}", "$L$ loan, $Z_t$ payment in month $t$, $r$ market rate a month", "support.grant_element",
        (Given("face", "loan", 300), Given("payments", "payments from today on", (0, 100, 100, 100)), Given("market_rate", "market rate a month", 0.015, True)),
        "={face}-{payments.first}-NPV({market_rate},{payments.rest})",
    ),
    Formula(
        10, "Share of support", "Grants, the grant element of a year and help in kind, divided by what is earned.",
        r"\frac{G + E + K}{R}", "$G$ grants, $E$ grant element a year, $K$ in kind, $R$ earned revenue", "support.share_of_support",
        (Given("grants", "grants", 900), Given("grant_element_a_year", "grant element a year", 343.662), Given("in_kind", "in kind", 150), Given("earned", "earned", 4200)),
        "=({grants}+{grant_element_a_year}+{in_kind})/{earned}", share=True,
    ),
    Formula(
        10, "Grant share of income", "Grants divided by grants and earned revenue together.", r"\frac{G}{G + R}",
        "$G$ grants, $R$ earned revenue", "support.grant_share", (Given("grants", "grants", 900), Given("earned", "earned", 4200)),
        "={grants}/({grants}+{earned})", share=True,
    ),
    Formula(
        11, "Net present value (NPV)", "Each flow divided by one plus the required return for each year that passes, added up; today counts whole.",
        r"\sum_{t=0}^{n} \frac{F_t}{(1 + r)^t}", "$F_t$ flow of year $t$, $r$ required return", "money.npv0", (RETURN, FLOWS),
        "=NPV({rate},{values.rest})+{values.first}",
    ),
    Formula(
        11, "Internal rate of return (IRR)", "The rate at which the net present value is nothing; there may be none, or several.",
        r"\sum_{t=0}^{n} \frac{F_t}{(1 + \text{IRR})^t} = 0", "$F_t$ flow of year $t$", "money.irr", (FLOWS,), "=IRR({values})", share=True,
    ),
    Formula(
        11, "Modified rate of return (MIRR)", "What comes in, reinvested to the last year, against what goes out, brought to today: the yearly growth between them.",
        r"\left(\frac{\text{later value of inflows}}{\text{present value of outflows}}\right)^{1/n} - 1", "$n$ years", "money.mirr",
        (FLOWS, Given("finance_rate", "rate on money borrowed", 0.14, True), Given("reinvest_rate", "rate on money put back", 0.10, True)),
        "=MIRR({values},{finance_rate},{reinvest_rate})", share=True,
    ),
    Formula(
        11, "Profitability index", "What all later flows are worth today, per unit of money paid today.",
        r"\frac{1}{-F_0} \sum_{t=1}^{n} \frac{F_t}{(1 + r)^t}", "$F_0$ paid today (negative), $F_t$ flow of year $t$", "money.profitability_index",
        (RETURN, FLOWS), "=NPV({rate},{values.rest})/-{values.first}", unit="times",
    ),
    Formula(
        11, "Net present value of dated flows", "As the net present value, with days divided by 365 in place of years.",
        r"\sum_t \frac{F_t}{(1 + r)^{d_t / 365}}", "$d_t$ days since the first flow", "money.xnpv",
        (Given("rate", "required return", 0.12, True), *DATED), "=XNPV({rate},{values},{dates})",
    ),
    Formula(
        11, "Return of dated flows", "The yearly rate at which the value of the dated flows is nothing.",
        r"\sum_t \frac{F_t}{(1 + \text{XIRR})^{d_t / 365}} = 0", "$d_t$ days since the first flow", "money.xirr", DATED,
        "=XIRR({values},{dates})", share=True,
    ),
    Formula(
        11, "Real rate", "One plus the nominal rate, divided by one plus inflation, less one; the difference of the two is only near it.",
        r"\frac{1 + i}{1 + p} - 1", "$i$ nominal rate, $p$ inflation", "money.real_rate",
        (Given("nominal", "nominal rate", 0.14, True), Given("inflation", "inflation", 0.06, True)), "=(1+{nominal})/(1+{inflation})-1", share=True,
    ),
    Formula(
        11, "Value after an investment", "The investment divided by the share that is given for it.", r"\frac{I}{s}",
        "$I$ investment, $s$ share", "appraisal.post_money", (Given("investment", "investment", 900), Given("share", "share", 0.15, True)),
        "={investment}/{share}",
    ),
    Formula(
        12, "Standard error of a share of futures", "The root of the share times what is left of one, divided by the number of futures.",
        r"\sqrt{\frac{p (1 - p)}{n}}", "$p$ share of futures, $n$ futures", "models.risk.standard_error",
        (Given("p", "share with a loss", 0.277, True), Given("n", "futures", 10_000)), "=SQRT({p}*(1-{p})/{n})", share=True,
    ),
    Formula(
        13, "Impact of an outcome in year 1", "Quantity times worth of one, less what would have happened anyway, moved from elsewhere, or came through others.",
        r"Q\,p\,(1 - w)(1 - v)(1 - a)", "$Q$ quantity, $p$ worth of one, $w$ deadweight, $v$ displacement, $a$ share of others",
        "impact.year_1", WORK, "={quantity}*{proxy}*(1-{deadweight})*(1-{displacement})*(1-{attribution})", takes=_outcome,
    ),
    Formula(
        13, "Impact in a later year", "The first year's impact, less the drop-off for each year that has passed.",
        r"I_1\,(1 - f)^{t - 1}", "$I_1$ impact in year 1, $f$ drop-off, $t$ year", "impact.by_year",
        (*WORK, Given("drop_off", "drop-off", 0.25, True), Given("year", "year", 3)),
        "={quantity}*{proxy}*(1-{deadweight})*(1-{displacement})*(1-{attribution})*(1-{drop_off})^({year}-1)", takes=_of_year,
    ),
    Formula(
        13, "Worth today of an outcome", "The first year's impact over all its years: each loses the drop-off once more and is discounted once more.",
        r"\sum_{t=1}^{n} \frac{I_1 (1 - f)^{t - 1}}{(1 + r)^t}", "$I_1$ impact in year 1, $f$ drop-off, $n$ years, $r$ rate", "impact.worth",
        (
            Given("impact_1", "impact in year 1", 1451.52), Given("drop_off", "drop-off", 0.25, True), Given("years", "years", 3),
            Given("rate", "rate", 0.035, True),
        ),
        "={impact_1}/(1+{rate})*(1-((1-{drop_off})/(1+{rate}))^{years})/(1-(1-{drop_off})/(1+{rate}))", takes=_worth,
    ),
    Formula(
        13, "Social return (SROI)", "Worth today of all outcomes, divided by all that went in, volunteers' time included.",
        r"\frac{\sum_k W_k}{K}", "$W_k$ worth today of an outcome, $K$ what went in", "impact.sroi", SOCIAL,
        "=SUM({worths})/{inputs}", takes=_return,
    ),
    Formula(
        13, "Net social return", "The same, less what went in, divided by what went in.",
        r"\frac{\sum_k W_k - K}{K}", "$W_k$ worth today of an outcome, $K$ what went in", "impact.sroi", SOCIAL,
        "=(SUM({worths})-{inputs})/{inputs}", takes=lambda sroi, **numbers: _return(sroi, **numbers) - 1,
    ),
    Formula(
        14, "Viability gap", "The grant of today that brings a project to the required return: its net present value with the sign turned.",
        r"\max\!\left(0,\; -\sum_{t=0}^{n} \frac{F_t}{(1 + r)^t}\right)", "$F_t$ flow of year $t$, $r$ required return", "partners.viability_gap",
        (Given("rate", "required return", 0.12, True), Given("flows", "flows", (-4800, 0, 250, 520, 520, 520, 520, 520))),
        "=MAX(0,-({flows.first}+NPV({rate},{flows.rest})))",
    ),
    Formula(
        14, "Availability payment", "The gap, divided by what one unit of money in each year of service is worth today.",
        r"\frac{G}{\sum_{t \in \text{service}} (1 + r)^{-t}}", "$G$ gap of today, years counted from today", "partners.availability_payment",
        (Given("gap", "gap", 1600), Given("rate", "required return", 0.12, True), Given("service_years", "years of service", (2, 3, 4, 5))),
        "={gap}/SUMPRODUCT((1+{rate})^(-{service_years}))",
    ),
    Formula(
        14, "What a unit leaves the centre", "The royalty on what a unit earns, less the cost of supporting it.",
        r"\rho\,T - U", "$\\rho$ royalty, $T$ earned by a unit, $U$ support of a unit", "partners.unit_margin",
        (Given("royalty", "royalty", 0.06, True), Given("turnover", "earned by a unit", 4200), Given("support", "support", 120)),
        "={royalty}*{turnover}-{support}",
    ),
    Formula(
        14, "Payback of a launch", "What launching a unit costs beyond its fee, divided by what the unit leaves in a year.",
        r"\frac{L - E}{m}", "$L$ launch, $E$ initial fee, $m$ what a unit leaves a year", "partners.launch_payback",
        (Given("launch", "launch", 400), Given("fee", "fee", 250), Given("margin", "a unit leaves", 132)), "=({launch}-{fee})/{margin}",
        unit="years",
    ),
    Formula(
        14, "Units that carry the centre", "The centre's cost, divided by what one unit leaves of its royalty after support, rounded up.",
        r"\left\lceil \frac{Z}{\rho\,T - U} \right\rceil", "$Z$ centre, $\\rho$ royalty, $T$ earned by a unit, $U$ support of a unit",
        "partners.units_to_self_sufficiency",
        (Given("central", "centre", 900), Given("royalty", "royalty", 0.06, True), Given("turnover", "earned by a unit", 4200), Given("support", "support", 120)),
        "=ROUNDUP({central}/({royalty}*{turnover}-{support}),0)", unit="units",
    ),
    Formula(
        15, "The ask", "The reserve, less the lowest cash, less what is secured; nothing where nothing is missing.",
        r"\max(0,\; R - c_{\min} - A)", "$R$ reserve, $c_{min}$ lowest cash, $A$ secured", "appraisal.funding_need",
        (Given("lowest_cash", "lowest cash", -420), Given("reserve", "reserve", 250), Given("secured", "secured", 180)),
        "=MAX(0,{reserve}-{lowest_cash}-{secured})",
    ),
    Formula(
        16, "Price variance", "What the other price brought on what was really sold.", r"(P_a - P_p)\,Q_a",
        "$P_a$, $P_p$ actual and planned price, $Q_a$ actual units", "variance.price_variance",
        (Given("planned_price", "planned price", 3.2), Given("actual_price", "actual price", 3.05), Given("actual_units", "actual units", 700)),
        "=({actual_price}-{planned_price})*{actual_units}",
    ),
    Formula(
        16, "Volume variance", "What the other number of units brought at the planned price.", r"P_p\,(Q_a - Q_p)",
        "$P_p$ planned price, $Q_a$, $Q_p$ actual and planned units", "variance.volume_variance",
        (Given("planned_price", "planned price", 3.2), Given("planned_units", "planned units", 620), Given("actual_units", "actual units", 700)),
        "={planned_price}*({actual_units}-{planned_units})",
    ),
    Formula(
        16, "Contribution volume variance", "The same at the planned contribution margin: what the other number of units really leaves.",
        r"CM_p\,(Q_a - Q_p)", "$CM_p$ planned contribution margin, $Q_a$, $Q_p$ actual and planned units", "variance.contribution_volume_variance",
        (Given("planned_margin", "planned margin", 1.45), Given("planned_units", "planned units", 620), Given("actual_units", "actual units", 700)),
        "={planned_margin}*({actual_units}-{planned_units})",
    ),
    Formula(
        16, "Covenant headroom", "How far the actual lies above the limit, as a share of the limit; negative where it is broken.",
        r"\frac{A - L}{L}", "$A$ actual, $L$ limit that must be reached", "tranches.headroom",
        (Given("actual", "actual", 1.28), Given("limit", "limit", 1.15)), "=({actual}-{limit})/{limit}", share=True,
    ),
)  # fmt: skip
