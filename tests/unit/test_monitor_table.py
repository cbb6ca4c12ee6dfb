"""Tables that ventures fill in: written, filled in as people do, and read back; and everything that is refused."""

from __future__ import annotations

import datetime
import io
import shutil
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import recalculated
from test_plans_collect import case, collect, put, three_people

from school.coaching import shelf
from school.errors import Problem
from school.grading.course import Course
from school.monitor import actuals, agreement, fund, gate, indicators, page, template
from school.paper import pdf, table
from venture import lights
from venture.forecast import forecast
from venture.lights import AMBER, GREEN, NONE, RED

TODAY = datetime.date(2026, 11, 22)
# Case F began in June 2026: what was sold in its first five months stands in the case itself.
SOLD = {
    1: (105, 3.05, 150, 1.1, 40, 2.4),
    2: (125, 3.05, 160, 1.1, 60, 2.4),
    3: (140, 3.05, 190, 1.1, 130, 2.45),
    4: (160, 3.05, 220, 1.1, 95, 2.4),
    5: (170, 3.05, 235, 1.1, 85, 2.4),
}


ANYTHING = st.one_of(
    st.text(max_size=12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.sampled_from(["month", "12 %", "1 234,5", "-3", "5 ₽", "indicator", "2026-13", "1e400", "½", "x" * 400]),
)


@pytest.fixture
def funded_once(funded, tmp_path):
    """An agreement, and a table of it that is right."""
    made = of(funded), table.read(filled(funded, tmp_path))
    return lambda: made  # short to print


@pytest.fixture(scope="module")
def funded_kit(tmp_path_factory):
    """Boris's workshop is funded: its plan is frozen and an agreement begun. To be copied: plans take long to read."""
    course = three_people(tmp_path_factory.mktemp("funded"))
    put(course, "boris/plan.yaml", case("clothing"))
    put(course, "anna/plan.yaml", case("children"))
    collect(course)
    for who in ("boris", "anna"):
        shelf.freeze(course, who, "v1.0")
        agreement.begin(course, shelf.students(course)[who])
    return course.root


@pytest.fixture
def funded(funded_kit, tmp_path):
    return Course.here(shutil.copytree(funded_kit, tmp_path, dirs_exist_ok=True))


def of(course, who="boris"):
    return agreement.read(course, shelf.students(course)[who])


def change(course, old, new, who="boris"):
    place = agreement.folder(course, who) / agreement.FILE
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")


def rows(course, months=SOLD, **more):
    """The plan's own numbers for all but what was sold, as a table by column."""
    agreed = of(course)
    names = actuals.heads(agreed.plan)
    found = {}
    for month, sold in months.items():
        line = dict(zip(names[2:], template.planned(agreed, month), strict=True))
        line |= dict(zip(names[2:8], sold, strict=True))
        line |= {"people reached so far": 2 * month, "own outcome": "", "full-time posts": 4 + month}
        line |= {"grant spent so far": 0, "of it eligible, with receipts": 0}
        line["report sent on"] = actuals.month_end(agreed.plan, month) + datetime.timedelta(days=9)
        found[month] = line | {name: value[month] for name, value in more.items() if month in value}
    return found


def filled(course, place, table=None, about=None, causes=(), who="boris", wide=0):
    """The template as a workbook, filled in as a spreadsheet program would."""
    agreed = of(course, who)
    book = openpyxl.load_workbook(io.BytesIO(template.workbook(agreed)))
    sheet = book["Months"]
    head = [cell.value for cell in sheet[8]]
    for month, line in (rows(course) if table is None else table).items():
        at = next(row for row in range(9, 60) if sheet.cell(row, 1).value in (month, None))
        sheet.cell(at, 1).value = month
        for name, value in line.items():
            sheet.cell(at, head.index(name) + 1).value = value if value != "" else None
    for row in range(2, 7):
        if (name := sheet.cell(row, 1).value) in (about or {}):
            sheet.cell(row, 2).value = about[name]
    for at, line in enumerate(causes, 5):
        for column, value in enumerate(line, 1):
            book["Causes"].cell(at, column).value = value
    path = place / f"{who}_actuals.xlsx"
    book.save(path)
    return path


def take(course, path, **more):
    found = {student.id: agreement.read(course, student) for student in agreement.here(course)}
    return list(actuals.take(course, path, found, TODAY, **more))


def watch(course, who="boris", today=TODAY):
    return indicators.watch(of(course, who), actuals.load(course, who), today)


# --- there and back


def test_a_workbook_filled_in_comes_back_as_it_was(funded, tmp_path):
    path = filled(
        funded, tmp_path, causes=[(5, "Debt service cover", "Works pays late", "Deposits", "Manager", "15 Dec")]
    )
    (line,) = take(funded, path)
    assert (line.outcome, line.student) == ("taken", "boris"), line.problems
    kept = actuals.load(funded, "boris")
    assert sorted(kept.months) == [1, 2, 3, 4, 5]
    assert kept.months[1].sold == {"Workwear": (105, 3.05), "Bags": (150, 1.1), "Uniforms": (40, 2.4)}
    assert kept.months[5].revenue == pytest.approx(170 * 3.05 + 235 * 1.1 + 85 * 2.4)
    assert kept.months[1]["outcome"] is None  # empty is not 0
    assert kept.months[1].sent == datetime.date(2026, 7, 9)
    assert kept.causes[0].indicator == "dscr" and kept.causes[0].by_when == "15 Dec"
    assert take(funded, path)[0].outcome == "unchanged"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_with_decimal_commas_and_spaces(funded, tmp_path, mark):
    agreed = of(funded)
    head = actuals.heads(agreed.plan)
    line = rows(funded)[1] | {"cash at month's end": "1 250,5"}
    told = [[name, value] for name, value in template.about(agreed)] + [[], head]
    told.append([1, "2026-06", *(line[name] for name in head[2:])])
    text = "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in told)
    path = tmp_path / "boris_actuals.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    (taken,) = take(funded, path)
    assert taken.outcome == "taken", taken
    assert actuals.load(funded, "boris").months[1]["cash"] == 1250.5


def test_the_csv_template_reads_as_an_empty_table(funded, tmp_path):
    path = tmp_path / "boris.csv"
    path.write_bytes(template.as_csv(of(funded)))
    (line,) = take(funded, path)
    assert (line.outcome, line.text) == ("left out", "nothing is filled in yet")


def test_the_template_says_counts_only_and_holds_the_frozen_plan(funded):
    book = openpyxl.load_workbook(io.BytesIO(template.workbook(of(funded))))
    assert "Counts only" in book["Months"]["D2"].value and "Counts only" in book["How to fill in"]["A3"].value
    assert template.as_csv(of(funded)).decode("utf-8-sig").count("Counts only") == 1
    f = forecast(of(funded).plan, with_requested=True)
    head = [cell.value for cell in book["Plan"][4]]
    line = dict(zip(head, [cell.value for cell in book["Plan"][5]], strict=True))
    assert line["Workwear: units"] == 96 and line["cash at month's end"] == pytest.approx(f["cash"][1])


def test_libreoffice_saves_it_and_it_still_reads(funded, tmp_path):
    (saved,) = recalculated([filled(funded, tmp_path)], tmp_path)
    (line,) = take(funded, saved)
    assert line.outcome == "taken", line.problems


# --- what is refused, and that nothing is lost


def refused(course, path, *words):
    before = actuals.load(course, "boris")
    (line,) = take(course, path)
    told = " ".join((line.text, *line.problems))
    assert line.outcome == "refused"
    for word in words:
        assert word in told, told
    assert actuals.load(course, "boris") == before
    return line


def test_a_month_before_the_start_and_one_that_has_not_begun(funded, tmp_path):
    good = rows(funded)
    refused(
        funded, filled(funded, tmp_path, {0: good[1]}), "month 0 lies before the start; month 1 is 2026-06", "Months!A"
    )
    refused(funded, filled(funded, tmp_path, {datetime.date(2026, 5, 1): good[1]}), "before the start")
    refused(funded, filled(funded, tmp_path, {7: good[5]}), "month 7 (2026-12) has not begun")
    refused(funded, filled(funded, tmp_path, {"May": good[1]}), "“May” is no month")


def test_a_currency_that_differs_and_another_plan(funded, tmp_path):
    refused(
        funded, filled(funded, tmp_path, about={"currency": "USD"}), "counts in USD; the frozen plan: RUB", "Months!B4"
    )
    refused(funded, filled(funded, tmp_path, about={"version": "2026-01-01-1200-v0"}), "was made for version")
    refused(funded, filled(funded, tmp_path, about={"amounts": "ones"}), "amounts in ones")


def test_a_month_twice(funded, tmp_path):
    agreed, good = of(funded), rows(funded)
    book = openpyxl.load_workbook(filled(funded, tmp_path))
    book["Months"].cell(14, 1).value = 5
    book["Months"].cell(14, 3).value = 1
    book.save(tmp_path / "boris_actuals.xlsx")
    line = refused(funded, tmp_path / "boris_actuals.xlsx", "month 5 stands there twice")
    assert len(line.problems) == 1 and agreed and good


def test_text_for_a_number_is_named_with_its_cell_and_all_are_named_at_once(funded, tmp_path):
    good = rows(funded)
    good[1]["Workwear: units"] = "about a hundred"
    good[2]["variable costs"] = -5
    good[3]["cash at month's end"] = "500 ₽"
    good[4]["Bags: price got"] = None
    good[5]["Uniforms: units"] = None
    line = refused(funded, filled(funded, tmp_path, good), "“about a hundred” is no number", "below 0", "sign of money")
    assert "Months!C9" in line.problems[0]
    assert any("price is missing" in one for one in line.problems)
    assert any("units of Uniforms are missing. Write 0" in one for one in line.problems)
    assert len(line.problems) == 5


def test_counts_that_cannot_be(funded, tmp_path):
    good = rows(funded)
    good[2]["of it eligible, with receipts"] = 10
    good[3]["people reached so far"] = 1
    refused(funded, filled(funded, tmp_path, good | {2: good[2]}), "10 with receipts is more than the 0 spent")
    good[2]["of it eligible, with receipts"] = 0
    refused(funded, filled(funded, tmp_path, good), "cannot fall")


def test_one_wrong_file_leaves_the_others_and_what_was_there(funded, tmp_path):
    place = tmp_path / "sent"
    place.mkdir()
    take(funded, filled(funded, tmp_path, {1: rows(funded)[1]}))
    bad = rows(funded)
    bad[3]["variable costs"] = "x"
    filled(funded, place, bad)
    (place / "torn.xlsx").write_bytes(b"PK\x03\x04nothing")
    (place / "note.csv").write_text("hello\n", "utf-8")
    found = {line.source: line for line in take(funded, place)}
    assert {line.outcome for line in found.values()} == {"refused"}
    assert "torn.xlsx is damaged" in found["torn.xlsx"].text
    assert sorted(actuals.load(funded, "boris").months) == [1]


def test_another_ones_table_and_the_same_table_twice(funded, tmp_path):
    place = tmp_path / "sent"
    (place / "anna").mkdir(parents=True)
    filled(funded, place).rename(place / "anna" / "table.xlsx")
    assert "boris's and lies under the name of anna" in take(funded, place)[0].text
    (place / "anna" / "table.xlsx").rename(place / "a.xlsx")
    filled(funded, place).rename(place / "b.xlsx")
    assert [line.outcome for line in take(funded, place)] == ["taken", "refused"]


def test_months_come_one_by_one_and_earlier_numbers_are_kept(funded, tmp_path):
    good = rows(funded)
    take(funded, filled(funded, tmp_path, {1: good[1]}))
    take(funded, filled(funded, tmp_path, {2: good[2]}))
    good[1]["variable costs"] = 400
    take(funded, filled(funded, tmp_path, {1: good[1]}))
    kept = actuals.load(funded, "boris")
    assert sorted(kept.months) == [1, 2] and kept.months[1]["variable_cost"] == 400
    assert len(list((agreement.folder(funded, "boris") / "earlier").iterdir())) == 2


def test_personal_data_is_asked_about(funded, tmp_path):
    causes = [
        (1, "Earned revenue", "ask Vera, +7 914 555 12 34", "", "", ""),
        (1, "People reached", "2026-11-22 is late", "", "", ""),
    ]
    (line,) = take(funded, filled(funded, tmp_path, causes=causes))
    assert "Causes!C5: is that a person's address or number?" in line.text and "C6" not in line.text


def test_a_workbook_that_is_an_attack_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(Problem, match="damaged or no workbook"):
        table.read(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")
    with pytest.raises(Problem, match=r"is no workbook|old kind"):
        table.read(path)


# --- the agreement


def test_a_plan_that_was_changed_after_it_was_frozen_is_no_measure(funded):
    version = shelf.frozen(funded, "boris")
    version.write_text(case("clothing", reserve="1"), "utf-8")
    with pytest.raises(Problem, match="changed after it was agreed"):
        of(funded)


def test_without_a_frozen_plan_there_is_no_agreement(funded):
    put(funded, "clara/plan.yaml", case("tourism"))
    collect(funded)
    with pytest.raises(Problem, match=r"no frozen version .*school plans freeze"):
        agreement.begin(funded, shelf.students(funded)["clara"])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("amount = 300", 'amount = "much"', "amount is 'much'"),
        ('met = ""', 'met = "perhaps"', "met is “perhaps”"),
        ('measure = "dscr"', 'measure = "luck"', "“luck” is no measure"),
        ("at_least = 1.2", "", "needs either at_least or at_most"),
        ("month = 10", "month = 10\nk = 7", "k is 7"),
        ('funder = "', "funder = ", "cannot be read"),
    ],
)
def test_an_agreement_that_cannot_be_read_is_named(funded, old, new, words):
    change(funded, old, new)
    with pytest.raises(Problem, match=words):
        of(funded)


