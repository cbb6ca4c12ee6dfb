"""`venture law check`: each fault is shown to fail, with its place; and the command line around packs."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from venture.cli import app
from venture.commands._plan import Wrong
from venture.law import check as checking
from venture.law import load, names, packed, uses
from venture.law.shipped import HERE
from venture.planfile import BadPlan

DAY = datetime.date(2026, 11, 22)
PACK = (HERE / "_template.yaml").read_text("utf-8")
GOLDEN = (HERE / "_template.golden.yaml").read_text("utf-8")


def run(*words: object) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, ["law", *map(str, words)])


@pytest.fixture
def faults(tmp_path):
    """What the check says about the template with these changes; ``golden`` changes its cases."""

    def check(old: str = "", new: str = "", golden: tuple[str, str] = ("", ""), on: datetime.date = DAY) -> list[str]:
        assert old in PACK and golden[0] in GOLDEN
        path = tmp_path / "xx-2026.yaml"
        path.write_text(PACK.replace(old, new, 1) if old else PACK, "utf-8")
        path.with_name("xx-2026.golden.yaml").write_text(GOLDEN.replace(*golden, 1) if golden[0] else GOLDEN, "utf-8")
        return [str(one) for one in checking.check(path, on)]

    return check


# --- what fails


def test_the_template_is_in_order(faults):
    assert faults() == []


@pytest.mark.parametrize("name", names())
def test_a_shipped_pack_is_in_order_on_the_day_it_was_made(name):
    assert checking.check(HERE / f"{name}.yaml", DAY) == []


def test_the_russian_pack_trips_on_the_first_day_of_2027():
    assert checking.check(HERE / "ru-2026.yaml", datetime.date(2026, 12, 31)) == []
    found = [str(one) for one in checking.check(HERE / "ru-2026.yaml", datetime.date(2027, 1, 1))]
    assert any(
        "facts / contrib_nko / valid_to: found “2026-12-31”. The fact has ended before 2027-01-01" in one
        for one in found
    )
    assert any("facts / vat_free_limit / next" in one and "later value is in force" in one for one in found)


@pytest.mark.parametrize("name", names())
def test_every_pack_fails_twelve_months_after_it_was_checked(name):
    assert any(
        "more than twelve months" in str(one)
        for one in checking.check(HERE / f"{name}.yaml", datetime.date(2027, 11, 22))
    )
    assert not any(
        "twelve months" in str(one) for one in checking.check(HERE / f"{name}.yaml", datetime.date(2027, 11, 21))
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    as_of: 2026-01-01\n    src: tax_code\n    conf: A", "    src: tax_code\n    conf: A", "facts / turnover_rate: “as_of” is missing"),
        ("    src: tax_code\n    conf: A", "    conf: A", "facts / turnover_rate: “src” is missing"),
        ("    conf: A\n", "", "facts / turnover_rate: “conf” is missing"),
        ("valid_to: 2027-12-31", "valid_to: 2026-11-21", "facts / turnover_limit / valid_to: found “2026-11-21”. The fact has ended"),
        ("since: 2027-01-01", "since: 2026-11-22", "facts / turnover_limit / next: found “2026-11-22”. A later value is in force"),
        ("checked_on: 2026-11-21", "checked_on: 2025-11-21", "pack / checked_on: found “2025-11-21”. The facts were last checked more than"),
        ("revenue <= turnover_limit", "revenue <= 100000 and revenue <= turnover_limit", "A number of the law stands under facts"),
        ("rate: profit_rate", "rate: 0.2 + profit_rate", "forms / company / takes / 1 / rate: found “0.2 + profit_rate”. A number of the law"),
        ("facts:\n", "facts:\n  spare: {name: s, v: 1, unit: u, as_of: 2026-01-01, src: tax_code, conf: A}\n", "facts / spare: Nothing uses this fact"),
        ("sources:\n", "sources:\n  spare: {title: t, seen_on: 2026-01-01}\n", "sources / spare: Nothing names this source"),
        ("facts:\n", "facts:\n  spare: {nam: s}\n", "facts / spare / nam: This name is not known here"),
        ("languages: [en]", "languages: [en, ka]", "forms / trader / name: The pack promises “ka”"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(faults, old, new, says):
    found = faults(old, new)
    assert any(says in one for one in found), found
    assert all(re.match(r"line [1-9]\d*, ", one) for one in found)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("taxes: 2400", "taxes: 2400.02", "cases / trader_small / expected / taxes: found “2 400.02”. The kit computes 2 400."),
        ("{revenue: 100001}", "{revenue: 100000}", "cases / trader_barred / state: found “barred”. The kit says open."),
        ("form: company", "form: companie", "cases / company_staff: xx-2026 has no form “companie”"),
        ("revenue: 40000", "turnover: 40000", "cases / trader_small / scenario: found “turnover”. Known inputs: revenue, costs"),
        ("revenue: 40000", "revenue: -1", "cases / trader_small: revenue must lie between"),
        ("owner: 13800", "owners: 13800", "cases / trader_small / expected / owners: found “owners”. Known results"),
        ("    expected: {taxes: 2400, owner: 13800, mission: 13800}\n", "", "cases / trader_small / expected: Results are wanted"),
        ("pack: xx-2026", "pack: xx-2025", "These cases must belong to xx-2026"),
        ("reviewed_by: not yet reviewed by a lawyer\n", "", "“reviewed_by” is missing"),
        ("    working: 20,000 - 26,000.", "", "“working” is missing"),
        (GOLDEN[GOLDEN.index("  - id: company_loss") :], "", "found “4”. At least 5 cases are wanted"),
        ("cases:", "cases: [", "A bracket is opened here and never closed"),
    ],
)  # fmt: skip
def test_a_golden_case_that_is_not_in_order_is_named(faults, old, new, says):
    found = faults(golden=(old, new))
    assert any(says in one.replace("\u202f", " ") for one in found), found


def test_a_pack_without_cases_or_that_is_not_there_is_said(tmp_path):
    path = tmp_path / "xx-2026.yaml"
    path.write_text(PACK, "utf-8")
    assert ["xx-2026.golden.yaml is missing" in str(one) for one in checking.check(path, DAY)] == [True]
    assert "cannot be read" in str(checking.check(tmp_path / "none.yaml", DAY)[0])


def test_a_json_that_is_not_the_yamls_is_said(tmp_path, monkeypatch):
    for end in (".yaml", ".golden.yaml", ".json"):
        (tmp_path / f"ge-2025{end}").write_bytes((HERE / f"ge-2025{end}").read_bytes())
    monkeypatch.setattr(checking, "HERE", tmp_path)
    path = tmp_path / "ge-2025.yaml"
    assert checking.check(path, DAY) == []
    path.write_text(path.read_text("utf-8").replace("version: 0.1.0", "version: 0.1.1"), "utf-8")
    assert ["python -m venture.law.packed" in str(one) for one in checking.check(path, DAY)] == [True]


# --- facts in pages and lessons


def test_a_fact_is_printed_with_day_and_mark_and_its_warning():
    assert uses.fact("ru-2026", "npd_limit") == "2\u202f400\u202f000 RUB a year (as of 2026-01-01, mark A)"
    assert (
        uses.fact("ru-2026", "accident")
        == "0.2\u202f% (as of 2026-01-01, mark C, not confirmed: check it before you use it)"
    )
    assert "one source: check it" in uses.fact("ru-2026", "ip_pct_cap")
    assert uses.fact("ru-2026", "contrib_nko") == "7.6\u202f% (as of 2026-01-01, until 2026-12-31, mark A)"
    assert (
        load("ru-2026").fact("vat_free_limit").later.startswith("15\u202f000\u202f000 RUB a year from 2027-01-01, 10")
    )
    assert uses.fact("gb-2025", "vat_rate").startswith("not known (")


def test_the_number_alone_is_for_confirmed_facts_only():
    assert uses.fact_value("ru-2026", "npd_limit") == "2\u202f400\u202f000 RUB a year"
    for pack, key in (("ru-2026", "accident"), ("gb-2025", "vat_rate")):
        with pytest.raises(uses.Unconfirmed, match="print it with its warning"):
            uses.fact_value(pack, key)


def test_wrong_uses_in_pages_and_lessons_are_found(tmp_path):
    book, course = tmp_path / "book", tmp_path / "course"
    book.mkdir()
    course.mkdir()
    (book / "a.md").write_text(
        "Up to {fact}`ru-2026 npd_limit` and {fact-value}`ru-2026 npd_limit`.\n\nBare {fact-value}`ru-2026 accident`.\n"
        "{fact}`ru-2026 acident` and {fact}`ru-2025 accident`\n", "utf-8",
    )  # fmt: skip
    cell = 'print(fact("ru-2026", "usn_min"), fact_value("ru-2026", "usn_min"), fact("ru-2026", "none"))'
    shown = 'load("ru-2026").fact("npd_limit").shown, load("ru-2026").fact("accident").shown'
    (course / "03-law.ipynb").write_text(json.dumps({"cells": [{"source": [cell + shown]}]}), "utf-8")
    found = checking.pages(tmp_path)
    assert [one.partition(": ")[0] for one in found] == ["book/a.md, line 3", "book/a.md, line 4", "book/a.md, line 4", *["course/03-law.ipynb, line 1"] * 3]  # fmt: skip
    assert (
        "“accident” has the mark C" in found[0]
        and "has no fact “acident”" in found[1]
        and "no pack “ru-2025”" in found[2]
    )
    assert "print what its “printed” gives" in found[-1] and "“accident”" in found[-1]
    assert any("“usn_min” has the mark C" in one for one in found) and any("“none”" in one for one in found)


def test_the_kits_own_pages_and_lessons_print_facts_rightly():
    assert checking.pages(Path(__file__).parents[2]) == []


# --- the command line


def test_list_names_every_pack_with_its_day_and_marks():
    said = run("list").output
    assert all(name in said for name in names()) and "2026-11-21" in said and "reviewed by a lawyer" in said


def test_show_gives_every_fact_with_day_mark_and_address():
    said = run("show", "ru-2026").output
    pack = load("ru-2026")
    flat = " ".join(said.split())
    for key, one in pack.facts.items():
        assert key in said and one.printed.replace("\u202f", " ") in flat.replace("\u202f", " ")
    assert (
        "https://www.klerk.ru/buh/news/676339/" in said and "Looked for and not found" in said and "not advice" in said
    )


def test_check_ends_well_today_and_badly_on_the_day_when_facts_end():
    assert run("check", "--on", "2026-11-22").exit_code == 0
    late = run("check", "ru-2026", "--on", "2027-01-01")
    assert late.exit_code == 1 and "facts / contrib_nko / valid_to" in late.output
    old = run("check", "ge-2025", "--on", "2027-11-22")
    assert old.exit_code == 1 and "twelve months" in old.output


def test_check_takes_a_file_and_names_what_is_wrong(tmp_path):
    path = tmp_path / "xx-2026.yaml"
    path.write_text(PACK.replace("v: 6 %", "v: six"), "utf-8")
    done = run("check", path)
    assert done.exit_code == 1 and "facts / turnover_rate / v: found “six”" in done.output


def test_compare_prints_the_table_the_bars_and_the_facts():
    done = run("compare", "ru-2026", "--revenue", 6e6, "--costs", 2e6, "--staff", 3, "--gross-month", 50_000, "--vulnerable-staff", 2)  # fmt: skip
    said = done.output.replace("\u202f", " ")
    assert done.exit_code == 0, done.exception
    for number in ("681 005", "673 815", "642 234", "748 200", "1 840 000", "219 600"):
        assert number in said
    assert (
        "A self-employed person may have no staff." in said and "Facts used" in said and "mark C, not confirmed" in said
    )
    assert "meets the numbers of “Social enterprise”" in said


def test_a_pack_without_forms_shows_its_status_tests():
    said = run("compare", "it-2026", "--revenue", 1, "--staff", 3, "--vulnerable-staff", 1).output
    assert "no forms in this pack" in said and "the numbers meet “Social co-operative of type B”" in said


def test_compare_takes_a_file_one_form_own_numbers_and_a_day(tmp_path):
    path = tmp_path / "xx-2026.yaml"
    path.write_text(PACK, "utf-8")
    done = run("compare", path, "--revenue", 66_000, "--form", "trader", "--set", "turnover_rate=10 %", "--pay-out", 1)
    assert "53 400" in done.output.replace("\u202f", " ") and "your own number" in done.output and "Company" not in done.output.partition("Read this")[0]  # fmt: skip
    late = run("compare", path, "--revenue", 90_000, "--form", "trader", "--on", "2027-06-01")
    assert "is not open" in late.output and "80 000" in late.output.replace("\u202f", " ")
    gone = run("compare", path, "--revenue", 90_000, "--form", "trader", "--on", "2028-01-01")
    assert gone.exit_code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("compare", "ru-2025", "--revenue", 1), "Did you mean “ru-2026”?"),
        (("compare", "ru-2026", "--revenue", -1), "revenue must lie between 0 and"),
        (("compare", "ru-2026", "--revenue", 1, "--form", "llc"), "has no form “llc”"),
        (("compare", "ru-2026", "--revenue", 1, "--set", "vat=1"), "has no fact “vat”"),
        (("compare", "ru-2026", "--revenue", 1, "--set", "district"), "is no FACT=NUMBER"),
        (("compare", "ru-2026", "--revenue", 1, "--on", "2027"), "found “2027”. A date that exists"),
        (("show", "../plan"), "There is no pack and no YAML file"),
        (("check", "nothing.yaml"), "There is no pack and no YAML file"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_words(words, says):
    done = run(*words)
    assert done.exit_code == 1 and isinstance(done.exception, Wrong | BadPlan | SystemExit), done.exception
    assert says in f"{done.output}{done.exception}"


def test_the_packed_command_writes_the_json(tmp_path, monkeypatch, capsys):
    (tmp_path / "ge-2025.yaml").write_bytes((HERE / "ge-2025.yaml").read_bytes())
    monkeypatch.setattr(packed, "HERE", tmp_path)
    packed.main()
    assert (tmp_path / "ge-2025.json").read_text("utf-8") == (HERE / "ge-2025.json").read_text("utf-8")
    assert "ge-2025.json" in capsys.readouterr().out
