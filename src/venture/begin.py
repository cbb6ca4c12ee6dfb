"""The first page's cells: three questions to practise answering on, and the student's plan, begun and named."""

from __future__ import annotations

from dataclasses import replace

from venture import my_plan, notes
from venture.checks import is_blank
from venture.faces.box import in_the_book, note
from venture.lesson import CHECKS, Check
from venture.my_plan import Section
from venture.words import _

LONGEST = 60  # letters of a name or a place
NAMES = {"name": _("The venture's name"), "place": _("The town")}
SECTION = Section(
    write=lambda plan, given: replace(plan, **given),
    read=lambda plan: {"name": plan.name, "place": plan.place},
)
FIXED, CHILDREN = 245, 48  # of the children's centre, case A: ₽ thousand a month, and how many come

QUESTIONS = {
    "change": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("A cell waits for you as long as you like. What did you press before?"),
                "c": _("Saving keeps what stands there, the old answer too. What did you press before?"),
            },
            explain=_("Nothing changes until you run the cell. That is why you may try anything."),
        ),
    ),
    "one_child": Check(
        "number",
        dict(
            unit=_("₽ thousand"),
            low=0,
            high=FIXED,
            expected=FIXED / CHILDREN,
            tolerance=0.06,
            mistakes={
                CHILDREN / FIXED: _("You divided the other way round. Begin with what is shared out: 245."),
                lambda x: abs(x - FIXED * CHILDREN) < 1: _("You multiplied. One child carries only a part of the 245."),
                FIXED - CHILDREN: _("You took 48 away. Share 245 out among 48 children."),
            },
            explain=_("245 / 48. Each of the 48 carries a little more than five thousand."),
        ),
    ),
    "tuesday": Check(
        "choice",
        dict(
            options="abc",
            expected="b",
            mistakes={
                "a": _("The computer is well. It has only forgotten a name since yesterday. Which cell tells it?"),
                "c": _("Your text and your answers are all there. Only the names are forgotten. Which cell brings them back?"),
            },
            explain=_("A notebook keeps its text for ever and its names only until it is closed. The first cell brings them back."),
        ),
    ),
}  # fmt: skip


def check(name: str, answer: object) -> None:
    """Say whether an answer on the first page is right and, if not, which error it looks like. Nothing is kept."""
    asked = QUESTIONS[name]
    CHECKS[asked.kind](answer, **asked.settings)


def begin_plan(name: object = ..., place: object = ...) -> None:
    """Begin the student's plan, or rename it: a name and a town, in quotation marks. A blank one stays as it is."""
    if in_the_book():
        return
    given: dict[str, str] = {}
    for field, answer in (("name", name), ("place", place)):
        if is_blank(answer):
            continue
        text = " ".join(str(answer).split()) if isinstance(answer, str) else ""
        if not text or len(text) > LONGEST or not text.isprintable():
            note("unclear", _("{what}: write one to {n} letters between quotation marks, for example \"Vera's centre\".").format(what=NAMES[field], n=LONGEST))  # fmt: skip
            return
        given[field] = text
    where = f"{notes.folder().name}/{my_plan.NAME}"
    if not given and not my_plan.path().exists():
        note("blank", _("Give your venture a name in place of the dots. You may change it any day."))
        return
    from venture.planfile.problems import BadPlan

    try:
        if given:
            draft = my_plan.draft(SECTION, given)
            if draft.changes or not my_plan.path().exists():
                draft.write()
        plan = my_plan.current()
    except BadPlan as broken:
        note("unclear", str(broken))
        return
    except OSError as error:
        note("unclear", _("{file} cannot be written: {why}.").format(file=where, why=error.strerror))
        return
    here = _(" in {place}").format(place=plan.place) if plan.place else ""
    note("noted", _("Your plan “{name}”{here} is in {file}. Each module adds to it.").format(name=plan.name, here=here, file=where))  # fmt: skip
