"""Module 1: the questions of the lesson, with what each likely error deserves to hear.

Case F, a sewing workshop for women after prison, and case A, a children's centre; every number is illustrative.
"""

from __future__ import annotations

from venture import chain
from venture.lesson import Check, Lesson, Prediction
from venture.model import Table
from venture.models import load
from venture.models.from_a_problem_to_a_model import LABELS
from venture.numbers import say
from venture.sections.from_a_problem_to_a_model import SECTION
from venture.words import _

MODEL = load("from_a_problem_to_a_model")
F = MODEL.values(**MODEL.preset("f").values)
A = MODEL.values(**MODEL.preset("a").values)
WITH_YOU = MODEL.run("f")["because_of_you"].value
ANYWAY_A, BECAUSE_A = MODEL.run("a")["would_anyway"].value, MODEL.run("a")["because_of_you"].value
LIKE_THEM, AT_WORK = 64, 17  # women whom the probation office followed, and those of them at work after six months
QUESTIONS = {
    "inputs": _("What do we put in?"),
    "activities": _("What do we do with it?"),
    "outputs": _("What can we count on the day when it is done?"),
    "outcomes": _("What is different for people afterwards?"),
    "impact": _("What of that would not have come without us?"),
}


def links() -> Table:
    """The worked example: the five links of case F, each with the question that finds it."""
    return Table(
        _("The chain of Straight Seam (illustrative)"),
        (_("link"), _("its question"), _("their answer")),
        tuple((LABELS[name], asked, F[name]) for name, asked in QUESTIONS.items()),
    )


def arrows() -> Table:
    """What must be true at each arrow of case F; the third is what the lesson asks next."""
    rows = tuple(
        (
            LABELS[f"assumption_{n}"],
            _("(which one? see the question below)") if n == 3 else F[f"assumption_{n}"],
            F.test if n == F.weakest else _("later"),
        )
        for n in range(1, 5)
    )
    return Table(
        _("One assumption for each arrow (illustrative)"), (_("arrow"), _("what must be true"), _("test")), rows
    )