def test_the_agreement_is_begun_once(funded):
    change(funded, "amount = 300", "amount = 299")
    agreement.begin(funded, shelf.students(funded)["boris"])
    assert of(funded).tranches[0].amount == 299


# --- lights of a real month


def test_a_venture_as_planned_is_green_but_for_what_the_plan_itself_lacks(funded, tmp_path):
    planned = {month: tuple(template.planned(of(funded), month)[:6]) for month in SOLD}
    take(funded, filled(funded, tmp_path, rows(funded, planned)))
    seen = watch(funded)
    by = {one.key: one for one in seen.now}
    assert {by[key].light for key in ("revenue", "margin", "overdue")} == {GREEN}
    assert by["revenue"].variance == pytest.approx(0, abs=1e-4)
    assert by["dscr"].planned == pytest.approx(by["dscr"].actual, abs=1e-3)  # as planned, and the plan cannot pay
    assert by["dscr"].light == RED and by["dscr"].actual < 1
    assert by["people"].light == NONE and "no plan" in by["people"].why  # the agreement has no target yet
    assert seen.report == GREEN and not seen.missing


def test_two_ambers_of_one_indicator_in_a_row(funded, tmp_path):
    change(funded, "# target = 85", "target = 24")  # 2 a month planned
    reached = {1: 2, 2: 4, 3: 5, 4: 6.8, 5: 10}
    take(funded, filled(funded, tmp_path, rows(funded, **{"people reached so far": reached})))
    found = watch(funded).series("people")
    assert [one.light for one in found] == [GREEN, GREEN, AMBER, RED, GREEN]
    assert "second time" in found[3].why


