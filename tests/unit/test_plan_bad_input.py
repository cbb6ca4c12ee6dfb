"""The reader and what people, editors and attackers put into a file: a plan comes out, or `BadPlan`, and quickly."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plans import plans

from venture.days import read as days
from venture.days.day import BadDay
from venture.law import read as law
from venture.law.read import BadPack
from venture.plan import Plan
from venture.planfile import BadPlan, problems, read, tree, write

BASE = "name: Centre\nproducts:\n  - name: Places\n    price: 9,4\n"


def refused(text: str) -> BadPlan:
    began = time.process_time()
    with pytest.raises(BadPlan) as caught:
        read.loads(text)
    assert time.process_time() - began < 3
    assert str(caught.value)
    return caught.value


def first(text: str) -> str:
    return str(refused(text).problems[0])


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 0, "nothing in this file"),
        ("# only a comment\n", 0, "nothing in this file"),
        ("- a\n- b\n", 1, "A plan is a table"),
        ("hello", 1, "A plan is a table"),
        ("name: A\nproducts:\n\t- name: B\n", 3, "tab"),
        ("name: A\nproducts:\n  - name: B\n   price: 3\n", 4, "in one column"),
        ("name: A\n  who: B\n", 2, "too many spaces"),
        ("name: A: B\n", 1, "second colon"),
        ("name: A\nwho b\nplace: c\n", 2, "colon is missing"),
        ("name: A\nwho: b\nname: C\n", 3, "stands in line 1 already"),
        ('who: b\nname: "A\nplace: c\n', 2, "never closed"),
        ("name: A\nproducts: [1, 2\nwho: x\n", 2, "bracket"),
        ("name: %A\n", 1, "cannot begin a value"),
        ('name: "a\\qb"\n', 1, "backslash"),
        ("name: A\x07\n", 1, "U+0007"),
        ("name: A\n---\nname: B\n", 2, "second plan"),
        ("plan: 2\nname: A\n", 1, "newer kit"),
        ("plan: soon\nname: A\n", 1, "version"),
        ("? [a]\n: b\n", 1, "name is wanted"),
        ("name: A\nproducts:\n  Places:\n    price: 3\n", 3, "begins below, with a dash"),
        ("name: A\nvat: 20 %\n", 2, "table is wanted"),
        ("name: [A]\n", 1, "no list or table"),
    ],
)
def test_what_yaml_itself_gets_wrong_is_said_in_plain_words(text, line, says):
    problem = refused(text).problems[0]
    assert says in str(problem)
    assert problem.line == line


@pytest.mark.parametrize("text", ["name: A\n---\nname: B\n", "name: [\n", "#" * 1_100_000, "- " * 20, "name: &a b\n"])
@pytest.mark.parametrize(("parse", "bad", "what"), [(read.parse, BadPlan, "plan"), (days.parse, BadDay, "day"), (law.parse, BadPack, "pack")])  # fmt: skip
def test_each_kind_of_file_is_refused_in_its_own_name(parse, bad, what, text):
    with pytest.raises(BadPlan) as caught:
        parse(text.encode() if parse is days.parse else text, "file.yaml")
    assert type(caught.value) is bad and str(caught.value).startswith("file.yaml: 1 thing to mend")
    others = {"plan", "day", "pack"} - {what}
    assert not others & set(re.findall(r"[a-z]+", str(caught.value)))


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n",  # a bomb of references
        "name: !!python/object/apply:os.system [true]\n",
        "[" * 500_000,
        "{" * 5_000,
        "- " * 200_000,
        "? " * 200_000,
        "".join(" " * level + "a:\n" for level in range(800)),
        "name: " + "x" * 900_000,
        "name: |\n" + "  xxxx yyyy zzzz\n" * 50_000,
        "impact: {theory: {inputs: [" + "a,\n" * 100_000 + "]}}",
        "#" * 1_100_000,
        "name: A\nrhythm:\n  collected: [" + "0," * 500 + "1]\n",
    ],
    ids=lambda text: text[:12],
)
def test_bombs_are_refused_before_they_cost(text):
    refused(text)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("prices: 4", "Did you mean “price”?"),
        ("capacity: -3", "from 0 to"),
        ("capacity: 10000000000000000", "from 0 to"),
        ("capacity: 1e15", "number from"),
        ("capacity: .nan", "number from"),
        ("capacity: .inf", "number from"),
        ("capacity: 1,500", "Write 1 500 or 1.500"),
        ("variable_cost: 5 %", "No percent sign"),
        ("vat: 9", "Write 9 % or 0.09"),
        ("vat: 1", "Write 1 % or 100 %"),
        ("vat: 120 %", "from 0 % to 100 %"),
        ("season: [1, 2, 3]", "Twelve factors"),
        ("volume: [9,4, 10]", "decimal points"),
        ("volume: {first: 1, last: 2, over: 2.5}", "whole number"),
        ("volume: {from: 1}", "not known here"),
        ("volume: [1, , 3]", ""),
        ("unit: {a: b}", "One value"),
        ('unit: "a\\0b"', "control characters"),
        ("unit: " + "long " * 500, "at most 2000"),
    ],
)
def test_a_wrong_value_names_its_line_its_field_and_what_is_allowed(line, says):
    problem = refused(f"{BASE}    {line}\n").problems[0]
    assert says in str(problem)
    assert problem.line == 5
    if "Did you" not in says and "bracket" not in str(problem):
        assert not problem.field or problem.field.startswith("products/Places/")


WHOLE = {
    "season": ("loans:\n  - {name: L, amount: 1, rate: 9 %, term: 48}\n", "loans/L/term", "ends in month 48"),
    "grace": ("loans:\n  - {name: L, amount: 1, rate: 9 %, term: 12, grace: 12}\n", "loans/L/grace", "Fewer months"),
    "already": ("loans:\n  - {name: L, amount: 1, rate: 9 %, term: 9, month: 2, already: yes}\n", "loans/L/month", "month 0"),
    "shares": ("rhythm:\n  collected: [90 %, 20 %]\n", "rhythm/collected", "add up to 100 %"),
    "no asset": ("grants:\n  - {name: G, purpose: capital}\n", "grants/G/asset", "names the asset"),
    "asset": ("assets:\n  - {name: Oven, cost: 3}\ngrants:\n  - {name: G, asset: Ovn}\n", "grants/G/asset", "“Oven”"),
    "step": ("step_costs:\n  - {name: T, amount: 1, per: 9, products: [Place]}\n", "step_costs/T/products", "“Places”"),
    "sold": ("actuals:\n  - {month: 1, sold: [{product: Palces, units: 1, price: 2}]}\n", "actuals/1/sold/1/product", "“Places”"),
    "twice": ("fixed_costs:\n  - {name: R, amount: 1}\n  - {name: R, amount: 2}\n", "fixed_costs/R/name", "taken (line 6)"),
    "slash": ("fixed_costs:\n  - {name: R/S, amount: 1}\n", "fixed_costs/R/S/name", "without “/”"),
    "period": ("fixed_costs:\n  - {name: R, amount: 1, first: 9, last: 3}\n", "fixed_costs/R/last", "not before the first"),
    "life": ("assets:\n  - {name: A, cost: 3, life: 50, method: switching}\n", "assets/A/life", "whole years"),
    "salvage": ("assets:\n  - {name: A, cost: 3, salvage: 4}\n", "assets/A/salvage", "At most the cost"),
    "range": ("risks:\n  - {name: R, driver: products/Places/price, low: 9, likely: 8, high: 7}\n", "risks/R/high", "Low is not above"),
    "range of the plan": ("risks:\n  - {name: R, driver: products/Places/price, low: 10, high: 12}\n", "risks/R/high", "the plan's number"),
    "driver": ("risks:\n  - {name: R, driver: products/Place/price}\n", "risks/R/driver", "“products/Places/price”"),
    "value": ("scenarios:\n  - {name: S, changes: [{driver: products/Places/vat, value: 9}]}\n", "scenarios/S/changes/1/driver", "number"),
    "value's range": ("scenarios:\n  - {name: S, changes: [{driver: products/Places/demand, value: 80}]}\n", "scenarios/S/changes/1/value", "takes"),
    "months": ("actuals:\n  - {month: 1}\n  - {month: 1}\n", "actuals/2/month", "once"),
    "date": ("milestones:\n  - {name: M, month: 2027-13}\n", "milestones/M/month", "that exist"),
    "early": ("milestones:\n  - {name: M, month: 2025-03}\n", "milestones/M/month", "before the plan's start"),
    "note": ("notes:\n  - {date: 2027-02-30, section: a, text: b}\n", "notes/1/date", "A date that exists"),
    "late tranche": ("grants:\n  - {name: G, tranches: [{amount: 1, month: 37}]}\n", "grants/G/tranches/1/month", "at most 36"),
    "late money": ("owners_money:\n  - {who: Us, amount: 1, month: 40}\n", "owners_money/Us/month", "at most 36"),
    "late asset": ("assets:\n  - {name: A, cost: 3, month: 50}\n", "assets/A/month", "at most 36"),
    "late milestone": ("milestones:\n  - {name: M, month: 2030-01}\n", "milestones/M/month", "at most 36"),
    "late VAT": ("vat: {kind: VAT, first: 37}\n", "vat/first", "at most 36"),
    "in use": ("assets:\n  - {name: A, cost: 3, month: 5, in_use: 4}\n", "assets/A/in_use", "Not before the month in which it is bought (5)"),
    "granted": ("assets:\n  - {name: A, cost: 3}\ngrants:\n  - {name: G, purpose: capital, asset: A, tranches: [{amount: 2}, {amount: 2}]}\n",
                "grants/G/tranches", "at most what it costs, 3"),
    "granted by several": (
        "assets:\n  - {name: A, cost: 3, vat: 20 %}\nvat: {kind: VAT}\ngrants:\n"
        "  - {name: G, purpose: capital, asset: A, tranches: [{amount: 3}]}\n"
        "  - {name: H, purpose: capital, asset: A, tranches: [{amount: 0.7}]}\n",
        "grants/H/tranches", "at most what it costs, 3.6. For example: {amount: 0.6}"),
    "real": ("fixed_costs:\n  - {name: R, amount: 1, rises: 4 %}\nappraisal: {flows: real}\n", "appraisal/flows", "fixed_costs/R/rises"),
    "currency": ("currency: rubles\n", "currency", "Three capital letters"),
}  # fmt: skip


@pytest.mark.parametrize(("more", "field", "says"), WHOLE.values(), ids=list(WHOLE))
def test_what_does_not_go_together_is_named(more, field, says):
    (problem,) = refused(BASE + more).problems
    assert (problem.field, says in str(problem)) == (field, True), str(problem)
    assert problem.line > 4


def test_every_problem_is_told_and_none_twice():
    wrong = refused(
        "name: A\nproducts:\n  - name: B\n    price: cheap\n    capacity: -1\n  - name: C\nfixed_costs:\n  - amount: 5\n"
        "step_costs:\n  - {name: T, amount: 1, per: 9, products: [X]}\n"
    )
    assert [(one.line, one.field) for one in wrong.problems] == [
        (4, "products/B/price"),
        (5, "products/B/capacity"),
        (6, "products/C/price"),
        (8, "fixed_costs/1/name"),
        (10, "step_costs/T/products"),
    ]
    assert str(wrong).startswith("plan.yaml: 5 things to mend\n  line 4, products/B/price: found “cheap”. An amount")


def test_dates_are_not_blamed_for_a_start_that_is_wrong():
    wrong = refused("name: A\nstart: 2027-13\nloans:\n  - {name: L, amount: 1, rate: 9 %, term: 30, month: 2020-01}\n")
    assert [one.field for one in wrong.problems] == ["start"]


def test_a_flood_of_problems_is_bounded():
    wrong = refused("name: A\n" + "".join(f"wrong{number}: 1\n" for number in range(1000)))
    assert len(wrong.problems) == problems.MOST
    assert "more" in str(wrong).splitlines()[-1]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_codes_of_text_that_can_be_told_are_read(tmp_path: Path, code: str):
    path = tmp_path / "plan.yaml"
    path.write_bytes("name: Кружок\r\nwho: Ирина\r\n".encode(code))
    assert read.load(path).name == "Кружок"


def test_an_older_code_is_named_with_its_line(tmp_path: Path):
    path = tmp_path / "plan.yaml"
    path.write_bytes("plan: 1\nname: Кружок\n".encode("cp1251"))
    with pytest.raises(BadPlan, match=r"line 2: .*UTF-8.*1251"):
        read.load(path)


def test_a_huge_file_is_not_even_read(tmp_path: Path):
    path = tmp_path / "plan.yaml"
    with open(path, "wb") as file:
        file.truncate(5_000_000_000)
    with pytest.raises(BadPlan, match="1 MB"):
        read.load(path)


# --- fuzz


def quick(text: str) -> None:
    began = time.perf_counter()
    try:
        assert isinstance(read.loads(text), Plan)
    except BadPlan as wrong:
        assert 0 < len(wrong.problems) <= problems.MOST
        str(wrong)
    assert time.perf_counter() - began < 2


HARD = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@HARD
@given(st.text(max_size=200) | st.text(alphabet="ab: -[]{},#'\"|>&*!%@\\\t\n012?~<.", max_size=80))
def test_any_text(text):
    quick(text)
    quick("name: " + text)
    quick(BASE + "    volume: " + text)


@HARD
@given(st.binary(max_size=200))
def test_any_bytes(raw):
    try:
        quick(tree.decode(raw))
    except BadPlan:
        pass


NASTY = [
    "", "~", "null", "[]", "{}", "[[1]]", "{a: b}", "- x", "-1", "1e999", ".nan", "-.inf", "1" * 50, "0x1F", "9 %", "9,4,1",
    "yes", "no", "2027-13", "2027-02-30", "0000-00", "*a", "&a x", "!!int 3", '"', "'", "|", ">-", "a: b", "a #b", "\t",
    "\u00a0", "\ud7ff", "😀", "\ufeff", "/", "a/b", "%", "@", "`", "?", ": ", "<<", "---", "...", "1_000", "１２", "½",
]  # fmt: skip


@settings(HARD, max_examples=60)
@given(plans(), st.randoms(use_true_random=False))
def test_a_damaged_file(plan, random):
    lines = write.dumps(plan).split("\n")
    for _time in range(random.randint(1, 4)):
        at = random.randrange(len(lines))
        match random.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                lines[at] = lines[at].partition(":")[0] + ": " + random.choice(NASTY)
            case 3:
                lines[at] = " " * random.randrange(9) + lines[at].lstrip()
            case 4:
                place = random.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + random.choice(NASTY) + lines[at][place:]
            case 5:
                other = random.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
        lines = lines or [""]
    quick("\n".join(lines))


anything = st.recursive(
    st.sampled_from([None, True, -1, 9.5, "x", "9 %", "2027-04", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["name", "price", "products", "volume", "loans", "vat", "rate", "kind", "rhythm", "collected", "season", "risks", "driver", "impact", "theory", "x"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@HARD
@given(
    st.dictionaries(
        st.sampled_from(["name", "products", "loans", "rhythm", "vat", "impact", "risks", "notes", "start"]), anything
    )
)
def test_any_structure(structure):
    import json

    quick(json.dumps(structure))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: A\nreserve: 1500 руб.\n", "Write the number alone"),
        ("name: A\nreserve: 100-150\n", "its range belongs under risks"),
        ("name: A\nreserve: 150 тыс\n", "without words"),
        ("name: A\nmonths:36\n", "Put a space behind the colon"),
        ("name: A\nowners_money:\n  - {amount: 3, month: сентябрь}\n", "2027-04"),
    ],
)
def test_what_people_write_beside_a_number_is_answered(text, says):
    assert says in str(refused(text))


def test_a_month_may_be_written_as_a_calendar_has_it():
    for written in ("2027-09", "2027-09-01", "09.2027", "01.09.2027"):
        assert read.loads(f"name: A\nstart: {written}\n").start == (2027, 9)
