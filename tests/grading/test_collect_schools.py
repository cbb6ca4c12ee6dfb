"""Work as schools' platforms hand it over: Moodle, Canvas, a drive, mails, nbgrader's exchange. And what tries to do harm."""

from __future__ import annotations

import csv
import io
import os
import random
import stat
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import nbformat
import pytest

from school.commands import collect as command
from school.errors import Problem
from school.grading import collect, exchange, policy, roster, sources
from school.grading.policy import Late
from school.grading.roster import Student

MODULE = "01-probe"
STUDENTS = (
    "id,first_name,last_name,email,also\n"
    "anna,Anna,Ivanova,anna@school.example,\n"
    "jose,José,Núñez,jose@school.example,canvas:4711|pepe@home.example\n"
    "vera,Вера,Иванова,vera@school.example,\n"
    "am,Anna-Maria,Petrova,,\n"
    "lee1,Kim,Lee,lee1@school.example,\n"
    "lee2,Kim,Lee,lee2@school.example,\n"
)
DUE = datetime(2026, 3, 1, 18, 0)


@pytest.fixture
def task(course) -> bytes:
    return nbformat.writes(course.skeleton(MODULE)).encode()


@pytest.fixture
def sent(kit, course):
    (kit / "cohort").mkdir(exist_ok=True)
    (kit / "cohort" / "students.csv").write_text(STUDENTS, encoding="utf-8")
    folder = kit / "from school"
    folder.mkdir()
    return folder


def run(course, place, **options) -> dict[str, collect.Line]:
    return {line.source: line for line in collect.from_folder(course, MODULE, place, **options)}


def whose(found) -> dict[str, str]:
    return {source: line.student for source, line in found.items() if line.outcome == "collected"}


def text_of(course, student) -> bytes:
    return (course.submitted(student, MODULE) / f"{MODULE}.ipynb").read_bytes()


