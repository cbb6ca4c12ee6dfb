"""Impact: case F of the curriculum to the digit, each number worked out a second way; indicators; the chain."""

import doctest
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venture import impact
from venture.plan import AREAS, Assumption, Impact, Indicator, Outcome, Plan, SocialInput, Theory

ROWS = (
    Outcome(name="Stable work", quantity=12, proxy=240, deadweight=0.30, displacement=0.10, attribution=0.20,
            drop_off=0.25, years=3, proxy_source="Pay in the region"),
    Outcome(name="No return to prison", quantity=2, proxy=520, attribution=0.35, drop_off=0.20, years=3,
            proxy_source="Budget of the service"),
    Outcome(name="Own housing", quantity=9, proxy=60, deadweight=0.25, attribution=0.30, drop_off=0.30, years=2,
            proxy_source="Rents"),
    Outcome(name="Volunteers' skills", quantity=6, proxy=18, deadweight=0.10, attribution=0.10, drop_off=0.50, years=1,
            proxy_source="Price of a course"),
)  # fmt: skip
F = impact.sroi(ROWS, 3600, 0.035)
WORK, PRISON = "Stable work", "No return to prison"


def exact(outcome: Outcome, rate: str = "0.035") -> tuple[Fraction, Fraction]:
    """Year 1 and present value in exact fractions, year by year as the definition says."""
    part = {name: Fraction(str(getattr(outcome, name))) for name in (*impact.LINEAR, "drop_off")}
    yearly = part["quantity"] * part["proxy"]
    for name in ("deadweight", "displacement", "attribution"):
        yearly *= 1 - part[name]
    first, value, factor = yearly, Fraction(0), 1 + Fraction(rate)
    for year in range(1, outcome.years + 1):
        value += yearly / factor**year
        yearly *= 1 - part["drop_off"]
    return first, value


def test_examples_in_the_docstrings():
    assert not doctest.testmod(impact).failed


@pytest.mark.parametrize(
    ("row", "year_1", "value"),
    [(0, 1451.52, 3155.11), (1, 676.00, 1548.20), (2, 283.50, 459.17), (3, 87.48, 84.52)],
)
def test_case_f_rows(row, year_1, value):
    assert F.rows[row].year_1 == pytest.approx(year_1, abs=0.005)
    assert F.rows[row].present_value == pytest.approx(value, abs=0.005)
    first, present = exact(ROWS[row])
    assert (F.rows[row].year_1, F.rows[row].present_value) == (
        pytest.approx(float(first)),
        pytest.approx(float(present)),
    )


def test_case_f_ratio():
    assert F.present_value == pytest.approx(5247.00, abs=0.005)
    assert F.ratio == pytest.approx(1.4575, abs=5e-5)
    assert F.net_ratio == pytest.approx(0.4575, abs=5e-5)
    assert F.ratio == pytest.approx(float(sum(exact(row)[1] for row in ROWS) / 3600))


@pytest.mark.parametrize(
    ("row", "changes", "ratio"),
    [
        (WORK, {"deadweight": 0.50}, 1.2071),
        (WORK, {"attribution": 0.40}, 1.2384),
        (WORK, {"proxy": 180}, 1.2384),
        (WORK, {"drop_off": 0.50}, 1.2498),
        ("", {"rate": 0.08}, 1.3534),
        (WORK, {"deadweight": 0.40}, 1.3323),  # answer key, with year 1 of 1,244.16
    ],
)
def test_case_f_one_at_a_time(row, changes, ratio):
    assert impact.ratio_if(F, row, **changes) == pytest.approx(ratio, abs=5e-5)
    rate = str(changes.get("rate", "0.035"))
    own = {name: value for name, value in changes.items() if name != "rate"}
    rows = [replace(one, **own) if one.name == row else one for one in ROWS]
    assert impact.ratio_if(F, row, **changes) == pytest.approx(float(sum(exact(one, rate)[1] for one in rows) / 3600))


def test_answer_key_year_1_at_deadweight_40():
    assert impact.year_1(replace(ROWS[0], deadweight=0.40)) == pytest.approx(1244.16)


def test_case_f_without_a_row():
    assert impact.ratio_without(F, PRISON) == pytest.approx(1.0274, abs=5e-5)
    assert impact.least_certain(F).name == PRISON  # it rests on two people
    assert impact.largest(F).name == WORK
    assert impact.ratio_without(F, WORK) == pytest.approx(impact.ratio_if(F, WORK, quantity=0))


def test_a_row_without_a_source_is_the_least_certain():
    rows = (*ROWS[:2], replace(ROWS[2], proxy_source=" "), ROWS[3])
    assert impact.least_certain(impact.sroi(rows, 3600, 0.035)).name == "Own housing"


