"""The workbook: LibreOffice recalculates it, and every cell is the engine's number, before and after a change."""

from __future__ import annotations

import datetime
import functools
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from libreoffice import recalculated
from plans import plans
from test_forecast import CASE_A, EVERYTHING

from venture.export import formulas
from venture.export.workbook import workbook, write_workbook
from venture.export.workbook_desk import KOPECK
from venture.export.workbook_layout import OPENING, TITLES, column, layout, quoted
from venture.export.workbook_names import named
from venture.export.workbook_unused import unused_rows, used_inputs
from venture.forecast import forecast, sheet_of
from venture.plan import FixedCost, Job, Loan, Plan, Product, Ramp, StepCost
from venture.rows.statements import STATEMENTS

STALE = "-987654321"  # what every formula's cell holds until it has been recalculated
NAMES = (
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "R1C1", "A1", "Rent", "rent", "A B", "A-B", "A_B", "A/B", "Чай «Ж» & Ко",
    "it's \"quoted\"", "{braces}", "🙂", "&P", "TRUE", "x" * 2000,
)  # fmt: skip
ODD = Plan(
    name="=HYPERLINK(\"http://example.org\") & {odd}",
    place="{place}",
    amounts="ones",
    reserve=200.0,
    products=tuple(
        Product(name=name, price=10.0 + place, variable_cost=1.5, volume=Ramp(first=1, last=9, over=place + 1))
        for place, name in enumerate(NAMES)
    ),
    step_costs=(StepCost(name="rent", amount=2, per=7, products=("=1+1", "A/B")),),
    staff=(Job(role="{role}", pay=5, first=3, last=9),),
    fixed_costs=tuple(FixedCost(name=name, amount=3) for name in NAMES),
    loans=(Loan(name="=bank", amount=50, rate=0.1, term=24), Loan(name="a'b", amount=60, rate=0.0, term=12)),
)  # fmt: skip
CHANGES_A = {
    "products/Places/price": 11.25,
    "products/Places/volume": (38.0, 61.5, 80.0),
    "step_costs/Teachers/per": 18.0,
    "loans/Bank/rate": 0.155,
    "loans/Bank/term": 37.0,
    "fixed_costs/Rent/first": 4.0,
    "assets/Fit-out/cost": 1733.0,
    "rhythm/supplier_days": 52.0,
    "rhythm/collected": (0.35, 0.65),
    "tax/rate": 0.15,
}
CHANGES_EVERYTHING = {
    "products/Tours/volume/first": 3.0,
    "products/Tours/volume/over": 11.0,
    "products/Tours/season": (0.2, 0.4, 1.0, 1.1, 1.3, 1.9, 2.0, 1.0, 0.7, 0.3, 0.1, 0.9),
    "products/Tours/price_rises": -0.03,
    "staff/Director/last": 30.0,
    "assets/Van/life": 48.0,
    "assets/Van/month": 7.0,
    "assets/Desks/cost": 333.33,
    "assets/Lift/salvage": 111.0,
    "assets/Ramp/life": 84.0,
    "loans/Grown/grace": 9.0,
    "loans/Grown/rate": 0.21,
    "loans/Even/term": 33.0,
    "loans/Late/balloon": 0.9,
    "vat/rate": 0.1,
    "vat/every": 1.0,
    "tax/rate": 0.25,
    "tax/loss_limit": 0.3,
    "tax/minimum": 0.04,
    "rhythm/stock_days": 20.0,
    "opening/cash": 7.5,
}


def generated(count: int) -> list[Plan]:
    """Made-up plans, the same at every run."""
    found: list[Plan] = []

    @settings(max_examples=count, derandomize=True, phases=[Phase.generate], database=None, deadline=None)
    @given(plans(story=False))
    def collect(plan: Plan) -> None:
        found.append(plan)

    collect()
    return found


NAMED: dict[str, tuple[Plan, dict[str, Any]]] = {
    "case A": (CASE_A, {}),
    "case A, changed": (CASE_A, CHANGES_A),
    "everything": (EVERYTHING, {}),
    "everything, changed": (EVERYTHING, CHANGES_EVERYTHING),
    "odd names": (ODD, {}),
    "case A, mistyped": (CASE_A, {"tax/rate": 1.5, "loans/Bank/month": 1.5, "rhythm/collected": (0.5, 0.4)}),
}
MADE_UP = tuple(f"made up {number}" for number in range(1, 4))  # the sweep has more: tests/setup/test_workbook_sweep.py


