"""The formats of a day: their lengths and steps. All of them are this kit's proposal; a facilitator knows better."""

from __future__ import annotations

from dataclasses import dataclass

from venture.days.day import Day, spread
from venture.words import _

SLIDES, SLIDE_SECONDS = 20, 20
CHANGE_SECONDS = 80  # applause, and the next one to the front
ADVICE = ((_("Tell"), 3), (_("Questions"), 3), (_("Advice"), 4), (_("Echo"), 2))
ADVICE_WORDS = (
    _("The owner says what the project is and asks one question. The three listen."),
    _("The three ask only what they need to know. No advice in the shape of a question."),
    _("The three advise, each from their sector. The owner writes and does not defend."),
    _("The owner says what they heard, and the one thing that they will do."),
)
ADVICE_MINUTES = sum(minutes for _what, minutes in ADVICE)
ADVICE_CHANGE = 3  # minutes between two rounds
ROUNDS_635 = (6, 5)  # six rounds of five minutes


@dataclass(frozen=True)
class Format:
    """``steps`` are what happens and for how many minutes; ``fixed`` names the steps that do not stretch.

    ``low`` and ``high`` are the proposed bounds; ``pause`` says that people rest.
    """

    title: str
    minutes: int
    low: int
    high: int
    steps: tuple[tuple[str, int], ...] = ()
    fixed: tuple[int, ...] = ()
    pause: bool = False
    needs: str = ""


_SIX, _FIVE = ROUNDS_635
FORMATS: dict[str, Format] = {
    "opening": Format(
        _("Opening"), 20, 10, 30,
        ((_("Welcome, and what the day is for"), 5), (_("Who is in the room: the three sectors stand up in turn"), 10), (_("How the day works; photo rules"), 5)),
    ),
    "breakfast": Format(
        _("Social Impact Breakfast"), 90, 75, 90,
        ((_("Sit down at mixed tables, read the question card"), 10), (_("Round 1"), 20), (_("Round 2, other tables"), 20), (_("Round 3, other tables"), 20), (_("Harvest on one wall"), 20)),
        needs=_("one question card a table, a host at each"),
    ),
    "city laboratory": Format(
        _("City laboratory: examination of public space"), 180, 150, 420,
        ((_("Route, sheets, photo rules"), 15), (_("Walk and observe"), 110), (_("Compare sheets in the group"), 25), (_("Findings on the wall"), 30)),
        needs=_("observation sheets, clipboards, a map"),
    ),
    "discourse": Format(
        _("Discourse with a practitioner"), 60, 45, 75,
        ((_("The practitioner tells"), 20), (_("Questions from the participants' projects"), 40)),
        needs=_("questions collected the day before"),
    ),
    "creative session": Format(
        _("Creative session"), 110, 90, 150,
        ((_("Turn the problem into “how might we …”"), 15), (_("6-3-5: six people, three ideas, five minutes, six rounds"), _SIX * _FIVE), (_("Dot vote"), 10), (_("Prototype of paper and boxes"), 35), (_("An owner and a step within thirty days"), 20)),
        fixed=(1,),
        needs=_("paper, dots, scissors, boxes"),
    ),
    "project fair": Format(
        _("Project fair"), 60, 45, 120,
        ((_("Set up the stands"), 10), (_("First half shows, second half visits"), 22), (_("The other way round"), 22), (_("One sentence: what I take from another stand"), 6)),
        needs=_("a table and a wall for each project"),
    ),
    "pitch slam": Format(_("Pitch slam: twenty slides, twenty seconds each"), 30, 0, 150, needs=_("slides that move on by themselves")),
    "consultation": Format(_("Cross-sector consultation"), 30, 0, 120, needs=_("a bell, a clock that all see")),
    "harvest": Format(
        _("Harvest"), 30, 15, 45,
        ((_("Put findings and ideas into the table"), 15), (_("Votes"), 5), (_("Owners step forward"), 10)),
        needs=_("the harvest table, large"),
    ),
    "commitments": Format(
        _("Thirty-day commitments"), 30, 20, 45,
        ((_("Write one step, alone"), 8), (_("Read it to a partner, make it smaller"), 12), (_("Name the first follow-up date aloud"), 10)),
        needs=_("a commitment card each"),
    ),
    "closing": Format(_("Closing"), 15, 10, 30),
    "break": Format(_("Break"), 15, 10, 30, pause=True),
    "lunch": Format(_("Lunch"), 60, 45, 90, pause=True),
    "session": Format(_("Session"), 45, 5, 240),
}  # fmt: skip


def slam_minutes(pitches: int) -> int:
    """Minutes of a slam, rounded up: each pitch 400 seconds, and a change between two."""
    seconds = pitches * SLIDES * SLIDE_SECONDS + max(pitches - 1, 0) * CHANGE_SECONDS
    return -(-seconds // 60)


def consultation_minutes(rounds: int) -> int:
    """Minutes of so many rounds one after another, with the changes between them."""
    return rounds * ADVICE_MINUTES + max(rounds - 1, 0) * ADVICE_CHANGE


def least(format: str, day: Day) -> int:
    """The fewest minutes that a format's fixed steps take; 1 where it has none."""
    if format == "pitch slam" and day.asking:
        return slam_minutes(len(day.asking))
    if format == "consultation":
        return consultation_minutes(_rounds(day))
    one = FORMATS[format]
    return max(1, sum(one.steps[at][1] for at in one.fixed) + len(one.steps) - len(one.fixed))


def usual(format: str, day: Day) -> int:
    """The proposed minutes; where projects decide them, as many as those need."""
    counted = (format == "pitch slam" and day.asking) or format == "consultation"
    return least(format, day) if counted else FORMATS[format].minutes


def steps(format: str, minutes: int, day: Day) -> list[tuple[str, int]]:
    """What happens in so many minutes; the steps add up to them."""
    one = FORMATS[format]
    if format == "pitch slam" and day.asking:
        need = least(format, day)
        told = [(_("{n} pitches of 6 minutes 40 seconds, and the changes").format(n=len(day.asking)), need)]
        return told + ([(_("Talk"), minutes - need)] if minutes > need else [])
    if format == "consultation":
        rounds = _rounds(day)
        told = []
        for at in range(1, rounds + 1):
            told.append((_("Round {n}: tell 3, questions 3, advice 4, echo 2").format(n=at), ADVICE_MINUTES))
            if at < rounds:
                told.append((_("Change seats"), ADVICE_CHANGE))
        rest = minutes - sum(length for _what, length in told)
        return told + ([(_("What each owner will do, one sentence"), rest)] if rest else [])
    fixed = sum(one.steps[at][1] for at in one.fixed)
    free = [at for at in range(len(one.steps)) if at not in one.fixed]
    lengths = dict(zip(free, _lengths(minutes - fixed, [one.steps[at][1] for at in free]), strict=True))
    return [(what, lengths.get(at, usual)) for at, (what, usual) in enumerate(one.steps)]


def _lengths(total: int, parts: list[int]) -> list[int]:
    """In steps of five minutes where that can be, because a bell at 09:23 helps nobody."""
    fives = spread(total // 5, parts) if total % 5 == 0 else [0]
    if all(fives):
        return [5 * one for one in fives]
    return [1 + one for one in spread(total - len(parts), parts)]  # no step is left out


def _rounds(day: Day) -> int:
    from venture.days.advice import plan

    return max(1, len(plan(day))) if day.asking else 1