def test_case_f_switching_values():
    found = {(one.row, one.field): one for one in impact.switching(F)}
    assert found[WORK, "deadweight"].value == pytest.approx(0.665, abs=0.0005)
    for (row, field), one in found.items():
        if one.value is None:
            assert one.reason == "the ratio stays above 1"
            assert impact.ratio_if(F, row, **{field: 0.0 if field in ("quantity", "proxy") else 1.0}) > 1
        else:
            assert impact.ratio_if(F, row, **{field: one.value}) == pytest.approx(1, abs=1e-9)
    # without its largest row it never comes to 1 again, but one row alone can never lift the others' zero
    poor = impact.sroi(ROWS[3:], 3600, 0.035)
    shares = [one for one in impact.switching(poor) if one.field in impact.SHARES]
    assert {one.reason for one in shares} == {"the ratio stays below 1"}


def test_sensitivity_moves_one_number_at_a_time():
    swings = impact.sensitivity(F)
    assert len(swings) == 4 * 5 + 1
    assert [one.width for one in swings] == sorted((one.width for one in swings), reverse=True)
    dead = next(one for one in swings if (one.row, one.field) == (WORK, "deadweight"))
    assert (dead.low, dead.high) == (pytest.approx(0.10), pytest.approx(0.50))
    assert dead.ratio_at_high == pytest.approx(1.2071, abs=5e-5)
    proxy = next(one for one in swings if (one.row, one.field) == (WORK, "proxy"))
    assert (proxy.low, proxy.ratio_at_low) == (pytest.approx(180), pytest.approx(1.2384, abs=5e-5))
    assert all(0 <= one.low <= one.high <= 1 for one in swings if one.field in impact.SHARES)


def test_payback_only_where_it_is_flat():
    assert impact.payback_months(F) is None
    flat = impact.sroi([Outcome(name="Flat", quantity=10, proxy=100, years=4)], 2500, 0.035)
    assert impact.payback_months(flat) == pytest.approx(30)
    assert sum([1000 / 12] * 30) == pytest.approx(2500)
    assert impact.payback_months(replace(flat, inputs=4001)) is None  # it ends before


def test_waterfall_ends_at_the_impact():
    steps = impact.waterfall(ROWS[0])
    assert [round(amount, 2) for _name, amount in steps] == [2880, -864, -201.6, -362.88, 1451.52]
    assert sum(amount for _name, amount in steps[:-1]) == pytest.approx(steps[-1][1])


def test_impact_of_a_plan():
    inputs = (SocialInput(name="Money", value=3200), SocialInput(name="Volunteers' time", value=400))
    plan = Plan(name="F", impact=Impact(outcomes=ROWS, inputs=inputs))
    assert impact.of_plan(plan).ratio == pytest.approx(1.4575, abs=5e-5)
    assert sum(F.by_year) == pytest.approx(sum(sum(row.by_year) for row in F.rows))


SHARES = st.floats(0, 1)


@settings(deadline=None)
@given(
    quantity=st.floats(0, 1000), proxy=st.floats(0, 1000), dead=SHARES, moved=SHARES, others=SHARES, drop=SHARES,
    years=st.integers(1, 10), rate=st.floats(0, 0.5),
)  # fmt: skip
def test_the_definition_holds_for_any_row(quantity, proxy, dead, moved, others, drop, years, rate):
    row = Outcome(name="x", quantity=quantity, proxy=proxy, deadweight=dead, displacement=moved, attribution=others,
                  drop_off=drop, years=years)  # fmt: skip
    found = impact.worth(row, rate)
    gross = quantity * proxy
    assert 0 <= found.present_value <= gross * years + 1e-6
    assert len(found.by_year) == years
    # a geometric series, closed
    factor = (1 - drop) / (1 + rate)
    series = years if factor == 1 else (1 - factor**years) / (1 - factor)
    first = gross * (1 - dead) * (1 - moved) * (1 - others)
    assert found.present_value == pytest.approx(first / (1 + rate) * series, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: impact.sroi([], 100, 0.035), "no outcome"),
        (lambda: impact.sroi(ROWS, 0, 0.035), "value of inputs is 0"),
        (lambda: impact.sroi([ROWS[0], ROWS[0]], 100, 0.035), "Two outcomes"),
        (lambda: impact.year_1(replace(ROWS[0], deadweight=30)), "“Stable work”, deadweight.* is 30"),
        (lambda: impact.ratio_if(F, "Stable jobs", deadweight=0.5), "There is no outcome “Stable jobs”"),
        (lambda: impact.ratio_without(F, "x"), "There is no outcome"),
        (lambda: impact.suggested("medicine"), "There is no area"),
    ],
)
def test_what_is_refused_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# --- indicators


def good(name="Children who stay a year", metric="own", **more) -> Indicator:
    words = dict(definition="Unique children, each counted once", baseline=0.0, baseline_date="2026-05", target=60.0)
    return Indicator(**{"name": name, "id": metric, "method": "Register, coach, each month", **words, **more})


def keys(*indicators):
    return [doubt.key for doubt in impact.indicator_doubts(indicators)]


def test_the_table_has_exact_names_and_links():
    table = impact.iris()
    assert (table["version"], table["metrics"]["PI4060"]) == ("5.3", "Client Individuals: Total")
    assert table["metrics"]["PI3527"] == "Job Placement Rate"
    assert impact.link("PI4060") == "https://iris.thegiin.org/metric/5.3/pi4060/"
    assert all(re.fullmatch(r"[A-Z]{2}\d{4}", one) for one in table["metrics"])
    for area in table["areas"].values():
        assert set(area["ids"]) <= set(table["metrics"])


