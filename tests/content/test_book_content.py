"""The book's own pages: they can be read aloud, their numbers are computed, and what they name is there."""

from __future__ import annotations

import itertools
import re
from functools import cache

import nbformat
import pytest
import yaml
from notebooks import HEADING, NUMBERING, PAGES, ROOT, TASKS, TAUGHT

from venture import appraisal, cases, costs, impact, money, support, working_capital
from venture.forecast import forecast
from venture.lessons import every as lessons
from venture.models import load
from venture.numbers import say
from venture.unit_economics import contribution_margin

LONGEST_SENTENCE = 32  # words, as in the lessons
BOOK = ROOT / "book"
GUIDES = sorted((BOOK / "coach").glob("*.md"))
PLAIN = re.compile(r"(?<![\w.#*-])\d[\d\u202f]*(?:[.,]\d+)?(?![\w-]*\.(?:ipynb|md|html))")
FREE = {str(n) for n in range(10)}  # counting and numbering, no figures


def prose(page) -> list[str]:
    """The lines that a reader reads: no front matter, code, directives or comments of MyST."""
    text = re.sub(r"\A---\n.*?\n---\n", "", page.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"^([ ]*)(`{3,})[^`]*?^\1\2[ ]*$", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = [re.sub(r"\{[\w:-]+\}`[^`]*`", "x", line) for line in text.splitlines()]
    return [line for line in lines if not line.lstrip().startswith((":", "`", "%")) or line.lstrip().startswith(": ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(BOOK).as_posix())
class TestEveryPage:
    def test_has_one_title_and_skips_no_level(self, page):
        levels = [len(level) for level, _text in HEADING.findall("\n".join(prose(page)))]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), "a heading level is skipped"

    def test_one_sentence_a_line(self, page):
        for line in prose(page):
            if line.lstrip().startswith(("|", ">", "#", "**", ": P.")) or re.match(r"\s*(?:[-*]|\d+\.)\s", line):
                continue
            inner = re.sub(r"\([^)]*\)|`[^`]*`|\*\*[^*]*\*\*|\"[^\"]*\"|\$[^$]*\$", "", line)
            assert not re.findall(r"[a-z)][.?!] +[A-Z]", inner), f"two sentences on one line: {line}"

    def test_sentences_can_be_read_aloud(self, page):
        for line in prose(page):
            if not line.lstrip().startswith("|"):
                plain = re.sub(r"\]\([^)]*\)", "]", line)
                for sentence in re.split(r"(?<=[.?!:;])\s", plain):
                    assert len(sentence.split()) <= LONGEST_SENTENCE, sentence

    def test_stands_in_the_contents(self, page):
        """What is not named in _toc.yml is left out of the book without a word."""
        assert page in in_the_contents()


@cache
def in_the_contents() -> set:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    found = {ROOT / f"{toc['root']}.md"}

    def take(entries: list[dict]) -> None:
        for entry in entries:
            found.update(ROOT.glob(f"{entry.get('file', entry.get('glob'))}.md"))
            take(entry.get("sections", []))

    for part in toc["parts"]:
        take(part["chapters"])
    return found


def described(page) -> str:
    found = re.search(r'^ +description: "(.+)"$', page.read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""


# Terms are read in JupyterLab too, where front matter would show; their description is the first sentence.
WITH_HEAD = [page for page in PAGES if page.parent.name != "glossary" and page.name != "glossary.md"]


@pytest.mark.parametrize("page", WITH_HEAD, ids=lambda page: page.name)
def test_a_page_says_to_search_engines_what_it_holds(page):
    assert 35 <= len(described(page)) <= 160


def test_no_two_pages_describe_themselves_alike():
    said = [described(page) for page in WITH_HEAD]
    assert len(set(said)) == len(said)


# --- coach's guides


def test_each_lesson_has_its_coachs_guide():
    assert [page.stem for page in GUIDES] == [one.stem for one in TAUGHT]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
class TestCoachsGuide:
    def test_has_the_common_shape(self, page):
        titles = [text for _level, text in HEADING.findall(page.read_text("utf-8"))]
        for part in ("What a student can do afterwards", "Time", "What to listen for", "Questions for the session",
                     "What to comment in the plan", "The written answer"):  # fmt: skip
            assert part in titles, f"no part “{part}”"

    def test_shows_the_tasks_own_rubric(self, page):
        (task,) = [path for path in TASKS if path.stem == page.stem]
        cells = nbformat.read(task, as_version=4).cells
        rubric = next(
            cell.source for cell in cells if cell.cell_type == "markdown" and "Your coach looks for" in cell.source
        )
        rows = [line for line in rubric.splitlines() if re.match(r"\| .+ \| \d+ \|$", line)]
        assert rows and all(row in page.read_text("utf-8") for row in rows)

    def test_its_numbers_are_the_lessons(self, page):
        (lesson,) = [one for one in lessons() if one.module == page.stem]
        model = load(lesson.model)
        known = {say(value) for value in lesson.figures().values()} | FREE | {str(lesson.minutes)} | TIMES | CALLED_OUT
        for preset in model.presets:
            known |= {say(value) for value in model.run(preset.name).values.values() if not isinstance(value, str)}
        assert_known(page, known)


TIMES = {"10", "15", "25", "40"}  # minutes
# Answers that a coach will hear: the errors, worked out.
CALLED_OUT = {say(245 / 9.4, 0), *(say(costs.break_even_volumes(contribution_margin(*one), 420, 999)[0].start) for one in ((1.1, 0.52), (2.4, 1.3)))}  # fmt: skip


# --- terms of the plan


def test_every_number_among_the_plans_terms_is_computed():
    a, e, f = (forecast(cases.load(name)) for name in ("children", "energy", "clothing"))
    plan_a = a.plan
    loan = support.grant_element(5000, [0] + [5000 / 60] * 60, 0.18 / 12)
    known = {
        say(plan_a.reserve), say(appraisal.dscr_minimum(a), 2), say(1.0, 1), say(plan_a.appraisal.dscr_limit),
        say(working_capital.runway(1150, 185), 1), "1150", "185", "5000", "60", "18", say(loan, 2),
        say(appraisal.npv(e), 2), say(100 * appraisal.flows(e).irr, 2), say(100 * appraisal.flows(e).mirr, 2),
        say(100 * e.plan.appraisal.rate), say(100 * money.real_rate(0.14, 0.06), 2),
        say(100 * f.plan.impact.outcomes[0].deadweight), say(impact.of_plan(f.plan).ratio, 2),
        *(say(one.amount) for one in plan_a.grants[1].tranches), say(plan_a.ask.amount),
    }  # fmt: skip
    assert_known(BOOK / "glossary" / "plan.md", {one.replace("\u202f", "") for one in known} | FREE)


def assert_known(page, known: set[str]) -> None:
    for line in prose(page):
        bare = NUMBERING.sub(" ", re.sub(r"\]\([^)]*\)|`[^`]*`|<[^>]*>|^\s*\d+\.\s", "]", line))
        for number in PLAIN.findall(bare):
            found = number.replace("\u202f", "")
            assert found in {one.replace("\u202f", "") for one in known}, f"{page.name}: {found} in: {line}"


# --- what pages name is there


def test_the_plans_page_shows_lines_of_the_case_that_it_copies():
    text = (BOOK / "plan.md").read_text("utf-8")
    case = cases.path("children").read_text("utf-8")
    for line in ("price: 9.4", "variable_cost: 1.9", "unit: child-month"):
        assert line in text and line in case
    assert "volume: [40, 47, 54]" in text and "volume: [40, 47, 54," in case


def test_each_case_has_a_page_and_its_letter():
    pages = [page.stem for page in sorted((BOOK / "cases").glob("*.md"))]
    assert pages == [f"{letter}-{name}" for letter, name in zip("abcdef", cases.CASES, strict=True)]


@pytest.mark.parametrize("name", ["limits.md", "adding.md", "sources.md", "set-up.md"])
def test_files_that_a_page_names_are_there(name):
    text = re.sub(r"```.*?```", "", (BOOK / name).read_text("utf-8"), flags=re.DOTALL)
    for path in re.findall(r"`((?:src|book|tests|docs|solutions|course)/[\w./…-]+)`", text):
        if not any(mark in path for mark in ("bakery", "05-", "locale", "my-work")):
            assert (ROOT / path).exists(), f"{name} names {path}"


def test_the_hubs_configuration_is_the_kits():
    text = (BOOK / "set-up.md").read_text("utf-8")
    (course,) = re.findall(
        r"^c\.CourseDirectory\.course_id = .+$", (ROOT / "nbgrader_config.py").read_text("utf-8"), re.MULTILINE
    )
    assert course in text


def test_every_source_can_be_opened_and_is_cited():
    entries = dict(
        re.findall(
            r"^@\w+\{([\w-]+),\n(.*?)^\}$", (BOOK / "references.bib").read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
    )
    pages = "\n".join(page.read_text("utf-8") for page in PAGES)
    cited = set(itertools.chain.from_iterable(keys.split(",") for keys in re.findall(r"\{cite:p\}`([^`]+)`", pages)))
    assert cited - {"key"} == set(entries)
    for key, entry in entries.items():
        assert re.search(r"^ +(?:url|doi) += \{\S+\},$", entry, re.MULTILINE), f"{key} has no address"