@functools.cache
def cases() -> dict[str, tuple[Plan, dict[str, Any]]]:
    """Every plan that LibreOffice recalculates, and the changes that are typed into its workbook."""
    made_up = generated(len(MADE_UP) + 1)[1:]  # the first one is almost empty
    return {**NAMED, **{called: (plan, {}) for called, plan in zip(MADE_UP, made_up, strict=True)}}


@functools.cache
def written(called: str) -> bytes:
    return workbook(cases()[called][0])


# --- what LibreOffice makes of them


def stale(source: bytes, path: Path, spoil: Callable[[str], str] = str) -> Path:
    """The workbook with a wrong number in every formula's cell, so that only recalculating can give the right one."""
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(r"(</f>)<v>[^<]*</v>", rf"\g<1><v>{STALE}</v>", spoil(content))
            new.writestr(name, content)
    return path


def changed(source: bytes, path: Path, plan: Plan, changes: dict[str, Any]) -> Path:
    """The workbook as a person leaves it who types other numbers into the cells of these names."""
    book = openpyxl.load_workbook(io.BytesIO(source))
    sheet = sheet_of(plan)
    names = named([*sheet.inputs, *sheet.cells])
    for input_, value in changes.items():
        [(title, cells)] = book.defined_names[names[input_]].destinations
        numbers = value if isinstance(value, tuple) else (value,)
        places = cells.replace("$", "").split(":")
        first = book[title][places[0]]
        for number, one in enumerate(numbers):
            book[title].cell(first.row + number, first.column, one)
    book.save(path)
    return path


def differences(path: Path, plan: Plan, changes: dict[str, Any]) -> list[str]:
    """Where the workbook says something else than the engine, to the kopeck; and every cell that holds an error."""
    numbers = forecast(plan, changes)
    home = layout(numbers.sheet).home
    assert home.keys() == numbers.sheet.rows.keys()
    book = openpyxl.load_workbook(path, data_only=True)
    wrong = [f"{page.title}!{cell.coordinate} is {cell.value}" for page in book for line in page.iter_rows()
             for cell in line if cell.data_type == "e" or str(cell.value) == STALE]  # fmt: skip
    grids = {name: list(book[title].values) for name, title in TITLES.items()}
    for key, (name, line) in home.items():
        for month, want in enumerate(numbers[key]):
            got = grids[name][line][OPENING + month]
            if not isinstance(got, (int, float)) or abs(got - want) > max(1e-9 * abs(want), KOPECK[plan.amounts]):
                wrong.append(f"{key}, month {month}: {got} for {want}")
    return wrong


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> dict[str, Path]:
    """Every case as LibreOffice has recalculated it, and one with a spoilt formula, in one run."""
    folder = tmp_path_factory.mktemp("workbooks")
    paths = {}
    for number, (called, (plan, changes)) in enumerate(cases().items()):
        path = folder / f"{number}.xlsx"
        source = written(called.partition(",")[0])
        paths[called] = changed(source, path, plan, changes) if changes else stale(source, path)
    spoilt = written("everything")
    paths["spoilt"] = stale(spoilt, folder / "spoilt.xlsx", lambda text: text.replace("loans_Grown_rate/12", "loans_Grown_rate/11", 1))  # fmt: skip
    paths["text"] = changed(spoilt, folder / "text.xlsx", EVERYTHING, {"products/Tours/price": "a lot"})
    return dict(zip(paths, recalculated(list(paths.values()), folder), strict=True))


@pytest.mark.timeout(400)  # the first one waits for LibreOffice, which takes its time where others work too
@pytest.mark.parametrize("called", [*NAMED, *MADE_UP])
def test_recalculated_every_cell_is_the_engines_number(answers, called):
    assert differences(answers[called], *cases()[called]) == []


def test_a_wrong_formula_would_be_seen(answers):
    wrong = "\n".join(differences(answers["spoilt"], EVERYTHING, {}))
    assert "interest/Grown, month" in wrong and "cash, month" in wrong


def test_recalculated_checks_say_what_they_should(answers):
    def verdicts(called: str) -> dict[str, str]:
        book = openpyxl.load_workbook(answers[called], data_only=True)
        return {line[0]: line[1] for line in book[TITLES["checks"]].values if line[0]}

    assert verdicts("everything")["All checks together"] == "OK: every check holds"
    case = verdicts("case A")
    first = next(month for month, cash in enumerate(forecast(CASE_A)["cash"]) if cash < 0)
    assert case["Cash is never below zero"] == f"ATTENTION: month {first}"
    assert case["All checks together"] == "ATTENTION: checks that do not hold: 1"
    assert verdicts("odd names")["Cash is never below the reserve"] == "ATTENTION: month 0"
    mistyped = verdicts("case A, mistyped")
    assert mistyped["Every input is a number in its range"] == "ATTENTION"
    assert mistyped["What customers pay adds up to 100 %"] == "ATTENTION"
    assert mistyped["The balance sheet balances"] == "OK"
    assert verdicts("text")["The balance sheet balances"] == "ATTENTION: an error"
    assert verdicts("text")["All checks together"] == "ATTENTION: checks that do not hold: 4"