@pytest.mark.parametrize("area", AREAS)
def test_every_area_of_the_plan_has_suggestions(area):
    found = impact.suggested(area)
    assert found["PI4060"] == "Client Individuals: Total"
    forbidden = {"PI4237", "OI3236", "OI8147", "PI3687", "PI4874", "PI5691"}
    assert not forbidden & set(found)


def test_good_indicators_raise_no_doubt():
    assert keys(good(), good("Client Individuals: Total", "PI4060"), good("Satisfied parents")) == []


def test_cautions_of_iris():
    visits = good("Client Individuals: Total", "PI4060", definition="Visits to the centre")
    score = good("Target Stakeholder Satisfaction Ratio", "PI7163", unit="%")
    former = good("Women after prison", "PI4237")
    funder = good("Jobs in Directly Supported/Financed Enterprises", "PI4874")
    found = impact.indicator_doubts([visits, score, former, funder])
    assert [doubt.key for doubt in found] == ["caution"] * 4
    for doubt, words in zip(found, ("unique", "score", "race or ethnicity", "OI8869"), strict=True):
        assert words in doubt.text
    assert found[2].where == "impact/indicators/Women after prison"


def test_ids_and_names_are_held_to_the_table():
    assert keys(good("Jobs Created", "PI4060"), good(), good("x")) == ["other name"]
    assert keys(good("Клиенты, всего", "PI4060"), good(), good("x")) == []  # a translation
    (unknown,) = impact.indicator_doubts([good("x", "PI4061"), good(), good("y")])
    assert unknown.key == "unknown id"
    assert "PI4060" in unknown.text
    assert keys(good("Client Individuals: Total", "pi4060"), good("Client Individuals: Total", "PI4060"), good()) == ["twice"]  # fmt: skip


def test_what_an_indicator_lacks():
    assert keys(Indicator(name="x"), good(), good("y")) == ["no definition", "no baseline", "no target", "no method"]
    assert keys(good(baseline_date=""), good("x"), good("y")) == ["no date"]
    assert keys(good()) == ["count"]
    assert keys() == []


# --- the chain


THEORY = Theory(
    inputs=("Sewing line", "A trainer"),
    activities=("Training at the machine",),
    outputs=("Twelve women trained",),
    outcomes=("Stable work",),
    impact="Fewer families fall apart",
    assumptions=tuple(Assumption(text=f"Assumption {n}", test="Ask ten") for n in range(4)),
    stop="Fewer than five in work by month 12",
)
SOUND = Plan(
    name="F",
    problem="Women who come out of prison find no work",
    beneficiaries="Forty women a year in the district",
    payer="Companies that buy workwear",
    impact=Impact(
        theory=THEORY, outcomes=ROWS[:1], inputs=(SocialInput(name="Money", value=3600),), indicators=(good(),)
    ),
)


def chain(plan, **theory):
    plan = replace(plan, impact=replace(plan.impact, theory=replace(plan.impact.theory, **theory)))
    return [(doubt.key, doubt.where) for doubt in impact.contradictions(plan)]


def test_a_sound_chain_has_no_contradiction():
    assert chain(SOUND) == []
    assert [doubt.key for doubt in impact.contradictions(Plan(name="blank"))] == ["no payer"]


def test_contradictions_are_found():
    assert chain(replace(SOUND, payer=" ")) == [("no payer", "payer")]
    assert chain(SOUND, outcomes=("Twelve women trained.",)) == [("copy", "impact/theory/outcomes")]
    assert chain(SOUND, activities=()) == [("gap", "impact/theory/activities")]
    assert chain(SOUND, stop="") == [("no stop", "impact/theory/stop")]
    assert chain(SOUND, assumptions=THEORY.assumptions[:3]) == [("assumptions", "impact/theory/assumptions")]
    assert chain(SOUND, assumptions=(*THEORY.assumptions, Assumption(text="Buyers wait"))) == [
        ("no test", "impact/theory/assumptions")
    ]
    assert chain(SOUND, outcomes=("Stable work", "Housing")) == [("no indicator", "impact/indicators")]


def test_the_value_map_is_held_against_itself():
    def with_impact(**more):
        return [one.key for one in impact.contradictions(replace(SOUND, impact=replace(SOUND.impact, **more)))]

    assert with_impact(inputs=()) == ["no inputs"]
    assert with_impact(outcomes=(replace(ROWS[0], proxy_source=""),)) == ["no source"]
    assert with_impact(outcomes=(replace(ROWS[0], deadweight=0, displacement=0, attribution=0),)) == ["all claimed"]
    assert with_impact(outcomes=ROWS[3:]) == ["volunteers"]
    time = SocialInput(name="Time of volunteers", value=100)
    assert with_impact(outcomes=ROWS[3:], inputs=(*SOUND.impact.inputs, time)) == []