CHECKS = {
    "recall_run": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Enter alone begins a new line in the cell."),
                "c": _("That saves the notebook. Good habit, but nothing is calculated by it."),
            },
            explain=_("Shift + Enter runs the cell and goes on to the next."),
        ),
    ),
    "recall_children": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Rent and teachers are not paid yet. Read the sentence on the first page again."),
                "b": _("What families pay is more. What did the sentence take off for each child?"),
            },
            explain=_("It is what is left of the fees after each child's own costs; the rent comes out of it (module 4)."),
        ),
    ),
    "recall_private": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("Nothing is sent anywhere. You hand in a task when you decide to."),
                "c": _("Saving keeps them. They are there tomorrow."),
            },
            explain=_("They lie in the folder my-work on your computer, and only there."),
        ),
    ),
    "problem": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("This is your solution, missing. Build it, and the sentence is false; is anybody better off?"),
                "c": _("Too wide: nobody can be looked for, and nothing can be counted."),
            },
            explain=_("It begins with people, says what is hard for them, and leaves open what helps."),
        ),
        question=_(
            "Which sentence states a problem?\na) Our town has no workshop for women after prison.\n"
            "b) Women who come home after a sentence find no employer who asks what they can do.\nc) Society turns away."
        ),
    ),
    "payer": Check(
        "choice",
        dict(
            options="abcd",
            expected="c",
            mistakes={
                "a": _("They are better off for it. Do they give money for it?"),
                "b": _("It sends women and may give a grant. Who pays for the jackets, month by month?"),
                "d": _("They give time. Time is worth something, but it pays no cloth."),
            },
            explain=_("Factories buy workwear. They must be content as well, or there is no work for the women."),
        ),
        question=_(
            "A workshop employs women after prison and sells workwear to factories. The probation office sends the women, "
            "volunteers help. Who is the payer?\na) the women\nb) the probation office\nc) the factories\nd) the volunteers"
        ),
    ),
    "competitors": Check(
        "choice",
        dict(
            options="abc",
            expected="c",
            mistakes={
                "a": _("Nobody else may do the same. But what do the women do today, and where do buyers order?"),
                "b": _("Those are competitors for the buyers. What competes for the women's time?"),
            },
            explain=_("Whatever people do today instead is your competition, and sometimes it is doing without."),
        ),
    ),
    "output": Check(
        "choice",
        dict(
            options="abcd",
            expected="b",
            mistakes={
                "a": _("That is put in before anything is done: an input."),
                "c": _("That is different for people afterwards, and needs a look back: an outcome."),
                "d": _("That compares with a world without the workshop: impact."),
            },
            explain=_("Days of training are counted on the day when they end. Whether they helped, nobody knows yet."),
        ),
        question=_(
            "Which of these is an output?\na) twelve sewing machines\nb) two hundred days of training\n"
            "c) women keep regular work\nd) more women find their way back than would have without us"
        ),
    ),
    "arrow": Check(
        "choice",
        dict(
            options="abc",
            expected="a",
            mistakes={
                "b": _("That must be true so that pieces are sold: an earlier arrow."),
                "c": _("That is a hope for the whole chain, and nobody could test it by next month."),
            },
            explain=_("Between being at work and staying at work stand the crises. If a mentor does not help, the arrow breaks."),
        ),
    ),
    "anyway": Check(
        "number",
        dict(
            unit=_("parents"),
            low=0,
            high=A.reached,
            expected=ANYWAY_A,
            mistakes={
                A.changed * A.anyway / 100: _("You took the share of those who changed. It is a share of all who came."),
                A.anyway: _("That is how many of a hundred. How many came?"),
                A.reached * (1 - A.anyway / 100): _("Those are the ones who would not have managed."),
            },
            explain=_("Of the fifty who came, so many would work full days without the centre."),
        ),
    ),
    "because": Check(
        "number",
        dict(
            unit=_("parents"),
            low=0,
            high=A.reached,
            expected=BECAUSE_A,
            mistakes={
                A.changed: _("That is the outcome. Some of it would have come anyway."),
                A.changed * (1 - A.anyway / 100): _("You took the share off those who changed. Take off the number of the first step."),
                A.reached - A.changed: _("Those are the ones for whom nothing changed."),
            },
            explain=_("The outcome, less what would have come anyway."),
        ),
        question=_(
            "50 parents came, 20 of them work full days now. Of parents like them 12 in 100 got there without help. "
            "For how many did the centre make the difference?"
        ),
    ),
    "stop": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("Who decides that it does not work, and when? There is no number and no day in it."),
                "c": _("Then the money decides, and not what became of people."),
            },
            explain=_("A number, a day, and people: everybody will see alike whether it has come."),
        ),
    ),
}  # fmt: skip

PREDICTIONS = {
    "because_of_them": Prediction(
        lambda: WITH_YOU,
        _("women"),
        _(
            "Of twelve women like them about {anyway} would have found work without the workshop. "
            "Nine less these are what the workshop did."
        ).format(anyway=say(MODEL.run("f")["would_anyway"].value, most=1)),
    ),
    "contradictions": Prediction(
        lambda: MODEL.run("draft")["contradictions"].value,
        _("contradictions"),
        _("An empty box counts only where another box needs it: an offer needs a payer, an outcome an indicator."),
    ),
}


def figures() -> dict[str, float]:
    """Every number that the lesson's prose prints beside the cases' inputs. A content test holds the prose to this list."""
    return {
        "children on the first page": 47,
        "women followed": LIKE_THEM,
        "of them at work": AT_WORK,
        "in a hundred": round(100 * AT_WORK / LIKE_THEM),
        "would have managed": F.reached * F.anyway / 100,
        "because of the workshop": WITH_YOU,
        "the same, as it is spoken": round(WITH_YOU, 1),
        "anyway, moved up": 60,
        "because of it, moved up": chain.beyond_anyway(F.reached, F.changed, 0.60),
        "of a hundred": 100,
        "canvas boxes": 12,
        "people in case A's rooms": 72,
        "children looked after in case A": 68,
        "anyway in case A": ANYWAY_A,
        "because of case A": BECAUSE_A,
        "minutes for the task": 45,
        "months of the first look back": 6,
    }


LESSON = Lesson(
    module="01-from-a-problem-to-a-model",
    title=_("From a social problem to a model"),
    minutes=60,
    model="from_a_problem_to_a_model",
    checks=CHECKS,
    predictions=PREDICTIONS,
    tables={"links": links, "arrows": arrows},
    figures=figures,
    section=SECTION,
)