def test_little_cash_is_red_however_small_the_plan(funded, tmp_path):
    take(funded, filled(funded, tmp_path, rows(funded, **{"cash at month's end": {5: 100}})))
    (cash,) = (one for one in watch(funded).now if one.key == "cash")
    assert cash.light == RED and "month of fixed cost" in cash.why


def test_reports_that_are_late_or_missing(funded, tmp_path):
    good = rows(funded)
    good[5]["report sent on"] = datetime.date(2026, 11, 20)
    take(funded, filled(funded, tmp_path, good))
    seen = watch(funded)
    assert seen.report == RED and seen.late == ((5, 20),) and seen.gravest == RED
    later = watch(funded, today=datetime.date(2027, 1, 16))
    assert later.missing == (6, 7) or later.missing == (6,)
    assert watch(funded, today=datetime.date(2026, 12, 15)).missing == ()  # the fifteenth day is still in time
    assert watch(funded, today=datetime.date(2026, 12, 16)).missing == (6,)


def test_a_report_without_its_day_is_neither_in_time_nor_late(funded, tmp_path):
    good = rows(funded)
    good[5]["report sent on"] = ""
    take(funded, filled(funded, tmp_path, good))
    seen = watch(funded)
    assert seen.report == NONE and "month 5 was sent is missing" in seen.report_words


