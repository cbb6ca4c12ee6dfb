"""A strict content-security policy, and pages that keep it.

A browser that holds to it runs no script and applies no style that stands inside a page, asks no
other host, and lets nothing frame the page where the host sends the policy as a header. What a
notebook or the theme still writes into a page, such as the style of a box, moves into a file here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape, unescape
from pathlib import Path

from sphinx.application import Sphinx

# wasm-unsafe-eval lets WebAssembly start and nothing else; Python in the page needs it.
RULES = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
# JupyterLite makes code from text and styles as it goes; it keeps to this site all the same.
LITE_RULES = {
    **RULES,
    "script-src": "'self' 'unsafe-eval' 'unsafe-inline' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'self' blob:",
}
FOLDER = "_static/own"
_SCRIPT = re.compile(r"<script>(?P<code>.*?)</script>", re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript>\s*<style>(?P<css>.*?)</style>\s*</noscript>", re.DOTALL)
_SHEET = re.compile(r"<style>(?P<css>.*?)</style>", re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z][^\s/>]*(?:\s+[^\s=>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*\s*/?>")
_STYLE = re.compile(r'\sstyle="(?P<css>[^"]*)"')
_CLASS = re.compile(r'\sclass="(?P<names>[^"]*)"')


def text(rules: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def allowing(sheets: set[str], rules: dict[str, str]) -> dict[str, str]:
    """The rules, with style sheets that a page must carry in itself allowed by their fingerprints."""
    marks = [base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in sorted(sheets)]
    return {**rules, "style-src": " ".join([rules["style-src"], *(f"'sha256-{mark}'" for mark in marks)])}


def headers(sheets: set[str]) -> str:
    """The file `_headers`, as Netlify, Cloudflare Pages and others read it. Other hosts: see docs/decisions/book.md."""
    common = "  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"
    common += "  Permissions-Policy: camera=(), microphone=(), geolocation=()\n"
    pages = f"  Content-Security-Policy: {text(allowing(sheets, RULES))}; frame-ancestors 'none'\n"
    lite = f"  ! Content-Security-Policy\n  Content-Security-Policy: {text(LITE_RULES)}; frame-ancestors 'self'\n"
    return (
        f"/*\n{common}{pages}\n/lite/*\n{lite}\n"
        "/_static/live/python-*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )


class Apart:
    """Moves what stands inside a page into files of ``site``, one file for each text that is met."""

    def __init__(self, site: Path) -> None:
        self.folder = site / FOLDER
        self.styles: dict[str, str] = {}
        self.sheets: set[str] = set()  # of pages that must be whole in themselves
        self.folder.mkdir(parents=True, exist_ok=True)

    def page(self, html: str, up: str, rules: dict[str, str] | None = None) -> str:
        """The page without scripts and styles in it, with the policy; ``up`` leads to the site's root."""
        html = _SCRIPT.sub(lambda m: f'<script src="{self._file(m["code"], "js", up)}"></script>', html)
        html = _NOSCRIPT.sub(
            lambda m: f'<noscript><link rel="stylesheet" href="{self._file(m["css"], "css", up)}"></noscript>', html
        )
        html = html.replace(' onclick="window.print()"', " data-print")  # static/book.js listens
        html = _TAG.sub(self._without_style, html)
        sheets = {match["css"] for match in _SHEET.finditer(html)}
        self.sheets |= sheets
        said = escape(text(allowing(sheets, rules or RULES)), quote=False)
        meta = f'<meta http-equiv="Content-Security-Policy" content="{said}">'
        sheet = f'<link rel="stylesheet" href="{up}{FOLDER}/styles.css">' if self.styles else ""
        html = re.sub(r"(<meta charset=[^>]*>)", lambda m: f"{m[1]}\n    {meta}", html, count=1)
        return html.replace("</head>", f"{sheet}\n</head>", 1)

    def finish(self) -> None:
        """Write the collected styles. They stood on their elements, where they were stronger than any sheet."""
        rules = [f".{name} {{ {css} }}" for name, css in sorted(self.styles.items())]
        (self.folder / "styles.css").write_text("\n".join(rules) + "\n", "utf-8")

    def _file(self, content: str, kind: str, up: str) -> str:
        name = f"{hashlib.sha256(content.encode()).hexdigest()[:10]}.{kind}"
        (self.folder / name).write_text(content, "utf-8")
        return f"{up}{FOLDER}/{name}"

    def _without_style(self, tag: re.Match[str]) -> str:
        whole = tag[0]
        found = _STYLE.search(whole)
        if not found:
            return whole
        parts = [part.strip() for part in unescape(found["css"]).split(";") if part.strip()]
        css = " ".join(f"{part} !important;" if "!important" not in part else f"{part};" for part in parts)
        name = f"own-{hashlib.sha256(css.encode()).hexdigest()[:8]}"
        self.styles[name] = css
        whole = whole.replace(found[0], "", 1)
        if classes := _CLASS.search(whole):
            return whole.replace(classes[0], f' class="{classes["names"]} {name}"', 1)
        return re.sub(r"^(<[^\s/>]+)", rf'\1 class="{name}"', whole)


def keep(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    site = Path(app.outdir)
    apart = Apart(site)
    for path in sorted(site.rglob("*.html")):
        inside = path.relative_to(site)
        if inside.parts[0] in ("_static", "_sources", "_downloads", "lite"):
            continue
        html = path.read_text("utf-8")
        if "Content-Security-Policy" not in html:
            path.write_text(apart.page(html, "../" * (len(inside.parts) - 1)), "utf-8")
    apart.finish()
    (site / "_headers").write_text(headers(apart.sheets), "utf-8")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", keep, priority=950)  # after everything that writes pages
