"""What students send, in every form and state: taken or refused in one clear line each, nothing lost."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from school.commands import collect as command
from school.errors import Problem
from school.grading import collect, roster
from school.grading.roster import Student

MODULE = "01-probe"
STUDENTS = "id,first_name,last_name,email\nanna,Anna,Ivanova,anna@school.example\nbo,Bo,,\nbo_2,Bo,Two,\n"


@pytest.fixture
def task(course):
    return nbformat.writes(course.skeleton(MODULE)).encode()


@pytest.fixture
def sent(kit, course):
    (kit / "cohort").mkdir(exist_ok=True)
    (kit / "cohort" / "students.csv").write_text(STUDENTS, encoding="utf-8")
    folder = kit / "what they sent"
    folder.mkdir()
    return folder


def lines(course, folder, **options) -> dict[str, collect.Line]:
    return {line.source: line for line in collect.from_folder(course, MODULE, folder, **options)}


def only(course, folder, **options) -> collect.Line:
    (line,) = lines(course, folder, **options).values()
    return line


def collected(course, student="anna") -> bytes:
    return (course.submitted(student, MODULE) / f"{MODULE}.ipynb").read_bytes()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


# --- forms that are taken ---


@pytest.mark.parametrize("name", ["anna.ipynb", "anna_final version.ipynb", "ANNA.ipynb", "anna_01-probe (1).IPYNB"])
def test_a_file_named_for_the_student(course, sent, task, name):
    (sent / name).write_bytes(task)
    line = only(course, sent)
    assert (line.student, line.outcome) == ("anna", "collected")
    assert collected(course) == task


def test_the_longest_id_owns_the_file(course, sent, task):
    (sent / "bo_2.ipynb").write_bytes(task)
    (sent / "bo_3.ipynb").write_bytes(task)
    assert {line.source: line.student for line in lines(course, sent).values()} == {
        "bo_2.ipynb": "bo_2",
        "bo_3.ipynb": "bo",
    }


def test_a_folder_with_a_renamed_notebook_and_others(course, sent, task):
    folder = sent / "anna"
    (folder / "deep" / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / "deep" / "my copy.ipynb").write_bytes(task)
    (folder / "deep" / ".ipynb_checkpoints" / "my copy-checkpoint.ipynb").write_bytes(b"junk")
    (folder / "lesson.ipynb").write_text(nbformat.writes(new_notebook(cells=[new_code_cell("1")])), encoding="utf-8")
    assert only(course, sent).outcome == "collected"
    assert collected(course) == task


def test_a_zip_is_read_and_never_unpacked(kit, course, sent, task):
    content = zipped(**{"inner/x.ipynb": task, "__MACOSX/._x.ipynb": b"junk", "../../evil.txt": b"x"})
    (sent / "anna.zip").write_bytes(content)
    assert only(course, sent).outcome == "collected"
    assert collected(course) == task
    assert not list(kit.rglob("evil*")) and not (kit.parent / "evil.txt").exists()


def test_a_byte_order_mark_utf_16_and_an_old_format_are_taken(course, sent, task):
    (sent / "anna.ipynb").write_bytes(b"\xef\xbb\xbf" + task)
    (sent / "bo.ipynb").write_bytes(task.decode().encode("utf-16"))
    old = nbformat.v4.downgrade(nbformat.reads(task, 4))
    (sent / "bo_2.ipynb").write_text(nbformat.v3.writes_json(old), encoding="utf-8")
    assert {line.outcome for line in lines(course, sent).values()} == {"collected"}
    for student in ("anna", "bo", "bo_2"):
        nbformat.validate(nbformat.reads(collected(course, student).decode("utf-8"), 4))
        assert b"sales = ..." in collected(course, student)


@pytest.mark.parametrize(("words", "encoding"), [("Größe über Maß", "cp1252"), ("Мой ответ", "cp1251")])
def test_old_letters_of_windows_are_taken_and_can_be_read(course, sent, task, words, encoding):
    notebook = nbformat.reads(task, 4)
    next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == "words").source = words
    (sent / "anna.ipynb").write_bytes(nbformat.writes(notebook).encode(encoding, "replace"))
    assert only(course, sent).outcome == "collected"
    assert words in collected(course).decode("utf-8")


def test_an_editor_that_dropped_all_metadata(course, sent, task):
    notebook = nbformat.reads(task, 4)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
    (sent / "anna.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    assert only(course, sent).outcome == "collected"


# --- what is refused ---


def make_link(sent, task):
    (sent / "real").write_bytes(task)
    (sent / "anna.ipynb").symlink_to(sent / "real")


def make_inner_link(sent, task):
    (sent / "anna").mkdir()
    (sent.parent / "elsewhere.ipynb").write_bytes(task)
    (sent / "anna" / "x.ipynb").symlink_to(sent.parent / "elsewhere.ipynb")


def damaged(content: bytes) -> bytes:
    """A zip whose packed text is broken behind its name."""
    start = content.index(b"a.ipynb") + len("a.ipynb")
    return content[:start] + b"\xff" * 20 + content[start + 20 :]


REFUSALS = {
    "no json": (lambda sent, task: (sent / "anna.ipynb").write_bytes(b"{"), "not JSON (line 1)"),
    "empty": (lambda sent, task: (sent / "anna.ipynb").write_bytes(b""), "not JSON"),
    "json, no notebook": (
        lambda sent, task: (sent / "anna.ipynb").write_bytes(b"[1]"),
        "not a notebook that Jupyter can open",
    ),
    "deep json": (lambda sent, task: (sent / "anna.ipynb").write_bytes(b"[" * 200_000), "not JSON"),
    "broken UTF-16": (lambda sent, task: (sent / "anna.ipynb").write_bytes(b"\xff\xfe\x00\xd8\x00"), "UTF-16"),
    "another notebook": (
        lambda sent, task: (sent / "anna.ipynb").write_text(nbformat.writes(new_notebook()), encoding="utf-8"),
        "not the task 01-probe",
    ),
    "a document": (lambda sent, task: (sent / "anna.docx").write_bytes(b"PK"), "is a .docx, not a notebook"),
    "an empty folder": (lambda sent, task: (sent / "anna").mkdir(), "has no notebook"),
    "an empty zip": (lambda sent, task: (sent / "anna.zip").write_bytes(zipped()), "has no notebook"),
    "a broken zip": (lambda sent, task: (sent / "anna.zip").write_bytes(b"PK nonsense"), "cannot be opened"),
    "a damaged zip": (
        lambda sent, task: (sent / "anna.zip").write_bytes(damaged(zipped(**{"a.ipynb": task}))),
        "cannot be opened",
    ),
    "a zip bomb": (
        lambda sent, task: (sent / "anna.zip").write_bytes(zipped(**{"a.ipynb": b" " * 30_000_000})),
        "has 30 MB",
    ),
    "a zip of many large notebooks": (
        lambda sent, task: (sent / "anna.zip").write_bytes(zipped(**{f"{n}.ipynb": b" " * 9_000_000 for n in "abc"})),
        "larger than 20 MB together",
    ),
    "a large file": (lambda sent, task: (sent / "anna.ipynb").write_bytes(b" " * 21_000_000), "has 21 MB"),
    "an unknown student": (
        lambda sent, task: (sent / "anne.ipynb").write_bytes(task),
        "no student “anne” in cohort/students.csv. Did they mean anna?",
    ),
    "a link": (make_link, "links are not followed"),
    "a link inside": (make_inner_link, "links are not followed"),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_refused_in_one_line_while_the_others_are_collected(course, sent, task, kind):
    make, says = REFUSALS[kind]
    make(sent, task)
    (sent / "bo.ipynb").write_bytes(task)
    found = lines(course, sent)
    assert found["bo.ipynb"].outcome == "collected"
    (line,) = (line for line in found.values() if line.refused)
    assert says in line.text
    assert "\n" not in line.text
    assert len(line.text) < 200
    assert not course.submitted("anna", MODULE).exists()


def test_the_task_of_another_module(kit, course, sent, task):
    (kit / "solutions" / "02-other").mkdir()
    other = course.master(MODULE)
    for cell in other.cells:
        cell.metadata.get("nbgrader", {}).update(grade_id=f"other-{cell.id}") if "nbgrader" in cell.metadata else None
        cell.id = f"other-{cell.id}"
    nbformat.write(other, kit / "solutions" / "02-other" / "02-other.ipynb")
    nbformat.write(other, sent / "anna.ipynb")
    assert only(course, sent).text == "is the task 02-other, not 01-probe."


@pytest.mark.parametrize("odd", ["x", {"grade_id": ["a"]}, {"grade_id": {}}, None, 3])
def test_odd_metadata_stops_nobody(course, sent, task, odd):
    notebook = nbformat.reads(task, 4)
    for cell in notebook.cells:
        cell.metadata["nbgrader"] = odd
    (sent / "anna.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    (sent / "bo.ipynb").write_bytes(task)
    assert {line.outcome for line in lines(course, sent).values()} == {"collected"}


def test_whatever_goes_wrong_with_one_the_next_is_collected(course, sent, task, monkeypatch):
    def check(content, module, skeletons, real=collect._checked):
        if content == b"odd":
            raise KeyError("one that nobody thought of")
        return real(content, module, skeletons)

    monkeypatch.setattr(collect, "_checked", check)
    (sent / "anna.ipynb").write_bytes(b"odd")
    (sent / "bo.ipynb").write_bytes(task)
    found = lines(course, sent)
    assert found["bo.ipynb"].outcome == "collected"
    assert found["anna.ipynb"].refused and "cannot be read (KeyError" in found["anna.ipynb"].text


def test_other_things_in_the_folder_are_left_out_and_no_fault(course, sent, task):
    (sent / "anna.ipynb").write_bytes(task)
    (sent / "README.txt").write_text("x", encoding="utf-8")
    (sent / ".DS_Store").write_text("x", encoding="utf-8")
    found = lines(course, sent)
    assert {name: line.outcome for name, line in found.items()} == {"README.txt": "left out", "anna.ipynb": "collected"}


# --- when ---


def stamp(path, when: datetime):
    seconds = when.replace(tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))


def test_late_work_is_taken_and_said(course, sent, task):
    due = datetime(2026, 3, 1, 18, 0)
    (sent / "anna.ipynb").write_bytes(task)
    stamp(sent / "anna.ipynb", due + timedelta(hours=26, minutes=5))
    (sent / "bo.ipynb").write_bytes(task)
    stamp(sent / "bo.ipynb", due - timedelta(minutes=1))
    found = lines(course, sent, due=due)
    assert found["anna.ipynb"].text == "late by 1 day 2 h"
    assert found["bo.ipynb"].text == ""
    assert (course.submitted("anna", MODULE) / "timestamp.txt").read_text(
        encoding="utf-8"
    ) == "2026-03-02 20:05:00.000000 UTC\n"


def test_a_folders_own_timestamp_counts_and_a_senseless_one_is_said(course, sent, task):
    for name, text in (("anna", "2026-03-01 10:00:00 UTC"), ("bo", "yesterday, honestly")):
        (sent / name).mkdir()
        (sent / name / "x.ipynb").write_bytes(task)
        stamp(sent / name / "x.ipynb", datetime(2026, 3, 5))
        (sent / name / "timestamp.txt").write_text(text, encoding="utf-8")
    found = lines(course, sent, due=datetime(2026, 3, 2))
    assert found["anna/x.ipynb"].text == ""
    assert "timestamp.txt has no date" in found["bo/x.ipynb"].text and "late by 3 days" in found["bo/x.ipynb"].text


def test_a_time_in_the_future_becomes_now(course, sent, task):
    (sent / "anna.ipynb").write_bytes(task)
    stamp(sent / "anna.ipynb", datetime(2099, 1, 1))
    assert "lies in the future; now counts" in only(course, sent).text


# --- again ---


def test_newer_work_replaces_and_the_earlier_is_kept(kit, course, sent, task):
    (sent / "anna.ipynb").write_bytes(task)
    stamp(sent / "anna.ipynb", datetime(2026, 3, 1, 10))
    only(course, sent)
    assert only(course, sent).outcome == "unchanged"
    newer = task.replace(b"sales = ...", b"sales = 45.5")
    (sent / "anna.ipynb").write_bytes(newer)
    stamp(sent / "anna.ipynb", datetime(2026, 3, 2, 10))
    line = only(course, sent)
    assert line.outcome == "replaced"
    assert "kept in cohort/earlier/01-probe/anna/20260301-100000" in line.text
    assert collected(course) == newer
    assert (course.earlier(MODULE) / "anna" / "20260301-100000" / f"{MODULE}.ipynb").read_bytes() == task
    (sent / "anna.ipynb").write_bytes(task)
    stamp(sent / "anna.ipynb", datetime(2026, 3, 1, 10))
    assert only(course, sent).outcome == "older"
    assert collected(course) == newer


def test_of_two_files_the_newer_counts(course, sent, task):
    newer = task.replace(b"sales = ...", b"sales = 45.5")
    (sent / "anna_01-probe.ipynb").write_bytes(newer)
    (sent / "anna_old.ipynb").write_bytes(task)
    stamp(sent / "anna_old.ipynb", datetime(2026, 3, 1))
    found = lines(course, sent)
    assert found["anna_old.ipynb"].text == "anna_01-probe.ipynb is newer and counts"
    assert collected(course) == newer


def test_another_persons_file_does_not_displace_the_one_named_by_the_id(course, sent, task):
    (sent / "anna.ipynb").write_bytes(task)
    (sent / "anna_petrova.ipynb").write_bytes(task.replace(b"sales = ...", b"sales = 45.5"))
    stamp(sent / "anna.ipynb", datetime(2026, 3, 1))
    found = lines(course, sent)
    assert found["anna.ipynb"].outcome == "collected"
    assert found["anna_petrova.ipynb"].text.startswith("anna.ipynb is anna's.")
    assert found["anna_petrova.ipynb"].refused
    assert collected(course) == task


def test_whose_a_file_was_taken_to_be_is_said(course, sent, task):
    (sent / "anna_petrova.ipynb").write_bytes(task)
    (sent / "bo_01-probe.ipynb").write_bytes(task)
    assert {line.text for line in lines(course, sent).values()} == {"taken as anna's", ""}


def test_a_name_that_is_only_a_little_like_another_is_not_suggested(course, sent, task):
    (sent / "hannover.ipynb").write_bytes(task)
    assert only(course, sent).text == "no student “hannover” in cohort/students.csv."


def test_a_dry_run_changes_nothing(kit, course, sent, task):
    (sent / "anna.ipynb").write_bytes(task)
    before = sorted(kit.rglob("*"))
    assert only(course, sent, dry_run=True).outcome == "collected"
    assert sorted(kit.rglob("*")) == before


# --- the command and the list of students ---


def test_the_command_says_each_line_and_fails_when_something_was_refused(sent, task, capsys):
    (sent / "anna.ipynb").write_bytes(task)
    command.command("01", sent)
    assert "01-probe: 1 collected." in capsys.readouterr().out
    (sent / "nobody.ipynb").write_bytes(task)
    with pytest.raises(Problem, match="0 collected, 1 refused"):
        command.command("01", sent)
    assert "✗ nobody.ipynb refused: no student “nobody”" in capsys.readouterr().out


def test_wrong_folders(kit, sent):
    with pytest.raises(Problem, match="is not there"):
        command.command("01", kit / "nowhere")
    with pytest.raises(Problem, match="holds no notebook"):
        command.command("01", sent)


def test_without_an_exchange(kit, course):
    with pytest.raises(Problem, match=r"exchange.*--from FOLDER"):
        command.command("01")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "is missing"),
        (b"", "no column “id”"),
        (b"name,email\nx,y\n", "no column “id” .it has: name, email."),
        (b"id,first_name\n", "lists no students"),
        (b"id\nanna\nAnna\n", "line 3: the id “Anna” stands there twice"),
        (b"id\n../x\n", "line 2: “../x” cannot be an id"),
        (b"id\na b\n", "cannot be an id"),
        (b"id,first_name\nanna,\xe9\n", "not UTF-8"),
    ],
)
def test_a_list_of_students_that_cannot_be_used(tmp_path, content, says):
    path = tmp_path / "students.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Problem, match=says):
        roster.read(path)


def test_a_list_from_a_spreadsheet(tmp_path):
    path = tmp_path / "students.csv"
    path.write_bytes("\ufeffID;First_name;Last_name;Email\r\nvera;Вера;Иванова;v@school.example\r\n;;;\r\n".encode())
    assert roster.read(path) == {"vera": Student("vera", "Вера", "Иванова", "v@school.example")}
