"""The command `venture`, as a person types it."""

from __future__ import annotations

import codecs
import csv
import errno
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from venture import cases, commandline
from venture.cli import app
from venture.commands._plan import Wrong, typed, wrapped
from venture.commands.check import doubts
from venture.forecast import forecast
from venture.numbers import say
from venture.plan import load
from venture.planfile import BadPlan


def run(*words: object, columns: int = 160) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(app, [str(word) for word in words])


def venture(*words: object, columns: int = 160) -> str:
    """What the command prints; it must end well."""
    done = run(*words, columns=columns)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def refused(*words: object) -> str:
    """What the command says when it ends with exit code 1, and not by a fault of its own."""
    done = run(*words)
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit | Wrong | BadPlan), done.exception
    return f"{done.output}{done.exception}"


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
    f = forecast(load(children))
    assert said.splitlines()[1].startswith(f"Year 1: {say(f.year('revenue', 1), most=0)} thousand RUB of revenue")
    assert f"Cash is lowest in month {f.lowest_month} (" in said.splitlines()[1]
    assert said.rstrip().endswith(f"venture explain {children} cash")
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
    (cash,) = [line for line in months.splitlines() if line.startswith("Cash  ")]
    assert cash.split()[1:] == ["300.0", "242.4", "237.0", "152.5"]
    assert f["cash"][3] == pytest.approx(152.516)
    assert "is no statement" in refused("forecast", children, "--statement", "profit")
    assert "months 1 to 60" in refused("forecast", children, "--from", "59", "--to", "61")


