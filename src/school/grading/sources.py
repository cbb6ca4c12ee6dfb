"""What students sent, as it comes: a folder, a zip, mails, an export of Moodle or Canvas, a Drive folder.

Everything is looked at where it lies. Nothing is unpacked to disk and no link is followed, so a
name such as ``../../x`` in a zip can do nothing; what is read of each thing has a limit.
"""

from __future__ import annotations

import email
import email.policy
import io
import lzma
import mailbox
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path, PurePosixPath

from school.errors import Problem

LARGEST = 20_000_000  # bytes of one notebook; a task without its outputs has some 20 thousand
LARGEST_BOX = 60_000_000  # bytes of one mail, or of a zip inside another
MOST_FILES = 50_000  # in one folder or zip
DEEPEST = 3  # a school's zip holds students' zips; what is nested deeper is no hand-in
IGNORED = (".ipynb_checkpoints", "__macosx")
QUIET = ("thumbs.db", "desktop.ini", "timestamp.txt")
PLAN = "plan.yaml"  # travels with a notebook, for the task that asks for it
# Some browsers and mail programs hang their own ending on a notebook's.
NOTEBOOK = re.compile(r"\.ipynb(?:\.txt|\.json)?$", re.IGNORECASE)
ZIP_TROUBLES = (  # a broken zip makes the library stop in many ways
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
)

# As the platforms name what they let a teacher download. In Moodle a name has no underscore; Canvas leaves
# only letters, digits and underscores of "Last, First".
_MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<number>\d+)_assign(?:submission|feedback)_(?P<kind>[a-z]+)(?:_.*)?", re.DOTALL
)
_CANVAS = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>\d+)_\d+_.+", re.DOTALL)
_EXCHANGE = re.compile(
    r"(?P<id>[^+]+)\+(?P<module>[^+]+)\+(?P<when>\d{4}-\d\d-\d\d \d\d[:_]\d\d[:_]\d\d[^+]*)(?:\+.*)?"
)
_COPY = re.compile(r"(?: \(\d+\)| - Copy| copy| — копия)+$", re.IGNORECASE)


class Refused(Exception):
    """Why one thing cannot be taken."""


@dataclass(frozen=True)
class File:
    """One file, not read yet."""

    path: PurePosixPath
    """Within the thing that it belongs to."""
    when: datetime
    read: Callable[[], bytes]
    """Raises `Refused`."""
    link: bool = False

    @property
    def is_notebook(self) -> bool:
        return bool(NOTEBOOK.search(self.path.name))


@dataclass(frozen=True)
class Label:
    """What a thing says about whose it is."""

    name: str
    form: str = ""
    """moodle, canvas, exchange, mail, or nothing known."""
    number: str = ""
    """The platform's number for the student, as ``canvas:12345``."""
    address: str = ""
    late: bool = False
    """Whether the platform has marked it as late."""
    when: datetime | None = None
    """When it was handed in, where the thing itself says so."""
    module: str = ""
    """Which task it is for, where the name says so."""

    @property
    def whole(self) -> bool:
        """Whether the name is nothing but a person's name."""
        return self.form in ("moodle", "mail")


@dataclass(frozen=True)
class Thing:
    """One thing that somebody handed in: a notebook, or a folder, zip or mail with notebooks in it."""

    source: str
    """Where it lies, for people."""
    label: Label
    open: Callable[[], Iterable[File]]
    """What is in it; raises `Refused`."""
    kind: str
    """notebook, folder, zip, mail, link, or file for anything else."""
    place: Path | None = None
    """On disk, where it lies there by itself."""
    problem: str = ""
    """Why it cannot even be opened."""


def things(place: Path, known: Callable[[Label], bool], stack: ExitStack) -> Iterator[Thing]:
    """Everything that lies in a folder, a zip or a mail box. ``known`` says whether a label names a student.

    A folder or zip that names nobody, but holds things that do, is looked into: what a platform
    lets one download is such a box, and so is what a drive makes of a shared folder. Zips stay open,
    to be read from, until ``stack`` is closed.
    """
    if place.is_dir():
        nodes = _tree(of_folder(place))
    elif place.suffix.casefold() == ".zip" and place.is_file():
        try:
            nodes = _tree(of_zip(stack.enter_context(zipfile.ZipFile(place))))
        except Refused as why:
            raise Problem(f"{place.name} {why}", "Give the folder with its content instead.") from None
        except ZIP_TROUBLES as error:
            raise Problem(
                f"{place} cannot be opened as a zip ({str(error)[:80]}).",
                "Download it again, or give the unpacked folder.",
            ) from None
    elif place.suffix.casefold() in (".eml", ".mbox") and place.is_file():
        nodes = {place.name: _Node(place.name, _of_disk(place, PurePosixPath(place.name)))}
    else:
        what = "is not there" if not place.exists() else "is neither a folder nor a .zip, .eml or .mbox file"
        raise Problem(f"{place} {what}.", "Name the folder or the zip that holds what students sent.")
    yield from _expand(nodes.values(), known, stack, "", place if place.is_dir() else None)


