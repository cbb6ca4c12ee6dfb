"""Made-up plans for property tests: valid ones, with every kind of block that the plan knows."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from venture.plan import (
    COST_KINDS,
    METHODS,
    Actual,
    Appraisal,
    Ask,
    Asset,
    Assumption,
    Change,
    CoachNote,
    FixedCost,
    Franchise,
    Grant,
    Impact,
    Indicator,
    InKind,
    Job,
    Loan,
    Market,
    Milestone,
    Narrative,
    Opening,
    Outcome,
    OwnersMoney,
    Partner,
    Plan,
    Product,
    Ramp,
    Rhythm,
    Risk,
    Scenario,
    SocialInput,
    Sold,
    StepCost,
    Tax,
    Theory,
    Tranche,
    Use,
    Vat,
)
from venture.planfile.rules import WHOLE_YEARS

PLACES = ["Places", "Кружок", "Lunch", "Workshop", "Ω-3", "“Tea”", "'Box'", "Tent:", "large", "#", "9%"]


def amounts(most: float = 2000.0, low: float = 0.0) -> st.SearchStrategy[float]:
    """Amounts to the kopeck, round ones too."""
    return st.integers(round(low * 100), round(most * 100)).map(lambda kopecks: kopecks / 100)


def shares(most: float = 1.0, low: float = 0.0) -> st.SearchStrategy[float]:
    """Shares to a hundredth of a percent."""
    return st.integers(round(low * 10000), round(most * 10000)).map(lambda parts: parts / 10000)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
stories = st.one_of(
    st.just(""),
    words,
    st.lists(words, min_size=2, max_size=4).map("\n".join),
    st.lists(
        st.sampled_from(["children", "after", "school:", "9", "%", "-", "of", "#", "“homes”", "it's"]),
        min_size=20,
        max_size=40,
    ).map(" ".join),
)


def names(label: str, most: int, least: int = 0) -> st.SearchStrategy[list[str]]:
    """Different names, with what YAML and people do to names."""
    one = st.sampled_from(PLACES).map(lambda place: f"{label} {place}")
    return st.lists(one, min_size=least, max_size=most, unique=True)


@st.composite
def ramps(draw) -> Ramp:
    return Ramp(first=draw(amounts(100)), last=draw(amounts(300)), over=draw(st.integers(1, 24)))


@st.composite
def products(draw, name: str) -> Product:
    return Product(
        name=name,
        unit=draw(st.sampled_from(["child-month", "visit", ""])),
        price=draw(amounts(50, 0.01)),
        variable_cost=draw(amounts(20)),
        volume=draw(st.one_of(ramps(), st.lists(amounts(300), max_size=14).map(tuple))),
        demand=draw(st.sampled_from([1.0, 0.8, 1.25])),
        season=draw(st.one_of(st.just(()), st.lists(amounts(2), min_size=12, max_size=12).map(tuple))),
        capacity=draw(st.none() | amounts(200)),
        price_rises=draw(shares(0.1, -0.02)),
        cost_rises=draw(shares(0.1, -0.02)),
        vat=draw(st.none() | st.sampled_from([0.0, 0.1, 0.2])),
        cost_vat=draw(st.sampled_from([0.0, 0.2])),
        churn=draw(st.none() | shares(0.2)),
        acquisition_cost=draw(st.none() | amounts(10)),
    )


@st.composite
def periods(draw, months: int) -> dict:
    """First and last month of something, the last perhaps beyond the forecast."""
    first = draw(st.integers(1, months))
    return {"first": first, "last": draw(st.none() | st.integers(first, min(first + months, 120)))}


@st.composite
def loans(draw, name: str, months: int) -> Loan:
    already = draw(st.booleans())
    month = 0 if already else draw(st.integers(0, months - 2))
    term = draw(st.integers(1, months - month))
    kind = draw(st.sampled_from(["annuity", "equal principal", "balloon"]))
    return Loan(
        name=name,
        amount=draw(amounts(3000)),
        month=month,
        rate=draw(st.sampled_from([0.0, 0.01, 0.09, 0.2175])),
        term=term,
        kind=kind,
        balloon=draw(shares()) if kind == "balloon" else 0.0,
        grace=draw(st.integers(0, min(term - 1, 12))),
        grace_interest=draw(st.sampled_from(["paid", "capitalised"])),
        fee=draw(shares(0.03)),
        market_rate=draw(st.none() | shares(0.3)),
        already=already,
    )


@st.composite
def assets(draw, name: str, months: int) -> Asset:
    method = draw(st.sampled_from(METHODS))
    cost = draw(amounts(3000))
    already = draw(st.booleans())
    month = 0 if already else draw(st.integers(0, months))
    return Asset(
        name=name,
        kind=draw(st.sampled_from(["equipment", "fit-out", "land", "deposit"])),
        cost=cost,
        month=month,
        in_use=draw(st.none() | st.integers(month, months)),
        life=12 * draw(st.integers(1, 10)) if method in WHOLE_YEARS else draw(st.integers(1, 120)),
        salvage=round(cost * draw(st.sampled_from([0, 0.1, 1])), 2),
        method=method,
        vat=draw(st.sampled_from([0.0, 0.2])),
        already=already,
    )


@st.composite
def grants(draw, name: str, months: int, owned: dict[str, float]) -> Grant:
    """``owned``: what is left of each asset's cost for capital grants to pay."""
    already = draw(st.booleans())
    purpose = draw(st.sampled_from(["income", "capital"] if owned else ["income"]))
    asset = draw(st.sampled_from(list(owned))) if purpose == "capital" else ""
    tranche = st.builds(
        Tranche,
        amount=amounts(int(min(500, owned[asset] / 3)) if asset else 500),
        month=st.just(0) if already else st.integers(0, months),
        condition=st.sampled_from(["", "Contract signed, premises found"]),
    )
    tranches = tuple(draw(st.lists(tranche, max_size=3)))
    if asset:
        owned[asset] -= sum(one.amount for one in tranches)
    return Grant(
        name=name,
        purpose=purpose,
        asset=asset,
        paid=draw(st.sampled_from(["advance", "reimbursement"])),
        status=draw(st.sampled_from(["agreed", "agreed", "requested"])),
        tranches=tranches,
        already=already,
        **draw(periods(months)),
    )


