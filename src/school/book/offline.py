"""The whole book as one zip for a machine without internet, on a USB stick say.

Unpacked, it opens in two ways. A double click on `open-me.html` shows it from the files: every page
reads as usual and the models compute, because Python comes along as one script (browsers let a page
from a file fetch nothing). `start.py` serves it to this machine alone, with the Python that is there;
then search engines of the browser, whole lessons in JupyterLite and everything else work as on the web.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import stat
import tempfile
import zipfile
from pathlib import Path

from school.book import policy
from school.errors import Problem

NAME = "social-venture-book"
WEB = Path(__file__).parent / "web"
UNCARRIED = ("worker.js", "NOTICE.txt", "pyodide.mjs", "pyodide.asm.mjs")
NOWHERE = "file:///carried/"
FILE_RULES = {
    **policy.RULES,
    # From files, "self" is no address that all browsers know; `file:` is, and the worker is made from text.
    "script-src": "'self' file: 'wasm-unsafe-eval' blob:",
    "style-src": "'self' file:",
    "img-src": "'self' file: data:",
    "worker-src": "'self' blob:",
    "form-action": "'self' file:",
}
START = '''"""Shows the book on this computer: python3 start.py (on Windows: py start.py). Needs Python 3.8 or newer, no internet."""
import functools
import http.server
import sys
import webbrowser
from pathlib import Path

BOOK = Path(__file__).resolve().parent / "book"


class Handler(http.server.SimpleHTTPRequestHandler):
    # Browsers refuse scripts and WebAssembly of the wrong type, and some systems know the wrong ones.
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm",
        ".svg": "image/svg+xml", ".json": "application/json",
    }

    def log_message(self, *_arguments):
        pass


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", wanted), functools.partial(Handler, directory=str(BOOK)))
    server.daemon_threads = True
    address = "http://127.0.0.1:%d/" % server.server_port
    print("Open the book at: %s" % address)
    print("To stop, press Ctrl+C here or close this window.", flush=True)
    if "--no-browser" not in sys.argv:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


main()
'''.replace(
    "wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 0",
    "wanted = next((int(one) for one in sys.argv[1:] if one.isdigit()), 0)",
)
STARTERS = {
    "start.py": START,
    "start.bat": '@echo off\r\ncd /d "%~dp0"\r\npy start.py %* || python start.py %*\r\npause\r\n',
    "start.command": '#!/bin/sh\ncd "$(dirname "$0")" && exec python3 start.py "$@"\n',
    "start.sh": '#!/bin/sh\ncd "$(dirname "$0")" && exec python3 start.py "$@"\n',
}
READ_ME = """The book, without internet
=========================

Unpack the zip first. Then choose one of two ways.

1. Double-click open-me.html.
   Your browser shows the book. Every page reads as usual, and the models compute.
   (Tried in Chromium, the base of Chrome and Edge. Elsewhere a model that cannot start says so; its figures stay right.)

2. Start it with Python (3.8 or newer), if whole lessons are to open in the browser as well.
   Windows: double-click start.bat.   macOS: double-click start.command.   Linux: sh start.sh
   Your browser opens the book. Leave the window open while you read.

Nothing is installed, and nothing that you type leaves this computer.
"""


def write(site: Path, target: Path) -> Path:
    """Pack the built ``site`` into the zip ``target``.

    Raises:
        Problem: the site is not as it is expected, so that its models would not compute from a file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        copy = Path(scratch) / "book"
        shutil.copytree(site, copy)
        carry(copy)
        half = Path(scratch) / target.name
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
            for name, text in STARTERS.items():
                entry = zipfile.ZipInfo(f"{NAME}/{name}", (1980, 1, 1, 0, 0, 0))
                entry.external_attr = (stat.S_IFREG | 0o755) << 16  # may be started
                out.writestr(entry, text)
            out.writestr(f"{NAME}/READ-ME.txt", READ_ME.replace("\n", "\r\n"))
            out.writestr(f"{NAME}/open-me.html", _door(copy))
            for path in sorted(copy.rglob("*")):
                if path.is_file():
                    out.write(path, f"{NAME}/book/{path.relative_to(copy).as_posix()}")
        half.replace(target)
    return target


