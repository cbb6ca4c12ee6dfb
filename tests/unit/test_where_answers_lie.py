"""The lesson says where an answer lies: in the plan, beside it, or that the plan kept another of its kind."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from venture import cases, my_plan
from venture.lesson import Room
from venture.lessons import costs_and_break_even, grants_and_soft_loans, loans_and_debt_capacity
from venture.plan import Grant, Loan, Tranche, save

BESIDE = "so it is kept in my-work/my-venture.json: Depreciation."


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    folder = tmp_path / "my-work"
    folder.mkdir()
    monkeypatch.setenv("VENTURE_WORK", str(folder))
    monkeypatch.setattr("venture.lesson.put_model", lambda *_shown: None)
    return folder


def costs(**answers) -> None:
    Room(costs_and_break_even.LESSON).my_venture(**answers)


def test_what_the_plan_holds_is_kept_there(capsys):
    costs(price=12.5)
    said = capsys.readouterr().out
    assert "Kept in my-work/plan.yaml." in said and "my-venture.json" not in said


def test_what_has_no_place_in_the_plan_is_kept_beside_it_and_named(capsys, work):
    costs(price=12.5, depreciation=3)
    said = capsys.readouterr().out
    assert "Kept in my-work/plan.yaml." in said and BESIDE in said
    assert json.loads((work / "my-venture.json").read_text("utf-8"))["break_even"]["depreciation"] == 3
    assert "epreciation: 3" not in my_plan.path().read_text("utf-8")


def test_where_nothing_went_into_the_plan_it_is_not_named(capsys, work):
    costs(depreciation=3)
    said = capsys.readouterr().out
    assert BESIDE in said and "Kept in" not in said and not my_plan.path().exists()


def test_several_are_named_together(capsys):
    costs(depreciation=3, interest=2)
    said = capsys.readouterr().out
    assert "does not hold these, so they are kept in my-work/my-venture.json: Depreciation, Interest." in said


def test_what_the_plan_says_otherwise_is_not_kept_in_it(capsys):
    costs(fixed=90)
    plan = my_plan.current()
    save(
        replace(plan, fixed_costs=(replace(plan.fixed_costs[0], name="Rent of the hall", amount=200.0),)),
        my_plan.path(),
    )
    capsys.readouterr()
    costs(fixed=150)
    said = capsys.readouterr().out
    assert "your plan comes to 200." in said and "Kept in" not in said


def test_a_run_without_answers_says_where_the_earlier_ones_lie(capsys):
    costs(price=12.5)
    capsys.readouterr()
    costs(price=...)
    assert "Kept in my-work/plan.yaml." in capsys.readouterr().out


# --- the first of several is taken out


def _twice(room: Room, **answers) -> None:
    """What would be overwritten is shown first; the second run writes it."""
    room.my_venture(**answers)
    room.my_venture(**answers)


def test_where_the_first_of_two_grants_is_taken_out_the_other_is_not_called_a_sum(capsys):
    one, two = (
        Grant(name=name, tranches=(Tranche(amount=sum_, month=2),)) for name, sum_ in (("City", 300), ("Fund", 50))
    )
    save(replace(cases.load("blank"), grants=(one, two)), my_plan.path())
    room = Room(grants_and_soft_loans.LESSON)
    _twice(room, grant=0, share_1=40, month_1=1)
    said = capsys.readouterr().out
    assert my_plan.current().grants == (two,)
    assert "your plan has another, of 50. It stays: put the three dots back in place of 0" in said
    assert "comes to" not in said
    _twice(room, grant=0)
    said = capsys.readouterr().out
    assert my_plan.current().grants == () and "Kept in my-work/plan.yaml." in said and "another" not in said


def test_nor_is_the_next_loan_or_its_terms(capsys):
    loans = tuple(Loan(name=str(sum_), amount=sum_, rate=0.2, term=24) for sum_ in (700.0, 90.0))
    save(replace(cases.load("blank"), loans=loans), my_plan.path())
    _twice(Room(loans_and_debt_capacity.LESSON), amount=0, months=36, rate=9)
    said = capsys.readouterr().out
    assert [one.amount for one in my_plan.current().loans] == [90.0]
    assert "your plan has another, of 90" in said and "comes to" not in said