def label_of(name: str, folder: bool = False) -> Label:
    """What the name of a file or folder says about whose it is."""
    if told := _MOODLE.fullmatch(name):
        return Label(told["name"].strip(), "moodle", f"moodle:{told['number']}")
    if folder and (told := _EXCHANGE.fullmatch(name)):
        return Label(told["id"], "exchange", module=told["module"])
    stem = NOTEBOOK.sub("", name) if folder else _stem(name)
    if not folder and (told := _CANVAS.fullmatch(name)):
        return Label(stem, "canvas", f"canvas:{told['number']}", late=bool(told["late"]))
    return Label(stem)


def canvas_name(label: Label) -> str:
    """The name that stands before Canvas's numbers."""
    return _CANVAS.fullmatch(label.name + "_x")["name"] if label.form == "canvas" else label.name


def shown(text: str) -> str:
    """A name as it may stand in a terminal: what is no letter there, such as an escape sequence's first sign, is a �."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def _stem(name: str) -> str:
    """A file's name without its ending and without what a second download adds."""
    stem = NOTEBOOK.sub("", name)
    if stem == name:
        stem = PurePosixPath(name).stem if "." in name.strip(".") else name
    return _COPY.sub("", stem).removeprefix("Copy of ").removeprefix("Копия ").strip() or name


# --- trees --------------------------------------------------------------------------------------


class _Node:
    """A file, or a folder with its children."""

    def __init__(self, name: str, file: File | None = None) -> None:
        self.name, self.file = name, file
        self.children: dict[str, _Node] = {}

    def files(self) -> Iterator[File]:
        for child in self.children.values():
            if child.file:
                yield child.file
            else:
                yield from child.files()


def _tree(files: Iterable[File]) -> dict[str, _Node]:
    top = _Node("")
    for number, file in enumerate(files):
        if number >= MOST_FILES:
            raise Refused(f"has more than {MOST_FILES} files in it.")
        at = top
        *folders, name = file.path.parts
        for folder in folders:
            at = at.children.setdefault(folder, _Node(folder))
            at.file = None
        number, free = 2, name
        while free in at.children:  # a zip may hold a name twice
            free, number = f"{number} {name}", number + 1
        at.children[free] = _Node(name, file)
    return dict(sorted(top.children.items(), key=lambda one: one[0].casefold()))


def _hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") or part.casefold() in IGNORED for part in parts)


def of_folder(folder: Path) -> Iterator[File]:
    for here, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        folders[:] = sorted(name for name in folders if name not in links)
        seen = any(not _hidden([name]) for name in (*folders, *names, *links))
        empty = [] if seen or Path(here) == folder else [""]
        for name in sorted([*names, *links, *empty]):
            path = Path(here, name)
            inner = PurePosixPath(*map(shown, path.relative_to(folder).parts))
            if _hidden(inner.parts):
                continue
            if not name:  # an empty folder was handed in too
                yield File(inner / ".empty", _mtime(path), _nothing)
            else:
                yield _of_disk(path, inner)


def _of_disk(path: Path, inner: PurePosixPath) -> File:
    return File(inner, _mtime(path), lambda: _plain(path), path.is_symlink())


def _plain(path: Path, most: int = 0) -> bytes:
    """A plain file's content. A link, a device or a pipe that waits for a writer is none."""
    most = most or (LARGEST if NOTEBOOK.search(path.name) else LARGEST_BOX)
    try:
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise Refused("is not a plain file.")
            if about.st_size > most:
                raise Refused(f"has {about.st_size // 1_000_000} MB; at most {most // 1_000_000} are taken.")
            return file.read(most + 1)
    except OSError as error:
        raise Refused(f"cannot be read ({os.strerror(error.errno or 0)}).") from None


def _nothing() -> bytes:
    raise Refused("is empty.")


def _mtime(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC).replace(tzinfo=None)


