"""The cohort's plans come in: whose each is, what is refused, and that nothing which was there is lost."""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from school.coaching import shelf
from school.coaching.collect import from_place
from school.errors import Problem
from school.grading.course import Course
from venture import cases
from venture.plan import load

KIT = Path(__file__).parents[2]
PEOPLE = """id,first_name,last_name,email
anna,Anna,Petrova,anna@school.example
boris,Boris,Ivanov,boris@school.example
clara,Clara,Sidorova,clara@school.example
"""


def three_people(folder: Path) -> Course:
    """A course with three students, and a folder for what they send."""
    (folder / "nbgrader_config.py").write_text((KIT / "nbgrader_config.py").read_text("utf-8"), "utf-8")
    (folder / "cohort").mkdir()
    (folder / "cohort" / "students.csv").write_text(PEOPLE, "utf-8")
    (folder / "in").mkdir()
    return Course.here(folder)


@pytest.fixture
def course(tmp_path) -> Course:
    return three_people(tmp_path)


def put(course: Course, name: str, content: str | bytes) -> Path:
    place = course.root / "in" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    return place


def case(name: str, /, **changes: str) -> str:
    text = cases.path(name).read_text("utf-8")
    for field, value in changes.items():
        text = re.sub(rf"(?m)^{field}: .*$", f"{field}: {value}", text, count=1)
    return text


def collect(course: Course, **more) -> dict[str, tuple[str, str]]:
    """What became of each thing, by where it lay."""
    return {line.source: (line.outcome, line.text) for line in from_place(course, course.root / "in", **more)}


def zipped(**files: str) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as packed:
        for name, text in files.items():
            packed.writestr(name.replace("__", "/"), text)
    return box.getvalue()


def test_by_folder_by_name_by_platform_and_in_a_zip(course):
    put(course, "anna/my-work/plan.yaml", case("children"))
    put(course, "Ivanov Boris_4711_assignsubmission_file_/plan.yaml", case("clothing"))
    put(course, "clara.zip", zipped(**{"my-work__plan.yaml": case("tourism")}))
    assert {outcome for outcome, _text in collect(course).values()} == {"collected"}
    assert [one.id for one in shelf.here(course)] == ["boris", "anna", "clara"]  # by last name
    assert shelf.plan(course, "boris").name == "Straight Seam"


def test_a_dry_run_changes_nothing(course):
    put(course, "anna_plan.yaml", case("children"))
    assert collect(course, dry_run=True) == {"anna_plan.yaml": ("collected", "")}
    assert not (course.cohort / "plans").exists()


def test_of_several_the_one_called_plan_counts(course):
    put(course, "anna/plan.yaml", case("children"))
    put(course, "anna/example.yaml", case("energy"))  # part of a kit that was sent whole: no word about it
    put(course, "anna/old/plan.yaml", case("energy"))
    os.utime(course.root / "in" / "anna" / "old" / "plan.yaml", (1, 1))
    found = collect(course)
    assert found["anna/old/plan.yaml"][0] == "left out" and "anna/example.yaml" not in found
    assert shelf.plan(course, "anna").name == "Kvartal"


def test_a_damaged_file_an_empty_one_and_a_stranger_are_named_and_the_others_go_on(course):
    put(course, "anna/plan.yaml", "name: [broken")
    put(course, "boris/plan.yaml", b"")
    put(course, "nobody/plan.yaml", case("children"))
    put(course, "clara/plan.yaml", case("tourism"))
    found = collect(course)
    assert found["anna/plan.yaml"][0] == "refused" and "line 1" in found["anna/plan.yaml"][1]
    assert found["boris/plan.yaml"] == ("refused", "is empty.")
    assert found["nobody/plan.yaml"][0] == "refused" and "students.csv" in found["nobody/plan.yaml"][1]
    assert found["clara/plan.yaml"][0] == "collected"


def test_a_damaged_file_leaves_the_plan_that_was_there(course):
    put(course, "anna/plan.yaml", case("children"))
    collect(course)
    put(course, "anna/plan.yaml", "- 1\n- 2\n")
    assert collect(course)["anna/plan.yaml"][0] == "refused"
    assert shelf.plan(course, "anna").name == "Kvartal"


def test_a_plan_in_another_persons_folder(course):
    put(course, "anna/boris_plan.yaml", case("children"))
    outcome, text = collect(course)["anna/boris_plan.yaml"]
    assert outcome == "refused" and "anna" in text and "boris" in text


def test_two_students_files_swapped(course):
    put(course, "anna/plan.yaml", case("children"))
    put(course, "boris/plan.yaml", case("clothing"))
    put(course, "clara/plan.yaml", case("tourism"))
    collect(course)
    put(course, "anna/plan.yaml", case("clothing", reserve="900"))
    put(course, "boris/plan.yaml", case("children", reserve="800"))
    put(course, "clara/plan.yaml", case("tourism", reserve="700"))
    found = collect(course)
    assert "is boris's" in found["anna/plan.yaml"][1] and "swapped" in found["anna/plan.yaml"][1]
    assert "is anna's" in found["boris/plan.yaml"][1]
    assert found["clara/plan.yaml"][0] == "replaced"
    assert shelf.plan(course, "anna").name == "Kvartal" and shelf.plan(course, "clara").reserve == 700


