"""The model of the three statements: the curriculum's table to the digit, a second way, and what each cell says."""

import random

import pytest

from venture import cases
from venture.lessons import three_linked_statements as lesson
from venture.models import load
from venture.models.three_linked_statements import MONTHS, statements
from venture.rows.statements import STATEMENTS
from venture.sections.three_linked_statements import SECTION

MODEL = load("three_linked_statements")

# The curriculum's table of case A, typed from it: the opening and three months.
CURRICULUM = {
    "revenue": (None, 376.000, 441.800, 507.600),
    "variable_cost": (None, 76.000, 89.300, 102.600),
    "step_costs": (None, 104, 104, 156),
    "fixed_costs": (None, 245, 245, 245),
    "depreciation": (None, 40, 40, 40),
    "capital_grants_released": (None, 10, 10, 10),
    "interest": (None, 9, 9, 9),
    "levy": (None, 22.560, 26.508, 30.456),
    "net_income": (None, -110.560, -62.008, -65.456),
    "operating_cash_flow": (None, -57.600, -5.430, -84.454),
    "cash": (300.000, 242.400, 236.970, 152.516),
    "receivables": (0, 37.600, 44.180, 50.760),
    "fixed_assets": (2400, 2360, 2320, 2280),
    "assets": (2700, 2640.000, 2601.150, 2483.276),
    "payables": (0, 38.000, 44.650, 51.300),
    "tax_payable": (0, 22.560, 49.068, 0),
    "loans": (1200, 1200, 1200, 1200),
    "deferred_grants": (600, 590, 580, 570),
    "owners_equity": (900, 900, 900, 900),
    "retained_earnings": (0, -110.560, -172.568, -238.024),
}


def run(preset="a", **changes):
    return statements(MODEL.values(**{**MODEL.preset(preset).values, **changes}))


@pytest.mark.parametrize("key", CURRICULUM)
def test_the_curriculums_table_comes_out_to_the_digit(key):
    f = run()
    for month, typed in enumerate(CURRICULUM[key]):
        if typed is not None:
            assert f[key][month] == pytest.approx(typed, abs=5e-10), month


def test_receivables_of_a_quarter_leave_76376():
    assert run(late=25)["cash"][3] == pytest.approx(76.376, abs=5e-10)
    assert run(late=25)["net_income"] == run()["net_income"]


