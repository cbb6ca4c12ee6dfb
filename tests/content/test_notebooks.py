"""Notebooks as code: what holds for every lesson and task, new ones too."""

from __future__ import annotations

import itertools
import re

import nbformat
import pytest
from notebooks import HEADING, IMAGE, LESSONS, LINK, PACKS, PAGES, RELEASED, TASKS, TAUGHT, Notebook, anchors, every

LONGEST_CODE, LONGEST_TEXT = 12, 30  # lines; a longer cell is two thoughts
LONGEST_SENTENCE = 32  # words
HOSTS = re.compile(r"""(?:src|href)\s*=\s*["']https?://|!\[[^\]]*\]\(https?://""")

ALL = every(LESSONS + TASKS + RELEASED)
MODULES = every(TAUGHT)


def ids(notebooks: list[Notebook]) -> list[str]:
    return [one.name for one in notebooks]


@pytest.mark.parametrize("notebook", ALL, ids=ids(ALL))
class TestEveryNotebook:
    def test_is_valid(self, notebook):
        nbformat.validate(nbformat.read(notebook.path, as_version=4))

    def test_holds_no_outputs(self, notebook):
        for cell in notebook.of("code"):
            assert not cell.outputs and cell.execution_count is None, cell.id

    def test_cells_have_names_that_stay(self, notebook):
        names = [cell.id for cell in notebook.cells]
        assert len(names) == len(set(names))
        for name in names:
            assert re.fullmatch(r"[a-z][a-z0-9-]{1,50}", name), (
                f"cell id {name!r}: use words, so that a diff can be read"
            )

    def test_has_one_title(self, notebook):
        levels = [len(level) for level, _text in HEADING.findall(notebook.prose())]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), "a heading level is skipped"

    def test_cells_are_short(self, notebook):
        for cell in notebook.cells:
            # A test cell of a task may be longer: students see it folded, teachers read it.
            if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
                continue
            limit = LONGEST_CODE if cell.cell_type == "code" else LONGEST_TEXT
            assert len(cell.source.splitlines()) <= limit, cell.id

    def test_links_lead_somewhere(self, notebook):
        check_links(notebook.path, notebook.prose())

    def test_images_say_what_they_show(self, notebook):
        for alt, target in IMAGE.findall(notebook.prose()):
            assert len(alt) > 20, f"{target}: the alt text says nothing"

    def test_loads_nothing_from_elsewhere(self, notebook):
        assert not HOSTS.search(notebook.prose())

    def test_one_sentence_a_line(self, notebook):
        for cell in notebook.of("markdown"):
            for line in cell.source.splitlines():
                if line.lstrip().startswith(("|", ">", "#", "**")):
                    continue
                inner = re.sub(r"\([^)]*\)|`[^`]*`|\*\*[^*]*\*\*|\"[^\"]*\"|\$[^$]*\$", "", line)
                ends = re.findall(r"[a-z)][.?!] +[A-Z]", inner)
                assert not ends, f"{cell.id}: two sentences on one line: {line}"

    def test_sentences_can_be_read_aloud(self, notebook):
        for cell in notebook.of("markdown"):
            for line in cell.source.splitlines():
                if not line.lstrip().startswith("|"):
                    plain = re.sub(r"\]\([^)]*\)", "]", line)
                    for sentence in re.split(r"(?<=[.?!:;])\s", plain):
                        assert len(sentence.split()) <= LONGEST_SENTENCE, f"{cell.id}: {sentence}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_pages_lead_somewhere(page):
    check_links(page, page.read_text("utf-8"))


@pytest.mark.parametrize("notebook", MODULES, ids=ids(MODULES))
class TestEveryLesson:
    def test_opens_with_a_promise(self, notebook):
        first = notebook.cells[0].source
        assert re.match(rf"# Module {int(notebook.path.name[:2])}\. ", first)
        for part in ("**By the end you can**", "**You need**", "**Time:**"):
            assert part in first, part

    def test_has_the_common_shape(self, notebook):
        titles = [text for _level, text in HEADING.findall(notebook.prose())]
        for part in (
            "Three questions from before",
            "In my venture",
            "The rule to keep",
            "What your coach will ask",
            "Hand in",
            "Sources of this page",
        ):
            assert part in titles, f"no part “{part}”"
        code = "\n".join(cell.source for cell in notebook.of("code"))
        for call in ("lesson.show(", "lesson.predict(", "lesson.compare(", "lesson.check(", "lesson.my_venture("):
            assert call in code, call

    def test_holds_teaching_and_no_machinery(self, notebook):
        for number, cell in enumerate(notebook.of("code")):
            words = set(re.findall(r"\b(import|def|class|for|while|if|lambda|try)\b", cell.source))
            assert number == 0 or not words, f"{cell.id}: {', '.join(words)} belongs in src/"

    def test_asks_before_it_tells(self, notebook):
        """The bold question comes before the formula, the guess before the model."""
        code = [cell.source for cell in notebook.of("code")]
        guess = next(n for n, source in enumerate(code) if "lesson.predict(" in source)
        model = next(n for n, source in enumerate(code) if "lesson.show(" in source)
        assert guess < model


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_promises_closes_and_has_no_task(path):
    notebook = Notebook(path)
    for part in (f"# Module {int(path.name[:2])}. ", "**By the end you can**", "**You need**", "**Time:**", "no task"):
        assert part in notebook.cells[0].source, part
    titles = [text for _level, text in HEADING.findall(notebook.prose())]
    assert {"The rule to keep", "Sources of this page"} <= set(titles)
    assert path.stem not in {task.parent.name for task in TASKS}


def check_links(path, text):
    for target in LINK.findall(text):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _hash, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{path.name}: {target} leads nowhere"
        if anchor and there.suffix in (".md", ".ipynb"):
            assert anchor in anchors(there), (
                f"{path.name}: {target} has no such heading; there are {sorted(anchors(there))}"
            )