def of_zip(archive: zipfile.ZipFile, when: datetime | None = None) -> Iterator[File]:
    """The files in a zip. ``when`` is the hour at which the zip itself was handed in, where that is known."""
    left = [LARGEST_BOX * 10]  # what may be read of it in all, however it says it is packed
    for info in archive.infolist():
        # Windows writes backslashes, and a name may try to lead out: only what stands between the slashes is kept.
        parts = [shown(part)[:255] for part in re.split(r"[/\\]", info.filename) if part not in ("", ".", "..")]
        if info.filename.endswith("/") or not parts or _hidden(parts):  # is_dir() stops at an empty name
            continue
        link = stat.S_ISLNK(info.external_attr >> 16)
        yield File(PurePosixPath(*parts), when or _zip_time(info), _reader(archive, info, parts[-1], left), link)


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, left: list[int]) -> Callable[[], bytes]:
    most = LARGEST if NOTEBOOK.search(name) else LARGEST_BOX

    def read() -> bytes:
        if info.file_size > most:
            raise Refused(f"{name} in it has {info.file_size // 1_000_000} MB; at most {most // 1_000_000} are taken.")
        if info.file_size > left[0]:
            raise Refused("what is in the zip is too large to be notebooks. Ask for the task's alone.")
        left[0] -= info.file_size
        try:
            with archive.open(info) as file:
                content = file.read(info.file_size + 1)
        except ZIP_TROUBLES as error:
            raise Refused(f"the zip cannot be opened ({str(error)[:80]}). Ask for the notebook itself.") from None
        if len(content) > info.file_size:
            raise Refused(f"{name} in it is larger than it says.")
        return content

    return read


def _zip_time(info: zipfile.ZipInfo) -> datetime:
    """When a file in a zip was last changed: in UTC where the zip says so, else by this machine's clock."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x5455 and size >= 5 and extra[4] & 1:
            return datetime.fromtimestamp(struct.unpack("<i", extra[5:9])[0], UTC).replace(tzinfo=None)
        extra = extra[4 + size :]
    try:
        return datetime(*info.date_time).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return datetime(1980, 1, 1)


# --- from trees to things -----------------------------------------------------------------------


def _expand(
    nodes: Iterable[_Node],
    known: Callable[[Label], bool],
    stack: ExitStack,
    where: str,
    root: Path | None,
    depth: int = 0,
) -> Iterator[Thing]:
    for node in nodes:
        if node.name.casefold() in QUIET:
            continue
        source = f"{where}{node.name}"
        place = root / node.name if root else None
        label = label_of(node.name, node.file is None)
        if node.file is None:
            if not known(label) and label.form == "" and depth < DEEPEST and _leads(node.children.values(), known):
                yield from _expand(node.children.values(), known, stack, f"{source}/", place, depth + 1)
            else:
                yield Thing(source, label, lambda one=node: _below(one), "folder", place)
            continue
        ending = PurePosixPath(node.name).suffix.casefold()
        if node.file.link:
            yield Thing(source, label, _nothing, "link", place)
        elif node.file.is_notebook:
            yield Thing(source, label, lambda one=node.file: [_alone(one)], "notebook", place)
        elif ending == ".zip":
            yield from _of_zip_node(node, label, known, stack, source, place, depth)
        elif ending in (".eml", ".mbox"):
            yield from _mails(node.file, source, known)
        else:
            yield Thing(source, label, _nothing, "file", place)


def _leads(nodes: Iterable[_Node], known: Callable[[Label], bool], depth: int = 0) -> bool:
    """Whether something in here names a student, or comes from a platform that names them."""
    for node in nodes:
        label = label_of(node.name, node.file is None)
        ending = PurePosixPath(node.name).suffix.casefold()
        if known(label) or label.form in ("moodle", "exchange") or ending in (".eml", ".mbox"):
            return True
        if label.form == "canvas" and known(Label(canvas_name(label))):
            return True
        if node.file is None and depth < DEEPEST and _leads(node.children.values(), known, depth + 1):
            return True
    return False


def _alone(file: File) -> File:
    return File(PurePosixPath(file.path.name), file.when, file.read, file.link)


def _below(node: _Node) -> Iterator[File]:
    """A folder's files, with their places within it."""

    def walk(at: _Node, inner: PurePosixPath) -> Iterator[File]:
        for child in at.children.values():
            if child.file:
                yield File(inner / child.name, child.file.when, child.file.read, child.file.link)
            else:
                yield from walk(child, inner / child.name)

    yield from walk(node, PurePosixPath())