def test_an_input_that_is_not_allowed_says_what_is(answers):
    book = openpyxl.load_workbook(answers["case A, mistyped"], data_only=True)
    said = {line[3]: line[4] for line in book[TITLES["inputs"]].values if line[4]}
    assert said.pop("Place in the plan") == "What is allowed, where the value is not"
    assert said == {"tax/rate": "0 % to 100 %", "loans/Bank/month": "A whole number, 0 to 120"}


def test_recalculated_years_are_sums_of_flows_and_closings_of_balances(answers):
    numbers = forecast(EVERYTHING)
    book = openpyxl.load_workbook(answers["everything"], data_only=True)
    lines = {line[0]: line for line in book[TITLES["years"]].values if line[0]}
    for number in (1, 4):
        assert lines["Revenue"][OPENING + number] == pytest.approx(numbers.year("revenue", number), abs=1e-5)
        assert lines["Fixed assets"][OPENING + number] == pytest.approx(
            numbers.closing("fixed_assets", number), abs=1e-5
        )


# --- as it is written


@pytest.mark.parametrize("called", ["case A", "everything", "odd names"])
def test_a_viewer_that_does_not_calculate_sees_the_engines_numbers(tmp_path, called):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(written(called))
    assert differences(path, NAMED[called][0], {}) == []


def test_it_is_written_where_it_is_wanted(tmp_path):
    write_workbook(CASE_A, tmp_path / "new" / "plan.xlsx")
    assert openpyxl.load_workbook(tmp_path / "new" / "plan.xlsx", read_only=True).sheetnames == list(TITLES.values())


def test_the_same_plan_on_the_same_day_is_the_same_file():
    day = datetime.date(2027, 1, 15)
    assert workbook(CASE_A, today=day) == workbook(CASE_A, today=day)


def test_every_number_of_the_plan_is_a_named_input_that_may_be_changed_and_nothing_else_may():
    book = openpyxl.load_workbook(io.BytesIO(written("everything")))
    inputs, unlocked = book[TITLES["inputs"]], set()
    for page in book:
        assert page.protection.sheet and not page.protection.password
        unlocked |= {
            (page.title, cell.coordinate) for line in page.iter_rows() for cell in line if not cell.protection.locked
        }
    places = {line[3].value: line[1] for line in inputs.iter_rows() if line[3].value}
    for path, one in sheet_of(EVERYTHING).inputs.items():
        many = isinstance(one.value, tuple)
        for number, value in enumerate(one.value if many else (one.value,), 1):
            cell = places[f"{path}/{number}" if many else path]
            assert cell.value == value
            unlocked.remove((inputs.title, cell.coordinate))
    assert {title for title, _cell in unlocked} == {TITLES["readme"]}  # the one that shows what an input looks like


def test_shares_are_percent_and_dates_are_dates():
    book = openpyxl.load_workbook(io.BytesIO(written("case A")))
    formats = {line[3].value: line[1].number_format for line in book[TITLES["inputs"]].iter_rows()}
    assert formats["loans/Bank/rate"] == formats["rhythm/collected/1"] == "0.00%"
    assert book[TITLES["cash"]]["D3"].value == datetime.datetime(2027, 1, 1)


def test_what_looks_like_a_formula_is_written_as_text():
    book = openpyxl.load_workbook(io.BytesIO(written("odd names")))
    texts = [cell for page in book for line in page.iter_rows() for cell in line if cell.data_type == "s"]
    assert any(str(cell.value).startswith("=1+1") for cell in texts)
    formulas_ = [cell.value for page in book for line in page.iter_rows() for cell in line if cell.data_type == "f"]
    assert formulas_ and not [one for one in formulas_ if re.search(r"HYPERLINK|http|cmd\||1\+1|SUM\(A1", one)]


def test_made_up_numbers_say_so_on_every_page():
    book = openpyxl.load_workbook(io.BytesIO(workbook(replace(CASE_A, illustrative=True))))
    for page in book:
        assert "llustrative" in str(page["A2"].value) and "illustrative" in page.oddFooter.left.text
    assert "llustrative" not in str(openpyxl.load_workbook(io.BytesIO(written("case A")))[TITLES["readme"]]["A2"].value)