@st.composite
def rhythms(draw) -> Rhythm:
    parts = draw(st.lists(st.integers(0, 100), min_size=1, max_size=4).filter(any))
    first = [round(part / sum(parts), 4) for part in parts[:-1]]
    return Rhythm(
        collected=(*first, round(1 - sum(first), 4)),
        supplier_days=draw(st.sampled_from([0.0, 15.0, 30.0, 45.0])),
        stock_days=draw(st.sampled_from([0.0, 10.0, 30.0, 75.0])),
    )


@st.composite
def stories_of_impact(draw) -> Impact:
    lines = st.lists(words, max_size=2).map(tuple)
    outcome = st.builds(Outcome, name=st.just("Stable work"), quantity=amounts(50), proxy=amounts(300),
                        deadweight=shares(), drop_off=shares(), years=st.integers(1, 5))  # fmt: skip
    return Impact(
        theory=Theory(
            inputs=draw(lines), outputs=draw(lines), impact=draw(words),
            assumptions=draw(st.sampled_from([(), (Assumption(text="They come"),)])),
        ),
        outcomes=tuple(draw(st.lists(outcome, max_size=1))),
        inputs=draw(st.sampled_from([(), (SocialInput(name="Money", value=1200.0),)])),
        rate=draw(shares(0.1)),
        indicators=draw(st.sampled_from([(), (Indicator(name="People", id="PI4060", baseline=-2.0, target=40.0),)])),
    )  # fmt: skip


