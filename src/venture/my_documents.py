"""The student's own plan as files that others open, and as the file that is handed in.

In a lesson: ``my_documents.read_through()`` reads the plan as a funder does, ``my_documents.make()`` writes the
business plan, the workbook and the pitch into ``my-work``. In a task: ``hand_in()`` gives the plan's text.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from venture import my_plan, notes
from venture.faces.box import in_the_book, note
from venture.planfile.problems import BadPlan
from venture.words import _

KINDS = {  # by the ending: what writes it, and whom it is for
    ".docx": ("venture.export.document", "write_document", _("the business plan, for the funder to read")),
    ".xlsx": ("venture.export.workbook", "write_workbook", _("the numbers with live formulas, for whoever checks them")),
    ".pptx": ("venture.export.pitch", "write_pitch", _("the slides, for the pitch")),
}  # fmt: skip


def make(with_requested: bool = False) -> None:
    """Write the three files and say where they lie. A file that somebody has changed by hand stays, under its name.

    Args:
        with_requested: count the grants that are requested as if they were agreed.
    """
    if in_the_book():
        note("told", _("In the notebook this cell writes your plan as a document, a workbook and slides. Nothing leaves your computer."))  # fmt: skip
        return
    try:
        plan = my_plan.current()
    except BadPlan as wrong:
        note("unclear", str(wrong))
        return
    if not my_plan.path().exists():
        note("blank", _("You have no plan yet. Answer “In my venture” in one of the lessons first."))
        return
    folder = notes.folder()
    for ending, (module, name, for_whom) in KINDS.items():
        path = folder / f"{my_plan.path().stem}{ending}"
        try:
            kept = _out_of_the_way(path)
            getattr(importlib.import_module(module), name)(plan, path, with_requested=with_requested)
        except ModuleNotFoundError as missing:
            note("unclear", _("{file} cannot be written here: this Python lacks {what}.").format(file=path.name, what=missing.name))  # fmt: skip
            continue
        except OSError as wrong:
            note("unclear", _("{file} cannot be written ({why}). Is it open in another program? Close it there, and run the cell again.").format(file=path.name, why=wrong.strerror))  # fmt: skip
            continue
        said = _("{file}: {for_whom}.").format(file=f"{folder.name}/{path.name}", for_whom=for_whom)
        if kept:
            said += " " + _("The one that you had changed by hand is kept as {old}.").format(old=kept.name)
        note("noted", said)
    note(
        "told",
        _(
            "They lie in {folder}. In the list of files at the left, right-click one and choose Download. "
            "For a PDF open the .docx in LibreOffice or Word: File → Export as PDF. What you change there does not come back "
            "into your plan: change the plan and run this cell again."
        ).format(folder=folder.resolve()),
    )


def _out_of_the_way(path: Path) -> Path | None:
    """Rename a file that somebody has saved since it was written here, and give its new name."""
    from venture.commands.export import is_as_written

    if not path.exists() or is_as_written(path):
        return None
    number = 1
    while (kept := path.with_stem(f"{path.stem}-changed-{number}")).exists():
        number += 1
    return path.rename(kept)


def read_through() -> None:
    """Read the student's plan as a funder does: red flags, the request, the words beside the numbers."""
    if in_the_book():
        note("told", _("In the notebook this cell reads your own plan as a funder would. Nothing of it leaves your computer."))  # fmt: skip
        return
    from venture import consistency
    from venture.forecast import forecast
    from venture.review import review

    try:
        plan = my_plan.current()
    except BadPlan as wrong:
        note("unclear", str(wrong))
        return
    if not my_plan.path().exists():
        note("told", _("You have no plan yet, so this is the blank one."))
    f = forecast(plan)
    flags = review(plan, f)
    weight = {"stop": _("A funder stops here"), "ask": _("A funder will ask"), "note": _("Worth a look")}
    for flag in flags:
        text = _("{weight}: {found} {why} Try: {try_this} (Section {section}.)").format(
            weight=weight[flag.severity], found=flag.found, why=flag.why, try_this=flag.try_this, section=flag.section
        )
        note("wrong" if flag.severity == "stop" else "told", text)
    if not flags:
        note("right", _("None of the kit's red flags is up. That is no promise: a person sees more."))
    reading = consistency.check(plan, f)
    for one in reading.differs:
        note("wrong", str(one))
    note("told", reading.sentence)
    if missing := unwritten(plan):
        note("told", _("Not written yet: {names}.").format(names=", ".join(missing)))


def unwritten(plan: my_plan.Plan) -> list[str]:
    """The sections of the plan in words that hold no sentence yet."""
    from dataclasses import fields

    from venture.plan import Narrative
    from venture.plan_fields import spec

    return [
        spec(Narrative, one.name).label for one in fields(Narrative) if not getattr(plan.narrative, one.name).strip()
    ]


# --- the plan that is handed in beside a task


def hand_in(say: Callable[[str, str], None] = note) -> str:
    """The text of the plan that lies beside the task, to be handed in with it; empty where there is none.

    At the student's computer the plan of `my-work` is laid beside the notebook first, where it is newer.
    Where only the notebook can be handed in, the text may be pasted in place of the call.
    """
    here = Path.cwd() / my_plan.NAME
    try:
        if (mine := _in_my_work()) and (not here.exists() or here.stat().st_mtime < mine.stat().st_mtime):
            from venture.files import write_atomic
            from venture.planfile.tree import content

            write_atomic(here, content(mine))
            say("noted", _("Your plan from my-work now lies beside this notebook, as {file}.").format(file=here.name))
        if not here.is_file() or here.is_symlink():
            say("blank", _("There is no {file} beside this notebook. Put it there, or paste its text as it says above.").format(file=here.name))  # fmt: skip
            return ""
        from venture.planfile.tree import content, decode

        return decode(content(here), here.name)
    except (OSError, BadPlan) as wrong:
        say("unclear", _("{file} cannot be read: {why}").format(file=here.name, why=wrong))
        return ""


def _in_my_work() -> Path | None:
    """The student's plan in the course's folder, seen from a task's."""
    for folder in (notes.folder(), *(up / "course" / "my-work" for up in Path.cwd().parents)):
        if (folder / my_plan.NAME).is_file():
            return folder / my_plan.NAME
    return None