def test_lines_that_the_plan_does_not_use_are_not_on_its_statements_but_add_up():
    sheet = sheet_of(CASE_A)
    made = layout(sheet)
    nothing = unused_rows(sheet)
    assert {"staff", "paid_staff", "vat_paid", "vat_payable", "profit_tax", "more_vat", "income_grants"} <= nothing
    assert not nothing & {"cash", "stock", "fees", "levy", "tax_paid", "tax_receivable", "payables"}
    shown = {line.key for name in ("income", "cash", "balance") for line in made.lines[name]}
    assert {key for keys in STATEMENTS.values() for key in keys} - nothing <= shown
    assert not shown & nothing
    assert all(value == 0 for key in nothing for value in forecast(CASE_A)[key])
    assert "vat/every" not in used_inputs(sheet, nothing) and "loans/Bank/rate" in used_inputs(sheet, nothing)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "plan.xlsx"
    path.write_text("old")
    monkeypatch.setattr("venture.files.os.replace", lambda *_paths: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError):
        write_workbook(CASE_A, path)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_grants_that_are_only_asked_for_count_where_wanted():
    asked = replace(CASE_A, grants=(replace(CASE_A.grants[0], status="requested"),))
    with_them = openpyxl.load_workbook(io.BytesIO(workbook(asked, with_requested=True)), data_only=True)
    without = openpyxl.load_workbook(io.BytesIO(workbook(asked)), data_only=True)
    assert "grants/Region/tranches/1/amount" in {line[3] for line in with_them[TITLES["inputs"]].values}
    assert "grants/Region/tranches/1/amount" not in {line[3] for line in without[TITLES["inputs"]].values}


# --- the translation


@pytest.mark.parametrize(
    "formula, written",
    [
        ("units * price", "=<units>*rent"),
        ("last + units - units[-1]", "=<last-1>+<units>-<units-1>"),
        ("units - (units - price)", "=<units>-(<units>-rent)"),
        ("(1 + price) ** (units - 1)", "=(1+rent)^(<units>-1)"),
        ("(-units) ** 2 - -units ** 2", "=(-<units>)^2--(<units>^2)"),
        ("-pmt(price / 12, 6 - 1, units, -price)", "=-PMT(rent/12,6-1,<units>,-rent)"),
        ("if(units == 1 and price != 2 or units <= 3, 1, 0)", "=IF(OR(AND(<units>=1,rent<>2),<units><=3),1,0)"),
        ("max(0, ceil(units / price - 0.000000001))", "=MAX(0,-INT(-(<units>/rent-1E-09)))"),
        ("(units - price) % 3", "=MOD(<units>-rent,3)"),
        ("at(volume, min(units, 3))", "=INDEX(sold,MIN(<units>,3))"),
        ("db(price, 1, 5, 2)", "=IF(rent=0,0,DB(rent,1,5,2))"),
        ("units[-9]", "=0"),
    ],
)
def test_a_formula_in_the_spreadsheets_words(formula, written):
    made = formulas.pieces(formula, "last", {}, {"price": "rent", "volume": "sold"})
    assert formulas.filled(made, 5, lambda key, month: f"<{key}{month - 5 or ''}>") == written


def test_a_formula_that_the_workbook_does_not_know_is_refused():
    with pytest.raises(ValueError, match="no formula of a sheet"):
        formulas.pieces("npv(0.1, units)", "row", {}, {})


def test_names_are_a_spreadsheets_and_all_different():
    keys = [f"products/{name}/price" for name in NAMES] + ["tolerance"]
    names = named(keys, taken=("Tolerance",))
    assert len({name.casefold() for name in names.values()}) == len(keys)
    assert (
        names["products/Rent/price"] == "products_Rent_price"
        and names["products/rent/price"] == "products_rent_price_2"
    )
    assert names["products/Чай «Ж» & Ко/price"] == "products_Чай__Ж____Ко_price"
    assert names["tolerance"] == "tolerance_2"
    assert all(re.fullmatch(r"[^\W\d]\w*", name) and len(name) < 255 for name in names.values())


def test_columns_and_titles_as_formulas_write_them():
    assert [column(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert [quoted(title) for title in ("Years", "Cash flow", "Year's end", "Годы")] == [
        "Years",
        "'Cash flow'",
        "'Year''s end'",
        "'Годы'",
    ]
