"""The pictures and printed lines of the README and of the book's pages, taken from the running kit with invented people.

``python -m school.dev.shots`` (after `make test`) takes all; ``python -m school.dev.shots grading`` only those of the
page on grading; `lesson`, `formgrader` and `page` are the README's. Retake them when what they show has changed, look
at them, and commit them.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from school import house
from school.book.terminal import QUIET
from school.grading import gradebook, personas, roster
from school.grading.course import Course

README, BOOK = "docs/shots", "book/shots"
MODULE = "04-costs-and-break-even"
FEW, MANY = 64, 256  # colours: of text and lines alone, and where there are logos and charts; a third of the bytes
SHARP = 1.5  # picture points for each of the page's: sharp enough on a phone, half the bytes of 2
WIDE, FOLD = 105, 80  # characters: what the line of `school grade` needs to show its bar; what the page shows whole
_FOLDER = textwrap.TextWrapper(FOLD, break_long_words=False, break_on_hyphens=False)  # paths and names stay whole
SILENT, MARKED, STRANGER = "Bella Blank", "Oleg Ownpay", "masha_homework.ipynb"
# The correction for the re-grade: whoever stops at the first break-even gets half a point more.
CORRECTED = ("+ 2 * teacher) / margin): (\n            1.5,", "+ 2 * teacher) / margin): (\n            2,")


@contextmanager
def running(*command: str, cwd: Path, env: dict[str, str]) -> Iterator[str]:
    """The address that a command prints while it runs."""
    process = subprocess.Popen(command, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        process.terminate()
        process.wait(20)


def shot(page: Page, path: Path, clip: dict[str, float] | None = None) -> None:
    """What the page shows, or the part ``clip`` of all of it (in the page's own points), as a small file."""
    seen = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=clip is not None))).convert("RGB")
    # the second way keeps a colour that stands on few points, such as that of one word
    colours, way = (FEW, Image.Quantize.MEDIANCUT) if clip else (MANY, Image.Quantize.MAXCOVERAGE)
    seen.quantize(colours, way, dither=Image.Dither.NONE).save(path, "png", optimize=True)


def at(page: Page, place: str, wide: float, high: float, *, left: float = 0, above: float = 0) -> dict[str, float]:
    """The part of the page that begins ``above`` the element ``place``."""
    box = page.locator(place).first.evaluate("e => e.getBoundingClientRect().top + scrollY")
    return {"x": left, "y": max(box - above, 0), "width": wide, "height": high}


# --- the README's


def lesson(browser: Browser, address: str, to: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    base, _question, token = address.partition("?")
    page.goto(f"{base.partition('/lab')[0]}/lab/tree/course/{MODULE}.ipynb?{token}&reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.locator(".venture-model[data-bound=yes]").nth(3).wait_for()
    page.get_by_role("heading", name="Move it and look").evaluate("at => at.scrollIntoView()")
    page.wait_for_timeout(1500)
    shot(page, to / "lesson.png")


def inside(page: Page, address: str) -> str:
    """The server's base; the token in ``address`` opens the door, and the formgrader then knows the visitor."""
    page.goto(address)
    page.locator(".jp-NotebookPanel, .jp-Launcher").first.wait_for()
    return f"{address.partition('/lab')[0]}/formgrader"


def formgrader(browser: Browser, address: str, to: Path) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 760})
    page.goto(f"{inside(page, address)}/manage_submissions/{MODULE}")
    page.get_by_role("link", name="Perfect, Perla").wait_for()
    shot(page, to / "formgrader.png")