def test_one_plan_under_two_names_is_nobodys_until_asked(course):
    put(course, "anna/plan.yaml", case("children"))
    put(course, "boris/plan.yaml", case("children"))
    found = collect(course)
    assert [outcome for outcome, _text in found.values()] == ["refused", "refused"]
    assert "the same plan as boris's" in found["anna/plan.yaml"][1]


def test_blank_plans_are_alike_and_still_collected(course):
    put(course, "anna/plan.yaml", case("blank"))
    put(course, "boris/plan.yaml", case("blank"))
    assert {outcome for outcome, _text in collect(course).values()} == {"collected"}


def test_a_venture_may_be_renamed(course):
    put(course, "anna/plan.yaml", case("children"))
    collect(course)
    put(course, "anna/plan.yaml", case("children", name="Kvartal Two"))
    assert collect(course)["anna/plan.yaml"] == ("replaced", "the venture was called “Kvartal” before")


def test_another_currency_is_refused_unless_it_is_meant(course):
    put(course, "anna/plan.yaml", case("children"))
    put(course, "boris/plan.yaml", case("clothing"))
    put(course, "clara/plan.yaml", case("tourism", currency="KZT"))
    outcome, text = collect(course)["clara/plan.yaml"]
    assert outcome == "refused" and "KZT" in text and "RUB" in text and "--any-currency" in text
    assert collect(course, any_currency=True)["clara/plan.yaml"][0] == "collected"
    put(course, "anna/plan.yaml", case("children", currency="USD"))  # and a student's own may not change unseen
    assert "anna's earlier plan in RUB" in collect(course)["anna/plan.yaml"][1]


def test_what_was_there_is_kept_and_the_coachs_notes_stay(course):
    put(course, "anna/plan.yaml", case("children"))
    collect(course)
    shelf.note(course, "anna", "products", "Ask three parents.", "Oleg")
    put(course, "anna/plan.yaml", case("children", reserve="500"))
    assert collect(course, now=datetime(2026, 11, 22, 9, 0))["anna/plan.yaml"][0] == "replaced"
    plan = shelf.plan(course, "anna")
    assert plan.reserve == 500
    assert [one.text for one in plan.notes][-1] == "Ask three parents." and plan.notes[-1].by == "Oleg"
    (earlier,) = (shelf.folder(course, "anna") / "earlier").iterdir()
    assert load(earlier).reserve == 735
    assert collect(course)["anna/plan.yaml"][0] == "unchanged"  # the coach's note makes it no other plan


def test_frozen_versions_come_along_once_and_are_never_replaced(course):
    put(course, "anna/plan.yaml", case("children"))
    put(course, "anna/snapshots/plan/2026-10-01-1200-coaching-1.yaml", case("children", reserve="600"))
    put(course, "anna/snapshots/plan/2026-10-02-1200-torn.yaml", "name: [")
    found = collect(course)
    assert found["anna/snapshots/plan/2026-10-01-1200-coaching-1.yaml"][0] == "frozen"
    assert found["anna/snapshots/plan/2026-10-02-1200-torn.yaml"][0] == "refused"
    put(course, "anna/snapshots/plan/2026-10-01-1200-coaching-1.yaml", case("children", reserve="1"))
    assert "kept one stays" in collect(course)["anna/snapshots/plan/2026-10-01-1200-coaching-1.yaml"][1]
    assert load(shelf.frozen(course, "anna", "coaching 1")).reserve == 600


def test_a_link_and_a_zip_that_leads_out_do_nothing(course, tmp_path):
    outside = tmp_path / "secret.yaml"
    outside.write_text(case("children"), "utf-8")
    (course.root / "in" / "anna").mkdir()
    (course.root / "in" / "anna" / "plan.yaml").symlink_to(outside)
    put(course, "boris.zip", zipped(**{"..__..__boris__plan.yaml": case("clothing")}))
    found = collect(course)
    assert "link" in found["anna/plan.yaml"][1]
    assert not (course.root.parent / "boris").exists()


def test_a_broken_zip_is_one_line(course):
    put(course, "anna.zip", b"PK\x03\x04 torn")
    put(course, "boris/plan.yaml", case("clothing"))
    found = collect(course)
    assert found["anna.zip"][0] == "refused" and found["boris/plan.yaml"][0] == "collected"


def test_a_place_that_is_none(course):
    with pytest.raises(Problem, match="is not there"):
        list(from_place(course, course.root / "nowhere"))


def test_a_note_on_no_section_changes_nothing(course):
    put(course, "anna/plan.yaml", case("children"))
    collect(course)
    before = shelf.path(course, "anna").read_bytes()
    with pytest.raises(Problem, match="Did you mean “products”"):
        shelf.note(course, "anna", "prodcts", "x", "Coach")
    assert shelf.path(course, "anna").read_bytes() == before