def carry(site: Path) -> None:
    """Make the site's pages compute when they are opened from files."""
    live = site / "_static" / "live"
    folder = next(live.glob("python-*"), None)
    if folder is None:
        raise Problem(f"{live} holds no Python.", "Build the book again: school book.")
    (live / "carried.js").write_text(f"window.ventureCarried = {json.dumps(carried(folder))};\n", "utf-8")
    shutil.copyfile(WEB / "carry.js", live / "carry.js")
    _change(live / "page.js", 'location.protocol === "file:"', "false")
    _change(site / "_static" / "first.js", 'if (location.protocol !== "file:") ', "")
    pages = [path for path in site.rglob("*.html") if path.relative_to(site).parts[0] not in ("_static", "lite")]
    for path in pages:
        text = path.read_text("utf-8")
        up = "../" * (len(path.relative_to(site).parts) - 1)
        # Before the page's own scripts, all of which wait for the page: this one replaces what they use.
        text = text.replace("</head>", f'<script src="{up}_static/live/carry.js"></script>\n</head>', 1)
        path.write_text(_for_files(text), "utf-8")
    (site / "_headers").unlink(missing_ok=True)


def carried(folder: Path) -> dict[str, object]:
    """What a page from a file needs of Python: the worker's code, and its files as text."""
    main = _once((folder / "pyodide.mjs").read_text("utf-8"), r"export\{(\w+) as loadPyodide,(\w+) as version\};?",
                 r"return {loadPyodide: \1, version: \2};")  # fmt: skip
    asm = (folder / "pyodide.asm.mjs").read_text("utf-8").replace("import.meta.url", f'"{NOWHERE}"')
    asm = _once(asm, r"export default _createPyodideModule;?", "return {default: _createPyodideModule};")
    worker = (folder / "worker.js").read_text("utf-8")
    worker = _once(worker, r'new URL\("\./", import\.meta\.url\)\.href', f'"{NOWHERE}"')
    worker = _once(worker, r"import\(here \+ name\)", "bring(here + name)")
    begin = (WEB / "carried-worker.js").read_text("utf-8")
    modules = f'const modules = {{\n"pyodide.mjs": () => {{ {main} }},\n"pyodide.asm.mjs": () => {{ {asm} }},\n}};\n'
    files = {
        path.name: base64.b64encode(path.read_bytes()).decode()
        for path in sorted(folder.iterdir())
        if path.name not in UNCARRIED
    }
    return {"code": begin + modules + worker, "files": files}


def _for_files(html: str) -> str:
    """The page with the policy that suits files. From a server the same policy holds; it names nothing but this book."""
    given = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    if not given:
        return html
    sheets = " ".join(re.findall(r"'sha256-[^']+'", given[1]))
    rules = {**FILE_RULES, "style-src": f"{FILE_RULES['style-src']} {sheets}".strip()}
    return html.replace(given[1], policy.text(rules), 1)


def _door(site: Path) -> str:
    """`open-me.html`: goes to the landing page, with a link for a browser that does not jump."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', (site / "index.html").read_text("utf-8"))
    page = f"book/{found[1] if found else 'index.html'}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>The book</title>\n'
        f'<meta http-equiv="refresh" content="0; url={page}">\n</head>\n'
        f'<body><p><a href="{page}">Open the book</a></p></body>\n</html>\n'
    )


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    if text.count(old) != 1:
        raise Problem(f"{path.name} says “{old}” {text.count(old)} times, not once.", "See school/book/offline.py.")
    path.write_text(text.replace(old, new), "utf-8")


def _once(text: str, pattern: str, new: str) -> str:
    done, times = re.subn(pattern, new, text)
    if times != 1:
        raise Problem(
            f"The page's Python matches “{pattern}” {times} times, not once.",
            "See carried() in school/book/offline.py.",
        )
    return done