def test_cover_needs_every_month_of_its_window(funded, tmp_path):
    take(funded, filled(funded, tmp_path, {month: line for month, line in rows(funded).items() if month != 3}))
    (cover,) = (one for one in watch(funded).now if one.key == "dscr")
    assert cover.light == NONE and "month 3" in cover.why


def test_debt_service_cover_by_hand(funded, tmp_path):
    take(funded, filled(funded, tmp_path))
    seen = watch(funded)
    plan = indicators.Planned(seen.of)
    months = seen.actuals.months
    cash = sum(months[at]["received"] - months[at]["running"] for at in range(1, 6)) + sum(plan.cfads[6:13])
    owed = sum(months[at]["service"] for at in range(1, 6)) + sum(plan.service[6:13])
    assert next(one for one in seen.now if one.key == "dscr").actual == pytest.approx(cash / owed)


def test_the_tables_cash_for_lenders_is_the_engines(funded):
    """Received less running costs is EBITDA less tax and change in working capital, month by month."""
    plan = indicators.Planned(of(funded))
    for month in range(1, 30):
        assert plan.f["from_customers"][month] - plan.running(month) == pytest.approx(plan.cfads[month], abs=1e-6)


def test_overdue_of_the_plan_is_what_earlier_months_owe(funded):
    """Case A: one family in ten pays a month late, so nothing is older than a month at its end."""
    plan = indicators.Planned(of(funded, "anna"))
    assert [plan.overdue(month) for month in (1, 2, 12)] == pytest.approx([0, 0, 0], abs=1e-9)


