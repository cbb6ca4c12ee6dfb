"""Submissions that students broke without knowing come back onto the task's skeleton, answers intact."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.preprocessors import ComputeChecksums

from school.grading.restore_cells import restore


@pytest.fixture
def skeleton(course):
    blank, _resources = ComputeChecksums().preprocess(course.skeleton("01-probe"), {})
    return blank


@pytest.fixture
def submitted(skeleton):
    done = nbformat.from_dict(skeleton)
    cell(done, "sales-answer").source = "sales = 45.5"
    cell(done, "pick-answer").source = "pick = 'b'"
    cell(done, "words").source = "My words."
    return done


def cell(notebook, name):
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name)


def sources(notebook) -> list[str]:
    return [one.source for one in notebook.cells]


def test_an_untouched_structure_is_kept(submitted, skeleton):
    restored = restore(submitted, skeleton)
    assert sources(restored.notebook) == sources(submitted)
    assert restored.notes == ()


def test_deleted_cells_come_back_and_are_named(submitted, skeleton):
    submitted.cells = [one for one in submitted.cells if one.id not in ("sales", "pick-answer", "start", "text-0")]
    restored = restore(submitted, skeleton)
    assert [one.id for one in restored.notebook.cells] == [one.id for one in skeleton.cells]
    assert cell(restored.notebook, "pick-answer").source == "pick = ..."
    assert "score_number" in cell(restored.notebook, "sales").source
    assert restored.notes == (
        "the check cell “sales” was missing and was put back",
        "the answer cell “pick-answer” was missing",
    )


def test_moved_cells_go_back_to_their_place(submitted, skeleton):
    submitted.cells.reverse()
    assert [one.id for one in restore(submitted, skeleton).notebook.cells] == [one.id for one in skeleton.cells]


def test_of_two_answers_the_last_that_is_not_blank_counts(submitted, skeleton):
    copy = nbformat.from_dict(cell(submitted, "sales-answer"))
    copy.source = "sales = 13.5"
    restored = restore(nbformat.from_dict({**submitted, "cells": [*submitted.cells, copy]}), skeleton)
    assert cell(restored.notebook, "sales-answer").source == "sales = 13.5"
    assert "the two answers in “sales-answer” differ; the last one that is not blank counts" in restored.notes
    copy.source = cell(skeleton, "sales-answer").source
    restored = restore(nbformat.from_dict({**submitted, "cells": [*submitted.cells, copy]}), skeleton)
    assert cell(restored.notebook, "sales-answer").source == "sales = 45.5"
    assert [one.source for one in restored.notebook.cells].count("sales = 45.5") == 1


def test_the_students_own_cells_stay_where_they_were_without_their_metadata(submitted, skeleton):
    own = new_code_cell("units = 7", id="mine", metadata={"tags": ["skip-execution"], "nbgrader": {"points": 99}})
    at = [one.id for one in submitted.cells].index("sales-answer")
    submitted.cells.insert(at, own)
    submitted.cells.insert(0, new_markdown_cell("Notes", id="first"))
    submitted.cells.append(new_code_cell("   ", id="empty"))
    restored = restore(submitted, skeleton).notebook
    names = [one.id for one in restored.cells]
    assert names[0] == "first"
    assert names[names.index("mine") + 1] == "sales-answer"
    assert restored.cells[names.index("mine")].metadata == {}
    assert "empty" not in names


def test_changed_checks_points_types_and_tags_are_put_right(submitted, skeleton):
    check = cell(submitted, "sales")
    check.source = "3.0"
    check.metadata.nbgrader.points = 99
    check.metadata.tags = ["skip-execution"]
    answer = cell(submitted, "words")
    answer.cell_type, answer["outputs"], answer["execution_count"] = "code", [], None
    restored = restore(submitted, skeleton).notebook
    assert cell(restored, "sales") == cell(skeleton, "sales")
    assert (cell(restored, "words").cell_type, cell(restored, "words").source) == ("markdown", "My words.")


def test_an_editor_that_drops_metadata_costs_nothing(submitted, skeleton):
    for one in submitted.cells:
        one.metadata = nbformat.from_dict({})
    submitted.metadata = nbformat.from_dict({})
    restored = restore(submitted, skeleton).notebook
    assert cell(restored, "sales-answer").source == "sales = 45.5"
    assert restored.metadata == skeleton.metadata


def test_the_result_is_a_valid_notebook_whatever_came(submitted, skeleton):
    submitted.cells = [*submitted.cells, *submitted.cells, new_code_cell("x = 1", id="sales")]
    restored = restore(submitted, skeleton).notebook
    nbformat.validate(restored)
    assert len({one.id for one in restored.cells}) == len(restored.cells)


def test_an_empty_submission_is_the_blank_task(submitted, skeleton):
    submitted.cells = []
    assert sources(restore(submitted, skeleton).notebook) == sources(skeleton)


def test_odd_metadata_stops_nobody(submitted, skeleton):
    again = nbformat.from_dict(cell(submitted, "sales-answer"))
    for one in (cell(submitted, "sales-answer"), cell(submitted, "words"), again):
        one.metadata["nbgrader"] = "x"
    again.source = "sales = 13.5"
    submitted.cells.append(again)
    assert cell(restore(submitted, skeleton).notebook, "sales-answer").source == "sales = 13.5"
