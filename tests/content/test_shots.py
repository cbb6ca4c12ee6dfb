"""The pictures and printed lines on the page about grading: small, sharp, in their frame, said in words, and each one used."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from notebooks import ROOT
from PIL import Image
from typer.testing import CliRunner

from school.cli import app

PAGE = ROOT / "book" / "grading.md"
SHOTS = ROOT / "book" / "shots"
PICTURES = sorted(SHOTS.glob("*.png"))
PRINTED = sorted(SHOTS.glob("*.txt"))
MOST = 80_000  # bytes of a picture
FRAME = re.compile(
    r"^::::\{div\} ratio ratio-(?P<wide>\d+)x(?P<high>\d+) sd-border-1 sd-mb-2\n```\{image\} shots/(?P<name>[\w-]+\.png)\n(?P<options>.*?)^```\n::::$",
    re.MULTILINE | re.DOTALL,
)
FRAMES = {one["name"]: one for one in FRAME.finditer(PAGE.read_text("utf-8"))}
COMMANDS = sorted(
    {
        line.partition(" #")[0].strip()
        for name in ("grading.md", "cohort.md")
        for block in re.findall(r"^```shell\n(.*?)^```", (ROOT / "book" / name).read_text("utf-8"), re.M | re.S)
        for line in block.splitlines()
        if line.startswith("school ")
    }
)


def printed(name: str) -> str:
    return (SHOTS / f"{name}.txt").read_text("utf-8")


def test_each_picture_and_each_printed_line_stands_on_the_page():
    text = PAGE.read_text("utf-8")
    assert {one.name for one in PICTURES} == set(FRAMES)
    assert {one.name for one in PRINTED} == set(re.findall(r"^```\{literalinclude\} shots/(\S+)$", text, re.MULTILINE))


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
class TestPicture:
    def test_is_small_and_sharp(self, path: Path):
        wide, _high = Image.open(path).size
        assert path.stat().st_size < MOST
        assert wide >= 1100  # the page shows it some 740 wide

    def test_its_frame_has_its_shape(self, path: Path):
        """The frame keeps the room before the picture has come; of another shape, it would stretch the picture."""
        wide, high = Image.open(path).size
        frame = FRAMES[path.name]
        assert wide / high == pytest.approx(int(frame["wide"]) / int(frame["high"]), rel=0.005)

    def test_is_said_in_words_waits_and_opens_large(self, path: Path):
        options = dict(re.findall(r"^:(\w+): (.+)$", FRAMES[path.name]["options"], re.MULTILINE))
        after = PAGE.read_text("utf-8").partition(FRAMES[path.name][0])[2]
        caption = re.match(r"\s*```\{rst-class\} caption\n(.+?)\n```", after)
        assert options["loading"] == "lazy"
        assert options["target"] == f"../_images/{path.name}"
        assert len(options["alt"]) > 60 and caption and caption[1] not in options["alt"]


def test_the_words_beside_pictures_say_what_the_commands_printed():
    """The picture of one student's points and the table of grades come from the same run."""
    alt = FRAMES["points.png"]["options"], FRAMES["marking.png"]["options"]
    got, most = re.search(r"(\d+) of (\d+)", alt[0]).groups()
    coach, of_coach = re.search(r"(\d+) of (\d+)", alt[1]).groups()
    (checks,) = re.findall(r"^ +08-oleg-ownpay +([\d.]+) +0 ", printed("grade"), re.MULTILINE)
    auto, by_hand = re.search(r"checks /([\d.]+) +coach /([\d.]+)", printed("grade")).groups()
    assert float(got) == float(checks) + float(coach)
    assert (float(most), of_coach) == (float(auto) + float(by_hand), by_hand)


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_what_was_typed_is_what_the_page_says_to_type(path: Path):
    typed = path.read_text("utf-8").partition("\n")[0]
    shown = f"```{{literalinclude}} shots/{path.name}\n:language: shell\n:lines: 1\n```"
    assert typed in COMMANDS or shown in PAGE.read_text("utf-8")


def test_the_printed_lines_are_those_that_the_page_speaks_of():
    assert "✗" not in printed("doctor") and "a submission reaches no network" in printed("doctor")
    assert re.search(r"^✗ \S+ refused: no student", printed("collect"), re.MULTILINE)
    assert re.search(r"^! nothing from 1 of the list", printed("collect"), re.MULTILINE)
    assert "to mark by hand" in printed("grade") and "need a look" in printed("grade")
    assert re.search(r"^! \S+: “rent” has [\d.]+, would have [\d.]+$", printed("dry-run"), re.MULTILINE)
    for path in PRINTED:
        assert not re.search(r"(?<![\w.])/\w+/", path.read_text("utf-8")), (
            f"{path.name} names a folder of the machine that took it"
        )


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_and_option_of_the_two_pages_is_there(command: str):
    words = shlex.split(command)[1:]
    shown = CliRunner().invoke(app, [words[0], "--help"], env={"COLUMNS": "300", "NO_COLOR": "1", "TERM": "dumb"})
    assert shown.exit_code == 0, shown.output
    for option in (one for one in words if one.startswith("--")):
        assert re.search(rf"{option}\b", shown.output), f"school {words[0]} has no {option}"
