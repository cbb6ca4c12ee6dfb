"""The command `venture`, as a person types it."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from venture import cases
from venture.cli import app
from venture.forecast import forecast
from venture.plan import load


def venture(*words: object) -> str:
    """What the command prints; it must end well."""
    done = CliRunner(env={"COLUMNS": "160"}).invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: object) -> str:
    """What the command says when it ends with exit code 1, without a traceback."""
    run = [sys.executable, "-c", "from venture.cli import main; main()", *map(str, words)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    return done.stderr + done.stdout


@pytest.fixture
def children(tmp_path: Path) -> Path:
    copy = tmp_path / "plan.yaml"
    copy.write_bytes(cases.path("children").read_bytes())
    return copy


def test_a_new_plan_is_begun_once_and_never_overwritten(tmp_path):
    plan = tmp_path / "mine.yaml"
    venture("new", plan)
    assert load(plan) == cases.load("blank")
    plan.write_text("name: Mine\n", "utf-8")
    assert "is there already" in refused("new", plan)
    assert plan.read_text("utf-8") == "name: Mine\n"
    assert "Did you mean “children”" in refused("new", tmp_path / "other.yaml", "--case", "childrens")


def test_check_lists_what_a_funder_would_ask(children):
    said = venture("check", children)
    assert "Kvartal: 60 months, thousand RUB" in said
    assert "Not in the plan: a deposit for the rent." in said and "Try: " in said


def test_check_of_a_plan_that_no_funder_would_take_ends_with_1(tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(cases.path("heritage").read_bytes())
    assert "✖ Stop" in refused("check", plan)


def test_check_of_a_broken_file_names_line_field_and_what_to_do(children):
    text = children.read_text("utf-8").replace("variable_cost: 1.9", "variable_cost: cheap")
    children.write_text(text, "utf-8")
    said = refused("check", children)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "cheap" in one)
    assert f"line {line}" in said and "variable_cost" in said and "cheap" in said


def test_a_file_that_is_not_there_says_how_to_begin(tmp_path):
    assert "venture new" in refused("forecast", tmp_path / "none.yaml")
    assert "is a folder" in refused("forecast", tmp_path)


def test_forecast_by_years_and_by_months(children):
    f = forecast(load(children))
    years = venture("forecast", children, "--statement", "income")
    assert "year 5" in years and "Balance sheet" not in years
    months = venture("forecast", children, "--statement", "balance", "--from", "0", "--to", "3")
    (cash,) = [line for line in months.splitlines() if line.startswith("Cash ")]
    assert cash.split()[1:] == ["300.0", "242.4", "237.0", "152.5"]
    assert f["cash"][3] == pytest.approx(152.516)
    assert "is no statement" in refused("forecast", children, "--statement", "profit")
    assert "months 1 to 60" in refused("forecast", children, "--from", "59", "--to", "61")


def test_forecast_says_where_cash_runs_out(tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(cases.path("heritage").read_bytes())
    gap = forecast(load(plan)).shortfall
    said = venture("forecast", plan, "--statement", "cash")
    assert "Cash runs out in" in said and f"{gap.ask:,.1f}".replace(",", "\u202f") in said


def test_forecast_writes_every_row_to_a_file(children, tmp_path):
    venture("forecast", children, "--csv", tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["row"]: row for row in csv.DictReader(file)}
    f = forecast(load(children))
    assert float(rows["cash"]["2027-03"]) == f["cash"][3] and float(rows["cash"]["opening"]) == 300
    assert set(rows) == set(f.sheet.rows) - set(f.sheet.given)


def test_explain_goes_down_to_the_customers(children):
    assert "Received from customers" in venture("explain", children, "cash", "--month", "3")
    assert "Did you mean “cash”" in refused("explain", children, "cach")
    assert "months 0 to 60" in refused("explain", children, "cash", "--month", "61")


def test_risk_tells_stories_numbers_and_chances(children):
    said = venture("risk", children, "-n", "500")
    for one in load(children).scenarios:
        assert one.name.split()[0] in said
    assert "What moves the lowest cash" in said and "In 500 futures" in said and "seed 1" in said


def test_versions_are_kept_and_compared(children):
    assert "No version of" in refused("changes", children)
    venture("freeze", children, "coaching 1")
    assert "nothing has changed" in venture("changes", children)
    children.write_text(children.read_text("utf-8").replace("variable_cost: 1.9", "variable_cost: 2.1"), "utf-8")
    said = venture("changes", children)
    assert "1.9" in said and "2.1" in said
    assert "coaching" in said