def box(place, members, when=datetime(2026, 3, 1, 12)):
    """A zip with these members, all last changed at this hour of UTC, as Info-ZIP and PHP write it."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2026, 3, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.extra = struct.pack("<HHBi", 0x5455, 5, 1, int(when.replace(tzinfo=UTC).timestamp()))
            archive.writestr(info, content)
    return place


def put(folder, members):
    for name, content in members.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


# --- platforms ----------------------------------------------------------------------------------


def moodle(task):
    return {
        "Anna Ivanova_10001_assignsubmission_file_/01-probe (2).ipynb": task,
        "Anna Ivanova_10001_assignsubmission_onlinetext_/onlinetext.html": b"<p>see the file</p>",
        "Núñez José_10002_assignsubmission_file/deep/My work.ipynb": task,  # newer Moodles have no last underscore
        "Group A-Вера Иванова_10003_assignsubmission_file_/x.ipynb": task,
        "Kim Lee_10004_assignsubmission_file_/x.ipynb": task,
        "Olga Nobody_10005_assignsubmission_file_/x.ipynb": task,
    }


@pytest.mark.parametrize("way", ["zip", "zip in a folder", "folder", "folder in a folder"])
def test_moodle(course, sent, task, way):
    name = "C1-Probe-4711"
    place = box(sent / f"{name}.zip", moodle(task)) if "zip" in way else put(sent / name, moodle(task))
    found = run(course, sent if " in a folder" in way else place)
    assert sorted(whose(found).values()) == ["anna", "jose", "vera"]
    lines = {source.rpartition(f"{name}/")[2].rpartition(f"{name}.zip/")[2]: line for source, line in found.items()}
    online = next(line for source, line in lines.items() if "onlinetext" in source)
    assert online.outcome == "left out"  # the notebook beside it counts
    lee = next(line for source, line in lines.items() if source.startswith("Kim Lee"))
    assert lee.refused and "the name of lee1 and lee2" in lee.text
    nobody = next(line for source, line in lines.items() if source.startswith("Olga"))
    assert nobody.refused and "no student “Olga Nobody”" in nobody.text
    vera = next(line for line in lines.values() if line.student == "vera")
    assert (vera.by, vera.text) == (
        "name",
        "taken as vera's",
    )  # a group's name stood in front: said, for it might be another's


def test_moodle_without_folders_and_with_its_names_hidden(course, sent, task):
    place = box(
        sent / "flat.zip",
        {
            "Anna Ivanova_10001_assignsubmission_file_01-probe.ipynb": task,
            "Participant_10002_assignsubmission_file_01-probe.ipynb": task,
        },
    )
    found = run(course, place)
    assert list(whose(found).values()) == ["anna"]
    assert "no student “Participant”" in found["Participant_10002_assignsubmission_file_01-probe.ipynb"].text


def test_canvas(course, sent, task):
    place = box(
        sent / "submissions.zip",
        {
            "ivanovaanna_LATE_12_9001_01-probe.ipynb": task,
            "unknownname_4711_9002_01-probe-1.ipynb": task,  # by Canvas's number, from the column “also”
            "ивановавера_14_9003_01-probe.ipynb": task,
            "petrovaannamaria_15_9004_text.html": b"<p>no file</p>",
            "nobodyolga_16_9005_01-probe.ipynb": task,
        },
    )
    found = run(course, place)
    assert sorted(whose(found).values()) == ["anna", "jose", "vera"]
    assert found["ivanovaanna_LATE_12_9001_01-probe.ipynb"].text == "Canvas marked it as late"
    assert found["unknownname_4711_9002_01-probe-1.ipynb"].by == "number"
    assert found["petrovaannamaria_15_9004_text.html"].refused  # hers, and no notebook
    assert "Their number is canvas:16" in found["nobodyolga_16_9005_01-probe.ipynb"].text


def test_a_drives_folder_in_parts(course, sent, task):
    box(sent / "Homework 1-20260301T120000Z-001.zip", {"Homework 1/Anna Ivanova/01-probe.ipynb": task})
    box(
        sent / "Homework 1-20260301T120000Z-002.zip",
        {
            "Homework 1/01-probe - José Núñez.ipynb": task,  # as Google Forms names what is sent in
            "Homework 1/Copy of Вера Иванова.ipynb": task,
        },
    )
    assert sorted(whose(run(course, sent)).values()) == ["anna", "jose", "vera"]


def mail(name, address, task, when="Sun, 01 Mar 2026 12:00:00 +0300", file="x.ipynb", received="") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"] = (
        f"{name} <{address}>",
        "coach@school.example",
        "Homework",
        when,
    )
    if received:
        message["Received"] = f"from a by b for <coach@school.example>; {received}"
    message.set_content("Here it is.")
    message.add_attachment(task, maintype="application", subtype="octet-stream", filename=file)
    return message


def test_saved_mails(course, sent, task):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("deep/x.ipynb", task)
    mails = {
        "1.eml": mail(
            "A.",
            "ANNA@school.example",
            task,
            "Sun, 01 Jan 2023 12:00:00 +0000",
            received="Sun, 01 Mar 2026 22:30:00 +0300",
        ),
        "2.eml": mail("Pepe", "pepe@home.example", packed.getvalue(), file="work.zip"),
        "3.eml": mail("Вера Иванова", "someone@else.example", task),
        "4.eml": mail("Anna-Maria Petrova", "am@home.example", task),
        "5.eml": mail("A stranger", "x@y.example", task),
    }
    for name, message in mails.items():
        (sent / name).write_bytes(bytes(message))
    found = run(course, sent, due=DUE)
    assert whose(found) == {"1.eml/x.ipynb": "anna", "2.eml/x.ipynb": "jose", "4.eml/x.ipynb": "am"}
    assert found["1.eml/x.ipynb"].when == datetime(2026, 3, 1, 19, 30)  # the server's hour, not the sender's clock
    assert found["1.eml/x.ipynb"].text == "late by 1 h 30 min"
    assert "someone@else.example is not vera's address" in found["3.eml"].text  # anybody can write any name
    assert found["4.eml/x.ipynb"].text == "taken as am's"  # the list has no address of hers
    assert "no student “A stranger <x@y.example>”" in found["5.eml"].text


def test_mails_that_someone_forwarded_and_a_mail_box(course, sent, task):
    forward = EmailMessage()
    forward["From"], forward["Subject"] = "Assistant <helper@school.example>", "two hand-ins"
    forward.set_content("See below.")
    forward.add_attachment(mail("Anna", "anna@school.example", task))
    forward.add_attachment(mail("Pepe", "pepe@home.example", task))
    (sent / "forwarded.eml").write_bytes(bytes(forward))
    letters = [mail("V", "vera@school.example", task), mail("L", "lee1@school.example", task)]
    (sent / "all.mbox").write_bytes(
        b"".join(b"From x Sun Mar  1 12:00:00 2026\n" + bytes(one) + b"\n" for one in letters)
    )
    found = list(collect.from_folder(course, MODULE, sent))
    assert sorted(line.student for line in found if line.outcome == "collected") == ["anna", "jose", "lee1", "vera"]


def test_a_broken_mail_stops_nobody(course, sent, task):
    (sent / "1.eml").write_bytes(b"\xff\xfe\x00 no mail")
    (sent / "2.eml").write_bytes(bytes(mail("A", "anna@school.example", task)).replace(b"Date: Sun", b"Date: someday"))
    (sent / "3.mbox").write_bytes(b"nothing")
    assert list(whose(run(course, sent)).values()) == ["anna"]


def test_notebooks_with_the_ending_of_a_mail_program(course, sent, task):
    put(sent, {"anna.ipynb.txt": task, "Вера Иванова (1).ipynb.json": task})
    assert sorted(whose(run(course, sent)).values()) == ["anna", "vera"]


def test_boxes_of_other_kinds_are_not_passed_over(course, sent, task):
    put(sent, {"anna.ipynb": task, "all.rar": b"x", "mail.msg": b"x", "notes.txt": b"x"})
    found = {source: line.outcome for source, line in run(course, sent).items()}
    assert found == {"anna.ipynb": "collected", "all.rar": "refused", "mail.msg": "refused", "notes.txt": "left out"}
    assert "as .eml" in run(course, sent)["mail.msg"].text


# --- nbgrader's exchange ------------------------------------------------------------------------


@pytest.fixture
def inbound(kit, course, tmp_path, monkeypatch):
    root = tmp_path / "exchange"
    place = root / "social-venture-school" / "inbound"
    place.mkdir(parents=True)
    root.chmod(0o777)
    with open(kit / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\nc.Exchange.root = {str(root)!r}\n")
    return place


def hand_in(inbound, student, when, content, module=MODULE):
    folder = inbound / f"{student}+{module}+{when}+random"
    put(folder, {f"{MODULE}.ipynb": content, "timestamp.txt": when.encode()})


def test_the_exchange(kit, sent, inbound, task):
    course = collect.Course.here(kit)
    me = __import__("pwd").getpwuid(os.getuid()).pw_name
    (kit / "cohort" / "students.csv").write_text(STUDENTS + f"{me},Me,Myself,,\n", encoding="utf-8")
    newer = task.replace(b"sales = ...", b"sales = 45.5")
    hand_in(inbound, me, "2026-03-01 10:00:00.000000 UTC", task)
    hand_in(inbound, me, "2026-03-01 20:00:00.000000 UTC", newer)
    hand_in(inbound, me, "2026-03-02 20:00:00.000000 UTC", newer, "02-other")
    hand_in(inbound, "anna", "2026-03-01 10:00:00.000000 UTC", task)
    lines = list(exchange.from_exchange(course, MODULE, DUE))
    assert sorted(line.outcome for line in lines) == ["collected", "older", "refused"]
    refused = next(line for line in lines if line.refused)
    assert f"named for anna but belongs to {me}" in refused.text
    assert text_of(course, me) == newer
    assert next(line for line in lines if line.outcome == "collected").late == timedelta(hours=2)


# --- what tries to do harm ----------------------------------------------------------------------


def test_a_zip_that_leads_out_is_read_in_its_place(kit, course, sent, task):
    place = box(sent / "all.zip", {"../../../anna.ipynb": task, "..\\..\\vera.ipynb": task, "/etc/x.txt": b"x"})
    assert sorted(whose(run(course, place)).values()) == ["anna", "vera"]
    assert not list(kit.parent.glob("*.ipynb")) and not list(kit.glob("*.ipynb"))


def test_a_bomb_inside_a_schools_zip_costs_only_its_own_student(course, sent, task):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.ipynb", b" " * 15_000_000)
    place = box(
        sent / "all.zip",
        {
            "anna/bomb.ipynb": b" " * 30_000_000,
            "vera.zip": bomb.getvalue(),
            "jose/x.ipynb": task,
        },
    )
    found = run(course, place)
    assert list(whose(found).values()) == ["jose"]
    assert "has 30 MB; at most 20" in found["anna"].text
    assert "larger than 20 MB together" in found["vera.zip"].text


def test_a_zip_that_says_less_than_it_holds(course, sent, task):
    place = box(sent / "anna.zip", {"x.ipynb": b" " * 3_000_000})
    content = place.read_bytes().replace(struct.pack("<I", 3_000_000), struct.pack("<I", 1000))
    place.write_bytes(content)
    line = run(course, sent)["anna.zip"]
    assert line.refused and not course.submitted("anna", MODULE).exists()


def test_links_pipes_and_folders_are_no_notebooks(course, sent, task):
    link = zipfile.ZipInfo("anna/x.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(sent / "links.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    put(sent, {"jose/y.ipynb": task})
    (sent / "vera").mkdir()
    os.mkfifo(sent / "vera" / "x.ipynb")
    os.mkfifo(sent / "lee1.ipynb")
    (sent / "lee2.ipynb").mkdir()
    (sent / "am").symlink_to(sent / "jose")
    found = run(course, sent)
    assert list(whose(found).values()) == ["jose"]
    said = {line.student: line.text for line in found.values() if line.refused}
    assert "links are not followed" in said["anna"] and "is a link" in said["am"]
    assert "not a plain file" in said["vera"] and "not a plain file" in said["lee1"]
    assert "has no notebook" in said["lee2"]


def test_a_name_cannot_write_to_the_terminal(course, sent, task, capsys):
    place = box(sent / "all.zip", {"anna/x.ipynb": task, "\x1b]0;owned\x07\u202efdp.ipynb": task})
    with pytest.raises(Problem, match="1 refused"):
        command.command("01", place)
    assert not {"\x1b", "\x07", "\u202e"} & set(capsys.readouterr().out)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_zip_or_mail_never_stops_the_collecting(course, sent, task, monkeypatch, seed):
    """Some bytes changed, lost or added: a line for what can be read, or one clear line for all of it."""
    monkeypatch.setattr(collect, "_skeletons", lambda of, known={MODULE: frozenset({"sales-answer"})}: known)
    dice = random.Random(seed)
    box(sent / "all.zip", {"Anna Ivanova_1_assignsubmission_file_/x.ipynb": task, "vera.ipynb": task})
    (sent / "1.eml").write_bytes(bytes(mail("A", "anna@school.example", task)))
    for place in (sent / "all.zip", sent / "1.eml"):
        content = bytearray(place.read_bytes())
        for _change in range(dice.choice((1, 3, 20))):
            at = dice.choice((dice.randrange(len(content)), len(content) - dice.randrange(1, 400), dice.randrange(400)))
            content[at : at + dice.choice((0, 1, 1, 30))] = dice.randbytes(dice.choice((0, 1, 1, 10)))
        place.write_bytes(content)
        try:
            lines = list(collect.from_folder(course, MODULE, place, dry_run=True))
        except Problem as problem:
            assert place.name in str(problem)
        else:
            assert all("\n" not in line.text and len(line.text) < 400 for line in lines)


def test_a_name_that_a_zip_holds_twice(course, sent, task, recwarn):
    newer = task.replace(b"sales = ...", b"sales = 45.5")
    with zipfile.ZipFile(sent / "all.zip", "w") as archive:
        for minute, content in enumerate((newer, task)):
            archive.writestr(zipfile.ZipInfo("anna/x.ipynb", (2026, 3, 1, 12, 30 - minute, 0)), content)
    line = run(course, sent / "all.zip")["anna/x.ipynb"]
    assert line.text == "the newest of 2 notebooks of the task in it"
    assert text_of(course, "anna") == newer


def test_a_zip_of_too_many_files(course, sent, task, monkeypatch):
    monkeypatch.setattr(sources, "MOST_FILES", 3)
    place = box(sent / "all.zip", {f"anna/{number}.ipynb": task for number in range(5)})
    with pytest.raises(Problem, match="more than 3 files"):
        run(course, place)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("no.zip", b"PK nonsense", "cannot be opened as a zip"),
        ("x.rar", b"", "neither a folder nor"),
        ("gone", None, "is not there"),
    ],
)
def test_a_place_that_cannot_be_used(course, sent, name, content, says):
    if content is not None:
        (sent / name).write_bytes(content)
    with pytest.raises(Problem, match=says):
        run(course, sent / name)


# --- names, duplicates, lateness ------------------------------------------------------------------


def test_a_file_that_fits_an_id_and_another_ones_name_is_nobodys():
    students = {one.id: one for one in (Student("anna", "Anna", "Ivanova"), Student("ap", "Anna", "Petrova"))}
    assert roster.find("anna_petrova", students).several == ("anna", "ap")
    assert roster.find("anna_final", students).student.id == "anna"


def test_an_address_of_two_people_is_nobodys():
    students = {one.id: one for one in (Student("a", "A", "B", "x@y.example"), Student("c", "C", "D", "x@y.example"))}
    assert roster.find("", students, address="X@y.example").several == ("a", "c")
    assert roster.find("x@y.example_work", students).several == ("a", "c")
    assert roster.find("", {"a": students["a"]}, address="x@y.example").student.id == "a"
    assert roster.find("x@y.example_work", {"a": students["a"]}).student.id == "a"


@pytest.mark.parametrize(
    ("name", "near"),
    [("Vera Ivanova", "vera"), ("ana", "anna"), ("Jose Nunes", "jose"), ("Somebody Else", "")],
)
def test_who_a_name_that_fits_nobody_may_have_meant(sent, course, name, near):
    assert roster.near(name, roster.read(course.cohort / "students.csv")) == near


def test_of_two_in_the_same_moment_the_last_name_counts(course, sent, task):
    newer = task.replace(b"sales = ...", b"sales = 45.5")
    place = box(
        sent / "all.zip",
        {"Anna Ivanova_1_assignsubmission_file_a.ipynb": task, "Anna Ivanova_1_assignsubmission_file_b.ipynb": newer},
    )
    found = run(course, place)
    assert "came in the same moment" in found["Anna Ivanova_1_assignsubmission_file_a.ipynb"].text
    assert text_of(course, "anna") == newer


def test_what_is_late_is_decided_in_one_place(course, sent, task):
    (course.cohort / "policy.toml").write_text(
        f'[late]\ngrace_minutes = 30\n[late.extra_hours]\nvera = 48\n"{MODULE}" = {{ jose = 5 }}\n', encoding="utf-8"
    )
    for hour, name in ((18.4, "anna"), (50, "vera"), (22, "jose"), (19, "lee1")):
        (sent / f"{name}.ipynb").write_bytes(task)
        seconds = (datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour)).timestamp()
        os.utime(sent / f"{name}.ipynb", (seconds, seconds))
    late = {line.student: line.late for line in run(course, sent, due=DUE).values()}
    assert late == {"anna": timedelta(), "vera": timedelta(), "jose": timedelta(), "lee1": timedelta(hours=1)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[late\n", "cannot be read"),
        ("[lat]\n", "“lat” is no part of the policy.*late, call"),
        ("[late]\ngrace = 3\n", "has no “grace”"),
        ("[late]\ngrace_minutes = -1\n", "grace_minutes is -1"),
        ("[late]\nextra_hours = 3\n", "extra_hours is 3"),
        ('[late.extra_hours]\nvera = "much"\n', "extra_hours.vera is 'much'"),
        ("late = 3\n", "“late” is no part"),
    ],
)
def test_a_policy_that_cannot_be_used(tmp_path, text, says):
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Problem, match=says):
        policy.read(tmp_path)


def test_without_a_policy_late_is_late():
    assert policy.Policy().late.counted(timedelta(seconds=1), "anna", MODULE) == timedelta(seconds=1)
    assert Late(extra_hours={MODULE: {"anna": 1}}).counted(timedelta(hours=2), "anna", "other") == timedelta(hours=2)


def test_the_report_says_who_did_not_match_and_who_sent_nothing(kit, sent, task, capsys):
    put(sent, {"anna.ipynb": task, "=cmd.ipynb": task})
    with pytest.raises(Problem, match="1 collected, 1 refused"):
        command.command("01", sent)
    said = " ".join(capsys.readouterr().out.split())
    assert "nothing from 5 of the list: jose, vera, am, lee1, lee2" in said
    rows = list(
        csv.DictReader(io.StringIO((kit / "cohort" / "collected" / f"{MODULE}.csv").read_text(encoding="utf-8-sig")))
    )
    assert [(row["found"], row["student_id"], row["outcome"]) for row in rows][:2] == [
        ("anna.ipynb", "anna", "collected"),
        ("'=cmd.ipynb", "", "refused"),  # a spreadsheet takes no name for a formula
    ]
    assert sum(row["outcome"] == "nothing came" for row in rows) == 5


def test_a_dry_run_of_a_zip_writes_nothing(kit, sent, task, capsys):
    place = box(sent / "m.zip", moodle(task))
    before = sorted(kit.rglob("*"))
    with pytest.raises(Problem, match="3 would be collected"):
        command.command("01", place, dry_run=True)
    assert sorted(kit.rglob("*")) == before