@st.composite
def plans(draw, story: bool = True) -> Plan:
    """A valid plan. ``story=False`` leaves out what no number depends on."""
    months = draw(st.integers(36, 60))
    sold = tuple(draw(products(name)) for name in draw(names("Product", 3)))
    owned = tuple(draw(assets(name, months)) for name in draw(names("Asset", 3)))
    costs = {one.name: one.cost for one in owned}
    sales = [one.name for one in sold]
    some_sales = st.lists(st.sampled_from(sales), unique=True).map(tuple) if sales else st.just(())
    money = dict(
        name="A venture",
        start=(draw(st.integers(2024, 2030)), draw(st.integers(1, 12))),
        months=months,
        reserve=draw(amounts(100)),
        products=sold,
        step_costs=tuple(
            StepCost(name=name, amount=draw(amounts(100)), per=draw(st.sampled_from([1.0, 7.5, 24.0])),
                     products=draw(some_sales), rises=draw(shares(0.1)))
            for name in draw(names("Step", 2))
        ),
        staff=tuple(
            Job(role=role, owner=draw(st.booleans()), pay=draw(amounts(100)), contributions=draw(shares(0.4)),
                people=draw(st.sampled_from([1.0, 0.5, 3.0])), rises=draw(shares(0.1)), **draw(periods(months)))
            for role in draw(names("Job", 3))
        ),
        fixed_costs=tuple(
            FixedCost(name=name, amount=draw(amounts(200)), kind=draw(st.sampled_from(COST_KINDS)),
                      rises=draw(shares(0.1)), vat=draw(st.sampled_from([0.0, 0.2])), **draw(periods(months)))
            for name in draw(names("Cost", 3))
        ),
        assets=owned,
        loans=tuple(draw(loans(name, months)) for name in draw(names("Loan", 2))),
        grants=tuple(draw(grants(name, months, costs)) for name in draw(names("Grant", 2))),
        owners_money=tuple(
            OwnersMoney(who=who, amount=draw(amounts(2000)), month=draw(st.integers(0, months)))
            for who in draw(names("Founder", 2))
        ),
        in_kind=draw(st.sampled_from([(), (InKind(name="Hall", a_year=240.0),)])),
        opening=draw(st.builds(Opening, cash=amounts(500), receivables=amounts(100), stock=amounts(50), payables=amounts(100))),
        vat=draw(
            st.builds(Vat, kind=st.sampled_from(["none", "VAT", "sales tax"]), rate=st.sampled_from([0.05, 0.1, 0.2]),
                      included=st.booleans(), first=st.integers(0, months), every=st.sampled_from([1, 3, 12]),
                      after=st.integers(0, 2))
        ),
        tax=draw(
            st.builds(Tax, regime=st.sampled_from(["none", "revenue levy", "profit tax"]), rate=shares(0.25),
                      minimum=st.sampled_from([0.0, 0.01]), grants=st.booleans(),
                      loss_limit=st.sampled_from([0.0, 0.5, 1.0]),
                      every=st.sampled_from([1, 3, 12]), after=st.integers(0, 3))
        ),
        rhythm=draw(rhythms()),
        appraisal=draw(st.builds(Appraisal, rate=shares(0.3), inflation=shares(0.1), years=st.none() | st.integers(1, 10))),
    )  # fmt: skip
    if not story:
        return Plan(**money)
    return Plan(
        **money,
        illustrative=draw(st.booleans()),
        who=draw(words),
        country=draw(st.sampled_from(["", "RU", "NO"])),
        problem=draw(stories),
        ask=draw(st.sampled_from([Ask(), Ask(amount=500.0, uses=(Use(what="Fit-out", amount=500.0),))])),
        market=draw(st.builds(Market, people=amounts(50000), share=shares(), source=words)),
        impact=draw(stories_of_impact()),
        risks=tuple(
            Risk(name=f"Risk of {name}", driver=f"products/{name}/demand", low=0.5, likely=0.9, high=1.5)
            for name in draw(some_sales)
        ),
        scenarios=tuple(
            Scenario(name=f"{name} late", story=draw(stories),
                     changes=(Change(driver=f"products/{name}/price", value=draw(amounts(100))),))
            for name in draw(some_sales)
        ),
        partners=draw(st.sampled_from([(), (Partner(name="Town", kind="public"),)])),
        franchise=draw(st.sampled_from([Franchise(), Franchise(fee=10.0, royalty=0.05)])),
        milestones=draw(st.sampled_from([(), (Milestone(name="Open", month=3, done=True),)])),
        narrative=draw(st.builds(Narrative, summary=stories, law=stories)),
        actuals=tuple(
            Actual(month=month, sold=tuple(Sold(product=name, units=draw(amounts(50)), price=draw(amounts(20)))
                   for name in draw(some_sales)), cash=draw(st.none() | amounts(100, -100)))
            for month in range(1, draw(st.integers(1, 3)))
        ),
        notes=tuple(
            CoachNote(date=draw(st.dates(datetime.date(2026, 1, 1), datetime.date(2030, 1, 1))), by=draw(words),
                      section="products", text="x" + draw(words))
            for _number in range(draw(st.integers(0, 2)))
        ),
    )  # fmt: skip
