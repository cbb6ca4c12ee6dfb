"""The comparison of forms: the proposal's table, laws that hold for any venture, and what is said where there is no sum."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture.law import Scenario, chain, compare, load, names, statuses
from venture.law.compare import limits

PROTOTYPE = Scenario(revenue=6e6, costs=2e6, staff=3, gross_month=50_000, pay_out=0.5)


@pytest.mark.parametrize(
    ("form", "owner", "mission", "charges", "taxes", "own"),
    [
        ("ip_usn6", 681_005, 681_005, 543_600, 180_000, 114_390),
        ("ip_usn15", 673_815, 673_815, 543_600, 237_817, 70_954),
        ("ooo_usn6", 642_234, 738_200, 543_600, 275_966, 0),
        ("ooo_ausn", 748_200, 860_000, 0, 591_800, 0),
        ("ano_usn6", 0, 1_840_000, 140_400, 219_600, 0),
    ],
)
def test_russia_gives_the_table_of_the_prototype(form, owner, mission, charges, taxes, own):
    line = compare(load("ru-2026"), PROTOTYPE).line(form)
    assert [round(one) for one in (line.owner, line.mission, line.payroll_charges, line.taxes, line.owner_social)] == [owner, mission, charges, taxes, own]  # fmt: skip


def test_the_self_employed_are_barred_by_limit_and_staff_and_the_facts_stand_beside():
    line = compare(load("ru-2026"), PROTOTYPE).line("npd")
    assert line.state == "barred" and line.owner is None and line.to_the_state is None
    limit, staff = line.bars
    assert limit.says == "A self-employed person may earn at most 2\u202f400\u202f000 RUB a year."
    assert [one.key for one in limit.facts] == [
        "npd_limit"
    ] and "6\u202f000\u202f000 and 2\u202f400\u202f000" in limit.numbers
    assert staff.says == "A self-employed person may have no staff." and staff.facts == ()


def test_britain_gives_the_figures_that_were_checked_by_hand():
    line = compare(load("gb-2025"), Scenario(revenue=300e3, costs=100e3, staff=4, gross_month=2_500)).line("ltd")
    assert line.payroll_charges == pytest.approx(4_500) and line.taxes == pytest.approx(16_257.50)


def test_the_vat_cliff_of_2026_at_25_million():
    with_vat, without = (
        compare(pack, PROTOTYPE.changed(revenue=25e6), ["ip_usn6"]).lines[0].left
        for pack in (load("ru-2026"), load("ru-2026").changed(vat_free_limit=30e6))
    )
    assert without - with_vat == pytest.approx(25e6 * 5 / 105) == pytest.approx(1.19e6, rel=1e-3)


def test_the_chain_over_revenue_falls_upright_at_the_limit():
    points = chain(load("ru-2026"), "ip_usn6", PROTOTYPE.changed(revenue=20e6, costs=12e6), 19e6, 21e6)
    at = [one.revenue for one in points]
    assert at == sorted(at) and at[0] == 19e6 and at[-1] == 21e6 and 20e6 in at and 20e6 + 0.01 in at
    place = at.index(20e6)
    assert points[place].line.left - points[place + 1].line.left == pytest.approx(20e6 * 5 / 105, abs=1)
    rises = [b.line.left - a.line.left for a, b in itertools.pairwise(points)]
    assert [at for at, rise in enumerate(rises) if rise < 0] == [place]


def test_the_chain_can_keep_the_costs_share_of_revenue():
    scenario = Scenario(revenue=10e6, costs=6e6)
    first, *_rest, last = chain(load("ru-2026"), "ip_usn6", scenario, 5e6, 15e6, points=3, costs_move=True)
    assert (first.line.year.costs, last.line.year.costs) == (3e6, 9e6)


def test_limits_are_those_of_vat_and_of_the_form_itself():
    pack = load("ru-2026")
    assert limits(pack, pack.form("ip_usn6")) == (20e6, 272.5e6, 490.5e6)
    assert limits(pack, pack.form("npd")) == (2.4e6,)


def test_vat_looks_at_the_year_before_too():
    germany = load("de-2026").changed(vat_rate=0.1)
    below = Scenario(revenue=90_000, revenue_before=20_000)
    tax = lambda scenario: compare(germany, scenario, ["ggmbh"]).lines[0].taxes  # noqa: E731
    assert tax(below) == 0
    assert tax(below.changed(revenue_before=26_000)) == pytest.approx(90_000 / 11)
    assert tax(below.changed(revenue=101_000)) == pytest.approx(101_000 / 11)


def test_monthly_bands_of_the_listed_activities():
    line = compare(load("ru-2026"), PROTOTYPE.changed(priority_activity=1), ["ooo_usn6"]).lines[0]
    step = 1.5 * 27_093
    assert line.payroll_charges == pytest.approx(36 * (0.30 * step + 0.15 * (50_000 - step)) + 0.002 * 1.8e6)


def test_pay_above_the_contribution_base_takes_the_lower_rate():
    line = compare(load("ru-2026"), Scenario(revenue=50e6, staff=1, gross_month=300_000), ["ooo_usn6"]).lines[0]
    assert line.payroll_charges == pytest.approx(2_979_000 * 0.30 + 621_000 * 0.151 + 7_200)


def test_dividends_above_the_step_take_the_upper_rate():
    line = compare(load("ru-2026"), Scenario(revenue=10e6, pay_out=1), ["ooo_ausn"]).lines[0]
    out = 9.2e6
    assert line.owner == pytest.approx(out - 2.4e6 * 0.13 - (out - 2.4e6) * 0.15) and line.mission == pytest.approx(0)


# --- what is not known is said


def test_a_number_that_is_not_known_makes_no_sum():
    line = compare(load("gb-2025"), Scenario(revenue=60e3)).line("sole")
    assert line.state == "unknown" and line.year is None and "higher rate is due" in line.missing
    pack = load("gb-2025").changed(it_higher_from=50_270, it_top_from=125_140, c4_from=12_570, c4_upper_from=50_270)
    line = compare(pack, Scenario(revenue=40e3, pay_out=1)).line("sole")
    assert line.taxes == pytest.approx(0.20 * 27_430 + 0.06 * 27_430)
    assert any("your own number" in one for one in line.warnings)


def test_what_the_sums_leave_out_is_said_only_where_it_matters():
    small, large = (compare(load("gb-2025"), Scenario(revenue=one), ["charity"]).lines[0] for one in (90_000, 90_001))
    assert small.gaps == () and "register for VAT" in large.gaps[0] and "90\u202f000 GBP" in large.gaps[0]


def test_a_later_day_brings_later_values_and_ends_what_has_ended():
    pack = load("ru-2026").on("2027-01-01")
    assert pack.fact("vat_free_limit").v == 15e6 and pack.fact("ip_fixed").v == 61_154
    assert load("ru-2026").on("2031-05-05").fact("vat_free_limit").v == 10e6
    line = compare(pack, PROTOTYPE).line("ano_usn6")
    assert line.state == "unknown" and "2026-12-31" in line.missing
    assert load("ru-2026").fact("vat_free_limit").v == 20e6, "the pack itself has not changed"


def test_the_result_carries_facts_warnings_and_the_disclaimer():
    result = compare(load("ru-2026"), PROTOTYPE.changed(gross_month=20_000))
    keys = {one.key for one in result.facts}
    assert {"npd_limit", "accident", "vat_free_limit"} <= keys and "licence_fine" not in keys
    said = "\n".join(result.warnings)
    assert "Accident insurance: 0.2\u202f% (as of 2026-01-01, mark C, not confirmed" in said
    assert "below the minimum of 27\u202f093 RUB" in said and "not advice" in said and "own hours are not paid" in said
    assert "minimum of 54\u202f186" in "".join(compare(load("ru-2026").changed(district=2), PROTOTYPE.changed(gross_month=20_000)).remarks)  # fmt: skip


# --- status


def status(form="ip_usn6", **changes):
    (one,) = statuses(load("ru-2026"), form, PROTOTYPE.changed(**changes))
    return one


def test_a_workshop_that_employs_two_of_three_is_a_social_enterprise_by_its_numbers():
    one = status(vulnerable_staff=2)
    assert one.met and [way.branch.id for way in one.ways if way.met] == ["employ"]
    assert [check.numbers for check in one.ways[0].checked][
        1
    ] == "vulnerable_staff / staff ≥ se_staff_share: 0.667 and 0.5"
    assert not status(vulnerable_staff=1).met, "one is a third, and two are the least"
    assert not status(vulnerable_staff=2, vulnerable_pay=400_000).met, "22 % of the wage bill"
    assert not status("ano_usn6", vulnerable_staff=2).met, "a non-profit cannot hold the status"
    assert statuses(load("ru-2026"), "npd", PROTOTYPE) == (), "a barred form has no year to test"


def test_a_venture_that_serves_the_groups_must_put_half_of_its_profit_back():
    assert status(income_from_serving_vulnerable=3e6).met
    assert not status(income_from_serving_vulnerable=2.9e6).met
    assert not status(income_from_serving_vulnerable=3e6, pay_out=0.6).met
    assert status(income_from_serving_vulnerable=3e6, pay_out=0.6, reinvested=900_000).met
    assert status(income_from_serving_vulnerable=3e6, costs=5e6, pay_out=1).met, "a loss asks for nothing"


def test_a_status_alone_needs_no_form():
    workshop = Scenario(revenue=0, staff=3, vulnerable_staff=1)
    assert [one.met for one in statuses(load("it-2026"), "", workshop)] == [True]
    (russian,) = statuses(load("ru-2026"), "", workshop)
    assert not russian.met and [way.met for way in russian.ways] == [False, False, False, False]
    (serves,) = statuses(load("ru-2026"), "", Scenario(revenue=100, income_from_serving_vulnerable=60))
    assert serves.ways[2].met is None and not serves.met, "the net profit is not known without a form"


def test_a_community_interest_company_keeps_to_its_cap():
    (cic,), (ltd,) = (statuses(load("gb-2025"), one, Scenario(revenue=60e3, pay_out=1)) for one in ("cic", "ltd"))
    assert cic.met and not ltd.met


# --- laws that hold for every venture

AMOUNT = st.floats(0, 1e9)
ANY = st.builds(
    lambda groups, **given: Scenario(**given, vulnerable_staff=round(groups * given["staff"])),
    groups=st.floats(0, 1), revenue=AMOUNT, costs=AMOUNT, staff=st.integers(0, 200).map(float), gross_month=st.floats(0, 1e6),
    b2c=st.floats(0, 1), pay_out=st.floats(0, 1), other_business=st.floats(0, 1), priority_activity=st.sampled_from([0.0, 1.0]),
    revenue_before=st.none() | AMOUNT, income_from_listed_activity=AMOUNT,
)  # fmt: skip
FILLED = {
    "gb-2025": dict(vat_rate=0.2, dividend_tax=0.1, it_higher_from=50e3, it_top_from=125e3, c4_from=12e3, c4_upper_from=50e3),
    "de-2026": dict(vat_rate=0.2, dividend_tax=0.25, income_tax=0.3),
    "ge-2025": dict(vat_rate=0.2, employer_charges=0.02),
    "ua-2026": dict(employer_charges=0.2),
    "am-2025": dict(employer_charges=0.2),
}  # fmt: skip


def every_pack():
    for name in names():
        yield load(name)
        yield load(name).changed(**FILLED.get(name, {}))


PACKS = list(every_pack())


@given(st.sampled_from(PACKS), ANY)
def test_money_adds_up(pack, scenario):
    for line in compare(pack, scenario).lines:
        if line.state != "open":
            assert line.year is None and (line.bars or line.missing)
            continue
        year = line.year
        parts = (
            year.owner,
            year.mission,
            year.payroll,
            year.costs,
            year.payroll_charges,
            year.owner_social,
            year.taxes,
        )
        assert all(map(math.isfinite, parts))
        assert math.fsum(parts) == pytest.approx(scenario.revenue, abs=1e-6 * max(1, scenario.revenue, scenario.costs, year.payroll))  # fmt: skip
        assert line.to_the_state == pytest.approx(year.payroll_charges + year.owner_social + year.taxes)
        assert all(one.amount >= 0 for one in year.paid) and year.payroll_charges >= 0
        assert year.owner >= 0 and year.mission <= scenario.revenue
        if line.form.owner_gets == "none":
            assert year.owner == 0
        if year.net_profit <= 0:
            assert year.owner == 0 and year.mission == year.net_profit


@given(st.sampled_from(PACKS), ANY, st.floats(1, 1e8))
def test_more_costs_never_leave_more(pack, scenario, more):
    for a, b in zip(
        compare(pack, scenario).lines, compare(pack, scenario.changed(costs=scenario.costs + more)).lines, strict=True
    ):
        if a.state == b.state == "open":
            assert b.left < a.left


@given(st.sampled_from(PACKS), ANY)
def test_who_takes_nothing_out_pays_no_tax_on_it_and_leaves_the_most(pack, scenario):
    for none, some in zip(compare(pack, scenario.changed(pay_out=0)).lines, compare(pack, scenario).lines, strict=True):
        if none.state == "open":
            assert none.owner == 0 and none.mission >= some.mission - 1e-6 and none.taxes <= some.taxes + 1e-6


@given(ANY)
def test_between_limits_more_revenue_always_leaves_more(scenario):
    """Only the law's own limits make cliffs: VAT, and the end of a form."""
    pack = load("ru-2026")
    for form in pack.forms:
        edges = [0, *limits(pack, form)]
        inside = max((one for one in edges if one < scenario.revenue), default=0)
        lower = inside + (scenario.revenue - inside) / 2
        a, b = (
            compare(pack, scenario.changed(revenue=one, revenue_before=0), [form.id]).lines[0]
            for one in (lower, scenario.revenue)
        )
        if a.state == b.state == "open" and inside < lower < scenario.revenue:
            assert b.left >= a.left - 1e-6