def test_forecast_says_where_cash_runs_out(tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(cases.path("heritage").read_bytes())
    gap = forecast(load(plan)).shortfall
    said = venture("forecast", plan, "--statement", "cash")
    assert "Cash runs out before the start" in said and f"{gap.ask:,.1f}".replace(",", "\u202f") in said


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
    said = venture("freeze", children, "coaching 1")
    assert f'venture changes {typed(children)} "coaching 1"' in said
    assert "nothing has changed" in venture("changes", children)
    children.write_text(children.read_text("utf-8").replace("variable_cost: 1.9", "variable_cost: 2.1"), "utf-8")
    venture("freeze", children, "a later one")
    assert "nothing has changed" in venture("changes", children, "a later one")
    for said in (venture("changes", children, "coaching 1"), venture("changes", children, "Coaching-1")):
        assert "1.9" in said and "2.1" in said and "coaching" in said
    unknown = refused("changes", children, "coaching 7")
    assert "coaching-1" in unknown and unknown.splitlines()[-1].endswith("a-later-one")


def test_a_coach_leaves_a_note_and_its_author_reads_it(children):
    venture("freeze", children, "before")
    words = "Where do the families of the survey come from, " * 4 + "and who of them pays?"
    venture("note", children, "products", words, "--by", "Oleg")
    for said in (venture("check", children), venture("changes", children)):
        assert words in " ".join(said.split()) and "(Oleg, " in said
    assert "From your coach" in venture("check", children)
    assert "fixed_costs" in refused("note", children, "nothing", "x")


def test_roubles_in_a_plan_of_thousands_stand_out(children):
    plan = load(children)
    assert not [question for name in cases.CASES for question in doubts(cases.load(name))]
    dear = replace(plan, products=(replace(plan.products[0], price=1500.0 * 10),), staff=(replace(plan.staff[0], pay=84500.0),))  # fmt: skip
    first, second = doubts(dear)
    assert first == "Is the price of “Places” really 15 million RUB? The plan's amounts are in thousand RUB."
    assert "84.5 million RUB" in second


@pytest.mark.parametrize("case", cases.CASES)
@pytest.mark.parametrize("months", [(), ("--from", "1", "--to", "12")])
def test_a_forecast_of_80_columns_has_every_name_and_every_number(case, months):
    plan, words = cases.path(case), ("--statement", "cash", *months)
    said, wide = (venture("forecast", plan, *words, columns=columns) for columns in (80, 400))
    lines = said.splitlines()
    # a command to paste is as long as the way to its file, and stays in one piece
    assert max(len(line) for line in lines if "venture " not in line) <= 80
    assert "…" not in said
    for line in wide.splitlines()[4:-6]:  # the table
        numbers = re.findall(r"(?<= )−?\d[\d\u202f]*\.\d(?= |$)", line)
        assert all(number in said for number in numbers)
    assert sum(line.startswith("Cash  ") for line in lines) == said.count("Change in cash  ") > 0


def test_the_forecast_says_what_its_signs_mean_and_how_to_go_on(children):
    said = venture("forecast", children, "--statement", "income")
    assert said.count("are shown as positive numbers and are subtracted") == 1
    f = forecast(load(children))
    assert f"{say(f.lowest_cash, 1)}" in said and "--from 1 --to 12" in said
    heritage = venture("forecast", cases.path("heritage"), "--statement", "income")
    assert "--with-requested" in heritage
    assert "--with-requested" not in venture("forecast", cases.path("heritage"), "--with-requested")


def test_lines_break_between_words_and_never_within_a_number():
    text = "Cash is −15\u202f386.3 in one year, and 4.7 % of it ± 2 percentage points."
    for width in range(1, 60):
        lines = wrapped(text, width)
        assert " ".join(lines) == text
        assert not any(line.startswith("%") or line.endswith("±") for line in lines)
        assert sum("15\u202f386.3" in line for line in lines) == 1


def test_a_row_is_asked_for_by_its_name_or_its_label_and_a_month_by_its_date(children):
    by_key = venture("explain", children, "from_customers", "--month", "10")
    assert venture("explain", children, "received FROM customers", "--month", "2027-10") == by_key
    listed = venture("explain", children)
    assert "from_customers" in listed and "Received from customers" in listed and "revenue/Places" in listed
    silly = refused("explain", children, "profitz")
    assert "Did you mean" not in silly and "net_income" not in silly and "revenue" in silly
    assert "is no month" in refused("explain", children, "cash", "--month", "soon")


def test_a_number_without_effect_has_no_bar(children):
    text = children.read_text("utf-8")
    assert "risks:" in text
    moot = "risks:\n  - {name: Nothing, driver: opening/stock, low: 0, high: 0.0000000001}\n"
    children.write_text(text.replace("risks:\n", moot, 1), "utf-8")
    said = venture("risk", children, "-n", "100", columns=80)
    assert "lowest cash" in said and "80 %" in said and "0.8 " not in said.partition("In 100")[0]
    (line,) = [line for line in said.splitlines() if line.startswith("Stock")]
    assert "█" not in line and "█" in said


def test_a_plan_goes_where_it_can_be_opened(tmp_path):
    said = venture("new", tmp_path / "my work" / "plan.yaml")
    assert f'venture check "{tmp_path / "my work" / "plan.yaml"}"' in said
    assert "ends in .yaml" in refused("new", tmp_path / "plan.docx")
    assert "There is no folder" in refused("new", tmp_path / "a" / "b" / "plan.yaml")
    no_case = refused("new", tmp_path / "b.yaml", "--case", "bakery")
    assert all(name in no_case for name in cases.CASES) and "Did you mean" not in no_case


def test_help_is_in_the_words_that_are_typed():
    for command in ("check", "explain", "forecast", "changes", "note"):
        said = venture(command, "--help", columns=100)
        assert "{PLAN}" not in said and "--no-with-requested" not in said
    assert venture("--version").startswith("venture ")


def test_a_terminal_of_an_old_code_page_shows_plainer_signs():
    words = ["check", str(cases.path("heritage"))]
    program = [sys.executable, "-c", "from venture.cli import main; main()", *words]
    env = {**os.environ, "PYTHONIOENCODING": "cp1251", "COLUMNS": "80"}
    done = subprocess.run(program, capture_output=True, check=False, env=env)
    said = done.stdout.decode("cp1251")
    assert done.returncode == 1 and not done.stderr, done.stderr
    assert "x Stop" in said and "-15 386" in said
    codecs.register_error("plainer", commandline._plainer)
    assert "−1\u202f386 “a” → ±2 ✖ 漢 é".encode("cp866", "plainer").decode("cp866") == '-1 386 "a" -> +-2 x ? e'


def test_a_full_disk_is_said_in_words_and_other_faults_of_the_system_are_not_hidden(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["venture"])

    def program(error: OSError):
        def command() -> None:
            raise error

        made = typer.Typer()
        made.info.name = "venture"
        made.command()(command)
        return lambda: commandline.run(made)

    with pytest.raises(SystemExit) as ended:
        program(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "plans/anna.yaml"))()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "venture: The disk is full (plans/anna.yaml)." in said and "give the same command again" in said
    with pytest.raises(OSError, match="denied"):
        program(PermissionError(errno.EACCES, "Permission denied"))()


def test_words_of_a_command_are_quoted_where_they_must_be(monkeypatch):
    assert [typed(word) for word in ("plan.yaml", "my work/plan.yaml", "встреча 3", "it's $5")] == [
        "plan.yaml", '"my work/plan.yaml"', '"встреча 3"', "'it'\"'\"'s $5'",
    ]  # fmt: skip
    monkeypatch.setattr("os.name", "nt")
    assert typed("C:\\my work\\plan.yaml") == '"C:\\my work\\plan.yaml"'
