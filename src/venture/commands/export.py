"""`venture export`: the plan as files that others open."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from xml.etree import ElementTree

import typer

from venture.commands._plan import PLAN, WITH_REQUESTED, Wrong, command_line, put, read, screen, typed
from venture.words import _

if TYPE_CHECKING:
    from venture.plan import Plan

KINDS = {"workbook": ".xlsx", "document": ".docx", "pitch": ".pptx"}
FOR_WHOM = {
    "workbook": _("workbook with live formulas: for whoever checks the numbers, and for yourself"),
    "document": _("business plan: for the bank or the funder to read"),
    "pitch": _("pitch: slides to show while you speak"),
}


def command(
    plan: PLAN,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", show_default=False, help=_("Folder for the files; without it, beside the plan.")
        ),
    ] = None,
    only: Annotated[
        str,
        typer.Option(metavar="KIND", show_default=False, help=_("workbook, document or pitch; without it, all three.")),
    ] = "",
    with_requested: WITH_REQUESTED = False,
    force: Annotated[
        bool, typer.Option("--force", show_default=False, help=_("Also replace files that somebody has changed since."))
    ] = False,
) -> None:
    """Write the plan as a workbook with formulas, a business plan and a pitch.

    Files that this command wrote are replaced. A file that somebody has changed since stays, unless `--force` is given.
    """
    if only and only not in KINDS:
        raise Wrong(_("“{found}” is none of them. There are: {names}.").format(found=only, names=", ".join(KINDS)))
    made = read(plan)
    folder = to or plan.parent
    paths = {kind: folder / f"{plan.stem}{KINDS[kind]}" for kind in ([only] if only else KINDS)}
    if folder.exists() and not folder.is_dir():
        raise Wrong(_("{path} is no folder. Name one after --to.").format(path=folder))
    changed = [path for path in paths.values() if path.exists() and not is_as_written(path)]
    if changed and not force:
        raise Wrong(_("Somebody has changed {paths}, or it is not from this command. Nothing was written. Rename it, choose another folder with --to, or replace it with --force.").format(paths=", ".join(map(str, changed))))  # fmt: skip
    console = screen()
    for kind, path in paths.items():
        there = path.exists()
        doubts = _write(kind, made, path, with_requested)
        says = _("{path} (replaced)") if there else _("{path}")
        console.print(says.format(path=path), markup=False, soft_wrap=True)
        put(console, FOR_WHOM[kind], mark="  ")
        if doubts:
            put(console, _("Look at these numbers in the words:"), "bold yellow", "  ")
        for doubt in doubts:
            put(console, f"{doubt.where}: {doubt.text}", mark="  ? ")
    put(console, _("Keep this version, to see later what has changed since:"))
    command_line(console, "venture freeze", typed(plan), typed(_("sent to the bank")))


def _write(kind: str, plan: Plan, path: Path, with_requested: bool) -> tuple:
    """Writes one file; gives what is doubtful in it."""
    try:
        if kind == "workbook":
            from venture.export.workbook import write_workbook

            write_workbook(plan, path, with_requested=with_requested)
            return ()
        if kind == "pitch":
            from venture.export.pitch import write_pitch

            write_pitch(plan, path, with_requested=with_requested)
            return ()
        from venture.export.document import write_document

        return write_document(plan, path, with_requested=with_requested)
    except OSError as error:
        raise Wrong(_("{path} cannot be written: {why}. Is it open in another program?").format(path=path, why=error.strerror)) from None  # fmt: skip


def is_as_written(path: Path) -> bool:
    """Has nobody saved the file since this command wrote it?

    Programs note who saved a file last and when. What comes from here says the same of both: made and never changed.
    """
    try:
        with zipfile.ZipFile(path) as file:
            core = ElementTree.fromstring(file.read("docProps/core.xml"))
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return False
    said = {one.tag.rpartition("}")[2]: (one.text or "").strip() for one in core}
    untouched = said.get("created") and said.get("created") == said.get("modified")
    return bool(untouched) and said.get("creator", "") == said.get("lastModifiedBy", "")