def _of_zip_node(
    node: _Node,
    label: Label,
    known: Callable[[Label], bool],
    stack: ExitStack,
    source: str,
    place: Path | None,
    depth: int,
) -> Iterator[Thing]:
    """A zip: a student's own, or a box with many students' work."""
    if known(label) or label.form in ("moodle", "canvas") or depth >= DEEPEST:
        yield Thing(source, label, lambda: _unzipped(node.file), "zip", place)
        return
    try:
        where = place if place else io.BytesIO(node.file.read())
        inside = _tree(of_zip(stack.enter_context(zipfile.ZipFile(where))))
    except (Refused, *ZIP_TROUBLES):
        inside = {}
    if _leads(inside.values(), known):
        yield from _expand(inside.values(), known, stack, f"{source}/", None, depth + 1)
    else:
        yield Thing(source, label, lambda: _unzipped(node.file), "zip", place)


def _unzipped(file: File) -> list[File]:
    """What is in a student's own zip. All of it came when the zip came."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.read())) as archive:
            left = LARGEST
            found = []
            for number, one in enumerate(of_zip(archive, file.when)):
                if number >= MOST_FILES:
                    raise Refused(f"has more than {MOST_FILES} files in it.")
                if not one.is_notebook and one.path.name != PLAN:
                    continue
                if one.link and one.path.name == PLAN:
                    continue
                if one.link:
                    raise Refused(f"{one.path.name} in it is a link; links are not followed. Ask for the file itself.")
                content = one.read()
                left -= len(content)
                if left < 0:
                    raise Refused(
                        f"the notebooks in it are larger than {LARGEST // 1_000_000} MB together. Ask for the task's alone."
                    )
                found.append(File(PurePosixPath(one.path.name), one.when, lambda it=content: it))
            return found
    except ZIP_TROUBLES as error:
        raise Refused(f"the zip cannot be opened ({str(error)[:80]}). Ask for the notebook itself.") from None


# --- mails --------------------------------------------------------------------------------------


def _mails(file: File, source: str, known: Callable[[Label], bool]) -> Iterator[Thing]:
    """The mails in an .eml or .mbox file. A mail from nobody we know may carry others, forwarded as they were."""
    try:
        messages = list(_messages(file))
    except Refused as why:
        yield Thing(source, Label(_stem(PurePosixPath(source).name)), _nothing, "mail", None, str(why))
        return
    for number, content in messages:
        where = source if number is None else f"{source}, mail {number}"
        try:
            message = email.message_from_bytes(content, policy=email.policy.default)
            letters = [message] if known(_sender(message, file.when)) else [*_forwarded(message)] or [message]
            for letter in letters:
                label = _sender(letter, file.when)
                yield Thing(where, label, lambda one=letter, when=label.when: _attached(one, when or file.when), "mail")
        except Exception as error:  # the library raises many kinds at broken headers
            yield Thing(
                where, Label(""), _nothing, "mail", None, f"is no mail that can be read ({type(error).__name__})."
            )


def _messages(file: File) -> Iterator[tuple[int | None, bytes]]:
    content = file.read()
    if file.path.suffix.casefold() == ".eml":
        yield None, content
        return
    import tempfile

    with tempfile.TemporaryDirectory() as folder:  # the library reads boxes from disk alone
        path = Path(folder) / "box"
        path.write_bytes(content)
        box = mailbox.mbox(path, create=False)
        try:
            for number, key in enumerate(box.keys(), start=1):
                yield number, box.get_bytes(key)
        finally:
            box.close()


def _sender(message: EmailMessage, otherwise: datetime) -> Label:
    name, address = map(shown, parseaddr(str(message.get("From", ""))))
    return Label(name or address, "mail", address=address, when=_received(message) or otherwise)


def _received(message: EmailMessage) -> datetime | None:
    """When a mail arrived: by the last server that took it, for a sender's own clock may say anything."""
    for told in [str(one).rpartition(";")[2] for one in message.get_all("Received", [])[:1]] + [
        str(message.get("Date", ""))
    ]:
        try:
            when = parsedate_to_datetime(told.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
    return None


def _forwarded(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part is not message:
            yield from (one for one in part.get_payload() if isinstance(one, EmailMessage))


def _attached(message: EmailMessage, when: datetime) -> list[File]:
    """The notebooks that a mail carries, by themselves or zipped."""
    found = []
    for part in message.walk():
        name = shown(PurePosixPath((part.get_filename() or "").replace("\\", "/")).name)[:255]
        if part.is_multipart() or not name:
            continue
        if not NOTEBOOK.search(name) and name != PLAN and not name.casefold().endswith(".zip"):
            continue
        content = part.get_payload(decode=True) or b""
        if len(content) > LARGEST:
            raise Refused(f"{name} in it has {len(content) // 1_000_000} MB; at most {LARGEST // 1_000_000} are taken.")
        one = File(PurePosixPath(name), when, lambda it=content: it)
        found += _unzipped(one) if name.casefold().endswith(".zip") else [one]
    return found
