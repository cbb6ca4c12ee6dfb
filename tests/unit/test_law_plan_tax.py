"""A form's tax in a plan: what the engine can hold, against the comparison; and what it cannot, said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from venture.forecast import forecast
from venture.law import Scenario, as_tax, compare, load, names
from venture.plan import FixedCost, Job, Plan, Product, Rhythm
from venture.planfile import write

SCENARIO = Scenario(revenue=6e6, costs=2e6, staff=3, gross_month=50_000, pay_out=0)


def plan(scenario: Scenario, made) -> Plan:
    """The scenario as a plan in roubles: the same revenue, costs and wages, every month alike."""
    staff = [Job(role="Worker", pay=scenario.gross_month, people=scenario.staff, contributions=made.contributions or 0)] if scenario.staff else []  # fmt: skip
    return Plan(
        name="Workshop", amounts="ones", start=(2026, 1), tax=made.tax, vat=made.vat, rhythm=Rhythm(), staff=tuple(staff),
        products=(Product(name="Bag", price=scenario.revenue / 12, volume=(1,)),),
        fixed_costs=(FixedCost(name="Costs", amount=scenario.costs / 12),),
    )  # fmt: skip


def year_1(made_plan: Plan, row: str) -> float:
    return forecast(made_plan).year(row, 1)


def test_a_levy_on_revenue_is_the_laws_before_what_may_be_set_off():
    made = as_tax(load("ru-2026"), "ooo_usn6", SCENARIO)
    assert (made.tax.regime, made.tax.rate, made.vat.kind) == ("revenue levy", 0.06, "none")
    assert year_1(plan(SCENARIO, made), "levy") == pytest.approx(360_000)
    assert any("set off" in one and "too much rather than too little" in one for one in made.cannot)


def test_a_profit_tax_gives_the_same_tax_as_the_comparison():
    made = as_tax(load("ru-2026"), "ooo_usn15", SCENARIO)
    assert (made.tax.regime, made.tax.rate, made.tax.minimum) == ("profit tax", 0.15, 0.01)
    line = compare(load("ru-2026"), SCENARIO, ["ooo_usn15"]).lines[0]
    assert made.contributions == pytest.approx(0.302)
    assert year_1(plan(SCENARIO, made), "profit_tax") == pytest.approx(line.taxes) == pytest.approx(248_460)


def test_the_least_tax_is_the_plans_too():
    loss = SCENARIO.changed(costs=5e6)
    made = as_tax(load("ru-2026"), "ooo_usn15", loss)
    assert year_1(plan(loss, made), "profit_tax") == pytest.approx(60_000) == pytest.approx(compare(load("ru-2026"), loss, ["ooo_usn15"]).lines[0].taxes)  # fmt: skip


def test_german_taxes_on_profit_come_as_one_rate():
    scenario = Scenario(revenue=300e3, costs=150e3, staff=2, gross_month=2_500, pay_out=0)
    made = as_tax(load("de-2026"), "gmbh", scenario)
    assert made.tax.rate == pytest.approx(0.29825) and made.contributions == pytest.approx(0.21)
    assert year_1(plan(scenario, made), "profit_tax") == pytest.approx(23_084.55)


def test_vat_comes_in_where_revenue_is_above_the_limit_and_is_said_where_it_is_not_known_yet():
    above = as_tax(load("ru-2026"), "ip_usn6", SCENARIO.changed(revenue=25e6))
    assert (above.vat.kind, above.vat.rate, above.vat.included) == ("sales tax", 0.05, True)
    assert any("Set “first”" in one for one in above.cannot)
    far_above = as_tax(load("ru-2026"), "ip_usn6", SCENARIO.changed(revenue=300e6))
    assert far_above.vat.rate == 0.07
    unasked = as_tax(load("ru-2026"), "ip_usn6")
    assert unasked.vat.kind == "none" and any("20\u202f000\u202f000 RUB" in one for one in unasked.cannot)


def test_sales_to_people_and_to_firms_need_a_scenario():
    assert as_tax(load("ru-2026"), "npd", Scenario(revenue=1e6, b2c=0.5)).tax.rate == pytest.approx(0.05)
    made = as_tax(load("ru-2026"), "npd")
    assert made.tax.regime == "none" and any("“b2c”" in one for one in made.cannot)


@pytest.mark.parametrize(
    ("pack", "form", "says"),
    [
        ("gb-2025", "cic", "climbs from 19\u202f% to 25\u202f% between 50\u202f000 and 250\u202f000"),
        ("gb-2025", "ltd", "paid by the owners on what they take out"),
        ("gb-2025", "sole", "has a scale that begins with a free sum"),
        ("gb-2025", "charity", "Not confirmed, check it before you use it: Corporation tax on primary-purpose"),
        ("de-2026", "ggmbh", "is owed only where revenue * other_business > business_free"),
        ("de-2026", "sole", "is not on all profit (profit - sole_trade_free)"),
        ("ge-2025", "small", "has a scale; the plan keeps its first rate, which holds up to 500\u202f000"),
        ("ru-2026", "ip_usn6", "enter it as a fixed cost"),
        ("ru-2026", "ip_usn6", "Not confirmed, check it before you use it"),
    ],
)
def test_what_a_plan_cannot_hold_is_said(pack, form, says):
    assert any(says in one for one in as_tax(load(pack), form).cannot), as_tax(load(pack), form).cannot


@pytest.mark.parametrize("name", names())
def test_every_form_gives_blocks_that_a_plans_file_takes_with_source_and_day(name):
    for form in load(name).forms:
        for scenario in (None, SCENARIO, Scenario(revenue=1e9)):
            made = as_tax(load(name), form.id, scenario)
            assert load(name).pack.checked_on.isoformat() in made.tax.source and made.tax.name
            text = write.dumps(replace(plan(SCENARIO, made), rhythm=Rhythm()))
            assert "tax:" in text
            assert len(made.tax.source) <= 2000 and len(set(made.cannot)) == len(made.cannot)


def test_an_unknown_form_is_refused():
    with pytest.raises(LookupError, match="has no form"):
        as_tax(load("ru-2026"), "llc")
