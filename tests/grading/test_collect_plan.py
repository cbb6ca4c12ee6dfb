"""A plan that comes with a notebook is collected with it; nothing else that lies beside it is."""

from __future__ import annotations

import zipfile

import pytest

from school.grading import collect
from school.grading.course import Course

MODULE = "01-probe"


@pytest.fixture
def course(kits, tmp_path):
    import shutil

    kit = shutil.copytree(kits / "released", tmp_path / "kit")
    (kit / "cohort").mkdir(exist_ok=True)
    (kit / "cohort" / "students.csv").write_text(
        "id,first_name,last_name,email\nanna,Anna,Petrova,anna@school.example\n", "utf-8"
    )
    return Course.here(kit)


def notebook(course) -> bytes:
    return (course.assignments(MODULE) / f"{MODULE}.ipynb").read_bytes()


def take(course, place):
    return [line.outcome for line in collect.from_folder(course, MODULE, place) if line.student]


def test_it_comes_along_and_a_later_notebook_alone_keeps_it(course, tmp_path):
    sent = tmp_path / "in" / "anna"
    sent.mkdir(parents=True)
    (sent / f"{MODULE}.ipynb").write_bytes(notebook(course))
    (sent / "plan.yaml").write_text("name: One\n", "utf-8")
    (sent / "venture.py").write_text("x = 1", "utf-8")
    assert "collected" in take(course, tmp_path / "in")
    there = course.submitted("anna", MODULE)
    assert sorted(one.name for one in there.iterdir()) == [f"{MODULE}.ipynb", "plan.yaml", "timestamp.txt"]
    assert "unchanged" in take(course, tmp_path / "in")
    (sent / "plan.yaml").write_text("name: Two\n", "utf-8")
    assert "replaced" in take(course, tmp_path / "in")
    assert (there / "plan.yaml").read_text("utf-8") == "name: Two\n"
    (sent / "plan.yaml").unlink()
    (sent / f"{MODULE}.ipynb").write_bytes(notebook(course).rstrip() + b"\n\n")
    assert "replaced" in take(course, tmp_path / "in")
    assert (there / "plan.yaml").read_text("utf-8") == "name: Two\n"


def test_out_of_a_zip_and_never_a_link_or_a_huge_one(course, tmp_path):
    box = tmp_path / "in"
    box.mkdir()
    with zipfile.ZipFile(box / "anna.zip", "w") as packed:
        packed.writestr(f"x/{MODULE}.ipynb", notebook(course))
        packed.writestr("x/plan.yaml", "name: Zipped\n")
    assert "collected" in take(course, box)
    assert (course.submitted("anna", MODULE) / "plan.yaml").read_text("utf-8") == "name: Zipped\n"


@pytest.mark.parametrize("how", ["link", "huge"])
def test_a_link_or_a_huge_plan_is_left_and_the_notebook_counts(course, tmp_path, how):
    sent = tmp_path / "in" / "anna"
    sent.mkdir(parents=True)
    (sent / f"{MODULE}.ipynb").write_bytes(notebook(course))
    if how == "link":
        (sent / "plan.yaml").symlink_to(course.root / "nbgrader_config.py")
    else:
        with open(sent / "plan.yaml", "wb") as file:
            file.truncate(60 * 2**20)
    assert "collected" in take(course, tmp_path / "in")
    assert not (course.submitted("anna", MODULE) / "plan.yaml").exists()
