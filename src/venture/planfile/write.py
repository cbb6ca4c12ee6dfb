"""From the plan to its file, and never a file that would not give the same plan back."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import Path

from venture.files import write_atomic
from venture.plan import VERSION, Plan
from venture.planfile import changes, migrate, read, render, snapshots
from venture.planfile.edit import edit
from venture.planfile.problems import BadPlan, Problem
from venture.planfile.tree import decode
from venture.words import _


def dumps(plan: Plan, comments: bool = True) -> str:
    """The plan as the text of a new file, with short comments that say what is what."""
    return render.whole(plan, comments)


def save(plan: Plan, path: Path) -> None:
    """Write the plan into its file.

    Raises:
        BadPlan: when the plan is not valid, or when the file on disk is broken and would be lost.
    """
    plan = replace(plan, plan=VERSION)
    raw = read.content(path) if path.exists() else b""
    if not raw.strip():
        text = dumps(plan)
        _same(text, plan, path.name)
        write_atomic(path, text)
        return
    try:
        old = decode(raw, path.name)
        now = migrate.current(old, path.name)
        read.parse(now, path.name)
    except BadPlan as broken:
        note = _("So the file was not overwritten. Mend it, or move it away, and save again.")
        raise BadPlan(broken.problems, path.name, note) from None
    text = edit(now, plan)
    _same(text, plan, path.name)
    if text == old:
        return
    if now != old:
        snapshots.keep(path, raw, _("before form {version}").format(version=VERSION))
    if b"\r\n" in raw and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = text.replace("\n", "\r\n")
    write_atomic(path, text)


def _same(text: str, plan: Plan, name: str) -> None:
    """Refuse a text that would not give the plan back."""
    note = _("The plan was not saved; the file is as it was.")
    try:
        again = read.parse(text, name).plan
    except BadPlan as wrong:
        raise BadPlan(wrong.problems, name, note) from None
    if again != plan:
        where = "; ".join(str(one) for one in changes.changes(again, plan)[:5])
        says = _("Read back from the file, the plan would not be the same: {where}").format(where=where)
        raise BadPlan([Problem("", "", says)], name, note)
