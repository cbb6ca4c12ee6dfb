"""What is put together for print and for the browser's Python, before Chromium or JupyterLite sees it."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from school.book import offline, printed, wheels
from school.errors import Problem

MENU = '<nav class="bd-links"><p class="caption">Part I</p><ul><li><a class="reference internal" href="b.html">B</a></li></ul></nav>'
DOOR = '<title>T</title><meta http-equiv="refresh" content="0; url=book/index.html">'
PAGES = {
    "index.html": DOOR,
    "book/index.html": f'{MENU}<article class="bd-article"><h1>A</h1><a href="b.html#x">b</a><form>f</form></article>',
    "book/b.html": '<article class="bd-article"><h1 id="x">B &lt; C</h1><details><summary>s</summary>t</details>'
    '<img src="../p.png"><a href="../f.ipynb">f</a><a href="https://a.example/">a</a></article>',
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_pages_are_in_the_menus_order_and_links_lead_inside_the_document(site: Path):
    first, second = printed.leaves(site)
    assert (first.title, first.part, second.title, second.part) == ("A", "", "B < C", "Part I")
    assert f'href="#{printed.anchor(Path("book/b.html"), "x")}"' in first.body
    assert f'id="{printed.anchor(Path("book/b.html"), "x")}"' in second.body
    assert "<form" not in first.body and 'open=""' in second.body
    assert 'src="p.png"' in second.body and 'href="https://a.example/"' in second.body
    assert "f.ipynb" not in second.body.replace('data-beside="f.ipynb"', ""), (
        "a file beside the pages is no link on paper"
    )
    whole = printed.document("T", [first, second], {second.anchor: 7})
    assert "<b>7</b>" in whole and "B &lt; C" in whole and "Part I" in whole


def test_without_chromium_it_says_what_to_install(site: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(Problem, match=r"none on PATH.*apt install chromium"):
        printed.write(site, site, site / "x.pdf")


def test_wheels_are_what_is_installed_here_with_all_that_they_need_in_a_browser():
    found = {one.name: one for one in wheels.installed("ipython", python="3.14")}
    assert {"traitlets", "jedi", "prompt-toolkit", "wcwidth"} <= set(found)
    assert "pexpect" not in found, "a browser starts no programs"
    one = found["ipython"]
    with zipfile.ZipFile(io.BytesIO(one.data)) as wheel:
        names = wheel.namelist()
        assert any(name.endswith("IPython/__init__.py") for name in names)
        assert not [name for name in names if name.endswith((".so", ".pyc")) or name.startswith("..")]
        record = next(name for name in names if name.endswith("RECORD"))
        assert len(wheel.read(record).decode().splitlines()) == len(names)
    assert one.imports == ("IPython",) and "traitlets" in one.depends
    assert wheels.installed("ipython", python="3.14")[0].sha256 == sorted(found.items())[0][1].sha256


def test_a_package_that_is_missing_is_named():
    with pytest.raises(Problem, match="no-such-package is not installed"):
        wheels.installed("no-such-package", python="3.14")


def test_a_page_for_files_carries_python_as_one_script(tmp_path: Path):
    folder = tmp_path / "python-0"
    folder.mkdir()
    (folder / "pyodide.mjs").write_text("let a;export{a as loadPyodide,b as version};", "utf-8")
    (folder / "pyodide.asm.mjs").write_text("import.meta.url;export default _createPyodideModule;", "utf-8")
    (folder / "worker.js").write_text('const here = new URL("./", import.meta.url).href; import(here + name);', "utf-8")
    (folder / "stdlib.zip").write_bytes(b"\0zip")
    made = offline.carried(folder)
    assert "import.meta" not in made["code"] and "export" not in made["code"].replace("exported", "")
    assert list(made["files"]) == ["stdlib.zip"] and json.dumps(made)
    (folder / "worker.js").write_text("another worker", "utf-8")
    with pytest.raises(Problem, match="times, not once"):
        offline.carried(folder)