def by_hand(v):
    """The same venture in plain loops, without the engine: cash and the owners' side of each month."""
    cash, owed, debts, levy_owed, loan, assets, grant = v.cash, 0.0, 0.0, 0.0, v.loan, v.assets, v.grant
    kept, told = 0.0, []
    rate = v.rate / 1200
    payment = v.loan / v.repaid if not rate else v.loan * rate / (1 - (1 + rate) ** -v.repaid)
    for month in range(1, MONTHS + 1):
        climb = min(1.0, (month - 1) / (v.over - 1)) if v.over > 1 else 1.0
        units = min(v.capacity, v.first + (v.last - v.first) * climb)
        revenue, cost = units * v.price, units * v.variable
        groups = -(-round(units / v.step_size, 9) // 1) * v.step_cost
        wear = v.assets / v.life if month <= v.life else 0.0
        released = v.grant / v.life if month <= v.life else 0.0
        interest, levy = loan * rate, revenue * v.levy / 100
        back = 0.0
        if month > v.grace:
            back = loan if month == v.grace + v.repaid else payment - interest if month < v.grace + v.repaid else 0.0
        kept += revenue - cost - groups - v.fixed - wear + released - interest - levy
        levy_owed += levy
        paid_levy = levy_owed if month % v.every == 0 else 0.0
        came = revenue * (1 - v.late / 100) + owed
        went = cost * (1 - v.credit / 100) + debts
        cash += came - went - groups - v.fixed - interest - paid_levy - back
        owed, debts, levy_owed = revenue * v.late / 100, cost * v.credit / 100, levy_owed - paid_levy
        loan, assets, grant = loan - back, assets - wear, grant - released
        told.append((cash, cash + owed + assets - debts - levy_owed - loan - grant, kept))
    return told


def test_plain_loops_agree_with_the_engine_at_random_ventures():
    chance = random.Random(7)
    own = ("first", "last", "late", "credit", "price", "variable", "step_cost", "fixed", "levy", "cash", "assets", "grant", "loan", "rate")  # fmt: skip
    for _round in range(60):
        changes = {name: chance.uniform(MODEL.input(name).low, MODEL.input(name).high) for name in own}
        changes |= {name: chance.randint(1, 12) for name in ("every", "over", "step_size", "life", "repaid")}
        changes["grace"], changes["capacity"] = chance.randint(0, 8), chance.randint(20, 200)
        v = MODEL.values(**changes)
        f = statements(v)
        for month, (cash, owners, kept) in enumerate(by_hand(v), 1):
            assert f["cash"][month] == pytest.approx(cash, abs=1e-6)
            assert f["equity"][month] == pytest.approx(owners, abs=1e-6)
            assert f["retained_earnings"][month] == pytest.approx(kept, abs=1e-6)
            assert abs(f["balance_check"][month]) < 1e-6
            assert f["operating_cash_flow"][month] == pytest.approx(f["operating_cash_flow_indirect"][month], abs=1e-6)


def test_the_result_reads_aloud():
    assert MODEL.run("a").sentence == (
        "Twelve months bring a profit of 1.03 ₽ thousand, and the cash grows by 212.455; "
        "it is lowest at the end of month 3, with 152.516."
    )
    assert "in month 3 the account is empty" in MODEL.run("a", cash=120).sentence
    zones = MODEL.run("a", cash=120).chart.zones
    assert zones and 2 < zones[0].start < 3 < zones[0].end


def test_every_number_of_the_table_says_where_it_comes_from():
    for begin in (1, 5, 10):
        table = MODEL.run("a", begin=begin).table
        for row, origins in zip(table.rows, table.origins, strict=True):
            for cell, origin in zip(row[1:], origins[1:], strict=True):
                assert bool(cell) == bool(origin), row
                assert not origin or (origin.endswith(".") and "  " not in origin), origin


def test_cells_explain_themselves_with_the_numbers_they_are_made_of():
    table = MODEL.run("a").table
    said = {row[0]: origins[-1] for row, origins in zip(table.rows, table.origins, strict=True)}
    assert said["Revenue"].startswith("54 children × 9.4.")
    assert said["Levy paid"].startswith(
        "All that is owed by now: 49.068 of the months before and 30.456 of this month."
    )
    assert said["Net income"].startswith("The lines above: 507.6 − 102.6 − 156 − 245 − 40 + 10 − 9 − 30.456.")
    assert said["Cash"].startswith("236.97 cash of month 2 − 84.454 change in cash.")
    assert said["Loan repaid"] == "The first 6 months pay interest alone."
    row, column = table.first_explained
    assert (table.rows[row][0], table.columns[column]) == ("Cash", "month 3")


def test_sums_that_a_cell_names_add_up():
    """“The lines above: a − b + c.” is the cell's own number."""
    for begin in (1, 7):
        table = MODEL.run("a", begin=begin).table
        checked = 0
        for row, origins in zip(table.rows, table.origins, strict=True):
            for cell, origin in zip(row[1:], origins[1:], strict=True):
                if origin.startswith("The lines above: "):
                    total = origin.removeprefix("The lines above: ").partition(". ")[0].rstrip(".")
                    plain = total.replace("\u202f", "").replace("−", "-").replace(" ", "")
                    assert eval(plain) == pytest.approx(float(cell.replace("\u202f", "").replace("−", "-")), abs=0.003)
                    checked += 1
        assert checked >= 12


def test_a_venture_of_nothing_and_one_of_millions_have_their_statements():
    MODEL.run(first=0, last=0, price=0, variable=0, fixed=0, levy=0, cash=0, assets=0, grant=0, loan=0, rate=0)
    large = MODEL.run(first=100_000, last=100_000, capacity=100_000, price=1_000_000)
    assert "." not in large.table.rows[1][2], "kopecks of billions help nobody"


def test_the_rows_are_the_engines():
    f = run()
    for keys in STATEMENTS.values():
        assert all(key in f.known for key in keys)


# --- the lesson's faulty sheets and the task


def test_the_faulty_sheets_differ_as_the_lesson_says():
    assert [lesson.sheet(slips)[1] for slips in (lesson.FORGOTTEN, lesson.TURNED, lesson.AT_ONCE)] == [22.56, -20, 0]
    assert lesson.AT_ONCE["retained_earnings"] == 479.44
    assert lesson.sheet({})[1] == 0


def test_the_bridge_adds_up_in_both_months():
    for month in (2, 3):
        total = lesson.at("net_income", month) + sum(
            sign * lesson.at(key, month) for sign, key, _words in lesson.BRIDGE
        )
        assert total == pytest.approx(lesson.at("operating_cash_flow", month))


def test_the_tasks_numbers_by_hand():
    f = run("c")
    assert f["net_income"][3] == pytest.approx(24 * (7.3 - 1.5) - 120 - 360 / 36 + 180 / 36 - 0.06 * 24 * 7.3)
    assert f["from_customers"][3] == pytest.approx(0.75 * 24 * 7.3 + 0.25 * 22 * 7.3)
    levy = 0.06 * 7.3 * (20 + 22 + 24)
    assert f["cash"][3] == pytest.approx(43.45 + 171.55 - 24 * 1.5 - 120 - levy)
    assert f["receivables"][2] == pytest.approx(40.15)
    typed = 43.45 + 32.85 + 340 - 18.396 - 170 - 260 + 24.796
    assert typed == pytest.approx(-7.3) and typed == pytest.approx(2 * (f["receivables"][1] - f["receivables"][2]))


# --- the student's plan


@pytest.mark.parametrize("name", ["blank", *cases.CASES])
def test_the_plan_takes_the_answers_and_gives_them_back(name):
    plan = cases.load(name)
    given = {"first": 10.0, "last": 20.0, "over": 4, "late": 25.0, "credit": 30.0, "every": 2}
    after = SECTION.read(SECTION.write(plan, given))
    assert {key: after[key] for key in given} == given
    assert SECTION.write(plan, SECTION.read(plan)) == plan, "what was only read changes nothing"
    MODEL.run(**SECTION.read(plan))