# --- tranches and the fund


def test_the_gate_of_a_venture(funded, tmp_path):
    change(funded, "month = 10", "month = 10\npaid = 1")
    change(funded, 'purpose_changed = ""', 'purpose_changed = "no"')
    change(funded, 'text = "Twelve women at work, six for more than half a year; receipts"\nmet = ""'
           if "six for more than half a year; receipts" in (agreement.folder(funded, "boris") / agreement.FILE).read_text("utf-8")
           else 'text = "Twelve women at work, six for more than half a year, receipts"\nmet = ""',
           'measure = "people"\nat_least = 10\nby_month = 5')  # fmt: skip
    spent = {"grant spent so far": {5: 280}, "of it eligible, with receipts": {5: 250}}
    take(funded, filled(funded, tmp_path, rows(funded, **spent)))
    made = gate.following(watch(funded))
    assert made.number == 2 and made.decision.outcome == "release", made.decision.reasons
    assert any("250 of 240" in reason for reason in made.decision.reasons)
    change(funded, 'purpose_changed = "no"', 'purpose_changed = "yes"')
    assert gate.following(watch(funded)).decision.outcome == "stop"


def test_more_spent_than_received_is_red(funded, tmp_path):
    spent = {"grant spent so far": {5: 10}, "of it eligible, with receipts": {5: 10}}
    take(funded, filled(funded, tmp_path, rows(funded, **spent)))
    (one,) = (one for one in watch(funded).now if one.key == "tranche")
    assert one.light == RED and "10 spent and 0 received" in one.why


def test_the_fund_counts_nobody_twice_and_adds_no_currencies(funded, tmp_path):
    take(funded, filled(funded, tmp_path))  # 10 people, and 2 + 4 + … are not added up
    boris = watch(funded)
    other = watch(funded, "anna", datetime.date(2027, 4, 10))
    month = actuals.Month(3, {"Places": (50, 9.0)}, {"people": 40.0, "jobs": 3.5, "eligible": 0.0})
    anna = indicators.watch(other.of, actuals.Actuals({3: month}), other.today)
    assert (fund.reach([boris, anna]).least, fund.reach([boris, anna]).most) == (50, 50)
    from dataclasses import replace

    group = [replace(one, of=replace(one.of, group="the district")) for one in (boris, anna)]
    assert (fund.reach(group).least, fund.reach(group).most) == (40, 50)
    assert fund.jobs([boris, anna]) == (9 + 3.5, 2)
    dollars = replace(anna, of=replace(anna.of, plan=replace(anna.of.plan, currency="USD")))
    assert [one.currency for one in fund.money([boris, dollars])] == ["RUB", "USD"]
    assert fund.money([boris])[0].granted == 600_000  # thousands, in single units


