"""What the built site must be before it is published: the policy, the links inside, a student's copy, the workflow."""

import re
import zipfile
from pathlib import Path

import pytest

from school.book import again, inspection, policy, takeaway
from school.book.lessons import binder, ways
from school.errors import Problem

KIT = Path(__file__).parents[2]
HEAD = '<html><head><meta charset="utf-8" /></head><body>'


def site(folder: Path, **pages: str) -> Path:
    for name, text in pages.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_what_stands_inside_a_page_moves_into_files(tmp_path: Path):
    apart = policy.Apart(tmp_path)
    page = f'{HEAD}<script>let a = "<b>";</script><p class="x" style="color: red">a</p><b style="margin:0">b</b></body>'
    said = apart.page(page, "../")
    apart.finish()
    assert "<script>" not in said and "style=" not in said
    script = re.search(r'<script src="\.\./(_static/own/\w+\.js)">', said)[1]
    assert (tmp_path / script).read_text("utf-8") == 'let a = "<b>";'
    name = re.search(r'<p class="x (own-\w+)">', said)[1]
    sheet = (tmp_path / "_static/own/styles.css").read_text("utf-8")
    assert f".{name} {{ color: red !important; }}" in sheet and "margin:0 !important" in sheet
    assert "script-src 'self' 'wasm-unsafe-eval'" in said and "unsafe-inline" not in said


def test_a_page_that_must_be_whole_keeps_its_sheet_by_its_fingerprint(tmp_path: Path):
    said = policy.Apart(tmp_path).page(HEAD.replace("</head>", "<style>b{}</style></head>"), "")
    assert "style-src 'self' 'sha256-" in said and "<style>b{}</style>" in said


def test_words_that_look_like_a_style_stay(tmp_path: Path):
    text = f'{HEAD}<p>Write style="x" here, 1 &lt; 2</p></body>'
    assert '<p>Write style="x" here, 1 &lt; 2</p>' in policy.Apart(tmp_path).page(text, "")


@pytest.mark.parametrize(("body", "fault"), [
    ('<a href="b.html">', "b.html leads nowhere"),
    ('<a href="#gone">', "#gone names a place that is not there"),
    ('<a href="c.html#gone">', "c.html#gone names a place"),
    ('<img src="no.png">', "no.png leads nowhere"),
    ('<script src="https://elsewhere.example/x.js"></script>', "from another host"),
    ('<link rel="stylesheet" href="//elsewhere.example/x.css">', "from another host"),
    ("<script>1</script>", "<script> with its text inside"),
    ('<a href=" JavaScript:alert(1)">', "javascript:"),
    ('<b ONCLICK="x">', "<b onclick>"),
    ('<b style="color:red">', "<b style>"),
])  # fmt: skip
def test_a_fault_of_a_page_is_told(tmp_path: Path, body: str, fault: str):
    found = inspection.faults(site(tmp_path, a=f"<h1 id='top'>A</h1>{body}", c="<h1 id='top'>C</h1>"))
    assert len(found) == 1 and found[0].startswith("a.html: ") and fault in found[0]
    with pytest.raises(Problem, match=r"^The built book has a fault: a\.html"):
        inspection.check(tmp_path)


def test_good_links_are_no_fault_and_those_to_other_sites_are_listed(tmp_path: Path):
    page = '<a href="sub/b.html#x"></a><a href="https://a.example/p#q"></a><a href="mailto:x@y.example"></a>'
    built = site(tmp_path, a=page, sub__b='<h1 id="x"></h1><a href="../a.html"></a><a href="https://a.example/p"></a>')
    assert inspection.faults(built) == []
    assert inspection.outside(built) == {"https://a.example/p": ["a.html", "sub/b.html"]}


def test_a_students_copy_holds_the_course_and_no_answers(tmp_path: Path):
    with zipfile.ZipFile(takeaway.write(KIT, tmp_path)) as copy:
        names = {name.removeprefix(f"{takeaway.NAME}/") for name in copy.namelist()}
        text = b"".join(copy.read(name) for name in copy.namelist() if name.endswith(".ipynb"))
    assert {"README.md", "Makefile", "uv.lock", "LICENSE-CONTENT", "course/00-start-here.ipynb"} <= names
    assert not [n for n in names if n.startswith(("solutions", "tests", "cohort", "course/my-work", "docs"))]
    assert not [mark for mark in takeaway.ANSWERS if mark in text]


def test_a_copy_with_a_solution_is_refused(tmp_path: Path):
    path = tmp_path / "assignments" / "04" / "04.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text('"### BEGIN SOLUTION"', "utf-8")
    with pytest.raises(Problem, match=r"assignments/04/04\.ipynb holds a solution"):
        takeaway.contents(tmp_path)


def test_the_same_kit_gives_the_same_copy(tmp_path: Path):
    first, second = (takeaway.write(KIT, tmp_path / name).read_bytes() for name in "ab")
    assert first == second


def test_binder_is_offered_where_the_repository_is_known():
    page = "course/04-costs-and-break-even"
    assert "Binder" not in ways(page, "")
    said = ways(page, "https://github.com/owner/kit")
    assert (
        "https://mybinder.org/v2/gh/owner/kit/HEAD?urlpath=lab%2Ftree%2Fcourse%2F04-costs-and-break-even.ipynb" in said
    )
    assert binder("https://example.org/x", page) == "" and binder("javascript:x", page) == ""


def test_a_quick_build_is_allowed_only_after_a_good_one_with_the_same_program(tmp_path: Path):
    kit, target = tmp_path / "kit", tmp_path / "out"
    for name in ("src/a.py", "book/index.md", "course/04-x.ipynb", "_config.yml"):
        (kit / name).parent.mkdir(parents=True, exist_ok=True)
        (kit / name).write_text("1", "utf-8")
    target.mkdir()
    assert not again.allowed(kit, target)
    again.succeeded(kit, target)
    (kit / "book/index.md").write_text("changed", "utf-8")
    assert again.allowed(kit, target), "a page changed: that is what it is for"
    (kit / "book/new.md").write_text("2", "utf-8")
    assert not again.allowed(kit, target), "a new page is in every menu"
    again.succeeded(kit, target)
    (kit / "src/a.py").write_text("other", "utf-8")
    assert not again.allowed(kit, target), "every page shows what the program computes"
    again.succeeded(kit, target)
    again.begin(target)
    assert not again.allowed(kit, target), "a build began and did not succeed"


def test_the_workflow_pins_its_actions_and_asks_for_little():
    text = (KIT / ".github" / "workflows" / "book.yml").read_text("utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert used and all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one) for one in used)
    assert "\npermissions: {}" in text and "contents: write" not in text and "secrets." not in text
    assert "make book" in text and "path: _build/html" in text