@pytest.mark.parametrize(
    "wrong",
    [dict(revenue=-1), dict(revenue=math.nan), dict(revenue=math.inf), dict(revenue=1, pay_out=1.1), dict(revenue=1, b2c=-0.1),
     dict(revenue=1, staff=1, vulnerable_staff=2), dict(revenue="6"), dict(revenue=True), dict(revenue=1e14)],
)  # fmt: skip
def test_a_scenario_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError):
        Scenario(**wrong)


def test_nothing_can_be_changed_in_place():
    pack = load("ru-2026")
    for one, name in ((pack, "facts"), (pack.fact("district"), "v"), (PROTOTYPE, "revenue"), (pack.forms[0], "takes")):
        with pytest.raises(AttributeError):
            setattr(one, name, None)
    with pytest.raises(TypeError):
        pack.facts["district"] = None
    assert pack.changed(district=1.3).fact("district").v == 1.3 and pack.fact("district").v == 1
    assert replace(PROTOTYPE, costs=1).costs == 1


def test_an_unknown_form_or_fact_is_said_with_those_there_are():
    pack = load("ru-2026")
    for ask in (lambda: pack.form("llc"), lambda: compare(pack, PROTOTYPE, ["llc"]), lambda: pack.fact("vat_limit"), lambda: pack.changed(vat=1)):  # fmt: skip
        with pytest.raises(LookupError, match="ru-2026 has no"):
            ask()


def test_it_runs_on_the_standard_library_without_what_a_page_lacks():
    """A page's Python has no YAML, no numpy, no difflib (see school/book/node/compile-stdlib.mjs)."""
    program = (
        "import sys\n"
        "for name in ('ruamel', 'ruamel.yaml', 'numpy', 'difflib', 'typer', 'venture.planfile', 'email', 'argparse'): sys.modules[name] = None\n"
        "from venture.law import *\n"
        "lines = compare(load('ru-2026'), Scenario(revenue=6e6, costs=2e6, staff=3, gross_month=5e4)).lines\n"
        "print(round(lines[1].owner), len(chain(load('ru-2026'), 'ip_usn6', Scenario(revenue=2e7), 19e6, 21e6)))\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["681005", "42"]
