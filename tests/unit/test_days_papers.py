"""Follow-up dates, tables that come back from a spreadsheet, papers, the notebook's room and the command."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import html.parser
import io
import re

import pytest
from typer.testing import CliRunner

from school.commands import days as command
from school.errors import Problem
from venture.days import example, follow_up, formats, groups, notebook, pages, tables, work
from venture.days.day import PRIVACY, BadDay, Day, Person
from venture.region import load

RU = load("ru")


def on(date: datetime.date, *after: int, area: str = "ru") -> list[follow_up.Date]:
    return follow_up.dates(Day("Day", date, 540, 1020, area=area, follow_up=after))


# --- dates


def test_a_weekend_moves_to_monday():
    (one,) = on(datetime.date(2027, 4, 22), 30)
    assert one.plain == datetime.date(2027, 5, 22) and one.date == datetime.date(2027, 5, 24)
    assert one.date.weekday() == 0 and one.why == "Saturday, Sunday"


def test_a_public_holiday_moves_on_too():
    holiday = next(
        one for one in RU.holidays if one.kind == "holiday" and one.date.weekday() < 5 and one.date.month == 6
    )
    (one,) = on(holiday.date - datetime.timedelta(days=7), 7)
    assert one.plain == holiday.date < one.date and holiday.name in one.why
    (plain,) = on(holiday.date - datetime.timedelta(days=7), 7, area="")
    assert plain.date == holiday.date


def test_every_date_is_a_working_day_and_the_first_one():
    off = {one.date for one in RU.holidays if one.kind != "working day"}
    worked = {one.date for one in RU.holidays if one.kind == "working day"}

    def at_work(day: datetime.date) -> bool:
        return day in worked or (day.weekday() < 5 and day not in off)

    for start in range(360):
        for one in on(datetime.date(2026, 1, 1) + datetime.timedelta(days=start), 7, 14, 30):
            assert at_work(one.date) and one.date >= one.plain
            between = [one.plain + datetime.timedelta(days=n) for n in range((one.date - one.plain).days)]
            assert not any(at_work(day) for day in between) and bool(between) == bool(one.why)


def test_a_year_without_holidays_in_the_data_is_said():
    day = Day("Day", datetime.date(2031, 3, 3), 540, 1020, area="ru")
    assert "no public holidays for 2031" in " ".join(follow_up.notes(day))
    assert "2031" in " ".join(follow_up.notes(dataclasses.replace(day, area="")))
    sunday = dataclasses.replace(day, date=datetime.date(2026, 11, 22))
    assert "no working day (Sunday)" in " ".join(follow_up.notes(sunday))
    assert not follow_up.notes(example.day())


# --- tables


def back(rows, mark=",", code="utf-8-sig") -> list[list[str]]:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return tables.read(out.getvalue().encode(code), "harvest.csv")


ROWS = [
    tables.HARVEST,
    ["1", "Рынок", "Barrier", "=1+1 steps; no rail, no light", "public", "7.0", "Анна", "Спросить"],
    ["2", "", "", "", "", "", "", ""],
    ["3", "", "idea", "-benches", "ALL", "", "", ""],
]


@pytest.mark.parametrize(("mark", "code"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16")])
def test_a_table_comes_back_however_the_spreadsheet_saved_it(mark, code):
    first, second = tables.harvest(back(ROWS, mark, code), "harvest.csv")
    assert first == tables.Finding("Рынок", "barrier", "=1+1 steps; no rail, no light", "public", 7, "Анна", "Спросить")
    assert second.text == "-benches" and second.sector == "all" and second.votes == 0


def test_what_would_be_a_formula_goes_out_harmless_and_comes_back_as_it_was():
    raw = tables.write([["finding"], ["=cmd()"], ["-benches"], ["'quoted'"], ["plain"]])
    assert b"'=cmd()" in raw and raw.startswith(b"\xef\xbb\xbf")
    found = tables.harvest(tables.read(raw, "h.csv"), "h.csv")
    assert [one.text for one in found] == ["=cmd()", "-benches", "'quoted'", "plain"]


def test_every_wrong_cell_is_named_with_its_line():
    rows = [["finding", "kind", "votes", "owner", "who could act"], ["a", "wish", "many", "Anna Petrova", "us"], ["", "idea"]]  # fmt: skip
    with pytest.raises(BadDay) as bad:
        tables.harvest(rows, "harvest.csv")
    said = str(bad.value)
    assert "harvest.csv: 5 things to mend" in said
    for word in ("line 2, kind", "“wish”", "line 2, votes", "“many”", "line 2, owner", "line 2, who could act", "line 3, finding"):  # fmt: skip
        assert word in said


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04", "имя".encode("cp1251"), b"a,b\n1,2\n", b"", b"finding,finding\nx,y\n", b"x" * 1_100_000]
)
def test_what_is_no_harvest_is_refused(raw):
    with pytest.raises(BadDay):
        tables.harvest(tables.read(raw, "h.csv"), "h.csv")


@pytest.mark.parametrize("name", ["Anna", "Анна", "Anna-Maria", "Anna 2", "17", "O’Neil", "Zoë"])
def test_names_that_are_taken(name):
    assert tables.first_name(name)


@pytest.mark.parametrize("name", ["", "Anna Petrova", "anna@x.org", "+7 900 123", "89001234567", "Anna, 14", "A" * 31, "Mr. X"])  # fmt: skip
def test_names_that_are_not(name):
    assert not tables.first_name(name)


def test_people_come_from_a_table(tmp_path):
    rows = "\ufeffName;Sector;Role\r\nAnna;Civil;manager\r\n;;\r\n17;public;\r\n"
    (tmp_path / "people.csv").write_text(rows, "utf-8")
    text = "name: Day\ndate: 2027-04-22\nstart: 9:00\nend: 17:00\npeople: people.csv\n"
    (tmp_path / "day.yaml").write_text(text, "utf-8")
    assert work.Work(tmp_path / "day.yaml").day.people == (Person("Anna", "civil", "manager"), Person("17", "public"))
    (tmp_path / "people.csv").write_text(rows + "Anna Petrova;firm;\r\n", "utf-8")
    with pytest.raises(BadDay) as bad:
        work.Work(tmp_path / "day.yaml")
    assert "line 5, people.csv, name" in str(bad.value) and "people.csv, sector" in str(bad.value)


def test_commitments_go_out_and_come_back():
    day = example.day()
    made = [tables.Commitment("Anna", "Call the owner", "the housing office", "Boris", "part")]
    raw = tables.commitments_csv(day, made)
    assert tables.commitments(tables.read(raw, "c.csv"), "c.csv") == made
    assert raw.decode("utf-8-sig").splitlines()[0].endswith("day 7,day 14,day 30")
    assert len(tables.commitments_csv(day, []).splitlines()) == 1 + len(day.people)
    with pytest.raises(BadDay, match="nobody follows up on themselves"):
        tables.commitments([["who", "step", "partner"], ["Anna", "x", "Anna"]], "c.csv")


def test_a_harvest_says_what_is_still_open():
    one, other = tables.Finding("", "idea", "Benches", owner="Vera"), tables.Finding("", "idea", "Lamp", step="Ask")
    assert len(tables.unfinished([one, other, tables.Finding("", "need", "Shade")])) == 2


# --- papers


class Page(html.parser.HTMLParser):
    """Checks that tags close, and keeps what a page would load or run."""

    def __init__(self, told: str) -> None:
        super().__init__()
        self.open, self.loads, self.text = [], [], []
        self.feed(told)

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.loads += [value for name, value in attrs if name in ("src", "href")] + (["script"] if tag == "script" else [])  # fmt: skip

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("paper", work.PAPERS)
def test_a_paper_stands_alone_and_says_whose_data_stays_out(paper):
    day = example.day()
    nasty = dataclasses.replace(day, name="<script>x</script> & Co", stops=("<b>bus</b>", *day.stops[1:]))
    told = pages.papers(nasty, groups.seat(nasty))[paper]()
    page = Page(told)
    assert page.open == [] and page.loads == [] and "default-src 'none'" in told
    assert "<script>x" not in told and "<b>bus" not in told
    if paper not in ("agenda", "slam"):
        assert PRIVACY in "".join(page.text)
    if paper in ("agenda", "slam", "consultation"):
        assert pages.PROPOSAL in "".join(page.text)


def test_there_is_a_sheet_for_each_of_eight_stops_even_where_none_is_named():
    for day in (example.day(), dataclasses.replace(example.day(), stops=())):
        told = pages.sheets(day)
        assert told.count("<article") == 9 and told.count("Idle hours") == 8
        for word in ("Who is here?", "Who is missing", "Barriers", "What do people do here?", "Who owns it"):
            assert told.count(word) == 8
    assert told.count("Photo rules") == 1


def test_a_table_of_yours_is_never_overwritten(tmp_path):
    work.begin(tmp_path / "day.yaml")
    assert not work.begin(tmp_path / "day.yaml")
    assert [one.name for one in work.Work(tmp_path / "day.yaml").write("harvest")] == ["harvest.html", "harvest.csv"]
    typed = b"finding,owner,step,votes\r\nBenches,Vera,Ask,3\r\n"
    (tmp_path / "harvest.csv").write_bytes(typed)
    here = work.Work(tmp_path / "day.yaml")
    here.write("harvest")
    assert (tmp_path / "harvest.csv").read_bytes() == typed and "Benches" in (tmp_path / "harvest.html").read_text("utf-8")  # fmt: skip
    assert here.commitments() == [tables.Commitment("Vera", "Ask")]
    (tmp_path / "commitments.csv").write_text("who,step\nAnna,Call\nVera,Ask twice\n", "utf-8")
    assert [(one.who, one.step) for one in here.commitments()] == [("Anna", "Call"), ("Vera", "Ask twice")]


# --- the notebook's room


@pytest.fixture
def room(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    monkeypatch.delenv("VENTURE_FACE", raising=False)
    return notebook.open_day()


def test_the_notebook_writes_everything_and_shows_tables(room, tmp_path, capsys):
    for call in (room.agenda, room.groups, room.sheets, room.consultation, room.slam, room.harvest, room.commitments, room.print_all):  # fmt: skip
        call()
    said = capsys.readouterr().out
    assert "Social Impact Breakfast" in said and "differ by one person at most" in said and "24.05.2027" in said
    written = {one.name for one in (tmp_path / "day").iterdir()}
    assert {f"{one}.html" for one in work.PAPERS} | {"harvest.csv", "commitments.csv", "agenda.csv", "groups.csv"} <= written  # fmt: skip


def test_all_papers_keep_to_who_is_absent(room, tmp_path, capsys):
    room.groups(absent=["Anna"])
    room.print_all()
    for paper in ("groups", "commitments", "consultation", "slam"):
        assert "Anna" not in (tmp_path / "day" / f"{paper}.html").read_text("utf-8"), paper
    room.groups()
    assert "Anna" in (tmp_path / "day" / "groups.html").read_text("utf-8")


def test_the_prose_of_the_notebook_is_the_examples():
    """Its numbers of people, tables and projects are those of the day that it shows."""
    from pathlib import Path

    import nbformat

    path = Path(__file__).parents[2] / "course" / "17-social-impact-days.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    day = example.day()
    words = dict(zip(range(4, 10), ("four", "five", "six", "seven", "eight", "nine"), strict=True))
    count = {
        sector: words[sum(one.sector == sector for one in day.people)] for sector in ("civil", "public", "private")
    }
    assert (
        f"{count['civil'].capitalize()} people from initiatives, {count['public']} from offices, {count['private']} from firms"
        in prose
    )
    assert f"each of {words[len(groups.seat(day).tables)]} tables" in prose and len(day.people) == 20
    assert f"{words[len(day.projects)].capitalize()} projects ask at the same time" in prose
    assert len({row[0] for row in pages.consultation_rows(day)}) == 1
    assert f"{words[len(day.stops)]} stops" in prose and day.town in prose
    assert all(len({one.sector for one in table}) == 3 for table in groups.seat(day).tables)
    for name in re.findall(r'who_is_absent = \["(\w+)"\]', "\n".join(cell.source for cell in cells)):
        assert name in [one.name for one in day.people] and f"{name} is ill" in prose
        assert name not in [one.owner for one in day.projects]
    formats_ = {one.title: one for one in formats.FORMATS.values()}
    low, high = formats_["Social Impact Breakfast"].low, formats_["Social Impact Breakfast"].high
    assert f"{low} to {high} minutes" in prose and "| 90 to 150 minutes |" in prose
    for what, minutes in formats.ADVICE:
        assert f"| {what} | {minutes} |" in prose


def test_the_notebook_says_what_is_wrong_in_words(room, tmp_path, capsys):
    room.groups(absent="Annna")
    assert "Did you mean “Anna”" in capsys.readouterr().out
    room.groups(absent=["Anna"])
    assert "20 people" not in capsys.readouterr().out
    (tmp_path / "day" / "day.yaml").write_text("name: [", "utf-8")
    room.agenda()
    assert "day.yaml" in capsys.readouterr().out


def test_in_the_book_the_example_stands_there_and_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    monkeypatch.setenv("VENTURE_FACE", "page")
    room = notebook.open_day()
    room.agenda()
    room.groups(absent=["Anna"])
    room.commitments()
    assert "19 people" in capsys.readouterr().out and not list(tmp_path.iterdir())


# --- the command

run = CliRunner().invoke


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("VENTURE_WORK", str(tmp_path))
    assert run(command.app, ["begin"]).exit_code == 0
    return tmp_path / "day"


@pytest.mark.parametrize("name", work.PAPERS)
def test_each_command_writes_its_paper(here, name):
    done = run(command.app, [name])
    assert done.exit_code == 0, done.output
    assert f"{name}.html" in done.output.replace("\n", "") and (here / f"{name}.html").is_file()


def test_the_command_takes_an_absence_and_a_file_elsewhere(here, tmp_path):
    other = tmp_path / "saturday.yaml"
    other.write_text((here / "day.yaml").read_text("utf-8").replace("seed: 1 ", "seed: 2 "), "utf-8")
    done = run(command.app, ["groups", str(other), "--absent", "Anna", "--absent", "Boris"])
    assert done.exit_code == 0 and "18 people" in done.output and (tmp_path / "groups.csv").is_file()
    assert not re.search(r"\bAnna\b", (tmp_path / "groups.csv").read_text("utf-8"))


def test_the_command_reads_workbooks(here, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "wall.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, tables.HARVEST)
        sheet.write_row(1, 0, [1, "market", "need", "Shade", "public", 4, "Anna", "Ask"])
    done = run(command.app, ["harvest", "--from", str(tmp_path / "wall.xlsx")])
    assert done.exit_code == 0 and "need: Shade" in done.output, done.output


def test_a_wrong_day_is_a_problem_with_its_line(here):
    (here / "day.yaml").write_text(
        (here / "day.yaml").read_text("utf-8").replace("minutes: 75", "minutes: 750"), "utf-8"
    )
    done = run(command.app, ["agenda"])
    assert isinstance(done.exception, Problem) and "agenda 2, minutes" in str(done.exception)
    assert re.search(r"line \d+", str(done.exception)) and not (here / "agenda.html").exists()