def test_reports_hold_together_and_a_light_is_a_word_too(funded, tmp_path):
    from test_plans_page import Reader

    take(funded, filled(funded, tmp_path, causes=[(5, "Lowest cash, next 3 months", "<b>late</b>", "", "", "")]))
    seen = [watch(funded), watch(funded, "anna")]
    for told in (page.venture(seen[0]), page.venture(seen[1]), page.portfolio(seen, ["one that is broken"], TODAY)):
        Reader(told)
        assert "<b>late</b>" not in told and "<script" not in told
    told = page.venture(seen[0])
    for one in seen[0].now:
        assert lights.WORDS[one.light] in told
    assert told.count('role="img"') == 8


@pytest.mark.skipif(not pdf.chromium(), reason="no Chromium")
def test_a_venture_is_one_page_also_where_everything_is_said(funded, tmp_path):
    from pypdf import PdfReader

    long = "A machine stood still for nine days, and the needles that we had ordered came from the wrong maker again"
    causes = [(5, name, long, long, "Technologist", "15 December") for name in actuals.INDICATORS.values()]
    take(funded, filled(funded, tmp_path, causes=causes))
    place = tmp_path / "report.html"
    place.write_text(page.venture(watch(funded)), "utf-8")
    assert len(PdfReader(pdf.write(place, tmp_path / "report.pdf")).pages) == 1


def test_a_sheet_of_the_ventures_own_is_no_fault(funded, tmp_path):
    path = filled(funded, tmp_path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Our notes")["A1"] = "ask the bank"
    book.save(path)
    assert take(funded, path)[0].outcome == "taken"


def test_damaged_actuals_are_named(funded):
    place = agreement.folder(funded, "boris") / actuals.FILE
    place.write_text("{", "utf-8")
    with pytest.raises(Problem, match="is damaged"):
        actuals.load(funded, "boris")


def test_a_version_is_looked_for_in_the_venture_s_own_folder_alone(funded):
    change(funded, 'version = "', 'version = "../../anna/snapshots/plan/')
    assert of(funded).plan.name == "Straight Seam"  # its own version of this name


def test_a_product_called_like_a_formula_comes_back_from_csv(funded, tmp_path):
    put(funded, "clara/plan.yaml", case("blank", name="Sums").replace("name: First product", 'name: "=1+1"'))
    collect(funded)
    clara = shelf.students(funded)["clara"]
    shelf.freeze(funded, "clara", "v1.0")
    agreement.begin(funded, clara)
    agreed = agreement.read(funded, clara)
    told = template.as_csv(agreed).decode("utf-8-sig").replace("1,2027-09\r\n", "1,2027-09,20,1\r\n")
    path = tmp_path / "clara.csv"
    path.write_text(told, "utf-8")
    (line,) = actuals.take(funded, path, {"clara": agreed}, datetime.date(2027, 11, 1))
    assert line.outcome == "taken", line
    assert actuals.load(funded, "clara").months[1].sold == {"=1+1": (20, 1)}


def test_a_part_that_was_paid(funded, tmp_path):
    change(funded, "month = 10", "month = 10\npaid = 1\npaid_amount = 100")
    spent = {"grant spent so far": {5: 100}, "of it eligible, with receipts": {5: 79}}
    take(funded, filled(funded, tmp_path, rows(funded, **spent)))
    assert of(funded).paid == 100
    receipts = next(one for one in gate.following(watch(funded)).must if "Receipts" in one.text)
    assert receipts.met is False and receipts.found == "79 of 80"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 16), st.integers(0, 24), ANYTHING), max_size=6))
def test_whatever_stands_in_a_cell_a_table_is_taken_or_named(funded_once, changes):
    """Never an error of another kind, and never a value that nobody wrote."""
    agreed, sheets = funded_once()
    rows_ = [list(row) for row in sheets["Months"]]
    for at, column, value in changes:
        if at < len(rows_) and column < len(rows_[at]):
            rows_[at][column] = table.Cell(value, f"Months!{table.letters(column)}{at + 1}")
    try:
        found, _personal = actuals.parse({**sheets, "Months": [tuple(row) for row in rows_]}, agreed, TODAY)
    except table.Wrong as wrong:
        assert all(wrong.problems)
    except table.Blank:
        pass
    else:
        assert all(1 <= month <= agreed.plan.months for month in found.months)
        indicators.watch(agreed, found, TODAY)