def book(browser: Browser, address: str, to: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{address.rstrip('/')}/book/models/break-even.html")
    planned = page.locator("[data-vm-input=planned]")
    planned.fill("49")
    page.locator(".venture-model[data-state=ready]").wait_for()
    shot(page, to / "page.png")


# --- the book's page on grading: the same cohort once more, one command after the other


class Walk:
    """A kit in which nothing was released yet, with what the demo's people sent; commands are typed there."""

    def __init__(self, demo: Path, folder: Path, env: dict[str, str], to: Path) -> None:
        self.env, self.to = env | QUIET | {"COLUMNS": str(WIDE)}, to
        for name in ("nbgrader_config.py", "solutions", "handed-in"):
            (shutil.copytree if (demo / name).is_dir() else shutil.copy)(demo / name, self._in(folder) / name)
        self.course = Course.here(folder)
        self.people = {one.name: one for one in personas.of_module(Course.here(demo), MODULE)}
        self.ids = {f"{s.first_name} {s.last_name}": s.id for s in roster.read(demo / "cohort/students.csv").values()}
        shutil.copy(demo / "cohort/students.csv", self._in(folder / "cohort"))
        self._as_it_comes(folder / "handed-in")

    @staticmethod
    def _in(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _as_it_comes(self, sent: Path) -> None:
        """One person sent nothing, one file has a name that nobody bears, and the due date is an even hour."""
        first = min(one.stat().st_mtime for one in sent.rglob("*") if one.is_file())
        due = datetime.fromtimestamp(first, UTC) + timedelta(hours=5)  # the demo's people send five hours before
        self.due = due.replace(hour=18, minute=0, second=0, microsecond=0) - timedelta(days=1)
        for one in [one for one in sent.rglob("*") if one.is_file()]:
            when = one.stat().st_mtime + (self.due - due).total_seconds()
            os.utime(one, (when, when))
        for one in sent.glob(f"{self.ids[SILENT]}*"):
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        shutil.copy2(next(sent.glob("*.ipynb")), sent / STRANGER)

    def says(self, command: str, name: str = "", *, fails: bool = False) -> None:
        """Keep ``command`` and what it prints as ``name``.txt; ``fails`` says that exit code 1 is meant."""
        run = subprocess.run(shlex.split(command), cwd=self.course.root, env=self.env, text=True, capture_output=True)
        if (run.returncode != 0) != fails:
            raise RuntimeError(f"{command} ended with {run.returncode}: {run.stdout}{run.stderr}")
        lines = [line.rstrip() for line in (run.stdout + run.stderr).splitlines() if line.strip()]
        # a bar or a table is as wide as it is; a sentence is folded, as a terminal does
        folded = [part for line in lines for part in ([line] if re.search("━|  ", line) else _FOLDER.wrap(line))]
        if name:
            (self.to / f"{name}.txt").write_text("\n".join([command, *folded]) + "\n", "utf-8")

    def take_in_and_grade(self) -> None:
        self.says("school doctor", "doctor")
        self.says(f"school release 04 --due '{self.due:%Y-%m-%d %H:%M}'", "release")
        self.says("school collect 04 --from handed-in", "collect", fails=True)
        self.says("school grade 04", "grade")

    def mark(self, browser: Browser, address: str) -> None:
        """Mark one answer in the formgrader, as a coach does."""
        page = browser.new_page(viewport={"width": 1040, "height": 800}, device_scale_factor=SHARP)
        base = inside(page, address)
        page.goto(f"{base}/gradebook/{MODULE}/{MODULE}")
        page.get_by_role("link", name="Submission #1", exact=True).wait_for()
        shot(page, self.to / "to-mark.png", at(page, ".breadcrumb", 850, 850 * 9 / 16, left=182, above=14))
        student, answer = self.ids[MARKED], self.people[MARKED].written["words"]
        with self.course.gradebook() as grades:
            number = grades.find_submission_notebook(MODULE, MODULE, student).id
        page.set_viewport_size({"width": 860, "height": 800})
        page.goto(f"{base}/submissions/{number}/?index=0")
        page.locator("input#words").fill(f"{answer.points:g}")
        page.locator("textarea#words-comment").fill(answer.comment)
        page.locator("input#words").focus()
        page.locator("input#words").blur()  # leaving a field saves it
        page.wait_for_timeout(1500)
        page.evaluate("scrollTo(0, 0)")  # the bar at the top goes with the page and would stand over the question
        with self.course.gradebook() as grades:
            (row,) = [one for one in gradebook.rows(grades, self.course, MODULE) if one.student.id == student]
        if row.waiting or row.coach != answer.points:
            raise RuntimeError(f"the formgrader did not keep the points: {row}")
        shot(
            page, self.to / "marking.png", at(page, "h2:has-text('5. Your words')", 740, 740 * 3 / 4, left=60, above=28)
        )

    def mark_the_rest(self) -> None:
        with self.course.gradebook() as grades:
            for row in gradebook.rows(grades, self.course, MODULE):
                person = self.people[f"{row.student.first_name} {row.student.last_name}"]
                for question in row.waiting:
                    answer = person.written[question]
                    gradebook.mark(grades, MODULE, row.student.id, question, answer.points, answer.comment)

    def give_back(self, browser: Browser) -> None:
        self.says("school feedback 04 --zip", "feedback")
        self.says("school export")
        self.says("school export 04 --for moodle", "moodle")
        self.says("school export 04 --for canvas")
        self.says("school report --no-open")
        page = browser.new_page(viewport={"width": 800, "height": 800}, device_scale_factor=SHARP)
        page.goto((self.course.feedback(self.ids[MARKED], MODULE) / f"{MODULE}.html").as_uri())
        shot(page, self.to / "points.png", at(page, "#toc", 770, 770 * 9 / 21, left=15, above=66))
        shot(page, self.to / "feedback.png", at(page, "[name=rent]", 770, 770 * 9 / 16, left=15))
        page.goto((self.course.cohort / "report.html").as_uri())
        shot(page, self.to / "report.png", at(page, "h1", 800, 800 * 3 / 4, above=20))

    def correct_a_check(self) -> None:
        master = self.course.master(MODULE)
        (check,) = [cell for cell in master.cells if CORRECTED[0] in cell.source]
        check.source = check.source.replace(*CORRECTED)
        nbformat.write(master, self.course.solutions(MODULE) / f"{MODULE}.ipynb")
        self.says("school release 04")
        self.says("school grade 04 --dry-run", "dry-run")


def main(wanted: set[str]) -> None:
    root = house.root()
    readme, pages = root / README, root / BOOK
    for folder in (readme, pages):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        scratch = Path(name)
        found = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])  # `school` is there
        env = os.environ | {
            "PATH": found,
            "VENTURE_WORK": str(scratch / "work"),
            "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
        }
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        start = ("school", "start", "--no-browser")
        demo = scratch / "demo"
        if wanted & {"formgrader", "grading"}:
            subprocess.run(
                ["school", "demo", MODULE, "--students", "12", "--keep", demo], cwd=root, env=env, check=True
            )
        if "lesson" in wanted:
            with running(*start, cwd=root, env=env) as address:
                lesson(browser, address, readme)
        if "formgrader" in wanted:
            with running(*start, cwd=demo, env=env) as address:
                formgrader(browser, address, readme)
        if "page" in wanted:
            with running("school", "book", "--serve", "--no-browser", "--port", "8765", cwd=root, env=env) as address:
                book(browser, address, readme)
        if "grading" in wanted:
            walk = Walk(demo, scratch / "walk", env, pages)
            walk.take_in_and_grade()
            with running(*start, cwd=walk.course.root, env=env) as address:
                walk.mark(browser, address)
            walk.mark_the_rest()
            walk.give_back(browser)
            walk.correct_a_check()
        browser.close()


if __name__ == "__main__":
    main(set(sys.argv[1:]) or {"lesson", "formgrader", "page", "grading"})
