"""The report's page: whole by itself, nothing that a student wrote can do anything, and every state has its words."""

from __future__ import annotations

import base64
import json
import re
import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
import report_people as people
from nbformat.v4 import new_code_cell
from report_people import NOW, QUESTIONS, WORDS, cohort, paper, student, task

from school.grading.course import Course
from school.grading.roster import Student
from school.report import data, figures, page
from school.report.data import Answer, Question

KIT = Path(__file__).parents[2]
EVIL = "<script>document.title='x'</script><img src=x onerror=alert(1)>\"'><style>*{display:none}</style>"
TAGS = re.findall(
    r"\w+",
    "html head meta title style body header main nav section article h1 h2 h3 h4 p ul ol li a b i q code small strong mark span div dl dt dd "
    "table thead tbody tfoot tr th td figure figcaption picture source img blockquote footer",
)


class Page(HTMLParser):
    """Every tag with its attributes, and the text outside of style sheets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, name: str) -> list[dict]:
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.fixture(scope="module")
def evil() -> str:
    """A cohort in which everything that people can write is an attack."""
    who = [Student(f"s{n}", EVIL, f"{EVIL}{n}", f"x@y.example{EVIL}") for n in range(9)]
    question = Question(EVIL, 3, "answer", (EVIL,))
    papers = [
        paper(one, {EVIL: 0.0, "words": 2.0}, late=timedelta(days=2), answers={
            EVIL: Answer(EVIL, EVIL if n % 2 else ""), "words": Answer(f"{WORDS} {EVIL} {EVIL}"),
        })
        for n, one in enumerate(who)
    ]  # fmt: skip
    return page.html(cohort(task(papers, questions=(question, Question("words", 5)), title=EVIL)))


def test_nothing_that_somebody_wrote_becomes_markup(evil):
    told = Page(evil)
    assert {tag for tag, _attrs in told.tags} <= set(TAGS)
    assert len(told.all("style")) == 1
    for tag, attrs in told.tags:
        assert not [name for name in attrs if name.startswith("on")], tag
    assert EVIL in told.text  # it stands there as text
    assert told.text.count("document.title='x'") > 20


def test_the_page_asks_for_nothing_and_lets_no_script_run(evil):
    told = Page(evil)
    (policy,) = (one["content"] for one in told.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy and "script" not in policy
    for tag, attrs in told.tags:
        for name in ("src", "srcset", "href"):
            assert attrs.get(name, "#").startswith(("#", "data:image/svg+xml;base64,", "mailto:")), (
                tag,
                attrs[name][:80],
            )
    assert not told.all("link") and not told.all("iframe")
    assert "mailto" not in evil  # an address that is none becomes no link
    assert not re.search(r"url\(|@import", (KIT / "src/school/report/page.css").read_text("utf-8"))


def test_figures_are_plain_pictures(evil):
    for attrs in Page(evil).all("img") + Page(evil).all("source"):
        svg = base64.b64decode((attrs.get("src") or attrs.get("srcset")).split(",", 1)[1])
        for element in ElementTree.fromstring(svg).iter():
            assert element.tag.rpartition("}")[2] in {"svg", "g", "path", "defs", "use", "style", "clipPath", "rect", "metadata", "RDF", "Work", "type", "format", "pattern", "title"}, element.tag  # fmt: skip
            for name, value in element.attrib.items():
                assert "href" not in name or value.startswith("#")


def test_every_figure_says_in_words_what_it_shows():
    told = Page(page.html(people.crowd(12, 2)))
    images = told.all("img")
    assert len(images) == 5 and len(told.all("source")) == 5  # progress, and two a task; each for light and for dark
    assert all(len(one["alt"]) > 60 for one in images)
    assert all(
        "prefers-color-scheme: dark" in one["media"] and one["media"].startswith("screen") for one in told.all("source")
    )
    light, dark = (base64.b64decode(one.split(",")[1]) for one in (images[0]["src"], told.all("source")[0]["srcset"]))
    assert (
        figures.LIGHT.ink.encode() in light
        and figures.LIGHT.ink.encode() not in dark
        and figures.DARK.ink.encode() in dark
    )
    assert "discrimination" in images[2]["alt"] and "The median is" in images[1]["alt"]


def test_every_state_has_its_words():
    who = [student(number) for number in range(5)]
    papers = [
        paper(who[0], {one.name: one.most for one in QUESTIONS}),
        paper(who[1], {"rent": 3}, state="to mark by hand"),
        paper(who[2], state="not graded"),
        paper(who[3]),
        paper(who[4], {one.name: 0.0 for one in QUESTIONS}, late=timedelta(hours=3)),
    ]
    told = Page(page.html(cohort(task(papers)))).text
    for words in (
        "100\u00a0%",
        "waits",
        "nothing handed in",
        "0\u00a0% late",
        "4 of 5 handed in, 2 marked to the end, 2 not yet",
    ):
        assert " ".join(words.split()) in told, words
    assert [figures.state_of(task(papers), one.id) for one in who] == [
        "marked",
        "waits for marking",
        "waits for marking",
        "nothing handed in",
        "marked, late",
    ]


@pytest.mark.parametrize(
    "of",
    [
        people.cohort(),
        cohort(task([])),
        cohort(task([paper(student(1))])),
        cohort(task([paper(student(1), {})], questions=())),
        cohort(task([paper(student(1), {"rent": 1.0}, state="to mark by hand")])),
    ],
    ids=["no task", "no student", "nothing handed in", "no question", "nothing marked to the end"],
)
def test_a_cohort_of_almost_nothing(of):
    assert "Cohort report" in page.html(of)


def test_odd_names_can_be_drawn():
    odd = Question("$x_1^{2$ and a name that is much longer than any figure has room for", 1, "x")
    papers = [paper(student(number), {odd.name: 1.0 * (number % 2)}) for number in range(9)]
    assert b"<svg" in figures.questions(page.measures.measured(task(papers, questions=(odd,)))).light


def test_the_same_cohort_gives_the_same_page():
    assert page.html(people.crowd(5, 1)) == page.html(people.crowd(5, 1))


def test_of_many_similar_answers_a_long_text_is_cut():
    long = " ".join([WORDS] * 40)
    told = page.html(
        cohort(task([paper(student(n), {"words": 1.0}, answers={"words": Answer(f"{long} {n}")}) for n in range(3)]))
    )
    assert "How did you come to this answer?" in told and len(told) < 250_000


# --- what is read of notebooks ---


def test_every_error_that_a_task_can_name_is_known():
    course = Course.here(KIT)
    questions, blanks = data._questions(course, "04-costs-and-break-even", [])
    rent = next(one for one in questions if one.name == "rent")
    assert rent.answer == "break_even_children" and len(rent.named) >= 9
    assert "This was the answer at the old rent." in rent.named
    sales = next(one for one in questions if one.name == "sales")
    assert any(one.startswith("Here are numbers of one product") for one in sales.named)  # with_numbers
    assert next(one for one in questions if one.name == "words").answer == "" and "words" in blanks


def test_a_test_cell_of_another_kind_names_nothing():
    assert data._judged(new_code_cell("assert x == 1")) == ("", ())
    assert data._judged(new_code_cell("score_number(1 +")) == ("", ())
    assert data._judged(new_code_cell("score_number(x, 1, 2, mistakes=others)")) == ("x", ())


def notebook(tmp_path, *cells) -> Path:
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def code(name, source, outputs=(), solution=False):
    about = {"nbgrader": {"grade_id": name, "solution": solution}}
    return {"cell_type": "code", "metadata": about, "source": source, "outputs": list(outputs)}


def test_answers_are_read_as_they_were_typed(tmp_path):
    shown = {"output_type": "display_data", "data": {"text/plain": ["✗ Not yet.\n", "Round up."]}}
    path = notebook(
        tmp_path,
        code("rent-answer", ["rent = 420 /", " 18.32\n", "pick = ..."], solution=True),
        code("rent", "x", [shown, {"output_type": "error", "ename": "NameError"}]),
        code("pick", "x"),
        {"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": "words"}}, "source": "As it came."},
    )
    found = data._answers(path, QUESTIONS, {"words": "As it came."})
    assert found == {
        "rent": Answer("420 / 18.32", "✗ Not yet. Round up.", "NameError"),
        "pick": Answer("...", blank=True),
        "words": Answer(blank=True),
    }


@pytest.mark.parametrize(
    "cells",
    [
        [code("rent-answer", "rent = (((((" * 3000, solution=True)],
        [
            code("rent-answer", "rent = 1\x00", solution=True),
            code("rent", "x", [{"output_type": "display_data", "data": None}]),
        ],
        [code("rent", 7, [{"output_type": "display_data", "data": {"text/plain": {"a": 1}}}])],
        [{"cell_type": "code", "metadata": {"nbgrader": None}, "source": None}],
    ],
)
def test_odd_notebooks_are_read_as_far_as_they_go(tmp_path, cells):
    data._answers(notebook(tmp_path, *cells), QUESTIONS, {})


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 3}', '{"cells": [3]}', "[" * 100_000])
def test_what_is_no_notebook_is_said_and_stops_nothing(tmp_path, content):
    (tmp_path / "n.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises((OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError)):
        data._answers(tmp_path / "n.ipynb", QUESTIONS, {})


def test_now_is_the_moment_of_the_report():
    assert f"{NOW:%d %B %Y}" in page.html(cohort())
